//! `customers`: requests and output.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, request, request_with};

use crate::in_process::{Cli, are_usage_errors};

fn customer(blocked: bool) -> Value {
    json!({"user_id": "c1", "blocked": blocked, "alias": "Ada", "spend": 1.25, "models": [],
        "litellm_budget_table": {"budget_id": "b1", "max_budget": 3.5}})
}

#[test]
fn list_prints_a_table_or_a_json_array() {
    let response = json!([customer(true), {"user_id": "c2", "blocked": false, "spend": 0.0, "budget_id": "b2"}]);
    let server = FakeServer::always_json(response.clone());
    let cli = Cli::of(&server);
    let table = cli.run(&["customers", "list"]);
    let lines: Vec<_> = table.ok().lines().collect();
    assert!(lines[1].contains("│ Customer ID ┆ Alias ┆ Spend ┆ Max Budget ┆ Budget ID ┆ Blocked │"), "{table:#?}");
    assert!(lines[3].contains("│ c1          ┆ Ada   ┆ $1.25 ┆      $3.50 ┆ b1        ┆ true    │"), "{table:#?}");
    assert!(lines[4].contains("│ c2          ┆       ┆ $0.00 ┆            ┆ b2        ┆ false   │"), "{table:#?}");
    assert_eq!(cli.run(&["customers", "list", "--format", "json"]).json(), response);
    let csv = cli.run(&["customers", "list", "--format", "csv"]);
    assert!(csv.ok().contains("\nc1,Ada,1.25,3.5,b1,true\nc2,,0,,b2,false\n"), "{csv:#?}");
    assert_eq!(server.requests(), vec![request("GET /customer/list?page=1&page_size=100"); 3]);
}

#[test]
fn each_command_sends_its_request_and_prints_the_response() {
    let server = FakeServer::echoing(&customer(false));
    let cli = Cli::of(&server);
    for words in [
        &["customers", "info", "a b&c"][..],
        &[
            "customers",
            "create",
            "c1",
            "--alias",
            "Ada",
            "--max-budget",
            "3.5",
            "--soft-budget",
            "2",
            "--budget-duration",
            "30d",
            "--models",
            "m, n",
            "--default-model",
            "m",
            "--allowed-model-region",
            "eu",
            "--tpm-limit",
            "1",
            "--rpm-limit",
            "2",
            "--max-parallel-requests",
            "3",
            "--param",
            "budget_reset_at=2027-01-01T00:00:00Z",
        ],
        &["customers", "update", "c1", "--alias", "Bob", "--budget-id", "b2", "--param", "models=[\"m\"]"],
        &["customers", "block", "c1"],
        &["customers", "unblock", "c1"],
    ] {
        assert_eq!(cli.run(words).json()["user_id"], "c1", "{words:?}");
    }
    // Models are looked up at the same time.
    let requests: Vec<_> = server.requests().into_iter().filter(|(line, _)| !line.starts_with("GET /models")).collect();
    assert_eq!(
        requests,
        [
            request("GET /customer/info?end_user_id=a%20b%26c"),
            request_with(
                "POST /customer/new",
                json!({"user_id": "c1", "alias": "Ada", "max_budget": 3.5, "soft_budget": 2.0, "budget_duration": "30d",
                    "models": ["m", "n"], "default_model": "m", "allowed_model_region": "eu", "tpm_limit": 1,
                    "rpm_limit": 2, "max_parallel_requests": 3, "budget_reset_at": "2027-01-01T00:00:00Z"})
            ),
            request_with(
                "POST /customer/update",
                json!({"user_id": "c1", "alias": "Bob", "budget_id": "b2", "models": ["m"]})
            ),
            request_with("POST /customer/update", json!({"user_id": "c1", "blocked": true})),
            request_with("POST /customer/update", json!({"user_id": "c1", "blocked": false})),
        ]
    );
}

#[test]
fn unblock_on_an_old_server_reports_the_version() {
    let server = FakeServer::always_json(customer(true));
    let run = Cli::of(&server).run(&["customers", "unblock", "c1"]);
    assert_eq!(
        run.fails(1),
        "error: `c1` is still blocked: this server is too old to unblock customers; delete and create it again\n"
    );
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn delete_sends_all_ids_in_one_request() {
    let response = json!({"deleted_customers": 2, "message": "Successfully deleted"});
    let server = FakeServer::always_json(response.clone());
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["customers", "delete", "a", "b"]).json(), response);
    let dry = cli.run(&["customers", "delete", "a", "--dry-run", "--format", "json"]);
    assert_eq!(dry.json()["body"], json!({"user_ids": ["a"]}));
    let lookup = request("GET /customer/info?end_user_id=a");
    let deletion = request_with("POST /customer/delete", json!({"user_ids": ["a", "b"]}));
    assert_eq!(server.requests(), [deletion, lookup]);
}

#[test]
fn missing_customer_exits_with_three_and_existing_with_eight() {
    let refusal = |status: u16, message: &str| {
        FakeResponse::new(status)
            .with_json(json!({"error": {"message": message, "type": "not_found", "code": status.to_string()}}))
    };
    let server = FakeServer::always(refusal(404, "End User Id=c does not exist in db"));
    for verb in ["info", "block", "unblock", "delete"] {
        let run = Cli::of(&server).run(&["customers", verb, "c"]);
        assert_eq!(run.fails(3), "error: End User Id=c does not exist in db (HTTP 404)\n");
    }
    let server = FakeServer::always(refusal(400, "Customer already exists, passed user_id=c."));
    Cli::of(&server).run(&["customers", "create", "c"]).fails(8);
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["customers", "update", "c"], "nothing to update"),
        (&["customers", "update", "c", "--models", " , "], "--models names no model"),
        (&["customers", "create", "c", "--models="], "--models names no model"),
        (&["customers", "create", "c", "--max-budget", "inf"], "must be an amount of dollars"),
        (&["customers", "create", "c", "--alias", "a", "--param", "alias=b"], "`alias` is given twice"),
        (&["customers", "delete"], "<CUSTOMER_ID>..."),
        (&["customers", "block", ""], "CUSTOMER_ID"),
    ]);
}
