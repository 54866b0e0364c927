//! Access control: every endpoint, called without a key, with a key without a user, and with keys of users.

use std::collections::BTreeSet;

use litellm_proxy_sandbox::Database;
use serde_json::{Value, json};

use super::harness::Sandbox;

/// Returns the method and path of each endpoint, with `some` for each parameter.
fn endpoints(sandbox: &Sandbox) -> Vec<(String, String)> {
    let openapi = sandbox.send("GET", "/openapi.json", &[], "").ok();
    let paths = openapi["paths"].as_object().expect("paths");
    let all = paths.iter().flat_map(|(path, methods)| {
        let segments = path.split('/').map(|segment| if segment.starts_with('{') { "some" } else { segment });
        let path = segments.collect::<Vec<_>>().join("/");
        methods.as_object().into_iter().flatten().map(move |(method, _)| (method.to_uppercase(), path.clone()))
    });
    all.collect()
}

/// The endpoints that work without a key: health, and what a login needs.
const PUBLIC: &[&str] = &[
    "GET /",
    "GET /.well-known/litellm-cli-auth",
    "GET /authorize",
    "GET /get/ui_theme_settings",
    "GET /health/liveliness",
    "GET /health/liveness",
    "GET /health/readiness",
    "GET /openapi.json",
    "GET /public/litellm_model_cost_map",
    "GET /set-user",
    "GET /sso/callback",
    "GET /sso/cli/poll/some",
    "GET /sso/key/generate",
    "GET /sso/sign-in",
    "GET /ui",
    "GET /ui/some",
    "GET /userinfo",
    "POST /authorize/complete",
    "POST /register",
    "POST /revoke",
    "POST /sso/cli/complete/some",
    "POST /sso/cli/start",
    "POST /sso/sign-in",
    "POST /token",
];

#[test]
fn only_public_endpoints_work_without_a_key() {
    let sandbox = Sandbox::start();
    let open = endpoints(&sandbox).into_iter().filter(|(method, path)| {
        let body = if method == "GET" { "" } else { "{}" };
        sandbox.send(method, path, &[], body).status != 401
    });
    let open: BTreeSet<String> = open.map(|(method, path)| format!("{method} {path}")).collect();
    assert_eq!(open, PUBLIC.iter().map(|&endpoint| endpoint.to_owned()).collect());
}

/// Creates resources of others, all named `hidden-…`, and returns the hash of their key.
fn hide_things(sandbox: &Sandbox) -> String {
    for (path, body) in [
        (
            "/user/new",
            json!({ "user_id": "hidden-user", "user_email": "hidden-user@example.com", "auto_create_key": false }),
        ),
        ("/team/new", json!({ "team_id": "hidden-team", "team_alias": "hidden-alias", "models": ["gpt-4o"] })),
        ("/budget/new", json!({ "budget_id": "hidden-budget", "max_budget": 5 })),
        ("/customer/new", json!({ "user_id": "hidden-customer" })),
        ("/tag/new", json!({ "name": "hidden-tag" })),
        (
            "/credentials",
            json!({ "credential_name": "hidden-credential", "credential_info": {}, "credential_values": { "a": "b" } }),
        ),
        (
            "/model/new",
            json!({ "model_name": "added", "litellm_params": { "model": "openai/x" }, "model_info": { "id": "hidden-id", "access_groups": ["hidden-group"] } }),
        ),
    ] {
        sandbox.request("POST", path, body).ok();
    }
    let key = json!({ "key_alias": "hidden-key", "team_id": "hidden-team", "user_id": "hidden-user", "max_budget": 1 });
    sandbox.request("POST", "/key/generate", key).ok()["token"].as_str().expect("a hash").to_owned()
}

