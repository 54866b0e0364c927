//! Users by id or email, organizations and teams by id or alias, and errors for missing ones.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, KEY, json_response, request, request_with};

use crate::in_process::Cli;

fn refusal(status: u16, message: &str) -> FakeResponse {
    let body = json!({"error": {"message": message, "type": "internal_server_error", "code": status.to_string()}});
    FakeResponse::new(status).with_json(body)
}

/// Users `u1` and `u@2` have distinct emails; `u3` and `u4` share one in different cases.
fn with_users() -> FakeServer {
    let server = FakeServer::new();
    for id in ["u1", "u@2"] {
        let info = json!({"user_id": id, "user_info": {"user_id": id}, "keys": [], "teams": []});
        server.add(&format!("/user/info?user_id={id}"), json_response(info));
    }
    let unknown = refusal(404, "User not found");
    server.add("/user/info", unknown);
    // The server returns every email that contains the string.
    let users = json!([
        {"user_id": "u1", "user_email": "Ada@Example.com"}, {"user_id": "u0", "user_email": "not-ada@example.com"},
        {"user_id": "u3", "user_email": "twin@example.com"}, {"user_id": "u4", "user_email": "Twin@example.com"},
    ]);
    let list = json!({"users": users, "total": 4, "page": 1, "total_pages": 1});
    server.add("/user/list", json_response(list));
    let updated = json!({"user_id": "u1", "data": {"user_id": "u1"}});
    server.add("/user/update", json_response(updated));
    server.add("/user/delete", json_response(json!(1)));
    let invitation = json!({"id": "inv", "user_id": "u1"});
    server.add("/invitation/new", json_response(invitation));
    server
}

fn writes(server: &FakeServer) -> Vec<(String, Value)> {
    server.requests().into_iter().filter(|(line, _)| !line.starts_with("GET ")).collect()
}

#[test]
fn users_resolve_by_id_before_email() {
    for (name, id) in [("ada@example.com", "u1"), ("u@2", "u@2"), ("u1", "u1")] {
        let server = with_users();
        let cli = Cli::of(&server);
        assert_eq!(cli.run(&["users", "get", "--id", name]).json()["user_id"], id);
        cli.run(&["users", "update", name, "--max-budget", "1"]).ok();
        cli.run(&["users", "invite", name]).ok();
        cli.run(&["users", "delete", name, name]).ok();
        assert_eq!(
            writes(&server),
            [
                request_with("POST /user/update", json!({"user_id": id, "max_budget": 1.0})),
                request_with("POST /invitation/new", json!({"user_id": id})),
                request_with("POST /user/delete", json!({"user_ids": [id]})),
            ]
        );
    }
}

#[test]
fn ambiguous_or_unknown_email_changes_nothing() {
    let server = with_users();
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
    assert_eq!(writes(&server), []);
}

#[test]
fn forbidden_user_lookup_is_explained() {
    let server = FakeServer::always(refusal(403, "not for you"));
    let run = Cli::of(&server).run(&["users", "get", "--id", "ada@example.com"]);
    assert_eq!(run.fails(4), "error: not for you (HTTP 403)\n");
}

