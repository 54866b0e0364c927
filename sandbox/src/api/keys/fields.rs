//! The request fields that `/key/generate` and `/key/update` share.

use crate::fields::FieldType;

/// How a limit of a team's key relates to those of its other keys.
pub(super) const LIMIT_TYPE: FieldType =
    FieldType::OneOf(&["guaranteed_throughput", "best_effort_throughput", "dynamic"]);

/// Builds the fields of an endpoint that writes a key: its own `key` field first, the shared ones, then the rest.
/// The caller imports `BUDGET_WINDOWS`, `FieldType`, `LIMIT` and `optional`.
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
            optional("tpm_limit", LIMIT),
            optional("rpm_limit", LIMIT),
            optional("tpd_limit", FieldType::Integer),
            optional("budget_duration", FieldType::String),
            optional("budget_limits", BUDGET_WINDOWS),
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
            optional("rpm_limit_type", $crate::api::keys::fields::LIMIT_TYPE),
            optional("tpm_limit_type", $crate::api::keys::fields::LIMIT_TYPE),
            optional("throttle_on_budget_exceeded", FieldType::Bool),
            optional("default_estimated_output_tokens", FieldType::Integer),
            optional("default_estimated_output_tokens_per_model", FieldType::Object),
            optional("allowed_passthrough_routes", FieldType::Array),
            optional("denied_passthrough_routes", FieldType::Array),
            optional("disable_global_guardrails", FieldType::Bool),
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
