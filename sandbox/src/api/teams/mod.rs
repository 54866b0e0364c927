//! Teams: who is in them, what they may use and spend. Their admins manage members; the rest is for admins of the server.

mod budgets;
mod change;
mod list;
mod members;
mod new;

use hyper::StatusCode;
use serde_json::{Value, json};

pub(super) use self::members::{Member, add};
use crate::answer::{Answered, Refusal};
use crate::api::{keys, users};
use crate::caller::Who;
use crate::clock;
use crate::fields::{Field, Kind, required};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::rules::teams::{manages, sees};
use crate::store::{Table, membership};

pub(super) use self::list::{keys_of, listed};

pub(super) const ROUTES: &[Route] = &[
    routes::post("/team/new", Who::Admins, new::FIELDS, new::new),
    routes::post("/team/update", Who::AnyKey, change::FIELDS, change::update),
    routes::patch("/team/{team_id}", Who::Admins, change::PATCH, change::patch),
    routes::get("/team/info", Who::AnyKey, list::INFO, list::info),
    routes::get("/team/list", Who::AnyKey, list::ALL, list::all),
    routes::get("/v2/team/list", Who::AnyKey, list::PAGE, list::page),
    routes::post("/team/delete", Who::Admins, DELETE, delete),
    routes::post("/team/block", Who::Admins, TEAM, change::block),
    routes::post("/team/unblock", Who::Admins, TEAM, change::unblock),
    routes::post("/team/model/add", Who::Admins, change::MODELS, change::add_models),
    routes::post("/team/model/delete", Who::Admins, change::MODELS, change::delete_models),
    routes::get("/team/available", Who::AnyKey, &[], available),
    routes::get("/team/permissions_list", Who::AnyKey, OPTIONAL_TEAM, permissions),
    routes::post("/team/permissions_update", Who::AnyKey, PERMISSIONS, set_permissions),
    routes::post("/team/member_add", Who::AnyKey, members::ADD, members::member_add),
    routes::post("/team/bulk_member_add", Who::Admins, members::ADD_MANY, members::bulk_member_add),
    routes::post("/team/member_update", Who::AnyKey, members::UPDATE, members::member_update),
    routes::post("/team/member_delete", Who::AnyKey, members::DELETE, members::member_delete),
    routes::get("/team/{team_id}/members/me", Who::AnyKey, &[], members::me),
];

const TEAM: &[Field] = &[required("team_id", Kind::Text)];
const OPTIONAL_TEAM: &[Field] = &[crate::fields::optional("team_id", Kind::Text)];
const DELETE: &[Field] = &[required("team_ids", Kind::Texts)];
const PERMISSIONS: &[Field] = &[required("team_id", Kind::Text), required("team_member_permissions", Kind::Texts)];

/// What members may be permitted to do with the keys of their team.
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

/// Now, as it is written.
fn now(asked: &Asked<'_>) -> String {
    clock::write(asked.now)
}

fn id_of(team: &Row) -> &str {
    team.text("team_id").unwrap_or_default()
}

fn save(asked: &Asked<'_>, team: &mut Row) -> Result<(), Refusal> {
    team.set("updated_at", now(asked));
    asked.tables.update(Table::Teams, id_of(team), team)?;
    Ok(())
}

/// The team that is meant, or a refusal.
fn named(asked: &Asked<'_>, team_id: &str) -> Result<Row, Refusal> {
    asked.tables.get(Table::Teams, team_id)?.ok_or_else(|| {
        Refusal::detailed_error(StatusCode::NOT_FOUND, format!("Team not found, passed team_id={team_id}"))
    })
}

/// The team as it is kept, with what it could be related to.
fn as_row(team: Row) -> Row {
    team.with(json!({ "litellm_organization_table": null, "projects": null }))
}

/// The team without the aliases of its models, which some answers leave out.
fn without_aliases(team: &Row) -> Row {
    team.clone().with(json!({ "litellm_model_table": null }))
}

/// `{'error': …}` of somebody who does not manage the team.
fn not_allowed(team: &Row, route: &str) -> Refusal {
    let id = id_of(team);
    let message = format!("Call not allowed. User not proxy admin OR team admin. route={route}, team_id={id}");
    Refusal::detailed_error(StatusCode::FORBIDDEN, message)
}

