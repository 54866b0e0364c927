//! Guardrails, search tools and vector stores: kept and returned as LiteLLM does it, and not acted upon.

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
    route::get("/v2/guardrails/list", Access::Admins, &[], list_guardrails),
    route::get("/guardrails/list", Access::Admins, &[], no_guardrails),
    route::post("/guardrails", Access::Admins, NEW_GUARDRAIL, new_guardrail),
    route::patch("/guardrails/{id}", Access::Admins, CHANGED_GUARDRAIL, change_guardrail),
    route::delete("/guardrails/{id}", Access::Admins, &[], delete_guardrail),
    route::get("/search_tools/list", Access::Admins, &[], list_search_tools),
    route::post("/search_tools", Access::Admins, SEARCH_TOOL, new_search_tool),
    route::put("/search_tools/{id}", Access::Admins, SEARCH_TOOL, replace_search_tool),
    route::delete("/search_tools/{id}", Access::Admins, &[], delete_search_tool),
    Route { query: PAGE, ..route::get("/vector_store/list", Access::Admins, PAGE, list_vector_stores) },
    route::post("/vector_store/info", Access::Admins, VECTOR_STORE_ID, vector_store_info),
    route::post("/vector_store/new", Access::Admins, VECTOR_STORE, new_vector_store),
    route::post("/vector_store/update", Access::Admins, VECTOR_STORE_CHANGE, change_vector_store),
    route::post("/vector_store/delete", Access::Admins, VECTOR_STORE_ID, delete_vector_store),
];

const NEW_GUARDRAIL: &[Field] = &[required("guardrail", FieldType::Object)];
const CHANGED_GUARDRAIL: &[Field] = &[
    optional("guardrail_name", FieldType::String),
    optional("litellm_params", FieldType::Object),
    optional("guardrail_info", FieldType::Object),
];
const SEARCH_TOOL: &[Field] = &[required("search_tool", FieldType::Object)];
/// The parameters of search tools that are kept.
const SEARCH_PARAMS: [&str; 5] = ["search_provider", "api_key", "api_base", "timeout", "max_retries"];
const PAGE: &[Field] = &[optional("page", FieldType::Integer), optional("page_size", FieldType::Integer)];
const VECTOR_STORE_ID: &[Field] = &[required("vector_store_id", FieldType::String)];
const VECTOR_STORE: &[Field] = &[
    required("vector_store_id", FieldType::String),
    required("custom_llm_provider", FieldType::String),
    optional("vector_store_name", FieldType::String),
    optional("vector_store_description", FieldType::String),
    optional("vector_store_metadata", FieldType::Object),
    optional("litellm_credential_name", FieldType::String),
    optional("litellm_params", FieldType::Object),
];
const VECTOR_STORE_CHANGE: &[Field] = &[
    required("vector_store_id", FieldType::String),
    optional("custom_llm_provider", FieldType::String),
    optional("vector_store_name", FieldType::String),
    optional("vector_store_description", FieldType::String),
    optional("vector_store_metadata", FieldType::Object),
];

/// Returns a row with the secrets in its parameters masked.
fn masked(row: &JsonObject, more: Value) -> Value {
    let params = row.get_object("litellm_params").map(mask_credential_values).unwrap_or_default();
    let mut shown = row.clone().with(more);
    shown.set("litellm_params", Value::Object(params));
    shown.into()
}

fn object(body: &JsonObject, name: &str) -> JsonObject {
    JsonObject(body.get_object(name).cloned().unwrap_or_default())
}

