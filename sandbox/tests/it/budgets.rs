//! Budgets and rate limits of keys, users, teams, customers and tags, and the reports of spend.

use std::time::Duration;

use litellm_proxy_sandbox::{Clock, Sandbox as Running};
use serde_json::{Value, json};

use super::harness::{Response, Sandbox};

/// A request costs five cents, or 4.8 with a budget, because then the prompt counts as eight tokens.
const CONFIG: &str = "\
model_list:
  - model_name: priced
    litellm_params:
      {model: openai/priced, mock_response: hello, input_cost_per_token: 0.001, output_cost_per_token: 0.002}
  - {model_name: free, litellm_params: {model: openai/free, mock_response: hello}}
";

fn sandbox() -> Sandbox {
    Sandbox::configured(CONFIG)
}

fn key(sandbox: &Sandbox, fields: Value) -> (String, String) {
    let made = sandbox.request("POST", "/key/generate", fields).ok();
    let text = |name: &str| made[name].as_str().expect("a string").to_owned();
    (text("key"), text("token"))
}

#[expect(clippy::needless_pass_by_value, reason = "fields are made in place")]
fn chat(sandbox: &Sandbox, key: &str, more: Value) -> Response {
    let mut body = json!({ "model": "priced", "messages": [{ "role": "user", "content": "hi" }] });
    for (name, value) in more.as_object().expect("fields") {
        body[name] = value.clone();
    }
    sandbox.request_as(key, "POST", "/chat/completions", body)
}

fn info(sandbox: &Sandbox, token: &str) -> Value {
    sandbox.request("GET", &format!("/key/info?key={token}"), Value::Null).ok()["info"].clone()
}

#[track_caller]
fn near(value: &Value, expected: f64) {
    let number = value.as_f64().unwrap_or_else(|| panic!("{value} is not a number"));
    assert!((number - expected).abs() < 1e-9, "{number}, not {expected}");
}

#[track_caller]
fn refused(response: &Response, status: u16, kind: &str, message: &str) {
    let error = response.refused(status)["error"].clone();
    assert_eq!((error["type"].as_str(), error["code"].as_str()), (Some(kind), Some(status.to_string().as_str())));
    assert!(error["message"].as_str().is_some_and(|text| text.contains(message)), "{error}");
}

#[test]
fn key_budget_stops_requests_until_it_is_raised() {
    let sandbox = sandbox();
    let (key, token) = key(&sandbox, json!({ "max_budget": 0.01, "key_alias": "cent" }));
    let response = chat(&sandbox, &key, json!({}));
    near(&response.ok()["usage"]["prompt_tokens"], 8.0);
    assert_eq!(response.header("x-litellm-key-max-budget"), Some("0.01"));
    assert_eq!(response.header("x-litellm-key-spend"), Some("0.048"));
    let expected = "Budget has been exceeded! Key=cent (sk-...";
    refused(&chat(&sandbox, &key, json!({})), 422, "budget_exceeded", expected);
    near(&info(&sandbox, &token)["spend"], 0.048);
    sandbox.request("POST", "/key/update", json!({ "key": token, "max_budget": 5 })).ok();
    chat(&sandbox, &key, json!({})).ok();
    near(&info(&sandbox, &token)["total_spend"], 0.096);
}

#[test]
fn budgets_reset_after_their_interval() {
    let clock = Clock::manual("2026-11-21T16:00:00Z".parse().expect("a time"));
    let sandbox = Sandbox::from(Running::builder().config(CONFIG).clock(clock.clone()));
    let (own, _) = key(&sandbox, json!({ "max_budget": 0.01, "budget_duration": "1d" }));
    sandbox
        .request("POST", "/budget/new", json!({ "budget_id": "b", "max_budget": 0.01, "budget_duration": "1d" }))
        .ok();
    let (shared, token) = key(&sandbox, json!({ "budget_id": "b" }));
    for key in [&own, &shared] {
        chat(&sandbox, key, json!({})).ok();
    }
    clock.advance(Duration::from_secs(8 * 3600 - 1));
    for key in [&own, &shared] {
        refused(&chat(&sandbox, key, json!({})), 422, "budget_exceeded", "Key=key");
    }
    clock.advance(Duration::from_secs(1));
    for key in [&own, &shared] {
        chat(&sandbox, key, json!({})).ok();
    }
    near(&info(&sandbox, &token)["spend"], 0.048);
    sandbox.request("POST", "/budget/delete", json!({ "id": "b" })).ok();
    assert_eq!(info(&sandbox, &token)["budget_id"], Value::Null);
}

