//! What a request may not contain, and the fallbacks that it names.

use hyper::StatusCode;
use serde_json::{Map, Value};

use crate::object::JsonObject;
use crate::response::Refusal;
use crate::route::ModelEndpoint;
use crate::rules::prices;

/// Parameters that redirect a request or change how it is paid for and logged: only deployments may set them.
const OF_DEPLOYMENTS: [&str; 76] = [
    "agentcore_runtime_session_id",
    "allow_legacy_cloud_file_ids",
    "anthropic-workspace-id",
    "anthropic_workspace_id",
    "api_base",
    "arize_api_key",
    "arize_error_sampling_rate",
    "arize_space_id",
    "arize_space_key",
    "arize_success_sampling_rate",
    "aws_bedrock_control_plane_endpoint",
    "aws_bedrock_project_id",
    "aws_bedrock_runtime_endpoint",
    "aws_external_id",
    "aws_profile_name",
    "aws_role_name",
    "aws_session_name",
    "aws_session_tags",
    "aws_sts_endpoint",
    "aws_web_identity_token",
    "aws_workspace_id",
    "azure_ad_token",
    "base_url",
    "bedrock_tags",
    "braintrust_api_key",
    "braintrust_host",
    "braintrust_project",
    "dd_agent_host",
    "dd_agent_port",
    "dd_api_key",
    "dd_site",
    "deployment_url",
    "fireworks_forward_user_id",
    "gcs_bucket_name",
    "gcs_path_service_account",
    "github_copilot_auth_type",
    "github_copilot_host",
    "github_copilot_user_session",
    "humanloop_api_key",
    "langfuse_environment",
    "langfuse_host",
    "langfuse_public_key",
    "langfuse_secret",
    "langfuse_secret_key",
    "langsmith_api_key",
    "langsmith_base_url",
    "langsmith_project",
    "langsmith_tenant_id",
    "lunary_public_key",
    "newrelic_api_key",
    "newrelic_region",
    "nvcf_function_id",
    "output_vector_size",
    "posthog_api_key",
    "posthog_api_url",
    "posthog_host",
    "riva_offline",
    "rust",
    "s3_bucket_name",
    "s3_endpoint_url",
    "s3_output_bucket_name",
    "sagemaker_base_url",
    "signoz_ingestion_endpoint",
    "signoz_ingestion_key",
    "slack_webhook_url",
    "turn_off_message_logging",
    "use_ssl",
    "user_api_key_auth_metadata",
    "user_config",
    "user_provider_credentials",
    "vertex_ai_credentials",
    "vertex_credentials",
    "wandb_api_key",
    "weave_project_id",
    "workspace_id",
    "model_list",
];
/// Credentials that metadata may name, but no request.
const NOT_IN_REQUESTS: [&str; 6] =
    ["azure_password", "azure_scope", "azure_username", "client_id", "client_secret", "tenant_id"];
/// Parameters that fake a failure or a delay, in the order in which refusals name them.
const MOCKING: [&str; 6] = [
    "mock_testing_fallbacks",
    "mock_testing_context_fallbacks",
    "mock_testing_content_policy_fallbacks",
    "mock_testing_rate_limit_error",
    "mock_timeout",
    "mock_delay",
];
/// The parameters that name fallbacks.
const FALLBACKS: [&str; 3] = ["fallbacks", "context_window_fallbacks", "content_policy_fallbacks"];

/// Refuses parameters that only deployments may set, in the request, what it nests, and its fallbacks.
pub(super) fn check_parameters(body: &JsonObject) -> Result<(), Refusal> {
    if body.contains("model_list") {
        return Err(Refusal::auth("Rejected Request: model_list is not allowed in the request body."));
    }
    let nested = ["litellm_embedding_config", "extra_body"].into_iter().filter_map(|name| body.get_object(name));
    let targets = fallback_targets(body).into_iter().filter_map(Value::as_object);
    for fields in [&body.0].into_iter().chain(nested).chain(targets) {
        check(fields, |name| is_of_deployments(name) || NOT_IN_REQUESTS.contains(&name))?;
    }
    for fields in ["metadata", "litellm_metadata"].into_iter().filter_map(|name| body.get_object(name)) {
        check(fields, is_of_deployments)?;
    }
    Ok(())
}

fn is_of_deployments(name: &str) -> bool {
    OF_DEPLOYMENTS.contains(&name) || prices::is_price(name) || name.contains("uplift_multiplier")
}

fn check(fields: &Map<String, Value>, is_refused: impl Fn(&str) -> bool) -> Result<(), Refusal> {
    match fields.keys().find(|name| is_refused(name)) {
        Some(name) => Err(Refusal::auth(format_args!(
            "Rejected Request: {name} is not allowed in request body. Clientside passthrough requires explicit admin opt-in \
             via `general_settings.allow_client_side_credentials = true` or `configurable_clientside_auth_params`, which the \
             sandbox does not have."
        ))),
        None => Ok(()),
    }
}

