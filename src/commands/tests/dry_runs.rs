//! `--dry-run` shows the very requests that are sent otherwise, and fails where the command does.

use litellm_proxy_client::redact_json;
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::cli;
use crate::in_process::Cli;

const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";
const ID: &str = "46adcf06-d5dc-46c3-b53b-76ceba88e814";

fn refusal(status: u16, message: &str) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"error": {"message": message, "code": status.to_string()}}))
}

/// A server with one object of each kind, under an id and an alias; all other names are unknown.
fn serving() -> FakeServer {
    FakeServer::from_fn(|request: &FakeRequest| {
        let line = request.line();
        let (path, query) = line.split_once('?').unwrap_or((&line, ""));
        let names_id = query.contains(ID);
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let page = |field: &str, row: Value| json_response(json!({field: [row], "total": 1, "total_pages": 1}));
        let key = json!({"token": HASH, "key_alias": "ci", "models": ["m", "n"], "spend": 1.0});
        let team = json!({
            "team_id": ID, "team_alias": "research", "models": ["m", "n"],
            "members_with_roles": [{"user_id": ID, "user_email": "ada@example.com", "role": "user"}],
        });
        let user = json!({"user_id": ID, "user_email": "ada@example.com"});
        let organization = json!({"organization_id": ID, "organization_alias": "Sales"});
        let deployment = json!({"model_name": "m", "litellm_params": {"model": "openai/m"},
            "model_info": {"id": "m-id", "db_model": true, "access_groups": ["g"]}});
        match path {
            "GET /key/list" if query.contains("key_alias=") && !query.contains("key_alias=ci") => {
                json_response(json!({"keys": [], "total_count": 0, "total_pages": 0}))
            }
            "GET /key/list" => json_response(json!({"keys": [key], "total_count": 1, "total_pages": 1})),
            "GET /key/info" if query.contains(HASH) => json_response(json!({"key": HASH, "info": key})),
            "GET /team/info" if names_id => json_response(json!({"team_id": ID, "team_info": team})),
            "GET /v2/team/list" => page("teams", team),
            "GET /team/list" => json_response(json!([team])),
            "GET /user/info" if names_id => json_response(json!({"user_id": ID, "user_info": user})),
            "GET /user/list" => page("users", user),
            "GET /organization/info" if names_id => json_response(organization),
            "GET /organization/list" => json_response(json!([organization])),
            "GET /v1/model/info" | "GET /v2/model/info" => {
                json_response(json!({"data": [deployment], "total_count": 1, "total_pages": 1}))
            }
            "GET /models" => json_response(json!({"data": [{"id": "m"}]})),
            "GET /customer/info" if query.ends_with("=c") => json_response(json!({"user_id": "c"})),
            "GET /credentials/by_name/c" => {
                json_response(json!({"credential_name": "c", "credential_info": {"a": 1}, "credential_values": {}}))
            }
            "GET /access_group/g/info" => json_response(json!({"access_group": "g", "model_names": ["m"]})),
            "POST /budget/info" if body["budgets"] == json!(["b"]) => json_response(json!([{"budget_id": "b"}])),
            "POST /user/delete" => json_response(json!(1)),
            "POST /budget/info" | "DELETE /organization/delete" => json_response(json!([])),
            "POST /key/delete" => json_response(json!({"deleted_keys": [HASH]})),
            "POST /team/delete" => json_response(json!({"deleted_teams": [ID]})),
            _ if path.starts_with("GET ") => refusal(404, "not found"),
            _ => json_response(body),
        }
    })
}

