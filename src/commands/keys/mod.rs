//! `keys`: virtual keys.

mod aliases;
mod audit;
mod block;
mod can_use;
mod changes;
mod delete;
mod fields;
mod generate;
mod import;
mod info;
mod list;
mod regenerate;
mod reset_spend;
mod rotate;
mod unknown;
mod update;

pub(crate) use self::list::columns;
use anyhow::Result;
use clap::Subcommand;

use crate::context::Context;
use crate::outcome::Outcome;

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
    Info(info::Info),
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
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
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
