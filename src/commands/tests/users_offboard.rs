//! `users offboard`: the order of the requests, what stays, and partial failures.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response, request_with};

use crate::in_process::Cli;

fn hash(letter: &str) -> String {
    format!("{letter}8dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b")
}

/// A server with `bob@x.io`, who has two keys, two teams and an organization. `refused` is a path that fails.
fn serving(refused: &'static str) -> FakeServer {
    let keys = json!([
        {"token": hash("a"), "key_alias": "one", "user_id": "b", "spend": 1.5},
        {"token": hash("b"), "user_id": "b", "team_id": "t1"},
        {"token": hash("c"), "key_alias": "service", "user_id": null, "created_by": "b"},
    ]);
    let user = json!({
        "user_id": "b", "user_email": "bob@x.io", "teams": ["t1", "t2"],
        "organization_memberships": [{"organization_id": "o", "user_id": "b"}],
    });
    let deleted = std::sync::Mutex::new(false);
    FakeServer::from_fn(move |request: &FakeRequest| {
        let line = request.line();
        let path = line.split('?').next().unwrap_or_default();
        if path == refused {
            return FakeResponse::new(500).with_json(json!({"error": {"message": "broken", "code": "500"}}));
        }
        match path {
            "GET /user/info" if line.ends_with("=b") && !*deleted.lock().expect("state") => {
                let teams = json!([{"team_id": "t1", "team_alias": "Research"}]);
                json_response(json!({"user_id": "b", "user_info": user, "teams": teams}))
            }
            "GET /user/list" => {
                let users = json!([{"user_id": "b", "user_email": "bob@x.io"}]);
                json_response(json!({"users": users, "total": 1, "total_pages": 1}))
            }
            "GET /key/list" => json_response(json!({"keys": keys, "total_count": 3, "total_pages": 1})),
            "GET /v1/model/info" => {
                let model = json!({"model_name": "m", "model_info": {"id": "m1", "created_by": "b"}});
                json_response(json!({"data": [model]}))
            }
            "POST /user/delete" => {
                *deleted.lock().expect("state") = true;
                json_response(json!(1))
            }
            "POST /team/member_delete" if String::from_utf8_lossy(&request.body).contains("t2") => {
                FakeResponse::new(400).with_json(json!({"detail": {"error": "User not found in team. Team: t2"}}))
            }
            "POST /key/delete"
            | "POST /key/block"
            | "POST /team/member_delete"
            | "DELETE /organization/member_delete" => json_response(json!({})),
            _ => FakeResponse::new(404).with_json(json!({"error": {"message": "not found", "code": "404"}})),
        }
    })
}

fn writes(server: &FakeServer) -> Vec<(String, Value)> {
    server.requests().into_iter().filter(|(line, _)| !line.starts_with("GET ")).collect()
}

fn steps() -> Vec<(String, Value)> {
    let deletion =
        |letter: &str| request_with("POST /key/delete", json!({"keys": [hash(letter)], "key_aliases": null}));
    let leaving = |team: &str| request_with("POST /team/member_delete", json!({"team_id": team, "user_id": "b"}));
    vec![
        deletion("a"),
        deletion("b"),
        leaving("t1"),
        leaving("t2"),
        request_with("DELETE /organization/member_delete", json!({"organization_id": "o", "user_id": "b"})),
        request_with("POST /user/delete", json!({"user_ids": ["b"]})),
    ]
}

#[test]
fn keys_go_first_and_the_user_last() {
    let server = serving("");
    let run = Cli::of(&server).run(&["users", "offboard", "bob@x.io", "--yes"]);
    assert_eq!(
        run.ok(),
        "deleted 2 keys (one, b8dc28d0), $1.50 spent\nremoved from 2 teams (Research, t2)\n\
         removed from 1 organization (o)\ndeleted 1 user (bob@x.io)\n\
         What stays: the spend history; 1 key created for others (service); 1 model added by the user (m)\n"
    );
    assert_eq!(writes(&server), steps());
}

#[test]
fn a_dry_run_shows_the_very_requests() {
    let server = serving("");
    let run = Cli::of(&server).run(&["users", "offboard", "bob@x.io", "--dry-run", "--format", "json"]);
    let shown: Vec<(String, Value)> = run
        .json()
        .as_array()
        .expect("requests")
        .iter()
        .map(|shown| {
            let url = shown["url"].as_str().expect("a URL").replace(&server.uri(), "");
            (format!("{} {url}", shown["method"].as_str().expect("a method")), shown["body"].clone())
        })
        .collect();
    assert_eq!((shown, writes(&server)), (steps(), Vec::new()));
    let run = Cli::of(&server).run(&["users", "offboard", "bob@x.io", "--dry-run"]);
    assert!(run.stderr.starts_with("delete 2 keys (one, b8dc28d0), $1.50 spent\n"), "{run:#?}");
    assert!(run.stderr.contains("remove from 2 teams (Research, t2)\n"), "{run:#?}");
}

#[test]
fn the_user_is_kept_if_a_part_fails() {
    let server = serving("DELETE /organization/member_delete");
    let run = Cli::of(&server).run(&["users", "offboard", "b", "--yes", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(writes(&server), steps()[..5]);
    let shown: Value = serde_json::from_str(&run.stdout).expect("JSON");
    let outcomes: Vec<_> = shown["steps"].as_array().expect("steps").iter().map(|step| &step["outcome"]).collect();
    assert_eq!(outcomes, ["done", "done", "done", "done", "failed", "not tried"]);
    let run = Cli::of(&serving("")).run(&["users", "offboard", "ann@x.io", "--yes"]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run:#?}");
}

#[test]
fn blocked_keys_keep_their_teams_and_the_user() {
    let server = serving("");
    let run = Cli::of(&server).run(&["users", "offboard", "b", "--keep-keys", "--yes"]);
    assert!(run.ok().contains("1 membership of teams, which the blocked keys need (Research)"), "{run:#?}");
    let lines: Vec<String> = writes(&server).into_iter().map(|(line, _)| line).collect();
    let expected =
        ["POST /key/block", "POST /key/block", "POST /team/member_delete", "DELETE /organization/member_delete"];
    assert_eq!(lines, expected);
}

#[test]
fn the_key_in_use_is_not_taken() {
    let own = litellm_proxy_client::ApiKey::new(KEY).hash();
    let server = FakeServer::new();
    let user = json!({"user_id": "b", "user_info": {"user_id": "b"}});
    server.add("/user/info", json_response(user));
    let keys = json!([{"token": own, "user_id": "b"}]);
    server.add("/key/list", json_response(json!({"keys": keys, "total_count": 1, "total_pages": 1})));
    let run = Cli::of(&server).run(&["users", "offboard", "b", "--yes"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{run:#?}");
    assert!(run.stderr.contains("the key in use belongs to this user"), "{run:#?}");
    assert_eq!(writes(&server), []);
}
