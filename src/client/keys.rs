//! Virtual keys: `/key/*`.

mod copy;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::options::texts;
use super::pages::{PAGE_SIZE, Page, Pages};
use super::secret::{ApiKey, key_hash};
use super::{Call, Client, Error, Lossless};

/// The keys resource of a [`Client`].
#[derive(Debug)]
pub struct Keys<'a>(pub(super) &'a Client);

/// A virtual key as the server keeps it: never the secret itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Key {
    /// The key's SHA-256.
    pub token: Option<String>,
    /// Its alias, unique on the server.
    pub key_alias: Option<String>,
    /// Its user.
    pub user_id: Option<String>,
    /// Its team.
    pub team_id: Option<String>,
    /// Dollars spent so far.
    pub spend: Option<f64>,
    /// When it was made, as an RFC 3339 time.
    pub created_at: Option<String>,
    /// When it ends, as an RFC 3339 time.
    pub expires: Option<String>,
    /// Models that it may call; none means all.
    pub models: Option<Vec<String>>,
}

/// One page of keys.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct KeyPage {
    /// Full objects, or with `return_full_object=false` bare hashes.
    pub keys: Vec<KeyEntry>,
    /// Keys in all.
    #[serde(default)]
    pub total_count: Option<u64>,
    /// The number of this page, from 1.
    #[serde(default)]
    pub current_page: Option<u64>,
    /// Pages in all.
    #[serde(default)]
    pub total_pages: Option<u64>,
}

/// A key in a list.
#[derive(Debug, Clone)]
pub enum KeyEntry {
    /// With everything the server says of it.
    Full(Box<Lossless<Key>>),
    /// By its hash alone.
    Hash(String),
}

impl<'de> Deserialize<'de> for KeyEntry {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error as _;
        let json = Box::<serde_json::value::RawValue>::deserialize(deserializer)?;
        if json.get().starts_with('"') {
            serde_json::from_str(json.get()).map(Self::Hash).map_err(D::Error::custom)
        } else {
            serde_json::from_str(json.get()).map(|key| Self::Full(Box::new(key))).map_err(D::Error::custom)
        }
    }
}

super::secret::masked_debug!(NewKey, DeletedKeys, KeyFilter);

super::options::setters! { KeyFilter {
    u32: page, size;
    text: user_id, team_id, organization_id, key_hash, key_alias, status, sort_by, sort_order;
} }

super::options::setters! { NewKey {
    texts: models, tags;
    value: aliases, config, metadata;
    text: duration, key_alias, team_id, user_id, budget_id, budget_duration, key;
    f64: spend, max_budget, soft_budget;
    u64: tpm_limit, rpm_limit, max_parallel_requests;
    bool: blocked;
    extra: extra;
} }

super::options::setters! { KeyUpdate {
    texts: models;
    value: aliases, metadata;
    text: duration, key_alias, team_id, user_id, budget_id, budget_duration;
    f64: spend, max_budget;
    u64: tpm_limit, rpm_limit, max_parallel_requests;
    bool: blocked;
    extra: extra;
} }

impl Serialize for KeyEntry {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Full(key) => key.serialize(serializer),
            Self::Hash(hash) => hash.serialize(serializer),
        }
    }
}

impl KeyEntry {
    /// The key's hash.
    pub fn token(&self) -> Option<&str> {
        match self {
            Self::Full(key) => key.token.as_deref(),
            Self::Hash(hash) => Some(hash),
        }
    }

    /// The full object, where the list holds it.
    pub fn full(&self) -> Option<&Lossless<Key>> {
        match self {
            Self::Full(key) => Some(key),
            Self::Hash(_) => None,
        }
    }
}

impl Page for KeyPage {
    type Item = KeyEntry;

    fn into_items(self) -> Vec<KeyEntry> {
        self.keys
    }

    fn total(&self) -> Option<u64> {
        self.total_count
    }

    fn total_pages(&self) -> Option<u64> {
        self.total_pages
    }

    fn identity(item: &KeyEntry) -> Option<&str> {
        item.token()
    }
}

