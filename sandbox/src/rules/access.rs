//! Which models a key may use: those of the key and of its team, by name, access group, wildcard or alias.

use hyper::StatusCode;
use regex::Regex;
use serde_json::Value;

use super::grants::Grants;
use super::providers;
use crate::answer::Refusal;
use crate::caller::Caller;
use crate::row::Row;
use crate::settings::Settings;
use crate::store::{Table, Tables};

/// In a list of models: all there are, all of the key's team, and none unless others are named.
const ALL: &str = "all-proxy-models";
const OF_TEAM: &str = "all-team-models";
const NONE: &str = "no-default-models";

/// The deployments that are served: those of the configuration, then the added ones, oldest first.
pub(crate) fn deployments(tables: &Tables<'_>, settings: &Settings) -> Result<Vec<Row>, Refusal> {
    let mut all = settings.models.clone();
    let added = tables.all(Table::Models)?.into_iter().map(added);
    // What no provider is known for is kept, and not served.
    all.extend(added.filter(|deployment| providers::of(deployment).is_some()));
    Ok(all)
}

/// An added deployment as those of the configuration are.
pub(crate) fn added(mut row: Row) -> Row {
    let mut info = Row(row.object("model_info").cloned().unwrap_or_default());
    info.set("id", row.text("model_id").unwrap_or_default());
    info.set("db_model", true);
    row.set("model_info", Value::from(info));
    row
}

/// What a deployment is known by.
pub(crate) fn id(deployment: &Row) -> &str {
    deployment.object("model_info").and_then(|info| info.get("id")).and_then(Value::as_str).unwrap_or_default()
}

/// The access groups of a deployment.
pub(crate) fn groups(deployment: &Row) -> Vec<&str> {
    let info = deployment.object("model_info");
    let groups = info.and_then(|info| info.get("access_groups")).and_then(Value::as_array);
    groups.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether a list of models lets this one through. An empty list lets all through.
pub(crate) fn lists(allowed: &[&str], model: &str, deployments: &[Row]) -> bool {
    allowed.is_empty()
        || allowed.iter().any(|name| {
            *name == model
                || matches!(*name, "*" | ALL | OF_TEAM)
                || is_wildcard_for(name, model)
                || in_group(name, model, deployments)
        })
}

/// `openai/*` stands for all that begins like it. What else a pattern holds is a regular expression, as on the server.
fn is_wildcard_for(pattern: &str, model: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return false };
    if is_plain(before) && is_plain(after) {
        return model.strip_prefix(before).is_some_and(|rest| rest.ends_with(after));
    }
    let expression = Regex::new(&format!("^{}$", pattern.replace('*', ".*")));
    expression.is_ok_and(|expression| expression.is_match(model))
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b':'))
}

fn in_group(group: &str, model: &str, deployments: &[Row]) -> bool {
    deployments.iter().any(|deployment| serves(deployment, model) && groups(deployment).contains(&group))
}

/// Whether requests for this model may go to this deployment.
pub(crate) fn serves(deployment: &Row, model: &str) -> bool {
    deployment.text("model_name").is_some_and(|name| name == model || is_wildcard_for(name, model))
}

/// The deployments for a model: those of that name, else the one with that id, else those that ask a provider for it by
/// that name, else those of the longest wildcard.
pub(crate) fn serving<'a>(deployments: &'a [Row], model: &str) -> Vec<&'a Row> {
    let named: Vec<&Row> =
        deployments.iter().filter(|deployment| deployment.text("model_name") == Some(model)).collect();
    if !named.is_empty() {
        return named;
    }
    if let Some(one) = deployments.iter().find(|deployment| id(deployment) == model) {
        return vec![one];
    }
    let of_provider = |deployment: &&Row| {
        let model_of = deployment.object("litellm_params").and_then(|params| params.get("model"));
        model_of.and_then(Value::as_str) == Some(model)
    };
    let provided: Vec<&Row> = deployments.iter().filter(of_provider).collect();
    if !provided.is_empty() {
        return provided;
    }
    let wild: Vec<&Row> = deployments.iter().filter(|deployment| serves(deployment, model)).collect();
    let longest = wild.iter().filter_map(|deployment| deployment.text("model_name")).max_by_key(|name| name.len());
    wild.iter().copied().filter(|deployment| deployment.text("model_name") == longest).collect()
}

fn team_aliases(team: Option<&Row>) -> Option<&serde_json::Map<String, Value>> {
    team?.object("litellm_model_table")?.get("model_aliases")?.as_object()
}

/// The alias of a team is one of its models, whatever the lists of models say.
fn team_alias<'a>(team: Option<&'a Row>, model: &str) -> Option<&'a str> {
    team_aliases(team)?.get(model)?.as_str()
}

/// The model that is meant: the alias of a key, or of its team, stands for another.
pub(crate) fn meant<'a>(caller: &'a Caller, team: Option<&'a Row>, model: &'a str) -> &'a str {
    team_alias(team, model).unwrap_or_else(|| key_alias(caller, model))
}

