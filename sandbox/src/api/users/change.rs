//! `/user/update`, which creates a missing user, and `/user/delete`, which also deletes the user's keys.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{IN_METADATA, ROLES, as_row};
use crate::api::limits::{self, wrong_duration};
use crate::api::user_rows::{blank, save};
use crate::fields::{self, Field, FieldType, LIMIT, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal, python_error};
use crate::route::RequestContext;
use crate::rules::teams::member_str;
use crate::store::{Table, membership};

pub(super) const FIELDS: &[Field] = &[
    optional("user_id", FieldType::String),
    optional("user_email", FieldType::String),
    optional("user_alias", FieldType::String),
    optional("user_role", ROLES),
    optional("password", FieldType::String),
    optional("spend", FieldType::Number),
    optional("metadata", FieldType::Object),
    optional("models", FieldType::Array),
    optional("max_budget", FieldType::NumberOrEmpty),
    optional("team_id", FieldType::String),
    optional("max_parallel_requests", FieldType::Integer),
    optional("tpm_limit", LIMIT),
    optional("rpm_limit", LIMIT),
    optional("budget_duration", FieldType::String),
    optional("allowed_cache_controls", FieldType::Array),
    optional("model_max_budget", FieldType::Object),
    optional("model_rpm_limit", FieldType::Object),
    optional("model_tpm_limit", FieldType::Object),
    optional("mcp_rpm_limit", FieldType::Object),
    optional("tag_rpm_limit", FieldType::Object),
    optional("guardrails", FieldType::Strings),
    optional("policies", FieldType::Strings),
    optional("prompts", FieldType::Strings),
];

/// The fields that null clears.
const CLEARED: [&str; 4] = ["max_budget", "budget_duration", "tpm_limit", "rpm_limit"];
/// The fields that ignore null, empty lists and empty objects.
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

pub(super) fn update(request: &RequestContext<'_>) -> HandlerResult {
    let input = &request.body;
    if input.get("user_id").is_none() && input.get("user_email").is_none() {
        return Err(fields::value_error(&[json!("body")], "Either user id or user email must be provided"));
    }
    let refusal = |message: String| Refusal::of_status(StatusCode::BAD_REQUEST, message);
    if let Some(message) = wrong_duration(input, "budget_duration") {
        return Err(refusal(python_error(&message)));
    }
    let known = match (input.get_str("user_id").filter(|id| !id.is_empty()), input.get_str("user_email")) {
        (Some(id), _) => Some(request.tables.get(Table::Users, id)?.unwrap_or_else(|| blank(request, id))),
        (None, Some(email)) => {
            let found = request.tables.find(Table::Users, "user_email", email)?;
            found.into_iter().find(|user| user.get_str("user_email") == Some(email))
        }
        (None, None) => None,
    };
    let Some(mut user) = known else {
        return Err(refusal("Authentication Error, no user has this email.".to_owned()));
    };
    user.copy(input, &CLEARED);
    for name in CHANGED {
        if let Some(value) = input.get(name).filter(|value| **value != json!([]) && **value != json!({})) {
            user.set(name, value.clone());
        }
    }
    if input.contains("model_max_budget") {
        user.set("model_max_budget", input.get("model_max_budget").cloned().unwrap_or_else(|| json!({})));
    }
    user.copy_into_metadata(input, &IN_METADATA);
    if input.contains("budget_duration") {
        let reset = limits::next_reset(request, &user);
        user.set("budget_reset_at", reset);
    }
    save(request, &mut user)?;
    Ok(json!({ "user_id": user.get("user_id"), "data": Value::from(as_row(user.clone())) }).into())
}

pub(super) fn delete(request: &RequestContext<'_>) -> HandlerResult {
    let mut users: Vec<JsonObject> = Vec::new();
    for id in request.body.get_strings("user_ids") {
        let Some(user) = request.tables.get(Table::Users, id)? else {
            let message = format!("User not found, passed user_id={id}");
            return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
        };
        users.push(user);
    }
    let mut count = 0;
    for user in users {
        let id = user.get_str("user_id").unwrap_or_default();
        if request.tables.delete(Table::Users, id)? {
            delete_related(request, &user, id)?;
            count += 1;
        }
    }
    Ok(json!(count).into())
}

/// Deletes the keys, memberships and invitations of a user. Unlike `/key/delete`, this does not archive the keys.
fn delete_related(request: &RequestContext<'_>, user: &JsonObject, id: &str) -> Result<(), Refusal> {
    for key in request.tables.find(Table::Keys, "user_id", id)? {
        request.tables.delete(Table::Keys, key.get_str("token").unwrap_or_default())?;
    }
    for team_id in user.get_strings("teams") {
        let Some(mut team) = request.tables.get(Table::Teams, team_id)? else { continue };
        if let Some(people) = team.0.get_mut("members_with_roles").and_then(Value::as_array_mut) {
            people.retain(|person| person.as_object().is_none_or(|person| member_str(person, "user_id") != Some(id)));
        }
        team.set("updated_at", crate::time::format(request.now));
        request.tables.update(Table::Teams, team_id, &team)?;
    }
    for member in request.tables.find(Table::Memberships, "user_id", id)? {
        request.tables.delete(Table::Memberships, &membership(member.get_str("team_id").unwrap_or_default(), id))?;
    }
    for invitation in request.tables.all(Table::Invitations)? {
        if ["user_id", "created_by", "updated_by"].iter().any(|name| invitation.get_str(name) == Some(id)) {
            request.tables.delete(Table::Invitations, invitation.get_str("id").unwrap_or_default())?;
        }
    }
    Ok(())
}
