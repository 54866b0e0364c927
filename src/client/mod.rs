//! The client library: HTTP and LiteLLM, nothing else. It prints nothing and knows nothing of the command line. Of the
//! environment only what HTTP libraries are expected to respect counts: `HTTP_PROXY` and its kin, and `SSL_CERT_FILE`.
//!
//! A [`Client`] hands out resources ([`Client::models`], [`Client::keys`], …). A method of theirs that makes one request
//! returns a [`Call`], which is sent when awaited and can be looked at without being sent.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{StatusCode, Url};

pub mod access_groups;
pub mod budgets;
mod builder;
mod call;
mod call_info;
pub mod chat;
pub mod credentials;
pub mod customers;
mod error;
pub(crate) mod fields;
mod form;
pub mod health;
pub mod http;
mod key_provider;
pub mod keys;
mod lossless;
pub mod model_groups;
pub mod models;
mod options;
pub mod organizations;
pub mod pages;
mod refusal;
mod secret;
pub mod spend;
pub mod sse;
pub mod sso;
pub mod teams;
mod transport;
pub mod users;

pub use bytes::Bytes;
pub use reqwest;

pub use self::builder::{ClientBuilder, parse_base_url};
pub use self::call::{Answer, Call, Request};
pub use self::call_info::CallInfo;
pub use self::error::Error;
pub use self::form::Form;
pub use self::key_provider::{BoxError, KeyFuture, KeyProvider};
pub use self::lossless::Lossless;
pub use self::refusal::Refusal;
pub use self::secret::{ApiKey, REDACTED, is_key_hash, key_hash, redact_json, redact_text};
use self::transport::{KeySource, Transport};

/// The time for a request that sets none.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// The time for a chat completion that sets none: models think.
pub const DEFAULT_CHAT_TIMEOUT: Duration = Duration::from_secs(600);

/// A client of one LiteLLM proxy server. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Transport>,
}

/// Is told of every request and answer. Secrets are in them: show them through the `shown_*` methods of
/// [`Request`], [`redact_json`] and [`redact_text`].
pub trait Observer: Send + Sync {
    /// A request is about to be sent.
    fn sending(&self, _request: &Request) {}
    /// An answer came; `body` is `None` where it is still to be streamed.
    fn answered(
        &self,
        _request: &Request,
        _status: StatusCode,
        _headers: &HeaderMap,
        _body: Option<&[u8]>,
        _after: Duration,
    ) {
    }
    /// An attempt failed with `reason` and is repeated after `pause`.
    fn retrying(&self, _request: &Request, _reason: &str, _pause: Duration, _attempt: u32) {}
}

impl Client {
    /// A client with the usual settings.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] when `base_url` is not an `http://` or `https://` URL.
    pub fn new(base_url: impl AsRef<str>, api_key: impl Into<ApiKey>) -> Result<Self, Error> {
        Self::builder(base_url).api_key(api_key).build()
    }

    /// Starts a client with settings of one's own.
    pub fn builder(base_url: impl AsRef<str>) -> ClientBuilder {
        ClientBuilder::new(base_url)
    }

    /// The same client with another key: the same server, settings and connections.
    #[must_use]
    pub fn with_key(&self, key: impl Into<ApiKey>) -> Self {
        let inner = Transport { key: KeySource::Fixed(key.into()), ..Transport::clone(&self.inner) };
        Self { inner: Arc::new(inner) }
    }

    /// The server's URL.
    pub fn base_url(&self) -> &Url {
        &self.inner.base
    }