/// Commands that name something by an alias or email address, and what names nothing in its place.
const COMMANDS: &[(&[&str], &str)] = &[
    (&["keys", "update", "ci", "--rpm-limit", "1"], "ci"),
    (&["keys", "update", "ci", "--add-model", "x"], "ci"),
    (&["keys", "update", "ci", "--team-id", "research"], "research"),
    (&["keys", "block", "ci"], "ci"),
    (&["keys", "unblock", "ci"], "ci"),
    (&["keys", "delete", "ci"], "ci"),
    (&["keys", "move", "ci", "--team", "research"], "research"),
    (&["keys", "generate", "--team-id", "research"], "research"),
    (&["teams", "update", "research", "--rpm-limit", "1"], "research"),
    (&["teams", "delete", "research"], "research"),
    (&["teams", "block", "research"], "research"),
    (&["teams", "unblock", "research"], "research"),
    (&["teams", "assign-key", "research", "ci"], "research"),
    (&["teams", "members", "add", "research", "new-user"], "research"),
    (&["teams", "members", "update", "research", "ada@example.com", "--rpm-limit", "1"], "ada@example.com"),
    (&["teams", "members", "remove", "research", "ada@example.com"], "ada@example.com"),
    (&["teams", "models", "add", "research", "x"], "research"),
    (&["teams", "models", "remove", "research", "n"], "research"),
    (&["users", "update", "ada@example.com", "--max-budget", "1"], "ada@example.com"),
    (&["users", "delete", "ada@example.com"], "ada@example.com"),
    (&["users", "invite", "ada@example.com"], "ada@example.com"),
    (&["users", "offboard", "ada@example.com"], "ada@example.com"),
    (&["organizations", "update", "Sales", "--max-budget", "1"], "Sales"),
    (&["organizations", "delete", "Sales"], "Sales"),
    (&["organizations", "members", "add", "Sales", "ada@example.com"], "Sales"),
    (&["organizations", "members", "update", "Sales", "ada@example.com", "--role", "org_admin"], "Sales"),
    (&["organizations", "members", "remove", "Sales", "ada@example.com"], "ada@example.com"),
    (&["budgets", "delete", "b"], "b"),
    (&["customers", "delete", "c"], "c"),
    (&["credentials", "delete", "c"], "c"),
    (&["access-groups", "update", "g", "--models", "m"], "g"),
    (&["access-groups", "delete", "g"], "g"),
    (&["models", "delete", "m-id"], "m-id"),
    (&["models", "delete", "--name", "m"], "m"),
    (&["model-groups", "delete", "m"], "m"),
    (&["models", "update", "m-id", "--access-group", "h"], "m-id"),
];

