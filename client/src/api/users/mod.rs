//! Users: `/user/*`, and the invitations to be one.

mod answers;
mod requests;

use reqwest::Method;
use serde::Serialize;

pub use self::answers::{CreatedUser, Invitation, UpdatedUser, User, UserInfo, UserPage};
pub use self::requests::{NewUser, UserFilter, UserUpdate};
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

impl Users<'_> {
    /// One page of users: `GET /user/list`.
    pub fn list(self, filter: &UserFilter) -> Call<Lossless<UserPage>> {
        self.page(filter)
    }

    /// All users that the filter leaves, whatever their number; its `page` and `page_size` do not count.
    pub fn list_all(self, filter: &UserFilter) -> Pages<UserPage> {
        let client = self.0.clone();
        let filter = UserFilter {
            page_size: Some(PAGE_SIZE),
            // The one column without ties: in any other order the server repeats and drops users between pages.
            sort_by: filter.sort_by.clone().or_else(|| Some("user_id".to_owned())),
            ..filter.clone()
        };
        Pages::new(move |page| client.users().page(&UserFilter { page: Some(page), ..filter.clone() }))
    }

    fn page<P: serde::de::DeserializeOwned>(self, filter: &UserFilter) -> Call<P> {
        Call::new(self.0, Method::GET, &["user", "list"]).query_from(filter)
    }

    /// What is known of a user, keys and teams included: `GET /user/info`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when there is none of this id.
    pub fn get(self, user_id: &str) -> Call<Lossless<UserInfo>> {
        self.me().query("user_id", user_id)
    }

    /// What is known of the user behind the client's key: `GET /user/info`. An admin is also given the keys and teams of
    /// the whole server. Behind the master key older servers know no user, newer ones one of their own.
    pub fn me(self) -> Call<Lossless<UserInfo>> {
        Call::new(self.0, Method::GET, &["user", "info"])
    }

    /// Creates a user, and a virtual key along with it unless [`NewUser::auto_create_key`] says otherwise:
    /// `POST /user/new`.
    ///
    /// # Errors
    /// [`Error::Conflict`](crate::Error::Conflict) when there is one of this id or e-mail address.
    pub fn create(self, user: &NewUser) -> Call<Lossless<CreatedUser>> {
        Call::new(self.0, Method::POST, &["user", "new"]).json(user)
    }

    /// Changes a user: `POST /user/update`. The server refuses no id: of one that it does not know it makes a user.
    pub fn update(self, user_id: &str, update: &UserUpdate) -> Call<Lossless<UpdatedUser>> {
        #[derive(Serialize)]
        struct Body<'a> {
            user_id: &'a str,
            #[serde(flatten)]
            update: &'a UserUpdate,
        }
        Call::new(self.0, Method::POST, &["user", "update"]).json(&Body { user_id, update })
    }

    /// Deletes users, their keys included: `POST /user/delete`. Answers how many there were.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when there is none of one of the ids; then none is deleted.
    pub fn delete(self, user_ids: impl IntoIterator<Item = impl AsRef<str>>) -> Call<u64> {
        let body = serde_json::json!({ "user_ids": strings(user_ids) });
        Call::new(self.0, Method::POST, &["user", "delete"]).json(&body)
    }

    /// Invites a user, who sets a password through the link: `POST /invitation/new`. An invitation counts for a week.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) when there is no user of this id.
    pub fn invite(self, user_id: &str) -> Call<Lossless<Invitation>> {
        let body = serde_json::json!({ "user_id": user_id });
        Call::new(self.0, Method::POST, &["invitation", "new"]).json(&body)
    }
}
