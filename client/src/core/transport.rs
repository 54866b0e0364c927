//! The only place that sends: builds the URL and headers of a request, retries, follows redirects within the server, and
//! reads whole responses.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use reqwest::header::{
    ACCEPT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, USER_AGENT,
};
use reqwest::{Method, Response, StatusCode, Url};

use super::body::{Incoming, accepted_encoding};
use super::error::{Error, OTHER_SERVER};
use super::failures::{connect_reason, innermost, is_unsent, may_be_repeated, may_connect_later};
use super::key_provider::KeyProvider;
use super::observer::Observer;
use super::refusal::{Refusal, retry_after};
use super::request::Request;
use super::response::{
    MAX_RESPONSE_BYTES, Opened, RawResponse, StreamingResponse, connection_lost, timed_out, unexpected,
};
use super::secret::{ApiKey, holds_random_key, redact_text};
use super::server_clock::ServerClock;

/// The default timeout of a request.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// The default timeout of a request that runs a model, such as a chat completion.
pub const DEFAULT_CHAT_TIMEOUT: Duration = Duration::from_secs(600);

/// Successful responses larger than this are not searched for an error.
const MAX_ERROR_BYTES: usize = 64 * 1024;
const MAX_REDIRECTS: usize = 10;
/// A longer `Retry-After` is reported instead of waited for.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
const NO_LOCATION: &str = "a redirect without a valid location";
const FIRST_PAUSE: Duration = Duration::from_millis(200);

