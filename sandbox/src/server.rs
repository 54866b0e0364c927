//! The HTTP server: accepts connections, reads requests, calls the endpoint and records the request.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONTENT_TYPE, DATE, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, Uri};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::body::{self, Bodies, ReceivedBody};
use super::caller::{self, Caller};
use super::chat::{self, messages, multipart};
use super::error::Error;
use super::faults::{self, FaultEffect, FaultFailure, Faults};
use super::fields;
use super::http::{self, Body, ReceivedRequest, browser_response, json_response, json_text_response};
use super::logins::Logins;
use super::object::JsonObject;
use super::origin_check::OriginCheck;
use super::providers::price_map;
use super::recorder::{Recorder, Recording};
use super::response::{JsonResponse, Refusal};
use super::route::{Access, Action, BrowserRequest, FORM, RequestContext, Route};
use super::router::{self, Router};
use super::rules::{admission, budgets};
use super::state::State;

/// The paths that refuse requests in the shape of Anthropic's API.
const ANTHROPIC_PATHS: [&str; 2] = ["/v1/messages", "/v1/messages/count_tokens"];
/// How long a connection may take to send the headers of its next request.
const HEADER_TIMEOUT: Duration = Duration::from_secs(30);
/// Larger headers are refused. A connection holds no more than this of what was sent and not read yet.
const MAX_HEADERS: usize = 64 << 10;
/// How long a graceful stop waits for requests in flight.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// A sandbox without its listener.
pub(super) struct Server {
    state: Arc<State>,
    origins: OriginCheck,
    bodies: Bodies,
    logins: Logins,
    pub(super) faults: Faults,
    pub(super) recorder: Recorder,
    router: Router,
    /// The requests that are being responded to.
    in_flight: AtomicUsize,
    /// Notified by `POST /sandbox/stop`.
    stop: Notify,
}

/// A request that is counted while it is in flight.
struct InFlight<'a>(&'a AtomicUsize);

