//! A single value as rows of a table: nested objects under dotted names, lists of plain values joined, and of a list of
//! objects a row for each, which says what people call it.

use serde_json::value::RawValue;

use super::json::{Layout, lay_out};
use litellm_proxy_client::json::{Shallow, parse_shallow};

/// Deeper than anybody reads, JSON will do.
const DEEPEST: usize = 6;

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

/// A row: the name and the value.
pub(super) type Row = (String, String);
type Field<'json> = (String, &'json RawValue);

/// The rows of a value. The fields of the object under `inner`, if there is one, stand first and for themselves.
pub(super) fn rows(json: &str, inner: Option<&str>) -> Vec<Row> {
    let mut rows = Vec::new();
    match parse_shallow(json) {
        Some(Shallow::Object(fields)) if inner.is_some() => add_opened(&mut rows, fields, inner),
        _ => add(&mut rows, String::new(), json, 0),
    }
    rows
}

fn add_opened(rows: &mut Vec<Row>, mut fields: Vec<Field<'_>>, inner: Option<&str>) {
    let envelope = inner.and_then(|inner| fields.iter().position(|(name, _)| name == inner));
    if let Some((_, inside)) = envelope.map(|place| fields.remove(place))
        && let Some(Shallow::Object(inside)) = parse_shallow(inside.get())
    {
        // What the envelope repeats is not said twice; of a list it knows more than the ids.
        let is_list = |value: &RawValue| matches!(parse_shallow(value.get()), Some(Shallow::Array(_)));
        let repeats = |(name, value): &Field<'_>| {
            inside.iter().any(|(known, other)| known == name && other.get() == value.get()) && !is_list(value)
        };
        fields.retain(|field| !repeats(field));
        let is_told = |name: &str| fields.iter().any(|(known, value)| known == name && is_list(value));
        inside
            .iter()
            .filter(|(name, _)| !is_told(name))
            .for_each(|(name, value)| add(rows, name.clone(), value.get(), 1));
    }
    for (name, value) in fields {
        add(rows, name, value.get(), 1);
    }
}

fn add(rows: &mut Vec<Row>, name: String, json: &str, depth: usize) {
    match parse_shallow(json) {
        Some(Shallow::Object(fields)) if depth < DEEPEST && !fields.is_empty() => {
            for (field, value) in fields {
                let name = if name.is_empty() { field } else { format!("{name}.{field}") };
                add(rows, name, value.get(), depth + 1);
            }
        }
        Some(Shallow::Array(items)) if items.iter().any(|item| is_nested(item.get())) => {
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

/// What an object is called; one without a name is its fields that hold something, as `name: value`.
fn on_one_line(json: &str) -> String {
    let Some(Shallow::Object(fields)) = parse_shallow(json) else { return plain(json) };
    if let Some(name) = called(&fields) {
        return name;
    }
    let fields = fields.into_iter().map(|(name, value)| (name, plain(value.get())));
    let told: Vec<_> =
        fields.filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}")).collect();
    told.join(", ")
}

fn called(fields: &[Field<'_>]) -> Option<String> {
    let said = |name: &str| {
        let (_, value) = fields.iter().find(|(known, _)| known == name)?;
        match parse_shallow(value.get()) {
            Some(Shallow::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    };
    let (name, details) = NAMES.iter().find_map(|(name, details)| Some((said(name)?, *details)))?;
    let details: Vec<String> = details.iter().filter_map(|detail| said(detail)).collect();
    Some(if details.is_empty() { name } else { format!("{name} ({})", details.join(", ")) })
}

/// A text without its quotes, a list of plain values joined, nothing for what is null or empty.
fn plain(json: &str) -> String {
    match parse_shallow(json) {
        Some(Shallow::String(text)) => text,
        Some(Shallow::Literal("null")) | None => String::new(),
        Some(Shallow::Object(fields)) if fields.is_empty() => String::new(),
        Some(Shallow::Array(items)) if !items.iter().any(|item| is_nested(item.get())) => {
            items.iter().map(|item| plain(item.get())).collect::<Vec<_>>().join(", ")
        }
        Some(_) => lay_out(json, Layout::Compact, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(json: &str, inner: Option<&str>) -> Vec<String> {
        rows(json, inner).into_iter().map(|(name, value)| format!("{name} = {value}")).collect()
    }

    #[test]
    fn nested_values_are_readable() {
        for (json, expected) in [
            (r#"{"a":1,"b":null,"c":"x","d":3e-05}"#, &["a = 1", "b = ", "c = x", "d = 3e-05"][..]),
            (r#"{"a":["x","y",1,null],"b":[],"c":{}}"#, &["a = x, y, 1, ", "b = ", "c = "]),
            (r#"{"a":{"b":{"c":[1,2]},"d":"x"}}"#, &["a.b.c = 1, 2", "a.d = x"]),
            (
                r#"{"m":[{"kind":"u","role":"admin","email":null,"tags":["a","b"],"n":{"k":[]}},{"kind":"v"}]}"#,
                &[r#"m[0] = kind: u, role: admin, tags: a, b, n: {"k":[]}"#, "m[1] = kind: v"],
            ),
            (
                r#"{"m":[{"user_id":"u","role":"admin"},{"key_alias":null,"key_name":"sk-...1234","user_id":"v"}]}"#,
                &["m[0] = u (admin)", "m[1] = sk-...1234 (v)"],
            ),
            (r#"{"m":[[1,2],3]}"#, &["m[0] = 1, 2", "m[1] = 3"]),
            (r#"[{"a":1}]"#, &["[0] = a: 1"]),
            ("2", &[" = 2"]),
            ("{}", &[" = "]),
            (r#"{"a":{"b":{"c":{"d":{"e":{"f":{"g":1}}}}}}}"#, &[r#"a.b.c.d.e.f = {"g":1}"#]),
        ] {
            assert_eq!(shown(json, None), expected, "{json}");
        }
    }

    #[test]
    fn an_envelope_is_opened_and_says_nothing_twice() {
        let user = r#"{"user_id":"u","keys":[{"token":"hash","key_name":"sk-...abcd","key_alias":"ci"}],
            "user_info":{"user_id":"u","max_budget":1.50,"teams":["t"],"models":["m","n"],"metadata":{"a":{"b":1}}},
            "teams":[{"team_id":"t","team_alias":"Core","models":[]}]}"#;
        let expected = [
            "user_id = u",
            "max_budget = 1.50",
            "models = m, n",
            "metadata.a.b = 1",
            "keys[0] = ci (sk-...abcd)",
            "teams[0] = Core (t)",
        ];
        assert_eq!(shown(user, Some("user_info")), expected);
        let nobody = r#"{"user_id":null,"user_info":null,"keys":[]}"#;
        assert_eq!(shown(nobody, Some("user_info")), ["user_id = ", "keys = "]);
    }
}
