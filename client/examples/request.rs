//! Inspect a request before it is sent, change it, and send it: `cargo run --example request -- MODEL`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use std::error::Error;

use litellm_proxy_client::Client;
use litellm_proxy_client::chat::{ChatCompletion, ChatRequest, Message};
use litellm_proxy_client::keys::NewKey;
use litellm_proxy_client::reqwest::header::HeaderValue;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let model = std::env::args().nth(1).unwrap_or_else(|| "mock-gpt".to_owned());
    let client = Client::from_env()?;

    let request = client.models().list().request()?;
    println!("{} {}", request.method, request.url);
    println!("{:?}", request.headers); // the key is marked as sensitive, and prints as `Sensitive`

    // Nothing is sent: no key is created.
    let request = client.keys().generate(&NewKey::default().key_alias("never-created")).request()?;
    println!("{} {} {}", request.method, request.url.path(), request.redacted_body().unwrap_or_default());

    // The fields are public. `http().send` sends the changed request.
    let chat_request = ChatRequest::new(model, [Message::user("Hello")]);
    let mut request = client.chat().completions().create(&chat_request).request()?;
    request.headers.insert("x-litellm-tags", HeaderValue::from_static("from-an-example"));
    request.body = serde_json::to_vec(&chat_request.message(Message::user("Are you there?")))?.into();
    let response = client.http().send(request).raw().await?;
    println!("{}: {}", response.status, response.json::<ChatCompletion>()?.text());
    Ok(())
}
