//! `keys reset-spend`.

use anyhow::Result;
use clap::Args;

use crate::commands::facts::{self, Facts};
use crate::commands::names::{self, NamedKey};
use crate::commands::params;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Answer, dollars};
use litellm_proxy_client::keys::SpendResetError;

const AFTER_HELP: &str = "\
The response has the previous spend. Servers without an endpoint for this, such as LiteLLM 1.80,
update the key instead, and the response is the key.

Examples:
  litellm-proxy keys reset-spend ci-key
  litellm-proxy keys reset-spend ci-key --to 5
  litellm-proxy keys reset-spend ci-key --dry-run";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct ResetSpend {
    /// The key: its secret, hash or alias, @FILE or @-
    #[arg(value_name = "KEY")]
    key: String,
    /// Spend to reset to, in dollars, at most the current spend
    #[arg(long, value_name = "DOLLARS", default_value_t = 0.0, value_parser = params::dollars)]
    to: f64,
    #[command(flatten)]
    dry_run: DryRun,
}

impl ResetSpend {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let named = names::existing_key(context, self.dry_run, &self.key).await?;
        let key = named.key.clone();
        let client = context.client()?;
        if self.dry_run.dry_run && self.to > 0.0 {
            let spend = client.keys().info(&key).await?.info.spend.unwrap_or_default();
            if self.to > spend {
                let message = format!("--to {} is more than the current spend, {}", self.to, dollars(spend));
                return Err(Failure::WouldBeRefused { message, hint: None }.into());
            }
        }
        context
            .perform(self.dry_run, client.keys().reset_spend(&key, self.to), async |context, _| {
                match client.keys().reset_spend_anywhere(&key, self.to).await {
                    Ok(response) => context.output.answer(&response, || answer(&named, &Facts::of(&response))),
                    Err(SpendResetError::Request(error)) => Err(error.into()),
                    Err(error) => Err(Failure::Refused(error.to_string()).into()),
                }
            })
            .await
    }
}

/// Describes the spend before and after.
fn answer(named: &NamedKey, response: &Facts) -> Answer {
    let listed = named.listed.as_ref();
    let alias = listed.and_then(|listed| listed.key_alias.as_deref());
    let before = response.number("previous_spend").or_else(|| listed?.spend);
    let before = before.map(|before| format!(", {} before", dollars(before))).unwrap_or_default();
    let after = response.number("spend").map(dollars).unwrap_or_default();
    Answer::new(format!("Reset the spend of key {}", facts::key_name(alias, &named.key.hash())))
        .line("spend", format!("{after}{before}"))
        .line("budget", response.budget())
}
