//! Stories of several commands, run by the binary against an embedded sandbox.

use serde_json::{Value, json};

use super::harness::{Cli, Run};
use super::sandbox::Sandbox;
use super::terminal::{as_utf8, finish, start};

const CONFIG: &str = "\
model_list:
  - {model_name: mock, litellm_params: {model: openai/fake, mock_response: hello from mock}}
  - {model_name: other, litellm_params: {model: openai/other, mock_response: hello from the other}}
  - model_name: priced
    litellm_params: {model: openai/priced, mock_response: paid, input_cost_per_token: 0.001, output_cost_per_token: 0.002}
";

fn chat(cli: &Cli, key: &str, model: &str) -> Run {
    cli.run(&["--api-key", key, "chat", "completions", model, "-m", "user:hi"])
}

fn generate(cli: &Cli, options: &[&str]) -> String {
    let words = [&["keys", "generate", "--format", "json"], options].concat();
    cli.run(&words).json()["key"].as_str().expect("a key").to_owned()
}

#[test]
fn rotated_key_keeps_its_settings() {
    let sandbox = Sandbox::configured(CONFIG);
    let cli = sandbox.cli();
    let old =
        generate(&cli, &["--key-alias", "ci", "--models", "mock", "--max-budget", "5", "--metadata", r#"{"a": 1}"#]);
    cli.run(&["keys", "rotate", "ci", "--grace", "1h", "--output-file", "new.key"]).ok();
    assert_eq!(chat(&cli, "@new.key", "mock").ok(), "hello from mock\n");
    assert_eq!(chat(&cli, &old, "mock").ok(), "hello from mock\n");
    chat(&cli, "@new.key", "other").fails(4);
    let keys = cli.run(&["keys", "list", "--format", "json"]).json();
    let of = |alias: &str| keys["keys"].as_array().expect("keys").iter().find(|key| key["key_alias"] == alias).cloned();
    let new = of("ci").expect("the new key");
    assert_eq!((&new["max_budget"], &new["metadata"]["a"], &new["expires"]), (&json!(5.0), &json!(1), &Value::Null));
    assert_eq!(keys["total_count"], 2);
    // Without grace, the old key stops working.
    cli.run(&["keys", "rotate", "ci", "--delete-old", "--output-file", "newer.key"]).ok();
    chat(&cli, "@new.key", "mock").fails(4);
    assert_eq!(chat(&cli, "@newer.key", "mock").ok(), "hello from mock\n");
    assert!(cli.run(&["keys", "rotate", "--resume"]).stderr.contains("there is no rotation to finish"));
}

#[test]
fn interrupted_rotation_is_finished_by_resume() {
    for fault in
        ["POST /key/generate=drop:1", "POST /key/update=drop:1", "POST /key/delete=drop:1", "GET /v1/models=503:3"]
    {
        let sandbox = Sandbox::failing(fault);
        let cli = sandbox.cli();
        let list = || cli.run(&["http", "request", "GET", "/key/list?user_id=u"]).json();
        // The first `generate` must be the rotation's, so the old key comes with a user.
        let old =
            cli.run(&["http", "request", "POST", "/user/new", "-j", r#"{"user_id": "u", "key_alias": "ci"}"#]).json();
        let token = list()["keys"][0].as_str().expect("a hash").to_owned();
        let rotated = cli.run(&["keys", "rotate", &token, "--delete-old", "--output-file", "new.key"]);
        if rotated.code != 0 {
            cli.run(&["keys", "rotate", "--resume"]).ok();
        }
        let left = list();
        assert_eq!(left["total_count"], 1, "{fault}: {rotated:?}");
        let works = std::fs::read_to_string(cli.home().join("new.key"))
            .is_ok_and(|key| chat(&cli, key.trim(), "gpt-4o").code == 0);
        assert!(works || chat(&cli, old["key"].as_str().expect("a key"), "gpt-4o").code == 0, "{fault}: {rotated:?}");
    }
}

#[test]
fn blocking_and_unblocking_a_key_takes_effect() {
    let sandbox = Sandbox::configured(CONFIG);
    let cli = sandbox.cli();
    let key = generate(&cli, &["--key-alias", "ci"]);
    cli.run(&["keys", "block", "ci"]).ok();
    assert!(chat(&cli, &key, "mock").fails(4).contains("blocked"));
    cli.run(&["keys", "unblock", "ci"]).ok();
    assert_eq!(chat(&cli, &key, "mock").ok(), "hello from mock\n");
}

#[test]
fn budget_why_suggests_a_command_that_lifts_the_budget() {
    let sandbox = Sandbox::configured(CONFIG);
    let cli = sandbox.cli();
    let key = generate(&cli, &["--key-alias", "poor", "--max-budget", "0.01"]);
    assert_eq!(chat(&cli, &key, "priced").ok(), "paid\n");
    assert!(chat(&cli, &key, "priced").fails(1).contains("Budget has been exceeded"));
    let why = cli.run(&["budget", "why", "poor", "--format", "json"]).json();
    let stopping: Vec<_> =
        why["limits"].as_array().expect("limits").iter().filter(|limit| limit["stops"] == true).collect();
    assert_eq!((stopping.len(), &stopping[0]["scope"]), (1, &json!("key")));
    let command = why["unblock"][0].as_str().expect("a command");
    let words: Vec<&str> = command.split(' ').skip(1).collect();
    cli.run(&words).ok();
    assert_eq!(chat(&cli, &key, "priced").ok(), "paid\n");
    let spent = cli.run(&["spend", "keys", "--format", "json"]).json();
    assert_eq!((&spent[0]["name"], &spent[0]["requests"]), (&json!("poor"), &json!(3)));
}

#[test]
fn access_group_changes_apply_to_its_keys() {
    let sandbox = Sandbox::configured(CONFIG);
    let cli = sandbox.cli();
    for name in ["first", "second"] {
        let mock = format!("mock_response=I am the {name}");
        cli.run(&["models", "add", name, "-p", "model=openai/fake", "-p", &mock]).ok();
    }
    cli.run(&["access-groups", "create", "beta", "--models", "first"]).ok();
    let key = generate(&cli, &["--key-alias", "tester", "--models", "beta"]);
    assert_eq!(chat(&cli, &key, "first").ok(), "I am the first\n");
    chat(&cli, &key, "second").fails(4);
    assert_eq!(cli.run(&["keys", "can-use", "tester", "second"]).code, 1);
    cli.run(&["access-groups", "update", "beta", "--models", "first,second"]).ok();
    assert_eq!(chat(&cli, &key, "second").ok(), "I am the second\n");
    cli.run(&["keys", "can-use", "tester", "second"]).ok();
}

#[test]
fn repeated_import_finishes_an_interrupted_one() {
    let rows: String = (0..60).map(|number| format!("user{number:02}@example.com,internal_user\n")).collect();
    let sandbox = Sandbox::failing("POST /user/new=500:7");
    let cli = sandbox.cli().file("people.csv", format!("user_email,user_role\n{rows}"));
    let first = cli.run(&["users", "import", "people.csv", "--format", "json"]);
    assert_eq!(first.code, 7, "{first:?}");
    cli.run(&["users", "import", "people.csv", "--format", "json"]).ok();
    let users = cli.run(&["users", "list", "--format", "json"]).json();
    let mut addresses: Vec<&str> =
        users["users"].as_array().into_iter().flatten().filter_map(|user| user["user_email"].as_str()).collect();
    addresses.sort_unstable();
    assert_eq!(addresses, (0..60).map(|number| format!("user{number:02}@example.com")).collect::<Vec<_>>());
}

#[test]
fn keys_are_imported_from_another_server() {
    let (from, to) = (Sandbox::configured(CONFIG), Sandbox::configured(CONFIG));
    let source = from.cli();
    for number in 0..25 {
        generate(&source, &["--key-alias", &format!("key-{number}"), "--max-budget", "2", "--models", "mock"]);
    }
    let cli = to.cli();
    let source = ["--source-base-url", from.url(), "--source-api-key", from.master_key()];
    let import = [&["keys", "import", "--output-file", "keys.csv"][..], &source].concat();
    cli.run(&import).ok();
    let keys = cli.run(&["keys", "list", "--format", "json"]).json();
    assert_eq!(keys["total_count"], 25);
    assert!(
        keys["keys"]
            .as_array()
            .expect("keys")
            .iter()
            .all(|key| key["max_budget"] == 2.0 && key["models"] == json!(["mock"]))
    );
}

#[test]
fn shell_has_a_sandbox_that_ends_with_it() {
    let cli = Cli::new().env("SHELL", "/bin/sh").env("PS1", "ready> ");
    let mut session = start(&cli, 80, "exec \"$@\"", &["sandbox", "shell"]);
    session.exp_string("this shell has a temporary sandbox").expect("the notice");
    session
        .send_line(
            "litellm-proxy keys generate --key-alias here >/dev/null; litellm-proxy keys list --format csv | wc -l",
        )
        .expect("a line");
    let (before, _) = session.exp_regex(" *2\r\n").expect("a header and a key");
    session.send_line("echo \"at $LITELLM_PROXY_URL\"; exit 3").expect("a line");
    let (text, code) = finish(session);
    assert_eq!(code, 3, "{}{text}", as_utf8(&before));
    let url = text.split_whitespace().find(|word| word.starts_with("http://")).expect("its URL");
    let gone = Cli::at(url).run(&["models", "list"]);
    assert_eq!(gone.code, 5, "{gone:?}");
}
