//! `config`, and where settings come from.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeServer};

use crate::harness::{Cli, are_usage_errors};

fn server() -> FakeServer {
    FakeServer::always_json(json!({"data": []}))
}

/// The keys that a server received; `no key` for a request without one.
pub(crate) fn keys_sent(server: &FakeServer) -> Vec<String> {
    let key = |request: &FakeRequest| request.header("authorization").map_or("no key", |value| value).to_owned();
    server.received().iter().map(key).collect()
}

fn bearer(key: &str) -> String {
    format!("Bearer {key}")
}

/// A home with a stored login.
fn logged_in(token: &Value) -> Cli {
    let cli = Cli::new().file(".litellm/token.json", token.to_string());
    let path = cli.home().join(".litellm/token.json");
    std::fs::set_permissions(path, Permissions::from_mode(0o600)).expect("the mode");
    cli
}

#[test]
fn set_get_and_unset_round_trip() {
    let cli = Cli::new();
    let file = cli.home().join(".litellm/config.json");
    let run = cli.run(&["config", "get", "base_url"]);
    assert_eq!(run.fails(3), format!("error: `base_url` is not set in {}\n", file.display()));
    let run = cli.run(&["config", "set", "base_url", "https://litellm.example.com/api/"]);
    assert_eq!((run.ok(), run.stderr.clone()), ("", format!("updated {}\n", file.display())));
    assert_eq!(cli.run(&["config", "get", "base_url"]).ok(), "https://litellm.example.com/api\n");
    assert_eq!(
        cli.run(&["config", "get", "base_url", "--format", "json"]).ok(),
        "\"https://litellm.example.com/api\"\n"
    );
    assert_eq!(
        cli.run(&["config", "get", "--format", "json"]).json(),
        json!({"base_url": "https://litellm.example.com/api"})
    );
    assert!(cli.run(&["config", "get"]).ok().contains("│ base_url ┆ https://litellm.example.com/api │"));
    let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o7777;
    assert_eq!((mode(&file), mode(&cli.home().join(".litellm"))), (0o600, 0o700));
    cli.run(&["config", "unset", "base_url"]).ok();
    cli.run(&["config", "get", "base_url"]).fails(3);
    // Removing an absent setting succeeds.
    cli.run(&["config", "unset", "base_url"]).ok();
}

#[test]
fn unknown_settings_are_preserved() {
    let cli = Cli::new().file(".litellm/config.json", "{\"pkce\": \"true\", \"base_url\": \"http://old\", \"x\": [1]}");
    cli.run(&["config", "set", "base_url", "http://new"]).ok();
    let text = std::fs::read_to_string(cli.home().join(".litellm/config.json")).expect("the file");
    assert_eq!(
        serde_json::from_str::<Value>(&text).expect("JSON"),
        json!({"pkce": "true", "base_url": "http://new", "x": [1]})
    );
    cli.run(&["config", "unset", "base_url"]).ok();
    assert_eq!(cli.run(&["config", "get", "--format", "json"]).json(), json!({"pkce": "true", "x": [1]}));
    let left = std::fs::read_dir(cli.home().join(".litellm")).expect("the directory").flatten();
    let mut left: Vec<_> = left.map(|entry| entry.file_name()).collect();
    left.sort();
    assert_eq!(left, ["config.json", "config.lock"]);
}

