//! Output of every command: formats, numbers, colors, masking, and closed pipes.

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response};

use crate::harness::{Cli, Run};
use crate::terminal::{finish, start};

/// A list with everything that parsing and writing JSON could change.
const LIST: &str = r#"{"data":[{"object":"model","id":"zeta","cost":3e-05,"count":123456789012345678901234567890,"whole":100.0,"created":null,"owned_by":"é, \"x\""},{"id":"alpha"}]}"#;

/// The same for a single value.
const VALUE: &str = r#"{"zeta":3e-05,"id":123456789012345678901234567890,"alpha":null,"list":[1.0,"x"],"text":"a, b"}"#;

fn serving(text: &str) -> FakeServer {
    FakeServer::always(FakeResponse::new(200).with_body(text, "application/json"))
}

fn list(words: &[&str]) -> Run {
    let server = serving(LIST);
    Cli::of(&server).run(&[&["models", "list"], words].concat())
}

fn value(words: &[&str]) -> Run {
    let server = serving(VALUE);
    Cli::of(&server).run(&[&["users", "get"], words].concat())
}

#[test]
fn json_preserves_key_order_and_number_spelling() {
    assert_eq!(
        list(&["--format", "json"]).ok(),
        r#"[
  {
    "object": "model",
    "id": "zeta",
    "cost": 3e-05,
    "count": 123456789012345678901234567890,
    "whole": 100.0,
    "created": null,
    "owned_by": "é, \"x\""
  },
  {
    "id": "alpha"
  }
]
"#
    );
    let expected = r#"{
  "zeta": 3e-05,
  "id": 123456789012345678901234567890,
  "alpha": null,
  "list": [
    1.0,
    "x"
  ],
  "text": "a, b"
}
"#;
    assert_eq!(value(&[]).ok(), expected);
    assert_eq!(value(&["--format", "json"]).ok(), expected);
}

#[test]
fn ndjson_prints_a_line_per_item() {
    assert_eq!(
        list(&["--format", "ndjson"]).ok(),
        "{\"object\":\"model\",\"id\":\"zeta\",\"cost\":3e-05,\"count\":123456789012345678901234567890,\"whole\":100.0,\
         \"created\":null,\"owned_by\":\"é, \\\"x\\\"\"}\n{\"id\":\"alpha\"}\n"
    );
    assert_eq!(value(&["--format", "ndjson"]).ok(), format!("{VALUE}\n"));
}

#[test]
fn csv_has_a_header_and_quotes_cells() {
    assert_eq!(list(&["--format", "csv"]).ok(), "id,object,created,owned_by\nzeta,model,,\"é, \"\"x\"\"\"\nalpha,,,\n");
    let server = FakeServer::always_json(json!({"a": 1, "b": null, "c": [1, "x"], "d": "x, y"}));
    let run = Cli::of(&server).run(&["users", "get", "--format", "csv"]);
    assert_eq!(run.ok(), "a,b,c,d\n1,,\"[1,\"\"x\"\"]\",\"x, y\"\n");
}

#[test]
fn yaml_equals_json() {
    let server =
        FakeServer::always_json(json!({"data": [{"id": "on", "object": "a: b", "created": 12, "x": {"y": []}}]}));
    let run = Cli::of(&server).run(&["models", "list", "--format", "yaml"]);
    assert_eq!(run.ok(), "- id: \"on\"\n  object: \"a: b\"\n  created: 12\n  x:\n    \"y\": []\n");
    let server = FakeServer::always_json(json!({"b": 1.5, "a": [true, null]}));
    let run = Cli::of(&server).run(&["users", "get", "--format", "yaml"]);
    assert_eq!(run.ok(), "b: 1.5\na:\n  - true\n  - null\n");
    let server = FakeServer::always_json(json!(2));
    assert_eq!(Cli::of(&server).run(&["users", "delete", "a", "b", "--format", "yaml"]).ok(), "2\n");
}

