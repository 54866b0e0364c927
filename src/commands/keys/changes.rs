//! Differences between the key that was requested and the one the server returned: its policy may cap a budget, fill in a
//! default, or round a duration. They are noted on stderr.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::commands::durations::seconds;
use crate::context::Context;
use crate::output::{self, roughly};
use litellm_proxy_client::keys::{GeneratedKey, Key};
use litellm_proxy_client::{Lossless, parse_server_time};

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

/// Notes how a new key differs from the request.
pub(super) fn note_new(context: &mut Context, requested: &Value, response: &Lossless<GeneratedKey>) {
    let (requested, response) = (fields(requested), read(response));
    note(context, changed(&requested, &response, Timestamp::now()));
    note(context, filled_in(&requested, &response));
}

/// Notes how an updated key differs from the request.
pub(super) fn note_update(context: &mut Context, requested: &Value, response: &Lossless<Key>) {
    note(context, changed(&fields(requested), &read(response), Timestamp::now()));
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

/// Returns what the server changed, a line for each field. Fields that the response leaves out count as unchanged. `now`
/// is used if the response lacks the server's own time.
fn changed(requested: &Map<String, Value>, response: &Map<String, Value>, now: Timestamp) -> Vec<String> {
    // The secret is not shown.
    let requested = requested.iter().filter(|(name, _)| *name != "key");
    let one = |(name, wanted): (&String, &Value)| {
        if name == "duration" && response.get(name).is_none_or(|got| got.is_null() || got == wanted) {
            return changed_end(wanted, response, now);
        }
        let got = response.get(name)?;
        if is_as_requested(wanted, got) {
            return None;
        }
        Some(match (is_empty(wanted), is_empty(got)) {
            (true, _) => format!("kept {name} {}, which was to be cleared", cell(got)),
            (false, true) => format!("did not set {name} {}", cell(wanted)),
            (false, false) => format!("changed {name} from {} to {}", cell(wanted), cell(got)),
        })
    };
    requested.filter_map(one).collect()
}

/// Returns how the expiry differs from the requested duration.
fn changed_end(wanted: &Value, response: &Map<String, Value>, now: Timestamp) -> Option<String> {
    let time = |name: &str| response.get(name).and_then(Value::as_str).and_then(parse_server_time);
    let expires = time("expires")?;
    if wanted.is_null() {
        return Some(format!("kept the expiry {expires}, which was to be cleared"));
    }
    let wanted = wanted.as_str()?;
    let began = time("updated_at").or_else(|| time("created_at")).unwrap_or(now);
    let lives = expires.as_second() - began.as_second();
    if (lives - seconds(wanted)?).abs() <= EXPIRY_TOLERANCE {
        return None;
    }
    let lives = roughly(Duration::from_secs(u64::try_from(lives).unwrap_or_default()));
    Some(format!("changed duration from {wanted} to {lives}: the key expires at {expires}"))
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

fn is_as_requested(wanted: &Value, got: &Value) -> bool {
    match (wanted, got) {
        (Value::Number(wanted), Value::Number(got)) => wanted.as_f64() == got.as_f64(),
        // The server adds its own fields to metadata.
        (Value::Object(wanted), Value::Object(got)) if !wanted.is_empty() => {
            wanted.iter().all(|(name, value)| got.get(name).is_some_and(|got| is_as_requested(value, got)))
        }
        _ => wanted == got || (is_empty(wanted) && is_empty(got)),
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(true) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn differences_are_noted_field_by_field() {
        let now = "2026-01-01T00:00:00Z".parse().expect("a time");
        for (requested, response, expected) in [
            (json!({"max_budget": 100.0}), json!({"max_budget": 10}), &["changed max_budget from 100 to 10"][..]),
            (json!({"max_budget": 100.0}), json!({"max_budget": 100}), &[]),
            (json!({"max_budget": 100.0}), json!({}), &[]),
            (json!({"max_budget": 100.0}), json!({"max_budget": null}), &["did not set max_budget 100"]),
            (
                json!({"budget_duration": null}),
                json!({"budget_duration": "30d"}),
                &["kept budget_duration 30d, which was to be cleared"],
            ),
            (json!({"budget_duration": null}), json!({"budget_duration": null}), &[]),
            (json!({"models": []}), json!({"models": ["m"]}), &["kept models [\"m\"], which was to be cleared"]),
            (
                json!({"models": ["a", "b"]}),
                json!({"models": ["a"]}),
                &["changed models from [\"a\",\"b\"] to [\"a\"]"],
            ),
            (json!({"metadata": {"a": 1}}), json!({"metadata": {"a": 1.0, "tags": []}}), &[]),
            (
                json!({"metadata": {"a": 1}}),
                json!({"metadata": {"a": 2}}),
                &["changed metadata from {\"a\":1} to {\"a\":2}"],
            ),
            (
                json!({"metadata": {}}),
                json!({"metadata": {"a": 2}}),
                &["kept metadata {\"a\":2}, which was to be cleared"],
            ),
            (json!({"blocked": false}), json!({"blocked": null}), &[]),
            (json!({"key": "sk-a"}), json!({"key": "sk-b"}), &[]),
            (
                json!({"duration": "30d", "rpm_limit": 5}),
                json!({"duration": "7d", "rpm_limit": 4}),
                &["changed duration from 30d to 7d", "changed rpm_limit from 5 to 4"],
            ),
            // Rounded to midnight, by the server's clock and by ours.
            (
                json!({"duration": "24h"}),
                json!({"duration": "24h", "expires": "2026-11-22T00:00:00Z", "created_at": "2026-11-21T14:00:00.5Z"}),
                &["changed duration from 24h to 10 hours: the key expires at 2026-11-22T00:00:00Z"],
            ),
            (
                json!({"duration": "7d"}),
                json!({"expires": "2026-01-02T00:00:00Z"}),
                &["changed duration from 7d to 24 hours: the key expires at 2026-01-02T00:00:00Z"],
            ),
            (json!({"duration": "24h"}), json!({"duration": "24h", "expires": "2026-01-02T00:00:59Z"}), &[]),
            (json!({"duration": "1mo"}), json!({"expires": "2026-01-02T00:00:59Z"}), &[]),
            (
                json!({"duration": null}),
                json!({"expires": "2026-01-02T00:00:00Z"}),
                &["kept the expiry 2026-01-02T00:00:00Z, which was to be cleared"],
            ),
            (json!({"duration": null}), json!({"expires": null}), &[]),
        ] {
            assert_eq!(changed(&fields(&requested), &fields(&response), now), expected, "{requested} and {response}");
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
