//! `--debug`: logs each request and response to stderr as it happens, with secrets masked.

use std::io::Write as _;

use crate::output::paragraphs_for_terminal;
use litellm_proxy_client::{CallContext, CallEnd, CallOutcome, ObservedResponse, ObservedRetry, Observer};

/// Longer bodies are cut.
const MAX_BODY_CHARS: usize = 4000;
/// Longer bodies are cut before they are masked.
const MAX_MASKED_BYTES: usize = 8 << 20;

/// Writes observed requests and responses to stderr.
pub(crate) struct DebugObserver {
    on_terminal: bool,
}

impl DebugObserver {
    pub(crate) fn new(on_terminal: bool) -> Self {
        Self { on_terminal }
    }

    fn line(&self, mark: char, line: &str) {
        let line = if self.on_terminal { paragraphs_for_terminal(line) } else { line.into() };
        let _ = writeln!(std::io::stderr(), "{mark} {line}");
    }
}

impl Observer for DebugObserver {
    fn on_request(&self, call: &CallContext<'_>) {
        let request = call.request;
        self.line('>', &format!("{} {}", request.method, request.redacted_url()));
        for (name, value) in request.redacted_headers() {
            self.line('>', &format!("{name}: {value}"));
        }
        if let Some(body) = request.redacted_body() {
            self.line('>', &clip(&body, body.len()));
        }
    }

    fn on_response(&self, call: &CallContext<'_>, response: &ObservedResponse<'_>) {
        let request = call.request;
        self.line('<', &format!("{} after {} ms", response.status, response.after.as_millis()));
        for (name, value) in response.headers {
            let value = request.redact_header(name.as_str(), &String::from_utf8_lossy(value.as_bytes()));
            self.line('<', &format!("{name}: {value}"));
        }
        let Some(body) = response.body else { return };
        let total = body.len();
        // Masking a body takes a multiple of its size.
        let body = if total > MAX_MASKED_BYTES { body.get(..MAX_MASKED_BYTES).unwrap_or_default() } else { body };
        self.line('<', &clip(&request.redact(&String::from_utf8_lossy(body)), total));
    }

    fn on_retry(&self, _: &CallContext<'_>, retry: &ObservedRetry<'_>) {
        self.line('*', &format!("{}; attempt {} in {} ms", retry.reason, retry.attempt, retry.pause.as_millis()));
    }

    fn on_end(&self, call: &CallContext<'_>, end: &CallEnd<'_>) {
        // A response that was shown whole needs no end.
        match &end.outcome {
            CallOutcome::Failure(error) if end.status.is_none() => {
                self.line('*', &format!("{error}, after {} ms", call.elapsed.as_millis()));
            }
            _ => {}
        }
    }
}

fn clip(text: &str, total: usize) -> String {
    let mut clipped: String = text.chars().take(MAX_BODY_CHARS).collect();
    if clipped.len() < text.len() {
        clipped.push_str(&format!("… ({total} bytes in total)"));
    }
    clipped
}
