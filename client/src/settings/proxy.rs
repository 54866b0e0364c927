//! HTTP proxies from the environment: `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`. A proxy that cannot be used is
//! an error: without it, the key would go out directly.

use std::net::IpAddr;

use reqwest::{Proxy, Url};

use super::{ConfigError, env_var};
use crate::core::{ClientBuilder, parse_base_url};

const PROXY_HINT: &str =
    "expected something like http://proxy.example:3128; NO_PROXY names servers to connect to directly";

impl ClientBuilder {
    /// Connects as the environment says: `HTTP_PROXY` for `http://` servers, `HTTPS_PROXY` for `https://` servers, else
    /// `ALL_PROXY`, in upper or lower case, unless `NO_PROXY` has the server. [`ClientBuilder::from_env`] includes this.
    ///
    /// `NO_PROXY` is a list of hosts, which include their subdomains, of addresses and networks (`10.0.0.0/8`), each with or
    /// without a port; `*` is every server.
    ///
    /// # Errors
    /// [`ConfigError::Invalid`] with the variable's name if the proxy cannot be used: it is not a URL, or its scheme is
    /// neither `http` nor `https`.
    pub fn environment_proxy(self) -> Result<Self, ConfigError> {
        let Ok(server) = parse_base_url(self.base_url()) else { return Ok(self) };
        match proxy_for(&server, env_var)? {
            Choice::Unset => Ok(self),
            Choice::Direct => Ok(self.no_proxy()),
            Choice::Proxy(variable, url) => {
                let proxy = Proxy::all(url).map_err(|_| unusable(variable, "is not a usable proxy"))?;
                Ok(self.no_proxy().proxy(proxy))
            }
        }
    }
}

/// Returns the environment variable with the proxy of a server, as [`ClientBuilder::environment_proxy`] chooses it; `None` if
/// there is none, or if it cannot be used.
pub fn proxy_variable(server: &Url) -> Option<&'static str> {
    match proxy_for(server, env_var) {
        Ok(Choice::Proxy(variable, _)) => Some(variable),
        _ => None,
    }
}

#[derive(Debug, PartialEq)]
enum Choice {
    /// No variable applies.
    Unset,
    /// `NO_PROXY` has the server.
    Direct,
    /// The variable, and the proxy.
    Proxy(&'static str, Url),
}

/// Chooses a server's proxy. Pure: everything it depends on is an argument.
fn proxy_for(server: &Url, variable: impl Fn(&str) -> Option<String>) -> Result<Choice, ConfigError> {
    let own = if server.scheme() == "https" { ["HTTPS_PROXY", "https_proxy"] } else { ["HTTP_PROXY", "http_proxy"] };
    let names = own.into_iter().chain(["ALL_PROXY", "all_proxy"]);
    let set = |name| Some((name, variable(name).filter(|value: &String| !value.trim().is_empty())?));
    // In a CGI program, the client of the web server sets this variable.
    let is_cgi = variable("REQUEST_METHOD").is_some();
    let found = names.filter(|name| !(is_cgi && *name == "HTTP_PROXY")).find_map(set);
    let Some((name, value)) = found else { return Ok(Choice::Unset) };
    let excluded = ["NO_PROXY", "no_proxy"].into_iter().find_map(set);
    if excluded.is_some_and(|(_, hosts)| is_excluded(server, &hosts)) {
        return Ok(Choice::Direct);
    }
    Ok(Choice::Proxy(name, parse(name, value.trim())?))
}

/// Parses a proxy. Its value is not quoted in errors, because it may contain a password.
fn parse(name: &'static str, value: &str) -> Result<Url, ConfigError> {
    let url = if value.contains("://") { Url::parse(value) } else { Url::parse(&format!("http://{value}")) };
    match url {
        Err(error) => Err(unusable(name, &format!("is not the URL of a proxy: {error}"))),
        Ok(url) if !matches!(url.scheme(), "http" | "https") => {
            Err(unusable(name, &format!("has the scheme {}, which is not supported", url.scheme())))
        }
        Ok(url) if url.host_str().is_none_or(str::is_empty) => {
            Err(unusable(name, "is not the URL of a proxy: empty host"))
        }
        Ok(url) => Ok(url),
    }
}

fn unusable(name: &str, reason: &str) -> ConfigError {
    ConfigError::Invalid { message: format!("{name} {reason}"), hint: Some(PROXY_HINT.to_owned()) }
}

fn is_excluded(server: &Url, hosts: &str) -> bool {
    let host =
        server.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    let entries = hosts.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty());
    entries.map(|entry| entry.split_once("://").map_or(entry, |(_, rest)| rest)).any(|entry| {
        let (name, port) = split_port(entry);
        let is_port = port.is_none_or(|port| Some(port) == server.port_or_known_default());
        is_port && (name == "*" || is_host(host, name))
    })
}

/// Splits `host:port` and `[::1]:port`. What is not a port belongs to the host.
fn split_port(entry: &str) -> (&str, Option<u16>) {
    if let Some((address, rest)) = entry.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (address, rest.strip_prefix(':').and_then(|port| port.parse().ok()));
    }
    match entry.split_once(':') {
        Some((host, port)) if !port.contains(':') => (host, port.parse().ok()),
        _ => (entry, None),
    }
}

