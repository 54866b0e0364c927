//! `/key/update` and `/key/{key}/reset_spend`.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::access::{self, Action};
use super::generate::{IN_METADATA, KEPT, check, expiry};
use super::{not_found, owned, touch};
use crate::answer::{Answered, Refusal};
use crate::caller::token_of;
use crate::clock::{self, Duration};
use crate::fields::{Field, Kind, optional, required};
use crate::routes::Asked;
use crate::store::Table;

pub(super) const FIELDS: &[Field] = &[
    required("key", Kind::Text),
    optional("key_alias", Kind::Text),
    optional("duration", Kind::Text),
    optional("models", Kind::List),
    optional("spend", Kind::Number),
    optional("max_budget", Kind::Number),
    optional("soft_budget", Kind::Number),
    optional("user_id", Kind::Text),
    optional("team_id", Kind::Text),
    optional("agent_id", Kind::Text),
    optional("organization_id", Kind::Text),
    optional("project_id", Kind::Text),
    optional("budget_id", Kind::Text),
    optional("max_parallel_requests", Kind::Whole),
    optional("metadata", Kind::Object),
    optional("tpm_limit", Kind::Whole),
    optional("rpm_limit", Kind::Whole),
    optional("tpd_limit", Kind::Whole),
    optional("budget_duration", Kind::Text),
    optional("budget_limits", Kind::List),
    optional("allowed_cache_controls", Kind::List),
    optional("allowed_routes", Kind::List),
    optional("config", Kind::Object),
    optional("permissions", Kind::Object),
    optional("model_max_budget", Kind::Object),
    optional("budget_fallbacks", Kind::Object),
    optional("model_rpm_limit", Kind::Object),
    optional("model_tpm_limit", Kind::Object),
    optional("aliases", Kind::Object),
    optional("blocked", Kind::Flag),
    optional("tags", Kind::Texts),
    optional("guardrails", Kind::Texts),
    optional("policies", Kind::Texts),
    optional("prompts", Kind::Texts),
    optional("enforced_params", Kind::Texts),
    optional("access_group_ids", Kind::Texts),
];

/// Null empties a field, and what is not named stays.
pub(super) fn update(asked: &Asked<'_>) -> Answered {
    let key = asked.body.text("key").unwrap_or_default();
    let Some(mut row) = owned(asked, key, Action::Update)? else { return Err(not_found("Key not found.")) };
    access::may_change(asked, &row, &asked.body)?;
    let mut given = asked.body.clone();
    given.set("key", row.text("token").unwrap_or_default());
    check(asked, &given).map_err(wrapped)?;
    let metadata = row.get("metadata").cloned();
    row.copy(&given, &KEPT);
    // A list or an object is emptied, not taken away.
    for (name, empty) in
        [("models", json!([])), ("aliases", json!({})), ("config", json!({})), ("permissions", json!({}))]
    {
        if row.get(name).is_none() {
            row.set(name, empty);
        }
    }
    if row.get("metadata").is_none() {
        row.set("metadata", metadata.unwrap_or_else(|| json!({})));
    }
    if IN_METADATA.iter().any(|name| given.get(name).is_some()) {
        row.keep_in_metadata(&given, &IN_METADATA);
    }
    match (given.has("duration"), given.text("duration")) {
        (_, Some("-1")) | (true, None) => row.set("expires", Value::Null),
        (_, Some(duration)) => row.set("expires", expiry(asked, duration).map_err(wrapped)?),
        (false, None) => {}
    }
    if given.has("budget_duration") {
        let reset =
            given.text("budget_duration").and_then(Duration::parse).and_then(|duration| duration.next_reset(asked.now));
        row.set("budget_reset_at", reset.map_or(Value::Null, |time| clock::write(time).into()));
    }
    row.set("updated_by", asked.author());
    touch(asked, &mut row);
    let token = token_of(key);
    asked.tables.update(Table::Keys, &token, &row)?;
    let mut answer = json!({ "key": token });
    if let (Some(fields), Value::Object(row)) = (answer.as_object_mut(), Value::from(row)) {
        fields.extend(row);
    }
    Ok(answer.into())
}

/// Whatever is wrong with a change is said as if it were about who asks.
fn wrapped(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Error { status, message, kind: "internal_server_error", .. } => {
            let status = if status == StatusCode::INTERNAL_SERVER_ERROR { StatusCode::BAD_REQUEST } else { status };
            Refusal::error(status, "auth_error", Some("None"), format!("Authentication Error, {message}"))
        }
        other => other,
    }
}

pub(super) fn reset_spend(asked: &Asked<'_>) -> Answered {
    let Some(mut row) = owned(asked, asked.segment("key"), Action::ResetSpend)? else {
        return Err(not_found("Key not found."));
    };
    let spent = row.number("spend").unwrap_or_default();
    let to = asked.body.number("reset_to").unwrap_or_default();
    if to < 0.0 || to > spent {
        let message = format!("reset_to must be between 0 and the current spend ({spent:?})");
        return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
    }
    row.set("spend", to);
    touch(asked, &mut row);
    let token = row.text("token").unwrap_or_default().to_owned();
    asked.tables.update(Table::Keys, &token, &row)?;
    Ok(json!({
        "key_hash": token, "spend": to, "previous_spend": spent, "max_budget": row.get("max_budget"),
        "budget_reset_at": row.get("budget_reset_at"),
    })
    .into())
}
