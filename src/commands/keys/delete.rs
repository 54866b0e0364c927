//! `keys delete`. The keys are looked up first, because the server reports every key that a request names as deleted.

use anyhow::Result;
use clap::{ArgGroup, Args};
use futures_util::future::join_all;
use serde::Serialize;

use super::answer::ShownKey;
use crate::commands::confirm::{self, Confirmation};
use crate::commands::facts::Facts;
use crate::commands::{answers, names, several};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::ApiKey;
use litellm_proxy_client::keys::{KeyDeletion, KeyName};

/// How many keys are described before they are deleted.
const MOST_SHOWN: usize = 8;

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).multiple(true),
    after_help = "\
Keys that do not exist are listed as not found. The others are deleted nevertheless, and the exit
code is 7. If none exists, nothing is sent and the exit code is 3.

Examples:
  litellm-proxy keys delete ci-key staging-key
  litellm-proxy keys delete ci-key --dry-run
  litellm-proxy keys delete --keys sk-key1,sk-key2 --key-aliases alias1,alias2")]
pub(crate) struct Delete {
    /// Keys, each as secret, hash or alias, @FILE or @-, or - to read them from stdin
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

/// What is shown: aliases without outer blanks, other keys by hash.
#[derive(Debug, Default, Serialize)]
struct Deletion {
    deleted_keys: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_found: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_deleted: Vec<String>,
}

impl Delete {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let names = self.read_names(context)?;
        let client = context.client()?;
        // Without lookups, the requests name the keys as they were given. The server ignores the second list in a
        // request, so each kind gets its own.
        let (mut keys, mut aliases) = (Vec::new(), Vec::new());
        for name in &names {
            match name {
                KeyName::Key(key) => keys.push(key),
                KeyName::Alias(alias) => aliases.push(alias.trim()),
                _ => {}
            }
        }
        let mut calls = Vec::new();
        if !keys.is_empty() {
            calls.push(client.keys().delete(keys));
        }
        if !aliases.is_empty() {
            calls.push(client.keys().delete_by_alias(aliases));
        }
        if !context.looks_up(self.dry_run) {
            return context.preview(calls);
        }
        let found = client.keys().find(&names).await?;
        let mut hashes: Vec<String> = Vec::new();
        for hash in found.iter().flatten() {
            if !hashes.contains(hash) {
                hashes.push(hash.clone());
            }
        }
        let missing: Vec<&KeyName> =
            names.iter().zip(&found).filter(|(_, hashes)| hashes.is_empty()).map(|(name, _)| name).collect();
        if hashes.is_empty() {
            return Err(none_found(&missing));
        }
        let call = client.keys().delete(&hashes);
        if !missing.is_empty() && !context.is_sending(self.dry_run) {
            let labels: Vec<String> = missing.iter().map(|name| name.label()).collect();
            list_missing(context, &labels);
            context.preview(call)?;
            return Err(confirm::partly(missing.len(), names.len(), "key", "deleted").into());
        }
        context
            .perform(self.dry_run, call, async |context, _| {
                let asks = self.confirmation.will_ask(context, self.dry_run);
                if asks {
                    let going = going(context, &hashes).await?;
                    let missing: String = missing.iter().map(|name| format!("not found: {}\n", name.label())).collect();
                    let question = format!("{missing}{going}Delete {}?", confirm::count(hashes.len(), "key"));
                    self.confirmation.ask(context, self.dry_run, &question)?;
                }
                let KeyDeletion { remaining, error, .. } = client.keys().delete_and_check(&hashes).await;
                if let Some(error) = error {
                    if remaining.len() == hashes.len() {
                        return Err(error.into());
                    }
                    context.output.note(format_args!("the server refused some of the keys: {error}"));
                }
                let mut deletion = Deletion::default();
                for (name, hashes) in names.iter().zip(&found) {
                    let list = if hashes.is_empty() {
                        &mut deletion.not_found
                    } else if hashes.iter().any(|hash| remaining.contains(hash)) {
                        &mut deletion.not_deleted
                    } else {
                        &mut deletion.deleted_keys
                    };
                    let label = name.label();
                    if !list.contains(&label) {
                        list.push(label);
                    }
                }
                report(context, &deletion)
            })
            .await
    }

    fn read_names(&self, context: &mut Context) -> Result<Vec<KeyName>> {
        let mut names: Vec<KeyName> = Vec::new();
        for name in several::read(context, &self.names)? {
            names.push(names::key_name(context, &name)?);
        }
        if let Some(keys) = &self.keys {
            names.extend(names::key_list(context, keys)?);
        }
        let aliases = self.key_aliases.as_deref().map(names::split_names).unwrap_or_default();
        names.extend(aliases.into_iter().map(KeyName::Alias));
        let mut unique: Vec<KeyName> = Vec::new();
        for name in names {
            if !unique.contains(&name) {
                unique.push(name);
            }
        }
        if unique.is_empty() { Err(Failure::usage("no key or alias is given")) } else { Ok(unique) }
    }
}

/// Says of each key what goes along with it, unless they are many. Keys that may not be read are left out.
async fn going(context: &mut Context, hashes: &[String]) -> Result<String> {
    if hashes.len() > MOST_SHOWN {
        return Ok(String::new());
    }
    let client = context.client()?;
    let keys = join_all(hashes.iter().map(|hash| client.keys().info(ApiKey::new(hash)).send())).await;
    let mut lines = String::new();
    for (key, hash) in keys.into_iter().zip(hashes) {
        let Ok(key) = key else { continue };
        let shown = ShownKey::new(Facts::of(&key.info), hash).with_owners(context).await?;
        lines.push_str(&format!("{}\n", shown.going()));
    }
    Ok(lines)
}

/// Builds the error for names of which none is the name of a key.
fn none_found(missing: &[&KeyName]) -> anyhow::Error {
    let message = match missing {
        [name @ KeyName::Alias(_)] => format!("no key has the alias `{}`", name.label()),
        [name] => format!("no key has the hash {}", name.label()),
        names => {
            let labels: Vec<_> = names.iter().map(|name| name.label()).collect();
            format!("none of these {} keys exists: {}", names.len(), labels.join(", "))
        }
    };
    Failure::NotFound(message).into()
}

/// Lists the keys that do not exist. With JSON errors, stderr holds a single error object.
fn list_missing(context: &mut Context, labels: &[String]) {
    if !context.output.has_error_object() {
        for label in labels {
            context.output.note(format_args!("not found: {label}"));
        }
    }
}

/// Shows what was deleted, lists the rest on stderr, and returns the outcome.
fn report(context: &mut Context, deletion: &Deletion) -> Result<Outcome> {
    context.output.answer(deletion, || answers::deleted("key", &deletion.deleted_keys))?;
    let failed = deletion.not_found.len() + deletion.not_deleted.len();
    if failed == 0 {
        return Ok(Outcome::Done);
    }
    list_missing(context, &deletion.not_found);
    if !context.output.has_error_object() {
        for name in &deletion.not_deleted {
            context.output.note(format_args!("still exists: {name}"));
        }
    }
    Err(confirm::partly(failed, failed + deletion.deleted_keys.len(), "key", "deleted").into())
}
