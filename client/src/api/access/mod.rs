//! Whether a key may call a model: LiteLLM's own rules, applied to what the server says about the key, its team, its
//! user and the models.

mod fetch;
mod patterns;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::api::keys::Key;
use crate::api::models::Deployment;
use crate::api::teams::Team;
use crate::api::users::User;
use crate::core::{Lossless, ServerVersion};

pub use self::fetch::AccessRules;
pub(in crate::api) use self::fetch::names_a_team;
pub(in crate::api) use self::rules::is_deactivated;

/// Names that resolve to other models.
type Aliases = BTreeMap<String, String>;

/// Everything that decides which models a key may call, fetched by [`Keys::access`](crate::keys::Keys::access). Ask about as
/// many models as needed with [`KeyAccess::check`]; it sends nothing.
#[derive(Clone)]
pub struct KeyAccess {
    key: Lossless<Key>,
    /// The key's unified access groups.
    key_groups: Vec<GroupModels>,
    /// The key's team, if it exists.
    team: Option<Lossless<Team>>,
    /// Whether the key names a team that does not exist.
    is_of_missing_team: bool,
    team_aliases: Aliases,
    /// Models of the team's unified access groups.
    team_group_models: Vec<String>,
    /// The models that the team allows the key's user; empty if it allows all of the team's.
    member_models: Vec<String>,
    /// The key's user, if it exists.
    user: Option<Lossless<User>>,
    deployments: Arc<Vec<Lossless<Deployment>>>,
    /// Providers by model, as LiteLLM's cost map has them; fetched only if a pattern such as `openai/*` is involved.
    providers: Arc<BTreeMap<String, String>>,
    /// How far the server's clock is ahead of this machine's.
    clock_ahead: jiff::SignedDuration,
    /// Fetched only if a rule depends on it.
    version: Option<ServerVersion>,
}

/// A unified access group of the key.
#[derive(Debug, Clone, Default)]
struct GroupModels {
    models: Vec<String>,
    /// Whether the group is assigned to the key or its team, so that it counts whatever the team's own models are.
    is_assigned: bool,
}

/// Whether a key may call a model, and why. Budgets and rate limits are not considered; see
/// [`Keys::limits`](crate::keys::Keys::limits) for those.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AccessVerdict {
    /// Whether the server would accept a chat completion with the model.
    pub allowed: bool,
    /// The model that is called once aliases are resolved.
    #[serde(rename = "called")]
    pub called_model: String,
    /// The checks in the server's order, up to the first that refuses.
    pub checks: Vec<AccessCheck>,
}

/// One check of the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct AccessCheck {
    /// The key or party that the check reads.
    #[serde(rename = "check")]
    pub subject: AccessSubject,
    /// Whether the check passes.
    pub allowed: bool,
    /// Why, for people.
    pub reason: String,
}

/// The key or party that an [`AccessCheck`] reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AccessSubject {
    /// The key: its state, routes and models.
    Key,
    /// The key's team.
    Team,
    /// The key's user as a member of the team.
    Member,
    /// The key's user: its state, and its models for keys without a team.
    User,
    /// Whether the server has the model.
    Model,
}

impl AccessSubject {
    /// Returns the name, as in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Team => "team",
            Self::Member => "member",
            Self::User => "user",
            Self::Model => "model",
        }
    }
}

impl fmt::Display for AccessSubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl KeyAccess {
    /// Returns the key.
    pub fn key(&self) -> &Lossless<Key> {
        &self.key
    }

    /// Applies the server's rules to a chat completion with `model`. Sends nothing.
    pub fn check(&self, model: &str) -> AccessVerdict {
        let now = jiff::Timestamp::now();
        rules::check(self, model, now.checked_add(self.clock_ahead).unwrap_or(now))
    }
}

impl fmt::Debug for KeyAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyAccess").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Key {
    /// Returns the models that its aliases resolve to, by alias.
    pub fn model_aliases(&self) -> BTreeMap<String, String> {
        aliases(self.aliases.as_ref())
    }
}

/// Returns the string fields of a JSON object.
fn aliases(value: Option<&Value>) -> Aliases {
    let fields = value.and_then(Value::as_object).into_iter().flatten();
    fields.filter_map(|(name, target)| Some((name.clone(), target.as_str()?.to_owned()))).collect()
}

/// Returns the strings of a JSON array.
fn strings(value: Option<&Value>) -> Vec<String> {
    let items = value.and_then(Value::as_array).into_iter().flatten();
    items.filter_map(|item| item.as_str().map(str::to_owned)).collect()
}
