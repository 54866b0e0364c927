//! `/team/update` and related endpoints: null clears a field, unnamed fields stay.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::new::{self, IN_METADATA, STORED, check, check_licensed, set_aliases};
use super::{as_row, budgets, id_of, named, save};
use crate::api::limits;
use crate::fields::{BUDGET_WINDOWS, Field, FieldType, LIMIT, optional, required};
use crate::object::{JsonObject, remove};
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::rules::teams::{TeamAuthority, authority};
use crate::rules::windows;
use crate::store::Table;

macro_rules! fields {
    ($team_id:expr) => {
        &[
            $team_id,
            optional("team_alias", FieldType::String),
            optional("organization_id", FieldType::String),
            optional("metadata", FieldType::Object),
            optional("tpm_limit", LIMIT),
            optional("rpm_limit", LIMIT),
            optional("tpd_limit", FieldType::Integer),
            optional("max_budget", FieldType::Number),
            optional("soft_budget", FieldType::Number),
            optional("models", FieldType::Array),
            optional("blocked", FieldType::Bool),
            optional("budget_duration", FieldType::String),
            optional("budget_limits", BUDGET_WINDOWS),
            optional("tags", FieldType::Array),
            optional("guardrails", FieldType::Strings),
            optional("policies", FieldType::Strings),
            optional("prompts", FieldType::Strings),
            optional("model_aliases", FieldType::Object),
            optional("model_max_budget", FieldType::Object),
            optional("model_rpm_limit", FieldType::Object),
            optional("model_tpm_limit", FieldType::Object),
            optional("router_settings", FieldType::Object),
            optional("access_group_ids", FieldType::Strings),
            optional("default_team_member_models", FieldType::Strings),
            optional("team_member_budget", FieldType::Number),
            optional("team_member_budget_duration", FieldType::String),
            optional("team_member_rpm_limit", FieldType::Integer),
            optional("team_member_tpm_limit", FieldType::Integer),
            optional("team_member_key_duration", FieldType::String),
            optional("mcp_rpm_limit", FieldType::Object),
            optional("default_estimated_output_tokens", FieldType::Integer),
            optional("default_estimated_output_tokens_per_model", FieldType::Object),
            optional("allowed_vector_store_indexes", FieldType::Array),
            optional("enforced_batch_output_expires_after", FieldType::Object),
            optional("enforced_file_expires_after", FieldType::Object),
            optional("team_member_model_max_budget", FieldType::Object),
            optional("secret_manager_settings", FieldType::Object),
            optional("allowed_passthrough_routes", FieldType::Array),
            optional("denied_passthrough_routes", FieldType::Array),
            optional("disable_global_guardrails", FieldType::Bool),
        ]
    };
}

pub(super) const FIELDS: &[Field] = fields!(required("team_id", FieldType::String));
pub(super) const PATCH: &[Field] = fields!(optional("team_id", FieldType::String));
pub(super) const MODELS: &[Field] = &[required("team_id", FieldType::String), required("models", FieldType::Strings)];

pub(super) fn update(request: &RequestContext<'_>) -> HandlerResult {
    let team = changed(request, request.body.get_str("team_id").unwrap_or_default(), &request.body)?;
    Ok(json!({ "team_id": id_of(&team), "data": Value::from(as_row(team)) }).into())
}

/// As `/team/update`, but merges the metadata.
pub(super) fn patch(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.segment("team_id");
    if let Some(other) = request.body.get_str("team_id").filter(|other| *other != id) {
        let message = format!("team_id in body ({other}) does not match team_id in path ({id})");
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    let mut input = request.body.clone();
    if let (Some(patch), Some(team)) = (input.get_object("metadata").cloned(), request.tables.get(Table::Teams, id)?) {
        let mut metadata = team.get_object("metadata").cloned().unwrap_or_default();
        merge(&mut metadata, patch);
        input.set("metadata", metadata);
    }
    let team = changed(request, id, &input)?;
    Ok(Value::from(team).into())
}

/// Applies a JSON merge patch (RFC 7396).
fn merge(object: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, value) in patch {
        match (value, object.get_mut(&name)) {
            (Value::Null, _) => {
                remove(object, &name);
            }
            (Value::Object(patch), Some(Value::Object(object))) => merge(object, patch),
            (value, _) => {
                object.insert(name, value);
            }
        }
    }
}

