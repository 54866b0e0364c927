//! `http request`: methods, fields, queries, headers and forms, as they arrive.

use serde_json::{Value, json};
use test_bed::{FakeRequest, FakeResponse, FakeServer, Run, json_response, request, request_with};

use crate::in_process::{Cli, are_usage_errors};

fn server() -> FakeServer {
    FakeServer::always_json(json!({"ok": true}))
}

#[track_caller]
fn run(server: &FakeServer, words: &[&str]) -> Run {
    Cli::of(server).run(&[&["http", "request"], words].concat())
}

/// Sends a request and returns it as it arrived.
#[track_caller]
fn sent(words: &[&str]) -> FakeRequest {
    let server = server();
    run(&server, words).ok();
    server.received().pop().expect("a request")
}

#[test]
fn the_method_follows_from_the_body() {
    let server = server();
    for words in [
        &["/models"][..],
        &["/key/block", "-F", "n=1"],
        &["/key/block", "-j", r#"{"n":1}"#],
        &["put", "/x", "-f", "n=1"],
        &["-X", "DELETE", "/x"],
        &["GET", "/key/list", "-F", "size=2", "-f", "user_id=a b", "-q", "page=1"],
        &["/x", "-j", "{}", "-F", "dry=true"],
    ] {
        run(&server, words).ok();
    }
    assert_eq!(
        server.requests(),
        [
            request("GET /models"),
            request_with("POST /key/block", json!({"n": 1})),
            request_with("POST /key/block", json!({"n": 1})),
            request_with("PUT /x", json!({"n": "1"})),
            request("DELETE /x"),
            request("GET /key/list?size=2&user_id=a%20b&page=1"),
            request_with("POST /x?dry=true", json!({})),
        ]
    );
}

#[test]
fn fields_keep_their_order_and_the_spelling_of_numbers() {
    let body = sent(&["/x", "-f", "z=1", "-F", "a=1.0", "-f", "m[k]=v", "-F", "n=12345678901234567890123"]).body;
    assert_eq!(String::from_utf8_lossy(&body), r#"{"z":"1","a":1.0,"m":{"k":"v"},"n":12345678901234567890123}"#);
}

#[test]
fn headers_are_removed_emptied_and_repeated() {
    let received = sent(&[
        "/x",
        "-H",
        "User-Agent:",
        "-H",
        "Authorization:",
        "-H",
        "X-Empty;",
        "-H",
        "X-Two: a",
        "-H",
        "X-Two: b",
    ]);
    assert_eq!(received.headers.get("user-agent"), None);
    assert_eq!(received.headers.get("authorization"), None);
    assert_eq!(received.headers.get_all("x-empty"), [""]);
    assert_eq!(received.headers.get_all("x-two"), ["a", "b"]);
    let curl = run(&server(), &["/x", "-H", "X-Empty;", "--curl"]);
    assert!(curl.ok().contains("-H 'x-empty;'"), "{}", curl.stdout);
}

#[test]
fn endpoints_for_files_get_multipart_forms() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("in put.jsonl");
    std::fs::write(&path, "{}\n").expect("a file");
    let upload = format!("file=@{}", path.display());
    for words in [
        &["/v1/files", "-F", "purpose=batch", "-F", &upload][..],
        &["/other", "--form", "-F", "purpose=batch", "-F", &upload],
    ] {
        let received = sent(words);
        let content_type = received.header("content-type").expect("a content type");
        let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a boundary");
        let body = String::from_utf8_lossy(&received.body).replace(boundary, "B");
        assert_eq!(
            body,
            "--B\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n--B\r\n\
             Content-Disposition: form-data; name=\"file\"; filename=\"in put.jsonl\"\r\n\
             Content-Type: application/jsonl\r\n\r\n{}\n\r\n--B--\r\n",
            "{words:?}"
        );
    }
    let json = sent(&["/v1/files", "--form=json", "-F", &upload]);
    assert_eq!(String::from_utf8_lossy(&json.body), r#"{"file":"{}"}"#);
    let form = sent(&["/token", "--form=urlencoded", "-f", "a=x y", "-F", "b=1"]);
    assert_eq!(form.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(String::from_utf8_lossy(&form.body), "a=x+y&b=1");
}

#[test]
fn a_redirect_is_the_response_where_it_is_not_followed() {
    let redirect = || FakeResponse::new(307).with_header("location", "/elsewhere").with_body("moved", "text/plain");
    let server =
        FakeServer::new().on("/x", redirect()).on("/elsewhere", FakeResponse::new(200).with_body("here", "text/plain"));
    assert_eq!(run(&server, &["/x"]).ok(), "here\n");
    let run = run(&server, &["/x", "--no-follow", "--include"]);
    let output = run.ok();
    assert!(
        output.starts_with("HTTP 307") && output.contains("location: /elsewhere") && output.ends_with("moved\n"),
        "{output}"
    );
    assert_eq!(server.received().len(), 3);
}

#[test]
fn stdout_as_output_file_gets_the_bytes_unchanged() {
    let server = FakeServer::always(FakeResponse::new(200).with_body(r#"{"a":  1}"#, "application/json"));
    assert_eq!(run(&server, &["/x", "--output-file", "-"]).ok(), r#"{"a":  1}"#);
}

#[test]
fn mistakes_are_named_and_nothing_is_sent() {
    are_usage_errors(&[
        (&["http", "request", "GET"], "the path is missing after GET"),
        (&["http", "request", "/x", "-F", "secret"], "-F takes KEY=VALUE"),
        (&["http", "request", "/x", "-f", "a[b=1"], "`a[b` is not a key"),
        (&["http", "request", "/x", "-F", "a=1", "-F", "a[b]=2"], "`a[b]` is given both as a value and as an object"),
        (&["http", "request", "/x", "-F", "a={"], "-f takes it as a string"),
        (&["http", "request", "/x", "-q", "a"], "--query takes NAME=VALUE"),
        (&["http", "request", "/x", "-H", "a"], "--header takes KEY:VALUE"),
        (&["http", "request", "/x", "-H", "Host:"], "the header `host` belongs to every request"),
        (&["http", "request", "/x", "-F", "a=@/no/such/file"], "cannot read `/no/such/file`"),
    ]);
}

fn pages(parameter: &'static str, page: impl Fn(&str) -> serde_json::Value + Send + Sync + 'static) -> FakeServer {
    FakeServer::from_fn(move |request: &FakeRequest| {
        json_response(page(&request.parameter(parameter).unwrap_or_default()))
    })
}

#[test]
fn lists_are_read_to_their_end_however_pages_are_counted() {
    let numbered = |page: &str| json!({"keys": [page], "total_count": 3, "current_page": page, "total_pages": 3});
    let offset = |at: &str| json!({"health_checks": if at == "2" { json!(["c"]) } else { json!(["a", "b"]) }, "total_records": 3});
    let after = |id: &str| match id {
        "" => json!({"data": [{"id": "a"}], "has_more": true}),
        "a" => json!({"data": [{"id": "b"}], "has_more": true, "last_id": "z"}),
        _ => json!({"data": [{"id": id}], "has_more": false}),
    };
    let cursor = |cursor: &str| match cursor {
        "" => json!({"requests": [1], "next_cursor": "n"}),
        _ => json!({"requests": [2], "next_cursor": null}),
    };
    let scim = |start: &str| json!({"Resources": [start], "totalResults": 2, "startIndex": start});
    let unpaged = |_: &str| json!([1, 2]);
    let unknown = |page: &str| json!({"things": [page], "page": 1, "total_pages": 2});
    for (server, path, lines) in [
        (pages("page", numbered), "/key/list", vec![json!("1"), json!("2"), json!("3")]),
        (pages("offset", offset), "/health/history", vec![json!("a"), json!("b"), json!("c")]),
        (pages("after", after), "/v1/files", vec![json!({"id": "a"}), json!({"id": "b"}), json!({"id": "z"})]),
        (pages("cursor", cursor), "/cost_optimization/prompt_caching/requests", vec![json!(1), json!(2)]),
        (pages("startIndex", scim), "/scim/v2/Users", vec![json!(""), json!("2")]),
        (pages("page", unpaged), "/team/list", vec![json!(1), json!(2)]),
        (pages("page", unpaged), "/customer/list", vec![json!(1), json!(2)]),
        (pages("page", |_| json!({"aliases": ["a"]})), "/key/aliases", vec![json!("a")]),
        (pages("page", unknown), "/new/things", vec![json!(""), json!("2")]),
    ] {
        let whole = run(&server, &[path, "--paginate"]);
        assert_eq!(whole.json(), json!(lines), "{path}");
        let ndjson = run(&server, &[path, "--paginate", "--format", "ndjson"]);
        let printed: Vec<Value> = ndjson.ok().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(printed, lines, "{path}");
    }
}

#[test]
fn a_server_that_ignores_the_page_sends_the_list_once() {
    let full: Vec<u32> = (0..100).collect();
    let server = FakeServer::always_json(json!(full));
    assert_eq!(run(&server, &["/customer/list", "--paginate"]).json(), json!(full));
    assert_eq!(server.received().len(), 2);
    let server = FakeServer::always_json(json!({"keys": ["a"], "total_count": 300, "total_pages": 3}));
    assert!(run(&server, &["/key/list", "--paginate"]).fails(6).contains("page 2 is the one before it again"));
}

#[test]
fn pages_are_as_large_as_the_endpoint_allows_and_keep_their_envelope_if_asked() {
    let answer =
        json!({"users": [{"spend": 1}], "total": 1, "page": 1, "page_size": 100, "total_pages": 1, "note": "x"});
    let server = FakeServer::always_json(answer);
    let kept = run(&server, &["/user/list", "-q", "role=internal_user", "--paginate", "--keep-envelope"]);
    assert_eq!(kept.json(), json!({"users": [{"spend": 1}], "total": 1, "note": "x"}));
    run(&server, &["/user/list", "-q", "page_size=5", "--paginate"]).ok();
    run(&server, &["/user/list", "--paginate", "--dry-run"]).ok();
    assert_eq!(
        server.requests(),
        [
            request("GET /user/list?role=internal_user&page=1&page_size=100"),
            request("GET /user/list?page_size=5&page=1"),
        ]
    );
}

#[test]
fn a_list_that_fails_prints_nothing() {
    let server = FakeServer::from_fn(|request: &FakeRequest| match request.parameter("page").as_deref() {
        Some("1") => json_response(json!({"keys": ["a"], "total_pages": 2})),
        _ => FakeResponse::new(400).with_body(r#"{"error": {"message": "no"}}"#, "application/json"),
    });
    let failed = run(&server, &["/key/list", "--paginate"]);
    failed.fails(1);
    assert_eq!(failed.stdout, "");
    let server = FakeServer::always_json(json!({"status": "ok"}));
    assert!(run(&server, &["/health/x", "--paginate"]).fails(2).contains("cannot tell the next page of /health/x"));
    are_usage_errors(&[
        (&["http", "request", "/key/list?page=2", "--paginate"], "`page` asks for one page"),
        (&["http", "request", "POST", "/key/list", "--paginate"], "pages are fetched with GET"),
    ]);
}
