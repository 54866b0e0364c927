//! What tests do with a sandbox that no LiteLLM can do: using up budgets, and moving the time.

use std::time::Duration;

use jiff::SignedDuration;
use litellm_proxy_sandbox::{Clock, Sandbox as Running};
use serde_json::{Value, json};

use super::harness::Sandbox;

fn chat(sandbox: &Sandbox, key: &str) -> u16 {
    let body = json!({ "model": "gpt-4o", "messages": [{ "role": "user", "content": "hi" }] });
    sandbox.request_as(key, "POST", "/chat/completions", body).status
}

fn key(sandbox: &Sandbox, fields: Value) -> String {
    let created = sandbox.request("POST", "/key/generate", fields).ok();
    created["key"].as_str().expect("a key").to_owned()
}

fn spend(sandbox: &Sandbox, body: Value) -> Value {
    sandbox.request("POST", "/sandbox/spend", body).ok()
}

#[test]
fn a_budget_can_be_used_up_and_is_reset_when_the_time_comes() {
    let sandbox = Sandbox::start();
    sandbox.request("POST", "/user/new", json!({ "user_id": "u", "auto_create_key": false })).ok();
    let fields = json!({ "key_alias": "ci", "max_budget": 1.0, "budget_duration": "30d", "user_id": "u" });
    let secret = key(&sandbox, fields);
    assert_eq!(chat(&sandbox, &secret), 200);
    let spent = spend(&sandbox, json!({ "key": "ci", "amount": 1.0 }));
    assert_eq!((&spent["kind"], &spent["amount"], &spent["max_budget"]), (&json!("key"), &json!(1.0), &json!(1.0)));
    assert_eq!(chat(&sandbox, &secret), 422);
    // It is in the reports too.
    let token = spent["id"].as_str().expect("a hash");
    let logs = sandbox.request("GET", &format!("/spend/logs?api_key={token}&summarize=false"), Value::Null).ok();
    let logged = logs.as_array().expect("rows").iter().any(|row| row["call_type"] == "/sandbox/spend");
    assert!(logged, "{logs}");
    let user = sandbox.request("GET", "/user/info?user_id=u", Value::Null).ok();
    assert!(user["user_info"]["spend"].as_f64().is_some_and(|spend| spend >= 1.0), "{user}");
    let moved = sandbox.request("POST", "/sandbox/clock", json!({ "advance": "31d" })).ok();
    assert_eq!(moved["seconds_ahead"], 31 * 86_400);
    assert_eq!(chat(&sandbox, &secret), 200);
    let date = sandbox.request("GET", "/models", Value::Null);
    let now = moved["now"].as_str().expect("a time");
    let day = format!(", {} ", now.get(8..10).expect("a day"));
    assert!(date.header("date").is_some_and(|date| date.contains(&day)), "{date:?} {now}");
}

#[test]
fn the_log_is_late_and_its_clock_may_be_off() {
    let clock = Clock::manual("2026-11-21T16:00:00Z".parse().expect("a time"));
    let builder = Running::builder().clock(clock.clone()).log_delay(Duration::from_secs(10));
    let sandbox = Sandbox::from(builder);
    let key = key(&sandbox, json!({}));
    for _ in 0..32 {
        assert_eq!(chat(&sandbox, &key), 200);
    }
    let listed = || {
        let page = "/spend/logs/v2?start_date=2026-11-21&end_date=2026-11-22&page_size=100";
        let page = sandbox.request("GET", page, Value::Null).ok();
        let all = sandbox.request("GET", "/spend/logs?summarize=false", Value::Null).ok();
        assert_eq!(page["total"].as_u64(), all.as_array().map(|rows| rows.len() as u64));
        page["total"].as_u64().expect("a number")
    };
    assert_eq!(listed(), 0);
    clock.advance(Duration::from_secs(6));
    let early = listed();
    assert!(0 < early && early < 32, "{early}");
    clock.advance(Duration::from_secs(4));
    assert_eq!(listed(), 32);

    let behind = Sandbox::from(Running::builder().clock(Clock::shifted(SignedDuration::from_hours(-1))));
    let clock = behind.request("GET", "/sandbox/clock", Value::Null).ok();
    assert_eq!(clock["seconds_ahead"], -3600);
    let date = behind.request("GET", "/models", Value::Null);
    let now = clock["now"].as_str().expect("a time").get(11..16).expect("a time of day");
    assert!(date.header("date").is_some_and(|date| date.contains(now)), "{date:?} {now}");
}

