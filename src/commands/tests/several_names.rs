//! Commands that take several names, and lists whose filter names something that does not exist.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::Cli;

fn refusal(status: u16, message: &str) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"error": {"message": message, "code": status.to_string()}}))
}

/// The bodies of the writes to a path.
fn written(server: &FakeServer, path: &str) -> Vec<Value> {
    let writes = server.requests().into_iter().filter(|(line, _)| line == &format!("POST {path}"));
    writes.map(|(_, body)| body).collect()
}

#[test]
fn several_teams_are_blocked_and_the_missing_ones_named() {
    let server = FakeServer::with_routes([
        ("GET /team/info?team_id=t1", json_response(json!({"team_id": "t1", "team_info": {"team_id": "t1"}}))),
        ("GET /team/info?team_id=t2", json_response(json!({"team_id": "t2", "team_info": {"team_id": "t2"}}))),
        ("GET /team/info", refusal(404, "Team not found")),
        ("GET /v2/team/list", json_response(json!({"teams": [], "total": 0, "page": 1, "total_pages": 0}))),
        ("POST /team/block", json_response(json!({"team_id": "t1", "blocked": true}))),
    ]);
    let run = Cli::of(&server).run(&["teams", "block", "t1", "nope", "--format", "csv"]);
    assert_eq!(run.code, 7, "{run:?}");
    assert_eq!(
        run.stdout, "team,outcome,reason\nt1,blocked,\nnope,failed,no team has the id or alias `nope`\n",
        "{}",
        run.stderr
    );
    assert_eq!(written(&server, "/team/block"), [json!({"team_id": "t1"})]);
    let run = Cli::of(&server).run(&["teams", "unblock", "nope", "none"]);
    assert_eq!(run.code, 3, "{run:?}");
    assert!(run.stderr.ends_with("error: none of these 2 teams exists\n"), "{}", run.stderr);
    let run = Cli::of(&server).run(&["teams", "block", "t1", "t2", "--dry-run", "--format", "csv"]);
    assert_eq!(run.ok().lines().filter(|line| line.ends_with("/team/block")).count(), 2);
}

#[test]
fn several_customers_are_blocked_and_unblocked() {
    let server = FakeServer::from_fn(|request: &FakeRequest| {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        json_response(json!({"user_id": body["user_id"], "blocked": body["blocked"]}))
    });
    let cli = Cli::of(&server);
    for (verb, blocked, outcome) in [("block", true, "blocked"), ("unblock", false, "unblocked")] {
        let rows = cli.run(&["customers", verb, "a", "b", "--format", "json"]).json();
        let row = |id: &str| json!({"customer": id, "outcome": outcome, "reason": null});
        assert_eq!(rows, json!([row("a"), row("b")]));
        assert_eq!(cli.run(&["customers", verb, "a"]).json(), json!({"user_id": "a", "blocked": blocked}));
        let sent = written(&server, "/customer/update");
        assert!(sent.contains(&json!({"user_id": "b", "blocked": blocked})), "{sent:?}");
    }
}

