//! Which deployments are tested, and with which probes.

use anyhow::Result;
use litellm_proxy_client::chat::ModelLimits;
use litellm_proxy_client::models::{Deployment, completed_id, without_expansions};
use litellm_proxy_client::probes::Probe;
use litellm_proxy_client::{Client, Lossless};
use serde_json::Value;

use crate::failure::Failure;

/// A deployment, or a model whose deployment the server picks.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// `None` for a model that a wildcard stands for.
    pub(super) id: Option<String>,
    pub(super) model: String,
    pub(super) mode: String,
    /// Whether the server answers in place of the provider.
    pub(super) is_mock: bool,
    pub(super) probes: Vec<Probe>,
    /// Why there are no probes.
    pub(super) skipped: Option<String>,
    pub(super) limits: ModelLimits,
}

impl Target {
    /// Returns what identifies it: the id, or the name.
    pub(super) fn name(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.model)
    }

    /// Returns the most that its probes may cost; `None` if that is not known. What a mock says is free, prices aside.
    pub(super) fn worst_cost(&self) -> Option<f64> {
        let known = self.limits.input_price.is_some() || self.limits.output_price.is_some();
        if self.probes.is_empty() || (self.is_mock && !known) {
            return Some(0.0);
        }
        let cost = |probe: &Probe| {
            let (input, output) = probe.worst_tokens()?;
            self.limits.cost(input, Some(output))
        };
        self.probes.iter().map(cost).sum()
    }

    fn of(deployment: &Deployment, only: &[Probe], with_images: bool) -> Self {
        let mode = deployment.model_info.get("mode").and_then(Value::as_str).filter(|mode| !mode.is_empty());
        let mode = mode.unwrap_or("chat").to_owned();
        let mock =
            deployment.litellm_params.get("mock_response").or_else(|| deployment.litellm_params.get("mock_tool_calls"));
        let is_mock = mock.is_some_and(|mock| !mock.is_null());
        let (probes, skipped) = match probes(deployment, &mode, only, with_images) {
            // A mock has one answer, which calls no tool.
            Ok(mut probes) => {
                probes.retain(|probe| !is_mock || !only.is_empty() || !probe.is_ability());
                (probes, None)
            }
            Err(reason) => (Vec::new(), Some(reason)),
        };
        Self {
            id: deployment.id().map(str::to_owned),
            model: deployment.model_name.clone().unwrap_or_default(),
            mode,
            is_mock,
            probes,
            skipped,
            limits: ModelLimits::of_deployment(deployment),
        }
    }
}

/// Returns the probes of a deployment, or why there are none.
fn probes(deployment: &Deployment, mode: &str, only: &[Probe], with_images: bool) -> Result<Vec<Probe>, String> {
    if deployment.model_name.as_deref().is_some_and(|name| name.contains('*')) {
        return Err("a wildcard: name a model that it stands for".to_owned());
    }
    let Some(first) = Probe::of_mode(mode) else { return Err(format!("no test for mode {mode}")) };
    if first == Probe::Image && !with_images && !only.contains(&Probe::Image) {
        return Err("images cost more: add --include image".to_owned());
    }
    let claims = |ability: &str| {
        let claim = deployment.model_info.get(ability).or_else(|| deployment.litellm_params.get(ability));
        claim.and_then(Value::as_bool).unwrap_or_default()
    };
    let is_tried = |probe: &Probe| match probe {
        probe if *probe == first => true,
        Probe::Stream => first == Probe::Chat,
        Probe::Tools => first == Probe::Chat && claims("supports_function_calling"),
        Probe::Json => first == Probe::Chat && claims("supports_response_schema"),
        Probe::Vision => first == Probe::Chat && claims("supports_vision"),
        _ => false,
    };
    // What is named is tried whatever the model claims.
    let is_named =
        |probe: &Probe| only.contains(probe) && (*probe == first || (first == Probe::Chat && probe.is_of_chat()));
    let is_chosen = |probe: &Probe| if only.is_empty() { is_tried(probe) } else { is_named(probe) };
    let chosen: Vec<Probe> = Probe::ALL.into_iter().filter(is_chosen).collect();
    if chosen.is_empty() { Err("--only names nothing that it does".to_owned()) } else { Ok(chosen) }
}

