//! `users import`: the file, existing users, requests and outcomes.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Gate, Respond, json_response};

use crate::harness::{Cli, Run, are_usage_errors};
use crate::terminal::wait_until_noticed;

const HEADER: &str = "user_email,user_role,user_alias,user_id,max_budget,budget_duration,models,teams,tpm_limit\n";

/// Creates users, except those whose id or email starts with `refused`.
struct Maker;

impl Respond for Maker {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let user: Value = request.json();
        let name = user["user_id"].as_str().or(user["user_email"].as_str()).expect("a name");
        if name.starts_with("refused") {
            let refusal = json!({"error": {"message": format!("{name} is refused"), "code": "400"}});
            return FakeResponse::new(400).with_json(refusal);
        }
        if name.starts_with("taken") {
            return FakeResponse::new(409).with_json(json!({"detail": {"error": format!("{name} is taken")}}));
        }
        json_response(json!({"user_id": format!("id-{name}"), "key": ""}))
    }
}

/// Creates keys, except those of users whose id starts with `id-keyless`.
struct KeyMaker;

impl Respond for KeyMaker {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let key: Value = request.json();
        if key["user_id"].as_str().expect("a user").starts_with("id-keyless") {
            return FakeResponse::new(400).with_json(json!({"error": {"message": "no key for you", "code": "400"}}));
        }
        json_response(json!({"key": key["key"]}))
    }
}

/// A server with these users, and the teams t1 (Core), t2 and t3 (both Twin).
fn serving(users: &[Value]) -> FakeServer {
    let list = json!({"users": users, "total": users.len(), "page": 1, "total_pages": 1});
    let teams = json!([
        {"team_id": "t1", "team_alias": "Core"}, {"team_id": "t2", "team_alias": "Twin"},
        {"team_id": "t3", "team_alias": "Twin"}, {"team_id": "t4", "team_alias": "t1"},
    ]);
    let server = FakeServer::with_routes([
        ("GET /user/list", json_response(list)),
        ("GET /v2/team/list", json_response(json!({"teams": teams, "total": 4, "page": 1, "total_pages": 1}))),
        ("POST /user/update", json_response(json!({"user_id": "u", "data": {}}))),
        ("POST /team/member_add", json_response(json!({}))),
    ]);
    server.add("POST /user/new", Maker);
    server.add("POST /key/generate", KeyMaker);
    server
}

fn import(cli: &Cli, words: &[&str]) -> Run {
    cli.run(&[&["users", "import", "people.csv", "--concurrency", "1"], words].concat())
}

/// The outcome of each user, in the order of the output.
fn outcomes(run: &Run) -> Vec<(String, String)> {
    let items: Vec<Value> = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:#?}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    items.iter().map(|item| (text(&item["user_email"]), text(&item["outcome"]))).collect()
}

fn pair(address: &str, outcome: &str) -> (String, String) {
    (address.to_owned(), outcome.to_owned())
}

fn posts(server: &FakeServer) -> Vec<(String, Value)> {
    server.requests().into_iter().filter(|(line, _)| line.starts_with("POST")).collect()
}

#[test]
fn each_row_creates_a_user_without_a_key() {
    let server = serving(&[]);
    let rows = "a@b.c,proxy_admin,\"Ada, L.\",u1,10.5,30d,gpt-4;m2,Core;t2,100\n,,,u2,,,,,\nx@b.c,,,,,,,,\n";
    let cli = Cli::of(&server).file("people.csv", format!("{HEADER}{rows}"));
    let run = import(&cli, &["--format", "json"]);
    assert_eq!(
        run.json(),
        json!([
            {"line": 2, "user_email": "a@b.c", "user_id": "id-u1", "outcome": "imported", "reason": null},
            {"line": 3, "user_email": null, "user_id": "id-u2", "outcome": "imported", "reason": null},
            {"line": 4, "user_email": "x@b.c", "user_id": "id-x@b.c", "outcome": "imported", "reason": null},
        ])
    );
    assert_eq!(run.stderr, "");
    let bodies: Vec<_> = posts(&server).into_iter().map(|(_, body)| body).collect();
    assert_eq!(
        bodies,
        [
            json!({"user_id": "u1", "user_email": "a@b.c", "user_role": "proxy_admin", "user_alias": "Ada, L.",
                   "budget_duration": "30d", "teams": ["t1", "t2"], "models": ["gpt-4", "m2"], "max_budget": 10.5,
                   "auto_create_key": false, "tpm_limit": 100}),
            json!({"user_id": "u2", "user_role": "internal_user", "auto_create_key": false}),
            json!({"user_email": "x@b.c", "user_role": "internal_user", "auto_create_key": false}),
        ]
    );
}

