//! `keys generate`, `delete` and `info`: what is sent, what is made of the answer, and where secrets do and do not go.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::harness::{
    Cli, answering, answering_json, are_usage_errors, asked, bare, json_answer, requests, routed, with,
};

const SECRET: &str = "sk-a-new-secret-key";
/// SHA-256 of `sk-1234`.
const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

/// Requests but those that look for what a new key names, which are under way at the same time.
fn without_looks(mut asked: Vec<(String, Value)>) -> Vec<(String, Value)> {
    asked.retain(|(line, _)| !line.starts_with("GET /models?") && !line.starts_with("GET /user/info?"));
    asked
}

#[tokio::test]
async fn generate_sends_what_is_given_and_prints_the_answer() {
    let answer = json!({"key": SECRET, "expires": null, "token": HASH});
    let server = answering_json(answer.clone()).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "generate"]);
    assert_eq!((run.json(), run.stderr.as_str()), (answer, ""));
    cli.run(&[
        "keys",
        "generate",
        "--models",
        "gpt-4, gpt-3.5-turbo",
        "--spend",
        "100",
        "--duration",
        "24h",
        "--key-alias",
        "my-key",
        "--team-id",
        "team123",
    ])
    .ok();
    assert_eq!(
        without_looks(asked(&server).await),
        [
            with("POST /key/generate", json!({})),
            // An alias may be meant.
            bare("GET /team/info?team_id=team123"),
            with(
                "POST /key/generate",
                json!({"models": ["gpt-4", "gpt-3.5-turbo"], "spend": 100.0, "duration": "24h", "key_alias": "my-key",
                       "team_id": "team123"})
            ),
        ]
    );
}

#[tokio::test]
async fn generate_knows_every_option() {
    let server = answering_json(json!({"key": SECRET})).await;
    let cli = Cli::of(&server).file("metadata.json", "{\"note\": \"n\"}").stdin("sk-my-own-key\n");
    cli.run(&[
        "keys",
        "generate",
        "--models",
        "m",
        "--aliases",
        "{\"a\": \"m\"}",
        "--spend",
        "0.25",
        "--max-budget",
        "10",
        "--budget-duration",
        "30d",
        "--soft-budget",
        "8.5",
        "--duration",
        "7d",
        "--key-alias",
        "k",
        "--team-id",
        "t",
        "--user-id",
        "u",
        "--budget-id",
        "b",
        "--config",
        "{\"c\": 1}",
        "--metadata",
        "@metadata.json",
        "--tpm-limit",
        "1000",
        "--rpm-limit",
        "60",
        "--max-parallel-requests",
        "3",
        "--key",
        "@-",
        "--tags",
        "x, y",
        "--blocked",
        "--param",
        "allowed_routes=[\"/chat/completions\"]",
        "--param",
        "permissions.p=true",
    ])
    .ok();
    assert_eq!(
        without_looks(asked(&server).await),
        [
            bare("GET /team/info?team_id=t"),
            with(
                "POST /key/generate",
                json!({
                    "models": ["m"], "aliases": {"a": "m"}, "spend": 0.25, "max_budget": 10.0, "budget_duration": "30d",
                    "soft_budget": 8.5, "duration": "7d", "key_alias": "k", "team_id": "t", "user_id": "u",
                    "budget_id": "b", "config": {"c": 1}, "metadata": {"note": "n"}, "tpm_limit": 1000, "rpm_limit": 60,
                    "max_parallel_requests": 3, "key": "sk-my-own-key", "tags": ["x", "y"], "blocked": true,
                    "allowed_routes": ["/chat/completions"], "permissions": {"p": true},
                })
            )
        ]
    );

    // No option is accepted and not sent: each of them is above, and the body has its field.
    let body = asked(&server).await.into_iter().find(|(line, _)| line == "POST /key/generate").expect("a request").1;
    let help = cli.run(&["keys", "generate", "--help"]).stdout;
    let own = help.split("Global options:").next().expect("the command's own options");
    let options = own.lines().filter_map(|line| line.trim_start().strip_prefix("--"));
    let options = options.filter_map(|line| line.split([' ', ',']).next());
    let options = options.filter(|name| !matches!(*name, "param" | "output-file" | "dry-run"));
    let unsent: Vec<_> = options.clone().filter(|name| body.get(name.replace('-', "_")).is_none()).collect();
    assert!(options.count() >= 19 && unsent.is_empty(), "not sent: {unsent:?}\n{help}");
}

