//! `/user/info`, with the keys and teams of the user, and `/v2/user/info` without them.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::as_row;
use crate::api::teams;
use crate::caller::DEFAULT_USER;
use crate::fields::{Field, FieldType, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::rules::teams::manages;
use crate::store::Table;

pub(super) const INFO: &[Field] = &[optional("user_id", FieldType::String)];

/// The fields of `/v2/user/info`.
const SHORT: [&str; 18] = [
    "user_id",
    "user_email",
    "user_alias",
    "user_role",
    "spend",
    "max_budget",
    "tpm_limit",
    "rpm_limit",
    "models",
    "budget_duration",
    "budget_reset_at",
    "metadata",
    "created_at",
    "updated_at",
    "sso_user_id",
    "teams",
    "object_permission",
    "model_max_budget",
];

fn refusal(status: StatusCode, message: String) -> Refusal {
    Refusal::of_status(status, message)
}

pub(super) fn info(request: &RequestContext<'_>) -> HandlerResult {
    let own = request.caller.user_id.as_deref();
    let wanted = request.query.get_str("user_id").filter(|id| !id.is_empty());
    if let Some(id) = wanted.filter(|id| !request.caller.sees_all() && Some(*id) != own) {
        let message = format!(
            "key not allowed to access this user's info. user_id={id}, key's user_id={}",
            own.unwrap_or("None")
        );
        return Err(Refusal::of_status(StatusCode::FORBIDDEN, message));
    }
    if wanted.is_none() && request.caller.sees_all() {
        return of_admin(request, own.unwrap_or(DEFAULT_USER));
    }
    let id = wanted.or(own);
    let user = id.map(|id| request.tables.get(Table::Users, id)).transpose()?.flatten();
    let (Some(id), Some(user)) = (id, user) else {
        return Err(refusal(StatusCode::NOT_FOUND, format!("User {} not found", id.unwrap_or("None"))));
    };
    let mut found = teams::listed(request, Some(id))?;
    let keys = with_aliases(teams::keys_of(request, "user_id", id)?, &found);
    for team in user.get_strings("teams") {
        if !found.iter().any(|known| known.get_str("team_id") == Some(team))
            && let Some(team) = request.tables.get(Table::Teams, team)?
        {
            found.push(team.with(json!({ "team_memberships": [], "keys": [] })));
        }
    }
    found.sort_by(|one, other| one.get_str("team_alias").unwrap_or("").cmp(other.get_str("team_alias").unwrap_or("")));
    let found: Vec<Value> = found.into_iter().map(Value::from).collect();
    let id = id.to_owned();
    let shown = as_row(user).with(json!({ "organization_memberships": [], "model_max_budget_usage": {} }));
    Ok(json!({
        "user_id": id, "user_info": Value::from(shown), "keys": keys, "teams": found, "admin_mcp_permissions": null,
    })
    .into())
}

/// Returns all keys and teams, for an admin who names no user.
fn of_admin(request: &RequestContext<'_>, id: &str) -> HandlerResult {
    let mut found = request.tables.all(Table::Teams)?;
    found.sort_by(|one, other| one.get_str("team_alias").unwrap_or("").cmp(other.get_str("team_alias").unwrap_or("")));
    let keys: Vec<Value> = request.tables.all(Table::Keys)?.into_iter().map(Value::from).collect();
    let keys = with_aliases(keys, &found);
    let user = request.tables.get(Table::Users, id)?.map(as_row);
    let found: Vec<Value> = found.into_iter().map(Value::from).collect();
    Ok(json!({
        "user_id": id, "user_info": user.map(Value::from), "keys": keys, "teams": found, "admin_mcp_permissions": null,
    })
    .into())
}

/// Adds the alias of each key's team.
fn with_aliases(keys: Vec<Value>, teams: &[JsonObject]) -> Vec<Value> {
    let with_alias = |key: Value| {
        let key = JsonObject::from_json(key);
        let alias = match key.get_str("team_id") {
            // Python's None as a string.
            None => json!("None"),
            Some(id) => {
                let team = teams.iter().find(|team| team.get_str("team_id") == Some(id));
                team.and_then(|team| team.get("team_alias")).cloned().unwrap_or_default()
            }
        };
        Value::from(key.with(json!({ "team_alias": alias })))
    };
    keys.into_iter().map(with_alias).collect()
}

pub(super) fn info_v2(request: &RequestContext<'_>) -> HandlerResult {
    let own = request.caller.user_id.as_deref();
    let Some(id) = request.query.get_str("user_id").filter(|id| !id.is_empty()).or(own) else {
        let message = "user_id is required. Either pass it as a query parameter or authenticate with a user-bound key.";
        return Err(refusal(StatusCode::BAD_REQUEST, message.to_owned()));
    };
    let user = request.tables.get(Table::Users, id)?;
    let visible = match &user {
        Some(user) => request.caller.sees_all() || Some(id) == own || manages_team_of(request, user)?,
        None => false,
    };
    let Some(user) = user.filter(|_| visible) else {
        return Err(refusal(StatusCode::NOT_FOUND, format!("User not found: {id}")));
    };
    let mut shown = JsonObject::default();
    shown.copy(&as_row(user), &SHORT);
    Ok(Value::from(shown.with(json!({ "model_max_budget_usage": {} }))).into())
}

/// Returns whether the caller manages a team of the user.
fn manages_team_of(request: &RequestContext<'_>, user: &JsonObject) -> Result<bool, Refusal> {
    for team in user.get_strings("teams") {
        if request.tables.get(Table::Teams, team)?.is_some_and(|team| manages(request.caller, &team)) {
            return Ok(true);
        }
    }
    Ok(false)
}
