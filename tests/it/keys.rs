//! `keys generate`, `delete` and `info`: requests, output, and where secrets go.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Respond, json_response, request, request_with};

use crate::harness::{Cli, are_usage_errors};

const SECRET: &str = "sk-a-new-secret-key";
/// SHA-256 of `sk-1234`.
const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

/// Requests, without the lookups of what a new key refers to and of what the server kept, and without random secrets.
fn without_lookups(mut received: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let lookups = ["GET /models?", "GET /user/info?", "GET /key/info?", "GET /v2/team/list?", "POST /budget/info"];
    received.retain(|(line, _)| !lookups.iter().any(|lookup| line.starts_with(lookup)));
    for (line, body) in &mut received {
        if line == "POST /key/generate" && body["key"].as_str().is_some_and(is_random) {
            body.as_object_mut().expect("an object").remove("key");
        }
    }
    received
}

/// Whether a secret is in the form of LiteLLM's own.
fn is_random(secret: &str) -> bool {
    secret.starts_with("sk-") && secret.len() == 25
}

#[test]
fn generate_sends_given_fields_and_prints_the_response() {
    let response = json!({"key": SECRET, "expires": null, "token": HASH});
    let server = FakeServer::always_json(response.clone());
    server.add_first("GET /team/info", json_response(json!({"team_id": "team123", "team_info": {}})));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "generate"]);
    assert_eq!((run.json(), run.stderr.as_str()), (response, ""));
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
        without_lookups(server.requests()),
        [
            request_with("POST /key/generate", json!({})),
            // It may be an alias.
            request("GET /team/info?team_id=team123"),
            request_with(
                "POST /key/generate",
                json!({"models": ["gpt-4", "gpt-3.5-turbo"], "spend": 100.0, "duration": "24h", "key_alias": "my-key",
                       "team_id": "team123"})
            ),
        ]
    );
}

#[test]
fn generate_sends_every_option() {
    let server = FakeServer::echoing(&json!({"key": SECRET}));
    server.add_first("GET /team/info", json_response(json!({"team_id": "t", "team_info": {}})));
    server.add_first("POST /budget/info", json_response(json!([{"budget_id": "b"}])));
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
        without_lookups(server.requests()),
        [
            request("GET /team/info?team_id=t"),
            request_with(
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
    let body = server.requests().into_iter().find(|(line, _)| line == "POST /key/generate").expect("a request").1;
    let help = cli.run(&["keys", "generate", "--help"]).stdout;
    let own = help.split("Global options:").next().expect("the command's own options");
    let options = own.lines().filter_map(|line| line.trim_start().strip_prefix("--"));
    let options = options.filter_map(|line| line.split([' ', ',']).next());
    // `--expires` is sent as `duration`; it excludes `--duration`.
    let options = options.filter(|name| {
        !matches!(*name, "param" | "output-file" | "force" | "no-check" | "dry-run" | "expires" | "if-not-exists")
    });
    let unsent: Vec<_> = options.clone().filter(|name| body.get(name.replace('-', "_")).is_none()).collect();
    assert!(options.count() >= 19 && unsent.is_empty(), "not sent: {unsent:?}\n{help}");
}

#[test]
fn generate_writes_the_secret_to_a_private_file() {
    let server = FakeServer::always_json(json!({"key": SECRET, "key_alias": "ci", "expires": null}));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "generate", "--key-alias", "ci", "--output-file", "ci.key", "--debug"]);
    assert_eq!(run.json(), json!({"key": "[redacted]", "key_alias": "ci", "expires": null}));
    assert!(run.stderr.contains("the key is in ci.key") && !run.stderr.contains(SECRET), "{run:#?}");
    let path = cli.home().join("ci.key");
    assert_eq!(std::fs::read_to_string(&path).expect("the file"), format!("{SECRET}\n"));
    assert_eq!(std::fs::metadata(&path).expect("the file").permissions().mode() & 0o7777, 0o600);
}

