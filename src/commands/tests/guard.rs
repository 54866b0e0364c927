//! Masked values, shortened names of keys and nulls that destroy are refused by every command, and nothing is written.

use serde_json::{Value, json};
use test_bed::{FakeServer, Run, json_response};

use crate::in_process::Cli;

const MASK: &str = "sk****56";
const LOGGING: &str = r#"metadata={"logging":[{"callback_vars":{"langfuse_secret":"sk-l****yz"}}]}"#;

/// A server that has everything that is looked up.
fn server() -> FakeServer {
    let key = json!({"token": "a".repeat(64), "key_alias": "ci", "models": []});
    FakeServer::new()
        .on("GET /key/list", json_response(json!({"keys": [key], "total_count": 1, "total_pages": 1})))
        .on("GET /v2/team/list", json_response(json!({"teams": [], "total": 0, "total_pages": 0})))
        .on("GET /team/info", json_response(json!({"team_id": "t", "team_info": {"team_id": "t"}})))
        .on("GET /user/info", json_response(json!({"user_id": "u", "user_info": {"user_id": "u"}})))
        .on("GET /models", json_response(json!({"data": []})))
        .on("GET /v1/model/info", json_response(json!({"data": []})))
        .on("GET /credentials/by_name/c", json_response(json!({"credential_name": "c", "credential_info": {}})))
        .on("*", json_response(json!({})))
}

/// Runs a command as it is and with `--curl`, and expects both to be refused before anything is written.
#[track_caller]
fn refused(words: &[&str]) -> Run {
    let server = server();
    let run = Cli::of(&server).run(words);
    let curl = Cli::of(&server).run(&[words, &["--curl"]].concat());
    assert_eq!((run.code, curl.code), (2, 2), "{words:?}: {run:#?} {curl:#?}");
    let written: Vec<_> = server.received().into_iter().filter(|request| request.method != "GET").collect();
    assert!(written.is_empty(), "{words:?}: {written:?}");
    run
}

