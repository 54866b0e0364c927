//! The only place that sends: builds the URL and headers of a request, retries, follows redirects within the server, and
//! reads whole responses.

use std::collections::hash_map::RandomState;
use std::error::Error as _;
use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, USER_AGENT};
use reqwest::{Method, Response, StatusCode, Url};

use super::error::Error;
use super::key_provider::KeyProvider;
use super::observer::Observer;
use super::refusal::{Refusal, retry_after};
use super::request::Request;
use super::response::{
    MAX_RESPONSE_BYTES, Opened, RawResponse, chunk, connection_lost, innermost, timed_out, unexpected,
};
use super::secret::{ApiKey, holds_random_key, redact_text};

/// The default timeout of a request.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// The default timeout of a request that runs a model, such as a chat completion.
pub const DEFAULT_CHAT_TIMEOUT: Duration = Duration::from_secs(600);

/// Successful responses larger than this are not searched for an error.
const MAX_ERROR_BYTES: usize = 64 * 1024;
const MAX_REDIRECTS: usize = 10;
/// A longer `Retry-After` is reported instead of waited for.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
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
        let (request, response) = self.send(request, false).await?;
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
        let (request, response) = self.send(request, true).await?;
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !response.status().is_success() || !kind.starts_with("text/event-stream") {
            let reading = tokio::time::timeout(request.timeout, self.read(&request, response, started));
            let response = reading.await.unwrap_or_else(|_| Err(timed_out(&request)))?;
            return match failure(&request, &response) {
                Some(error) => Err(error),
                None => Ok((request, Opened::Whole(response))),
            };
        }
        self.observe(&request, response.status(), response.headers(), None, started);
        Ok((request, Opened::Events(response)))
    }

    /// Sends a request and returns any response, refusals included, before its body is read. Also returns the request as
    /// sent.
    pub(crate) async fn open(&self, request: &Request) -> Result<(Request, Response), Error> {
        let started = Instant::now();
        let (request, response) = self.send(request, false).await?;
        self.observe(&request, response.status(), response.headers(), None, started);
        Ok((request, response))
    }

    async fn read(&self, request: &Request, mut response: Response, started: Instant) -> Result<RawResponse, Error> {
        let (status, headers) = (response.status(), response.headers().clone());
        let expected = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok()).unwrap_or(0);
        let mut body = BytesMut::with_capacity(usize::min(expected, MAX_ERROR_BYTES));
        while let Some(chunk) = chunk(request, &mut response).await? {
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
    /// Also returns the request as sent, whose secrets must be masked where the response repeats them.
    async fn send(&self, request: &Request, streams: bool) -> Result<(Request, Response), Error> {
        let KeySource::Provider(provider) = &self.key else { return self.attempt(request.clone(), streams).await };
        if request.headers.contains_key(&self.auth_header) || request.without_key {
            // The request has a key of its own.
            return self.attempt(request.clone(), streams).await;
        }
        let started = Instant::now();
        let key = provided_key(provider.as_ref(), None).await?;
        let (sent, response) = self.attempt(self.with_key(request, &key)?, streams).await?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return Ok((sent, response));
        }
        let renewed = provided_key(provider.as_ref(), Some(&key)).await?;
        if renewed == key {
            return Ok((sent, response));
        }
        self.observe(&sent, response.status(), response.headers(), None, started);
        self.attempt(self.with_key(request, &renewed)?, streams).await
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
    async fn attempt(&self, mut request: Request, streams: bool) -> Result<(Request, Response), Error> {
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
                .headers(request.headers.clone())
                .body(request.body.clone());
            let sent = if streams {
                // How long the whole response takes is up to the model.
                match tokio::time::timeout(request.timeout, ready.send()).await {
                    Ok(sent) => sent,
                    Err(_) => return Err(timed_out(&request)),
                }
            } else {
                ready.timeout(request.timeout).send().await
            };
            let (failure, retry_after) = match sent {
                Ok(response) if response.status().is_redirection() && response.headers().contains_key(LOCATION) => {
                    let url = self.redirect(&request, &response)?;
                    redirects += 1;
                    if redirects > MAX_REDIRECTS {
                        let reason = format!("more than {MAX_REDIRECTS} redirects");
                        return Err(unexpected(&request, response.status(), reason));
                    }
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
                        return Ok((request, response));
                    }
                    self.observe(&request, response.status(), response.headers(), None, started);
                    (format!("HTTP {}", response.status().as_u16()), retry_after)
                }
                // Only a failed connect guarantees that nothing was sent.
                Err(error) if error.is_connect() && !error.is_timeout() && attempt < self.max_attempts => {
                    (connect_reason(&error), None)
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

    /// Returns the target of a redirect that may be followed: below the base URL, and without changing the method.
    fn redirect(&self, request: &Request, response: &Response) -> Result<Url, Error> {
        let status = response.status();
        let target = response
            .headers()
            .get(LOCATION)
            .and_then(|location| request.url.join(location.to_str().ok()?).ok())
            .ok_or_else(|| unexpected(request, status, "a redirect without a valid location".to_owned()))?;
        if !is_within(&self.base, &target) {
            let target = request.secrets().url(target.as_str());
            return Err(unexpected(
                request,
                status,
                format!("a redirect to another server, {target}, which is not followed"),
            ));
        }
        let keeps_method = request.may_be_redirected && matches!(status.as_u16(), 307 | 308);
        if !request.method.is_safe() && !keeps_method {
            let reason = format!("a redirect to {}, which a {} does not follow", target.path(), request.method);
            return Err(unexpected(request, status, reason));
        }
        Ok(target)
    }

    fn send_error(&self, request: &Request, error: &reqwest::Error) -> Error {
        if error.is_builder() {
            return Error::InvalidRequest(format!("the request is invalid: {}", innermost(error)));
        }
        if error.is_connect() {
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
        return Some(unexpected(request, response.status, "a redirect without a valid location".to_owned()));
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

fn connect_reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "the connection timed out".to_owned();
    }
    if error.is_dns() {
        return "unknown host".to_owned();
    }
    let mut source = error.source();
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<std::io::Error>()
            && io.kind() == std::io::ErrorKind::ConnectionRefused
        {
            return "connection refused".to_owned();
        }
        source = cause.source();
    }
    innermost(error)
}

/// Returns between half and all of `pause`, so that clients that failed together do not retry together.
fn jittered(pause: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    pause / 2 + pause / 2 * u32::from(random.to_le_bytes()[0]) / 256
}
