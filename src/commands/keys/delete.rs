//! `keys delete`. The keys are looked up first, because the server reports every key that a request names as deleted.

use anyhow::Result;
use clap::{ArgGroup, Args};
use serde::Serialize;

use crate::commands::confirm::{self, Confirmation};
use crate::commands::{answers, consequences, names, several};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::keys::{KeyDeletion, KeyInfo, KeyName};
use litellm_proxy_client::{ApiKey, Lossless};

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
        context
            .perform(self.dry_run, call, async |context, _| {
                let asks = self.confirmation.will_ask(context, self.dry_run);
                let mut question = match hashes.as_slice() {
                    [hash] if asks => one_key(&client.keys().info(ApiKey::new(hash)).await?, hash),
                    _ => format!("Delete {}?", confirm::count(hashes.len(), "key")),
                };
                if !missing.is_empty() {
                    question = format!("{} not found\n{question}", confirm::count(missing.len(), "key"));
                }
                self.confirmation.ask(context, self.dry_run, &question)?;
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

/// Returns the question for one key, with what is known of it.
fn one_key(key: &Lossless<KeyInfo>, hash: &str) -> String {
    let short = hash.get(..8).unwrap_or(hash);
    let name = key.info.key_alias.as_ref().map_or_else(|| short.to_owned(), |alias| format!("{alias} ({short})"));
    format!("{name}: {}\nDelete one key?", consequences::of_key(key))
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

/// Shows what was deleted, lists the rest on stderr, and returns the outcome.
fn report(context: &mut Context, deletion: &Deletion) -> Result<Outcome> {
    context.output.answer(deletion, || answers::deleted("key", &deletion.deleted_keys))?;
    let failed = deletion.not_found.len() + deletion.not_deleted.len();
    if failed == 0 {
        return Ok(Outcome::Done);
    }
    // With JSON errors, stderr holds a single error object.
    if !context.output.has_error_object() {
        for name in &deletion.not_found {
            context.output.note(format_args!("not found: {name}"));
        }
        for name in &deletion.not_deleted {
            context.output.note(format_args!("still exists: {name}"));
        }
    }
    let total = failed + deletion.deleted_keys.len();
    Err(Failure::Partial(format!("{failed} of {total} keys were not deleted")).into())
}
