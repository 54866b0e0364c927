//! `keys regenerate`.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use super::expires::Expires;
use super::new_secret::NewSecret;
use crate::commands::fields::{self, Unread};
use crate::commands::{durations, names};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use litellm_proxy_client::ApiKey;
use litellm_proxy_client::keys::KeyRegeneration;

const AFTER_HELP: &str = "\
The key keeps its alias, limits and spend, and its expiry unless --duration or --expires is given.
The old secret stops working at once, or after --grace-period. Requires a LiteLLM Enterprise
license on the server.

Examples:
  litellm-proxy keys regenerate ci-key --grace-period 24h --output-file ci.key
  litellm-proxy keys regenerate ci-key --dry-run
  litellm-proxy keys regenerate ci-key --output-file ci.key";

/// The fields of the regeneration. Each option has the name of its field in the request.
#[derive(Debug, Args, Serialize)]
struct Fields {
    /// The new secret, instead of one that the server generates; @FILE or @-
    #[arg(long, value_name = "KEY", value_parser = Unread::secret())]
    new_key: Option<Unread>,
    /// How long the old secret stays valid, such as 24h (newer servers)
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    grace_period: Option<String>,
    /// New lifetime of the key from now on, such as 90d
    #[arg(long, value_name = "DURATION", value_parser = durations::parse)]
    duration: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Regenerate {
    /// The key: its secret, hash or alias, @FILE or @-
    #[arg(value_name = "KEY")]
    key: String,
    #[command(flatten)]
    fields: Fields,
    #[command(flatten)]
    expires: Expires,
    /// Write the key to a new file with mode 0600 instead of printing it
    #[arg(long, value_name = "FILE")]
    output_file: Option<PathBuf>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Regenerate {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut regeneration: KeyRegeneration = fields::request(context, &self.fields)?;
        self.expires.set(&mut regeneration.update.duration)?;
        let key = names::existing_key(context, self.dry_run, &self.key).await?.key;
        self.expires.set(&mut regeneration.update.duration)?;
        self.expires.note(context);
        let client = context.client()?;
        let call = client.keys().regenerate(&key, &regeneration);
        context
            .perform(self.dry_run, call, async |context, _| {
                let is_own_choice = regeneration.new_key.is_none();
                let secret = regeneration.new_key.get_or_insert_with(ApiKey::random).clone();
                let new_secret = NewSecret::of_regenerated_key(secret, self.output_file.as_deref());
                let request = async {
                    let keys = client.keys();
                    if is_own_choice {
                        keys.regenerate_preferring(&key, &regeneration).await
                    } else {
                        keys.regenerate(&key, &regeneration).await
                    }
                };
                new_secret.show(context, &client, request).await?;
                Ok(Outcome::Done)
            })
            .await
    }
}
