//! `keys`: virtual keys.

mod generate;
mod import;
mod list;
mod rotate;

use anyhow::Result;
use clap::{ArgGroup, Args, Subcommand};

use self::import::parse_server_time;
use crate::client::{self, ApiKey, is_key_hash};
use crate::context::{Context, DryRun};
use crate::failure::{Failure, find};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// List keys, all of them unless a page is asked for
    List(list::List),
    /// Generate a key
    Generate(Box<generate::Generate>),
    /// Delete keys
    Delete(Delete),
    /// Show what is known of a key
    Info(Info),
    /// Put a new key in the place of one, so that none is lost
    Rotate(rotate::Rotate),
    /// Make keys like those of another server
    Import(import::Import),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<()> {
        match self {
            Self::List(args) => args.run(context).await,
            Self::Generate(args) => args.run(context).await,
            Self::Delete(args) => args.run(context).await,
            Self::Info(args) => args.run(context).await,
            Self::Rotate(args) => args.run(context).await,
            Self::Import(args) => args.run(context).await,
        }
    }
}

/// The parts of a list that is separated by commas, or in a file by line ends.
pub(super) fn parts(text: &str) -> Vec<String> {
    text.split([',', '\n']).map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).multiple(true),
    after_help = "Example:\n  litellm-proxy keys delete --keys sk-key1,sk-key2 --key-aliases alias1,alias2")]
pub(crate) struct Delete {
    /// Keys or their hashes, separated by commas, @FILE or @-
    #[arg(long, value_name = "KEYS", group = "which")]
    keys: Option<String>,
    /// Aliases of keys, separated by commas
    #[arg(long, value_name = "ALIASES", group = "which")]
    key_aliases: Option<String>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Delete {
    async fn run(self, context: &mut Context) -> Result<()> {
        let keys = match &self.keys {
            Some(keys) => parts(&context.argument(keys)?),
            None => Vec::new(),
        };
        let aliases = self.key_aliases.as_deref().map(parts).unwrap_or_default();
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
        if context.is_showing(self.dry_run) {
            return context.show(calls.into_iter().map(crate::client::Call::request));
        }
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
            None => Ok(()),
            Some(error) if failed == wanted => Err(error.into()),
            Some(error) => {
                Err(anyhow::Error::from(error)
                    .context(Failure::Partial("one of the two lists was not deleted".to_owned())))
            }
        }
    }
}

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true))]
pub(crate) struct Info {
    /// The key or its hash, @FILE or @-; only the hash is sent
    #[arg(long, value_name = "KEY", group = "which")]
    key: Option<String>,
    /// Alias of the key
    #[arg(long, value_name = "ALIAS", group = "which")]
    key_alias: Option<String>,
}

impl Info {
    async fn run(self, context: &mut Context) -> Result<()> {
        let client = context.client()?;
        let key = match (&self.key, &self.key_alias) {
            (Some(key), _) => ApiKey::new(context.argument(key)?),
            (None, alias) => {
                let alias = alias.as_deref().unwrap_or_default();
                if context.is_showing(DryRun::default()) {
                    let filter =
                        crate::client::keys::KeyFilter { key_alias: Some(alias.to_owned()), ..Default::default() };
                    return context.show([client.keys().list_all(&filter).first_call().request()]);
                }
                ApiKey::new(client.keys().hash_of_alias(alias).await?)
            }
        };
        if key.is_empty() {
            return Err(Failure::usage("the key is empty"));
        }
        let looks_like_an_alias = !key.expose().starts_with("sk-") && !is_key_hash(key.expose());
        let call = client.keys().info(&key);
        let result = context.send(call).await;
        let is_missing = result.as_ref().is_err_and(|error| matches!(find(error), Some(client::Error::NotFound(_))));
        if looks_like_an_alias && is_missing {
            context.output.note("that is neither a key (sk-…) nor a hash; --key-alias takes an alias");
        }
        context.output.value(&result?)
    }
}
