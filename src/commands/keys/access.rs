//! Whether a key may call a model: the server's own rules, in its order, over what it tells of key, team, user and
//! models. Nothing is asked here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use regex::Regex;
use serde::Serialize;
use serde_json::Value;

use litellm_proxy_client::keys::Key;
use litellm_proxy_client::models::Deployment;
use litellm_proxy_client::teams::Team;
use litellm_proxy_client::users::User;
use litellm_proxy_client::{Lossless, parse_server_time};

/// Names that stand for other models.
pub(super) type Aliases = BTreeMap<String, String>;

/// All that the answer depends on.
pub(super) struct Facts<'a> {
    pub(super) key: &'a Lossless<Key>,
    /// Models of the key's unified access groups, and whether these may go beyond the team's models.
    pub(super) key_groups: &'a [GroupModels],
    /// The key's team, if it has one that is there.
    pub(super) team: Option<&'a Lossless<Team>>,
    pub(super) team_aliases: &'a Aliases,
    /// Models of the team's unified access groups.
    pub(super) team_group_models: &'a [String],
    /// What the team allows the key's user; nothing means all that the team may call.
    pub(super) member_models: &'a [String],
    /// The key's user, if it has one that is there.
    pub(super) user: Option<&'a User>,
    pub(super) deployments: &'a [Lossless<Deployment>],
    /// The provider that LiteLLM knows a model's name of.
    pub(super) provider: &'a dyn Fn(&str) -> Option<String>,
    /// True of servers that look for what an alias of the key stands for, false of those that look for the alias.
    pub(super) resolves_key_aliases: bool,
    pub(super) now: Timestamp,
}

/// The models of a unified access group of the key.
#[derive(Debug, Clone, Default)]
pub(super) struct GroupModels {
    pub(super) models: Vec<String>,
    /// True when the group is assigned to the key or its team, and counts whatever the team's own models are.
    pub(super) is_assigned: bool,
}

/// The answer.
#[derive(Debug, Serialize)]
pub(super) struct Verdict {
    pub(super) allowed: bool,
    /// The model that is called, once aliases are followed.
    pub(super) called: String,
    /// What was looked at, up to the first that refuses.
    pub(super) checks: Vec<Check>,
}

/// One look of the server's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// `key`, `team`, `member`, `user` or `model`.
    #[serde(rename = "check")]
    pub(super) of: &'static str,
    pub(super) allowed: bool,
    pub(super) reason: String,
}

/// What the server would say to a chat of the key's with the model, money and rates aside.
pub(super) fn verdict(facts: &Facts<'_>, model: &str) -> Verdict {
    let key_aliases = aliases(facts.key.aliases.as_ref());
    let after_team = follow(facts.team_aliases, model);
    let called = follow(&key_aliases, follow(&key_aliases, after_team)).to_owned();
    let question = Question { model, called: &called, key_aliases: &key_aliases };
    let looks = [
        state_of_key(facts),
        Some(key_models(facts, &question)),
        team(facts, &question),
        member(facts, &question),
        user(facts, &question),
        Some(known_model(facts, &question)),
    ];
    let mut checks = Vec::new();
    for check in looks.into_iter().flatten() {
        checks.push(check);
        if checks.last().is_some_and(|check| !check.allowed) {
            break;
        }
    }
    Verdict { allowed: checks.iter().all(|check| check.allowed), called, checks }
}

struct Question<'a> {
    model: &'a str,
    called: &'a str,
    key_aliases: &'a Aliases,
}

/// The names in a JSON object of strings.
pub(super) fn aliases(value: Option<&Value>) -> Aliases {
    let fields = value.and_then(Value::as_object).into_iter().flatten();
    fields.filter_map(|(name, target)| Some((name.clone(), target.as_str()?.to_owned()))).collect()
}

fn follow<'a>(aliases: &'a Aliases, model: &'a str) -> &'a str {
    aliases.get(model).map_or(model, String::as_str)
}

fn yes(of: &'static str, reason: impl Into<String>) -> Check {
    Check { of, allowed: true, reason: reason.into() }
}

fn no(of: &'static str, reason: impl Into<String>) -> Check {
    Check { of, allowed: false, reason: reason.into() }
}

