//! Sends a request of a batch until it is answered, refused, or has been tried often enough.

use std::time::{Duration, Instant, SystemTime};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use reqwest::StatusCode;
use reqwest::header::HeaderMap;
use serde_json::Value;
use serde_json::value::RawValue;

use super::super::Chat;
use super::line::BatchRequest;
use crate::core::router_text::without_router;
use crate::core::{CallInfo, Error, RetryPolicy, StreamingResponse, retry_after, server_time};

/// How often a request is sent at most.
const ATTEMPTS: u32 = 5;
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// The longest wait that a server can ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(120);
/// Statuses after which a request is sent again.
const RETRIED: [u16; 5] = [429, 500, 502, 503, 504];
/// Stops the server's own retries, which would multiply those of this client.
const NO_RETRIES: (&str, &str) = ("x-litellm-num-retries", "0");
/// The words before the time at which a limit resets.
const RESETS: [&str; 2] = ["resets at: ", "reset_at: "];
/// The length of a date and a time without its zone.
const TIME_LENGTH: usize = 19;

/// An event before the last response to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BatchEvent {
    /// The server, or its provider, has too many requests.
    RateLimited,
    /// The request is sent again after this pause.
    Waiting(Duration),
    /// The connection was lost, so that the server may have executed the request.
    Cut,
}

/// A response of the server, whatever its status.
#[derive(Debug)]
#[non_exhaustive]
pub struct BatchResponse {
    /// Its status.
    pub status: StatusCode,
    /// Id, cost and deployment.
    pub info: CallInfo,
    /// The body as the server wrote it; a string if it is not JSON.
    pub body: Box<RawValue>,
}

/// The result of a request.
#[derive(Debug)]
#[non_exhaustive]
pub struct BatchAnswer {
    /// The last response, or the error of the last attempt.
    pub result: Result<BatchResponse, Error>,
    /// How often the request was sent.
    pub attempts: u32,
    /// How many attempts were cut off, so that the server may have executed them.
    pub cut: u32,
    /// The time from the last attempt to its response.
    pub latency: Duration,
}

impl BatchResponse {
    /// Returns whether the request was executed.
    pub fn is_success(&self) -> bool {
        self.status.is_success() && !self.has_error()
    }

    /// Returns input and output tokens, if the body has them.
    pub fn tokens(&self) -> Option<(u64, u64)> {
        let usage = self.fields()?.get("usage")?.clone();
        let count = |names: [&str; 2]| names.into_iter().find_map(|name| usage.get(name)?.as_u64());
        Some((
            count(["prompt_tokens", "input_tokens"])?,
            count(["completion_tokens", "output_tokens"]).unwrap_or_default(),
        ))
    }

    /// Returns the cost in dollars that the server reports. `None` for 0, which stands for a model without a price.
    pub fn cost(&self) -> Option<f64> {
        let in_body = || self.fields()?.get("usage")?.get("cost")?.as_f64();
        self.info.cost.filter(|cost| *cost > 0.0).or_else(in_body).filter(|cost| cost.is_finite() && *cost > 0.0)
    }

    /// Returns the message of an error, without what LiteLLM appends about fallbacks.
    pub fn message(&self) -> String {
        let fields = self.fields().unwrap_or_default();
        let error = fields.get("error").or_else(|| fields.get("detail")).unwrap_or(&Value::Null);
        let message = error.get("message").or_else(|| error.get("error")).unwrap_or(error);
        let text = match message {
            Value::String(text) => text.clone(),
            Value::Null => self.body.get().chars().take(200).collect(),
            other => other.to_string(),
        };
        without_router(&text).trim().to_owned()
    }

    /// Returns whether all other requests would be refused for the same reason: the key, its rights, or its budget.
    pub fn ends_the_batch(&self) -> bool {
        let is_budget = || {
            let fields = self.fields().unwrap_or_default();
            fields
                .get("error")
                .and_then(|error| error.get("type")?.as_str())
                .is_some_and(|kind| kind == "budget_exceeded")
        };
        matches!(self.status.as_u16(), 401 | 403) || (matches!(self.status.as_u16(), 400 | 422 | 429) && is_budget())
    }

    fn has_error(&self) -> bool {
        self.fields().is_none_or(|fields| fields.get("error").is_some_and(|error| !error.is_null()))
    }

    fn fields(&self) -> Option<serde_json::Map<String, Value>> {
        serde_json::from_str(self.body.get()).ok()
    }
}

