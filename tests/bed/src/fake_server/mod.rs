//! One fake server for all tests: routes, faults and TLS on threads of its own, so that a test of a command is a plain
//! function. A test awaits nothing; it sets up the server, runs the command, and compares the recorded requests.

mod connection;
mod request;
mod respond;
mod response;
mod tls;

use std::collections::BTreeMap;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::panic::resume_unwind;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread::JoinHandle;
use std::time::Duration;

use rustls::ServerConfig;
use serde_json::Value;

pub use request::{FakeRequest, Headers, request, request_with};
pub use respond::{Respond, Sequence, in_turn};
pub use response::{FakeResponse, Feed, json_response};

use respond::Route;

/// The longest wait for an event before the test fails.
const PATIENCE: Duration = Duration::from_secs(60);
const NO_PANIC: &str = "nothing panics while it holds the lock";

/// A running server. Dropping it closes all connections and repeats the panic of a responder, if there was one.
pub struct FakeServer {
    scheme: &'static str,
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    routes: Mutex<Vec<(Matcher, Arc<dyn Respond>)>>,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    is_ending: bool,
    requests: Vec<FakeRequest>,
    connections: usize,
    /// How many connections were closed by the client.
    closed: usize,
    /// The open connections, to be shut down with the server.
    open: BTreeMap<usize, TcpStream>,
    feeds: Vec<Feed>,
    threads: Vec<JoinHandle<()>>,
}

type Predicate = Box<dyn Fn(&FakeRequest) -> bool + Send + Sync>;

enum Matcher {
    Route(Route),
    Predicate(Predicate),
}

impl Default for FakeServer {
    fn default() -> Self {
        Self::new()
    }
}

impl FakeServer {
    /// A server without routes: every request gets 404.
    pub fn new() -> Self {
        Self::start("http", None)
    }

    /// A server that gives every request this response.
    pub fn always(response: impl Respond) -> Self {
        Self::new().on("*", response)
    }

    /// A server that gives every request status 200 and this JSON.
    pub fn always_json(body: Value) -> Self {
        Self::always(json_response(body))
    }

    /// A server that keeps every field of a write: it responds with the fields of `response` and those of the request.
    pub fn echoing(response: &Value) -> Self {
        let response = response.clone();
        Self::from_fn(move |request: &FakeRequest| {
            let body = serde_json::from_slice(&request.body).unwrap_or_default();
            json_response(with_fields(&response, &body))
        })
    }

    /// A server that computes each response.
    pub fn from_fn(respond: impl Fn(&FakeRequest) -> FakeResponse + Send + Sync + 'static) -> Self {
        Self::always(respond)
    }

    /// A server with these routes; see [`FakeServer::on`].
    pub fn with_routes<const N: usize>(routes: [(&str, FakeResponse); N]) -> Self {
        routes.into_iter().fold(Self::new(), |server, (route, response)| server.on(route, response))
    }

    /// A server that closes the connection after these bytes, whatever they promise.
    pub fn closing_after(bytes: impl Into<Vec<u8>>) -> Self {
        Self::always(FakeResponse::raw(bytes))
    }

    /// A TLS server with a certificate for `name`, and the PEM of the authority that signed it.
    pub fn tls(name: &str) -> (String, Self) {
        let (authority, config) = tls::certificate_for(name);
        (authority, Self::start("https", Some(config)))
    }

    /// A TLS server with a certificate for 127.0.0.1 that expires at the beginning of a day, and the PEM of its authority.
    pub fn tls_until(day: (i32, u8, u8)) -> (String, Self) {
        let (authority, config) = tls::certificate_until(day);
        (authority, Self::start("https", Some(config)))
    }

    /// A TLS server for `name` that requires a client certificate; the PEM of its authority, and the PEM of a certificate of that
    /// authority and its key.
    pub fn mutual_tls(name: &str) -> (String, [String; 2], Self) {
        let (authority, identity, config) = tls::mutual(name);
        (authority, identity, Self::start("https", Some(config)))
    }

    /// A TLS server whose own certificate is that of an authority, valid until a year; and its PEM.
    pub fn tls_self_signed(name: &str, until: i32) -> (String, Self) {
        let (pem, config) = tls::self_signed(name, until);
        (pem, Self::start("https", Some(config)))
    }

    fn start(scheme: &'static str, tls: Option<Arc<ServerConfig>>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::<Shared>::default();
        let accepting = std::thread::spawn({
            let shared = Arc::clone(&shared);
            move || accept(&listener, &shared, tls.as_ref())
        });
        Self { scheme, address, shared, accepting: Some(accepting) }
    }

    /// Adds a route: `[METHOD ]PATH[?NAME=VALUE&…]`. A `*` in the path stands for any characters, a missing method for
    /// every method. The query of a request may hold more than the route's. The first route that fits responds.
    #[must_use]
    pub fn on(self, route: &str, response: impl Respond) -> Self {
        self.add(route, response);
        self
    }

    /// [`FakeServer::on`] for a server that already runs.
    pub fn add(&self, route: &str, response: impl Respond) {
        self.insert(Matcher::Route(Route::parse(route)), response, false);
    }

    /// Adds a route that is tried before all others.
    pub fn add_first(&self, route: &str, response: impl Respond) {
        self.insert(Matcher::Route(Route::parse(route)), response, true);
    }

