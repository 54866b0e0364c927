//! Users, teams, members and invitations, and what keys of each role may do with them.

use serde_json::{Value, json};

use super::harness::Sandbox;

/// Creates a user with this role and returns their key.
fn user(sandbox: &Sandbox, id: &str, role: &str) -> String {
    let made = sandbox.request("POST", "/user/new", json!({ "user_id": id, "user_role": role })).ok();
    made["key"].as_str().expect("a key").to_owned()
}

/// Creates a team with these members.
fn team(sandbox: &Sandbox, id: &str, members: &[(&str, &str)]) {
    let members: Vec<Value> = members.iter().map(|(user, role)| json!({ "user_id": user, "role": role })).collect();
    sandbox.request("POST", "/team/new", json!({ "team_id": id, "members_with_roles": members })).ok();
}

fn get(sandbox: &Sandbox, key: &str, path: &str) -> super::harness::Response {
    sandbox.request_as(key, "GET", path, Value::Null)
}

fn ids(list: &Value, name: &str) -> Vec<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|item| item[name].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn creating_a_user_creates_a_key_and_refuses_duplicates() {
    let sandbox = Sandbox::start();
    let key = user(&sandbox, "ada", "internal_user");
    let own = get(&sandbox, &key, "/user/info").ok();
    assert_eq!((&own["user_id"], &own["keys"][0]["team_alias"]), (&json!("ada"), &json!("None")));
    let body = json!({ "user_id": "bob", "user_email": "Bob@x.io", "auto_create_key": false });
    assert_eq!(sandbox.request("POST", "/user/new", body).ok()["key"], "");
    for taken in [json!({ "user_id": " bob " }), json!({ "user_email": "bOB@X.io" })] {
        sandbox.request("POST", "/user/new", taken).refused(409);
    }
    let wrong = sandbox.request("POST", "/user/new", json!({ "user_role": "king", "teams": [{}, "t"] })).refused(422);
    assert_eq!(wrong["detail"][0]["loc"], json!(["body", "user_role"]));
    assert_eq!(get(&sandbox, &key, "/user/info?user_id=bob").refused(403)["error"]["type"], "auth_error");
}

#[test]
fn user_update_creates_missing_users_and_clears_limits_only() {
    let sandbox = Sandbox::start();
    let update = |body: Value| sandbox.request("POST", "/user/update", body).ok()["data"].clone();
    let made = update(
        json!({ "user_id": "ada", "user_alias": "Ada", "max_budget": 5, "budget_duration": "30d", "metadata": { "a": 1 } }),
    );
    assert!(made["budget_reset_at"].is_string() && made["user_role"].is_null(), "{made:#}");
    let now = update(json!({ "user_id": "ada", "user_alias": null, "max_budget": null, "metadata": {}, "models": [] }));
    assert_eq!(
        (&now["user_alias"], &now["max_budget"], &now["metadata"]),
        (&json!("Ada"), &Value::Null, &json!({ "a": 1 }))
    );
    let now = update(json!({ "user_id": "ada", "budget_duration": null, "metadata": { "b": 2 }, "max_budget": "" }));
    assert_eq!((&now["budget_reset_at"], &now["metadata"]), (&Value::Null, &json!({ "b": 2 })));
    sandbox.request("POST", "/user/update", json!({ "user_email": "nobody@x.io" })).refused(400);
    sandbox.request("POST", "/user/update", json!({ "max_budget": 1 })).refused(422);
}

