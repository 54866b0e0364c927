//! `--if-not-exists`: what exists is shown and not changed.

use clap::Command;
use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, in_turn, json_response};

use crate::cli::command_tree;
use crate::in_process::Cli;

/// Commands without the option: the server ignores models that a team has, and lists no invitations, whose links are secrets.
/// Calls of models create nothing that stays.
const WITHOUT: [&str; 6] = [
    "teams models add",
    "users invite",
    "responses create",
    "embeddings create",
    "images generate",
    "moderations create",
];
/// Commands that create many things, and have an option for those that exist.
const IMPORTS: [&str; 3] = ["models import", "keys import", "users import"];

/// Returns the commands below a command that create something, with their names.
fn creations(command: &Command, name: &str, found: &mut Vec<(String, bool)>) {
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        let name = format!("{name} {}", command.get_name()).trim_start().to_owned();
        if matches!(command.get_name(), "create" | "add" | "generate" | "invite" | "import" | "start") {
            let option = if IMPORTS.contains(&name.as_str()) { "on-conflict" } else { "if-not-exists" };
            let has_option = command.get_arguments().any(|arg| arg.get_long() == Some(option));
            found.push((name.clone(), has_option));
        }
        creations(command, &name, found);
    }
}

#[test]
fn every_creation_has_the_option() {
    let mut tree = command_tree();
    tree.build();
    let mut found = Vec::new();
    creations(&tree, "", &mut found);
    assert!(found.len() >= 17, "{found:?}");
    for (name, has_option) in found {
        assert_eq!(has_option, !WITHOUT.contains(&name.as_str()), "{name}");
    }
}

fn no() -> FakeResponse {
    FakeResponse::new(404).with_json(json!({"detail": "Not Found"}))
}

/// A server that has one of everything, and refuses to create anything.
fn full() -> FakeServer {
    let key = json!({"token": "a".repeat(64), "key_alias": "ci", "created_at": "2026-01-01T00:00:00Z"});
    let model = json!({"model_name": "m", "litellm_params": {"model": "openai/m"}, "model_info": {"id": "d1"}});
    let user = json!({"user_id": "u1", "user_email": "ada@example.com"});
    let team = json!({"team_id": "t1", "team_alias": "research", "members_with_roles": [{"user_id": "u1"}]});
    let organization = json!({"organization_id": "o1", "organization_alias": "Sales", "members": [{"user_id": "u1"}]});
    FakeServer::with_routes([
        ("GET /key/list", json_response(json!({"keys": [key], "total_count": 1, "total_pages": 1}))),
        ("GET /key/info", json_response(json!({"key": "h", "info": key}))),
        ("GET /v2/model/info", json_response(json!({"data": [model]}))),
        ("GET /v1/model/info", json_response(json!({"data": [model]}))),
        ("GET /model_group/info", json_response(json!({"data": [{"model_group": "m"}]}))),
        ("GET /user/info", json_response(json!({"user_id": "u1", "user_info": user}))),
        ("GET /user/list", json_response(json!({"users": [user], "total": 1, "total_pages": 1}))),
        ("GET /team/info", json_response(json!({"team_id": "t1", "team_info": team}))),
        ("GET /v2/team/list", json_response(json!({"teams": [team], "total": 1, "total_pages": 1}))),
        ("GET /organization/info", json_response(organization.clone())),
        ("GET /organization/list", json_response(json!([organization]))),
        ("POST /budget/info", json_response(json!([{"budget_id": "free", "max_budget": 5.0}]))),
        ("GET /customer/info", json_response(json!({"user_id": "c1"}))),
        ("GET /credentials/by_name/azure", json_response(json!({"credential_name": "azure"}))),
        ("GET /access_group/beta/info", json_response(json!({"access_group": "beta", "model_names": ["m"]}))),
    ])
}

