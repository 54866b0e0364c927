//! Virtual keys: `/key/*`.

mod copies;
mod copy;
mod fields;
mod lookup;
mod moves;
mod owners;
mod references;
mod requests;
mod reset;
mod responses;
mod rotation;
mod secret;
mod short_hash;

use std::borrow::Borrow;

use reqwest::Method;
use serde::Serialize;

pub use self::copies::{COPIED_FROM, ExistingKeys};
pub use self::fields::{KeyUpdate, NewKey};
pub use self::lookup::{KeyDeletion, KeyName};
pub use self::moves::{KeyDestination, KeyMove, MoveObstacle};
pub use self::owners::MissingOwners;
pub use self::references::{ADMIN_USER_ID, MODEL_SETS, UnknownReference};
pub use self::requests::{KeyFilter, KeyRegeneration, KeySort, KeyStatus};
pub use self::reset::{SpendResetError, SpendResetResponse};
pub use self::responses::{AliasPage, DeletedKeys, GeneratedKey, Key, KeyEntry, KeyInfo, KeyPage, SpendReset};
pub use self::rotation::{Retirement, Rotation, RotationError, RotationJournal, RotationStep};
pub use self::short_hash::{SHORT_HASH_LENGTH, short_hash};
use crate::core::options::{finite, strings};
use crate::core::pages::{PAGE_SIZE, Pages};
use crate::core::secret::{ApiKey, key_hash, key_in};
use crate::core::{Call, Client, Error, Lossless};

/// Names under which the server records its internal keys, in place of hashes.
pub const OWN_KEYS: &[&str] = &["litellm_proxy_master_key", "litellm-internal-health-check"];

/// The keys resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Keys<'a>(pub(super) &'a Client);

impl Client {
    /// Virtual keys: `/key/*`.
    pub fn keys(&self) -> Keys<'_> {
        Keys(self)
    }
}