fn without_nulls(map: &Map<String, Value>) -> Value {
    map.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Returns the row with the id in the path.
fn with_id(request: &RequestContext<'_>, table: Table, noun: &str) -> Result<JsonObject, Refusal> {
    let id = request.segment("id");
    let row = request.tables.get(table, id)?;
    row.ok_or_else(|| Refusal::detail(StatusCode::NOT_FOUND, format!("{noun} with ID {id} not found")))
}

fn delete(request: &RequestContext<'_>, table: Table, noun: &str) -> HandlerResult {
    with_id(request, table, noun)?;
    let id = request.segment("id");
    request.tables.delete(table, id)?;
    Ok(json!({ "message": format!("{noun} {id} deleted successfully") }).into())
}

/// Adds a row with an id of the server's choice, unless its name is taken.
fn insert(request: &RequestContext<'_>, table: Table, name: &str, id: &str, mut row: JsonObject) -> HandlerResult {
    let value = row.get_str(name).unwrap_or_default();
    if request.tables.all(table)?.iter().any(|other| other.get_str(name) == Some(value)) {
        let message = format!("Unique constraint failed on the fields: (`{name}`)");
        return Err(Refusal::detail(StatusCode::INTERNAL_SERVER_ERROR, message));
    }
    let new = uuid::Uuid::new_v4().to_string();
    row.set(id, new.as_str());
    let now = time::format(request.now);
    let row = row.with(json!({ "created_at": now, "updated_at": now }));
    request.tables.insert(table, &new, &row)?;
    Ok(Value::from(row).into())
}

fn list_guardrails(request: &RequestContext<'_>) -> HandlerResult {
    let rows = request.tables.all(Table::Guardrails)?;
    let shown = rows.iter().map(|row| masked(row, json!({ "guardrail_definition_location": "db" })));
    Ok(json!({ "guardrails": shown.collect::<Value>() }).into())
}

#[expect(clippy::unnecessary_wraps, reason = "endpoints are of one type")]
fn no_guardrails(_: &RequestContext<'_>) -> HandlerResult {
    Ok(json!({ "guardrails": [] }).into())
}

fn new_guardrail(request: &RequestContext<'_>) -> HandlerResult {
    let input = object(&request.body, "guardrail");
    let params = input.get_object("litellm_params").cloned().unwrap_or_default();
    let missing = [("guardrail_name", input.contains("guardrail_name"))]
        .into_iter()
        .chain(["guardrail", "mode"].map(|name| (name, params.contains_key(name))))
        .find(|(_, is_there)| !is_there);
    if let Some((name, _)) = missing {
        let error = json!({ "type": "missing", "loc": ["body", "guardrail", name], "msg": "Field required" });
        return Err(Refusal::Invalid(vec![error]));
    }
    let mut row = JsonObject::default();
    row.copy(&input, &["guardrail_name", "guardrail_info"]);
    row.set("litellm_params", without_nulls(&params));
    insert(request, Table::Guardrails, "guardrail_name", "guardrail_id", row)
}

fn change_guardrail(request: &RequestContext<'_>) -> HandlerResult {
    let mut row = with_id(request, Table::Guardrails, "Guardrail")?;
    row.copy(&request.body, &["guardrail_name", "guardrail_info"]);
    let mut params = row.get_object("litellm_params").cloned().unwrap_or_default();
    params.extend(request.body.get_object("litellm_params").cloned().unwrap_or_default());
    row.set("litellm_params", without_nulls(&params));
    row.set("updated_at", time::format(request.now));
    request.tables.update(Table::Guardrails, request.segment("id"), &row)?;
    Ok(Value::from(row).into())
}

fn delete_guardrail(request: &RequestContext<'_>) -> HandlerResult {
    delete(request, Table::Guardrails, "Guardrail")
}

fn list_search_tools(request: &RequestContext<'_>) -> HandlerResult {
    let rows = request.tables.all(Table::SearchTools)?;
    let shown = rows.iter().map(|row| masked(row, json!({ "is_from_config": false })));
    Ok(json!({ "search_tools": shown.collect::<Value>() }).into())
}

fn search_tool(request: &RequestContext<'_>) -> Result<JsonObject, Refusal> {
    let input = object(&request.body, "search_tool");
    let params = input.get_object("litellm_params").cloned().unwrap_or_default();
    if !input.contains("search_tool_name") || !params.contains_key("search_provider") {
        let error = json!({ "type": "missing", "loc": ["body", "search_tool"], "msg": "Field required" });
        return Err(Refusal::Invalid(vec![error]));
    }
    let kept = params.into_iter().filter(|(name, _)| SEARCH_PARAMS.contains(&name.as_str()));
    let info = input.get("search_tool_info").filter(|info| !info.is_null()).cloned().unwrap_or_else(|| json!({}));
    Ok(JsonObject::from_json(json!({
        "search_tool_name": input.get_str("search_tool_name"), "litellm_params": without_nulls(&kept.collect()),
        "search_tool_info": info,
    })))
}

fn new_search_tool(request: &RequestContext<'_>) -> HandlerResult {
    insert(request, Table::SearchTools, "search_tool_name", "search_tool_id", search_tool(request)?)
}

fn replace_search_tool(request: &RequestContext<'_>) -> HandlerResult {
    let mut row = with_id(request, Table::SearchTools, "Search tool")?;
    row.0.extend(search_tool(request)?.0);
    row.set("updated_at", time::format(request.now));
    request.tables.update(Table::SearchTools, request.segment("id"), &row)?;
    Ok(Value::from(row).into())
}

fn delete_search_tool(request: &RequestContext<'_>) -> HandlerResult {
    delete(request, Table::SearchTools, "Search tool")
}

/// Returns a vector store as it is shown: secrets are not shown at all.
fn shown(row: &JsonObject) -> Value {
    let mut params = row.get_object("litellm_params").cloned().unwrap_or_default();
    let masked = mask_credential_values(&params);
    for (name, value) in &mut params {
        if masked.get(name) != Some(value) {
            *value = "REDACTED_BY_LITELM".into();
        }
    }
    row.clone().with(json!({ "litellm_params": params, "is_config": false })).into()
}

fn vector_store(request: &RequestContext<'_>) -> Result<JsonObject, Refusal> {
    let id = request.body.get_str("vector_store_id").unwrap_or_default();
    let row = request.tables.get(Table::VectorStores, id)?;
    row.ok_or_else(|| Refusal::detail(StatusCode::NOT_FOUND, format!("Vector store with ID {id} not found")))
}

fn list_vector_stores(request: &RequestContext<'_>) -> HandlerResult {
    let rows: Vec<Value> = request.tables.all(Table::VectorStores)?.iter().map(shown).collect();
    let number =
        |name: &str, default: i64| usize::try_from(request.query.get_i64(name).unwrap_or(default).max(1)).unwrap_or(1);
    let (page, size) = (number("page", 1), number("page_size", 100));
    let listed: Vec<&Value> = rows.iter().skip((page - 1) * size).take(size).collect();
    Ok(json!({
        "object": "list", "data": listed, "total_count": rows.len(), "current_page": page,
        "total_pages": rows.len().div_ceil(size),
    })
    .into())
}

fn vector_store_info(request: &RequestContext<'_>) -> HandlerResult {
    Ok(json!({ "vector_store": shown(&vector_store(request)?) }).into())
}

fn new_vector_store(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.body.get_str("vector_store_id").unwrap_or_default();
    let now = time::format(request.now);
    let row = request.body.clone().with(json!({ "created_at": now, "updated_at": now }));
    if !request.tables.insert(Table::VectorStores, id, &row)? {
        let message = format!("Vector store with ID {id} already exists");
        return Err(Refusal::detail(StatusCode::BAD_REQUEST, message));
    }
    let message = format!("Vector store {id} created successfully");
    Ok(json!({ "status": "success", "message": message, "vector_store": shown(&row) }).into())
}

fn change_vector_store(request: &RequestContext<'_>) -> HandlerResult {
    let mut row = vector_store(request)?;
    row.0.extend(request.body.clone().0);
    row.set("updated_at", time::format(request.now));
    request.tables.update(Table::VectorStores, row.get_str("vector_store_id").unwrap_or_default(), &row)?;
    Ok(json!({ "status": "success", "vector_store": shown(&row) }).into())
}

fn delete_vector_store(request: &RequestContext<'_>) -> HandlerResult {
    let row = vector_store(request)?;
    let id = row.get_str("vector_store_id").unwrap_or_default();
    request.tables.delete(Table::VectorStores, id)?;
    Ok(json!({ "status": "success", "message": format!("Vector store {id} deleted successfully") }).into())
}
