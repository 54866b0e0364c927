//! Contexts: how they are stored, which server and key they give, and the commands that print keys.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer};

use crate::config::keys_sent;
use crate::harness::{Cli, are_usage_errors};

fn server() -> FakeServer {
    FakeServer::always_json(json!({"data": []}))
}

fn stored(cli: &Cli) -> Value {
    let text = std::fs::read_to_string(cli.home().join(".litellm/config.json")).expect("the file");
    serde_json::from_str(&text).expect("JSON")
}

/// A command that prints a key, and notes in a file that it was run.
fn noted(key: &str) -> Value {
    json!(["/bin/sh", "-c", format!("echo >> runs; echo {key}")])
}

fn runs(cli: &Cli) -> usize {
    std::fs::read_to_string(cli.home().join("runs")).unwrap_or_default().lines().count()
}

#[test]
fn contexts_are_added_used_shown_and_deleted() {
    let (a, b) = (server(), server());
    let cli = Cli::new().file(".litellm/config.json", json!({"of_another_tool": [1], "pkce": "true"}).to_string());
    let add =
        cli.run(&["config", "contexts", "add", "a", "--base-url", &format!("{}/", a.uri()), "--api-key", "sk-of-a"]);
    assert!(add.ok().is_empty() && add.stderr.contains("token.json") && add.stderr.contains("--context a"), "{add:?}");
    let words = ["config", "contexts", "add", "b", "--base-url", &b.uri(), "--api-key", "sk-of-b", "--model", "gpt-4o"];
    let add = cli.run(&words);
    assert!(add.ok().is_empty() && add.stderr.contains("logins.json"), "{add:?}");
    assert_eq!(
        stored(&cli),
        json!({"of_another_tool": [1], "pkce": "true", "contexts": {
            "a": {"base_url": a.uri()}, "b": {"base_url": b.uri(), "model": "gpt-4o"}}})
    );
    for file in ["token.json", "logins.json"] {
        let mode = std::fs::metadata(cli.home().join(".litellm").join(file)).expect(file).permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    assert!(cli.run(&words).fails(8).contains("the context `b` already exists"));
    let words = ["config", "contexts", "add", "b", "--base-url", "http://x", "--if-not-exists", "--jq", ".base_url"];
    assert_eq!(cli.run(&words).ok(), format!("{}\n", b.uri()));

    cli.run(&["--context", "a", "models", "list"]).ok();
    let use_b = cli.run(&["config", "contexts", "use", "b"]);
    assert!(use_b.stderr.contains(&format!("commands use context b ({}) from now on", b.uri())), "{use_b:?}");
    cli.run(&["models", "list"]).ok();
    assert_eq!((keys_sent(&a), keys_sent(&b)), (vec!["Bearer sk-of-a".to_owned()], vec!["Bearer sk-of-b".to_owned()]));

    let list = cli.run(&["config", "contexts", "list", "--format", "json"]).json();
    let row = |name: &str, server: &FakeServer, model: Option<&str>| json!({"name": name, "base_url": server.uri(), "key": "login", "model": model, "is_current": name == "b"});
    assert_eq!(list, json!([row("a", &a, None), row("b", &b, Some("gpt-4o"))]));
    assert_eq!(cli.run(&["config", "get", "contexts.b.model"]).ok(), "gpt-4o\n");
    cli.run(&["config", "set", "contexts.b.model", "gpt-4"]).ok();
    cli.run(&["config", "unset", "contexts.a.model"]).ok();
    let shown = cli.run(&["config", "contexts", "get", "b", "--format", "json"]).json();
    assert_eq!(shown, json!({"base_url": b.uri(), "model": "gpt-4"}));
    assert!(cli.run(&["config", "set", "base_url", "http://x"]).stderr.contains("context b takes precedence"));

    let delete = cli.run(&["config", "contexts", "delete", "b"]);
    assert!(delete.stderr.contains("no context is in use"), "{delete:?}");
    let left = json!({"of_another_tool": [1], "pkce": "true", "contexts": {"a": {"base_url": a.uri()}}, "base_url": "http://x"});
    assert_eq!(stored(&cli), left);
    let unknown = cli.run(&["config", "contexts", "delete", "aa"]).fails(2).to_owned();
    assert!(unknown.contains("there is no context `aa`") && unknown.contains("did you mean `a`?"), "{unknown}");
}

#[test]
fn the_key_of_a_context_goes_to_its_server_only() {
    let (a, b) = (server(), server());
    let key_file = json!({"base_url": b.uri(), "key_file": "b.key", "auth_header": "X-Key"});
    let contexts = json!({"a": {"base_url": a.uri(), "key_command": noted("key-of-a")}, "b": key_file});
    let cli = Cli::new()
        .file(".litellm/b.key", "key-of-b\n")
        .file(".litellm/config.json", json!({"context": "a", "contexts": contexts}).to_string());
    let (url_a, url_b) = (a.uri(), b.uri());
    for words in [
        &["models", "list"][..],
        &["--context", "b", "models", "list"],
        &["models", "list", "--base-url", &url_a],
        &["models", "list", "--base-url", &url_b],
        &["models", "list", "--base-url", &url_b, "--api-key", "key-of-flag"],
    ] {
        cli.run(words).ok();
    }
    assert_eq!(keys_sent(&a), ["Bearer key-of-a", "Bearer key-of-a"]);
    assert_eq!(keys_sent(&b), ["no key", "no key", "Bearer key-of-flag"]);
    let in_header = |request: &FakeRequest| request.header("x-key").map(ToOwned::to_owned);
    assert_eq!(b.received().iter().filter_map(in_header).collect::<Vec<_>>(), ["Bearer key-of-b"]);

    let both = cli.env("LITELLM_PROXY_URL", &url_b).env("LITELLM_PROXY_CONTEXT", "a");
    let run = both.run(&["models", "list"]);
    run.ok();
    assert!(run.stderr.contains("LITELLM_PROXY_URL is set and takes precedence over LITELLM_PROXY_CONTEXT"), "{run:?}");
    assert_eq!((a.received().len(), keys_sent(&b).last().map(String::as_str)), (2, Some("no key")));
}

#[test]
fn a_key_command_is_run_only_for_requests_and_again_after_a_refusal() {
    let refusing = FakeServer::with_routes([(
        "GET /models",
        FakeResponse::new(401).with_json(json!({"error": {"message": "Authentication Error", "code": "401"}})),
    )]);
    let context = json!({"base_url": refusing.uri(), "key_command": noted("key-$(wc -l < runs)")});
    let settings = json!({"context": "prod", "contexts": {"prod": context}});
    let cli = Cli::new().file(".litellm/config.json", settings.to_string());
    for words in [
        &["--help"][..],
        &["models", "--help"],
        &["config", "list"],
        &["config", "contexts", "list"],
        &["config", "contexts", "get", "prod"],
        &["completions", "bash"],
        &["models", "list", "--curl"],
        &["models", "add", "m", "-p", "model=openai/m", "--dry-run"],
        &["whoami", "--no-check"],
    ] {
        cli.run(words).ok();
    }
    let curl = cli.run(&["models", "list", "--curl"]);
    assert!(
        curl.ok().contains("\"authorization: Bearer $(litellm-proxy --context prod auth print-token)\""),
        "{curl:?}"
    );
    let identity = cli.run(&["whoami", "--no-check", "--format", "json"]).json();
    assert_eq!((&identity["key_source"], &identity["key_from"]), (&json!("context"), &json!("context prod")));
    let complete = cli.shell(r#"COMPLETE=fish "$1" -- "litellm-proxy models get ""#, &[]).output().expect("a run");
    assert!(complete.status.success());
    assert_eq!(runs(&cli), 0);

    let refused = cli.run(&["models", "list"]);
    assert!(refused.fails(4).contains("the key came from context prod"), "{refused:?}");
    assert_eq!((runs(&cli), keys_sent(&refusing)), (2, vec!["Bearer key-1".to_owned(), "Bearer key-2".to_owned()]));
    assert_eq!(cli.run(&["auth", "print-token"]).ok(), "key-3\n");
}

#[test]
fn a_key_command_that_fails_is_named_and_no_other_key_is_used() {
    let server = server();
    let context = json!({"base_url": server.uri(), "key_command": "/bin/sh -c 'echo sk-not-used; exit 7'"});
    let cli = Cli::new()
        .file(".litellm/config.json", json!({"contexts": {"prod": context}}).to_string())
        .file(".litellm/token.json", json!({"key": "sk-login", "base_url": server.uri()}).to_string())
        .env("LITELLM_PROXY_API_KEY", "sk-variable");
    for words in [&["--context", "prod", "models", "list"][..], &["--context", "prod", "auth", "print-token"]] {
        let error = cli.run(words).fails(4).to_owned();
        assert!(error.contains("context prod") && error.contains("exit status: 7"), "{error}");
        assert!(error.contains("run the command by itself"), "{error}");
    }
    assert!(server.received().is_empty());
}

#[test]
fn a_change_names_the_context_if_there_are_several() {
    let server = server();
    let context = json!({"base_url": server.uri()});
    let cli = |contexts: Value| {
        Cli::new().file(".litellm/config.json", json!({"context": "prod", "contexts": contexts}).to_string())
    };
    let several = cli(json!({"prod": context, "local": context}));
    let first = format!("context prod ({})", server.uri());
    let stderr = |cli: &Cli, words: &[&str]| cli.run(words).stderr.lines().next().unwrap_or_default().to_owned();
    assert_eq!(stderr(&several, &["budgets", "create", "b"]), first);
    assert_ne!(stderr(&several, &["budgets", "create", "b", "--dry-run"]), first);
    assert_ne!(stderr(&several, &["models", "list"]), first);
    assert_ne!(stderr(&cli(json!({"prod": context})), &["budgets", "create", "b"]), first);
}

#[test]
fn names_of_contexts_are_completed() {
    let contexts = json!({"prod": {"base_url": "http://h"}, "preview": {"base_url": "http://h"}, "local": {}});
    let cli = Cli::new().file(".litellm/config.json", json!({"contexts": contexts}).to_string());
    for line in ["--context p", "config contexts use p", "models list --context p"] {
        let script = format!(r#"COMPLETE=fish "$1" -- "litellm-proxy {line}""#);
        let output = cli.shell(&script, &[]).output().expect("a run");
        let names = String::from_utf8(output.stdout).expect("UTF-8");
        let names: Vec<&str> = names.lines().filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(names, ["preview", "prod"], "{line}");
    }
}

#[test]
fn mistaken_contexts_are_usage_errors() {
    are_usage_errors(&[
        (
            &["models", "list", "--context", "prod", "--base-url", "http://h"],
            "--context prod and --base-url both name a server",
        ),
        (&["config", "contexts", "get", "prod"], "there is no context `prod`"),
        (&["config", "contexts", "use", "prod"], "there is no context `prod`"),
        (&["config", "set", "context", "prod"], "there is no context `prod`"),
        (&["config", "contexts", "add", "a b", "--base-url", "http://h"], "invalid value 'a b'"),
        (&["config", "contexts", "add", "a", "--base-url", "h"], "context a: the server's URL is not a URL"),
        (&["config", "contexts", "add", "a", "--base-url", "http://h", "--key-command", "'"], "`key_command` must be"),
        (
            &["config", "contexts", "add", "a", "--base-url", "http://h", "--key-command", "x", "--key-file", "y"],
            "cannot be used with",
        ),
    ]);
    let cli = Cli::new();
    assert!(cli.run(&["config", "contexts", "add", "a"]).fails(2).contains("a context needs --base-url"));
    assert!(cli.run(&["config", "set", "contexts.a.api_key", "sk-1"]).fails(2).contains("invalid value"));
    assert!(cli.run(&["--context", "prod", "models", "list"]).fails(2).contains("there is no context `prod`"));
}
