//! `budgets why`: requests, output, and proposed commands. The ranking of limits has unit tests.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request, request_with};

use crate::harness::Cli;

const HASH: &str = "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b";

/// The response for a key with these fields.
fn key(more: &Value) -> FakeResponse {
    let mut info = json!({"key_alias": "mine", "spend": 0.0, "metadata": {}});
    info.as_object_mut().expect("fields").extend(more.as_object().expect("fields").clone());
    json_response(json!({"key": HASH, "info": info}))
}

fn refusal(status: u16) -> FakeResponse {
    FakeResponse::new(status).with_json(json!({"error": {"message": "not for you", "code": status.to_string()}}))
}

fn whole_server() -> FakeResponse {
    json_response(json!({"spend": 1.0, "max_budget": 0.0}))
}

#[test]
fn null_spend_of_an_unused_server_is_accepted() {
    let unused = json_response(json!({"spend": null, "max_budget": null}));
    let key = key(&json!({"spend": 0.0, "max_budget": 1.0}));
    let server = FakeServer::with_routes([("GET /key/info", key), ("GET /global/spend", unused)]);
    let why = Cli::of(&server).run(&["budgets", "why", HASH, "--format", "json"]).json();
    assert_eq!((&why["stopped"], why["limits"].as_array().map(Vec::len)), (&json!(false), Some(1)));
}

#[test]
fn exhausted_budget_is_shown_with_the_command_that_raises_it() {
    let spent = json!({"spend": 0.05, "max_budget": 0.01, "rpm_limit": 9, "budget_reset_at": "2026-11-22T00:00:00Z"});
    let server = FakeServer::with_routes([("GET /key/info", key(&spent)), ("GET /global/spend", whole_server())]);
    let cli = Cli::of(&server).env("TZ", "Asia/Tokyo");
    let raise = "litellm-proxy keys update mine --max-budget 0.1".to_owned();
    let table = cli.run(&["budgets", "why", "sk-1234"]);
    let lines: Vec<_> = table.ok().lines().collect();
    let header: Vec<_> = lines[1].split(['│', '┆']).map(str::trim).filter(|cell| !cell.is_empty()).collect();
    assert_eq!(header, ["Scope", "ID", "What", "Used", "Limit", "%", "Resets At", "Tightest"], "{table:#?}");
    assert!(lines[3].contains("┆ dollars ┆ $0.05 ┆ $0.01 ┆ 500 ┆ 2026-11-22 09:00 ┆ stops it │"), "{table:#?}");
    assert!(lines[3].starts_with("│ key   ┆ mine ┆"), "{table:#?}");
    assert!(table.stdout.ends_with(&format!("The key is stopped. This lifts the limit:\n  {raise}\n")), "{table:#?}");
    assert!(!table.stdout.contains("sk-1234"), "{table:#?}");
    let limit =
        |what: &str, used: Value, limit: Value, percent: Value, resets_at: Value, tightest: bool, unblock: &str| {
            json!({"scope": "key", "id": HASH, "model": null, "window": null, "what": what, "used": used,
            "limit": limit, "percent": percent, "resets_at": resets_at, "stops": tightest, "may_stop": !tightest,
            "tightest": tightest, "unblock": unblock})
        };
    let rpm = "litellm-proxy keys update mine --rpm-limit 18".to_owned();
    assert_eq!(
        cli.run(&["budgets", "why", HASH, "--format", "json"]).json(),
        json!({
            "key": HASH, "key_alias": "mine", "stopped": true, "limits": [
                limit("dollars", json!(0.05), json!(0.01), json!(500.0), json!("2026-11-22T00:00:00Z"), true, &raise),
                limit("rpm", Value::Null, json!(9), Value::Null, Value::Null, false, &rpm),
            ], "untold": [], "unblock": [raise],
        })
    );
    let csv = cli.run(&["budgets", "why", HASH, "--format", "csv"]);
    assert_eq!(
        csv.ok(),
        format!(
            "scope,id,what,used,limit,percent,resets_at,tightest\n\
             key,{HASH},dollars,0.05,0.01,500,2026-11-22T00:00:00Z,stops it\nkey,{HASH},rpm,,9,,,\n"
        )
    );
    let question = [request(&format!("GET /key/info?key={HASH}")), request("GET /global/spend")];
    assert_eq!(server.requests(), [&question[..], &question, &question].concat());
}