/// Aliases of a key may stand for one another.
fn key_alias<'a>(caller: &'a Caller, model: &'a str) -> &'a str {
    let Some(aliases) = caller.key.as_ref().and_then(|key| key.object("aliases")) else { return model };
    let mut model = model;
    // As many steps as there are aliases: those that stand for each other go round once.
    for _ in aliases {
        match aliases.get(model).and_then(Value::as_str) {
            Some(other) => model = other,
            None => break,
        }
    }
    model
}

/// Whether the caller may use the model.
pub(crate) fn check(
    caller: &Caller,
    team: Option<&Row>,
    grants: &Grants,
    model: &str,
    deployments: &[Row],
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
    if !lists(&key.texts("models"), model, deployments) && !grants_to(&grants.key) {
        return Err(denied("key_model_access_denied"));
    }
    if team.is_some_and(|team| !lists(&team.texts("models"), model, deployments) && !grants_to(&grants.team)) {
        return Err(denied("team_model_access_denied"));
    }
    // The list of a user is for the user's own keys.
    let Some(user) = caller.user.as_ref().filter(|_| team.is_none()) else { return Ok(()) };
    let of_user = user.texts("models");
    if of_user.contains(&NONE) {
        return Err(denied("key_model_access_denied"));
    }
    if lists(&of_user, model, deployments) { Ok(()) } else { Err(denied("user_model_access_denied")) }
}

/// What a list of models shows beside the models.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shown {
    pub(crate) groups: bool,
    pub(crate) wildcards: bool,
    pub(crate) aliases: bool,
}

/// The names of the models that the caller may use.
pub(crate) fn visible(
    caller: &Caller,
    team: Option<&Row>,
    grants: &Grants,
    deployments: &[Row],
    shown: Shown,
) -> Vec<String> {
    let of_key = caller.key.as_ref().map(|key| key.texts("models")).unwrap_or_default();
    let of_team = team.map(|team| team.texts("models")).unwrap_or_default();
    let is_of_team = of_key.is_empty() || of_key.contains(&OF_TEAM);
    let list = if is_of_team { &of_team } else { &of_key };
    let mut names = Names { found: Vec::new(), deployments, shown };
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
    if shown.aliases {
        names.add_aliases(caller.key.as_ref().and_then(|key| key.object("aliases")), |alias| key_alias(caller, alias));
        names.add_aliases(team_aliases(team), |alias| team_alias(team, alias).unwrap_or(alias));
    }
    names.found
}

struct Names<'a> {
    found: Vec<String>,
    deployments: &'a [Row],
    shown: Shown,
}

