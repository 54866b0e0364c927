//! The fields that requests of LiteLLM 1.80.11, 1.106.2 and 1.110.2 take, so that a mistyped name can be found before it is
//! sent: servers ignore fields that they do not know. A newer server may know more.

/// The fields of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownFields {
    /// The endpoint, such as `POST /key/generate`.
    pub endpoint: &'static str,
    /// The names of the fields, sorted.
    pub names: &'static [&'static str],
}

impl KnownFields {
    /// Returns whether a server takes a field of this name.
    pub fn contains(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    /// Returns the name that an unknown one was probably meant to be: it differs in up to two letters, or in case and
    /// separators only.
    pub fn similar(&self, name: &str) -> Option<&'static str> {
        let wanted = plain(name);
        let most = if wanted.len() < 5 { 1 } else { 2 };
        let distances = self.names.iter().map(|known| (distance(&wanted, &plain(known)), *known));
        distances.filter(|(distance, _)| *distance <= most).min().map(|(_, known)| known)
    }
}

/// Returns the letters and digits of a name, in lower case.
fn plain(name: &str) -> Vec<char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns how many letters have to be inserted, removed, replaced or swapped with the next to turn one word into the other.
fn distance(from: &[char], to: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    let mut previous: Option<char> = None;
    for (row, letter) in from.iter().enumerate() {
        let mut current = vec![row + 1];
        let mut other: Option<char> = None;
        for (column, wanted) in to.iter().enumerate() {
            let at = |cells: &[usize], index: usize| cells.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut least = (at(&last, column + 1) + 1)
                .min(at(&current, column) + 1)
                .min(at(&last, column) + usize::from(letter != wanted));
            if column > 0 && previous == Some(*wanted) && other == Some(*letter) {
                least = least.min(at(&before, column - 1) + 1);
            }
            current.push(least);
            other = Some(*wanted);
        }
        previous = Some(*letter);
        before = std::mem::replace(&mut last, current);
    }
    last.last().copied().unwrap_or_default()
}

/// The fields of `POST /key/generate`.
pub const NEW_KEY: KnownFields = KnownFields {
    endpoint: "POST /key/generate",
    names: &[
        "access_group_ids",
        "agent_id",
        "aliases",
        "allowed_cache_controls",
        "allowed_passthrough_routes",
        "allowed_routes",
        "allowed_vector_store_indexes",
        "auto_rotate",
        "blocked",
        "budget_duration",
        "budget_fallbacks",
        "budget_id",
        "budget_limits",
        "config",
        "default_estimated_output_tokens",
        "default_estimated_output_tokens_per_model",
        "denied_passthrough_routes",
        "disable_global_guardrails",
        "duration",
        "enable_prompt_caching",
        "end_user_budget_id",
        "enforced_params",
        "guardrails",
        "key",
        "key_alias",
        "key_type",
        "max_budget",
        "max_parallel_requests",
        "mcp_rpm_limit",
        "metadata",
        "model_max_budget",
        "model_rpm_limit",
        "model_tpm_limit",
        "models",
        "object_permission",
        "organization_id",
        "permissions",
        "policies",
        "project_id",
        "prompts",
        "rotation_interval",
        "router_settings",
        "rpm_limit",
        "rpm_limit_type",
        "send_invite_email",
        "soft_budget",
        "spend",
        "tag_rpm_limit",
        "tags",
        "team_id",
        "throttle_on_budget_exceeded",
        "tpd_limit",
        "tpm_limit",
        "tpm_limit_type",
        "user_id",
    ],
};

/// The fields of `POST /key/update`.
pub const KEY_UPDATE: KnownFields = KnownFields {
    endpoint: "POST /key/update",
    names: &[
        "access_group_ids",
        "agent_id",
        "aliases",
        "allowed_cache_controls",
        "allowed_passthrough_routes",
        "allowed_routes",
        "allowed_vector_store_indexes",
        "auto_rotate",
        "blocked",
        "budget_duration",
        "budget_fallbacks",
        "budget_id",
        "budget_limits",
        "config",
        "default_estimated_output_tokens",
        "default_estimated_output_tokens_per_model",
        "denied_passthrough_routes",
        "disable_global_guardrails",
        "duration",
        "enable_prompt_caching",
        "end_user_budget_id",
        "enforced_params",
        "guardrails",
        "key",
        "key_alias",
        "max_budget",
        "max_parallel_requests",
        "mcp_rpm_limit",
        "metadata",
        "model_max_budget",
        "model_rpm_limit",
        "model_tpm_limit",
        "models",
        "object_permission",
        "organization_id",
        "permissions",
        "policies",
        "project_id",
        "prompts",
        "rotation_interval",
        "router_settings",
        "rpm_limit",
        "rpm_limit_type",
        "soft_budget",
        "spend",
        "tag_rpm_limit",
        "tags",
        "team_id",
        "temp_budget_expiry",
        "temp_budget_increase",
        "throttle_on_budget_exceeded",
        "tpd_limit",
        "tpm_limit",
        "tpm_limit_type",
        "user_id",
    ],
};

