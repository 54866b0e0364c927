//! [`ClientBuilder`]: the settings of a client, and the HTTP client built from them.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderName, HeaderValue};
use reqwest::{Proxy, Url};

use super::base_url::parse_base_url;
#[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
use super::certificate::Certificate;
use super::client::Client;
use super::error::Error;
use super::failures::{innermost, without_url};
use super::key_provider::KeyProvider;
use super::observer::Observer;
use super::resolver::Resolver;
use super::retry::RetryPolicy;
use super::secret::{ApiKey, redact_text};
use super::server_clock::ServerClock;
use super::shown::ShownCertificates;
#[cfg(feature = "rustls-no-provider")]
use super::tls::{ClientIdentity, Trust, client_config};
use super::transport::{KeySource, Transport};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Less than the 5 s after which uvicorn, LiteLLM's server, closes a connection, so that no request is sent on one that closes.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(4);
/// Gateways add many.
pub(super) const MAX_HEADERS: usize = 1000;
/// The proxy variables that the HTTP library reads.
#[cfg(all(feature = "native-tls", not(feature = "rustls-no-provider")))]
const PROXIES: [&str; 4] = ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];

/// Settings of a [`Client`].
#[must_use]
pub struct ClientBuilder {
    base_url: String,
    key: KeySource,
    auth_header: HeaderName,
    timeout: Option<Duration>,
    connect_timeout: Duration,
    pool_idle_timeout: Duration,
    retry: RetryPolicy,
    #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
    certificates: Certificates,
    proxies: Vec<Proxy>,
    uses_system_proxy: bool,
    user_agent: Option<String>,
    http_client: Option<reqwest::Client>,
    observer: Option<Arc<dyn Observer>>,
}

/// Certificate authorities to trust.
#[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
#[derive(Default)]
struct Certificates {
    extra: Vec<Certificate>,
    /// Trust these alone, not the system's.
    only: bool,
    /// Trust any server.
    any: bool,
    /// What to show to servers that ask for it.
    #[cfg(feature = "rustls-no-provider")]
    identity: Option<ClientIdentity>,
}

impl Client {
    /// Creates a client with default settings.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] when `base_url` is not an `http://` or `https://` URL.
    pub fn new(base_url: impl AsRef<str>, api_key: impl Into<ApiKey>) -> Result<Self, Error> {
        Self::builder(base_url).api_key(api_key).build()
    }