#[test]
fn user_list_filters_sorts_and_pages() {
    let sandbox = Sandbox::start();
    for (id, email) in [("c", Some("z@x.io")), ("a", None), ("b", Some("Y@x.io")), ("ab", None)] {
        let body = json!({ "user_id": id, "user_email": email, "auto_create_key": id == "c" });
        sandbox.request("POST", "/user/new", body).ok();
    }
    let list = |query: &str| sandbox.request("GET", &format!("/user/list?{query}"), Value::Null).ok();
    let details = |query: &str| ids(&list(query)["users"], "user_id");
    assert_eq!(details(""), ["ab", "b", "a", "c"], "newest first");
    assert_eq!(details("sort_by=user_id&page_size=3&page=2"), ["c"]);
    assert_eq!(details("sort_by=user_email&sort_order=asc")[..2], ["b", "c"], "those without come last");
    assert_eq!(details("sort_by=user_email&sort_order=desc")[2..], ["c", "b"], "or first");
    assert_eq!(details("user_ids=A"), ["ab", "a"], "one is looked for within ids");
    assert_eq!(details("user_ids=a,b"), ["b", "a"], "several are whole ids");
    assert_eq!(details("user_email=y@"), ["b"]);
    assert_eq!(details("search=C"), ["c"]);
    let page = list("page=9&page_size=3");
    assert_eq!((&page["users"], &page["total"], &page["total_pages"]), (&json!([]), &json!(4), &json!(2)));
    assert_eq!(list("user_ids=c")["users"][0]["key_count"], 1);
    sandbox.request("GET", "/user/list?sort_by=age", Value::Null).refused(400);
    sandbox.request("GET", "/user/list?page_size=101", Value::Null).refused(422);
}

#[test]
fn deleting_a_user_deletes_keys_memberships_and_invitations() {
    let sandbox = Sandbox::start();
    let key = user(&sandbox, "ada", "internal_user");
    team(&sandbox, "crew", &[("ada", "user")]);
    let invitation = sandbox.request("POST", "/invitation/new", json!({ "user_id": "ada" })).ok();
    let path = format!("/invitation/info?invitation_id={}", invitation["id"].as_str().expect("an id"));
    sandbox.request("GET", &path, Value::Null).ok();
    // An unknown user keeps all of them from being deleted.
    sandbox.request("POST", "/user/delete", json!({ "user_ids": ["ada", "eve"] })).refused(404);
    get(&sandbox, &key, "/models").ok();
    assert_eq!(sandbox.request("POST", "/user/delete", json!({ "user_ids": ["ada", "ada"] })).ok(), 1);
    get(&sandbox, &key, "/models").refused(401);
    sandbox.request("GET", &path, Value::Null).refused(400);
    let info = sandbox.request("GET", "/team/info?team_id=crew", Value::Null).ok();
    assert_eq!(ids(&info["team_info"]["members_with_roles"], "user_id"), ["default_user_id"]);
    assert_eq!(ids(&info["team_memberships"], "user_id"), ["default_user_id"]);
    assert_eq!(sandbox.request("GET", "/key/list?status=deleted", Value::Null).ok()["keys"], json!([]));
}

#[test]
fn adding_members_creates_users_and_refuses_duplicates() {
    let sandbox = Sandbox::start();
    sandbox.request("POST", "/user/new", json!({ "user_id": "bob", "user_email": "bob@x.io" })).ok();
    team(&sandbox, "crew", &[]);
    let add =
        |member: Value| sandbox.request("POST", "/team/member_add", json!({ "team_id": "crew", "member": member }));
    let added = add(json!({ "role": "user", "user_email": "BOB@x.io" })).ok();
    assert_eq!(added["updated_users"][0]["user_id"], "bob", "an address has one user, in any letters");
    let made = add(json!([{ "role": "user", "user_id": "new" }, { "role": "user", "user_email": "a@x.io" }])).ok();
    assert_eq!(made["updated_users"][0]["user_role"], "internal_user");
    assert_eq!(made["members_with_roles"].as_array().map(Vec::len), Some(4));
    let error = add(json!({ "role": "user", "user_id": "bob" })).refused(400)["error"].clone();
    assert_eq!(error["type"], "team_member_already_in_team");
    add(json!({ "role": "admin", "user_id": "eve" })).refused(400);
    add(json!({ "role": "user" })).refused(422);
    add(json!({ "role": "user", "user_id": "other", "user_email": "bob@x.io" })).refused(400);
    let info = sandbox.request("GET", "/user/info?user_id=new", Value::Null).ok();
    assert_eq!(info["user_info"]["teams"], json!(["crew"]));
}

