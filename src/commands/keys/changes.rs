//! Differences between the key that was requested and the one the server returned. What its policy fills in or rounds is
//! noted on stderr; a field that it did not keep is an error.

use std::time::Duration;

use anyhow::Result;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::commands::durations::seconds;
use crate::commands::kept;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::output::{self, roughly};
use litellm_proxy_client::kept::{Written, is_empty};
use litellm_proxy_client::keys::{GeneratedKey, Key, KeyUpdate, NewKey};
use litellm_proxy_client::{ApiKey, Lossless, parse_server_time};

/// Limits that a server's defaults may fill in.
const LIMITS: &[&str] = &[
    "budget_duration",
    "duration",
    "max_budget",
    "max_parallel_requests",
    "models",
    "rpm_limit",
    "soft_budget",
    "team_id",
    "tpm_limit",
];

/// Seconds by which an expiry may differ: the time between reading a clock and storing it.
const EXPIRY_TOLERANCE: i64 = 60;

/// Notes how a new key differs from the request where that is the server's policy, and fails if the server did not keep a
/// field.
pub(super) async fn report_new(
    context: &mut Context,
    key: &NewKey,
    response: &Lossless<GeneratedKey>,
) -> Result<Outcome> {
    let (requested, fields) = (fields(&serde_json::to_value(key)?), read(response));
    note(context, filled_in(&requested, &fields));
    let written = Written::Key(response.key.clone());
    report(context, &written, &requested, &key.extra, response).await
}

/// Notes how the lifetime of an updated key differs from the request, and fails if the server did not keep a field.
pub(super) async fn report_update(
    context: &mut Context,
    key: &ApiKey,
    update: &KeyUpdate,
    response: &Lossless<Key>,
) -> Result<Outcome> {
    let requested = fields(&serde_json::to_value(update)?);
    report(context, &Written::Key(key.clone()), &requested, &update.extra, response).await
}

async fn report<T>(
    context: &mut Context,
    written: &Written,
    requested: &Map<String, Value>,
    extra: &Map<String, Value>,
    response: &Lossless<T>,
) -> Result<Outcome> {
    let mut not_kept = Vec::new();
    match changed_end(requested, &read(response), Timestamp::now()) {
        Some(End::Moved(message)) => note(context, vec![message]),
        Some(End::Kept(message)) => not_kept.push(message),
        None => {}
    }
    let others = context.client()?.not_kept(written, requested, extra, response).await;
    not_kept.extend(others.iter().map(ToString::to_string));
    kept::fail(&not_kept)
}

fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn read<T>(response: &Lossless<T>) -> Map<String, Value> {
    serde_json::from_str(response.json().get()).unwrap_or_default()
}

fn note(context: &mut Context, differences: Vec<String>) {
    for difference in differences {
        context.output.note(format_args!("note: the server {difference}"));
    }
}

/// How the expiry of a key differs from the requested duration.
#[derive(Debug, PartialEq)]
enum End {
    /// It is another, by the server's policy.
    Moved(String),
    /// It was to be cleared, and is not.
    Kept(String),
}

/// Returns how the expiry differs from the requested duration. `now` is used if the response lacks the server's own time.
fn changed_end(requested: &Map<String, Value>, response: &Map<String, Value>, now: Timestamp) -> Option<End> {
    let wanted = requested.get("duration")?;
    let named = response.get("duration").filter(|named| !named.is_null() && *named != wanted);
    if let (Some(named), false) = (named, wanted.is_null()) {
        return Some(End::Moved(format!("changed duration from {} to {}", cell(wanted), cell(named))));
    }
    let time = |name: &str| response.get(name).and_then(Value::as_str).and_then(parse_server_time);
    let expires = time("expires")?;
    if wanted.is_null() {
        return Some(End::Kept(format!("duration=null but kept the expiry {expires}")));
    }
    let wanted = wanted.as_str()?;
    let began = time("updated_at").or_else(|| time("created_at")).unwrap_or(now);
    let lives = expires.as_second() - began.as_second();
    if (lives - seconds(wanted)?).abs() <= EXPIRY_TOLERANCE {
        return None;
    }
    let lives = roughly(Duration::from_secs(u64::try_from(lives).unwrap_or_default()));
    Some(End::Moved(format!("changed duration from {wanted} to {lives}: the key expires at {expires}")))
}

