//! `keys list`: pages, columns, and the status of keys.

use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Respond, json_response, request};

use crate::harness::{Cli, are_usage_errors};
use crate::terminal::on_terminal;

/// A time in the past.
const END: &str = "2026-01-31T00:00:00Z";

fn key(number: usize) -> Value {
    json!({"token": format!("hash-{number:03}"), "key_alias": format!("key {number}"), "user_id": "u1",
           "team_id": null, "spend": 0.5, "created_at": format!("2026-01-01T00:{:02}:{:02}Z", number / 60, number % 60)})
}

/// `/key/list` of a server with keys 0 to `keys`, ordered by token.
struct KeyPages {
    keys: usize,
    /// The total that the server reports.
    total: usize,
    /// Each further page starts with the last key of the page before, as if the list shifted while it was read.
    overlaps: bool,
}

impl Respond for KeyPages {
    fn respond(&self, request: &FakeRequest) -> FakeResponse {
        let (page, size) = (request.number("page"), request.number("size"));
        let start = (page - 1) * size;
        let from = if self.overlaps && page > 1 { start - 1 } else { start };
        let keys: Vec<Value> = (from..(start + size).min(self.keys)).map(key).collect();
        json_response(json!({"keys": keys, "total_count": self.total, "current_page": page,
                           "total_pages": self.total.div_ceil(size)}))
    }
}

fn serving(pages: KeyPages) -> FakeServer {
    FakeServer::always(pages)
}

fn tokens(list: &Value) -> Vec<String> {
    list.as_array().expect("a list").iter().map(|key| key["token"].as_str().expect("a token").to_owned()).collect()
}

fn page_line(page: usize) -> String {
    format!("GET /key/list?page={page}&size=100&return_full_object=true&include_team_keys=false&sort_by=token")
}

#[test]
fn list_reads_all_pages_without_duplicates() {
    let server = serving(KeyPages { keys: 250, total: 250, overlaps: true });
    let run = Cli::of(&server).run(&["keys", "list", "--format", "json"]);
    let whole = run.json();
    assert_eq!(run.stderr, "");
    assert_eq!(
        (&whole["total_count"], &whole["current_page"], &whole["total_pages"]),
        (&json!(250), &json!(1), &json!(1))
    );
    let newest_first: Vec<_> = (0..250).rev().map(|number| format!("hash-{number:03}")).collect();
    assert_eq!(tokens(&whole["keys"]), newest_first);
    let mut lines: Vec<_> = server.requests().into_iter().map(|(line, _)| line).collect();
    lines.sort_unstable();
    assert_eq!(lines, [page_line(1), page_line(2), page_line(3)]);
}

#[test]
fn list_warns_when_keys_are_missing() {
    let server = serving(KeyPages { keys: 250, total: 260, overlaps: false });
    let run = Cli::of(&server).run(&["keys", "list", "--format", "json"]);
    assert_eq!(run.json()["keys"].as_array().map(Vec::len), Some(250));
    assert!(
        run.stderr.starts_with("warning: the list may be incomplete: received 250 items, but the server counts 260"),
        "{run:#?}"
    );
    // The list is read twice, not three times.
    assert_eq!(server.requests().len(), 6);
}

#[test]
fn list_reads_again_when_keys_moved_between_pages() {
    /// Returns the second key only from the second request on.
    struct Moving(AtomicUsize);
    impl Respond for Moving {
        fn respond(&self, _: &FakeRequest) -> FakeResponse {
            let keys = if self.0.fetch_add(1, Ordering::SeqCst) == 0 { vec![key(1)] } else { vec![key(1), key(2)] };
            json_response(json!({"keys": keys, "total_count": 2, "total_pages": 1}))
        }
    }
    let server = FakeServer::always(Moving(AtomicUsize::new(0)));
    let run = Cli::of(&server).run(&["keys", "list", "--format", "json"]);
    assert_eq!(tokens(&run.json()["keys"]), ["hash-002", "hash-001"]);
    assert_eq!(run.stderr, "");
    assert_eq!(server.requests(), [request(&page_line(1)), request(&page_line(1))]);
}

