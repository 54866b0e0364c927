//! Models: the names that a key may call (`/models`), and the deployments behind them (`/model/*`).

mod delete;
mod differences;
mod identity;
pub mod parameters;
mod replace;
mod stored;
mod write;

use std::borrow::Borrow;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::delete::{DeleteModels, DeletedModels};
pub use self::differences::{Difference, Unkept};
pub(crate) use self::differences::{Strings, differences};
pub use self::identity::{find_existing, telling_apart};
pub use self::replace::{REPLACES, Replacement, stand_in_id};
pub use self::stored::{completed_id, without_expansions};
pub use self::write::WrittenModel;
use crate::core::{Call, Client, Error, Lossless};

/// The models resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Models<'a>(pub(super) &'a Client);

impl Client {
    /// Deployments: `/models`, `/model/*`.
    pub fn models(&self) -> Models<'_> {
        Models(self)
    }
}

/// A model that the key may call.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Model {
    /// Name, as in requests.
    pub id: String,
    /// `model`.
    pub object: Option<String>,
    /// Creation time in seconds since 1970; proxies return a constant.
    pub created: Option<Value>,
    /// Provider.
    pub owned_by: Option<String>,
}

/// A deployment: an upstream model and how to reach it, under a public name that several deployments may share.
#[derive(Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Deployment {
    /// Public name.
    #[serde(default)]
    pub model_name: Option<String>,
    /// Provider parameters; the server omits or masks secrets.
    #[serde(default)]
    pub litellm_params: Map<String, Value>,
    /// Information about it: `id`, prices, limits, `access_groups`, `created_at`, …
    #[serde(default)]
    pub model_info: Map<String, Value>,
}

crate::core::secret::masked_debug!(Deployment, NewModel, ModelUpdate);

crate::core::options::setters! { NewModel { ..extra [model_name, litellm_params, model_info]; } }

crate::core::options::setters! { ModelUpdate {
    ..extra [litellm_params, litellm_params_to_remove, model_info];
    String: model_name;
} }

impl Deployment {
    /// Returns the id.
    pub fn id(&self) -> Option<&str> {
        self.model_info.get("id").and_then(Value::as_str)
    }

    /// Returns the provider's model, such as `azure/gpt-4o`.
    pub fn upstream_model(&self) -> Option<&str> {
        self.litellm_params.get("model").and_then(Value::as_str)
    }

    /// Returns every name by which a key's list of models may mean it: the public name, the id, the upstream model, and
    /// the name within its team.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let of_team = self.model_info.get("team_public_model_name").and_then(Value::as_str);
        [self.model_name.as_deref(), self.id(), self.upstream_model(), of_team].into_iter().flatten()
    }

    /// Returns the access groups that it belongs to.
    pub fn access_groups(&self) -> impl Iterator<Item = &str> {
        let groups = self.model_info.get("access_groups").and_then(Value::as_array);
        groups.into_iter().flatten().filter_map(Value::as_str)
    }

    /// Returns whether the deployment is in the server's database, and so can be changed and deleted. Others are
    /// defined in the server's config file.
    pub fn is_in_database(&self) -> bool {
        self.model_info.get("db_model").and_then(Value::as_bool).unwrap_or_default()
    }
}

/// A deployment to add.
///
/// ```
/// use litellm_proxy_client::models::NewModel;
///
/// let model = NewModel::new("gpt-4")
///     .param("model", "openai/gpt-4")
///     .param("api_key", "your-openai-key")
///     .info("access_groups", vec!["beta-models"]);
/// ```
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct NewModel {
    /// Public name.
    pub model_name: String,
    /// Provider parameters; the server requires `model`.
    pub litellm_params: Map<String, Value>,
    /// `id`, `access_groups`, description, …; the server generates an id by default.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub model_info: Map<String, Value>,
    /// Any other field of the endpoint, such as `blocked`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl NewModel {
    /// Returns a deployment with this public name.
    pub fn new(model_name: impl Into<String>) -> Self {
        Self { model_name: model_name.into(), ..Self::default() }
    }

    /// Sets a parameter for the provider, such as `model`, `api_key` or `api_base`.
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.litellm_params.insert(name.into(), value.into());
        self
    }

    /// Sets information about it, such as `access_groups`.
    #[must_use]
    pub fn info(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.model_info.insert(name.into(), value.into());
        self
    }
}

