//! Access groups, names that stand for sets of models wherever a key or team lists those it may call:
//! `/access_group/*`. A group is nothing of its own but a mark on deployments of the server's database; models of its
//! config file cannot be in one.

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::core::{Call, Client, Lossless};

/// The access groups resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct AccessGroups<'a>(pub(super) &'a Client);

impl Client {
    /// Access groups: `/access_group/*`.
    pub fn access_groups(&self) -> AccessGroups<'_> {
        AccessGroups(self)
    }
}

/// An access group.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct AccessGroup {
    /// Its name.
    pub access_group: Option<String>,
    /// The public names of its models.
    pub model_names: Option<Vec<String>>,
    /// How many deployments it holds; a public name may have several.
    pub deployment_count: Option<u64>,
    /// Dollars spent so far (newer servers).
    pub spend: Option<f64>,
}

/// All access groups.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct AccessGroupList {
    /// In the server's order.
    pub access_groups: Vec<Lossless<AccessGroup>>,
}

/// What became of an access group.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ChangedAccessGroup {
    /// Its name.
    pub access_group: Option<String>,
    /// How many deployments were put into it or, when it was deleted, taken out of it.
    pub models_updated: Option<u64>,
}

/// An access group to create. It needs at least one model, by its public name or by its id.
#[derive(Clone, Serialize)]
#[non_exhaustive]
pub struct NewAccessGroup {
    /// Its name. The server also takes names with a slash, and can then neither show, change nor delete the group.
    pub access_group: String,
    /// Public names, all of whose deployments are put into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_names: Option<Vec<String>>,
    /// Ids of single deployments, in place of names. Older servers refuse it without names, and beside them pay no heed
    /// to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_ids: Option<Vec<String>>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The models of an access group from now on, in place of those it held. It needs at least one, by its public name or by
/// its id.
#[derive(Clone, Default, Serialize)]
#[non_exhaustive]
pub struct AccessGroupUpdate {
    /// Public names, all of whose deployments are in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_names: Option<Vec<String>>,
    /// Ids of single deployments, in place of names. Older servers refuse it without names, and beside them pay no heed
    /// to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_ids: Option<Vec<String>>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::options::setters! { NewAccessGroup {
    strings: model_names, model_ids;
    ..extra [access_group]
} }

crate::core::options::setters! { AccessGroupUpdate {
    strings: model_names, model_ids;
    ..extra
} }

crate::core::secret::masked_debug!(NewAccessGroup, AccessGroupUpdate);

impl NewAccessGroup {
    /// An access group of this name.
    pub fn new(access_group: impl Into<String>) -> Self {
        Self { access_group: access_group.into(), model_names: None, model_ids: None, extra: Map::new() }
    }
}

impl AccessGroups<'_> {
    /// All access groups: `GET /access_group/list`.
    pub fn list(self) -> Call<Lossless<AccessGroupList>> {
        Call::new(self.0, Method::GET, &["access_group", "list"])
    }

    /// One access group: `GET /access_group/{name}/info`.
    pub fn info(self, name: &str) -> Call<Lossless<AccessGroup>> {
        Call::new(self.0, Method::GET, &["access_group", name, "info"])
    }

    /// Creates an access group: `POST /access_group/new`.
    pub fn create(self, group: &NewAccessGroup) -> Call<Lossless<ChangedAccessGroup>> {
        Call::new(self.0, Method::POST, &["access_group", "new"]).json(group)
    }

    /// Replaces the models of an access group: `PUT /access_group/{name}/update`.
    ///
    /// The server empties the group before it fills it. A model of its config file makes it stop in between, with a 400:
    /// the group is gone then.
    pub fn update(self, name: &str, update: &AccessGroupUpdate) -> Call<Lossless<ChangedAccessGroup>> {
        Call::new(self.0, Method::PUT, &["access_group", name, "update"]).json(update)
    }

    /// Deletes an access group, not its models: `DELETE /access_group/{name}/delete`.
    pub fn delete(self, name: &str) -> Call<Lossless<ChangedAccessGroup>> {
        Call::new(self.0, Method::DELETE, &["access_group", name, "delete"])
    }
}
