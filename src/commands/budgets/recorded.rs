//! How limits are weighed, over answers as LiteLLM 1.106.2 and 1.80.11 give them.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::facts::Facts;
use super::limits::{Limit, limits};

const HASH: &str = "e2c46632fb2cbad582d9eabe293dbff76e419ad33fb2414d4e5e09f3b9cac4fc";

/// A key of 1.106.2.
const KEY: &str = r#"{"key_name":"sk-...TPSQ","key_alias":"k","spend":0.0,"total_spend":0.0,"expires":null,"models":[],"user_id":null,"team_id":null,"max_parallel_requests":null,"metadata":{},"blocked":null,"tpm_limit":null,"rpm_limit":null,"tpd_limit":null,"max_budget":null,"budget_duration":null,"budget_reset_at":null,"model_spend":{},"model_max_budget":{},"budget_id":null,"organization_id":null,"budget_limits":null,"litellm_budget_table":null,"status":"active"}"#;
/// A team of 1.106.2, and of one member what 1.106.2 says of it.
const TEAM: &str = r#"{"team_id":"t","team_info":{"team_alias":"T","team_id":"t","organization_id":null,"metadata":{},"tpm_limit":null,"rpm_limit":null,"max_budget":null,"soft_budget":null,"budget_limits":null,"blocked":false,"spend":0.0,"budget_reset_at":null,"model_max_budget":{},"team_member_budget_table":null,"model_max_budget_usage":{}},"keys":[],"team_memberships":[{"user_id":"u","team_id":"t","budget_id":"m","spend":0.0,"litellm_budget_table":null}]}"#;
/// A shared budget of 1.106.2, and the same of 1.80.11.
const SHARED: &str = r#"{"budget_id":"b","max_budget":0.5,"soft_budget":null,"max_parallel_requests":null,"tpm_limit":7,"rpm_limit":3,"tpd_limit":null,"budget_duration":"1d","budget_reset_at":"2026-11-22T00:00:00+00:00"}"#;
const OLD_SHARED: &str = r#"{"budget_id":"b","max_budget":0.5,"soft_budget":null,"max_parallel_requests":null,"tpm_limit":7,"rpm_limit":3,"budget_duration":"1d","budget_reset_at":"2026-11-22T13:36:59.489000+00:00"}"#;

/// An answer with fields changed, each by its JSON pointer.
fn changed(answer: &str, changes: &[(&str, Value)]) -> Value {
    let mut answer: Value = serde_json::from_str(answer).expect("JSON");
    for (pointer, value) in changes {
        let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
        let parent = answer.pointer_mut(parent).expect("a parent").as_object_mut().expect("an object");
        parent.insert(field.to_owned(), value.clone());
    }
    answer
}

fn facts(changes: &[(&str, Value)]) -> Facts {
    let key = json!({"key": HASH, "info": changed(KEY, changes)});
    Facts {
        hash: HASH.to_owned(),
        key: serde_json::from_value(key).expect("a key"),
        team: None,
        user: None,
        organization: None,
        customer: None,
        tags: Vec::new(),
        server: None,
        untold: Vec::new(),
    }
}

fn of_team(key: &[(&str, Value)], team: &[(&str, Value)]) -> Facts {
    let key = [&[("/team_id", json!("t")), ("/user_id", json!("u"))], key].concat();
    Facts { team: Some(serde_json::from_value(changed(TEAM, team)).expect("a team")), ..facts(&key) }
}

fn weighed(facts: &Facts) -> Vec<Limit> {
    limits(facts, "2026-11-21T12:00:00Z".parse::<Timestamp>().expect("a time"))
}

/// Each limit in a line: scope and id, what, used / limit, percent, whether it stops the key (`!`) and is the tightest (`*`).
fn lines(facts: &Facts) -> Vec<String> {
    let number = |number: Option<f64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
    let line = |limit: &Limit| {
        let id = if limit.id == HASH { "HASH" } else { &limit.id };
        let model = limit.model.as_deref().map(|model| format!(" of {model}")).unwrap_or_default();
        let marks = [(limit.stops, "!"), (limit.tightest, "*")];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        let line = format!(
            "{} {id}: {}{model} {}/{} {}% {marks}",
            limit.scope,
            limit.what,
            number(limit.used),
            limit.bound,
            number(limit.percent)
        );
        line.trim_end().to_owned()
    };
    weighed(facts).iter().map(line).collect()
}

#[track_caller]
fn are(facts: &Facts, expected: &[&str]) {
    assert_eq!(lines(facts), expected);
}

/// The commands that lift the limits.
fn commands(facts: &Facts) -> Vec<String> {
    weighed(facts).into_iter().map(|limit| limit.unblock.replace(HASH, "HASH")).collect()
}