/// Which keys to list. The server gives 10 to a page and at most 100.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct KeyFilter {
    /// The page, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Keys to a page, 1 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u32>,
    /// Of this user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Of this team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Of this organization.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// The key of this hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_hash: Option<String>,
    /// The key of this alias.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_alias: Option<String>,
    /// Full objects rather than hashes; true by default.
    pub return_full_object: bool,
    /// Also the keys of the caller's teams.
    pub include_team_keys: bool,
    /// `active`, `expired`, `revoked` or `deleted`; older servers know `deleted` alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// `spend`, `max_budget`, `created_at`, `updated_at`, `token` or `key_alias`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<String>,
    /// `asc` or `desc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<String>,
}

impl Default for KeyFilter {
    fn default() -> Self {
        Self {
            page: None,
            size: None,
            user_id: None,
            team_id: None,
            organization_id: None,
            key_hash: None,
            key_alias: None,
            return_full_object: true,
            include_team_keys: false,
            status: None,
            sort_by: None,
            sort_order: None,
        }
    }
}

/// A key to generate. What is `None` is left to the server.
#[derive(Clone, Default, Serialize)]
#[non_exhaustive]
pub struct NewKey {
    /// Models and access groups that it may call; none means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Names that stand for other models, `{"gpt-4": "my-model"}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Value>,
    /// Dollars **already spent**; the limit is [`NewKey::max_budget`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spend: Option<f64>,
    /// How long it lives: `30s`, `24h`, `7d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// A name, unique on the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_alias: Option<String>,
    /// Its team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// Its user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// A budget made with `/budget/new`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_id: Option<String>,
    /// The key's `config`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub config: Option<Value>,
    /// Dollars that it may spend.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// Dollars at which the server warns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub soft_budget: Option<f64>,
    /// Anything of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// Requests at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel_requests: Option<u64>,
    /// The secret itself; the server makes one up where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Tags (licensed).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Made blocked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A generated key, secret and all.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct GeneratedKey {
    /// The secret; it is shown this once.
    pub key: String,
    /// Its alias.
    #[serde(default)]
    pub key_alias: Option<String>,
}

impl std::fmt::Debug for GeneratedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GeneratedKey")
            .field("key", &ApiKey::new(&self.key))
            .field("key_alias", &self.key_alias)
            .finish()
    }
}

/// What is known of one key.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct KeyInfo {
    /// The key or hash that was asked for.
    #[serde(default)]
    pub key: Option<String>,
    /// The key.
    pub info: Lossless<Key>,
}

/// The answer to a deletion. The server repeats what it was asked to delete, whether or not it was there.
#[derive(Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct DeletedKeys {
    /// Keys or aliases, as they were given.
    #[serde(default)]
    pub deleted_keys: Vec<String>,
}

/// A change of a key: what is named is set, all else stays. [`KeyUpdate::clear`] empties a field.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct KeyUpdate {
    /// Models and access groups that it may call, in place of those that it could; an empty list means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Names that stand for other models.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Value>,
    /// How long it lives from now: `30s`, `24h`, `7d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// A new name, unique on the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_alias: Option<String>,
    /// A new team.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team_id: Option<String>,
    /// A new user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// A budget made with [`Budgets::create`](super::budgets::Budgets::create).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_id: Option<String>,
    /// Dollars **already spent**; the limit is [`KeyUpdate::max_budget`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spend: Option<f64>,
    /// Dollars that it may spend.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// Anything of one's own, in place of all that there was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// Requests at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel_requests: Option<u64>,
    /// Blocked, or not any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl KeyFilter {
    /// Full objects rather than hashes, which is the default.
    #[must_use]
    pub fn return_full_object(mut self, full: bool) -> Self {
        self.return_full_object = full;
        self
    }

    /// Also the keys of the caller's teams.
    #[must_use]
    pub fn include_team_keys(mut self, include: bool) -> Self {
        self.include_team_keys = include;
        self
    }
}

impl KeyUpdate {
    /// Empties a field, such as `max_budget`: no limit any more.
    #[must_use]
    pub fn clear(self, field: impl Into<String>) -> Self {
        self.extra(field, Value::Null)
    }
}

