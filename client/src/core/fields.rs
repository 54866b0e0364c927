//! Deserializers for single fields, and removal from maps of fields.

use jiff::Timestamp;
use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::time::parse_server_time;

/// Removes a field and keeps the order of the others, with and without serde_json's `preserve_order`.
pub(crate) fn remove(map: &mut serde_json::Map<String, Value>, name: &str) -> Option<Value> {
    let mut removed = None;
    map.retain(|field, value| {
        let is_other = field != name;
        if !is_other {
            removed = Some(value.take());
        }
        is_other
    });
    removed
}

/// Deserializes null as the default, for lists that the server leaves empty in more than one way.
pub(crate) fn null_as_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Deserializes a field that is present: null is `Some(None)`, which an absent field is not.
#[expect(clippy::option_option, reason = "null removes the field, and without the field it keeps its value")]
pub(crate) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

/// Deserializes a malformed field as `None`, so that the rest can be read. [`Lossless`](super::Lossless) keeps the original.
pub(crate) fn lenient<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    Value::deserialize(deserializer).map(|value| serde_json::from_value(value).ok())
}

/// Deserializes a malformed field as its default; see [`lenient`].
pub(crate) fn lenient_or_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + DeserializeOwned,
    D: Deserializer<'de>,
{
    lenient(deserializer).map(Option::unwrap_or_default)
}

/// Deserializes a time; a malformed one is `None`.
pub(crate) fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(Value::deserialize(deserializer)?.as_str().and_then(parse_server_time))
}

/// Accepts a string or a number, as a string; anything else is `None`.
pub(crate) fn string_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// Accepts a string, or any other JSON as its text; null is `None`.
pub(crate) fn string_or_json<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        Value::Null => None,
        other => Some(other.to_string()),
    })
}

/// Accepts integers and integral floats such as `10.0`; anything else is `None`.
pub(crate) fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Value::deserialize(deserializer).map(|value| as_integer(&value))
}

/// Accepts integers and integral floats such as `10.0`, and null as 0.
pub(crate) fn count<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let value = Value::deserialize(deserializer)?;
    let number = if value.is_null() { Some(0) } else { as_integer(&value) };
    number.ok_or_else(|| D::Error::custom("expected an integer"))
}

fn as_integer(value: &Value) -> Option<u64> {
    let from_float = || {
        let float = value.as_f64().filter(|float| float.fract() == 0.0 && *float >= 0.0)?;
        float.abs().to_string().parse().ok()
    };
    value.as_u64().or_else(from_float)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn integers_are_read_from_integral_floats() {
        for (value, expected) in [
            (json!(7), Some(7)),
            (json!(10.0), Some(10)),
            (json!(-0.0), Some(0)),
            (json!(u64::MAX), Some(u64::MAX)),
            (json!(1.5), None),
            (json!(-1), None),
            (json!(1e300), None),
            (json!("7"), None),
        ] {
            assert_eq!(integer(&value).expect("JSON"), expected, "{value}");
            assert_eq!(count(&value).ok(), expected, "{value}");
        }
        assert_eq!((integer(Value::Null).expect("JSON"), count(Value::Null).expect("JSON")), (None, 0));
    }
}
