//! Commands that act on a sandbox that runs, and waiting for a server.

use serde_json::json;
use test_bed::{FakeServer, json_response};

use super::harness::Cli;

fn cli() -> Cli {
    Cli::new().env("LP", env!("CARGO_BIN_EXE_litellm-proxy"))
}

#[test]
fn budgets_are_used_up_and_time_is_moved_within_exec() {
    let script = r#"
        KEY=$("$LP" keys generate --key-alias ci --max-budget 1 --budget-duration 30d --format json | sed -n 's/.*"key": "\(.*\)",/\1/p')
        "$LP" sandbox spend ci 1.00 --format json | grep '"spend": 1.0'
        LITELLM_PROXY_API_KEY=$KEY "$LP" chat completions gpt-4o -m user:hi >/dev/null 2>&1; echo "exit $?"
        "$LP" sandbox clock +31d --format json | grep seconds_ahead
        LITELLM_PROXY_API_KEY=$KEY "$LP" chat completions gpt-4o -m user:hi >/dev/null 2>&1; echo "exit $?"
        LITELLM_PROXY_API_KEY=$KEY "$LP" sandbox spend ci 1.00 >/dev/null 2>&1; echo "exit $?"
        "$LP" sandbox spend nobody 1; echo "exit $?"
        "$LP" sandbox clock --reset --format json | grep seconds_ahead"#;
    let run = cli().run(&["sandbox", "exec", "--", "sh", "-c", script]);
    let lines: Vec<&str> = run.ok().lines().map(str::trim).collect();
    let ahead = r#""seconds_ahead": 2678400"#;
    let expected = [r#""spend": 1.0,"#, "exit 1", ahead, "exit 0", "exit 4", "exit 3", r#""seconds_ahead": 0"#];
    assert_eq!(lines, expected, "{run:?}");
    assert!(run.stderr.contains("The sandbox has no key `nobody`."), "{run:?}");
}

#[test]
fn a_detached_sandbox_is_found_without_a_url_or_key() {
    let cli = cli();
    cli.run(&["sandbox", "clock"]).fails(3);
    cli.run(&["sandbox", "start", "--port", "0", "--detach", "--db", ":memory:", "--fault", "/health/readiness=503*2"])
        .ok();
    let ready = cli.run(&["sandbox", "wait", "--timeout", "30s", "--format", "json"]).json();
    assert_eq!(ready["is_ready"], true);
    let url = ready["url"].as_str().expect("a URL").to_owned();
    assert_eq!(
        cli.run(&["sandbox", "clock", "+1mo"]).json()["seconds_ahead"].as_i64().map(|ahead| ahead > 2_400_000),
        Some(true)
    );
    cli.run(&["sandbox", "clock", "31d"]).fails(2);
    cli.run(&["sandbox", "clock", "2001-01-01"]).fails(1);
    cli.run(&["sandbox", "spend", "--team", "t", "a", "1"]).fails(2);
    cli.run(&["sandbox", "spend", "ci", "nothing"]).fails(2);
    cli.run(&["sandbox", "spend"]).fails(2);
    cli.run(&["sandbox", "spend", "--user", "nobody", "1"]).fails(3);
    let health = cli.run(&["health", "--base-url", &url]).json();
    assert_eq!(health["status"], "healthy");
    cli.run(&["health", "--wait", "30", "--base-url", &url]).ok();
    let stopped = cli.run(&["sandbox", "stop"]);
    // The faults were used up while `wait` waited.
    assert!(stopped.ok().starts_with("Stopped") && !stopped.stderr.contains("fault"), "{stopped:?}");
}

#[test]
fn a_server_that_is_not_a_sandbox_is_left_alone() {
    let server = FakeServer::with_routes([("GET /health/liveliness", json_response(json!("I'm alive!")))]);
    for words in [&["spend", "ci", "1"][..], &["clock", "+31d"], &["clock"]] {
        let message = Cli::of(&server).run(&[&["sandbox"], words].concat()).fails(2).to_owned();
        assert!(message.contains("is not a sandbox"), "{message}");
    }
    // Where readiness is hidden, liveliness counts.
    Cli::of(&server).run(&["sandbox", "wait"]).ok();
    Cli::of(&server).run(&["health", "--wait", "10s"]).ok();
}

#[test]
fn waiting_for_an_absent_server_names_the_last_failure() {
    for words in [&["health", "--wait", "1s"][..], &["sandbox", "wait", "--timeout", "1s"]] {
        let run = Cli::at("http://127.0.0.1:9").run(words);
        let message = run.fails(5);
        assert!(message.contains("error: http://127.0.0.1:9 was not ready within 1 s"), "{message}");
        assert!(message.contains("cannot connect") || message.contains("refused"), "{message}");
    }
    cli().run(&["health", "--wait", "soon"]).fails(2);
    cli().run(&["sandbox", "wait", "--timeout", "0s"]).fails(2);
}

#[test]
fn states_and_times_of_expiry_go_by_the_clock_of_the_server() {
    let script = r#"
        "$LP" keys generate ci --duration 45d > /dev/null
        "$LP" sandbox clock +62d > /dev/null
        "$LP" keys list --columns alias,status --format csv | tail -n 1
        "$LP" budgets why ci --format json | grep stopped
        "$LP" keys can-use ci gpt-4o | head -n 1
        "$LP" keys audit --only expired --columns kind --format csv | tail -n 1
        "$LP" keys generate next --expires 2w > /dev/null
        "$LP" keys list --status expired --columns alias --format csv | tail -n 1"#;
    let run = cli().run(&["sandbox", "exec", "--", "sh", "-c", script]);
    let lines: Vec<&str> = run.ok().lines().map(str::trim).collect();
    assert_eq!(lines, ["ci,expired", r#""stopped": true,"#, "no", "expired", "ci"], "{run:?}");
}
