//! What an update can set, a creation can set too.

use clap::Command;
use serde_json::json;
use test_bed::{FakeServer, json_response, request_with};

use crate::cli::command_tree;
use crate::in_process::Cli;

/// The command that creates one of each noun, and the one that updates it.
const PAIRS: [(&str, &str); 11] = [
    ("keys generate", "keys update"),
    ("users create", "users update"),
    ("teams create", "teams update"),
    ("organizations create", "organizations update"),
    ("budgets create", "budgets update"),
    ("customers create", "customers update"),
    ("models add", "models update"),
    ("credentials create", "credentials update"),
    ("access-groups create", "access-groups update"),
    ("teams members add", "teams members update"),
    ("organizations members add", "organizations members update"),
];

/// Options that only make sense for what exists: they change a value that is there.
const OF_UPDATES: [&str; 4] = ["unset", "add-model", "remove-model", "clear-display-name"];
/// Options that are an argument of the creation, and those that the server takes in an update alone.
const EXCEPTIONS: [(&str, &str); 4] = [
    ("organizations create", "organization-alias"),
    ("teams members add", "tpm-limit"),
    ("teams members add", "rpm-limit"),
    ("organizations members add", "max-budget-in-organization"),
];

fn options(tree: &Command, path: &str) -> Vec<String> {
    let command = path.split(' ').try_fold(tree, |command, name| command.find_subcommand(name)).expect(path);
    command.get_opts().filter_map(|arg| arg.get_long()).map(str::to_owned).collect()
}

#[test]
fn a_creation_has_the_options_of_the_update() {
    let mut tree = command_tree();
    tree.build();
    for (create, update) in PAIRS {
        let of_creation = options(&tree, create);
        for option in options(&tree, update) {
            let is_expected =
                !OF_UPDATES.contains(&option.as_str()) && !EXCEPTIONS.contains(&(create, option.as_str()));
            assert_eq!(of_creation.contains(&option), is_expected, "{create} --{option}");
        }
    }
}

#[test]
fn every_update_has_its_creation() {
    fn updates(command: &Command, path: &str, found: &mut Vec<String>) {
        for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
            let path = format!("{path} {}", command.get_name()).trim_start().to_owned();
            // That of the program is about no resource.
            if command.get_name() == "update" && path != "self update" {
                found.push(path.clone());
            }
            updates(command, &path, found);
        }
    }
    let mut tree = command_tree();
    tree.build();
    let mut found = Vec::new();
    updates(&tree, "", &mut found);
    let mut expected: Vec<_> = PAIRS.iter().map(|(_, update)| (*update).to_owned()).collect();
    found.sort_unstable();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn users_are_created_with_limits_and_models() {
    let server = FakeServer::with_routes([
        ("GET /models", json_response(json!({"data": [{"id": "gpt-4"}]}))),
        ("POST /user/new", json_response(json!({"user_id": "u1"}))),
    ]);
    let limits = ["--budget-duration", "30d", "--models", "gpt-4", "--tpm-limit", "9", "--rpm-limit", "8"];
    let words = ["users", "create", "ada@example.com", "--no-key", "--metadata", r#"{"a": 1}"#];
    Cli::of(&server).run(&[&words[..], &limits].concat());
    let body = json!({"user_email": "ada@example.com", "user_role": "internal_user", "auto_create_key": false,
                      "models": ["gpt-4"], "budget_duration": "30d", "tpm_limit": 9, "rpm_limit": 8,
                      "metadata": {"a": 1}});
    assert!(server.requests().contains(&request_with("POST /user/new", body)), "{:?}", server.requests());
}
