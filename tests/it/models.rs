//! `models` without `import`: requests and output.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, KEY, json_response, request, request_with};

use crate::harness::{Cli, are_usage_errors};

fn deployments() -> Value {
    json!({"data": [
        {
            "model_name": "gpt-4",
            "litellm_params": {"model": "azure/gpt-4o", "litellm_credential_name": "azure-prod"},
            "model_info": {
                "id": "id-1", "created_at": "2026-01-02T03:04:05Z", "updated_at": "2026-02-03T04:05:06Z",
                "input_cost_per_token": 3e-05, "output_cost_per_token": 6e-05,
            },
        },
        {"model_name": "claude", "litellm_params": {"model": "anthropic/claude"}, "model_info": {"id": "id-2"}},
        {"model_name": "gpt-4", "litellm_params": {"model": "openai/gpt-4"}, "model_info": {"id": "id-3"}},
    ]})
}

#[test]
fn list_prints_a_table_or_a_json_array() {
    let server = FakeServer::always_json(
        json!({"object": "list", "data": [{"id": "gpt-4", "created": 1_677_610_602, "owned_by": null}]}),
    );
    let cli = Cli::of(&server);
    let table = cli.run(&["models", "list"]).ok().to_owned();
    assert!(table.contains("│ gpt-4 ┆        ┆ 2023-02-28 18:56 ┆          │"), "{table}");
    assert_eq!(
        cli.run(&["models", "list", "--format", "json"]).json(),
        json!([{"id": "gpt-4", "created": 1_677_610_602, "owned_by": null}])
    );
    let sent = server.received();
    assert_eq!(sent[0].line_and_body(), ("GET /models".to_owned(), Value::Null));
    assert_eq!(sent[0].headers["authorization"], format!("Bearer {KEY}").as_str());
    assert_eq!(sent[0].headers["user-agent"], concat!("litellm-proxy/", env!("CARGO_PKG_VERSION")));
    assert!(!sent[0].headers.contains_key("content-type"));
}

#[test]
fn list_shows_local_times() {
    let server = FakeServer::always_json(json!({"data": [
        {"id": "number", "object": "model", "created": 1_677_610_602, "owned_by": "openai"},
        {"id": "digits", "object": "model", "created": "1677610602", "owned_by": "openai"},
        {"id": "text", "object": "model", "created": "2026-11-21T14:30:00+02:00", "owned_by": "openai"},
        {"id": "neither", "object": "model", "created": "long ago", "owned_by": "openai"},
    ]}));
    let run = Cli::of(&server).env("TZ", "Asia/Tokyo").run(&["models", "list"]);
    let times: Vec<_> = run.ok().lines().filter_map(|line| line.split('┆').nth(2)).map(str::trim).collect();
    assert_eq!(times, ["Created", "2023-03-01 03:56", "2023-03-01 03:56", "2026-11-21 21:30", "long ago"]);
    // A POSIX time zone rule.
    let cli = Cli::of(&server).env("TZ", "XYZ-5");
    assert!(cli.run(&["models", "list"]).ok().contains("┆ 2023-02-28 23:56 ┆"));
    // Data formats use RFC 3339.
    let run = cli.run(&["models", "list", "--format", "csv"]);
    assert_eq!(
        run.ok(),
        "id,object,created,owned_by\n\
         number,model,2023-02-28T18:56:42Z,openai\n\
         digits,model,2023-02-28T18:56:42Z,openai\n\
         text,model,2026-11-21T14:30:00+02:00,openai\n\
         neither,model,long ago,openai\n"
    );
    assert_eq!(run.stderr, "");
}

#[test]
fn empty_list_is_a_success() {
    let server = FakeServer::always_json(json!({"data": []}));
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["models", "list", "--format", "json"]).json(), json!([]));
    assert!(cli.run(&["models", "list"]).ok().contains("Owned By"));
}