    /// Deployments: `/models`, `/model/*`.
    pub fn models(&self) -> models::Models<'_> {
        models::Models(self)
    }

    /// Model groups: `/model_group/*`.
    pub fn model_groups(&self) -> model_groups::ModelGroups<'_> {
        model_groups::ModelGroups(self)
    }

    /// Provider credentials: `/credentials`.
    pub fn credentials(&self) -> credentials::Credentials<'_> {
        credentials::Credentials(self)
    }

    /// Virtual keys: `/key/*`.
    pub fn keys(&self) -> keys::Keys<'_> {
        keys::Keys(self)
    }

    /// Users: `/user/*`.
    pub fn users(&self) -> users::Users<'_> {
        users::Users(self)
    }

    /// Teams: `/team/*`.
    pub fn teams(&self) -> teams::Teams<'_> {
        teams::Teams(self)
    }

    /// Organizations: `/organization/*`.
    pub fn organizations(&self) -> organizations::Organizations<'_> {
        organizations::Organizations(self)
    }

    /// Budgets: `/budget/*`.
    pub fn budgets(&self) -> budgets::Budgets<'_> {
        budgets::Budgets(self)
    }

    /// Customers, the end users: `/customer/*`.
    pub fn customers(&self) -> customers::Customers<'_> {
        customers::Customers(self)
    }

    /// Access groups: `/access_group/*`.
    pub fn access_groups(&self) -> access_groups::AccessGroups<'_> {
        access_groups::AccessGroups(self)
    }

    /// Spend: `*/daily/activity`, `/spend/logs`.
    pub fn spend(&self) -> spend::Spend<'_> {
        spend::Spend(self)
    }

    /// Login: `/sso/*`.
    pub fn sso(&self) -> sso::Sso<'_> {
        sso::Sso(self)
    }

    /// Chat completions.
    pub fn chat(&self) -> chat::Chat<'_> {
        chat::Chat(self)
    }

    /// Health and version.
    pub fn health(&self) -> health::Health<'_> {
        health::Health(self)
    }

    /// Any endpoint.
    pub fn http(&self) -> http::Http<'_> {
        http::Http(self)
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

    fn url_of(base: &str, path: &[&str]) -> String {
        let client = Client::new(base, "sk-x").expect("a base URL");
        client.inner.request(Method::GET, path).expect("a path").url.to_string()
    }

    #[test]
    fn everything_can_be_sent_between_threads() {
        fn is_send<T: Send>() {}
        fn is_shared<T: Send + Sync + Clone>() {}
        is_shared::<Client>();
        is_send::<Call<Vec<Lossless<models::Model>>>>();
        is_send::<pages::Pages<keys::KeyPage>>();
        is_send::<chat::ChatStream>();
        is_send::<Error>();
    }

    #[test]
    fn the_base_path_is_kept_and_names_are_encoded() {
        assert_eq!(url_of("http://h:4000", &["models"]), "http://h:4000/models");
        assert_eq!(url_of("http://h:4000///", &["models"]), "http://h:4000/models");
        assert_eq!(url_of("https://h/llm/api/", &["key", "list"]), "https://h/llm/api/key/list");
        assert_eq!(url_of("http://h", &["credentials", "a/b c?d#e%"]), "http://h/credentials/a%2Fb%20c%3Fd%23e%25");
    }

    #[test]
    fn what_no_path_can_hold_is_refused_before_it_is_sent() {
        let client = Client::new("http://h", "sk-x").expect("a base URL");
        for name in ["", ".", "..", ".\t.", "a\nb"] {
            assert!(client.inner.request(Method::GET, &["credentials", name]).is_err(), "{name:?}");
        }
    }

    #[test]
    fn base_urls_that_are_none_say_why() {
        for (text, reason) in [
            ("localhost:4000", "http://localhost:4000"),
            ("ftp://h", "must begin with"),
            ("http://user:pw@h", "user name"),
            ("user:pw@h:4000", "user name"),
            ("http://h?x=1", "query"),
            ("http://", "empty host"),
            ("sk-pw-in-the-place-of-a-url", "looks like"),
            ("pw-of-another-kind", "looks like"),
        ] {
            let error = parse_base_url(text).expect_err(text).to_string();
            assert!(error.contains(reason), "{error}");
            assert!(!error.contains("pw"), "{error}");
        }
    }

    #[test]
    fn what_a_header_cannot_carry_is_not_repeated() {
        let client =
            Client::builder("http://h").auth_header(HeaderName::from_static("x-mine")).build().expect("a client");
        let error = client.models().list().header("x-note", "secret\n").request().expect_err("no header");
        assert!(!error.to_string().contains("secret") && error.to_string().contains("x-note"), "{error}");
        let request = client.models().list().header("X-Mine", "secret").request().expect("a request");
        assert!(!format!("{request:?}").contains("secret"), "{request:?}");
    }

    proptest! {
        #[test]
        fn any_name_is_one_segment_and_comes_back(name in "[^\t\n\r]{1,20}") {
            prop_assume!(!matches!(name.as_str(), "." | ".."));
            let url = Url::parse(&url_of("http://h/p", &["credentials", &name])).expect("a URL");
            let segments: Vec<_> = url.path_segments().expect("a path").collect();
            prop_assert_eq!(segments.len(), 3);
            prop_assert!(url.query().is_none() && url.fragment().is_none());
        }
    }
}
