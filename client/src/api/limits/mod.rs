//! What can stop a key: every budget, rate limit, expiry and block that counts for it, how much of each is used, and
//! which change lifts it.

mod fetch;
mod measure;
mod rules;
mod sources;
#[cfg(test)]
mod tests;
mod windows;

use jiff::Timestamp;
use serde_json::Value;

use crate::api::keys::KeyInfo;
use crate::core::{Interval, Lossless, Refusal};

/// The limits that count for a key, as [`Keys::limits`](crate::keys::Keys::limits) finds them.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct KeyLimits {
    /// The key's hash.
    pub hash: String,
    /// The key.
    pub key: Lossless<KeyInfo>,
    /// The limits, from the key's own to the whole server's.
    pub limits: Vec<KeyLimit>,
    /// The sources of limits that the server refused to show.
    pub unknown: Vec<UnknownLimits>,
    /// The alias of the key's team, if it has one.
    pub team_alias: Option<String>,
    /// The email address of the key's user, if it has one.
    pub user_email: Option<String>,
}

/// A limit that counts for a key.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct KeyLimit {
    /// Whose limit it is.
    pub owner: LimitOwner,
    /// The model, for a limit on a single model.
    pub model: Option<String>,
    /// The quantity that the limit is about.
    pub kind: LimitKind,
    /// The interval of a budget window, such as `1d`.
    pub window: Option<Interval>,
    /// How much is used, if the server reports it: dollars for [`LimitKind::Dollars`]; never for rates.
    pub used: Option<f64>,
    /// The limit: a number, a time for [`LimitKind::Expiry`], null for [`LimitKind::Blocked`].
    pub bound: Value,
    /// How much is used, in percent.
    pub percent: Option<f64>,
    /// When the budget resets.
    pub resets_at: Option<Timestamp>,
    /// Whether it stops the key now.
    pub is_exceeded: bool,
    /// Whether it is the limit that stops the key, or else the one nearest to stopping it.
    pub is_tightest: bool,
    /// A change that lifts it.
    pub change: LimitChange,
}

/// What a [`KeyLimit`] limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitKind {
    /// Dollars spent.
    Dollars,
    /// Tokens per minute.
    Tpm,
    /// Requests per minute.
    Rpm,
    /// Requests at the same time.
    Parallel,
    /// The time at which the key expires.
    Expiry,
    /// A block.
    Blocked,
    /// The key's team does not exist, and the server refuses such keys.
    Missing,
    /// An identity provider deactivated the user.
    Deactivated,
}

impl LimitKind {
    /// Returns the name: `dollars`, `tpm`, `rpm`, `parallel`, `expiry`, `blocked`, `missing` or `deactivated`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dollars => "dollars",
            Self::Tpm => "tpm",
            Self::Rpm => "rpm",
            Self::Parallel => "parallel",
            Self::Expiry => "expiry",
            Self::Blocked => "blocked",
            Self::Missing => "missing",
            Self::Deactivated => "deactivated",
        }
    }
}

/// Whose a limit is, by id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LimitOwner {
    /// The key, by its hash.
    Key(String),
    /// A budget that the key shares with others.
    Budget(String),
    /// The key's team.
    Team(String),
    /// The key's user as a member of the team.
    Member {
        /// The team's id.
        team_id: String,
        /// The user's id.
        user_id: String,
    },
    /// The key's user.
    User(String),
    /// The organization of the key or its team.
    Organization(String),
    /// The key's project.
    Project(String),
    /// An access group among the models of the key, its team or its user in that team. Its limits count for the group's
    /// models.
    AccessGroup(String),
    /// The customer that a request names.
    Customer(String),
    /// A tag in the key's metadata.
    Tag(String),
    /// The whole server.
    Server,
}

impl LimitOwner {
    /// Returns what it is: `key`, `budget`, `team`, `member`, `user`, `organization`, `project`,
    /// `access_group`, `customer`, `tag` or `server`.
    pub fn scope(&self) -> &'static str {
        match self {
            Self::Key(_) => "key",
            Self::Budget(_) => "budget",
            Self::Team(_) => "team",
            Self::Member { .. } => "member",
            Self::User(_) => "user",
            Self::Organization(_) => "organization",
            Self::Project(_) => "project",
            Self::AccessGroup(_) => "access_group",
            Self::Customer(_) => "customer",
            Self::Tag(_) => "tag",
            Self::Server => "server",
        }
    }
}

/// A change that lifts a limit: set this field of this object, with its update endpoint. `blocked` is set to `false`.
///
/// The proposed amounts are about twice the current limit or usage. For [`LimitOwner::Server`] the field is one of
/// `litellm_settings` in the server's config file. For [`LimitKind::Missing`] the change is to create the owner again, and
/// for [`LimitKind::Deactivated`] it is made at the identity provider.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct LimitChange {
    /// The object to change. It differs from the limit's owner where the owner only refers to a budget.
    pub owner: LimitOwner,
    /// The field, as the update endpoint names it.
    pub field: &'static str,
    /// The value to set.
    pub value: Value,
}

/// Limits that the server refused to report.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct UnknownLimits {
    /// Whose limits they are.
    pub owner: LimitOwner,
    /// Whether the limit itself is known, and only the spend is not.
    pub is_spend_only: bool,
    /// The refusal: 401, 403, or a missing license.
    pub refusal: Box<Refusal>,
}

impl KeyLimit {
    /// Returns whether it may stop the key now: how much of it is used is not known.
    pub fn may_stop(&self) -> bool {
        !self.is_exceeded && self.percent.is_none() && self.kind != LimitKind::Expiry
    }
}

impl KeyLimits {
    /// Returns the limits that stop the key now.
    pub fn exceeded(&self) -> impl Iterator<Item = &KeyLimit> {
        self.limits.iter().filter(|limit| limit.is_exceeded)
    }

    /// Returns the limit that stops the key, or else the one nearest to stopping it; `None` if no usage is known, or if that
    /// of a budget is not and nothing stops the key: it may be the nearest.
    pub fn tightest(&self) -> Option<&KeyLimit> {
        self.limits.iter().find(|limit| limit.is_tightest)
    }
}