#[test]
fn refusal_is_one_line_with_a_hint() {
    let refusal = json!({"error": {"message": "no such key", "type": "auth_error", "param": "None", "code": "401"}});
    let server = FakeServer::always(FakeResponse::new(401).with_json(refusal));
    let cli = Cli::of(&server);
    let run = cli.run(&["models", "list"]);
    let text = run.fails(4);
    assert!(
        text.starts_with("error: no such key (HTTP 401)\nhint: the key came from the variable LITELLM_PROXY_API_KEY"),
        "{text}"
    );
    let run = cli.run(&["--format", "json", "models", "list"]);
    let object: Value = serde_json::from_str(run.fails(4)).expect("one JSON object");
    assert_eq!(object["error"]["kind"], "unauthorized");
    assert_eq!(object["error"]["status"], 401);
    assert_eq!(object["error"]["type"], "auth_error");
}

#[test]
fn info_shows_the_default_columns() {
    let server = FakeServer::always_json(deployments());
    let cli = Cli::of(&server);
    let run = Cli::of(&server).env("TZ", "Asia/Tokyo").run(&["models", "info"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert!(lines[1].contains("Public Model ┆ Upstream Model   ┆ Updated At"), "{run:#?}");
    assert!(lines[3].contains("gpt-4        ┆ azure/gpt-4o     ┆ 2026-02-03 13:05"), "{run:#?}");
    assert!(lines[4].contains("claude       ┆ anthropic/claude ┆                 "), "{run:#?}");
    assert_eq!(cli.run(&["models", "info", "--format", "json"]).json(), deployments()["data"]);
    let question = request("GET /v1/model/info");
    assert_eq!(server.requests(), [question.clone(), question]);
}

#[test]
fn info_shows_selected_columns_in_order() {
    let server = FakeServer::always_json(deployments());
    let columns = "output_cost, input_cost,id,updated_at,created_at,credential_name,upstream_model,public_model";
    let run = Cli::of(&server).run(&["models", "info", "--columns", columns, "--format", "csv"]);
    assert_eq!(
        run.ok(),
        "output_cost,input_cost,id,updated_at,created_at,credential_name,upstream_model,public_model\n\
         60,30,id-1,2026-02-03T04:05:06Z,2026-01-02T03:04:05Z,azure-prod,azure/gpt-4o,gpt-4\n\
         ,,id-2,,,,anthropic/claude,claude\n\
         ,,id-3,,,,openai/gpt-4,gpt-4\n"
    );
}

#[test]
fn info_filters_by_name_or_id() {
    let server = FakeServer::always_json(deployments());
    let cli = Cli::of(&server);
    let ids = |run: Value| run.as_array().expect("a list").iter().map(|d| d["model_info"]["id"].clone()).collect();
    let found: Vec<Value> = ids(cli.run(&["models", "info", "--name", "gpt-4", "--format", "json"]).json());
    assert_eq!(found, ["id-1", "id-3"]);
    assert!(cli.run(&["models", "info", "--name", "gpt"]).fails(3).contains("`gpt`"));
    cli.run(&["models", "info", "--id", "a b&c"]).ok();
    assert_eq!(
        server.requests(),
        [
            request("GET /v2/model/info?size=100000&model=gpt-4"),
            request("GET /v2/model/info?size=100000&model=gpt"),
            request("GET /v2/model/info?size=100000&wildcard_only=true"),
            request("GET /v1/model/info?litellm_model_id=a%20b%26c")
        ]
    );
}

#[test]
fn get_by_id_prints_the_deployment() {
    let server =
        FakeServer::always_json(json!({"data": [{"model_name": "m", "model_info": {"id": "id-1"}, "new": 1.0}]}));
    let run = Cli::of(&server).run(&["models", "get", "--id", "id-1"]);
    assert_eq!(
        run.ok(),
        "{\n  \"model_name\": \"m\",\n  \"model_info\": {\n    \"id\": \"id-1\"\n  },\n  \"new\": 1.0\n}\n"
    );
    assert_eq!(run.stderr, "");
    assert_eq!(server.requests(), [request("GET /v1/model/info?litellm_model_id=id-1")]);
}

#[test]
fn get_by_name_warns_about_further_deployments() {
    let server = FakeServer::always_json(deployments());
    let cli = Cli::of(&server);
    let run = cli.run(&["models", "get", "--name", "gpt-4"]);
    assert_eq!(run.json(), deployments()["data"][0]);
    assert!(run.stderr.contains("the first of 2 deployments named `gpt-4`"), "{run:#?}");
    let run = cli.run(&["models", "get", "--name=claude"]);
    assert_eq!((run.json(), run.stderr.as_str()), (deployments()["data"][1].clone(), ""));
    let by_name = |name: &str| request(&format!("GET /v2/model/info?size=100000&model={name}"));
    assert_eq!(server.requests(), [by_name("gpt-4"), by_name("claude")]);
}

#[test]
fn get_of_a_missing_model_exits_with_three() {
    let server = FakeServer::always_json(json!({"data": []}));
    let cli = Cli::of(&server);
    assert!(cli.run(&["models", "get", "--name", "nope"]).fails(3).contains("`nope`"));
    assert!(cli.run(&["models", "get", "--id", "nope"]).fails(3).contains("`nope`"));
    let refusal = json!({"detail": {"error": "Model id = nope not found on litellm proxy"}});
    let server = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    let run = Cli::of(&server).run(&["models", "get", "--id", "nope"]);
    assert!(run.fails(3).contains("error: Model id = nope not found on litellm proxy (HTTP 400)"), "{run:#?}");
}

#[test]
fn add_parses_values_and_keeps_declared_strings() {
    let response = json!({"model_id": "id-9", "model_name": "gpt-4"});
    let server = FakeServer::always_json(response.clone());
    let run = Cli::of(&server).file("key.txt", "sk-from-a-file\n").run(&[
        "models",
        "add",
        "gpt-4",
        "-p",
        "model=openai/gpt-4",
        "--param=api_key=@key.txt",
        "-p",
        "rpm=2048",
        "-p",
        "temperature=0.7",
        "-p",
        "drop_params=true",
        "-p",
        "api_version=2024",
        "-p",
        "extra_headers.x-team=a=b",
        "-p",
        "tags=[\"x\", 1]",
        "-p",
        "timeout=\"12\"",
        "-p",
        "rpm=4096",
        "-i",
        "description=GPT-4 model",
        "--info",
        "access_groups=[\"beta\"]",
    ]);
    assert_eq!((run.json(), run.stderr.as_str()), (response, ""));
    assert_eq!(
        server.requests(),
        [request_with(
            "POST /model/new",
            json!({
                "model_name": "gpt-4",
                "litellm_params": {
                    "model": "openai/gpt-4", "api_key": "sk-from-a-file", "rpm": 4096, "temperature": 0.7,
                    "drop_params": true, "api_version": "2024", "extra_headers": {"x-team": "a=b"}, "tags": ["x", 1],
                    "timeout": "12",
                },
                "model_info": {"description": "GPT-4 model", "access_groups": ["beta"]},
            })
        )]
    );
}

#[test]
fn add_defaults_the_upstream_model_to_the_name() {
    let server = FakeServer::always_json(json!({"model_id": "id-9"}));
    let cli = Cli::of(&server).stdin("sk-from-stdin\n");
    let run = cli.run(&["models", "add", "gpt-4", "-p", "api_key=@-", "-p", "api_base=https://api.openai.com"]);
    assert_eq!(run.json(), json!({"model_id": "id-9"}));
    assert_eq!(run.stderr, "-p model=… is not given; using model=gpt-4\n");
    // An empty model_info is left out.
    assert_eq!(
        server.requests(),
        [request_with(
            "POST /model/new",
            json!({"model_name": "gpt-4", "litellm_params":
                {"api_key": "sk-from-stdin", "api_base": "https://api.openai.com", "model": "gpt-4"}})
        )]
    );
}

#[test]
fn update_patches_in_place() {
    let response = json!({"model_id": "model-123"});
    let server = FakeServer::always_json(response.clone());
    let cli = Cli::of(&server);
    let words = ["models", "update", "model-123", "-p", "temperature=0.7", "-i", "description=Updated model"];
    assert_eq!(cli.run(&words).json(), response);
    cli.run(&["models", "update", "a?b c", "-p", "rpm=5"]).ok();
    cli.run(&["models", "update", "m", "-i", "mode=chat"]).ok();
    assert_eq!(
        server.requests(),
        [
            request_with(
                "PATCH /model/model-123/update",
                json!({"litellm_params": {"temperature": 0.7},
                       "model_info": {"description": "Updated model", "id": "model-123"}})
            ),
            request_with("PATCH /model/a%3Fb%20c/update", json!({"litellm_params": {"rpm": 5}})),
            request_with("PATCH /model/m/update", json!({"model_info": {"mode": "chat", "id": "m"}})),
        ]
    );
}

#[test]
fn update_of_a_missing_model_exits_with_three() {
    let refusal = json!({"error": {"message": "{'error': 'Model m not found on proxy.'}", "code": "404"}});
    let server = FakeServer::always(FakeResponse::new(404).with_json(refusal));
    let run = Cli::of(&server).run(&["models", "update", "m", "-p", "rpm=5"]);
    assert_eq!(run.fails(3), "error: Model m not found on proxy. (HTTP 404)\n");
}

#[test]
fn delete_sends_the_id_and_prints_the_response() {
    let response = json!({"message": "Model: id-1 deleted successfully"});
    let server = FakeServer::always_json(response.clone());
    assert_eq!(Cli::of(&server).run(&["models", "delete", "id-1"]).json(), response);
    assert_eq!(server.requests(), [request_with("POST /model/delete", json!({"id": "id-1"}))]);
    let refusal = json!({"error": {"message": "{'error': 'Model with id=x not found in db'}", "code": "400"}});
    let server = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    let run = Cli::of(&server).run(&["models", "delete", "x"]);
    assert_eq!(run.fails(3), "error: Model with id=x not found in db (HTTP 400)\n");
}

#[test]
fn dry_run_masks_secrets_and_sends_nothing() {
    let server = FakeServer::always_json(Value::Null);
    let cli = Cli::of(&server);
    let url = server.uri();
    let run = cli.run(&["models", "add", "m", "-p", "model=x/m", "-p", "api_key=plain-secret", "--dry-run"]);
    let (first, body) = run.ok().split_once('\n').expect("a line and a body");
    assert_eq!(first, format!("POST {url}/model/new"));
    assert_eq!(
        serde_json::from_str::<Value>(body).expect("JSON"),
        json!({"model_name": "m", "litellm_params": {"model": "x/m", "api_key": "[redacted]"}})
    );
    assert_eq!(server.requests(), []);
    let deployment = json!({"data": [{"model_name": "n", "model_info": {"id": "m", "db_model": true}}]});
    let server = FakeServer::with_routes([("GET /v1/model/info", json_response(deployment))]);
    let (cli, url) = (Cli::of(&server), server.uri());
    let run = cli.run(&["models", "update", "m", "-p", "rpm=1", "--dry-run", "--format", "json"]);
    assert_eq!(run.json()["method"], "PATCH");
    assert_eq!(run.json()["url"], format!("{url}/model/m/update"));
    assert_eq!(run.json()["headers"]["authorization"], "[redacted]");
    assert_eq!(run.json()["body"], json!({"litellm_params": {"rpm": 1}}));
    let run = cli.run(&["models", "delete", "m", "--dry-run"]);
    assert_eq!(run.ok(), format!("POST {url}/model/delete\n{{\n  \"id\": \"m\"\n}}\n"));
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["models"], "Usage: litellm-proxy models"),
        (&["models", "lsit"], "'list'"),
        (&["model-groups"], "Usage: litellm-proxy model-groups"),
        (&["model-groups", "list", "extra"], "unexpected argument 'extra'"),
        (&["models", "list", "extra"], "unexpected argument 'extra'"),
        (&["models", "list", "--format", "xml"], "invalid value 'xml'"),
        (&["models", "info", "--columns", "id,nope"], "unknown column `nope`"),
        (&["models", "info", "--columns", " , "], "needs at least one column"),
        (&["models", "info", "--id", "x", "--name", "y"], "cannot be used with"),
        (&["models", "get"], "--id"),
        (&["models", "get", "--id", "x", "--name", "y"], "cannot be used with"),
        (&["models", "add"], "MODEL_NAME"),
        (&["models", "add", "m", "-p", "sk-no-equals-sign"], "--param takes KEY=VALUE"),
        (&["models", "add", "m", "-i", "=x"], "the key is empty"),
        (&["models", "add", "m", "-p", "a=1", "-p", "a.b=2"], "`a` cannot be both a value and an object"),
        (&["models", "add", "m", "-p", "api_key=@nope.txt"], "cannot read `nope.txt`"),
        (&["models", "add", "m", "-p", "a=@-", "-p", "b=@-"], "standard input can be read only once"),
        (&["models", "update"], "MODEL_ID"),
        (&["models", "update", "m"], "give at least one -p KEY=VALUE, -i KEY=VALUE"),
        (&["models", "update", "..", "-p", "a=1"], "cannot be used as a name in a URL"),
        (&["models", "delete"], "MODEL"),
        (&["models", "delete", "a", "--name", "b"], "cannot be used with"),
        (&["models", "delete", "a", "--name", "b"], "cannot be used with"),
        (&["models", "delete", "--all"], "<MODEL|--name <MODEL_NAME>>"),
    ]);
}

