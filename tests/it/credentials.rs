//! `credentials`: requests and output.

use serde_json::json;
use test_bed::{FakeResponse, FakeServer, json_response, request, request_with};

use crate::harness::{Cli, are_usage_errors};

#[test]
fn list_prints_a_table_or_the_whole_json_object() {
    let response = json!({"success": true, "credentials": [
        {"credential_name": "azure-cred", "credential_info": {"custom_llm_provider": "azure"}, "credential_values": {}},
        {"credential_name": "other", "credential_info": null},
    ]});
    let server = FakeServer::always_json(response.clone());
    let cli = Cli::of(&server);
    let run = cli.run(&["credentials", "list"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert!(lines[1].contains("│ Credential Name ┆ Custom LLM Provider │"), "{run:#?}");
    assert!(lines[3].contains("│ azure-cred      ┆ azure               │"), "{run:#?}");
    assert!(lines[4].contains("│ other           ┆                     │"), "{run:#?}");
    assert_eq!(cli.run(&["credentials", "list", "--format", "json"]).json(), response);
    assert_eq!(
        cli.run(&["credentials", "list", "--format=csv"]).ok(),
        "credential_name,custom_llm_provider\nazure-cred,azure\nother,\n"
    );
    assert_eq!(server.requests(), vec![request("GET /credentials"); 3]);
}

#[test]
fn create_sends_info_and_values() {
    let response = json!({"success": true, "message": "Credential created successfully"});
    let server = FakeServer::always_json(response.clone());
    let cli = Cli::of(&server).file("values.json", "{\"api_key\": \"sk-123\"}\n").stdin("{\"b\": [1.5]}");
    let run = cli.run(&[
        "credentials",
        "create",
        "azure-cred",
        "--info",
        "{\"custom_llm_provider\": \"azure\"}",
        "--values",
        "{\"api_key\": \"sk-123\", \"api_base\": \"https://example.azure.openai.com\"}",
    ]);
    assert_eq!((run.json(), run.stderr.as_str()), (response, ""));
    cli.run(&["credentials", "create", "c", "--info=@-", "--values=@values.json", "--display-name", "A name"]).ok();
    assert_eq!(
        server.requests(),
        [
            request_with(
                "POST /credentials",
                json!({
                    "credential_name": "azure-cred",
                    "credential_info": {"custom_llm_provider": "azure"},
                    "credential_values": {"api_key": "sk-123", "api_base": "https://example.azure.openai.com"},
                })
            ),
            request("GET /credentials/by_name/azure-cred"),
            request_with(
                "POST /credentials",
                json!({
                    "credential_name": "c", "credential_info": {"b": [1.5]}, "credential_values": {"api_key": "sk-123"},
                    "display_name": "A name",
                })
            ),
            request("GET /credentials/by_name/c"),
        ]
    );
}

#[test]
fn create_of_an_existing_name_is_a_conflict() {
    let refusal = json!({"error": {"message": "Credential already exists", "type": "x", "param": null, "code": "400"}});
    let server = FakeServer::always(FakeResponse::new(400).with_json(refusal));
    let run = Cli::of(&server).run(&["credentials", "create", "c", "--info", "{}", "--values", "{}"]);
    assert_eq!(run.fails(8), "error: Credential already exists (HTTP 400)\n");
}

#[test]
fn get_percent_encodes_the_name() {
    let response =
        json!({"credential_name": "a/b c?d", "credential_info": {}, "credential_values": {"api_key": "sk**"}});
    let server = FakeServer::always_json(response.clone());
    assert_eq!(Cli::of(&server).run(&["credentials", "get", "a/b c?d"]).json(), response);
    assert_eq!(server.requests(), [request("GET /credentials/by_name/a%2Fb%20c%3Fd")]);
}

#[test]
fn failure_reported_with_status_200_is_a_failure() {
    let refusal = json!({
        "message": "Credential not found in DB.", "type": "internal_server_error", "param": "None",
        "openai_code": 404, "code": "404",
    });
    let server = FakeServer::always_json(refusal);
    let cli = Cli::of(&server);
    for words in [&["credentials", "get", "nope"], &["credentials", "delete", "nope"]] {
        let run = cli.run(words);
        assert_eq!(run.fails(3), "error: Credential not found in DB. (HTTP 404)\n");
    }
    // No deletion was sent: the credential does not exist.
    assert_eq!(server.requests(), vec![request("GET /credentials/by_name/nope"); 2]);
}

#[test]
fn delete_checks_that_the_credential_exists() {
    let response = json!({"success": true, "message": "Credential deleted successfully"});
    let server = FakeServer::with_routes([
        ("GET /credentials/by_name/c", json_response(json!({"credential_name": "c"}))),
        ("DELETE /credentials/c", json_response(response.clone())),
    ]);
    let run = Cli::of(&server).run(&["credentials", "delete", "c"]);
    assert_eq!((run.json(), run.stderr.as_str()), (response, ""));
    assert_eq!(server.requests(), [request("GET /credentials/by_name/c"), request("DELETE /credentials/c")]);
}

#[test]
fn delete_reports_a_failed_deletion() {
    let refusal = json!({"message": "boom", "type": "internal_server_error", "param": "None", "code": "500"});
    let server = FakeServer::with_routes([
        ("GET /credentials/by_name/c", json_response(json!({"credential_name": "c"}))),
        ("DELETE /credentials/c", json_response(refusal)),
    ]);
    assert_eq!(Cli::of(&server).run(&["credentials", "delete", "c"]).fails(6), "error: boom (HTTP 500)\n");
}

#[test]
fn update_sends_only_given_fields() {
    let response = json!({"success": true, "message": "Credential updated successfully"});
    let server = FakeServer::always_json(response.clone());
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["credentials", "update", "a b", "--values", "{\"api_key\": \"sk-9\"}"]).json(), response);
    cli.run(&["credentials", "update", "c", "--display-name", "New"]).ok();
    cli.run(&["credentials", "update", "c", "--clear-display-name"]).ok();
    assert_eq!(
        server.requests(),
        [
            request_with(
                "PATCH /credentials/a%20b",
                json!({"credential_name": "a b", "credential_info": {}, "credential_values": {"api_key": "sk-9"}})
            ),
            request("GET /credentials/by_name/a%20b"),
            request_with(
                "PATCH /credentials/c",
                json!({"credential_name": "c", "credential_info": {}, "credential_values": {}, "display_name": "New"})
            ),
            request("GET /credentials/by_name/c"),
            request_with(
                "PATCH /credentials/c",
                json!({"credential_name": "c", "credential_info": {}, "credential_values": {}, "display_name": null})
            ),
            request("GET /credentials/by_name/c"),
        ]
    );
}

