//! `chat`: the interactive session on a real terminal, and what it saves.

use std::os::unix::fs::PermissionsExt as _;

use rexpect::session::PtySession;
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Feed, in_turn, json_response};

use crate::harness::Cli;
use crate::terminal::{finish, start};

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";

fn chunk(text: &str) -> String {
    format!("data: {}\n\n", json!({"choices": [{"index": 0, "delta": {"content": text}}]}))
}

pub(crate) fn streamed(text: &str) -> FakeResponse {
    let usage = json!({"choices": [], "usage": {"prompt_tokens": 12, "completion_tokens": 4, "cost": 0.25}});
    let end = json!({"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]});
    let events = format!("{}data: {end}\n\ndata: {usage}\n\ndata: [DONE]\n\n", chunk(text));
    FakeResponse::new(200).with_body(events, "text/event-stream")
}

/// Answers with what was asked.
fn echo(request: &FakeRequest) -> FakeResponse {
    if request.path() == "/utils/token_counter" {
        return json_response(json!({"total_tokens": 99}));
    }
    let body = request.json();
    let last = body["messages"].as_array().and_then(|messages| messages.last()).cloned().unwrap_or_default();
    let text = last["content"].as_str().unwrap_or("parts").replace('\n', "|");
    streamed(&format!("You said **{text}**"))
}

pub(crate) fn ready(session: &mut PtySession, model: &str) {
    session.exp_string(&format!("{model}> ")).expect("a prompt");
}

/// Types keys, without a line end of their own.
fn enter(session: &mut PtySession, keys: &str) {
    session.send(keys).expect("typed");
    session.flush().expect("sent");
}

fn say(session: &mut PtySession, text: &str, answer: &str) {
    session.send_line(text).expect("typed");
    session.exp_string(answer).unwrap_or_else(|error| panic!("{text}: {error}"));
}

/// The messages of the last request.
fn sent(server: &FakeServer) -> Value {
    server.received().pop().expect("a request").json()["messages"].clone()
}

fn user(text: &str) -> Value {
    json!({"role": "user", "content": text})
}

fn assistant(text: &str) -> Value {
    json!({"role": "assistant", "content": text})
}

#[test]
fn a_session_answers_obeys_commands_and_is_resumed() {
    let server = FakeServer::from_fn(echo);
    let cli = Cli::of(&server).file("notes.txt", "some notes").env("EDITOR", "sh -c 'printf edited > \"$0\"'");
    let mut session = start(&cli, 80, "exec \"$@\"", &["chat", "m", "--system", "Be brief"]);
    ready(&mut session, "m");
    say(&mut session, "hello", "You said \u{1b}[1mhello\u{1b}[0m");
    session.exp_string("12 in, 4 out").expect("the line about the answer");
    ready(&mut session, "m");
    let system = json!({"role": "system", "content": "Be brief"});
    assert_eq!(sent(&server), json!([system, user("hello")]));
    assert_eq!(server.received()[0].json()["stream_options"], json!({"include_usage": true}));

    // A paste stays whole, and a backslash continues a line.
    enter(&mut session, "\u{1b}[200~one\ntwo\u{1b}[201~\r");
    session.exp_string("one|two").expect("an answer");
    ready(&mut session, "m");
    enter(&mut session, "three\\\rfour\r");
    session.exp_string("three|four").expect("an answer");
    ready(&mut session, "m");

    // What is typed ahead is not lost.
    enter(&mut session, "/unknown\r/set temperature=0.5\r/set stream=true\r/attach notes.txt\r/tokens\r/model other\r");
    for shown in
        ["/unknown is not a command", "cannot be set here", "attached to the next message", "99 tokens", "other> "]
    {
        session.exp_string(shown).unwrap_or_else(|error| panic!("{shown}: {error}"));
    }
    say(&mut session, "look", "parts");
    ready(&mut session, "other");
    let request = server.received().pop().expect("a request").json();
    assert_eq!((&request["model"], &request["temperature"]), (&json!("other"), &json!(0.5)));
    let parts = json!([{"type": "text", "text": "look"}, {"type": "text", "text": "notes.txt:\nsome notes"}]);
    assert_eq!(request["messages"][7], json!({"role": "user", "content": parts}));

    say(&mut session, "/clear", "other> ");
    say(&mut session, "again", "again");
    ready(&mut session, "other");
    say(&mut session, "/edit", "edited");
    ready(&mut session, "other");
    assert_eq!(sent(&server), json!([system, user("edited")]));
    say(&mut session, "/retry", "edited");
    ready(&mut session, "other");
    assert_eq!(sent(&server), json!([system, user("edited")]));
    say(&mut session, "/cost", "$1.75");
    say(&mut session, "/save plans", "saved as plans");
    ready(&mut session, "other");
    session.send_control('d').expect("typed");
    let (rest, code) = finish(session);
    assert!(code == 0 && rest.contains("litellm-proxy chat resume plans"), "{code}: {rest}");

    let directory = cli.home().join(".local/share/litellm-proxy/chat");
    for entry in std::fs::read_dir(&directory)
        .expect("a directory")
        .chain(std::fs::read_dir(directory.parent().expect("its parent")).expect("a directory"))
    {
        let mode = entry.expect("an entry").metadata().expect("its mode").permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
    let listed = cli.run(&["chat", "list", "--format", "json"]).json();
    assert_eq!(
        (&listed[0]["name"], &listed[0]["model"], &listed[0]["messages"]),
        (&json!("plans"), &json!("other"), &json!(2))
    );
    let id = listed[0]["id"].as_str().expect("an id").to_owned();
    let shown = cli.run(&["chat", "show", &id]);
    assert_eq!(shown.ok(), "> Be brief\n\n> edited\n\nYou said **edited**\n".replacen("> ", "", 1));
    assert!(cli.run(&["chat", "export", "plans"]).ok().starts_with("## system\n\nBe brief\n\n## user\n\nedited\n"));
    assert_eq!(cli.run(&["chat", "export", "plans", "--format", "json"]).json()["messages"][1]["cost"], 0.25);

    let mut session = start(&cli, 80, "exec \"$@\"", &["chat", "resume", "plans"]);
    session.exp_string("other> edited").expect("what was said");
    session.exp_string("/help lists").expect("the start");
    ready(&mut session, "other");
    // It is open here.
    let script = format!("script -qec '{} chat resume plans' /dev/null", env!("CARGO_BIN_EXE_litellm-proxy"));
    let second = cli.shell(&script, &[]).stdin(std::process::Stdio::null()).output().expect("a shell");
    assert!(String::from_utf8_lossy(&second.stdout).contains("the session is open in process "), "{second:?}");
    say(&mut session, "more", "more");
    ready(&mut session, "other");
    assert_eq!(sent(&server), json!([system, user("edited"), assistant("You said **edited**"), user("more")]));
    // The history of the prompt.
    enter(&mut session, "\u{1b}[A\r");
    session.exp_string("more").expect("the line before");
    session.exp_string("12 in").expect("an answer");
    ready(&mut session, "other");
    session.send_control('d').expect("typed");
    assert_eq!(finish(session).1, 0);
    assert!(cli.run(&["chat", "delete", "plans"]).stderr.contains("deleted 1 session"));
    assert_eq!(cli.run(&["chat", "list", "--format", "json"]).json(), json!([]));
    assert_eq!(cli.run(&["chat", "show", "plans"]).code, 3);
}

#[test]
fn ctrl_c_stops_an_answer_and_keeps_its_part() {
    let feed = Feed::new();
    let server = FakeServer::new();
    server.add("POST /chat/completions", in_turn([FakeResponse::fed(&feed), streamed("Fine.")]));
    let cli = Cli::of(&server);
    let mut session = start(&cli, 80, "exec \"$@\"", &["chat", "m", "--raw"]);
    ready(&mut session, "m");
    session.send_line("hello").expect("typed");
    feed.send(format!("{HEAD}{}", chunk("The first part")));
    session.exp_string("The first part").expect("a part");
    session.send_control('c').expect("typed");
    session.exp_string("stopped").expect("the end of the answer");
    ready(&mut session, "m");
    // At the prompt it clears the line.
    enter(&mut session, "draft");
    session.send_control('c').expect("typed");
    ready(&mut session, "m");
    say(&mut session, "go on", "Fine.");
    ready(&mut session, "m");
    assert_eq!(sent(&server), json!([user("hello"), assistant("The first part"), user("go on")]));
    session.send_control('d').expect("typed");
    assert_eq!(finish(session).1, 0);
    let saved = cli.run(&["chat", "list", "--format", "json"]).json();
    let shown = cli.run(&["chat", "show", saved[0]["id"].as_str().expect("an id")]);
    assert_eq!(shown.ok(), "> hello\n\nThe first part\n[stopped]\n\n> go on\n\nFine.\n");
}

#[test]
fn a_failure_does_not_end_the_session_and_a_kill_keeps_the_message() {
    let server = FakeServer::new();
    let refusal = FakeResponse::new(400).with_json(json!({"error": {"message": "too long", "code": "400"}}));
    let feed = Feed::new();
    server.add("POST /chat/completions", in_turn([refusal, streamed("Yes."), FakeResponse::fed(&feed)]));
    let cli = Cli::of(&server);
    let mut session = start(&cli, 80, "exec \"$@\"", &["chat", "m"]);
    ready(&mut session, "m");
    say(&mut session, "first", "error: too long");
    ready(&mut session, "m");
    // The message without an answer is replaced.
    say(&mut session, "second", "Yes.");
    ready(&mut session, "m");
    assert_eq!(sent(&server), json!([user("second")]));
    session.send_line("third").expect("typed");
    server.wait_for_requests(3);
    session.process_mut().signal(rexpect::process::Signal::SIGKILL).expect("killed");
    let saved = cli.run(&["chat", "list", "--format", "json"]).json();
    let shown = cli.run(&["chat", "show", saved[0]["id"].as_str().expect("an id")]);
    assert_eq!(shown.ok(), "> second\n\nYes.\n\n> third\n");
    drop(feed);
}

#[test]
fn keys_add_lines_and_open_an_editor_and_answers_are_copied() {
    let server = FakeServer::from_fn(echo);
    let cli = Cli::of(&server).env("VISUAL", "sh -c 'tr a-z A-Z <\"$0\" >\"$0.new\" && mv \"$0.new\" \"$0\"'");
    let mut session = start(&cli, 80, "exec \"$@\"", &["chat", "m"]);
    ready(&mut session, "m");
    say(&mut session, "/copy", "error: there is no answer yet");
    ready(&mut session, "m");
    // Alt-Enter, also in the middle of a line.
    enter(&mut session, "one\u{1b}\rtwothree\u{1b}b\u{1b}f\u{1b}\rfour\r");
    session.exp_string("one|twothree|four").expect("an answer");
    ready(&mut session, "m");
    assert_eq!(sent(&server), json!([user("one\ntwothree\nfour")]));
    say(&mut session, "/copy", "\u{1b}]52;c;WW91IHNhaWQgKipvbmV8dHdvdGhyZWV8Zm91cioq\u{7}");
    ready(&mut session, "m");

    // The editor gets what was typed, and Enter sends what it left.
    enter(&mut session, "draft\u{1b}\rtext\u{18}\u{5}");
    session.exp_string("DRAFT").expect("the text from the editor");
    enter(&mut session, "!\r");
    session.exp_string("DRAFT|TEXT!").expect("an answer");
    ready(&mut session, "m");
    session.send_control('d').expect("typed");
    assert_eq!(finish(session).1, 0);
    assert_eq!(sent(&server)[2], user("DRAFT\nTEXT!"));

    let cli = Cli::of(&server).env("VISUAL", "false");
    let mut session = start(&cli, 80, "exec \"$@\"", &["chat", "m", "--no-save"]);
    ready(&mut session, "m");
    enter(&mut session, "kept\u{18}\u{5}");
    session.exp_string("error: false failed, so nothing is changed").expect("an error");
    ready(&mut session, "m");
    enter(&mut session, " text\r");
    session.exp_string("12 in").expect("the line about the answer");
    ready(&mut session, "m");
    assert_eq!(sent(&server), json!([user("kept text")]));
    session.send_control('d').expect("typed");
    assert_eq!(finish(session).1, 0);
}

#[test]
fn nothing_is_saved_when_asked_and_a_terminal_is_required() {
    let server = FakeServer::from_fn(echo);
    let cli = Cli::of(&server);
    let mut session = start(&cli, 80, "exec \"$@\"", &["chat", "m", "--no-save"]);
    ready(&mut session, "m");
    say(&mut session, "hello", "hello");
    ready(&mut session, "m");
    session.send_control('d').expect("typed");
    assert_eq!(finish(session).1, 0);
    assert!(!cli.home().join(".local/share/litellm-proxy/chat").exists());
    let run = cli.run(&["chat", "m"]);
    let expected = "error: an interactive session needs a terminal\nhint: for one answer, use litellm-proxy chat completions m TEXT\n";
    assert_eq!(run.fails(2), expected);
    assert_eq!(cli.run(&["chat", "resume", "x"]).code, 2);
}
