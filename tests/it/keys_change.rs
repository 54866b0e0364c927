//! What is done to keys that are there: `keys update`, `block`, `unblock`, `reset-spend`, `regenerate`, `aliases`, and
//! what a server's policy makes of a request.

use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::harness::{
    Cli, answering, answering_json, are_usage_errors, asked, bare, hanging_up_after, json_answer, one_line, requests,
    routed, with,
};

const SECRET: &str = "sk-a-new-secret-key";
/// SHA-256 of `sk-1234`.
const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

/// A server on which the alias `ci` is the key of [`HASH`], with these models, and `Dev` the team `t1`.
async fn with_key(models: Value) -> MockServer {
    routed([
        (
            "GET /key/list",
            json_answer(json!({"keys": [{"token": HASH, "key_alias": "ci"}], "total_count": 1, "total_pages": 1})),
        ),
        ("GET /key/info", json_answer(json!({"key": HASH, "info": {"models": models}}))),
        ("GET /v2/team/list", json_answer(json!({"teams": [{"team_id": "t1", "team_alias": "Dev"}], "total": 1}))),
        ("POST /key/update", json_answer(json!({"key": HASH}))),
        ("POST /key/block", json_answer(json!({"token": HASH, "blocked": true}))),
        ("POST /key/unblock", json_answer(json!({"token": HASH, "blocked": false}))),
    ])
    .await
}

/// The body of the last request but those that only ask, which was to this path.
async fn last_body(server: &MockServer, place: &str) -> Value {
    let (line, body) = asked(server).await.into_iter().rfind(|(line, _)| !line.starts_with("GET ")).expect("a write");
    assert_eq!(line, place);
    body
}

#[tokio::test]
async fn update_sends_what_is_named_and_nothing_else() {
    let server = with_key(json!([])).await;
    let cli = Cli::of(&server).file("key", format!("{SECRET}\n"));
    let run = cli.run(&["keys", "update", "sk-1234", "--max-budget", "50"]);
    assert_eq!(run.json(), json!({"key": HASH}));
    assert_eq!(run.stderr, "");
    assert_eq!(asked(&server).await, [with("POST /key/update", json!({"key": "sk-1234", "max_budget": 50.0}))]);
    #[rustfmt::skip]
    cli.run(&[
        "keys", "update", "@key", "--models", "a, b", "--max-budget", "1.5", "--budget-duration", "30d", "--duration", "7d",
        "--tpm-limit", "1", "--rpm-limit", "2", "--max-parallel-requests", "3", "--metadata", r#"{"a":1}"#, "--user-id", "u",
        "--key-alias", "new", "--aliases", r#"{"x":"y"}"#, "--budget-id", "b", "--param", "soft_budget=4", "--param", "tags=[\"t\"]",
    ])
    .ok();
    assert_eq!(
        last_body(&server, "POST /key/update").await,
        json!({
            "key": SECRET, "models": ["a", "b"], "max_budget": 1.5, "budget_duration": "30d", "duration": "7d",
            "tpm_limit": 1, "rpm_limit": 2, "max_parallel_requests": 3, "metadata": {"a": 1}, "user_id": "u",
            "key_alias": "new", "aliases": {"x": "y"}, "budget_id": "b", "soft_budget": 4, "tags": ["t"],
        })
    );
}

#[tokio::test]
async fn update_empties_each_field_with_what_the_server_takes_for_empty() {
    let server = with_key(json!([])).await;
    let cli = Cli::of(&server);
    for (field, sent) in [
        ("max_budget", json!({"key": HASH, "max_budget": null})),
        ("max-budget", json!({"key": HASH, "max_budget": null})),
        ("models", json!({"key": HASH, "models": []})),
        ("metadata", json!({"key": HASH, "metadata": {}})),
        ("expires", json!({"key": HASH, "duration": null})),
        // Of what is in the metadata null would change nothing.
        ("model_rpm_limit", json!({"key": HASH, "model_rpm_limit": {}})),
        ("enforced-params", json!({"key": HASH, "enforced_params": []})),
    ] {
        cli.run(&["keys", "update", HASH, "--unset", field]).ok();
        assert_eq!(last_body(&server, "POST /key/update").await, sent, "{field}");
    }
}

#[tokio::test]
async fn update_finds_key_and_team_by_alias() {
    let server = with_key(json!([])).await;
    Cli::of(&server).run(&["keys", "update", "ci", "--team-id", "Dev"]).ok();
    assert_eq!(last_body(&server, "POST /key/update").await, json!({"key": HASH, "team_id": "t1"}));
}

