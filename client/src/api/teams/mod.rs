//! Teams and their members: `/team/*`.

mod fields;
mod metadata;
mod requests;
mod responses;

use std::borrow::Borrow;

use reqwest::Method;
use serde::Serialize;

pub use self::fields::{NewTeam, TeamUpdate};
pub use self::metadata::{IN_METADATA, MEMBER_BUDGET, OF_MEMBERS};
pub use self::requests::{MemberId, MemberUpdate, NewMember, TeamFilter, TeamRole, TeamSort, TeamStatus};
pub use self::responses::{
    CreatedTeam, DeletedTeams, Member, MemberBudget, Team, TeamInfo, TeamMembership, TeamPage, UpdatedMember,
    UpdatedTeam,
};
use crate::core::options::{owned, strings};
use crate::core::pages::{PAGE_SIZE, Pages};
use crate::core::{Call, Client, Error, Lossless, RefusalKind};

/// The teams resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Teams<'a>(pub(super) &'a Client);

impl Client {
    /// Teams: `/team/*`.
    pub fn teams(&self) -> Teams<'_> {
        Teams(self)
    }
}

impl Teams<'_> {
    /// Lists all teams in one response, or those of a user: `GET /team/list`. Without a user it is for admins.
    pub fn list_unpaged<'u>(self, user_id: impl Into<Option<&'u str>>) -> Call<Vec<Lossless<Team>>> {
        let call = Call::new(self.0, Method::GET, &["team", "list"]);
        match user_id.into() {
            Some(user_id) => call.query("user_id", user_id),
            None => call,
        }
    }

    /// Lists the teams that the caller may see: all for an admin, otherwise the caller's own.
    ///
    /// # Errors
    /// Returns the errors of the requests; that of the first one if the key has no user.
    pub async fn list_visible(self) -> Result<Vec<Lossless<Team>>, Error> {
        // The server refuses the request without a user with a 401 unless the caller is an admin.
        let refused = match self.list_unpaged(None).await {
            Err(error @ Error::Unauthorized(_))
                if error.refusal().is_some_and(|refusal| refusal.kind() == Some(RefusalKind::NotAdmin)) =>
            {
                error
            }
            other => return other,
        };
        let own_user = self.0.keys().own_info().await.ok().and_then(|key| key.info.user_id.clone());
        match own_user {
            Some(user_id) => self.list_unpaged(user_id.as_str()).await,
            None => Err(refused),
        }
    }

    /// Lists the teams that the caller may join: `GET /team/available`.
    pub fn available(self) -> Call<Vec<Lossless<Team>>> {
        Call::new(self.0, Method::GET, &["team", "available"])
    }

    /// Fetches one page of teams: `GET /v2/team/list`. Callers other than admins must set [`TeamFilter::user_id`] to
    /// their own id.
    ///
    /// # Errors
    /// Returns [`Error::Unauthorized`] for teams of others, and [`Error::NotFound`] if no user has the id in the
    /// filter.
    pub fn list(self, filter: impl Borrow<TeamFilter>) -> Call<Lossless<TeamPage>> {
        self.page(filter.borrow())
    }

    /// Lists all teams that match the filter, across pages; its `page` and `page_size` are ignored.
    pub fn list_all(self, filter: impl Borrow<TeamFilter>) -> Pages<TeamPage> {
        let filter = filter.borrow();
        let client = self.0.clone();
        let filter = TeamFilter {
            page_size: Some(PAGE_SIZE),
            // The only column without ties, so that pages neither skip nor repeat a team.
            sort_by: filter.sort_by.clone().or(Some(TeamSort::TeamId)),
            ..filter.clone()
        };
        Pages::new(move |page| client.teams().page(&TeamFilter { page: Some(page), ..filter.clone() }))
    }

    fn page<P: serde::de::DeserializeOwned>(self, filter: &TeamFilter) -> Call<P> {
        Call::new(self.0, Method::GET, &["v2", "team", "list"]).query_from(filter)
    }

    /// Fetches a team with its keys and members: `GET /team/info`.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if no team has this id.
    pub fn get(self, team_id: impl AsRef<str>) -> Call<Lossless<TeamInfo>> {
        Call::new(self.0, Method::GET, &["team", "info"]).query("team_id", team_id)
    }

    /// Creates a team: `POST /team/new`. The caller becomes its admin.
    ///
    /// # Errors
    /// Returns [`Error::Conflict`] if a team already has this id.
    pub fn create(self, team: impl Borrow<NewTeam>) -> Call<Lossless<CreatedTeam>> {
        Call::new(self.0, Method::POST, &["team", "new"]).json(team.borrow())
    }

    /// Updates a team: `POST /team/update`. For older servers see [`TeamUpdate::keeping_metadata`].
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if no team has this id.
    pub fn update(self, team_id: impl AsRef<str>, update: impl Borrow<TeamUpdate>) -> Call<Lossless<UpdatedTeam>> {
        self.post(&["update"], team_id, update.borrow())
    }

    /// Deletes teams and their keys: `POST /team/delete`.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if no team has one of the ids; then none is deleted.
    pub fn delete(self, team_ids: impl IntoIterator<Item = impl AsRef<str>>) -> Call<Lossless<DeletedTeams>> {
        let body = serde_json::json!({ "team_ids": strings(team_ids) });
        Call::new(self.0, Method::POST, &["team", "delete"]).json(&body)
    }

    /// Blocks a team and all of its keys: `POST /team/block`. Servers cache teams, so it can take up to a minute.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if no team has this id.
    pub fn block(self, team_id: impl AsRef<str>) -> Call<Lossless<Team>> {
        self.post(&["block"], team_id, &Nothing {})
    }

    /// Unblocks a team, within a minute: `POST /team/unblock`.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if no team has this id.
    pub fn unblock(self, team_id: impl AsRef<str>) -> Call<Lossless<Team>> {
        self.post(&["unblock"], team_id, &Nothing {})
    }

    /// Adds members to a team: `POST /team/member_add`. The server creates a user for each unknown id or email address;
    /// on older servers email addresses are case-sensitive.
    ///
    /// # Errors
    /// Returns [`Error::Conflict`] with the type `team_member_already_in_team` if all of them are members; if only some
    /// are, the others are added. Returns [`Error::Refused`] for a team admin if the server has no license.
    pub fn add_members(
        self,
        team_id: impl AsRef<str>,
        members: impl IntoIterator<Item = impl Borrow<NewMember>>,
    ) -> Call<Lossless<Team>> {
        self.post(&["member_add"], team_id, &NewMembers { member: owned(members), max_budget_in_team: None })
    }

    /// Adds members to a team, with a budget in dollars for each: `POST /team/member_add`.
    ///
    /// # Errors
    /// Returns the errors of [`Teams::add_members`].
    pub fn add_members_with_budget(
        self,
        team_id: impl AsRef<str>,
        members: impl IntoIterator<Item = impl Borrow<NewMember>>,
        max_budget_in_team: impl Into<f64>,
    ) -> Call<Lossless<Team>> {
        let max_budget_in_team = Some(max_budget_in_team.into());
        self.post(&["member_add"], team_id, &NewMembers { member: owned(members), max_budget_in_team })
    }

    /// Updates the role and limits of a member: `POST /team/member_update`. Newer servers keep limits that the update
    /// does not set; older ones **remove them**, even if only the role changes, unless [`MemberUpdate::keeping`]
    /// repeats them. The server also accepts users who are not members.
    ///
    /// # Errors
    /// Returns [`Error::Refused`] for the role `admin` if the server has no license.
    pub fn update_member(
        self,
        team_id: impl AsRef<str>,
        update: impl Borrow<MemberUpdate>,
    ) -> Call<Lossless<UpdatedMember>> {
        self.post(&["member_update"], team_id, update.borrow())
    }

    /// Removes a member from a team: `POST /team/member_delete`. The user is not deleted.
    ///
    /// # Errors
    /// Returns [`Error::Refused`] with the message `User not found in team` if the user is not a member.
    pub fn remove_member(self, team_id: impl AsRef<str>, member: impl Borrow<MemberId>) -> Call<Lossless<Team>> {
        self.post(&["member_delete"], team_id, member.borrow())
    }

    /// Adds models that a team may call: `POST /team/model/add`. A team that may call all models keeps them, as
    /// `all-proxy-models`.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if no team has this id.
    pub fn add_models(
        self,
        team_id: impl AsRef<str>,
        models: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Call<Lossless<Team>> {
        self.post(&["model", "add"], team_id, &Models { models: strings(models) })
    }

    /// Removes models from a team: `POST /team/model/delete`. Models that it does not have are ignored. A team without
    /// any models left **may call all models**.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if no team has this id.
    pub fn remove_models(
        self,
        team_id: impl AsRef<str>,
        models: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Call<Lossless<Team>> {
        self.post(&["model", "delete"], team_id, &Models { models: strings(models) })
    }

    fn post<A: serde::de::DeserializeOwned>(
        self,
        action: &[&str],
        team_id: impl AsRef<str>,
        fields: &impl Serialize,
    ) -> Call<A> {
        #[derive(Serialize)]
        struct Body<'a, F> {
            team_id: &'a str,
            #[serde(flatten)]
            fields: &'a F,
        }
        let path = [&["team"], action].concat();
        Call::new(self.0, Method::POST, &path).json(&Body { team_id: team_id.as_ref(), fields })
    }
}

#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
struct NewMembers {
    member: Vec<NewMember>,
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    max_budget_in_team: Option<f64>,
}

#[derive(Serialize)]
struct Models {
    models: Vec<String>,
}