#[test]
fn file_is_read_from_stdin_and_teams_are_fetched_on_demand() {
    let server = serving(&[]);
    let run = Cli::of(&server).stdin("user_email\na@b.c\n").run(&["users", "import", "-", "--format", "csv"]);
    assert_eq!(run.ok(), "line,user_email,user_id,outcome,reason\n2,a@b.c,id-a@b.c,imported,\n");
    let lines: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, ["GET /user/list?page=1&page_size=100&sort_by=user_id", "POST /user/new"]);
}

#[test]
fn existing_users_are_skipped_by_id_or_email() {
    let there = [json!({"user_id": "u1"}), json!({"user_id": "u7", "user_email": "Bob@Example.com"})];
    let server = serving(&there);
    let rows = "user_email,user_id\na@b.c,u1\nbob@example.com,\nBOB2@example.com,u2\ntaken@b.c,\n";
    let cli = Cli::of(&server).file("people.csv", rows);
    let run = import(&cli, &["--format", "csv"]);
    assert_eq!(
        run.ok(),
        "line,user_email,user_id,outcome,reason\n\
         2,a@b.c,u1,skipped,a user with this id exists already\n\
         3,bob@example.com,,skipped,\"a user with this email address exists already, u7\"\n\
         4,BOB2@example.com,id-u2,imported,\n\
         5,taken@b.c,,skipped,taken@b.c is taken (HTTP 409)\n"
    );
    assert_eq!(run.stderr, "skipped: 3 of 4 users, which exist already\n");
    assert_eq!(posts(&server).len(), 2);
}

