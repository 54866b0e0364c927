//! `/user/info`, with the keys and teams of a user, and `/v2/user/info` without them.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::as_row;
use crate::answer::{Answered, Refusal};
use crate::api::teams;
use crate::caller::DEFAULT_USER;
use crate::fields::{Field, Kind, optional};
use crate::routes::Asked;
use crate::row::Row;
use crate::rules::teams::manages;
use crate::store::Table;

pub(super) const INFO: &[Field] = &[optional("user_id", Kind::Text)];

/// What the second version shows of the row.
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
    Refusal::error(status, "internal_server_error", None, message)
}

pub(super) fn info(asked: &Asked<'_>) -> Answered {
    let own = asked.caller.user_id.as_deref();
    let wanted = asked.query.text("user_id").filter(|id| !id.is_empty());
    if let Some(id) = wanted.filter(|id| !asked.caller.sees_all() && Some(*id) != own) {
        let message = format!(
            "key not allowed to access this user's info. user_id={id}, key's user_id={}",
            own.unwrap_or("None")
        );
        return Err(Refusal::error(StatusCode::FORBIDDEN, "auth_error", Some("None"), message));
    }
    if wanted.is_none() && asked.caller.sees_all() {
        return of_admin(asked, own.unwrap_or(DEFAULT_USER));
    }
    let id = wanted.or(own);
    let user = id.map(|id| asked.tables.get(Table::Users, id)).transpose()?.flatten();
    let (Some(id), Some(user)) = (id, user) else {
        return Err(refusal(StatusCode::NOT_FOUND, format!("User {} not found", id.unwrap_or("None"))));
    };
    let mut found = teams::listed(asked, Some(id))?;
    let keys = with_aliases(teams::keys_of(asked, "user_id", id)?, &found);
    for team in user.texts("teams") {
        if !found.iter().any(|known| known.text("team_id") == Some(team))
            && let Some(team) = asked.tables.get(Table::Teams, team)?
        {
            found.push(team.with(json!({ "team_memberships": [], "keys": [] })));
        }
    }
    found.sort_by(|one, other| one.text("team_alias").unwrap_or("").cmp(other.text("team_alias").unwrap_or("")));
    let found: Vec<Value> = found.into_iter().map(Value::from).collect();
    let id = id.to_owned();
    let shown = as_row(user).with(json!({ "organization_memberships": [], "model_max_budget_usage": {} }));
    Ok(json!({ "user_id": id, "user_info": Value::from(shown), "keys": keys, "teams": found }).into())
}

/// An admin who names nobody sees all keys and teams.
fn of_admin(asked: &Asked<'_>, id: &str) -> Answered {
    let mut found = asked.tables.all(Table::Teams)?;
    found.sort_by(|one, other| one.text("team_alias").unwrap_or("").cmp(other.text("team_alias").unwrap_or("")));
    let keys: Vec<Value> = asked.tables.all(Table::Keys)?.into_iter().map(Value::from).collect();
    let keys = with_aliases(keys, &found);
    let user = asked.tables.get(Table::Users, id)?.map(as_row);
    let found: Vec<Value> = found.into_iter().map(Value::from).collect();
    Ok(json!({ "user_id": id, "user_info": user.map(Value::from), "keys": keys, "teams": found }).into())
}

/// Keys with the aliases of their teams.
fn with_aliases(keys: Vec<Value>, teams: &[Row]) -> Vec<Value> {
    let with_alias = |key: Value| {
        let key = Row::of(key);
        let alias = match key.text("team_id") {
            // The text of Python's nothing.
            None => json!("None"),
            Some(id) => {
                let team = teams.iter().find(|team| team.text("team_id") == Some(id));
                team.and_then(|team| team.get("team_alias")).cloned().unwrap_or_default()
            }
        };
        Value::from(key.with(json!({ "team_alias": alias })))
    };
    keys.into_iter().map(with_alias).collect()
}

pub(super) fn info_v2(asked: &Asked<'_>) -> Answered {
    let own = asked.caller.user_id.as_deref();
    let Some(id) = asked.query.text("user_id").filter(|id| !id.is_empty()).or(own) else {
        let message = "user_id is required. Either pass it as a query parameter or authenticate with a user-bound key.";
        return Err(refusal(StatusCode::BAD_REQUEST, message.to_owned()));
    };
    let user = asked.tables.get(Table::Users, id)?;
    let visible = match &user {
        Some(user) => asked.caller.sees_all() || Some(id) == own || manages_team_of(asked, user)?,
        None => false,
    };
    let Some(user) = user.filter(|_| visible) else {
        return Err(refusal(StatusCode::NOT_FOUND, format!("User not found: {id}")));
    };
    let mut shown = Row::default();
    shown.copy(&as_row(user), &SHORT);
    Ok(Value::from(shown.with(json!({ "model_max_budget_usage": {} }))).into())
}

/// Whether the caller manages a team that the user is in.
fn manages_team_of(asked: &Asked<'_>, user: &Row) -> Result<bool, Refusal> {
    for team in user.texts("teams") {
        if asked.tables.get(Table::Teams, team)?.is_some_and(|team| manages(asked.caller, &team)) {
            return Ok(true);
        }
    }
    Ok(false)
}
