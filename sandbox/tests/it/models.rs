//! Models, credentials and access groups.

use serde_json::{Value, json};

use super::harness::Sandbox;

const CONFIG: &str = r"
model_list:
  - {model_name: fixed, litellm_params: {model: openai/fixed, api_key: sk-of-the-file, mock_response: from the file}, model_info: {id: fixed-id}}
  - {model_name: grouped, litellm_params: {model: openai/x, mock_response: x}, model_info: {access_groups: [beta]}}
";

fn new(sandbox: &Sandbox, name: &str, params: Value, info: Value) -> String {
    let mut body = json!({ "model_name": name });
    (body["litellm_params"], body["model_info"]) = (params, info);
    sandbox.request("POST", "/model/new", body).ok()["model_id"].as_str().expect("an id").to_owned()
}

fn info(sandbox: &Sandbox, id: &str) -> Value {
    sandbox.request("GET", &format!("/model/info?litellm_model_id={id}"), Value::Null).ok()["data"][0].clone()
}

fn key(sandbox: &Sandbox, body: Value) -> String {
    sandbox.request("POST", "/key/generate", body).ok()["key"].as_str().expect("a key").to_owned()
}

fn names(response: &Value, field: &str) -> Vec<String> {
    let rows = response["data"].as_array().expect("a list");
    rows.iter().map(|row| row[field].as_str().expect("a name").to_owned()).collect()
}

#[test]
fn deployments_are_created_shown_and_deleted_without_secrets() {
    let sandbox = Sandbox::configured(CONFIG);
    let params = json!({
        "model": "openai/x", "api_key": "sk-very-secret", "rpm": "5", "temperature": 0.3, "timeout": 3,
        "extra_headers": { "Authorization": "Bearer very-secret" }, "nothing": null,
    });
    let created = sandbox.request(
        "POST",
        "/model/new",
        json!({ "model_name": "m", "litellm_params": params, "model_info": { "id": "mine", "description": "d" } }),
    );
    assert_eq!((&created.ok()["model_id"], &created.ok()["blocked"]), (&json!("mine"), &json!(false)));
    let shown = sandbox.request("GET", "/model/info", Value::Null);
    for text in [&created.text, &shown.text] {
        assert!(!text.contains("very-secret") && !text.contains("sk-of-the-file"), "{text}");
    }
    let model = info(&sandbox, "mine");
    let (params, details) = (&model["litellm_params"], &model["model_info"]);
    assert_eq!((&params["rpm"], &params["timeout"], &params["temperature"]), (&json!(5), &json!(3.0), &json!(0.3)));
    assert!(params.get("api_key").is_none() && params.get("nothing").is_none(), "{params}");
    assert_eq!(
        (&details["id"], &details["db_model"], &details["description"]),
        (&json!("mine"), &json!(true), &json!("d"))
    );
    assert_eq!(sandbox.request("GET", "/chat/completions", Value::Null).status, 405);

    let taken =
        json!({ "model_name": "other", "litellm_params": { "model": "openai/x" }, "model_info": { "id": "mine" } });
    let refusal = sandbox.request("POST", "/model/new", taken).refused(500);
    assert!(refusal["error"]["message"].as_str().expect("a string").contains("Failed to add model to db"), "{refusal}");
    let deleted = sandbox.request("POST", "/model/delete", json!({ "id": "mine" })).ok();
    assert_eq!(deleted["message"], "Model: mine deleted successfully");
    let again = sandbox.request("POST", "/model/delete", json!({ "id": "mine" })).refused(400);
    assert_eq!(again["error"]["message"], "{'error': 'Model with id=mine not found in db'}");
    sandbox.request("GET", "/model/info?litellm_model_id=mine", Value::Null).refused(400);
}

