//! Policies with their versions, and their attachments: kept and returned as LiteLLM does it. No guardrail runs.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::store::Table;
use crate::time;

pub(super) const ROUTES: &[Route] = &[
    route::get("/policies/list", Access::Admins, STATUS_FILTER, list_policies),
    route::post("/policies", Access::Admins, NEW_POLICY, new_policy),
    route::get("/policies/{id}", Access::Admins, &[], get_policy),
    route::put("/policies/{id}", Access::Admins, CHANGES, change_draft),
    route::delete("/policies/{id}", Access::Admins, &[], delete_version),
    route::put("/policies/{id}/status", Access::Admins, STATUS, change_status),
    route::get("/policies/name/{name}/versions", Access::Admins, &[], list_versions),
    route::post("/policies/name/{name}/versions", Access::Admins, NEW_VERSION, new_version),
    route::delete("/policies/name/{name}/all-versions", Access::Admins, &[], delete_policy),
    route::get("/policies/attachments/list", Access::Admins, &[], list_attachments),
    route::post("/policies/attachments", Access::Admins, ATTACHMENT, new_attachment),
    route::get("/policies/attachments/{id}", Access::Admins, &[], get_attachment),
    route::delete("/policies/attachments/{id}", Access::Admins, &[], delete_attachment),
];

const STATUS_FILTER: &[Field] = &[optional("version_status", FieldType::String)];
const NEW_POLICY: &[Field] = &[
    required("policy_name", FieldType::String),
    optional("description", FieldType::String),
    optional("inherit", FieldType::String),
    optional("guardrails_add", FieldType::Strings),
    optional("guardrails_remove", FieldType::Strings),
    optional("condition", FieldType::Object),
    optional("pipeline", FieldType::Object),
];
const CHANGES: &[Field] = &[
    optional("policy_name", FieldType::String),
    optional("description", FieldType::String),
    optional("inherit", FieldType::String),
    optional("guardrails_add", FieldType::Strings),
    optional("guardrails_remove", FieldType::Strings),
    optional("condition", FieldType::Object),
    optional("pipeline", FieldType::Object),
];
const NEW_VERSION: &[Field] = &[optional("source_policy_id", FieldType::String)];
const STATUS: &[Field] = &[required("version_status", FieldType::String)];
const ATTACHMENT: &[Field] = &[
    required("policy_name", FieldType::String),
    optional("scope", FieldType::String),
    optional("teams", FieldType::Strings),
    optional("keys", FieldType::Strings),
    optional("models", FieldType::Strings),
    optional("tags", FieldType::Strings),
    optional("priority", FieldType::Integer),
    optional("default", FieldType::Bool),
];

fn bad_request(message: impl Into<String>) -> Refusal {
    Refusal::detail(StatusCode::BAD_REQUEST, message.into())
}

fn found(request: &RequestContext<'_>, table: Table, noun: &str) -> Result<JsonObject, Refusal> {
    let id = request.segment("id");
    let row = request.tables.get(table, id)?;
    row.ok_or_else(|| Refusal::detail(StatusCode::NOT_FOUND, format!("{noun} with ID {id} not found")))
}

/// Returns the versions of a policy, the newest first.
fn versions(request: &RequestContext<'_>, name: &str) -> Result<Vec<JsonObject>, Refusal> {
    let mut rows = request.tables.all(Table::Policies)?;
    rows.retain(|row| row.get_str("policy_name") == Some(name));
    rows.reverse();
    Ok(rows)
}

fn is_in_status(row: &JsonObject, status: &str) -> bool {
    row.get_str("version_status") == Some(status)
}

fn id_of(row: &JsonObject) -> &str {
    row.get_str("policy_id").unwrap_or_default()
}

/// Sets what a request gives; null leaves a field as it is.
fn set_fields(row: &mut JsonObject, request: &RequestContext<'_>) {
    for (name, value) in request.body.0.iter().filter(|(_, value)| !value.is_null()) {
        match name.as_str() {
            "condition" => row.set("condition", json!({ "model": value.get("model") })),
            name => row.set(name, value.clone()),
        }
    }
    row.set("updated_at", time::format(request.now));
}

