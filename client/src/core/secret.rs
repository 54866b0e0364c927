//! Secrets and their disguise: the key type that never prints itself, the hash that stands for a key in
//! URLs, and the masking of bodies and texts before anyone sees them.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer};
use sha2::{Digest as _, Sha256};

use super::json::{Shallow, parse_shallow};

/// What is shown in place of a secret.
pub const REDACTED: &str = "[redacted]";

/// Fields in which everything is a secret, at any depth.
const SECRET_OBJECTS: &[&str] = &["credential_values", "credentials", "vertex_credentials"];
/// Fields that hold LiteLLM's own keys, or their hashes, which are names rather than secrets.
const KEY_FIELDS: &[&str] = &["deleted_keys", "key", "key_hash", "keys", "token", "token_id"];
/// Fields whose value is a secret; beside them those with a telling end.
const SECRET_FIELDS: &[&str] = &["authorization", "cookie", "passphrase", "password", "secret", "set_cookie"];

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

/// The hash that may stand in a URL for `key`: a key's SHA-256 in hex, a hash as it is.
pub fn key_hash(key: &str) -> String {
    if is_key_hash(key) {
        return key.to_owned();
    }
    Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// True for the 64 hex digits that the server stores in place of a key.
pub fn is_key_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// A JSON text as it may be shown: values of secret fields and anything that looks like a key are masked, all else is
/// as it was written. `None` of what is no JSON.
pub fn redact_json(json: &str) -> Option<String> {
    let mut shown = String::with_capacity(json.len());
    write_json(&mut shown, json, Secrecy::Open, 0, &mut Vec::new())?;
    Some(shown)
}

/// The texts that [`redact_json`] masks because of their field, to be masked elsewhere too.
pub(crate) fn secrets_in_json(json: &str) -> Vec<String> {
    let mut secrets = Vec::new();
    // What is no JSON has no fields.
    let _ = write_json(&mut String::new(), json, Secrecy::Open, 0, &mut secrets);
    secrets
}

/// A form as it may be shown: `application/x-www-form-urlencoded`, the values of its secret fields masked.
pub(crate) fn redact_form(form: &str) -> String {
    let shown = form.split('&').map(|field| match field.split_once('=') {
        Some((name, value)) if is_secret_in_form(name) && !value.is_empty() => format!("{name}={REDACTED}"),
        _ => redact_text(field).into_owned(),
    });
    shown.collect::<Vec<_>>().join("&")
}

/// The texts that [`redact_form`] masks because of their field, as they are without the form's encoding.
pub(crate) fn secrets_in_form(form: &[u8]) -> Vec<String> {
    let fields = form_urlencoded::parse(form).filter(|(name, _)| is_secret_in_form(name));
    fields.map(|(_, value)| value.into_owned()).collect()
}

/// In JSON `code` is a status or a place in a program; in a form it is what a login is exchanged for.
fn is_secret_in_form(name: &str) -> bool {
    matches!(name, "code" | "code_verifier") || is_secret_name(name)
}

/// What stands in a field.
#[derive(Clone, Copy, PartialEq)]
enum Secrecy {
    Open,
    /// A key of LiteLLM's, or its hash.
    Key,
    Secret,
    /// A secret, and all in it too.
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

/// True of a header or field that carries a secret.
pub(crate) fn is_secret_name(name: &str) -> bool {
    Secrecy::of(name) != Secrecy::Open
}

/// `apiKey`, `api-key` and `API_KEY` are one name.
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

/// Deeper than this nothing is told apart any more: it is masked whole.
const MAX_DEPTH: usize = 100;

/// Writes JSON anew, and collects what it masks. Of a secret its shape stays, and what is none: nulls, references to
/// the server's environment, and hashes where the server itself names a key by them.
fn write_json(shown: &mut String, json: &str, secrecy: Secrecy, depth: usize, secrets: &mut Vec<String>) -> Option<()> {
    let string = |text: &str| serde_json::Value::from(text).to_string();
    if depth > MAX_DEPTH {
        shown.push_str(&string(REDACTED));
        return Some(());
    }
    match parse_shallow(json)? {
        Shallow::Object(fields) => {
            for (number, (name, value)) in fields.iter().enumerate() {
                shown.push(if number == 0 { '{' } else { ',' });
                shown.push_str(&string(&redact_text(name)));
                shown.push(':');
                let inner = if secrecy == Secrecy::Deep { secrecy } else { Secrecy::of(name) };
                write_json(shown, value.get(), inner, depth + 1, secrets)?;
            }
            shown.push_str(if fields.is_empty() { "{}" } else { "}" });
        }
        Shallow::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                shown.push(if number == 0 { '[' } else { ',' });
                write_json(shown, item.get(), secrecy, depth + 1, secrets)?;
            }
            shown.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Shallow::String(text) => {
            let is_name =
                text.is_empty() || text.starts_with("os.environ/") || (secrecy == Secrecy::Key && is_key_hash(&text));
            if secrecy == Secrecy::Open || is_name {
                shown.push_str(&string(&redact_text(&text)));
            } else {
                shown.push_str(&string(REDACTED));
                secrets.push(text);
            }
        }
        Shallow::Literal(literal) if secrecy == Secrecy::Open || matches!(literal, "null" | "true" | "false") => {
            shown.push_str(literal);
        }
        Shallow::Literal(_) => shown.push_str(&string(REDACTED)),
    }
    Some(())
}

/// `Debug` of types that may hold secrets: as the JSON that they are sent as, masked.
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

/// Masks every word of a text that looks like a key (`sk-…`) or follows `Bearer`, and the passwords in URLs.
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
            shown.push_str(text.get(copied..at).unwrap_or_default());
            match rest.first() {
                Some(b'B') => shown.push_str("Bearer "),
                Some(b':') => shown.push_str("://"),
                _ => {}
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

/// The length of `://user:password` at the beginning of `rest`, 0 where there is none.
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
        assert_eq!(redact_text("has `Bearer ` prefix"), "has `Bearer ` prefix");
        assert_eq!(
            redact_text("postgres://u:pw@h/d and http://h:80/a@b"),
            "postgres://[redacted]@h/d and http://h:80/a@b"
        );
        assert_eq!(redact_text("ünïcode sk-éé"), "ünïcode sk-éé");
    }

    #[test]
    fn every_kind_of_secret_field_is_known_and_prices_are_none() {
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
    fn what_is_no_secret_is_shown_as_it_was_written() {
        let json = r#"{"b":3e-05,"a":[123456789012345678901234567890,{},[]],"a":null}"#;
        assert_eq!(redact_json(json).as_deref(), Some(json));
        assert_eq!(redact_json("{"), None);
        assert_eq!(secrets_in_json(r#"{"p":{"api_key":"abc"},"q":"d"}"#), ["abc"]);
    }

    #[test]
    fn a_hash_is_a_name_only_where_keys_are() {
        let hash = "a".repeat(64);
        let json = format!(r#"{{"api_key":"{hash}","keys":[{{"token":"{hash}","key_alias":"x","max_budget":5}}]}}"#);
        let shown =
            format!(r#"{{"api_key":"{REDACTED}","keys":[{{"token":"{hash}","key_alias":"x","max_budget":5}}]}}"#);
        assert_eq!(redact_json(&json), Some(shown));
        let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
        assert!(redact_json(&deep).is_some_and(|shown| shown.contains(REDACTED)));
    }

    #[test]
    fn forms_lose_the_secrets_of_a_login() {
        let form =
            "grant_type=x&code=llm_g%2Bcode&code_verifier=abc&refresh_token=r&token=t&client_id=c&state=&n=sk-abcdefgh";
        assert_eq!(
            redact_form(form),
            "grant_type=x&code=[redacted]&code_verifier=[redacted]&refresh_token=[redacted]&token=[redacted]&client_id=c&state=&n=[redacted]"
        );
        assert_eq!(secrets_in_form(form.as_bytes()), ["llm_g+code", "abc", "r", "t"]);
    }

    #[test]
    fn bodies_lose_secrets_at_any_depth_but_keep_references_and_hashes() {
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
