//! Keys given by alias: aliases with outer blanks, and several keys of which some do not exist.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::Cli;

const BLANK_HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";
const PLAIN_HASH: &str = "0f8fad5bd9cb469fa16570867728950e0f8fad5bd9cb469fa16570867728950e";

fn missing() -> FakeResponse {
    FakeResponse::new(404).with_json(json!({"error": {"message": "Key not found", "code": "404"}}))
}

/// A server with the keys ` ci ` and `ci`, and the key `only`.
fn serving() -> FakeServer {
    FakeServer::from_fn(|request: &FakeRequest| {
        let line = request.line();
        let alias_of = |hash: &str| if hash == BLANK_HASH { " ci " } else { "ci" };
        let row = |hash: &str| json!({"token": hash, "key_alias": alias_of(hash), "models": ["m"]});
        let page = |keys: Vec<Value>| json_response(json!({"total_count": keys.len(), "keys": keys, "total_pages": 1}));
        let known = [BLANK_HASH, PLAIN_HASH];
        match line.split(['?', '&']).find_map(|part| part.strip_prefix("key_alias=")) {
            Some("%20ci%20") => return page(vec![row(BLANK_HASH)]),
            // Some servers also list the aliases that contain it.
            Some("ci") => return page(vec![row(BLANK_HASH), row(PLAIN_HASH)]),
            Some(_) => return page(Vec::new()),
            None => {}
        }
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let named = body["key"].as_str().unwrap_or_default();
        match line.split('?').next().unwrap_or_default() {
            "GET /key/info" => match known.iter().find(|hash| line.contains(*hash)) {
                Some(hash) => json_response(json!({"key": hash, "info": row(hash)})),
                None => missing(),
            },
            "POST /key/delete" => json_response(json!({"deleted_keys": body["keys"]})),
            "POST /key/block" | "POST /key/unblock" | "POST /key/update" if known.contains(&named) => {
                json_response(json!({"token": named, "key": named, "rpm_limit": 1}))
            }
            "GET /team/info" => json_response(json!({"team_id": "t", "team_info": {"team_id": "t"}})),
            _ => missing(),
        }
    })
}

/// The keys that writes named.
fn written(server: &FakeServer) -> Vec<String> {
    let writes = server.requests().into_iter().filter(|(line, _)| line.starts_with("POST"));
    let named = |body: Value| body["key"].as_str().or(body["keys"][0].as_str()).unwrap_or_default().to_owned();
    writes.map(|(_, body)| named(body)).collect()
}

#[test]
fn alias_with_outer_blanks_is_found_before_the_one_without() {
    for (alias, hash) in [(" ci ", BLANK_HASH), ("ci", PLAIN_HASH), ("ci  ", PLAIN_HASH), ("\tci", PLAIN_HASH)] {
        for words in [
            &["keys", "block", alias][..],
            &["keys", "unblock", alias],
            &["keys", "block", alias, alias],
            &["keys", "update", alias, "--rpm-limit", "1"],
            &["teams", "assign-key", "t", alias, "--dry-run"],
        ] {
            let server = serving();
            let run = Cli::of(&server).run(words);
            let named = if words.contains(&"--dry-run") { vec![run.ok().to_owned()] } else { written(&server) };
            run.ok();
            assert!(!named.is_empty() && named.iter().all(|named| named.contains(hash)), "{words:?}: {named:?}");
        }
        for words in [&["keys", "info", alias][..], &["keys", "info", "--key-alias", alias]] {
            assert_eq!(Cli::of(&serving()).run(words).json()["key"], hash, "{words:?}");
        }
    }
}

#[test]
fn lists_of_names_keep_the_blanks_of_an_alias() {
    for (list, hashes) in [
        (" ci ", &[BLANK_HASH][..]),
        ("ci, ci ", &[PLAIN_HASH, BLANK_HASH]),
        ("[\" ci \"]", &[BLANK_HASH]),
        ("nobody, ci", &[PLAIN_HASH]),
    ] {
        for option in ["--keys", "--key-aliases"] {
            if option == "--key-aliases" && list.starts_with('[') {
                continue;
            }
            let server = serving();
            Cli::of(&server).run(&["keys", "delete", option, list, "--yes"]);
            let deletion =
                server.requests().into_iter().find(|(line, _)| line == "POST /key/delete").expect("a deletion");
            assert_eq!(deletion.1["keys"], json!(hashes), "{option} {list:?}");
        }
    }
}

#[test]
fn only_unknown_keys_exit_with_three_and_some_with_seven() {
    for verb in ["block", "unblock"] {
        let cli_on = |words: &[&str]| {
            let server = serving();
            Cli::of(&server).run(&[&["keys", verb][..], words].concat())
        };
        assert_eq!(cli_on(&["nobody"]).fails(3), "error: no key has the alias `nobody`\n");
        let run = cli_on(&["nobody", "sk-unknown-key"]);
        assert_eq!(run.code, 3, "{run:#?}");
        assert!(run.stderr.ends_with("error: none of these 2 keys exists\n"), "{run:#?}");
        assert!(!run.stdout.contains("sk-unknown"), "{run:#?}");
        let run = cli_on(&["nobody", "ci"]);
        assert_eq!(run.code, 7, "{run:#?}");
        assert!(run.stderr.ends_with(&format!("error: 1 of 2 keys was not {verb}ed\n")), "{run:#?}");
    }
}
