//! `models add` and `models update`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::{Map, Value};

use crate::commands::{access_groups, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::models::{ModelUpdate, NewModel};

const VALUES_HELP: &str = "\
Values: JSON numbers, booleans, null, arrays and objects are typed, everything else is a string;
\"12\" in quotes is a string too. Parameters that LiteLLM declares as strings (model, api_key,
api_base, api_version, ...) always are. a.b=c sets b within a; key=@FILE and key=@- read the value
from a file or stdin.";

#[derive(Debug, Args)]
#[command(after_help = format!("{VALUES_HELP}\n\nExamples:
  litellm-proxy models add gpt-4 -p model=openai/gpt-4 -p api_key=@key.txt
  litellm-proxy models add cheap -p model=openai/gpt-4o-mini --access-group beta"))]
pub(crate) struct Add {
    /// Public name of the model
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model_name: String,
    /// Parameter for the provider (can be repeated)
    #[arg(short, long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    /// Information about the model (can be repeated)
    #[arg(short, long, value_name = "KEY=VALUE")]
    info: Vec<String>,
    /// Access group to put it into (can be repeated)
    #[arg(long, value_name = "NAME", value_parser = access_groups::name)]
    access_group: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Add {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut model = NewModel::new(self.model_name);
        model.litellm_params = params::read(context, "--param", &self.param)?;
        model.model_info = params::read(context, "--info", &self.info)?;
        put_into(&mut model.model_info, &[], self.access_group)?;
        if !model.litellm_params.contains_key("model") {
            context.output.note(format_args!("no -p model=… was given: using model={}", model.model_name));
        }
        let call = context.client()?.models().add(&model);
        context.show_response(self.dry_run, call).await
    }
}

#[derive(Debug, Args)]
#[command(after_help = format!("{VALUES_HELP}\n\nExample:
  litellm-proxy models update model-123 -p temperature=0.7 -i description=\"Updated model\""))]
pub(crate) struct Update {
    /// Id of the deployment
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model_id: String,
    /// Parameter for the provider to set (can be repeated)
    #[arg(short, long, value_name = "KEY=VALUE")]
    param: Vec<String>,
    /// Information about the model to set (can be repeated)
    #[arg(short, long, value_name = "KEY=VALUE")]
    info: Vec<String>,
    /// Access group to put it into, beside those it is in (can be repeated)
    #[arg(long, value_name = "NAME", value_parser = access_groups::name)]
    access_group: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        if self.param.is_empty() && self.info.is_empty() && self.access_group.is_empty() {
            return Err(Failure::usage(
                "nothing to update: give at least one -p KEY=VALUE or -i KEY=VALUE, or --access-group NAME",
            ));
        }
        let mut update = ModelUpdate::default();
        update.litellm_params = params::read(context, "--param", &self.param)?;
        update.model_info = params::read(context, "--info", &self.info)?;
        let client = context.client()?;
        let models = client.models();
        // The server replaces the list of groups, so those that it is in are asked for; -i names all of them.
        let look = !self.access_group.is_empty() && !update.model_info.contains_key("access_groups");
        let mut shown = update.clone();
        put_into(&mut shown.model_info, &[], self.access_group.clone())?;
        let calls = (look.then(|| models.info_by_id(&self.model_id)), models.update(&self.model_id, &shown));
        context
            .perform(self.dry_run, calls, async |context, _| {
                let mut held = Vec::new();
                if look {
                    let deployment = models.get(&self.model_id).await?;
                    held = deployment
                        .model_info
                        .get("access_groups")
                        .and_then(Value::as_array)
                        .cloned()
                        .unwrap_or_default();
                }
                put_into(&mut update.model_info, &held, self.access_group)?;
                let answer = models.update(&self.model_id, &update).await?;
                context.output.value(&answer)
            })
            .await
    }
}

/// Puts access groups into a model's information, beside those that it holds and those that `info` names.
fn put_into(info: &mut Map<String, Value>, held: &[Value], groups: Vec<String>) -> Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let all = info.entry("access_groups").or_insert_with(|| Value::Array(held.to_vec()));
    let Value::Array(all) = all else {
        return Err(Failure::usage("--info access_groups is not a list, which --access-group could add to"));
    };
    for group in groups.into_iter().map(Value::from) {
        if !all.contains(&group) {
            all.push(group);
        }
    }
    Ok(())
}
