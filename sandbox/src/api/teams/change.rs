//! `/team/update` and its like: what is not named stays, null empties.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::new::{self, IN_METADATA, KEPT, check, check_licensed, set_aliases};
use super::{as_row, budgets, id_of, named, save};
use crate::answer::{Answered, Refusal};
use crate::api::limits;
use crate::fields::{Field, Kind, optional, required};
use crate::routes::Asked;
use crate::row::Row;
use crate::rules::teams::{Standing, standing};
use crate::store::Table;

macro_rules! fields {
    ($team_id:expr) => {
        &[
            $team_id,
            optional("team_alias", Kind::Text),
            optional("organization_id", Kind::Text),
            optional("metadata", Kind::Object),
            optional("tpm_limit", Kind::Whole),
            optional("rpm_limit", Kind::Whole),
            optional("tpd_limit", Kind::Whole),
            optional("max_budget", Kind::Number),
            optional("soft_budget", Kind::Number),
            optional("models", Kind::List),
            optional("blocked", Kind::Flag),
            optional("budget_duration", Kind::Text),
            optional("budget_limits", Kind::List),
            optional("tags", Kind::List),
            optional("guardrails", Kind::Texts),
            optional("policies", Kind::Texts),
            optional("prompts", Kind::Texts),
            optional("model_aliases", Kind::Object),
            optional("model_max_budget", Kind::Object),
            optional("model_rpm_limit", Kind::Object),
            optional("model_tpm_limit", Kind::Object),
            optional("router_settings", Kind::Object),
            optional("access_group_ids", Kind::Texts),
            optional("default_team_member_models", Kind::Texts),
            optional("team_member_budget", Kind::Number),
            optional("team_member_budget_duration", Kind::Text),
            optional("team_member_rpm_limit", Kind::Whole),
            optional("team_member_tpm_limit", Kind::Whole),
            optional("team_member_key_duration", Kind::Text),
        ]
    };
}

pub(super) const FIELDS: &[Field] = fields!(required("team_id", Kind::Text));
pub(super) const PATCH: &[Field] = fields!(optional("team_id", Kind::Text));
pub(super) const MODELS: &[Field] = &[required("team_id", Kind::Text), required("models", Kind::Texts)];

pub(super) fn update(asked: &Asked<'_>) -> Answered {
    let team = changed(asked, asked.body.text("team_id").unwrap_or_default(), &asked.body)?;
    Ok(json!({ "team_id": id_of(&team), "data": Value::from(as_row(team)) }).into())
}

/// As `/team/update`, with metadata that is merged into what there is.
pub(super) fn patch(asked: &Asked<'_>) -> Answered {
    let id = asked.segment("team_id");
    if let Some(other) = asked.body.text("team_id").filter(|other| *other != id) {
        let message = format!("team_id in body ({other}) does not match team_id in path ({id})");
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    let mut given = asked.body.clone();
    if let (Some(patch), Some(team)) = (given.object("metadata").cloned(), asked.tables.get(Table::Teams, id)?) {
        let mut metadata = team.object("metadata").cloned().unwrap_or_default();
        merge(&mut metadata, patch);
        given.set("metadata", metadata);
    }
    let team = changed(asked, id, &given)?;
    Ok(Value::from(team).into())
}

/// A JSON merge patch: null takes a field away, objects are merged, all else is replaced.
fn merge(object: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, value) in patch {
        match (value, object.get_mut(&name)) {
            (Value::Null, _) => {
                object.shift_remove(&name);
            }
            (Value::Object(patch), Some(Value::Object(object))) => merge(object, patch),
            (value, _) => {
                object.insert(name, value);
            }
        }
    }
}

