//! The only place that sends: retries, follows redirects within the server, and reads whole responses. How a request comes to
//! its URL, headers and key is in [`preparation`].

mod preparation;

use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::{Method, Response, StatusCode, Url};

pub use self::preparation::{DEFAULT_CHAT_TIMEOUT, DEFAULT_TIMEOUT};
pub(crate) use self::preparation::{is_within, key_in_url};
use crate::core::body::{Incoming, accepted_encoding};
use crate::core::error::{Error, OTHER_SERVER};
use crate::core::failures::{connect_reason, innermost, is_unsent, retry_reason, without_url};
use crate::core::guard;
use crate::core::key_provider::KeyProvider;
use crate::core::observer::Observer;
use crate::core::refusal::{Refusal, retry_after};
use crate::core::request::{Redirects, Request};
use crate::core::response::{
    MAX_RESPONSE_BYTES, Opened, RawResponse, StreamingResponse, connection_lost, timed_out, unexpected,
};
use crate::core::retry::RetryPolicy;
use crate::core::secret::{ApiKey, redact_text};
use crate::core::server_clock::ServerClock;
use crate::core::shown::ShownCertificates;
use crate::core::trace::CallTrace;

/// Successful responses larger than this are not searched for an error.
const MAX_ERROR_BYTES: usize = 64 * 1024;
const MAX_REDIRECTS: usize = 10;
const NO_LOCATION: &str = "a redirect without a valid location";

#[derive(Clone)]
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    pub(crate) key: KeySource,
    pub(crate) auth_header: HeaderName,
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Arc<RetryPolicy>,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) clock: ServerClock,
    pub(crate) shown: ShownCertificates,
}

/// How a response is read.
#[derive(Clone, Copy)]
enum Reading {
    /// As a whole.
    Whole,
    /// Piece by piece.
    Pieces,
    /// As a stream of events, which may take any time.
    Events,
}

/// A request as sent, whose secrets must be masked where the response repeats them, and its response.
struct Sent {
    request: Request,
    response: Response,
    /// Why this redirect was not followed.
    unfollowed: Option<String>,
}

/// The source of the key.
#[derive(Clone)]
pub(crate) enum KeySource {
    None,
    Fixed(ApiKey),
    Provider(Arc<dyn KeyProvider>),
}

impl Transport {
    /// Sends a request, reads a successful response whole, and decodes it; anything else is an error. The decoder also gets the
    /// request as sent.
    pub(crate) async fn fetch<T>(
        &self,
        request: &Request,
        decode: impl FnOnce(Request, RawResponse) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut trace = self.trace(request);
        let span = trace.span();
        let fetching = async {
            let sent = self.send(request, Reading::Whole, &mut trace).await?;
            let (request, response) = Self::followed(sent, &mut trace)?;
            let response = Self::read(&request, response, &mut trace).await?;
            match failure(&request, &response) {
                Some(error) => Err(error),
                None => decode(request, response),
            }
        };
        let result = span.within(fetching).await;
        trace.end(result.as_ref().err());
        result
    }

    /// Sends a request and returns the response as soon as its headers show a stream of events, and any other successful
    /// response whole. Also returns the request as sent.
    pub(crate) async fn stream(&self, request: &Request) -> Result<(Request, Opened), Error> {
        let mut trace = self.trace(request);
        let result = trace.span().within(self.begin_stream(request, &mut trace)).await;
        match result {
            Ok((request, opened)) => Ok((request, opened.with(trace))),
            Err(error) => {
                trace.end(Some(&error));
                Err(error)
            }
        }
    }

    async fn begin_stream(&self, request: &Request, trace: &mut CallTrace) -> Result<(Request, Opened), Error> {
        let sent = self.send(request, Reading::Events, trace).await?;
        let (request, response) = Self::followed(sent, trace)?;
        let kind = response.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !response.status.is_success() || !kind.starts_with("text/event-stream") {
            let reading = tokio::time::timeout(request.timeout, Self::read(&request, response, trace));
            let response = reading.await.unwrap_or_else(|_| Err(timed_out(&request)))?;
            return match failure(&request, &response) {
                Some(error) => Err(error),
                None => Ok((request, Opened::whole(response))),
            };
        }
        trace.responded(response.status, &response.headers, None);
        Ok((request, Opened::events(response)))
    }

