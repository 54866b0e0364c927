//! Model groups: deployments that share a public name, between which the server balances the load. The server does not
//! store groups; a group exists through its deployments.

use std::collections::HashSet;
use std::pin::Pin;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::api::models::{DeletedModels, Deployment, Difference, ModelRow, NewModel};
use crate::core::fields::integer;
use crate::core::{Call, Client, Error, Lossless, Refusal, RefusalKind, Request};

/// The information of a deployment that keeps the name it had before it was put into a group.
pub const MEMBER_NAME: &str = "member_name";

/// The model groups resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct ModelGroups<'a>(pub(super) &'a Client);

impl Client {
    /// Model groups: `/model_group/*`.
    pub fn model_groups(&self) -> ModelGroups<'_> {
        ModelGroups(self)
    }
}

/// A model group.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ModelGroup {
    /// Public name.
    pub model_group: String,
    /// Providers of its deployments.
    #[serde(default)]
    pub providers: Option<Vec<String>>,
    /// `chat`, `embedding`, …
    #[serde(default)]
    pub mode: Option<String>,
    /// Dollars per input token.
    #[serde(default)]
    pub input_cost_per_token: Option<f64>,
    /// Dollars per output token.
    #[serde(default)]
    pub output_cost_per_token: Option<f64>,
    /// The most tokens that it generates.
    #[serde(default, deserialize_with = "integer", skip_serializing_if = "Option::is_none")]
    pub max_output_tokens: Option<u64>,
}

/// A created group.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct CreatedGroup {
    /// Public name.
    pub model_group: String,
    /// Its deployments, in the order of the request.
    pub deployments: Vec<Lossless<ModelRow>>,
    /// The fields that the server did not store as requested, although it reports success.
    #[serde(skip)]
    pub not_kept: Vec<Difference>,
}

impl ModelGroups<'_> {
    /// Lists the groups that the key may call: `GET /model_group/info`.
    pub fn list(self) -> Call<Vec<Lossless<ModelGroup>>> {
        Call::data(self.0, Method::GET, &["model_group", "info"])
    }

    /// Fetches one group, as a list: `GET /model_group/info?model_group=…`. Servers that do not know the parameter
    /// return all groups; see [`ModelGroups::get`].
    pub fn info(self, name: impl AsRef<str>) -> Call<Vec<Lossless<ModelGroup>>> {
        self.list().query("model_group", name)
    }

    /// Fetches one group: `GET /model_group/info?model_group=…`. Newer servers do not describe a wildcard such as
    /// `openai/*`: its group is put together from its deployments.
    ///
    /// # Errors
    /// Returns the error of a request, or [`Error::Missing`] if none has this name.
    pub async fn get(self, name: impl AsRef<str>) -> Result<Lossless<ModelGroup>, Error> {
        let name = name.as_ref();
        if let Some(group) = self.info(name).await?.into_iter().find(|group| group.model_group == name) {
            return Ok(group);
        }
        let missing = || Error::Missing(format!("no model group is named `{name}`"));
        if !name.contains('*') {
            return Err(missing());
        }
        match self.0.models().deployments_of(name).await {
            Ok(deployments) => group_of(name, &deployments).ok_or_else(missing),
            Err(Error::Missing(_)) => Err(missing()),
            Err(error) => Err(error),
        }
    }

    /// Returns a group to create, all of its deployments or none, with a `POST /model/new` for each. Awaiting it
    /// creates them.
    ///
    /// Each model becomes a deployment of the group. Its own name is kept in its information as [`MEMBER_NAME`], and is
    /// sent to the provider as `model` unless its parameters set another.
    ///
    /// ```no_run
    /// # async fn run(client: litellm_proxy_client::Client) -> Result<(), litellm_proxy_client::Error> {
    /// use litellm_proxy_client::models::NewModel;
    ///
    /// client.model_groups().create("gpt4-group", [
    ///     NewModel::new("gpt-4").param("api_key", "key1"),
    ///     NewModel::new("gpt-4-backup").param("model", "openai/gpt-4").param("api_key", "key2"),
    /// ]).await?;
    /// # Ok(()) }
    /// ```
    pub fn create(self, name: impl Into<String>, models: impl IntoIterator<Item = NewModel>) -> CreateGroup {
        let name = name.into();
        let members = models.into_iter().map(|model| Member::of(&name, model)).collect();
        CreateGroup { client: self.0.clone(), name, members }
    }

    /// Deletes all deployments of a group that are in the database. Those defined in the server's config file stay, and
    /// with them the group.
    ///
    /// # Errors
    /// Returns the errors of [`Models::delete_all_by_name`](crate::api::models::Models::delete_all_by_name).
    pub async fn delete(self, name: impl AsRef<str>) -> Result<DeletedModels, Error> {
        self.0.models().delete_all_by_name(name).await
    }
}

