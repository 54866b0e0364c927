//! `organizations`: requests and output.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request, request_with};

use crate::in_process::{Cli, are_usage_errors};

fn organization() -> Value {
    json!({"organization_id": "o", "organization_alias": "Sales", "spend": 1.25, "models": ["m"], "members": [{}, {}],
        "litellm_budget_table": {"budget_id": "b", "max_budget": 5.0}, "teams": [{"team_id": "t"}], "new": 1})
}

fn not_found() -> FakeResponse {
    FakeResponse::new(404).with_json(json!({"detail": {"error": "Organization not found"}}))
}

#[test]
fn list_prints_a_table_or_a_json_array() {
    let response = json!([organization(), {"organization_id": "p", "models": []}]);
    let server = FakeServer::always_json(response.clone());
    let cli = Cli::of(&server);
    let table = cli.run(&["organizations", "list"]);
    let lines: Vec<_> = table.ok().lines().collect();
    assert!(
        lines[1].contains("│ Organization ┆ Organization ID ┆ Models     ┆ Max Budget ┆ Spend ┆ Members ┆ Teams │")
    );
    assert!(
        lines[3].contains("│ Sales        ┆ o               ┆ m          ┆      $5.00 ┆ $1.25 ┆       2 ┆     1 │")
    );
    assert!(
        lines[4].contains("│              ┆ p               ┆ all models ┆            ┆       ┆       0 ┆     0 │")
    );
    assert_eq!(cli.run(&["organizations", "list", "--format", "json"]).json(), response);
    assert_eq!(server.requests(), vec![request("GET /organization/list"); 2]);
}

#[test]
fn create_and_update_send_given_fields() {
    let server = FakeServer::echoing(&organization());
    let cli = Cli::of(&server);
    let limits = [
        "--models",
        "m,n",
        "--max-budget",
        "5",
        "--soft-budget",
        "4",
        "--budget-duration",
        "1d",
        "--tpm-limit",
        "1",
        "--rpm-limit",
        "2",
        "--max-parallel-requests",
        "3",
        "--metadata",
        "{\"a\": 1}",
        "--param",
        "tpd_limit=1",
    ];
    let create = [&["organizations", "create", "Sales", "--budget-id", "b"], &limits[..]].concat();
    assert_eq!(cli.run(&create).json()["organization_id"], "o");
    let update = [&["organizations", "update", "o", "--organization-alias", "Buyers"], &limits[..]].concat();
    assert_eq!(cli.run(&update).json()["organization_alias"], "Buyers");
    let shared = |first: Value| {
        let mut body = first;
        let rest = json!({"models": ["m", "n"], "max_budget": 5.0, "soft_budget": 4.0, "budget_duration": "1d",
            "tpm_limit": 1, "rpm_limit": 2, "max_parallel_requests": 3, "metadata": {"a": 1}, "tpd_limit": 1});
        body.as_object_mut().expect("fields").extend(rest.as_object().expect("fields").clone());
        body
    };
    assert_eq!(
        server.requests(),
        [
            request_with("POST /organization/new", shared(json!({"organization_alias": "Sales", "budget_id": "b"}))),
            request("GET /organization/info?organization_id=o"),
            request_with(
                "PATCH /organization/update",
                shared(json!({"organization_id": "o", "organization_alias": "Buyers"}))
            ),
        ]
    );
}

