//! Behavior on a real terminal: width, keys and colors, and what differs when the output goes elsewhere.

use std::process::Stdio;

use std::time::Duration;

use rexpect::process::WaitStatus;
use rexpect::reader::Options;
use rexpect::session::{PtySession, spawn_with_options};
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, Gate, json_response};
use unicode_width::UnicodeWidthStr as _;

use crate::harness::Cli;

/// Longer than anything here takes.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the binary on a terminal, which is stdin, stdout and stderr unless the script redirects them. `cli` is its
/// home, and must outlive it.
pub(crate) fn start(cli: &Cli, columns: u16, script: &str, words: &[&str]) -> PtySession {
    let command = cli.shell(&format!("stty cols {columns} rows 50; {script}"), words);
    let patience = u64::try_from(PATIENCE.as_millis()).expect("not that long");
    spawn_with_options(command, Options::new().timeout_ms(Some(patience))).expect("a terminal")
}

/// rexpect decodes UTF-8 as Latin-1.
pub(crate) fn as_utf8(text: &str) -> String {
    let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect();
    String::from_utf8(bytes).expect("UTF-8")
}

/// Waits for the end; returns the remaining output and the exit code.
pub(crate) fn finish(mut session: PtySession) -> (String, i32) {
    let rest = as_utf8(&session.exp_eof().expect("the binary ends")).replace("\r\n", "\n");
    match session.process().wait().expect("a status") {
        WaitStatus::Exited(_, code) => (rest, code),
        other => panic!("{other:?}: {rest}"),
    }
}

pub(crate) fn on_terminal(cli: &Cli, columns: u16, words: &[&str]) -> (String, i32) {
    finish(start(cli, columns, "exec \"$@\"", words))
}

/// Hostile names, and how they are shown.
pub(crate) fn hostile() -> Vec<(String, String)> {
    let long = "long".repeat(500);
    [
        ("[red]x[/red]", "[red]x[/red]"),
        ("a\u{1b}[31mb\u{1b}]0;owned\u{7}", "a\\x1b[31mb\\x1b]0;owned\\x07"),
        ("c1\u{9b}31m\u{85}", "c1\\x9b31m\\x85"),
        ("gpj.\u{202e}exe\u{2066}", "gpj.\\u{202e}exe\\u{2066}"),
        ("zero\u{200b}\u{feff}\u{ad}width", "zero\\u{200b}\\u{feff}\\xadwidth"),
        ("tag\u{e0041}", "tag\\u{e0041}"),
        ("two\nlines\r\u{8}\ttab", "two\\nlines\\r\\x08\\ttab"),
        ("😀", "😀"),
        ("family👨\u{200d}👩", "family👨\\u{200d}👩"),
        ("漢字かな한글", "漢字かな한글"),
        ("back\\x1bslash", "back\\x1bslash"),
        (&long, &long),
    ]
    .map(|(name, shown)| (name.to_owned(), shown.to_owned()))
    .into()
}

#[track_caller]
pub(crate) fn assert_harmless(text: &str) {
    let harmful = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
    };
    assert_eq!(text.chars().find(harmful), None, "{}", text.escape_debug());
}

/// The text of a table's column, joined from its wrapped lines, without spaces.
fn column(table: &str, number: usize) -> String {
    let rows = table.lines().filter(|line| line.starts_with('│'));
    let cells = rows.filter_map(|line| line.trim_matches('│').split('┆').nth(number));
    cells.flat_map(|cell| cell.chars().filter(|c| !c.is_whitespace())).collect()
}

