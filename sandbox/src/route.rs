//! The vocabulary of the endpoints: a [`Route`] states its method, path, access and fields, and names its handler.
//!
//! The handlers are in `api`; the router reads their table.

use std::sync::Arc;

use bytes::Bytes;
use hyper::Method;
use hyper::header::HeaderMap;
use jiff::Timestamp;

use super::caller::Caller;
use super::clock::Clock;
use super::config::Config;
use super::fields::Field;
use super::http::JsonItems;
use super::logins::Logins;
use super::object::JsonObject;
use super::response::{BrowserResult, HandlerResult, Refusal};
use super::store::Tables;

/// An endpoint.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    pub(super) method: Verb,
    /// The path; `{name}` matches one segment, `{*name}` the rest.
    pub(super) path: &'static str,
    pub(super) access: Access,
    pub(super) query: &'static [Field],
    pub(super) body: &'static [Field],
    pub(super) action: Action,
}

/// The HTTP methods in use; unlike [`Method`], usable in constants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

/// The callers an endpoint admits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// Everybody, without a key.
    Anyone,
    /// Callers with any key; the endpoint itself limits what they see.
    AnyKey,
    /// Users who manage keys of their own, and admins.
    Users,
    /// As `Users`, and users who can only view.
    Readers,
    /// Admins; view-only admins where nothing is changed.
    Admins,
}

