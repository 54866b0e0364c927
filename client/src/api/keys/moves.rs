//! Moving keys to another team or user. What a server would refuse is found before anything is sent.

use std::fmt;

use futures_util::{StreamExt as _, TryStreamExt as _};

use super::{Key, KeyUpdate, Keys};
use crate::api::access::{AccessRules, AccessSubject};
use crate::api::teams::TeamInfo;
use crate::core::{ApiKey, Call, Client, Error, Lossless};

/// Lookups in flight at once.
const CONCURRENCY: usize = 8;

/// Where keys are moved.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct KeyDestination {
    /// The new team; `None` keeps the team.
    pub team: Option<Lossless<TeamInfo>>,
    /// The id of the new user; `None` keeps the user.
    pub user_id: Option<String>,
}

impl KeyDestination {
    /// Sets `team`.
    #[must_use]
    pub fn team(mut self, team: impl Into<Option<Lossless<TeamInfo>>>) -> Self {
        self.team = team.into();
        self
    }

    /// Sets `user_id`.
    #[must_use]
    pub fn user_id(mut self, user_id: impl Into<Option<String>>) -> Self {
        self.user_id = user_id.into();
        self
    }

    fn team_id(&self) -> Option<&str> {
        self.team.as_ref().and_then(|team| team.team_info.team_id.as_deref())
    }
}

/// Why a server would refuse to move a key. `Display` says it in a clause: "its user `u` is not a member of the team `t`".
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MoveObstacle {
    /// The key's user is not a member of the new team.
    NotAMember {
        /// The user's id.
        user_id: String,
        /// The team, by alias or id.
        team: String,
    },
    /// The key may call models that the new team may not.
    Models {
        /// These models.
        models: Vec<String>,
        /// The team, by alias or id.
        team: String,
        /// What the team may call.
        allowed: Vec<String>,
    },
    /// The key has a higher limit than the new team.
    Limit {
        /// The field of both.
        field: &'static str,
        /// The key's limit.
        key: i64,
        /// The team, by alias or id.
        team: String,
        /// The team's limit.
        limit: i64,
    },
}

impl fmt::Display for MoveObstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAMember { user_id, team } => {
                write!(f, "its user `{user_id}` is not a member of the team `{team}`")
            }
            Self::Models { models, team, allowed } => write!(
                f,
                "it may call {}, but the team `{team}` may only call {}",
                models.join(", "),
                allowed.join(", ")
            ),
            Self::Limit { field, key, team, limit } => {
                write!(f, "its {field} {key} is above that of the team `{team}`, which is {limit}")
            }
        }
    }
}

/// A key that is to be moved: [`KeyMove::calls`] returns the requests, [`KeyMove::send`] sends them.
#[derive(Debug)]
#[non_exhaustive]
pub struct KeyMove {
    client: Client,
    /// The key's hash.
    pub hash: String,
    /// The key, as it is now.
    pub key: Lossless<Key>,
    /// Why the server would refuse it.
    pub obstacles: Vec<MoveObstacle>,
    /// The changes, in order; none if the key is there already.
    pub updates: Vec<KeyUpdate>,
}

impl KeyMove {
    /// Returns the requests: `POST /key/update`, once, or twice where the key's present user is not a member of the new
    /// team: servers check that user, whichever user the request names.
    pub fn calls(&self) -> Vec<Call<Lossless<Key>>> {
        self.updates.iter().map(|update| self.client.keys().update(ApiKey::new(&self.hash), update)).collect()
    }

    /// Moves the key and reads it back: `GET /key/info`. Returns the key as the server has it then.
    ///
    /// # Errors
    /// Those of the requests, and [`Error::InvalidRequest`] if the server reports success and the key is not moved.
    pub async fn send(&self) -> Result<Lossless<Key>, Error> {
        for call in self.calls() {
            call.await?;
        }
        let moved = self.client.keys().info(ApiKey::new(&self.hash)).await?.into_inner().info;
        for update in &self.updates {
            let is_kept = |wanted: &Option<String>, kept: &Option<String>| wanted.is_none() || wanted == kept;
            if !is_kept(&update.team_id, &moved.team_id) || !is_kept(&update.user_id, &moved.user_id) {
                let message = "the server reports success, but the key is where it was";
                return Err(Error::InvalidRequest(message.to_owned()));
            }
        }
        Ok(moved)
    }
}

