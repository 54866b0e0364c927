//! `keys list --model`: the keys that may call a model.

use serde_json::{Value, json};
use test_bed::{FakeServer, json_response};

use crate::in_process::{Cli, are_usage_errors};

fn with_keys() -> FakeServer {
    let keys = json!([
        {"token": "a1", "models": ["m"]},
        {"token": "a2", "models": ["n"]},
        {"token": "a3", "models": []},
        {"token": "a4", "models": ["all-team-models"], "team_id": "t"},
        {"token": "a5", "models": ["all-proxy-models"], "team_id": "other"},
        {"token": "a6", "models": ["beta"], "user_id": "u"},
        {"token": "a7", "models": ["m*"], "user_id": "poor"},
        {"token": "a8", "models": ["m"], "blocked": true},
        {"token": "a9", "models": ["m"], "team_id": "t"},
    ]);
    let server = FakeServer::new();
    server.add("/key/list", json_response(json!({"keys": keys, "total_count": 9, "total_pages": 1})));
    for (id, models) in [("t", json!(["m"])), ("other", json!(["n"]))] {
        let team = json!({"team_id": id, "team_info": {"team_id": id, "models": models}});
        server.add(&format!("/team/info?team_id={id}"), json_response(team));
    }
    for (id, models) in [("u", json!([])), ("poor", json!(["n"]))] {
        let user = json!({"user_id": id, "user_info": {"user_id": id, "models": models}});
        server.add(&format!("/user/info?user_id={id}"), json_response(user));
    }
    let deployments = json!([{"model_name": "m", "model_info": {"access_groups": ["beta"]}}, {"model_name": "n"}]);
    server.add("/v1/model/info", json_response(json!({"data": deployments})));
    server.add("/public/litellm_model_cost_map", json_response(json!({})));
    server
}

#[test]
fn keys_that_may_call_a_model_are_listed_and_each_team_is_fetched_once() {
    let server = with_keys();
    let cli = Cli::of(&server);
    let found = cli.run(&["keys", "list", "--model", "m", "--format", "json"]).json();
    let tokens: Vec<&Value> = found["keys"].as_array().expect("keys").iter().map(|key| &key["token"]).collect();
    assert_eq!(tokens, ["a1", "a3", "a4", "a6", "a9"], "{found}");
    assert_eq!(found["total_count"], 5);
    let requests: Vec<String> = server.requests().into_iter().map(|(line, _)| line).collect();
    let count = |line: &str| requests.iter().filter(|sent| sent.starts_with(line)).count();
    assert_eq!([count("GET /team/info?team_id=t"), count("GET /user/info"), count("GET /v1/model/info")], [1, 2, 1]);
}

#[test]
fn a_model_that_the_server_does_not_have_is_not_an_empty_list() {
    let server = with_keys();
    let run = Cli::of(&server).run(&["keys", "list", "--model", "nothing"]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run:#?}");
    assert!(run.stderr.contains("the server has no model `nothing`"), "{run:#?}");
}

#[test]
fn a_page_cannot_be_filtered_by_model() {
    are_usage_errors(&[(&["keys", "list", "--model", "m", "--page", "1"], "--page")]);
}
