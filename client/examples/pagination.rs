//! Lists, page by page and as a stream, with filters: `cargo run --example pagination`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use litellm_proxy_client::keys::{KeyFilter, NewKey};
use litellm_proxy_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let name = format!("example-pages-{}", std::process::id());

    let mut aliases = Vec::new();
    for number in 1..=5 {
        let alias = format!("{name}-{number}");
        client.keys().generate(&NewKey::default().key_alias(&alias).user_id(&name)).await?;
        aliases.push(alias);
    }
    let outcome = read(&client, &name).await;
    client.keys().delete_by_alias(&aliases).await?;
    outcome
}

async fn read(client: &Client, user_id: &str) -> Result<(), Error> {
    // One page at a time.
    let filter = KeyFilter::default().user_id(user_id).sort_by("key_alias").sort_order("asc");
    let first = client.keys().list(&filter.clone().page(1).size(2)).await?;
    let second = client.keys().list(&filter.clone().page(2).size(2)).await?;
    println!("pages: {} and {} of {}", first.keys.len(), second.keys.len(), first.total_count.unwrap_or_default());

    // All of them, each once, with several pages in flight.
    let mut keys = client.keys().list_all(&filter);
    let mut count = 0;
    while let Some(key) = keys.next().await {
        let key = key?;
        println!("{}", key.full().and_then(|key| key.key_alias.as_deref()).unwrap_or_default());
        count += 1;
    }
    println!("streamed: {count} of {}", keys.total().unwrap_or_default());

    // All at once. Filters: user, team, organization, alias, hash.
    let filter = KeyFilter::default().key_alias(format!("{user_id}-3")).include_team_keys(true);
    println!("filtered: {}", client.keys().list_all(&filter).all().await?.len());
    Ok(())
}
