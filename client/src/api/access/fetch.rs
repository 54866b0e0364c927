//! Fetches what decides which models a key may call.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::future::{try_join3, try_join4};
use futures_util::{StreamExt as _, TryStreamExt as _};
use serde_json::Value;

use super::patterns::is_pattern;
use super::rules::{depends_on_version, names};
use super::{Aliases, GroupModels, KeyAccess, aliases, strings};
use crate::api::keys::{Key, Keys};
use crate::api::models::Deployment;
use crate::api::teams::{Team, TeamInfo};
use crate::api::users::User;
use crate::core::{ApiKey, Client, Error, Lossless, ServerVersion};

/// The team that the keys of the server's own dashboard name.
const DASHBOARD_TEAM_ID: &str = "litellm-dashboard";

/// Requests in flight at once.
const CONCURRENCY: usize = 8;

impl Keys<'_> {
    /// Fetches everything that decides which models a key may call, given as the secret or its hash.
    ///
    /// Sends `GET /key/info`; then, at the same time, `GET /team/info`, `GET /user/info`, `GET /v1/access_group/{id}`
    /// for each access group, and `GET /v1/model/info`; then, where it matters, queries for the server's version, `GET
    /// /team/list` (1.80 has a team's aliases only there) and `GET /public/litellm_model_cost_map`.
    ///
    /// # Errors
    /// Those of the requests. A team, user or access group that does not exist is not an error.
    pub async fn access(self, key: impl Into<ApiKey>) -> Result<KeyAccess, Error> {
        let key = key.into();
        let info = self.info(&key).await?.into_inner().info;
        self.access_of(key.hash(), info).await
    }

    /// [`Keys::access`] of a key that is known already, such as from [`Keys::by_alias`]: without `GET /key/info`.
    ///
    /// # Errors
    /// Those of the requests.
    pub async fn access_of(self, hash: String, key: Lossless<Key>) -> Result<KeyAccess, Error> {
        let mut rules = self.access_rules();
        rules.fetch(std::slice::from_ref(&key)).await?;
        rules.complete(vec![rules.access(&hash, key)]).await?.pop().ok_or_else(|| Error::Missing("no key".to_owned()))
    }

    /// Returns what decides which models keys may call, with nothing fetched yet: for many keys, of which each team, user
    /// and access group is fetched once.
    pub fn access_rules(self) -> AccessRules {
        AccessRules {
            client: self.0.clone(),
            teams: BTreeMap::new(),
            users: BTreeMap::new(),
            groups: BTreeMap::new(),
            team_aliases: BTreeMap::new(),
            listed_teams: None,
            deployments: None,
            providers: None,
            version: None,
            knows_version: false,
        }
    }
}

/// The rules of access to models: teams, groups and deployments. They are fetched once for all keys. [`Keys::access_rules`] creates it.
pub struct AccessRules {
    client: Client,
    /// Teams by id; `None` for an id that no team has.
    teams: BTreeMap<String, Option<TeamInfo>>,
    users: BTreeMap<String, Option<Lossless<User>>>,
    /// Unified access groups, as the server describes them.
    groups: BTreeMap<String, Option<Value>>,
    team_aliases: BTreeMap<String, Aliases>,
    /// The list of teams, where a team's own response lacks its aliases.
    listed_teams: Option<Vec<Lossless<Team>>>,
    deployments: Option<Arc<Vec<Lossless<Deployment>>>>,
    providers: Option<Arc<BTreeMap<String, String>>>,
    version: Option<ServerVersion>,
    /// Whether the version was asked for: not every server reports it.
    knows_version: bool,
}

impl std::fmt::Debug for AccessRules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessRules").field("teams", &self.teams.keys()).finish_non_exhaustive()
    }
}

impl AccessRules {
    /// Returns the access of each key of a list, in order: the requests of [`Keys::access_of`] for what is not known from
    /// earlier keys, eight at once.
    ///
    /// # Errors
    /// Those of the requests.
    pub async fn of(&mut self, keys: Vec<Lossless<Key>>) -> Result<Vec<KeyAccess>, Error> {
        self.fetch(&keys).await?;
        let all = keys.into_iter().map(|key| self.access(&key.token.clone().unwrap_or_default(), key)).collect();
        self.complete(all).await
    }

