//! `models`: what is sent, and what is made of the answer.

use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::harness::{Cli, KEY, answering, answering_json, one_line, requests};

#[tokio::test]
async fn list_sends_the_key_and_shows_a_table_or_the_bare_list() {
    let server = answering_json(
        json!({"object": "list", "data": [{"id": "gpt-4", "created": 1_677_610_602, "owned_by": null}]}),
    )
    .await;
    let cli = Cli::of(&server);
    let table = cli.run(&["models", "list"]).ok().to_owned();
    assert!(table.contains("│ gpt-4 ┆        ┆ 2023-02-28 18:56 ┆          │"), "{table}");
    assert_eq!(cli.run(&["models", "list", "--format", "json"]).json()[0]["id"], "gpt-4");
    let sent = requests(&server).await;
    assert_eq!(one_line(&sent[0]), ("GET /models".to_owned(), Value::Null));
    assert_eq!(sent[0].headers["authorization"], format!("Bearer {KEY}").as_str());
    assert_eq!(sent[0].headers["user-agent"], concat!("litellm-proxy/", env!("CARGO_PKG_VERSION")));
}

#[tokio::test]
async fn a_refusal_is_one_line_with_the_servers_words_and_a_hint() {
    let refusal = json!({"error": {"message": "no such key", "type": "auth_error", "param": "None", "code": "401"}});
    let server = answering(ResponseTemplate::new(401).set_body_json(refusal)).await;
    let cli = Cli::of(&server);
    let run = cli.run(&["models", "list"]);
    let text = run.fails(4);
    assert!(
        text.starts_with("error: no such key (HTTP 401)\nhint: the key came from the variable LITELLM_PROXY_API_KEY"),
        "{text}"
    );
    let run = cli.run(&["--format", "json", "models", "list"]);
    let object: Value = serde_json::from_str(run.fails(4)).expect("one JSON object");
    assert_eq!(object["error"]["kind"], "unauthorized");
    assert_eq!(object["error"]["status"], 401);
    assert_eq!(object["error"]["type"], "auth_error");
}

#[test]
fn the_file_of_a_missing_argument_is_named() {
    let cli = Cli::at("http://127.0.0.1:1").file("key.txt", "sk-x");
    let run = cli.run(&["models", "add", "m", "-p", "api_key=@nope.txt"]);
    assert!(run.fails(2).contains("cannot read `nope.txt`"));
    let run = cli.stdin("x").run(&["models", "add", "m", "-p", "api_key=@key.txt", "--dry-run"]);
    assert!(run.ok().contains("[redacted]") && !run.stdout.contains("sk-x"), "{run:#?}");
}
