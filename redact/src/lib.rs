//! Masks secrets before they are shown: in JSON, forms, URLs, headers and text.
//!
//! A secret is recognized by the name of its field, by its shape, and, if it is one of [`Secrets`], in every spelling.
//! Everything else stays byte for byte as it is.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod announced;
mod decode;
mod json;
mod masks;
mod names;
mod replace;
mod secrets;
mod shapes;
mod text;
mod url;

pub use self::json::{Leaf, Step, visit_json};
pub use self::masks::{Mask, Place};
pub use self::names::is_secret_name;
pub use self::secrets::Secrets;
pub use self::shapes::holds_key;

/// Replaces a secret in anything that is shown.
pub const REDACTED: &str = "[redacted]";

/// Masks the secrets in JSON: the values of secret fields at any depth, and anything that looks like a secret. `None` if it
/// is not JSON.
///
/// Shows nulls, booleans, references to the server's environment, and hashes in fields where LiteLLM identifies keys by
/// them.
pub fn redact_json(json: &str) -> Option<String> {
    Secrets::default().json(json)
}

/// Masks the secrets in text: keys, what follows `Bearer` and `Basic`, users and passwords in URLs, and the values of
/// assignments such as `password=…`, `"api_key": "…"` and `?token=…`, and of flags such as `--password …` and `-u USER:…`.
pub fn redact_text(text: &str) -> std::borrow::Cow<'_, str> {
    let mut found = Vec::new();
    text::find(text, &mut found);
    replace::redacted(text, found)
}

/// Returns whether this is a key's hash: 64 lower-case hex digits.
pub fn is_key_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
