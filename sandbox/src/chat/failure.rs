//! Failures of deployments, in LiteLLM's names and messages.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::response::{JsonResponse, Refusal};

/// The failure of one attempt.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Failure {
    status: StatusCode,
    pub(super) class: Class,
    message: Box<str>,
    kind: Box<str>,
    param: Box<Value>,
}

/// LiteLLM's exceptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    BadRequest,
    ContextWindow,
    Authentication,
    NotFound,
    Timeout,
    RateLimit,
    Internal,
    BadGateway,
    Unavailable,
    Blocked,
    Other,
}

impl Class {
    fn from_status(status: StatusCode) -> Self {
        match status.as_u16() {
            400 | 422 => Self::BadRequest,
            401 => Self::Authentication,
            404 => Self::NotFound,
            408 | 504 => Self::Timeout,
            429 => Self::RateLimit,
            500 => Self::Internal,
            502 => Self::BadGateway,
            503 => Self::Unavailable,
            _ => Self::Other,
        }
    }

    /// Returns the prefix of messages of this class.
    fn prefix(self) -> &'static str {
        match self {
            Self::BadRequest => "litellm.BadRequestError:",
            Self::ContextWindow => "litellm.ContextWindowExceededError: litellm.BadRequestError:",
            Self::Authentication => "litellm.AuthenticationError: AuthenticationError:",
            Self::NotFound => "litellm.NotFoundError: NotFoundError:",
            Self::Timeout => "litellm.Timeout: Timeout Error:",
            Self::RateLimit => "litellm.RateLimitError: RateLimitError:",
            Self::Internal => "litellm.InternalServerError: InternalServerError:",
            Self::BadGateway => "litellm.BadGatewayError: BadGatewayError:",
            Self::Unavailable => "litellm.ServiceUnavailableError: ServiceUnavailableError:",
            Self::Blocked => "litellm.PermissionDeniedError:",
            Self::Other => "litellm.APIError: APIError:",
        }
    }
}

/// Returns LiteLLM's `type` of an error with this status.
fn kind_of(status: StatusCode) -> &'static str {
    match status.as_u16() {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "throttling_error",
        500.. => "internal_server_error",
        _ => "invalid_request_error",
    }
}

impl Failure {
    fn new(status: StatusCode, class: Class, message: String) -> Self {
        Self { status, class, message: message.into(), kind: kind_of(status).into(), param: Box::default() }
    }

    /// Converts the error response of an upstream server.
    pub(super) fn upstream(exception: &str, status: StatusCode, body: &[u8]) -> Self {
        let response: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = response.get("error").and_then(Value::as_object);
        let field = |name: &str| error.and_then(|error| error.get(name)?.as_str());
        let message = field("message").map_or_else(|| String::from_utf8_lossy(body).trim().to_owned(), str::to_owned);
        let mut class = Class::from_status(status);
        if field("type") == Some("invalid_request_error") && class != Class::RateLimit {
            class = Class::BadRequest;
        }
        if class == Class::BadRequest && message.contains("maximum context length") {
            class = Class::ContextWindow;
        }
        let mut failure = Self::new(status, class, format!("{} {exception} - {message}", class.prefix()));
        if matches!(class, Class::BadRequest | Class::ContextWindow) {
            failure.kind = field("type").unwrap_or("invalid_request_error").into();
        }
        *failure.param = error.and_then(|error| error.get("param")).cloned().unwrap_or_default();
        failure
    }

