//! Access groups: labels on deployments of the database. A group exists while a deployment has it.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, JsonResponse, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::rules::{access, deployments};
use crate::store::Table;
use crate::time;

pub(super) const ROUTES: &[Route] = &[
    route::post("/access_group/new", Access::Admins, NEW, new),
    route::get("/access_group/list", Access::Admins, &[], list),
    route::get("/access_group/{access_group}/info", Access::Admins, &[], info),
    route::put("/access_group/{access_group}/update", Access::Admins, MEMBERS, update),
    route::delete("/access_group/{access_group}/delete", Access::Admins, &[], delete),
];

const NEW: &[Field] = &[
    required("access_group", FieldType::String),
    optional("model_names", FieldType::Strings),
    optional("model_ids", FieldType::Strings),
];
const MEMBERS: &[Field] = &[optional("model_names", FieldType::Strings), optional("model_ids", FieldType::Strings)];

fn wrong(message: impl Into<String>) -> Refusal {
    Refusal::detailed_error(StatusCode::BAD_REQUEST, message)
}

fn not_found(group: &str) -> Refusal {
    Refusal::detailed_error(StatusCode::NOT_FOUND, format!("Access group '{group}' not found"))
}

/// Returns the JSON of a group, if any deployment has it.
fn to_json(group: &str, models: &[JsonObject]) -> Option<Value> {
    let members: Vec<&JsonObject> = models.iter().filter(|model| access::groups(model).contains(&group)).collect();
    let mut names: Vec<&str> = members.iter().filter_map(|model| model.get_str("model_name")).collect();
    names.sort_unstable();
    names.dedup();
    (!members.is_empty()).then(|| {
        json!({
            "access_group": group, "model_names": names, "deployment_count": members.len(), "spend": 0.0, "budget": null,
        })
    })
}

fn list(request: &RequestContext<'_>) -> HandlerResult {
    let models = request.tables.all(Table::Models)?;
    let mut names: Vec<&str> = models.iter().flat_map(access::groups).collect();
    names.sort_unstable();
    names.dedup();
    let groups: Vec<Value> = names.iter().filter_map(|group| to_json(group, &models)).collect();
    Ok(json!({ "access_groups": groups }).into())
}

fn info(request: &RequestContext<'_>) -> HandlerResult {
    let group = request.segment("access_group");
    to_json(group, &request.tables.all(Table::Models)?).map(JsonResponse::from).ok_or_else(|| not_found(group))
}

/// Returns the ids of the deployments to label: those given, else all of each model name.
fn members(request: &RequestContext<'_>, models: &[JsonObject]) -> Result<Vec<String>, Refusal> {
    let ids = request.body.get_strings("model_ids");
    if !ids.is_empty() {
        for id in &ids {
            if !models.iter().any(|model| model.get_str("model_id") == Some(*id)) {
                return Err(wrong(format!("Deployment with model_id '{id}' not found in Database.")));
            }
        }
        return Ok(ids.into_iter().map(str::to_owned).collect());
    }
    let mut members = Vec::new();
    for name in request.body.get_strings("model_names") {
        let ids = models.iter().filter(|model| model.get_str("model_name") == Some(name));
        let before = members.len();
        members.extend(ids.filter_map(|model| model.get_str("model_id")).map(str::to_owned));
        if members.len() == before {
            return Err(wrong(format!(
                "Can't find model '{name}' in Database. Access group management is only supported for database models."
            )));
        }
    }
    Ok(members)
}

fn check_not_empty(request: &RequestContext<'_>) -> Result<(), Refusal> {
    if request.body.get_strings("model_names").is_empty() && request.body.get_strings("model_ids").is_empty() {
        return Err(wrong("Either model_names or model_ids must be provided and non-empty"));
    }
    Ok(())
}

