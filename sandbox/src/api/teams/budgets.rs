//! Budgets of memberships: their own, or the team's budget for each member.

use serde_json::{Value, json};

use super::now;
use crate::api::budgets::SHOWN_ELSEWHERE;
use crate::api::limits;
use crate::object::JsonObject;
use crate::response::Refusal;
use crate::route::RequestContext;
use crate::store::{Table, membership};

/// The limits of a budget; without any of them, a membership needs no budget.
const LIMITS: [&str; 10] = [
    "max_budget",
    "soft_budget",
    "max_parallel_requests",
    "tpm_limit",
    "rpm_limit",
    "model_max_budget",
    "budget_duration",
    "allowed_models",
    "temp_budget_increase",
    "temp_budget_expiry",
];
/// Request fields about a member, and the budget fields that store them.
const OF_MEMBER: [(&str, &str); 7] = [
    ("max_budget_in_team", "max_budget"),
    ("tpm_limit", "tpm_limit"),
    ("rpm_limit", "rpm_limit"),
    ("budget_duration", "budget_duration"),
    ("allowed_models", "allowed_models"),
    ("temp_budget_increase", "temp_budget_increase"),
    ("temp_budget_expiry", "temp_budget_expiry"),
];
/// Request fields about a team, and the fields of the shared member budget that store them.
const OF_TEAM: [(&str, &str); 4] = [
    ("team_member_budget", "max_budget"),
    ("team_member_rpm_limit", "rpm_limit"),
    ("team_member_tpm_limit", "tpm_limit"),
    ("team_member_budget_duration", "budget_duration"),
];

/// The metadata field with the id of the team's budget for each member.
pub(super) const BUDGET_ID_FIELD: &str = "team_member_budget_id";

/// Returns the budget fields of a request about a member, nulls included.
pub(super) fn of_member(input: &JsonObject) -> JsonObject {
    renamed(input, &OF_MEMBER)
}

fn renamed(input: &JsonObject, names: &[(&str, &str)]) -> JsonObject {
    let mut fields = JsonObject::default();
    for (from, to) in names {
        if let Some(value) = input.0.get(*from) {
            fields.set(to, value.clone());
        }
    }
    fields
}

