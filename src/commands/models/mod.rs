//! `models`: what can be called, and the deployments behind it.

mod edit;
mod import;
mod info;
mod yaml;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, Subcommand};
use serde_json::Value;

use crate::client::models::Model;
use crate::client::{Error, Lossless};
use crate::commands::models::info::{find_by_name, not_found};
use crate::context::{Context, DryRun};
use crate::output::{Column, cell};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List the models that the key may call
    List(List),
    /// Show deployments with their upstream models, prices and ids
    Info(info::Info),
    /// Add a deployment
    Add(edit::Add),
    /// Show one deployment
    Get(Get),
    /// Delete a deployment
    Delete(Delete),
    /// Change parameters and information of a deployment
    Update(edit::Update),
    /// Add the deployments of a YAML file
    Import(import::Import),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<()> {
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
    async fn run(self, context: &mut Context) -> Result<()> {
        let call = context.client()?.models().list();
        let models = context.send(call).await?;
        let columns: [&Column<Lossless<Model>>; 4] = [
            &Column::new("id", "ID", |model| model.id.clone()),
            &Column::new("object", "Object", |model| model.object.clone().unwrap_or_default()),
            &Column::new("created", "Created", |model| model.created.as_ref().map(local_time).unwrap_or_default()),
            &Column::new("owned_by", "Owned By", |model| model.owned_by.clone().unwrap_or_default()),
        ];
        context.output.list(&models, &columns, &models)
    }
}

/// A time in seconds, or as RFC 3339 text, as `2026-11-21 14:30` of the local clock; anything else as it is.
fn local_time(value: &Value) -> String {
    let timestamp = match value {
        Value::Number(seconds) => seconds.as_i64().and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()),
        Value::String(text) => match text.parse::<i64>() {
            Ok(seconds) => jiff::Timestamp::from_second(seconds).ok(),
            Err(_) => text.parse().ok(),
        },
        _ => None,
    };
    timestamp.map_or_else(
        || cell(value),
        |timestamp| timestamp.to_zoned(jiff::tz::TimeZone::system()).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true))]
pub(crate) struct Get {
    /// Id of the deployment
    #[arg(long, value_name = "MODEL_ID", group = "which", value_parser = NonEmptyStringValueParser::new())]
    id: Option<String>,
    /// Name of the model; of several deployments the first is shown
    #[arg(long, value_name = "MODEL_NAME", group = "which", value_parser = NonEmptyStringValueParser::new())]
    name: Option<String>,
}

impl Get {
    async fn run(self, context: &mut Context) -> Result<()> {
        let models = context.client()?;
        let (found, name) = match (&self.id, &self.name) {
            (Some(id), _) => {
                let mut found = context.send(models.models().info_by_id(id)).await?;
                // A server that does not know the question answers with all of them.
                found.retain(|deployment| deployment.id() == Some(id));
                (found, id)
            }
            (_, Some(name)) => (find_by_name(context.send(models.models().info()).await?, name)?, name),
            // The group is required; clap has said so by now.
            (None, None) => return Err(Error::InvalidRequest("either --id or --name must be given".to_owned()).into()),
        };
        let Some(first) = found.first() else { return Err(not_found(&format!("deployment with the id `{name}`"))) };
        context.output.value(first)?;
        if found.len() > 1 {
            context.output.note(format_args!(
                "this is the first of {} deployments named `{name}`; all of them: litellm-proxy models info --name {name}",
                found.len()
            ));
        }
        Ok(())
    }
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Id of the deployment
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model_id: String,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<()> {
        let call = context.client()?.models().delete(&self.model_id);
        let answer = context.write(call, self.dry_run).await?;
        context.output.value(&answer)
    }
}
