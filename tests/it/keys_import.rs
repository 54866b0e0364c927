//! `keys import`: what is copied between servers, where new secrets go, and failures.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Respond, json_response};

use crate::harness::{Cli, Run, are_usage_errors};

const SOURCE_KEY: &str = "sk-the-key-of-the-source";

/// A server with these keys.
fn source(keys: &[Value]) -> FakeServer {
    FakeServer::always_json(json!({"keys": keys, "total_count": keys.len(), "current_page": 1, "total_pages": 1}))
}

/// A server that creates keys with secrets made of their aliases, and refuses these aliases.
fn destination(refused: &[&str]) -> FakeServer {
    struct Secret;
    impl Respond for Secret {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            let body: Value = request.json();
            let alias = body["key_alias"].as_str().unwrap_or("none");
            json_response(json!({"key": format!("sk-secret-of-{alias}"), "key_alias": body["key_alias"]}))
        }
    }
    let server = FakeServer::new();
    for alias in refused {
        let refusal = json!({"error": {"message": format!("{alias} exists already"), "code": "400"}});
        let alias = (*alias).to_owned();
        server.add_when(move |request| request.field("key_alias") == alias, FakeResponse::new(400).with_json(refusal));
    }
    server.add("*", Secret);
    server
}

fn named(alias: &str) -> Value {
    json!({"token": format!("hash of {alias}"), "key_alias": alias, "created_at": "2026-01-15T12:00:00Z"})
}

fn import(cli: &Cli, source: &FakeServer, words: &[&str]) -> Run {
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
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    items.as_array().expect("a list").iter().map(|item| (text(&item["key_alias"]), text(&item["outcome"]))).collect()
}

fn pair(alias: &str, outcome: &str) -> (String, String) {
    (alias.to_owned(), outcome.to_owned())
}

#[test]
fn import_copies_all_fields() {
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
    let (from, to) = (source(&[full, empty]), destination(&[]));
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--concurrency", "1"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    let sent: Vec<_> = to.requests();
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

#[test]
fn each_server_receives_its_own_key() {
    let (from, to) = (source(&[named("a")]), destination(&[]));
    import(&Cli::of(&to), &from, &["--discard-secrets"]).ok();
    let key = |request: &FakeRequest| request.headers["authorization"].as_str().to_owned();
    let read = from.received();
    assert_eq!(key(&read[0]), format!("Bearer {SOURCE_KEY}"));
    assert_eq!(read[0].path(), "/key/list");
    assert_eq!(read[0].query(), Some("page=1&size=100&return_full_object=true&include_team_keys=false&sort_by=token"));
    assert_eq!(to.requests().len(), 1);

    // A source without its own key does not receive the destination's.
    let from = source(&[]);
    Cli::of(&to).run(&["keys", "import", "--source-base-url", &from.uri(), "--discard-secrets"]).ok();
    assert!(!from.received()[0].headers.contains_key("authorization"));

    let from = source(&[]);
    let cli = Cli::of(&to).file("old.key", "sk-from-a-file\n");
    cli.run(&["keys", "import", "--source-base-url", &from.uri(), "--source-api-key", "@old.key", "--discard-secrets"])
        .ok();
    assert_eq!(key(&from.received()[0]), "Bearer sk-from-a-file");
}

#[test]
fn import_reads_all_pages() {
    struct Pages;
    impl Respond for Pages {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            let (page, size) = (request.number("page"), request.number("size"));
            let keys: Vec<_> =
                ((page - 1) * size..(page * size).min(250)).map(|number| named(&format!("k{number:03}"))).collect();
            json_response(json!({"keys": keys, "total_count": 250, "total_pages": 3}))
        }
    }
    let from = FakeServer::always(Pages);
    let to = destination(&[]);
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--format", "json"]);
    run.ok();
    let expected: Vec<_> = (0..250).map(|number| pair(&format!("k{number:03}"), "imported")).collect();
    assert_eq!(outcomes(&run), expected);
    assert_eq!(to.received().len(), 250);
}