#[test]
fn limits_of_all_scopes_are_fetched() {
    let of_key = json!({"team_id": "t", "user_id": "u", "organization_id": "o", "metadata": {"tags": ["a", "b", "c"]}});
    let mut listed = json!({"token": HASH, "key_alias": "mine", "org_id": "o"});
    for name in ["team_id", "user_id", "metadata"] {
        listed[name] = of_key[name].clone();
    }
    let tag = |name: &str, budget: Value| json!({name: {"name": name, "litellm_budget_table": budget}});
    let all =
        json!({"a": tag("a", json!({"max_budget": 5.0, "tpd_limit": null}))["a"], "b": tag("b", Value::Null)["b"]});
    let server = FakeServer::with_routes([
        ("GET /key/list", json_response(json!({"keys": [listed], "total_count": 1, "total_pages": 1}))),
        ("GET /key/info", key(&of_key)),
        (
            "GET /customer/info",
            json_response(json!({"user_id": "c", "spend": 0.5, "litellm_budget_table": {"max_budget": 1.0}})),
        ),
        ("GET /team/info", json_response(json!({"team_info": {"team_id": "t", "spend": 1.0, "max_budget": 4.0}}))),
        ("GET /user/info", json_response(json!({"user_info": {"user_id": "u", "rpm_limit": 3}}))),
        (
            "GET /organization/info",
            json_response(json!({"organization_id": "o", "spend": 1.0, "litellm_budget_table": {"max_budget": 10.0}})),
        ),
        ("POST /tag/info", json_response(all)),
        ("GET /spend/tags", json_response(json!([{"individual_request_tag": "a", "total_spend": 0.5}]))),
        ("GET /global/spend", json_response(json!({"spend": 9.0, "max_budget": 1000.0}))),
        ("GET /health/readiness/details", json_response(json!({"litellm_version": "1.106.2"}))),
    ]);
    let run = Cli::of(&server).run(&["budgets", "why", "mine", "--customer", "c", "--format", "json"]);
    let limits = run.json()["limits"].as_array().expect("limits").clone();
    let brief: Vec<_> =
        limits.iter().map(|limit| json!([limit["scope"], limit["id"], limit["what"], limit["percent"]])).collect();
    assert_eq!(
        brief,
        [
            json!(["team", "t", "dollars", 25.0]),
            json!(["user", "u", "rpm", null]),
            json!(["organization", "o", "dollars", 10.0]),
            json!(["customer", "c", "dollars", 50.0]),
            json!(["tag", "a", "dollars", 10.0]),
            json!(["server", "", "dollars", 0.9]),
        ]
    );
    let tightest: Vec<_> = limits.iter().filter(|limit| limit["tightest"] == true).collect();
    assert_eq!(tightest[0]["unblock"], "litellm-proxy customers update c --max-budget 2");
    // Requests that depend on nothing but the key are sent at the same time, then those that depend on their responses.
    let received = server.requests();
    assert_eq!(
        sorted(&received[1..10]),
        [
            request("GET /customer/info?end_user_id=c"),
            request("GET /global/spend"),
            request(&format!("GET /key/info?key={HASH}")),
            request("GET /organization/info?organization_id=o"),
            request("GET /team/info?team_id=t"),
            request("GET /user/info?user_id=u"),
            request_with("POST /tag/info", json!({"names": ["a"]})),
            request_with("POST /tag/info", json!({"names": ["b"]})),
            request_with("POST /tag/info", json!({"names": ["c"]})),
        ]
    );
    assert_eq!(sorted(&received[10..]), [request("GET /health/readiness/details"), request("GET /spend/tags")]);
}

/// Requests in an order of their own: those that are sent at the same time arrive in any.
fn sorted(requests: &[(String, Value)]) -> Vec<(String, Value)> {
    let mut sorted = requests.to_vec();
    sorted.sort_by_key(|(line, body)| (line.clone(), body.to_string()));
    sorted
}

