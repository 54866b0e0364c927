//! `teams info`, `create`, `update`, `delete`, `block`, `unblock` and `models`: what is sent, and what is made of it.

use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::harness::{
    Cli, answering, answering_json, are_usage_errors, asked, bare, json_answer, requests, routed, with,
};
use test_bed::fault_server::{FaultServer, Reply};

fn team() -> Value {
    json!({"team_id": "t1", "team_alias": "Core", "models": ["gpt-4", "claude"], "spend": 0.5})
}

fn info() -> Value {
    json!({"team_id": "t1", "team_info": team(), "keys": [{"token": "hash"}], "team_memberships": []})
}

/// A server with the team `t1`, called Core, and two teams called Twin. Changes are answered with what `answer` is.
async fn serving(answer: &Value) -> MockServer {
    let server = MockServer::start().await;
    let by_id = Mock::given(method("GET")).and(path("/team/info")).and(query_param("team_id", "t1"));
    by_id.respond_with(json_answer(info())).mount(&server).await;
    let refusal = json!({"detail": {"message": "Team not found, passed team id: x."}});
    let unknown = ResponseTemplate::new(404).set_body_json(refusal);
    Mock::given(method("GET")).and(path("/team/info")).respond_with(unknown).mount(&server).await;
    let teams = json!([team(), {"team_id": "t2", "team_alias": "Twin"}, {"team_id": "t3", "team_alias": "Twin"}]);
    let page = json!({"teams": teams, "total": 3, "page": 1, "total_pages": 1});
    Mock::given(method("GET")).and(path("/v2/team/list")).respond_with(json_answer(page)).mount(&server).await;
    Mock::given(method("POST")).respond_with(json_answer(answer.clone())).mount(&server).await;
    server
}

const LOOK: &str = "GET /team/info?team_id=t1";

/// What was asked after the first questions.
async fn last(server: &MockServer) -> (String, Value) {
    asked(server).await.pop().expect("a request")
}

#[tokio::test]
async fn info_is_all_that_the_server_knows_and_as_a_table_the_team() {
    let server = serving(&Value::Null).await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["teams", "info", "t1"]).json(), info());
    assert_eq!(asked(&server).await, [bare(LOOK)]);
    assert_eq!(cli.run(&["teams", "info", "Core"]).json(), info());
    let lines: Vec<_> = asked(&server).await.into_iter().map(|(line, _)| line).collect();
    assert_eq!(
        lines[1..],
        ["GET /team/info?team_id=Core", "GET /v2/team/list?team_alias=Core&page=1&page_size=100&sort_by=team_id", LOOK]
    );
    let table = cli.run(&["teams", "info", "t1", "--format", "table"]);
    assert!(table.ok().contains("│ team_alias       ┆ Core          │"), "{table:#?}");
    assert!(table.stdout.contains("│ models           ┆ gpt-4, claude │"), "{table:#?}");
    assert!(table.stdout.contains("│ keys[0]          ┆ hash          │"), "{table:#?}");
}

#[tokio::test]
async fn an_alias_of_several_teams_is_a_usage_error_and_an_unknown_name_is_not_found() {
    let server = serving(&Value::Null).await;
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
    assert!(requests(&server).await.iter().all(|request| request.method == "GET"));
}