/// Returns requests that change something; an admin may make each of them.
fn changes(hash: &str) -> Vec<(&'static str, String, Value)> {
    let post = |path: &str, body: Value| ("POST", path.to_owned(), body);
    vec![
        post("/key/generate", json!({ "user_id": "hidden-user" })),
        post("/key/generate", json!({ "team_id": "hidden-team" })),
        post("/key/update", json!({ "key": hash, "max_budget": 100 })),
        post("/key/block", json!({ "key": hash })),
        post("/key/unblock", json!({ "key": hash })),
        post(&format!("/key/{hash}/reset_spend"), json!({ "reset_to": 0 })),
        post("/key/delete", json!({ "keys": [hash] })),
        post("/key/delete", json!({ "key_aliases": ["hidden-key"] })),
        post("/user/new", json!({ "user_id": "intruder", "user_role": "proxy_admin" })),
        post("/user/update", json!({ "user_id": "hidden-user", "user_role": "proxy_admin" })),
        post("/user/delete", json!({ "user_ids": ["hidden-user"] })),
        post("/team/new", json!({ "team_id": "intruder" })),
        post("/team/update", json!({ "team_id": "hidden-team", "models": [] })),
        ("PATCH", "/team/hidden-team".to_owned(), json!({ "models": [] })),
        post("/team/block", json!({ "team_id": "hidden-team" })),
        post("/team/delete", json!({ "team_ids": ["hidden-team"] })),
        post("/team/member_add", json!({ "team_id": "hidden-team", "member": { "role": "user", "user_id": "me" } })),
        post("/team/member_delete", json!({ "team_id": "hidden-team", "user_id": "default_user_id" })),
        post(
            "/team/member_update",
            json!({ "team_id": "hidden-team", "user_id": "default_user_id", "max_budget_in_team": 1 }),
        ),
        post("/team/model/add", json!({ "team_id": "hidden-team", "models": ["gpt-4o-mini"] })),
        post("/team/model/delete", json!({ "team_id": "hidden-team", "models": ["gpt-4o"] })),
        post(
            "/team/permissions_update",
            json!({ "team_id": "hidden-team", "team_member_permissions": ["/key/delete"] }),
        ),
        post("/budget/new", json!({ "budget_id": "intruder" })),
        post("/budget/update", json!({ "budget_id": "hidden-budget", "max_budget": 500 })),
        post("/budget/delete", json!({ "id": "hidden-budget" })),
        post("/customer/new", json!({ "user_id": "intruder" })),
        post("/customer/update", json!({ "user_id": "hidden-customer", "alias": "x" })),
        post("/customer/block", json!({ "user_ids": ["hidden-customer"] })),
        post("/customer/delete", json!({ "user_ids": ["hidden-customer"] })),
        post("/tag/new", json!({ "name": "intruder" })),
        post("/tag/update", json!({ "name": "hidden-tag", "max_budget": 5 })),
        post("/tag/delete", json!({ "name": "hidden-tag" })),
        post(
            "/credentials",
            json!({ "credential_name": "intruder", "credential_info": {}, "credential_values": { "a": "b" } }),
        ),
        ("PATCH", "/credentials/hidden-credential".to_owned(), json!({ "credential_info": { "a": 1 } })),
        ("DELETE", "/credentials/hidden-credential".to_owned(), json!({})),
        post(
            "/model/new",
            json!({ "model_name": "intruder", "litellm_params": { "model": "openai/x" }, "model_info": {} }),
        ),
        post(
            "/model/update",
            json!({ "model_info": { "id": "hidden-id" }, "litellm_params": { "model": "openai/y" } }),
        ),
        ("PATCH", "/model/hidden-id/update".to_owned(), json!({ "model_name": "other" })),
        post("/model/delete", json!({ "id": "hidden-id" })),
        post("/access_group/new", json!({ "access_group": "intruder", "model_names": ["added"] })),
        ("PUT", "/access_group/hidden-group/update".to_owned(), json!({ "model_names": [] })),
        ("DELETE", "/access_group/hidden-group/delete".to_owned(), json!({})),
        post("/v1/access_group", json!({ "access_group_name": "intruder" })),
        post("/invitation/new", json!({ "user_id": "hidden-user" })),
        post("/sandbox/stop", json!({})),
    ]
}

/// Returns all lists as an admin sees them.
fn all(sandbox: &Sandbox) -> Vec<String> {
    let lists = [
        "/key/list?return_full_object=true&size=100",
        "/user/list?page_size=100",
        "/v2/team/list?page_size=100",
        "/budget/list",
        "/customer/list",
        "/tag/list",
        "/credentials",
        "/v1/model/info",
        "/access_group/list",
        "/v1/access_group",
    ];
    lists.iter().map(|path| sandbox.request("GET", path, Value::Null).ok().to_string()).collect()
}

