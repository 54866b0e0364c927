//! `teams members`: requests, how members are resolved, and output.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, in_turn, json_response, request, request_with};

use crate::in_process::Cli;

fn info() -> Value {
    json!({
        "team_id": "t1",
        "team_info": {"team_id": "t1", "team_alias": "Core", "members_with_roles": [
            {"user_id": "u1", "user_email": "Ada@example.com", "role": "admin"},
            {"user_id": "u2", "user_email": null, "role": "user"},
            {"user_id": "u3", "role": "user"},
        ]},
        "team_memberships": [
            {"user_id": "u1", "spend": 1.5, "litellm_budget_table": null},
            {"user_id": "u2", "spend": 0.25,
             "litellm_budget_table": {"max_budget": 10.0, "tpm_limit": 100, "rpm_limit": null}},
        ],
    })
}

/// A server with this team; `/user/list` returns the user u2 with an email.
fn serving(info: Value) -> FakeServer {
    let users = json!({"users": [{"user_id": "u2", "user_email": "Bob@Example.com"},
                                 {"user_id": "u9", "user_email": "xbob@example.com"}], "total": 2, "total_pages": 1});
    FakeServer::with_routes([
        ("GET /team/info", json_response(info)),
        ("GET /user/list", json_response(users)),
        ("GET /user/info", FakeResponse::new(404).with_json(json!({"detail": "User not found"}))),
        ("POST /team/member_add", json_response(json!({"team_id": "t1"}))),
        ("POST /team/member_update", json_response(json!({"user_id": "u2"}))),
        ("POST /team/member_delete", json_response(json!({"team_id": "t1"}))),
    ])
}

fn last(server: &FakeServer) -> (String, Value) {
    server.requests().pop().expect("a request")
}

#[test]
fn list_joins_roles_spend_and_limits() {
    let server = serving(info());
    let cli = Cli::of(&server);
    assert_eq!(
        cli.run(&["teams", "members", "list", "t1", "--format", "csv"]).ok(),
        "user_id,user_email,role,spend,max_budget_in_team,tpm_limit,rpm_limit\n\
         u1,Ada@example.com,admin,1.5,,,\nu2,,user,0.25,10,100,\nu3,,user,,,,\n"
    );
    assert_eq!(
        cli.run(&["teams", "members", "list", "t1", "--format", "json"]).json()[1],
        json!({"user_id": "u2", "user_email": null, "role": "user", "spend": 0.25, "max_budget_in_team": 10.0,
               "tpm_limit": 100, "rpm_limit": null})
    );
}

#[test]
fn add_sends_all_members_in_one_request() {
    let server = serving(info());
    let cli = Cli::of(&server);
    cli.run(&["teams", "members", "add", "t1", "u7", "u8"]).ok();
    let mut requests = server.requests();
    // Whether the ids are of users is looked up at once.
    requests[1..3].sort_by(|(one, _), (other, _)| one.cmp(other));
    assert_eq!(
        requests,
        [
            request("GET /team/info?team_id=t1"),
            request("GET /user/info?user_id=u7"),
            request("GET /user/info?user_id=u8"),
            request_with(
                "POST /team/member_add",
                json!({"team_id": "t1", "member": [{"user_id": "u7", "role": "user"}, {"user_id": "u8", "role": "user"}]})
            ),
        ]
    );
    cli.run(&["teams", "members", "add", "t1", "u7", "--role", "admin", "--max-budget-in-team", "3"]).ok();
    let body = json!({"team_id": "t1", "member": [{"user_id": "u7", "role": "admin"}], "max_budget_in_team": 3.0});
    assert_eq!(last(&server), request_with("POST /team/member_add", body));
}