#[test]
fn settings_of_other_tools_are_shown_and_removed() {
    let settings = json!({"claude_subscription": "true", "hidden_commands": "a,b", "base_url": "http://h", "x": [1]});
    let cli = Cli::new().file(".litellm/config.json", settings.to_string());
    assert_eq!(cli.run(&["config", "get", "claude_subscription"]).ok(), "true\n");
    assert_eq!(cli.run(&["config", "get", "x", "--format", "json"]).json(), json!([1]));
    let (list, get) = (cli.run(&["config", "list"]), cli.run(&["config", "get"]));
    assert!(list.ok().contains("│ hidden_commands     ┆ a,b      │"), "{list:#?}");
    assert_eq!(list.stdout, get.stdout);
    assert_eq!(cli.run(&["config", "list", "--format", "json"]).json(), settings);
    cli.run(&["config", "unset", "claude_subscription"]).ok();
    let left = json!({"hidden_commands": "a,b", "base_url": "http://h", "x": [1]});
    assert_eq!(cli.run(&["config", "list", "--format", "json"]).json(), left);
    // It is gone, so the name is a typing error now.
    let run = cli.run(&["config", "unset", "claude_subscription"]);
    let hint = "hint: the settings are base_url, context, pkce, and contexts.NAME.FIELD with a field of base_url, \
                key_command, key_file, auth_header, ca_cert, client_cert, client_key, model\n";
    assert!(
        run.fails(2).contains("`claude_subscription` is not a setting, nor is it in ") && run.stderr.ends_with(hint)
    );
    assert_eq!(cli.run(&["config", "list", "--format", "json"]).json(), left);
}

#[test]
fn simultaneous_edits_are_all_kept() {
    let settings: serde_json::Map<_, _> = (0..8).map(|number| (format!("x{number}"), json!("1"))).collect();
    let cli = Cli::new().file(".litellm/config.json", json!(settings).to_string());
    std::thread::scope(|scope| {
        for number in 0..8 {
            let cli = &cli;
            scope.spawn(move || cli.run(&["config", "unset", &format!("x{number}")]).ok().to_owned());
        }
    });
    assert_eq!(cli.run(&["config", "list", "--format", "json"]).json(), json!({}));
}

#[test]
fn byte_order_marks_are_dropped() {
    let server = server();
    let bom = |text: &str| format!("\u{feff}{text}");
    let cli = Cli::new()
        .file(".litellm/config.json", bom(&json!({"base_url": server.uri(), "x": "y"}).to_string()))
        .file(".litellm/token.json", bom(&json!({"key": "sk-stored"}).to_string()))
        .file("key.txt", bom("sk-file\r\n"))
        .file("body.json", bom("{\"x\": 1}"));
    cli.run(&["models", "list"]).ok();
    cli.run(&["models", "list", "--api-key", "@key.txt"]).ok();
    cli.run(&["http", "request", "POST", "/x", "--json", "@body.json"]).ok();
    let cli = cli.stdin(bom("sk-piped\n"));
    cli.run(&["models", "list", "--api-key", "@-"]).ok();
    cli.run(&["login", "--with-key"]).ok();
    let expected = ["sk-stored", "sk-file", "sk-stored", "sk-piped", "sk-piped"].map(bearer);
    assert_eq!(keys_sent(&server)[..5], expected);
    // Writes keep all settings and no mark.
    cli.run(&["config", "set", "pkce", "true"]).ok();
    let text = std::fs::read_to_string(cli.home().join(".litellm/config.json")).expect("the file");
    assert_eq!(
        serde_json::from_str::<Value>(&text).expect("JSON without a mark"),
        json!({"base_url": server.uri(), "x": "y", "pkce": "true"})
    );
}

#[test]
fn malformed_config_file_is_named_and_left_alone() {
    let cli = Cli::new().file(".litellm/config.json", "[1, 2");
    for words in [&["config", "get"][..], &["config", "set", "base_url", "http://x"], &["models", "list"]] {
        assert!(cli.run(words).fails(2).contains("config.json is not a JSON object"), "{words:?}");
    }
    assert_eq!(std::fs::read_to_string(cli.home().join(".litellm/config.json")).expect("the file"), "[1, 2");
}

#[test]
fn unknown_settings_are_usage_errors() {
    are_usage_errors(&[
        (&["config"], "Usage: litellm-proxy config"),
        (&["config", "get", "colors"], "`colors` is not a setting"),
        (&["config", "unset", "colors"], "`colors` is not a setting"),
        (&["config", "set", "base_url"], "<VALUE>"),
        (&["config", "set", "colors", "red"], "invalid value 'colors'"),
        (&["config", "set", "base_url", "litellm.example.com"], "the scheme is missing"),
        (&["config", "set", "base_url", "http://user:pw@h"], "must not contain a user name or password"),
        (&["config", "set", "base_url", "http://h?x=1"], "a query"),
        (&["config", "unset"], "<KEY>"),
    ]);
}

