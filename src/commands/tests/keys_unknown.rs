//! Owners and models of a key that the server does not know: it accepts them silently, and the command warns.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request};

use crate::in_process::Cli;

const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

fn refusal(status: u16, message: &str) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"error": {"message": message, "code": status.to_string()}}))
}

/// A server with the model `m`, the group `g`, the wildcard `any/*`, the deployment `d`, and this user response.
fn serving(user: FakeResponse) -> FakeServer {
    let models = json!([{"id": "m"}, {"id": "g"}, {"id": "any/*"}]);
    let deployments = json!([{"model_name": "m", "litellm_params": {"model": "up/m"},
                              "model_info": {"id": "d", "access_groups": ["late"], "team_public_model_name": "of-team"}}]);
    FakeServer::with_routes([
        ("GET /models", json_response(json!({"data": models}))),
        ("GET /v1/model/info", json_response(json!({"data": deployments}))),
        ("GET /user/info", user),
        ("GET /team/info", refusal(404, "Team not found")),
        ("GET /v2/team/list", json_response(json!({"teams": [], "total": 0}))),
        ("GET /team/list", json_response(json!([]))),
        ("GET /key/info", json_response(json!({"key": HASH, "info": {"models": ["gone"]}}))),
        ("POST /key/generate", json_response(json!({"key": "sk-new"}))),
        ("POST /key/update", json_response(json!({"key": HASH}))),
    ])
}

#[test]
fn unknown_owners_are_warnings_after_the_write() {
    let server = serving(refusal(404, "User u not found"));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "generate", "--models", "m,nope,g", "--user-id", "u", "--team-id", "t"]);
    assert_eq!(run.json(), json!({"key": "sk-new"}));
    assert_eq!(
        run.stderr,
        "warning: the server has no team `t`; the key refers to it anyway\n\
         warning: the server has no user `u`; the key refers to it anyway\n\
         warning: the server has no model or access group `nope`; the key refers to it anyway\n"
    );
    let run = cli.run(&["keys", "update", HASH, "--add-model", "nope", "--user-id", "u"]);
    assert_eq!(run.json(), json!({"key": HASH}));
    // Models that the key had before are not reported.
    assert_eq!(
        run.stderr,
        "warning: the server has no user `u`; the key refers to it anyway\n\
         warning: the server has no model or access group `nope`; the key refers to it anyway\n"
    );
    let run = cli.run(&["keys", "update", HASH, "--models", "nope"]);
    assert!(run.stderr.contains("no model or access group `nope`"), "{run:#?}");
    let writes = server.requests().into_iter().filter(|(line, _): &(String, Value)| line.starts_with("POST"));
    assert_eq!(writes.count(), 3);
}

#[test]
fn known_owners_are_not_warnings() {
    let server = serving(json_response(json!({"user_id": "u", "user_info": {"user_id": "u"}})));
    let cli = Cli::of(&server);
    for models in ["m,g,any/thing", "d,up/m,late,of-team", "all-team-models,other/*"] {
        let run = cli.run(&["keys", "generate", "--models", models, "--user-id", "u"]);
        assert_eq!((run.json(), run.stderr.as_str()), (json!({"key": "sk-new"}), ""), "{models}");
    }
    // Some servers do not list the master key's admin.
    cli.run(&["keys", "generate", "--user-id", "default_user_id"]).ok();
    let looks = server.requests().into_iter().filter(|(line, _): &(String, Value)| line.starts_with("GET /user/info"));
    assert_eq!(looks.count(), 3);
}

#[test]
fn empty_user_of_an_old_server_is_unknown() {
    let server = serving(json_response(json!({"user_id": "u", "user_info": null})));
    let run = Cli::of(&server).run(&["keys", "generate", "--user-id", "u"]);
    assert!(run.stderr.starts_with("warning: the server has no user `u`"), "{run:#?}");
}

#[test]
fn forbidden_lookup_is_not_a_warning() {
    let server = FakeServer::with_routes([
        ("GET /models", refusal(403, "no")),
        ("GET /user/info", refusal(403, "no")),
        ("POST /key/generate", json_response(json!({"key": "sk-new"}))),
    ]);
    let run = Cli::of(&server).run(&["keys", "generate", "--models", "nope", "--user-id", "u"]);
    assert_eq!((run.json(), run.stderr.as_str()), (json!({"key": "sk-new"}), ""));
}

#[test]
fn owners_are_looked_up_only_after_a_successful_write() {
    let server = serving(refusal(404, "User u not found"));
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["keys", "generate", "--key-alias", "a"]).stderr, "");
    cli.run(&["keys", "generate", "--models", "nope", "--user-id", "u", "--dry-run"]).ok();
    let requests = server.requests();
    assert_eq!((requests.len(), &requests[0].1["key_alias"]), (1, &json!("a")));
    let server = FakeServer::with_routes([
        ("GET /models", json_response(json!({"data": []}))),
        ("GET /v1/model/info", json_response(json!({"data": []}))),
        ("POST /key/generate", refusal(400, "not so")),
    ]);
    let run = Cli::of(&server).run(&["keys", "generate", "--models", "nope"]);
    assert_eq!(run.fails(1), "error: not so (HTTP 400)\n");
    assert!(server.requests().contains(&request("GET /models?include_model_access_groups=true")));
}

#[test]
fn nothing_is_looked_up_with_no_check() {
    let server = serving(refusal(404, "User u not found"));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "generate", "--models", "nope", "--user-id", "u", "--no-check"]);
    assert_eq!((run.json(), run.stderr.as_str()), (json!({"key": "sk-new"}), ""));
    let run = cli.run(&["keys", "update", HASH, "--models", "nope", "--user-id", "u", "--no-check"]);
    assert_eq!((run.json(), run.stderr.as_str()), (json!({"key": HASH}), ""));
    assert!(server.requests().iter().all(|(line, _)| line.starts_with("POST ")), "{:?}", server.requests());
}

#[test]
fn deployments_are_not_listed_for_names_that_the_models_show() {
    let server = serving(json_response(json!({"user_id": "u", "user_info": {"user_id": "u"}})));
    Cli::of(&server).run(&["keys", "generate", "--models", "m,g,any/thing"]).ok();
    assert!(server.requests().iter().all(|(line, _)| !line.contains("/model/info")), "{:?}", server.requests());
}
