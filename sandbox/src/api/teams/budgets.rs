//! What members may spend in a team: a budget of their own, or the team's budget for each of its members.

use serde_json::{Value, json};

use super::now;
use crate::answer::Refusal;
use crate::api::budgets::SHOWN_ELSEWHERE;
use crate::api::limits;
use crate::routes::Asked;
use crate::row::Row;
use crate::store::{Table, membership};

/// A budget in which none of these is set is no budget.
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
/// Fields of a request about a member, and where they are kept in a budget.
const OF_MEMBER: [(&str, &str); 7] = [
    ("max_budget_in_team", "max_budget"),
    ("tpm_limit", "tpm_limit"),
    ("rpm_limit", "rpm_limit"),
    ("budget_duration", "budget_duration"),
    ("allowed_models", "allowed_models"),
    ("temp_budget_increase", "temp_budget_increase"),
    ("temp_budget_expiry", "temp_budget_expiry"),
];
/// Fields of a request about a team, and where they are kept in the budget of each member.
const OF_TEAM: [(&str, &str); 4] = [
    ("team_member_budget", "max_budget"),
    ("team_member_rpm_limit", "rpm_limit"),
    ("team_member_tpm_limit", "tpm_limit"),
    ("team_member_budget_duration", "budget_duration"),
];

/// The field of a team's metadata that names its budget for each member. It is the server's own.
pub(super) const KEPT_IN: &str = "team_member_budget_id";

/// What a request says of the budget of a member: the fields that it names, null or not.
pub(super) fn of_member(given: &Row) -> Row {
    renamed(given, &OF_MEMBER)
}

fn renamed(given: &Row, names: &[(&str, &str)]) -> Row {
    let mut fields = Row::default();
    for (from, to) in names {
        if let Some(value) = given.0.get(*from) {
            fields.set(to, value.clone());
        }
    }
    fields
}

