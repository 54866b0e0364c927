//! The commands `sandbox start`, `stop`, `status` and `exec`.

use std::path::Path;

use serde_json::{Value, json};

use super::harness::Cli;

/// Runs `sandbox exec` with a shell script, in which `"$LP"` is the binary.
fn exec(cli: &Cli, options: &[&str], script: &str) -> super::harness::Run {
    let words = [&["sandbox", "exec"], options, &["--", "sh", "-c", script]].concat();
    cli.run(&words)
}

fn cli() -> Cli {
    Cli::new().env("LP", env!("CARGO_BIN_EXE_litellm-proxy"))
}

#[test]
fn exec_runs_a_command_in_a_fresh_sandbox_and_returns_its_exit_code() {
    let cli = cli();
    let run = exec(
        &cli,
        &[],
        r#""$LP" keys generate --key-alias mine >/dev/null && "$LP" keys list --format csv | wc -l; exit 9"#,
    );
    assert_eq!((run.code, run.stdout.trim()), (9, "2"), "{run:?}");
    // The next command gets a new one.
    let run = exec(&cli, &[], r#""$LP" keys list --format json"#);
    assert_eq!(run.json()["total_count"], 0);
    assert_eq!(exec(&cli, &[], "kill -9 $$").code, 128 + 9);
    let left: Vec<_> = walk(cli.home());
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn tour_prints_what_the_book_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = std::fs::read_to_string(root.join("docs/tour.md")).expect("the page");
    let (_, after) = page.split_once("sandbox exec -- sh examples/tour.sh").expect("the command");
    let shown = after.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("what it prints");
    let tour = root.join("examples/tour.sh");
    let run =
        Cli::new().run(&["sandbox", "exec", "--", "sh", "-c", "exec sh \"$0\" 2>&1", tour.to_str().expect("UTF-8")]);
    // The key's file and hash and the period differ on each run.
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
fn exec_of_a_missing_command_is_a_usage_error() {
    let cli = cli();
    let message = cli.run(&["sandbox", "exec", "--", "no-such-command"]).fails(2).to_owned();
    assert!(message.contains("cannot run no-such-command"), "{message}");
    cli.run(&["sandbox", "exec"]).fails(2);
}

#[test]
fn exec_overrides_the_server_and_key_of_the_caller() {
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
fn exec_sets_what_the_packages_of_openai_and_anthropic_read() {
    let others = [("OPENAI_BASE_URL", "http://127.0.0.1:9"), ("OPENAI_API_KEY", "sk-real"), ("OPENAI_API_BASE", "x")];
    let cli = others.into_iter().fold(cli(), |cli, (name, value)| cli.env(name, value));
    let script = r#"[ "$OPENAI_BASE_URL" = "$LITELLM_PROXY_URL/v1" ] && [ "$ANTHROPIC_BASE_URL" = "$LITELLM_PROXY_URL" ] && echo same
        echo "$LITELLM_PROXY_API_KEY $OPENAI_API_KEY $ANTHROPIC_API_KEY $OPENAI_API_BASE$ANTHROPIC_AUTH_TOKEN""#;
    let run = exec(&cli.env("ANTHROPIC_AUTH_TOKEN", "t"), &["--master-key", "sk-of-my-own"], script);
    assert_eq!(run.ok(), "same\nsk-of-my-own sk-of-my-own sk-of-my-own \n");
}

#[test]
fn started_sandbox_prints_lines_that_a_shell_evaluates() {
    let cli = Cli::new();
    let options = ["sandbox", "start", "--port", "0", "--detach", "--db", ":memory:", "--master-key", "sk-a'b $(c)"];
    let started = cli.run(&options);
    assert!(started.ok().lines().all(|line| line.starts_with("export ")), "{started:?}");
    assert!(started.stderr.contains("A sandbox listens on http://127.0.0.1:"), "{started:?}");
    assert!(started.stdout.contains(r"export OPENAI_API_KEY='sk-a'\''b $(c)'"), "{started:?}");
    // The key is not stored.
    let message = cli.run(&["sandbox", "status", "--print-env"]).fails(2).to_owned();
    assert!(message.contains("hint: pass it with --master-key @FILE"), "{message}");
    let again = cli.run(&["sandbox", "status", "--print-env", "--master-key", "sk-a'b $(c)"]);
    assert_eq!(again.ok(), started.stdout);
    let stopped = cli.run(&["sandbox", "stop"]);
    assert!(!stopped.stderr.contains("unset") && stopped.ok().starts_with("Stopped"), "{stopped:?}");
    cli.run(&options[..7]).ok();
    let fish = cli.run(&["sandbox", "status", "--print-env", "--shell", "fish"]);
    assert!(fish.ok().contains("set -gx LITELLM_PROXY_API_KEY 'sk-1234'\n"), "{fish:?}");
    // A shell that evaluated the lines would use a server that is gone. A key of another server is not to be cleared.
    let status = cli.run(&["sandbox", "status", "--format", "json"]).json();
    let url = status[0]["url"].as_str().expect("a URL").to_owned();
    let cli = cli.env("LITELLM_PROXY_URL", &url).env("LITELLM_PROXY_API_KEY", "sk-1234");
    let cli = cli.env("OPENAI_BASE_URL", &format!("{url}/v1")).env("ANTHROPIC_API_KEY", "sk-real");
    let stopped = cli.run(&["sandbox", "stop"]);
    let names = "`unset LITELLM_PROXY_URL LITELLM_PROXY_API_KEY OPENAI_BASE_URL`";
    assert_eq!(stopped.stderr, format!("hint: this shell still uses it; {names} ends that\n"), "{stopped:?}");
    cli.run(&["sandbox", "status", "--print-env"]).fails(3);
}

#[test]
fn a_sandbox_that_runs_is_a_conflict_or_used_as_it_is() {
    let cli = Cli::new();
    let options = ["sandbox", "start", "--port", "0", "--detach", "--db", ":memory:"];
    let started = cli.run(&options);
    let (_, rest) = started.ok().split_once("http://127.0.0.1:").expect("a URL");
    let port = rest.lines().next().expect("a port");
    let options = ["sandbox", "start", "--port", port, "--detach", "--db", ":memory:"];
    let refused = cli.run(&options);
    refused.fails(8);
    for part in [format!("127.0.0.1:{port} already"), format!("`litellm-proxy sandbox stop --port {port}`")] {
        assert!(refused.stderr.contains(&part), "{refused:?}");
    }
    let used = cli.run(&[&options[..], &["--if-not-exists"]].concat());
    assert_eq!(used.ok(), started.stdout);
    assert!(used.stderr.ends_with("exists already and was not changed\n"), "{used:?}");
    let status = cli.run(&["sandbox", "status", "--columns", "database,url", "--limit", "1", "--format", "csv"]);
    assert_eq!(status.ok(), format!("database,url\n:memory:,http://127.0.0.1:{port}\n"));
    cli.run(&["sandbox", "stop"]).ok();
}

#[test]
fn faults_that_were_not_used_up_are_named_at_the_end() {
    let cli = cli();
    let chat = r#""$LP" chat completions gpt-4o -m user:hi"#;
    let run = exec(&cli, &["--fault", "/v1/chat/completions=400,drop", "--fault", "GET /models=500"], chat);
    run.fails(1);
    for sentence in ["/v1/chat/completions=400,drop': drop was never used", "'GET /models=500' was never used"] {
        assert!(run.stderr.contains(sentence), "{run:?}");
    }
    cli.run(&["sandbox", "start", "--port", "0", "--detach", "--db", ":memory:", "--fault", "chat=500*2"]).ok();
    let stopped = cli.run(&["sandbox", "stop"]);
    assert!(stopped.ok().starts_with("Stopped the sandbox"), "{stopped:?}");
    assert!(stopped.stderr.contains("the fault 'chat=500*2' was never used"), "{stopped:?}");
    let message = cli.run(&["sandbox", "start", "--fault", "chta=500"]).fails(2).to_owned();
    assert!(message.contains("did you mean chat?"), "{message}");
}

#[test]
fn exec_injects_faults_and_records_requests() {
    let cli = cli();
    let options = ["--fault", "POST /key/generate=500:1", "--fault", "POST /key/block=drop", "--record", "asked.jsonl"];
    let run = exec(
        &cli,
        &options,
        r#""$LP" keys generate; echo $?; "$LP" keys generate --key-alias twice --format json | head -c1; echo; "$LP" keys block sk-1234567890; echo $?
           "$LP" keys list --format csv | wc -l"#,
    );
    // The first request fails and the second succeeds; a block whose response is lost is not retried.
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
    let message = cli.run(&["sandbox", "exec", "--fault", "often", "--", "true"]).fails(2).to_owned();
    assert!(message.contains("POST /key/generate=500:1"), "{message}");
}

#[test]
fn detached_sandbox_is_listed_and_stopped() {
    let cli = Cli::new().env("LITELLM_PROXY_API_KEY", "sk-of-another-server");
    let started =
        cli.run(&["sandbox", "start", "--port", "0", "--detach", "--db", ":memory:", "--format", "json"]).json();
    let url = started["url"].as_str().expect("a URL").to_owned();
    let port = started["port"].to_string();
    let told = cli.run(&["sandbox", "status", "--format", "json"]).json();
    // It runs for long, so it has not inherited the key.
    if let Ok(environment) = std::fs::read(format!("/proc/{}/environ", told[0]["pid"])) {
        let environment = String::from_utf8_lossy(&environment);
        assert!(environment.contains("HOME=") && !environment.contains("LITELLM_PROXY_API_KEY"), "{environment}");
    }
    assert_eq!((&told[0]["url"], told[0].get("master_key")), (&json!(url), None));
    // A second sandbox on the same port fails.
    let again = cli.run(&["sandbox", "start", "--port", &port, "--detach", "--db", ":memory:"]);
    assert!(again.fails(8).contains("already"), "{again:?}");
    cli.run(&["sandbox", "stop", "--port", "1"]).fails(3);
    assert_eq!(cli.run(&["sandbox", "stop"]).ok(), format!("Stopped the sandbox on {url}\n"));
    cli.run(&["sandbox", "stop"]).fails(3);
}

#[test]
fn only_directories_that_the_sandbox_creates_are_narrowed() {
    use std::os::unix::fs::PermissionsExt as _;
    let cli = Cli::new().file("theirs/wide.db", "").file("records/there", "").file(".local/share/there", "");
    let place = |name: &str| cli.home().join(name);
    let mode = |name: &str| place(name).metadata().expect("it is there").permissions().mode() & 0o7777;
    let widen = |name: &str, mode: u32| {
        std::fs::set_permissions(place(name), std::fs::Permissions::from_mode(mode)).expect("the mode");
    };
    let theirs = [("theirs", 0o1777), ("records", 0o755), (".local/share", 0o755), ("theirs/wide.db", 0o644)];
    for (name, mode) in theirs {
        widen(name, mode);
    }
    for database in ["theirs/x.db", "theirs/new/er/x.db", "theirs/wide.db"] {
        // Detached, so that it ends with `stop`.
        let words = ["sandbox", "start", "--port", "0", "--detach", "--db", database, "--record", "records/r"];
        let run = cli.run(&words);
        run.ok();
        assert_eq!(
            run.stderr.contains("other users can read theirs/wide.db"),
            database == "theirs/wide.db",
            "{run:#?}"
        );
        cli.run(&["sandbox", "stop"]).ok();
    }
    for (name, expected) in theirs {
        assert_eq!(mode(name), expected, "{name}");
    }
    for name in ["theirs/new", "theirs/new/er", ".local/share/litellm-proxy", ".local/share/litellm-proxy/sandbox"] {
        assert_eq!(mode(name), 0o700, "{name}");
    }
    for name in ["theirs/x.db", "theirs/new/er/x.db", "records/r"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
}

#[test]
fn start_beyond_this_machine_needs_a_custom_master_key() {
    let cli = Cli::new();
    let message = cli.run(&["sandbox", "start", "--host", "0.0.0.0", "--port", "0"]).fails(2).to_owned();
    assert!(message.contains("hint: choose a key with --master-key"), "{message}");
    cli.run(&["sandbox", "start", "--master-key", "no-key", "--port", "0"]).fails(2);
}

#[test]
fn config_is_applied_and_ignored_settings_are_warned_about() {
    let config = "model_list:\n  - model_name: m\n    litellm_params: {model: openai/m, mock_response: yes it is}\n\
                  general_settings: {master_key: os.environ/MY_KEY, alerting: [slack], some_new_thing: 1}\n\
                  litellm_settings: {success_callback: [langfuse]}\nguardrails: []\n";
    let cli = cli().env("MY_KEY", "sk-from-the-environment").file("config.yaml", config);
    let script = r#"echo "$LITELLM_PROXY_API_KEY"; "$LP" chat completions m -m user:hi"#;
    let run = exec(&cli, &["--config", "config.yaml"], script);
    assert_eq!(run.ok(), "sk-from-the-environment\nyes it is\n");
    for name in ["general_settings.some_new_thing", "litellm_settings.success_callback", "guardrails"] {
        assert!(run.stderr.contains(&format!("ignores {name}")), "{}", run.stderr);
    }
    assert!(!run.stderr.contains("alerting"), "{}", run.stderr);
    let broken = cli.file("config.yaml", "model_list:\n  - {model_name: m}\n");
    let message = broken.run(&["sandbox", "start", "--config", "config.yaml"]).fails(2).to_owned();
    assert!(message.contains("model_list[0]") && message.contains("litellm_params"), "{message}");
}

/// Returns all files below a directory.
fn walk(directory: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(directory).expect("a directory").flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
