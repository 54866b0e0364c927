//! The fault matrix: every command that talks to a server, against everything that can go wrong on the way.

use std::collections::VecDeque;
use std::sync::Mutex;

use serde_json::Value;

use crate::harness::{Cli, Run};
use test_bed::fault_server::{FaultServer, Reply};

const KEY_PAGE: &str = r#"{"keys":[{"token":"aa","key_alias":"one"}],"total_count":1,"total_pages":1}"#;
const STORED_MODEL: &str = r#"{"data":[{"model_name":"m","model_info":{"id":"i","db_model":true}}]}"#;
const JSON: &str = "application/json";

/// A command, and what it takes to bring it to the request that fails.
struct Case {
    words: &'static [&'static str],
    /// Requests that are answered as they should be, by the beginning of `METHOD /path`, and the answers.
    well: &'static [(&'static str, &'static str)],
    /// JSON of a shape that the command cannot use: a list for an object, an object for a list.
    wrong_shapes: &'static [&'static str],
    /// An answer that lacks what it is about. `None` of the commands that show the server's word that something was
    /// done, whatever it says: a server that answers `{}` has done it all the same.
    incomplete: Option<&'static str>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// Fails with the fault's own exit code, and prints nothing on stdout.
    Plain,
    /// The same; the answer is a stream.
    Stream,
    /// `http request` shows any answer, refusals too: only what is no answer leaves stdout empty.
    AnyAnswer,
    /// Several requests, of which some may have worked: what was done is on stdout, and the exit code is 7.
    Bulk,
    /// The work was done before the fault, or is none of the server's: a success all the same.
    Regardless,
}

const fn plain(
    words: &'static [&'static str],
    wrong_shapes: &'static [&'static str],
    incomplete: Option<&'static str>,
) -> Case {
    Case { words, well: &[], wrong_shapes, incomplete, kind: Kind::Plain }
}

