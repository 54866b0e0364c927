//! The fields of requests: each endpoint declares its own, they are validated as LiteLLM's Pydantic models do, and
//! `/openapi.json` lists them.

use serde_json::{Map, Number, Value, json};

use super::object::JsonObject;
use super::response::Refusal;
use super::time;

/// A field of a body or a query.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) value_type: FieldType,
    pub(super) required: bool,
}

/// The type of a field. Optional fields also accept null.
#[derive(Debug, Clone, Copy)]
pub(super) enum FieldType {
    String,
    Number,
    /// A number; an empty string becomes null.
    NumberOrEmpty,
    Integer,
    /// An integer within bounds.
    IntegerIn {
        min: i64,
        max: i64,
    },
    Bool,
    Strings,
    Array,
    Object,
    Time,
    OneOf(&'static [&'static str]),
    /// A list of objects with these fields.
    Objects(&'static [Field]),
    Any,
}

/// The name of a field that stands for all that are not declared.
pub(super) const REST: &str = "*";

/// A limit: an integer that is not negative.
pub(super) const LIMIT: FieldType = FieldType::IntegerIn { min: 0, max: i64::MAX };

pub(super) const fn required(name: &'static str, value_type: FieldType) -> Field {
    Field { name, value_type, required: true }
}

pub(super) const fn optional(name: &'static str, value_type: FieldType) -> Field {
    Field { name, value_type, required: false }
}

/// Budgets with intervals of their own.
pub(super) const BUDGET_WINDOWS: FieldType = FieldType::Objects(&[
    required("budget_duration", FieldType::String),
    required("max_budget", FieldType::Number),
    optional("reset_at", FieldType::String),
]);

/// The `loc` of an error.
type Location<'a> = &'a [Value];

/// Validates a body and returns the declared fields that it contains.
pub(super) fn parse_body(body: &Value, fields: &[Field]) -> Result<JsonObject, Refusal> {
    let Some(object) = body.as_object() else {
        let error = json!({ "type": "model_attributes_type", "loc": ["body"], "msg": "Input should be a valid dictionary or object to extract fields from" });
        return Err(Refusal::Invalid(vec![error]));
    };
    let mut errors = Vec::new();
    let mut row = JsonObject::default();
    for field in fields {
        if field.name == REST {
            let is_declared = |name: &str| fields.iter().any(|field| field.name == name);
            row.0.extend(object.clone().into_iter().filter(|(name, _)| !is_declared(name)));
            continue;
        }
        let location = [json!("body"), json!(field.name)];
        match object.get(field.name) {
            None if field.required => errors.push(missing(&location)),
            None => {}
            Some(Value::Null) if !field.required => row.set(field.name, Value::Null),
            Some(value) => {
                if let Some(value) = checked(value, field.value_type, &location, &mut errors) {
                    row.set(field.name, value);
                }
            }
        }
    }
    if errors.is_empty() { Ok(row) } else { Err(Refusal::Invalid(errors)) }
}

/// Validates an object within a body and returns all of its fields that are not null.
pub(super) fn parse_object(name: &str, value: &Value, fields: &[Field]) -> Result<JsonObject, Refusal> {
    let Some(object) = value.as_object() else {
        let error = json!({ "type": "model_attributes_type", "loc": ["body", name], "msg": "Input should be a valid dictionary or object to extract fields from" });
        return Err(Refusal::Invalid(vec![error]));
    };
    let mut errors = Vec::new();
    let mut row = JsonObject(object.clone());
    row.0.retain(|_, value| !value.is_null());
    for field in fields {
        let location = [json!("body"), json!(name), json!(field.name)];
        match row.get(field.name).cloned() {
            None if field.required => errors.push(missing(&location)),
            None => {}
            Some(value) => {
                if let Some(value) = checked(&value, field.value_type, &location, &mut errors) {
                    row.set(field.name, value);
                }
            }
        }
    }
    if errors.is_empty() { Ok(row) } else { Err(Refusal::Invalid(errors)) }
}

/// Validates a query and returns the declared fields. If a name repeats, the last value counts, unless it is a list.
pub(super) fn parse_query(query: &[(String, String)], fields: &[Field]) -> Result<JsonObject, Refusal> {
    let mut errors = Vec::new();
    let mut row = JsonObject::default();
    for field in fields {
        let location = [json!("query"), json!(field.name)];
        let mut values =
            query.iter().filter(|(name, _)| name == field.name).map(|(_, value)| Value::from(value.as_str()));
        let value = match field.value_type {
            FieldType::Strings => {
                Some(Value::Array(values.collect())).filter(|list| list.as_array().is_some_and(|list| !list.is_empty()))
            }
            _ => values.next_back(),
        };
        match value {
            None if field.required => errors.push(missing(&location)),
            None => {}
            Some(value) => {
                if let Some(value) = checked(&value, field.value_type, &location, &mut errors) {
                    row.set(field.name, value);
                }
            }
        }
    }
    if errors.is_empty() { Ok(row) } else { Err(Refusal::Invalid(errors)) }
}

/// Returns the refusal of a value that a validator rejects.
pub(super) fn value_error(location: &[Value], message: &str) -> Refusal {
    Refusal::Invalid(vec![json!({ "type": "value_error", "loc": location, "msg": format!("Value error, {message}") })])
}

