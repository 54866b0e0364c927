//! What organizations are asked for with: what a new one is like, what changes, and who is in it.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::api::teams::MemberId;

crate::core::options::setters! { NewOrganization {
    string: organization_id, budget_id, budget_duration;
    strings: models;
    f64: max_budget, soft_budget;
    u64: tpm_limit, rpm_limit, max_parallel_requests;
    value: metadata;
    ..extra [organization_alias]
} }

crate::core::options::setters! { OrganizationUpdate {
    string: organization_alias, budget_duration;
    strings: models;
    f64: max_budget, soft_budget;
    u64: tpm_limit, rpm_limit, max_parallel_requests;
    value: metadata;
    ..extra
} }

crate::core::options::setters! { OrganizationMemberUpdate {
    string: role;
    f64: max_budget_in_organization;
    ..extra
} }

crate::core::secret::masked_debug!(NewOrganization, OrganizationUpdate, OrganizationMemberUpdate);

/// An organization to create. What is `None` is left to the server.
#[derive(Clone, Default, Serialize)]
pub struct NewOrganization {
    /// Its name.
    pub organization_alias: String,
    /// The id; the server makes one up where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// A budget made with [`Budgets::create`](crate::api::budgets::Budgets::create), in place of limits of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_id: Option<String>,
    /// Models that it may call; none means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Dollars that it may spend.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// Dollars at which the server warns.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub soft_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// Requests at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel_requests: Option<u64>,
    /// Anything of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl NewOrganization {
    /// An organization of this name.
    pub fn new(organization_alias: impl Into<String>) -> Self {
        Self { organization_alias: organization_alias.into(), ..Self::default() }
    }
}

/// A change of an organization: what is named is set, all else stays. Older servers pay no heed to nulls: a limit that
/// was set can be changed, but not taken away.
#[derive(Clone, Default, Serialize)]
pub struct OrganizationUpdate {
    /// A new name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_alias: Option<String>,
    /// Models that it may call, in place of those that it could.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Dollars that it may spend.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// Dollars at which the server warns.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub soft_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// Requests at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel_requests: Option<u64>,
    /// Anything of one's own, in place of all that there was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A member to add to an organization.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct NewOrganizationMember {
    /// Who it is.
    #[serde(flatten)]
    pub member: MemberId,
    /// `internal_user`, `internal_user_viewer`, or `org_admin`, who manages it.
    pub role: String,
}

impl NewOrganizationMember {
    /// A member with the role `internal_user`.
    pub fn new(member: MemberId) -> Self {
        Self { member, role: "internal_user".to_owned() }
    }

    /// Sets `role`.
    #[must_use]
    pub fn role(mut self, role: impl Into<String>) -> Self {
        self.role = role.into();
        self
    }
}

/// A change of what a member is and may spend in an organization: what is named is set, all else stays.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct OrganizationMemberUpdate {
    /// Who it is.
    #[serde(flatten)]
    pub member: MemberId,
    /// `internal_user`, `internal_user_viewer`, or `org_admin`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Dollars that the member may spend in the organization.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget_in_organization: Option<f64>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl OrganizationMemberUpdate {
    /// A change of this member, of nothing as yet.
    pub fn new(member: MemberId) -> Self {
        Self { member, role: None, max_budget_in_organization: None, extra: Map::new() }
    }
}
