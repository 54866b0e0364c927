//! `keys block` and `keys unblock`: one key, or several with an outcome for each.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde::Serialize;

use super::answer::ShownKey;
use crate::commands::bulk::{self, Bulk, ItemOutcome};
use crate::commands::facts::Facts;
use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::keys::{Key, KeyName};
use litellm_proxy_client::{ApiKey, Client, Error, Lossless};

/// The arguments of both commands.
#[derive(Debug, Args)]
struct BlockArgs {
    /// Keys, each as secret, hash or alias, @FILE or @-
    #[arg(required = true, value_name = "KEY", value_parser = NonEmptyStringValueParser::new())]
    keys: Vec<String>,
    #[command(flatten)]
    bulk: Bulk,
    #[command(flatten)]
    dry_run: DryRun,
}

#[derive(Debug, Args)]
#[command(after_help = "\
A blocked key is refused immediately. If the server runs several processes, the others may accept
a cached key for up to a minute longer. Of several keys, those that exist are blocked; the exit
code is 7 if some do not exist, and 3 if none does.

Example:
  litellm-proxy keys block ci-key sk-leaked")]
pub(crate) struct Block {
    #[command(flatten)]
    args: BlockArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  litellm-proxy keys unblock ci-key")]
pub(crate) struct Unblock {
    #[command(flatten)]
    args: BlockArgs,
}

impl Block {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        self.args.set_blocked(context, true).await
    }
}

impl Unblock {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        self.args.set_blocked(context, false).await
    }
}

/// A key argument and its outcome.
#[derive(Debug, Serialize)]
struct Item {
    key: String,
    outcome: ItemOutcome,
    reason: Option<String>,
    /// Whether no such key exists.
    #[serde(skip)]
    is_missing: bool,
}

impl BlockArgs {
    async fn set_blocked(self, context: &mut Context, blocked: bool) -> Result<Outcome> {
        let mut keys = Vec::new();
        for key in &self.keys {
            keys.push(names::key_name(context, key)?);
        }
        let client = context.client()?;
        if !context.is_sending(self.dry_run) {
            let mut calls = Vec::new();
            for name in &keys {
                calls.push(call(&client, &client.keys().resolve(name).await?, blocked));
            }
            return context.preview(calls);
        }
        if let [name] = keys.as_slice() {
            let key = set_blocked(&client, name, blocked).await?;
            let (verb, back) = if blocked { ("Blocked", Some("unblock")) } else { ("Unblocked", None) };
            let hash = key.token.clone().unwrap_or_default();
            let shown = ShownKey::new(Facts::of(&key), hash).with_owners(context).await?;
            return context.output.answer(&key, || shown.switched(verb, back));
        }
        let mut items: Vec<Item> = keys
            .iter()
            .map(|name| Item { key: name.label(), outcome: ItemOutcome::Waiting, reason: None, is_missing: false })
            .collect();
        let calls: Vec<_> = keys.iter().map(|name| set_blocked(&client, name, blocked)).collect();
        let outcome = bulk::run(context, self.bulk, calls, |index, result| {
            let Some(item) = items.get_mut(index) else { return Ok(()) };
            match result {
                Ok(_) => item.outcome = if blocked { ItemOutcome::Blocked } else { ItemOutcome::Unblocked },
                Err(error) => {
                    item.outcome = ItemOutcome::Failed;
                    item.is_missing = error.is_not_found();
                    item.reason = Some(error.to_string());
                }
            }
            Ok(())
        })
        .await;
        for (index, item) in items.iter_mut().enumerate().filter(|(_, item)| item.outcome == ItemOutcome::Waiting) {
            item.outcome = outcome.outcome_without_result(index);
        }
        let columns: [&Column<Item>; 3] = [
            &Column::new("key", "Key", |item| item.key.clone()),
            &Column::new("outcome", "Outcome", |item| item.outcome.as_str().to_owned()),
            &Column::new("reason", "Reason", |item| item.reason.clone().unwrap_or_default()),
        ];
        context.output.list(&items, &columns, &items)?;
        // With JSON errors, stderr holds a single error object.
        let show_failures = !context.output.has_error_object();
        for item in items.iter().filter(|item| show_failures && item.outcome == ItemOutcome::Failed) {
            context.output.note(format_args!("failed: {}: {}", item.key, item.reason.as_deref().unwrap_or_default()));
        }
        let (done, total) = (outcome.done, items.len());
        let word = if blocked { "blocked" } else { "unblocked" };
        if outcome.was_interrupted {
            return Err(Failure::Interrupted(format!("{done} of {total} keys were {word}")).into());
        }
        if items.iter().all(|item| item.is_missing) {
            return Err(Failure::NotFound(format!("none of these {total} keys exists")).into());
        }
        if done < total {
            return Err(Failure::Partial(format!("{} of {total} keys were not {word}", total - done)).into());
        }
        Ok(Outcome::Done)
    }
}

fn call(client: &Client, key: &ApiKey, blocked: bool) -> litellm_proxy_client::Call<Lossless<Key>> {
    if blocked { client.keys().block(key) } else { client.keys().unblock(key) }
}

async fn set_blocked(client: &Client, name: &KeyName, blocked: bool) -> Result<Lossless<Key>, Error> {
    call(client, &client.keys().resolve(name).await?, blocked).await
}