#[test]
fn model_patch_merges_and_model_update_replaces() {
    let sandbox = Sandbox::configured(CONFIG);
    let params = json!({ "model": "openai/x", "api_key": "k", "foo": "bar", "rpm": 5, "input_cost_per_token": 1 });
    new(&sandbox, "m", params, json!({ "id": "mine", "description": "d" }));
    // A patch keeps unnamed fields; null removes a price and nothing else.
    let patch = json!({
        "litellm_params": { "temperature": 0.5, "input_cost_per_token": null, "foo": null }, "model_info": { "description": "e" },
        "model_name": "n",
    });
    sandbox.request("PATCH", "/model/mine/update", patch).ok();
    let model = info(&sandbox, "mine");
    assert_eq!((&model["model_name"], &model["model_info"]["description"]), (&json!("n"), &json!("e")));
    let params = &model["litellm_params"];
    assert_eq!((&params["foo"], &params["rpm"], &params["temperature"]), (&json!("bar"), &json!(5), &json!(0.5)));
    assert_eq!(model["model_info"]["pricing_overrides"], json!([]));
    // The update drops parameters that LiteLLM does not declare, unless it names them, and merges `model_info`.
    let update = json!({
        "model_info": { "id": "mine", "description": "f" }, "litellm_params": { "tpm": 7, "foo": null }, "model_name": "o",
    });
    sandbox.request("POST", "/model/update", update).ok();
    let model = info(&sandbox, "mine");
    assert_eq!((&model["model_name"], &model["model_info"]["description"]), (&json!("o"), &json!("f")));
    let params = &model["litellm_params"];
    assert_eq!((&params["rpm"], &params["tpm"], &params["model"]), (&json!(5), &json!(7), &json!("openai/x")));
    assert_eq!((&params["foo"], params.get("temperature")), (&json!("bar"), None));
    // A patch removes parameters by name.
    sandbox.request("PATCH", "/model/mine/update", json!({ "litellm_params_to_remove": ["foo", "rpm"] })).ok();
    let params = &info(&sandbox, "mine")["litellm_params"];
    assert_eq!((params.get("foo"), params.get("rpm"), &params["tpm"]), (None, None, &json!(7)));
    for removal in [
        json!({ "litellm_params_to_remove": ["model"] }),
        json!({ "litellm_params_to_remove": "tpm" }),
        json!({ "litellm_params_to_remove": ["tpm"], "litellm_params": { "tpm": 9 } }),
    ] {
        sandbox.request("PATCH", "/model/mine/update", removal).refused(422);
    }

    for (method, path, body, status, words) in [
        ("POST", "/model/update", json!({}), 400, "model_info not provided"),
        ("POST", "/model/update", json!({ "model_info": { "id": "none" } }), 400, "model not found"),
        ("POST", "/model/update", json!({ "model_info": { "id": "mine" } }), 400, "litellm_params not provided"),
        ("POST", "/model/update", json!({ "model_info": { "id": "fixed-id" } }), 400, "Model in config"),
        ("PATCH", "/model/none/update", json!({}), 404, "Model none not found on proxy."),
        ("PATCH", "/model/fixed-id/update", json!({}), 400, "Cannot edit config-based model"),
        ("POST", "/model/new", json!({ "model_name": "m" }), 500, "Internal server error"),
    ] {
        let refusal = sandbox.request(method, path, body.clone()).refused(status);
        assert!(refusal["error"]["message"].as_str().expect("a string").contains(words), "{path} {body}: {refusal}");
    }
    let bad = json!({ "model_name": 1, "litellm_params": { "rpm": "many" }, "model_info": [] });
    let wrong = sandbox.request("POST", "/model/new", bad).refused(422);
    let places: Vec<&Value> = wrong["detail"].as_array().expect("a list").iter().map(|error| &error["loc"]).collect();
    assert_eq!(
        places,
        [
            &json!(["body", "model_name"]),
            &json!(["body", "litellm_params", "model"]),
            &json!(["body", "litellm_params", "rpm"]),
            &json!(["body", "model_info"]),
        ]
    );
}

