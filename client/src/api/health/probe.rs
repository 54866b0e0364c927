//! Calling deployments to see whether they respond: what that is going to cost, and what it found.

use std::time::{Duration, Instant};

use futures_util::future::join4;
use serde::Serialize;
use serde_json::Value;

use super::checks::{ProbedEndpoint, Probes};
use super::{Health, Readiness};
use crate::api::models::{Deployment, completed_id};
use crate::core::failure_cause::failure_line_of;
use crate::core::response::unexpected;
use crate::core::router_text::error_line;
use crate::core::{Error, Lossless, ServerVersion};

/// The tokens of the server's question, with some to spare, and the most that a model answers.
const PROMPT_TOKENS: f64 = 20.0;
const ANSWER_TOKENS: f64 = 16.0;
/// How often the server tries.
const ATTEMPTS: f64 = 3.0;
/// The first version that calls one deployment of several with the same name.
const BY_ID: (u32, u32) = (1, 84);

/// The deployments that are going to be called.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ProbePlan {
    /// The requests, each for one deployment, or on older servers for all of a name.
    pub targets: Vec<ProbeTarget>,
    /// Whether nothing is called: the server checks its deployments by itself, and responds with its last results.
    pub is_last_result: bool,
    /// The seconds between two checks of such a server, if it tells.
    pub interval: Option<u64>,
}

/// A request that calls deployments.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ProbeTarget {
    /// The public name.
    pub model: String,
    /// The deployments that the server calls.
    pub deployments: Vec<ProbedDeployment>,
    /// Whether the server is given the name.
    pub by_name: bool,
}

/// A deployment that is going to be called.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ProbedDeployment {
    /// Id.
    pub id: String,
    /// The most that calling it costs, in dollars; `None` if it has no price.
    pub max_cost: Option<f64>,
    upstream_model: Option<String>,
    api_base: Option<String>,
}

/// What calling a deployment found.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Probe {
    /// Id.
    pub id: String,
    /// Public name.
    pub model: String,
    /// Whether it responds; `None` if the server does not tell, since another deployment of the name has the same address.
    pub is_healthy: Option<bool>,
    /// Why it does not, in one line.
    pub error: Option<String>,
    /// The error of the server in its own words, in one line.
    pub server_error: Option<String>,
    /// How long the request took: with more than one deployment, all of them.
    pub response_time_ms: u64,
}

impl ProbePlan {
    /// Returns the number of deployments.
    pub fn len(&self) -> usize {
        self.targets.iter().map(|target| target.deployments.len()).sum()
    }

    /// Returns whether there are no deployments.
    pub fn is_empty(&self) -> bool {
        self.targets.is_empty()
    }

    /// Returns the most that it costs, in dollars, as far as prices are known.
    pub fn max_cost(&self) -> f64 {
        self.deployments().filter_map(|deployment| deployment.max_cost).sum()
    }

    /// Returns the ids of deployments without a price.
    pub fn unpriced(&self) -> impl Iterator<Item = &str> {
        self.deployments().filter(|deployment| deployment.max_cost.is_none()).map(|deployment| deployment.id.as_str())
    }

    fn deployments(&self) -> impl Iterator<Item = &ProbedDeployment> {
        self.targets.iter().flat_map(|target| &target.deployments)
    }
}

impl ProbeTarget {
    /// Returns the results of a call that failed: nothing is known of the deployments.
    pub fn not_probed(&self, error: &Error) -> Vec<Probe> {
        let probe = |deployment: &ProbedDeployment| Probe {
            id: deployment.id.clone(),
            model: self.model.clone(),
            is_healthy: None,
            error: Some(error_line(&error.to_string())),
            server_error: None,
            response_time_ms: 0,
        };
        self.deployments.iter().map(probe).collect()
    }
}

impl ProbedDeployment {
    fn new(model: &Deployment) -> Self {
        Self {
            id: model.id().unwrap_or_default().to_owned(),
            max_cost: max_cost(model),
            upstream_model: model.upstream_model().map(str::to_owned),
            api_base: parameter(model, "api_base").map(str::to_owned),
        }
    }

    /// Returns whether an endpoint of the server's response is this deployment.
    fn is(&self, endpoint: &ProbedEndpoint) -> bool {
        match &endpoint.model_id {
            Some(id) => *id == self.id,
            None => endpoint.model == self.upstream_model && endpoint.api_base == self.api_base,
        }
    }
}

