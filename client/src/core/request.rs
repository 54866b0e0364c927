//! An HTTP request as it is sent, and the form in which it can be shown: secrets masked.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Method, Url};

use super::secret::{REDACTED, redact_form, redact_json, redact_text, secrets_in_form, secrets_in_json};

/// The content type of an HTML form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// An HTTP request as it goes out. Secrets in headers are marked and print as `[redacted]`.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The full URL.
    pub url: Url,
    /// All headers that this crate sets, the key's included.
    pub headers: HeaderMap,
    /// The body; empty when there is none.
    pub body: Bytes,
    /// The time for each attempt, from connecting to the last byte; of a stream of events, from connecting to the answer's
    /// beginning, and then from each of its pieces to the next.
    pub timeout: Duration,
    /// The client's key must not go with it, not even a provider's.
    pub(crate) without_key: bool,
    /// False when not even a redirect may take the body elsewhere.
    pub(crate) may_be_redirected: bool,
}

impl Request {
    /// Headers as they may be shown: name, and value or `[redacted]`.
    pub fn redacted_headers(&self) -> impl Iterator<Item = (&str, String)> {
        self.headers.iter().map(|(name, value)| {
            let shown = if value.is_sensitive() {
                REDACTED.to_owned()
            } else {
                redact_text(&String::from_utf8_lossy(value.as_bytes())).into_owned()
            };
            (name.as_str(), shown)
        })
    }

    /// The URL as it may be shown.
    pub fn redacted_url(&self) -> String {
        redact_text(self.url.as_str()).into_owned()
    }

    /// The body as it may be shown: JSON with its secrets masked, text with its keys masked, of other bytes their
    /// number; `None` when empty.
    pub fn redacted_body(&self) -> Option<String> {
        if self.body.is_empty() {
            return None;
        }
        let Ok(text) = std::str::from_utf8(&self.body) else { return Some(format!("[{} bytes]", self.body.len())) };
        if self.has_type("multipart/") {
            return Some(format!("[{} bytes]", self.body.len()));
        }
        let redact = |text| if self.has_type(FORM) { redact_form(text) } else { redact_text(text).into_owned() };
        Some(redact_json(text).unwrap_or_else(|| redact(text)))
    }

    fn has_type(&self, kind: &str) -> bool {
        self.headers.get(CONTENT_TYPE).is_some_and(|own| own.as_bytes().starts_with(kind.as_bytes()))
    }

    /// Whether the client's own key stays out of this request.
    pub fn is_without_key(&self) -> bool {
        self.without_key
    }

    /// Masks the secrets of this request in a string that may repeat them, and whatever else looks like a secret.
    pub fn redact(&self, text: &str) -> String {
        // Shorter ones stand in half of all words.
        const SHORTEST: usize = 6;
        let headers = self.headers.values().filter(|value| value.is_sensitive());
        let mut secrets: Vec<String> = headers
            .map(|value| String::from_utf8_lossy(value.as_bytes()).trim_start_matches("Bearer ").to_owned())
            .chain(secrets_in_json(&String::from_utf8_lossy(&self.body)))
            .chain(if self.has_type(FORM) { secrets_in_form(&self.body) } else { Vec::new() })
            .filter(|secret| secret.len() >= SHORTEST)
            .collect();
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        let mut masked = text.to_owned();
        for secret in secrets {
            masked = masked.replace(&secret, REDACTED);
        }
        redact_text(&masked).into_owned()
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.redacted_url())
            .field("headers", &self.redacted_headers().collect::<Vec<_>>())
            .field("body", &self.redacted_body())
            .finish_non_exhaustive()
    }
}
