//! `keys block` and `keys unblock`: one key, or several with an outcome for each.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;

use crate::commands::bulk::{self, Bulk, ItemOutcome};
use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::keys::Key;
use litellm_proxy_client::{ApiKey, Client, Error, Lossless};

/// The keys, which both commands are given.
#[derive(Debug, Args)]
struct Which {
    /// Keys: each its secret, hash or alias, @FILE or @-
    #[arg(required = true, value_name = "KEY", value_parser = NonEmptyStringValueParser::new())]
    keys: Vec<String>,
    #[command(flatten)]
    bulk: Bulk,
    #[command(flatten)]
    dry_run: DryRun,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A blocked key is refused at once. Where the server runs as several processes, the others may let
it in for up to a minute longer, as long as they remember it.

Example:
  litellm-proxy keys block ci-key sk-leaked")]
pub(crate) struct Block {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  litellm-proxy keys unblock ci-key")]
pub(crate) struct Unblock {
    #[command(flatten)]
    which: Which,
}

impl Block {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        self.which.set_blocked(context, true).await
    }
}

impl Unblock {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        self.which.set_blocked(context, false).await
    }
}

/// A key that was named, and what came of it.
#[derive(Debug, Serialize)]
struct Item {
    key: String,
    outcome: ItemOutcome,
    reason: Option<String>,
}

impl Which {
    async fn set_blocked(self, context: &mut Context, blocked: bool) -> Result<Outcome> {
        let mut given = Vec::new();
        for key in &self.keys {
            given.push(names::key_argument(context, key)?);
        }
        let client = context.client()?;
        if !context.is_sending(self.dry_run) {
            let mut calls = Vec::new();
            for name in &given {
                calls.push(call(&client, &found(&client, name).await?, blocked));
            }
            return context.preview(calls);
        }
        if let [name] = given.as_slice() {
            let key = set_blocked(&client, name, blocked).await?;
            return context.output.value(&key);
        }
        let mut items: Vec<Item> =
            given.iter().map(|name| Item { key: shown(name), outcome: ItemOutcome::Waiting, reason: None }).collect();
        let calls: Vec<_> = given.iter().map(|name| set_blocked(&client, name, blocked)).collect();
        let outcome = bulk::run(context, self.bulk, calls, |place, result| {
            let Some(item) = items.get_mut(place) else { return Ok(()) };
            match result {
                Ok(_) => item.outcome = if blocked { ItemOutcome::Blocked } else { ItemOutcome::Unblocked },
                Err(error) => {
                    item.outcome = ItemOutcome::Failed;
                    item.reason = Some(error.to_string());
                }
            }
            Ok(())
        })
        .await;
        for (place, item) in items.iter_mut().enumerate().filter(|(_, item)| item.outcome == ItemOutcome::Waiting) {
            item.outcome = outcome.outcome_without_result(place);
        }
        let columns: [&Column<Item>; 3] = [
            &Column::new("key", "Key", |item| item.key.clone()),
            &Column::new("outcome", "Outcome", |item| item.outcome.as_str().to_owned()),
            &Column::new("reason", "Reason", |item| item.reason.clone().unwrap_or_default()),
        ];
        context.output.list(&items, &columns, &items)?;
        // As JSON, stderr is for the one error object.
        let tells = !context.output.has_error_object();
        for item in items.iter().filter(|item| tells && item.outcome == ItemOutcome::Failed) {
            context.output.note(format_args!("failed: {}: {}", item.key, item.reason.as_deref().unwrap_or_default()));
        }
        let (done, wanted) = (outcome.done, items.len());
        let word = if blocked { "blocked" } else { "unblocked" };
        if outcome.was_interrupted {
            return Err(Failure::Interrupted(format!("{done} of {wanted} keys were {word}")).into());
        }
        if done < wanted {
            return Err(Failure::Partial(format!("{} of {wanted} keys were not {word}", wanted - done)).into());
        }
        Ok(Outcome::Done)
    }
}

fn call(client: &Client, key: &ApiKey, blocked: bool) -> litellm_proxy_client::Call<Lossless<Key>> {
    if blocked { client.keys().block(key) } else { client.keys().unblock(key) }
}

async fn set_blocked(client: &Client, name: &ApiKey, blocked: bool) -> Result<Lossless<Key>, Error> {
    call(client, &found(client, name).await?, blocked).await
}

/// The key of a name; an alias is looked up.
async fn found(client: &Client, name: &ApiKey) -> Result<ApiKey, Error> {
    if !names::is_alias(name) {
        return Ok(name.clone());
    }
    Ok(ApiKey::new(client.keys().hash_of_alias(name.expose()).await?))
}

/// A key as it was named, a secret by its hash.
fn shown(name: &ApiKey) -> String {
    if name.expose().starts_with("sk-") { name.hash() } else { name.expose().to_owned() }
}
