//! What a request may carry, said once for each endpoint: checked as the server checks it, refused in its form, and shown
//! by `/openapi.json`.

use serde_json::{Number, Value, json};

use super::answer::Refusal;
use super::clock;
use super::row::Row;

/// A field of a body or a query.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) required: bool,
}

/// What a field may hold. Null is allowed wherever the field is not required.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Text,
    Number,
    /// A number; an empty text is none.
    Budget,
    Whole,
    /// A whole number within bounds.
    Count {
        least: i64,
        most: i64,
    },
    Flag,
    Texts,
    List,
    Object,
    Time,
    OneOf(&'static [&'static str]),
    Any,
}

pub(super) const fn required(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: true }
}

pub(super) const fn optional(name: &'static str, kind: Kind) -> Field {
    Field { name, kind, required: false }
}

/// Where a value stands in a request, as the server writes it.
type Location<'a> = &'a [Value];

/// The fields of a body that are known here, each as it is meant; those that were not given are absent.
pub(super) fn body(given: &Value, fields: &[Field]) -> Result<Row, Refusal> {
    let Some(object) = given.as_object() else {
        let error = json!({ "type": "model_attributes_type", "loc": ["body"], "msg": "Input should be a valid dictionary or object to extract fields from" });
        return Err(Refusal::Invalid(vec![error]));
    };
    let mut errors = Vec::new();
    let mut row = Row::default();
    for field in fields {
        let location = [json!("body"), json!(field.name)];
        match object.get(field.name) {
            None if field.required => errors.push(missing(&location)),
            None => {}
            Some(Value::Null) if !field.required => row.set(field.name, Value::Null),
            Some(value) => {
                if let Some(value) = checked(value, field.kind, &location, &mut errors) {
                    row.set(field.name, value);
                }
            }
        }
    }
    if errors.is_empty() { Ok(row) } else { Err(Refusal::Invalid(errors)) }
}

/// An object within a body: its known fields as they are meant, the others as they are; null is as good as absent.
pub(super) fn within(name: &str, given: &Value, fields: &[Field]) -> Result<Row, Refusal> {
    let Some(object) = given.as_object() else {
        let error = json!({ "type": "model_attributes_type", "loc": ["body", name], "msg": "Input should be a valid dictionary or object to extract fields from" });
        return Err(Refusal::Invalid(vec![error]));
    };
    let mut errors = Vec::new();
    let mut row = Row(object.clone());
    row.0.retain(|_, value| !value.is_null());
    for field in fields {
        let location = [json!("body"), json!(name), json!(field.name)];
        match row.get(field.name).cloned() {
            None if field.required => errors.push(missing(&location)),
            None => {}
            Some(value) => {
                if let Some(value) = checked(&value, field.kind, &location, &mut errors) {
                    row.set(field.name, value);
                }
            }
        }
    }
    if errors.is_empty() { Ok(row) } else { Err(Refusal::Invalid(errors)) }
}

/// The fields of a query. A name that stands twice counts once, the last one, unless it is a list.
pub(super) fn query(given: &[(String, String)], fields: &[Field]) -> Result<Row, Refusal> {
    let mut errors = Vec::new();
    let mut row = Row::default();
    for field in fields {
        let location = [json!("query"), json!(field.name)];
        let mut values =
            given.iter().filter(|(name, _)| name == field.name).map(|(_, value)| Value::from(value.as_str()));
        let value = match field.kind {
            Kind::Texts => {
                Some(Value::Array(values.collect())).filter(|list| list.as_array().is_some_and(|list| !list.is_empty()))
            }
            _ => values.next_back(),
        };
        match value {
            None if field.required => errors.push(missing(&location)),
            None => {}
            Some(value) => {
                if let Some(value) = checked(&value, field.kind, &location, &mut errors) {
                    row.set(field.name, value);
                }
            }
        }
    }
    if errors.is_empty() { Ok(row) } else { Err(Refusal::Invalid(errors)) }
}

/// What is wrong with a body or a field of it as a whole.
pub(super) fn wrong(location: &[Value], message: &str) -> Refusal {
    Refusal::Invalid(vec![json!({ "type": "value_error", "loc": location, "msg": format!("Value error, {message}") })])
}

/// The fields of an object that stands within a body.
pub(super) fn nested(given: &Value, fields: &[Field], location: &[Value]) -> Result<Row, Refusal> {
    match body(given, fields) {
        Err(Refusal::Invalid(mut errors)) => {
            for error in &mut errors {
                let inner = error.get("loc").and_then(Value::as_array).and_then(|loc| loc.get(1..)).unwrap_or_default();
                let loc = [location, inner].concat();
                if let Some(error) = error.as_object_mut() {
                    error.insert("loc".to_owned(), loc.into());
                }
            }
            Err(Refusal::Invalid(errors))
        }
        other => other,
    }
}

fn missing(location: Location<'_>) -> Value {
    json!({ "type": "missing", "loc": location, "msg": "Field required" })
}

