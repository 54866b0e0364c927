//! `teams members`: what is sent, who is meant, and what is kept.

use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::harness::{Cli, answering, asked, bare, json_answer, requests, routed, with};

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

/// A server with this team, and of `/user/list` the one user u2 with an address.
async fn serving(info: Value) -> MockServer {
    let users = json!({"users": [{"user_id": "u2", "user_email": "Bob@Example.com"},
                                 {"user_id": "u9", "user_email": "xbob@example.com"}], "total": 2, "total_pages": 1});
    routed([
        ("GET /team/info", json_answer(info)),
        ("GET /user/list", json_answer(users)),
        ("GET /user/info", ResponseTemplate::new(404).set_body_json(json!({"detail": "User not found"}))),
        ("POST /team/member_add", json_answer(json!({"team_id": "t1"}))),
        ("POST /team/member_update", json_answer(json!({"user_id": "u2"}))),
        ("POST /team/member_delete", json_answer(json!({"team_id": "t1"}))),
    ])
    .await
}

async fn last(server: &MockServer) -> (String, Value) {
    asked(server).await.pop().expect("a request")
}

#[tokio::test]
async fn list_puts_roles_spend_and_limits_together() {
    let server = serving(info()).await;
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

#[tokio::test]
async fn add_posts_all_members_at_once() {
    let server = serving(info()).await;
    let cli = Cli::of(&server);
    cli.run(&["teams", "members", "add", "t1", "u7", "u8"]).ok();
    assert_eq!(
        asked(&server).await,
        [
            bare("GET /team/info?team_id=t1"),
            with(
                "POST /team/member_add",
                json!({"team_id": "t1", "member": [{"user_id": "u7", "role": "user"}, {"user_id": "u8", "role": "user"}]})
            ),
        ]
    );
    cli.run(&["teams", "members", "add", "t1", "u7", "--role", "admin", "--max-budget-in-team", "3"]).ok();
    let body = json!({"team_id": "t1", "member": [{"user_id": "u7", "role": "admin"}], "max_budget_in_team": 3.0});
    assert_eq!(last(&server).await, with("POST /team/member_add", body));
}

#[tokio::test]
async fn add_by_address_spells_it_as_the_server_does() {
    let server = serving(info()).await;
    let cli = Cli::of(&server);
    for (given, member) in [
        ("bob@example.com", json!({"user_email": "Bob@Example.com", "role": "user"})),
        ("new@example.com", json!({"user_email": "new@example.com", "role": "user"})),
    ] {
        cli.run(&["teams", "members", "add", "t1", given]).ok();
        let body = json!({"team_id": "t1", "member": [member]});
        assert_eq!(last(&server).await, with("POST /team/member_add", body));
    }
    let lines: Vec<_> = asked(&server).await.into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines[1], "GET /user/list?user_email=bob%40example.com&page=1&page_size=100&sort_by=user_id");
    assert_eq!(lines[5], "GET /user/info?user_id=new%40example.com");
}

#[tokio::test]
async fn an_id_with_an_at_sign_is_an_id() {
    let server = MockServer::start().await;
    let nobody = json!({"users": [], "total": 0, "total_pages": 0});
    Mock::given(path("/user/list")).respond_with(json_answer(nobody)).mount(&server).await;
    let user = json!({"user_id": "a@b.c", "user_info": {"user_id": "a@b.c"}});
    let by_id = Mock::given(path("/user/info")).and(query_param("user_id", "a@b.c"));
    by_id.respond_with(json_answer(user)).mount(&server).await;
    Mock::given(method("POST")).respond_with(json_answer(json!({"team_id": "t"}))).mount(&server).await;
    Cli::of(&server).run(&["teams", "create", "--member", "a@b.c"]).ok();
    let body = json!({"members_with_roles": [{"user_id": "a@b.c", "role": "user"}]});
    assert_eq!(last(&server).await, with("POST /team/new", body));
}

#[tokio::test]
async fn update_sends_the_limits_that_it_does_not_name_along() {
    let server = serving(info()).await;
    let cli = Cli::of(&server);
    for (words, fields) in [
        // Older servers would drop them.
        (&["u2", "--role", "user"][..], json!({"role": "user", "max_budget_in_team": 10.0, "tpm_limit": 100})),
        (&["u2", "--rpm-limit", "5"], json!({"max_budget_in_team": 10.0, "tpm_limit": 100, "rpm_limit": 5})),
        (&["u2", "--max-budget-in-team", "0"], json!({"max_budget_in_team": 0.0, "tpm_limit": 100})),
        (&["u3", "--tpm-limit", "7"], json!({"tpm_limit": 7})),
    ] {
        cli.run(&[&["teams", "members", "update", "t1"], words].concat()).ok();
        let mut body = json!({"team_id": "t1", "user_id": words[0]});
        body.as_object_mut().expect("an object").extend(fields.as_object().expect("an object").clone());
        assert_eq!(last(&server).await, with("POST /team/member_update", body), "{words:?}");
    }
}

