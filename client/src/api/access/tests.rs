//! Verdicts as LiteLLM 1.106.2 and 1.80.11 reach them.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::fetch::pattern_provider;
use super::{AccessVerdict, GroupModels, KeyAccess, aliases, rules, strings};
use crate::core::ServerVersion;

/// Checks a model against a server described in JSON; what is left out does not exist.
fn verdict(server: &Value, model: &str) -> AccessVerdict {
    let field = |name: &str| server.get(name);
    let groups = strings(field("key_group")).into_iter();
    let is_assigned = field("assigned").is_some();
    let access = KeyAccess {
        key: serde_json::from_str(&field("key").unwrap_or(&json!({})).to_string()).expect("a key"),
        key_groups: groups.map(|model| GroupModels { models: vec![model], is_assigned }).collect(),
        team: field("team").map(|team| serde_json::from_str(&team.to_string()).expect("a team")),
        is_of_missing_team: field("is_of_missing_team").is_some(),
        team_aliases: aliases(field("team_aliases")),
        team_group_models: strings(field("team_group")),
        member_models: strings(field("member")),
        user: field("user").map(|user| serde_json::from_str(&user.to_string()).expect("a user")),
        clock_ahead: jiff::SignedDuration::ZERO,
        deployments: Arc::new(serde_json::from_value(json!([
            {"model_name": "m", "litellm_params": {"model": "openai/up"}, "model_info": {"id": "m-id"}},
            {"model_name": "n"},
            {"model_name": "beta", "model_info": {"access_groups": ["group"]}},
            {"model_name": "gpt-4o"},
            {"model_name": "wild/*", "model_info": {"access_groups": ["wild-group"]}},
            {"model_name": "internal", "model_info": {"team_id": "t", "team_public_model_name": "ours", "access_groups": ["g2"]}},
        ]))
        .expect("deployments")),
        providers: Arc::new(BTreeMap::from([("gpt-4o".to_owned(), "openai".to_owned())])),
        version: field("version").and_then(Value::as_str).map(ServerVersion::new),
    };
    rules::check(&access, model, "2026-06-30T00:00:00Z".parse().expect("a time"))
}

#[test]
fn servers_before_1_104_search_for_the_alias_and_before_1_91_take_the_sentinel_for_a_name() {
    let aliased = json!({"models": ["m"], "aliases": {"a": "m"}});
    let team = json!({"models": ["all-team-models"]});
    for (version, resolves, expands) in [
        ("1.80.11", false, false),
        ("1.90.7", false, false),
        ("1.91.0", false, true),
        ("1.103.11", false, true),
        ("1.104.0", true, true),
        ("nightly", true, true),
    ] {
        let of_key = json!({"version": version, "key": aliased});
        assert_eq!(verdict(&of_key, "a").allowed, resolves, "{version}");
        let of_team = json!({"version": version, "key": {"team_id": "t"}, "team": team});
        assert_eq!(verdict(&of_team, "n").allowed, expands, "{version}");
    }
}

#[test]
fn a_family_of_a_provider_is_the_provider() {
    for (name, expected) in
        [("openai", "openai"), ("vertex_ai-language-models", "vertex_ai"), ("bedrock_converse", "bedrock")]
    {
        assert_eq!(pattern_provider(name), expected);
    }
}

