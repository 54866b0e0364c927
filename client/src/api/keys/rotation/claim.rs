//! Which of several simultaneous rotations of one key may retire it. They may run on different machines, and the server
//! has no locks.
//!
//! All of them create their new key under the same temporary alias, which is their claim. Aliases are unique, so the
//! server refuses most of the others; but it checks this before it writes, and lets claims through that arrive together.
//! So each then lists the claims, and afterwards reads the old key. Of two rotations, the one that lists last sees the
//! claim of the other, unless that has finished and thus changed the old key.

use std::time::Duration;

use reqwest::Method;
use tokio::time::Instant;

use super::journal::is_temporary_alias;
use super::retry::{retry_query, retry_until};
use super::{Rotation, RotationError};
use crate::api::keys::{AliasPage, KeyEntry, KeyFilter, Keys};
use crate::core::pages::PAGE_SIZE;
use crate::core::{Call, Error};

/// How long a rotation that comes first among equals waits for the others to give up.
const MAX_WAIT: Duration = Duration::from_secs(30);
const POLL_INTERVAL: Duration = Duration::from_millis(100);

/// Why a rotation may not retire the old key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lost {
    /// Another rotation holds a claim.
    InProgress,
    /// Another rotation has retired the old key.
    AlreadyRotated,
}

impl From<Lost> for RotationError {
    fn from(lost: Lost) -> Self {
        match lost {
            Lost::InProgress => Self::InProgress,
            Lost::AlreadyRotated => Self::AlreadyRotated,
        }
    }
}

impl Keys<'_> {
    /// Finds a rotation in progress of the key with this alias, by the temporary alias of its new key: `GET /key/aliases`.
    /// At one moment of a rotation neither key has the alias.
    ///
    /// # Errors
    /// Those of the request.
    pub async fn rotation_of_alias(self, alias: &str) -> Result<Option<String>, Error> {
        let prefix = format!("{alias}-rotating-");
        // Older servers ignore the search and return all aliases.
        let call: Call<AliasPage> = Call::new(self.0, Method::GET, &["key", "aliases"]);
        let page = call.query("search", prefix.as_str()).query("size", PAGE_SIZE.to_string()).await?;
        Ok(page.aliases.into_iter().find(|found| found.starts_with(&prefix) && is_temporary_alias(found)))
    }
}

impl Rotation {
    /// Finds out whether this rotation, whose new key exists, is the only one.
    pub(super) async fn settle(&self) -> Result<Result<(), Lost>, Error> {
        let own = self.journal.new_key.hash();
        let deadline = Instant::now() + MAX_WAIT;
        loop {
            let mut rivals = retry_query(|| self.claims()).await?;
            rivals.retain(|claim| *claim != own);
            // They see this claim as well, unless they were alone when they looked. The first in the order of the hashes
            // waits for the end of the others, so that not all of them give up.
            match rivals.iter().min() {
                None => break,
                Some(first) if *first < own || Instant::now() > deadline => return Ok(Err(Lost::InProgress)),
                Some(_) => {}
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        // Only now: a rotation changes the old key before its claim ends.
        Ok(if self.old_key_is_unchanged().await? { Ok(()) } else { Err(Lost::AlreadyRotated) })
    }

    /// Deletes the new key of a rotation that has lost, so that no key is left that nobody uses.
    pub(super) async fn discard(&self) -> Result<(), Error> {
        let new_key = &self.journal.new_key;
        let delete = || async { self.client.keys().delete([new_key]).await.map(drop) };
        let Err(error) = retry_until(|| async { Ok(false) }, delete).await else { return Ok(()) };
        // An attempt whose response was lost may have deleted it.
        let claims = retry_query(|| self.claims()).await?;
        if claims.contains(&new_key.hash()) { Err(error) } else { Ok(()) }
    }

    /// Returns the hashes of the keys with the temporary alias, as far as the caller may see them.
    async fn claims(&self) -> Result<Vec<String>, Error> {
        let Some(alias) = self.journal.temporary_alias() else { return Ok(Vec::new()) };
        let filter = KeyFilter { key_alias: Some(alias.to_owned()), ..KeyFilter::default() };
        let mut pages = self.client.keys().list_all(&filter);
        let mut claims = Vec::new();
        loop {
            match pages.next_page().await {
                // The filter may match parts of aliases.
                Ok(Some(keys)) => {
                    let exact = keys.iter().filter(|key| key.alias() == Some(alias));
                    claims.extend(exact.filter_map(KeyEntry::token).map(str::to_owned));
                }
                // Callers who may list nothing rely on the server, which refuses an alias that is taken.
                Ok(None) | Err(Error::Forbidden(_)) => return Ok(claims),
                Err(error) => return Err(error),
            }
        }
    }

    /// Returns whether the server has the old key under its old alias. A gateway that responds `Not Found` is an error.
    async fn old_key_is_unchanged(&self) -> Result<bool, Error> {
        let journal = &self.journal;
        match retry_query(|| self.info(&journal.old_key)).await? {
            Some(key) => Ok(key.info.key_alias == journal.key_alias),
            None => self.is_gone(&journal.old_key, journal.new_key.expose()).await.map(|is_gone| !is_gone),
        }
    }
}
