//! `budgets`: requests and output. `budgets why` is in `budgets_why`.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request, request_with};

use crate::harness::{Cli, are_usage_errors};

fn budget() -> Value {
    json!({"budget_id": "b1", "max_budget": 10.5, "soft_budget": null, "tpm_limit": 7, "rpm_limit": null,
        "max_parallel_requests": null, "budget_duration": "30d", "budget_reset_at": "2026-12-01T00:00:00Z", "new": 1})
}

#[test]
fn list_prints_a_table_or_a_json_array() {
    let response = json!([budget(), {"budget_id": "b2"}]);
    let server = FakeServer::always_json(response.clone());
    let cli = Cli::of(&server);
    let table = Cli::of(&server).env("TZ", "Asia/Tokyo").run(&["budgets", "list"]);
    let lines: Vec<_> = table.ok().lines().collect();
    assert!(lines[3].ends_with("┆ 30d      ┆ 2026-12-01 09:00 │"), "{table:#?}");
    assert!(
        lines[1].contains("│ Budget ID ┆ Max Budget ┆ Soft Budget ┆ TPM ┆ RPM ┆ Parallel ┆ Duration ┆"),
        "{table:#?}"
    );
    assert!(lines[3].contains("│ b1        ┆     $10.50 ┆             ┆   7 ┆     ┆"), "{table:#?}");
    assert_eq!(cli.run(&["budget", "list", "--format", "json"]).json(), response);
    assert_eq!(
        cli.run(&["budgets", "list", "--format=csv"]).ok(),
        "budget_id,max_budget,soft_budget,tpm_limit,rpm_limit,max_parallel_requests,budget_duration,budget_reset_at\n\
         b1,10.5,,7,,,30d,2026-12-01T00:00:00Z\nb2,,,,,,,\n"
    );
    assert_eq!(server.requests(), vec![request("GET /budget/list"); 3]);
}

#[test]
fn info_prints_one_budget_or_exits_with_three() {
    let server = FakeServer::always_json(json!([budget()]));
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["budgets", "info", "b1"]).json(), budget());
    assert_eq!(cli.run(&["budgets", "info", "b9"]).fails(3), "error: no budget has the id `b9`\n");
    let sent = ["b1", "b9"].map(|id| request_with("POST /budget/info", json!({"budgets": [id]})));
    assert_eq!(server.requests(), sent);
}

#[test]
fn create_checks_the_id_and_sends_given_fields() {
    let kept = json!({"budget_id": "b1", "max_budget": 10.5, "soft_budget": 5, "budget_duration": "30d",
        "budget_reset_at": "2027-01-01T00:00:00+00:00", "tpm_limit": 7, "rpm_limit": 8, "max_parallel_requests": 9,
        "model_max_budget": {"gpt-4": {"max_budget": 1.0}}, "tpd_limit": 3});
    let server = FakeServer::with_routes([
        ("POST /budget/info", json_response(json!([]))),
        ("POST /budget/new", json_response(kept.clone())),
    ]);
    let cli = Cli::of(&server);
    let run = cli.run(&[
        "budgets",
        "create",
        "b1",
        "--max-budget",
        "10.5",
        "--soft-budget",
        "5",
        "--budget-duration",
        "30d",
        "--budget-reset-at",
        "2027-01-01T00:00:00Z",
        "--tpm-limit",
        "7",
        "--rpm-limit",
        "8",
        "--max-parallel-requests",
        "9",
        "--model-max-budget",
        r#"{"gpt-4": {"max_budget": 1}}"#,
        "--param",
        "tpd_limit=3",
    ]);
    assert_eq!((run.json(), run.stderr.as_str()), (kept, ""));
    cli.run(&["budgets", "create", "--max-budget", "10.5"]).ok();
    assert_eq!(
        server.requests(),
        [
            request_with("POST /budget/info", json!({"budgets": ["b1"]})),
            request_with(
                "POST /budget/new",
                json!({"budget_id": "b1", "max_budget": 10.5, "soft_budget": 5.0, "budget_duration": "30d",
                    "budget_reset_at": "2027-01-01T00:00:00Z", "tpm_limit": 7, "rpm_limit": 8,
                    "max_parallel_requests": 9, "model_max_budget": {"gpt-4": {"max_budget": 1}}, "tpd_limit": 3})
            ),
            request_with("POST /budget/new", json!({"max_budget": 10.5})),
        ]
    );
}

#[test]
fn create_with_a_taken_id_is_a_conflict() {
    let server = FakeServer::always_json(json!([budget()]));
    let run = Cli::of(&server).run(&["budgets", "create", "b1"]);
    assert_eq!(run.fails(8), "error: a budget with the id `b1` already exists\n");
    assert_eq!(server.requests(), [request_with("POST /budget/info", json!({"budgets": ["b1"]}))]);
}