#[test]
fn several_models_are_deleted_by_id_or_name() {
    let deployment = |id: &str, name: &str| json!({"model_name": name, "model_info": {"id": id, "db_model": true}});
    let all = json!({"data": [deployment("d1", "one"), deployment("d2", "two"), deployment("d3", "two")]});
    let server = FakeServer::from_fn(move |request: &FakeRequest| {
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        match body["id"].as_str() {
            Some("d1" | "d2" | "d3") => json_response(json!({"message": "deleted"})),
            Some(_) => refusal(400, "Model with id=x not found in db"),
            None => json_response(all.clone()),
        }
    });
    let cli = Cli::of(&server);
    let ids = |server: &FakeServer| -> Vec<Value> {
        written(server, "/model/delete").into_iter().map(|body| body["id"].clone()).collect()
    };
    let run = cli.run(&["models", "delete", "d1", "two", "nope", "--yes", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:?}");
    let result: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(result["deleted"], json!(["d1"]));
    let run = cli.run(&["models", "delete", "one", "two", "--all", "--yes"]);
    assert_eq!(run.json(), json!({"deleted": ["one", "two"]}));
    assert!(ids(&server).ends_with(&[json!("d1"), json!("d2"), json!("d3")]), "{:?}", ids(&server));
    let run = cli.run(&["model-groups", "delete", "one", "nope", "--yes"]);
    assert_eq!(run.code, 7, "{run:?}");
}

#[test]
fn a_list_filtered_by_a_name_looks_it_up_only_if_it_is_empty() {
    let serving = || {
        FakeServer::from_fn(|request: &FakeRequest| {
            let line = request.line();
            let keys = if line.contains("team_id=t1") { json!([{"token": "k1", "team_id": "t1"}]) } else { json!([]) };
            match line.split('?').next().unwrap_or_default() {
                "GET /key/list" => {
                    let count = keys.as_array().map_or(0, Vec::len);
                    json_response(json!({"keys": keys, "total_count": count, "current_page": 1, "total_pages": count}))
                }
                "GET /team/info" if line.ends_with("team_id=t1") || line.ends_with("team_id=empty") => {
                    json_response(json!({"team_id": "t1", "team_info": {"team_id": "t1"}}))
                }
                "GET /v2/team/list" if line.contains("team_alias=Core") => json_response(json!({
                    "teams": [{"team_id": "t1", "team_alias": "Core"}], "total": 1, "page": 1, "total_pages": 1
                })),
                "GET /v2/team/list" => json_response(json!({"teams": [], "total": 0, "page": 1, "total_pages": 0})),
                "GET /organization/list" => json_response(json!([])),
                _ => refusal(404, "not found"),
            }
        })
    };
    let list = |server: &FakeServer, words: &[&str]| {
        Cli::of(server).run(&[&["keys", "list", "--format", "json"], words].concat())
    };
    let server = serving();
    assert_eq!(list(&server, &["--team-id", "t1"]).json()["keys"][0]["token"], "k1");
    assert_eq!(server.requests().len(), 1);
    for page in [&[][..], &["--page", "1"]] {
        let words = |words: &[&'static str]| [words, page].concat();
        assert_eq!(list(&serving(), &words(&["--team", "Core"])).json()["keys"][0]["token"], "k1");
        assert_eq!(list(&serving(), &words(&["--team", "empty"])).json()["keys"], json!([]));
        for (option, noun) in [("--team", "team"), ("--user-id", "user"), ("--organization", "organization")] {
            let run = list(&serving(), &words(&[option, "nope"]));
            assert!(run.fails(3).contains(&format!("the server has no {noun} `nope`")), "{option}: {}", run.stderr);
        }
    }
}

#[test]
fn unknown_models_of_a_customer_are_a_warning() {
    let server = FakeServer::with_routes([
        ("POST /customer/new", json_response(json!({"user_id": "c", "models": ["nope"]}))),
        ("GET /customer/info", json_response(json!({"user_id": "c", "models": ["nope"]}))),
        ("GET /models", json_response(json!({"data": [{"id": "gpt"}]}))),
        ("GET /v1/model/info", json_response(json!({"data": []}))),
    ]);
    let run = Cli::of(&server).run(&["customers", "create", "c", "--models", "nope"]);
    run.ok();
    assert!(run.stderr.ends_with("the customer refers to it anyway\n"), "{}", run.stderr);
}

#[test]
fn text_of_a_chat_needs_no_option() {
    let answer = json!({"choices": [{"index": 0, "message": {"role": "assistant", "content": "hi"}}]});
    let server = FakeServer::with_routes([("POST /chat/completions", json_response(answer))]);
    let cli = Cli::of(&server);
    let says = |role: &str, content: &str| json!({"role": role, "content": content});
    for (words, messages) in [
        (&["Hello: you"][..], json!([says("user", "Hello: you")])),
        (&["user:Hello"], json!([says("user", "Hello")])),
        (&["-m", "system:Be short", "Hello"], json!([says("system", "Be short"), says("user", "Hello")])),
    ] {
        cli.run(&[&["chat", "completions", "gpt"], words].concat()).ok();
        let (line, body) = server.requests().pop().expect("a request");
        assert_eq!((line.as_str(), &body["messages"]), ("POST /chat/completions", &messages), "{words:?}");
    }
}
