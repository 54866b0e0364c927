//! Users by id or e-mail address, organizations and teams by id or alias, and what is said where a thing is not there.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::harness::{Cli, KEY, answering, asked, bare, json_answer, requests, routed, with};
use test_bed::fault_server::{FaultServer, Reply};

fn refusal(status: u16, message: &str) -> ResponseTemplate {
    let body = json!({"error": {"message": message, "type": "internal_server_error", "code": status.to_string()}});
    ResponseTemplate::new(status).set_body_json(body)
}

/// Users `u1` and `u@2` have addresses of their own; `u3` and `u4` share one, in different cases.
async fn with_users() -> MockServer {
    let server = MockServer::start().await;
    for id in ["u1", "u@2"] {
        let info = json!({"user_id": id, "user_info": {"user_id": id}, "keys": [], "teams": []});
        let of_id = Mock::given(path("/user/info")).and(query_param("user_id", id));
        of_id.respond_with(json_answer(info)).mount(&server).await;
    }
    let unknown = refusal(404, "User not found");
    Mock::given(path("/user/info")).respond_with(unknown).mount(&server).await;
    // The server gives whatever holds the text.
    let users = json!([
        {"user_id": "u1", "user_email": "Ada@Example.com"}, {"user_id": "u0", "user_email": "not-ada@example.com"},
        {"user_id": "u3", "user_email": "twin@example.com"}, {"user_id": "u4", "user_email": "Twin@example.com"},
    ]);
    let list = json!({"users": users, "total": 4, "page": 1, "total_pages": 1});
    Mock::given(path("/user/list")).respond_with(json_answer(list)).mount(&server).await;
    let updated = json!({"user_id": "u1", "data": {"user_id": "u1"}});
    Mock::given(path("/user/update")).respond_with(json_answer(updated)).mount(&server).await;
    Mock::given(path("/user/delete")).respond_with(json_answer(json!(1))).mount(&server).await;
    let invitation = json!({"id": "inv", "user_id": "u1"});
    Mock::given(path("/invitation/new")).respond_with(json_answer(invitation)).mount(&server).await;
    server
}

async fn writes(server: &MockServer) -> Vec<(String, Value)> {
    asked(server).await.into_iter().filter(|(line, _)| !line.starts_with("GET ")).collect()
}

#[tokio::test]
async fn a_user_is_named_by_id_or_address_and_an_id_wins() {
    for (name, id) in [("ada@example.com", "u1"), ("u@2", "u@2"), ("u1", "u1")] {
        let server = with_users().await;
        let cli = Cli::of(&server);
        assert_eq!(cli.run(&["users", "get", "--id", name]).json()["user_id"], id);
        cli.run(&["users", "update", name, "--max-budget", "1"]).ok();
        cli.run(&["users", "invite", name]).ok();
        cli.run(&["users", "delete", name, name]).ok();
        assert_eq!(
            writes(&server).await,
            [
                with("POST /user/update", json!({"user_id": id, "max_budget": 1.0})),
                with("POST /invitation/new", json!({"user_id": id})),
                with("POST /user/delete", json!({"user_ids": [id]})),
            ]
        );
    }
}

#[tokio::test]
async fn an_address_of_several_or_of_nobody_changes_nothing() {
    let server = with_users().await;
    let cli = Cli::of(&server);
    for words in
        [&["get", "--id", "NAME"][..], &["update", "NAME", "--alias", "x"], &["invite", "NAME"], &["delete", "NAME"]]
    {
        let run = |name: &str| {
            let words: Vec<_> = words.iter().map(|word| if *word == "NAME" { name } else { word }).collect();
            cli.run(&[&["users"], words.as_slice()].concat())
        };
        assert_eq!(
            run("TWIN@example.com").fails(2),
            "error: more than one user has the email address `TWIN@example.com`\nhint: use one of the ids:\n  u3\n  u4\n"
        );
        let nobody = "error: no user has the id or email address `eve@example.com`\n";
        assert_eq!(run("eve@example.com").fails(3), nobody);
    }
    assert_eq!(writes(&server).await, []);
}

#[tokio::test]
async fn those_who_may_not_ask_for_others_are_told_so() {
    let server = answering(refusal(403, "not for you")).await;
    let run = Cli::of(&server).run(&["users", "get", "--id", "ada@example.com"]);
    assert_eq!(run.fails(4), "error: not for you (HTTP 403)\n");
}

