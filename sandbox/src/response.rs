//! Responses of the handlers: JSON, pages for browsers, and the shapes in which LiteLLM refuses a request.

use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, PRAGMA, SET_COOKIE};
use serde_json::{Value, json};

/// A response with a JSON body.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct JsonResponse {
    pub(super) status: StatusCode,
    pub(super) body: Value,
    /// Headers in addition to those of every response.
    pub(super) headers: Vec<(String, String)>,
}

impl JsonResponse {
    pub(super) fn new(status: StatusCode, body: Value) -> Self {
        Self { status, body, headers: Vec::new() }
    }
}

impl From<Value> for JsonResponse {
    fn from(body: Value) -> Self {
        Self::new(StatusCode::OK, body)
    }
}

pub(super) type HandlerResult = Result<JsonResponse, Refusal>;

/// A refusal; it rolls the transaction of its request back.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Refusal {
    /// `{"error": {"message", "type", "param", "code"}}`
    Error { status: StatusCode, message: String, kind: &'static str, param: Option<&'static str> },
    /// `{"detail": …}`
    Detail { status: StatusCode, detail: Value },
    /// `{"detail": [{"type", "loc", "msg"}, …]}` with 422, for fields that fail validation.
    Invalid(Vec<Value>),
    /// As `Error`, with 429; the headers state when to retry.
    Throttled { message: String, headers: Vec<(String, String)> },
    /// Any other shape.
    Other(JsonResponse),
}

impl Refusal {
    /// Returns a refusal of the most common shape.
    pub(super) fn error(
        status: StatusCode,
        kind: &'static str,
        param: Option<&'static str>,
        message: impl Into<String>,
    ) -> Self {
        Self::Error { status, message: message.into(), kind, param }
    }

    /// Returns a refusal whose type follows from its status, as that of LiteLLM's handlers does.
    pub(super) fn of_status(status: StatusCode, message: impl Into<String>) -> Self {
        let kind = match status.as_u16() {
            401 | 403 => "auth_error",
            429 => "rate_limit_error",
            400..500 => "invalid_request_error",
            _ => "internal_server_error",
        };
        Self::error(status, kind, None, message)
    }

    /// Returns a 401 for a caller that is unknown or not allowed.
    pub(super) fn auth(message: impl std::fmt::Display) -> Self {
        let message = format!("Authentication Error, {message}");
        Self::error(StatusCode::UNAUTHORIZED, "auth_error", None, message)
    }

    pub(super) fn detail(status: StatusCode, detail: impl Into<Value>) -> Self {
        Self::Detail { status, detail: detail.into() }
    }

    /// `{"detail": {"error": …}}`
    pub(super) fn detailed_error(status: StatusCode, message: impl Into<String>) -> Self {
        Self::detail(status, json!({ "error": message.into() }))
    }

    /// Returns a refusal whose message is a Python dictionary, which LiteLLM sends when one error wraps another.
    pub(super) fn quoted(status: StatusCode, message: impl std::fmt::Display) -> Self {
        Self::of_status(status, python_error(&message.to_string()))
    }

    /// Returns LiteLLM's refusal of a feature that requires an Enterprise license.
    pub(super) fn needs_license(feature: &str) -> Self {
        let message = format!(
            "{feature} is an Enterprise feature, You must be a LiteLLM Enterprise user to use this feature. The sandbox has no \
             license, like LiteLLM without one."
        );
        Self::of_status(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    /// Returns LiteLLM's response to a request that its handler fails on.
    pub(super) fn unexpected() -> Self {
        let body = json!({ "error": { "message": "Internal server error", "type": "internal_server_error" } });
        Self::Other(JsonResponse::new(StatusCode::INTERNAL_SERVER_ERROR, body))
    }

    /// Returns a 500 for a failure of the sandbox itself.
    pub(super) fn internal(error: impl std::fmt::Display) -> Self {
        Self::of_status(StatusCode::INTERNAL_SERVER_ERROR, format!("Internal Server Error, {error}"))
    }
}

/// Formats an error as a Python dictionary.
pub(super) fn python_error(message: &str) -> String {
    let quote = if message.contains('\'') && !message.contains('"') { '"' } else { '\'' };
    format!("{{'error': {quote}{message}{quote}}}")
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(error)
    }
}

impl From<Refusal> for JsonResponse {
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

/// A response to a browser or an OAuth client.
#[derive(Debug)]
pub(super) struct BrowserResponse {
    pub(super) status: StatusCode,
    /// A name may occur more than once.
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

pub(super) type BrowserResult = Result<BrowserResponse, Refusal>;

impl BrowserResponse {
    fn new(status: StatusCode, content_type: &str, body: String) -> Self {
        Self { status, headers: vec![(CONTENT_TYPE.as_str(), content_type.to_owned())], body }
    }

    pub(super) fn json(value: &Value) -> Self {
        Self::new(StatusCode::OK, "application/json", value.to_string())
    }

    /// Returns an HTML page that is neither cached nor shown in a frame.
    pub(super) fn page(body: String) -> Self {
        Self::new(StatusCode::OK, "text/html; charset=utf-8", body)
            .no_store()
            .with("x-frame-options", "DENY")
            .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
            // With `no-referrer`, browsers would send the page's own forms with `Origin: null`.
            .with("referrer-policy", "same-origin")
    }

    pub(super) fn redirect(location: impl Into<String>) -> Self {
        let response = Self { status: StatusCode::SEE_OTHER, headers: Vec::new(), body: String::new() };
        response.with(LOCATION.as_str(), location)
    }

    /// Returns an OAuth error.
    pub(super) fn oauth_error(status: StatusCode, error: &str, description: &str) -> Self {
        let body = json!({ "error": error, "error_description": description });
        Self { status, ..Self::json(&body) }.no_store()
    }

    /// Returns an OAuth error with status 400.
    pub(super) fn bad_request(error: &str, description: &str) -> Self {
        Self::oauth_error(StatusCode::BAD_REQUEST, error, description)
    }

    /// Forbids caching, for a response that carries a secret.
    pub(super) fn no_store(self) -> Self {
        self.with(CACHE_CONTROL.as_str(), "no-store").with(PRAGMA.as_str(), "no-cache")
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// Sets a cookie that scripts cannot read; zero seconds delete it.
    pub(super) fn cookie(self, name: &str, value: &str, seconds: i64) -> Self {
        let cookie = format!("{name}={value}; HttpOnly; Max-Age={seconds}; Path=/; SameSite=lax");
        self.with(SET_COOKIE.as_str(), cookie)
    }
}
