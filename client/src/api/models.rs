//! Models: what a key may call (`/models`), and the deployments behind the names (`/model/*`).

use std::collections::VecDeque;
use std::pin::Pin;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::core::{Call, Client, Error, Lossless, Request};

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
#[derive(Clone, Deserialize, Serialize)]
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

crate::core::secret::masked_debug!(Deployment, NewModel, ModelUpdate);

crate::core::options::setters! { NewModel { ..extra [model_name, litellm_params, model_info] } }

crate::core::options::setters! { ModelUpdate { string: model_name; ..extra [litellm_params, model_info] } }

impl Deployment {
    /// The deployment's id.
    pub fn id(&self) -> Option<&str> {
        self.model_info.get("id").and_then(Value::as_str)
    }

    /// The model that the provider is asked for, such as `azure/gpt-4o`.
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

    /// True of a deployment that the server keeps in its database, and that can be changed and deleted; false of one that
    /// stands in the server's configuration file.
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
#[derive(Clone, Default, Serialize)]
pub struct NewModel {
    /// The public name.
    pub model_name: String,
    /// Provider parameters; the server requires `model`.
    pub litellm_params: Map<String, Value>,
    /// Its `id`, `access_groups`, description, …; the server makes up an id where there is none.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub model_info: Map<String, Value>,
    /// Any other field of the endpoint, such as `blocked`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl NewModel {
    /// A deployment of a public name.
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

    /// Sets information about it.
    #[must_use]
    pub fn info(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.model_info.insert(name.into(), value.into());
        self
    }
}

/// What became of the deployments of a name that was to be deleted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DeletedModels {
    /// Ids of those that are gone.
    pub deleted: Vec<String>,
    /// Ids of those that stay, because they stand in the server's configuration file.
    pub kept: Vec<String>,
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
    /// Any other field of the endpoint, such as `blocked`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A deployment's row in the server's database; its parameters are encrypted.
#[derive(Debug, Clone, Deserialize, Serialize)]
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
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Confirmation {
    /// In a sentence.
    #[serde(default)]
    pub message: Option<String>,
}

impl Models<'_> {
    /// Models that the key may call: `GET /models`.
    pub fn list(self) -> Call<Vec<Lossless<Model>>> {
        Call::data(self.0, Method::GET, &["models"])
    }

    /// All deployments that the key may see: `GET /v1/model/info`.
    pub fn info(self) -> Call<Vec<Lossless<Deployment>>> {
        Call::data(self.0, Method::GET, &["v1", "model", "info"])
    }

    /// The deployment of an id, as a list: `GET /v1/model/info?litellm_model_id=…`. A server that does not know the
    /// question answers with all of them: see [`Models::get`].
    pub fn info_by_id(self, id: &str) -> Call<Vec<Lossless<Deployment>>> {
        self.info().query("litellm_model_id", id)
    }

    /// The deployment of an id: `GET /v1/model/info?litellm_model_id=…`.
    ///
    /// # Errors
    /// Those of the request; [`Error::Missing`] when there is none.
    pub async fn get(self, id: &str) -> Result<Lossless<Deployment>, Error> {
        let found = self.info_by_id(id).await?.into_iter().find(|deployment| deployment.id() == Some(id));
        found.ok_or_else(|| Error::Missing(format!("there is no deployment with the id `{id}`")))
    }

    /// All deployments of a public name that the key may see: `GET /v1/model/info`.
    ///
    /// # Errors
    /// Those of the request; [`Error::Missing`] when there are none.
    pub async fn deployments_of(self, model_name: &str) -> Result<Vec<Lossless<Deployment>>, Error> {
        let mut found = self.info().await?;
        found.retain(|deployment| deployment.model_name.as_deref() == Some(model_name));
        if found.is_empty() {
            return Err(Error::Missing(format!("there is no model named `{model_name}`")));
        }
        Ok(found)
    }

    /// Adds a deployment: `POST /model/new`. Not idempotent unless `model_info.id` is given.
    ///
    /// The server wants to know what to ask the provider for: where `litellm_params` name no `model`, it is the public
    /// name.
    #[expect(clippy::should_implement_trait, reason = "a resource is nothing that can be added up")]
    pub fn add(self, model: &NewModel) -> Call<Lossless<ModelRow>> {
        let call = Call::new(self.0, Method::POST, &["model", "new"]);
        if model.litellm_params.contains_key("model") {
            return call.json(model);
        }
        call.json(&model.clone().param("model", model.model_name.as_str()))
    }