#[tokio::test]
async fn teams_of_users_are_named_by_id_or_alias() {
    let server = with_users().await;
    let team = json!({"team_id": "t1", "team_info": {"team_id": "t1"}});
    let of_id = Mock::given(path("/team/info")).and(query_param("team_id", "t1"));
    of_id.respond_with(json_answer(team)).mount(&server).await;
    Mock::given(path("/team/info")).respond_with(refusal(404, "Team not found")).mount(&server).await;
    let teams = json!([{"team_id": "t1", "team_alias": "Core"}, {"team_id": "t2", "team_alias": "Twin"},
                       {"team_id": "t3", "team_alias": "Twin"}]);
    let page = json!({"teams": teams, "total": 3, "page": 1, "total_pages": 1});
    Mock::given(path("/v2/team/list")).respond_with(json_answer(page)).mount(&server).await;
    let made = json!({"user_id": "u9", "key": ""});
    Mock::given(method("POST")).and(path("/user/new")).respond_with(json_answer(made)).mount(&server).await;
    let cli = Cli::of(&server);
    let create = ["users", "create", "--email", "a@b.c"];
    for (team, code) in [("nope", 3), ("Twin", 2)] {
        cli.run(&[&create[..], &["--team", "t1", "--team", team]].concat()).fails(code);
        cli.run(&["users", "list", "--team", team]).fails(code);
    }
    assert_eq!(writes(&server).await, []);
    assert!(asked(&server).await.iter().all(|(line, _)| !line.starts_with("GET /user/list")));
    cli.run(&[&create[..], &["--team", "Core", "--team", "t1", "--param", "user_role=new_role"]].concat()).ok();
    let body = json!({"user_email": "a@b.c", "user_role": "new_role", "teams": ["t1"]});
    assert_eq!(writes(&server).await, [with("POST /user/new", body)]);
    cli.run(&["users", "list", "--team", "Core"]).ok();
    let last = asked(&server).await.pop().expect("a request");
    assert_eq!(last, bare("GET /user/list?team=t1&page=1&page_size=100&sort_by=user_id"));
}

#[tokio::test]
async fn no_address_is_added_to_a_team_that_is_none() {
    let server = with_users().await;
    let info = json!({"team_id": "t", "team_info": {"team_id": "t"}});
    Mock::given(path("/team/info")).respond_with(json_answer(info)).mount(&server).await;
    let cli = Cli::of(&server);
    for words in [&["teams", "members", "add", "t", "eve@"][..], &["teams", "create", "--member", "eve@"]] {
        assert_eq!(cli.run(words).fails(2), "error: `eve@` is not an email address\n");
    }
    assert_eq!(writes(&server).await, []);
}

fn organization(id: &str, alias: &str) -> Value {
    json!({"organization_id": id, "organization_alias": alias})
}

/// Organization `o` is called Sales, two are called Twin.
async fn with_organizations() -> MockServer {
    let server = MockServer::start().await;
    let of_id = Mock::given(path("/organization/info")).and(query_param("organization_id", "o"));
    of_id.respond_with(json_answer(organization("o", "Sales"))).mount(&server).await;
    Mock::given(path("/organization/info")).respond_with(refusal(404, "Organization not found")).mount(&server).await;
    let all = json!([organization("o", "Sales"), organization("p", "Twin"), organization("q", "Twin")]);
    Mock::given(path("/organization/list")).respond_with(json_answer(all)).mount(&server).await;
    let gone = json!([organization("o", "Sales")]);
    Mock::given(path("/organization/delete")).respond_with(json_answer(gone)).mount(&server).await;
    let page = json!({"teams": [], "total": 0, "page": 1, "total_pages": 0});
    Mock::given(path("/v2/team/list")).respond_with(json_answer(page)).mount(&server).await;
    for (verb, place) in [
        ("PATCH", "/organization/update"),
        ("POST", "/organization/member_add"),
        ("PATCH", "/organization/member_update"),
        ("DELETE", "/organization/member_delete"),
        ("POST", "/team/new"),
    ] {
        let answer = json_answer(json!({"team_id": "t"}));
        Mock::given(method(verb)).and(path(place)).respond_with(answer).mount(&server).await;
    }
    server
}