#[test]
fn list_as_ndjson_prints_a_line_per_key() {
    let server = serving(KeyPages { keys: 250, total: 250, overlaps: true });
    let run = Cli::of(&server).run(&["keys", "list", "--format", "ndjson"]);
    let lines: Vec<Value> = run.ok().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let in_order: Vec<_> = (0..250).map(|number| format!("hash-{number:03}")).collect();
    assert_eq!(tokens(&Value::from(lines)), in_order);
    assert_eq!(run.stderr, "");
}

#[test]
fn list_table_shows_whole_hashes_and_counts_on_stderr() {
    let long = "f".repeat(64);
    let server = FakeServer::always_json(json!({
        "keys": [{"token": long, "key_alias": "ci", "user_id": "u1", "team_id": "t1", "spend": 12.5, "max_budget": 20.0,
                  "models": ["a", "b"], "expires": END, "rpm_limit": 60, "org_id": "o"}],
        "total_count": 1, "current_page": 1, "total_pages": 1,
    }));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "list"]);
    let lines: Vec<_> = run.ok().lines().collect();
    let row = "ci    ┆ u1      ┆ t1      ┆ $12.50 ┆ $20.00 ┆ a, b   ┆ 2026-01-31 00:00 ┆ expired │";
    assert_eq!(lines[3], format!("│ {long} ┆ {row}"));
    assert_eq!(run.stderr, "Showing 1 key out of 1\n");
    let run = cli.run(&["keys", "list", "--format", "csv"]);
    assert_eq!(
        run.ok(),
        format!(
            "token,key_alias,user_id,team_id,spend,max_budget,models,expires,status\n\
             {long},ci,u1,t1,12.5,20,\"a, b\",{END},expired\n"
        )
    );
    assert_eq!(run.stderr, "");
    let run = cli.run(&["keys", "list", "--columns", "key_alias, rpm_limit,organization_id", "--format", "csv"]);
    assert_eq!(run.ok(), "key_alias,rpm_limit,organization_id\nci,60,o\n");
}

#[test]
fn list_with_page_fetches_one_page() {
    let server = serving(KeyPages { keys: 250, total: 250, overlaps: false });
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "list", "--page", "3", "--size", "40", "--format", "json"]);
    let page = run.json();
    assert_eq!(
        (&page["total_count"], &page["current_page"], &page["total_pages"]),
        (&json!(250), &json!(3), &json!(7))
    );
    let as_served: Vec<_> = (80..120).map(|number| format!("hash-{number:03}")).collect();
    assert_eq!(tokens(&page["keys"]), as_served);
    assert_eq!(
        server.requests(),
        [request("GET /key/list?page=3&size=40&return_full_object=true&include_team_keys=false")]
    );
    let server = FakeServer::always_json(json!({"keys": [key(1)], "total_count": 9}));
    let cli = Cli::of(&server);
    let run = cli.run(&["keys", "list", "--size", "1"]);
    run.ok();
    assert_eq!(run.stderr, "Showing 1 key out of 9\n");
    cli.run(&["keys", "list", "--page", "2"]).ok();
    assert_eq!(
        server.requests(),
        [
            request("GET /key/list?size=1&return_full_object=true&include_team_keys=false"),
            request("GET /key/list?page=2&return_full_object=true&include_team_keys=false"),
        ]
    );
}

#[test]
fn list_sends_every_filter() {
    let server = FakeServer::always_json(json!({"keys": [], "total_count": 0, "total_pages": 0}));
    let cli = Cli::of(&server);
    cli.run(&[
        "keys",
        "list",
        "--page",
        "1",
        "--size",
        "100",
        "--user-id",
        "u 1",
        "--team-id",
        "t&1",
        "--organization-id",
        "o",
        "--key-hash",
        "88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b",
        "--key-alias",
        "a#b",
        "--status",
        "expired",
        "--sort-by",
        "spend",
        "--sort-order",
        "desc",
        "--return-full-object",
        "--include-team-keys",
    ])
    .ok();
    cli.run(&["keys", "list", "--team-id", "t", "--sort-by", "spend"]).ok();
    // The list is empty, so its owners are looked up.
    let lists: Vec<_> = server.requests().into_iter().filter(|(line, _)| line.starts_with("GET /key/list")).collect();
    assert_eq!(
        lists,
        [
            request(
                "GET /key/list?page=1&size=100&user_id=u%201&team_id=t%261&organization_id=o&key_hash=\
                 88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b&key_alias=a%23b\
                 &return_full_object=true&include_team_keys=true&status=expired&sort_by=spend&sort_order=desc"
            ),
            request(
                "GET /key/list?page=1&size=100&team_id=t&return_full_object=true&include_team_keys=false&sort_by=spend"
            ),
        ]
    );
}

