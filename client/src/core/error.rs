//! [`Error`]: every way in which a call can fail, with a stable code and, if one is known, a hint.

use std::time::Duration;

use reqwest::{Method, StatusCode, Url};
use thiserror::Error;

use super::guard::Guarded;
use super::key_provider::BoxError;
use super::refusal::Refusal;
use super::refusal_kind::RefusalKind;

/// Why a call failed. Match on the variants, or use [`code`](Self::code), which is stable.
///
/// The message is complete: it contains the reason in plain words. [`source`](std::error::Error::source) is the error
/// underneath (of `reqwest`, `std::io`, `serde_json`, or the [key provider](crate::KeyProvider)), for programs that need its
/// kind. Neither shows a secret: a URL is taken out of an error of `reqwest`, and the values that `serde_json` quotes are masked.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// 401: the key is missing, or the server does not accept it. Servers also return 401 if the key is blocked, may not call
    /// the model, or does not belong to an admin; see [`Refusal::kind`].
    #[error("{0}")]
    Unauthorized(Box<Refusal>),
    /// 403: the key is valid, but not allowed to do this.
    #[error("{0}")]
    Forbidden(Box<Refusal>),
    /// 404, or another status with a message that something does not exist.
    #[error("{0}")]
    NotFound(Box<Refusal>),
    /// 409, or another status with a message that something already exists.
    #[error("{0}")]
    Conflict(Box<Refusal>),
    /// 429: too many requests, tokens or failures.
    #[error("{0}")]
    RateLimited(Box<Refusal>),
    /// Any other 4xx.
    #[error("{0}")]
    Refused(Box<Refusal>),
    /// A 5xx.
    #[error("{0}")]
    Server(Box<Refusal>),
    /// The response was successful, but does not contain what the call looks for by name.
    #[error("{0}")]
    Missing(String),
    /// Several things have the name, so nothing was done.
    #[error("{message}: {}", candidates.join(", "))]
    Ambiguous {
        /// A message that names the ambiguous value.
        message: String,
        /// The things that it may mean.
        candidates: Vec<String>,
    },
    /// A response that does not have the endpoint's shape: a gateway's page, invalid JSON, other JSON, a redirect.
    #[error("unexpected response to {method} {url} ({status}): {reason}")]
    UnexpectedResponse {
        /// The request's method.
        method: Method,
        /// The request's URL.
        url: String,
        /// The response's status.
        status: StatusCode,
        /// The unexpected part of the response.
        reason: String,
        /// The error underneath.
        source: Option<BoxError>,
    },
    /// The server could not be reached; nothing was sent.
    #[error("cannot reach {url}: {reason}")]
    Unreachable {
        /// The server's URL.
        url: String,
        /// The reason: connection refused, unknown host, TLS failure.
        reason: String,
        /// The error underneath.
        source: Option<BoxError>,
    },
    /// The response was not complete within the timeout.
    #[error("{method} {url} timed out after {} s", after.as_secs_f64())]
    Timeout {
        /// The request's method.
        method: Method,
        /// The request's URL.
        url: String,
        /// The timeout.
        after: Duration,
        /// The error underneath.
        source: Option<BoxError>,
    },
    /// The connection was lost after the request was sent; whether the server acted on it is unknown.
    #[error("the connection was lost during {method} {url}: {reason}")]
    Interrupted {
        /// The request's method.
        method: Method,
        /// The request's URL.
        url: String,
        /// The error of the connection.
        reason: String,
        /// The error underneath.
        source: Option<BoxError>,
    },
    /// A stream ended with an error event: the server failed after it had begun to respond. [`Refusal::to_error`] returns
    /// the error that it would have been before.
    #[error("the stream failed: {0}")]
    Stream(Box<Refusal>),
    /// A stream ended before the response was complete.
    #[error("the stream ended before the response was complete")]
    StreamCut,
    /// The [key provider](crate::KeyProvider) failed.
    #[error("no key to send: {reason}")]
    NoKey {
        /// The provider's error.
        reason: String,
        /// The provider's error itself, unless its text shows a secret.
        source: Option<BoxError>,
    },
    /// The server stored a deployment that it does not serve, although it reports success.
    #[error("{0}")]
    NotServed(String),
    /// Something with this name already exists, so nothing was created or changed.
    #[error("{0}")]
    Exists(String),
    /// A deployment cannot be replaced without parameters that the server does not show; nothing was changed.
    #[error("replacing the deployment `{id}` would lose what the server does not show: {}", names.join(", "))]
    Hidden {
        /// The id of the deployment.
        id: String,
        /// The names of the parameters.
        names: Vec<String>,
    },
    /// One of several changes that belong together failed, and some things are left on the server: those not yet deleted,
    /// or those that were created and could not be removed again.
    #[error("{failure}; left on the server: {}", left.join(", "))]
    Incomplete {
        /// The failure.
        failure: Box<Self>,
        /// The ids of what is left.
        left: Vec<String>,
    },
    /// The request is invalid; nothing was sent or changed.
    #[error("{0}")]
    InvalidRequest(String),
    /// The request was not sent, because it would destroy what is stored; see [the guard](crate#the-guard).
    #[error("{0}")]
    Guarded(Box<Guarded>),
}