#[tokio::test]
async fn create_posts_what_is_given_and_nothing_else() {
    let server = answering_json(json!({"team_id": "t1"})).await;
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
    assert_eq!((run.json(), run.stderr.as_str()), (json!({"team_id": "t1"}), ""));
    assert_eq!(
        asked(&server).await,
        [
            with("POST /team/new", json!({})),
            with(
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
        ]
    );
}

#[tokio::test]
async fn create_of_what_is_there_is_a_conflict() {
    let refusal = json!({"error": {"message": "{'error': 'Team id = t1 already exists. Please use a different team id.'}", "code": "400"}});
    let server = answering(ResponseTemplate::new(400).set_body_json(refusal)).await;
    let run = Cli::of(&server).run(&["teams", "create", "--team-id", "t1"]);
    let text = "error: Team id = t1 already exists. Please use a different team id. (HTTP 400)\n";
    assert_eq!(run.fails(8), text);
}

#[tokio::test]
async fn update_posts_what_changes_and_nulls_what_is_unset() {
    let answer = json!({"team_id": "t1", "data": team()});
    let server = serving(&answer).await;
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
    assert_eq!(run.json(), answer);
    let body = json!({"team_id": "t1", "models": ["m"], "max_budget": 0.0, "rpm_limit": 5, "team_member_budget": 2,
                      "tpm_limit": null, "budget_duration": null, "metadata": {}});
    assert_eq!(last(&server).await, with("POST /team/update", body));
    cli.run(&["teams", "update", "t1", "--unset", "models", "--team-alias", "New"]).ok();
    let body = json!({"team_id": "t1", "team_alias": "New", "models": []});
    let asked = asked(&server).await;
    assert_eq!(asked[asked.len() - 2], with("POST /team/update", body));
    // Whether others are called so is asked afterwards.
    assert_eq!(asked[asked.len() - 1], bare("GET /v2/team/list?team_alias=New&page=1&page_size=100&sort_by=team_id"));
}

#[tokio::test]
async fn delete_posts_the_ids_each_once() {
    let server = serving(&json!({"deleted_teams": ["t1"]})).await;
    let run = Cli::of(&server).run(&["teams", "delete", "Core", "t1"]);
    assert_eq!((run.json(), run.stderr.as_str()), (json!({"deleted_teams": ["t1"]}), ""));
    assert_eq!(last(&server).await, with("POST /team/delete", json!({"team_ids": ["t1"]})));
}

#[tokio::test]
async fn block_and_unblock_name_the_team_by_its_id() {
    for action in ["block", "unblock"] {
        let server = serving(&team()).await;
        assert_eq!(Cli::of(&server).run(&["teams", action, "Core"]).json(), team());
        assert_eq!(last(&server).await, with(&format!("POST /team/{action}"), json!({"team_id": "t1"})));
    }
}

#[tokio::test]
async fn models_are_listed_added_and_removed() {
    let server = serving(&team()).await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["teams", "models", "list", "Core", "--format", "json"]).json(), json!(["gpt-4", "claude"]));
    assert_eq!(cli.run(&["teams", "models", "list", "t1", "--format", "csv"]).ok(), "model\ngpt-4\nclaude\n");
    assert_eq!(cli.run(&["teams", "models", "add", "Core", "m1", "m2"]).json(), team());
    let body = json!({"team_id": "t1", "models": ["m1", "m2"]});
    assert_eq!(last(&server).await, with("POST /team/model/add", body));
    let run = cli.run(&["teams", "models", "remove", "Core", "claude"]);
    assert_eq!((run.json(), run.stderr.as_str()), (team(), ""));
    let body = json!({"team_id": "t1", "models": ["claude"]});
    assert_eq!(last(&server).await, with("POST /team/model/delete", body));
}

#[tokio::test]
async fn the_last_model_is_not_removed() {
    let server = serving(&team()).await;
    let run = Cli::of(&server).run(&["teams", "models", "remove", "t1", "claude", "gpt-4"]);
    assert_eq!(
        run.fails(2),
        "error: without its last model the team `t1` could call all of them\n\
         hint: add another first, or block the team with `teams block`\n"
    );
    let run = Cli::of(&server).run(&["teams", "models", "remove", "t1", "claude", "nope"]);
    assert_eq!(run.fails(3), "error: the team `t1` does not have the model `nope`\n");
    assert!(requests(&server).await.iter().all(|request| request.method == "GET"));
}

#[tokio::test]
async fn a_team_of_all_models_says_so() {
    for (models, words, code, told) in [
        (json!([]), ["list", "t1"].as_slice(), 0, "the team may call all models\n"),
        (json!([]), &["remove", "t1", "m"], 2, "error: the team `t1` may call all models; there is none to remove\n"),
        (json!(null), &["remove", "t1", "m"], 2, "error: the team `t1` may call all models; there is none to remove\n"),
        (
            json!(["all-proxy-models", "m"]),
            &["remove", "t1", "m"],
            0,
            "the team may still call all models: it has all-proxy-models\n",
        ),
    ] {
        let info = json!({"team_id": "t1", "team_info": {"team_id": "t1", "models": models}});
        let server =
            routed([("GET /team/info", json_answer(info)), ("POST /team/model/delete", json_answer(team()))]).await;
        let run = Cli::of(&server).run(&[&["teams", "models"], words].concat());
        assert_eq!(run.code, code, "{run:#?}");
        assert!(run.stderr.starts_with(told), "{run:#?}");
    }
}

