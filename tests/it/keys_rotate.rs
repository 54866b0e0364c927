//! `keys rotate`: whatever stops it, a key works at every moment, and resumed it ends as if nothing had happened.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use litellm_proxy_client::key_hash;
use serde_json::{Map, Value, json};

use crate::harness::{Cli, KEY, Run};
use test_bed::fault_server::{FaultServer, Reply};

const OLD: &str = "sk-the-old-secret";

/// What goes wrong with a request, by its number from 1.
type Fault = Box<dyn Fn(usize) -> Trouble + Send + Sync>;

#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    None,
    /// It is done, and the answer is lost.
    Lost,
    /// It is done, and the answer never comes.
    SilentAfter,
    /// It is not done, and no answer comes.
    SilentBefore,
    /// It is refused.
    Refused,
    /// The key is not there yet: the request that makes it is still under way.
    NotYet,
}

/// A server that keeps keys as LiteLLM does, by their hashes.
#[derive(Clone)]
struct Keys {
    rows: Arc<Mutex<BTreeMap<String, Map<String, Value>>>>,
    /// Times at which no key called `ci` or made after it worked.
    gaps: Arc<AtomicUsize>,
}

impl Keys {
    fn start(fault: Fault) -> (Self, FaultServer) {
        let old = json!({"key_alias": "ci", "models": ["m"], "max_budget": 5.0, "spend": 1.5, "expires": null});
        let Value::Object(old) = old else { panic!("an object") };
        let keys = Self { rows: Arc::new(Mutex::new(BTreeMap::from([(key_hash(OLD), old)]))), gaps: Arc::default() };
        let (own, count) = (keys.clone(), AtomicUsize::new(0));
        let server = FaultServer::start_reading(move |line, body| {
            let trouble = fault(count.fetch_add(1, Ordering::SeqCst) + 1);
            match trouble {
                Trouble::SilentBefore => Reply::Silence,
                Trouble::Refused => {
                    Reply::http("400 Bad Request", "application/json", r#"{"error":{"message":"no such thing"}}"#)
                }
                Trouble::NotYet => missing(),
                Trouble::None => own.answer(line, body),
                Trouble::Lost => {
                    own.answer(line, body);
                    Reply::Lost
                }
                Trouble::SilentAfter => {
                    own.answer(line, body);
                    Reply::Silence
                }
            }
        });
        (keys, server)
    }

    fn answer(&self, line: &str, body: &str) -> Reply {
        let mut rows = self.rows.lock().expect("no panic while it is held");
        let body: Value = serde_json::from_str(body).unwrap_or_default();
        let reply = match line.split(['?', '=']).collect::<Vec<_>>()[..] {
            ["GET /key/info", "key", hash] => match rows.get(hash) {
                Some(row) => Reply::json(&json!({"key": hash, "info": row}).to_string()),
                None => missing(),
            },
            ["GET /key/list", ..] => {
                let keys: Vec<_> =
                    rows.iter().map(|(hash, row)| json!({"token": hash, "key_alias": row["key_alias"]})).collect();
                Reply::json(&json!({"keys": keys, "total_count": keys.len(), "total_pages": 1}).to_string())
            }
            ["POST /key/generate"] => {
                let secret = body["key"].as_str().expect("the new key is made by the client");
                let Value::Object(row) = body.clone() else { panic!("{body}") };
                if rows.values().any(|row| row["key_alias"] == body["key_alias"]) {
                    let taken =
                        r#"{"error":{"message":"Key with alias already exists. Unique key aliases are required."}}"#;
                    return Reply::http("400 Bad Request", "application/json", taken);
                }
                // The server leaves a key that is there as it is.
                rows.entry(key_hash(secret)).or_insert(row).remove("key");
                Reply::json(&json!({"key": secret}).to_string())
            }
            ["POST /key/update"] => {
                let hash = key_hash(body["key"].as_str().expect("a key"));
                let taken = rows.iter().any(|(other, row)| *other != hash && row["key_alias"] == body["key_alias"]);
                match rows.get_mut(&hash) {
                    Some(_) if taken => {
                        Reply::http("400 Bad Request", "application/json", r#"{"error":{"message":"alias is taken"}}"#)
                    }
                    Some(row) => {
                        row.extend(body.as_object().expect("an object").clone());
                        Reply::json(&body.to_string())
                    }
                    None => {
                        Reply::http("404 Not Found", "application/json", r#"{"error":{"message":"Key not found"}}"#)
                    }
                }
            }
            ["POST /key/delete"] => {
                let keys = body["keys"].as_array().expect("keys");
                for key in keys {
                    rows.remove(&key_hash(key.as_str().expect("a key")));
                }
                Reply::json(&json!({"deleted_keys": keys}).to_string())
            }
            ["GET /models"] => Reply::json(r#"{"data":[{"id":"m"}]}"#),
            _ => panic!("{line}"),
        };
        self.gaps.fetch_add(usize::from(rows.is_empty()), Ordering::SeqCst);
        reply
    }

    fn rows(&self) -> BTreeMap<String, Map<String, Value>> {
        self.rows.lock().expect("no panic while it is held").clone()
    }

    /// What is left when a rotation is over: the new key under the alias, and the old one, retired, if it is kept.
    #[track_caller]
    fn assert_rotated(&self, cli: &Cli, keeps_old: bool) {
        let secret = std::fs::read_to_string(cli.home().join("ci.key")).expect("the new key");
        let rows = self.rows();
        let new = rows.get(&key_hash(secret.trim())).unwrap_or_else(|| panic!("{rows:?} has no {secret}"));
        assert_eq!((&new["key_alias"], &new["max_budget"], &new["spend"]), (&json!("ci"), &json!(5.0), &json!(1.5)));
        assert_eq!(rows.len(), 1 + usize::from(keeps_old), "{rows:?}");
        if keeps_old {
            let old = &rows[&key_hash(OLD)];
            assert!(old["key_alias"].as_str().is_some_and(|alias| alias.starts_with("ci-rotated-")), "{old:?}");
            assert_eq!(old["duration"], "3600s");
        }
        assert_eq!(self.gaps.load(Ordering::SeqCst), 0, "at some moment no key was left");
        let journals = cli.home().join(".litellm/rotations");
        assert_eq!(std::fs::read_dir(journals).expect("the directory").count(), 0);
    }
}

fn missing() -> Reply {
    Reply::http("404 Not Found", "application/json", r#"{"error":{"message":"Key not found in database"}}"#)
}

fn cli(server: &FaultServer) -> Cli {
    Cli::at(&server.uri())
}

const KEEPING: [&str; 7] = ["keys", "rotate", "ci", "--grace", "1h", "--output-file", "ci.key"];
const DELETING: [&str; 6] = ["keys", "rotate", "ci", "--delete-old", "--output-file", "ci.key"];

#[test]
fn a_key_is_made_tried_out_and_named_before_the_old_one_ends() {
    let (keys, server) = Keys::start(Box::new(|_| Trouble::None));
    let cli = cli(&server);
    let run = cli.run(&KEEPING);
    let secret = std::fs::read_to_string(cli.home().join("ci.key")).expect("the new key");
    let hash = key_hash(secret.trim());
    let shown = run.json();
    assert_eq!(
        (&shown["key_alias"], &shown["token_id"], &shown["old_token_id"]),
        (&json!("ci"), &json!(hash), &json!(key_hash(OLD)))
    );
    assert!(run.stderr.contains("rotated `ci`: the old key is now `ci-rotated-"), "{run:#?}");
    assert!(!format!("{run:?}").contains(secret.trim()), "{run:#?}");
    let mode = std::fs::metadata(cli.home().join("ci.key")).expect("a file").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    keys.assert_rotated(&cli, true);
    let order: Vec<_> = server
        .received()
        .iter()
        .map(|head| head.split(['?', '\r']).next().unwrap_or_default().replace(" HTTP/1.1", ""))
        .collect();
    let writes: Vec<_> =
        order.iter().filter(|line| !line.contains("/key/info") && !line.contains("/key/list")).collect();
    assert_eq!(writes, ["POST /key/generate", "GET /models", "POST /key/update", "POST /key/update"]);
    let tried_out =
        server.received().into_iter().find(|head| head.starts_with("GET /models")).expect("the new key is tried out");
    assert!(tried_out.contains(&format!("Bearer {}", secret.trim())) && !tried_out.contains(KEY));
}

#[test]
fn without_a_file_the_secret_is_all_that_is_printed() {
    for (name, words) in [("ci", &["--delete-old"][..]), (OLD, &["--grace", "30m"]), (&key_hash(OLD), &[])] {
        let (keys, server) = Keys::start(Box::new(|_| Trouble::None));
        let run = cli(&server).run(&[&["keys", "rotate", name][..], words].concat());
        let secret = run.ok().trim_end();
        assert!(secret.starts_with("sk-") && secret.len() > 60 && !secret.contains('\n'), "{run:#?}");
        assert_eq!(keys.rows()[&key_hash(secret)]["key_alias"], "ci");
    }
}

#[test]
fn answers_that_are_lost_change_nothing_in_the_end() {
    for words in [&KEEPING[..], &DELETING] {
        for every in [2, 3, 4] {
            let (keys, server) =
                Keys::start(Box::new(move |number| if number % every == 0 { Trouble::Lost } else { Trouble::None }));
            let cli = cli(&server);
            let mut run = cli.run(words);
            // The first requests only ask, and are the user's to repeat.
            for _ in 0..3 {
                if run.code != 0 && !cli.home().join(".litellm/rotations").exists() {
                    run = cli.run(words);
                }
            }
            run.ok();
            keys.assert_rotated(&cli, words == KEEPING);
        }
    }
}

#[test]
fn fifty_rotations_lose_no_key_although_every_third_answer_is_lost() {
    let (keys, server) = Keys::start(Box::new(|number| if number % 3 == 0 { Trouble::Lost } else { Trouble::None }));
    let cli = cli(&server);
    let mut rotated = 0;
    for _ in 0..200 {
        if rotated == 50 {
            break;
        }
        let _ = std::fs::remove_file(cli.home().join("ci.key"));
        rotated += usize::from(cli.run(&DELETING).code == 0);
    }
    assert_eq!(rotated, 50);
    keys.assert_rotated(&cli, false);
}

/// Runs the words until the server has the request of this number, and kills the program then; false when it ended first.
fn killed_at(cli: &Cli, server: &FaultServer, number: usize, words: &[&str]) -> bool {
    let mut child =
        cli.shell("exec \"$@\"", words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary");
    loop {
        if server.received().len() >= number {
            child.kill().expect("it is killed");
            child.wait().expect("it ends");
            return true;
        }
        if child.try_wait().expect("a status").is_some() {
            return false;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

#[test]
fn killed_at_any_request_it_is_finished_by_resuming() {
    for words in [&KEEPING[..], &DELETING] {
        for trouble in [Trouble::SilentBefore, Trouble::SilentAfter] {
            let mut number = 0;
            loop {
                number += 1;
                let (keys, server) =
                    Keys::start(Box::new(move |count| if count == number { trouble } else { Trouble::None }));
                let cli = cli(&server);
                if !killed_at(&cli, &server, number, words) {
                    break;
                }
                let began = cli.home().join(".litellm/rotations").exists();
                let run = if began { cli.run(&["keys", "rotate", "--resume"]) } else { cli.run(words) };
                run.ok();
                keys.assert_rotated(&cli, words == KEEPING);
                assert_eq!(cli.run(&["keys", "rotate", "--resume"]).stderr, "there is no rotation to finish\n");
            }
            assert!(number > 8, "only {number} requests were seen");
        }
    }
}

#[test]
fn a_key_that_is_made_while_it_is_asked_for_again_is_the_one() {
    // The requests: list, info, is it made?, generate, is it made?, generate, which finds the alias taken.
    let (keys, server) = Keys::start(Box::new(|number| match number {
        4 => Trouble::Lost,
        5 => Trouble::NotYet,
        _ => Trouble::None,
    }));
    let cli = cli(&server);
    cli.run(&KEEPING).ok();
    keys.assert_rotated(&cli, true);
}

#[test]
fn a_key_that_cannot_be_made_or_does_not_work_leaves_nothing_behind() {
    // The requests: list, info, is it made?, generate, is it retired?…
    for (refused, said) in [(4, "no such thing"), (6, "no such thing")] {
        let (keys, server) =
            Keys::start(Box::new(move |number| if number == refused { Trouble::Refused } else { Trouble::None }));
        let cli = cli(&server);
        let run = cli.run(&KEEPING);
        let stderr = run.fails(1);
        assert!(stderr.contains("the key was not rotated and is unchanged") && stderr.contains(said), "{run:#?}");
        let rows = keys.rows();
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(rows[&key_hash(OLD)]["key_alias"], "ci");
        assert!(!cli.home().join("ci.key").exists());
        assert_eq!(cli.run(&["keys", "rotate", "--resume"]).stderr, "there is no rotation to finish\n");
    }
}

#[test]
fn a_refusal_after_that_leaves_two_keys_that_work_and_says_so() {
    // The retirement is the eighth.
    let (keys, server) = Keys::start(Box::new(|number| if number == 8 { Trouble::Refused } else { Trouble::None }));
    let cli = cli(&server);
    let run = cli.run(&KEEPING);
    assert!(
        run.fails(1).contains(
            "the rotation of `ci` is incomplete, but the new key works; resume it with `litellm-proxy keys rotate --resume`"
        ),
        "{run:#?}"
    );
    assert_eq!(keys.rows().len(), 2);
    // Another rotation of the same key would forget one.
    let again = cli.run(&["keys", "rotate", "ci"]);
    assert!(again.fails(2).contains("--resume"), "{again:#?}");
    cli.run(&["keys", "rotate", "--resume"]).ok();
    keys.assert_rotated(&cli, true);
}

fn refused(row: Value, words: &[&str]) -> (Run, usize) {
    let (keys, server) = Keys::start(Box::new(|_| Trouble::None));
    let Value::Object(row) = row else { panic!("an object") };
    keys.rows.lock().expect("no panic while it is held").insert(key_hash(OLD), row);
    let run = cli(&server).run(words);
    let writes = server.received().iter().filter(|head| head.starts_with("POST")).count();
    (run, writes)
}

#[test]
fn keys_that_do_not_work_are_not_rotated() {
    for (row, reason) in [
        (json!({"key_alias": "ci", "blocked": true}), "the key is blocked"),
        (json!({"key_alias": "ci", "expires": "2020-01-01T00:00:00Z"}), "the key has expired"),
        (json!({"key_alias": "ci", "expires": "soon"}), "the key has the expiry `soon`, which is not a time"),
        (json!({"key_alias": "ci", "deleted_at": "2026-01-01T00:00:00Z"}), "the key is deleted"),
    ] {
        let (run, writes) = refused(row, &KEEPING);
        assert!(run.fails(1).contains(reason), "{run:#?}");
        assert_eq!(writes, 0);
    }
}

#[test]
fn a_key_that_ends_keeps_its_end_and_the_old_one_does_not_outlive_it() {
    let (keys, server) = Keys::start(Box::new(|_| Trouble::None));
    let end = "2099-01-01T00:00:00Z";
    for (row, grace, old_duration) in [(end, "1h", Some("3600s")), (end, "100000d", None)] {
        let row = json!({"key_alias": "ci", "expires": row});
        let Value::Object(row) = row else { panic!("an object") };
        *keys.rows.lock().expect("no panic while it is held") = BTreeMap::from([(key_hash(OLD), row)]);
        let run = cli(&server).run(&["keys", "rotate", "ci", "--grace", grace]);
        let rows = keys.rows();
        let new = &rows[&key_hash(run.ok().trim())];
        let seconds: i64 =
            new["duration"].as_str().and_then(|text| text.strip_suffix('s')?.parse().ok()).expect("seconds");
        assert!(seconds > 60 * 365 * 24 * 3600, "{new:?}");
        assert_eq!(rows[&key_hash(OLD)].get("duration").and_then(Value::as_str), old_duration);
    }
}

#[test]
fn what_is_only_shown_or_cannot_be_kept_changes_nothing() {
    let (keys, server) = Keys::start(Box::new(|_| Trouble::None));
    let cli = cli(&server).file("there.key", "x");
    let dry = cli.run(&["keys", "rotate", "ci", "--dry-run"]);
    for part in ["POST ", "/key/generate", "/models", "ci-rotating-", "ci-rotated-", "[redacted]"] {
        assert!(dry.ok().contains(part), "{dry:#?} should show {part}");
    }
    for (words, code) in [
        (&["keys", "rotate"][..], 2),
        (&["keys", "rotate", "ci", "--resume"], 2),
        (&["keys", "rotate", "ci", "--grace", "soon"], 2),
        (&["keys", "rotate", "ci", "--grace", "0h"], 2),
        (&["keys", "rotate", "ci", "--grace", "1h", "--delete-old"], 2),
        (&["keys", "rotate", "ci", "--output-file", "there.key"], 2),
        (&["keys", "rotate", "no-such-alias"], 3),
    ] {
        cli.run(words).fails(code);
    }
    let writes = server.received().iter().filter(|head| head.starts_with("POST")).count();
    assert_eq!((writes, keys.rows().len()), (0, 1));
    assert!(!cli.home().join(".litellm").exists());
    // A file in place of the directory: what cannot be noted is not begun.
    let cli = cli.file(".litellm", "");
    assert!(cli.run(&["keys", "rotate", "ci"]).fails(1).contains("is in the way"));
    assert_eq!(keys.rows().len(), 1);
}

#[test]
fn a_resumption_that_is_only_shown_changes_nothing() {
    let (keys, server) = Keys::start(Box::new(|number| if number == 8 { Trouble::Refused } else { Trouble::None }));
    let cli = cli(&server);
    cli.run(&KEEPING).fails(1);
    let (before, asked) = (keys.rows(), server.received().len());
    assert!(cli.run(&["keys", "rotate", "--resume", "--dry-run"]).ok().contains("/key/update"));
    assert_eq!((keys.rows(), server.received().len()), (before, asked));
    cli.run(&["keys", "rotate", "--resume"]).ok();
    keys.assert_rotated(&cli, true);
}

#[test]
fn a_secret_that_nobody_takes_changes_nothing() {
    let (keys, server) = Keys::start(Box::new(|_| Trouble::None));
    let cli = cli(&server);
    let mut rotate = cli.shell("exec \"$@\"", &["keys", "rotate", "ci"]);
    let mut child = rotate.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
    assert_eq!(keys.rows().len(), 1);
    assert_eq!(cli.run(&["keys", "rotate", "--resume"]).stderr, "there is no rotation to finish\n");
}

#[test]
fn a_gateway_that_finds_nothing_costs_no_key() {
    // From the request of this number on it knows of nothing, until somebody resumes.
    for first in 3..=9 {
        let is_away = Arc::new(AtomicUsize::new(1));
        let away = Arc::clone(&is_away);
        let (keys, server) = Keys::start(Box::new(move |number| {
            if number >= first && away.load(Ordering::SeqCst) == 1 { Trouble::NotYet } else { Trouble::None }
        }));
        let cli = cli(&server);
        let run = cli.run(&DELETING);
        assert_ne!(run.code, 0, "{first}: {run:#?}");
        is_away.store(0, Ordering::SeqCst);
        assert!(cli.home().join("ci.key").exists(), "{first}: {run:#?}");
        cli.run(&["keys", "rotate", "--resume"]).ok();
        keys.assert_rotated(&cli, false);
    }
}

#[test]
fn a_new_key_that_somebody_deletes_is_not_made_again() {
    let (keys, server) = Keys::start(Box::new(|number| if number == 8 { Trouble::Refused } else { Trouble::None }));
    let cli = cli(&server);
    cli.run(&KEEPING).fails(1);
    let secret = std::fs::read_to_string(cli.home().join("ci.key")).expect("the new key");
    keys.rows.lock().expect("no panic while it is held").remove(&key_hash(secret.trim()));
    let run = cli.run(&["keys", "rotate", "--resume"]);
    assert!(run.fails(3).contains("the new key was created, but the server no longer has it"), "{run:#?}");
    assert_eq!(keys.rows().len(), 1);
}
