//! Wildcards, and writes that the server does not carry out as requested: `models`, `model-groups` and `credentials`.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response, request, request_with};

use crate::harness::{Cli, are_usage_errors};

/// A server with the wildcard `acme/*`, which its older list expands, and with a model of its own beside it.
fn with_wildcard() -> FakeServer {
    let row = |name: &str, model: &str, id: &str| json!({"model_name": name, "litellm_params": {"model": model}, "model_info": {"id": id, "db_model": true}});
    let stored = [row("acme/*", "openai/*", "wild"), row("plain", "openai/x", "own")];
    let expanded = json!([row("acme/gpt-4o", "openai/gpt-4o", "wild"), row("acme/o3", "openai/o3", "wild"), stored[1]]);
    FakeServer::from_fn(move |request| {
        let query = request.parameter("model");
        match request.path() {
            "/v2/model/info" => {
                let is_wanted = |row: &&Value| match (&query, request.parameter("wildcard_only")) {
                    (Some(name), _) => row["model_name"] == name.as_str(),
                    (None, Some(_)) => row["model_name"].as_str().is_some_and(|name| name.contains('*')),
                    (None, None) => true,
                };
                json_response(json!({"data": stored.iter().filter(is_wanted).collect::<Vec<_>>()}))
            }
            "/v1/model/info" => json_response(json!({"data": expanded})),
            "/model_group/info" => json_response(json!({"data": []})),
            "/model/delete" => json_response(json!({"message": "deleted"})),
            _ => json_response(json!({"model_id": "new"})),
        }
    })
}

fn changes(server: &FakeServer) -> Vec<(String, Value)> {
    server.requests().into_iter().filter(|(line, _)| !line.starts_with("GET")).collect()
}

#[test]
fn model_of_a_wildcard_cannot_be_deleted_by_name() {
    for words in [
        &["models", "delete", "--name", "acme/gpt-4o"][..],
        &["models", "delete", "--name", "acme/gpt-4o", "--all"],
        &["models", "delete", "--name", "acme/not-a-known-model", "--all"],
        &["models", "get", "--name", "acme/gpt-4o"],
        &["models", "info", "--name", "acme/gpt-4o"],
        &["model-groups", "delete", "acme/gpt-4o"],
    ] {
        let server = with_wildcard();
        let run = Cli::of(&server).run(words);
        let text = run.fails(3);
        assert!(text.contains("has no deployment of its own; the wildcard `acme/*` (id wild) serves it"), "{run:#?}");
        assert_eq!(changes(&server), [], "{words:?}");
    }
}

#[test]
fn wildcard_is_found_by_its_name() {
    let server = with_wildcard();
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["models", "get", "--name", "acme/*"]).json()["model_info"]["id"], "wild");
    let rows = cli.run(&["models", "info", "--name", "acme/*", "--format", "json"]).json();
    assert_eq!((rows.as_array().map(Vec::len), &rows[0]["model_name"]), (Some(1), &json!("acme/*")));
    let group = cli.run(&["model-groups", "info", "acme/*"]).json();
    assert_eq!((&group["model_group"], &group["providers"]), (&json!("acme/*"), &json!(["openai"])));
    assert_eq!(group["deployments"], json!(["wild"]));
    let run = cli.run(&["model-groups", "info", "other/*"]);
    assert_eq!(run.fails(3), "error: no model group is named `other/*`\n");
    let deleted = cli.run(&["models", "delete", "--name", "acme/*"]).json();
    assert_eq!(deleted, json!({"deleted": ["wild"], "kept": []}));
    assert_eq!(changes(&server), [request_with("POST /model/delete", json!({"id": "wild"}))]);
}

