//! `--debug`: each request and answer on stderr as it happens, secrets masked.

use std::io::Write as _;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::output::paragraphs_for_terminal;
use litellm_proxy_client::{Observer, Request, redact_json, redact_text};

/// More of a body than this tells nothing more.
const SHOWN_BODY: usize = 4000;

pub(crate) struct DebugObserver {
    on_terminal: bool,
}

impl DebugObserver {
    pub(crate) fn new(on_terminal: bool) -> Self {
        Self { on_terminal }
    }

    fn line(&self, mark: char, text: &str) {
        let shown = if self.on_terminal { paragraphs_for_terminal(text) } else { text.into() };
        let _ = writeln!(std::io::stderr(), "{mark} {shown}");
    }
}

impl Observer for DebugObserver {
    fn on_request(&self, request: &Request) {
        self.line('>', &format!("{} {}", request.method, request.redacted_url()));
        for (name, value) in request.redacted_headers() {
            self.line('>', &format!("{name}: {value}"));
        }
        if let Some(body) = request.redacted_body() {
            self.line('>', &clip(&body));
        }
    }

    fn on_response(
        &self,
        request: &Request,
        status: StatusCode,
        headers: &HeaderMap,
        body: Option<&[u8]>,
        after: Duration,
    ) {
        self.line('<', &format!("{status} after {} ms", after.as_millis()));
        for (name, value) in headers {
            let value =
                if name == "set-cookie" { "[redacted]".into() } else { String::from_utf8_lossy(value.as_bytes()) };
            self.line('<', &format!("{name}: {}", redact_text(&value)));
        }
        let Some(body) = body else { return };
        let body = String::from_utf8_lossy(body);
        let shown = redact_json(&body).unwrap_or_else(|| body.into_owned());
        self.line('<', &clip(&request.redact(&shown)));
    }

    fn on_retry(&self, _: &Request, reason: &str, pause: Duration, attempt: u32) {
        self.line('*', &format!("{reason}; attempt {attempt} in {} ms", pause.as_millis()));
    }
}

fn clip(text: &str) -> String {
    let mut shown: String = text.chars().take(SHOWN_BODY).collect();
    if shown.len() < text.len() {
        shown.push_str(&format!("… ({} bytes in all)", text.len()));
    }
    shown
}
