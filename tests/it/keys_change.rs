//! Changes of existing keys: `keys update`, `block`, `unblock`, `reset-spend`, `regenerate`, `aliases`, and what a
//! server's policy changes in a request.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response, request, request_with};

use crate::harness::{Cli, are_usage_errors};

const SECRET: &str = "sk-a-new-secret-key";
/// SHA-256 of `sk-1234`.
const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

/// A server where the alias `ci` is the key [`HASH`] with these models, and `Dev` is the team `t1`.
fn with_key(models: &Value) -> FakeServer {
    FakeServer::with_routes([
        (
            "GET /key/list",
            json_response(json!({"keys": [{"token": HASH, "key_alias": "ci"}], "total_count": 1, "total_pages": 1})),
        ),
        ("GET /key/info", json_response(json!({"key": HASH, "info": {"models": models}}))),
        ("GET /v2/team/list", json_response(json!({"teams": [{"team_id": "t1", "team_alias": "Dev"}], "total": 1}))),
        ("POST /key/update", json_response(json!({"key": HASH, "tags": ["t"], "soft_budget": 4.0}))),
        ("POST /key/block", json_response(json!({"token": HASH, "blocked": true}))),
        ("POST /key/unblock", json_response(json!({"token": HASH, "blocked": false}))),
    ])
}

/// The body of the last write, which was to this path.
fn last_body(server: &FakeServer, place: &str) -> Value {
    let (line, body) = server.requests().into_iter().rfind(|(line, _)| !line.starts_with("GET ")).expect("a write");
    assert_eq!(line, place);
    body
}

#[test]
fn update_sends_only_given_fields() {
    let server = with_key(&json!([]));
    let cli = Cli::of(&server).file("key", format!("{SECRET}\n"));
    let run = cli.run(&["keys", "update", "sk-1234", "--max-budget", "50"]);
    assert_eq!(run.json()["key"], HASH);
    assert_eq!(run.stderr, "");
    assert_eq!(server.requests(), [request_with("POST /key/update", json!({"key": "sk-1234", "max_budget": 50.0}))]);
    #[rustfmt::skip]
    cli.run(&[
        "keys", "update", "@key", "--models", "a, b", "--max-budget", "1.5", "--budget-duration", "30d", "--duration", "7d",
        "--tpm-limit", "1", "--rpm-limit", "2", "--max-parallel-requests", "3", "--metadata", r#"{"a":1}"#, "--user-id", "u",
        "--key-alias", "new", "--aliases", r#"{"x":"y"}"#, "--budget-id", "b", "--param", "soft_budget=4", "--param", "tags=[\"t\"]",
        "--no-check",
    ])
    .ok();
    assert_eq!(
        last_body(&server, "POST /key/update"),
        json!({
            "key": SECRET, "models": ["a", "b"], "max_budget": 1.5, "budget_duration": "30d", "duration": "7d",
            "tpm_limit": 1, "rpm_limit": 2, "max_parallel_requests": 3, "metadata": {"a": 1}, "user_id": "u",
            "key_alias": "new", "aliases": {"x": "y"}, "budget_id": "b", "soft_budget": 4, "tags": ["t"],
        })
    );
}

#[test]
fn unset_sends_the_servers_empty_value() {
    let server = with_key(&json!([]));
    let cli = Cli::of(&server);
    for (field, sent) in [
        ("max_budget", json!({"key": HASH, "max_budget": null})),
        ("max-budget", json!({"key": HASH, "max_budget": null})),
        ("models", json!({"key": HASH, "models": []})),
        ("metadata", json!({"key": HASH, "metadata": {}})),
        ("expires", json!({"key": HASH, "duration": null})),
        // Null would not change fields in the metadata.
        ("model_rpm_limit", json!({"key": HASH, "model_rpm_limit": {}})),
        ("enforced-params", json!({"key": HASH, "enforced_params": []})),
    ] {
        cli.run(&["keys", "update", HASH, "--unset", field]).ok();
        assert_eq!(last_body(&server, "POST /key/update"), sent, "{field}");
    }
}

#[test]
fn update_resolves_key_and_team_aliases() {
    let server = with_key(&json!([]));
    Cli::of(&server).run(&["keys", "update", "ci", "--team-id", "Dev"]).ok();
    assert_eq!(last_body(&server, "POST /key/update"), json!({"key": HASH, "team_id": "t1"}));
}

