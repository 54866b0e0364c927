//! `teams info`, `create`, `update`, `delete`, `block`, `unblock` and `models`: requests and output.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request, request_with, with_fields};

use crate::harness::{Cli, are_usage_errors};

fn team() -> Value {
    json!({"team_id": "t1", "team_alias": "Core", "models": ["gpt-4", "claude"], "spend": 0.5})
}

fn info() -> Value {
    json!({"team_id": "t1", "team_info": team(), "keys": [{"token": "hash"}], "team_memberships": []})
}

/// A server with the team `t1`, called Core, and two teams called Twin. Changes get `answer`.
fn serving(response: &Value) -> FakeServer {
    let server = FakeServer::new().on("GET /team/info?team_id=t1", json_response(info()));
    let refusal = json!({"detail": {"message": "Team not found, passed team id: x."}});
    let unknown = FakeResponse::new(404).with_json(refusal);
    server.add("GET /team/info", unknown);
    let teams = json!([team(), {"team_id": "t2", "team_alias": "Twin"}, {"team_id": "t3", "team_alias": "Twin"}]);
    let page = json!({"teams": teams, "total": 3, "page": 1, "total_pages": 1});
    server.add("GET /v2/team/list", json_response(page));
    server.add("POST *", json_response(response.clone()));
    server
}

const LOOK: &str = "GET /team/info?team_id=t1";

/// The requests after the first lookups.
fn last(server: &FakeServer) -> (String, Value) {
    requests(server).pop().expect("a request")
}

/// The requests without the lookups of models, which are sent at the same time as a write.
fn requests(server: &FakeServer) -> Vec<(String, Value)> {
    let is_lookup = |line: &str| line.starts_with("GET /models") || line.starts_with("GET /v1/model/info");
    server.requests().into_iter().filter(|(line, _)| !is_lookup(line)).collect()
}

#[test]
fn info_prints_the_response_or_a_table_of_the_team() {
    let server = serving(&Value::Null);
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["teams", "info", "t1"]).json(), info());
    assert_eq!(server.requests(), [request(LOOK)]);
    assert_eq!(cli.run(&["teams", "info", "Core"]).json(), info());
    let lines: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
    assert_eq!(
        lines[1..],
        ["GET /team/info?team_id=Core", "GET /v2/team/list?team_alias=Core&page=1&page_size=100&sort_by=team_id", LOOK]
    );
    let table = cli.run(&["teams", "info", "t1", "--format", "table"]);
    assert!(table.ok().contains("team_alias  Core\n"), "{table:#?}");
    assert!(table.stdout.contains("models      gpt-4, claude\n"), "{table:#?}");
    assert!(table.stdout.contains("keys\n  hash\n"), "{table:#?}");
}

#[test]
fn ambiguous_alias_is_a_usage_error_and_unknown_name_is_not_found() {
    let server = serving(&Value::Null);
    let cli = Cli::of(&server);
    for words in [
        &["teams", "info", "Twin"][..],
        &["teams", "delete", "t1", "Twin"],
        &["teams", "update", "Twin", "--max-budget", "1"],
        &["teams", "block", "Twin"],
        &["teams", "models", "add", "Twin", "m"],
        &["teams", "models", "remove", "Twin", "m"],
        &["teams", "members", "add", "Twin", "u"],
    ] {
        let run = cli.run(words);
        let text = "error: more than one team has the alias `Twin`\nhint: use one of the ids:\n  t2\n  t3\n";
        assert_eq!(run.fails(2), text, "{words:?}");
    }
    for words in [&["teams", "info", "nope"][..], &["teams", "delete", "t1", "nope"], &["teams", "unblock", "nope"]] {
        assert_eq!(cli.run(words).fails(3), "error: no team has the id or alias `nope`\n", "{words:?}");
    }
    assert!(server.received().iter().all(|request| request.method == "GET"));
}

