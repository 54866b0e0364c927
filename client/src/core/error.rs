//! Every way in which a call can fail, each with a stable code and, where one is known, a hint.

use std::time::Duration;

use reqwest::{Method, StatusCode};
use thiserror::Error;

use super::phrases::Meaning;
use super::refusal::Refusal;

/// What went wrong. Match on the variants; `code()` is a stable word for each.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum Error {
    /// 401: no key, or one that the server does not accept. Servers also answer so when a known key is blocked, may not call
    /// the model, or is no admin's; [`Refusal::error_type`] may tell.
    #[error("{0}")]
    Unauthorized(Box<Refusal>),
    /// 403: the key is known, but may not do this.
    #[error("{0}")]
    Forbidden(Box<Refusal>),
    /// 404, or another status whose message says that the thing does not exist.
    #[error("{0}")]
    NotFound(Box<Refusal>),
    /// 409, or another status whose message says that the thing exists already.
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
    /// The server was asked for one thing by name and answered that there is none, with a success.
    #[error("{0}")]
    Missing(String),
    /// An answer that is not what the endpoint gives: a page of a gateway, broken JSON, another shape, a redirect.
    #[error("{method} {url} answered {status}, but {reason}")]
    UnexpectedResponse {
        /// The request's method.
        method: Method,
        /// The request's URL.
        url: String,
        /// The answer's status.
        status: StatusCode,
        /// What is wrong with it.
        reason: String,
    },
    /// The server could not be reached; nothing was sent.
    #[error("cannot reach {url}: {reason}")]
    Unreachable {
        /// The server's URL.
        url: String,
        /// Why: refused, unknown host, TLS.
        reason: String,
    },
    /// No complete answer within the time allowed.
    #[error("{method} {url} did not answer within {} s", after.as_secs_f64())]
    Timeout {
        /// The request's method.
        method: Method,
        /// The request's URL.
        url: String,
        /// The time allowed.
        after: Duration,
    },
    /// The connection broke after the request was sent; whether the server acted on it is unknown.
    #[error("the connection broke while {method} {url} was answered: {reason}")]
    Interrupted {
        /// The request's method.
        method: Method,
        /// The request's URL.
        url: String,
        /// How it broke.
        reason: String,
    },
    /// A stream ended in an error frame: the server failed after it had begun to answer.
    #[error("the stream failed: {0}")]
    Stream(Box<Refusal>),
    /// A stream ended before the answer was complete.
    #[error("the stream ended before the answer was complete")]
    StreamCut,
    /// The [key provider](crate::KeyProvider) gave no key.
    #[error("there is no key to send: {0}")]
    NoKey(String),
    /// Something of this name exists already, so that it was not made; nothing was changed.
    #[error("{0}")]
    Exists(String),
    /// Of several changes that belong together one failed after others were made, and things are left on the server: of a
    /// deletion those that were not deleted, of a creation those that could not be removed again.
    #[error("{failure}; left on the server: {}", left.join(", "))]
    Incomplete {
        /// What failed.
        failure: Box<Self>,
        /// What is left, by id.
        left: Vec<String>,
    },
    /// It cannot be done as it was asked for; nothing was changed.
    #[error("{0}")]
    InvalidRequest(String),
}

/// True when what answered was no TLS.
fn says_no_tls(reason: &str) -> bool {
    // The words of rustls, and of the systems' own libraries.
    ["InvalidContentType", "wrong version number", "record overflow", "packet length too long"]
        .iter()
        .any(|words| reason.contains(words))
}

