//! The ways a command can fail apart from its API calls, and the exit code of every failure.

use thiserror::Error;

use crate::config::ConfigError;
use litellm_proxy_client as client;

/// Failures of the command line itself; API calls fail with [`client::Error`].
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// An argument, or a file named by one, is invalid. Nothing was sent.
    #[error("{message}")]
    Usage { message: String, hint: Option<String> },
    /// A settings file exists but cannot be read.
    #[error("{0}")]
    Unreadable(String),
    /// The command cannot do this, regardless of permissions.
    #[error("{0}")]
    Refused(String),
    /// The expression of `--jq` failed on what the command printed.
    #[error("{0}")]
    Filter(String),
    /// This program cannot be updated here. Nothing was changed.
    #[error("{message}")]
    NotUpdated { message: String, hint: Option<String> },
    /// What was downloaded is not a release of this program. Nothing was changed.
    #[error("{0}")]
    NotARelease(String),
    /// The server would refuse this. Nothing was sent.
    #[error("{message}")]
    WouldBeRefused { message: String, hint: Option<String> },
    /// The server reported success, but did not do all that was requested.
    #[error("{message}")]
    NotKept { message: String, hint: Option<String> },
    /// Something else has taken the name, or is doing the same.
    #[error("{message}")]
    Conflict { message: String, hint: String },
    /// A plan is for another server, or for resources that have changed since. Nothing was sent.
    #[error("{message}")]
    Stale { message: String, hint: String },
    /// Resources belong to another owner. Nothing was sent.
    #[error("{message}")]
    NotOurs { message: String, hint: String },
    /// A resource named by the user does not exist.
    #[error("{0}")]
    NotFound(String),
    /// What a write is to belong to does not exist. Nothing was sent.
    #[error("{message}")]
    UnknownOwner { message: String, hint: String },
    /// A server was not ready in time.
    #[error("{0}")]
    NotReady(String),
    /// The command needs a key, but no key is set.
    #[error("{0}")]
    NoKey(String),
    /// The model's answer has nothing in it.
    #[error("{0}")]
    EmptyAnswer(String),
    /// A login was not completed.
    #[error("{0}")]
    LoginFailed(String),
    /// Some items of a bulk job failed; each was reported.
    #[error("{0}")]
    Partial(String),
    /// The user answered a question with no.
    #[error("cancelled: {0}")]
    Cancelled(String),
    /// Ctrl-C was pressed; the message reports what was done before.
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
            Self::Refused(_) | Self::WouldBeRefused { .. } => "refused",
            Self::NotUpdated { .. } => "not_updated",
            Self::NotARelease(_) => "not_a_release",
            Self::Filter(_) => "jq",
            Self::NotKept { .. } => "not_kept",
            Self::Conflict { .. } => "conflict",
            Self::Stale { .. } => "stale",
            Self::NotOurs { .. } => "not_ours",
            Self::NotFound(_) | Self::UnknownOwner { .. } => "not_found",
            Self::NotReady(_) => "not_ready",
            Self::NoKey(_) => "no_key",
            Self::EmptyAnswer(_) => "empty_answer",
            Self::LoginFailed(_) => "login_failed",
            Self::Partial(_) => "partial",
            Self::Cancelled(_) => "cancelled",
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

/// Context of errors from another server, such as the source of an import, for which the hints about the configured server are
/// wrong.
#[derive(Debug, Error)]
#[error("{message}")]
pub(crate) struct SourceServerError {
    pub(crate) message: String,
    /// Where its key comes from.
    pub(crate) key_option: &'static str,
    /// Where its URL comes from.
    pub(crate) url_option: &'static str,
}

/// Context of errors during a login, for which the hint to log in makes no sense.
#[derive(Debug, Error)]
#[error("{0}")]
pub(crate) struct LoginRequestError(pub(crate) String);

/// Finds an error of type `T` among an error's contexts and causes.
pub(crate) fn find_cause<T: std::error::Error + Send + Sync + 'static>(error: &anyhow::Error) -> Option<&T> {
    // Contexts are found only by downcasting the error itself, wrapped causes only in its chain.
    error.downcast_ref().or_else(|| error.chain().find_map(|cause| cause.downcast_ref()))
}

/// Returns the messages of an error and of what caused it. What caused the failure of a call is in that failure's message.
pub(crate) fn messages_of(error: &anyhow::Error) -> Vec<String> {
    let is_call = |cause: &(dyn std::error::Error + 'static)| cause.is::<client::Error>();
    let before = error.chain().take_while(|cause| !is_call(*cause));
    before.chain(error.chain().find(|cause| is_call(*cause))).map(ToString::to_string).collect()
}

/// Returns the messages of an error as one.
pub(crate) fn one_line(error: &anyhow::Error) -> String {
    messages_of(error).join(": ")
}

/// Returns whether something that was named does not exist.
pub(crate) fn is_not_found(error: &anyhow::Error) -> bool {
    exit_code(error) == 3
}

/// Returns the exit code of an error, following the table in docs/exit-codes.md.
pub(crate) fn exit_code(error: &anyhow::Error) -> u8 {
    match find_cause::<Failure>(error) {
        Some(Failure::Usage { .. }) => 2,
        Some(
            Failure::Unreadable(_)
            | Failure::Refused(_)
            | Failure::Filter(_)
            | Failure::NotUpdated { .. }
            | Failure::WouldBeRefused { .. }
            | Failure::NotKept { .. }
            | Failure::Cancelled(_),
        ) => 1,
        Some(Failure::NotFound(_) | Failure::UnknownOwner { .. }) => 3,
        Some(Failure::NoKey(_) | Failure::LoginFailed(_)) => 4,
        Some(Failure::NotReady(_)) => 5,
        Some(Failure::EmptyAnswer(_) | Failure::NotARelease(_)) => 6,
        Some(Failure::Partial(_)) => 7,
        Some(Failure::Conflict { .. }) => 8,
        Some(Failure::Stale { .. } | Failure::NotOurs { .. }) => 10,
        Some(Failure::Interrupted(_)) => 130,
        None => find_cause::<client::Error>(error).map_or(1, call_exit_code),
    }
}

fn call_exit_code(error: &client::Error) -> u8 {
    use client::Error as E;
    // Servers report a missing license with many statuses, including 500.
    if error.refusal().is_some_and(client::Refusal::needs_license) {
        return 4;
    }
    match error {
        E::InvalidRequest(_) | E::Guarded(_) | E::Ambiguous { .. } => 2,
        E::NotFound(_) | E::Missing(_) => 3,
        E::Unauthorized(_) | E::Forbidden(_) | E::NoKey { .. } => 4,
        E::Unreachable { .. } | E::Timeout { .. } | E::Interrupted { .. } | E::StreamCut => 5,
        E::Server(_) | E::UnexpectedResponse { .. } | E::NotServed(_) => 6,
        E::Stream(refusal) => call_exit_code(&refusal.to_error()),
        E::Conflict(_) | E::Exists(_) => 8,
        E::Incomplete { .. } => 7,
        // `Refused`, `RateLimited`, and variants that the library may add.
        _ => 1,
    }
}
