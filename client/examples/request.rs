//! A request looked at before it is sent, changed, and sent: `cargo run --example request -- MODEL`.
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
    println!("{:?}", request.headers); // the key is marked as a secret, and shown as `Sensitive`

    // Nothing has been sent: no key was made.
    let request = client.keys().generate(&NewKey::default().key_alias("never-made")).request()?;
    println!("{} {} {}", request.method, request.url.path(), request.redacted_body().unwrap_or_default());

    // Its fields are public. What has been changed is sent by `http().send`.
    let question = ChatRequest::new(model, [Message::user("Hello")]);
    let mut request = client.chat().completions().create(&question).request()?;
    request.headers.insert("x-litellm-tags", HeaderValue::from_static("from-an-example"));
    request.body = serde_json::to_vec(&question.message(Message::user("Are you there?")))?.into();
    let answer = client.http().send(request).raw().await?;
    println!("{}: {}", answer.status, answer.json::<ChatCompletion>()?.text());
    Ok(())
}