#[test]
fn create_sends_only_given_fields() {
    let server = FakeServer::echoing(&json!({"team_id": "t1"}));
    let cli = Cli::of(&server).file("meta.json", "{\"a\": 1}");
    cli.run(&["teams", "create"]).ok();
    let run = cli.run(&[
        "teams",
        "create",
        "--team-alias",
        "Core",
        "--team-id",
        "t1",
        "--models",
        "gpt-4, claude",
        "--max-budget",
        "7.5",
        "--budget-duration",
        "30d",
        "--tpm-limit",
        "9",
        "--rpm-limit",
        "3",
        "--metadata",
        "@meta.json",
        "--member",
        "u1",
        "--member",
        "u2",
        "--admin",
        "u3",
        "--param",
        "organization_id=12",
        "--param",
        "blocked=true",
    ]);
    assert_eq!((&run.json()["team_id"], run.stderr.as_str()), (&json!("t1"), ""));
    // The members are looked up at once, for a warning.
    let is_lookup = |line: &str| line.starts_with("GET /user/info?user_id=u");
    let (lookups, others): (Vec<_>, Vec<_>) = requests(&server).into_iter().partition(|(line, _)| is_lookup(line));
    assert_eq!(lookups.len(), 3);
    assert_eq!(
        others,
        [
            request_with("POST /team/new", json!({})),
            request("GET /organization/info?organization_id=12"),
            request_with(
                "POST /team/new",
                json!({
                    "team_id": "t1", "team_alias": "Core", "budget_duration": "30d", "models": ["gpt-4", "claude"],
                    "max_budget": 7.5, "tpm_limit": 9, "rpm_limit": 3, "metadata": {"a": 1},
                    "members_with_roles": [
                        {"user_id": "u3", "role": "admin"}, {"user_id": "u1", "role": "user"},
                        {"user_id": "u2", "role": "user"},
                    ],
                    "organization_id": "12", "blocked": true,
                })
            ),
            request("GET /v2/team/list?team_alias=Core&page=1&page_size=100&sort_by=team_id"),
        ]
    );
}

#[test]
fn create_of_an_existing_team_is_a_conflict() {
    let refusal = json!({"error": {"message": "{'error': 'Team id = t1 already exists. Please use a different team id.'}", "code": "400"}});
    let server = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    let run = Cli::of(&server).run(&["teams", "create", "--team-id", "t1"]);
    let text = "error: Team id = t1 already exists. Please use a different team id. (HTTP 400)\n";
    assert_eq!(run.fails(8), text);
}

#[test]
fn update_sends_changes_and_nulls_for_unset() {
    let kept = json!({"models": ["m"], "max_budget": 0, "rpm_limit": 5, "tpm_limit": null, "budget_duration": null,
        "metadata": {}, "team_member_budget_table": {"max_budget": 2.0}});
    let response =
        json!({"team_id": "t1", "data": with_fields(&team(), &kept), "team_member_budget_table": {"max_budget": 2.0}});
    let server = serving(&response);
    let cli = Cli::of(&server);
    let run = cli.run(&[
        "teams",
        "update",
        "Core",
        "--max-budget",
        "0",
        "--models",
        "m",
        "--rpm-limit",
        "5",
        "--unset",
        "tpm-limit",
        "--unset",
        "budget_duration",
        "--unset",
        "metadata",
        "--param",
        "team_member_budget=2",
    ]);
    assert_eq!(run.json(), response);
    let body = json!({"team_id": "t1", "models": ["m"], "max_budget": 0.0, "rpm_limit": 5, "team_member_budget": 2,
                      "tpm_limit": null, "budget_duration": null, "metadata": {}});
    assert_eq!(last(&server), request_with("POST /team/update", body));
    let run = cli.run(&["teams", "update", "t1", "--unset", "models", "--team-alias", "New"]);
    let kept =
        "error: the server accepted team_alias=New but kept Core, and models=[] but kept [\"gpt-4\",\"claude\"]\n";
    assert_eq!((run.code, run.stderr.as_str()), (1, kept));
    let body = json!({"team_id": "t1", "team_alias": "New", "models": []});
    let received = server.requests();
    assert_eq!(received[received.len() - 3], request_with("POST /team/update", body));
    // Other teams with the alias are looked up afterwards.
    assert_eq!(
        received[received.len() - 2],
        request("GET /v2/team/list?team_alias=New&page=1&page_size=100&sort_by=team_id")
    );
}

#[test]
fn delete_deduplicates_ids() {
    let server = serving(&json!({"deleted_teams": ["t1"]}));
    let run = Cli::of(&server).run(&["teams", "delete", "Core", "t1"]);
    assert_eq!((run.json(), run.stderr.as_str()), (json!({"deleted_teams": ["t1"]}), ""));
    assert_eq!(last(&server), request_with("POST /team/delete", json!({"team_ids": ["t1"]})));
}

