//! Requests to any endpoint, with the client's URL, key, retries and redirects.

use reqwest::{Method, Url};
use serde_json::Value;

pub use super::http_pages::HttpPages;
use crate::core::secret::{holds_key, is_secret_name};
use crate::core::transport::is_within;
use crate::core::{Call, Client, Error, RawResponse, Request, key_hash};

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
    /// be on the base URL's server. URLs are logged, so a key in one, as in `/key/info?key=sk-…`, is replaced by its hash,
    /// by which the server knows it as well. Awaiting it returns the JSON of the response (null if it is empty) or an error if
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
            .and_then(|method| transport.request_to(method, with_hashes(join(&transport.base, uri.as_ref())?)));
        Call::with_decoder(request, self.0, json_or_null)
    }

    /// Returns the pages of any list endpoint, whose first page is what `request`, a GET, asks for. How pages are counted is known
    /// by the endpoint, or else seen in the first page; a list that is not paged is one page. The page size is the largest that
    /// all server versions accept, unless the request sets one.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// let request = client.http().request("GET", "/key/list").query("team_id", "team456").request()?;
    /// let mut pages = client.http().pages(request)?;
    /// while let Some(keys) = pages.next_page().await? {
    ///     keys.iter().for_each(|key| println!("{key}"));
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if the request is not a GET, or asks for a page itself.
    pub fn pages(&self, request: Request) -> Result<HttpPages, Error> {
        HttpPages::new(self.0, request)
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

/// Replaces keys by their hashes: in secret parameters of the query, and in the paths of keys.
fn with_hashes(mut url: Url) -> Url {
    let hashed = |value: &str| {
        let value =
            form_urlencoded::parse(format!("={value}").as_bytes()).next().map(|(_, value)| value.into_owned())?;
        let is_key = value.starts_with("sk-") && holds_key(&value) && !value.contains([' ', ',', '"']);
        is_key.then(|| key_hash(&value))
    };
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('=').filter(|(name, _)| is_secret_name(name) || *name == "key_hash")?;
        Some(format!("{name}={}", hashed(value)?))
    };
    if let Some(query) = url.query() {
        let pairs: Vec<_> = query.split('&').map(|part| pair(part).unwrap_or_else(|| part.to_owned())).collect();
        let pairs = pairs.join("&");
        if pairs != query {
            url.set_query(Some(&pairs));
        }
    }
    if let Some((before, rest)) = url.path().split_once("/key/") {
        let segments: Vec<_> = rest.split('/').map(|part| hashed(part).unwrap_or_else(|| part.to_owned())).collect();
        let path = format!("{before}/key/{}", segments.join("/"));
        if path != url.path() {
            url.set_path(&path);
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_in_urls_are_replaced_by_their_hashes() {
        let hash = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";
        for (path, expected) in [
            ("/p/key/info?key=sk-1234567&x=%20", "/p/key/info?key=HASH&x=%20"),
            ("/spend/logs?api_key=sk%2D1234567", "/spend/logs?api_key=HASH"),
            ("/key/sk-1234567/regenerate", "/key/HASH/regenerate"),
            ("/x?key_alias=sk-1234567&model=sk-1234567", "/x?key_alias=sk-1234567&model=sk-1234567"),
            (&format!("/key/info?key={hash}"), &format!("/key/info?key={hash}")),
        ] {
            let url = with_hashes(Url::parse(&format!("http://h{path}")).expect("a URL"));
            let expected = expected.replace("HASH", &key_hash("sk-1234567"));
            assert_eq!(url.as_str(), format!("http://h{expected}"));
        }
    }

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
