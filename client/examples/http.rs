//! Any endpoint, including those without a method in this crate: `cargo run --example http`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]
#![expect(clippy::indexing_slicing, reason = "indexing JSON by a missing name gives null")]

use std::time::Duration;

use litellm_proxy_client::Client;
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), litellm_proxy_client::Error> {
    let client = Client::from_env()?;

    // The response is JSON. This endpoint returns 200 even if the connection that it tests fails.
    let response = client
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
    println!("connection: {}", response["status"]);

    // Add a query and headers, and get status, headers and bytes of the response.
    let response = client
        .http()
        .request("GET", "key/list")
        .query("size", "1")
        .header("x-request-source", "an example")
        .raw()
        .await?;
    println!("{}, {} bytes", response.status, response.body.len());
    println!("type: {:?}", response.headers.get("content-type"));

    // `open` also returns refusals, and reads the body chunk by chunk.
    let mut refusal = client.http().request("GET", "/no/such/endpoint").open().await?;
    println!("{}: {}", refusal.status(), String::from_utf8_lossy(&refusal.bytes().await?));
    Ok(())
}