#[test]
fn shared_budget_applies_where_the_key_has_no_limit() {
    let sandbox = sandbox();
    sandbox.request("POST", "/budget/new", json!({ "budget_id": "b", "max_budget": 0, "rpm_limit": 1 })).ok();
    refused(
        &chat(&sandbox, &key(&sandbox, json!({ "budget_id": "b" })).0, json!({})),
        422,
        "budget_exceeded",
        "Key=key",
    );
    let (own, _) = key(&sandbox, json!({ "budget_id": "b", "max_budget": 5 }));
    assert_eq!(chat(&sandbox, &own, json!({})).header("x-litellm-key-rpm-limit"), Some("1"));
    refused(&chat(&sandbox, &own, json!({})), 429, "throttling_error", "Limit type: requests. Current limit: 1");
    let missing = sandbox.request("POST", "/key/generate", json!({ "budget_id": "nope" }));
    assert_eq!(missing.status, 500);
}

#[test]
fn rate_limited_requests_get_retry_headers() {
    let sandbox = sandbox();
    let (key, token) = key(&sandbox, json!({ "rpm_limit": 1, "tpm_limit": 1_000 }));
    let response = chat(&sandbox, &key, json!({}));
    for (name, value) in [
        ("x-litellm-key-rpm-limit", "1"),
        ("x-litellm-key-tpm-limit", "1000"),
        ("x-ratelimit-api_key-remaining-requests", "0"),
        ("x-ratelimit-api_key-limit-requests", "1"),
        ("x-ratelimit-api_key-remaining-tokens", "749"),
        ("x-ratelimit-api_key-limit-tokens", "1000"),
    ] {
        assert_eq!(response.header(name), Some(value), "{name}");
    }
    let response = chat(&sandbox, &key, json!({}));
    refused(&response, 429, "throttling_error", &format!("Rate limit exceeded for api_key: {token}."));
    assert_eq!((response.header("retry-after"), response.header("rate_limit_type")), (Some("60"), Some("requests")));
    assert!(response.header("reset_at").is_some_and(|time| time.ends_with(" UTC")));
    // The rate limit is checked before the request is validated.
    assert_eq!(sandbox.request_as(&key, "POST", "/chat/completions", json!({ "model": "nope" })).status, 429);
}

#[test]
fn token_limits_count_actual_usage_for_a_minute() {
    let sandbox = sandbox();
    let (key, _) = key(&sandbox, json!({ "tpm_limit": 35 }));
    chat(&sandbox, &key, json!({})).ok();
    refused(
        &chat(&sandbox, &key, json!({})),
        429,
        "throttling_error",
        "Limit type: tokens. Current limit: 35, Remaining: 5.",
    );
    chat(&sandbox, &key, json!({ "max_tokens": 1 })).ok();
}

#[test]
fn model_limits_apply_per_key() {
    let sandbox = sandbox();
    let limits = json!({ "model_rpm_limit": { "priced": 1 }, "model_tpm_limit": { "free": 1 } });
    let (key, token) = key(&sandbox, limits);
    chat(&sandbox, &key, json!({})).ok();
    let expected = format!("Rate limit exceeded for model_per_key: {token}:priced. Limit type: requests.");
    refused(&chat(&sandbox, &key, json!({})), 429, "throttling_error", &expected);
    refused(&chat(&sandbox, &key, json!({ "model": "free" })), 429, "throttling_error", "Limit type: tokens.");
}

