//! `keys rotate`: whatever interrupts it, a key works at every moment and the rotation can be resumed.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use litellm_proxy_client::key_hash;
use serde_json::{Value, json};
use test_bed::FakeServer;

use crate::harness::{Cli, Run};
use crate::rotation_server::{DELETING, KEEPING, Keys, OLD, RequestFault, cli};
/// The number of the request that retires the old key.
const RETIREMENT: usize = 10;

#[test]
fn new_key_is_created_and_tested_before_the_old_key_is_retired() {
    let (keys, server) = Keys::start(Box::new(|_| RequestFault::None));
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
    let order: Vec<_> =
        server.received().iter().map(|request| format!("{} {}", request.method, request.path())).collect();
    let writes: Vec<_> =
        order.iter().filter(|line| !line.contains("/key/info") && !line.contains("/key/list")).collect();
    assert_eq!(writes, ["POST /key/generate", "GET /models", "POST /key/update", "POST /key/update"]);
    let tried_out = server
        .received()
        .into_iter()
        .find(|head| head.line().starts_with("GET /models"))
        .expect("the new key is tested");
    assert_eq!(tried_out.headers["authorization"], format!("Bearer {}", secret.trim()));
}

#[test]
fn secret_is_printed_alone_without_an_output_file() {
    for (name, words) in [("ci", &["--delete-old"][..]), (OLD, &["--grace", "30m"]), (&key_hash(OLD), &[])] {
        let (keys, server) = Keys::start(Box::new(|_| RequestFault::None));
        let run = cli(&server).run(&[&["keys", "rotate", name][..], words].concat());
        let secret = run.ok().trim_end();
        assert!(secret.starts_with("sk-") && secret.len() > 60 && !secret.contains('\n'), "{run:#?}");
        assert_eq!(keys.rows()[&key_hash(secret)]["key_alias"], "ci");
    }
}

#[test]
fn lost_responses_do_not_break_a_rotation() {
    for words in [&KEEPING[..], &DELETING] {
        for every in [2, 3, 4] {
            let (keys, server) =
                Keys::start(Box::new(
                    move |number| if number % every == 0 { RequestFault::Lost } else { RequestFault::None },
                ));
            let cli = cli(&server);
            let mut run = cli.run(words);
            // The first requests only read; the user repeats the command.
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
fn repeated_rotations_with_lost_responses_keep_a_working_key() {
    let (keys, server) =
        Keys::start(Box::new(|number| if number % 3 == 0 { RequestFault::Lost } else { RequestFault::None }));
    let cli = cli(&server);
    let mut rotated = 0;
    for _ in 0..80 {
        if rotated == 20 {
            break;
        }
        // It does not exist before the first rotation has succeeded.
        drop(std::fs::remove_file(cli.home().join("ci.key")));
        rotated += usize::from(cli.run(&DELETING).code == 0);
    }
    assert_eq!(rotated, 20);
    keys.assert_rotated(&cli, false);
}

/// Runs the command and kills it at the request of this number; returns false if it ended before that.
fn killed_at(cli: &Cli, server: &FakeServer, number: usize, words: &[&str]) -> bool {
    let mut child =
        cli.shell("exec \"$@\"", words).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary");
    let (pid, has_ended) = (child.id().to_string(), AtomicBool::new(false));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            child.wait().expect("it ends");
            has_ended.store(true, Ordering::SeqCst);
            server.wake();
        });
        server.wait_until(|requests| requests.len() >= number || has_ended.load(Ordering::SeqCst));
        if has_ended.load(Ordering::SeqCst) {
            return false;
        }
        assert!(Command::new("kill").args(["-KILL", &pid]).status().expect("kill").success());
        true
    })
}