#[tokio::test]
async fn an_organization_is_named_by_id_or_alias() {
    let commands: [&[&str]; 8] = [
        &["organizations", "info", "NAME"],
        &["organizations", "update", "NAME", "--max-budget", "1"],
        &["organizations", "delete", "NAME"],
        &["organizations", "members", "add", "NAME", "u"],
        &["organizations", "members", "update", "NAME", "u", "--role", "org_admin"],
        &["organizations", "members", "remove", "NAME", "u"],
        &["teams", "list", "--organization-id", "NAME"],
        &["teams", "create", "--organization-id", "NAME"],
    ];
    for words in commands {
        let server = with_organizations().await;
        let cli = Cli::of(&server);
        let run = |name: &str| {
            let words: Vec<_> = words.iter().map(|word| if *word == "NAME" { name } else { word }).collect();
            cli.run(&words)
        };
        assert_eq!(
            run("Twin").fails(2),
            "error: more than one organization has the alias `Twin`\nhint: use one of the ids:\n  p\n  q\n"
        );
        assert_eq!(run("none").fails(3), "error: no organization has the id or alias `none`\n");
        let questions = ["/organization/info", "/organization/list"];
        let sent = requests(&server).await;
        assert!(sent.iter().all(|request| questions.contains(&request.url.path())), "{words:?} {sent:?}");
        for name in ["Sales", "o"] {
            run(name).ok();
            let (line, body) = asked(&server).await.pop().expect("a request");
            assert!(
                line.contains("organization_id=o")
                    || body["organization_id"] == "o"
                    || body["organization_ids"] == json!(["o"]),
                "{words:?} {line} {body}"
            );
        }
    }
}

#[tokio::test]
async fn without_a_licence_teams_are_asked_for_as_they_were_named() {
    let page = json!({"teams": [], "total": 0, "page": 1, "total_pages": 0});
    let server = routed([
        ("GET /organization/info", refusal(403, "Organizations are only available for Enterprise users")),
        ("GET /v2/team/list", json_answer(page)),
    ])
    .await;
    Cli::of(&server).run(&["teams", "list", "--organization-id", "o"]).ok();
    let last = asked(&server).await.pop().expect("a request");
    assert_eq!(last, bare("GET /v2/team/list?organization_id=o&page=1&page_size=100&sort_by=team_id"));
}

#[tokio::test]
async fn a_budget_that_is_not_there_is_named_after_the_refusal() {
    let fails =
        || refusal(500, "Foreign key constraint failed on the field: `LiteLLM_EndUserTable_budget_id_fkey (index)`");
    let commands: [(&[&str], &str); 5] = [
        (&["keys", "generate", "--budget-id", "b"], "/key/generate"),
        (&["customers", "create", "c", "--budget-id", "b"], "/customer/new"),
        (&["customers", "update", "c", "--budget-id", "b"], "/customer/update"),
        (&["organizations", "create", "o", "--budget-id", "b"], "/organization/new"),
        (&["organizations", "update", "o", "--param", "budget_id=b"], "/organization/update"),
    ];
    for (words, place) in commands {
        for (known, code, told) in [
            (json_answer(json!([])), 3, "error: no budget has the id `b`\n"),
            (json_answer(json!([{"budget_id": "b"}])), 6, "error: Foreign key constraint failed"),
            (refusal(403, "admins only"), 6, "error: Foreign key constraint failed"),
        ] {
            let server =
                routed([("GET /organization/info", json_answer(json!({}))), ("POST /budget/info", known)]).await;
            Mock::given(path(place)).respond_with(fails()).mount(&server).await;
            let run = Cli::of(&server).run(words);
            assert!(run.fails(code).starts_with(told), "{words:?} {run:#?}");
            let sent = writes(&server).await;
            assert_eq!(sent.len(), 2, "{words:?}");
            assert_eq!(sent[1], with("POST /budget/info", json!({"budgets": ["b"]})));
        }
    }
}