#[test]
fn failed_page_fails_the_list() {
    struct SecondFails;
    impl Respond for SecondFails {
        fn respond(&self, request: &FakeRequest) -> FakeResponse {
            if request.number("page") == 2 {
                let body = json!({"error": {"message": "boom", "code": "500"}});
                return FakeResponse::new(500).with_json(body);
            }
            KeyPages { keys: 250, total: 250, overlaps: false }.respond(request)
        }
    }
    let server = FakeServer::always(SecondFails);
    assert_eq!(Cli::of(&server).run(&["keys", "list"]).fails(6), "error: boom (HTTP 500)\n");
}

#[test]
fn list_sends_the_hash_in_the_url() {
    let server = FakeServer::always_json(json!({"keys": [], "total_count": 0}));
    Cli::of(&server).run(&["keys", "list", "--key-hash", "sk-1234"]).ok();
    let url = &server.received()[0].target;
    assert!(
        !url.contains("sk-1234") && url.contains("88dc28d0f030c55ed4ab77ed8faf098196cb1c05df778539800c9f1243fe6b4b"),
        "{url}"
    );
}

#[test]
fn wrong_page_counts_do_not_loop_forever() {
    let key = json!({"token": "t", "key_alias": "a"});
    for page in [
        json!({"keys": [], "total_count": 4_294_967_295_u32, "total_pages": 4_294_967_295_u32}),
        json!({"keys": [key], "total_count": 1, "total_pages": 4_294_967_295_u32}),
        json!({"keys": [key], "total_count": null, "total_pages": null}),
        json!({"keys": [key], "total_count": 4_294_967_295_u32, "total_pages": 4_294_967_295_u32}),
    ] {
        let server = FakeServer::always_json(page);
        Cli::of(&server).run(&["keys", "list"]).ok();
        assert!(server.received().len() <= 40);
    }
}

#[test]
fn default_columns_fit_a_terminal() {
    let id = "46adcf06-d5dc-46c3-b53b-76ceba88e814";
    let keys = json!([
        {"token": "f".repeat(64), "key_alias": "nightly-build", "user_id": "default_user_id", "team_id": id,
         "spend": 0.1 + 0.2, "max_budget": 100.0, "models": ["gpt-4", "gpt-4o", "claude"], "expires": END},
        {"token": "a".repeat(64), "blocked": true},
    ]);
    let server = FakeServer::always_json(json!({"keys": keys, "total_count": 2, "total_pages": 1}));
    let cli = Cli::of(&server).env("NO_COLOR", "1");
    let (text, code) = on_terminal(&cli, 130, &["keys", "list"]);
    let row = |first: &str| {
        let line = text.lines().find(|line| line.contains(first)).unwrap_or_else(|| panic!("{first} in {text}"));
        line.split(['│', '┆']).map(|cell| cell.trim().to_owned()).filter(|cell| !cell.is_empty()).collect::<Vec<_>>()
    };
    assert_eq!(code, 0, "{text}");
    #[rustfmt::skip]
    assert_eq!(
        row("ffffffff"),
        ["ffffffff", "nightly-build", "default_user_id", "46adcf06…", "$0.30", "$100.00", "gpt-4, gpt-4o, claude", "2026-01-31", "expired"]
    );
    assert_eq!(row("aaaaaaaa"), ["aaaaaaaa", "blocked"]);
    // Columns that are empty for every key are left out unless requested.
    let server = FakeServer::always_json(json!({"keys": [{"token": "f".repeat(64), "spend": 0.0}], "total_count": 1}));
    let cli = Cli::of(&server);
    let (text, _) = on_terminal(&cli, 120, &["keys", "list"]);
    assert!(text.contains("Spend") && !text.contains("Team ID") && !text.contains("Budget"), "{text}");
    let (text, _) = on_terminal(&cli, 120, &["keys", "list", "--columns", "token,team_id"]);
    assert!(text.contains(&"f".repeat(64)) && text.contains("Team ID"), "{text}");
}