/// How the reason begins why a redirect is not followed.
pub(super) const OTHER_SERVER: &str = "a redirect to another server, ";

/// Returns whether the peer did not speak TLS.
fn is_not_tls(reason: &str) -> bool {
    // Messages of rustls and of the systems' TLS libraries.
    ["InvalidContentType", "wrong version number", "record overflow", "packet length too long"]
        .iter()
        .any(|words| reason.contains(words))
}

/// Returns what to do about a response that is not the endpoint's.
fn unexpected_hint(url: &str, reason: &str) -> String {
    if let Some(origin) = secure_origin(url, reason) {
        return format!("the server expects https: use {origin} instead of http");
    }
    if reason.contains("cannot be decoded") {
        return "send a header `Accept-Encoding` of your own to get the bytes as they are".to_owned();
    }
    "check that the base URL points to a LiteLLM proxy server, including its path prefix".to_owned()
}

/// Returns what to do about the page of a gateway between client and server. LiteLLM itself refuses with JSON.
fn gateway_hint(refusal: &Refusal) -> Option<&'static str> {
    if !refusal.message.contains(", an HTML page") {
        return None;
    }
    match refusal.status.as_u16() {
        403 => Some("a gateway in front of the server refused this, not LiteLLM"),
        413 => Some("a gateway in front of the server limits the size of requests"),
        502..=504 => {
            Some("a gateway in front of the server responded: the server behind it is down, or slower than it allows")
        }
        _ => None,
    }
}

/// Returns the `https://` origin that a redirect from `http://` leads to, on the same host.
fn secure_origin(url: &str, reason: &str) -> Option<String> {
    let target = reason.strip_prefix(OTHER_SERVER)?.split([',', ' ']).next()?;
    let (url, target) = (Url::parse(url).ok()?, Url::parse(target).ok()?);
    let is_same_host = url.scheme() == "http" && target.scheme() == "https" && url.host() == target.host();
    is_same_host.then(|| target.origin().ascii_serialization())
}