/// As [`parse_body`], for an object at a location within a body.
pub(super) fn parse_nested(value: &Value, fields: &[Field], location: &[Value]) -> Result<JsonObject, Refusal> {
    match parse_body(value, fields) {
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

/// Converts a value to its type, or adds an error.
fn checked(value: &Value, value_type: FieldType, location: Location<'_>, errors: &mut Vec<Value>) -> Option<Value> {
    let mut fail = |kind: &str, message: &str| {
        errors.push(json!({ "type": kind, "loc": location, "msg": format!("Input should be {message}") }));
        None
    };
    match value_type {
        FieldType::Any => Some(value.clone()),
        FieldType::String if value.is_string() => Some(value.clone()),
        FieldType::String => fail("string_type", "a valid string"),
        FieldType::Bool => match boolean(value) {
            Some(boolean) => Some(boolean.into()),
            None if value.is_string() || value.is_number() => {
                fail("bool_parsing", "a valid boolean, unable to interpret input")
            }
            None => fail("bool_type", "a valid boolean"),
        },
        FieldType::NumberOrEmpty if value.as_str() == Some("") => Some(Value::Null),
        FieldType::Number | FieldType::NumberOrEmpty => match (value, number(value)) {
            (_, Some(number)) => Some(number),
            (Value::String(_), None) => fail("float_parsing", "a valid number, unable to parse string as a number"),
            _ => fail("float_type", "a valid number"),
        },
        FieldType::Integer => match integer(value) {
            Ok(whole) => Some(whole.into()),
            Err((kind, message)) => fail(kind, message),
        },
        FieldType::IntegerIn { min, max } => match integer(value) {
            Ok(whole) if whole < min => fail("greater_than_equal", &format!("greater than or equal to {min}")),
            Ok(whole) if whole > max => fail("less_than_equal", &format!("less than or equal to {max}")),
            Ok(whole) => Some(whole.into()),
            Err((kind, message)) => fail(kind, message),
        },
        FieldType::Array if value.is_array() => Some(value.clone()),
        FieldType::Object if value.is_object() => Some(value.clone()),
        FieldType::Object => fail("dict_type", "a valid dictionary"),
        FieldType::Strings => {
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
        FieldType::Array => fail("list_type", "a valid list"),
        FieldType::Objects(fields) => {
            let Some(list) = value.as_array() else { return fail("list_type", "a valid list") };
            let mut rows = Vec::new();
            for (index, item) in list.iter().enumerate() {
                match parse_nested(item, fields, &[location, &[json!(index)]].concat()) {
                    Err(Refusal::Invalid(wrong)) => errors.extend(wrong),
                    result => rows.extend(result.map(Value::from)),
                }
            }
            Some(rows.into())
        }
        FieldType::Time => match value.as_str().and_then(time::parse) {
            Some(time) => Some(time::format(time).into()),
            None => fail("datetime_from_date_parsing", "a valid datetime or date"),
        },
        FieldType::OneOf(names) => {
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

fn boolean(value: &Value) -> Option<bool> {
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

/// Converts to a float: LiteLLM returns amounts as floats even if they were integers.
fn number(value: &Value) -> Option<Value> {
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::Bool(flag) => Some(f64::from(u8::from(*flag))),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }?;
    Some(Value::Number(Number::from_f64(number)?))
}

fn integer(value: &Value) -> Result<i64, (&'static str, &'static str)> {
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

/// Returns the JSON schema of an object with these fields.
pub(super) fn object_schema(fields: &[Field]) -> Value {
    let declared = || fields.iter().filter(|field| field.name != REST);
    let properties: Map<String, Value> = declared().map(|field| (field.name.to_owned(), schema(field))).collect();
    let required: Vec<&str> = declared().filter(|field| field.required).map(|field| field.name).collect();
    let mut object = json!({ "type": "object", "properties": properties, "required": required });
    if declared().count() < fields.len()
        && let Some(object) = object.as_object_mut()
    {
        object.insert("additionalProperties".to_owned(), true.into());
    }
    object
}

/// Returns the JSON schema of a field.
pub(super) fn schema(field: &Field) -> Value {
    match field.value_type {
        FieldType::String => json!({ "type": "string" }),
        FieldType::Time => json!({ "type": "string", "format": "date-time" }),
        FieldType::Number | FieldType::NumberOrEmpty => json!({ "type": "number" }),
        FieldType::Integer => json!({ "type": "integer" }),
        FieldType::IntegerIn { min, max } => json!({ "type": "integer", "minimum": min, "maximum": max }),
        FieldType::Bool => json!({ "type": "boolean" }),
        FieldType::Strings => json!({ "type": "array", "items": { "type": "string" } }),
        FieldType::Array => json!({ "type": "array", "items": {} }),
        FieldType::Objects(fields) => json!({ "type": "array", "items": object_schema(fields) }),
        FieldType::Object => json!({ "type": "object" }),
        FieldType::OneOf(names) => json!({ "type": "string", "enum": names }),
        FieldType::Any => json!({}),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[Field] = &[
        required("id", FieldType::String),
        optional("limit", FieldType::Number),
        optional("count", FieldType::IntegerIn { min: 1, max: 100 }),
        optional("models", FieldType::Strings),
        optional("blocked", FieldType::Bool),
    ];

    #[test]
    fn declared_fields_are_converted_and_others_dropped() {
        let fields =
            parse_body(&json!({ "id": "a", "limit": 5, "count": "7", "blocked": null, "other": 1 }), FIELDS).unwrap();
        assert_eq!(Value::from(fields), json!({ "id": "a", "limit": 5.0, "count": 7, "blocked": null }));
    }

    #[test]
    fn each_invalid_field_is_reported_with_its_location() {
        let input = json!({ "limit": "x", "count": 101, "models": ["a", 1], "blocked": "perhaps" });
        let Err(Refusal::Invalid(errors)) = parse_body(&input, FIELDS) else { panic!("accepted") };
        let actual: Vec<(&str, &Value)> =
            errors.iter().filter_map(|error| Some((error.get("type")?.as_str()?, error.get("loc")?))).collect();
        assert_eq!(
            actual,
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