#[test]
fn parameter_without_a_name_is_not_printed() {
    let run = Cli::at("http://127.0.0.1:1").run(&["models", "add", "m", "-p", "sk-the-name-was-forgotten"]);
    assert!(!run.fails(2).contains("forgotten"), "{run:#?}");
}

#[test]
fn missing_argument_file_is_named() {
    let cli = Cli::at("http://127.0.0.1:1").file("key.txt", "sk-x");
    let run = cli.run(&["models", "add", "m", "-p", "api_key=@nope.txt"]);
    assert!(run.fails(2).contains("cannot read `nope.txt`"));
    let run = cli.stdin("x").run(&["models", "add", "m", "-p", "api_key=@key.txt", "--dry-run"]);
    assert!(run.ok().contains("[redacted]") && !run.stdout.contains("sk-x"), "{run:#?}");
}

#[test]
fn model_groups_list_prints_a_table_or_a_json_array() {
    let groups = json!([
        {"model_group": "gpt-4", "mode": "chat", "input_cost_per_token": 0.5, "output_cost_per_token": 1.25},
        {"model_group": "free", "mode": null, "input_cost_per_token": null},
    ]);
    let server = FakeServer::with_routes([("GET /model_group/info", json_response(json!({"data": groups})))]);
    let cli = Cli::of(&server);
    assert_eq!(
        cli.run(&["model-groups", "list", "--format", "csv"]).ok(),
        "model_group,mode,input_cost_per_token,output_cost_per_token\ngpt-4,chat,0.5,1.25\nfree,chat,,\n"
    );
    assert_eq!(cli.run(&["model-groups", "list", "--format", "json"]).json(), groups);
    assert_eq!(server.requests(), [request("GET /model_group/info"), request("GET /model_group/info")]);
}