#[tokio::test]
async fn update_adds_and_removes_models_of_the_list_that_is_there() {
    let server = with_key(json!(["a", "b"])).await;
    let cli = Cli::of(&server);
    for (words, models) in [
        (&["--add-model", "c", "--add-model", "a"][..], json!(["a", "b", "c"])),
        (&["--remove-model", "a"], json!(["b"])),
        (&["--add-model", "c", "--remove-model", "a", "--remove-model", "b"], json!(["c"])),
    ] {
        cli.run(&[&["keys", "update", HASH], words].concat()).ok();
        assert_eq!(last_body(&server, "POST /key/update").await, json!({"key": HASH, "models": models}));
        assert!(asked(&server).await.contains(&bare(&format!("GET /key/info?key={HASH}"))));
    }
}

#[tokio::test]
async fn update_never_opens_a_key_to_all_models_by_taking_its_last() {
    let server = with_key(json!(["a", "b"])).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "update", HASH, "--remove-model", "a", "--remove-model", "b"]);
    assert!(run.fails(2).contains("a key without a list may call all models"), "{run:#?}");
    let run = cli.run(&["keys", "update", HASH, "--remove-model", "z"]);
    assert_eq!(run.fails(2), "error: `z` is not among the key's models\nhint: they are: a, b\n");
    let open = with_key(json!([])).await;
    let run = Cli::of(&open).run(&["keys", "update", HASH, "--add-model", "a"]);
    assert!(run.fails(2).contains("the key may call all models"), "{run:#?}");
    for server in [server, open] {
        assert!(asked(&server).await.iter().all(|(line, _)| line.starts_with("GET ")));
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error_and_nothing_is_sent() {
    are_usage_errors(&[
        (&["keys", "update"], "KEY"),
        (&["keys", "update", "sk-1"], "nothing to change is named"),
        (&["keys", "update", "", "--rpm-limit", "1"], "the key is empty"),
        (&["keys", "update", "@missing", "--rpm-limit", "1"], "cannot read `missing`"),
        (&["keys", "update", "sk-1", "--models", ","], "--unset models"),
        (&["keys", "update", "sk-1", "--models", "a", "--add-model", "b"], "cannot be used with"),
        (&["keys", "update", "sk-1", "--max-budget", "-1"], "0 or more"),
        (&["keys", "update", "sk-1", "--metadata", "[]"], "must be a JSON object"),
        (&["keys", "update", "sk-1", "--aliases", "{"], "invalid JSON in --aliases"),
        (
            &["keys", "update", "sk-1", "--rpm-limit", "1", "--unset", "rpm-limit"],
            "`rpm_limit` is set and unset at once",
        ),
        (&["keys", "update", "sk-1", "--add-model", "a", "--unset", "models"], "`models` is set and unset at once"),
        (&["keys", "update", "sk-1", "--add-model", "a", "--param", "models=[]"], "given twice"),
        (&["keys", "update", "sk-1", "--rpm-limit", "1", "--param", "rpm_limit=2"], "given twice"),
        (&["keys", "update", "sk-1", "--param", "key=sk-2"], "the key itself cannot be changed"),
        (&["keys", "update", "sk-1", "--unset", "key"], "[possible values: models, aliases"),
        (&["keys", "update", "sk-1", "--unset", "max_budgte"], "a similar value exists: 'max_budget'"),
        (&["keys", "update", "sk-1", "--rpm-limit", "-1"], "must be a whole number, 0 or more"),
        (&["users", "update", "u", "--unset", "models"], "[possible values: max_budget, budget_duration"),
        (&["teams", "update", "t", "--unset", "max-budgte"], "a similar value exists: 'max_budget'"),
        (&["keys", "block"], "KEY"),
        (&["keys", "block", "sk-1", "@missing"], "cannot read `missing`"),
        (&["keys", "unblock", ""], "KEY"),
        (&["keys", "reset-spend", "sk-1", "--to", "lots"], "not a number"),
        (&["keys", "reset-spend", "sk-1", "--to", "-1"], "0 or more"),
        (&["keys", "regenerate", "sk-1", "--new-key", " "], "--new-key is empty"),
    ])
    .await;
}

#[tokio::test]
async fn dry_runs_show_the_request_for_the_key_and_change_nothing() {
    let server = with_key(json!([])).await;
    let (cli, url) = (Cli::of(&server), server.uri());
    for (words, line, body) in [
        (
            &["update", "ci", "--team-id", "Dev", "--rpm-limit", "1"][..],
            "POST /key/update",
            json!({"key": HASH, "team_id": "Dev", "rpm_limit": 1}),
        ),
        (&["block", "ci"], "POST /key/block", json!({"key": HASH})),
        (&["unblock", HASH], "POST /key/unblock", json!({"key": HASH})),
        (&["reset-spend", "ci"], &format!("POST /key/{HASH}/reset_spend"), json!({"reset_to": 0.0})),
        (&["regenerate", "ci"], &format!("POST /key/{HASH}/regenerate"), json!({})),
        (&["reset-spend", HASH], &format!("POST /key/{HASH}/reset_spend"), json!({"reset_to": 0.0})),
        (
            &["regenerate", HASH, "--grace-period", "1h"],
            &format!("POST /key/{HASH}/regenerate"),
            json!({"grace_period": "1h"}),
        ),
    ] {
        let run = cli.run(&[&["keys"], words, &["--dry-run"]].concat());
        let (shown, sent) = run.ok().split_once('\n').expect("a line and a body");
        assert_eq!(shown, line.replace(" /", &format!(" {url}/")));
        assert_eq!(serde_json::from_str::<Value>(sent).expect("JSON"), body);
    }
    // What an update is made of is not known before it is asked for.
    let run = cli.run(&["keys", "update", HASH, "--add-model", "m", "--dry-run"]);
    assert_eq!(run.ok(), format!("GET {url}/key/info?key={HASH}\n"));
    assert_eq!(run.stderr, "the update is made of what this answers\n");
    let run = cli.run(&["keys", "block", "sk-1", HASH, "--dry-run"]);
    assert_eq!(run.ok().matches("POST ").count(), 2);
    for words in [&["block", "nobody"][..], &["update", "nobody", "--rpm-limit", "1"]] {
        let run = cli.run(&[&["keys"], words, &["--dry-run"]].concat());
        assert_eq!(run.fails(3), "error: no key has the alias `nobody`\n");
    }
    let run = cli.run(&["keys", "rotate", "ci", "--curl"]);
    assert!(run.ok().starts_with(&format!("curl -X GET '{url}/key/info?key={HASH}'")), "{run:#?}");
    // Aliases are looked up, and that is all.
    assert!(asked(&server).await.iter().all(|(line, _)| line.starts_with("GET /key/list?")));
}

#[tokio::test]
async fn what_the_server_made_otherwise_is_said_field_by_field() {
    let generated = json!({
        "key": SECRET, "max_budget": 10, "models": ["m"], "tpm_limit": 1000, "rpm_limit": null, "duration": "24h",
        "expires": "2026-11-22T00:00:00Z", "created_at": "2026-11-21T14:00:00Z", "team_id": "core",
    });
    let server = answering_json(generated).await;
    let run = Cli::of(&server).run(&["keys", "generate", "--max-budget", "100", "--models", "m", "--duration", "24h"]);
    run.ok();
    assert_eq!(
        run.stderr,
        "note: the server changed duration from 24h to 10 hours: the key expires at 2026-11-22T00:00:00Z\n\
         note: the server changed max_budget from 100 to 10\n\
         note: the server set team_id to core, which was not requested\n\
         note: the server set tpm_limit to 1000, which was not requested\n"
    );
    assert!(!run.stderr.contains(SECRET));
    // Of a change, what was not named is as it was before.
    let server = answering_json(json!({"key": HASH, "max_budget": 10, "tpm_limit": 5, "budget_duration": "30d"})).await;
    let run = Cli::of(&server).run(&["keys", "update", HASH, "--max-budget", "100", "--unset", "budget_duration"]);
    run.ok();
    assert_eq!(
        run.stderr,
        "note: the server changed max_budget from 100 to 10\n\
         note: the server kept budget_duration 30d, which was to be cleared\n"
    );
}

#[tokio::test]
async fn one_key_is_blocked_and_the_answer_shown() {
    let server = with_key(json!([])).await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["keys", "block", "ci"]).json(), json!({"token": HASH, "blocked": true}));
    assert_eq!(last_body(&server, "POST /key/block").await, json!({"key": HASH}));
    assert_eq!(cli.run(&["keys", "unblock", SECRET]).json(), json!({"token": HASH, "blocked": false}));
    assert_eq!(last_body(&server, "POST /key/unblock").await, json!({"key": SECRET}));
    let run = cli.run(&["keys", "block", "nobody"]);
    assert_eq!(run.fails(3), "error: no key has the alias `nobody`\n");
}