#[test]
fn models_of_unknown_providers_are_stored_but_not_served() {
    let sandbox = Sandbox::configured(CONFIG);
    let body = json!({ "model_name": "u", "litellm_params": { "model": "unknown" }, "model_info": { "id": "u-id" } });
    let refusal = sandbox.request("POST", "/model/new", body).refused(500);
    assert!(refusal["error"]["message"].as_str().expect("a string").contains("['u-id'] are not live"), "{refusal}");
    sandbox.request("GET", "/model/info?litellm_model_id=u-id", Value::Null).refused(400);
    let kept = sandbox.request("GET", "/v2/model/info?modelId=u-id", Value::Null).ok();
    assert_eq!(kept["total_count"], 1);
    assert!(!sandbox.request("GET", "/models", Value::Null).text.contains("\"u\""));
    sandbox.request("POST", "/model/delete", json!({ "id": "u-id" })).ok();
}

#[test]
fn model_info_filters_sorts_and_pages() {
    let sandbox = Sandbox::configured(CONFIG);
    for (name, price) in [("alpha", 2.0), ("Beta-one", 1.0)] {
        new(&sandbox, name, json!({ "model": "openai/x", "input_cost_per_token": price }), json!({ "id": name }));
    }
    let found = |query: &str| {
        names(&sandbox.request("GET", &format!("/v2/model/info?{query}"), Value::Null).ok(), "model_name")
    };
    for (query, expected) in [
        ("", vec!["fixed", "grouped", "alpha", "Beta-one"]),
        ("search=BETA", vec!["Beta-one"]),
        ("size=1&page=2", vec!["grouped"]),
        ("page=9", vec![]),
        ("model=alpha", vec!["alpha"]),
        ("modelId=fixed-id", vec!["fixed"]),
        ("access_group=beta", vec!["grouped"]),
        ("user_models_only=true", vec!["alpha", "Beta-one"]),
        ("wildcard_only=true", vec![]),
        ("teamId=none", vec![]),
        ("sortBy=model_name&sortOrder=desc", vec!["grouped", "fixed", "Beta-one", "alpha"]),
        ("sortBy=costs", vec!["Beta-one", "alpha", "fixed", "grouped"]),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
    let page = sandbox.request("GET", "/v2/model/info?size=3", Value::Null).ok();
    assert_eq!((&page["total_count"], &page["total_pages"], &page["size"]), (&json!(4), &json!(2), &json!(3)));
    sandbox.request("GET", "/v2/model/info?size=0", Value::Null).refused(422);
    sandbox.request("GET", "/v2/model/info?sortBy=costs&sortOrder=up", Value::Null).refused(400);
    let group = sandbox.request("GET", "/model_group/info?model_group=alpha", Value::Null).ok();
    assert_eq!(
        (&group["data"][0]["providers"], &group["data"][0]["input_cost_per_token"]),
        (&json!(["openai"]), &json!(2.0))
    );
    assert_eq!(sandbox.request("GET", "/model_group/info?model_group=none", Value::Null).ok()["data"], json!([]));
    assert_eq!(sandbox.request("GET", "/health?model=alpha", Value::Null).ok()["healthy_count"], 1);
    sandbox.request("GET", "/health?model=none", Value::Null).refused(503);
}

#[test]
fn keys_list_their_models_and_cannot_change_any() {
    let sandbox = Sandbox::configured(CONFIG);
    new(&sandbox, "m", json!({ "model": "openai/x" }), json!({ "id": "mine" }));
    let key = key(&sandbox, json!({ "models": ["m", "beta"], "aliases": { "short": "m" } }));
    let seen = |path: &str, field: &str| names(&sandbox.request_as(&key, "GET", path, Value::Null).ok(), field);
    assert_eq!(seen("/models", "id"), ["m", "grouped", "short"]);
    assert_eq!(seen("/models?include_model_access_groups=true", "id"), ["m", "beta", "grouped", "short"]);
    assert_eq!(seen("/model_group/info", "model_group"), ["m", "grouped"]);
    assert_eq!(seen("/model/info", "model_name"), ["grouped", "m"]);
    for (method, path, body, status) in [
        ("POST", "/model/new", json!({ "model_name": "x", "litellm_params": { "model": "openai/x" } }), 403),
        ("POST", "/model/delete", json!({ "id": "mine" }), 403),
        ("PATCH", "/model/mine/update", json!({ "model_name": "x" }), 403),
        ("POST", "/model/update", json!({ "model_info": { "id": "mine" }, "litellm_params": {} }), 403),
        ("POST", "/model/block", json!({ "model_id": "mine" }), 401),
        ("GET", "/credentials", Value::Null, 401),
        ("POST", "/access_group/new", json!({ "access_group": "g", "model_names": ["m"] }), 401),
    ] {
        assert_eq!(sandbox.request_as(&key, method, path, body).status, status, "{method} {path}");
    }
    assert_eq!(info(&sandbox, "mine")["model_name"], "m");
    sandbox.request("GET", "/models?team_id=none", Value::Null).refused(404);
    sandbox.request("GET", "/models?scope=all", Value::Null).refused(400);
}

#[test]
fn access_groups_manage_database_models_only() {
    let sandbox = Sandbox::configured(CONFIG);
    new(&sandbox, "a", json!({ "model": "openai/x" }), json!({ "id": "a-id" }));
    new(&sandbox, "b", json!({ "model": "openai/x" }), json!({ "id": "b-id" }));
    let group = |names: Value| json!({ "access_group": "g", "model_names": names });
    for (body, status) in [
        (json!({}), 422),
        (json!({ "access_group": " ", "model_names": ["a"] }), 400),
        (json!({ "access_group": "g" }), 400),
        (group(json!([])), 400),
        (group(json!(["none"])), 400),
        (group(json!(["a", "fixed"])), 400),
        (json!({ "access_group": "g", "model_ids": ["fixed-id"] }), 400),
    ] {
        assert_eq!(sandbox.request("POST", "/access_group/new", body.clone()).status, status, "{body}");
    }
    sandbox.request("GET", "/access_group/g/info", Value::Null).refused(404);
    assert_eq!(sandbox.request("POST", "/access_group/new", group(json!(["a"]))).ok()["models_updated"], 1);
    sandbox.request("POST", "/access_group/new", group(json!(["a"]))).refused(409);
    sandbox.request("PUT", "/access_group/g/update", json!({ "model_names": ["b"] })).ok();
    let details = sandbox.request("GET", "/access_group/g/info", Value::Null).ok();
    assert_eq!((&details["model_names"], &details["deployment_count"]), (&json!(["b"]), &json!(1)));
    assert_eq!(sandbox.request("GET", "/access_group/list", Value::Null).ok()["access_groups"], json!([details]));
    assert_eq!(info(&sandbox, "a-id")["model_info"]["access_groups"], json!([]));
    sandbox.request("PUT", "/access_group/g/update", json!({ "model_names": ["fixed"] })).refused(400);
    let kept = sandbox.request("GET", "/access_group/g/info", Value::Null).ok();
    assert_eq!(kept["model_names"], json!(["b"]));
    sandbox.request("PUT", "/access_group/g/update", json!({ "model_ids": ["a-id"] })).ok();
    assert_eq!(sandbox.request("DELETE", "/access_group/g/delete", Value::Null).ok()["models_updated"], 1);
    sandbox.request("DELETE", "/access_group/g/delete", Value::Null).refused(404);
}

#[test]
fn credentials_are_created_updated_and_deleted() {
    let sandbox = Sandbox::start();
    let values = json!({ "api_key": "sk-very-secret-1", "api_base": "http://x", "gone": "y" });
    let new = json!({ "credential_name": "azure/one two", "credential_info": { "a": 1 }, "credential_values": values });
    assert_eq!(sandbox.request("POST", "/credentials", new.clone()).ok()["success"], true);
    sandbox.request("POST", "/credentials", new).refused(409);
    sandbox.request("POST", "/credentials", json!({ "credential_name": "x", "credential_info": {} })).refused(422);
    let change = json!({
        "credential_info": { "b": 2 }, "credential_values": { "api_key": "sk-other-secret-2", "api_base": null },
        "credential_values_to_delete": ["gone"], "display_name": "D",
    });
    sandbox.request("PATCH", "/credentials/azure%2Fone%20two", change).ok();
    for path in ["/credentials/by_name/azure%2Fone%20two", "/credentials/by_name/azure/one%20two"] {
        let details = sandbox.request("GET", path, Value::Null).ok();
        let expected = json!({
            "credential_name": "azure/one two", "display_name": "D", "credential_info": { "a": 1, "b": 2 },
            "credential_values": { "api_key": "sk****-2", "api_base": "http://x" }, "source": "db",
        });
        assert_eq!(details, expected, "{path}");
    }
    assert!(!sandbox.request("GET", "/credentials", Value::Null).text.contains("secret"));
    let masked = json!({ "credential_info": {}, "credential_values": { "api_key": "zz****zz" } });
    sandbox.request("PATCH", "/credentials/azure%2Fone%20two", masked).ok();
    let details = sandbox.request("GET", "/credentials/by_name/azure%2Fone%20two", Value::Null).ok().clone();
    assert_eq!(details["credential_values"]["api_key"], "sk****-2");
    sandbox.request("PATCH", "/credentials/azure%2Fone%20two", json!({})).refused(422);
    let renamed = json!({ "credential_info": {}, "credential_name": "other" });
    sandbox.request("PATCH", "/credentials/azure%2Fone%20two", renamed).refused(400);
    sandbox.request("DELETE", "/credentials/azure%2Fone%20two", Value::Null).ok();
    sandbox.request("DELETE", "/credentials/azure%2Fone%20two", Value::Null).refused(404);
    sandbox.request("PATCH", "/credentials/azure%2Fone%20two", json!({ "credential_info": {} })).refused(404);
    sandbox.request("GET", "/credentials/by_name/azure%2Fone%20two", Value::Null).refused(404);
}

#[test]
fn prices_in_model_info_are_dropped() {
    let sandbox = Sandbox::configured(CONFIG);
    let id =
        new(&sandbox, "m", json!({ "model": "openai/own" }), json!({ "input_cost_per_token": 0.5, "mode": "chat" }));
    assert_eq!(info(&sandbox, &id)["model_info"]["input_cost_per_token"], Value::Null);
    assert_eq!(info(&sandbox, &id)["model_info"]["mode"], "chat");
    let path = format!("/model/{id}/update");
    let change = json!({ "model_info": { "output_cost_per_token": 0.5, "note": "kept" } });
    let row = sandbox.request("PATCH", &path, change).ok().clone();
    assert_eq!(
        (&row["model_info"]["note"], &row["model_info"]["output_cost_per_token"]),
        (&json!("kept"), &Value::Null)
    );
}

#[test]
fn update_to_an_unknown_provider_is_a_success() {
    let sandbox = Sandbox::configured(CONFIG);
    let id = new(&sandbox, "m", json!({ "model": "openai/own" }), json!({}));
    let path = format!("/model/{id}/update");
    sandbox.request("PATCH", &path, json!({ "litellm_params": { "model": "nosuch/x" } })).ok();
    assert_eq!(sandbox.request("GET", &format!("/model/info?litellm_model_id={id}"), Value::Null).status, 400);
    sandbox.request("PATCH", &path, json!({ "litellm_params": { "model": "openai/x" } })).ok();
    assert_eq!(info(&sandbox, &id)["litellm_params"]["model"], "openai/x");
}

#[test]
fn wildcard_is_expanded_and_no_group() {
    let sandbox = Sandbox::configured(CONFIG);
    let id = new(&sandbox, "acme/*", json!({ "model": "openai/*" }), json!({}));
    let get = |path: &str| sandbox.request("GET", path, Value::Null).ok().clone();
    let listed = get("/v1/model/info");
    let rows = listed["data"].as_array().expect("a list").iter().filter(|row| row["model_info"]["id"] == id.as_str());
    let rows: Vec<_> = rows.map(|row| row["model_name"].as_str().expect("a name")).collect();
    assert!(rows.contains(&"acme/gpt-4o") && !rows.contains(&"acme/*"), "{rows:?}");
    assert_eq!(names(&get("/v2/model/info?wildcard_only=true"), "model_name"), ["acme/*"]);
    assert_eq!(names(&get("/v2/model/info?model=acme/*&size=100000"), "model_name"), ["acme/*"]);
    assert_eq!(info(&sandbox, &id)["model_name"], "acme/*");
    assert_eq!(names(&get("/model_group/info?model_group=acme/gpt-4o"), "model_group"), ["acme/gpt-4o"]);
    assert_eq!(get("/model_group/info?model_group=acme/*")["data"], json!([]));
}

#[test]
fn models_of_the_price_map_cost_what_it_says() {
    let sandbox = Sandbox::configured(CONFIG);
    let map = sandbox.send("GET", "/public/litellm_model_cost_map", &[], "").ok();
    assert!(map.as_object().expect("an object").len() > 4_000);
    let listed = &map["claude-sonnet-4-5"];
    new(
        &sandbox,
        "sonnet",
        json!({ "model": "anthropic/claude-sonnet-4-5", "mock_response": "m" }),
        json!({ "id": "s" }),
    );
    let details = info(&sandbox, "s")["model_info"].clone();
    for name in ["mode", "max_input_tokens", "input_cost_per_token", "output_cost_per_token", "supports_vision"] {
        assert_eq!(details[name], listed[name], "{name}");
    }
    assert_eq!((&details["key"], &details["max_tokens"]), (&json!("claude-sonnet-4-5"), &listed["max_output_tokens"]));
    let chat = json!({ "model": "sonnet", "messages": [{ "role": "user", "content": "Hello" }] });
    let key = key(&sandbox, json!({ "max_budget": 1e-9 }));
    let cost = sandbox.request_as(&key, "POST", "/chat/completions", chat.clone());
    let cost: f64 = cost.header("x-litellm-response-cost").expect("a cost").parse().expect("a number");
    assert!(cost > 0.0);
    sandbox.request_as(&key, "POST", "/chat/completions", chat).refused(422);
}

#[test]
fn wildcards_list_the_models_of_their_provider() {
    let sandbox = Sandbox::configured(CONFIG);
    new(&sandbox, "anthropic/*", json!({ "model": "anthropic/*", "mock_response": "m" }), json!({ "id": "w" }));
    let listed = names(&sandbox.request("GET", "/models", Value::Null).ok(), "id");
    let of_info = names(&sandbox.request("GET", "/model/info", Value::Null).ok(), "model_name");
    for found in [&listed, &of_info] {
        assert!(found.len() > 20 && found.contains(&"anthropic/claude-sonnet-4-5".to_owned()), "{found:?}");
    }
}

#[test]
fn long_lists_of_deployments_are_written_while_they_are_sent() {
    let sandbox = Sandbox::start();
    for number in 0..30 {
        new(&sandbox, &format!("model-{number}"), json!({ "model": "openai/gpt-4o", "mock_response": "x" }), json!({}));
    }
    for (path, is_long, expected) in [
        ("/v1/model/info", true, 1),
        ("/model/info", true, 1),
        ("/v2/model/info?size=100", true, 1),
        ("/v2/model/info?size=2", false, 0),
        ("/v2/model/info?model=model-29", false, 1),
    ] {
        let response = sandbox.request("GET", path, Value::Null);
        assert_eq!(response.header("content-length").is_none(), is_long, "{path}");
        let found = names(&response.ok(), "model_name");
        assert_eq!(found.iter().filter(|name| *name == "model-29").count(), expected, "{path}: {found:?}");
    }
    for (group, expected) in [("model-29", vec!["model-29"]), ("none", vec![])] {
        let path = format!("/model_group/info?model_group={group}");
        assert_eq!(names(&sandbox.request("GET", &path, Value::Null).ok(), "model_group"), expected);
    }
}