#[test]
fn member_update_does_not_change_the_shared_budget() {
    let sandbox = Sandbox::start();
    sandbox
        .request("POST", "/team/new", json!({ "team_id": "t", "team_member_budget": 5, "budget_duration": "7d" }))
        .ok();
    for (user, most) in [("ada", Value::Null), ("bob", json!(2)), ("cy", Value::Null)] {
        let member = json!({ "user_id": user, "role": "user" });
        let body = json!({ "team_id": "t", "member": member, "max_budget_in_team": most });
        sandbox.request("POST", "/team/member_add", body).ok();
    }
    let update = |body: Value| sandbox.request("POST", "/team/member_update", body).ok();
    update(json!({ "team_id": "t", "user_id": "ada", "rpm_limit": 3 }));
    update(json!({ "team_id": "t", "user_id": "bob", "max_budget_in_team": null }));
    let members = || {
        let info = sandbox.request("GET", "/team/info?team_id=t", Value::Null).ok();
        let list = info["team_memberships"].as_array().expect("a list").clone();
        move |user: &str| {
            let member = list.iter().find(|member| member["user_id"] == user).expect("a member").clone();
            let budget = &member["litellm_budget_table"];
            (member["budget_source"].clone(), budget["max_budget"].clone(), budget["rpm_limit"].clone())
        }
    };
    let now = members();
    assert_eq!(now("ada"), (json!("custom"), json!(5.0), json!(3)), "a copy of the team's");
    assert_eq!(now("bob"), (json!("team_default"), Value::Null, Value::Null), "none of their own is left");
    assert_eq!(now("cy"), (json!("team_default"), json!(5.0), Value::Null));
    sandbox.request("POST", "/team/update", json!({ "team_id": "t", "team_member_budget": 8 })).ok();
    let now = members();
    assert_eq!((now("ada").1, now("bob").1, now("cy").1), (json!(5.0), json!(8.0), json!(8.0)));
}

#[test]
fn team_roles_control_viewing_and_managing() {
    let sandbox = Sandbox::start();
    let ada = user(&sandbox, "ada", "internal_user");
    let bob = user(&sandbox, "bob", "internal_user_viewer");
    let eve = user(&sandbox, "eve", "internal_user");
    let watcher = user(&sandbox, "watcher", "proxy_admin_viewer");
    team(&sandbox, "crew", &[("ada", "admin"), ("bob", "user")]);
    let edits = |key: &str| {
        let info = get(&sandbox, key, "/team/info?team_id=crew").ok();
        info["team_info"]["caller_edit_access"]["kind"].clone()
    };
    assert_eq!(
        (edits(&ada), edits(&bob), edits(&watcher)),
        (json!("team_admin_disabled"), json!("none"), json!("none"))
    );
    get(&sandbox, &eve, "/team/info?team_id=crew").refused(403);
    get(&sandbox, &eve, "/v2/team/list?user_id=bob").refused(401);
    assert_eq!(ids(&get(&sandbox, &bob, "/team/list?user_id=bob").ok(), "team_id"), ["crew"]);
    let add = |key: &str, user: &str| {
        let body = json!({ "team_id": "crew", "member": { "role": "user", "user_id": user } });
        sandbox.request_as(key, "POST", "/team/member_add", body).status
    };
    assert_eq!(
        (add(&ada, "eve"), add(&ada, "nobody"), add(&bob, "watcher"), add(&watcher, "watcher")),
        (200, 403, 403, 403)
    );
    let update = |key: &str| sandbox.request_as(key, "POST", "/team/update", json!({ "team_id": "crew" })).status;
    assert_eq!((update(&ada), update(&bob)), (403, 403));
    for (key, status) in [(&ada, 401), (&bob, 401), (&watcher, 403)] {
        sandbox.request_as(key, "POST", "/team/block", json!({ "team_id": "crew" })).refused(status);
        sandbox.request_as(key, "POST", "/user/new", json!({})).refused(status);
    }
    get(&sandbox, &ada, "/user/list").refused(403);
    get(&sandbox, &watcher, "/user/list").ok();
}

