//! The life of a sandbox: started, detached, stopped, killed; run around a command; failing on demand.

use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::harness::Cli;
use super::sandbox::Sandbox;

/// Runs the sandbox around a shell's script, in which `"$LP"` is the binary.
fn exec(cli: &Cli, options: &[&str], script: &str) -> super::harness::Run {
    let words = [&["sandbox", "exec"], options, &["--", "sh", "-c", script]].concat();
    cli.run(&words)
}

fn cli() -> Cli {
    Cli::new().env("LP", env!("CARGO_BIN_EXE_litellm-proxy"))
}

#[test]
fn a_command_finds_a_sandbox_of_its_own_and_gives_its_exit_code() {
    let cli = cli();
    let run = exec(
        &cli,
        &[],
        r#""$LP" keys generate --key-alias mine >/dev/null && "$LP" keys list --format csv | wc -l; exit 9"#,
    );
    assert_eq!((run.code, run.stdout.trim()), (9, "2"), "{run:?}");
    // The next one has another.
    let run = exec(&cli, &[], r#""$LP" keys list --format json"#);
    assert_eq!(run.json()["total_count"], 0);
    assert_eq!(exec(&cli, &[], "kill -9 $$").code, 128 + 9);
    let left: Vec<_> = walk(cli.home());
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_readmes_main_job_prints_what_the_readme_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = std::fs::read_to_string(root.join("README.md")).expect("the README");
    let (_, after) = readme.split_once("sandbox exec -- sh examples/tour.sh").expect("the command");
    let shown = after.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("what it prints");
    let tour = root.join("examples/tour.sh");
    let run =
        Cli::new().run(&["sandbox", "exec", "--", "sh", "-c", "exec sh \"$0\" 2>&1", tour.to_str().expect("UTF-8")]);
    // The file of the key and the key's hash are new each time; what it says of the period is, too.
    let steady = |text: &str| -> Vec<String> {
        let words = |line: &str| -> String {
            let is_new = |word: &str| word.len() == 64 || word.ends_with("/tour");
            line.split(' ').map(|word| if is_new(word) { "…" } else { word }).collect::<Vec<_>>().join(" ")
        };
        text.lines().filter(|line| !line.contains(", days in UTC")).map(words).collect()
    };
    assert_eq!(steady(run.ok()), steady(shown));
}

#[test]
fn a_command_that_is_not_there_is_a_usage_error() {
    let cli = cli();
    let said = cli.run(&["sandbox", "exec", "--", "no-such-command"]).fails(2).to_owned();
    assert!(said.contains("cannot run no-such-command"), "{said}");
    cli.run(&["sandbox", "exec"]).fails(2);
}

#[test]
fn the_settings_of_the_caller_do_not_reach_past_the_sandbox() {
    let cli = cli()
        .env("LITELLM_PROXY_URL", "http://127.0.0.1:9")
        .env("LITELLM_PROXY_API_KEY", "sk-of-another-server")
        .env("LITELLM_PROXY_AUTH_HEADER", "X-Other");
    let run = exec(
        &cli,
        &["--master-key", "sk-of-my-own"],
        r#"echo "$LITELLM_PROXY_API_KEY"; "$LP" models list --format csv | wc -l"#,
    );
    assert_eq!(run.ok().split_whitespace().collect::<Vec<_>>(), ["sk-of-my-own", "4"]);
}

#[test]
fn faults_happen_as_often_as_they_were_asked_for_and_are_recorded() {
    let cli = cli();
    let options = ["--fault", "POST /key/generate=500:1", "--fault", "POST /key/block=drop", "--record", "asked.jsonl"];
    let run = exec(
        &cli,
        &options,
        r#""$LP" keys generate; echo $?; "$LP" keys generate --key-alias twice --format json | head -c1; echo; "$LP" keys block sk-1234567890; echo $?
           "$LP" keys list --format csv | wc -l"#,
    );
    // The first fails, the second is made; a block whose answer is lost is not repeated.
    assert_eq!(run.ok().split_whitespace().collect::<Vec<_>>(), ["6", "{", "5", "2"], "{run:?}");
    let record = std::fs::read_to_string(cli.home().join("asked.jsonl")).expect("a record");
    let asked: Vec<Value> = record.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let statuses: Vec<(&str, &Value)> = asked
        .iter()
        .filter_map(|line| Some((line["path"].as_str()?, &line["status"])))
        .filter(|(path, _)| path.starts_with("/key/"))
        .collect();
    let generated: Vec<&&Value> =
        statuses.iter().filter(|(path, _)| *path == "/key/generate").map(|(_, status)| status).collect();
    assert_eq!(generated, [&&json!(500), &&json!(200)]);
    assert_eq!(statuses.iter().filter(|(path, status)| *path == "/key/block" && status.is_null()).count(), 1);
    assert!(!record.contains("1234567890"), "{record}");
    let said = cli.run(&["sandbox", "exec", "--fault", "often", "--", "true"]).fails(2).to_owned();
    assert!(said.contains("POST /key/generate=500:1"), "{said}");
}

#[test]
fn one_in_the_background_is_found_and_stopped() {
    let cli = Cli::new();
    let started =
        cli.run(&["sandbox", "start", "--port", "0", "--detach", "--db", ":memory:", "--format", "json"]).json();
    let url = started["url"].as_str().expect("a URL").to_owned();
    let port = started["port"].to_string();
    let told = cli.run(&["sandbox", "status", "--format", "json"]).json();
    assert_eq!((&told[0]["url"], told[0].get("master_key")), (&json!(url), None));
    // The port is taken, and whoever asks in vain is told so.
    let again = cli.run(&["sandbox", "start", "--port", &port, "--detach", "--db", ":memory:"]);
    assert!(again.fails(1).contains("cannot listen on 127.0.0.1"), "{again:?}");
    cli.run(&["sandbox", "stop", "--port", "1"]).fails(3);
    assert_eq!(cli.run(&["sandbox", "stop"]).ok(), format!("Stopped the sandbox on {url}\n"));
    cli.run(&["sandbox", "stop"]).fails(3);
}

#[test]
fn it_is_for_this_machine_unless_it_has_a_key_of_its_own() {
    let cli = Cli::new();
    let said = cli.run(&["sandbox", "start", "--host", "0.0.0.0", "--port", "0"]).fails(2).to_owned();
    assert!(said.contains("hint: choose a key with --master-key"), "{said}");
    cli.run(&["sandbox", "start", "--master-key", "no-key", "--port", "0"]).fails(2);
}

#[test]
fn a_config_is_gone_by_and_what_is_not_is_named() {
    let config = "model_list:\n  - model_name: m\n    litellm_params: {model: openai/m, mock_response: yes it is}\n\
                  general_settings: {master_key: os.environ/MY_KEY, alerting: [slack], some_new_thing: 1}\n\
                  litellm_settings: {success_callback: [langfuse]}\nguardrails: []\n";
    let cli = cli().env("MY_KEY", "sk-from-the-environment").file("config.yaml", config);
    let script = r#"echo "$LITELLM_PROXY_API_KEY"; "$LP" chat completions m -m user:hi"#;
    let run = exec(&cli, &["--config", "config.yaml"], script);
    assert_eq!(run.ok(), "sk-from-the-environment\nyes it is\n");
    for name in ["general_settings.some_new_thing", "litellm_settings.success_callback", "guardrails"] {
        assert!(run.stderr.contains(&format!("does not go by {name}")), "{}", run.stderr);
    }
    assert!(!run.stderr.contains("alerting"), "{}", run.stderr);
    let broken = cli.file("config.yaml", "model_list:\n  - {model_name: m}\n");
    let said = broken.run(&["sandbox", "start", "--config", "config.yaml"]).fails(2).to_owned();
    assert!(said.contains("model_list[0]") && said.contains("litellm_params"), "{said}");
}

#[test]
fn what_was_answered_survives_a_kill() {
    let database = tempfile::tempdir().expect("a directory");
    let path = database.path().join("data.db");
    let path = path.to_str().expect("a UTF-8 path");
    let sandbox = Sandbox::of(Cli::new(), &["--db", path]);
    let (made, goes_on) = (Mutex::new(Vec::new()), AtomicBool::new(true));
    std::thread::scope(|scope| {
        for worker in 0..4 {
            let (sandbox, made, goes_on) = (&sandbox, &made, &goes_on);
            scope.spawn(move || {
                for number in 0.. {
                    if !goes_on.load(Ordering::Relaxed) {
                        return;
                    }
                    let alias = format!("key-{worker}-{number}");
                    let answer = sandbox.try_ask("POST", "/key/generate", &json!({ "key_alias": alias }));
                    if answer.is_some_and(|answer| answer.status == 200) {
                        made.lock().expect("no panic").push(alias);
                    }
                }
            });
        }
        while made.lock().expect("no panic").len() < 200 {
            std::thread::yield_now();
        }
        // In the middle of what they write.
        sandbox.kill();
        goes_on.store(false, Ordering::Relaxed);
    });
    let made = made.into_inner().expect("no panic");
    let again = Sandbox::of(Cli::new(), &["--db", path]);
    for alias in &made {
        let found = again.ask("GET", &format!("/key/list?key_alias={alias}"), Value::Null).ok();
        assert_eq!(found["total_count"], 1, "{alias}");
    }
    let total = again.ask("GET", "/key/list?size=1", Value::Null).ok()["total_count"].as_u64();
    // At most the four whose answers were under way are there beside those.
    assert!(
        total.is_some_and(|total| (made.len()..=made.len() + 4).contains(&usize::try_from(total).unwrap_or(0))),
        "{total:?}"
    );
}

#[test]
fn a_long_list_is_the_same_page_by_page_and_as_a_whole() {
    let sandbox = Sandbox::start();
    for number in 0..45 {
        sandbox
            .ask(
                "POST",
                "/key/generate",
                json!({ "key_alias": format!("key-{number:02}"), "team_id": if number % 3 == 0 { "t" } else { "u" } }),
            )
            .ok();
    }
    let alias_of = |key: &Value| key["key_alias"].as_str().expect("an alias").to_owned();
    let page = |number: usize, more: &str| -> Vec<String> {
        let path = format!("/key/list?return_full_object=true&size=7&page={number}{more}");
        sandbox.ask("GET", &path, Value::Null).ok()["keys"].as_array().expect("keys").iter().map(alias_of).collect()
    };
    let newest_first: Vec<String> = (0..45).rev().map(|number| format!("key-{number:02}")).collect();
    // In order, from the end, and in any order: a page is the same however it was come to.
    for order in [vec![1, 2, 3, 4, 5, 6, 7, 8], vec![8, 7, 6, 5, 4, 3, 2, 1], vec![5, 1, 7, 7, 2, 8, 3, 6, 4]] {
        for number in order {
            let expected = newest_first.iter().skip((number - 1) * 7).take(7).cloned().collect::<Vec<_>>();
            assert_eq!(page(number, ""), expected, "page {number}");
        }
    }
    let of_team: Vec<String> = newest_first.iter().rev().step_by(3).rev().cloned().collect();
    assert_eq!([page(1, "&team_id=t"), page(2, "&team_id=t"), page(3, "&team_id=t")].concat(), of_team);
    // What is written meanwhile is seen.
    sandbox.ask("POST", "/key/generate", json!({ "key_alias": "newest" })).ok();
    assert_eq!(page(1, "")[0], "newest");
    assert_eq!(page(2, "")[0], newest_first[6]);
    let by_name = page(1, "&sort_by=key_alias&sort_order=asc");
    assert_eq!(by_name.first().map(String::as_str), Some("key-00"));
}

/// All files below a directory.
fn walk(directory: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(directory).expect("a directory").flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
