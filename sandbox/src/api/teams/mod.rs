//! Teams: members, models and budgets. Team admins manage members; the rest is for admins of the server.

mod budgets;
mod change;
mod list;
mod members;
mod new;

use hyper::StatusCode;
use serde_json::{Value, json};

pub(super) use self::members::{Member, add};
use crate::api::{keys, user_rows};
use crate::fields::{Field, FieldType, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::rules::teams::{manages, sees};
use crate::store::{Table, membership};
use crate::time;

pub(super) use self::list::{keys_of, listed};

pub(super) const ROUTES: &[Route] = &[
    route::post("/team/new", Access::Admins, new::FIELDS, new::new),
    route::post("/team/update", Access::AnyKey, change::FIELDS, change::update),
    route::patch("/team/{team_id}", Access::Admins, change::PATCH, change::patch),
    route::get("/team/info", Access::AnyKey, list::INFO, list::info),
    route::get("/team/list", Access::AnyKey, list::ALL, list::all),
    route::get("/v2/team/list", Access::AnyKey, list::PAGE, list::page),
    route::post("/team/delete", Access::Admins, DELETE, delete),
    route::post("/team/block", Access::Admins, TEAM, change::block),
    route::post("/team/unblock", Access::Admins, TEAM, change::unblock),
    route::post("/team/model/add", Access::Admins, change::MODELS, change::add_models),
    route::post("/team/model/delete", Access::Admins, change::MODELS, change::delete_models),
    route::get("/team/available", Access::AnyKey, &[], available),
    route::get("/team/permissions_list", Access::AnyKey, OPTIONAL_TEAM, permissions),
    route::post("/team/permissions_update", Access::AnyKey, PERMISSIONS, set_permissions),
    route::post("/team/member_add", Access::AnyKey, members::ADD, members::member_add),
    route::post("/team/bulk_member_add", Access::Admins, members::ADD_MANY, members::bulk_member_add),
    route::post("/team/member_update", Access::AnyKey, members::UPDATE, members::member_update),
    route::post("/team/member_delete", Access::AnyKey, members::DELETE, members::member_delete),
    route::get("/team/{team_id}/members/me", Access::AnyKey, &[], members::me),
];

const TEAM: &[Field] = &[required("team_id", FieldType::String)];
const OPTIONAL_TEAM: &[Field] = &[crate::fields::optional("team_id", FieldType::String)];
const DELETE: &[Field] = &[required("team_ids", FieldType::Strings)];
const PERMISSIONS: &[Field] =
    &[required("team_id", FieldType::String), required("team_member_permissions", FieldType::Strings)];

/// The permissions that a team can grant its members.
const PERMITTED: [&str; 24] = [
    "/key/generate",
    "/key/update",
    "/key/delete",
    "/key/info",
    "/key/regenerate",
    "/key/service-account/generate",
    "/key/{key_id}/regenerate",
    "/key/list",
    "/key/block",
    "/key/unblock",
    "/key/bulk_update",
    "/team/key/bulk_update",
    "/team/daily/activity",
    "/team/daily/activity/aggregated",
    "/team/daily/activity/aggregated/keys",
    "/team/daily/activity/aggregated/search",
    "/team/daily/activity/aggregated/model_top_keys",
    "/team/daily/activity/export",
    "/spend/logs",
    "/spend/logs/v2",
    "/key/{key_id}/reset_spend",
    "/key/aliases",
    "/key/access_group_assignment",
    "/auto_router/manage",
];

/// Returns the formatted current time.
fn now(request: &RequestContext<'_>) -> String {
    time::format(request.now)
}

fn id_of(team: &JsonObject) -> &str {
    team.get_str("team_id").unwrap_or_default()
}

fn save(request: &RequestContext<'_>, team: &mut JsonObject) -> Result<(), Refusal> {
    team.set("updated_at", now(request));
    request.tables.update(Table::Teams, id_of(team), team)?;
    Ok(())
}

/// Returns a team, or refuses.
fn named(request: &RequestContext<'_>, team_id: &str) -> Result<JsonObject, Refusal> {
    request.tables.get(Table::Teams, team_id)?.ok_or_else(|| {
        Refusal::detailed_error(StatusCode::NOT_FOUND, format!("Team not found, passed team_id={team_id}"))
    })
}

/// Returns a team with its empty relations.
fn as_row(team: JsonObject) -> JsonObject {
    team.with(json!({ "litellm_organization_table": null, "projects": null }))
}

/// Returns a team without its model aliases, which some responses omit.
fn without_aliases(team: &JsonObject) -> JsonObject {
    team.clone().with(json!({ "litellm_model_table": null }))
}

/// Returns the refusal of a caller that does not manage the team.
fn not_allowed(team: &JsonObject, route: &str) -> Refusal {
    let id = id_of(team);
    let message = format!("Call not allowed. User not proxy admin OR team admin. route={route}, team_id={id}");
    Refusal::detailed_error(StatusCode::FORBIDDEN, message)
}

/// Deletes teams with their keys and memberships, and archives their rows.
fn delete(request: &RequestContext<'_>) -> HandlerResult {
    let mut teams: Vec<JsonObject> = Vec::new();
    for id in request.body.get_strings("team_ids") {
        if !teams.iter().any(|team| id_of(team) == id) {
            teams.push(named(request, id)?);
        }
    }
    for team in &teams {
        remove(request, team)?;
    }
    let ids: Vec<&str> = teams.iter().map(id_of).collect();
    Ok(json!({ "deleted_teams": ids }).into())
}

fn remove(request: &RequestContext<'_>, team: &JsonObject) -> Result<(), Refusal> {
    let id = id_of(team);
    for key in request.tables.find(Table::Keys, "team_id", id)? {
        keys::delete_key(request, key)?;
    }
    for deployment in request.tables.all(Table::Models)? {
        let info = deployment.get_object("model_info");
        let of_team = info.and_then(|info| info.get("team_id")).and_then(Value::as_str) == Some(id);
        let model_id = info.and_then(|info| info.get("id")).and_then(Value::as_str);
        if let Some(model_id) = model_id.filter(|_| of_team) {
            request.tables.delete(Table::Models, model_id)?;
        }
    }
    for user in user_rows::of_team(request, id)? {
        user_rows::leave_team(request, user, id)?;
    }
    for member in request.tables.find(Table::Memberships, "team_id", id)? {
        request.tables.delete(Table::Memberships, &membership(id, member.get_str("user_id").unwrap_or_default()))?;
    }
    request.tables.delete(Table::Teams, id)?;
    let by = request.caller.token().unwrap_or("litellm_proxy_master_key");
    let gone = uuid::Uuid::new_v4().to_string();
    let row = without_aliases(team).with(json!({
        "default_team_member_models": null, "id": gone, "deleted_at": now(request), "deleted_by": request.author(),
        "deleted_by_api_key": by, "litellm_changed_by": request.changed_by,
    }));
    request.tables.insert(Table::DeletedTeams, &gone, &row)?;
    Ok(())
}

/// Returns the teams that users can join by themselves, of which there are none.
#[expect(clippy::unnecessary_wraps, reason = "as all endpoints are")]
fn available(_: &RequestContext<'_>) -> HandlerResult {
    Ok(json!([]).into())
}

fn permissions(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.query.get_str("team_id").unwrap_or("None");
    let team = members::team(request, id)?;
    if !request.caller.sees_all() && !manages(request.caller, &team) {
        return Err(not_allowed(&team, "/team/member_add"));
    }
    Ok(json!({
        "team_id": id, "team_member_permissions": team.get("team_member_permissions"),
        "all_available_permissions": PERMITTED,
    })
    .into())
}

fn set_permissions(request: &RequestContext<'_>) -> HandlerResult {
    let mut team = members::team(request, request.body.get_str("team_id").unwrap_or_default())?;
    if !manages(request.caller, &team) {
        return Err(not_allowed(&team, "/team/permissions_update"));
    }
    team.copy(&request.body, &["team_member_permissions"]);
    save(request, &mut team)?;
    Ok(Value::from(without_aliases(&team)).into())
}

/// Refuses callers that may not see the team.
fn check_visible(request: &RequestContext<'_>, team: &JsonObject) -> Result<(), Refusal> {
    if sees(request.caller, team) {
        return Ok(());
    }
    let id = id_of(team);
    let message = match (request.caller.user_id.as_deref(), request.caller.team_id()) {
        (Some(user), _) => format!("User={user} not authorized to access this team={id}"),
        (None, Some(own)) => format!("Team key for team={own} not authorized to access this team={id}"),
        (None, None) => format!("API key not authorized to access this team={id}. It has no user and no team."),
    };
    let message = crate::response::python_error(&message);
    Err(Refusal::of_status(StatusCode::FORBIDDEN, message))
}
