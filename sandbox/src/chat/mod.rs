//! Model requests: admitted by the rules, run by a deployment of the model or of its fallbacks, and logged with their
//! cost.

mod answer;
mod choice;
mod cost;
mod endpoint;
mod events;
mod failure;
mod health;
mod media;
pub(super) mod messages;
mod mock;
pub(super) mod multipart;
mod relay_format;
mod request_rules;
mod responses;
mod several;
mod spend;
mod upstream;
mod usage;
mod vectors;

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Instant;

use hyper::header::HeaderValue;
use hyper::{Response, StatusCode};
use serde_json::{Value, json};

use self::failure::{Class, Failure};
pub(super) use self::health::check as check_health;
use self::request_rules::Fallback;
use super::caller::{self, Caller};
use super::http::{Body, ReceivedRequest};
use super::object::JsonObject;
use super::providers;
use super::response::{JsonResponse, Refusal};
use super::route::{Access, ModelEndpoint};
use super::rules::deployments::{self, Deployments};
use super::rules::fallbacks::FallbackKind;
use super::rules::grants::Grants;
use super::rules::parties::Parties;
use super::rules::rates::{self, Permit};
use super::rules::{self, access, admission, budget_check, prices};
use super::state::State;
use super::store::{Table, Tables};

/// How often another deployment of the same model is tried.
const MAX_RETRIES: usize = 2;

/// A request that the rules admitted.
#[derive(Debug)]
pub(super) struct AdmittedRequest {
    /// The id in headers and spend logs.
    call_id: String,
    endpoint: ModelEndpoint,
    /// The model group, aliases resolved.
    model: String,
    /// The model name of the response.
    response_model: String,
    /// Whether the response names the model as its provider does, which fallbacks do.
    names_provider: bool,
    started: Instant,
    deployment: JsonObject,
    caller: Caller,
    parties: Parties,
    /// The reserved part of the rate limits; dropping it releases the rest.
    permit: Permit,
    body: JsonObject,
}

/// Connects to the `api_base` of the body, if there is one, and reports a failure in place of the response.
pub(super) async fn check_connection(state: &State, response: JsonResponse, body: Option<&Value>) -> JsonResponse {
    let base = body.and_then(|body| body.pointer("/litellm_params/api_base")?.as_str());
    let is_success = response.body.get("status").and_then(Value::as_str) == Some("success");
    match base.filter(|_| is_success) {
        Some(base) if !upstream::is_reachable(state, base).await => {
            let error = format!("Connection error: cannot reach {base}");
            JsonResponse::from(json!({ "status": "error", "result": { "error": error } }))
        }
        _ => response,
    }
}

/// The result of one deployment.
type DeploymentResult = Result<Response<Body>, DeploymentError>;

/// Why a deployment did not respond.
enum DeploymentError {
    /// It failed; another deployment may be tried with the same request.
    Failed(Box<(Failure, AdmittedRequest)>),
    /// The request is refused.
    Refused(Refusal),
}

impl DeploymentError {
    fn failed(failure: Failure, admitted: AdmittedRequest) -> Self {
        Self::Failed(Box::new((failure, admitted)))
    }
}

impl From<Refusal> for DeploymentError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl AdmittedRequest {
    fn streams(&self) -> bool {
        self.endpoint.can_stream() && self.body.get("stream") == Some(&Value::Bool(true))
    }

    /// Returns whether the client requested the usage of a stream.
    fn wants_usage(&self) -> bool {
        let wants = self.body.get_object("stream_options").and_then(|options| options.get("include_usage"));
        // These formats always report it.
        matches!(self.endpoint, ModelEndpoint::Responses | ModelEndpoint::Messages)
            || wants.and_then(Value::as_bool).unwrap_or_default()
    }
}

