//! Requests that a web page sends through a browser on this machine are refused. A page can make its own host name
//! resolve to 127.0.0.1 (DNS rebinding), and can post forms to any address.

use std::net::{IpAddr, Ipv6Addr};

use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode, Version};

use super::response::Refusal;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");
/// The longest part of a foreign name that a refusal repeats.
const MAX_NAME_LENGTH: usize = 100;

/// Decides which names of this server and which origins are accepted.
#[derive(Debug, Clone, Copy)]
pub(super) struct OriginCheck {
    /// Whether only this machine can reach the server, so that only names of this machine can be right.
    is_local: bool,
}

impl OriginCheck {
    pub(super) fn new(address: IpAddr) -> Self {
        Self { is_local: is_loopback(address) }
    }

    /// Returns whether the server listens on a loopback address.
    pub(super) fn is_local(self) -> bool {
        self.is_local
    }

    /// Refuses a request that names another host, or that changes something and comes from a page of another site.
    pub(super) fn check(self, request: &Parts, is_login_page: bool) -> Result<(), Refusal> {
        if !self.is_local {
            return Ok(());
        }
        check_host(request)?;
        let is_safe = matches!(request.method, Method::GET | Method::HEAD | Method::OPTIONS);
        if is_safe && !is_login_page { Ok(()) } else { check_origin(&request.headers, is_safe) }
    }
}

fn check_host(request: &Parts) -> Result<(), Refusal> {
    let mut hosts = request.headers.get_all(HOST).iter();
    let (host, second) = (hosts.next(), hosts.next());
    let target = request.uri.authority().map(hyper::http::uri::Authority::as_str);
    match (host, target) {
        (_, Some(target)) if !is_local_authority(target) => Err(foreign_host(target)),
        (Some(host), _) if second.is_none() && host.to_str().is_ok_and(is_local_authority) => Ok(()),
        (Some(_), _) if second.is_some() => Err(bad_request("the request has more than one Host header")),
        (Some(host), _) => Err(foreign_host(&String::from_utf8_lossy(host.as_bytes()))),
        // Browsers, which this protects from, always send it.
        (None, _) if request.version < Version::HTTP_11 => Ok(()),
        (None, _) => Err(bad_request("the request has no Host header")),
    }
}

fn check_origin(headers: &HeaderMap, is_safe: bool) -> Result<(), Refusal> {
    let foreign = headers.get_all(ORIGIN).iter().find(|origin| !origin.to_str().is_ok_and(is_local_origin));
    if let Some(origin) = foreign {
        let origin = shortened(&String::from_utf8_lossy(origin.as_bytes()));
        return Err(forbidden(format_args!(
            "it accepts changes and logins only from pages of this machine, and the Origin header names '{origin}'."
        )));
    }
    let is = |name: HeaderName, value: &str| headers.get(name).map(HeaderValue::as_bytes) == Some(value.as_bytes());
    // Following a link is fine: the page that has it cannot read where it leads. Sending a form is not.
    let follows_link = is_safe && is(SEC_FETCH_MODE, "navigate");
    if is(SEC_FETCH_SITE, "cross-site") && !follows_link {
        return Err(forbidden(format_args!(
            "it accepts changes and logins only from pages of this machine, and the browser reports another site."
        )));
    }
    Ok(())
}

fn foreign_host(name: &str) -> Refusal {
    let name = shortened(name);
    forbidden(format_args!(
        "it answers only to localhost, 127.0.0.1 and [::1], and the request names the host '{name}'. Use one of these, or \
         start the sandbox with another --host to serve other names."
    ))
}

fn forbidden(reason: std::fmt::Arguments<'_>) -> Refusal {
    let message = format!("The sandbox listens on a loopback address: {reason}");
    Refusal::error(StatusCode::FORBIDDEN, "auth_error", Some("None"), message)
}

fn bad_request(message: &str) -> Refusal {
    Refusal::error(StatusCode::BAD_REQUEST, "invalid_request_error", Some("None"), message)
}

fn shortened(name: &str) -> String {
    name.chars().take(MAX_NAME_LENGTH).collect()
}

/// Returns whether an address reaches only this machine.
pub(super) fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Returns whether an origin such as `http://localhost:3000` is of this machine. `null` is not.
fn is_local_origin(origin: &str) -> bool {
    origin.split_once("://").is_some_and(|(scheme, authority)| {
        ["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) && is_local_authority(authority)
    })
}

/// Returns whether a host with an optional port names this machine.
fn is_local_authority(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (authority, ""),
    };
    port.bytes().all(|byte| byte.is_ascii_digit()) && is_local_host(host)
}

fn is_local_host(host: &str) -> bool {
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return address.parse::<Ipv6Addr>().is_ok_and(|address| is_loopback(address.into()));
    }
    if let Ok(address) = host.parse::<std::net::Ipv4Addr>() {
        return address.is_loopback();
    }
    let name = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    let is_label = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    name == "localhost" || name.ends_with(".localhost") && name.bytes().all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_local() {
        for local in [
            "localhost",
            "LOCALHOST",
            "localhost:4000",
            "localhost.",
            "localhost:",
            "app.localhost",
            "a.b.localhost:1",
            "127.0.0.1",
            "127.0.0.1:4000",
            "127.9.8.7",
            "[::1]",
            "[::1]:4000",
            "[0:0:0:0:0:0:0:1]",
            "[::ffff:127.0.0.1]:80",
        ] {
            assert!(is_local_authority(local), "{local}");
            assert!(is_local_origin(&format!("http://{local}")), "{local}");
        }
        for foreign in [
            "",
            ":4000",
            "evil.example",
            "evil.example:4000",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "xlocalhost",
            ".evil.example",
            "localhost@evil.example",
            "evil.example@localhost",
            "localhost:4000@evil.example",
            "localhost:4000.evil.example",
            "localhost/evil",
            "0.0.0.0",
            "0.0.0.0:4000",
            "10.0.0.1",
            "192.168.0.1:4000",
            "[::]",
            "[fe80::1]",
            "[::1",
            "::1",
            "[::1]evil",
            "[::1%lo]",
            "2130706433",
            "127.1",
            "0x7f.0.0.1",
            "127.0.0.1:80:80",
            "localhost..",
            "evil.example,localhost",
            "evil.example .localhost",
            "lоcalhost",
        ] {
            assert!(!is_local_authority(foreign), "{foreign}");
        }
        for foreign in [
            "null",
            "",
            "file://",
            "localhost",
            "//localhost",
            "ftp://localhost",
            "https://evil.example",
            "http://localhost/x",
        ] {
            assert!(!is_local_origin(foreign), "{foreign}");
        }
    }

    #[test]
    fn addresses_beyond_this_machine_are_not_checked() {
        let check = |address: &str| OriginCheck::new(address.parse().unwrap()).is_local();
        assert!(check("127.0.0.1") && check("127.1.2.3") && check("::1") && check("::ffff:127.0.0.1"));
        assert!(!check("0.0.0.0") && !check("::") && !check("192.168.1.2"));
    }
}
