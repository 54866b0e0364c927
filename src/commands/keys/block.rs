//! `keys block` and `keys unblock`: one key, or several with an outcome for each.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::answer::ShownKey;
use crate::commands::bulk::{Bulk, ItemOutcome};
use crate::commands::facts::Facts;
use crate::commands::names;
use crate::commands::several::{self, Noun};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use litellm_proxy_client::keys::{Key, KeyName};
use litellm_proxy_client::{ApiKey, Client, Error, Lossless};

const KEY: Noun = Noun { name: "key", title: "Key" };

/// The arguments of both commands.
#[derive(Debug, Args)]
struct BlockArgs {
    /// Keys, each as secret, hash or alias, @FILE or @-, or - to read them from stdin
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

Examples:
  litellm-proxy keys block ci-key sk-leaked
  litellm-proxy keys block 1a2b3c4d
  litellm-proxy keys block ci-key --dry-run")]
pub(crate) struct Block {
    #[command(flatten)]
    args: BlockArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy keys unblock ci-key
  litellm-proxy keys unblock ci-key nightly-key
  litellm-proxy keys unblock ci-key --dry-run")]
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

impl BlockArgs {
    async fn set_blocked(self, context: &mut Context, blocked: bool) -> Result<Outcome> {
        let mut keys = Vec::new();
        for key in several::read(context, &self.keys)? {
            keys.push(names::key_name(context, &key)?);
        }
        let client = context.client()?;
        if !context.is_sending(self.dry_run) {
            let mut calls = Vec::new();
            for name in &keys {
                let found = find(&client, name, context.looks_up(self.dry_run)).await;
                match found {
                    Ok(key) => calls.push(Some(call(&client, &key, blocked))),
                    Err(error) if keys.len() > 1 && error.is_not_found() => calls.push(None),
                    Err(error) => return Err(error.into()),
                }
            }
            let labels: Vec<String> = keys.iter().map(KeyName::label).collect();
            let done = if blocked { "blocked" } else { "unblocked" };
            return several::preview_found(context, (KEY.name, done), &labels, calls);
        }
        if let [name] = keys.as_slice() {
            let key = set_blocked(&client, name, blocked).await?;
            let (verb, back) = if blocked { ("Blocked", Some("unblock")) } else { ("Unblocked", None) };
            let hash = key.token.clone().unwrap_or_default();
            let shown = ShownKey::new(Facts::of(&key), hash).with_owners(context).await?;
            return context.output.answer(&key, || shown.switched(verb, back));
        }
        let labels = keys.iter().map(KeyName::label).collect();
        let calls = keys.iter().map(|name| set_blocked(&client, name, blocked)).collect();
        let done = if blocked { ItemOutcome::Blocked } else { ItemOutcome::Unblocked };
        several::change(context, self.bulk, (KEY, done), labels, calls).await
    }
}

/// Returns the key of a name, which must exist if it is looked up.
async fn find(client: &Client, name: &KeyName, looks_up: bool) -> Result<ApiKey, Error> {
    let key = client.keys().resolve(name).await?;
    if looks_up {
        client.keys().info(&key).await?;
    }
    Ok(key)
}

fn call(client: &Client, key: &ApiKey, blocked: bool) -> litellm_proxy_client::Call<Lossless<Key>> {
    if blocked { client.keys().block(key) } else { client.keys().unblock(key) }
}

async fn set_blocked(client: &Client, name: &KeyName, blocked: bool) -> Result<Lossless<Key>, Error> {
    call(client, &client.keys().resolve(name).await?, blocked).await
}
