//! `keys import`: keys like those of another server, under new secrets.

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use jiff::tz::TimeZone;
use jiff::{Timestamp, civil};
use serde::Serialize;

use crate::commands::bulk::{self, Bulk, ItemOutcome};
use crate::commands::lists;
use crate::context::{Context, DryRun};
use crate::failure::{AtSource, Failure};
use crate::files::PrivateFile;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::keys::{Key, KeyEntry, KeyFilter, NewKey};
use litellm_proxy_client::{ApiKey, Lossless};

const AFTER_HELP: &str = "\
Carried over: alias, models, aliases, user, team, spend, budgets and their durations, limits,
expiry, metadata, tags, blocked state, permissions. Not carried over: the secret, which no server
gives out, and the time at which a budget is reset. New secrets are written to --output-file as
lines of alias and key. Users, teams, organizations and budgets must exist on this server.

Example:
  litellm-proxy keys import --source-base-url https://old.example.com \\
    --source-api-key @old.key --output-file keys.csv";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Import {
    /// URL of the server to read from
    #[arg(long, value_name = "URL")]
    source_base_url: String,
    /// API key for that server, or @FILE or @- to read it
    #[arg(long, value_name = "KEY")]
    source_api_key: Option<String>,
    /// Only keys made at or after this time: 2026-01-31, 2026-01-31_14:30 (local time) or RFC 3339
    #[arg(long, value_name = "TIME")]
    created_since: Option<String>,
    /// Write alias and new key as CSV to a new file with mode 0600
    #[arg(long, value_name = "FILE", conflicts_with = "discard_secrets")]
    output_file: Option<PathBuf>,
    /// Do not keep the new secrets anywhere
    #[arg(long)]
    discard_secrets: bool,
    #[command(flatten)]
    bulk: Bulk,
    #[command(flatten)]
    dry_run: DryRun,
}

