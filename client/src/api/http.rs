//! Requests to any endpoint, with the client's URL, key, retries and redirects.

use reqwest::{Method, Url};
use serde_json::Value;

use crate::core::transport::is_within;
use crate::core::{Call, Client, Error, RawResponse, Request};

/// The raw HTTP resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Http<'a>(pub(super) &'a Client);

impl Client {
    /// Requests to any endpoint.
    pub fn http(&self) -> Http<'_> {
        Http(self)
    }
}

impl Http<'_> {
    /// Returns a request to `uri`, which is appended to the base URL with or without a leading slash; a full URL must
    /// be on the base URL's server. Awaiting it returns the JSON of the response (null if it is empty) or an error if
    /// the server refused; [`Call::raw`] returns bytes, and [`Call::open`] also returns refusals.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use serde_json::json;
    ///
    /// let answer = client.http().request("POST", "/utils/token_counter")
    ///     .json(&json!({"model": "gpt-4", "prompt": "Hello"}))
    ///     .await?;
    /// println!("{}", answer["total_tokens"]);
    /// # Ok(()) }
    /// ```
    pub fn request(&self, method: impl AsRef<str>, uri: impl AsRef<str>) -> Call<Value> {
        let transport = &self.0.inner;
        let request = parse_method(method.as_ref())
            .and_then(|method| transport.request_to(method, join(&transport.base, uri.as_ref())?));
        Call::with_decoder(request, self.0, json_or_null)
    }

    /// Returns a call that sends a request from [`Call::request`], changed or not.
    pub fn send(&self, request: Request) -> Call<Value> {
        let base = &self.0.inner.base;
        let request = if is_within(base, &request.url) {
            Ok(request)
        } else {
            let url = request.redacted_url();
            Err(Error::InvalidRequest(format!("`{url}` is not on {base}, the server that the key is for")))
        };
        Call::with_decoder(request, self.0, json_or_null)
    }
}

/// Reads the JSON of a response; null if it is empty.
fn json_or_null(answer: &RawResponse) -> serde_json::Result<Value> {
    if answer.body.trim_ascii().is_empty() { Ok(Value::Null) } else { answer.json() }
}

fn parse_method(name: &str) -> Result<Method, Error> {
    Method::from_bytes(name.to_ascii_uppercase().as_bytes())
        .map_err(|_| Error::InvalidRequest(format!("`{}` is not an HTTP method", crate::core::redact_text(name))))
}

fn join(base: &Url, uri: &str) -> Result<Url, Error> {
    let invalid = |reason: String| Error::InvalidRequest(format!("`{}` {reason}", crate::core::redact_text(uri)));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(base: &str, uri: &str) -> Result<String, String> {
        join(&crate::core::parse_base_url(base).expect("a base URL"), uri)
            .map(|url| url.to_string())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn paths_are_appended_with_or_without_a_leading_slash() {
        assert_eq!(joined("http://h:1/p/", "/models").as_deref(), Ok("http://h:1/p/models"));
        assert_eq!(joined("http://h:1", "models?a=b&c=http://x").as_deref(), Ok("http://h:1/models?a=b&c=http://x"));
        assert_eq!(joined("http://h:1", "//evil.example/x").as_deref(), Ok("http://h:1/evil.example/x"));
        assert_eq!(joined("http://h:1/p", "http://h:1/p/other").as_deref(), Ok("http://h:1/p/other"));
    }

    #[test]
    fn other_servers_and_prefixes_are_refused() {
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
