//! Responses of the server about teams: team objects, pages, members and their budgets.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::TeamRole;
use crate::api::keys::Key;
use crate::core::fields::{lenient, null_as_default, time};
use crate::core::pages::Page;
use crate::core::{Interval, Lossless};

/// A team.
#[derive(Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Team {
    /// Id.
    pub team_id: Option<String>,
    /// Display name.
    pub team_alias: Option<String>,
    /// Id of its organization.
    pub organization_id: Option<String>,
    /// Models that it may call; an empty list or `None` means all.
    pub models: Option<Vec<String>>,
    /// Dollars that it may spend; `None` means no limit.
    pub max_budget: Option<f64>,
    /// Budget reset interval, such as `30d`.
    pub budget_duration: Option<Interval>,
    /// Time of the next budget reset.
    #[serde(deserialize_with = "time")]
    pub budget_reset_at: Option<Timestamp>,
    /// Spend in dollars since the last budget reset.
    pub spend: Option<f64>,
    /// Tokens per minute. The server accepts any integer.
    #[serde(deserialize_with = "lenient")]
    pub tpm_limit: Option<i64>,
    /// Requests per minute.
    #[serde(deserialize_with = "lenient")]
    pub rpm_limit: Option<i64>,
    /// Whether it is blocked.
    pub blocked: Option<bool>,
    /// Its members.
    #[serde(deserialize_with = "list_or_none")]
    pub members_with_roles: Option<Vec<Member>>,
    /// Metadata.
    pub metadata: Option<Value>,
    /// Number of members; in pages of newer servers.
    #[serde(deserialize_with = "lenient")]
    pub members_count: Option<u64>,
    /// Number of keys; in pages of newer servers.
    #[serde(deserialize_with = "lenient")]
    pub keys_count: Option<u64>,
    /// Creation time.
    #[serde(deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// Time of the last change.
    #[serde(deserialize_with = "time")]
    pub updated_at: Option<Timestamp>,
}

crate::core::secret::masked_debug!(Team);

impl Team {
    /// Returns its members; empty if the response does not have them.
    pub fn members(&self) -> &[Member] {
        self.members_with_roles.as_deref().unwrap_or_default()
    }
}

crate::core::created::created! {
    /// A created team. Dereferences to the [`Team`].
    CreatedTeam: Team, team_id
}

/// A member of a team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Member {
    /// Id of the user.
    pub user_id: Option<String>,
    /// Email address of the user; on older servers only if the user was added by it.
    pub user_email: Option<String>,
    /// Role in the team.
    pub role: Option<TeamRole>,
}

/// One page of teams.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct TeamPage {
    /// The teams.
    pub teams: Vec<Lossless<Team>>,
    /// Total number of teams.
    #[serde(default)]
    pub total: Option<u64>,
    /// Number of this page, from 1.
    #[serde(default)]
    pub page: Option<u64>,
    /// Total number of pages.
    #[serde(default)]
    pub total_pages: Option<u64>,
}

impl Page for TeamPage {
    type Item = Lossless<Team>;

    fn items(&self) -> &[Self::Item] {
        &self.teams
    }

    fn into_items(self) -> Vec<Lossless<Team>> {
        self.teams
    }

    fn total(&self) -> Option<u64> {
        self.total
    }

    fn total_pages(&self) -> Option<u64> {
        self.total_pages
    }

    fn identity(item: &Lossless<Team>) -> Option<&str> {
        item.team_id.as_deref()
    }
}

/// The response to [`Teams::get`](super::Teams::get).
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct TeamInfo {
    /// Id.
    #[serde(default)]
    pub team_id: Option<String>,
    /// The team.
    pub team_info: Lossless<Team>,
    /// Its keys.
    #[serde(default, deserialize_with = "null_as_default")]
    pub keys: Vec<Lossless<Key>>,
    /// Spend and limits of its members. Older servers omit members without a budget.
    #[serde(default, deserialize_with = "null_as_default")]
    pub team_memberships: Vec<Lossless<TeamMembership>>,
}

impl TeamInfo {
    /// Returns the member with this user id or, ignoring case, this email address.
    pub fn member(&self, user_id_or_email: &str) -> Option<&Member> {
        let members = self.team_info.members();
        let is_of_address =
            |member: &&Member| member.user_email.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(user_id_or_email));
        let by_id = members.iter().find(|member| member.user_id.as_deref() == Some(user_id_or_email));
        by_id.or_else(|| members.iter().find(is_of_address))
    }

    /// Returns the spend of the user with this id in the team, if the response has it.
    pub fn membership(&self, user_id: &str) -> Option<&Lossless<TeamMembership>> {
        self.team_memberships.iter().find(|membership| membership.user_id.as_deref() == Some(user_id))
    }
}

/// The spend of a member in a team.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct TeamMembership {
    /// Id of the user.
    pub user_id: Option<String>,
    /// Id of the team.
    pub team_id: Option<String>,
    /// Id of the budget.
    pub budget_id: Option<String>,
    /// Spend in dollars in the team since the last budget reset.
    pub spend: Option<f64>,
    /// Source of the limits: `custom` (the member's own) or `team_default` (newer servers).
    pub budget_source: Option<String>,
    /// Limits of the member in the team.
    pub litellm_budget_table: Option<MemberBudget>,
}

/// Limits of a member in a team.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct MemberBudget {
    /// Dollars that the member may spend; `None` means no limit.
    pub max_budget: Option<f64>,
    /// Budget reset interval, such as `30d`.
    pub budget_duration: Option<Interval>,
    /// Tokens per minute.
    pub tpm_limit: Option<i64>,
    /// Requests per minute.
    pub rpm_limit: Option<i64>,
    /// Models that the member may call; `None` means those of the team (newer servers).
    pub allowed_models: Option<Vec<String>>,
}

/// An updated team.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct UpdatedTeam {
    /// Id.
    #[serde(default)]
    pub team_id: Option<String>,
    /// The team after the update.
    #[serde(default)]
    pub data: Option<Lossless<Team>>,
}

/// An updated member. The server repeats the request.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct UpdatedMember {
    /// Id of the user.
    pub user_id: Option<String>,
    /// Email address of the user, if the request named the member by it.
    pub user_email: Option<String>,
    /// Id of the team.
    pub team_id: Option<String>,
    /// Dollars that the member may spend in the team.
    pub max_budget_in_team: Option<f64>,
    /// Tokens per minute.
    pub tpm_limit: Option<i64>,
    /// Requests per minute.
    pub rpm_limit: Option<i64>,
}

/// The response to a deletion.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct DeletedTeams {
    /// Ids, as in the request.
    #[serde(default, deserialize_with = "null_as_default")]
    pub deleted_teams: Vec<String>,
}

/// A list. Teams that never had a member return an object instead.
fn list_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Member>>, D::Error> {
    use serde::de::Error as _;
    match Value::deserialize(deserializer)? {
        list @ Value::Array(_) => serde_json::from_value(list).map_err(D::Error::custom),
        _ => Ok(None),
    }
}
