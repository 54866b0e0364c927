//! Health, readiness, the version, and what earlier health checks found.

#![expect(clippy::unnecessary_wraps, reason = "endpoints are of one type")]

use std::collections::BTreeMap;

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::fields::{Field, FieldType, optional};
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, Action, RequestContext, Route};
use crate::store::{Search, Table};
use crate::time;
use crate::version::SERVER_VERSION;

pub(super) const ROUTES: &[Route] = &[
    route::get("/", Access::Anyone, &[], root),
    route::get("/health/liveliness", Access::Anyone, &[], liveliness),
    route::get("/health/liveness", Access::Anyone, &[], liveliness),
    route::get("/health/readiness", Access::Anyone, &[], readiness),
    route::get("/health/readiness/details", Access::Admins, &[], details),
    route::get("/health/license", Access::Admins, &[], license),
    route::get("/health/latest", Access::Admins, &[], latest),
    route::get("/health/history", Access::Admins, HISTORY, history),
    Route { action: Action::Backlog, ..route::get("/health/backlog", Access::Admins, &[], root) },
    route::get("/health/deployment_warnings", Access::Admins, &[], warnings),
    route::get("/cache/ping", Access::Admins, &[], ping_cache),
    route::get("/callbacks/list", Access::Admins, &[], callbacks),
    route::get("/model/deprecations", Access::Admins, DEPRECATIONS, deprecations),
    route::get("/v1/model/deprecations", Access::Admins, DEPRECATIONS, deprecations),
    Route { action: Action::OpenApi, ..route::get("/openapi.json", Access::Anyone, &[], root) },
];

const HISTORY: &[Field] = &[
    optional("model", FieldType::String),
    optional("status_filter", FieldType::String),
    optional("limit", FieldType::IntegerIn { min: 1, max: 1_000 }),
    optional("offset", FieldType::IntegerIn { min: 0, max: i64::MAX }),
];
const DEPRECATIONS: &[Field] = &[optional("warn_within_days", FieldType::IntegerIn { min: 0, max: 3_650 })];

fn root(_: &RequestContext<'_>) -> HandlerResult {
    Ok(json!({ "message": "This is a sandbox of litellm-proxy, not LiteLLM.", "version": SERVER_VERSION }).into())
}

fn liveliness(_: &RequestContext<'_>) -> HandlerResult {
    Ok(json!("I'm alive!").into())
}

fn readiness(_: &RequestContext<'_>) -> HandlerResult {
    Ok(json!({ "status": "healthy", "db": "connected" }).into())
}

fn details(_: &RequestContext<'_>) -> HandlerResult {
    Ok(json!({
        "status": "healthy", "db": "connected", "cache": null, "litellm_version": SERVER_VERSION, "success_callbacks": [],
        "log_level": "WARNING", "is_detailed_debug": false,
    })
    .into())
}

fn license(_: &RequestContext<'_>) -> HandlerResult {
    Ok(json!({
        "has_license": false, "license_type": "community", "expiration_date": null, "allowed_features": [],
        "limits": { "max_users": null, "max_teams": null },
    })
    .into())
}

/// Returns the newest result of each deployment, by its id, or by the name that a request gave.
fn latest(request: &RequestContext<'_>) -> HandlerResult {
    let mut latest: BTreeMap<String, Value> = BTreeMap::new();
    for row in request.tables.all(Table::HealthChecks)? {
        let key = row.get_str("model_id").or_else(|| row.get_str("model_name")).unwrap_or_default().to_owned();
        latest.insert(key, row.into());
    }
    let count = latest.len();
    Ok(json!({ "latest_health_checks": latest, "total_models": count }).into())
}

fn history(request: &RequestContext<'_>) -> HandlerResult {
    let mut search = Search::of(Table::HealthChecks);
    for (name, column) in [("model", "model_name"), ("status_filter", "status")] {
        if let Some(value) = request.query.get_str(name).filter(|value| !value.is_empty()) {
            search = search.equals(column, value);
        }
    }
    let (limit, offset) =
        (request.query.get_i64("limit").unwrap_or(100), request.query.get_i64("offset").unwrap_or_default());
    let found = request.tables.search(&search)?;
    let size = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    let rows = found.iter().skip(size(offset)).take(size(limit)).cloned().map(Value::from);
    Ok(json!({
        "health_checks": rows.collect::<Vec<_>>(), "total_records": found.len(), "limit": limit, "offset": offset,
    })
    .into())
}

fn warnings(_: &RequestContext<'_>) -> HandlerResult {
    Ok(json!({ "warnings": [], "ignore_available": true }).into())
}

/// Refuses: there is no cache.
fn ping_cache(_: &RequestContext<'_>) -> HandlerResult {
    let message = json!({
        "message": "Cache not initialized. litellm.cache is None", "litellm_cache_params": "{}",
        "health_check_cache_params": "{}",
    });
    let status = StatusCode::SERVICE_UNAVAILABLE;
    Err(Refusal::error(status, "cache_ping_error", Some("cache_ping"), message.to_string()))
}

fn callbacks(_: &RequestContext<'_>) -> HandlerResult {
    Ok(json!({ "success": [], "failure": [], "success_and_failure": [] }).into())
}

/// The sandbox knows of no deprecations.
fn deprecations(request: &RequestContext<'_>) -> HandlerResult {
    let days = request.query.get_i64("warn_within_days").unwrap_or(30);
    Ok(json!({
        "deprecated": [], "imminent": [], "upcoming": [], "warn_within_days": days,
        "checked_at": time::format(request.now),
    })
    .into())
}
