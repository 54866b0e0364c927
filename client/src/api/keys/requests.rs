//! Which keys to list, and how to regenerate one. What a key is created and updated with is in [`super::fields`].

use serde::{Deserialize, Serialize};

use super::KeyUpdate;
use crate::core::options::exposed;
use crate::core::pages::SortOrder;
use crate::core::{ApiKey, Interval};

crate::core::options::setters! { KeyRegeneration {
    ApiKey: new_key;
    Interval: grace_period;
} }

crate::core::secret::masked_debug!(KeyRegeneration);

crate::core::request_fields::request! {
    /// Which keys to list. The server returns 10 per page by default and 100 at most.
    KeyFilter {}
    /// The page, from 1.
    page: u32,
    /// Keys per page, 1 to 100.
    size: u32,
    /// Only keys of this user.
    user_id: String,
    /// Only keys of this team.
    team_id: String,
    /// Only keys of this organization.
    organization_id: String,
    /// Only the key with this hash. A secret is hashed before it is sent.
    key_hash: String,
    /// Only the key with this alias.
    key_alias: String,
    /// Return full key objects instead of hashes; true by default.
    return_full_object: bool,
    /// Include keys of the caller's teams; false by default.
    include_team_keys: bool,
    /// Include keys that the user in the filter created for others.
    include_created_by_keys: bool,
    /// Only keys in this state. Older servers ignore it and return all keys.
    status: KeyStatus,
    /// What to add to each key: `user` adds its user, with the email address. Older servers ignore it.
    expand: String,
    /// Sort field.
    sort_by: KeySort,
    /// Ascending or descending.
    sort_order: SortOrder,
}

crate::core::string_enum::string_enum! {
    /// The state of a key.
    KeyStatus {
        /// Neither expired nor blocked.
        Active = "active",
        /// Expired.
        Expired = "expired",
        /// Blocked.
        Revoked = "revoked",
        /// Deleted.
        Deleted = "deleted",
    }
}

crate::core::string_enum::string_enum! {
    /// Sort fields of keys.
    KeySort {
        /// Hash, the only order without ties.
        Token = "token",
        /// Alias.
        KeyAlias = "key_alias",
        /// Spend.
        Spend = "spend",
        /// Limit of the spend.
        MaxBudget = "max_budget",
        /// Creation time.
        CreatedAt = "created_at",
        /// Time of the last change.
        UpdatedAt = "updated_at",
    }
}

/// How to regenerate a key: the new secret, and what else changes.
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct KeyRegeneration {
    /// The new secret, which starts with `sk-`; the server generates one if it is `None`.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "exposed")]
    pub new_key: Option<ApiKey>,
    /// How long the old secret stays valid, such as `24h` or `2d` (newer servers). By default it stops working at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grace_period: Option<Interval>,
    /// Fields of the key to change; none by default.
    #[serde(flatten)]
    pub update: KeyUpdate,
}

impl KeyRegeneration {
    /// Sets the fields of the key to change.
    #[must_use]
    pub fn update(mut self, update: KeyUpdate) -> Self {
        self.update = update;
        self
    }
}
