//! `keys import`: copies the keys of another server, with new secrets. It can be run again: see `--on-conflict`.

mod plan;

use std::path::PathBuf;

use anyhow::Result;
use clap::{ArgGroup, Args};
use jiff::Zoned;

use self::plan::{Change, Item, OnConflict, Plan};
use crate::commands::bulk::{self, Bulk, BulkResult, ItemOutcome};
use crate::commands::confirm::partly;
use crate::commands::lists;
use crate::commands::moments::{Moment, refuse_future};
use crate::commands::secrets_file::SecretsFile;
use crate::context::{Context, DryRun};
use crate::failure::{Failure, SourceServerError};
use crate::outcome::Outcome;
use crate::output::{Column, times};
use litellm_proxy_client::keys::{KeyEntry, KeyFilter};
use litellm_proxy_client::{ApiKey, Client, Error};

const AFTER_HELP: &str = "\
Copied: alias, models, aliases, user, team, spend, budgets and their durations, limits, expiry,
metadata, tags, blocked state, permissions. Not copied: the secret, which servers do not reveal,
and the time of the next budget reset. New secrets are written to --output-file as lines of alias
and key, each before its key is created. A key whose user, team, organization or budget does not
exist on this server is not imported.

A key exists already if its alias does. A copy of a key without an alias is recognized by the hash
of the original, which is noted in its metadata as copied_from_key_hash.

Examples:
  litellm-proxy keys import https://old.example.com --source-api-key @old.key \\
    --output-file keys.csv
  litellm-proxy keys import https://old.example.com --dry-run
  litellm-proxy keys import https://old.example.com --on-conflict skip --output-file k.csv";

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("from").required(true), after_help = AFTER_HELP)]
pub(crate) struct Import {
    /// URL of the server to read from
    #[arg(value_name = "URL", group = "from")]
    source: Option<String>,
    /// The same as URL
    #[arg(long, value_name = "URL", group = "from")]
    source_base_url: Option<String>,
    /// API key for that server, @FILE or @-
    #[arg(long, value_name = "KEY")]
    source_api_key: Option<String>,
    /// Only keys created since: 7d ago, 2026-01-31, 2026-01-31_14:30 (local time) or RFC 3339
    #[arg(long, value_name = "TIME", value_parser = Moment::parse)]
    created_since: Option<Moment>,
    /// How to handle a key that exists already: fail, skip or update
    #[arg(long, value_name = "ACTION", value_enum, default_value_t = OnConflict::Fail, hide_possible_values = true)]
    on_conflict: OnConflict,
    /// Write aliases and new keys to a new CSV file (mode 0600)
    #[arg(long, value_name = "FILE", conflicts_with = "discard_secrets")]
    output_file: Option<PathBuf>,
    /// Discard the new secrets
    #[arg(long)]
    discard_secrets: bool,
    #[command(flatten)]
    bulk: Bulk,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Import {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let now = Zoned::now().with_time_zone(times::zone());
        let since = self.created_since.map(|since| {
            let since = since.start(&now)?;
            refuse_future("--created-since", since, &now).map(|()| since)
        });
        let since = since.transpose().map_err(Failure::usage)?;
        if self.output_file.is_none() && !self.discard_secrets && !self.dry_run.dry_run {
            return Err(Failure::usage(
                "the new keys have no destination: give --output-file FILE or --discard-secrets",
            ));
        }
        let source_url = self.source.or(self.source_base_url).unwrap_or_default();
        let mut builder = context.unconfigured_builder(&source_url)?;
        if let Some(key) = &self.source_api_key {
            builder = builder.api_key(ApiKey::pasted(context.arguments.string(key)?));
        }
        let source = builder.build()?;
        let destination = context.client()?;

        let pages = source.keys().list_all(&KeyFilter::default());
        let list = lists::collect(context, pages).await.map_err(|error| at_source(error, &source_url))?;
        let count = list.items.len();
        let mut keys: Vec<_> = list.items.iter().filter_map(KeyEntry::full).collect();
        if keys.len() < count {
            context
                .output
                .warn(format_args!("the source returns only the hash of {} of {count} keys", count - keys.len()));
        }
        let unreadable = usize::try_from(list.total).unwrap_or(count).max(count) - keys.len();
        if let Some(since) = since {
            keys.retain(|key| key.created_at.is_some_and(|created| created >= since));
            context.output.note(format_args!("{} of {count} keys were created since {since}", keys.len()));
        }
        let keys = source.keys().with_budgets(&keys).await;
        let keys = keys.map_err(|error| at_source(error.into(), &source_url))?;
        let Plan { mut items, changes } =
            plan::plan(&destination, &keys, self.on_conflict, self.dry_run.dry_run).await?;
        if self.dry_run.dry_run {
            return preview(context, items, &changes);
        }
        let file = self.output_file.as_deref().map(|path| SecretsFile::create(path, None)).transpose()?;
        let calls: Vec<_> = changes
            .iter()
            .map(|(index, change)| {
                let alias = items.get(*index).and_then(|item| item.key_alias.clone()).unwrap_or_default();
                apply(&destination, change, alias, file.as_ref())
            })
            .collect();
        let has_failed = self.bulk.fail_fast && items.iter().any(|item| item.outcome == ItemOutcome::Failed);
        let mut outcome = BulkResult::default();
        if !has_failed {
            outcome = bulk::run(context, self.bulk, calls, |number, result| {
                let item = changes.get(number).and_then(|(index, _)| items.get_mut(*index));
                item.map_or(Ok(()), |item| record(item, result))
            })
            .await;
        }
        for (number, (index, _)) in changes.iter().enumerate() {
            if let Some(item) = items.get_mut(*index).filter(|item| item.outcome == ItemOutcome::Waiting) {
                item.outcome = outcome.outcome_without_result(number);
            }
        }
        report(context, &items, outcome, file.as_ref(), unreadable)
    }
}

