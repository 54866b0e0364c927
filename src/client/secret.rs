//! Secrets and their disguise: the key type that never prints itself, the hash that stands for a key in
//! URLs, and the masking of bodies and texts before anyone sees them.

use std::borrow::Cow;
use std::fmt;

use serde_json::Value;

/// What is shown in place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Names of fields whose value is a secret wherever they stand in a body.
const SECRET_FIELDS: &[&str] = &[
    "api_key",
    "key",
    "keys",
    "password",
    "secret",
    "token",
    "access_token",
    "refresh_token",
    "credential_values",
    "vertex_credentials",
    "private_key",
];

/// A virtual key, master key or login token. `Debug` and `Display` print [`REDACTED`].
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// Wraps a key; blanks around it, as files and shells leave them, are dropped.
    pub fn new(key: impl AsRef<str>) -> Self {
        Self(key.as_ref().trim().to_owned())
    }

    /// The secret itself.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True when there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name by which the server knows the key: the hex SHA-256 of its text.
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

/// The hash that may stand in a URL for `key`: a key's SHA-256 in hex, a hash as it is.
pub fn key_hash(key: &str) -> String {
    if is_key_hash(key) {
        return key.to_owned();
    }
    let digest = ring::digest::digest(&ring::digest::SHA256, key.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// True for the 64 hex digits that the server stores in place of a key.
pub fn is_key_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// A copy of a JSON body that may be shown: values of secret fields and anything that looks like a key are masked.
pub fn redact_json(value: &Value) -> Value {
    match value {
        Value::Object(fields) => Value::Object(
            fields
                .iter()
                .map(|(name, value)| {
                    let shown = if is_secret_field(name) { mask(value) } else { redact_json(value) };
                    (name.clone(), shown)
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.iter().map(redact_json).collect()),
        Value::String(text) => Value::String(redact_text(text).into_owned()),
        other => other.clone(),
    }
}

fn is_secret_field(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_FIELDS.contains(&name.as_str())
        || [
            "_secret",
            "_password",
            "_api_key",
            "_access_key",
            "_access_key_id",
            "_access_token",
            "_session_token",
            "_ad_token",
        ]
        .iter()
        .any(|end| name.ends_with(end))
}

/// Masks a whole value, keeping its shape and what is no secret: nulls, references to the server's
/// environment, and hashes, by which the server itself names a key.
fn mask(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), mask(value))).collect(),
        Value::Array(items) => items.iter().map(mask).collect(),
        Value::Null | Value::Bool(_) => value.clone(),
        Value::String(text) if text.starts_with("os.environ/") || is_key_hash(text) || text.is_empty() => value.clone(),
        _ => Value::String(REDACTED.to_owned()),
    }
}

/// Masks every word of a text that looks like a key (`sk-…`) or follows `Bearer`.
pub fn redact_text(text: &str) -> Cow<'_, str> {
    const SHORTEST: usize = 8;
    let is_word = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let bytes = text.as_bytes();
    let mut shown = String::new();
    let mut copied = 0;
    let mut at = 0;
    while at < bytes.len() {
        let starts_word = at == 0 || bytes.get(at - 1).is_none_or(|b| !is_word(*b));
        let rest = bytes.get(at..).unwrap_or_default();
        let secret = if starts_word && rest.starts_with(b"sk-") {
            rest.iter().take_while(|b| is_word(**b)).count()
        } else if starts_word && rest.starts_with(b"Bearer ") {
            let word =
                rest.iter().skip(7).take_while(|b| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'')).count();
            if word == 0 { 0 } else { 7 + word }
        } else {
            0
        };
        if secret >= SHORTEST {
            shown.push_str(text.get(copied..at).unwrap_or_default());
            if rest.starts_with(b"Bearer ") {
                shown.push_str("Bearer ");
            }
            shown.push_str(REDACTED);
            at += secret;
            copied = at;
        } else {
            at += 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(shown)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_key_never_prints_itself() {
        let key = ApiKey::new("sk-abcdefgh\n");
        assert_eq!(format!("{key} {key:?}"), "[redacted] [redacted]");
        assert_eq!(key.expose(), "sk-abcdefgh");
    }

    #[test]
    fn a_hash_stands_for_itself_and_a_key_for_its_digest() {
        let hash = key_hash("sk-1234");
        assert_eq!(hash, "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b");
        assert_eq!(key_hash(&hash), hash);
    }

    #[test]
    fn texts_lose_their_keys_and_nothing_else() {
        assert_eq!(redact_text("got sk-abcdefgh, not a task-force"), "got [redacted], not a task-force");
        assert_eq!(redact_text("Authorization: Bearer eyJ.x.y end"), "Authorization: Bearer [redacted] end");
        assert_eq!(redact_text("key sk-...nope"), "key sk-...nope");
        assert_eq!(redact_text("ünïcode sk-éé"), "ünïcode sk-éé");
    }

    #[test]
    fn bodies_lose_secrets_at_any_depth_but_keep_references_and_hashes() {
        let hash = "a".repeat(64);
        let body = json!({"litellm_params": {"api_key": "abc", "model": "gpt-4", "aws_secret_access_key": "x"},
            "credential_values": {"api_base": "https://x"}, "keys": ["sk-abcdefgh", hash], "api_key": "os.environ/K", "note": "sk-12345678"});
        assert_eq!(
            redact_json(&body),
            json!({"litellm_params": {"api_key": REDACTED, "model": "gpt-4", "aws_secret_access_key": REDACTED},
            "credential_values": {"api_base": REDACTED}, "keys": [REDACTED, hash], "api_key": "os.environ/K", "note": REDACTED})
        );
    }
}