#[test]
fn teams_resolve_by_id_or_alias() {
    let server = with_users();
    let team = json!({"team_id": "t1", "team_info": {"team_id": "t1"}});
    server.add("/team/info?team_id=t1", json_response(team));
    server.add("/team/info", refusal(404, "Team not found"));
    let teams = json!([{"team_id": "t1", "team_alias": "Core"}, {"team_id": "t2", "team_alias": "Twin"},
                       {"team_id": "t3", "team_alias": "Twin"}]);
    let page = json!({"teams": teams, "total": 3, "page": 1, "total_pages": 1});
    server.add("/v2/team/list", json_response(page));
    let made = json!({"user_id": "u9", "key": ""});
    server.add("POST /user/new", json_response(made));
    let cli = Cli::of(&server);
    let create = ["users", "create", "--email", "a@b.c"];
    for (team, code) in [("nope", 3), ("Twin", 2)] {
        cli.run(&[&create[..], &["--team", "t1", "--team", team]].concat()).fails(code);
        cli.run(&["users", "list", "--team", team]).fails(code);
    }
    assert_eq!(writes(&server), []);
    assert!(server.requests().iter().all(|(line, _)| !line.starts_with("GET /user/list")));
    cli.run(&[&create[..], &["--team", "Core", "--team", "t1", "--param", "user_role=new_role"]].concat()).ok();
    let body = json!({"user_email": "a@b.c", "user_role": "new_role", "teams": ["t1"]});
    assert_eq!(writes(&server), [request_with("POST /user/new", body)]);
    cli.run(&["users", "list", "--team", "Core"]).ok();
    let last = server.requests().pop().expect("a request");
    assert_eq!(last, request("GET /user/list?team=t1&page=1&page_size=100&sort_by=user_id"));
}

#[test]
fn members_of_a_missing_team_are_not_added() {
    let server = with_users();
    let info = json!({"team_id": "t", "team_info": {"team_id": "t"}});
    server.add("/team/info", json_response(info));
    let cli = Cli::of(&server);
    for words in [&["teams", "members", "add", "t", "eve@"][..], &["teams", "create", "--member", "eve@"]] {
        assert_eq!(cli.run(words).fails(2), "error: `eve@` is not an email address\n");
    }
    assert_eq!(writes(&server), []);
}

fn organization(id: &str, alias: &str) -> Value {
    json!({"organization_id": id, "organization_alias": alias})
}

/// Organization `o` is called Sales, two are called Twin.
fn with_organizations() -> FakeServer {
    let server = FakeServer::new()
        .on("/organization/info?organization_id=o", json_response(organization("o", "Sales")))
        .on("/organization/info", refusal(404, "Organization not found"));
    let all = json!([organization("o", "Sales"), organization("p", "Twin"), organization("q", "Twin")]);
    server.add("/organization/list", json_response(all));
    let gone = json!([organization("o", "Sales")]);
    server.add("/organization/delete", json_response(gone));
    let page = json!({"teams": [], "total": 0, "page": 1, "total_pages": 0});
    server.add("/v2/team/list", json_response(page));
    for (verb, place) in [
        ("PATCH", "/organization/update"),
        ("POST", "/organization/member_add"),
        ("PATCH", "/organization/member_update"),
        ("DELETE", "/organization/member_delete"),
        ("POST", "/team/new"),
    ] {
        let response = json_response(json!({"team_id": "t"}));
        server.add(&format!("{verb} {place}"), response);
    }
    server
}

#[test]
fn organizations_resolve_by_id_or_alias() {
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
        let server = with_organizations();
        let cli = Cli::of(&server);
        let run = |name: &str| {
            let words: Vec<_> = words.iter().map(|word| if *word == "NAME" { name } else { word }).collect();
            cli.run(&words)
        };
        assert_eq!(
            run("Twin").fails(2),
            "error: more than one organization has the alias `Twin`\nhint: use one of the ids:\n  p\n  q\n"
        );
        let missing = match words.first() {
            Some(&"teams") if words.contains(&"create") => "error: the server has no organization `none`;",
            _ => "error: no organization has the id or alias `none`\n",
        };
        assert!(run("none").fails(3).starts_with(missing), "{words:?}");
        let questions = ["/organization/info", "/organization/list"];
        let sent = server.received();
        assert!(sent.iter().all(|request| questions.contains(&request.path())), "{words:?} {sent:?}");
        for name in ["Sales", "o"] {
            run(name).ok();
            let (line, body) = server.requests().pop().expect("a request");
            assert!(
                line.contains("organization_id=o")
                    || body["organization_id"] == "o"
                    || body["organization_ids"] == json!(["o"]),
                "{words:?} {line} {body}"
            );
        }
    }
}

