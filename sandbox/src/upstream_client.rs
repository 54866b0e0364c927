//! The HTTP clients for upstream servers, built when they are first used.

use std::sync::OnceLock;
use std::time::Duration;

/// How long a connection to an upstream server may take.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

type Built = OnceLock<Result<reqwest::Client, String>>;

/// One client for `http://`, which loads no certificates, and one for `https://`.
#[derive(Debug, Default)]
pub(super) struct UpstreamClient {
    http: Built,
    https: Built,
}

impl UpstreamClient {
    /// Returns the client for a URL, or the error of building it.
    pub(super) fn get(&self, url: &str) -> Result<&reqwest::Client, String> {
        let is_https = url.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("https:"));
        let client = if is_https { &self.https } else { &self.http };
        client.get_or_init(|| build(is_https)).as_ref().map_err(Clone::clone)
    }
}

fn build(is_https: bool) -> Result<reqwest::Client, String> {
    // reqwest would panic.
    #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        return Err("no crypto provider is installed: call `install_default` of a rustls provider first".to_owned());
    }
    #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider")))]
    if is_https {
        return Err("https:// upstream servers need the feature `rustls` of litellm-proxy-sandbox".to_owned());
    }
    if let Some(name) = unusable_proxy(is_https, |name| std::env::var(name).ok()) {
        // reqwest would ignore it, and the provider's key would go out directly.
        return Err(format!("{name} cannot be used as a proxy"));
    }
    let client =
        reqwest::Client::builder().connect_timeout(CONNECT_TIMEOUT).redirect(reqwest::redirect::Policy::none());
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    let client = if is_https || has_proxy() { client } else { client.tls_certs_only([]) };
    client.build().map_err(|error| error.to_string())
}

/// Returns whether a proxy is configured, which may itself be reached over TLS.
#[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
fn has_proxy() -> bool {
    ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"].iter().any(|name| std::env::var_os(name).is_some())
}

/// Returns the variable of the proxy, if its value is not the URL of an HTTP proxy.
fn unusable_proxy(is_https: bool, variable: impl Fn(&str) -> Option<String>) -> Option<&'static str> {
    let own = if is_https { ["HTTPS_PROXY", "https_proxy"] } else { ["HTTP_PROXY", "http_proxy"] };
    let mut names = own.into_iter().chain(["ALL_PROXY", "all_proxy"]);
    let (name, value) = names.find_map(|name| Some((name, variable(name).filter(|value| !value.is_empty())?)))?;
    let url = if value.contains("://") { value } else { format!("http://{value}") };
    let is_usable = reqwest::Url::parse(&url).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    (!is_usable).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_cannot_be_used_is_named() {
        let proxy = |value: &str| {
            let value = value.to_owned();
            unusable_proxy(false, move |name| (name == "all_proxy").then(|| value.clone()))
        };
        for value in ["", "http://h:1", "h:1", "https://u:p@h"] {
            assert_eq!(proxy(value), None, "{value}");
        }
        for value in ["socks5://h:1", "ftp://h", "a b", "http://", "http://h:99999"] {
            assert_eq!(proxy(value), Some("all_proxy"), "{value}");
        }
    }

    #[test]
    fn a_client_is_built_once_for_each_scheme() {
        let client = UpstreamClient::default();
        assert!(client.http.get().is_none());
        let built = client.get("http://localhost").map(std::ptr::from_ref);
        assert_eq!(client.get("HTTP://other").map(std::ptr::from_ref), built);
        assert!(client.http.get().is_some() && client.https.get().is_none());
    }
}
