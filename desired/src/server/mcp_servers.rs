//! MCP servers. Newer servers merge an update; older ones reset what it leaves out, so that they are sent the whole row. The
//! credentials are never shown, and an update with some of them replaces all.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Map, Value, json};

use super::table::{field, flag, integer, is_old, map, number, set, text};
use super::{Change, Server, ids, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::{Mark, hex_digest};

const INFO: &str = "mcp_info";
const COLLECTION: &str = "/v1/mcp/server";

/// What the server adds to the information.
const ADDED: [&str; 4] = ["description", "is_public", "is_public_explicit", "server_name"];

/// The fields that are in the credentials of the server's rows.
const CREDENTIALS: [&str; 21] = [
    "auth_value",
    "aws_access_key_id",
    "aws_region_name",
    "aws_role_name",
    "aws_secret_access_key",
    "aws_service_name",
    "aws_session_name",
    "aws_session_token",
    "client_assertion_signing_alg",
    "client_id",
    "client_private_key",
    "client_private_key_id",
    "client_secret",
    "dcr_issuer",
    "dcr_server_url",
    "id_jag_resource",
    "id_jag_resource_token_endpoint",
    "redirect_uris",
    "scopes",
    "token_endpoint_auth_method",
    "upstream_token_header",
];

/// The fields that files and endpoints call differently.
const RENAMED: [(&str, &str); 1] = [("access_groups", "mcp_access_groups")];

const fn credential(path: &'static str, shape: Shape, doc: &'static str) -> Field {
    field(path, shape, doc).left_out()
}

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("server_id", "The id, which keys and teams refer to; made from the name if it is not given")
        .clear(Clear::Never("every MCP server has one")),
    text("alias", "Another name, before the names of its tools")
        .clear(Clear::Never("LiteLLM gives every MCP server one")),
    text("description", "Description"),
    text("url", "The URL"),
    text("spec_path", "The OpenAPI document whose operations are the tools"),
    text("transport", "sse, http or stdio").clear(Clear::Never("every MCP server has one")),
    text("auth_type", "none, api_key, bearer_token, basic, authorization, oauth2 and more"),
    credential("auth_value", Shape::Secret, "The token or key of the MCP server"),
    credential("client_id", Shape::Text, "The id of the OAuth client"),
    credential("client_secret", Shape::Secret, "The secret of the OAuth client"),
    credential("scopes", Shape::List, "The scopes of the OAuth client"),
    credential("aws_access_key_id", Shape::Secret, "The AWS key"),
    credential("aws_secret_access_key", Shape::Secret, "The AWS secret"),
    credential("aws_session_token", Shape::Secret, "The AWS session"),
    credential("aws_region_name", Shape::Text, "The AWS region"),
    credential("aws_service_name", Shape::Text, "The AWS service"),
    credential("aws_role_name", Shape::Text, "The AWS role"),
    credential("aws_session_name", Shape::Text, "The name of the AWS session"),
    credential("client_private_key", Shape::Secret, "The private key of the OAuth client"),
    credential("client_private_key_id", Shape::Text, "The id of the private key"),
    credential("client_assertion_signing_alg", Shape::Text, "The algorithm of the client's assertions"),
    credential("token_endpoint_auth_method", Shape::Text, "How the client authenticates: client_secret_basic or _post"),
    credential("redirect_uris", Shape::List, "The redirect URIs of the OAuth client"),
    credential("dcr_issuer", Shape::Text, "The issuer at which the OAuth client was registered"),
    credential("dcr_server_url", Shape::Text, "The URL for which the OAuth client was registered"),
    credential("id_jag_resource", Shape::Text, "The resource of the identity assertion"),
    credential("id_jag_resource_token_endpoint", Shape::Text, "Where the identity assertion is exchanged"),
    credential("upstream_token_header", Shape::Text, "The header for the token"),
    set("access_groups", "Access groups that it belongs to"),
    set("allowed_tools", "Tools that may be called; all if empty"),
    map("tool_name_to_display_name", "Display names of tools"),
    map("tool_name_to_description", "Descriptions of tools"),
    set("extra_headers", "Headers of requests that are passed on"),
    map("static_headers", "Headers of all requests to it"),
    field("env_vars", Shape::List, "Variables that users set for themselves").clear(Clear::EmptyList),
    text("instructions", "What models are told about it"),
    text("command", "The command of a local server"),
    field("args", Shape::List, "The arguments of the command").clear(Clear::EmptyList),
    map("env", "The environment of the command"),
    text("issuer", "The OAuth issuer").clear(Clear::Replace),
    text("authorization_url", "Where users authorize").clear(Clear::Replace),
    text("token_url", "Where tokens are issued").clear(Clear::Replace),
    text("registration_url", "Where clients are registered").clear(Clear::Replace),
    text("oauth2_flow", "client_credentials or authorization_code"),
    text("token_exchange_endpoint", "Where tokens are exchanged"),
    text("audience", "The audience of exchanged tokens"),
    text("subject_token_type", "The type of tokens to exchange"),
    text("token_exchange_profile", "The profile of the exchange"),
    flag("allow_all_keys", "Whether all keys may use it"),
    field(
        "available_on_public_internet",
        Shape::Bool,
        "Whether requests from other networks may use it; true if not given",
    ),
    flag("delegate_auth_to_upstream", "Whether it authenticates users itself"),
    flag("oauth_passthrough", "Whether the OAuth tokens of users are passed on"),
    flag("dcr_bridge", "Whether clients are registered at LiteLLM"),
    flag("per_server_oauth_discovery", "Whether its OAuth metadata is its own"),
    flag("is_byok", "Whether users bring their own key"),
    set("byok_description", "What the key of a user is for"),
    text("byok_api_key_help_url", "Where users find how to get a key"),
    text("source_url", "Where its source is"),
    number("timeout", "Seconds that a call may take"),
    integer("max_concurrent_requests", "Calls at the same time"),
    integer("rpm", "Calls per minute"),
    field("mcp_info.*", Shape::Any, "Information about it, which the server shows").left_out(),
];

