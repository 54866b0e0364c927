//! Credentials: provider keys by name, for deployments that refer to the name instead of a key.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::models::{mask_credential_values, without_masks};
use crate::fields::{self, Field, FieldType, optional, required};
use crate::object::{self, JsonObject};
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::rules::deployments;
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    route::get("/credentials", Access::Admins, &[], list),
    route::post("/credentials", Access::Admins, ANY, create),
    route::get("/credentials/by_name/{*name}", Access::Admins, &[], by_name),
    route::get("/credentials/by_model/{model_id}", Access::Admins, &[], by_model),
    route::patch("/credentials/{*name}", Access::Admins, CHANGE, change),
    route::delete("/credentials/{*name}", Access::Admins, &[], delete),
];

/// LiteLLM checks for values before it validates the fields.
const ANY: &[Field] = &[
    optional("credential_name", FieldType::Any),
    optional("display_name", FieldType::Any),
    optional("credential_info", FieldType::Any),
    optional("credential_values", FieldType::Any),
    optional("model_id", FieldType::Any),
];
const NEW: &[Field] = &[
    required("credential_name", FieldType::String),
    optional("display_name", FieldType::String),
    required("credential_info", FieldType::Object),
    optional("credential_values", FieldType::Object),
    optional("model_id", FieldType::String),
];
const CHANGE: &[Field] = &[
    optional("credential_name", FieldType::String),
    optional("display_name", FieldType::String),
    required("credential_info", FieldType::Object),
    optional("credential_values", FieldType::Object),
    optional("credential_values_to_delete", FieldType::Strings),
    optional("model_id", FieldType::String),
];

fn refused(status: StatusCode, message: impl Into<String>) -> Refusal {
    Refusal::of_status(status, message)
}

fn not_found(name: &str) -> Refusal {
    refused(StatusCode::NOT_FOUND, format!("Credential not found. Got credential name: {name}"))
}

fn to_json(row: &JsonObject) -> Value {
    let values = row.get_object("credential_values").map(mask_credential_values).unwrap_or_default();
    json!({
        "credential_name": row.get_str("credential_name"), "display_name": row.get_str("display_name"),
        "credential_info": row.get_object("credential_info"), "credential_values": values, "source": "db",
    })
}

fn list(request: &RequestContext<'_>) -> HandlerResult {
    let all: Vec<Value> = request.tables.all(Table::Credentials)?.iter().map(to_json).collect();
    Ok(json!({ "success": true, "credentials": all }).into())
}

fn by_name(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.segment("name");
    match request.tables.get(Table::Credentials, name)? {
        Some(row) => Ok(to_json(&row).into()),
        None => Err(not_found(name)),
    }
}

/// Returns a deployment and its credential values.
fn of_model(request: &RequestContext<'_>, id: &str) -> Result<(JsonObject, Map<String, Value>), Refusal> {
    let deployments = deployments::find(request.tables, request.config)?;
    let Some(deployment) = deployments.with_id(id).cloned() else {
        return Err(refused(StatusCode::NOT_FOUND, "Model not found"));
    };
    let params = deployment.get_object("litellm_params").into_iter().flatten();
    let is_credential = |name: &str| matches!(name, "api_key" | "api_base" | "api_version" | "region_name");
    let values =
        params.filter(|(name, _)| is_credential(name) || name.starts_with("aws_") || name.starts_with("vertex_"));
    let values = values.map(|(name, value)| (name.clone(), value.clone())).collect();
    Ok((JsonObject::clone(&deployment), values))
}

fn by_model(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.segment("model_id");
    let (deployment, values) = of_model(request, id)?;
    let name = format!("{}-credential-{id}", deployment.get_str("model_name").unwrap_or_default());
    Ok(json!({
        "credential_name": name, "display_name": null, "credential_info": {}, "credential_values": mask_credential_values(&values),
    })
    .into())
}

fn create(request: &RequestContext<'_>) -> HandlerResult {
    let has_values = request.body.get_object("credential_values").is_some_and(|values| !values.is_empty());
    if !has_values && request.body.get("model_id").is_none() {
        let message = "Value error, Either credential_values or model_id must be set";
        return Err(Refusal::Invalid(vec![json!({ "type": "value_error", "loc": ["body"], "msg": message })]));
    }
    let input = fields::parse_body(&request.body.clone().into(), NEW)?;
    let values = match input.get_str("model_id") {
        Some(id) => of_model(request, id)?.1,
        None => input.get_object("credential_values").cloned().unwrap_or_default(),
    };
    let name = input.get_str("credential_name").unwrap_or_default();
    let values: Map<String, Value> = values.into_iter().filter(|(_, value)| !value.is_null()).collect();
    let row = json!({
        "credential_name": name, "display_name": input.get_str("display_name"), "credential_info": input.get_object("credential_info"),
        "credential_values": values,
    });
    if !request.tables.insert(Table::Credentials, name, &JsonObject::from_json(row))? {
        let message = format!(
            "Credential '{name}' already exists. Update it with PATCH /credentials/{name}, or delete it first."
        );
        return Err(refused(StatusCode::CONFLICT, message));
    }
    Ok(json!({ "success": true, "message": "Credential created successfully" }).into())
}

/// Merges the request into the stored credential.
fn change(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.segment("name");
    if request.body.get_str("credential_name").is_some_and(|input| input != name) {
        let message = "credential_name is immutable. Set display_name to change how the credential is labeled.";
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "validation_error", Some("credential_name"), message));
    }
    let Some(mut row) = request.tables.get(Table::Credentials, name)? else {
        return Err(refused(StatusCode::NOT_FOUND, "Credential not found in DB."));
    };
    let mut info = row.get_object("credential_info").cloned().unwrap_or_default();
    info.extend(request.body.get_object("credential_info").cloned().unwrap_or_default());
    let mut values = row.get_object("credential_values").cloned().unwrap_or_default();
    let input = request.body.get_object("credential_values").cloned().unwrap_or_default();
    let input = without_masks(&input, &values);
    values.extend(input.into_iter().filter(|(_, value)| !value.is_null()));
    for gone in request.body.get_strings("credential_values_to_delete") {
        object::remove(&mut values, gone);
    }
    row.set("credential_info", Value::Object(info));
    row.set("credential_values", Value::Object(values));
    row.copy(&request.body, &["display_name"]);
    request.tables.update(Table::Credentials, name, &row)?;
    Ok(json!({ "success": true, "message": "Credential updated successfully" }).into())
}

fn delete(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.segment("name");
    if !request.tables.delete(Table::Credentials, name)? {
        return Err(not_found(name));
    }
    Ok(json!({ "success": true, "message": "Credential deleted successfully" }).into())
}