    /// Returns the failure for a missing or unreadable response.
    pub(super) fn connection(exception: &str, reason: &str) -> Self {
        let class = Class::Internal;
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, class, format!("{} {exception} - {reason}", class.prefix()))
    }

    pub(super) fn timeout(seconds: f64) -> Self {
        let message = format!(
            "litellm.Timeout: APITimeoutError - Request timed out. Error_str: Request timed out. - timeout value={seconds:?}\n\n\
             Deployment Info: request_timeout: None\ntimeout: {seconds:?}"
        );
        Self::new(StatusCode::REQUEST_TIMEOUT, Class::Timeout, message)
    }

    pub(super) fn blocked() -> Self {
        let message = format!("{} Model is blocked", Class::Blocked.prefix());
        Self::new(StatusCode::FORBIDDEN, Class::Blocked, message)
    }

    /// Returns the failure of a model that no deployment serves.
    pub(super) fn no_deployment(model: &str) -> Self {
        let class = Class::BadRequest;
        let message =
            format!("{} You passed in model={model}. There are no healthy deployments for this model", class.prefix());
        Self::new(StatusCode::BAD_REQUEST, class, message)
    }

    /// Returns the failure of a model whose name implies no provider, behind a wildcard for all models.
    pub(super) fn no_provider(model: &str) -> Self {
        let class = Class::BadRequest;
        let message = format!(
            "{} LLM Provider NOT provided. Pass in the LLM provider you are trying to call. You passed model={model}",
            class.prefix()
        );
        Self::new(StatusCode::BAD_REQUEST, class, message)
    }

    /// Returns the failure that a `mock_response` names.
    pub(super) fn mocked(text: &str, model: &str) -> Option<Self> {
        let (status, class, message) = match text {
            "litellm.RateLimitError" => {
                (StatusCode::TOO_MANY_REQUESTS, Class::RateLimit, format!("{text}: this is a mock rate limit error"))
            }
            "litellm.InternalServerError" => {
                let message = format!("{text}: this is a mock internal server error");
                (StatusCode::INTERNAL_SERVER_ERROR, Class::Internal, message)
            }
            "litellm.ContextWindowExceededError" => {
                let message = format!(
                    "{} this is a mock context window exceeded error\nmodel={model}. context_window_fallbacks=None. fallbacks=None.",
                    Class::ContextWindow.prefix()
                );
                (StatusCode::BAD_REQUEST, Class::ContextWindow, message)
            }
            _ => return None,
        };
        Some(Self::new(status, class, message))
    }

    /// Returns whether another deployment may succeed.
    pub(super) fn is_retryable(&self) -> bool {
        matches!(self.status.as_u16(), 401 | 404 | 408 | 409 | 429 | 500..)
    }

    /// Converts the failure to a refusal that names the fallbacks tried.
    pub(super) fn into_refusal(self, group: &str, fallbacks: &[(String, Self)]) -> Refusal {
        let tried: Vec<String> = fallbacks
            .iter()
            .map(|(name, failure)| format!("Fallback to {name} also failed: {}", failure.message))
            .collect();
        let tried = if tried.is_empty() { "No fallback was attempted.".to_owned() } else { tried.join(" ") };
        let message = match self.class {
            Class::Blocked => self.message.into_string(),
            _ => format!("{}\n\nLiteLLM: model group '{group}' failed with the error above. {tried}", self.message),
        };
        let error = json!({ "message": message, "type": self.kind, "param": self.param, "code": self.status.as_str() });
        Refusal::Other(JsonResponse::new(self.status, json!({ "error": error })))
    }

    /// Returns the status and the message.
    pub(super) fn describe(&self) -> (StatusCode, &str) {
        (self.status, &self.message)
    }

    /// Returns the error event for a stream that has started.
    pub(super) fn event(&self) -> Value {
        json!({ "error": { "message": self.message, "type": null, "param": null, "code": self.status.as_str() } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal_of(status: u16, body: &Value) -> (String, String, bool) {
        let status = StatusCode::from_u16(status).unwrap();
        let failure = Failure::upstream("OpenAIException", status, body.to_string().as_bytes());
        let is_retryable = failure.is_retryable();
        let Refusal::Other(answer) = failure.into_refusal("g", &[]) else { panic!("another shape") };
        assert_eq!(answer.status, status);
        let error = &answer.body["error"];
        let message = error["message"].as_str().unwrap();
        let end = "\n\nLiteLLM: model group 'g' failed with the error above. No fallback was attempted.";
        (message.strip_suffix(end).unwrap().to_owned(), error["type"].as_str().unwrap().to_owned(), is_retryable)
    }

    #[test]
    fn upstream_errors_get_litellm_classes_and_types() {
        for (status, kind, class, expected_kind, expected_retryable) in [
            (400, "invalid_request_error", "BadRequestError", "invalid_request_error", false),
            (500, "invalid_request_error", "BadRequestError", "invalid_request_error", true),
            (400, "server_error", "BadRequestError", "server_error", false),
            (401, "x", "AuthenticationError: AuthenticationError", "authentication_error", true),
            (403, "x", "APIError: APIError", "permission_error", false),
            (404, "x", "NotFoundError: NotFoundError", "invalid_request_error", true),
            (429, "invalid_request_error", "RateLimitError: RateLimitError", "throttling_error", true),
            (500, "x", "InternalServerError: InternalServerError", "internal_server_error", true),
            (503, "x", "ServiceUnavailableError: ServiceUnavailableError", "internal_server_error", true),
        ] {
            let (message, actual_kind, is_retryable) =
                refusal_of(status, &json!({ "error": { "message": "no", "type": kind } }));
            assert_eq!(message, format!("litellm.{class}: OpenAIException - no"), "{status} {kind}");
            assert_eq!((actual_kind.as_str(), is_retryable), (expected_kind, expected_retryable), "{status} {kind}");
        }
        let html = Failure::upstream("OpenAIException", StatusCode::BAD_GATEWAY, b"<html>bad gateway</html>\n");
        assert_eq!(
            &*html.message,
            "litellm.BadGatewayError: BadGatewayError: OpenAIException - <html>bad gateway</html>"
        );
    }

    #[test]
    fn refusals_name_the_fallbacks_that_failed() {
        let failure = Failure::connection("OpenAIException", "Connection error.");
        let other = Failure::mocked("litellm.RateLimitError", "m").unwrap();
        let Refusal::Other(answer) = failure.into_refusal("g", &[("h".to_owned(), other)]) else {
            panic!("another shape")
        };
        let message = answer.body["error"]["message"].as_str().unwrap();
        let end = "Fallback to h also failed: litellm.RateLimitError: this is a mock rate limit error";
        assert!(message.ends_with(end), "{message}");
        assert_eq!(Failure::mocked("hello", "m"), None);
    }
}