#[tokio::test]
async fn limits_of_the_whole_team_do_not_become_the_members_own() {
    for (source, is_sent) in [("team_default", false), ("none", false), ("custom", true)] {
        let mut info = info();
        info["team_memberships"][1]["budget_source"] = json!(source);
        let server = serving(info).await;
        Cli::of(&server).run(&["teams", "members", "update", "t1", "u2", "--rpm-limit", "5"]).ok();
        let (_, body) = last(&server).await;
        assert_eq!(body.get("tpm_limit").is_some(), is_sent, "{source}: {body}");
    }
}

#[tokio::test]
async fn members_are_found_by_id_and_by_address_in_any_case() {
    for (name, user_id) in [("u1", "u1"), ("ada@EXAMPLE.com", "u1"), ("bob@example.com", "u2")] {
        let server = serving(info()).await;
        let cli = Cli::of(&server);
        cli.run(&["teams", "members", "update", "t1", name, "--role", "user"]).ok();
        assert_eq!(last(&server).await.1["user_id"], user_id, "{name}");
        cli.run(&["teams", "members", "remove", "t1", name]).ok();
        let body = json!({"team_id": "t1", "user_id": user_id});
        assert_eq!(last(&server).await, with("POST /team/member_delete", body), "{name}");
    }
}

#[tokio::test]
async fn whoever_is_no_member_is_not_found_and_nothing_is_changed() {
    let server = serving(info()).await;
    let cli = Cli::of(&server);
    for name in ["nobody", "nobody@example.com", "xbob@example.com"] {
        let text = format!("error: `{name}` is not a member of the team `Core`\n");
        assert_eq!(cli.run(&["teams", "members", "update", "t1", name, "--role", "user"]).fails(3), text);
        assert_eq!(cli.run(&["teams", "members", "remove", "t1", "u1", name]).fails(3), text);
    }
    assert!(requests(&server).await.iter().all(|request| request.method == "GET"));
}

#[tokio::test]
async fn remove_takes_one_after_another_and_tells_how_far_it_came() {
    let server = serving(info()).await;
    Cli::of(&server).run(&["teams", "members", "remove", "t1", "u1", "u1", "u2"]).ok();
    let removed: Vec<_> =
        asked(&server).await.into_iter().filter(|(line, _)| line.starts_with("POST")).map(|(_, body)| body).collect();
    assert_eq!(removed, [json!({"team_id": "t1", "user_id": "u1"}), json!({"team_id": "t1", "user_id": "u2"})]);

    let server = MockServer::start().await;
    Mock::given(path("/team/info")).respond_with(json_answer(info())).mount(&server).await;
    let done = Mock::given(path("/team/member_delete")).respond_with(json_answer(json!({}))).up_to_n_times(1);
    done.mount(&server).await;
    let refusal = ResponseTemplate::new(400).set_body_json(json!({"detail": {"error": "not this one"}}));
    Mock::given(path("/team/member_delete")).respond_with(refusal).mount(&server).await;
    let run = Cli::of(&server).run(&["teams", "members", "remove", "t1", "u1", "u2", "u3"]);
    let text = "error: 2 of 3 members were not removed\n  caused by: not this one (HTTP 400)\n";
    assert_eq!(run.fails(7), text);
}

#[tokio::test]
async fn an_admin_who_needs_a_licence_is_refused_as_such() {
    let message = "Assigning team admins is a premium feature. You must be a LiteLLM Enterprise user to use this feature. If you have a license please set `LITELLM_LICENSE` in your env.";
    let refusal = ResponseTemplate::new(400).set_body_json(json!({"detail": message}));
    let server = routed([("GET /team/info", json_answer(info())), ("POST /team/member_add", refusal.clone())]).await;
    let run = Cli::of(&server).run(&["teams", "members", "add", "t1", "u", "--role", "admin"]);
    assert_eq!(
        run.fails(4),
        format!(
            "error: {message} (HTTP 400)\nhint: this requires a LiteLLM Enterprise license on the server; without one, name the admins of a team when you create it\n"
        )
    );
}

#[tokio::test]
async fn those_who_may_not_list_users_add_the_address_as_it_is() {
    let refusal = || ResponseTemplate::new(403).set_body_json(json!({"detail": "not for you"}));
    let server = routed([
        ("GET /team/info", json_answer(info())),
        ("GET /user/list", refusal()),
        ("GET /user/info", refusal()),
        ("POST /team/member_add", json_answer(json!({}))),
    ])
    .await;
    Cli::of(&server).run(&["teams", "members", "add", "t1", "a@b.c"]).ok();
    let body = json!({"team_id": "t1", "member": [{"user_email": "a@b.c", "role": "user"}]});
    assert_eq!(last(&server).await, with("POST /team/member_add", body));
}

#[tokio::test]
async fn all_members_already_is_a_conflict() {
    let refusal = json!({"error": {"message": "All users are already in team.", "type": "team_member_already_in_team", "code": "400"}});
    let server = answering(ResponseTemplate::new(400).set_body_json(refusal)).await;
    Mock::given(path("/team/info")).respond_with(json_answer(info())).with_priority(1).mount(&server).await;
    let run = Cli::of(&server).run(&["teams", "members", "add", "t1", "u1"]);
    assert_eq!(run.fails(8), "error: All users are already in team. (HTTP 400)\n");
}
