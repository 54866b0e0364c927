//! `users import`: the file, existing users, requests and outcomes.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Respond, json_response};

use crate::harness::{Cli, Run};

pub(crate) const HEADER: &str =
    "user_email,user_role,user_alias,user_id,max_budget,budget_duration,models,teams,tpm_limit\n";

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
pub(crate) fn serving(users: &[Value]) -> FakeServer {
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

pub(crate) fn import(cli: &Cli, words: &[&str]) -> Run {
    cli.run(&[&["users", "import", "people.csv", "--concurrency", "1"], words].concat())
}

/// The outcome of each user, in the order of the output.
pub(crate) fn outcomes(run: &Run) -> Vec<(String, String)> {
    let items: Vec<Value> = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:#?}"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    items.iter().map(|item| (text(&item["user_email"]), text(&item["outcome"]))).collect()
}

pub(crate) fn pair(address: &str, outcome: &str) -> (String, String) {
    (address.to_owned(), outcome.to_owned())
}

pub(crate) fn posts(server: &FakeServer) -> Vec<(String, Value)> {
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
        "failed: line 3, refused@b.c: refused@b.c is refused (HTTP 400)\nerror: 1 of 3 users was not imported\n"
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