impl Error {
    /// A stable, machine-readable word for the kind of failure: `unauthorized`, `forbidden`, `not_found` (also of
    /// [`Error::Missing`]), `conflict` (also of [`Error::Exists`]), `rate_limited`, `refused`, `server_error`,
    /// `unexpected_answer`, `unreachable`, `timeout`, `interrupted_answer`, `stream_error`, `stream_cut`, `no_key`,
    /// `incomplete`, `invalid_request`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthorized(_) => "unauthorized",
            Self::Forbidden(_) => "forbidden",
            Self::NotFound(_) | Self::Missing(_) => "not_found",
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
            Self::NoKey(_) => "no_key",
            Self::Incomplete { .. } => "incomplete",
            Self::InvalidRequest(_) => "invalid_request",
        }
    }

    /// One thing to do about it, where the failure itself tells.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::RateLimited(refusal) | Self::Refused(refusal) | Self::Forbidden(refusal) | Self::Server(refusal) => {
                let pause = refusal.retry_after.filter(|after| !after.is_zero());
                let wait = pause.map(|after| format!("the server asks to try again in {} s", after.as_secs().max(1)));
                wait.or_else(|| refusal.hint().map(str::to_owned))
            }
            Self::NotFound(refusal)
                if refusal.means(Meaning::NoSuchEndpoint) || refusal.message.starts_with("Not Found, an HTML page") =>
            {
                Some("the server has no such endpoint: is the base URL right, and the server new enough?".to_owned())
            }
            Self::UnexpectedResponse { .. } => Some(
                "check that the base URL is a LiteLLM proxy server's, with its path prefix if it has one".to_owned(),
            ),
            Self::Unreachable { url, reason } => {
                let other = url.strip_prefix("https://").filter(|_| says_no_tls(reason))?;
                Some(format!("the server speaks http there, not https: try http://{other}"))
            }
            // A message of TLS is no line of HTTP.
            Self::Interrupted { url, reason, .. } if url.starts_with("http://") && reason.contains("HTTP version") => {
                Some("the server seems to speak https there: begin its URL with https://".to_owned())
            }
            Self::Interrupted { method, .. } if !method.is_safe() => {
                Some("the server may have done it: look before you try again".to_owned())
            }
            Self::Timeout { method, .. } if !method.is_safe() => {
                Some("the server may still do it: look before you try again, or allow more time".to_owned())
            }
            Self::Timeout { .. } => Some("allow more time, or see how the server is".to_owned()),
            _ => None,
        }
    }

    /// The server's own words and numbers, when it answered with a refusal.
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

    /// The HTTP status of the answer, when there was one.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::UnexpectedResponse { status, .. } => Some(*status),
            other => other.refusal().map(|refusal| refusal.status),
        }
    }

    /// The id under which the server logged the call, when it answered with a refusal and told one.
    pub fn request_id(&self) -> Option<&str> {
        self.refusal()?.request_id.as_deref()
    }

    /// How long the server asks to wait before the next try.
    pub fn retry_after(&self) -> Option<Duration> {
        self.refusal()?.retry_after
    }

    /// True when something is not there: the server says so, or a list holds no such name.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::NotFound(_) | Self::Missing(_))
    }

    /// True when something is there already: the server says so, or it was seen before anything was sent.
    pub fn is_conflict(&self) -> bool {
        matches!(self, Self::Conflict(_) | Self::Exists(_))
    }

    /// The method and URL of the request that failed.
    pub fn endpoint(&self) -> Option<(&Method, &str)> {
        match self {
            Self::UnexpectedResponse { method, url, .. }
            | Self::Timeout { method, url, .. }
            | Self::Interrupted { method, url, .. } => Some((method, url)),
            other => other.refusal().map(|refusal| (&refusal.method, refusal.url.as_str())),
        }
    }

    /// True when the same call may succeed later, and sending it again cannot do harm twice.
    pub fn is_retryable(&self) -> bool {
        match self {
            Self::Unreachable { .. } | Self::RateLimited(_) => true,
            Self::Server(refusal) => refusal.method.is_idempotent() && matches!(refusal.status.as_u16(), 502..=504),
            Self::Timeout { method, .. } | Self::Interrupted { method, .. } => method.is_safe(),
            _ => false,
        }
    }

    /// The variant for a refusal, by its status and, where the server mislabels, by its words.
    pub(crate) fn from_refusal(refusal: Refusal) -> Self {
        let refusal = Box::new(refusal);
        match refusal.status.as_u16() {
            // Older servers, of a key that the request is about and not the client's own.
            401 if refusal.means(Meaning::KeyNotFound) => Self::NotFound(refusal),
            401 => Self::Unauthorized(refusal),
            // Older servers.
            400 if refusal.error_type.as_deref() == Some("expired_key") => Self::Unauthorized(refusal),
            403 => Self::Forbidden(refusal),
            404 => Self::NotFound(refusal),
            409 => Self::Conflict(refusal),
            400..=599 if refusal.means(Meaning::AlreadyExists) => Self::Conflict(refusal),
            400 if refusal.means(Meaning::NotFound) => Self::NotFound(refusal),
            429 => Self::RateLimited(refusal),
            500.. => Self::Server(refusal),
            _ => Self::Refused(refusal),
        }
    }
}