#[test]
fn piped_tables_are_never_truncated() {
    let name = "a-very-long-name-".repeat(20);
    let server = FakeServer::always_json(json!({"data": [{"id": name, "object": "[red]x[/red] :smile:"}]}));
    let run = Cli::of(&server).env("COLUMNS", "40").run(&["models", "list"]);
    assert!(run.ok().contains(&format!("│ {name} ┆ [red]x[/red] :smile: ┆")), "{run:#?}");
}

#[test]
fn terminal_without_height_still_has_a_width() {
    let server = FakeServer::always_json(json!({"data": [{"id": "name ".repeat(30)}]}));
    let cli = Cli::of(&server);
    for (rows, columns, width) in [(0, 60, 60), (50, 60, 60), (0, 0, 80)] {
        let session = start(&cli, columns, &format!("stty rows {rows}; exec \"$@\""), &["models", "list"]);
        let (text, code) = finish(session);
        let widest = text.lines().map(|line| line.chars().count()).max();
        assert!(
            code == 0 && widest.is_some_and(|widest| width - 10 < widest && widest <= width),
            "{rows} {columns}: {text}"
        );
    }
}

#[test]
fn object_has_a_line_per_field_that_is_not_empty() {
    let long = "long ".repeat(60);
    let server =
        FakeServer::always_json(json!({"name": "x", "empty": null, "list": [1, "b"], "in": {"it": {"is": 1.5}},
        "members": [{"user_id": "u", "role": "admin", "alias": null}, {"user_id": "v"}], "long": long}));
    let run = Cli::of(&server).run(&["users", "get", "--format", "table"]);
    let expected =
        format!("name    x\nlist    1, b\nin\n  it\n    is  1.5\nmembers\n  u (admin)\n  v\nlong    {long}\n");
    assert_eq!(run.ok(), expected);
}

#[test]
fn colors_are_for_terminals_unless_requested() {
    let server = FakeServer::always(FakeResponse::new(404).with_json(json!({"detail": "no"})));
    let plain = "error: no (HTTP 404)\n";
    let colored = "\u{1b}[31;1merror:\u{1b}[0m no (HTTP 404)\n";
    for (variables, words, expected) in [
        (&[][..], &[][..], plain),
        (&[("CLICOLOR_FORCE", "1")], &[], colored),
        (&[("CLICOLOR_FORCE", "0")], &[], plain),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[], plain),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], &[], colored),
        (&[("CLICOLOR_FORCE", "1")], &["--color", "never"], plain),
        (&[("NO_COLOR", "1")], &["--color", "always"], colored),
        (&[], &["--color=auto"], plain),
    ] {
        let cli = variables.iter().fold(Cli::of(&server), |cli, (name, value)| cli.env(name, value));
        let run = cli.run(&[&["models", "list"], words].concat());
        assert_eq!(run.fails(3), expected, "{variables:?} {words:?}");
    }
    let cli = Cli::of(&server).env("NO_COLOR", "1").env("CLICOLOR_FORCE", "1");
    assert!(!cli.run(&["--help"]).ok().contains('\u{1b}'));
    assert!(!cli.run(&["models", "nope"]).fails(2).contains('\u{1b}'));
}

#[test]
fn json_error_is_one_object_with_all_fields() {
    let refusal = json!({"error": {"message": "no budget", "type": "budget_exceeded", "param": "p", "code": "400"}});
    let refusal = FakeResponse::new(400).with_json(refusal).with_header("x-litellm-call-id", "call-1");
    let server = FakeServer::always(refusal);
    let run = Cli::of(&server).run(&["models", "list", "--format", "json"]);
    let error: Value = serde_json::from_str(run.fails(1)).expect("one JSON object");
    let hint = error["error"]["hint"].as_str().expect("a hint");
    assert!(hint.starts_with("`litellm-proxy budgets why "), "{hint}");
    assert_eq!(
        error,
        json!({"error": {
            "kind": "refused", "message": "no budget (HTTP 400)", "hint": hint,
            "status": 400, "code": "400", "type": "budget_exceeded", "param": "p", "request_id": "call-1",
            "method": "GET", "url": format!("{}/models", server.uri()),
        }})
    );
}

