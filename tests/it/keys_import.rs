//! `keys import`: what is carried from one server to another, where new secrets go, and what happens on failure.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};
use wiremock::matchers::{any, body_partial_json};
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::harness::{
    Cli, Run, answering, answering_json, are_usage_errors, asked, json_answer, number_in_query, requests, routed,
};

const SOURCE_KEY: &str = "sk-the-key-of-the-source";

/// A server with these keys.
async fn source(keys: &[Value]) -> MockServer {
    answering_json(json!({"keys": keys, "total_count": keys.len(), "current_page": 1, "total_pages": 1})).await
}

/// A server that makes keys, each with a secret made of its alias; not those of these aliases.
async fn destination(refused: &[&str]) -> MockServer {
    struct Secret;
    impl Respond for Secret {
        fn respond(&self, request: &Request) -> ResponseTemplate {
            let body: Value = request.body_json().expect("JSON");
            let alias = body["key_alias"].as_str().unwrap_or("none");
            json_answer(json!({"key": format!("sk-secret-of-{alias}"), "key_alias": body["key_alias"]}))
        }
    }
    let server = MockServer::start().await;
    for alias in refused {
        let refusal = json!({"error": {"message": format!("{alias} exists already"), "code": "400"}});
        Mock::given(body_partial_json(json!({"key_alias": alias})))
            .respond_with(ResponseTemplate::new(400).set_body_json(refusal))
            .mount(&server)
            .await;
    }
    Mock::given(any()).respond_with(Secret).mount(&server).await;
    server
}

fn named(alias: &str) -> Value {
    json!({"token": format!("hash of {alias}"), "key_alias": alias, "created_at": "2026-01-15T12:00:00Z"})
}

fn import(cli: &Cli, source: &MockServer, words: &[&str]) -> Run {
    let url = source.uri();
    cli.run(&[&["keys", "import", "--source-base-url", &url, "--source-api-key", SOURCE_KEY], words].concat())
}

