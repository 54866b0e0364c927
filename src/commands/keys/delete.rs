//! `keys delete`.

use anyhow::Result;
use clap::{ArgGroup, Args};

use super::split_list;
use crate::commands::confirm::{self, Confirmation};
use crate::commands::names;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).multiple(true),
    after_help = "Examples:\n  litellm-proxy keys delete ci-key sk-key1\n  \
        litellm-proxy keys delete --keys sk-key1,sk-key2 --key-aliases alias1,alias2")]
pub(crate) struct Delete {
    /// Keys, each as secret, hash or alias, @FILE or @-
    #[arg(value_name = "KEY", group = "which")]
    names: Vec<String>,
    /// Secrets, hashes or aliases, separated by commas, @FILE or @-
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
        let mut arguments = Vec::new();
        for name in &self.names {
            arguments.push(names::key_argument(context, name)?);
        }
        if let Some(keys) = &self.keys {
            arguments.extend(names::key_list(context, keys)?);
        }
        // The server expects aliases in a separate list.
        let (alias_arguments, keys): (Vec<_>, Vec<_>) = arguments.into_iter().partition(names::is_alias);
        let mut aliases: Vec<_> = alias_arguments.iter().map(|alias| alias.expose().to_owned()).collect();
        aliases.extend(self.key_aliases.as_deref().map(split_list).unwrap_or_default());
        if keys.is_empty() && aliases.is_empty() {
            return Err(Failure::usage("no key or alias is given"));
        }
        let client = context.client()?;
        // The server silently ignores the second list in a request, so each gets its own.
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
                // If one list fails, still delete the other.
                let (mut deleted, mut failures, total) = (Vec::new(), Vec::new(), calls.len());
                for call in calls {
                    match call.await {
                        Ok(response) => deleted.extend(response.into_inner().deleted_keys),
                        Err(error) => failures.push(error),
                    }
                }
                let failed = failures.len();
                if failed < total {
                    context.output.value(&serde_json::json!({ "deleted_keys": deleted }))?;
                }
                match failures.into_iter().next() {
                    None => Ok(Outcome::Done),
                    Some(error) if failed == total => Err(error.into()),
                    Some(error) => Err(anyhow::Error::from(error)
                        .context(Failure::Partial("one of the two lists was not deleted".to_owned()))),
                }
            })
            .await
    }
}
