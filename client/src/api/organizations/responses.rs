//! Responses of the server about organizations and their members.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::budgets::Budget;
use crate::api::teams::Team;
use crate::api::users::{User, UserRole};
use crate::core::Lossless;
use crate::core::fields::{lenient, lenient_or_default, null_as_default, time};

/// An organization.
#[derive(Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Organization {
    /// Id.
    pub organization_id: Option<String>,
    /// Name.
    pub organization_alias: Option<String>,
    /// Id of its budget.
    pub budget_id: Option<String>,
    /// Spend in dollars.
    #[serde(deserialize_with = "lenient")]
    pub spend: Option<f64>,
    /// Models that it may call; an empty list or `None` means all.
    pub models: Option<Vec<String>>,
    /// Metadata.
    pub metadata: Option<Value>,
    /// Its budget, with all of its limits.
    #[serde(rename = "litellm_budget_table")]
    pub budget: Option<Lossless<Budget>>,
    /// Its members; empty if the response does not have them.
    #[serde(deserialize_with = "null_as_default")]
    pub members: Vec<OrganizationMember>,
    /// Its teams; empty if the response does not have them.
    #[serde(deserialize_with = "lenient_or_default")]
    pub teams: Vec<Lossless<Team>>,
    /// Creation time.
    #[serde(deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// Time of the last change.
    #[serde(deserialize_with = "time")]
    pub updated_at: Option<Timestamp>,
}

crate::core::secret::masked_debug!(Organization);

crate::core::created::created! {
    /// A created organization. Dereferences to the [`Organization`].
    CreatedOrganization: Organization, organization_id
}

/// A member of an organization.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct OrganizationMember {
    /// Id of the user.
    pub user_id: Option<String>,
    /// Id of the organization.
    pub organization_id: Option<String>,
    /// Role in the organization.
    pub user_role: Option<UserRole>,
    /// Spend in dollars in the organization.
    #[serde(deserialize_with = "lenient")]
    pub spend: Option<f64>,
    /// Id of the member's own budget, if any.
    pub budget_id: Option<String>,
    /// That budget, if the response has it.
    #[serde(rename = "litellm_budget_table")]
    pub budget: Option<Lossless<Budget>>,
    /// Time when the member was added.
    #[serde(deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// Time of the last change.
    #[serde(deserialize_with = "time")]
    pub updated_at: Option<Timestamp>,
}

/// The response to adding members.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct AddedOrganizationMembers {
    /// Id of the organization.
    pub organization_id: Option<String>,
    /// The users.
    #[serde(deserialize_with = "null_as_default")]
    pub updated_users: Vec<Lossless<User>>,
    /// Their memberships.
    #[serde(deserialize_with = "null_as_default")]
    pub updated_organization_memberships: Vec<Lossless<OrganizationMember>>,
}
