//! [`ApiKey`], which never prints itself, the hash that replaces a key in URLs, and the masking of secrets in JSON, forms
//! and text before they are shown.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer};
use sha2::{Digest as _, Sha256};

use super::json::{Shallow, parse_shallow};

/// Replaces a secret in anything that is shown.
pub const REDACTED: &str = "[redacted]";

/// Fields whose whole content is secret, at any depth.
const SECRET_OBJECTS: &[&str] = &["credential_values", "credentials", "vertex_credentials"];
/// Fields with LiteLLM's own keys, or with their hashes, which are not secret.
const KEY_FIELDS: &[&str] = &["deleted_keys", "key", "key_hash", "keys", "token", "token_id"];
/// Fields whose value is a secret, in addition to those recognized by their suffix.
const SECRET_FIELDS: &[&str] = &["authorization", "cookie", "passphrase", "password", "secret", "set_cookie"];

/// A virtual key, master key or login token. `Debug` and `Display` print [`REDACTED`].
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// Wraps a key, without surrounding whitespace such as a file's trailing newline.
    pub fn new(key: impl AsRef<str>) -> Self {
        Self(key.as_ref().trim().to_owned())
    }

    /// Returns the secret.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Returns whether the key is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the key's hash, by which the server identifies it: its SHA-256 in hex.
    pub fn hash(&self) -> String {
        key_hash(&self.0)
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl<T: AsRef<str>> From<T> for ApiKey {
    fn from(key: T) -> Self {
        Self::new(key)
    }
}

impl<'de> Deserialize<'de> for ApiKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl From<&Self> for ApiKey {
    fn from(key: &Self) -> Self {
        key.clone()
    }
}

/// Returns the hash of a key, its SHA-256 in hex, which may be part of a URL. A hash is returned as it is.
pub fn key_hash(key: &str) -> String {
    if is_key_hash(key) {
        return key.to_owned();
    }
    Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns whether this is a key's hash: 64 lower-case hex digits.
pub fn is_key_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Masks the values of secret fields in JSON text, and anything that looks like a key; the rest stays as written. `None` if
/// it is not JSON.
pub fn redact_json(json: &str) -> Option<String> {
    let mut redacted = String::with_capacity(json.len());
    write_json(&mut redacted, json, Secrecy::Open, 0, &mut Vec::new())?;
    Some(redacted)
}

/// Returns the strings that [`redact_json`] masks because of their field, to mask them elsewhere too.
pub(crate) fn secrets_in_json(json: &str) -> Vec<String> {
    let mut secrets = Vec::new();
    // Invalid JSON has no fields.
    let _ = write_json(&mut String::new(), json, Secrecy::Open, 0, &mut secrets);
    secrets
}

/// Masks the values of secret fields in an `application/x-www-form-urlencoded` body.
pub(crate) fn redact_form(form: &str) -> String {
    let redacted = form.split('&').map(|field| match field.split_once('=') {
        Some((name, value)) if is_secret_in_form(name) && !value.is_empty() => format!("{name}={REDACTED}"),
        _ => redact_text(field).into_owned(),
    });
    redacted.collect::<Vec<_>>().join("&")
}

/// Returns the strings that [`redact_form`] masks because of their field, decoded.
pub(crate) fn secrets_in_form(form: &[u8]) -> Vec<String> {
    let fields = form_urlencoded::parse(form).filter(|(name, _)| is_secret_in_form(name));
    fields.map(|(_, value)| value.into_owned()).collect()
}

/// In JSON `code` is a status; in a form it is the authorization code of a login.
fn is_secret_in_form(name: &str) -> bool {
    matches!(name, "code" | "code_verifier") || is_secret_name(name)
}

/// How secret the content of a field is.
#[derive(Clone, Copy, PartialEq)]
enum Secrecy {
    Open,
    /// A LiteLLM key, or its hash.
    Key,
    Secret,
    /// Secret at any depth.
    Deep,
}

impl Secrecy {
    fn of(name: &str) -> Self {
        let name = snake_case(name);
        let is = |names: &[&str]| names.contains(&name.as_str());
        let ends = |end: &str| name.ends_with(end);
        if is(SECRET_OBJECTS) {
            Self::Deep
        } else if is(KEY_FIELDS) {
            Self::Key
        } else if is(SECRET_FIELDS)
            || ends("_authorization")
            || ends("_secret")
            || ends("_password")
            || ends("_access_key_id")
            || (ends("_key") && !ends("public_key"))
            // `input_cost_per_token` is a price.
            || (ends("_token") && !ends("_per_token"))
        {
            Self::Secret
        } else {
            Self::Open
        }
    }
}

/// Returns whether a header or field with this name contains a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    Secrecy::of(name) != Secrecy::Open
}

/// Converts `apiKey`, `api-key` and `API_KEY` to `api_key`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    let mut after_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && after_lower {
            snake.push('_');
        }
        after_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        snake.push(if c == '-' { '_' } else { c.to_ascii_lowercase() });
    }
    snake
}

