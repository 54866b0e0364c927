//! Prompts. Each update makes a new version, so that only a change is sent; it has everything. Older servers cannot delete a prompt
//! that has versions, so theirs are only read.

use std::collections::BTreeMap;

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Map, Value, json};

use super::dependents::Found;
use super::table::{field, is_old, text};
use super::{Change, Server, ids, rows};
use crate::address::Address;
use crate::fields::{Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::Mark;

const COLLECTION: &str = "/prompts";

/// Why nothing is sent to older servers.
const ONLY_READ: &str = "this version of LiteLLM cannot delete a prompt again: set it in the server's file";

/// The fields.
pub(super) const FIELDS: &[Field] = &[
    text("litellm_params.prompt_integration", "Where it is: dotprompt, langfuse and others")
        .clear(Clear::Never("every prompt has one")),
    text("litellm_params.dotprompt_content", "The prompt itself").left_out(),
    field("litellm_params.api_key", Shape::Secret, "The key of the integration").left_out(),
    text("litellm_params.api_base", "The URL of the integration").left_out(),
    field("litellm_params.*", Shape::Any, "A parameter of the integration").left_out(),
    field("prompt_info.*", Shape::Any, "Information about the prompt, which the server shows").left_out(),
];

/// Returns why a server takes no changes of this kind.
pub(super) fn refusal(version: &ServerVersion) -> Option<&'static str> {
    is_old(version).then_some(ONLY_READ)
}

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Found, Error> {
    let mut found = Found::default();
    for prompt in read_all(server).await? {
        if found.resources.iter().any(|other| other.address == prompt.address) {
            found.leave_out(["prompt is of another environment", "prompts are of other environments"]);
        } else {
            found.resources.push(prompt);
        }
    }
    Ok(found)
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, _id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    Ok(read_all(server).await?.into_iter().find(|resource| resource.address == *address))
}

async fn read_all(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let list = server.client.http().request("GET", "/prompts/list").await?;
    let rows = list.get("prompts").and_then(Value::as_array).into_iter().flatten();
    Ok(rows.filter_map(read).collect())
}

fn read(row: &Value) -> Option<LiveResource> {
    let id = row.get("prompt_id")?.as_str()?;
    let mut resource = LiveResource::new(Address::new(Kind::Prompt, id), id, row.clone());
    resource.fields = rows::seen(FIELDS, row);
    resource.fields.retain(|path, seen| match path.as_str() {
        "litellm_params.prompt_id" | "prompt_info.prompt_type" => false,
        "prompt_info.environment" => *seen != Seen::Value("development".into()),
        "litellm_params.ignore_prompt_manager_model" | "litellm_params.ignore_prompt_manager_optional_params" => {
            *seen != Seen::Value(false.into())
        }
        _ => true,
    });
    resource.mark = rows::mark(Kind::Prompt, row);
    resource.is_from_config = row.pointer("/prompt_info/prompt_type").and_then(Value::as_str) == Some("config");
    Some(resource)
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    if let Some(reason) = refusal(&server.version) {
        return Err(Error::InvalidRequest(reason.to_owned()));
    }
    let http = server.client.http();
    match change {
        Change::Create { address, fields, mark } => {
            let body = body(&address.name, fields, *mark);
            http.request("POST", COLLECTION).json(&body).await?;
        }
        Change::Update { live, set, clear, mark } => {
            rows::refuse_losses(live, set, clear, "litellm_params.")?;
            let whole = rows::whole_fields(live, set, clear);
            let body = body(&live.id, &whole, mark.or(live.mark.as_ref()));
            http.request("PUT", ids::path(COLLECTION, &live.id)).json(&body).await?;
        }
        Change::Replace { live, .. } => return Err(super::impossible(&live.address)),
        Change::Delete { live } => {
            ids::gone(http.request("DELETE", ids::path(COLLECTION, &live.id)).await)?;
        }
    }
    Ok(())
}

fn body(id: &str, fields: &BTreeMap<String, Value>, mark: Option<&Mark>) -> Map<String, Value> {
    let mut body = super::metadata::creation(Kind::Prompt, fields, mark);
    body.insert("prompt_id".to_owned(), id.into());
    // What comes over the API is in the database, whatever a file for a server says.
    rows::put(&mut body, "prompt_info.prompt_type", json!("db"));
    body
}
