//! Models: list, add, call, update, delete: `cargo run --example models`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use litellm_proxy_client::Client;
use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::models::{ModelUpdate, NewModel};

#[tokio::main]
async fn main() -> Result<(), litellm_proxy_client::Error> {
    let client = Client::from_env()?;
    let models = client.models();
    let name = format!("example-model-{}", std::process::id());

    // With `mock_response` the server responds by itself, without a provider.
    let new_model = NewModel::new(&name)
        .param("model", "openai/gpt-4o")
        .param("api_key", "your-openai-key")
        .param("api_base", "https://api.openai.com/v1")
        .param("mock_response", "hello from the new model")
        .info("description", "created by an example");
    models.add(&new_model).await?;
    let outcome = use_it(&client, &name).await;
    let removed = models.delete_by_name(&name).await?;
    outcome?;
    println!("deleted {} deployment", removed.deleted.len());

    let remaining = models.list().await?;
    assert!(remaining.iter().all(|model| model.id != name), "the model is still there");
    Ok(())
}

async fn use_it(client: &Client, name: &str) -> Result<(), litellm_proxy_client::Error> {
    // `list` returns the names that a key may call; `info` and `deployments_of` return the deployments behind them.
    for model in client.models().list().await? {
        println!("{}", model.id);
    }
    let request = ChatRequest::new(name, [Message::user("Hello")]);
    println!("{}", client.chat().completions().create(&request).await?.text());

    for deployment in client.models().deployments_of(name).await? {
        let Some(id) = deployment.id() else { continue };
        let update = ModelUpdate::default().param("temperature", 0.7).info("description", "updated by an example");
        client.models().update(id, &update).await?;
    }
    for deployment in client.models().deployments_of(name).await? {
        println!("{} uses {}", name, deployment.upstream_model().unwrap_or_default());
        println!("{}", deployment.model_info.get("description").cloned().unwrap_or_default());
    }
    Ok(())
}