fn state_of_key(facts: &Facts<'_>) -> Option<Check> {
    let key = facts.key;
    if key.field("status").is_some_and(|status| status == "deleted") {
        return Some(no("key", "it is deleted"));
    }
    if let Some(expires) = key.expires.as_deref().and_then(parse_server_time).filter(|expires| *expires < facts.now) {
        return Some(no("key", format!("it expired at {expires}")));
    }
    if key.blocked == Some(true) {
        return Some(no("key", "it is blocked"));
    }
    let routes = strings(key.field("allowed_routes").as_ref());
    let is_for_chats = |route: &String| {
        matches!(route.as_str(), "llm_api_routes" | "openai_routes" | "*") || route.contains("chat/completions")
    };
    (!routes.is_empty() && !routes.iter().any(is_for_chats))
        .then(|| no("key", format!("it is for other routes alone: {}", routes.join(", "))))
}

/// The strings in a JSON list.
pub(super) fn strings(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
}

fn key_models(facts: &Facts<'_>, question: &Question<'_>) -> Check {
    let models = facts.key.models.as_deref().unwrap_or_default();
    if facts.key.field("config").and_then(|config| Some(!config.as_object()?.is_empty())) == Some(true) {
        return yes("key", "it has a config of its own, and its models are not looked at");
    }
    if models.iter().any(|model| model == "all-team-models") {
        let has_team = facts.key.team_id.is_some();
        let reason =
            if has_team { "it may call all models of its team" } else { "it may call all models, having no team" };
        return yes("key", reason);
    }
    let wanted = wanted(facts, question, true);
    let own = grant(facts, models, wanted, true);
    let of_groups = || {
        let models: Vec<String> = facts.key_groups.iter().flat_map(|group| group.models.clone()).collect();
        let granted = (!models.is_empty()).then(|| grant(facts, &models, wanted, true)).flatten()?;
        Some(format!("{granted}, through an access group"))
    };
    match own.or_else(of_groups) {
        Some(reason) => yes("key", alias_told(question, wanted, reason)),
        None => no("key", refused(question, wanted, models)),
    }
}

fn team(facts: &Facts<'_>, question: &Question<'_>) -> Option<Check> {
    let team = facts.team?;
    if team.blocked == Some(true) {
        return Some(no("team", "it is blocked"));
    }
    let models = team.models.as_deref().unwrap_or_default();
    let wanted = wanted(facts, question, true);
    let with_groups = || {
        let groups = facts.team_group_models;
        (!groups.is_empty()).then(|| grant(facts, &[models, groups].concat(), wanted, true)).flatten()
    };
    let through_key = || {
        let assigned = facts.key_groups.iter().filter(|group| group.is_assigned);
        let models: Vec<String> = assigned.flat_map(|group| group.models.clone()).collect();
        let granted = (!models.is_empty()).then(|| grant(facts, &models, wanted, true)).flatten()?;
        Some(format!("{granted}, through an access group of the key"))
    };
    let granted = grant(facts, models, wanted, true).or_else(with_groups).or_else(through_key);
    Some(match granted {
        Some(reason) => yes("team", alias_told(question, wanted, reason)),
        None => no("team", refused(question, wanted, models)),
    })
}

fn member(facts: &Facts<'_>, question: &Question<'_>) -> Option<Check> {
    let models = facts.member_models;
    facts.team.filter(|_| !models.is_empty() && facts.key.user_id.is_some())?;
    let wanted = wanted(facts, question, false);
    Some(match grant(facts, models, wanted, false) {
        Some(reason) => yes("member", alias_told(question, wanted, reason)),
        None => no("member", refused(question, wanted, models)),
    })
}

/// The user counts for keys without a team.
fn user(facts: &Facts<'_>, question: &Question<'_>) -> Option<Check> {
    let user = facts.user.filter(|_| facts.team.is_none())?;
    let models = user.models.as_deref().unwrap_or_default();
    if models.iter().any(|model| model == "no-default-models") {
        return Some(no("user", "the user may call models of teams alone"));
    }
    let wanted = wanted(facts, question, false);
    Some(match grant(facts, models, wanted, false) {
        Some(reason) => yes("user", alias_told(question, wanted, reason)),
        None => no("user", refused(question, wanted, models)),
    })
}

fn known_model(facts: &Facts<'_>, question: &Question<'_>) -> Check {
    let called = question.called;
    let named = if called == question.model {
        format!("`{called}`")
    } else {
        format!("`{called}`, which `{}` stands for", question.model)
    };
    let is_known = !deployments_of(facts, called).is_empty()
        || facts.deployments.iter().any(|one| one.id() == Some(called) || one.upstream_model() == Some(called));
    if is_known {
        yes("model", format!("the server has {named}"))
    } else {
        no("model", format!("the server has no {named}"))
    }
}

/// The name that lists of models are searched for.
fn wanted<'a>(facts: &'a Facts<'_>, question: &'a Question<'_>, with_team: bool) -> &'a str {
    if !facts.resolves_key_aliases {
        return question.model;
    }
    let start = if with_team { follow(facts.team_aliases, question.model) } else { question.model };
    let end = follow(question.key_aliases, follow(question.key_aliases, start));
    // An alias of the team alone is granted as such.
    if end == start { question.model } else { end }
}