    /// Sends a request and returns any response, refusals and redirects included, before its body is read.
    pub(crate) async fn open(&self, request: &Request) -> Result<StreamingResponse, Error> {
        let mut trace = self.trace(request);
        match trace.span().within(self.send(request, Reading::Pieces, &mut trace)).await {
            Ok(Sent { request, response, unfollowed }) => {
                trace.responded(response.status(), response.headers(), None);
                let mut response = Incoming::new(&request, response);
                response.body.trace = trace;
                Ok(StreamingResponse::new(request, response, unfollowed))
            }
            Err(error) => {
                trace.end(Some(&error));
                Err(error)
            }
        }
    }

    fn trace(&self, request: &Request) -> CallTrace {
        CallTrace::begin(self.observer.as_ref(), request)
    }

    /// Returns the response, unless it is a redirect that was not followed.
    fn followed(sent: Sent, trace: &mut CallTrace) -> Result<(Request, Incoming), Error> {
        let Sent { request, response, unfollowed } = sent;
        if let Some(reason) = unfollowed {
            trace.responded(response.status(), response.headers(), None);
            return Err(unexpected(&request, response.status(), reason));
        }
        let response = Incoming::new(&request, response);
        Ok((request, response))
    }

    async fn read(request: &Request, response: Incoming, trace: &mut CallTrace) -> Result<RawResponse, Error> {
        let Incoming { status, headers, body: mut incoming } = response;
        let expected = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0);
        let mut body = BytesMut::with_capacity(usize::min(expected, MAX_ERROR_BYTES));
        while let Some(chunk) = incoming.chunk(request).await? {
            trace.received(chunk.len());
            body.extend_from_slice(&chunk);
            if body.len() > MAX_RESPONSE_BYTES {
                return Err(unexpected(request, status, format!("more than {} MiB", MAX_RESPONSE_BYTES >> 20)));
            }
        }
        let body = body.freeze();
        trace.responded(status, &headers, Some(&body));
        Ok(RawResponse { status, headers, body })
    }

    /// Sends a request, with the key of the provider if there is one, and once more with another key if that was refused.
    async fn send(&self, request: &Request, reading: Reading, trace: &mut CallTrace) -> Result<Sent, Error> {
        guard::check(request, &self.base)?;
        let KeySource::Provider(provider) = &self.key else {
            return self.attempt(request.clone(), reading, trace).await;
        };
        if request.headers.contains_key(&self.auth_header) || request.without_key {
            // The request has a key of its own.
            return self.attempt(request.clone(), reading, trace).await;
        }
        let key = provided_key(provider.as_ref(), None).await?;
        let sent = self.attempt(self.with_key(request, &key)?, reading, trace).await?;
        if sent.response.status() != StatusCode::UNAUTHORIZED {
            return Ok(sent);
        }
        let renewed = provided_key(provider.as_ref(), Some(&key)).await?;
        if renewed == key {
            return Ok(sent);
        }
        trace.responded(sent.response.status(), sent.response.headers(), None);
        self.attempt(self.with_key(request, &renewed)?, reading, trace).await
    }

    /// Sends a request until there is a response to return: retries, and follows redirects within the server.
    async fn attempt(&self, mut request: Request, reading: Reading, trace: &mut CallTrace) -> Result<Sent, Error> {
        let policy = Arc::clone(request.retry.as_ref().unwrap_or(&self.retry));
        let mut redirects = 0;
        let mut attempt = 1;
        loop {
            trace.sending(&request);
            let (failure, retry_after) = match self.send_once(&request, reading).await? {
                Ok(response)
                    if request.redirects != Redirects::None
                        && response.status().is_redirection()
                        && response.headers().contains_key(LOCATION) =>
                {
                    let target = if redirects == MAX_REDIRECTS {
                        Err(format!("more than {MAX_REDIRECTS} redirects"))
                    } else {
                        self.redirect(&request, &response)
                    };
                    redirects += 1;
                    let url = match target {
                        Ok(url) => url,
                        Err(reason) => return Ok(Sent { request, response, unfollowed: Some(reason) }),
                    };
                    trace.responded(response.status(), response.headers(), None);
                    request.url = url;
                    continue;
                }
                Ok(response) => {
                    let retry_after = retry_after(response.headers());
                    let status = response.status();
                    if !policy.allows_another(attempt)
                        || !policy.is_retried(&request.method, status, retry_after, request.timeout)
                    {
                        return Ok(Sent { request, response, unfollowed: None });
                    }
                    trace.responded(status, response.headers(), None);
                    (format!("HTTP {}", status.as_u16()), retry_after)
                }
                Err(error) => match retry_reason(&request.method, &error).filter(|_| policy.allows_another(attempt)) {
                    Some(reason) => (reason, None),
                    None => return Err(self.send_error(&request, error)),
                },
            };
            let pause = retry_after.unwrap_or_else(|| policy.pause(attempt));
            attempt += 1;
            trace.retrying(&failure, pause, attempt);
            tokio::time::sleep(pause).await;
        }
    }

    /// Sends a request once. For streams, the timeout covers only the wait for the response headers.
    async fn send_once(&self, request: &Request, reading: Reading) -> Result<reqwest::Result<Response>, Error> {
        let ready = self
            .http
            .request(request.method.clone(), request.url.clone())
            .headers(headers(request, reading))
            .body(request.sent_body());
        let sent = if let Reading::Events = reading {
            // How long the whole response takes is up to the model.
            let waiting = tokio::time::timeout(request.timeout, ready.send());
            waiting.await.map_err(|_| timed_out(request))?
        } else {
            ready.timeout(request.timeout).send().await
        };
        if let Ok(response) = &sent {
            self.clock.observe(response.headers());
        }
        Ok(sent)
    }

    /// Returns the target of a redirect that may be followed: below the base URL, and without changing the method. Otherwise
    /// the reason why not.
    fn redirect(&self, request: &Request, response: &Response) -> Result<Url, String> {
        let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let Some(target) = location.and_then(|location| request.url.join(location).ok()) else {
            return Err(NO_LOCATION.to_owned());
        };
        if !is_within(&self.base, &target) {
            let target = request.secrets().url(target.as_str());
            return Err(format!("{OTHER_SERVER}{target}, which is not followed"));
        }
        let keeps_method = request.redirects == Redirects::All && matches!(response.status().as_u16(), 307 | 308);
        if !request.method.is_safe() && !keeps_method {
            return Err(format!("a redirect to {}, which a {} does not follow", target.path(), request.method));
        }
        Ok(target)
    }

    fn send_error(&self, request: &Request, error: reqwest::Error) -> Error {
        if error.is_builder() {
            return Error::InvalidRequest(format!("the request is invalid: {}", innermost(&error)));
        }
        if error.is_connect() || is_unsent(&error) {
            return Error::Unreachable {
                url: redact_text(self.base.as_str()).trim_end_matches('/').to_owned(),
                reason: connect_reason(&error, &self.shown),
                source: Some(without_url(error)),
            };
        }
        connection_lost(request, error)
    }
}

