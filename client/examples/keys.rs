//! Virtual keys: generate, use, list, update, delete: `cargo run --example keys -- MODEL`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::keys::{KeyFilter, KeyUpdate, NewKey};
use litellm_proxy_client::{ApiKey, Client, Error};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let model = std::env::args().nth(1).unwrap_or_else(|| "mock-gpt".to_owned());
    let client = Client::from_env()?;
    let alias = format!("example-key-{}", std::process::id());

    let new_key = NewKey::default()
        .models([model.as_str(), "short"])
        .aliases([("short", model)])
        .duration("24h")
        .key_alias(&alias)
        .max_budget(1)
        .metadata(json!({"created_by": "an example"}));
    let generated = client.keys().generate(&new_key).await?;
    println!("generated {}", generated.key_alias.as_deref().unwrap_or_default());

    // The server returns the secret only once. It is an `ApiKey`, which prints as `[redacted]`; `expose` returns the secret.
    let outcome = use_it(&client, &generated.key, &alias).await;
    let deleted = client.keys().delete_by_alias([&alias]).await?;
    outcome?;
    println!("deleted {:?}", deleted.deleted_keys.len());

    match client.keys().hash_of_alias(&alias).await {
        Err(Error::Missing(_)) => Ok(()),
        Err(error) => Err(error),
        Ok(hash) => Err(Error::Exists(format!("the key {hash} is still there"))),
    }
}

async fn use_it(client: &Client, key: &ApiKey, alias: &str) -> Result<(), Error> {
    // The same server and connections with the new key.
    let key_client = client.with_key(key);
    let request = ChatRequest::new("short", [Message::user("Hello")]);
    println!("{}", key_client.chat().completions().create(&request).await?.text());

    let filter = KeyFilter::default().key_alias(alias).page(1).size(10).return_full_object(true);
    let page = client.keys().list(&filter).await?;
    for key in page.keys.iter().filter_map(|entry| entry.full()) {
        println!("listed {} {:?}", key.key_alias.as_deref().unwrap_or_default(), key.models);
    }

    client.keys().update(key, &KeyUpdate::default().max_budget(2.0).rpm_limit(60)).await?;
    let info = client.keys().get(key).await?.into_inner().info;
    println!("max_budget {}", info.field("max_budget").unwrap_or_default());
    Ok(())
}
