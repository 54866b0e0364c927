//! `keys import`: what is copied between servers, where new secrets go, and failures.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Respond, json_response};

use crate::harness::{Cli, Run, are_usage_errors};

const SOURCE_KEY: &str = "sk-the-key-of-the-source";

/// A server with these keys.
pub(crate) fn source(keys: &[Value]) -> FakeServer {
    FakeServer::always_json(json!({"keys": keys, "total_count": keys.len(), "current_page": 1, "total_pages": 1}))
}

/// A server that creates keys with the secrets it is sent, or ones made of their aliases, and refuses these aliases. It has
/// the user `u`, the team `t` and the budget `b`.
pub(crate) fn destination(refused: &[&str]) -> FakeServer {
    struct Secret;
    impl Respond for Secret {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            let body: Value = request.json();
            let alias = body["key_alias"].as_str().unwrap_or("none");
            let secret = body["key"].as_str().map_or(format!("sk-secret-of-{alias}"), str::to_owned);
            json_response(json!({"key": secret, "key_alias": body["key_alias"]}))
        }
    }
    struct Owners;
    impl Respond for Owners {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            match request.query() {
                Some("user_id=u") => json_response(json!({"user_id": "u", "user_info": {"user_id": "u"}})),
                Some("team_id=t") => json_response(json!({"team_id": "t", "team_info": {"team_id": "t"}})),
                _ => FakeResponse::new(404).with_json(json!({"detail": "not here"})),
            }
        }
    }
    let server = FakeServer::new();
    for alias in refused {
        let refusal = json!({"error": {"message": format!("{alias} exists already"), "code": "400"}});
        let alias = (*alias).to_owned();
        server.add_when(move |request| request.field("key_alias") == alias, FakeResponse::new(400).with_json(refusal));
    }
    server.add("GET /key/list", json_response(json!({"keys": [], "total_count": 0, "total_pages": 0})));
    for path in ["GET /user/info", "GET /team/info", "GET /organization/info"] {
        server.add(path, Owners);
    }
    server.add("POST /budget/info", json_response(json!([{"budget_id": "b"}])));
    server.add("*", Secret);
    server
}

/// The changes of keys that a server received.
pub(crate) fn writes(server: &FakeServer) -> Vec<(String, Value)> {
    server.requests().into_iter().filter(|(line, _)| line.starts_with("POST /key/")).collect()
}

/// The secrets that a server was sent.
fn chosen_secrets(server: &FakeServer) -> Vec<String> {
    writes(server).iter().filter_map(|(_, body)| Some(body["key"].as_str()?.to_owned())).collect()
}

pub(crate) fn named(alias: &str) -> Value {
    json!({"token": format!("hash of {alias}"), "key_alias": alias, "created_at": "2026-01-15T12:00:00Z"})
}

pub(crate) fn import(cli: &Cli, source: &FakeServer, words: &[&str]) -> Run {
    let url = source.uri();
    cli.run(&[&["keys", "import", "--source-base-url", &url, "--source-api-key", SOURCE_KEY], words].concat())
}

