//! `users`: requests and output.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Respond, json_response, request, request_with};

use crate::in_process::{Cli, are_usage_errors};

fn user(number: usize) -> Value {
    json!({"user_id": format!("user-{number:02}"), "user_email": format!("{number}@example.com"),
           "user_role": "internal_user", "teams": ["t1", {"team_id": "t2"}], "spend": 0.0})
}

/// `/user/list` of a server with users 0 to `users`.
struct UserPages {
    users: usize,
    /// The total that the server reports.
    total: usize,
    /// The page size limit of the server.
    most: usize,
    /// Each further page starts with the last user of the page before.
    overlaps: bool,
}

impl Respond for UserPages {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let (page, size) = (request.number("page"), request.number("page_size").min(self.most));
        let start = (page - 1) * size;
        let from = if self.overlaps && page > 1 { start - 1 } else { start };
        let users: Vec<Value> = (from..(start + size).min(self.users)).map(user).collect();
        json_response(json!({"users": users, "total": self.total, "page": page, "page_size": size,
                           "total_pages": self.total.div_ceil(size)}))
    }
}

fn serving(pages: UserPages) -> FakeServer {
    FakeServer::always(pages)
}

fn ids(users: &Value) -> Vec<String> {
    users.as_array().expect("a list").iter().map(|user| user["user_id"].as_str().expect("an id").to_owned()).collect()
}

fn page_line(page: usize) -> String {
    format!("GET /user/list?page={page}&page_size=100&sort_by=user_id")
}

#[test]
fn list_reads_all_pages_without_duplicates() {
    let server = serving(UserPages { users: 60, total: 60, most: 25, overlaps: true });
    let run = Cli::of(&server).run(&["users", "list", "--format", "json"]);
    let whole = run.json();
    assert_eq!(run.stderr, "");
    assert_eq!(ids(&whole["users"]), (0..60).map(|number| format!("user-{number:02}")).collect::<Vec<_>>());
    assert_eq!(whole["total"], 60);
    assert_eq!((&whole["page"], &whole["page_size"], &whole["total_pages"]), (&json!(1), &json!(60), &json!(1)));
    let mut lines: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
    lines.sort_unstable();
    assert_eq!(lines, [page_line(1), page_line(2), page_line(3)]);
}

#[test]
fn list_warns_when_users_are_missing() {
    let server = serving(UserPages { users: 60, total: 61, most: 25, overlaps: false });
    let run = Cli::of(&server).run(&["users", "list", "--format", "ndjson"]);
    assert_eq!(run.ok().lines().count(), 60);
    assert!(run.stderr.contains("received 60 items, but the server counts 61"), "{run:#?}");
    let server = serving(UserPages { users: 60, total: 40, most: 100, overlaps: false });
    let run = Cli::of(&server).run(&["users", "list", "--format", "json"]);
    assert_eq!(run.json()["users"].as_array().map(Vec::len), Some(60));
    assert!(run.stderr.contains("received 60 items, but the server counts 40"), "{run:#?}");
}

#[test]
fn list_table_has_four_columns() {
    let server = FakeServer::always_json(json!({"users": [user(7), {"user_id": "x", "user_email": null}], "total": 2}));
    let cli = Cli::of(&server);
    let run = cli.run(&["users", "list"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert!(lines[1].contains("│ User ID ┆ Email         ┆ Role          ┆ Teams  │"), "{run:#?}");
    assert!(lines[3].contains("│ user-07 ┆ 7@example.com ┆ internal_user ┆ t1, t2 │"), "{run:#?}");
    assert!(lines[4].contains("│ x       ┆               ┆               ┆        │"), "{run:#?}");
    assert_eq!(
        cli.run(&["users", "list", "--format", "csv"]).ok(),
        "user_id,user_email,user_role,teams\nuser-07,7@example.com,internal_user,\"t1, t2\"\nx,,,\n"
    );
}

#[test]
fn list_with_page_fetches_one_page() {
    let server = serving(UserPages { users: 60, total: 60, most: 100, overlaps: false });
    let cli = Cli::of(&server);
    let page = cli.run(&["users", "list", "--page", "2", "--page-size", "50", "--format", "json"]).json();
    assert_eq!(ids(&page["users"]).len(), 10);
    assert_eq!((&page["page"], &page["page_size"]), (&json!(2), &json!(50)));
    cli.run(&["users", "list", "--role", "proxy_admin", "--email", "a b@"]).ok();
    assert_eq!(
        server.requests(),
        [
            request("GET /user/list?page=2&page_size=50"),
            request("GET /user/list?role=proxy_admin&user_email=a%20b%40&page=1&page_size=100&sort_by=user_id"),
        ]
    );
}

#[test]
fn get_prints_a_user_or_the_caller() {
    let response =
        json!({"user_id": "u1", "user_info": {"user_id": "u1", "max_budget": 100.0}, "keys": [], "teams": []});
    let server = FakeServer::always_json(response.clone());
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["users", "get", "--id", "u 1+x"]).json(), response);
    assert_eq!(cli.run(&["users", "get"]).json(), response);
    assert_eq!(server.requests(), [request("GET /user/info?user_id=u%201%2Bx"), request("GET /user/info")]);
    let refusal = json!({"detail": {"error": "User nope not found"}});
    let server = FakeServer::always(FakeResponse::new(404).with_json(refusal));
    let run = Cli::of(&server).run(&["users", "get", "--id", "nope"]);
    assert_eq!(run.fails(3), "error: User nope not found (HTTP 404)\n");
}

