//! What the server says of keys: rows, pages, a fresh secret.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::core::fields::{lenient, null_as_default};
use crate::core::pages::Page;
use crate::core::{ApiKey, Lossless};

/// A virtual key as the server keeps it: never the secret itself.
#[derive(Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct Key {
    /// The key's SHA-256.
    pub token: Option<String>,
    /// The secret's last four characters, `sk-...AbCd`.
    pub key_name: Option<String>,
    /// Its alias, unique on the server.
    pub key_alias: Option<String>,
    /// Its user.
    pub user_id: Option<String>,
    /// Its team.
    pub team_id: Option<String>,
    /// Dollars spent so far, since the budget was last reset.
    pub spend: Option<f64>,
    /// Dollars that it may spend; none means any.
    #[serde(deserialize_with = "lenient")]
    pub max_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    pub budget_duration: Option<String>,
    /// When it next does, as an RFC 3339 time.
    pub budget_reset_at: Option<String>,
    /// Tokens per minute. The server takes any whole number.
    #[serde(deserialize_with = "lenient")]
    pub tpm_limit: Option<i64>,
    /// Requests per minute.
    #[serde(deserialize_with = "lenient")]
    pub rpm_limit: Option<i64>,
    /// Requests at a time.
    #[serde(deserialize_with = "lenient")]
    pub max_parallel_requests: Option<i64>,
    /// True when it is blocked; null counts as not.
    pub blocked: Option<bool>,
    /// When it was made, as an RFC 3339 time.
    pub created_at: Option<String>,
    /// The user who made it.
    pub created_by: Option<String>,
    /// When it was changed, as an RFC 3339 time.
    pub updated_at: Option<String>,
    /// When it was last used, as an RFC 3339 time (newer servers).
    pub last_active: Option<String>,
    /// When it ends, as an RFC 3339 time.
    pub expires: Option<String>,
    /// Models that it may call; none means all.
    pub models: Option<Vec<String>>,
    /// Names that stand for other models, `{"gpt-4": "my-model"}`.
    pub aliases: Option<Value>,
    /// What its owner noted.
    pub metadata: Option<Value>,
    /// The budget of its own that [`Key::soft_budget`] is in.
    pub litellm_budget_table: Option<Value>,
}

crate::core::secret::masked_debug!(Key, DeletedKeys);

impl Key {
    /// Dollars at which the server warns. Lists of older servers leave it out; [`Keys::info`](super::Keys::info) has it.
    pub fn soft_budget(&self) -> Option<f64> {
        self.litellm_budget_table.as_ref()?.get("soft_budget")?.as_f64()
    }
}

/// One page of keys.
#[derive(Debug, Clone, Deserialize, Serialize)]
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
#[non_exhaustive]
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

    /// The key's alias, where it has one and the list holds full objects.
    pub fn alias(&self) -> Option<&str> {
        self.full()?.key_alias.as_deref()
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

/// One page of key aliases; of older servers the only one.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct AliasPage {
    /// The aliases, in alphabetical order.
    pub aliases: Vec<String>,
    /// Aliases in all (newer servers).
    #[serde(default)]
    pub total_count: Option<u64>,
    /// Pages in all (newer servers).
    #[serde(default)]
    pub total_pages: Option<u64>,
}

impl Page for AliasPage {
    type Item = String;

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

/// A generated key, secret and all.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct GeneratedKey {
    /// The secret; it is shown this once.
    pub key: ApiKey,
    /// Its SHA-256, by which the server knows it from now on.
    #[serde(default)]
    pub token: Option<String>,
    /// Its alias.
    #[serde(default)]
    pub key_alias: Option<String>,
    /// When it ends, as an RFC 3339 time; none means never.
    #[serde(default)]
    pub expires: Option<String>,
    /// Its user.
    #[serde(default)]
    pub user_id: Option<String>,
    /// Its team.
    #[serde(default)]
    pub team_id: Option<String>,
    /// Models that it may call; none means all.
    #[serde(default)]
    pub models: Option<Vec<String>>,
    /// Dollars that it may spend; none means any.
    #[serde(default)]
    pub max_budget: Option<f64>,
}

/// What is known of one key.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct KeyInfo {
    /// The hash that was asked for, or the one of the client's own key.
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
    #[serde(default, deserialize_with = "null_as_default")]
    pub deleted_keys: Vec<String>,
}

/// What a key has spent after it was set back.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct SpendReset {
    /// The key's hash.
    #[serde(default)]
    pub key_hash: Option<String>,
    /// Dollars that count as spent now.
    #[serde(default)]
    pub spend: Option<f64>,
    /// Dollars that counted as spent before.
    #[serde(default)]
    pub previous_spend: Option<f64>,
    /// Dollars that it may spend; none means any.
    #[serde(default)]
    pub max_budget: Option<f64>,
    /// When the spend next starts again from zero, as an RFC 3339 time.
    #[serde(default)]
    pub budget_reset_at: Option<String>,
}