/// The fields of `POST /team/new`.
pub const NEW_TEAM: KnownFields = KnownFields {
    endpoint: "POST /team/new",
    names: &[
        "access_group_ids",
        "admins",
        "allowed_passthrough_routes",
        "allowed_vector_store_indexes",
        "blocked",
        "budget_duration",
        "budget_limits",
        "default_estimated_output_tokens",
        "default_estimated_output_tokens_per_model",
        "default_team_member_models",
        "denied_passthrough_routes",
        "disable_global_guardrails",
        "enforced_batch_output_expires_after",
        "enforced_file_expires_after",
        "guardrails",
        "max_budget",
        "mcp_rpm_limit",
        "members",
        "members_with_roles",
        "metadata",
        "model_aliases",
        "model_max_budget",
        "model_rpm_limit",
        "model_tpm_limit",
        "models",
        "object_permission",
        "organization_id",
        "policies",
        "prompts",
        "require_trace_id",
        "router_settings",
        "rpm_limit",
        "rpm_limit_type",
        "secret_manager_settings",
        "soft_budget",
        "tags",
        "team_alias",
        "team_id",
        "team_member_budget",
        "team_member_budget_duration",
        "team_member_key_duration",
        "team_member_model_max_budget",
        "team_member_permissions",
        "team_member_rpm_limit",
        "team_member_tpm_limit",
        "tpd_limit",
        "tpm_limit",
        "tpm_limit_type",
    ],
};

/// The fields of `POST /team/update`.
pub const TEAM_UPDATE: KnownFields = KnownFields {
    endpoint: "POST /team/update",
    names: &[
        "access_group_ids",
        "allowed_passthrough_routes",
        "allowed_vector_store_indexes",
        "blocked",
        "budget_duration",
        "budget_limits",
        "default_estimated_output_tokens",
        "default_estimated_output_tokens_per_model",
        "default_team_member_models",
        "denied_passthrough_routes",
        "disable_global_guardrails",
        "enforced_batch_output_expires_after",
        "enforced_file_expires_after",
        "guardrails",
        "max_budget",
        "mcp_rpm_limit",
        "metadata",
        "model_aliases",
        "model_max_budget",
        "model_rpm_limit",
        "model_tpm_limit",
        "models",
        "object_permission",
        "organization_id",
        "policies",
        "prompts",
        "require_trace_id",
        "router_settings",
        "rpm_limit",
        "secret_manager_settings",
        "soft_budget",
        "tags",
        "team_alias",
        "team_id",
        "team_member_budget",
        "team_member_budget_duration",
        "team_member_key_duration",
        "team_member_model_max_budget",
        "team_member_rpm_limit",
        "team_member_tpm_limit",
        "tpd_limit",
        "tpm_limit",
    ],
};

/// The fields of `POST /user/new`.
pub const NEW_USER: KnownFields = KnownFields {
    endpoint: "POST /user/new",
    names: &[
        "agent_id",
        "aliases",
        "allowed_cache_controls",
        "auto_create_key",
        "blocked",
        "budget_duration",
        "budget_fallbacks",
        "budget_limits",
        "config",
        "duration",
        "guardrails",
        "key_alias",
        "max_budget",
        "max_parallel_requests",
        "mcp_rpm_limit",
        "metadata",
        "model_max_budget",
        "model_rpm_limit",
        "model_tpm_limit",
        "models",
        "object_permission",
        "organizations",
        "password",
        "permissions",
        "policies",
        "prompts",
        "rpm_limit",
        "send_invite_email",
        "spend",
        "sso_user_id",
        "tag_rpm_limit",
        "team_id",
        "teams",
        "tpm_limit",
        "user_alias",
        "user_email",
        "user_id",
        "user_role",
    ],
};

