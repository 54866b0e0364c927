//! `models add` and `models update`.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use crate::client::models::{ModelUpdate, NewModel};
use crate::commands::params;
use crate::context::{Context, DryRun};
use crate::failure::Failure;

const VALUES_HELP: &str = "\
Values: JSON numbers, booleans, null, arrays and objects are typed, everything else is a string;
\"12\" in quotes is a string too. Parameters that LiteLLM declares as strings (model, api_key,
api_base, api_version, ...) always are. a.b=c sets b within a; key=@FILE and key=@- read the value
from a file or stdin.";

#[derive(Debug, Args)]
#[command(after_help = format!("{VALUES_HELP}\n\nExamples:
  litellm-proxy models add gpt-4 -p model=openai/gpt-4 -p api_key=@key.txt
  litellm-proxy models add cheap -p model=openai/gpt-4o-mini -i 'access_groups=[\"beta\"]'"))]
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
    #[command(flatten)]
    dry_run: DryRun,
}

impl Add {
    pub(super) async fn run(self, context: &mut Context) -> Result<()> {
        let model = NewModel {
            litellm_params: params::read(context, "--param", &self.param)?,
            model_info: params::read(context, "--info", &self.info)?,
            model_name: self.model_name,
            ..NewModel::default()
        };
        if !model.litellm_params.contains_key("model") {
            context.output.note(format_args!("no -p model=… was given: using model={}", model.model_name));
        }
        let call = context.client()?.models().add(&model);
        let answer = context.write(call, self.dry_run).await?;
        context.output.value(&answer)
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
    #[command(flatten)]
    dry_run: DryRun,
}

impl Update {
    pub(super) async fn run(self, context: &mut Context) -> Result<()> {
        if self.param.is_empty() && self.info.is_empty() {
            return Err(Failure::usage("nothing to update: give at least one -p KEY=VALUE or -i KEY=VALUE"));
        }
        let update = ModelUpdate {
            litellm_params: params::read(context, "--param", &self.param)?,
            model_info: params::read(context, "--info", &self.info)?,
            ..ModelUpdate::default()
        };
        let call = context.client()?.models().update(&self.model_id, &update);
        let answer = context.write(call, self.dry_run).await?;
        context.output.value(&answer)
    }
}