#[test]
fn base_url_precedence_is_flag_variable_file() {
    let (flag, variable, file) = (server(), server(), server());
    let cli = Cli::new().file(".litellm/config.json", json!({"base_url": file.uri()}).to_string());
    cli.run(&["models", "list"]).ok();
    let cli = cli.env("LITELLM_PROXY_URL", "");
    cli.run(&["models", "list"]).ok();
    let cli = cli.env("LITELLM_PROXY_URL", &variable.uri());
    cli.run(&["models", "list"]).ok();
    cli.run(&["models", "list", "--base-url", &flag.uri()]).ok();
    let counts = [flag.received().len(), variable.received().len(), file.received().len()];
    assert_eq!(counts, [1, 1, 2]);
}

#[test]
fn unreachable_error_names_the_source_of_the_url() {
    let nowhere = "http://127.0.0.1:1";
    let from = |cli: &Cli, words: &[&str]| {
        let run = cli.run(words);
        let hint = run.fails(5).lines().nth(1).expect("a hint").to_owned();
        hint.strip_prefix("hint: the URL came from ").expect("a place").split(';').next().expect("a part").to_owned()
    };
    let cli = Cli::new().file(".litellm/config.json", json!({"base_url": nowhere}).to_string());
    assert_eq!(from(&cli, &["models", "list", "--base-url", nowhere]), "--base-url");
    assert_eq!(from(&cli, &["models", "list"]), cli.home().join(".litellm/config.json").display().to_string());
    let cli = cli.env("LITELLM_PROXY_URL", nowhere);
    assert_eq!(from(&cli, &["models", "list"]), "the variable LITELLM_PROXY_URL");
    let run = Cli::at("localhost:4000").run(&["models", "list"]);
    assert!(run.fails(2).ends_with("hint: it came from the variable LITELLM_PROXY_URL\n"), "{run:#?}");
}

#[test]
fn api_key_precedence_is_flag_variable_login() {
    let server = server();
    let cli = logged_in(&json!({"key": "sk-stored"})).env("LITELLM_PROXY_URL", &server.uri()).stdin("sk-piped\n");
    let cli = cli.file("key.txt", "sk-file\n");
    cli.run(&["models", "list"]).ok();
    let cli = cli.env("LITELLM_PROXY_API_KEY", "");
    cli.run(&["models", "list"]).ok();
    let cli = cli.env("LITELLM_PROXY_API_KEY", "sk-variable");
    cli.run(&["models", "list"]).ok();
    cli.run(&["models", "list", "--api-key", "sk-flag"]).ok();
    cli.run(&["models", "list", "--api-key", "@key.txt"]).ok();
    cli.run(&["models", "list", "--api-key=@-"]).ok();
    cli.run(&["models", "list", "--api-key", ""]).ok();
    let expected = [
        bearer("sk-stored"),
        bearer("sk-stored"),
        bearer("sk-variable"),
        bearer("sk-flag"),
        bearer("sk-file"),
        bearer("sk-piped"),
        "no key".to_owned(),
    ];
    assert_eq!(keys_sent(&server), expected);
    assert_eq!(
        cli.run(&["models", "list", "--api-key", "@nope"]).fails(2),
        "error: cannot read `nope`: No such file or directory\n"
    );
}

#[test]
fn stored_key_is_sent_only_to_its_server() {
    let (own, other) = (server(), server());
    let token = json!({"key": "sk-stored", "base_url": own.uri(), "user_id": "u"});
    let cli = logged_in(&token).env("LITELLM_PROXY_URL", &other.uri());
    let commands: [&[&str]; 4] = [
        &["models", "list"],
        &["http", "request", "GET", "/x"],
        &["models", "list", "--debug"],
        &["models", "delete", "m"],
    ];
    for words in commands {
        cli.run(words);
    }
    assert_eq!(keys_sent(&other), ["no key"; 4]);
    // Not even if only the path prefix differs.
    cli.run(&["models", "list", "--base-url", &format!("{}/other", own.uri())]);
    cli.run(&["models", "list", "--base-url", &format!("{}/", own.uri())]).ok();
    assert_eq!(keys_sent(&own), ["no key", "Bearer sk-stored"]);
    // Requests about the caller's own key have no such header.
    assert!(cli.run(&["teams", "assign-key", "--team-id", "t"]).fails(4).contains("no API key is set"));
}