/// How an endpoint computes its response.
#[derive(Debug, Clone, Copy)]
pub(super) enum Action {
    /// Runs the handler in one database transaction.
    Handle(fn(&RequestContext<'_>) -> HandlerResult),
    /// As `Handle`, for a document that is written while it is sent.
    List(fn(&RequestContext<'_>) -> Result<JsonItems, Refusal>),
    /// As `Handle`, for a browser: the body is a form and the handler can use the pending logins.
    Browse(fn(&BrowserRequest<'_>) -> BrowserResult),
    /// Runs a model; a path with `{model}` names it.
    Model(ModelEndpoint),
    /// As `Handle`, then checks that the upstream server named in the body is reachable.
    CheckConnection(fn(&RequestContext<'_>) -> HandlerResult),
    /// Runs the handler, then calls the upstream servers of the deployments that it returns, and records the results.
    CheckHealth(fn(&RequestContext<'_>) -> Result<HealthCheck, Refusal>),
    /// Counts the requests in flight.
    Backlog,
    /// Returns the OpenAPI document of all endpoints.
    OpenApi,
    /// Returns the paths of all endpoints.
    Routes,
    /// Returns the price map.
    PriceMap,
    /// Stops the sandbox.
    Stop,
}

/// Deployments to call, to see whether they respond.
#[derive(Debug)]
pub(super) struct HealthCheck {
    /// The name that the request gave.
    pub(super) model: Option<String>,
    /// Whether the request gave an id.
    pub(super) by_id: bool,
    pub(super) deployments: Vec<Arc<JsonObject>>,
    /// The user who requested it.
    pub(super) caller: String,
}

/// The endpoints that run a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ModelEndpoint {
    Chat,
    Embeddings,
    Completions,
    /// OpenAI's `/v1/responses`.
    Responses,
    /// Anthropic's `/v1/messages`.
    Messages,
    Images,
    ImageEdits,
    Moderations,
    Rerank,
    Speech,
    Transcriptions,
}

impl ModelEndpoint {
    /// Returns whether its requests are forms, which can have files.
    pub(super) fn takes_form(self) -> bool {
        matches!(self, Self::ImageEdits | Self::Transcriptions)
    }
}

/// A validated request and the state its handler works on.
pub(super) struct RequestContext<'a> {
    pub(super) tables: &'a Tables<'a>,
    pub(super) config: &'a Config,
    pub(super) caller: &'a Caller,
    /// The named segments of the path.
    pub(super) path: JsonObject,
    pub(super) query: JsonObject,
    pub(super) body: JsonObject,
    /// When the request was received.
    pub(super) now: Timestamp,
    /// For the endpoints that move the time.
    pub(super) clock: &'a Clock,
    /// The `litellm-changed-by` header.
    pub(super) changed_by: Option<&'a str>,
}

/// A request from a browser or an OAuth client.
pub(super) struct BrowserRequest<'a> {
    /// The request; its body holds the fields of the form.
    pub(super) request: RequestContext<'a>,
    pub(super) logins: &'a Logins,
    pub(super) headers: &'a HeaderMap,
    /// The path and query as received.
    pub(super) target: &'a str,
    /// The body as received.
    pub(super) raw_body: &'a Bytes,
}

impl RequestContext<'_> {
    /// Returns a named segment of the path.
    pub(super) fn segment(&self, name: &str) -> &str {
        self.path.get_str(name).unwrap_or_default()
    }

    /// Returns the user that `created_by` and `updated_by` record.
    pub(super) fn author(&self) -> &str {
        self.changed_by.or(self.caller.user_id.as_deref()).unwrap_or_default()
    }
}

/// The content type of forms.
pub(super) const FORM: &str = "application/x-www-form-urlencoded";
const NO_FIELDS: &[Field] = &[];

type Handler = fn(&RequestContext<'_>) -> HandlerResult;

pub(super) const fn get(path: &'static str, access: Access, query: &'static [Field], handler: Handler) -> Route {
    Route { method: Verb::Get, path, access, query, body: NO_FIELDS, action: Action::Handle(handler) }
}

pub(super) const fn list(
    path: &'static str,
    access: Access,
    query: &'static [Field],
    handler: fn(&RequestContext<'_>) -> Result<JsonItems, Refusal>,
) -> Route {
    Route { method: Verb::Get, path, access, query, body: NO_FIELDS, action: Action::List(handler) }
}

pub(super) const fn post(path: &'static str, access: Access, body: &'static [Field], handler: Handler) -> Route {
    Route { method: Verb::Post, path, access, query: NO_FIELDS, body, action: Action::Handle(handler) }
}

pub(super) const fn put(path: &'static str, access: Access, body: &'static [Field], handler: Handler) -> Route {
    Route { method: Verb::Put, path, access, query: NO_FIELDS, body, action: Action::Handle(handler) }
}

pub(super) const fn patch(path: &'static str, access: Access, body: &'static [Field], handler: Handler) -> Route {
    Route { method: Verb::Patch, path, access, query: NO_FIELDS, body, action: Action::Handle(handler) }
}

pub(super) const fn delete(path: &'static str, access: Access, body: &'static [Field], handler: Handler) -> Route {
    Route { method: Verb::Delete, path, access, query: NO_FIELDS, body, action: Action::Handle(handler) }
}

pub(super) const fn browse(
    method: Verb,
    path: &'static str,
    query: &'static [Field],
    body: &'static [Field],
    handler: fn(&BrowserRequest<'_>) -> BrowserResult,
) -> Route {
    Route { method, path, access: Access::Anyone, query, body, action: Action::Browse(handler) }
}

pub(super) const fn model(path: &'static str, endpoint: ModelEndpoint) -> Route {
    let action = Action::Model(endpoint);
    Route { method: Verb::Post, path, access: Access::AnyKey, query: NO_FIELDS, body: NO_FIELDS, action }
}

impl Route {
    /// Returns whether the endpoint changes anything.
    pub(super) fn changes(&self) -> bool {
        self.method != Verb::Get
    }

    /// Returns whether the endpoint is part of a login in a browser.
    pub(super) fn is_for_browsers(&self) -> bool {
        matches!(self.action, Action::Browse(_))
    }

    /// Returns whether the endpoint reads a body.
    pub(super) fn takes_body(&self) -> bool {
        self.method != Verb::Get
    }
}

impl Verb {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
        }
    }

    pub(super) fn from_method(method: &Method) -> Option<Self> {
        match method.as_str() {
            // HEAD is none of them: LiteLLM's endpoints respond 405 to it.
            "GET" => Some(Self::Get),
            "POST" => Some(Self::Post),
            "PUT" => Some(Self::Put),
            "PATCH" => Some(Self::Patch),
            "DELETE" => Some(Self::Delete),
            _ => None,
        }
    }
}
