//! An object for people: a line per field, nested objects indented, empty fields left out, money and times as people
//! write them.

use jiff::Timestamp;
use serde_json::value::RawValue;
use unicode_width::UnicodeWidthStr as _;

use super::object::{JsonField, MAX_DEPTH, is_nested, on_one_line, plain, top_fields};
use super::{dollars, fit, for_terminal, per_million, roughly, times};
use litellm_proxy_client::json::{Shallow, parse_shallow};

/// Longer names do not move the values of the others.
const MAX_NAME: usize = 32;
/// The spaces before a nested field, and between a name and its value.
const INDENT: usize = 2;

/// A field; a name without a value is followed by its nested fields.
struct Line {
    depth: usize,
    name: String,
    value: Option<String>,
}

/// Lays out an object. The fields of the object under `inner`, if there is one, come first and without a prefix.
pub(super) fn lay_out(json: &str, inner: Option<&str>, width: Option<u16>, now: Timestamp) -> String {
    let mut lines = Vec::new();
    match parse_shallow(json) {
        Some(Shallow::Object(fields)) => add_fields(&mut lines, top_fields(fields, inner), 0, now),
        Some(Shallow::Array(items)) => items.iter().for_each(|item| add_item(&mut lines, item.get(), 0)),
        _ => lines.push(Line { depth: 0, name: plain(json), value: None }),
    }
    let names = lines.iter().filter(|line| line.value.is_some());
    let column = names.map(Line::name_width).filter(|width| *width <= MAX_NAME).max().unwrap_or(0) + INDENT;
    lines.iter().map(|line| line.lay_out(column, width.map(usize::from))).collect()
}

fn add_fields(lines: &mut Vec<Line>, fields: Vec<JsonField<'_>>, depth: usize, now: Timestamp) {
    for (name, value) in fields {
        add_field(lines, name, value, depth, now);
    }
}

fn add_field(lines: &mut Vec<Line>, name: String, value: &RawValue, depth: usize, now: Timestamp) {
    let before = lines.len();
    match parse_shallow(value.get()) {
        Some(Shallow::Object(fields)) if depth < MAX_DEPTH => {
            lines.push(Line { depth, name, value: None });
            add_fields(lines, fields, depth + 1, now);
        }
        Some(Shallow::Array(items)) if items.iter().any(|item| is_nested(item.get())) => {
            lines.push(Line { depth, name, value: None });
            for item in items {
                add_item(lines, item.get(), depth + 1);
            }
        }
        _ => {
            let value = for_people(&name, value.get(), now);
            if !value.is_empty() {
                lines.push(Line { depth, name, value: Some(value) });
            }
            return;
        }
    }
    // A heading of nothing.
    if lines.len() == before + 1 {
        lines.pop();
    }
}

fn add_item(lines: &mut Vec<Line>, json: &str, depth: usize) {
    let name = on_one_line(json);
    if !name.is_empty() {
        lines.push(Line { depth, name, value: None });
    }
}

/// Formats a value by the name of its field.
pub(super) fn for_people(name: &str, json: &str, now: Timestamp) -> String {
    match parse_shallow(json) {
        Some(Shallow::String(text)) if text.contains('T') && text.contains(':') => match times::parse(&text) {
            Some(time) => format!("{} ({})", times::local(&text), distance(time, now)),
            None => text,
        },
        Some(Shallow::Literal(number)) if name.ends_with("_per_token") => {
            number.parse().ok().map_or_else(|| plain(json), |cost| format!("{} per million tokens", per_million(cost)))
        }
        Some(Shallow::Literal(number)) if is_money(name) => number.parse().ok().map_or_else(|| plain(json), dollars),
        _ => plain(json),
    }
}

/// Returns whether a number with this name is an amount of dollars.
fn is_money(name: &str) -> bool {
    name == "spend" || name.ends_with("_spend") || name.contains("max_budget") || name.ends_with("soft_budget")
}

/// Returns how far away a time is, such as `in 3 days` or `2 hours ago`.
fn distance(time: Timestamp, now: Timestamp) -> String {
    let distance = roughly(time.duration_since(now).unsigned_abs());
    if time > now { format!("in {distance}") } else { format!("{distance} ago") }
}

impl Line {
    fn name_width(&self) -> usize {
        self.depth * INDENT + self.name.width()
    }

    fn lay_out(&self, column: usize, width: Option<usize>) -> String {
        let indent = " ".repeat(self.depth * INDENT);
        let shown = |text: &str| match width {
            Some(_) => for_terminal(text).into_owned(),
            None => text.replace('\n', &format!("\n{}", " ".repeat(column))),
        };
        let name = shown(&self.name);
        let Some(value) = &self.value else { return format!("{indent}{name}\n") };
        let padding = " ".repeat(column.saturating_sub(self.name_width()).max(INDENT));
        let room = width.map_or(usize::MAX, |width| width.saturating_sub(column).max(MAX_NAME));
        let value = shown(value);
        let value = if value.width() > room { fit::wrapped(&value, room) } else { value };
        let value = value.replace('\n', &format!("\n{}", " ".repeat(column)));
        format!("{indent}{name}{padding}{value}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_fields_are_left_out_and_the_others_are_for_people() {
        let json = r#"{"key":"k","empty":null,"text":"","list":[],"object":{"a":{},"b":null},"zero":0,"false":false,
            "spend":3e-05,"models":["m","n"],"input_cost_per_token":0.0000025,"created_at":"2020-01-02T12:00:00Z",
            "litellm_budget_table":{"budget_id":"b","max_budget":1.5,"limits":{"rpm":1}},
            "members":[{"user_id":"u","role":"admin"},{}],"when":"T: soon"}"#;
        let now = "2020-01-05T12:00:00Z".parse().expect("a time");
        let created = times::local("2020-01-02T12:00:00Z");
        let expected = format!(
            "\
key                   k
zero                  0
false                 false
spend                 $0.00003
models                m, n
input_cost_per_token  $2.50 per million tokens
created_at            {created} (3 days ago)
litellm_budget_table
  budget_id           b
  max_budget          $1.50
  limits
    rpm               1
members
  u (admin)
when                  T: soon
"
        );
        assert_eq!(lay_out(json, None, None, now), expected);
        let text =
            lay_out(r#"{"a":"one two three\u001b four five six seven eight nine ten eleven"}"#, None, Some(40), now);
        assert_eq!(text, "a  one two three\\x1b four five six seven\n   eight nine ten eleven\n");
    }
}