#[test]
fn key_that_cannot_be_printed_is_named_with_the_command_that_deletes_it() {
    struct Echo;
    impl Respond for Echo {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            let body: Value = request.json();
            if request.path() == "/user/new" {
                return json_response(json!({"user_id": "u", "key": "sk-of-the-user"}));
            }
            let secret = if body["key"].is_null() { &body["new_key"] } else { &body["key"] };
            json_response(json!({"key": secret, "key_alias": body["key_alias"]}))
        }
    }
    let server = FakeServer::always(Echo);
    let cli = Cli::of(&server);
    let run = |script: &str, words: &[&str]| {
        let output = cli.shell(script, words).output().expect("a shell");
        (output.status.code(), String::from_utf8(output.stderr).expect("UTF-8"))
    };
    let generate = ["keys", "generate", "--key-alias", "my ci"];
    let (code, stderr) = run("\"$@\" > /dev/full", &generate);
    assert_eq!(code, Some(1), "{stderr}");
    assert!(stderr.starts_with("error: the key `my ci` was created, but its secret cannot be printed: "), "{stderr}");
    assert!(stderr.contains("; delete it with `litellm-proxy keys delete 'my ci'`\n"), "{stderr}");
    let (code, stderr) = run("\"$@\" > /dev/full", &["keys", "generate"]);
    let requests = server.requests();
    let secret = requests.last().expect("a request").1["key"].as_str().expect("a secret").to_owned();
    let hash = litellm_proxy_client::key_hash(&secret);
    assert_eq!(code, Some(1));
    assert!(stderr.contains(&format!("`litellm-proxy keys delete {hash}`")) && !stderr.contains(&secret), "{stderr}");
    let (code, stderr) = run("\"$@\" > /dev/full", &["keys", "regenerate", HASH]);
    assert!(code == Some(1) && stderr.contains("replace it with `litellm-proxy keys regenerate "), "{stderr}");
    let (code, stderr) = run("\"$@\" > /dev/full", &["users", "create", "--email", "a@b.c"]);
    let hash = litellm_proxy_client::key_hash("sk-of-the-user");
    assert!(code == Some(1) && stderr.contains(&format!("`litellm-proxy keys delete {hash}`")), "{stderr}");
    // Nothing is sent if stdout is closed already.
    let before = server.received().len();
    for words in [&generate[..], &["keys", "regenerate", HASH]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = cli.shell("\"$@\"", words);
        command.stdout(writer).stderr(std::process::Stdio::piped());
        let output = command.spawn().and_then(std::process::Child::wait_with_output).expect("the binary runs");
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        assert_eq!(stderr, "error: stdout is closed, so the new key cannot be printed\n");
        assert_eq!(output.status.code(), Some(1));
    }
    assert_eq!(server.received().len(), before);
}

#[test]
fn secret_is_the_servers_own_where_it_allows_no_other() {
    let message = "{'error': 'Custom API key values are disabled by your administrator. Keys must be auto-generated.'}";
    let server = FakeServer::new();
    let refusal = FakeResponse::new(403).with_json(json!({"error": {"message": message, "code": "403"}}));
    server.add_when(|request| !request.field("key").is_null() || !request.field("new_key").is_null(), refusal);
    server.add("*", json_response(json!({"key": SECRET, "key_alias": "ci"})));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "generate", "--key-alias", "ci"]);
    assert_eq!((run.json()["key"].as_str(), run.stderr.as_str()), (Some(SECRET), ""));
    cli.run(&["keys", "generate", "--output-file", "ci.key"]).ok();
    assert_eq!(std::fs::read_to_string(cli.home().join("ci.key")).expect("the file"), format!("{SECRET}\n"));
    assert_eq!(cli.run(&["keys", "regenerate", HASH]).json()["key"], SECRET);
    assert_eq!(server.received().len(), 6);
    // One that an option names is not replaced.
    let run = cli.run(&["keys", "generate", "--key", "sk-of-my-own-choice"]);
    assert!(run.fails(4).contains("Custom API key values are disabled"), "{run:#?}");
}

