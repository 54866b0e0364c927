//! `users update`, `invite` and `delete`: lookups, requests and output.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request, request_with};

use crate::in_process::{Cli, are_usage_errors};

fn user() -> Value {
    json!({"user_id": "u1", "user_info": {"user_id": "u1", "max_budget": 1.0}})
}

#[test]
fn update_checks_the_user_and_sends_changes() {
    let response = json!({"user_id": "u1", "data": {"user_id": "u1", "user_email": "A@b.c", "user_role": "proxy_admin",
        "user_alias": "Ada", "tpm_limit": null, "models": ["m2", "m1"], "max_budget": 5, "budget_duration": "30d",
        "rpm_limit": 3, "metadata": {"a": 1, "b": 2}, "agent_id": "x"}});
    let server = FakeServer::with_routes([
        ("GET /user/info", json_response(user())),
        ("POST /user/update", json_response(response.clone())),
    ]);
    let cli = Cli::of(&server);
    let run = cli.run(&[
        "users",
        "update",
        "u1",
        "--email",
        "a@b.c",
        "--role",
        "proxy_admin",
        "--alias",
        "Ada",
        "--models",
        "m1,m2",
        "--max-budget",
        "5",
        "--budget-duration",
        "30d",
        "--rpm-limit",
        "3",
        "--metadata",
        "{\"a\": 1}",
        "--param",
        "agent_id=x",
        "--unset",
        "tpm-limit",
    ]);
    assert_eq!((run.json(), run.stderr.as_str()), (response, ""));
    let body = json!({
        "user_id": "u1", "user_email": "a@b.c", "user_role": "proxy_admin", "user_alias": "Ada", "models": ["m1", "m2"],
        "max_budget": 5.0, "budget_duration": "30d", "rpm_limit": 3, "metadata": {"a": 1}, "agent_id": "x",
        "tpm_limit": null,
    });
    let lookup = request("GET /models?include_model_access_groups=true");
    let requests: Vec<_> = server.requests().into_iter().filter(|request| *request != lookup).collect();
    assert_eq!(requests, [request("GET /user/info?user_id=u1"), request_with("POST /user/update", body)]);
}

#[test]
fn update_does_not_create_a_user() {
    let unknown = FakeResponse::new(404).with_json(json!({"detail": "User u not found"}));
    for (response, text) in [
        (unknown, "error: User u not found (HTTP 404)\n"),
        (json_response(json!({"user_id": "u", "user_info": null})), "error: no user has the id `u`\n"),
    ] {
        let server =
            FakeServer::with_routes([("GET /user/info", response), ("POST /user/update", json_response(user()))]);
        let run = Cli::of(&server).run(&["users", "update", "u", "--max-budget", "5"]);
        assert_eq!(run.fails(3), text);
        assert_eq!(server.received().len(), 1);
    }
}

#[test]
fn update_reports_fields_that_were_not_unset() {
    let response =
        json!({"user_id": "u1", "data": {"user_id": "u1", "max_budget": 1.0, "rpm_limit": 7, "tpm_limit": null}});
    let server = FakeServer::with_routes([
        ("GET /user/info", json_response(json!({"user_id": "u1", "user_info": response["data"]}))),
        ("POST /user/update", json_response(response)),
    ]);
    let words = ["users", "update", "u1", "--unset", "max_budget", "--unset", "tpm_limit", "--unset", "rpm_limit"];
    let run = Cli::of(&server).run(&words);
    assert_eq!(run.stderr, "error: the server accepted max_budget=null but kept 1, and rpm_limit=null but kept 7\n");
}