#[test]
fn masked_values_are_refused_by_every_command_that_writes() {
    let header = "litellm_params.extra_headers.Authorization=Bearer [redacted]";
    for (words, path, value) in [
        (
            &["keys", "update", "ci", "--param", LOGGING][..],
            "metadata.logging[0].callback_vars.langfuse_secret",
            "sk-l****yz",
        ),
        (&["keys", "generate", "--metadata", r#"{"a": "***REDACTED***"}"#], "metadata.a", "***REDACTED***"),
        (&["models", "update", "id", "-p", "api_key=sk****56"], "litellm_params.api_key", MASK),
        (
            &["models", "add", "m", "-p", "model=openai/m", "-p", "api_key=[redacted]"],
            "litellm_params.api_key",
            "[redacted]",
        ),
        (
            &["models", "add", "m", "-p", "model=openai/m", "-p", "api_base=http****4000"],
            "litellm_params.api_base",
            "http****4000",
        ),
        (
            &["credentials", "create", "c", "--info", "{}", "--values", r#"{"api_key": "sk****56"}"#],
            "credential_values.api_key",
            MASK,
        ),
        (&["credentials", "update", "c", "--values", r#"{"api_key": "sk****56"}"#], "credential_values.api_key", MASK),
        (&["teams", "create", "core", "--metadata", r#"{"k": "sk****56"}"#], "metadata.k", MASK),
        (&["teams", "update", "t", "--metadata", r#"{"k": "sk****56"}"#], "metadata.k", MASK),
        (
            &["users", "create", "ada@example.com", "--no-check", "--metadata", r#"{"k": "sk****56"}"#],
            "metadata.k",
            MASK,
        ),
        (&["users", "update", "u", "--metadata", r#"{"k": "sk****56"}"#], "metadata.k", MASK),
        (&["budgets", "create", "b", "--param", "model_max_budget.m.k=sk****56"], "model_max_budget.m.k", MASK),
        (&["customers", "create", "c", "--alias", "sk****56"], "alias", MASK),
        (&["http", "request", "PATCH", "/v1/mcp/server", "-j", r#"{"env": {"A_KEY": "**"}}"#], "env.A_KEY", "**"),
        (
            &["http", "request", "PUT", "/guardrails/g", "-d", r#"{"x": "REDACTED_BY_LITELM"}"#],
            "x",
            "REDACTED_BY_LITELM",
        ),
    ] {
        let expected = format!(
            "error: `{path}` is `{value}`, a masked value, not the secret itself; the server would store it\nhint: give the secret itself, or leave the field out\n"
        );
        assert_eq!(refused(words).stderr, expected, "{words:?}");
    }
    let run = refused(&["models", "add", "m", "-p", "model=openai/m", "-p", header]);
    assert!(run.stderr.contains("Authorization` holds a masked value, not the secret itself"), "{}", run.stderr);
}

#[test]
fn shortened_names_of_keys_are_refused_with_the_reason() {
    for words in [
        &["keys", "info", "sk-...1234"][..],
        &["keys", "update", "sk-...1234", "--max-budget", "1"],
        &["keys", "block", "sk-...1234"],
        &["keys", "unblock", "sk-...1234"],
        &["keys", "regenerate", "sk-...1234"],
        &["keys", "reset-spend", "sk-...1234"],
        &["keys", "delete", "sk-...1234", "--yes"],
        &["keys", "generate", "--key", "sk-...1234"],
        &["http", "request", "GET", "/key/info?key=sk-...1234"],
        &["http", "request", "POST", "/key/delete", "-j", r#"{"keys": ["sk-...1234"]}"#],
        &["http", "request", "POST", "/key/sk-...1234/regenerate", "-j", "{}"],
    ] {
        let stderr = refused(words).stderr;
        assert!(
            stderr.contains("is `sk-...1234`, the shortened name of a key in lists, not the key itself"),
            "{words:?}: {stderr}"
        );
        assert!(
            stderr.contains("hint: name the key by its alias, its hash or the secret itself"),
            "{words:?}: {stderr}"
        );
    }
}

#[test]
fn nulls_that_destroy_are_refused_and_unset_sends_what_the_server_takes() {
    for field in ["aliases", "budget_fallbacks", "config", "metadata", "model_max_budget", "permissions"] {
        let argument = format!("{field}=null");
        let body = json!({"key": "ci", field: null}).to_string();
        for words in [
            &["keys", "update", "ci", "--param", &argument][..],
            &["http", "request", "POST", "/key/update", "-j", &body],
        ] {
            let expected = format!(
                "error: `{field}` is null, which makes the key and all lists of keys unreadable\nhint: `litellm-proxy keys update KEY --unset {field}` clears it, as does {{}} in JSON\n"
            );
            assert_eq!(refused(words).stderr, expected);
        }
        let server = server();
        Cli::of(&server).run(&["keys", "update", "ci", "--unset", field]);
        let sent: Vec<Value> = server
            .requests()
            .into_iter()
            .filter(|(line, _)| line == "POST /key/update")
            .map(|(_, body)| body)
            .collect();
        assert_eq!(sent.iter().map(|body| &body[field]).collect::<Vec<_>>(), [&json!({})], "{field}");
    }
    let run = refused(&["teams", "update", "t", "--param", "metadata=null"]);
    assert!(
        run.stderr.contains("hint: `litellm-proxy teams update TEAM --unset metadata` clears it"),
        "{}",
        run.stderr
    );
    let server = server();
    Cli::of(&server).run(&["teams", "update", "t", "--unset", "metadata"]);
    assert!(server.requests().iter().any(|(_, body)| body["metadata"] == json!({})));
}

#[test]
fn a_refusal_has_a_kind_of_its_own() {
    let run = refused(&["models", "update", "id", "-p", "api_key=sk****56", "--format", "json"]);
    let error: Value = serde_json::from_str(&run.stderr).expect("JSON");
    assert_eq!(error["error"]["kind"], "guarded");
    assert_eq!(error["error"]["method"], "PATCH");
}

#[test]
fn an_unguarded_request_is_sent_as_it_is() {
    let server = server();
    let body = r#"{"api_key": "sk****56"}"#;
    Cli::of(&server).run(&["http", "request", "POST", "/model/new", "-j", body, "--unguarded"]).ok();
    assert_eq!(server.requests(), [("POST /model/new".to_owned(), json!({"api_key": "sk****56"}))]);
    let shown =
        Cli::of(&server).run(&["http", "request", "POST", "/model/new", "-j", body, "--unguarded", "--dry-run"]);
    assert!(shown.ok().contains("POST"));
}

#[test]
fn prose_and_wildcards_are_sent() {
    for words in [
        &["models", "add", "*", "-p", "model=openai/*", "-p", "api_key=os.environ/K"][..],
        &["teams", "create", "core", "--metadata", r#"{"note": "ask **ada** first"}"#],
        &[
            "http",
            "request",
            "POST",
            "/chat/completions",
            "-j",
            r#"{"messages": [{"role": "user", "content": "****"}]}"#,
        ],
    ] {
        let server = server();
        let run = Cli::of(&server).run(words);
        assert!(server.received().iter().any(|request| request.method == "POST"), "{words:?}: {run:#?}");
    }
}

#[test]
fn imports_name_every_masked_value_with_its_line_and_send_nothing() {
    let directory = tempfile::tempdir().expect("a directory");
    let file = |name: &str, text: &str| {
        let path = directory.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a path").to_owned()
    };
    let models = file(
        "models.yaml",
        "model_list:\n- model_name: a\n  litellm_params: {model: openai/a, api_key: sk-a****wxyz}\n\
         - model_name: b\n  litellm_params:\n    model: openai/b\n    litellm_credential_name: c\n    extra_headers:\n      Authorization: \"Bearer [redacted]\"\n\
         - model_name: \"*\"\n  litellm_params: {model: \"openai/*\"}\n  model_info: {description: \"**all** models\"}\n\
         credential_list:\n- credential_name: c\n  credential_values:\n    api_key: sk****56\n",
    );
    let (first, second) = (
        format!(
            "{models}, line 3, column 46: `litellm_params.api_key` is `sk-a****wxyz`, a masked value, not the secret itself; the server would store it"
        ),
        format!(
            "{models}, line 9, column 22: `litellm_params.extra_headers.Authorization` holds a masked value, not the secret itself; the server would store it"
        ),
    );
    let third = format!(
        "{models}, line 16, column 14: `credential_values.api_key` is `sk****56`, a masked value, not the secret itself; the server would store it"
    );
    for dry_run in [&[][..], &["--dry-run"], &["--curl"]] {
        let run = refused(&[&["models", "import", &models][..], dry_run].concat());
        assert_eq!(run.stderr, format!("error: 2 models of {models} are invalid:\n  {first}\n  {second}\n"));
        let run = refused(&[&["models", "import", &models, "--with-credentials"][..], dry_run].concat());
        assert_eq!(
            run.stderr,
            format!("error: 3 entries of {models} are invalid:\n  {third}\n  {first}\n  {second}\n")
        );
    }
    let users = file(
        "users.csv",
        "user_id,metadata\nu1,\"{\"\"k\"\": \"\"sk****56\"\"}\"\nu2,\nu3,\"{\"\"k\"\": \"\"***\"\"}\"\n",
    );
    let run = refused(&["users", "import", &users]);
    let at = |line: u8, value: &str| {
        format!(
            "{users}, line {line}, column metadata: `metadata.k` is `{value}`, a masked value, not the secret itself; the server would store it"
        )
    };
    assert_eq!(run.stderr, format!("error: 2 problems in {users}:\n  {}\n  {}\n", at(2, "sk****56"), at(4, "***")));
}

#[test]
fn a_key_that_its_server_shows_masked_is_not_imported() {
    let key = |alias: &str, metadata: Value| json!({"token": alias.repeat(64), "key_alias": alias, "models": [], "metadata": metadata});
    let keys = json!([key("a", json!({"vars": {"langfuse_secret": "***REDACTED***"}})), key("b", json!({}))]);
    let source = FakeServer::always_json(json!({"keys": keys, "total_count": 2, "total_pages": 1}));
    let server = FakeServer::new()
        .on("POST /key/generate", json_response(json!({"key": "sk-new", "token": "n"})))
        .on("*", json_response(json!({"keys": [], "total_count": 0, "total_pages": 0})));
    let words = ["keys", "import", &source.uri(), "--discard-secrets"];
    let run = Cli::of(&server).run(&words);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(
        run.stderr.contains("failed: a: `metadata.vars.langfuse_secret` is `***REDACTED***`, a masked value"),
        "{run:#?}"
    );
    let written: Vec<_> = server.requests().into_iter().filter(|(line, _)| line.starts_with("POST")).collect();
    assert_eq!(written.len(), 1, "{written:?}");
    assert_eq!(written[0].1["key_alias"], "b");
    assert_eq!(Cli::of(&server).run(&[&words[..], &["--dry-run"]].concat()).code, 7);
}