#[test]
fn update_adds_and_removes_models() {
    let server = with_key(&json!(["a", "b"]));
    let cli = Cli::of(&server);
    for (words, models) in [
        (&["--add-model", "c", "--add-model", "a"][..], json!(["a", "b", "c"])),
        (&["--remove-model", "a"], json!(["b"])),
        (&["--add-model", "c", "--remove-model", "a", "--remove-model", "b"], json!(["c"])),
    ] {
        cli.run(&[&["keys", "update", HASH], words].concat()).ok();
        assert_eq!(last_body(&server, "POST /key/update"), json!({"key": HASH, "models": models}));
        assert!(server.requests().contains(&request(&format!("GET /key/info?key={HASH}"))));
    }
}

#[test]
fn update_refuses_to_remove_the_last_model() {
    let server = with_key(&json!(["a", "b"]));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "update", HASH, "--remove-model", "a", "--remove-model", "b"]);
    assert!(run.fails(2).contains("a key without models may call all of them"), "{run:#?}");
    let run = cli.run(&["keys", "update", HASH, "--remove-model", "z"]);
    assert_eq!(run.fails(2), "error: `z` is not among the key's models\nhint: the key's models are a, b\n");
    let open = with_key(&json!([]));
    let run = Cli::of(&open).run(&["keys", "update", HASH, "--add-model", "a"]);
    assert!(run.fails(2).contains("the key may call all models"), "{run:#?}");
    for server in [server, open] {
        assert!(server.requests().iter().all(|(line, _)| line.starts_with("GET ")));
    }
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["keys", "update"], "KEY"),
        (&["keys", "update", "sk-1"], "nothing to update: give at least one option"),
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
    ]);
}

#[test]
fn dry_run_changes_nothing() {
    let server = with_key(&json!(["x"]));
    let (cli, url) = (Cli::of(&server), server.uri());
    for (words, line, body) in [
        (
            &["update", "ci", "--team-id", "Dev", "--rpm-limit", "1"][..],
            "POST /key/update",
            json!({"key": HASH, "team_id": "t1", "rpm_limit": 1}),
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
    let run = cli.run(&["keys", "update", HASH, "--add-model", "m", "--dry-run", "--format", "json"]);
    assert_eq!(run.json()["body"], json!({"key": HASH, "models": ["x", "m"]}));
    // The update depends on a response, which is not fetched for a curl command.
    let run = cli.run(&["keys", "update", HASH, "--add-model", "m", "--curl"]);
    assert!(run.ok().starts_with(&format!("curl -X GET '{url}/key/info?key={HASH}'")), "{run:#?}");
    assert_eq!(run.stderr, "the update is built from the response to this request\n");
    let run = cli.run(&["keys", "block", "sk-1", HASH, "--dry-run"]);
    assert_eq!(run.ok().matches("POST ").count(), 2);
    for words in [&["block", "nobody"][..], &["update", "nobody", "--rpm-limit", "1"]] {
        let run = cli.run(&[&["keys"], words, &["--dry-run"]].concat());
        assert_eq!(run.fails(3), "error: no key has the alias `nobody`\n");
    }
    let run = cli.run(&["keys", "rotate", "ci", "--curl"]);
    assert!(run.ok().starts_with(&format!("curl -X GET '{url}/key/info?key={HASH}'")), "{run:#?}");
    assert!(server.requests().iter().all(|(line, _)| line.starts_with("GET ")));
}

#[test]
fn fields_that_the_server_fills_in_or_rounds_are_notes() {
    let generated = json!({
        "key": SECRET, "max_budget": 100, "models": ["m"], "tpm_limit": 1000, "rpm_limit": null, "duration": "24h",
        "expires": "2026-11-22T00:00:00Z", "created_at": "2026-11-21T14:00:00Z", "team_id": "core",
    });
    let server = FakeServer::always_json(generated);
    let run = Cli::of(&server).run(&["keys", "generate", "--max-budget", "100", "--models", "m", "--duration", "24h"]);
    run.ok();
    assert_eq!(
        run.stderr,
        "note: the server set team_id to core, which was not requested\n\
         note: the server set tpm_limit to 1000, which was not requested\n\
         note: the server changed duration from 24h to 10 hours: the key expires at 2026-11-22T00:00:00Z\n"
    );
    assert!(!run.stderr.contains(SECRET));
}

#[test]
fn fields_that_the_server_did_not_keep_are_an_error() {
    let generated = json!({"key": SECRET, "max_budget": 10, "models": ["m"]});
    let info = json!({"key": HASH, "info": {"max_budget": 10.0, "models": ["m"]}});
    let server = FakeServer::with_routes([
        ("POST /key/generate", json_response(generated)),
        ("GET /key/info", json_response(info)),
    ]);
    let words = ["keys", "generate", "--max-budget", "100", "--models", "m", "--param", "tpd_limit=5"];
    let run = Cli::of(&server).run(&words);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (1, "error: the server accepted max_budget=100 but kept 10, and tpd_limit=5 but does not have such a field\n")
    );
    // The key exists, and nobody else knows it.
    assert!(run.stdout.contains(SECRET), "{run:#?}");
    let updated = json!({"key": HASH, "max_budget": 10, "tpm_limit": 5, "budget_duration": "30d",
        "expires": "2026-11-22T00:00:00Z"});
    let server = FakeServer::with_routes([
        ("POST /key/update", json_response(updated.clone())),
        ("GET /key/info", json_response(json!({"info": updated}))),
    ]);
    let words = ["keys", "update", HASH, "--max-budget", "10", "--unset", "budget_duration", "--unset", "expires"];
    let run = Cli::of(&server).run(&words);
    assert_eq!(
        (run.code, run.stderr.as_str()),
        (
            1,
            "error: the server accepted duration=null but kept the expiry 2026-11-22T00:00:00Z, and \
             budget_duration=null but kept 30d\n"
        )
    );
}

#[test]
fn a_response_that_shows_less_than_the_server_kept_is_no_error() {
    let server = FakeServer::with_routes([
        ("POST /key/update", json_response(json!({"key": HASH, "rpm_limit": null}))),
        ("GET /key/info", json_response(json!({"info": {"rpm_limit": 5, "metadata": {"tag_rpm_limit": {"t": 1}}}}))),
    ]);
    let words = ["keys", "update", HASH, "--rpm-limit", "5", "--param", "tag_rpm_limit={\"t\": 1}"];
    assert_eq!((Cli::of(&server).run(&words).ok().is_empty(), server.received().len()), (false, 2));
    // The response decides for callers who may not read the key.
    let server = FakeServer::with_routes([("POST /key/update", json_response(json!({"key": HASH, "rpm_limit": 3})))]);
    let run = Cli::of(&server).run(&words);
    assert_eq!((run.code, run.stderr.as_str()), (1, "error: the server accepted rpm_limit=5 but kept 3\n"));
}

#[test]
fn budget_windows_that_stay_in_force_are_a_warning() {
    let windows = json!([{"max_budget": 0.01, "budget_duration": "1d"}]);
    let server = FakeServer::echoing(&json!({"key": HASH, "budget_limits": windows}));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "update", HASH, "--max-budget", "50"]);
    run.ok();
    assert_eq!(
        run.stderr,
        "warning: the key also has budget windows, which stay in force: $0.01 per 1d; --unset budget_limits removes \
         them\n"
    );
    assert_eq!(cli.run(&["keys", "update", HASH, "--rpm-limit", "50"]).stderr, "");
}