#[tokio::test]
async fn generate_writes_the_secret_to_a_private_file_and_not_on_the_screen() {
    let server = answering_json(json!({"key": SECRET, "key_alias": "ci", "expires": null})).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "generate", "--key-alias", "ci", "--output-file", "ci.key", "--debug"]);
    assert_eq!(run.json(), json!({"key": "[redacted]", "key_alias": "ci", "expires": null}));
    assert!(run.stderr.contains("the key is in ci.key") && !run.stderr.contains(SECRET), "{run:#?}");
    let path = cli.home().join("ci.key");
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), format!("{SECRET}\n"));
    assert_eq!(std::fs::metadata(&path).expect("the file").permissions().mode() & 0o7777, 0o600);
}

#[tokio::test]
async fn generate_makes_no_key_that_it_could_not_keep() {
    let server = answering_json(json!({"key": SECRET})).await;
    let cli = Cli::of(&server).file("ci.key", "precious");
    let run = cli.run(&["keys", "generate", "--output-file", "ci.key"]);
    assert_eq!(run.fails(2), "error: cannot create `ci.key`: File exists\n");
    assert_eq!(std::fs::read_to_string(cli.home().join("ci.key")).expect("the file"), "precious");
    cli.run(&["keys", "generate", "--output-file", "no/such/directory/ci.key"]).fails(2);
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn generate_leaves_no_empty_file_behind_a_refusal() {
    let refusal = json!({"error": {"message": "Unique constraint failed on the fields: (`key_alias`)", "code": "500"}});
    let server = answering(ResponseTemplate::new(500).set_body_json(refusal)).await;
    let cli = Cli::of(&server);
    cli.run(&["keys", "generate", "--key-alias", "ci", "--output-file", "ci.key"]).fails(8);
    assert!(!cli.home().join("ci.key").exists());
}

#[tokio::test]
async fn delete_sends_a_request_for_each_list() {
    /// Repeats what it was asked to delete, as the server does.
    struct Echo;
    impl Respond for Echo {
        fn respond(&self, request: &Request) -> ResponseTemplate {
            let body: Value = request.body_json().expect("JSON");
            let named = if body["keys"].is_null() { &body["key_aliases"] } else { &body["keys"] };
            json_answer(json!({"deleted_keys": named}))
        }
    }
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(Echo).mount(&server).await;
    let cli = Cli::of(&server).file("keys.txt", "sk-key3\n\nsk-key4 , sk-key5\n");
    let run = cli.run(&["keys", "delete", "--keys", "sk-key1,sk-key2", "--key-aliases", "alias1, alias2"]);
    assert_eq!(run.json(), json!({"deleted_keys": ["sk-key1", "sk-key2", "alias1", "alias2"]}));
    assert_eq!(cli.run(&["keys", "delete", "--keys", "@keys.txt"]).json()["deleted_keys"][2], "sk-key5");
    cli.run(&["keys", "delete", "--key-aliases", "a"]).ok();
    let run = cli.run(&["keys", "delete", "ci", "sk-key6", HASH, "--keys", "nightly", "--key-aliases", "a"]);
    assert_eq!(run.json(), json!({"deleted_keys": ["sk-key6", HASH, "ci", "nightly", "a"]}));
    assert_eq!(
        asked(&server).await,
        [
            with("POST /key/delete", json!({"keys": ["sk-key1", "sk-key2"], "key_aliases": null})),
            with("POST /key/delete", json!({"keys": null, "key_aliases": ["alias1", "alias2"]})),
            with("POST /key/delete", json!({"keys": ["sk-key3", "sk-key4", "sk-key5"], "key_aliases": null})),
            with("POST /key/delete", json!({"keys": null, "key_aliases": ["a"]})),
            // Each kind in the list in which the server looks for it.
            with("POST /key/delete", json!({"keys": ["sk-key6", HASH], "key_aliases": null})),
            with("POST /key/delete", json!({"keys": null, "key_aliases": ["ci", "nightly", "a"]})),
        ]
    );
}

#[tokio::test]
async fn delete_of_what_is_not_there_is_exit_code_three() {
    let refusal = json!({"error": {"message": "no such alias", "code": "404"}});
    let server = answering(ResponseTemplate::new(404).set_body_json(refusal)).await;
    let run = Cli::of(&server).run(&["keys", "delete", "--key-aliases", "a"]);
    assert_eq!(run.fails(3), "error: no such alias (HTTP 404)\n");
}

#[tokio::test]
async fn info_puts_the_hash_into_the_url_and_never_the_key() {
    let answer = json!({"key": HASH, "info": {"key_alias": "a", "spend": 3e-05}});
    let server = answering_json(answer.clone()).await;
    let cli = Cli::of(&server).file("key.txt", "sk-1234\n");
    for key in ["sk-1234", HASH, "@key.txt"] {
        for words in [&["keys", "info", "--key", key][..], &["keys", "info", key]] {
            let run = cli.run(words);
            assert_eq!((run.json(), run.stderr.as_str()), (answer.clone(), ""));
        }
    }
    assert_eq!(asked(&server).await, vec![bare(&format!("GET /key/info?key={HASH}")); 6]);
}

#[tokio::test]
async fn info_as_a_table_has_a_row_for_each_field() {
    let server =
        answering_json(json!({"key": HASH, "info": {"key_alias": "a", "spend": 3e-05, "models": ["m"]}})).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "info", HASH, "--format", "table"]);
    let rows: Vec<_> = run.ok().lines().skip(3).map(|line| line.replace(' ', "")).collect();
    assert_eq!(
        rows[..4],
        [format!("│key┆{HASH}│"), "│key_alias┆a│".into(), "│spend┆0.00003│".into(), "│models┆m│".into()]
    );
    let csv = cli.run(&["keys", "info", HASH, "--format", "csv"]);
    assert!(csv.ok().starts_with("key,key_alias,spend,models\n"), "{csv:#?}");
    assert_eq!(cli.run(&["keys", "info", HASH, "--format", "yaml"]).ok().lines().nth(1), Some("info:"));
}

