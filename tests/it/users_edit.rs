//! `users update`, `invite` and `delete`: what is sent, what is made of the answer, and what is asked before.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::harness::{
    Cli, answering, answering_json, are_usage_errors, asked, bare, json_answer, requests, routed, with,
};
use test_bed::fault_server::{FaultServer, Reply};

fn user() -> Value {
    json!({"user_id": "u1", "user_info": {"user_id": "u1", "max_budget": 1.0}})
}

#[tokio::test]
async fn update_looks_first_and_posts_what_changes() {
    let answer = json!({"user_id": "u1", "data": {"user_id": "u1", "tpm_limit": null, "models": []}});
    let server =
        routed([("GET /user/info", json_answer(user())), ("POST /user/update", json_answer(answer.clone()))]).await;
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
        "sso_user_id=x",
        "--unset",
        "tpm-limit",
    ]);
    assert_eq!((run.json(), run.stderr.as_str()), (answer, ""));
    let body = json!({
        "user_id": "u1", "user_email": "a@b.c", "user_role": "proxy_admin", "user_alias": "Ada", "models": ["m1", "m2"],
        "max_budget": 5.0, "budget_duration": "30d", "rpm_limit": 3, "metadata": {"a": 1}, "sso_user_id": "x",
        "tpm_limit": null,
    });
    assert_eq!(asked(&server).await, [bare("GET /user/info?user_id=u1"), with("POST /user/update", body)]);
}

#[tokio::test]
async fn update_makes_no_user() {
    let unknown = ResponseTemplate::new(404).set_body_json(json!({"detail": "User u not found"}));
    for (answer, text) in [
        (unknown, "error: User u not found (HTTP 404)\n"),
        (json_answer(json!({"user_id": "u", "user_info": null})), "error: no user has the id `u`\n"),
    ] {
        let server = routed([("GET /user/info", answer), ("POST /user/update", json_answer(user()))]).await;
        let run = Cli::of(&server).run(&["users", "update", "u", "--max-budget", "5"]);
        assert_eq!(run.fails(3), text);
        assert_eq!(requests(&server).await.len(), 1);
    }
}

#[tokio::test]
async fn update_says_what_an_older_server_has_not_taken_away() {
    let answer =
        json!({"user_id": "u1", "data": {"user_id": "u1", "max_budget": 1.0, "rpm_limit": 7, "tpm_limit": null}});
    let server = routed([("GET /user/info", json_answer(user())), ("POST /user/update", json_answer(answer))]).await;
    let words = ["users", "update", "u1", "--unset", "max_budget", "--unset", "tpm_limit", "--unset", "rpm_limit"];
    assert_eq!(
        Cli::of(&server).run(&words).fails(1),
        "error: the server has kept max_budget, rpm_limit, which it cannot empty; what else was asked for is done\n"
    );
}

#[tokio::test]
async fn invite_prints_the_link_alone() {
    let invitation = json!({"id": "inv-1", "user_id": "u1", "expires_at": "2026-12-01T00:00:00Z"});
    let server = routed([
        ("POST /invitation/new", json_answer(invitation.clone())),
        ("POST /llm/invitation/new", json_answer(invitation)),
    ])
    .await;
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
    assert_eq!(asked(&server).await[0], with("POST /invitation/new", json!({"user_id": "u1"})));
}

#[tokio::test]
async fn invite_of_nobody_is_not_found() {
    let message =
        "{'error': \"User id does not exist in 'LiteLLM_UserTable'. Fix this by creating user via `/user/new`.\"}";
    let refusal = json!({"error": {"message": message, "code": "400"}});
    let server = answering(ResponseTemplate::new(400).set_body_json(refusal)).await;
    let run = Cli::of(&server).run(&["users", "invite", "nobody"]);
    assert!(run.fails(3).starts_with("error: User id does not exist in "), "{run:#?}");
}

#[tokio::test]
async fn dry_runs_show_the_requests_and_send_nothing() {
    let server = answering_json(Value::Null).await;
    let cli = Cli::of(&server);
    let url = server.uri();
    let run = cli.run(&["users", "update", "u1", "--max-budget", "1", "--dry-run"]);
    let first = format!("GET {url}/user/info?user_id=u1\nPOST {url}/user/update\n");
    assert!(run.ok().starts_with(&first), "{run:#?}");
    let run = cli.run(&["users", "invite", "u1", "--dry-run"]);
    assert_eq!(run.ok(), format!("POST {url}/invitation/new\n{{\n  \"user_id\": \"u1\"\n}}\n"));
    assert_eq!(asked(&server).await, []);
}

#[test]
fn a_change_whose_answer_is_lost_is_not_sent_twice() {
    for (words, line) in [
        (&["update", "u", "--max-budget", "1"][..], "POST /user/update"),
        (&["invite", "u"], "POST /invitation/new"),
        (&["delete", "u"], "POST /user/delete"),
    ] {
        let server = FaultServer::start(|line| {
            if line.starts_with("GET") { Reply::json(r#"{"user_info":{"user_id":"u"}}"#) } else { Reply::Reset }
        });
        let run = Cli::at(&server.uri()).run(&[&["users"], words].concat());
        let told = run.fails(5);
        assert!(
            told.contains("hint: the server may have applied the change: check before you retry"),
            "{words:?}: {told}"
        );
        let sent = server.received().iter().filter(|received| received.starts_with(line)).count();
        assert_eq!(sent, 1, "{words:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error_and_nothing_is_sent() {
    are_usage_errors(&[
        (&["users", "update"], "<USER>"),
        (&["users", "update", ""], "<USER>"),
        (&["users", "update", "u", "--email", "bob"], "`bob` is not an email address"),
        (&["users", "update", "u", "--role", "boss"], "`boss` is not a role; expected one of proxy_admin"),
        (&["users", "update", "u"], "nothing to change is named"),
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
    ])
    .await;
}
