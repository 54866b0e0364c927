//! The shapes of lists in machine-readable formats, for every list of the command tree: JSON is what the help says, NDJSON
//! has a line per item of the JSON, and each record of CSV has a field per column.

use clap::Command;
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::cli;
use crate::in_process::Cli;

const HASH: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// Arguments that lists need.
const ARGUMENTS: [(&str, &[&str]); 11] = [
    ("changes", &["--since", "2026-11-18"]),
    ("budgets why", &["ci"]),
    ("spend keys", DAYS),
    ("spend users", DAYS),
    ("spend teams", DAYS),
    ("spend models", DAYS),
    ("spend tags", DAYS),
    ("spend customers", DAYS),
    ("spend trend", DAYS),
    ("teams members list", &["t1"]),
    ("teams models list", &["t1"]),
];
const DAYS: &[&str] = &["--since", "2026-11-18", "--until", "2026-11-21"];

/// Lists of what is stored in the home directory, which `tests/it` covers.
const OF_THE_HOME: [&str; 7] = [
    "auth list",
    "chat list",
    "chat templates list",
    "config contexts list",
    "config list",
    "http routes",
    "sandbox status",
];

/// What a help says about JSON: the fields of an object, or none for an array.
fn documented(command: &Command) -> Option<Vec<String>> {
    let help = command.get_after_help()?.to_string();
    let line = help.lines().find_map(|line| line.strip_prefix("JSON: "))?;
    let Some(fields) = line.strip_prefix("an object with ") else {
        assert!(line.starts_with("an array of ") || line.starts_with("an object of "), "{line}");
        return Some(Vec::new());
    };
    Some(fields.replace(" and ", ", ").split(", ").map(str::to_owned).collect())
}

/// Every command of the tree without subcommands, with its words.
fn leaves(command: &Command, path: &str) -> Vec<(String, Command)> {
    let subcommands = command.get_subcommands().filter(|subcommand| subcommand.get_name() != "help");
    let found: Vec<_> = subcommands
        .flat_map(|subcommand| leaves(subcommand, format!("{path} {}", subcommand.get_name()).trim()))
        .collect();
    if found.is_empty() { vec![(path.to_owned(), command.clone())] } else { found }
}

fn lists() -> Vec<(String, Vec<String>)> {
    let commands = leaves(&built_tree(), "");
    for (path, command) in &commands {
        let is_list = path.ends_with(" list") || (path.starts_with("spend ") && path != "spend total");
        assert!(!is_list || documented(command).is_some(), "`{path} --help` does not say what its JSON is");
    }
    commands.into_iter().filter_map(|(path, command)| Some((path, documented(&command)?))).collect()
}

/// The tree, with the nouns that are built on first use.
fn built_tree() -> Command {
    let mut tree = cli::command_tree();
    tree.build();
    tree
}

fn activity() -> Value {
    let metrics =
        json!({"spend": 0.3, "total_tokens": 90, "api_requests": 3, "successful_requests": 3, "failed_requests": 0});
    let part = json!({"one": {"metrics": metrics, "metadata": {"key_alias": "ci"}, "api_key_breakdown": {}}});
    json!({
        "results": [{"date": "2026-11-20", "metrics": metrics,
                     "breakdown": {"entities": part, "api_keys": part, "model_groups": part}}],
        "metadata": {"total_spend": 0.3, "total_tokens": 90, "total_api_requests": 3, "page": 1, "total_pages": 1},
    })
}

