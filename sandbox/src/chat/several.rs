//! Chat requests to several models at once, such as `"model": "a,b"`: the response is a list.

use std::sync::Arc;

use http_body_util::BodyExt as _;
use hyper::header::HeaderMap;
use hyper::{Response, StatusCode};
use serde_json::{Value, json};

use super::failure::Failure;
use super::{AdmittedRequest, access, admit, check_access, run};
use crate::http::{Body, ReceivedRequest, json_response};
use crate::response::{JsonResponse, Refusal};
use crate::route::ModelEndpoint;
use crate::rules::deployments;
use crate::state::State;

/// Returns the models of a request that names several.
pub(super) fn models(endpoint: ModelEndpoint, received: &ReceivedRequest) -> Option<Vec<String>> {
    let model = received.body.as_ref()?.get("model")?.as_str()?;
    let is_one = endpoint != ModelEndpoint::Chat || !model.contains(',');
    (!is_one).then(|| model.split(',').map(|name| name.trim().to_owned()).collect())
}

/// Runs the models one after another. What a model answers, or why it does not, is an item of the response; a model that
/// the caller may not use refuses the whole request.
pub(super) async fn respond(
    state: &Arc<State>,
    received: &ReceivedRequest,
    models: Vec<String>,
) -> Result<Response<Body>, Refusal> {
    let requests: Vec<Arc<ReceivedRequest>> =
        models.iter().map(|model| Arc::new(with_model(received, model))).collect();
    for request in &requests {
        state.store.transaction(|tables| check_access(tables, state, request).map(drop))?;
    }
    if received.body.as_ref().is_some_and(|body| body.get("stream") == Some(&Value::Bool(true))) {
        let message = "'list' object has no attribute '__aiter__'";
        return Err(Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR, message));
    }
    let mut headers = HeaderMap::new();
    let mut items = Vec::new();
    for (request, model) in requests.iter().zip(&models) {
        match one(state, request, model).await? {
            Ok(response) => {
                let (parts, body) = response.into_parts();
                let bytes = body.collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
                items.push(serde_json::from_slice(&bytes).unwrap_or_default());
                headers = parts.headers;
            }
            Err(item) => items.push(item),
        }
    }
    let mut response = json_response(&JsonResponse::from(Value::Array(items)));
    headers.extend(std::mem::take(response.headers_mut()));
    *response.headers_mut() = headers;
    Ok(response)
}

/// Runs one model; an error of the model is an item of the response.
async fn one(
    state: &Arc<State>,
    request: &Arc<ReceivedRequest>,
    model: &str,
) -> Result<Result<Response<Body>, Value>, Refusal> {
    let deployments = state.store.transaction(|tables| deployments::find(tables, &state.config))?;
    if access::serving(&deployments, model).is_empty() {
        return Ok(Err(item(Failure::no_deployment(model).into_refusal(model, &[]), model)));
    }
    let (admitted, deployments) =
        state.store.transaction(|tables| admit(tables, state, ModelEndpoint::Chat, request))?;
    let admitted = AdmittedRequest { names_provider: true, ..admitted };
    Ok(run(state, admitted, &deployments, request).await.map_err(|refusal| item(refusal, model)))
}

fn item(refusal: Refusal, model: &str) -> Value {
    let response = JsonResponse::from(refusal);
    let message = response.body.pointer("/error/message").cloned();
    json!({ "status_code": response.status.as_u16(), "message": message, "model": model, "llm_provider": "" })
}

fn with_model(received: &ReceivedRequest, model: &str) -> ReceivedRequest {
    let mut body = received.body.clone().unwrap_or_default();
    if let Value::Object(fields) = &mut body {
        fields.insert("model".to_owned(), model.into());
    }
    ReceivedRequest {
        headers: received.headers.clone(),
        path: received.path.clone(),
        query: received.query.clone(),
        body: Some(body),
        form: None,
        now: received.now,
        // The original holds it.
        _reservation: None,
    }
}
