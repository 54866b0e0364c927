//! `login` on a terminal: the countdown, choices, hidden input, and the state of the terminal afterwards.

use rexpect::session::PtySession;
use rustix::termios::{LocalModes, tcgetattr};
use serde_json::json;
use test_bed::{FakeServer, json_response};

use crate::harness::Cli;
use crate::login::{
    self, assert_nothing_stored, choice, login_server, pending, ready, received, refusal, start, stored,
};
use crate::terminal::{PATIENCE, as_utf8, finish, hostile, on_terminal, start as start_on_terminal};

/// Prints how the program ended and the state of the terminal afterwards.
const THEN_LOOK: &str = "trap '' INT; stty echo; \"$@\"; printf '\\ncode %s\\n' $?; stty -a";
const CLEARED: &str = "\r\u{1b}[2K";

/// A home for a terminal that can move its cursor, without colors.
fn cli_at(url: &str) -> Cli {
    login::cli_at(url).env("TERM", "xterm").env("NO_COLOR", "1")
}

fn cli_with_earlier_login(url: &str) -> Cli {
    login::cli_with_earlier_login(url).env("TERM", "xterm").env("NO_COLOR", "1")
}

/// Returns whether the cursor is visible after this.
fn shows_cursor(text: &str) -> bool {
    text.rfind("\u{1b}[?25l") < text.rfind("\u{1b}[?25h") || !text.contains("\u{1b}[?25l")
}

/// Returns whether the terminal echoes input, according to the `stty -a` at the end of this.
fn shows_what_is_typed(text: &str) -> bool {
    let modes = text.rsplit_once("\ncode ").expect("the end of the program").1;
    let modes: Vec<_> = modes.split_whitespace().collect();
    modes.contains(&"echo") && modes.contains(&"icanon") && !modes.contains(&"-echo")
}