/// Describes the group of deployments as the server describes others.
fn group_of(name: &str, deployments: &[Lossless<Deployment>]) -> Option<Lossless<ModelGroup>> {
    let mut providers: Vec<&str> = Vec::new();
    for deployment in deployments {
        let prefix = deployment.upstream_model().and_then(|model| model.split_once('/')).map(|(provider, _)| provider);
        let provider = deployment.litellm_params.get("custom_llm_provider").and_then(Value::as_str).or(prefix);
        providers.extend(provider.filter(|provider| !providers.contains(provider)));
    }
    let values = |name: &'static str| {
        let find = move |deployment: &'_ Lossless<Deployment>| {
            let own = deployment.litellm_params.get(name).or_else(|| deployment.model_info.get(name))?;
            Some(own.clone()).filter(|value| !value.is_null())
        };
        deployments.iter().filter_map(find)
    };
    let sum = |name| values(name).filter_map(|value| value.as_u64()).reduce(u64::saturating_add);
    let highest = |name| values(name).filter_map(|value| value.as_f64()).reduce(f64::max);
    let group = json!({
        "model_group": name,
        "providers": providers,
        "mode": values("mode").next(),
        "input_cost_per_token": highest("input_cost_per_token"),
        "output_cost_per_token": highest("output_cost_per_token"),
        "tpm": sum("tpm"),
        "rpm": sum("rpm"),
        "deployments": deployments.iter().filter_map(|deployment| deployment.id()).collect::<Vec<_>>(),
    });
    serde_json::from_str(&group.to_string()).ok()
}

/// A group to create: [`CreateGroup::requests`] returns the requests, `.await` sends them.
#[must_use = "a group is made when it is awaited"]
#[derive(Debug)]
pub struct CreateGroup {
    client: Client,
    name: String,
    members: Vec<Member>,
}

/// A deployment to add, with the id under which it can be removed again.
#[derive(Debug)]
struct Member {
    id: String,
    model: NewModel,
}

impl Member {
    fn of(group: &str, mut model: NewModel) -> Self {
        // If the response is lost, the id still says what to remove.
        let given = model.model_info.get("id").and_then(Value::as_str).filter(|id| !id.is_empty());
        let id = given.map_or_else(|| Uuid::new_v4().to_string(), str::to_owned);
        let own_name = std::mem::replace(&mut model.model_name, group.to_owned());
        if !model.litellm_params.contains_key("model") {
            model = model.param("model", own_name.as_str());
        }
        let model = model.info("id", id.as_str()).info(MEMBER_NAME, own_name);
        Self { id, model }
    }
}

impl CreateGroup {
    /// Returns the requests that would add the deployments, without sending them.
    ///
    /// # Errors
    /// Returns [`Error::InvalidRequest`] if the group has no models, or a request cannot be built.
    pub fn requests(&self) -> Result<Vec<Request>, Error> {
        self.check()?;
        self.members.iter().map(|member| self.client.models().add(&member.model).request()).collect()
    }

