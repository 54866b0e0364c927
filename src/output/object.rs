//! A single value as rows of a table: nested objects under dotted names, lists of plain values joined, and of a list of
//! objects a row for each.

use super::json::{Layout, lay_out};
use crate::client::fields::{Piece, take_apart};

/// Deeper than anybody reads, JSON will do.
const DEEPEST: usize = 6;

/// A row: the name and the value.
pub(super) type Row = (String, String);

/// The rows of a value.
pub(super) fn rows(json: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    add(&mut rows, String::new(), json, 0);
    rows
}

fn add(rows: &mut Vec<Row>, name: String, json: &str, depth: usize) {
    match take_apart(json) {
        Some(Piece::Object(fields)) if depth < DEEPEST && !fields.is_empty() => {
            for (field, value) in fields {
                let name = if name.is_empty() { field } else { format!("{name}.{field}") };
                add(rows, name, value.get(), depth + 1);
            }
        }
        Some(Piece::Array(items)) if items.iter().any(|item| is_nested(item.get())) => {
            for (at, item) in items.iter().enumerate() {
                rows.push((format!("{name}[{at}]"), on_one_line(item.get())));
            }
        }
        _ => rows.push((name, plain(json))),
    }
}

fn is_nested(json: &str) -> bool {
    json.trim_start().starts_with(['{', '['])
}

/// The fields of an object that hold something, as `name: value`.
fn on_one_line(json: &str) -> String {
    let Some(Piece::Object(fields)) = take_apart(json) else { return plain(json) };
    let fields = fields.into_iter().map(|(name, value)| (name, plain(value.get())));
    let told: Vec<_> =
        fields.filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}")).collect();
    told.join(", ")
}

/// A text without its quotes, a list of plain values joined, nothing for what is null or empty.
fn plain(json: &str) -> String {
    match take_apart(json) {
        Some(Piece::String(text)) => text,
        Some(Piece::Literal("null")) | None => String::new(),
        Some(Piece::Object(fields)) if fields.is_empty() => String::new(),
        Some(Piece::Array(items)) if !items.iter().any(|item| is_nested(item.get())) => {
            items.iter().map(|item| plain(item.get())).collect::<Vec<_>>().join(", ")
        }
        Some(_) => lay_out(json, Layout::Compact, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(json: &str) -> Vec<String> {
        rows(json).into_iter().map(|(name, value)| format!("{name} = {value}")).collect()
    }

    #[test]
    fn nested_values_are_readable() {
        for (json, expected) in [
            (r#"{"a":1,"b":null,"c":"x","d":3e-05}"#, &["a = 1", "b = ", "c = x", "d = 3e-05"][..]),
            (r#"{"a":["x","y",1,null],"b":[],"c":{}}"#, &["a = x, y, 1, ", "b = ", "c = "]),
            (r#"{"a":{"b":{"c":[1,2]},"d":"x"}}"#, &["a.b.c = 1, 2", "a.d = x"]),
            (
                r#"{"m":[{"user_id":"u","role":"admin","email":null,"tags":["a","b"],"n":{"k":[]}},{"user_id":"v"}]}"#,
                &[r#"m[0] = user_id: u, role: admin, tags: a, b, n: {"k":[]}"#, "m[1] = user_id: v"],
            ),
            (r#"{"m":[[1,2],3]}"#, &["m[0] = 1, 2", "m[1] = 3"]),
            (r#"[{"a":1}]"#, &["[0] = a: 1"]),
            ("2", &[" = 2"]),
            ("{}", &[" = "]),
            (r#"{"a":{"b":{"c":{"d":{"e":{"f":{"g":1}}}}}}}"#, &[r#"a.b.c.d.e.f = {"g":1}"#]),
        ] {
            assert_eq!(shown(json), expected, "{json}");
        }
    }
}
