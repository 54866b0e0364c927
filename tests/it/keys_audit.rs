//! `keys audit` and `keys can-use`: what is asked, what is shown, and the exit code, which is the answer.

use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::harness::{Cli, answering_json, are_usage_errors, asked, bare, json_answer, requests, routed};

/// SHA-256 of `sk-1234`.
const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";
const LONG_AGO: &str = "2020-01-01T00:00:00Z";
const FAR: &str = "2999-01-01T00:00:00Z";

/// A server with these keys, a user `u`, a team `t` and a model `m`.
async fn with_keys(keys: Value) -> MockServer {
    let count = keys.as_array().map(Vec::len);
    routed([
        ("GET /key/list", json_answer(json!({"keys": keys, "total_count": count, "total_pages": 1}))),
        ("GET /user/list", json_answer(json!({"users": [{"user_id": "u"}], "total": 1}))),
        ("GET /v2/team/list", json_answer(json!({"teams": [{"team_id": "t"}], "total": 1}))),
        ("GET /v1/model/info", json_answer(json!({"data": [{"model_name": "m"}]}))),
        ("GET /models", json_answer(json!({"data": [{"id": "m"}, {"id": "alias"}]}))),
    ])
    .await
}

fn keys() -> Value {
    json!([
        {"token": HASH, "key_alias": "fine", "expires": FAR, "user_id": "u", "team_id": "t", "models": ["m", "alias"]},
        {"token": "bb", "key_alias": "old", "expires": LONG_AGO, "created_at": LONG_AGO},
        {"token": "cc", "key_alias": null, "user_id": "gone", "expires": FAR, "blocked": true},
        {"token": "dd", "key_alias": "poor", "expires": FAR, "spend": 7.5, "max_budget": 10.0},
    ])
}

#[tokio::test]
async fn audit_gives_a_row_for_each_finding() {
    let server = with_keys(keys()).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "audit", "--format", "csv", "--near", "75"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert_eq!(lines[0], "token,key_alias,kind,detail");
    assert!(lines[1].starts_with("bb,old,expired,it expired ") && lines[1].ends_with(" days ago"), "{run:#?}");
    assert!(lines[2].starts_with("bb,old,unused,\"it was created "), "{run:#?}");
    assert_eq!(
        lines[3..],
        [
            "cc,,blocked,it is blocked",
            "cc,,orphaned-user,no user has the id `gone`",
            "dd,poor,near-budget,$7.5 of $10 are spent",
        ]
    );
    assert_eq!(run.stderr, "");
    let mut sent: Vec<_> = asked(&server).await.into_iter().map(|(line, _)| line).collect();
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

#[tokio::test]
async fn audit_shows_the_beginning_of_a_hash_in_a_table_and_all_of_it_elsewhere() {
    let server = with_keys(json!([{"token": HASH, "key_alias": "k", "expires": FAR, "blocked": true}])).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "audit"]);
    assert!(run.ok().contains("88dc28d0f030") && !run.stdout.contains(HASH), "{run:#?}");
    assert_eq!(run.stderr, "checked one key: one finding\n");
    let run = cli.run(&["keys", "audit", "--format", "ndjson"]);
    assert_eq!(run.json()["token"], json!(HASH));
}

