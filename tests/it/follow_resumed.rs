//! `logs tail --since last` of a server that writes its log late and fails in between, with a follower that is killed again and
//! again.

use std::collections::{HashMap, HashSet};
use std::process::{Child, Stdio};
use std::time::Duration;

use jiff::SignedDuration;
use litellm_proxy_client::Client;
use litellm_proxy_sandbox::{Clock, Sandbox};
use serde_json::{Value, json};

use crate::harness::{Cli, in_parallel};

const REQUESTS: usize = 600;
const SENDERS: usize = 6;
const WORDS: [&str; 8] = ["logs", "tail", "--since", "last", "--interval", "0.2", "--format", "ndjson"];

/// Sends requests at 200 a second or as fast as this machine allows, and returns their ids.
fn send(sandbox: &Sandbox) -> HashSet<String> {
    let client = Client::builder(sandbox.url()).api_key(sandbox.master_key()).build().expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut senders = tokio::task::JoinSet::new();
        for _ in 0..SENDERS {
            let client = client.clone();
            senders.spawn(async move {
                let mut ids = Vec::new();
                for _ in 0..REQUESTS / SENDERS {
                    let body = json!({"model": "gpt-4o", "messages": [{"role": "user", "content": "hi"}]});
                    let answer =
                        client.http().request("POST", "/chat/completions").json(&body).await.expect("an answer");
                    ids.push(answer["id"].as_str().expect("an id").to_owned());
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
                ids
            });
        }
        senders.join_all().await.into_iter().flatten().collect()
    })
}

fn shown(cli: &Cli) -> Vec<String> {
    let text = std::fs::read_to_string(cli.home().join("shown")).unwrap_or_default();
    let row = |line: &str| serde_json::from_str::<Value>(line).expect("a whole line");
    text.lines().map(|line| row(line)["request_id"].as_str().expect("an id").to_owned()).collect()
}

/// Returns the ids that the follower has stored as shown.
fn stored(cli: &Cli) -> Option<HashSet<String>> {
    let directory = std::fs::read_dir(cli.home().join(".local/state/litellm-proxy/logs")).ok()?;
    let path =
        directory.flatten().map(|entry| entry.path()).find(|path| path.extension().is_some_and(|end| end == "json"))?;
    let stored: Value = serde_json::from_str(&std::fs::read_to_string(path).ok()?).expect("a whole file");
    Some(stored["position"]["found"].as_object().expect("ids").keys().cloned().collect())
}

fn follow(cli: &Cli) -> Child {
    let mut command = cli.shell("exec \"$@\" >> shown 2>> messages", &WORDS);
    command.stdin(Stdio::null()).spawn().expect("a follower")
}

/// Waits for what the follower does; it is not a measure of time.
fn wait_until(is_done: impl Fn() -> bool) {
    for _ in 0..1_200 {
        if is_done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the follower does not come on");
}

fn nothing_is_missed(clock: SignedDuration) {
    let fault = "GET /spend/logs/v2=1ms*12,500*3,slow:1ms*9,drop".parse().expect("a fault");
    let sandbox = Sandbox::builder().log_delay(Duration::from_secs(2)).clock(Clock::shifted(clock)).fault(fault);
    let sandbox = sandbox.start_blocking().expect("a sandbox");
    let cli = Cli::at(sandbox.url()).env("LITELLM_PROXY_API_KEY", sandbox.master_key());
    let mut follower = follow(&cli);
    wait_until(|| stored(&cli).is_some());
    let mut may_repeat = HashSet::new();
    let mut kill = |follower: &mut Child| {
        follower.kill().expect("killed");
        follower.wait().expect("it ends");
        // What was shown in the moment before it was stored is shown again: it is not lost.
        let stored = stored(&cli).expect("a position");
        may_repeat.extend(shown(&cli).into_iter().filter(|id| !stored.contains(id)));
    };
    let sent = std::thread::scope(|scope| {
        let sender = scope.spawn(|| send(&sandbox));
        for pause in [310, 470, 130, 890, 250, 640] {
            std::thread::sleep(Duration::from_millis(pause));
            kill(&mut follower);
            follower = follow(&cli);
        }
        sender.join().expect("sent")
    });
    wait_until(|| shown(&cli).iter().collect::<HashSet<_>>().len() >= sent.len());
    kill(&mut follower);
    let mut counts = HashMap::new();
    for id in shown(&cli) {
        *counts.entry(id).or_insert(0) += 1;
    }
    assert_eq!(counts.keys().cloned().collect::<HashSet<_>>(), sent);
    let repeated: Vec<_> = counts.iter().filter(|(id, count)| **count > 1 && !may_repeat.contains(*id)).collect();
    assert!(repeated.is_empty(), "{repeated:?}");
    let messages = std::fs::read_to_string(cli.home().join("messages")).expect("messages");
    assert!(messages.contains("; retrying\n") && messages.contains("the server is responding again\n"), "{messages}");
}

#[test]
fn killed_followers_continue_without_missing_or_repeating_requests() {
    in_parallel([0, 1, -1], |hours| nothing_is_missed(SignedDuration::from_hours(hours)));
}

#[test]
fn two_followers_do_not_share_a_position() {
    let sandbox = Sandbox::builder().start_blocking().expect("a sandbox");
    let cli = Cli::at(sandbox.url()).env("LITELLM_PROXY_API_KEY", sandbox.master_key());
    let mut follower = follow(&cli);
    wait_until(|| stored(&cli).is_some());
    let second = cli.run(&WORDS);
    assert!(second.fails(8).contains("another `logs tail --since last` follows the same requests"), "{second:#?}");
    // Other filters have a position of their own.
    let mut other = cli.shell("exec \"$@\" --status failure >/dev/null 2> other", &WORDS).spawn().expect("a follower");
    let first_time =
        || std::fs::read_to_string(cli.home().join("other")).unwrap_or_default().contains("for the first time");
    wait_until(first_time);
    for child in [&mut follower, &mut other] {
        child.kill().expect("killed");
        child.wait().expect("it ends");
    }
    let position = std::fs::read_dir(cli.home().join(".local/state/litellm-proxy/logs")).expect("a directory");
    let position =
        position.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "json"));
    for path in position {
        std::fs::write(path, "{").expect("written");
    }
    assert!(cli.run(&WORDS).fails(1).contains("does not say where to continue; remove it to begin again"));
}