/// Keys, members and memberships go with a team. What it was is still known.
fn delete(asked: &Asked<'_>) -> Answered {
    let mut teams: Vec<Row> = Vec::new();
    for id in asked.body.texts("team_ids") {
        if !teams.iter().any(|team| id_of(team) == id) {
            teams.push(named(asked, id)?);
        }
    }
    for team in &teams {
        remove(asked, team)?;
    }
    let ids: Vec<&str> = teams.iter().map(id_of).collect();
    Ok(json!({ "deleted_teams": ids }).into())
}

fn remove(asked: &Asked<'_>, team: &Row) -> Result<(), Refusal> {
    let id = id_of(team);
    for key in asked.tables.find(Table::Keys, "team_id", id)? {
        keys::forget(asked, key)?;
    }
    for deployment in asked.tables.all(Table::Models)? {
        let info = deployment.object("model_info");
        let of_team = info.and_then(|info| info.get("team_id")).and_then(Value::as_str) == Some(id);
        let model_id = info.and_then(|info| info.get("id")).and_then(Value::as_str);
        if let Some(model_id) = model_id.filter(|_| of_team) {
            asked.tables.delete(Table::Models, model_id)?;
        }
    }
    for user in users::of_team(asked, id)? {
        users::leave(asked, user, id)?;
    }
    for member in asked.tables.find(Table::Memberships, "team_id", id)? {
        asked.tables.delete(Table::Memberships, &membership(id, member.text("user_id").unwrap_or_default()))?;
    }
    asked.tables.delete(Table::Teams, id)?;
    let by = asked.caller.token().unwrap_or("litellm_proxy_master_key");
    let gone = uuid::Uuid::new_v4().to_string();
    let row = without_aliases(team).with(json!({
        "default_team_member_models": null, "id": gone, "deleted_at": now(asked), "deleted_by": asked.author(),
        "deleted_by_api_key": by, "litellm_changed_by": asked.changed_by,
    }));
    asked.tables.insert(Table::DeletedTeams, &gone, &row)?;
    Ok(())
}

/// Teams to join by oneself: there are none, as no configuration here names any.
#[expect(clippy::unnecessary_wraps, reason = "as all endpoints are")]
fn available(_: &Asked<'_>) -> Answered {
    Ok(json!([]).into())
}

fn permissions(asked: &Asked<'_>) -> Answered {
    let id = asked.query.text("team_id").unwrap_or("None");
    let team = members::team(asked, id)?;
    if !asked.caller.sees_all() && !manages(asked.caller, &team) {
        return Err(not_allowed(&team, "/team/member_add"));
    }
    Ok(json!({
        "team_id": id, "team_member_permissions": team.get("team_member_permissions"),
        "all_available_permissions": PERMITTED,
    })
    .into())
}

fn set_permissions(asked: &Asked<'_>) -> Answered {
    let mut team = members::team(asked, asked.body.text("team_id").unwrap_or_default())?;
    if !manages(asked.caller, &team) {
        return Err(not_allowed(&team, "/team/permissions_update"));
    }
    team.copy(&asked.body, &["team_member_permissions"]);
    save(asked, &mut team)?;
    Ok(Value::from(without_aliases(&team)).into())
}

/// Refuses to show the team to somebody who has nothing to do with it.
fn shown_to_caller(asked: &Asked<'_>, team: &Row) -> Result<(), Refusal> {
    if sees(asked.caller, team) {
        return Ok(());
    }
    let id = id_of(team);
    let message = match (asked.caller.user_id.as_deref(), asked.caller.team_id()) {
        (Some(user), _) => format!("User={user} not authorized to access this team={id}"),
        (None, Some(own)) => format!("Team key for team={own} not authorized to access this team={id}"),
        (None, None) => format!("API key not authorized to access this team={id}. It is of no user and no team."),
    };
    let message = crate::answer::python_error(&message);
    Err(Refusal::error(StatusCode::FORBIDDEN, "auth_error", Some("None"), message))
}
