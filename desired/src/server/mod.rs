//! What LiteLLM's endpoints do with each kind: a file per kind with its table of fields, how it is read, created, changed and
//! deleted. Everything else in this crate is the same for all kinds.

mod access_groups;
mod agents;
mod budgets;
mod credentials;
mod customers;
mod dependents;
mod general_settings;
mod guardrails;
mod ids;
mod keys;
mod litellm_settings;
mod mcp_servers;
mod members;
mod metadata;
mod models;
mod organizations;
mod pass_through;
mod permissions;
pub(crate) mod policies;
mod prompts;
mod router_settings;
pub(crate) mod rows;
mod search_tools;
mod sso_settings;
mod table;
mod tags;
mod teams;
mod ui_settings;
mod users;
mod vector_stores;

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::{Client, Error, ServerVersion};
use serde::Serialize;
use serde_json::Value;

use self::dependents::Found;
use crate::address::Address;
use crate::fields::{Clear, Field, field};
use crate::kind::Kind;
use crate::live::{Live, LiveResource};
use crate::mark::Mark;

pub use self::models::add_information;
pub(crate) use self::rows::is_mask;

/// The server that is read and changed.
#[derive(Debug, Clone)]
pub struct Server {
    /// The client.
    pub client: Client,
    /// The version.
    pub version: ServerVersion,
}

/// A change of one resource, with its secrets in clear.
#[derive(Debug)]
pub enum Change<'a> {
    /// Create it.
    Create {
        /// The resource.
        address: &'a Address,
        /// Fields by path, with values as they are sent.
        fields: &'a BTreeMap<String, Value>,
        /// The ownership mark.
        mark: Option<&'a Mark>,
    },
    /// Change it in place.
    Update {
        /// The resource as it was read.
        live: &'a LiveResource,
        /// Fields by path, with values as they are sent.
        set: &'a BTreeMap<String, Value>,
        /// Fields to empty, by path.
        clear: &'a BTreeSet<String>,
        /// The ownership mark; `None` leaves it as it is.
        mark: Option<&'a Mark>,
    },
    /// Replace it by one with the same identity and these fields, without a moment in which there is none.
    Replace {
        /// The resource as it was read.
        live: &'a LiveResource,
        /// All fields of the new one, by path, with values as they are sent.
        fields: &'a BTreeMap<String, Value>,
        /// The ownership mark.
        mark: Option<&'a Mark>,
    },
    /// Delete it.
    Delete {
        /// The resource as it was read.
        live: &'a LiveResource,
    },
}

/// Returns the fields of a kind.
pub(crate) fn fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Budget => budgets::FIELDS,
        Kind::Credential => credentials::FIELDS,
        Kind::Guardrail => guardrails::FIELDS,
        Kind::McpServer => mcp_servers::FIELDS,
        Kind::SearchTool => search_tools::FIELDS,
        Kind::VectorStore => vector_stores::FIELDS,
        Kind::Prompt => prompts::FIELDS,
        Kind::Agent => agents::FIELDS,
        Kind::AccessGroup => access_groups::FIELDS,
        Kind::Model => models::FIELDS,
        Kind::Organization => organizations::FIELDS,
        Kind::User => users::FIELDS,
        Kind::Team => teams::FIELDS,
        Kind::Member => members::FIELDS,
        Kind::Key => keys::FIELDS,
        Kind::Customer => customers::FIELDS,
        Kind::Tag => tags::FIELDS,
        Kind::Policy => policies::FIELDS,
        Kind::PassThrough => pass_through::FIELDS,
        Kind::RouterSettings => router_settings::FIELDS,
        Kind::GeneralSettings => general_settings::FIELDS,
        Kind::LitellmSettings => litellm_settings::FIELDS,
        Kind::UiSettings => ui_settings::FIELDS,
        Kind::SsoSettings => sso_settings::FIELDS,
    }
}

/// Returns how a field is emptied on a server of a version: what the table says, unless versions differ.
pub fn clear_of(version: &ServerVersion, kind: Kind, path: &str) -> Clear {
    let Some(field) = field(kind, path) else { return Clear::Never("the field is not known") };
    match kind {
        Kind::Credential => credentials::clear_of(version, field),
        Kind::Model => models::clear_of(version, field, path),
        Kind::RouterSettings => router_settings::clear_of(version, field),
        Kind::User => users::clear_of(version, field),
        Kind::Key => keys::clear_of(version, field),
        Kind::Customer => customers::clear_of(version, field),
        Kind::McpServer => mcp_servers::clear_of(version, field),
        _ => field.clear,
    }
}