/// A key of the source, and what came of it.
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
            return Err(Failure::usage("where should the new keys go? Give --output-file FILE, or --discard-secrets"));
        }
        let mut builder = context.unconfigured_builder(&self.source_base_url)?;
        if let Some(key) = &self.source_api_key {
            builder = builder.api_key(ApiKey::new(context.arguments.string(key)?));
        }
        let source = builder.build()?;
        let destination = context.client()?;

        let pages = source.keys().list_all(&KeyFilter::default());
        let found = lists::collect(context, pages).await.map_err(|error| at_source(error, &self.source_base_url))?;
        let count = found.items.len();
        let mut keys: Vec<_> = found.items.iter().filter_map(KeyEntry::full).collect();
        if keys.len() < count {
            context
                .output
                .warn(format_args!("the source gives only the hash of {} of {count} keys", count - keys.len()));
        }
        let unknown = usize::try_from(found.total).unwrap_or(count).max(count) - keys.len();
        if let Some(since) = since {
            keys.retain(|key| key.created_at.is_some_and(|created| created >= since));
            context.output.note(format_args!("{} of {count} keys were created since {since}", keys.len()));
        }
        let now = Timestamp::now();
        let mut items: Vec<Item> = keys.into_iter().map(|key| item(key, now)).collect();
        if self.dry_run.dry_run {
            for item in items.iter_mut().filter(|item| item.outcome == ItemOutcome::Waiting) {
                item.outcome = ItemOutcome::WouldBeImported;
            }
            return show(context, &items);
        }
        let (places, keys): (Vec<_>, Vec<_>) =
            items.iter_mut().enumerate().filter_map(|(place, item)| Some((place, item.key.take()?))).unzip();
        let keys_of_destination = destination.keys();
        let calls: Vec<_> = keys.iter().map(|key| keys_of_destination.generate_exactly(key)).collect();
        let mut file = self.output_file.as_deref().map(PrivateFile::create).transpose()?;
        let wanted = items.iter().filter(|item| item.outcome != ItemOutcome::Skipped).count();
        let outcome = bulk::run(context, self.bulk, calls, |number, result| {
            let Some(item) = places.get(number).and_then(|place| items.get_mut(*place)) else {
                return Ok(());
            };
            match result {
                Ok(generated) => {
                    item.outcome = ItemOutcome::Imported;
                    match &mut file {
                        // At once: what is interrupted now has lost nothing.
                        Some(file) => {
                            let line = csv_line(item.key_alias.as_deref().unwrap_or_default(), generated.key.expose())?;
                            file.append(&line).inspect_err(|_| {
                                item.outcome = ItemOutcome::Failed;
                                let hash = generated.key.hash();
                                item.reason =
                                    Some(format!("it was made, but could not be written; its hash is {hash}"));
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
        for (number, place) in places.iter().enumerate() {
            if let Some(item) = items.get_mut(*place).filter(|item| item.outcome == ItemOutcome::Waiting) {
                item.outcome = outcome.outcome_without_result(number);
            }
        }
        show(context, &items)?;
        // As JSON, stderr is for the one error object.
        let tells = !context.output.has_error_object();
        for item in items.iter().filter(|item| tells && item.outcome == ItemOutcome::Failed) {
            let alias = item.key_alias.as_deref().unwrap_or("a key without an alias");
            context.output.note(format_args!("failed: {alias}: {}", item.reason.as_deref().unwrap_or_default()));
        }
        let done = outcome.done;
        if let Some(file) = file.as_ref().filter(|_| done > 0) {
            context.output.note(format_args!("{done} new keys are in {}", file.path().display()));
        }
        if let Some(error) = outcome.broken {
            return Err(error);
        }
        if outcome.was_interrupted {
            return Err(Failure::Interrupted(format!("{done} of {wanted} keys were imported")).into());
        }
        if done < wanted || unknown > 0 {
            let missing = wanted - done + unknown;
            return Err(Failure::Partial(format!("{missing} of {} keys were not imported", wanted + unknown)).into());
        }
        Ok(Outcome::Done)
    }
}

/// An error of the source says that it is the source's: the hints are others than for the own server.
fn at_source(error: anyhow::Error, url: &str) -> anyhow::Error {
    error.context(AtSource(format!("cannot read the keys of {url}")))
}

/// A time of the user's: with an offset as it is, otherwise by the local clock.
fn parse_time(text: &str) -> Result<Timestamp> {
    if let Ok(timestamp) = text.parse() {
        return Ok(timestamp);
    }
    let local: Option<civil::DateTime> = text.replacen('_', "T", 1).parse().ok();
    local.and_then(|local| local.to_zoned(TimeZone::system()).ok()).map(|time| time.timestamp()).ok_or_else(|| {
        Failure::usage(format!("--created-since: `{text}` is not a time such as 2026-01-31 or 2026-01-31_14:30"))
    })
}

/// What is to become of a key of the source.
fn item(key: &Lossless<Key>, now: Timestamp) -> Item {
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
        // Without its end it would live for ever.
        item.outcome = ItemOutcome::Failed;
        item.reason = Some(format!("`{text}`, when it expires, is not a time"));
    } else if remaining.is_some_and(|seconds| seconds <= 0) {
        item.outcome = ItemOutcome::Skipped;
        item.reason = Some("it has expired".to_owned());
    } else {
        let duration = remaining.map(|seconds| format!("{seconds}s"));
        let left = NewKey::not_copied(key);
        if !left.is_empty() {
            item.reason = Some(format!("without {}", left.join(" and ")));
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
    fn times_keep_their_offset() {
        let utc = |text: &str| parse_time(text).expect(text).to_string();
        assert_eq!(utc("2026-01-31T00:00:00+02:00"), "2026-01-30T22:00:00Z");
        assert!(parse_time("2026-01-31").is_ok());
        assert!(parse_time("2026-01-31_14:30").is_ok());
        for wrong in ["yesterday", "2026-13-01", "31.1.2026", ""] {
            assert!(parse_time(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_has_expired_stays_and_what_will_keeps_its_time() {
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a time");
        let key = |expires: &str| -> Lossless<Key> {
            serde_json::from_str(&format!(r#"{{"expires":"{expires}"}}"#)).expect("a key")
        };
        assert_eq!(item(&key("2025-12-31T23:59:59Z"), now).outcome, ItemOutcome::Skipped);
        let kept = item(&key("2026-01-01T01:00:00+00:00"), now);
        assert_eq!(kept.key.and_then(|key| key.duration).as_deref(), Some("3600s"));
    }
}
