//! What went wrong when no response arrived: in plain words, and whether the same request may be sent again.

use std::error::Error as _;
use std::io;

use reqwest::Method;

use super::builder::MAX_HEADERS;
#[cfg(feature = "rustls-no-provider")]
use super::certificate::Certificate;
use super::key_provider::BoxError;
use super::secret::redact_text;
use super::shown::ShownCertificates;

/// Returns the causes of an error, the most specific one last.
fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |cause| {
        // The error inside an I/O error is not one of its sources.
        match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inside) => Some(inside),
            None => (*cause).source(),
        }
    })
}

fn find<T: std::error::Error + 'static>(error: &reqwest::Error) -> Option<&T> {
    causes(error).find_map(|cause| cause.downcast_ref())
}

fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    causes(error).filter_map(|cause| cause.downcast_ref::<io::Error>()).last().map(io::Error::kind)
}

/// Returns why there is no connection.
pub(crate) fn connect_reason(error: &reqwest::Error, shown: &ShownCertificates) -> String {
    if error.is_timeout() {
        return "the connection timed out".to_owned();
    }
    if error.is_dns() {
        return if is_temporary(error) { "the name server does not respond" } else { "unknown host" }.to_owned();
    }
    if causes(error).any(is_refused) {
        return "connection refused".to_owned();
    }
    #[cfg(feature = "rustls-no-provider")]
    if let Some(rustls::Error::InvalidCertificate(reason)) = find(error) {
        return certificate_reason(reason, shown);
    }
    #[cfg(not(feature = "rustls-no-provider"))]
    let _ = shown;
    innermost(error)
}

fn is_refused(cause: &(dyn std::error::Error + 'static)) -> bool {
    cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
}

/// Returns whether a name may be found later. The system's resolver reports it in words alone.
fn is_temporary(error: &reqwest::Error) -> bool {
    // glibc and the BSDs, musl.
    let words = ["emporary failure", "try again"];
    causes(error).any(|cause| words.iter().any(|words| cause.to_string().to_ascii_lowercase().contains(words)))
}

/// Returns why a request may be sent again after an error, in words; `None` if it may not.
pub(crate) fn retry_reason(method: &Method, error: &reqwest::Error) -> Option<String> {
    // Nothing was sent, so this is safe for every method.
    if may_connect_later(error) || is_unsent(error) {
        return Some(connect_reason(error, &ShownCertificates::default()));
    }
    // A server or a gateway closes a connection that was idle just when a request arrives.
    may_be_repeated(method, error).then(|| format!("the connection was lost: {}", innermost(error)))
}

/// Returns an error without its URL, which may hold secrets.
pub(crate) fn without_url(error: reqwest::Error) -> BoxError {
    error.without_url().into()
}

/// Returns whether nothing was sent and another attempt may succeed.
fn may_connect_later(error: &reqwest::Error) -> bool {
    let is_final = error.is_timeout() || error.is_dns() && !is_temporary(error) || is_distrusted(error);
    error.is_connect() && !is_final
}

/// Returns whether the server's certificate was refused, or the server does not speak TLS.
fn is_distrusted(error: &reqwest::Error) -> bool {
    // rustls and the systems' TLS libraries report so what the other side sent; a connection that breaks is another kind.
    #[cfg(feature = "rustls-no-provider")]
    if find::<rustls::Error>(error).is_some() {
        return true;
    }
    io_kind(error) == Some(io::ErrorKind::InvalidData)
}

/// Returns whether the connection was closed before any of the request was sent. On a connection that was used before, the
/// HTTP library itself sends the request again, on another.
pub(crate) fn is_unsent(error: &reqwest::Error) -> bool {
    find(error).is_some_and(hyper::Error::is_canceled)
}

/// Returns whether a request was lost before a response began, and may be sent again.
fn may_be_repeated(method: &Method, error: &reqwest::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    // A DELETE would not find what its first attempt deleted.
    if !method.is_idempotent()
        || method == Method::DELETE
        || !error.is_request()
        || error.is_connect()
        || error.is_timeout()
    {
        return false;
    }
    find(error).is_some_and(hyper::Error::is_incomplete_message)
        || matches!(io_kind(error), Some(BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof))
}

/// Returns why a response could not be read.
pub(crate) fn read_reason(error: &reqwest::Error) -> String {
    let reason = innermost(error);
    if reason == "message head is too large" {
        return format!("the response has more than {MAX_HEADERS} headers, or more than 400 kB of them");
    }
    reason
}

/// Returns the deepest cause, the specific one: `invalid peer certificate: BadSignature`.
pub(crate) fn innermost(error: &reqwest::Error) -> String {
    let text = causes(error).last().unwrap_or(error).to_string();
    redact_text(text.split(" (os error").next().unwrap_or(&text)).into_owned()
}

/// Describes why a server's certificate is not trusted.
#[cfg(feature = "rustls-no-provider")]
fn certificate_reason(error: &rustls::CertificateError, shown: &ShownCertificates) -> String {
    use rustls::CertificateError as E;
    let details = shown.get().first().and_then(Certificate::details);
    let issuer = details.as_ref().map(|details| details.issuer.escape_default().to_string());
    let issuer = issuer.filter(|issuer| !issuer.is_empty());
    let by = issuer.as_ref().map(|issuer| format!(" (issued by `{issuer}`)")).unwrap_or_default();
    match error {
        E::UnknownIssuer if details.is_some_and(|details| details.is_self_issued) => {
            "the server's certificate is self-signed, and not among those trusted (UnknownIssuer)".to_owned()
        }
        E::UnknownIssuer => {
            let issuer = issuer.map(|issuer| format!("`{issuer}`, ")).unwrap_or_default();
            format!("the server's certificate was issued by {issuer}an authority that is not trusted (UnknownIssuer)")
        }
        E::BadSignature => {
            format!(
                "the server's certificate{by} is not signed by the authority of that name that is trusted (BadSignature)"
            )
        }
        E::ExpiredContext { not_after, .. } => format!("the server's certificate expired on {}{by}", day(*not_after)),
        E::NotValidYetContext { not_before, .. } => {
            format!("the server's certificate is not valid before {}", day(*not_before))
        }
        E::NotValidForNameContext { expected, presented } => {
            let expected = expected.to_str();
            // `DnsName("proxy.example")`, `IpAddress(127.0.0.1)`
            let presented: Vec<_> = presented
                .iter()
                .map(|name| name.split(['(', ')', '"']).filter(|part| !part.is_empty()).skip(1).collect::<String>())
                .collect();
            if presented.is_empty() {
                return format!(
                    "the server's certificate is not valid for `{expected}`: it names no host (no subjectAltName)"
                );
            }
            format!("the server's certificate is not valid for `{expected}`, only for {}", presented.join(", "))
        }
        E::Other(_) if super::tls::is_authority_as_server(&error.clone().into()) => {
            "the server shows the certificate of an authority as its own (CaUsedAsEndEntity)".to_owned()
        }
        other => format!("the server's certificate is invalid: {other}"),
    }
}

#[cfg(feature = "rustls-no-provider")]
fn day(time: rustls::pki_types::UnixTime) -> String {
    let seconds = i64::try_from(time.as_secs()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(seconds)
        .map_or_else(|_| format!("{seconds} s"), |time| time.strftime("%Y-%m-%d").to_string())
}
