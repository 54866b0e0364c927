//! Credentials. Servers show values masked if their names are those of secrets, and in clear otherwise.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::credentials::{Credential, CredentialUpdate, NewCredential};
use litellm_proxy_client::{Error, Lossless, ServerVersion};
use serde_json::{Map, Value};

use super::{Change, Server, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::{MARK, Mark};

const INFO: &str = "credential_info";
const VALUES: &str = "credential_values";

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    Field {
        path: "display_name",
        shape: Shape::Text,
        clear: Clear::Null,
        refers_to: None,
        doc: "The label in the server's web UI",
    },
    Field {
        path: "credential_info.custom_llm_provider",
        shape: Shape::Text,
        clear: Clear::Null,
        refers_to: None,
        doc: "The provider",
    },
    Field {
        path: "credential_info.*",
        shape: Shape::Any,
        clear: Clear::Null,
        refers_to: None,
        doc: "Information about the credential, which the server shows",
    },
    value("credential_values.api_base", "The URL of the provider"),
    value("credential_values.api_version", "The version of the provider's API"),
    value("credential_values.aws_region_name", "The AWS region"),
    value("credential_values.base_url", "The URL of the provider"),
    value("credential_values.organization", "The organization of the provider"),
    value("credential_values.region_name", "The region of the provider"),
    value("credential_values.vertex_location", "The location of Vertex AI"),
    value("credential_values.vertex_project", "The project of Vertex AI"),
    Field {
        path: "credential_values.*",
        shape: Shape::Secret,
        clear: Clear::Remove,
        refers_to: None,
        doc: "A parameter of deployments that use the credential, such as api_key",
    },
];

const fn value(path: &'static str, doc: &'static str) -> Field {
    Field { path, shape: Shape::Text, clear: Clear::Remove, refers_to: None, doc }
}

/// Returns how a field is emptied on a server of a version.
pub(super) fn clear_of(version: &ServerVersion, field: &Field) -> Clear {
    match field.clear {
        Clear::Null if merges_info(version) => Clear::Null,
        Clear::Null => Clear::LeaveOut,
        Clear::Remove if !merges_info(version) => Clear::Replace,
        clear => clear,
    }
}

/// Returns whether an update merges information, and removes values by name. Older servers replace all information.
fn merges_info(version: &ServerVersion) -> bool {
    version.at_least(1, 90)
}

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let list = server.client.credentials().list().await?.into_inner();
    Ok(list.credentials.iter().map(read).collect())
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    // Names may have slashes, which the endpoint of one credential takes as part of the path on some servers only.
    Ok(list(server).await?.into_iter().find(|resource| resource.address == *address))
}

fn read(credential: &Lossless<Credential>) -> LiveResource {
    let row: Value = serde_json::from_str(credential.json().get()).unwrap_or_default();
    let name = credential.credential_name.as_str();
    let mut resource = LiveResource::new(Address::new(Kind::Credential, name), name, Value::Null);
    resource.fields = rows::seen(FIELDS, &row);
    for path in resource.fields.clone().into_keys().filter(|path| path.starts_with(VALUES)) {
        // Only what is masked is a secret.
        rows::value(&row, &path).map(|seen| resource.fields.insert(path, seen));
    }
    resource.mark = rows::mark(Kind::Credential, &row);
    resource.is_from_config = row.get("source").and_then(Value::as_str) == Some("config");
    resource.row = row;
    resource
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    let credentials = server.client.credentials();
    match change {
        Change::Create { address, fields, mark } => {
            credentials.create(new_credential(&address.name, fields, *mark)).await?;
        }
        Change::Update { live, set, clear, mark } => {
            credentials.update(&live.id, update(&server.version, live, set, clear, *mark)).await?;
        }
        Change::Replace { live, fields, mark } => {
            let hidden = hidden(live, fields);
            if !hidden.is_empty() {
                return Err(Error::Hidden { id: live.id.clone(), names: hidden });
            }
            credentials.delete(&live.id).await?;
            credentials.create(new_credential(&live.id, fields, *mark)).await?;
        }
        Change::Delete { live } => match credentials.delete(&live.id).await {
            Ok(_) | Err(Error::NotFound(_) | Error::Missing(_)) => {}
            Err(error) => return Err(error),
        },
    }
    Ok(())
}

/// Returns the values that a replacement would lose.
fn hidden(live: &LiveResource, fields: &BTreeMap<String, Value>) -> Vec<String> {
    let was_applied = |path: &String| {
        live.mark.as_ref().is_some_and(|mark| mark.fields.contains_key(path) || mark.secrets.contains_key(path))
    };
    let values = live.fields.iter().filter(|(path, seen)| path.starts_with(VALUES) && **seen == Seen::Hidden);
    let lost = values.map(|(path, _)| path).filter(|path| !fields.contains_key(*path) && !was_applied(path));
    lost.map(|path| path.trim_start_matches(VALUES).trim_start_matches('.').to_owned()).collect()
}

fn new_credential(name: &str, fields: &BTreeMap<String, Value>, mark: Option<&Mark>) -> NewCredential {
    let (info, values, display_name) = parts(fields, mark);
    let mut credential = NewCredential::new(name);
    (credential.credential_info, credential.credential_values) = (info, values);
    credential.display_name = display_name;
    credential
}

fn update(
    version: &ServerVersion,
    live: &LiveResource,
    set: &BTreeMap<String, Value>,
    clear: &BTreeSet<String>,
    mark: Option<&Mark>,
) -> CredentialUpdate {
    let mut update = CredentialUpdate::default();
    let (info, values, display_name) = parts(set, mark);
    update.credential_values = values;
    update.display_name = display_name.map(Some);
    if merges_info(version) {
        update.credential_info = info;
    } else {
        // Older servers replace all information, unless there is none.
        update.credential_info = rows::whole_map(INFO, live, set, clear, mark).unwrap_or_default();
    }
    let mut to_delete = Vec::new();
    for path in clear {
        match (path.split_once('.'), super::clear_of(version, Kind::Credential, path)) {
            (Some((INFO, name)), Clear::Null) => drop(update.credential_info.insert(name.to_owned(), Value::Null)),
            (Some((VALUES, name)), Clear::Remove) => to_delete.push(Value::from(name)),
            (None, Clear::Null) => update.display_name = Some(None),
            _ => {}
        }
    }
    if !to_delete.is_empty() {
        update.extra.insert("credential_values_to_delete".to_owned(), to_delete.into());
    }
    update
}

type Parts = (Map<String, Value>, Map<String, Value>, Option<String>);

/// Returns information with the mark, values, and the label.
fn parts(fields: &BTreeMap<String, Value>, mark: Option<&Mark>) -> Parts {
    let inside = |map: &str| -> Map<String, Value> {
        let entries =
            fields.iter().filter_map(|(path, value)| Some((path.strip_prefix(map)?.strip_prefix('.')?, value)));
        entries.map(|(name, value)| (name.to_owned(), value.clone())).collect()
    };
    let mut info = inside(INFO);
    if let Some(mark) = mark {
        info.insert(MARK.to_owned(), mark.to_json());
    }
    let display_name = fields.get("display_name").and_then(Value::as_str).map(str::to_owned);
    (info, inside(VALUES), display_name)
}