#[test]
fn block_and_unblock_send_the_id() {
    for action in ["block", "unblock"] {
        let server = serving(&team());
        assert_eq!(Cli::of(&server).run(&["teams", action, "Core"]).json(), team());
        assert_eq!(last(&server), request_with(&format!("POST /team/{action}"), json!({"team_id": "t1"})));
    }
}

#[test]
fn models_are_listed_added_and_removed() {
    let server = serving(&team());
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["teams", "models", "list", "Core", "--format", "json"]).json(), json!(["gpt-4", "claude"]));
    assert_eq!(cli.run(&["teams", "models", "list", "t1", "--format", "csv"]).ok(), "model\ngpt-4\nclaude\n");
    assert_eq!(cli.run(&["teams", "models", "add", "Core", "m1", "m2"]).json(), team());
    let body = json!({"team_id": "t1", "models": ["m1", "m2"]});
    assert_eq!(last(&server), request_with("POST /team/model/add", body));
    let run = cli.run(&["teams", "models", "remove", "Core", "claude"]);
    assert_eq!((run.json(), run.stderr.as_str()), (team(), ""));
    let body = json!({"team_id": "t1", "models": ["claude"]});
    assert_eq!(last(&server), request_with("POST /team/model/delete", body));
}

#[test]
fn last_model_is_not_removed() {
    let server = serving(&team());
    let run = Cli::of(&server).run(&["teams", "models", "remove", "t1", "claude", "gpt-4"]);
    assert_eq!(
        run.fails(2),
        "error: without its last model, the team `t1` could call all models\n\
         hint: add another first, or block the team with `teams block`\n"
    );
    let run = Cli::of(&server).run(&["teams", "models", "remove", "t1", "claude", "nope"]);
    assert_eq!(run.fails(3), "error: the team `t1` does not have the model `nope`\n");
    assert!(server.received().iter().all(|request| request.method == "GET"));
}

#[test]
fn unrestricted_team_is_reported() {
    for (models, words, code, message) in [
        (json!([]), ["list", "t1"].as_slice(), 0, "the team may call all models\n"),
        (
            json!([]),
            &["remove", "t1", "m"],
            2,
            "error: the team `t1` may call all models, so there is none to remove\n",
        ),
        (
            json!(null),
            &["remove", "t1", "m"],
            2,
            "error: the team `t1` may call all models, so there is none to remove\n",
        ),
        (
            json!(["all-proxy-models", "m"]),
            &["remove", "t1", "m"],
            0,
            "the team may still call all models, through all-proxy-models\n",
        ),
    ] {
        let info = json!({"team_id": "t1", "team_info": {"team_id": "t1", "models": models}});
        let server = FakeServer::with_routes([
            ("GET /team/info", json_response(info)),
            ("POST /team/model/delete", json_response(team())),
        ]);
        let run = Cli::of(&server).run(&[&["teams", "models"], words].concat());
        assert_eq!(run.code, code, "{run:#?}");
        assert!(run.stderr.starts_with(message), "{run:#?}");
    }
}

#[test]
fn curl_sends_nothing() {
    let server = FakeServer::always_json(Value::Null);
    let cli = Cli::of(&server);
    let url = server.uri();
    for (words, lines) in [
        (&["create", "--team-alias", "a", "--member", "a@b.c"][..], &["POST /team/new"][..]),
        (&["update", "Core", "--max-budget", "1"], &["POST /team/update"]),
        (&["delete", "Core", "t2"], &["POST /team/delete"]),
        (&["block", "Core"], &["POST /team/block"]),
        (&["unblock", "Core"], &["POST /team/unblock"]),
        (&["members", "add", "Core", "a@b.c"], &["POST /team/member_add"]),
        (&["members", "update", "Core", "u", "--role", "user"], &["POST /team/member_update"]),
        (&["members", "remove", "Core", "u", "a@b.c"], &["POST /team/member_delete", "POST /team/member_delete"]),
        (&["models", "add", "Core", "m"], &["POST /team/model/add"]),
        (&["models", "remove", "Core", "m"], &["POST /team/model/delete"]),
    ] {
        let run = cli.run(&[&["teams"], words, &["--curl"]].concat());
        let shown: Vec<_> = run.ok().lines().filter(|line| line.starts_with("curl ")).map(str::to_owned).collect();
        let command = |line: &&str| format!("curl -X {}' \\", line.replacen('/', &format!("'{url}/"), 1));
        let expected: Vec<_> = lines.iter().map(command).collect();
        assert_eq!(shown, expected, "{words:?}");
    }
    for words in [&["info", "Core"][..], &["list"], &["members", "list", "Core"], &["models", "list", "Core"]] {
        let run = cli.run(&[&["teams"], words, &["--curl"]].concat());
        assert!(run.ok().starts_with("curl -X GET "), "{run:#?}");
    }
    assert_eq!(server.received().len(), 0);
}

