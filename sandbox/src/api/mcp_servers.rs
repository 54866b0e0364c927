//! MCP servers: kept and returned as LiteLLM does it, and not called.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, JsonResponse, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::store::Table;
use crate::time;

pub(super) const ROUTES: &[Route] = &[
    route::get("/v1/mcp/server", Access::Admins, &[], list),
    route::post("/v1/mcp/server", Access::Admins, FIELDS, new),
    route::put("/v1/mcp/server", Access::Admins, FIELDS, update),
    route::delete("/v1/mcp/server/{id}", Access::Admins, &[], delete),
];

const FIELDS: &[Field] = &[
    required("server_id", FieldType::String),
    optional("server_name", FieldType::String),
    optional("alias", FieldType::String),
    optional("description", FieldType::String),
    optional("url", FieldType::String),
    optional("transport", FieldType::OneOf(&["sse", "http", "stdio"])),
    optional("auth_type", FieldType::String),
    optional("credentials", FieldType::Object),
    optional("mcp_info", FieldType::Object),
    optional("mcp_access_groups", FieldType::Strings),
    optional("allowed_tools", FieldType::Strings),
    optional("extra_headers", FieldType::Strings),
    optional("static_headers", FieldType::Object),
    optional("env_vars", FieldType::Array),
    optional("tool_name_to_display_name", FieldType::Object),
    optional("tool_name_to_description", FieldType::Object),
    optional("instructions", FieldType::String),
    optional("spec_path", FieldType::String),
    optional("command", FieldType::String),
    optional("args", FieldType::Strings),
    optional("env", FieldType::Object),
    optional("issuer", FieldType::String),
    optional("authorization_url", FieldType::String),
    optional("token_url", FieldType::String),
    optional("registration_url", FieldType::String),
    optional("oauth2_flow", FieldType::String),
    optional("token_exchange_endpoint", FieldType::String),
    optional("audience", FieldType::String),
    optional("subject_token_type", FieldType::String),
    optional("token_exchange_profile", FieldType::String),
    optional("allow_all_keys", FieldType::Bool),
    optional("available_on_public_internet", FieldType::Bool),
    optional("delegate_auth_to_upstream", FieldType::Bool),
    optional("oauth_passthrough", FieldType::Bool),
    optional("is_byok", FieldType::Bool),
    optional("byok_description", FieldType::Strings),
    optional("byok_api_key_help_url", FieldType::String),
    optional("source_url", FieldType::String),
    optional("timeout", FieldType::Number),
    optional("max_concurrent_requests", FieldType::Integer),
    optional("rpm", FieldType::Integer),
];

/// Returns a server as it is shown: without its credentials, and with its name and description among the information.
fn shown(row: &JsonObject) -> Value {
    let mut info = json!({ "server_name": row.get_str("server_name"), "description": row.get_str("description") });
    if let Some(info) = info.as_object_mut() {
        info.extend(row.get_object("mcp_info").cloned().unwrap_or_default());
        info.retain(|_, value| !value.is_null());
    }
    row.clone().with(json!({ "credentials": null, "mcp_info": info, "is_config": false })).into()
}

fn list(request: &RequestContext<'_>) -> HandlerResult {
    Ok(request.tables.all(Table::McpServers)?.iter().map(shown).collect::<Value>().into())
}

fn new(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.body.get_str("server_id").unwrap_or_default();
    let row = request.body.clone().with(json!({ "created_at": time::format(request.now) }));
    for name in ["server_name", "alias"] {
        let value = row.get_str(name);
        let rows = request.tables.all(Table::McpServers)?;
        if value.is_some() && rows.iter().any(|other| other.get_str(name) == value) {
            let message = format!("MCP Server with {name} {} already exists.", value.unwrap_or_default());
            return Err(Refusal::detail(StatusCode::BAD_REQUEST, json!({ "error": message })));
        }
    }
    if !request.tables.insert(Table::McpServers, id, &row)? {
        let message = format!("MCP Server with id {id} already exists. Cannot create another.");
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, json!({ "error": message })));
    }
    Ok(JsonResponse::new(StatusCode::CREATED, shown(&row)))
}

fn found(request: &RequestContext<'_>, id: &str) -> Result<JsonObject, Refusal> {
    let row = request.tables.get(Table::McpServers, id)?;
    row.ok_or_else(|| {
        let message = format!("MCP Server not found, passed server_id={id}");
        Refusal::detail(StatusCode::NOT_FOUND, json!({ "error": message }))
    })
}

fn update(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.body.get_str("server_id").unwrap_or_default();
    let mut row = found(request, id)?;
    row.0.extend(request.body.clone().0);
    request.tables.update(Table::McpServers, id, &row)?;
    Ok(JsonResponse::new(StatusCode::ACCEPTED, shown(&row)))
}

fn delete(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.segment("id");
    found(request, id)?;
    request.tables.delete(Table::McpServers, id)?;
    Ok(JsonResponse::new(StatusCode::ACCEPTED, Value::Null))
}