/// Whether anything is limited.
fn limits_something(budget: &Row) -> bool {
    LIMITS.iter().any(|name| budget.get(name).is_some_and(|value| *value != json!([])))
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// Makes a budget; its id.
fn make(asked: &Asked<'_>, id: String, fields: &Row) -> Result<String, Refusal> {
    let mut budget = Row::template(include_str!("budget.json"));
    budget.0.extend(fields.0.clone());
    budget = budget.with(json!({
        "budget_id": id, "created_at": now(asked), "created_by": asked.author(), "updated_at": now(asked),
        "updated_by": asked.author(),
    }));
    if fields.get("budget_reset_at").is_none() {
        let reset = limits::next_reset(asked, &budget);
        budget.set("budget_reset_at", reset);
    }
    asked.tables.insert(Table::Budgets, &id, &budget)?;
    Ok(id)
}

/// Changes the fields of a budget that are given.
fn change(asked: &Asked<'_>, mut budget: Row, fields: &Row) -> Result<(), Refusal> {
    budget.0.extend(fields.0.clone());
    if fields.has("budget_duration") {
        let reset = limits::next_reset(asked, &budget);
        budget.set("budget_reset_at", reset);
    }
    budget.set("updated_at", now(asked));
    budget.set("updated_by", asked.author());
    let id = budget.text("budget_id").unwrap_or_default().to_owned();
    asked.tables.update(Table::Budgets, &id, &budget)?;
    Ok(())
}

/// The id of the team's budget for each of its members.
pub(super) fn of_team(team: &Row) -> Option<&str> {
    team.object("metadata")?.get(KEPT_IN)?.as_str()
}

/// Writes down what a request says of the budgets of all members; they have it unless they have one of their own.
pub(super) fn set_for_all(asked: &Asked<'_>, team: &mut Row, given: &Row) -> Result<(), Refusal> {
    let mut fields = renamed(given, &OF_TEAM);
    if fields.0.is_empty() {
        return Ok(());
    }
    let known = of_team(team).map(|id| asked.tables.get(Table::Budgets, id)).transpose()?.flatten();
    let is_emptied = fields.0.values().all(Value::is_null);
    let id = match known {
        Some(budget) => {
            let id = budget.text("budget_id").unwrap_or_default().to_owned();
            change(asked, budget, &fields)?;
            id
        }
        None if is_emptied => return Ok(()),
        None => {
            if !fields.has("budget_duration") {
                fields.copy(team, &["budget_duration"]);
            }
            let alias = team.text("team_alias").map(|alias| format!("-{}", alias.replace(' ', "-")));
            let id = format!("team{}-budget-{}", alias.unwrap_or_default(), uuid::Uuid::new_v4().simple());
            make(asked, id, &fields)?
        }
    };
    let mut metadata = team.object("metadata").cloned().unwrap_or_default();
    metadata.insert(KEPT_IN.to_owned(), id.as_str().into());
    team.set("metadata", metadata);
    if is_emptied {
        return Ok(());
    }
    for mut member in asked.tables.find(Table::Memberships, "team_id", team.text("team_id").unwrap_or_default())? {
        if member.text("budget_id").is_none() {
            member.set("budget_id", id.as_str());
            save(asked, &member)?;
        }
    }
    Ok(())
}

fn save(asked: &Asked<'_>, member: &Row) -> Result<(), Refusal> {
    let id = membership(member.text("team_id").unwrap_or_default(), member.text("user_id").unwrap_or_default());
    if !asked.tables.update(Table::Memberships, &id, member)? {
        asked.tables.insert(Table::Memberships, &id, member)?;
    }
    Ok(())
}

/// Makes a user a member who may spend what the request says, or what the team says of everybody. One who is a member
/// already stays as they are.
pub(super) fn join(asked: &Asked<'_>, team: &Row, user_id: &str, given: &Row) -> Result<Row, Refusal> {
    let team_id = team.text("team_id").unwrap_or_default();
    if let Some(known) = asked.tables.get(Table::Memberships, &membership(team_id, user_id))? {
        return Ok(known);
    }
    let mut own = of_member(given);
    own.0.retain(|_, value| !value.is_null());
    if own.get("allowed_models").is_none() && !team.texts("default_team_member_models").is_empty() {
        own.set("allowed_models", team.get("default_team_member_models").cloned().unwrap_or_default());
    }
    let shared = of_team(team);
    let is_limited = own.has("max_budget") || own.has("allowed_models");
    let budget_id = match shared {
        _ if is_limited => Some(make(asked, new_id(), &own)?),
        Some(shared) if own.has("budget_duration") => {
            let fields = copied(asked, shared)?.with(own.into());
            Some(make(asked, new_id(), &fields)?)
        }
        Some(shared) => Some(shared.to_owned()),
        None if own.has("budget_duration") => Some(make(asked, new_id(), &own)?),
        None => None,
    };
    let member = Row::of(json!({
        "user_id": user_id, "team_id": team_id, "budget_id": budget_id, "spend": 0.0, "total_spend": 0.0,
    }));
    save(asked, &member)?;
    Ok(member)
}

/// The limits of a budget, for another.
fn copied(asked: &Asked<'_>, id: &str) -> Result<Row, Refusal> {
    let mut fields = Row::default();
    if let Some(budget) = asked.tables.get(Table::Budgets, id)? {
        fields.copy(&budget, &LIMITS);
    }
    Ok(fields)
}

/// Changes what a member may spend. The team's budget for all is never changed for one: they get a copy.
pub(super) fn set_for_one(asked: &Asked<'_>, team: &Row, user_id: &str, fields: &Row) -> Result<(), Refusal> {
    if fields.0.is_empty() {
        return Ok(());
    }
    let team_id = team.text("team_id").unwrap_or_default();
    let known = asked.tables.get(Table::Memberships, &membership(team_id, user_id))?;
    let mut member = known.unwrap_or_else(|| {
        Row::of(json!({
            "user_id": user_id, "team_id": team_id, "budget_id": null, "spend": 0.0, "total_spend": 0.0,
        }))
    });
    let own = member.text("budget_id").filter(|id| Some(*id) != of_team(team));
    let own = own.map(|id| asked.tables.get(Table::Budgets, id)).transpose()?.flatten();
    if let Some(budget) = own {
        let mut changed = budget.clone();
        changed.0.extend(fields.0.clone());
        if limits_something(&changed) {
            return change(asked, budget, fields);
        }
        member.set("budget_id", Value::Null);
        return save(asked, &member);
    }
    let shared = member.text("budget_id").map(str::to_owned);
    let before = shared.as_deref().map(|id| copied(asked, id)).transpose()?.unwrap_or_default();
    let fields = before.with(fields.clone().into());
    if limits_something(&fields) {
        member.set("budget_id", make(asked, new_id(), &fields)?);
    } else {
        member.set("budget_id", Value::Null);
    }
    save(asked, &member)
}

/// A membership with its budget.
pub(super) fn shown(asked: &Asked<'_>, mut member: Row) -> Result<Row, Refusal> {
    let budget = member.text("budget_id").map(|id| asked.tables.get(Table::Budgets, id)).transpose()?.flatten();
    let budget = budget.map(|budget| {
        let mut fields = Row::default();
        fields.copy(&budget, &SHOWN_ELSEWHERE);
        Value::from(fields)
    });
    member.set("litellm_budget_table", budget);
    Ok(member)
}

/// Where a member's budget is from.
pub(super) fn source(team: &Row, member: &Row) -> &'static str {
    let shared = of_team(team);
    match member.text("budget_id") {
        Some(id) if Some(id) != shared => "custom",
        _ if shared.is_some() => "team_default",
        _ => "none",
    }
}

/// The team's budget for each of its members, as it is shown.
pub(super) fn shown_of_team(asked: &Asked<'_>, team: &Row) -> Result<Value, Refusal> {
    let Some(id) = of_team(team) else { return Ok(Value::Null) };
    let shown = shown(asked, Row::of(json!({ "budget_id": id })))?;
    Ok(shown.get("litellm_budget_table").cloned().unwrap_or_default())
}
