//! A team is chosen at a prompt, on a terminal only.

use std::time::Duration;

use serde_json::json;
use test_bed::{FakeServer, KEY, json_response};

use crate::harness::Cli;
use crate::terminal::{finish, start};

/// A server with two teams that have hostile names.
fn with_teams() -> FakeServer {
    let server = FakeServer::new();
    let teams = json!([
        {"team_id": "t1", "team_alias": "Alpha"},
        {"team_id": "t2", "team_alias": "Be\u{1b}[2Jta", "models": ["gpt-4"]},
        {"team_id": "t3", "team_alias": null},
    ]);
    server.add("/team/list", json_response(teams));
    server.add("/key/update", json_response(json!({})));
    server
}

#[test]
fn team_is_chosen_with_arrow_keys() {
    for (keys, team) in [("\r", "t1"), ("\u{1b}[B\r", "t2"), ("\u{1b}[A\r", "t3"), ("jjk\r", "t2")] {
        let server = with_teams();
        let cli = Cli::of(&server);
        let mut session = start(&cli, 80, "exec \"$@\"", &["teams", "assign-key"]);
        let prompt = session.exp_string("t3").expect("the last of the teams");
        assert!(prompt.contains("Alpha (t1)") && prompt.contains("Be\\x1b[2Jta (t2)"), "{prompt}");
        session.send(keys).expect("keys");
        session.flush().expect("keys");
        let (text, code) = finish(session);
        assert_eq!(code, 0, "{text}");
        let answer = text.lines().find(|line| line.contains("Assigned your key to team "));
        assert!(answer.is_some_and(|line| line.trim_end_matches(')').ends_with(team)), "{text}");
        let sent = server.received();
        let update = sent.iter().find(|request| request.path() == "/key/update").expect("an update");
        assert_eq!(update.line_and_body(), ("POST /key/update".to_owned(), json!({"key": KEY, "team_id": team})));
    }
}

#[test]
fn declined_team_choice_sends_nothing() {
    for key in ["q", "\u{1b}"] {
        let server = with_teams();
        let cli = Cli::of(&server);
        let mut session = start(&cli, 80, "exec \"$@\"", &["teams", "assign-key"]);
        session.exp_string("t3").expect("the last of the teams");
        session.send(key).expect("a key");
        session.flush().expect("a key");
        let (text, code) = finish(session);
        assert!(code == 130 && text.contains("interrupted: no team was chosen"), "{code}: {text}");
        let sent: Vec<_> = server.received().iter().map(|request| request.path().to_owned()).collect();
        assert_eq!(sent, ["/team/list"]);
    }
}

#[test]
fn without_a_terminal_the_teams_are_listed() {
    let server = with_teams();
    let run = Cli::of(&server).stdin("\r\n").run(&["teams", "assign-key"]);
    let text = run.fails(2);
    assert!(text.ends_with("hint: give --team-id, one of:\n  Alpha (t1)\n  Be\u{1b}[2Jta (t2)\n  t3\n"), "{text}");
    // A terminal for output alone is not enough for a prompt.
    let (text, code) = finish(start(&Cli::of(&server), 80, "exec \"$@\" </dev/null", &["teams", "assign-key"]));
    assert!(code == 2 && text.contains("give --team-id"), "{code}: {text}");
    assert!(server.received().iter().all(|request| request.path() == "/team/list"));
}

#[test]
fn ctrl_c_at_a_prompt_restores_the_cursor() {
    let server = with_teams();
    let cli = Cli::of(&server);
    let mut session = start(&cli, 80, "trap '' INT; \"$@\"; echo code $?", &["teams", "assign-key"]);
    session.exp_string("t3").expect("the last of the teams");
    // Between two keys Ctrl-C becomes a signal, which the prompt survives: it is pressed again.
    for _ in 0..20 {
        session.send_control('c').ok();
        std::thread::sleep(Duration::from_millis(20));
    }
    let (text, _) = finish(session);
    assert!(text.contains("\u{1b}[?25h") && text.contains("code 130"), "{text:?}");
}
