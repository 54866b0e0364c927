//! Agents. The server chooses their ids and adds to their cards. An update replaces the parameters and the card, so that both are
//! written whole. Older servers show secrets in clear.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::Error;
use serde_json::{Map, Value, json};

use super::table::{field, integer, is_old, map, set, text};
use super::{Change, Server, ids, permissions, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::{MARK, Mark};

const CARD: &str = "agent_card_params";
const PARAMS: &str = "litellm_params";
const COLLECTION: &str = "/v1/agents";

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("agent_card_params.name", "The name on the agent's card").left_out(),
    text("agent_card_params.description", "What the agent does").left_out(),
    text("agent_card_params.url", "The URL of the agent").left_out(),
    text("agent_card_params.version", "The version of the agent").left_out(),
    field("agent_card_params.*", Shape::Any, "A field of the agent's card, such as skills or provider").left_out(),
    field("litellm_params.*", Shape::Any, "A parameter of the agent").left_out(),
    map("object_permission", "MCP servers, vector stores and agents that it may use (newer servers)")
        .clear(Clear::Replace),
    integer("tpm_limit", "Tokens per minute (newer servers)"),
    integer("rpm_limit", "Requests per minute (newer servers)"),
    integer("session_tpm_limit", "Tokens per minute of a session (newer servers)"),
    integer("session_rpm_limit", "Requests per minute of a session (newer servers)"),
    map("static_headers", "Headers of all requests to it (newer servers)"),
    set("extra_headers", "Headers of requests that are passed on (newer servers)").clear(Clear::Replace),
];

/// Returns whether the server has added an entry to a card.
fn is_added(name: &str, value: &Value) -> bool {
    let text = value.to_string();
    match name {
        "provider" => text.contains("LiteLLM Proxy"),
        "security" | "securitySchemes" => text.contains("LiteLLMKey"),
        "supportedInterfaces" => text.contains("/a2a/"),
        "skills" => text.contains("Conversational interaction with the agent."),
        "protocolVersion" => value == "1.0",
        "version" => value == "1.0.0",
        "capabilities" => value.as_object().is_some_and(Map::is_empty),
        "defaultInputModes" | "defaultOutputModes" => *value == json!(["text"]),
        _ => false,
    }
}

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let list = server.client.http().request("GET", COLLECTION).await?;
    Ok(list.as_array().into_iter().flatten().filter_map(read).collect())
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list(server).await?.into_iter().find(|resource| resource.address == *address))
}

fn read(row: &Value) -> Option<LiveResource> {
    let name = row.get("agent_name")?.as_str()?;
    let id = row.get("agent_id").and_then(Value::as_str).unwrap_or_default();
    let mut shown = row.clone();
    permissions::simplify(&mut shown);
    let mut resource = LiveResource::new(Address::new(Kind::Agent, name), id, shown);
    resource.fields = rows::seen(FIELDS, &resource.row);
    resource.fields.retain(|path, seen| match (path.split_once('.'), seen) {
        (Some((CARD, name)), Seen::Value(value)) => !is_added(name, value),
        (Some((PARAMS, name)), Seen::Value(value)) => name != "is_public" || *value != json!(false),
        _ => true,
    });
    resource.mark = row.get(PARAMS).and_then(|params| serde_json::from_str(params.get(MARK)?.as_str()?).ok());
    Some(resource)
}

/// Adds the mark to a body, as a string: servers redact what has the name of a secret, also in a mark.
fn put_mark(body: &mut Map<String, Value>, mark: Option<&Mark>) {
    if let Some(mark) = mark {
        rows::put(body, &format!("{PARAMS}.{MARK}"), mark.to_json().to_string().into());
    }
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    let http = server.client.http();
    match change {
        Change::Create { address, fields, mark } => create(server, &address.name, fields, *mark).await?,
        Change::Update { live, set, clear, mark } => {
            if is_old(&server.version) {
                rows::refuse_losses(live, set, clear, PARAMS)?;
            }
            let body = update(live, set, clear, mark.or(live.mark.as_ref()));
            http.request("PATCH", ids::path(COLLECTION, &live.id)).json(&body).await?;
        }
        Change::Replace { live, fields, mark } => {
            rows::refuse_losses(live, fields, &BTreeSet::new(), PARAMS)?;
            ids::gone(http.request("DELETE", ids::path(COLLECTION, &live.id)).await)?;
            create(server, &live.address.name, fields, *mark).await?;
        }
        Change::Delete { live } => {
            ids::gone(http.request("DELETE", ids::path(COLLECTION, &live.id)).await)?;
        }
    }
    Ok(())
}

async fn create(
    server: &Server,
    name: &str,
    fields: &BTreeMap<String, Value>,
    mark: Option<&Mark>,
) -> Result<(), Error> {
    let mut body = Map::new();
    rows::put_all(&mut body, fields);
    put_mark(&mut body, mark);
    body.insert("agent_name".to_owned(), name.into());
    body.entry(CARD).or_insert_with(|| json!({}));
    server.client.http().request("POST", COLLECTION).json(&body).await?;
    Ok(())
}

fn update(
    live: &LiveResource,
    set: &BTreeMap<String, Value>,
    clear: &BTreeSet<String>,
    mark: Option<&Mark>,
) -> Map<String, Value> {
    let whole = rows::whole_fields(live, set, clear);
    let mut body = Map::new();
    for (path, value) in whole.iter().filter(|(path, _)| path.contains('.') || set.contains_key(*path)) {
        rows::put(&mut body, path, value.clone());
    }
    let scalars = clear.iter().filter(|path| !path.contains('.')).cloned().collect();
    rows::put_clears(&mut body, Kind::Agent, &scalars);
    put_mark(&mut body, mark);
    body
}