#[test]
fn verdicts_match_the_servers() {
    let aliases = json!({"a": "m", "b": "n", "twice": "a", "lost": "nothing"});
    #[rustfmt::skip]
    let cases = [
        (json!({}), "m", true, "model", "the server has `m`"),
        (json!({}), "nothing", false, "model", "the server does not have `nothing`"),
        (json!({}), "m-id", true, "model", "`m-id`"),
        (json!({}), "openai/up", true, "model", "`openai/up`"),
        (json!({}), "wild/x", true, "model", "`wild/x`"),
        (json!({"key": {"models": ["m"]}}), "m", true, "key", "`m` is among the models"),
        (json!({"key": {"models": ["m"]}}), "n", false, "key", "`n` is not among the models: m"),
        (json!({"key": {"models": ["*"]}}), "n", true, "key", "all models"),
        (json!({"key": {"models": ["all-proxy-models"]}}), "n", true, "key", "all models"),
        (json!({"key": {"models": ["no-default-models"]}}), "m", false, "key", "no-default-models"),
        (json!({"key": {"models": ["all-team-models"]}}), "m", true, "key", "because it has no team"),
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
        (json!({"key": {"allowed_routes": ["/key/info"]}}), "m", false, "key", "it may only call other routes: /key/info"),
        (json!({"key": {"allowed_routes": ["llm_api_routes"]}}), "m", true, "key", "all models"),
        (json!({"key": {"models": ["n"], "config": {"x": 1}}}), "m", true, "key", "its own config"),
        // Aliases of the key, on the newest servers and on 1.80.
        (json!({"key": {"models": ["m"], "aliases": aliases}}), "a", true, "key", "`a` is an alias for `m`"),
        (json!({"key": {"models": ["m"], "aliases": aliases}}), "b", false, "key", "`n` (alias `b`) is not"),
        (json!({"key": {"models": ["m"], "aliases": aliases}}), "twice", true, "key", "`twice` is an alias for `m`"),
        (json!({"key": {"aliases": aliases}}), "lost", false, "model", "`nothing` (alias `lost`)"),
        (json!({"version": "1.80.11", "key": {"models": ["m"], "aliases": aliases}}), "a", false, "key", "this server does not resolve"),
        (json!({"version": "1.80.11", "key": {"models": ["b"], "aliases": aliases}}), "b", true, "model", "`n` (alias `b`)"),
        // Teams.
        (json!({"key": {"team_id": "t"}, "team": {"models": ["m"]}}), "m", true, "team", "`m` is among"),
        (json!({"key": {"team_id": "t"}, "team": {"models": ["m"]}}), "n", false, "team", "not among"),
        (json!({"key": {"team_id": "t"}, "team": {"models": []}}), "n", true, "team", "all models"),
        (json!({"key": {"team_id": "t"}, "team": {"blocked": true}}), "n", false, "team", "it is blocked"),
        (json!({"key": {"team_id": "t", "models": ["all-team-models"]}, "team": {"models": ["m"]}}), "n", false, "team", "not among"),
        (json!({"key": {"team_id": "t"}, "team": {"models": ["all-team-models"]}}), "n", true, "team", "all models"),
        (json!({"version": "1.80.11", "key": {"team_id": "t"}, "team": {"models": ["all-team-models"]}}), "n", false, "team", "not among"),
        (json!({"key": {"team_id": "t", "models": ["g2"]}, "team": {}}), "ours", true, "key", "access group `g2`"),
        (json!({"key": {"team_id": "other"}, "team": {}}), "ours", false, "model", "not have `ours`"),
        (json!({"key": {"team_id": "other"}, "team": {}}), "internal", false, "model", "not have `internal`"),
        (json!({"key": {"team_id": "t", "models": ["m"]}, "team": {"models": ["m"]}, "team_aliases": {"x": "n"}}), "x", true, "team", "an alias of the team for `n`"),
        (json!({"version": "1.80.11", "key": {"team_id": "t", "models": ["m"]}, "team": {"models": ["m"]}, "team_aliases": {"x": "n"}}), "x", true, "model", "`n` (alias `x`)"),
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
        (json!({"key": {"user_id": "u"}, "user": {"models": ["no-default-models", "m"]}}), "m", false, "user", "only call models of teams"),
        (json!({"key": {"user_id": "u"}, "user": {"models": ["m"]}, "team": {}}), "n", true, "team", "all models"),
    ];
    for (server, model, allowed, subject, reason) in cases {
        let verdict = verdict(&server, model);
        assert_eq!(verdict.allowed, allowed, "{server} {model}: {verdict:?}");
        let check = verdict.checks.iter().find(|check| check.subject.as_str() == subject).expect("that check");
        assert!(check.reason.contains(reason), "{server} {model}: {verdict:?} should say {reason}");
        assert!(allowed || verdict.checks.last() == Some(check), "{server} {model}: {verdict:?}");
    }
}

#[test]
fn aliases_of_team_and_key_are_resolved() {
    let server = json!({"key": {"aliases": {"x": "m"}, "team_id": "t"}, "team": {}, "team_aliases": {"y": "x"}});
    assert_eq!(verdict(&server, "y").called_model, "m");
    assert_eq!(verdict(&server, "n").called_model, "n");
}

#[test]
fn keys_of_missing_teams_and_of_deactivated_users_are_refused_by_newer_servers() {
    for (version, of_missing_team, of_deactivated) in [
        (Some("1.80.11"), true, true),
        (Some("1.98.1"), true, false),
        (Some("1.99.0"), false, false),
        (None, false, false),
    ] {
        let missing = json!({"version": version, "key": {"team_id": "gone"}, "is_of_missing_team": true});
        let verdict_of_missing = verdict(&missing, "m");
        assert_eq!(verdict_of_missing.allowed, of_missing_team, "{version:?}");
        if let Some(check) = verdict_of_missing.checks.iter().find(|check| !check.allowed) {
            assert_eq!(check.reason, "the key's team `gone` does not exist");
        }
        let user = json!({"user_id": "u", "metadata": {"scim_active": false}});
        let deactivated = json!({"version": version, "key": {"user_id": "u"}, "user": user});
        assert_eq!(verdict(&deactivated, "m").allowed, of_deactivated, "{version:?}");
    }
}
