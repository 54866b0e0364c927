//! `/user/update`, which makes a user that is not there, and `/user/delete`, with which the keys go.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{IN_METADATA, ROLES, as_row, blank, save};
use crate::answer::{Answered, Refusal, python_error};
use crate::api::limits::{self, wrong_duration};
use crate::fields::{self, Field, Kind, optional};
use crate::routes::Asked;
use crate::row::Row;
use crate::rules::teams::said;
use crate::store::{Table, membership};

pub(super) const FIELDS: &[Field] = &[
    optional("user_id", Kind::Text),
    optional("user_email", Kind::Text),
    optional("user_alias", Kind::Text),
    optional("user_role", ROLES),
    optional("password", Kind::Text),
    optional("spend", Kind::Number),
    optional("metadata", Kind::Object),
    optional("models", Kind::List),
    optional("max_budget", Kind::Budget),
    optional("team_id", Kind::Text),
    optional("max_parallel_requests", Kind::Whole),
    optional("tpm_limit", Kind::Whole),
    optional("rpm_limit", Kind::Whole),
    optional("budget_duration", Kind::Text),
    optional("allowed_cache_controls", Kind::List),
    optional("model_max_budget", Kind::Object),
    optional("model_rpm_limit", Kind::Object),
    optional("model_tpm_limit", Kind::Object),
    optional("mcp_rpm_limit", Kind::Object),
    optional("tag_rpm_limit", Kind::Object),
    optional("guardrails", Kind::Texts),
    optional("policies", Kind::Texts),
    optional("prompts", Kind::Texts),
];

/// What null empties.
const CLEARED: [&str; 4] = ["max_budget", "budget_duration", "tpm_limit", "rpm_limit"];
/// What only something changes: null, and nothing in a list or an object, are as if not said.
const CHANGED: [&str; 10] = [
    "user_email",
    "user_alias",
    "user_role",
    "spend",
    "metadata",
    "models",
    "team_id",
    "max_parallel_requests",
    "allowed_cache_controls",
    "policies",
];

pub(super) fn update(asked: &Asked<'_>) -> Answered {
    let given = &asked.body;
    if given.get("user_id").is_none() && given.get("user_email").is_none() {
        return Err(fields::wrong(&[json!("body")], "Either user id or user email must be provided"));
    }
    let refusal = |message: String| Refusal::error(StatusCode::BAD_REQUEST, "auth_error", Some("None"), message);
    if let Some(message) = wrong_duration(given, "budget_duration") {
        return Err(refusal(python_error(&message)));
    }
    let known = match (given.text("user_id").filter(|id| !id.is_empty()), given.text("user_email")) {
        (Some(id), _) => Some(asked.tables.get(Table::Users, id)?.unwrap_or_else(|| blank(asked, id))),
        (None, Some(email)) => {
            let found = asked.tables.find(Table::Users, "user_email", email)?;
            found.into_iter().find(|user| user.text("user_email") == Some(email))
        }
        (None, None) => None,
    };
    let Some(mut user) = known else {
        return Err(refusal("Authentication Error, there is no user with this email.".to_owned()));
    };
    user.copy(given, &CLEARED);
    for name in CHANGED {
        if let Some(value) = given.get(name).filter(|value| **value != json!([]) && **value != json!({})) {
            user.set(name, value.clone());
        }
    }
    if given.has("model_max_budget") {
        user.set("model_max_budget", given.get("model_max_budget").cloned().unwrap_or_else(|| json!({})));
    }
    user.keep_in_metadata(given, &IN_METADATA);
    if given.has("budget_duration") {
        let reset = limits::next_reset(asked, &user);
        user.set("budget_reset_at", reset);
    }
    save(asked, &mut user)?;
    Ok(json!({ "user_id": user.get("user_id"), "data": Value::from(as_row(user.clone())) }).into())
}

pub(super) fn delete(asked: &Asked<'_>) -> Answered {
    let mut users: Vec<Row> = Vec::new();
    for id in asked.body.texts("user_ids") {
        let Some(user) = asked.tables.get(Table::Users, id)? else {
            let message = format!("User not found, passed user_id={id}");
            return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
        };
        users.push(user);
    }
    let mut count = 0;
    for user in users {
        let id = user.text("user_id").unwrap_or_default();
        if asked.tables.delete(Table::Users, id)? {
            forget(asked, &user, id)?;
            count += 1;
        }
    }
    Ok(json!(count).into())
}

/// What is of a user goes with them. Their keys are not kept for later, as deleted ones are otherwise.
fn forget(asked: &Asked<'_>, user: &Row, id: &str) -> Result<(), Refusal> {
    for key in asked.tables.find(Table::Keys, "user_id", id)? {
        asked.tables.delete(Table::Keys, key.text("token").unwrap_or_default())?;
    }
    for team_id in user.texts("teams") {
        let Some(mut team) = asked.tables.get(Table::Teams, team_id)? else { continue };
        if let Some(people) = team.0.get_mut("members_with_roles").and_then(Value::as_array_mut) {
            people.retain(|person| person.as_object().is_none_or(|person| said(person, "user_id") != Some(id)));
        }
        team.set("updated_at", crate::clock::write(asked.now));
        asked.tables.update(Table::Teams, team_id, &team)?;
    }
    for member in asked.tables.find(Table::Memberships, "user_id", id)? {
        asked.tables.delete(Table::Memberships, &membership(member.text("team_id").unwrap_or_default(), id))?;
    }
    for invitation in asked.tables.all(Table::Invitations)? {
        if ["user_id", "created_by", "updated_by"].iter().any(|name| invitation.text(name) == Some(id)) {
            asked.tables.delete(Table::Invitations, invitation.text("id").unwrap_or_default())?;
        }
    }
    Ok(())
}
