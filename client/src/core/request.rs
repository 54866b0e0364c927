//! [`Request`]: an HTTP request as sent, and how to show it with its secrets masked.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName};
use reqwest::{Method, Url};

use super::retry::RetryPolicy;
use super::secret::{REDACTED, Secrets, is_secret_name};
use super::upload::Upload;

/// The content type of an HTML form.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";
pub(super) const MULTIPART: &str = "multipart/";
pub(super) const JSON: &str = "application/json";

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
    /// The body; may be empty. Files that are read while it is sent are not in it.
    pub body: Bytes,
    /// What is sent in place of the body.
    pub(crate) upload: Option<Arc<Upload>>,
    /// The timeout of each attempt, from connecting to the last byte. For event streams, it covers the wait for the response
    /// headers, and then the wait for each chunk.
    pub timeout: Duration,
    /// Never add the client's key, not even from a provider.
    pub(crate) without_key: bool,
    /// When the request is sent again, if not as the client's policy says.
    pub(crate) retry: Option<Arc<RetryPolicy>>,
    /// Headers that are not sent, even where they have a default.
    pub(crate) removed: Vec<HeaderName>,
    /// Which redirects are followed.
    pub(crate) redirects: Redirects,
    /// Whether it is sent without a look at what it would destroy.
    pub(crate) is_unguarded: bool,
    /// Whether a compressed body is passed on as it arrives.
    pub(crate) is_undecoded: bool,
}

/// Which redirects are followed, of those that stay on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Redirects {
    All,
    /// None with a body.
    WithoutBody,
    None,
}

impl Request {
    /// Returns the headers for display: name, and value or `[redacted]`.
    pub fn redacted_headers(&self) -> impl Iterator<Item = (&str, String)> {
        let secrets = self.secrets();
        self.headers.iter().map(move |(name, value)| {
            let redacted = if value.is_sensitive() {
                REDACTED.to_owned()
            } else {
                secrets.header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()))
            };
            (name.as_str(), redacted)
        })
    }

    /// Returns the names of the headers that are not sent, even where they have a default.
    pub fn removed_headers(&self) -> impl Iterator<Item = &str> {
        self.removed.iter().map(HeaderName::as_str)
    }

    /// Returns the URL for display.
    pub fn redacted_url(&self) -> String {
        self.secrets().url(self.url.as_str())
    }

    /// Returns the body for display: JSON with its secrets masked, text with its keys masked, the number of other bytes;
    /// `None` if empty.
    pub fn redacted_body(&self) -> Option<String> {
        if let Some(upload) = &self.upload {
            return Some(format!("[{} bytes]", upload.length()));
        }
        if self.body.is_empty() {
            return None;
        }
        let Ok(text) = std::str::from_utf8(&self.body) else { return Some(format!("[{} bytes]", self.body.len())) };
        if self.has_type(MULTIPART) {
            return Some(format!("[{} bytes]", self.body.len()));
        }
        let secrets = self.secrets();
        let redact = |text| if self.has_type(FORM) { secrets.form(text) } else { secrets.text(text) };
        Some(secrets.json(text).unwrap_or_else(|| redact(text)))
    }

    /// Replaces the body.
    pub(super) fn set_body(&mut self, body: impl Into<Bytes>) {
        self.body = body.into();
        self.upload = None;
    }

    /// Replaces the body by one that is read while it is sent, if it contains files.
    pub(super) fn set_upload(&mut self, upload: Upload) {
        self.set_body(upload.without_files());
        self.upload = Some(upload).filter(Upload::has_files).map(Arc::new);
    }

    /// Returns whether nothing is sent after the headers.
    pub(super) fn has_no_body(&self) -> bool {
        self.upload.is_none() && self.body.is_empty()
    }

    /// Returns the body for one attempt to send it.
    pub(super) fn sent_body(&self) -> reqwest::Body {
        self.upload.as_ref().map_or_else(|| self.body.clone().into(), Upload::body)
    }

    pub(super) fn has_type(&self, kind: &str) -> bool {
        let starts = |own: &[u8]| own.get(..kind.len()).is_some_and(|own| own.eq_ignore_ascii_case(kind.as_bytes()));
        self.headers.get(CONTENT_TYPE).is_some_and(|own| starts(own.as_bytes()))
    }

    /// Returns whether the client's own key is omitted.
    pub fn is_without_key(&self) -> bool {
        self.without_key
    }

    /// Masks this request's secrets in a string, such as a response that repeats them, and anything else that looks like a
    /// secret. In JSON, fields are masked by name, too.
    pub fn redact(&self, text: &str) -> String {
        let secrets = self.secrets();
        secrets.json(text).unwrap_or_else(|| secrets.text(text))
    }

    /// Masks a header of the response, or this request's secrets in it.
    pub fn redact_header(&self, name: &str, value: &str) -> String {
        self.secrets().header(name, value)
    }

    /// Returns the secrets of this request: those of its headers, URL and body.
    pub(crate) fn secrets(&self) -> Secrets {
        let mut secrets = Secrets::default();
        for (name, value) in &self.headers {
            let text = String::from_utf8_lossy(value.as_bytes());
            if value.is_sensitive() {
                secrets.add(&text);
            }
            secrets.add_header(name.as_str(), &text);
        }
        secrets.add_url(self.url.as_str());
        let body = String::from_utf8_lossy(&self.body);
        if self.has_type(MULTIPART) {
            secrets_in_parts(&body).for_each(|secret| secrets.add(secret));
        } else if self.has_type(FORM) {
            secrets.add_form(&body);
        } else {
            secrets.add_json(&body);
            // As text, hashes in lists of keys would look like keys.
            if serde_json::from_str::<&serde_json::value::RawValue>(&body).is_err() {
                secrets.add_text(&body);
            }
        }
        secrets
    }
}

/// Returns the values of the secret fields of a multipart form.
fn secrets_in_parts(body: &str) -> impl Iterator<Item = &str> {
    body.split("Content-Disposition: form-data; name=\"").skip(1).filter_map(|part| {
        let (name, rest) = part.split_once('"')?;
        let (_, value) = rest.split_once("\r\n\r\n").filter(|_| is_secret_name(name))?;
        value.split("\r\n--").next()
    })
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
