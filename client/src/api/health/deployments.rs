//! The health of each deployment, from earlier checks and from the log.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::Serialize;

use super::checks::{CheckHistory, CheckResult, CheckStatus, LatestChecks};
use crate::api::models::Deployment;
use crate::api::spend::{LogPage, LogStatus, SpendLog};
use crate::core::Lossless;
use crate::core::failure_cause::failure_line_of;
use crate::core::router_text::error_line;

/// The health of a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DeploymentStatus {
    /// The last check found it healthy.
    Healthy,
    /// The last check found it unhealthy.
    Unhealthy,
    /// The last check was of its name, and found some deployments of that name unhealthy: it is not known which.
    PartlyUnhealthy,
    /// It was never checked.
    NeverChecked,
    /// The key may not see the checks.
    Unknown,
}

/// The health of a deployment.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct DeploymentHealth {
    /// Id.
    pub id: String,
    /// Public name.
    pub model: String,
    /// The provider's model.
    pub upstream_model: Option<String>,
    /// URL of the provider.
    pub api_base: Option<String>,
    /// The result of the last check.
    pub status: DeploymentStatus,
    /// When it was checked.
    pub checked_at: Option<Timestamp>,
    /// Whether the server checked it by itself.
    pub is_checked_by_server: bool,
    /// Since when all checks found the same.
    pub since: Option<Timestamp>,
    /// Whether it has been so for longer: the list of checks does not reach further back.
    pub is_since_earlier: bool,
    /// Why it is unhealthy, in one line.
    pub error: Option<String>,
    /// The error of the server in its own words, in one line.
    pub server_error: Option<String>,
    /// Its requests in the log of the last hour; `None` if there are none.
    pub last_hour: Option<LastHour>,
}

/// The requests of a deployment in the last hour, among the last hundred of the server.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct LastHour {
    /// Its requests.
    pub requests: u64,
    /// Those that failed, except for requests that the provider refuses as invalid.
    pub failed: u64,
    /// When the last one failed.
    pub last_failure: Option<Timestamp>,
    /// Why, in one line.
    pub error: Option<String>,
    /// Whether the log of the last hour has more requests than were read.
    pub is_sample: bool,
}

impl DeploymentHealth {
    /// Returns whether all its requests of the last hour failed, and no later check found it healthy.
    pub fn looks_dead(&self) -> bool {
        let Some(hour) = self.last_hour.as_ref().filter(|hour| hour.requests > 0 && hour.failed == hour.requests)
        else {
            return false;
        };
        // A single failure says less than a check.
        self.status != DeploymentStatus::Healthy || (hour.failed > 1 && hour.last_failure > self.checked_at)
    }

    /// Returns whether it is unhealthy or looks dead.
    pub fn is_failing(&self) -> bool {
        self.status == DeploymentStatus::Unhealthy || self.looks_dead()
    }
}

/// Returns the health of deployments, in their order.
pub(super) fn health_of<'a>(
    models: impl Iterator<Item = &'a Deployment>,
    latest: Option<&LatestChecks>,
    history: Option<&CheckHistory>,
    log: Option<&LogPage>,
) -> Vec<DeploymentHealth> {
    let hours = log.map(last_hours).unwrap_or_default();
    let mut found: Vec<DeploymentHealth> = Vec::new();
    for model in models {
        let health = one(model, latest, history, &hours);
        // A wildcard is listed once for each model that it stands for.
        if found.iter().all(|other| other.id != health.id) {
            found.push(health);
        }
    }
    found
}

fn one(
    model: &Deployment,
    latest: Option<&LatestChecks>,
    history: Option<&CheckHistory>,
    hours: &HashMap<String, LastHour>,
) -> DeploymentHealth {
    let id = model.id().unwrap_or_default().to_owned();
    let name = model.model_name.clone().unwrap_or_default();
    let api_base = model.litellm_params.get("api_base").and_then(|base| base.as_str()).map(str::to_owned);
    let is_of = |check: &&CheckResult| is_about(check, &id, &name);
    let checks = latest.into_iter().flat_map(|latest| latest.latest_health_checks.values()).filter(is_of);
    let mut checks: Vec<&CheckResult> = checks.filter(|check| status(check).is_some()).collect();
    checks.sort_by_key(|check| std::cmp::Reverse(check.checked_at));
    // A check of the name that found both says nothing of this one.
    let clear = checks.iter().find(|check| status(check) != Some(DeploymentStatus::PartlyUnhealthy));
    let check = clear.or(checks.first()).copied();
    let found = check.and_then(status);
    let (since, is_since_earlier) =
        check.zip(found).map_or((None, false), |(check, found)| since(check, found, history, &id, &name));
    let message =
        check.filter(|_| found != Some(DeploymentStatus::Healthy)).and_then(|check| check.error_message.as_deref());
    let mut hour = hours.get(&id).cloned();
    if let Some(hour) = &mut hour {
        let status = hour.error.take();
        hour.error = status.map(|error| failure_line_of(None, &error, api_base.as_deref()));
    }
    DeploymentHealth {
        status: match (latest, found) {
            (None, _) => DeploymentStatus::Unknown,
            (Some(_), None) => DeploymentStatus::NeverChecked,
            (Some(_), Some(found)) => found,
        },
        checked_at: check.and_then(|check| check.checked_at),
        is_checked_by_server: check.is_some_and(|check| check.checked_by.as_deref() == Some(CheckResult::BY_SERVER)),
        since,
        is_since_earlier,
        error: check.zip(message).map(|(check, message)| describe(check, message, api_base.as_deref())),
        server_error: message.map(error_line).filter(|line| !line.is_empty()),
        last_hour: hour,
        upstream_model: model.upstream_model().map(str::to_owned),
        id,
        model: name,
        api_base,
    }
}

