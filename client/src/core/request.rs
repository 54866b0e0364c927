//! [`Request`]: an HTTP request as sent, and how to show it with its secrets masked.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use reqwest::{Method, Url};

use super::secret::{REDACTED, redact_form, redact_json, redact_text, secrets_in_form, secrets_in_json};

/// The content type of an HTML form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// An HTTP request as it is sent. Secrets in headers are marked as sensitive.
#[derive(Clone)]
#[non_exhaustive]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The full URL.
    pub url: Url,
    /// All headers that this crate sets, including the key's.
    pub headers: HeaderMap,
    /// The body; may be empty.
    pub body: Bytes,
    /// The timeout of each attempt, from connecting to the last byte. For event streams, it covers the wait for the response
    /// headers, and then the wait for each chunk.
    pub timeout: Duration,
    /// Never add the client's key, not even from a provider.
    pub(crate) without_key: bool,
    /// Whether a redirect may be followed with the body.
    pub(crate) may_be_redirected: bool,
}

impl Request {
    /// Returns the headers for display: name, and value or `[redacted]`.
    pub fn redacted_headers(&self) -> impl Iterator<Item = (&str, String)> {
        self.headers.iter().map(|(name, value)| {
            let redacted = if value.is_sensitive() {
                REDACTED.to_owned()
            } else {
                redact_text(&String::from_utf8_lossy(value.as_bytes())).into_owned()
            };
            (name.as_str(), redacted)
        })
    }

    /// Returns the URL for display.
    pub fn redacted_url(&self) -> String {
        redact_text(self.url.as_str()).into_owned()
    }

    /// Returns the body for display: JSON with its secrets masked, text with its keys masked, the number of other bytes;
    /// `None` if empty.
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

    /// Returns whether the client's own key is omitted.
    pub fn is_without_key(&self) -> bool {
        self.without_key
    }

    /// Masks this request's secrets in a string, such as a response that repeats them, and anything else that looks like a
    /// secret.
    pub fn redact(&self, text: &str) -> String {
        // Shorter ones occur by chance.
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
