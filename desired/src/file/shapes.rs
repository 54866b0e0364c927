//! Whether a value has the shape of its field.

use litellm_proxy_yaml::{Data, Node};
use serde_json::Value;

use super::sections::Origin;
use crate::fields::Shape;
use crate::kind::Kind;
use crate::place::Diagnostic;

/// Checks a value that comes from elsewhere, which is a string.
pub(super) fn check_reference(what: &str, shape: Shape, origin: &Origin, node: &Node) -> Option<Diagnostic> {
    let expected = match shape {
        Shape::Number | Shape::Integer => "a number",
        Shape::Bool => "true or false",
        _ => return None,
    };
    let message = format!("{what} must be {expected}, and a reference gives a string");
    Some(Diagnostic::error("invalid-type", Some(origin.place(node.position)), message))
}

/// Checks a value; null fits everywhere, and so does a reference that the server resolves in the parameters of a model.
pub(super) fn check(
    what: &str,
    shape: Shape,
    kind: Kind,
    value: &Value,
    origin: &Origin,
    node: &Node,
) -> Option<Diagnostic> {
    let place = || Some(origin.place(node.position));
    let text = value.as_str();
    if value.is_null() || (kind == Kind::Model && text.is_some_and(|text| text.starts_with("os.environ/"))) {
        return None;
    }
    let expected = match shape {
        Shape::Any | Shape::Secret => return None,
        Shape::Text if value.is_string() => return None,
        Shape::Text => "a string",
        Shape::Number if value.is_number() => return None,
        Shape::Integer if is_integer(value) => return None,
        Shape::Number | Shape::Integer => {
            let fits = |value: &Value| shape == Shape::Number || is_integer(value);
            if let Some((_, spelled)) = text.and_then(number).filter(|(value, _)| fits(value)) {
                let message = format!("{what} is a string, and the field takes a number");
                return Some(Diagnostic::warning("value-as-string", place(), message).hint(format!("write {spelled}")));
            }
            if shape == Shape::Integer { "a whole number" } else { "a number" }
        }
        Shape::Bool if value.is_boolean() => return None,
        Shape::Bool => {
            if let Some(word) = text.map(str::to_lowercase).filter(|word| word == "true" || word == "false") {
                let message = format!("{what} is a string, and the field takes true or false");
                return Some(Diagnostic::warning("value-as-string", place(), message).hint(format!("write {word}")));
            }
            "true or false"
        }
        Shape::Duration if text.is_some_and(is_duration) => return None,
        Shape::Duration => "a duration, such as 30d, 24h or 1mo",
        Shape::List | Shape::Set if value.is_array() => return None,
        Shape::List | Shape::Set => "a list",
        Shape::Map | Shape::ModelBudgets if value.is_object() => return None,
        Shape::Map | Shape::ModelBudgets => "a mapping",
    };
    let message = format!("{what} must be {expected}, not {}", describe(node));
    Some(Diagnostic::error("invalid-type", place(), message))
}

fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0)
}

/// Returns the number that a string is, as it is to be written in YAML: `1e-6` is a string there.
fn number(text: &str) -> Option<(Value, String)> {
    let number: f64 = text.parse().ok()?;
    let value = text
        .parse::<i64>()
        .map(Value::from)
        .ok()
        .or_else(|| serde_json::Number::from_f64(number).map(Value::Number))?;
    let text = value.to_string();
    let spelled = match text.split_once('e') {
        Some((digits, exponent)) => {
            let fraction = if digits.contains('.') { "" } else { ".0" };
            let sign = if exponent.starts_with(['-', '+']) { "" } else { "+" };
            format!("{digits}{fraction}e{sign}{exponent}")
        }
        None => text,
    };
    Some((value, spelled))
}

/// Returns whether a string is a duration of LiteLLM.
fn is_duration(text: &str) -> bool {
    let digits = text.find(|c: char| !c.is_ascii_digit()).and_then(|at| text.split_at_checked(at));
    digits.is_some_and(|(count, unit)| {
        matches!(unit, "s" | "m" | "min" | "h" | "d" | "w" | "mo") && count.parse::<u32>().is_ok_and(|count| count > 0)
    })
}

/// Describes a value without quoting it.
fn describe(node: &Node) -> &'static str {
    match &node.data {
        Data::Scalar(Value::Null) => "null",
        Data::Scalar(Value::Bool(_)) => "true or false",
        Data::Scalar(Value::Number(_)) => "a number",
        Data::Scalar(_) => "this string",
        Data::Sequence(_) => "a list",
        Data::Mapping(_) => "a mapping",
    }
}