#[test]
fn tables_fit_the_terminal_and_escape_hostile_names() {
    let metrics = |spend: f64| json!({"spend": spend, "api_requests": 3, "total_tokens": 90});
    let day = |number: u32| {
        let parts: serde_json::Map<String, Value> = hostile()
            .iter()
            .zip(1_u32..)
            .map(|((name, _), at)| {
                let metrics = metrics(f64::from(number % 7) * 0.01 / f64::from(at));
                (format!("id-{at}"), json!({"metrics": metrics, "metadata": {"team_alias": name}}))
            })
            .collect();
        json!({"date": format!("2026-11-{number:02}"), "metrics": metrics(1.0),
               "breakdown": {"entities": parts, "model_groups": {"gpt\u{1b}[31m": {"metrics": metrics(1.0)}}}})
    };
    let days: Vec<Value> = (1..=30).map(day).collect();
    let server = FakeServer::always_json(json!({"results": days}));
    let time = ["--since", "2026-11-01", "--until", "2026-11-30"];
    for (words, has_sparkline) in [
        (&["spend", "teams"][..], true),
        (&["spend", "models", "--sort", "tokens"], true),
        (&["spend", "trend"], false),
        (&["spend", "trend", "--by", "model"], false),
    ] {
        for columns in [20, 30, 40, 60, 80, 120, 200] {
            let cli = Cli::of(&server).env("NO_COLOR", "1");
            let (text, code) = on_terminal(&cli, columns, &[words, &time].concat());
            assert_eq!(code, 0, "{text}");
            assert_harmless(&text);
            // The terminal wraps the lines above and below the table.
            for line in text.lines().filter(|line| line.starts_with(['│', '┌', '╞', '└'])) {
                assert!(line.width() <= usize::from(columns), "{columns}: {} of {line}", line.width());
            }
            if columns >= 120 {
                assert!(text.contains("████"), "{columns}: {text}");
                assert_eq!(text.contains("By day"), has_sparkline, "{columns}: {text}");
            }
        }
    }
}

#[test]
fn hostile_table_is_escaped_and_fits() {
    let models: Vec<_> = hostile().iter().map(|(name, _)| json!({"id": name, "owned_by": name})).collect();
    let keys: Vec<_> = hostile()
        .iter()
        .enumerate()
        .map(|(number, (name, _))| json!({"token": number.to_string(), "key_alias": name, "user_id": name}))
        .collect();
    let server = FakeServer::always_json(json!({"data": models, "keys": keys, "total_count": 12, "total_pages": 1}));
    let shown: String = hostile().iter().map(|(_, shown)| shown.as_str()).collect();
    for words in [&["models", "list"][..], &["keys", "list"], &["keys", "list", "--columns", "token,key_alias,user_id"]]
    {
        for columns in [80, 40, 200] {
            let (text, code) = on_terminal(&Cli::of(&server), columns, words);
            assert_eq!(code, 0, "{text}");
            assert_harmless(&text);
            for line in text.lines() {
                assert!(line.width() <= usize::from(columns), "{columns}: {} of {line}", line.width());
            }
            // Chosen columns are wrapped, others cut.
            if words.contains(&"--columns") {
                assert_eq!(column(&text, 1), format!("Alias{shown}"), "{columns}");
            } else {
                assert!(text.contains('…'), "{columns}: {text}");
            }
        }
    }
}

#[test]
fn piped_table_is_unescaped_and_whole() {
    let models: Vec<_> = hostile().iter().map(|(name, _)| json!({"id": name})).collect();
    let server = FakeServer::always_json(json!({"data": models}));
    let run = Cli::of(&server).run(&["models", "list"]);
    // A line feed breaks a table row on every output.
    for (name, _) in hostile().iter().filter(|(name, _)| !name.contains('\n')) {
        assert!(run.ok().contains(name.as_str()), "{}", name.escape_debug());
    }
    let csv = Cli::of(&server).run(&["models", "list", "--format", "csv"]);
    for (name, _) in hostile() {
        assert!(csv.ok().contains(&name), "{}", name.escape_debug());
    }
}

#[test]
fn terminal_json_escapes_deceptive_characters() {
    let models: Vec<_> = hostile().iter().map(|(name, _)| json!({"id": name, "x": {name: [name]}})).collect();
    let server = FakeServer::always_json(json!({"data": models}));
    let cli = Cli::of(&server);
    for words in [&["models", "list", "--format", "json"][..], &["http", "request", "GET", "/models"]] {
        let (text, code) = on_terminal(&cli, 80, words);
        assert_eq!(code, 0, "{text}");
        assert_harmless(&text);
        assert!(text.contains("\\u202e") && text.contains("\\udb40\\udc41") && text.contains("漢字"), "{text}");
        let piped = cli.run(words);
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value, piped.json());
        assert!(piped.stdout.contains('\u{202e}') && piped.stdout.contains('\u{200b}'));
    }
    let (text, _) = on_terminal(&cli, 80, &["models", "list", "--format", "ndjson"]);
    assert_harmless(&text);
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines, models);
    let (text, _) = on_terminal(&cli, 80, &["models", "list", "--format", "yaml"]);
    assert_harmless(&text);
}

