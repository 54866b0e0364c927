//! Access to models: the lists of the key, its team and its user, by name, access group, wildcard or alias.

use std::collections::HashSet;

use hyper::StatusCode;
use serde_json::Value;

use super::deployments::Deployments;
pub(crate) use super::deployments::{added, groups, id};
use super::grants::Grants;
use super::wildcards;
use crate::caller::Caller;
use crate::object::JsonObject;
use crate::providers;
use crate::response::Refusal;

/// Special names in lists of models.
const ALL: &str = "all-proxy-models";
const OF_TEAM: &str = "all-team-models";
const NONE: &str = "no-default-models";

/// A list of models that a key, team or user may use. An empty list allows all.
pub(crate) struct ModelList<'a> {
    allows_all: bool,
    names: HashSet<&'a str>,
    patterns: Vec<&'a str>,
}

impl<'a> ModelList<'a> {
    pub(crate) fn new(allowed: &[&'a str]) -> Self {
        let allows_all = allowed.is_empty() || allowed.iter().any(|name| matches!(*name, "*" | ALL | OF_TEAM));
        let patterns = allowed.iter().copied().filter(|name| name.contains('*')).collect();
        Self { allows_all, names: allowed.iter().copied().collect(), patterns }
    }

    /// Returns whether the list has a model, a pattern that matches it, or one of its access groups.
    pub(crate) fn allows(&self, model: &str, deployments: &Deployments) -> bool {
        let has_group = |deployment: &JsonObject| groups(deployment).iter().any(|group| self.names.contains(group));
        self.allows_all
            || self.names.contains(model)
            || self.patterns.iter().any(|pattern| wildcards::matches(pattern, model) || covers_known(pattern, model))
            || deployments.named(model).chain(deployments.matching(model)).any(has_group)
    }
}

fn lists(allowed: &[&str], model: &str, deployments: &Deployments) -> bool {
    ModelList::new(allowed).allows(model, deployments)
}

/// Returns whether a pattern of a provider, such as `openai/*`, matches a well-known model of it without a prefix.
fn covers_known(pattern: &str, model: &str) -> bool {
    let Some((provider, _)) = pattern.split_once('/').filter(|_| pattern.contains('*')) else { return false };
    wildcards::matches(pattern, &format!("{provider}/{model}"))
        && providers::price_map::model(model, Some(provider)).is_some_and(|known| known.name == model)
}

/// Returns the deployments of a model: those with that name, else that id, else that upstream model, else the longest
/// matching wildcard.
pub(crate) fn serving<'a>(deployments: &'a Deployments, model: &str) -> Vec<&'a JsonObject> {
    let named: Vec<&JsonObject> = deployments.named(model).collect();
    if !named.is_empty() {
        return named;
    }
    if let Some(one) = deployments.with_id(model) {
        return vec![one];
    }
    let provided: Vec<&JsonObject> = deployments.of_upstream_model(model).collect();
    if !provided.is_empty() {
        return provided;
    }
    let wild: Vec<&JsonObject> = deployments.matching(model).collect();
    let longest = wild.iter().filter_map(|deployment| deployment.get_str("model_name")).max_by_key(|name| name.len());
    wild.iter().copied().filter(|deployment| deployment.get_str("model_name") == longest).collect()
}

fn team_aliases(team: Option<&JsonObject>) -> Option<&serde_json::Map<String, Value>> {
    team?.get_object("litellm_model_table")?.get("model_aliases")?.as_object()
}

/// Resolves an alias of the team, which is allowed whatever the lists say.
fn team_alias<'a>(team: Option<&'a JsonObject>, model: &str) -> Option<&'a str> {
    team_aliases(team)?.get(model)?.as_str()
}

/// Resolves an alias of the key or its team.
pub(crate) fn resolve_alias<'a>(caller: &'a Caller, team: Option<&'a JsonObject>, model: &'a str) -> &'a str {
    team_alias(team, model).unwrap_or_else(|| key_alias(caller, model))
}

/// Resolves an alias of the key; aliases can chain.
fn key_alias<'a>(caller: &'a Caller, model: &'a str) -> &'a str {
    let Some(aliases) = caller.key.as_ref().and_then(|key| key.get_object("aliases")) else { return model };
    let mut model = model;
    // At most one step per alias, so that cycles end.
    for _ in aliases {
        match aliases.get(model).and_then(Value::as_str) {
            Some(other) => model = other,
            None => break,
        }
    }
    model
}

