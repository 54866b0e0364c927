//! Users (`/user/*`) and invitations (`/invitation/*`).

mod offboard;
mod requests;
mod responses;

use std::borrow::Borrow;

use reqwest::Method;
use serde::Serialize;

pub use self::offboard::{NamedId, OffboardScope, OffboardStep, Offboarding};
pub use self::requests::{NewUser, UserFilter, UserRole, UserSort, UserUpdate};
pub use self::responses::{CreatedUser, Invitation, UpdatedUser, User, UserInfo, UserPage};
use crate::api::keys::NewKey;
use crate::core::options::strings;
use crate::core::pages::{PAGE_SIZE, Pages};
use crate::core::{Call, Client, Lossless};

/// The users resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Users<'a>(pub(super) &'a Client);

impl Client {
    /// Users: `/user/*`.
    pub fn users(&self) -> Users<'_> {
        Users(self)
    }
}

/// The fields of a new user that the key created along with it has too, as far as that key is concerned.
const FIELDS_OF_KEY: &[&str] = &[
    "aliases",
    "allowed_cache_controls",
    "blocked",
    "config",
    "duration",
    "key_alias",
    "max_parallel_requests",
    "metadata",
    "model_max_budget",
    "models",
    "object_permission",
    "permissions",
    "rpm_limit",
    "team_id",
    "tpm_limit",
];

impl NewUser {
    /// Returns the request for the key that the server would create along with this user, to be sent after the user was
    /// created without one ([`NewUser::auto_create_key`]). This way, the client can choose the secret.
    pub fn key(&self, user_id: Option<&str>) -> NewKey {
        let mut fields = match serde_json::to_value(self) {
            Ok(serde_json::Value::Object(fields)) => fields,
            _ => serde_json::Map::new(),
        };
        fields.retain(|name, _| FIELDS_OF_KEY.contains(&name.as_str()));
        // Cannot fail: every object is a request for a key.
        let key: NewKey = serde_json::from_value(serde_json::Value::Object(fields)).unwrap_or_default();
        NewKey { user_id: user_id.map(str::to_owned), ..key }
    }
}

impl Users<'_> {
    /// Fetches one page of users: `GET /user/list`.
    pub fn list(self, filter: impl Borrow<UserFilter>) -> Call<Lossless<UserPage>> {
        self.page(filter.borrow())
    }

    /// Lists all users that match the filter, across pages; its `page` and `page_size` are ignored.
    pub fn list_all(self, filter: impl Borrow<UserFilter>) -> Pages<UserPage> {
        let filter = filter.borrow();
        let client = self.0.clone();
        let filter = UserFilter {
            page_size: Some(PAGE_SIZE),
            // The only column without ties: in any other order pages skip and repeat users.
            sort_by: filter.sort_by.clone().or(Some(UserSort::UserId)),
            ..filter.clone()
        };
        Pages::new(move |page| client.users().page(&UserFilter { page: Some(page), ..filter.clone() }))
    }

    fn page<P: serde::de::DeserializeOwned>(self, filter: &UserFilter) -> Call<P> {
        let mut call = Call::new(self.0, Method::GET, &["user", "list"]);
        if let Some(ids) = &filter.user_ids {
            call = call.query("user_ids", ids.join(","));
        }
        call.query_from(&UserFilter { user_ids: None, ..filter.clone() })
    }

    /// Fetches a user with keys and teams: `GET /user/info`.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`](crate::Error::NotFound) if nothing has this id.
    pub fn get(self, user_id: impl AsRef<str>) -> Call<Lossless<UserInfo>> {
        self.me().query("user_id", user_id)
    }

    /// Fetches the user of the client's key: `GET /user/info`. For an admin, the response has all keys and teams of the
    /// server. The master key has no user on older servers and an internal one on newer servers.
    pub fn me(self) -> Call<Lossless<UserInfo>> {
        Call::new(self.0, Method::GET, &["user", "info"])
    }

    /// Creates a user, and a virtual key unless [`NewUser::auto_create_key`] is false: `POST /user/new`.
    ///
    /// # Errors
    /// Returns [`Error::Conflict`](crate::Error::Conflict) if a user already has this id or email address.
    pub fn create(self, user: impl Borrow<NewUser>) -> Call<Lossless<CreatedUser>> {
        Call::new(self.0, Method::POST, &["user", "new"]).json(user.borrow())
    }

    /// Updates a user: `POST /user/update`. The server accepts any id and creates a user if it is unknown.
    pub fn update(self, user_id: impl AsRef<str>, update: impl Borrow<UserUpdate>) -> Call<Lossless<UpdatedUser>> {
        #[derive(Serialize)]
        struct Body<'a> {
            user_id: &'a str,
            #[serde(flatten)]
            update: &'a UserUpdate,
        }
        let body = Body { user_id: user_id.as_ref(), update: update.borrow() };
        Call::new(self.0, Method::POST, &["user", "update"]).json(&body)
    }

    /// Deletes users and their keys: `POST /user/delete`. Returns the number of deleted users.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`](crate::Error::NotFound) if no user has one of the ids; then none is deleted.
    pub fn delete(self, user_ids: impl IntoIterator<Item = impl AsRef<str>>) -> Call<u64> {
        let body = serde_json::json!({ "user_ids": strings(user_ids) });
        Call::new(self.0, Method::POST, &["user", "delete"]).json(&body)
    }

    /// Invites a user to set a password through a link: `POST /invitation/new`. The invitation is valid for a week.
    ///
    /// # Errors
    /// Returns [`Error::NotFound`](crate::Error::NotFound) if no user has this id.
    pub fn invite(self, user_id: impl AsRef<str>) -> Call<Lossless<Invitation>> {
        let body = serde_json::json!({ "user_id": user_id.as_ref() });
        Call::new(self.0, Method::POST, &["invitation", "new"]).json(&body)
    }
}
