//! [`Refusal`]: an error response, in any of the shapes of LiteLLM, FastAPI and the gateways in front of them.

use std::collections::BTreeMap;
use std::fmt;
use std::time::{Duration, SystemTime};

use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Method, StatusCode};
use serde_json::value::RawValue;
use serde_json::{Deserializer, Value};

use super::error::Error;
use super::html;
use super::phrases::{self, Phrase};
use super::refusal_kind::RefusalKind;
use super::request::Request;
use super::surrogates::without_lone_surrogates;

/// The longest body that is kept, in bytes.
const LONGEST_BODY: usize = 64 * 1024;
/// The longest message that is kept, in bytes.
const LONGEST_MESSAGE: usize = 8 * 1024;
/// The longest excerpt of a body that is not a LiteLLM error, in characters.
const EXCERPT: usize = 300;

/// An error response of the server.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Refusal {
    /// The request's method.
    pub method: Method,
    /// The request's URL.
    pub url: String,
    /// The response's status; for a 200 that contains an error, the status in that error. It remains 200 for an error in a
    /// stream that names no status.
    pub status: StatusCode,
    /// The message, extracted from whatever shape the body has.
    pub message: String,
    /// LiteLLM's `type`, such as `budget_exceeded`. It differs between versions: 1.110 has `invalid_request_error` for most
    /// 400, 404 and 409 responses.
    pub error_type: Option<String>,
    /// LiteLLM's `param`.
    pub param: Option<String>,
    /// LiteLLM's `code`: a string, not always a status.
    pub code: Option<String>,
    /// `x-litellm-call-id` or `x-request-id`, to find the call in the server's log.
    pub request_id: Option<String>,
    /// How long the server asks to wait before a retry (`Retry-After`).
    pub retry_after: Option<Duration>,
    /// The body with its secrets masked, truncated if it is long.
    pub body: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.status.is_success() {
            return f.write_str(&self.message);
        }
        write!(f, "{} (HTTP {})", self.message, self.status.as_u16())
    }
}

