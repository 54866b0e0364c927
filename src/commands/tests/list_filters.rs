//! Filters that a server ignores: the rows are filtered here, and a page that cannot be is refused.

use serde_json::{Value, json};
use test_bed::{FakeServer, json_response};

use crate::in_process::Cli;

/// A server that returns all rows, whatever the filters.
fn ignoring_filters() -> FakeServer {
    let keys = json!([{"token": "k1", "key_alias": "a", "user_id": "u", "team_id": "t", "org_id": "o"},
                      {"token": "k2", "key_alias": "ab", "user_id": null, "team_id": null, "org_id": "p"}]);
    let teams = json!([{"team_id": "t1", "team_alias": "Research", "organization_id": "o"},
                       {"team_id": "t2", "team_alias": "ops", "organization_id": null}]);
    let users = json!([{"user_id": "u1", "user_email": "Ada@example.com", "user_role": "proxy_admin", "teams": ["t"]},
                       {"user_id": "u2", "user_email": null, "user_role": "internal_user", "teams": []}]);
    let log = |id: &str, model: &str, status: &str| {
        json!({"request_id": id, "status": status, "model_group": model,
               "startTime": "2026-06-01T00:00:00Z"})
    };
    let logs = json!([log("r1", "m", "failure"), log("r2", "n", "success")]);
    FakeServer::with_routes([
        ("GET /key/list", json_response(json!({"keys": keys, "total_count": 2, "current_page": 1, "total_pages": 1}))),
        ("GET /v2/team/list", json_response(json!({"teams": teams, "total": 2, "page": 1, "total_pages": 1}))),
        ("GET /user/list", json_response(json!({"users": users, "total": 2, "page": 1, "total_pages": 1}))),
        ("GET /spend/logs/v2", json_response(json!({"data": logs, "total": 2, "page": 1, "total_pages": 1}))),
        ("GET /organization/info", json_response(json!({"organization_id": "o"}))),
        ("GET /team/info", json_response(json!({"team_id": "t", "team_info": {"team_id": "t"}}))),
        ("GET /user/info", json_response(json!({"user_id": "u", "user_info": {"user_id": "u"}}))),
    ])
}

#[test]
fn rows_of_a_server_that_ignores_a_filter_are_filtered_here() {
    let server = ignoring_filters();
    let cli = Cli::of(&server);
    for (arguments, field, id, expected) in [
        (["keys", "list", "--key-alias", "a"], "keys", "token", json!(["k1"])),
        (["keys", "list", "--user-id", "u"], "keys", "token", json!(["k1"])),
        (["keys", "list", "--team-id", "t"], "keys", "token", json!(["k1"])),
        (["keys", "list", "--organization-id", "p"], "keys", "token", json!(["k2"])),
        (["teams", "list", "--alias", "SEARCH"], "", "team_id", json!(["t1"])),
        (["teams", "list", "--organization-id", "o"], "", "team_id", json!(["t1"])),
        (["users", "list", "--role", "internal_user"], "users", "user_id", json!(["u2"])),
        (["users", "list", "--email", "ada@"], "users", "user_id", json!(["u1"])),
        (["users", "list", "--team", "t"], "users", "user_id", json!(["u1"])),
        (["spend", "logs", "--model", "m"], "data", "request_id", json!(["r1"])),
        (["spend", "logs", "--status", "failure"], "data", "request_id", json!(["r1"])),
        (["spend", "logs", "--status", "success"], "data", "request_id", json!(["r2"])),
    ] {
        let since = ["--since", "2026-06-01", "--until", "2026-06-02"];
        let range: &[&str] = if field == "data" { &since } else { &[] };
        let whole = cli.run(&[arguments.as_slice(), &["--format", "json"], range].concat()).json();
        let rows = if field.is_empty() { &whole } else { &whole[field] };
        let ids: Vec<&Value> = rows.as_array().expect("a list").iter().map(|row| &row[id]).collect();
        assert_eq!(json!(ids), expected, "{arguments:?}");
        let total = whole.get("total_count").or_else(|| whole.get("total"));
        assert!(total.is_none_or(|total| total == 1), "{arguments:?}: {total:?}");
    }
}

#[test]
fn page_that_ignores_a_filter_is_refused() {
    let server = ignoring_filters();
    let cli = Cli::of(&server);
    for (arguments, expected) in [
        (
            ["keys", "list", "--key-alias", "a", "--team-id", "t", "--page", "1"].as_slice(),
            "does not support --team-id and --key-alias, so its pages contain other rows too; leave out --page and --size",
        ),
        (&["teams", "list", "--alias", "ops", "--page-size", "5"], "does not support --alias"),
        (&["users", "list", "--email", "ada", "--page", "1"], "does not support --email"),
    ] {
        let run = cli.run(arguments);
        assert!(run.fails(1).contains(expected), "{run:#?}");
    }
    cli.run(&["keys", "list", "--page", "1"]).ok();
}

#[test]
fn rows_without_the_field_of_a_filter_are_kept() {
    let server = FakeServer::with_routes([
        ("GET /key/list", json_response(json!({"keys": [{"token": "k"}, "hash"], "total_count": 2, "total_pages": 1}))),
        (
            "GET /v2/team/list",
            json_response(json!({"teams": [{"team_id": "t"}], "total": 1, "page": 1, "total_pages": 1})),
        ),
        (
            "GET /user/list",
            json_response(json!({"users": [{"user_id": "u"}], "total": 1, "page": 1, "total_pages": 1})),
        ),
    ]);
    let cli = Cli::of(&server);
    for (arguments, expected) in [
        (["keys", "list", "--user-id", "u"], "k,"),
        (["teams", "list", "--alias", "a"], ",t,"),
        (["users", "list", "--role", "internal_user"], "u,"),
    ] {
        let run = cli.run(&[arguments.as_slice(), &["--format", "csv"]].concat());
        assert!(run.ok().lines().any(|line| line.starts_with(expected)), "{run:#?}");
    }
}

#[test]
fn keys_of_teams_that_are_listed_in_addition_are_kept() {
    let server = ignoring_filters();
    let run = Cli::of(&server).run(&["keys", "list", "--user-id", "u", "--include-team-keys", "--format", "json"]);
    assert_eq!(run.json()["keys"].as_array().map(Vec::len), Some(2));
}
