//! Lists as tables on a terminal: which columns there are, names in place of ids, states and their colors, and what an
//! empty list says.

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response, request};
use unicode_width::UnicodeWidthStr as _;

use crate::in_process::Cli;

const TEAM: &str = "46adcf06-d5dc-46c3-b53b-76ceba88e814";
const KEY_PAGE: &str =
    "GET /key/list?page=1&size=100&return_full_object=true&include_team_keys=false&expand=user&sort_by=token";
const TEAM_PAGE: &str = "GET /v2/team/list?page_size=100";

fn hash(digit: char) -> String {
    digit.to_string().repeat(64)
}

fn keys() -> Value {
    json!({"keys": [
        {"token": hash('a'), "key_alias": "nightly-build-of-the-platform", "team_id": TEAM, "user_id": "u1", "spend": 1.5,
         "max_budget": 1.5, "models": ["gpt-4o", "gpt-4o-mini", "claude"], "created_at": "2026-01-03T00:00:00Z",
         "user": {"user_id": "u1", "user_email": "ada@example.com"}},
        {"token": hash('b'), "key_alias": "leaked", "blocked": true, "spend": 0.000_22, "user_id": "u2",
         "created_at": "2026-01-02T00:00:00Z", "user": {"user_id": "u2", "user_email": null, "user_alias": "Bob"}},
        {"token": hash('c'), "key_alias": "old", "team_id": "t2", "expires": "2026-01-31T00:00:00Z",
         "created_at": "2026-01-01T00:00:00Z"},
    ], "total_count": 3, "total_pages": 1})
}

fn server() -> FakeServer {
    let teams = json!({"teams": [{"team_id": TEAM, "team_alias": "research"}], "total": 1, "total_pages": 1});
    FakeServer::with_routes([
        ("GET /key/list", json_response(keys())),
        ("GET /v2/team/list", json_response(teams)),
        (
            "GET /user/list",
            json_response(json!({"users": [
                {"user_id": "u1", "user_email": "ada@example.com", "teams": [TEAM, "t2"], "spend": 3, "max_budget": 2,
                 "key_count": 4},
            ], "total": 1, "total_pages": 1})),
        ),
    ])
}

/// The cells of a table's rows.
fn rows(table: &str) -> Vec<Vec<String>> {
    let lines = table.lines().filter(|line| line.starts_with('│'));
    lines.map(|line| line.trim_matches('│').split('┆').map(|cell| cell.trim().to_owned()).collect()).collect()
}

#[test]
fn keys_are_shown_with_their_owners_teams_and_states() {
    let server = server();
    let run = Cli::of(&server).on_terminal(200).run(&["keys", "list"]);
    let expected = [
        ["Key Hash", "Alias", "User", "Team", "Spend", "Budget", "Models", "Expires", "Status"],
        [
            "aaaaaaaa",
            "nightly-build-of-the-platform",
            "ada@example.com",
            "research",
            "$1.50",
            "$1.50",
            "gpt-4o, gpt-4o-mini, claude",
            "",
            "over budget",
        ],
        ["bbbbbbbb", "leaked", "Bob", "", "$0.00022", "", "", "", "blocked"],
        ["cccccccc", "old", "", "t2", "", "", "", "2026-01-31", "expired"],
    ];
    assert_eq!(rows(run.ok()), expected);
    assert_eq!(run.stderr, "Showing 3 keys out of 3\n");
    // The aliases of teams are requested at the same time, in any order.
    let mut requests = server.requests();
    requests.sort_by(|(one, _), (other, _)| one.cmp(other));
    assert_eq!(requests, [request(KEY_PAGE), request(TEAM_PAGE)]);
}