    /// Fetches what keys belong to and the models, as far as they are not known.
    async fn fetch(&mut self, keys: &[Lossless<Key>]) -> Result<(), Error> {
        let client = &self.client;
        let team_ids = new_ids(keys.iter().filter_map(|key| key.team_id.clone()), &self.teams);
        let user_ids = new_ids(keys.iter().filter_map(|key| key.user_id.clone()), &self.users);
        let group_ids = new_ids(keys.iter().flat_map(group_ids), &self.groups);
        let deployments = async {
            match &self.deployments {
                Some(known) => Ok(Arc::clone(known)),
                None => client.models().info().await.map(Arc::new),
            }
        };
        let (teams, groups, deployments, users) = try_join4(
            each(team_ids, |id| fetch_team(client, id)),
            each(group_ids, |id| fetch_group(client, id)),
            deployments,
            each(user_ids, |id| fetch_user(client, id)),
        )
        .await?;
        self.teams.extend(teams);
        self.groups.extend(groups);
        self.users.extend(users);
        self.deployments = Some(deployments);
        Ok(())
    }

    /// Puts together what is known for a key.
    fn access(&self, hash: &str, key: Lossless<Key>) -> KeyAccess {
        let info = key.team_id.as_ref().and_then(|id| self.teams.get(id)?.as_ref());
        let membership = info.and_then(|info| info.membership(key.user_id.as_deref()?));
        let limits = membership.and_then(|membership| membership.litellm_budget_table.as_ref());
        let team = info.map(|info| info.team_info.clone());
        let group = |id: &String| Some(group_models(self.groups.get(id)?.as_ref()?, hash, &key));
        KeyAccess {
            member_models: limits.and_then(|limits| limits.allowed_models.clone()).unwrap_or_default(),
            team_group_models: strings(team.as_ref().and_then(|team| team.field("access_group_models")).as_ref()),
            is_of_missing_team: team.is_none() && names_a_team(&key),
            team,
            team_aliases: Aliases::new(),
            user: key.user_id.as_ref().and_then(|id| self.users.get(id)?.clone()),
            key_groups: group_ids(&key).iter().filter_map(group).collect(),
            deployments: self.deployments.clone().unwrap_or_default(),
            providers: Arc::default(),
            clock_ahead: self.client.clock_ahead().unwrap_or_default(),
            version: None,
            key,
        }
    }

    /// Adds aliases of teams, providers and the server's version, where it matters.
    async fn complete(&mut self, mut all: Vec<KeyAccess>) -> Result<Vec<KeyAccess>, Error> {
        let client = &self.client;
        let needs_version = !self.knows_version && all.iter().any(depends_on_version);
        let needs_providers = self.providers.is_none() && all.iter().flat_map(names).any(is_pattern);
        let teams = all.iter().filter_map(|access| access.team.as_ref());
        let needs_list = self.listed_teams.is_none() && teams.clone().any(needs_list);
        let (version, providers, listed) = try_join3(
            async { if needs_version { client.health().version().await } else { Ok(None) } },
            async { Ok(if needs_providers { Some(fetch_providers(client).await) } else { None }) },
            async { if needs_list { client.teams().list_visible().await.map(Some) } else { Ok(None) } },
        )
        .await?;
        for team in teams {
            let Some(id) = &team.team_id else { continue };
            let aliases = own_aliases(team).or_else(|| {
                let same = listed.iter().chain(&self.listed_teams).flatten().find(|one| one.team_id == team.team_id);
                same.and_then(own_aliases)
            });
            self.team_aliases.entry(id.clone()).or_insert_with(|| aliases.unwrap_or_default());
        }
        self.listed_teams = listed.or_else(|| self.listed_teams.take());
        self.version = version.or_else(|| self.version.take());
        self.knows_version |= needs_version;
        self.providers = providers.map(Arc::new).or_else(|| self.providers.take());
        for access in &mut all {
            let id = access.team.as_ref().and_then(|team| team.team_id.as_ref());
            access.team_aliases = id.and_then(|id| self.team_aliases.get(id).cloned()).unwrap_or_default();
            access.version.clone_from(&self.version);
            access.providers = self.providers.clone().unwrap_or_default();
        }
        Ok(all)
    }
}