/// Runs a model; records a refusal as well as a success. A model that the path names takes precedence over the body's.
pub(super) async fn respond(
    state: &Arc<State>,
    endpoint: ModelEndpoint,
    mut received: ReceivedRequest,
    path: &JsonObject,
) -> Result<Response<Body>, Refusal> {
    let mut named = None;
    if let (Some(model), Value::Object(body)) = (path.get_str("model"), received.body.get_or_insert_with(|| json!({})))
    {
        let of_body = body.insert("model".to_owned(), model.into());
        named = Some(of_body.unwrap_or_default());
    }
    let received = Arc::new(received);
    let result = match several::models(endpoint, &received) {
        Some(models) => several::respond(state, &received, models).await,
        None => match state.store.grouped(|tables| admit(tables, state, endpoint, &received)) {
            Ok((mut admitted, deployments)) => {
                if let Some(of_body) = named {
                    name_response(&mut admitted, &of_body, &deployments);
                }
                run(state, admitted, &deployments, &received).await
            }
            Err(refusal) => Err(refusal),
        },
    };
    match result {
        Ok(response) => Ok(response),
        Err(refusal) => {
            state.store.grouped(|tables| spend::record_refusal(tables, state, &received, endpoint, &refusal))?;
            Err(refusal)
        }
    }
}

/// Names the model in the response where the path names the requested one: the body's name, else the provider's.
fn name_response(admitted: &mut AdmittedRequest, of_body: &Value, deployments: &Deployments) {
    let first = access::serving(deployments, &admitted.model).first().copied();
    let of_provider = || Some(upstream::upstream_model(&deployments::filled_in(first?, &admitted.model)));
    if let Some(name) = of_body.as_str().map(str::to_owned).or_else(of_provider) {
        admitted.response_model = name;
    }
}

/// Runs the model, then its fallbacks until one responds.
async fn run(
    state: &Arc<State>,
    admitted: AdmittedRequest,
    deployments: &Deployments,
    received: &Arc<ReceivedRequest>,
) -> Result<Response<Body>, Refusal> {
    let requested = admitted.model.clone();
    let (first, mut admitted) = match from_group(state, admitted, deployments, received).await {
        Ok(response) => return Ok(response),
        Err(DeploymentError::Refused(refusal)) => return Err(refusal),
        Err(DeploymentError::Failed(failed)) => *failed,
    };
    let failed = admitted.deployment.clone();
    let body = admitted.body.clone();
    let mut tried: Vec<(String, Failure)> = Vec::new();
    for Fallback { model, fields } in fallbacks(state, &admitted, &requested, first.class)? {
        admitted.model.clone_from(&model);
        admitted.response_model.clone_from(&model);
        admitted.names_provider = true;
        admitted.body = body.clone().with(fields.into());
        admitted = match from_group(state, admitted, deployments, received).await {
            Ok(mut response) => {
                // LiteLLM counts one, however many failed before.
                set_attempts(&mut response, "x-litellm-attempted-fallbacks", 1);
                return Ok(response);
            }
            Err(DeploymentError::Refused(refusal)) => return Err(refusal),
            Err(DeploymentError::Failed(failed)) => {
                tried.push((model, failed.0));
                failed.1
            }
        }
    }
    let refusal = first.into_refusal(&requested, &tried);
    Err(spend::with_headers(refusal, &admitted.call_id, &admitted.parties, Some(&failed)))
}

fn set_attempts(response: &mut Response<Body>, name: &'static str, count: usize) {
    response.headers_mut().insert(name, HeaderValue::from(count));
}

/// Returns the fallbacks of a model: those of the request, else those of the server.
fn fallbacks(state: &State, admitted: &AdmittedRequest, model: &str, class: Class) -> Result<Vec<Fallback>, Refusal> {
    if admitted.body.get_bool("disable_fallbacks") || class == Class::Blocked {
        return Ok(Vec::new());
    }
    let list = |name: &str| admitted.body.get(name).and_then(Value::as_array);
    let of_context = list("context_window_fallbacks").filter(|_| class == Class::ContextWindow);
    let own = of_context.or_else(|| list("fallbacks"));
    let mut found = if let Some(list) = own.filter(|list| !list.is_empty()) {
        request_rules::fallbacks_for(list, model)
    } else {
        let found = state.store.transaction(|tables| fallbacks_of_server(tables, state, model, class))?;
        found.into_iter().map(Fallback::to).collect()
    };
    found.retain(|fallback| fallback.model != model);
    Ok(found)
}

fn fallbacks_of_server(tables: &Tables<'_>, state: &State, model: &str, class: Class) -> Result<Vec<String>, Refusal> {
    let of = |kind, model: &str| rules::fallbacks::of(tables, &state.config, kind, model);
    if class == Class::ContextWindow
        && let Some(found) = of(FallbackKind::ContextWindow, model)?
    {
        return Ok(found);
    }
    if let Some(found) = of(FallbackKind::General, model)? {
        return Ok(found);
    }
    Ok(of(FallbackKind::General, "*")?.unwrap_or_else(|| state.config.default_fallbacks.clone()))
}

