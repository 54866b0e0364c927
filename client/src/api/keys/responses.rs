//! Responses of the server about keys: key objects, pages, generated keys.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::core::fields::{lenient, null_as_default, time};
use crate::core::pages::Page;
use crate::core::{ApiKey, Interval, Lossless};

/// A virtual key as the server stores it, without the secret.
#[derive(Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Key {
    /// SHA-256 of the secret.
    pub token: Option<String>,
    /// The last four characters of the secret, as `sk-...AbCd`.
    pub key_name: Option<String>,
    /// Alias, unique on the server.
    pub key_alias: Option<String>,
    /// Id of its user.
    pub user_id: Option<String>,
    /// Id of its team.
    pub team_id: Option<String>,
    /// Spend in dollars since the last budget reset.
    pub spend: Option<f64>,
    /// Dollars that it may spend; `None` means no limit.
    #[serde(deserialize_with = "lenient")]
    pub max_budget: Option<f64>,
    /// Budget reset interval, such as `30d`.
    pub budget_duration: Option<Interval>,
    /// Time of the next budget reset.
    #[serde(deserialize_with = "time")]
    pub budget_reset_at: Option<Timestamp>,
    /// Tokens per minute. The server accepts any integer.
    #[serde(deserialize_with = "lenient")]
    pub tpm_limit: Option<i64>,
    /// Requests per minute.
    #[serde(deserialize_with = "lenient")]
    pub rpm_limit: Option<i64>,
    /// Parallel requests.
    #[serde(deserialize_with = "lenient")]
    pub max_parallel_requests: Option<i64>,
    /// Whether it is blocked; `None` means it is not.
    pub blocked: Option<bool>,
    /// Creation time.
    #[serde(deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// Id of the user who created it.
    pub created_by: Option<String>,
    /// Time of the last change.
    #[serde(deserialize_with = "time")]
    pub updated_at: Option<Timestamp>,
    /// Time of the last use (newer servers).
    #[serde(deserialize_with = "time")]
    pub last_active: Option<Timestamp>,
    /// Expiry time.
    #[serde(deserialize_with = "time")]
    pub expires: Option<Timestamp>,
    /// Models that it may call; an empty list or `None` means all.
    pub models: Option<Vec<String>>,
    /// Model aliases, such as `{"gpt-4": "my-model"}`.
    pub aliases: Option<Value>,
    /// Metadata.
    pub metadata: Option<Value>,
    /// The budget that holds [`Key::soft_budget`].
    pub litellm_budget_table: Option<Value>,
}

crate::core::secret::masked_debug!(Key, DeletedKeys);

impl Key {
    /// Returns the dollars at which the server sends a warning. Lists of older servers omit it;
    /// [`Keys::get`](super::Keys::get) has it.
    pub fn soft_budget(&self) -> Option<f64> {
        self.litellm_budget_table.as_ref()?.get("soft_budget")?.as_f64()
    }
}

/// One page of keys.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct KeyPage {
    /// Full objects, or hashes if `return_full_object` is false.
    pub keys: Vec<KeyEntry>,
    /// Total number of keys.
    #[serde(default)]
    pub total_count: Option<u64>,
    /// Number of this page, from 1.
    #[serde(default)]
    pub current_page: Option<u64>,
    /// Total number of pages.
    #[serde(default)]
    pub total_pages: Option<u64>,
}

/// A key in a list.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum KeyEntry {
    /// The full object.
    Full(Box<Lossless<Key>>),
    /// Only the hash.
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

impl Serialize for KeyEntry {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Full(key) => key.serialize(serializer),
            Self::Hash(hash) => hash.serialize(serializer),
        }
    }
}

impl KeyEntry {
    /// Returns the hash of the key.
    pub fn token(&self) -> Option<&str> {
        match self {
            Self::Full(key) => key.token.as_deref(),
            Self::Hash(hash) => Some(hash),
        }
    }

    /// Returns the alias of the key, if it has one and the list holds full objects.
    pub fn alias(&self) -> Option<&str> {
        self.full()?.key_alias.as_deref()
    }

