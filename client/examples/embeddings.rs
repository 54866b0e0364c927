//! Embeddings, as numbers and as base64: `cargo run --example embeddings -- MODEL`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use litellm_proxy_client::embeddings::{EmbeddingRequest, EncodingFormat};
use litellm_proxy_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let model = std::env::args().nth(1).unwrap_or_else(|| "fake-embed".to_owned());
    let client = Client::from_env()?;

    let request = EmbeddingRequest::new(&model, ["Hello", "Good morning"]);
    let response = client.embeddings().create(&request).await?;
    for embedding in &response.data {
        println!("{:?}: {:?}", embedding.index, embedding.embedding);
    }
    println!("{} tokens", response.usage.as_ref().map(|usage| usage.total_tokens).unwrap_or_default());

    // Vectors are decoded, whichever way the provider sends them.
    let compact = client.embeddings().create(request.encoding_format(EncodingFormat::Base64)).await?;
    println!("the same: {}", compact.data == response.data);
    Ok(())
}