#[test]
fn a_mistyped_field_is_found_before_anything_is_sent() {
    let server = FakeServer::new();
    let cli = Cli::of(&server);
    for (words, endpoint, similar) in [
        (&["keys", "generate"][..], "POST /key/generate", "max_budget"),
        (&["keys", "update", HASH], "POST /key/update", "max_budget"),
        (&["teams", "create"], "POST /team/new", "max_budget"),
        (&["teams", "update", "t"], "POST /team/update", "max_budget"),
        (&["users", "create", "--email", "a@b.c"], "POST /user/new", "max_budget"),
        (&["users", "update", "u"], "POST /user/update", "max_budget"),
        (&["budgets", "create"], "POST /budget/new", "max_budget"),
        (&["budgets", "update", "b"], "POST /budget/new", "max_budget"),
        (&["customers", "create", "c"], "POST /customer/new", "max_budget"),
        (&["customers", "update", "c"], "POST /customer/update", "max_budget"),
        (&["organizations", "create", "o"], "POST /organization/new", "max_budget"),
        (&["organizations", "update", "o"], "PATCH /organization/update", "max_budget"),
    ] {
        let run = cli.run(&[words, &["--param", "max_budgt=5"]].concat());
        let message = format!("error: `max_budgt` is not a field of {endpoint}\nhint: did you mean `{similar}`?\n");
        assert_eq!(run.fails(2), message, "{words:?}");
    }
    assert_eq!(server.received().len(), 0);
    // A newer server may know more.
    let server = FakeServer::echoing(&json!({"key": HASH}));
    let run = Cli::of(&server).run(&["keys", "update", HASH, "--param", "entirely_new=5", "--param", "metadata.x=1"]);
    run.ok();
    assert_eq!(
        run.stderr,
        "warning: `entirely_new` is not a field of POST /key/update that this program knows; older servers ignore it\n"
    );
}

