//! `teams`: requests and output.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, Respond, json_response, request, request_with};

use crate::harness::{Cli, are_usage_errors};

fn teams() -> Value {
    json!([
        {"team_id": "t1", "team_alias": "Core", "models": ["gpt-4", "claude", "m3", "m4"], "max_budget": 12.5, "spend": 1.0,
         "members_with_roles": [{"user_id": "u1"}, {"user_id": "u2"}]},
        {"team_id": "t2", "team_alias": null, "models": [], "max_budget": null, "spend": 0.0, "members_count": 7},
    ])
}

fn page(teams: &Value) -> Value {
    let total = teams.as_array().map_or(0, Vec::len);
    json!({"teams": teams, "total": total, "page": 1, "page_size": 100, "total_pages": 1})
}

/// A server that refuses the list of all teams to callers that are not admins, as LiteLLM does.
fn server_for_non_admin() -> FakeServer {
    let refusal =
        json!({"detail": {"error": "Only admin users can query all teams/other teams. Your user role=internal_user"}});
    FakeServer::new()
        .on("/v2/team/list?user_id=u%201", json_response(page(&teams())))
        .on("/v2/team/list", FakeResponse::new(401).with_json(refusal))
}

const ALL: &str = "GET /v2/team/list?page=1&page_size=100&sort_by=team_id";

#[test]
fn list_prints_a_table_or_a_json_array() {
    let server = FakeServer::always_json(page(&teams()));
    let cli = Cli::of(&server);
    let run = cli.run(&["teams", "list"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert!(
        lines[1].contains("│ Team Alias ┆ Team ID ┆ Models                ┆ Members ┆ Max Budget ┆ Spend │"),
        "{run:#?}"
    );
    assert!(
        lines[3].contains("│ Core       ┆ t1      ┆ gpt-4, claude, m3, m4 ┆       2 ┆     $12.50 ┆ $1.00 │"),
        "{run:#?}"
    );
    assert!(
        lines[4].contains("│            ┆ t2      ┆ all models            ┆       7 ┆            ┆ $0.00 │"),
        "{run:#?}"
    );
    assert_eq!(cli.run(&["teams", "list", "--format", "json"]).json(), teams());
    assert_eq!(
        cli.run(&["teams", "list", "--format", "csv"]).ok(),
        "team_alias,team_id,models,members,max_budget,spend\n\
         Core,t1,\"gpt-4, claude, m3, m4\",2,12.5,1\n,t2,all models,7,,0\n"
    );
    assert_eq!(cli.run(&["teams", "list", "--format", "ndjson"]).ok().lines().count(), 2);
    assert_eq!(server.requests(), vec![request(ALL); 4]);
}

#[test]
fn list_reads_all_pages_and_sends_filters() {
    struct Pages;
    impl Respond for Pages {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            let (page, size) = (request.number("page"), request.number("page_size"));
            let teams: Vec<Value> = ((page - 1) * size..(page * size).min(250))
                .map(|number| json!({"team_id": format!("t{number:03}")}))
                .collect();
            json_response(json!({"teams": teams, "total": 250, "page": page, "total_pages": 250_usize.div_ceil(size)}))
        }
    }
    let server = FakeServer::with_routes([("GET /organization/info", json_response(json!({})))]);
    server.add("/v2/team/list", Pages);
    let cli = Cli::of(&server);
    let run = cli.run(&["teams", "list", "--format", "json"]);
    let listed = run.json();
    let ids: Vec<_> = listed.as_array().expect("a list").iter().map(|team| team["team_id"].clone()).collect();
    assert_eq!(ids, (0..250).map(|number| json!(format!("t{number:03}"))).collect::<Vec<_>>());
    assert_eq!((run.stderr.as_str(), server.received().len()), ("", 3));
    let filters = ["--alias", "a b", "--user-id", "u", "--organization-id", "o"];
    cli.run(&[&["teams", "list"], &filters[..]].concat()).ok();
    let page =
        cli.run(&[&["teams", "list", "--page", "2", "--page-size", "30", "--format", "json"], &filters[..]].concat());
    assert_eq!(page.json().as_array().map(Vec::len), Some(30));
    let lines: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
    let query = "user_id=u&organization_id=o&team_alias=a%20b";
    assert_eq!(lines[3], "GET /organization/info?organization_id=o");
    assert_eq!(lines[4], format!("GET /v2/team/list?{query}&page=1&page_size=100&sort_by=team_id"));
    assert_eq!(lines.last(), Some(&format!("GET /v2/team/list?{query}&page=2&page_size=30")));
}

#[test]
fn list_falls_back_to_the_callers_teams() {
    for words in [&["--format", "json"][..], &["--format", "ndjson"], &["--page", "1", "--format", "json"]] {
        let server = server_for_non_admin();
        let key = json!({"key": "hash", "info": {"user_id": "u 1"}});
        server.add("GET /key/info", json_response(key));
        let run = Cli::of(&server).run(&[&["teams", "list"], words].concat());
        assert!(run.ok().contains("\"t1\"") && run.stderr.is_empty(), "{run:#?}");
        let lines: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines.len(), 3, "{lines:?}");
        assert_eq!(lines[1], "GET /key/info");
        assert!(lines[2].starts_with("GET /v2/team/list?user_id=u%201&page=1"), "{lines:?}");
    }
}