#[test]
fn organization_filter_works_without_a_license_unless_the_list_is_empty() {
    let license = "Organizations are only available for LiteLLM Enterprise users.";
    let some = json!([{"team_id": "t", "organization_id": "o"}]);
    let keys = json!([{"token": "k", "organization_id": "o"}]);
    for (items, message, code, expected) in [
        (Some(()), license, 0, ""),
        (Some(()), "not for you", 0, ""),
        (None, license, 4, "error: Organizations are only available for LiteLLM Enterprise users. (HTTP 403)\nhint: "),
        (
            None,
            "not for you",
            0,
            "warning: it is not known whether the organization `o` exists: not for you (HTTP 403)\n",
        ),
    ] {
        let listed = |items: Option<()>, all: &Value| items.map_or(json!([]), |()| all.clone());
        let (teams, keys) = (listed(items, &some), listed(items, &keys));
        let server = FakeServer::with_routes([
            ("GET /organization/info", refusal(403, message)),
            ("GET /v2/team/list", json_response(json!({"teams": teams, "total": 0, "page": 1, "total_pages": 1}))),
            ("GET /key/list", json_response(json!({"keys": keys, "total_count": 0, "total_pages": 1}))),
        ]);
        for noun in ["teams", "keys"] {
            let run = Cli::of(&server).run(&[noun, "list", "--organization", "o", "--format", "csv"]);
            assert_eq!(run.code, code, "{noun}: {run:#?}");
            assert!(run.stderr.starts_with(expected), "{noun}: {run:#?}");
            assert_eq!(run.stdout.is_empty(), code == 4, "{noun}: {run:#?}");
            if expected.is_empty() {
                assert_eq!(run.stdout.lines().count(), 2, "{noun}: {run:#?}");
            }
        }
    }
}

#[test]
fn missing_budget_is_named_after_a_refusal() {
    let fails =
        || refusal(500, "Foreign key constraint failed on the field: `LiteLLM_EndUserTable_budget_id_fkey (index)`");
    let commands: [(&[&str], &str); 4] = [
        (&["customers", "create", "c", "--budget-id", "b"], "/customer/new"),
        (&["customers", "update", "c", "--budget-id", "b"], "/customer/update"),
        (&["organizations", "create", "o", "--budget-id", "b"], "/organization/new"),
        (&["organizations", "update", "o", "--param", "budget_id=b"], "/organization/update"),
    ];
    for (words, place) in commands {
        for (known, code, message) in [
            (json_response(json!([])), 3, "error: no budget has the id `b`\n"),
            (json_response(json!([{"budget_id": "b"}])), 6, "error: Foreign key constraint failed"),
            (refusal(403, "admins only"), 6, "error: Foreign key constraint failed"),
        ] {
            let server = FakeServer::with_routes([
                ("GET /organization/info", json_response(json!({}))),
                ("POST /budget/info", known),
            ]);
            server.add(place, fails());
            let run = Cli::of(&server).run(words);
            assert!(run.fails(code).starts_with(message), "{words:?} {run:#?}");
            let sent = writes(&server);
            assert_eq!(sent.len(), 2, "{words:?}");
            assert_eq!(sent[1], request_with("POST /budget/info", json!({"budgets": ["b"]})));
        }
    }
}

#[test]
fn budget_lookup_is_retried_after_a_reset() {
    let attempts = AtomicUsize::new(0);
    let server = FakeServer::from_fn(move |request| match request.line().as_str() {
        "POST /budget/info" if attempts.fetch_add(1, Ordering::SeqCst) == 0 => FakeResponse::reset(),
        "POST /budget/info" => FakeResponse::new(200).with_body("[]", "application/json"),
        _ => FakeResponse::new(500).with_body("Internal Server Error", "text/plain"),
    });
    let run = Cli::at(&server.uri()).run(&["organizations", "create", "o", "--budget-id", "b"]);
    assert_eq!(run.fails(3), "error: no budget has the id `b`\n");
    let lines: Vec<_> = server.received().iter().map(FakeRequest::line).collect();
    assert_eq!(lines, ["POST /organization/new", "POST /budget/info", "POST /budget/info"]);
}

