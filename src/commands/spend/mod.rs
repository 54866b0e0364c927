//! `spend`: who spent what, on which days, and by which requests.

mod fitted;
mod follow;
mod lines;
mod logs;
mod period;
mod rows;
mod trend;
mod who;

use anyhow::Result;
use clap::{Args, Subcommand};

use self::who::{Kind, Who};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;

const TAGS: &str = "\
A request counts once for each of its tags, the server's own for the user agent among them: tags
add up to more than was spent, and a share is the part of all that was. The server counts days in
UTC: a time stands for the whole of its day.

Example:
  litellm-proxy spend tags --since 7d --format csv";

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show what was spent with each key
    Keys(Who),
    /// Show what each user spent
    Users(Who),
    /// Show what each team spent
    Teams(Who),
    /// Show what was spent on each model, by its public name
    Models(Who),
    /// Show what was spent under each tag of requests
    #[command(after_help = TAGS)]
    Tags(Who),
    /// Show what was spent for each customer
    Customers(Who),
    /// Show what was spent day by day
    Trend(trend::Trend),
    /// Show what the whole server spent in the last 30 days
    Total(Total),
    /// List single requests, the newest last
    Logs(Box<logs::Logs>),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Keys(args) => args.run(context, Kind::Keys).await,
            Self::Users(args) => args.run(context, Kind::Users).await,
            Self::Teams(args) => args.run(context, Kind::Teams).await,
            Self::Models(args) => args.run(context, Kind::Models).await,
            Self::Tags(args) => args.run(context, Kind::Tags).await,
            Self::Customers(args) => args.run(context, Kind::Customers).await,
            Self::Trend(args) => args.run(context).await,
            Self::Total(args) => args.run(context).await,
            Self::Logs(args) => args.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Total {}

impl Total {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.spend().total();
        context.show_response(DryRun::default(), call).await
    }
}
