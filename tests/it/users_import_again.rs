//! Interrupted runs of `users import`: no user is created twice, and no secret is lost.

use std::process::Stdio;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Gate, Respond, json_response};

use crate::harness::Cli;
use crate::terminal::wait_until_noticed;
use crate::users_import::{import, serving};

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
