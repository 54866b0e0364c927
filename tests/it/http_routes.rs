//! `http routes` and `http describe`, and what is known from them afterwards: warnings of unknown fields, and completions.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};
use test_bed::{FakeResponse, FakeServer, json_response};

use crate::harness::Cli;

fn openapi() -> Value {
    let string = json!({"anyOf": [{"type": "string"}, {"type": "null"}]});
    let key = json!({"type": "object", "required": ["models"], "properties": {
        "key_alias": string, "max_budget": {"type": "number"}, "models": {"type": "array", "items": {"type": "string"}},
        "key_type": {"enum": ["default", "read_only"], "type": "string"}}});
    json!({
        "info": {"version": "1.2.3"},
        "paths": {
            "/key/generate": {"post": {
                "summary": "Generate Key",
                "description": "Makes a key.\n\nParameters:\n- key_alias: Optional[str] - Its name\n",
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Key"}}}}}},
            "/key/list": {"get": {"summary": "List Keys", "parameters": [{"name": "size", "in": "query", "schema": {"type": "integer"}}]}},
            "/team/{team_id}/callback": {"get": {"summary": "Get Callback"}, "post": {"summary": "Add Callback"}},
        },
        "components": {"schemas": {"Key": key}},
    })
}

fn server() -> FakeServer {
    FakeServer::new().on("GET /openapi.json", json_response(openapi())).on("*", json_response(json!({})))
}

#[test]
fn routes_are_listed_and_asked_for_once_a_day() {
    let server = server();
    let cli = Cli::of(&server);
    let csv = |words: &[&str]| cli.run(&[&["http", "routes", "--format", "csv"], words].concat()).ok().to_owned();
    assert_eq!(
        csv(&[]),
        "method,path,summary\nPOST,/key/generate,Generate Key\nGET,/key/list,List Keys\n\
         GET,/team/{team_id}/callback,Get Callback\nPOST,/team/{team_id}/callback,Add Callback\n"
    );
    assert_eq!(csv(&["/key/*", "-X", "get"]), "method,path,summary\nGET,/key/list,List Keys\n");
    assert_eq!(csv(&["generate", "--columns", "path,fields"]).lines().count(), 2);
    assert_eq!(csv(&["nothing"]), "method,path,summary\n");
    assert_eq!(server.received().len(), 1, "{:?}", server.received());
    csv(&["--refresh"]);
    assert_eq!(server.received().len(), 2);
    let cache = cli.home().join(".cache/litellm-proxy/api");
    let file = std::fs::read_dir(&cache).expect("a cache").next().expect("a file").expect("a file");
    let mode = |path: &std::path::Path| std::fs::metadata(path).expect("it exists").permissions().mode() & 0o777;
    assert_eq!((mode(&cache), mode(&file.path())), (0o700, 0o600));
    // Another server has a cache of its own, and a damaged one is replaced.
    std::fs::write(file.path(), "{").expect("a write");
    assert_eq!(csv(&["list"]).lines().count(), 2);
    assert_eq!(server.received().len(), 3);
}

#[test]
fn an_endpoint_is_described() {
    let server = server();
    let cli = Cli::of(&server);
    let described = cli.run(&["http", "describe", "post", "/key/generate"]).json();
    assert_eq!(described["body"]["fields"].as_array().map(Vec::len), Some(4));
    let both = cli.run(&["http", "describe", "/team/t-1/callback"]).json();
    assert_eq!(both.as_array().map(Vec::len), Some(2));
    assert!(
        cli.run(&["http", "describe", "DELETE", "/key/list"]).fails(3).contains("has no DELETE /key/list, only GET")
            && cli.run(&["http", "describe", "/key/lits"]).fails(3).contains("no /key/lits; did you mean `/key/list`?")
    );
    assert!(cli.run(&["http", "describe", "/key/lists"]).fails(3).contains("http routes lists"));
}

#[test]
fn a_server_that_does_not_publish_its_api_is_not_found() {
    let server = FakeServer::always(FakeResponse::new(404).with_json(json!({"detail": "Not Found"})));
    let run = Cli::of(&server).run(&["http", "routes"]);
    assert!(run.fails(3).contains("does not publish its endpoints"), "{}", run.stderr);
}

#[test]
fn fields_that_the_server_does_not_know_are_warned_of_without_another_request() {
    let server = server();
    let cli = Cli::of(&server);
    let send = |words: &[&str]| cli.run(&[&["http", "request", "/key/generate"], words].concat());
    assert_eq!(send(&["-F", "max_buget=5"]).stderr, "");
    cli.run(&["http", "routes"]).ok();
    let before = server.received().len();
    let run = send(&["-F", "max_buget=5"]);
    run.ok();
    assert_eq!(
        run.stderr,
        "warning: /key/generate of LiteLLM 1.2.3 has no field `max_buget`; did you mean `max_budget`?\n"
    );
    assert_eq!(send(&["-F", "max_budget=5"]).stderr, "");
    assert!(send(&["-j", r#"{"owner": 1}"#, "--dry-run"]).stderr.contains("has no field `owner`"));
    assert_eq!(server.received().len(), before + 2);
}

#[test]
fn paths_methods_and_fields_are_completed_without_asking_the_server() {
    let server = server();
    let cli = Cli::of(&server);
    cli.run(&["http", "routes"]).ok();
    for (line, expected) in [
        ("http request /key/g", "/key/generate"),
        ("http request POST /key/g", "/key/generate"),
        ("http request GE", "GET"),
        ("http describe /key/l", "/key/list"),
        ("http routes /key/l", "/key/list"),
        ("http request /key/generate -F key_t", "key_type="),
    ] {
        let script = format!(r#"COMPLETE=fish "$1" -- "litellm-proxy {line}""#);
        let output = cli.shell(&script, &[]).output().expect("a run");
        let text = String::from_utf8(output.stdout).expect("text");
        let candidates: Vec<_> = text.lines().filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(candidates, [expected], "{line}");
    }
    assert_eq!(server.received().len(), 1);
}
