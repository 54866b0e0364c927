//! Keys given by the beginning of their hash, as lists show it.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::Cli;

const HASH: &str = "0f8fad5bd9cb469fa16570867728950e0f8fad5bd9cb469fa16570867728950e";
const TWIN: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";
const OTHER_TWIN: &str = "88dc28d0ffffc55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";
/// Has an alias that looks like the beginning of the first key's hash.
const ALIASED: &str = "c0ffee00d9cb469fa16570867728950e0f8fad5bd9cb469fa16570867728950e";

/// The commands that take a key, in the place of `KEY`.
pub(super) const COMMANDS_OF_KEYS: &[&[&str]] = &[
    &["keys", "info", "KEY"],
    &["keys", "info", "--key", "KEY"],
    &["keys", "unblock", "KEY"],
    &["keys", "update", "KEY", "--rpm-limit", "1"],
    &["keys", "delete", "KEY", "--yes"],
    &["keys", "delete", "--keys", "KEY", "--yes"],
    &["keys", "block", "KEY"],
    &["keys", "unblock", "KEY", "KEY"],
    &["keys", "rotate", "KEY", "--dry-run"],
    &["keys", "regenerate", "KEY", "--dry-run"],
    &["keys", "reset-spend", "KEY"],
    &["keys", "can-use", "KEY", "m", "--format", "json"],
    &["keys", "move", "KEY", "--team", "t"],
    &["keys", "list", "--key-hash", "KEY"],
    &["budgets", "why", "KEY"],
    &["teams", "assign-key", "t", "KEY"],
    &["spend", "logs", "--key", "KEY"],
    &["logs", "list", "--key", "KEY"],
    &["logs", "stats", "--key", "KEY"],
];

/// A server with these keys, which finds keys by whole hash and by alias.
fn serving() -> FakeServer {
    FakeServer::from_fn(|request: &FakeRequest| {
        let line = request.line();
        let row = |hash: &str| {
            let alias = if hash == ALIASED { "0f8fad5bd" } else { hash.get(60..).unwrap_or_default() };
            json!({"token": hash, "key_alias": alias, "models": ["m"], "spend": 0})
        };
        let keys = [HASH, TWIN, OTHER_TWIN, ALIASED].map(row);
        let page =
            |keys: Vec<&Value>| json_response(json!({"total_count": keys.len(), "keys": keys, "total_pages": 1}));
        let parameter = |name: &str| line.split(['?', '&']).find_map(|part| part.strip_prefix(name));
        match line.split('?').next().unwrap_or_default() {
            "GET /key/list" => page(match (parameter("key_alias="), parameter("key_hash=")) {
                (Some(alias), _) => keys.iter().filter(|key| key["key_alias"] == alias).collect(),
                (None, Some(hash)) => keys.iter().filter(|key| key["token"] == hash).collect(),
                (None, None) => keys.iter().collect(),
            }),
            "GET /key/info" => match keys.iter().find(|key| line.contains(key["token"].as_str().unwrap_or_default())) {
                Some(key) => json_response(json!({"key": key["token"], "info": key})),
                None => FakeResponse::new(404).with_json(json!({"error": {"message": "Key not found", "code": "404"}})),
            },
            "GET /team/info" => json_response(json!({"team_id": "t", "team_info": {"team_id": "t"}})),
            "POST /key/delete" => json_response(json!({"deleted_keys": []})),
            _ if line.starts_with("POST /key/") => {
                json_response(json!({"token": HASH, "key": HASH, "previous_spend": 0}))
            }
            "GET /spend/logs/v2" => json_response(json!({"data": [], "total": 0, "total_pages": 0})),
            _ => json_response(json!({"data": []})),
        }
    })
}

#[test]
fn every_command_takes_the_beginning_of_a_hash() {
    for words in COMMANDS_OF_KEYS {
        for name in ["0f8fad5b", "0F8FAD5B", "0f8fad5b…", HASH.get(..63).expect("a hash")] {
            let server = serving();
            let words: Vec<&str> = words.iter().map(|word| if *word == "KEY" { name } else { word }).collect();
            let run = Cli::of(&server).run(&words);
            let requests: String = server.requests().iter().map(|(line, body)| format!("{line} {body}")).collect();
            let names_it = requests.contains(HASH) || run.stdout.contains(HASH);
            assert!(names_it && run.code != 3, "{words:?}: {requests} {} {}", run.stdout, run.stderr);
        }
        for (name, code, message) in [
            ("88dc28d0", 2, "more than one key has a hash that begins with `88dc28d0`"),
            ("88dc28d1", 3, "no key has the alias `88dc28d1`, or a hash that begins with it"),
        ] {
            let words: Vec<&str> = words.iter().map(|word| if *word == "KEY" { name } else { word }).collect();
            let run = Cli::of(&serving()).run(&words);
            let is_deletion = code == 3 && words.contains(&"delete");
            assert_eq!(run.code, code, "{words:?}: {}", run.stderr);
            assert!(is_deletion || run.stderr.contains(message), "{words:?}: {}", run.stderr);
        }
    }
}

#[test]
fn candidates_are_named_and_an_alias_wins() {
    let run = Cli::of(&serving()).run(&["keys", "info", "88dc28d0"]);
    assert_eq!(
        run.stderr,
        format!(
            "error: more than one key has a hash that begins with `88dc28d0`: {TWIN} (6b4b), {OTHER_TWIN} (6b4b)\n"
        )
    );
    assert_eq!(Cli::of(&serving()).run(&["keys", "info", "0f8fad5bd"]).json()["key"], ALIASED);
    assert_eq!(Cli::of(&serving()).run(&["keys", "info", "0f8fad5bd9"]).json()["key"], HASH);
}
