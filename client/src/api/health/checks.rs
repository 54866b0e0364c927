//! What the server knows of its health without a key's own requests: earlier health checks, requests in flight, the license,
//! warnings and callbacks.

use std::collections::HashMap;

use jiff::Timestamp;
use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Health;
use crate::core::fields::{lenient, null_as_default, string_or_number, time};
use crate::core::{Call, Lossless, RetryPolicy};

crate::core::string_enum::string_enum! {
    /// The result of a health check.
    CheckStatus {
        /// The deployment responds, or one of the group does.
        Healthy = "healthy",
        /// It does not.
        Unhealthy = "unhealthy",
    }
}

/// The result of a health check of a deployment, or of all deployments of a name.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct CheckResult {
    /// Public name. A name that no model has stays in the list as unhealthy, once it was asked for.
    pub model_name: Option<String>,
    /// Id of the deployment; `None` for a check of a name.
    pub model_id: Option<String>,
    /// The status; healthy if one of the group is.
    pub status: Option<CheckStatus>,
    /// How many deployments were healthy.
    #[serde(deserialize_with = "lenient")]
    pub healthy_count: Option<u64>,
    /// How many were not.
    #[serde(deserialize_with = "lenient")]
    pub unhealthy_count: Option<u64>,
    /// The error of one of them, with a traceback of the server on older ones.
    pub error_message: Option<String>,
    /// Milliseconds.
    pub response_time_ms: Option<f64>,
    /// Id of the user who checked it, or [`CheckResult::BY_SERVER`].
    pub checked_by: Option<String>,
    /// When it was checked.
    #[serde(deserialize_with = "time")]
    pub checked_at: Option<Timestamp>,
}

impl CheckResult {
    /// The `checked_by` of checks that the server makes by itself.
    pub const BY_SERVER: &str = "background_health_check";
}

/// The newest check of each deployment.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct LatestChecks {
    /// By the id of the deployment, or by the name that was checked. Empty too if the database is down.
    #[serde(deserialize_with = "null_as_default")]
    pub latest_health_checks: HashMap<String, CheckResult>,
}

/// Earlier checks.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct CheckHistory {
    /// The checks, newest first.
    #[serde(deserialize_with = "null_as_default")]
    pub health_checks: Vec<CheckResult>,
    /// How many the server has.
    #[serde(default, deserialize_with = "lenient")]
    pub total_records: Option<u64>,
}

/// The requests that the server handles now (newer servers).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Backlog {
    /// In flight, with the request that counts them.
    #[serde(rename(deserialize = "in_flight_requests"))]
    pub in_flight: u64,
    /// Waiting for a place.
    #[serde(default, rename(deserialize = "queued_requests"))]
    pub queued: u64,
    /// Refused, since the server was started.
    #[serde(default, rename(deserialize = "rejected_requests"))]
    pub rejected: u64,
}

/// The license of the server (newer servers).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct License {
    /// Whether there is one.
    pub has_license: bool,
    /// Its type; `community` without one.
    #[serde(default)]
    pub license_type: Option<String>,
    /// The day on which it expires.
    #[serde(default)]
    pub expiration_date: Option<String>,
}

impl License {
    /// Returns the day on which it expires, if the server reports one.
    pub fn expires(&self) -> Option<jiff::civil::Date> {
        self.expiration_date.as_deref()?.get(..10)?.parse().ok()
    }
}

/// A warning of the server about its own settings (the newest servers).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct DeploymentWarning {
    /// The name of the warning, such as `env_credential_login`.
    pub id: String,
    /// `critical`, `warning`, …
    #[serde(default)]
    pub severity: Option<String>,
    /// The user that ignores it, and until when, if somebody does.
    #[serde(default, skip_serializing)]
    pub ignore: Option<Value>,
}

/// The warnings of the server.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct DeploymentWarnings {
    /// The warnings, ignored ones included.
    #[serde(deserialize_with = "null_as_default")]
    pub warnings: Vec<DeploymentWarning>,
}

/// The callbacks of the server, its own included.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Callbacks {
    /// Called after successes.
    #[serde(deserialize_with = "null_as_default")]
    pub success: Vec<String>,
    /// Called after failures.
    #[serde(deserialize_with = "null_as_default")]
    pub failure: Vec<String>,
    /// Called after both.
    #[serde(deserialize_with = "null_as_default")]
    pub success_and_failure: Vec<String>,
}

/// Callbacks that every server has, apart from those whose names begin with `_`.
const OWN_CALLBACKS: [&str; 6] = [
    "AutoRouterBaselineCache",
    "PromptCacheObserver",
    "ResponsesIDSecurity",
    "ServiceLogging",
    "ShadowEvalLogger",
    "SkillsInjectionHook",
];

