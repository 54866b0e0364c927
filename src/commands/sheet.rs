//! Objects as people read them: a row for each field, nested objects and lists taken apart, in place of one enormous
//! cell. Other formats than the table are the server's own.

use anyhow::Result;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::context::Context;
use crate::output::{Column, Format, cell};

/// How many elements of a list are shown.
const LONGEST: usize = 20;
/// What an object of a list is called, the first that is there, and what is said of it beside that, in brackets.
const NAMES: [(&str, &[&str]); 9] = [
    ("key_alias", &["key_name", "user_id"]),
    ("key_name", &["user_id"]),
    ("team_alias", &["team_id"]),
    ("organization_alias", &["organization_id"]),
    ("user_email", &["user_id", "role", "user_role"]),
    ("user_id", &["role", "user_role"]),
    ("team_id", &[]),
    ("organization_id", &[]),
    ("token", &[]),
];

/// Shows an object. The fields of the one under `inner` stand first in its table, for themselves.
pub(super) fn show(context: &mut Context, value: &impl Serialize, inner: Option<&str>) -> Result<()> {
    if context.output.format() != Some(Format::Table) {
        return context.output.value(value);
    }
    let Value::Object(fields) = serde_json::to_value(value)? else {
        return context.output.value(value);
    };
    let columns: [&Column<Row>; 2] =
        [&Column::new("field", "Field", |row| row.0.clone()), &Column::new("value", "Value", |row| row.1.clone())];
    context.output.table(&rows(fields, inner), &columns)
}

/// A field's name, empty where the row goes on with the field before, and its text.
type Row = (String, String);

fn rows(mut fields: Map<String, Value>, inner: Option<&str>) -> Vec<Row> {
    let mut rows = Vec::new();
    // What the envelope repeats is not said twice.
    if let Some(Value::Object(inside)) = inner.and_then(|inner| fields.shift_remove(inner)) {
        fields.retain(|name, value| value.is_array() || inside.get(name) != Some(&*value));
        // The list of ids says less than the envelope's list of things.
        let shown = inside.iter().filter(|(name, _)| !fields.get(*name).is_some_and(Value::is_array));
        shown.for_each(|(name, value)| add(&mut rows, name, value));
    }
    fields.iter().for_each(|(name, value)| add(&mut rows, name, value));
    rows
}

fn add(rows: &mut Vec<Row>, name: &str, value: &Value) {
    match value {
        Value::Object(fields) if fields.is_empty() => rows.push((name.to_owned(), String::new())),
        Value::Object(fields) => {
            // Once is enough: what is nested deeper is rare, and stays as it is.
            rows.extend(fields.iter().map(|(inside, value)| (format!("{name}.{inside}"), text(value))));
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let mut field = name;
            for item in items.iter().take(LONGEST) {
                rows.push((std::mem::take(&mut field).to_owned(), line(item)));
            }
            if items.len() > LONGEST {
                rows.push((String::new(), format!("and {} more", items.len() - LONGEST)));
            }
        }
        other => rows.push((name.to_owned(), text(other))),
    }
}

/// A value in one cell.
fn text(value: &Value) -> String {
    match value {
        Value::Array(items) => items.iter().map(line).collect::<Vec<_>>().join(", "),
        Value::Object(fields) if fields.is_empty() => String::new(),
        other => cell(other),
    }
}

/// An element of a list: what it is called, and what else tells it apart.
fn line(item: &Value) -> String {
    let said = |name: &str| item.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let named = NAMES.iter().find_map(|(name, details)| Some((said(name)?, *details)));
    let Some((name, details)) = named else { return cell(item) };
    let details: Vec<&str> = details.iter().filter_map(|detail| said(detail)).collect();
    if details.is_empty() { name.to_owned() } else { format!("{name} ({})", details.join(", ")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn shows(value: &Value, inner: Option<&str>, expected: &[(&str, &str)]) {
        let rows = rows(value.as_object().cloned().unwrap_or_default(), inner);
        let rows: Vec<_> = rows.iter().map(|(field, text)| (field.as_str(), text.as_str())).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn an_envelope_is_opened_and_says_nothing_twice() {
        let user = json!({"user_id": "u", "keys": [{"token": "hash", "key_name": "sk-...abcd", "key_alias": "ci"}, {"key_name": "sk-...1234"}],
            "user_info": {"user_id": "u", "max_budget": null, "teams": ["t"], "models": ["m", "n"], "metadata": {"a": {"b": 1}}},
            "teams": [{"team_id": "t", "team_alias": "Core", "models": []}]});
        shows(
            &user,
            Some("user_info"),
            &[
                ("user_id", "u"),
                ("max_budget", ""),
                ("models", "m, n"),
                ("metadata.a", "{\"b\":1}"),
                ("keys", "ci (sk-...abcd)"),
                ("", "sk-...1234"),
                ("teams", "Core (t)"),
            ],
        );
    }

    #[test]
    fn an_envelope_with_nothing_in_it_is_shown_as_it_is() {
        shows(
            &json!({"user_id": null, "user_info": null, "keys": []}),
            Some("user_info"),
            &[("user_id", ""), ("keys", "")],
        );
    }

    #[test]
    fn long_lists_end_and_what_has_no_name_is_shown_whole() {
        let many: Vec<Value> = (0..22).map(|number| json!({"user_id": format!("u{number}"), "role": "user"})).collect();
        let shown = rows(json!({"members": many, "empty": {}}).as_object().cloned().unwrap_or_default(), None);
        assert_eq!(shown.len(), LONGEST + 2);
        assert_eq!(shown.first(), Some(&("members".to_owned(), "u0 (user)".to_owned())));
        assert_eq!(shown.get(LONGEST), Some(&(String::new(), "and 2 more".to_owned())));
        assert_eq!(shown.last(), Some(&("empty".to_owned(), String::new())));
        shows(&json!({"list": [{"x": 1}, {"team_id": "t"}]}), None, &[("list", "{\"x\":1}"), ("", "t")]);
    }
}