#[test]
fn new_secrets_are_written_to_a_private_file_only() {
    let nameless = json!({"token": "hash", "key_alias": null});
    let (from, to) = (source(&[named("b,1"), nameless]), destination(&[]));
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

#[test]
fn existing_output_file_is_not_overwritten() {
    let (from, to) = (source(&[named("a")]), destination(&[]));
    let cli = Cli::of(&to).file("keys.csv", "precious");
    assert_eq!(
        import(&cli, &from, &["--output-file", "keys.csv"]).fails(2),
        "error: cannot create `keys.csv`: File exists\n"
    );
    assert_eq!(std::fs::read_to_string(cli.home().join("keys.csv")).expect("the file"), "precious");
    assert_eq!(to.received().len(), 0);
}

#[test]
fn failed_key_does_not_stop_the_others() {
    let (from, to) = (source(&[named("a"), named("b"), named("c")]), destination(&["b"]));
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

#[test]
fn fail_fast_stops_at_the_first_failure() {
    let (from, to) = (source(&[named("a"), named("b"), named("c")]), destination(&["b"]));
    let words = ["--discard-secrets", "--fail-fast", "--concurrency", "1", "--format", "json"];
    let run = import(&Cli::of(&to), &from, &words);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(outcomes(&run), [pair("a", "imported"), pair("b", "failed"), pair("c", "not tried")]);
    assert_eq!(to.received().len(), 2);
}

#[test]
fn failed_import_leaves_no_output_file() {
    let (from, to) = (source(&[named("a")]), destination(&["a"]));
    let cli = Cli::of(&to);
    assert_eq!(import(&cli, &from, &["--output-file", "keys.csv"]).code, 7);
    assert!(!cli.home().join("keys.csv").exists());
}

#[test]
fn refused_source_request_stops_the_import() {
    let refusal = json!({"error": {"message": "no such key", "code": "403"}});
    let from = FakeServer::always(FakeResponse::new(403).with_json(refusal));
    let to = destination(&[]);
    let run = import(&Cli::of(&to), &from, &["--discard-secrets"]);
    let text = format!("error: cannot read the keys of {}\n  caused by: no such key (HTTP 403)\n", from.uri());
    assert_eq!(run.fails(4), text);
    assert_eq!(to.received().len(), 0);
}

#[test]
fn remaining_lifetime_is_kept_and_expired_keys_are_skipped() {
    let expiring = |alias: &str, expires: &str| json!({"token": alias, "key_alias": alias, "expires": expires});
    let keys = [
        expiring("over", "2020-01-01T00:00:00Z"),
        expiring("over-without-offset", "2020-01-01T00:00:00"),
        expiring("later", "2126-01-01T00:00:00+00:00"),
        expiring("later-elsewhere", "2126-01-01T05:00:00+05:00"),
    ];
    let (from, to) = (source(&keys), destination(&[]));
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
    let sent = to.requests();
    // Older servers round the expiry of a generated key, but not of an updated one.
    let lines: Vec<&str> = sent.iter().map(|(line, _)| line.as_str()).collect();
    assert_eq!(lines, ["POST /key/generate", "POST /key/update", "POST /key/generate", "POST /key/update"]);
    let seconds: Vec<u64> = sent
        .iter()
        .map(|(_, body)| {
            let duration = body["duration"].as_str().expect("a duration");
            duration.strip_suffix('s').expect("seconds").parse().expect("a number")
        })
        .collect();
    // A date far ahead; both keys expire at the same moment.
    assert!(seconds[0] > 60 * 365 * 86_400, "{seconds:?}");
    assert!(seconds[0] < 101 * 366 * 86_400, "{seconds:?}");
    assert!(seconds.iter().all(|duration| *duration == seconds[0]), "{seconds:?}");
}

#[test]
fn key_whose_expiry_cannot_be_set_is_deleted() {
    let from = source(&[json!({"token": "t", "key_alias": "k", "expires": "2126-01-01T00:00:00Z"})]);
    let to = FakeServer::with_routes([
        ("POST /key/generate", json_response(json!({"key": "sk-new-secret"}))),
        ("POST /key/update", FakeResponse::new(400).with_json(json!({"detail": "not that long"}))),
        ("POST /key/delete", json_response(json!({"deleted_keys": ["sk-new-secret"]}))),
    ]);
    let run = import(&Cli::of(&to), &from, &["--output-file", "new.csv"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(run.stderr.contains("failed: k: not that long (HTTP 400)"), "{run:#?}");
    let (line, body) = to.requests().pop().expect("requests");
    assert_eq!((line.as_str(), &body["keys"]), ("POST /key/delete", &json!(["sk-new-secret"])));
}

#[test]
fn created_since_respects_time_zones() {
    let created = |alias: &str, at: Value| json!({"token": alias, "key_alias": alias, "created_at": at});
    let keys = [
        created("before", json!("2026-01-31T14:29:59Z")),
        created("at", json!("2026-01-31T14:30:00Z")),
        // Later as a string, but earlier in time.
        created("before-in-the-east", json!("2026-01-31T16:00:00+05:00")),
        created("after-in-the-west", json!("2026-01-31T10:00:00-05:00")),
        created("without-offset", json!("2026-01-31T14:30:00.5")),
        created("unknown", Value::Null),
    ];
    let from = source(&keys);
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
    // Midnight of February 1 in Auckland is 11:00 UTC on January 31.
    assert_eq!(
        since("Pacific/Auckland", "2026-02-01").0,
        "before at before-in-the-east after-in-the-west without-offset"
    );
}

#[test]
fn dry_run_reads_only_the_source() {
    let mut with_user = named("a");
    with_user["user_id"] = json!("u1");
    let (from, to) = (source(&[with_user]), destination(&[]));
    // Without secrets, no output file is needed.
    let run = import(&Cli::of(&to), &from, &["--dry-run"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert_eq!(lines[1], "│ Key Alias ┆ User ID ┆ Created              ┆ Outcome           ┆ Reason │");
    assert_eq!(lines[3], "│ a         ┆ u1      ┆ 2026-01-15T12:00:00Z ┆ would be imported ┆        │");
    assert_eq!((from.received().len(), to.received().len()), (1, 0));
}

#[test]
fn empty_source_is_a_success() {
    let (from, to) = (source(&[]), destination(&[]));
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--format", "json"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("[]\n", ""));
    assert_eq!(to.received().len(), 0);
}

#[test]
fn invalid_arguments_are_usage_errors() {
    let source = FakeServer::always_json(json!({"keys": []}));
    let url = source.uri();
    let from = |words: &[&'static str]| [&["keys", "import", "--source-base-url", &url], words].concat();
    let lines = [
        (from(&[]), "the new keys have no destination: give --output-file FILE or --discard-secrets"),
        (from(&["--output-file", "f", "--discard-secrets"]), "cannot be used with"),
        (from(&["--discard-secrets", "--created-since", "yesterday"]), "`yesterday` is not a time"),
        (from(&["--discard-secrets", "--created-since", "2026-13-01"]), "`2026-13-01` is not a time"),
        (from(&["--discard-secrets", "--source-api-key", "@nope"]), "cannot read `nope`"),
        (from(&["--discard-secrets", "--concurrency", "0"]), "--concurrency"),
        (vec!["keys", "import", "--discard-secrets"], "--source-base-url"),
        (vec!["keys", "import", "--discard-secrets", "--source-base-url", "old.example.com"], "the scheme is missing"),
    ];
    let cases: Vec<(&[&str], &str)> = lines.iter().map(|(words, reason)| (words.as_slice(), *reason)).collect();
    are_usage_errors(&cases);
    assert_eq!(source.received().len(), 0);
}

#[test]
fn source_keys_listed_by_hash_alone_are_an_error() {
    let from = FakeServer::always_json(json!({"keys": ["hash-1", "hash-2"], "total_count": 2, "total_pages": 1}));
    let run =
        Cli::at("http://127.0.0.1:1").run(&["keys", "import", "--source-base-url", &from.uri(), "--discard-secrets"]);
    assert_eq!(run.code, 7, "{run:#?}");
    let warning = "warning: the source returns only the hash of 2 of 2 keys\n";
    assert_eq!(run.stderr, format!("{warning}error: 2 of 2 keys were not imported\n"));
}

#[test]
fn limits_are_copied_unchanged_and_an_invalid_expiry_fails() {
    let odd = json!({"token": "t", "key_alias": "odd", "max_budget": "10.0", "tpm_limit": 5.0});
    let endless = json!({"token": "u", "key_alias": "endless", "expires": "31 Dec 2026"});
    let (from, to) = (source(&[odd, endless]), destination(&[]));
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(outcomes(&run), [pair("odd", "imported"), pair("endless", "failed")]);
    let (line, body) = to.requests().pop().expect("a request");
    assert_eq!(
        (line.as_str(), &body["max_budget"], &body["tpm_limit"]),
        ("POST /key/generate", &json!("10.0"), &json!(5.0))
    );
}

#[test]
fn source_refusal_hint_names_the_source_options() {
    let refusal = json!({"error": {"message": "who are you", "code": "401"}});
    let from = FakeServer::always(FakeResponse::new(401).with_json(refusal));
    let run = import(&Cli::at("http://127.0.0.1:1"), &from, &["--discard-secrets"]);
    assert!(run.fails(4).contains("--source-api-key") && !run.stderr.contains("LITELLM_PROXY_API_KEY"), "{run:#?}");
}
