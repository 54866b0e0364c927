//! What a server made of a request for a key: its policy may cut a budget to a bound, fill in a default, or round a
//! time. The comparing is pure; the telling goes to stderr.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::commands::durations::seconds;
use crate::context::Context;
use crate::output::{self, roughly};
use litellm_proxy_client::keys::{GeneratedKey, Key};
use litellm_proxy_client::{Lossless, parse_server_time};

/// What the defaults of a server may fill in that limits a key.
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

/// What an end may differ by from what was asked for: the time between reading a clock and writing it down.
const SECONDS_OF_GRACE: i64 = 60;

/// Tells what of a new key is not as it was asked for.
pub(super) fn tell_of_new(context: &mut Context, asked: &Value, answer: &Lossless<GeneratedKey>) {
    let (asked, answer) = (fields(asked), read(answer));
    tell(context, changed(&asked, &answer, Timestamp::now()));
    tell(context, filled_in(&asked, &answer));
}

/// Tells what of a change is not as it was asked for.
pub(super) fn tell_of_update(context: &mut Context, asked: &Value, answer: &Lossless<Key>) {
    tell(context, changed(&fields(asked), &read(answer), Timestamp::now()));
}

fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

fn read<T>(answer: &Lossless<T>) -> Map<String, Value> {
    serde_json::from_str(answer.json().get()).unwrap_or_default()
}

fn tell(context: &mut Context, what: Vec<String>) {
    for what in what {
        context.output.note(format_args!("note: the server {what}"));
    }
}

/// What the server did otherwise than it was asked, a line for each field. What the answer does not mention is taken to
/// be as asked. `now` counts where the answer does not tell the server's own time.
fn changed(asked: &Map<String, Value>, answer: &Map<String, Value>, now: Timestamp) -> Vec<String> {
    // The secret is nobody's business.
    let asked = asked.iter().filter(|(name, _)| *name != "key");
    let one = |(name, wanted): (&String, &Value)| {
        if name == "duration" && answer.get(name).is_none_or(|got| got.is_null() || got == wanted) {
            return changed_end(wanted, answer, now);
        }
        let got = answer.get(name)?;
        if is_as_asked(wanted, got) {
            return None;
        }
        Some(match (is_empty(wanted), is_empty(got)) {
            (true, _) => format!("kept {name} {}, which was to be emptied", cell(got)),
            (false, true) => format!("did not set {name} {}", cell(wanted)),
            (false, false) => format!("made {name} {} of {}", cell(got), cell(wanted)),
        })
    };
    asked.filter_map(one).collect()
}

/// An end that is another than the duration says.
fn changed_end(wanted: &Value, answer: &Map<String, Value>, now: Timestamp) -> Option<String> {
    let time = |name: &str| answer.get(name).and_then(Value::as_str).and_then(parse_server_time);
    let expires = time("expires")?;
    if wanted.is_null() {
        return Some(format!("kept the end at {expires}, which was to be emptied"));
    }
    let wanted = wanted.as_str()?;
    let began = time("updated_at").or_else(|| time("created_at")).unwrap_or(now);
    let lives = expires.as_second() - began.as_second();
    if (lives - seconds(wanted)?).abs() <= SECONDS_OF_GRACE {
        return None;
    }
    let lives = roughly(Duration::from_secs(u64::try_from(lives).unwrap_or_default()));
    Some(format!("made duration {lives} of {wanted}: the key ends at {expires}"))
}

/// Limits that the server set though nobody asked for them.
fn filled_in(asked: &Map<String, Value>, answer: &Map<String, Value>) -> Vec<String> {
    // A bound gives an end without saying by which duration.
    let has_end = !asked.contains_key("duration") && answer.get("duration").is_none_or(is_empty);
    let end = has_end.then_some(&"expires");
    let unasked = LIMITS.iter().chain(end).filter(|name| !asked.contains_key(**name));
    let set = unasked.filter_map(|name| Some((name, answer.get(*name).filter(|value| !is_empty(value))?)));
    set.map(|(name, value)| format!("set {name} to {}, which was not asked for", cell(value))).collect()
}

/// A value for a sentence, in which 100.0 is 100.
fn cell(value: &Value) -> String {
    match value.as_f64() {
        Some(number) => number.to_string(),
        None => output::cell(value),
    }
}

