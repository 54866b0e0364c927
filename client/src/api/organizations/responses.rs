//! What the server says of organizations and their members.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::budgets::Budget;
use crate::api::teams::Team;
use crate::api::users::User;
use crate::core::Lossless;
use crate::core::fields::{lenient, lenient_or_default, null_as_default};

/// An organization.
#[derive(Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Organization {
    /// The id.
    pub organization_id: Option<String>,
    /// Its name.
    pub organization_alias: Option<String>,
    /// The id of its budget.
    pub budget_id: Option<String>,
    /// Dollars spent so far.
    #[serde(deserialize_with = "lenient")]
    pub spend: Option<f64>,
    /// Models that it may call; none means all.
    pub models: Option<Vec<String>>,
    /// Anything noted of it.
    pub metadata: Option<Value>,
    /// Its budget, which holds all of its limits.
    #[serde(rename = "litellm_budget_table")]
    pub budget: Option<Lossless<Budget>>,
    /// Who is in it; empty in answers that do not tell.
    #[serde(deserialize_with = "null_as_default")]
    pub members: Vec<OrganizationMember>,
    /// Its teams; empty in answers that do not tell.
    #[serde(deserialize_with = "lenient_or_default")]
    pub teams: Vec<Lossless<Team>>,
    /// When it was made, as an RFC 3339 time.
    pub created_at: Option<String>,
    /// When it was changed, as an RFC 3339 time.
    pub updated_at: Option<String>,
}

crate::core::secret::masked_debug!(Organization);

/// A member of an organization.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct OrganizationMember {
    /// The user's id.
    pub user_id: Option<String>,
    /// The organization's id.
    pub organization_id: Option<String>,
    /// `org_admin`, `internal_user` or `internal_user_viewer`.
    pub user_role: Option<String>,
    /// Dollars spent in the organization so far.
    #[serde(deserialize_with = "lenient")]
    pub spend: Option<f64>,
    /// The id of the member's own budget, where there is one.
    pub budget_id: Option<String>,
    /// That budget, where the answer holds it.
    #[serde(rename = "litellm_budget_table")]
    pub budget: Option<Lossless<Budget>>,
    /// When the member was added, as an RFC 3339 time.
    pub created_at: Option<String>,
    /// When the membership was changed, as an RFC 3339 time.
    pub updated_at: Option<String>,
}

/// The answer to adding members.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct AddedOrganizationMembers {
    /// The organization's id.
    pub organization_id: Option<String>,
    /// The users.
    #[serde(deserialize_with = "null_as_default")]
    pub updated_users: Vec<Lossless<User>>,
    /// What they are in the organization.
    #[serde(deserialize_with = "null_as_default")]
    pub updated_organization_memberships: Vec<Lossless<OrganizationMember>>,
}
