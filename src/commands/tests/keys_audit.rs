//! `keys audit` and `keys can-use`: requests, output and exit codes.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request};

use crate::in_process::{Cli, are_usage_errors};

/// SHA-256 of `sk-1234`.
const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";
const LONG_AGO: &str = "2020-01-01T00:00:00Z";
const FAR: &str = "2999-01-01T00:00:00Z";

/// A server with these keys, a user `u`, a team `t` and a model `m`.
fn with_keys(keys: &Value) -> FakeServer {
    let count = keys.as_array().map(Vec::len);
    FakeServer::with_routes([
        ("GET /key/list", json_response(json!({"keys": keys, "total_count": count, "total_pages": 1}))),
        ("GET /user/list", json_response(json!({"users": [{"user_id": "u"}], "total": 1}))),
        ("GET /v2/team/list", json_response(json!({"teams": [{"team_id": "t"}], "total": 1}))),
        ("GET /v1/model/info", json_response(json!({"data": [{"model_name": "m"}]}))),
        ("GET /models", json_response(json!({"data": [{"id": "m"}, {"id": "alias"}]}))),
    ])
}

fn keys() -> Value {
    json!([
        {"token": HASH, "key_alias": "fine", "expires": FAR, "user_id": "u", "team_id": "t", "models": ["m", "alias"]},
        {"token": "bb", "key_alias": "old", "expires": LONG_AGO, "created_at": LONG_AGO},
        {"token": "cc", "key_alias": null, "user_id": "gone", "expires": FAR, "blocked": true},
        {"token": "dd", "key_alias": "poor", "expires": FAR, "spend": 7.5, "max_budget": 10.0},
    ])
}

#[test]
fn audit_prints_a_row_per_finding() {
    let server = with_keys(&keys());
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "audit", "--format", "csv", "--near", "75"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert_eq!(lines[0], "token,key_alias,kind,detail");
    // The most serious first.
    assert_eq!(lines[1], "cc,,blocked,it is blocked");
    assert!(lines[2].starts_with("bb,old,expired,it expired ") && lines[2].ends_with(" days ago"), "{run:#?}");
    assert_eq!(lines[3], "cc,,orphaned-user,no user has the id `gone`");
    assert_eq!(lines[4], "dd,poor,near-budget,$7.50 of $10.00 is spent");
    assert!(lines[5].starts_with("bb,old,unused,it was created "), "{run:#?}");
    assert_eq!(run.stderr, "");
    let mut sent: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
    sent.sort_unstable();
    let beginnings = ["GET /key/list?", "GET /models", "GET /user/list?", "GET /v1/model/info", "GET /v2/team/list?"];
    assert_eq!(sent.len(), beginnings.len(), "{sent:?}");
    assert!(sent.iter().zip(beginnings).all(|(line, beginning)| line.starts_with(beginning)), "{sent:?}");

    let run = cli.run(&["keys", "audit", "--only", "blocked,orphaned-user", "--format", "json"]);
    assert_eq!(
        run.json(),
        json!([
            {"token": "cc", "key_alias": null, "kind": "blocked", "detail": "it is blocked"},
            {"token": "cc", "key_alias": null, "kind": "orphaned-user", "detail": "no user has the id `gone`"},
        ])
    );
    let run = cli.run(&["keys", "audit"]);
    assert_eq!(run.stderr, "checked 4 keys: 4 findings in 2 of them\n");
    let run = cli.run(&["keys", "audit", "--only", "over-budget"]);
    assert_eq!(run.stderr, "checked 4 keys: nothing found\n");
}

#[test]
fn audit_is_a_list_with_columns_and_a_limit() {
    let server = with_keys(&keys());
    let cli = Cli::of(&server);
    let words = ["keys", "audit", "--columns", "kind,token", "--limit", "2", "--fail-on", "unused"];
    let run = cli.run(&[&words[..], &["--format", "csv"]].concat());
    // What is not shown counts nevertheless.
    assert_eq!((run.code, run.stdout.as_str()), (1, "kind,token\nblocked,cc\nexpired,bb\n"), "{run:#?}");
    let run = cli.run(&words);
    assert_eq!(run.stderr, "checked 4 keys: 4 findings in 2 of them\n");
    let run = cli.run(&["keys", "audit", "--limit", "2", "--format", "json"]);
    assert_eq!(run.json().as_array().map(Vec::len), Some(2));
}