fn is_host(host: &str, entry: &str) -> bool {
    if let Ok(address) = host.parse::<IpAddr>() {
        return match entry.split_once('/') {
            Some((network, bits)) => network.parse().is_ok_and(|network| is_in_network(address, network, bits)),
            None => entry.parse() == Ok(address),
        };
    }
    let entry = entry.trim_start_matches("*.").trim_matches('.');
    let Some(at) = host.len().checked_sub(entry.len()) else { return false };
    let ends = host.get(at..).is_some_and(|end| end.eq_ignore_ascii_case(entry));
    !entry.is_empty() && ends && (at == 0 || host.get(..at).is_some_and(|before| before.ends_with('.')))
}

fn is_in_network(address: IpAddr, network: IpAddr, bits: &str) -> bool {
    let Ok(bits) = bits.parse::<u32>() else { return false };
    let differ =
        |one: u128, other: u128, width: u32| width.checked_sub(bits).map(|rest| (one ^ other).checked_shr(rest));
    let difference = match (address, network) {
        (IpAddr::V4(one), IpAddr::V4(other)) => differ(u32::from(one).into(), u32::from(other).into(), 32),
        (IpAddr::V6(one), IpAddr::V6(other)) => differ(one.into(), other.into(), 128),
        _ => return false,
    };
    // A shift by all bits is `None`: every address is in the network.
    difference.is_some_and(|difference| difference.unwrap_or(0) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(server: &str, variables: &[(&str, &str)]) -> Result<Choice, String> {
        let server = Url::parse(server).expect("a URL");
        let get = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        proxy_for(&server, get).map_err(|error| error.to_string())
    }

    fn proxy(name: &'static str, url: &str) -> Choice {
        Choice::Proxy(name, Url::parse(url).expect("a URL"))
    }

    #[test]
    fn the_variable_of_the_scheme_comes_before_that_of_all() {
        let all = [("all_proxy", "http://all"), ("http_proxy", "lower:1"), ("HTTPS_PROXY", " https://u:p@secure ")];
        assert_eq!(choice("http://h", &all), Ok(proxy("http_proxy", "http://lower:1")));
        assert_eq!(choice("https://h", &all), Ok(proxy("HTTPS_PROXY", "https://u:p@secure")));
        assert_eq!(choice("https://h", &all[..2]), Ok(proxy("all_proxy", "http://all")));
        assert_eq!(choice("http://h", &[("HTTP_PROXY", ""), ("HTTPS_PROXY", "bad proxy")]), Ok(Choice::Unset));
        assert_eq!(choice("http://h", &[("HTTP_PROXY", "x"), ("REQUEST_METHOD", "GET")]), Ok(Choice::Unset));
    }

    #[test]
    fn unusable_proxies_are_named_and_not_quoted() {
        for (value, reason) in [
            ("socks5://u:hush@h:1080", "HTTP_PROXY has the scheme socks5, which is not supported"),
            ("socks://hush", "HTTP_PROXY has the scheme socks"),
            ("ftp://hush", "HTTP_PROXY has the scheme ftp"),
            ("http://", "HTTP_PROXY is not the URL of a proxy: empty host"),
            (":3128", "HTTP_PROXY is not the URL of a proxy: empty host"),
            ("http://u:hush@h:99999", "HTTP_PROXY is not the URL of a proxy: invalid port number"),
            ("hush hush", "HTTP_PROXY is not the URL of a proxy"),
        ] {
            let error = choice("http://h", &[("HTTP_PROXY", value)]).expect_err(value);
            assert!(error.starts_with(reason) && !error.contains("hush"), "{error}");
            assert_eq!(choice("http://h", &[("HTTP_PROXY", value), ("NO_PROXY", "h")]), Ok(Choice::Direct));
        }
    }

    #[test]
    fn no_proxy_has_hosts_addresses_networks_and_ports() {
        for (server, hosts) in [
            ("http://h", "*"),
            ("http://127.0.0.1:4000", "*"),
            ("http://[::1]:4000", "*"),
            ("http://[::1]:4000", "[::1]"),
            ("http://[::1]:4000", "x, [::1]:4000"),
            ("http://[::1]:4000", "::1"),
            ("http://127.0.0.1:4000", "127.0.0.1"),
            ("http://127.0.0.1:4000", "127.0.0.1:4000"),
            ("http://127.0.0.1:4000", "127.0.0.0/8"),
            ("http://10.1.2.3", "10.1.0.0/16 x"),
            ("http://1.2.3.4", "0.0.0.0/0"),
            ("http://[fd00::1]", "fd00::/8"),
            ("http://a.Example.com:80", "example.com"),
            ("http://a.example.com", ".example.com"),
            ("http://a.example.com", "*.example.com:80"),
            ("https://example.com", "example.com:443"),
            ("http://localhost:4000", "localhost:4000,h"),
        ] {
            let found = choice(server, &[("ALL_PROXY", "http://p"), ("NO_PROXY", hosts)]);
            assert_eq!(found, Ok(Choice::Direct), "{server} {hosts}");
        }
        for (server, hosts) in [
            ("http://127.0.0.1:4000", "127.0.0.1:4001"),
            ("http://[::1]:4000", "[::1]:4001"),
            ("http://127.0.0.1", "10.0.0.0/8"),
            ("http://badexample.com", "example.com"),
            ("http://h", ",, "),
            ("http://h", "10.0.0.0/99"),
        ] {
            let found = choice(server, &[("ALL_PROXY", "http://p"), ("no_proxy", hosts)]);
            assert_eq!(found, Ok(proxy("ALL_PROXY", "http://p")), "{server} {hosts}");
        }
    }
}
