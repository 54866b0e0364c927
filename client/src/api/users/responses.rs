//! Responses of the server about users: user objects, pages, invitations.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::UserRole;
use crate::api::keys::Key;
use crate::api::teams::Team;
use crate::core::fields::{lenient, null_as_default, time};
use crate::core::pages::Page;
use crate::core::{ApiKey, Interval, Lossless};

/// A user.
#[derive(Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct User {
    /// Id.
    pub user_id: Option<String>,
    /// Email address.
    pub user_email: Option<String>,
    /// Display name.
    pub user_alias: Option<String>,
    /// Role.
    pub user_role: Option<UserRole>,
    /// Ids of the user's teams.
    pub teams: Option<Vec<Value>>,
    /// Models that the user may call; an empty list means all.
    pub models: Option<Vec<String>>,
    /// Spend in dollars since the last budget reset.
    #[serde(deserialize_with = "lenient")]
    pub spend: Option<f64>,
    /// Dollars that the user may spend; `None` means no limit.
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
    /// Metadata.
    pub metadata: Option<Value>,
    /// Id at the single sign-on provider.
    pub sso_user_id: Option<String>,
    /// Number of keys; in lists.
    #[serde(deserialize_with = "lenient")]
    pub key_count: Option<u64>,
    /// Creation time.
    #[serde(deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
    /// Time of the last change.
    #[serde(deserialize_with = "time")]
    pub updated_at: Option<Timestamp>,
}

crate::core::secret::masked_debug!(User);

/// One page of users.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct UserPage {
    /// The users.
    pub users: Vec<Lossless<User>>,
    /// Total number of users.
    #[serde(default)]
    pub total: Option<u64>,
    /// Number of this page, from 1.
    #[serde(default)]
    pub page: Option<u64>,
    /// Total number of pages.
    #[serde(default)]
    pub total_pages: Option<u64>,
}

impl Page for UserPage {
    type Item = Lossless<User>;

    fn items(&self) -> &[Self::Item] {
        &self.users
    }

    fn into_items(self) -> Vec<Lossless<User>> {
        self.users
    }

    fn total(&self) -> Option<u64> {
        self.total
    }

    fn total_pages(&self) -> Option<u64> {
        self.total_pages
    }

    fn identity(item: &Lossless<User>) -> Option<&str> {
        item.user_id.as_deref()
    }
}

/// The response to [`Users::get`](super::Users::get).
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct UserInfo {
    /// Id.
    #[serde(default)]
    pub user_id: Option<String>,
    /// The user; `None` if the key has none.
    #[serde(default)]
    pub user_info: Option<Lossless<User>>,
    /// Keys of the user. For an admin who names no user, all keys of the server.
    #[serde(default, deserialize_with = "null_as_default")]
    pub keys: Vec<Lossless<Key>>,
    /// Teams of the user. For an admin who names no user, all teams of the server.
    #[serde(default, deserialize_with = "null_as_default")]
    pub teams: Vec<Lossless<Team>>,
}

/// A created user, with the key created along with it.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct CreatedUser {
    /// Id.
    pub user_id: String,
    /// Secret of the key created along with the user, if any. The server never returns it again.
    #[serde(default, deserialize_with = "empty_as_none")]
    pub key: Option<ApiKey>,
}

/// An updated user.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct UpdatedUser {
    /// Id.
    #[serde(default)]
    pub user_id: Option<String>,
    /// The user after the update.
    #[serde(default)]
    pub data: Option<Lossless<User>>,
}

/// An invitation to set a password; its link is `{base URL}/ui?invitation_id={id}`.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Invitation {
    /// Id. It is a secret: it allows setting the user's password.
    pub id: ApiKey,
    /// Id of the invited user.
    #[serde(default)]
    pub user_id: Option<String>,
    /// Whether it was accepted.
    #[serde(default)]
    pub is_accepted: Option<bool>,
    /// Expiry time.
    #[serde(default, deserialize_with = "time")]
    pub expires_at: Option<Timestamp>,
    /// Creation time.
    #[serde(default, deserialize_with = "time")]
    pub created_at: Option<Timestamp>,
}

fn empty_as_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ApiKey>, D::Error> {
    Ok(Option::<ApiKey>::deserialize(deserializer)?.filter(|key| !key.is_empty()))
}