/// Refuses parameters that fake a failure; null and false count too.
pub(super) fn check_mocking(endpoint: ModelEndpoint, body: &JsonObject) -> Result<(), Refusal> {
    let named: Vec<&str> = MOCKING.into_iter().filter(|name| body.contains(name)).collect();
    if named.is_empty() {
        return Ok(());
    }
    let message = format!(
        "Mock testing request params are disabled on this proxy: {}. LiteLLM enables them by \
         `general_settings.dangerously_allow_mock_testing_request_params: true`; the sandbox does not have them.",
        named.join(", ")
    );
    // This endpoint does not unwrap the error.
    let message =
        if endpoint == ModelEndpoint::Completions { format!("400: {{'error': '{message}'}}") } else { message };
    Err(Refusal::of_status(StatusCode::BAD_REQUEST, message))
}

/// A fallback of a request: a model, and the fields that replace those of the request.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fallback {
    pub(super) model: String,
    pub(super) fields: JsonObject,
}

impl Fallback {
    pub(super) fn to(model: impl Into<String>) -> Self {
        Self { model: model.into(), fields: JsonObject::default() }
    }

    fn parse(target: &Value) -> Option<Self> {
        match target {
            Value::String(model) => Some(Self::to(model.as_str())),
            Value::Object(fields) => {
                let mut fields = JsonObject(fields.clone());
                let model = fields.remove("model")?.as_str()?.to_owned();
                Some(Self { model, fields })
            }
            _ => None,
        }
    }
}

/// Returns the fallbacks of a list for a model: names, objects with a `model`, or lists by model group.
pub(super) fn fallbacks_for(list: &[Value], model: &str) -> Vec<Fallback> {
    let of_group = |entry: &Value| match entry {
        Value::Object(fields) if !fields.contains_key("model") => {
            let targets = fields.get(model).and_then(Value::as_array);
            targets.into_iter().flatten().filter_map(Fallback::parse).collect()
        }
        target => Vec::from_iter(Fallback::parse(target)),
    };
    list.iter().flat_map(of_group).collect()
}

/// Returns the models that the fallbacks of a request name, whatever their form.
pub(super) fn fallback_models(body: &JsonObject) -> Vec<&str> {
    let model = |target: &'_ Value| target.as_str().is_none().then(|| target.get("model")).flatten().is_some();
    let targets = fallback_targets(body).into_iter();
    targets.filter_map(|target| if model(target) { target.get("model")?.as_str() } else { target.as_str() }).collect()
}

fn fallback_targets(body: &JsonObject) -> Vec<&Value> {
    let settings = body.get_object("router_settings_override");
    let lists = FALLBACKS
        .into_iter()
        .flat_map(|name| [body.get(name), settings.and_then(|settings| settings.get(name))])
        .filter_map(|list| list?.as_array());
    let mut targets = Vec::new();
    for entry in lists.flatten() {
        match entry {
            Value::Object(fields) if !fields.contains_key("model") => {
                targets.extend(fields.values().filter_map(Value::as_array).flatten());
            }
            target => targets.push(target),
        }
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn fallbacks_are_read_in_every_form() {
        let body = JsonObject::from_json(json!({
            "fallbacks": ["a", { "model": "b", "temperature": 0 }, { "m": ["c", { "model": "d" }], "n": ["e"] }],
            "context_window_fallbacks": [{ "m": ["f"] }],
            "router_settings_override": { "content_policy_fallbacks": ["g"] },
        }));
        assert_eq!(fallback_models(&body), ["a", "b", "c", "d", "e", "f", "g"]);
        let list = body.get("fallbacks").and_then(Value::as_array).unwrap();
        let found = fallbacks_for(list, "m");
        let models: Vec<&str> = found.iter().map(|fallback| fallback.model.as_str()).collect();
        assert_eq!(models, ["a", "b", "c", "d"]);
        assert_eq!(Value::from(found[1].fields.clone()), json!({ "temperature": 0 }));
        assert_eq!(fallback_models(&JsonObject::from_json(json!({ "fallbacks": "a" }))), [""; 0]);
    }

    #[test]
    fn parameters_of_deployments_are_refused_wherever_they_are() {
        for body in [
            json!({ "api_base": null }),
            json!({ "input_cost_per_token": 1 }),
            json!({ "client_secret": "x" }),
            json!({ "metadata": { "api_base": "x" } }),
            json!({ "extra_body": { "base_url": "x" } }),
            json!({ "fallbacks": [{ "model": "m", "api_base": "x" }] }),
            json!({ "fallbacks": [{ "g": [{ "model": "m", "api_base": "x" }] }] }),
            json!({ "model_list": [] }),
        ] {
            assert!(check_parameters(&JsonObject::from_json(body.clone())).is_err(), "{body}");
        }
        let harmless = json!({ "api_key": "x", "temperature": 1, "metadata": { "client_id": "x" }, "timeout": 5 });
        assert_eq!(check_parameters(&JsonObject::from_json(harmless)), Ok(()));
    }
}
