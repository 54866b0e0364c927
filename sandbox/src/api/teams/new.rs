//! `/team/new`

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{Member, add, budgets, now};
use crate::api::limits::{self, wrong_amount, wrong_duration};
use crate::fields::{BUDGET_WINDOWS, Field, FieldType, LIMIT, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::rules::windows;
use crate::store::{Search, Table};

pub(super) const FIELDS: &[Field] = &[
    optional("team_id", FieldType::String),
    optional("team_alias", FieldType::String),
    optional("organization_id", FieldType::String),
    optional("admins", FieldType::Array),
    optional("members", FieldType::Array),
    optional("members_with_roles", FieldType::Array),
    optional("team_member_permissions", FieldType::Strings),
    optional("metadata", FieldType::Object),
    optional("tpm_limit", LIMIT),
    optional("rpm_limit", LIMIT),
    optional("tpd_limit", FieldType::Integer),
    optional("max_budget", FieldType::Number),
    optional("soft_budget", FieldType::Number),
    optional("budget_duration", FieldType::String),
    optional("budget_limits", BUDGET_WINDOWS),
    optional("models", FieldType::Strings),
    optional("blocked", FieldType::Bool),
    optional("router_settings", FieldType::Object),
    optional("access_group_ids", FieldType::Strings),
    optional("default_team_member_models", FieldType::Strings),
    optional("model_aliases", FieldType::Object),
    optional("model_max_budget", FieldType::Object),
    optional("tags", FieldType::Array),
    optional("guardrails", FieldType::Strings),
    optional("policies", FieldType::Strings),
    optional("prompts", FieldType::Strings),
    optional("model_rpm_limit", FieldType::Object),
    optional("model_tpm_limit", FieldType::Object),
    optional("team_member_budget", FieldType::Number),
    optional("team_member_budget_duration", FieldType::String),
    optional("team_member_rpm_limit", FieldType::Integer),
    optional("team_member_tpm_limit", FieldType::Integer),
    optional("team_member_key_duration", FieldType::String),
    optional("rpm_limit_type", LIMIT_TYPE),
    optional("tpm_limit_type", LIMIT_TYPE),
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
];

/// How a limit of the team relates to those of its keys.
const LIMIT_TYPE: FieldType = FieldType::OneOf(&["guaranteed_throughput", "best_effort_throughput"]);

/// The request fields that are stored under their own name.
pub(super) const STORED: [&str; 18] = [
    "team_alias",
    "admins",
    "members",
    "team_member_permissions",
    "metadata",
    "tpm_limit",
    "rpm_limit",
    "tpd_limit",
    "max_budget",
    "soft_budget",
    "budget_duration",
    "budget_limits",
    "models",
    "blocked",
    "router_settings",
    "access_group_ids",
    "default_team_member_models",
    "model_max_budget",
];
/// The request fields that are stored in the metadata.
pub(super) const IN_METADATA: [&str; 13] = [
    "model_rpm_limit",
    "model_tpm_limit",
    "mcp_rpm_limit",
    "rpm_limit_type",
    "tpm_limit_type",
    "default_estimated_output_tokens",
    "default_estimated_output_tokens_per_model",
    "allowed_vector_store_indexes",
    "enforced_batch_output_expires_after",
    "enforced_file_expires_after",
    "tags",
    "guardrails",
    "prompts",
];
/// The fields that require an Enterprise license.
const LICENSED: [&str; 11] = [
    "tags",
    "guardrails",
    "policies",
    "prompts",
    "team_member_key_duration",
    "model_max_budget",
    "team_member_model_max_budget",
    "secret_manager_settings",
    "allowed_passthrough_routes",
    "denied_passthrough_routes",
    "disable_global_guardrails",
];

/// Validates the budgets of new and updated teams.
pub(super) fn check(input: &JsonObject) -> Result<(), Refusal> {
    let wrong = ["max_budget", "team_member_budget", "soft_budget"].iter().find_map(|name| wrong_amount(input, name));
    let wrong = wrong
        .or_else(|| wrong_duration(input, "budget_duration"))
        .or_else(|| wrong_duration(input, "team_member_budget_duration"));
    match wrong {
        Some(message) => Err(Refusal::quoted(StatusCode::BAD_REQUEST, message)),
        None => Ok(()),
    }
}

pub(super) fn check_licensed(input: &JsonObject) -> Result<(), Refusal> {
    match LICENSED
        .iter()
        .find(|name| input.get(name).is_some_and(|value| ![json!([]), json!({}), json!(false)].contains(value)))
    {
        Some(feature) => {
            let message = format!(
                "This feature is only available for LiteLLM Enterprise users: {feature}. The sandbox has no license."
            );
            Err(Refusal::quoted(StatusCode::FORBIDDEN, message))
        }
        None => Ok(()),
    }
}

/// Refuses any organization, since there are none.
pub(super) fn check_organization(input: &JsonObject) -> Result<(), Refusal> {
    match input.get_str("organization_id").filter(|id| !id.is_empty()) {
        Some(id) => {
            let message = format!("Organization not found for organization_id={id}");
            Err(Refusal::of_status(StatusCode::BAD_REQUEST, message))
        }
        None => Ok(()),
    }
}

/// Refuses a soft budget that is not below the budget.
pub(super) fn check_soft_budget(soft: Option<f64>, most: Option<f64>) -> Result<(), Refusal> {
    match (soft, most) {
        (Some(soft), Some(most)) if soft >= most => {
            let message = format!("soft_budget ({soft:?}) must be strictly lower than max_budget ({most:?})");
            Err(Refusal::quoted(StatusCode::BAD_REQUEST, message))
        }
        _ => Ok(()),
    }
}

/// Sets the model aliases.
pub(super) fn set_aliases(
    request: &RequestContext<'_>,
    team: &mut JsonObject,
    input: &JsonObject,
) -> Result<(), Refusal> {
    let Some(aliases) = input.get("model_aliases") else { return Ok(()) };
    let last = Search::of(Table::Teams).order("doc ->> 'model_id'", true);
    let last = request.tables.page(&last, 1, 1)?.rows.first().and_then(|team| team.get_i64("model_id"));
    let id = last.unwrap_or_default() + 1;
    team.set("model_id", id);
    let by = request.author();
    team.set(
        "litellm_model_table",
        json!({ "id": id, "model_aliases": aliases, "created_by": by, "updated_by": by, "team": null }),
    );
    Ok(())
}

pub(super) fn new(request: &RequestContext<'_>) -> HandlerResult {
    let input = &request.body;
    let mut wanted = Vec::new();
    let list = input.get("members_with_roles").and_then(Value::as_array).into_iter().flatten();
    for (index, member) in list.enumerate() {
        wanted.push(Member::read(member, &[json!("body"), json!("members_with_roles"), json!(index)])?);
    }
    check(input)?;
    check_soft_budget(input.get_f64("soft_budget"), input.get_f64("max_budget"))?;
    let id = input.get_str("team_id").filter(|id| !id.trim().is_empty());
    let id = id.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
    if request.tables.get(Table::Teams, &id)?.is_some() {
        let message = format!("Team id = {id} already exists. Please use a different team id.");
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    check_organization(input)?;
    check_licensed(input)?;
    // The creator of a team becomes a member.
    if let Some(user) = request.caller.user_id.as_deref()
        && !wanted.iter().any(|member| member.user_id.as_deref() == Some(user))
    {
        wanted.push(Member { user_id: Some(user.to_owned()), user_email: None, role: "admin" });
    }
    let mut team = JsonObject::template(include_str!("team.json"));
    for name in STORED {
        if let Some(value) = input.get(name) {
            team.set(name, value.clone());
        }
    }
    windows::start(&mut team, request.now);
    team.set("team_id", id.as_str());
    team.set("created_at", now(request));
    team.set("updated_at", now(request));
    let reset = limits::next_reset(request, &team);
    team.set("budget_reset_at", reset);
    team.copy_into_metadata(input, &IN_METADATA);
    budgets::set_for_all(request, &mut team, input)?;
    set_aliases(request, &mut team, input)?;
    request.tables.insert(Table::Teams, &id, &team)?;
    for member in wanted {
        add(request, &mut team, member, &JsonObject::default())?;
    }
    request.tables.update(Table::Teams, &id, &team)?;
    Ok(Value::from(team).into())
}