#[tokio::test]
async fn of_several_keys_each_has_its_outcome() {
    let server = MockServer::start().await;
    let missing = json!({"error": {"message": "Authentication Error, Invalid proxy server token passed. key=aa, not found in db. Create key via `/key/generate` call.", "type": "token_not_found_in_db", "code": "401"}});
    Mock::given(path("/key/block"))
        .and(body_partial_json(json!({"key": SECRET})))
        .respond_with(ResponseTemplate::new(401).set_body_json(missing))
        .mount(&server)
        .await;
    Mock::given(path("/key/block")).respond_with(json_answer(json!({"blocked": true}))).mount(&server).await;
    let cli = Cli::of(&server);
    let words = ["keys", "block", SECRET, HASH, "sk-1", "--concurrency", "1", "--format"];
    let run = cli.run(&[&words[..], &["json"]].concat());
    assert_eq!(run.code, 7, "{run:#?}");
    // An unknown key of an older server is no reason to give up: it is not the own one.
    let outcomes: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        (&outcomes[0]["outcome"], &outcomes[1]["outcome"], &outcomes[2]["outcome"]),
        (&json!("failed"), &json!("blocked"), &json!("blocked"))
    );
    assert!(outcomes[0]["reason"].as_str().is_some_and(|reason| reason.contains("not found in db")), "{run:#?}");
    assert!(!run.stdout.contains(SECRET) && !run.stdout.contains("sk-1"), "{run:#?}");
    assert!(run.stderr.contains("1 of 3 keys were not blocked"), "{run:#?}");
    let run = cli.run(&[&words[..], &["csv"]].concat());
    assert!(
        run.stdout.starts_with("key,outcome,reason\n") && run.stdout.contains(&format!("\n{HASH},blocked,\n")),
        "{run:#?}"
    );
    let run = cli.run(&["keys", "block", HASH, "sk-1"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    requests(&server).await;
}

#[tokio::test]
async fn a_key_that_an_older_server_does_not_know_is_not_found() {
    for message in [
        "Authentication Error, Invalid proxy server token passed. key=aa, not found in db. Create key via `/key/generate` call.",
        "Authentication Error: invalid user key - user key does not exist in db. User Key=aa",
    ] {
        let server = answering(ResponseTemplate::new(401).set_body_json(json!({"error": {"message": message}}))).await;
        let run = Cli::of(&server).run(&["keys", "update", HASH, "--rpm-limit", "1"]);
        assert!(run.fails(3).starts_with("error: Authentication Error"), "{run:#?}");
        requests(&server).await;
    }
}

#[tokio::test]
async fn reset_spend_uses_its_endpoint_and_where_there_is_none_an_update() {
    let server =
        answering_json(json!({"key_hash": HASH, "spend": 0.0, "previous_spend": 2.5, "max_budget": null})).await;
    let run = Cli::of(&server).run(&["keys", "reset-spend", "sk-1234"]);
    assert_eq!(run.json()["previous_spend"], json!(2.5));
    assert_eq!(asked(&server).await, [with(&format!("POST /key/{HASH}/reset_spend"), json!({"reset_to": 0.0}))]);
    let old = MockServer::start().await;
    Mock::given(path("/key/update")).respond_with(json_answer(json!({"spend": 1.0}))).mount(&old).await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(404).set_body_json(json!({"detail": "Not Found"})))
        .mount(&old)
        .await;
    Mock::given(path("/key/info"))
        .respond_with(json_answer(json!({"key": HASH, "info": {"spend": 1.5}})))
        .mount(&old)
        .await;
    assert_eq!(Cli::of(&old).run(&["keys", "reset-spend", HASH, "--to", "1"]).json(), json!({"spend": 1.0}));
    let reset = |to: f64| with(&format!("POST /key/{HASH}/reset_spend"), json!({"reset_to": to}));
    let question = bare(&format!("GET /key/info?key={HASH}"));
    let update = with("POST /key/update", json!({"key": HASH, "spend": 1.0}));
    assert_eq!(asked(&old).await, [reset(1.0), question.clone(), update.clone()]);
    // Which would be more than it was, and newer servers refuse themselves.
    let run = Cli::of(&old).run(&["keys", "reset-spend", HASH, "--to", "2"]);
    assert_eq!(run.fails(1), "error: the key has spent $1.5, which cannot be reset to $2; nothing was changed\n");
    assert_eq!(asked(&old).await, [reset(1.0), question.clone(), update, reset(2.0), question]);
    // A key that is not there is no missing endpoint.
    let none = answering(
        ResponseTemplate::new(404).set_body_json(json!({"detail": {"error": format!("Key {HASH} not found.")}})),
    )
    .await;
    Cli::of(&none).run(&["keys", "reset-spend", HASH]).fails(3);
    assert_eq!(requests(&none).await.len(), 1);
}

