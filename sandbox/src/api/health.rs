//! Whether the server is there, and which.

#![expect(clippy::unnecessary_wraps, reason = "endpoints are of one type")]

use serde_json::json;

use crate::SERVER_VERSION;
use crate::answer::Answered;
use crate::caller::Who;
use crate::routes::{self, Asked, Route};

pub(super) const ROUTES: &[Route] = &[
    routes::get("/", Who::Anyone, &[], root),
    routes::get("/health/liveliness", Who::Anyone, &[], liveliness),
    routes::get("/health/liveness", Who::Anyone, &[], liveliness),
    routes::get("/health/readiness", Who::Anyone, &[], readiness),
    routes::get("/health/readiness/details", Who::Admins, &[], details),
    routes::get("/health/license", Who::Admins, &[], license),
    routes::get("/openapi.json", Who::Anyone, &[], openapi),
];

fn root(_: &Asked<'_>) -> Answered {
    Ok(json!({ "message": "This is a sandbox of litellm-proxy, not LiteLLM.", "version": SERVER_VERSION }).into())
}

fn liveliness(_: &Asked<'_>) -> Answered {
    Ok(json!("I'm alive!").into())
}

fn readiness(_: &Asked<'_>) -> Answered {
    Ok(json!({ "status": "healthy", "db": "connected" }).into())
}

fn details(_: &Asked<'_>) -> Answered {
    Ok(json!({
        "status": "healthy", "db": "connected", "cache": null, "litellm_version": SERVER_VERSION, "success_callbacks": [],
        "log_level": "WARNING", "is_detailed_debug": false,
    })
    .into())
}

fn license(_: &Asked<'_>) -> Answered {
    Ok(json!({
        "has_license": false, "license_type": "community", "expiration_date": null, "allowed_features": [],
        "limits": { "max_users": null, "max_teams": null },
    })
    .into())
}

fn openapi(_: &Asked<'_>) -> Answered {
    Ok(routes::openapi().into())
}
