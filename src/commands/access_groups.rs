//! `access-groups`: names that stand for sets of models, wherever a key or team lists those it may call.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{ArgGroup, Args, Subcommand};

use crate::commands::confirm::Confirmation;
use crate::commands::keys::parts;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::access_groups::{AccessGroup, AccessGroupUpdate, NewAccessGroup};
use litellm_proxy_client::models::Deployment;
use litellm_proxy_client::{Call, Client, Error, Lossless};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List access groups
    List(List),
    /// Show an access group
    Info(Info),
    /// Create an access group of models
    Create(Create),
    /// Change the models of an access group
    Update(Update),
    /// Delete an access group, not its models
    Delete(Delete),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Info(args) => args.run(context).await,
            Self::Create(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
        }
    }
}

/// A name; the server takes one with a slash too, and can then neither show, change nor delete the group.
pub(super) fn name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        Err("the name is empty".to_owned())
    } else if text.contains('/') {
        Err("the server cannot find access groups with a slash in their name".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.access_groups().list();
        context
            .perform(DryRun::default(), call, async |context, call| {
                let list = call.await?;
                let columns: [&Column<Lossless<AccessGroup>>; 3] = [
                    &Column::new("access_group", "Access Group", |group| {
                        group.access_group.clone().unwrap_or_default()
                    }),
                    &Column::new("model_names", "Models", |group| {
                        group.model_names.clone().unwrap_or_default().join(", ")
                    }),
                    &Column::right("deployment_count", "Deployments", |group| {
                        group.deployment_count.map(|count| count.to_string()).unwrap_or_default()
                    }),
                ];
                context.output.list(&list.access_groups, &columns, &list)
            })
            .await
    }
}

#[derive(Debug, Args)]
pub(crate) struct Info {
    /// Name of the access group
    #[arg(value_parser = name)]
    name: String,
}

impl Info {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.access_groups().info(&self.name);
        context.show_response(DryRun::default(), call).await
    }
}

/// Models as an option names them, one or more.
fn models(option: &str, text: &str) -> Result<Vec<String>> {
    let models = parts(text);
    if models.is_empty() {
        return Err(Failure::usage(format!("{option} names no model")));
    }
    Ok(models)
}

/// The question whose answer [`check`] looks at.
fn deployments(client: &Client) -> Call<Vec<Lossless<Deployment>>> {
    client.models().info()
}

/// Makes sure that each model has a deployment in the database: the server begins with those that have, and stops at the
/// first that has not, which leaves the group half made, or on a change empty.
fn check(models: &[String], deployments: &[Lossless<Deployment>]) -> Result<()> {
    let is_there = |name: &String, stored: bool| {
        let is_it = |one: &&Lossless<Deployment>| one.model_name.as_deref() == Some(name.as_str());
        deployments.iter().filter(is_it).any(|one| one.is_in_database() || !stored)
    };
    if let Some(name) = models.iter().find(|name| !is_there(name, false)) {
        return Err(Error::Missing(format!("no model is named `{name}`")).into());
    }
    match models.iter().find(|name| !is_there(name, true)) {
        None => Ok(()),
        Some(name) => Err(Failure::Refused(format!(
            "`{name}` is defined in the server's config file, and cannot be put into a group here: name the group in \
             the file, in the model's model_info.access_groups"
        ))
        .into()),
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
All deployments of each model are put into the group. Models of the server's configuration file
cannot be: their groups stand in that file.

Examples:
  litellm-proxy access-groups create beta-models --models gpt-4,claude-3
  litellm-proxy keys generate --models beta-models")]
pub(crate) struct Create {
    /// Name of the access group
    #[arg(value_parser = name)]
    name: String,
    /// Models to put into it, separated by commas
    #[arg(long, value_name = "MODELS")]
    models: String,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let models = models("--models", &self.models)?;
        let client = context.client()?;
        let question = deployments(&client);
        let call = client.access_groups().create(&NewAccessGroup::new(&self.name).model_names(&models));
        context
            .perform(self.dry_run, (question, call), async |context, (question, call)| {
                check(&models, &question.await?)?;
                let created = call.await?;
                context.output.value(&created)
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("change").required(true).multiple(true),
    after_help = "\
Keys and teams that may call the group may call its new models at once, and no longer those that
are gone from it.

Examples:
  litellm-proxy access-groups update beta-models --add-model gpt-4o
  litellm-proxy access-groups update beta-models --models gpt-4,gpt-4o"
)]
pub(crate) struct Update {
    /// Name of the access group
    #[arg(value_parser = name)]
    name: String,
    /// Models that it holds from now on, separated by commas
    #[arg(long, value_name = "MODELS", group = "change", conflicts_with_all = ["add_model", "remove_model"])]
    models: Option<String>,
    /// Models to put into it, beside those it holds, separated by commas (can be repeated)
    #[arg(long, value_name = "MODELS", group = "change")]
    add_model: Vec<String>,
    /// Models to take out of it, separated by commas (can be repeated)
    #[arg(long, value_name = "MODELS", group = "change")]
    remove_model: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let listed = |option: &str, texts: &[String]| -> Result<Vec<String>> {
            let lists = texts.iter().map(|text| models(option, text)).collect::<Result<Vec<_>>>()?;
            Ok(lists.concat())
        };
        let replaced = self.models.as_deref().map(|text| models("--models", text)).transpose()?;
        let (added, removed) = (listed("--add-model", &self.add_model)?, listed("--remove-model", &self.remove_model)?);
        if let Some(both) = added.iter().find(|model| removed.contains(model)) {
            return Err(Failure::usage(format!("`{both}` is to be added and removed at once")));
        }
        let client = context.client()?;
        let groups = client.access_groups();
        let look = groups.info(&self.name);
        let question = deployments(&client);
        let change = |models: &[String]| groups.update(&self.name, &AccessGroupUpdate::default().model_names(models));
        let shown_change = replaced.as_deref().map(change);
        if shown_change.is_none() && !context.is_sending(self.dry_run) {
            context.output.note("what is sent after that depends on the answers: the group's models with the change");
        }
        let calls = ((look, question), shown_change);
        context
            .perform(self.dry_run, calls, async |context, ((look, question), _)| {
                let held = look.await?.into_inner().model_names.unwrap_or_default();
                if let Some(model) = removed.iter().find(|model| !held.contains(model)) {
                    return Err(Failure::NotFound(format!(
                        "there is no `{model}` in the access group `{}`",
                        self.name
                    ))
                    .into());
                }
                let models = replaced.unwrap_or_else(|| {
                    let mut seen = BTreeSet::new();
                    let mut models = [held, added].concat();
                    models.retain(|model| !removed.contains(model) && seen.insert(model.clone()));
                    models
                });
                if models.is_empty() {
                    return Err(Failure::Usage {
                        message: format!("the access group `{}` would hold no model any more", self.name),
                        hint: Some(format!("litellm-proxy access-groups delete {} deletes it", self.name)),
                    }
                    .into());
                }
                check(&models, &question.await?)?;
                let changed = change(&models).await?;
                context.output.value(&changed)
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Keys and teams that name it keep the name, which then stands for nothing.")]
pub(crate) struct Delete {
    /// Name of the access group
    #[arg(value_parser = name)]
    name: String,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        self.confirmation.ask(context, self.dry_run, &format!("Delete the access group `{}`?", self.name))?;
        let call = context.client()?.access_groups().delete(&self.name);
        context.show_response(self.dry_run, call).await
    }
}
