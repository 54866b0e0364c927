//! HTTP: connections, requests read and answers written. What is said is decided elsewhere.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use bytes::Bytes;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::Setup;
use super::answer::{Answer, Refusal};
use super::api::login::{Logins, Reply, Visit};
use super::caller::{self, Caller, Who};
use super::chat::{self, Models};
use super::faults::{self, Faults};
use super::fields;
use super::record::Record;
use super::routes::{Action, Asked, FORM, Route, Routes};
use super::row::Row;
use super::rules::budgets;
use super::settings::Settings;
use super::store::Store;

/// Larger bodies are refused.
const LARGEST_BODY: usize = 32 << 20;
/// How long requests that are under way may take when it ends.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

pub(super) type Body = UnsyncBoxBody<Bytes, Infallible>;

/// What all requests share.
pub(super) struct State {
    pub(super) store: Store,
    pub(super) settings: Settings,
    pub(super) models: Models,
    logins: Logins,
    faults: Faults,
    record: Option<Record>,
    /// Asked to end.
    stop: Notify,
    routes: Routes,
}

impl State {
    /// Listens at an address.
    pub(super) fn new(store: Store, setup: Setup, address: IpAddr) -> Result<Self> {
        let Setup { settings, faults, record, .. } = setup;
        let faults = Faults::new(faults);
        store
            .transaction(|tables| budgets::add_up(tables, &settings, Timestamp::now()))
            .map_err(|refusal| anyhow::anyhow!("cannot begin to count: {refusal:?}"))?;
        Ok(Self {
            store,
            settings,
            models: Models::default(),
            logins: Logins::new(address.is_loopback()),
            faults,
            record,
            stop: Notify::new(),
            routes: Routes::new()?,
        })
    }
}

pub(super) async fn serve(listener: TcpListener, state: Arc<State>, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            () = state.stop.notified() => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // Out of file handles, say: those that end make room.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let state = Arc::clone(&state);
        let service = service_fn(move |request| {
            let state = Arc::clone(&state);
            async move { answer(&state, request).await }
        });
        let connection = http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // A client that goes away in the middle is its own business.
            let _ = connection.await;
        });
    }
    drop(listener);
    let _ = tokio::time::timeout(LAST_REQUESTS, graceful.shutdown()).await;
}

/// A request that has been read.
pub(super) struct Received {
    pub(super) headers: HeaderMap,
    pub(super) path: String,
    pub(super) query: Vec<(String, String)>,
    /// The body as JSON; an empty one is none.
    pub(super) body: Option<Value>,
    pub(super) now: Timestamp,
}

/// Answers a request, unless a fault has it lost.
async fn answer(state: &Arc<State>, request: Request<Incoming>) -> Result<Response<Body>, io::Error> {
    let method = request.method().clone();
    let uri = request.uri().clone();
    let fault = state.faults.next(&method, uri.path());
    let mut body = None;
    let response = if let Some(faults::Kind::Status(status)) = fault {
        json_response(&faults::answer(status))
    } else {
        let response = answered(state, request, &mut body).await;
        response.unwrap_or_else(|refusal| json_response(&refusal.into()))
    };
    if let Some(faults::Kind::Late(delay)) = fault {
        tokio::time::sleep(delay).await;
    }
    let is_lost = fault == Some(faults::Kind::Drop);
    if let Some(record) = &state.record {
        let status = (!is_lost).then(|| response.status().as_u16());
        record.write(method.as_str(), &uri.to_string(), body.as_ref(), status);
    }
    if is_lost { Err(io::Error::other("a fault that was asked for")) } else { Ok(response) }
}

