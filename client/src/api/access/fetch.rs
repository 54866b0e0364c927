//! Fetches what decides which models a key may call.

use std::collections::BTreeMap;

use futures_util::future::{try_join, try_join_all, try_join4};
use serde_json::Value;

use super::patterns::is_pattern;
use super::rules::{depends_on_version, names};
use super::{Aliases, GroupModels, KeyAccess, aliases, strings};
use crate::api::keys::{Key, Keys};
use crate::api::teams::{Team, TeamInfo};
use crate::api::users::User;
use crate::core::{ApiKey, Client, Error, Lossless, ServerVersion};

/// The team that the keys of the server's own dashboard name.
const DASHBOARD_TEAM_ID: &str = "litellm-dashboard";

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
        let client = self.0;
        let group_ids = strings(key.field("access_group_ids").as_ref());
        let groups = group_ids.iter().map(|id| async { found(fetch_group(client, &hash, &key, id).await) });
        let (info, groups, deployments, user) = try_join4(
            fetch_team(client, &key),
            try_join_all(groups),
            client.models().info().send(),
            fetch_user(client, key.user_id.as_deref()),
        )
        .await?;
        let membership = info.as_ref().and_then(|info| info.membership(key.user_id.as_deref()?));
        let limits = membership.and_then(|membership| membership.litellm_budget_table.as_ref());
        let team = info.as_ref().map(|info| info.team_info.clone());
        let mut access = KeyAccess {
            member_models: limits.and_then(|limits| limits.allowed_models.clone()).unwrap_or_default(),
            team_group_models: strings(team.as_ref().and_then(|team| team.field("access_group_models")).as_ref()),
            is_of_missing_team: team.is_none() && names_a_team(&key),
            team,
            team_aliases: Aliases::new(),
            user,
            key_groups: groups.into_iter().flatten().collect(),
            deployments,
            providers: BTreeMap::new(),
            version: None,
            key,
        };
        let aliases = fetch_team_aliases(client, info.as_ref());
        let version = fetch_version(client, &access);
        let providers = fetch_providers(client, &access);
        let (team_aliases, (version, providers)) = try_join(aliases, try_join(version, providers)).await?;
        access.team_aliases = team_aliases;
        access.version = version;
        access.providers = providers;
        Ok(access)
    }
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

async fn fetch_team(client: &Client, key: &Key) -> Result<Option<TeamInfo>, Error> {
    let Some(team_id) = &key.team_id else { return Ok(None) };
    Ok(found(client.teams().get(team_id).await)?.map(Lossless::into_inner))
}

async fn fetch_user(client: &Client, user_id: Option<&str>) -> Result<Option<Lossless<User>>, Error> {
    let Some(user_id) = user_id else { return Ok(None) };
    Ok(found(client.users().get(user_id).await)?.and_then(|user| user.into_inner().user_info))
}

/// Fetches the models of a unified access group; 1.80 has no such groups.
async fn fetch_group(client: &Client, hash: &str, key: &Key, id: &str) -> Result<GroupModels, Error> {
    let group = client.http().request("GET", format!("/v1/access_group/{id}")).await?;
    let holds = |list: &str, id: &str| strings(group.get(list)).iter().any(|known| known == id);
    Ok(GroupModels {
        models: strings(group.get("access_model_names")),
        is_assigned: holds("assigned_key_ids", hash)
            || key.team_id.as_deref().is_some_and(|team| holds("assigned_team_ids", team)),
    })
}

/// Fetches the aliases of a team, which 1.80 has in its list of teams only.
async fn fetch_team_aliases(client: &Client, info: Option<&TeamInfo>) -> Result<Aliases, Error> {
    let of = |team: &Lossless<Team>| team.field("litellm_model_table").map(|table| aliases(table.get("model_aliases")));
    let Some(team) = info.map(|info| &info.team_info) else { return Ok(Aliases::new()) };
    if let Some(aliases) = of(team) {
        return Ok(aliases);
    }
    if team.field("model_id").is_none() {
        return Ok(Aliases::new());
    }
    let teams = client.teams().list_visible().await?;
    let same = teams.iter().find(|one| one.team_id == team.team_id);
    Ok(same.and_then(of).unwrap_or_default())
}

async fn fetch_version(client: &Client, access: &KeyAccess) -> Result<Option<ServerVersion>, Error> {
    if depends_on_version(access) { client.health().version().await } else { Ok(None) }
}

/// Fetches the provider of each model that LiteLLM knows by name, where a pattern may need it. A failure leaves the
/// providers unknown.
async fn fetch_providers(client: &Client, access: &KeyAccess) -> Result<BTreeMap<String, String>, Error> {
    if !names(access).any(is_pattern) {
        return Ok(BTreeMap::new());
    }
    let Ok(Value::Object(map)) = client.http().request("GET", "/public/litellm_model_cost_map").await else {
        return Ok(BTreeMap::new());
    };
    let provider = |value: &Value| value.get("litellm_provider")?.as_str().map(pattern_provider);
    Ok(map.iter().filter_map(|(name, value)| Some((name.clone(), provider(value)?))).collect())
}

/// Returns the provider as patterns name it: `vertex_ai` for `vertex_ai-language-models`.
pub(super) fn pattern_provider(name: &str) -> String {
    let name = name.split_once('-').map_or(name, |(family, _)| family);
    match name {
        "bedrock_converse" => "bedrock".to_owned(),
        name => name.to_owned(),
    }
}
