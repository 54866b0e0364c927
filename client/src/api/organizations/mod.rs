//! Organizations, which contain teams, users and keys that share a budget: `/organization/*`. Newer servers require an
//! Enterprise license and otherwise refuse with [`Error::Forbidden`](crate::Error::Forbidden).

mod requests;
mod responses;

use std::borrow::Borrow;

use reqwest::Method;
use serde::Serialize;
use serde_json::json;

pub use self::requests::{NewOrganization, NewOrganizationMember, OrganizationMemberUpdate, OrganizationUpdate};
pub use self::responses::{AddedOrganizationMembers, CreatedOrganization, Organization, OrganizationMember};
use crate::api::teams::MemberId;
use crate::core::options::{owned, strings};
use crate::core::{Call, Client, Lossless};

/// The organizations resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Organizations<'a>(pub(super) &'a Client);

impl Client {
    /// Organizations: `/organization/*`.
    pub fn organizations(&self) -> Organizations<'_> {
        Organizations(self)
    }
}

impl Organizations<'_> {
    /// Lists all organizations that the caller may see, with members and teams, in one response: `GET
    /// /organization/list`.
    pub fn list(self) -> Call<Vec<Lossless<Organization>>> {
        Call::new(self.0, Method::GET, &["organization", "list"])
    }

    /// Fetches an organization with its members and teams: `GET /organization/info`.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`](crate::Error::NotFound) if nothing has this id.
    pub fn get(self, organization_id: impl AsRef<str>) -> Call<Lossless<Organization>> {
        Call::new(self.0, Method::GET, &["organization", "info"]).query("organization_id", organization_id)
    }

    /// Creates an organization, and a budget unless it sets `budget_id`: `POST /organization/new`.
    ///
    /// # Errors
    /// Returns [`Error::Server`](crate::Error::Server) (500) if the id is taken; the message does not say so.
    pub fn create(self, organization: impl Borrow<NewOrganization>) -> Call<Lossless<CreatedOrganization>> {
        Call::new(self.0, Method::POST, &["organization", "new"]).json(organization.borrow())
    }

    /// Updates an organization and returns it: `PATCH /organization/update`.
    ///
    /// # Errors
    /// Returns [`Error::Server`](crate::Error::Server) (500) if no organization has this id; the message does not say
    /// so.
    pub fn update(
        self,
        organization_id: impl AsRef<str>,
        update: impl Borrow<OrganizationUpdate>,
    ) -> Call<Lossless<Organization>> {
        self.send(Method::PATCH, "update", organization_id, update.borrow())
    }

    /// Deletes organizations with their keys and memberships and returns them: `DELETE /organization/delete`. Their
    /// budgets stay.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`](crate::Error::NotFound) if no organization has one of the ids; those before it are
    /// deleted.
    pub fn delete(
        self,
        organization_ids: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Call<Vec<Lossless<Organization>>> {
        let body = json!({ "organization_ids": strings(organization_ids) });
        Call::new(self.0, Method::DELETE, &["organization", "delete"]).json(&body)
    }

    /// Adds members to an organization: `POST /organization/member_add`. The server creates a user for each unknown id;
    /// older servers fail with a 500 if a member is named by email address. Budgets of members are set with
    /// [`Organizations::update_member`].
    ///
    /// # Errors
    /// Returns [`Error::Conflict`](crate::Error::Conflict) if the user is a member already, and
    /// [`Error::NotFound`](crate::Error::NotFound) if no organization has this id.
    pub fn add_members(
        self,
        organization_id: impl AsRef<str>,
        members: impl IntoIterator<Item = impl Borrow<NewOrganizationMember>>,
    ) -> Call<Lossless<AddedOrganizationMembers>> {
        #[derive(Serialize)]
        struct Body {
            member: Vec<NewOrganizationMember>,
        }
        self.send(Method::POST, "member_add", organization_id, &Body { member: owned(members) })
    }

    /// Updates the role and budget of a member: `PATCH /organization/member_update`.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`](crate::Error::NotFound) if the user is not a member.
    pub fn update_member(
        self,
        organization_id: impl AsRef<str>,
        update: impl Borrow<OrganizationMemberUpdate>,
    ) -> Call<Lossless<OrganizationMember>> {
        self.send(Method::PATCH, "member_update", organization_id, update.borrow())
    }

    /// Removes a member from an organization and returns it: `DELETE /organization/member_delete`. The user is not
    /// deleted. Returns `None` if the user was not a member, which the server does not report as an error.
    pub fn remove_member(
        self,
        organization_id: impl AsRef<str>,
        member: impl Borrow<MemberId>,
    ) -> Call<Option<Lossless<OrganizationMember>>> {
        self.send(Method::DELETE, "member_delete", organization_id, member.borrow())
    }

    fn send<A: serde::de::DeserializeOwned>(
        self,
        method: Method,
        action: &str,
        organization_id: impl AsRef<str>,
        fields: &impl Serialize,
    ) -> Call<A> {
        #[derive(Serialize)]
        struct Body<'a, F> {
            organization_id: &'a str,
            #[serde(flatten)]
            fields: &'a F,
        }
        Call::new(self.0, method, &["organization", action])
            .json(&Body { organization_id: organization_id.as_ref(), fields })
    }
}
