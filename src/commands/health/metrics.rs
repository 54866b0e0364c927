//! `health --format prometheus`: the report in the text format of Prometheus.

use std::fmt::Write as _;

use jiff::Timestamp;
use litellm_proxy_client::health::{DeploymentHealth, DeploymentStatus, HealthReport};

/// A metric: its name, kind, meaning, and samples, each with its labels.
struct Metric {
    name: &'static str,
    help: &'static str,
    samples: Vec<(String, f64)>,
}

/// Returns the metrics of a report; those of a server that cannot be reached without one.
pub(super) fn of(report: Option<&HealthReport>, now: Timestamp) -> String {
    let is_up = report.is_some_and(|report| report.is_ready);
    let mut metrics = vec![one("litellm_cli_up", "Whether the server is ready.", flag(is_up))];
    if let Some(report) = report {
        metrics.extend(of_server(report));
        metrics.extend(of_deployments(report.deployments.as_deref().unwrap_or_default(), now));
    }
    let mut text = String::new();
    for Metric { name, help, samples } in metrics.iter().filter(|metric| !metric.samples.is_empty()) {
        // Writing to a string does not fail.
        let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge");
        for (labels, value) in samples {
            let _ = writeln!(text, "{name}{labels} {value}");
        }
    }
    text
}

fn flag(is_set: bool) -> f64 {
    if is_set { 1.0 } else { 0.0 }
}

fn one(name: &'static str, help: &'static str, value: f64) -> Metric {
    Metric { name, help, samples: vec![(String::new(), value)] }
}

#[expect(clippy::cast_precision_loss, reason = "counts and milliseconds")]
fn of_server(report: &HealthReport) -> Vec<Metric> {
    let seconds = report.response_time_ms as f64 / 1_000.0;
    let mut metrics = vec![one("litellm_cli_response_seconds", "How long the server took to report that.", seconds)];
    if let Some(ahead) = report.clock_ahead_seconds {
        metrics.push(one("litellm_cli_clock_ahead_seconds", "How far the clock of the server is ahead.", ahead as f64));
    }
    if let Some(responds) = report.cache_responds {
        metrics.push(one("litellm_cli_cache_up", "Whether the cache responds.", flag(responds)));
    }
    if let Some(backlog) = report.backlog {
        metrics.push(one("litellm_cli_requests_in_flight", "Requests in flight.", backlog.in_flight as f64));
        metrics.push(one("litellm_cli_requests_queued", "Requests that wait.", backlog.queued as f64));
    }
    metrics
}

/// Returns the metrics of deployments. One of which nothing is known has no sample.
fn of_deployments(deployments: &[DeploymentHealth], now: Timestamp) -> [Metric; 2] {
    let up = deployments.iter().filter_map(|one| Some((labels(one), flag(is_up(one)?))));
    let age = deployments.iter().filter_map(|one| {
        let age = now.duration_since(one.checked_at?).as_secs_f64().max(0.0);
        Some((labels(one), age.round()))
    });
    [
        Metric {
            name: "litellm_cli_deployment_up",
            help: "Whether the deployment responded to the last health check, or to a request since.",
            samples: up.collect(),
        },
        Metric {
            name: "litellm_cli_deployment_last_check_seconds",
            help: "How long ago the deployment was checked.",
            samples: age.collect(),
        },
    ]
}

fn is_up(deployment: &DeploymentHealth) -> Option<bool> {
    match deployment.status {
        _ if deployment.is_failing() => Some(false),
        DeploymentStatus::Healthy => Some(true),
        _ => None,
    }
}

fn labels(deployment: &DeploymentHealth) -> String {
    format!("{{model=\"{}\",id=\"{}\"}}", escaped(&deployment.model), escaped(&deployment.id))
}

/// Escapes the value of a label.
fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_labels_are_escaped() {
        assert_eq!(escaped("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
    }

    #[test]
    fn a_server_that_cannot_be_reached_is_down() {
        let text = of(None, Timestamp::UNIX_EPOCH);
        assert_eq!(
            text,
            "# HELP litellm_cli_up Whether the server is ready.\n# TYPE litellm_cli_up gauge\nlitellm_cli_up 0\n"
        );
    }
}