#[test]
fn the_servers_version_decides_whether_tags_and_a_keys_own_limits_count() {
    let of_key = json!({"max_budget": 4.0, "spend": 1.0, "metadata": {"tags": ["a"]},
        "budget_id": "b", "litellm_budget_table": {"budget_id": "b", "max_budget": 2.0}});
    let tag = json!({"a": {"name": "a", "spend": 0.5, "litellm_budget_table": {"max_budget": 5.0}}});
    for (version, expected) in [
        ("1.80.11", json!([["budget", "b"]])),
        ("1.86.0", json!([["key", HASH]])),
        ("1.106.2", json!([["key", HASH], ["tag", "a"]])),
    ] {
        let server = FakeServer::with_routes([
            ("GET /key/info", key(&of_key)),
            ("POST /tag/info", json_response(tag.clone())),
            ("GET /global/spend", whole_server()),
            ("GET /openapi.json", json_response(json!({"info": {"version": version}}))),
        ]);
        let report = Cli::of(&server).run(&["budgets", "why", HASH, "--format", "json"]).json();
        let limits = report["limits"].as_array().expect("limits").iter();
        let owners: Vec<_> = limits.map(|limit| json!([limit["scope"], limit["id"]])).collect();
        assert_eq!(json!(owners), expected, "{version}");
    }
}

#[test]
fn the_commands_that_lift_limits_are_quoted_for_the_shell() {
    let of_key = json!({"metadata": {"model_rpm_limit": {"it's": 3}, "tags": ["a b"]}, "rpm_limit": 0,
        "user_id": "u v", "team_id": "t", "max_parallel_requests": 2,
        "budget_limits": [{"max_budget": 1.0, "budget_duration": "1d"}]});
    let team = json!({"team_info": {"team_id": "t", "blocked": true},
        "team_memberships": [{"user_id": "u v", "spend": 0.0, "litellm_budget_table": {"max_budget": 2.0}}]});
    let customer = json!({"user_id": "c", "blocked": true, "spend": 0.0,
        "litellm_budget_table": {"budget_id": "b", "rpm_limit": 4}});
    let tag = json!({"a b": {"name": "a b", "spend": 0.5, "litellm_budget_table": {"max_budget": 5.0}}});
    let server = FakeServer::with_routes([
        ("GET /key/info", key(&of_key)),
        ("GET /team/info", json_response(team)),
        ("GET /customer/info", json_response(customer)),
        ("POST /tag/info", json_response(tag)),
        ("GET /global/spend", json_response(json!({"spend": 1.0, "max_budget": 2.0}))),
        ("GET /health/readiness/details", json_response(json!({"litellm_version": "1.106.2"}))),
    ]);
    let report = Cli::of(&server).run(&["budgets", "why", HASH, "--customer", "c", "--format", "json"]).json();
    let limits = report["limits"].as_array().expect("limits").iter();
    let commands: Vec<_> = limits.map(|limit| limit["unblock"].as_str().expect("a command").to_owned()).collect();
    let key = "litellm-proxy keys update mine";
    assert_eq!(
        commands,
        [
            format!(r#"{key} --param 'budget_limits=[{{"max_budget":2.0,"budget_duration":"1d"}}]'"#),
            format!("{key} --rpm-limit 1"),
            format!("{key} --max-parallel-requests 4"),
            format!(r#"{key} --param 'model_rpm_limit={{"it'\''s":6}}'"#),
            "litellm-proxy teams unblock t".to_owned(),
            "litellm-proxy teams members update t 'u v' --max-budget-in-team 4".to_owned(),
            "litellm-proxy customers unblock c".to_owned(),
            "litellm-proxy budgets update b --rpm-limit 8".to_owned(),
            r#"litellm-proxy http request POST /tag/update -j '{"name":"a b","max_budget":10.0}'"#.to_owned(),
            "set litellm_settings.max_budget to 4 in the server's config file".to_owned(),
        ]
    );
}

#[test]
fn forbidden_scopes_are_warnings() {
    let of_key =
        json!({"team_id": "t", "user_id": "gone", "max_budget": 4.0, "spend": 1.0, "metadata": {"tags": ["a"]}});
    let server = FakeServer::with_routes([
        ("GET /key/info", key(&of_key)),
        ("GET /team/info", refusal(403)),
        ("GET /user/info", refusal(404)),
        ("POST /tag/info", refusal(401)),
        ("GET /global/spend", refusal(401)),
    ]);
    let cli = Cli::of(&server);
    let run = cli.run(&["budgets", "why", HASH]);
    assert!(run.ok().contains("No known limit stops the key now. This lifts the tightest:\n"), "{run:#?}");
    assert_eq!(
        run.stderr,
        "warning: the limits of the team are unknown: not for you (HTTP 403)\n\
         warning: the limits of the tag `a` are unknown: not for you (HTTP 401)\n\
         warning: the limits of the whole server are unknown: not for you (HTTP 401)\n"
    );
    let report = cli.run(&["budgets", "why", HASH, "--format", "json"]).json();
    assert_eq!((report["untold"].as_array().map(Vec::len), &report["stopped"]), (Some(3), &json!(false)));
}

#[test]
fn key_without_limits_is_reported() {
    let tags = json!({"metadata": {"tags": ["a"]}});
    let nobody = FakeResponse::new(500).with_json(json!({"detail": "404: Tags not found: ['a']"}));
    let server = FakeServer::with_routes([
        ("GET /key/info", key(&tags)),
        ("POST /tag/info", nobody),
        ("GET /global/spend", whole_server()),
    ]);
    let run = Cli::of(&server).run(&["budgets", "why", HASH]);
    assert!(run.ok().ends_with("The key has no limits.\n"), "{run:#?}");
    let server = FakeServer::with_routes([("GET /key/info", key(&json!({}))), ("GET /global/spend", refusal(401))]);
    let run = Cli::of(&server).run(&["budgets", "why", HASH]);
    assert!(run.ok().ends_with("No known limit stops the key now.\n"), "{run:#?}");
}

#[test]
fn each_blocking_limit_gets_a_command() {
    let server = FakeServer::with_routes([
        ("GET /key/info", key(&json!({"blocked": true, "expires": "2020-01-01T00:00:00Z"}))),
        ("GET /global/spend", whole_server()),
    ]);
    let run = Cli::of(&server).run(&["budgets", "why", HASH]);
    assert!(
        run.ok().ends_with(
            "The key is stopped by 2 limits. These commands lift them:\n  litellm-proxy keys unblock mine\n  \
             litellm-proxy keys update mine --duration 30d\n"
        ),
        "{run:#?}"
    );
}

#[test]
fn missing_key_or_customer_exits_with_three() {
    let server = FakeServer::always(refusal(404));
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["budgets", "why", HASH]).fails(3), "error: not for you (HTTP 404)\n");
    let server = FakeServer::with_routes([("GET /key/info", key(&json!({}))), ("GET /customer/info", refusal(404))]);
    Cli::of(&server).run(&["budgets", "why", HASH, "--customer", "c"]).fails(3);
    let server = FakeServer::with_routes([(
        "GET /key/list",
        json_response(json!({"keys": [], "total_count": 0, "total_pages": 0})),
    )]);
    let run = Cli::of(&server).run(&["budgets", "why", "nobody"]);
    assert_eq!(run.fails(3), "error: no key has the alias `nobody`\n");
}

