//! What teams are asked for with: which ones to list, what a new one is like, what changes, and who is meant.

use crate::core::fields;
use serde::Serialize;
use serde_json::{Map, Value};

use super::answers::TeamMembership;

crate::core::options::setters! { TeamFilter {
    string: user_id, organization_id, team_id, team_alias, status, sort_by, sort_order;
    u32: page, page_size;
} }

crate::core::options::setters! { NewTeam {
    string: team_id, team_alias, organization_id, budget_duration;
    strings: models;
    f64: max_budget;
    u64: tpm_limit, rpm_limit;
    value: metadata;
    bool: blocked;
    custom: members_with_roles;
    ..extra
} }

crate::core::options::setters! { TeamUpdate {
    string: team_alias, organization_id, budget_duration;
    strings: models;
    f64: max_budget;
    u64: tpm_limit, rpm_limit;
    value: metadata;
    bool: blocked;
    ..extra
} }

crate::core::options::setters! { MemberUpdate {
    string: role;
    f64: max_budget_in_team;
    u64: tpm_limit, rpm_limit;
    ..extra
} }

crate::core::secret::masked_debug!(NewTeam, TeamUpdate, MemberUpdate);

/// Which teams to list. The server gives 10 to a page and at most 100.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TeamFilter {
    /// Of this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Of this organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// The team of this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Whose alias holds this, in any case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_alias: Option<String>,
    /// `deleted`: those that were. Older servers ignore it and give those that are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The page, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Teams to a page, 1 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
    /// `team_id`, `team_alias` or `created_at`; the newest come first by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<String>,
    /// `asc`, the default, or `desc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<String>,
}

/// A team to create. What is `None` is left to the server.
#[derive(Clone, Default, Serialize)]
pub struct NewTeam {
    /// The id; the server makes one up where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// A name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_alias: Option<String>,
    /// Its organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// Models and access groups that it may call; none means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Dollars that it may spend.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// Anything of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Made blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
    /// Who is in it from the beginning, beside whoever creates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub members_with_roles: Option<Vec<NewMember>>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl NewTeam {
    /// Sets `members_with_roles`.
    #[must_use]
    pub fn members(mut self, members: impl IntoIterator<Item = NewMember>) -> Self {
        fields::remove(&mut self.extra, "members_with_roles");
        self.members_with_roles = Some(members.into_iter().collect());
        self
    }
}

/// A change of a team: what is named is set, all else stays. [`TeamUpdate::clear`] takes a limit away.
#[derive(Clone, Default, Serialize)]
pub struct TeamUpdate {
    /// A new name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_alias: Option<String>,
    /// A new organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// Models and access groups that it may call, in place of those that it could; an empty list means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Dollars that it may spend.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// Anything of one's own, in place of all that there was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Blocked, or not any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl TeamUpdate {
    /// Takes a limit away, such as `max_budget`.
    #[must_use]
    pub fn clear(self, field: impl Into<String>) -> Self {
        self.extra(field, Value::Null)
    }
}

/// Who is meant by a member of a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub enum MemberId {
    /// The user of this id.
    #[serde(rename = "user_id")]
    UserId(String),
    /// The user of this e-mail address.
    #[serde(rename = "user_email")]
    Email(String),
}

impl MemberId {
    /// The user of this id.
    pub fn user(user_id: impl Into<String>) -> Self {
        Self::UserId(user_id.into())
    }

    /// The user of this e-mail address.
    pub fn email(address: impl Into<String>) -> Self {
        Self::Email(address.into())
    }
}

/// A member to add to a team.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct NewMember {
    /// Who it is.
    #[serde(flatten)]
    pub member: MemberId,
    /// `user`, or `admin` of the team (licensed).
    pub role: String,
}

impl NewMember {
    /// A member with the role `user`.
    pub fn new(member: MemberId) -> Self {
        Self { member, role: "user".to_owned() }
    }

    /// Sets `role`.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = role.into();
        self
    }
}

/// A change of what a member may do in a team: what is named is set. What becomes of the rest is told at
/// [`Teams::update_member`](super::Teams::update_member).
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct MemberUpdate {
    /// Who it is.
    #[serde(flatten)]
    pub member: MemberId,
    /// `user`, or `admin` of the team (licensed).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
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

impl MemberUpdate {
    /// A change of this member, of nothing as yet.
    pub fn new(member: MemberId) -> Self {
        Self { member, role: None, max_budget_in_team: None, tpm_limit: None, rpm_limit: None, extra: Map::new() }
    }

    /// Names the member's own limits that the change does not name, so that older servers keep them too.
    #[must_use]
    pub fn keeping(mut self, membership: &TeamMembership) -> Self {
        // Those of the whole team would become the member's own; servers that tell them apart keep what is not named.
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

    /// Takes a limit away: `max_budget_in_team`, `tpm_limit` or `rpm_limit`.
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
    fn limits_that_are_named_or_cleared_are_not_kept() {
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