/// Returns whether no update takes a resource, so that every change is a replacement: a deployment whose id has a slash.
pub fn is_never_updated(live: &LiveResource) -> bool {
    live.address.kind == Kind::Model && live.id.contains('/')
}

/// Returns whether no update sets a field, so that the resource is replaced.
pub fn is_fixed(kind: Kind, path: &str) -> bool {
    match kind {
        Kind::McpServer => mcp_servers::is_fixed(path),
        Kind::VectorStore => vector_stores::is_fixed(path),
        Kind::PassThrough => pass_through::is_fixed(path),
        _ => false,
    }
}

/// Returns whether an update must have all fields of the file, because the server loses what it does not show.
pub fn is_written_whole(kind: Kind) -> bool {
    matches!(kind, Kind::Agent | Kind::McpServer | Kind::Prompt | Kind::SearchTool | Kind::SsoSettings)
}

/// Returns why a server of a version takes no changes of a kind.
pub fn refusal_of(version: &ServerVersion, kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::RouterSettings => router_settings::refusal(version),
        Kind::Prompt => prompts::refusal(version),
        Kind::AccessGroup => access_groups::refusal(version),
        Kind::Policy => policies::refusal(version),
        Kind::PassThrough | Kind::GeneralSettings => pass_through::refusal(version),
        Kind::LitellmSettings => litellm_settings::refusal(version),
        Kind::SsoSettings => sso_settings::refusal(version),
        _ => None,
    }
}

/// Returns what goes along with the deletion of a resource, in sentences: `3 keys: ci, prod, dev`.
pub fn takes_along(live: &Live, address: &Address) -> Vec<String> {
    dependents::takes_along(live, address)
}

/// Reads all resources of some kinds, several kinds at once. Members are read with their teams. What cannot be read, such as a
/// kind that needs a license, is named in [`Live::unreadable`].
pub async fn list(server: &Server, kinds: &BTreeSet<Kind>) -> Result<Live, Error> {
    let wanted = kinds.iter().copied().filter(|kind| *kind != Kind::Member || !kinds.contains(&Kind::Team));
    let lists = wanted.chain(dependents::kinds(kinds)).map(async |kind| {
        let found = list_kind(server, kind).await.or_else(|error| Found::not_offered(kind, error));
        if kinds.contains(&kind) {
            found
        } else {
            found.map(Found::only_dependents).or_else(|error| Ok(Found::failed(kind, &error)))
        }
    });
    let mut live = Live::default();
    for found in futures_util::future::try_join_all(lists).await? {
        live.resources.extend(found.resources.into_iter().map(|resource| (resource.address.clone(), resource)));
        live.unreadable.extend(found.unreadable);
        live.left_out.extend(found.left_out);
        for (address, noun, name) in found.dependents {
            live.dependents.entry(address).or_default().entry(noun).or_default().insert(name);
        }
    }
    dependents::name_shared_budgets(&mut live);
    Ok(live)
}

async fn list_kind(server: &Server, kind: Kind) -> Result<Found, Error> {
    Ok(match kind {
        Kind::Budget => budgets::list(server).await?.into(),
        Kind::Credential => credentials::list(server).await?.into(),
        Kind::Guardrail => guardrails::list(server).await?.into(),
        Kind::McpServer => mcp_servers::list(server).await?.into(),
        Kind::SearchTool => search_tools::list(server).await?.into(),
        Kind::VectorStore => vector_stores::list(server).await?.into(),
        Kind::Prompt => prompts::list(server).await?,
        Kind::Agent => agents::list(server).await?.into(),
        Kind::AccessGroup => access_groups::list(server).await?.into(),
        Kind::Model => models::list(server).await?.into(),
        Kind::Organization => organizations::list(server).await?.into(),
        Kind::User => users::list(server).await?.into(),
        Kind::Team | Kind::Member => teams::list(server).await?.into(),
        Kind::Key => keys::list(server).await?,
        Kind::Customer => customers::list(server).await?.into(),
        Kind::Tag => tags::list(server).await?.into(),
        Kind::Policy => policies::list(server).await?.into(),
        Kind::PassThrough => pass_through::list(server).await?,
        Kind::RouterSettings => router_settings::list(server).await?.into(),
        Kind::GeneralSettings => general_settings::list_all(server).await?.into(),
        Kind::LitellmSettings => litellm_settings::list(server).await?.into(),
        Kind::UiSettings => ui_settings::list(server).await?.into(),
        Kind::SsoSettings => sso_settings::list(server).await?.into(),
    })
}

