//! What users may set on their keys, and what members may change on the keys of their team.

use serde_json::{Value, json};

use super::harness::Sandbox;

/// Creates an internal user and returns the secret of a key of it.
fn user(sandbox: &Sandbox, id: &str) -> String {
    let user = json!({ "user_id": id, "user_role": "internal_user", "auto_create_key": false });
    sandbox.request("POST", "/user/new", user).ok();
    secret(&sandbox.request("POST", "/key/generate", json!({ "user_id": id })).ok())
}

fn secret(key: &Value) -> String {
    key["key"].as_str().expect("a secret").to_owned()
}

/// Sends an update of a key and returns status and error type.
fn update(sandbox: &Sandbox, as_key: &str, key: &str, changes: &Value) -> (u16, String, String) {
    let mut body = changes.clone();
    body["key"] = json!(key);
    let response = sandbox.request_as(as_key, "POST", "/key/update", body);
    let error = response.json()["error"].clone();
    let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
    (response.status, text("type"), text("message"))
}

#[test]
fn users_cannot_set_what_only_admins_may() {
    let sandbox = Sandbox::start();
    let ada = user(&sandbox, "ada");
    for (fields, words) in [
        (json!({ "allowed_routes": ["/chat/completions"] }), "`allowed_routes`"),
        (json!({ "allowed_routes": [] }), "`allowed_routes`"),
        (json!({ "allowed_routes": null }), "`allowed_routes`"),
        (json!({ "key_type": "management" }), "`allowed_routes`"),
        (json!({ "permissions": {} }), "`permissions`"),
        (json!({ "organization_id": "other" }), "not a member of organization_id=other"),
        (json!({ "allowed_passthrough_routes": ["/x"] }), "`allowed_passthrough_routes`"),
        (json!({ "metadata": { "allowed_passthrough_routes": ["/x"] } }), "`metadata.allowed_passthrough_routes`"),
        (json!({ "denied_passthrough_routes": ["/x"] }), "`denied_passthrough_routes`"),
        (json!({ "disable_global_guardrails": true }), "`disable_global_guardrails`"),
        (json!({ "metadata": { "disable_global_guardrails": true } }), "`disable_global_guardrails`"),
        (json!({ "throttle_on_budget_exceeded": true }), "throttle_on_budget_exceeded"),
        (json!({ "end_user_budget_id": "b" }), "end_user_budget_id"),
        (json!({ "default_estimated_output_tokens": 5 }), "default_estimated_output_tokens"),
        (json!({ "access_group_ids": ["g", "h"] }), "Disallowed access groups: ['g', 'h']."),
    ] {
        let refusal = sandbox.request_as(&ada, "POST", "/key/generate", fields.clone()).refused(403);
        assert_eq!(refusal["error"]["type"], "auth_error", "{fields}");
        let message = refusal["error"]["message"].as_str().unwrap();
        assert!(message.contains(words), "{fields}: {message}");
        // Rights are checked before the license.
        sandbox.request_as(&ada, "POST", &format!("/key/{ada}/regenerate"), fields).refused(403);
    }
    sandbox.request_as(&ada, "POST", &format!("/key/{ada}/regenerate"), json!({})).refused(500);
    for fields in [
        json!({ "key_type": "llm_api" }),
        json!({ "key_type": "read_only" }),
        json!({ "allowed_passthrough_routes": [] }),
        json!({ "throttle_on_budget_exceeded": false }),
        json!({ "access_group_ids": [] }),
    ] {
        sandbox.request_as(&ada, "POST", "/key/generate", fields).ok();
    }
    // Admins may, except for what requires a license.
    sandbox.request("POST", "/key/generate", json!({ "allowed_routes": ["/x"], "permissions": { "a": true } })).ok();
    let licensed = json!({ "allowed_passthrough_routes": ["/x"] });
    sandbox.request("POST", "/key/generate", licensed).refused(403);
}

