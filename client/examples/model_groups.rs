//! Model groups: two deployments under one name, between which the server chooses: `cargo run --example model_groups`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use std::collections::BTreeSet;

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::models::NewModel;
use litellm_proxy_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let name = format!("example-group-{}", std::process::id());

    // Names that tell no provider, such as the second, say in `model` what to ask for.
    let group = client.model_groups().create(
        &name,
        [
            NewModel::new("gpt-4").param("api_key", "key1").param("mock_response", "the first answers"),
            NewModel::new("gpt-4-backup")
                .param("model", "openai/gpt-4")
                .param("api_key", "key2")
                .param("mock_response", "the second answers"),
        ],
    );
    println!("deployments: {}", group.await?.deployments.len());
    let outcome = use_it(&client, &name).await;
    let gone = client.model_groups().delete(&name).await?;
    outcome?;
    println!("deleted: {}", gone.deleted.len());

    let left = client.model_groups().list().await?;
    assert!(left.iter().all(|group| group.model_group != name), "the group is still there");
    Ok(())
}

async fn use_it(client: &Client, name: &str) -> Result<(), Error> {
    let group = client.model_groups().get(name).await?;
    println!("{}: {:?}", group.model_group, group.providers.clone().unwrap_or_default());
    // The server chooses by chance: 60 times the same is as good as impossible.
    let request = ChatRequest::new(name, [Message::user("Who are you?")]);
    let mut answers = BTreeSet::new();
    for _ in 0..60 {
        answers.insert(client.chat().completions().create(&request).await?.text().into_owned());
        if answers.len() == 2 {
            break;
        }
    }
    println!("answers: {answers:?}");
    Ok(())
}
