//! `models`: the models that a key may call, and their deployments.

mod answer;
mod assertion;
mod bench;
mod compare;
mod discover;
mod edit;
mod import;
mod info;
mod rename;
mod spelling;
mod test;
mod written;

pub(super) use self::answer::group as group_answer;
pub(super) use self::written::{check_kept, warn_about_names};
use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{ArgGroup, Args, Subcommand};

use crate::commands::answers::deleted;
use crate::commands::confirm::{Confirmation, count};
use crate::commands::facts::named;
use crate::commands::{consequences, lists, several};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Column, Listing, cell, defaults, times};
use litellm_proxy_client::models::Deployment;
use litellm_proxy_client::models::Model;
use litellm_proxy_client::{Error, Lossless, RefusalKind};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy models list
  litellm-proxy models info --columns public_model,upstream_model,input_cost
  litellm-proxy models add gpt-4o -p model=openai/gpt-4o -p api_key=@openai.key")]
pub(crate) enum Command {
    /// List the models that the key may call
    #[command(after_help = "\
Examples:
  litellm-proxy models list
  litellm-proxy models list --columns id,owned_by
  litellm-proxy models list --format json")]
    List(List),
    /// Show deployments with their upstream models, prices and ids
    Info(info::Info),
    /// Add a deployment
    #[command(visible_alias = "create")]
    Add(edit::Add),
    /// Show one deployment
    #[command(after_help = "\
Examples:
  litellm-proxy models get gpt-4o
  litellm-proxy models get --id model-123
  litellm-proxy models get gpt-4o --format json")]
    Get(Get),
    /// Delete deployments
    Delete(Delete),
    /// Update the parameters and information of a deployment
    Update(edit::Update),
    /// Rename a model and rewrite all that refers to it
    Rename(rename::Rename),
    /// Add the deployments of a YAML file
    Import(import::Import),
    /// Call each deployment once, and try what it claims to do
    Test(test::Test),
    /// Measure how fast a model answers under load
    Bench(bench::Bench),
    /// Compare prices, context and abilities of models
    Compare(compare::Compare),
    /// List what a provider offers, and what of it the server lacks
    Discover(discover::Discover),
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
            Self::Rename(args) => args.run(context).await,
            Self::Import(args) => args.run(context).await,
            Self::Test(args) => args.run(context).await,
            Self::Bench(args) => args.run(context).await,
            Self::Compare(args) => args.run(context).await,
            Self::Discover(args) => args.run(context).await,
        }
    }
}

const COLUMNS: &[Column<Lossless<Model>>] = &[
    Column::new("id", "ID", |model| model.id.clone()),
    Column::new("object", "Object", |model: &Lossless<Model>| model.object.clone().unwrap_or_default()).optional(1),
    Column::time("created", "Created", created).short(|model| times::short(&created(model))).optional(2),
    Column::new("owned_by", "Owned By", |model: &Lossless<Model>| model.owned_by.clone().unwrap_or_default())
        .optional(3),
];

fn created(model: &Lossless<Model>) -> String {
    model.created.as_ref().map(cell).unwrap_or_default()
}

#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.models().list();
        context
            .perform(DryRun::default(), call, async |context, call| {
                let listing = Listing::new(&context.output, "model", &defaults(&context.output, COLUMNS));
                lists::show_items(context, call, listing).await
            })
            .await
    }
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true))]
pub(crate) struct Get {
    /// Name of the model, or id of a deployment
    #[arg(group = "which", value_parser = NonEmptyStringValueParser::new())]
    model: Option<String>,
    /// Id of the deployment
    #[arg(long, value_name = "MODEL_ID", group = "which", value_parser = NonEmptyStringValueParser::new())]
    id: Option<String>,
    /// Name of the model; shows the first of its deployments
    #[arg(long, value_name = "MODEL_NAME", group = "which", value_parser = NonEmptyStringValueParser::new())]
    name: Option<String>,
}

impl Get {
    fn by_name(name: &str) -> Self {
        Self { model: None, id: None, name: Some(name.to_owned()) }
    }

    fn by_id(id: &str) -> Self {
        Self { model: None, id: Some(id.to_owned()), name: None }
    }

    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let models = client.models();
        let (by_name, by_id) = (self.name.as_ref().or(self.model.as_ref()), self.id.as_ref().or(self.model.as_ref()));
        let calls = (by_name.map(|name| models.unexpanded_by_name(name)), by_id.map(|id| models.info_by_id(id)));
        context
            .perform(DryRun::default(), calls, async |context, _| {
                let found = match (by_name, by_id) {
                    (Some(name), None) => models.deployments_of(name).await?,
                    (None, Some(id)) => vec![models.get(id).await?],
                    (Some(either), Some(_)) => models.named(models.whole_id(either).await?.as_str()).await?,
                    // clap requires one.
                    (None, None) => Vec::new(),
                };
                show_first(context, &found)
            })
            .await
    }
}

/// Shows the first of the deployments of a name.
fn show_first(context: &mut Context, found: &[Lossless<Deployment>]) -> Result<Outcome> {
    let Some(first) = found.first() else { return Ok(Outcome::Done) };
    context.output.answer(first, || answer::deployment(first))?;
    if found.len() > 1 {
        let name = first.model_name.as_deref().unwrap_or_default();
        context.output.note(format_args!(
            "this is the first of {} deployments named `{name}`; list them with `litellm-proxy models info --name {name}`",
            found.len()
        ));
    }
    Ok(Outcome::Done)
}

