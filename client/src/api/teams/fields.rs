//! The table of the fields of a team; see [`crate::core::request_fields`] for the columns.

use super::NewMember;
use crate::core::request_fields::FieldValue;
use crate::core::{IntoField, fields};

crate::core::request_fields::request_fields! {
    /// A team to create. The server chooses what is `None`.
    new NewTeam {}

    /// A change of a team: fields that are `None` keep their values. [`TeamUpdate::clear`] empties a field.
    update TeamUpdate {}

    /// Id; the server generates one if it is `None`.
    team_id: String [new];
    /// Display name.
    team_alias: String [new update] unset null;
    /// Id of the team's organization.
    organization_id: String [new update] unset null;
    /// Models and access groups that the team may call; an empty list means all.
    models: Strings [new update] unset [];
    /// Dollars that the team may spend.
    max_budget: f64 [new update] unset null;
    /// Budget reset interval, such as `30d`.
    budget_duration: Interval [new update] unset null;
    /// Tokens per minute.
    tpm_limit: u64 [new update] unset null;
    /// Requests per minute.
    rpm_limit: u64 [new update] unset null;
    /// Metadata, a JSON object. An update replaces all of it.
    metadata: Value [new update] unset {};
    /// Whether the team is blocked.
    blocked: bool [new update];
    /// Initial members, in addition to the user who creates the team.
    members_with_roles: (other Vec<NewMember>) [new];

    access_group_ids: any [] unset [];
    budget_limits: any [] unset null;
    default_team_member_models: any [] unset [];
    model_aliases: any [] unset {};
    model_rpm_limit: any [] unset {};
    model_tpm_limit: any [] unset {};
    router_settings: any [] unset null;
    soft_budget: any [] unset null;
    team_member_budget: any [] unset null;
    team_member_budget_duration: any [] unset null;
    team_member_rpm_limit: any [] unset null;
    team_member_tpm_limit: any [] unset null;
    tpd_limit: any [] unset null;
}

crate::core::request_fields::clear!(TeamUpdate);

impl FieldValue for Vec<NewMember> {}
crate::core::into_field::into_list!(NewMember);

impl NewTeam {
    /// Sets `members_with_roles`; `None` leaves it to the server.
    #[must_use]
    pub fn members(mut self, members: impl IntoField<Vec<NewMember>>) -> Self {
        fields::remove(&mut self.extra, "members_with_roles");
        self.members_with_roles = members.into_field();
        self
    }
}