/// Runs a deployment of the model, chosen at random; retries others if it fails.
async fn from_group(
    state: &Arc<State>,
    mut admitted: AdmittedRequest,
    deployments: &Deployments,
    received: &Arc<ReceivedRequest>,
) -> DeploymentResult {
    let serving = access::serving(deployments, &admitted.model);
    if serving.is_empty() {
        // Only fallbacks get here.
        return Err(DeploymentError::failed(Failure::no_deployment(&admitted.model), admitted));
    }
    let mut left: Vec<&JsonObject> = serving.into_iter().filter(|row| !row.get_bool("blocked")).collect();
    let mut failure = Failure::blocked();
    let mut retries = 0;
    while let Some(place) = choice::next(&left) {
        let chosen = deployments::filled_in(left.swap_remove(place), &admitted.model);
        let is_wildcard = matches!(chosen, Cow::Owned(_));
        admitted.deployment = chosen.into_owned();
        if is_wildcard && providers::of(&admitted.deployment).is_none() && prices::of(&admitted.deployment).is_none() {
            failure = Failure::no_provider(&upstream::upstream_model(&admitted.deployment));
            break;
        }
        if admitted.names_provider && !admitted.streams() {
            admitted.response_model = upstream::upstream_model(&admitted.deployment);
        }
        let outcome = match upstream::target(state, &admitted.deployment)? {
            Some(target) => upstream::respond(state, admitted, received, target).await,
            None => mock::respond(state, admitted, received),
        };
        match outcome {
            Ok(mut response) => {
                set_attempts(&mut response, "x-litellm-attempted-retries", retries);
                set_attempts(&mut response, "x-litellm-attempted-fallbacks", 0);
                return Ok(response);
            }
            Err(DeploymentError::Failed(failed)) => (failure, admitted) = *failed,
            Err(refusal) => return Err(refusal),
        }
        if !failure.is_retryable() || retries == MAX_RETRIES {
            break;
        }
        retries += 1;
    }
    Err(DeploymentError::failed(failure, admitted))
}

fn no_such_model(endpoint: ModelEndpoint, model: &str, deployments: &Deployments) -> Refusal {
    let bad_request =
        |error: Value| Refusal::Other(JsonResponse::new(StatusCode::BAD_REQUEST, json!({ "error": error })));
    // With a wildcard deployment, LiteLLM's router refuses, which has a message of its own.
    if deployments.iter().any(|row| row.get_str("model_name").is_some_and(|name| name.contains('*'))) {
        let mut message = format!(
            "litellm.BadRequestError: You passed in model={model}. There are no healthy deployments for this model"
        );
        // A request without a model has no fallbacks either.
        if model != "None" {
            message +=
                &format!("\n\nLiteLLM: model group '{model}' failed with the error above. No fallback was attempted.");
        }
        return bad_request(
            json!({ "message": message, "type": "invalid_request_error", "param": null, "code": "400" }),
        );
    }
    let message = format!(
        "{}: Invalid model name passed in model={model}. Call `/v1/models` to view available models for your key.",
        endpoint.properties().name
    );
    // Not every endpoint of LiteLLM unwraps the error.
    let wrapped = match endpoint {
        ModelEndpoint::Completions | ModelEndpoint::Images => Some("400: "),
        ModelEndpoint::Transcriptions => Some(""),
        _ => None,
    };
    if endpoint == ModelEndpoint::Speech {
        return Refusal::detailed_error(StatusCode::BAD_REQUEST, message);
    }
    if let Some(before) = wrapped {
        let message = format!("{before}{{'error': '{message}'}}");
        let error = json!({ "message": message, "type": "invalid_request_error", "param": null, "code": "400" });
        return bad_request(error);
    }
    bad_request(json!({
        "message": message, "type": "invalid_request_error", "param": null, "code": "400",
        "provider_specific_fields": { "error": message },
    }))
}

