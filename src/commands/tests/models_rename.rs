//! `models rename`: what names a model is rewritten, and what is printed about it.

use litellm_proxy_sandbox::{Database, Sandbox};
use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeServer, json_response};

use crate::in_process::Cli;

const MASTER_KEY: &str = "sk-test-master";

fn post(cli: &Cli, path: &str, body: &Value) -> Value {
    cli.run(&["http", "request", "POST", path, "-j", &body.to_string(), "--format", "json"]).json()
}

/// A server with a model that a team, a key without an alias and an access group name.
fn started() -> (Sandbox, Cli) {
    let sandbox = Sandbox::builder().database(Database::Memory).master_key(MASTER_KEY).start_blocking();
    let sandbox = sandbox.expect("a sandbox");
    let cli = Cli::with_key(sandbox.url(), MASTER_KEY);
    let model = json!({"model_name": "old", "litellm_params": {"model": "openai/x"}, "model_info": {"id": "m1"}});
    post(&cli, "/model/new", &model);
    post(&cli, "/team/new", &json!({"team_id": "t", "models": ["old", "b"], "model_aliases": {"fast": "old"}}));
    post(&cli, "/key/generate", &json!({"models": ["old"]}));
    post(&cli, "/v1/access_group", &json!({"access_group_name": "g", "access_model_names": ["old"]}));
    (sandbox, cli)
}

/// Returns the outcomes by address, without that of the key, whose hash differs.
fn outcomes(document: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let changes = document["changes"].as_array().expect("changes").iter();
    let all = changes.map(|change| (text(&change["address"]), text(&change["outcome"])));
    all.map(|(address, outcome)| (if address.starts_with("key/") { "key".to_owned() } else { address }, outcome))
        .collect()
}

fn all(outcome: &str) -> Vec<(String, String)> {
    let names = ["access_group/g", "team/t", "key", "model/m1"];
    names.map(|name| (name.to_owned(), outcome.to_owned())).into()
}

#[test]
fn a_rename_rewrites_all_that_names_the_model() {
    let (_sandbox, cli) = started();
    let dry = cli.run(&["models", "rename", "old", "new", "--dry-run", "--format", "json"]).json();
    assert_eq!(outcomes(&dry), all("planned"), "{dry}");
    assert_eq!((&dry["from"], &dry["to"]), (&json!("old"), &json!("new")));
    assert_eq!(dry["changes"][1]["fields"], json!(["model_aliases", "models"]));
    assert_eq!(cli.run(&["models", "get", "m1", "--format", "json"]).json()["model_name"], "old");
    let shown = cli.run(&["models", "rename", "old", "new", "--dry-run"]);
    assert!(shown.ok().contains("~ team/t  model_aliases, models: old → new\n"), "{shown:#?}");

    let run = cli.run(&["models", "rename", "old", "new", "--yes", "--format", "json"]);
    assert_eq!(outcomes(&run.json()), all("renamed"), "{run:#?}");
    assert_eq!(cli.run(&["models", "get", "m1", "--format", "json"]).json()["model_name"], "new");
    let team = cli.run(&["teams", "info", "t", "--format", "json"]).json();
    assert_eq!(team["team_info"]["models"], json!(["new", "b"]));
    let keys = cli.run(&["keys", "list", "--format", "json"]).json();
    assert_eq!(keys["keys"][0]["models"], json!(["new"]));
    let groups = cli.run(&["http", "request", "GET", "/v1/access_group", "--format", "json"]).json();
    assert_eq!(groups[0]["access_model_names"], json!(["new"]));

    let again = cli.run(&["models", "rename", "old", "new", "--yes", "--format", "json"]);
    assert_eq!(again.json()["changes"], json!([]));
    assert!(again.stderr.contains("nothing to do: nothing names `old`"), "{again:#?}");
}

#[test]
fn each_change_is_a_row_for_programs_and_a_line_for_people() {
    let (_sandbox, cli) = started();
    let csv = cli.run(&["models", "rename", "old", "new", "--yes", "--format", "csv"]);
    assert!(
        csv.ok().contains(
            "fields,outcome,reason\naccess_group/g,access_model_names,renamed,\nteam/t,\"model_aliases, models\","
        ),
        "{csv:#?}"
    );
    let people = cli.run(&["models", "rename", "new", "newer", "--yes"]);
    assert!(people.ok().contains("✓ access_group/g  access_model_names  renamed\n"), "{people:#?}");
    assert!(people.stderr.contains("`new` is `newer` now"), "{people:#?}");
    let lines = cli.run(&["models", "rename", "newer", "old", "--dry-run", "--format", "ndjson"]);
    assert_eq!(lines.ok().lines().count(), 4, "{lines:#?}");
}

#[test]
fn models_of_organizations_are_rewritten_before_and_after_the_deployments() {
    let models = std::sync::Mutex::new((json!(["old", "b"]), json!("old")));
    let server = FakeServer::from_fn(move |request: &FakeRequest| {
        let line = request.line();
        let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
        let mut state = models.lock().expect("state");
        match line.split('?').next().unwrap_or_default() {
            "PATCH /organization/update" => state.0 = body["models"].clone(),
            "PATCH /model/m1/update" => state.1 = body["model_name"].clone(),
            _ => {}
        }
        let deployment = json!({"model_name": state.1, "litellm_params": {"model": "openai/x"},
            "model_info": {"id": "m1", "db_model": true}});
        match line.split('?').next().unwrap_or_default() {
            "GET /organization/list" => {
                json_response(json!([{"organization_id": "o", "organization_alias": "Acme", "models": state.0}]))
            }
            "GET /organization/info" => {
                json_response(json!({"organization_id": "o", "organization_alias": "Acme", "models": state.0}))
            }
            path if path.ends_with("/model/info") => json_response(json!({"data": [deployment], "total_count": 1})),
            "GET /openapi.json" => json_response(json!({"info": {"version": "1.80.11"}})),
            "GET /key/list" => json_response(json!({"keys": [], "total_count": 0, "total_pages": 0})),
            "GET /user/list" => json_response(json!({"users": [], "total": 0, "total_pages": 0})),
            "GET /get/config/callbacks" | "GET /router/settings" => json_response(json!({"fields": []})),
            path if path.starts_with("GET ") => json_response(json!([])),
            _ => json_response(json!({"model_id": "m1"})),
        }
    });
    let run = Cli::of(&server).run(&["models", "rename", "old", "new", "--yes"]);
    assert!(run.ok().contains("✓ organization/o  models  renamed\n"), "{run:#?}");
    let writes: Vec<(String, Value)> =
        server.requests().into_iter().filter(|(line, _)| line.starts_with("PATCH")).collect();
    let organization =
        |models: Value| ("PATCH /organization/update".to_owned(), json!({"organization_id": "o", "models": models}));
    assert_eq!(writes[0], organization(json!(["old", "new", "b"])));
    assert_eq!(writes[1].0, "PATCH /model/m1/update");
    assert_eq!(writes[2], organization(json!(["new", "b"])));
}