fn is_as_asked(wanted: &Value, got: &Value) -> bool {
    match (wanted, got) {
        (Value::Number(wanted), Value::Number(got)) => wanted.as_f64() == got.as_f64(),
        // Metadata holds what the server notes beside it.
        (Value::Object(wanted), Value::Object(got)) if !wanted.is_empty() => {
            wanted.iter().all(|(name, value)| got.get(name).is_some_and(|got| is_as_asked(value, got)))
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
    fn what_differs_is_told_field_by_field() {
        let now = "2026-01-01T00:00:00Z".parse().expect("a time");
        for (asked, answer, told) in [
            (json!({"max_budget": 100.0}), json!({"max_budget": 10}), &["made max_budget 10 of 100"][..]),
            (json!({"max_budget": 100.0}), json!({"max_budget": 100}), &[]),
            (json!({"max_budget": 100.0}), json!({}), &[]),
            (json!({"max_budget": 100.0}), json!({"max_budget": null}), &["did not set max_budget 100"]),
            (
                json!({"budget_duration": null}),
                json!({"budget_duration": "30d"}),
                &["kept budget_duration 30d, which was to be emptied"],
            ),
            (json!({"budget_duration": null}), json!({"budget_duration": null}), &[]),
            (json!({"models": []}), json!({"models": ["m"]}), &["kept models [\"m\"], which was to be emptied"]),
            (json!({"models": ["a", "b"]}), json!({"models": ["a"]}), &["made models [\"a\"] of [\"a\",\"b\"]"]),
            (json!({"metadata": {"a": 1}}), json!({"metadata": {"a": 1.0, "tags": []}}), &[]),
            (json!({"metadata": {"a": 1}}), json!({"metadata": {"a": 2}}), &["made metadata {\"a\":2} of {\"a\":1}"]),
            (
                json!({"metadata": {}}),
                json!({"metadata": {"a": 2}}),
                &["kept metadata {\"a\":2}, which was to be emptied"],
            ),
            (json!({"blocked": false}), json!({"blocked": null}), &[]),
            (json!({"key": "sk-a"}), json!({"key": "sk-b"}), &[]),
            (
                json!({"duration": "30d", "rpm_limit": 5}),
                json!({"duration": "7d", "rpm_limit": 4}),
                &["made duration 7d of 30d", "made rpm_limit 4 of 5"],
            ),
            // Rounded to midnight, by the server's own clock, and by ours.
            (
                json!({"duration": "24h"}),
                json!({"duration": "24h", "expires": "2026-11-22T00:00:00Z", "created_at": "2026-11-21T14:00:00.5Z"}),
                &["made duration 10 hours of 24h: the key ends at 2026-11-22T00:00:00Z"],
            ),
            (
                json!({"duration": "7d"}),
                json!({"expires": "2026-01-02T00:00:00Z"}),
                &["made duration 24 hours of 7d: the key ends at 2026-01-02T00:00:00Z"],
            ),
            (json!({"duration": "24h"}), json!({"duration": "24h", "expires": "2026-01-02T00:00:59Z"}), &[]),
            (json!({"duration": "1mo"}), json!({"expires": "2026-01-02T00:00:59Z"}), &[]),
            (
                json!({"duration": null}),
                json!({"expires": "2026-01-02T00:00:00Z"}),
                &["kept the end at 2026-01-02T00:00:00Z, which was to be emptied"],
            ),
            (json!({"duration": null}), json!({"expires": null}), &[]),
        ] {
            assert_eq!(changed(&fields(&asked), &fields(&answer), now), told, "{asked} and {answer}");
        }
    }

    #[test]
    fn what_was_not_asked_for_is_told_when_it_limits() {
        let answer =
            json!({"max_budget": 1.5, "models": ["m"], "tpm_limit": null, "user_id": "u", "spend": 0, "team_id": ""});
        assert_eq!(
            filled_in(&fields(&json!({"models": ["m"]})), &fields(&answer)),
            ["set max_budget to 1.5, which was not asked for"]
        );
        assert_eq!(filled_in(&Map::new(), &fields(&answer)).len(), 2);
        let ends = json!({"duration": null, "expires": "2026-12-21T13:57:47Z"});
        let told = ["set expires to 2026-12-21T13:57:47Z, which was not asked for"];
        assert_eq!(filled_in(&Map::new(), &fields(&ends)), told);
        assert!(filled_in(&fields(&json!({"duration": "30d"})), &fields(&ends)).is_empty());
    }
}
