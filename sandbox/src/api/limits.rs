//! Validation of the budgets of users, teams and members, and their reset times.

use serde_json::Value;

use crate::object::JsonObject;
use crate::route::RequestContext;
use crate::time::{self, DurationSpec};

/// Returns the error message of an invalid duration.
pub(super) fn wrong_duration(input: &JsonObject, name: &str) -> Option<String> {
    let duration = input.get_str(name).filter(|text| DurationSpec::parse(text).is_none())?;
    Some(format!("Invalid budget_duration '{duration}'. Use a format like '1h', '24h', '7d', or '30d'."))
}

/// Returns the error message of an invalid amount.
pub(super) fn wrong_amount(input: &JsonObject, name: &str) -> Option<String> {
    let amount = input.get_f64(name).filter(|amount| *amount < 0.0)?;
    Some(format!("{name} must be a non-negative finite number. Received: {amount:?}"))
}

/// Returns the next reset time of the row's budget.
pub(super) fn next_reset(request: &RequestContext<'_>, row: &JsonObject) -> Value {
    let duration = row.get_str("budget_duration").and_then(DurationSpec::parse);
    let next = duration.and_then(|duration| duration.next_reset(request.now));
    next.map_or(Value::Null, |time| time::format(time).into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn missing_and_null_limits_are_valid() {
        let input = JsonObject::from_json(json!({ "max_budget": -1.0, "soft_budget": null, "a": "often", "b": "30d" }));
        assert!(wrong_amount(&input, "max_budget").is_some_and(|message| message.ends_with("-1.0")));
        assert_eq!(wrong_amount(&input, "soft_budget"), None);
        assert!(wrong_duration(&input, "a").is_some_and(|message| message.contains("'often'")));
        assert_eq!(wrong_duration(&input, "b"), None);
        assert_eq!(wrong_duration(&input, "c"), None);
    }
}
