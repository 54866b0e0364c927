//! Keys that are looked up before they are deleted, and after: `POST /key/delete` repeats the request, so its response says
//! nothing about keys that do not exist.

use futures_util::{StreamExt as _, TryStreamExt as _};

use super::Keys;
use crate::api::names::is_key_alias;
use crate::core::{ApiKey, Error};

/// Lookups in flight at once.
const CONCURRENCY: usize = 8;

/// A key as people name it. `Debug` shows no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum KeyName {
    /// Its secret or hash.
    Key(ApiKey),
    /// Its alias.
    Alias(String),
}

impl KeyName {
    /// Takes the name for a secret or a hash, whatever it looks like.
    pub fn into_key(self) -> ApiKey {
        match self {
            Self::Key(key) => key,
            Self::Alias(key) => ApiKey::new(key),
        }
    }

    /// Returns the name for display: an alias without outer blanks, else the hash. Text that looks like a secret is never shown.
    pub fn label(&self) -> String {
        match self {
            Self::Alias(alias) if is_key_alias(alias.trim()) => alias.trim().to_owned(),
            Self::Alias(secret) => ApiKey::new(secret).hash(),
            Self::Key(key) => key.hash(),
        }
    }
}

/// The result of a deletion.
#[derive(Debug)]
#[non_exhaustive]
pub struct KeyDeletion {
    /// The hashes of the keys that still exist, or may still exist.
    pub remaining: Vec<String>,
    /// Why the server did not delete all of them.
    pub error: Option<Error>,
}

impl From<&str> for KeyName {
    /// Takes anything but a secret (`sk-…`), also with what is commonly around one, and a hash for an alias, which may have
    /// outer blanks.
    fn from(name: &str) -> Self {
        let key = ApiKey::pasted(name);
        if is_key_alias(key.expose()) { Self::Alias(name.to_owned()) } else { Self::Key(key) }
    }
}

impl From<&Self> for KeyName {
    fn from(name: &Self) -> Self {
        name.clone()
    }
}

impl From<ApiKey> for KeyName {
    /// Takes anything but a secret (`sk-…`) and a hash for an alias.
    fn from(name: ApiKey) -> Self {
        if is_key_alias(name.expose()) { Self::Alias(name.expose().to_owned()) } else { Self::Key(name) }
    }
}

impl Keys<'_> {
    /// Returns, for each name, the hashes of the keys that have it: one for a secret or a hash, all with this alias
    /// ([`Keys::hashes_of_alias`]), or an empty list if the key does not exist. Sends `GET /key/info` or `GET /key/list` for
    /// each name, eight at once.
    ///
    /// # Errors
    /// The first error of a lookup. A key that the caller may not see counts as found, for the server to judge.
    pub async fn find(self, names: &[KeyName]) -> Result<Vec<Vec<String>>, Error> {
        let lookups = names.iter().map(|name| self.hashes_of(name));
        futures_util::stream::iter(lookups).buffered(CONCURRENCY).try_collect().await
    }

    async fn hashes_of(self, name: &KeyName) -> Result<Vec<String>, Error> {
        match name {
            KeyName::Alias(alias) => self.hashes_of_alias(alias).await,
            KeyName::Key(key) => Ok(if self.exists(key).await? { vec![key.hash()] } else { Vec::new() }),
        }
    }

    /// Returns whether a key, given as secret or hash, exists: `GET /key/info`. Newer servers keep the information of deleted
    /// keys; these do not exist.
    ///
    /// # Errors
    /// Those of the request, unless the key is not found.
    pub async fn exists(self, key: &ApiKey) -> Result<bool, Error> {
        match self.info(key).await {
            Ok(found) => Ok(found.info.string("status").as_deref() != Some("deleted")),
            Err(error) if error.is_not_found() => Ok(false),
            // The server refuses to show a key only if it has it.
            Err(Error::Forbidden(_)) => Ok(true),
            Err(error) => Err(error),
        }
    }

    /// Deletes the keys with these hashes, and finds out which exist nevertheless: `POST /key/delete`, then `GET /key/info` for
    /// each. 1.80 may refuse a request after it has deleted some of the keys. If a lookup fails, the response to the
    /// deletion counts.
    pub async fn delete_and_check(self, hashes: &[String]) -> KeyDeletion {
        let error = self.delete(hashes).await.err();
        let is_partial = |error: &Error| hashes.len() > 1 && error.refusal().is_some();
        if error.as_ref().is_some_and(|error| !is_partial(error)) {
            return KeyDeletion { remaining: hashes.to_vec(), error };
        }
        let remaining = hashes.iter().map(async |hash| {
            let exists = self.exists(&ApiKey::new(hash)).await.unwrap_or(error.is_some());
            exists.then(|| hash.clone())
        });
        let remaining = futures_util::stream::iter(remaining).buffered(CONCURRENCY);
        KeyDeletion { remaining: remaining.filter_map(std::future::ready).collect().await, error }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_never_shows_a_secret() {
        let hash = ApiKey::new("sk-1234").hash();
        for (name, label) in [
            (KeyName::from(ApiKey::new("sk-1234")), hash.as_str()),
            (KeyName::Alias("sk-1234".to_owned()), &hash),
            (KeyName::from(ApiKey::new(&hash)), &hash),
            (KeyName::from(ApiKey::new("ci")), "ci"),
        ] {
            assert_eq!(name.label(), label, "{name:?}");
        }
    }
}