fn list_policies(request: &RequestContext<'_>) -> HandlerResult {
    let mut rows = request.tables.all(Table::Policies)?;
    if let Some(status) = request.query.get_str("version_status") {
        rows.retain(|row| is_in_status(row, status));
    }
    rows.reverse();
    let count = rows.len();
    Ok(json!({ "policies": rows.into_iter().map(Value::from).collect::<Vec<_>>(), "total_count": count }).into())
}

fn new_policy(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.body.get_str("policy_name").unwrap_or_default();
    if !versions(request, name)?.is_empty() {
        return Err(bad_request(format!("Policy with name '{name}' already exists")));
    }
    let id = uuid::Uuid::new_v4().to_string();
    let now = time::format(request.now);
    let Value::Object(fields) = json!({
        "policy_id": id, "policy_name": name, "version_number": 1, "version_status": "production",
        "parent_version_id": null, "is_latest": true, "published_at": null, "production_at": now,
        "inherit": null, "description": null, "guardrails_add": [], "guardrails_remove": [], "condition": {},
        "pipeline": null, "created_at": now, "updated_at": now, "created_by": "default_user_id",
        "updated_by": "default_user_id", "definition_location": "db",
    }) else {
        return Ok(Value::Null.into());
    };
    let mut row = JsonObject(fields);
    set_fields(&mut row, request);
    request.tables.insert(Table::Policies, &id, &row)?;
    Ok(Value::from(row).into())
}

fn get_policy(request: &RequestContext<'_>) -> HandlerResult {
    Ok(Value::from(found(request, Table::Policies, "Policy")?).into())
}

fn change_draft(request: &RequestContext<'_>) -> HandlerResult {
    let mut row = found(request, Table::Policies, "Policy")?;
    if !is_in_status(&row, "draft") {
        let message =
            "Only draft versions can be updated. Publish or create a new version to change published/production.";
        return Err(bad_request(message));
    }
    set_fields(&mut row, request);
    request.tables.update(Table::Policies, id_of(&row), &row)?;
    Ok(Value::from(row).into())
}

fn delete_version(request: &RequestContext<'_>) -> HandlerResult {
    let row = found(request, Table::Policies, "Policy")?;
    request.tables.delete(Table::Policies, id_of(&row))?;
    let mut answer = JsonObject::default();
    answer.set("message", format!("Policy {} deleted successfully", id_of(&row)));
    if is_in_status(&row, "production") {
        answer.set("warning", "Production version was deleted. No other version was promoted. Promote another version to production if this policy should remain active.");
    }
    Ok(Value::from(answer).into())
}

fn change_status(request: &RequestContext<'_>) -> HandlerResult {
    let mut row = found(request, Table::Policies, "Policy")?;
    let status = request.body.get_str("version_status").unwrap_or_default();
    let now = time::format(request.now);
    match status {
        "published" => row.set("published_at", now),
        "production" if is_in_status(&row, "draft") => {
            let message = "Error updating version status: Cannot promote draft directly to production. Publish the version first.";
            return Err(bad_request(message));
        }
        "production" => {
            for mut other in versions(request, row.get_str("policy_name").unwrap_or_default())? {
                if is_in_status(&other, "production") && id_of(&other) != id_of(&row) {
                    other.set("version_status", "published");
                    request.tables.update(Table::Policies, id_of(&other), &other)?;
                }
            }
            row.set("production_at", now);
        }
        _ => return Err(bad_request(format!("Invalid version status '{status}'. Use 'published' or 'production'."))),
    }
    row.set("version_status", status);
    request.tables.update(Table::Policies, id_of(&row), &row)?;
    Ok(Value::from(row).into())
}

fn list_versions(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.segment("name");
    let rows: Vec<Value> = versions(request, name)?.into_iter().map(Value::from).collect();
    let count = rows.len();
    Ok(json!({ "policy_name": name, "versions": rows, "total_count": count }).into())
}

