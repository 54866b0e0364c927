//! `top` on a real terminal: how it begins, follows changes of size, ends, and leaves the terminal.

use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rexpect::session::PtySession;
use serde_json::json;
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::harness::Cli;
use crate::terminal::{finish, start};

/// Notes the modes of the terminal before and after, and the number of the process.
const SCRIPT: &str = "tty > tty; stty rows 24; stty -g > before; sh -c 'echo $$ > pid; exec \"$@\"' sh \"$@\"; \
                      echo \"ended with $?.\"; stty -g > after";

fn server() -> FakeServer {
    FakeServer::with_routes(routes())
}

fn routes() -> [(&'static str, FakeResponse); 4] {
    let now = jiff::Timestamp::now().to_string();
    let row = |number: u64| {
        json!({"request_id": format!("r{number}"), "startTime": now, "endTime": now, "status": "success", "model": "m",
               "model_group": "gpt-4o", "spend": 0.05, "total_tokens": 30, "prompt_tokens": 10, "completion_tokens": 20,
               "api_key": "b".repeat(64), "metadata": {"user_api_key_alias": "ci"}})
    };
    let logs = json!({"data": [row(1), row(2)], "total": 2, "total_pages": 1, "total_is_capped": false});
    [
        ("GET /spend/logs/v2", json_response(logs)),
        ("GET /health/readiness", json_response(json!({"status": "healthy", "db": "connected"}))),
        ("GET /health/readiness/details", json_response(json!({"litellm_version": "1.110.2"}))),
        ("GET /health/backlog", json_response(json!({"in_flight_requests": 4}))),
    ]
}

fn cli(server: &FakeServer) -> Cli {
    Cli::of(server).env("TERM", "xterm-256color")
}

/// Starts the view and waits until it shows the log.
fn shown(cli: &Cli, words: &[&str]) -> PtySession {
    let mut session = start(cli, 80, SCRIPT, &[&["top"], words].concat());
    session.exp_string("in flight 3").expect("the first line");
    session.exp_string("gpt-4o").expect("a model");
    session
}

fn file(cli: &Cli, name: &str) -> String {
    std::fs::read_to_string(cli.home().join(name)).expect("the script writes it").trim().to_owned()
}

#[track_caller]
fn ends_cleanly(cli: &Cli, session: PtySession, code: u8) {
    let (rest, _) = finish(session);
    // It leaves the other screen, and shows the cursor.
    assert!(rest.contains("\u{1b}[?1049l") && rest.contains("\u{1b}[?25h"), "{rest:?}");
    assert!(rest.contains(&format!("ended with {code}.")), "{rest:?}");
    assert_eq!(file(cli, "before"), file(cli, "after"));
}

fn signal(cli: &Cli, name: &str) {
    let status = Command::new("kill").args([&format!("-{name}"), &file(cli, "pid")]).status().expect("kill runs");
    assert!(status.success());
}

fn resize(cli: &Cli, columns: &str, rows: &str) {
    let mut stty = Command::new("stty");
    stty.args(["-F", &file(cli, "tty"), "cols", columns, "rows", rows]).stdin(Stdio::null());
    assert!(stty.status().expect("stty runs").success());
}

#[test]
fn keys_end_it_and_only_gets_are_sent() {
    let server = server();
    for (key, code) in [("q", 0), ("\u{3}", 130)] {
        let cli = cli(&server);
        let mut session = shown(&cli, &[]);
        session.send("2b").expect("sent");
        session.flush().expect("sent");
        // Cells that are blank already are not written again.
        session.exp_string("--write").expect("a message");
        session.send(key).expect("sent");
        session.flush().expect("sent");
        ends_cleanly(&cli, session, code);
    }
    let requests = server.requests();
    assert!(!requests.is_empty() && requests.iter().all(|(line, _)| line.starts_with("GET ")), "{requests:#?}");
}

#[test]
fn signals_end_it() {
    let server = server();
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let cli = cli(&server);
        let session = shown(&cli, &[]);
        signal(&cli, name);
        ends_cleanly(&cli, session, code);
    }
}

#[test]
fn it_follows_the_size_of_the_terminal() {
    let server = server();
    let cli = cli(&server);
    let mut session = shown(&cli, &[]);
    resize(&cli, "79", "19");
    session.exp_string("too small: 79").expect("a message");
    resize(&cli, "200", "60");
    session.exp_string("gpt-4o").expect("the table");
    session.send("q").expect("sent");
    session.flush().expect("sent");
    ends_cleanly(&cli, session, 0);
}

