//! `keys delete`.

use anyhow::Result;
use clap::{ArgGroup, Args};

use super::parts;
use crate::commands::confirm::{self, Confirmation};
use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::ApiKey;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).multiple(true),
    after_help = "Examples:\n  litellm-proxy keys delete ci-key sk-key1\n  \
        litellm-proxy keys delete --keys sk-key1,sk-key2 --key-aliases alias1,alias2")]
pub(crate) struct Delete {
    /// Keys: each its secret, hash or alias, @FILE or @-
    #[arg(value_name = "KEY", group = "which")]
    names: Vec<String>,
    /// Keys, their hashes or aliases, separated by commas, @FILE or @-
    #[arg(long, value_name = "KEYS", group = "which")]
    keys: Option<String>,
    /// Aliases of keys, separated by commas
    #[arg(long, value_name = "ALIASES", group = "which")]
    key_aliases: Option<String>,
    #[command(flatten)]
    confirmation: Confirmation,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Delete {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut named = Vec::new();
        for name in &self.names {
            named.push(names::key_argument(context, name)?);
        }
        if let Some(keys) = &self.keys {
            named.extend(parts(&context.arguments.string(keys)?).into_iter().map(ApiKey::new));
        }
        // The server looks for an alias in a list of its own.
        let (of_aliases, keys): (Vec<_>, Vec<_>) = named.into_iter().partition(names::is_alias);
        let mut aliases: Vec<_> = of_aliases.iter().map(|alias| alias.expose().to_owned()).collect();
        aliases.extend(self.key_aliases.as_deref().map(parts).unwrap_or_default());
        if keys.is_empty() && aliases.is_empty() {
            return Err(Failure::usage("no key and no alias is named"));
        }
        let client = context.client()?;
        // The server reads one list in a request, and silently ignores the other.
        let mut calls = Vec::new();
        if !keys.is_empty() {
            calls.push(client.keys().delete(&keys));
        }
        if !aliases.is_empty() {
            calls.push(client.keys().delete_by_alias(&aliases));
        }
        context
            .perform(self.dry_run, calls, async |context, calls| {
                let question = format!("Delete {}?", confirm::count(keys.len() + aliases.len(), "key"));
                self.confirmation.ask(context, self.dry_run, &question)?;
                // A list that fails must not keep the other from being deleted.
                let (mut deleted, mut failures, wanted) = (Vec::new(), Vec::new(), calls.len());
                for call in calls {
                    match call.await {
                        Ok(answer) => deleted.extend(answer.into_inner().deleted_keys),
                        Err(error) => failures.push(error),
                    }
                }
                let failed = failures.len();
                if failed < wanted {
                    context.output.value(&serde_json::json!({ "deleted_keys": deleted }))?;
                }
                match failures.into_iter().next() {
                    None => Ok(Outcome::Done),
                    Some(error) if failed == wanted => Err(error.into()),
                    Some(error) => Err(anyhow::Error::from(error)
                        .context(Failure::Partial("one of the two lists was not deleted".to_owned()))),
                }
            })
            .await
    }
}
