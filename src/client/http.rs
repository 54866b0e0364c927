//! Any endpoint: a request of one's own, with the client's URL, key, retries and redirects.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Method, StatusCode, Url};
use serde_json::Value;

use super::transport::{MAX_ANSWER_BYTES, Transport, is_within, unexpected};
use super::{Client, Error, Request, call};

/// The raw HTTP resource of a [`Client`].
#[derive(Debug)]
pub struct Http<'a>(pub(super) &'a Client);

/// A request of one's own, not sent yet.
#[must_use = "a request is sent by `send`"]
#[derive(Debug)]
pub struct HttpRequest {
    client: Client,
    request: Request,
}

/// Any answer, refusals included; its body is read piece by piece.
#[derive(Debug)]
pub struct HttpAnswer {
    request: Request,
    response: reqwest::Response,
}

impl Http<'_> {
    /// A request of `uri`, which is appended to the base URL; a whole URL must be on the base URL's server.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] when the URL is another server's, or none.
    pub fn request(&self, method: Method, uri: &str) -> Result<HttpRequest, Error> {
        let transport = &self.0.inner;
        let url = join(&transport.base, uri)?;
        Ok(HttpRequest { client: self.0.clone(), request: transport.request_to(method, url)? })
    }
}

fn join(base: &Url, uri: &str) -> Result<Url, Error> {
    let invalid = |reason: String| Error::InvalidRequest(format!("`{}` {reason}", super::redact_text(uri)));
    let lower = uri.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        let url = Url::parse(uri).map_err(|error| invalid(format!("is not a URL: {error}")))?;
        if !is_within(base, &url) {
            return Err(invalid(format!("is not on {base}, the server that the key is for")));
        }
        return Ok(url);
    }
    let prefix = base.path().trim_end_matches('/');
    let joined = format!("{}{prefix}/{}", base.origin().ascii_serialization(), uri.trim_start_matches('/'));
    let url = Url::parse(&joined).map_err(|error| invalid(format!("is not a path: {error}")))?;
    if !is_within(base, &url) {
        return Err(invalid(format!("leads out of {base}")));
    }
    Ok(url)
}

impl HttpRequest {
    /// Sets a header, in place of one that this crate sets itself.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] when name or value cannot be a header.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        let (name, value) = call::header(name, value)?;
        self.request.headers.insert(name, value);
        Ok(self)
    }

    /// Sends `value` as JSON.
    pub fn json(mut self, value: &Value) -> Self {
        self.request.body = value.to_string().into();
        self.request.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        self
    }

    /// Sends bytes as they are, with no content type but one that [`HttpRequest::header`] sets.
    pub fn body(mut self, body: impl Into<Bytes>) -> Self {
        self.request.body = body.into();
        self
    }

    /// Allows another time, from connecting to the last byte.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.timeout = timeout;
        self
    }

    /// The request, without sending it.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// Sends it. Any status is an answer.
    ///
    /// # Errors
    /// When there is no answer.
    pub async fn send(self) -> Result<HttpAnswer, Error> {
        let response = self.client.inner.exchange(&self.request).await?;
        Ok(HttpAnswer { request: self.request, response })
    }
}

impl HttpAnswer {
    /// The status.
    pub fn status(&self) -> StatusCode {
        self.response.status()
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The next piece of the body as it arrives, `None` at its end.
    ///
    /// # Errors
    /// When the connection breaks, or the time is up.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        Transport::chunk(&self.request, &mut self.response).await
    }

    /// The whole body.
    ///
    /// # Errors
    /// When the connection breaks, or the time is up.
    pub async fn bytes(&mut self) -> Result<Vec<u8>, Error> {
        let mut body = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > MAX_ANSWER_BYTES {
                let reason = format!("with more than {} MiB", MAX_ANSWER_BYTES >> 20);
                return Err(unexpected(&self.request, self.status(), reason));
            }
        }
        Ok(body)
    }

    /// The error that this answer stands for, given its body; `None` of a success.
    pub fn error(&self, body: &[u8]) -> Option<Error> {
        let status = self.status();
        (!status.is_success())
            .then(|| Error::from_refusal(super::Refusal::read(&self.request, status, self.headers(), body)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(base: &str, uri: &str) -> Result<String, String> {
        join(&super::super::parse_base_url(base).expect("a base URL"), uri)
            .map(|url| url.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn paths_are_appended_whatever_their_slashes() {
        assert_eq!(joined("http://h:1/p/", "/models").as_deref(), Ok("http://h:1/p/models"));
        assert_eq!(joined("http://h:1", "models?a=b&c=http://x").as_deref(), Ok("http://h:1/models?a=b&c=http://x"));
        assert_eq!(joined("http://h:1", "//evil.example/x").as_deref(), Ok("http://h:1/evil.example/x"));
        assert_eq!(joined("http://h:1/p", "http://h:1/p/other").as_deref(), Ok("http://h:1/p/other"));
    }

    #[test]
    fn nothing_leaves_the_server_or_its_prefix() {
        for uri in [
            "https://h:1/x",
            "http://evil.example/x",
            "HTTP://evil.example",
            "http://h:1/other",
            "http://h:2/x",
            "../x",
            "/a/../../x",
        ] {
            assert!(joined("http://h:1/p", uri).is_err(), "{uri}");
        }
    }
}
