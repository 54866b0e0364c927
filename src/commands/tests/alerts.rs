//! `watch spend` and `watch health`: when the program runs, with what, and which checks are not a change.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::{Cli, are_usage_errors};

const NAME: &str = "a; touch $(pwned) `x`";

/// What the looks at a server find, one after another.
#[derive(Clone, Copy)]
enum Found {
    Good,
    Bad,
    Nothing,
}

/// A server that is as each look finds it; `next` is what the next look finds.
fn server(found: &'static [Found], next: &Arc<AtomicUsize>) -> FakeServer {
    let next = Arc::clone(next);
    FakeServer::from_fn(move |request: &FakeRequest| {
        let line = request.line();
        let now = found.get(next.load(Ordering::Relaxed)).copied().unwrap_or(Found::Good);
        let counts = if matches!(now, Found::Bad) { (0, 1) } else { (1, 0) };
        match line.split('?').next().unwrap_or_default() {
            _ if matches!(now, Found::Nothing) => FakeResponse::new(500).with_json(json!({"error": {"message": "x"}})),
            "GET /health/readiness" => json_response(json!({"status": "healthy", "db": "connected"})),
            "GET /model/info" | "GET /v1/model/info" => {
                json_response(json!({"data": [{"model_name": NAME, "model_info": {"id": NAME}, "litellm_params": {}}]}))
            }
            "GET /health/latest" => json_response(json!({"latest_health_checks": {NAME: {
                "model_id": NAME, "status": if counts.0 == 1 { "healthy" } else { "unhealthy" }, "healthy_count": counts.0,
                "unhealthy_count": counts.1, "checked_at": "2026-11-30T10:00:00Z"}}})),
            "GET /user/daily/activity" | "GET /user/daily/activity/aggregated" => {
                let spend = if counts.0 == 1 { 99.5 } else { 100.5 };
                let metrics = json!({"spend": spend, "total_tokens": 1, "api_requests": 1});
                let day = json!({"date": jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(), "metrics": metrics,
                    "breakdown": {}});
                json_response(
                    json!({"results": [day], "metadata": {"total_pages": 1, "total_spend": spend, "page": 1}}),
                )
            }
            _ => FakeResponse::new(404),
        }
    })
}

/// Appends what the program gets to a file.
fn words<'a>(watch: &[&'a str], directory: &'a Path, state: &'a str, script: &'a str) -> Vec<String> {
    let log = directory.join("log").display().to_string();
    let words = watch.iter().copied().map(str::to_owned);
    let rest = ["--once", "--state", state, "--exec", "sh", "--", "-c", script, &log].map(str::to_owned);
    words.chain(rest).collect()
}

fn run(server: &FakeServer, words: &[String]) -> test_bed::Run {
    Cli::of(server).run(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn the_program_runs_once_for_each_change() {
    const FOUND: &[Found] = &[Found::Good, Found::Bad, Found::Nothing, Found::Bad, Found::Good, Found::Good];
    for watch in [&["watch", "health"][..], &["watch", "spend", "--over", "100/day"]] {
        let next = Arc::new(AtomicUsize::new(0));
        let server = server(FOUND, &next);
        let directory = tempfile::tempdir().expect("a directory");
        let state = directory.path().join("state.json").display().to_string();
        let script = r#"printf '%s %s %s|' "$LITELLM_PROXY_WATCH_STATE" "$LITELLM_PROXY_WATCH_FAILING" "$LITELLM_PROXY_WATCH_LIMIT" >> "$0""#;
        let words = words(watch, directory.path(), &state, script);
        let codes: Vec<i32> = (0..FOUND.len())
            .map(|place| {
                next.store(place, Ordering::Relaxed);
                run(&server, &words).code
            })
            .collect();
        // A failed look is not a change.
        assert_eq!(codes, [0, 0, 6, 0, 0, 0], "{watch:?}");
        let log = std::fs::read_to_string(directory.path().join("log")).expect("a log");
        let expected =
            if watch.contains(&"health") { format!("bad {NAME} |good  |") } else { "bad  100|good  100|".to_owned() };
        assert_eq!(log, expected);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&state).expect("a file").permissions().mode() & 0o777, 0o600);
        }
    }
}

