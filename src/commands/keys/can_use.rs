//! `keys can-use`: asks for what the answer depends on, and gives it.

use std::collections::BTreeMap;

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::access::{self, Aliases, Facts, GroupModels, Verdict};
use crate::commands::names;
use crate::context::Context;
use crate::failure::Negative;
use crate::output::Format;
use litellm_proxy_client::keys::Key;
use litellm_proxy_client::teams::{Team, TeamInfo};
use litellm_proxy_client::{Client, Error, Lossless};

const AFTER_HELP: &str = "\
Looks at the key's state, models, aliases and access groups, at those of its team or user, and at
the server's models. Budgets and rates are another matter. Exit code 0 means yes, 1 means no.

Example:
  litellm-proxy keys can-use ci-key gpt-4o && echo yes";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct CanUse {
    /// The key: its secret, hash or alias, @FILE or @-
    #[arg(value_name = "KEY")]
    key: String,
    /// Name of the model, as a request names it
    #[arg(value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    model: String,
}

impl CanUse {
    pub(super) async fn run(self, context: &mut Context) -> Result<()> {
        let key = names::key(context, &self.key).await?;
        let (client, hash) = (context.client()?, key.hash());
        let key = context.send(client.keys().info(&key)).await?.into_inner().info;
        let found = Found::of(&client, &hash, &key).await?;
        let verdict = found.verdict(&client, &key, &self.model).await?;
        show(context, &hash, &key, &self.model, &verdict)?;
        if verdict.allowed { Ok(()) } else { Err(Negative.into()) }
    }
}

fn show(context: &mut Context, hash: &str, key: &Key, model: &str, verdict: &Verdict) -> Result<()> {
    if !matches!(context.output.format(), None | Some(Format::Table)) {
        let answer = json!({
            "key": hash, "key_alias": key.key_alias, "model": model, "called": verdict.called,
            "allowed": verdict.allowed, "checks": verdict.checks,
        });
        return context.output.value(&answer);
    }
    let mut text = format!("{}\n", if verdict.allowed { "yes" } else { "no" });
    for check in &verdict.checks {
        text.push_str(&format!("{}: {}\n", check.of, check.reason));
    }
    context.output.prose(&text)
}

/// What the server tells of the things that a key belongs to.
struct Found {
    team: Option<Lossless<Team>>,
    team_aliases: Aliases,
    team_group_models: Vec<String>,
    member_models: Vec<String>,
    user: Option<litellm_proxy_client::users::User>,
    key_groups: Vec<GroupModels>,
    deployments: Vec<Lossless<litellm_proxy_client::models::Deployment>>,
}

impl Found {
    async fn of(client: &Client, hash: &str, key: &Lossless<Key>) -> Result<Self, Error> {
        let team = match &key.team_id {
            Some(team_id) => there(client.teams().info(team_id).await)?,
            None => None,
        };
        let user = match (&key.user_id, &team) {
            (Some(user_id), None) => {
                there(client.users().get(user_id).await)?.and_then(|user| user.into_inner().user_info)
            }
            _ => None,
        };
        let team_aliases = match &team {
            Some(team) => team_aliases(client, team).await?,
            None => Aliases::new(),
        };
        let mut member_models = Vec::new();
        let mut team_group_models = Vec::new();
        if let Some(team) = &team {
            let own = team.team_memberships.iter().find(|member| member.user_id == key.user_id);
            member_models =
                own.and_then(|member| member.litellm_budget_table.as_ref()?.allowed_models.clone()).unwrap_or_default();
            team_group_models = access::strings(team.team_info.field("access_group_models").as_ref());
        }
        let mut key_groups = Vec::new();
        for id in access::strings(key.field("access_group_ids").as_ref()) {
            key_groups.extend(there(group(client, hash, key, &id).await)?);
        }
        Ok(Self {
            team: team.map(|team| team.into_inner().team_info),
            team_aliases,
            team_group_models,
            member_models,
            user: user.map(Lossless::into_inner),
            key_groups,
            deployments: client.models().info().await?,
        })
    }