#[test]
fn users_that_the_server_creates_for_members_are_named_last() {
    let known = json!({"user_id": "u2", "user_info": {"user_id": "u2"}});
    let refused = FakeResponse::new(403).with_json(json!({"detail": "not allowed"}));
    // 1.80 responds with an empty user.
    let empty = json!({"user_id": "u8", "user_info": null, "keys": [], "teams": []});
    let team = json!({"team_id": "t1", "team_alias": "Core"});
    let server = || {
        let server = FakeServer::new();
        server.add("/user/info?user_id=u2", json_response(known.clone()));
        server.add("/user/info?user_id=u5", refused.clone());
        server.add("/user/info?user_id=u8", json_response(empty.clone()));
        server.add("/user/info", FakeResponse::new(404).with_json(json!({"detail": "User not found"})));
        server.add("/user/list", json_response(json!({"users": [], "total": 0, "total_pages": 0})));
        server.add("/team/info", json_response(json!({"team_id": "t1", "team_info": team})));
        server.add("/v2/team/list", json_response(json!({"teams": [], "total": 0, "total_pages": 0})));
        server.add("/organization/info", json_response(json!({"organization_id": "o"})));
        server.add("POST *", json_response(json!({"team_id": "t1"})));
        server
    };
    let one = "the server had no user `u7` and has created it; `litellm-proxy users delete u7` takes that back";
    for (words, expected) in [
        (&["teams", "members", "add", "t1", "u2", "u5", "default_user_id"][..], ""),
        (&["teams", "members", "add", "t1", "u2", "u7"], one),
        (
            &["teams", "members", "add", "t1", "u7", "u8"],
            "no user `u7`, and no user `u8` and has created them; `litellm-proxy users delete u7 u8` takes",
        ),
        (
            &["teams", "members", "add", "t1", "x@y.z", "--force"],
            "no user `x@y.z` and has created it; `litellm-proxy users delete x@y.z` takes that back",
        ),
        (&["teams", "members", "add", "t1", "u7", "--dry-run"], "the server has no user `u7` and will create it"),
        (&["teams", "members", "add", "t1", "u7", "--curl"], ""),
        (&["teams", "create", "Core", "--admin", "u2", "--member", "u7"], one),
        (&["teams", "create", "Core", "--member", "u7", "--no-check"], ""),
        (&["organizations", "members", "add", "o", "u2"], ""),
        (&["organizations", "members", "add", "o", "u7"], one),
        (&["organizations", "members", "add", "o", "u7", "--dry-run"], "has no user `u7` and will create it"),
    ] {
        for width in [None, Some(80)] {
            let server = server();
            let cli = Cli::of(&server);
            let run = width.map_or(cli, |width| Cli::of(&server).on_terminal(width)).run(words);
            run.ok();
            let stderr = run.stderr.replace("\n  ", " ");
            let last = stderr.lines().last().unwrap_or_default();
            assert!(last.contains(expected) && expected.is_empty() == last.is_empty(), "{words:?}: {run:#?}");
            assert_eq!(run.stderr.matches("no user").count(), expected.matches("no user").count(), "{run:#?}");
        }
    }
}

#[test]
fn add_by_email_uses_the_servers_spelling() {
    let server = serving(info());
    let cli = Cli::of(&server);
    for (given, member) in [
        ("bob@example.com", json!({"user_email": "Bob@Example.com", "role": "user"})),
        ("new@example.com", json!({"user_email": "new@example.com", "role": "user"})),
    ] {
        cli.run(&["teams", "members", "add", "t1", given, "--force"]).ok();
        let body = json!({"team_id": "t1", "member": [member]});
        assert_eq!(last(&server), request_with("POST /team/member_add", body));
    }
    let lines: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines[1], "GET /user/list?user_email=bob%40example.com&page=1&page_size=100&sort_by=user_id");
    assert_eq!(lines[5], "GET /user/info?user_id=new%40example.com");
}

#[test]
fn id_with_an_at_sign_is_an_id() {
    let server = FakeServer::new();
    let nobody = json!({"users": [], "total": 0, "total_pages": 0});
    server.add("/user/list", json_response(nobody));
    let user = json!({"user_id": "a@b.c", "user_info": {"user_id": "a@b.c"}});
    server.add("/user/info?user_id=a%40b.c", json_response(user));
    server.add("POST *", json_response(json!({"team_id": "t"})));
    Cli::of(&server).run(&["teams", "create", "--member", "a@b.c"]).ok();
    let body = json!({"members_with_roles": [{"user_id": "a@b.c", "role": "user"}]});
    assert_eq!(last(&server), request_with("POST /team/new", body));
}

#[test]
fn update_keeps_unnamed_limits() {
    let server = serving(info());
    let cli = Cli::of(&server);
    for (words, fields) in [
        // Older servers would drop the limits.
        (&["u2", "--role", "user"][..], json!({"role": "user", "max_budget_in_team": 10.0, "tpm_limit": 100})),
        (&["u2", "--rpm-limit", "5"], json!({"max_budget_in_team": 10.0, "tpm_limit": 100, "rpm_limit": 5})),
        (&["u2", "--max-budget-in-team", "0"], json!({"max_budget_in_team": 0.0, "tpm_limit": 100})),
        (&["u3", "--tpm-limit", "7"], json!({"tpm_limit": 7})),
    ] {
        cli.run(&[&["teams", "members", "update", "t1"], words].concat()).ok();
        let mut body = json!({"team_id": "t1", "user_id": words[0]});
        body.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
        assert_eq!(last(&server), request_with("POST /team/member_update", body), "{words:?}");
    }
}

#[test]
fn update_does_not_copy_team_limits_to_a_member() {
    for (source, is_sent) in [("team_default", false), ("none", false), ("custom", true)] {
        let mut info = info();
        info["team_memberships"][1]["budget_source"] = json!(source);
        let server = serving(info);
        Cli::of(&server).run(&["teams", "members", "update", "t1", "u2", "--rpm-limit", "5"]).ok();
        let (_, body) = last(&server);
        assert_eq!(body.get("tpm_limit").is_some(), is_sent, "{source}: {body}");
    }
}