/// Returns whether the budget limits anything.
fn limits_something(budget: &JsonObject) -> bool {
    LIMITS.iter().any(|name| budget.get(name).is_some_and(|value| *value != json!([])))
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Creates a budget and returns its id.
fn create(request: &RequestContext<'_>, id: String, fields: &JsonObject) -> Result<String, Refusal> {
    let mut budget = JsonObject::template(include_str!("budget.json"));
    budget.0.extend(fields.0.clone());
    budget = budget.with(json!({
        "budget_id": id, "created_at": now(request), "created_by": request.author(), "updated_at": now(request),
        "updated_by": request.author(),
    }));
    if fields.get("budget_reset_at").is_none() {
        let reset = limits::next_reset(request, &budget);
        budget.set("budget_reset_at", reset);
    }
    request.tables.insert(Table::Budgets, &id, &budget)?;
    Ok(id)
}

/// Updates fields of a budget.
fn change(request: &RequestContext<'_>, mut budget: JsonObject, fields: &JsonObject) -> Result<(), Refusal> {
    budget.0.extend(fields.0.clone());
    if fields.contains("budget_duration") {
        let reset = limits::next_reset(request, &budget);
        budget.set("budget_reset_at", reset);
    }
    budget.set("updated_at", now(request));
    budget.set("updated_by", request.author());
    let id = budget.get_str("budget_id").unwrap_or_default().to_owned();
    request.tables.update(Table::Budgets, &id, &budget)?;
    Ok(())
}

/// Returns the id of the team's budget for each member.
pub(super) fn of_team(team: &JsonObject) -> Option<&str> {
    team.get_object("metadata")?.get(BUDGET_ID_FIELD)?.as_str()
}

/// Updates the team's budget for each member; memberships without their own use it.
pub(super) fn set_for_all(
    request: &RequestContext<'_>,
    team: &mut JsonObject,
    input: &JsonObject,
) -> Result<(), Refusal> {
    let mut fields = renamed(input, &OF_TEAM);
    if fields.0.is_empty() {
        return Ok(());
    }
    let known = of_team(team).map(|id| request.tables.get(Table::Budgets, id)).transpose()?.flatten();
    let is_emptied = fields.0.values().all(Value::is_null);
    if fields.contains("budget_duration") {
        move_members(request, team, known.as_ref(), &fields)?;
    }
    let id = match known {
        Some(budget) => {
            let id = budget.get_str("budget_id").unwrap_or_default().to_owned();
            change(request, budget, &fields)?;
            id
        }
        None if is_emptied => return Ok(()),
        None => {
            if !fields.contains("budget_duration") {
                fields.copy(team, &["budget_duration"]);
            }
            let alias = team.get_str("team_alias").map(|alias| format!("-{}", alias.replace(' ', "-")));
            let id = format!("team{}-budget-{}", alias.unwrap_or_default(), uuid::Uuid::new_v4().simple());
            create(request, id, &fields)?
        }
    };
    let mut metadata = team.get_object("metadata").cloned().unwrap_or_default();
    metadata.insert(BUDGET_ID_FIELD.to_owned(), id.as_str().into());
    team.set("metadata", metadata);
    if is_emptied {
        return Ok(());
    }
    for mut member in request.tables.find(Table::Memberships, "team_id", team.get_str("team_id").unwrap_or_default())? {
        if member.get_str("budget_id").is_none() {
            member.set("budget_id", id.as_str());
            save(request, &member)?;
        }
    }
    Ok(())
}

/// Moves members whose own budget sets no amount and resets with the team's to the team's new interval.
fn move_members(
    request: &RequestContext<'_>,
    team: &JsonObject,
    shared: Option<&JsonObject>,
    fields: &JsonObject,
) -> Result<(), Refusal> {
    let before = shared.and_then(|budget| budget.get("budget_duration"));
    for member in request.tables.find(Table::Memberships, "team_id", team.get_str("team_id").unwrap_or_default())? {
        let own = member.get_str("budget_id").filter(|id| Some(*id) != of_team(team));
        let Some(budget) = own.map(|id| request.tables.get(Table::Budgets, id)).transpose()?.flatten() else {
            continue;
        };
        if budget.get("max_budget").is_none() && budget.get("budget_duration") == before {
            let mut interval = JsonObject::default();
            interval.copy(fields, &["budget_duration"]);
            change(request, budget, &interval)?;
        }
    }
    Ok(())
}

fn save(request: &RequestContext<'_>, member: &JsonObject) -> Result<(), Refusal> {
    let id = membership(member.get_str("team_id").unwrap_or_default(), member.get_str("user_id").unwrap_or_default());
    if !request.tables.update(Table::Memberships, &id, member)? {
        request.tables.insert(Table::Memberships, &id, member)?;
    }
    Ok(())
}

/// Creates a membership with the budget of the request, else the team's; returns an existing one unchanged.
pub(super) fn join(
    request: &RequestContext<'_>,
    team: &JsonObject,
    user_id: &str,
    input: &JsonObject,
) -> Result<JsonObject, Refusal> {
    let team_id = team.get_str("team_id").unwrap_or_default();
    if let Some(known) = request.tables.get(Table::Memberships, &membership(team_id, user_id))? {
        return Ok(known);
    }
    let mut own = of_member(input);
    own.0.retain(|_, value| !value.is_null());
    if own.get("allowed_models").is_none() && !team.get_strings("default_team_member_models").is_empty() {
        own.set("allowed_models", team.get("default_team_member_models").cloned().unwrap_or_default());
    }
    let shared = of_team(team);
    if own.get("max_budget").is_none()
        && own.contains("allowed_models")
        && !own.contains("budget_duration")
        && let Some(shared) = shared
    {
        own.copy(&copied(request, shared)?, &["budget_duration"]);
    }
    let is_limited = own.contains("max_budget") || own.contains("allowed_models");
    let budget_id = match shared {
        _ if is_limited => Some(create(request, new_id(), &own)?),
        Some(shared) if own.contains("budget_duration") => {
            let fields = copied(request, shared)?.with(own.into());
            Some(create(request, new_id(), &fields)?)
        }
        Some(shared) => Some(shared.to_owned()),
        None if own.contains("budget_duration") => Some(create(request, new_id(), &own)?),
        None => None,
    };
    let member = JsonObject::from_json(json!({
        "user_id": user_id, "team_id": team_id, "budget_id": budget_id, "spend": 0.0, "total_spend": 0.0,
    }));
    save(request, &member)?;
    Ok(member)
}

/// Returns the limits of a budget, to copy them.
fn copied(request: &RequestContext<'_>, id: &str) -> Result<JsonObject, Refusal> {
    let mut fields = JsonObject::default();
    if let Some(budget) = request.tables.get(Table::Budgets, id)? {
        fields.copy(&budget, &LIMITS);
    }
    Ok(fields)
}

/// Updates the budget of one member. The team's shared budget is copied, never changed.
pub(super) fn set_for_one(
    request: &RequestContext<'_>,
    team: &JsonObject,
    user_id: &str,
    fields: &JsonObject,
) -> Result<(), Refusal> {
    if fields.0.is_empty() {
        return Ok(());
    }
    let team_id = team.get_str("team_id").unwrap_or_default();
    let known = request.tables.get(Table::Memberships, &membership(team_id, user_id))?;
    let mut member = known.unwrap_or_else(|| {
        JsonObject::from_json(json!({
            "user_id": user_id, "team_id": team_id, "budget_id": null, "spend": 0.0, "total_spend": 0.0,
        }))
    });
    let own = member.get_str("budget_id").filter(|id| Some(*id) != of_team(team));
    let own = own.map(|id| request.tables.get(Table::Budgets, id)).transpose()?.flatten();
    if let Some(budget) = own {
        let mut changed = budget.clone();
        changed.0.extend(fields.0.clone());
        if limits_something(&changed) {
            return change(request, budget, fields);
        }
        member.set("budget_id", Value::Null);
        return save(request, &member);
    }
    let shared = member.get_str("budget_id").map(str::to_owned);
    let before = shared.as_deref().map(|id| copied(request, id)).transpose()?.unwrap_or_default();
    let mut fields = before.with(fields.clone().into());
    if limits_something(&fields) {
        if fields.get("model_max_budget").is_none() {
            fields.set("model_max_budget", json!({}));
        }
        member.set("budget_id", create(request, new_id(), &fields)?);
    } else {
        member.set("budget_id", Value::Null);
    }
    save(request, &member)
}

/// Returns the JSON of a membership with its budget.
pub(super) fn to_json(request: &RequestContext<'_>, mut member: JsonObject) -> Result<JsonObject, Refusal> {
    let budget = member.get_str("budget_id").map(|id| request.tables.get(Table::Budgets, id)).transpose()?.flatten();
    let budget = budget.map(|budget| {
        let mut fields = JsonObject::default();
        fields.copy(&budget, &SHOWN_ELSEWHERE);
        Value::from(fields)
    });
    member.set("litellm_budget_table", budget);
    Ok(member)
}

/// Returns the source of a member's budget.
pub(super) fn source(team: &JsonObject, member: &JsonObject) -> &'static str {
    let shared = of_team(team);
    match member.get_str("budget_id") {
        Some(id) if Some(id) != shared => "custom",
        _ if shared.is_some() => "team_default",
        _ => "none",
    }
}

/// Returns the JSON of the team's budget for each member.
pub(super) fn shared_to_json(request: &RequestContext<'_>, team: &JsonObject) -> Result<Value, Refusal> {
    let Some(id) = of_team(team) else { return Ok(Value::Null) };
    let shown = to_json(request, JsonObject::from_json(json!({ "budget_id": id })))?;
    Ok(shown.get("litellm_budget_table").cloned().unwrap_or_default())
}
