//! Users: `/user/*`.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::pages::{PAGE_SIZE, Page, Pages};
use super::{Call, Client, Lossless};

/// The users resource of a [`Client`].
#[derive(Debug)]
pub struct Users<'a>(pub(super) &'a Client);

/// A user.
#[derive(Debug, Clone, Default, Deserialize)]
#[non_exhaustive]
#[serde(default)]
pub struct User {
    /// The id.
    pub user_id: Option<String>,
    /// The e-mail address.
    pub user_email: Option<String>,
    /// `proxy_admin`, `internal_user`, …
    pub user_role: Option<String>,
    /// Ids of the user's teams.
    pub teams: Option<Vec<Value>>,
}

/// One page of users.
#[derive(Debug, Clone, Deserialize)]
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

/// Which users to list. The server gives 25 to a page and at most 100.
#[derive(Debug, Clone, Default, Serialize)]
pub struct UserFilter {
    /// With this role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
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
}

/// A user to create.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewUser {
    /// The e-mail address.
    pub user_email: String,
    /// `internal_user`, `proxy_admin`, …
    pub user_role: String,
    /// A name to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_alias: Option<String>,
    /// Ids of teams to join.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub teams: Vec<String>,
    /// Dollars that the user may spend.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_budget: Option<f64>,
    /// `false`: no virtual key is made along with the user, as it is otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_create_key: Option<bool>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// What is known of one user.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct UserInfo {
    /// The id.
    #[serde(default)]
    pub user_id: Option<String>,
    /// The user; null for a caller without one.
    #[serde(default)]
    pub user_info: Option<Lossless<User>>,
}

/// A created user, with the key that was made along.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct CreatedUser {
    /// The id.
    #[serde(default)]
    pub user_id: Option<String>,
}

impl Users<'_> {
    /// One page of users: `GET /user/list`.
    pub fn list(&self, filter: &UserFilter) -> Call<Lossless<UserPage>> {
        self.page(filter)
    }

    /// All users that the filter leaves, whatever their number; its `page` and `page_size` do not count.
    pub fn list_all(&self, filter: &UserFilter) -> Pages<UserPage> {
        let client = self.0.clone();
        let filter = UserFilter {
            page_size: Some(PAGE_SIZE),
            // The one column without ties: in any other order the server repeats and drops users between pages.
            sort_by: filter.sort_by.clone().or_else(|| Some("user_id".to_owned())),
            ..filter.clone()
        };
        Pages::new(move |page| client.users().page(&UserFilter { page: Some(page), ..filter.clone() }))
    }

    fn page<P: serde::de::DeserializeOwned>(&self, filter: &UserFilter) -> Call<P> {
        Call::new(self.0, Method::GET, &["user", "list"]).query_from(filter)
    }

    /// What is known of a user; of the caller where no id is given: `GET /user/info`.
    pub fn info(&self, user_id: Option<&str>) -> Call<Lossless<UserInfo>> {
        let call = Call::new(self.0, Method::GET, &["user", "info"]);
        match user_id {
            Some(user_id) => call.query("user_id", user_id),
            None => call,
        }
    }

    /// Creates a user: `POST /user/new`.
    pub fn create(&self, user: &NewUser) -> Call<Lossless<CreatedUser>> {
        Call::new(self.0, Method::POST, &["user", "new"]).json(user)
    }

    /// Deletes users, their keys included: `POST /user/delete`. Answers how many there were.
    pub fn delete(&self, user_ids: &[String]) -> Call<u64> {
        Call::new(self.0, Method::POST, &["user", "delete"]).json(&serde_json::json!({ "user_ids": user_ids }))
    }
}
