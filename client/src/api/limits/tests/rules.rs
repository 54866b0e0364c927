//! Which limit stops a key, and what lifts it.

use super::*;

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
    assert_eq!(unknown[1].window, Some("1d".into()));
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