#[test]
fn non_admins_cannot_read_or_change_the_resources_of_others() {
    for owner in [json!({}), json!({ "user_id": "viewer" }), json!({ "user_id": "me" })] {
        let sandbox = Sandbox::start();
        let hash = hide_things(&sandbox);
        for (user, role) in [("me", "internal_user"), ("viewer", "internal_user_viewer")] {
            sandbox
                .request("POST", "/user/new", json!({ "user_id": user, "user_role": role, "auto_create_key": false }))
                .ok();
        }
        let made = sandbox.request("POST", "/key/generate", owner.clone()).ok();
        let key = made["key"].as_str().expect("a key");
        let before = all(&sandbox);
        for (method, path, body) in changes(&hash) {
            let response = sandbox.request_as(key, method, &path, body);
            assert!(response.status >= 400, "{owner}: {method} {path}: {response:?}");
        }
        assert_eq!(all(&sandbox), before, "{owner}");
        let named = |path: &str| -> Vec<String> {
            ["hidden-user", "hidden-team", "hidden-credential", "hidden-group", "hidden-id", &hash]
                .iter()
                .map(|name| path.replace("some", name))
                .collect()
        };
        let queries = [
            "/key/info?key=some",
            "/user/info?user_id=some",
            "/v2/user/info?user_id=some",
            "/team/info?team_id=some",
            "/customer/info?end_user_id=some",
            "/user/list?user_ids=some",
            "/v2/team/list?team_id=some",
            "/team/list?user_id=some",
            "/key/list?team_id=some",
            "/key/list?user_id=some",
            "/key/aliases?search=hidden",
            "/spend/logs/v2?user_id=some",
        ];
        let read = endpoints(&sandbox).into_iter().filter(|(method, _)| method == "GET").map(|(_, path)| path);
        // Once each: most paths name nothing.
        let paths: BTreeSet<String> = read.chain(queries.map(str::to_owned)).flat_map(|path| named(&path)).collect();
        for path in paths {
            let response = sandbox.request_as(key, "GET", &path, Value::Null);
            // Everybody may see models and their ids.
            let text = response.text.replace("hidden-id", "").replace("hidden-group", "");
            let is_public = path.starts_with("/sso") || path.starts_with("/authorize");
            assert!(response.status >= 400 || is_public || !text.contains("hidden-"), "{owner}: {path}: {response:?}");
        }
    }
}

#[test]
fn secrets_are_neither_stored_nor_shown() {
    let folder = tempfile::tempdir().expect("a directory");
    let path = folder.path().join("data.db");
    let sandbox = Sandbox::from(litellm_proxy_sandbox::Sandbox::builder().database(Database::File(path)));
    let key = sandbox.request("POST", "/key/generate", json!({ "key_alias": "kept" })).ok();
    let secret = key["key"].as_str().expect("a key").to_owned();
    let provider = "sk-of-the-provider-0123456789";
    let model =
        json!({ "model_name": "m", "litellm_params": { "model": "openai/m", "api_key": provider }, "model_info": {} });
    sandbox.request("POST", "/model/new", model).ok();
    let credential =
        json!({ "credential_name": "c", "credential_info": {}, "credential_values": { "api_key": provider } });
    sandbox.request("POST", "/credentials", credential).ok();
    for path in
        ["/key/list?return_full_object=true", "/model/info", "/v2/model/info", "/credentials", "/credentials/by_name/c"]
    {
        let response = sandbox.request("GET", path, Value::Null);
        assert!(!response.text.contains(provider) && !response.text.contains(&secret), "{path}: {}", response.text);
    }
    drop(sandbox);
    let files = std::fs::read_dir(folder.path()).expect("the directory").flatten();
    let kept: Vec<u8> = files.flat_map(|file| std::fs::read(file.path()).expect("a file")).collect();
    let holds = |text: &str| kept.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds("kept") && !holds(&secret));
}