impl Keys<'_> {
    /// Fetches one page of keys: `GET /key/list`.
    pub fn list(self, filter: impl Borrow<KeyFilter>) -> Call<Lossless<KeyPage>> {
        self.page(filter.borrow())
    }

    /// Lists all keys that match the filter, across pages; its `page` and `size` are ignored. By default they are
    /// sorted by hash, the only order that is stable from page to page.
    pub fn list_all(self, filter: impl Borrow<KeyFilter>) -> Pages<KeyPage> {
        let filter = filter.borrow();
        let client = self.0.clone();
        let filter = KeyFilter {
            size: Some(PAGE_SIZE),
            // The only column without ties, so that pages neither skip nor repeat a key.
            sort_by: filter.sort_by.clone().or(Some(KeySort::Token)),
            ..filter.clone()
        };
        Pages::new(move |page| client.keys().page(&KeyFilter { page: Some(page), ..filter.clone() }))
    }

    fn page<P: serde::de::DeserializeOwned>(self, filter: &KeyFilter) -> Call<P> {
        let filter = KeyFilter {
            key_hash: filter.key_hash.as_deref().map(recorded_name),
            return_full_object: filter.return_full_object.or(Some(true)),
            include_team_keys: filter.include_team_keys.or(Some(false)),
            ..filter.clone()
        };
        Call::new(self.0, Method::GET, &["key", "list"]).query_from(&filter)
    }

    /// Generates a key: `POST /key/generate`.
    pub fn generate(self, key: impl Borrow<NewKey>) -> Call<Lossless<GeneratedKey>> {
        Call::new(self.0, Method::POST, &["key", "generate"]).json(key.borrow())
    }

    /// Updates a key, given as secret or hash: `POST /key/update`.
    pub fn update(self, key: impl Into<ApiKey>, update: impl Borrow<KeyUpdate>) -> Call<Lossless<Key>> {
        #[derive(Serialize)]
        struct Body<'a> {
            key: &'a str,
            #[serde(flatten)]
            update: &'a KeyUpdate,
        }
        Call::new(self.0, Method::POST, &["key", "update"])
            .json(&Body { key: key.into().expose(), update: update.borrow() })
    }

    /// Deletes keys, given as secrets or hashes: `POST /key/delete`.
    pub fn delete(self, keys: impl IntoIterator<Item = impl Into<ApiKey>>) -> Call<Lossless<DeletedKeys>> {
        let keys: Vec<ApiKey> = keys.into_iter().map(Into::into).collect();
        let keys: Vec<&str> = keys.iter().map(ApiKey::expose).collect();
        self.delete_of(&serde_json::json!({ "keys": keys, "key_aliases": null }))
    }

    /// Deletes keys by alias: `POST /key/delete`. The server reads either hashes or aliases from a request, so this is
    /// a separate one.
    pub fn delete_by_alias(self, aliases: impl IntoIterator<Item = impl AsRef<str>>) -> Call<Lossless<DeletedKeys>> {
        self.delete_of(&serde_json::json!({ "keys": null, "key_aliases": strings(aliases) }))
    }

    fn delete_of(self, names: &serde_json::Value) -> Call<Lossless<DeletedKeys>> {
        Call::new(self.0, Method::POST, &["key", "delete"]).json(names)
    }

    /// Blocks a key, given as secret or hash: `POST /key/block`.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if the server does not know the key; older servers return a 401.
    pub fn block(self, key: impl Into<ApiKey>) -> Call<Lossless<Key>> {
        self.set_blocked("block", &key.into())
    }

    /// Unblocks a key, given as secret or hash: `POST /key/unblock`.
    ///
    /// # Errors
    /// Returns the errors of [`Keys::block`].
    pub fn unblock(self, key: impl Into<ApiKey>) -> Call<Lossless<Key>> {
        self.set_blocked("unblock", &key.into())
    }

    fn set_blocked(self, action: &str, key: &ApiKey) -> Call<Lossless<Key>> {
        let body = serde_json::json!({ "key": key.expose() });
        Call::new(self.0, Method::POST, &["key", action]).json(&body)
    }

    /// Gives a key, given as secret or hash, a new secret: `POST /key/{hash}/regenerate` (requires a license). Spend,
    /// alias and limits stay unless the regeneration changes them.
    ///
    /// # Errors
    /// Returns [`Error::Server`] (500) with [`Refusal::needs_license`](crate::Refusal::needs_license) if the server has
    /// no license.
    pub fn regenerate(
        self,
        key: impl Into<ApiKey>,
        regeneration: impl Borrow<KeyRegeneration>,
    ) -> Call<Lossless<GeneratedKey>> {
        Call::new(self.0, Method::POST, &["key", &key.into().hash(), "regenerate"]).json(regeneration.borrow())
    }

    /// Resets the spend of a key, given as secret or hash, to an amount in dollars: `POST /key/{hash}/reset_spend`
    /// (newer servers).
    ///
    /// # Errors
    /// Returns [`Error::Refused`] if the amount is above the current spend, and [`Error::NotFound`] with the message
    /// `Not Found` on older servers. [`Keys::update`] with [`KeyUpdate::spend`] does the same on all servers.
    pub fn reset_spend(self, key: impl Into<ApiKey>, to: impl Into<f64>) -> Call<Lossless<SpendReset>> {
        #[derive(Serialize)]
        struct Body {
            #[serde(serialize_with = "finite")]
            reset_to: Option<f64>,
        }
        let body = Body { reset_to: Some(to.into()) };
        Call::new(self.0, Method::POST, &["key", &key.into().hash(), "reset_spend"]).json(&body)
    }

    /// Lists the aliases of the keys that the caller may see: `GET /key/aliases`. Older servers return all aliases in
    /// one response, to every caller.
    pub fn aliases(self) -> Pages<AliasPage> {
        let client = self.0.clone();
        Pages::new(move |page| {
            Call::new(&client, Method::GET, &["key", "aliases"])
                .query("page", page.to_string())
                .query("size", PAGE_SIZE.to_string())
        })
    }

    /// Fetches a key, given as secret or hash: `GET /key/info`. The URL carries the hash.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`] if the server does not know the key.
    pub fn get(self, key: impl Into<ApiKey>) -> Call<Lossless<KeyInfo>> {
        self.own_info().query("key", key.into().hash())
    }

    /// [`Keys::get`], under its name in LiteLLM's Python client.
    pub fn info(self, key: impl Into<ApiKey>) -> Call<Lossless<KeyInfo>> {
        self.get(key)
    }

    /// Fetches the client's own key: `GET /key/info`.
    pub fn own_info(self) -> Call<Lossless<KeyInfo>> {
        Call::new(self.0, Method::GET, &["key", "info"])
    }

    /// Returns the hash of the key with exactly this alias; if there is none, of the key with this alias without its outer
    /// blanks, or whose hash begins with it (see [`short_hash`]).
    ///
    /// # Errors
    /// Returns [`Error::Missing`] if no key has it, and [`Error::Ambiguous`] if the hashes of several keys begin with it.
    pub async fn hash_of_alias(self, alias: &str) -> Result<String, Error> {
        let keys = self.of_alias(alias, true).await?;
        keys.first().and_then(KeyEntry::token).map(str::to_owned).ok_or_else(|| no_such_alias(alias))
    }

    /// Returns the hashes of all keys with an alias, as [`Keys::hash_of_alias`] finds them. Servers keep aliases unique, but
    /// their database may hold older keys that share one.
    ///
    /// # Errors
    /// Those of the requests.
    pub async fn hashes_of_alias(self, alias: &str) -> Result<Vec<String>, Error> {
        let keys = self.of_alias(alias, false).await?;
        Ok(keys.iter().filter_map(KeyEntry::token).map(str::to_owned).collect())
    }

    /// Returns the key with an alias, as [`Keys::hash_of_alias`] finds it and as lists show it: `GET /key/list`. Lists of
    /// 1.80 omit its budget.
    ///
    /// # Errors
    /// Those of [`Keys::hash_of_alias`].
    pub async fn by_alias(self, alias: &str) -> Result<Lossless<Key>, Error> {
        match self.of_alias(alias, true).await?.into_iter().next() {
            Some(KeyEntry::Full(key)) => Ok(*key),
            _ => Err(no_such_alias(alias)),
        }
    }

    /// Returns all keys with exactly this alias, as lists show them.
    pub(super) async fn all_of_alias(self, alias: &str) -> Result<Vec<Lossless<Key>>, Error> {
        let keys = self.of_exact_alias(alias, false).await?;
        let full = |key| if let KeyEntry::Full(key) = key { Some(*key) } else { None };
        Ok(keys.into_iter().filter_map(full).collect())
    }

    async fn of_alias(self, alias: &str, only_first: bool) -> Result<Vec<KeyEntry>, Error> {
        let Some(digits) = short_hash(alias) else { return self.of_written_alias(alias, only_first).await };
        // At once, so that a hash takes no round trip more.
        let aliased = self.of_written_alias(alias, only_first);
        let (aliased, first) = futures_util::future::join(aliased, self.first_by_hash()).await;
        match aliased? {
            keys if keys.is_empty() => Ok(self.with_short_hash(&digits, first?).await?.into_iter().collect()),
            keys => Ok(keys),
        }
    }

    async fn of_written_alias(self, alias: &str, only_first: bool) -> Result<Vec<KeyEntry>, Error> {
        let keys = self.of_exact_alias(alias, only_first).await?;
        let trimmed = alias.trim();
        if !keys.is_empty() || trimmed == alias || trimmed.is_empty() {
            return Ok(keys);
        }
        self.of_exact_alias(trimmed, only_first).await
    }

    async fn of_exact_alias(self, alias: &str, only_first: bool) -> Result<Vec<KeyEntry>, Error> {
        let mut found = Vec::new();
        let mut pages = self.list_all(&KeyFilter { key_alias: Some(alias.to_owned()), ..KeyFilter::default() });
        while let Some(keys) = pages.next_page().await? {
            // Some servers also list keys whose alias contains it.
            found.extend(keys.into_iter().filter(|key| key.token().is_some() && key.alias() == Some(alias)));
            if only_first && !found.is_empty() {
                break;
            }
        }
        Ok(found)
    }
}

fn no_such_alias(alias: &str) -> Error {
    let alias = alias.trim();
    Error::Missing(match short_hash(alias) {
        Some(_) => format!("no key has the alias `{alias}`, or a hash that begins with it"),
        None => format!("no key has the alias `{alias}`"),
    })
}

/// Returns the name of a key in the server's records: its hash, or the name itself if it is an internal key. URLs carry
/// this name, never a secret.
pub(super) fn recorded_name(key: &str) -> String {
    if OWN_KEYS.contains(&key) { key.to_owned() } else { key_hash(&key_in(key)) }
}