#[test]
fn the_limits_of_a_key() {
    for (key, expected) in [
        (vec![], vec![]),
        (vec![("/max_budget", json!(1.0))], vec!["key HASH: dollars 0/1.0 0% *"]),
        // The last cent of a key is spent.
        (vec![("/max_budget", json!(0.5)), ("/spend", json!(0.5))], vec!["key HASH: dollars 0.5/0.5 100% !*"]),
        (vec![("/max_budget", json!(0.0))], vec!["key HASH: dollars 0/0.0 100% !*"]),
        (vec![("/max_budget", json!(3)), ("/spend", json!(1))], vec!["key HASH: dollars 1/3.0 33.3% *"]),
        (vec![("/blocked", json!(true))], vec!["key HASH: blocked ?/null 100% !*"]),
        (vec![("/blocked", json!(false))], vec![]),
        (
            vec![("/expires", json!("2026-11-21T14:36:58.924000+00:00"))],
            vec![r#"key HASH: expiry ?/"2026-11-21T14:36:58.924000+00:00" ?%"#],
        ),
        (
            vec![("/expires", json!("2026-11-21T12:00:00+00:00"))],
            vec![r#"key HASH: expiry ?/"2026-11-21T12:00:00+00:00" 100% !*"#],
        ),
        (
            vec![("/tpm_limit", json!(5)), ("/rpm_limit", json!(0)), ("/max_parallel_requests", json!(2))],
            vec!["key HASH: tpm ?/5 ?%", "key HASH: rpm ?/0 100% !*", "key HASH: parallel ?/2 ?%"],
        ),
        (
            vec![("/metadata", json!({"model_rpm_limit": {"m": 3}, "model_tpm_limit": {"n": 0}}))],
            vec!["key HASH: tpm of n ?/0 100% !*", "key HASH: rpm of m ?/3 ?%"],
        ),
        (
            vec![
                ("/model_max_budget", json!({"m": {"max_budget": 1.0}, "n": {"budget_limit": 2.0}, "o": {}})),
                ("/model_max_budget_usage", json!({"m": {"current_spend": 1.5}})),
            ],
            vec!["key HASH: dollars of m 1.5/1.0 150% !*", "key HASH: dollars of n ?/2.0 ?%"],
        ),
        (
            vec![("/budget_limits", json!([{"max_budget": 1.0, "budget_duration": "1d", "reset_at": "x"}]))],
            vec!["key HASH: dollars ?/1.0 ?%"],
        ),
    ] {
        are(&facts(&key), &expected);
    }
}

#[test]
fn of_the_keys_own_limits_and_those_it_shares_one_counts() {
    let shared = |table: &str, own: &[(&str, Value)]| {
        let table = [("/budget_id", json!("b")), ("/litellm_budget_table", changed(table, &[]))];
        facts(&[&table, own].concat())
    };
    let all = ["budget b: dollars 0.25/0.5 50% *", "budget b: tpm ?/7 ?%", "budget b: rpm ?/3 ?%"];
    for table in [SHARED, OLD_SHARED] {
        are(&shared(table, &[("/spend", json!(0.25))]), &all);
    }
    let own = [("/spend", json!(0.5)), ("/max_budget", json!(5.0)), ("/rpm_limit", json!(9))];
    are(&shared(SHARED, &own), &["key HASH: dollars 0.5/5.0 10% *", "key HASH: rpm ?/9 ?%", "budget b: tpm ?/7 ?%"]);
    are(
        &shared(OLD_SHARED, &own),
        &["budget b: dollars 0.5/0.5 100% !*", "budget b: tpm ?/7 ?%", "budget b: rpm ?/3 ?%"],
    );
    assert_eq!(
        commands(&shared(OLD_SHARED, &own)),
        [
            "litellm-proxy budgets update b --max-budget 1",
            "litellm-proxy budgets update b --tpm-limit 14",
            "litellm-proxy budgets update b --rpm-limit 6"
        ]
    );
}

#[test]
fn the_limits_of_a_team_and_its_member() {
    for (team, expected) in [
        (vec![], vec![]),
        // A team may spend its last cent.
        (
            vec![("/team_info/max_budget", json!(0.5)), ("/team_info/spend", json!(0.5))],
            vec!["team t: dollars 0.5/0.5 100% *"],
        ),
        (
            vec![("/team_info/max_budget", json!(0.5)), ("/team_info/spend", json!(0.6))],
            vec!["team t: dollars 0.6/0.5 120% !*"],
        ),
        (vec![("/team_info/max_budget", json!(0.0))], vec!["team t: dollars 0/0.0 0% *"]),
        (
            vec![("/team_info/blocked", json!(true)), ("/team_info/tpm_limit", json!(5))],
            vec!["team t: blocked ?/null 100% !*", "team t: tpm ?/5 ?%"],
        ),
        (
            vec![(
                "/team_memberships",
                json!([{"user_id": "v", "spend": 9.0, "litellm_budget_table": {"max_budget": 1.0}},
                    {"user_id": "u", "spend": 1.0, "litellm_budget_table": {"max_budget": 2.0, "rpm_limit": 5}}]),
            )],
            vec!["member u in t: dollars 1/2.0 50% *", "member u in t: rpm ?/5 ?%"],
        ),
        // What the team sets for all of its members.
        (
            vec![("/team_info/team_member_budget_table", json!({"max_budget": 4.0}))],
            vec!["member u in t: dollars 0/4.0 0% *"],
        ),
        (vec![("/team_info/team_member_budget_table", json!({"max_budget": 0.0}))], vec![]),
        (
            vec![
                ("/team_info/team_member_budget_table", json!({"max_budget": 4.0})),
                (
                    "/team_memberships",
                    json!([{"user_id": "u", "spend": 1.0, "litellm_budget_table": {"max_budget": 2.0}}]),
                ),
            ],
            vec!["member u in t: dollars 1/2.0 50% *"],
        ),
    ] {
        are(&of_team(&[], &team), &expected);
    }
    are(
        &of_team(&[("/user_id", Value::Null)], &[("/team_info/team_member_budget_table", json!({"max_budget": 4.0}))]),
        &[],
    );
}

#[test]
fn a_users_budget_counts_for_keys_without_a_team() {
    let user = json!({"user_id": "u", "max_budget": 0.01, "spend": 0.05, "rpm_limit": 7, "budget_reset_at": null});
    let user = || Some(serde_json::from_value(user.clone()).expect("a user"));
    let personal = Facts { user: user(), ..facts(&[("/user_id", json!("u"))]) };
    are(&personal, &["user u: dollars 0.05/0.01 500% !*", "user u: rpm ?/7 ?%"]);
    let of_team = Facts { user: user(), ..of_team(&[], &[]) };
    are(&of_team, &["user u: rpm ?/7 ?%"]);
}

/// An answer as its type.
fn read<T: serde::de::DeserializeOwned>(json: Value) -> T {
    serde_json::from_value(json).expect("an answer")
}

#[test]
fn the_limits_of_an_organization() {
    let organization = json!({"organization_id": "o", "spend": 5.0,
        "litellm_budget_table": {"budget_id": "b", "max_budget": 5.0, "tpm_limit": 1}});
    let facts = Facts { organization: Some(read(organization)), ..facts(&[]) };
    are(&facts, &["organization o: dollars 5/5.0 100% !*", "organization o: tpm ?/1 ?%"]);
    let expected = ["update o --max-budget 10", "update o --tpm-limit 2"];
    assert_eq!(commands(&facts), expected.map(|command| format!("litellm-proxy organizations {command}")));
}

#[test]
fn the_limits_of_a_customer() {
    let of = |blocked: bool, spend: f64| {
        let customer = json!({"user_id": "c", "blocked": blocked, "spend": spend,
            "litellm_budget_table": {"budget_id": "b", "max_budget": 1.0, "rpm_limit": 4}});
        Facts { customer: Some(read(customer)), ..facts(&[]) }
    };
    are(&of(false, 1.0), &["customer c: dollars 1/1.0 100% *", "customer c: rpm ?/4 ?%"]);
    // Whether the mark is heeded is not known.
    are(
        &of(true, 1.5),
        &["customer c: blocked ?/null ?%", "customer c: dollars 1.5/1.0 150% !*", "customer c: rpm ?/4 ?%"],
    );
}

#[test]
fn the_limits_of_tags_and_of_the_server() {
    let of_tag = |table: &str| {
        let tags = json!([{"name": "a b", "spend": 0.6, "litellm_budget_table": changed(table, &[])}]);
        Facts { tags: read(tags), ..facts(&[]) }
    };
    are(&of_tag(SHARED), &["tag a b: dollars 0.6/0.5 120% !*"]);
    are(&of_tag(OLD_SHARED), &[]);
    let of_server = |spend: f64, max_budget: f64| Facts {
        server: Some(read(json!({"spend": spend, "max_budget": max_budget}))),
        ..facts(&[])
    };
    are(&of_server(3.0, 2.0), &["server : dollars 3/2.0 150% !*"]);
    are(&of_server(2.0, 2.0), &["server : dollars 2/2.0 100% *"]);
    are(&of_server(3.0, 0.0), &[]);
}

#[test]
fn the_tightest_is_what_stops_the_key_and_else_what_is_used_most() {
    let team = [("/team_info/max_budget", json!(1.0)), ("/team_info/spend", json!(0.9))];
    are(
        &of_team(&[("/max_budget", json!(1.0)), ("/spend", json!(0.8))], &team),
        &["key HASH: dollars 0.8/1.0 80%", "team t: dollars 0.9/1.0 90% *"],
    );
    // At its limit the team works on, and the key does not.
    let team = [("/team_info/max_budget", json!(1.0)), ("/team_info/spend", json!(1.0))];
    are(
        &of_team(&[("/max_budget", json!(1.0)), ("/spend", json!(1.0))], &team),
        &["key HASH: dollars 1/1.0 100% !*", "team t: dollars 1/1.0 100%"],
    );
    // Of two that are used alike the narrower.
    let team = [("/team_info/max_budget", json!(1.0)), ("/team_info/spend", json!(0.5))];
    are(
        &of_team(&[("/max_budget", json!(1.0)), ("/spend", json!(0.5))], &team),
        &["key HASH: dollars 0.5/1.0 50% *", "team t: dollars 0.5/1.0 50%"],
    );
}

#[test]
fn what_lifts_a_limit_is_one_command() {
    let spent = |limit: f64, spend: f64| facts(&[("/max_budget", json!(limit)), ("/spend", json!(spend))]);
    for (limit, spend, raised) in [
        (0.01, 0.0, "0.02"),
        (0.01, 0.048, "0.1"),
        (0.03, 0.03, "0.06"),
        (0.1, 0.15, "0.3"),
        (5.0, 1.0, "10"),
        (100.0, 130.0, "300"),
        (0.0, 0.0, "1"),
        (7.5, 0.0, "20"),
    ] {
        let expected = format!("litellm-proxy keys update HASH --max-budget {raised}");
        assert_eq!(commands(&spent(limit, spend)), [expected], "{limit} {spend}");
    }
    let key = [
        ("/blocked", json!(true)),
        ("/expires", json!("2020-01-01T00:00:00Z")),
        ("/budget_limits", json!([{"max_budget": 1.0, "budget_duration": "1d"}])),
        ("/tpm_limit", json!(0)),
        ("/max_parallel_requests", json!(2)),
        ("/metadata", json!({"model_rpm_limit": {"m": 3, "n": 4}})),
        ("/model_max_budget", json!({"it's": {"max_budget": 1.0, "budget_duration": "1d"}})),
    ];
    assert_eq!(
        commands(&facts(&key)),
        [
            "litellm-proxy keys unblock HASH",
            "litellm-proxy keys update HASH --duration 30d",
            r#"litellm-proxy keys update HASH --param 'budget_limits=[{"max_budget":2.0,"budget_duration":"1d"}]'"#,
            "litellm-proxy keys update HASH --tpm-limit 1",
            "litellm-proxy keys update HASH --max-parallel-requests 4",
            r#"litellm-proxy keys update HASH --param 'model_rpm_limit={"m":6,"n":4}'"#,
            r#"litellm-proxy keys update HASH --param 'model_rpm_limit={"m":3,"n":8}'"#,
            r#"litellm-proxy keys update HASH --param 'model_max_budget={"it'\''s":{"max_budget":2.0,"budget_duration":"1d"}}'"#,
        ]
    );
    let team = [
        ("/team_info/blocked", json!(true)),
        ("/team_info/max_budget", json!(5.0)),
        ("/team_memberships", json!([{"user_id": "u v", "litellm_budget_table": {"max_budget": 2.0, "tpm_limit": 3}}])),
    ];
    assert_eq!(
        commands(&of_team(&[("/user_id", json!("u v"))], &team)),
        [
            "litellm-proxy teams unblock t",
            "litellm-proxy teams update t --max-budget 10",
            "litellm-proxy teams members update t 'u v' --max-budget-in-team 4",
            "litellm-proxy teams members update t 'u v' --tpm-limit 6",
        ]
    );
    let customer = json!({"user_id": "c", "blocked": true,
        "litellm_budget_table": {"budget_id": "b", "max_budget": 1.0, "rpm_limit": 4}});
    let tags = json!([{"name": "a", "litellm_budget_table": {"max_budget": 1.0, "tpd_limit": null}}]);
    let others = Facts {
        customer: Some(serde_json::from_value(customer).expect("a customer")),
        tags: serde_json::from_value(tags).expect("tags"),
        server: Some(serde_json::from_value(json!({"spend": 1.0, "max_budget": 2.0})).expect("a server")),
        ..facts(&[])
    };
    assert_eq!(
        commands(&others),
        [
            "litellm-proxy customers unblock c",
            "litellm-proxy customers update c --max-budget 2",
            "litellm-proxy budgets update b --rpm-limit 8",
            r#"litellm-proxy http request POST /tag/update -j '{"name":"a","max_budget":2.0}'"#,
            "set litellm_settings.max_budget to 4 in the server's configuration file",
        ]
    );
}
