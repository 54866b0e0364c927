//! Programs that this one starts end with it: SIGTERM, SIGHUP and SIGINT reach them, their end is waited for, and the exit code
//! is that of shells.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use test_bed::{FakeResponse, FakeServer, json_response};

use super::chat_session::{ready, streamed};
use super::harness::{Cli, in_parallel};
use super::sandbox_processes::expect_gone;
use super::terminal::{finish, start};

/// Says who it is, and what it was told, and then ends of its own accord.
const PROGRAM: &str = "trap 'echo told > told; exit 0' TERM HUP INT; echo $$ >&2; sleep 1000 & wait";

const SIGNALS: [(Signal, i32); 3] = [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130)];

fn pid(id: &str) -> Pid {
    id.trim().parse().ok().and_then(Pid::from_raw).expect("a process id")
}

/// Sends a signal to a command without a terminal once its program runs.
#[track_caller]
fn ends_its_program(cli: &Cli, words: &[&str], (signal, code): (Signal, i32)) {
    let mut command = cli.shell("exec setsid \"$@\"", words);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("a process");
    let lines = BufReader::new(child.stderr.take().expect("stderr")).lines().map_while(Result::ok);
    let line = { lines }.find(|line| line.parse::<u32>().is_ok()).expect("a process id");
    kill_process(pid(&child.id().to_string()), signal).expect("it runs");
    assert_eq!(child.wait().expect("a status").code(), Some(code), "{words:?} {signal:?}");
    expect_gone(pid(&line));
    let told = std::fs::read_to_string(cli.home().join("told"));
    assert_eq!(told.ok().as_deref(), Some("told\n"), "{words:?} {signal:?}");
}

fn down() -> FakeServer {
    let down = FakeResponse::new(503).with_json(json!({"status": "healthy", "db": "disconnected"}));
    FakeServer::with_routes([("GET /health/readiness", down), ("GET /models", json_response(json!({"data": []})))])
}

#[test]
fn a_signal_to_a_watch_ends_its_program() {
    in_parallel(SIGNALS, |signal| {
        let server = down();
        for once in [&[][..], &["--once"]] {
            let words = [&["watch", "health"], once, &["--exec", "sh", "--", "-c", PROGRAM]].concat();
            ends_its_program(&Cli::of(&server), &words, signal);
        }
    });
}

#[test]
fn a_program_that_ignores_a_signal_is_killed() {
    let server = down();
    let cli = Cli::of(&server);
    let script = "trap '' TERM; echo told > told; echo $$ >&2; sleep 1000; sleep 1000";
    ends_its_program(&cli, &["watch", "health", "--exec", "sh", "--", "-c", script], (Signal::TERM, 143));
}

#[test]
fn a_watch_that_waits_ends_on_a_signal() {
    in_parallel(SIGNALS, |(signal, code)| {
        let server = down();
        let cli = Cli::of(&server);
        let script = "exec setsid \"$@\"";
        let mut command = cli.shell(script, &["watch", "health", "--every", "1000s", "--exec", "true"]);
        let mut child = command.stderr(Stdio::piped()).spawn().expect("a process");
        let lines = BufReader::new(child.stderr.take().expect("stderr")).lines().map_while(Result::ok);
        { lines }.find(|line| line.contains("database")).expect("the look");
        kill_process(pid(&child.id().to_string()), signal).expect("it runs");
        assert_eq!(child.wait().expect("a status").code(), Some(code), "{signal:?}");
    });
}

#[test]
fn a_signal_ends_the_command_of_a_key() {
    in_parallel(SIGNALS, |signal| {
        let server = down();
        let settings = json!({"context": "prod", "contexts": {"prod": {
            "base_url": server.uri(), "key_command": ["sh", "-c", PROGRAM]}}});
        let cli = Cli::new().file(".litellm/config.json", settings.to_string());
        ends_its_program(&cli, &["models", "list"], signal);
        assert!(server.requests().is_empty(), "nothing is sent with a key that was not printed");
    });
}

#[test]
fn a_signal_ends_the_command_of_a_secret() {
    let sandbox = Cli::new();
    let words = ["sandbox", "start", "--port", "0", "--detach", "--db", ":memory:", "--format", "json"];
    let started = sandbox.run(&words).json();
    let url = started["url"].as_str().expect("a URL");
    in_parallel(SIGNALS, |signal| {
        let secret = json!({"$command": ["sh", "-c", PROGRAM]});
        let file = json!({"credential_list": [{"credential_name": "a", "credential_values": {"api_key": secret}}]});
        let cli = Cli::at(url).env("LITELLM_PROXY_API_KEY", "sk-1234").file("desired.yaml", file.to_string());
        ends_its_program(&cli, &["plan", "-f", "desired.yaml"], signal);
    });
    sandbox.run(&["sandbox", "stop"]).ok();
}

#[test]
fn a_signal_ends_the_editor_of_a_chat() {
    let server = FakeServer::from_fn(|_| streamed("Hello"));
    let editor = "sh -c 'trap \"\" INT; trap \"echo told > told; exit 1\" TERM; echo $$ > editor; echo is open; sleep 1000 & wait'";
    let cli = Cli::of(&server).env("EDITOR", editor);
    let mut session = start(&cli, 80, "echo \"at $$ end\"; exec \"$@\"", &["chat", "m", "--no-save"]);
    let (_, found) = session.exp_regex("at [0-9]+ end").expect("its process");
    ready(&mut session, "m");
    session.send_line("hi").expect("a line");
    session.exp_string("Hello").expect("an answer");
    ready(&mut session, "m");
    session.send_line("/edit").expect("a line");
    session.exp_string("is open").expect("the editor");
    let read = |path: &Path| std::fs::read_to_string(path).expect("a file");
    // Ctrl-C is for the editor to act upon.
    session.send_control('c').expect("a key");
    kill_process(pid(found.split(' ').nth(1).expect("a number")), Signal::TERM).expect("it runs");
    let (text, code) = finish(session);
    assert_eq!(code, 143, "{text}");
    expect_gone(pid(&read(&cli.home().join("editor"))));
    assert_eq!(read(&cli.home().join("told")), "told\n");
}
