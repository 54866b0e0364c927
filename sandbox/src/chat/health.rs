//! Health checks: a small request to the upstream server of each deployment, whose result is recorded.

use std::sync::Arc;
use std::time::{Duration, Instant};

use hyper::StatusCode;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::failure::Failure;
use super::upstream;
use crate::object::JsonObject;
use crate::providers;
use crate::response::{JsonResponse, Refusal};
use crate::route::HealthCheck;
use crate::rules::{access, prices};
use crate::state::State;
use crate::store::Table;

/// How long a deployment may take.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The tokens that it may answer.
const MAX_TOKENS: u32 = 16;

/// Calls the deployments and returns which of them respond. A refusal of a named one is 503, as at LiteLLM.
pub(in super::super) async fn check(
    state: &State,
    check: HealthCheck,
    now: Timestamp,
) -> Result<JsonResponse, Refusal> {
    let started = Instant::now();
    let mut results = Vec::new();
    for row in &check.deployments {
        let failure = probe(state, row).await?;
        results.push((row, failure));
    }
    let milliseconds = started.elapsed().as_secs_f64() * 1_000.0;
    record(state, &check, &results, milliseconds, now)?;
    let of = |is_healthy: bool| -> Vec<Value> {
        let chosen = results.iter().filter(|(_, failure)| failure.is_none() == is_healthy);
        chosen.map(|(row, failure)| endpoint(row, failure.as_ref())).collect()
    };
    let (healthy, unhealthy) = (of(true), of(false));
    let is_named = check.model.is_some() || check.by_id;
    let status = if is_named && healthy.is_empty() { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK };
    let counts = (healthy.len(), unhealthy.len());
    let body = json!({
        "healthy_endpoints": healthy, "unhealthy_endpoints": unhealthy, "healthy_count": counts.0,
        "unhealthy_count": counts.1,
    });
    Ok(JsonResponse::new(status, body))
}

fn endpoint(row: &JsonObject, failure: Option<&Failure>) -> Value {
    let mut fields = JsonObject::default();
    if let Some(base) = prices::parameter(row, "api_base") {
        fields.set("api_base", base.clone());
    }
    fields.set("model", prices::parameter(row, "model").cloned());
    if let Some(failure) = failure {
        fields.set("error", failure.describe().1);
    }
    fields.set("model_id", access::id(row));
    if let Some(failure) = failure {
        fields.set("exception_status", failure.describe().0.as_u16());
    }
    fields.into()
}

/// Returns why a deployment does not respond. One without an upstream server is played by the sandbox, and does.
async fn probe(state: &State, row: &JsonObject) -> Result<Option<Failure>, Refusal> {
    let name = row.get_str("model_name").unwrap_or_default();
    let mocked = prices::parameter(row, "mock_response").and_then(Value::as_str);
    if let Some(failure) = mocked.and_then(|text| Failure::mocked(text, name)) {
        return Ok(Some(failure));
    }
    let Some(target) = upstream::target(state, row)? else { return Ok(None) };
    let mode = row.get_object("model_info").and_then(|info| info.get("mode")).and_then(Value::as_str);
    let model = upstream::upstream_model(row);
    let (path, body) = if mode == Some("embedding") {
        ("/embeddings", json!({ "model": model, "input": ["test"] }))
    } else {
        let message = json!({ "role": "user", "content": "What's 1 + 1?" });
        ("/chat/completions", json!({ "model": model, "messages": [message], "max_tokens": MAX_TOKENS }))
    };
    let exception = providers::exception(providers::of(row).unwrap_or("openai"));
    Ok(upstream::post(state, &target, path, &body, TIMEOUT, &exception).await.err())
}

/// Records the result: one of each deployment, or one of all deployments of the name that the request gave.
fn record(
    state: &State,
    check: &HealthCheck,
    results: &[(&Arc<JsonObject>, Option<Failure>)],
    milliseconds: f64,
    now: Timestamp,
) -> Result<(), Refusal> {
    let row = |name: &str, id: Option<&str>, failures: &[&Option<Failure>]| {
        let healthy = failures.iter().filter(|failure| failure.is_none()).count();
        let error = failures.iter().find_map(|failure| failure.as_ref()).map(|failure| failure.describe().1);
        let time = now.strftime("%Y-%m-%dT%H:%M:%S.%6f+00:00").to_string();
        json!({
            "health_check_id": Uuid::new_v4().to_string(), "model_name": name, "model_id": id,
            "status": if healthy > 0 { "healthy" } else { "unhealthy" }, "healthy_count": healthy,
            "unhealthy_count": failures.len() - healthy, "error_message": error, "response_time_ms": milliseconds,
            "details": null, "checked_by": check.caller, "checked_at": time, "created_at": time,
        })
    };
    let rows: Vec<Value> = match &check.model {
        Some(name) if !check.by_id => {
            let failures: Vec<&Option<Failure>> = results.iter().map(|(_, failure)| failure).collect();
            vec![row(name, None, &failures)]
        }
        _ => {
            let each = results.iter().map(|(deployment, failure)| {
                row(deployment.get_str("model_name").unwrap_or_default(), Some(access::id(deployment)), &[failure])
            });
            each.collect()
        }
    };
    state.store.transaction(|tables| {
        for row in rows {
            let row = JsonObject::from_json(row);
            tables.insert(Table::HealthChecks, row.get_str("health_check_id").unwrap_or_default(), &row)?;
        }
        Ok(())
    })
}
