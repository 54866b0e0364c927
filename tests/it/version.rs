//! `version`, `-v`, `-V`, `--version`, help, and the program without a command.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request};

use crate::harness::Cli;

const CLIENT: &str = env!("CARGO_PKG_VERSION");

/// A URL where nothing listens.
const NOWHERE: &str = "http://127.0.0.1:1";

fn lines(url: &str, last: &str) -> String {
    format!("LiteLLM Proxy CLI Version: {CLIENT}\nLiteLLM Proxy Server URL: {url}\n{last}\n")
}

#[test]
fn every_spelling_prints_both_versions() {
    let server = FakeServer::with_routes([(
        "GET /health/readiness/details",
        json_response(json!({"status": "healthy", "litellm_version": "1.109.1"})),
    )]);
    // Nothing of this name is in PATH.
    let cli = Cli::of(&server).env("PATH", "/nowhere");
    let spellings: [&[&str]; 6] =
        [&["version"], &["-v"], &["-V"], &["--version"], &["-v", "models", "list"], &["version", "--format=table"]];
    for words in spellings {
        let run = cli.run(words);
        assert_eq!(run.ok(), lines(&server.uri(), "LiteLLM Proxy Server Version: 1.109.1"), "{words:?}");
        assert_eq!(run.stderr, "");
    }
    assert_eq!(server.requests(), vec![request("GET /health/readiness/details"); 6]);
}

#[test]
fn server_version_is_found_on_every_endpoint() {
    let readiness = json_response(json!({"status": "connected", "litellm_version": "1.80.11"}));
    let server = FakeServer::with_routes([("GET /health/readiness", readiness)]);
    let run = Cli::of(&server).run(&["version"]);
    assert_eq!(run.ok(), lines(&server.uri(), "LiteLLM Proxy Server Version: 1.80.11"));
    assert_eq!(
        server.requests(),
        [request("GET /health/readiness/details"), request("GET /openapi.json"), request("GET /health/readiness")]
    );

    let header = json_response(json!({"status": "healthy"})).with_header("x-litellm-version", "1.106.2");
    let server = FakeServer::with_routes([("GET /health/readiness", header)]);
    let run = Cli::of(&server).run(&["version"]);
    assert_eq!(run.ok(), lines(&server.uri(), "LiteLLM Proxy Server Version: 1.106.2"));

    let server = FakeServer::with_routes([
        ("GET /health/readiness/details", FakeResponse::new(401)),
        ("GET /openapi.json", json_response(json!({"openapi": "3.1.0", "info": {"version": "1.90.0"}}))),
    ]);
    let run = Cli::of(&server).run(&["version"]);
    assert_eq!(run.ok(), lines(&server.uri(), "LiteLLM Proxy Server Version: 1.90.0"));

    let server = FakeServer::with_routes([("GET /health/readiness", json_response(json!({"status": "healthy"})))]);
    let run = Cli::of(&server).run(&["version"]);
    assert_eq!(run.ok(), lines(&server.uri(), "LiteLLM Proxy Server Version: (unavailable)"));
}

#[test]
fn failing_server_does_not_fail_version() {
    let refusal = json!({"error": {"message": "boom", "code": "500"}});
    let server = FakeServer::always(FakeResponse::new(500).with_json(refusal));
    let run = Cli::of(&server).run(&["version"]);
    assert_eq!(run.ok(), lines(&server.uri(), "Could not retrieve server version: boom (HTTP 500)"));
}

#[test]
fn unreachable_server_does_not_fail_version() {
    let run = Cli::at(NOWHERE).run(&["version"]);
    let last = format!("Could not retrieve server version: cannot reach {NOWHERE}: connection refused");
    assert_eq!(run.ok(), lines(NOWHERE, &last));
    let value = Cli::at(NOWHERE).run(&["version", "--format", "json"]).json();
    assert_eq!(value["client_version"], CLIENT);
    assert_eq!(value["server_url"], NOWHERE);
    assert_eq!(value["server_version"], Value::Null);
    assert_eq!(value["problem"], format!("cannot reach {NOWHERE}: connection refused"));
}

#[test]
fn curl_sends_nothing() {
    let server = FakeServer::always(FakeResponse::new(500));
    let run = Cli::of(&server).run(&["version", "--curl"]);
    assert!(run.ok().starts_with(&format!("curl -X GET '{}/health/readiness/details'", server.uri())), "{run:#?}");
    assert_eq!(server.received().len(), 0);
}

#[test]
fn no_command_prints_first_steps() {
    let cli = Cli::new();
    let bare = cli.run(&[]);
    assert!(bare.ok().contains("\nFirst steps:\n  litellm-proxy login "), "{bare:#?}");
    assert!(bare.ok().contains("\nWithout a server, `litellm-proxy sandbox shell` "), "{bare:#?}");
    assert_eq!(bare.stderr, "");
    let help = cli.run(&["--help"]);
    assert!(help.ok().contains("Usage: litellm-proxy [OPTIONS] [COMMAND]"), "{help:#?}");
    for words in [["help"], ["-h"]] {
        assert_eq!(cli.run(&words).ok(), help.stdout, "{words:?}");
    }
}

#[test]
fn help_topics_are_printed_alone() {
    let cli = Cli::new();
    for (topic, heading) in
        [("options", "Global options:\n"), ("environment", "Environment:\n"), ("exit-codes", "Exit codes:\n")]
    {
        let run = cli.run(&["help", topic]);
        assert!(run.ok().starts_with(heading) && !run.stdout.contains("\n\n"), "{run:#?}");
    }
    let narrow = Cli::new().env("COLUMNS", "60").run(&["help", "options"]);
    assert!(narrow.ok().lines().all(|line| line.chars().count() <= 60), "{narrow:#?}");
}

#[test]
fn help_is_on_stdout_and_unknown_commands_are_errors() {
    let cli = Cli::new();
    let run = cli.run(&["keys", "generate", "--help"]);
    assert!(run.ok().starts_with("Generate a key\n") && run.stdout.contains("--max-budget"), "{run:#?}");
    assert_eq!(cli.run(&["help", "keys", "generate"]).ok(), run.stdout);
    assert!(cli.run(&["kyes"]).fails(2).contains("'keys'"));
    assert!(cli.run(&["--nope"]).fails(2).contains("unexpected argument '--nope'"));
}