/// Refuses a model that the caller may not use.
pub(crate) fn check(
    caller: &Caller,
    team: Option<&JsonObject>,
    grants: &Grants,
    model: &str,
    deployments: &Deployments,
) -> Result<(), Refusal> {
    let Some(key) = &caller.key else { return Ok(()) };
    let denied = |kind: &'static str| {
        let message = format!(
            "The requested model '{model}' is not available for this API key, or the model name is invalid. Check the models \
             available to you and try again."
        );
        Refusal::error(StatusCode::FORBIDDEN, kind, Some("model"), message)
    };
    let of_member: Vec<&str> = grants.member.iter().map(String::as_str).collect();
    if !lists(&of_member, model, deployments) {
        return Err(denied("team_model_access_denied"));
    }
    if team_alias(team, model).is_some() {
        return Ok(());
    }
    let model = key_alias(caller, model);
    let grants_to = |models: &[String]| models.iter().any(|name| name == model);
    if !lists(&key.get_strings("models"), model, deployments) && !grants_to(&grants.key) {
        return Err(denied("key_model_access_denied"));
    }
    if team.is_some_and(|team| !lists(&team.get_strings("models"), model, deployments) && !grants_to(&grants.team)) {
        return Err(denied("team_model_access_denied"));
    }
    // The user's list applies only to keys without a team.
    let Some(user) = caller.user.as_ref().filter(|_| team.is_none()) else { return Ok(()) };
    let of_user = user.get_strings("models");
    if of_user.contains(&NONE) {
        return Err(denied("key_model_access_denied"));
    }
    if lists(&of_user, model, deployments) { Ok(()) } else { Err(denied("user_model_access_denied")) }
}

/// What a list of models includes in addition to the models.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ListOptions {
    pub(crate) groups: bool,
    pub(crate) wildcards: bool,
    pub(crate) aliases: bool,
}

/// Returns the names of the models that the caller may use.
pub(crate) fn visible(
    caller: &Caller,
    team: Option<&JsonObject>,
    grants: &Grants,
    deployments: &Deployments,
    options: ListOptions,
) -> Vec<String> {
    let of_key = caller.key.as_ref().map(|key| key.get_strings("models")).unwrap_or_default();
    let of_team = team.map(|team| team.get_strings("models")).unwrap_or_default();
    let is_of_team = of_key.is_empty() || of_key.contains(&OF_TEAM);
    let list = if is_of_team { &of_team } else { &of_key };
    let mut names = Names { found: Vec::new(), known: HashSet::new(), deployments, options };
    if list.is_empty() || list.contains(&ALL) {
        names.add_all();
        if list.contains(&ALL) && is_of_team {
            names.add(ALL);
        }
    } else {
        for name in list.iter().filter(|name| !matches!(**name, NONE | OF_TEAM)) {
            names.add_listed(name);
        }
        for name in if is_of_team { &grants.team } else { &grants.key } {
            names.add_listed(name);
        }
    }
    if options.aliases {
        names.add_aliases(caller.key.as_ref().and_then(|key| key.get_object("aliases")), |alias| {
            key_alias(caller, alias)
        });
        names.add_aliases(team_aliases(team), |alias| team_alias(team, alias).unwrap_or(alias));
    }
    names.found
}

struct Names<'a> {
    found: Vec<String>,
    /// As `found`, to look names up.
    known: HashSet<String>,
    deployments: &'a Deployments,
    options: ListOptions,
}