#[test]
fn key_of_a_lost_response_is_named() {
    let server = FakeServer::with_routes([("POST /key/generate", FakeResponse::lost())]);
    let unknown =
        FakeResponse::new(404).with_json(json!({"error": {"message": "Key not found in database", "code": "404"}}));
    server.add("GET /key/info", unknown);
    let cli = Cli::of(&server);
    // It was not created.
    let run = cli.run(&["keys", "generate", "--key-alias", "ci", "--output-file", "ci.key"]);
    assert!(run.fails(5).starts_with("error: the connection was lost during POST"), "{run:#?}");
    assert!(!cli.home().join("ci.key").exists());
    // It was, or nobody knows.
    server.add_first("GET /key/info", json_response(json!({"key": HASH, "info": {}})));
    let run = cli.run(&["keys", "generate", "--key-alias", "ci", "--output-file", "ci.key"]);
    assert!(
        run.fails(5).starts_with("error: the key `ci` may have been created; its secret is in ci.key\n"),
        "{run:#?}"
    );
    let saved = std::fs::read_to_string(cli.home().join("ci.key")).expect("the file");
    assert!(is_random(saved.trim_end()), "{saved}");
    let run = cli.run(&["keys", "generate", "--key-alias", "ci", "--format", "json"]);
    let hash = server
        .requests()
        .iter()
        .rev()
        .find_map(|(_, body)| Some(litellm_proxy_client::key_hash(body["key"].as_str()?)));
    let hash = hash.expect("a secret");
    assert!(run.fails(5).contains(&format!("delete it with `litellm-proxy keys delete {hash}`")), "{run:#?}");
}

#[test]
fn generate_refuses_an_unwritable_output_file() {
    let server = FakeServer::always_json(json!({"key": SECRET}));
    let cli = Cli::of(&server).file("ci.key", "precious");
    let run = cli.run(&["keys", "generate", "--output-file", "ci.key"]);
    assert_eq!(run.fails(2), "error: cannot create `ci.key`: File exists\n");
    assert_eq!(std::fs::read_to_string(cli.home().join("ci.key")).expect("the file"), "precious");
    cli.run(&["keys", "generate", "--output-file", "no/such/directory/ci.key"]).fails(2);
    assert_eq!(server.received().len(), 0);
}

#[test]
fn refused_generate_leaves_no_output_file() {
    let refusal = json!({"error": {"message": "Unique constraint failed on the fields: (`key_alias`)", "code": "500"}});
    let server = FakeServer::always(FakeResponse::new(500).with_json(refusal));
    let cli = Cli::of(&server);
    cli.run(&["keys", "generate", "--key-alias", "ci", "--output-file", "ci.key"]).fails(8);
    assert!(!cli.home().join("ci.key").exists());
}

#[test]
fn info_sends_the_hash_in_the_url() {
    let response = json!({"key": HASH, "info": {"key_alias": "a", "spend": 3e-05}});
    let server = FakeServer::always_json(response.clone());
    let cli = Cli::of(&server).file("key.txt", "sk-1234\n");
    for key in ["sk-1234", HASH, "@key.txt"] {
        for words in [&["keys", "info", "--key", key][..], &["keys", "info", key]] {
            let run = cli.run(words);
            assert_eq!((run.json(), run.stderr.as_str()), (response.clone(), ""));
        }
    }
    assert_eq!(server.requests(), vec![request(&format!("GET /key/info?key={HASH}")); 6]);
}

#[test]
fn info_table_has_a_line_per_field() {
    let server =
        FakeServer::always_json(json!({"key": HASH, "info": {"key_alias": "a", "spend": 3e-05, "models": ["m"]}}));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "info", HASH, "--format", "table"]);
    assert_eq!(run.ok(), format!("key        {HASH}\nkey_alias  a\nspend      $0.00003\nmodels     m\n"));
    let csv = cli.run(&["keys", "info", HASH, "--format", "csv"]);
    assert!(csv.ok().starts_with("key,key_alias,spend,models\n"), "{csv:#?}");
    assert_eq!(cli.run(&["keys", "info", HASH, "--format", "yaml"]).ok().lines().nth(1), Some("info:"));
}

