//! The fault matrix: every command that sends requests, against everything that can go wrong.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::Value;
use test_bed::{FakeResponse, FakeServer};

use crate::harness::{Cli, Run};

mod cases;

use cases::{CASES, Case, KEY_PAGE, Kind};

const JSON: &str = "application/json";

/// A failure.
struct Fault {
    name: &'static str,
    way: Way,
    code: i32,
    /// What stderr must contain: the server's message if there is one.
    words: &'static str,
}

enum Way {
    /// Status, content type, body.
    Answer(u16, &'static str, &'static str),
    /// A success with JSON of the wrong shape, by its number.
    WrongShape(usize),
    /// A success that lacks its main content.
    Incomplete,
    Reset,
    CutShort,
    Silence,
    /// Another address in place of the fake server.
    Elsewhere(&'static str),
}

const fn answer(
    name: &'static str,
    code: i32,
    words: &'static str,
    status: u16,
    content_type: &'static str,
    body: &'static str,
) -> Fault {
    Fault { name, way: Way::Answer(status, content_type, body), code, words }
}

const GATEWAY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>upstream is gone</h1></center>\r\n</body>\r\n</html>\r\n";

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    answer("401", 4, "this key is not known here", 401, JSON,
        r#"{"error":{"message":"Authentication Error, this key is not known here","type":"auth_error","param":"None","code":"401"}}"#),
    answer("403", 4, "not for you", 403, JSON,
        r#"{"error":{"message":"not for you","type":"auth_error","param":"None","code":"403"}}"#),
    answer("404", 3, "nobody here has that name", 404, JSON,
        r#"{"detail":{"error":"nobody here has that name"}}"#),
    answer("400", 1, "that cannot be done", 400, JSON,
        r#"{"error":{"message":"{'error': 'that cannot be done'}","type":"bad_request_error","param":"None","code":"400"}}"#),
    answer("409", 8, "it is there already", 409, JSON,
        r#"{"error":{"message":"it is there already","type":"conflict","param":null,"code":409}}"#),
    answer("422", 1, "body.litellm_params.model: Field required; query.page: Input should be greater than 0", 422, JSON,
        r#"{"detail":[{"type":"missing","loc":["body","litellm_params","model"],"msg":"Field required","input":{}},{"loc":["query","page"],"msg":"Input should be greater than 0"}]}"#),
    answer("429", 1, "not so often", 429, JSON,
        r#"{"error":{"message":"not so often","type":"throttling_error","param":null,"code":"429"}}"#),
    answer("500 JSON", 6, "the database is asleep", 500, JSON,
        r#"{"error":{"message":"the database is asleep\n\nTraceback (most recent call last):\n  File \"proxy.py\"","type":"internal_server_error","param":"None","code":"500"}}"#),
    answer("500 text", 6, "Internal Server Error", 500, "text/plain; charset=utf-8", "Internal Server Error"),
    answer("502 page", 6, "an HTML page titled \"502 Bad Gateway\": upstream is gone", 502, "text/html", GATEWAY_PAGE),
    answer("200 page", 6, "(200 OK): ", 200, "text/html", "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Who are you?</body></html>"),
    answer("200 bad JSON", 6, "(200 OK): ", 200, "text/plain", r#"{"data": [{"id": "#),
    answer("200 null", 6, "(200 OK): ", 200, JSON, "null"),
    answer("200 empty", 6, "(200 OK): ", 200, JSON, ""),
    Fault { name: "a wrong shape", way: Way::WrongShape(0), code: 6, words: "(200 OK): " },
    Fault { name: "another wrong shape", way: Way::WrongShape(1), code: 6, words: "(200 OK): " },
    Fault { name: "a third wrong shape", way: Way::WrongShape(2), code: 6, words: "(200 OK): " },
    Fault { name: "an incomplete answer", way: Way::Incomplete, code: 6, words: "(200 OK): " },
    Fault { name: "a reset", way: Way::Reset, code: 5, words: "the connection was lost" },
    Fault { name: "a body cut short", way: Way::CutShort, code: 5, words: "the connection was lost" },
    Fault { name: "silence", way: Way::Silence, code: 5, words: "timed out after 0.5 s" },
    Fault { name: "nobody listens", way: Way::Elsewhere("http://127.0.0.1:1"), code: 5, words: "cannot reach http://127.0.0.1:1: connection refused" },
    Fault { name: "no such host", way: Way::Elsewhere("http://nothing.invalid"), code: 5, words: "cannot reach http://nothing.invalid: " },
];

impl Fault {
    /// What the server does; `None` if the fault does not apply to this command.
    fn response(&self, case: &Case) -> Option<FakeResponse> {
        let kind = if case.kind == Kind::Stream { "text/event-stream" } else { JSON };
        Some(match self.way {
            Way::Answer(status, content_type, body) => FakeResponse::new(status).with_body(body, content_type),
            Way::WrongShape(number) => FakeResponse::new(200).with_body(*case.wrong_shapes.get(number)?, JSON),
            Way::Incomplete => FakeResponse::new(200).with_body(case.incomplete?, "application/json"),
            Way::Reset => FakeResponse::reset(),
            Way::CutShort => FakeResponse::new(200).with_body(r#"{"data":["#, kind).cut_short(),
            // Requests to elsewhere never arrive here.
            Way::Silence | Way::Elsewhere(_) => FakeResponse::silence(),
        })
    }

    /// The body that `http request` prints; `None` without a whole response.
    fn body(&self, case: &Case) -> Option<&'static str> {
        match self.way {
            Way::Answer(_, _, body) => Some(body),
            Way::WrongShape(number) => case.wrong_shapes.get(number).copied(),
            Way::Incomplete => case.incomplete,
            _ => None,
        }
    }

    fn is_a_success(&self) -> bool {
        match self.way {
            Way::Answer(status, ..) => status == 200,
            Way::WrongShape(_) | Way::Incomplete => true,
            _ => false,
        }
    }
}

/// Runs the case against the fault and returns how it violates the contract.
fn try_one(case: &Case, fault: &Fault, as_json: bool) -> Result<(), String> {
    let Some(response) = fault.response(case) else { return Ok(()) };
    let well = case.well;
    let answered = Mutex::new(well.to_vec());
    // Requests that are sent at once arrive in any order.
    let has_failed = Arc::new(AtomicBool::new(false));
    let failing = Arc::clone(&has_failed);
    let server = FakeServer::from_fn(move |request| {
        let line = request.line();
        let mut left = answered.lock().expect("nothing panics while it holds the lock");
        let found = left.iter().position(|(beginning, _)| line.starts_with(beginning));
        // Each succeeds once: the second request to the same endpoint fails.
        failing.fetch_or(found.is_none(), Ordering::Relaxed);
        found.map_or_else(
            || response.clone(),
            |at| FakeResponse::new(200).with_body(left.remove(at).1, "application/json"),
        )
    });
    let url = match fault.way {
        Way::Elsewhere(_) if !well.is_empty() => return Ok(()),
        Way::Elsewhere(url) => url.to_owned(),
        _ => server.uri(),
    };
    let source = FakeServer::always(FakeResponse::new(200).with_body(KEY_PAGE, "application/json"));
    let source_url = source.uri();
    let mut words: Vec<&str> = case
        .words
        .iter()
        .map(|word| match *word {
            "URL" => &url,
            "SOURCE" => &source_url,
            word => word,
        })
        .collect();
    if as_json {
        words.extend(["--format", "json"]);
    }
    if matches!(fault.way, Way::Silence) {
        words.extend(["--timeout", "0.5"]);
    }
    let models = "model_list:\n  - model_name: m\n    litellm_params: {model: openai/m}\n";
    // A slow resolver must not slow down the matrix; only glibc reads this variable.
    let cli = Cli::at(&url).env("RES_OPTIONS", "timeout:1 attempts:1").file("models.yaml", models);
    let cli = cli.file("people.csv", "user_email\nada@example.com\n");
    let run = cli.run(&words);
    let verdict = if as_json { check_json(fault, &run) } else { check(case, fault, &run) };
    let was_asked = matches!(fault.way, Way::Elsewhere(_)) || has_failed.load(Ordering::Relaxed);
    let verdict = verdict.and(if was_asked { Ok(()) } else { Err("the server received no request") });
    verdict.map_err(|problem| format!("{} with {}: {problem}\n{run:#?}", case.words.join(" "), fault.name))
}

fn check(case: &Case, fault: &Fault, run: &Run) -> Result<(), &'static str> {
    let shows_success = case.kind == Kind::AnyAnswer && fault.is_a_success();
    let (code, errors) = match case.kind {
        Kind::Succeeds(_) | Kind::Version => (0, 0),
        Kind::BulkByName { .. } if fault.code == 3 => (3, 1),
        Kind::Bulk(_) | Kind::BulkByName { .. } => (7, 1),
        _ if shows_success => (0, 0),
        _ => (fault.code, 1),
    };
    if run.code != code {
        return Err("a wrong exit code");
    }
    if run.stderr.contains("panicked") || run.stderr.contains("Traceback") {
        return Err("the inside of a program");
    }
    if run.stderr.lines().filter(|line| line.starts_with("error: ")).count() != errors {
        return Err("not as many errors as there should be");
    }
    let gives_reason = |text: &str| text.contains(fault.words) || text.contains(&fault.words.replace('"', "\\\""));
    let reports = |counts: &str| run.stderr.contains(&format!("error: {counts}")) && gives_reason(&run.stdout);
    let is_stdout_right = match case.kind {
        Kind::Plain | Kind::Stream => run.stdout.is_empty(),
        Kind::AnyAnswer => shows(&run.stdout, fault.body(case).unwrap_or_default()),
        Kind::Bulk(counts) => reports(counts),
        Kind::BulkByName { counts, none } => reports(if fault.code == 3 { none } else { counts }),
        Kind::Succeeds(start) => run.stdout.starts_with(start) && run.stderr.is_empty(),
        Kind::Version => {
            let version = run.stdout.lines().nth(2).unwrap_or_default();
            if fault.is_a_success() {
                version == "LiteLLM Proxy Server Version: (unavailable)"
            } else {
                version.starts_with("Could not retrieve server version: ") && gives_reason(version)
            }
        }
    };
    if !is_stdout_right {
        return Err("something else on stdout");
    }
    let is_success = shows_success || matches!(case.kind, Kind::Succeeds(_) | Kind::Version);
    if is_success || run.stderr.contains(fault.words) { Ok(()) } else { Err("the reason is missing") }
}

fn check_json(fault: &Fault, run: &Run) -> Result<(), &'static str> {
    if (run.code, run.stdout.as_str()) != (fault.code, "") {
        return Err("a wrong exit code, or something on stdout");
    }
    let object: Value = serde_json::from_str(&run.stderr).map_err(|_| "stderr is not one JSON object")?;
    let error = object["error"].as_object().ok_or("no error in the object")?;
    let fields = ["kind", "message", "hint", "status", "code", "type", "param", "request_id", "method", "url"];
    if !error.keys().map(String::as_str).eq(fields) {
        return Err("not the fields that are promised");
    }
    let says_it = error["message"].as_str().is_some_and(|message| message.contains(fault.words));
    let status = match fault.way {
        Way::Answer(status, ..) => Some(u64::from(status)),
        Way::WrongShape(_) | Way::Incomplete => Some(200),
        _ => None,
    };
    if says_it && error["kind"].is_string() && error["status"].as_u64() == status {
        Ok(())
    } else {
        Err("the object does not tell the reason")
    }
}

/// Returns whether `stdout` is the body: the same JSON, or the same string.
fn shows(stdout: &str, body: &str) -> bool {
    match serde_json::from_str::<Value>(body) {
        Ok(value) => serde_json::from_str::<Value>(stdout).is_ok_and(|shown| shown == value),
        Err(_) => stdout.trim_end() == body.trim_end(),
    }
}

#[test]
fn every_command_maps_every_fault_to_its_exit_code() {
    let mut jobs = VecDeque::new();
    for fault in FAULTS {
        jobs.push_back((&CASES[0], fault, true));
        jobs.extend(CASES.iter().map(|case| (case, fault, false)));
    }
    let (jobs, problems) = (Mutex::new(jobs), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        // More threads than processors: many runs wait for a retry or a silent server.
        for _ in 0..24 {
            scope.spawn(|| {
                while let Some((case, fault, as_json)) =
                    { jobs.lock().expect("nothing panics while it holds the lock").pop_front() }
                {
                    if let Err(problem) = try_one(case, fault, as_json) {
                        problems.lock().expect("nothing panics while it holds the lock").push(problem);
                    }
                }
            });
        }
    });
    let problems = problems.into_inner().expect("nothing panicked while it held the lock");
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn partial_stream_is_printed_before_the_error() {
    let chunk = r#"{"choices":[{"index":0,"delta":{"content":"Hello"}}]}"#;
    for (response, code, reason) in [
        (
            FakeResponse::new(200).with_body(format!("data: {chunk}\n\n"), "text/event-stream").cut_short(),
            5,
            "the connection was lost",
        ),
        (
            FakeResponse::new(200).with_body(format!("data: {chunk}\n\n"), "text/event-stream"),
            5,
            "before the response was complete",
        ),
        (
            FakeResponse::new(200).with_body(
                format!("data: {chunk}\n\ndata: {{\"error\":{{\"message\":\"out of tokens\",\"code\":\"500\"}}}}\n\n"),
                "text/event-stream",
            ),
            6,
            "out of tokens",
        ),
        (
            FakeResponse::new(200)
                .with_body(format!("data: {chunk}\n\ndata: {{\"choices\": \n\n"), "text/event-stream"),
            6,
            "an event that is not a chunk",
        ),
    ] {
        let server = FakeServer::always(response.clone());
        let run = Cli::at(&server.uri()).run(&["chat", "completions", "m", "-m", "user:hi", "--stream"]);
        assert_eq!((run.code, run.stdout.as_str()), (code, "Hello\n"), "{run:#?}");
        assert!(run.stderr.starts_with("error: the answer broke off after 5 characters\n  caused by: "), "{run:#?}");
        assert!(run.stderr.contains(reason), "{run:#?}");
        assert_eq!(server.received().len(), 1, "{reason}");
    }
}
