//! Every command that is about one thing answers in a few lines on a terminal. The commands are those of the command tree, and
//! run against a sandbox, in an order in which each finds what it needs.

use clap::Command;
use litellm_proxy_sandbox::{Database, Sandbox};
use serde_json::json;
use test_bed::{FakeRequest, FakeServer, Run, json_response};

use crate::cli::command_tree;
use crate::in_process::Cli;

const MASTER_KEY: &str = "sk-0123456789";
const MAX_LINES: usize = 8;
const WIDTH: usize = 80;
/// Lines with these labels are copied as a whole.
const WHOLE: [&str; 4] = ["key ", "link ", "next ", "use it "];

/// Commands that are not about one thing, or that no server of this test can run.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("* list", "a list"),
    ("* import", "a list of outcomes"),
    ("models info", "a list, by the documents"),
    ("models test", "a matrix"),
    ("models bench", "a table of times"),
    ("models compare", "a table"),
    ("models discover", "a list"),
    ("spend keys", "a list"),
    ("spend users", "a list"),
    ("spend teams", "a list"),
    ("spend models", "a list"),
    ("spend tags", "a list"),
    ("spend customers", "a list"),
    ("spend trend", "a list"),
    ("spend logs", "a list"),
    ("logs tail", "a list"),
    ("logs stats", "a list"),
    ("logs get", "tested with logs"),
    ("keys aliases", "a list"),
    ("keys audit", "a list"),
    ("teams available", "a list"),
    ("budgets why", "a list of limits"),
    ("keys can-use", "yes or no, with each reason"),
    ("keys rotate", "keeps a journal in the home directory"),
    ("keys regenerate", "requires a license"),
    ("changes", "a list"),
    ("doctor", "a list of findings"),
    ("health check", "a list"),
    ("watch *", "runs another program"),
    ("top", "needs a terminal"),
    ("lint", "a list of problems"),
    ("plan", "a list of changes"),
    ("models rename", "a list of changes and outcomes"),
    ("apply", "a list of changes and outcomes"),
    ("adopt", "a list of changes and outcomes"),
    ("migrate", "a list of changes and outcomes"),
    ("export", "a file"),
    ("chat completions", "prints what the model says"),
    ("chat batch", "writes a file"),
    ("responses create", "prints what the model says"),
    ("embeddings create", "needs a model that runs: see model_nouns"),
    ("images generate", "writes a file"),
    ("images edit", "writes a file"),
    ("audio speech", "writes a file"),
    ("audio transcribe", "prints what is said"),
    ("rerank", "a list"),
    ("moderations create", "a list"),
    ("chat templates *", "reads the home directory"),
    ("chat show", "prints what was said"),
    ("chat resume", "a session"),
    ("chat delete", "reports on stderr"),
    ("chat export", "prints what was said"),
    ("http request", "prints the response"),
    ("http routes", "a list"),
    ("http describe", "a table of fields"),
    ("sandbox *", "starts a server, or lists those that run"),
    ("login", "reports on stderr"),
    ("logout", "reports on stderr"),
    ("auth print-token", "prints the key"),
    ("config *", "reads the home directory"),
    ("self update", "reports on stderr"),
    ("completions", "prints a script"),
    ("man", "prints a page"),
];

