//! Files of `users import`: what cannot be read is reported with its line, before anything is sent.

use serde_json::Value;
use test_bed::FakeServer;

use crate::harness::{Cli, are_usage_errors};
use crate::users_import::{import, serving};

#[test]
fn file_errors_are_listed_up_to_a_limit() {
    let server = FakeServer::always_json(Value::Null);
    let rows = "user_email,user_role,max_budget\nbob,boss,\na@b.c,,\nc@b.c,,much\nA@b.c,,\nx\n";
    let cli = Cli::of(&server).file("people.csv", rows);
    for words in [&[][..], &["--dry-run"]] {
        assert_eq!(
            import(&cli, words).fails(2),
            "error: 5 problems in people.csv:\n  \
             people.csv, line 2, column user_email: `bob` is not an email address\n  \
             people.csv, line 2, column user_role: `boss` is not a role; expected one of proxy_admin, proxy_admin_viewer, \
             internal_user, internal_user_viewer\n  \
             people.csv, line 4, column max_budget: `much`: not a number\n  \
             people.csv, line 5, column user_email: the same as in line 3\n  \
             people.csv, line 6: 1 cell, but the header has 3 columns\n"
        );
    }
    let many: String = (0..23).map(|number| format!("u{number}\n")).collect();
    let cli = Cli::of(&server).file("people.csv", format!("user_email\n{many}"));
    let run = import(&cli, &[]);
    let lines: Vec<_> = run.fails(2).lines().collect();
    assert_eq!((lines.len(), lines[0]), (22, "error: 23 problems in people.csv:"));
    assert_eq!(
        lines[20..],
        ["  people.csv, line 21, column user_email: `u19` is not an email address", "  and 3 more"]
    );
    assert_eq!(server.received().len(), 0);
}

#[test]
fn malformed_file_is_a_usage_error() {
    let server = FakeServer::always_json(Value::Null);
    let good: String = (1..500).map(|number| format!("u{number}@b.c,\n")).collect();
    let cli = Cli::of(&server).file("people.csv", format!("user_email,max_budget\n{good}x@b.c,ten\n"));
    let text = "error: people.csv, line 501, column max_budget: `ten`: not a number\n";
    assert_eq!(import(&cli, &[]).fails(2), text);
    assert_eq!(import(&cli, &["--dry-run"]).fails(2), text);
    assert_eq!(server.received().len(), 0);
    are_usage_errors(&[
        (&["users", "import"], "FILE"),
        (&["users", "import", "nope.csv"], "cannot read `nope.csv`"),
        (&["users", "import", "-"], "no column is named `user_email` or `user_id`"),
        (&["users", "import", "x", "--on-conflict", "ask"], "--on-conflict"),
        (&["users", "import", "x", "--concurrency", "0"], "--concurrency"),
    ]);
}

#[test]
fn mistyped_column_is_refused_before_anything_is_sent() {
    let server = serving(&[]);
    let cli = Cli::of(&server).file("people.csv", "user_email,max_budgt\na@b.c,5\n");
    let text = "error: people.csv, line 1: `max_budgt` is not a field of a user\nhint: did you mean `max_budget`?\n";
    assert_eq!(import(&cli, &[]).fails(2), text);
    assert_eq!(import(&cli, &["--dry-run"]).fails(2), text);
    assert_eq!(server.received().len(), 0);
    let cli = Cli::of(&server).file("people.csv", "user_email,department\na@b.c,x\n");
    let run = import(&cli, &[]);
    run.ok();
    assert!(run.stderr.starts_with("warning: column `department` is not a field of users"), "{run:#?}");
}