#[test]
fn create_with_a_taken_id_is_a_conflict() {
    let server = FakeServer::always_json(organization());
    let run = Cli::of(&server).run(&["organizations", "create", "Sales", "--organization-id", "o"]);
    assert_eq!(run.fails(8), "error: an organization with the id `o` already exists\n");
    assert_eq!(server.requests(), [request("GET /organization/info?organization_id=o")]);
    let server = FakeServer::with_routes([
        ("GET /organization/info", not_found()),
        ("POST /organization/new", json_response(organization())),
    ]);
    Cli::of(&server).run(&["organizations", "create", "Sales", "--organization-id", "o"]).ok();
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn missing_organization_is_not_changed() {
    let server = FakeServer::always(not_found());
    let cli = Cli::of(&server);
    for words in [
        &["organizations", "info", "o"][..],
        &["organizations", "update", "o", "--max-budget", "1"],
        &["organizations", "delete", "o"],
    ] {
        assert_eq!(cli.run(words).fails(3), "error: Organization not found (HTTP 404)\n");
    }
    let questions = ["GET /organization/info?organization_id=o", "GET /organization/list"].map(request);
    assert_eq!(server.requests(), questions.iter().cycle().take(6).cloned().collect::<Vec<_>>());
}

#[test]
fn delete_checks_all_and_sends_one_request() {
    let gone = json!([organization()]);
    let server = FakeServer::with_routes([
        ("GET /organization/info", json_response(organization())),
        ("DELETE /organization/delete", json_response(gone.clone())),
    ]);
    let cli = Cli::of(&server);
    let dry = cli.run(&["organizations", "delete", "o", "--dry-run", "--format", "csv"]);
    assert!(dry.ok().contains("\nDELETE,"), "{dry:#?}");
    assert_eq!(cli.run(&["organizations", "delete", "o", "p"]).json(), gone);
    assert!(cli.run(&["organizations", "delete", "o", "--format", "csv"]).ok().starts_with("organization_alias,"));
    let received = server.requests();
    assert_eq!(
        received[1..4],
        [
            request("GET /organization/info?organization_id=o"),
            request("GET /organization/info?organization_id=p"),
            request_with("DELETE /organization/delete", json!({"organization_ids": ["o", "p"]})),
        ]
    );
}

#[test]
fn members_are_added_updated_and_removed() {
    let member = json!({"user_id": "u", "organization_id": "o", "user_role": "org_admin"});
    let added = json!({"organization_id": "o", "updated_users": [], "updated_organization_memberships": [member]});
    let server = FakeServer::with_routes([
        ("GET /organization/info", json_response(organization())),
        ("POST /organization/member_add", json_response(added.clone())),
        ("PATCH /organization/member_update", json_response(member.clone())),
        ("DELETE /organization/member_delete", json_response(member.clone())),
    ]);
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["organizations", "members", "add", "o", "u"]).json(), added);
    let update =
        ["organizations", "members", "update", "o", "u", "--role", "org_admin", "--max-budget-in-organization", "3"];
    assert_eq!(cli.run(&update).json(), member);
    assert_eq!(cli.run(&["organizations", "members", "remove", "o", "u"]).json(), member);
    assert_eq!(
        server.requests().into_iter().filter(|(line, _)| !line.starts_with("GET ")).collect::<Vec<_>>(),
        [
            request_with(
                "POST /organization/member_add",
                json!({"organization_id": "o", "member": [{"user_id": "u", "role": "internal_user"}]})
            ),
            request_with(
                "PATCH /organization/member_update",
                json!({"organization_id": "o", "user_id": "u", "role": "org_admin", "max_budget_in_organization": 3.0})
            ),
            request_with("DELETE /organization/member_delete", json!({"organization_id": "o", "user_id": "u"})),
        ]
    );
}

#[test]
fn non_member_cannot_be_removed() {
    let server = FakeServer::with_routes([
        ("GET /organization/info", json_response(organization())),
        ("DELETE /organization/member_delete", json_response(Value::Null)),
    ]);
    let run = Cli::of(&server).run(&["organizations", "members", "remove", "o", "u"]);
    assert_eq!(run.fails(3), "error: `u` is not a member of the organization `o`\n");
}

#[test]
fn missing_license_hints_at_the_free_alternative() {
    let words = "Organizations are only available for LiteLLM Enterprise users.";
    let server = FakeServer::always(FakeResponse::new(403).with_json(json!({"detail": {"error": words}})));
    let cli = Cli::of(&server);
    for words in [
        &["list"][..],
        &["info", "o"],
        &["create", "Sales"],
        &["create", "Sales", "--organization-id", "o"],
        &["update", "o", "--max-budget", "1"],
        &["delete", "o"],
        &["members", "add", "o", "u"],
        &["members", "update", "o", "u", "--role", "org_admin"],
        &["members", "remove", "o", "u"],
    ] {
        let run = cli.run(&[&["organizations"], words].concat());
        assert_eq!(
            run.fails(4),
            "error: Organizations are only available for LiteLLM Enterprise users. (HTTP 403)\nhint: organizations require \
             a LiteLLM Enterprise license on the server; teams, with budgets and members, do not\n"
        );
    }
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["organizations", "create"], "<NAME>"),
        (&["organizations", "create", "o", "--models", ","], "--models names no model"),
        (&["organizations", "create", "o", "--metadata", "1"], "must be a JSON object"),
        (&["organizations", "update", "o"], "nothing to update"),
        (&["organizations", "update", "o", "--max-budget", "nan"], "must be an amount of dollars"),
        (&["organizations", "update", "o", "--max-budget", "1", "--param", "max_budget=2"], "given twice"),
        (&["organizations", "delete"], "<ORGANIZATION>..."),
        (&["organizations", "members", "update", "o", "u"], "--role <ROLE>"),
        (&["organizations", "members", "add", "o"], "<USER>"),
        (
            &["organizations", "members", "add", "o", "u", "--role", "boss"],
            "org_admin, internal_user, internal_user_viewer",
        ),
        (&["organizations", "members", "update", "o", "u", "--role", "boss"], "invalid value 'boss'"),
    ]);
}
