//! The request fields that `/key/generate` and `/key/update` share.

/// Builds the fields of an endpoint that writes a key: its own `key` field first, the shared ones, then the rest.
/// The caller imports `FieldType` and `optional`.
macro_rules! key_fields {
    ($key:expr $(, $more:expr)* $(,)?) => {
        &[
            $key,
            optional("key_alias", FieldType::String),
            optional("duration", FieldType::String),
            optional("models", FieldType::Array),
            optional("spend", FieldType::Number),
            optional("max_budget", FieldType::Number),
            optional("soft_budget", FieldType::Number),
            optional("user_id", FieldType::String),
            optional("team_id", FieldType::String),
            optional("agent_id", FieldType::String),
            optional("organization_id", FieldType::String),
            optional("project_id", FieldType::String),
            optional("budget_id", FieldType::String),
            optional("max_parallel_requests", FieldType::Integer),
            optional("metadata", FieldType::Object),
            optional("tpm_limit", FieldType::Integer),
            optional("rpm_limit", FieldType::Integer),
            optional("tpd_limit", FieldType::Integer),
            optional("budget_duration", FieldType::String),
            optional("budget_limits", FieldType::Array),
            optional("allowed_cache_controls", FieldType::Array),
            optional("allowed_routes", FieldType::Array),
            optional("config", FieldType::Object),
            optional("permissions", FieldType::Object),
            optional("model_max_budget", FieldType::Object),
            optional("budget_fallbacks", FieldType::Object),
            optional("model_rpm_limit", FieldType::Object),
            optional("model_tpm_limit", FieldType::Object),
            optional("tag_rpm_limit", FieldType::Object),
            optional("mcp_rpm_limit", FieldType::Object),
            optional("rpm_limit_type", FieldType::String),
            optional("tpm_limit_type", FieldType::String),
            optional("throttle_on_budget_exceeded", FieldType::Bool),
            optional("default_estimated_output_tokens", FieldType::Integer),
            optional("default_estimated_output_tokens_per_model", FieldType::Object),
            optional("enable_prompt_caching", FieldType::Bool),
            optional("end_user_budget_id", FieldType::String),
            optional("allowed_vector_store_indexes", FieldType::Array),
            optional("router_settings", FieldType::Object),
            optional("aliases", FieldType::Object),
            optional("blocked", FieldType::Bool),
            optional("tags", FieldType::Strings),
            optional("guardrails", FieldType::Strings),
            optional("policies", FieldType::Strings),
            optional("prompts", FieldType::Strings),
            optional("enforced_params", FieldType::Strings),
            optional("access_group_ids", FieldType::Strings),
            $($more,)*
        ]
    };
}

pub(super) use key_fields;
