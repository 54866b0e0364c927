//! The HTTP server: accepts connections, reads requests, calls the endpoint and records the request.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderMap};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::caller::{self, Caller};
use super::chat;
use super::error::Error;
use super::faults::{self, FaultEffect, Faults};
use super::fields;
use super::http::{Body, ReceivedRequest, browser_response, json_response};
use super::logins::Logins;
use super::object::JsonObject;
use super::recorder::{Recorder, Recording};
use super::response::{JsonResponse, Refusal};
use super::route::{Access, Action, BrowserRequest, FORM, RequestContext, Route};
use super::router::{self, Router};
use super::rules::{admission, budgets};
use super::state::State;

/// Larger bodies are refused.
const MAX_BODY: usize = 32 << 20;
/// How long a graceful stop waits for requests in flight.
const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(5);

/// A sandbox without its listener.
pub(super) struct Server {
    state: Arc<State>,
    logins: Logins,
    pub(super) faults: Faults,
    pub(super) recorder: Recorder,
    router: Router,
    /// Notified by `POST /sandbox/stop`.
    stop: Notify,
}

impl Server {
    pub(super) fn new(state: State, faults: Faults, recorder: Recorder, address: IpAddr) -> Result<Self, Error> {
        let router = Router::new().map_err(|error| Error::Internal(error.to_string()))?;
        state
            .store
            .transaction(|tables| budgets::start_server_total(tables, &state.config, state.clock.now()))
            .map_err(|refusal| Error::Internal(format!("{refusal:?}")))?;
        let logins = Logins::new(address.is_loopback());
        Ok(Self { state: Arc::new(state), logins, faults, recorder, router, stop: Notify::new() })
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
                async move { server.respond(request).await }
            });
            let connection =
                http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
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
        let method = request.method().clone();
        let uri = request.uri().clone();
        let fault = self.faults.next(&method, uri.path());
        let mut recording = self.recorder.is_on().then(|| Recording::of(request.headers(), &uri));
        let response = if let Some(FaultEffect::Status(status)) = fault {
            json_response(&faults::response(status))
        } else {
            let response = self.dispatch(request, recording.as_mut()).await;
            response.unwrap_or_else(|refusal| json_response(&refusal.into()))
        };
        if let Some(FaultEffect::Delay(delay)) = fault {
            tokio::time::sleep(delay).await;
        }
        let is_dropped = fault == Some(FaultEffect::Drop);
        if let Some(recording) = recording {
            let status = (!is_dropped).then(|| response.status().as_u16());
            self.recorder.record(recording.finish(self.state.clock.now(), &method, &uri, status));
        }
        if is_dropped { Err(io::Error::other("an injected fault")) } else { Ok(response) }
    }

    /// Calls the endpoint of a request; passes the body to the recorder.
    async fn dispatch(
        &self,
        request: Request<Incoming>,
        recording: Option<&mut Recording>,
    ) -> Result<Response<Body>, Refusal> {
        let (parts, body) = request.into_parts();
        let (route, path) = self.router.find(&parts.method, parts.uri.path())?;
        let raw_body = if route.takes_body() { read_bytes(body).await? } else { Bytes::new() };
        let body = match route.action {
            Action::Browse(_) => Some(parse_form(&parts.headers, &raw_body)),
            _ => parse_json(&raw_body, route.action)?,
        };
        if let Some(recording) = recording {
            let is_form = matches!(route.action, Action::Browse(_));
            recording.read_body(&raw_body, is_form.then_some(body.as_ref()).flatten());
        }
        let query = parts.uri.query().unwrap_or_default();
        let received = ReceivedRequest {
            headers: parts.headers,
            path: parts.uri.path().to_owned(),
            query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            body,
            now: self.state.clock.now(),
        };
        match route.action {
            Action::Handle(handler) => self
                .handle(&route, path, &received, |request| handler(&request))
                .map(|response| json_response(&response)),
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
            Action::OpenApi => Ok(json_response(&JsonResponse::from(router::openapi()))),
            Action::Stop => {
                let body = json!({ "status": "stopping" });
                let response = self.handle(&route, path, &received, |_| Ok(JsonResponse::from(body)))?;
                self.stop.notify_one();
                Ok(json_response(&response))
            }
            Action::Model(endpoint) => chat::respond(&self.state, endpoint, received).await,
        }
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
            let now = received.now;
            handler(RequestContext { tables, config, caller: &caller, path, query, body, now, changed_by })
        })
    }
}

async fn read_bytes(body: Incoming) -> Result<Bytes, Refusal> {
    let bytes = Limited::new(body, MAX_BODY)
        .collect()
        .await
        .map_err(|_| Refusal::detail(StatusCode::PAYLOAD_TOO_LARGE, "the body is incomplete, or larger than 32 MiB"))?;
    Ok(bytes.to_bytes())
}

/// Parses the body; like LiteLLM, refuses invalid JSON before it checks the key.
fn parse_json(bytes: &Bytes, action: Action) -> Result<Option<Value>, Refusal> {
    if bytes.is_empty() {
        return Ok(None);
    }
    serde_json::from_slice(bytes).map(Some).map_err(|error| {
        if matches!(action, Action::Model(_)) {
            let (kind, param) = ("invalid_request_error", Some("request_body"));
            return Refusal::error(StatusCode::BAD_REQUEST, kind, param, format!("Invalid JSON payload: {error}"));
        }
        let error = json!({ "type": "json_invalid", "loc": ["body", error.column().saturating_sub(1)], "msg": "JSON decode error" });
        Refusal::Invalid(vec![error])
    })
}

/// Returns the fields of a form; a body of another type has none.
fn parse_form(headers: &HeaderMap, bytes: &Bytes) -> Value {
    let content_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !content_type.starts_with(FORM) {
        return json!({});
    }
    form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), Value::from(value))).collect()
}
