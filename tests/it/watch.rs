//! `--watch` on a real terminal and in a pipe: what changes is shown, a server that is away is waited for, and Ctrl-C ends it.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::harness::Cli;
use crate::terminal::start;

const WATCH: [&str; 5] = ["budgets", "list", "--columns", "budget_id,max_budget", "--watch"];
/// A limit of `b` for which the server is away.
const AWAY: u32 = 0;

/// A server with budget `a`, and `b` whose limit can be changed.
fn server() -> (FakeServer, Arc<AtomicU32>) {
    let limit = Arc::new(AtomicU32::new(1));
    let shared = Arc::clone(&limit);
    let server = FakeServer::from_fn(move |request: &FakeRequest| {
        if !request.line().starts_with("GET /budget/list") {
            return json_response(json!({"keys": [], "teams": [], "total_pages": 1}));
        }
        match shared.load(Ordering::SeqCst) {
            AWAY => FakeResponse::new(500).with_json(json!({"error": {"message": "starting"}})),
            limit => {
                json_response(json!([{"budget_id": "a", "max_budget": 7}, {"budget_id": "b", "max_budget": limit}]))
            }
        }
    });
    (server, limit)
}

/// Reports the terminal, the exit code, and whether the terminal is as it was.
const SCRIPT: &str = "trap : INT; tty; before=$(stty -g); \"$@\"; echo \"ended with $?\"; [ \"$before\" = \"$(stty -g)\" ] && echo unchanged";

#[test]
fn a_terminal_shows_changes_and_is_left_clean() {
    let (server, limit) = server();
    let cli = Cli::of(&server);
    let mut session = start(&cli, 80, SCRIPT, &[&WATCH[..], &["1"]].concat());
    session.exp_string("\u{1b}[2J\u{1b}[H").expect("a clear screen");
    session.exp_string("every 1 s; Ctrl-C ends").expect("the first line");
    session.exp_string("$1.00").expect("the list");
    // A row that changed is bold.
    limit.store(2, Ordering::SeqCst);
    session.exp_string("\u{1b}[1m").expect("a change");
    session.exp_string("$2.00").expect("the change");
    limit.store(AWAY, Ordering::SeqCst);
    session.exp_string("starting").expect("the failure");
    session.exp_string("trying again in").expect("the failure");
    limit.store(3, Ordering::SeqCst);
    session.exp_string("\u{1b}[H").expect("another round");
    session.exp_string("$3.00").expect("the list");
    session.send_control('c').expect("typed");
    let rest = session.exp_string("ended with 130").expect("the end");
    // There is no other screen to leave, and no hidden cursor.
    assert!(!rest.contains("\u{1b}[?"), "{rest:?}");
    session.exp_string("unchanged").expect("the modes of the terminal");
    session.exp_eof().expect("the end");
}

#[test]
fn a_new_size_redraws_at_once() {
    let (server, limit) = server();
    let cli = Cli::of(&server);
    let mut session = start(&cli, 80, SCRIPT, &[&WATCH[..], &["600"]].concat());
    let (_, terminal) = session.exp_regex("/dev/pts/[0-9]+").expect("a terminal");
    session.exp_string("$1.00").expect("the list");
    limit.store(2, Ordering::SeqCst);
    // It listens from the pause on, so the first signal may come too early.
    session.exp_string("\u{1b}[J").expect("the end of the screen");
    let mut columns = 60;
    while server.received().iter().filter(|request| request.line().starts_with("GET /budget/list")).count() < 2 {
        columns = if columns == 60 { 61 } else { 60 };
        let status = Command::new("stty").args(["-F", &terminal, "cols", &columns.to_string()]).status();
        assert!(status.expect("stty").success());
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    session.exp_string("$2.00").expect("the new list");
    session.send_control('c').expect("typed");
    session.exp_string("ended with 130").expect("the end");
}

#[test]
fn a_pipe_gets_events_and_the_server_may_be_away() {
    let (server, limit) = server();
    let cli = Cli::of(&server);
    let mut command = cli.shell("exec \"$@\"", &["budgets", "list", "--watch", "1"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a process");
    let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines();
    let mut next = || {
        let line = lines.next().expect("an event").expect("a line");
        let event: Value = serde_json::from_str(&line).expect("JSON");
        (event["event"].clone(), event["item"]["budget_id"].clone(), event["item"]["max_budget"].clone())
    };
    assert_eq!(next(), (json!("added"), json!("a"), json!(7)));
    assert_eq!(next(), (json!("added"), json!("b"), json!(1)));
    limit.store(2, Ordering::SeqCst);
    assert_eq!(next(), (json!("modified"), json!("b"), json!(2)));
    let before = server.received().len();
    limit.store(AWAY, Ordering::SeqCst);
    server.wait_for_requests(before + 3);
    limit.store(3, Ordering::SeqCst);
    // Nothing was deleted in between.
    assert_eq!(next(), (json!("modified"), json!("b"), json!(3)));
    let pid = Pid::from_raw(i32::try_from(child.id()).expect("a pid")).expect("a pid");
    kill_process(pid, Signal::INT).expect("it runs");
    assert_eq!(child.wait().expect("a status").code(), Some(130));
    let mut stderr = String::new();
    child.stderr.take().expect("stderr").read_to_string(&mut stderr).expect("UTF-8");
    assert!(stderr.contains("warning: starting") && stderr.contains("trying again in 2 s"), "{stderr}");
}

#[test]
fn interrupt_ends_the_program_of_an_alert_that_hangs() {
    let down = FakeResponse::new(503).with_json(json!({"status": "healthy", "db": "disconnected"}));
    let server = FakeServer::with_routes([("GET /health/readiness", down)]);
    let cli = Cli::of(&server);
    // The words of the program are its own, whatever a shell would make of them.
    let program = ["--", "-c", "echo $$ \"$@\"; exec sleep 300", "sh", "a b", "$(touch pwned)", "; touch pwned"];
    let words = [&["watch", "health", "--every", "1", "--exec", "sh"], &program[..]].concat();
    let mut command = cli.shell("exec \"$@\"", &words);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a process");
    let mut stdout = BufReader::new(child.stdout.take().expect("stdout"));
    let mut line = String::new();
    stdout.read_line(&mut line).expect("a line of the program");
    let (program, arguments) = line.trim().split_once(' ').expect("a number and words");
    assert_eq!(arguments, "a b $(touch pwned) ; touch pwned");
    let pid = Pid::from_raw(i32::try_from(child.id()).expect("a pid")).expect("a pid");
    kill_process(pid, Signal::INT).expect("it runs");
    assert_eq!(child.wait().expect("a status").code(), Some(130));
    // It ends with the watch: nothing holds the pipe any longer.
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).expect("the end");
    assert!(rest.is_empty() && !cli.home().join("pwned").exists(), "{program} {rest}");
}