/// A server responds to a taken id with 500, which leaves open whether it stored the model.
#[test]
fn model_group_with_a_taken_deployment_id_is_refused() {
    let failure = FakeResponse::new(500).with_json(json!({"error": {"message": "Failed to add model to db"}}));
    let deleted = json_response(json!({"message": "deleted"}));
    let server = FakeServer::with_routes([
        ("GET /v2/model/info", json_response(deployments())),
        ("POST /model/new", failure),
        ("POST /model/delete", deleted),
    ]);
    let second = r#"{"model_name": "b", "litellm_params": {"model": "openai/x"}, "model_info": {"id": "id-2"}}"#;
    let run = Cli::of(&server).run(&["model-groups", "create", "new", "--model", "a", "--model", second]);
    assert!(run.fails(8).contains("a deployment already has the id `id-2`"), "{run:#?}");
    assert_eq!(server.requests(), [request("GET /v2/model/info?size=100000")]);

    are_usage_errors(&[(
        &["model-groups", "create", "new", "--model", second, "--model", second],
        "two models of the group have the id `id-2`",
    )]);
}

#[test]
fn secret_parameters_are_masked() {
    for name in [
        "langfuse_secret_key",
        "extra_headers.Authorization",
        "extra_headers.x-api-key",
        "auth_token",
        "hf_token",
        "aws_web_identity_token",
        "master_key",
        "oci_key",
    ] {
        let run = Cli::at("http://h").run(&["models", "add", "m", "-p", &format!("{name}=hidden"), "--dry-run"]);
        assert!(!run.ok().contains("hidden"), "{name}: {run:#?}");
    }
}

#[test]
fn get_by_id_filters_when_the_server_returns_all() {
    let all = json!({"data": [{"model_name": "a", "model_info": {"id": "id-1"}}, {"model_name": "b", "model_info": {"id": "id-2"}}]});
    let server = FakeServer::always_json(all);
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["models", "get", "--id", "id-2"]).json()["model_name"], "b");
    cli.run(&["models", "get", "--id", "nope"]).fails(3);
}
