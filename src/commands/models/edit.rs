//! `models add` and `models update`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::{Map, Value};

use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::models::{Get, answer, written};
use crate::commands::{access_groups, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::models::{ModelUpdate, NewModel};
use litellm_proxy_client::{Client, Error};

const VALUES_HELP: &str = "\
Values: JSON numbers, booleans, null, arrays and objects are typed. Everything else is a string,
and so is a quoted \"12\". Parameters that LiteLLM declares as strings (model, api_key, api_base,
api_version, ...) are always strings. a.b=c sets b within a. key=@FILE and key=@- read the value
from a file or stdin.";

#[derive(Debug, Args)]
#[command(after_help = format!("{VALUES_HELP}\n\nExamples:
  litellm-proxy models add gpt-4 -p model=openai/gpt-4 -p api_key=@key.txt
  litellm-proxy models add cheap -p model=openai/gpt-4o-mini --access-group beta
  litellm-proxy models add eu -p model=azure/gpt-4o -p api_base=https://eu.example.com"))]
pub(crate) struct Add {
    /// Public name of the model
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model_name: String,
    /// Provider parameter (can be repeated)
    #[arg(short, long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    /// Information about the model (can be repeated)
    #[arg(short, long, value_name = "KEY=VALUE")]
    info: Vec<String>,
    /// Access group to add the model to (can be repeated)
    #[arg(long, value_name = "NAME", value_parser = access_groups::name)]
    access_group: Vec<String>,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Add {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut model = NewModel::new(self.model_name);
        model.litellm_params = params::read(context, "--param", &self.param)?;
        model.model_info = params::read(context, "--info", &self.info)?;
        add_groups(&mut model.model_info, &[], self.access_group)?;
        if !model.litellm_params.contains_key("model") {
            context.output.note(format_args!("-p model=… is not given; using model={}", model.model_name));
        }
        written::warn_about_names(context, &model.litellm_params, &model.model_info);
        let client = context.client()?;
        let (name, id) = (&model.model_name, model.model_info.get("id").and_then(Value::as_str));
        let find = async || find(&client, name, id).await;
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| {
            let call = client.models().add(&model);
            let work = async |context: &mut Context, _| add(context, &model, self.if_not_exists).await;
            context.perform(self.dry_run, call, work).await
        };
        let show = async |context: &mut Context, get: Get| get.run(context).await;
        let what = format!("the model `{name}`");
        let creation = Creation { what: &what, is_unique: id.is_some(), dry_run };
        self.if_not_exists.apply(context, creation, find, create, show).await
    }
}

/// Returns the command that shows what is to be added, if it exists: the deployment with the id, or those with the name.
async fn find(client: &Client, name: &str, id: Option<&str>) -> Result<Option<Get>> {
    let Some(id) = id else {
        return Ok(existing::found(client.models().deployments_of(name).await)?.map(|_| Get::by_name(name)));
    };
    match existing::found(client.models().get(id).await)? {
        Some(found) if found.model_name.as_deref() != Some(name) => {
            let other = found.model_name.as_deref().unwrap_or_default();
            Err(Error::Exists(format!("the deployment `{id}` exists already with another name, `{other}`")).into())
        }
        found => Ok(found.map(|_| Get::by_id(id))),
    }
}

/// Adds a deployment and shows it.
async fn add(context: &mut Context, model: &NewModel, option: IfNotExists) -> Result<Outcome> {
    let client = context.client()?;
    let added = match client.models().create(model).await {
        Err(error @ Error::Server(_)) => return Err(explain_failed_add(&client, model, error).await),
        added => added.map_err(|error| written::explain(error, &model.model_name))?,
    };
    if option.is_chosen() && !model.model_info.contains_key("id") {
        client.models().keep_first_of_name(&model.model_name, &added.row.model_id).await?;
    }
    let answer = || answer::written("Added", &added, model);
    written::show(context, &added, &model.model_name, answer)
}

/// Explains why a server failed: all of them do at an id that is taken.
async fn explain_failed_add(client: &Client, model: &NewModel, error: Error) -> anyhow::Error {
    let taken = match model.model_info.get("id").and_then(Value::as_str) {
        Some(id) => client.models().get(id).await.ok().map(|_| id),
        None => None,
    };
    match taken {
        Some(id) => Error::Exists(format!("a deployment with the id `{id}` exists already")).into(),
        None => written::explain(error, &model.model_name),
    }
}