/// Presses Ctrl-C until the program has read it: while no key is read, it becomes a signal, which a prompt
/// survives.
fn press_ctrl_c_until_heard(session: &mut PtySession) {
    for _ in 0..20 {
        // An error means that the program has ended.
        session.send_control('c').ok();
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
}

/// Waits until the terminal hides input; what is typed earlier is lost.
fn wait_until_hidden(session: &PtySession) {
    let terminal = session.process().get_file_handle().expect("a terminal");
    let end = std::time::Instant::now() + PATIENCE;
    while tcgetattr(&terminal).expect("its modes").local_modes.contains(LocalModes::ECHO) {
        assert!(std::time::Instant::now() < end, "what is typed is still shown");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn countdown_is_shown_and_cleared() {
    let server = login_server(start(&[]), vec![pending(), ready("t1", "Alpha")]);
    let cli = cli_at(&server.uri());
    let (text, code) = on_terminal(&cli, 80, &["login"]);
    assert_eq!(code, 0, "{text}");
    let (waited, rest) = text.split_once("logged in to ").expect("an end");
    let (before, last) = waited.rsplit_once(" waiting for the login, 9:5").expect("a line that counts down");
    assert!(
        before.contains("Enter the code ABCD-1234 there.\n")
            && last.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(" left"),
        "{text:?}"
    );
    assert!(last.ends_with(CLEARED) && !rest.contains("waiting") && shows_cursor(&text), "{text:?}");
    assert!(!text.contains("waiting up to") && !text.contains("hush"), "{text:?}");
    assert_eq!(stored(&cli)["team_id"], "t1");
}

#[test]
fn poll_errors_are_shown_next_to_the_countdown() {
    let polls = vec![refusal(500, "it \u{1b}[2J\u{202e}hurts\n"), pending(), ready("t1", "Alpha")];
    let server = login_server(start(&[]), polls);
    let (text, code) = on_terminal(&cli_at(&server.uri()), 120, &["login"]);
    assert_eq!(code, 0, "{text}");
    let mark = " left (retrying: it \\x1b[2J\\u{202e}hurts";
    let (_, after) = text.rsplit_once(mark).unwrap_or_else(|| panic!("{text:?}"));
    // The server reports that it is waiting.
    assert!(after.contains(" waiting for the login, ") && !text.contains("warning"), "{text:?}");
    assert!(after.contains("logged in to ") && shows_cursor(&text), "{text:?}");
}

#[test]
fn dumb_terminal_gets_plain_lines() {
    for terminal in ["TERM=dumb", "-u TERM"] {
        let polls = vec![refusal(500, "it hurts"), ready("t1", "Alpha")];
        let server = login_server(start(&[]), polls);
        let script = format!("exec env {terminal} \"$@\"");
        let (text, code) = finish(start_on_terminal(&cli_at(&server.uri()), 80, &script, &["login"]));
        assert_eq!(code, 0, "{text}");
        assert_eq!(text.matches("waiting up to 600 seconds for the login\n").count(), 1, "{text:?}");
        assert!(text.contains("warning: retrying: it hurts (HTTP 500)\n") && !text.contains(CLEARED), "{text:?}");
    }
}

#[test]
fn countdown_below_a_minute_shows_seconds() {
    let server = login_server(start(&[("expires_in", json!(2))]), vec![pending()]);
    let cli = cli_with_earlier_login(&server.uri());
    let (text, code) = on_terminal(&cli, 80, &["login"]);
    assert!(code == 4 && text.contains(" waiting for the login, 0:0"), "{text:?}");
    assert!(
        text.contains("\u{1b}[2Kerror: ")
            && text.ends_with("the login was not completed within 2 s (allow more time with --timeout)\n"),
        "{text:?}"
    );
    assert_nothing_stored(&cli);
}

const TEAMS: [(&str, &str); 3] = [("t1", "Alpha"), ("t2", "Be\u{1b}[2Jta"), ("t3", "Gamma")];

fn with_teams() -> FakeServer {
    login_server(start(&[]), vec![choice(&TEAMS), ready("t2", "Be\u{1b}[2Jta")])
}

#[test]
fn team_is_chosen_with_arrow_keys() {
    let server = with_teams();
    let cli = cli_at(&server.uri());
    let mut session = start_on_terminal(&cli, 80, "exec \"$@\"", &["login"]);
    let prompt = session.exp_string("Gamma (t3)").expect("the last of the teams");
    assert!(prompt.contains("Alpha (t1)") && prompt.contains("Be\\x1b[2Jta (t2)"), "{prompt:?}");
    session.send("\u{1b}[B\r").expect("keys");
    session.flush().expect("keys");
    let (text, code) = finish(session);
    assert_eq!(code, 0, "{text}");
    assert!(text.contains("as user@example.com (team Be\\x1b[2Jta)\n") && shows_cursor(&text), "{text:?}");
    assert_eq!(stored(&cli)["team_id"], "t2");
    let polls: Vec<_> = received(&server).into_iter().filter(|line| line.contains("/poll/")).collect();
    assert!(polls.len() == 2 && polls[1].starts_with("GET /sso/cli/poll/cli-1?team_id=t2 "), "{polls:?}");
}

#[test]
fn slow_team_choice_does_not_time_out() {
    let polls = vec![choice(&TEAMS), ready("t1", "Alpha")];
    let server = login_server(start(&[("expires_in", json!(3))]), polls);
    let cli = cli_at(&server.uri());
    let mut session = start_on_terminal(&cli, 80, "exec \"$@\"", &["login"]);
    session.exp_string("Gamma (t3)").expect("the last of the teams");
    std::thread::sleep(std::time::Duration::from_secs(3));
    session.send("\r").expect("a key");
    session.flush().expect("a key");
    let (text, code) = finish(session);
    assert!(code == 0 && text.contains(" (team Alpha)\n"), "{text:?}");
    assert_eq!(stored(&cli)["team_id"], "t1");
}

#[test]
fn hostile_team_names_are_escaped() {
    // The prompt wraps a name that is longer than a line.
    let names: Vec<_> = hostile().into_iter().filter(|(name, _)| name.len() < 80).collect();
    let ids: Vec<_> = (0..names.len()).map(|number| format!("id-{number}")).collect();
    let teams: Vec<_> = ids.iter().zip(&names).map(|(id, (name, _))| (id.as_str(), name.as_str())).collect();
    let server = login_server(start(&[]), vec![choice(&teams)]);
    let cli = cli_with_earlier_login(&server.uri());
    let mut session = start_on_terminal(&cli, 80, "exec \"$@\"", &["login"]);
    let last = format!("({})", ids.last().expect("a team"));
    let prompt = as_utf8(&session.exp_string(&last).expect("the last of the teams"));
    for (_, shown) in &names {
        assert!(prompt.contains(shown.as_str()), "{shown}: {prompt:?}");
    }
    session.send("q").expect("a key");
    session.flush().expect("a key");
    assert_eq!(finish(session).1, 130);
    // A terminal for output alone is not enough for a prompt.
    let (text, code) = finish(start_on_terminal(&cli, 80, "exec \"$@\" </dev/null", &["login"]));
    assert!(code == 2 && text.contains("\n  a\\x1b[31mb\\x1b]0;owned\\x07 (id-1)\n"), "{text:?}");
    assert!(!text.contains("\u{1b}[31m") && !text.contains(['\u{9b}', '\u{202e}', '\u{7}']), "{text:?}");
    assert_nothing_stored(&cli);
}

#[test]
fn declined_team_choice_stores_nothing() {
    for key in ["q", "\u{1b}"] {
        let server = with_teams();
        let cli = cli_with_earlier_login(&server.uri());
        let mut session = start_on_terminal(&cli, 80, "exec \"$@\"", &["login"]);
        session.exp_string("Gamma (t3)").expect("the last of the teams");
        session.send(key).expect("a key");
        session.flush().expect("a key");
        let (text, code) = finish(session);
        assert!(code == 130 && text.ends_with("error: interrupted: no team was chosen\n"), "{code}: {text:?}");
        assert!(shows_cursor(&text), "{text:?}");
        assert_nothing_stored(&cli);
        assert_eq!(received(&server).len(), 2);
    }
}

#[test]
fn ctrl_c_ends_the_team_choice() {
    let server = with_teams();
    let cli = cli_with_earlier_login(&server.uri());
    let mut session = start_on_terminal(&cli, 80, THEN_LOOK, &["login"]);
    session.exp_string("Gamma (t3)").expect("the last of the teams");
    press_ctrl_c_until_heard(&mut session);
    let (text, _) = finish(session);
    assert!(text.contains("error: interrupted: ") && text.contains("\ncode 130\n"), "{text:?}");
    assert!(text.contains("\u{1b}[?25h") && shows_what_is_typed(&text), "{text:?}");
    assert_nothing_stored(&cli);
    assert_eq!(received(&server).len(), 2);
}

#[test]
fn ctrl_c_ends_the_countdown() {
    let server = login_server(start(&[]), vec![pending()]);
    let cli = cli_with_earlier_login(&server.uri());
    let mut session = start_on_terminal(&cli, 80, THEN_LOOK, &["login"]);
    let before = session.exp_string(" waiting for the login, ").expect("a line that counts down");
    session.send_control('c').expect("Ctrl-C");
    let (after, _) = finish(session);
    assert!(after.contains("\u{1b}[2Kerror: interrupted: nothing was stored\n\ncode 130\n"), "{after:?}");
    assert!(shows_cursor(&format!("{before}{after}")) && shows_what_is_typed(&after), "{after:?}");
    assert_nothing_stored(&cli);
}

#[test]
fn key_prompt_hides_input() {
    let server = FakeServer::with_routes([("GET /models", json_response(json!({"data": []})))]);
    let cli = cli_at(&server.uri());
    let mut session = start_on_terminal(&cli, 80, THEN_LOOK, &["login", "--with-key"]);
    let before = session.exp_string("Key").expect("a prompt");
    wait_until_hidden(&session);
    session.send_line("sk-typed-hush").expect("a key");
    let (text, _) = finish(session);
    assert!(text.contains("\ncode 0\n") && shows_what_is_typed(&text), "{text:?}");
    assert!(!before.contains("hush") && !text.contains("hush") && text.contains("logged in to "), "{text:?}");
    assert_eq!(stored(&cli)["key"], "sk-typed-hush");
    assert_eq!(received(&server)[0], "GET /models authorization: Bearer sk-typed-hush");
}

#[test]
fn cancelled_key_prompt_restores_the_terminal() {
    let server = FakeServer::with_routes([]);
    for (keys, code, words) in [
        ("\n", 2, "error: no key given; pass it on standard input or with --api-key\n"),
        ("\u{3}", 130, "error: interrupted: nothing was stored\n"),
        ("sk-half-hush\u{3}", 130, "error: interrupted: nothing was stored\n"),
    ] {
        let cli = cli_with_earlier_login(&server.uri());
        let mut session = start_on_terminal(&cli, 80, THEN_LOOK, &["login", "--with-key"]);
        session.exp_string("Key").expect("a prompt");
        wait_until_hidden(&session);
        session.send(keys).expect("keys");
        session.flush().expect("keys");
        let (text, _) = finish(session);
        assert!(text.contains(&format!("{words}\ncode {code}\n")), "{keys:?}: {text:?}");
        assert!(shows_what_is_typed(&text) && shows_cursor(&text) && !text.contains("hush"), "{keys:?}: {text:?}");
        assert_nothing_stored(&cli);
    }
    assert_eq!(server.received().len(), 0);
}