#[test]
fn team_permissions_control_keys() {
    let sandbox = Sandbox::start();
    let ada = user(&sandbox, "ada", "internal_user");
    let bob = user(&sandbox, "bob", "internal_user");
    let eve = user(&sandbox, "eve", "internal_user");
    team(&sandbox, "crew", &[("ada", "admin"), ("bob", "user")]);
    let made = |key: &str| sandbox.request_as(key, "POST", "/key/generate", json!({ "team_id": "crew" }));
    assert_eq!((made(&ada).status, made(&bob).status, made(&eve).status), (200, 401, 400));
    let permissions = json!({ "team_id": "crew", "team_member_permissions": ["/key/generate"] });
    sandbox.request("POST", "/team/permissions_update", permissions).ok();
    let token = made(&bob).ok()["token"].clone();
    let shared = sandbox.request("POST", "/key/generate", json!({ "team_id": "crew" })).ok()["token"].clone();
    let count = |key: &str, query: &str| get(&sandbox, key, &format!("/key/list?{query}")).ok()["total_count"].clone();
    assert_eq!((count(&ada, ""), count(&ada, "include_team_keys=true")), (json!(2), json!(4)));
    assert_eq!(
        (count(&bob, ""), count(&bob, "include_team_keys=true")),
        (json!(2), json!(3)),
        "of the others, those of nobody"
    );
    get(&sandbox, &eve, "/key/list?team_id=crew").refused(403);
    get(&sandbox, &bob, "/key/list?user_id=ada").refused(403);
    let path = format!("/key/info?key={}", shared.as_str().expect("a token"));
    assert_eq!((get(&sandbox, &bob, &path).status, get(&sandbox, &eve, &path).status), (200, 403));
    let block = |key: &str| sandbox.request_as(key, "POST", "/key/block", json!({ "key": token })).status;
    assert_eq!((block(&bob), block(&eve), block(&ada)), (403, 403, 200));
    let delete = |key: &str| sandbox.request_as(key, "POST", "/key/delete", json!({ "keys": [shared] })).status;
    assert_eq!((delete(&bob), delete(&ada)), (403, 200));
    // Leaving a team does not delete its keys.
    sandbox.request("POST", "/team/member_delete", json!({ "team_id": "crew", "user_id": "bob" })).ok();
    assert_eq!(count(&sandbox.master_key, "user_id=bob"), 1);
    sandbox.request("POST", "/team/delete", json!({ "team_ids": ["crew"] })).ok();
    assert_eq!(count(&sandbox.master_key, "team_id=crew"), 0);
    assert_eq!(count(&sandbox.master_key, "team_id=crew&status=deleted"), 3);
    let info = sandbox.request("GET", "/user/info?user_id=ada", Value::Null).ok();
    assert_eq!((&info["user_info"]["teams"], &info["teams"]), (&json!([]), &json!([])));
}

#[test]
fn team_updates_and_model_aliases_take_effect() {
    let sandbox = Sandbox::configured(
        "model_list:\n  - {model_name: m, litellm_params: {model: openai/m, mock_response: hello}}\n",
    );
    let body = json!({ "team_id": "t", "team_alias": "T", "models": ["m"], "metadata": { "a": { "b": 1 } }, "model_aliases": { "fast": "m" } });
    sandbox.request("POST", "/team/new", body).ok();
    sandbox.request("POST", "/team/new", json!({ "team_id": "t" })).refused(400);
    let now = sandbox.request("PATCH", "/team/t", json!({ "metadata": { "a": { "c": 2 } }, "tpm_limit": 7 })).ok();
    assert_eq!((&now["metadata"], &now["team_alias"]), (&json!({ "a": { "b": 1, "c": 2 } }), &json!("T")));
    let now = sandbox
        .request("POST", "/team/update", json!({ "team_id": "t", "metadata": { "d": 3 }, "tpm_limit": null }))
        .ok();
    assert_eq!((&now["data"]["metadata"], &now["data"]["tpm_limit"]), (&json!({ "d": 3 }), &Value::Null));
    sandbox.request("POST", "/team/update", json!({ "team_id": "none" })).refused(404);
    for wrong in [
        json!({ "max_budget": -1 }),
        json!({ "budget_duration": "often" }),
        json!({ "max_budget": 1, "soft_budget": 1 }),
    ] {
        let mut wrong = wrong;
        wrong["team_id"] = json!("t");
        sandbox.request("POST", "/team/update", wrong).refused(400);
    }
    let models = |path: &str, model: &str| {
        let response = sandbox.request("POST", path, json!({ "team_id": "t", "models": [model] })).ok();
        response["models"].clone()
    };
    assert_eq!(models("/team/model/add", "fast"), json!(["m", "fast"]));
    let key = sandbox.request("POST", "/key/generate", json!({ "team_id": "t" })).ok();
    let key = key["key"].as_str().expect("a key");
    let chat = json!({ "model": "fast", "messages": [{ "role": "user", "content": "hi" }] });
    let response = sandbox.request_as(key, "POST", "/chat/completions", chat.clone()).ok();
    assert_eq!(response["choices"][0]["message"]["content"], "hello");
    sandbox.request("POST", "/team/block", json!({ "team_id": "t" })).ok();
    sandbox.request_as(key, "POST", "/chat/completions", chat).refused(401);
    assert_eq!(models("/team/model/delete", "m"), json!(["fast"]));
    assert_eq!(models("/team/model/delete", "fast"), json!([]));
    assert_eq!(models("/team/model/add", "m"), json!(["all-proxy-models", "m"]), "all may still be called");
}

