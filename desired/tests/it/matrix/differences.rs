//! What a version, or the sandbox, does otherwise than setting, changing and emptying each field.

use super::Expected;

/// Fields that a server without a license refuses.
pub(super) const NEEDS_LICENSE: &[(&str, &str)] = &[
    ("budget.model_max_budget", "new"),
    ("key.allowed_passthrough_routes", "any"),
    ("key.denied_passthrough_routes", "new"),
    ("key.disable_global_guardrails", "new"),
    ("key.guardrails", "any"),
    ("key.model_max_budget", "any"),
    ("key.policies", "new"),
    ("key.prompts", "any"),
    ("key.tags", "any"),
    ("team.allowed_passthrough_routes", "any"),
    ("team.denied_passthrough_routes", "new"),
    ("team.disable_global_guardrails", "new"),
    ("team.guardrails", "any"),
    ("team.model_max_budget", "new"),
    ("team.policies", "new"),
    ("team.prompts", "any"),
    ("team.secret_manager_settings", "any"),
    ("team.tags", "any"),
    ("team.team_member_key_duration", "any"),
];

/// Fields that servers of 1.80 accept and do not keep.
pub(super) const NOT_IN_1_80: &[&str] = &[
    "budget.tpd_limit",
    "customer.models",
    "customer.object_permission",
    "customer.tpd_limit",
    "key.access_group_ids",
    "key.agent_id",
    "key.budget_fallbacks",
    "key.budget_limits",
    "key.default_estimated_output_tokens",
    "key.default_estimated_output_tokens_per_model",
    "key.denied_passthrough_routes",
    "key.disable_global_guardrails",
    "key.enable_prompt_caching",
    "key.end_user_budget_id",
    "key.mcp_rpm_limit",
    "key.policies",
    "key.project_id",
    "key.router_settings",
    "key.tag_rpm_limit",
    "key.throttle_on_budget_exceeded",
    "key.tpd_limit",
    "member.allowed_models",
    "member.budget_duration",
    "team.access_group_ids",
    "team.budget_limits",
    "team.default_estimated_output_tokens",
    "team.default_estimated_output_tokens_per_model",
    "team.default_team_member_models",
    "team.denied_passthrough_routes",
    "team.disable_global_guardrails",
    "team.enforced_batch_output_expires_after",
    "team.enforced_file_expires_after",
    "team.mcp_rpm_limit",
    "team.model_max_budget",
    "team.policies",
    "team.router_settings",
    "team.soft_budget",
    "team.team_member_budget_duration",
    "team.team_member_model_max_budget",
    "team.tpd_limit",
];

/// What else differs from setting, changing and emptying a field: the beginning of each deviation, in order.
pub(super) const EXPECTED: &[Expected] = &[
    // The server takes the budgets of models on creation only.
    ("budget.model_max_budget", "old", &["update: LiteLLM 1.80", "second update: LiteLLM 1.80"]),
    // The server has no field for taking a customer out of its region, or for changing its permissions.
    ("customer.blocked", "old", &["second update: blocked is"]),
    ("customer.object_permission", "new", &["update: Unable to match", "second update: Unable to match"]),
    // Only together.
    ("key.auto_rotate", "any", &["creation: auto_rotate is None"]),
    ("key.rotation_interval", "any", &["creation: rotation_interval is None"]),
    ("key.budget_duration", "old", &["never emptied"]),
    ("key.duration", "old", &["never emptied"]),
    ("key.key", "any", &["never emptied"]),
    // A kind is a set of routes.
    (
        "key.key_type",
        "new",
        &["creation: adds [\"allowed_routes\"]", "update: key_type", "second update: key_type", "never emptied"],
    ),
    (
        "key.key_type",
        "old",
        &[
            "creation: key_type",
            "creation: adds [\"allowed_routes\"]",
            "update: key_type",
            "second update: key_type",
            "never emptied",
        ],
    ),
    // Keys keep no servers that do not exist.
    ("key.object_permission", "new", &["creation: object_permission is None", "update: object_permission is None"]),
    // Organizations and projects need a license.
    ("key.organization_id", "new", &["creation: Organization doesn't exist", "update: ", "second update: "]),
    (
        "key.organization_id",
        "old",
        &[
            "creation: Internal Server Error, Organization doesn't exist",
            "update: organization_id is None",
            "second update: organization_id is None",
        ],
    ),
    ("key.permissions", "any", &["creation: "]),
    ("key.project_id", "new", &["creation: Project not found", "update: ", "second update: "]),
    ("member.role", "any", &["creation: Assigning team admins", "update: Assigning team admins", "never emptied"]),
    ("organization.budget_id", "any", &["update: LiteLLM sets", "second update: LiteLLM sets", "never emptied"]),
    ("organization.metadata.*", "any", &["never emptied"]),
    ("organization.model_max_budget", "old", &["update: LiteLLM 1.80", "second update: LiteLLM 1.80"]),
    ("organization.organization_alias", "any", &["never emptied"]),
    ("tag.budget_id", "1.110", &[]),
    ("tag.budget_id", "any", &["second update: litellm.proxy._types.BudgetNewRequest()"]),
    ("tag.model_max_budget", "any", &["second update: "]),
    (
        "team.organization_id",
        "any",
        &["creation: ", "update: Organization not found", "second update: Organization not found"],
    ),
    ("team.team_member_model_max_budget", "1.110", &["creation: ", "update: ", "second update: "]),
    (
        "team.team_member_model_max_budget",
        "new",
        &["creation: team_member_model_max_budget is None", "update: team_member", "second update: team_member"],
    ),
    ("user.allowed_cache_controls", "new", &["never emptied"]),
    ("user.allowed_cache_controls", "old", &["creation: ", "update: ", "second update: ", "never emptied"]),
    ("user.max_budget", "old", &["never emptied"]),
    ("user.max_parallel_requests", "new", &["never emptied"]),
    ("user.max_parallel_requests", "old", &["creation: ", "update: ", "second update: ", "never emptied"]),
    ("user.mcp_rpm_limit", "old", &["creation: mcp_rpm_limit is None"]),
    ("user.model_max_budget", "new", &["creation: "]),
    ("user.model_max_budget", "old", &["creation: Internal Server Error, Invalid model_max_budget", "never emptied"]),
    ("user.models", "any", &["never emptied"]),
    ("user.policies", "old", &["creation: policies is None"]),
    ("user.rpm_limit", "old", &["never emptied"]),
    (
        "user.sso_user_id",
        "any",
        &["update: sso_user_id is None", "second update: sso_user_id is None", "never emptied"],
    ),
    ("user.tag_rpm_limit", "old", &["creation: tag_rpm_limit is None"]),
    ("user.tpm_limit", "old", &["never emptied"]),
    ("user.user_role", "any", &["never emptied"]),
];

/// What the sandbox does otherwise than LiteLLM: it has no permissions on objects, and asks for no license here.
pub(super) const ONLY_IN_SANDBOX: &[&str] = &[
    "customer.object_permission",
    "key.object_permission",
    "key.permissions",
    "tag.model_max_budget",
    "team.object_permission",
];