impl Chat<'_> {
    /// Sends a request of a batch, and again after 429, 500, 502, 503, 504 and lost connections: five times at most, with
    /// growing pauses, or those that the server or its provider asks for. The server's own retries are switched off. `observe`
    /// returns whether to go on trying.
    pub async fn answer(&self, request: &BatchRequest, mut observe: impl FnMut(BatchEvent) -> bool) -> BatchAnswer {
        let (mut attempts, mut cut) = (0, 0);
        loop {
            attempts += 1;
            let started = Instant::now();
            let result = self.attempt(request).await;
            let latency = started.elapsed();
            let (event, pause) = match &result {
                Ok((response, _)) if response.is_success() || response.ends_the_batch() => (None, None),
                Ok((response, wait)) => {
                    let status = response.status.as_u16();
                    let pause = wait.map_or_else(|| pause(attempts), |wait| wait.min(LONGEST_WAIT));
                    ((status == 429).then_some(BatchEvent::RateLimited), RETRIED.contains(&status).then_some(pause))
                }
                Err(Error::Interrupted { .. } | Error::StreamCut) => {
                    cut += 1;
                    (Some(BatchEvent::Cut), Some(pause(attempts)))
                }
                Err(Error::Unreachable { .. }) => (None, Some(pause(attempts))),
                Err(_) => (None, None),
            };
            let pause = pause.filter(|_| attempts < ATTEMPTS);
            let is_going_on = event.is_none_or(|event| (event == BatchEvent::Cut && pause.is_none()) || observe(event));
            match pause.filter(|_| is_going_on) {
                Some(pause) if observe(BatchEvent::Waiting(pause)) => tokio::time::sleep(pause).await,
                _ => return BatchAnswer { result: result.map(|(response, _)| response), attempts, cut, latency },
            }
        }
    }

    /// Sends the request once. Returns the response, and how long it asks to wait.
    async fn attempt(&self, request: &BatchRequest) -> Result<(BatchResponse, Option<Duration>), Error> {
        let call = self.0.http().request("POST", request.endpoint.path()).json(&request.body);
        let call = call.header(NO_RETRIES.0, NO_RETRIES.1).retry(RetryPolicy::never());
        let mut response = Box::pin(call.open()).await?;
        let body = read_body(&mut response).await?;
        let wait = wait(response.headers(), body.get());
        let info = CallInfo::from_headers(response.headers());
        Ok((BatchResponse { status: response.status(), info, body }, wait))
    }
}

/// Returns how long a response asks to wait: itself, the provider behind it, or LiteLLM's own limit.
fn wait(headers: &HeaderMap, body: &str) -> Option<Duration> {
    let of_provider = || {
        let seconds = headers.get("llm_provider-retry-after")?.to_str().ok()?.trim().parse().ok()?;
        Duration::try_from_secs_f64(seconds).ok()
    };
    retry_after(headers).or_else(of_provider).or_else(|| until_reset(headers, body))
}

/// Returns the time until a limit of LiteLLM resets, by the server's clock: `2026-11-29 08:03:52 UTC` in the header
/// `reset_at`, or at the end of the message.
fn until_reset(headers: &HeaderMap, body: &str) -> Option<Duration> {
    let in_header = headers.get("reset_at").and_then(|value| value.to_str().ok());
    let text = in_header.or_else(|| RESETS.iter().find_map(|words| Some(body.split_once(words)?.1)))?;
    let reset: DateTime = text.trim_start().get(..TIME_LENGTH)?.parse().ok()?;
    let reset = SystemTime::from(reset.to_zoned(TimeZone::UTC).ok()?.timestamp());
    reset.duration_since(server_time(headers)).ok().filter(|wait| !wait.is_zero())
}

/// Reads a body as one line of JSON.
async fn read_body(response: &mut StreamingResponse) -> Result<Box<RawValue>, Error> {
    let bytes = response.bytes().await?;
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim();
    if serde_json::from_str::<&RawValue>(text).is_ok() {
        // Line breaks stand only between tokens: strings escape them.
        let line = text.replace(['\n', '\r'], " ");
        if let Ok(json) = RawValue::from_string(line) {
            return Ok(json);
        }
    }
    serde_json::value::to_raw_value(text).map_err(|error| Error::InvalidRequest(error.to_string()))
}

/// Returns the pause after an attempt: 1, 2, 4, … seconds, up to a half less.
fn pause(attempt: u32) -> Duration {
    RetryPolicy::default().first_pause(Duration::from_secs(1)).pause(attempt).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect()
    }

    #[test]
    fn a_limit_without_retry_after_is_waited_for_until_it_resets() {
        let date = ("date", "Mon, 30 Nov 2026 06:56:22 GMT");
        let message =
            "Rate limit exceeded. Current limit: 1, Remaining: 0. Limit resets at: 2026-11-30 06:57:23 UTC\"}";
        let seconds = |pairs: &[_], body: &str| wait(&headers(pairs), body).map(|wait| wait.as_secs());
        for (pairs, body, expected) in [
            (&[date, ("reset_at", "2026-11-30 06:57:22 UTC")][..], "", Some(60)),
            (&[date], message, Some(61)),
            (&[date], "reset_at: 2026-11-30 06:56:32 UTC", Some(10)),
            (&[date, ("retry-after", "7"), ("reset_at", "2026-11-30 06:57:22 UTC")], message, Some(7)),
            (&[date, ("llm_provider-retry-after", "9"), ("reset_at", "2026-11-30 06:57:22 UTC")], message, Some(9)),
            // A time that has passed, and none: as long as after any error.
            (&[date, ("reset_at", "2026-11-30 06:56:22 UTC")], "", None),
            (&[date, ("reset_at", "soon")], "", None),
            (&[date], "resets at: é026-11-30 06:57:23 UTC", None),
            (&[date], "{}", None),
        ] {
            assert_eq!(seconds(pairs, body), expected, "{pairs:?} {body}");
        }
    }
}