#[test]
fn missing_organization_is_named_for_any_status() {
    for (status, message) in [
        (400, "Organization not found for organization_id=x"),
        (404, "{'error': 'Organization not found, passed organization_id=x'}"),
        (500, "Internal Server Error, Organization doesn't exist in db. Organization=x."),
    ] {
        for (words, place) in [
            (&["teams", "create", "--param", "organization_id=x"][..], "POST /team/new"),
            (&["teams", "update", "t", "--param", "organization_id=x"], "POST /team/update"),
        ] {
            let team = json_response(json!({"team_id": "t", "team_info": {"team_id": "t"}}));
            let server = FakeServer::with_routes([("GET /team/info", team), (place, refusal(status, message))]);
            assert_eq!(Cli::of(&server).run(words).fails(3), "error: no organization has the id `x`\n");
            assert_eq!(writes(&server).len(), 1);
        }
    }
}

#[test]
fn ambiguous_team_alias_is_a_warning() {
    let teams = json!([{"team_id": "t1", "team_alias": "Core"}, {"team_id": "t2", "team_alias": "Core"},
                       {"team_id": "t3", "team_alias": "Core too"}]);
    let page = json!({"teams": teams, "total": 3, "page": 1, "total_pages": 1});
    let made = json!({"team_id": "t1", "team_alias": "Core"});
    let server = FakeServer::with_routes([
        ("GET /v2/team/list", json_response(page)),
        ("GET /team/info", json_response(json!({"team_id": "t1", "team_info": made}))),
        ("POST /team/new", json_response(made.clone())),
        ("POST /team/update", json_response(json!({"team_id": "t1", "data": made}))),
    ]);
    let cli = Cli::of(&server);
    let warning = "warning: `Core` is also the alias of t2; refer to these teams by id\n";
    for words in [&["create", "--team-alias", "Core"][..], &["update", "t1", "--team-alias", "Core"]] {
        let run = cli.run(&[&["teams"], words].concat());
        assert_eq!((run.json()["team_id"].as_str(), run.stderr.as_str()), (Some("t1"), warning));
    }
    // The write has succeeded even if the other teams cannot be read.
    let server = FakeServer::with_routes([("POST /team/new", json_response(made.clone()))]);
    let run = Cli::of(&server).run(&["teams", "create", "--team-alias", "Core"]);
    assert_eq!((run.json(), run.stderr.as_str()), (made, ""));
}

#[test]
fn adding_models_to_an_unrestricted_team_is_a_warning() {
    for (models, note) in [
        (
            json!(["all-proxy-models", "m"]),
            "the team may still call all models, through all-proxy-models; to remove it: `teams models remove t all-proxy-models`\n",
        ),
        (json!(["n", "m"]), ""),
    ] {
        let server = FakeServer::with_routes([
            ("GET /team/info", json_response(json!({"team_info": {"team_id": "t"}}))),
            ("POST /team/model/add", json_response(json!({"team_id": "t", "models": models}))),
        ]);
        let run = Cli::of(&server).run(&["teams", "models", "add", "t", "m"]);
        assert_eq!((run.json()["models"].clone(), run.stderr.as_str()), (models, note));
    }
}