#[test]
fn a_program_that_fails_is_reported_once() {
    let next = Arc::new(AtomicUsize::new(0));
    let server = server(&[Found::Bad], &next);
    let directory = tempfile::tempdir().expect("a directory");
    let state = directory.path().join("state.json").display().to_string();
    let words = words(&["watch", "health", "--format", "json"], directory.path(), &state, "exit 3");
    let first = run(&server, &words);
    assert_eq!((first.code, first.stderr.contains("sh failed with exit code 3")), (1, true), "{first:?}");
    let report: Value = serde_json::from_str(&first.stdout).expect("JSON");
    assert_eq!(report["exit_code"], 3);
    let second = run(&server, &words);
    let json: Value = second.json();
    assert_eq!((second.code, &json["is_change"], &json["state"]), (0, &json!(false), &json!("bad")));
    // The file is of this watch.
    let mut other = words.clone();
    other.splice(1..2, ["spend", "--over", "1/day"].map(str::to_owned));
    assert!(run(&server, &other).fails(2).contains("is the state of another watch"));
}

#[test]
fn without_once_it_looks_until_the_server_refuses() {
    let looks = AtomicUsize::new(0);
    let server = FakeServer::from_fn(move |request: &FakeRequest| {
        if !request.line().starts_with("GET /user/daily/activity") {
            return FakeResponse::new(404);
        }
        let spend = match looks.fetch_add(1, Ordering::Relaxed) {
            0 | 4 | 5 => 99.5,
            1 | 3 => 100.5,
            2 => return FakeResponse::new(500).with_json(json!({"error": {"message": "x"}})),
            _ => return FakeResponse::new(403).with_json(json!({"error": {"message": "no more"}})),
        };
        let metrics = json!({"spend": spend, "total_tokens": 1, "api_requests": 1});
        let day = json!({"date": jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(), "metrics": metrics, "breakdown": {}});
        json_response(json!({"results": [day], "metadata": {"total_pages": 1, "total_spend": spend, "page": 1}}))
    });
    let directory = tempfile::tempdir().expect("a directory");
    let state = directory.path().join("state.json").display().to_string();
    let script = r#"printf '%s|' "$LITELLM_PROXY_WATCH_STATE" >> "$0"; test "$LITELLM_PROXY_WATCH_STATE" = bad"#;
    let watch = ["watch", "spend", "--over", "100/day", "--every", "0.01"];
    let words: Vec<String> =
        words(&watch, directory.path(), &state, script).into_iter().filter(|word| word != "--once").collect();
    let run = run(&server, &words);
    assert_eq!(run.code, 4, "{run:?}");
    assert_eq!(std::fs::read_to_string(directory.path().join("log")).expect("a log"), "bad|good|");
    for (text, count) in [
        ("looking every 0.01 s", 1),
        ("looking again", 1),
        ("the server responds again", 1),
        ("exit code 1", 1),
        ("no more", 1),
    ] {
        assert_eq!(run.stderr.matches(text).count(), count, "{text}: {run:?}");
    }
}

#[test]
fn nothing_runs_without_a_file_that_keeps_it() {
    let server = server(&[Found::Bad], &Arc::default());
    let directory = tempfile::tempdir().expect("a directory");
    let path = |name: &str| directory.path().join(name).display().to_string();
    std::fs::write(path("broken"), "{").expect("a file");
    std::fs::create_dir(path("folder")).expect("a folder");
    for (state, message) in [("broken", "is not the state of a watch"), ("folder", "folder"), ("no/where", "no/where")]
    {
        let run = run(&server, &words(&["watch", "health"], directory.path(), &path(state), "echo ran >> \"$0\""));
        assert!(run.code > 0 && run.stderr.contains(message), "{run:?}");
    }
    assert!(!Path::new(&path("log")).exists());
}

#[test]
fn lines_for_a_shell_and_unknown_programs_are_usage_errors() {
    let directory = tempfile::tempdir().expect("a directory");
    let state = directory.path().join("state.json").display().to_string();
    are_usage_errors(&[
        (&["watch", "health", "--exec", "notify me"], "no shell splits it"),
        (&["watch", "health", "--exec", "notify", "{{amount}}"], "placeholder"),
        (&["watch", "spend", "--over", "100", "--exec", "x"], "100/day"),
        (&["watch", "spend", "--exec", "x"], "--over"),
        (&["watch", "health"], "--exec"),
        (&["watch", "health", "--exec", "no-such-program"], "cannot run no-such-program: there is no such program"),
    ]);
    let server = server(&[Found::Bad], &Arc::default());
    let run = Cli::of(&server).run(&["watch", "health", "--once", "--state", &state, "--exec", "/no/such/program"]);
    assert!(run.fails(2).contains("cannot run /no/such/program"));
    assert!(!Path::new(&state).exists());
    let gone = ["watch", "health", "--once", "--state", &state, "--exec", "true"];
    assert_eq!(Cli::at("http://127.0.0.1:9").run(&gone).code, 5);
    let bad = Cli::at("http://127.0.0.1:9").run(&[&gone[..], &["--or-unreachable", "--format", "json"]].concat());
    assert_eq!(bad.json()["bad"], json!(["server"]));
}
