//! How every command shows what it shows: formats, numbers, colours, what is masked, and a reader that goes away.

use std::process::{Command, Stdio};

use serde_json::{Value, json};
use wiremock::{MockServer, ResponseTemplate};

use crate::harness::{Cli, KEY, Run, answering, answering_json, requests};
use crate::terminal::{finish, start};

/// A list with everything that a reader and writer of JSON could spoil.
const LIST: &str = r#"{"data":[{"object":"model","id":"zeta","cost":3e-05,"count":123456789012345678901234567890,"whole":100.0,"created":null,"owned_by":"é, \"x\""},{"id":"alpha"}]}"#;

/// The same for a single value.
const VALUE: &str = r#"{"zeta":3e-05,"id":123456789012345678901234567890,"alpha":null,"list":[1.0,"x"],"text":"a, b"}"#;

async fn serving(text: &str) -> MockServer {
    answering(ResponseTemplate::new(200).set_body_raw(text, "application/json")).await
}

async fn list(words: &[&str]) -> Run {
    let server = serving(LIST).await;
    Cli::of(&server).run(&[&["models", "list"], words].concat())
}

async fn value(words: &[&str]) -> Run {
    let server = serving(VALUE).await;
    Cli::of(&server).run(&[&["users", "get"], words].concat())
}

#[tokio::test]
async fn json_keeps_the_order_of_keys_and_the_text_of_numbers() {
    assert_eq!(
        list(&["--format", "json"]).await.ok(),
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
    assert_eq!(value(&[]).await.ok(), expected);
    assert_eq!(value(&["--format", "json"]).await.ok(), expected);
}

#[tokio::test]
async fn ndjson_is_a_line_for_each_item() {
    assert_eq!(
        list(&["--format", "ndjson"]).await.ok(),
        "{\"object\":\"model\",\"id\":\"zeta\",\"cost\":3e-05,\"count\":123456789012345678901234567890,\"whole\":100.0,\
         \"created\":null,\"owned_by\":\"é, \\\"x\\\"\"}\n{\"id\":\"alpha\"}\n"
    );
    assert_eq!(value(&["--format", "ndjson"]).await.ok(), format!("{VALUE}\n"));
}

#[tokio::test]
async fn csv_has_a_header_and_quotes_what_needs_it() {
    assert_eq!(
        list(&["--format", "csv"]).await.ok(),
        "id,object,created,owned_by\nzeta,model,,\"é, \"\"x\"\"\"\nalpha,,,\n"
    );
    let server = answering_json(json!({"a": 1, "b": null, "c": [1, "x"], "d": "x, y"})).await;
    let run = Cli::of(&server).run(&["users", "get", "--format", "csv"]);
    assert_eq!(run.ok(), "a,b,c,d\n1,,\"[1,\"\"x\"\"]\",\"x, y\"\n");
}

#[tokio::test]
async fn yaml_holds_the_same_as_json() {
    let server = answering_json(json!({"data": [{"id": "on", "object": "a: b", "created": 12, "x": {"y": []}}]})).await;
    let run = Cli::of(&server).run(&["models", "list", "--format", "yaml"]);
    assert_eq!(run.ok(), "- id: \"on\"\n  object: \"a: b\"\n  created: 12\n  x:\n    \"y\": []\n");
    let server = answering_json(json!({"b": 1.5, "a": [true, null]})).await;
    let run = Cli::of(&server).run(&["users", "get", "--format", "yaml"]);
    assert_eq!(run.ok(), "b: 1.5\na:\n  - true\n  - null\n");
    let server = answering_json(json!(2)).await;
    assert_eq!(Cli::of(&server).run(&["users", "delete", "a", "b", "--format", "yaml"]).ok(), "2\n");
}

#[tokio::test]
async fn tables_are_never_cut_when_nobody_watches() {
    let name = "a-very-long-name-".repeat(20);
    let server = answering_json(json!({"data": [{"id": name, "object": "[red]x[/red] :smile:"}]})).await;
    let run = Cli::of(&server).env("COLUMNS", "40").run(&["models", "list"]);
    assert!(run.ok().contains(&format!("│ {name} ┆ [red]x[/red] :smile: ┆")), "{run:#?}");
}

#[tokio::test]
async fn a_terminal_that_tells_no_height_has_a_width_all_the_same() {
    let server = answering_json(json!({"data": [{"id": "name ".repeat(30)}]})).await;
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

#[tokio::test]
async fn a_value_as_a_table_has_a_row_for_each_field() {
    let long = "long ".repeat(60);
    let server = answering_json(json!({"name": "x", "empty": null, "list": [1, "b"], "in": {"it": {"is": 1.5}},
        "members": [{"user_id": "u", "role": "admin", "alias": null}, {"user_id": "v"}], "long": long}))
    .await;
    let run = Cli::of(&server).run(&["users", "get", "--format", "table"]);
    let cells = |line: &str| line.trim_matches('│').split('┆').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let rows: Vec<_> = run.ok().lines().filter(|line| line.starts_with('│')).map(cells).collect();
    assert_eq!(
        rows,
        [
            ["Field", "Value"],
            ["name", "x"],
            ["empty", ""],
            ["list", "1, b"],
            ["in.it.is", "1.5"],
            ["members[0]", "u (admin)"],
            ["members[1]", "v"],
            ["long", long.trim()],
        ]
    );
}

#[tokio::test]
async fn colours_are_for_terminals_unless_they_are_asked_for() {
    let server = answering(ResponseTemplate::new(404).set_body_json(json!({"detail": "no"}))).await;
    let plain = "error: no (HTTP 404)\n";
    let coloured = "\u{1b}[31;1merror:\u{1b}[0m no (HTTP 404)\n";
    for (variables, words, expected) in [
        (&[][..], &[][..], plain),
        (&[("CLICOLOR_FORCE", "1")], &[], coloured),
        (&[("CLICOLOR_FORCE", "0")], &[], plain),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[], plain),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "")], &[], coloured),
        (&[("CLICOLOR_FORCE", "1")], &["--color", "never"], plain),
        (&[("NO_COLOR", "1")], &["--color", "always"], coloured),
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