#[test]
fn users_change_only_keys_that_they_created() {
    let sandbox = Sandbox::start();
    let ada = user(&sandbox, "ada");
    let bob = user(&sandbox, "bob");
    let own = secret(&sandbox.request_as(&ada, "POST", "/key/generate", json!({})).ok());
    let status = |key: &str, changes: Value| update(&sandbox, &ada, key, &changes).0;
    assert_eq!(status(&own, json!({ "tpm_limit": 5 })), 200);
    // The admin created this one for her.
    assert_eq!(status(&ada, json!({ "tpm_limit": 5 })), 403);
    let (status_of_bob, _, message) = update(&sandbox, &ada, &bob, &json!({ "tpm_limit": 5 }));
    assert!(status_of_bob == 403 && message.contains("Got user_id=bob"), "{message}");
    for changes in [
        json!({ "max_budget": 5 }),
        json!({ "soft_budget": 5 }),
        json!({ "spend": 0 }),
        json!({ "budget_limits": [] }),
        json!({ "budget_id": "b" }),
        json!({ "permissions": {} }),
        json!({ "allowed_routes": ["/x"] }),
        json!({ "organization_id": "o" }),
        json!({ "end_user_budget_id": "b" }),
        json!({ "user_id": "bob" }),
    ] {
        assert_eq!(status(&own, changes.clone()), 403, "{changes}");
    }
    // Presets of routes are hers to choose, but a read-only key stays one.
    assert_eq!(status(&own, json!({ "allowed_routes": ["llm_api_routes"] })), 200);
    sandbox.request("POST", "/key/update", json!({ "key": own, "allowed_routes": ["info_routes"] })).ok();
    let other = secret(&sandbox.request_as(&ada, "POST", "/key/generate", json!({})).ok());
    assert_eq!(update(&sandbox, &other, &own, &json!({ "allowed_routes": [] })).0, 403);
}

#[test]
fn members_with_the_permission_update_keys_of_their_team() {
    let sandbox = Sandbox::start();
    let ada = user(&sandbox, "ada");
    user(&sandbox, "bob");
    for (team, permissions) in [("open", json!(["/key/update"])), ("closed", json!(["/key/generate"]))] {
        let new = json!({ "team_id": team, "team_member_permissions": permissions });
        sandbox.request("POST", "/team/new", new).ok();
        for member in ["ada", "bob"] {
            let member = json!({ "team_id": team, "member": { "role": "user", "user_id": member } });
            sandbox.request("POST", "/team/member_add", member).ok();
        }
    }
    let key = |fields: Value| secret(&sandbox.request("POST", "/key/generate", fields).ok());
    let (open, closed) = (key(json!({ "team_id": "open" })), key(json!({ "team_id": "closed" })));
    assert_eq!(update(&sandbox, &ada, &open, &json!({ "tpm_limit": 5 })).0, 200);
    let (status, kind, message) = update(&sandbox, &ada, &closed, &json!({ "tpm_limit": 5 }));
    assert_eq!((status, kind.as_str()), (401, "team_member_permission_error"), "{message}");
    let granted =
        "endpoint: KeyManagementRoutes.KEY_UPDATE. You only have access to the following endpoints: ['/key/generate', ";
    assert!(message.contains(granted), "{message}");
    let (status, kind, _) = update(&sandbox, &ada, &open, &json!({ "max_budget": 5 }));
    assert_eq!((status, kind.as_str()), (403, "auth_error"));
    // The key of another member is not theirs to change.
    let of_bob = key(json!({ "team_id": "open", "user_id": "bob" }));
    let (status, _, message) = update(&sandbox, &ada, &of_bob, &json!({ "tpm_limit": 5 }));
    assert!(status == 403 && message.contains("Got user_id=bob"), "{message}");
    let (status, _, message) = update(&sandbox, &ada, &open, &json!({ "team_id": "closed" }));
    assert!(status == 403 && message.contains("not a Proxy Admin or Team Admin"), "{message}");
}