#[test]
fn customers_are_created_by_requests_and_limited_by_budgets() {
    let sandbox = sandbox();
    let (key, _) = key(&sandbox, json!({}));
    chat(&sandbox, &key, json!({ "user": "new" })).ok();
    chat(&sandbox, &key, json!({ "user": "failed", "model": "nope" })).refused(400);
    let spent = |id: &str| {
        sandbox.request("GET", &format!("/customer/info?end_user_id={id}"), Value::Null).ok()["spend"].clone()
    };
    near(&spent("new"), 0.05);
    near(&spent("failed"), 0.0);
    sandbox.request("POST", "/customer/update", json!({ "user_id": "new", "max_budget": 0.01 })).ok();
    let expected = "ExceededBudget: End User=new over budget. Spend=0.05, Budget=0.01";
    refused(&chat(&sandbox, &key, json!({ "user": "new" })), 422, "budget_exceeded", expected);
    chat(&sandbox, &key, json!({ "user": "other" })).ok();
    sandbox.request("POST", "/customer/delete", json!({ "user_ids": ["new", "nobody"] })).refused(404);
    near(&spent("new"), 0.05);
}

#[test]
fn configured_budgets_limit_customers_and_the_server() {
    let settings = "litellm_settings: {max_budget: 0.06, budget_duration: 30d, max_end_user_budget_id: all}\n";
    let sandbox = Sandbox::configured(&format!("{CONFIG}{settings}"));
    sandbox.request("POST", "/budget/new", json!({ "budget_id": "all", "max_budget": 0.01 })).ok();
    let (key, _) = key(&sandbox, json!({}));
    chat(&sandbox, &key, json!({ "user": "a" })).ok();
    refused(&chat(&sandbox, &key, json!({ "user": "a" })), 422, "budget_exceeded", "End User=a");
    chat(&sandbox, &key, json!({})).ok();
    refused(&chat(&sandbox, &key, json!({})), 422, "budget_exceeded", "Max budget: 0.06");
    let total = sandbox.request("GET", "/global/spend", Value::Null).ok();
    near(&total["spend"], 0.096);
    near(&total["max_budget"], 0.06);
}

#[test]
fn spend_of_an_unused_server_is_null() {
    let total = sandbox().request("GET", "/global/spend", Value::Null).ok();
    assert_eq!(total, json!({ "spend": null, "max_budget": 0.0 }));
}

#[test]
fn tag_budgets_limit_tagged_requests() {
    let sandbox = sandbox();
    sandbox.request("POST", "/tag/new", json!({ "name": "t", "max_budget": 0.01 })).ok();
    let (tagged, _) = key(&sandbox, json!({ "metadata": { "tags": ["t"] } }));
    let (other, _) = key(&sandbox, json!({}));
    chat(&sandbox, &tagged, json!({})).ok();
    refused(&chat(&sandbox, &tagged, json!({})), 422, "budget_exceeded", "Tag=t ");
    refused(&chat(&sandbox, &other, json!({ "tags": ["t"] })), 422, "budget_exceeded", "Tag=t ");
    chat(&sandbox, &other, json!({})).ok();
    let tags = sandbox.request("GET", "/spend/tags", Value::Null).ok();
    let tag = tags.as_array().and_then(|tags| tags.iter().find(|tag| tag["individual_request_tag"] == "t")).cloned();
    let tag = tag.expect("the tag");
    near(&tag["total_spend"], 0.048);
    assert_eq!(tag["log_count"], 3, "refused ones are requests too");
}

