//! `access-groups`: named sets of models, usable wherever a key or team lists the models it may call.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::{ArgGroup, Args, Subcommand};

use crate::commands::confirm::Confirmation;
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::keys::split_list;
use crate::commands::{answers, consequences, several};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, defaults};
use litellm_proxy_client::access_groups::{AccessGroup, AccessGroupUpdate, NewAccessGroup};
use litellm_proxy_client::models::Deployment;
use litellm_proxy_client::{Call, Client, Error, Lossless};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy access-groups list
  litellm-proxy access-groups create beta-models --models gpt-4o
  litellm-proxy access-groups delete beta-models --dry-run")]
pub(crate) enum Command {
    /// List access groups
    #[command(after_help = "\
Examples:
  litellm-proxy access-groups list
  litellm-proxy access-groups list --columns access_group,model_names
  litellm-proxy access-groups list --format json")]
    List(List),
    /// Show an access group
    #[command(visible_alias = "get")]
    #[command(after_help = "\
Examples:
  litellm-proxy access-groups info beta-models
  litellm-proxy access-groups info beta-models --format table
  litellm-proxy access-groups info beta-models --format json")]
    Info(Info),
    /// Create an access group
    Create(Create),
    /// Update the models of an access group
    Update(Update),
    /// Delete access groups, but not their models
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

/// Parses a name. The server accepts a slash, but could then not show, update or delete the group.
pub(super) fn name(text: &str) -> Result<String, String> {
    if text.trim().is_empty() {
        Err("the name is empty".to_owned())
    } else if text.contains('/') {
        Err("the server cannot find an access group with a slash in its name".to_owned())
    } else {
        Ok(text.to_owned())
    }
}

const COLUMNS: &[Column<Lossless<AccessGroup>>] = &[
    Column::new("access_group", "Access Group", |group| group.access_group.clone().unwrap_or_default()),
    Column::new("model_names", "Models", |group: &Lossless<AccessGroup>| {
        group.model_names.clone().unwrap_or_default().join(", ")
    })
    .items(),
    Column::right("deployment_count", "Deployments", |group: &Lossless<AccessGroup>| {
        group.deployment_count.map(|count| count.to_string()).unwrap_or_default()
    })
    .optional(1),
];

#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.access_groups().list();
        context
            .perform(DryRun::default(), call, async |context, call| {
                let list = call.await?;
                let columns = defaults(&context.output, COLUMNS);
                context.output.list("access group", &list.access_groups, &columns, &list)
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
        let call = context.client()?.access_groups().get(&self.name);
        context.answer_response(DryRun::default(), call, |group| answers::access_group("", group, &[])).await
    }
}

/// Parses a comma-separated list of at least one model.
fn models(option: &str, text: &str) -> Result<Vec<String>> {
    let models = split_list(text);
    if models.is_empty() {
        return Err(Failure::usage(format!("{option} names no model")));
    }
    Ok(models)
}

/// Returns the request for the deployments that [`check`] needs.
fn deployments(client: &Client) -> Call<Vec<Lossless<Deployment>>> {
    // A model that only a wildcard stands for cannot be added; the wildcard can.
    client.models().unexpanded()
}

/// Checks that each model has a deployment in the database. The server stops at the first model without one, which would
/// leave a new group incomplete and an updated one empty.
fn check(models: &[String], deployments: &[Lossless<Deployment>]) -> Result<()> {
    let has_deployment = |name: &String, in_database: bool| {
        let has_name = |deployment: &&Lossless<Deployment>| deployment.model_name.as_deref() == Some(name.as_str());
        deployments.iter().filter(has_name).any(|deployment| deployment.is_in_database() || !in_database)
    };
    if let Some(name) = models.iter().find(|name| !has_deployment(name, false)) {
        return Err(Error::Missing(format!("no model is named `{name}`")).into());
    }
    match models.iter().find(|name| !has_deployment(name, true)) {
        None => Ok(()),
        Some(name) => Err(Failure::Refused(format!(
            "`{name}` is defined in the server's config file, so it cannot be added to a group here; add the group to the \
             model's model_info.access_groups in that file"
        ))
        .into()),
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
All deployments of each model are added to the group. Models defined in the server's config file
cannot be added here; set their groups in that file.

Examples:
  litellm-proxy access-groups create beta-models --models gpt-4,claude-3
  litellm-proxy keys generate --models beta-models
  litellm-proxy access-groups create beta-models --models beta-1 --if-not-exists")]
pub(crate) struct Create {
    /// Name of the access group
    #[arg(value_parser = name)]
    name: String,
    /// Models to add to the group, separated by commas
    #[arg(long, value_name = "MODELS")]
    models: String,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (option, name) = (self.if_not_exists, self.name.clone());
        let client = context.client()?;
        let find = async || Ok(existing::found(client.access_groups().get(&name).send().await)?.map(|_| name.clone()));
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| self.create(context).await;
        let show = async |context: &mut Context, name| Info { name }.run(context).await;
        let what = format!("the access group `{name}`");
        let creation = Creation { what: &what, is_unique: true, dry_run };
        option.apply(context, creation, find, create, show).await
    }

    async fn create(self, context: &mut Context) -> Result<Outcome> {
        let models = models("--models", &self.models)?;
        let client = context.client()?;
        let deployments = deployments(&client);
        let call = client.access_groups().create(&NewAccessGroup::new(&self.name).model_names(&models));
        if self.dry_run.dry_run {
            check(&models, &deployments.await?)?;
            return context.preview(call);
        }
        context
            .perform(self.dry_run, (deployments, call), async |context, (deployments, call)| {
                check(&models, &deployments.await?)?;
                let created = call.await?;
                context.output.answer(&created, || answers::access_group("Created", &created, &models))
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("change").required(true).multiple(true),
    after_help = "\
Keys and teams with access to the group can call added models immediately, and can no longer call
removed ones.

Examples:
  litellm-proxy access-groups update beta-models --add-model gpt-4o
  litellm-proxy access-groups update beta-models --models gpt-4,gpt-4o
  litellm-proxy access-groups update beta-models --models beta-1 --dry-run"
)]
pub(crate) struct Update {
    /// Name of the access group
    #[arg(value_parser = name)]
    name: String,
    /// Models that replace the current ones, separated by commas
    #[arg(long, value_name = "MODELS", group = "change", conflicts_with_all = ["add_model", "remove_model"])]
    models: Option<String>,
    /// Models to add to the group, separated by commas (can be repeated)
    #[arg(long, value_name = "MODELS", group = "change")]
    add_model: Vec<String>,
    /// Models to remove from the group, separated by commas (can be repeated)
    #[arg(long, value_name = "MODELS", group = "change")]
    remove_model: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let parse = |option: &str, lists: &[String]| -> Result<Vec<String>> {
            let lists = lists.iter().map(|list| models(option, list)).collect::<Result<Vec<_>>>()?;
            Ok(lists.concat())
        };
        let replaced = self.models.as_deref().map(|text| models("--models", text)).transpose()?;
        let (added, removed) = (parse("--add-model", &self.add_model)?, parse("--remove-model", &self.remove_model)?);
        if let Some(both) = added.iter().find(|model| removed.contains(model)) {
            return Err(Failure::usage(format!("`{both}` is given to both --add-model and --remove-model")));
        }
        let client = context.client()?;
        let groups = client.access_groups();
        let info = groups.get(&self.name);
        let deployments = deployments(&client);
        let update = |models: &[String]| groups.update(&self.name, &AccessGroupUpdate::default().model_names(models));
        let known_update = replaced.as_deref().map(update);
        if !context.looks_up(self.dry_run) {
            if known_update.is_none() {
                context.output.note("the update sends the group's models with the changes");
            }
            return context.preview(((info, deployments), known_update));
        }
        let current = info.await?.into_inner().model_names.unwrap_or_default();
        if let Some(model) = removed.iter().find(|model| !current.contains(model)) {
            return Err(Failure::NotFound(format!("`{model}` is not in the access group `{}`", self.name)).into());
        }
        let models = replaced.unwrap_or_else(|| {
            let mut seen = BTreeSet::new();
            let mut models = [current, added].concat();
            models.retain(|model| !removed.contains(model) && seen.insert(model.clone()));
            models
        });
        if models.is_empty() {
            return Err(Failure::Usage {
                message: format!("the access group `{}` would have no models left", self.name),
                hint: Some(format!("to delete it: litellm-proxy access-groups delete {}", self.name)),
            }
            .into());
        }
        check(&models, &deployments.await?)?;
        context
            .answer_response(self.dry_run, update(&models), |updated| {
                answers::access_group("Updated", updated, &models)
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Keys and teams that list the group keep its name, which then has no effect.

Examples:
  litellm-proxy access-groups delete beta-models --yes
  litellm-proxy access-groups delete beta-models --dry-run
  litellm-proxy access-groups delete beta-models old-models --yes")]
pub(crate) struct Delete {
    /// Names of the access groups, or - to read them from stdin
    #[arg(required = true, value_name = "NAME", value_parser = name)]
    names: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let names = several::read(context, &self.names)?;
        let client = context.client()?;
        let calls: Vec<_> = names.iter().map(|name| client.access_groups().delete(name)).collect();
        let options = (self.dry_run, self.confirmation);
        let delete = async |name: &str| client.access_groups().delete(name).await;
        let look_up = async |name: &str, asks: bool| {
            client.access_groups().get(name).await?;
            if !asks {
                return Ok(String::new());
            }
            Ok(consequences::of_uses(&client.uses_of_model(name).await?, "keep its name, which has no effect then"))
        };
        several::delete(context, options, "access group", &names, calls, look_up, delete).await
    }
}
