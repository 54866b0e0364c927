//! Commands killed at each system call that writes, links, renames, removes, syncs or locks something. `strace` counts the
//! calls and kills, so each run ends at the same place.

use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use litellm_proxy_client::key_hash;
use serde_json::json;
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::harness::{Cli, in_parallel};
use crate::logins_kept::{home_with, stored_keys};
use crate::rotation_server::{DELETING, KEEPING, Keys, OLD, RequestFault};

/// Those with a `?` do not exist on every architecture.
const CALLS: [&str; 12] = [
    "write",
    "writev",
    "linkat",
    "?rename",
    "renameat",
    "renameat2",
    "?unlink",
    "unlinkat",
    "fsync",
    "?mkdir",
    "mkdirat",
    "flock",
];
const SIGKILL: i32 = 9;
/// The exit code of an import with failures.
const PARTIAL: i32 = 7;

/// Runs a command and kills it before its system call of this name and number; returns false if it has fewer and ended
/// well.
fn is_killed_at(call: &str, number: usize, cli: &Cli, words: &[&str]) -> bool {
    let script =
        format!("exec strace -f -qq -o /dev/null -e trace={call} -e inject={call}:signal=KILL:when={number} \"$@\"");
    let mut strace = cli.shell(&script, words);
    let output = strace.stdin(Stdio::null()).output().expect("a shell");
    // `strace` ends as the command does.
    if output.status.signal() == Some(SIGKILL) {
        return true;
    }
    assert!(matches!(output.status.code(), Some(0 | PARTIAL)), "{output:?}");
    false
}

#[expect(clippy::print_stderr, reason = "says why nothing is tested")]
fn has_strace() -> bool {
    let has_strace =
        std::process::Command::new("strace").arg("-V").output().is_ok_and(|output| output.status.success());
    if !has_strace {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "strace is not installed");
        // The kills at each request remain.
        eprintln!("skipped: there is no strace here");
    }
    has_strace
}

/// Kills a command at each of its calls, each time in a new home. `check` looks at what is left, after the call that is
/// named or after a run that was not killed.
fn kill_at_each_call(start: impl Fn() -> (Cli, Vec<String>) + Sync, check: impl Fn(&str, &Cli, bool) + Sync) {
    if !has_strace() {
        return;
    }
    let count = AtomicUsize::new(0);
    in_parallel(CALLS, |call| {
        for number in 1.. {
            let (cli, words) = start();
            let words: Vec<_> = words.iter().map(String::as_str).collect();
            let was_killed = is_killed_at(call, number, &cli, &words);
            check(&format!("{call} {number}"), &cli, was_killed);
            if !was_killed {
                break;
            }
            count.fetch_add(1, Ordering::SeqCst);
        }
    });
    let count = count.load(Ordering::SeqCst);
    assert!(count > 5, "only {count} calls were seen");
}

fn hidden_files(cli: &Cli, directory: &str) -> Vec<String> {
    let entries = std::fs::read_dir(cli.home().join(directory)).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| name.starts_with('.') && name != ".litellm").collect()
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn accepting() -> FakeServer {
    FakeServer::with_routes([
        ("GET /models", json_response(json!({"data": []}))),
        ("GET /key/info", json_response(json!({"info": {}}))),
    ])
}

#[test]
fn login_killed_at_any_call_keeps_a_login() {
    let (own, other) = (accepting(), accepting());
    for (new, kept) in [(&own, &["sk-new"][..]), (&other, &["sk-new", "sk-old"])] {
        let start = || {
            let cli = home_with(&json!({"key": "sk-old", "base_url": own.uri()}));
            (cli, words(&["login", "--with-key", "--api-key", "sk-new", "--base-url", &new.uri()]))
        };
        kill_at_each_call(start, |number, cli, was_killed| {
            let listed = cli.run(&["auth", "list", "--format", "json"]).json();
            assert!(listed.as_array().is_some_and(|logins| !logins.is_empty()), "{number}: {listed}");
            let mut keys = stored_keys(cli);
            keys.dedup();
            assert!(keys == ["sk-old"] || keys == kept, "{number}: {keys:?}");
            assert!(was_killed || keys == kept, "{number}: {keys:?}");
            assert_eq!(hidden_files(cli, ".litellm"), [""; 0], "{number}");
        });
    }
}

#[test]
fn setting_killed_at_any_call_keeps_the_others() {
    let start = || {
        let cli = Cli::new().file(".litellm/config.json", json!({"x": 1}).to_string());
        (cli, words(&["config", "set", "base_url", "http://new"]))
    };
    kill_at_each_call(start, |number, cli, was_killed| {
        let settings = cli.run(&["config", "list", "--format", "json"]).json();
        let new = json!({"x": 1, "base_url": "http://new"});
        assert!(settings == new || (was_killed && settings == json!({"x": 1})), "{number}: {settings}");
        cli.run(&["config", "unset", "x"]).ok();
        assert_eq!(hidden_files(cli, ".litellm"), [""; 0], "{number}");
    });
}