/// Why a list of models holds the model; `None` when it does not.
fn grant(facts: &Facts<'_>, models: &[String], model: &str, with_team: bool) -> Option<String> {
    let holds = |name: &str| models.iter().any(|known| known == name);
    if models.is_empty() || holds("*") || holds("all-proxy-models") {
        return Some("all models may be called".to_owned());
    }
    if holds(model) {
        return Some(format!("`{model}` is among the models"));
    }
    if let Some(target) = facts.team_aliases.get(model).filter(|_| with_team) {
        return Some(format!("`{model}` is an alias of the team's, for `{target}`"));
    }
    let deployments = deployments_of(facts, model);
    let groups: Vec<String> = deployments.iter().flat_map(|one| strings(one.model_info.get("access_groups"))).collect();
    if let Some(group) = models.iter().find(|known| groups.contains(known)) {
        return Some(format!("`{model}` is in the access group `{group}`"));
    }
    if with_team
        && facts.resolves_key_aliases
        && facts.team.is_some()
        && holds("all-team-models")
        && !deployments.is_empty()
    {
        return Some("all models may be called".to_owned());
    }
    let matching = models.iter().find(|pattern| matches(facts, pattern, model))?;
    Some(format!("`{model}` matches `{matching}`"))
}

/// The deployments that a name reaches: those of the name, those that have it in the key's team, or by a pattern.
fn deployments_of<'a>(facts: &'a Facts<'_>, model: &str) -> Vec<&'a Lossless<Deployment>> {
    let team = facts.key.team_id.as_deref();
    let text = |one: &Deployment, name: &str| one.model_info.get(name).and_then(Value::as_str).map(str::to_owned);
    let is_named = |one: &&Lossless<Deployment>| {
        let owner = text(one, "team_id");
        let is_open = team.is_none() || owner.is_none() || owner.as_deref() == team;
        (one.model_name.as_deref() == Some(model) && is_open)
            || (owner.is_some()
                && owner.as_deref() == team
                && text(one, "team_public_model_name").as_deref() == Some(model))
    };
    let named: Vec<_> = facts.deployments.iter().filter(is_named).collect();
    if !named.is_empty() {
        return named;
    }
    facts
        .deployments
        .iter()
        .filter(|one| one.model_name.as_deref().is_some_and(|name| matches(facts, name, model)))
        .collect()
}

/// True when a pattern such as `openai/*` stands for the model, by its name or by its provider and name.
fn matches(facts: &Facts<'_>, pattern: &str, model: &str) -> bool {
    if !pattern.contains('*') {
        return false;
    }
    // The server makes a regular expression of it in just this way.
    let Ok(expression) = Regex::new(&format!("^{}$", pattern.replace('*', ".*"))) else { return false };
    let with_provider = || (facts.provider)(model).map(|provider| format!("{provider}/{model}"));
    expression.is_match(model)
        || (!model.contains('/') && with_provider().is_some_and(|name| expression.is_match(&name)))
}

fn alias_told(question: &Question<'_>, wanted: &str, reason: String) -> String {
    if wanted == question.model { reason } else { format!("`{}` stands for `{wanted}`; {reason}", question.model) }
}

