//! Organizations, which hold teams, users and keys and share a budget among them: `/organization/*`. Newer servers want
//! an Enterprise licence for all of it, and refuse with [`Error::Forbidden`](crate::Error::Forbidden).

mod answers;
mod requests;

use reqwest::Method;
use serde::Serialize;
use serde_json::json;

pub use self::answers::{AddedOrganizationMembers, Organization, OrganizationMember};
pub use self::requests::{NewOrganization, NewOrganizationMember, OrganizationMemberUpdate, OrganizationUpdate};
use crate::api::teams::MemberId;
use crate::core::options::strings;
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
    /// All organizations that the caller may see, in one answer, with their members and teams: `GET /organization/list`.
    pub fn list(self) -> Call<Vec<Lossless<Organization>>> {
        Call::new(self.0, Method::GET, &["organization", "list"])
    }

    /// One organization, with its members and teams: `GET /organization/info`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when there is none of this id.
    pub fn info(self, organization_id: &str) -> Call<Lossless<Organization>> {
        Call::new(self.0, Method::GET, &["organization", "info"]).query("organization_id", organization_id)
    }

    /// Creates an organization, and a budget along with it unless it names one: `POST /organization/new`.
    ///
    /// # Errors
    /// [`Error::Server`](crate::Error::Server) (500) of an id that is taken, in words that do not say so.
    pub fn create(self, organization: &NewOrganization) -> Call<Lossless<Organization>> {
        Call::new(self.0, Method::POST, &["organization", "new"]).json(organization)
    }

    /// Changes an organization and gives what it is now: `PATCH /organization/update`.
    ///
    /// # Errors
    /// [`Error::Server`](crate::Error::Server) (500) when there is none of this id, in words that do not say so.
    pub fn update(self, organization_id: &str, update: &OrganizationUpdate) -> Call<Lossless<Organization>> {
        self.send(Method::PATCH, "update", organization_id, update)
    }

    /// Deletes organizations, their keys and memberships included, and gives what they were:
    /// `DELETE /organization/delete`. Their budgets stay.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when there is none of one of the ids. Those before it are gone then.
    pub fn delete(
        self,
        organization_ids: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Call<Vec<Lossless<Organization>>> {
        let body = json!({ "organization_ids": strings(organization_ids) });
        Call::new(self.0, Method::DELETE, &["organization", "delete"]).json(&body)
    }

    /// Adds members to an organization: `POST /organization/member_add`. Of an id that it does not know the server makes a
    /// user; older servers fail with a 500 when a member is named by an e-mail address. What members may spend is set by
    /// [`Organizations::update_member`].
    ///
    /// # Errors
    /// [`Error::Conflict`](crate::Error::Conflict) of someone who is a member.
    /// [`Error::NotFound`](crate::Error::NotFound) when there is no organization of this id.
    pub fn add_members(
        self,
        organization_id: &str,
        members: &[NewOrganizationMember],
    ) -> Call<Lossless<AddedOrganizationMembers>> {
        #[derive(Serialize)]
        struct Body<'a> {
            member: &'a [NewOrganizationMember],
        }
        self.send(Method::POST, "member_add", organization_id, &Body { member: members })
    }

    /// Changes what a member is and may spend in an organization: `PATCH /organization/member_update`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) of someone who is no member.
    pub fn update_member(
        self,
        organization_id: &str,
        update: &OrganizationMemberUpdate,
    ) -> Call<Lossless<OrganizationMember>> {
        self.send(Method::PATCH, "member_update", organization_id, update)
    }

    /// Removes a member from an organization and gives what it was: `DELETE /organization/member_delete`. The user stays.
    /// `None` of someone who was no member, which the server does not take for a failure.
    pub fn remove_member(self, organization_id: &str, member: &MemberId) -> Call<Option<Lossless<OrganizationMember>>> {
        self.send(Method::DELETE, "member_delete", organization_id, member)
    }

    fn send<A: serde::de::DeserializeOwned>(
        self,
        method: Method,
        action: &str,
        organization_id: &str,
        fields: &impl Serialize,
    ) -> Call<A> {
        #[derive(Serialize)]
        struct Body<'a, F> {
            organization_id: &'a str,
            #[serde(flatten)]
            fields: &'a F,
        }
        Call::new(self.0, method, &["organization", action]).json(&Body { organization_id, fields })
    }
}
