//! `logs`: the requests that the server wrote down: one by one, as they end, and in sums.

mod accepted;
mod bodies;
mod filters;
mod follow;
mod get;
mod list;
mod place;
mod query;
mod stats;
mod streaming_table;

use anyhow::Result;
use clap::Subcommand;

pub(super) use self::list::Logs;
pub(super) use self::query::{DEFAULT_USER, MASTER_KEY};
#[cfg(feature = "tui")]
pub(super) use self::query::{alias, error, error_class, key};
use crate::context::Context;
use crate::outcome::Outcome;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy logs tail --status failure
  litellm-proxy logs list --key ci --since 24h
  litellm-proxy logs stats --by model --since 1h")]
pub(crate) enum Command {
    /// List requests, newest last
    List(Box<list::List>),
    /// Show requests as they end
    Tail(Box<list::Tail>),
    /// Show a request
    Get(get::Get),
    /// Count requests, errors, latencies and cost
    Stats(Box<stats::Stats>),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Tail(args) => args.run(context).await,
            Self::Get(args) => args.run(context).await,
            Self::Stats(args) => args.run(context).await,
        }
    }
}
