//! `keys`, all but their import: what is sent, what is made of the answer, and where secrets do and do not go.

use std::os::unix::fs::PermissionsExt as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::harness::{
    Cli, answering, answering_json, are_usage_errors, asked, bare, json_answer, number_in_query, requests, routed, with,
};

const SECRET: &str = "sk-a-new-secret-key";
/// SHA-256 of `sk-1234`.
const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

fn key(number: usize) -> Value {
    json!({"token": format!("hash-{number:03}"), "key_alias": format!("key {number}"), "user_id": "u1",
           "team_id": null, "spend": 0.5, "created_at": format!("2026-01-01T00:{:02}:{:02}Z", number / 60, number % 60)})
}

/// `/key/list` of a server with keys 0 to `keys`, in the order of their tokens.
struct KeyPages {
    keys: usize,
    /// The total that it claims.
    total: usize,
    /// Each page after the first begins with the last key of the page before, as when the list moves while it is read.
    overlaps: bool,
}

impl Respond for KeyPages {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let (page, size) = (number_in_query(request, "page"), number_in_query(request, "size"));
        let start = (page - 1) * size;
        let from = if self.overlaps && page > 1 { start - 1 } else { start };
        let keys: Vec<Value> = (from..(start + size).min(self.keys)).map(key).collect();
        json_answer(json!({"keys": keys, "total_count": self.total, "current_page": page,
                           "total_pages": self.total.div_ceil(size)}))
    }
}

async fn serving(pages: KeyPages) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(pages).mount(&server).await;
    server
}

fn tokens(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|key| key["token"].as_str().expect("a token").to_owned()).collect()
}

fn page_line(page: usize) -> String {
    format!("GET /key/list?page={page}&size=100&return_full_object=true&include_team_keys=false&sort_by=token")
}

#[tokio::test]
async fn list_reads_all_pages_and_gives_each_key_once() {
    let server = serving(KeyPages { keys: 250, total: 250, overlaps: true }).await;
    let run = Cli::of(&server).run(&["keys", "list", "--format", "json"]);
    let whole = run.json();
    assert_eq!(run.stderr, "");
    assert_eq!(
        (&whole["total_count"], &whole["current_page"], &whole["total_pages"]),
        (&json!(250), &json!(1), &json!(1))
    );
    let newest_first: Vec<_> = (0..250).rev().map(|number| format!("hash-{number:03}")).collect();
    assert_eq!(tokens(&whole["keys"]), newest_first);
    let mut lines: Vec<_> = asked(&server).await.into_iter().map(|(line, _)| line).collect();
    lines.sort_unstable();
    assert_eq!(lines, [page_line(1), page_line(2), page_line(3)]);
}

#[tokio::test]
async fn list_warns_when_the_servers_count_cannot_be_reached() {
    let server = serving(KeyPages { keys: 250, total: 260, overlaps: false }).await;
    let run = Cli::of(&server).run(&["keys", "list", "--format", "json"]);
    assert_eq!(run.json()["keys"].as_array().map(Vec::len), Some(250));
    assert!(
        run.stderr.starts_with("warning: the list may be incomplete: 250 came, and the server counts 260"),
        "{run:#?}"
    );
    // A second reading for those that were missed, and no third.
    assert_eq!(asked(&server).await.len(), 6);
}

#[tokio::test]
async fn list_finds_on_a_second_reading_what_moved_during_the_first() {
    /// Shows the second key only from the second reading of the list on.
    struct Moving(AtomicUsize);
    impl Respond for Moving {
        fn respond(&self, _: &Request) -> ResponseTemplate {
            let keys = if self.0.fetch_add(1, Ordering::SeqCst) == 0 { vec![key(1)] } else { vec![key(1), key(2)] };
            json_answer(json!({"keys": keys, "total_count": 2, "total_pages": 1}))
        }
    }
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(Moving(AtomicUsize::new(0))).mount(&server).await;
    let run = Cli::of(&server).run(&["keys", "list", "--format", "json"]);
    assert_eq!(tokens(&run.json()["keys"]), ["hash-002", "hash-001"]);
    assert_eq!(run.stderr, "");
    assert_eq!(asked(&server).await, [bare(&page_line(1)), bare(&page_line(1))]);
}