/// Other commands that change something, with what a server with these objects takes.
const OTHERS: &[&[&str]] = &[
    &["audio", "speech", "m", "hello", "-o", "-"],
    &["embeddings", "create", "m", "one", "two", "--dimensions", "2"],
    &["images", "generate", "m", "a cat", "-o", "-", "-p", "quality=low"],
    &["moderations", "create", "hello", "--model", "m"],
    &["rerank", "m", "hello", "one", "two", "--top-n", "1"],
    &["responses", "create", "m", "hello", "--instructions", "Briefly"],
    &["tokens", "count", "m", "hello", "--no-stdin"],
    &["access-groups", "create", "h", "--models", "m"],
    &["budgets", "create", "--max-budget", "1"],
    &["budgets", "create", "n", "--max-budget", "1", "--budget-duration", "30d", "--if-not-exists"],
    &["budgets", "update", "b", "--max-budget", "1"],
    &["chat", "completions", "m", "-m", "hello"],
    &["credentials", "create", "n", "--info", r#"{"a": 1}"#, "--values", r#"{"api_key": "sk-0123456789abcdef"}"#],
    &["credentials", "update", "c", "--values", r#"{"api_key": "sk-0123456789abcdef"}"#],
    &["credentials", "update", "c", "--info", r#"{"b": 1}"#],
    &["customers", "block", "c"],
    &["customers", "create", "n", "--max-budget", "1"],
    &["customers", "unblock", "c"],
    &["customers", "update", "c", "--max-budget", "1"],
    &["http", "request", "POST", "/key/block", "-j", r#"{"key": "h"}"#],
    &["keys", "audit", "--only", "no-expiry", "--delete", "--yes"],
    &["keys", "block", "ci", HASH],
    &["keys", "generate", "new", "--if-not-exists", "--models", "m", "--user-id", "ada@example.com"],
    &["keys", "regenerate", "ci", "--grace-period", "1h"],
    &["keys", "reset-spend", "ci"],
    &["keys", "reset-spend", "ci", "--to", "0.5"],
    &["models", "add", "n", "-p", "model=openai/n", "-p", "api_key=sk-0123456789abcdef"],
    &["organizations", "create", "n", "--max-budget", "1"],
    &["teams", "block", "research", ID],
    &["teams", "create", "n", "--member", "ada@example.com", "--admin", ID, "--organization", "Sales"],
    &["teams", "members", "add", "research", "new-user", ID, "--max-budget-in-team", "2"],
    &["teams", "unblock", "research", ID],
    &["users", "create", "n@example.com", "--role", "internal_user", "--no-key"],
    &["users", "create", "n@example.com", "--team", "research", "--models", "m"],
];

/// Commands that change many things, which show what becomes of each, and those whose steps depend on each other.
const PLANS: &[&str] = &[
    "adopt",
    "apply",
    // The boundary of its body is random.
    "audio transcribe",
    "images edit",
    "chat batch",
    "cost estimate",
    "keys import",
    "keys rotate",
    "migrate",
    "model-groups create",
    "models import",
    "models rename",
    // It is about no server of LiteLLM.
    "self update",
    "users import",
];

/// Commands without `--dry-run`: they read, or change a sandbox, the logins or the settings of the caller.
const WITHOUT: &[&str] = &[
    "export",
    "lint",
    "plan",
    "models list",
    "models info",
    "models test",
    "models bench",
    "models compare",
    "models discover",
    "models get",
    "model-groups list",
    "model-groups info",
    "credentials list",
    "credentials get",
    "keys list",
    "keys info",
    "keys aliases",
    "keys can-use",
    "users list",
    "users get",
    "teams list",
    "teams info",
    "teams members list",
    "teams models list",
    "teams available",
    "organizations list",
    "organizations info",
    "budgets list",
    "budgets info",
    "budgets why",
    "customers list",
    "customers info",
    "access-groups list",
    "access-groups info",
    "spend keys",
    "spend users",
    "spend teams",
    "spend models",
    "spend tags",
    "spend customers",
    "spend trend",
    "spend total",
    "http routes",
    "http describe",
    "spend logs",
    "logs list",
    "logs tail",
    "logs get",
    "logs stats",
    "changes",
    "doctor",
    "top",
    "sandbox start",
    "sandbox stop",
    "chat list",
    "chat show",
    "chat resume",
    "chat delete",
    "chat export",
    "chat templates list",
    "chat templates show",
    "chat templates path",
    "sandbox status",
    "sandbox wait",
    "sandbox spend",
    "sandbox clock",
    "sandbox exec",
    "sandbox shell",
    "health check",
    "watch health",
    "watch spend",
    "login",
    "logout",
    "whoami",
    "auth print-token",
    "auth list",
    "config get",
    "config list",
    "config set",
    "config unset",
    "config contexts add",
    "config contexts list",
    "config contexts get",
    "config contexts use",
    "config contexts delete",
    "version",
    "completions",
    "man",
];

/// The requests that change something, without secrets. `POST /budget/info` reads.
fn changes(requests: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let is_change = |line: &str| !line.starts_with("GET ") && line != "POST /budget/info";
    let mut changes: Vec<_> = requests.into_iter().filter(|(line, _)| is_change(line)).collect();
    for (line, body) in &mut changes {
        if let Some(redacted) = redact_json(&body.to_string()) {
            *body = serde_json::from_str(&redacted).expect("JSON");
        }
        if let Value::Object(fields) = body
            && (line == "POST /key/generate" || line.ends_with("/regenerate"))
        {
            fields.remove("key");
            fields.remove("new_key");
        }
    }
    changes
}

fn shown(server: &FakeServer, json: &Value) -> Vec<(String, Value)> {
    let all = json.as_array().cloned().unwrap_or_else(|| vec![json.clone()]);
    let request = |shown: &Value| {
        let url = shown["url"].as_str().expect("a URL").replace(&server.uri(), "");
        (format!("{} {url}", shown["method"].as_str().expect("a method")), shown["body"].clone())
    };
    changes(all.iter().map(request).collect())
}

#[test]
fn a_dry_run_shows_the_requests_that_are_sent_otherwise() {
    let all = COMMANDS.iter().map(|(words, _)| *words).chain(OTHERS.iter().copied());
    for words in all {
        let (real, dry) = (serving(), serving());
        // The responses to changes are not those of a server, so that some commands fail after them.
        Cli::of(&real).run(words);
        let run = Cli::of(&dry).run(&[words, &["--dry-run", "--format", "json"]].concat());
        run.ok();
        let (shown, sent) = (shown(&dry, &run.json()), changes(real.requests()));
        assert!(!sent.is_empty() && shown == sent, "{words:?}\nshown: {shown:#?}\nsent: {sent:#?}");
        assert_eq!(changes(dry.requests()), [], "{words:?}");
    }
}

#[test]
fn a_dry_run_fails_where_the_command_does() {
    for (words, name) in COMMANDS {
        let missing: Vec<&str> = words
            .iter()
            .map(|word| match *word {
                word if word != *name => word,
                word if word.contains('@') => "nobody@example.com",
                _ => "nothing",
            })
            .collect();
        let (real, dry) = (serving(), serving());
        let run = Cli::of(&dry).run(&[&missing[..], &["--dry-run"]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{missing:?}: {run:#?}");
        assert_eq!(changes(dry.requests()), [], "{missing:?}");
        // Without a question, the server itself refuses some ids.
        let is_judged = |line: &str| !line.contains("/delete") && !line.contains("/model/");
        Cli::of(&real).run(&missing);
        let sent: Vec<_> = changes(real.requests()).into_iter().filter(|(line, _)| is_judged(line)).collect();
        assert_eq!(sent, [], "{missing:?}");
    }
}

/// Creations of what the server has already, or updates of what it does not have.
const REFUSED: &[(&[&str], i32)] = &[
    (&["access-groups", "create", "g", "--models", "m"], 8),
    (&["access-groups", "create", "h", "--models", "x"], 3),
    (&["budgets", "create", "b", "--max-budget", "1"], 8),
    (&["budgets", "update", "x", "--max-budget", "1"], 3),
    (&["credentials", "create", "c", "--info", "{}", "--values", "{}"], 8),
    (&["credentials", "update", "x", "--info", r#"{"a": 1}"#], 3),
    (&["credentials", "update", "x", "--values", r#"{"a": "b"}"#], 3),
    (&["customers", "create", "c"], 8),
    (&["customers", "unblock", "x"], 3),
    (&["customers", "update", "x", "--max-budget", "1"], 3),
    (&["keys", "generate", "ci"], 8),
    (&["keys", "regenerate", "sk-unknown-123456"], 3),
    (&["keys", "reset-spend", "sk-unknown-123456"], 3),
    (&["keys", "update", "sk-unknown-123456", "--rpm-limit", "1"], 3),
    (&["model-groups", "create", "m", "--model", "a", "model=openai/a"], 8),
    (&["models", "add", "m", "-p", "model=openai/m", "-i", "id=m-id"], 8),
    (&["models", "add", "other", "-p", "model=openai/m", "-i", "id=m-id"], 8),
    (&["organizations", "create", "n", "--organization-id", ID], 8),
    (&["teams", "assign-key", "research", "sk-unknown-123456"], 3),
    (&["teams", "create", "n", "--team-id", ID], 8),
    (&["teams", "members", "add", "research", "ada@example.com"], 8),
    (&["users", "create", "ada@example.com"], 8),
];

#[test]
fn a_dry_run_fails_where_the_server_would() {
    for (words, code) in REFUSED {
        let server = serving();
        let run = Cli::of(&server).run(&[*words, &["--dry-run"]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (*code, ""), "{words:?}: {run:#?}");
        assert_eq!(changes(server.requests()), [], "{words:?}");
    }
    // Servers accept another object of the name.
    for words in [
        &["teams", "create", "research"][..],
        &["organizations", "create", "Sales"],
        &["models", "add", "m", "-p", "model=openai/m"],
    ] {
        Cli::of(&serving()).run(&[words, &["--dry-run"]].concat()).ok();
    }
}

#[test]
fn curl_alone_looks_up_nothing_but_aliases_of_keys() {
    for (words, _) in COMMANDS
        .iter()
        .filter(|(words, _)| words[0] != "keys" && words[0] != "model-groups" && !words.contains(&"--name"))
    {
        let server = serving();
        let run = Cli::of(&server).run(&[*words, &["--curl"][..]].concat());
        let is_key = |line: &str| line.starts_with("GET /key/list");
        let others = server.requests().into_iter().filter(|(line, _)| !is_key(line));
        assert!(run.ok().starts_with("curl ") && others.count() == 0, "{words:?}: {run:#?}");
    }
}

#[test]
fn every_command_that_changes_something_is_compared() {
    let mut tree = cli::command_tree();
    tree.build();
    let mut open = Vec::new();
    for (path, has_dry_run) in leaves(&tree, "") {
        let is_of = |words: &[&str]| format!("{} ", words.join(" ")).starts_with(&format!("{path} "));
        let is_compared = COMMANDS.iter().any(|(words, _)| is_of(words)) || OTHERS.iter().any(|words| is_of(words));
        let is_other = if has_dry_run { PLANS.contains(&path.as_str()) } else { WITHOUT.contains(&path.as_str()) };
        if is_compared == is_other || is_compared && !has_dry_run {
            open.push(path);
        }
    }
    assert_eq!(open, [] as [&str; 0]);
}

/// Returns all commands that run, and whether they have the option.
fn leaves(command: &clap::Command, path: &str) -> Vec<(String, bool)> {
    let nouns = command.get_subcommands().filter(|next| next.get_name() != "help");
    let found: Vec<_> = nouns.flat_map(|next| leaves(next, format!("{path} {}", next.get_name()).trim())).collect();
    let has_dry_run = command.get_arguments().any(|argument| argument.get_long() == Some("dry-run"));
    if found.is_empty() { vec![(path.to_owned(), has_dry_run)] } else { found }
}

/// Several names of which one does not exist: the requests for the others, and exit 7 as without `--dry-run`.
#[test]
fn dry_runs_of_several_names_show_what_would_be_done_and_fail_like_the_command() {
    for words in [
        &["keys", "delete", "ci", "nope"][..],
        &["keys", "block", "ci", "nope"],
        &["teams", "block", "research", "nope"],
        &["budgets", "delete", "b", "nope"],
        &["customers", "block", "c", "nope"],
        &["customers", "unblock", "c", "nope"],
        &["credentials", "delete", "c", "nope"],
        &["access-groups", "delete", "g", "nope"],
        &["models", "delete", "m-id", "nope"],
    ] {
        let server = serving();
        let run = Cli::of(&server).run(&[words, &["--dry-run"]].concat());
        assert_eq!((run.code, run.stdout.matches("http").count()), (7, 1), "{words:?} {run:#?}");
        let verb = if words[1] == "delete" { "deleted".to_owned() } else { format!("{}ed", words[1]) };
        let end = format!("not found: nope\nerror: 1 of 2 {} was not {verb}\n", words[0].replace('-', " "));
        assert!(run.stderr.ends_with(&end), "{words:?} {run:#?}");
        assert_eq!(writes(&server), [""; 0], "{words:?}");
    }
}

#[test]
fn dry_runs_refuse_what_the_server_would() {
    for (words, code, expected) in [
        (&["keys", "update", HASH, "--key-alias", "ci"][..], 0, ""),
        (&["keys", "update", &"b".repeat(64), "--key-alias", "ci"], 3, ""),
        (&["customers", "create", "new", "--budget-id", "nope"], 3, "no budget has the id `nope`"),
        (&["customers", "update", "c", "--budget-id", "nope"], 3, "no budget has the id `nope`"),
        (&["customers", "update", "c", "--budget-id", "b"], 0, ""),
        (&["keys", "reset-spend", "ci", "--to", "0.5"], 0, ""),
        (&["keys", "reset-spend", "ci", "--to", "5"], 1, "--to 5 is more than the current spend, $1.00"),
    ] {
        let server = serving();
        let run = Cli::of(&server).run(&[words, &["--dry-run"]].concat());
        assert_eq!(run.code, code, "{words:?} {run:#?}");
        assert!(run.stderr.contains(expected), "{words:?} {run:#?}");
        assert_eq!(writes(&server), [""; 0], "{words:?}");
    }
    let server = FakeServer::new();
    let keys = |key: Value| json_response(json!({"keys": [key], "total_count": 1, "total_pages": 1}));
    server.add("/key/info", json_response(json!({"key": HASH, "info": {"token": HASH}})));
    server.add("/key/list", keys(json!({"token": "c".repeat(64), "key_alias": "taken"})));
    let run = Cli::of(&server).run(&["keys", "update", HASH, "--key-alias", "taken", "--dry-run"]);
    assert_eq!(run.code, 8, "{run:#?}");
    assert!(run.stderr.starts_with("error: another key has the alias `taken`\n"), "{run:#?}");
}

/// Returns the requests that may have changed something.
fn writes(server: &FakeServer) -> Vec<String> {
    let lines = server.requests().into_iter().map(|(line, _)| line);
    lines.filter(|line| !line.starts_with("GET ") && line != "POST /budget/info").collect()
}