#[tokio::test]
async fn info_finds_a_key_by_exactly_its_alias() {
    // Servers search for a part of the alias.
    let list = json!({"keys": [{"token": "wrong", "key_alias": "ci-2"}, {"token": HASH, "key_alias": "ci"}],
                      "total_count": 2, "total_pages": 1});
    let server = routed([
        ("GET /key/list", json_answer(list)),
        ("GET /key/info", json_answer(json!({"key": HASH, "info": {"key_alias": "ci"}}))),
    ])
    .await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["keys", "info", "--key-alias", "ci"]).json()["info"]["key_alias"], "ci");
    let question =
        "GET /key/list?page=1&size=100&key_alias=ci&return_full_object=true&include_team_keys=false&sort_by=token";
    assert_eq!(asked(&server).await, [bare(question), bare(&format!("GET /key/info?key={HASH}"))]);
    assert_eq!(cli.run(&["keys", "info", "ci"]).json()["info"]["key_alias"], "ci");
    let shown = cli.run(&["keys", "info", "ci", "--curl"]);
    assert!(shown.ok().starts_with(&format!("curl -X GET '{}/key/info?key={HASH}'", server.uri())), "{shown:#?}");
    assert!(cli.run(&["keys", "info", "--key-alias", "c"]).fails(3).contains("no key has the alias `c`"));
}

#[tokio::test]
async fn info_of_what_looks_like_an_alias_says_so_when_it_fails() {
    let refusal = json!({"error": {"message": "Key not found in database", "code": "404"}});
    let server = answering(ResponseTemplate::new(404).set_body_json(refusal)).await;
    let run = Cli::of(&server).run(&["keys", "info", "--key", "my-alias"]);
    assert!(run.fails(3).contains("--key-alias takes an alias"), "{run:#?}");
    assert!(run.stderr.contains("error: Key not found in database (HTTP 404)"), "{run:#?}");
}