fn parameter<'a>(model: &'a Deployment, name: &str) -> Option<&'a str> {
    model.litellm_params.get(name).and_then(Value::as_str)
}

/// Returns the most that the attempts to call a deployment cost; `None` if it has no price for tokens, or is paid otherwise.
fn max_cost(model: &Deployment) -> Option<f64> {
    if parameter(model, "mock_response").is_some() {
        return Some(0.0);
    }
    let mode = model.model_info.get("mode").and_then(Value::as_str).unwrap_or("chat");
    if !matches!(mode, "chat" | "completion" | "embedding" | "responses") {
        return None;
    }
    let price = |name: &str| model.model_info.get(name).and_then(Value::as_f64).filter(|price| price.is_finite());
    let (input, output) = (price("input_cost_per_token")?, price("output_cost_per_token")?);
    // Older servers report 0 for a model without a price.
    (input + output > 0.0).then_some(ATTEMPTS * (PROMPT_TOKENS * input + ANSWER_TOKENS * output))
}

impl Health<'_> {
    /// Looks up deployments by id or public name, all if there are none given, and returns what calling them takes. Only reads.
    ///
    /// # Errors
    /// [`Error::Missing`] for a name that no deployment has. The server would keep it as unhealthy forever.
    pub async fn plan_probes(self, names: &[String]) -> Result<ProbePlan, Error> {
        let (models, readiness, background, interval) = join4(
            self.0.models().info(),
            self.readiness(),
            self.setting("background_health_checks"),
            self.setting("health_check_interval"),
        )
        .await;
        let models: Vec<Deployment> = models?.into_iter().map(Lossless::into_inner).collect();
        let chosen = choose(&models, names)?;
        let is_last_result = background.is_ok_and(|setting| setting.field_value == Value::Bool(true));
        let interval = interval.ok().and_then(|setting| setting.field_value.as_u64()).filter(|_| is_last_result);
        let targets = targets(&models, &chosen, readiness.is_ok_and(|readiness| is_by_name(&readiness)));
        Ok(ProbePlan { targets, is_last_result, interval })
    }

    /// Calls the deployments of a target, which costs money unless the plan says otherwise, and waits up to `timeout`. Is sent
    /// once; the server itself tries up to three times.
    ///
    /// # Errors
    /// If the server does not respond with results. That a deployment is not healthy is a result.
    pub async fn probe_target(self, target: &ProbeTarget, timeout: Duration) -> Result<Vec<Probe>, Error> {
        let call = || match target.deployments.as_slice() {
            [one] if !target.by_name => self.probe(&one.id),
            _ => self.probe_model(&target.model),
        };
        let started = Instant::now();
        let mut response = call().timeout(timeout).open().await?;
        let body = response.bytes().await?;
        let time = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        // A refusal for unhealthy deployments has the results, too.
        let has_results = |body: &Value| body.get("healthy_endpoints").is_some_and(Value::is_array);
        let results = serde_json::from_slice::<Value>(&body).ok().filter(has_results);
        let Some(probes) = results.and_then(|body| serde_json::from_value::<Probes>(body).ok()) else {
            if let Some(error) = response.error(&body) {
                return Err(error);
            }
            return Err(unexpected(&call().request()?, response.status(), "it has no results of health checks"));
        };
        Ok(target.deployments.iter().map(|deployment| result(target, deployment, &probes, time)).collect())
    }
}

/// Returns whether a server calls all deployments of a name: older ones do, and state their version without a key.
fn is_by_name(readiness: &Readiness) -> bool {
    let version = readiness.litellm_version.as_deref().map(ServerVersion::new);
    version.is_some_and(|version| !version.at_least(BY_ID.0, BY_ID.1))
}

/// Returns the places of the deployments that are meant.
fn choose(models: &[Deployment], names: &[String]) -> Result<Vec<usize>, Error> {
    let names = names.iter().map(|name| completed_id(name, models.iter()));
    let names = names.collect::<Result<Vec<&str>, _>>()?;
    let is = |model: &Deployment, name: &str| model.id() == Some(name) || model.model_name.as_deref() == Some(name);
    let unknown: Vec<String> = names
        .iter()
        .filter(|name| !models.iter().any(|model| is(model, name)))
        .map(|name| format!("`{name}`"))
        .collect();
    if !unknown.is_empty() {
        return Err(Error::Missing(format!("no deployment has the name or id {}", unknown.join(", "))));
    }
    let is_chosen = |model: &Deployment| names.is_empty() || names.iter().any(|name| is(model, name));
    let mut seen: Vec<&str> = Vec::new();
    let mut chosen = Vec::new();
    for (place, model) in models.iter().enumerate().filter(|(_, model)| is_chosen(model)) {
        let id = model.id().unwrap_or_default();
        if !seen.contains(&id) {
            seen.push(id);
            chosen.push(place);
        }
    }
    Ok(chosen)
}

