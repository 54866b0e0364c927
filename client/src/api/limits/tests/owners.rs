//! The limits of each owner.

use super::*;

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
        // The team's limit for each of its members.
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