#[test]
fn chosen_columns_show_ids_and_need_no_other_request() {
    let server = server();
    let run = Cli::of(&server).on_terminal(80).run(&["keys", "list", "--columns", "token,team_id,expires"]);
    assert_eq!(rows(run.ok())[0], ["Key Hash", "Team ID", "Expires"]);
    let text: String = run.stdout.chars().filter(|c| !"│┆ \n".contains(*c)).collect();
    for whole in ["46adcf06-", "76ceba88e814"] {
        assert!(text.contains(whole), "{run:#?}");
    }
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn columns_are_also_named_as_options_are() {
    for (given, name) in [("alias", "key_alias"), ("team", "team_id"), ("user", "user_id"), ("Budget", "max_budget")] {
        let csv = |column: &str| {
            Cli::of(&server()).run(&["keys", "list", "--columns", column, "--format", "csv"]).ok().to_owned()
        };
        assert_eq!(csv(given), csv(name));
    }
}

#[test]
fn narrow_terminals_leave_out_columns_before_they_cut_states() {
    for (width, columns) in [
        (100, &["Key Hash", "Alias", "User", "Team", "Spend", "Budget", "Expires", "Status"][..]),
        (80, &["Key Hash", "Alias", "User", "Spend", "Budget", "Status"]),
        (60, &["Key Hash", "Alias", "Spend", "Status"]),
        (40, &["Key Hash", "Alias", "Spend"]),
        (20, &["Key Hash", "Alias"]),
    ] {
        let run = Cli::of(&server()).on_terminal(width).run(&["keys", "list"]);
        assert_eq!(rows(run.ok())[0], columns, "{width}: {}", run.stdout);
        for line in run.stdout.lines() {
            assert!(line.width() <= usize::from(width), "{width}: {line}");
        }
    }
}

#[test]
fn users_have_numbers_and_the_aliases_of_their_teams() {
    let server = server();
    let run = Cli::of(&server).on_terminal(120).run(&["users", "list"]);
    assert_eq!(
        rows(run.ok()),
        [
            ["User ID", "User", "Teams", "Keys", "Spend", "Budget", "Status"],
            ["u1", "ada@example.com", "research, t2", "4", "$3.00", "$2.00", "over budget"]
        ]
    );
    assert_eq!(server.requests().len(), 2);
    // Elsewhere the columns and the requests stay as they were.
    let server = self::server();
    let run = Cli::of(&server).run(&["users", "list"]);
    assert_eq!(rows(run.ok())[1], ["u1", "ada@example.com", "", &format!("{TEAM}, t2")]);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn aliases_of_all_teams_are_fetched_if_a_row_needs_them() {
    let team = |n: usize| json!({"team_id": format!("team-{n}"), "team_alias": format!("Team {n}")});
    let page = move |first: usize| {
        let teams: Vec<Value> = (first..first + 100).map(team).collect();
        json_response(json!({"teams": teams, "total": 200, "total_pages": 2}))
    };
    for (shown, alias, requests) in [("team-7", "Team 7", 1), ("team-150", "Team 150", 3), ("team-900", "team-900", 3)]
    {
        let keys = json!([{"token": hash('a'), "team_id": shown, "key_alias": "k"}]);
        let users = json!([{"user_id": "u1", "teams": [shown]}]);
        let server = FakeServer::with_routes([
            ("GET /v2/team/list?page=2", page(100)),
            ("GET /v2/team/list", page(0)),
            ("GET /key/list", json_response(json!({"keys": keys, "total_count": 1, "total_pages": 1}))),
            ("GET /user/list", json_response(json!({"users": users, "total": 1, "total_pages": 1}))),
        ]);
        for words in [&["keys", "list"][..], &["keys", "list", "--page", "1"], &["users", "list"]] {
            let before = server.requests().len();
            let run = Cli::of(&server).on_terminal(120).run(words);
            assert!(run.ok().contains(alias), "{words:?}: {run:#?}");
            assert_eq!(server.requests().len() - before - 1, requests, "{words:?} {shown}");
        }
    }
}

#[test]
fn callers_who_may_not_list_teams_see_their_ids() {
    let refused = FakeResponse::new(403).with_json(json!({"detail": "not allowed"}));
    let server = FakeServer::with_routes([("GET /key/list", json_response(keys())), ("GET /v2/team/list", refused)]);
    let run = Cli::of(&server).on_terminal(200).run(&["keys", "list"]);
    assert_eq!(rows(run.ok())[1][3], "46adcf06…");
    assert_eq!(run.stderr, "Showing 3 keys out of 3\n");
}

#[test]
fn states_have_colors_only_where_color_is_wanted() {
    let colored = |words: &[&str]| Cli::of(&server()).on_terminal(100).run(words).ok().to_owned();
    let red = |state: &str| format!("\u{1b}[31m{state}\u{1b}[0m");
    let text = colored(&["keys", "list", "--color", "always"]);
    for state in ["over budget", "blocked", "expired"] {
        assert!(text.contains(&red(state)), "{text:?}");
    }
    let plain = colored(&["keys", "list"]);
    assert!(!plain.contains('\u{1b}'), "{plain:?}");
    assert_eq!(text.replace("\u{1b}[31m", "").replace("\u{1b}[0m", ""), plain);
}

#[test]
fn an_empty_list_is_a_sentence_on_a_terminal_and_a_table_elsewhere() {
    let empty = || {
        FakeServer::with_routes([
            ("GET /key/list", json_response(json!({"keys": [], "total_count": 0, "total_pages": 0}))),
            ("GET /user/list", json_response(json!({"users": [], "total": 0, "total_pages": 0}))),
            ("GET /v2/team/list", json_response(json!({"teams": [], "total": 0, "total_pages": 0}))),
            ("GET /budget/list", json_response(json!([]))),
            ("GET /customer/list", json_response(json!([]))),
            ("GET /credentials", json_response(json!({"credentials": []}))),
            ("GET /access_group/list", json_response(json!({"access_groups": []}))),
            ("GET /models", json_response(json!({"data": []}))),
        ])
    };
    for (words, sentence) in [
        (["keys", "list"], "no keys\n"),
        (["users", "list"], "no users\n"),
        (["teams", "list"], "no teams\n"),
        (["budgets", "list"], "no budgets\n"),
        (["customers", "list"], "no customers\n"),
        (["credentials", "list"], "no credentials\n"),
        (["access-groups", "list"], "no access groups\n"),
        (["models", "list"], "no models\n"),
    ] {
        let run = Cli::of(&empty()).on_terminal(80).run(&words);
        assert_eq!((run.ok(), run.stderr.as_str()), ("", sentence), "{words:?}");
        let run = Cli::of(&empty()).run(&words);
        assert!(run.ok().starts_with('┌'), "{words:?}: {run:#?}");
    }
}