/// How an attempt to import a key ended, if not with an error of a request.
enum Attempt {
    Imported,
    Updated,
    /// The request failed; the reason says what may have happened nevertheless.
    Failed(String),
    /// The secret could not be saved, so nothing was sent.
    NotSaved(String),
}

/// Makes a change. A new secret is saved before its key is created.
async fn apply(client: &Client, change: &Change, alias: String, file: Option<&SecretsFile>) -> Result<Attempt, Error> {
    let keys = client.keys();
    let (mut key, file) = match (change, file) {
        (Change::Update { hash, update }, _) => {
            return keys.update(hash, &**update).await.map(|_| Attempt::Updated);
        }
        (Change::Create(key), None) => return keys.generate_exactly(key).await.map(|_| Attempt::Imported),
        (Change::Create(key), Some(file)) => (key.clone(), file),
    };
    let secret = ApiKey::random();
    if let Err(error) = file.add(&alias, &secret) {
        return Ok(Attempt::NotSaved(format!("{error:#}")));
    }
    key.key = Some(secret.clone());
    match keys.generate_exactly(&key).await {
        Ok(generated) if generated.key == secret => Ok(Attempt::Imported),
        Ok(generated) => {
            // The server allows only its own secrets.
            file.remove(&secret);
            let saved = file.add(&alias, &generated.key);
            Ok(saved.map_or_else(
                |error| {
                    let hash = generated.key.hash();
                    Attempt::NotSaved(format!("the key was created with the hash {hash}, but {error:#}"))
                },
                |()| Attempt::Imported,
            ))
        }
        // A key whose expiry could not be set is deleted again, which may fail too.
        Err(error) if error.may_have_taken_effect() || key.duration.is_some() => {
            if matches!(keys.exists(&secret).await, Ok(false)) {
                file.remove(&secret);
                return Err(error);
            }
            Ok(Attempt::Failed(format!("{error}; the key may exist with the secret in {}", file.path().display())))
        }
        Err(error) => {
            file.remove(&secret);
            Err(error)
        }
    }
}