/// Returns the ids of the key's unified access groups.
fn group_ids(key: &Lossless<Key>) -> Vec<String> {
    // Few keys have the field, and a search in the raw JSON is cheaper than parsing it.
    if !key.json().get().contains("access_group_ids") {
        return Vec::new();
    }
    strings(key.field("access_group_ids").as_ref())
}

fn new_ids<T>(ids: impl Iterator<Item = String>, known: &BTreeMap<String, T>) -> BTreeSet<String> {
    ids.filter(|id| !known.contains_key(id)).collect()
}

/// Fetches something for each id, a few at once.
async fn each<T, F: Future<Output = Result<T, Error>>>(
    ids: BTreeSet<String>,
    fetch: impl Fn(String) -> F,
) -> Result<Vec<(String, T)>, Error> {
    let fetch = &fetch;
    let calls = ids.into_iter().map(|id| async move { Ok((id.clone(), fetch(id).await?)) });
    futures_util::stream::iter(calls).buffered(CONCURRENCY).try_collect().await
}

/// Returns whether a key names a team that has to exist. Keys of the dashboard name one that does not.
pub(in crate::api) fn names_a_team(key: &Key) -> bool {
    key.team_id.as_deref().is_some_and(|id| !id.is_empty() && id != DASHBOARD_TEAM_ID)
}

/// Turns "not found" into `None`.
fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Ok(response) => Ok(Some(response)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

async fn fetch_team(client: &Client, id: String) -> Result<Option<TeamInfo>, Error> {
    Ok(found(client.teams().get(id).await)?.map(Lossless::into_inner))
}

async fn fetch_user(client: &Client, id: String) -> Result<Option<Lossless<User>>, Error> {
    Ok(found(client.users().get(id).await)?.and_then(|user| user.into_inner().user_info))
}

/// Fetches a unified access group; 1.80 has no such groups.
async fn fetch_group(client: &Client, id: String) -> Result<Option<Value>, Error> {
    found(client.http().request("GET", format!("/v1/access_group/{id}")).await)
}

/// Returns the models that a unified access group gives a key.
fn group_models(group: &Value, hash: &str, key: &Key) -> GroupModels {
    let holds = |list: &str, id: &str| strings(group.get(list)).iter().any(|known| known == id);
    GroupModels {
        models: strings(group.get("access_model_names")),
        is_assigned: holds("assigned_key_ids", hash)
            || key.team_id.as_deref().is_some_and(|team| holds("assigned_team_ids", team)),
    }
}

/// Returns the aliases of a team, if its response has them.
fn own_aliases(team: &Lossless<Team>) -> Option<Aliases> {
    team.field("litellm_model_table").map(|table| aliases(table.get("model_aliases")))
}

/// Returns whether a team has aliases that only the list of teams shows, as on 1.80.
fn needs_list(team: &Lossless<Team>) -> bool {
    own_aliases(team).is_none() && team.field("model_id").is_some()
}

/// Fetches the provider of each model that LiteLLM knows by name. A failure leaves the providers unknown.
async fn fetch_providers(client: &Client) -> BTreeMap<String, String> {
    let Ok(Value::Object(map)) = client.http().request("GET", "/public/litellm_model_cost_map").await else {
        return BTreeMap::new();
    };
    let provider = |value: &Value| value.get("litellm_provider")?.as_str().map(pattern_provider);
    map.iter().filter_map(|(name, value)| Some((name.clone(), provider(value)?))).collect()
}

/// Returns the provider as patterns name it: `vertex_ai` for `vertex_ai-language-models`.
pub(super) fn pattern_provider(name: &str) -> String {
    let name = name.split_once('-').map_or(name, |(family, _)| family);
    match name {
        "bedrock_converse" => "bedrock".to_owned(),
        name => name.to_owned(),
    }
}