#[tokio::test]
async fn audit_says_by_its_exit_code_what_it_was_told_to_fail_on() {
    let server = with_keys(keys()).await;
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
    requests(&server).await;
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error_and_nothing_is_sent() {
    are_usage_errors(&[
        (&["keys", "audit", "--only", "nonsense"], "nonsense"),
        (&["keys", "audit", "--fail-on", "nonsense"], "nonsense"),
        (&["keys", "audit", "--only", "blocked", "--fail-on", "expired"], "--fail-on expired would never be found"),
        (&["keys", "audit", "--unused-for", "long"], "24h or 7d"),
        (&["keys", "audit", "--near", "0"], "--near"),
        (&["keys", "audit", "--near", "101"], "--near"),
        (&["keys", "can-use", "sk-1"], "MODEL"),
        (&["keys", "can-use", "", "m"], "the key is empty"),
        (&["keys", "can-use", "sk-1", ""], "MODEL"),
    ])
    .await;
}

fn not_found() -> ResponseTemplate {
    ResponseTemplate::new(404).set_body_json(json!({"detail": {"error": "it is not there"}}))
}

#[tokio::test]
async fn can_use_answers_with_reasons_and_exit_code() {
    let server = routed([
        (
            "GET /key/info",
            json_answer(json!({"key": HASH, "info": {"key_alias": "ci", "models": ["m"], "user_id": "gone"}})),
        ),
        ("GET /user/info", not_found()),
        ("GET /v1/model/info", json_answer(json!({"data": [{"model_name": "m"}, {"model_name": "n"}]}))),
    ])
    .await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "can-use", "sk-1234", "m"]);
    assert_eq!(run.ok(), "yes\nkey: `m` is among the models\nmodel: the server has `m`\n");
    assert_eq!(run.stderr, "");
    let mut asked = asked(&server).await;
    // The user and the models are requested at the same time.
    asked[1..].sort_by(|(one, _), (other, _)| one.cmp(other));
    assert_eq!(
        asked,
        [bare(&format!("GET /key/info?key={HASH}")), bare("GET /user/info?user_id=gone"), bare("GET /v1/model/info")]
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

/// A server of this version, with a key of the team `t`, which tells of its aliases in its list of teams alone.
async fn of_version(version: &str) -> MockServer {
    let team = json!({"team_id": "t", "models": ["m"], "model_id": 1, "litellm_model_table": null});
    let listed = json!({"team_id": "t", "litellm_model_table": {"model_aliases": {"theirs": "n"}}});
    routed([
        ("GET /key/info", json_answer(json!({"info": {"models": ["m"], "team_id": "t", "aliases": {"mine": "m"}}}))),
        ("GET /team/info", json_answer(json!({"team_id": "t", "team_info": team}))),
        ("GET /team/list", json_answer(json!([listed]))),
        ("GET /v1/model/info", json_answer(json!({"data": [{"model_name": "m"}, {"model_name": "n"}]}))),
        ("GET /health/readiness/details", json_answer(json!({"litellm_version": version}))),
    ])
    .await
}

#[tokio::test]
async fn can_use_follows_aliases_as_the_servers_version_does() {
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
        let server = of_version(version).await;
        let run = Cli::of(&server).run(&["keys", "can-use", HASH, model]);
        assert_eq!(run.code, code, "{version} {model}: {run:#?}");
        assert!(run.stdout.contains(reason), "{version} {model}: {run:#?}");
        requests(&server).await;
    }
}

#[tokio::test]
async fn can_use_asks_for_groups_and_providers_where_they_matter() {
    let group = json!({"access_model_names": ["n"], "assigned_team_ids": [], "assigned_key_ids": [HASH]});
    let server = routed([
        (
            "GET /key/info",
            json_answer(json!({"info": {"models": ["openai/*"], "team_id": "t", "access_group_ids": ["g"]}})),
        ),
        ("GET /team/info", json_answer(json!({"team_id": "t", "team_info": {"team_id": "t", "models": ["gpt-4o"]}}))),
        ("GET /v1/access_group/g", json_answer(group)),
        ("GET /v1/model/info", json_answer(json!({"data": [{"model_name": "n"}, {"model_name": "gpt-4o"}]}))),
        (
            "GET /public/litellm_model_cost_map",
            json_answer(json!({"sample_spec": {}, "gpt-4o": {"litellm_provider": "openai"}})),
        ),
    ])
    .await;
    let cli = Cli::of(&server);
    assert!(cli.run(&["keys", "can-use", HASH, "gpt-4o"]).ok().contains("key: `gpt-4o` matches `openai/*`\n"));
    let run = cli.run(&["keys", "can-use", HASH, "n"]);
    assert!(run.ok().contains("team: `n` is among the models, through an access group of the key\n"), "{run:#?}");
    requests(&server).await;
}

#[tokio::test]
async fn can_use_of_a_key_that_is_not_there_is_no_answer() {
    let server = answering_json(json!({"keys": [], "total_count": 0, "total_pages": 0})).await;
    let run = Cli::of(&server).run(&["keys", "can-use", "nobody", "m"]);
    assert_eq!(run.fails(3), "error: no key has the alias `nobody`\n");
    requests(&server).await;
}
