//! The only place that sends: the URL and the headers of a request, attempts and the pauses between them,
//! redirects within the origin, and the reading of whole answers.

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
use super::response::{MAX_RESPONSE_BYTES, RawResponse, broken, chunk, innermost, out_of_time, unexpected};
use super::secret::{ApiKey, redact_text};

/// The time for a request that sets none.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// The time for a chat completion that sets none: models think.
pub const DEFAULT_CHAT_TIMEOUT: Duration = Duration::from_secs(600);

/// An error in a success is short; larger bodies are not searched for one.
const MAX_ERROR_BYTES: usize = 64 * 1024;
const MAX_REDIRECTS: usize = 10;
/// A longer `Retry-After` is reported, not waited for.
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

/// Where the key comes from.
#[derive(Clone)]
pub(crate) enum KeySource {
    None,
    Fixed(ApiKey),
    Provider(Arc<dyn KeyProvider>),
}

impl Transport {
    /// A request of the base URL's path plus `path`, each segment percent-encoded, with the key's header.
    pub(crate) fn request(&self, method: Method, path: &[&str]) -> Result<Request, Error> {
        // URLs have no way to say these: dot segments are resolved and control characters dropped, whatever stands for them.
        let unsayable = |segment: &&&str| matches!(**segment, "" | "." | "..") || segment.contains(['\t', '\n', '\r']);
        if let Some(name) = path.iter().find(unsayable) {
            return Err(Error::InvalidRequest(format!("`{}` cannot stand in a URL as a name", name.escape_debug())));
        }
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| Error::InvalidRequest(format!("{} cannot be a base URL", self.base)))?
            .pop_if_empty()
            .extend(path);
        self.request_to(method, url)
    }

    /// A request of a URL that is known to be on the base URL's origin.
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
        let usual = if generates(url.path()) { DEFAULT_CHAT_TIMEOUT } else { DEFAULT_TIMEOUT };
        let timeout = self.timeout.unwrap_or(usual);
        Ok(Request { method, url, headers, body: Bytes::new(), timeout, without_key: false, may_be_redirected: true })
    }

    /// Sends, and reads a success whole; anything else is an error. With it comes the request as it was sent.
    pub(crate) async fn answer(&self, request: &Request) -> Result<(Request, RawResponse), Error> {
        let started = Instant::now();
        let (request, response) = self.send(request, false).await?;
        let answer = self.read(&request, response, started).await?;
        match failed(&request, &answer) {
            Some(error) => Err(error),
            None => Ok((request, answer)),
        }
    }

    /// Sends, and gives a success that is a stream of events, still to come; anything else is an error. With it comes the
    /// request as it was sent.
    pub(crate) async fn stream(&self, request: &Request) -> Result<(Request, Response), Error> {
        let started = Instant::now();
        let (request, response) = self.send(request, true).await?;
        let kind = response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !response.status().is_success() || !kind.starts_with("text/event-stream") {
            let reason = format!("with `{kind}`, not with an event stream");
            let reading = tokio::time::timeout(request.timeout, self.read(&request, response, started));
            let answer = reading.await.unwrap_or_else(|_| Err(out_of_time(&request)))?;
            return Err(failed(&request, &answer).unwrap_or_else(|| unexpected(&request, answer.status, reason)));
        }
        self.observe(&request, response.status(), response.headers(), None, started);
        Ok((request, response))
    }

    /// Sends, and gives any answer, refusals included, with the body still to come, and the request as it was sent.
    pub(crate) async fn exchange(&self, request: &Request) -> Result<(Request, Response), Error> {
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
                return Err(unexpected(request, status, format!("with more than {} MiB", MAX_RESPONSE_BYTES >> 20)));
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

    /// Sends, with a key of the provider's where there is one, and once more with another when that was refused. With the
    /// answer comes the request as it was sent: its secrets are to be masked where the answer repeats them.
    async fn send(&self, request: &Request, streams: bool) -> Result<(Request, Response), Error> {
        let KeySource::Provider(provider) = &self.key else { return self.attempt(request.clone(), streams).await };
        if request.headers.contains_key(&self.auth_header) || request.without_key {
            // The request says who asks.
            return self.attempt(request.clone(), streams).await;
        }
        let started = Instant::now();
        let key = ask(provider.as_ref(), None).await?;
        let (sent, response) = self.attempt(self.with_key(request, &key)?, streams).await?;
        if response.status() != StatusCode::UNAUTHORIZED {
            return Ok((sent, response));
        }
        let better = ask(provider.as_ref(), Some(&key)).await?;
        if better == key {
            return Ok((sent, response));
        }
        self.observe(&sent, response.status(), response.headers(), None, started);
        self.attempt(self.with_key(request, &better)?, streams).await
    }

    fn with_key(&self, request: &Request, key: &ApiKey) -> Result<Request, Error> {
        let mut request = request.clone();
        if !key.is_empty() {
            request.headers.insert(self.auth_header.clone(), bearer(key)?);
        }
        Ok(request)
    }

    /// Sends until there is an answer to give: repeats what may be repeated, follows redirects within the origin. Of what
    /// streams, the time allowed ends with the beginning of the answer.
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
                // How long the whole answer takes is up to the model.
                match tokio::time::timeout(request.timeout, ready.send()).await {
                    Ok(sent) => sent,
                    Err(_) => return Err(out_of_time(&request)),
                }
            } else {
                ready.timeout(request.timeout).send().await
            };
            let (failure, asked) = match sent {
                Ok(response) if response.status().is_redirection() && response.headers().contains_key(LOCATION) => {
                    let url = self.redirect(&request, &response)?;
                    redirects += 1;
                    if redirects > MAX_REDIRECTS {
                        let reason = format!("redirected more than {MAX_REDIRECTS} times");
                        return Err(unexpected(&request, response.status(), reason));
                    }
                    self.observe(&request, response.status(), response.headers(), None, started);
                    request.url = url;
                    continue;
                }
                Ok(response) => {
                    let repeat =
                        matches!(response.status().as_u16(), 429 | 502 | 503 | 504) && request.method.is_idempotent();
                    let asked = retry_after(response.headers());
                    let longest = LONGEST_PAUSE.min(request.timeout);
                    if !repeat || attempt >= self.max_attempts || asked.is_some_and(|asked| asked > longest) {
                        return Ok((request, response));
                    }
                    self.observe(&request, response.status(), response.headers(), None, started);
                    (format!("HTTP {}", response.status().as_u16()), asked)
                }
                // Only while connecting is it certain that nothing was sent.
                Err(error) if error.is_connect() && !error.is_timeout() && attempt < self.max_attempts => {
                    (connect_reason(&error), None)
                }
                Err(error) => return Err(self.unsent(&request, &error)),
            };
            let pause = asked.unwrap_or_else(|| jittered(FIRST_PAUSE * (1 << (attempt - 1).min(7))));
            attempt += 1;
            if let Some(observer) = &self.observer {
                observer.on_retry(&request, &failure, pause, attempt);
            }
            tokio::time::sleep(pause).await;
        }
    }

    /// Where a redirect leads, if we may follow it: within the server's URL, and without turning one method into another.
    fn redirect(&self, request: &Request, response: &Response) -> Result<Url, Error> {
        let status = response.status();
        let target = response
            .headers()
            .get(LOCATION)
            .and_then(|location| request.url.join(location.to_str().ok()?).ok())
            .ok_or_else(|| unexpected(request, status, "with a redirect to nowhere".to_owned()))?;
        if !is_within(&self.base, &target) {
            let shown = redact_text(target.as_str()).into_owned();
            return Err(unexpected(
                request,
                status,
                format!("with a redirect to another server, {shown}, which is not followed"),
            ));
        }
        let keeps_method = request.may_be_redirected && matches!(status.as_u16(), 307 | 308);
        if !request.method.is_safe() && !keeps_method {
            let reason = format!("with a redirect to {}, which a {} does not follow", target.path(), request.method);
            return Err(unexpected(request, status, reason));
        }
        Ok(target)
    }

    fn unsent(&self, request: &Request, error: &reqwest::Error) -> Error {
        if error.is_builder() {
            return Error::InvalidRequest(format!("the request cannot be made: {}", innermost(error)));
        }
        if error.is_connect() {
            return Error::Unreachable {
                url: redact_text(self.base.as_str()).trim_end_matches('/').to_owned(),
                reason: connect_reason(error),
            };
        }
        broken(request, error)
    }
}

