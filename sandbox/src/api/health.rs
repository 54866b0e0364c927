//! Health, readiness and the version.

#![expect(clippy::unnecessary_wraps, reason = "endpoints are of one type")]

use serde_json::json;

use crate::response::HandlerResult;
use crate::route::{self, Access, Action, RequestContext, Route};
use crate::version::SERVER_VERSION;

pub(super) const ROUTES: &[Route] = &[
    route::get("/", Access::Anyone, &[], root),
    route::get("/health/liveliness", Access::Anyone, &[], liveliness),
    route::get("/health/liveness", Access::Anyone, &[], liveliness),
    route::get("/health/readiness", Access::Anyone, &[], readiness),
    route::get("/health/readiness/details", Access::Admins, &[], details),
    route::get("/health/license", Access::Admins, &[], license),
    Route { action: Action::OpenApi, ..route::get("/openapi.json", Access::Anyone, &[], root) },
];

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
