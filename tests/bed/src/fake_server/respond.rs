//! Which route fits a request, and what can respond to it.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::request::FakeRequest;
use super::response::FakeResponse;

/// Responds to requests: a fixed response, a closure, or [`in_turn`].
pub trait Respond: Send + Sync + 'static {
    fn respond(&self, request: &FakeRequest) -> FakeResponse;
}

impl Respond for FakeResponse {
    fn respond(&self, _: &FakeRequest) -> FakeResponse {
        self.clone()
    }
}

impl<F: Fn(&FakeRequest) -> FakeResponse + Send + Sync + 'static> Respond for F {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        self(request)
    }
}

/// One response after the other; the last repeats.
pub struct Sequence {
    responses: Vec<FakeResponse>,
    served: AtomicUsize,
}

/// Responds with each of these once, then with the last again and again.
pub fn in_turn(responses: impl Into<Vec<FakeResponse>>) -> Sequence {
    let responses = responses.into();
    assert!(!responses.is_empty(), "a sequence needs a response");
    Sequence { responses, served: AtomicUsize::new(0) }
}

impl Respond for Sequence {
    fn respond(&self, _: &FakeRequest) -> FakeResponse {
        let number = self.served.fetch_add(1, Ordering::SeqCst);
        self.responses[number.min(self.responses.len() - 1)].clone()
    }
}

/// A parsed route; see [`FakeServer::on`](super::FakeServer::on).
pub(super) struct Route {
    method: Option<String>,
    path: String,
    parameters: Vec<(String, String)>,
}

impl Route {
    pub(super) fn parse(route: &str) -> Self {
        let (method, target) = match route.split_once(' ') {
            Some((method, target)) => (Some(method.to_owned()), target),
            None => (None, route),
        };
        assert!(target.starts_with(['/', '*']), "a route's path begins with a slash or an asterisk: {route}");
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let parameters = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self { method, path: path.to_owned(), parameters }
    }

    pub(super) fn matches(&self, request: &FakeRequest) -> bool {
        let sent = request.query_pairs();
        self.method.as_ref().is_none_or(|method| *method == request.method)
            && fits(&self.path, request.path())
            && self.parameters.iter().all(|parameter| sent.contains(parameter))
    }
}

/// Returns whether a path fits a pattern, in which `*` stands for any characters.
fn fits(pattern: &str, path: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == path };
    let Some(path) = path.strip_prefix(start) else { return false };
    (0..=path.len()).any(|at| path.get(at..).is_some_and(|path| fits(rest, path)))
}
