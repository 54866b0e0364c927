//! `teams models`: the models that a team may call.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};

use super::TeamName;
use crate::commands::unknown::{self, Names};
use crate::commands::{answers, names};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;

/// The name that stands for all models in a team's list.
const ALL_MODELS: &str = "all-proxy-models";

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy teams models list research
  litellm-proxy teams models add research gpt-4o
  litellm-proxy teams models remove research gpt-4o")]
pub(crate) enum Command {
    /// List the models and access groups that a team may call
    #[command(after_help = "\
Examples:
  litellm-proxy teams models list research
  litellm-proxy teams models list research --format json
  litellm-proxy teams models list research --format csv")]
    List(List),
    /// Add models that a team may call
    Add(Add),
    /// Remove models from a team, except the last one
    Remove(Remove),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Add(args) => args.run(context).await,
            Self::Remove(args) => args.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[command(flatten)]
    name: TeamName,
}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (client, team) = (context.client()?, &self.name.team);
        let call = client.teams().get(team);
        context
            .perform(DryRun::default(), call, async |context, _| {
                let info = names::team_info(&client, team).await?;
                let models = info.team_info.models.as_deref().unwrap_or_default();
                if models.is_empty() {
                    context.output.note("the team may call all models");
                }
                let columns: [&Column<String>; 1] = [&Column::new("model", "Model", Clone::clone)];
                context.output.list("model", models, &columns, &models)
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
A team that may call all models still may: it keeps them as all-proxy-models.

Examples:
  litellm-proxy teams models add research gpt-4 beta-models
  litellm-proxy teams models add research gpt-4o
  litellm-proxy teams models add research gpt-4o --dry-run")]
pub(crate) struct Add {
    #[command(flatten)]
    name: TeamName,
    /// Names of models and access groups
    #[arg(required = true, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    models: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Add {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let team_id = names::team(context, self.dry_run, &self.name.team).await?;
        let client = context.client()?;
        let call = client.teams().add_models(&team_id, &self.models);
        context
            .perform(self.dry_run, call, async |context, call| {
                let named = Names { user_id: None, models: &self.models };
                let (team, unknown) = unknown::look_up_during(&client, named, call.send()).await?;
                context.output.answer(&team, || answers::team("Updated", &team))?;
                unknown::warn(context, "team", &unknown);
                if team.models.iter().flatten().any(|model| model == ALL_MODELS)
                    && !self.models.iter().any(|model| model == ALL_MODELS)
                {
                    context.output.note(format_args!(
                        "the team may still call all models, through {ALL_MODELS}; to remove it: `teams models remove {} {ALL_MODELS}`",
                        self.name.team
                    ));
                }
                Ok(Outcome::Done)
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
A team without models may call all models, so the last one cannot be removed.

Examples:
  litellm-proxy teams models remove research gpt-4
  litellm-proxy teams models remove research gpt-4 gpt-4o
  litellm-proxy teams models remove research gpt-4 --dry-run")]
pub(crate) struct Remove {
    #[command(flatten)]
    name: TeamName,
    /// Names of models and access groups
    #[arg(required = true, value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    models: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Remove {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let team = &self.name.team;
        if !context.looks_up(self.dry_run) {
            return context.preview(client.teams().remove_models(team, &self.models));
        }
        let info = names::team_info(&client, team).await?;
        let current = info.team_info.models.as_deref().unwrap_or_default();
        if current.is_empty() {
            return Err(Failure::Usage {
                message: format!("the team `{team}` may call all models, so there is none to remove"),
                hint: Some("set the models that it may call with `teams update TEAM --models`".to_owned()),
            }
            .into());
        }
        if let Some(model) = self.models.iter().find(|model| !current.contains(model)) {
            return Err(Failure::NotFound(format!("the team `{team}` does not have the model `{model}`")).into());
        }
        let remaining: Vec<_> = current.iter().filter(|model| !self.models.contains(model)).collect();
        if remaining.is_empty() {
            return Err(Failure::Usage {
                message: format!("without its last model, the team `{team}` could call all models"),
                hint: Some("add another first, or block the team with `teams block`".to_owned()),
            }
            .into());
        }
        let team_id = info.team_info.team_id.as_deref().unwrap_or(team);
        let call = client.teams().remove_models(team_id, &self.models);
        context
            .perform(self.dry_run, call, async |context, call| {
                let response = call.await?;
                context.output.answer(&response, || answers::team("Updated", &response))?;
                if remaining.iter().any(|model| *model == ALL_MODELS) {
                    context.output.note(format_args!("the team may still call all models, through {ALL_MODELS}"));
                }
                Ok(Outcome::Done)
            })
            .await
    }
}