/// Answers a request; its body is left for the record.
async fn answered(
    state: &Arc<State>,
    request: Request<Incoming>,
    told: &mut Option<Value>,
) -> Result<Response<Body>, Refusal> {
    let (parts, body) = request.into_parts();
    let (route, path) = state.routes.find(&parts.method, parts.uri.path())?;
    let sent = if route.takes_body() { read_bytes(body).await? } else { Bytes::new() };
    let body = match route.action {
        Action::Visit(_) => Some(form(&parts.headers, &sent)),
        _ => read_json(&sent, route.action)?,
    };
    if state.record.is_some() {
        told.clone_from(&body);
    }
    let query = parts.uri.query().unwrap_or_default();
    let received = Received {
        headers: parts.headers,
        path: parts.uri.path().to_owned(),
        query: form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        body,
        now: Timestamp::now(),
    };
    match route.action {
        Action::Tables(run) => {
            from_tables(state, &route, path, &received, |asked| run(&asked)).map(|answer| json_response(&answer))
        }
        Action::Visit(run) => {
            let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
            let (logins, headers) = (&state.logins, &received.headers);
            let reply = from_tables(state, &route, path, &received, |asked| {
                run(&Visit { asked, logins, headers, target, sent: &sent })
            });
            reply.map(visited)
        }
        Action::Reach(run) => {
            let answer = from_tables(state, &route, path, &received, |asked| run(&asked))?;
            Ok(json_response(&chat::reached(answer, received.body.as_ref()).await))
        }
        Action::Stop => {
            from_tables(state, &route, path, &received, |_| Ok(Answer::from(json!({ "status": "stopping" })))).map(
                |answer| {
                    state.stop.notify_one();
                    json_response(&answer)
                },
            )
        }
        Action::Model(kind) => chat::answer(state, kind, received).await,
    }
}

async fn read_bytes(body: Incoming) -> Result<Bytes, Refusal> {
    let bytes = Limited::new(body, LARGEST_BODY)
        .collect()
        .await
        .map_err(|_| Refusal::detail(StatusCode::PAYLOAD_TOO_LARGE, "the body is cut short, or larger than 32 MiB"))?;
    Ok(bytes.to_bytes())
}

/// The body as JSON; what is none is refused before anything else, as the server does it.
fn read_json(bytes: &Bytes, action: Action) -> Result<Option<Value>, Refusal> {
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

/// The fields of a form; of a body that is none, there are none.
fn form(headers: &HeaderMap, bytes: &Bytes) -> Value {
    let content_type = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !content_type.starts_with(FORM) {
        return json!({});
    }
    form_urlencoded::parse(bytes).map(|(name, value)| (name.into_owned(), Value::from(value))).collect()
}

fn from_tables<T>(
    state: &State,
    route: &Route,
    path: Row,
    received: &Received,
    run: impl FnOnce(Asked<'_>) -> Result<T, Refusal>,
) -> Result<T, Refusal> {
    state.store.transaction(|tables| {
        let caller = if route.who == Who::Anyone {
            Caller::nobody()
        } else {
            let caller = caller::identify(tables, &state.settings, &received.headers, received.now)?;
            caller::admit(&caller, route.who, route.changes(), &received.path)?;
            caller
        };
        let query = fields::query(&received.query, route.query)?;
        let body = match &received.body {
            _ if route.body.is_empty() => Row::default(),
            None => {
                return Err(Refusal::Invalid(vec![
                    json!({ "type": "missing", "loc": ["body"], "msg": "Field required" }),
                ]));
            }
            Some(body) => fields::body(body, route.body)?,
        };
        let changed_by = received.headers.get("litellm-changed-by").and_then(|value| value.to_str().ok());
        let now = received.now;
        run(Asked { tables, settings: &state.settings, caller: &caller, path, query, body, now, changed_by })
    })
}

/// An answer in JSON.
pub(super) fn json_response(answer: &Answer) -> Response<Body> {
    let text = serde_json::to_vec(&answer.body).unwrap_or_default();
    let mut response = Response::new(whole(text));
    *response.status_mut() = answer.status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    add_headers(response.headers_mut(), &answer.headers);
    response
}

/// Adds headers, save what no header can hold.
pub(super) fn add_headers(headers: &mut HeaderMap, added: &[(String, String)]) {
    for (name, value) in added {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
}

/// An answer to a browser.
fn visited(reply: Reply) -> Response<Body> {
    let mut response = Response::new(whole(reply.body));
    *response.status_mut() = reply.status;
    for (name, value) in reply.headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            // Cookies stand in a header each.
            response.headers_mut().append(HeaderName::from_static(name), value);
        }
    }
    response
}

/// A body that is there at once.
pub(super) fn whole(bytes: impl Into<Bytes>) -> Body {
    Full::new(bytes.into()).boxed_unsync()
}