/// Returns the headers of a request, and those that depend on how it is sent.
fn headers(request: &Request, reading: Reading) -> HeaderMap {
    let mut headers = request.headers.clone();
    let encoding = || accepted_encoding(request, matches!(reading, Reading::Whole));
    headers.entry(ACCEPT_ENCODING).or_insert_with(encoding);
    // Some gateways answer 411 to a body whose length is not stated, even if there is none.
    if request.has_no_body() && matches!(request.method, Method::POST | Method::PUT | Method::PATCH) {
        headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
    }
    for name in &request.removed {
        headers.remove(name);
    }
    headers
}

async fn provided_key(provider: &dyn KeyProvider, refused: Option<&ApiKey>) -> Result<ApiKey, Error> {
    provider.key(refused).await.map_err(|error| {
        let text = error.to_string();
        let reason = redact_text(&text).into_owned();
        // An error that shows a secret would show it in the chain of causes, too.
        Error::NoKey { source: (reason == text).then_some(error), reason }
    })
}

/// Returns the error in a response, by its status or, from older servers, despite a successful status.
fn failure(request: &Request, response: &RawResponse) -> Option<Error> {
    if response.status.is_redirection() {
        return Some(unexpected(request, response.status, NO_LOCATION));
    }
    let refusal = if !response.status.is_success() {
        Some(Refusal::read(request, response.status, &response.headers, &response.body))
    } else if response.body.len() <= MAX_ERROR_BYTES {
        Refusal::in_success(request, &response.headers, &response.body)
    } else {
        None
    };
    refusal.map(Error::from_refusal)
}