#[test]
fn daily_activity_is_paged_and_aggregated() {
    let sandbox = sandbox();
    let (first, token) = key(&sandbox, json!({ "key_alias": "first" }));
    sandbox.request("POST", "/team/new", json!({ "team_id": "t" })).ok();
    let (second, _) = key(&sandbox, json!({ "team_id": "t" }));
    chat(&sandbox, &first, json!({ "user": "c" })).ok();
    chat(&sandbox, &first, json!({ "model": "nope" })).refused(400);
    chat(&sandbox, &second, json!({ "model": "free" })).ok();
    let days = "start_date=2020-01-01&end_date=2100-01-01";
    let whole = sandbox.request("GET", &format!("/user/daily/activity?{days}"), Value::Null).ok();
    let breakdown = &whole["results"][0]["breakdown"];
    near(&breakdown["model_groups"]["priced"]["metrics"]["spend"], 0.05);
    assert_eq!(breakdown["model_groups"]["unknown-model"]["metrics"]["failed_requests"], 1);
    assert_eq!(breakdown["providers"]["unknown"]["metrics"]["api_requests"], 1);
    assert_eq!(breakdown["api_keys"][&token]["metadata"]["key_alias"], "first");
    assert_eq!(breakdown["entities"]["Unassigned"]["metrics"]["api_requests"], 3);
    // Pages split a day by key and model; together they are complete.
    let mut requests = 0;
    for page in 1..=3 {
        let path = format!("/user/daily/activity?{days}&page_size=1&page={page}");
        let part = sandbox.request("GET", &path, Value::Null).ok();
        assert_eq!((&part["metadata"]["total_pages"], &part["metadata"]["has_more"]), (&json!(3), &json!(page < 3)));
        requests += part["metadata"]["total_api_requests"].as_i64().expect("a number");
    }
    assert_eq!(requests, 3);
    let teams = sandbox.request("GET", &format!("/team/daily/activity?{days}"), Value::Null).ok();
    assert_eq!(teams["results"][0]["breakdown"]["entities"]["t"]["metrics"]["total_tokens"], 30);
    let customers = sandbox.request("GET", &format!("/customer/daily/activity/aggregated?{days}"), Value::Null).ok();
    assert_eq!(customers["metadata"]["entity_total_api_keys"], json!({ "c": 1 }));
    sandbox.request("POST", "/key/delete", json!({ "keys": [token] })).ok();
    let of_key = sandbox.request("GET", &format!("/user/daily/activity?{days}&api_key={token}"), Value::Null).ok();
    let known = &of_key["results"][0]["breakdown"]["api_keys"][&token]["metadata"];
    assert_eq!((&known["key_alias"], &known["key_exists"]), (&json!("first"), &json!(false)));
}

#[test]
fn spend_logs_are_filtered_sorted_and_paged() {
    let sandbox = sandbox();
    let (key, token) = key(&sandbox, json!({ "key_alias": "mine" }));
    let made = chat(&sandbox, &key, json!({ "user": "c" })).ok()["id"].clone();
    chat(&sandbox, &key, json!({ "model": "nope" })).refused(400);
    chat(&sandbox, &sandbox.master_key, json!({ "model": "free" })).ok();
    let times = "start_date=2020-01-01&end_date=2100-01-01";
    let listed = |more: &str| sandbox.request("GET", &format!("/spend/logs/v2?{times}{more}"), Value::Null).ok();
    let ids = |more: &str| {
        let list = listed(more)["data"].clone();
        list.as_array().expect("a list").iter().map(|row| row["request_id"].clone()).collect::<Vec<Value>>()
    };
    assert_eq!(listed("")["total"], 3);
    for (more, count) in [
        (format!("&api_key={token}"), 2),
        ("&api_key=litellm_proxy_master_key".to_owned(), 1),
        ("&status_filter=failure".to_owned(), 1),
        ("&error_code=400".to_owned(), 1),
        ("&key_alias=min".to_owned(), 2),
        ("&end_user=c".to_owned(), 1),
        ("&model_group=free".to_owned(), 1),
        ("&min_spend=0.01".to_owned(), 1),
        ("&max_spend=0.01".to_owned(), 2),
        ("&page=4&page_size=1".to_owned(), 0),
    ] {
        assert_eq!(ids(&more).len(), count, "{more}");
    }
    let error = &listed("&status_filter=failure")["data"][0]["metadata"]["error_information"];
    assert_eq!((&error["error_class"], &error["error_code"]), (&json!("ProxyModelNotFoundError"), &json!("400")));
    assert_eq!(ids("&sort_by=spend&page_size=1"), std::slice::from_ref(&made));
    assert_eq!(ids("&sort_order=asc&page_size=1"), std::slice::from_ref(&made));
    let row = &listed(&format!("&request_id={}", made.as_str().expect("an id")))["data"][0];
    assert_eq!(
        (&row["api_key"], &row["status"], &row["model"]),
        (&json!(token), &json!("success"), &json!("openai/priced"))
    );
    near(&row["spend"], 0.05);
    for wrong in ["&sort_by=x", "&sort_order=x", "&cache_hit_filter=x", "&span_type=x"] {
        sandbox.request("GET", &format!("/spend/logs/v2?{times}{wrong}"), Value::Null).refused(400);
    }
    sandbox.request("GET", &format!("/spend/logs/v2?{times}"), Value::Null).ok();
    assert_eq!(sandbox.request_as(&key, "GET", &format!("/spend/logs/v2?{times}"), Value::Null).status, 401);
}

