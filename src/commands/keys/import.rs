//! `keys import`: copies the keys of another server, with new secrets.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use serde::Serialize;

use crate::commands::bulk::{self, Bulk, ItemOutcome};
use crate::commands::lists;
use crate::context::{Context, DryRun};
use crate::failure::{Failure, SourceServerError};
use crate::files::PrivateFile;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::keys::{Key, KeyEntry, KeyFilter, NewKey};
use litellm_proxy_client::{ApiKey, Lossless};

const AFTER_HELP: &str = "\
Copied: alias, models, aliases, user, team, spend, budgets and their durations, limits, expiry,
metadata, tags, blocked state, permissions. Not copied: the secret, which servers do not reveal,
and the time of the next budget reset. New secrets are written to --output-file as lines of alias
and key. Users, teams, organizations and budgets must exist on this server.

Example:
  litellm-proxy keys import --source-base-url https://old.example.com \\
    --source-api-key @old.key --output-file keys.csv";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Import {
    /// URL of the server to read from
    #[arg(long, value_name = "URL")]
    source_base_url: String,
    /// API key for that server, @FILE or @-
    #[arg(long, value_name = "KEY")]
    source_api_key: Option<String>,
    /// Only keys created since: 2026-01-31, 2026-01-31_14:30 (local time) or RFC 3339
    #[arg(long, value_name = "TIME")]
    created_since: Option<String>,
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

/// A key of the source and its outcome.
#[derive(Debug, Serialize)]
struct Item {
    key_alias: Option<String>,
    user_id: Option<String>,
    created_at: Option<String>,
    outcome: ItemOutcome,
    reason: Option<String>,
    #[serde(skip)]
    key: Option<Box<NewKey>>,
}

impl Import {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let since = self.created_since.as_deref().map(parse_time).transpose()?;
        if self.output_file.is_none() && !self.discard_secrets && !self.dry_run.dry_run {
            return Err(Failure::usage(
                "the new keys have no destination: give --output-file FILE or --discard-secrets",
            ));
        }
        let mut builder = context.unconfigured_builder(&self.source_base_url)?;
        if let Some(key) = &self.source_api_key {
            builder = builder.api_key(ApiKey::pasted(context.arguments.string(key)?));
        }
        let source = builder.build()?;
        let destination = context.client()?;

        let pages = source.keys().list_all(&KeyFilter::default());
        let list = lists::collect(context, pages).await.map_err(|error| at_source(error, &self.source_base_url))?;
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
        let now = Timestamp::now();
        let mut items: Vec<Item> = keys.into_iter().map(|key| plan_item(key, now)).collect();
        if self.dry_run.dry_run {
            for item in items.iter_mut().filter(|item| item.outcome == ItemOutcome::Waiting) {
                item.outcome = ItemOutcome::WouldBeImported;
            }
            return show(context, &items);
        }
        let (item_indexes, keys): (Vec<_>, Vec<_>) =
            items.iter_mut().enumerate().filter_map(|(index, item)| Some((index, item.key.take()?))).unzip();
        let keys_of_destination = destination.keys();
        let calls: Vec<_> = keys.iter().map(|key| keys_of_destination.generate_exactly(key)).collect();
        let mut file = self.output_file.as_deref().map(PrivateFile::create).transpose()?;
        let total = items.iter().filter(|item| item.outcome != ItemOutcome::Skipped).count();
        let outcome = bulk::run(context, self.bulk, calls, |number, result| {
            let Some(item) = item_indexes.get(number).and_then(|index| items.get_mut(*index)) else {
                return Ok(());
            };
            match result {
                Ok(generated) => {
                    item.outcome = ItemOutcome::Imported;
                    match &mut file {
                        // Immediately, so that an interruption loses no key.
                        Some(file) => {
                            let line = csv_line(item.key_alias.as_deref().unwrap_or_default(), generated.key.expose())?;
                            file.append(&line).inspect_err(|_| {
                                item.outcome = ItemOutcome::Failed;
                                let hash = generated.key.hash();
                                item.reason =
                                    Some(format!("the key was created but could not be written; its hash is {hash}"));
                            })
                        }
                        None => Ok(()),
                    }
                }
                Err(error) => {
                    item.outcome = ItemOutcome::Failed;
                    item.reason = Some(error.to_string());
                    Ok(())
                }
            }
        })
        .await;
        for (number, index) in item_indexes.iter().enumerate() {
            if let Some(item) = items.get_mut(*index).filter(|item| item.outcome == ItemOutcome::Waiting) {
                item.outcome = outcome.outcome_without_result(number);
            }
        }
        show(context, &items)?;
        // With JSON errors, stderr holds a single error object.
        let show_failures = !context.output.has_error_object();
        for item in items.iter().filter(|item| show_failures && item.outcome == ItemOutcome::Failed) {
            let alias = item.key_alias.as_deref().unwrap_or("a key without an alias");
            context.output.note(format_args!("failed: {alias}: {}", item.reason.as_deref().unwrap_or_default()));
        }
        let done = outcome.done;
        if let Some(file) = file.as_ref().filter(|_| done > 0) {
            context.output.note(format_args!("{done} new keys are in {}", file.path().display()));
        }
        if let Some(error) = outcome.local_error {
            return Err(error);
        }
        if outcome.was_interrupted {
            return Err(Failure::Interrupted(format!("{done} of {total} keys were imported")).into());
        }
        if done < total || unreadable > 0 {
            let missing = total - done + unreadable;
            return Err(Failure::Partial(format!("{missing} of {} keys were not imported", total + unreadable)).into());
        }
        Ok(Outcome::Done)
    }
}

