//! `--dry-run` shows the very requests that are sent otherwise, and fails where the command does.

use std::collections::BTreeSet;

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
    (&["teams", "members", "add", "research", "ada@example.com"], "research"),
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

/// Commands with `--dry-run` that name nothing that is looked up, or are tested elsewhere.
const OTHERS: &[&str] = &[
    "access-groups create",
    "budgets create",
    "budgets update",
    "credentials create",
    "credentials update",
    "customers block",
    "customers create",
    "customers unblock",
    "customers update",
    "http request",
    "keys audit",
    "keys import",
    "keys regenerate",
    "keys reset-spend",
    "keys rotate",
    "model-groups create",
    "model-groups update",
    "models add",
    "models import",
    "organizations create",
    "teams create",
    "users create",
    "users import",
];

/// The requests that change something, without the secret of a new key. `POST /budget/info` reads.
fn changes(requests: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let is_change = |line: &str| !line.starts_with("GET ") && line != "POST /budget/info";
    let mut changes: Vec<_> = requests.into_iter().filter(|(line, _)| is_change(line)).collect();
    for (line, body) in &mut changes {
        if line == "POST /key/generate" {
            body.as_object_mut().expect("fields").remove("key");
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
    for (words, _) in COMMANDS {
        let (real, dry) = (serving(), serving());
        // The responses to changes are not those of a server, so that some commands fail after them.
        Cli::of(&real).run(words);
        let run = Cli::of(&dry).run(&[*words, &["--dry-run", "--format", "json"][..]].concat());
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
fn every_command_with_a_dry_run_is_compared() {
    let mut found = BTreeSet::new();
    collect(&cli::command_tree(), "", &mut found);
    let covers = |path: &String| {
        COMMANDS.iter().any(|(words, _)| format!("{} ", words.join(" ")).starts_with(&format!("{path} ")))
            || OTHERS.contains(&path.as_str())
    };
    let open: Vec<&String> = found.iter().filter(|path| !covers(path)).collect();
    assert_eq!(open, [] as [&String; 0]);
}

fn collect(command: &clap::Command, path: &str, found: &mut BTreeSet<String>) {
    if command.get_arguments().any(|argument| argument.get_id() == "dry_run") {
        found.insert(path.to_owned());
    }
    for sub in command.get_subcommands() {
        collect(sub, format!("{path} {}", sub.get_name()).trim(), found);
    }
}
