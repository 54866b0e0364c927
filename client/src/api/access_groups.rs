//! Access groups: `/access_group/*`. A key or team may list an access group in place of the models in it. The server
//! stores a group only as a mark on deployments in its database; models in its config file cannot be in one.

use std::borrow::Borrow;

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
    /// Name.
    pub access_group: Option<String>,
    /// Public names of its models.
    pub model_names: Option<Vec<String>>,
    /// Number of deployments; a public name may have several.
    pub deployment_count: Option<u64>,
    /// Spend in dollars (newer servers).
    pub spend: Option<f64>,
}

/// The access groups.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct AccessGroupList {
    /// In the server's order.
    pub access_groups: Vec<Lossless<AccessGroup>>,
}

/// The result of creating, updating or deleting an access group.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ChangedAccessGroup {
    /// Name.
    pub access_group: Option<String>,
    /// Number of deployments added to it or, on deletion, removed from it.
    pub models_updated: Option<u64>,
}

/// An access group to create. It needs at least one model, by public name or id.
#[derive(Clone, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct NewAccessGroup {
    /// Name. The server accepts names with a slash, but can then neither show, change nor delete the group.
    pub access_group: String,
    /// Public names of models. All their deployments are added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_names: Option<Vec<String>>,
    /// Ids of single deployments, instead of names. Older servers require names, and then ignore this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_ids: Option<Vec<String>>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// The new models of an access group, which replace the previous ones. It needs at least one, by public name or id.
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
pub struct AccessGroupUpdate {
    /// Public names of models. All their deployments are added.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_names: Option<Vec<String>>,
    /// Ids of single deployments, instead of names. Older servers require names, and then ignore this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model_ids: Option<Vec<String>>,
    /// Any other field of the endpoint.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::options::setters! { NewAccessGroup {
    ..extra [access_group];
    Strings: model_names, model_ids;
} }

crate::core::options::setters! { AccessGroupUpdate {
    ..extra;
    Strings: model_names, model_ids;
} }

crate::core::secret::masked_debug!(NewAccessGroup, AccessGroupUpdate);

impl NewAccessGroup {
    /// Returns an access group with this name.
    pub fn new(access_group: impl Into<String>) -> Self {
        Self { access_group: access_group.into(), model_names: None, model_ids: None, extra: Map::new() }
    }
}

impl AccessGroups<'_> {
    /// Lists all access groups: `GET /access_group/list`.
    pub fn list(self) -> Call<Lossless<AccessGroupList>> {
        Call::new(self.0, Method::GET, &["access_group", "list"])
    }

    /// Fetches an access group: `GET /access_group/{name}/info`.
    pub fn get(self, name: impl AsRef<str>) -> Call<Lossless<AccessGroup>> {
        Call::new(self.0, Method::GET, &["access_group", name.as_ref(), "info"])
    }

    /// Creates an access group: `POST /access_group/new`.
    pub fn create(self, group: impl Borrow<NewAccessGroup>) -> Call<Lossless<ChangedAccessGroup>> {
        Call::new(self.0, Method::POST, &["access_group", "new"]).json(group.borrow())
    }

    /// Replaces the models of an access group: `PUT /access_group/{name}/update`.
    ///
    /// The server empties the group before it fills it. If a model is defined in its config file, it stops in between
    /// with a 400, and the group is gone.
    pub fn update(
        self,
        name: impl AsRef<str>,
        update: impl Borrow<AccessGroupUpdate>,
    ) -> Call<Lossless<ChangedAccessGroup>> {
        Call::new(self.0, Method::PUT, &["access_group", name.as_ref(), "update"]).json(update.borrow())
    }

    /// Deletes an access group but not its models: `DELETE /access_group/{name}/delete`.
    pub fn delete(self, name: impl AsRef<str>) -> Call<Lossless<ChangedAccessGroup>> {
        Call::new(self.0, Method::DELETE, &["access_group", name.as_ref(), "delete"])
    }
}