/// Commands in order, without those of organizations, which a sandbox refuses as a server without a license does.
const STEPS: &[&[&str]] = &[
    &["whoami", "--check"],
    &["version"],
    &["spend", "total"],
    &["models", "add", "m", "-p", "model=openai/gpt-4o", "-p", "api_base=http://localhost:1", "-i", "id=m-1"],
    &["models", "get", "m"],
    &["models", "update", "m-1", "-p", "rpm=6"],
    &["tokens", "count", "m", "hello there", "--no-stdin"],
    &["cost", "estimate", "m", "hello there", "--no-stdin"],
    &["model-groups", "info", "m"],
    &["model-groups", "create", "g", "--model", "g1", "model=openai/gpt-4o", "--model", "g2", "model=openai/gpt-4o"],
    &["model-groups", "delete", "g"],
    &["access-groups", "create", "beta", "--models", "m"],
    &["access-groups", "info", "beta"],
    &["access-groups", "update", "beta", "--models", "m"],
    &["access-groups", "delete", "beta"],
    &["credentials", "create", "c", "--info", r#"{"custom_llm_provider":"openai"}"#, "--values", r#"{"api_key":"x"}"#],
    &["credentials", "create", "c", "--info", "{}", "--values", "{}", "--if-not-exists"],
    &["credentials", "get", "c"],
    &["credentials", "update", "c", "--values", r#"{"api_key":"y"}"#],
    &["credentials", "delete", "c"],
    &["budgets", "create", "free", "--max-budget", "5", "--budget-duration", "30d", "--rpm-limit", "60"],
    &["budgets", "create", "free", "--if-not-exists"],
    &["budgets", "info", "free"],
    &["budgets", "update", "free", "--max-budget", "6"],
    &["teams", "create", "research", "--team-id", "t-1", "--max-budget", "500", "--models", "m"],
    &["teams", "create", "research", "--if-not-exists"],
    &["teams", "update", "research", "--rpm-limit", "60"],
    &["users", "create", "bob@example.com", "--team", "research", "--max-budget", "5"],
    &["users", "update", "bob@example.com", "--max-budget", "7"],
    &["users", "invite", "bob@example.com"],
    &["users", "get", "bob@example.com"],
    &["users", "create", "ann@example.com", "--no-key"],
    &["teams", "members", "add", "research", "ann@example.com", "--max-budget-in-team", "3"],
    &["teams", "members", "update", "research", "ann@example.com", "--max-budget-in-team", "4"],
    &["teams", "models", "add", "research", "other"],
    &["teams", "models", "remove", "research", "other"],
    &["keys", "generate", "ci", "--team-id", "research", "--max-budget", "10", "--rpm-limit", "60", "--duration", "3d"],
    &["keys", "generate", "free"],
    &["keys", "generate", "ci", "--if-not-exists"],
    &["keys", "info", "ci"],
    &["keys", "update", "ci", "--max-budget", "12", "--budget-duration", "30d"],
    &["keys", "block", "ci"],
    &["keys", "info", "ci"],
    &["keys", "unblock", "ci"],
    &["keys", "reset-spend", "ci"],
    &["keys", "move", "free", "--team", "research"],
    &["teams", "assign-key", "research", "free"],
    &["teams", "info", "research"],
    &["keys", "delete", "ci"],
    &["keys", "generate", "a"],
    &["keys", "generate", "b"],
    &["keys", "delete", "a", "b"],
    &["teams", "block", "research"],
    &["teams", "info", "research"],
    &["teams", "unblock", "research"],
    &["teams", "members", "remove", "research", "ann@example.com"],
    &["customers", "create", "cust", "--max-budget", "5", "--alias", "Ann"],
    &["customers", "update", "cust", "--max-budget", "7"],
    &["customers", "block", "cust"],
    &["customers", "info", "cust"],
    &["customers", "unblock", "cust"],
    &["customers", "delete", "cust"],
    &["users", "create", "eve@example.com", "--team", "research"],
    &["users", "create", "eve@example.com", "--if-not-exists"],
    &["users", "offboard", "eve@example.com"],
    &["users", "delete", "bob@example.com"],
    &["teams", "delete", "research"],
    &["budgets", "delete", "free"],
    &["models", "delete", "m-1"],
];

/// The commands of organizations, against a fake server.
const ORGANIZATIONS: &[&[&str]] = &[
    &["organizations", "create", "Sales"],
    &["organizations", "info", "o-1"],
    &["organizations", "update", "o-1", "--rpm-limit", "60"],
    &["organizations", "members", "add", "o-1", "u-1"],
    &["organizations", "members", "update", "o-1", "u-1", "--role", "org_admin"],
    &["organizations", "members", "remove", "o-1", "u-1"],
    &["organizations", "delete", "o-1"],
];

/// Runs a command and checks what it shows.
fn check(cli: &Cli, words: &[&str]) {
    let run: Run = cli.run(words);
    let shown = run.ok();
    let lines = shown.lines().count();
    assert!((1..=MAX_LINES).contains(&lines), "{words:?} {run:#?}");
    assert!(!shown.contains(['{', '[']), "{words:?} {run:#?}");
    assert!(shown.trim().parse::<f64>().is_err(), "{words:?} {run:#?}");
    let is_wide = |line: &&str| line.chars().count() > WIDTH && !WHOLE.iter().any(|label| line.starts_with(label));
    assert_eq!(shown.lines().find(is_wide), None, "{words:?}");
}

#[test]
fn every_command_about_one_thing_answers_in_a_few_lines() {
    let sandbox = Sandbox::builder().database(Database::Memory).master_key(MASTER_KEY).start_blocking();
    let sandbox = sandbox.expect("a sandbox");
    let cli = Cli::with_key(sandbox.url(), MASTER_KEY).on_terminal(80);
    for words in STEPS {
        check(&cli, words);
    }
    let organization = json!({"organization_id": "o-1", "organization_alias": "Sales", "models": [], "spend": 1.5,
        "litellm_budget_table": {"max_budget": 500.0, "rpm_limit": 60}, "members": [{"user_id": "u-1"}], "teams": [],
        "user_role": "org_admin"});
    let server = FakeServer::from_fn(move |request: &FakeRequest| {
        let is_deletion = request.line().starts_with("DELETE /organization/delete");
        json_response(if is_deletion { json!([organization]) } else { organization.clone() })
    });
    let cli = Cli::of(&server).on_terminal(80);
    for words in ORGANIZATIONS {
        check(&cli, words);
    }
}

/// Returns the paths of all commands that run, such as `teams members add`.
fn leaves(command: &Command, path: &str, paths: &mut Vec<String>) {
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        let path = format!("{path} {}", command.get_name()).trim().to_owned();
        if command.has_subcommands() {
            leaves(command, &path, paths);
        } else {
            paths.push(path);
        }
    }
}

#[test]
fn every_command_is_checked_or_excepted() {
    let mut tree = command_tree();
    tree.build();
    let mut paths = Vec::new();
    leaves(&tree, "", &mut paths);
    let is_checked = |path: &String| {
        let words: Vec<&str> = path.split(' ').collect();
        STEPS.iter().chain(ORGANIZATIONS).any(|step| step.starts_with(&words))
    };
    let is_excepted = |path: &String| {
        EXCEPTIONS.iter().any(|(excepted, _)| match excepted.split_once('*') {
            Some((start, end)) => path.starts_with(start) && path.ends_with(end),
            None => path == excepted,
        })
    };
    let unchecked: Vec<_> = paths.iter().filter(|path| !is_checked(path) && !is_excepted(path)).collect();
    assert!(unchecked.is_empty(), "add these to STEPS, or to EXCEPTIONS with a reason: {unchecked:?}");
}
