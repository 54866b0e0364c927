//! The table of the fields of an organization (see [`crate::core::request_fields`] for the columns), and its members in
//! requests.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::api::teams::MemberId;
use crate::api::users::UserRole;
use crate::core::request_fields::take;

crate::core::options::setters! { OrganizationMemberUpdate {
    ..extra;
    UserRole: role;
    f64: max_budget_in_organization;
} }

crate::core::secret::masked_debug!(OrganizationMemberUpdate);

crate::core::request_fields::request_fields! {
    /// An organization to create. The server chooses what is `None`.
    new NewOrganization {
        /// Name.
        organization_alias
    }

    /// A change of an organization: fields that are `None` keep their values. Older servers ignore nulls, so there a limit
    /// can be changed but not removed.
    update OrganizationUpdate {}

    /// New name.
    organization_alias: String [update];
    /// Id; the server generates one if it is `None`.
    organization_id: String [new];
    /// Id of a budget, created with [`Budgets::create`](crate::api::budgets::Budgets::create), instead of own limits.
    budget_id: String [new];
    /// Models that the organization may call; in [`NewOrganization`], an empty list means all.
    models: Strings [new update];
    /// Dollars that the organization may spend.
    max_budget: f64 [new update];
    /// Dollars at which the server sends a warning.
    soft_budget: f64 [new update];
    /// Budget reset interval, such as `30d`.
    budget_duration: Interval [new update];
    /// Tokens per minute.
    tpm_limit: u64 [new update];
    /// Requests per minute.
    rpm_limit: u64 [new update];
    /// Parallel requests.
    max_parallel_requests: u64 [new update];
    /// Metadata, a JSON object. An update replaces all of it.
    metadata: Value [new update];
}

impl NewOrganization {
    /// Returns an organization with this name.
    pub fn new(organization_alias: impl Into<String>) -> Self {
        Self { organization_alias: organization_alias.into(), ..Self::default() }
    }
}

/// A member to add to an organization.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct NewOrganizationMember {
    /// The user.
    #[serde(flatten)]
    pub member: MemberId,
    /// Role in the organization.
    pub role: UserRole,
}

impl NewOrganizationMember {
    /// Returns a member with the role `internal_user`.
    pub fn new(member: MemberId) -> Self {
        Self { member, role: UserRole::InternalUser }
    }

    /// Sets `role`.
    #[must_use]
    pub fn role(mut self, role: impl Into<UserRole>) -> Self {
        self.role = role.into();
        self
    }
}

/// A change of a member's role and budget in an organization: fields that are not set keep their values.
#[derive(Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct OrganizationMemberUpdate {
    /// The user.
    #[serde(flatten)]
    pub member: MemberId,
    /// Role in the organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<UserRole>,
    /// Dollars that the member may spend in the organization.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget_in_organization: Option<f64>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl<'de> Deserialize<'de> for OrganizationMemberUpdate {
    /// A null, which removes a limit, goes to `extra`.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut extra = Map::deserialize(deserializer)?;
        Ok(Self {
            member: MemberId::take(&mut extra).ok_or_else(|| D::Error::missing_field("user_id"))?,
            role: take(&mut extra, "role"),
            max_budget_in_organization: take(&mut extra, "max_budget_in_organization"),
            extra,
        })
    }
}

impl OrganizationMemberUpdate {
    /// Returns a change of this member that sets nothing yet.
    pub fn new(member: MemberId) -> Self {
        Self { member, role: None, max_budget_in_organization: None, extra: Map::new() }
    }
}