#[tokio::test]
async fn dry_runs_mask_keys_and_send_nothing() {
    let server = answering_json(Value::Null).await;
    let cli = Cli::of(&server);
    let url = server.uri();
    let run = cli.run(&["keys", "generate", "--key", SECRET, "--output-file", "f", "--dry-run"]);
    assert_eq!(run.ok(), format!("POST {url}/key/generate\n{{\n  \"key\": \"[redacted]\"\n}}\n"));
    assert!(!cli.home().join("f").exists());
    let run = cli.run(&["keys", "delete", "--keys", SECRET, "--key-aliases", "a", "--dry-run"]);
    assert_eq!(run.ok().matches(&format!("POST {url}/key/delete\n")).count(), 2);
    assert!(!run.stdout.contains(SECRET), "{run:#?}");
    assert_eq!(asked(&server).await, []);
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error_and_nothing_is_sent() {
    are_usage_errors(&[
        (&["keys"], "Usage: litellm-proxy keys"),
        (&["keys", "generate", "extra"], "unexpected argument"),
        (&["keys", "generate", "--aliases", "{"], "invalid JSON in --aliases"),
        (&["keys", "generate", "--config", "nope"], "invalid JSON in --config"),
        (&["keys", "generate", "--metadata", "[1]"], "--metadata must be a JSON object"),
        (&["keys", "generate", "--max-budget", "ten"], "--max-budget"),
        (&["keys", "generate", "--soft-budget", "ten"], "--soft-budget"),
        (&["keys", "generate", "--spend", "ten"], "--spend"),
        (&["keys", "generate", "--tpm-limit", "-1"], "must be a whole number, 0 or more"),
        (&["keys", "generate", "--rpm-limit", "1.5"], "must be a whole number, 0 or more"),
        (&["keys", "generate", "--max-parallel-requests", "x"], "must be a whole number, 0 or more"),
        (&["keys", "generate", "--key-alias", ""], "--key-alias"),
        (&["keys", "generate", "--user-id", ""], "--user-id"),
        (&["keys", "generate", "--team-id", ""], "--team-id"),
        (&["keys", "generate", "--budget-id", ""], "--budget-id"),
        (&["keys", "generate", "--param", "nothing"], "--param takes KEY=VALUE"),
        (&["keys", "generate", "--key", "@nope"], "cannot read `nope`"),
        (&["keys", "delete"], "--keys"),
        (&["keys", "delete", "--keys", " , "], "no key and no alias is named"),
        (&["keys", "delete", "--keys", "@nope"], "cannot read `nope`"),
        (&["keys", "info"], "--key"),
        (&["keys", "info", "--key", ""], "the key is empty"),
        (&["keys", "info", "--key", "k", "--key-alias", "a"], "cannot be used with"),
        (&["keys", "info", "k", "--key-alias", "a"], "cannot be used with"),
        (&["keys", "info", ""], "the key is empty"),
        (&["keys", "delete", ""], "the key is empty"),
        (&["keys", "delete", "@nope"], "cannot read `nope`"),
    ])
    .await;
}

#[test]
fn a_secret_in_the_wrong_place_is_not_repeated() {
    let run = Cli::at("http://127.0.0.1:1").run(&["keys", "aliases", "sk-hidden-secret-key"]);
    assert!(!run.fails(2).contains("hidden"), "{run:#?}");
}

#[tokio::test]
async fn delete_of_two_lists_of_which_one_fails_says_what_was_deleted() {
    struct OnlyKeys;
    impl Respond for OnlyKeys {
        fn respond(&self, request: &Request) -> ResponseTemplate {
            let body: Value = request.body_json().expect("JSON");
            if body["keys"].is_null() {
                let refusal = json!({"error": {"message": "no such alias", "code": "404"}});
                return ResponseTemplate::new(404).set_body_json(refusal);
            }
            json_answer(json!({"deleted_keys": body["keys"]}))
        }
    }
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(OnlyKeys).mount(&server).await;
    let run = Cli::of(&server).run(&["keys", "delete", "--keys", "sk-k", "--key-aliases", "a"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(serde_json::from_str::<Value>(&run.stdout).expect("JSON"), json!({"deleted_keys": ["sk-k"]}));
    assert!(run.stderr.contains("no such alias (HTTP 404)"), "{run:#?}");
    let run = Cli::of(&server).run(&["keys", "delete", "--key-aliases", "a"]);
    assert_eq!(run.fails(3), "error: no such alias (HTTP 404)\n");
}

#[tokio::test]
async fn a_list_of_models_that_names_none_is_not_all_models() {
    let server = answering_json(json!({"key": "sk-x"})).await;
    Cli::of(&server).run(&["keys", "generate", "--models", " , "]).fails(2);
}

#[tokio::test]
async fn amounts_that_are_none_and_fields_given_twice_are_usage_errors() {
    let server = answering_json(json!({"key": "sk-x"})).await;
    let cli = Cli::of(&server);
    for amount in ["nan", "inf", "1e999", "-1", "five"] {
        cli.run(&["keys", "generate", "--max-budget", amount]).fails(2);
        cli.run(&["users", "create", "--email", "a@b.c", "--max-budget", amount]).fails(2);
    }
    let run = cli.run(&["keys", "generate", "--max-budget", "6", "--param", "max_budget=5"]);
    assert!(run.fails(2).contains("`max_budget` is given twice"), "{run:#?}");
    cli.run(&["keys", "list", "--key-alias", ""]).fails(2);
    assert_eq!(requests(&server).await.len(), 0);
}