#[test]
fn assign_key_deduplicates_keys_and_reports_failures() {
    let teams = json!([{"team_id": "t1", "team_alias": "Core", "models": ["m"]}]);
    let page = json!({"teams": teams, "total": 1, "page": 1, "total_pages": 1});
    let key_page = json!({"keys": [{"token": "aa", "key_alias": "ci"}], "total_count": 1, "total_pages": 1});
    let server = FakeServer::with_routes([
        ("GET /team/info", refusal(404, "Team not found")),
        ("GET /v2/team/list", json_response(page)),
        ("GET /key/list", json_response(key_page)),
        ("GET /team/list", json_response(teams)),
        ("GET /key/info", json_response(json!({"key": "aa", "info": {"key_alias": "other"}}))),
    ]);
    server.add_when(|request| request.field("key") == "sk-bad", refusal(404, "Key not found"));
    server.add("/key/update", json_response(json!({})));
    let cli = Cli::of(&server);
    let assign = |words: &[&str]| cli.run(&[&["teams", "assign-key", "Core"], words].concat());
    assert_eq!(assign(&[]).ok(), "The key is assigned to the team t1; it may call m.\n");
    assert_eq!(assign(&["sk-1", "ci"]).ok(), "2 keys are assigned to the team t1; they may call m.\n");
    let shown = assign(&["ci", "--format", "json"]).json();
    assert_eq!(shown["team_id"], "t1");
    assert_eq!(shown["keys"].as_array().map(Vec::len), Some(1));
    let to = |key: &str| request_with("POST /key/update", json!({"key": key, "team_id": "t1"}));
    assert_eq!(writes(&server), [to(KEY), to("sk-1"), to("aa"), to("aa")]);
    let run = assign(&["sk-1", "sk-bad", "sk-2"]);
    let message = format!(
        "warning: key {} was not assigned: Key not found (HTTP 404)\n",
        litellm_proxy_client::key_hash("sk-bad")
    );
    assert_eq!(run.fails(7), format!("{message}error: 1 of 3 keys was not assigned\n"));
    assert_eq!(writes(&server).len(), 7);
    assert!(assign(&["sk-bad", "'sk-bad'"]).fails(3).ends_with("error: none of these 2 keys exists\n"));
    assert!(assign(&["sk-bad"]).fails(3).starts_with("error: Key not found (HTTP 404)\nhint: "));
    let dry = cli.run(&["teams", "assign-key", "Core", "ci", "sk-2", "--dry-run", "--format", "csv"]);
    assert_eq!(dry.ok().lines().filter(|line| line.ends_with("/key/update")).count(), 2);
}

#[test]
fn objects_are_shown_with_what_they_hold() {
    let user = json!({"user_id": "u", "user_info": {"user_id": "u", "teams": ["t"], "metadata": {}, "models": ["a", "b"]},
        "keys": [{"token": "h", "key_name": "sk-...1234", "key_alias": "ci"}], "teams": [{"team_id": "t", "team_alias": "Core"}]});
    let mut org = organization("o", "Sales");
    org["litellm_budget_table"] = json!({"max_budget": 5.0});
    org["members"] = json!([{"user_id": "u", "user_role": "org_admin"}]);
    let customer = json!({"user_id": "c", "litellm_budget_table": {"budget_id": "b", "max_budget": 1.5}});
    let server = FakeServer::with_routes([
        ("GET /user/info", json_response(user)),
        ("GET /organization/info", json_response(org)),
        ("GET /customer/info", json_response(customer)),
    ]);
    for (words, expected) in [
        (&["users", "get", "--id", "u"][..], "user_id  u\nmodels   a, b\nkeys\n  ci (sk-...1234)\nteams\n  Core (t)\n"),
        (
            &["organizations", "info", "o"],
            "organization_id     o\norganization_alias  Sales\nlitellm_budget_table\n  max_budget        $5.00\nmembers\n  u (org_admin)\n",
        ),
        (&["customers", "info", "c"], "user_id       c\nlitellm_budget_table\n  budget_id   b\n  max_budget  $1.50\n"),
    ] {
        assert_eq!(Cli::of(&server).run(&[words, &["--format", "table"]].concat()).ok(), expected);
    }
}