#[test]
fn curl_shows_the_first_request_with_the_hash() {
    let server = FakeServer::with_routes([]);
    let run = Cli::of(&server).run(&["budgets", "why", "sk-1234", "--curl"]);
    assert!(run.ok().contains(&format!("/key/info?key={HASH}'")) && !run.stdout.contains("sk-1234"), "{run:#?}");
    assert_eq!(server.requests(), []);
}

#[test]
fn a_budget_window_that_stops_the_key_is_named_with_the_command_that_raises_it() {
    let of_key = json!({"max_budget": 10.0, "spend": 0.05, "team_id": "t",
        "budget_limits": [{"max_budget": 0.01, "budget_duration": "1d", "reset_at": "2026-11-30T00:00:00+00:00"}],
        "budget_limits_usage": {"1d": {"current_spend": 0.048}}});
    let team = json!({"team_info": {"team_id": "t",
        "budget_limits": [{"max_budget": 5.0, "budget_duration": "1h", "reset_at": "2026-11-29T13:00:00Z"}]}});
    let day = json!({"results": [{"date": "2026-11-29", "metrics": {"spend": 6.0}}], "metadata": {"total_pages": 1}});
    let server = FakeServer::with_routes([
        ("GET /key/info", key(&of_key)),
        ("GET /team/info", json_response(team)),
        ("GET /team/daily/activity", json_response(day)),
        ("GET /global/spend", whole_server()),
    ]);
    let cli = Cli::of(&server);
    let run = cli.run(&["budgets", "why", HASH]);
    assert!(run.ok().contains("┆ dollars per 1d ┆ $0.048 ┆  $0.01 ┆"), "{run:#?}");
    assert!(run.stdout.contains("┆ dollars per 1h ┆        ┆  $5.00 ┆"), "{run:#?}");
    let raise = r#"litellm-proxy keys update mine --param 'budget_limits=[{"max_budget":0.1,"budget_duration":"1d","reset_at":"2026-11-30T00:00:00+00:00"}]'"#;
    assert!(run.stdout.ends_with(&format!("The key is stopped. This lifts the limit:\n  {raise}\n")), "{run:#?}");
    let report = cli.run(&["budgets", "why", HASH, "--format", "json"]).json();
    assert_eq!((&report["limits"][1]["window"], &report["limits"][1]["stops"]), (&json!("1d"), &json!(true)));
    assert_eq!((&report["limits"][2]["may_stop"], &report["limits"][2]["used"]), (&json!(true), &Value::Null));
}