/// JSON nested deeper than this is masked whole.
const MAX_DEPTH: usize = 100;

/// Writes JSON with its secrets masked, and collects them. Keeps the shape of a secret, nulls, references to the server's
/// environment, and hashes in fields where the server identifies keys by them.
fn write_json(
    redacted: &mut String,
    json: &str,
    secrecy: Secrecy,
    depth: usize,
    secrets: &mut Vec<String>,
) -> Option<()> {
    let string = |text: &str| serde_json::Value::from(text).to_string();
    if depth > MAX_DEPTH {
        redacted.push_str(&string(REDACTED));
        return Some(());
    }
    match parse_shallow(json)? {
        Shallow::Object(fields) => {
            for (number, (name, value)) in fields.iter().enumerate() {
                redacted.push(if number == 0 { '{' } else { ',' });
                redacted.push_str(&string(&redact_text(name)));
                redacted.push(':');
                let inner = if secrecy == Secrecy::Deep { secrecy } else { Secrecy::of(name) };
                write_json(redacted, value.get(), inner, depth + 1, secrets)?;
            }
            redacted.push_str(if fields.is_empty() { "{}" } else { "}" });
        }
        Shallow::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                redacted.push(if number == 0 { '[' } else { ',' });
                write_json(redacted, item.get(), secrecy, depth + 1, secrets)?;
            }
            redacted.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Shallow::String(text) => {
            let is_public =
                text.is_empty() || text.starts_with("os.environ/") || (secrecy == Secrecy::Key && is_key_hash(&text));
            if secrecy == Secrecy::Open || is_public {
                redacted.push_str(&string(&redact_text(&text)));
            } else {
                redacted.push_str(&string(REDACTED));
                secrets.push(text);
            }
        }
        Shallow::Literal(literal) if secrecy == Secrecy::Open || matches!(literal, "null" | "true" | "false") => {
            redacted.push_str(literal);
        }
        Shallow::Literal(_) => redacted.push_str(&string(REDACTED)),
    }
    Some(())
}

/// Implements `Debug` for types that may contain secrets: the JSON that is sent, masked.
macro_rules! masked_debug {
    ($($type:ident),* $(,)?) => {$(
        impl std::fmt::Debug for $type {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let json = serde_json::to_string(self).unwrap_or_default();
                write!(f, "{} {}", stringify!($type), $crate::core::redact_json(&json).unwrap_or_default())
            }
        }
    )*};
}
pub(crate) use masked_debug;

/// Masks every word that looks like a key (`sk-…`) or follows `Bearer`, and the passwords in URLs.
pub fn redact_text(text: &str) -> Cow<'_, str> {
    const SHORTEST: usize = 8;
    let is_word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let bytes = text.as_bytes();
    let mut redacted = String::new();
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        let starts_word = at == 0 || bytes.get(at - 1).is_none_or(|b| !is_word(*b));
        let rest = bytes.get(at..).unwrap_or_default();
        let secret = if rest.starts_with(b"://") {
            user_info(rest)
        } else if starts_word && rest.starts_with(b"sk-") {
            rest.iter().take_while(|b| is_word(**b)).count()
        } else if starts_word && rest.starts_with(b"Bearer ") {
            let word =
                rest.iter().skip(7).take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'')).count();
            if word < 4 { 0 } else { 7 + word }
        } else {
            0
        };
        if secret >= SHORTEST || (secret > 0 && rest.starts_with(b"://")) {
            redacted.push_str(text.get(copied..at).unwrap_or_default());
            match rest.first() {
                Some(b'B') => redacted.push_str("Bearer "),
                Some(b':') => redacted.push_str("://"),
                _ => {}
            }
            redacted.push_str(REDACTED);
            at += secret;
            copied = at;
        } else {
            at += 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    redacted.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(redacted)
}

