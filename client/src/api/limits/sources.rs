//! What the limits of a key are read from.

use serde::Deserialize;
use serde_json::Value;

use super::windows::WindowUse;
use crate::api::budgets::Budget;
use crate::api::customers::Customer;
use crate::api::keys::KeyInfo;
use crate::api::organizations::Organization;
use crate::api::teams::TeamInfo;
use crate::api::users::User;
use crate::core::fields::{lenient, null_as_default};
use crate::core::{Lossless, ServerVersion};

/// The objects that the limits of a key are read from.
pub(super) struct LimitSources {
    /// The key's hash.
    pub(super) hash: String,
    pub(super) key: Lossless<KeyInfo>,
    pub(super) team: Option<Lossless<TeamInfo>>,
    pub(super) user: Option<Lossless<User>>,
    /// Whether the key names a team that does not exist.
    pub(super) is_of_missing_team: bool,
    /// The uses of the budget windows of the key and the team, in their order.
    pub(super) key_windows: Vec<Option<WindowUse>>,
    pub(super) team_windows: Vec<Option<WindowUse>>,
    pub(super) organization: Option<Lossless<Organization>>,
    pub(super) project: Option<Lossless<Project>>,
    /// The access groups among the models of the key, its team and its user in that team that have a budget.
    pub(super) access_groups: Vec<AccessGroupSpend>,
    pub(super) customer: Option<Lossless<Customer>>,
    /// The tags in the key's metadata that have a budget.
    pub(super) tags: Vec<Tag>,
    pub(super) server: Option<ServerSpend>,
    /// Fetched only if a rule depends on it.
    pub(super) version: Option<ServerVersion>,
}

/// A project, which keys of a team may belong to (requires a license).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Project {
    pub(super) blocked: Option<bool>,
    pub(super) spend: Option<f64>,
    pub(super) metadata: Option<Value>,
    #[serde(rename = "litellm_budget_table")]
    pub(super) budget: Option<Lossless<Budget>>,
}

/// An access group with its budget, if the server has such.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct AccessGroupSpend {
    pub(super) access_group: String,
    #[serde(deserialize_with = "lenient")]
    pub(super) spend: Option<f64>,
    pub(super) budget: Option<Lossless<Budget>>,
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