#[test]
fn on_conflict_fail_reports_existing_users() {
    let server = serving(&[json!({"user_id": "u1"})]);
    let cli = Cli::of(&server).file("people.csv", "user_email,user_id\na@b.c,u1\nb@b.c,u2\ntaken@b.c,\n");
    let run = import(&cli, &["--on-conflict", "fail", "--format", "ndjson"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(
        run.stderr,
        "failed: line 2, a@b.c: a user with this id exists already\n\
         failed: line 4, taken@b.c: taken@b.c is taken (HTTP 409)\n\
         error: 2 of 3 users were not imported\n"
    );
    assert_eq!(posts(&server).len(), 2);
    let run = import(&cli, &["--on-conflict", "fail", "--fail-fast", "--format", "json"]);
    assert_eq!(
        outcomes(&run),
        [pair("a@b.c", "failed"), pair("b@b.c", "not tried"), pair("taken@b.c", "not tried")],
        "{run:#?}"
    );
    assert_eq!(posts(&server).len(), 2);
}

#[test]
fn on_conflict_update_sets_fields_and_joins_teams() {
    let there = [
        json!({"user_id": "u1", "user_email": "Old@b.c", "teams": ["t1"]}),
        json!({"user_id": "u7", "user_email": "Bob@Example.com"}),
        json!({"user_id": "u8", "user_email": "eve@b.c"}),
    ];
    let server = serving(&there);
    let rows = "a@b.c,,Ada,u1,,,,t1;Twin-not,7\nbob@example.com,proxy_admin,,,5,,m,Core,\neve@b.c,,,u9,,,,,\nEVE2@b.c,,,u8,,,,,\n";
    let rows = rows.replace("Twin-not", "t2");
    let cli = Cli::of(&server).file("people.csv", format!("{HEADER}{rows}bob@example.com.x,,,,,,,,\n"));
    let run = import(&cli, &["--on-conflict", "update", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(
        outcomes(&run),
        [
            pair("a@b.c", "updated"),
            pair("bob@example.com", "updated"),
            pair("eve@b.c", "failed"),
            pair("EVE2@b.c", "updated"),
            pair("bob@example.com.x", "imported"),
        ]
    );
    let add = |team: &str, user: &str| {
        ("POST /team/member_add".to_owned(), json!({"team_id": team, "member": [{"user_id": user, "role": "user"}]}))
    };
    let update = |body: Value| ("POST /user/update".to_owned(), body);
    assert_eq!(
        posts(&server)[..5],
        [
            update(json!({"user_id": "u1", "user_email": "a@b.c", "user_alias": "Ada", "tpm_limit": 7})),
            add("t2", "u1"),
            update(json!({"user_id": "u7", "user_role": "proxy_admin", "models": ["m"], "max_budget": 5.0})),
            add("t1", "u7"),
            update(json!({"user_id": "u8", "user_email": "EVE2@b.c"})),
        ]
    );
}

#[test]
fn empty_update_is_not_sent() {
    let server = serving(&[json!({"user_id": "u1", "user_email": "a@b.c", "teams": [{"team_id": "t1"}]})]);
    let cli = Cli::of(&server).file("people.csv", "user_email,teams\nA@B.C,Core\n");
    let run = import(&cli, &["--on-conflict", "update", "--format", "json"]);
    assert_eq!((outcomes(&run), run.code), (vec![pair("A@B.C", "skipped")], 0));
    assert_eq!(posts(&server), []);
}

#[test]
fn unknown_or_ambiguous_teams_are_reported_with_their_line() {
    let server = serving(&[]);
    for (team, text) in [
        ("nope", "error: people.csv, line 3, column teams: no team has the id or alias `nope`\n"),
        ("Twin", "error: people.csv, line 3, column teams: more than one team has the alias `Twin`: t2, t3\n"),
        (
            "Twin;nope",
            "error: 2 problems in people.csv:\n  \
             people.csv, line 3, column teams: more than one team has the alias `Twin`: t2, t3\n  \
             people.csv, line 3, column teams: no team has the id or alias `nope`\n",
        ),
    ] {
        let cli = Cli::of(&server).file("people.csv", format!("user_email,teams\na@b.c,t1\nb@b.c,Core;{team}\n"));
        assert_eq!(import(&cli, &[]).fails(2), text);
    }
    assert_eq!(posts(&server), []);
}

#[test]
fn failures_are_reported_in_file_order() {
    let server = serving(&[]);
    let cli = Cli::of(&server).file("people.csv", "user_email\na@b.c\nrefused@b.c\nc@b.c\n");
    let run = import(&cli, &["--format", "csv"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(
        run.stderr,
        "failed: line 3, refused@b.c: refused@b.c is refused (HTTP 400)\nerror: 1 of 3 users were not imported\n"
    );
    let run = import(&cli, &["--fail-fast", "--format", "json"]);
    assert_eq!(outcomes(&run), [pair("a@b.c", "imported"), pair("refused@b.c", "failed"), pair("c@b.c", "not tried")]);
}

#[test]
fn keys_are_written_to_a_private_file_only() {
    let server = serving(&[json!({"user_id": "old", "user_email": "old@b.c"})]);
    let rows = "user_email,user_id,user_alias,models,tpm_limit,max_budget\na@b.c,,,m,5,2\n,u2,,,,\nrefused@b.c,,,,,\nold@b.c,,x,,,\nkeyless@b.c,,,,,\n";
    let cli = Cli::of(&server).file("people.csv", rows);
    let run = import(&cli, &["--with-keys", "keys.csv", "--on-conflict", "update", "--debug"]);
    assert_eq!(run.code, 7, "{run:#?}");
    let keyless = "failed: line 6, keyless@b.c: the user was created without a key: no key for you (HTTP 400); create one with \
                   `litellm-proxy keys generate --user-id id-keyless@b.c`\n";
    assert!(run.stderr.contains(keyless), "{run:#?}");
    assert!(run.stderr.contains("the keys of 2 new users are in keys.csv\n"), "{run:#?}");
    let keys: Vec<Value> =
        posts(&server).into_iter().filter(|(line, _)| line == "POST /key/generate").map(|(_, body)| body).collect();
    let secret = |number: usize| keys[number]["key"].as_str().expect("a secret");
    assert!(keys.iter().all(|key| !format!("{run:?}").contains(key["key"].as_str().expect("a secret"))), "{run:#?}");
    // The key has what concerns keys of what the user has; the budget is the user's.
    assert_eq!(keys[0], json!({"key": secret(0), "user_id": "id-a@b.c", "models": ["m"], "tpm_limit": 5}));
    let file = cli.home().join("keys.csv");
    let text = std::fs::read_to_string(&file).expect("the file");
    assert_eq!(text, format!("user,key\na@b.c,{}\nu2,{}\n", secret(0), secret(1)));
    assert_eq!(std::fs::metadata(&file).expect("the file").permissions().mode() & 0o7777, 0o600);
    let made: Vec<_> = posts(&server).into_iter().filter(|(line, _)| line == "POST /user/new").collect();
    assert!(made.iter().all(|(_, body)| body["auto_create_key"] == false), "{made:?}");

    // An existing file is kept, and no user is created.
    let before = server.received().len();
    let run = import(&cli, &["--with-keys", "keys.csv"]);
    assert_eq!(run.fails(2), "error: cannot create `keys.csv`: File exists\n");
    assert_eq!(posts(&server).len(), made.len() + keys.len() + 1);
    assert!(server.received().len() >= before);
    // Without a new key there is no file.
    let cli = Cli::of(&server).file("people.csv", "user_id\nold\n");
    import(&cli, &["--with-keys", "new.csv"]).ok();
    assert!(!cli.home().join("new.csv").exists());
}

#[test]
fn dry_run_only_reads() {
    let server = serving(&[json!({"user_id": "old", "user_email": "old@b.c", "teams": ["t1"]})]);
    let rows = "user_email,user_alias,teams\na@b.c,,Core\nOLD@b.c,x,\n";
    let cli = Cli::of(&server).file("people.csv", rows);
    for (words, of_old) in [
        (&[][..], "would be skipped"),
        (&["--on-conflict", "update"], "would be updated"),
        (&["--on-conflict", "fail"], "would fail"),
    ] {
        let words = [&["--dry-run", "--with-keys", "keys.csv", "--format", "json"], words].concat();
        let run = import(&cli, &words);
        assert_eq!(outcomes(&run), [pair("a@b.c", "would be imported"), pair("OLD@b.c", of_old)], "{run:#?}");
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let why = json!("a user with this email address exists already, old");
        assert_eq!(run.json()[1]["reason"], if of_old == "would be updated" { Value::Null } else { why });
    }
    assert_eq!(posts(&server), []);
    assert!(!cli.home().join("keys.csv").exists());
    let before = server.received().len();
    let run = import(&cli, &["--curl"]);
    assert!(run.ok().contains("/user/new") && run.stdout.contains("auto_create_key"), "{run:#?}");
    assert_eq!(server.received().len(), before);
}

#[test]
fn file_errors_are_listed_up_to_a_limit() {
    let server = FakeServer::always_json(Value::Null);
    let rows = "user_email,user_role,max_budget\nbob,boss,\na@b.c,,\nc@b.c,,much\nA@b.c,,\nx\n";
    let cli = Cli::of(&server).file("people.csv", rows);
    for words in [&[][..], &["--dry-run"]] {
        assert_eq!(
            import(&cli, words).fails(2),
            "error: 5 problems in people.csv:\n  \
             people.csv, line 2, column user_email: `bob` is not an email address\n  \
             people.csv, line 2, column user_role: `boss` is not a role; expected one of proxy_admin, proxy_admin_viewer, \
             internal_user, internal_user_viewer\n  \
             people.csv, line 4, column max_budget: `much`: not a number\n  \
             people.csv, line 5, column user_email: the same as in line 3\n  \
             people.csv, line 6: 1 cell, but the header has 3 columns\n"
        );
    }
    let many: String = (0..23).map(|number| format!("u{number}\n")).collect();
    let cli = Cli::of(&server).file("people.csv", format!("user_email\n{many}"));
    let run = import(&cli, &[]);
    let lines: Vec<_> = run.fails(2).lines().collect();
    assert_eq!((lines.len(), lines[0]), (22, "error: 23 problems in people.csv:"));
    assert_eq!(
        lines[20..],
        ["  people.csv, line 21, column user_email: `u19` is not an email address", "  and 3 more"]
    );
    assert_eq!(server.received().len(), 0);
}

#[test]
fn malformed_file_is_a_usage_error() {
    let server = FakeServer::always_json(Value::Null);
    let good: String = (1..500).map(|number| format!("u{number}@b.c,\n")).collect();
    let cli = Cli::of(&server).file("people.csv", format!("user_email,max_budget\n{good}x@b.c,ten\n"));
    let text = "error: people.csv, line 501, column max_budget: `ten`: not a number\n";
    assert_eq!(import(&cli, &[]).fails(2), text);
    assert_eq!(import(&cli, &["--dry-run"]).fails(2), text);
    assert_eq!(server.received().len(), 0);
    are_usage_errors(&[
        (&["users", "import"], "FILE"),
        (&["users", "import", "nope.csv"], "cannot read `nope.csv`"),
        (&["users", "import", "-"], "no column is named `user_email` or `user_id`"),
        (&["users", "import", "x", "--on-conflict", "ask"], "--on-conflict"),
        (&["users", "import", "x", "--concurrency", "0"], "--concurrency"),
    ]);
}

#[test]
fn creation_with_a_lost_response_is_not_retried() {
    let server = FakeServer::from_fn(|request| {
        let line = request.line();
        if line.starts_with("GET") {
            json_response(json!({"users":[],"total":0,"total_pages":0}))
        } else {
            FakeResponse::reset()
        }
    });
    let cli = Cli::at(&server.uri()).file("people.csv", "user_email\na@b.c\nb@b.c\n");
    let run = import(&cli, &["--format", "csv"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(run.stderr.contains("failed: line 2, a@b.c: the connection was lost"), "{run:#?}");
    assert_eq!(server.received().iter().filter(|line| line.line().starts_with("POST /user/new")).count(), 2);
    // Its key is not created, so none is lost.
    let run = import(&cli, &["--format", "csv", "--with-keys", "keys.csv"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(server.received().iter().filter(|line| line.line().starts_with("POST /user/new")).count(), 4);
    assert!(server.received().iter().all(|line| !line.line().contains("/key/")));
    assert!(!cli.home().join("keys.csv").exists());
}

#[test]
fn secrets_are_saved_before_their_keys_are_created() {
    struct Keys(std::path::PathBuf);
    impl Respond for Keys {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            let key: Value = request.json();
            let saved = std::fs::read_to_string(&self.0).unwrap_or_default();
            assert!(saved.contains(key["key"].as_str().expect("a secret")), "{saved}");
            FakeResponse::lost()
        }
    }
    let server = serving(&[]);
    let cli = Cli::of(&server).file("people.csv", "user_email\na@b.c\n");
    server.add_first("POST /key/generate", Keys(cli.home().join("keys.csv")));
    server.add_first("GET /key/info", json_response(json!({"key": "h", "info": {}})));
    let run = import(&cli, &["--with-keys", "keys.csv"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(run.stderr.contains("if it exists, its secret is in keys.csv"), "{run:#?}");
    assert!(std::fs::read_to_string(cli.home().join("keys.csv")).expect("the file").starts_with("user,key\na@b.c,sk-"));
}

#[test]
fn users_left_without_a_key_are_named_by_the_next_import() {
    let server = serving(&[json!({"user_id": "u 1", "key_count": 0}), json!({"user_id": "u2", "key_count": 1})]);
    let cli = Cli::of(&server).file("people.csv", "user_id\nu 1\nu2\n");
    let reasons = |words: &[&str]| {
        let run = import(&cli, &[&["--format", "json"], words].concat());
        (run.json()[0]["reason"].clone(), run.json()[1]["reason"].clone())
    };
    let exists = json!("a user with this id exists already");
    assert_eq!(reasons(&[]), (exists.clone(), exists.clone()));
    let advice = "without a key; create one with `litellm-proxy keys generate --user-id 'u 1'`";
    assert_eq!(
        reasons(&["--with-keys", "keys.csv"]),
        (json!(format!("a user with this id exists already, {advice}")), exists)
    );
}

#[test]
fn mistyped_column_is_refused_before_anything_is_sent() {
    let server = serving(&[]);
    let cli = Cli::of(&server).file("people.csv", "user_email,max_budgt\na@b.c,5\n");
    let text = "error: people.csv, line 1: `max_budgt` is not a field of a user\nhint: did you mean `max_budget`?\n";
    assert_eq!(import(&cli, &[]).fails(2), text);
    assert_eq!(import(&cli, &["--dry-run"]).fails(2), text);
    assert_eq!(server.received().len(), 0);
    let cli = Cli::of(&server).file("people.csv", "user_email,department\na@b.c,x\n");
    let run = import(&cli, &[]);
    run.ok();
    assert!(run.stderr.starts_with("warning: column `department` is not a field of users"), "{run:#?}");
}

/// A server that keeps the users it creates. Responses after the first `hold` users wait until the gate opens.
struct UserServer {
    server: FakeServer,
    users: Arc<Mutex<Vec<String>>>,
    gate: Gate,
}

impl UserServer {
    fn start(hold: usize) -> Self {
        let (users, gate) = (Arc::<Mutex<Vec<String>>>::default(), Gate::new());
        let (created, opening) = (Arc::clone(&users), gate.clone());
        let list = {
            let users = Arc::clone(&users);
            move |request: &FakeRequest| {
                let all = users.lock().expect("nothing panics while it holds the lock").clone();
                let page = all.iter().skip((request.number("page") - 1) * 100).take(100);
                let users: Vec<Value> =
                    page.map(|address| json!({"user_id": format!("id-{address}"), "user_email": address})).collect();
                json_response(json!({"users": users, "total": all.len(), "total_pages": all.len().div_ceil(100)}))
            }
        };
        let create = move |request: &FakeRequest| {
            let address = request.json()["user_email"].as_str().expect("an address").to_owned();
            let count = {
                let mut created = created.lock().expect("nothing panics while it holds the lock");
                created.push(address.clone());
                created.len()
            };
            if count > hold {
                opening.wait();
            }
            json_response(json!({"user_id": format!("id-{address}"), "key": ""}))
        };
        let server = FakeServer::new().on("GET /user/list", list).on("POST *", create);
        Self { server, users, gate }
    }

    fn users(&self) -> Vec<String> {
        self.users.lock().expect("nothing panics while it holds the lock").clone()
    }
}

/// Imports 1,000 rows, interrupts it with eight requests in flight after 300 responses, and runs it again.
fn interrupted_and_run_again(signals: usize) {
    let server_with_users = UserServer::start(300);
    let rows: String = (0..1000).map(|number| format!("user{number}@example.com\n")).collect();
    let cli = Cli::of(&server_with_users.server).file("people.csv", format!("user_email\n{rows}"));
    let words = ["users", "import", "people.csv", "--format", "csv"];
    let mut command = cli.shell("exec \"$@\"", &words);
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a shell");
    // The list of users, and the requests to create them.
    server_with_users.server.wait_for_requests(1 + 308);
    let pid = child.id();
    for _ in 0..signals {
        let killed = std::process::Command::new("kill").args(["-INT", &pid.to_string()]).status().expect("kill");
        assert!(killed.success());
        wait_until_noticed(pid);
    }
    if signals == 1 {
        server_with_users.gate.open();
    }
    let output = child.wait_with_output().expect("an end");
    server_with_users.gate.open();
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(130), "{stderr}");
    let count = |outcome: &str| stdout.lines().filter(|line| line.contains(&format!(",{outcome},"))).count();
    let (done, given_up) = if signals == 1 { (308, 0) } else { (300, 8) };
    assert_eq!((count("imported"), count("given up"), count("not tried")), (done, given_up, 692));
    let end = format!("error: interrupted: {done} of 1000 users were imported; run the import again for the others\n");
    assert!(stderr.ends_with(&end), "{stderr}");
    assert_eq!(server_with_users.users().len(), 308);

    let run = cli.run(&words);
    let count = |outcome: &str| run.ok().lines().filter(|line| line.contains(&format!(",{outcome},"))).count();
    assert_eq!((count("imported"), count("skipped")), (692, 308));
    assert_eq!(run.stderr, "skipped: 308 of 1000 users, which exist already\n");
    // In the order of the file, whatever the order of the responses.
    let lines: Vec<_> = run.stdout.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    assert_eq!(lines, (0..1000).map(|number| format!("user{number}@example.com")).collect::<Vec<_>>());
    let mut users = server_with_users.users();
    assert_eq!(users.len(), 1000);
    users.sort_unstable();
    users.dedup();
    assert_eq!(users.len(), 1000, "each was made once");
}

#[test]
fn interrupted_import_can_be_run_again_without_duplicates() {
    interrupted_and_run_again(1);
}

#[test]
fn abandoned_users_are_not_created_again() {
    interrupted_and_run_again(2);
}

#[test]
fn team_members_are_added_one_at_a_time() {
    let server = FakeServer::with_routes([
        ("GET /user/list", json_response(json!({"users": [], "total": 0, "total_pages": 0}))),
        (
            "GET /v2/team/list",
            json_response(json!({"teams": [{"team_id": "t1"}, {"team_id": "t2"}], "total": 2, "total_pages": 1})),
        ),
        ("POST *", json_response(json!({"user_id": "u"}))),
    ]);
    let rows: String = (0..16).map(|n| format!("u{n},{}\n", if n % 2 == 0 { "t1;t2" } else { "t2;t1" })).collect();
    let cli = Cli::at(&server.uri()).file("people.csv", format!("user_id,teams\n{rows}"));
    cli.run(&["users", "import", "people.csv"]).ok();
    assert_eq!(server.received().iter().filter(|request| request.method == "POST").count(), 16);
    // Two requests at a time need two connections, which the two lists have opened.
    assert!(server.connections() <= 2, "{} connections", server.connections());
}