#[derive(Debug, Args)]
#[command(
    group = ArgGroup::new("what").required(true),
    after_help = "\
Examples:
  litellm-proxy models delete model-123 model-124
  litellm-proxy models delete gpt-4 --all
  litellm-proxy models delete gpt-4-old --dry-run"
)]
pub(crate) struct Delete {
    /// Ids of deployments, or names of models with one deployment, or - to read them from stdin
    #[arg(group = "what", value_name = "MODEL", value_parser = NonEmptyStringValueParser::new())]
    models: Vec<String>,
    /// Name of the model, never taken for an id
    #[arg(long, value_name = "MODEL_NAME", group = "what", value_parser = NonEmptyStringValueParser::new())]
    name: Option<String>,
    /// Delete all deployments of each name; MODEL is no id then
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let models = several::read(context, &self.models)?;
        if models.len() > 1 {
            return delete_several(context, "model", &models, self.all, (self.dry_run, self.confirmation)).await;
        }
        let model = models.first().map_or("", String::as_str);
        // What has several deployments is a name.
        if let Some(name) = self.name.as_deref().or(Some(model).filter(|_| self.all)) {
            return delete_by_name(context, name, self.all, self.dry_run, self.confirmation).await;
        }
        let client = context.client()?;
        if !context.looks_up(self.dry_run) {
            return context.preview(client.models().delete(model));
        }
        // Looked up before a question is asked or requests are shown, else the server is to judge.
        let is_name = async || client.models().deployments_of(model).await.is_ok();
        let asks = self.confirmation.will_ask(context, self.dry_run);
        let mut effect = String::new();
        if asks || !context.is_sending(self.dry_run) {
            match client.models().get(model).await {
                Ok(deployment) if asks => effect = last_of_its_name(context, &deployment).await?,
                Ok(_) => {}
                Err(error) if error.is_not_found() => {
                    if is_name().await {
                        return delete_by_name(context, model, self.all, self.dry_run, self.confirmation).await;
                    }
                    return Err(error.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
        self.confirmation.ask(context, self.dry_run, &format!("{effect}Delete the deployment `{model}`?"))?;
        context
            .perform(self.dry_run, client.models().delete(model), async |context, call| match call.await {
                Err(Error::NotFound(_) | Error::Missing(_)) if !asks && is_name().await => {
                    delete_by_name(context, model, self.all, self.dry_run, self.confirmation).await
                }
                result => context.output.answer(&result?, || deleted("deployment", &[model])),
            })
            .await
    }
}

/// Deletes several models, one after the other. With `all`, each is the name of all its deployments.
pub(super) async fn delete_several(
    context: &mut Context,
    noun: &str,
    names: &[String],
    all: bool,
    (dry_run, confirmation): (DryRun, Confirmation),
) -> Result<Outcome> {
    let client = context.client()?;
    let is_id = async |name: &str| match client.models().get(name).await {
        Ok(_) => Ok(true),
        Err(error) if error.is_not_found() => Ok(false),
        Err(error) => Err(error),
    };
    let mut requests = Vec::new();
    if !context.is_sending(dry_run) {
        for name in names {
            if !all && (!context.looks_up(dry_run) || is_id(name).await?) {
                requests.push(vec![client.models().delete(name).request()?]);
                continue;
            }
            requests.push(match client.models().deployments_of(name).await {
                Ok(deployments) => client.models().delete_deployments(&deployments).requests()?,
                // One of several: the others are shown.
                Err(error) if names.len() > 1 && error.is_not_found() => Vec::new(),
                Err(error) => return Err(error.into()),
            });
        }
    }
    let look_up = async |name: &str, asks: bool| {
        if !all && is_id(name).await? {
            return Ok("a deployment".to_owned());
        }
        let deployments = count(client.models().deployments_of(name).await?.len(), "deployment");
        if !asks {
            return Ok(deployments);
        }
        let uses = consequences::of_uses(&client.uses_of_model(name).await?, "name it");
        Ok(format!("{deployments}; {uses}"))
    };
    let delete = async |name: &str| client.models().delete_named(name, all).await;
    several::delete(context, (dry_run, confirmation), noun, names, requests, look_up, delete).await
}

/// Says who may no longer call a model without this deployment, if it is the last one of its name.
async fn last_of_its_name(context: &mut Context, deployment: &Deployment) -> Result<String> {
    let Some(name) = &deployment.model_name else { return Ok(String::new()) };
    let client = context.client()?;
    let others = client.models().deployments_of(name).await.map_or(0, |all| all.len());
    if others > 1 {
        return Ok(format!("{name}: {} stay\n", count(others - 1, "other deployment")));
    }
    let uses = consequences::of_uses(&client.uses_of_model(name).await?, "name it");
    Ok(format!("{name}: its last deployment; {uses}\n"))
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
            let mut effect = String::new();
            if confirmation.will_ask(context, dry_run) {
                effect = format!("{name}: {}\n", consequences::of_uses(&client.uses_of_model(name).await?, "name it"));
            }
            confirmation.ask(context, dry_run, &format!("{effect}Delete {deployments} of `{name}`?"))?;
            let result = deletion.await?;
            if !result.kept.is_empty() {
                let kept = result.kept.join(", ");
                context
                    .output
                    .warn(format_args!("these deployments are defined in the server's config file and stay: {kept}"));
            }
            context.output.answer(&result, || {
                deleted("deployment", &result.deleted.iter().map(|id| named(name, id)).collect::<Vec<_>>())
            })
        })
        .await
}

/// Returns whether an error is about this client, its key and the server, and not about one model.
fn concerns_all_models(error: &Error) -> bool {
    let is_of_key = matches!(
        error.kind(),
        Some(RefusalKind::KeyExpired | RefusalKind::KeyBlocked | RefusalKind::KeyUnknown | RefusalKind::BudgetExceeded)
    );
    matches!(error, Error::Unreachable { .. } | Error::NoKey { .. }) || is_of_key
}
