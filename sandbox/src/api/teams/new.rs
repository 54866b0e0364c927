//! `/team/new`

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{Member, add, budgets, now};
use crate::answer::{Answered, Refusal};
use crate::api::limits::{self, wrong_amount, wrong_duration};
use crate::fields::{Field, Kind, optional};
use crate::routes::Asked;
use crate::row::Row;
use crate::store::{Search, Table};

pub(super) const FIELDS: &[Field] = &[
    optional("team_id", Kind::Text),
    optional("team_alias", Kind::Text),
    optional("organization_id", Kind::Text),
    optional("admins", Kind::List),
    optional("members", Kind::List),
    optional("members_with_roles", Kind::List),
    optional("team_member_permissions", Kind::Texts),
    optional("metadata", Kind::Object),
    optional("tpm_limit", Kind::Whole),
    optional("rpm_limit", Kind::Whole),
    optional("tpd_limit", Kind::Whole),
    optional("max_budget", Kind::Number),
    optional("soft_budget", Kind::Number),
    optional("budget_duration", Kind::Text),
    optional("budget_limits", Kind::List),
    optional("models", Kind::Texts),
    optional("blocked", Kind::Flag),
    optional("router_settings", Kind::Object),
    optional("access_group_ids", Kind::Texts),
    optional("default_team_member_models", Kind::Texts),
    optional("model_aliases", Kind::Object),
    optional("model_max_budget", Kind::Object),
    optional("tags", Kind::List),
    optional("guardrails", Kind::Texts),
    optional("policies", Kind::Texts),
    optional("prompts", Kind::Texts),
    optional("model_rpm_limit", Kind::Object),
    optional("model_tpm_limit", Kind::Object),
    optional("team_member_budget", Kind::Number),
    optional("team_member_budget_duration", Kind::Text),
    optional("team_member_rpm_limit", Kind::Whole),
    optional("team_member_tpm_limit", Kind::Whole),
    optional("team_member_key_duration", Kind::Text),
];

/// What goes from a request into the row under its own name.
pub(super) const KEPT: [&str; 18] = [
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
/// What is kept in the metadata.
pub(super) const IN_METADATA: [&str; 5] = ["model_rpm_limit", "model_tpm_limit", "tags", "guardrails", "prompts"];
/// What only an Enterprise licence allows.
const LICENSED: [&str; 6] =
    ["tags", "guardrails", "policies", "prompts", "team_member_key_duration", "model_max_budget"];

/// What holds for the budgets and features of new teams and of changed ones.
pub(super) fn check(given: &Row) -> Result<(), Refusal> {
    let wrong = ["max_budget", "team_member_budget", "soft_budget"].iter().find_map(|name| wrong_amount(given, name));
    let wrong = wrong
        .or_else(|| wrong_duration(given, "budget_duration"))
        .or_else(|| wrong_duration(given, "team_member_budget_duration"));
    match wrong {
        Some(message) => Err(Refusal::quoted(StatusCode::BAD_REQUEST, message)),
        None => Ok(()),
    }
}

pub(super) fn check_licensed(given: &Row) -> Result<(), Refusal> {
    match LICENSED.iter().find(|name| given.get(name).is_some_and(|value| *value != json!([]) && *value != json!({}))) {
        Some(feature) => {
            let message = format!(
                "This feature is only available for LiteLLM Enterprise users: {feature}. The sandbox has no licence."
            );
            Err(Refusal::quoted(StatusCode::FORBIDDEN, message))
        }
        None => Ok(()),
    }
}

/// There are no organizations, so none that is named is there.
pub(super) fn check_organization(given: &Row) -> Result<(), Refusal> {
    match given.text("organization_id").filter(|id| !id.is_empty()) {
        Some(id) => {
            let message = format!("Organization not found for organization_id={id}");
            Err(Refusal::error(StatusCode::BAD_REQUEST, "internal_server_error", None, message))
        }
        None => Ok(()),
    }
}

/// A soft budget that warns of nothing is refused.
pub(super) fn check_soft_budget(soft: Option<f64>, most: Option<f64>) -> Result<(), Refusal> {
    match (soft, most) {
        (Some(soft), Some(most)) if soft >= most => {
            let message = format!("soft_budget ({soft:?}) must be strictly lower than max_budget ({most:?})");
            Err(Refusal::quoted(StatusCode::BAD_REQUEST, message))
        }
        _ => Ok(()),
    }
}

/// Writes down other names for models.
pub(super) fn set_aliases(asked: &Asked<'_>, team: &mut Row, given: &Row) -> Result<(), Refusal> {
    let Some(aliases) = given.get("model_aliases") else { return Ok(()) };
    let last = Search::of(Table::Teams).order("doc ->> 'model_id'", true);
    let last = asked.tables.page(&last, 1, 1)?.rows.first().and_then(|team| team.whole("model_id"));
    let id = last.unwrap_or_default() + 1;
    team.set("model_id", id);
    let by = asked.author();
    team.set(
        "litellm_model_table",
        json!({ "id": id, "model_aliases": aliases, "created_by": by, "updated_by": by, "team": null }),
    );
    Ok(())
}

pub(super) fn new(asked: &Asked<'_>) -> Answered {
    let given = &asked.body;
    let mut wanted = Vec::new();
    let list = given.get("members_with_roles").and_then(Value::as_array).into_iter().flatten();
    for (index, member) in list.enumerate() {
        wanted.push(Member::read(member, &[json!("body"), json!("members_with_roles"), json!(index)])?);
    }
    check(given)?;
    check_soft_budget(given.number("soft_budget"), given.number("max_budget"))?;
    let id = given.text("team_id").filter(|id| !id.trim().is_empty());
    let id = id.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
    if asked.tables.get(Table::Teams, &id)?.is_some() {
        let message = format!("Team id = {id} already exists. Please use a different team id.");
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    check_organization(given)?;
    check_licensed(given)?;
    // Who makes a team is in it.
    if let Some(user) = asked.caller.user_id.as_deref()
        && !wanted.iter().any(|member| member.user_id.as_deref() == Some(user))
    {
        wanted.push(Member { user_id: Some(user.to_owned()), user_email: None, role: "admin" });
    }
    let mut team = Row::template(include_str!("row.json"));
    for name in KEPT {
        if let Some(value) = given.get(name) {
            team.set(name, value.clone());
        }
    }
    team.set("team_id", id.as_str());
    team.set("created_at", now(asked));
    team.set("updated_at", now(asked));
    let reset = limits::next_reset(asked, &team);
    team.set("budget_reset_at", reset);
    team.keep_in_metadata(given, &IN_METADATA);
    budgets::set_for_all(asked, &mut team, given)?;
    set_aliases(asked, &mut team, given)?;
    asked.tables.insert(Table::Teams, &id, &team)?;
    for member in wanted {
        add(asked, &mut team, member, &Row::default())?;
    }
    asked.tables.update(Table::Teams, &id, &team)?;
    Ok(Value::from(team).into())
}
