//! `keys`: virtual keys.

mod access;
mod aliases;
mod audit;
mod block;
mod can_use;
mod changes;
mod delete;
mod generate;
mod import;
mod list;
mod regenerate;
mod reset_spend;
mod rotate;
mod times;
mod update;

use anyhow::Result;
use clap::{ArgGroup, Args, Subcommand};

use crate::client::{self, ApiKey, is_key_hash};
use crate::context::{Context, DryRun};
use crate::failure::{Failure, find};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List keys, all of them unless a page is asked for
    List(list::List),
    /// Generate a key
    Generate(Box<generate::Generate>),
    /// Change a key: what is named is set, all else stays
    Update(Box<update::Update>),
    /// Block keys until they are unblocked
    Block(block::Block),
    /// Let blocked keys be used again
    Unblock(block::Unblock),
    /// Set what a key has spent back to zero, or to less than it is
    ResetSpend(reset_spend::ResetSpend),
    /// Give a key a new secret in place of its own (licensed)
    Regenerate(regenerate::Regenerate),
    /// Delete keys
    Delete(delete::Delete),
    /// Show what is known of a key
    Info(Info),
    /// Put a new key in the place of one, so that none is lost
    Rotate(rotate::Rotate),
    /// List the aliases of all keys
    Aliases(aliases::Aliases),
    /// Tell whether a key may call a model, and why
    CanUse(can_use::CanUse),
    /// Find keys that need care: expired, unused, over budget, orphaned
    Audit(audit::Audit),
    /// Make keys like those of another server
    Import(import::Import),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<()> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Generate(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Block(args) => args.run(context).await,
            Self::Unblock(args) => args.run(context).await,
            Self::ResetSpend(args) => args.run(context).await,
            Self::Regenerate(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
            Self::Info(args) => args.run(context).await,
            Self::Rotate(args) => args.run(context).await,
            Self::Aliases(args) => args.run(context).await,
            Self::CanUse(args) => args.run(context).await,
            Self::Audit(args) => args.run(context).await,
            Self::Import(args) => args.run(context).await,
        }
    }
}

/// The parts of a list that is separated by commas, or in a file by line ends.
pub(super) fn parts(text: &str) -> Vec<String> {
    text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true))]
pub(crate) struct Info {
    /// The key or its hash, @FILE or @-; only the hash is sent
    #[arg(long, value_name = "KEY", group = "which")]
    key: Option<String>,
    /// Alias of the key
    #[arg(long, value_name = "ALIAS", group = "which")]
    key_alias: Option<String>,
}

impl Info {
    async fn run(self, context: &mut Context) -> Result<()> {
        let client = context.client()?;
        let key = match (&self.key, &self.key_alias) {
            (Some(key), _) => ApiKey::new(context.argument(key)?),
            (None, alias) => {
                let alias = alias.as_deref().unwrap_or_default();
                if context.is_showing(DryRun::default()) {
                    let filter =
                        crate::client::keys::KeyFilter { key_alias: Some(alias.to_owned()), ..Default::default() };
                    return context.show([client.keys().list_all(&filter).first_call().request()]);
                }
                ApiKey::new(client.keys().hash_of_alias(alias).await?)
            }
        };
        if key.is_empty() {
            return Err(Failure::usage("the key is empty"));
        }
        let looks_like_an_alias = !key.expose().starts_with("sk-") && !is_key_hash(key.expose());
        let call = client.keys().info(&key);
        let result = context.send(call).await;
        let is_missing = result.as_ref().is_err_and(|error| matches!(find(error), Some(client::Error::NotFound(_))));
        if looks_like_an_alias && is_missing {
            context.output.note("that is neither a key (sk-…) nor a hash; --key-alias takes an alias");
        }
        context.output.value(&result?)
    }
}