fn targets(models: &[Deployment], chosen: &[usize], by_name: bool) -> Vec<ProbeTarget> {
    let mut targets: Vec<ProbeTarget> = Vec::new();
    for model in chosen.iter().filter_map(|place| models.get(*place)) {
        let name = model.model_name.clone().unwrap_or_default();
        if !by_name {
            targets.push(ProbeTarget { model: name, deployments: vec![ProbedDeployment::new(model)], by_name });
        } else if targets.iter().all(|target| target.model != name) {
            let all = models.iter().filter(|other| other.model_name.as_deref() == Some(&name));
            let deployments = all.map(ProbedDeployment::new).collect();
            targets.push(ProbeTarget { model: name, deployments, by_name });
        }
    }
    targets
}

fn result(target: &ProbeTarget, deployment: &ProbedDeployment, probes: &Probes, time: u64) -> Probe {
    let failed: Vec<&ProbedEndpoint> = probes.unhealthy_endpoints.iter().filter(|one| deployment.is(one)).collect();
    let responds = probes.healthy_endpoints.iter().any(|one| deployment.is(one));
    let is_healthy = match (responds, failed.is_empty()) {
        (true, true) => Some(true),
        (false, false) => Some(false),
        _ => None,
    };
    let failure = failed.first();
    let message = failure.map(|one| one.error.as_deref().unwrap_or_default());
    let status = failure.and_then(|one| one.exception_status.as_ref()?.parse().ok());
    let words = |message: &str| failure_line_of(status, message, deployment.api_base.as_deref());
    Probe {
        id: deployment.id.clone(),
        model: target.model.clone(),
        is_healthy,
        error: match message {
            Some(message) => Some(words(message)),
            None if is_healthy.is_none() => Some("the server did not check it".to_owned()),
            None => None,
        },
        server_error: message.map(error_line).filter(|line| !line.is_empty()),
        response_time_ms: time,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn model(id: &str, name: &str, info: &Value) -> Deployment {
        let mut fields = json!({"id": id});
        fields.as_object_mut().expect("an object").extend(info.as_object().expect("an object").clone());
        let params = json!({"model": "openai/x", "api_base": format!("http://{id}/v1")});
        serde_json::from_value(json!({"model_name": name, "model_info": fields, "litellm_params": params}))
            .expect("a deployment")
    }

    #[test]
    fn cost_is_that_of_all_attempts_and_unknown_without_a_price() {
        let priced = |input: f64, output: f64, mode: &str| {
            max_cost(&model(
                "a",
                "a",
                &json!({"input_cost_per_token": input, "output_cost_per_token": output, "mode": mode}),
            ))
        };
        assert_eq!(priced(0.5, 0.25, "chat"), Some(42.0));
        assert_eq!(priced(0.0, 0.0, "chat"), None);
        assert_eq!(priced(0.5, 0.0, "image_generation"), None);
        assert_eq!(max_cost(&model("a", "a", &json!({}))), None);
    }

    #[test]
    fn names_are_checked_and_older_servers_call_all_of_a_name() {
        let models = ["g1", "g2", "m1", "m1"].map(|id| model(id, id.get(..1).expect("a name"), &json!({})));
        let ids = |names: &[&str], by_name: bool| -> Vec<String> {
            let names: Vec<String> = names.iter().map(ToString::to_string).collect();
            let chosen = choose(&models, &names).expect("deployments");
            targets(&models, &chosen, by_name)
                .iter()
                .map(|target| target.deployments.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(","))
                .collect()
        };
        assert_eq!(ids(&["g2"], false), ["g2"]);
        assert_eq!(ids(&["g", "g1"], false), ["g1", "g2"]);
        assert_eq!(ids(&["g2"], true), ["g1,g2"]);
        assert_eq!(ids(&[], false), ["g1", "g2", "m1"]);
        let error = choose(&models, &["g".into(), "nope".into()]).expect_err("unknown").to_string();
        assert_eq!(error, "no deployment has the name or id `nope`");
    }
}
