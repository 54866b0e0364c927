//! `spend`: spend by key, user, team, model, tag or customer, by day, and by request.

pub(super) mod clock;
mod fit;
mod grouped;
pub(super) mod period;
mod rows;
mod trend;

use anyhow::Result;
use clap::{Args, Subcommand};

use self::grouped::{GroupedSpend, Grouping};
use super::logs::Logs;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Answer, dollars};

const TAGS: &str = "\
A request counts once for each of its tags, including the user agent tags that the server adds, so
the tags add up to more than the total spend. Shares are of the total spend. Days are in UTC; a
time selects its whole day.

Examples:
  litellm-proxy spend tags --since 7d --format csv
  litellm-proxy spend tags --since 30d --top 5
  litellm-proxy spend tags";

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy spend keys --since 7d
  litellm-proxy spend trend --since 30d
  litellm-proxy spend logs --since 1h")]
pub(crate) enum Command {
    /// Show spend by key
    #[command(after_help = grouped::after_help!("On a terminal, keys are shown with their owners.\n\n", "keys"))]
    Keys(GroupedSpend),
    /// Show spend by user
    #[command(after_help = grouped::after_help!("", "users"))]
    Users(GroupedSpend),
    /// Show spend by team
    #[command(after_help = grouped::after_help!("", "teams"))]
    Teams(GroupedSpend),
    /// Show spend by public model name
    #[command(after_help = grouped::after_help!("", "models"))]
    Models(GroupedSpend),
    /// Show spend by request tag
    #[command(after_help = TAGS)]
    Tags(GroupedSpend),
    /// Show spend by customer
    #[command(after_help = grouped::after_help!("", "customers"))]
    Customers(GroupedSpend),
    /// Show spend by day
    Trend(trend::Trend),
    /// Show the server's total spend in the last 30 days
    #[command(after_help = "\
Examples:
  litellm-proxy spend total
  litellm-proxy spend total --format json
  litellm-proxy spend total --format csv")]
    Total(Total),
    /// List individual requests, newest last
    Logs(Box<Logs>),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Keys(args) => args.run(context, Grouping::Keys).await,
            Self::Users(args) => args.run(context, Grouping::Users).await,
            Self::Teams(args) => args.run(context, Grouping::Teams).await,
            Self::Models(args) => args.run(context, Grouping::Models).await,
            Self::Tags(args) => args.run(context, Grouping::Tags).await,
            Self::Customers(args) => args.run(context, Grouping::Customers).await,
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
        context
            .answer_response(DryRun::default(), call, |total| {
                let limit = total.max_budget.filter(|limit| *limit > 0.0).map(dollars);
                Answer::new(format!(
                    "The server spent {} in the last 30 days",
                    dollars(total.spend.unwrap_or_default())
                ))
                .line("limit", limit.unwrap_or_default())
            })
            .await
    }
}