/// The fields of `POST /user/update`.
pub const USER_UPDATE: KnownFields = KnownFields {
    endpoint: "POST /user/update",
    names: &[
        "agent_id",
        "aliases",
        "allowed_cache_controls",
        "blocked",
        "budget_duration",
        "budget_fallbacks",
        "budget_limits",
        "config",
        "duration",
        "guardrails",
        "key_alias",
        "max_budget",
        "max_parallel_requests",
        "mcp_rpm_limit",
        "metadata",
        "model_max_budget",
        "model_rpm_limit",
        "model_tpm_limit",
        "models",
        "object_permission",
        "password",
        "permissions",
        "policies",
        "prompts",
        "rpm_limit",
        "spend",
        "tag_rpm_limit",
        "team_id",
        "tpm_limit",
        "user_alias",
        "user_email",
        "user_id",
        "user_role",
    ],
};

/// The fields of `POST /budget/new` and `/budget/update`.
pub const BUDGET: KnownFields = KnownFields {
    endpoint: "POST /budget/new",
    names: &[
        "budget_duration",
        "budget_id",
        "budget_reset_at",
        "max_budget",
        "max_parallel_requests",
        "model_max_budget",
        "rpm_limit",
        "soft_budget",
        "tpd_limit",
        "tpm_limit",
    ],
};

/// The fields of `POST /customer/new`.
pub const NEW_CUSTOMER: KnownFields = KnownFields {
    endpoint: "POST /customer/new",
    names: &[
        "alias",
        "allowed_model_region",
        "blocked",
        "budget_duration",
        "budget_id",
        "budget_reset_at",
        "default_model",
        "max_budget",
        "max_parallel_requests",
        "model_max_budget",
        "models",
        "object_permission",
        "rpm_limit",
        "soft_budget",
        "spend",
        "tpd_limit",
        "tpm_limit",
        "user_id",
    ],
};

/// The fields of `POST /customer/update`.
pub const CUSTOMER_UPDATE: KnownFields = KnownFields {
    endpoint: "POST /customer/update",
    names: &[
        "alias",
        "allowed_model_region",
        "blocked",
        "budget_id",
        "default_model",
        "max_budget",
        "models",
        "object_permission",
        "user_id",
    ],
};

/// The fields of `POST /organization/new`.
pub const NEW_ORGANIZATION: KnownFields = KnownFields {
    endpoint: "POST /organization/new",
    names: &[
        "allowed_models",
        "budget_duration",
        "budget_id",
        "max_budget",
        "max_parallel_requests",
        "metadata",
        "model_max_budget",
        "model_rpm_limit",
        "model_tpm_limit",
        "models",
        "object_permission",
        "organization_alias",
        "organization_id",
        "rpm_limit",
        "soft_budget",
        "temp_budget_expiry",
        "temp_budget_increase",
        "tpd_limit",
        "tpm_limit",
    ],
};

/// The fields of `PATCH /organization/update`.
pub const ORGANIZATION_UPDATE: KnownFields = KnownFields {
    endpoint: "PATCH /organization/update",
    names: &[
        "allowed_models",
        "budget_duration",
        "budget_id",
        "max_budget",
        "max_parallel_requests",
        "metadata",
        "model_max_budget",
        "model_rpm_limit",
        "model_tpm_limit",
        "models",
        "object_permission",
        "organization_alias",
        "rpm_limit",
        "soft_budget",
        "temp_budget_expiry",
        "temp_budget_increase",
        "tpd_limit",
        "tpm_limit",
        "updated_by",
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistyped_name_is_found_by_its_letters() {
        for (name, expected) in [
            ("max_budgt", Some("max_budget")),
            ("maxBudget", Some("max_budget")),
            ("max-budget", Some("max_budget")),
            ("max_bugdet", Some("max_budget")),
            ("rpm_limits", Some("rpm_limit")),
            ("model", Some("models")),
            ("team_i", Some("team_id")),
            ("entirely_new", None),
            ("x", None),
            ("", None),
        ] {
            assert_eq!(NEW_KEY.similar(name), expected, "{name}");
        }
        assert!(NEW_KEY.contains("max_budget") && !NEW_KEY.contains("max_budgt"));
    }
}
