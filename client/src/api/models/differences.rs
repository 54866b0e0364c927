//! Differences between a deployment or credential as requested and as stored, by name alone: values may be secret.

use std::fmt;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::api::kept::is_empty;

/// A field that the server did not store as requested.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// The name, such as `litellm_params.rpm`.
    pub field: String,
    /// What the server did instead.
    pub reason: Unkept,
}

/// What the server did with a field instead of storing it as requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Unkept {
    /// It dropped the field.
    Dropped,
    /// It kept the previous value of a field that the request removes.
    NotRemoved,
    /// It stored another value.
    Changed,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.reason {
            Unkept::Dropped => "was dropped",
            Unkept::NotRemoved => "was not removed",
            Unkept::Changed => "has another value than requested",
        };
        write!(f, "`{}` {what}", self.field)
    }
}

/// How strings of a stored object compare with requested ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strings {
    /// They are returned as they are.
    Plain,
    /// They are returned encrypted or masked, so that only their presence counts.
    Hidden,
}

/// Lists the fields of a requested object that the stored one lacks or has with another value. `null` requests the
/// removal of a field.
pub(crate) fn differences(
    prefix: &str,
    requested: &Map<String, Value>,
    stored: &Map<String, Value>,
    strings: Strings,
) -> Vec<Difference> {
    let differing = requested.iter().filter_map(|(name, value)| {
        let reason = match (value, stored.get(name).filter(|value| !value.is_null())) {
            (Value::Null, Some(_)) => Unkept::NotRemoved,
            (Value::Null, None) => return None,
            // An empty value and none at all mean the same.
            (value, None) if !value.is_boolean() && is_empty(value) => return None,
            (_, None) => Unkept::Dropped,
            (value, Some(stored)) if is_same(name, value, stored, strings) => return None,
            _ => Unkept::Changed,
        };
        Some(Difference { field: format!("{prefix}{name}"), reason })
    });
    differing.collect()
}

/// Returns whether a stored value is what was requested. Servers convert between numbers, booleans and strings as a field
/// is declared, and write times in their own way.
fn is_same(name: &str, requested: &Value, stored: &Value, strings: Strings) -> bool {
    match (requested, stored) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Bool(one), Value::Bool(other)) => one == other,
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(name, one, other, strings))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_kept = |(name, value): (&String, &Value)| {
                value.is_null() || other.get(name).is_some_and(|other| is_same(name, value, other, strings))
            };
            one.iter().all(is_kept)
        }
        (Value::String(one), Value::String(other)) => {
            strings == Strings::Hidden || one == other || name.ends_with("_at") || name.starts_with("ptu_effective")
        }
        // Text, or nothing, may stand for anything.
        (Value::String(_) | Value::Null, _)
        | (_, Value::String(_))
        | (Value::Bool(_), Value::Number(_))
        | (Value::Number(_), Value::Bool(_)) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_that_were_not_kept_are_named() {
        let check = |requested: Value, stored: Value, strings| {
            let (Value::Object(requested), Value::Object(stored)) = (requested, stored) else { panic!("two objects") };
            let found = differences("p.", &requested, &stored, strings);
            found.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        };
        for (requested, stored, expected) in [
            (json!({"rpm": 5}), json!({"rpm": 5, "more": 1}), ""),
            (json!({"rpm": 5}), json!({}), "`p.rpm` was dropped"),
            (json!({"rpm": 5}), json!({"rpm": 6}), "`p.rpm` has another value than requested"),
            (json!({"rpm": null}), json!({"rpm": 6}), "`p.rpm` was not removed"),
            (json!({"rpm": null}), json!({"rpm": null}), ""),
            (json!({"rpm": null, "x": true}), json!({"x": false}), "`p.x` has another value than requested"),
            // Conversions that servers make.
            (json!({"a": 12, "b": "5", "c": 1.0}), json!({"a": 12.0, "b": 5, "c": 1}), ""),
            (json!({"list": [], "text": "", "map": {}}), json!({}), ""),
            (json!({"list": [1, 2]}), json!({"list": [1]}), "`p.list` has another value than requested"),
            (json!({"map": {"a": 1}}), json!({"map": {"a": 1, "b": 2}}), ""),
            (json!({"map": {"a": 1}}), json!({"map": {"b": 2}}), "`p.map` has another value than requested"),
            (json!({"created_at": "2026-01-01"}), json!({"created_at": "2026-01-01T00:00:00"}), ""),
        ] {
            assert_eq!(check(requested.clone(), stored.clone(), Strings::Plain), expected, "{requested} {stored}");
        }
        let (requested, stored) = (json!({"model": "openai/x"}), json!({"model": "Zm9v"}));
        assert_eq!(check(requested.clone(), stored.clone(), Strings::Hidden), "");
        assert_eq!(check(requested, stored, Strings::Plain), "`p.model` has another value than requested");
    }
}
