//! What each step of a rotation sends. A step first queries the server and skips what is already done, so every step can
//! be repeated: after a lost response, and by another process.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::journal::is_deleted;
use super::retry::{is_final, retry_query, retry_until};
use super::{Rotation, RotationError, RotationStep};
use crate::api::keys::{GeneratedKey, KeyInfo, NewKey};
use crate::core::{Call, Error, Lossless};

impl Rotation {
    /// Does the next step, and returns the one after it.
    pub(super) async fn advance(&self) -> Result<RotationStep, RotationError> {
        let step = self.journal.step;
        let incomplete = |source| RotationError::Incomplete { step, source };
        match step {
            RotationStep::Create => {
                self.create().await?;
                if let Err(lost) = self.settle().await.map_err(incomplete)? {
                    self.discard().await.map_err(incomplete)?;
                    return Err(lost.into());
                }
                Ok(RotationStep::Verify)
            }
            RotationStep::Verify => {
                self.verify().await?;
                Ok(RotationStep::Retire)
            }
            RotationStep::Retire => {
                retry_until(|| self.is_retired(), || self.retire()).await.map_err(incomplete)?;
                Ok(RotationStep::Rename)
            }
            RotationStep::Rename => {
                self.rename().await.map_err(incomplete)?;
                Ok(RotationStep::Finished)
            }
            RotationStep::Finished => Ok(RotationStep::Finished),
        }
    }

    fn incomplete(&self, source: Error) -> RotationError {
        RotationError::Incomplete { step: self.journal.step, source }
    }

    /// Returns the step at which an interrupted rotation continues.
    pub(super) async fn resumed_step(&self) -> Result<RotationStep, RotationError> {
        match retry_query(|| self.new_key_exists()).await {
            Ok(true) => {}
            // It is not created again: somebody deleted it.
            Ok(false) => return Err(RotationError::NewKeyDeleted),
            Err(error) => return Err(self.incomplete(error)),
        }
        // Once the old key is deleted or renamed, the new one has been verified.
        let is_retired = retry_query(|| self.is_retired()).await.map_err(|error| self.incomplete(error))?;
        Ok(if is_retired { RotationStep::Rename } else { RotationStep::Verify })
    }

    async fn new_key_exists(&self) -> Result<bool, Error> {
        Ok(self.info(self.journal.new_key.expose()).await?.is_some())
    }

    async fn create(&self) -> Result<(), RotationError> {
        // An attempt without a response may still be in progress, and create the key later.
        let is_certain = AtomicBool::new(true);
        let create = || async {
            let created = self.creation().await.map(drop);
            is_certain.fetch_and(created.as_ref().err().is_none_or(is_final), Ordering::Relaxed);
            created
        };
        let Err(error) = retry_until(|| self.new_key_exists(), create).await else { return Ok(()) };
        // Such an attempt may have created it; then its alias is what conflicts.
        match retry_query(|| self.new_key_exists()).await {
            Ok(true) => Ok(()),
            Ok(false) if is_certain.into_inner() && is_final(&error) => match self.is_unchanged().await {
                Ok(true) if error.is_conflict() => Err(RotationError::InProgress),
                Ok(true) => Err(RotationError::RolledBack(error)),
                Ok(false) if error.is_conflict() => Err(RotationError::AlreadyRotated),
                _ => Err(self.incomplete(error)),
            },
            _ => Err(self.incomplete(error)),
        }
    }

    pub(super) fn creation(&self) -> Call<Lossless<GeneratedKey>> {
        let mut body = self.journal.settings.clone();
        if let Value::Object(fields) = &mut body {
            fields.insert("key".to_owned(), Value::from(self.journal.new_key.expose()));
            if let Some(duration) = self.journal.time_left() {
                fields.insert("duration".to_owned(), Value::from(duration));
            }
        }
        self.client.keys().generate(&NewKey::default()).json(&body)
    }

    /// Lists the models with the new key, and deletes a new key that does not work.
    async fn verify(&self) -> Result<(), RotationError> {
        let new_client = self.client.with_key(&self.journal.new_key);
        let verified =
            retry_until(|| async { Ok(false) }, || async { new_client.models().list().await.map(drop) }).await;
        let refusal = match verified {
            // The server knows a key that may do other things only.
            Ok(()) | Err(Error::Forbidden(_)) => return Ok(()),
            Err(error) if is_final(&error) => error,
            Err(error) => return Err(self.incomplete(error)),
        };
        let (new, old) = (&self.journal.new_key, &self.journal.old_key);
        let delete = || async { self.client.keys().delete([new]).await.map(drop) };
        match retry_until(|| self.is_gone(new.expose(), old), delete).await {
            Ok(()) if matches!(self.is_unchanged().await, Ok(true)) => Err(RotationError::RolledBack(refusal)),
            Ok(()) => Err(self.incomplete(refusal)),
            Err(error) => Err(self.incomplete(error)),
        }
    }

    async fn retire(&self) -> Result<(), Error> {
        let keys = self.client.keys();
        match self.journal.retirement() {
            Some(update) => keys.update(self.journal.old_key.as_str(), &update).await.map(drop),
            None => keys.delete([&self.journal.old_key]).await.map(drop),
        }
    }

    async fn is_retired(&self) -> Result<bool, Error> {
        let journal = &self.journal;
        match self.info(&journal.old_key).await? {
            Some(key) => Ok(key.info.key_alias.as_deref() == Some(journal.retired_alias())),
            None => self.is_gone(&journal.old_key, journal.new_key.expose()).await,
        }
    }

    async fn rename(&self) -> Result<(), Error> {
        let is_renamed = || async {
            let key = self.info(self.journal.new_key.expose()).await?;
            Ok(key.is_some_and(|key| key.info.key_alias == self.journal.key_alias))
        };
        let rename =
            || async { self.client.keys().update(&self.journal.new_key, &self.journal.renaming()).await.map(drop) };
        retry_until(is_renamed, rename).await
    }

    /// Returns whether the server has the old key under its old alias.
    async fn is_unchanged(&self) -> Result<bool, Error> {
        let old = retry_query(|| self.info(&self.journal.old_key)).await?;
        Ok(old.is_some_and(|key| key.info.key_alias == self.journal.key_alias))
    }

    /// Returns whether the server does not have `key` but has `other`: a gateway in between may answer `Not Found` to
    /// everything.
    pub(super) async fn is_gone(&self, key: &str, other: &str) -> Result<bool, Error> {
        if self.exists(key).await? {
            return Ok(false);
        }
        if !self.exists(other).await? {
            return Err(Error::Missing("the server has neither the old key nor the new one".to_owned()));
        }
        Ok(!self.exists(key).await?)
    }

    async fn exists(&self, key: &str) -> Result<bool, Error> {
        Ok(retry_query(|| self.info(key)).await?.is_some())
    }

    /// Fetches a key; `None` if it does not exist or is deleted.
    pub(super) async fn info(&self, key: &str) -> Result<Option<Lossless<KeyInfo>>, Error> {
        match self.client.keys().info(key).await {
            Ok(key) if is_deleted(&key.info) => Ok(None),
            Ok(key) => Ok(Some(key)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