impl Keys<'_> {
    /// One page of keys: `GET /key/list`.
    pub fn list(&self, filter: &KeyFilter) -> Call<Lossless<KeyPage>> {
        self.page(filter)
    }

    /// All keys that the filter leaves, whatever their number; its `page` and `size` do not count.
    pub fn list_all(&self, filter: &KeyFilter) -> Pages<KeyPage> {
        let client = self.0.clone();
        let filter = KeyFilter {
            size: Some(PAGE_SIZE),
            // The one column without ties, so that no key falls between two pages.
            sort_by: filter.sort_by.clone().or_else(|| Some("token".to_owned())),
            ..filter.clone()
        };
        Pages::new(move |page| client.keys().page(&KeyFilter { page: Some(page), ..filter.clone() }))
    }

    fn page<P: serde::de::DeserializeOwned>(&self, filter: &KeyFilter) -> Call<P> {
        // A key in place of its hash must not get into the URL.
        let hash =
            filter.key_hash.as_deref().map(|key| if key.starts_with("sk-") { key_hash(key) } else { key.to_owned() });
        let filter = KeyFilter { key_hash: hash, ..filter.clone() };
        Call::new(self.0, Method::GET, &["key", "list"]).query_from(&filter)
    }

    /// Makes a key: `POST /key/generate`.
    pub fn generate(&self, key: &NewKey) -> Call<Lossless<GeneratedKey>> {
        Call::new(self.0, Method::POST, &["key", "generate"]).json(key)
    }

    /// Changes a key, given as the secret or its hash: `POST /key/update`.
    pub fn update(&self, key: &ApiKey, update: &KeyUpdate) -> Call<Lossless<Key>> {
        #[derive(Serialize)]
        struct Body<'a> {
            key: &'a str,
            #[serde(flatten)]
            update: &'a KeyUpdate,
        }
        Call::new(self.0, Method::POST, &["key", "update"]).json(&Body { key: key.expose(), update })
    }

    /// Deletes keys, given as secrets or hashes: `POST /key/delete`.
    pub fn delete<K: AsRef<str>>(&self, keys: &[K]) -> Call<Lossless<DeletedKeys>> {
        self.delete_both(Some(&texts(keys)), None)
    }

    /// Deletes keys by alias: `POST /key/delete`. The server reads one list in a request, so this is one of its own.
    pub fn delete_by_alias<A: AsRef<str>>(&self, aliases: &[A]) -> Call<Lossless<DeletedKeys>> {
        self.delete_both(None, Some(&texts(aliases)))
    }

    fn delete_both(&self, keys: Option<&[&str]>, aliases: Option<&[&str]>) -> Call<Lossless<DeletedKeys>> {
        let body = serde_json::json!({ "keys": keys, "key_aliases": aliases });
        Call::new(self.0, Method::POST, &["key", "delete"]).json(&body)
    }

    /// What is known of a key, given as the secret or its hash: `GET /key/info`. The URL carries the hash.
    pub fn info(&self, key: &ApiKey) -> Call<Lossless<KeyInfo>> {
        self.own_info().query("key", key_hash(key.expose()))
    }

    /// What is known of the client's own key: `GET /key/info`.
    pub fn own_info(&self) -> Call<Lossless<KeyInfo>> {
        Call::new(self.0, Method::GET, &["key", "info"])
    }

    /// The hash of the key with exactly this alias.
    ///
    /// # Errors
    /// [`Error::Missing`] when there is none.
    pub async fn hash_of_alias(&self, alias: &str) -> Result<String, Error> {
        let filter = KeyFilter { key_alias: Some(alias.to_owned()), ..KeyFilter::default() };
        let mut pages = self.list_all(&filter);
        while let Some(keys) = pages.next_page().await? {
            let found = keys.iter().find(|key| key.full().is_some_and(|key| key.key_alias.as_deref() == Some(alias)));
            if let Some(token) = found.and_then(KeyEntry::token) {
                return Ok(token.to_owned());
            }
        }
        Err(Error::Missing(format!("there is no key with the alias `{alias}`")))
    }
}