#[tokio::test]
async fn regenerate_shows_the_new_secret_or_writes_it() {
    let server = answering_json(json!({"key": SECRET, "token": HASH, "max_budget": 5.0})).await;
    let cli = Cli::of(&server).file("new", SECRET);
    let run = cli.run(&["keys", "regenerate", "sk-1234", "--new-key", "@new", "--grace-period", "24h"]);
    assert_eq!((run.json()["key"].as_str(), run.stderr.as_str()), (Some(SECRET), ""));
    let line = format!("POST /key/{HASH}/regenerate");
    assert_eq!(last_body(&server, &line).await, json!({"new_key": SECRET, "grace_period": "24h"}));
    let run = cli.run(&["keys", "regenerate", HASH, "--output-file", "out.key"]);
    assert!(!run.ok().contains(SECRET) && run.stderr.starts_with("the key is in "), "{run:#?}");
    assert_eq!(std::fs::read_to_string(cli.home().join("out.key")).expect("a file"), format!("{SECRET}\n"));
}

#[tokio::test]
async fn a_missing_licence_is_said_with_the_free_alternative() {
    let refusal = json!({"error": {"message": "Regenerating Virtual Keys is an Enterprise feature, You must be a LiteLLM Enterprise user to use this feature. If you have a license please set `LITELLM_LICENSE` in your env.", "type": "internal_server_error", "param": null, "code": "500"}});
    let server = answering(ResponseTemplate::new(500).set_body_json(refusal)).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "regenerate", HASH, "--output-file", "out.key"]);
    assert!(run.fails(4).contains("error: Regenerating Virtual Keys is an Enterprise feature"), "{run:#?}");
    assert!(run.stderr.contains("hint: `litellm-proxy keys rotate` does the same without a license"), "{run:#?}");
    assert!(!cli.home().join("out.key").exists());
    // Sent once, whatever its status.
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn aliases_are_listed_from_all_pages() {
    let server = MockServer::start().await;
    for (page, aliases) in [("1", json!(["a", "b"])), ("2", json!(["c"]))] {
        Mock::given(path("/key/aliases"))
            .and(query_param("page", page))
            .respond_with(json_answer(json!({"aliases": aliases, "total_count": 3, "total_pages": 2})))
            .mount(&server)
            .await;
    }
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["keys", "aliases", "--format", "csv"]).ok(), "key_alias\na\nb\nc\n");
    assert_eq!(cli.run(&["keys", "aliases", "--format", "ndjson"]).ok(), "\"a\"\n\"b\"\n\"c\"\n");
    assert_eq!(
        cli.run(&["keys", "aliases", "--format", "json"]).json(),
        json!({"aliases": ["a", "b", "c"], "total_count": 3, "current_page": 1, "total_pages": 1})
    );
    assert!(cli.run(&["keys", "aliases"]).ok().contains("│ Alias │"));
    requests(&server).await;
    let old = answering_json(json!({"aliases": ["only"]})).await;
    assert_eq!(Cli::of(&old).run(&["keys", "aliases", "--format", "csv"]).ok(), "key_alias\nonly\n");
    let first = requests(&old).await.first().map(one_line);
    assert_eq!(first, Some(bare("GET /key/aliases?page=1&size=100")));
}

#[test]
fn a_write_whose_answer_is_lost_is_not_sent_twice() {
    for words in [
        &["keys", "update", HASH, "--rpm-limit", "1"][..],
        &["keys", "block", HASH],
        &["keys", "reset-spend", HASH],
        &["keys", "regenerate", HASH],
    ] {
        // It takes one connection: a second request would find nobody.
        let run = Cli::at(&hanging_up_after("")).run(words);
        assert!(run.fails(5).contains("the connection was lost during POST"), "{run:#?}");
        assert!(run.stderr.contains("check before you retry"), "{run:#?}");
    }
}