#[test]
fn stored_auth_header_is_used_with_its_key() {
    let server = server();
    let token = json!({"key": "sk-stored", "auth_header_name": "X-Litellm-Key"});
    let cli = logged_in(&token).env("LITELLM_PROXY_URL", &server.uri());
    cli.run(&["models", "list"]).ok();
    cli.run(&["models", "list", "--api-key", "sk-flag"]).ok();
    let sent = server.received();
    assert_eq!(sent[0].headers["x-litellm-key"], "Bearer sk-stored");
    assert!(!sent[0].headers.contains_key("authorization"));
    assert_eq!(sent[1].headers["authorization"], "Bearer sk-flag");
    assert!(!sent[1].headers.contains_key("x-litellm-key"));
}

#[test]
fn loose_or_unreadable_token_file_is_a_warning() {
    let server = server();
    let cli = logged_in(&json!({"key": "sk-stored"})).env("LITELLM_PROXY_URL", &server.uri());
    let path = cli.home().join(".litellm/token.json");
    assert_eq!(cli.run(&["models", "list"]).stderr, "");
    std::fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("the mode");
    let run = cli.run(&["models", "list"]);
    run.ok();
    assert_eq!(run.stderr, format!("warning: other users can read {0}; run `chmod 600` on it\n", path.display()));
    std::fs::write(&path, "sk-not-json").expect("a file");
    let run = cli.run(&["models", "list"]);
    run.ok();
    assert!(run.stderr.starts_with("warning: ignoring the stored login: "), "{run:#?}");
    assert!(!run.stderr.contains("sk-not-json"), "{run:#?}");
    assert_eq!(keys_sent(&server)[2], "no key");
}

#[test]
fn global_options_are_accepted_before_and_after_the_command() {
    let server = server();
    let url = server.uri();
    let cli = Cli::new();
    let lines: [&[&str]; 5] = [
        &["--base-url", &url, "--api-key", "sk-a", "--format", "json", "models", "list"],
        &["models", "--base-url", &url, "--api-key", "sk-a", "--format", "json", "list"],
        &["models", "list", "--base-url", &url, "--api-key", "sk-a", "--format", "json"],
        &["--format=csv", "models", "list", "--base-url", &url, "--api-key=sk-a", "--format=json"],
        &[
            "models",
            "list",
            "--base-url=http://127.0.0.1:1",
            "--base-url",
            &url,
            "--api-key",
            "sk-b",
            "--api-key",
            "sk-a",
            "--format",
            "json",
        ],
    ];
    for words in lines {
        assert_eq!(cli.run(words).ok(), "[]\n", "{words:?}");
    }
    assert_eq!(keys_sent(&server), vec![bearer("sk-a"); 5]);
}

#[test]
fn home_directory_is_optional() {
    let server = server();
    let run = Cli::of(&server).env("HOME", "/nonexistent").run(&["models", "list", "--format", "json"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("[]\n", ""));
}

#[test]
fn settings_of_the_wrong_type_are_errors() {
    let server = FakeServer::always_json(json!({"data": []}));
    let cli = Cli::new().file(".litellm/config.json", r#"{"base_url": 5}"#);
    assert!(cli.run(&["models", "list"]).fails(2).contains("`base_url` in"));
    let cli = Cli::new()
        .env("LITELLM_PROXY_URL", &server.uri())
        .file(".litellm/token.json", r#"{"key": "sk-stored-key", "base_url": 5}"#);
    let run = cli.run(&["models", "list"]);
    assert!(run.stderr.contains("ignoring the stored login"), "{run:#?}");
    assert!(!server.received()[0].headers.contains_key("authorization"));
}