#[test]
fn list_of_a_key_without_a_user_is_its_team() {
    let server = server_for_non_admin();
    let key = json!({"key": "hash", "info": {"user_id": null, "team_id": "t1"}});
    server.add("GET /key/info", json_response(key));
    let info = json!({"team_id": "t1", "team_info": teams()[0], "keys": []});
    server.add("GET /team/info", json_response(info));
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["teams", "list", "--format", "json"]).json(), json!([teams()[0]]));
    assert_eq!(cli.run(&["teams", "list", "--alias", "coR", "--format", "json"]).json(), json!([teams()[0]]));
    assert_eq!(cli.run(&["teams", "list", "--alias", "x", "--format", "json"]).json(), json!([]));
    assert_eq!(cli.run(&["teams", "list", "--organization-id", "o", "--format", "json"]).json(), json!([]));
}

#[test]
fn list_shows_the_servers_reason_without_a_fallback() {
    let server = server_for_non_admin();
    let key = json!({"key": "hash", "info": {"user_id": null}});
    server.add("GET /key/info", json_response(key));
    let run = Cli::of(&server).run(&["teams", "list"]);
    assert!(run.fails(4).starts_with("error: Only admin users can query all teams"), "{run:#?}");
    let refusal = json!({"detail": {"error": "Only admin users can query all teams/other teams."}});
    let server = FakeServer::always(FakeResponse::new(401).with_json(refusal));
    Cli::of(&server).run(&["teams", "list", "--user-id", "other"]).fails(4);
    assert_eq!(server.received().len(), 1);
}

#[test]
fn list_with_a_rejected_key_has_no_fallback() {
    let refusal =
        json!({"error": {"message": "Authentication Error, Invalid proxy server token passed", "code": "401"}});
    let server = FakeServer::always(FakeResponse::new(401).with_json(refusal));
    Cli::of(&server).run(&["teams", "list"]).fails(4);
    assert_eq!(server.requests(), [request(ALL)]);
}

#[test]
fn available_lists_joinable_teams() {
    let server = FakeServer::always_json(teams());
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["teams", "available", "--format", "json"]).json(), teams());
    assert!(cli.run(&["teams", "available"]).ok().contains("Core"));
    assert_eq!(server.requests(), vec![request("GET /team/available"); 2]);
    // Older servers refuse instead of returning an empty list.
    let refusal = |words: &str| FakeResponse::new(400).with_json(json!({"detail": {"error": words}}));
    for none in [refusal("No available teams for user to join. See how to set them"), json_response(json!([]))] {
        let server = FakeServer::always(none);
        let run = Cli::of(&server).run(&["teams", "available", "--format", "json"]);
        assert_eq!((run.ok(), run.stderr.as_str()), ("[]\n", "there are no teams to join\n"));
    }
    let server = FakeServer::always(refusal("Something else"));
    assert_eq!(Cli::of(&server).run(&["teams", "available"]).fails(1), "error: Something else (HTTP 400)\n");
}