/// Words the error of a check. One of a name is about any of its deployments.
fn describe(check: &CheckResult, message: &str, api_base: Option<&str>) -> String {
    let (healthy, unhealthy) = (check.healthy_count.unwrap_or_default(), check.unhealthy_count.unwrap_or_default());
    let all = healthy.saturating_add(unhealthy);
    if check.model_id.is_some() || all <= 1 {
        return failure_line_of(None, message, api_base);
    }
    let error = failure_line_of(None, message, None);
    format!("{unhealthy} of {all} deployments of the name did not respond: {error}")
}

/// Returns whether a check is about a deployment: of its id, or of its name.
fn is_about(check: &CheckResult, id: &str, name: &str) -> bool {
    match check.model_id.as_deref().filter(|id| !id.is_empty()) {
        Some(checked) => checked == id,
        None => check.model_name.as_deref() == Some(name),
    }
}

/// Returns what a check found; `None` if it found no deployment.
fn status(check: &CheckResult) -> Option<DeploymentStatus> {
    match (check.healthy_count, check.unhealthy_count) {
        (Some(0), Some(0)) => None,
        (Some(healthy), Some(unhealthy)) if healthy > 0 && unhealthy > 0 => Some(DeploymentStatus::PartlyUnhealthy),
        _ => match check.status {
            Some(CheckStatus::Healthy) => Some(DeploymentStatus::Healthy),
            Some(CheckStatus::Unhealthy) => Some(DeploymentStatus::Unhealthy),
            _ => None,
        },
    }
}

/// Returns since when all checks found the same, and whether it may have been so for longer.
fn since(
    check: &CheckResult,
    found: DeploymentStatus,
    history: Option<&CheckHistory>,
    id: &str,
    name: &str,
) -> (Option<Timestamp>, bool) {
    let Some(history) = history else { return (check.checked_at, true) };
    let mut first = check.checked_at;
    for earlier in history.health_checks.iter().filter(|earlier| is_about(earlier, id, name)) {
        match status(earlier) {
            Some(other) if other == found => first = earlier.checked_at.min(first).or(first),
            // Checks of the name that found both say nothing.
            Some(DeploymentStatus::PartlyUnhealthy) | None => {}
            Some(_) if earlier.checked_at > check.checked_at => {}
            Some(_) => return (first, false),
        }
    }
    let read = u64::try_from(history.health_checks.len()).unwrap_or(u64::MAX);
    (first, history.total_records.is_some_and(|total| total > read))
}

/// Counts the requests of the log by deployment, without those that reached none.
fn last_hours(log: &LogPage) -> HashMap<String, LastHour> {
    let is_sample = log.total.is_some_and(|total| total > u64::try_from(log.data.len()).unwrap_or(u64::MAX));
    let mut hours: HashMap<String, LastHour> = HashMap::new();
    for row in &log.data {
        let Some(id) = row.model_id.as_ref().filter(|id| !id.is_empty()) else { continue };
        if row.is_attempt() || is_refused(row) {
            continue;
        }
        let hour = hours.entry(id.clone()).or_default();
        hour.is_sample = is_sample;
        hour.requests = hour.requests.saturating_add(1);
        if row.status == Some(LogStatus::Failure) {
            hour.failed = hour.failed.saturating_add(1);
            if hour.last_failure < row.start_time || hour.error.is_none() {
                hour.last_failure = row.start_time.max(hour.last_failure);
                hour.error = row.error().map(|error| error.text());
            }
        }
    }
    hours
}

/// Returns whether a request failed because of what it asked for, or because its key may not.
fn is_refused(row: &Lossless<SpendLog>) -> bool {
    let is_invalid = || row.error().and_then(|error| error.code).is_some_and(|code| INVALID.contains(&&*code));
    row.status == Some(LogStatus::Failure) && (!row.is_failure_of_provider() || is_invalid())
}

