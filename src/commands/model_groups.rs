//! `model-groups`: deployments that share a name, treated as one model.

use anyhow::{Context as _, Result};
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::commands::answers::headline;
use crate::commands::confirm::Confirmation;
use crate::commands::existing::{self, Creation, IfNotExists};
use crate::commands::{lists, models, params, several};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Answer, Column, Listing, defaults, per_million};
use crate::shell::quote_if_needed;
use litellm_proxy_client::model_groups::{CreatedGroup, ModelGroup};
use litellm_proxy_client::models::NewModel;
use litellm_proxy_client::{Error, Lossless};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy model-groups list
  litellm-proxy model-groups info gpt-4o
  litellm-proxy model-groups delete fast-chat")]
pub(crate) enum Command {
    /// List the model groups that the key may call
    #[command(after_help = "\
Prices are in dollars per million tokens in tables, and per token elsewhere.

Examples:
  litellm-proxy model-groups list
  litellm-proxy model-groups list --columns model_group,mode
  litellm-proxy model-groups list --format csv")]
    List(List),
    /// Show a model group
    #[command(visible_alias = "get")]
    Info(Info),
    /// Create a model group from several deployments, all or nothing
    Create(Create),
    /// Delete model groups and all their deployments
    #[command(after_help = "\
Examples:
  litellm-proxy model-groups delete fast-chat
  litellm-proxy model-groups delete fast-chat --dry-run
  litellm-proxy model-groups delete fast-chat slow-chat --yes")]
    Delete(Delete),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Info(args) => args.run(context).await,
            Self::Create(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
        }
    }
}

const COLUMNS: &[Column<Lossless<ModelGroup>>] = &[
    Column::new("model_group", "Model", |group| group.model_group.clone()),
    Column::new("mode", "Mode", |group: &Lossless<ModelGroup>| group.mode.clone().unwrap_or_else(|| "chat".to_owned()))
        .optional(1),
    Column::either(
        "input_cost_per_token",
        "Input $/1M",
        |group| price(group.input_cost_per_token),
        |group| plain(group.input_cost_per_token),
    ),
    Column::either(
        "output_cost_per_token",
        "Output $/1M",
        |group| price(group.output_cost_per_token),
        |group| plain(group.output_cost_per_token),
    ),
];

#[derive(Debug, Args)]
pub(crate) struct List {}

impl List {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let call = context.client()?.model_groups().list();
        context
            .perform(DryRun::default(), call, async |context, call| {
                let listing = Listing::new(&context.output, "model group", &defaults(&context.output, COLUMNS));
                lists::show_items(context, call, listing).await
            })
            .await
    }
}

/// Formats the price of a token, per million tokens.
fn price(per_token: Option<f64>) -> String {
    per_token.map(per_million).unwrap_or_default()
}

fn plain(per_token: Option<f64>) -> String {
    per_token.map(|dollars| dollars.to_string()).unwrap_or_default()
}

#[derive(Debug, Args)]
#[command(after_help = "\
To list its deployments: litellm-proxy models info --name NAME

Examples:
  litellm-proxy model-groups info gpt-4o
  litellm-proxy model-groups info gpt-4 --format table
  litellm-proxy model-groups info gpt-4 --format json")]
pub(crate) struct Info {
    /// Name of the group
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    name: String,
}

impl Info {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let call = client.model_groups().info(&self.name);
        context
            .perform(DryRun::default(), call, async |context, _| {
                let group = client.model_groups().get(&self.name).await?;
                context.output.answer(&group, || models::group_answer(&group))
            })
            .await
    }
}

