//! Commands that take several names: all are tried, each is reported, and `-` reads them from standard input.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, in_turn, json_response};

use crate::harness::{Cli, in_parallel};

fn server() -> FakeServer {
    let gone = || FakeResponse::new(404).with_json(json!({"error": {"message": "not found", "code": "404"}}));
    let full = || FakeResponse::new(500).with_json(json!({"error": {"message": "no space", "code": "500"}}));
    FakeServer::with_routes([
        ("GET /credentials/by_name/a", json_response(json!({"credential_name": "a"}))),
        ("GET /credentials/by_name/b", gone()),
        ("GET /credentials/by_name/c", json_response(json!({"credential_name": "c"}))),
        ("DELETE /credentials/a", json_response(json!({"success": true}))),
        ("DELETE /credentials/c", full()),
        ("DELETE /access_group/a/delete", json_response(json!({"access_group": "a"}))),
        ("DELETE /access_group/b/delete", gone()),
        ("DELETE /access_group/c/delete", full()),
        ("POST /user/delete", json_response(json!(2))),
    ])
}

#[test]
fn several_are_deleted_and_each_failure_is_named() {
    in_parallel([("credentials", "credential"), ("access-groups", "access group")], |(noun, one)| {
        let server = server();
        let cli = Cli::of(&server);
        let run = cli.run(&[noun, "delete", "b", "a", "c", "a", "--yes", "--format", "table"]);
        assert_eq!(run.code, 7, "{noun} {}", run.stderr);
        let expected = format!("not found: b\nfailed: c: no space (HTTP 500)\nerror: 2 of 3 {one}s were not deleted\n");
        assert_eq!(run.stderr, expected);
        let run = cli.run(&[noun, "delete", "b", "a", "c", "--format", "json"]);
        let output: Value = serde_json::from_str(&run.stdout).expect("JSON");
        assert_eq!(output, json!({"deleted": ["a"], "not_found": ["b"], "not_deleted": ["c"]}), "{noun}");
        let error: Value = serde_json::from_str(&run.stderr).expect("one JSON object");
        assert_eq!(error["error"]["kind"], "partial", "{noun}");
        let run = cli.run(&[noun, "delete", "b", "b2", "--yes"]);
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{noun}");
        assert!(run.stderr.contains(&format!("none of these {one}s exists: b, b2")), "{}", run.stderr);
    });
}

#[test]
fn a_dash_reads_names_from_stdin() {
    let server = server();
    let cli = Cli::of(&server).stdin("u1\r\n\n u2 \nu1\n");
    cli.run(&["users", "delete", "-", "u3", "--yes"]).ok();
    let bodies: Vec<Value> = server.requests().into_iter().map(|(_, body)| body).collect();
    assert_eq!(bodies, [json!({"user_ids": ["u1", "u2", "u3"]})]);
    for words in [["users", "delete"], ["teams", "delete"], ["budgets", "delete"], ["customers", "delete"]] {
        let run = Cli::of(&server).stdin("\n \n").run(&[&words[..], &["-", "--yes"]].concat());
        assert_eq!((run.code, run.stderr.as_str()), (2, "error: standard input has no names\n"), "{words:?}");
    }
}

#[test]
fn a_thing_is_named_without_an_option() {
    let deployment = json!({"model_name": "gpt-4", "litellm_params": {"model": "openai/gpt-4"}, "model_info": {"id": "m-1", "db_model": true}});
    let refusal = || {
        FakeResponse::new(400)
            .with_json(json!({"error": {"message": "{'error': 'Model with id=gpt-4 not found in db'}", "code": "400"}}))
    };
    let model = || {
        FakeServer::with_routes([
            ("GET /v2/model/info", json_response(json!({"data": [deployment]}))),
            ("GET /v1/model/info", json_response(json!({"data": [deployment]}))),
        ])
    };
    for name in ["gpt-4", "m-1"] {
        assert_eq!(Cli::of(&model()).run(&["model", "get", name]).json(), deployment, "{name}");
    }
    let nothing = "error: no model is named `x`, and no deployment has this id\n";
    assert_eq!(Cli::of(&model()).run(&["models", "get", "x"]).fails(3), nothing);
    let server = model();
    server.add("/model/delete", in_turn([refusal(), json_response(json!({"message": "gone"}))]));
    let run = Cli::of(&server).run(&["models", "delete", "gpt-4", "--yes"]);
    assert_eq!(run.json(), json!({"deleted": ["m-1"], "kept": []}));
    let run = Cli::of(&model()).run(&["models", "delete", "m-1", "--all", "--yes"]);
    assert_eq!(run.fails(3), "error: no model is named `m-1`\n", "what has several deployments is a name");
    let server = model();
    server.add("/model/delete", refusal());
    let run = Cli::of(&server).run(&["models", "delete", "gpt-5", "--yes"]);
    assert_eq!(run.fails(3), "error: Model with id=gpt-4 not found in db (HTTP 400)\n", "the server's own words");

    let server = FakeServer::always_json(
        json!({"user_id": "u1", "user_info": {"user_id": "u1"}, "key": "sk-1", "team_id": "t1"}),
    );
    let cli = Cli::of(&server);
    cli.run(&["users", "get", "u1"]).ok();
    cli.run(&["users", "create", "a@example.com", "--no-key", "--format", "json"]);
    cli.run(&["teams", "create", "research", "--format", "json"]);
    cli.run(&["keys", "create", "ci", "--no-check", "--format", "json"]);
    let requests = server.requests();
    let body = |line: &str| requests.iter().find(|(sent, _)| sent == line).map(|(_, body)| body.clone()).expect(line);
    assert!(requests.iter().any(|(line, _)| line == "GET /user/info?user_id=u1"), "{requests:?}");
    assert_eq!(body("POST /user/new")["user_email"], "a@example.com");
    assert_eq!(body("POST /team/new")["team_alias"], "research");
    assert_eq!(body("POST /key/generate")["key_alias"], "ci");
    for words in [
        &["users", "create", "a@example.com", "--email", "b@example.com"][..],
        &["users", "create"],
        &["users", "get", "u1", "--id", "u1"],
        &["teams", "create", "a", "--team-alias", "b"],
        &["keys", "create", "a", "--key-alias", "b"],
        &["models", "get", "a", "--name", "b"],
    ] {
        assert_eq!(cli.run(words).code, 2, "{words:?}");
    }
}
