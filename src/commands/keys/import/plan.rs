//! What `keys import` does with each key of the source: create a copy, update the one that exists, skip it, or fail.

use anyhow::Result;
use clap::ValueEnum;
use jiff::Timestamp;
use serde::Serialize;

use crate::commands::bulk::ItemOutcome;
use litellm_proxy_client::keys::{ExistingKeys, Key, KeyUpdate, NewKey};
use litellm_proxy_client::{Client, Error, Lossless};

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OnConflict {
    /// Leave it unchanged
    Skip,
    /// Count it as a failure
    Fail,
    /// Set what is set on the source, except the spend
    Update,
}

/// A key of the source and its outcome.
#[derive(Debug, Serialize)]
pub(super) struct Item {
    pub(super) key_alias: Option<String>,
    user_id: Option<String>,
    created_at: Option<String>,
    pub(super) outcome: ItemOutcome,
    pub(super) reason: Option<String>,
}

impl Item {
    pub(super) fn name(&self) -> &str {
        self.key_alias.as_deref().unwrap_or("a key without an alias")
    }

    pub(super) fn user_id(&self) -> &str {
        self.user_id.as_deref().unwrap_or_default()
    }

    pub(super) fn created_at(&self) -> &str {
        self.created_at.as_deref().unwrap_or_default()
    }

    pub(super) fn fail(&mut self, reason: impl Into<String>) {
        self.outcome = ItemOutcome::Failed;
        self.reason = Some(reason.into());
    }
}

/// The change that imports a key.
pub(super) enum Change {
    Create(Box<NewKey>),
    Update { hash: String, update: Box<KeyUpdate> },
}

impl Change {
    /// Fails if the change would not be sent: the source shows some of the key masked.
    fn check(&self, client: &Client) -> Result<(), Error> {
        match self {
            Self::Create(key) => client.keys().generate(&**key).request().map(drop),
            Self::Update { hash, update } => client.keys().update(hash, &**update).request().map(drop),
        }
    }
}

/// The items, and the changes to make, each with the index of its item.
pub(super) struct Plan {
    pub(super) items: Vec<Item>,
    pub(super) changes: Vec<(usize, Change)>,
}

/// Plans the import of keys. If conflicts are to fail, the existing keys are listed only for keys without an alias: the
/// server itself refuses an alias that is taken.
pub(super) async fn plan(
    client: &Client,
    keys: &[Lossless<Key>],
    on_conflict: OnConflict,
    is_dry_run: bool,
) -> Result<Plan> {
    let now = Timestamp::now();
    let (mut items, mut copies) = (Vec::new(), Vec::new());
    for (index, key) in keys.iter().enumerate() {
        let (item, copy) = plan_item(key, now);
        copies.extend(copy.map(|copy| (index, copy)));
        items.push(item);
    }
    let (indexes, copies): (Vec<usize>, Vec<NewKey>) = copies.into_iter().unzip();
    let missing = client.keys().missing_owners(&copies).await?;
    let is_nameless = |index: &usize| items.get(*index).is_some_and(|item| item.key_alias.is_none());
    let lists = is_dry_run || on_conflict != OnConflict::Fail || indexes.iter().any(is_nameless);
    let existing = if lists && !copies.is_empty() { client.keys().existing().await? } else { ExistingKeys::default() };
    let mut changes = Vec::new();
    for (index, copy) in indexes.into_iter().zip(copies) {
        let (Some(item), Some(key)) = (items.get_mut(index), keys.get(index)) else { continue };
        let missing = missing.of(&copy);
        let found = existing.copy_of(key);
        match (found, on_conflict) {
            (Some(hash), OnConflict::Skip) => {
                item.outcome = ItemOutcome::Skipped;
                item.reason = Some(format!("exists already as {hash}"));
            }
            // Without its team or budget, the key would be limited less than at the source.
            _ if !missing.is_empty() => item.fail(format!("this server has no {}", missing.join(" and no "))),
            (Some(hash), OnConflict::Fail) => item.fail(format!("exists already as {hash}")),
            (Some(hash), OnConflict::Update) => {
                let update = Box::new(copy.as_update());
                changes.push((index, Change::Update { hash: hash.to_owned(), update }));
            }
            (None, _) => changes.push((index, Change::Create(Box::new(copy)))),
        }
    }
    changes.retain(|(index, change)| match (change.check(client), items.get_mut(*index)) {
        (Err(error), Some(item)) => {
            item.fail(error.to_string());
            false
        }
        _ => true,
    });
    Ok(Plan { items, changes })
}

/// Decides what to do with a key of the source, without regard to the destination.
fn plan_item(key: &Lossless<Key>, now: Timestamp) -> (Item, Option<NewKey>) {
    let remaining = key.expires.map(|expires| expires.as_second() - now.as_second());
    let mut item = Item {
        key_alias: key.key_alias.clone(),
        user_id: key.user_id.clone(),
        created_at: key.string("created_at"),
        outcome: ItemOutcome::Waiting,
        reason: None,
    };
    if let Some(text) = key.string("expires").filter(|text| !text.is_empty() && key.expires.is_none()) {
        // Without an expiry, the copy would never expire.
        item.fail(format!("its expiry `{text}` is not a time"));
    } else if remaining.is_some_and(|seconds| seconds <= 0) {
        item.outcome = ItemOutcome::Skipped;
        item.reason = Some("it has expired".to_owned());
    } else {
        let omitted = NewKey::not_copied(key);
        if !omitted.is_empty() {
            item.reason = Some(format!("without {}", omitted.join(" and ")));
        }
        let mut copy = NewKey::copy_of(key).noting_source(key);
        copy.duration = remaining.map(|seconds| format!("{seconds}s").into());
        return (item, Some(copy));
    }
    (item, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expired_keys_are_skipped_and_others_keep_their_remaining_time() {
        let now: Timestamp = "2026-01-01T00:00:00Z".parse().expect("a time");
        let key = |expires: &str| -> Lossless<Key> {
            serde_json::from_str(&format!(r#"{{"expires":"{expires}"}}"#)).expect("a key")
        };
        assert_eq!(plan_item(&key("2025-12-31T23:59:59Z"), now).0.outcome, ItemOutcome::Skipped);
        let (_, imported) = plan_item(&key("2026-01-01T01:00:00+00:00"), now);
        assert_eq!(imported.and_then(|key| key.duration), Some("3600s".into()));
    }
}
