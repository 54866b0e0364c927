//! [`Client`]: one server, one key, shared connections. The API resources add their accessors in their own files.

use std::fmt;
use std::sync::Arc;

use reqwest::Url;
use tokio::sync::OnceCell;

use super::secret::ApiKey;
use super::server_version::ServerVersion;
use super::transport::{KeySource, Transport};

/// A client for one LiteLLM proxy server. Cheap to clone; clones share connections and the server's version.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Transport>,
    /// Requested at most once; `None` inside if the server does not state it.
    pub(crate) version: Arc<OnceCell<Option<ServerVersion>>>,
}

impl Client {
    pub(super) fn from_transport(transport: Transport) -> Self {
        Self { inner: Arc::new(transport), version: Arc::default() }
    }

    /// Returns the same client with another key: the same server, settings and connections.
    #[must_use]
    pub fn with_key(&self, key: impl Into<ApiKey>) -> Self {
        let inner = Transport { key: KeySource::Fixed(key.into()), ..Transport::clone(&self.inner) };
        Self { inner: Arc::new(inner), version: Arc::clone(&self.version) }
    }

    /// Returns the server's URL.
    pub fn base_url(&self) -> &Url {
        &self.inner.base
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.inner.base.as_str()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use reqwest::Method;
    use reqwest::header::HeaderName;

    use super::*;
    use crate::core::Call;

    fn models(client: &Client) -> Call<serde_json::Value> {
        Call::new(client, Method::GET, &["models"])
    }

    fn url_of(base: &str, path: &[&str]) -> String {
        let client = Client::new(base, "sk-x").expect("a base URL");
        client.inner.request(Method::GET, path).expect("a path").url.to_string()
    }

    #[test]
    fn base_path_is_kept_and_names_are_encoded() {
        assert_eq!(url_of("http://h:4000", &["models"]), "http://h:4000/models");
        assert_eq!(url_of("http://h:4000///", &["models"]), "http://h:4000/models");
        assert_eq!(url_of("https://h/llm/api/", &["key", "list"]), "https://h/llm/api/key/list");
        assert_eq!(url_of("http://h", &["credentials", "a/b c?d#e%"]), "http://h/credentials/a%2Fb%20c%3Fd%23e%25");
    }

    #[test]
    fn names_that_cannot_be_in_a_path_are_refused() {
        let client = Client::new("http://h", "sk-x").expect("a base URL");
        for name in ["", ".", "..", ".\t.", "a\nb"] {
            assert!(client.inner.request(Method::GET, &["credentials", name]).is_err(), "{name:?}");
        }
    }

    #[test]
    fn header_errors_do_not_quote_the_value() {
        let client =
            Client::builder("http://h").auth_header(HeaderName::from_static("x-mine")).build().expect("a client");
        let error = models(&client).header("x-note", "secret\n").request().expect_err("no header");
        assert!(!error.to_string().contains("secret") && error.to_string().contains("x-note"), "{error}");
        let request = models(&client).header("X-Mine", "secret").request().expect("a request");
        assert!(!format!("{request:?}").contains("secret"), "{request:?}");
    }

    proptest! {
        #[test]
        fn any_name_is_a_single_path_segment(name in "[^\t\n\r]{1,20}") {
            prop_assume!(!matches!(name.as_str(), "." | ".."));
            let url = Url::parse(&url_of("http://h/p", &["credentials", &name])).expect("a URL");
            let segments: Vec<_> = url.path_segments().expect("a path").collect();
            prop_assert_eq!(segments.len(), 3);
            prop_assert!(url.query().is_none() && url.fragment().is_none());
        }
    }
}
