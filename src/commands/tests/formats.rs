//! The options about the output that all lists have: ids alone, Markdown, no header, columns by path, and an order.

use serde_json::json;
use test_bed::{FakeServer, json_response, request};

use crate::cli;
use crate::commands::list_table::LISTS;
use crate::in_process::{Cli, are_usage_errors};

const HASH: &str = "3a22e312b432f8e5a3188ce0b1d0be35c7a8bb34d94c51645b3c69b7cdb7a33f";

fn server() -> FakeServer {
    let budget =
        |id: &str, limit: f64, team: &str| json!({"budget_id": id, "max_budget": limit, "metadata": {"team": team}});
    FakeServer::with_routes([
        (
            "GET /budget/list",
            json_response(json!([budget("b|1", 9.0, "web"), budget("a", 10.5, "app"), json!({"budget_id": "c"})])),
        ),
        ("POST /budget/new", json_response(json!({"budget_id": "made"}))),
        ("POST /budget/info", json_response(json!([]))),
        ("GET /key/info", json_response(json!({"key": HASH, "info": {"key_alias": "ci", "spend": 1}}))),
        (
            "GET /key/list",
            json_response(json!({"keys": [
            {"token": HASH, "key_alias": "ci", "spend": 2, "created_at": "2026-01-01T00:00:00Z"},
            {"token": "b", "key_alias": "b", "created_at": "2026-01-02T00:00:00Z"},
        ], "total_count": 2, "total_pages": 1})),
        ),
        ("GET /models", json_response(json!({"data": [{"id": "gpt-4o"}, {"id": "claude"}]}))),
        ("GET /team/available", json_response(json!([]))),
    ])
}

#[test]
fn names_are_ids_alone() {
    let server = server();
    for (words, expected) in [
        (&["budgets", "list"][..], "b|1\na\nc\n".to_owned()),
        (&["budgets", "list", "--limit", "1"], "b|1\n".to_owned()),
        (&["budgets", "list", "--sort-by", "budget_id"], "a\nb|1\nc\n".to_owned()),
        (&["budgets", "create", "made"], "made\n".to_owned()),
        (&["keys", "list"], format!("b\n{HASH}\n")),
        (&["keys", "get", HASH], format!("{HASH}\n")),
        (&["models", "list"], "gpt-4o\nclaude\n".to_owned()),
    ] {
        let run = Cli::of(&server).run(&[words, &["--format", "name"]].concat());
        assert_eq!((run.ok(), run.stderr.as_str()), (expected.as_str(), ""), "{words:?}");
    }
}

#[test]
fn names_are_refused_where_there_are_none_or_a_secret_would_be_lost() {
    are_usage_errors(&[
        (&["whoami", "--format", "name"], "--format name is for lists"),
        (&["keys", "delete", "a", "--yes", "--format", "name"], "--format name is for lists"),
        (&["keys", "generate", "--format", "name"], "--format name would not print the new key"),
        (&["keys", "regenerate", "a", "--format", "name"], "--format name would not print the new key"),
        (&["users", "create", "a@b.c", "--format", "name"], "--format name would not print the new key"),
        (
            &["budgets", "list", "--format", "json", "--columns", "budget_id"],
            "--columns is for tables, csv and markdown, not for json",
        ),
        (
            &["budgets", "list", "--format", "ndjson", "--columns", "budget_id,max_budget"],
            "--jq '{budget_id,max_budget}'",
        ),
        (&["budgets", "list", "--jq", ".", "--columns", "budget_id"], "not for json"),
        (&["budgets", "list", "--format", "yaml", "--no-header"], "--no-header is for tables, csv and markdown"),
        (&["budgets", "list", "--columns", "budget_id,nope"], "unknown column `nope`; columns: budget_id, max_budget"),
        (&["budgets", "list", "--sort-by", "nope"], "unknown column `nope`; columns: budget_id, max_budget"),
        (&["budgets", "list", "--order", "asc"], "--sort-by <COLUMNS>"),
        (&["spend", "logs", "--follow", "--sort-by", "spend"], "--follow shows items as they arrive"),
    ]);
}

#[test]
fn markdown_is_a_table_of_lists_and_of_objects() {
    let server = server();
    let run = Cli::of(&server).run(&["budgets", "list", "--format", "markdown", "--columns", "budget_id,max_budget"]);
    assert_eq!(run.ok(), "| Budget ID | Max Budget |\n| --- | --: |\n| b\\|1 | $9.00 |\n| a | $10.50 |\n| c |  |\n");
    let run = Cli::of(&server).run(&["keys", "info", HASH, "--format", "markdown"]);
    let expected = format!("| name | value |\n| --- | --- |\n| key | {HASH} |\n| key_alias | ci |\n| spend | 1 |\n");
    assert_eq!(run.ok(), expected);
    let run = Cli::of(&server).run(&["teams", "available", "--format", "markdown", "--columns", "team_id"]);
    assert_eq!(run.ok(), "| Team ID |\n| --- |\n");
}