/// Creates a team, a user in it, and a key of the user in the team.
fn member(sandbox: &Sandbox, team: Value) -> (String, String) {
    sandbox.request("POST", "/team/new", team).ok();
    let user = json!({ "user_id": "u", "user_role": "internal_user", "auto_create_key": false, "max_budget": 0.01 });
    sandbox.request("POST", "/user/new", user).ok();
    let member = json!({ "team_id": "t", "member": { "role": "user", "user_id": "u" } });
    sandbox.request("POST", "/team/member_add", member).ok();
    key(sandbox, json!({ "team_id": "t", "user_id": "u" }))
}

#[test]
fn membership_and_user_budgets_are_separate() {
    let sandbox = sandbox();
    let (of_team, _) =
        member(&sandbox, json!({ "team_id": "t", "team_member_budget": 0.06, "team_member_rpm_limit": 9 }));
    for left in ["8", "7"] {
        let response = chat(&sandbox, &of_team, json!({}));
        response.ok();
        assert_eq!(response.header("x-ratelimit-team_member-remaining-requests"), Some(left));
    }
    refused(&chat(&sandbox, &of_team, json!({})), 422, "budget_exceeded", "TeamMember=u:t ");
    // The user's own budget applies to keys without a team, and is exhausted by now.
    let (personal, _) = key(&sandbox, json!({ "user_id": "u" }));
    refused(&chat(&sandbox, &personal, json!({})), 422, "budget_exceeded", "ExceededBudget: User=u over budget.");
    let team = sandbox.request("GET", "/team/info?team_id=t", Value::Null).ok();
    near(&team["team_info"]["spend"], 0.096);
}

#[test]
fn team_budget_and_rate_limits_cover_all_keys_of_the_team() {
    let sandbox = sandbox();
    let (first, _) = member(&sandbox, json!({ "team_id": "t", "max_budget": 0.01, "rpm_limit": 3 }));
    let (second, _) = key(&sandbox, json!({ "team_id": "t" }));
    chat(&sandbox, &first, json!({})).ok();
    refused(&chat(&sandbox, &second, json!({})), 422, "budget_exceeded", "Team=t ");
    sandbox.request("POST", "/team/update", json!({ "team_id": "t", "max_budget": 5 })).ok();
    chat(&sandbox, &second, json!({})).ok();
    chat(&sandbox, &first, json!({})).ok();
    refused(&chat(&sandbox, &second, json!({})), 429, "throttling_error", "Rate limit exceeded for team: t.");
}