#[test]
fn assign_key_updates_the_key_and_prints_its_models() {
    let server = FakeServer::with_routes([
        ("GET /team/info", json_response(json!({"team_id": "t1", "team_info": {}}))),
        ("POST /key/update", json_response(json!({"key": "hash", "team_id": "t1"}))),
        ("GET /team/list", json_response(teams())),
    ]);
    let cli = Cli::of(&server);
    let run = cli.run(&["teams", "assign-key", "--team-id", "t1"]);
    assert_eq!(run.ok(), "The key is assigned to the team t1; it may call gpt-4, claude, m3, m4.\n");
    assert_eq!(run.stderr, "");
    assert_eq!(
        server.requests(),
        [
            request("GET /team/info?team_id=t1"),
            request_with("POST /key/update", json!({"key": KEY, "team_id": "t1"})),
            request("GET /team/list"),
        ]
    );
    let run = cli.run(&["teams", "assign-key", "--team-id", "t2"]);
    assert_eq!(run.ok(), "The key is assigned to the team t2; it may call all models.\n");
    let run = cli.run(&["teams", "assign-key", "--team-id", "t1", "--format", "json"]);
    assert_eq!(run.json(), json!({"team_id": "t1", "team_alias": "Core", "models": ["gpt-4", "claude", "m3", "m4"]}));
}

#[test]
fn assign_key_succeeds_when_the_team_cannot_be_read() {
    let server = FakeServer::with_routes([
        ("GET /team/info", json_response(json!({"team_info": {}}))),
        ("POST /key/update", json_response(json!({"key": "hash"}))),
    ]);
    let run = Cli::of(&server).run(&["teams", "assign-key", "--team-id", "t1"]);
    assert_eq!(run.ok(), "The key is assigned to the team t1.\n");
}

#[test]
fn refused_assign_key_fails() {
    let refusal = json!({"error": {"message": "Team not found", "code": "404"}});
    let server = FakeServer::with_routes([
        ("GET /team/info", json_response(json!({"team_info": {}}))),
        ("POST /key/update", FakeResponse::new(404).with_json(refusal)),
    ]);
    let run = Cli::of(&server).run(&["teams", "assign-key", "--team-id", "nope"]);
    assert_eq!(run.fails(3), "error: Team not found (HTTP 404)\n");
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn assign_key_without_a_team_lists_the_teams() {
    let server = FakeServer::always_json(teams());
    let run = Cli::of(&server).run(&["teams", "assign-key"]);
    assert!(run.fails(2).contains("hint: give --team-id, one of:\n  Core (t1)\n  t2\n"), "{run:#?}");
    assert_eq!(server.requests(), [request("GET /team/list")]);
    let server = FakeServer::always_json(json!([]));
    assert!(Cli::of(&server).run(&["teams", "assign-key"]).fails(3).contains("no teams to choose from"));
}

#[test]
fn assign_key_without_a_key_sends_nothing() {
    let server = FakeServer::always_json(json!([]));
    let cli = Cli::new().env("LITELLM_PROXY_URL", &server.uri());
    for words in [&["teams", "assign-key", "--team-id", "t"][..], &["teams", "assign-key", "--api-key", ""]] {
        let run = cli.run(words);
        assert_eq!(
            run.fails(4),
            "error: no API key is set\nhint: pass a key with --api-key or LITELLM_PROXY_API_KEY, or log in with `litellm-proxy login`\n"
        );
    }
    assert_eq!(server.received().len(), 0);
}

#[test]
fn dry_run_masks_the_key() {
    let team = json_response(json!({"team_info": {"team_id": "t1"}}));
    let server = FakeServer::with_routes([("GET /team/info", team)]);
    let run = Cli::of(&server).run(&["teams", "assign-key", "--team-id", "t1", "--dry-run"]);
    assert_eq!(
        run.ok(),
        format!("POST {}/key/update\n{{\n  \"key\": \"[redacted]\",\n  \"team_id\": \"t1\"\n}}\n", server.uri())
    );
    assert_eq!(server.requests(), [request("GET /team/info?team_id=t1")]);
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["teams"], "Usage: litellm-proxy teams"),
        (&["teams", "list", "x"], "unexpected argument 'x'"),
        (&["teams", "available", "x"], "unexpected argument 'x'"),
        (&["teams", "assign-key", "t1", "--team-id", "t1"], "cannot be used with"),
        (&["teams", "assign-key", ""], "TEAM"),
        (&["teams", "assign-key", "--team-id"], "--team-id"),
    ]);
}

#[test]
fn assign_key_curl_sends_nothing() {
    let server = FakeServer::always_json(json!([{"team_id": "t"}]));
    Cli::of(&server).run(&["teams", "assign-key", "--curl"]);
    assert_eq!(server.received().len(), 0);
}