/// Returns the limits that the server set without a request.
fn filled_in(requested: &Map<String, Value>, response: &Map<String, Value>) -> Vec<String> {
    // A cap sets an expiry without naming a duration.
    let has_end = !requested.contains_key("duration") && response.get("duration").is_none_or(is_empty);
    let end = has_end.then_some(&"expires");
    let unasked = LIMITS.iter().chain(end).filter(|name| !requested.contains_key(**name));
    let set = unasked.filter_map(|name| Some((name, response.get(*name).filter(|value| !is_empty(value))?)));
    set.map(|(name, value)| format!("set {name} to {}, which was not requested", cell(value))).collect()
}

/// Formats a value for a sentence, in which 100.0 is 100.
fn cell(value: &Value) -> String {
    match value.as_f64() {
        Some(number) => number.to_string(),
        None => output::cell(value),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_expiry_at_another_time_is_noted_and_one_that_stays_is_not_kept() {
        let now = "2026-01-01T00:00:00Z".parse().expect("a time");
        let moved = |message: &str| Some(End::Moved(message.to_owned()));
        for (requested, response, expected) in [
            (json!({"duration": "30d"}), json!({"duration": "7d"}), moved("changed duration from 30d to 7d")),
            // Rounded to midnight, by the server's clock and by ours.
            (
                json!({"duration": "24h"}),
                json!({"duration": "24h", "expires": "2026-11-22T00:00:00Z", "created_at": "2026-11-21T14:00:00.5Z"}),
                moved("changed duration from 24h to 10 hours: the key expires at 2026-11-22T00:00:00Z"),
            ),
            (
                json!({"duration": "7d"}),
                json!({"expires": "2026-01-02T00:00:00Z"}),
                moved("changed duration from 7d to 24 hours: the key expires at 2026-01-02T00:00:00Z"),
            ),
            (json!({"duration": "24h"}), json!({"duration": "24h", "expires": "2026-01-02T00:00:59Z"}), None),
            (json!({"duration": "1mo"}), json!({"expires": "2026-01-02T00:00:59Z"}), None),
            (
                json!({"duration": null}),
                json!({"expires": "2026-01-02T00:00:00Z"}),
                Some(End::Kept("duration=null but kept the expiry 2026-01-02T00:00:00Z".to_owned())),
            ),
            (json!({"duration": null}), json!({"expires": null}), None),
            (json!({}), json!({"expires": "2026-01-02T00:00:00Z"}), None),
        ] {
            assert_eq!(changed_end(&fields(&requested), &fields(&response), now), expected, "{requested} {response}");
        }
    }

    #[test]
    fn limits_that_were_not_requested_are_noted() {
        let response =
            json!({"max_budget": 1.5, "models": ["m"], "tpm_limit": null, "user_id": "u", "spend": 0, "team_id": ""});
        assert_eq!(
            filled_in(&fields(&json!({"models": ["m"]})), &fields(&response)),
            ["set max_budget to 1.5, which was not requested"]
        );
        assert_eq!(filled_in(&Map::new(), &fields(&response)).len(), 2);
        let ends = json!({"duration": null, "expires": "2026-12-21T13:57:47Z"});
        let expected = ["set expires to 2026-12-21T13:57:47Z, which was not requested"];
        assert_eq!(filled_in(&Map::new(), &fields(&ends)), expected);
        assert!(filled_in(&fields(&json!({"duration": "30d"})), &fields(&ends)).is_empty());
    }
}
