//! Requests for models: admitted by the rules, answered by a deployment of the model or of its fallbacks, and paid for.

mod choice;
mod events;
mod failure;
mod mock;
mod spend;
mod told;
mod upstream;

use std::sync::Arc;

use hyper::header::HeaderValue;
use hyper::{Response, StatusCode};
use serde_json::{Value, json};

use self::failure::{Class, Failure};
use super::answer::{Answer, Refusal};
use super::caller::{self, Caller, Who};
use super::routes::Kind;
use super::row::Row;
use super::rules::grants::Grants;
use super::rules::parties::Parties;
use super::rules::rates::{self, Permit, Rates};
use super::rules::{access, budgets};
use super::server::{Body, Received, State};
use super::store::{Table, Tables};

/// How often another deployment of the same name is tried.
const RETRIES: usize = 2;

/// What is remembered between requests, and not kept.
#[derive(Debug, Default)]
pub(super) struct Models {
    rates: Arc<Rates>,
}

/// A request that may go to a model.
#[derive(Debug)]
pub(super) struct Admitted {
    /// The name under which it is told of.
    call_id: String,
    kind: Kind,
    /// The model that is meant by what was asked for.
    model: String,
    /// What the answer calls it.
    shown: String,
    deployment: Row,
    caller: Caller,
    parties: Parties,
    /// Its part of the limits, which is free again when this goes.
    permit: Permit,
    body: Row,
}

/// An answer about a connection, once it has been tried: without an `api_base` there is nobody to ask.
pub(super) async fn reached(answer: Answer, body: Option<&Value>) -> Answer {
    let base = body.and_then(|body| body.pointer("/litellm_params/api_base")?.as_str());
    let is_fine = answer.body.get("status").and_then(Value::as_str) == Some("success");
    match base.filter(|_| is_fine) {
        Some(base) if !upstream::is_there(base).await => {
            let error = format!("Connection error: {base} cannot be reached");
            Answer::from(json!({ "status": "error", "result": { "error": error } }))
        }
        _ => answer,
    }
}

/// The answer of one deployment.
type Outcome = Result<Response<Body>, Missed>;

/// Why there is none.
enum Missed {
    /// Another deployment may do better, for the same request.
    Failed(Box<(Failure, Admitted)>),
    /// Nothing will.
    Refused(Refusal),
}

impl Missed {
    fn failed(failure: Failure, admitted: Admitted) -> Self {
        Self::Failed(Box::new((failure, admitted)))
    }
}

impl From<Refusal> for Missed {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Admitted {
    fn streams(&self) -> bool {
        self.body.get("stream") == Some(&Value::Bool(true))
    }

