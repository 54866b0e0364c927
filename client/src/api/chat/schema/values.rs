//! Checks of single values against the keywords of a schema, and the place of a value in an answer.

use serde_json::{Map, Value};

/// The place in an answer, such as `.items[2].n`.
#[derive(Default)]
pub(super) struct Place(String);

impl Place {
    pub(super) fn inside<T>(&mut self, step: &str, look: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.0.len();
        self.0.push_str(step);
        let result = look(self);
        self.0.truncate(length);
        result
    }

    pub(super) fn fail(&self, what: &str) -> Result<(), String> {
        let place = if self.0.is_empty() { "." } else { &self.0 };
        Err(format!("{place}: {what}"))
    }
}

pub(super) fn depth_of(error: &str) -> usize {
    error.split_once(": ").map_or(0, |(place, _)| place.matches(['.', '[']).count())
}

pub(super) fn field(name: &str) -> String {
    let is_plain = name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.is_empty();
    if is_plain { format!(".{name}") } else { format!("[{}]", Value::from(name)) }
}

pub(super) fn names(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Compares as JSON does: 1 and 1.0 are the same.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(_), Value::Number(_)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, value)| other.get(name).is_some_and(|other| same(value, other)))
        }
        _ => one == other,
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match name {
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64() || value.as_f64().is_some_and(|number| number.fract() == 0.0),
        other => type_of(value) == other,
    }
}

pub(super) fn check_type(schema: &Map<String, Value>, value: &Value, place: &Place) -> Result<(), String> {
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        list => names(list).collect(),
    };
    let is_nullable = value.is_null() && schema.get("nullable") == Some(&Value::Bool(true));
    if types.is_empty() || is_nullable || types.iter().any(|name| is_of_type(value, name)) {
        return Ok(());
    }
    place.fail(&format!("expected {}, found {}", types.join(" or "), type_of(value)))
}

pub(super) fn check_number(schema: &Map<String, Value>, value: &Value, place: &Place) -> Result<(), String> {
    let Some(number) = value.as_f64() else { return Ok(()) };
    let limit =
        |name: &str| schema.get(name).and_then(Value::as_f64).map(|limit| (limit, schema.get(name).unwrap_or(value)));
    for (name, is_met, words) in [
        ("minimum", (|number, limit| number >= limit) as fn(f64, f64) -> bool, "at least"),
        ("maximum", |number, limit| number <= limit, "at most"),
        ("exclusiveMinimum", |number, limit| number > limit, "more than"),
        ("exclusiveMaximum", |number, limit| number < limit, "less than"),
        (
            "multipleOf",
            |number, limit| {
                limit == 0.0 || (number / limit).fract().abs() < 1e-9 || (number / limit).fract().abs() > 1.0 - 1e-9
            },
            "a multiple of",
        ),
    ] {
        if let Some((limit, shown)) = limit(name).filter(|(limit, _)| !is_met(number, *limit)) {
            let _ = limit;
            return place.fail(&format!("expected {words} {shown}, found {value}"));
        }
    }
    Ok(())
}

pub(super) fn check_length(
    schema: &Map<String, Value>,
    length: usize,
    (least, most): (&str, &str),
    what: &str,
    place: &Place,
) -> Result<(), String> {
    let limit = |name: &str| schema.get(name).and_then(Value::as_u64);
    let length = length as u64;
    match (limit(least), limit(most)) {
        (Some(least), _) if length < least => place.fail(&format!("expected at least {least} {what}, found {length}")),
        (_, Some(most)) if length > most => place.fail(&format!("expected at most {most} {what}, found {length}")),
        _ => Ok(()),
    }
}
