//! Durations in every option that takes one: invalid ones are not sent.

use serde_json::json;
use test_bed::FakeServer;

use crate::in_process::{Cli, are_usage_errors};

/// Every command that takes a duration, up to its value.
const COMMANDS: &[&[&str]] = &[
    &["keys", "generate", "--duration"],
    &["keys", "generate", "--budget-duration"],
    &["keys", "update", "sk-1", "--duration"],
    &["keys", "update", "sk-1", "--budget-duration"],
    &["keys", "regenerate", "sk-1", "--grace-period"],
    &["keys", "rotate", "sk-1", "--grace"],
    &["users", "create", "u@x.com", "--budget-duration"],
    &["users", "update", "u", "--budget-duration"],
    &["teams", "create", "--budget-duration"],
    &["teams", "update", "t", "--budget-duration"],
    &["budgets", "create", "b", "--budget-duration"],
    &["budgets", "update", "b", "--budget-duration"],
    &["customers", "create", "c", "--budget-duration"],
    &["organizations", "create", "o", "--budget-duration"],
    &["organizations", "update", "o", "--budget-duration"],
];

#[test]
fn invalid_duration_is_a_usage_error() {
    for words in COMMANDS {
        for (value, reason) in [
            ("xyz", "such as 30"),
            ("30", "such as 30"),
            ("30D", "such as 30"),
            ("monthly", "such as 30"),
            ("0d", "must be greater than zero"),
        ] {
            are_usage_errors(&[(&[*words, &[value]].concat(), reason)]);
        }
    }
}

#[test]
fn valid_duration_is_sent_unchanged() {
    let server = FakeServer::always_json(json!({}));
    let cli = Cli::of(&server);
    for value in ["90s", "10m", "30min", "24h", "7d", "2w", "1mo"] {
        let run = cli.run(&["keys", "generate", "--duration", value, "--dry-run"]);
        assert!(run.ok().contains(&format!("\"duration\": \"{value}\"")), "{run:#?}");
    }
}