impl<'a> InFlight<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Server {
    pub(super) fn new(state: State, faults: Faults, recorder: Recorder, address: IpAddr) -> Result<Self, Error> {
        let router = Router::new().map_err(|error| Error::Internal(error.to_string()))?;
        state
            .store
            .transaction(|tables| budgets::start_server_total(tables, &state.config, state.clock.now()))
            .map_err(|refusal| Error::Internal(format!("{refusal:?}")))?;
        let origins = OriginCheck::new(address);
        Ok(Self {
            state: Arc::new(state),
            origins,
            bodies: Bodies::default(),
            logins: Logins::new(origins.is_local()),
            faults,
            recorder,
            router,
            in_flight: AtomicUsize::new(0),
            stop: Notify::new(),
        })
    }

    /// Serves until `stop` completes or the endpoint that stops the sandbox is called, then finishes the requests in
    /// flight.
    pub(super) async fn serve(self: Arc<Self>, listener: TcpListener, stop: impl Future<Output = ()>) {
        let graceful = GracefulShutdown::new();
        tokio::pin!(stop);
        loop {
            let accepted = tokio::select! {
                () = &mut stop => break,
                () = self.stop.notified() => break,
                accepted = listener.accept() => accepted,
            };
            let Ok((stream, _)) = accepted else {
                // Such as too many open files: wait for connections to close.
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let server = Arc::clone(&self);
            let service = service_fn(move |request| {
                let server = Arc::clone(&server);
                async move { Box::pin(server.respond(request)).await }
            });
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(MAX_HEADERS);
            let connection = http.serve_connection(TokioIo::new(stream), service);
            let connection = graceful.watch(connection);
            tokio::spawn(async move {
                // A client that disconnects early is no failure.
                let _ = connection.await;
            });
        }
        drop(listener);
        let _ = tokio::time::timeout(SHUTDOWN_TIMEOUT, graceful.shutdown()).await;
    }

    /// Responds to a request unless a fault drops the response.
    async fn respond(&self, request: Request<Incoming>) -> Result<Response<Body>, io::Error> {
        let _in_flight = InFlight::new(&self.in_flight);
        let (parts, body) = request.into_parts();
        let mut recorded = Recorded::new(self, &parts);
        let found = self.router.find(&parts.method, parts.uri.path());
        let is_login_page = found.as_ref().is_ok_and(|(route, _)| route.is_for_browsers());
        let checked = self.origins.check(&parts, is_login_page);
        // A page that is kept out uses no fault up.
        let route = found.as_ref().ok().map(|(route, _)| route);
        let fault = checked.as_ref().ok().and_then(|()| self.faults.next(&parts.method, parts.uri.path(), route));
        let FaultEffect { delay, failure } = fault.unwrap_or_default();
        // Like LiteLLM, by the path alone.
        let is_of_anthropic = ANTHROPIC_PATHS.contains(&parts.uri.path());
        let refused =
            |refusal| json_response(&if is_of_anthropic { messages::refusal(refusal) } else { refusal }.into());
        let mut response = match (checked, failure) {
            (Err(refusal), _) => {
                body::discard(&parts.headers, body);
                json_response(&refusal.into())
            }
            (Ok(()), Some(FaultFailure::Status(status))) => {
                body::discard(&parts.headers, body);
                refused(faults::refusal(status))
            }
            (Ok(()), _) => self.dispatch(found, parts, body, recorded.recording.as_mut()).await.unwrap_or_else(refused),
        };
        if let Some(delay) = delay {
            tokio::time::sleep(delay).await;
        }
        self.add_date(&mut response);
        let response = match failure {
            Some(FaultFailure::Drop) => return Err(io::Error::other("an injected fault")),
            Some(FaultFailure::Cut(events)) => faults::cut(response, events),
            _ => response,
        };
        recorded.status = Some(response.status().as_u16());
        Ok(response)
    }

    /// Dates a response by a clock that was moved, as clients read the time of a server from there.
    fn add_date(&self, response: &mut Response<Body>) {
        let clock = &self.state.clock;
        if !clock.ahead().is_zero()
            && let Ok(date) = HeaderValue::try_from(clock.now().strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
        {
            response.headers_mut().insert(DATE, date);
        }
    }

    /// Calls the endpoint of a request; passes the body to the recorder.
    async fn dispatch(
        &self,
        found: Result<(Route, JsonObject), Refusal>,
        parts: Parts,
        mut body: Incoming,
        recording: Option<&mut Recording>,
    ) -> Result<Response<Body>, Refusal> {
        let read = match &found {
            Ok((route, _)) => self.read_body(route, &parts, &mut body).await,
            Err(refusal) => Err(refusal.clone()),
        };
        let is_read = read.is_ok() && found.as_ref().is_ok_and(|(route, _)| route.takes_body());
        if !is_read {
            body::discard(&parts.headers, body);
        }
        let (ReceivedBody { bytes: raw_body, reservation }, (route, path)) = (read?, found?);
        let body = match route.action {
            Action::Browse(_) => Some(parse_form(&parts.headers, &raw_body)),
            Action::Model(endpoint) if endpoint.takes_form() => Some(multipart::parse(&parts.headers, &raw_body)),
            _ => parse_json(&raw_body, route.action)?,
        };
        if let Some(recording) = recording {
            recording.read_body(&raw_body, body.as_ref().filter(|_| route.is_for_browsers()));
        }
        let is_form = matches!(route.action, Action::Model(endpoint) if endpoint.takes_form());
        let (raw_body, form) = match () {
            () if route.is_for_browsers() => (raw_body, None),
            () => (Bytes::new(), is_form.then_some(raw_body)),
        };
        let query = parts.uri.query().unwrap_or_default();
        let received = ReceivedRequest {
            headers: parts.headers,
            path: parts.uri.path().to_owned(),
            query: http::parse_query(parts.uri.path(), query),
            body,
            form,
            now: self.state.clock.now(),
            _reservation: reservation,
        };
        match route.action {
            Action::Handle(handler) => self
                .handle(&route, path, &received, |request| handler(&request))
                .map(|response| json_response(&response)),
            Action::List(handler) => {
                self.handle(&route, path, &received, |request| handler(&request)).map(http::json_items_response)
            }
            Action::Browse(handler) => {
                let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
                let (logins, headers) = (&self.logins, &received.headers);
                let response = self.handle(&route, path, &received, |request| {
                    handler(&BrowserRequest { request, logins, headers, target, raw_body: &raw_body })
                });
                response.map(browser_response)
            }
            Action::CheckConnection(handler) => {
                let response = self.handle(&route, path, &received, |request| handler(&request))?;
                let response = chat::check_connection(&self.state, response, received.body.as_ref()).await;
                Ok(json_response(&response))
            }
            Action::CheckHealth(handler) => {
                let check = self.handle(&route, path, &received, |request| handler(&request))?;
                chat::check_health(&self.state, check, received.now).await.map(|response| json_response(&response))
            }
            Action::Backlog => self
                .handle(&route, path, &received, |_| {
                    let count = self.in_flight.load(Ordering::Relaxed);
                    Ok(JsonResponse::from(json!({
                        "in_flight_requests": count, "admitted_requests": 0, "queued_requests": 0, "rejected_requests": 0,
                    })))
                })
                .map(|response| json_response(&response)),
            Action::OpenApi => Ok(json_response(&JsonResponse::from(router::openapi()))),
            Action::Routes => self
                .handle(&route, path, &received, |_| Ok(JsonResponse::from(router::routes())))
                .map(|response| json_response(&response)),
            Action::PriceMap => Ok(json_text_response(StatusCode::OK, price_map::to_json())),
            Action::Stop => {
                let body = json!({ "status": "stopping", "unused_faults": self.faults.unused() });
                let response = self.handle(&route, path, &received, |_| Ok(JsonResponse::from(body)))?;
                self.stop.notify_one();
                Ok(json_response(&response))
            }
            Action::Model(endpoint) => chat::respond(&self.state, endpoint, received, &path).await,
        }
    }

    /// Reads the body of a request, if its endpoint takes one and its key exists.
    async fn read_body(&self, route: &Route, parts: &Parts, body: &mut Incoming) -> Result<ReceivedBody, Refusal> {
        if !route.takes_body() || body.is_end_stream() {
            return Ok(ReceivedBody::default());
        }
        let needs_key = route.access != Access::Anyone;
        if needs_key {
            let (config, now) = (&self.state.config, self.state.clock.now());
            caller::authenticate(&self.state.store, config, &parts.headers, now)?;
        }
        self.bodies.read(body, needs_key).await
    }

    /// Admits the caller, validates the fields, and runs the handler, all in one transaction.
    fn handle<T>(
        &self,
        route: &Route,
        path: JsonObject,
        received: &ReceivedRequest,
        handler: impl FnOnce(RequestContext<'_>) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let config = &self.state.config;
        self.state.store.transaction(|tables| {
            let caller = if route.access == Access::Anyone {
                Caller::anonymous()
            } else {
                let caller = caller::identify(tables, config, &received.headers, received.now)?;
                admission::admit(&caller, route.access, route.changes(), &received.path)?;
                caller
            };
            let query = fields::parse_query(&received.query, route.query)?;
            let body = match &received.body {
                _ if route.body.is_empty() => JsonObject::default(),
                None => {
                    let missing = json!({ "type": "missing", "loc": ["body"], "msg": "Field required" });
                    return Err(Refusal::Invalid(vec![missing]));
                }
                Some(body) => fields::parse_body(body, route.body)?,
            };
            let changed_by = received.headers.get("litellm-changed-by").and_then(|value| value.to_str().ok());
            let (now, clock) = (received.now, &self.state.clock);
            handler(RequestContext { tables, config, caller: &caller, path, query, body, now, clock, changed_by })
        })
    }
}

/// Parses the body; like LiteLLM, refuses invalid JSON before it checks what the key may do.
fn parse_json(bytes: &Bytes, action: Action) -> Result<Option<Value>, Refusal> {
    if bytes.is_empty() {
        return Ok(None);
    }
    let invalid = |reason: &str| {
        let (kind, param) = ("invalid_request_error", Some("request_body"));
        Refusal::error(StatusCode::BAD_REQUEST, kind, param, format!("Invalid JSON payload: {reason}"))
    };
    let is_for_model = matches!(action, Action::Model(_));
    let parsed = serde_json::from_slice(bytes).map_err(|error| {
        if is_for_model {
            return invalid(&error.to_string());
        }
        let error = json!({ "type": "json_invalid", "loc": ["body", error.column().saturating_sub(1)], "msg": "JSON decode error" });
        Refusal::Invalid(vec![error])
    })?;
    match parsed {
        Value::Object(_) => Ok(Some(parsed)),
        _ if is_for_model => Err(invalid("expected an object")),
        _ => Ok(Some(parsed)),
    }
}

/// Returns the fields of a form; a body of another type has none.
fn parse_form(headers: &HeaderMap, bytes: &Bytes) -> Value {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.starts_with(FORM) {
        return json!({});
    }
    form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), Value::from(value))).collect()
}

/// A request that is recorded when it ends, also where the client hangs up before there is a response.
struct Recorded<'a> {
    server: &'a Server,
    recording: Option<Recording>,
    method: Method,
    uri: Uri,
    /// `None` if there was no response.
    status: Option<u16>,
}

impl<'a> Recorded<'a> {
    fn new(server: &'a Server, request: &Parts) -> Self {
        let recording = server.recorder.is_on().then(|| Recording::of(&request.headers, &request.uri));
        Self { server, recording, method: request.method.clone(), uri: request.uri.clone(), status: None }
    }
}

impl Drop for Recorded<'_> {
    fn drop(&mut self) {
        if let Some(recording) = self.recording.take() {
            let now = self.server.state.clock.now();
            self.server.recorder.record(recording.finish(now, &self.method, &self.uri, self.status));
        }
    }
}
