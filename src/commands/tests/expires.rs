//! `--expires`: servers take lifetimes, so a time becomes one.

use serde_json::json;
use test_bed::{FakeServer, json_response};

use crate::in_process::{Cli, are_usage_errors};

#[test]
fn a_time_of_expiry_is_sent_as_a_lifetime_and_said() {
    let server = FakeServer::with_routes([
        (
            "POST /key/generate",
            json_response(json!({"key": "sk-0123456789abcdef012345", "expires": "2099-12-04T23:59:59Z"})),
        ),
        ("POST /key/update", json_response(json!({}))),
        (
            "POST /key/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/regenerate",
            json_response(json!({"key": "sk-0123456789abcdef012345"})),
        ),
        ("GET /key/list", json_response(json!({"keys": [{"token": "a".repeat(64), "key_alias": "ci"}]}))),
    ]);
    let cli = Cli::of(&server);
    for words in [
        &["keys", "generate", "--expires", "2099-12-04"][..],
        &["keys", "update", "ci", "--expires", "2099-12-04T23:59:59"],
        &["keys", "regenerate", "ci", "--expires", "2099-12-04"],
    ] {
        let run = cli.run(words);
        let (_, body) = server.requests().into_iter().rfind(|(line, _)| line.starts_with("POST")).expect("a request");
        let duration = body["duration"].as_str().expect("a duration").to_owned();
        let seconds: i64 = duration.trim_end_matches('s').parse().expect("seconds");
        assert!(duration.ends_with('s') && seconds > 2_000_000_000, "{duration}");
        assert_eq!(run.stderr.matches("the key is to expire at 2099-12-04 23:59:59 ").count(), 1, "{run:#?}");
    }
}

#[test]
fn a_rotation_gives_the_new_key_a_time_of_expiry_of_its_own() {
    let key = json!({"token": "a".repeat(64), "key_alias": "ci", "expires": "2098-12-04T00:00:00Z"});
    let server = FakeServer::with_routes([
        ("GET /key/list", json_response(json!({"keys": [key]}))),
        ("GET /key/info", json_response(json!({"key": "a".repeat(64), "info": key}))),
    ]);
    let cli = Cli::of(&server);
    for (option, value, least) in [("--expires", "2099-12-04", 2_300_000_000), ("--duration", "40000d", 3_455_999_990)]
    {
        let run = cli.run(&["keys", "rotate", "ci", option, value, "--dry-run", "--format", "json"]);
        assert_eq!(run.stderr.matches("the key is to expire at 2").count(), 1, "{run:#?}");
        let requests = run.json();
        let durations = requests.as_array().expect("requests").iter().filter_map(|request| {
            let is_of_new_key = request["body"]["key"] != json!("a".repeat(64));
            request["body"]["duration"].as_str().filter(|_| is_of_new_key).map(str::to_owned)
        });
        let seconds: Vec<i64> =
            durations.map(|duration| duration.trim_end_matches('s').parse().expect("seconds")).collect();
        assert!(seconds.len() == 2 && seconds.iter().all(|seconds| *seconds >= least), "{run:#?}");
    }
    let run = cli.run(&["keys", "regenerate", "ci", "--duration", "90d", "--dry-run", "--format", "json"]);
    assert_eq!(run.json()["body"], json!({"duration": "90d"}));
}

#[test]
fn a_rounded_time_is_set_by_an_update_unless_the_server_limits_lifetimes() {
    for (duration, updates) in [(json!(null), 1), (json!("30d"), 0)] {
        let made = json!({"key": "sk-0123456789abcdef012345", "duration": duration, "expires": "2098-01-01T00:00:00Z"});
        let server = FakeServer::with_routes([
            ("POST /key/generate", json_response(made)),
            ("POST /key/update", json_response(json!({}))),
        ]);
        let run = Cli::of(&server).run(&["keys", "generate", "--expires", "2099-12-04"]);
        let sent = server.requests().iter().filter(|(line, _)| line == "POST /key/update").count();
        assert_eq!(sent, updates, "{run:#?}");
        assert_eq!(run.stderr.contains("an update has set the time of expiry"), updates == 1, "{run:#?}");
    }
}

#[test]
fn a_time_in_the_past_or_a_lifetime_too_is_a_usage_error() {
    are_usage_errors(&[
        (&["keys", "generate", "--expires", "2020-12-04"], "is in the past"),
        (&["keys", "update", "ci", "--expires", "yesterday"], "is in the past"),
        (&["keys", "rotate", "ci", "--expires", "yesterday"], "is in the past"),
        (&["keys", "rotate", "ci", "--expires", "2099-12-04", "--duration", "1d"], "cannot be used with"),
        (&["keys", "rotate", "--resume", "--expires", "2099-12-04"], "cannot be used with"),
        (&["keys", "regenerate", "ci", "--expires", "yesterday"], "is in the past"),
        (&["keys", "generate", "--expires", "soon"], "not a time"),
        (&["keys", "generate", "--expires", "2099-12-04", "--duration", "1d"], "cannot be used with"),
        (&["keys", "update", "ci", "--expires", "2099-12-04", "--unset", "duration"], "set and unset at once"),
    ]);
}
