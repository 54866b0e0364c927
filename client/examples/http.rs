//! Any endpoint, also those without a method of their own: `cargo run --example http`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]
#![expect(clippy::indexing_slicing, reason = "JSON that is indexed by a name it does not have is null")]

use std::time::Duration;

use litellm_proxy_client::Client;
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), litellm_proxy_client::Error> {
    let client = Client::from_env()?;

    // The answer is JSON. This one is a success (200) even if the connection that it tests is none.
    let answer = client
        .http()
        .request("POST", "/health/test_connection")
        .json(&json!({
            "litellm_params": {
                "model": "gpt-4",
                "api_key": "your-api-key",
                "api_base": "http://127.0.0.1:9/v1",
            },
            "mode": "chat",
        }))
        .timeout(Duration::from_secs(60))
        .await?;
    println!("connection: {}", answer["status"]);

    // Query and headers of one's own; status, headers and bytes of the answer.
    let answer = client
        .http()
        .request("GET", "key/list")
        .query("size", "1")
        .header("x-request-source", "an example")
        .raw()
        .await?;
    println!("{}, {} bytes", answer.status, answer.body.len());
    println!("type: {:?}", answer.headers.get("content-type"));

    // `open` gives refusals too, and the body piece by piece.
    let mut refusal = client.http().request("GET", "/no/such/endpoint").open().await?;
    println!("{}: {}", refusal.status(), String::from_utf8_lossy(&refusal.bytes().await?));
    Ok(())
}
