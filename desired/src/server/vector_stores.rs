//! Vector stores. An update takes the names and the metadata; for anything else a store is deleted and created again.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::Error;
use serde_json::{Map, Value, json};

use super::table::{field, is_old, map, text};
use super::{Change, Server, post, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::{MARK, Mark};

const METADATA: &str = "vector_store_metadata";
const PARAMS: &str = "litellm_params";
const PAGE: u32 = 100;

/// The fields of the row that files have among the parameters.
const IN_ROW: [&str; 4] =
    ["custom_llm_provider", "litellm_credential_name", "vector_store_description", "vector_store_metadata"];

/// Flags that the server adds.
const ADDED: [&str; 5] = [
    "allow_client_keepalive_override",
    "merge_reasoning_content_in_choices",
    "use_in_pass_through",
    "use_litellm_proxy",
    "use_xai_oauth",
];

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("vector_store_name", "Display name"),
    text("litellm_params.custom_llm_provider", "The provider, such as bedrock, openai or vertex_ai")
        .clear(Clear::Never("every vector store has one")),
    text("litellm_params.vector_store_description", "Description"),
    map("litellm_params.vector_store_metadata", "Information about the store, which the server shows"),
    text("litellm_params.litellm_credential_name", "The credential with the secrets of the provider")
        .names(Kind::Credential)
        .clear(Clear::Replace),
    field("litellm_params.api_key", Shape::Secret, "The key of the provider").clear(Clear::Replace),
    text("litellm_params.api_base", "The URL of the provider").clear(Clear::Replace),
    field("litellm_params.*", Shape::Any, "A parameter of the provider").clear(Clear::Replace),
];

/// Returns whether no update sets a field.
pub(super) fn is_fixed(path: &str) -> bool {
    path != "vector_store_name"
        && !["custom_llm_provider", "vector_store_description", METADATA].iter().any(|name| path == in_params(name))
}

fn in_params(name: &str) -> String {
    format!("{PARAMS}.{name}")
}

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let mut found = Vec::new();
    for page in 1.. {
        let uri = format!("/vector_store/list?page={page}&page_size={PAGE}");
        let list = server.client.http().request("GET", uri).await?;
        let rows = list.get("data").and_then(Value::as_array);
        found.extend(rows.into_iter().flatten().filter_map(read));
        let pages = list.get("total_pages").and_then(Value::as_u64).unwrap_or_default();
        if rows.is_none_or(Vec::is_empty) || page >= pages {
            break;
        }
    }
    Ok(found)
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    match post(server, "/vector_store/info", &json!({"vector_store_id": address.name})).await {
        Ok(info) => Ok(info.get("vector_store").and_then(read)),
        Err(error) if is_missing(server, &error) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns whether a server does not have a store: older ones report it as a failure of their own.
fn is_missing(server: &Server, error: &Error) -> bool {
    error.is_not_found()
        || matches!(error, Error::Server(refusal) if is_old(&server.version) && refusal.to_string().contains("404:"))
}

fn read(row: &Value) -> Option<LiveResource> {
    let id = row.get("vector_store_id")?.as_str()?;
    let mut shown = row.clone();
    let mut params = row.get(PARAMS).and_then(Value::as_object).cloned().unwrap_or_default();
    params.retain(|name, value| {
        name != "vector_store_id" && !(ADDED.contains(&name.as_str()) && *value == Value::Bool(false))
    });
    for name in IN_ROW {
        params.extend(row.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    params.get_mut(METADATA).and_then(Value::as_object_mut).map(|metadata| metadata.remove(MARK));
    shown.as_object_mut()?.insert(PARAMS.to_owned(), params.into());
    let mut resource = LiveResource::new(Address::new(Kind::VectorStore, id), id, shown);
    resource.fields = rows::seen(FIELDS, &resource.row);
    resource.mark = rows::mark(Kind::VectorStore, row);
    resource.is_from_config = row.get("is_config").and_then(Value::as_bool).unwrap_or_default();
    Some(resource)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    match change {
        Change::Create { address, fields, mark } => create(server, &address.name, fields, *mark).await?,
        Change::Update { live, set, clear, mark } => {
            let mut body = update(live, set, clear, *mark);
            body.insert("vector_store_id".to_owned(), live.id.as_str().into());
            post(server, "/vector_store/update", &body).await?;
        }
        Change::Replace { live, fields, mark } => {
            rows::refuse_losses(live, fields, &BTreeSet::new(), "litellm_params.")?;
            delete(server, &live.id).await?;
            create(server, &live.id, fields, *mark).await?;
        }
        Change::Delete { live } => delete(server, &live.id).await?,
    }
    Ok(())
}

async fn create(server: &Server, id: &str, fields: &BTreeMap<String, Value>, mark: Option<&Mark>) -> Result<(), Error> {
    let mut body = Map::from_iter([("vector_store_id".to_owned(), id.into())]);
    rows::put_all(&mut body, fields);
    let params = body.get_mut(PARAMS).and_then(Value::as_object_mut);
    let moved: Vec<(String, Value)> =
        params.map(|params| IN_ROW.iter().filter_map(|name| params.remove_entry(*name)).collect()).unwrap_or_default();
    body.extend(moved);
    if let Some(mark) = mark {
        rows::put(&mut body, &format!("{METADATA}.{MARK}"), mark.to_json());
    }
    post(server, "/vector_store/new", &body).await?;
    Ok(())
}

async fn delete(server: &Server, id: &str) -> Result<(), Error> {
    match post(server, "/vector_store/delete", &json!({"vector_store_id": id})).await {
        Err(error) if !is_missing(server, &error) => Err(error),
        _ => Ok(()),
    }
}

/// Returns the fields of an update, without those that only a creation takes.
fn update(
    live: &LiveResource,
    set: &BTreeMap<String, Value>,
    clear: &BTreeSet<String>,
    mark: Option<&Mark>,
) -> Map<String, Value> {
    let name_in_row =
        |path: &str| path.strip_prefix(PARAMS).map_or(path, |path| path.trim_start_matches('.')).to_owned();
    let changes =
        set.iter().map(|(path, value)| (path, value.clone())).chain(clear.iter().map(|path| (path, Value::Null)));
    let mut body: Map<String, Value> =
        changes.filter(|(path, _)| !is_fixed(path)).map(|(path, value)| (name_in_row(path), value)).collect();
    let mark = mark.or(live.mark.as_ref());
    let before = match live.fields.get(&in_params(METADATA)) {
        Some(Seen::Value(metadata)) => metadata.clone(),
        _ => json!({}),
    };
    let mut metadata = body.remove(METADATA).unwrap_or(before);
    if metadata.is_null() {
        metadata = json!({});
    }
    if let (Some(mark), Some(metadata)) = (mark, metadata.as_object_mut()) {
        metadata.insert(MARK.to_owned(), mark.to_json());
    }
    body.insert(METADATA.to_owned(), metadata);
    body
}
