//! Offboarding a user: the keys first, then the memberships, and the user last, so that an interruption leaves no working key
//! without an owner, and the same plan can be made again.

use serde::Serialize;

use super::{UserInfo, Users};
use crate::api::keys::{Key, KeyFilter};
use crate::api::teams::MemberId;
use crate::core::{ApiKey, Client, Error, Lossless, RefusalKind, Request};

/// What becomes of a user's keys, and of the user.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OffboardScope {
    /// Deletes keys and user.
    #[default]
    Everything,
    /// Deletes the keys, and keeps the user.
    KeepUser,
    /// Blocks the keys, and keeps the user and its memberships of the teams that the keys belong to: servers delete those
    /// keys with the membership.
    KeepKeys,
}

/// An object of the server, by id and name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NamedId {
    /// The id; of a key its hash.
    pub id: String,
    /// The alias, if it has one.
    pub alias: Option<String>,
}

impl NamedId {
    fn of_key(key: &Lossless<Key>) -> Option<Self> {
        Some(Self { id: key.token.clone()?, alias: key.key_alias.clone() })
    }

    /// Returns the alias, or else the id.
    pub fn name(&self) -> &str {
        self.alias.as_deref().unwrap_or(&self.id)
    }
}

/// One change of an [`Offboarding`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
#[non_exhaustive]
pub enum OffboardStep {
    /// Deletes a key.
    DeleteKey(NamedId),
    /// Blocks a key.
    BlockKey(NamedId),
    /// Removes the user from a team.
    LeaveTeam(NamedId),
    /// Removes the user from an organization.
    LeaveOrganization(NamedId),
    /// Deletes the user, and with it the invitations.
    DeleteUser(NamedId),
}

/// A plan to offboard a user: [`Offboarding::steps`] are its changes, in order; [`Offboarding::run`] makes one.
#[derive(Debug)]
#[non_exhaustive]
pub struct Offboarding {
    client: Client,
    /// The user's id.
    pub user_id: String,
    /// The user's email address.
    pub user_email: Option<String>,
    /// The changes, in the order in which they are made.
    pub steps: Vec<OffboardStep>,
    /// Dollars that the user's keys have spent, as far as the server still counts them.
    pub spend: f64,
    /// Keys that the user created for others. They stay.
    pub created_keys: Vec<NamedId>,
    /// Models that the user added. They stay.
    pub created_models: Vec<NamedId>,
    /// Teams in which the user stays a member, with [`OffboardScope::KeepKeys`].
    pub kept_teams: Vec<NamedId>,
}

impl Users<'_> {
    /// Plans to offboard a user, given by id. Sends `GET /user/info`, `GET /key/list` and `GET /v1/model/info`, and changes
    /// nothing. Memberships of organizations are taken from the user.
    ///
    /// # Errors
    /// Those of the requests; [`Error::NotFound`] or [`Error::Missing`] if no user has the id.
    pub async fn plan_offboarding(self, user_id: &str, scope: OffboardScope) -> Result<Offboarding, Error> {
        let client = self.0;
        let filter = KeyFilter::default().user_id(user_id).include_created_by_keys(true);
        let keys = async { client.keys().list_all(filter).all().await };
        let models = async { Ok(client.models().info().await.unwrap_or_default()) };
        let (user, keys, models) =
            futures_util::future::try_join3(self.get(user_id).into_future(), keys, models).await?;
        if user.user_info.is_none() {
            return Err(Error::Missing(format!("no user has the id `{user_id}`")));
        }
        let keys: Vec<&Lossless<Key>> = keys.iter().filter_map(|key| key.full()).collect();
        let is_own = |key: &&&Lossless<Key>| key.user_id.as_deref() == Some(user_id);
        let own: Vec<_> = keys.iter().filter(is_own).copied().collect();
        let others = keys.iter().filter(|key| !is_own(key) && key.created_by.as_deref() == Some(user_id));
        let created_models = models
            .iter()
            .filter(|model| model.model_info.get("created_by").and_then(serde_json::Value::as_str) == Some(user_id));
        let (left, kept_teams) = teams(&user).into_iter().partition(|team| {
            let holds_key = own.iter().any(|key| key.team_id.as_deref() == Some(team.id.as_str()));
            scope != OffboardScope::KeepKeys || !holds_key
        });
        let left: Vec<NamedId> = left;
        let of_key = |key: &&Lossless<Key>| {
            let named = NamedId::of_key(key)?;
            match scope {
                OffboardScope::KeepKeys if key.blocked == Some(true) => None,
                OffboardScope::KeepKeys => Some(OffboardStep::BlockKey(named)),
                _ => Some(OffboardStep::DeleteKey(named)),
            }
        };
        let user_email = user.user_info.as_ref().and_then(|user| user.user_email.clone());
        let itself = NamedId { id: user_id.to_owned(), alias: user_email.clone() };
        let mut steps: Vec<OffboardStep> = own.iter().filter_map(of_key).collect();
        steps.extend(left.into_iter().map(OffboardStep::LeaveTeam));
        steps.extend(organizations(&user).into_iter().map(OffboardStep::LeaveOrganization));
        steps.extend((scope == OffboardScope::Everything).then_some(OffboardStep::DeleteUser(itself)));
        Ok(Offboarding {
            client: client.clone(),
            user_id: user_id.to_owned(),
            user_email,
            steps,
            spend: own.iter().filter_map(|key| key.spend).sum(),
            created_keys: others.filter_map(|key| NamedId::of_key(key)).collect(),
            created_models: created_models
                .filter_map(|model| Some(NamedId { id: model.id()?.to_owned(), alias: model.model_name.clone() }))
                .collect(),
            kept_teams,
        })
    }
}