/// Records the outcome of a key.
fn record(item: &mut Item, result: &Result<Attempt, Error>) -> Result<()> {
    match result {
        Ok(Attempt::Imported) => item.outcome = ItemOutcome::Imported,
        Ok(Attempt::Updated) => item.outcome = ItemOutcome::Updated,
        Ok(Attempt::Failed(reason)) => item.fail(reason.as_str()),
        Ok(Attempt::NotSaved(reason)) => {
            item.fail(reason.as_str());
            return Err(anyhow::anyhow!("{reason}"));
        }
        Err(error) => item.fail(error.to_string()),
    }
    Ok(())
}

/// Shows the outcome that each key would have.
fn preview(context: &mut Context, mut items: Vec<Item>, changes: &[(usize, Change)]) -> Result<Outcome> {
    for item in &mut items {
        item.outcome = match item.outcome {
            ItemOutcome::Failed => ItemOutcome::WouldFail,
            ItemOutcome::Skipped => ItemOutcome::WouldBeSkipped,
            other => other,
        };
    }
    for (index, change) in changes {
        if let Some(item) = items.get_mut(*index) {
            item.outcome = match change {
                Change::Create(_) => ItemOutcome::WouldBeImported,
                Change::Update { .. } => ItemOutcome::WouldBeUpdated,
            };
        }
    }
    show(context, &items)?;
    let failing = items.iter().filter(|item| item.outcome == ItemOutcome::WouldFail).count();
    if failing > 0 {
        return Err(Failure::Partial(format!("{failing} of {} keys would not be imported", items.len())).into());
    }
    Ok(Outcome::Done)
}

/// Shows all keys in order, then each failure, and returns the outcome of the import.
fn report(
    context: &mut Context,
    items: &[Item],
    outcome: BulkResult,
    file: Option<&SecretsFile>,
    unreadable: usize,
) -> Result<Outcome> {
    let saved = file.map(SecretsFile::finish);
    show(context, items)?;
    // With JSON errors, stderr holds a single error object.
    let show_failures = !context.output.has_error_object();
    for item in items.iter().filter(|item| show_failures && item.outcome == ItemOutcome::Failed) {
        context.output.note(format_args!("failed: {}: {}", item.name(), item.reason.as_deref().unwrap_or_default()));
    }
    if let (Some(file), Some(saved)) = (file, saved)
        && let count = saved?
        && count > 0
    {
        context.output.note(format_args!("{count} new keys are in {}", file.path().display()));
    }
    if let Some(error) = outcome.local_error {
        return Err(error);
    }
    let count = |outcome: ItemOutcome| items.iter().filter(|item| item.outcome == outcome).count();
    let done = count(ItemOutcome::Imported) + count(ItemOutcome::Updated);
    let total = items.len() - count(ItemOutcome::Skipped);
    if outcome.was_interrupted {
        return Err(Failure::Interrupted(format!("{done} of {total} keys were imported")).into());
    }
    if done < total || unreadable > 0 {
        let missing = total - done + unreadable;
        return Err(partly(missing, total + unreadable, "key", "imported").into());
    }
    Ok(Outcome::Done)
}

/// Marks an error as coming from the source, whose hints differ from those for the configured server.
fn at_source(error: anyhow::Error, url: &str) -> anyhow::Error {
    error.context(SourceServerError {
        message: format!("cannot read the keys of {url}"),
        key_option: "--source-api-key",
        url_option: "--source-base-url",
    })
}

fn show(context: &mut Context, items: &[Item]) -> Result<Outcome> {
    let columns: [&Column<Item>; 5] = [
        &Column::new("key_alias", "Key Alias", |item| item.key_alias.clone().unwrap_or_default()),
        &Column::new("user_id", "User ID", |item| item.user_id().to_owned()),
        &Column::new("created_at", "Created", |item| item.created_at().to_owned()),
        &Column::state("outcome", "Outcome", |item| item.outcome.as_str().to_owned()),
        &Column::new("reason", "Reason", |item: &Item| item.reason.clone().unwrap_or_default()).words(),
    ];
    context.output.list("key", items, &columns, &items)
}