#[test]
fn a_server_that_hangs_up_after_the_refusal_is_asked_again() {
    let asked = AtomicUsize::new(0);
    let server = FaultServer::start(move |line| match line {
        "POST /budget/info" if asked.fetch_add(1, Ordering::SeqCst) == 0 => Reply::Reset,
        "POST /budget/info" => Reply::json("[]"),
        _ => Reply::http("500 Internal Server Error", "text/plain", "Internal Server Error"),
    });
    let run = Cli::at(&server.uri()).run(&["organizations", "create", "o", "--budget-id", "b"]);
    assert_eq!(run.fails(3), "error: no budget has the id `b`\n");
    let received = server.received();
    let lines: Vec<_> = received.iter().filter_map(|request| request.split(" HTTP").next()).collect();
    assert_eq!(lines, ["POST /organization/new", "POST /budget/info", "POST /budget/info"]);
}

#[tokio::test]
async fn an_organization_that_is_not_there_is_named_whatever_the_status() {
    for (status, message) in [
        (400, "Organization not found for organization_id=x"),
        (404, "{'error': 'Organization not found, passed organization_id=x'}"),
        (500, "Internal Server Error, Organization doesn't exist in db. Organization=x."),
    ] {
        for (words, place) in [
            (&["teams", "create", "--param", "organization_id=x"][..], "POST /team/new"),
            (&["teams", "update", "t", "--param", "organization_id=x"], "POST /team/update"),
        ] {
            let team = json_answer(json!({"team_id": "t", "team_info": {"team_id": "t"}}));
            let server = routed([("GET /team/info", team), (place, refusal(status, message))]).await;
            assert_eq!(Cli::of(&server).run(words).fails(3), "error: no organization has the id `x`\n");
            assert_eq!(writes(&server).await.len(), 1);
        }
    }
}

#[tokio::test]
async fn an_alias_that_names_another_team_too_is_warned_of() {
    let teams = json!([{"team_id": "t1", "team_alias": "Core"}, {"team_id": "t2", "team_alias": "Core"},
                       {"team_id": "t3", "team_alias": "Core too"}]);
    let page = json!({"teams": teams, "total": 3, "page": 1, "total_pages": 1});
    let made = json!({"team_id": "t1", "team_alias": "Core"});
    let server = routed([
        ("GET /v2/team/list", json_answer(page)),
        ("GET /team/info", json_answer(json!({"team_id": "t1", "team_info": made}))),
        ("POST /team/new", json_answer(made.clone())),
        ("POST /team/update", json_answer(json!({"team_id": "t1", "data": made}))),
    ])
    .await;
    let cli = Cli::of(&server);
    let warning = "warning: `Core` is the alias of t2 too: name these teams by their ids\n";
    for words in [&["create", "--team-alias", "Core"][..], &["update", "t1", "--team-alias", "Core"]] {
        let run = cli.run(&[&["teams"], words].concat());
        assert_eq!((run.json()["team_id"].as_str(), run.stderr.as_str()), (Some("t1"), warning));
    }
    // What is done is done, even if the others cannot be looked at.
    let server = routed([("POST /team/new", json_answer(made.clone()))]).await;
    let run = Cli::of(&server).run(&["teams", "create", "--team-alias", "Core"]);
    assert_eq!((run.json(), run.stderr.as_str()), (made, ""));
}

#[tokio::test]
async fn models_added_to_a_team_of_all_models_do_not_restrict_it_and_that_is_said() {
    for (models, note) in [
        (
            json!(["all-proxy-models", "m"]),
            "the team may still call all models: it has all-proxy-models; `teams models remove t all-proxy-models` takes that away\n",
        ),
        (json!(["n", "m"]), ""),
    ] {
        let server = routed([
            ("GET /team/info", json_answer(json!({"team_info": {"team_id": "t"}}))),
            ("POST /team/model/add", json_answer(json!({"team_id": "t", "models": models}))),
        ])
        .await;
        let run = Cli::of(&server).run(&["teams", "models", "add", "t", "m"]);
        assert_eq!((run.json()["models"].clone(), run.stderr.as_str()), (models, note));
    }
}

