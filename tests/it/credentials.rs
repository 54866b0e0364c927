//! `credentials`: what is sent, and what is made of the answer.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::harness::{Cli, answering, answering_json, are_usage_errors, asked, bare, json_answer, routed, with};

#[tokio::test]
async fn list_is_a_table_or_the_whole_object() {
    let answer = json!({"success": true, "credentials": [
        {"credential_name": "azure-cred", "credential_info": {"custom_llm_provider": "azure"}, "credential_values": {}},
        {"credential_name": "other", "credential_info": null},
    ]});
    let server = answering_json(answer.clone()).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["credentials", "list"]);
    let lines: Vec<_> = run.ok().lines().collect();
    assert!(lines[1].contains("│ Credential Name ┆ Custom LLM Provider │"), "{run:#?}");
    assert!(lines[3].contains("│ azure-cred      ┆ azure               │"), "{run:#?}");
    assert!(lines[4].contains("│ other           ┆                     │"), "{run:#?}");
    assert_eq!(cli.run(&["credentials", "list", "--format", "json"]).json(), answer);
    assert_eq!(
        cli.run(&["credentials", "list", "--format=csv"]).ok(),
        "credential_name,custom_llm_provider\nazure-cred,azure\nother,\n"
    );
    assert_eq!(asked(&server).await, vec![bare("GET /credentials"); 3]);
}

#[tokio::test]
async fn create_posts_information_and_values() {
    let answer = json!({"success": true, "message": "Credential created successfully"});
    let server = answering_json(answer.clone()).await;
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
    assert_eq!((run.json(), run.stderr.as_str()), (answer, ""));
    cli.run(&["credentials", "create", "c", "--info=@-", "--values=@values.json", "--display-name", "A name"]).ok();
    assert_eq!(
        asked(&server).await,
        [
            with(
                "POST /credentials",
                json!({
                    "credential_name": "azure-cred",
                    "credential_info": {"custom_llm_provider": "azure"},
                    "credential_values": {"api_key": "sk-123", "api_base": "https://example.azure.openai.com"},
                })
            ),
            with(
                "POST /credentials",
                json!({
                    "credential_name": "c", "credential_info": {"b": [1.5]}, "credential_values": {"api_key": "sk-123"},
                    "display_name": "A name",
                })
            ),
        ]
    );
}

#[tokio::test]
async fn create_of_what_is_there_is_a_conflict() {
    let refusal = json!({"error": {"message": "Credential already exists", "type": "x", "param": null, "code": "400"}});
    let server = answering(ResponseTemplate::new(400).set_body_json(refusal)).await;
    let run = Cli::of(&server).run(&["credentials", "create", "c", "--info", "{}", "--values", "{}"]);
    assert_eq!(run.fails(8), "error: Credential already exists (HTTP 400)\n");
}

#[tokio::test]
async fn get_asks_by_name_and_encodes_it() {
    let answer = json!({"credential_name": "a/b c?d", "credential_info": {}, "credential_values": {"api_key": "sk**"}});
    let server = answering_json(answer.clone()).await;
    assert_eq!(Cli::of(&server).run(&["credentials", "get", "a/b c?d"]).json(), answer);
    assert_eq!(asked(&server).await, [bare("GET /credentials/by_name/a%2Fb%20c%3Fd")]);
}

#[tokio::test]
async fn a_failure_that_an_old_server_calls_a_success_is_a_failure() {
    let refusal = json!({
        "message": "Credential not found in DB.", "type": "internal_server_error", "param": "None",
        "openai_code": 404, "code": "404",
    });
    let server = answering_json(refusal).await;
    let cli = Cli::of(&server);
    for words in [&["credentials", "get", "nope"], &["credentials", "delete", "nope"]] {
        let run = cli.run(words);
        assert_eq!(run.fails(3), "error: Credential not found in DB. (HTTP 404)\n");
    }
    // The deletion was not asked for: the credential is not there.
    assert_eq!(asked(&server).await, vec![bare("GET /credentials/by_name/nope"); 2]);
}

#[tokio::test]
async fn delete_looks_before_it_deletes() {
    let answer = json!({"success": true, "message": "Credential deleted successfully"});
    let server = routed([
        ("GET /credentials/by_name/c", json_answer(json!({"credential_name": "c"}))),
        ("DELETE /credentials/c", json_answer(answer.clone())),
    ])
    .await;
    let run = Cli::of(&server).run(&["credentials", "delete", "c"]);
    assert_eq!((run.json(), run.stderr.as_str()), (answer, ""));
    assert_eq!(asked(&server).await, [bare("GET /credentials/by_name/c"), bare("DELETE /credentials/c")]);
}

