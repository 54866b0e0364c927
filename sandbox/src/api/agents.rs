//! Agents and prompts: kept and returned as LiteLLM does it, and not called.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::models::mask_credential_values;
use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::store::Table;
use crate::time;

pub(super) const ROUTES: &[Route] = &[
    route::get("/v1/agents", Access::Admins, &[], list_agents),
    route::post("/v1/agents", Access::Admins, NEW_AGENT, new_agent),
    route::patch("/v1/agents/{id}", Access::Admins, CHANGED_AGENT, change_agent),
    route::delete("/v1/agents/{id}", Access::Admins, &[], delete_agent),
    route::get("/prompts/list", Access::Admins, &[], list_prompts),
    route::post("/prompts", Access::Admins, PROMPT, write_prompt),
    route::put("/prompts/{id}", Access::Admins, PROMPT, write_prompt),
    route::delete("/prompts/{id}", Access::Admins, &[], delete_prompt),
];

const NEW_AGENT: &[Field] = &[
    required("agent_name", FieldType::String),
    optional("agent_card_params", FieldType::Object),
    optional("litellm_params", FieldType::Object),
    optional("tpm_limit", FieldType::Integer),
    optional("rpm_limit", FieldType::Integer),
    optional("session_tpm_limit", FieldType::Integer),
    optional("session_rpm_limit", FieldType::Integer),
    optional("static_headers", FieldType::Object),
    optional("extra_headers", FieldType::Strings),
];
const CHANGED_AGENT: &[Field] = &[
    optional("agent_name", FieldType::String),
    optional("agent_card_params", FieldType::Object),
    optional("litellm_params", FieldType::Object),
    optional("tpm_limit", FieldType::Integer),
    optional("rpm_limit", FieldType::Integer),
    optional("session_tpm_limit", FieldType::Integer),
    optional("session_rpm_limit", FieldType::Integer),
    optional("static_headers", FieldType::Object),
    optional("extra_headers", FieldType::Strings),
];
const PROMPT: &[Field] = &[
    required("prompt_id", FieldType::String),
    required("litellm_params", FieldType::Object),
    optional("prompt_info", FieldType::Object),
];
/// The fields of a card that are kept.
const CARD: [&str; 10] = [
    "capabilities",
    "defaultInputModes",
    "defaultOutputModes",
    "description",
    "name",
    "protocolVersion",
    "provider",
    "skills",
    "url",
    "version",
];

fn params(row: &JsonObject) -> Map<String, Value> {
    row.get_object("litellm_params").cloned().unwrap_or_default()
}

/// Returns an agent as it is shown: secrets are not shown at all.
fn shown(row: &JsonObject) -> Value {
    let mut params = params(row);
    let masked = mask_credential_values(&params);
    for (name, value) in &mut params {
        if masked.get(name) != Some(value) {
            *value = "REDACTED_BY_LITELM".into();
        }
    }
    row.clone().with(json!({ "litellm_params": params })).into()
}

/// Returns the fields of a request, with the card as it is kept.
fn input(request: &RequestContext<'_>) -> JsonObject {
    let mut input = request.body.clone();
    if let Some(card) = input.get_object("agent_card_params").cloned() {
        let kept = card.into_iter().filter(|(name, _)| CARD.contains(&name.as_str()));
        input.set("agent_card_params", kept.collect::<Map<_, _>>());
    }
    input
}

fn found(request: &RequestContext<'_>, table: Table, noun: &str) -> Result<JsonObject, Refusal> {
    let id = request.segment("id");
    let row = request.tables.get(table, id)?;
    row.ok_or_else(|| Refusal::detail(StatusCode::NOT_FOUND, format!("{noun} with ID {id} not found")))
}

fn list_agents(request: &RequestContext<'_>) -> HandlerResult {
    Ok(request.tables.all(Table::Agents)?.iter().map(shown).collect::<Value>().into())
}

fn new_agent(request: &RequestContext<'_>) -> HandlerResult {
    let mut row = input(request);
    let name = row.get_str("agent_name").unwrap_or_default().to_owned();
    if request.tables.all(Table::Agents)?.iter().any(|other| other.get_str("agent_name") == Some(&name)) {
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, format!("Agent with name {name} already exists")));
    }
    let id = uuid::Uuid::new_v4().to_string();
    row.set("agent_id", id.as_str());
    row.set("created_at", time::format(request.now));
    request.tables.insert(Table::Agents, &id, &row)?;
    Ok(shown(&row).into())
}

/// Replaces the fields that are given; secrets that the parameters leave out stay.
fn change_agent(request: &RequestContext<'_>) -> HandlerResult {
    let mut row = found(request, Table::Agents, "Agent")?;
    let before = params(&row);
    let masked = mask_credential_values(&before);
    row.0.extend(input(request).0);
    let secrets = before.into_iter().filter(|(name, value)| masked.get(name) != Some(value));
    let mut after: Map<String, Value> = secrets.collect();
    after.extend(params(&row));
    row.set("litellm_params", after);
    request.tables.update(Table::Agents, request.segment("id"), &row)?;
    Ok(shown(&row).into())
}

fn delete_agent(request: &RequestContext<'_>) -> HandlerResult {
    found(request, Table::Agents, "Agent")?;
    let id = request.segment("id");
    request.tables.delete(Table::Agents, id)?;
    Ok(json!({ "message": format!("Agent {id} deleted successfully") }).into())
}

fn list_prompts(request: &RequestContext<'_>) -> HandlerResult {
    let rows: Vec<Value> = request.tables.all(Table::Prompts)?.into_iter().map(Value::from).collect();
    Ok(json!({ "prompts": rows }).into())
}

/// Keeps the latest version of a prompt only.
fn write_prompt(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.body.get_str("prompt_id").unwrap_or_default();
    let now = time::format(request.now);
    let row = request.body.clone().with(json!({ "environment": "development", "updated_at": now }));
    if !request.tables.insert(Table::Prompts, id, &row)? {
        request.tables.update(Table::Prompts, id, &row)?;
    }
    Ok(Value::from(row).into())
}

fn delete_prompt(request: &RequestContext<'_>) -> HandlerResult {
    found(request, Table::Prompts, "Prompt")?;
    let id = request.segment("id");
    request.tables.delete(Table::Prompts, id)?;
    Ok(json!({ "message": format!("Prompt {id} deleted successfully") }).into())
}