#[test]
fn server_errors_are_escaped_on_a_terminal() {
    let message = "no\u{1b}[2J\u{1b}]0;owned\u{7} \u{202e}way\rback";
    let refusal = json!({"error": {"message": message, "code": "400"}});
    let server = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    let shown = "no\\x1b[2J\\x1b]0;owned\\x07 \\u{202e}way\\rback (HTTP 400)\n";
    let cli = Cli::of(&server).env("NO_COLOR", "1");
    let (text, code) = on_terminal(&cli, 80, &["models", "list"]);
    assert_eq!((text, code), (format!("error: {shown}"), 1));
    let (text, code) = on_terminal(&cli, 80, &["models", "list", "--debug"]);
    assert_harmless(&text);
    assert!(code == 1 && text.contains(&format!("error: {shown}")), "{text}");
    let run = cli.run(&["models", "list"]);
    assert_eq!(run.fails(1), format!("error: {message} (HTTP 400)\n"));
}

#[test]
fn model_output_is_escaped_on_a_terminal() {
    let says = "one\n\ttwo \u{1b}[2J \u{202e}\u{200b}漢";
    let chunk = json!({"choices": [{"index": 0, "delta": {"content": says}, "finish_reason": "stop"}]});
    let stream = format!("data: {chunk}\n\ndata: [DONE]\n\n");
    let streaming = FakeServer::always(FakeResponse::new(200).with_body(stream, "text/event-stream"));
    let whole = FakeServer::always_json(json!({"choices": [{"message": {"content": says}, "finish_reason": "stop"}]}));
    for (server, how) in [(&streaming, "--stream"), (&whole, "--no-stream")] {
        let cli = Cli::of(server);
        let words = ["chat", "completions", "m", "-m", "user:hi", how];
        let (text, code) = on_terminal(&cli, 80, &words);
        assert_eq!((text.as_str(), code), ("one\n\ttwo \\x1b[2J \\u{202e}\\u{200b}漢\n", 0), "{how}");
        assert_eq!(cli.run(&words).ok(), format!("{says}\n"), "{how}");
    }
}

#[test]
fn errors_are_colored_on_terminals() {
    let server = FakeServer::always(FakeResponse::new(404));
    let cli = |variables: &[(&str, &str)]| {
        let cli = Cli::of(&server).env("TERM", "xterm-256color");
        variables.iter().fold(cli, |cli, (name, value)| cli.env(name, value))
    };
    let plain = "error: Not Found (empty response) (HTTP 404)\n";
    let colored = "\u{1b}[31;1merror:\u{1b}[0m Not Found (empty response) (HTTP 404)\n";
    for (variables, color, on_a_terminal, in_a_pipe) in [
        (&[][..], None, colored, plain),
        (&[("NO_COLOR", "1")], None, plain, plain),
        (&[("NO_COLOR", "")], None, colored, plain),
        (&[("TERM", "dumb")], None, plain, plain),
        (&[("CLICOLOR_FORCE", "1")], None, colored, colored),
        (&[("CLICOLOR_FORCE", "0")], None, colored, plain),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], None, plain, plain),
        (&[], Some("never"), plain, plain),
        (&[("CLICOLOR_FORCE", "1")], Some("never"), plain, plain),
        (&[], Some("always"), colored, colored),
        (&[("NO_COLOR", "1")], Some("always"), colored, colored),
    ] {
        let mut words = vec!["models", "list"];
        words.extend(color.iter().flat_map(|color| ["--color", color]));
        let cli = cli(variables);
        assert_eq!(on_terminal(&cli, 80, &words), (on_a_terminal.to_owned(), 3), "{variables:?} {color:?}");
        let run = cli.run(&words);
        assert_eq!(run.fails(3), in_a_pipe, "{variables:?} {color:?}");
    }
}

#[test]
fn piped_stdout_is_plain_when_stderr_is_colored() {
    let server = FakeServer::always_json(json!({"data": [{"id": "m"}]}));
    for format in ["table", "json", "yaml", "csv", "ndjson"] {
        let run = Cli::of(&server).run(&["--color", "always", "models", "list", "--format", format]);
        assert!(!run.ok().contains('\u{1b}'), "{run:#?}");
    }
}