/// Returns how a field is emptied on a server of a version: older ones ignore null.
pub(super) fn clear_of(version: &ServerVersion, field: &Field) -> Clear {
    match field.clear {
        Clear::Null if is_old(version) => Clear::EmptyText,
        clear => clear,
    }
}

/// Returns whether no update sets a field.
pub(super) fn is_fixed(path: &str) -> bool {
    path == "server_id"
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
    let id = row.get("server_id")?.as_str()?;
    let named = |field: &str| row.get(field).and_then(Value::as_str).filter(|name| !name.is_empty());
    let name = named("server_name").or_else(|| named("alias")).unwrap_or(id);
    let mut shown = row.clone();
    let fields = shown.as_object_mut()?;
    for (ours, theirs) in RENAMED {
        fields.remove(theirs).map(|value| fields.insert(ours.to_owned(), value));
    }
    let mut resource = LiveResource::new(Address::new(Kind::McpServer, name), id, shown);
    resource.mark = rows::mark(Kind::McpServer, row);
    resource.fields = rows::seen_with_flags(FIELDS, &resource.row);
    resource.fields.retain(|path, seen| match path.as_str() {
        "alias" => *seen != Seen::Value(name.into()),
        "server_id" => id != derived_id(name),
        path if default_of(path).is_some_and(|default| *seen == Seen::Value(default)) => false,
        path => !path.strip_prefix(INFO).is_some_and(|path| ADDED.contains(&path.trim_start_matches('.'))),
    });
    // False is not the default of this one.
    if row.get("available_on_public_internet") == Some(&Value::Bool(false)) {
        resource.fields.insert("available_on_public_internet".to_owned(), Seen::Value(false.into()));
    }
    // What was applied is there, though it is not shown.
    let applied = resource.mark.iter().flat_map(|mark| mark.fields.keys().chain(mark.secrets.keys()));
    let hidden: Vec<String> = applied.filter(|path| CREDENTIALS.contains(&path.as_str())).cloned().collect();
    resource.fields.extend(hidden.into_iter().map(|path| (path, Seen::Hidden)));
    resource.is_from_config = row.get("is_config").and_then(Value::as_bool).unwrap_or_default();
    Some(resource)
}

