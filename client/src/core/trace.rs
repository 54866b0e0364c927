//! [`CallTrace`]: follows one call from its first request to the end of its response, for the observer and, with the feature
//! `tracing`, a span.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use super::error::Error;
use super::observer::{CallContext, CallEnd, CallId, CallOutcome, ObservedResponse, ObservedRetry, Observer};
use super::request::Request;
use super::span::CallSpan;

/// Follows a call. If it is dropped before [`CallTrace::end`], so was the call.
pub(crate) struct CallTrace(Option<Box<Followed>>);

struct Followed {
    observer: Option<Arc<dyn Observer>>,
    span: CallSpan,
    id: CallId,
    /// The latest request.
    request: Request,
    sent: u32,
    started: Instant,
    sent_at: Instant,
    status: Option<StatusCode>,
    bytes: u64,
    /// Whether the span has the id and the model of the answer, which each chunk of a stream repeats.
    is_identified: bool,
}

impl CallTrace {
    /// Begins to follow a call, if anything wants to know.
    pub(super) fn begin(observer: Option<&Arc<dyn Observer>>, request: &Request) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let span = CallSpan::begin(request);
        if observer.is_none() && span.is_disabled() {
            return Self(None);
        }
        let now = Instant::now();
        Self(Some(Box::new(Followed {
            observer: observer.cloned(),
            span,
            id: CallId(NEXT.fetch_add(1, Ordering::Relaxed)),
            request: request.clone(),
            sent: 0,
            started: now,
            sent_at: now,
            status: None,
            bytes: 0,
            is_identified: false,
        })))
    }

    /// Follows nothing.
    pub(crate) fn none() -> Self {
        Self(None)
    }

    /// Returns the call's span.
    pub(super) fn span(&self) -> CallSpan {
        self.0.as_ref().map_or_else(CallSpan::none, |call| call.span.clone())
    }

    /// Reports that a request is sent now.
    pub(super) fn sending(&mut self, request: &Request) {
        let Some(call) = &mut self.0 else { return };
        call.request = request.clone();
        call.sent += 1;
        call.sent_at = Instant::now();
        if let Some(observer) = &call.observer {
            observer.on_request(&call.context());
        }
    }

    /// Reports the response to the latest request.
    pub(super) fn responded(&mut self, status: StatusCode, headers: &HeaderMap, body: Option<&[u8]>) {
        let Some(call) = &mut self.0 else { return };
        call.status = Some(status);
        call.span.responded(status, headers, body);
        if let Some(observer) = &call.observer {
            let response = ObservedResponse { status, headers, body, after: call.sent_at.elapsed() };
            observer.on_response(&call.context(), &response);
        }
    }

    /// Reports a retry.
    pub(super) fn retrying(&mut self, reason: &str, pause: Duration, attempt: u32) {
        if let Some(call) = &self.0
            && let Some(observer) = &call.observer
        {
            observer.on_retry(&call.context(), &ObservedRetry { reason, pause, attempt });
        }
    }

    /// Counts bytes of the body.
    pub(super) fn received(&mut self, bytes: usize) {
        if let Some(call) = &mut self.0 {
            call.bytes = call.bytes.saturating_add(bytes as u64);
        }
    }

    /// Reports what a piece of a streamed answer says about the model's work.
    pub(crate) fn answered(&mut self, answer: Answer<'_>) {
        let Some(call) = &mut self.0 else { return };
        let is_repeated = std::mem::replace(&mut call.is_identified, true);
        call.span.answered(&if is_repeated { Answer { id: None, model: None, ..answer } } else { answer });
    }

    /// Reports the end of the call, the first time that it is called.
    pub(crate) fn end(&mut self, error: Option<&Error>) {
        self.finish(&error.map_or(CallOutcome::Success, CallOutcome::Failure));
    }

    fn finish(&mut self, outcome: &CallOutcome<'_>) {
        let Some(call) = self.0.take() else { return };
        call.span.end(call.status, call.sent, outcome);
        if let Some(observer) = &call.observer {
            let outcome = match outcome {
                CallOutcome::Success => CallOutcome::Success,
                CallOutcome::Failure(error) => CallOutcome::Failure(error),
                CallOutcome::Dropped => CallOutcome::Dropped,
            };
            observer.on_end(&call.context(), &CallEnd { status: call.status, bytes: call.bytes, outcome });
        }
    }
}

impl Drop for CallTrace {
    fn drop(&mut self) {
        self.finish(&CallOutcome::Dropped);
    }
}

impl Followed {
    fn context(&self) -> CallContext<'_> {
        CallContext { id: self.id, request: &self.request, sent: self.sent, elapsed: self.started.elapsed() }
    }
}

/// What a response says about the work of a model.
#[cfg_attr(not(feature = "tracing"), expect(dead_code, reason = "only the span reads them"))]
pub(crate) struct Answer<'a> {
    pub(crate) id: Option<&'a str>,
    pub(crate) model: Option<&'a str>,
    pub(crate) input_tokens: Option<u64>,
    pub(crate) output_tokens: Option<u64>,
}