async fn ask(provider: &dyn KeyProvider, refused: Option<&ApiKey>) -> Result<ApiKey, Error> {
    provider.key(refused).await.map_err(|error| Error::NoKey(redact_text(&error.to_string()).into_owned()))
}

fn bearer(key: &ApiKey) -> Result<HeaderValue, Error> {
    let mut value = HeaderValue::try_from(format!("Bearer {}", key.expose()))
        .map_err(|_| Error::InvalidRequest("the API key holds characters that no header can carry".to_owned()))?;
    value.set_sensitive(true);
    Ok(value)
}

/// True of a URL on the base URL's origin and below its path: where the key may go.
pub(crate) fn is_within(base: &Url, url: &Url) -> bool {
    let prefix = base.path().trim_end_matches('/');
    let below = url.path() == prefix || url.path().strip_prefix(prefix).is_some_and(|rest| rest.starts_with('/'));
    url.origin() == base.origin() && below
}

/// True of the endpoints behind which a model thinks.
fn generates(path: &str) -> bool {
    const ENDS: [&str; 5] = ["/completions", "/responses", "/messages", ":generateContent", ":streamGenerateContent"];
    ENDS.iter().any(|end| path.ends_with(end))
        || ["/images/", "/audio/", "/videos"].iter().any(|part| path.contains(part))
}

/// The error that an answer is, by its status or, on old servers, in spite of it.
fn failed(request: &Request, answer: &RawResponse) -> Option<Error> {
    if answer.status.is_redirection() {
        return Some(unexpected(request, answer.status, "with a redirect to nowhere".to_owned()));
    }
    let refusal = if !answer.status.is_success() {
        Some(Refusal::read(request, answer.status, &answer.headers, &answer.body))
    } else if answer.body.len() <= MAX_ERROR_BYTES {
        Refusal::in_success(request, &answer.headers, &answer.body)
    } else {
        None
    };
    refusal.map(Error::from_refusal)
}

fn connect_reason(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no connection within the time allowed".to_owned();
    }
    if error.is_dns() {
        return "no such host".to_owned();
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

/// Between half and all of `pause`, so that clients that failed together do not come back together.
fn jittered(pause: Duration) -> Duration {
    let random = RandomState::new().build_hasher().finish();
    pause / 2 + pause / 2 * u32::from(random.to_le_bytes()[0]) / 256
}