fn respond(request: &FakeRequest) -> FakeResponse {
    let key =
        json!({"token": HASH, "key_alias": "ci", "max_budget": 1.0, "spend": 1.0, "blocked": true, "models": ["m"]});
    let team = json!({"team_id": "t1", "team_alias": "Core", "models": ["m"], "created_at": "2026-11-20T10:00:00Z",
                      "members_with_roles": [{"user_id": "u1", "role": "user"}]});
    let path = request.target.split('?').next().unwrap_or_default();
    json_response(match path {
        "/models" => json!({"data": [{"id": "m", "object": "model", "created": 1_677_610_602, "owned_by": "openai"}]}),
        "/v1/model/info" => {
            json!({"data": [{"model_name": "m", "litellm_params": {"model": "openai/m"}, "model_info": {"id": "1"}}]})
        }
        "/model_group/info" => json!({"data": [{"model_group": "m", "input_cost_per_token": 1e-6}]}),
        "/credentials" => json!({"credentials": [{"credential_name": "c", "credential_info": {}}]}),
        "/key/list" => json!({"keys": [key], "total_count": 1, "current_page": 1, "total_pages": 1}),
        "/key/info" => json!({"key": HASH, "info": key}),
        "/key/aliases" => json!({"aliases": ["ci"], "total_count": 1, "current_page": 1, "total_pages": 1}),
        "/user/list" => json!({"users": [{"user_id": "u1"}], "total": 1, "page": 1, "page_size": 25, "total_pages": 1}),
        "/v2/team/list" => json!({"teams": [team], "total": 1, "page": 1, "page_size": 10, "total_pages": 1}),
        "/team/available" => json!([team]),
        "/team/info" => json!({"team_id": "t1", "team_info": team, "keys": [], "team_memberships": []}),
        "/organization/list" => json!([{"organization_id": "o"}]),
        "/budget/list" => json!([{"budget_id": "b", "max_budget": 1.0}]),
        "/customer/list" => json!([{"user_id": "c1"}]),
        "/access_group/list" => json!({"access_groups": [{"access_group": "g", "model_names": ["m"]}]}),
        "/spend/logs/v2" => json!({"data": [{"request_id": "r", "status": "success"}], "total": 1, "total_pages": 1}),
        path if path.ends_with("/daily/activity") => activity(),
        _ => return FakeResponse::new(404).with_json(json!({"detail": "not found"})),
    })
}

fn words<'a>(path: &'a str, format: &'static str) -> Vec<&'a str> {
    let more = ARGUMENTS.iter().find(|(list, _)| *list == path).map_or(&[][..], |(_, more)| more);
    path.split(' ').chain(more.iter().copied()).chain(["--format", format]).collect()
}

#[test]
fn every_list_has_the_documented_json_and_a_line_of_ndjson_per_item() {
    let lists = lists();
    assert!(lists.len() > 20, "{lists:?}");
    for (path, fields) in lists.iter().filter(|(path, _)| !OF_THE_HOME.contains(&path.as_str())) {
        let server = FakeServer::from_fn(respond);
        let cli = Cli::of(&server);
        let json = cli.run(&words(path, "json")).json();
        let lines = cli.run(&words(path, "ndjson"));
        let lines: Vec<Value> = lines.ok().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert!(!lines.is_empty(), "{path}");
        if fields.is_empty() {
            assert_eq!(json, Value::from(lines), "{path}");
            continue;
        }
        let object = json.as_object().unwrap_or_else(|| panic!("{path}: {json}"));
        let mut names: Vec<&String> = object.keys().collect();
        let mut documented: Vec<&String> = fields.iter().collect();
        names.sort_unstable();
        documented.sort_unstable();
        assert_eq!(names, documented, "{path}");
        assert!(object.values().any(|value| *value == Value::from(lines.clone())), "{path}: {json} {lines:?}");
    }
}

#[test]
fn every_list_has_a_field_of_csv_per_column() {
    for (path, _) in lists().iter().filter(|(path, _)| !OF_THE_HOME.contains(&path.as_str())) {
        let server = FakeServer::from_fn(respond);
        let run = Cli::of(&server).run(&words(path, "csv"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(run.ok().as_bytes());
        // Records of different lengths are an error.
        let records: Vec<csv::StringRecord> = reader.records().map(|record| record.expect("CSV")).collect();
        assert!(records.len() > 1, "{path}: {run:#?}");
        let mut names: Vec<&str> = records[0].iter().collect();
        assert!(names.iter().all(|name| !name.is_empty()), "{path}: {names:?}");
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), records[0].len(), "{path}: {names:?}");
    }
}
