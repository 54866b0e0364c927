//! What the limits of a key are read from.

use serde::Deserialize;

use crate::api::budgets::Budget;
use crate::api::customers::Customer;
use crate::api::keys::KeyInfo;
use crate::api::organizations::Organization;
use crate::api::teams::TeamInfo;
use crate::api::users::User;
use crate::core::fields::null_as_default;
use crate::core::{Lossless, ServerVersion};

/// The objects that the limits of a key are read from.
pub(super) struct LimitSources {
    /// The key's hash.
    pub(super) hash: String,
    pub(super) key: Lossless<KeyInfo>,
    pub(super) team: Option<Lossless<TeamInfo>>,
    pub(super) user: Option<Lossless<User>>,
    pub(super) organization: Option<Lossless<Organization>>,
    pub(super) customer: Option<Lossless<Customer>>,
    /// The tags in the key's metadata that have a budget.
    pub(super) tags: Vec<Tag>,
    pub(super) server: Option<ServerSpend>,
    /// Fetched only if a rule depends on it.
    pub(super) version: Option<ServerVersion>,
}

/// A tag with a budget.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Tag {
    pub(super) name: String,
    /// Dollars spent, if known.
    pub(super) spend: Option<f64>,
    #[serde(rename = "litellm_budget_table")]
    pub(super) budget: Option<Lossless<Budget>>,
}

/// Spend and budget of the whole server; 0 is no limit.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct ServerSpend {
    /// Null on a server that has recorded no request.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(super) spend: f64,
    #[serde(default, deserialize_with = "null_as_default")]
    pub(super) max_budget: f64,
}
