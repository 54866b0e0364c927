//! Storage: what a response confirmed survives a kill, and long lists are consistent page by page.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use litellm_proxy_sandbox::{Database, Sandbox as Running};
use serde_json::{Value, json};

use super::harness::Sandbox;

/// The variable that names the database of a child process.
const DATABASE: &str = "SANDBOX_TEST_DATABASE";

/// Serves until it is killed; runs in a child process of the test below.
#[test]
#[ignore = "serves until it is killed; run by `confirmed_writes_survive_a_kill`"]
fn serve_until_killed() {
    let path = std::env::var_os(DATABASE).expect("a database");
    let sandbox = Running::builder().database(Database::File(path.into())).start_blocking().expect("a sandbox");
    // Written directly, since the test's parent reads it.
    writeln!(std::io::stdout(), "url {}", sandbox.url()).expect("an open stdout");
    loop {
        std::thread::park();
    }
}

/// A child process that is killed when dropped.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a sandbox in a child process and returns its URL.
fn spawn(path: &std::path::Path) -> (Process, String) {
    let mut command = Command::new(std::env::current_exe().expect("this test"));
    command.args(["--exact", "storage::serve_until_killed", "--ignored", "--nocapture"]).env(DATABASE, path);
    let mut process = Process(command.stdout(Stdio::piped()).spawn().expect("a process"));
    let stdout = BufReader::new(process.0.stdout.take().expect("its stdout"));
    let url = stdout.lines().map_while(Result::ok).find_map(|line| {
        let (_, url) = line.split_once("url ")?;
        Some(url.to_owned())
    });
    (process, url.expect("its URL"))
}

#[test]
fn confirmed_writes_survive_a_kill() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("data.db");
    let (mut process, url) = spawn(&path);
    let client = reqwest::blocking::Client::builder().no_proxy().build().expect("a client");
    let (confirmed, is_running) = (Mutex::new(Vec::new()), AtomicBool::new(true));
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let (client, url, confirmed, is_running) = (&client, &url, &confirmed, &is_running);
            scope.spawn(move || {
                for number in 0.. {
                    if !is_running.load(Ordering::Relaxed) {
                        return;
                    }
                    let alias = format!("key-{worker}-{number}");
                    let body = json!({ "key_alias": alias }).to_string();
                    let request = client.post(format!("{url}/key/generate")).bearer_auth("sk-1234").body(body);
                    if request.send().is_ok_and(|response| response.status() == 200) {
                        confirmed.lock().expect("no panic").push(alias);
                    }
                }
            });
        }
        while confirmed.lock().expect("no panic").len() < 200 {
            std::thread::yield_now();
        }
        // While the workers write.
        process.0.kill().expect("a kill");
        process.0.wait().expect("its end");
        is_running.store(false, Ordering::Relaxed);
    });
    let confirmed = confirmed.into_inner().expect("no panic");
    let sandbox = Sandbox::from(Running::builder().database(Database::File(path)));
    for alias in &confirmed {
        let found = sandbox.request("GET", &format!("/key/list?key_alias={alias}"), Value::Null).ok();
        assert_eq!(found["total_count"], 1, "{alias}");
    }
    let total = sandbox.request("GET", "/key/list?size=1", Value::Null).ok()["total_count"].as_u64();
    // Each worker may have had one write in flight.
    let possible = confirmed.len()..=confirmed.len() + 4;
    assert!(total.is_some_and(|total| possible.contains(&usize::try_from(total).unwrap_or(0))), "{total:?}");
}

#[test]
fn pages_of_long_lists_are_consistent_in_any_order() {
    let sandbox = Sandbox::start();
    for number in 0..45 {
        sandbox
            .request(
                "POST",
                "/key/generate",
                json!({ "key_alias": format!("key-{number:02}"), "team_id": if number % 3 == 0 { "t" } else { "u" } }),
            )
            .ok();
    }
    let alias_of = |key: &Value| key["key_alias"].as_str().expect("an alias").to_owned();
    let page = |number: usize, more: &str| -> Vec<String> {
        let path = format!("/key/list?return_full_object=true&size=7&page={number}{more}");
        sandbox.request("GET", &path, Value::Null).ok()["keys"].as_array().expect("keys").iter().map(alias_of).collect()
    };
    let newest_first: Vec<String> = (0..45).rev().map(|number| format!("key-{number:02}")).collect();
    // A page is the same whichever pages were read before.
    for order in [vec![1, 2, 3, 4, 5, 6, 7, 8], vec![8, 7, 6, 5, 4, 3, 2, 1], vec![5, 1, 7, 7, 2, 8, 3, 6, 4]] {
        for number in order {
            let expected = newest_first.iter().skip((number - 1) * 7).take(7).cloned().collect::<Vec<_>>();
            assert_eq!(page(number, ""), expected, "page {number}");
        }
    }
    let of_team: Vec<String> = newest_first.iter().rev().step_by(3).rev().cloned().collect();
    assert_eq!([page(1, "&team_id=t"), page(2, "&team_id=t"), page(3, "&team_id=t")].concat(), of_team);
    // A later write is visible.
    sandbox.request("POST", "/key/generate", json!({ "key_alias": "newest" })).ok();
    assert_eq!(page(1, "")[0], "newest");
    assert_eq!(page(2, "")[0], newest_first[6]);
    let by_name = page(1, "&sort_by=key_alias&sort_order=asc");
    assert_eq!(by_name.first().map(String::as_str), Some("key-00"));
}

#[test]
fn pages_in_another_order_are_complete_and_follow_writes() {
    let sandbox = Sandbox::start();
    let make = |alias: &str| sandbox.request("POST", "/key/generate", json!({ "key_alias": alias })).ok();
    let aliases: Vec<String> = (0..45).map(|number| format!("key-{number:02}")).collect();
    for place in 0..45 {
        make(&aliases[place * 7 % 45]);
    }
    make("");
    let page = |path: &str, list: &str, number: usize| -> Vec<Value> {
        let path = format!("{path}&size=7&page={number}");
        sandbox.request("GET", &path, Value::Null).ok()[list].as_array().expect("a list").clone()
    };
    let all = |path: &str, list: &str| -> Vec<Value> { (1..8).flat_map(|number| page(path, list, number)).collect() };
    assert_eq!(all("/key/aliases?x=", "aliases"), aliases);
    let sorted = "/key/list?return_full_object=true&sort_by=key_alias&sort_order=desc";
    let descending: Vec<Value> = all(sorted, "keys").iter().map(|key| key["key_alias"].clone()).take(45).collect();
    assert_eq!(descending, aliases.iter().rev().map(|alias| json!(alias)).collect::<Vec<_>>());
    // Other lists in between, an update and a deletion.
    page("/key/aliases?search=key-4", "aliases", 1);
    assert_eq!(page("/key/aliases?x=", "aliases", 2)[0], "key-07");
    let token = sandbox.request("GET", "/key/list?key_alias=key-00", Value::Null).ok()["keys"][0].clone();
    sandbox.request("POST", "/key/delete", json!({ "keys": [token] })).ok();
    make("a-first-one");
    assert_eq!(page("/key/aliases?x=", "aliases", 1)[..2], ["a-first-one", "key-01"]);
    assert_eq!(sandbox.request("GET", "/key/aliases?page=9&size=7", Value::Null).ok()["total_count"], 45);
}
