//! [`ApiKey`], which never prints itself, and the hash that replaces a key in URLs. What is shown is masked by
//! `litellm-proxy-redact`.

mod pasted;
mod private_file;

use std::borrow::Cow;
use std::fmt;
use std::io;
use std::path::Path;

use litellm_proxy_redact::{Mask, Place};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

pub use self::pasted::key_in;
pub(crate) use litellm_proxy_redact::{Secrets, holds_key, is_secret_name};

/// Replaces a secret in anything that is shown.
pub const REDACTED: &str = litellm_proxy_redact::REDACTED;

/// A virtual key, master key or login token.
///
/// `Debug` prints [`REDACTED`]. There is no `Display`: the server returns the secret of a new key only once, and a program that
/// writes `[redacted]` to a file in its place has lost it. [`ApiKey::expose`] returns the secret, [`ApiKey::write_to`] saves
/// it.
///
/// ```compile_fail,E0599
/// let key = litellm_proxy_client::ApiKey::new("sk-api-key");
/// let text = key.to_string();
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(String);

impl ApiKey {
    /// Wraps a key, without surrounding whitespace such as a file's trailing newline.
    pub fn new(key: impl AsRef<str>) -> Self {
        Self(key.as_ref().trim().to_owned())
    }

    /// Wraps a key as people paste it: in quotes, after `Bearer`, as `NAME=key`, in the JSON of a generated key. See
    /// [`key_in`]. Text without a wrapping is the key itself.
    pub fn pasted(text: impl AsRef<str>) -> Self {
        Self::new(key_in(text.as_ref()))
    }

    /// Returns the secret.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Writes the secret and a newline to a new file that only its owner can read (mode 0600; on systems other than Unix, with
    /// the rights that the directory gives).
    ///
    /// The file appears complete or not at all, and is on the disk when this returns. An existing file is never
    /// replaced: it may hold the only copy of another key.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use litellm_proxy_client::keys::NewKey;
    ///
    /// let generated = client.keys().generate(&NewKey::default().key_alias("ci")).await?;
    /// generated.key.write_to("ci.key")?;
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`io::ErrorKind::AlreadyExists`] if there is something at `path`, even a dangling link; any other error of the file system.
    pub fn write_to(&self, path: impl AsRef<Path>) -> io::Result<()> {
        private_file::create(path.as_ref(), format!("{}\n", self.0).as_bytes())
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

/// Returns the hash of a key, its SHA-256 in hex, which may be part of a URL. A hash is returned as it is, and so is the
/// shortened name of a key in lists (`sk-...1234`), which has no hash: [the guard](crate#the-guard) refuses to send it.
pub fn key_hash(key: &str) -> String {
    if is_key_hash(key) || Mask::of(key, Place::Other) == Some(Mask::KeyName) {
        return key.to_owned();
    }
    Sha256::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns whether this is a key's hash: 64 lower-case hex digits.
pub fn is_key_hash(text: &str) -> bool {
    litellm_proxy_redact::is_key_hash(text)
}

/// Returns whether text in the place of a name or id holds a key (`sk-…`), which must not be part of a URL. Names such as
/// `sk-learn-team` are shorter, or of words.
pub(crate) fn holds_random_key(text: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let has = |text: &str, kind: fn(&u8) -> bool| text.bytes().any(|byte| kind(&byte));
    // Words have capitals at their beginning, and digits after a hyphen.
    let is_random = |part: &str| {
        let rest = part.get(1..).unwrap_or_default();
        has(rest, u8::is_ascii_uppercase) || (part.len() >= 8 && has(rest, u8::is_ascii_digit))
    };
    let mut words = text.split(|c| !is_word(c)).filter_map(|word| word.strip_prefix("sk-"));
    words.any(|word| word.len() >= 12 && has(word, u8::is_ascii_lowercase) && word.split(['-', '_']).any(is_random))
}

/// Masks the values of secret fields in JSON text, and anything that looks like a key; the rest stays as written. `None` if
/// it is not JSON.
///
/// A field is secret by the segments of its name (`password`, `api_key`, `clientSecret`, `vertex_credentials`), unless it
/// only describes a secret (`key_alias`, `max_tokens`). Nulls, booleans, references to the server's environment and the
/// hashes of keys are shown.
pub fn redact_json(json: &str) -> Option<String> {
    // The masker also reads what is nearly JSON, such as NaN.
    serde_json::from_str::<&RawValue>(json).ok()?;
    litellm_proxy_redact::redact_json(json)
}

/// Masks the secrets in text: keys (`sk-…`), what follows `Bearer` and `Basic`, users and passwords in URLs, and values
/// such as `password=…`, `"api_key": "…"` and `?token=…`.
pub fn redact_text(text: &str) -> Cow<'_, str> {
    litellm_proxy_redact::redact_text(text)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_api_key_prints_as_redacted() {
        let key = ApiKey::new("sk-abcdefgh\n");
        assert_eq!(format!("{key:?}"), "[redacted]");
        assert_eq!(key.expose(), "sk-abcdefgh");
    }

    #[test]
    fn key_hash_keeps_hashes_and_hashes_keys() {
        let hash = key_hash("sk-1234");
        assert_eq!(hash, "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b");
        assert_eq!(key_hash(&hash), hash);
    }

    #[test]
    fn keys_are_told_from_names() {
        for text in [
            "sk-Xb3kfU9aQmTzR2ePq81LcA",
            "\"sk-0123456789abcdef0123456789abcdef\"",
            "x: sk-b7c1f2d0-1111-4222-8333-a1b2c3d4e5f6",
        ] {
            assert!(holds_random_key(text), "{text}");
        }
        for text in [
            "sk-learn-team",
            "sk-1234",
            "task-0123456789abcdef",
            "sk-slovakia-production",
            "sk-Learn-Team-Two-2026",
            "ci",
            "",
        ] {
            assert!(!holds_random_key(text), "{text}");
        }
    }
}