/// Copies a version, or that in production, into a draft.
fn new_version(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.segment("name");
    let versions = versions(request, name)?;
    let source = match request.body.get_str("source_policy_id") {
        Some(id) => versions.iter().find(|row| id_of(row) == id),
        None => versions.iter().find(|row| is_in_status(row, "production")),
    };
    let missing = || Refusal::detail(StatusCode::NOT_FOUND, format!("No version of policy '{name}' to copy"));
    let source = source.ok_or_else(missing)?;
    let last = versions.iter().filter_map(|row| row.0.get("version_number")?.as_i64()).max().unwrap_or_default();
    let id = uuid::Uuid::new_v4().to_string();
    let now = time::format(request.now);
    let draft = source.clone().with(json!({
        "policy_id": id, "version_number": last + 1, "version_status": "draft", "parent_version_id": id_of(source),
        "is_latest": true, "published_at": null, "production_at": null, "created_at": now, "updated_at": now,
    }));
    for mut other in versions {
        other.set("is_latest", false);
        request.tables.update(Table::Policies, id_of(&other), &other)?;
    }
    request.tables.insert(Table::Policies, &id, &draft)?;
    Ok(Value::from(draft).into())
}

/// Deletes all versions; the attachments stay.
fn delete_policy(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.segment("name");
    for row in versions(request, name)? {
        request.tables.delete(Table::Policies, id_of(&row))?;
    }
    Ok(json!({ "message": format!("All versions of policy '{name}' deleted successfully") }).into())
}

fn list_attachments(request: &RequestContext<'_>) -> HandlerResult {
    let mut rows: Vec<Value> = request.tables.all(Table::PolicyAttachments)?.into_iter().map(Value::from).collect();
    rows.reverse();
    let count = rows.len();
    Ok(json!({ "attachments": rows, "total_count": count }).into())
}

fn get_attachment(request: &RequestContext<'_>) -> HandlerResult {
    Ok(Value::from(found(request, Table::PolicyAttachments, "Attachment")?).into())
}

/// Keeps an attachment of a policy that exists, to teams and models that exist or are patterns.
fn new_attachment(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.body.get_str("policy_name").unwrap_or_default();
    if versions(request, name)?.is_empty() {
        let message = format!("Policy '{name}' not found. Create the policy first.");
        return Err(Refusal::detail(StatusCode::NOT_FOUND, message));
    }
    let mut unknown = Vec::new();
    for (field, noun, names) in [
        ("teams", "Team", names(request, Table::Teams, "team_alias")?),
        ("models", "Model", names(request, Table::Models, "model_name")?),
    ] {
        let given = request.body.0.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        for name in given.filter(|name| !name.contains('*') && !names.iter().any(|known| known == name)) {
            unknown.push(format!(
                "{noun} '{name}' does not exist. Reference an existing {} or use a wildcard pattern (e.g. '{name}*') to match by prefix.",
                noun.to_lowercase(),
            ));
        }
    }
    if !unknown.is_empty() {
        return Err(bad_request(unknown.join(" | ")));
    }
    let id = uuid::Uuid::new_v4().to_string();
    let now = time::format(request.now);
    let given: Map<String, Value> = request
        .body
        .0
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let Value::Object(fields) = json!({
        "attachment_id": id, "policy_name": name, "scope": null, "teams": [], "keys": [], "models": [], "tags": [],
        "priority": null, "default": false, "created_at": now, "updated_at": now, "created_by": "default_user_id",
        "updated_by": "default_user_id", "definition_location": "db",
    }) else {
        return Ok(Value::Null.into());
    };
    let row = JsonObject(fields).with(Value::Object(given));
    request.tables.insert(Table::PolicyAttachments, &id, &row)?;
    Ok(Value::from(row).into())
}

fn names(request: &RequestContext<'_>, table: Table, field: &str) -> Result<Vec<String>, Refusal> {
    let rows = request.tables.all(table)?;
    Ok(rows.iter().filter_map(|row| row.get_str(field).map(str::to_owned)).collect())
}

fn delete_attachment(request: &RequestContext<'_>) -> HandlerResult {
    found(request, Table::PolicyAttachments, "Attachment")?;
    let id = request.segment("id");
    request.tables.delete(Table::PolicyAttachments, id)?;
    Ok(json!({ "message": format!("Attachment {id} deleted successfully") }).into())
}