#[test]
fn status_filter_is_applied_locally_on_old_servers() {
    let keys = json!([
        {"token": "live", "created_at": "2026-01-01T00:00:01Z"},
        {"token": "over", "expires": END, "created_at": "2026-01-01T00:00:02Z"},
        {"token": "shut", "blocked": true, "expires": END, "created_at": "2026-01-01T00:00:03Z"},
        {"token": "young", "expires": "2999-01-01T00:00:00Z", "created_at": "2026-01-01T00:00:04Z"},
    ]);
    let server = FakeServer::always_json(json!({"keys": keys, "total_count": 4, "total_pages": 1}));
    let cli = Cli::of(&server);
    for (status, found) in
        [("active", &["young", "live"][..]), ("expired", &["over"]), ("revoked", &["shut"]), ("blocked", &["shut"])]
    {
        let run = cli.run(&["keys", "list", "--status", status, "--format", "json"]);
        let list = run.json();
        assert_eq!(tokens(&list["keys"]), found, "{status}");
        assert_eq!((&list["total_count"], run.stderr.as_str()), (&json!(found.len()), ""), "{status}");
        let table = cli.run(&["keys", "list", "--status", status]);
        assert_eq!(
            table.stderr,
            format!("Showing {0} key{1} out of {0}\n", found.len(), if found.len() == 1 { "" } else { "s" })
        );
    }
    let lines = cli.run(&["keys", "list", "--status", "active", "--format", "ndjson"]);
    assert_eq!(lines.ok().lines().count(), 2);
    assert!(lines.ok().starts_with("{\"token\":\"live\""), "{lines:#?}");
    let run = cli.run(&["keys", "list", "--status", "deleted"]);
    assert_eq!(run.fails(1), "error: this server does not list deleted keys\n");
    let run = cli.run(&["keys", "list", "--status", "active", "--size", "4"]);
    assert!(run.fails(1).contains("leave out --page and --size"), "{run:#?}");
    // The query uses the server's status names, which newer servers understand.
    assert!(server.requests().iter().all(|(line, _)| line.contains("&status=") && !line.contains("blocked")));
}

#[test]
fn status_filter_of_the_server_is_used() {
    let gone = json!([{"token": "gone", "deleted_at": "2026-01-01T00:00:00Z", "blocked": true}]);
    let server = FakeServer::always_json(json!({"keys": gone, "total_count": 7, "total_pages": 7}));
    let run = Cli::of(&server).run(&["keys", "list", "--status", "deleted", "--size", "1", "--format", "csv"]);
    assert!(run.ok().ends_with("gone,,,,,,,,deleted\n"), "{run:#?}");
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["keys", "list", "--page", "0"], "--page"),
        (&["keys", "list", "--page", "x"], "--page"),
        (&["keys", "list", "--size", "101"], "--size"),
        (&["keys", "list", "--sort-order", "up"], "--sort-order"),
        (&["keys", "list", "--status", "bogus"], "[possible values: active, expired, revoked, deleted]"),
        (&["keys", "list", "--sort-by", "spent"], "unknown column `spent`, like `spend`"),
        (&["keys", "list", "--columns", "token,nope"], "unknown column `nope`"),
        (&["keys", "list", "--columns", ","], "needs at least one column"),
    ]);
    // The same as JSON.
    let run = Cli::new().run(&["keys", "list", "--status", "bogus", "--format", "json"]);
    let object: Value = serde_json::from_str(run.fails(2)).expect("one object");
    let message = object["error"]["message"].as_str().expect("a string");
    assert!(message.ends_with("[possible values: active, expired, revoked, deleted]"), "{message}");
    let run = Cli::new().run(&["keys", "list", "--sort-by", "spent", "--format", "json"]);
    let object: Value = serde_json::from_str(run.fails(2)).expect("one object");
    let message = object["error"]["message"].as_str().expect("a string");
    assert!(message.contains("unknown column `spent`, like `spend`; columns: token, "), "{message}");
}