/// The value as its kind has it; what is wrong is added to the errors.
fn checked(value: &Value, kind: Kind, location: Location<'_>, errors: &mut Vec<Value>) -> Option<Value> {
    let mut fail = |kind: &str, message: &str| {
        errors.push(json!({ "type": kind, "loc": location, "msg": format!("Input should be {message}") }));
        None
    };
    match kind {
        Kind::Any => Some(value.clone()),
        Kind::Text if value.is_string() => Some(value.clone()),
        Kind::Text => fail("string_type", "a valid string"),
        Kind::Flag => match flag(value) {
            Some(flag) => Some(flag.into()),
            None if value.is_string() || value.is_number() => {
                fail("bool_parsing", "a valid boolean, unable to interpret input")
            }
            None => fail("bool_type", "a valid boolean"),
        },
        Kind::Budget if value.as_str() == Some("") => Some(Value::Null),
        Kind::Number | Kind::Budget => match (value, number(value)) {
            (_, Some(number)) => Some(number),
            (Value::String(_), None) => fail("float_parsing", "a valid number, unable to parse string as a number"),
            _ => fail("float_type", "a valid number"),
        },
        Kind::Whole => match whole(value) {
            Ok(whole) => Some(whole.into()),
            Err((kind, message)) => fail(kind, message),
        },
        Kind::Count { least, most } => match whole(value) {
            Ok(whole) if whole < least => fail("greater_than_equal", &format!("greater than or equal to {least}")),
            Ok(whole) if whole > most => fail("less_than_equal", &format!("less than or equal to {most}")),
            Ok(whole) => Some(whole.into()),
            Err((kind, message)) => fail(kind, message),
        },
        Kind::List if value.is_array() => Some(value.clone()),
        Kind::Object if value.is_object() => Some(value.clone()),
        Kind::Object => fail("dict_type", "a valid dictionary"),
        Kind::Texts => {
            let Some(list) = value.as_array() else { return fail("list_type", "a valid list") };
            for (index, item) in list.iter().enumerate() {
                if !item.is_string() {
                    let location = [location, &[json!(index)]].concat();
                    errors.push(
                        json!({ "type": "string_type", "loc": location, "msg": "Input should be a valid string" }),
                    );
                }
            }
            Some(value.clone())
        }
        Kind::List => fail("list_type", "a valid list"),
        Kind::Time => match value.as_str().and_then(clock::read) {
            Some(time) => Some(clock::write(time).into()),
            None => fail("datetime_from_date_parsing", "a valid datetime or date"),
        },
        Kind::OneOf(names) => {
            if value.as_str().is_some_and(|text| names.contains(&text)) {
                return Some(value.clone());
            }
            let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
            let listed = match quoted.split_last() {
                Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
                _ => quoted.concat(),
            };
            fail("literal_error", &listed)
        }
    }
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(flag) => Some(*flag),
        Value::Number(number) if number.as_f64() == Some(1.0) => Some(true),
        Value::Number(number) if number.as_f64() == Some(0.0) => Some(false),
        Value::String(text) => match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" | "on" | "t" | "y" => Some(true),
            "false" | "0" | "no" | "off" | "f" | "n" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// Numbers of money are floats, whatever they were written as.
fn number(value: &Value) -> Option<Value> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }?;
    Some(Value::Number(Number::from_f64(number)?))
}

fn whole(value: &Value) -> Result<i64, (&'static str, &'static str)> {
    match value {
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(whole), _) => Ok(whole),
            #[expect(clippy::cast_possible_truncation, reason = "it has no fraction, and saturates")]
            (None, Some(float)) if float.fract() == 0.0 => Ok(float as i64),
            _ => Err(("int_from_float", "a valid integer, got a number with a fractional part")),
        },
        Value::Bool(flag) => Ok((*flag).into()),
        Value::String(text) => {
            text.trim().parse().map_err(|_| ("int_parsing", "a valid integer, unable to parse string as an integer"))
        }
        _ => Err(("int_type", "a valid integer")),
    }
}

/// The field's place in `/openapi.json`.
pub(super) fn schema(field: &Field) -> Value {
    match field.kind {
        Kind::Text => json!({ "type": "string" }),
        Kind::Time => json!({ "type": "string", "format": "date-time" }),
        Kind::Number | Kind::Budget => json!({ "type": "number" }),
        Kind::Whole => json!({ "type": "integer" }),
        Kind::Count { least, most } => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
        Kind::List => json!({ "type": "array", "items": {} }),
        Kind::Object => json!({ "type": "object" }),
        Kind::OneOf(names) => json!({ "type": "string", "enum": names }),
        Kind::Any => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        required("id", Kind::Text),
        optional("limit", Kind::Number),
        optional("count", Kind::Count { least: 1, most: 100 }),
        optional("models", Kind::Texts),
        optional("blocked", Kind::Flag),
    ];

    #[test]
    fn fields_are_what_they_are_meant_to_be() {
        let row = body(&json!({ "id": "a", "limit": 5, "count": "7", "blocked": null, "other": 1 }), FIELDS).unwrap();
        assert_eq!(Value::from(row), json!({ "id": "a", "limit": 5.0, "count": 7, "blocked": null }));
    }

    #[test]
    fn each_wrong_field_is_named_with_its_place() {
        let given = json!({ "limit": "x", "count": 101, "models": ["a", 1], "blocked": "perhaps" });
        let Err(Refusal::Invalid(errors)) = body(&given, FIELDS) else { panic!("accepted") };
        let told: Vec<(&str, &Value)> =
            errors.iter().filter_map(|error| Some((error.get("type")?.as_str()?, error.get("loc")?))).collect();
        assert_eq!(
            told,
            [
                ("missing", &json!(["body", "id"])),
                ("float_parsing", &json!(["body", "limit"])),
                ("less_than_equal", &json!(["body", "count"])),
                ("string_type", &json!(["body", "models", 1])),
                ("bool_parsing", &json!(["body", "blocked"])),
            ]
        );
    }
}