#[test]
fn info_matches_the_alias_exactly() {
    // Servers match a part of the alias.
    let list = json!({"keys": [{"token": "wrong", "key_alias": "ci-2"}, {"token": HASH, "key_alias": "ci"}],
                      "total_count": 2, "total_pages": 1});
    let server = FakeServer::with_routes([
        ("GET /key/list", json_response(list)),
        ("GET /key/info", json_response(json!({"key": HASH, "info": {"key_alias": "ci"}}))),
    ]);
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["keys", "info", "--key-alias", "ci"]).json()["info"]["key_alias"], "ci");
    let question =
        "GET /key/list?page=1&size=100&key_alias=ci&return_full_object=true&include_team_keys=false&sort_by=token";
    assert_eq!(server.requests(), [request(question), request(&format!("GET /key/info?key={HASH}"))]);
    assert_eq!(cli.run(&["keys", "info", "ci"]).json()["info"]["key_alias"], "ci");
    let shown = cli.run(&["keys", "info", "ci", "--curl"]);
    assert!(shown.ok().starts_with(&format!("curl -X GET '{}/key/info?key={HASH}'", server.uri())), "{shown:#?}");
    assert!(cli.run(&["keys", "info", "--key-alias", "c"]).fails(3).contains("no key has the alias `c`"));
}

#[test]
fn info_takes_an_alias_for_a_key_that_is_unknown() {
    let refusal = json!({"error": {"message": "Key not found in database", "code": "404"}});
    let server = FakeServer::always(FakeResponse::new(404).with_json(refusal));
    server.add_first("/key/list", json_response(json!({"keys": [], "total_count": 0, "total_pages": 0})));
    let run = Cli::of(&server).run(&["keys", "info", "--key", "my-alias"]);
    assert_eq!(run.fails(3), "error: no key has the alias `my-alias`\n");
}

#[test]
fn dry_run_masks_keys() {
    let server = FakeServer::always_json(Value::Null);
    let cli = Cli::of(&server);
    let url = server.uri();
    let run = cli.run(&["keys", "generate", "--key", SECRET, "--output-file", "f", "--dry-run"]);
    assert_eq!(run.ok(), format!("POST {url}/key/generate\n{{\n  \"key\": \"[redacted]\"\n}}\n"));
    assert!(!cli.home().join("f").exists());
    let run = cli.run(&["keys", "delete", "--keys", SECRET, "--key-aliases", "a", "--curl"]);
    assert_eq!(run.ok().matches(&format!("curl -X POST '{url}/key/delete'")).count(), 2);
    assert!(!run.stdout.contains(SECRET), "{run:#?}");
    assert_eq!(server.requests(), []);
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["keys"], "Usage: litellm-proxy keys"),
        (&["keys", "generate", "ci", "extra"], "unexpected argument"),
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
        (&["keys", "delete", "--keys", " , "], "no key or alias is given"),
        (&["keys", "delete", "--keys", "@nope"], "cannot read `nope`"),
        (&["keys", "info"], "--key"),
        (&["keys", "info", "--key", ""], "the key is empty"),
        (&["keys", "info", "--key", "k", "--key-alias", "a"], "cannot be used with"),
        (&["keys", "info", "k", "--key-alias", "a"], "cannot be used with"),
        (&["keys", "info", ""], "the key is empty"),
        (&["keys", "delete", ""], "the key is empty"),
        (&["keys", "delete", "@nope"], "cannot read `nope`"),
    ]);
}

#[test]
fn misplaced_secret_is_not_printed() {
    let run = Cli::at("http://127.0.0.1:1").run(&["keys", "aliases", "sk-hidden-secret-key"]);
    assert!(!run.fails(2).contains("hidden"), "{run:#?}");
}

#[test]
fn empty_model_list_is_refused() {
    let server = FakeServer::always_json(json!({"key": "sk-x"}));
    Cli::of(&server).run(&["keys", "generate", "--models", " , "]).fails(2);
}

#[test]
fn invalid_amounts_and_repeated_fields_are_usage_errors() {
    let server = FakeServer::always_json(json!({"key": "sk-x"}));
    let cli = Cli::of(&server);
    for amount in ["nan", "inf", "1e999", "-1", "five"] {
        cli.run(&["keys", "generate", "--max-budget", amount]).fails(2);
        cli.run(&["users", "create", "--email", "a@b.c", "--max-budget", amount]).fails(2);
    }
    let run = cli.run(&["keys", "generate", "--max-budget", "6", "--param", "max_budget=5"]);
    assert!(run.fails(2).contains("`max_budget` is given twice"), "{run:#?}");
    cli.run(&["keys", "list", "--key-alias", ""]).fails(2);
    assert_eq!(server.received().len(), 0);
}