#[tokio::test]
async fn list_as_ndjson_gives_a_line_for_each_key() {
    let server = serving(KeyPages { keys: 250, total: 250, overlaps: true }).await;
    let run = Cli::of(&server).run(&["keys", "list", "--format", "ndjson"]);
    let lines: Vec<Value> = run.ok().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let in_order: Vec<_> = (0..250).map(|number| format!("hash-{number:03}")).collect();
    assert_eq!(tokens(&Value::from(lines)), in_order);
    assert_eq!(run.stderr, "");
}

#[tokio::test]
async fn list_as_a_table_counts_on_stderr_and_cuts_no_hash() {
    let long = "f".repeat(64);
    let server = answering_json(json!({
        "keys": [{"token": long, "key_alias": "ci", "user_id": "u1", "team_id": "t1", "spend": 12.5}],
        "total_count": 1, "current_page": 1, "total_pages": 1,
    }))
    .await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "list"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert_eq!(lines[3], format!("│ {long} ┆ ci    ┆ u1      ┆ t1      ┆ $12.5000 │"));
    assert_eq!(run.stderr, "Showing 1 keys out of 1\n");
    let run = cli.run(&["keys", "list", "--format", "csv"]);
    assert_eq!(run.ok(), format!("token,key_alias,user_id,team_id,spend\n{long},ci,u1,t1,12.5\n"));
    assert_eq!(run.stderr, "");
}

#[tokio::test]
async fn list_with_a_page_asks_for_that_page_alone_and_gives_it_as_it_came() {
    let server = serving(KeyPages { keys: 250, total: 250, overlaps: false }).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "list", "--page", "3", "--size", "40", "--format", "json"]);
    let page = run.json();
    assert_eq!(
        (&page["total_count"], &page["current_page"], &page["total_pages"]),
        (&json!(250), &json!(3), &json!(7))
    );
    let as_served: Vec<_> = (80..120).map(|number| format!("hash-{number:03}")).collect();
    assert_eq!(tokens(&page["keys"]), as_served);
    assert_eq!(
        asked(&server).await,
        [bare("GET /key/list?page=3&size=40&return_full_object=true&include_team_keys=false")]
    );
    let server = answering_json(json!({"keys": [key(1)], "total_count": 9})).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "list", "--size", "1"]);
    run.ok();
    assert_eq!(run.stderr, "Showing 1 keys out of 9\n");
    cli.run(&["keys", "list", "--page", "2"]).ok();
    assert_eq!(
        asked(&server).await,
        [
            bare("GET /key/list?size=1&return_full_object=true&include_team_keys=false"),
            bare("GET /key/list?page=2&return_full_object=true&include_team_keys=false"),
        ]
    );
}

#[tokio::test]
async fn list_hands_every_filter_on() {
    let server = answering_json(json!({"keys": [], "total_count": 0, "total_pages": 0})).await;
    let cli = Cli::of(&server);
    cli.run(&[
        "keys",
        "list",
        "--page",
        "1",
        "--size",
        "100",
        "--user-id",
        "u 1",
        "--team-id",
        "t&1",
        "--organization-id",
        "o",
        "--key-hash",
        "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
        "--key-alias",
        "a#b",
        "--status",
        "expired",
        "--sort-by",
        "spend",
        "--sort-order",
        "desc",
        "--return-full-object",
        "--include-team-keys",
    ])
    .ok();
    cli.run(&["keys", "list", "--team-id", "t", "--sort-by", "spend"]).ok();
    assert_eq!(
        asked(&server).await,
        [
            bare(
                "GET /key/list?page=1&size=100&user_id=u+1&team_id=t%261&organization_id=o&key_hash=\
                 88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b&key_alias=a%23b\
                 &return_full_object=true&include_team_keys=true&status=expired&sort_by=spend&sort_order=desc"
            ),
            bare(
                "GET /key/list?page=1&size=100&team_id=t&return_full_object=true&include_team_keys=false&sort_by=spend"
            ),
        ]
    );
}

