//! The router: finds the endpoint of a request in the table of `api`, and describes the table as OpenAPI.

use hyper::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::api;
use super::fields;
use super::object::JsonObject;
use super::response::Refusal;
use super::route::{Action, FORM, Route, Verb};
use super::version::SERVER_VERSION;

/// The paths of LiteLLM, each with its methods, which separate what is missing here from what does not exist.
const LITELLM_PATHS: &str = include_str!("../data/paths.txt");

/// All endpoints, by path.
pub(super) struct Router {
    by_path: matchit::Router<Vec<Route>>,
}

impl Router {
    pub(super) fn new() -> Result<Self, matchit::InsertError> {
        let mut paths: Vec<(&str, Vec<Route>)> = Vec::new();
        for route in api::ROUTES.iter().copied().flatten() {
            match paths.iter_mut().find(|(path, _)| *path == route.path) {
                Some((_, routes)) => routes.push(*route),
                None => paths.push((route.path, vec![*route])),
            }
        }
        let mut by_path = matchit::Router::new();
        for (path, routes) in paths {
            by_path.insert(path, routes)?;
        }
        Ok(Self { by_path })
    }

    /// Returns the endpoint of a request and the named segments of its path.
    pub(super) fn find(&self, method: &Method, path: &str) -> Result<(Route, JsonObject), Refusal> {
        let trimmed = path.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(path);
        let Ok(found) = self.by_path.at(trimmed) else {
            return Err(unknown(method, trimmed).unwrap_or_else(|| Refusal::detail(StatusCode::NOT_FOUND, "Not Found")));
        };
        let Some(route) = found.value.iter().find(|route| Some(route.method) == Verb::from_method(method)) else {
            return Err(unknown(method, trimmed).unwrap_or_else(not_allowed));
        };
        let mut segments = JsonObject::default();
        for (name, value) in found.params.iter() {
            segments.set(name, percent_decoded(value));
        }
        Ok((*route, segments))
    }
}

fn percent_decoded(segment: &str) -> String {
    let pair = format!("x={}", segment.replace('+', "%2B"));
    form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// Returns the body of `/routes`.
pub(super) fn routes() -> Value {
    let route = |route: &Route| {
        let name = route.path.trim_matches('/').replace(['/', '{', '}', '*', '-'], "_");
        json!({ "path": route.path, "methods": [route.method.name().to_uppercase()], "name": name, "endpoint": name })
    };
    json!({ "routes": api::ROUTES.iter().copied().flatten().map(route).collect::<Value>() })
}

fn not_allowed() -> Refusal {
    Refusal::detail(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed")
}

/// Returns the refusal of an endpoint that the sandbox does not have, if LiteLLM has the path.
fn unknown(method: &Method, path: &str) -> Option<Refusal> {
    let methods: Vec<&str> = litellm_methods(path).collect();
    if methods.contains(&method.as_str()) {
        let message =
            format!("LiteLLM has {method} {path}, but the sandbox does not; docs/sandbox.md lists what is missing");
        return Some(Refusal::error(StatusCode::NOT_IMPLEMENTED, "not_implemented", None, message));
    }
    (!methods.is_empty()).then(not_allowed)
}

/// Returns the paths of LiteLLM, each with its methods, separated by commas.
fn litellm_endpoints() -> impl Iterator<Item = (&'static str, &'static str)> {
    LITELLM_PATHS.lines().filter_map(|line| line.split_once(' '))
}

/// Returns the paths of LiteLLM.
pub(super) fn litellm_paths() -> impl Iterator<Item = &'static str> {
    litellm_endpoints().map(|(path, _)| path)
}

/// Returns the methods that LiteLLM has for a path.
pub(super) fn litellm_methods(path: &str) -> impl Iterator<Item = &'static str> {
    litellm_endpoints().filter(move |(pattern, _)| matches(pattern, path)).flat_map(|(_, methods)| methods.split(','))
}

/// Returns whether a path matches a pattern; `{name}` stands for one segment or its beginning, `{*name}` for the rest.
fn matches(pattern: &str, path: &str) -> bool {
    let (mut patterns, mut segments) = (pattern.split('/'), path.split('/'));
    loop {
        match (patterns.next(), segments.next()) {
            (None, None) => return true,
            (Some(pattern), Some(_)) if pattern.starts_with("{*") => return true,
            (Some(pattern), Some(segment)) if pattern == segment || is_named(pattern, segment) => {}
            _ => return false,
        }
    }
}

/// Returns whether a segment is one of `{name}`, or of `{name}` with more behind it.
fn is_named(pattern: &str, segment: &str) -> bool {
    let suffix = pattern.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(_, suffix)| suffix);
    suffix.and_then(|suffix| segment.strip_suffix(suffix)).is_some_and(|name| !name.is_empty())
}

/// Returns the body of `/openapi.json`.
pub(super) fn openapi() -> Value {
    let mut paths = Map::new();
    for route in api::ROUTES.iter().copied().flatten() {
        let query = route.query.iter().map(|field| {
            json!({ "name": field.name, "in": "query", "required": field.required, "schema": fields::schema(field) })
        });
        let segments = route.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).map(|name| {
            json!({ "name": name.trim_start_matches('*'), "in": "path", "required": true, "schema": { "type": "string" } })
        });
        let mut operation = JsonObject::from_json(json!({
            "operationId": format!("{}_{}", route.method.name(), route.path.trim_matches('/').replace(['/', '{', '}', '*'], "_")),
            "parameters": segments.chain(query).collect::<Vec<_>>(),
            "responses": { "200": { "description": "Successful Response", "content": { "application/json": { "schema": {} } } } },
        }));
        if !route.body.is_empty() {
            let schema = fields::object_schema(route.body);
            let content_type = match route.action {
                Action::Browse(_) => FORM,
                _ => "application/json",
            };
            let body = json!({ "required": true, "content": { content_type: { "schema": schema } } });
            operation.set("requestBody", body);
        }
        if let Value::Object(methods) = paths.entry(route.path.replace("{*", "{")).or_insert_with(|| json!({})) {
            methods.insert(route.method.name().to_owned(), operation.into());
        }
    }
    json!({ "openapi": "3.1.0", "info": { "title": "LiteLLM API", "version": SERVER_VERSION }, "paths": paths })
}
