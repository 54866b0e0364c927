//! `budgets`: what is sent, and what is made of the answer. What stops a key is in `budgets_why`.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::harness::{
    Cli, answering, answering_json, are_usage_errors, asked, bare, hanging_up_after, json_answer, requests, routed,
    with,
};

fn budget() -> Value {
    json!({"budget_id": "b1", "max_budget": 10.5, "soft_budget": null, "tpm_limit": 7, "rpm_limit": null,
        "max_parallel_requests": null, "budget_duration": "30d", "budget_reset_at": "2026-12-01T00:00:00Z", "new": 1})
}

#[tokio::test]
async fn list_is_a_table_or_the_bare_list() {
    let answer = json!([budget(), {"budget_id": "b2"}]);
    let server = answering_json(answer.clone()).await;
    let cli = Cli::of(&server);
    let table = Cli::of(&server).env("TZ", "Asia/Tokyo").run(&["budgets", "list"]);
    let lines: Vec<_> = table.ok().lines().collect();
    assert!(lines[3].ends_with("┆ 30d      ┆ 2026-12-01 09:00 │"), "{table:#?}");
    assert!(
        lines[1].contains("│ Budget ID ┆ Max Budget ┆ Soft Budget ┆ TPM ┆ RPM ┆ Parallel ┆ Duration ┆"),
        "{table:#?}"
    );
    assert!(lines[3].contains("│ b1        ┆   $10.5000 ┆             ┆   7 ┆     ┆"), "{table:#?}");
    assert_eq!(cli.run(&["budget", "list", "--format", "json"]).json(), answer);
    assert_eq!(
        cli.run(&["budgets", "list", "--format=csv"]).ok(),
        "budget_id,max_budget,soft_budget,tpm_limit,rpm_limit,max_parallel_requests,budget_duration,budget_reset_at\n\
         b1,10.5,,7,,,30d,2026-12-01T00:00:00Z\nb2,,,,,,,\n"
    );
    assert_eq!(asked(&server).await, vec![bare("GET /budget/list"); 3]);
}

#[tokio::test]
async fn info_is_the_one_budget_and_none_is_exit_code_three() {
    let server = answering_json(json!([budget()])).await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["budgets", "info", "b1"]).json(), budget());
    assert_eq!(cli.run(&["budgets", "info", "b9"]).fails(3), "error: there is no budget with the id `b9`\n");
    let sent = ["b1", "b9"].map(|id| with("POST /budget/info", json!({"budgets": [id]})));
    assert_eq!(asked(&server).await, sent);
}

#[tokio::test]
async fn create_looks_first_and_sends_what_is_given() {
    let server =
        routed([("POST /budget/info", json_answer(json!([]))), ("POST /budget/new", json_answer(budget()))]).await;
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
    assert_eq!((run.json(), run.stderr.as_str()), (budget(), ""));
    cli.run(&["budgets", "create", "--max-budget", "1"]).ok();
    assert_eq!(
        asked(&server).await,
        [
            with("POST /budget/info", json!({"budgets": ["b1"]})),
            with(
                "POST /budget/new",
                json!({"budget_id": "b1", "max_budget": 10.5, "soft_budget": 5.0, "budget_duration": "30d",
                    "budget_reset_at": "2027-01-01T00:00:00Z", "tpm_limit": 7, "rpm_limit": 8,
                    "max_parallel_requests": 9, "model_max_budget": {"gpt-4": {"max_budget": 1}}, "tpd_limit": 3})
            ),
            with("POST /budget/new", json!({"max_budget": 1.0})),
        ]
    );
}

#[tokio::test]
async fn create_of_an_id_that_is_taken_is_a_conflict_and_creates_nothing() {
    let server = answering_json(json!([budget()])).await;
    let run = Cli::of(&server).run(&["budgets", "create", "b1"]);
    assert_eq!(run.fails(8), "error: there is a budget with the id `b1` already\n");
    assert_eq!(asked(&server).await, [with("POST /budget/info", json!({"budgets": ["b1"]}))]);
}

#[tokio::test]
async fn update_sets_and_empties_fields() {
    let server = answering_json(budget()).await;
    let cli = Cli::of(&server);
    let words = ["budgets", "update", "b1", "--rpm-limit", "5", "--unset", "max_budget", "--unset=tpm-limit"];
    assert_eq!(cli.run(&words).json(), budget());
    let dry = cli.run(&[&words[..], &["--dry-run"]].concat());
    assert!(dry.ok().starts_with("POST ") && dry.stdout.contains("\"max_budget\": null"), "{dry:#?}");
    let body = json!({"budget_id": "b1", "rpm_limit": 5, "max_budget": null, "tpm_limit": null});
    assert_eq!(asked(&server).await, [with("POST /budget/update", body)]);
}

#[tokio::test]
async fn what_is_not_there_is_neither_changed_nor_deleted() {
    let server = answering_json(Value::Null).await;
    let cli = Cli::of(&server);
    for words in [&["budgets", "update", "b9", "--max-budget", "1"][..], &["budgets", "delete", "b9"]] {
        assert_eq!(cli.run(words).fails(3), "error: there is no budget with the id `b9`\n");
    }
    let sent = [
        with("POST /budget/update", json!({"budget_id": "b9", "max_budget": 1.0})),
        with("POST /budget/delete", json!({"id": "b9"})),
    ];
    assert_eq!(asked(&server).await, sent);
}

#[tokio::test]
async fn delete_gives_what_it_was() {
    let server = answering_json(budget()).await;
    let cli = Cli::of(&server);
    let shown = cli.run(&["budgets", "delete", "b1", "--dry-run"]);
    assert!(shown.ok().contains("/budget/delete\n{\n  \"id\": \"b1\"\n}\n"), "{shown:#?}");
    assert_eq!(requests(&server).await.len(), 0);
    assert_eq!(cli.run(&["budgets", "delete", "b1", "-y"]).json(), budget());
    assert_eq!(asked(&server).await, [with("POST /budget/delete", json!({"id": "b1"}))]);
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error() {
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
        (&["budgets", "why"], "<KEY>"),
    ])
    .await;
}

#[tokio::test]
async fn who_may_not_is_told_so() {
    let refusal = json!({"error": {"message": "Only proxy admin can", "type": "auth_error", "code": "403"}});
    let server = answering(ResponseTemplate::new(403).set_body_json(refusal)).await;
    let run = Cli::of(&server).run(&["budgets", "list"]);
    assert_eq!(run.fails(4), "error: Only proxy admin can (HTTP 403)\n");
}

#[test]
fn a_lost_answer_is_not_sent_again() {
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
        // It listens once: a second try would find nobody.
        let url = hanging_up_after("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{");
        let run = Cli::at(&url).run(words);
        assert!(
            run.fails(5).contains("hint: the server may have applied the change: check before you retry"),
            "{words:?} {run:#?}"
        );
    }
}