#[test]
fn audit_shortens_hashes_in_tables_only() {
    let server = with_keys(&json!([{"token": HASH, "key_alias": "k", "expires": FAR, "blocked": true}]));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "audit"]);
    assert!(run.ok().contains("│ 88dc28d0 ┆") && !run.stdout.contains(HASH), "{run:#?}");
    assert_eq!(run.stderr, "checked 1 key: 1 finding\n");
    let run = cli.run(&["keys", "audit", "--format", "ndjson"]);
    assert_eq!(run.json()["token"], json!(HASH));
}

#[test]
fn audit_fail_on_sets_the_exit_code() {
    let server = with_keys(&keys());
    let cli = Cli::of(&server);
    for (words, code) in [
        (&[][..], 0),
        (&["--fail-on", "expired"], 1),
        (&["--fail-on", "no-expiry"], 0),
        (&["--fail-on", "no-expiry", "--fail-on", "blocked"], 1),
        (&["--fail-on", "any"], 1),
        (&["--fail-on", "any", "--only", "no-expiry"], 0),
        (&["--fail-on", "unused", "--unused-for", "99999w"], 0),
        (&["--fail-on", "near-budget"], 0),
        (&["--fail-on", "near-budget", "--near", "50"], 1),
    ] {
        let run = cli.run(&[&["keys", "audit", "--format", "json"], words].concat());
        assert_eq!((run.code, run.stderr.as_str()), (code, ""), "{words:?}: {run:#?}");
        serde_json::from_str::<Value>(&run.stdout).expect("JSON, whatever the code");
    }
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["keys", "audit", "--only", "nonsense"], "nonsense"),
        (&["keys", "audit", "--fail-on", "nonsense"], "nonsense"),
        (&["keys", "audit", "--only", "blocked", "--fail-on", "expired"], "--fail-on expired would never be found"),
        (&["keys", "audit", "--unused-for", "long"], "not a time"),
        (&["keys", "audit", "--only", "unused", "--limit", "1", "--delete"], "cannot be used with"),
        (&["keys", "audit", "--near", "0"], "--near"),
        (&["keys", "audit", "--near", "101"], "--near"),
        (&["keys", "can-use", "sk-1"], "MODEL"),
        (&["keys", "can-use", "", "m"], "the key is empty"),
        (&["keys", "can-use", "sk-1", ""], "MODEL"),
    ]);
}

fn not_found() -> FakeResponse {
    FakeResponse::new(404).with_json(json!({"detail": {"error": "it is not there"}}))
}

#[test]
fn can_use_prints_reasons_and_sets_the_exit_code() {
    let server = FakeServer::with_routes([
        (
            "GET /key/info",
            json_response(json!({"key": HASH, "info": {"key_alias": "ci", "models": ["m"], "user_id": "gone"}})),
        ),
        ("GET /user/info", not_found()),
        ("GET /v1/model/info", json_response(json!({"data": [{"model_name": "m"}, {"model_name": "n"}]}))),
    ]);
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "can-use", "sk-1234", "m"]);
    assert_eq!(run.ok(), "yes\nkey: `m` is among the models\nmodel: the server has `m`\n");
    assert_eq!(run.stderr, "");
    let mut received = server.requests();
    // The user and the models are requested at the same time.
    received[1..].sort_by(|(one, _), (other, _)| one.cmp(other));
    assert_eq!(
        received,
        [
            request(&format!("GET /key/info?key={HASH}")),
            request("GET /user/info?user_id=gone"),
            request("GET /v1/model/info")
        ]
    );
    let run = cli.run(&["keys", "can-use", HASH, "n"]);
    assert_eq!(
        (run.code, run.stdout.as_str(), run.stderr.as_str()),
        (1, "no\nkey: `n` is not among the models: m\n", "")
    );
    let run = cli.run(&["keys", "can-use", HASH, "n", "--format", "json"]);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert_eq!(
        serde_json::from_str::<Value>(&run.stdout).expect("JSON"),
        json!({
            "key": HASH, "key_alias": "ci", "model": "n", "called": "n", "allowed": false,
            "checks": [{"check": "key", "allowed": false, "reason": "`n` is not among the models: m"}],
        })
    );
}

