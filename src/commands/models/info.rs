//! `models info`: lists deployments, with selectable columns.

use anyhow::Result;
use clap::Args;
use serde_json::Value;

use crate::commands::lists;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Column, cell, select};
use litellm_proxy_client::Lossless;
use litellm_proxy_client::models::Deployment;

const AFTER_HELP: &str = "\
Columns: public_model, upstream_model, credential_name, created_at, updated_at, id, input_cost,
output_cost. Costs are in dollars per 1,000 tokens.

Examples:
  litellm-proxy models info
  litellm-proxy models info --columns public_model,id,input_cost,output_cost
  litellm-proxy models info --name gpt-4 --format json

Servers list the models that a wildcard such as openai/* stands for, with the wildcard's id.
--name finds the wildcard itself.";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Info {
    /// Columns of the table, separated by commas
    #[arg(long, value_name = "COLUMNS", default_value = "public_model,upstream_model,updated_at")]
    columns: String,
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
    Column::new("credential_name", "Credential Name", |deployment| {
        text(deployment.litellm_params.get("litellm_credential_name"))
    }),
    Column::time("created_at", "Created At", |deployment| text(deployment.model_info.get("created_at"))),
    Column::time("updated_at", "Updated At", |deployment| text(deployment.model_info.get("updated_at"))),
    Column::new("id", "ID", |deployment| text(deployment.model_info.get("id"))),
    Column::either(
        "input_cost",
        "Input Cost",
        |deployment| cost(deployment.model_info.get("input_cost_per_token")),
        |deployment| plain_cost(deployment.model_info.get("input_cost_per_token")),
    ),
    Column::either(
        "output_cost",
        "Output Cost",
        |deployment| cost(deployment.model_info.get("output_cost_per_token")),
        |deployment| plain_cost(deployment.model_info.get("output_cost_per_token")),
    ),
];

/// Returns the names of the columns.
pub(crate) fn columns() -> Vec<&'static str> {
    COLUMNS.iter().map(|column| column.name).collect()
}

fn text(value: Option<&Value>) -> String {
    value.map(cell).unwrap_or_default()
}

/// Returns dollars per 1,000 tokens as a plain number, without the rounding error of the multiplication.
fn plain_cost(per_token: Option<&Value>) -> String {
    let cost = per_token.and_then(Value::as_f64).map(|cost| (cost * 1e15).round() / 1e12);
    cost.map(|cost| cost.to_string()).unwrap_or_default()
}

/// Formats dollars per 1,000 tokens, with four decimals, or more if a cheap model needs them for two significant digits.
fn cost(per_token: Option<&Value>) -> String {
    let Some(cost) = per_token.and_then(Value::as_f64).map(|cost| cost * 1000.0) else { return String::new() };
    let decimals = (4..12).find(|decimals| cost == 0.0 || cost * 10_f64.powi(*decimals) >= 10.0).unwrap_or(12);
    let decimals = usize::try_from(decimals).unwrap_or(4);
    let formatted = format!("${cost:.decimals$}");
    // Cut trailing zeros beyond four decimals.
    match formatted.split_once('.') {
        Some((whole, fraction)) if fraction.len() > 4 => {
            let length = fraction.trim_end_matches('0').len().max(4);
            format!("{whole}.{}", fraction.get(..length).unwrap_or(fraction))
        }
        _ => formatted,
    }
}

impl Info {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let columns = select(COLUMNS, &self.columns)?;
        let client = context.client()?;
        let models = client.models();
        let call = match (&self.id, &self.name) {
            (Some(id), _) => models.info_by_id(id),
            (None, Some(name)) => models.unexpanded_by_name(name),
            (None, None) => models.info(),
        };
        context
            .perform(DryRun::default(), call, async |context, call| {
                let Some(name) = &self.name else { return lists::show_items(context, call, &columns).await };
                let deployments = models.deployments_of(name).await?;
                context.output.list(&deployments, &columns, &deployments)
            })
            .await
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn costs_are_per_thousand_tokens_and_small_ones_are_not_rounded_to_zero() {
        for (per_token, formatted) in [
            (json!(0.00003), "$0.0300"),
            (json!(0.001), "$1.0000"),
            (json!(0.0), "$0.0000"),
            (json!(1.5e-7), "$0.00015"),
            (json!(2e-8), "$0.00002"),
            (json!(null), ""),
        ] {
            assert_eq!(cost(Some(&per_token)), formatted, "{per_token}");
        }
    }
}
