//! Names that lead nowhere: models in fallbacks, teams and keys, teams of keys, credentials of models.

use std::collections::BTreeSet;

use litellm_proxy_client::keys::MODEL_SETS;
use serde_json::Value;

use super::super::facts::Facts;
use super::super::finding::{Finding, name, names, word};
use super::super::sources::Source;
use super::model::field;
use super::{Found, keys, read};

/// The team of the dashboard's own keys, which no list has.
const DASHBOARD: &str = "litellm-dashboard";
const FALLBACKS: [&str; 3] = ["fallbacks", "context_window_fallbacks", "content_policy_fallbacks"];

/// The names that models, access groups and aliases have.
struct Models<'a>(BTreeSet<&'a str>);

impl<'a> Models<'a> {
    fn of(facts: &'a Facts) -> Self {
        let mut known: BTreeSet<&str> = MODEL_SETS.iter().copied().chain(["all-org-models"]).collect();
        for deployment in facts.deployments() {
            known.extend(deployment.get("model_name").and_then(Value::as_str));
            known.extend(field(deployment, "model_info", "id"));
            known.extend(field(deployment, "model_info", "team_public_model_name"));
            let groups = deployment.get("model_info").and_then(|info| info.get("access_groups")?.as_array());
            known.extend(groups.into_iter().flatten().filter_map(Value::as_str));
        }
        let aliases = router(facts).and_then(|settings| settings.get("model_group_alias")?.as_object());
        known.extend(aliases.into_iter().flatten().map(|(alias, _)| alias.as_str()));
        Self(known)
    }

    /// Returns whether a name leads to a model. Only the server knows what a pattern matches.
    fn has(&self, name: &str) -> bool {
        let is_pattern_of = |model: &&str| {
            model.split_once('*').is_some_and(|(before, after)| {
                name.len() >= before.len() + after.len() && name.starts_with(before) && name.ends_with(after)
            })
        };
        name.contains('*') || self.0.contains(name) || self.0.iter().any(is_pattern_of)
    }

    /// Returns the names in a list that lead nowhere.
    fn missing(&self, list: Option<&Value>) -> Vec<String> {
        let names = list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        names.filter(|name| !name.is_empty() && !self.has(name)).map(str::to_owned).collect()
    }
}

fn router(facts: &Facts) -> Option<&Value> {
    facts.value(Source::Router).and_then(|value| value.get("current_values"))
}

pub(super) fn fallback(facts: &Facts) -> Found {
    read(facts, Source::Models)?;
    let reply = read(facts, Source::Router)?;
    let known = Models::of(facts);
    let mut found = Vec::new();
    for setting in FALLBACKS {
        let list = router(facts).and_then(|settings| settings.get(setting)?.as_array());
        for (model, targets) in list.into_iter().flatten().filter_map(Value::as_object).flatten() {
            let mut missing = known.missing(Some(targets));
            if !known.has(model) {
                missing.insert(0, model.clone());
            }
            if !missing.is_empty() {
                let message = format!("no model is called {}", names(&missing));
                found.push(
                    Finding::warning(format!("{setting} of {}", name(model)), message)
                        .evidence(reply.quoting(&format!("{model}: {targets}")))
                        .command("litellm-proxy export --kinds router_settings > proxy.yaml"),
                );
            }
        }
    }
    Ok(found)
}

pub(super) fn team(facts: &Facts) -> Found {
    read(facts, Source::Models)?;
    let reply = read(facts, Source::Teams)?;
    let known = Models::of(facts);
    let findings = facts.teams.items.iter().filter_map(|team| {
        let missing = known.missing(team.get("models"));
        let first = missing.first()?;
        let id = team.get("team_id").and_then(Value::as_str).unwrap_or("TEAM");
        let command = format!("litellm-proxy teams models remove {} {}", word(id), word(first));
        let message = format!("no model or access group is called {}", names(&missing));
        Some(
            Finding::warning(format!("team {}", keys::subject(team)), message)
                .evidence(reply.quoting(&missing.join(", ")))
                .command(command),
        )
    });
    Ok(findings.collect())
}

pub(super) fn key(facts: &Facts) -> Found {
    read(facts, Source::Models)?;
    let known = Models::of(facts);
    // Not all teams may have been read.
    let teams: Option<BTreeSet<&str>> = read(facts, Source::Teams)
        .ok()
        .filter(|_| facts.teams.more_than_read.is_none())
        .map(|_| facts.teams.items.iter().filter_map(|team| team.get("team_id")?.as_str()).collect());
    if keys::all(facts).is_empty() {
        read(facts, Source::Keys)?;
    }
    let (mut found, mut lost) = (Vec::new(), Vec::new());
    for key in keys::all(facts) {
        let missing = known.missing(key.get("models"));
        if !missing.is_empty() {
            lost.push((keys::subject(key), missing));
        }
        let team = key.get("team_id").and_then(Value::as_str).filter(|team| *team != DASHBOARD && !team.is_empty());
        if let (Some(team), Some(teams)) = (team, &teams)
            && !teams.contains(team)
        {
            let message = format!("no team has the id {}", name(team));
            found.push(
                Finding::warning(format!("key {}", keys::subject(key)), message)
                    .command("litellm-proxy keys audit --only orphaned-team"),
            );
        }
    }
    match lost.as_slice() {
        [] => {}
        [(key, missing)] => found.push(
            Finding::warning(format!("key {key}"), format!("no model or access group is called {}", names(missing)))
                .command("litellm-proxy keys audit --only unknown-model"),
        ),
        several => {
            let subjects: Vec<String> = several.iter().map(|(key, _)| key.clone()).collect();
            let message = format!("they list models that do not exist ({})", names(&subjects));
            found.push(
                Finding::warning(format!("{} keys", several.len()), message)
                    .command("litellm-proxy keys audit --only unknown-model"),
            );
        }
    }
    Ok(found)
}

pub(super) fn credential(facts: &Facts) -> Found {
    read(facts, Source::Models)?;
    let reply = read(facts, Source::Credentials)?;
    let credentials = facts.list(Source::Credentials, "credentials");
    let known: BTreeSet<&str> =
        credentials.iter().filter_map(|credential| credential.get("credential_name")?.as_str()).collect();
    let findings = facts.deployments().iter().filter_map(|deployment| {
        let credential = field(deployment, "litellm_params", "litellm_credential_name")?;
        if known.contains(credential) {
            return None;
        }
        let id = field(deployment, "model_info", "id").unwrap_or_default();
        Some(
            Finding::error(format!("deployment {}", name(id)), format!("no credential is called {}", name(credential)))
                .evidence(reply.quoting("credentials"))
                .command(format!("litellm-proxy credentials create {} --info {{}} --values @FILE", word(credential))),
        )
    });
    Ok(findings.collect())
}