#[test]
fn a_budget_whose_use_is_unknown_is_not_reported_as_harmless() {
    let of_key = json!({"max_budget": 10.0, "spend": 0.05,
        "budget_limits": [{"max_budget": 0.01, "budget_duration": "1mo", "reset_at": "2026-11-30T00:00:00+00:00"}]});
    let server = FakeServer::with_routes([("GET /key/info", key(&of_key)), ("GET /global/spend", whole_server())]);
    let run = Cli::of(&server).run(&["budgets", "why", HASH]);
    assert!(
        run.ok().contains(
            "No known limit stops the key now, but the server does not report how much is used of:\n  \
             dollars per 1mo of the key mine: litellm-proxy keys update mine --param "
        ),
        "{run:#?}"
    );
    assert!(!run.stdout.contains("tightest"), "{run:#?}");
}

#[test]
fn a_key_whose_team_is_gone_is_stopped_until_the_team_is_created_again() {
    let server = FakeServer::with_routes([
        ("GET /key/info", key(&json!({"team_id": "gone"}))),
        ("GET /team/info", refusal(404)),
        ("GET /global/spend", whole_server()),
        ("GET /health/readiness/details", json_response(json!({"litellm_version": "1.110.2"}))),
        ("GET /v1/model/info", json_response(json!({"data": [{"model_name": "m"}]}))),
    ]);
    let cli = Cli::of(&server);
    let run = cli.run(&["budgets", "why", HASH]);
    assert!(
        run.ok().ends_with("The key is stopped. This lifts the limit:\n  litellm-proxy teams create --team-id gone\n"),
        "{run:#?}"
    );
    let run = cli.run(&["keys", "can-use", HASH, "m"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (1, "no\nkey: all models are allowed\nteam: the key's team `gone` does not exist\n")
    );
}

#[test]
fn the_limits_of_projects_and_access_groups_are_lifted_by_requests() {
    let group = json!({"access_groups": [
        {"access_group": "g h", "spend": 0.5, "budget": {"max_budget": 0.5}},
        {"access_group": "other", "spend": 0.5, "budget": {"max_budget": 0.5}}]});
    let server = FakeServer::with_routes([
        ("GET /key/info", key(&json!({"project_id": "p", "models": ["g h", "m"]}))),
        ("GET /project/info", json_response(json!({"spend": 2.0, "litellm_budget_table": {"max_budget": 1.0}}))),
        ("GET /access_group/list", json_response(group)),
        ("GET /global/spend", whole_server()),
    ]);
    let report = Cli::of(&server).run(&["budgets", "why", HASH, "--format", "json"]).json();
    assert_eq!(
        report["unblock"],
        json!([
            r#"litellm-proxy http request POST /project/update -j '{"project_id":"p","max_budget":4.0}'"#,
            r#"litellm-proxy http request PUT '/access_group/g%20h/budget' -j '{"max_budget":1.0}'"#,
        ])
    );
}
