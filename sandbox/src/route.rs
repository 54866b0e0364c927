//! What can be asked for: one table, in which each endpoint says its method, its path, who may ask, and what it takes.

use hyper::{Method, StatusCode};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::answer::{Answered, Refusal};
use super::api::login::{Reply, Visit};
use super::caller::{Caller, Who};
use super::fields::{self, Field};
use super::row::Row;
use super::settings::Settings;
use super::store::Tables;
use super::{SERVER_VERSION, api};

/// An endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    pub(super) method: Verb,
    /// With `{name}` for a segment, and `{*name}` for all that is left.
    pub(super) path: &'static str,
    pub(super) who: Who,
    pub(super) query: &'static [Field],
    pub(super) body: &'static [Field],
    pub(super) action: Action,
}

/// The methods in use, as constants can hold them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// How it is answered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Action {
    /// From the tables, in one transaction.
    Tables(fn(&Asked<'_>) -> Answered),
    /// For a browser, from the tables and the logins that are under way. Its body is a form.
    Visit(fn(&Visit<'_>) -> Result<Reply, Refusal>),
    /// By a model.
    Model(Kind),
    /// From the tables, and then by whether the server that the body names can be reached.
    Reach(fn(&Asked<'_>) -> Answered),
    /// The sandbox ends.
    Stop,
}

/// What models are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Chat,
    Embeddings,
    Completions,
}

/// A request, read and checked, and what it can be answered from.
pub(super) struct Asked<'a> {
    pub(super) tables: &'a Tables<'a>,
    pub(super) settings: &'a Settings,
    pub(super) caller: &'a Caller,
    /// The parts of the path that have names.
    pub(super) path: Row,
    pub(super) query: Row,
    pub(super) body: Row,
    pub(super) now: Timestamp,
    /// Who says to be the one that changes something.
    pub(super) changed_by: Option<&'a str>,
}

impl Asked<'_> {
    /// A part of the path.
    pub(super) fn segment(&self, name: &str) -> &str {
        self.path.text(name).unwrap_or_default()
    }

    /// Who is written down as having made or changed something.
    pub(super) fn author(&self) -> &str {
        self.changed_by.or(self.caller.user_id.as_deref()).unwrap_or_default()
    }
}

/// What forms are sent as.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
const NOTHING: &[Field] = &[];

pub(super) const fn get(
    path: &'static str,
    who: Who,
    query: &'static [Field],
    run: fn(&Asked<'_>) -> Answered,
) -> Route {
    Route { method: Verb::Get, path, who, query, body: NOTHING, action: Action::Tables(run) }
}

pub(super) const fn post(
    path: &'static str,
    who: Who,
    body: &'static [Field],
    run: fn(&Asked<'_>) -> Answered,
) -> Route {
    Route { method: Verb::Post, path, who, query: NOTHING, body, action: Action::Tables(run) }
}

pub(super) const fn put(
    path: &'static str,
    who: Who,
    body: &'static [Field],
    run: fn(&Asked<'_>) -> Answered,
) -> Route {
    Route { method: Verb::Put, path, who, query: NOTHING, body, action: Action::Tables(run) }
}

pub(super) const fn patch(
    path: &'static str,
    who: Who,
    body: &'static [Field],
    run: fn(&Asked<'_>) -> Answered,
) -> Route {
    Route { method: Verb::Patch, path, who, query: NOTHING, body, action: Action::Tables(run) }
}

pub(super) const fn delete(
    path: &'static str,
    who: Who,
    body: &'static [Field],
    run: fn(&Asked<'_>) -> Answered,
) -> Route {
    Route { method: Verb::Delete, path, who, query: NOTHING, body, action: Action::Tables(run) }
}

pub(super) const fn visit(
    method: Verb,
    path: &'static str,
    query: &'static [Field],
    body: &'static [Field],
    run: fn(&Visit<'_>) -> Result<Reply, Refusal>,
) -> Route {
    Route { method, path, who: Who::Anyone, query, body, action: Action::Visit(run) }
}

pub(super) const fn model(path: &'static str, kind: Kind) -> Route {
    Route { method: Verb::Post, path, who: Who::AnyKey, query: NOTHING, body: NOTHING, action: Action::Model(kind) }
}

impl Route {
    /// Whether it changes anything.
    pub(super) fn changes(&self) -> bool {
        self.method != Verb::Get
    }

    /// Whether a body is read.
    pub(super) fn takes_body(&self) -> bool {
        self.method != Verb::Get
    }
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
        }
    }

    fn of(method: &Method) -> Option<Self> {
        match method.as_str() {
            // What has a head has a body that is left out.
            "GET" | "HEAD" => Some(Self::Get),
            "POST" => Some(Self::Post),
            "PUT" => Some(Self::Put),
            "PATCH" => Some(Self::Patch),
            "DELETE" => Some(Self::Delete),
            _ => None,
        }
    }
}

/// All endpoints, by path.
pub(super) struct Routes {
    by_path: matchit::Router<Vec<Route>>,
}

impl Routes {
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

    /// The endpoint, and the parts of the path that have names.
    pub(super) fn find(&self, method: &Method, path: &str) -> Result<(Route, Row), Refusal> {
        let trimmed = path.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(path);
        let Ok(found) = self.by_path.at(trimmed) else {
            return Err(Refusal::detail(StatusCode::NOT_FOUND, "Not Found"));
        };
        let Some(route) = found.value.iter().find(|route| Some(route.method) == Verb::of(method)) else {
            return Err(Refusal::detail(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed"));
        };
        let mut names = Row::default();
        for (name, value) in found.params.iter() {
            names.set(name, decoded(value));
        }
        Ok((*route, names))
    }
}

/// A part of a path without its percent signs.
fn decoded(segment: &str) -> String {
    let pair = format!("x={}", segment.replace('+', "%2B"));
    form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// `/openapi.json` of what there is.
pub(super) fn openapi() -> Value {
    let mut paths = Map::new();
    for route in api::ROUTES.iter().copied().flatten() {
        let query = route.query.iter().map(|field| {
            json!({ "name": field.name, "in": "query", "required": field.required, "schema": fields::schema(field) })
        });
        let segments = route.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).map(|name| {
            json!({ "name": name.trim_start_matches('*'), "in": "path", "required": true, "schema": { "type": "string" } })
        });
        let mut operation = Row::of(json!({
            "operationId": format!("{}_{}", route.method.name(), route.path.trim_matches('/').replace(['/', '{', '}', '*'], "_")),
            "parameters": segments.chain(query).collect::<Vec<_>>(),
            "responses": { "200": { "description": "Successful Response", "content": { "application/json": { "schema": {} } } } },
        }));
        if !route.body.is_empty() {
            let properties: Map<String, Value> =
                route.body.iter().map(|field| (field.name.to_owned(), fields::schema(field))).collect();
            let required: Vec<&str> =
                route.body.iter().filter(|field| field.required).map(|field| field.name).collect();
            let schema = json!({ "type": "object", "properties": properties, "required": required });
            let content_type = match route.action {
                Action::Visit(_) => FORM,
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
