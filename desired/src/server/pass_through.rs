//! Pass-through endpoints. A creation makes a second one of the same path, so that the server is asked before, and their ids are
//! made from their paths. Headers are shown in clear. Older servers copy their own file into the database with a change.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Map, Value, json};

use super::table::{field, flag, is_old, map, number, text};
use super::{Change, Server, dependents::Found, ids, post, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::hex_digest;

const COLLECTION: &str = "/config/pass_through_endpoint";

/// Why nothing is sent to older servers.
pub(super) const ONLY_READ: &str = "this version of LiteLLM would copy the settings of its own file, the master key and the \
                                    database URL included, into its database: set it in the server's file";

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("id", "The id; made from the path if it is not given").clear(Clear::Never("every endpoint has one")),
    text("target", "The URL that requests are sent to").clear(Clear::Never("every endpoint has one")),
    map("headers", "Headers of the requests that are sent on"),
    map("default_query_params", "Parameters of the requests that are sent on"),
    flag("include_subpath", "Whether paths below it are sent on too"),
    number("cost_per_request", "Dollars per request"),
    number("timeout", "Seconds that a request may take").clear(Clear::Replace),
    field("auth", Shape::Bool, "Whether a key is needed; true if it is not given"),
    map("guardrails", "Guardrails for the requests").clear(Clear::Replace),
    field("methods", Shape::Set, "The HTTP methods; all if it is not given").clear(Clear::Replace),
];

/// Returns the value that a field has if it is not given, where that is not an empty one.
fn default_of(path: &str) -> Option<Value> {
    match path {
        "auth" => Some(json!(true)),
        "cost_per_request" => Some(json!(0.0)),
        "include_subpath" => Some(json!(false)),
        _ => None,
    }
}

/// Returns why a server takes no changes of this kind.
pub(super) fn refusal(version: &ServerVersion) -> Option<&'static str> {
    is_old(version).then_some(ONLY_READ)
}

/// Returns whether no update sets a field.
pub(super) fn is_fixed(path: &str) -> bool {
    path == "id"
}

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Found, Error> {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for endpoint in read_all(server).await? {
        if seen.insert(endpoint.address.clone()) {
            found.resources.push(endpoint);
        } else {
            found.leave_out([
                "pass-through endpoint has the path of another",
                "pass-through endpoints have the paths of others",
            ]);
        }
    }
    Ok(found)
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(read_all(server).await?.into_iter().find(|resource| resource.address == *address))
}

async fn read_all(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let list = server.client.http().request("GET", COLLECTION).await?;
    let rows = list.get("endpoints").and_then(Value::as_array).into_iter().flatten();
    Ok(rows.filter_map(read).collect())
}

fn read(row: &Value) -> Option<LiveResource> {
    let path = row.get("path")?.as_str()?;
    let name = path.trim_start_matches('/');
    let id = row.get("id").and_then(Value::as_str).unwrap_or_default();
    let mut resource = LiveResource::new(Address::new(Kind::PassThrough, name), id, row.clone());
    resource.fields = rows::seen(FIELDS, row);
    resource.fields.retain(|path, seen| match path.as_str() {
        "id" => id != derived_id(name),
        path => default_of(path).is_none_or(|default| *seen != Seen::Value(default)),
    });
    resource.is_from_config = row.get("is_from_config").and_then(Value::as_bool).unwrap_or_default();
    Some(resource)
}

/// Returns the id of an endpoint whose file gives none.
fn derived_id(name: &str) -> String {
    hex_digest(&format!("pass_through/{name}"), 16)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    if let Some(reason) = refusal(&server.version) {
        return Err(Error::InvalidRequest(reason.to_owned()));
    }
    match change {
        Change::Create { address, fields, .. } => create(server, &address.name, fields).await?,
        Change::Update { live, set, clear, .. } => {
            let mut body = body(&live.address.name, &rows::whole_fields(live, set, clear));
            rows::put_clears(&mut body, Kind::PassThrough, clear);
            let defaults = clear.iter().filter_map(|path| Some((path.clone(), default_of(path)?)));
            body.extend(defaults);
            body.remove("id");
            post(server, &ids::path(COLLECTION, &live.id), &body).await?;
        }
        Change::Replace { live, fields, .. } => {
            delete(server, &live.id).await?;
            create(server, &live.address.name, fields).await?;
        }
        Change::Delete { live } => delete(server, &live.id).await?,
    }
    Ok(())
}

async fn create(server: &Server, name: &str, fields: &BTreeMap<String, Value>) -> Result<(), Error> {
    let address = Address::new(Kind::PassThrough, name);
    if get(server, &address, None).await?.is_some() {
        return Err(Error::InvalidRequest(format!("{address} is there already")));
    }
    let mut body = body(name, fields);
    body.entry("id").or_insert_with(|| derived_id(name).into());
    post(server, COLLECTION, &body).await?;
    Ok(())
}

fn body(name: &str, fields: &BTreeMap<String, Value>) -> Map<String, Value> {
    let mut body = Map::from_iter([("path".to_owned(), format!("/{name}").into())]);
    rows::put_all(&mut body, fields);
    body
}

async fn delete(server: &Server, id: &str) -> Result<(), Error> {
    // Encoded as a segment, which a query takes too.
    let uri = ids::path("", id).replacen('/', &format!("{COLLECTION}?endpoint_id="), 1);
    match server.client.http().request("DELETE", uri).await {
        Err(error) if !error.is_not_found() && !error.to_string().contains("was not found") => Err(error),
        _ => Ok(()),
    }
}