#[test]
fn block_of_one_key_prints_the_response() {
    let server = with_key(&json!([]));
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["keys", "block", "ci"]).json(), json!({"token": HASH, "blocked": true}));
    assert_eq!(last_body(&server, "POST /key/block"), json!({"key": HASH}));
    assert_eq!(cli.run(&["keys", "unblock", SECRET]).json(), json!({"token": HASH, "blocked": false}));
    assert_eq!(last_body(&server, "POST /key/unblock"), json!({"key": SECRET}));
    let run = cli.run(&["keys", "block", "nobody"]);
    assert_eq!(run.fails(3), "error: no key has the alias `nobody`\n");
}

#[test]
fn block_of_several_keys_prints_an_outcome_each() {
    let server = FakeServer::new();
    let missing = json!({"error": {"message": "Authentication Error, Invalid proxy server token passed. key=aa, not found in db. Create key via `/key/generate` call.", "type": "token_not_found_in_db", "code": "401"}});
    server.add_when(|request| request.field("key") == SECRET, FakeResponse::new(401).with_json(missing));
    server.add("/key/block", json_response(json!({"blocked": true})));
    let cli = Cli::of(&server);
    let words = ["keys", "block", SECRET, HASH, "sk-1", "--concurrency", "1", "--format"];
    let run = cli.run(&[&words[..], &["json"]].concat());
    assert_eq!(run.code, 7, "{run:#?}");
    // An unknown key on an older server does not stop the others: it is not the caller's key.
    let outcomes: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(
        (&outcomes[0]["outcome"], &outcomes[1]["outcome"], &outcomes[2]["outcome"]),
        (&json!("failed"), &json!("blocked"), &json!("blocked"))
    );
    assert!(outcomes[0]["reason"].as_str().is_some_and(|reason| reason.contains("not found in db")), "{run:#?}");
    assert!(!run.stdout.contains(SECRET) && !run.stdout.contains("sk-1"), "{run:#?}");
    assert!(run.stderr.contains("1 of 3 keys was not blocked"), "{run:#?}");
    let run = cli.run(&[&words[..], &["csv"]].concat());
    assert!(
        run.stdout.starts_with("key,outcome,reason\n") && run.stdout.contains(&format!("\n{HASH},blocked,\n")),
        "{run:#?}"
    );
    let run = cli.run(&["keys", "block", HASH, "sk-1"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
}

#[test]
fn unknown_key_on_an_old_server_is_not_found() {
    for message in [
        "Authentication Error, Invalid proxy server token passed. key=aa, not found in db. Create key via `/key/generate` call.",
        "Authentication Error: invalid user key - user key does not exist in db. User Key=aa",
    ] {
        let server = FakeServer::always(FakeResponse::new(401).with_json(json!({"error": {"message": message}})));
        let run = Cli::of(&server).run(&["keys", "update", HASH, "--rpm-limit", "1"]);
        assert!(run.fails(3).starts_with("error: Authentication Error"), "{run:#?}");
    }
}

#[test]
fn reset_spend_falls_back_to_update() {
    let server =
        FakeServer::always_json(json!({"key_hash": HASH, "spend": 0.0, "previous_spend": 2.5, "max_budget": null}));
    let run = Cli::of(&server).run(&["keys", "reset-spend", "sk-1234"]);
    assert_eq!(run.json()["previous_spend"], json!(2.5));
    assert_eq!(server.requests(), [request_with(&format!("POST /key/{HASH}/reset_spend"), json!({"reset_to": 0.0}))]);
    let old = FakeServer::new()
        .on("/key/update", json_response(json!({"spend": 1.0})))
        .on("POST *", FakeResponse::new(404).with_json(json!({"detail": "Not Found"})))
        .on("/key/info", json_response(json!({"key": HASH, "info": {"spend": 1.5}})));
    assert_eq!(Cli::of(&old).run(&["keys", "reset-spend", HASH, "--to", "1"]).json(), json!({"spend": 1.0}));
    let reset = |to: f64| request_with(&format!("POST /key/{HASH}/reset_spend"), json!({"reset_to": to}));
    let question = request(&format!("GET /key/info?key={HASH}"));
    let update = request_with("POST /key/update", json!({"key": HASH, "spend": 1.0}));
    assert_eq!(old.requests(), [reset(1.0), question.clone(), update.clone()]);
    // That would raise the spend; newer servers refuse it themselves.
    let run = Cli::of(&old).run(&["keys", "reset-spend", HASH, "--to", "2"]);
    assert_eq!(run.fails(1), "error: the key has spent $1.5, which cannot be reset to $2; nothing was changed\n");
    assert_eq!(old.requests(), [reset(1.0), question.clone(), update, reset(2.0), question]);
    // A missing key is not a missing endpoint.
    let none = FakeServer::always(
        FakeResponse::new(404).with_json(json!({"detail": {"error": format!("Key {HASH} not found.")}})),
    );
    Cli::of(&none).run(&["keys", "reset-spend", HASH]).fails(3);
    assert_eq!(none.received().len(), 1);
}

#[test]
fn regenerate_prints_or_writes_the_new_secret() {
    let server = FakeServer::always_json(json!({"key": SECRET, "token": HASH, "max_budget": 5.0}));
    let cli = Cli::of(&server).file("new", SECRET);
    let run = cli.run(&["keys", "regenerate", "sk-1234", "--new-key", "@new", "--grace-period", "24h"]);
    assert_eq!((run.json()["key"].as_str(), run.stderr.as_str()), (Some(SECRET), ""));
    let line = format!("POST /key/{HASH}/regenerate");
    assert_eq!(last_body(&server, &line), json!({"new_key": SECRET, "grace_period": "24h"}));
    let run = cli.run(&["keys", "regenerate", HASH, "--output-file", "out.key"]);
    assert!(!run.ok().contains(SECRET) && run.stderr.starts_with("the key is in "), "{run:#?}");
    assert_eq!(std::fs::read_to_string(cli.home().join("out.key")).expect("a file"), format!("{SECRET}\n"));
}

#[test]
fn missing_license_hints_at_the_free_alternative() {
    let refusal = json!({"error": {"message": "Regenerating Virtual Keys is an Enterprise feature, You must be a LiteLLM Enterprise user to use this feature. If you have a license please set `LITELLM_LICENSE` in your env.", "type": "internal_server_error", "param": null, "code": "500"}});
    let server = FakeServer::always(FakeResponse::new(500).with_json(refusal));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "regenerate", HASH, "--output-file", "out.key"]);
    assert!(run.fails(4).contains("error: Regenerating Virtual Keys is an Enterprise feature"), "{run:#?}");
    assert!(run.stderr.contains("hint: `litellm-proxy keys rotate` does the same without a license"), "{run:#?}");
    assert!(!cli.home().join("out.key").exists());
    // Sent once, whatever the status.
    assert_eq!(server.received().len(), 1);
}

