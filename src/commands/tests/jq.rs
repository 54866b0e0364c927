//! `--jq`, which every command takes that prints JSON.

use serde_json::json;
use test_bed::{FakeResponse, FakeServer, json_response, request};

use crate::in_process::{Cli, are_usage_errors};

fn server() -> FakeServer {
    let keys = json!([
        {"token": "a", "key_alias": "ci", "spend": 12.50, "metadata": {"team": "web"}},
        {"token": "b", "key_alias": "night\tly", "spend": 0, "metadata": {}},
    ]);
    FakeServer::with_routes([
        ("GET /key/list", json_response(json!({"keys": keys, "total_count": 2, "total_pages": 1}))),
        ("GET /models", json_response(json!({"data": [{"id": "gpt-4o", "object": "model"}]}))),
        ("GET /broken", FakeResponse::new(404).with_json(json!({"error": {"message": "no such thing"}}))),
    ])
}

#[test]
fn expression_sees_what_json_prints_and_each_line_of_ndjson() {
    let server = server();
    for (words, expected) in [
        (&["keys", "list", "--jq", ".keys[].key_alias"][..], "ci\nnight\tly\n"),
        (
            &["keys", "list", "--jq", ".keys[]|{token,spend}", "--format", "json"],
            "{\"token\":\"a\",\"spend\":12.5}\n{\"token\":\"b\",\"spend\":0}\n",
        ),
        (&["keys", "list", "--jq", "select(.spend > 10)|.token", "--format", "ndjson"], "a\n"),
        (&["models", "list", "--jq", ".[].id"], "gpt-4o\n"),
        (&["http", "request", "GET", "/models", "--jq", ".data|length"], "1\n"),
        (&["keys", "generate", "--dry-run", "--jq", ".method"], "POST\n"),
        (&["version", "--jq", "keys|length > 0"], "true\n"),
    ] {
        assert_eq!(Cli::of(&server).run(words).ok(), expected, "{words:?}");
    }
}

#[test]
fn results_are_escaped_and_indented_on_a_terminal() {
    let server = server();
    let run = Cli::of(&server).on_terminal(80).run(&["keys", "list", "--jq", ".keys[0].metadata, \"a\\u001bb\""]);
    assert_eq!(run.ok(), "{\n  \"team\": \"web\"\n}\na\\x1bb\n");
    let run = Cli::of(&server).on_terminal(80).run(&["models", "list", "--jq", ".[0].id"]);
    assert_eq!((run.stdout.as_str(), run.stderr.as_str()), ("gpt-4o\n", ""));
}

#[test]
fn expressions_and_formats_are_checked_before_anything_is_sent() {
    are_usage_errors(&[
        (&["keys", "list", "--jq", ".foo bar"], "--jq: unexpected `bar` after `.foo`\n  .foo bar\n       ^"),
        (&["keys", "generate", "--jq", "nope"], "--jq: no function `nope`"),
        (&["keys", "list", "--jq", ".", "--format", "table"], "--jq needs JSON"),
        (&["keys", "list", "--jq", ".", "--format", "yaml"], "--jq needs JSON"),
        (&["keys", "list", "--jq", ".", "--format", "csv"], "--jq needs JSON"),
        (&["keys", "list", "--jq", "@/no/such/file"], "cannot read `/no/such/file`"),
    ]);
}

#[test]
fn failures_exit_1_and_keep_what_was_printed() {
    let server = server();
    for (words, stdout, message) in [
        (
            &["models", "list", "--jq", ".[0].id, .[0].id.x"][..],
            "gpt-4o\n",
            "error: --jq: cannot index \"gpt-4o\" with \"x\"\n",
        ),
        (
            &["models", "list", "--jq", "1/0"],
            "",
            "error: --jq: the result has an infinite number, which JSON does not have\n",
        ),
        (&["completions", "bash", "--jq", "."], "", "error: --jq: what this command prints is not JSON\n"),
    ] {
        let run = Cli::of(&server).run(words);
        assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (1, stdout, message), "{words:?}");
    }
    // Only with `--format json` is an error JSON too.
    let run = Cli::of(&server).run(&["models", "list", "--format", "json", "--jq", ".x.y"]);
    assert!(run.fails(1).starts_with("{\"error\":{\"kind\":\"jq\""), "{}", run.stderr);
}

#[test]
fn errors_of_the_server_are_not_filtered() {
    let server = server();
    let run = Cli::of(&server).run(&["http", "request", "GET", "/broken", "--jq", ".keys[]"]);
    assert!(run.code == 3 && run.stderr.contains("no such thing") && run.stdout.contains("no such thing"), "{run:?}");
    let run = Cli::of(&server).run(&["http", "request", "GET", "/models", "--include", "--jq", ".data[].id"]);
    assert!(run.ok().starts_with("HTTP 200") && run.stdout.ends_with("\n\ngpt-4o\n"), "{run:?}");
    let run = Cli::of(&server).run(&["models", "list", "--curl", "--jq", ".[]"]);
    assert!(run.ok().starts_with("curl "), "{run:?}");
    assert_eq!(server.requests().last(), Some(&request("GET /models")));
}

#[test]
fn expression_may_come_from_a_file() {
    let server = server();
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("names.jq");
    std::fs::write(&path, "# The names\n.[]\n| .id\n").expect("a file");
    let argument = format!("@{}", path.display());
    assert_eq!(Cli::of(&server).run(&["models", "list", "--jq", &argument]).ok(), "gpt-4o\n");
    // A format of the language is no file.
    assert_eq!(
        Cli::of(&server).run(&["models", "list", "--jq", "@json"]).ok(),
        "[{\"id\":\"gpt-4o\",\"object\":\"model\"}]\n"
    );
}
