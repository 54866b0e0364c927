//! Parses `key=value` arguments into JSON: typed values, strings and nested objects. Also parses amounts and counts.

use anyhow::Result;
use serde_json::{Map, Value};

use super::durations;
use crate::context::Context;
use crate::failure::Failure;
use litellm_proxy_client::known_fields::KnownFields;
use litellm_proxy_client::models::parameters::is_string;

/// Parses the `key=value` arguments of an option into an object. The last of several equal keys wins.
///
/// Values may be `@FILE` or `@-`.
pub(super) fn read(context: &mut Context, option: &str, arguments: &[String]) -> Result<Map<String, Value>> {
    let mut fields = Map::new();
    for argument in arguments {
        let Some((path, text)) = argument.split_once('=') else {
            // The argument is not shown: it may be a secret given without its name.
            return Err(Failure::usage(format!("{option} takes KEY=VALUE, but the argument has no `=`")));
        };
        let text = context.arguments.string(text)?;
        insert(&mut fields, path.trim(), &text)
            .map_err(|message| Failure::usage(format!("{option} {}: {message}", path.trim())))?;
    }
    Ok(fields)
}

/// Like [`read`], but rejects fields that the request `typed` already sets.
pub(super) fn read_others(
    context: &mut Context,
    option: &str,
    arguments: &[String],
    typed: &impl serde::Serialize,
) -> Result<Map<String, Value>> {
    let others = read(context, option, arguments)?;
    let set = serde_json::to_value(typed)?;
    match others.keys().find(|name| set.get(name.as_str()).is_some()) {
        Some(name) => Err(Failure::usage(format!("`{name}` is given twice: by its own option and by {option}"))),
        None => Ok(others),
    }
}

/// Like [`read_others`] for `--param`. A field that no server is known to take is an error if it looks mistyped, since
/// servers ignore such fields, or else a warning: a newer server may know it.
pub(super) fn read_known(
    context: &mut Context,
    arguments: &[String],
    typed: &impl serde::Serialize,
    known: KnownFields,
) -> Result<Map<String, Value>> {
    let others = read_others(context, "--param", arguments, typed)?;
    for (name, value) in &others {
        check_durations(name, value).map_err(|message| Failure::usage(format!("--param {name}: {message}")))?;
    }
    for name in others.keys().filter(|name| !known.contains(name)) {
        let message = format!("`{name}` is not a field of {}", known.endpoint);
        match known.similar(name) {
            Some(similar) => {
                let hint = Some(format!("did you mean `{similar}`?"));
                return Err(Failure::Usage { message, hint }.into());
            }
            None => context.output.warn(format_args!("{message} that this program knows; older servers ignore it")),
        }
    }
    Ok(others)
}

/// Fields that hold budgets with durations of their own.
const BUDGETS: [&str; 2] = ["budget_limits", "model_max_budget"];

/// Checks the durations that a field holds: older servers read one that they do not understand as a day.
fn check_durations(name: &str, value: &Value) -> Result<(), String> {
    let is_duration = name.ends_with("duration") || matches!(name, "rotation_interval" | "time_period");
    match value {
        Value::String(text) if is_duration && !text.is_empty() => durations::parse(text).map(drop),
        Value::Array(items) if BUDGETS.contains(&name) => items.iter().try_for_each(|item| check_durations(name, item)),
        Value::Object(fields) if BUDGETS.contains(&name) => fields.iter().try_for_each(|(inner, value)| {
            // The fields of a budget, or a model and its budget.
            check_durations(if value.is_object() { name } else { inner }, value)
        }),
        _ => Ok(()),
    }
}

/// Parses an amount in dollars. Infinity and NaN would serialize as `null`, which the server reads as no limit.
pub(super) fn dollars(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(amount) if amount.is_finite() && amount >= 0.0 => Ok(amount),
        Ok(_) => Err("must be an amount of dollars, 0 or more".to_owned()),
        Err(_) => Err("not a number".to_owned()),
    }
}

/// Parses a number of tokens or requests.
pub(super) fn count(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| "must be a whole number, 0 or more".to_owned())
}