const CREATE_HELP: &str = "\
Each --model is a deployment: a name of its own, which is stored in its model_info, and provider
parameters. Without model=… the name is also the model requested from the provider; if the name
does not imply a provider, give one, as in model=openai/gpt-4. A value may be @FILE or @-. A
deployment may also be JSON or @FILE: {\"model_name\": …, \"litellm_params\": {…}}, or a list of
these.

If one deployment fails, the ones created before it are deleted again.

Examples:
  litellm-proxy model-groups create gpt4-group \\
    --model gpt-4 api_key=@key1.txt \\
    --model gpt-4-backup model=openai/gpt-4 api_key=@key2.txt
  litellm-proxy model-groups create gpt4-group --model @deployments.json
  litellm-proxy model-groups create gpt4-group --model @deployments.json --dry-run";

#[derive(Debug, Args)]
#[command(after_help = CREATE_HELP)]
pub(crate) struct Create {
    /// Name of the group
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    name: String,
    /// Deployment of the group (can be repeated)
    #[arg(long = "model", value_names = ["MODEL", "KEY=VALUE"], num_args = 1.., required = true)]
    models: Vec<String>,
    #[command(flatten)]
    if_not_exists: IfNotExists,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (option, name) = (self.if_not_exists, self.name.clone());
        let client = context.client()?;
        let find = async || Ok(existing::found(client.models().deployments_of(&name).await)?.map(|_| name.clone()));
        let dry_run = self.dry_run;
        let create = async |context: &mut Context| self.create(context).await;
        let show = async |context: &mut Context, name| Info { name }.run(context).await;
        let what = format!("the model group `{name}`");
        let creation = Creation { what: &what, is_unique: true, dry_run };
        option.apply(context, creation, find, create, show).await
    }

    async fn create(self, context: &mut Context) -> Result<Outcome> {
        let mut models = Vec::new();
        // KEY=VALUE belongs to the deployment before it; any other value starts a new one.
        let is_parameter = |value: &String| !is_json(value) && value.contains('=');
        let mut rest = self.models.as_slice();
        while let [first, values @ ..] = rest {
            let count = values.iter().take_while(|value| is_parameter(value)).count();
            let (parameters, others) = values.split_at(count);
            models.extend(read_models(context, first, parameters)?);
            rest = others;
        }
        for model in &models {
            models::warn_about_names(context, &model.litellm_params, &model.model_info);
        }
        let creation = context.client()?.model_groups().create(&self.name, models);
        let requests = creation.requests()?;
        context
            .perform(self.dry_run, requests, async |context, _| match creation.await {
                Ok(group) => {
                    context.output.answer(&group, || created(&group))?;
                    models::check_kept(&group.not_kept)
                }
                Err(error @ (Error::Exists(_) | Error::Incomplete { .. } | Error::InvalidRequest(_))) => {
                    Err(error.into())
                }
                Err(error) => Err(error).context(format!("the model group `{}` was not created", self.name)),
            })
            .await
    }
}

/// Describes a new group.
fn created(group: &CreatedGroup) -> Answer {
    let ids: Vec<&str> = group.deployments.iter().map(|row| row.model_id.as_str()).collect();
    let name = quote_if_needed(&group.model_group);
    Answer::new(headline("Created", "model group", &group.model_group))
        .line("made of", ids.join(", "))
        .next(format!("litellm-proxy chat completions {name} -m user:Hello"))
}

fn is_json(value: &str) -> bool {
    value.trim_start().starts_with(['@', '{', '['])
}

/// Parses a value of `--model` and its parameters into deployments.
fn read_models(context: &mut Context, first: &str, parameters: &[String]) -> Result<Vec<NewModel>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Member {
        model_name: String,
        #[serde(default)]
        litellm_params: Map<String, Value>,
        #[serde(default)]
        model_info: Map<String, Value>,
    }
    if !is_json(first) {
        if first.contains('=') {
            return Err(Failure::usage("--model takes the name of the model first, then KEY=VALUE"));
        }
        let mut model = NewModel::new(first);
        model.litellm_params = params::read(context, "--model", parameters)?;
        return Ok(vec![model]);
    }
    if !parameters.is_empty() {
        return Err(Failure::usage("--model takes either JSON or a name and KEY=VALUE, not both"));
    }
    let members = match context.arguments.json("--model", first)? {
        Value::Array(members) => members,
        member => vec![member],
    };
    let members = members.into_iter().enumerate().map(|(number, member)| {
        // The message must not contain the value, which may hold a secret.
        let member: Member = serde_json::from_value(member).map_err(|_| Failure::Usage {
            message: format!("--model: deployment {} is not valid", number.saturating_add(1)),
            hint: Some(r#"expected {"model_name": …, "litellm_params": {…}, "model_info": {…}}"#.to_owned()),
        })?;
        let mut model = NewModel::new(member.model_name);
        model.litellm_params = member.litellm_params;
        model.model_info = member.model_info;
        Ok(model)
    });
    members.collect()
}

#[derive(Debug, Args)]
pub(crate) struct Delete {
    /// Names of groups, or - to read them from stdin
    #[arg(required = true, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    names: Vec<String>,
    #[command(flatten)]
    dry_run: DryRun,
    #[command(flatten)]
    confirmation: Confirmation,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let names = several::read(context, &self.names)?;
        match names.as_slice() {
            [name] => models::delete_by_name(context, name, true, self.dry_run, self.confirmation).await,
            names => {
                models::delete_several(context, "model group", names, true, (self.dry_run, self.confirmation)).await
            }
        }
    }
}