/// Returns the length of `://user:password` at the beginning of `rest`, or 0.
fn user_info(rest: &[u8]) -> usize {
    let is_part = |b: &u8| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'?' | b'#' | b'@' | b'"' | b'\'');
    let length = rest.iter().skip(3).take_while(|b| is_part(b)).count();
    let has_password = rest.iter().skip(3).take(length).any(|b| *b == b':');
    if has_password && rest.get(3 + length) == Some(&b'@') { 3 + length } else { 0 }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_api_key_prints_as_redacted() {
        let key = ApiKey::new("sk-abcdefgh\n");
        assert_eq!(format!("{key} {key:?}"), "[redacted] [redacted]");
        assert_eq!(key.expose(), "sk-abcdefgh");
    }

    #[test]
    fn key_hash_keeps_hashes_and_hashes_keys() {
        let hash = key_hash("sk-1234");
        assert_eq!(hash, "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b");
        assert_eq!(key_hash(&hash), hash);
    }

    #[test]
    fn redact_text_masks_keys_and_nothing_else() {
        assert_eq!(redact_text("got sk-abcdefgh, not a task-force"), "got [redacted], not a task-force");
        assert_eq!(redact_text("Authorization: Bearer eyJ.x.y end"), "Authorization: Bearer [redacted] end");
        assert_eq!(redact_text("key sk-...nope"), "key sk-...nope");
        assert_eq!(redact_text("has `Bearer ` prefix"), "has `Bearer ` prefix");
        assert_eq!(
            redact_text("postgres://u:pw@h/d and http://h:80/a@b"),
            "postgres://[redacted]@h/d and http://h:80/a@b"
        );
        assert_eq!(redact_text("ünïcode sk-éé"), "ünïcode sk-éé");
    }

    #[test]
    fn secret_fields_are_recognized_and_prices_are_not_secret() {
        for name in [
            "api_key",
            "x-api-key",
            "apiKey",
            "Proxy-Authorization",
            "Authorization",
            "langfuse_secret_key",
            "hf_token",
            "master_key",
            "aws_secret_access_key",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["input_cost_per_token", "max_tokens", "key_alias", "langfuse_public_key", "model"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }

    #[test]
    fn redact_json_keeps_everything_else_as_written() {
        let json = r#"{"b":3e-05,"a":[123456789012345678901234567890,{},[]],"a":null}"#;
        assert_eq!(redact_json(json).as_deref(), Some(json));
        assert_eq!(redact_json("{"), None);
        assert_eq!(secrets_in_json(r#"{"p":{"api_key":"abc"},"q":"d"}"#), ["abc"]);
    }

    #[test]
    fn key_hashes_are_public_only_in_key_fields() {
        let hash = "a".repeat(64);
        let json = format!(r#"{{"api_key":"{hash}","keys":[{{"token":"{hash}","key_alias":"x","max_budget":5}}]}}"#);
        let shown =
            format!(r#"{{"api_key":"{REDACTED}","keys":[{{"token":"{hash}","key_alias":"x","max_budget":5}}]}}"#);
        assert_eq!(redact_json(&json), Some(shown));
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        assert!(redact_json(&deep).is_some_and(|shown| shown.contains(REDACTED)));
    }

    #[test]
    fn redact_form_masks_the_secrets_of_a_login() {
        let form =
            "grant_type=x&code=llm_g%2Bcode&code_verifier=abc&refresh_token=r&token=t&client_id=c&state=&n=sk-abcdefgh";
        assert_eq!(
            redact_form(form),
            "grant_type=x&code=[redacted]&code_verifier=[redacted]&refresh_token=[redacted]&token=[redacted]&client_id=c&state=&n=[redacted]"
        );
        assert_eq!(secrets_in_form(form.as_bytes()), ["llm_g+code", "abc", "r", "t"]);
    }

    #[test]
    fn redact_json_masks_secrets_at_any_depth_but_not_references_and_hashes() {
        let hash = "a".repeat(64);
        let body = json!({"litellm_params": {"api_key": "abc", "model": "gpt-4", "aws_secret_access_key": "x"},
            "credential_values": {"api_base": "https://x"}, "keys": ["sk-abcdefgh", hash], "api_key": "os.environ/K", "note": "sk-12345678"});
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&redact_json(&body.to_string()).expect("JSON")).expect("JSON"),
            json!({"litellm_params": {"api_key": REDACTED, "model": "gpt-4", "aws_secret_access_key": REDACTED},
            "credential_values": {"api_base": REDACTED}, "keys": [REDACTED, hash], "api_key": "os.environ/K", "note": REDACTED})
        );
    }
}
