//! Unified access groups: models, MCP servers and agents that keys and teams are given together. The server chooses their ids;
//! which keys and teams have a group is a field of these. Older servers have none.

use std::collections::BTreeMap;

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Map, Value};

use super::table::{is_old, set, text};
use super::{Change, Server, ids, rows};
use crate::address::Address;
use crate::fields::Field;
use crate::kind::Kind;
use crate::live::LiveResource;

const COLLECTION: &str = "/v1/access_group";

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("description", "Description"),
    set("access_model_names", "Models").names_models(),
    set("access_mcp_server_ids", "Ids of MCP servers"),
    set("access_agent_ids", "Ids of agents"),
];

/// Returns why a server takes no changes of this kind.
pub(super) fn refusal(version: &ServerVersion) -> Option<&'static str> {
    is_old(version).then_some("this version of LiteLLM has no unified access groups")
}

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    if refusal(&server.version).is_some() {
        return Ok(Vec::new());
    }
    let list = server.client.http().request("GET", COLLECTION).await?;
    Ok(list.as_array().into_iter().flatten().filter_map(read).collect())
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list(server).await?.into_iter().find(|resource| resource.address == *address))
}

fn read(row: &Value) -> Option<LiveResource> {
    let name = row.get("access_group_name")?.as_str()?;
    let id = row.get("access_group_id")?.as_str()?;
    let mut resource = LiveResource::new(Address::new(Kind::AccessGroup, name), id, row.clone());
    resource.fields = rows::seen(FIELDS, row);
    Some(resource)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    if let Some(reason) = refusal(&server.version) {
        return Err(Error::InvalidRequest(reason.to_owned()));
    }
    let http = server.client.http();
    match change {
        Change::Create { address, fields, .. } => {
            let mut body = body(fields);
            body.insert("access_group_name".to_owned(), address.name.as_str().into());
            http.request("POST", COLLECTION).json(&body).await?;
        }
        Change::Update { live, set, clear, .. } => {
            let mut body = body(set);
            rows::put_clears(&mut body, Kind::AccessGroup, clear);
            http.request("PUT", ids::path(COLLECTION, &live.id)).json(&body).await?;
        }
        Change::Replace { live, .. } => return Err(super::impossible(&live.address)),
        Change::Delete { live } => {
            ids::gone(http.request("DELETE", ids::path(COLLECTION, &live.id)).await)?;
        }
    }
    Ok(())
}

fn body(fields: &BTreeMap<String, Value>) -> Map<String, Value> {
    let mut body = Map::new();
    rows::put_all(&mut body, fields);
    body
}
