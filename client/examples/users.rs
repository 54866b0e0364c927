//! Users: create them in a team, get, update, list and delete them: `cargo run --example users`.
#![expect(clippy::print_stdout, reason = "an example shows what it got")]

use litellm_proxy_client::teams::NewTeam;
use litellm_proxy_client::users::{NewUser, UserFilter, UserUpdate};
use litellm_proxy_client::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let name = format!("example-{}", std::process::id());

    client.teams().create(&NewTeam::default().team_id(&name).team_alias("Examples")).await?;
    let outcome = in_team(&client, &name).await;
    client.teams().delete([&name]).await?;
    outcome
}

async fn in_team(client: &Client, team: &str) -> Result<(), Error> {
    // Without an id the server generates one. It also creates a virtual key unless `auto_create_key` is false.
    let alice = NewUser::default()
        .user_id(format!("{team}-alice"))
        .user_email(format!("alice@{team}.example.com"))
        .user_role("internal_user")
        .user_alias("Alice")
        .teams([team])
        .max_budget(100.0);
    let created = client.users().create(&alice).await?;
    println!("created a user {} a key", if created.key.is_some() { "with" } else { "without" });

    let bob = NewUser::default().user_id(format!("{team}-bob")).auto_create_key(false);
    client.users().create(&bob).await?;
    let outcome = update_and_list(client, team).await;
    let deleted = client.users().delete([format!("{team}-alice"), format!("{team}-bob")]).await?;
    outcome?;
    println!("deleted: {deleted}");
    Ok(())
}

async fn update_and_list(client: &Client, team: &str) -> Result<(), Error> {
    client.users().update(&format!("{team}-bob"), &UserUpdate::default().user_alias("Bob")).await?;
    for id in ["alice", "bob"] {
        let info = client.users().get(&format!("{team}-{id}")).await?;
        let Some(user) = &info.user_info else { continue };
        println!("{}: budget {:?}", user.user_alias.as_deref().unwrap_or_default(), user.max_budget);
    }
    let filter = UserFilter::default().role("internal_user").user_email(format!("@{team}."));
    println!("listed: {}", client.users().list_all(&filter).all().await?.len());
    Ok(())
}
