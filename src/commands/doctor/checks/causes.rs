//! [`Cause`]: what a provider's error means, in words, and what helps. One table for all versions, the most specific first.

use super::super::finding::{Severity, word};

/// What a failure of a deployment means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cause {
    pub(super) severity: Severity,
    pub(super) message: &'static str,
    /// The parameter to set, with a placeholder for its value.
    parameter: Option<&'static str>,
}

/// A row: words of which one must be in the error, or its status, and what it means.
struct Row {
    words: &'static [&'static str],
    statuses: &'static [&'static str],
    cause: Cause,
}

const fn row(
    words: &'static [&'static str],
    statuses: &'static [&'static str],
    severity: Severity,
    message: &'static str,
    parameter: Option<&'static str>,
) -> Row {
    Row { words, statuses, cause: Cause { severity, message, parameter } }
}

const ERROR: Severity = Severity::Error;

const ROWS: &[Row] = &[
    row(
        &["exceeded your current quota", "insufficient_quota"],
        &[],
        ERROR,
        "the provider's quota is used up: that is about billing, waiting does not help",
        Some("api_key=@FILE"),
    ),
    row(
        &["missing credentials", "api_key client option must be set", "missing api key", "api key is required"],
        &[],
        ERROR,
        "the server has no key for the provider: its environment lacks the variable",
        Some("api_key=@FILE"),
    ),
    row(
        &["authenticationerror", "incorrect api key", "invalid api key", "invalid x-api-key"],
        &["401"],
        ERROR,
        "the provider refuses its key",
        Some("api_key=@FILE"),
    ),
    row(
        &["permissiondenied"],
        &["403"],
        ERROR,
        "the provider does not allow its key to do this",
        Some("api_key=@FILE"),
    ),
    row(&["notfounderror"], &["404"], ERROR, "the provider has no such model", Some("model=PROVIDER/MODEL")),
    row(
        &["connection error", "cannot connect", "connecterror", "name or service not known"],
        &[],
        ERROR,
        "the server cannot connect to the provider",
        Some("api_base=URL"),
    ),
    row(
        &["timeout", "timed out"],
        &["408", "504"],
        ERROR,
        "the provider does not respond in time",
        Some("timeout=SECONDS"),
    ),
    row(&["ratelimiterror"], &["429"], Severity::Warning, "the provider limits the rate of requests", None),
    row(&["apiconnectionerror"], &[], ERROR, "the provider's responses cannot be read", Some("api_base=URL")),
    row(
        &["internalservererror", "serviceunavailable", "badgateway", "bad gateway"],
        &["500", "502", "503"],
        ERROR,
        "the provider fails",
        None,
    ),
];

/// Errors that are about a request, or the consequence of other errors.
const OTHERS: [&str; 4] = ["no deployments available", "no healthy deployments", "contextwindow", "contentpolicy"];

impl Cause {
    /// Returns what an error means; `None` if it says nothing about the deployment. `status` may be empty.
    pub(super) fn of(status: &str, class: &str, message: &str) -> Option<Self> {
        let text = format!("{class} {message}").to_ascii_lowercase();
        if OTHERS.iter().any(|words| text.contains(words)) {
            return None;
        }
        let by_words = ROWS.iter().find(|row| row.words.iter().any(|words| text.contains(words)));
        let by_status = || ROWS.iter().find(|row| row.statuses.contains(&status));
        by_words.or_else(by_status).map(|row| row.cause)
    }

    /// Returns the command that helps with a deployment.
    pub(super) fn command(&self, id: &str) -> String {
        match self.parameter {
            Some(parameter) => format!("litellm-proxy models update {} -p {parameter}", word(id)),
            None => "litellm-proxy logs list --status failure --since 1h".to_owned(),
        }
    }
}