#[test]
fn invite_prints_only_the_link() {
    let invitation = json!({"id": "inv-1", "user_id": "u1", "expires_at": "2026-12-01T00:00:00Z"});
    let server = FakeServer::with_routes([
        ("POST /invitation/new", json_response(invitation.clone())),
        ("POST /llm/invitation/new", json_response(invitation)),
    ]);
    let cli = Cli::of(&server);
    let run = cli.run(&["users", "invite", "u1"]);
    let link = format!("{}/ui?invitation_id=inv-1", server.uri());
    assert_eq!((run.ok(), run.stderr.as_str()), (format!("{link}\n").as_str(), ""));
    assert_eq!(
        cli.run(&["users", "invite", "u1", "--format", "json"]).json(),
        json!({"id": "inv-1", "user_id": "u1", "expires_at": "2026-12-01T00:00:00Z", "link": link})
    );
    let prefixed = format!("{}/llm/", server.uri());
    let run = cli.run(&["users", "invite", "u1", "--base-url", &prefixed]);
    assert_eq!(run.ok(), format!("{}/llm/ui?invitation_id=inv-1\n", server.uri()));
    assert_eq!(server.requests()[0], request_with("POST /invitation/new", json!({"user_id": "u1"})));
}

#[test]
fn invite_of_an_unknown_user_is_not_found() {
    let message =
        "{'error': \"User id does not exist in 'LiteLLM_UserTable'. Fix this by creating user via `/user/new`.\"}";
    let refusal = json!({"error": {"message": message, "code": "400"}});
    let server = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    let run = Cli::of(&server).run(&["users", "invite", "nobody"]);
    assert!(run.fails(3).starts_with("error: User id does not exist in "), "{run:#?}");
}

#[test]
fn dry_run_looks_up_the_user_and_changes_nothing() {
    let server = FakeServer::with_routes([("GET /user/info", json_response(json!({"user_info": {"user_id": "u1"}})))]);
    let cli = Cli::of(&server);
    let url = server.uri();
    let run = cli.run(&["users", "update", "u1", "--max-budget", "1", "--dry-run"]);
    assert!(run.ok().starts_with(&format!("POST {url}/user/update\n")), "{run:#?}");
    let run = cli.run(&["users", "invite", "u1", "--dry-run"]);
    assert_eq!(run.ok(), format!("POST {url}/invitation/new\n{{\n  \"user_id\": \"u1\"\n}}\n"));
    assert_eq!(server.requests(), [request("GET /user/info?user_id=u1"), request("GET /user/info?user_id=u1")]);
}

#[test]
fn writes_with_a_lost_response_are_not_retried() {
    for (words, line) in [
        (&["update", "u", "--max-budget", "1"][..], "POST /user/update"),
        (&["invite", "u"], "POST /invitation/new"),
        (&["delete", "u"], "POST /user/delete"),
    ] {
        let server = FakeServer::from_fn(|request| {
            let line = request.line();
            if line.starts_with("GET") {
                json_response(json!({"user_info":{"user_id":"u"}}))
            } else {
                FakeResponse::reset()
            }
        });
        let run = Cli::at(&server.uri()).run(&[&["users"], words].concat());
        let message = run.fails(5);
        assert!(
            message.contains("hint: the server may have applied the change: check before you retry"),
            "{words:?}: {message}"
        );
        let sent = server.received().iter().filter(|received| received.line().starts_with(line)).count();
        assert_eq!(sent, 1, "{words:?}");
    }
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["users", "update"], "<USER>"),
        (&["users", "update", ""], "<USER>"),
        (&["users", "update", "u", "--email", "bob"], "`bob` is not an email address"),
        (&["users", "update", "u", "--role", "boss"], "`boss` is not a role; expected one of proxy_admin"),
        (&["users", "update", "u"], "nothing to update: give at least one option"),
        (&["users", "update", "u", "--models", " , "], "--models names no model"),
        (&["users", "update", "u", "--max-budget", "-1"], "0 or more"),
        (&["users", "update", "u", "--metadata", "1"], "--metadata must be a JSON object"),
        (&["users", "update", "u", "--max-budget", "1", "--unset", "max_budget"], "`max_budget` is set and unset"),
        (
            &["users", "update", "u", "--param", "max_budget=1", "--unset", "max_budget"],
            "`max_budget` is set and unset",
        ),
        (&["users", "invite"], "<USER>"),
        (&["users", "invite", "u", "v"], "unexpected argument 'v'"),
    ]);
}