    /// Changes a deployment in place: `PATCH /model/{id}/update`, which merges.
    pub fn update(self, id: &str, update: &ModelUpdate) -> Call<Lossless<ModelRow>> {
        let mut update = update.clone();
        if !update.model_info.is_empty() {
            // Without it the server writes a new, random id into the stored information.
            update.model_info.insert("id".to_owned(), Value::from(id));
        }
        Call::new(self.0, Method::PATCH, &["model", id, "update"]).json(&update)
    }

    /// Deletes a deployment of the database by id: `POST /model/delete`.
    pub fn delete(self, id: &str) -> Call<Lossless<Confirmation>> {
        Call::new(self.0, Method::POST, &["model", "delete"]).json(&serde_json::json!({ "id": id }))
    }

    /// Deletes the one deployment of a public name that the database holds.
    ///
    /// # Errors
    /// Those of the requests. [`Error::Missing`] when there is none of this name, [`Error::InvalidRequest`] when there are
    /// several, which it names (see [`Models::delete_all_by_name`]), or when all stand in the server's configuration file.
    pub async fn delete_by_name(self, model_name: &str) -> Result<DeletedModels, Error> {
        let deletion = self.delete_deployments(&self.deployments_of(model_name).await?);
        let ids = &deletion.stored;
        if ids.len() > 1 {
            let message = format!("`{model_name}` names {} deployments: {}", ids.len(), ids.join(", "));
            return Err(Error::InvalidRequest(message));
        }
        deletion.send_some(model_name).await
    }

    /// Deletes all deployments of a public name that the database holds. Those of the server's configuration file stay.
    ///
    /// # Errors
    /// Those of the requests, [`Error::Incomplete`] when some were deleted before one failed, which names those that are
    /// left. [`Error::Missing`] when there is none of this name, [`Error::InvalidRequest`] when all stand in the server's
    /// configuration file.
    pub async fn delete_all_by_name(self, model_name: &str) -> Result<DeletedModels, Error> {
        self.delete_deployments(&self.deployments_of(model_name).await?).send_some(model_name).await
    }

    /// Of these deployments, deletes those that the database holds, with a `POST /model/delete` for each. Awaited, it does.
    pub fn delete_deployments(self, deployments: &[Lossless<Deployment>]) -> DeleteModels {
        let (stored, others): (Vec<_>, Vec<_>) = deployments.iter().partition(|deployment| deployment.is_in_database());
        let ids = |deployments: Vec<&Lossless<Deployment>>| {
            deployments.iter().filter_map(|deployment| deployment.id().map(str::to_owned)).collect()
        };
        DeleteModels { client: self.0.clone(), stored: ids(stored), kept: ids(others) }
    }
}

/// Deployments that are ready to be deleted: look at the requests with [`DeleteModels::requests`], send them with `.await`.
#[must_use = "deployments are deleted when it is awaited"]
#[derive(Debug)]
pub struct DeleteModels {
    client: Client,
    stored: Vec<String>,
    kept: Vec<String>,
}

impl DeleteModels {
    /// Ids of those that will be deleted.
    pub fn ids(&self) -> &[String] {
        &self.stored
    }

    /// The requests that would delete them, without sending them.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] when one cannot be made.
    pub fn requests(&self) -> Result<Vec<Request>, Error> {
        self.stored.iter().map(|id| self.client.models().delete(id).request()).collect()
    }

    /// Deletes them, one after the other; `.await` on it does the same.
    ///
    /// # Errors
    /// That of the first request that failed; [`Error::Incomplete`], which names those that are left, when others had been
    /// deleted before it.
    pub async fn send(self) -> Result<DeletedModels, Error> {
        let mut left = VecDeque::from(self.stored);
        let mut deleted = Vec::new();
        while let Some(id) = left.front() {
            match self.client.models().delete(id).await {
                Ok(_) => deleted.extend(left.pop_front()),
                Err(failure) if deleted.is_empty() => return Err(failure),
                Err(failure) => return Err(Error::Incomplete { failure: Box::new(failure), left: left.into() }),
            }
        }
        Ok(DeletedModels { deleted, kept: self.kept })
    }

    async fn send_some(self, model_name: &str) -> Result<DeletedModels, Error> {
        if self.stored.is_empty() {
            return Err(Error::InvalidRequest(format!(
                "`{model_name}` stands in the server's configuration file, and can only be removed there"
            )));
        }
        self.send().await
    }
}

impl IntoFuture for DeleteModels {
    type Output = Result<DeletedModels, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
