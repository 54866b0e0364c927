//! Lays out a single value as rows of names and values: nested objects get dotted names, lists of plain values are joined, and each
//! object in a list gets one row with its name.

use serde_json::value::RawValue;

use super::json::{Layout, lay_out};
use litellm_proxy_client::json::{Shallow, parse_shallow};

/// Values nested deeper than this are shown as JSON.
pub(super) const MAX_DEPTH: usize = 6;

/// Fields that name an object in a list, in order of preference, each with the details to show in parentheses.
const NAME_FIELDS: [(&str, &[&str]); 9] = [
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

/// The name and value of a field.
pub(super) type FieldRow = (String, String);
pub(super) type JsonField<'json> = (String, &'json RawValue);

/// Returns the rows of a value. The fields of the object under `inner`, if there is one, come first and without a
/// prefix.
pub(super) fn rows(json: &str, inner: Option<&str>) -> Vec<FieldRow> {
    let mut rows = Vec::new();
    match parse_shallow(json) {
        Some(Shallow::Object(fields)) if inner.is_some() => {
            for (name, value) in top_fields(fields, inner) {
                add(&mut rows, name, value.get(), 1);
            }
        }
        _ => add(&mut rows, String::new(), json, 0),
    }
    rows
}

/// Returns the fields of an object, those of the one under `inner` first.
pub(super) fn top_fields<'json>(mut fields: Vec<JsonField<'json>>, inner: Option<&str>) -> Vec<JsonField<'json>> {
    let envelope = inner.and_then(|inner| fields.iter().position(|(name, _)| name == inner));
    let Some((_, object)) = envelope.map(|index| fields.remove(index)) else { return fields };
    let Some(Shallow::Object(mut inner_fields)) = parse_shallow(object.get()) else { return fields };
    // Fields that the envelope repeats are shown once; its lists hold more than the ids of the inner ones.
    let is_list = |value: &RawValue| matches!(parse_shallow(value.get()), Some(Shallow::Array(_)));
    let repeats = |(name, value): &JsonField<'_>| {
        inner_fields.iter().any(|(known, other)| known == name && other.get() == value.get()) && !is_list(value)
    };
    fields.retain(|field| !repeats(field));
    inner_fields.retain(|(name, _)| !fields.iter().any(|(known, value)| known == name && is_list(value)));
    inner_fields.append(&mut fields);
    inner_fields
}

fn add(rows: &mut Vec<FieldRow>, name: String, json: &str, depth: usize) {
    match parse_shallow(json) {
        Some(Shallow::Object(fields)) if depth < MAX_DEPTH && !fields.is_empty() => {
            for (field, value) in fields {
                let name = if name.is_empty() { field } else { format!("{name}.{field}") };
                add(rows, name, value.get(), depth + 1);
            }
        }
        Some(Shallow::Array(items)) if items.iter().any(|item| is_nested(item.get())) => {
            for (index, item) in items.iter().enumerate() {
                rows.push((format!("{name}[{index}]"), on_one_line(item.get())));
            }
        }
        _ => rows.push((name, plain(json))),
    }
}

pub(super) fn is_nested(json: &str) -> bool {
    json.trim_start().starts_with(['{', '['])
}

/// Returns the name of an object, or its non-empty fields as `name: value` if it has none.
pub(super) fn on_one_line(json: &str) -> String {
    let Some(Shallow::Object(fields)) = parse_shallow(json) else { return plain(json) };
    if let Some(name) = display_name(&fields) {
        return name;
    }
    let fields = fields.into_iter().map(|(name, value)| (name, plain(value.get())));
    let non_empty: Vec<_> =
        fields.filter(|(_, value)| !value.is_empty()).map(|(name, value)| format!("{name}: {value}")).collect();
    non_empty.join(", ")
}

fn display_name(fields: &[JsonField<'_>]) -> Option<String> {
    let string_field = |name: &str| {
        let (_, value) = fields.iter().find(|(known, _)| known == name)?;
        match parse_shallow(value.get()) {
            Some(Shallow::String(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    };
    let (name, details) = NAME_FIELDS.iter().find_map(|(name, details)| Some((string_field(name)?, *details)))?;
    let details: Vec<String> = details.iter().filter_map(|detail| string_field(detail)).collect();
    Some(if details.is_empty() { name } else { format!("{name} ({})", details.join(", ")) })
}

/// Formats a value without quotes, with lists of plain values joined; null and empty values become an empty string.
pub(super) fn plain(json: &str) -> String {
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

    fn lines(json: &str, inner: Option<&str>) -> Vec<String> {
        rows(json, inner).into_iter().map(|(name, value)| format!("{name} = {value}")).collect()
    }

    #[test]
    fn nested_values_become_dotted_rows() {
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
            assert_eq!(lines(json, None), expected, "{json}");
        }
    }

    #[test]
    fn envelope_is_unwrapped_without_repeated_fields() {
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
        assert_eq!(lines(user, Some("user_info")), expected);
        let empty_user = r#"{"user_id":null,"user_info":null,"keys":[]}"#;
        assert_eq!(lines(empty_user, Some("user_info")), ["user_id = ", "keys = "]);
    }
}
