//! `budgets why --user`, `--team` and `--model`: what stops any key of an owner, and models out of reach.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response};

use crate::in_process::Cli;

fn refusal(status: u16) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"error": {"message": "not found", "code": status.to_string()}}))
}

fn hash(letter: &str) -> String {
    letter.repeat(64)
}

/// The user `u` with three keys: one over budget, one of a blocked team, one that nothing stops.
fn with_keys() -> FakeServer {
    let server = FakeServer::new();
    server.add("/user/info?user_id=u", json_response(json!({"user_id": "u", "user_info": {"user_id": "u"}})));
    server.add("/user/info", refusal(404));
    let users = json!({"users": [{"user_id": "u", "user_email": "bob@x.io"}], "total": 1, "total_pages": 1});
    server.add("/user/list", json_response(users));
    let keys = json!([
        {"token": hash("a"), "key_alias": "fine", "user_id": "u", "models": ["m"]},
        {"token": hash("b"), "key_alias": "spent", "user_id": "u", "spend": 5.0, "max_budget": 5.0},
        {"token": hash("c"), "key_alias": "teams", "user_id": "u", "team_id": "t", "blocked": true},
    ]);
    for key in keys.as_array().expect("keys") {
        let hash = key["token"].as_str().expect("a hash");
        server.add(&format!("/key/info?key={hash}"), json_response(json!({"key": hash, "info": key})));
    }
    server.add("/key/list", json_response(json!({"keys": keys, "total_count": 3, "total_pages": 1})));
    let team = json!({"team_id": "t", "team_info": {"team_id": "t", "blocked": true}});
    server.add("/team/info", json_response(team));
    server.add("/global/spend", json_response(json!({"spend": 1.0, "max_budget": 0.0})));
    server.add("/v1/model/info", json_response(json!({"data": [{"model_name": "m"}, {"model_name": "n"}]})));
    server
}

#[test]
fn all_that_stops_the_keys_of_a_user_is_listed_with_commands() {
    let server = with_keys();
    let run = Cli::of(&server).run(&["budgets", "why", "--user", "bob@x.io"]);
    assert_eq!(
        run.ok(),
        "bob@x.io: 2 of 3 keys are stopped\n\
         spent: the budget of the key is used up: $5.00 of $5.00\n  \
         litellm-proxy keys update spent --max-budget 10\n\
         teams: the key is blocked; the team t is blocked\n  \
         litellm-proxy keys unblock teams\n  litellm-proxy teams unblock t\n\
         fine: nothing stops it\n"
    );
    let lists: Vec<_> = server.requests().into_iter().filter(|(line, _)| line.starts_with("GET /key/list")).collect();
    assert!(lists.len() == 1 && lists[0].0.contains("user_id=u&"), "{lists:?}");
}

#[test]
fn every_key_of_an_owner_is_an_object_in_json() {
    let server = with_keys();
    let cli = Cli::of(&server);
    let found = cli.run(&["budget", "why", "--user", "u", "--format", "json"]).json();
    let stopped = |at: usize| (found[at]["key"].clone(), found[at]["stopped"].clone());
    assert_eq!(
        [stopped(0), stopped(1), stopped(2)],
        [(json!(hash("b")), json!(true)), (json!(hash("c")), json!(true)), (json!(hash("a")), json!(false)),]
    );
    assert_eq!(found[1]["unblock"], json!(["litellm-proxy keys unblock teams", "litellm-proxy teams unblock t"]));
    let of_team = cli.run(&["budgets", "why", "--team", "t", "--format", "ndjson"]);
    assert_eq!(of_team.ok().lines().count(), 3);
    assert!(server.requests().iter().any(|(line, _)| line.contains("/key/list?") && line.contains("team_id=t")));
}

#[test]
fn a_user_that_does_not_exist_is_an_error() {
    let server = with_keys();
    let run = Cli::of(&server).run(&["budgets", "why", "--user", "ann@x.io"]);
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run:#?}");
}

#[test]
fn a_model_out_of_reach_stops_a_key_that_is_asked_about_it() {
    let server = with_keys();
    let cli = Cli::of(&server);
    let why = cli.run(&["budgets", "why", "fine", "--model", "n", "--format", "json"]).json();
    assert_eq!(why["unblock"], json!(["litellm-proxy keys update fine --add-model n"]), "{why}");
    let why = cli.run(&["budgets", "why", "fine", "--model", "m", "--format", "json"]).json();
    assert_eq!((&why["stopped"], &why["limits"]), (&json!(false), &json!([])));
    let of_user = cli.run(&["budgets", "why", "--user", "u", "--model", "n", "--format", "json"]).json();
    let limits: Vec<&Value> =
        of_user.as_array().expect("keys").iter().flat_map(|key| key["limits"].as_array().expect("limits")).collect();
    let out_of_reach: Vec<_> =
        limits.iter().filter(|limit| limit["what"] == "model").map(|limit| &limit["id"]).collect();
    assert_eq!(out_of_reach, [&json!(hash("a"))], "{limits:?}");
    let run = cli.run(&["budgets", "why", "--user", "u", "--model", "n"]);
    assert!(run.ok().contains("fine: `n` is not among the models: m\n"), "{run:#?}");
}

#[test]
fn people_see_names_in_place_of_ids_and_programs_ids() {
    let server = FakeServer::new();
    let key = json!({"token": hash("a"), "key_alias": "ci", "user_id": "u-1", "team_id": "t-1"});
    server.add("/key/list", json_response(json!({"keys": [key], "total_count": 1, "total_pages": 1})));
    server.add("/key/info", json_response(json!({"key": hash("a"), "info": key})));
    let membership = json!({"user_id": "u-1", "spend": 2.0, "litellm_budget_table": {"max_budget": 1.0}});
    let team = json!({"team_id": "t-1", "team_alias": "research", "spend": 9.0, "max_budget": 8.0});
    server.add(
        "/team/info",
        json_response(json!({"team_id": "t-1", "team_info": team, "team_memberships": [membership]})),
    );
    let user = json!({"user_id": "u-1", "user_email": "bob@x.io"});
    server.add("/user/info", json_response(json!({"user_id": "u-1", "user_info": user})));
    server.add("/global/spend", json_response(json!({"spend": 1.0, "max_budget": 0.0})));
    let run = Cli::of(&server).on_terminal(80).run(&["budgets", "why", "ci"]);
    for expected in [
        "┆ research ",
        "teams update research --max-budget 20",
        "teams members update research bob@x.io --max-budget-in-team",
    ] {
        assert!(run.ok().contains(expected), "{expected}\n{}", run.stdout);
    }
    let json = Cli::of(&server).run(&["budgets", "why", "ci", "--format", "json"]).json();
    assert_eq!(json["unblock"][0], "litellm-proxy teams update t-1 --max-budget 20");
    assert_eq!(json["limits"][0]["id"], "t-1");
}