impl Refusal {
    pub(crate) fn read(request: &Request, status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Self {
        let body = &*without_lone_surrogates(body);
        let text = String::from_utf8_lossy(body);
        let secrets = request.secrets();
        let masked = |text: &str| secrets.text(text);
        let masked_body = |text: &str| secrets.json(text).unwrap_or_else(|| secrets.text(text));
        // Masked before it is cut: half a secret is not recognized.
        let shown = masked_body(beginning(&text, 4 * LONGEST_BODY));
        // Older servers refuse a request for a stream with an event.
        let json = match body.trim_ascii().strip_prefix(b"data:") {
            // Others may follow.
            Some(event) => Deserializer::from_slice(event).into_iter::<Value>().next().and_then(Result::ok),
            None => serde_json::from_slice(body).ok(),
        };
        let details = json
            .and_then(|value| Details::from_json(&value))
            .unwrap_or_else(|| Details { message: describe_text(&shown, status), ..Details::default() });
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(masked);
        Self {
            method: request.method.clone(),
            url: secrets.url(request.url.as_str()),
            status,
            message: truncate(masked_body(beginning(&details.message, 4 * LONGEST_MESSAGE)), LONGEST_MESSAGE),
            error_type: details.error_type.as_deref().map(masked),
            param: details.param.as_deref().map(masked),
            code: details.code.as_deref().map(masked),
            request_id: header("x-litellm-call-id").or_else(|| header("x-request-id")),
            retry_after: retry_after(headers),
            body: truncate(shown, LONGEST_BODY),
        }
    }

    /// Reads an error event of a stream: the response's status was a success, the error may have its own.
    pub(crate) fn in_stream(request: &Request, headers: &HeaderMap, data: &[u8]) -> Self {
        let refusal = Self::read(request, StatusCode::OK, headers, data);
        let status = refusal.code.as_deref().and_then(|code| StatusCode::from_bytes(code.as_bytes()).ok());
        let status = status.filter(|status| (400..=599).contains(&status.as_u16())).unwrap_or(refusal.status);
        Self { status, ..refusal }
    }

    /// Returns the message of a body that consists of FastAPI's `detail`, which gateways send with any status.
    pub(crate) fn detail(request: &Request, body: &[u8]) -> Option<String> {
        let value: Value = serde_json::from_slice(body).ok()?;
        value.get("detail").filter(|detail| !detail.is_null())?;
        Details::from_json(&value).map(|details| truncate(request.redact(&details.message), LONGEST_MESSAGE))
    }

    /// Returns the error that this refusal is, or would be outside a stream. Without a status, `code` and `type` decide.
    pub(crate) fn meant_status(&self) -> u16 {
        if !self.status.is_success() {
            return self.status.as_u16();
        }
        // Names of OpenAI, Anthropic, Google and LiteLLM.
        let of = |name: &str| match name.to_ascii_lowercase().as_str() {
            "invalid_api_key"
            | "authentication_error"
            | "auth_error"
            | "unauthenticated"
            | "unauthorized"
            | "token_not_found_in_db"
            | "expired_key" => Some(401),
            "permission_error"
            | "permission_denied"
            | "forbidden"
            | "key_model_access_denied"
            | "team_model_access_denied"
            | "user_model_access_denied" => Some(403),
            "model_not_found" | "not_found_error" | "not_found" => Some(404),
            "rate_limit_exceeded"
            | "rate_limit_error"
            | "throttling_error"
            | "resource_exhausted"
            | "insufficient_quota"
            | "too_many_requests" => Some(429),
            "invalid_request_error"
            | "bad_request_error"
            | "bad_request"
            | "budget_exceeded"
            | "context_length_exceeded"
            | "content_filter"
            | "content_policy_violation"
            | "invalid_argument"
            | "request_too_large"
            | "billing_error" => Some(400),
            _ => None,
        };
        [&self.code, &self.error_type].into_iter().flatten().find_map(|name| of(name)).unwrap_or(500)
    }

    /// Returns the error that this refusal is as the response to a request, for [`Error::Stream`], whose refusal came later.
    pub fn to_error(&self) -> Error {
        Error::from_refusal(self.clone())
    }

    /// Reads an error in a successful response: older servers report some failures with 200.
    pub(crate) fn in_success(request: &Request, headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        // The values are not read: most are those of a long list.
        let fields: BTreeMap<String, &RawValue> = serde_json::from_slice(body).ok()?;
        let field = |name: &str| serde_json::from_str::<Value>(fields.get(name)?.get()).ok();
        let code = |value: &Value| value.as_u64().or_else(|| value.as_str()?.parse().ok());
        let code = if fields.contains_key("error") {
            // Next to other fields, `error` belongs to the response, such as the state of a job.
            let error = field("error").filter(|_| fields.len() == 1)?;
            let message = error.get("message").and_then(Value::as_str).filter(|text| !text.is_empty());
            message.and_then(|_| error.get("code").and_then(code).or(Some(500)))
        } else {
            let is_refusal = fields.contains_key("message") && fields.contains_key("type");
            field("code").filter(|_| is_refusal).as_ref().and_then(code)
        }?;
        let status = u16::try_from(code).ok().and_then(|code| StatusCode::from_u16(code).ok())?;
        (status.as_u16() >= 400).then(|| Self::read(request, status, headers, body))
    }

    /// Returns what the refusal is about, if it is known: by its type, its message and its status, for all versions of LiteLLM.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) {
    /// use litellm_proxy_client::RefusalKind;
    ///
    /// let Err(error) = client.models().list().await else { return };
    /// match error.kind() {
    ///     Some(RefusalKind::KeyExpired | RefusalKind::KeyUnknown) => eprintln!("get a new key: {error}"),
    ///     Some(RefusalKind::BudgetExceeded) => eprintln!("nothing is left to spend: {error}"),
    ///     _ => eprintln!("{error}"),
    /// }
    /// # }
    /// ```
    pub fn kind(&self) -> Option<RefusalKind> {
        self.phrases().next().map(|phrase| phrase.kind)
    }

    /// Returns whether the server requires a LiteLLM Enterprise license for this.
    pub fn needs_license(&self) -> bool {
        self.kind() == Some(RefusalKind::NeedsLicense)
    }

    pub(crate) fn hint(&self) -> Option<&'static str> {
        if self.needs_license() && self.url.ends_with("/regenerate") {
            return Some(
                "this requires a LiteLLM Enterprise license on the server; without one, generate a new key with the same settings, then delete the old one",
            );
        }
        self.phrases().find_map(|phrase| phrase.hint)
    }