fn refused(question: &Question<'_>, wanted: &str, models: &[String]) -> String {
    let named = if wanted == question.model {
        format!("`{wanted}`")
    } else {
        format!("`{wanted}`, which `{}` stands for,", question.model)
    };
    let mut reason = format!("{named} is not among the models: {}", models.join(", "));
    if wanted == question.model && question.key_aliases.contains_key(wanted) {
        reason.push_str("; that it is an alias of the key's does not count on this server");
    }
    reason
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// What the server is told to hold, as JSON; what is left out is not there.
    fn ask(facts: &Value, model: &str) -> Verdict {
        let read = |name: &str| facts.get(name).cloned();
        let key: Lossless<Key> = serde_json::from_str(&read("key").unwrap_or(json!({})).to_string()).expect("a key");
        let team: Option<Lossless<Team>> =
            read("team").map(|team| serde_json::from_str(&team.to_string()).expect("a team"));
        let user: Option<User> = read("user").map(|user| serde_json::from_value(user).expect("a user"));
        let groups: Vec<GroupModels> = strings(read("key_group").as_ref())
            .into_iter()
            .map(|model| GroupModels { models: vec![model], is_assigned: facts.get("assigned").is_some() })
            .collect();
        let deployments: Vec<Lossless<Deployment>> = serde_json::from_value(json!([
            {"model_name": "m", "litellm_params": {"model": "openai/up"}, "model_info": {"id": "m-id"}},
            {"model_name": "n"},
            {"model_name": "beta", "model_info": {"access_groups": ["group"]}},
            {"model_name": "gpt-4o"},
            {"model_name": "wild/*", "model_info": {"access_groups": ["wild-group"]}},
            {"model_name": "internal", "model_info": {"team_id": "t", "team_public_model_name": "ours", "access_groups": ["g2"]}},
        ]))
        .expect("deployments");
        let facts = Facts {
            key: &key,
            key_groups: &groups,
            team: team.as_ref(),
            team_aliases: &aliases(facts.get("team_aliases")),
            team_group_models: &strings(facts.get("team_group")),
            member_models: &strings(facts.get("member")),
            user: user.as_ref(),
            deployments: &deployments,
            provider: &|name| (name == "gpt-4o").then(|| "openai".to_owned()),
            resolves_key_aliases: facts.get("old").is_none(),
            now: "2026-06-30T00:00:00Z".parse().expect("a time"),
        };
        verdict(&facts, model)
    }

    #[test]
    fn the_answer_is_the_servers() {
        let aliases = json!({"a": "m", "b": "n", "twice": "a", "lost": "nothing"});
        #[rustfmt::skip]
        let cases = [
            (json!({}), "m", true, "model", "the server has `m`"),
            (json!({}), "nothing", false, "model", "the server has no `nothing`"),
            (json!({}), "m-id", true, "model", "`m-id`"),
            (json!({}), "openai/up", true, "model", "`openai/up`"),
            (json!({}), "wild/x", true, "model", "`wild/x`"),
            (json!({"key": {"models": ["m"]}}), "m", true, "key", "`m` is among the models"),
            (json!({"key": {"models": ["m"]}}), "n", false, "key", "`n` is not among the models: m"),
            (json!({"key": {"models": ["*"]}}), "n", true, "key", "all models"),
            (json!({"key": {"models": ["all-proxy-models"]}}), "n", true, "key", "all models"),
            (json!({"key": {"models": ["no-default-models"]}}), "m", false, "key", "no-default-models"),
            (json!({"key": {"models": ["all-team-models"]}}), "m", true, "key", "having no team"),
            (json!({"key": {"models": ["group"]}}), "beta", true, "key", "access group `group`"),
            (json!({"key": {"models": ["group"]}}), "m", false, "key", "not among"),
            (json!({"key": {"models": ["wild-group"]}}), "wild/x", true, "key", "access group `wild-group`"),
            (json!({"key": {"models": ["wild/*"]}}), "wild/x", true, "key", "`wild/x` matches `wild/*`"),
            (json!({"key": {"models": ["wild/*"]}}), "m", false, "key", "not among"),
            (json!({"key": {"models": ["openai/*"]}}), "gpt-4o", true, "key", "matches `openai/*`"),
            (json!({"key": {"models": ["openai/*"]}}), "m", false, "key", "not among"),
            (json!({"key": {"models": ["other/*"]}}), "openai/gpt-4o", false, "key", "not among"),
            (json!({"key": {"models": ["(*", "m*"]}}), "m", true, "key", "`m` matches `m*`"),
            // The state of the key comes first.
            (json!({"key": {"blocked": true}}), "m", false, "key", "it is blocked"),
            (json!({"key": {"status": "deleted"}}), "m", false, "key", "it is deleted"),
            (json!({"key": {"expires": "2026-06-29T23:59:59Z"}}), "m", false, "key", "expired at 2026-06-29T23:59:59Z"),
            (json!({"key": {"expires": "2026-06-30T00:00:01Z"}}), "m", true, "key", "all models"),
            (json!({"key": {"allowed_routes": ["/key/info"]}}), "m", false, "key", "other routes alone: /key/info"),
            (json!({"key": {"allowed_routes": ["llm_api_routes"]}}), "m", true, "key", "all models"),
            (json!({"key": {"models": ["n"], "config": {"x": 1}}}), "m", true, "key", "config of its own"),
            // Aliases of the key, on newer servers and on older ones.
            (json!({"key": {"models": ["m"], "aliases": aliases}}), "a", true, "key", "`a` stands for `m`"),
            (json!({"key": {"models": ["m"], "aliases": aliases}}), "b", false, "key", "`n`, which `b` stands for, is not"),
            (json!({"key": {"models": ["m"], "aliases": aliases}}), "twice", true, "key", "`twice` stands for `m`"),
            (json!({"key": {"aliases": aliases}}), "lost", false, "model", "`nothing`, which `lost` stands for"),
            (json!({"old": 1, "key": {"models": ["m"], "aliases": aliases}}), "a", false, "key", "does not count on this server"),
            (json!({"old": 1, "key": {"models": ["b"], "aliases": aliases}}), "b", true, "model", "`n`, which `b` stands for"),
            // Teams.
            (json!({"key": {"team_id": "t"}, "team": {"models": ["m"]}}), "m", true, "team", "`m` is among"),
            (json!({"key": {"team_id": "t"}, "team": {"models": ["m"]}}), "n", false, "team", "not among"),
            (json!({"key": {"team_id": "t"}, "team": {"models": []}}), "n", true, "team", "all models"),
            (json!({"key": {"team_id": "t"}, "team": {"blocked": true}}), "n", false, "team", "it is blocked"),
            (json!({"key": {"team_id": "t", "models": ["all-team-models"]}, "team": {"models": ["m"]}}), "n", false, "team", "not among"),
            (json!({"key": {"team_id": "t"}, "team": {"models": ["all-team-models"]}}), "n", true, "team", "all models"),
            (json!({"old": 1, "key": {"team_id": "t"}, "team": {"models": ["all-team-models"]}}), "n", false, "team", "not among"),
            (json!({"key": {"team_id": "t", "models": ["g2"]}, "team": {}}), "ours", true, "key", "access group `g2`"),
            (json!({"key": {"team_id": "other"}, "team": {}}), "ours", false, "model", "no `ours`"),
            (json!({"key": {"team_id": "other"}, "team": {}}), "internal", false, "model", "no `internal`"),
            (json!({"key": {"team_id": "t", "models": ["m"]}, "team": {"models": ["m"]}, "team_aliases": {"x": "n"}}), "x", true, "team", "alias of the team's, for `n`"),
            (json!({"old": 1, "key": {"team_id": "t", "models": ["m"]}, "team": {"models": ["m"]}, "team_aliases": {"x": "n"}}), "x", true, "model", "`n`, which `x` stands for"),
            (json!({"key": {"team_id": "t", "user_id": "u"}, "team": {}, "member": ["m"]}), "n", false, "member", "not among"),
            (json!({"key": {"team_id": "t", "user_id": "u"}, "team": {}, "member": ["m"]}), "m", true, "member", "`m` is among"),
            (json!({"key": {"team_id": "t"}, "team": {}, "member": ["m"]}), "n", true, "team", "all models"),
            // Unified access groups.
            (json!({"key": {"models": ["m"]}, "key_group": ["n"]}), "n", true, "key", "through an access group"),
            (json!({"key": {"models": ["m"]}, "key_group": ["beta"]}), "n", false, "key", "not among"),
            (json!({"key": {"team_id": "t"}, "team": {"models": ["m"]}, "team_group": ["n"]}), "n", true, "team", "`n` is among"),
            (json!({"key": {"team_id": "t"}, "team": {"models": ["m"]}, "key_group": ["n"]}), "n", false, "team", "not among"),
            (json!({"key": {"team_id": "t"}, "team": {"models": ["m"]}, "key_group": ["n"], "assigned": 1}), "n", true, "team", "group of the key"),
            // Users count for keys without a team.
            (json!({"key": {"user_id": "u"}, "user": {"models": ["m"]}}), "n", false, "user", "not among"),
            (json!({"key": {"user_id": "u"}, "user": {"models": ["m"]}}), "m", true, "user", "`m` is among"),
            (json!({"key": {"user_id": "u"}, "user": {"models": ["no-default-models", "m"]}}), "m", false, "user", "of teams alone"),
            (json!({"key": {"user_id": "u"}, "user": {"models": ["m"]}, "team": {}}), "n", true, "team", "all models"),
        ];
        for (facts, model, allowed, of, reason) in cases {
            let verdict = ask(&facts, model);
            assert_eq!(verdict.allowed, allowed, "{facts} {model}: {verdict:?}");
            let check = verdict.checks.iter().find(|check| check.of == of).expect("that check");
            assert!(check.reason.contains(reason), "{facts} {model}: {verdict:?} should say {reason}");
            assert!(allowed || verdict.checks.last() == Some(check), "{facts} {model}: {verdict:?}");
        }
    }

    #[test]
    fn the_model_that_is_called_is_told() {
        let facts = json!({"key": {"aliases": {"x": "m"}, "team_id": "t"}, "team": {}, "team_aliases": {"y": "x"}});
        assert_eq!(ask(&facts, "y").called, "m");
        assert_eq!(ask(&facts, "n").called, "n");
    }
}