#[test]
fn rotation_killed_at_any_request_can_be_resumed() {
    for words in [&KEEPING[..], &DELETING] {
        for fault in [RequestFault::SilentBefore, RequestFault::SilentAfter] {
            let mut number = 0;
            loop {
                number += 1;
                let (keys, server) =
                    Keys::start(Box::new(move |count| if count == number { fault } else { RequestFault::None }));
                let cli = cli(&server);
                if !killed_at(&cli, &server, number, words) {
                    break;
                }
                let journals = std::fs::read_dir(cli.home().join(".litellm/rotations"));
                let began = journals.is_ok_and(|mut files| files.next().is_some());
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
fn late_creation_is_not_repeated() {
    // The requests: list, info, info under the lock, info of the new key, generate, info, generate (the alias is taken).
    let (keys, server) = Keys::start(Box::new(|number| match number {
        5 => RequestFault::Lost,
        6 => RequestFault::NotYet,
        _ => RequestFault::None,
    }));
    let cli = cli(&server);
    cli.run(&KEEPING).ok();
    keys.assert_rotated(&cli, true);
}

#[test]
fn failed_creation_or_test_leaves_nothing_behind() {
    // The creation is the fifth request, the test the eighth.
    for (refused, reason) in [(5, "no such thing"), (8, "no such thing")] {
        let (keys, server) =
            Keys::start(Box::new(
                move |number| if number == refused { RequestFault::Refused } else { RequestFault::None },
            ));
        let cli = cli(&server);
        let run = cli.run(&KEEPING);
        let stderr = run.fails(1);
        assert!(stderr.contains("the key was not rotated and is unchanged") && stderr.contains(reason), "{run:#?}");
        let rows = keys.rows();
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(rows[&key_hash(OLD)]["key_alias"], "ci");
        assert!(!cli.home().join("ci.key").exists());
        assert_eq!(cli.run(&["keys", "rotate", "--resume"]).stderr, "there is no rotation to finish\n");
    }
}

#[test]
fn refusal_after_creation_leaves_two_working_keys() {
    let (keys, server) =
        Keys::start(Box::new(|number| if number == RETIREMENT { RequestFault::Refused } else { RequestFault::None }));
    let cli = cli(&server);
    let run = cli.run(&KEEPING);
    assert!(
        run.fails(1).contains("the rotation of `ci` is incomplete, but the new key works; resume it with `litellm-proxy keys rotate --resume`"),
        "{run:#?}"
    );
    assert_eq!(keys.rows().len(), 2);
    // Another rotation of the same key would lose one.
    let again = cli.run(&["keys", "rotate", "ci"]);
    assert!(again.fails(2).contains("--resume"), "{again:#?}");
    cli.run(&["keys", "rotate", "--resume"]).ok();
    keys.assert_rotated(&cli, true);
}

fn refused(row: Value, words: &[&str]) -> (Run, usize) {
    let (keys, server) = Keys::start(Box::new(|_| RequestFault::None));
    let Value::Object(row) = row else { panic!("an object") };
    keys.rows.lock().expect("nothing panics while it holds the lock").insert(key_hash(OLD), row);
    let run = cli(&server).run(words);
    let writes = server.received().iter().filter(|head| head.line().starts_with("POST")).count();
    (run, writes)
}

#[test]
fn blocked_expired_and_deleted_keys_are_not_rotated() {
    let by_secret = ["keys", "rotate", OLD];
    let deleted = json!({"key_alias": "ci", "deleted_at": "2026-01-01T00:00:00Z"});
    for (row, words, code, reason) in [
        (json!({"key_alias": "ci", "blocked": true}), &KEEPING[..], 1, "the key is blocked"),
        (json!({"key_alias": "ci", "expires": "2020-01-01T00:00:00Z"}), &KEEPING, 1, "the key has expired"),
        (
            json!({"key_alias": "ci", "expires": "soon"}),
            &KEEPING,
            1,
            "the key has the expiry `soon`, which is not a time",
        ),
        (deleted.clone(), &by_secret, 1, "the key is deleted"),
        // It had the alias a moment ago.
        (deleted, &KEEPING, 8, "another process has rotated this key"),
    ] {
        let (run, writes) = refused(row, words);
        assert!(run.fails(code).contains(reason), "{run:#?}");
        assert_eq!(writes, 0);
    }
}

#[test]
fn expiry_is_kept_and_grace_does_not_exceed_it() {
    let (keys, server) = Keys::start(Box::new(|_| RequestFault::None));
    let end = "2099-01-01T00:00:00Z";
    for (row, grace, old_duration) in [(end, "1h", Some("3600s")), (end, "100000d", None)] {
        let row = json!({"key_alias": "ci", "expires": row});
        let Value::Object(row) = row else { panic!("an object") };
        *keys.rows.lock().expect("nothing panics while it holds the lock") = BTreeMap::from([(key_hash(OLD), row)]);
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
fn dry_run_and_invalid_arguments_change_nothing() {
    let (keys, server) = Keys::start(Box::new(|_| RequestFault::None));
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
    let writes = server.received().iter().filter(|head| head.line().starts_with("POST")).count();
    assert_eq!((writes, keys.rows().len()), (0, 1));
    assert!(!cli.home().join(".litellm").exists());
    // A file in place of the directory: without a journal nothing is started.
    let cli = cli.file(".litellm", "");
    assert!(cli.run(&["keys", "rotate", "ci"]).fails(1).contains("is not a directory"));
    assert_eq!(keys.rows().len(), 1);
}

#[test]
fn dry_run_shows_the_requests_of_the_rotation() {
    let path = |url: &str| url.splitn(4, '/').last().map(|path| format!("/{path}")).unwrap_or_default();
    let fields = |body: &Value| body.as_object().map(|body| body.keys().cloned().collect::<Vec<_>>());
    for words in [&KEEPING[..], &DELETING] {
        let (_, server) = Keys::start(Box::new(|_| RequestFault::None));
        let cli = cli(&server);
        let shown = cli.run(&[words, &["--dry-run", "--format", "json"]].concat()).json();
        let shown: Vec<_> = shown
            .as_array()
            .expect("requests")
            .iter()
            .map(|request| {
                let url = request["url"].as_str().expect("a URL");
                (format!("{} {}", request["method"].as_str().expect("a method"), path(url)), fields(&request["body"]))
            })
            .collect();
        cli.run(words).ok();
        let is_read = |line: &str| line.starts_with("GET /key/");
        let sent = server.received().into_iter().map(|request| request.line_and_body());
        let sent = sent.filter(|(line, _)| !is_read(line));
        let sent: Vec<_> = sent.map(|(line, body)| (line, fields(&body))).collect();
        assert_eq!(shown, sent, "{words:?}");
    }
}

#[test]
fn dry_run_of_resume_changes_nothing() {
    let (keys, server) =
        Keys::start(Box::new(|number| if number == RETIREMENT { RequestFault::Refused } else { RequestFault::None }));
    let cli = cli(&server);
    cli.run(&KEEPING).fails(1);
    let (before, request_count) = (keys.rows(), server.received().len());
    assert!(cli.run(&["keys", "rotate", "--resume", "--dry-run"]).ok().contains("/key/update"));
    assert_eq!((keys.rows(), server.received().len()), (before, request_count));
    cli.run(&["keys", "rotate", "--resume"]).ok();
    keys.assert_rotated(&cli, true);
}

#[test]
fn closed_stdout_stops_the_rotation() {
    let (keys, server) = Keys::start(Box::new(|_| RequestFault::None));
    let cli = cli(&server);
    let mut rotate = cli.shell("exec \"$@\"", &["keys", "rotate", "ci"]);
    let mut child = rotate.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the binary");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
    assert_eq!(keys.rows().len(), 1);
    assert_eq!(cli.run(&["keys", "rotate", "--resume"]).stderr, "there is no rotation to finish\n");
}

#[test]
fn gateway_404_does_not_lose_a_key() {
    // From this request on the gateway responds with 404, until the rotation is resumed.
    for first in 4..=12 {
        let is_away = Arc::new(AtomicUsize::new(1));
        let away = Arc::clone(&is_away);
        let (keys, server) = Keys::start(Box::new(move |number| {
            if number >= first && away.load(Ordering::SeqCst) == 1 { RequestFault::NotYet } else { RequestFault::None }
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
fn deleted_new_key_is_not_created_again() {
    let (keys, server) =
        Keys::start(Box::new(|number| if number == RETIREMENT { RequestFault::Refused } else { RequestFault::None }));
    let cli = cli(&server);
    cli.run(&KEEPING).fails(1);
    let secret = std::fs::read_to_string(cli.home().join("ci.key")).expect("the new key");
    keys.rows.lock().expect("nothing panics while it holds the lock").remove(&key_hash(secret.trim()));
    let run = cli.run(&["keys", "rotate", "--resume"]);
    assert!(run.fails(3).contains("the new key was created, but the server no longer has it"), "{run:#?}");
    assert_eq!(keys.rows().len(), 1);
}

#[test]
fn simultaneous_rotations_leave_one_new_key() {
    // In one home the lock decides, on several machines the server.
    for is_one_home in [true, false] {
        for words in [&KEEPING[..], &DELETING] {
            let (keys, server) = Keys::start(Box::new(|_| RequestFault::None));
            let homes: Vec<Cli> = (0..if is_one_home { 1 } else { 3 }).map(|_| cli(&server)).collect();
            let children: Vec<_> = (0..3)
                .map(|number| {
                    let home = &homes[number % homes.len()];
                    let file = format!("{number}.key");
                    let words = words.iter().map(|word| if *word == "ci.key" { &file } else { *word });
                    let mut rotate = home.shell("exec \"$@\"", &words.collect::<Vec<_>>());
                    rotate.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
                    (home.home().join(file), rotate.spawn().expect("the binary"))
                })
                .collect();
            let mut won = Vec::new();
            for (file, child) in children {
                let output = child.wait_with_output().expect("it ends");
                let stderr = String::from_utf8_lossy(&output.stderr);
                if output.status.code() == Some(0) {
                    won.push(std::fs::read_to_string(&file).expect("the new key"));
                    continue;
                }
                assert_eq!(output.status.code(), Some(8), "{stderr}");
                assert!(stderr.contains("this rotation left no new key behind"), "{stderr}");
                assert!(!file.exists(), "{stderr}");
            }
            // A process that starts when another has finished rotates the key of that one.
            let rows = keys.rows();
            let named: Vec<_> = rows.iter().filter(|(_, row)| row["key_alias"] == "ci").map(|(hash, _)| hash).collect();
            assert_eq!(named.len(), 1, "{rows:?}");
            assert!(won.iter().any(|secret| key_hash(secret.trim()) == *named[0]), "{rows:?}");
            let is_known =
                |hash: &str| hash == key_hash(OLD) || won.iter().any(|secret| key_hash(secret.trim()) == hash);
            assert!(rows.keys().all(|hash| is_known(hash)), "{rows:?}");
            assert_eq!(rows.len(), 1 + if words == KEEPING { won.len() } else { 0 }, "{rows:?}");
            assert_eq!(keys.gaps.load(Ordering::SeqCst), 0, "at some moment no key was left");
            for home in &homes {
                let journals = std::fs::read_dir(home.home().join(".litellm/rotations"));
                assert_eq!(journals.map_or(0, Iterator::count), 0);
            }
        }
    }
}

#[test]
fn rotation_elsewhere_is_reported_with_its_key() {
    // Another machine's new key has the alias.
    let (keys, server) = Keys::start(Box::new(|_| RequestFault::None));
    let claim = format!("ci-rotating-{}", key_hash(OLD).get(..8).expect("a hash"));
    let Value::Object(theirs) = json!({"key_alias": claim}) else { panic!("an object") };
    keys.rows.lock().expect("nothing panics while it holds the lock").insert(key_hash("sk-theirs"), theirs);
    let cli = cli(&server);
    let before = keys.rows();
    let run = cli.run(&KEEPING);
    let stderr = run.fails(8);
    assert!(
        stderr.starts_with("error: another process is rotating `ci`; this rotation left no new key behind\n"),
        "{run:#?}"
    );
    assert!(stderr.contains("keys rotate --resume") && stderr.contains(&claim), "{run:#?}");
    assert_eq!(keys.rows(), before);
    assert!(!cli.home().join("ci.key").exists());
    assert_eq!(cli.run(&["keys", "rotate", "--resume"]).stderr, "there is no rotation to finish\n");
    // At one moment neither key has the alias.
    let rename = |alias: &str| {
        let mut rows = keys.rows.lock().expect("nothing panics while it holds the lock");
        rows.get_mut(&key_hash(OLD)).expect("the old key").insert("key_alias".to_owned(), json!(alias));
    };
    rename("ci-rotated-20260101-0123abcd");
    let again = cli.run(&KEEPING);
    assert_eq!((again.code, &again.stderr), (8, &run.stderr));
    keys.rows.lock().expect("nothing panics while it holds the lock").remove(&key_hash("sk-theirs"));
    assert!(cli.run(&KEEPING).fails(3).contains("no key has the alias `ci`"));
    let Value::Object(theirs) = json!({"key_alias": claim}) else { panic!("an object") };
    keys.rows.lock().expect("nothing panics while it holds the lock").insert(key_hash("sk-theirs"), theirs);
    rename("ci");
    // Neither their new key nor a retired one is rotated.
    let run = cli.run(&["keys", "rotate", &claim]);
    assert!(run.fails(8).contains("this is the new key of a rotation"), "{run:#?}");
    keys.rows.lock().expect("nothing panics while it holds the lock").remove(&key_hash("sk-theirs"));
    cli.run(&KEEPING).ok();
    let run = cli.run(&["keys", "rotate", OLD]);
    assert!(run.fails(8).contains("this key is retired: a rotation has replaced it"), "{run:#?}");
    keys.assert_rotated(&cli, true);
}
