//! `teams`: teams, their members, models and budgets.

mod assign_key;
mod edit;
mod list;
mod members;
mod models;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};

use crate::commands::bulk::{Bulk, ItemOutcome};
use crate::commands::confirm::Confirmation;
use crate::commands::consequences::{self, Doomed};
use crate::commands::several::{self, Noun};
use crate::commands::{answers, names};
use crate::context::{Context, DryRun};
use crate::failure;
use crate::outcome::Outcome;
use litellm_proxy_client::teams::Team;

const TEAM: Noun = Noun { name: "team", title: "Team" };

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy teams list
  litellm-proxy teams create ops --models gpt-4o --max-budget 100
  litellm-proxy teams members add research ada@example.com")]
pub(crate) enum Command {
    /// List teams (your own if you are not an admin)
    #[command(after_help = "\
Examples:
  litellm-proxy teams list
  litellm-proxy teams list --alias research
  litellm-proxy teams list --format ndjson")]
    List(list::List),
    /// Show a team, its members and keys
    #[command(visible_alias = "get")]
    #[command(after_help = "\
Examples:
  litellm-proxy teams info research
  litellm-proxy teams info research --format table
  litellm-proxy teams info research --format json")]
    Info(Info),
    /// Create a team
    Create(Box<edit::Create>),
    /// Update a team
    Update(Box<edit::Update>),
    /// Delete teams and their keys
    Delete(Delete),
    /// Block teams and all of their keys
    Block(Block),
    /// Unblock teams
    Unblock(Unblock),
    /// Manage the members of a team
    #[command(subcommand)]
    Members(members::Command),
    /// Manage the models that a team may call
    #[command(subcommand)]
    Models(models::Command),
    /// List teams that users may join
    Available(list::Available),
    /// Assign keys to a team, by default your own key
    AssignKey(assign_key::AssignKey),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Info(args) => args.run(context).await,
            Self::Create(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
            Self::Block(args) => args.args.set_blocked(context, true).await,
            Self::Unblock(args) => args.args.set_blocked(context, false).await,
            Self::Members(command) => command.run(context).await,
            Self::Models(command) => command.run(context).await,
            Self::Available(args) => args.run(context).await,
            Self::AssignKey(args) => args.run(context).await,
        }
    }
}

/// Returns the models that a team may call, on one line.
fn models_of(team: &Team) -> String {
    match team.models.as_deref() {
        None | Some([]) => "all models".to_owned(),
        Some(models) => models.join(", "),
    }
}

/// The team argument of most commands.
#[derive(Debug, Args)]
struct TeamName {
    /// Team id or alias
    #[arg(value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    team: String,
}

#[derive(Debug, Args)]
pub(crate) struct Info {
    #[command(flatten)]
    name: TeamName,
}

impl Info {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (client, team) = (context.client()?, &self.name.team);
        let call = client.teams().get(team);
        context
            .perform(DryRun::default(), call, async |context, _| {
                let info = names::team_info(&client, team).await?;
                context.output.answer_unwrapped(&info, "team_info", || answers::team_details(&info))
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy teams delete research \"Old team\" --yes
  litellm-proxy teams delete research --dry-run
  litellm-proxy teams delete research --yes")]
pub(crate) struct Delete {
    /// Team ids or aliases, or - to read them from stdin
    #[arg(required = true, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    teams: Vec<String>,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let names = several::read(context, &self.teams)?;
        let client = context.client()?;
        if !context.looks_up(self.dry_run) {
            return context.preview(client.teams().delete(&names));
        }
        let mut doomed = Doomed::default();
        for name in &names {
            let team = client.teams().resolve(name).await.map_err(names::failure)?;
            let info = match team.object {
                None if self.confirmation.will_ask(context, self.dry_run) => Some(client.teams().get(&team.id).await?),
                object => object,
            };
            doomed.add(name, team.id, &info.map(|info| consequences::of_team(&info)).unwrap_or_default());
        }
        self.confirmation.ask(context, self.dry_run, &doomed.question("team", ", with all keys"))?;
        let call = client.teams().delete(&doomed.ids);
        context.answer_response(self.dry_run, call, |_| answers::deleted("team", &names)).await
    }
}

/// The arguments of `teams block` and `teams unblock`.
#[derive(Debug, Args)]
struct BlockArgs {
    /// Team ids or aliases, or - to read them from stdin
    #[arg(required = true, value_name = "TEAM", value_parser = NonEmptyStringValueParser::new())]
    teams: Vec<String>,
    #[command(flatten)]
    bulk: Bulk,
    #[command(flatten)]
    dry_run: DryRun,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The server caches teams: the block may take up to a minute to take effect.

Examples:
  litellm-proxy teams block research
  litellm-proxy teams block research ops
  litellm-proxy teams block research --dry-run")]
pub(crate) struct Block {
    #[command(flatten)]
    args: BlockArgs,
}

#[derive(Debug, Args)]
#[command(after_help = "\
The server caches teams: it may refuse the team for up to a minute longer.

Examples:
  litellm-proxy teams unblock research
  litellm-proxy teams unblock research ops
  litellm-proxy teams unblock research --dry-run")]
pub(crate) struct Unblock {
    #[command(flatten)]
    args: BlockArgs,
}

impl BlockArgs {
    async fn set_blocked(self, context: &mut Context, blocked: bool) -> Result<Outcome> {
        let teams = several::read(context, &self.teams)?;
        let client = context.client()?;
        let call = |id: &str| if blocked { client.teams().block(id) } else { client.teams().unblock(id) };
        if !context.is_sending(self.dry_run) {
            let mut calls = Vec::with_capacity(teams.len());
            for team in &teams {
                calls.push(match names::team(context, self.dry_run, team).await {
                    Ok(id) => Some(call(&id)),
                    Err(error) if teams.len() > 1 && failure::is_not_found(&error) => None,
                    Err(error) => return Err(error),
                });
            }
            let done = if blocked { "blocked" } else { "unblocked" };
            return several::preview_found(context, ("team", done), &teams, calls);
        }
        if let [team] = teams.as_slice() {
            let team = call(&names::team(context, self.dry_run, team).await?).await?;
            let verb = if blocked { "Blocked" } else { "Unblocked" };
            return context.output.answer(&team, || answers::team(verb, &team));
        }
        let calls = teams.iter().map(async |team| call(&client.teams().resolve(team).await?.id).await).collect();
        let done = if blocked { ItemOutcome::Blocked } else { ItemOutcome::Unblocked };
        several::change(context, self.bulk, (TEAM, done), teams.clone(), calls).await
    }
}
