//! The fields of a model, and how each is emptied.

use litellm_proxy_client::ServerVersion;

use crate::fields::{Clear, Field, Reference, Shape};
use crate::kind::Kind;

/// A parameter that a server removes only by name, or with the deployment.
const fn param(path: &'static str, shape: Shape, doc: &'static str) -> Field {
    Field { path, shape, clear: Clear::Replace, refers_to: None, doc }
}

/// A flag that servers store as `false` by default.
const fn flag(path: &'static str, doc: &'static str) -> Field {
    Field { path, shape: Shape::Bool, clear: Clear::False, refers_to: None, doc }
}

const fn set(path: &'static str, doc: &'static str) -> Field {
    Field { path, shape: Shape::Set, clear: Clear::EmptyList, refers_to: None, doc }
}

const fn map(path: &'static str, doc: &'static str) -> Field {
    Field { path, shape: Shape::Map, clear: Clear::EmptyMap, refers_to: None, doc }
}

/// The fields. `model_info.id` is the identity, and so is not among them.
pub(in crate::server) const FIELDS: &[Field] = &[
    Field {
        path: "model_name",
        shape: Shape::Text,
        clear: Clear::Never("a deployment needs a name"),
        refers_to: None,
        doc: "The public name, which several deployments may share",
    },
    flag("blocked", "Whether the deployment gets no requests"),
    Field {
        path: "litellm_params.model",
        shape: Shape::Text,
        clear: Clear::Never("a deployment needs the model of a provider"),
        refers_to: None,
        doc: "The provider and its model, such as azure/gpt-4o",
    },
    Field {
        path: "litellm_params.litellm_credential_name",
        shape: Shape::Text,
        clear: Clear::Null,
        refers_to: Some(Reference::To(Kind::Credential)),
        doc: "The credential that the deployment uses",
    },
    param("litellm_params.additional_drop_params", Shape::Set, "Parameters of requests that are not passed on"),
    param("litellm_params.allowed_openai_params", Shape::Set, "Parameters that are passed on although unknown"),
    param("litellm_params.api_base", Shape::Text, "The URL of the provider"),
    param("litellm_params.api_key", Shape::Secret, "The provider's key"),
    param("litellm_params.api_version", Shape::Text, "The version of the provider's API"),
    param("litellm_params.aws_access_key_id", Shape::Secret, "The id of the AWS key"),
    param("litellm_params.aws_bedrock_runtime_endpoint", Shape::Text, "The URL of Bedrock"),
    param("litellm_params.aws_external_id", Shape::Text, "The external id for the AWS role"),
    param("litellm_params.aws_profile_name", Shape::Text, "The AWS profile"),
    param("litellm_params.aws_region_name", Shape::Text, "The AWS region"),
    param("litellm_params.aws_role_name", Shape::Text, "The AWS role"),
    param("litellm_params.aws_secret_access_key", Shape::Secret, "The secret of the AWS key"),
    param("litellm_params.aws_session_name", Shape::Text, "The name of the AWS session"),
    param("litellm_params.aws_session_token", Shape::Secret, "The token of the AWS session"),
    param("litellm_params.aws_sts_endpoint", Shape::Text, "The URL of AWS STS"),
    param("litellm_params.aws_web_identity_token", Shape::Secret, "The web identity token for AWS"),
    param("litellm_params.azure_ad_token", Shape::Secret, "The Azure AD token"),
    param("litellm_params.azure_password", Shape::Secret, "The password of the Azure user"),
    param("litellm_params.azure_scope", Shape::Text, "The scope of the Azure token"),
    param("litellm_params.azure_username", Shape::Text, "The Azure user"),
    param("litellm_params.base_url", Shape::Text, "The URL of the provider"),
    param("litellm_params.budget_duration", Shape::Duration, "How often the budget of the deployment resets"),
    param("litellm_params.cache_control_injection_points", Shape::List, "Where prompts are cached by the provider"),
    param("litellm_params.client_id", Shape::Text, "The id of the Azure application"),
    param("litellm_params.client_secret", Shape::Secret, "The secret of the Azure application"),
    param("litellm_params.complexity_router_config", Shape::Map, "How requests are routed by complexity"),
    param("litellm_params.configurable_clientside_auth_params", Shape::List, "Parameters that requests may set"),
    param("litellm_params.cooldown_time", Shape::Number, "Seconds without requests after failures"),
    param("litellm_params.custom_llm_provider", Shape::Text, "The provider"),
    param("litellm_params.default_api_key_rpm_limit", Shape::Integer, "Requests per minute of a key, by default"),
    param("litellm_params.default_api_key_tpm_limit", Shape::Integer, "Tokens per minute of a key, by default"),
    param("litellm_params.drop_params", Shape::Bool, "Whether parameters that the provider does not know are dropped"),
    map("litellm_params.extra_body", "Fields that are added to the body of requests"),
    map("litellm_params.extra_headers", "Headers that are added to requests"),
    param("litellm_params.frequency_penalty", Shape::Number, "The default frequency penalty"),
    param("litellm_params.guardrails", Shape::Set, "Guardrails of the deployment"),
    map("litellm_params.headers", "Headers that are added to requests"),
    param("litellm_params.input_cost_per_character", Shape::Number, "Dollars per character of prompts"),
    param("litellm_params.input_cost_per_second", Shape::Number, "Dollars per second of input"),
    param("litellm_params.input_cost_per_token", Shape::Number, "Dollars per token of prompts"),
    param("litellm_params.max_budget", Shape::Number, "Dollars that the deployment may spend"),
    param("litellm_params.max_completion_tokens", Shape::Integer, "The default limit of tokens of a completion"),
    param("litellm_params.max_parallel_requests", Shape::Integer, "Requests at the same time"),
    param("litellm_params.max_retries", Shape::Integer, "Retries of a request"),
    param("litellm_params.max_tokens", Shape::Integer, "The default limit of tokens of a completion"),
    flag("litellm_params.merge_reasoning_content_in_choices", "Whether reasoning is part of the content"),
    param("litellm_params.mock_response", Shape::Any, "A response that is returned without calling the provider"),
    param("litellm_params.num_retries", Shape::Integer, "Retries of a request"),
    param("litellm_params.order", Shape::Integer, "The rank among the deployments of the name"),
    param("litellm_params.organization", Shape::Text, "The organization of the provider"),
    param("litellm_params.output_cost_per_character", Shape::Number, "Dollars per character of completions"),
    param("litellm_params.output_cost_per_second", Shape::Number, "Dollars per second of output"),
    param("litellm_params.output_cost_per_token", Shape::Number, "Dollars per token of completions"),
    param("litellm_params.presence_penalty", Shape::Number, "The default presence penalty"),
    param("litellm_params.reasoning_effort", Shape::Any, "The default reasoning effort"),
    param("litellm_params.region_name", Shape::Text, "The region of the provider"),
    param("litellm_params.rpm", Shape::Integer, "Requests per minute"),
    param("litellm_params.seed", Shape::Integer, "The default seed"),
    param("litellm_params.stop", Shape::Any, "The default stop sequences"),
    param("litellm_params.stream_timeout", Shape::Number, "Seconds that a stream may take"),
    set("litellm_params.tags", "Tags of requests that the deployment is for"),
    param("litellm_params.temperature", Shape::Number, "The default temperature"),
    param("litellm_params.tenant_id", Shape::Text, "The Azure tenant"),
    param("litellm_params.thinking", Shape::Map, "The default of thinking"),
    param("litellm_params.timeout", Shape::Number, "Seconds that a request may take"),
    param("litellm_params.top_p", Shape::Number, "The default nucleus of sampling"),
    param("litellm_params.tpm", Shape::Integer, "Tokens per minute"),
    flag("litellm_params.allow_client_keepalive_override", "Whether requests may set how connections are kept"),
    flag("litellm_params.use_in_pass_through", "Whether pass-through endpoints use the deployment's key"),
    flag("litellm_params.use_litellm_proxy", "Whether the provider is a LiteLLM proxy"),
    flag("litellm_params.use_xai_oauth", "Whether the deployment signs in to xAI"),
    param("litellm_params.vertex_credentials", Shape::Secret, "The credentials of Vertex AI"),
    param("litellm_params.vertex_location", Shape::Text, "The location of Vertex AI"),
    param("litellm_params.vertex_project", Shape::Text, "The project of Vertex AI"),
    param("litellm_params.watsonx_region_name", Shape::Text, "The region of watsonx"),
    param("litellm_params.weight", Shape::Number, "The share of requests among the deployments of the name"),
    param("litellm_params.*", Shape::Any, "Any other parameter of LiteLLM or of the provider"),
    set("model_info.access_groups", "Access groups that the deployment is in"),
    param("model_info.base_model", Shape::Text, "The model whose prices apply"),
    param("model_info.health_check_model", Shape::Text, "The model that health checks call"),
    param("model_info.health_check_timeout", Shape::Number, "Seconds that a health check may take"),
    param("model_info.input_cost_per_token", Shape::Number, "Dollars per token of prompts"),
    param("model_info.litellm_provider", Shape::Text, "The provider"),
    param("model_info.max_input_tokens", Shape::Integer, "Tokens that a prompt may have"),
    param("model_info.max_output_tokens", Shape::Integer, "Tokens that a completion may have"),
    param("model_info.max_tokens", Shape::Integer, "Tokens that a completion may have"),
    param("model_info.mode", Shape::Text, "What the model is for: chat, embedding, image_generation, …"),
    param("model_info.output_cost_per_token", Shape::Number, "Dollars per token of completions"),
    set("model_info.supported_environments", "Environments that serve the deployment"),
    param("model_info.supports_function_calling", Shape::Bool, "Whether the model calls functions"),
    param("model_info.supports_vision", Shape::Bool, "Whether the model sees images"),
    param("model_info.team_id", Shape::Text, "The only team that the deployment is for (requires a license)"),
    param("model_info.tier", Shape::Text, "free or paid"),
    param("model_info.*", Shape::Any, "Any other information about the deployment"),
];

/// Returns how a field is emptied on a server of a version.
pub(in crate::server) fn clear_of(version: &ServerVersion, field: &Field, path: &str) -> Clear {
    let is_param = path.starts_with("litellm_params.");
    match field.clear {
        Clear::Replace | Clear::Null if is_param && removes_by_name(version) => Clear::Remove,
        // Servers before do not empty them.
        Clear::Null if !empties_with_null(version) => Clear::Replace,
        Clear::Replace if is_price(path) && empties_with_null(version) => Clear::Null,
        clear => clear,
    }
}

/// Returns whether a server takes `litellm_params_to_remove`.
pub(super) fn removes_by_name(version: &ServerVersion) -> bool {
    version.at_least(1, 110)
}

/// Returns whether a server removes prices and the name of a credential that are `null`.
fn empties_with_null(version: &ServerVersion) -> bool {
    version.at_least(1, 106)
}

/// Returns whether a parameter is a price.
fn is_price(path: &str) -> bool {
    path.contains("_cost_per_") || path.contains(".cost_per_")
}