#[test]
fn members_resolve_by_id_or_case_insensitive_email() {
    for (name, user_id) in [("u1", "u1"), ("ada@EXAMPLE.com", "u1"), ("bob@example.com", "u2")] {
        let server = serving(info());
        let cli = Cli::of(&server);
        cli.run(&["teams", "members", "update", "t1", name, "--role", "user"]).ok();
        assert_eq!(last(&server).1["user_id"], user_id, "{name}");
        cli.run(&["teams", "members", "remove", "t1", name]).ok();
        let body = json!({"team_id": "t1", "user_id": user_id});
        assert_eq!(last(&server), request_with("POST /team/member_delete", body), "{name}");
    }
}

#[test]
fn non_member_is_not_found() {
    let server = serving(info());
    let cli = Cli::of(&server);
    for name in ["nobody", "nobody@example.com", "xbob@example.com"] {
        let text = format!("error: `{name}` is not a member of the team `Core`\n");
        assert_eq!(cli.run(&["teams", "members", "update", "t1", name, "--role", "user"]).fails(3), text);
        assert_eq!(cli.run(&["teams", "members", "remove", "t1", "u1", name]).fails(3), text);
    }
    assert!(server.received().iter().all(|request| request.method == "GET"));
}

#[test]
fn remove_reports_partial_failure() {
    let server = serving(info());
    Cli::of(&server).run(&["teams", "members", "remove", "t1", "u1", "u1", "u2"]).ok();
    let removed: Vec<_> =
        server.requests().into_iter().filter(|(line, _)| line.starts_with("POST")).map(|(_, body)| body).collect();
    assert_eq!(removed, [json!({"team_id": "t1", "user_id": "u1"}), json!({"team_id": "t1", "user_id": "u2"})]);

    let refusal = FakeResponse::new(400).with_json(json!({"detail": {"error": "not this one"}}));
    let server = FakeServer::new()
        .on("/team/info", json_response(info()))
        .on("/team/member_delete", in_turn([json_response(json!({})), refusal]));
    let run = Cli::of(&server).run(&["teams", "members", "remove", "t1", "u1", "u2", "u3"]);
    let text = "error: 2 of 3 members were not removed\n  caused by: not this one (HTTP 400)\n";
    assert_eq!(run.fails(7), text);
}

#[test]
fn admin_role_without_a_license_is_refused() {
    let message = "Assigning team admins is a premium feature. You must be a LiteLLM Enterprise user to use this feature. If you have a license please set `LITELLM_LICENSE` in your env.";
    let refusal = FakeResponse::new(400).with_json(json!({"detail": message}));
    let server = FakeServer::with_routes([
        ("GET /team/info", json_response(info())),
        ("POST /team/member_add", refusal.clone()),
    ]);
    let run = Cli::of(&server).run(&["teams", "members", "add", "t1", "u", "--role", "admin"]);
    assert_eq!(
        run.fails(4),
        format!(
            "error: {message} (HTTP 400)\nhint: this requires a LiteLLM Enterprise license on the server; without one, name the admins of a team when you create it\n"
        )
    );
}

#[test]
fn add_without_user_list_permission_uses_the_given_email() {
    let refusal = || FakeResponse::new(403).with_json(json!({"detail": "not for you"}));
    let server = FakeServer::with_routes([
        ("GET /team/info", json_response(info())),
        ("GET /user/list", refusal()),
        ("GET /user/info", refusal()),
        ("POST /team/member_add", json_response(json!({}))),
    ]);
    Cli::of(&server).run(&["teams", "members", "add", "t1", "a@b.c"]).ok();
    let body = json!({"team_id": "t1", "member": [{"user_email": "a@b.c", "role": "user"}]});
    assert_eq!(last(&server), request_with("POST /team/member_add", body));
}

#[test]
fn add_of_existing_members_is_a_conflict() {
    let refusal = json!({"error": {"message": "All users are already in team.", "type": "team_member_already_in_team", "code": "400"}});
    let server = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    server.add_first("/team/info", json_response(info()));
    let run = Cli::of(&server).run(&["teams", "members", "add", "t1", "u1"]);
    assert_eq!(run.fails(8), "error: All users are already in team. (HTTP 400)\n");
}

#[test]
fn address_that_no_user_has_is_not_added() {
    for words in
        [&["teams", "members", "add", "t1", "new@example.com"][..], &["teams", "create", "--member", "new@example.com"]]
    {
        let server = serving(info());
        let run = Cli::of(&server).run(words);
        let message = "error: no user has the id or email address `new@example.com`; nothing was changed\n";
        assert!(run.fails(3).starts_with(message), "{words:?}: {}", run.stderr);
        assert!(server.requests().iter().all(|(line, _)| line.starts_with("GET")), "{words:?}");
    }
}