/// Refuses names of unknown models; models of the configuration are known.
fn check_models_exist(request: &RequestContext<'_>) -> Result<(), Refusal> {
    if !request.body.get_strings("model_ids").is_empty() {
        return Ok(());
    }
    let deployments = deployments::find(request.tables, request.config)?;
    let is_known = |name: &str| deployments.named(name).next().is_some();
    let unknown: Vec<&str> =
        request.body.get_strings("model_names").into_iter().filter(|name| !is_known(name)).collect();
    if unknown.is_empty() { Ok(()) } else { Err(wrong(format!("Model(s) not found: {}", unknown.join(", ")))) }
}

/// Adds the group to its members and returns their number.
fn add_to(request: &RequestContext<'_>, group: &str, members: &[String]) -> Result<usize, Refusal> {
    for id in members {
        if let Some(row) = request.tables.get(Table::Models, id)? {
            let mut groups: Vec<String> = access::groups(&row).into_iter().map(str::to_owned).collect();
            if !groups.iter().any(|known| known == group) {
                groups.push(group.to_owned());
            }
            set_groups(request, row, groups)?;
        }
    }
    Ok(members.len())
}

/// Removes the group from all deployments and returns how many had it.
fn remove_from_all(request: &RequestContext<'_>, group: &str) -> Result<usize, Refusal> {
    let mut count = 0;
    for row in request.tables.all(Table::Models)? {
        let groups: Vec<String> = access::groups(&row).into_iter().map(str::to_owned).collect();
        if groups.iter().any(|known| known == group) {
            count += 1;
            set_groups(request, row, groups.into_iter().filter(|known| known != group).collect())?;
        }
    }
    Ok(count)
}

fn set_groups(request: &RequestContext<'_>, mut row: JsonObject, groups: Vec<String>) -> Result<(), Refusal> {
    let mut info = row.get_object("model_info").cloned().unwrap_or_default();
    info.insert("access_groups".to_owned(), groups.into());
    row.set("model_info", Value::Object(info));
    row.set("updated_at", time::format(request.now));
    row.set("updated_by", request.author());
    let id = row.get_str("model_id").unwrap_or_default().to_owned();
    request.tables.update(Table::Models, &id, &row)?;
    Ok(())
}

fn change_response(request: &RequestContext<'_>, group: &str, updated: usize) -> JsonResponse {
    json!({
        "access_group": group, "model_names": request.body.get("model_names"), "model_ids": request.body.get("model_ids"),
        "models_updated": updated,
    })
    .into()
}

fn new(request: &RequestContext<'_>) -> HandlerResult {
    let group = request.body.get_str("access_group").unwrap_or_default();
    if group.trim().is_empty() {
        return Err(wrong("access_group is required and cannot be empty"));
    }
    check_not_empty(request)?;
    check_models_exist(request)?;
    let models = request.tables.all(Table::Models)?;
    if to_json(group, &models).is_some() {
        let message =
            format!("Access group '{group}' already exists. Use PUT /access_group/{group}/update to modify it.");
        return Err(Refusal::detailed_error(StatusCode::CONFLICT, message));
    }
    let members = members(request, &models)?;
    let updated = add_to(request, group, &members)?;
    Ok(change_response(request, group, updated))
}

fn update(request: &RequestContext<'_>) -> HandlerResult {
    let group = request.segment("access_group");
    check_not_empty(request)?;
    let models = request.tables.all(Table::Models)?;
    if to_json(group, &models).is_none() {
        return Err(not_found(group));
    }
    check_models_exist(request)?;
    let members = members(request, &models)?;
    remove_from_all(request, group)?;
    let updated = add_to(request, group, &members)?;
    Ok(change_response(request, group, updated))
}

fn delete(request: &RequestContext<'_>) -> HandlerResult {
    let group = request.segment("access_group");
    let updated = remove_from_all(request, group)?;
    if updated == 0 {
        return Err(not_found(group));
    }
    let message = format!("Access group '{group}' deleted successfully");
    Ok(json!({ "access_group": group, "models_updated": updated, "message": message }).into())
}
