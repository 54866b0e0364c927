//! How limits are measured, with responses as LiteLLM 1.106.2 and 1.80.11 send them.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::rules::{depends_on_version, limits};
use super::sources::LimitSources;
use super::windows::WindowUse;
use super::{KeyLimit, LimitOwner};
use crate::core::ServerVersion;

const HASH: &str = "e2c46632fb2cbad582d9eabe293dbff76e419ad33fb2414d4e5e09f3b9cac4fc";

/// A key of 1.106.2.
const KEY: &str = r#"{"key_name":"sk-...TPSQ","key_alias":"k","spend":0.0,"total_spend":0.0,"expires":null,"models":[],"user_id":null,"team_id":null,"max_parallel_requests":null,"metadata":{},"blocked":null,"tpm_limit":null,"rpm_limit":null,"tpd_limit":null,"max_budget":null,"budget_duration":null,"budget_reset_at":null,"model_spend":{},"model_max_budget":{},"budget_id":null,"organization_id":null,"budget_limits":null,"litellm_budget_table":null,"status":"active"}"#;
/// A team of 1.106.2 with one member.
const TEAM: &str = r#"{"team_id":"t","team_info":{"team_alias":"T","team_id":"t","organization_id":null,"metadata":{},"tpm_limit":null,"rpm_limit":null,"max_budget":null,"soft_budget":null,"budget_limits":null,"blocked":false,"spend":0.0,"budget_reset_at":null,"model_max_budget":{},"team_member_budget_table":null,"model_max_budget_usage":{}},"keys":[],"team_memberships":[{"user_id":"u","team_id":"t","budget_id":"m","spend":0.0,"litellm_budget_table":null}]}"#;
/// A shared budget of 1.106.2, and the same of 1.80.11.
const SHARED: &str = r#"{"budget_id":"b","max_budget":0.5,"soft_budget":null,"max_parallel_requests":null,"tpm_limit":7,"rpm_limit":3,"tpd_limit":null,"budget_duration":"1d","budget_reset_at":"2026-11-22T00:00:00+00:00"}"#;
const OLD_SHARED: &str = r#"{"budget_id":"b","max_budget":0.5,"soft_budget":null,"max_parallel_requests":null,"tpm_limit":7,"rpm_limit":3,"budget_duration":"1d","budget_reset_at":"2026-11-22T13:36:59.489000+00:00"}"#;

/// A response with fields changed, each by its JSON pointer.
fn changed(response: &str, changes: &[(&str, Value)]) -> Value {
    let mut response: Value = serde_json::from_str(response).expect("JSON");
    for (pointer, value) in changes {
        let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
        let parent = response.pointer_mut(parent).expect("a parent").as_object_mut().expect("an object");
        parent.insert(field.to_owned(), value.clone());
    }
    response
}

fn of_key(changes: &[(&str, Value)]) -> LimitSources {
    let key = json!({"key": HASH, "info": changed(KEY, changes)});
    LimitSources {
        hash: HASH.to_owned(),
        key: read(&key),
        team: None,
        user: None,
        is_of_missing_team: false,
        key_windows: Vec::new(),
        team_windows: Vec::new(),
        organization: None,
        project: None,
        access_groups: Vec::new(),
        customer: None,
        tags: Vec::new(),
        server: None,
        version: None,
    }
}

fn of_team(key: &[(&str, Value)], team: &[(&str, Value)]) -> LimitSources {
    let key = [&[("/team_id", json!("t")), ("/user_id", json!("u"))], key].concat();
    LimitSources { team: Some(read(&changed(TEAM, team))), ..of_key(&key) }
}

fn measured(sources: &LimitSources) -> Vec<KeyLimit> {
    limits(sources, "2026-11-21T12:00:00Z".parse::<Timestamp>().expect("a time"))
}

