//! `keys regenerate`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::generate::show_secret;
use crate::commands::{durations, names};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::ApiKey;
use litellm_proxy_client::keys::KeyRegeneration;

const AFTER_HELP: &str = "\
Alias, limits and spend stay, and the old secret ends at once or after --grace-period. The server
needs a LiteLLM Enterprise licence for it.

Example:
  litellm-proxy keys regenerate ci-key --grace-period 24h --output-file ci.key";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Regenerate {
    /// The key: its secret, hash or alias, @FILE or @-
    #[arg(value_name = "KEY")]
    key: String,
    /// The new secret itself, instead of one that the server makes up; @FILE or @-
    #[arg(long, value_name = "KEY")]
    new_key: Option<String>,
    /// How long the old secret lives on, such as 24h (newer servers)
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    grace_period: Option<String>,
    /// Write the key to a new file with mode 0600 instead of printing it
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Regenerate {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let new_key = self.new_key.map(|key| context.arguments.string(&key)).transpose()?;
        if new_key.as_ref().is_some_and(|key| key.trim().is_empty()) {
            return Err(Failure::usage("--new-key is empty"));
        }
        let key = names::key(context, &self.key).await?;
        let regeneration = KeyRegeneration {
            new_key: new_key.map(ApiKey::new),
            grace_period: self.grace_period,
            ..KeyRegeneration::default()
        };
        let call = context.client()?.keys().regenerate(&key, &regeneration);
        context
            .perform(self.dry_run, call, async |context, call| {
                show_secret(context, call, self.output_file.as_deref()).await?;
                Ok(Outcome::Done)
            })
            .await
    }
}