#[test]
fn team_list_filters_sorts_and_pages() {
    let sandbox = Sandbox::start();
    for (id, alias) in [("one", "Beta"), ("two", "alpha"), ("three", "Gamma"), ("one-more", "delta")] {
        sandbox.request("POST", "/team/new", json!({ "team_id": id, "team_alias": alias })).ok();
    }
    let list = |query: &str| sandbox.request("GET", &format!("/v2/team/list?{query}"), Value::Null).ok();
    let details = |query: &str| ids(&list(query)["teams"], "team_id");
    assert_eq!(details(""), ["one-more", "three", "two", "one"], "newest first");
    assert_eq!(details("team_alias=ETA"), ["one"]);
    assert_eq!(details("search=one"), ["one"]);
    assert_eq!(details("search=one&search_team_id_match=prefix"), ["one-more", "one"]);
    assert_eq!(details("search=A&sort_by=team_id&sort_order=desc"), ["two", "three", "one-more", "one"]);
    assert_eq!(details("sort_by=team_id&page=2&page_size=3"), ["two"]);
    let first = &list("team_id=one")["teams"][0];
    assert_eq!((&first["members_count"], &first["keys_count"]), (&json!(1), &json!(0)));
    sandbox.request("GET", "/v2/team/list?user_id=nobody", Value::Null).refused(404);
    sandbox.request("GET", "/v2/team/list?status=gone", Value::Null).refused(400);
    let all = sandbox.request("GET", "/team/list", Value::Null).ok();
    assert_eq!(ids(&all, "team_alias"), ["Beta", "Gamma", "alpha", "delta"]);
    sandbox.request("POST", "/team/delete", json!({ "team_ids": ["one", "two", "none"] })).refused(404);
    sandbox.request("POST", "/team/delete", json!({ "team_ids": ["one", "two", "one"] })).ok();
    assert_eq!(details("status=deleted"), ["two", "one"]);
    assert_eq!(list("")["total"], 2);
}

#[test]
fn organizations_need_a_license_and_invitations_a_user() {
    let sandbox = Sandbox::start();
    let key = user(&sandbox, "ada", "internal_user");
    let refused = sandbox.request("GET", "/organization/list", Value::Null).refused(403);
    assert!(refused["detail"]["error"].as_str().is_some_and(|text| text.contains("Enterprise")), "{refused}");
    sandbox.request("DELETE", "/organization/delete", json!({})).refused(403);
    sandbox.request_as(&key, "POST", "/organization/new", json!({})).refused(401);
    sandbox.request("POST", "/invitation/new", json!({ "user_id": "nobody" })).refused(400);
    sandbox.request_as(&key, "POST", "/invitation/new", json!({ "user_id": "ada" })).refused(400);
    let page = sandbox.send("GET", "/ui/?invitation_id=x", &[], "");
    assert!(page.text.contains("<html") && page.status == 200, "{page:#?}");
}

#[test]
fn chosen_secrets_are_refused_if_short_or_disabled() {
    let sandbox = Sandbox::start();
    let chosen = json!({"key": "sk-of-my-own-choice"});
    assert_eq!(sandbox.request("POST", "/key/generate", chosen.clone()).ok()["key"], "sk-of-my-own-choice");
    let short = sandbox.request("POST", "/key/generate", json!({"key": "sk-short"}));
    assert!(short.status == 400 && short.text.contains("at least 16 characters"), "{short:?}");
    let sandbox = Sandbox::configured("general_settings: {disable_custom_api_keys: true}");
    let refused = sandbox.request("POST", "/key/generate", chosen);
    assert!(refused.status == 403 && refused.text.contains("Custom API key values are disabled"), "{refused:?}");
    sandbox.request("POST", "/key/generate", json!({})).ok();
}
