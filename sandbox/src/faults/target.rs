//! The requests that a fault is for. They are told apart by endpoint, so that all spellings of its path count as one.

use std::borrow::Cow;
use std::fmt;

use hyper::Method;

use super::did_you_mean;
use crate::api;
use crate::route::{Action, ModelEndpoint, Route};
use crate::router;

/// The endpoints that run a model, by the names that faults have for them.
const MODEL_ENDPOINTS: [(&str, ModelEndpoint); 11] = [
    ("chat", ModelEndpoint::Chat),
    ("completions", ModelEndpoint::Completions),
    ("embeddings", ModelEndpoint::Embeddings),
    ("responses", ModelEndpoint::Responses),
    ("messages", ModelEndpoint::Messages),
    ("images", ModelEndpoint::Images),
    ("image_edits", ModelEndpoint::ImageEdits),
    ("moderations", ModelEndpoint::Moderations),
    ("rerank", ModelEndpoint::Rerank),
    ("speech", ModelEndpoint::Speech),
    ("transcriptions", ModelEndpoint::Transcriptions),
];
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
/// Other spellings of the same path.
const SAME: [(&str, &str); 1] = [("/health/liveness", "/health/liveliness")];

/// The requests that a fault is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// As it was written.
    text: String,
    /// `None` matches any method.
    method: Option<Method>,
    endpoints: Endpoints,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Endpoints {
    Model(ModelEndpoint),
    /// A path; `{}` stands for any segment.
    Path(String),
    Prefix(String),
}

/// A request as faults see it.
pub(super) struct Request<'a> {
    method: &'a Method,
    model: Option<ModelEndpoint>,
    /// All spellings of its path.
    paths: Vec<Cow<'a, str>>,
}

impl<'a> Request<'a> {
    pub(super) fn new(method: &'a Method, path: &'a str, route: Option<&Route>) -> Self {
        let path = path.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(path);
        let mut paths = vec![Cow::Borrowed(path)];
        let Some(route) = route else { return Self { method, model: None, paths } };
        let model = model_endpoint(route);
        if let Some(endpoint) = model {
            paths.extend(paths_of(endpoint).map(|path| Cow::Owned(without_names(path))));
        } else {
            paths.push(without_names(route.path).into());
            for other in spellings(route) {
                paths.push(without_names(&other).into());
                // The same with what stands in place of the names.
                paths.extend(respelled(path, route.path, &other).map(Cow::Owned));
            }
        }
        Self { method, model, paths }
    }
}