#[test]
fn json_usage_error_is_one_object() {
    let cli = Cli::at("http://127.0.0.1:1");
    let lines: [&[&str]; 4] = [
        &["models", "list", "--format", "json", "--nope"],
        &["--format=json", "models", "get"],
        &["models", "update", "m", "--format", "json"],
        &["models", "info", "--columns", "x", "--format", "json"],
    ];
    for words in lines {
        let run = cli.run(words);
        let object: Value = serde_json::from_str(run.fails(2)).expect("one JSON object");
        assert_eq!(object["error"]["kind"], "usage", "{words:?}");
        assert!(object["error"]["message"].as_str().is_some_and(|message| !message.is_empty()), "{words:?}");
    }
}

/// Commands with secrets in requests, responses or refusals, each with output options.
const TALKATIVE: [&[&str]; 8] = [
    &["models", "list"],
    &["models", "add", "m", "-p", "model=x", "-p", "api_key=hidden-api-key", "-p", "aws_secret_access_key=hidden-aws"],
    &["credentials", "create", "c", "--info", "{}", "--values", "{\"anything\": \"hidden-value\"}"],
    &["keys", "generate", "--key", "sk-hidden-new-key", "--output-file", "new.key"],
    &["keys", "delete", "--keys", "sk-hidden-old-key"],
    &["keys", "info", "--key", "sk-hidden-info-key"],
    &["teams", "assign-key", "--team-id", "t"],
    &["http", "request", "POST", "/x", "-d", "api sk-hidden-in-text", "-H", "X-Api-Key: hidden-header"],
];

fn shows_no_secret(run: &Run, words: &[&str]) {
    for secret in ["hidden", KEY] {
        assert!(!run.stdout.contains(secret) && !run.stderr.contains(secret), "{words:?}: {run:#?}");
    }
}

#[test]
fn debug_shows_requests_and_responses_without_secrets() {
    let response =
        json!({"key": "sk-hidden-answer", "data": [], "token": "hidden-token", "note": "Bearer hidden-bearer"});
    let response = json_response(response).with_header("set-cookie", "session=hidden-cookie");
    let server = FakeServer::always(response);
    for words in TALKATIVE.iter().filter(|words| words[0] != "http") {
        let run = Cli::of(&server).run(&[words, &["--debug"][..]].concat());
        let mut shown = run.stderr.lines();
        assert!(
            shown.any(|line| line.starts_with("> ") && line.contains(&server.uri())),
            "{words:?} shows no request: {run:#?}"
        );
        assert!(run.stderr.contains("\n> authorization: [redacted]\n"), "{run:#?}");
        assert!(run.stderr.contains("\n< 200 OK after "), "{run:#?}");
        assert!(!run.stderr.contains("hidden") && !run.stderr.contains(KEY), "{words:?}: {run:#?}");
    }
    let run = Cli::of(&server).run(&[TALKATIVE[7], &["--debug"]].concat());
    assert!(
        run.stderr.contains("\n> x-api-key: [redacted]\n") && run.stderr.contains("\n> api [redacted]\n"),
        "{run:#?}"
    );
    assert!(!run.stderr.contains("hidden") && !run.stderr.contains(KEY), "{run:#?}");
}

#[test]
fn curl_reads_the_key_from_the_variable() {
    let server = FakeServer::always_json(json!({}));
    for words in TALKATIVE {
        let cli = Cli::of(&server);
        let run = cli.run(&[words, &["--curl"][..]].concat());
        assert!(run.ok().starts_with("curl -X "), "{words:?}: {run:#?}");
        assert!(run.stdout.contains("-H \"authorization: Bearer $LITELLM_PROXY_API_KEY\""), "{words:?}: {run:#?}");
        shows_no_secret(&run, words);
        assert!(!cli.home().join("new.key").exists());
    }
    assert_eq!(server.received().len(), 0);
}

#[test]
fn curl_is_quoted_for_the_shell() {
    let server = FakeServer::always_json(json!({}));
    let run = Cli::of(&server).run(&["models", "update", "m", "-p", "note=it's $HOME", "--curl"]);
    assert_eq!(
        run.ok(),
        format!(
            "curl -X PATCH '{}/model/m/update' \\\n  -H \"authorization: Bearer $LITELLM_PROXY_API_KEY\" \\\n  \
             -H 'content-type: application/json' \\\n  --data-raw '{{\"litellm_params\":{{\"note\":\"it'\\''s $HOME\"}}}}'\n",
            server.uri()
        )
    );
}

