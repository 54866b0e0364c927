//! What `keys import` copies of a key: all fields that a new key may have, and the rest of its lifetime.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, json_response};

use crate::harness::Cli;
use crate::keys_import::{destination, import, outcomes, pair, source, writes};

#[test]
fn import_copies_all_fields() {
    let full = json!({
        "token": "hash", "key_name": "sk-...abcd", "key_alias": "full", "user_id": "u", "team_id": "t", "budget_id": "b",
        "spend": 1.5, "max_budget": 10.0, "budget_duration": "30d", "budget_reset_at": "2026-02-01T00:00:00Z",
        "models": ["gpt-4"], "aliases": {"a": "gpt-4"}, "config": {"c": 1}, "permissions": {"p": true},
        "tpm_limit": 1000, "rpm_limit": 60, "max_parallel_requests": 3, "blocked": true, "expires": null,
        "metadata": {"tags": ["x"], "note": "n"}, "created_at": "2026-01-15T12:00:00Z", "created_by": "admin",
        "organization_id": null, "litellm_budget_table": null,
    });
    let empty = json!({
        "token": "hash-2", "key_alias": "empty", "spend": 0.0, "max_budget": null, "models": [], "aliases": {},
        "config": {}, "metadata": {}, "blocked": null, "permissions": {},
    });
    let (from, to) = (source(&[full, empty]), destination(&[]));
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--concurrency", "1"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{run:#?}");
    let sent = writes(&to);
    assert_eq!(
        sent[0].1,
        json!({
            "key_alias": "full", "user_id": "u", "team_id": "t", "budget_id": "b", "spend": 1.5, "max_budget": 10.0,
            "budget_duration": "30d", "models": ["gpt-4"], "aliases": {"a": "gpt-4"}, "config": {"c": 1},
            "permissions": {"p": true}, "tpm_limit": 1000, "rpm_limit": 60, "max_parallel_requests": 3,
            "blocked": true, "tags": ["x"], "metadata": {"note": "n"},
        })
    );
    assert_eq!(sent[1].1, json!({"key_alias": "empty"}));
    assert!(sent.iter().all(|(line, _)| line == "POST /key/generate"), "{sent:?}");
}

#[test]
fn remaining_lifetime_is_kept_and_expired_keys_are_skipped() {
    let expiring = |alias: &str, expires: &str| json!({"token": alias, "key_alias": alias, "expires": expires});
    let keys = [
        expiring("over", "2020-01-01T00:00:00Z"),
        expiring("over-without-offset", "2020-01-01T00:00:00"),
        expiring("later", "2126-01-01T00:00:00+00:00"),
        expiring("later-elsewhere", "2126-01-01T05:00:00+05:00"),
    ];
    let (from, to) = (source(&keys), destination(&[]));
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--concurrency", "1", "--format", "json"]);
    run.ok();
    assert_eq!(
        outcomes(&run),
        [
            pair("over", "skipped"),
            pair("over-without-offset", "skipped"),
            pair("later", "imported"),
            pair("later-elsewhere", "imported"),
        ]
    );
    assert_eq!(run.json()[0]["reason"], "it has expired");
    let sent = writes(&to);
    // Older servers round the expiry of a generated key, but not of an updated one.
    let lines: Vec<&str> = sent.iter().map(|(line, _)| line.as_str()).collect();
    assert_eq!(lines, ["POST /key/generate", "POST /key/update", "POST /key/generate", "POST /key/update"]);
    let seconds: Vec<u64> = sent
        .iter()
        .map(|(_, body)| {
            let duration = body["duration"].as_str().expect("a duration");
            duration.strip_suffix('s').expect("seconds").parse().expect("a number")
        })
        .collect();
    // A date far ahead; both keys expire at the same moment.
    assert!(seconds[0] > 60 * 365 * 86_400, "{seconds:?}");
    assert!(seconds[0] < 101 * 366 * 86_400, "{seconds:?}");
    assert!(seconds.iter().all(|duration| *duration == seconds[0]), "{seconds:?}");
}

#[test]
fn key_whose_expiry_cannot_be_set_is_deleted() {
    let from = source(&[json!({"token": "t", "key_alias": "k", "expires": "2126-01-01T00:00:00Z"})]);
    let to = FakeServer::with_routes([
        ("POST /key/generate", json_response(json!({"key": "sk-new-secret"}))),
        ("POST /key/update", FakeResponse::new(400).with_json(json!({"detail": "not that long"}))),
        ("POST /key/delete", json_response(json!({"deleted_keys": ["sk-new-secret"]}))),
        ("GET /key/info", FakeResponse::new(404).with_json(json!({"detail": "Key not found"}))),
    ]);
    let run = import(&Cli::of(&to), &from, &["--output-file", "new.csv"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert!(run.stderr.contains("failed: k: not that long (HTTP 400)"), "{run:#?}");
    let (line, body) = writes(&to).pop().expect("requests");
    assert_eq!((line.as_str(), &body["keys"]), ("POST /key/delete", &json!(["sk-new-secret"])));
    assert!(!Cli::of(&to).home().join("new.csv").exists());
}

#[test]
fn budget_that_an_old_list_leaves_out_is_copied() {
    let listed = |token: &str| json!({"token": token, "key_alias": token, "request_route": null});
    let keys = json!([listed("one"), listed("two"), listed("three"), listed("deleted since")]);
    let info = |request: &FakeRequest| {
        let deleted = litellm_proxy_client::key_hash("deleted since");
        if request.query().is_some_and(|query| query.ends_with(&deleted)) {
            return FakeResponse::new(404).with_json(json!({"detail": "Key not found in database"}));
        }
        let budget = match request.query() {
            Some(query) if query.ends_with(&litellm_proxy_client::key_hash("one")) => json!("b"),
            Some(query) if query.ends_with(&litellm_proxy_client::key_hash("two")) => json!("gone"),
            _ => Value::Null,
        };
        json_response(json!({"key": "h", "info": {"budget_id": budget, "litellm_budget_table": null}}))
    };
    let from = FakeServer::new().on("GET /key/info", info);
    from.add("GET /key/list", json_response(json!({"keys": keys, "total_count": 4, "total_pages": 1})));
    let to = destination(&[]);
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--concurrency", "1", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(outcomes(&run), [pair("one", "imported"), pair("two", "failed"), pair("three", "imported")]);
    let sent: Vec<_> = writes(&to).into_iter().map(|(_, body)| body).collect();
    assert_eq!(sent, [json!({"key_alias": "one", "budget_id": "b"}), json!({"key_alias": "three"})]);
}

#[test]
fn limits_are_copied_unchanged_and_an_invalid_expiry_fails() {
    let odd = json!({"token": "t", "key_alias": "odd", "max_budget": "10.0", "tpm_limit": 5.0});
    let endless = json!({"token": "u", "key_alias": "endless", "expires": "31 Dec 2026"});
    let (from, to) = (source(&[odd, endless]), destination(&[]));
    let run = import(&Cli::of(&to), &from, &["--discard-secrets", "--format", "json"]);
    assert_eq!(run.code, 7, "{run:#?}");
    assert_eq!(outcomes(&run), [pair("odd", "imported"), pair("endless", "failed")]);
    let (line, body) = to.requests().pop().expect("a request");
    assert_eq!(
        (line.as_str(), &body["max_budget"], &body["tpm_limit"]),
        ("POST /key/generate", &json!("10.0"), &json!(5.0))
    );
}