#[tokio::test]
async fn an_error_in_json_is_one_object_with_every_field() {
    let refusal = json!({"error": {"message": "no budget", "type": "budget_exceeded", "param": "p", "code": "400"}});
    let refusal = ResponseTemplate::new(400).set_body_json(refusal).insert_header("x-litellm-call-id", "call-1");
    let server = answering(refusal).await;
    let run = Cli::of(&server).run(&["models", "list", "--format", "json"]);
    assert_eq!(
        serde_json::from_str::<Value>(run.fails(1)).expect("one JSON object"),
        json!({"error": {
            "kind": "refused", "message": "no budget (HTTP 400)", "hint": "raise the budget, or wait until it resets",
            "status": 400, "code": "400", "type": "budget_exceeded", "param": "p", "request_id": "call-1",
            "method": "GET", "url": format!("{}/models", server.uri()),
        }})
    );
}

#[test]
fn a_usage_error_in_json_is_one_object_too() {
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

/// Commands that send, are answered with or are refused with secrets; each with how the program is told to talk.
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

#[tokio::test]
async fn debugging_shows_requests_and_answers_without_secrets() {
    let answer =
        json!({"key": "sk-hidden-answer", "data": [], "token": "hidden-token", "note": "Bearer hidden-bearer"});
    let answer = ResponseTemplate::new(200).set_body_json(answer).insert_header("set-cookie", "session=hidden-cookie");
    let server = answering(answer).await;
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

#[tokio::test]
async fn curl_commands_take_the_key_from_the_variable_and_send_nothing() {
    let server = answering_json(json!({})).await;
    for words in TALKATIVE {
        let cli = Cli::of(&server);
        let run = cli.run(&[words, &["--curl"][..]].concat());
        assert!(run.ok().starts_with("curl -X "), "{words:?}: {run:#?}");
        assert!(run.stdout.contains("-H \"authorization: Bearer $LITELLM_PROXY_API_KEY\""), "{words:?}: {run:#?}");
        shows_no_secret(&run, words);
        assert!(!cli.home().join("new.key").exists());
    }
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn a_curl_command_is_quoted_for_the_shell() {
    let server = answering_json(json!({})).await;
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

#[tokio::test]
async fn dry_runs_show_no_secret() {
    let server = answering_json(json!({})).await;
    for words in TALKATIVE.iter().filter(|words| !matches!(words[1], "list" | "info")) {
        for format in [&["--dry-run"][..], &["--dry-run", "--format", "json"], &["--dry-run", "--format", "yaml"]] {
            let run = Cli::of(&server).run(&[words, format].concat());
            assert!(!run.ok().is_empty(), "{words:?}");
            shows_no_secret(&run, words);
        }
    }
    assert_eq!(requests(&server).await.len(), 0);
}

#[tokio::test]
async fn refusals_that_repeat_a_secret_are_masked() {
    let refusal =
        json!({"error": {"message": "Received API Key = sk-hidden-in-refusal, Bearer hidden-bearer", "code": "401"}});
    let server = answering(ResponseTemplate::new(401).set_body_json(refusal)).await;
    for words in TALKATIVE.iter().filter(|words| words[0] != "http") {
        for format in [&[][..], &["--format", "json"], &["--debug"]] {
            let run = Cli::of(&server).run(&[words, format].concat());
            assert_eq!(run.code, 4, "{words:?}: {run:#?}");
            shows_no_secret(&run, words);
        }
    }
}

#[tokio::test]
async fn debugging_shows_repeated_attempts() {
    let server = answering(ResponseTemplate::new(503).insert_header("retry-after", "0")).await;
    let run = Cli::of(&server).run(&["models", "list", "--debug"]);
    assert_eq!(run.fails(6).matches(&format!("> GET {}/models\n", server.uri())).count(), 3);
    assert!(run.stderr.contains("\n* HTTP 503; attempt 2 in 0 ms\n"), "{run:#?}");
    assert!(run.stderr.contains("\n* HTTP 503; attempt 3 in 0 ms\n"), "{run:#?}");
}

#[tokio::test]
async fn a_reader_that_goes_away_is_no_failure() {
    // More than any pipe holds, so that the program must notice.
    let models: Vec<Value> = (0..20_000).map(|number| json!({"id": format!("model number {number}")})).collect();
    let server = answering_json(json!({"data": models})).await;
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

#[tokio::test]
async fn the_own_key_is_masked_in_what_the_server_says_whatever_it_looks_like() {
    let refusal = json!({"error": {"message": "Received API Key = hidden-master-key", "code": "401"}});
    let server = answering(ResponseTemplate::new(401).set_body_json(refusal)).await;
    let cli = Cli::of(&server).env("LITELLM_PROXY_API_KEY", "hidden-master-key");
    assert!(!cli.run(&["models", "list", "--debug"]).fails(4).contains("hidden"));
}

#[tokio::test]
async fn yaml_numbers_are_numbers_to_every_reader() {
    let text = r#"{"small":6e-7,"large":1e+300,"long":123456789012345678901234567890,"whole":100.0}"#;
    let server = answering(ResponseTemplate::new(200).set_body_raw(text, "application/json")).await;
    let run = Cli::of(&server).run(&["users", "get", "--format", "yaml"]);
    // YAML 1.1 takes a number with an exponent for a text unless it has a point and the exponent a sign.
    assert_eq!(run.ok(), "small: 6.0e-7\nlarge: 1.0e+300\nlong: 123456789012345678901234567890\nwhole: 100.0\n");
}

#[tokio::test]
async fn cells_keep_the_text_of_numbers() {
    let text = r#"{"cost":3e-05,"id":123456789012345678901234567890}"#;
    let server = answering(ResponseTemplate::new(200).set_body_raw(text, "application/json")).await;
    let run = Cli::of(&server).run(&["users", "get", "--format", "csv"]);
    assert_eq!(run.ok(), "cost,id\n3e-05,123456789012345678901234567890\n");
}

#[cfg(unix)]
#[test]
fn words_that_are_not_utf_8_are_a_usage_error() {
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
fn a_full_disk_is_a_failure() {
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

#[tokio::test]
async fn several_requests_of_a_dry_run_are_one_document() {
    let cli = Cli::at("http://h");
    let run =
        cli.run(&["keys", "delete", "--keys", "sk-abcdefgh", "--key-aliases", "b", "--dry-run", "--format", "json"]);
    let requests = run.json();
    assert_eq!(requests[0]["body"], json!({"keys": ["[redacted]"], "key_aliases": null}));
    assert_eq!(requests[1]["body"], json!({"keys": null, "key_aliases": ["b"]}));
}