#[test]
fn dry_run_contains_no_secrets() {
    let server = FakeServer::with_routes([
        ("GET /team/info", json_response(json!({"team_info": {"team_id": "t"}}))),
        ("GET /key/info", json_response(json!({"info": {}}))),
    ]);
    for words in TALKATIVE.iter().filter(|words| !matches!(words[1], "list" | "info")) {
        for format in [&["--dry-run"][..], &["--dry-run", "--format", "json"], &["--dry-run", "--format", "yaml"]] {
            let run = Cli::of(&server).run(&[words, format].concat());
            assert!(!run.ok().is_empty(), "{words:?}");
            shows_no_secret(&run, words);
        }
    }
    assert!(server.requests().iter().all(|(line, _)| line.starts_with("GET ")));
}

#[test]
fn secrets_in_refusals_are_masked() {
    let refusal =
        json!({"error": {"message": "Received API Key = sk-hidden-in-refusal, Bearer hidden-bearer", "code": "401"}});
    let server = FakeServer::always(FakeResponse::new(401).with_json(refusal));
    for words in TALKATIVE.iter().filter(|words| words[0] != "http") {
        for format in [&[][..], &["--format", "json"], &["--debug"]] {
            let run = Cli::of(&server).run(&[words, format].concat());
            assert_eq!(run.code, 4, "{words:?}: {run:#?}");
            shows_no_secret(&run, words);
        }
    }
}

#[test]
fn debug_shows_retries() {
    let server = FakeServer::always(FakeResponse::new(503).with_header("retry-after", "0"));
    let run = Cli::of(&server).run(&["models", "list", "--debug"]);
    assert_eq!(run.fails(6).matches(&format!("> GET {}/models\n", server.uri())).count(), 3);
    assert!(run.stderr.contains("\n* HTTP 503; attempt 2 in 0 ms\n"), "{run:#?}");
    assert!(run.stderr.contains("\n* HTTP 503; attempt 3 in 0 ms\n"), "{run:#?}");
}