/// What takes a `data` list, and what takes an object that may be empty.
const LIST: &[&str] = &["[]", r#"{"data":{}}"#, r#"{"data":["m"]}"#];
const DAYS: &[&str] = &["[]", r#"{"results":{}}"#, r#"{"results":[{"day":"d"}]}"#];
const OBJECT: &[&str] = &["[]", r#"["x"]"#];
const EMPTY: Option<&str> = Some("{}");

/// A team is looked for before anything is done to it.
const TEAM: &[(&str, &str)] = &[(
    "GET /team/info",
    r#"{"team_id":"t","team_info":{"team_id":"t","models":["m","n"],"members_with_roles":[{"user_id":"u","role":"user"}]}}"#,
)];

/// So is an organization.
const ORG: &[(&str, &str)] = &[("GET /organization/info", "{}")];

const CASES: &[Case] = &[
    plain(&["models", "list"], LIST, EMPTY),
    plain(&["models", "info"], LIST, EMPTY),
    plain(&["models", "add", "m", "-p", "model=openai/m"], OBJECT, None),
    plain(&["models", "get", "--id", "i"], LIST, EMPTY),
    plain(&["models", "get", "--name", "m"], LIST, EMPTY),
    plain(&["models", "delete", "i"], OBJECT, None),
    plain(&["models", "update", "i", "-p", "rpm=1"], OBJECT, None),
    Case { kind: Kind::Bulk, ..plain(&["models", "import", "models.yaml"], OBJECT, None) },
    // What is there already is asked for first: without it nothing is begun.
    plain(&["models", "import", "models.yaml", "--on-conflict", "skip"], LIST, EMPTY),
    plain(&["credentials", "list"], &["[]", r#"{"credentials":{}}"#], EMPTY),
    plain(&["credentials", "create", "c", "--info", "{}", "--values", "{}"], OBJECT, None),
    plain(&["credentials", "get", "c"], OBJECT, EMPTY),
    plain(&["credentials", "update", "c", "--info", "{}"], OBJECT, None),
    // It looks before it deletes; first the look fails, then the deletion.
    plain(&["credentials", "delete", "c"], OBJECT, EMPTY),
    Case {
        well: &[("GET /credentials/by_name/c", r#"{"credential_name":"c"}"#)],
        ..plain(&["credentials", "delete", "c"], OBJECT, None)
    },
    plain(&["keys", "list"], &["[]", r#"{"keys":{}}"#, r#"{"keys":[1]}"#], EMPTY),
    plain(&["keys", "list", "--page", "2"], &["[]", r#"{"keys":{}}"#], EMPTY),
    plain(&["keys", "generate"], OBJECT, EMPTY),
    plain(&["keys", "delete", "--keys", "sk-0123456789"], &["[]", r#"{"deleted_keys":{}}"#], None),
    Case {
        // Of two lists one is deleted, and the other not.
        well: &[("POST /key/delete", r#"{"deleted_keys":["aa"]}"#)],
        kind: Kind::Bulk,
        ..plain(&["keys", "delete", "--keys", "sk-0123456789", "--key-aliases", "a"], &["[]"], None)
    },
    plain(&["keys", "update", "sk-0123456789", "--rpm-limit", "1"], OBJECT, None),
    plain(&["keys", "update", "one", "--rpm-limit", "1"], &["[]", r#"{"keys":{}}"#], EMPTY),
    plain(&["keys", "update", "sk-0123456789", "--add-model", "m"], &["[]", r#"{"info":[]}"#], EMPTY),
    Case {
        well: &[("GET /key/info", r#"{"info":{"models":["n"]}}"#)],
        ..plain(&["keys", "update", "sk-0123456789", "--add-model", "m"], OBJECT, None)
    },
    plain(&["keys", "block", "sk-0123456789"], OBJECT, None),
    plain(&["keys", "unblock", "sk-0123456789"], OBJECT, None),
    Case { kind: Kind::Bulk, ..plain(&["keys", "block", "sk-0123456789", "sk-9876543210"], OBJECT, None) },
    plain(&["keys", "reset-spend", "sk-0123456789"], OBJECT, None),
    plain(&["keys", "regenerate", "sk-0123456789"], OBJECT, EMPTY),
    plain(&["keys", "aliases"], &["[]", r#"{"aliases":{}}"#, r#"{"aliases":[1]}"#], EMPTY),
    plain(&["keys", "can-use", "sk-0123456789", "m"], &["[]", r#"{"info":[]}"#], EMPTY),
    Case {
        well: &[("GET /key/info", r#"{"info":{}}"#)],
        ..plain(&["keys", "can-use", "sk-0123456789", "m"], LIST, EMPTY)
    },
    plain(&["keys", "audit"], &["[]", r#"{"keys":{}}"#], EMPTY),
    Case { well: &[("GET /key/list", KEY_PAGE)], ..plain(&["keys", "audit"], &["[]", r#"{"users":{}}"#], EMPTY) },
    plain(&["keys", "info", "--key", "sk-0123456789"], &["[]", r#"{"info":[]}"#], EMPTY),
    plain(&["keys", "info", "one"], &["[]", r#"{"keys":{}}"#], EMPTY),
    Case {
        well: &[("GET /key/list", KEY_PAGE)],
        ..plain(&["keys", "info", "--key-alias", "one"], &["[]", r#"{"info":[]}"#], EMPTY)
    },
    plain(
        &["keys", "import", "--source-base-url", "URL", "--discard-secrets", "--base-url", "http://127.0.0.1:1"],
        &["[]", r#"{"keys":{}}"#],
        EMPTY,
    ),
    Case {
        kind: Kind::Bulk,
        ..plain(&["keys", "import", "--source-base-url", "SOURCE", "--discard-secrets"], OBJECT, EMPTY)
    },
    plain(&["users", "list"], &["[]", r#"{"users":{}}"#, r#"{"users":["u"]}"#], EMPTY),
    plain(&["users", "get", "--id", "u"], &["[]", r#"{"user_info":[]}"#], None),
    plain(&["users", "create", "--email", "u@example.com"], OBJECT, None),
    // The server answers with how many there were; anything but a number is no answer to it.
    plain(&["users", "delete", "u"], &["[]", "[1]", r#"{"deleted":1}"#], EMPTY),
    // Of a user that it does not know the server would make one: it looks first.
    plain(&["users", "update", "u", "--max-budget", "1"], &["[]", r#"{"user_info":[]}"#], None),
    Case {
        well: &[("GET /user/info", r#"{"user_info":{"user_id":"u"}}"#)],
        ..plain(&["users", "update", "u", "--max-budget", "1"], &["[]", r#"{"data":[]}"#], None)
    },
    plain(&["users", "invite", "u"], &["[]", r#"{"id":[]}"#], EMPTY),
    // Who is there already is asked for first: without it nothing is begun.
    plain(&["users", "import", "people.csv"], &["[]", r#"{"users":{}}"#, r#"{"users":["u"]}"#], EMPTY),
    Case {
        well: &[("GET /user/list", r#"{"users":[],"total":0,"total_pages":0}"#)],
        kind: Kind::Bulk,
        ..plain(&["users", "import", "people.csv", "--on-conflict", "fail"], &["[]", r#"{"user_id":[]}"#], None)
    },
    plain(&["teams", "list"], &["[]", r#"{"teams":{}}"#, r#"{"teams":["t"]}"#], EMPTY),
    plain(&["teams", "list", "--page", "2"], &["[]", r#"{"teams":{}}"#, r#"{"teams":["t"]}"#], EMPTY),
    plain(&["teams", "create", "--team-alias", "a"], OBJECT, None),
    Case { well: TEAM, ..plain(&["teams", "update", "t", "--max-budget", "1"], &["[]", r#"{"data":[]}"#], None) },
    Case { well: TEAM, ..plain(&["teams", "delete", "t"], &["[]", r#"{"deleted_teams":{}}"#], None) },
    Case { well: TEAM, ..plain(&["teams", "block", "t"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "unblock", "t"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "members", "add", "t", "u"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "members", "update", "t", "u", "--rpm-limit", "1"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "members", "remove", "t", "u"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "models", "add", "t", "m"], OBJECT, None) },
    Case { well: TEAM, ..plain(&["teams", "models", "remove", "t", "m"], OBJECT, None) },
    plain(&["teams", "available"], &[r#"{"teams":[]}"#, r#"["t"]"#], EMPTY),
    Case { well: TEAM, ..plain(&["teams", "assign-key", "--team-id", "t"], OBJECT, None) },
    plain(&["teams", "assign-key"], &[r#"{"teams":[]}"#], EMPTY),
    Case {
        // The key is assigned; that the team cannot be looked at afterwards is no failure of it.
        well: &[("GET /team/info", r#"{"team_info":{}}"#), ("POST /key/update", "{}")],
        kind: Kind::Regardless,
        ..plain(&["teams", "assign-key", "--team-id", "t"], OBJECT, EMPTY)
    },
    plain(&["budgets", "list"], &[r#"{"budgets":[]}"#, r#"["b"]"#], EMPTY),
    plain(&["budgets", "info", "b"], &[r#"{"budgets":[]}"#, r#"["b"]"#], EMPTY),
    plain(&["budgets", "create", "--max-budget", "1"], OBJECT, None),
    plain(&["budgets", "create", "b"], &[r#"{"budgets":[]}"#, r#"["b"]"#], EMPTY),
    Case { well: &[("POST /budget/info", "[]")], ..plain(&["budgets", "create", "b"], OBJECT, None) },
    plain(&["budgets", "why", "sk-0123456789"], &["[]", r#"{"info":[]}"#], EMPTY),
    Case {
        well: &[("GET /key/info", r#"{"info":{"team_id":"t"}}"#)],
        ..plain(&["budgets", "why", "sk-0123456789", "--customer", "c"], OBJECT, None)
    },
    plain(&["customers", "list"], &[r#"{"customers":[]}"#, r#"["c"]"#], EMPTY),
    plain(&["customers", "info", "c"], OBJECT, None),
    plain(&["customers", "create", "c"], OBJECT, None),
    plain(&["customers", "update", "c", "--alias", "a"], OBJECT, None),
    plain(&["customers", "delete", "c"], OBJECT, None),
    plain(&["customers", "block", "c"], OBJECT, None),
    plain(&["customers", "unblock", "c"], OBJECT, None),
    plain(&["access-groups", "list"], &["[]", r#"{"access_groups":{}}"#, r#"{"access_groups":["g"]}"#], EMPTY),
    plain(&["access-groups", "info", "g"], OBJECT, None),
    plain(&["access-groups", "create", "g", "--models", "m"], LIST, EMPTY),
    Case {
        well: &[("GET /v1/model/info", STORED_MODEL)],
        ..plain(&["access-groups", "create", "g", "--models", "m"], OBJECT, None)
    },
    plain(&["access-groups", "update", "g", "--add-model", "m"], OBJECT, None),
    Case {
        well: &[("GET /access_group/g/info", "{}"), ("GET /v1/model/info", STORED_MODEL)],
        ..plain(&["access-groups", "update", "g", "--add-model", "m"], OBJECT, None)
    },
    plain(&["access-groups", "delete", "g"], OBJECT, None),
    plain(&["models", "update", "i", "--access-group", "g"], LIST, EMPTY),
    plain(&["organizations", "list"], &[r#"{"organizations":[]}"#, r#"["o"]"#], EMPTY),
    plain(&["organizations", "info", "o"], OBJECT, None),
    plain(&["organizations", "create", "o"], OBJECT, None),
    plain(&["organizations", "update", "o", "--max-budget", "1"], OBJECT, None),
    Case { well: ORG, ..plain(&["organizations", "update", "o", "--max-budget", "1"], OBJECT, None) },
    Case { well: ORG, ..plain(&["organizations", "delete", "o"], &[r#"{"organizations":[]}"#, r#"["o"]"#], EMPTY) },
    Case { well: ORG, ..plain(&["organizations", "members", "add", "o", "u"], OBJECT, None) },
    Case { well: ORG, ..plain(&["organizations", "members", "update", "o", "u", "--role=org_admin"], OBJECT, None) },
    plain(&["users", "delete", "u@v"], OBJECT, None),
    plain(&["model-groups", "list"], LIST, EMPTY),
    plain(&["spend", "keys"], DAYS, EMPTY),
    plain(&["spend", "users"], DAYS, EMPTY),
    plain(&["spend", "teams"], DAYS, EMPTY),
    plain(&["spend", "models"], DAYS, EMPTY),
    plain(&["spend", "tags"], DAYS, EMPTY),
    plain(&["spend", "customers"], DAYS, EMPTY),
    plain(&["spend", "trend"], DAYS, EMPTY),
    plain(&["spend", "total"], OBJECT, None),
    plain(&["spend", "logs"], LIST, EMPTY),
    plain(&["spend", "logs", "--follow"], LIST, EMPTY),
    plain(&["chat", "completions", "m", "-m", "user:hi"], &["[]", r#"{"choices":{}}"#, r#"{"choices":["c"]}"#], EMPTY),
    Case {
        kind: Kind::Stream,
        ..plain(&["chat", "completions", "m", "-m", "user:hi", "--stream"], &["[]", r#"{"choices":{}}"#], EMPTY)
    },
    Case { kind: Kind::AnyAnswer, ..plain(&["http", "request", "GET", "/any"], &["[]"], EMPTY) },
    Case { kind: Kind::AnyAnswer, ..plain(&["http", "request", "POST", "/any", "-j", "{}"], &["[]"], EMPTY) },
    // The client's own version is known without a server.
    Case { kind: Kind::Regardless, ..plain(&["version"], &["[]"], EMPTY) },
];

/// A way to go wrong.
struct Fault {
    name: &'static str,
    way: Way,
    code: i32,
    /// What stderr must say: the server's own words where there are any.
    words: &'static str,
}

enum Way {
    /// Status, content type, body.
    Answer(&'static str, &'static str, &'static str),
    /// A success with JSON of the wrong shape, by its number.
    WrongShape(usize),
    /// A success that lacks what it is about.
    Incomplete,
    Reset,
    CutShort,
    Silence,
    /// No server of ours at all.
    Elsewhere(&'static str),
}

const fn answer(
    name: &'static str,
    code: i32,
    words: &'static str,
    status: &'static str,
    content_type: &'static str,
    body: &'static str,
) -> Fault {
    Fault { name, way: Way::Answer(status, content_type, body), code, words }
}

const GATEWAY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>upstream is gone</h1></center>\r\n</body>\r\n</html>\r\n";

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    answer("401", 4, "this key is not known here", "401 Unauthorized", JSON,
        r#"{"error":{"message":"Authentication Error, this key is not known here","type":"auth_error","param":"None","code":"401"}}"#),
    answer("403", 4, "not for you", "403 Forbidden", JSON,
        r#"{"error":{"message":"not for you","type":"auth_error","param":"None","code":"403"}}"#),
    answer("404", 3, "nobody here has that name", "404 Not Found", JSON,
        r#"{"detail":{"error":"nobody here has that name"}}"#),
    answer("400", 1, "that cannot be done", "400 Bad Request", JSON,
        r#"{"error":{"message":"{'error': 'that cannot be done'}","type":"bad_request_error","param":"None","code":"400"}}"#),
    answer("409", 8, "it is there already", "409 Conflict", JSON,
        r#"{"error":{"message":"it is there already","type":"conflict","param":null,"code":409}}"#),
    answer("422", 1, "body.litellm_params.model: Field required; query.page: Input should be greater than 0", "422 Unprocessable Entity", JSON,
        r#"{"detail":[{"type":"missing","loc":["body","litellm_params","model"],"msg":"Field required","input":{}},{"loc":["query","page"],"msg":"Input should be greater than 0"}]}"#),
    answer("500 JSON", 6, "the database is asleep", "500 Internal Server Error", JSON,
        r#"{"error":{"message":"the database is asleep\n\nTraceback (most recent call last):\n  File \"proxy.py\"","type":"internal_server_error","param":"None","code":"500"}}"#),
    answer("500 text", 6, "Internal Server Error", "500 Internal Server Error", "text/plain; charset=utf-8", "Internal Server Error"),
    answer("502 page", 6, "an HTML page titled \"502 Bad Gateway\": upstream is gone", "502 Bad Gateway", "text/html", GATEWAY_PAGE),
    answer("200 page", 6, "(200 OK): ", "200 OK", "text/html", "<!DOCTYPE html><html><head><title>Sign in</title></head><body>Who are you?</body></html>"),
    answer("200 bad JSON", 6, "(200 OK): ", "200 OK", "text/plain", r#"{"data": [{"id": "#),
    answer("200 null", 6, "(200 OK): ", "200 OK", JSON, "null"),
    answer("200 empty", 6, "(200 OK): ", "200 OK", JSON, ""),
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
    /// What the server does; `None` where the fault says nothing of this command.
    fn reply(&self, case: &Case) -> Option<Reply> {
        let kind = if case.kind == Kind::Stream { "text/event-stream" } else { JSON };
        Some(match self.way {
            Way::Answer(status, content_type, body) => Reply::http(status, content_type, body),
            Way::WrongShape(number) => Reply::json(case.wrong_shapes.get(number)?),
            Way::Incomplete => Reply::json(case.incomplete?),
            Way::Reset => Reply::Reset,
            Way::CutShort => Reply::cut_short(kind, r#"{"data":["#),
            // A server that is elsewhere never gets here.
            Way::Silence | Way::Elsewhere(_) => Reply::Silence,
        })
    }

    /// The body that `http request` shows; `None` where there is no whole answer.
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
            Way::Answer(status, ..) => status.starts_with("200"),
            Way::WrongShape(_) | Way::Incomplete => true,
            _ => false,
        }
    }
}

/// Runs the case against the fault, and gives what stands against the contract.
fn try_one(case: &Case, fault: &Fault, as_json: bool) -> Result<(), String> {
    let Some(reply) = fault.reply(case) else { return Ok(()) };
    let well = case.well;
    let answered = Mutex::new(well.to_vec());
    let server = FaultServer::start(move |line| {
        let mut left = answered.lock().expect("no panic while it is held");
        let found = left.iter().position(|(beginning, _)| line.starts_with(beginning));
        // Each is answered once: of two requests of the same endpoint the second fails.
        found.map_or_else(|| reply.clone(), |at| Reply::json(left.remove(at).1))
    });
    let url = match fault.way {
        Way::Elsewhere(_) if !well.is_empty() => return Ok(()),
        Way::Elsewhere(url) => url.to_owned(),
        _ => server.uri(),
    };
    let source = FaultServer::start(|_| Reply::json(KEY_PAGE));
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
    // A resolver that is slow to say no must not make the matrix slow; where the C library is not glibc it is patient.
    let cli = Cli::at(&url).env("RES_OPTIONS", "timeout:1 attempts:1").file("models.yaml", models);
    let cli = cli.file("people.csv", "user_email\nada@example.com\n");
    let run = cli.run(&words);
    let verdict = if as_json { check_json(fault, &run) } else { check(case, fault, &run) };
    let asked = matches!(fault.way, Way::Elsewhere(_)) || server.received().len() > well.len();
    let verdict = verdict.and(if asked { Ok(()) } else { Err("the server was not asked") });
    verdict.map_err(|problem| format!("{} with {}: {problem}\n{run:#?}", case.words.join(" "), fault.name))
}

fn check(case: &Case, fault: &Fault, run: &Run) -> Result<(), &'static str> {
    let shows_success = case.kind == Kind::AnyAnswer && fault.is_a_success();
    let (code, errors) = match case.kind {
        Kind::Regardless => (0, 0),
        Kind::Bulk => (7, 1),
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
    let is_stdout_right = match case.kind {
        Kind::Plain | Kind::Stream => run.stdout.is_empty(),
        Kind::AnyAnswer => shows(&run.stdout, fault.body(case).unwrap_or_default()),
        Kind::Bulk | Kind::Regardless => !run.stdout.is_empty(),
    };
    if !is_stdout_right {
        return Err("something else on stdout");
    }
    let is_told = case.kind == Kind::Regardless || shows_success || run.stderr.contains(fault.words);
    if is_told { Ok(()) } else { Err("the reason is not told") }
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
        Way::Answer(status, ..) => status.split(' ').next().and_then(|code| code.parse::<u64>().ok()),
        Way::WrongShape(_) | Way::Incomplete => Some(200),
        _ => None,
    };
    if says_it && error["kind"].is_string() && error["status"].as_u64() == status {
        Ok(())
    } else {
        Err("the object does not tell the reason")
    }
}

/// True when `stdout` is the body: the same JSON, or the same text.
fn shows(stdout: &str, body: &str) -> bool {
    match serde_json::from_str::<Value>(body) {
        Ok(value) => serde_json::from_str::<Value>(stdout).is_ok_and(|shown| shown == value),
        Err(_) => stdout.trim_end() == body.trim_end(),
    }
}

#[test]
fn every_fault_has_its_exit_code_and_one_error_whatever_the_command() {
    let mut jobs = VecDeque::new();
    for fault in FAULTS {
        jobs.push_back((&CASES[0], fault, true));
        jobs.extend(CASES.iter().map(|case| (case, fault, false)));
    }
    let (jobs, problems) = (Mutex::new(jobs), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        // More than there are processors: many of the runs wait, between two tries or for a server that is silent.
        for _ in 0..12 {
            scope.spawn(|| {
                while let Some((case, fault, as_json)) = { jobs.lock().expect("no panic while it is held").pop_front() }
                {
                    if let Err(problem) = try_one(case, fault, as_json) {
                        problems.lock().expect("no panic while it is held").push(problem);
                    }
                }
            });
        }
    });
    let problems = problems.into_inner().expect("no panic while it was held");
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}

#[test]
fn what_came_of_a_stream_before_it_broke_is_shown() {
    let chunk = r#"{"choices":[{"index":0,"delta":{"content":"Hello"}}]}"#;
    for (reply, code, reason) in [
        (Reply::cut_short("text/event-stream", &format!("data: {chunk}\n\n")), 5, "the connection was lost"),
        (
            Reply::http("200 OK", "text/event-stream", &format!("data: {chunk}\n\n")),
            5,
            "before the response was complete",
        ),
        (
            Reply::http(
                "200 OK",
                "text/event-stream",
                &format!("data: {chunk}\n\ndata: {{\"error\":{{\"message\":\"out of tokens\",\"code\":\"500\"}}}}\n\n"),
            ),
            6,
            "out of tokens",
        ),
        (
            Reply::http("200 OK", "text/event-stream", &format!("data: {chunk}\n\ndata: {{\"choices\": \n\n")),
            6,
            "an event that is not a chunk",
        ),
    ] {
        let server = FaultServer::start(move |_| reply.clone());
        let run = Cli::at(&server.uri()).run(&["chat", "completions", "m", "-m", "user:hi", "--stream"]);
        assert_eq!((run.code, run.stdout.as_str()), (code, "Hello\n"), "{run:#?}");
        assert!(run.stderr.starts_with("error: the answer broke off after 5 characters\n  caused by: "), "{run:#?}");
        assert!(run.stderr.contains(reason), "{run:#?}");
        assert_eq!(server.received().len(), 1, "{reason}");
    }
}