    /// Adds a route for the requests that fulfil a condition.
    pub fn add_when(&self, condition: impl Fn(&FakeRequest) -> bool + Send + Sync + 'static, response: impl Respond) {
        self.insert(Matcher::Predicate(Box::new(condition)), response, false);
    }

    fn insert(&self, matcher: Matcher, response: impl Respond, is_first: bool) {
        let mut routes = self.shared.routes.lock().expect(NO_PANIC);
        let at = if is_first { 0 } else { routes.len() };
        routes.insert(at, (matcher, Arc::new(response)));
    }

    /// Removes all routes and forgets the requests so far.
    pub fn reset(&self) {
        self.shared.routes.lock().expect(NO_PANIC).clear();
        self.shared.state().requests.clear();
    }

    /// The base URL, without a slash at its end.
    pub fn uri(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// The host and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The requests so far, in order of arrival.
    pub fn received(&self) -> Vec<FakeRequest> {
        self.shared.state().requests.clone()
    }

    /// The requests so far as [`FakeRequest::line_and_body`], to be compared with [`request`] and [`request_with`].
    /// Checks that each carried [`crate::KEY`] and that a body was declared as JSON.
    #[track_caller]
    pub fn requests(&self) -> Vec<(String, Value)> {
        let received = self.received();
        for request in &received {
            assert_eq!(request.header("authorization"), Some(&*format!("Bearer {}", crate::KEY)), "{request:?}");
            let content_type = (!request.body.is_empty()).then_some("application/json");
            assert_eq!(request.header("content-type"), content_type, "{request:?}");
        }
        received.iter().map(FakeRequest::line_and_body).collect()
    }

    /// How many connections were accepted.
    pub fn connections(&self) -> usize {
        self.shared.state().connections
    }

    /// Waits until this many requests have arrived.
    #[track_caller]
    pub fn wait_for_requests(&self, count: usize) {
        self.wait("requests", |state| state.requests.len() >= count);
    }

    /// Waits until the requests so far fulfil a condition. It is tried at each request and at [`FakeServer::wake`].
    #[track_caller]
    pub fn wait_until(&self, is_met: impl Fn(&[FakeRequest]) -> bool) {
        self.wait("requests", |state| is_met(&state.requests));
    }

    /// Has waiting threads try their conditions again.
    pub fn wake(&self) {
        self.shared.update(|_| {});
    }

    /// Waits until the client has closed this many connections.
    #[track_caller]
    pub fn wait_for_closed(&self, count: usize) {
        self.wait("closed connections", |state| state.closed >= count);
    }

    #[track_caller]
    fn wait(&self, what: &str, is_met: impl Fn(&State) -> bool) {
        let state = self.shared.state();
        let waited = self.shared.changed.wait_timeout_while(state, PATIENCE, |state| !is_met(state));
        let (state, result) = waited.expect(NO_PANIC);
        let (requests, closed) = (state.requests.len(), state.closed);
        drop(state);
        assert!(!result.timed_out(), "waited for {what} in vain: {requests} requests, {closed} closed connections");
    }
}

impl Drop for FakeServer {
    fn drop(&mut self) {
        self.shared.state().is_ending = true;
        // Wakes the thread that waits for a connection.
        drop(TcpStream::connect(self.address));
        let mut results: Vec<_> = self.accepting.take().into_iter().map(JoinHandle::join).collect();
        let threads = {
            let mut state = self.shared.state();
            for stream in state.open.values() {
                // An error means that it is closed already.
                drop(stream.shutdown(std::net::Shutdown::Both));
            }
            state.feeds.iter().for_each(Feed::close);
            std::mem::take(&mut state.threads)
        };
        results.extend(threads.into_iter().map(JoinHandle::join));
        if let Some(panic) = results.into_iter().find_map(Result::err)
            && !std::thread::panicking()
        {
            resume_unwind(panic);
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect(NO_PANIC)
    }

    fn update(&self, change: impl FnOnce(&mut State)) {
        change(&mut self.state());
        self.changed.notify_all();
    }

    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let responder = {
            let routes = self.routes.lock().expect(NO_PANIC);
            let fits = |matcher: &Matcher| match matcher {
                Matcher::Route(route) => route.matches(request),
                Matcher::Predicate(condition) => condition(request),
            };
            routes.iter().find(|(matcher, _)| fits(matcher)).map(|(_, responder)| Arc::clone(responder))
        };
        responder.map_or_else(|| FakeResponse::new(404), |responder| responder.respond(request))
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>, tls: Option<&Arc<ServerConfig>>) {
    for stream in listener.incoming() {
        let stream = stream.expect("a connection");
        let mut state = shared.state();
        if state.is_ending {
            return;
        }
        let id = state.connections;
        state.connections += 1;
        state.open.insert(id, stream.try_clone().expect("a second handle"));
        let (shared, tls) = (Arc::clone(shared), tls.cloned());
        state.threads.push(std::thread::spawn(move || connection::run(id, stream, tls, &shared)));
    }
}

/// Returns an object with the fields of another.
pub fn with_fields(object: &Value, more: &Value) -> Value {
    let mut object = object.clone();
    if let (Some(fields), Some(more)) = (object.as_object_mut(), more.as_object()) {
        fields.extend(more.clone());
    }
    object
}