    /// Whether a stream is to tell its usage.
    fn wants_usage(&self) -> bool {
        let wants = self.body.object("stream_options").and_then(|options| options.get("include_usage"));
        wants.and_then(Value::as_bool).unwrap_or_default()
    }
}

pub(super) async fn answer(state: &Arc<State>, kind: Kind, received: Received) -> Result<Response<Body>, Refusal> {
    let received = Arc::new(received);
    match answered(state, kind, &received).await {
        Ok(response) => Ok(response),
        Err(refusal) => {
            state.store.transaction(|tables| spend::record_refusal(tables, state, &received, kind, &refusal))?;
            Err(refusal)
        }
    }
}

async fn answered(state: &Arc<State>, kind: Kind, received: &Arc<Received>) -> Result<Response<Body>, Refusal> {
    let (admitted, deployments) = state.store.transaction(|tables| admit(tables, state, kind, received))?;
    let asked = admitted.model.clone();
    let (first, mut admitted) = match from_group(state, admitted, &deployments, received).await {
        Ok(response) => return Ok(response),
        Err(Missed::Refused(refusal)) => return Err(refusal),
        Err(Missed::Failed(missed)) => *missed,
    };
    let mut tried: Vec<(String, Failure)> = Vec::new();
    for fallback in fallbacks(state, &admitted, &asked, first.class) {
        admitted.model.clone_from(&fallback);
        admitted.shown.clone_from(&fallback);
        admitted = match from_group(state, admitted, &deployments, received).await {
            Ok(mut response) => {
                say_attempts(&mut response, "x-litellm-attempted-fallbacks", tried.len().saturating_add(1));
                return Ok(response);
            }
            Err(Missed::Refused(refusal)) => return Err(refusal),
            Err(Missed::Failed(missed)) => {
                tried.push((fallback, missed.0));
                missed.1
            }
        }
    }
    Err(first.told(&asked, &tried))
}

fn say_attempts(response: &mut Response<Body>, name: &'static str, count: usize) {
    response.headers_mut().insert(name, HeaderValue::from(count));
}

/// The models that are asked when this one fails: those of the request, or those of the settings.
fn fallbacks(state: &State, admitted: &Admitted, model: &str, class: Class) -> Vec<String> {
    if admitted.body.flag("disable_fallbacks") || class == Class::Blocked {
        return Vec::new();
    }
    let own = admitted.body.texts("fallbacks");
    let settings = &state.settings;
    let of_settings = || {
        let of_context = settings.context_fallbacks.get(model).filter(|_| class == Class::ContextWindow);
        let of_model = of_context.or_else(|| settings.fallbacks.get(model)).or_else(|| settings.fallbacks.get("*"));
        of_model.unwrap_or(&settings.default_fallbacks).clone()
    };
    let found = if own.is_empty() { of_settings() } else { own.into_iter().map(str::to_owned).collect() };
    found.into_iter().filter(|name| name != model).collect()
}

/// Asks the deployments of the model, one at random and others when it fails.
async fn from_group(
    state: &Arc<State>,
    mut admitted: Admitted,
    deployments: &[Row],
    received: &Arc<Received>,
) -> Outcome {
    let serving = access::serving(deployments, &admitted.model);
    if serving.is_empty() {
        return Err(no_such_model(admitted.kind, &admitted.model, deployments).into());
    }
    let mut left: Vec<Row> = serving.into_iter().filter(|row| !row.flag("blocked")).cloned().collect();
    let mut failed = Failure::blocked();
    let mut retries = 0;
    while let Some(place) = choice::next(&left) {
        admitted.deployment = left.swap_remove(place);
        let outcome = match upstream::target(state, &admitted.deployment)? {
            Some(target) => upstream::answer(state, admitted, received, target).await,
            None => mock::answer(state, admitted, received),
        };
        match outcome {
            Ok(mut response) => {
                say_attempts(&mut response, "x-litellm-attempted-retries", retries);
                say_attempts(&mut response, "x-litellm-attempted-fallbacks", 0);
                return Ok(response);
            }
            Err(Missed::Failed(missed)) => (failed, admitted) = *missed,
            Err(refused) => return Err(refused),
        }
        if !failed.may_pass() || retries == RETRIES {
            break;
        }
        retries += 1;
    }
    Err(Missed::failed(failed, admitted))
}

/// The path that a refusal names, whichever of its spellings was asked for.
fn path(kind: Kind) -> &'static str {
    match kind {
        Kind::Chat => "/chat/completions",
        Kind::Embeddings => "/embeddings",
        Kind::Completions => "/completions",
    }
}

fn no_such_model(kind: Kind, model: &str, deployments: &[Row]) -> Refusal {
    let bad_request = |error: Value| Refusal::Other(Answer::new(StatusCode::BAD_REQUEST, json!({ "error": error })));
    // Where a wildcard might stand for it the router is asked, which has words of its own.
    if deployments.iter().any(|row| row.text("model_name").is_some_and(|name| name.contains('*'))) {
        let message = format!(
            "litellm.BadRequestError: You passed in model={model}. There are no healthy deployments for this model\n\nLiteLLM: \
             model group '{model}' failed with the error above. No fallback was attempted."
        );
        return bad_request(
            json!({ "message": message, "type": "invalid_request_error", "param": null, "code": "400" }),
        );
    }
    let message = format!(
        "{}: Invalid model name passed in model={model}. Call `/v1/models` to view available models for your key.",
        path(kind)
    );
    if kind == Kind::Completions {
        let message = format!("400: {{'error': '{message}'}}");
        return bad_request(json!({ "message": message, "type": "None", "param": "None", "code": "400" }));
    }
    bad_request(json!({
        "message": message, "type": "invalid_request_error", "param": null, "code": "400",
        "provider_specific_fields": { "error": message },
    }))
}

