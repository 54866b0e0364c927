//! Provider credentials: create, list, get, update, delete: `cargo run --example credentials`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use litellm_proxy_client::credentials::{CredentialUpdate, NewCredential};
use litellm_proxy_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let name = format!("example-credential-{}", std::process::id());

    let credential = NewCredential::new(&name)
        .info("custom_llm_provider", "azure")
        .value("api_key", "your-azure-key")
        .value("api_base", "https://example.azure.openai.com");
    client.credentials().create(&credential).await?;
    let outcome = use_it(&client, &name).await;
    client.credentials().delete(&name).await?;
    outcome?;

    match client.credentials().get(&name).await {
        Err(Error::NotFound(_)) => println!("deleted"),
        Err(error) => return Err(error),
        Ok(_) => return Err(Error::Exists(format!("the credential {name} is still there"))),
    }
    Ok(())
}

async fn use_it(client: &Client, name: &str) -> Result<(), Error> {
    let all = client.credentials().list().await?;
    let is_listed = all.credentials.iter().any(|credential| credential.credential_name == name);
    println!("listed: {is_listed}");

    // `merge` keeps fields it does not name; `update` replaces the info as a whole. Older servers show the change later.
    client.credentials().merge(name, &CredentialUpdate::default().info("team", "research")).await?;
    let credential = client.credentials().get(name).await?;
    println!("provider: {}", credential.provider().unwrap_or_default());
    println!("raw JSON: {}", credential.json());
    Ok(())
}