fn shows_no_secret(run: &Run) {
    for secret in ["sk-secret", SOURCE_KEY] {
        assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{run:#?}");
    }
}

fn outcomes(run: &Run) -> Vec<(String, String)> {
    let items: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:#?}"));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    items.as_array().expect("a list").iter().map(|item| (text(&item["key_alias"]), text(&item["outcome"]))).collect()
}

fn pair(alias: &str, outcome: &str) -> (String, String) {
    (alias.to_owned(), outcome.to_owned())
}

#[tokio::test]
async fn everything_that_can_be_is_carried_over() {
    let full = json!({
        "token": "hash", "key_name": "sk-...abcd", "key_alias": "full", "user_id": "u", "team_id": "t", "budget_id": "b",
        "spend": 1.5, "max_budget": 10.0, "budget_duration": "30d", "budget_reset_at": "2026-02-01T00:00:00Z",
        "models": ["gpt-4"], "aliases": {"a": "gpt-4"}, "config": {"c": 1}, "permissions": {"p": true},
        "tpm_limit": 1000, "rpm_limit": 60, "max_parallel_requests": 3, "blocked": true, "expires": null,
        "metadata": {"tags": ["x"], "note": "n"}, "created_at": "2026-01-15T12:00:00Z", "created_by": "admin",
        "organization_id": null, "litellm_budget_table": null,
    });
    let empty = json!({
        "token": "hash-2", "key_alias": "empty", "spend": 0.0, "max_budget": null, "models": [], "aliases": {},
        "config": {}, "metadata": {}, "blocked": null, "permissions": {},
    });
    let (from, to) = (source(&[full, empty]).await, destination(&[]).await);
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--concurrency", "1"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    let sent: Vec<_> = asked(&to).await;
    assert_eq!(
        sent[0].1,
        json!({
            "key_alias": "full", "user_id": "u", "team_id": "t", "budget_id": "b", "spend": 1.5, "max_budget": 10.0,
            "budget_duration": "30d", "models": ["gpt-4"], "aliases": {"a": "gpt-4"}, "config": {"c": 1},
            "permissions": {"p": true}, "tpm_limit": 1000, "rpm_limit": 60, "max_parallel_requests": 3,
            "blocked": true, "tags": ["x"], "metadata": {"note": "n"},
        })
    );
    assert_eq!(sent[1].1, json!({"key_alias": "empty"}));
    assert!(sent.iter().all(|(line, _)| line == "POST /key/generate"), "{sent:?}");
}

#[tokio::test]
async fn each_server_gets_its_own_key() {
    let (from, to) = (source(&[named("a")]).await, destination(&[]).await);
    import(&Cli::of(&to), &from, &["--discard-secrets"]).ok();
    let key = |request: &Request| request.headers["authorization"].to_str().expect("a text").to_owned();
    let read = requests(&from).await;
    assert_eq!(key(&read[0]), format!("Bearer {SOURCE_KEY}"));
    assert_eq!(read[0].url.path(), "/key/list");
    assert_eq!(
        read[0].url.query(),
        Some("page=1&size=100&return_full_object=true&include_team_keys=false&sort_by=token")
    );
    assert_eq!(asked(&to).await.len(), 1);

    // A source without a key of its own is not sent the destination's.
    let from = source(&[]).await;
    Cli::of(&to).run(&["keys", "import", "--source-base-url", &from.uri(), "--discard-secrets"]).ok();
    assert!(!requests(&from).await[0].headers.contains_key("authorization"));

    let from = source(&[]).await;
    let cli = Cli::of(&to).file("old.key", "sk-from-a-file\n");
    cli.run(&["keys", "import", "--source-base-url", &from.uri(), "--source-api-key", "@old.key", "--discard-secrets"])
        .ok();
    assert_eq!(key(&requests(&from).await[0]), "Bearer sk-from-a-file");
}

#[tokio::test]
async fn all_pages_of_the_source_are_read() {
    struct Pages;
    impl Respond for Pages {
        fn respond(&self, request: &Request) -> ResponseTemplate {
            let (page, size) = (number_in_query(request, "page"), number_in_query(request, "size"));
            let keys: Vec<_> =
                ((page - 1) * size..(page * size).min(250)).map(|number| named(&format!("k{number:03}"))).collect();
            json_answer(json!({"keys": keys, "total_count": 250, "total_pages": 3}))
        }
    }
    let from = MockServer::start().await;
    Mock::given(any()).respond_with(Pages).mount(&from).await;
    let to = destination(&[]).await;
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--format", "json"]);
    run.ok();
    let expected: Vec<_> = (0..250).map(|number| pair(&format!("k{number:03}"), "imported")).collect();
    assert_eq!(outcomes(&run), expected);
    assert_eq!(requests(&to).await.len(), 250);
}

#[tokio::test]
async fn new_secrets_go_into_a_private_file_and_nowhere_else() {
    let nameless = json!({"token": "hash", "key_alias": null});
    let (from, to) = (source(&[named("b,1"), nameless]).await, destination(&[]).await);
    let cli = Cli::of(&to);
    let run = import(&cli, &from, &["--output-file", "keys.csv", "--concurrency", "1", "--debug"]);
    run.ok();
    shows_no_secret(&run);
    assert!(run.stderr.contains("2 new keys are in keys.csv"), "{run:#?}");
    let path = cli.home().join("keys.csv");
    let text = std::fs::read_to_string(&path).expect("the file");
    assert_eq!(text, "\"b,1\",\"sk-secret-of-b,1\"\n,sk-secret-of-none\n");
    assert_eq!(std::fs::metadata(&path).expect("the file").permissions().mode() & 0o7777, 0o600);
}

#[tokio::test]
async fn a_file_that_is_there_is_kept_and_no_key_is_made() {
    let (from, to) = (source(&[named("a")]).await, destination(&[]).await);
    let cli = Cli::of(&to).file("keys.csv", "precious");
    assert_eq!(
        import(&cli, &from, &["--output-file", "keys.csv"]).fails(2),
        "error: cannot create `keys.csv`: File exists\n"
    );
    assert_eq!(std::fs::read_to_string(cli.home().join("keys.csv")).expect("the file"), "precious");
    assert_eq!(requests(&to).await.len(), 0);
}

#[tokio::test]
async fn failures_are_named_and_the_rest_is_imported_and_kept() {
    let (from, to) = (source(&[named("a"), named("b"), named("c")]).await, destination(&["b"]).await);
    let cli = Cli::of(&to);
    let run = import(&cli, &from, &["--output-file", "keys.csv", "--concurrency", "1", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(outcomes(&run), [pair("a", "imported"), pair("b", "failed"), pair("c", "imported")]);
    assert_eq!(serde_json::from_str::<Value>(&run.stdout).expect("JSON")[1]["reason"], "b exists already (HTTP 400)");
    assert!(run.stderr.starts_with("2 new keys are in keys.csv\n"), "{run:#?}");
    assert!(run.stderr.contains("1 of 3 keys were not imported"), "{run:#?}");
    shows_no_secret(&run);
    let text = std::fs::read_to_string(cli.home().join("keys.csv")).expect("the file");
    assert_eq!(text, "a,sk-secret-of-a\nc,sk-secret-of-c\n");
}

#[tokio::test]
async fn fail_fast_stops_at_the_first_failure() {
    let (from, to) = (source(&[named("a"), named("b"), named("c")]).await, destination(&["b"]).await);
    let words = ["--discard-secrets", "--fail-fast", "--concurrency", "1", "--format", "json"];
    let run = import(&Cli::of(&to), &from, &words);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(outcomes(&run), [pair("a", "imported"), pair("b", "failed"), pair("c", "not tried")]);
    assert_eq!(requests(&to).await.len(), 2);
}

#[tokio::test]
async fn an_import_in_which_all_fail_leaves_no_file() {
    let (from, to) = (source(&[named("a")]).await, destination(&["a"]).await);
    let cli = Cli::of(&to);
    assert_eq!(import(&cli, &from, &["--output-file", "keys.csv"]).code, 7);
    assert!(!cli.home().join("keys.csv").exists());
}

#[tokio::test]
async fn a_source_that_refuses_ends_it_before_anything_is_made() {
    let refusal = json!({"error": {"message": "no such key", "code": "403"}});
    let from = answering(ResponseTemplate::new(403).set_body_json(refusal)).await;
    let to = destination(&[]).await;
    let run = import(&Cli::of(&to), &from, &["--discard-secrets"]);
    let text = format!("error: cannot read the keys of {}\n  caused by: no such key (HTTP 403)\n", from.uri());
    assert_eq!(run.fails(4), text);
    assert_eq!(requests(&to).await.len(), 0);
}

#[tokio::test]
async fn keys_keep_the_time_that_is_left_to_them_and_expired_ones_stay() {
    let expiring = |alias: &str, expires: &str| json!({"token": alias, "key_alias": alias, "expires": expires});
    let keys = [
        expiring("over", "2020-01-01T00:00:00Z"),
        expiring("over-without-offset", "2020-01-01T00:00:00"),
        expiring("later", "2126-01-01T00:00:00+00:00"),
        expiring("later-elsewhere", "2126-01-01T05:00:00+05:00"),
    ];
    let (from, to) = (source(&keys).await, destination(&[]).await);
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--concurrency", "1", "--format", "json"]);
    run.ok();
    assert_eq!(
        outcomes(&run),
        [
            pair("over", "skipped"),
            pair("over-without-offset", "skipped"),
            pair("later", "imported"),
            pair("later-elsewhere", "imported"),
        ]
    );
    assert_eq!(run.json()[0]["reason"], "it has expired");
    let sent = asked(&to).await;
    // Older servers round the time of a key that they generate, but not of one that they update.
    let lines: Vec<&str> = sent.iter().map(|(line, _)| line.as_str()).collect();
    assert_eq!(lines, ["POST /key/generate", "POST /key/update", "POST /key/generate", "POST /key/update"]);
    let seconds: Vec<u64> = sent
        .iter()
        .map(|(_, body)| {
            let duration = body["duration"].as_str().expect("a duration");
            duration.strip_suffix('s').expect("seconds").parse().expect("a number")
        })
        .collect();
    // Until 2126 it is, as this is written, a hundred years; both keys end at the same moment.
    assert!(seconds[0] > 60 * 365 * 86_400, "{seconds:?}");
    assert!(seconds[0] < 101 * 366 * 86_400, "{seconds:?}");
    assert!(seconds.iter().all(|duration| *duration == seconds[0]), "{seconds:?}");
}

#[tokio::test]
async fn a_key_whose_end_cannot_be_set_is_not_left_behind() {
    let from = source(&[json!({"token": "t", "key_alias": "k", "expires": "2126-01-01T00:00:00Z"})]).await;
    let to = routed([
        ("POST /key/generate", json_answer(json!({"key": "sk-new-secret"}))),
        ("POST /key/update", ResponseTemplate::new(400).set_body_json(json!({"detail": "not that long"}))),
        ("POST /key/delete", json_answer(json!({"deleted_keys": ["sk-new-secret"]}))),
    ])
    .await;
    let run = import(&Cli::of(&to), &from, &["--output-file", "new.csv"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(run.stderr.contains("failed: k: not that long (HTTP 400)"), "{run:#?}");
    let (line, body) = asked(&to).await.pop().expect("requests");
    assert_eq!((line.as_str(), &body["keys"]), ("POST /key/delete", &json!(["sk-new-secret"])));
}

#[tokio::test]
async fn created_since_honours_time_zones() {
    let created = |alias: &str, at: Value| json!({"token": alias, "key_alias": alias, "created_at": at});
    let keys = [
        created("before", json!("2026-01-31T14:29:59Z")),
        created("at", json!("2026-01-31T14:30:00Z")),
        // Later by its digits, but earlier by the clock.
        created("before-in-the-east", json!("2026-01-31T16:00:00+05:00")),
        created("after-in-the-west", json!("2026-01-31T10:00:00-05:00")),
        created("without-offset", json!("2026-01-31T14:30:00.5")),
        created("unknown", Value::Null),
    ];
    let from = source(&keys).await;
    let since = |zone: &str, time: &str| {
        let cli = Cli::at("http://127.0.0.1:1").env("TZ", zone);
        let run = import(&cli, &from, &["--dry-run", "--created-since", time, "--format", "json"]);
        let names: Vec<_> = outcomes(&run).into_iter().map(|(alias, _)| alias).collect();
        (names.join(" "), run.stderr)
    };
    let late = "at after-in-the-west without-offset";
    let note = "3 of 6 keys were created since 2026-01-31T14:30:00Z\n";
    for (zone, time) in [
        ("UTC", "2026-01-31_14:30"),
        ("Asia/Tokyo", "2026-01-31_23:30"),
        ("UTC", "2026-01-31T14:30:00Z"),
        ("Asia/Tokyo", "2026-01-31T09:30:00-05:00"),
    ] {
        assert_eq!(since(zone, time), (late.to_owned(), note.to_owned()), "{zone} {time}");
    }
    assert_eq!(since("UTC", "2026-02-01").0, "");
    // Midnight of the first of February in Auckland is the 31st of January at 11:00 in UTC.
    assert_eq!(
        since("Pacific/Auckland", "2026-02-01").0,
        "before at before-in-the-east after-in-the-west without-offset"
    );
}

#[tokio::test]
async fn a_dry_run_reads_the_source_and_makes_nothing() {
    let mut with_user = named("a");
    with_user["user_id"] = json!("u1");
    let (from, to) = (source(&[with_user]).await, destination(&[]).await);
    // No file for the secrets is needed: there are none.
    let run = import(&Cli::of(&to), &from, &["--dry-run"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert_eq!(lines[1], "│ Key Alias ┆ User ID ┆ Created              ┆ Outcome           ┆ Reason │");
    assert_eq!(lines[3], "│ a         ┆ u1      ┆ 2026-01-15T12:00:00Z ┆ would be imported ┆        │");
    assert_eq!((requests(&from).await.len(), requests(&to).await.len()), (1, 0));
}

#[tokio::test]
async fn nothing_to_import_is_a_success() {
    let (from, to) = (source(&[]).await, destination(&[]).await);
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--format", "json"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("[]\n", ""));
    assert_eq!(requests(&to).await.len(), 0);
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error_and_nothing_is_sent() {
    let source = answering_json(json!({"keys": []})).await;
    let url = source.uri();
    let from = |words: &[&'static str]| [&["keys", "import", "--source-base-url", &url], words].concat();
    let lines = [
        (from(&[]), "where should the new keys go? Give --output-file FILE, or --discard-secrets"),
        (from(&["--output-file", "f", "--discard-secrets"]), "cannot be used with"),
        (from(&["--discard-secrets", "--created-since", "yesterday"]), "`yesterday` is not a time"),
        (from(&["--discard-secrets", "--created-since", "2026-13-01"]), "`2026-13-01` is not a time"),
        (from(&["--discard-secrets", "--source-api-key", "@nope"]), "cannot read `nope`"),
        (from(&["--discard-secrets", "--concurrency", "0"]), "--concurrency"),
        (vec!["keys", "import", "--discard-secrets"], "--source-base-url"),
        (vec!["keys", "import", "--discard-secrets", "--source-base-url", "old.example.com"], "the scheme is missing"),
    ];
    let cases: Vec<(&[&str], &str)> = lines.iter().map(|(words, reason)| (words.as_slice(), *reason)).collect();
    are_usage_errors(&cases).await;
    assert_eq!(requests(&source).await.len(), 0);
}

#[tokio::test]
async fn keys_that_the_source_gives_by_hash_alone_are_not_left_out_silently() {
    let from = answering_json(json!({"keys": ["hash-1", "hash-2"], "total_count": 2, "total_pages": 1})).await;
    let run =
        Cli::at("http://127.0.0.1:1").run(&["keys", "import", "--source-base-url", &from.uri(), "--discard-secrets"]);
    assert!(run.code != 0 || run.stderr.contains('2'), "{run:#?}");
}

#[tokio::test]
async fn limits_are_carried_as_they_are_and_an_end_that_is_no_time_is_a_failure() {
    let odd = json!({"token": "t", "key_alias": "odd", "max_budget": "10.0", "tpm_limit": 5.0});
    let endless = json!({"token": "u", "key_alias": "endless", "expires": "31 Dec 2026"});
    let (from, to) = (source(&[odd, endless]).await, destination(&[]).await);
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(outcomes(&run), [pair("odd", "imported"), pair("endless", "failed")]);
    let (line, body) = asked(&to).await.pop().expect("a request");
    assert_eq!(
        (line.as_str(), &body["max_budget"], &body["tpm_limit"]),
        ("POST /key/generate", &json!("10.0"), &json!(5.0))
    );
}

#[tokio::test]
async fn what_the_source_refuses_is_hinted_at_as_the_sources() {
    let refusal = json!({"error": {"message": "who are you", "code": "401"}});
    let from = answering(ResponseTemplate::new(401).set_body_json(refusal)).await;
    let run = import(&Cli::at("http://127.0.0.1:1"), &from, &["--discard-secrets"]);
    assert!(run.fails(4).contains("--source-api-key") && !run.stderr.contains("LITELLM_PROXY_API_KEY"), "{run:#?}");
}
