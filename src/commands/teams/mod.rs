//! `teams`: teams, their members, models and budgets.

mod assign_key;
mod edit;
mod list;
mod members;
mod models;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};

use crate::commands::confirm::{Confirmation, count};
use crate::commands::{answers, names, several};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use litellm_proxy_client::teams::Team;

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
    #[command(after_help = "Example:\n  litellm-proxy teams info research")]
    Info(Info),
    /// Create a team
    Create(Box<edit::Create>),
    /// Update a team
    Update(Box<edit::Update>),
    /// Delete teams and their keys
    Delete(Delete),
    /// Block a team and all of its keys
    Block(Block),
    /// Unblock a team
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
            Self::Block(args) => args.run(context).await,
            Self::Unblock(args) => args.run(context).await,
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
#[command(after_help = "Example:\n  litellm-proxy teams delete research \"Old team\" --yes")]
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
        let mut ids: Vec<String> = Vec::new();
        for name in &names {
            let id = names::team(context, self.dry_run, name).await?;
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        let whose = if ids.len() == 1 { "its" } else { "their" };
        let question = format!("Delete {} ({}), and {whose} keys?", count(ids.len(), "team"), names.join(", "));
        self.confirmation.ask(context, self.dry_run, &question)?;
        let call = context.client()?.teams().delete(&ids);
        context.answer_response(self.dry_run, call, |_| answers::deleted("team", &names)).await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
The server caches teams: the block may take up to a minute to take effect.

Example:
  litellm-proxy teams block research")]
pub(crate) struct Block {
    #[command(flatten)]
    name: TeamName,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Block {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let team_id = names::team(context, self.dry_run, &self.name.team).await?;
        let call = context.client()?.teams().block(&team_id);
        context.answer_response(self.dry_run, call, |team| answers::team("Blocked", team)).await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
The server caches teams: it may refuse the team for up to a minute longer.

Example:
  litellm-proxy teams unblock research")]
pub(crate) struct Unblock {
    #[command(flatten)]
    name: TeamName,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Unblock {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let team_id = names::team(context, self.dry_run, &self.name.team).await?;
        let call = context.client()?.teams().unblock(&team_id);
        context.answer_response(self.dry_run, call, |team| answers::team("Unblocked", team)).await
    }
}
