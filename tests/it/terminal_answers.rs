//! What a command about one thing prints depends on whether stdout is a terminal.

use serde_json::{Value, json};
use test_bed::{FakeServer, json_response};

use crate::harness::Cli;
use crate::terminal::{finish, on_terminal, start};

fn server() -> FakeServer {
    let team = json!({"team_id": "t-1", "team_alias": "a\u{1b}[31mb", "models": ["gpt-4o"], "max_budget": 500.0,
        "spend": 120.0, "rpm_limit": 60, "metadata": {}});
    FakeServer::with_routes([
        ("POST /budget/delete", json_response(json!({"budget_id": "b"}))),
        ("POST /user/delete", json_response(json!(1))),
        ("GET /team/info", json_response(json!({"team_id": "t-1", "team_info": team, "keys": []}))),
    ])
}

#[test]
fn answer_is_for_terminals_and_json_for_all_else() {
    let server = server();
    let cli = Cli::of(&server);
    let (text, code) = on_terminal(&cli, 80, &["budgets", "delete", "b", "--yes"]);
    assert_eq!((code, text.as_str()), (0, "Deleted budget b\n"));
    // A user's deletion is a bare number elsewhere.
    assert_eq!(on_terminal(&cli, 80, &["users", "delete", "u", "--yes"]), ("Deleted user u\n".to_owned(), 0));
    assert_eq!(cli.run(&["users", "delete", "u", "--yes"]).json(), json!(1));
    let (text, code) = on_terminal(&cli, 80, &["budgets", "delete", "b", "--yes", "--format", "json"]);
    assert_eq!((code, serde_json::from_str::<Value>(&text).expect("JSON")), (0, json!({"budget_id": "b"})));
    // stdout goes to a pipe, stderr to the terminal.
    let script = "\"$@\" | cat";
    let (text, code) = finish(start(&cli, 80, script, &["budgets", "delete", "b", "--yes"]));
    assert_eq!((code, serde_json::from_str::<Value>(&text).expect("JSON")), (0, json!({"budget_id": "b"})));
}

#[test]
fn answer_fits_the_terminal_and_escapes_what_the_server_says() {
    let server = server();
    let (text, code) = on_terminal(&Cli::of(&server), 40, &["teams", "info", "t-1"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("Team a\\x1b[31mb (t-1)\nmodels  gpt-4o\nbudget  $120.00 of $500.00\n"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 40), "{text}");
    let (table, code) = on_terminal(&Cli::of(&server), 80, &["teams", "info", "t-1", "--format", "table"]);
    assert!(code == 0 && table.contains("max_budget"), "{table}");
}