fn changed(request: &RequestContext<'_>, id: &str, input: &JsonObject) -> Result<JsonObject, Refusal> {
    check(input)?;
    let team = request.tables.get(Table::Teams, id)?;
    let denied = |message: &str| Err(Refusal::of_status(StatusCode::FORBIDDEN, message));
    let mut team = match team.as_ref().map(|team| authority(request.caller, team)) {
        None if request.caller.is_admin() => {
            let message = format!("Team not found, passed team_id={id}");
            return Err(Refusal::quoted(StatusCode::NOT_FOUND, message));
        }
        None | Some(TeamAuthority::Other) => return denied("You do not have access to this team"),
        Some(TeamAuthority::TeamAdmin) => return denied("Team admins on this proxy cannot edit team settings."),
        Some(TeamAuthority::Admin) => team.unwrap_or_default(),
    };
    check_budgets(&team, input)?;
    if let Some(id) = input.get_str("organization_id").filter(|id| !id.is_empty()) {
        let message = format!("Organization not found, passed organization_id={id}");
        return Err(Refusal::quoted(StatusCode::NOT_FOUND, message));
    }
    check_licensed(input)?;
    let stored = budgets::of_team(&team).map(str::to_owned);
    for name in ["models", "blocked"] {
        if input.contains(name) && input.get(name).is_none() {
            // LiteLLM passes null on to its database, which refuses it.
            let message = format!("Unable to match input value: `data.{name}`: A value is required but not set");
            return Err(Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR, message));
        }
    }
    team.copy(input, &STORED);
    windows::start(&mut team, request.now);
    for (name, empty) in [
        ("model_max_budget", json!({})),
        ("router_settings", json!({})),
        ("access_group_ids", json!([])),
        ("default_team_member_models", json!([])),
    ] {
        if team.get(name).is_none() {
            team.set(name, empty);
        }
    }
    if IN_METADATA.iter().any(|name| input.get(name).is_some()) {
        team.copy_into_metadata(input, &IN_METADATA);
    }
    if let Some(id) = stored
        && let Some(metadata) = team.0.get_mut("metadata").and_then(Value::as_object_mut)
    {
        metadata.insert(budgets::BUDGET_ID_FIELD.to_owned(), id.into());
    }
    if input.contains("budget_duration") {
        let reset = limits::next_reset(request, &team);
        team.set("budget_reset_at", reset);
    }
    budgets::set_for_all(request, &mut team, input)?;
    set_aliases(request, &mut team, input)?;
    save(request, &mut team)?;
    Ok(team)
}

/// Refuses a soft budget that is not below the budget, whichever is changed.
fn check_budgets(team: &JsonObject, input: &JsonObject) -> Result<(), Refusal> {
    let soft = input.get_f64("soft_budget");
    let most = input.get_f64("max_budget");
    if soft.is_some() {
        new::check_soft_budget(soft, most.or_else(|| team.get_f64("max_budget")))?;
    }
    if let (Some(most), Some(soft)) = (most, soft.or_else(|| team.get_f64("soft_budget")))
        && most <= soft
    {
        let message = format!("max_budget ({most:?}) must be strictly greater than soft_budget ({soft:?})");
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    Ok(())
}

pub(super) fn block(request: &RequestContext<'_>) -> HandlerResult {
    set_blocked(request, true)
}

pub(super) fn unblock(request: &RequestContext<'_>) -> HandlerResult {
    set_blocked(request, false)
}

fn set_blocked(request: &RequestContext<'_>, blocked: bool) -> HandlerResult {
    let mut team = named(request, request.body.get_str("team_id").unwrap_or_default())?;
    team.set("blocked", blocked);
    save(request, &mut team)?;
    Ok(Value::from(as_row(team).with(json!({ "litellm_model_table": null }))).into())
}

/// Adds models; a team without any may use all, and keeps that.
pub(super) fn add_models(request: &RequestContext<'_>) -> HandlerResult {
    set_models(request, |models, added| {
        let mut all: Vec<&str> = if models.is_empty() { vec!["all-proxy-models"] } else { models };
        for model in added {
            if !all.contains(&model) {
                all.push(model);
            }
        }
        all
    })
}

pub(super) fn delete_models(request: &RequestContext<'_>) -> HandlerResult {
    set_models(request, |models, removed| models.into_iter().filter(|model| !removed.contains(model)).collect())
}

fn set_models(
    request: &RequestContext<'_>,
    change: for<'a> fn(Vec<&'a str>, Vec<&'a str>) -> Vec<&'a str>,
) -> HandlerResult {
    let mut team = named(request, request.body.get_str("team_id").unwrap_or_default())?;
    let models: Value = change(team.get_strings("models"), request.body.get_strings("models")).into();
    team.set("models", models);
    save(request, &mut team)?;
    Ok(Value::from(as_row(team)).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merge_patch_removes_nulls_and_merges_nested_objects() {
        let Value::Object(mut object) = json!({ "a": 1, "b": { "c": 2, "d": 3 }, "e": 4 }) else { panic!() };
        let Value::Object(patch) = json!({ "a": null, "b": { "c": null, "f": 5 }, "e": { "g": 6 }, "h": 7 }) else {
            panic!()
        };
        merge(&mut object, patch);
        assert_eq!(Value::Object(object), json!({ "b": { "d": 3, "f": 5 }, "e": { "g": 6 }, "h": 7 }));
    }

    #[test]
    fn soft_budget_must_stay_below_the_budget() {
        let team = JsonObject::from_json(json!({ "max_budget": 8.0, "soft_budget": 3.0 }));
        let allowed = |input: Value| check_budgets(&team, &JsonObject::from_json(input)).is_ok();
        assert!(allowed(json!({ "max_budget": 4.0 })));
        assert!(!allowed(json!({ "max_budget": 3.0 })));
        assert!(!allowed(json!({ "soft_budget": 8.0 })));
        assert!(allowed(json!({ "soft_budget": 8.0, "max_budget": 9.0 })));
        assert!(allowed(json!({ "max_budget": null })));
    }
}
