//! Model groups: two deployments with the same name, of which the server picks one per request: `cargo run --example model_groups`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use std::collections::BTreeSet;

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::models::NewModel;
use litellm_proxy_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let name = format!("example-group-{}", std::process::id());

    // A name without a known provider, such as the second, needs a `model` with one.
    let group = client.model_groups().create(
        &name,
        [
            NewModel::new("gpt-4").param("api_key", "key1").param("mock_response", "from the first"),
            NewModel::new("gpt-4-backup")
                .param("model", "openai/gpt-4")
                .param("api_key", "key2")
                .param("mock_response", "from the second"),
        ],
    );
    println!("deployments: {}", group.await?.deployments.len());
    let outcome = use_it(&client, &name).await;
    let group = client.model_groups().delete(&name).await?;
    outcome?;
    println!("deleted: {}", group.deleted.len());

    let remaining = client.model_groups().list().await?;
    assert!(remaining.iter().all(|group| group.model_group != name), "the group is still there");
    Ok(())
}

async fn use_it(client: &Client, name: &str) -> Result<(), Error> {
    let group = client.model_groups().get(name).await?;
    println!("{}: {:?}", group.model_group, group.providers.clone().unwrap_or_default());
    // The server picks at random: 60 times the same is practically impossible.
    let request = ChatRequest::new(name, [Message::user("Who are you?")]);
    let mut contents = BTreeSet::new();
    for _ in 0..60 {
        contents.insert(client.chat().completions().create(&request).await?.text().into_owned());
        if contents.len() == 2 {
            break;
        }
    }
    println!("responses: {contents:?}");
    Ok(())
}