    fn phrases(&self) -> impl Iterator<Item = &'static Phrase> {
        let status = StatusCode::from_u16(self.meant_status()).unwrap_or(self.status);
        phrases::matching(status, self.error_type.as_deref(), &self.message)
    }
}

/// Returns the beginning of a string, at most a number of bytes.
fn beginning(text: &str, longest: usize) -> &str {
    let end = (0..=longest.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or_default();
    text.get(..end).unwrap_or_default()
}

/// Truncates a string to a number of bytes.
fn truncate(mut text: String, longest: usize) -> String {
    if text.len() > longest {
        text.truncate(beginning(&text, longest).len());
        text.push('…');
    }
    text
}

/// Parses `Retry-After`: seconds, or an HTTP date, which is zero if it has passed.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = value.parse() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(server_time(headers)).unwrap_or_default())
}

/// Returns the time by the server's clock, which may differ from this machine's.
pub(crate) fn server_time(headers: &HeaderMap) -> SystemTime {
    let date = headers.get(DATE).and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
    date.unwrap_or_else(SystemTime::now)
}

/// The fields of an error body.
#[derive(Default)]
struct Details {
    message: String,
    error_type: Option<String>,
    param: Option<String>,
    code: Option<String>,
}

impl Details {
    /// Reads any of LiteLLM's and FastAPI's JSON shapes; `None` if there is no message in it.
    fn from_json(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) if !text.trim().is_empty() => Some(Self::from_text(text)),
            Value::Object(fields) => {
                // OAuth: `error` is a code, and its description is a separate field.
                if let (Some(Value::String(code)), Some(Value::String(description))) =
                    (fields.get("error"), fields.get("error_description"))
                {
                    return Some(Self { code: Some(code.clone()), ..Self::from_text(description) });
                }
                if let Some(details) = fields
                    .get("error")
                    .and_then(Self::from_json)
                    .or_else(|| fields.get("detail").and_then(Self::from_json))
                {
                    return Some(details);
                }
                let message = fields.get("message")?;
                let mut details = Self::from_json(message)?;
                let text = |name: &str| match fields.get(name) {
                    Some(Value::String(text)) if text != "None" && !text.is_empty() => Some(text.clone()),
                    Some(Value::Number(number)) => Some(number.to_string()),
                    _ => None,
                };
                details.error_type = text("type").or(details.error_type);
                details.param = text("param").or(details.param);
                details.code = text("code").or(details.code);
                Some(details)
            }
            Value::Array(problems) => {
                let problems: Vec<String> = problems.iter().filter_map(describe_problem).collect();
                (!problems.is_empty()).then(|| Self::from_text(&problems.join("; ")))
            }
            _ => None,
        }
    }

    fn from_text(text: &str) -> Self {
        // Newer servers append a traceback to the message.
        let text = text.split("\n\nTraceback").next().unwrap_or(text).trim();
        Self { message: python_dict_message(text).unwrap_or_else(|| text.to_owned()), ..Self::default() }
    }
}

/// Describes one entry of FastAPI's 422: `{"loc": ["body", "model"], "msg": "Field required"}`.
fn describe_problem(problem: &Value) -> Option<String> {
    let message = problem.get("msg")?.as_str()?;
    let place: Vec<String> = problem
        .get("loc")
        .and_then(Value::as_array)
        .map(|place| place.iter().map(|part| part.as_str().map_or_else(|| part.to_string(), str::to_owned)).collect())
        .unwrap_or_default();
    Some(if place.is_empty() { message.to_owned() } else { format!("{}: {message}", place.join(".")) })
}