/// Returns the value that the server gives to a field that is not given.
fn default_of(path: &str) -> Option<Value> {
    match path {
        "auth_type" => Some(json!("none")),
        "available_on_public_internet" => Some(json!(true)),
        "subject_token_type" => Some(json!("urn:ietf:params:oauth:token-type:access_token")),
        "token_exchange_profile" => Some(json!("rfc8693")),
        _ => None,
    }
}

/// Returns the id of a server whose file gives none, so that a creation that is repeated makes no second one.
fn derived_id(name: &str) -> String {
    hex_digest(&format!("mcp_server/{name}"), 16)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    let http = server.client.http();
    match change {
        Change::Create { address, fields, mark } => create(server, &address.name, fields, *mark).await?,
        Change::Update { live, set, clear, mark } => {
            let body = update(&server.version, live, set, clear, *mark);
            http.request("PUT", COLLECTION).json(&body).await?;
        }
        Change::Replace { live, fields, mark } => {
            rows::refuse_losses(live, fields, &BTreeSet::new(), "")?;
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
    let mut body = to_row(super::metadata::creation(Kind::McpServer, fields, mark));
    body.entry("server_id").or_insert_with(|| derived_id(name).into());
    body.entry("alias").or_insert_with(|| name.into());
    body.insert("server_name".to_owned(), name.into());
    server.client.http().request("POST", COLLECTION).json(&body).await?;
    Ok(())
}

/// Puts fields where the endpoints take them.
fn to_row(mut body: Map<String, Value>) -> Map<String, Value> {
    for (ours, theirs) in RENAMED {
        body.remove(ours).map(|value| body.insert(theirs.to_owned(), value));
    }
    let credentials: Map<String, Value> = CREDENTIALS.iter().filter_map(|name| body.remove_entry(*name)).collect();
    if !credentials.is_empty() {
        body.insert("credentials".to_owned(), credentials.into());
    }
    body
}

fn update(
    version: &ServerVersion,
    live: &LiveResource,
    set: &BTreeMap<String, Value>,
    clear: &BTreeSet<String>,
    mark: Option<&Mark>,
) -> Map<String, Value> {
    let mut body = Map::new();
    if is_old(version) {
        let names = FIELDS.iter().map(|field| field.path).filter(|path| !CREDENTIALS.contains(path));
        let kept = names.filter_map(|path| Some((path.to_owned(), live.row.get(path)?.clone())));
        body.extend(kept.filter(|(_, value)| !value.is_null()));
    }
    let is_info = |path: &str| path.starts_with(INFO);
    body.extend(set.iter().filter(|(path, _)| !is_info(path)).map(|(path, value)| (path.clone(), value.clone())));
    for path in clear.iter().filter(|path| !is_info(path)) {
        let default =
            default_of(path).filter(|default| default.is_boolean() || (is_old(version) && path == "auth_type"));
        if let Some(empty) = default.or_else(|| rows::empty(super::clear_of(version, Kind::McpServer, path))) {
            body.insert(path.clone(), empty);
        }
    }
    let mut info = rows::whole_map(INFO, live, set, clear, mark);
    if let Some(info) = &mut info {
        // The old description would win over the new one.
        info.retain(|name, _| !ADDED.contains(&name.as_str()) || set.contains_key(&format!("{INFO}.{name}")));
    }
    body.extend(info.map(|info| (INFO.to_owned(), Value::Object(info))));
    let mut body = to_row(body);
    if clear.iter().any(|path| CREDENTIALS.contains(&path.as_str())) {
        // Those that stay are sent too; without any, the old ones are overwritten with nothing.
        body.entry("credentials").or_insert_with(|| json!({}));
    }
    for (name, value) in [("server_id", &live.id), ("server_name", &live.address.name)] {
        body.insert(name.to_owned(), value.as_str().into());
    }
    body
}