/// What there has to be in the body, whatever the model.
fn check_body(kind: Kind, body: &Row) -> Result<(), Refusal> {
    let wrong = |kind, param, message: String| Err(Refusal::error(StatusCode::BAD_REQUEST, kind, param, message));
    let needed = match kind {
        Kind::Chat => "messages",
        Kind::Embeddings => "input",
        Kind::Completions => "prompt",
    };
    if !body.has(needed) {
        let message = format!("{}: Missing required parameter: '{needed}'.", path(kind));
        return wrong("invalid_request_error", Some(needed), message);
    }
    if body.get("model").is_some_and(|model| !model.is_string()) {
        return wrong("bad_request_error", Some("model"), "'model' must be a string.".to_owned());
    }
    if kind == Kind::Chat && !body.get("messages").is_some_and(Value::is_array) {
        return wrong("invalid_request_error", None, "Invalid request format: 'messages' is no list".to_owned());
    }
    Ok(())
}

fn admit(tables: &Tables<'_>, state: &State, kind: Kind, received: &Received) -> Result<(Admitted, Vec<Row>), Refusal> {
    let caller = caller::identify(tables, &state.settings, &received.headers, received.now)?;
    caller::admit(&caller, Who::AnyKey, true, &received.path)?;
    let body = match &received.body {
        None => Row::default(),
        Some(Value::Object(fields)) => Row(fields.clone()),
        Some(_) => return Err(Refusal::unexpected()),
    };
    let team = caller.team_id().map(|id| tables.get(Table::Teams, id)).transpose()?.flatten();
    if team.as_ref().is_some_and(|team| team.flag("blocked")) {
        let id = caller.team_id().unwrap_or_default();
        return Err(Refusal::auth(format_args!("Team={id} is blocked. Update via `/team/unblock` if your admin.")));
    }
    let deployments = access::deployments(tables, &state.settings)?;
    let grants = Grants::find(tables, &caller, team.as_ref())?;
    let asked = body.text("model").unwrap_or("None");
    access::check(&caller, team.as_ref(), &grants, asked, &deployments)?;
    for fallback in body.texts("fallbacks") {
        access::check(&caller, team.as_ref(), &grants, fallback, &deployments)?;
    }
    let parties = Parties::find(tables, &state.settings, &caller, (&received.headers, &body), received.now)?;
    budgets::check(&parties, state.settings.max_budget)?;
    let limits = rates::limits(&parties, asked);
    let tokens = rates::estimate(&body, &limits);
    let call_id = uuid::Uuid::new_v4().to_string();
    let permit = state.models.rates.admit(limits, tokens, received.now).map_err(|refusal| match refusal {
        Refusal::Throttled { message, mut headers } => {
            headers.extend([
                ("x-litellm-call-id".to_owned(), call_id.clone()),
                ("x-litellm-response-cost".to_owned(), "0".to_owned()),
            ]);
            headers.extend(spend::of_key(&parties, 0.0));
            Refusal::Throttled { message, headers }
        }
        other => other,
    })?;
    check_body(kind, &body)?;
    let model = access::meant(&caller, team.as_ref(), asked).to_owned();
    if access::serving(&deployments, &model).is_empty() {
        return Err(no_such_model(kind, &model, &deployments));
    }
    let (shown, deployment) = (asked.to_owned(), Row::default());
    Ok((Admitted { call_id, kind, model, shown, deployment, caller, parties, permit, body }, deployments))
}
