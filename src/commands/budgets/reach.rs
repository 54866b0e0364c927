//! A model that a key may not call, as a row of `budgets why --model`. The rules are the library's.

use serde_json::Value;

use super::called::Called;
use super::why::LimitRow;
use crate::shell::quote_if_needed;
use litellm_proxy_client::access::{AccessSubject, AccessVerdict};
use litellm_proxy_client::limits::{KeyLimits, LimitOwner};

/// Returns the row of a refusal; `None` if the key may call the model, or if `rows` say already what refuses it: a block,
/// an expiry, a team that does not exist. Commands name things as `called` has them.
pub(super) fn row(
    verdict: &AccessVerdict,
    found: &KeyLimits,
    called: &Called,
    model: &str,
    rows: &[LimitRow],
) -> Option<LimitRow> {
    let refusal = verdict.checks.iter().find(|check| !check.allowed)?;
    let scope = refusal.subject.as_str();
    let is_known = |row: &&LimitRow| row.stops && row.scope == scope && row.limit.as_f64().is_none();
    if rows.iter().any(|row| is_known(&row)) {
        return None;
    }
    let key = &found.key.info;
    let (team, user) = (key.team_id.as_deref().unwrap_or_default(), key.user_id.as_deref().unwrap_or_default());
    let owner = match refusal.subject {
        AccessSubject::Key => Some(LimitOwner::Key(found.hash.clone())),
        AccessSubject::Team => Some(LimitOwner::Team(team.to_owned())),
        AccessSubject::User => Some(LimitOwner::User(user.to_owned())),
        AccessSubject::Member => Some(LimitOwner::Member { team_id: team.to_owned(), user_id: user.to_owned() }),
        _ => None,
    };
    let named = |called: &Called| owner.as_ref().map_or_else(|| model.to_owned(), |owner| called.owner(owner));
    Some(LimitRow {
        scope,
        id: named(&Called::default()),
        name: named(called),
        model: Some(model.to_owned()),
        window: None,
        what: "model",
        used: None,
        limit: Value::Null,
        percent: None,
        resets_at: None,
        stops: true,
        may_stop: false,
        tightest: !rows.iter().any(|row| row.stops),
        unblock: command(refusal.subject, (team, user), called, model),
        reason: Some(refusal.reason.clone()),
    })
}

/// Returns the command that gives access to the model.
fn command(subject: AccessSubject, (team, user): (&str, &str), called: &Called, model: &str) -> String {
    if subject == AccessSubject::Member {
        let body = serde_json::json!({ "team_id": team, "user_id": user, "allowed_models": [model] });
        return format!(
            "litellm-proxy http request POST /team/member_update -j {}",
            quote_if_needed(&body.to_string())
        );
    }
    let (team, user) = (quote_if_needed(called.team(team)), quote_if_needed(called.user(user)));
    let (key, model) = (quote_if_needed(&called.key), quote_if_needed(model));
    match subject {
        AccessSubject::Key => format!("litellm-proxy keys update {key} --add-model {model}"),
        AccessSubject::Team => format!("litellm-proxy teams models add {team} {model}"),
        AccessSubject::User => format!("litellm-proxy users update {user} --models {model}"),
        _ => "litellm-proxy models list".to_owned(),
    }
}
