//! `keys delete`: keys are looked up first, and those that do not exist are reported without their secret.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Respond, json_response};

use crate::harness::Cli;

const SECRET: &str = "sk-a-new-secret-key";
/// SHA-256 of `sk-1234`.
const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

/// A server with a key `ci` and the key `sk-1234`. Its response to a deletion repeats the request, as LiteLLM's does.
fn server_with_keys() -> FakeServer {
    struct Keys {
        aliases: Vec<(&'static str, &'static str)>,
        deleted: std::sync::Mutex<Vec<String>>,
    }
    impl Respond for Keys {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            let mut deleted = self.deleted.lock().expect("no panic");
            let query = request.query().unwrap_or_default();
            match request.path() {
                "/key/delete" => {
                    let body: Value = request.json();
                    deleted.extend(
                        body["keys"].as_array().into_iter().flatten().map(|key| key.as_str().expect("a key").into()),
                    );
                    json_response(json!({"deleted_keys": body["keys"]}))
                }
                "/key/list" => {
                    let is_named = |alias: &str| query.contains(&format!("key_alias={alias}&"));
                    let found = self.aliases.iter().filter(|(alias, _)| is_named(alias));
                    let keys: Vec<_> = found.map(|(alias, hash)| json!({"token": hash, "key_alias": alias})).collect();
                    json_response(json!({"keys": keys, "total_count": keys.len(), "total_pages": 1}))
                }
                _ => {
                    let hash = query.trim_start_matches("key=");
                    if self.aliases.iter().any(|(_, known)| *known == hash) {
                        // Newer servers keep the information of deleted keys.
                        let status = if deleted.iter().any(|key| key == hash) { "deleted" } else { "active" };
                        return json_response(json!({"key": hash, "info": {"status": status}}));
                    }
                    let refusal = json!({"error": {"message": "Key not found in database", "code": "404"}});
                    FakeResponse::new(404).with_json(refusal)
                }
            }
        }
    }
    let aliases = vec![("ci", CI_HASH), ("of-1234", HASH)];
    FakeServer::always(Keys { aliases, deleted: std::sync::Mutex::default() })
}

const CI_HASH: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

fn deletions(server: &FakeServer) -> Vec<Value> {
    server.requests().into_iter().filter(|(line, _)| line == "POST /key/delete").map(|(_, body)| body).collect()
}

#[test]
fn delete_sends_the_hashes_of_keys_that_exist() {
    let server = server_with_keys();
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "delete", "--keys", "sk-1234", "--key-aliases", "ci, ci"]);
    assert_eq!(run.json(), json!({"deleted_keys": [HASH, "ci"]}));
    assert_eq!(run.stderr, "");
    assert_eq!(deletions(&server), [json!({"keys": [HASH, CI_HASH], "key_aliases": null})]);
    let server = server_with_keys();
    let cli = Cli::of(&server).file("keys.txt", format!("sk-1234\n\n{CI_HASH} , sk-1234\n"));
    let run = cli.run(&["keys", "delete", "--keys", "@keys.txt"]);
    assert_eq!(run.json()["deleted_keys"], json!([HASH, CI_HASH]));
    let server = server_with_keys();
    let run = Cli::of(&server).run(&["keys", "delete", "ci", HASH]);
    assert_eq!(run.json()["deleted_keys"], json!(["ci", HASH]));
}

#[test]
fn delete_reports_keys_that_do_not_exist_without_their_secret() {
    for words in [
        &["keys", "delete", "--key-aliases", "ci,typo", "--keys", SECRET][..],
        &["keys", "delete", "ci", "typo", SECRET],
        &["keys", "delete", "--keys", &format!("ci,typo,{SECRET}")],
    ] {
        let server = server_with_keys();
        let run = Cli::of(&server).run(words);
        assert_eq!(run.code, 7, "{run:#?}");
        let shown: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(shown["deleted_keys"], json!(["ci"]));
        let mut missing: Vec<_> =
            shown["not_found"].as_array().expect("a list").iter().map(|name| name.as_str()).collect();
        missing.sort_unstable();
        let hash = litellm_proxy_client::ApiKey::new(SECRET).hash();
        let mut expected = [Some(hash.as_str()), Some("typo")];
        expected.sort_unstable();
        assert_eq!(missing, expected);
        assert!(
            run.stderr.contains("not found: typo\n") && run.stderr.contains(&format!("not found: {hash}\n")),
            "{run:#?}"
        );
        assert!(run.stderr.contains("error: 2 of 3 keys were not deleted"), "{run:#?}");
        assert!(!format!("{run:?}").contains(SECRET), "{run:#?}");
        assert_eq!(deletions(&server), [json!({"keys": [CI_HASH], "key_aliases": null})]);
        // Again, the key that was deleted is not found either.
        let run = Cli::of(&server).run(&["keys", "delete", CI_HASH]);
        assert_eq!(run.fails(3), format!("error: no key has the hash {CI_HASH}\n"));
    }
}

#[test]
fn delete_of_missing_keys_exits_with_three_and_sends_no_deletion() {
    let server = server_with_keys();
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "delete", "--key-aliases", "typo"]);
    assert_eq!(run.fails(3), "error: no key has the alias `typo`\n");
    let run = cli.run(&["keys", "delete", "a", "b"]);
    assert_eq!(run.fails(3), "error: none of these 2 keys exists: a, b\n");
    let run = cli.run(&["keys", "delete", SECRET]);
    assert!(run.fails(3).starts_with("error: no key has the hash ") && !run.stderr.contains(SECRET), "{run:#?}");
    // Nor is a secret shown that is given as an alias.
    let run = cli.run(&["keys", "delete", "--key-aliases", SECRET]);
    assert!(!run.fails(3).contains(SECRET), "{run:#?}");
    assert_eq!(deletions(&server), [] as [Value; 0]);
}

#[test]
fn refused_delete_reports_the_keys_that_were_deleted_nevertheless() {
    struct Half;
    impl Respond for Half {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            match (request.path(), request.query().unwrap_or_default().contains(CI_HASH)) {
                ("/key/delete", _) => FakeResponse::new(403).with_json(json!({"detail": "not yours"})),
                (_, true) => json_response(json!({"key": CI_HASH, "info": {"status": "deleted"}})),
                _ => json_response(json!({"key": HASH, "info": {}})),
            }
        }
    }
    let server = FakeServer::always(Half);
    let list = json!({"keys": [{"token": CI_HASH, "key_alias": "ci"}], "total_pages": 1});
    server.add_first("GET /key/list", json_response(list));
    let run = Cli::of(&server).run(&["keys", "delete", HASH]);
    assert!(run.fails(4).contains("not yours"), "{run:#?}");
    let run = Cli::of(&server).run(&["keys", "delete", HASH, "ci"]);
    assert_eq!(run.code, 7, "{run:#?}");
    let shown: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(shown, json!({"deleted_keys": ["ci"], "not_deleted": [HASH]}));
    assert!(run.stderr.contains("not yours") && run.stderr.contains(&format!("still exists: {HASH}")), "{run:#?}");
}

#[test]
fn delete_reports_a_key_that_exists_afterwards() {
    let server = FakeServer::with_routes([
        ("GET /key/info", json_response(json!({"key": HASH, "info": {}}))),
        ("POST /key/delete", json_response(json!({"deleted_keys": [HASH]}))),
    ]);
    let run = Cli::of(&server).run(&["keys", "delete", HASH]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(run.stderr.contains(&format!("still exists: {HASH}\n")), "{run:#?}");
    assert_eq!(serde_json::from_str::<Value>(&run.stdout).expect("JSON")["deleted_keys"], json!([]));
}
