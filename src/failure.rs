//! How a command can fail beside its calls, and the exit code of every failure: the one place that decides it.

use thiserror::Error;

use crate::config::ConfigError;
use litellm_proxy_client as client;

/// Failures of the command line itself; those of calls are [`client::Error`].
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// Something on the command line, or in a file named there, cannot be used. Nothing was sent.
    #[error("{message}")]
    Usage { message: String, hint: Option<String> },
    /// A file of settings that is there and cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// It cannot be done, whoever asks.
    #[error("{0}")]
    Refused(String),
    /// Asked for by name, and not there.
    #[error("{0}")]
    NotFound(String),
    /// There is no key, and without one it cannot be done.
    #[error("{0}")]
    NoKey(String),
    /// A login that came to nothing.
    #[error("{0}")]
    LoginFailed(String),
    /// A bulk job in which some items failed; each was named.
    #[error("{0}")]
    Partial(String),
    /// Ctrl-C, and what was done before it.
    #[error("interrupted: {0}")]
    Interrupted(String),
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
        Self::Usage { message: message.into(), hint: None }.into()
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Usage { .. } => "usage",
            Self::Unreadable(_) => "unreadable",
            Self::Refused(_) => "refused",
            Self::NotFound(_) => "not_found",
            Self::NoKey(_) => "no_key",
            Self::LoginFailed(_) => "login_failed",
            Self::Partial(_) => "partial",
            Self::Interrupted(_) => "interrupted",
        }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Invalid { message, hint } => Self::Usage { message, hint },
            unreadable @ ConfigError::Unreadable { .. } => Self::Unreadable(unreadable.to_string()),
        }
    }
}

/// It was another server than the configured one that failed.
#[derive(Debug, Error)]
#[error("{0}")]
pub(crate) struct AtSource(pub(crate) String);

/// It was no request with the configured key that failed: nobody has logged in yet.
#[derive(Debug, Error)]
#[error("{0}")]
pub(crate) struct BeforeLogin(pub(crate) String);

/// The failure of a kind that an error is, or that is behind it.
pub(crate) fn find<T: std::error::Error + Send + Sync + 'static>(error: &anyhow::Error) -> Option<&T> {
    // What is added as a context is found by the error alone, what is wrapped only in its chain.
    error.downcast_ref().or_else(|| error.chain().find_map(|cause| cause.downcast_ref()))
}

/// The exit code of an error, by the table in the README.
pub(crate) fn exit_code(error: &anyhow::Error) -> u8 {
    match find::<Failure>(error) {
        Some(Failure::Usage { .. }) => 2,
        Some(Failure::Unreadable(_) | Failure::Refused(_)) => 1,
        Some(Failure::NotFound(_)) => 3,
        Some(Failure::NoKey(_) | Failure::LoginFailed(_)) => 4,
        Some(Failure::Partial(_)) => 7,
        Some(Failure::Interrupted(_)) => 130,
        None => find::<client::Error>(error).map_or(1, code_of_call),
    }
}

fn code_of_call(error: &client::Error) -> u8 {
    use client::Error as E;
    // The server says it with many statuses, 500 among them.
    if error.refusal().is_some_and(client::Refusal::needs_license) {
        return 4;
    }
    match error {
        E::InvalidRequest(_) => 2,
        E::NotFound(_) | E::Missing(_) => 3,
        E::Unauthorized(_) | E::Forbidden(_) | E::NoKey(_) => 4,
        E::Unreachable { .. } | E::Timeout { .. } | E::Interrupted { .. } | E::StreamCut => 5,
        E::Server(_) | E::UnexpectedResponse { .. } | E::Stream(_) => 6,
        E::Conflict(_) | E::Exists(_) => 8,
        E::Incomplete { .. } => 7,
        // `Refused`, `RateLimited`, and what a later library adds.
        _ => 1,
    }
}
