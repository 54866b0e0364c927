//! What the server says of teams: rows, pages, members and what each of them may spend.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::api::keys::Key;
use crate::core::Lossless;
use crate::core::fields::{lenient, null_as_default};
use crate::core::pages::Page;

/// A team.
#[derive(Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Team {
    /// The id.
    pub team_id: Option<String>,
    /// A name to show.
    pub team_alias: Option<String>,
    /// Its organization.
    pub organization_id: Option<String>,
    /// Models that it may call; none means all.
    pub models: Option<Vec<String>>,
    /// Dollars that it may spend; none means any.
    pub max_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    pub budget_duration: Option<String>,
    /// When it next does, as an RFC 3339 time.
    pub budget_reset_at: Option<String>,
    /// Dollars spent so far, since the budget was last reset.
    pub spend: Option<f64>,
    /// Tokens per minute. The server takes any whole number.
    #[serde(deserialize_with = "lenient")]
    pub tpm_limit: Option<i64>,
    /// Requests per minute.
    #[serde(deserialize_with = "lenient")]
    pub rpm_limit: Option<i64>,
    /// True when it is blocked.
    pub blocked: Option<bool>,
    /// Who is in it.
    #[serde(deserialize_with = "list_or_none")]
    pub members_with_roles: Option<Vec<Member>>,
    /// Anything noted of the team.
    pub metadata: Option<Value>,
    /// How many members it has; in pages of newer servers.
    #[serde(deserialize_with = "lenient")]
    pub members_count: Option<u64>,
    /// How many keys it has; in pages of newer servers.
    #[serde(deserialize_with = "lenient")]
    pub keys_count: Option<u64>,
    /// When it was made, as an RFC 3339 time.
    pub created_at: Option<String>,
    /// When it was changed, as an RFC 3339 time.
    pub updated_at: Option<String>,
}

crate::core::secret::masked_debug!(Team);

impl Team {
    /// Who is in it; nobody where the server does not tell.
    pub fn members(&self) -> &[Member] {
        self.members_with_roles.as_deref().unwrap_or_default()
    }
}

/// A member of a team.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Member {
    /// The user's id.
    pub user_id: Option<String>,
    /// The user's e-mail address; older servers know it of those who were added by it.
    pub user_email: Option<String>,
    /// `admin` of the team, or `user`.
    pub role: Option<String>,
}

/// One page of teams.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct TeamPage {
    /// The teams.
    pub teams: Vec<Lossless<Team>>,
    /// Teams in all.
    #[serde(default)]
    pub total: Option<u64>,
    /// The number of this page, from 1.
    #[serde(default)]
    pub page: Option<u64>,
    /// Pages in all.
    #[serde(default)]
    pub total_pages: Option<u64>,
}

impl Page for TeamPage {
    type Item = Lossless<Team>;

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

/// What is known of one team.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct TeamInfo {
    /// The id.
    #[serde(default)]
    pub team_id: Option<String>,
    /// The team.
    pub team_info: Lossless<Team>,
    /// Its keys.
    #[serde(default, deserialize_with = "null_as_default")]
    pub keys: Vec<Lossless<Key>>,
    /// What its members spend and may spend. Older servers leave out those without a budget of their own.
    #[serde(default, deserialize_with = "null_as_default")]
    pub team_memberships: Vec<Lossless<TeamMembership>>,
}

impl TeamInfo {
    /// The member of this user id, or of this e-mail address in any case.
    pub fn member(&self, user_id_or_email: &str) -> Option<&Member> {
        let members = self.team_info.members();
        let is_of_address =
            |member: &&Member| member.user_email.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(user_id_or_email));
        let by_id = members.iter().find(|member| member.user_id.as_deref() == Some(user_id_or_email));
        by_id.or_else(|| members.iter().find(is_of_address))
    }

    /// What the user of this id spends in the team, where the server tells.
    pub fn membership(&self, user_id: &str) -> Option<&Lossless<TeamMembership>> {
        self.team_memberships.iter().find(|membership| membership.user_id.as_deref() == Some(user_id))
    }
}

/// What a member spends in a team.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct TeamMembership {
    /// The user's id.
    pub user_id: Option<String>,
    /// The team's id.
    pub team_id: Option<String>,
    /// The budget's id.
    pub budget_id: Option<String>,
    /// Dollars spent in the team so far, since the budget was last reset.
    pub spend: Option<f64>,
    /// Whose the limits are: `custom`, the member's own, or `team_default` (newer servers).
    pub budget_source: Option<String>,
    /// What the member may do in the team, where that is limited.
    pub litellm_budget_table: Option<MemberBudget>,
}

/// What a member may do in a team.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct MemberBudget {
    /// Dollars that the member may spend; none means any.
    pub max_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    pub budget_duration: Option<String>,
    /// Tokens per minute.
    pub tpm_limit: Option<i64>,
    /// Requests per minute.
    pub rpm_limit: Option<i64>,
    /// Models that the member may call; none means those of the team (newer servers).
    pub allowed_models: Option<Vec<String>>,
}

/// A changed team.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct UpdatedTeam {
    /// The id.
    #[serde(default)]
    pub team_id: Option<String>,
    /// The team as it is now.
    #[serde(default)]
    pub data: Option<Lossless<Team>>,
}

/// A changed member. The server repeats what it was asked for.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct UpdatedMember {
    /// The user's id.
    pub user_id: Option<String>,
    /// The user's e-mail address, where the member was named by it.
    pub user_email: Option<String>,
    /// The team's id.
    pub team_id: Option<String>,
    /// Dollars that the member may spend in the team.
    pub max_budget_in_team: Option<f64>,
    /// Tokens per minute.
    pub tpm_limit: Option<i64>,
    /// Requests per minute.
    pub rpm_limit: Option<i64>,
}

/// The answer to a deletion.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct DeletedTeams {
    /// The ids, as they were given.
    #[serde(default, deserialize_with = "null_as_default")]
    pub deleted_teams: Vec<String>,
}

/// A list; a row that no member was ever put into holds an object instead.
fn list_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Member>>, D::Error> {
    use serde::de::Error as _;
    match Value::deserialize(deserializer)? {
        list @ Value::Array(_) => serde_json::from_value(list).map_err(D::Error::custom),
        _ => Ok(None),
    }
}