/// Returns the owner as `SCOPE ID`.
fn named(owner: &LimitOwner) -> String {
    let id = match owner {
        LimitOwner::Key(_) => "HASH".to_owned(),
        LimitOwner::Member { team_id, user_id } => format!("{user_id} in {team_id}"),
        LimitOwner::Server => String::new(),
        LimitOwner::Budget(id)
        | LimitOwner::Team(id)
        | LimitOwner::User(id)
        | LimitOwner::Organization(id)
        | LimitOwner::Project(id)
        | LimitOwner::AccessGroup(id)
        | LimitOwner::Customer(id)
        | LimitOwner::Tag(id) => id.clone(),
    };
    format!("{} {id}", owner.scope())
}

/// Returns a line for each limit: owner, kind, used / bound, percent, whether it stops the key (`!`) and is the tightest
/// (`*`).
fn lines(sources: &LimitSources) -> Vec<String> {
    let number = |number: Option<f64>| number.map_or_else(|| "?".to_owned(), |number| number.to_string());
    let line = |limit: &KeyLimit| {
        let model = limit.model.as_deref().map(|model| format!(" of {model}")).unwrap_or_default();
        let marks = [(limit.is_exceeded, "!"), (limit.is_tightest, "*")];
        let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
        let line = format!(
            "{}: {}{model} {}/{} {}% {marks}",
            named(&limit.owner),
            limit.kind.as_str(),
            number(limit.used),
            limit.bound,
            number(limit.percent)
        );
        line.trim_end().to_owned()
    };
    measured(sources).iter().map(line).collect()
}

#[track_caller]
fn are(sources: &LimitSources, expected: &[&str]) {
    assert_eq!(lines(sources), expected);
}

/// Returns the changes that lift the limits: owner, field, value.
fn changes(sources: &LimitSources) -> Vec<(String, &'static str, Value)> {
    let change = |limit: KeyLimit| (named(&limit.change.owner), limit.change.field, limit.change.value);
    measured(sources).into_iter().map(change).collect()
}

#[track_caller]
fn are_changes(sources: &LimitSources, expected: &[(&str, &str, Value)]) {
    let changes = changes(sources);
    let changes: Vec<_> = changes.iter().map(|(owner, field, value)| (owner.as_str(), *field, value.clone())).collect();
    assert_eq!(changes, expected);
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
        // For some time it may spend more.
        (
            vec![
                ("/max_budget", json!(0.5)),
                ("/spend", json!(0.5)),
                ("/metadata", json!({"temp_budget_increase": 0.5, "temp_budget_expiry": "2026-11-22T00:00:00"})),
            ],
            vec!["key HASH: dollars 0.5/1.0 50% *"],
        ),
        (
            vec![
                ("/max_budget", json!(0.5)),
                ("/spend", json!(0.5)),
                ("/metadata", json!({"temp_budget_increase": 0.5, "temp_budget_expiry": "2026-11-21T00:00:00"})),
            ],
            vec!["key HASH: dollars 0.5/0.5 100% !*"],
        ),
    ] {
        are(&of_key(&key), &expected);
    }
}