#[test]
fn update_merges_info() {
    let known = json!({"credential_name": "c", "credential_info": {"custom_llm_provider": "azure", "x": 0}});
    let server = FakeServer::with_routes([
        ("GET /credentials/by_name/c", json_response(known)),
        ("PATCH /credentials/c", json_response(json!({"success": true}))),
    ]);
    Cli::of(&server).run(&["credentials", "update", "c", "--info", "{\"x\": 1}"]).ok();
    assert_eq!(
        server.requests()[1],
        request_with(
            "PATCH /credentials/c",
            json!({"credential_name": "c", "credential_info": {"custom_llm_provider": "azure", "x": 1},
                   "credential_values": {}})
        )
    );
}

#[test]
fn dry_run_masks_values() {
    let server = FakeServer::with_routes([("/credentials/by_name/c", json_response(json!({"credential_name": "c"})))]);
    let cli = Cli::of(&server);
    let url = server.uri();
    let run =
        cli.run(&["credentials", "create", "n", "--info", "{}", "--values", "{\"any\": \"hidden\"}", "--dry-run"]);
    assert!(run.ok().starts_with(&format!("POST {url}/credentials\n")), "{run:#?}");
    assert!(run.stdout.contains("\"any\": \"[redacted]\"") && !run.stdout.contains("hidden"), "{run:#?}");
    let run = cli.run(&["credentials", "update", "c", "--values", "{\"any\": \"hidden\"}", "--dry-run"]);
    assert!(run.ok().starts_with(&format!("PATCH {url}/credentials/c\n")), "{run:#?}");
    assert!(!run.stdout.contains("hidden"), "{run:#?}");
    let run = cli.run(&["credentials", "delete", "c", "--dry-run"]);
    assert_eq!(run.ok(), format!("DELETE {url}/credentials/c\n"));
    let lookups = ["n", "c", "c"].map(|name| request(&format!("GET /credentials/by_name/{name}")));
    assert_eq!(server.requests(), lookups);
}

#[test]
fn invalid_arguments_are_usage_errors() {
    are_usage_errors(&[
        (&["credentials"], "Usage: litellm-proxy credentials"),
        (&["credentials", "list", "x"], "unexpected argument 'x'"),
        (&["credentials", "create"], "CREDENTIAL_NAME"),
        (&["credentials", "create", "c"], "--info"),
        (&["credentials", "create", "c", "--info", "{}"], "--values"),
        (&["credentials", "create", "c", "--info", "{", "--values", "{}"], "invalid JSON in --info"),
        (&["credentials", "create", "c", "--info", "{}", "--values", "{'a': 1}"], "invalid JSON in --values"),
        (&["credentials", "create", "c", "--info", "[]", "--values", "{}"], "--info must be a JSON object"),
        (&["credentials", "create", "c", "--info", "{}", "--values", "@nope"], "cannot read `nope`"),
        (&["credentials", "get"], "CREDENTIAL_NAME"),
        (&["credentials", "get", ""], "cannot be used as a name in a URL"),
        (&["credentials", "update", "c"], "--info"),
        (&["credentials", "update", "c", "--display-name", "x", "--clear-display-name"], "cannot be used with"),
        (&["credentials", "delete"], "CREDENTIAL_NAME"),
        (&["credentials", "delete", ".."], "cannot be used as a name in a URL"),
    ]);
}

#[test]
fn invalid_secret_is_not_printed() {
    let run = Cli::at("http://127.0.0.1:1").run(&[
        "credentials",
        "create",
        "c",
        "--info",
        "{}",
        "--values",
        "{\"api_key\": \"hidden-one\", oops}",
    ]);
    assert!(run.fails(2).contains("line 1 column 27") && !run.stderr.contains("hidden"), "{run:#?}");
}

#[test]
fn stdin_cannot_be_read_twice() {
    let cli = Cli::at("http://127.0.0.1:1").stdin("{}");
    let run = cli.run(&["credentials", "create", "c", "--info", "@-", "--values", "@-"]);
    assert_eq!(run.fails(2), "error: standard input can be read only once\n");
}