#[derive(Clone)]
pub(crate) struct Transport {
    pub(crate) http: reqwest::Client,
    pub(crate) base: Url,
    pub(crate) key: KeySource,
    pub(crate) auth_header: HeaderName,
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_attempts: u32,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) clock: ServerClock,
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
    /// Builds a request to the base URL's path plus `path`, each segment percent-encoded, with the key's header.
    pub(crate) fn request(&self, method: Method, path: &[&str]) -> Result<Request, Error> {
        // Not possible in a URL: dot segments are resolved and control characters dropped, even if percent-encoded.
        let is_impossible =
            |segment: &&&str| matches!(**segment, "" | "." | "..") || segment.contains(['\t', '\n', '\r']);
        if let Some(name) = path.iter().find(is_impossible) {
            return Err(Error::InvalidRequest(format!("`{}` cannot be used as a name in a URL", name.escape_debug())));
        }
        // The key of a login is part of a path only for the time of that login.
        if !path.starts_with(&["sso"]) && path.iter().any(|segment| holds_random_key(segment)) {
            return Err(key_in_url());
        }
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| Error::InvalidRequest(format!("{} cannot be a base URL", self.base)))?
            .pop_if_empty()
            .extend(path);
        self.request_to(method, url)
    }

    /// Builds a request to a URL that is known to be on the base URL's server.
    pub(crate) fn request_to(&self, method: Method, url: Url) -> Result<Request, Error> {
        let mut headers = HeaderMap::new();
        if let Some(user_agent) = &self.user_agent {
            headers.insert(USER_AGENT, user_agent.clone());
        }
        if let KeySource::Fixed(key) = &self.key
            && !key.is_empty()
        {
            headers.insert(self.auth_header.clone(), bearer(key)?);
        }
        let default = if runs_model(url.path()) { DEFAULT_CHAT_TIMEOUT } else { DEFAULT_TIMEOUT };
        let timeout = self.timeout.unwrap_or(default);
        Ok(Request { method, url, headers, body: Bytes::new(), timeout, without_key: false, may_be_redirected: true })
    }

    /// Sends a request and reads a successful response whole; anything else is an error. Also returns the request as sent.
    pub(crate) async fn fetch(&self, request: &Request) -> Result<(Request, RawResponse), Error> {
        let started = Instant::now();
        let sent = self.send(request, Reading::Whole).await?;
        let (request, response) = self.followed(sent, started)?;
        let response = self.read(&request, response, started).await?;
        match failure(&request, &response) {
            Some(error) => Err(error),
            None => Ok((request, response)),
        }
    }

    /// Sends a request and returns the response as soon as its headers show a stream of events, and any other successful
    /// response whole. Also returns the request as sent.
    pub(crate) async fn stream(&self, request: &Request) -> Result<(Request, Opened), Error> {
        let started = Instant::now();
        let sent = self.send(request, Reading::Events).await?;
        let (request, response) = self.followed(sent, started)?;
        let kind = response.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !response.status.is_success() || !kind.starts_with("text/event-stream") {
            let reading = tokio::time::timeout(request.timeout, self.read(&request, response, started));
            let response = reading.await.unwrap_or_else(|_| Err(timed_out(&request)))?;
            return match failure(&request, &response) {
                Some(error) => Err(error),
                None => Ok((request, Opened::Whole(response))),
            };
        }
        self.observe(&request, response.status, &response.headers, None, started);
        Ok((request, Opened::Events(response)))
    }

    /// Sends a request and returns any response, refusals and redirects included, before its body is read.
    pub(crate) async fn open(&self, request: &Request) -> Result<StreamingResponse, Error> {
        let started = Instant::now();
        let Sent { request, response, unfollowed } = self.send(request, Reading::Pieces).await?;
        self.observe(&request, response.status(), response.headers(), None, started);
        let response = Incoming::new(&request, response);
        Ok(StreamingResponse::new(request, response, unfollowed))
    }

    /// Returns the response, unless it is a redirect that was not followed.
    fn followed(&self, sent: Sent, started: Instant) -> Result<(Request, Incoming), Error> {
        let Sent { request, response, unfollowed } = sent;
        if let Some(reason) = unfollowed {
            self.observe(&request, response.status(), response.headers(), None, started);
            return Err(unexpected(&request, response.status(), reason));
        }
        let response = Incoming::new(&request, response);
        Ok((request, response))
    }

    async fn read(&self, request: &Request, response: Incoming, started: Instant) -> Result<RawResponse, Error> {
        let Incoming { status, headers, body: mut incoming } = response;
        let expected = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0);
        let mut body = BytesMut::with_capacity(usize::min(expected, MAX_ERROR_BYTES));
        while let Some(chunk) = incoming.chunk(request).await? {
            body.extend_from_slice(&chunk);
            if body.len() > MAX_RESPONSE_BYTES {
                return Err(unexpected(request, status, format!("more than {} MiB", MAX_RESPONSE_BYTES >> 20)));
            }
        }
        let body = body.freeze();
        self.observe(request, status, &headers, Some(&body), started);
        Ok(RawResponse { status, headers, body })
    }

    fn observe(
        &self,
        request: &Request,
        status: StatusCode,
        headers: &HeaderMap,
        body: Option<&[u8]>,
        started: Instant,
    ) {
        if let Some(observer) = &self.observer {
            observer.on_response(request, status, headers, body, started.elapsed());
        }
    }

    /// Sends a request, with the key of the provider if there is one, and once more with another key if that was refused.
    async fn send(&self, request: &Request, reading: Reading) -> Result<Sent, Error> {
        let KeySource::Provider(provider) = &self.key else { return self.attempt(request.clone(), reading).await };
        if request.headers.contains_key(&self.auth_header) || request.without_key {
            // The request has a key of its own.
            return self.attempt(request.clone(), reading).await;
        }
        let started = Instant::now();
        let key = provided_key(provider.as_ref(), None).await?;
        let sent = self.attempt(self.with_key(request, &key)?, reading).await?;
        if sent.response.status() != StatusCode::UNAUTHORIZED {
            return Ok(sent);
        }
        let renewed = provided_key(provider.as_ref(), Some(&key)).await?;
        if renewed == key {
            return Ok(sent);
        }
        self.observe(&sent.request, sent.response.status(), sent.response.headers(), None, started);
        self.attempt(self.with_key(request, &renewed)?, reading).await
    }

    fn with_key(&self, request: &Request, key: &ApiKey) -> Result<Request, Error> {
        let mut request = request.clone();
        if !key.is_empty() {
            request.headers.insert(self.auth_header.clone(), bearer(key)?);
        }
        Ok(request)
    }

    /// Sends a request until there is a response to return: retries, and follows redirects within the server. For streams,
    /// the timeout covers only the wait for the response headers.
    async fn attempt(&self, mut request: Request, reading: Reading) -> Result<Sent, Error> {
        let mut redirects = 0;
        let mut attempt = 1;
        loop {
            if let Some(observer) = &self.observer {
                observer.on_request(&request);
            }
            let started = Instant::now();
            let ready = self
                .http
                .request(request.method.clone(), request.url.clone())
                .headers(headers(&request, reading))
                .body(request.body.clone());
            let sent = if let Reading::Events = reading {
                // How long the whole response takes is up to the model.
                match tokio::time::timeout(request.timeout, ready.send()).await {
                    Ok(sent) => sent,
                    Err(_) => return Err(timed_out(&request)),
                }
            } else {
                ready.timeout(request.timeout).send().await
            };
            if let Ok(response) = &sent {
                self.clock.observe(response.headers());
            }
            let (failure, retry_after) = match sent {
                Ok(response) if response.status().is_redirection() && response.headers().contains_key(LOCATION) => {
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
                    self.observe(&request, response.status(), response.headers(), None, started);
                    request.url = url;
                    continue;
                }
                Ok(response) => {
                    let is_retried =
                        matches!(response.status().as_u16(), 429 | 502 | 503 | 504) && request.method.is_idempotent();
                    let retry_after = retry_after(response.headers());
                    let longest = LONGEST_PAUSE.min(request.timeout);
                    if !is_retried || attempt >= self.max_attempts || retry_after.is_some_and(|pause| pause > longest) {
                        return Ok(Sent { request, response, unfollowed: None });
                    }
                    self.observe(&request, response.status(), response.headers(), None, started);
                    (format!("HTTP {}", response.status().as_u16()), retry_after)
                }
                // Nothing was sent, so this is safe for every method.
                Err(error) if (may_connect_later(&error) || is_unsent(&error)) && attempt < self.max_attempts => {
                    (connect_reason(&error), None)
                }
                // A server or a gateway closes a connection that was idle just when a request arrives.
                Err(error) if may_be_repeated(&request.method, &error) && attempt < self.max_attempts => {
                    (format!("the connection was lost: {}", innermost(&error)), None)
                }
                Err(error) => return Err(self.send_error(&request, &error)),
            };
            let pause = retry_after.unwrap_or_else(|| jittered(FIRST_PAUSE * (1 << (attempt - 1).min(7))));
            attempt += 1;
            if let Some(observer) = &self.observer {
                observer.on_retry(&request, &failure, pause, attempt);
            }
            tokio::time::sleep(pause).await;
        }
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
        let keeps_method = request.may_be_redirected && matches!(response.status().as_u16(), 307 | 308);
        if !request.method.is_safe() && !keeps_method {
            return Err(format!("a redirect to {}, which a {} does not follow", target.path(), request.method));
        }
        Ok(target)
    }

    fn send_error(&self, request: &Request, error: &reqwest::Error) -> Error {
        if error.is_builder() {
            return Error::InvalidRequest(format!("the request is invalid: {}", innermost(error)));
        }
        if error.is_connect() || is_unsent(error) {
            return Error::Unreachable {
                url: redact_text(self.base.as_str()).trim_end_matches('/').to_owned(),
                reason: connect_reason(error),
            };
        }
        connection_lost(request, error)
    }
}

