//! `changes`: what the server's times and names say, in one list.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::in_process::{Cli, are_usage_errors};

const EMPTY: &str = "no audit log";

fn page(name: &str, items: &Value) -> FakeResponse {
    json_response(json!({name: items, "total_count": items.as_array().map(Vec::len), "total_pages": 1}))
}

/// A server with a key that was updated and one that was deleted, a team that was used, two users and a budget.
fn server(audit: Value, organizations: FakeResponse) -> FakeServer {
    FakeServer::from_fn(move |request: &FakeRequest| {
        let line = request.line();
        let hash = "a".repeat(64);
        if line.contains("status=deleted") {
            let key = json!({"token": "b".repeat(64), "key_alias": "old", "created_at": "2026-01-01T00:00:00Z",
                             "deleted_at": "2026-11-05T00:00:00Z", "deleted_by": "u2"});
            return if line.contains("/key/list") { page("keys", &json!([key])) } else { page("teams", &json!([])) };
        }
        match line.split(['?', ' ']).nth(1).unwrap_or_default() {
            "/key/list" => page(
                "keys",
                &json!([
                {"token": hash, "key_alias": "ci", "created_at": "2026-11-01T00:00:00Z", "created_by": "u1",
                 "updated_at": "2026-11-09T00:00:00Z", "settings_updated_at": "2026-11-03T00:00:00Z", "updated_by": "u2"},
                {"token": "c".repeat(64), "created_at": "2026-01-01T00:00:00Z"}]),
            ),
            "/v2/team/list" => page(
                "teams",
                &json!([
                {"team_id": "t1", "team_alias": "research", "created_at": "2026-01-01T00:00:00Z", "spend": 1.5,
                 "updated_at": "2026-11-04T00:00:00Z"}]),
            ),
            "/user/list" => page(
                "users",
                &json!([
                {"user_id": "u1", "user_email": "ada@example.com"},
                {"user_id": "u2", "user_email": "bob@example.com", "created_at": "2026-11-02T00:00:00Z"}]),
            ),
            "/budget/list" => json_response(json!([{"budget_id": "free", "created_at": "2026-11-06T00:00:00Z",
                                                    "created_by": "default_user_id"}])),
            "/organization/list" => organizations.clone(),
            "/audit" => page("audit_logs", &audit),
            _ => json_response(json!({"data": []})),
        }
    })
}

fn rows(value: &Value) -> Vec<String> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or("-").to_owned();
    let row = |row: &Value| {
        let names = ["time", "kind", "name", "what", "by_name"].map(|name| text(row, name));
        names.join(" ").replace("2026-11-", "").replace("T00:00:00Z", "")
    };
    value.as_array().expect("a list").iter().map(row).collect()
}

#[test]
fn changes_are_listed_newest_first() {
    let server = server(json!([]), json_response(json!([])));
    let cli = Cli::of(&server);
    let run = cli.run(&["changes", "--since", "2026-11-01T00:00:00Z", "--format", "json"]);
    assert_eq!(
        rows(&run.json()),
        [
            "06 budget - created -",
            "05 key old deleted bob@example.com",
            "04 team research updated or used -",
            "03 key ci updated bob@example.com",
            "02 user bob@example.com created -",
            "01 key ci created ada@example.com",
        ]
    );
    assert!(run.stderr.starts_with(EMPTY), "{run:#?}");
    let by = |user: &str| {
        let run = cli.run(&["changes", "--since", "2026-11-01T00:00:00Z", "--by", user, "--format", "json"]);
        rows(&run.json()).len()
    };
    assert_eq!((by("BOB@example.com"), by("u1"), by("default_user_id")), (2, 1, 1));
    let run = cli.run(&["changes", "--by", "nobody"]);
    assert!(run.fails(3).contains("no user has the id, email address or name `nobody`"), "{run:#?}");
    let words = ["changes", "--since", "2026-11-02T00:00:00Z", "--kind", "key,user", "--format", "ndjson"];
    assert_eq!(cli.run(&words).ok().lines().count(), 3);
    let table = cli.run(&["changes", "--since", "2026-11-05T00:00:00Z"]);
    assert!(table.ok().contains("┆ budget ┆ free ┆ created ┆ default_user_id │"), "{table:#?}");
}

#[test]
fn the_audit_log_is_preferred() {
    let entry = json!({"id": "1", "updated_at": "2026-11-03T00:00:01Z", "changed_by": "u1", "action": "updated",
                       "table_name": "LiteLLM_VerificationToken", "object_id": "a".repeat(64),
                       "updated_values": "{\"key_alias\": \"ci\"}"});
    let server = server(json!([entry]), json_response(json!([])));
    let words = ["changes", "--since", "2026-11-03T00:00:00Z", "--kind", "key", "--format", "json"];
    let run = Cli::of(&server).run(&words);
    assert_eq!(
        rows(&run.json()),
        ["05 key old deleted bob@example.com", "03T00:00:01Z key ci updated ada@example.com"]
    );
    assert_eq!(run.stderr, "");
}

#[test]
fn lists_that_are_refused_are_named() {
    let refusal = |status: u16, message: &str| FakeResponse::new(status).with_json(json!({"detail": message}));
    let license = "You must be a LiteLLM Enterprise user to use this feature";
    for (organizations, warned) in [(refusal(403, "not for you"), true), (refusal(403, license), false)] {
        let server = server(json!([]), organizations);
        let run = Cli::of(&server).run(&["changes", "--format", "json"]);
        run.ok();
        assert_eq!(run.stderr.contains("changes of kind organization are missing: not for you"), warned, "{run:#?}");
    }
    let server = FakeServer::always(refusal(500, "broken"));
    assert!(Cli::of(&server).run(&["changes"]).fails(6).contains("broken"));
}

#[test]
fn curl_shows_one_request_for_each_list() {
    let server = server(json!([]), json_response(json!([])));
    let run = Cli::of(&server).run(&["changes", "--curl"]);
    assert_eq!(run.ok().matches("curl ").count(), 9, "{run:#?}");
    assert_eq!(server.received().len(), 0);
    are_usage_errors(&[
        (&["changes", "--since", "tomorrow"], "in the future"),
        (&["changes", "--since", "soon"], "not a time"),
        (&["changes", "--kind", "spend"], "invalid value 'spend'"),
    ]);
}