impl Callbacks {
    /// Returns those that the server was set up with, without its own, each once, sorted.
    pub fn configured(&self) -> Vec<&str> {
        let all = [&self.success, &self.failure, &self.success_and_failure].into_iter().flatten();
        let is_own =
            |name: &str| name.starts_with('_') || name.contains("deployment_callback") || OWN_CALLBACKS.contains(&name);
        let mut names: Vec<&str> = all.map(String::as_str).filter(|name| !is_own(name)).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// A setting of the configuration, as far as the server tells it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Setting {
    #[serde(default)]
    pub(super) field_value: Value,
}

/// The results of calling deployments.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Probes {
    /// Those that respond.
    #[serde(default, deserialize_with = "null_as_default")]
    pub healthy_endpoints: Vec<ProbedEndpoint>,
    /// Those that do not.
    #[serde(default, deserialize_with = "null_as_default")]
    pub unhealthy_endpoints: Vec<ProbedEndpoint>,
}

/// A deployment that was called. Older servers return all its parameters, and not its id.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ProbedEndpoint {
    /// The provider's model, such as `openai/gpt-4o`.
    pub model: Option<String>,
    /// Id (newer servers).
    pub model_id: Option<String>,
    /// URL of the provider.
    pub api_base: Option<String>,
    /// The error, with a traceback of the server on older ones.
    pub error: Option<String>,
    /// The status of the error (newer servers).
    #[serde(deserialize_with = "string_or_number")]
    pub exception_status: Option<String>,
}

impl Health<'_> {
    /// Fetches the newest check of each deployment, for admins: `GET /health/latest`. Nothing is called.
    pub fn latest(&self) -> Call<Lossless<LatestChecks>> {
        Call::new(self.0, Method::GET, &["health", "latest"])
    }

    /// Fetches up to `limit` checks (at most 1,000), newest first, for admins: `GET /health/history`.
    pub fn history(&self, limit: u32) -> Call<Lossless<CheckHistory>> {
        Call::new(self.0, Method::GET, &["health", "history"]).query("limit", limit.to_string())
    }

    /// Counts the requests in flight, for admins (newer servers): `GET /health/backlog`.
    pub fn backlog(&self) -> Call<Lossless<Backlog>> {
        Call::new(self.0, Method::GET, &["health", "backlog"])
    }

    /// Fetches the license, for admins (newer servers): `GET /health/license`.
    pub fn license(&self) -> Call<Lossless<License>> {
        Call::new(self.0, Method::GET, &["health", "license"])
    }

    /// Fetches what the server warns of in its own settings, for admins (the newest servers):
    /// `GET /health/deployment_warnings`.
    pub fn deployment_warnings(&self) -> Call<Lossless<DeploymentWarnings>> {
        Call::new(self.0, Method::GET, &["health", "deployment_warnings"])
    }

    /// Fetches the callbacks, for admins: `GET /callbacks/list`.
    pub fn callbacks(&self) -> Call<Lossless<Callbacks>> {
        Call::new(self.0, Method::GET, &["callbacks", "list"])
    }

    /// Checks the connection to the cache, for admins: `GET /cache/ping`. A server without a cache refuses with 503.
    pub fn ping_cache(&self) -> Call<Value> {
        Call::new(self.0, Method::GET, &["cache", "ping"]).retry(RetryPolicy::never())
    }

    /// Calls one deployment, which costs money: `GET /health?model_id=`. Servers older than 1.84 call all deployments of its
    /// name. Newer servers respond with 503 if it is not healthy, which is an error of the call;
    /// [`Health::probe_target`](super::Health::probe_target) reads it.
    ///
    /// The server tries up to three times.
    pub fn probe(&self, id: impl AsRef<str>) -> Call<Lossless<Probes>> {
        Call::new(self.0, Method::GET, &["health"]).query("model_id", id).retry(RetryPolicy::never())
    }

    /// Calls all deployments of a name, which costs money: `GET /health?model=`. See [`Health::probe`]. A name that no model has is
    /// kept as unhealthy forever.
    pub fn probe_model(&self, name: impl AsRef<str>) -> Call<Lossless<Probes>> {
        Call::new(self.0, Method::GET, &["health"]).query("model", name).retry(RetryPolicy::never())
    }

    pub(super) fn setting(self, name: &str) -> Call<Setting> {
        Call::new(self.0, Method::GET, &["config", "field", "info"]).query("field_name", name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn callbacks_of_every_server_are_left_out() {
        let list = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        let callbacks = Callbacks {
            success: list(&["sync_deployment_callback_on_success", "langfuse"]),
            failure: list(&["langfuse"]),
            success_and_failure: list(&["prometheus", "_ProxyDBLogger", "ServiceLogging"]),
        };
        assert_eq!(callbacks.configured(), ["langfuse", "prometheus"]);
    }
}