/// Sets the field at `path` to the value in `text`. Dots in the path separate the names of nested objects.
pub(super) fn insert(fields: &mut Map<String, Value>, path: &str, text: &str) -> Result<(), String> {
    let parts: Vec<&str> = path.split('.').collect();
    let Some((last, parents)) = parts.split_last().filter(|_| parts.iter().all(|part| !part.is_empty())) else {
        return Err("the key is empty".to_owned());
    };
    let mut fields = fields;
    for parent in parents {
        let entry = fields.entry(*parent).or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(inner) = entry else {
            return Err(format!("`{parent}` cannot be both a value and an object"));
        };
        fields = inner;
    }
    let value = if parents.is_empty() && is_string(last) { parse_string(text) } else { parse_json_or_string(text) };
    fields.insert((*last).to_owned(), value);
    Ok(())
}

/// Parses JSON; anything else is a string.
fn parse_json_or_string(text: &str) -> Value {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_long_integer = digits.len() > 18 && digits.bytes().all(|b| b.is_ascii_digit());
    if is_long_integer && text.parse::<i64>().is_err() && text.parse::<u64>().is_err() {
        // A JSON number would lose digits, and a number this long is more likely an id than an amount.
        return Value::from(text);
    }
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

/// Returns a string, without its quotes if it is a JSON string.
fn parse_string(text: &str) -> Value {
    let quoted = text.starts_with('"') && text.len() > 1;
    match serde_json::from_str(text) {
        Ok(Value::String(inner)) if quoted => Value::String(inner),
        _ => Value::from(text),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fields(arguments: &[&str]) -> Result<Value, String> {
        let mut fields = Map::new();
        for argument in arguments {
            let (path, text) = argument.split_once('=').expect("an equals sign");
            insert(&mut fields, path, text)?;
        }
        Ok(Value::Object(fields))
    }

    #[test]
    fn durations_that_older_servers_read_as_a_day_are_refused() {
        for (name, value) in [
            ("budget_duration", json!("xyz")),
            ("team_member_budget_duration", json!("30")),
            ("duration", json!("-1d")),
            ("rotation_interval", json!("monthly")),
            ("budget_limits", json!([{"budget_duration": "1d"}, {"max_budget": 1, "budget_duration": "1y"}])),
            ("model_max_budget", json!({"m": {"budget_limit": 1, "time_period": "day"}})),
        ] {
            assert!(check_durations(name, &value).is_err(), "{name} {value}");
        }
        for (name, value) in [
            ("budget_duration", json!("30d")),
            ("budget_duration", json!(null)),
            ("budget_duration", json!("")),
            ("budget_limits", json!([{"max_budget": 1, "budget_duration": "1mo"}])),
            ("model_max_budget", json!({"m": {"budget_limit": 1, "time_period": "1d"}})),
            ("metadata", json!({"duration": "long"})),
        ] {
            assert_eq!(check_durations(name, &value), Ok(()), "{name} {value}");
        }
    }

    #[test]
    fn values_are_parsed_as_json_or_else_strings() {
        for (argument, value) in [
            ("rpm=2048", json!({"rpm": 2048})),
            ("temperature=0.7", json!({"temperature": 0.7})),
            ("cost=3e-05", json!({"cost": 3e-5})),
            ("stream=true", json!({"stream": true})),
            ("stream=True", json!({"stream": "True"})),
            ("x=null", json!({"x": null})),
            ("tags=[\"a\",1]", json!({"tags": ["a", 1]})),
            ("x={\"a\":1}", json!({"x": {"a": 1}})),
            ("x=\"12\"", json!({"x": "12"})),
            ("x=", json!({"x": ""})),
            ("x=a=b", json!({"x": "a=b"})),
            ("x=1.2.3", json!({"x": "1.2.3"})),
            ("x=123456789012345678901234567890", json!({"x": "123456789012345678901234567890"})),
            ("api_version=2024", json!({"api_version": "2024"})),
            ("api_key=\"true\"", json!({"api_key": "true"})),
            ("aws_region_name=1", json!({"aws_region_name": "1"})),
            ("model=gpt-4", json!({"model": "gpt-4"})),
        ] {
            assert_eq!(fields(&[argument]), Ok(value), "{argument}");
        }
    }

    #[test]
    fn dotted_keys_nest_and_the_last_value_wins() {
        assert_eq!(fields(&["a.b=1", "a.c.d=x", "a.b=2"]), Ok(json!({"a": {"b": 2, "c": {"d": "x"}}})));
        assert!(fields(&["a=1", "a.b=2"]).is_err());
        assert!(fields(&["=1"]).is_err());
        assert!(fields(&["a..b=1"]).is_err());
    }
}