fn changed(asked: &Asked<'_>, id: &str, given: &Row) -> Result<Row, Refusal> {
    check(given)?;
    let team = asked.tables.get(Table::Teams, id)?;
    let denied = |message: &str| Err(Refusal::error(StatusCode::FORBIDDEN, "internal_server_error", None, message));
    let mut team = match team.as_ref().map(|team| standing(asked.caller, team)) {
        None if asked.caller.is_admin() => {
            let message = format!("Team not found, passed team_id={id}");
            return Err(Refusal::quoted(StatusCode::NOT_FOUND, message));
        }
        None | Some(Standing::Other) => return denied("You do not have access to this team"),
        Some(Standing::TeamAdmin) => return denied("Team admins on this proxy cannot edit team settings."),
        Some(Standing::Admin) => team.unwrap_or_default(),
    };
    check_budgets(&team, given)?;
    if let Some(id) = given.text("organization_id").filter(|id| !id.is_empty()) {
        let message = format!("Organization not found, passed organization_id={id}");
        return Err(Refusal::quoted(StatusCode::NOT_FOUND, message));
    }
    check_licensed(given)?;
    let kept = budgets::of_team(&team).map(str::to_owned);
    for name in ["models", "blocked"] {
        if given.has(name) && given.get(name).is_none() {
            // The server hands a null of these to its database, which has none.
            let message = format!("Unable to match input value: `data.{name}`: A value is required but not set");
            return Err(Refusal::error(StatusCode::INTERNAL_SERVER_ERROR, "internal_server_error", None, message));
        }
    }
    team.copy(given, &KEPT);
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
    if IN_METADATA.iter().any(|name| given.get(name).is_some()) {
        team.keep_in_metadata(given, &IN_METADATA);
    }
    if let Some(id) = kept
        && let Some(metadata) = team.0.get_mut("metadata").and_then(Value::as_object_mut)
    {
        metadata.insert(budgets::KEPT_IN.to_owned(), id.into());
    }
    if given.has("budget_duration") {
        let reset = limits::next_reset(asked, &team);
        team.set("budget_reset_at", reset);
    }
    budgets::set_for_all(asked, &mut team, given)?;
    set_aliases(asked, &mut team, given)?;
    save(asked, &mut team)?;
    Ok(team)
}

/// The soft budget stays below the other, whichever of them is changed.
fn check_budgets(team: &Row, given: &Row) -> Result<(), Refusal> {
    let soft = given.number("soft_budget");
    let most = given.number("max_budget");
    if soft.is_some() {
        new::check_soft_budget(soft, most.or_else(|| team.number("max_budget")))?;
    }
    if let (Some(most), Some(soft)) = (most, soft.or_else(|| team.number("soft_budget")))
        && most <= soft
    {
        let message = format!("max_budget ({most:?}) must be strictly greater than soft_budget ({soft:?})");
        return Err(Refusal::quoted(StatusCode::BAD_REQUEST, message));
    }
    Ok(())
}

pub(super) fn block(asked: &Asked<'_>) -> Answered {
    set_blocked(asked, true)
}

pub(super) fn unblock(asked: &Asked<'_>) -> Answered {
    set_blocked(asked, false)
}

fn set_blocked(asked: &Asked<'_>, blocked: bool) -> Answered {
    let mut team = named(asked, asked.body.text("team_id").unwrap_or_default())?;
    team.set("blocked", blocked);
    save(asked, &mut team)?;
    Ok(Value::from(as_row(team).with(json!({ "litellm_model_table": null }))).into())
}

/// A team without models may use all; it still may, when one is added.
pub(super) fn add_models(asked: &Asked<'_>) -> Answered {
    set_models(asked, |models, added| {
        let mut all: Vec<&str> = if models.is_empty() { vec!["all-proxy-models"] } else { models };
        for model in added {
            if !all.contains(&model) {
                all.push(model);
            }
        }
        all
    })
}

pub(super) fn delete_models(asked: &Asked<'_>) -> Answered {
    set_models(asked, |models, removed| models.into_iter().filter(|model| !removed.contains(model)).collect())
}

fn set_models(asked: &Asked<'_>, change: for<'a> fn(Vec<&'a str>, Vec<&'a str>) -> Vec<&'a str>) -> Answered {
    let mut team = named(asked, asked.body.text("team_id").unwrap_or_default())?;
    let models: Value = change(team.texts("models"), asked.body.texts("models")).into();
    team.set("models", models);
    save(asked, &mut team)?;
    Ok(Value::from(as_row(team)).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_merge_patch_takes_away_and_goes_deep() {
        let Value::Object(mut object) = json!({ "a": 1, "b": { "c": 2, "d": 3 }, "e": 4 }) else { panic!() };
        let Value::Object(patch) = json!({ "a": null, "b": { "c": null, "f": 5 }, "e": { "g": 6 }, "h": 7 }) else {
            panic!()
        };
        merge(&mut object, patch);
        assert_eq!(Value::Object(object), json!({ "b": { "d": 3, "f": 5 }, "e": { "g": 6 }, "h": 7 }));
    }

    #[test]
    fn the_soft_budget_stays_below_the_other() {
        let team = Row::of(json!({ "max_budget": 8.0, "soft_budget": 3.0 }));
        let allowed = |given: Value| check_budgets(&team, &Row::of(given)).is_ok();
        assert!(allowed(json!({ "max_budget": 4.0 })));
        assert!(!allowed(json!({ "max_budget": 3.0 })));
        assert!(!allowed(json!({ "soft_budget": 8.0 })));
        assert!(allowed(json!({ "soft_budget": 8.0, "max_budget": 9.0 })));
        assert!(allowed(json!({ "max_budget": null })));
    }
}