#[test]
fn existing_wildcard_is_not_imported_again() {
    const FILE: &str = "\
model_list:
- {model_name: acme/*, litellm_params: {model: openai/*}}
- {model_name: acme/gpt-4o, litellm_params: {model: openai/gpt-4o}}
";
    for (action, first) in [("skip", "unchanged"), ("update", "updated")] {
        let server = with_wildcard();
        let cli = Cli::of(&server).stdin(FILE);
        let value = cli.run(&["models", "import", "-", "--on-conflict", action, "--format", "json"]).json();
        // A model that the wildcard covers has no deployment of its own.
        assert_eq!(
            (&value["models"][0]["outcome"], &value["models"][1]["outcome"]),
            (&json!(first), &json!("imported"))
        );
    }
}

#[test]
fn group_may_have_a_name_that_a_wildcard_covers() {
    let server = with_wildcard();
    Cli::of(&server).run(&["model-groups", "create", "acme/gpt-4o", "--model", "openai/gpt-4o"]).ok();
    assert_eq!(changes(&server).len(), 1);
}

/// Servers, or keys, without the newer list.
#[test]
fn models_of_wildcards_are_recognized_in_the_older_list() {
    let row = |name: &str, id: &str| json!({"model_name": name, "model_info": {"id": id, "db_model": true}});
    let server = FakeServer::from_fn(move |request: &FakeRequest| match request.path() {
        "/v1/model/info" => match request.parameter("litellm_model_id").as_deref() {
            Some("single") => json_response(json!({"data": [row("single/*", "single")]})),
            Some(id) => json_response(json!({"data": [row(id, id)]})),
            None => json_response(json!({"data": [
                row("acme/a", "wild"), row("acme/b", "wild"), row("plain", "plain"), row("single/a", "single"),
            ]})),
        },
        "/model/delete" => json_response(json!({"message": "deleted"})),
        _ => FakeResponse::new(404).with_json(json!({"detail": "Not Found"})),
    });
    let cli = Cli::of(&server);
    cli.run(&["models", "delete", "--name", "acme/a"]).fails(3);
    let run = cli.run(&["models", "delete", "--name", "single/a"]);
    assert!(run.fails(3).contains("the wildcard `single/*` (id single) serves it"), "{run:#?}");
    assert_eq!(changes(&server), []);
    cli.run(&["models", "delete", "--name", "plain"]).ok();
    assert_eq!(changes(&server), [request_with("POST /model/delete", json!({"id": "plain"}))]);
}

fn row(params: &Value, info: &Value) -> FakeResponse {
    json_response(json!({
        "model_id": "m", "model_name": "m", "litellm_params": params, "model_info": info, "blocked": false,
    }))
}

#[test]
fn fields_that_the_server_did_not_keep_are_reported() {
    let stored = || row(&json!({"model": "c2VjcmV0", "rpm": 5, "timeout": 30.0}), &json!({"id": "m", "mode": "chat"}));
    for (words, message) in [
        (&["models", "update", "m", "-p", "rpm=5", "-p", "timeout=30"][..], ""),
        (&["models", "update", "m", "-p", "rpm=6"], "`litellm_params.rpm` has another value than requested"),
        (&["models", "update", "m", "-p", "rpm=null"], "`litellm_params.rpm` was not removed"),
        (&["models", "update", "m", "-p", "tpm=null"], ""),
        (&["models", "update", "m", "-p", "tpm=1", "-i", "mode=chat"], "`litellm_params.tpm` was dropped"),
        (&["models", "update", "m", "-i", "note=x"], "`model_info.note` was dropped"),
        (&["models", "add", "m", "-p", "model=openai/m", "-p", "rpm=5"], ""),
        (&["models", "add", "m", "-p", "model=openai/m", "-p", "tpm=7"], "`litellm_params.tpm` was dropped"),
        (&["models", "add", "other", "-p", "model=openai/m"], "`model_name` has another value than requested"),
    ] {
        let server = FakeServer::with_routes([
            ("PATCH /model/m/update", stored()),
            ("POST /model/new", stored()),
            ("GET /v1/model/info", json_response(json!({"data": [{"model_name": "m", "model_info": {"id": "m"}}]}))),
        ]);
        let run = Cli::of(&server).run(words);
        assert!(run.stdout.contains("\"model_id\": \"m\""), "{run:#?}");
        if message.is_empty() {
            assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{words:?}");
        } else {
            let text = format!("error: the server reports success, but {message}\n");
            assert!(run.code == 1 && run.stderr.starts_with(&text), "{words:?}: {run:#?}");
        }
    }
    let none = json_response(json!({"data": []}));
    let server = FakeServer::with_routes([("POST /model/new", stored()), ("GET /v2/model/info", none)]);
    let file = "model_list: [{model_name: m, litellm_params: {model: openai/m, tpm: 4}}]\n";
    let run = Cli::of(&server).stdin(file).run(&["models", "import", "-"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(
        run.stderr,
        "warning: m: `litellm_params.tpm` was dropped\nerror: the server did not keep all fields of 1 of 1 models\n"
    );
}

/// Newer servers do not store what their price list says already, but show it.
#[test]
fn information_that_the_server_knows_already_counts_as_kept() {
    let shown = json!({"data": [{"model_name": "m", "model_info": {"id": "m", "mode": "chat"}}]});
    let server = FakeServer::with_routes([
        ("PATCH /model/m/update", row(&json!({"model": "x"}), &json!({"id": "m"}))),
        ("GET /v1/model/info", json_response(shown)),
    ]);
    Cli::of(&server).run(&["models", "update", "m", "-i", "mode=chat"]).ok();
}

/// A server that removes no parameter but prices, with one deployment.
fn older_server(params: &Value) -> FakeServer {
    let stored = std::sync::Mutex::new(std::collections::BTreeMap::from([(
        "m".to_owned(),
        json!({"model_name": "name", "litellm_params": params, "model_info": {"id": "m", "note": "x"}}),
    )]));
    FakeServer::from_fn(move |request| {
        let mut stored = stored.lock().expect("no panic while it is held");
        let (line, body) = request.line_and_body();
        let answer = |row: &Value| {
            let mut params = row["litellm_params"].clone();
            params["model"] = "c2VjcmV0".into();
            json_response(json!({
                "model_id": "m", "model_name": row["model_name"], "litellm_params": params,
                "model_info": row["model_info"], "blocked": false,
            }))
        };
        if line.starts_with("GET /v1/model/info") {
            let mut found: Vec<Value> =
                stored.get(&request.parameter("litellm_model_id").expect("an id")).cloned().into_iter().collect();
            for row in &mut found {
                row["litellm_params"].as_object_mut().map(|params| params.remove("api_key"));
                row["model_info"]["db_model"] = true.into();
            }
            return json_response(json!({"data": found}));
        }
        match line.as_str() {
            "PATCH /model/m/update" => {
                let row = stored.get_mut("m").expect("the deployment");
                for (name, value) in body["litellm_params"].as_object().into_iter().flatten() {
                    match value {
                        Value::Null if name.contains("cost") => {
                            drop(row["litellm_params"].as_object_mut().map(|params| params.remove(name)));
                        }
                        Value::Null => {}
                        value => row["litellm_params"][name] = value.clone(),
                    }
                }
                answer(row)
            }
            "POST /model/new" => {
                stored.insert(body["model_info"]["id"].as_str().expect("an id").to_owned(), body.clone());
                answer(&body)
            }
            "POST /model/delete" => {
                stored.remove(body["id"].as_str().expect("an id"));
                json_response(json!({"message": "deleted"}))
            }
            _ => FakeResponse::new(404).with_json(json!({"detail": "Not Found"})),
        }
    })
}

#[test]
fn unset_removes_parameters_where_the_server_can() {
    let server = FakeServer::with_routes([
        ("PATCH /model/m/update", row(&json!({"model": "x"}), &json!({"id": "m"}))),
        ("GET /v1/model/info", json_response(json!({"data": []}))),
    ]);
    Cli::of(&server).run(&["models", "update", "m", "--unset", "rpm", "--unset", "tpm", "-p", "timeout=null"]).ok();
    let body = json!({"litellm_params": {"timeout": null}, "litellm_params_to_remove": ["rpm", "tpm"]});
    assert!(server.requests().contains(&request_with("PATCH /model/m/update", body)), "{:?}", server.requests());
    assert_eq!(server.requests().len(), 2);

    // An older server removes a price that is set to null.
    let server = older_server(&json!({"model": "x", "input_cost_per_token": 1}));
    let run = Cli::of(&server).run(&["models", "update", "m", "--unset", "input_cost_per_token", "--unset", "no"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    assert!(server.requests().iter().all(|(line, _)| line != "POST /model/new"));
    are_usage_errors(&[
        (&["models", "update", "m", "--unset", "model"], "a deployment needs its `model`"),
        (
            &["models", "update", "m", "--unset", "rpm", "-p", "rpm=1"],
            "`rpm` is given twice: by --unset and by --param",
        ),
        (&["models", "update", "m", "--unset", ""], "a value is required"),
    ]);
}

#[test]
fn unset_replaces_a_deployment_that_the_server_cannot_change() {
    let server = older_server(&json!({"model": "x", "rpm": 5, "tpm": 7}));
    let run = Cli::of(&server).run(&["models", "update", "m", "--unset", "rpm", "-p", "tpm=8"]);
    assert_eq!(run.code, 0, "{run:#?}");
    assert!(
        run.stderr.contains("so the deployment was replaced: it has the same id, and another of its name served"),
        "{run:#?}"
    );
    assert_eq!(run.json()["litellm_params"], json!({"model": "c2VjcmV0", "tpm": 8}));
    let created: Vec<Value> =
        server.requests().into_iter().filter(|(line, _)| line == "POST /model/new").map(|(_, body)| body).collect();
    assert_eq!(created.len(), 2, "one that stands in for it, and itself");
    let expected = json!({
        "model_name": "name", "litellm_params": {"model": "x", "tpm": 8}, "model_info": {"id": "m", "note": "x"},
    });
    assert_eq!(created[1], expected);

    // A key that the server does not show is not lost.
    let server = older_server(&json!({"model": "x", "rpm": 5, "api_key": "sk-1"}));
    let run = Cli::of(&server).run(&["models", "update", "m", "--unset", "rpm"]);
    assert_eq!(run.code, 1, "{run:#?}");
    assert_eq!(
        run.stderr,
        "error: the server cannot remove `rpm` from a deployment, and replacing the deployment would lose what the server does not \
         show: api_key\nhint: repeat the command with -p api_key=@FILE\n"
    );
    assert!(server.requests().iter().all(|(line, _)| !line.starts_with("POST")), "nothing is replaced");
    let run = Cli::of(&server).run(&["models", "update", "m", "--unset", "rpm", "-p", "api_key=sk-2"]);
    assert_eq!(run.code, 0, "{run:#?}");
}

const NOT_LIVE: &str =
    "Model create was saved to the database, but the model id(s) ['bad-id'] are not live in this pod's router";

fn not_live() -> FakeResponse {
    FakeResponse::new(500).with_json(json!({"error": {"message": NOT_LIVE, "code": "500"}}))
}

#[test]
fn deployment_that_cannot_be_served_is_deleted_again() {
    let file = "model_list: [{model_name: m, litellm_params: {model: nosuch/m}}]\n";
    for (deleted, add, import) in [
        (
            json_response(json!({"message": "deleted"})),
            (6, "error: `m` was not added: the server cannot serve it, and its row was deleted again\n"),
            "failed: m: the server cannot serve it, and its row was deleted again: ",
        ),
        (
            FakeResponse::new(403).with_json(json!({"error": {"message": "no", "code": "403"}})),
            (7, "error: `m` was saved, but is not served; remove it with `litellm-proxy models delete bad-id`\n"),
            "failed: m: saved, but not served; remove it with `litellm-proxy models delete bad-id`\n",
        ),
    ] {
        let server = FakeServer::with_routes([
            ("POST /model/new", not_live()),
            ("POST /model/delete", deleted),
            ("GET /v2/model/info", json_response(json!({"data": []}))),
        ]);
        let cli = Cli::of(&server).stdin(file);
        let run = cli.run(&["models", "add", "m", "-p", "model=nosuch/m"]);
        assert!(run.fails(add.0).starts_with(add.1), "{run:#?}");
        assert_eq!(changes(&server)[1], request_with("POST /model/delete", json!({"id": "bad-id"})));
        let run = cli.run(&["models", "import", "-"]);
        assert!(run.code == 7 && run.stderr.starts_with(import), "{run:#?}");
        assert_eq!(changes(&server)[3], request_with("POST /model/delete", json!({"id": "bad-id"})));
    }
}

/// Older servers, whose rows do not say whether a deployment is blocked, report success.
#[test]
fn unserved_deployments_of_older_servers_are_found_afterwards() {
    let server = FakeServer::from_fn(|request: &FakeRequest| match request.path() {
        "/model/new" => {
            let body = request.json();
            let id = format!("id-{}", body["model_name"].as_str().expect("a name"));
            let params = &body["litellm_params"];
            json_response(
                json!({"model_id": id, "model_name": body["model_name"], "litellm_params": params, "model_info": {"id": id}}),
            )
        }
        _ => match request.parameter("litellm_model_id") {
            Some(id) if id != "id-good" => FakeResponse::new(400)
                .with_json(json!({"detail": {"error": "Model id = x not found on litellm proxy"}})),
            _ => json_response(json!({"data": [{"model_name": "good", "model_info": {"id": "id-good"}}]})),
        },
    });
    let cli = Cli::of(&server).stdin(
        "model_list: [{model_name: good, litellm_params: {model: openai/m}}, {model_name: bad, litellm_params: {model: no/m}}]",
    );
    cli.run(&["models", "add", "good", "-p", "model=openai/m"]).ok();
    let run = cli.run(&["models", "add", "bad", "-p", "model=no/m"]);
    assert_eq!(run.code, 1, "{run:#?}");
    assert!(run.stderr.starts_with("error: `bad` was saved, but is not served\n"), "{run:#?}");
    assert!(run.stderr.contains("`litellm-proxy models delete id-bad`"), "{run:#?}");
    let run = cli.run(&["models", "import", "-", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:#?}");
    let value: Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(value["models"][0]["outcome"], "imported");
    assert_eq!(
        value["models"][1]["reason"],
        "saved, but not served; remove it with `litellm-proxy models delete id-bad`"
    );
}

/// A server that cannot serve an update goes on with the previous deployment.
#[test]
fn update_that_is_not_served_is_reported() {
    let served =
        |model: &str| json_response(json!({"data": [{"litellm_params": {"model": model}, "model_info": {"id": "m"}}]}));
    let updated = || row(&json!({"model": "encrypted"}), &json!({"id": "m"}));
    for (model, code) in [("openai/new", 0), ("openai/old", 1)] {
        let server =
            FakeServer::with_routes([("PATCH /model/m/update", updated()), ("GET /v1/model/info", served(model))]);
        let run = Cli::of(&server).run(&["models", "update", "m", "-p", "model=openai/new"]);
        assert_eq!(run.code, code, "{run:#?}");
        assert_eq!(run.stderr.contains("`m` was saved, but is not served"), code == 1, "{run:#?}");
    }
}

#[test]
fn names_close_to_those_of_litellm_are_questioned() {
    let cli = Cli::at("http://127.0.0.1:1");
    let question = "warning: LiteLLM knows no parameter `rmp`; did you mean `rpm`?\n";
    for words in [
        &["models", "add", "m", "-p", "model=x/m", "-p", "rmp=5", "-p", "top_k=4"][..],
        &["models", "update", "m", "-p", "rmp=5"],
        &["model-groups", "create", "g", "--model", "x/m", "rmp=5"],
    ] {
        let run = cli.run(&[words, &["--curl"]].concat());
        assert!(run.ok().starts_with("curl ") && run.stderr.starts_with(question), "{words:?}: {run:#?}");
    }
    let run = cli.run(&["models", "add", "m", "-p", "model=x/m", "-i", "acess_groups=[]", "--dry-run"]);
    assert_eq!(run.stderr, "warning: LiteLLM knows no information `acess_groups`; did you mean `access_groups`?\n");
}

#[test]
fn credential_fields_that_the_server_did_not_keep_are_reported() {
    let success = || json_response(json!({"success": true}));
    let newer = json!({"credential_name": "c", "display_name": null, "source": "db", "credential_info": {"a": 1},
                       "credential_values": {"api_key": "sk****yz"}});
    let older =
        json!({"credential_name": "c", "credential_info": {"a": 1}, "credential_values": {"api_key": "sk****yz"}});
    let create = ["credentials", "create", "c", "--info", "{\"a\": 1}", "--values"];
    let update = ["credentials", "update", "c"];
    for (stored, words, message) in [
        (&newer, [&create[..], &["{\"api_key\": \"sk-abcxyz\"}"]].concat(), ""),
        (&newer, [&create[..], &["{\"api_key\": \"k\", \"x\": 1}"]].concat(), "`credential_values.x` was dropped"),
        (
            &older,
            [&create[..], &["{\"api_key\": \"k\"}", "--display-name", "D"]].concat(),
            "`display_name` was dropped",
        ),
        (
            &newer,
            [&update[..], &["--values", "{\"api_key\": null}"]].concat(),
            "`credential_values.api_key` was not removed",
        ),
        (
            &newer,
            [&update[..], &["--info", "{\"a\": 2}"]].concat(),
            "`credential_info.a` has another value than requested",
        ),
        // It shows the previous credential for a while.
        (&older, [&update[..], &["--info", "{\"a\": 2}"]].concat(), ""),
        (&older, [&update[..], &["--display-name", "D"]].concat(), "`display_name` was dropped"),
    ] {
        let server = FakeServer::with_routes([
            ("POST /credentials", success()),
            ("PATCH /credentials/c", success()),
            ("GET /credentials/by_name/c", json_response(stored.clone())),
        ]);
        let run = Cli::of(&server).run(&words);
        assert_eq!(run.code, i32::from(!message.is_empty()), "{words:?}: {run:#?}");
        let text = format!("error: the server reports success, but {message}\n");
        assert_eq!(run.stderr.starts_with(&text), !message.is_empty(), "{words:?}: {run:#?}");
    }
    let server = FakeServer::with_routes([("POST /credentials", success())]);
    let run = Cli::of(&server).run(&[
        "credentials",
        "create",
        "c",
        "--info",
        "{}",
        "--values",
        "{\"api_key\": \"os.environ/K\"}",
    ]);
    run.ok();
    assert!(run.stderr.starts_with("warning: `api_key` is a reference to a variable"), "{run:#?}");
    assert_eq!(server.requests()[1], request("GET /credentials/by_name/c"));
}

#[test]
fn group_is_checked_like_its_deployments() {
    let add = ["model-groups", "create", "g", "--model", "openai/m", "rpm=5", "tpm=7"];
    let echo = |drops: &'static str, is_new: bool| {
        FakeServer::from_fn(move |request: &FakeRequest| match request.path() {
            "/model/new" => {
                let mut row = request.json();
                row["litellm_params"].as_object_mut().expect("parameters").remove(drops);
                row["model_id"] = row["model_info"]["id"].clone();
                if is_new {
                    row["blocked"] = json!(false);
                }
                json_response(row)
            }
            "/model/delete" => json_response(json!({"message": "deleted"})),
            // Lists nothing.
            _ => json_response(json!({"data": []})),
        })
    };
    Cli::of(&echo("nothing", true)).run(&add).ok();
    let run = Cli::of(&echo("tpm", true)).run(&add);
    assert_eq!(run.code, 1, "{run:#?}");
    assert_eq!(run.stderr, "error: the server reports success, but `litellm_params.tpm` was dropped\n");

    // An older server, which reports success for a deployment that it cannot serve.
    let server = echo("nothing", false);
    let run = Cli::of(&server).run(&add);
    assert!(run.fails(6).contains("but cannot serve it"), "{run:#?}");
    let sent = changes(&server);
    assert_eq!(sent[1], request_with("POST /model/delete", json!({"id": sent[0].1["model_info"]["id"]})));
}