impl Target {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (method, path) = match text.split_once(char::is_whitespace) {
            Some((method, path)) => (method.trim(), path.trim()),
            None if METHODS.contains(&text.to_ascii_uppercase().as_str()) => {
                return Err(format!("'{text}': the path is missing"));
            }
            None => ("*", text),
        };
        let name = method.to_ascii_uppercase();
        if name != "*" && !METHODS.contains(&name.as_str()) {
            return Err(format!("'{method}' is not a method{}", did_you_mean(&name, METHODS.into_iter())));
        }
        let method = Method::from_bytes(name.as_bytes()).ok().filter(|_| name != "*");
        let endpoints = Endpoints::parse(path)?;
        endpoints.check_method(path, method.as_ref())?;
        Ok(Self { text: text.to_owned(), method, endpoints })
    }

    pub(super) fn matches(&self, request: &Request<'_>) -> bool {
        if self.method.as_ref().is_some_and(|expected| expected != request.method) {
            return false;
        }
        match &self.endpoints {
            Endpoints::Model(endpoint) => request.model == Some(*endpoint),
            Endpoints::Path(own) => request.paths.iter().any(|path| is_same(own, path)),
            Endpoints::Prefix(prefix) => request.paths.iter().any(|path| path.starts_with(prefix)),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Endpoints {
    fn parse(path: &str) -> Result<Self, String> {
        if let Some((_, endpoint)) = MODEL_ENDPOINTS.iter().find(|(name, _)| *name == path) {
            return Ok(Self::Model(*endpoint));
        }
        if path == "*" {
            return Ok(Self::Prefix("/".to_owned()));
        }
        if !path.starts_with('/') {
            let hint = did_you_mean(path, MODEL_ENDPOINTS.iter().map(|(name, _)| *name));
            return Err(format!("'{path}' is not an endpoint{hint}"));
        }
        if let Some(prefix) = path.strip_suffix('*') {
            let prefix = without_names(prefix);
            // A path that begins with a name could begin with anything.
            let begins = |known: &str| !known.starts_with("/{") && could_begin(&prefix, known);
            if routes().any(|route| begins(route.path)) || router::litellm_paths().any(begins) {
                return Ok(Self::Prefix(prefix));
            }
            return Err(format!("no endpoint begins with {prefix}"));
        }
        let path = path.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(path);
        let own = without_names(path);
        let mut same = routes().filter(|route| is_same(&without_names(route.path), &own)).peekable();
        if same.peek().is_some() {
            // Such as `/chat/completions`; a path that names a model stands for the endpoint too.
            return Ok(same.find_map(model_endpoint).map_or(Self::Path(own), Self::Model));
        }
        if router::litellm_methods(path).next().is_some() {
            return Ok(Self::Path(own));
        }
        let hint = did_you_mean(path, routes().map(|route| route.path));
        Err(format!("there is no endpoint {path}{hint}"))
    }

    /// Refuses a method that neither the sandbox nor LiteLLM has for the endpoint.
    fn check_method(&self, path: &str, method: Option<&Method>) -> Result<(), String> {
        let Some(method) = method.filter(|method| !matches!(**method, Method::HEAD | Method::OPTIONS)) else {
            return Ok(());
        };
        let is_own = |route: &&Route| match self {
            Self::Model(endpoint) => model_endpoint(route) == Some(*endpoint),
            Self::Path(own) => is_same(&without_names(route.path), own),
            Self::Prefix(_) => false,
        };
        let mut methods: Vec<String> =
            routes().filter(is_own).map(|route| route.method.name().to_ascii_uppercase()).collect();
        if matches!(self, Self::Path(_)) {
            methods.extend(router::litellm_methods(path).map(str::to_owned));
        }
        methods.sort_unstable();
        methods.dedup();
        if methods.is_empty() || methods.iter().any(|known| known == method.as_str()) {
            return Ok(());
        }
        Err(format!("{path} has no {method}; it has {}", methods.join(" and ")))
    }
}

fn routes() -> impl Iterator<Item = &'static Route> {
    api::ROUTES.iter().copied().flatten()
}

fn model_endpoint(route: &Route) -> Option<ModelEndpoint> {
    match route.action {
        Action::Model(endpoint) => Some(endpoint),
        _ => None,
    }
}

fn paths_of(endpoint: ModelEndpoint) -> impl Iterator<Item = &'static str> {
    routes().filter(move |route| model_endpoint(route) == Some(endpoint)).map(|route| route.path)
}

/// Returns the other paths under which an endpoint is found: with or without `/v1`.
fn spellings(route: &Route) -> impl Iterator<Item = String> {
    let with = format!("/v1{}", route.path);
    let without = route.path.strip_prefix("/v1").map(str::to_owned);
    let same = SAME.iter().find_map(|(one, other)| match route.path {
        path if path == *one => Some((*other).to_owned()),
        path if path == *other => Some((*one).to_owned()),
        _ => None,
    });
    let method = route.method;
    let exists = move |path: &String| routes().any(|route| route.path == path && route.method == method);
    [Some(with), without, same].into_iter().flatten().filter(exists)
}

/// Returns a request's path in another spelling of its endpoint.
fn respelled(path: &str, pattern: &str, other: &str) -> Option<String> {
    match other.strip_suffix(pattern) {
        Some(prefix) => Some(format!("{prefix}{path}")),
        None => path.strip_prefix(pattern.strip_suffix(other)?).map(str::to_owned),
    }
}

/// Replaces `{name}` by `{}`.
fn without_names(path: &str) -> String {
    let segment = |segment: &str| match segment {
        name if name.starts_with('{') && name.ends_with('}') => "{}".to_owned(),
        other => other.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// Returns whether a path is one of a pattern, in which `{}` stands for a segment.
fn is_same(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut segments) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), segments.next()) {
            (None, None) => return true,
            (Some(pattern), Some(segment)) if pattern == segment || pattern == "{}" => {}
            _ => return false,
        }
    }
}

/// Returns whether paths of an endpoint can begin with a prefix.
fn could_begin(prefix: &str, pattern: &str) -> bool {
    let mut patterns = pattern.split('/');
    let mut segments = prefix.split('/').peekable();
    while let Some(segment) = segments.next() {
        let Some(pattern) = patterns.next() else { return false };
        let is_last = segments.peek().is_none();
        let fits = pattern.starts_with('{') || segment == pattern || is_last && pattern.starts_with(segment);
        if !fits {
            return false;
        }
    }
    true
}