impl Error {
    /// Returns a stable, machine-readable name of the failure: `unauthorized`, `forbidden`, `not_found` (also for
    /// [`Error::Missing`]), `ambiguous`, `conflict` (also for [`Error::Exists`]), `rate_limited`, `refused`, `server_error`,
    /// `unexpected_answer`, `not_served`, `unreachable`, `timeout`, `interrupted_answer`, `stream_error`, `stream_cut`, `no_key`,
    /// `hidden`, `incomplete`, `invalid_request`, `guarded`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized(_) => "unauthorized",
            Self::Forbidden(_) => "forbidden",
            Self::NotFound(_) | Self::Missing(_) => "not_found",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Conflict(_) | Self::Exists(_) => "conflict",
            Self::RateLimited(_) => "rate_limited",
            Self::Refused(_) => "refused",
            Self::Server(_) => "server_error",
            Self::UnexpectedResponse { .. } => "unexpected_answer",
            Self::Unreachable { .. } => "unreachable",
            Self::Timeout { .. } => "timeout",
            Self::Interrupted { .. } => "interrupted_answer",
            Self::Stream(_) => "stream_error",
            Self::StreamCut => "stream_cut",
            Self::NoKey { .. } => "no_key",
            Self::Hidden { .. } => "hidden",
            Self::Incomplete { .. } => "incomplete",
            Self::NotServed(_) => "not_served",
            Self::InvalidRequest(_) => "invalid_request",
            Self::Guarded(_) => "guarded",
        }
    }

    /// Returns one thing to do about the failure, if one is known.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::RateLimited(refusal) | Self::Refused(refusal) | Self::Forbidden(refusal) | Self::Server(refusal) => {
                let pause = refusal.retry_after.filter(|after| !after.is_zero());
                let wait = pause.map(|after| format!("the server asks to retry in {} s", after.as_secs().max(1)));
                wait.or_else(|| refusal.hint().or_else(|| gateway_hint(refusal)).map(str::to_owned))
            }
            Self::NotFound(refusal)
                if refusal.kind() == Some(RefusalKind::NoSuchEndpoint)
                    || refusal.message.starts_with("Not Found, an HTML page") =>
            {
                let (method, url) = (&refusal.method, &refusal.url);
                let advice = "check the base URL and the server's version";
                Some(format!("the server does not have this endpoint, {method} {url}: {advice}"))
            }
            Self::UnexpectedResponse { url, reason, .. } => Some(unexpected_hint(url, reason)),
            Self::Unreachable { reason, .. } if reason.contains("certificate expired") => {
                Some("renew the server's certificate, or set this machine's clock".to_owned())
            }
            Self::Unreachable { reason, .. } if reason.contains("certificate is not valid before") => {
                Some("set this machine's clock".to_owned())
            }
            Self::Unreachable { reason, .. } if reason.contains("(no subjectAltName)") => Some(
                "give the server a certificate with its name as subjectAltName: the common name does not count"
                    .to_owned(),
            ),
            Self::Unreachable { reason, .. } if reason.contains("certificate is not valid for") => Some(
                "use a name from the certificate in the base URL, or give the server a certificate for this name"
                    .to_owned(),
            ),
            Self::Unreachable { reason, .. } if reason.contains("the server's certificate is invalid") => {
                Some("give the server another certificate".to_owned())
            }
            Self::Unreachable { url, reason, .. } => {
                let other = url.strip_prefix("https://").filter(|_| is_not_tls(reason))?;
                Some(format!("the server speaks http, not https: try http://{other}"))
            }
            // A TLS message is not an HTTP status line.
            Self::Interrupted { url, reason, .. } if url.starts_with("http://") && reason.contains("HTTP version") => {
                Some("the server seems to expect https: begin its URL with https://".to_owned())
            }
            // Others end the connection without a word.
            Self::Interrupted { method, url, .. } if url.starts_with("http://") && method.is_safe() => {
                Some("if the server expects https, begin its URL with https://".to_owned())
            }
            Self::Stream(refusal) => refusal.to_error().hint(),
            Self::Guarded(guarded) => Some(guarded.hint()),
            Self::Interrupted { method, .. } if !method.is_safe() => {
                Some("the server may have applied the change: check before you retry".to_owned())
            }
            Self::Timeout { method, .. } if !method.is_safe() => {
                Some("the server may still apply the change: check before you retry, or allow more time".to_owned())
            }
            Self::Timeout { .. } => Some("allow more time, or check the server's health".to_owned()),
            _ => None,
        }
    }

    /// Returns the server's refusal, if the server responded with one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Unauthorized(refusal)
            | Self::Forbidden(refusal)
            | Self::NotFound(refusal)
            | Self::Conflict(refusal)
            | Self::RateLimited(refusal)
            | Self::Refused(refusal)
            | Self::Server(refusal)
            | Self::Stream(refusal) => Some(refusal),
            Self::Incomplete { failure, .. } => failure.refusal(),
            _ => None,
        }
    }

    /// Returns what the server's refusal is about, if it is known; see [`Refusal::kind`].
    pub fn kind(&self) -> Option<RefusalKind> {
        self.refusal()?.kind()
    }

    /// Returns the HTTP status of the response, if there was one; for [`Error::Stream`], the one that its event names.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::UnexpectedResponse { status, .. } => Some(*status),
            other => other.refusal().map(|refusal| refusal.status).filter(|status| !status.is_success()),
        }
    }

    /// Returns the id of the call in the server's log, if the refusal has one.
    pub fn request_id(&self) -> Option<&str> {
        self.refusal()?.request_id.as_deref()
    }

    /// Returns how long the server asks to wait before a retry.
    pub fn retry_after(&self) -> Option<Duration> {
        self.refusal()?.retry_after
    }

    /// Returns whether something does not exist: the server reported it, or a list does not contain the name.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound(_) | Self::Missing(_))
    }

    /// Returns whether something already exists: the server reported it, or it was found before anything was sent.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict(_) | Self::Exists(_))
    }

    /// Returns whether the server may have done what the request asks for nevertheless: no response refuses it.
    pub fn may_have_taken_effect(&self) -> bool {
        match self {
            Self::Server(refusal) => !refusal.needs_license() && refusal.kind() != Some(RefusalKind::NoDatabase),
            Self::Timeout { .. } | Self::Interrupted { .. } | Self::UnexpectedResponse { .. } => true,
            _ => false,
        }
    }

    /// Returns method and URL of the request that failed.
    pub fn endpoint(&self) -> Option<(&Method, &str)> {
        match self {
            Self::UnexpectedResponse { method, url, .. }
            | Self::Timeout { method, url, .. }
            | Self::Interrupted { method, url, .. } => Some((method, url)),
            Self::Guarded(guarded) => Some((&guarded.method, &guarded.url)),
            other => other.refusal().map(|refusal| (&refusal.method, refusal.url.as_str())),
        }
    }

    /// Returns whether the same call may succeed later and is safe to repeat.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::RateLimited(_) => true,
            Self::Server(refusal) => refusal.method.is_idempotent() && matches!(refusal.status.as_u16(), 502..=504),
            Self::Timeout { method, .. } | Self::Interrupted { method, .. } => method.is_safe(),
            _ => false,
        }
    }

    /// Returns the variant for a refusal, by its status and, where that is misleading, by its message.
    pub(crate) fn from_refusal(refusal: Refusal) -> Self {
        let refusal = Box::new(refusal);
        match refusal.meant_status() {
            // Also as a 401, which is not about the key.
            400..=599 if refusal.kind() == Some(RefusalKind::DatabaseLost) => Self::Server(refusal),
            // Older servers, about a key that the request names.
            401 if refusal.kind() == Some(RefusalKind::KeyNotFound) => Self::NotFound(refusal),
            401 => Self::Unauthorized(refusal),
            // Older servers.
            400 if refusal.error_type.as_deref() == Some("expired_key") => Self::Unauthorized(refusal),
            403 => Self::Forbidden(refusal),
            404 => Self::NotFound(refusal),
            409 => Self::Conflict(refusal),
            400..=599 if refusal.kind() == Some(RefusalKind::AlreadyExists) => Self::Conflict(refusal),
            400 if refusal.kind() == Some(RefusalKind::NotFound) => Self::NotFound(refusal),
            429 => Self::RateLimited(refusal),
            500.. => Self::Server(refusal),
            _ => Self::Refused(refusal),
        }
    }
}
