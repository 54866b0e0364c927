//! What servers keep in the metadata of a team. Updates of older servers replace it.

use serde_json::{Map, Value};

use super::{Team, TeamUpdate};

/// The entry of a team's metadata that names the budget for its members.
pub const MEMBER_BUDGET: &str = "team_member_budget_id";

/// Fields of a team that servers keep in its metadata.
pub const IN_METADATA: &[&str] = &[
    "allowed_passthrough_routes",
    "allowed_vector_store_indexes",
    "default_estimated_output_tokens",
    "default_estimated_output_tokens_per_model",
    "denied_passthrough_routes",
    "disable_global_guardrails",
    "enforced_batch_output_expires_after",
    "enforced_file_expires_after",
    "guardrails",
    "mcp_rpm_limit",
    "model_rpm_limit",
    "model_tpm_limit",
    "policies",
    "prompts",
    "rpm_limit_type",
    "secret_manager_settings",
    "tags",
    "team_member_key_duration",
    "tpm_limit_type",
];

/// Fields of a team that servers keep in its budget for members, with their names there.
pub const OF_MEMBERS: &[(&str, &str)] = &[
    ("team_member_budget", "max_budget"),
    ("team_member_budget_duration", "budget_duration"),
    ("team_member_model_max_budget", "model_max_budget"),
    ("team_member_rpm_limit", "rpm_limit"),
    ("team_member_tpm_limit", "tpm_limit"),
];

impl TeamUpdate {
    /// Returns whether older servers (1.80) replace the team's metadata: the update has metadata, or a field that servers
    /// keep there or in the budget for members. They lose which budget the members have, unless
    /// [`TeamUpdate::keeping_metadata`] repeats it.
    pub fn replaces_metadata(&self) -> bool {
        let of_members = OF_MEMBERS.iter().map(|(name, _)| *name);
        let mut replacing = IN_METADATA.iter().copied().chain(of_members).chain(["metadata"]);
        self.metadata.is_some() || replacing.any(|name| self.extra.contains_key(name))
    }

    /// Repeats what the update does not change in the metadata: all of it if the update has no metadata, else which budget
    /// the members have. A null stays one, and is refused by [the guard](crate#the-guard).
    #[must_use]
    pub fn keeping_metadata(mut self, team: &Team) -> Self {
        if !self.replaces_metadata() {
            return self;
        }
        let Some(Value::Object(now)) = &team.metadata else { return self };
        let given = self.metadata.as_mut().or_else(|| self.extra.get_mut("metadata"));
        match (given, now.get(MEMBER_BUDGET)) {
            (Some(Value::Object(given)), Some(budget)) => {
                given.entry(MEMBER_BUDGET).or_insert_with(|| budget.clone());
            }
            (Some(_), _) => {}
            (None, _) => {
                let kept = now.iter().filter(|(name, _)| !self.extra.contains_key(*name));
                let kept: Map<String, Value> = kept.map(|(name, value)| (name.clone(), value.clone())).collect();
                self.metadata = (!kept.is_empty()).then_some(Value::Object(kept));
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn updates_keep_what_they_do_not_change_in_the_metadata() {
        let team: Team = serde_json::from_value(json!({
            "metadata": {"a": 1, "model_rpm_limit": {"m": 1}, "team_member_budget_id": "b"}
        }))
        .expect("a team");
        for (update, expected) in [
            (json!({"metadata": {"c": 2}}), json!({"metadata": {"c": 2, "team_member_budget_id": "b"}})),
            (json!({"metadata": {}}), json!({"metadata": {"team_member_budget_id": "b"}})),
            (json!({"metadata": null}), json!({"metadata": null})),
            (json!({"metadata": {"team_member_budget_id": "c"}}), json!({"metadata": {"team_member_budget_id": "c"}})),
            (
                json!({"model_rpm_limit": {"m": 2}}),
                json!({"model_rpm_limit": {"m": 2}, "metadata": {"a": 1, "team_member_budget_id": "b"}}),
            ),
            (json!({"max_budget": 1.0}), json!({"max_budget": 1.0})),
        ] {
            let read: TeamUpdate = serde_json::from_value(update.clone()).expect("an update");
            let kept = serde_json::to_value(read.keeping_metadata(&team)).expect("JSON");
            assert_eq!(kept, expected, "{update}");
        }
        let read: TeamUpdate = serde_json::from_value(json!({"metadata": {"c": 2}})).expect("an update");
        assert_eq!(read.clone().keeping_metadata(&Team::default()), read);
    }
}
