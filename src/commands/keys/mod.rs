//! `keys`: virtual keys.

mod aliases;
mod answer;
mod audit;
mod block;
mod callers;
mod can_use;
mod changes;
mod delete;
mod expires;
mod fields;
mod generate;
mod import;
mod info;
mod list;
mod moves;
mod new_secret;
mod regenerate;
mod reset_spend;
mod rotate;
mod update;

pub(super) use self::list::budget_of;
use anyhow::Result;
use clap::Subcommand;

use crate::context::Context;
use crate::outcome::Outcome;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy keys list
  litellm-proxy keys create ci --models gpt-4o --max-budget 10 --output-file ci.key
  litellm-proxy keys rotate ci --output-file ci-new.key")]
pub(crate) enum Command {
    /// List keys (all pages unless --page or --size is given)
    List(list::List),
    /// Generate a key
    #[command(visible_alias = "create")]
    Generate(Box<generate::Generate>),
    /// Update a key; fields you don't name keep their values
    Update(Box<update::Update>),
    /// Block keys until they are unblocked
    Block(block::Block),
    /// Unblock keys
    Unblock(block::Unblock),
    /// Reset a key's spend to zero or to a lower amount
    ResetSpend(reset_spend::ResetSpend),
    /// Replace the secret of a key (requires a license)
    Regenerate(regenerate::Regenerate),
    /// Delete keys
    Delete(delete::Delete),
    /// Show a key
    #[command(visible_alias = "get")]
    Info(info::Info),
    /// Move keys to another team or user
    Move(moves::Move),
    /// Rotate a key without downtime
    Rotate(rotate::Rotate),
    /// List the aliases of all keys
    #[command(after_help = "\
Examples:
  litellm-proxy keys aliases
  litellm-proxy keys aliases --limit 20
  litellm-proxy keys aliases --format json")]
    Aliases(aliases::Aliases),
    /// Check whether a key may call a model, and why
    CanUse(can_use::CanUse),
    /// Find keys that need attention: expired, unused, over budget, orphaned
    Audit(audit::Audit),
    /// Copy keys from another server, with new secrets
    Import(import::Import),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Generate(args) => Box::pin(args.run(context)).await,
            Self::Update(args) => args.run(context).await,
            Self::Block(args) => args.run(context).await,
            Self::Unblock(args) => args.run(context).await,
            Self::ResetSpend(args) => args.run(context).await,
            Self::Regenerate(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
            Self::Info(args) => args.run(context).await,
            Self::Move(args) => args.run(context).await,
            Self::Rotate(args) => args.run(context).await,
            Self::Aliases(args) => args.run(context).await,
            Self::CanUse(args) => args.run(context).await,
            Self::Audit(args) => args.run(context).await,
            Self::Import(args) => args.run(context).await,
        }
    }
}

/// Splits a list separated by commas or, in a file, by line ends.
pub(super) fn split_list(text: &str) -> Vec<String> {
    text.split([',', '\n']).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}
