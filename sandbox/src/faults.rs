//! Injected faults, for tests of clients whose server fails: `POST /key/generate=500:1`.

use std::str::FromStr;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use hyper::{Method, StatusCode};
use serde_json::json;

use super::response::JsonResponse;

/// A fault: which requests fail, how, and how often. Written `METHOD PATH=EFFECT[:TIMES]`.
///
/// `METHOD` may be `*`, and `PATH` may end with `*`. `EFFECT` is a status of 400 or more, `drop` (the request is
/// executed and the connection is closed without a response), or a delay such as `200ms` or `2s` (the request is
/// executed and the response sent later). Without `TIMES` the fault applies forever.
///
/// ```
/// use litellm_proxy_sandbox::Fault;
///
/// let fault: Fault = "POST /key/generate=500:1".parse()?;
/// assert_eq!(fault.to_string(), "POST /key/generate=500:1");
/// # Ok::<(), litellm_proxy_sandbox::ParseFaultError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// `None` matches any method.
    method: Option<Method>,
    path: String,
    /// Whether `path` is a prefix.
    is_prefix: bool,
    effect: FaultEffect,
    /// How often it still applies; `None` is forever.
    left: Option<u32>,
}

/// A string that is not a [`Fault`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected 'METHOD PATH=EFFECT' or 'METHOD PATH=EFFECT:TIMES', such as 'POST /key/generate=500:1'; EFFECT is a status, a \
     delay such as 200ms or 2s, or drop"
)]
pub struct ParseFaultError;

/// The effect of a fault on a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FaultEffect {
    /// Responds with this status; the request is not executed.
    Status(StatusCode),
    /// Executes the request and closes the connection without a response.
    Drop,
    /// Executes the request and responds later.
    Delay(Duration),
}

impl FromStr for Fault {
    type Err = ParseFaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (target, effect) = text.rsplit_once('=').ok_or(ParseFaultError)?;
        let (method, path) = target.trim().split_once(' ').ok_or(ParseFaultError)?;
        let path = path.trim();
        if !path.starts_with('/') {
            return Err(ParseFaultError);
        }
        let (effect, left) = match effect.split_once(':') {
            Some((effect, times)) => (effect, Some(times.trim().parse().map_err(|_| ParseFaultError)?)),
            None => (effect, None),
        };
        let method = match method.to_ascii_uppercase().as_str() {
            "*" => None,
            name => Some(Method::from_bytes(name.as_bytes()).map_err(|_| ParseFaultError)?),
        };
        let prefix = path.strip_suffix('*');
        let effect = FaultEffect::parse(effect.trim()).ok_or(ParseFaultError)?;
        Ok(Self { method, path: prefix.unwrap_or(path).to_owned(), is_prefix: prefix.is_some(), effect, left })
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let method = self.method.as_ref().map_or("*", Method::as_str);
        let star = if self.is_prefix { "*" } else { "" };
        write!(f, "{method} {}{star}=", self.path)?;
        match self.effect {
            FaultEffect::Status(status) => write!(f, "{}", status.as_u16())?,
            FaultEffect::Drop => f.write_str("drop")?,
            FaultEffect::Delay(delay) => write!(f, "{}ms", delay.as_millis())?,
        }
        self.left.map_or(Ok(()), |left| write!(f, ":{left}"))
    }
}

impl FaultEffect {
    fn parse(text: &str) -> Option<Self> {
        if text == "drop" {
            return Some(Self::Drop);
        }
        let delay = |number: &str, millis: u64| {
            Some(Self::Delay(Duration::from_millis(number.parse::<u64>().ok()?.checked_mul(millis)?)))
        };
        match (text.strip_suffix("ms"), text.strip_suffix('s')) {
            (Some(number), _) => delay(number, 1),
            (None, Some(number)) => delay(number, 1_000),
            (None, None) => Some(Self::Status(
                StatusCode::from_bytes(text.as_bytes()).ok().filter(|status| status.as_u16() >= 400)?,
            )),
        }
    }
}

impl Fault {
    fn matches(&self, method: &Method, path: &str) -> bool {
        let is_path = if self.is_prefix { path.starts_with(&self.path) } else { path == self.path };
        is_path && self.method.as_ref().is_none_or(|expected| expected == method) && self.left != Some(0)
    }
}

/// The faults of a sandbox; each counts down as it applies.
#[derive(Debug, Default)]
pub(super) struct Faults(Mutex<Vec<Fault>>);

impl Faults {
    pub(super) fn new(faults: Vec<Fault>) -> Self {
        Self(Mutex::new(faults))
    }

    pub(super) fn add(&self, fault: Fault) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(fault);
    }

    /// Returns the effect of the first fault that matches the request, and counts it.
    pub(super) fn next(&self, method: &Method, path: &str) -> Option<FaultEffect> {
        let mut faults = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = faults.iter_mut().find(|fault| fault.matches(method, path))?;
        if let Some(left) = &mut fault.left {
            *left = left.saturating_sub(1);
        }
        Some(fault.effect)
    }
}

/// Returns the response of a server that fails with a status.
pub(super) fn response(status: StatusCode) -> JsonResponse {
    let message = "an injected fault";
    let error = json!({ "message": message, "type": "internal_server_error", "param": null, "code": status.as_str() });
    JsonResponse::new(status, json!({ "error": error }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_apply_to_matching_requests_and_count_down() {
        let faults: Vec<Fault> = ["POST /key/generate=500:1", "* /team/*=drop", "GET /models=20ms", "GET /models=503"]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect();
        for fault in &faults {
            assert_eq!(fault.to_string().parse().as_ref(), Ok(fault));
        }
        let faults = Faults::new(faults);
        assert_eq!(
            faults.next(&Method::POST, "/key/generate"),
            Some(FaultEffect::Status(StatusCode::INTERNAL_SERVER_ERROR))
        );
        assert_eq!(faults.next(&Method::POST, "/key/generate"), None);
        assert_eq!(faults.next(&Method::GET, "/key/generate"), None);
        assert_eq!(faults.next(&Method::PATCH, "/team/x/y"), Some(FaultEffect::Drop));
        for _ in 0..3 {
            assert_eq!(faults.next(&Method::GET, "/models"), Some(FaultEffect::Delay(Duration::from_millis(20))));
        }
        assert_eq!(faults.next(&Method::GET, "/models/x"), None);
    }

    #[test]
    fn malformed_faults_are_errors() {
        for text in [
            "",
            "POST=500",
            "POST /x",
            "POST /x=200",
            "POST /x=99",
            "POST x=500",
            "POST /x=500:",
            "POST /x=500:-1",
            "POST /x=5m",
        ] {
            assert!(text.parse::<Fault>().is_err(), "{text}");
        }
    }
}