/// Refuses a body that lacks what every model needs.
fn check_body(endpoint: ModelEndpoint, body: &JsonObject) -> Result<(), Refusal> {
    let refuse = |kind, param, message: String| Err(Refusal::error(StatusCode::BAD_REQUEST, kind, param, message));
    let properties = endpoint.properties();
    if endpoint == ModelEndpoint::Transcriptions && body.get_object("file").is_none() {
        let missing = json!({ "type": "missing", "loc": ["body", "file"], "msg": "Field required" });
        return Err(Refusal::Invalid(vec![missing]));
    }
    if let Some(required) = properties.required.iter().find(|name| body.get(name).is_none()) {
        let message = format!("{}: Missing required parameter: '{required}'.", properties.name);
        return refuse("invalid_request_error", Some(*required), message);
    }
    if body.get("model").is_some_and(|model| !model.is_string()) {
        return refuse("bad_request_error", Some("model"), "'model' must be a string.".to_owned());
    }
    if properties.required.contains(&"messages") && !body.get("messages").is_some_and(Value::is_array) {
        return refuse("invalid_request_error", None, "Invalid request format: 'messages' must be a list".to_owned());
    }
    Ok(())
}

/// A request whose caller may use the models that it names.
struct Authorized {
    caller: Caller,
    team: Option<JsonObject>,
    body: JsonObject,
    deployments: Arc<Deployments>,
}

/// Refuses callers that may not use the model or one of the fallbacks, and parameters that no caller may set.
fn check_access(tables: &Tables<'_>, state: &State, received: &ReceivedRequest) -> Result<Authorized, Refusal> {
    let caller = caller::identify(tables, &state.config, &received.headers, received.now)?;
    admission::admit(&caller, Access::AnyKey, true, &received.path)?;
    let body = match &received.body {
        None => JsonObject::default(),
        Some(Value::Object(fields)) => JsonObject(fields.clone()),
        Some(_) => return Err(Refusal::unexpected()),
    };
    request_rules::check_parameters(&body)?;
    let team = caller.team_id().map(|id| tables.get(Table::Teams, id)).transpose()?.flatten();
    let deployments = deployments::find(tables, &state.config)?;
    let grants = Grants::find(tables, &caller, team.as_ref())?;
    // A request without a model is refused later.
    let models = match body.get("model") {
        Some(Value::String(model)) if !model.is_empty() => vec![model.clone()],
        Some(Value::Array(models)) => models.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(other) if !other.is_string() => vec![other.to_string()],
        _ => Vec::new(),
    };
    for model in models.iter().map(String::as_str).chain(request_rules::fallback_models(&body)) {
        access::check(&caller, team.as_ref(), &grants, model, &deployments)?;
    }
    Ok(Authorized { caller, team, body, deployments })
}

fn admit(
    tables: &Tables<'_>,
    state: &State,
    endpoint: ModelEndpoint,
    received: &ReceivedRequest,
) -> Result<(AdmittedRequest, Arc<Deployments>), Refusal> {
    let Authorized { caller, team, body, deployments } = check_access(tables, state, received)?;
    let requested = body.get_str("model").unwrap_or("None");
    let parties = Parties::find(tables, &state.config, &caller, (&received.headers, &body), received.now)?;
    budget_check::check(&parties, state.config.max_budget)?;
    let limits = rates::limits(&parties, requested);
    let tokens = rates::estimate(&body, &limits);
    let call_id = uuid::Uuid::new_v4().to_string();
    let permit = state.rates.admit(limits, tokens, received.now).map_err(|refusal| match refusal {
        Refusal::Throttled { message, mut headers } => {
            headers.extend([
                ("x-litellm-call-id".to_owned(), call_id.clone()),
                ("x-litellm-response-cost".to_owned(), "0".to_owned()),
            ]);
            headers.extend(spend::named(spend::key_headers(&parties, 0.0)));
            Refusal::Throttled { message, headers }
        }
        other => other,
    })?;
    let model = access::resolve_alias(&caller, team.as_ref(), requested).to_owned();
    let is_served = !access::serving(&deployments, &model).is_empty();
    let checked = check_body(endpoint, &body)
        .and_then(|()| request_rules::check_mocking(endpoint, &body))
        .and_then(|()| if is_served { Ok(()) } else { Err(no_such_model(endpoint, &model, &deployments)) });
    checked.map_err(|refusal| spend::with_headers(refusal, &call_id, &parties, None))?;
    let admitted = AdmittedRequest {
        call_id,
        endpoint,
        model,
        response_model: requested.to_owned(),
        names_provider: false,
        started: Instant::now(),
        deployment: JsonObject::default(),
        caller,
        parties,
        permit,
        body,
    };
    Ok((admitted, deployments))
}
