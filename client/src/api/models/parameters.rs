//! The names of parameters of models, once each: what their values are, and what a name that is close to theirs may have meant.
//! Parameters are free: LiteLLM sends those that it does not know to the provider. So a name is only questioned if it is close
//! to one that LiteLLM would have acted on itself.

use crate::api::known_fields::distance;

/// What acts on a parameter of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Actor {
    /// LiteLLM. A name that is close to it is questioned.
    LiteLlm,
    /// A provider, or a newer server. The name is close to one of LiteLLM's, and no mistake.
    Provider,
    /// Nobody: it is a field of something other than the parameters of a model.
    Nobody,
}

struct Parameter {
    name: &'static str,
    actor: Actor,
    /// Whether LiteLLM declares it as a string, so that `api_version=2024` is not sent as a number.
    is_string: bool,
}

/// A parameter of LiteLLM with any value.
const fn any(name: &'static str) -> Parameter {
    Parameter { name, actor: Actor::LiteLlm, is_string: false }
}

/// A parameter of LiteLLM with a string.
const fn string(name: &'static str) -> Parameter {
    Parameter { name, actor: Actor::LiteLlm, is_string: true }
}

/// A parameter of a provider or a newer server.
const fn provider(name: &'static str) -> Parameter {
    Parameter { name, actor: Actor::Provider, is_string: false }
}

/// A provider's parameter with a string.
const fn provider_string(name: &'static str) -> Parameter {
    Parameter { name, actor: Actor::Provider, is_string: true }
}

/// A field with a string, elsewhere.
const fn field(name: &'static str) -> Parameter {
    Parameter { name, actor: Actor::Nobody, is_string: true }
}

/// Prices aside.
const PARAMETERS: &[Parameter] = &[
    any("additional_drop_params"),
    any("allowed_openai_params"),
    string("api_base"),
    string("api_key"),
    provider("api_type"),
    string("api_version"),
    string("auto_router_config"),
    string("auto_router_config_path"),
    string("auto_router_default_model"),
    string("auto_router_embedding_model"),
    string("aws_access_key_id"),
    string("aws_bedrock_runtime_endpoint"),
    string("aws_external_id"),
    string("aws_profile_name"),
    string("aws_region_name"),
    string("aws_role_name"),
    string("aws_secret_access_key"),
    string("aws_session_name"),
    string("aws_session_token"),
    string("aws_sts_endpoint"),
    string("aws_web_identity_token"),
    string("azure_ad_token"),
    string("azure_password"),
    string("azure_scope"),
    string("azure_username"),
    provider_string("base_model"),
    string("base_url"),
    provider("best_of"),
    field("bucket_name"),
    string("budget_duration"),
    field("budget_id"),
    field("budget_reset_at"),
    any("cache_control_injection_points"),
    string("client_id"),
    string("client_secret"),
    any("complexity_router_config"),
    any("configurable_clientside_auth_params"),
    any("cooldown_time"),
    field("created_by"),
    string("custom_llm_provider"),
    any("default_api_key_rpm_limit"),
    any("default_api_key_tpm_limit"),
    field("description"),
    provider("dimensions"),
    any("drop_params"),
    field("duration"),
    any("extra_body"),
    any("extra_headers"),
    provider("format"),
    any("frequency_penalty"),
    provider("functions"),
    string("gcs_bucket_name"),
    any("guardrails"),
    provider("header"),
    any("headers"),
    field("id"),
    any("input_cost_per_character"),
    any("input_cost_per_second"),
    any("input_cost_per_token"),
    provider("input_type"),
    any("itpm"),
    field("key"),
    field("key_alias"),
    string("litellm_credential_name"),
    field("litellm_trace_id"),
    any("logit_bias"),
    any("logprobs"),
    any("max_budget"),
    any("max_completion_tokens"),
    any("max_parallel_requests"),
    any("max_retries"),
    provider("max_token"),
    any("max_tokens"),
    any("merge_reasoning_content_in_choices"),
    provider("min_p"),
    provider("min_tokens"),
    string("mock_response"),
    any("modalities"),
    string("model"),
    provider("model_id"),
    provider("models"),
    provider("n"),
    provider("num_ctx"),
    provider("num_predict"),
    any("num_retries"),
    provider("option"),
    provider("options"),
    any("order"),
    string("organization"),
    field("organization_id"),
    any("otpm"),
    any("output_cost_per_character"),
    any("output_cost_per_second"),
    any("output_cost_per_token"),
    any("parallel_tool_calls"),
    any("presence_penalty"),
    provider("project"),
    field("project_id"),
    provider("prompt"),
    any("reasoning_effort"),
    provider("region"),
    string("region_name"),
    provider("repetition_penalty"),
    any("request_timeout"),
    any("response_format"),
    provider("rpd"),
    any("rpm"),
    provider_string("s3_region_name"),
    any("seed"),
    any("service_tier"),
    provider("speed"),
    any("stop"),
    provider("stops"),
    provider("store"),
    any("stream"),
    any("stream_options"),
    any("stream_timeout"),
    any("supports_system_message"),
    any("tags"),
    provider("task"),
    field("team_id"),
    field("team_public_model_name"),
    any("temperature"),
    string("tenant_id"),
    any("thinking"),
    any("timeout"),
    provider("tool"),
    any("tool_choice"),
    any("tools"),
    provider("top_a"),
    provider("top_k"),
    any("top_logprobs"),
    provider("top_n"),
    any("top_p"),
    provider("tpd"),
    any("tpm"),
    provider("truncate"),
    provider("type"),
    field("updated_by"),
    any("use_in_pass_through"),
    any("use_litellm_proxy"),
    provider("user"),
    field("user_id"),
    field("vector_store_id"),
    string("vertex_credentials"),
    string("vertex_location"),
    string("vertex_project"),
    provider("voice"),
    string("watsonx_region_name"),
    any("weight"),
];

