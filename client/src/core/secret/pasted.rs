//! Keys as people paste them: quoted, after `Bearer`, as a line of a `.env` file, as the JSON of a generated key.

use serde_json::Value;

use super::{holds_key, is_key_hash, is_secret_name};

/// More wrappings than anyone puts around a key.
const MOST_WRAPPINGS: usize = 8;
/// The fields of a response that hold a key, the most telling first.
const KEY_FIELDS: &[&str] = &["key", "access_token", "api_key", "token"];

/// Returns the key in text, without what is commonly around it: blanks, a byte order mark, quotes, `Bearer`, the name of a
/// header or variable, the JSON of a generated key. Text without any of them is returned as it is, without surrounding
/// blanks.
pub fn key_in(text: &str) -> String {
    let mut key = text.to_owned();
    for _ in 0..MOST_WRAPPINGS {
        match unwrapped(&key) {
            Some(inner) if inner != key => key = inner,
            _ => break,
        }
    }
    key
}

/// Removes one wrapping.
fn unwrapped(text: &str) -> Option<String> {
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\0'));
    if trimmed.len() != text.len() {
        return Some(trimmed.to_owned());
    }
    if text.contains('\n') && !text.starts_with(['{', '[']) {
        // The line of a file that holds the key.
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let only = lines.clone().count() == 1;
        let mut keys = lines.clone().filter(|line| holds_key(line));
        return match (only, keys.next(), keys.next()) {
            (true, ..) => lines.next().map(str::to_owned),
            (false, Some(line), None) => Some(line.to_owned()),
            _ => None,
        };
    }
    if let Some(json) = text.starts_with(['{', '[', '"']).then(|| serde_json::from_str::<Value>(text).ok()).flatten() {
        return in_json(&json);
    }
    for quote in ['"', '\'', '`', '\u{201c}', '\u{2018}'] {
        let closing = match quote {
            '\u{201c}' => '\u{201d}',
            '\u{2018}' => '\u{2019}',
            other => other,
        };
        let inner = text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(closing));
        if let Some(inner) = inner.filter(|inner| !inner.contains([quote, closing])) {
            return Some(inner.to_owned());
        }
    }
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or(("", text));
    if matches!(first.to_ascii_lowercase().as_str(), "bearer" | "export" | "set" | "-h" | "--header" | "--api-key") {
        return Some(rest.to_owned());
    }
    if let Some(statement) = text.strip_suffix([';', ',']).filter(|statement| !statement.is_empty()) {
        return Some(statement.to_owned());
    }
    let (name, value) = text.trim_start_matches("$env:").split_once(['=', ':'])?;
    let name = name.trim().trim_matches(['"', '\'']);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    // An alias may have a colon, too.
    let has_key = holds_key(value) || is_key_hash(value.trim()) || (is_secret_name(name) && name.len() > 3);
    // Base64 ends in `=`.
    (is_name && has_key && !value.trim().trim_matches('=').is_empty()).then(|| value.to_owned())
}

fn in_json(json: &Value) -> Option<String> {
    match json {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => match items.as_slice() {
            [only] => in_json(only),
            _ => None,
        },
        Value::Object(fields) => KEY_FIELDS.iter().find_map(|name| fields.get(*name)?.as_str().map(str::to_owned)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_in_what_people_paste() {
        for text in [
            "sk-abcd1234",
            " sk-abcd1234\r\n",
            "\u{feff}sk-abcd1234\n",
            "\"sk-abcd1234\"",
            "'sk-abcd1234'",
            "`sk-abcd1234`",
            "\u{201c}sk-abcd1234\u{201d}",
            "Bearer sk-abcd1234",
            "bearer  'sk-abcd1234'",
            "Authorization: Bearer sk-abcd1234",
            "-H \"Authorization: Bearer sk-abcd1234\"",
            "KEY=sk-abcd1234",
            "export LITELLM_PROXY_API_KEY=\"sk-abcd1234\"",
            "export LITELLM_PROXY_API_KEY='sk-abcd1234';",
            "$env:LITELLM_PROXY_API_KEY = \"sk-abcd1234\"",
            "api_key: sk-abcd1234",
            "# mine\nURL=http://h\nKEY=sk-abcd1234\n",
            "{\"key\": \"sk-abcd1234\", \"token\": \"88dc\"}",
            "{\n  \"key\": \"sk-abcd1234\"\n}\n",
            "[\"sk-abcd1234\"]",
            "\"key\": \"sk-abcd1234\",",
        ] {
            assert_eq!(key_in(text), "sk-abcd1234", "{text}");
        }
    }

    #[test]
    fn other_names_and_keys_stay() {
        for text in ["ci", "team:ci", "a b", "ci=x", "", "custom-key==", "sk-", "it's", "{\"a\": 1}", "a,b"] {
            assert_eq!(key_in(text), text);
        }
        assert_eq!(key_in("LITELLM_PROXY_API_KEY=custom"), "custom");
        assert_eq!(key_in("Bearer custom"), "custom");
    }
}
