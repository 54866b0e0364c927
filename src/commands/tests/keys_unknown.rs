//! Owners and models that the server does not know and accepts silently: the command warns, or refuses before the write.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response, request, with_fields};

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
fn unknown_users_and_models_are_one_warning_after_the_write() {
    let server = serving(refusal(404, "User u not found"));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "generate", "--models", "m,nope,g", "--user-id", "u"]);
    assert_eq!(run.json(), json!({"key": "sk-new"}));
    assert_eq!(
        run.stderr,
        "warning: the server has no user `u`, and no model or access group `nope`; the key refers to them anyway\n"
    );
    let run = cli.run(&["keys", "update", HASH, "--add-model", "nope"]);
    assert_eq!(run.json(), json!({"key": HASH}));
    // Models that the key had before are not reported.
    assert_eq!(run.stderr, "warning: the server has no model or access group `nope`; the key refers to it anyway\n");
    let run = cli.run(&["keys", "update", HASH, "--models", "nope"]);
    assert!(run.stderr.contains("no model or access group `nope`"), "{run:#?}");
    let writes = server.requests().into_iter().filter(|(line, _): &(String, Value)| line.starts_with("POST"));
    assert_eq!(writes.count(), 3);
}

/// A server without users, teams, organizations and budgets.
fn without_owners() -> FakeServer {
    serving(refusal(404, "User not found"))
        .on("GET /user/list", json_response(json!({"users": [], "total": 0})))
        .on("GET /organization/info", refusal(404, "Organization not found"))
        .on("GET /organization/list", json_response(json!([])))
        .on("POST /budget/info", json_response(json!([])))
}

#[test]
fn key_is_not_created_for_owners_that_do_not_exist() {
    for (options, missing) in [
        (&["--team-id", "t"][..], "team `t`"),
        (&["--param", "team_id=t"], "team `t`"),
        (&["--budget-id", "b"], "budget `b`"),
        (&["--param", "organization_id=o"], "organization `o`"),
        (&["--user-id", "nobody@example.com"], "user `nobody@example.com`"),
        (&["--team-id", "t", "--budget-id", "b"], "team `t`, and no budget `b`"),
    ] {
        let server = without_owners();
        server.add_first("POST /key/generate", |request: &FakeRequest| {
            let body = serde_json::from_slice(&request.body).expect("JSON");
            json_response(with_fields(&body, &json!({"key": "sk-new"})))
        });
        let cli = Cli::of(&server);
        let generate = |more: &[&str]| cli.run(&[&["keys", "generate"], options, more].concat());
        assert_eq!(
            generate(&[]).fails(3),
            format!(
                "error: the server has no {missing}; nothing was changed\n\
                 hint: check the name, or go on nevertheless with --force\n"
            )
        );
        assert!(!posts(&server).contains(&"POST /key/generate".to_owned()), "{options:?}");
        let error: Value = serde_json::from_str(generate(&["--format", "json"]).fails(3)).expect("JSON");
        assert_eq!(error["error"]["kind"], "not_found");
        let run = generate(&["--force"]);
        assert_eq!(run.json()["key"], "sk-new");
        assert!(
            run.stderr.starts_with(&format!("warning: the server has no {missing}; the key refers to ")),
            "{run:#?}"
        );
        assert_eq!(run.stderr.lines().count(), 1);
        let before = server.requests().len();
        assert_eq!(generate(&["--no-check"]).stderr, "");
        assert_eq!(server.requests().len(), before + 1, "{options:?}");
        assert_eq!(posts(&server).iter().filter(|line| *line == "POST /key/generate").count(), 2);
    }
}