#[test]
fn non_admins_see_only_their_own_activity() {
    let sandbox = sandbox();
    let (own, token) = member(&sandbox, json!({ "team_id": "t" }));
    let (other, _) = key(&sandbox, json!({ "team_id": "t" }));
    chat(&sandbox, &own, json!({})).ok();
    chat(&sandbox, &other, json!({})).ok();
    let days = "start_date=2020-01-01&end_date=2100-01-01";
    let seen = |path: &str| sandbox.request_as(&own, "GET", path, Value::Null);
    for path in ["/user/daily/activity", "/team/daily/activity", "/tag/daily/activity?tags=none"] {
        let separator = if path.contains('?') { '&' } else { '?' };
        let activity = seen(&format!("{path}{separator}{days}")).ok();
        let count = i32::from(!path.contains("tags"));
        assert_eq!(activity["metadata"]["total_api_requests"], count, "{path}");
    }
    let logs = seen(&format!("/spend/logs/v2?{days}")).ok();
    assert_eq!((&logs["total"], &logs["data"][0]["api_key"]), (&json!(1), &json!(token)));
    seen(&format!("/user/daily/activity?{days}&user_id=other")).refused(403);
    seen(&format!("/team/daily/activity?{days}&team_ids=other")).refused(404);
    seen(&format!("/spend/logs/v2?{days}&team_id=t")).refused(403);
    seen(&format!("/organization/daily/activity?{days}")).refused(403);
    for path in ["/global/spend", "/customer/list", "/budget/list", "/tag/list"] {
        seen(path).refused(401);
    }
}

#[test]
fn budget_update_keeps_unnamed_fields() {
    let sandbox = sandbox();
    let made = sandbox
        .request("POST", "/budget/new", json!({ "budget_id": "b", "rpm_limit": 6, "budget_duration": "1d" }))
        .ok();
    for name in ["tpd_limit", "allowed_models", "created_by", "organization_membership"] {
        assert!(made.get(name).is_some(), "{name}");
    }
    assert!(made["budget_reset_at"].as_str().is_some_and(|time| time.ends_with("T00:00:00.000000Z")), "{made}");
    let changed = json!({ "budget_id": "b", "max_budget": 7, "budget_duration": null });
    let changed = sandbox.request("POST", "/budget/update", changed).ok();
    assert_eq!((&changed["rpm_limit"], &changed["max_budget"]), (&json!(6), &json!(7.0)));
    assert_eq!((&changed["budget_duration"], &changed["budget_reset_at"]), (&Value::Null, &Value::Null));
    assert_eq!(sandbox.request("POST", "/budget/update", json!({ "budget_id": "none" })).ok(), Value::Null);
    assert_eq!(
        sandbox.request("POST", "/budget/info", json!({ "budgets": ["b", "none"] })).ok().as_array().map(Vec::len),
        Some(1)
    );
    sandbox.request("POST", "/budget/new", json!({ "budget_id": "b" })).refused(400);
    sandbox.request("POST", "/budget/new", json!({ "max_budget": -1 })).refused(400);
    sandbox.request("POST", "/budget/new", json!({ "model_max_budget": { "m": { "max_budget": 1 } } })).refused(400);
    // Keys need a license for it too.
    let of_key = json!({ "model_max_budget": { "m": { "budget_limit": 1, "time_period": "1d" } } });
    sandbox.request("POST", "/key/generate", of_key).refused(500);
}

#[test]
fn rate_limits_reset_after_a_minute() {
    let clock = Clock::manual("2026-11-21T16:00:00Z".parse().expect("a time"));
    let sandbox = Sandbox::from(Running::builder().config(CONFIG).clock(clock.clone()));
    let (key, _) = key(&sandbox, json!({ "rpm_limit": 1 }));
    chat(&sandbox, &key, json!({})).ok();
    clock.advance(Duration::from_secs(59));
    chat(&sandbox, &key, json!({})).refused(429);
    clock.advance(Duration::from_secs(1));
    chat(&sandbox, &key, json!({})).ok();
}