#[test]
fn rotation_killed_at_any_call_can_be_resumed() {
    for command in [&KEEPING[..], &DELETING] {
        let servers = Mutex::new(Vec::new());
        let start = || {
            let (keys, server) = Keys::start(Box::new(|_| RequestFault::None));
            let cli = crate::rotation_server::cli(&server);
            servers.lock().expect("no panic while it is held").push((cli.home().to_owned(), keys, server));
            (cli, words(command))
        };
        kill_at_each_call(start, |number, cli, _| {
            let mut servers = servers.lock().expect("no panic while it is held");
            let place = servers.iter().position(|(home, ..)| home == cli.home()).expect("its server");
            let (_, keys, _server) = servers.swap_remove(place);
            drop(servers);
            // Every key is known: it is the old one, or in the file, or in a journal.
            let secret = std::fs::read_to_string(cli.home().join("ci.key")).unwrap_or_default();
            for hash in keys.rows().keys() {
                assert!([key_hash(OLD), key_hash(secret.trim())].contains(hash), "{number}: {:?}", keys.rows());
            }
            let resumed = cli.run(&["keys", "rotate", "--resume"]);
            resumed.ok();
            let is_untouched = keys.rows().get(&key_hash(OLD)).is_some_and(|row| row["key_alias"] == "ci");
            if is_untouched {
                assert!(resumed.stderr.contains("no rotation to finish"), "{number}: {resumed:#?}");
                cli.run(command).ok();
            }
            keys.assert_rotated(cli, command == KEEPING);
            assert_eq!((hidden_files(cli, ".litellm"), hidden_files(cli, "")), (vec![], vec![]), "{number}");
        });
    }
}

/// A server that creates every key and user, and refuses the key `refused`, whose secret is taken out of the file.
fn creating() -> FakeServer {
    let server = FakeServer::new();
    let refusal = json!({"error": {"message": "no such thing", "code": "400"}});
    server.add_when(|request| request.field("key_alias") == "refused", FakeResponse::new(400).with_json(refusal));
    server.add("GET /key/list", json_response(json!({"keys": [], "total_count": 0, "total_pages": 0})));
    let created = |request: &FakeRequest| {
        let alias = request.field("key_alias");
        json_response(json!({"key": request.field("key"), "key_alias": alias, "user_id": request.field("user_id")}))
    };
    server.add("POST /key/generate", created);
    server
        .add("POST /user/new", |request: &FakeRequest| json_response(json!({"user_id": request.field("user_email")})));
    server.add("*", json_response(json!({"data": [], "users": [], "total": 0, "total_pages": 0})));
    server
}

/// Checks that the secret of every key that the server created is in the file, and that the next command leaves no other.
#[track_caller]
fn assert_secrets_are_saved(what: &str, cli: &Cli, server: &FakeServer, words: &[String]) {
    let saved = std::fs::read_to_string(cli.home().join("out")).unwrap_or_default();
    for request in server.received().iter().filter(|request| request.path() == "/key/generate") {
        let secret = request.field("key");
        assert!(
            secret.as_str().is_some_and(|secret| saved.contains(secret)) || request.field("key_alias") == "refused",
            "{what}"
        );
    }
    cli.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(hidden_files(cli, ""), [""; 0], "{what}");
}

#[test]
fn secrets_of_new_keys_are_saved_whenever_the_command_is_killed() {
    let keys = ["a", "refused", "b"].map(|alias| json!({"token": key_hash(alias), "key_alias": alias, "models": []}));
    let source = FakeServer::always_json(json!({"keys": keys, "total_count": 3, "current_page": 1, "total_pages": 1}));
    let url = source.uri();
    let import = ["keys", "import", "--source-base-url", &url, "--source-api-key", "sk-s", "--output-file", "out"];
    let generate = ["keys", "generate", "--key-alias", "a", "--output-file", "out"];
    let users = ["users", "import", "people.csv", "--with-keys", "out"];
    for command in [&generate[..], &import, &users] {
        let servers = Mutex::new(Vec::new());
        let start = || {
            let server = creating();
            let cli = Cli::of(&server).file("people.csv", "user_email\na@example.com\nb@example.com\n");
            servers.lock().expect("no panic while it is held").push((cli.home().to_owned(), server));
            (cli, words(command))
        };
        kill_at_each_call(start, |call, cli, _| {
            let mut servers = servers.lock().expect("no panic while it is held");
            let place = servers.iter().position(|(home, _)| home == cli.home()).expect("its server");
            let (_, server) = servers.swap_remove(place);
            drop(servers);
            assert_secrets_are_saved(call, cli, &server, &words(command));
        });
    }
}