    async fn verdict(&self, client: &Client, key: &Lossless<Key>, model: &str) -> Result<Verdict, Error> {
        let providers = if self.has_patterns(key) { providers(client).await } else { BTreeMap::new() };
        let provider = |model: &str| providers.get(model).cloned();
        let judge = |resolves_key_aliases: bool| {
            let facts = Facts {
                key,
                key_groups: &self.key_groups,
                team: self.team.as_ref(),
                team_aliases: &self.team_aliases,
                team_group_models: &self.team_group_models,
                member_models: &self.member_models,
                user: self.user.as_ref(),
                deployments: &self.deployments,
                provider: &provider,
                resolves_key_aliases,
                now: Timestamp::now(),
            };
            access::verdict(&facts, model)
        };
        // Only of an alias it matters which server it is.
        let has_sentinel = |models: &[String]| models.iter().any(|model| model == "all-team-models");
        let team_models = self.team.as_ref().and_then(|team| team.models.as_deref()).unwrap_or_default();
        if access::aliases(key.aliases.as_ref()).is_empty() && !has_sentinel(team_models) {
            return Ok(judge(true));
        }
        let version = client.health().version().await?;
        // Servers up to 1.80 look for the alias itself.
        Ok(judge(version.is_none_or(|version| version.at_least(1, 81))))
    }

    fn has_patterns(&self, key: &Key) -> bool {
        let lists = [
            key.models.as_deref(),
            self.team.as_ref().and_then(|team| team.models.as_deref()),
            self.user.as_ref().and_then(|user| user.models.as_deref()),
            Some(&self.member_models),
            Some(&self.team_group_models),
        ];
        let mut names = lists.into_iter().flatten().flatten().map(String::as_str);
        let mut served = self.deployments.iter().filter_map(|one| one.model_name.as_deref());
        names.any(is_pattern)
            || served.any(is_pattern)
            || self.key_groups.iter().flat_map(|group| &group.models).any(|name| is_pattern(name))
    }
}

fn is_pattern(name: &str) -> bool {
    name.contains('*') && name != "*"
}

/// What is there; what is not is nothing.
fn there<T>(answer: Result<T, Error>) -> Result<Option<T>, Error> {
    match answer {
        Ok(answer) => Ok(Some(answer)),
        Err(error) if error.is_not_found() => Ok(None),
        Err(error) => Err(error),
    }
}

/// The names that stand for other models in a team. Older servers tell of them in their list of teams alone.
async fn team_aliases(client: &Client, team: &TeamInfo) -> Result<Aliases, Error> {
    let of = |team: &Lossless<Team>| {
        team.field("litellm_model_table").map(|table| access::aliases(table.get("model_aliases")))
    };
    if let Some(aliases) = of(&team.team_info) {
        return Ok(aliases);
    }
    if team.team_info.field("model_id").is_none() {
        return Ok(Aliases::new());
    }
    let teams = client.teams().list_visible().await?;
    let same = teams.iter().find(|one| one.team_id == team.team_info.team_id);
    Ok(same.and_then(of).unwrap_or_default())
}

/// The models of a unified access group: `GET /v1/access_group/{id}` of newer servers.
async fn group(client: &Client, hash: &str, key: &Key, id: &str) -> Result<GroupModels, Error> {
    let group = client.http().request("GET", format!("/v1/access_group/{id}")).await?;
    let holds = |list: &str, id: &str| access::strings(group.get(list)).iter().any(|known| known == id);
    Ok(GroupModels {
        models: access::strings(group.get("access_model_names")),
        is_assigned: holds("assigned_key_ids", hash)
            || key.team_id.as_deref().is_some_and(|team| holds("assigned_team_ids", team)),
    })
}

/// The provider of each model that LiteLLM knows by name. Without the list no name has one.
async fn providers(client: &Client) -> BTreeMap<String, String> {
    let Ok(Value::Object(map)) = client.http().request("GET", "/public/litellm_model_cost_map").await else {
        return BTreeMap::new();
    };
    let provider = |value: &Value| value.get("litellm_provider")?.as_str().map(short_provider);
    map.iter().filter_map(|(name, value)| Some((name.clone(), provider(value)?))).collect()
}

/// The name that patterns go by: `vertex_ai` of `vertex_ai-language-models`.
fn short_provider(name: &str) -> String {
    let name = name.split_once('-').map_or(name, |(family, _)| family);
    match name {
        "bedrock_converse" => "bedrock".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_of_a_provider_is_the_provider() {
        for (name, expected) in
            [("openai", "openai"), ("vertex_ai-language-models", "vertex_ai"), ("bedrock_converse", "bedrock")]
        {
            assert_eq!(short_provider(name), expected);
        }
    }
}