#[test]
fn what_exists_is_shown_as_get_shows_it() {
    for (create, get) in [
        (&["keys", "generate", "ci"][..], &["keys", "info", "ci"][..]),
        (&["keys", "generate", "--key-alias", "ci"], &["keys", "info", "ci"]),
        (&["users", "create", "ada@example.com"], &["users", "get", "ada@example.com"]),
        (&["users", "create", "new@example.com", "--param", "user_id=u1"], &["users", "get", "u1"]),
        (&["teams", "create", "research"], &["teams", "info", "research"]),
        (&["teams", "create", "other", "--team-id", "t1"], &["teams", "info", "t1"]),
        (&["organizations", "create", "Sales"], &["organizations", "info", "Sales"]),
        (&["budgets", "create", "free", "--max-budget", "9"], &["budgets", "info", "free"]),
        (&["customers", "create", "c1"], &["customers", "info", "c1"]),
        (&["credentials", "create", "azure", "--info", "{}", "--values", "{}"], &["credentials", "get", "azure"]),
        (&["access-groups", "create", "beta", "--models", "m"], &["access-groups", "info", "beta"]),
        (&["models", "add", "m", "-p", "model=openai/m"], &["models", "get", "--name", "m"]),
        (&["models", "add", "m", "-p", "model=openai/m", "-i", "id=d1"], &["models", "get", "--id", "d1"]),
        (&["model-groups", "create", "m", "--model", "m"], &["model-groups", "info", "m"]),
        (&["teams", "members", "add", "t1", "u1"], &["teams", "members", "list", "t1"]),
        (&["organizations", "members", "add", "Sales", "u1"], &["organizations", "info", "Sales"]),
    ] {
        let server = full();
        let cli = Cli::of(&server);
        let json = ["--format", "json"];
        let shown = cli.run(&[get, &json].concat());
        let run = cli.run(&[create, &json, &["--if-not-exists"]].concat());
        assert_eq!(run.json(), shown.json(), "{create:?}");
        assert!(run.stderr.ends_with(" exists already and was not changed\n"), "{create:?} {run:#?}");
        let written =
            server.requests().into_iter().find(|(line, _)| !line.starts_with("GET ") && !line.ends_with("/info"));
        assert_eq!(written, None, "{create:?}");
    }
}

#[test]
fn what_is_missing_is_created() {
    let server = FakeServer::with_routes([
        ("POST /budget/info", json_response(json!([]))),
        ("POST /budget/new", json_response(json!({"budget_id": "free"}))),
    ]);
    let run = Cli::of(&server).run(&["budgets", "create", "free", "--if-not-exists", "--format", "json"]);
    assert_eq!(run.json(), json!({"budget_id": "free"}));
    assert_eq!(run.stderr, "");
}

#[test]
fn a_duplicate_that_the_server_refuses_is_shown() {
    let first = json_response(json!({"user_id": "c1", "alias": "first"}));
    let refusal = FakeResponse::new(409).with_json(json!({"detail": {"error": "already exists"}}));
    let server = FakeServer::new().on("/customer/info", in_turn([no(), first])).on("/customer/new", refusal);
    let cli = Cli::of(&server);
    let run = cli.run(&["customers", "create", "c1", "--if-not-exists", "--format", "json"]);
    assert_eq!(run.json()["alias"], "first");
    assert_eq!(run.stderr, "the customer `c1` exists already and was not changed\n");
    let run = cli.run(&["customers", "create", "c1"]);
    assert!(run.fails(8).contains("already exists"), "{run:#?}");
}

/// A list of keys, each with its hash and the second of its creation.
fn keys(keys: &[(&str, u8)]) -> FakeResponse {
    let key = |(hash, second): &(&str, u8)| json!({"token": hash, "key_alias": "ci", "created_at": format!("2026-01-01T00:00:{second:02}Z")});
    let keys: Vec<Value> = keys.iter().map(key).collect();
    json_response(json!({"keys": keys, "total_count": keys.len(), "total_pages": 1}))
}

#[test]
fn the_later_of_two_keys_of_one_alias_is_deleted_again() {
    let secret = "sk-0123456789abcdef012345";
    let (own, other) = (litellm_proxy_client::ApiKey::new(secret).hash(), "b".repeat(64));
    for (own_second, other_second, is_kept) in [(1, 2, true), (2, 1, false)] {
        let both = keys(&[(&own, own_second), (&other, other_second)]);
        let server = FakeServer::new()
            .on("/key/list", in_turn([keys(&[]), both, keys(&[(&other, other_second)])]))
            .on("/key/generate", json_response(json!({"key": secret, "key_alias": "ci"})))
            .on("/key/delete", json_response(json!({"deleted_keys": [own]})))
            .on("/key/info", json_response(json!({"key": other, "info": {"key_alias": "ci"}})));
        let run = Cli::of(&server).run(&["keys", "generate", "ci", "--if-not-exists", "--format", "json"]);
        let lines: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
        assert_eq!(lines.contains(&"POST /key/delete".to_owned()), !is_kept, "{lines:?}");
        assert_eq!(run.json()["key"], if is_kept { secret } else { other.as_str() });
        assert_eq!(run.stderr.contains("exists already"), !is_kept, "{run:#?}");
    }
}

