//! Teams and their members: `/team/*`.

mod answers;
mod requests;

use reqwest::Method;
use serde::Serialize;

pub use self::answers::{
    DeletedTeams, Member, MemberBudget, Team, TeamInfo, TeamMembership, TeamPage, UpdatedMember, UpdatedTeam,
};
pub use self::requests::{MemberId, MemberUpdate, NewMember, NewTeam, TeamFilter, TeamUpdate};
use crate::core::options::strings;
use crate::core::pages::{PAGE_SIZE, Pages};
use crate::core::{Call, Client, Error, Lossless, Meaning};

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
    /// All teams in one answer, of a user where one is given: `GET /team/list`. Without a user it is for admins.
    pub fn list_unpaged(self, user_id: Option<&str>) -> Call<Vec<Lossless<Team>>> {
        let call = Call::new(self.0, Method::GET, &["team", "list"]);
        match user_id {
            Some(user_id) => call.query("user_id", user_id),
            None => call,
        }
    }

    /// Teams that the caller may see: all of them for an admin, else the caller's own.
    ///
    /// # Errors
    /// Those of the requests; of the first, when the server knows no user behind the key.
    pub async fn list_visible(self) -> Result<Vec<Lossless<Team>>, Error> {
        // The server refuses the question without a user to those who are no admins, with a 401.
        let refused = match self.list_unpaged(None).await {
            Err(error @ Error::Unauthorized(_))
                if error.refusal().is_some_and(|refusal| refusal.means(Meaning::AdminOnly)) =>
            {
                error
            }
            other => return other,
        };
        let own_user = self.0.keys().own_info().await.ok().and_then(|key| key.info.user_id.clone());
        match own_user {
            Some(user_id) => self.list_unpaged(Some(&user_id)).await,
            None => Err(refused),
        }
    }

    /// Teams that the caller may join: `GET /team/available`.
    pub fn available(self) -> Call<Vec<Lossless<Team>>> {
        Call::new(self.0, Method::GET, &["team", "available"])
    }

    /// One page of teams: `GET /v2/team/list`. Callers who are no admins are given their own, if they name themselves in
    /// [`TeamFilter::user_id`].
    ///
    /// # Errors
    /// [`Error::Unauthorized`] of others' teams; [`Error::NotFound`] when the user of the filter is none.
    pub fn list(self, filter: &TeamFilter) -> Call<Lossless<TeamPage>> {
        self.page(filter)
    }

    /// All teams that the filter leaves, whatever their number; its `page` and `page_size` do not count.
    pub fn list_all(self, filter: &TeamFilter) -> Pages<TeamPage> {
        let client = self.0.clone();
        let filter = TeamFilter {
            page_size: Some(PAGE_SIZE),
            // The one column without ties, so that no team falls between two pages.
            sort_by: filter.sort_by.clone().or_else(|| Some("team_id".to_owned())),
            ..filter.clone()
        };
        Pages::new(move |page| client.teams().page(&TeamFilter { page: Some(page), ..filter.clone() }))
    }

    fn page<P: serde::de::DeserializeOwned>(self, filter: &TeamFilter) -> Call<P> {
        Call::new(self.0, Method::GET, &["v2", "team", "list"]).query_from(filter)
    }

    /// What is known of a team, keys and members included: `GET /team/info`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of this id.
    pub fn info(self, team_id: &str) -> Call<Lossless<TeamInfo>> {
        Call::new(self.0, Method::GET, &["team", "info"]).query("team_id", team_id)
    }

    /// Creates a team: `POST /team/new`. Whoever creates it becomes its admin.
    ///
    /// # Errors
    /// [`Error::Conflict`] when there is one of this id.
    pub fn create(self, team: &NewTeam) -> Call<Lossless<Team>> {
        Call::new(self.0, Method::POST, &["team", "new"]).json(team)
    }

    /// Changes a team: `POST /team/update`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of this id.
    pub fn update(self, team_id: &str, update: &TeamUpdate) -> Call<Lossless<UpdatedTeam>> {
        self.post(&["update"], team_id, update)
    }

    /// Deletes teams, their keys included: `POST /team/delete`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of one of the ids; then none is deleted.
    pub fn delete(self, team_ids: impl IntoIterator<Item = impl AsRef<str>>) -> Call<Lossless<DeletedTeams>> {
        let body = serde_json::json!({ "team_ids": strings(team_ids) });
        Call::new(self.0, Method::POST, &["team", "delete"]).json(&body)
    }

    /// Blocks a team, and with it all of its keys: `POST /team/block`. Servers that have used the team within the last
    /// minute let it work until the minute is over.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of this id.
    pub fn block(self, team_id: &str) -> Call<Lossless<Team>> {
        self.post(&["block"], team_id, &Nothing {})
    }

    /// Lets a blocked team work again, within a minute: `POST /team/unblock`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none of this id.
    pub fn unblock(self, team_id: &str) -> Call<Lossless<Team>> {
        self.post(&["unblock"], team_id, &Nothing {})
    }

    /// Adds members to a team: `POST /team/member_add`. Of an id or e-mail address that it does not know the server
    /// makes a user; older ones tell the addresses `A@b.c` and `a@b.c` apart.
    ///
    /// # Errors
    /// [`Error::Conflict`] with the type `team_member_already_in_team` when all of them are members; where only some
    /// are, the others are added. [`Error::Refused`] of an admin of the team, who needs a licence.
    pub fn add_members(self, team_id: &str, members: &[NewMember]) -> Call<Lossless<Team>> {
        self.post(&["member_add"], team_id, &NewMembers { member: members, max_budget_in_team: None })
    }

    /// The same, with dollars that each of them may spend in the team.
    ///
    /// # Errors
    /// Those of [`Teams::add_members`].
    pub fn add_members_with_budget(
        self,
        team_id: &str,
        members: &[NewMember],
        max_budget_in_team: f64,
    ) -> Call<Lossless<Team>> {
        let max_budget_in_team = Some(max_budget_in_team);
        self.post(&["member_add"], team_id, &NewMembers { member: members, max_budget_in_team })
    }

    /// Changes what a member may do in a team: `POST /team/member_update`. Newer servers keep the limits that the change
    /// does not name; older ones **take them away**, even when the role alone changes, unless [`MemberUpdate::keeping`]
    /// names them. Of someone who is no member the server notes it all the same, and answers as if all were well.
    ///
    /// # Errors
    /// [`Error::Refused`] of an admin of the team, who needs a licence.
    pub fn update_member(self, team_id: &str, update: &MemberUpdate) -> Call<Lossless<UpdatedMember>> {
        self.post(&["member_update"], team_id, update)
    }

    /// Removes a member from a team: `POST /team/member_delete`. The user stays.
    ///
    /// # Errors
    /// [`Error::Refused`] with the message `User not found in team` of someone who is no member.
    pub fn remove_member(self, team_id: &str, member: &MemberId) -> Call<Lossless<Team>> {
        self.post(&["member_delete"], team_id, member)
    }

    /// Lets a team call more models: `POST /team/model/add`. A team that may call all keeps that, as
    /// `all-proxy-models`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no team of this id.
    pub fn add_models(self, team_id: &str, models: impl IntoIterator<Item = impl AsRef<str>>) -> Call<Lossless<Team>> {
        self.post(&["model", "add"], team_id, &Models { models: strings(models) })
    }

    /// Takes models from a team: `POST /team/model/delete`; models that it did not have do not matter. A team whose last
    /// model is taken **may call all of them**.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no team of this id.
    pub fn remove_models(
        self,
        team_id: &str,
        models: impl IntoIterator<Item = impl AsRef<str>>,
    ) -> Call<Lossless<Team>> {
        self.post(&["model", "delete"], team_id, &Models { models: strings(models) })
    }

    fn post<A: serde::de::DeserializeOwned>(self, action: &[&str], team_id: &str, fields: &impl Serialize) -> Call<A> {
        #[derive(Serialize)]
        struct Body<'a, F> {
            team_id: &'a str,
            #[serde(flatten)]
            fields: &'a F,
        }
        let path = [&["team"], action].concat();
        Call::new(self.0, Method::POST, &path).json(&Body { team_id, fields })
    }
}

#[derive(Serialize)]
struct Nothing {}

#[derive(Serialize)]
struct NewMembers<'a> {
    member: &'a [NewMember],
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    max_budget_in_team: Option<f64>,
}

#[derive(Serialize)]
struct Models {
    models: Vec<String>,
}