/// Reads one resource as it is now; `None` if there is none. `id` is [`LiveResource::id`] where it is known.
pub async fn get(server: &Server, address: &Address, id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    match address.kind {
        Kind::Budget => budgets::get(server, address, id).await,
        Kind::Credential => credentials::get(server, address, id).await,
        Kind::Guardrail => guardrails::get(server, address, id).await,
        Kind::McpServer => mcp_servers::get(server, address, id).await,
        Kind::SearchTool => search_tools::get(server, address, id).await,
        Kind::VectorStore => vector_stores::get(server, address, id).await,
        Kind::Prompt => prompts::get(server, address, id).await,
        Kind::Agent => agents::get(server, address, id).await,
        Kind::AccessGroup => access_groups::get(server, address, id).await,
        Kind::Model => models::get(server, address, id).await,
        Kind::Organization => organizations::get(server, address, id).await,
        Kind::User => users::get(server, address, id).await,
        Kind::Team => teams::get(server, address, id).await,
        Kind::Member => members::get(server, address, id).await,
        Kind::Key => keys::get(server, address, id).await,
        Kind::Customer => customers::get(server, address, id).await,
        Kind::Tag => tags::get(server, address, id).await,
        Kind::Policy => policies::get(server, address, id).await,
        Kind::PassThrough => pass_through::get(server, address, id).await,
        Kind::RouterSettings => router_settings::get(server, address, id).await,
        Kind::GeneralSettings => general_settings::get(server, address, id).await,
        Kind::LitellmSettings => litellm_settings::get(server, address, id).await,
        Kind::UiSettings => ui_settings::get(server, address, id).await,
        Kind::SsoSettings => sso_settings::get(server, address, id).await,
    }
}

/// Makes a change.
pub async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    match change.address().kind {
        Kind::Budget => budgets::send(server, change).await,
        Kind::Credential => credentials::send(server, change).await,
        Kind::Guardrail => guardrails::send(server, change).await,
        Kind::McpServer => mcp_servers::send(server, change).await,
        Kind::SearchTool => search_tools::send(server, change).await,
        Kind::VectorStore => vector_stores::send(server, change).await,
        Kind::Prompt => prompts::send(server, change).await,
        Kind::Agent => agents::send(server, change).await,
        Kind::AccessGroup => access_groups::send(server, change).await,
        Kind::Model => models::send(server, change).await,
        Kind::Organization => organizations::send(server, change).await,
        Kind::User => users::send(server, change).await,
        Kind::Team => teams::send(server, change).await,
        Kind::Member => members::send(server, change).await,
        Kind::Key => keys::send(server, change).await,
        Kind::Customer => customers::send(server, change).await,
        Kind::Tag => tags::send(server, change).await,
        Kind::Policy => policies::send(server, change).await,
        Kind::PassThrough => pass_through::send(server, change).await,
        Kind::RouterSettings => router_settings::send(server, change).await,
        Kind::GeneralSettings => general_settings::send(server, change).await,
        Kind::LitellmSettings => litellm_settings::send(server, change).await,
        Kind::UiSettings => ui_settings::send(server, change).await,
        Kind::SsoSettings => sso_settings::send(server, change).await,
    }
}

/// Sends a request whose response needs no type.
async fn post(server: &Server, path: &str, body: &(impl Serialize + Sync)) -> Result<Value, Error> {
    server.client.http().request("POST", path).json(body).await
}

/// Returns the error of a change that no server can make.
fn impossible(address: &Address) -> Error {
    Error::InvalidRequest(format!("{address} cannot be replaced"))
}

impl Change<'_> {
    /// Returns the address of the resource that is changed.
    pub fn address(&self) -> &Address {
        match self {
            Self::Create { address, .. } => address,
            Self::Update { live, .. } | Self::Replace { live, .. } | Self::Delete { live } => &live.address,
        }
    }
}