impl Keys<'_> {
    /// Plans to move keys, given by hash, to a team or user. Sends `GET /key/info` for each, and what
    /// [`Keys::access_rules`] needs of the new team. Changes nothing.
    ///
    /// # Errors
    /// Those of the requests: [`Error::NotFound`] for a key that does not exist.
    pub async fn plan_moves(self, hashes: &[String], to: &KeyDestination) -> Result<Vec<KeyMove>, Error> {
        let infos = hashes.iter().map(|hash| self.info(ApiKey::new(hash)).into_future());
        let infos: Vec<_> = futures_util::stream::iter(infos).buffered(CONCURRENCY).try_collect().await?;
        let mut rules = self.access_rules();
        let mut moves = Vec::new();
        for (hash, info) in hashes.iter().zip(infos) {
            let key = info.into_inner().info;
            let updates = updates(&key, to);
            let obstacles = if updates.is_empty() { Vec::new() } else { obstacles(&mut rules, &key, to).await? };
            moves.push(KeyMove { client: self.0.clone(), hash: hash.clone(), key, obstacles, updates });
        }
        Ok(moves)
    }
}

/// Returns the changes that move a key.
fn updates(key: &Key, to: &KeyDestination) -> Vec<KeyUpdate> {
    let team_id = to.team_id().filter(|id| key.team_id.as_deref() != Some(*id));
    let user_id = to.user_id.as_deref().filter(|id| key.user_id.as_deref() != Some(*id));
    let (for_team, for_user) =
        (team_id.map(|id| KeyUpdate::default().team_id(id)), user_id.map(|id| KeyUpdate::default().user_id(id)));
    match (for_team, for_user) {
        (Some(for_team), Some(_)) if is_member(key.user_id.as_deref(), to) => {
            vec![for_team.user_id(user_id.unwrap_or_default())]
        }
        (for_team, for_user) => for_user.into_iter().chain(for_team).collect(),
    }
}

/// Returns whether a user is a member of the new team; a key without a user needs no member.
fn is_member(user_id: Option<&str>, to: &KeyDestination) -> bool {
    let Some(user_id) = user_id.filter(|id| !id.is_empty()) else { return true };
    to.team.as_ref().is_none_or(|team| team.member(user_id).is_some())
}

async fn obstacles(rules: &mut AccessRules, key: &Key, to: &KeyDestination) -> Result<Vec<MoveObstacle>, Error> {
    let Some(info) = to.team.as_ref().filter(|_| key.team_id.as_deref() != to.team_id()) else {
        return Ok(Vec::new());
    };
    let team = &info.team_info;
    let name = team.team_alias.as_ref().or(team.team_id.as_ref()).cloned().unwrap_or_default();
    let mut found = Vec::new();
    let user_id = to.user_id.as_deref().or(key.user_id.as_deref());
    if let Some(user_id) = user_id.filter(|_| !is_member(user_id, to)) {
        found.push(MoveObstacle::NotAMember { user_id: user_id.to_owned(), team: name.clone() });
    }
    let models = models_outside(rules, key, to).await?;
    if !models.is_empty() {
        let allowed = team.models.clone().unwrap_or_default();
        found.push(MoveObstacle::Models { models, team: name.clone(), allowed });
    }
    let limits = [("tpm_limit", key.tpm_limit, team.tpm_limit), ("rpm_limit", key.rpm_limit, team.rpm_limit)];
    for (field, of_key, of_team) in limits {
        if let (Some(key), Some(limit)) = (of_key, of_team)
            && key > limit
        {
            found.push(MoveObstacle::Limit { field, key, team: name.clone(), limit });
        }
    }
    Ok(found)
}

/// Returns the models of the key that the team may not call.
async fn models_outside(rules: &mut AccessRules, key: &Key, to: &KeyDestination) -> Result<Vec<String>, Error> {
    let models = key.models.iter().flatten().filter(|model| *model != "all-team-models");
    let models: Vec<&String> = models.collect();
    if models.is_empty() {
        return Ok(Vec::new());
    }
    // What a key of the team without limits of its own may call.
    let of_team = serde_json::json!({ "team_id": to.team_id() }).to_string();
    let of_team = serde_json::from_str(&of_team).map_err(|error| Error::InvalidRequest(error.to_string()))?;
    let access = rules.of(vec![of_team]).await?;
    let is_outside = |model: &str| {
        let checks = access.iter().flat_map(|access| access.check(model).checks);
        let mut of_team = checks.filter(|check| check.subject == AccessSubject::Team);
        // A block of the team does not keep keys out of it.
        of_team.any(|check| !check.allowed && check.reason != "it is blocked")
    };
    Ok(models.into_iter().filter(|model| is_outside(model)).cloned().collect())
}