#[test]
fn the_later_of_two_users_of_one_address_is_deleted_again() {
    let user = |id: &str, second: u8| json!({"user_id": id, "user_email": "ada@example.com", "created_at": format!("2026-01-01T00:00:{second:02}Z")});
    let users = |users: Value| json_response(json!({"users": users, "total_pages": 1}));
    let other = json!({"user_id": "u2", "user_info": user("u2", 1)});
    let server = FakeServer::new()
        .on(
            "/user/list",
            in_turn([users(json!([])), users(json!([user("u1", 2), user("u2", 1)])), users(json!([user("u2", 1)]))]),
        )
        .on("/user/info?user_id=u2", json_response(other))
        .on("/user/info", no())
        .on("/user/new", json_response(json!({"user_id": "u1", "user_email": "ada@example.com"})))
        .on("/user/delete", json_response(json!(1)));
    let words = ["users", "create", "ada@example.com", "--no-key", "--if-not-exists"];
    let run = Cli::of(&server).run(&words);
    assert!(run.stderr.ends_with("the user `ada@example.com` exists already and was not changed\n"), "{run:#?}");
    let deleted: Vec<_> = server.requests().into_iter().filter(|(line, _)| line == "POST /user/delete").collect();
    assert_eq!(deleted.iter().map(|(_, body)| &body["user_ids"]).collect::<Vec<_>>(), [&json!(["u1"])]);
}

#[test]
fn a_duplicate_budget_that_an_older_server_fails_at_is_shown() {
    let found = json_response(json!([{"budget_id": "free", "max_budget": 5.0}]));
    let failure = FakeResponse::new(500).with_json(json!({"error": {"message": "Internal Server Error"}}));
    let server = FakeServer::new()
        .on("/budget/info", in_turn([json_response(json!([])), json_response(json!([])), found]))
        .on("/budget/new", failure);
    let run = Cli::of(&server).run(&["budgets", "create", "free", "--if-not-exists", "--format", "json"]);
    assert_eq!(run.json()["max_budget"], 5.0);
}

#[test]
fn what_cannot_be_recognized_is_a_usage_error() {
    crate::in_process::are_usage_errors(&[
        (&["keys", "generate", "--if-not-exists"], "--if-not-exists needs ALIAS"),
        (&["teams", "create", "--if-not-exists"], "--if-not-exists needs ALIAS or --team-id"),
        (&["budgets", "create", "--if-not-exists"], "--if-not-exists needs BUDGET_ID"),
    ]);
}

#[test]
fn members_of_a_team_are_left_out() {
    let team = json!({"team_id": "t1", "members_with_roles": [{"user_id": "u1"}]});
    let server = FakeServer::with_routes([
        ("GET /team/info", json_response(json!({"team_id": "t1", "team_info": team}))),
        ("POST /team/member_add", json_response(json!({"team_id": "t1"}))),
    ]);
    let run = Cli::of(&server).run(&["teams", "members", "add", "t1", "u1", "u2", "--if-not-exists"]);
    run.ok();
    let (line, body) = server.requests().pop().expect("a request");
    assert_eq!(
        (line.as_str(), &body["member"]),
        ("POST /team/member_add", &json!([{"user_id": "u2", "role": "user"}]))
    );
    assert!(run.stderr.contains("left out 1 user"), "{run:#?}");
}

#[test]
fn a_dry_run_looks_and_curl_does_not() {
    let server = full();
    let cli = Cli::of(&server);
    let run = cli.run(&["teams", "create", "research", "--if-not-exists", "--dry-run"]);
    assert!(run.ok().contains("research") && run.stderr.contains("exists already"), "{run:#?}");
    let asked = server.requests().len();
    let run = cli.run(&["teams", "create", "research", "--if-not-exists", "--curl"]);
    assert!(run.ok().contains("/team/new"), "{run:#?}");
    assert_eq!(server.requests().len(), asked);
}