#[tokio::test]
async fn delete_fails_when_the_deletion_does() {
    let refusal = json!({"message": "boom", "type": "internal_server_error", "param": "None", "code": "500"});
    let server = routed([
        ("GET /credentials/by_name/c", json_answer(json!({"credential_name": "c"}))),
        ("DELETE /credentials/c", json_answer(refusal)),
    ])
    .await;
    assert_eq!(Cli::of(&server).run(&["credentials", "delete", "c"]).fails(6), "error: boom (HTTP 500)\n");
}

#[tokio::test]
async fn update_patches_what_is_named() {
    let answer = json!({"success": true, "message": "Credential updated successfully"});
    let server = answering_json(answer.clone()).await;
    let cli = Cli::of(&server);
    assert_eq!(cli.run(&["credentials", "update", "a b", "--values", "{\"api_key\": \"sk-9\"}"]).json(), answer);
    cli.run(&["credentials", "update", "c", "--display-name", "New"]).ok();
    cli.run(&["credentials", "update", "c", "--clear-display-name"]).ok();
    assert_eq!(
        asked(&server).await,
        [
            with(
                "PATCH /credentials/a%20b",
                json!({"credential_name": "a b", "credential_info": {}, "credential_values": {"api_key": "sk-9"}})
            ),
            with(
                "PATCH /credentials/c",
                json!({"credential_name": "c", "credential_info": {}, "credential_values": {}, "display_name": "New"})
            ),
            with(
                "PATCH /credentials/c",
                json!({"credential_name": "c", "credential_info": {}, "credential_values": {}, "display_name": null})
            ),
        ]
    );
}

#[tokio::test]
async fn update_of_information_keeps_what_it_does_not_name() {
    let known = json!({"credential_name": "c", "credential_info": {"custom_llm_provider": "azure", "x": 0}});
    let server = routed([
        ("GET /credentials/by_name/c", json_answer(known)),
        ("PATCH /credentials/c", json_answer(json!({"success": true}))),
    ])
    .await;
    Cli::of(&server).run(&["credentials", "update", "c", "--info", "{\"x\": 1}"]).ok();
    assert_eq!(
        asked(&server).await[1],
        with(
            "PATCH /credentials/c",
            json!({"credential_name": "c", "credential_info": {"custom_llm_provider": "azure", "x": 1},
                   "credential_values": {}})
        )
    );
}

#[tokio::test]
async fn dry_runs_mask_every_value_and_send_nothing() {
    let server = answering_json(Value::Null).await;
    let cli = Cli::of(&server);
    let url = server.uri();
    let run =
        cli.run(&["credentials", "create", "c", "--info", "{}", "--values", "{\"any\": \"hidden\"}", "--dry-run"]);
    assert!(run.ok().starts_with(&format!("POST {url}/credentials\n")), "{run:#?}");
    assert!(run.stdout.contains("\"any\": \"[redacted]\"") && !run.stdout.contains("hidden"), "{run:#?}");
    let run = cli.run(&["credentials", "update", "c", "--values", "{\"any\": \"hidden\"}", "--dry-run"]);
    assert!(run.ok().starts_with(&format!("PATCH {url}/credentials/c\n")), "{run:#?}");
    assert!(!run.stdout.contains("hidden"), "{run:#?}");
    let run = cli.run(&["credentials", "delete", "c", "--dry-run"]);
    assert_eq!(run.ok(), format!("GET {url}/credentials/by_name/c\nDELETE {url}/credentials/c\n"));
    assert_eq!(asked(&server).await, []);
}

#[tokio::test]
async fn what_cannot_be_used_is_a_usage_error_and_nothing_is_sent() {
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
    ])
    .await;
}

#[test]
fn a_mistake_in_a_secret_does_not_print_the_secret() {
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
fn standard_input_is_read_once() {
    let cli = Cli::at("http://127.0.0.1:1").stdin("{}");
    let run = cli.run(&["credentials", "create", "c", "--info", "@-", "--values", "@-"]);
    assert_eq!(run.fails(2), "error: standard input can be read only once\n");
}