#[test]
fn chat_streams_on_a_terminal_only() {
    let server = FakeServer::new();
    let chunk = json!({"choices": [{"index": 0, "delta": {"content": "piece"}, "finish_reason": "stop"}]});
    let stream = format!("data: {chunk}\n\ndata: [DONE]\n\n");
    let stream = FakeResponse::new(200).with_body(stream, "text/event-stream");
    server.add_when(|request| request.field("stream") == true, stream);
    let whole = json!({"choices": [{"message": {"content": "whole"}, "finish_reason": "stop"}]});
    server.add("POST *", json_response(whole));
    let cli = Cli::of(&server);
    let words = ["chat", "completions", "m", "-m", "user:hi"];
    assert_eq!(on_terminal(&cli, 80, &words), ("piece\n".to_owned(), 0));
    assert_eq!(on_terminal(&cli, 80, &[&words[..], &["--no-stream"]].concat()), ("whole\n".to_owned(), 0));
    assert_eq!(cli.run(&words).ok(), "whole\n");
    assert_eq!(cli.run(&[&words[..], &["--stream"]].concat()).ok(), "piece\n");
    // JSON is the whole response, on a terminal too.
    let (text, _) = on_terminal(&cli, 80, &[&words[..], &["--format", "json"]].concat());
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON")["choices"][0]["message"]["content"], "whole");
    let sent: Vec<_> = server.received().iter().map(|request| request.line_and_body().1["stream"].clone()).collect();
    assert_eq!(sent, [json!(true), Value::Null, Value::Null, json!(true), Value::Null]);
}