impl ModelUpdate {
    /// Sets a parameter for the provider.
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.litellm_params.insert(name.into(), value.into());
        self
    }

    /// Removes a parameter for the provider (LiteLLM 1.110 and later).
    #[must_use]
    pub fn unset(mut self, name: impl Into<String>) -> Self {
        self.litellm_params_to_remove.push(name.into());
        self
    }

    /// Sets information about it.
    #[must_use]
    pub fn info(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.model_info.insert(name.into(), value.into());
        self
    }
}

/// A change of a deployment: fields that are not set keep their values.
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct ModelUpdate {
    /// New public name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_name: Option<String>,
    /// Provider parameters to set. Null does not remove one, prices aside.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub litellm_params: Map<String, Value>,
    /// Provider parameters to remove. Servers before LiteLLM 1.110 ignore it; see [`Models::change`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub litellm_params_to_remove: Vec<String>,
    /// Information to set.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub model_info: Map<String, Value>,
    /// Any other field of the endpoint, such as `blocked`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A deployment's row in the server's database; its parameters are encrypted.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ModelRow {
    /// Id.
    pub model_id: String,
    /// Public name.
    #[serde(default)]
    pub model_name: Option<String>,
}

/// The server's confirmation of a request.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Confirmation {
    /// The confirmation, as a sentence.
    #[serde(default)]
    pub message: Option<String>,
}

impl Models<'_> {
    /// Lists the models that the key may call: `GET /models`.
    pub fn list(self) -> Call<Vec<Lossless<Model>>> {
        Call::data(self.0, Method::GET, &["models"])
    }

    /// Lists all deployments that the key may see: `GET /v1/model/info`. In place of a wildcard such as `openai/*`, or in
    /// addition to it, servers list the models that it stands for, all with its id; see [`Models::unexpanded`].
    pub fn info(self) -> Call<Vec<Lossless<Deployment>>> {
        Call::data(self.0, Method::GET, &["v1", "model", "info"])
    }

    /// Fetches the deployment with this id, as a list: `GET /v1/model/info?litellm_model_id=…`. Servers that do not
    /// know the parameter return all deployments; see [`Models::get`].
    pub fn info_by_id(self, id: impl AsRef<str>) -> Call<Vec<Lossless<Deployment>>> {
        self.info().query("litellm_model_id", id)
    }

    /// Fetches the deployment with this id: `GET /v1/model/info?litellm_model_id=…`.
    ///
    /// # Errors
    /// Returns the error of the request, or [`Error::Missing`] if none has this name.
    pub async fn get(self, id: impl AsRef<str>) -> Result<Lossless<Deployment>, Error> {
        let id = id.as_ref();
        let found = self.info_by_id(id).await?.into_iter().find(|deployment| deployment.id() == Some(id));
        found.ok_or_else(|| Error::Missing(format!("no deployment has the id `{id}`")))
    }

    /// Adds a deployment: `POST /model/new`. Not idempotent unless `model_info.id` is given.
    ///
    /// The server requires `litellm_params.model`; it defaults to the public name.
    #[expect(clippy::should_implement_trait, reason = "a resource is nothing that can be added up")]
    pub fn add(self, model: impl Borrow<NewModel>) -> Call<Lossless<ModelRow>> {
        let model = model.borrow();
        let call = Call::new(self.0, Method::POST, &["model", "new"]);
        if model.litellm_params.contains_key("model") {
            return call.json(model);
        }
        call.json(&model.clone().param("model", model.model_name.as_str()))
    }

    /// Updates a deployment: `PATCH /model/{id}/update`, which merges.
    ///
    /// # Errors
    /// Returns [`Error::InvalidRequest`](crate::Error::InvalidRequest) for an id with a slash, which this route cannot take.
    pub fn update(self, id: impl AsRef<str>, update: impl Borrow<ModelUpdate>) -> Call<Lossless<ModelRow>> {
        let id = id.as_ref();
        if id.contains('/') {
            return Call::invalid(
                self.0,
                format!("the id `{id}` has a slash, so the server cannot update the deployment"),
            );
        }
        let mut update = update.borrow().clone();
        if !update.model_info.is_empty() {
            // Without it the server stores a new random id in the information.
            update.model_info.insert("id".to_owned(), Value::from(id));
        }
        Call::new(self.0, Method::PATCH, &["model", id, "update"]).json(&update)
    }

    /// Deletes a deployment from the database by id: `POST /model/delete`.
    pub fn delete(self, id: impl AsRef<str>) -> Call<Lossless<Confirmation>> {
        Call::new(self.0, Method::POST, &["model", "delete"]).json(&serde_json::json!({ "id": id.as_ref() }))
    }
}
