//! The settings of a client, and what is made of them: connections, certificates, the base URL.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
use reqwest::Certificate;
use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::{Proxy, Url};

use super::base_url::parse_base_url;
use super::client::Client;
use super::error::Error;
use super::key_provider::KeyProvider;
use super::observer::Observer;
use super::response::innermost;
use super::secret::{ApiKey, redact_text};
use super::transport::{KeySource, Transport};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const MAX_ATTEMPTS: u32 = 3;
/// What the HTTP library reads by itself.
#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
const PROXIES: [&str; 4] = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// Settings of a [`Client`].
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    key: KeySource,
    auth_header: HeaderName,
    timeout: Option<Duration>,
    connect_timeout: Duration,
    max_attempts: u32,
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
    certificates: Certificates,
    proxies: Vec<Proxy>,
    uses_system_proxy: bool,
    user_agent: Option<String>,
    http_client: Option<reqwest::Client>,
    observer: Option<Arc<dyn Observer>>,
}

/// Certificate authorities to trust.
#[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
#[derive(Default)]
struct Certificates {
    given: Vec<Certificate>,
    /// These alone, not the system's.
    only: bool,
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
}

impl ClientBuilder {
    pub(super) fn new(base_url: impl AsRef<str>) -> Self {
        Self {
            base_url: base_url.as_ref().to_owned(),
            key: KeySource::None,
            auth_header: AUTHORIZATION,
            timeout: None,
            connect_timeout: CONNECT_TIMEOUT,
            max_attempts: MAX_ATTEMPTS,
            #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
            certificates: Certificates::default(),
            proxies: Vec::new(),
            uses_system_proxy: true,
            user_agent: None,
            http_client: None,
            observer: None,
        }
    }

    /// The key to send; none is sent by default.
    pub fn api_key(mut self, key: impl Into<ApiKey>) -> Self {
        self.key = KeySource::Fixed(key.into());
        self
    }

    /// Who gives the key to send, in place of a fixed one. [`Call::request`](crate::Call::request) shows such requests without it.
    pub fn key_provider(mut self, provider: impl KeyProvider + 'static) -> Self {
        self.key = KeySource::Provider(Arc::new(provider));
        self
    }

    /// The header that carries `Bearer <key>`, for servers with `litellm_key_header_name`. `Authorization` by default.
    pub fn auth_header(mut self, name: HeaderName) -> Self {
        self.auth_header = name;
        self
    }

    /// The time for each attempt of every request, from connecting to the last byte; by default 30 s, and 600 s where a
    /// model thinks. Of a stream of events it is the time to the answer's beginning, and then from each of its pieces to
    /// the next. [`Call::timeout`](crate::Call::timeout) sets it for one request.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The time for connecting; 10 s by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How often a request that may be repeated is sent at most; 3 by default, 1 to repeat none. What was not sent may be
    /// repeated; what may have been received, only where the method is idempotent and the answer is 429, 502, 503 or 504.
    pub fn max_attempts(mut self, max_attempts: u32) -> Self {
        self.max_attempts = max_attempts.max(1);
        self
    }

    /// Certificate authorities to trust beside the system's.
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
    pub fn ca_certificates(mut self, certificates: impl IntoIterator<Item = Certificate>) -> Self {
        self.certificates.given.extend(certificates);
        self
    }

    /// Certificate authorities to trust in place of the system's.
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
    pub fn only_ca_certificates(mut self, certificates: impl IntoIterator<Item = Certificate>) -> Self {
        self.certificates.only = true;
        self.ca_certificates(certificates)
    }

    /// A proxy to connect through, beside others set here and in place of those of `HTTP_PROXY` and its kin.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxies.push(proxy);
        self
    }

    /// No proxy, whatever the environment says.
    pub fn no_proxy(mut self) -> Self {
        self.uses_system_proxy = false;
        self.proxies.clear();
        self
    }

    /// The `User-Agent`; `litellm-proxy/<version>` by default.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// A client of one's own to send with. Connecting, proxies, certificates and connections are as it says: those
    /// settings here do not count. It should follow no redirects ([`reqwest::redirect::Policy::none`]), which would carry
    /// the key to wherever they lead; this crate follows those that stay on the server.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Who is told of every request and answer.
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] when the base URL or another setting cannot be used, [`Error::Unreachable`] when TLS
    /// cannot be set up, for example because the system has no certificate authorities.
    pub fn build(mut self) -> Result<Client, Error> {
        let base = parse_base_url(&self.base_url)?;
        let user_agent = match (&self.user_agent, &self.http_client) {
            (Some(name), _) => Some(name.as_str()),
            (None, None) => Some(concat!("litellm-proxy/", env!("CARGO_PKG_VERSION"))),
            (None, Some(_)) => None,
        };
        let user_agent = user_agent
            .map(HeaderValue::try_from)
            .transpose()
            .map_err(|_| Error::InvalidRequest("the user agent holds what no header can carry".to_owned()))?;
        let http = match self.http_client.take() {
            Some(client) => client,
            None => self.connections(&base)?,
        };
        Ok(Client::from_transport(Transport {
            http,
            base,
            key: self.key,
            auth_header: self.auth_header,
            user_agent,
            timeout: self.timeout,
            max_attempts: self.max_attempts,
            observer: self.observer,
        }))
    }

    fn connections(&mut self, base: &Url) -> Result<reqwest::Client, Error> {
        #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
        if base.scheme() == "https" {
            let reason = "an https:// server needs the feature `rustls` or `native-tls` of this crate".to_owned();
            return Err(Error::InvalidRequest(reason));
        }
        // reqwest would panic.
        #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            let reason = "no crypto provider is installed: call `install_default` of one of rustls's providers first";
            return Err(Error::InvalidRequest(reason.to_owned()));
        }
        let mut http = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .referer(false)
            .redirect(reqwest::redirect::Policy::none());
        if !self.uses_system_proxy {
            http = http.no_proxy();
        }
        #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
        {
            http = self.with_tls(http, base);
        }
        for proxy in self.proxies.drain(..) {
            http = http.proxy(proxy);
        }
        http.build().map_err(|error| Error::Unreachable {
            url: base.as_str().trim_end_matches('/').to_owned(),
            reason: innermost(&error),
        })
    }

    #[cfg(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls"))]
    fn with_tls(&mut self, http: reqwest::ClientBuilder, base: &Url) -> reqwest::ClientBuilder {
        // With both in the build, because something else asks for the other, rustls it is.
        #[cfg(all(any(feature = "rustls", feature = "rustls-no-provider"), feature = "native-tls"))]
        let http = http.tls_backend_rustls();
        let given = std::mem::take(&mut self.certificates.given);
        // A proxy may be reached by TLS where the server is not.
        let has_proxy = || self.uses_system_proxy && PROXIES.iter().any(|name| std::env::var_os(name).is_some());
        if base.scheme() == "http" && self.proxies.is_empty() && given.is_empty() && !has_proxy() {
            // Loading the system's roots takes longer than the request, and fails where there are none.
            http.tls_certs_only([])
        } else if self.certificates.only {
            http.tls_certs_only(given)
        } else {
            http.tls_certs_merge(given)
        }
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &redact_text(&self.base_url)).finish_non_exhaustive()
    }
}
