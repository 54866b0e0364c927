//! The fields of each kind: their shapes, how each is emptied, and what they refer to. The tables are next to the code that
//! talks to the server, in [`crate::server`].

use std::borrow::Cow;

use serde_json::Value;

use crate::kind::Kind;
use crate::server;

/// A field of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    /// The path; `metadata.*` stands for the entries of an open map that have no row of their own.
    pub path: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// How it is emptied.
    pub clear: Clear,
    /// What it names, if it names something.
    pub refers_to: Option<Reference>,
    /// What it is for, in one line, for editors.
    pub doc: &'static str,
}

/// What a field holds, which decides how two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    Text,
    /// A number; servers return some as strings.
    Number,
    /// An integer.
    Integer,
    /// `true` or `false`.
    Bool,
    /// A duration such as `30d`.
    Duration,
    /// A list whose order has a meaning.
    List,
    /// A list whose order has no meaning.
    Set,
    /// A map.
    Map,
    /// A map from models to budgets, which servers keep under other names of their fields.
    ModelBudgets,
    /// Anything.
    Any,
    /// A secret: the server never returns it.
    Secret,
}

/// How a field is emptied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clear {
    /// With `null`.
    Null,
    /// With `[]`.
    EmptyList,
    /// With `{}`.
    EmptyMap,
    /// With `""`.
    EmptyText,
    /// With `false`.
    False,
    /// By leaving it out of a map that is written whole.
    LeaveOut,
    /// By naming it in a list of fields to remove.
    Remove,
    /// Not in place: the resource is replaced.
    Replace,
    /// Not at all; the reason is a sentence.
    Never(&'static str),
}

/// What a field names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reference {
    /// Models, by public name, wildcard or access group.
    Models,
    /// A resource of this kind, by the name in its address.
    To(Kind),
}

/// Returns the fields of a kind.
pub fn fields(kind: Kind) -> &'static [Field] {
    server::fields(kind)
}

/// Returns the row of a field: its own, or that of the open map that it is in.
pub fn field(kind: Kind, path: &str) -> Option<&'static Field> {
    let rows = fields(kind);
    rows.iter().find(|row| row.path == path).or_else(|| {
        let (map, _) = path.split_once('.')?;
        rows.iter().find(|row| row.path.strip_suffix(".*") == Some(map))
    })
}

/// Returns whether two values of a field are the same. Numbers are compared by value, sets without order, and what is empty is
/// the same as what is absent.
pub fn is_same(shape: Shape, one: &Value, other: &Value) -> bool {
    if is_empty(one) || is_empty(other) {
        return is_empty(one) == is_empty(other) || (is_no(one) && is_no(other));
    }
    match (shape, one, other) {
        (Shape::ModelBudgets, one, other) => is_equal(&model_budgets(one), &model_budgets(other)),
        (Shape::Set, Value::Array(one), Value::Array(other)) => {
            let holds = |list: &[Value], item: &Value| list.iter().any(|entry| is_equal(entry, item));
            one.iter().all(|item| holds(other, item)) && other.iter().all(|item| holds(one, item))
        }
        _ => is_equal(one, other),
    }
}

/// Returns budgets per model with the names of fields that servers of all versions keep. 1.80 keeps `budget_limit` as
/// `max_budget` and `time_period` as `budget_duration`.
pub(crate) fn model_budgets(value: &Value) -> Value {
    let Value::Object(models) = value else { return value.clone() };
    let renamed = |(name, value): (&String, &Value)| {
        let name = match name.as_str() {
            "budget_limit" => "max_budget",
            "time_period" => "budget_duration",
            name => name,
        };
        (name.to_owned(), value.clone())
    };
    let budget = |budget: &Value| match budget {
        Value::Object(fields) => fields.iter().map(renamed).collect::<serde_json::Map<_, _>>().into(),
        other => other.clone(),
    };
    models.iter().map(|(model, value)| (model.clone(), budget(value))).collect::<serde_json::Map<_, _>>().into()
}

/// Returns whether a value is null or empty.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Returns whether a value is `false`, or absent, which servers take for the same.
fn is_no(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(false))
}

fn is_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let covers = |one: &serde_json::Map<String, Value>, other: &serde_json::Map<String, Value>| {
                one.iter().all(|(name, value)| match other.get(name) {
                    Some(other) => is_equal(value, other),
                    None => is_no(value),
                })
            };
            covers(one, other) && covers(other, one)
        }
        (Value::Number(_), Value::Number(_) | Value::String(_)) | (Value::String(_), Value::Number(_)) => {
            number(one).is_some_and(|number_| Some(number_) == number(other))
        }
        _ => one == other,
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Returns the name that is nearest to one that is not known.
pub fn near_miss<'a>(name: &str, known: impl IntoIterator<Item = Cow<'a, str>>) -> Option<String> {
    let scored = known.into_iter().map(|known| (strsim::jaro_winkler(name, &known), known));
    let best = scored.filter(|(score, _)| *score > 0.85).max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.map(|(_, known)| known.into_owned())
}

/// Returns the known name of which a name is a misspelling: it differs in two letters at most, or only in case. Stricter than
/// [`near_miss`], for names that are probably meant as they are.
pub fn misspelled<'a>(name: &str, known: impl IntoIterator<Item = Cow<'a, str>>) -> Option<String> {
    let lower = name.to_ascii_lowercase().replace('-', "_");
    let most = if name.len() < 6 { 1 } else { 2 };
    let distances = known.into_iter().map(|known| (strsim::osa_distance(&lower, &known), known));
    distances.filter(|(distance, _)| *distance <= most).min().map(|(_, known)| known.into_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_compared_by_what_they_mean() {
        for (shape, one, other, expected) in [
            (Shape::Number, json!(0.25), json!("0.25"), true),
            (Shape::Number, json!(10), json!(10.0), true),
            (Shape::Number, json!(10), json!(null), false),
            (Shape::Number, json!(0), json!(null), false),
            (Shape::Set, json!(["a", "b"]), json!(["b", "a"]), true),
            (Shape::Set, json!(["a", "b"]), json!(["b"]), false),
            (Shape::List, json!(["a", "b"]), json!(["b", "a"]), false),
            (Shape::Set, json!([]), json!(null), true),
            (Shape::Map, json!({}), json!(null), true),
            (Shape::Map, json!({"a": 1, "b": null}), json!({"a": 1.0}), true),
            (
                Shape::ModelBudgets,
                json!({"m": {"budget_limit": 1, "time_period": "1d"}}),
                json!({"m": {"max_budget": 1.0, "budget_duration": "1d", "tpm_limit": null}}),
                true,
            ),
            (Shape::ModelBudgets, json!({"m": {"budget_limit": 1}}), json!({"m": {"max_budget": 2}}), false),
            (Shape::Bool, json!(false), json!(null), true),
            (Shape::Bool, json!(true), json!(null), false),
            (Shape::Text, json!(""), json!(null), true),
            (Shape::Text, json!("10"), json!("10.0"), false),
        ] {
            assert_eq!(is_same(shape, &one, &other), expected, "{shape:?} {one} {other}");
            assert_eq!(is_same(shape, &other, &one), expected, "{shape:?} {other} {one}");
        }
    }
}
