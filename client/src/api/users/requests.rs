//! What users are asked for with: which ones to list, what a new one is like, what changes.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

crate::core::options::setters! { UserFilter {
    strings: user_ids;
    string: role, user_email, team, sort_by, sort_order;
    u32: page, page_size;
} }

crate::core::options::setters! { NewUser {
    string: user_id, user_email, user_role, user_alias, budget_duration, key_alias, duration;
    strings: teams, models;
    f64: max_budget;
    u64: tpm_limit, rpm_limit, max_parallel_requests;
    value: metadata;
    bool: auto_create_key, send_invite_email;
    ..extra
} }

crate::core::options::setters! { UserUpdate {
    string: user_email, user_role, user_alias, budget_duration;
    strings: models;
    f64: spend, max_budget;
    u64: tpm_limit, rpm_limit, max_parallel_requests;
    value: metadata;
    ..extra
} }

crate::core::secret::masked_debug!(NewUser, UserUpdate);

/// Which users to list. The server gives 25 to a page and at most 100.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UserFilter {
    /// With this role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// With one of these ids.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "with_commas")]
    pub user_ids: Option<Vec<String>>,
    /// Whose e-mail address holds this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_email: Option<String>,
    /// In the team of this id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The page, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// Users to a page, 1 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
    /// `user_id`, `user_email`, `created_at`, `spend`, `user_alias` or `user_role`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_by: Option<String>,
    /// `asc`, the default, or `desc`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort_order: Option<String>,
}

/// A user to create. What is `None` is left to the server.
#[derive(Clone, Default, Serialize)]
pub struct NewUser {
    /// The id; the server makes one up where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_email: Option<String>,
    /// `internal_user`, `internal_user_viewer`, `proxy_admin` or `proxy_admin_viewer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_role: Option<String>,
    /// A name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_alias: Option<String>,
    /// Ids of teams to join.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teams: Option<Vec<String>>,
    /// Models that the user may call; none means all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Dollars that the user may spend.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// Requests at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel_requests: Option<u64>,
    /// Anything of one's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// `false`: no virtual key is made along with the user, as it is otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_create_key: Option<bool>,
    /// The alias of that key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key_alias: Option<String>,
    /// How long that key lives: `30s`, `24h`, `7d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// Sends an invitation to the e-mail address, where the server can send e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub send_invite_email: Option<bool>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A change of a user: what is named is set, all else stays. An empty list of models changes nothing.
#[derive(Clone, Default, Serialize)]
pub struct UserUpdate {
    /// A new e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_email: Option<String>,
    /// `internal_user`, `internal_user_viewer`, `proxy_admin` or `proxy_admin_viewer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_role: Option<String>,
    /// A new name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_alias: Option<String>,
    /// Models that the user may call, in place of those that it could.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub models: Option<Vec<String>>,
    /// Dollars **already spent**; the limit is [`UserUpdate::max_budget`].
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub spend: Option<f64>,
    /// Dollars that the user may spend.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "crate::core::options::finite")]
    pub max_budget: Option<f64>,
    /// After how long the spend starts again from zero: `30d`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_duration: Option<String>,
    /// Tokens per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tpm_limit: Option<u64>,
    /// Requests per minute.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rpm_limit: Option<u64>,
    /// Requests at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_parallel_requests: Option<u64>,
    /// Anything of one's own, in place of all that there was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Value>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl UserUpdate {
    /// Takes a limit away: `max_budget`, `budget_duration`, `tpm_limit` or `rpm_limit`. Older servers ignore it and
    /// answer as if all were well; names and e-mail addresses stay on all of them.
    #[must_use]
    pub fn clear(self, field: impl Into<String>) -> Self {
        self.extra(field, Value::Null)
    }
}

/// A list as the endpoint takes it.
#[expect(clippy::ref_option, reason = "serde gives it so")]
fn with_commas<S: Serializer>(values: &Option<Vec<String>>, serializer: S) -> Result<S::Ok, S::Error> {
    values.as_ref().map(|values| values.join(",")).serialize(serializer)
}