#[test]
fn closed_pipe_is_a_success() {
    // More than any pipe holds, so that the writer is sure to notice.
    let models: Vec<_> =
        (0..5_000).map(|number| json!({"id": format!("model-{number:04}"), "owned_by": "x".repeat(50)})).collect();
    let server = FakeServer::always_json(json!({"data": models}));
    for (format, first) in [
        ("table", "┌"),
        ("json", "[\n"),
        ("yaml", "- id: model-0000\n"),
        ("csv", "id,"),
        ("ndjson", "{\"id\":\"model-0000\""),
    ] {
        let cli = Cli::of(&server);
        let script = "{ \"$@\"; echo $? >code; } | head -n 1";
        let words = ["models", "list", "--format", format];
        let output = cli.shell(script, &words).stdin(Stdio::null()).output().expect("a shell");
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        assert!(stdout.starts_with(first) && stdout.lines().count() == 1, "{format}: {stdout}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
        assert_eq!(std::fs::read_to_string(cli.home().join("code")).expect("a code"), "0\n", "{format}");
    }
}

/// Waits until a process has handled its signals and sleeps again. Without `/proc` it is assumed to be quick.
pub(crate) fn wait_until_noticed(pid: u32) {
    for _ in 0..1_000 {
        let Ok(status) = std::fs::read_to_string(format!("/proc/{pid}/status")) else { return };
        let field = |name: &str| status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().trim();
        let pending = ["SigPnd:", "ShdPnd:"].iter().any(|name| field(name).contains(|c| c != '0'));
        // Asleep, or ended.
        if field("State:").starts_with('Z') || (field("State:").starts_with('S') && !pending) {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("process {pid} does not come to rest");
}

/// Interrupts an import of six models, two at a time, while the first two requests wait for a response.
/// Returns stdout, stderr, the exit code, and the number of requests.
fn import_interrupted(signals: usize) -> (String, String, Option<i32>, usize) {
    let gate = Gate::new();
    let opening = gate.clone();
    let server = FakeServer::from_fn(move |_| {
        opening.wait();
        json_response(json!({"model_id": "m"}))
    });
    let models: String =
        (0..6).map(|n| format!("  - model_name: m{n}\n    litellm_params: {{model: openai/m{n}}}\n")).collect();
    let cli = Cli::at(&server.uri()).file("models.yaml", format!("model_list:\n{models}"));
    let words = ["models", "import", "models.yaml", "--concurrency", "2", "--on-conflict", "create"];
    let mut command = cli.shell("exec \"$@\"", &words);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a shell");
    server.wait_for_requests(2);
    let pid = child.id();
    for _ in 0..signals {
        let killed = std::process::Command::new("kill").args(["-INT", &pid.to_string()]).status().expect("kill");
        assert!(killed.success());
        wait_until_noticed(pid);
    }
    if signals == 1 {
        gate.open();
    }
    // After a second signal the import does not wait: the server responds only after its end.
    let output = child.wait_with_output().expect("an end");
    gate.open();
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code(), server.received().len())
}

#[test]
fn ctrl_c_finishes_started_imports() {
    let (stdout, stderr, code, requests) = import_interrupted(1);
    assert_eq!(code, Some(130), "{stdout}{stderr}");
    assert_eq!(
        stderr,
        "stopping; waiting for 2 requests in flight (press Ctrl-C again to abandon them)\n\
         error: interrupted: 2 of 6 models were imported\n"
    );
    let outcomes = column(stdout.split("Model Import Summary").next().unwrap_or_default(), 3);
    assert_eq!(outcomes, "Outcomeimportedimportednottriednottriednottriednottried", "{stdout}");
    assert_eq!(requests, 2, "no further request is begun");
}

#[test]
fn second_ctrl_c_gives_up_started_imports() {
    let (stdout, stderr, code, _) = import_interrupted(2);
    assert_eq!(code, Some(130), "{stdout}{stderr}");
    assert!(stderr.ends_with("error: interrupted: 0 of 6 models were imported\n"), "{stderr}");
    let outcomes = column(stdout.split("Model Import Summary").next().unwrap_or_default(), 3);
    assert_eq!(outcomes, "Outcomegivenupgivenupnottriednottriednottriednottried", "{stdout}");
}

#[test]
fn json_error_stays_json_on_a_terminal() {
    let refusal = json!({"error": {"message": "no\u{1b}[2J \u{202e}way", "code": "400"}});
    let server = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    let (text, _) = on_terminal(&Cli::of(&server), 80, &["models", "list", "--format", "json"]);
    assert_harmless(&text);
    let object: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(object["error"]["message"], "no\u{1b}[2J \u{202e}way (HTTP 400)");
}

#[test]
fn all_server_text_is_escaped_on_a_terminal() {
    let hostile = "1\u{1b}[2J\u{202e}";
    let list = FakeServer::always_json(json!({"data": [{"id": hostile}]}));
    assert_harmless(&on_terminal(&Cli::of(&list), 80, &["models", "list", "--format", "csv"]).0);
    let version = FakeServer::always_json(json!({"litellm_version": hostile}));
    assert_harmless(&on_terminal(&Cli::of(&version), 80, &["version"]).0);
    let refusal = json!({"error": {"message": hostile}});
    let refusing = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    assert_harmless(&on_terminal(&Cli::of(&refusing), 80, &["version"]).0);
    let teams = FakeServer::from_fn(|request| match request.line().as_str() {
        "POST /key/update" => json_response(json!({})),
        line if line.starts_with("GET /team/info") => json_response(json!({"team_info":{}})),
        _ => json_response(json!([{"team_id":"t","models":["g\u{1b}[2J"]}])),
    });
    let cli = Cli::at(&teams.uri());
    assert_harmless(&on_terminal(&cli, 80, &["teams", "assign-key", "--team-id", "t"]).0);
}

#[test]
fn usage_errors_respect_the_color_option() {
    let cli = Cli::new().env("TERM", "xterm");
    assert!(!on_terminal(&cli, 80, &["--color", "never", "models", "nonsense"]).0.contains('\u{1b}'));
    assert!(cli.run(&["--color", "always", "models", "nonsense"]).fails(2).contains('\u{1b}'));
}

#[test]
fn character_split_across_chunks_is_printed_whole() {
    let body = format!("data: {}\n\n", "漢".repeat(60_000));
    let server = FakeServer::always(FakeResponse::new(200).with_body(body, "text/event-stream"));
    let (text, _) = on_terminal(&Cli::at(&server.uri()), 80, &["http", "request", "GET", "/x"]);
    assert!(!text.contains('\u{fffd}'));
}

#[test]
fn server_messages_cannot_forge_output_lines() {
    let refusal = json!({"error": {"message": "x\nhint: do evil\nerror: again"}});
    let server = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    let run = Cli::of(&server).run(&["models", "list"]);
    let lines: Vec<_> = run.fails(1).lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(lines.len(), 1, "{run:#?}");
}
