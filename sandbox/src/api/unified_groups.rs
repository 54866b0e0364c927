//! Unified access groups: they grant models to the keys and teams that they are assigned to.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, JsonResponse, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::store::Table;
use crate::time;

pub(super) const ROUTES: &[Route] = &[
    route::post("/v1/access_group", Access::Admins, NEW, new),
    route::get("/v1/access_group", Access::Admins, &[], list),
    route::get("/v1/access_group/{id}", Access::Admins, &[], info),
    route::put("/v1/access_group/{id}", Access::Admins, CHANGE, update),
    route::delete("/v1/access_group/{id}", Access::Admins, &[], delete),
];

const NEW: &[Field] = &[
    required("access_group_name", FieldType::String),
    optional("description", FieldType::String),
    optional("access_model_names", FieldType::Strings),
    optional("access_mcp_server_ids", FieldType::Strings),
    optional("access_agent_ids", FieldType::Strings),
    optional("assigned_team_ids", FieldType::Strings),
    optional("assigned_key_ids", FieldType::Strings),
];
const CHANGE: &[Field] = &[
    optional("access_group_name", FieldType::String),
    optional("description", FieldType::String),
    optional("access_model_names", FieldType::Strings),
    optional("access_mcp_server_ids", FieldType::Strings),
    optional("access_agent_ids", FieldType::Strings),
    optional("assigned_team_ids", FieldType::Strings),
    optional("assigned_key_ids", FieldType::Strings),
];
const LISTS: [&str; 5] =
    ["access_model_names", "access_mcp_server_ids", "access_agent_ids", "assigned_team_ids", "assigned_key_ids"];
/// The lists of assigned ids, with their tables and alias fields.
const CARRIERS: [(&str, Table, &str); 2] =
    [("assigned_team_ids", Table::Teams, "team_alias"), ("assigned_key_ids", Table::Keys, "key_alias")];

fn found(request: &RequestContext<'_>) -> Result<JsonObject, Refusal> {
    let id = request.segment("id");
    let row = request.tables.get(Table::UnifiedGroups, id)?;
    row.ok_or_else(|| Refusal::detail(StatusCode::NOT_FOUND, format!("Access group '{id}' not found")))
}

/// Returns the JSON of a group with the names of its teams and keys.
fn to_json(request: &RequestContext<'_>, row: &JsonObject) -> Result<Value, Refusal> {
    let mut shown = JsonObject::default();
    for (name, value) in &row.0 {
        if name == "created_at" {
            shown.set("access_mcp_servers", json!([]));
            shown.set("access_agents", json!([]));
            for (list, table, alias) in CARRIERS {
                let carriers: Result<Vec<Value>, Refusal> = row
                    .get_strings(list)
                    .into_iter()
                    .map(|id| {
                        let carrier = request.tables.get(table, id)?;
                        Ok(json!({ "id": id, "name": carrier.and_then(|carrier| carrier.get(alias).cloned()) }))
                    })
                    .collect();
                shown.set(list.replace("_ids", "s").as_str(), carriers?);
            }
        }
        shown.set(name, value.clone());
    }
    Ok(shown.into())
}

fn new(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.body.get_str("access_group_name").unwrap_or_default();
    if request.tables.all(Table::UnifiedGroups)?.iter().any(|row| row.get_str("access_group_name") == Some(name)) {
        return Err(Refusal::detail(StatusCode::CONFLICT, format!("Access group '{name}' already exists")));
    }
    let id = uuid::Uuid::new_v4().to_string();
    let mut row =
        JsonObject::from_json(json!({ "access_group_id": id, "access_group_name": name, "description": null }));
    for list in LISTS {
        row.set(list, json!([]));
    }
    row.0.extend(request.body.clone().0.into_iter().filter(|(_, value)| !value.is_null()));
    let now = time::format(request.now);
    for (field, value) in [
        ("created_at", now.as_str()),
        ("created_by", request.author()),
        ("updated_at", &now),
        ("updated_by", request.author()),
    ] {
        row.set(field, value);
    }
    request.tables.insert(Table::UnifiedGroups, &id, &row)?;
    assign(request, &id, &JsonObject::default(), &row)?;
    Ok(JsonResponse { status: StatusCode::CREATED, ..JsonResponse::from(to_json(request, &row)?) })
}

fn list(request: &RequestContext<'_>) -> HandlerResult {
    let rows = request.tables.all(Table::UnifiedGroups)?;
    let shown: Result<Vec<Value>, Refusal> = rows.iter().rev().map(|row| to_json(request, row)).collect();
    Ok(Value::from(shown?).into())
}

fn info(request: &RequestContext<'_>) -> HandlerResult {
    Ok(to_json(request, &found(request)?)?.into())
}

fn update(request: &RequestContext<'_>) -> HandlerResult {
    let before = found(request)?;
    let mut row = before.clone();
    row.0.extend(request.body.clone().0.into_iter().filter(|(name, value)| !value.is_null() || name == "description"));
    row.set("updated_at", time::format(request.now));
    row.set("updated_by", request.author());
    let id = request.segment("id");
    request.tables.update(Table::UnifiedGroups, id, &row)?;
    assign(request, id, &before, &row)?;
    Ok(to_json(request, &row)?.into())
}

fn delete(request: &RequestContext<'_>) -> HandlerResult {
    found(request)?;
    let id = request.segment("id");
    request.tables.delete(Table::UnifiedGroups, id)?;
    // Including teams and keys that name it without being assigned.
    for (table, key) in [(Table::Teams, "team_id"), (Table::Keys, "token")] {
        for row in request.tables.all(table)?.iter().filter(|row| row.get_strings("access_group_ids").contains(&id)) {
            set_membership(request, table, row.get_str(key).unwrap_or_default(), id, false)?;
        }
    }
    Ok(JsonResponse { status: StatusCode::NO_CONTENT, ..JsonResponse::from(Value::Null) })
}

/// Updates the group lists of assigned and unassigned teams and keys.
fn assign(request: &RequestContext<'_>, group: &str, before: &JsonObject, after: &JsonObject) -> Result<(), Refusal> {
    for (list, table, _) in CARRIERS {
        let (old, new) = (before.get_strings(list), after.get_strings(list));
        for id in old.iter().filter(|id| !new.contains(id)) {
            set_membership(request, table, id, group, false)?;
        }
        for id in &new {
            set_membership(request, table, id, group, true)?;
        }
    }
    Ok(())
}

fn set_membership(
    request: &RequestContext<'_>,
    table: Table,
    id: &str,
    group: &str,
    is_member: bool,
) -> Result<(), Refusal> {
    let Some(mut row) = request.tables.get(table, id)? else { return Ok(()) };
    let mut groups: Vec<Value> =
        row.get_strings("access_group_ids").into_iter().filter(|known| *known != group).map(Value::from).collect();
    groups.extend(is_member.then(|| Value::from(group)));
    row.set("access_group_ids", groups);
    request.tables.update(table, id, &row)?;
    Ok(())
}
