//! `models`: the models that a key may call, and their deployments.

mod edit;
mod import;
mod info;
mod spelling;
mod written;

pub(crate) use self::info::columns;
pub(super) use self::written::{check_kept, warn_about_names};
use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, Subcommand};

use crate::commands::confirm::{Confirmation, count};
use crate::commands::lists;
use crate::commands::models::info::not_found;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, cell};
use litellm_proxy_client::models::Deployment;
use litellm_proxy_client::models::Model;
use litellm_proxy_client::{Error, Lossless};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the models that the key may call
    List(List),
    /// Show deployments with their upstream models, prices and ids
    Info(info::Info),
    /// Add a deployment
    #[command(visible_alias = "create")]
    Add(edit::Add),
    /// Show one deployment
    Get(Get),
    /// Delete a deployment
    Delete(Delete),
    /// Update the parameters and information of a deployment
    Update(edit::Update),
    /// Add the deployments of a YAML file
    Import(import::Import),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Info(args) => args.run(context).await,
            Self::Add(args) => args.run(context).await,
            Self::Get(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
            Self::Update(args) => args.run(context).await,
            Self::Import(args) => args.run(context).await,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.models().list();
        context
            .perform(DryRun::default(), call, async |context, call| {
                let columns: [&Column<Lossless<Model>>; 4] = [
                    &Column::new("id", "ID", |model| model.id.clone()),
                    &Column::new("object", "Object", |model| model.object.clone().unwrap_or_default()),
                    &Column::time("created", "Created", |model| model.created.as_ref().map(cell).unwrap_or_default()),
                    &Column::new("owned_by", "Owned By", |model| model.owned_by.clone().unwrap_or_default()),
                ];
                lists::show_items(context, call, &columns).await
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true))]
pub(crate) struct Get {
    /// Id of the deployment
    #[arg(long, value_name = "MODEL_ID", group = "which", value_parser = NonEmptyStringValueParser::new())]
    id: Option<String>,
    /// Name of the model; shows the first of its deployments
    #[arg(long, value_name = "MODEL_NAME", group = "which", value_parser = NonEmptyStringValueParser::new())]
    name: Option<String>,
}

impl Get {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let models = client.models();
        let call = match (&self.id, &self.name) {
            (Some(id), _) => models.info_by_id(id),
            (_, Some(name)) => models.unexpanded_by_name(name),
            // Unreachable: clap requires the group.
            (None, None) => return Err(Error::InvalidRequest("either --id or --name must be given".to_owned()).into()),
        };
        context
            .perform(DryRun::default(), call, async |context, call| {
                let found = match &self.name {
                    Some(name) => models.deployments_of(name).await?,
                    None => call.await?,
                };
                self.show(context, found)
            })
            .await
    }

    fn show(&self, context: &mut Context, mut found: Vec<Lossless<Deployment>>) -> Result<Outcome> {
        let name = self.name.as_deref().unwrap_or_default();
        if let Some(id) = &self.id {
            // A server that does not support the filter returns all deployments.
            found.retain(|deployment| deployment.id() == Some(id));
        }
        let Some(first) = found.first() else {
            let id = self.id.as_deref().unwrap_or_default();
            return Err(not_found(format!("no deployment has the id `{id}`")));
        };
        context.output.value(first)?;
        if found.len() > 1 {
            context.output.note(format_args!(
                "this is the first of {} deployments named `{name}`; list them with `litellm-proxy models info --name {name}`",
                found.len()
            ));
        }
        Ok(Outcome::Done)
    }
}

#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("what").required(true),
    after_help = "Examples:\n  litellm-proxy models delete model-123\n  litellm-proxy models delete --name gpt-4 --all"
)]
pub(crate) struct Delete {
    /// Id of the deployment
    #[arg(group = "what", value_parser = NonEmptyStringValueParser::new())]
    model_id: Option<String>,
    /// Name of the model, in place of an id; refused if it has several deployments
    #[arg(long, value_name = "MODEL_NAME", group = "what", value_parser = NonEmptyStringValueParser::new())]
    name: Option<String>,
    /// Delete all deployments with that name
    #[arg(long, requires = "name", conflicts_with = "model_id")]
    all: bool,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        if let Some(name) = &self.name {
            return delete_by_name(context, name, self.all, self.dry_run, self.confirmation).await;
        }
        let model_id = self.model_id.as_deref().unwrap_or_default();
        self.confirmation.ask(context, self.dry_run, &format!("Delete the deployment `{model_id}`?"))?;
        let call = context.client()?.models().delete(model_id);
        context.show_response(self.dry_run, call).await
    }
}

/// Deletes the deployments with a name, and warns about those defined in the server's config file, which stay.
pub(super) async fn delete_by_name(
    context: &mut Context,
    name: &str,
    all: bool,
    dry_run: DryRun,
    confirmation: Confirmation,
) -> Result<Outcome> {
    let client = context.client()?;
    let deletion = client.models().delete_deployments(&client.models().deployments_of(name).await?);
    match deletion.ids() {
        [] => {
            return Err(Failure::Refused(format!(
                "`{name}` is defined in the server's config file, and can only be removed there"
            ))
            .into());
        }
        ids @ [_, _, ..] if !all => {
            return Err(Failure::Usage {
                message: format!("`{name}` has {} deployments: {}", ids.len(), ids.join(", ")),
                hint: Some("use --all to delete all of them, or an id in place of --name to delete one".to_owned()),
            }
            .into());
        }
        _ => {}
    }
    let requests = deletion.requests()?;
    context
        .perform(dry_run, requests, async |context, _| {
            let deployments = count(deletion.ids().len(), "deployment");
            confirmation.ask(context, dry_run, &format!("Delete {deployments} of `{name}`?"))?;
            let result = deletion.await?;
            if !result.kept.is_empty() {
                let kept = result.kept.join(", ");
                context
                    .output
                    .warn(format_args!("these deployments are defined in the server's config file and stay: {kept}"));
            }
            context.output.value(&result)
        })
        .await
}