#[tokio::test]
async fn keys_are_assigned_to_a_team_each_once_and_those_that_fail_are_named() {
    let teams = json!([{"team_id": "t1", "team_alias": "Core", "models": ["m"]}]);
    let page = json!({"teams": teams, "total": 1, "page": 1, "total_pages": 1});
    let key_page = json!({"keys": [{"token": "aa", "key_alias": "ci"}], "total_count": 1, "total_pages": 1});
    let server = routed([
        ("GET /team/info", refusal(404, "Team not found")),
        ("GET /v2/team/list", json_answer(page)),
        ("GET /key/list", json_answer(key_page)),
        ("GET /team/list", json_answer(teams)),
    ])
    .await;
    let of_other =
        Mock::given(path("/key/update")).and(wiremock::matchers::body_partial_json(json!({"key": "sk-bad"})));
    of_other.respond_with(refusal(404, "Key not found")).mount(&server).await;
    Mock::given(path("/key/update")).respond_with(json_answer(json!({}))).mount(&server).await;
    let cli = Cli::of(&server);
    let assign = |words: &[&str]| cli.run(&[&["teams", "assign-key", "Core"], words].concat());
    assert_eq!(assign(&[]).ok(), "The key is assigned to the team t1; it may call m.\n");
    assert_eq!(assign(&["sk-1", "ci"]).ok(), "2 keys are assigned to the team t1; they may call m.\n");
    let shown = assign(&["ci", "--format", "json"]).json();
    assert_eq!(shown["team_id"], "t1");
    assert_eq!(shown["keys"].as_array().map(Vec::len), Some(1));
    let to = |key: &str| with("POST /key/update", json!({"key": key, "team_id": "t1"}));
    assert_eq!(writes(&server).await, [to(KEY), to("sk-1"), to("aa"), to("aa")]);
    let run = assign(&["sk-1", "sk-bad", "sk-2"]);
    let told = format!(
        "warning: key {} was not assigned: Key not found (HTTP 404)\n",
        litellm_proxy_client::key_hash("sk-bad")
    );
    assert_eq!(run.fails(7), format!("{told}error: 1 of 3 keys were not assigned\n"));
    assert_eq!(writes(&server).await.len(), 7);
    assert_eq!(assign(&["sk-bad"]).fails(3), "error: Key not found (HTTP 404)\n");
    let dry = cli.run(&["teams", "assign-key", "Core", "ci", "sk-2", "--dry-run", "--format", "csv"]);
    assert_eq!(dry.ok().lines().filter(|line| line.ends_with("/key/update")).count(), 2);
}

#[tokio::test]
async fn objects_are_tables_without_enormous_cells() {
    let user = json!({"user_id": "u", "user_info": {"user_id": "u", "teams": ["t"], "metadata": {}, "models": ["a", "b"]},
        "keys": [{"token": "h", "key_name": "sk-...1234", "key_alias": "ci"}], "teams": [{"team_id": "t", "team_alias": "Core"}]});
    let mut org = organization("o", "Sales");
    org["litellm_budget_table"] = json!({"max_budget": 5.0});
    org["members"] = json!([{"user_id": "u", "user_role": "org_admin"}]);
    let customer = json!({"user_id": "c", "litellm_budget_table": {"budget_id": "b", "max_budget": 1.5}});
    let server = routed([
        ("GET /user/info", json_answer(user)),
        ("GET /organization/info", json_answer(org)),
        ("GET /customer/info", json_answer(customer)),
    ])
    .await;
    for (words, rows) in [
        (
            &["users", "get", "--id", "u"][..],
            &["user_id ┆ u", "metadata ┆", "models ┆ a, b", "keys[0] ┆ ci (sk-...1234)", "teams[0] ┆ Core (t)"][..],
        ),
        (
            &["organizations", "info", "o"],
            &[
                "organization_id ┆ o",
                "organization_alias ┆ Sales",
                "litellm_budget_table.max_budget ┆ 5.0",
                "members[0] ┆ u (org_admin)",
            ],
        ),
        (
            &["customers", "info", "c"],
            &["user_id ┆ c", "litellm_budget_table.budget_id ┆ b", "litellm_budget_table.max_budget ┆ 1.5"],
        ),
    ] {
        let run = Cli::of(&server).run(&[words, &["--format", "table"]].concat());
        let lines = run.ok().lines().filter(|line| line.starts_with('│')).skip(1);
        let shown: Vec<_> =
            lines.map(|line| line.trim_matches(['│', ' ']).split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(shown, rows);
    }
}
