//! What LiteLLM's endpoints do with each kind: a file per kind with its table of fields, how it is read, created, changed and
//! deleted. Everything else in this crate is the same for all kinds.

mod budgets;
mod credentials;
mod customers;
mod keys;
mod members;
mod models;
mod router_settings;
mod rows;
mod tags;
mod teams;
mod users;

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::{Client, Error, ServerVersion};
use serde_json::Value;

use crate::address::Address;
use crate::fields::{Clear, Field, field};
use crate::kind::Kind;
use crate::live::{Listed, Live, LiveResource};
use crate::mark::Mark;

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

/// What came of a change.
#[derive(Debug, Default)]
pub struct Done {
    /// A secret that the server made, such as that of a new key.
    pub secret: Option<String>,
}

/// Returns the fields of a kind.
pub(crate) fn fields(kind: Kind) -> &'static [Field] {
    match kind {
        Kind::Budget => budgets::FIELDS,
        Kind::Credential => credentials::FIELDS,
        Kind::Model => models::FIELDS,
        Kind::User => users::FIELDS,
        Kind::Team => teams::FIELDS,
        Kind::Member => members::FIELDS,
        Kind::Key => keys::FIELDS,
        Kind::Customer => customers::FIELDS,
        Kind::Tag => tags::FIELDS,
        Kind::RouterSettings => router_settings::FIELDS,
    }
}

/// Returns how a field is emptied on a server of a version: what the table says, unless versions differ.
pub fn clear_of(_version: &ServerVersion, kind: Kind, path: &str) -> Clear {
    match kind {
        // A kind whose versions differ decides here, in a function `clear_of` of its own file.
        _ => field(kind, path).map_or(Clear::Never("the field is not known"), |field| field.clear),
    }
}

/// Returns what goes along with the deletion of a resource, in sentences: `3 keys: ci, prod, dev`.
pub fn takes_along(_live: &Live, _address: &Address) -> Vec<String> {
    Vec::new()
}

/// Reads all resources of some kinds, several kinds at once. Members are read with their teams. What cannot be read, such as a
/// kind that needs a license, is named in [`Live::unreadable`].
pub async fn list(server: &Server, kinds: &BTreeSet<Kind>) -> Result<Live, Error> {
    let wanted = kinds.iter().copied().filter(|kind| *kind != Kind::Member || !kinds.contains(&Kind::Team));
    let lists = wanted.map(async |kind| list_kind(server, kind).await.map(|found| (kind, found)));
    let mut live = Live::default();
    for (_, found) in futures_util::future::try_join_all(lists).await? {
        live.resources.extend(found.resources.into_iter().map(|resource| (resource.address.clone(), resource)));
        live.left_out.extend(found.left_out);
    }
    Ok(live)
}

async fn list_kind(server: &Server, kind: Kind) -> Result<Listed, Error> {
    match kind {
        Kind::Budget => budgets::list(server).await.map(Into::into),
        Kind::Credential => credentials::list(server).await.map(Into::into),
        Kind::Model => models::list(server).await.map(Into::into),
        Kind::User => users::list(server).await.map(Into::into),
        Kind::Team | Kind::Member => teams::list(server).await.map(Into::into),
        Kind::Key => keys::list(server).await.map(Into::into),
        Kind::Customer => customers::list(server).await.map(Into::into),
        Kind::Tag => tags::list(server).await.map(Into::into),
        Kind::RouterSettings => router_settings::list(server).await.map(Into::into),
    }
}

/// Reads one resource as it is now; `None` if there is none. `id` is [`LiveResource::id`] where it is known.
pub async fn get(server: &Server, address: &Address, id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    match address.kind {
        Kind::Budget => budgets::get(server, address, id).await,
        Kind::Credential => credentials::get(server, address, id).await,
        Kind::Model => models::get(server, address, id).await,
        Kind::User => users::get(server, address, id).await,
        Kind::Team => teams::get(server, address, id).await,
        Kind::Member => members::get(server, address, id).await,
        Kind::Key => keys::get(server, address, id).await,
        Kind::Customer => customers::get(server, address, id).await,
        Kind::Tag => tags::get(server, address, id).await,
        Kind::RouterSettings => router_settings::get(server, address, id).await,
    }
}

/// Makes a change.
pub async fn send(server: &Server, change: &Change<'_>) -> Result<Done, Error> {
    match change.address().kind {
        Kind::Budget => budgets::send(server, change).await,
        Kind::Credential => credentials::send(server, change).await,
        Kind::Model => models::send(server, change).await,
        Kind::User => users::send(server, change).await,
        Kind::Team => teams::send(server, change).await,
        Kind::Member => members::send(server, change).await,
        Kind::Key => keys::send(server, change).await,
        Kind::Customer => customers::send(server, change).await,
        Kind::Tag => tags::send(server, change).await,
        Kind::RouterSettings => router_settings::send(server, change).await,
    }
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
