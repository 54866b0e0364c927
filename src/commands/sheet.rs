//! Objects as people read them: a row for each field, nested objects and lists taken apart, in place of one enormous
//! cell. Other formats than the table are the server's own.

use anyhow::Result;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::client::fields::{Piece, take_apart};
use crate::context::Context;
use crate::output::{Column, Format};

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
    let json = serde_json::to_string(value)?;
    let Some(Piece::Object(fields)) = take_apart(&json) else { return context.output.value(value) };
    let columns: [&Column<Row>; 2] =
        [&Column::new("field", "Field", |row| row.0.clone()), &Column::new("value", "Value", |row| row.1.clone())];
    context.output.table(&rows(fields, inner), &columns)
}

/// A field's name, empty where the row goes on with the field before, and its text.
type Row = (String, String);
type Field<'json> = (String, &'json RawValue);

fn rows(mut fields: Vec<Field<'_>>, inner: Option<&str>) -> Vec<Row> {
    let mut rows = Vec::new();
    let envelope = inner.and_then(|inner| fields.iter().position(|(name, _)| name == inner));
    if let Some((_, inside)) = envelope.map(|place| fields.remove(place))
        && let Some(Piece::Object(inside)) = take_apart(inside.get())
    {
        // What the envelope repeats is not said twice; of a list it knows more than the ids.
        let is_list = |value: &RawValue| matches!(take_apart(value.get()), Some(Piece::Array(_)));
        let repeats = |(name, value): &Field<'_>| {
            inside.iter().any(|(known, other)| known == name && other.get() == value.get()) && !is_list(value)
        };
        fields.retain(|field| !repeats(field));
        let is_told = |name: &str| fields.iter().any(|(known, value)| known == name && is_list(value));
        inside.iter().filter(|(name, _)| !is_told(name)).for_each(|(name, value)| add(&mut rows, name, value));
    }
    for (name, value) in &fields {
        add(&mut rows, name, value);
    }
    rows
}

fn add(rows: &mut Vec<Row>, name: &str, value: &RawValue) {
    match take_apart(value.get()) {
        // Once is enough: what is nested deeper is rare, and stays as it is.
        Some(Piece::Object(fields)) if !fields.is_empty() => {
            rows.extend(fields.iter().map(|(inside, value)| (format!("{name}.{inside}"), text(value))));
        }
        Some(Piece::Array(items)) if items.iter().any(|item| item.get().starts_with('{')) => {
            let mut field = name;
            for item in items.iter().take(LONGEST) {
                rows.push((std::mem::take(&mut field).to_owned(), line(item)));
            }
            if items.len() > LONGEST {
                rows.push((String::new(), format!("and {} more", items.len() - LONGEST)));
            }
        }
        _ => rows.push((name.to_owned(), text(value))),
    }
}

/// A value in one cell, numbers as the server wrote them.
fn text(value: &RawValue) -> String {
    match take_apart(value.get()) {
        Some(Piece::Array(items)) => items.iter().map(|item| line(item)).collect::<Vec<_>>().join(", "),
        Some(Piece::Object(fields)) if fields.is_empty() => String::new(),
        Some(Piece::String(text)) => text,
        Some(Piece::Literal("null")) => String::new(),
        _ => value.get().to_owned(),
    }
}

/// An element of a list: what it is called, and what else tells it apart.
fn line(item: &RawValue) -> String {
    let Some(Piece::Object(fields)) = take_apart(item.get()) else { return text(item) };
    let said = |name: &str| {
        let (_, value) = fields.iter().find(|(known, _)| known == name)?;
        match take_apart(value.get()) {
            Some(Piece::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    };
    let named = NAMES.iter().find_map(|(name, details)| Some((said(name)?, *details)));
    let Some((name, details)) = named else { return item.get().to_owned() };
    let details: Vec<String> = details.iter().filter_map(|detail| said(detail)).collect();
    if details.is_empty() { name } else { format!("{name} ({})", details.join(", ")) }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn rows_of(json: &str, inner: Option<&str>) -> Vec<Row> {
        let Some(Piece::Object(fields)) = take_apart(json) else { panic!("no object: {json}") };
        rows(fields, inner)
    }

    #[track_caller]
    fn shows(value: &Value, inner: Option<&str>, expected: &[(&str, &str)]) {
        let rows = rows_of(&value.to_string(), inner);
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
        let shown = rows_of(&json!({"members": many, "empty": {}}).to_string(), None);
        assert_eq!(shown.len(), LONGEST + 2);
        assert_eq!(shown.first(), Some(&("members".to_owned(), "u0 (user)".to_owned())));
        assert_eq!(shown.get(LONGEST), Some(&(String::new(), "and 2 more".to_owned())));
        assert_eq!(shown.last(), Some(&("empty".to_owned(), String::new())));
        shows(&json!({"list": [{"x": 1}, {"team_id": "t"}]}), None, &[("list", "{\"x\":1}"), ("", "t")]);
    }

    #[test]
    fn numbers_are_as_the_server_wrote_them() {
        let text = r#"{"cost":3e-05,"ids":[123456789012345678901234567890],"in":{"at":1.50}}"#;
        let expected = [("cost", "3e-05"), ("ids", "123456789012345678901234567890"), ("in.at", "1.50")];
        assert_eq!(rows_of(text, None), expected.map(|(name, text)| (name.to_owned(), text.to_owned())));
    }
}