#[test]
fn key_gets_the_ids_of_owners_given_by_alias_and_address() {
    let server = FakeServer::with_routes([
        ("GET /user/info", refusal(404, "User not found")),
        ("GET /user/list", json_response(json!({"users": [{"user_id": "u1", "user_email": "Ada@example.com"}]}))),
        ("GET /team/info", refusal(404, "Team not found")),
        ("GET /v2/team/list", json_response(json!({"teams": [{"team_id": "t1", "team_alias": "core"}], "total": 1}))),
        ("POST /key/generate", json_response(json!({"key": "sk-new", "team_id": "t1", "user_id": "u1"}))),
    ]);
    let run = Cli::of(&server).run(&["keys", "generate", "--team-id", "core", "--user-id", "ada@example.com"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    let (line, body) = server.requests().pop().expect("a request");
    assert_eq!((line.as_str(), &body["team_id"], &body["user_id"]), ("POST /key/generate", &json!("t1"), &json!("u1")));
}

#[test]
fn owners_that_may_not_be_looked_up_are_left_to_the_server() {
    for (status, message) in [(401, "no"), (403, "no"), (500, "This is only available for LiteLLM Enterprise users")] {
        let server = FakeServer::with_routes([("POST /key/generate", json_response(json!({"key": "sk-new"})))]);
        server.add("*", refusal(status, message));
        let options = ["--team-id", "t", "--budget-id", "b", "--param", "organization_id=o"];
        let run = Cli::of(&server).run(&[&["keys", "generate"][..], &options].concat());
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{status}: {run:#?}");
    }
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

fn posts(server: &FakeServer) -> Vec<String> {
    server.requests().into_iter().map(|(line, _)| line).filter(|line| line.starts_with("POST")).collect()
}

#[test]
fn key_is_not_moved_to_owners_that_do_not_exist() {
    let organization = ("GET /organization/info", refusal(404, "Organization not found"));
    let budget = ("POST /budget/info", json_response(json!([])));
    let server = FakeServer::with_routes([
        ("GET /user/info", json_response(json!({"user_id": "u", "user_info": null}))),
        organization,
        ("GET /organization/list", json_response(json!([]))),
        budget,
        ("POST /key/update", json_response(json!({"key": HASH}))),
    ]);
    let cli = Cli::of(&server);
    let newer = serving(refusal(404, "User u not found"));
    assert!(Cli::of(&newer).run(&["keys", "update", HASH, "--user-id", "u"]).fails(3).contains("no user `u`"));
    let run = cli.run(&["keys", "update", HASH, "--user-id", "u", "--budget-id", "b", "--param", "organization_id=o"]);
    assert_eq!(
        run.fails(3),
        "error: the server has no user `u`, and no budget `b`, and no organization `o`; nothing was changed\n\
         hint: check the name, or go on nevertheless with --force\n"
    );
    assert_eq!(posts(&server), ["POST /budget/info"]);
    cli.run(&["keys", "update", HASH, "--user-id", "u", "--dry-run"]).fails(3);
    cli.run(&["keys", "update", HASH, "--user-id", "u", "--curl"]).ok();
    assert_eq!(posts(&server), ["POST /budget/info"]);
    cli.run(&["keys", "update", HASH, "--max-budget", "1"]);
    assert_eq!(posts(&server), ["POST /budget/info", "POST /key/update"]);
}

#[test]
fn unknown_models_of_teams_and_users_are_warnings() {
    let server = FakeServer::with_routes([
        ("GET /models", json_response(json!({"data": [{"id": "m"}]}))),
        ("GET /v1/model/info", json_response(json!({"data": []}))),
        ("POST /team/new", json_response(json!({"team_id": "t", "models": ["m", "nope"]}))),
        ("GET /team/info", json_response(json!({"team_id": "t", "team_info": {"team_id": "t"}}))),
        ("POST /team/update", json_response(json!({"data": {"team_id": "t", "models": ["nope"]}}))),
        ("POST /team/model/add", json_response(json!({"team_id": "t", "models": ["nope"]}))),
        ("GET /user/info", json_response(json!({"user_id": "u", "user_info": {"user_id": "u"}}))),
        (
            "POST /user/new",
            json_response(
                json!({"user_id": "u", "user_email": "a@b.c", "user_role": "internal_user", "models": ["nope"]}),
            ),
        ),
        ("POST /user/update", json_response(json!({"data": {"user_id": "u", "models": ["nope"]}}))),
    ]);
    let cli = Cli::of(&server);
    for (noun, arguments) in [
        ("team", ["teams", "create", "--team-id", "t", "--models", "m,nope"].as_slice()),
        ("team", &["teams", "update", "t", "--models", "nope"]),
        ("team", &["teams", "models", "add", "t", "nope"]),
        ("user", &["users", "create", "--email", "a@b.c", "--param", "models=[\"nope\"]"]),
        ("user", &["users", "update", "u", "--models", "nope"]),
    ] {
        let run = cli.run(arguments);
        let warning =
            format!("warning: the server has no model or access group `nope`; the {noun} refers to it anyway\n");
        assert_eq!(run.stderr, warning, "{arguments:?}");
        run.ok();
    }
}

#[test]
fn user_is_not_created_in_teams_and_organizations_that_do_not_exist() {
    let server = FakeServer::with_routes([
        ("GET /team/info", refusal(404, "Team not found")),
        ("GET /organization/info", refusal(404, "Organization not found")),
        ("GET /organization/list", json_response(json!([]))),
        ("GET /v2/team/list", json_response(json!({"teams": [], "total": 0}))),
    ]);
    let run = Cli::of(&server).run(&[
        "users",
        "create",
        "--email",
        "a@b.c",
        "--param",
        "teams=[\"t\"]",
        "--param",
        "organizations=[\"o\"]",
    ]);
    let message = "error: the server has no team `t`, and no organization `o`; nothing was changed\n";
    assert!(run.fails(3).starts_with(message), "{run:#?}");
    assert!(posts(&server).is_empty());
}