#[test]
fn aliases_reads_all_pages() {
    let server = FakeServer::new();
    for (page, aliases) in [("1", json!(["a", "b"])), ("2", json!(["c"]))] {
        server.add(
            &format!("/key/aliases?page={page}"),
            json_response(json!({"aliases": aliases, "total_count": 3, "total_pages": 2})),
        );
    }
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["keys", "aliases", "--format", "csv"]).ok(), "key_alias\na\nb\nc\n");
    assert_eq!(cli.run(&["keys", "aliases", "--format", "ndjson"]).ok(), "\"a\"\n\"b\"\n\"c\"\n");
    assert_eq!(
        cli.run(&["keys", "aliases", "--format", "json"]).json(),
        json!({"aliases": ["a", "b", "c"], "total_count": 3, "current_page": 1, "total_pages": 1})
    );
    assert!(cli.run(&["keys", "aliases"]).ok().contains("│ Alias │"));
    let old = FakeServer::always_json(json!({"aliases": ["only"]}));
    assert_eq!(Cli::of(&old).run(&["keys", "aliases", "--format", "csv"]).ok(), "key_alias\nonly\n");
    let first = old.received().first().map(FakeRequest::line_and_body);
    assert_eq!(first, Some(request("GET /key/aliases?page=1&size=100")));
}

#[test]
fn writes_with_a_lost_response_are_not_retried() {
    for words in [
        &["keys", "update", HASH, "--rpm-limit", "1"][..],
        &["keys", "block", HASH],
        &["keys", "reset-spend", HASH],
        &["keys", "regenerate", HASH],
    ] {
        let server = FakeServer::always(FakeResponse::lost());
        let run = Cli::of(&server).run(words);
        assert_eq!(server.received().len(), 1, "{words:?}");
        assert!(run.fails(5).contains("the connection was lost during POST"), "{run:#?}");
        assert!(run.stderr.contains("check before you retry"), "{run:#?}");
    }
}
