//! What the sandbox says: an answer, or one of the three ways in which the server says no.

use hyper::StatusCode;
use serde_json::{Value, json};

/// An answer in JSON.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Value,
    /// Headers beside the ones that every answer has.
    pub(super) headers: Vec<(String, String)>,
}

impl Answer {
    pub(super) fn new(status: StatusCode, body: Value) -> Self {
        Self { status, body, headers: Vec::new() }
    }
}

impl From<Value> for Answer {
    fn from(body: Value) -> Self {
        Self::new(StatusCode::OK, body)
    }
}

pub(super) type Answered = Result<Answer, Refusal>;

/// A refusal. Nothing that was done before it is kept.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Refusal {
    /// `{"error": {"message", "type", "param", "code"}}`
    Error { status: StatusCode, message: String, kind: &'static str, param: Option<&'static str> },
    /// `{"detail": …}`
    Detail { status: StatusCode, detail: Value },
    /// `{"detail": [{"type", "loc", "msg"}, …]}` with 422: what is wrong with the fields of a request.
    Invalid(Vec<Value>),
    /// The form of most refusals, with 429: too much in too short a time. The headers say when to come again.
    Throttled { message: String, headers: Vec<(String, String)> },
    /// Any other form.
    Other(Answer),
}

impl Refusal {
    /// The form of most refusals.
    pub(super) fn error(
        status: StatusCode,
        kind: &'static str,
        param: Option<&'static str>,
        message: impl Into<String>,
    ) -> Self {
        Self::Error { status, message: message.into(), kind, param }
    }

    /// Who asks is not known, or may not.
    pub(super) fn auth(message: impl std::fmt::Display) -> Self {
        let message = format!("Authentication Error, {message}");
        Self::error(StatusCode::UNAUTHORIZED, "auth_error", Some("None"), message)
    }

    pub(super) fn detail(status: StatusCode, detail: impl Into<Value>) -> Self {
        Self::Detail { status, detail: detail.into() }
    }

    /// `{"detail": {"error": …}}`
    pub(super) fn detailed_error(status: StatusCode, message: impl Into<String>) -> Self {
        Self::detail(status, json!({ "error": message.into() }))
    }

    /// A refusal whose message is the text of a Python dictionary, as the server writes it when one error wraps another.
    pub(super) fn quoted(status: StatusCode, message: impl std::fmt::Display) -> Self {
        Self::error(status, "internal_server_error", None, python_error(&message.to_string()))
    }

    /// The answer of the real server to what only an Enterprise licence allows.
    pub(super) fn needs_licence(feature: &str) -> Self {
        let message = format!(
            "{feature} is an Enterprise feature, You must be a LiteLLM Enterprise user to use this feature. The sandbox has no \
             licence, like LiteLLM without one."
        );
        Self::error(StatusCode::INTERNAL_SERVER_ERROR, "internal_server_error", None, message)
    }

    /// What the real server says where it did not expect what it was asked.
    pub(super) fn unexpected() -> Self {
        let body = json!({ "error": { "message": "Internal server error", "type": "internal_server_error" } });
        Self::Other(Answer::new(StatusCode::INTERNAL_SERVER_ERROR, body))
    }

    /// A failure of the sandbox's own.
    pub(super) fn internal(error: impl std::fmt::Display) -> Self {
        Self::error(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal_server_error",
            None,
            format!("Internal Server Error, {error}"),
        )
    }
}

/// The text of a Python dictionary with an error.
pub(super) fn python_error(message: &str) -> String {
    let quote = if message.contains('\'') && !message.contains('"') { '"' } else { '\'' };
    format!("{{'error': {quote}{message}{quote}}}")
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(error)
    }
}

impl From<Refusal> for Answer {
    fn from(refusal: Refusal) -> Self {
        let error = |status: StatusCode, message: String, kind: &str, param: Option<&str>| {
            let error = json!({ "message": message, "type": kind, "param": param, "code": status.as_str() });
            Self::new(status, json!({ "error": error }))
        };
        match refusal {
            Refusal::Other(answer) => answer,
            Refusal::Error { status, message, kind, param } => error(status, message, kind, param),
            Refusal::Detail { status, detail } => Self::new(status, json!({ "detail": detail })),
            Refusal::Invalid(errors) => Self::new(StatusCode::UNPROCESSABLE_ENTITY, json!({ "detail": errors })),
            Refusal::Throttled { message, headers } => {
                Self { headers, ..error(StatusCode::TOO_MANY_REQUESTS, message, "throttling_error", None) }
            }
        }
    }
}