#[test]
fn it_stops_with_ctrl_z_and_draws_again_when_continued() {
    let server = server();
    let cli = cli(&server);
    let mut session = shown(&cli, &[]);
    session.send("\u{1a}").expect("sent");
    session.flush().expect("sent");
    session.exp_string("\u{1b}[?1049l").expect("it leaves the other screen");
    let stopped =
        || std::fs::read_to_string(format!("/proc/{}/stat", file(&cli, "pid"))).is_ok_and(|stat| stat.contains(") T"));
    let deadline = Instant::now() + Duration::from_secs(20);
    while !stopped() {
        assert!(Instant::now() < deadline, "it does not stop");
        std::thread::sleep(Duration::from_millis(20));
    }
    let mut stty = Command::new("stty");
    let modes = stty.args(["-F", &file(&cli, "tty"), "-g"]).output().expect("stty runs");
    assert_eq!(String::from_utf8_lossy(&modes.stdout).trim(), file(&cli, "before"));
    // The shell around it has stopped too.
    let group = group_of(&file(&cli, "pid"));
    let status = Command::new("kill").args(["-CONT", "--", &format!("-{group}")]).status().expect("kill runs");
    assert!(status.success());
    session.exp_string("\u{1b}[?1049h").expect("it takes the screen again");
    session.exp_string("gpt-4o").expect("the table");
    session.send("q").expect("sent");
    session.flush().expect("sent");
    ends_cleanly(&cli, session, 0);
}

/// Returns the group of a process.
fn group_of(pid: &str) -> String {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).expect("a process");
    let (_, after) = stat.rsplit_once(") ").expect("the name ends");
    after.split(' ').nth(2).expect("a group").to_owned()
}

#[test]
fn it_continues_when_a_server_that_was_gone_is_back() {
    let is_gone = Arc::new(AtomicBool::new(false));
    let server = {
        let is_gone = Arc::clone(&is_gone);
        let routes = routes();
        FakeServer::from_fn(move |request: &FakeRequest| {
            if is_gone.load(Ordering::Relaxed) {
                return FakeResponse::new(500).with_json(json!({"error": {"message": "closed for now"}}));
            }
            let line = request.line();
            let route = routes.iter().find(|(route, _)| line.split('?').next() == Some(*route));
            route.map_or_else(|| FakeResponse::new(404), |(_, response)| response.clone())
        })
    };
    let cli = cli(&server);
    let mut session = shown(&cli, &["--interval", "1"]);
    is_gone.store(true, Ordering::Relaxed);
    session.exp_string("! no news since").expect("a message");
    is_gone.store(false, Ordering::Relaxed);
    session.exp_string("models").expect("the keys at the bottom again");
    session.send("q").expect("sent");
    session.flush().expect("sent");
    ends_cleanly(&cli, session, 0);
}

#[test]
fn a_key_is_blocked_after_its_alias_was_typed() {
    let server = server();
    let cli = cli(&server);
    let mut session = shown(&cli, &["--write"]);
    session.send("2bci\r").expect("sent");
    session.flush().expect("sent");
    session.exp_string("`ci`:").expect("a message");
    session.send("q").expect("sent");
    session.flush().expect("sent");
    ends_cleanly(&cli, session, 0);
    let posts: Vec<_> = server.requests().into_iter().filter(|(line, _)| !line.starts_with("GET ")).collect();
    assert_eq!(posts, [("POST /key/block".to_owned(), json!({"key": "b".repeat(64)}))]);
}

#[test]
fn it_needs_a_terminal_that_can_be_drawn_on() {
    let server = server();
    let elsewhere = cli(&server).run(&["top"]);
    assert!(elsewhere.fails(2).contains("top needs a terminal"), "{elsewhere:#?}");
    assert!(elsewhere.stderr.contains("`litellm-proxy logs stats --by model --since 1h`"), "{elsewhere:#?}");
    let dumb = cli(&server).env("TERM", "dumb");
    let (text, code) = crate::terminal::on_terminal(&dumb, 80, &["top"]);
    assert!(code == 2 && text.contains("TERM is dumb") && text.contains("logs stats"), "{text}");
    assert_eq!(server.requests(), []);
}