#[tokio::test]
async fn a_page_that_fails_fails_the_list() {
    struct SecondFails;
    impl Respond for SecondFails {
        fn respond(&self, request: &Request) -> ResponseTemplate {
            if number_in_query(request, "page") == 2 {
                let body = json!({"error": {"message": "boom", "code": "500"}});
                return ResponseTemplate::new(500).set_body_json(body);
            }
            KeyPages { keys: 250, total: 250, overlaps: false }.respond(request)
        }
    }
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(SecondFails).mount(&server).await;
    assert_eq!(Cli::of(&server).run(&["keys", "list"]).fails(6), "error: boom (HTTP 500)\n");
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
        asked(&server).await,
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
        asked(&server).await,
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
    assert_eq!(
        asked(&server).await,
        [
            with("POST /key/delete", json!({"keys": ["sk-key1", "sk-key2"], "key_aliases": null})),
            with("POST /key/delete", json!({"keys": null, "key_aliases": ["alias1", "alias2"]})),
            with("POST /key/delete", json!({"keys": ["sk-key3", "sk-key4", "sk-key5"], "key_aliases": null})),
            with("POST /key/delete", json!({"keys": null, "key_aliases": ["a"]})),
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
        let run = cli.run(&["keys", "info", "--key", key]);
        assert_eq!((run.json(), run.stderr.as_str()), (answer.clone(), ""));
    }
    assert_eq!(asked(&server).await, vec![bare(&format!("GET /key/info?key={HASH}")); 3]);
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
    assert!(cli.run(&["keys", "info", "--key-alias", "c"]).fails(3).contains("no key with the alias `c`"));
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
        (&["keys", "list", "--page", "0"], "--page"),
        (&["keys", "list", "--page", "x"], "--page"),
        (&["keys", "list", "--size", "101"], "--size"),
        (&["keys", "list", "--sort-order", "up"], "--sort-order"),
        (&["keys", "generate", "extra"], "unexpected argument"),
        (&["keys", "generate", "--aliases", "{"], "invalid JSON in --aliases"),
        (&["keys", "generate", "--config", "nope"], "invalid JSON in --config"),
        (&["keys", "generate", "--metadata", "[1]"], "--metadata must be a JSON object"),
        (&["keys", "generate", "--max-budget", "ten"], "--max-budget"),
        (&["keys", "generate", "--soft-budget", "ten"], "--soft-budget"),
        (&["keys", "generate", "--spend", "ten"], "--spend"),
        (&["keys", "generate", "--tpm-limit", "-1"], "--tpm-limit"),
        (&["keys", "generate", "--rpm-limit", "1.5"], "--rpm-limit"),
        (&["keys", "generate", "--max-parallel-requests", "x"], "--max-parallel-requests"),
        (&["keys", "generate", "--param", "nothing"], "--param takes KEY=VALUE"),
        (&["keys", "generate", "--key", "@nope"], "cannot read `nope`"),
        (&["keys", "delete"], "--keys"),
        (&["keys", "delete", "--keys", " , "], "no key and no alias is named"),
        (&["keys", "delete", "--keys", "@nope"], "cannot read `nope`"),
        (&["keys", "info"], "--key"),
        (&["keys", "info", "--key", ""], "the key is empty"),
        (&["keys", "info", "--key", "k", "--key-alias", "a"], "cannot be used with"),
    ])
    .await;
}

#[tokio::test]
async fn a_key_never_goes_into_the_url_of_a_list() {
    let server = answering_json(json!({"keys": [], "total_count": 0})).await;
    Cli::of(&server).run(&["keys", "list", "--key-hash", "sk-1234"]).ok();
    let url = requests(&server).await[0].url.to_string();
    assert!(
        !url.contains("sk-1234") && url.contains("88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b"),
        "{url}"
    );
}

#[test]
fn a_secret_in_the_wrong_place_is_not_repeated() {
    let run = Cli::at("http://127.0.0.1:1").run(&["keys", "delete", "sk-hidden-secret-key"]);
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
    let run = Cli::of(&server).run(&["keys", "delete", "--keys", "k", "--key-aliases", "a"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(serde_json::from_str::<Value>(&run.stdout).expect("JSON"), json!({"deleted_keys": ["k"]}));
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
async fn a_server_that_lies_about_its_pages_is_not_asked_for_ever() {
    let key = json!({"token": "t", "key_alias": "a"});
    for page in [
        json!({"keys": [], "total_count": 4_294_967_295_u32, "total_pages": 4_294_967_295_u32}),
        json!({"keys": [key], "total_count": 1, "total_pages": 4_294_967_295_u32}),
        json!({"keys": [key], "total_count": null, "total_pages": null}),
        json!({"keys": [key], "total_count": 4_294_967_295_u32, "total_pages": 4_294_967_295_u32}),
    ] {
        let server = answering_json(page).await;
        Cli::of(&server).run(&["keys", "list"]).ok();
        assert!(requests(&server).await.len() <= 40);
    }
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