#[test]
fn closed_pipe_is_a_success() {
    // More than any pipe holds, so that the program must notice.
    let models: Vec<Value> = (0..20_000).map(|number| json!({"id": format!("model number {number}")})).collect();
    let server = FakeServer::always_json(json!({"data": models}));
    for format in ["table", "json", "yaml", "csv", "ndjson"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_litellm-proxy"))
            .args(["models", "list", "--format", format, "--base-url", &server.uri()])
            .env_clear()
            .env("HOME", "/nonexistent")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{format}: {output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
    }
}

#[test]
fn own_key_is_masked_in_server_messages() {
    let refusal = json!({"error": {"message": "Received API Key = hidden-master-key", "code": "401"}});
    let server = FakeServer::always(FakeResponse::new(401).with_json(refusal));
    let cli = Cli::of(&server).env("LITELLM_PROXY_API_KEY", "hidden-master-key");
    assert!(!cli.run(&["models", "list", "--debug"]).fails(4).contains("hidden"));
}

#[test]
fn yaml_numbers_are_portable() {
    let text = r#"{"small":6e-7,"large":1e+300,"long":123456789012345678901234567890,"whole":100.0}"#;
    let server = FakeServer::always(FakeResponse::new(200).with_body(text, "application/json"));
    let run = Cli::of(&server).run(&["users", "get", "--format", "yaml"]);
    // YAML 1.1 reads a number with an exponent as a string unless it has a point and a signed exponent.
    assert_eq!(run.ok(), "small: 6.0e-7\nlarge: 1.0e+300\nlong: 123456789012345678901234567890\nwhole: 100.0\n");
}

#[test]
fn table_cells_preserve_number_spelling() {
    let text = r#"{"cost":3e-05,"id":123456789012345678901234567890}"#;
    let server = FakeServer::always(FakeResponse::new(200).with_body(text, "application/json"));
    let run = Cli::of(&server).run(&["users", "get", "--format", "csv"]);
    assert_eq!(run.ok(), "cost,id\n3e-05,123456789012345678901234567890\n");
}

#[cfg(unix)]
#[test]
fn non_utf8_arguments_are_usage_errors() {
    use std::os::unix::ffi::OsStrExt as _;
    let word = std::ffi::OsStr::from_bytes(b"caf\xe9");
    let output = Command::new(env!("CARGO_BIN_EXE_litellm-proxy"))
        .args(["models", "get", "--name"])
        .arg(word)
        .env_clear()
        .output()
        .expect("it runs");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"), "{output:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn full_disk_is_a_failure() {
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the full device");
    for words in
        [&["--help"][..], &["models", "add", "x", "--dry-run"], &["models", "list", "--curl"], &["completions", "bash"]]
    {
        let status = Command::new(env!("CARGO_BIN_EXE_litellm-proxy"))
            .args(words)
            .env_clear()
            .stdout(full())
            .stderr(Stdio::null())
            .status();
        assert_eq!(status.expect("it runs").code(), Some(1), "{words:?}");
    }
}

#[test]
fn dry_run_of_several_requests_is_one_document() {
    let hash = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";
    let info = json!({"key": hash, "info": {"key_alias": "b"}});
    let server = FakeServer::with_routes([("GET /key/info", json_response(info))]);
    let run = Cli::of(&server).run(&["keys", "block", "sk-abcdefgh", hash, "--dry-run", "--format", "json"]);
    let requests = run.json();
    assert_eq!(requests[0]["body"], json!({"key": "[redacted]"}));
    assert_eq!(requests[1]["body"], json!({"key": hash}));
}

/// Lists of 250 items whose third page fails.
fn failing_third_page(request: &FakeRequest) -> FakeResponse {
    let page = request.number("page");
    if page == 3 {
        return FakeResponse::new(400).with_json(json!({"error": {"message": "out of reach", "code": "400"}}));
    }
    let ids = (page * 100 - 100)..(page * 100);
    let items: Vec<Value> = ids.map(|id| json!({"user_id": id.to_string(), "team_id": id.to_string()})).collect();
    json_response(json!({"users": items, "teams": items, "keys": items, "aliases": [], "total": 250, "total_pages": 3}))
}

#[test]
fn list_cut_by_a_failure_does_not_look_complete() {
    let server = FakeServer::always(failing_third_page);
    let cli = Cli::of(&server);
    for noun in ["users", "teams"] {
        for format in ["json", "yaml", "csv", "ndjson"] {
            let run = cli.run(&[noun, "list", "--format", format]);
            assert_eq!(run.code, 1, "{noun} {format}");
            assert!(run.stderr.contains("the list is incomplete after 200 of 250 items"), "{}", run.stderr);
            assert!(run.stderr.contains("out of reach"), "{}", run.stderr);
            assert!(run.stdout.contains("199") && !run.stdout.contains("total"), "{format} {run:#?}");
            assert!(serde_json::from_str::<Value>(&run.stdout).is_err(), "{format} {run:#?}");
        }
        let table = cli.run(&[noun, "list"]);
        assert!(table.fails(1).starts_with("error: out of reach"), "{table:#?}");
        assert_eq!(table.stdout, "");
    }
    // Sorted lists are written once they are complete.
    let sorted = cli.run(&["keys", "list", "--format", "csv"]);
    assert!(sorted.fails(1).starts_with("error: out of reach"), "{sorted:#?}");
    assert_eq!(sorted.stdout, "");
}

#[test]
fn help_is_wrapped_if_columns_are_few() {
    let wide = Cli::new().run(&["--help"]);
    let narrow = Cli::new().env("COLUMNS", "60").run(&["--help"]);
    let width = |help: &str| {
        let options = help.split("\nEnvironment:").next().unwrap_or_default();
        options.lines().map(|line| line.chars().count()).max()
    };
    assert!(width(wide.ok()) > Some(60) && width(narrow.ok()) <= Some(60), "{narrow:#?}");
    assert_eq!(Cli::new().run(&["-h"]).ok(), wide.ok());
}