#[tokio::test]
async fn dry_runs_show_the_requests_and_send_nothing() {
    let server = answering_json(Value::Null).await;
    let cli = Cli::of(&server);
    let url = server.uri();
    for (words, lines) in [
        (&["create", "--team-alias", "a", "--member", "a@b.c"][..], &["POST /team/new"][..]),
        (&["update", "Core", "--max-budget", "1"], &["POST /team/update"]),
        (&["delete", "Core", "t2"], &["POST /team/delete"]),
        (&["block", "Core"], &["POST /team/block"]),
        (&["unblock", "Core"], &["POST /team/unblock"]),
        (&["members", "add", "Core", "a@b.c"], &["POST /team/member_add"]),
        (
            &["members", "update", "Core", "u", "--role", "user"],
            &["GET /team/info?team_id=Core", "POST /team/member_update"],
        ),
        (
            &["members", "remove", "Core", "u", "a@b.c"],
            &["GET /team/info?team_id=Core", "POST /team/member_delete", "POST /team/member_delete"],
        ),
        (&["models", "add", "Core", "m"], &["POST /team/model/add"]),
        (&["models", "remove", "Core", "m"], &["GET /team/info?team_id=Core", "POST /team/model/delete"]),
    ] {
        let run = cli.run(&[&["teams"], words, &["--dry-run"]].concat());
        let shown: Vec<_> = run.ok().lines().filter(|line| line.starts_with(['G', 'P'])).map(str::to_owned).collect();
        let expected: Vec<_> = lines.iter().map(|line| line.replacen('/', &format!("{url}/"), 1)).collect();
        assert_eq!(shown, expected, "{words:?}");
        cli.run(&[&["teams"], words, &["--curl"]].concat()).ok();
    }
    for words in [&["info", "Core"][..], &["list"], &["members", "list", "Core"], &["models", "list", "Core"]] {
        let run = cli.run(&[&["teams"], words, &["--curl"]].concat());
        assert!(run.ok().starts_with("curl -X GET "), "{run:#?}");
    }
    assert_eq!(requests(&server).await.len(), 0);
}

#[test]
fn a_change_whose_answer_is_lost_is_not_sent_twice() {
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
        let server = FaultServer::start(|line| {
            let info = r#"{"team_info":{"models":["m","n"],"members_with_roles":[{"user_id":"u"}]}}"#;
            if line.starts_with("GET") { Reply::json(info) } else { Reply::Reset }
        });
        let run = Cli::at(&server.uri()).run(&[&["teams"], words].concat());
        let told = run.fails(5);
        assert!(
            told.contains("hint: the server may have applied the change: check before you retry"),
            "{words:?}: {told}"
        );
        let sent = server.received().iter().filter(|received| received.starts_with(line)).count();
        assert_eq!(sent, 1, "{words:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error_and_nothing_is_sent() {
    are_usage_errors(&[
        (&["teams", "info"], "TEAM"),
        (&["teams", "info", ""], "TEAM"),
        (&["teams", "create", "t"], "unexpected argument 't'"),
        (&["teams", "create", "--models", ","], "--models names no model"),
        (&["teams", "create", "--max-budget", "much"], "not a number"),
        (&["teams", "create", "--metadata", "[]"], "--metadata must be a JSON object"),
        (&["teams", "create", "--param", "x"], "--param takes KEY=VALUE"),
        (&["teams", "create", "--team-alias", "a", "--param", "team_alias=b"], "`team_alias` is given twice"),
        (&["teams", "update", "t"], "nothing to change is named"),
        (&["teams", "update", "t", "--max-budget", "1", "--unset", "max-budget"], "`max_budget` is set and unset"),
        (&["teams", "update", "t", "--unset", ""], "[possible values: team_alias, organization_id"),
        (&["teams", "update", "t", "--tpm-limit", "-1"], "--tpm-limit"),
        (&["teams", "delete"], "TEAM"),
        (&["teams", "block"], "TEAM"),
        (&["teams", "unblock", "a", "b"], "unexpected argument 'b'"),
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
    ])
    .await;
}