/// Prefixes of more parameters that are strings.
const STRING_PREFIXES: &[&str] =
    &["aws_", "s3_", "anthropic_", "openai_identity_", "openai_service_", "valkey_", "milvus_"];

/// Information that LiteLLM acts on itself.
const OWN_INFORMATION: &[&str] = &[
    "access_groups",
    "base_model",
    "id",
    "litellm_provider",
    "max_input_tokens",
    "max_output_tokens",
    "max_tokens",
    "mode",
    "supported_environments",
    "supports_function_calling",
    "supports_vision",
    "team_id",
    "team_public_model_name",
];

fn find(name: &str) -> Option<&'static Parameter> {
    PARAMETERS.iter().find(|parameter| parameter.name == name)
}

/// Returns whether the value of a parameter is a string, whatever it looks like.
pub fn is_string(name: &str) -> bool {
    find(name).is_some_and(|parameter| parameter.is_string)
        || STRING_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Returns whether LiteLLM acts on a parameter itself.
pub fn is_own_parameter(name: &str) -> bool {
    find(name).is_some_and(|parameter| parameter.actor == Actor::LiteLlm)
}

/// Returns whether LiteLLM acts on a piece of information itself.
pub fn is_own_information(name: &str) -> bool {
    OWN_INFORMATION.contains(&name)
}

/// Returns the name that a parameter was probably meant to have.
pub fn meant_parameter(name: &str) -> Option<&'static str> {
    if find(name).is_some_and(|parameter| parameter.actor == Actor::Provider) {
        return None;
    }
    let own = PARAMETERS.iter().filter(|parameter| parameter.actor == Actor::LiteLlm);
    nearest(name, own.map(|parameter| parameter.name))
}

/// Returns the name that a piece of information was probably meant to have.
pub fn meant_information(name: &str) -> Option<&'static str> {
    nearest(name, OWN_INFORMATION.iter().copied())
}

/// Returns the known name that is closest to a name, if it is close enough to be meant.
fn nearest(name: &str, known: impl Iterator<Item = &'static str> + Clone) -> Option<&'static str> {
    let letters = |text: &str| text.chars().collect::<Vec<_>>();
    let lower = letters(&name.to_ascii_lowercase().replace('-', "_"));
    if name.len() < 3 || known.clone().any(|known| known == name) {
        return None;
    }
    // A longer name may have a second mistake.
    let most = if name.len() < 8 { 1 } else { 2 };
    let distances = known.map(|known| (distance(&lower, &letters(known)), known));
    distances.filter(|(distance, _)| *distance <= most).min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_parameter_is_listed_once_and_in_order() {
        assert!(PARAMETERS.is_sorted_by(|one, next| one.name < next.name));
    }

    #[test]
    fn near_misses_are_questioned_and_provider_parameters_are_not() {
        for (name, expected) in [
            ("rmp", Some("rpm")),
            ("RPM", Some("rpm")),
            ("tmp", Some("tpm")),
            ("api-key", Some("api_key")),
            ("apikey", Some("api_key")),
            ("timout", Some("timeout")),
            ("max_budgt", Some("max_budget")),
            ("custom_llm_providr", Some("custom_llm_provider")),
            ("litellm_credentials_name", Some("litellm_credential_name")),
            ("rpm", None),
            ("top_k", None),
            ("min_p", None),
            ("voice", None),
            ("n", None),
            ("num_ctx", None),
            ("keep_alive", None),
            ("aws_bedrock_project_id", None),
            ("output_cost_per_image", None),
            ("input_cost_per_token_batches", None),
        ] {
            assert_eq!(meant_parameter(name), expected, "{name}");
        }
        assert_eq!(meant_information("acess_groups"), Some("access_groups"));
        assert_eq!(meant_information("description"), None);
    }
}