    /// Returns the full object, if the list holds it.
    pub fn full(&self) -> Option<&Lossless<Key>> {
        match self {
            Self::Full(key) => Some(key),
            Self::Hash(_) => None,
        }
    }
}

impl Page for KeyPage {
    type Item = KeyEntry;

    fn items(&self) -> &[Self::Item] {
        &self.keys
    }

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

/// One page of key aliases. Older servers return a single page.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct AliasPage {
    /// The aliases, in alphabetical order.
    pub aliases: Vec<String>,
    /// Total number of aliases (newer servers).
    #[serde(default)]
    pub total_count: Option<u64>,
    /// Total number of pages (newer servers).
    #[serde(default)]
    pub total_pages: Option<u64>,
}

impl Page for AliasPage {
    type Item = String;

    fn items(&self) -> &[Self::Item] {
        &self.aliases
    }

    fn into_items(self) -> Vec<String> {
        self.aliases
    }

    fn total(&self) -> Option<u64> {
        self.total_count
    }

    fn total_pages(&self) -> Option<u64> {
        self.total_pages
    }

    fn identity(item: &String) -> Option<&str> {
        Some(item)
    }
}

/// A generated key, with its secret.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
#[serde(from = "Generated")]
pub struct GeneratedKey {
    /// The secret. The server never returns it again.
    pub key: ApiKey,
    /// SHA-256 of the secret, by which the server identifies the key.
    pub token: String,
    /// Alias.
    pub key_alias: Option<String>,
    /// Expiry time; `None` means never.
    pub expires: Option<Timestamp>,
    /// Id of its user.
    pub user_id: Option<String>,
    /// Id of its team.
    pub team_id: Option<String>,
    /// Models that it may call; an empty list or `None` means all.
    pub models: Option<Vec<String>>,
    /// Dollars that it may spend; `None` means no limit.
    pub max_budget: Option<f64>,
}

/// A generated key as the server returns it.
#[derive(Deserialize)]
struct Generated {
    key: ApiKey,
    #[serde(default)]
    token: Option<String>,
    #[serde(default)]
    key_alias: Option<String>,
    #[serde(default, deserialize_with = "time")]
    expires: Option<Timestamp>,
    #[serde(default)]
    user_id: Option<String>,
    #[serde(default)]
    team_id: Option<String>,
    #[serde(default)]
    models: Option<Vec<String>>,
    #[serde(default)]
    max_budget: Option<f64>,
}

impl From<Generated> for GeneratedKey {
    fn from(generated: Generated) -> Self {
        let Generated { key, token, key_alias, expires, user_id, team_id, models, max_budget } = generated;
        let token = token.unwrap_or_else(|| key.hash());
        Self { key, token, key_alias, expires, user_id, team_id, models, max_budget }
    }
}

/// The response to [`Keys::get`](super::Keys::get).
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct KeyInfo {
    /// Hash of the requested key, or of the client's own.
    #[serde(default)]
    pub key: Option<String>,
    /// The key.
    pub info: Lossless<Key>,
}

/// The response to a deletion. The server repeats the request, whether or not the keys existed.
#[derive(Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct DeletedKeys {
    /// Keys or aliases, as in the request.
    #[serde(default, deserialize_with = "null_as_default")]
    pub deleted_keys: Vec<String>,
}

/// The spend of a key after a reset.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct SpendReset {
    /// Returns the hash of the key.
    #[serde(default)]
    pub key_hash: Option<String>,
    /// Spend in dollars after the reset.
    #[serde(default)]
    pub spend: Option<f64>,
    /// Spend in dollars before the reset.
    #[serde(default)]
    pub previous_spend: Option<f64>,
    /// Dollars that it may spend; `None` means no limit.
    #[serde(default)]
    pub max_budget: Option<f64>,
    /// Time of the next budget reset.
    #[serde(default, deserialize_with = "time")]
    pub budget_reset_at: Option<Timestamp>,
}
