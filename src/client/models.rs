//! Models: what a key may call (`/models`), and the deployments behind the names (`/model/*`).

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Call, Client, Lossless};

/// The models resource of a [`Client`].
#[derive(Debug)]
pub struct Models<'a>(pub(super) &'a Client);

/// A model that the key may call.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Model {
    /// The name to call it by.
    pub id: String,
    /// `model`.
    pub object: Option<String>,
    /// When it was made, in seconds since 1970; proxies answer a constant.
    pub created: Option<Value>,
    /// The provider.
    pub owned_by: Option<String>,
}

/// A deployment: one way to reach an upstream model, under a public name that several may share.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Deployment {
    /// The public name.
    #[serde(default)]
    pub model_name: Option<String>,
    /// Provider parameters; secrets are left out or masked by the server.
    #[serde(default)]
    pub litellm_params: Map<String, Value>,
    /// What is known about it: `id`, prices, limits, `access_groups`, `created_at`, …
    #[serde(default)]
    pub model_info: Map<String, Value>,
}

super::secret::masked_debug!(NewModel, ModelUpdate);

impl Deployment {
    /// The deployment's id.
    pub fn id(&self) -> Option<&str> {
        self.model_info.get("id").and_then(Value::as_str)
    }

    /// The model that the provider is asked for, such as `azure/gpt-4o`.
    pub fn upstream_model(&self) -> Option<&str> {
        self.litellm_params.get("model").and_then(Value::as_str)
    }
}

/// A deployment to add.
#[derive(Clone, Default, Serialize)]
pub struct NewModel {
    /// The public name.
    pub model_name: String,
    /// Provider parameters; the server requires `model`.
    pub litellm_params: Map<String, Value>,
    /// Its `id`, `access_groups`, description, …; the server makes up an id where there is none.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub model_info: Map<String, Value>,
}

/// A change of a deployment: what is named is set, all else stays.
#[derive(Clone, Default, Serialize)]
pub struct ModelUpdate {
    /// A new public name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_name: Option<String>,
    /// Provider parameters to set. The server cannot remove one.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub litellm_params: Map<String, Value>,
    /// Information to set.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub model_info: Map<String, Value>,
}

/// A deployment's row in the server's database; its parameters are encrypted.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct ModelRow {
    /// The deployment's id.
    #[serde(default)]
    pub model_id: Option<String>,
    /// The public name.
    #[serde(default)]
    pub model_name: Option<String>,
}

/// The server's word that something was done.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Confirmation {
    /// In a sentence.
    #[serde(default)]
    pub message: Option<String>,
}

impl Models<'_> {
    /// Models that the key may call: `GET /models`.
    pub fn list(&self) -> Call<Vec<Lossless<Model>>> {
        Call::data(self.0, Method::GET, &["models"])
    }

    /// All deployments that the key may see: `GET /v1/model/info`.
    pub fn info(&self) -> Call<Vec<Lossless<Deployment>>> {
        Call::data(self.0, Method::GET, &["v1", "model", "info"])
    }

    /// The deployment of an id, as a list of one: `GET /v1/model/info?litellm_model_id=…`.
    pub fn info_by_id(&self, id: &str) -> Call<Vec<Lossless<Deployment>>> {
        self.info().query("litellm_model_id", id)
    }

    /// Adds a deployment: `POST /model/new`. Not idempotent unless `model_info.id` is given.
    pub fn add(&self, model: &NewModel) -> Call<Lossless<ModelRow>> {
        Call::new(self.0, Method::POST, &["model", "new"]).json(model)
    }

    /// Changes a deployment in place: `PATCH /model/{id}/update`, which merges.
    pub fn update(&self, id: &str, update: &ModelUpdate) -> Call<Lossless<ModelRow>> {
        let mut update = update.clone();
        if !update.model_info.is_empty() {
            // Without it the server writes a new, random id into the stored information.
            update.model_info.insert("id".to_owned(), Value::from(id));
        }
        Call::new(self.0, Method::PATCH, &["model", id, "update"]).json(&update)
    }

    /// Deletes a deployment of the database by id: `POST /model/delete`.
    pub fn delete(&self, id: &str) -> Call<Lossless<Confirmation>> {
        Call::new(self.0, Method::POST, &["model", "delete"]).json(&serde_json::json!({ "id": id }))
    }
}
