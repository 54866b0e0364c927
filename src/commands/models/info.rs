//! `models info`: lists deployments, with selectable columns.

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use crate::commands::lists;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, Listing, cell, defaults, per_million, per_million_plain, times};
use litellm_proxy_client::Lossless;
use litellm_proxy_client::models::Deployment;

const AFTER_HELP: &str = "\
Costs are in dollars per million tokens.

Examples:
  litellm-proxy models info
  litellm-proxy models info --columns public_model,id,input_cost,output_cost
  litellm-proxy models info --name gpt-4 --format json

Servers list the models that a wildcard such as openai/* stands for, with the wildcard's id.
--name finds the wildcard itself.";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Info {
    /// Only deployments with this name
    #[arg(long, value_name = "MODEL_NAME", conflicts_with = "id")]
    name: Option<String>,
    /// Only the deployment with this id
    #[arg(long, value_name = "MODEL_ID")]
    id: Option<String>,
}

type DeploymentEntry = Lossless<Deployment>;

const COLUMNS: &[Column<DeploymentEntry>] = &[
    Column::new("public_model", "Public Model", |deployment| deployment.model_name.clone().unwrap_or_default()),
    Column::new("upstream_model", "Upstream Model", |deployment| {
        deployment.upstream_model().unwrap_or_default().to_owned()
    }),
    Column::new("credential_name", "Credential Name", |deployment: &DeploymentEntry| {
        text(deployment.litellm_params.get("litellm_credential_name"))
    })
    .extra(),
    Column::time("created_at", "Created At", |deployment: &DeploymentEntry| {
        text(deployment.model_info.get("created_at"))
    })
    .extra(),
    Column::time("updated_at", "Updated At", updated).short(|deployment| times::short(&updated(deployment))).kept(),
    Column::new("id", "ID", |deployment: &DeploymentEntry| text(deployment.model_info.get("id"))).extra(),
    Column::either(
        "input_cost",
        "Input $/1M",
        |deployment: &DeploymentEntry| cost(deployment.model_info.get("input_cost_per_token")),
        |deployment| plain_cost(deployment.model_info.get("input_cost_per_token")),
    )
    .extra(),
    Column::either(
        "output_cost",
        "Output $/1M",
        |deployment: &DeploymentEntry| cost(deployment.model_info.get("output_cost_per_token")),
        |deployment| plain_cost(deployment.model_info.get("output_cost_per_token")),
    )
    .extra(),
];

fn updated(deployment: &DeploymentEntry) -> String {
    text(deployment.model_info.get("updated_at"))
}

fn text(value: Option<&Value>) -> String {
    value.map(cell).unwrap_or_default()
}

/// Returns the price of a token, per million tokens, as a plain number.
fn plain_cost(per_token: Option<&Value>) -> String {
    per_token.and_then(Value::as_f64).map(|cost| per_million_plain(cost).to_string()).unwrap_or_default()
}

/// Formats the price of a token, per million tokens.
fn cost(per_token: Option<&Value>) -> String {
    per_token.and_then(Value::as_f64).map(per_million).unwrap_or_default()
}

impl Info {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let models = client.models();
        let call = match (&self.id, &self.name) {
            (Some(id), _) => models.info_by_id(id),
            (None, Some(name)) => models.unexpanded_by_name(name),
            (None, None) => models.info(),
        };
        context
            .perform(DryRun::default(), call, async |context, call| {
                let mut listing = Listing::new(&context.output, "model", &defaults(&context.output, COLUMNS));
                let Some(name) = &self.name else { return lists::show_items(context, call, listing).await };
                let deployments = models.deployments_of(name).await?;
                listing.add(&mut context.output, &deployments)?;
                listing.finish(&mut context.output, &[])
            })
            .await
    }
}