#[derive(Debug, Args)]
#[command(after_help = format!("{VALUES_HELP}\n\nExamples:
  litellm-proxy models update model-123 -p temperature=0.7 -i description=\"Updated model\"
  litellm-proxy models update model-123 --unset rpm
  litellm-proxy models update model-123 -p rpm=100 --dry-run"))]
pub(crate) struct Update {
    /// Id of the deployment
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model_id: String,
    /// Provider parameter to set (can be repeated)
    #[arg(short, long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    /// Provider parameter to remove (can be repeated)
    ///
    /// LiteLLM 1.110 and later remove it in place. For older servers the deployment is replaced: another one stands in for it
    /// until it is created again with the same id, so that requests are served. Servers do not show secrets, so give those of the
    /// deployment too, as in -p api_key=@FILE.
    #[arg(long, value_name = "KEY", value_parser = NonEmptyStringValueParser::new())]
    unset: Vec<String>,
    /// Information about the model to set (can be repeated)
    #[arg(short, long, value_name = "KEY=VALUE")]
    info: Vec<String>,
    /// Access group to add to the current ones (can be repeated)
    #[arg(long, value_name = "NAME", value_parser = access_groups::name)]
    access_group: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    pub(super) async fn run(mut self, context: &mut Context) -> Result<Outcome> {
        if self.param.is_empty() && self.info.is_empty() && self.access_group.is_empty() && self.unset.is_empty() {
            return Err(Failure::usage(
                "nothing to update: give at least one -p KEY=VALUE, -i KEY=VALUE, --unset KEY or --access-group NAME",
            ));
        }
        let mut update = ModelUpdate::default();
        update.litellm_params = params::read(context, "--param", &self.param)?;
        if self.unset.iter().any(|name| name == "model") {
            return Err(Failure::usage("--unset model: a deployment needs its `model`"));
        }
        if let Some(name) = self.unset.iter().find(|name| update.litellm_params.contains_key(name.as_str())) {
            return Err(Failure::usage(format!("`{name}` is given twice: by --unset and by --param")));
        }
        update.litellm_params_to_remove = self.unset;
        update.model_info = params::read(context, "--info", &self.info)?;
        written::warn_about_names(context, &update.litellm_params, &update.model_info);
        let client = context.client()?;
        let models = client.models();
        // The server replaces the list of groups, so the current groups are fetched first, unless -i sets the whole list.
        let needs_current = !self.access_group.is_empty() && !update.model_info.contains_key("access_groups");
        let mut preview = update.clone();
        add_groups(&mut preview.model_info, &[], self.access_group.clone())?;
        if !context.looks_up(self.dry_run) {
            return context.preview((
                needs_current.then(|| models.info_by_id(&self.model_id)),
                models.update(&self.model_id, &preview),
            ));
        }
        self.model_id = models.whole_id(&self.model_id).await?;
        let mut current = Vec::new();
        if needs_current {
            let deployment = models.get(&self.model_id).await?;
            let groups = deployment.model_info.get("access_groups");
            current = groups.and_then(Value::as_array).cloned().unwrap_or_default();
        } else if !context.is_sending(self.dry_run) {
            // The server refuses an update of what it does not have.
            models.get(&self.model_id).await?;
        }
        add_groups(&mut update.model_info, &current, self.access_group)?;
        context
            .perform(self.dry_run, models.update(&self.model_id, &update), async |context, _| {
                let updated = models.change_or_replace(&self.model_id, &update).await;
                let updated = updated.map_err(|error| written::explain_replacement(error, &update))?;
                let verb = if updated.was_replaced { "Replaced" } else { "Updated" };
                let shown =
                    written::show(context, &updated, &self.model_id, || answer::written(verb, &updated, &update));
                if updated.was_replaced {
                    context.output.note(written::REPLACED);
                }
                shown
            })
            .await
    }
}

/// Adds access groups to those that `info` sets, or else to the current ones.
fn add_groups(info: &mut Map<String, Value>, current: &[Value], groups: Vec<String>) -> Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let all = info.entry("access_groups").or_insert_with(|| Value::Array(current.to_vec()));
    let Value::Array(all) = all else {
        return Err(Failure::usage("--info access_groups is not a list, so --access-group cannot add to it"));
    };
    for group in groups.into_iter().map(Value::from) {
        if !all.contains(&group) {
            all.push(group);
        }
    }
    Ok(())
}