/// Extracts the message from the printed form of a Python dict, `{'error': 'Model with id=x not found'}`.
fn python_dict_message(text: &str) -> Option<String> {
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    ["error", "message", "detail"].iter().find_map(|name| {
        let (_, rest) = inside.split_once(&format!("'{name}':"))?;
        let rest = rest.trim_start();
        if rest.starts_with('{') {
            let end = rest.rfind('}')?;
            return python_dict_message(rest.get(..=end)?);
        }
        python_string(rest)
    })
}

/// Parses the Python string literal at the beginning of `text`.
fn python_string(text: &str) -> Option<String> {
    let mut chars = text.chars();
    let quote = chars.next().filter(|c| matches!(c, '\'' | '"'))?;
    let mut value = String::new();
    loop {
        match chars.next()? {
            '\\' => match chars.next()? {
                'n' => value.push('\n'),
                't' => value.push('\t'),
                escaped @ ('\\' | '\'' | '"') => value.push(escaped),
                other => value.extend(['\\', other]),
            },
            c if c == quote => return Some(value),
            c => value.push(c),
        }
    }
}

/// Describes a body that is not a JSON error in one line: a page by its title, other text by its beginning.
pub(crate) fn describe_text(text: &str, status: StatusCode) -> String {
    let reason = status.canonical_reason().unwrap_or("no reason given");
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return format!("{reason} (empty response)");
    }
    if let Some(page) = html::describe(trimmed) {
        return format!("{reason}, {page}");
    }
    let mut excerpt: String = trimmed.chars().take(EXCERPT).collect();
    if excerpt.len() < trimmed.len() {
        excerpt.push('…');
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        let client = crate::Client::new("http://x", "own-secret").expect("a client");
        client.inner.request(Method::GET, &["models"]).expect("a request")
    }

    fn read(status: u16, body: &str) -> Refusal {
        let status = StatusCode::from_u16(status).expect("a status");
        Refusal::read(&request(), status, &HeaderMap::new(), body.as_bytes())
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let parse = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(RETRY_AFTER, value.parse().expect("a header value"));
            retry_after(&headers)
        };
        assert_eq!(parse("1.5"), Some(Duration::from_millis(1500)));
        assert_eq!(parse("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::ZERO));
        let minute = parse(&httpdate::fmt_http_date(SystemTime::now() + Duration::from_secs(60)));
        assert!(minute.is_some_and(|pause| (58..=60).contains(&pause.as_secs())), "{minute:?}");
        for invalid in ["-1", "nan", "soon", ""] {
            assert_eq!(parse(invalid), None, "{invalid}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, "Sun, 06 Nov 1994 08:49:37 GMT".parse().expect("a header value"));
        headers.insert(DATE, "Sun, 06 Nov 1994 08:49:07 GMT".parse().expect("a header value"));
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(30)), "by the server's clock");
    }

    #[test]
    fn secrets_of_the_request_are_masked() {
        assert_eq!(
            read(401, r#"{"detail":"got own-secret, and sk-abcdefgh"}"#).message,
            "got [redacted], and [redacted]"
        );
    }

    #[test]
    fn a_secret_that_is_cut_off_is_masked() {
        for before in [EXCERPT - 5, LONGEST_BODY - 5] {
            let refusal = read(400, &format!("{} own-secret {}", "x".repeat(before), "y".repeat(LONGEST_BODY)));
            assert!(!refusal.message.contains("own") && !refusal.body.contains("own"), "{before}");
        }
    }

    #[test]
    fn every_error_shape_yields_its_message() {
        for (body, message) in [
            (r#"{"error":{"message":"no key","type":"auth_error","param":"None","code":"401"}}"#, "no key"),
            (
                r#"{"error":{"message":"{'error': 'Model with id=nope not found in db'}","code":"400"}}"#,
                "Model with id=nope not found in db",
            ),
            (r#"{"error":{"message":"{'error': \"it's here\"}"}}"#, "it's here"),
            (r#"{"error":{"message":"{'error': {'message': 'inner'}}"}}"#, "inner"),
            (
                "data: {\"error\":{\"message\":\"in an event\\n\\nTraceback (most recent)\",\"code\":\"500\"}}\n\ndata: [DONE]\n\n",
                "in an event",
            ),
            (r#"{"error":{"message":"half \ud83d"}}"#, "half \u{fffd}"),
            (r#"{"error":"plain"}"#, "plain"),
            (r#"{"error":"invalid_grant","error_description":"the code is used up"}"#, "the code is used up"),
            (r#"{"detail":"Not Found"}"#, "Not Found"),
            (r#"{"detail":{"error":"User not found"}}"#, "User not found"),
            (
                r#"{"detail":[{"type":"missing","loc":["body","litellm_params","model"],"msg":"Field required"},{"loc":["body",0],"msg":"bad"}]}"#,
                "body.litellm_params.model: Field required; body.0: bad",
            ),
            ("Internal Server Error", "Internal Server Error"),
            (r#""just text""#, "just text"),
            ("", "Bad Gateway (empty response)"),
            (
                "<html><head><title>502 Bad\nGateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr>nginx/1.2</body></html>",
                "Bad Gateway, an HTML page titled \"502 Bad Gateway\": 502 Bad Gateway",
            ),
            (
                "<!DOCTYPE html><html><head><title>Admin</title></head><body><!-- <p>no --><script>((a,b)=>{a<b})(1)</script>\
                 <style>p > a {}</style><noscript>no</noscript><svg><text>no</text></svg><p>Sign\u{a0}in</p><p>later</p></body></html>",
                "Bad Gateway, an HTML page titled \"Admin\": Sign in",
            ),
            ("<html><body><script>a()</script><script>b(", "Bad Gateway, an HTML page"),
            (
                r#"{"error":{"message":"Invalid model\n\n\nTraceback (most recent call last):\n File"}}"#,
                "Invalid model",
            ),
            (r#"{"unknown":1}"#, r#"{"unknown":1}"#),
            ("[1,2]", "[1,2]"),
            (r#"{"error":true,"message":"next to it"}"#, "next to it"),
            (r#"{"error":{"message":""}}"#, r#"{"error":{"message":""}}"#),
        ] {
            assert_eq!(read(502, body).message, message, "{body}");
        }
    }

    #[test]
    fn type_param_and_code_are_read_and_python_none_is_none() {
        let refusal = read(400, r#"{"error":{"message":"m","type":"budget_exceeded","param":"None","code":400}}"#);
        assert_eq!(refusal.error_type.as_deref(), Some("budget_exceeded"));
        assert_eq!(refusal.param, None);
        assert_eq!(refusal.code.as_deref(), Some("400"));
    }

    #[test]
    fn errors_in_successful_responses_are_recognized() {
        let old = r#"{"message":"Credential not found in DB.","type":"internal_server_error","param":"None","openai_code":404,"code":"404"}"#;
        let inside =
            |body: &str| Refusal::in_success(&request(), &HeaderMap::new(), body.as_bytes()).map(|r| r.status.as_u16());
        assert_eq!(inside(old), Some(404));
        assert_eq!(inside(r#"{"error":{"message":"boom"}}"#), Some(500));
        for fine in [
            r#"{"message":"Model: x deleted successfully"}"#,
            r#"{"error":null,"data":[]}"#,
            "[]",
            "2",
            r#"{"message":"m","type":"t","code":"200"}"#,
            r#"{"status":"error","result":{"error":"x"}}"#,
            r#"{"id":"r","status":"failed","error":{"code":"server_error","message":"boom"}}"#,
            r#"{"id":"j","status":"running","error":{"code":null,"message":null,"param":null}}"#,
        ] {
            assert_eq!(inside(fine), None, "{fine}");
        }
    }
}
