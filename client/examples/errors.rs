//! Error handling by kind of failure: `cargo run --example errors -- MODEL`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::{Client, Error, RetryPolicy};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let model = std::env::args().nth(1).unwrap_or_else(|| "mock-gpt".to_owned());
    let client = Client::from_env()?;
    let unknown_key = Client::new(client.base_url(), "sk-not-a-key-of-this-server")?;
    let unreachable = Client::builder("http://127.0.0.1:9").retry(RetryPolicy::never()).build()?;

    for (client, model) in
        [(&client, model.as_str()), (&unknown_key, &model), (&client, "no-such-model"), (&unreachable, "")]
    {
        let request = ChatRequest::new(model, [Message::user("Hello")]);
        match client.chat().completions().create(&request).await {
            Ok(response) => println!("response: {}", response.text()),
            Err(Error::Unauthorized(refusal)) => println!("authentication failed: {}", refusal.message),
            Err(error @ Error::Unreachable { .. }) => println!("is the server running? {error}"),
            Err(error) => println!("request failed ({}): {error}", error.code()),
        }
    }
    Ok(())
}