/// Returns the teams of a user: those of its own row, and those that list it as a member.
fn teams(user: &UserInfo) -> Vec<NamedId> {
    let listed = user
        .teams
        .iter()
        .filter_map(|team| Some(NamedId { id: team.team_id.clone()?, alias: team.team_alias.clone() }));
    let mut all: Vec<NamedId> = listed.collect();
    for team in user.user_info.iter().flat_map(|user| user.teams.iter().flatten()) {
        let id = team.get("team_id").unwrap_or(team).as_str();
        if let Some(id) = id.filter(|id| !all.iter().any(|known| known.id == *id)) {
            all.push(NamedId { id: id.to_owned(), alias: None });
        }
    }
    all
}

fn organizations(user: &UserInfo) -> Vec<NamedId> {
    let field = user.user_info.as_ref().and_then(|user| user.field("organization_memberships"));
    let rows = field.as_ref().and_then(serde_json::Value::as_array).into_iter().flatten();
    let id = |row: &serde_json::Value| row.get("organization_id")?.as_str().map(str::to_owned);
    rows.filter_map(id).map(|id| NamedId { id, alias: None }).collect()
}

impl Offboarding {
    /// Returns the request of a step.
    ///
    /// # Errors
    /// Returns [`Error::InvalidRequest`] if it cannot be built.
    pub fn request(&self, step: &OffboardStep) -> Result<Request, Error> {
        let client = &self.client;
        match step {
            OffboardStep::DeleteKey(key) => client.keys().delete([ApiKey::new(&key.id)]).request(),
            OffboardStep::BlockKey(key) => client.keys().block(ApiKey::new(&key.id)).request(),
            OffboardStep::LeaveTeam(team) => {
                client.teams().remove_member(&team.id, MemberId::user(&self.user_id)).request()
            }
            OffboardStep::LeaveOrganization(organization) => {
                client.organizations().remove_member(&organization.id, MemberId::user(&self.user_id)).request()
            }
            OffboardStep::DeleteUser(user) => client.users().delete([&user.id]).request(),
        }
    }

    /// Makes the change of a step. What is done already, by whomever, is not an error.
    ///
    /// # Errors
    /// Those of the request, and of the lookup that a deleted key is gone.
    pub async fn run(&self, step: &OffboardStep) -> Result<(), Error> {
        let client = &self.client;
        let done = match step {
            OffboardStep::DeleteKey(key) => {
                let deletion = client.keys().delete_and_check(std::slice::from_ref(&key.id)).await;
                match (deletion.remaining.is_empty(), deletion.error) {
                    (true, _) => Ok(()),
                    (false, Some(error)) => Err(error),
                    (false, None) => Err(Error::InvalidRequest("the key still exists".to_owned())),
                }
            }
            OffboardStep::BlockKey(key) => client.keys().block(ApiKey::new(&key.id)).await.map(drop),
            OffboardStep::LeaveTeam(team) => {
                let member = MemberId::user(&self.user_id);
                client.teams().remove_member(&team.id, member).await.map(drop)
            }
            OffboardStep::LeaveOrganization(organization) => {
                let member = MemberId::user(&self.user_id);
                client.organizations().remove_member(&organization.id, member).await.map(drop)
            }
            OffboardStep::DeleteUser(user) => client.users().delete([&user.id]).await.map(drop),
        };
        match done {
            Err(error) if error.is_not_found() || is_no_member(&error) => Ok(()),
            done => done,
        }
    }
}

/// Returns whether the server refused to remove somebody who is not a member.
fn is_no_member(error: &Error) -> bool {
    error.refusal().is_some_and(|refusal| {
        refusal.kind() == Some(RefusalKind::NotTeamMember) || refusal.message.contains("User not found in team")
    })
}
