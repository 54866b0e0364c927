//! What holds for the budgets of users, teams and their members: amounts, durations, and when they begin anew.

use serde_json::Value;

use crate::clock::{self, Duration};
use crate::routes::Asked;
use crate::row::Row;

/// What is wrong with a duration that was given.
pub(super) fn wrong_duration(given: &Row, name: &str) -> Option<String> {
    let duration = given.text(name).filter(|text| Duration::parse(text).is_none())?;
    Some(format!("Invalid budget_duration '{duration}'. Use a format like '1h', '24h', '7d', or '30d'."))
}

/// What is wrong with an amount that was given.
pub(super) fn wrong_amount(given: &Row, name: &str) -> Option<String> {
    let amount = given.number(name).filter(|amount| *amount < 0.0)?;
    Some(format!("{name} must be a non-negative finite number. Received: {amount:?}"))
}

/// When a budget of the row's duration begins anew, as of now.
pub(super) fn next_reset(asked: &Asked<'_>, row: &Row) -> Value {
    let duration = row.text("budget_duration").and_then(Duration::parse);
    let next = duration.and_then(|duration| duration.next_reset(asked.now));
    next.map_or(Value::Null, |time| clock::write(time).into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_what_is_given_can_be_wrong() {
        let given = Row::of(json!({ "max_budget": -1.0, "soft_budget": null, "a": "often", "b": "30d" }));
        assert!(wrong_amount(&given, "max_budget").is_some_and(|message| message.ends_with("-1.0")));
        assert_eq!(wrong_amount(&given, "soft_budget"), None);
        assert!(wrong_duration(&given, "a").is_some_and(|message| message.contains("'often'")));
        assert_eq!(wrong_duration(&given, "b"), None);
        assert_eq!(wrong_duration(&given, "c"), None);
    }
}