#[test]
fn either_the_keys_own_limits_count_or_those_of_the_budget_it_shares() {
    let shared = |table: &str, version: Option<&str>, own: &[(&str, Value)]| {
        let table = [("/budget_id", json!("b")), ("/litellm_budget_table", changed(table, &[]))];
        LimitSources { version: version.map(ServerVersion::new), ..of_key(&[&table, own].concat()) }
    };
    let all = ["budget b: dollars 0.25/0.5 50% *", "budget b: tpm ?/7 ?%", "budget b: rpm ?/3 ?%"];
    for (table, version) in [(SHARED, None), (SHARED, Some("1.106.2")), (OLD_SHARED, Some("1.80.11"))] {
        let sources = shared(table, version, &[("/spend", json!(0.25))]);
        are(&sources, &all);
        assert!(!depends_on_version(&sources));
    }
    let own = [("/spend", json!(0.5)), ("/max_budget", json!(5.0)), ("/rpm_limit", json!(9))];
    for version in [None, Some("1.82.0"), Some("1.106.2")] {
        let sources = shared(SHARED, version, &own);
        assert!(depends_on_version(&sources));
        are(&sources, &["key HASH: dollars 0.5/5.0 10% *", "key HASH: rpm ?/9 ?%", "budget b: tpm ?/7 ?%"]);
    }
    let old = shared(OLD_SHARED, Some("1.80.11"), &own);
    are(&old, &["budget b: dollars 0.5/0.5 100% !*", "budget b: tpm ?/7 ?%", "budget b: rpm ?/3 ?%"]);
    are_changes(
        &old,
        &[
            ("budget b", "max_budget", json!(1.0)),
            ("budget b", "tpm_limit", json!(14)),
            ("budget b", "rpm_limit", json!(6)),
        ],
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
    let user = || Some(read(&user.clone()));
    let personal = LimitSources { user: user(), ..of_key(&[("/user_id", json!("u"))]) };
    are(&personal, &["user u: dollars 0.05/0.01 500% !*", "user u: rpm ?/7 ?%"]);
    let of_team = LimitSources { user: user(), ..of_team(&[], &[]) };
    are(&of_team, &["user u: rpm ?/7 ?%"]);
}

/// A response as its type.
fn read<T: serde::de::DeserializeOwned>(json: &Value) -> T {
    serde_json::from_str(&json.to_string()).expect("a response")
}

#[test]
fn the_limits_of_an_organization() {
    let organization = json!({"organization_id": "o", "spend": 5.0,
        "litellm_budget_table": {"budget_id": "b", "max_budget": 5.0, "tpm_limit": 1}});
    let sources = LimitSources { organization: Some(read(&organization)), ..of_key(&[]) };
    are(&sources, &["organization o: dollars 5/5.0 100% !*", "organization o: tpm ?/1 ?%"]);
    are_changes(&sources, &[("organization o", "max_budget", json!(10.0)), ("organization o", "tpm_limit", json!(2))]);
}

#[test]
fn the_limits_of_a_customer() {
    let of = |blocked: bool, spend: f64| {
        let customer = json!({"user_id": "c", "blocked": blocked, "spend": spend,
            "litellm_budget_table": {"budget_id": "b", "max_budget": 1.0, "rpm_limit": 4}});
        LimitSources { customer: Some(read(&customer)), ..of_key(&[]) }
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
    let of_tag = |version: Option<&str>| {
        let tags = json!([{"name": "a b", "spend": 0.6, "litellm_budget_table": changed(SHARED, &[])}]);
        LimitSources { tags: read(&tags), version: version.map(ServerVersion::new), ..of_key(&[]) }
    };
    assert!(depends_on_version(&of_tag(None)));
    for version in [None, Some("1.88.0"), Some("1.106.2")] {
        are(&of_tag(version), &["tag a b: dollars 0.6/0.5 120% !*"]);
    }
    for version in [Some("1.80.11"), Some("1.87.5")] {
        are(&of_tag(version), &[]);
    }
    let of_server = |spend: f64, max_budget: f64| LimitSources {
        server: Some(read(&json!({"spend": spend, "max_budget": max_budget}))),
        ..of_key(&[])
    };
    are(&of_server(3.0, 2.0), &["server : dollars 3/2.0 150% !*"]);
    are(&of_server(2.0, 2.0), &["server : dollars 2/2.0 100% *"]);
    are(&of_server(3.0, 0.0), &[]);
}

#[test]
fn the_tightest_limit_stops_the_key_or_is_the_most_used() {
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
    // When two are used equally, the narrower one is the tightest.
    let team = [("/team_info/max_budget", json!(1.0)), ("/team_info/spend", json!(0.5))];
    are(
        &of_team(&[("/max_budget", json!(1.0)), ("/spend", json!(0.5))], &team),
        &["key HASH: dollars 0.5/1.0 50% *", "team t: dollars 0.5/1.0 50%"],
    );
}

#[test]
fn proposed_amounts_have_one_digit() {
    for (limit, spend, proposed) in [
        (0.01, 0.0, 0.02),
        (0.01, 0.048, 0.1),
        (0.03, 0.03, 0.06),
        (0.1, 0.15, 0.3),
        (5.0, 1.0, 10.0),
        (100.0, 130.0, 300.0),
        (0.0, 0.0, 1.0),
        (7.5, 0.0, 20.0),
    ] {
        let key = of_key(&[("/max_budget", json!(limit)), ("/spend", json!(spend))]);
        are_changes(&key, &[("key HASH", "max_budget", json!(proposed))]);
    }
}

#[test]
fn each_limit_is_lifted_by_one_field() {
    let key = [
        ("/blocked", json!(true)),
        ("/expires", json!("2020-01-01T00:00:00Z")),
        ("/budget_limits", json!([{"max_budget": 1.0, "budget_duration": "1d"}])),
        ("/tpm_limit", json!(0)),
        ("/max_parallel_requests", json!(2)),
        ("/metadata", json!({"model_rpm_limit": {"m": 3, "n": 4}})),
        ("/model_max_budget", json!({"it's": {"max_budget": 1.0, "budget_duration": "1d"}})),
    ];
    are_changes(
        &of_key(&key),
        &[
            ("key HASH", "blocked", json!(false)),
            ("key HASH", "duration", json!("30d")),
            ("key HASH", "budget_limits", json!([{"max_budget": 2.0, "budget_duration": "1d"}])),
            ("key HASH", "tpm_limit", json!(1)),
            ("key HASH", "max_parallel_requests", json!(4)),
            ("key HASH", "model_rpm_limit", json!({"m": 6, "n": 4})),
            ("key HASH", "model_rpm_limit", json!({"m": 3, "n": 8})),
            ("key HASH", "model_max_budget", json!({"it's": {"max_budget": 2.0, "budget_duration": "1d"}})),
        ],
    );
    let team = [
        ("/team_info/blocked", json!(true)),
        ("/team_info/max_budget", json!(5.0)),
        ("/team_memberships", json!([{"user_id": "u v", "litellm_budget_table": {"max_budget": 2.0, "tpm_limit": 3}}])),
    ];
    are_changes(
        &of_team(&[("/user_id", json!("u v"))], &team),
        &[
            ("team t", "blocked", json!(false)),
            ("team t", "max_budget", json!(10.0)),
            ("member u v in t", "max_budget_in_team", json!(4.0)),
            ("member u v in t", "tpm_limit", json!(6)),
        ],
    );
    let customer = json!({"user_id": "c", "blocked": true,
        "litellm_budget_table": {"budget_id": "b", "max_budget": 1.0, "rpm_limit": 4}});
    let others = LimitSources {
        customer: Some(read(&customer)),
        tags: read(&json!([{"name": "a", "litellm_budget_table": {"max_budget": 1.0}}])),
        server: Some(read(&json!({"spend": 1.0, "max_budget": 2.0}))),
        ..of_key(&[])
    };
    are_changes(
        &others,
        &[
            ("customer c", "blocked", json!(false)),
            ("customer c", "max_budget", json!(2.0)),
            ("budget b", "rpm_limit", json!(8)),
            ("tag a", "max_budget", json!(2.0)),
            ("server ", "max_budget", json!(4.0)),
        ],
    );
}

#[test]
fn a_budget_window_stops_the_key_and_one_whose_use_is_unknown_is_never_looser() {
    let windows = json!([{"max_budget": 1.0, "budget_duration": "1d"}, {"max_budget": 9.0, "budget_duration": "30d"}]);
    let of = |uses: &[Option<WindowUse>]| LimitSources {
        key_windows: uses.to_vec(),
        ..of_key(&[("/budget_limits", windows.clone()), ("/max_budget", json!(10.0)), ("/spend", json!(5.0))])
    };
    let between = |at_least, at_most| Some(WindowUse { at_least, at_most });
    let own = "key HASH: dollars 5/10.0 50%";
    are(
        &of(&[between(1.0, 1.0), between(5.0, 5.0)]),
        &[own, "key HASH: dollars 1/1.0 100% !*", "key HASH: dollars 5/9.0 55.6%"],
    );
    are(
        &of(&[between(0.5, 0.9), between(5.0, 5.0)]),
        &[own, "key HASH: dollars 0.9/1.0 90% *", "key HASH: dollars 5/9.0 55.6%"],
    );
    are(&of(&[between(0.5, 1.5), None]), &[own, "key HASH: dollars ?/1.0 ?%", "key HASH: dollars ?/9.0 ?%"]);
    let unknown = measured(&of(&[]));
    assert_eq!(unknown.iter().map(KeyLimit::may_stop).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(unknown[1].window.as_deref(), Some("1d"));
    let proposed = json!([{"max_budget": 3.0, "budget_duration": "1d"}, {"max_budget": 9.0, "budget_duration": "30d"}]);
    assert_eq!(measured(&of(&[between(1.2, 1.2), None]))[1].change.value, proposed);
    let team = LimitSources {
        team_windows: vec![between(1.0, 1.0)],
        ..of_team(&[], &[("/team_info/budget_limits", json!([{"max_budget": 1.0, "budget_duration": "1d"}]))])
    };
    are(&team, &["team t: dollars 1/1.0 100% !*"]);
}

#[test]
fn a_key_of_a_missing_team_or_a_deactivated_user_is_stopped_by_newer_servers() {
    let user = json!({"user_id": "u", "metadata": {"scim_active": false}, "max_budget": 5.0, "spend": 1.0});
    for (version, of_missing, of_deactivated) in [
        (Some("1.80.11"), &["user u: dollars 1/5.0 20% *"][..], &["user u: dollars 1/5.0 20% *"][..]),
        (
            Some("1.110.2"),
            &["team t: missing ?/null 100% !*", "user u: deactivated ?/null 100% !", "user u: dollars 1/5.0 20%"],
            &["user u: deactivated ?/null 100% !*", "user u: dollars 1/5.0 20%"],
        ),
    ] {
        let version = version.map(ServerVersion::new);
        let user = Some(read(&user));
        let personal = LimitSources { user, version, ..of_key(&[("/user_id", json!("u"))]) };
        are(&personal, of_deactivated);
        assert!(depends_on_version(&personal));
        let key = of_key(&[("/user_id", json!("u")), ("/team_id", json!("t"))]).key;
        are(&LimitSources { key, is_of_missing_team: true, ..personal }, of_missing);
    }
}

#[test]
fn the_organization_of_a_team_counts_on_newer_servers() {
    let organization = json!({"organization_id": "o", "spend": 5.0, "metadata": {"model_rpm_limit": {"m": 2}},
        "litellm_budget_table": {"max_budget": 5.0}});
    let of = |version: &str, key: &[(&str, Value)]| LimitSources {
        organization: Some(read(&organization)),
        version: Some(ServerVersion::new(version)),
        ..of_key(key)
    };
    let counts = ["organization o: dollars 5/5.0 100% !*", "organization o: rpm of m ?/2 ?%"];
    are(&of("1.106.2", &[]), &counts);
    are(&of("1.80.11", &[]), &[]);
    are(&of("1.80.11", &[("/organization_id", json!("o"))]), &counts);
}

#[test]
fn the_limits_of_projects_and_access_groups() {
    let project = json!({"project_id": "p", "blocked": true, "spend": 1.0, "metadata": {"model_tpm_limit": {"m": 9}},
        "litellm_budget_table": {"max_budget": 1.0}});
    let of_project = LimitSources { project: Some(read(&project)), ..of_key(&[("/project_id", json!("p"))]) };
    are(
        &of_project,
        &["project p: blocked ?/null 100% !*", "project p: dollars 1/1.0 100% !", "project p: tpm of m ?/9 ?%"],
    );
    let group = json!([{"access_group": "g", "spend": 0.5, "budget": {"max_budget": 0.5}},
        {"access_group": "free", "spend": 0.5, "budget": {"max_budget": 0.0}}]);
    are(&LimitSources { access_groups: read(&group), ..of_key(&[]) }, &["access_group g: dollars 0.5/0.5 100% !*"]);
}

#[test]
fn a_keys_own_rate_of_a_model_replaces_the_teams() {
    let team = [("/team_info/metadata", json!({"model_rpm_limit": {"m": 1, "n": 2}}))];
    let key = [("/metadata", json!({"model_rpm_limit": {"m": 5}}))];
    are(&of_team(&key, &team), &["key HASH: rpm of m ?/5 ?%", "team t: rpm of n ?/2 ?%"]);
}
