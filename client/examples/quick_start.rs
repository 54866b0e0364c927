//! One chat completion: `cargo run --example quick_start -- MODEL`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use litellm_proxy_client::Client;
use litellm_proxy_client::chat::{ChatRequest, Message};

#[tokio::main]
async fn main() -> Result<(), litellm_proxy_client::Error> {
    let model = std::env::args().nth(1).unwrap_or_else(|| "mock-gpt".to_owned());

    // Reads `LITELLM_PROXY_URL` and `LITELLM_PROXY_API_KEY`; `Client::new("http://localhost:4000", "sk-…")` takes arguments.
    let client = Client::from_env()?;

    let request = ChatRequest::new(model, [Message::user("Hello, how are you?")]);
    let response = client.chat().completions().create(&request).await?;
    println!("{}", response.text());
    Ok(())
}