#[test]
fn update_sets_and_unsets_fields() {
    let server = FakeServer::echoing(&budget());
    let cli = Cli::of(&server);
    let words = ["budgets", "update", "b1", "--rpm-limit", "5", "--unset", "max_budget", "--unset=tpm-limit"];
    let updated = cli.run(&words).json();
    assert_eq!((&updated["rpm_limit"], &updated["new"]), (&json!(5), &json!(1)));
    server.add_first("/budget/info", json_response(json!([budget()])));
    let dry = cli.run(&[&words[..], &["--dry-run"]].concat());
    assert!(dry.ok().starts_with("POST ") && dry.stdout.contains("\"max_budget\": null"), "{dry:#?}");
    let body = json!({"budget_id": "b1", "rpm_limit": 5, "max_budget": null, "tpm_limit": null});
    let lookup = request_with("POST /budget/info", json!({"budgets": ["b1"]}));
    assert_eq!(server.requests(), [request_with("POST /budget/update", body), lookup]);
}

#[test]
fn missing_budget_is_not_updated_or_deleted() {
    let server = FakeServer::always_json(Value::Null);
    let cli = Cli::of(&server);
    for words in [&["budgets", "update", "b9", "--max-budget", "1"][..], &["budgets", "delete", "b9"]] {
        assert_eq!(cli.run(words).fails(3), "error: no budget has the id `b9`\n");
    }
    let sent = [
        request_with("POST /budget/update", json!({"budget_id": "b9", "max_budget": 1.0})),
        request_with("POST /budget/delete", json!({"id": "b9"})),
    ];
    assert_eq!(server.requests(), sent);
}

#[test]
fn delete_prints_the_deleted_budget() {
    let server = FakeServer::with_routes([
        ("POST /budget/info", json_response(json!([budget()]))),
        ("POST /budget/delete", json_response(budget())),
    ]);
    let cli = Cli::of(&server);
    let shown = cli.run(&["budgets", "delete", "b1", "--dry-run"]);
    assert!(shown.ok().contains("/budget/delete\n{\n  \"id\": \"b1\"\n}\n"), "{shown:#?}");
    assert_eq!(cli.run(&["budgets", "delete", "b1", "-y"]).json(), budget());
    let lookup = request_with("POST /budget/info", json!({"budgets": ["b1"]}));
    assert_eq!(server.requests(), [lookup, request_with("POST /budget/delete", json!({"id": "b1"}))]);
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["budgets", "update", "b1"], "nothing to update"),
        (&["budgets", "update", "b1", "--unset", "budget_id"], "[possible values: max_budget, soft_budget"),
        (&["budgets", "update", "b1", "--unset", "max_budget", "--max-budget", "1"], "`max_budget` is set and unset"),
        (&["budgets", "update", "b1", "--max-budget", "1", "--param", "max_budget=2"], "`max_budget` is given twice"),
        (&["budgets", "create", "b1", "--max-budget=-1"], "must be an amount of dollars"),
        (&["budgets", "create", "b1", "--tpm-limit", "many"], "invalid value 'many'"),
        (&["budgets", "create", "b1", "--model-max-budget", "[]"], "must be a JSON object"),
        (&["budgets", "create", ""], "BUDGET_ID"),
        (&["budgets", "info"], "<BUDGET_ID>"),
        (&["budgets", "why"], "<KEY|"),
    ]);
}

#[test]
fn forbidden_caller_gets_the_servers_reason() {
    let refusal = json!({"error": {"message": "Only proxy admin can", "type": "auth_error", "code": "403"}});
    let server = FakeServer::always(FakeResponse::new(403).with_json(refusal));
    let run = Cli::of(&server).run(&["budgets", "list"]);
    assert!(
        run.fails(4).starts_with("error: Only proxy admin can (HTTP 403)\nhint: this needs an admin's key"),
        "{run:#?}"
    );
}

#[test]
fn writes_with_a_lost_response_are_not_retried() {
    for words in [
        &["budgets", "create", "--max-budget", "1"][..],
        &["budgets", "update", "b", "--max-budget", "1"],
        &["budgets", "delete", "b"],
        &["customers", "create", "c"],
        &["customers", "update", "c", "--alias", "x"],
        &["customers", "block", "c"],
        &["customers", "delete", "c"],
        &["access-groups", "delete", "g"],
        &["organizations", "create", "o"],
    ] {
        let server = FakeServer::always(FakeResponse::new(200).with_body("{", "application/json").cut_short());
        let run = Cli::of(&server).run(words);
        assert_eq!(server.received().len(), 1, "{words:?}");
        assert!(
            run.fails(5).contains("hint: the server may have applied the change: check before you retry"),
            "{words:?} {run:#?}"
        );
    }
}