/// Marks an error as coming from the source, whose hints differ from those for the configured server.
fn at_source(error: anyhow::Error, url: &str) -> anyhow::Error {
    error.context(SourceServerError(format!("cannot read the keys of {url}")))
}

/// Parses a time argument; without an offset it is in the local time zone.
fn parse_time(text: &str) -> Result<Timestamp> {
    if let Ok(timestamp) = text.parse() {
        return Ok(timestamp);
    }
    let local: Option<civil::DateTime> = text.replacen('_', "T", 1).parse().ok();
    local.and_then(|local| local.to_zoned(TimeZone::system()).ok()).map(|time| time.timestamp()).ok_or_else(|| {
        Failure::usage(format!("--created-since: `{text}` is not a time such as 2026-01-31 or 2026-01-31_14:30"))
    })
}

/// Decides what to do with a key of the source.
fn plan_item(key: &Lossless<Key>, now: Timestamp) -> Item {
    let remaining = key.expires.map(|expires| expires.as_second() - now.as_second());
    let mut item = Item {
        key_alias: key.key_alias.clone(),
        user_id: key.user_id.clone(),
        created_at: key.string("created_at"),
        outcome: ItemOutcome::Waiting,
        reason: None,
        key: None,
    };
    if let Some(text) = key.string("expires").filter(|text| !text.is_empty() && key.expires.is_none()) {
        // Without an expiry, the copy would never expire.
        item.outcome = ItemOutcome::Failed;
        item.reason = Some(format!("its expiry `{text}` is not a time"));
    } else if remaining.is_some_and(|seconds| seconds <= 0) {
        item.outcome = ItemOutcome::Skipped;
        item.reason = Some("it has expired".to_owned());
    } else {
        let duration = remaining.map(|seconds| format!("{seconds}s"));
        let omitted = NewKey::not_copied(key);
        if !omitted.is_empty() {
            item.reason = Some(format!("without {}", omitted.join(" and ")));
        }
        let mut copy = NewKey::copy_of(key);
        copy.duration = duration;
        item.key = Some(Box::new(copy));
    }
    item
}

fn csv_line(alias: &str, key: &str) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([alias, key])?;
    Ok(String::from_utf8(writer.into_inner()?)?)
}

fn show(context: &mut Context, items: &[Item]) -> Result<Outcome> {
    let columns: [&Column<Item>; 5] = [
        &Column::new("key_alias", "Key Alias", |item| item.key_alias.clone().unwrap_or_default()),
        &Column::new("user_id", "User ID", |item| item.user_id.clone().unwrap_or_default()),
        &Column::new("created_at", "Created", |item| item.created_at.clone().unwrap_or_default()),
        &Column::new("outcome", "Outcome", |item| item.outcome.as_str().to_owned()),
        &Column::new("reason", "Reason", |item| item.reason.clone().unwrap_or_default()),
    ];
    context.output.list(items, &columns, &items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn created_since_accepts_local_times_and_offsets() {
        let utc = |text: &str| parse_time(text).expect(text).to_string();
        assert_eq!(utc("2026-01-31T00:00:00+02:00"), "2026-01-30T22:00:00Z");
        assert!(parse_time("2026-01-31").is_ok());
        assert!(parse_time("2026-01-31_14:30").is_ok());
        for wrong in ["yesterday", "2026-13-01", "31.1.2026", ""] {
            assert!(parse_time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn expired_keys_are_skipped_and_others_keep_their_remaining_time() {
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a time");
        let key = |expires: &str| -> Lossless<Key> {
            serde_json::from_str(&format!(r#"{{"expires":"{expires}"}}"#)).expect("a key")
        };
        assert_eq!(plan_item(&key("2025-12-31T23:59:59Z"), now).outcome, ItemOutcome::Skipped);
        let imported = plan_item(&key("2026-01-01T01:00:00+00:00"), now);
        assert_eq!(imported.key.and_then(|key| key.duration).as_deref(), Some("3600s"));
    }
}
