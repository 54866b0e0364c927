//! `keys move` and `keys audit --delete`: requests, refusals before anything is sent, and exit codes.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response, request_with};

use crate::in_process::{Cli, are_usage_errors};

fn hash(letter: &str) -> String {
    format!("{letter}8dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b")
}

/// The team `t` with the member `u`, and keys `a` (in no team), `b` (models outside the team), `c` (of a stranger), `d`
/// (above the team's limit), `e` (in the team).
fn serving() -> FakeServer {
    let keys = [
        ("a", json!({"models": ["m"], "user_id": "u"})),
        ("b", json!({"models": ["m", "n"]})),
        ("c", json!({"user_id": "stranger", "models": []})),
        ("d", json!({"models": ["all-team-models"], "rpm_limit": 100})),
        ("e", json!({"models": [], "team_id": "t"})),
    ];
    let moved = std::sync::Mutex::new(Vec::<Value>::new());
    FakeServer::from_fn(move |request: &FakeRequest| {
        let line = request.line();
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match line.split('?').next().unwrap_or_default() {
            "GET /key/info" => {
                let Some((letter, info)) = keys.iter().find(|(letter, _)| line.contains(&hash(letter))) else {
                    return missing("Key not found");
                };
                let mut info = info.clone();
                let fields = info.as_object_mut().expect("fields");
                fields.insert("key_alias".to_owned(), json!(letter));
                for update in moved.lock().expect("moves").iter().filter(|update| update["key"] == hash(letter)) {
                    fields.extend(update.as_object().expect("fields").clone());
                }
                json_response(json!({"key": hash(letter), "info": info}))
            }
            "GET /team/info" if line.ends_with("=t") => json_response(json!({"team_id": "t", "team_info": {
                "team_id": "t", "team_alias": "Team", "models": ["m"], "rpm_limit": 10, "max_budget": 5.0,
                "members_with_roles": [{"user_id": "u", "role": "user"}],
            }})),
            "GET /user/info" if line.ends_with("=u") => {
                json_response(json!({"user_id": "u", "user_info": {"user_id": "u"}}))
            }
            "GET /v1/model/info" => json_response(json!({"data": [{"model_name": "m"}, {"model_name": "n"}]})),
            "POST /key/update" => {
                moved.lock().expect("moves").push(body.clone());
                json_response(body)
            }
            _ => missing("not found"),
        }
    })
}

fn missing(message: &str) -> FakeResponse {
    FakeResponse::new(404).with_json(json!({"error": {"message": message, "code": "404"}}))
}

fn writes(server: &FakeServer) -> Vec<(String, Value)> {
    server.requests().into_iter().filter(|(line, _)| !line.starts_with("GET ")).collect()
}

#[test]
fn keys_are_moved_and_the_rules_of_the_new_team_are_shown() {
    let server = serving();
    let run = Cli::of(&server).run(&["keys", "move", &hash("a"), &hash("e"), "--team", "t"]);
    assert_eq!(
        run.ok(),
        "a: no team → the team Team\ne: is there already\n\
         The rules of the team Team apply now: m; $5.00 ($0.00 spent), 10 requests per minute\n"
    );
    assert_eq!(writes(&server), [request_with("POST /key/update", json!({"key": hash("a"), "team_id": "t"}))]);
    let found = Cli::of(&serving()).run(&["keys", "move", &hash("a"), "--team", "t", "--format", "json"]).json();
    assert_eq!((&found[0]["outcome"], &found[0]["team_id"]), (&json!("moved"), &json!("t")), "{found}");
}

#[test]
fn a_key_whose_present_user_is_a_stranger_gets_its_user_first() {
    let server = serving();
    Cli::of(&server).run(&["keys", "move", &hash("c"), "--team", "t", "--user", "u"]).ok();
    let updates = [json!({"key": hash("c"), "user_id": "u"}), json!({"key": hash("c"), "team_id": "t"})];
    assert_eq!(writes(&server), updates.map(|update| request_with("POST /key/update", update)));
}

