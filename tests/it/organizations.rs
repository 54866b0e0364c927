//! `organizations`: what is sent, and what is made of the answer.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::harness::{Cli, answering, answering_json, are_usage_errors, asked, bare, json_answer, routed, with};

fn organization() -> Value {
    json!({"organization_id": "o", "organization_alias": "Sales", "spend": 1.25, "models": ["m"], "members": [{}, {}],
        "litellm_budget_table": {"budget_id": "b", "max_budget": 5.0}, "teams": [{"team_id": "t"}], "new": 1})
}

fn nobody() -> ResponseTemplate {
    ResponseTemplate::new(404).set_body_json(json!({"detail": {"error": "Organization not found"}}))
}

#[tokio::test]
async fn list_is_a_table_or_the_bare_list() {
    let answer = json!([organization(), {"organization_id": "p", "models": []}]);
    let server = answering_json(answer.clone()).await;
    let cli = Cli::of(&server);
    let table = cli.run(&["organizations", "list"]);
    let lines: Vec<_> = table.ok().lines().collect();
    assert!(
        lines[1].contains("│ Organization ┆ Organization ID ┆ Models     ┆ Max Budget ┆ Spend   ┆ Members ┆ Teams │")
    );
    assert!(
        lines[3].contains("│ Sales        ┆ o               ┆ m          ┆    $5.0000 ┆ $1.2500 ┆       2 ┆     1 │")
    );
    assert!(
        lines[4].contains("│              ┆ p               ┆ all models ┆            ┆         ┆       0 ┆     0 │")
    );
    assert_eq!(cli.run(&["organizations", "list", "--format", "json"]).json(), answer);
    assert_eq!(asked(&server).await, vec![bare("GET /organization/list"); 2]);
}

#[tokio::test]
async fn create_and_update_send_what_is_given() {
    let server = routed([
        ("POST /organization/new", json_answer(organization())),
        ("GET /organization/info", json_answer(organization())),
        ("PATCH /organization/update", json_answer(organization())),
    ])
    .await;
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
        "x=1",
    ];
    let create = [&["organizations", "create", "Sales", "--budget-id", "b"], &limits[..]].concat();
    assert_eq!(cli.run(&create).json(), organization());
    let update = [&["organizations", "update", "o", "--organization-alias", "Buyers"], &limits[..]].concat();
    assert_eq!(cli.run(&update).json(), organization());
    let shared = |first: Value| {
        let mut body = first;
        let rest = json!({"models": ["m", "n"], "max_budget": 5.0, "soft_budget": 4.0, "budget_duration": "1d",
            "tpm_limit": 1, "rpm_limit": 2, "max_parallel_requests": 3, "metadata": {"a": 1}, "x": 1});
        body.as_object_mut().expect("fields").extend(rest.as_object().expect("fields").clone());
        body
    };
    assert_eq!(
        asked(&server).await,
        [
            with("POST /organization/new", shared(json!({"organization_alias": "Sales", "budget_id": "b"}))),
            bare("GET /organization/info?organization_id=o"),
            with("PATCH /organization/update", shared(json!({"organization_id": "o", "organization_alias": "Buyers"}))),
        ]
    );
}

#[tokio::test]
async fn an_id_that_is_taken_is_a_conflict_and_nothing_is_created() {
    let server = answering_json(organization()).await;
    let run = Cli::of(&server).run(&["organizations", "create", "Sales", "--organization-id", "o"]);
    assert_eq!(run.fails(8), "error: there is an organization with the id `o` already\n");
    assert_eq!(asked(&server).await, [bare("GET /organization/info?organization_id=o")]);
    let server =
        routed([("GET /organization/info", nobody()), ("POST /organization/new", json_answer(organization()))]).await;
    Cli::of(&server).run(&["organizations", "create", "Sales", "--organization-id", "o"]).ok();
    assert_eq!(asked(&server).await.len(), 2);
}

