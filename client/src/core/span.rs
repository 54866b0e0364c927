//! The span of a call, with the feature `tracing`: named and filled after OpenTelemetry's conventions for generative AI and HTTP
//! clients. Without the feature there is none.

#[cfg(not(feature = "tracing"))]
pub(super) use self::absent::CallSpan;
#[cfg(feature = "tracing")]
pub(super) use self::present::CallSpan;

#[cfg(not(feature = "tracing"))]
mod absent {
    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;

    use crate::core::observer::CallOutcome;
    use crate::core::request::Request;
    use crate::core::trace::Answer;

    /// No span.
    #[derive(Clone)]
    pub(in crate::core) struct CallSpan;

    #[expect(clippy::unused_self, reason = "the methods of the span that the feature `tracing` has")]
    impl CallSpan {
        pub(in crate::core) fn begin(_: &Request) -> Self {
            Self
        }

        pub(in crate::core) fn none() -> Self {
            Self
        }

        pub(in crate::core) fn is_disabled(&self) -> bool {
            true
        }

        pub(in crate::core) async fn within<F: Future>(self, future: F) -> F::Output {
            future.await
        }

        pub(in crate::core) fn responded(&self, _: StatusCode, _: &HeaderMap, _: Option<&[u8]>) {}

        pub(in crate::core) fn answered(&self, _: &Answer<'_>) {}

        pub(in crate::core) fn end(&self, _: Option<StatusCode>, _: u32, _: &CallOutcome<'_>) {}
    }
}

#[cfg(feature = "tracing")]
mod present {
    use reqwest::StatusCode;
    use reqwest::header::HeaderMap;
    use serde::Deserialize;
    use tracing::field::Empty;
    use tracing::{Instrument as _, Span, info_span};

    use crate::core::call_info::CallInfo;
    use crate::core::observer::CallOutcome;
    use crate::core::request::Request;
    use crate::core::trace::Answer;

    /// The span of a call.
    #[derive(Clone)]
    pub(in crate::core) struct CallSpan {
        span: Span,
        /// Whether the call runs a model, so that its response is worth reading.
        runs_model: bool,
    }

    /// The fields that a request names.
    #[derive(Deserialize)]
    struct ModelRequest {
        model: Option<String>,
    }

    /// The fields of a response that runs a model, of all the APIs.
    #[derive(Deserialize)]
    struct ModelResponse {
        id: Option<String>,
        model: Option<String>,
        usage: Option<ModelUsage>,
    }

    #[derive(Deserialize)]
    struct ModelUsage {
        #[serde(alias = "input_tokens")]
        prompt_tokens: Option<u64>,
        #[serde(alias = "output_tokens")]
        completion_tokens: Option<u64>,
    }

    /// Returns the conventions' name of what a path does; `None` if it runs no model.
    fn operation(path: &str) -> Option<&'static str> {
        const OPERATIONS: [(&str, &str); 7] = [
            ("/chat/completions", "chat"),
            ("/responses", "chat"),
            ("/messages", "chat"),
            ("/completions", "text_completion"),
            ("/embeddings", "embeddings"),
            (":generateContent", "generate_content"),
            (":streamGenerateContent", "generate_content"),
        ];
        OPERATIONS.iter().find(|(end, _)| path.ends_with(end)).map(|(_, operation)| *operation)
    }

    impl CallSpan {
        pub(in crate::core) fn begin(request: &Request) -> Self {
            let span = info_span!(
                target: "litellm_proxy_client",
                "call",
                otel.name = Empty,
                otel.kind = "client",
                otel.status_code = Empty,
                gen_ai.operation.name = Empty,
                gen_ai.provider.name = Empty,
                gen_ai.request.model = Empty,
                gen_ai.response.id = Empty,
                gen_ai.response.model = Empty,
                gen_ai.usage.input_tokens = Empty,
                gen_ai.usage.output_tokens = Empty,
                http.request.method = request.method.as_str(),
                http.request.resend_count = Empty,
                http.response.status_code = Empty,
                server.address = request.url.host_str(),
                server.port = request.url.port_or_known_default(),
                url.full = Empty,
                "error.type" = Empty,
                litellm.call_id = Empty,
            );
            let operation = operation(request.url.path());
            let this = Self { span, runs_model: operation.is_some() };
            if this.is_disabled() {
                return this;
            }
            this.span.record("url.full", request.redacted_url());
            let Some(operation) = operation else {
                this.span.record("otel.name", request.method.as_str());
                return this;
            };
            this.span.record("gen_ai.operation.name", operation);
            // The conventions have no name for a proxy, and leave it to whoever needs one.
            this.span.record("gen_ai.provider.name", "litellm");
            let model = serde_json::from_slice::<ModelRequest>(&request.body).ok().and_then(|request| request.model);
            if let Some(model) = &model {
                this.span.record("gen_ai.request.model", model);
            }
            this.span.record(
                "otel.name",
                [Some(operation), model.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" "),
            );
            this
        }

        pub(in crate::core) fn none() -> Self {
            Self { span: Span::none(), runs_model: false }
        }

        pub(in crate::core) fn is_disabled(&self) -> bool {
            self.span.is_disabled()
        }

        /// Runs a future in the span, so that the events of other crates belong to it.
        pub(in crate::core) async fn within<F: Future>(self, future: F) -> F::Output {
            future.instrument(self.span).await
        }

        pub(in crate::core) fn responded(&self, status: StatusCode, headers: &HeaderMap, body: Option<&[u8]>) {
            if self.is_disabled() {
                return;
            }
            if let Some(id) = CallInfo::from_headers(headers).call_id {
                self.span.record("litellm.call_id", id);
            }
            let Some(body) = body.filter(|_| self.runs_model && status.is_success()) else { return };
            let Ok(ModelResponse { id, model, usage }) = serde_json::from_slice(body) else { return };
            self.answered(&Answer {
                id: id.as_deref(),
                model: model.as_deref(),
                input_tokens: usage.as_ref().and_then(|usage| usage.prompt_tokens),
                output_tokens: usage.as_ref().and_then(|usage| usage.completion_tokens),
            });
        }

        pub(in crate::core) fn answered(&self, answer: &Answer<'_>) {
            if let Some(id) = answer.id {
                self.span.record("gen_ai.response.id", id);
            }
            if let Some(model) = answer.model {
                self.span.record("gen_ai.response.model", model);
            }
            if let Some(tokens) = answer.input_tokens {
                self.span.record("gen_ai.usage.input_tokens", tokens);
            }
            if let Some(tokens) = answer.output_tokens {
                self.span.record("gen_ai.usage.output_tokens", tokens);
            }
        }

        pub(in crate::core) fn end(&self, status: Option<StatusCode>, sent: u32, outcome: &CallOutcome<'_>) {
            if let Some(status) = status {
                self.span.record("http.response.status_code", status.as_u16());
            }
            if sent > 1 {
                self.span.record("http.request.resend_count", sent - 1);
            }
            let error = match outcome {
                CallOutcome::Success => return,
                CallOutcome::Failure(error) => error.code(),
                // A stream may be dropped because its reader has had enough.
                CallOutcome::Dropped if status.is_some() => return,
                CallOutcome::Dropped => "cancelled",
            };
            self.span.record("error.type", error);
            self.span.record("otel.status_code", "ERROR");
        }
    }
}