#[test]
fn can_use_of_an_alias_waits_for_two_rounds_of_requests() {
    let listed = json!({"token": HASH, "key_alias": "ci", "models": ["m"], "user_id": "u", "team_id": "t"});
    let server = FakeServer::with_routes([
        ("GET /key/list", json_response(json!({"keys": [listed], "total_count": 1, "total_pages": 1}))),
        ("GET /team/info", json_response(json!({"team_id": "t", "team_info": {"team_id": "t", "models": ["m"]}}))),
        ("GET /user/info", not_found()),
        ("GET /v1/model/info", json_response(json!({"data": [{"model_name": "m"}]}))),
    ]);
    Cli::of(&server).run(&["keys", "can-use", "ci", "m"]).ok();
    let mut lines: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
    // What the list shows of the key is enough: the rest is requested at the same time.
    lines[1..].sort();
    assert!(lines[0].starts_with("GET /key/list?"), "{lines:?}");
    assert_eq!(lines[1..], ["GET /team/info?team_id=t", "GET /user/info?user_id=u", "GET /v1/model/info"]);
}

/// A server of this version with a key of the team `t`; model aliases are only in its list of teams.
fn of_version(version: &str) -> FakeServer {
    let team = json!({"team_id": "t", "models": ["m"], "model_id": 1, "litellm_model_table": null});
    let listed = json!({"team_id": "t", "litellm_model_table": {"model_aliases": {"theirs": "n"}}});
    FakeServer::with_routes([
        ("GET /key/info", json_response(json!({"info": {"models": ["m"], "team_id": "t", "aliases": {"mine": "m"}}}))),
        ("GET /team/info", json_response(json!({"team_id": "t", "team_info": team}))),
        ("GET /team/list", json_response(json!([listed]))),
        ("GET /v1/model/info", json_response(json!({"data": [{"model_name": "m"}, {"model_name": "n"}]}))),
        ("GET /health/readiness/details", json_response(json!({"litellm_version": version}))),
    ])
}

#[test]
fn can_use_resolves_aliases_by_server_version() {
    for (version, model, code, reason) in [
        ("1.106.2", "mine", 0, "key: `mine` is an alias for `m`; `m` is among the models\n"),
        (
            "1.80.11",
            "mine",
            1,
            "key: `mine` is not among the models: m; this server does not resolve the key's aliases here\n",
        ),
        (
            "1.106.2",
            "theirs",
            0,
            "team: `theirs` is an alias of the team for `n`\nmodel: the server has `n` (alias `theirs`)\n",
        ),
        ("1.80.11", "theirs", 0, "team: `theirs` is an alias of the team for `n`\n"),
    ] {
        let server = of_version(version);
        let run = Cli::of(&server).run(&["keys", "can-use", HASH, model]);
        assert_eq!(run.code, code, "{version} {model}: {run:#?}");
        assert!(run.stdout.contains(reason), "{version} {model}: {run:#?}");
    }
}

#[test]
fn can_use_fetches_access_groups_and_providers() {
    let group = json!({"access_model_names": ["n"], "assigned_team_ids": [], "assigned_key_ids": [HASH]});
    let server = FakeServer::with_routes([
        (
            "GET /key/info",
            json_response(json!({"info": {"models": ["openai/*"], "team_id": "t", "access_group_ids": ["g"]}})),
        ),
        ("GET /team/info", json_response(json!({"team_id": "t", "team_info": {"team_id": "t", "models": ["gpt-4o"]}}))),
        ("GET /v1/access_group/g", json_response(group)),
        ("GET /v1/model/info", json_response(json!({"data": [{"model_name": "n"}, {"model_name": "gpt-4o"}]}))),
        (
            "GET /public/litellm_model_cost_map",
            json_response(json!({"sample_spec": {}, "gpt-4o": {"litellm_provider": "openai"}})),
        ),
    ]);
    let cli = Cli::of(&server);
    assert!(cli.run(&["keys", "can-use", HASH, "gpt-4o"]).ok().contains("key: `gpt-4o` matches `openai/*`\n"));
    let run = cli.run(&["keys", "can-use", HASH, "n"]);
    assert!(run.ok().contains("team: `n` is among the models, through an access group of the key\n"), "{run:#?}");
}

#[test]
fn can_use_of_a_missing_key_is_an_error() {
    let server = FakeServer::always_json(json!({"keys": [], "total_count": 0, "total_pages": 0}));
    let run = Cli::of(&server).run(&["keys", "can-use", "nobody", "m"]);
    assert_eq!(run.fails(3), "error: no key has the alias `nobody`\n");
}