#[test]
fn keys_of_missing_and_blocked_teams_open_nothing() {
    let sandbox = Sandbox::start();
    let orphan = secret(&sandbox.request("POST", "/key/generate", json!({ "team_id": "none" })).ok());
    sandbox.request("POST", "/team/new", json!({ "team_id": "stopped", "blocked": true })).ok();
    let stopped = secret(&sandbox.request("POST", "/key/generate", json!({ "team_id": "stopped" })).ok());
    let chat = json!({ "model": "gpt-4o", "messages": [] });
    for (method, path, body) in
        [("GET", "/models", json!(null)), ("GET", "/key/info", json!(null)), ("POST", "/chat/completions", chat)]
    {
        let missing = sandbox.request_as(&orphan, method, path, body.clone()).refused(404);
        assert_eq!(missing["error"]["type"], "auth_error", "{path}");
        let blocked = sandbox.request_as(&stopped, method, path, body).refused(401);
        assert!(blocked["error"]["message"].as_str().unwrap().contains("Team=stopped is blocked"), "{path}");
    }
}

#[test]
fn fields_of_keys_are_validated_as_on_new_servers() {
    let sandbox = Sandbox::start();
    for (fields, status) in [
        (json!({ "key": "sk-short" }), 400),
        (json!({ "tpm_limit": -1 }), 422),
        (json!({ "rpm_limit_type": "x" }), 422),
        (json!({ "budget_limits": [{ "max_budget": 1 }] }), 422),
        (json!({ "project_id": "x" }), 404),
        (json!({ "end_user_budget_id": "x" }), 400),
        (json!({ "organization_id": "x" }), 500),
        (json!({ "metadata": { "service_account_id": "x" } }), 400),
    ] {
        sandbox.request("POST", "/key/generate", fields).refused(status);
    }
    let unsupported = "Unsupported duration unit, passed duration: ";
    for (duration, begin) in
        [("1x", unsupported), ("30", unsupported), ("1.5d", unsupported), ("abc", "Invalid duration format")]
    {
        let refusal = sandbox.request("POST", "/key/generate", json!({ "duration": duration })).refused(500);
        assert!(refusal["error"]["message"].as_str().unwrap().starts_with(begin), "{refusal}");
    }
    let fields = json!({ "models": null, "spend": null, "budget_limits": [{ "budget_duration": "1d", "max_budget": "2", "x": 1 }] });
    let key = sandbox.request("POST", "/key/generate", fields).ok();
    assert_eq!((&key["models"], &key["spend"]), (&json!([]), &json!(0.0)));
    let window = &key["budget_limits"][0];
    assert_eq!((&window["max_budget"], window.get("x")), (&json!(2.0), None));
    // Responses name the key as the request does.
    let secret = secret(&key);
    assert_eq!(sandbox.request("GET", &format!("/key/info?key={secret}"), json!(null)).ok()["key"], secret.as_str());
    assert_eq!(sandbox.request_as(&secret, "GET", "/key/info", json!(null)).ok()["key"], key["token"]);
    for (name, status) in [("models", 400), ("spend", 400), ("router_settings", 200), ("budget_limits", 200)] {
        let response = sandbox.request("POST", "/key/update", json!({ "key": secret, name: null }));
        assert_eq!(response.status, status, "{name}");
        assert!(status != 200 || response.json()[name].is_null(), "{name}");
    }
    sandbox.request_as(&secret, "GET", "/key/info", json!(null)).ok();
}

#[test]
fn null_for_an_object_makes_a_key_unusable() {
    let sandbox = Sandbox::start();
    for name in ["aliases", "config", "permissions", "metadata", "model_max_budget", "budget_fallbacks"] {
        let key = secret(&sandbox.request("POST", "/key/generate", json!({})).ok());
        sandbox.request("POST", "/key/update", json!({ "key": key, name: null })).ok();
        sandbox.request_as(&key, "GET", "/key/info", json!(null)).refused(401);
        sandbox.request("GET", "/key/list", json!(null)).ok();
        sandbox.request("GET", "/key/list?return_full_object=true", json!(null)).refused(500);
        sandbox.request("POST", "/key/block", json!({ "key": key })).refused(500);
        sandbox.request("POST", "/key/delete", json!({ "keys": [key] })).refused(500);
        sandbox.request("POST", "/key/update", json!({ "key": key, name: {}, "blocked": false })).ok();
        sandbox.request_as(&key, "GET", "/key/info", json!(null)).ok();
        sandbox.request("POST", "/key/delete", json!({ "keys": [key] })).ok();
    }
}
