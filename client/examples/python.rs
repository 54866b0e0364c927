//! The calls of `docs/python.md`, in its order, with names of their own: `cargo run --example python -- MODEL`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use litellm_proxy_client::chat::{ChatRequest, Message};
use litellm_proxy_client::credentials::NewCredential;
use litellm_proxy_client::keys::{KeyFilter, NewKey};
use litellm_proxy_client::models::NewModel;
use litellm_proxy_client::teams::NewTeam;
use litellm_proxy_client::users::{NewUser, UserFilter, UserRole};
use litellm_proxy_client::{Client, Error};
use serde_json::json;

#[tokio::main]
async fn main() -> Result<(), Error> {
    let model = std::env::args().nth(1).unwrap_or_else(|| "mock-gpt".to_owned());
    let client = Client::from_env()?;
    let name = format!("example-{}", std::process::id());

    chat(&client, &model).await?;
    models(&client, &name).await?;
    client.teams().create(NewTeam::default().team_id(&name)).await?;
    let outcome = in_team(&client, &name, &model).await;
    client.teams().delete([&name]).await?;
    outcome?;
    credentials(&client, &name).await?;
    model_groups(&client, &name).await?;
    http(&client).await?;
    inspect(&client)
}

async fn chat(client: &Client, model: &str) -> Result<(), Error> {
    let request = ChatRequest::new(
        model,
        [Message::system("You are a helpful assistant."), Message::user("What's the capital of France?")],
    );
    println!("chat: {}", client.chat().completions().create(&request).await?.text());

    let request = ChatRequest::new(model, [Message::user("Tell me a story")]);
    let mut stream = client.chat().completions().stream(&request).await?;
    let mut story = String::new();
    while let Some(chunk) = stream.next().await {
        story.push_str(chunk?.delta());
    }
    println!("stream: {story}");
    Ok(())
}

async fn models(client: &Client, name: &str) -> Result<(), Error> {
    let before = client.models().list().await?;
    let model = NewModel::new(name)
        .param("model", "openai/gpt-4")
        .param("api_key", "your-openai-key")
        .param("api_base", "https://api.openai.com/v1");
    client.models().add(&model).await?;
    let after = client.models().list().await?;
    let deleted = client.models().delete_by_name(name).await?;
    println!("models: {} more, {} deleted", after.len() - before.len(), deleted.deleted.len());
    Ok(())
}

async fn in_team(client: &Client, name: &str, model: &str) -> Result<(), Error> {
    let alias = |number: u32| format!("{name}-{number}");
    let generate = |number: u32| {
        let key = NewKey::default()
            .models([model, "gpt-3.5-turbo"])
            .aliases([("gpt4", model)])
            .duration("24h")
            .key_alias(alias(number))
            .team_id(name);
        client.keys().generate(key)
    };
    let [first, second] = [generate(1).await?, generate(2).await?];
    let page = client.keys().list(KeyFilter::default().page(1).size(10).return_full_object(true)).await?;
    println!("keys: at most 10 listed: {}", page.keys.len() <= 10);

    let user = users(client, name).await;
    let filter = KeyFilter::default().team_id(name).include_team_keys(true);
    println!("filtered: {}", client.keys().list(filter).await?.keys.len());
    let page1 = client.keys().list(KeyFilter::default().team_id(name).page(1).size(1)).await?;
    let page2 = client.keys().list(KeyFilter::default().team_id(name).page(2).size(1)).await?;
    println!("pages: {} and {}", page1.keys.len(), page2.keys.len());

    client.keys().delete([&first.key]).await?;
    client.keys().delete_by_alias([alias(2)]).await?;
    println!("deleted: {}", !client.keys().exists(&first.key).await? && !client.keys().exists(&second.key).await?);
    user
}

async fn users(client: &Client, name: &str) -> Result<(), Error> {
    let new_user = NewUser::default()
        .user_id(name)
        .user_email(format!("{name}@example.com"))
        .user_role(UserRole::InternalUser)
        .user_alias("Alice")
        .teams([name])
        .max_budget(100)
        .auto_create_key(false);
    let created = client.users().create(&new_user).await?;
    let filter = UserFilter::default().user_email(format!("{name}@"));
    let listed = client.users().list_all(&filter).all().await?;
    let info = client.users().get(&created.user_id).await?;
    let budget = info.user_info.as_ref().and_then(|user| user.max_budget).unwrap_or_default();
    let deleted = client.users().delete([name]).await?;
    println!("users: {} listed, budget {budget}, {deleted} deleted", listed.len());
    Ok(())
}

async fn credentials(client: &Client, name: &str) -> Result<(), Error> {
    let credential = NewCredential::new(name)
        .info("api_type", "azure")
        .value("api_key", "your-azure-key")
        .value("api_base", "https://example.azure.openai.com");
    client.credentials().create(&credential).await?;
    let credentials = client.credentials().list().await?.into_inner().credentials;
    let credential = client.credentials().get(name).await?;
    client.credentials().delete(name).await?;
    let is_listed = credentials.iter().any(|listed| listed.credential_name == credential.credential_name);
    println!("credentials: listed {is_listed}");
    Ok(())
}

async fn model_groups(client: &Client, name: &str) -> Result<(), Error> {
    client
        .model_groups()
        .create(
            name,
            [
                NewModel::new("gpt-4").param("api_key", "key1"),
                NewModel::new("gpt-4-backup").param("model", "openai/gpt-4").param("api_key", "key2"),
            ],
        )
        .await?;
    let groups = client.model_groups().list().await?;
    let deleted = client.model_groups().delete(name).await?;
    let is_listed = groups.iter().any(|group| group.model_group == name);
    println!("model groups: listed {is_listed}, {} deployments deleted", deleted.deleted.len());
    Ok(())
}

async fn http(client: &Client) -> Result<(), Error> {
    let body = json!({
        "litellm_params": {"model": "gpt-4", "api_key": "your-api-key", "api_base": "http://127.0.0.1:9"},
        "mode": "chat",
    });
    let response = client.http().request("POST", "/health/test_connection").json(&body).await?;
    println!("http: {:?}", response.get("status").and_then(|status| status.as_str()).unwrap_or_default());

    match client.with_key("sk-not-a-key").models().list().await {
        Err(Error::Unauthorized(_)) => println!("authentication failed"),
        Err(error) => println!("request failed: {error}"),
        Ok(models) => println!("{} models", models.len()),
    }
    Ok(())
}

fn inspect(client: &Client) -> Result<(), Error> {
    let request = client.models().list().request()?;
    println!("request: {} {} {:?}", request.method, request.url.path(), request.headers.get("authorization"));
    Ok(())
}
