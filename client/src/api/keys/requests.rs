//! What keys are asked for with: which ones to list, what a new one is like, what changes.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::core::ApiKey;
use crate::core::options::exposed;

crate::core::options::setters! { KeyFilter {
    u32: page, size;
    string: user_id, team_id, organization_id, key_hash, key_alias, status, sort_by, sort_order;
} }

crate::core::options::setters! { NewKey {
    strings: models, tags;
    value: aliases, config, metadata;
    string: duration, key_alias, team_id, user_id, budget_id, budget_duration;
    key: key;
    f64: spend, max_budget, soft_budget;
    u64: tpm_limit, rpm_limit, max_parallel_requests;
    bool: blocked;
    ..extra
} }

crate::core::options::setters! { KeyUpdate {
    strings: models;
    value: aliases, metadata;
    string: duration, key_alias, team_id, user_id, budget_id, budget_duration;
    f64: spend, max_budget;
    u64: tpm_limit, rpm_limit, max_parallel_requests;
    bool: blocked;
    ..extra
} }

crate::core::options::setters! { KeyRegeneration {
    key: new_key;
    string: grace_period;
} }

crate::core::secret::masked_debug!(KeyFilter, NewKey, KeyUpdate, KeyRegeneration);

/// Which keys to list. The server gives 10 to a page and at most 100.
#[derive(Clone, Serialize)]
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
    /// The key of this hash, or of this secret, of which the URL carries the hash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_hash: Option<String>,
    /// The key of this alias.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_alias: Option<String>,
    /// Full objects rather than hashes; true by default.
    pub return_full_object: bool,
    /// Also the keys of the caller's teams.
    pub include_team_keys: bool,
    /// `active`, `expired`, `revoked` (blocked) or `deleted`; older servers do not look at it, and give all keys.
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
pub struct NewKey {
    /// Models and access groups that it may call; none means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Names that stand for other models, `{"gpt-4": "my-model"}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aliases: Option<Value>,
    /// Dollars **already spent**; the limit is [`NewKey::max_budget`].
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
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
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// Dollars at which the server warns.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
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
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub key: Option<ApiKey>,
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

/// A change of a key: what is named is set, all else stays. [`KeyUpdate::clear`] empties a field.
#[derive(Clone, Default, Serialize)]
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
    /// A budget made with [`Budgets::create`](crate::api::budgets::Budgets::create).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_id: Option<String>,
    /// Dollars **already spent**; the limit is [`KeyUpdate::max_budget`].
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub spend: Option<f64>,
    /// Dollars that it may spend.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
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

/// What is asked of a regeneration: how the new secret is made, and what changes of the key along with it.
#[derive(Clone, Default, Serialize)]
pub struct KeyRegeneration {
    /// The new secret itself, beginning with `sk-`; the server makes one up where none is given.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub new_key: Option<ApiKey>,
    /// How long the old secret lives on: `24h`, `2d` (newer servers). It ends at once where nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace_period: Option<String>,
    /// What changes of the key; nothing by default.
    #[serde(flatten)]
    pub update: KeyUpdate,
}

impl KeyRegeneration {
    /// Changes the key along with its secret.
    #[must_use]
    pub fn update(mut self, update: KeyUpdate) -> Self {
        self.update = update;
        self
    }
}
