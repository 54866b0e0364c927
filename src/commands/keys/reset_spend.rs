//! `keys reset-spend`.

use anyhow::Result;
use clap::Args;

use crate::commands::{names, params};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use litellm_proxy_client::keys::KeyUpdate;
use litellm_proxy_client::{ApiKey, Client, Error, Meaning};

const AFTER_HELP: &str = "\
The answer names what was spent before; older servers, which set the spend by an update, answer
with the key.

Example:
  litellm-proxy keys reset-spend ci-key";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct ResetSpend {
    /// The key: its secret, hash or alias, @FILE or @-
    #[arg(value_name = "KEY")]
    key: String,
    /// Dollars that count as spent from now on, no more than do now
    #[arg(long, value_name = "DOLLARS", default_value_t = 0.0, value_parser = params::dollars)]
    to: f64,
    #[command(flatten)]
    dry_run: DryRun,
}

impl ResetSpend {
    pub(super) async fn run(self, context: &mut Context) -> Result<()> {
        let key = names::key(context, &self.key).await?;
        let client = context.client()?;
        let call = client.keys().reset_spend(&key, self.to);
        if context.is_showing(self.dry_run) {
            return context.show([call.request()]);
        }
        match call.await {
            Ok(reset) => context.output.value(&reset),
            // This is what a server says that has no such endpoint; of a key it says more.
            Err(Error::NotFound(refusal)) if refusal.means(Meaning::NoSuchEndpoint) => {
                refuse_a_rise(&client, &key, self.to).await?;
                let update = KeyUpdate::default().spend(self.to);
                let key = client.keys().update(&key, &update).await?;
                context.output.value(&key)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Newer servers refuse to raise what was spent; an update of an older one would do it.
async fn refuse_a_rise(client: &Client, key: &ApiKey, to: f64) -> Result<()> {
    if to <= 0.0 {
        return Ok(());
    }
    let spent = client.keys().info(key).await?.info.spend.unwrap_or_default();
    if to <= spent {
        return Ok(());
    }
    let message = format!("the key has spent ${spent}, which cannot be reset to ${to}: nothing was changed");
    Err(Failure::Refused(message).into())
}