impl Names<'_> {
    fn add(&mut self, name: &str) {
        if self.known.insert(name.to_owned()) {
            self.found.push(name.to_owned());
        }
    }

    fn add_all(&mut self) {
        let is_wild = |name: &&str| name.contains('*');
        let deployments = self.deployments;
        let names =
            || deployments.iter().filter(|row| !row.get_bool("blocked")).filter_map(|row| row.get_str("model_name"));
        for name in names().filter(|name| !is_wild(name)) {
            self.add(name);
        }
        if self.options.groups {
            for group in deployments.iter().flat_map(|row| groups(row)) {
                self.add(group);
            }
        }
        for name in names().filter(is_wild) {
            self.add_wild(name);
        }
    }

    fn add_listed(&mut self, name: &str) {
        let own = serving(self.deployments, name);
        if !own.is_empty() && own.iter().all(|deployment| deployment.get_bool("blocked")) {
            return;
        }
        let members = self.deployments.in_group(name);
        let members: Vec<&str> = members.filter_map(|deployment| deployment.get_str("model_name")).collect();
        match (members.is_empty(), name.contains('*')) {
            (true, true) => self.add_wild(name),
            (true, false) => self.add(name),
            (false, _) => {
                if self.options.groups {
                    self.add(name);
                }
                for member in members {
                    self.add(member);
                }
            }
        }
    }

    /// Expands a wildcard to the known models of its provider.
    fn add_wild(&mut self, pattern: &str) {
        if self.options.wildcards {
            self.add(pattern);
        }
        let deployments = self.deployments;
        for deployment in deployments.named(pattern) {
            for (name, _) in providers::expand(deployment) {
                self.add(&name);
            }
        }
    }

    /// Adds the aliases whose target is in the list.
    fn add_aliases<'n>(
        &mut self,
        aliases: Option<&'n serde_json::Map<String, Value>>,
        meant: impl Fn(&'n str) -> &'n str,
    ) {
        for alias in aliases.into_iter().flatten().map(|(alias, _)| alias.as_str()) {
            let model = meant(alias);
            if self.known.contains(model) {
                self.add(alias);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::caller::Role;
    use serde_json::json;

    fn deployments() -> Deployments {
        let rows =
            [("a", json!(["g"])), ("b", json!(["g", "h"])), ("c", json!([])), ("w/*", json!([])), ("a", json!([]))]
                .into_iter()
                .enumerate()
                .map(|(index, (name, groups))| {
                    let info = json!({ "id": format!("id-{index}"), "access_groups": groups });
                    JsonObject::from_json(
                        json!({ "model_name": name, "litellm_params": { "model": "x/y" }, "model_info": info }),
                    )
                });
        Deployments::new(rows.collect())
    }

    fn caller(key: Value, user: Option<Value>) -> Caller {
        Caller {
            role: Role::Unknown,
            key: Some(Arc::new(JsonObject::from_json(key))),
            user: user.map(JsonObject::from_json).map(Arc::new),
            user_id: None,
        }
    }

    fn seen(key: Value, team: Option<Value>, options: ListOptions) -> String {
        visible(
            &caller(key, None),
            team.map(JsonObject::from_json).as_ref(),
            &Grants::default(),
            &deployments(),
            options,
        )
        .join(" ")
    }

    fn refusal(caller: &Caller, team: Option<Value>, model: &str) -> &'static str {
        match check(caller, team.map(JsonObject::from_json).as_ref(), &Grants::default(), model, &deployments()) {
            Ok(()) => "",
            Err(Refusal::Error { kind, .. }) => kind,
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn model_list_matches_litellm() {
        let options = ListOptions { aliases: true, ..ListOptions::default() };
        for (key, team, expected) in [
            (json!({}), None, "a b c"),
            (json!({ "models": ["a"] }), None, "a"),
            (json!({ "models": ["g"] }), None, "a b"),
            (json!({ "models": ["none-such"] }), None, "none-such"),
            (json!({ "models": ["no-default-models"] }), None, ""),
            (json!({ "models": ["all-proxy-models"] }), None, "a b c"),
            (json!({ "models": ["all-team-models"] }), None, "a b c"),
            (json!({ "models": ["*"] }), None, ""),
            (json!({ "models": [] }), Some(json!({ "models": ["b", "a"] })), "b a"),
            (json!({ "models": ["all-team-models"] }), Some(json!({ "models": ["b"] })), "b"),
            (json!({ "models": ["c"] }), Some(json!({ "models": ["b"] })), "c"),
            (json!({}), Some(json!({ "models": ["no-default-models"] })), ""),
            (json!({}), Some(json!({ "models": ["all-proxy-models"] })), "a b c all-proxy-models"),
            (json!({ "models": ["a"], "aliases": { "al": "a", "bl": "b" } }), None, "a al"),
            (json!({ "aliases": { "x": "y", "y": "a" } }), None, "a b c x y"),
            (
                json!({}),
                Some(
                    json!({ "models": ["a"], "litellm_model_table": { "model_aliases": { "tal": "a", "tbl": "b" } } }),
                ),
                "a tal",
            ),
        ] {
            assert_eq!(seen(key.clone(), team.clone(), options), expected, "{key} {team:?}");
        }
        let groups = ListOptions { groups: true, ..ListOptions::default() };
        assert_eq!(seen(json!({}), None, groups), "a b c g h");
        assert_eq!(seen(json!({ "models": ["g"] }), None, groups), "g a b");
        let wildcards = ListOptions { wildcards: true, ..ListOptions::default() };
        assert_eq!(seen(json!({}), None, wildcards), "a b c w/*");
        assert_eq!(seen(json!({ "models": ["w/*"] }), None, wildcards), "w/*");
    }

    #[test]
    fn model_refusals_name_the_list_that_denied() {
        let (key, team, user) = ("key_model_access_denied", "team_model_access_denied", "user_model_access_denied");
        let of = |models: Value| caller(json!({ "models": models }), None);
        for (models, model, expected) in [
            (json!([]), "none-such", ""),
            (json!(["a"]), "b", key),
            (json!(["g"]), "b", ""),
            (json!(["g"]), "g", ""),
            (json!(["g"]), "c", key),
            (json!(["w/*"]), "w/one", ""),
            (json!(["w/*"]), "a", key),
            (json!(["w/one"]), "w/two", key),
            (json!(["no-default-models"]), "a", key),
        ] {
            assert_eq!(refusal(&of(models.clone()), None, model), expected, "{models} {model}");
        }
        let in_team = |models: Value, model: &str| refusal(&of(models), Some(json!({ "models": ["a"] })), model);
        assert_eq!(in_team(json!([]), "a"), "");
        assert_eq!(in_team(json!([]), "b"), team);
        assert_eq!(in_team(json!(["b"]), "a"), key);
        assert_eq!(in_team(json!(["all-team-models"]), "b"), team);
        let of_user = |models: Value| caller(json!({}), Some(json!({ "models": models })));
        assert_eq!(refusal(&of_user(json!(["a"])), None, "b"), user);
        assert_eq!(refusal(&of_user(json!(["g"])), None, "b"), "");
        assert_eq!(refusal(&of_user(json!(["no-default-models"])), None, "a"), key);
        assert_eq!(
            refusal(&of_user(json!(["b"])), Some(json!({ "models": ["a"] })), "a"),
            "",
            "in a team its list counts"
        );
    }

    #[test]
    fn aliases_resolve_to_models() {
        let aliased = caller(json!({ "models": ["a"], "aliases": { "al": "a", "bl": "b", "x": "y", "y": "x" } }), None);
        assert_eq!((resolve_alias(&aliased, None, "al"), refusal(&aliased, None, "al")), ("a", ""));
        assert_eq!(refusal(&aliased, None, "bl"), "key_model_access_denied");
        assert_eq!(refusal(&aliased, None, "x"), "key_model_access_denied");
        // A list that has the alias does not allow its target.
        let named = caller(json!({ "models": ["al"], "aliases": { "al": "a" } }), None);
        assert_eq!(refusal(&named, None, "al"), "key_model_access_denied");
        // A team alias passes the lists of models.
        let team = json!({ "models": ["a"], "litellm_model_table": { "model_aliases": { "tal": "b" } } });
        let of_team = caller(json!({ "models": ["c"] }), None);
        assert_eq!(refusal(&of_team, Some(team.clone()), "tal"), "");
        assert_eq!(resolve_alias(&of_team, Some(&JsonObject::from_json(team)), "tal"), "b");
    }

    #[test]
    fn deployments_match_by_name_id_or_wildcard() {
        let all = deployments();
        let ids = |model: &str| serving(&all, model).into_iter().map(id).collect::<Vec<_>>().join(" ");
        for (model, expected) in [("a", "id-0 id-4"), ("id-1", "id-1"), ("w/one", "id-3"), ("v/one", "")] {
            assert_eq!(ids(model), expected, "{model}");
        }
    }

    #[test]
    fn access_groups_grant_models_to_keys_and_teams() {
        let grants = Grants { key: vec!["mock".to_owned()], team: vec!["wide".to_owned()], member: Vec::new() };
        let may = |key: Value, team: Option<Value>, model: &str| {
            check(&caller(key, None), team.map(JsonObject::from_json).as_ref(), &grants, model, &deployments()).is_ok()
        };
        let listed = json!({ "models": ["other"] });
        assert!(may(listed.clone(), None, "mock"));
        assert!(!may(listed.clone(), None, "wide"));
        assert!(may(json!({ "models": [] }), Some(json!({ "models": ["other"] })), "wide"));
        assert!(!may(listed, Some(json!({ "models": ["other"] })), "mock"));
    }
}