/// Returns the error for a key in the place of a name or id: URLs are logged by servers and by whatever is in between.
pub(crate) fn key_in_url() -> Error {
    Error::InvalidRequest("a key is given where a name or an id is expected; nothing was sent".to_owned())
}

/// Returns the headers of a request, and those that depend on how it is sent.
fn headers(request: &Request, reading: Reading) -> HeaderMap {
    let mut headers = request.headers.clone();
    let encoding = || accepted_encoding(request, matches!(reading, Reading::Whole));
    headers.entry(ACCEPT_ENCODING).or_insert_with(encoding);
    // Some gateways answer 411 to a body whose length is not stated, even if there is none.
    if request.body.is_empty() && matches!(request.method, Method::POST | Method::PUT | Method::PATCH) {
        headers.entry(CONTENT_LENGTH).or_insert(HeaderValue::from_static("0"));
    }
    headers
}

async fn provided_key(provider: &dyn KeyProvider, refused: Option<&ApiKey>) -> Result<ApiKey, Error> {
    provider.key(refused).await.map_err(|error| Error::NoKey(redact_text(&error.to_string()).into_owned()))
}

fn bearer(key: &ApiKey) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose())).map_err(|_| {
        Error::InvalidRequest("the API key contains characters that are not allowed in a header".to_owned())
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Returns whether a URL is on the base URL's origin and below its path, so that the key may be sent there.
pub(crate) fn is_within(base: &Url, url: &Url) -> bool {
    let prefix = base.path().trim_end_matches('/');
    let below = url.path() == prefix || url.path().strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'));
    url.origin() == base.origin() && below
}

/// Returns whether the endpoint runs a model (and so gets the longer default timeout).
fn runs_model(path: &str) -> bool {
    const ENDS: [&str; 5] = ["/completions", "/responses", "/messages", ":generateContent", ":streamGenerateContent"];
    ENDS.iter().any(|end| path.ends_with(end))
        || ["/images/", "/audio/", "/videos"].iter().any(|part| path.contains(part))
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

/// Returns between half and all of `pause`, so that clients that failed together do not retry together.
fn jittered(pause: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    pause / 2 + pause / 2 * u32::from(random.to_le_bytes()[0]) / 256
}
