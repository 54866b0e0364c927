//! What the server says of users: rows, pages, keys and teams of one, invitations.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::api::keys::Key;
use crate::api::teams::Team;
use crate::core::fields::{lenient, null_as_default};
use crate::core::pages::Page;
use crate::core::{ApiKey, Lossless};

/// A user.
#[derive(Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct User {
    /// The id.
    pub user_id: Option<String>,
    /// The e-mail address.
    pub user_email: Option<String>,
    /// A name to show.
    pub user_alias: Option<String>,
    /// `proxy_admin`, `internal_user`, …
    pub user_role: Option<String>,
    /// Ids of the user's teams.
    pub teams: Option<Vec<Value>>,
    /// Models that the user may call; none means all.
    pub models: Option<Vec<String>>,
    /// Dollars spent so far, since the budget was last reset.
    #[serde(deserialize_with = "lenient")]
    pub spend: Option<f64>,
    /// Dollars that the user may spend; none means any.
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
    /// Anything noted of the user.
    pub metadata: Option<Value>,
    /// The id at the sign-in provider.
    pub sso_user_id: Option<String>,
    /// How many keys the user has; in lists.
    #[serde(deserialize_with = "lenient")]
    pub key_count: Option<u64>,
    /// When the user was made, as an RFC 3339 time.
    pub created_at: Option<String>,
    /// When the user was changed, as an RFC 3339 time.
    pub updated_at: Option<String>,
}

crate::core::secret::masked_debug!(User);

/// One page of users.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct UserPage {
    /// The users.
    pub users: Vec<Lossless<User>>,
    /// Users in all.
    #[serde(default)]
    pub total: Option<u64>,
    /// The number of this page, from 1.
    #[serde(default)]
    pub page: Option<u64>,
    /// Pages in all.
    #[serde(default)]
    pub total_pages: Option<u64>,
}

impl Page for UserPage {
    type Item = Lossless<User>;

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

/// What is known of one user.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct UserInfo {
    /// The id.
    #[serde(default)]
    pub user_id: Option<String>,
    /// The user; null for a caller without one.
    #[serde(default)]
    pub user_info: Option<Lossless<User>>,
    /// The user's keys, for an admin who names no user all of the server's.
    #[serde(default, deserialize_with = "null_as_default")]
    pub keys: Vec<Lossless<Key>>,
    /// The user's teams, for an admin who names no user all of the server's.
    #[serde(default, deserialize_with = "null_as_default")]
    pub teams: Vec<Lossless<Team>>,
}

/// A created user, with the key that was made along.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct CreatedUser {
    /// The id.
    #[serde(default)]
    pub user_id: Option<String>,
    /// The secret of the key that was made along, if one was; it is shown this once.
    #[serde(default, deserialize_with = "empty_as_none")]
    pub key: Option<ApiKey>,
}

/// A changed user.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct UpdatedUser {
    /// The id.
    #[serde(default)]
    pub user_id: Option<String>,
    /// The user as it is now.
    #[serde(default)]
    pub data: Option<Lossless<User>>,
}

/// An invitation to set a password; its link is `{base URL}/ui?invitation_id={id}`.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Invitation {
    /// The id. Whoever has it can set the user's password.
    pub id: ApiKey,
    /// The invited user.
    #[serde(default)]
    pub user_id: Option<String>,
    /// True once it was followed.
    #[serde(default)]
    pub is_accepted: Option<bool>,
    /// When it ends, as an RFC 3339 time.
    #[serde(default)]
    pub expires_at: Option<String>,
    /// When it was made, as an RFC 3339 time.
    #[serde(default)]
    pub created_at: Option<String>,
}

fn empty_as_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<ApiKey>, D::Error> {
    Ok(Option::<ApiKey>::deserialize(deserializer)?.filter(|key| !key.is_empty()))
}