/// Finds the deployments with these names or ids, or all that the key may call.
pub(super) async fn find(client: &Client, names: &[String], only: &[Probe], with_images: bool) -> Result<Vec<Target>> {
    let listed = client.models().info().await?;
    let deployments = without_expansions(listed.clone());
    let mut targets: Vec<Target> = Vec::new();
    if names.is_empty() {
        targets.extend(deployments.iter().map(|deployment| Target::of(deployment, only, with_images)));
    }
    for name in names {
        let name = completed_id(name, deployments.iter().map(|deployment| &**deployment))?;
        let of_name = |deployment: &&Lossless<Deployment>| deployment.model_name.as_deref() == Some(name);
        let mut found: Vec<_> = deployments.iter().filter(of_name).collect();
        if found.is_empty() {
            found.extend(deployments.iter().filter(|deployment| deployment.id() == Some(name)));
        }
        targets.extend(found.iter().map(|deployment| Target::of(deployment, only, with_images)));
        if found.is_empty() {
            // A model that a wildcard stands for has the id of the wildcard, which cannot be called.
            let expansion = listed.iter().find(of_name).ok_or_else(|| unknown(name, &deployments))?;
            targets.push(Target { id: None, ..Target::of(expansion, only, with_images) });
        }
    }
    let mut seen = std::collections::HashSet::new();
    targets.retain(|target| seen.insert((target.id.clone(), target.model.clone())));
    Ok(targets)
}

fn unknown(name: &str, deployments: &[Lossless<Deployment>]) -> anyhow::Error {
    let names = deployments.iter().filter_map(|deployment| deployment.model_name.as_deref());
    let similar = names.map(|known| (strsim::jaro_winkler(known, name), known)).filter(|(score, _)| *score > 0.85);
    let nearest = similar.max_by(|(one, _), (other, _)| one.total_cmp(other));
    let advice = nearest.map(|(_, known)| format!("; did you mean `{known}`?")).unwrap_or_default();
    Failure::NotFound(format!("the key may call no model, and no deployment, named `{name}`{advice}")).into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn target(info: &Value, only: &[Probe], with_images: bool) -> Target {
        let deployment: Deployment = serde_json::from_value(
            json!({"model_name": "m", "litellm_params": {"model": "openai/m"}, "model_info": info}),
        )
        .expect("a deployment");
        Target::of(&deployment, only, with_images)
    }

    #[test]
    fn abilities_are_tried_where_they_are_claimed_or_named() {
        use Probe::{Chat, Embedding, Image, Json, Stream, Tools, Vision};
        let all = json!({"mode": "chat", "supports_vision": true, "supports_function_calling": true,
            "supports_response_schema": true});
        assert_eq!(target(&json!({}), &[], false).probes, [Chat, Stream]);
        assert_eq!(target(&all, &[], false).probes, [Chat, Stream, Tools, Json, Vision]);
        assert_eq!(target(&all, &[Stream], false).probes, [Stream]);
        assert_eq!(target(&json!({}), &[Tools, Embedding], false).probes, [Tools]);
        assert_eq!(target(&json!({"mode": "embedding"}), &[], false).probes, [Embedding]);
        assert!(target(&json!({"mode": "embedding"}), &[Chat], false).skipped.is_some());
        assert!(target(&json!({"mode": "image_generation"}), &[], false).skipped.is_some());
        assert_eq!(target(&json!({"mode": "image_generation"}), &[], true).probes, [Image]);
        assert!(target(&json!({"mode": "video_generation"}), &[], true).skipped.is_some());
    }

    #[test]
    fn the_worst_cost_is_known_if_the_prices_are() {
        assert_eq!(target(&json!({}), &[], false).worst_cost(), None);
        let priced = json!({"input_cost_per_token": 0.001, "output_cost_per_token": 0.002});
        assert!(target(&priced, &[Probe::Chat], false).worst_cost().is_some_and(|cost| cost > 0.03));
        assert_eq!(
            target(&json!({"mode": "audio_speech", "input_cost_per_token": 0.1}), &[], false).worst_cost(),
            None
        );
    }
}
