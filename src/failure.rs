//! How a command can fail beside its calls, and the exit code of every failure: the one place that decides it.

use std::fmt::Display;

use thiserror::Error;

use crate::client;

/// Failures of the command line itself; those of calls are [`client::Error`].
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// Something on the command line, or in a file named there, cannot be used. Nothing was sent.
    #[error("{message}")]
    Usage { message: String, hint: Option<String> },
    /// Asked for by name, and not there.
    #[error("{0}")]
    NotFound(String),
    /// There is no key, and without one it cannot be done.
    #[error("{0}")]
    NoKey(String),
    /// A bulk job in which some items failed; each was named.
    #[error("{0}")]
    Partial(String),
    /// Ctrl-C.
    #[error("interrupted{0}")]
    Interrupted(String),
}

impl Failure {
    pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
        Self::Usage { message: message.into(), hint: None }.into()
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Usage { .. } => "usage",
            Self::NotFound(_) => "not_found",
            Self::NoKey(_) => "no_key",
            Self::Partial(_) => "partial",
            Self::Interrupted(_) => "interrupted",
        }
    }
}

/// All is said and done: a dry run has shown its requests.
#[derive(Debug)]
pub(crate) struct Done;

impl Display for Done {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("done")
    }
}

impl std::error::Error for Done {}

/// Whoever read our output has stopped reading: no failure of ours.
#[derive(Debug)]
pub(crate) struct Closed;

impl Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the output was closed")
    }
}

impl std::error::Error for Closed {}

/// The exit code of an error, by the table in the README.
pub(crate) fn exit_code(error: &anyhow::Error) -> u8 {
    error
        .chain()
        .find_map(|cause| {
            if cause.is::<Closed>() || cause.is::<Done>() {
                return Some(0);
            }
            if let Some(failure) = cause.downcast_ref::<Failure>() {
                return Some(match failure {
                    Failure::Usage { .. } => 2,
                    Failure::NotFound(_) => 3,
                    Failure::NoKey(_) => 4,
                    Failure::Partial(_) => 7,
                    Failure::Interrupted(_) => 130,
                });
            }
            cause.downcast_ref::<client::Error>().map(code_of_call)
        })
        .unwrap_or(1)
}

fn code_of_call(error: &client::Error) -> u8 {
    use client::Error as E;
    match error {
        E::InvalidRequest(_) => 2,
        E::NotFound(_) | E::Missing(_) => 3,
        E::Unauthorized(_) | E::Forbidden(_) => 4,
        E::Unreachable { .. } | E::Timeout { .. } | E::Interrupted { .. } | E::StreamCut => 5,
        E::Server(_) | E::UnexpectedAnswer { .. } | E::Stream(_) => 6,
        E::Conflict(_) => 8,
        E::Refused(_) | E::RateLimited(_) => 1,
    }
}