#[tokio::test]
async fn what_is_not_there_is_asked_for_first_and_nothing_is_changed() {
    let server = answering(nobody()).await;
    let cli = Cli::of(&server);
    for words in [
        &["organizations", "info", "o"][..],
        &["organizations", "update", "o", "--max-budget", "1"],
        &["organizations", "delete", "o"],
    ] {
        assert_eq!(cli.run(words).fails(3), "error: Organization not found (HTTP 404)\n");
    }
    let questions = ["GET /organization/info?organization_id=o", "GET /organization/list"].map(bare);
    assert_eq!(asked(&server).await, questions.iter().cycle().take(6).cloned().collect::<Vec<_>>());
}

#[tokio::test]
async fn several_are_deleted_in_one_request_once_all_were_seen() {
    let gone = json!([organization()]);
    let server = routed([
        ("GET /organization/info", json_answer(organization())),
        ("DELETE /organization/delete", json_answer(gone.clone())),
    ])
    .await;
    let cli = Cli::of(&server);
    let dry = cli.run(&["organizations", "delete", "o", "--dry-run", "--format", "csv"]);
    assert!(dry.ok().starts_with("method,url\nGET,") && dry.stdout.contains("\nDELETE,"), "{dry:#?}");
    assert_eq!(cli.run(&["organizations", "delete", "o", "p"]).json(), gone);
    assert!(cli.run(&["organizations", "delete", "o", "--format", "csv"]).ok().starts_with("organization_alias,"));
    let asked = asked(&server).await;
    assert_eq!(
        asked[..3],
        [
            bare("GET /organization/info?organization_id=o"),
            bare("GET /organization/info?organization_id=p"),
            with("DELETE /organization/delete", json!({"organization_ids": ["o", "p"]})),
        ]
    );
}

#[tokio::test]
async fn members_come_change_and_go() {
    let member = json!({"user_id": "u", "organization_id": "o", "user_role": "org_admin"});
    let added = json!({"organization_id": "o", "updated_users": [], "updated_organization_memberships": [member]});
    let server = routed([
        ("GET /organization/info", json_answer(organization())),
        ("POST /organization/member_add", json_answer(added.clone())),
        ("PATCH /organization/member_update", json_answer(member.clone())),
        ("DELETE /organization/member_delete", json_answer(member.clone())),
    ])
    .await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["organizations", "members", "add", "o", "u"]).json(), added);
    let update =
        ["organizations", "members", "update", "o", "u", "--role", "org_admin", "--max-budget-in-organization", "3"];
    assert_eq!(cli.run(&update).json(), member);
    assert_eq!(cli.run(&["organizations", "members", "remove", "o", "u"]).json(), member);
    assert_eq!(
        asked(&server).await.into_iter().filter(|(line, _)| !line.starts_with("GET ")).collect::<Vec<_>>(),
        [
            with(
                "POST /organization/member_add",
                json!({"organization_id": "o", "member": [{"user_id": "u", "role": "internal_user"}]})
            ),
            with(
                "PATCH /organization/member_update",
                json!({"organization_id": "o", "user_id": "u", "role": "org_admin", "max_budget_in_organization": 3.0})
            ),
            with("DELETE /organization/member_delete", json!({"organization_id": "o", "user_id": "u"})),
        ]
    );
}

#[tokio::test]
async fn who_is_no_member_cannot_be_removed() {
    let server = routed([
        ("GET /organization/info", json_answer(organization())),
        ("DELETE /organization/member_delete", json_answer(Value::Null)),
    ])
    .await;
    let run = Cli::of(&server).run(&["organizations", "members", "remove", "o", "u"]);
    assert_eq!(run.fails(3), "error: `u` is not a member of the organization `o`\n");
}

#[tokio::test]
async fn without_a_licence_the_refusal_is_shown_with_what_is_free() {
    let words = "Organizations are only available for LiteLLM Enterprise users.";
    let server = answering(ResponseTemplate::new(403).set_body_json(json!({"detail": {"error": words}}))).await;
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

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error() {
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
    ])
    .await;
}
