//! Values in JSON by a path such as `metadata.team`, as cells and as ids.

use litellm_proxy_client::json::{Shallow, parse_shallow};

use super::json::{Layout, lay_out};

/// Returns the JSON of the value at a path. A name may have points itself.
fn at<'json>(json: &'json str, path: &str) -> Option<&'json str> {
    if path.is_empty() {
        return Some(json);
    }
    match parse_shallow(json)? {
        Shallow::Object(fields) => fields.iter().find_map(|(name, value)| match path.strip_prefix(name.as_str())? {
            "" => Some(value.get()),
            rest => at(value.get(), rest.strip_prefix('.')?),
        }),
        Shallow::Array(items) => {
            let (index, rest) = path.split_once('.').unwrap_or((path, ""));
            at(items.get(index.parse::<usize>().ok()?)?.get(), rest)
        }
        _ => None,
    }
}

/// Returns the value at a path as a cell: a string without quotes, nothing for null, and lists of plain values joined.
pub(super) fn cell(json: &str, path: &str) -> String {
    at(json, path).map(plain).unwrap_or_default()
}

fn plain(json: &str) -> String {
    match parse_shallow(json) {
        Some(Shallow::String(text)) => text,
        Some(Shallow::Literal("null")) | None => String::new(),
        Some(Shallow::Array(items)) if !items.iter().any(|item| item.get().trim_start().starts_with(['{', '['])) => {
            items.iter().map(|item| plain(item.get())).collect::<Vec<_>>().join(", ")
        }
        Some(_) => lay_out(json, Layout::Compact, false),
    }
}

/// Returns the id of an item: the first of these fields that it has, or the item itself if it is a string. `None` if it has
/// none of them, and an empty string if they are empty.
pub(super) fn id(json: &str, fields: &[&str]) -> Option<String> {
    let text = |json: &str| match parse_shallow(json) {
        Some(Shallow::String(text)) => Some(text),
        Some(Shallow::Literal(number)) if number.starts_with(|c: char| c.is_ascii_digit()) => Some(number.to_owned()),
        _ => None,
    };
    let given = || fields.iter().filter_map(|field| at(json, field));
    let found = text(json).into_iter().chain(given().filter_map(text)).find(|id| !id.is_empty());
    found.or_else(|| given().next().map(|_| String::new()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_their_paths() {
        let json = r#"{"a": {"b.c": {"d": 1.0}, "e": [{"f": "x"}, null]}, "models": ["m", "n"], "n": null}"#;
        for (path, expected) in [
            ("a.b.c.d", "1.0"),
            ("a.e.0.f", "x"),
            ("a.e.1", ""),
            ("a.e.2", ""),
            ("a.e.0", r#"{"f":"x"}"#),
            ("models", "m, n"),
            ("n", ""),
            ("n.x", ""),
            ("ab", ""),
        ] {
            assert_eq!(cell(json, path), expected, "{path}");
        }
        assert_eq!(id(json, &["x", "a.e.0.f"]).as_deref(), Some("x"));
        assert_eq!((id("\"k\"", &["x"]).as_deref(), id("{}", &["x"])), (Some("k"), None));
    }
}