#[test]
fn without_an_amount_the_rest_of_the_budget_is_spent() {
    let sandbox = Sandbox::start();
    let team = sandbox.request("POST", "/team/new", json!({ "team_alias": "t", "max_budget": 3.0 })).ok();
    let of_team = key(&sandbox, json!({ "team_id": team["team_id"] }));
    assert_eq!(chat(&sandbox, &of_team), 200);
    // A team stops only beyond its budget.
    let spent = spend(&sandbox, json!({ "team": "T" }));
    assert!(spent["spend"].as_f64().is_some_and(|spend| spend > 3.0), "{spent}");
    assert_eq!(chat(&sandbox, &of_team), 422);
    let user = json!({ "user_id": "u", "user_email": "u@example.com", "max_budget": 2.0, "auto_create_key": false });
    sandbox.request("POST", "/user/new", user).ok();
    let of_user = key(&sandbox, json!({ "user_id": "u" }));
    assert_eq!(spend(&sandbox, json!({ "user": "U@example.com" }))["spend"], 2.0);
    assert_eq!(chat(&sandbox, &of_user), 422);
    // By the beginning of the hash.
    let token = sandbox.request_as(&of_user, "GET", "/key/info", Value::Null);
    let unlimited = key(&sandbox, json!({ "key_alias": "free" }));
    let hash = sandbox.request("GET", "/key/list?return_full_object=true&key_alias=free", Value::Null).ok();
    let hash = hash["keys"][0]["token"].as_str().expect("a hash").to_owned();
    assert_eq!(spend(&sandbox, json!({ "alias": hash.get(..8), "amount": 0.5 }))["name"], "free", "{token:?}");
    assert_eq!(spend(&sandbox, json!({ "key": unlimited, "amount": 0.5 }))["spend"], 1.0);
}

#[test]
fn keys_expire_when_the_clock_is_moved() {
    let sandbox = Sandbox::start();
    let secret = key(&sandbox, json!({ "duration": "1d", "rpm_limit": 1 }));
    assert_eq!((chat(&sandbox, &secret), chat(&sandbox, &secret)), (200, 429));
    let clock = |body: Value| sandbox.request("POST", "/sandbox/clock", body);
    clock(json!({ "advance": "61s" })).ok();
    assert_eq!(chat(&sandbox, &secret), 200);
    clock(json!({ "advance": "1d" })).ok();
    assert_eq!(chat(&sandbox, &secret), 401);
    let now = clock(json!({ "reset": true })).ok();
    assert_eq!(now["seconds_ahead"], 0);
    assert_eq!(sandbox.request("GET", "/sandbox/clock", Value::Null).ok()["seconds_ahead"], 0);
    clock(json!({ "advance_to": "2100-01-01T00:00:00Z" })).ok();
    assert_eq!(chat(&sandbox, &secret), 401);
}

#[test]
fn only_the_master_key_spends_and_moves_the_time() {
    let sandbox = Sandbox::from(Running::builder());
    sandbox.request("POST", "/user/new", json!({ "user_id": "boss", "user_role": "proxy_admin" })).ok();
    for secret in [key(&sandbox, json!({ "user_id": "boss" })), key(&sandbox, json!({}))] {
        for (method, path) in [("GET", "clock"), ("POST", "clock"), ("POST", "spend")] {
            let body = if method == "GET" { Value::Null } else { json!({ "advance": "1d", "key": "x", "amount": 1 }) };
            let refused = sandbox.request_as(&secret, method, &format!("/sandbox/{path}"), body);
            assert!(matches!(refused.status, 401 | 403), "{refused:?}");
        }
    }
    let none = [("Content-Type", "application/json")];
    assert_eq!(sandbox.send("POST", "/sandbox/clock", &none, r#"{"advance": "1d"}"#).status, 401);
    for (path, body, status) in [
        ("spend", json!({ "key": "nobody", "amount": 1 }), 404),
        ("spend", json!({ "key": "a", "team": "b", "amount": 1 }), 400),
        ("spend", json!({ "amount": 1 }), 400),
        ("clock", json!({}), 400),
        ("clock", json!({ "advance": "soon" }), 400),
        ("clock", json!({ "advance_to": "2001-01-01" }), 400),
        ("clock", json!({ "advance": "9999999mo" }), 400),
        ("clock", json!({ "advance": "1d", "reset": true }), 400),
    ] {
        let refused = sandbox.request("POST", &format!("/sandbox/{path}"), body.clone()).refused(status);
        assert_eq!(refused["error"]["type"], "sandbox_error", "{path} {body}");
    }
    let secret = key(&sandbox, json!({ "key_alias": "free" }));
    let body = json!({ "key": secret, "amount": -1 });
    sandbox.request("POST", "/sandbox/spend", body).refused(400);
    let refused = sandbox.request("POST", "/sandbox/spend", json!({ "key": secret })).refused(400);
    assert!(refused["error"]["message"].as_str().is_some_and(|message| message.contains("no budget")), "{refused}");
}