/// The status codes of requests that no provider could answer.
const INVALID: [&str; 3] = ["400", "413", "422"];

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn model(id: &str, name: &str) -> Deployment {
        let params = json!({"model": "openai/x", "api_base": "http://10.0.0.9/v1"});
        serde_json::from_value(json!({"model_name": name, "model_info": {"id": id}, "litellm_params": params}))
            .expect("a deployment")
    }

    fn check(id: Option<&str>, name: &str, counts: (u64, u64), minute: u32) -> Value {
        let status = if counts.0 > 0 { "healthy" } else { "unhealthy" };
        json!({"model_id": id, "model_name": name, "status": status, "healthy_count": counts.0, "unhealthy_count": counts.1,
            "error_message": "litellm.AuthenticationError: x\nstack trace: y", "checked_by": "admin",
            "checked_at": format!("2026-11-30T10:{minute:02}:00.123000+00:00")})
    }

    fn checks(latest: &[Value], history: &[Value], total: u64) -> (LatestChecks, CheckHistory) {
        let key =
            |check: &Value| check["model_id"].as_str().or(check["model_name"].as_str()).expect("a key").to_owned();
        let map: serde_json::Map<String, Value> = latest.iter().map(|check| (key(check), check.clone())).collect();
        (
            serde_json::from_value(json!({"latest_health_checks": map})).expect("checks"),
            serde_json::from_value(json!({"health_checks": history, "total_records": total})).expect("a history"),
        )
    }

    #[test]
    fn newest_check_of_the_id_or_the_name_counts_since_it_changed() {
        let models = [model("a-id", "a"), model("g1", "g"), model("g2", "g"), model("n-id", "n"), model("u-id", "u")];
        let latest = [
            check(Some("a-id"), "a", (0, 1), 30),
            check(None, "g", (1, 1), 40),
            check(Some("g2"), "g", (1, 0), 20),
            check(None, "no-such", (0, 0), 50),
            check(None, "u", (0, 0), 50),
        ];
        let history = [
            check(None, "g", (1, 1), 40),
            check(Some("a-id"), "a", (0, 1), 30),
            check(Some("a-id"), "a", (0, 1), 25),
            check(Some("g2"), "g", (1, 0), 20),
            check(Some("a-id"), "a", (1, 0), 10),
            check(Some("a-id"), "a", (0, 1), 5),
        ];
        let (latest, history) = checks(&latest, &history, 6);
        let found = health_of(models.iter(), Some(&latest), Some(&history), None);
        let shown: Vec<_> = found
            .iter()
            .map(|one| {
                let since = one.since.map(|since| since.strftime("%M").to_string()).unwrap_or_default();
                format!("{} {:?} {since} {}", one.id, one.status, one.error.as_deref().unwrap_or_default())
            })
            .collect();
        assert_eq!(
            shown,
            [
                "a-id Unhealthy 25 the provider refuses its key",
                "g1 PartlyUnhealthy 40 1 of 2 deployments of the name did not respond: the provider refuses its key",
                "g2 Healthy 20 ",
                "n-id NeverChecked  ",
                "u-id NeverChecked  ",
            ]
        );
        assert!(!found[0].is_since_earlier && found[0].is_failing() && !found[1].is_failing());
        let (latest, history) = checks(&[check(Some("a-id"), "a", (0, 1), 30)], &[], 9);
        assert!(health_of(models.iter(), Some(&latest), Some(&history), None)[0].is_since_earlier);
        assert_eq!(health_of(models.iter(), None, None, None)[0].status, DeploymentStatus::Unknown);
    }

    #[test]
    fn requests_of_the_last_hour_count_once_and_by_deployment() {
        let of = |id: &str, deployment: &str, status: &str, code: &str, class: &str, provider: &str| {
            json!({"request_id": id, "model_id": deployment, "status": status, "startTime": "2026-11-30T10:00:00Z",
                "metadata": {"error_information": {"error_code": code, "error_class": class, "llm_provider": provider,
                    "error_message": "OpenAIException - Connection error."}}})
        };
        let row = |id: &str, deployment: &str, status: &str, code: &str| of(id, deployment, status, code, "", "openai");
        let log: LogPage = serde_json::from_value(json!({"total": 7, "data": [
            row("1", "dead", "failure", "500"), row("2", "dead", "failure", "500"), row("2-attempt-0", "dead", "failure", "500"),
            row("3", "up", "success", ""), row("4", "up", "failure", "500"), row("5", "wrong", "failure", "400"),
            row("6", "", "failure", "401"), of("7", "up", "failure", "403", "ModelAccessDeniedProxyException", ""),
            of("8", "up", "failure", "429", "ProxyRateLimitError", "openai"),
        ]}))
        .expect("a page");
        let (latest, history) = checks(&[check(Some("dead"), "dead", (1, 0), 0)], &[], 0);
        let models = ["dead", "up", "wrong"].map(|id| model(id, id));
        let found = health_of(models.iter(), Some(&latest), Some(&history), Some(&log));
        let counts: Vec<_> =
            found.iter().map(|one| one.last_hour.as_ref().map(|hour| (hour.requests, hour.failed))).collect();
        assert_eq!(counts, [Some((2, 2)), Some((2, 1)), None]);
        // The check was 123 ms later.
        assert_eq!(found.iter().map(DeploymentHealth::looks_dead).collect::<Vec<_>>(), [false; 3]);
        let found = health_of(models.iter(), Some(&checks(&[], &[], 0).0), None, Some(&log));
        let hour = found[0].last_hour.as_ref().expect("an hour");
        assert!(found[0].looks_dead() && !hour.is_sample);
        assert_eq!(hour.error.as_deref(), Some("the server cannot connect to http://10.0.0.9/v1"));
    }
}