#[test]
fn create_sends_only_given_fields() {
    let response = json!({"user_id": "u1", "key": "sk-made-along"});
    let server = FakeServer::echoing(&response);
    let cli = Cli::of(&server);
    let run = cli.run(&[
        "users",
        "create",
        "--email",
        "user@example.com",
        "--role",
        "internal_user",
        "--alias",
        "Alice",
        "--max-budget",
        "100.0",
    ]);
    assert_eq!((&run.json()["key"], run.stderr.as_str()), (&response["key"], ""));
    cli.run(&["users", "create", "--email", "a@b.com"]).ok();
    let words = ["users", "create", "--email=a@b.com", "--max-budget", "0", "--no-key", "--param", "user_id=12"];
    cli.run(&words).ok();
    assert_eq!(
        server.requests(),
        [
            request_with(
                "POST /user/new",
                json!({"user_email": "user@example.com", "user_role": "internal_user", "user_alias": "Alice",
                       "max_budget": 100.0})
            ),
            request_with("POST /user/new", json!({"user_email": "a@b.com", "user_role": "internal_user"})),
            request_with(
                "POST /user/new",
                json!({"user_email": "a@b.com", "user_role": "internal_user", "max_budget": 0.0,
                       "auto_create_key": false, "user_id": "12"})
            ),
        ]
    );
}

#[test]
fn create_of_an_existing_user_is_a_conflict() {
    let refusal = json!({"detail": {"error": "User with email a@b.com already exists"}});
    let server = FakeServer::always(FakeResponse::new(409).with_json(refusal));
    let run = Cli::of(&server).run(&["users", "create", "--email", "a@b.com"]);
    assert_eq!(run.fails(8), "error: User with email a@b.com already exists (HTTP 409)\n");
}

#[test]
fn delete_sends_all_ids_and_prints_the_count() {
    let server = FakeServer::always_json(json!(2));
    let run = Cli::of(&server).run(&["users", "delete", "u1", "u2"]);
    assert_eq!((run.ok(), run.stderr.as_str()), ("2\n", ""));
    assert_eq!(server.requests(), [request_with("POST /user/delete", json!({"user_ids": ["u1", "u2"]}))]);
}

#[test]
fn dry_run_looks_up_the_user_and_changes_nothing() {
    let server = FakeServer::with_routes([("GET /user/info", json_response(json!({"user_info": {"user_id": "u1"}})))]);
    let cli = Cli::of(&server);
    let url = server.uri();
    let run = cli.run(&["users", "delete", "u1", "--dry-run"]);
    assert_eq!(run.ok(), format!("POST {url}/user/delete\n{{\n  \"user_ids\": [\n    \"u1\"\n  ]\n}}\n"));
    let run = cli.run(&["users", "create", "--email", "a@b.com", "--dry-run"]);
    assert_eq!(run.fails(8).lines().next(), Some("error: the user `a@b.com` exists already"));
    server.add_first("/user/info", FakeResponse::new(404).with_json(json!({"detail": "User not found"})));
    server.add("GET /user/list", json_response(json!({"users": [], "total": 0, "total_pages": 0})));
    let run = cli.run(&["users", "create", "--email", "a@b.com", "--dry-run"]);
    assert!(run.ok().starts_with(&format!("POST {url}/user/new\n")), "{run:#?}");
    assert!(server.requests().iter().all(|(line, _)| line.starts_with("GET ")));
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["users"], "Usage: litellm-proxy users"),
        (&["users", "list", "--page", "0"], "--page"),
        (&["users", "list", "--page-size", "101"], "--page-size"),
        (&["users", "get", "u1", "u2"], "unexpected argument 'u2'"),
        (&["users", "create"], "<EMAIL>"),
        (&["users", "create", "--email", "a@b", "--max-budget", "much"], "--max-budget"),
        (&["users", "create", "--email", "a@b", "--param", "x"], "--param takes KEY=VALUE"),
        (&["users", "create", "--email", ""], "`` is not an email address"),
        (&["users", "create", "--email", "bob"], "`bob` is not an email address"),
        (&["users", "create", "--email", "a b@c"], "`a b@c` is not an email address"),
        (
            &["users", "create", "--email", "a@b", "--role", "boss"],
            "`boss` is not a role; expected one of proxy_admin, proxy_admin_viewer, internal_user, internal_user_viewer; `--param user_role=ROLE` sends any other",
        ),
        (&["users", "create", "--email", "a@b", "--role", "proxy_admin", "--param", "user_role=x"], "given twice"),
        (&["users", "create", "--email", "a@b", "--team", "t", "--param", "teams=[]"], "`teams` is given twice"),
        (&["users", "list", "--role", "boss"], "`boss` is not a role; expected one of proxy_admin"),
        (&["users", "delete"], "<USER>..."),
    ]);
}

#[test]
fn id_with_a_blank_is_sent_as_the_server_reads_it() {
    let server = FakeServer::always_json(json!({"user_id": "jane doe", "user_info": {"user_id": "jane doe"}}));
    Cli::of(&server).run(&["users", "get", "--id", "jane doe+x"]).ok();
    assert_eq!(server.requests(), [request("GET /user/info?user_id=jane%20doe%2Bx")]);
}