#[test]
fn headers_can_be_left_out() {
    let server = server();
    let run = |format| Cli::of(&server).run(&["models", "list", "--columns", "id", "--no-header", "--format", format]);
    assert_eq!(run("csv").ok(), "gpt-4o\nclaude\n");
    assert_eq!(run("markdown").ok(), "| gpt-4o |\n| claude |\n");
    assert_eq!(run("table").ok(), "┌────────┐\n│ gpt-4o │\n│ claude │\n└────────┘\n");
    let run = Cli::of(&server).run(&["keys", "info", HASH, "--format", "csv", "--no-header"]);
    assert_eq!(run.ok(), format!("{HASH},ci,1\n"));
}

#[test]
fn columns_may_be_paths_into_the_items() {
    let server = server();
    let run = Cli::of(&server).run(&["budgets", "list", "--format", "csv", "--columns", "budget_id,metadata.team"]);
    assert_eq!(run.ok(), "budget_id,metadata.team\nb|1,web\na,app\nc,\n");
    let run = Cli::of(&server).run(&["models", "list", "--format", "csv", "--columns", "all"]);
    assert_eq!(run.ok().lines().next(), Some("id,object,created,owned_by"));
}

#[test]
fn every_list_is_sorted_by_columns_with_empty_cells_last() {
    let server = server();
    let ids = |words: &[&str]| {
        let run = Cli::of(&server).run(&[&["budgets", "list"], words, &["--format", "json"]].concat());
        let ids = run
            .json()
            .as_array()
            .expect("budgets")
            .iter()
            .map(|budget| budget["budget_id"].to_string())
            .collect::<String>();
        ids.replace('"', "")
    };
    assert_eq!(ids(&["--sort-by", "max_budget"]), "b|1ac");
    assert_eq!(ids(&["--sort-by", "max_budget", "--order", "desc"]), "ab|1c");
    assert_eq!(ids(&["--sort-by", "metadata.team,budget_id", "--limit", "2"]), "ab|1");
    for (format, expected) in [("ndjson", "\"a\""), ("yaml", "budget_id: a"), ("csv", "a,"), ("table", "│ a ")] {
        let run = Cli::of(&server).run(&["budgets", "list", "--sort-by", "budget_id", "--format", format]);
        let at = |text: &str| run.ok().find(text).expect(format);
        assert!(at(expected) < at("b|1"), "{format}: {}", run.stdout);
    }
}

#[test]
fn keys_are_sorted_by_the_server_where_it_can() {
    let server = server();
    Cli::of(&server).run(&["keys", "list", "--sort-by", "spend", "--sort-order", "desc"]).ok();
    let line =
        "GET /key/list?page=1&size=100&return_full_object=true&include_team_keys=false&sort_by=spend&sort_order=desc";
    assert_eq!(server.requests().last(), Some(&request(line)));
    let run = Cli::of(&server).run(&["keys", "list", "--sort-by", "models,key_alias", "--format", "name"]);
    assert_eq!(run.ok(), format!("b\n{HASH}\n"));
    assert!(!server.requests().last().expect("a request").0.contains("sort_by=models"));
}

/// `--sort-by` of the others is named `--sort`: it chooses what is drawn too.
#[test]
fn every_list_with_columns_has_an_order() {
    let mut tree = cli::command_tree();
    tree.build();
    for list in LISTS.iter().filter(|list| !list.columns.is_empty()) {
        let mut command = &tree;
        for word in list.path {
            command = command.find_subcommand(word).expect(word);
        }
        let has = |long: &str| command.get_arguments().any(|arg| arg.get_long() == Some(long));
        assert!(has("sort") || (has("sort-by") && has("sort-order")), "{:?}", list.path);
    }
}

#[test]
fn columns_without_room_are_counted_on_a_terminal() {
    let team = json!({"team_id": "46adcf06-d5dc-46c3-b53b-76ceba88e814", "team_alias": "research", "models": ["gpt-4o"],
        "max_budget": 12.5, "spend": 1, "members_with_roles": [{"user_id": "u"}], "keys_count": 3});
    let server = FakeServer::with_routes([(
        "GET /v2/team/list",
        json_response(json!({"teams": [team], "total": 1, "total_pages": 1})),
    )]);
    let run = Cli::of(&server).on_terminal(80).run(&["teams", "list"]);
    assert!(run.ok().lines().all(|line| line.chars().count() <= 80), "{run:?}");
    let run = Cli::of(&server).on_terminal(40).run(&["teams", "list"]);
    assert!(run.stderr.starts_with('+') && run.stderr.ends_with(": --columns all\n"), "{run:?}");
    let piped = Cli::of(&server).run(&["teams", "list"]);
    assert!(piped.ok().contains("46adcf06-d5dc-46c3-b53b-76ceba88e814") && piped.stderr.is_empty(), "{piped:?}");
}