#[test]
fn what_the_server_would_refuse_is_refused_before_anything_is_sent() {
    for (letter, reason, hint) in [
        ("b", "it may call n, but the team `Team` may only call m", "litellm-proxy teams models add Team n"),
        (
            "c",
            "its user `stranger` is not a member of the team `Team`",
            "litellm-proxy teams members add Team stranger",
        ),
        ("d", "its rpm_limit 100 is above that of the team `Team`, which is 10", "keys update d --rpm-limit 10"),
    ] {
        for more in [None, Some("--dry-run")] {
            let server = serving();
            let (first, second) = (hash("a"), hash(letter));
            let words: Vec<&str> = ["keys", "move", &first, &second, "--team", "t"].into_iter().chain(more).collect();
            let run = Cli::of(&server).run(&words);
            assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:#?}");
            let message = format!("`{letter}` cannot be moved: {reason}; nothing was changed");
            assert!(run.stderr.contains(&message) && run.stderr.contains(hint), "{run:#?}");
            assert_eq!(writes(&server), []);
        }
    }
}

#[test]
fn missing_teams_users_and_keys_are_not_found() {
    for words in [
        &["keys", "move", &hash("a"), "--team", "nowhere"][..],
        &["keys", "move", &hash("a"), "--user", "nobody"],
        &["keys", "move", &hash("f"), "--team", "t"],
    ] {
        let server = serving();
        let run = Cli::of(&server).run(words);
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{words:?}: {run:#?}");
        assert_eq!(writes(&server), []);
    }
    are_usage_errors(&[(&["keys", "move", "a"], "--team")]);
}

/// Keys that were never used: the one in use among them.
fn with_unused_keys() -> FakeServer {
    let own = litellm_proxy_client::ApiKey::new(KEY).hash();
    let long_ago = "2020-01-01T00:00:00Z";
    let row = |token: &str| json!({"token": token, "created_at": long_ago, "spend": 0.0, "expires": long_ago});
    let rows = [row(&hash("a")), row(&hash("b")), row(&own), row("litellm_proxy_master_key")];
    FakeServer::from_fn(move |request: &FakeRequest| {
        let line = request.line();
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match line.split('?').next().unwrap_or_default() {
            "GET /key/list" => json_response(json!({"keys": rows, "total_count": 4, "total_pages": 1})),
            "GET /key/info" if line.contains(&hash("b")) => {
                json_response(json!({"key": hash("b"), "info": {"token": hash("b")}}))
            }
            "GET /user/list" => json_response(json!({"users": [], "total": 0})),
            "GET /v2/team/list" => json_response(json!({"teams": [], "total": 0})),
            "GET /v1/model/info" | "GET /models" => json_response(json!({"data": []})),
            "POST /key/delete" => json_response(json!({"deleted_keys": body["keys"]})),
            _ => missing("not found"),
        }
    })
}

#[test]
fn audit_deletes_what_it_found_once_and_neither_the_key_in_use_nor_the_servers_own() {
    let server = with_unused_keys();
    let words = ["keys", "audit", "--only", "unused,expired", "--delete"];
    let deletion = request_with("POST /key/delete", json!({"keys": [hash("a"), hash("b")], "key_aliases": null}));
    let run = Cli::of(&server).run(&[&words[..], &["--format", "json"]].concat());
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(run.stdout.contains(&format!("\"not_deleted\": [\n    \"{}\"", hash("b"))), "{run:#?}");
    assert_eq!(writes(&server), std::slice::from_ref(&deletion));
    let server = with_unused_keys();
    let run = Cli::of(&server).run(&[&words[..], &["--dry-run", "--format", "json"]].concat());
    assert_eq!((&run.json()["body"], writes(&server)), (&deletion.1, Vec::new()));
    are_usage_errors(&[
        (&["keys", "audit", "--delete"], "--only"),
        (&["keys", "audit", "--dry-run"], "--delete"),
        (&["keys", "audit", "--only", "unused", "--delete", "--fail-on", "any"], "--fail-on"),
    ]);
}
