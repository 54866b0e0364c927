//! The examples on the help pages run: in a sandbox with what they name, none is a usage error.

use std::path::Path;

use test_bed::{FakeResponse, FakeServer};

use crate::harness::Cli;
use crate::sandbox::Sandbox;

const CONFIG: &str = "\
model_list:
  - {model_name: gpt-4, litellm_params: {model: openai/gpt-4, mock_response: hello}, model_info: {id: model-123}}
  - {model_name: gpt-4o, litellm_params: {model: openai/gpt-4o, mock_response: hello}}
";

const PROXY: &str = "\
litellm_proxy: {version: 1, owner: acme/platform}
model_list:
  - {model_name: gpt-4o-eu, litellm_params: {model: openai/gpt-4o}, model_info: {id: gpt-4o-eu}}
teams: {research: {max_budget: 500}}
keys: {ci: {models: [gpt-4o-eu], output: {$file: made.key}}}
";

/// What examples name.
const FIXTURES: &[&str] = &[
    "keys generate ci-key --rpm-limit 60 --models gpt-4",
    "keys generate staging-key",
    "keys generate nightly-key",
    "keys generate my-key",
    "teams create research --models gpt-4,claude --max-budget 100",
    "users create ada@example.com --no-key",
    "users create bob@example.com --no-key",
    "budgets create monthly --max-budget 50",
    "customers create customer-9",
    "customers create customer-1",
    "config contexts add prod --base-url http://localhost:4001",
    "config contexts add staging --base-url http://localhost:4002",
    "config contexts add local --base-url http://localhost:4003",
    r#"credentials create azure-cred --info {} --values {"api_key":"sk-provider"}"#,
    "models add beta-1 -p model=openai/beta",
    "access-groups create beta-models --models beta-1",
];

/// The files that examples read.
const FILES: &[(&str, &str)] = &[
    ("key.txt", "sk-provider"),
    ("key1.txt", "sk-provider"),
    ("key2.txt", "sk-provider"),
    ("openai.txt", "sk-provider"),
    ("values.json", r#"{"api_key": "sk-provider"}"#),
    ("info.json", "{}"),
    ("azure.json", r#"{"api_key": "sk-provider"}"#),
    ("key.json", "{}"),
    ("question.txt", "hi"),
    ("prompt.txt", "hi"),
    ("morning.mp3", "sound"),
    ("photo.png", "image"),
    ("hat.png", "image"),
    ("soap.png", "image"),
    ("rose.png", "image"),
    ("request.json", r#"{"model": "gpt-4", "messages": [{"role": "user", "content": "hi"}]}"#),
    ("requests.jsonl", "{\"prompt\": \"hi\"}\n"),
    ("people.csv", "user_email\neve@example.com\n"),
    ("models.yaml", CONFIG),
    ("config.yaml", CONFIG),
    ("proxy.yaml", PROXY),
    ("deployments.json", r#"[{"model_name": "gpt-4", "litellm_params": {"model": "openai/gpt-4"}}]"#),
];

/// Examples that need a browser, another program, another server or a terminal, or do not end.
const NOT_RUN: &[&str] = &[
    "login",
    "logout",
    "sandbox",
    "completions bash",
    "chat gpt-4o",
    "chat resume",
    "keys import",
    "migrate",
    "deploy.sh",
    "--follow",
    "logs tail",
    "litellm-proxy top",
    "watch spend --over 100/day --exec",
    "watch spend --over 2000/month",
    "watch health --exec",
    "models discover",
    "$(",
    "|",
    "man --dir",
];

/// Exit codes of examples: success; a finding; a name, or one of several, that is not there, or there already;
/// a license; differences; what others own.
const EXPECTED: [i32; 8] = [0, 1, 3, 4, 7, 8, 9, 10];

/// The examples in the reference, as they are typed.
fn examples() -> Vec<String> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let read = |name: &str| std::fs::read_to_string(docs.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let contents = read("SUMMARY.md");
    let files = contents.split("](").filter_map(|rest| rest.split(')').next());
    let pages = files.filter(|file| file.starts_with("reference/")).map(|file| format!("\n{}", read(file)));
    let mut examples = Vec::new();
    for page in pages.collect::<String>().split("\n```text\n") {
        let block = page.split_once("Examples:\n").or_else(|| page.split_once("Example:\n"));
        let block = block.and_then(|(_, rest)| rest.split("\n\n").next()).unwrap_or_default().replace("\\\n", " ");
        examples
            .extend(block.lines().map(str::trim).filter(|line| line.starts_with("litellm-proxy ")).map(str::to_owned));
    }
    examples
}

fn run(cli: &Cli, line: &str) -> (i32, String) {
    let script = format!("PATH=\"$HOME/bin:/usr/bin:/bin\"; rm -f *.key; cp openai.txt openai.key; {line} < /dev/null");
    let output = cli.shell(&script, &[]).output().expect("a shell");
    (output.status.code().unwrap_or(-1), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn examples_on_help_pages_run() {
    let sandbox = Sandbox::configured(CONFIG);
    let releases = FakeServer::always(FakeResponse::new(200).with_text(env!("CARGO_PKG_VERSION")));
    let cli = FILES.iter().fold(sandbox.cli(), |cli, (name, content)| cli.file(name, content));
    let cli = cli.env("LITELLM_PROXY_DOWNLOADS", &releases.uri());
    std::fs::create_dir(cli.home().join("bin")).expect("a folder");
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_litellm-proxy"), cli.home().join("bin/litellm-proxy"))
        .expect("a link");
    for fixture in FIXTURES {
        cli.run(&fixture.split(' ').collect::<Vec<_>>()).ok();
    }
    let examples: Vec<String> =
        examples().into_iter().filter(|line| !NOT_RUN.iter().chain(FIXTURES).any(|word| line.contains(word))).collect();
    assert!(examples.len() > 100, "{}", examples.len());
    let mut wrong = Vec::new();
    let mut succeeded = 0;
    for example in &examples {
        if example.contains("delete") || example.contains("offboard") {
            // What an example before it deleted.
            for fixture in FIXTURES {
                cli.run(&fixture.split(' ').chain(["--if-not-exists"]).collect::<Vec<_>>()).ok();
            }
        }
        let (code, stderr) = run(&cli, example);
        succeeded += usize::from(code == 0);
        if !EXPECTED.contains(&code) {
            wrong.push(format!("{example}\n  exit {code}: {stderr}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(succeeded * 3 > examples.len() * 2, "{succeeded} of {} succeed", examples.len());
}
