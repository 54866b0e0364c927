//! Names of parameters that look like mistyped names of LiteLLM. Parameters are free: LiteLLM sends those that it does not
//! know to the provider. So a name is only questioned if it is close to one that LiteLLM would have acted on itself.

use serde_json::{Map, Value};

/// Parameters that LiteLLM acts on itself, prices aside.
const OWN: &[&str] = &[
    "additional_drop_params",
    "allowed_openai_params",
    "api_base",
    "api_key",
    "api_version",
    "auto_router_config",
    "auto_router_config_path",
    "auto_router_default_model",
    "auto_router_embedding_model",
    "aws_access_key_id",
    "aws_bedrock_runtime_endpoint",
    "aws_external_id",
    "aws_profile_name",
    "aws_region_name",
    "aws_role_name",
    "aws_secret_access_key",
    "aws_session_name",
    "aws_session_token",
    "aws_sts_endpoint",
    "aws_web_identity_token",
    "azure_ad_token",
    "azure_password",
    "azure_scope",
    "azure_username",
    "base_url",
    "budget_duration",
    "cache_control_injection_points",
    "client_id",
    "client_secret",
    "complexity_router_config",
    "configurable_clientside_auth_params",
    "cooldown_time",
    "custom_llm_provider",
    "default_api_key_rpm_limit",
    "default_api_key_tpm_limit",
    "drop_params",
    "extra_body",
    "extra_headers",
    "frequency_penalty",
    "gcs_bucket_name",
    "guardrails",
    "headers",
    "input_cost_per_character",
    "input_cost_per_second",
    "input_cost_per_token",
    "itpm",
    "litellm_credential_name",
    "logit_bias",
    "logprobs",
    "max_budget",
    "max_completion_tokens",
    "max_parallel_requests",
    "max_retries",
    "max_tokens",
    "merge_reasoning_content_in_choices",
    "mock_response",
    "modalities",
    "model",
    "num_retries",
    "order",
    "organization",
    "otpm",
    "output_cost_per_character",
    "output_cost_per_second",
    "output_cost_per_token",
    "parallel_tool_calls",
    "presence_penalty",
    "reasoning_effort",
    "region_name",
    "request_timeout",
    "response_format",
    "rpm",
    "seed",
    "service_tier",
    "stop",
    "stream",
    "stream_options",
    "stream_timeout",
    "supports_system_message",
    "tags",
    "temperature",
    "tenant_id",
    "thinking",
    "timeout",
    "tool_choice",
    "tools",
    "top_logprobs",
    "top_p",
    "tpm",
    "use_in_pass_through",
    "use_litellm_proxy",
    "vertex_credentials",
    "vertex_location",
    "vertex_project",
    "watsonx_region_name",
    "weight",
];

/// Parameters of providers, or of newer servers, that are close to one of the above and no mistake.
const OTHERS: &[&str] = &[
    "api_type",
    "base_model",
    "best_of",
    "dimensions",
    "format",
    "functions",
    "header",
    "input_type",
    "max_token",
    "min_p",
    "min_tokens",
    "model_id",
    "models",
    "n",
    "num_ctx",
    "num_predict",
    "option",
    "options",
    "prompt",
    "project",
    "region",
    "repetition_penalty",
    "rpd",
    "s3_region_name",
    "speed",
    "stops",
    "store",
    "task",
    "tool",
    "top_a",
    "top_k",
    "top_n",
    "tpd",
    "truncate",
    "type",
    "user",
    "voice",
];

/// Information that LiteLLM acts on itself.
const OWN_INFO: &[&str] = &[
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

/// Returns the name that a parameter was probably meant to have.
pub(super) fn meant_parameter(name: &str) -> Option<&'static str> {
    if OTHERS.contains(&name) { None } else { nearest(name, OWN) }
}

/// Returns the name that a piece of information was probably meant to have.
pub(super) fn meant_information(name: &str) -> Option<&'static str> {
    nearest(name, OWN_INFO)
}

/// Returns whether a name is that of a parameter that LiteLLM acts on.
pub(super) fn is_parameter(name: &str) -> bool {
    OWN.contains(&name)
}

/// Returns whether a name is that of information that LiteLLM acts on.
pub(super) fn is_information(name: &str) -> bool {
    OWN_INFO.contains(&name)
}

/// Returns a warning for each name that was probably mistyped.
pub(in crate::commands) fn warnings(params: &Map<String, Value>, info: &Map<String, Value>) -> Vec<String> {
    let params = params.keys().filter_map(|name| Some(warning("parameter", name, meant_parameter(name)?)));
    let info = info.keys().filter_map(|name| Some(warning("information", name, meant_information(name)?)));
    params.chain(info).collect()
}

pub(super) fn warning(what: &str, name: &str, meant: &str) -> String {
    format!("LiteLLM knows no {what} `{name}`; did you mean `{meant}`?")
}

/// Returns the known name that is closest to a name, if it is close enough to be meant.
pub(super) fn nearest(name: &str, known: &[&'static str]) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase().replace('-', "_");
    if known.contains(&name) || name.len() < 3 {
        return None;
    }
    // A longer name may have a second mistake.
    let most = if name.len() < 8 { 1 } else { 2 };
    let distances = known.iter().map(|known| (strsim::osa_distance(&lower, known), *known));
    distances.filter(|(distance, _)| *distance <= most).min().map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        for name in OTHERS {
            assert_eq!(meant_parameter(name), None, "{name}");
        }
        assert_eq!(meant_information("acess_groups"), Some("access_groups"));
        assert_eq!(meant_information("description"), None);
    }
}