impl Names<'_> {
    fn add(&mut self, name: &str) {
        if !self.found.iter().any(|known| known == name) {
            self.found.push(name.to_owned());
        }
    }

    fn add_all(&mut self) {
        let is_wild = |name: &&str| name.contains('*');
        let deployments = self.deployments;
        let names = || deployments.iter().filter(|row| !row.flag("blocked")).filter_map(|row| row.text("model_name"));
        for name in names().filter(|name| !is_wild(name)) {
            self.add(name);
        }
        if self.shown.groups {
            for group in deployments.iter().flat_map(groups) {
                self.add(group);
            }
        }
        for name in names().filter(is_wild) {
            self.add_wild(name);
        }
    }

    fn add_listed(&mut self, name: &str) {
        let own = serving(self.deployments, name);
        if !own.is_empty() && own.iter().all(|deployment| deployment.flag("blocked")) {
            return;
        }
        let members: Vec<&str> = self
            .deployments
            .iter()
            .filter(|deployment| groups(deployment).contains(&name))
            .filter_map(|deployment| deployment.text("model_name"))
            .collect();
        match (members.is_empty(), name.contains('*')) {
            (true, true) => self.add_wild(name),
            (true, false) => self.add(name),
            (false, _) => {
                if self.shown.groups {
                    self.add(name);
                }
                for member in members {
                    self.add(member);
                }
            }
        }
    }

    /// For a wildcard stand the models of its provider that are known.
    fn add_wild(&mut self, pattern: &str) {
        if self.shown.wildcards {
            self.add(pattern);
        }
        let deployments = self.deployments;
        for deployment in deployments.iter().filter(|deployment| deployment.text("model_name") == Some(pattern)) {
            for model in providers::of(deployment).into_iter().flat_map(providers::models) {
                self.add(&pattern.replacen('*', model, 1));
            }
        }
    }

    /// An alias is shown where the model is that it stands for.
    fn add_aliases<'n>(
        &mut self,
        aliases: Option<&'n serde_json::Map<String, Value>>,
        meant: impl Fn(&'n str) -> &'n str,
    ) {
        for alias in aliases.into_iter().flatten().map(|(alias, _)| alias.as_str()) {
            let model = meant(alias);
            if self.found.iter().any(|name| name == model) {
                self.add(alias);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::caller::Role;
    use serde_json::json;

    fn deployments() -> Vec<Row> {
        [("a", json!(["g"])), ("b", json!(["g", "h"])), ("c", json!([])), ("w/*", json!([])), ("a", json!([]))]
            .into_iter()
            .enumerate()
            .map(|(index, (name, groups))| {
                let info = json!({ "id": format!("id-{index}"), "access_groups": groups });
                Row::of(json!({ "model_name": name, "litellm_params": { "model": "x/y" }, "model_info": info }))
            })
            .collect()
    }

    fn caller(key: Value, user: Option<Value>) -> Caller {
        Caller { role: Role::Unknown, key: Some(Row::of(key)), user: user.map(Row::of), user_id: None }
    }

    fn seen(key: Value, team: Option<Value>, shown: Shown) -> String {
        visible(&caller(key, None), team.map(Row::of).as_ref(), &Grants::default(), &deployments(), shown).join(" ")
    }

    fn refusal(caller: &Caller, team: Option<Value>, model: &str) -> &'static str {
        match check(caller, team.map(Row::of).as_ref(), &Grants::default(), model, &deployments()) {
            Ok(()) => "",
            Err(Refusal::Error { kind, .. }) => kind,
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_list_of_models_shows_what_the_server_shows() {
        let shown = Shown { aliases: true, ..Shown::default() };
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
            assert_eq!(seen(key.clone(), team.clone(), shown), expected, "{key} {team:?}");
        }
        let groups = Shown { groups: true, ..Shown::default() };
        assert_eq!(seen(json!({}), None, groups), "a b c g h");
        assert_eq!(seen(json!({ "models": ["g"] }), None, groups), "g a b");
        let wildcards = Shown { wildcards: true, ..Shown::default() };
        assert_eq!(seen(json!({}), None, wildcards), "a b c w/*");
        assert_eq!(seen(json!({ "models": ["w/*"] }), None, wildcards), "w/*");
    }

    #[test]
    fn each_list_refuses_in_its_own_name() {
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
    fn aliases_stand_for_models() {
        let aliased = caller(json!({ "models": ["a"], "aliases": { "al": "a", "bl": "b", "x": "y", "y": "x" } }), None);
        assert_eq!((meant(&aliased, None, "al"), refusal(&aliased, None, "al")), ("a", ""));
        assert_eq!(refusal(&aliased, None, "bl"), "key_model_access_denied");
        assert_eq!(refusal(&aliased, None, "x"), "key_model_access_denied");
        // A name that a list has is not the model it stands for.
        let named = caller(json!({ "models": ["al"], "aliases": { "al": "a" } }), None);
        assert_eq!(refusal(&named, None, "al"), "key_model_access_denied");
        // The alias of a team passes the lists.
        let team = json!({ "models": ["a"], "litellm_model_table": { "model_aliases": { "tal": "b" } } });
        let of_team = caller(json!({ "models": ["c"] }), None);
        assert_eq!(refusal(&of_team, Some(team.clone()), "tal"), "");
        assert_eq!(meant(&of_team, Some(&Row::of(team)), "tal"), "b");
    }

    #[test]
    fn a_model_is_served_by_name_id_or_wildcard() {
        let all = deployments();
        let ids = |model: &str| serving(&all, model).into_iter().map(id).collect::<Vec<_>>().join(" ");
        for (model, expected) in [("a", "id-0 id-4"), ("id-1", "id-1"), ("w/one", "id-3"), ("v/one", "")] {
            assert_eq!(ids(model), expected, "{model}");
        }
    }

    #[test]
    fn wildcards_are_what_the_server_takes_them_for() {
        for (pattern, model, expected) in [
            ("openai/*", "openai/gpt-4o", true),
            ("openai/*", "azure/gpt-4o", false),
            ("*", "any", true),
            ("gpt-*-mini", "gpt-4o-mini", true),
            ("b.ta*", "beta-gpt", true),
            ("b.ta*", "bta", false),
            ("a*b*c", "a-b-c", true),
            ("(*", "(", false),
            ("gpt-4o", "gpt-4o", false),
        ] {
            assert_eq!(is_wildcard_for(pattern, model), expected, "{pattern} {model}");
        }
    }

    #[test]
    fn access_groups_add_to_lists_of_models_and_to_nothing_else() {
        let grants = Grants { key: vec!["mock".to_owned()], team: vec!["wide".to_owned()], member: Vec::new() };
        let may = |key: Value, team: Option<Value>, model: &str| {
            check(&caller(key, None), team.map(Row::of).as_ref(), &grants, model, &deployments()).is_ok()
        };
        let listed = json!({ "models": ["other"] });
        assert!(may(listed.clone(), None, "mock"));
        assert!(!may(listed.clone(), None, "wide"));
        assert!(may(json!({ "models": [] }), Some(json!({ "models": ["other"] })), "wide"));
        assert!(!may(listed, Some(json!({ "models": ["other"] })), "mock"));
    }
}
