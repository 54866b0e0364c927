//! `teams update` on servers that replace the metadata of a team, with it which budget the members have.

use serde_json::{Value, json};
use test_bed::{FakeServer, json_response};

use crate::in_process::Cli;

/// A server of a version with a team whose members have a budget.
fn serving(version: &str) -> FakeServer {
    let team = json!({"team_id": "t1", "team_alias": "Core",
        "metadata": {"a": 1, "model_rpm_limit": {"m": 1}, "team_member_budget_id": "b"}});
    FakeServer::with_routes([
        ("GET /openapi.json", json_response(json!({"info": {"version": version}}))),
        ("GET /team/info", json_response(json!({"team_id": "t1", "team_info": team}))),
        ("POST /team/update", json_response(json!({"team_id": "t1", "data": {"team_id": "t1"}}))),
    ])
}

/// Runs an update and returns the body that was sent, without the id of the team.
fn sent(version: &str, options: &[&str]) -> Value {
    let server = serving(version);
    Cli::of(&server).run(&[&["teams", "update", "t1"], options].concat());
    let requests = server.requests();
    let (_, body) = requests.iter().find(|(line, _)| line == "POST /team/update").expect("an update");
    let mut body = body.clone();
    body.as_object_mut().expect("an object").remove("team_id");
    body
}

#[test]
fn old_servers_are_sent_the_budget_of_the_members_with_new_metadata() {
    let kept = json!({"c": 2, "team_member_budget_id": "b"});
    assert_eq!(sent("1.80.11", &["--metadata", r#"{"c": 2}"#]), json!({"metadata": kept}));
    assert_eq!(sent("1.80.11", &["--unset", "metadata"]), json!({"metadata": {"team_member_budget_id": "b"}}));
    assert_eq!(
        sent("1.80.11", &["--param", r#"model_rpm_limit={"m": 2}"#]),
        json!({"model_rpm_limit": {"m": 2}, "metadata": {"a": 1, "team_member_budget_id": "b"}})
    );
    assert_eq!(
        sent("1.80.11", &["--param", "team_member_budget=3"]),
        json!({"team_member_budget": 3,
               "metadata": {"a": 1, "model_rpm_limit": {"m": 1}, "team_member_budget_id": "b"}})
    );
    assert_eq!(sent("1.80.11", &["--rpm-limit", "3"]), json!({"rpm_limit": 3}));
}

#[test]
fn new_servers_are_sent_what_was_given() {
    assert_eq!(sent("1.106.2", &["--metadata", r#"{"c": 2}"#]), json!({"metadata": {"c": 2}}));
    assert_eq!(sent("1.106.2", &["--unset", "metadata"]), json!({"metadata": {}}));
    assert_eq!(sent("1.106.2", &["--param", "team_member_budget=3"]), json!({"team_member_budget": 3}));
}

#[test]
fn dry_runs_show_the_metadata_that_would_be_sent() {
    let server = serving("1.80.11");
    let run = Cli::of(&server).run(&["teams", "update", "Core", "--metadata", "{}", "--dry-run"]);
    assert!(run.stdout.contains("\"team_member_budget_id\": \"b\""), "{run:#?}");
    assert!(server.requests().iter().all(|(line, _)| line.starts_with("GET ")));
    let server = serving("1.80.11");
    let run = Cli::of(&server).run(&["teams", "update", "t1", "--metadata", "{}", "--curl"]);
    assert!(run.stdout.contains("\"metadata\":{}"), "{run:#?}");
    assert_eq!(server.requests(), []);
}
