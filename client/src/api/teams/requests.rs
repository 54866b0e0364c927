//! Which teams to list, and the members of a team in requests. What a team is created and updated with is in
//! [`super::fields`].

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use super::responses::TeamMembership;
use crate::core::pages::SortOrder;
use crate::core::request_fields::take;

crate::core::string_enum::string_enum! {
    /// The role of a member in a team.
    TeamRole {
        /// Uses the team's models and budget.
        User = "user",
        /// Manages the team (requires a license).
        Admin = "admin",
    }
}

crate::core::string_enum::string_enum! {
    /// Which teams to list.
    TeamStatus {
        /// Deleted teams.
        Deleted = "deleted",
    }
}

crate::core::string_enum::string_enum! {
    /// What teams are sorted by.
    TeamSort {
        /// Id, the only order without ties.
        TeamId = "team_id",
        /// Display name.
        TeamAlias = "team_alias",
        /// Creation time.
        CreatedAt = "created_at",
    }
}

crate::core::options::setters! { MemberUpdate {
    ..extra;
    TeamRole: role;
    f64: max_budget_in_team;
    u64: tpm_limit, rpm_limit;
} }

crate::core::secret::masked_debug!(MemberUpdate);

crate::core::request_fields::request! {
    /// Which teams to list. The server returns 10 per page by default and 100 at most.
    TeamFilter {}
    /// Only teams of this user.
    user_id: String,
    /// Only teams of this organization.
    organization_id: String,
    /// Only the team with this id.
    team_id: String,
    /// Only teams whose alias contains this, in any case.
    team_alias: String,
    /// Deleted teams. Older servers ignore it and list those that exist.
    status: TeamStatus,
    /// The page, from 1.
    page: u32,
    /// Teams per page, 1 to 100.
    page_size: u32,
    /// Sort field; newest first by default.
    sort_by: TeamSort,
    /// Ascending, the default, or descending.
    sort_order: SortOrder,
}

/// Identifies a user as a member of a team.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub enum MemberId {
    /// The user with this id.
    #[serde(rename = "user_id")]
    UserId(String),
    /// The user with this email address.
    #[serde(rename = "user_email")]
    Email(String),
}

impl MemberId {
    /// The user with this id.
    pub fn user(user_id: impl Into<String>) -> Self {
        Self::UserId(user_id.into())
    }

    /// The user with this email address.
    pub fn email(address: impl Into<String>) -> Self {
        Self::Email(address.into())
    }

    /// Takes the member out of the fields of a request.
    pub(crate) fn take(fields: &mut Map<String, Value>) -> Option<Self> {
        take(fields, "user_id").map(Self::UserId).or_else(|| take(fields, "user_email").map(Self::Email))
    }
}

/// A member to add to a team.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct NewMember {
    /// The user.
    #[serde(flatten)]
    pub member: MemberId,
    /// Role in the team.
    pub role: TeamRole,
}

impl NewMember {
    /// Returns a member with the role `user`.
    pub fn new(member: MemberId) -> Self {
        Self { member, role: TeamRole::User }
    }

    /// Sets `role`.
    #[must_use]
    pub fn role(mut self, role: impl Into<TeamRole>) -> Self {
        self.role = role.into();
        self
    }
}

/// A change of a member's role and limits in a team. For fields that are `None`, see
/// [`Teams::update_member`](super::Teams::update_member).
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MemberUpdate {
    /// The user.
    #[serde(flatten)]
    pub member: MemberId,
    /// Role in the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<TeamRole>,
    /// Dollars that the member may spend in the team.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget_in_team: Option<f64>,
    /// Tokens per minute in the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute in the team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl<'de> Deserialize<'de> for MemberUpdate {
    /// A null, which removes a limit, goes to `extra`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut extra = Map::deserialize(deserializer)?;
        Ok(Self {
            member: MemberId::take(&mut extra).ok_or_else(|| D::Error::missing_field("user_id"))?,
            role: take(&mut extra, "role"),
            max_budget_in_team: take(&mut extra, "max_budget_in_team"),
            tpm_limit: take(&mut extra, "tpm_limit"),
            rpm_limit: take(&mut extra, "rpm_limit"),
            extra,
        })
    }
}

impl MemberUpdate {
    /// Returns a change of this member that sets nothing yet.
    pub fn new(member: MemberId) -> Self {
        Self { member, role: None, max_budget_in_team: None, tpm_limit: None, rpm_limit: None, extra: Map::new() }
    }

    /// Repeats the member's current limits where the change sets none, so that older servers keep them.
    #[must_use]
    pub fn keeping(mut self, membership: &TeamMembership) -> Self {
        // Limits of the whole team would become the member's own. Servers that report the source keep unnamed fields.
        let is_own = membership.budget_source.as_deref().is_none_or(|source| source == "custom");
        let Some(limits) = membership.litellm_budget_table.as_ref().filter(|_| is_own) else { return self };
        let is_free = |field: &str| !self.extra.contains_key(field);
        let limit = |limit: Option<i64>| limit.and_then(|limit| u64::try_from(limit).ok());
        let budget = limits.max_budget.filter(|_| is_free("max_budget_in_team"));
        let tokens = limit(limits.tpm_limit).filter(|_| is_free("tpm_limit"));
        let requests = limit(limits.rpm_limit).filter(|_| is_free("rpm_limit"));
        self.max_budget_in_team = self.max_budget_in_team.or(budget);
        self.tpm_limit = self.tpm_limit.or(tokens);
        self.rpm_limit = self.rpm_limit.or(requests);
        self
    }

    /// Removes a limit: `max_budget_in_team`, `tpm_limit` or `rpm_limit`.
    #[must_use]
    pub fn clear(self, field: impl Into<String>) -> Self {
        self.extra(field, Value::Null)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn kept(update: MemberUpdate, membership: &Value) -> Value {
        let membership: TeamMembership = serde_json::from_value(membership.clone()).expect("a membership");
        serde_json::to_value(update.keeping(&membership)).expect("JSON")
    }

    #[test]
    fn limits_that_are_set_or_cleared_are_not_repeated() {
        let limits = json!({"litellm_budget_table": {"max_budget": 2.5, "tpm_limit": 7, "rpm_limit": -1}});
        let update = || MemberUpdate::new(MemberId::user("u"));
        assert_eq!(kept(update(), &limits), json!({"user_id": "u", "max_budget_in_team": 2.5, "tpm_limit": 7}));
        assert_eq!(
            kept(update().tpm_limit(9).clear("max_budget_in_team"), &limits),
            json!({"user_id": "u", "tpm_limit": 9, "max_budget_in_team": null})
        );
        assert_eq!(kept(update(), &json!({"litellm_budget_table": null})), json!({"user_id": "u"}));
    }
}