fn shows_no_secret(run: &Run) {
    for secret in ["sk-secret", SOURCE_KEY] {
        assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{run:#?}");
    }
}

pub(crate) fn outcomes(run: &Run) -> Vec<(String, String)> {
    let items: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:#?}"));
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    items.as_array().expect("a list").iter().map(|item| (text(&item["key_alias"]), text(&item["outcome"]))).collect()
}

pub(crate) fn pair(alias: &str, outcome: &str) -> (String, String) {
    (alias.to_owned(), outcome.to_owned())
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
    let secrets = chosen_secrets(&to);
    assert_eq!(text, format!("\"b,1\",{}\n,{}\n", secrets[0], secrets[1]));
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
    assert!(run.stderr.contains("1 of 3 keys was not imported"), "{run:#?}");
    shows_no_secret(&run);
    let text = std::fs::read_to_string(cli.home().join("keys.csv")).expect("the file");
    let secrets = chosen_secrets(&to);
    assert_eq!(text, format!("a,{}\nc,{}\n", secrets[0], secrets[2]));
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
    let to = destination(&[]);
    let since = |zone: &str, time: &str| {
        let cli = Cli::of(&to).env("TZ", zone);
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
fn dry_run_shows_each_outcome_and_changes_nothing() {
    let mut with_user = named("a");
    with_user["user_id"] = json!("u");
    let mut orphan = named("b");
    orphan["user_id"] = json!("gone");
    let taken = named("c");
    let from = source(&[with_user, orphan, taken]);
    let to = destination(&[]);
    to.add_first("GET /key/list", json_response(json!({"keys": [{"token": "h", "key_alias": "c"}], "total_pages": 1})));
    // Without secrets, no output file is needed.
    let run = import(&Cli::of(&to), &from, &["--dry-run"]);
    assert_eq!(run.code, 7, "{run:#?}");
    let lines: Vec<_> = run.stdout.lines().collect();
    assert!(lines[3].starts_with("│ a         ┆ u       ┆ 2026-01-15T12:00:00Z ┆ would be imported ┆"), "{run:#?}");
    assert!(lines[4].contains("┆ would fail        ┆ this server has no user `gone`"), "{run:#?}");
    assert!(lines[5].contains("┆ would fail        ┆ exists already as h"), "{run:#?}");
    assert!(run.stderr.contains("error: 2 of 3 keys would not be imported"), "{run:#?}");
    for (action, outcome) in [("skip", "would be skipped"), ("update", "would be updated")] {
        let run = import(&Cli::of(&to), &from, &["--dry-run", "--on-conflict", action, "--format", "json"]);
        let shown: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(shown[2]["outcome"], outcome);
    }
    assert_eq!(writes(&to), []);
}

#[test]
fn key_whose_owner_does_not_exist_is_not_imported() {
    let owned = |alias: &str, field: &str, id: &str| json!({"token": alias, "key_alias": alias, field: id});
    let keys = [
        owned("in-team", "team_id", "t"),
        owned("without-team", "team_id", "gone"),
        owned("with-user", "user_id", "u"),
        owned("of-admin", "user_id", "default_user_id"),
        owned("without-user", "user_id", "gone"),
        owned("with-budget", "budget_id", "b"),
        owned("without-budget", "budget_id", "gone"),
        owned("without-organization", "org_id", "gone"),
    ];
    let (from, to) = (source(&keys), destination(&[]));
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:#?}");
    let shown: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let failed = shown.as_array().expect("a list").iter().filter(|item| item["outcome"] == "failed");
    let reasons: Vec<_> = failed.map(|item| item["reason"].as_str().expect("a reason")).collect();
    let kinds = ["team", "user", "budget", "organization"];
    assert_eq!(reasons, kinds.map(|kind| format!("this server has no {kind} `gone`")));
    assert!(run.stderr.contains("4 of 8 keys were not imported"), "{run:#?}");
    assert_eq!(writes(&to).len(), 4);
}

#[test]
fn owners_that_may_not_be_looked_up_are_left_to_the_server() {
    let from = source(&[json!({"token": "a", "key_alias": "a", "team_id": "x", "user_id": "x", "org_id": "x"})]);
    let to = destination(&[]);
    for path in ["GET /user/info", "GET /team/info"] {
        to.add_first(path, FakeResponse::new(403).with_json(json!({"detail": "no"})));
    }
    let license = json!({"detail": {"error": "Organizations are only available for LiteLLM Enterprise users."}});
    to.add_first("GET /organization/info", FakeResponse::new(500).with_json(license));
    import(&Cli::of(&to), &from, &["--discard-secrets"]).ok();
    assert_eq!(writes(&to).len(), 1);
}

#[test]
fn keys_that_were_imported_before_are_recognized() {
    let nameless = json!({"token": "of-source", "metadata": {"m": 1}, "max_budget": 5.0, "spend": 2.0});
    let from = source(&[named("a"), nameless.clone()]);
    let to = destination(&[]);
    import(&Cli::of(&to), &from, &["--discard-secrets", "--concurrency", "1"]).ok();
    // Only a key without an alias needs a mark.
    let sent = writes(&to);
    assert_eq!(sent[0].1, json!({"key_alias": "a"}));
    assert_eq!(sent[1].1["metadata"], json!({"m": 1, "copied_from_key_hash": "of-source"}));

    let copies = json!([{"token": "copy-1", "key_alias": "a"},
                        {"token": "copy-2", "metadata": {"copied_from_key_hash": "of-source"}}, {"token": "other"}]);
    let existing = || {
        let to = destination(&[]);
        to.add_first("GET /key/list", json_response(json!({"keys": copies, "total_pages": 1})));
        to
    };
    let outcomes = |to: &FakeServer, words: &[&str]| {
        let run = import(&Cli::of(to), &from, &[&["--discard-secrets", "--format", "json"], words].concat());
        let shown: Value = serde_json::from_str(&run.stdout).expect("JSON");
        (run.code, [shown[0]["outcome"].clone(), shown[1]["outcome"].clone()], writes(to))
    };
    for words in [&[][..], &["--on-conflict", "fail"]] {
        assert_eq!(outcomes(&existing(), words), (7, [json!("failed"), json!("failed")], Vec::new()));
    }
    assert_eq!(
        outcomes(&existing(), &["--on-conflict", "skip"]),
        (0, [json!("skipped"), json!("skipped")], Vec::new())
    );
    let (code, shown, sent) = outcomes(&existing(), &["--on-conflict", "update", "--concurrency", "1"]);
    assert_eq!((code, shown), (0, [json!("updated"), json!("updated")]));
    let metadata = json!({"m": 1, "copied_from_key_hash": "of-source"});
    let update = json!({"key": "copy-2", "max_budget": 5.0, "metadata": metadata});
    assert_eq!(sent[1], ("POST /key/update".to_owned(), update));
}

#[test]
fn secret_is_saved_before_its_key_is_created() {
    let from = source(&[named("a"), named("b")]);
    let lost = |alias: &'static str| move |request: &FakeRequest| request.field("key_alias") == alias;
    let server = FakeServer::new();
    server.add_when(lost("b"), FakeResponse::lost());
    server.add("GET /key/info", json_response(json!({"key": "h", "info": {}})));
    server.add("*", json_response(json!({"key": "sk-of-the-server"})));
    let cli = Cli::of(&server);
    let run = import(&cli, &from, &["--output-file", "keys.csv", "--concurrency", "1"]);
    assert_eq!(run.code, 7, "{run:#?}");
    let text = std::fs::read_to_string(cli.home().join("keys.csv")).expect("the file");
    // The key of the lost response may exist, and the server chose the other secret itself.
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines[0], "a,sk-of-the-server");
    assert_eq!(lines[1], format!("b,{}", chosen_secrets(&server)[1]));
    assert!(run.stderr.contains("the key may exist with the secret in keys.csv"), "{run:#?}");
    shows_no_secret(&run);
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
        (from(&["--discard-secrets", "--created-since", "31.1.2026"]), "not a time; expected"),
        (from(&["--discard-secrets", "--created-since", "2026-13-01"]), "not a time; expected"),
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
fn source_refusal_hint_names_the_source_options() {
    let refusal = json!({"error": {"message": "who are you", "code": "401"}});
    let from = FakeServer::always(FakeResponse::new(401).with_json(refusal));
    let run = import(&Cli::at("http://127.0.0.1:1"), &from, &["--discard-secrets"]);
    assert!(run.fails(4).contains("--source-api-key") && !run.stderr.contains("LITELLM_PROXY_API_KEY"), "{run:#?}");
}
