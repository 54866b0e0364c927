//! Tools for web searches. The server chooses their ids. An update replaces everything, the secret and the information too, so
//! that it is written whole. Older servers list secrets in clear.

use std::collections::BTreeMap;

use litellm_proxy_client::Error;
use serde_json::{Map, Value, json};

use super::table::{field, integer, number, text};
use super::{Change, Server, ids, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::LiveResource;
use crate::mark::Mark;

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("litellm_params.search_provider", "The provider, such as tavily, perplexity or exa_ai")
        .clear(Clear::Never("every search tool has one")),
    field("litellm_params.api_key", Shape::Secret, "The key of the provider").left_out(),
    text("litellm_params.api_base", "The URL of the provider").left_out(),
    number("litellm_params.timeout", "Seconds that a search may take").left_out(),
    integer("litellm_params.max_retries", "Retries of a search").left_out(),
    field("search_tool_info.*", Shape::Any, "Information about the tool, which the server shows").left_out(),
];

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let list = server.client.http().request("GET", "/search_tools/list").await?;
    let rows = list.get("search_tools").and_then(Value::as_array).into_iter().flatten();
    Ok(rows.filter_map(read).collect())
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(list(server).await?.into_iter().find(|resource| resource.address == *address))
}

fn read(row: &Value) -> Option<LiveResource> {
    let name = row.get("search_tool_name")?.as_str()?;
    let id = row.get("search_tool_id").and_then(Value::as_str);
    let mut resource = LiveResource::new(Address::new(Kind::SearchTool, name), id.unwrap_or_default(), row.clone());
    resource.fields = rows::seen(FIELDS, row);
    resource.mark = rows::mark(Kind::SearchTool, row);
    // Older servers do not say it, and tools of the file have no id.
    resource.is_from_config = row.get("is_from_config").and_then(Value::as_bool).unwrap_or(id.is_none());
    Some(resource)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    let http = server.client.http();
    match change {
        Change::Create { address, fields, mark } => {
            let body = body(&address.name, fields, *mark);
            http.request("POST", "/search_tools").json(&body).await?;
        }
        Change::Update { live, set, clear, mark } => {
            rows::refuse_losses(live, set, clear, "litellm_params.")?;
            let whole = rows::whole_fields(live, set, clear);
            let body = body(&live.address.name, &whole, mark.or(live.mark.as_ref()));
            http.request("PUT", ids::path("/search_tools", &live.id)).json(&body).await?;
        }
        Change::Replace { live, .. } => return Err(super::impossible(&live.address)),
        Change::Delete { live } => {
            ids::gone(http.request("DELETE", ids::path("/search_tools", &live.id)).await)?;
        }
    }
    Ok(())
}

fn body(name: &str, fields: &BTreeMap<String, Value>, mark: Option<&Mark>) -> Value {
    let mut tool: Map<String, Value> = super::metadata::creation(Kind::SearchTool, fields, mark);
    tool.insert("search_tool_name".to_owned(), name.into());
    json!({"search_tool": tool})
}