    /// Returns a builder for a client with other settings.
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
            pool_idle_timeout: POOL_IDLE_TIMEOUT,
            retry: RetryPolicy::default(),
            #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
            certificates: Certificates::default(),
            proxies: Vec::new(),
            uses_system_proxy: true,
            user_agent: None,
            http_client: None,
            observer: None,
        }
    }

    /// Returns the server's URL, as given.
    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Sets the key to send. By default no key is sent.
    pub fn api_key(mut self, key: impl Into<ApiKey>) -> Self {
        self.key = KeySource::Fixed(key.into());
        self
    }

    /// Sets a provider of the key to send, instead of a fixed key. Requests returned by
    /// [`Call::request`](crate::Call::request) do not contain its key.
    pub fn key_provider(mut self, provider: impl KeyProvider + 'static) -> Self {
        self.key = KeySource::Provider(Arc::new(provider));
        self
    }

    /// Sets the header that carries `Bearer <key>`, for servers with `litellm_key_header_name`. Default: `Authorization`.
    pub fn auth_header(mut self, name: HeaderName) -> Self {
        self.auth_header = name;
        self
    }

    /// Sets the timeout of each attempt, from connecting to the last byte. Default: 30 s, and 600 s for endpoints that run
    /// a model. For event streams, the timeout covers the wait for the response headers, and then the wait for each chunk.
    /// [`Call::timeout`](crate::Call::timeout) sets it for a single request.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Sets the connect timeout. Default: 10 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets how long an unused connection is kept for another request. Default: 4 s. Zero keeps none.
    ///
    /// It must be shorter than the time after which the server, or a gateway in front of it, closes unused connections:
    /// 5 s for LiteLLM, unless it was started with `--keepalive_timeout`. Otherwise a request may be sent on a connection that
    /// is being closed. Nobody knows whether the server received it, so only a method that may be repeated is sent again,
    /// and a `POST` fails with [`Error::Interrupted`].
    pub fn pool_idle_timeout(mut self, timeout: Duration) -> Self {
        self.pool_idle_timeout = timeout;
        self
    }

    /// Sets when requests are sent again. [`Call::retry`](crate::Call::retry) sets it for a single request.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// Adds certificates to trust, in addition to the system's authorities: of authorities, or a server's own.
    #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
    pub fn ca_certificates(mut self, certificates: impl IntoIterator<Item = Certificate>) -> Self {
        self.certificates.extra.extend(certificates);
        self
    }

    /// Adds certificates to trust instead of the system's authorities.
    #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
    pub fn only_ca_certificates(mut self, certificates: impl IntoIterator<Item = Certificate>) -> Self {
        self.certificates.only = true;
        self.ca_certificates(certificates)
    }

    /// Sets the certificate to show to servers that ask for one (mutual TLS). By default none is shown.
    #[cfg(feature = "rustls-no-provider")]
    pub fn client_identity(mut self, identity: ClientIdentity) -> Self {
        self.certificates.identity = Some(identity);
        self
    }

    /// Trusts any server, whatever its certificate, its name and its dates. Whoever is between the program and the server can
    /// then read and change everything, and take the key. For tests; [`ClientBuilder::ca_certificates`] trusts a server with a
    /// certificate of its own.
    #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
    pub fn danger_accept_any_certificate(mut self) -> Self {
        self.certificates.any = true;
        self
    }

    /// Adds a proxy to connect through, instead of those in `HTTP_PROXY` and similar variables. May be called repeatedly.
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxies.push(proxy);
        self
    }

    /// Disables proxies, including those in environment variables.
    pub fn no_proxy(mut self) -> Self {
        self.uses_system_proxy = false;
        self.proxies.clear();
        self
    }

    /// Sets the `User-Agent`. Default: `litellm-proxy/<version>`.
    pub fn user_agent(mut self, name: impl Into<String>) -> Self {
        self.user_agent = Some(name.into());
        self
    }

    /// Sends requests with your own HTTP client. Its connect timeout, idle timeout, proxies and certificates apply; those set
    /// here are ignored.
    ///
    /// It should not follow redirects ([`reqwest::redirect::Policy::none`]), since that could send the key to another server;
    /// this crate follows redirects that stay on the server. It should not keep connections longer than LiteLLM does, which
    /// closes them after 5 s: `reqwest` keeps them for 90 s unless
    /// [`pool_idle_timeout`](reqwest::ClientBuilder::pool_idle_timeout) is set, see [the same setting](Self::pool_idle_timeout)
    /// here.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// use litellm_proxy_client::{Client, reqwest};
    ///
    /// let own = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .pool_idle_timeout(Duration::from_secs(4))
    ///     .build()?;
    /// let client = Client::builder("http://localhost:4000").api_key("sk-api-key").http_client(own).build()?;
    /// # Ok(()) }
    /// ```
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http_client = Some(client);
        self
    }

    /// Sets an observer of every request and response.
    pub fn observer(mut self, observer: Arc<dyn Observer>) -> Self {
        self.observer = Some(observer);
        self
    }

    /// Builds the client. Nothing is sent.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] if the base URL or another setting is invalid, [`Error::Unreachable`] if TLS cannot be set
    /// up, for example because the system has no certificate authorities.
    pub fn build(mut self) -> Result<Client, Error> {
        let base = parse_base_url(&self.base_url)?;
        let user_agent = match (&self.user_agent, &self.http_client) {
            (Some(name), _) => Some(name.as_str()),
            (None, None) => Some(concat!("litellm-proxy/", env!("CARGO_PKG_VERSION"))),
            (None, Some(_)) => None,
        };
        let user_agent = user_agent.map(HeaderValue::try_from).transpose().map_err(|_| {
            Error::InvalidRequest("the user agent contains characters that are not allowed in a header".to_owned())
        })?;
        let shown = ShownCertificates::default();
        let http = match self.http_client.take() {
            Some(client) => client,
            None => self.http_client_for(&base, &shown)?,
        };
        Ok(Client::from_transport(Transport {
            http,
            base,
            key: self.key,
            auth_header: self.auth_header,
            user_agent,
            timeout: self.timeout,
            retry: Arc::new(self.retry),
            observer: self.observer,
            clock: ServerClock::default(),
            shown,
        }))
    }

    fn http_client_for(&mut self, base: &Url, shown: &ShownCertificates) -> Result<reqwest::Client, Error> {
        #[cfg(not(any(feature = "rustls-no-provider", feature = "native-tls")))]
        if base.scheme() == "https" {
            let reason =
                "an https:// server requires the feature `rustls` or `native-tls` of litellm-proxy-client".to_owned();
            return Err(Error::InvalidRequest(reason));
        }
        #[cfg(not(any(feature = "rustls-no-provider", feature = "native-tls")))]
        let _ = shown;
        let mut http = reqwest::Client::builder()
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(self.pool_idle_timeout)
            .http1_max_headers(MAX_HEADERS)
            .dns_resolver(Resolver)
            .referer(false)
            // If another crate enables these features, they are still undone in one place, ours.
            .no_gzip()
            .no_brotli()
            .no_deflate()
            .no_zstd()
            .redirect(reqwest::redirect::Policy::none());
        if self.pool_idle_timeout.is_zero() {
            http = http.pool_max_idle_per_host(0);
        }
        if !self.uses_system_proxy {
            http = http.no_proxy();
        }
        #[cfg(any(feature = "rustls-no-provider", feature = "native-tls"))]
        {
            http = self.with_tls(http, base, shown)?;
        }
        for proxy in self.proxies.drain(..) {
            http = http.proxy(proxy);
        }
        http.build().map_err(|error| Error::Unreachable {
            url: base.as_str().trim_end_matches('/').to_owned(),
            reason: innermost(&error),
            source: Some(without_url(error)),
        })
    }

    #[cfg(feature = "rustls-no-provider")]
    fn with_tls(
        &mut self,
        http: reqwest::ClientBuilder,
        _: &Url,
        shown: &ShownCertificates,
    ) -> Result<reqwest::ClientBuilder, Error> {
        let Certificates { extra, only, any, identity } = std::mem::take(&mut self.certificates);
        let trust = match (any, only) {
            (true, _) => Trust::Any,
            (false, true) => Trust::Only(extra),
            (false, false) => Trust::System(extra),
        };
        Ok(http.tls_backend_preconfigured(client_config(trust, identity, shown.clone())?))
    }

    #[cfg(all(feature = "native-tls", not(feature = "rustls-no-provider")))]
    fn with_tls(
        &mut self,
        http: reqwest::ClientBuilder,
        base: &Url,
        _: &ShownCertificates,
    ) -> Result<reqwest::ClientBuilder, Error> {
        let extra = std::mem::take(&mut self.certificates.extra).into_iter();
        let extra = extra.map(|certificate| reqwest::Certificate::from_der(&certificate.into_der()));
        let extra = extra.collect::<Result<Vec<_>, _>>().map_err(|error| {
            Error::InvalidRequest(format!("a certificate to trust is invalid: {}", innermost(&error)))
        })?;
        let http = http.tls_danger_accept_invalid_certs(self.certificates.any);
        // A proxy may use TLS even if the server does not.
        let has_proxy = || self.uses_system_proxy && PROXIES.iter().any(|name| std::env::var_os(name).is_some());
        Ok(if base.scheme() == "http" && self.proxies.is_empty() && extra.is_empty() && !has_proxy() {
            // Loading the system's roots takes longer than the request, and fails on systems without any.
            http.tls_certs_only([])
        } else if self.certificates.only {
            http.tls_certs_only(extra)
        } else {
            http.tls_certs_merge(extra)
        })
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder").field("base_url", &redact_text(&self.base_url)).finish_non_exhaustive()
    }
}