    /// Creates the group; `.await` does the same. If the future is dropped, the deployments added so far stay.
    ///
    /// # Errors
    /// Returns the error of the request that failed, after removing the deployments already added;
    /// [`Error::Incomplete`] if some could not be removed. Returns [`Error::NotServed`] in the same way if a server that
    /// reports success does not serve one of them. Returns [`Error::Exists`] if a model already has this name,
    /// or a deployment one of the ids.
    pub async fn send(self) -> Result<CreatedGroup, Error> {
        self.check()?;
        let models = self.client.models();
        // A wildcard that covers the name does not take it.
        let existing = models.deployments().await?;
        if existing.iter().any(|deployment| deployment.model_name.as_deref() == Some(self.name.as_str())) {
            return Err(Error::Exists(format!("a model is already named `{}`", self.name)));
        }
        // If an id is taken, servers report an internal error. Cleaning up after that error would delete the other
        // deployment.
        if let Some(taken) = existing.iter().filter_map(|deployment| deployment.id()).find(|id| self.has_member(id)) {
            return Err(Error::Exists(format!("a deployment already has the id `{taken}`")));
        }
        let mut deployments = Vec::new();
        let mut not_kept = Vec::new();
        let mut unsure = Vec::new();
        for (number, member) in self.members.iter().enumerate() {
            match models.add(&member.model).await {
                Ok(row) => {
                    let written = models.checked(&member.model, row).await;
                    if written.may_be_unserved() {
                        unsure.push(member.id.clone());
                    }
                    not_kept.extend(written.not_kept);
                    deployments.push(written.row);
                }
                Err(failure) => return Err(self.undo(number, failure).await),
            }
        }
        if !unsure.is_empty() {
            // Older servers report success for deployments that they cannot serve.
            let unserved = models.unserved(unsure).await?;
            if let Some(id) = unserved.first() {
                let failure = Error::NotServed(format!("the server stored the deployment `{id}`, but cannot serve it"));
                return Err(self.undo(self.members.len(), failure).await);
            }
        }
        Ok(CreatedGroup { model_group: self.name, deployments, not_kept })
    }

    fn has_member(&self, id: &str) -> bool {
        self.members.iter().any(|member| member.id == id)
    }

    fn check(&self) -> Result<(), Error> {
        if self.name.is_empty() {
            return Err(Error::InvalidRequest("a model group needs a name".to_owned()));
        }
        if self.members.is_empty() {
            return Err(Error::InvalidRequest("a model group needs at least one model".to_owned()));
        }
        if let Some(member) =
            self.members.iter().find(|member| member.model.litellm_params.get("model") == Some(&"".into()))
        {
            return Err(Error::InvalidRequest(format!("the model `{}` of the group has no name", member.id)));
        }
        let mut ids = HashSet::new();
        if let Some(member) = self.members.iter().find(|member| !ids.insert(member.id.as_str())) {
            return Err(Error::InvalidRequest(format!("two models of the group have the id `{}`", member.id)));
        }
        Ok(())
    }

    /// Removes the deployments added before this member failed, and the member itself if the server may have stored it.
    async fn undo(&self, failed: usize, failure: Error) -> Error {
        let was_sent = !matches!(
            failure,
            Error::Unreachable { .. } | Error::NoKey { .. } | Error::InvalidRequest(_) | Error::NotServed(_)
        );
        // A deployment that the database refused was stored by someone else, if at all.
        let was_not_taken =
            |refusal: &Refusal| refusal.status.is_client_error() || refusal.kind() == Some(RefusalKind::ModelNotStored);
        let was_refused = matches!(failure, Error::Conflict(_)) || failure.refusal().is_some_and(was_not_taken);
        let added = failed + usize::from(was_sent && !was_refused);
        let mut left = Vec::new();
        for member in self.members.iter().take(added) {
            match self.client.models().delete(&member.id).await {
                Ok(_) | Err(Error::NotFound(_)) => {}
                Err(_) => left.push(member.id.clone()),
            }
        }
        if left.is_empty() { failure } else { Error::Incomplete { failure: Box::new(failure), left } }
    }
}

impl IntoFuture for CreateGroup {
    type Output = Result<CreatedGroup, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