#[test]
fn writes_with_a_lost_response_are_not_retried() {
    for (words, line) in [
        (&["create", "--team-alias", "a"][..], "POST /team/new"),
        (&["update", "t", "--max-budget", "1"], "POST /team/update"),
        (&["delete", "t"], "POST /team/delete"),
        (&["block", "t"], "POST /team/block"),
        (&["members", "add", "t", "u"], "POST /team/member_add"),
        (&["members", "update", "t", "u", "--role", "user"], "POST /team/member_update"),
        (&["members", "remove", "t", "u"], "POST /team/member_delete"),
        (&["models", "add", "t", "m"], "POST /team/model/add"),
        (&["models", "remove", "t", "m"], "POST /team/model/delete"),
    ] {
        let server = FakeServer::from_fn(|request| {
            let line = request.line();
            let info = r#"{"team_info":{"models":["m","n"],"members_with_roles":[{"user_id":"u"}]}}"#;
            if line.starts_with("GET") {
                FakeResponse::new(200).with_body(info, "application/json")
            } else {
                FakeResponse::reset()
            }
        });
        let run = Cli::at(&server.uri()).run(&[&["teams"], words].concat());
        let message = run.fails(5);
        assert!(
            message.contains("hint: the server may have applied the change: check before you retry"),
            "{words:?}: {message}"
        );
        let sent = server.received().iter().filter(|received| received.line().starts_with(line)).count();
        assert_eq!(sent, 1, "{words:?}");
    }
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["teams", "info"], "TEAM"),
        (&["teams", "info", ""], "TEAM"),
        (&["teams", "create", "t", "u"], "unexpected argument 'u'"),
        (&["teams", "create", "a", "--param", "team_alias=b"], "`team_alias` is given twice"),
        (&["teams", "create", "--models", ","], "--models names no model"),
        (&["teams", "create", "--max-budget", "much"], "not a number"),
        (&["teams", "create", "--metadata", "[]"], "--metadata must be a JSON object"),
        (&["teams", "create", "--param", "x"], "--param takes KEY=VALUE"),
        (&["teams", "create", "--team-alias", "a", "--param", "team_alias=b"], "`team_alias` is given twice"),
        (&["teams", "update", "t"], "nothing to update: give at least one option"),
        (&["teams", "update", "t", "--max-budget", "1", "--unset", "max-budget"], "`max_budget` is set and unset"),
        (&["teams", "update", "t", "--unset", ""], "[possible values: team_alias, organization_id"),
        (&["teams", "update", "t", "--tpm-limit", "-1"], "--tpm-limit"),
        (&["teams", "delete"], "TEAM"),
        (&["teams", "block"], "TEAM"),
        (&["teams", "unblock"], "TEAM"),
        (&["teams", "members"], "Usage: litellm-proxy teams members"),
        (&["teams", "members", "add", "t"], "ID|EMAIL"),
        (&["teams", "members", "add", "t", "u", "--role", "boss"], "invalid value 'boss'"),
        (&["teams", "members", "update", "t", "u"], "--role"),
        (&["teams", "members", "update", "t", "u", "--max-budget-in-team", "-1"], "0 or more"),
        (&["teams", "members", "remove", "t"], "ID|EMAIL"),
        (&["teams", "models", "remove", "t"], "MODEL"),
        (&["teams", "list", "--page", "0"], "--page"),
        (&["teams", "list", "--page-size", "101"], "--page-size"),
        (&["teams", "list", "--alias", ""], "--alias"),
    ]);
}
