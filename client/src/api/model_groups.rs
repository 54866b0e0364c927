//! Model groups: the deployments that share a public name, between which the server balances the load. The server has no
//! group of its own to make or delete: a group is what its deployments make it.

use std::collections::HashSet;
use std::pin::Pin;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use crate::api::models::{DeletedModels, ModelRow, NewModel};
use crate::core::{Call, Client, Error, Lossless, Meaning, Refusal, Request};

/// Where a deployment's information keeps the name that it had when it was put into a group.
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

/// A group.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct ModelGroup {
    /// The public name.
    pub model_group: String,
    /// Providers of its deployments.
    #[serde(default)]
    pub providers: Option<Vec<String>>,
    /// `chat`, `embedding`, …
    #[serde(default)]
    pub mode: Option<String>,
    /// Dollars for a token of input.
    #[serde(default)]
    pub input_cost_per_token: Option<f64>,
    /// Dollars for a token of output.
    #[serde(default)]
    pub output_cost_per_token: Option<f64>,
}

/// A group that was made.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct CreatedGroup {
    /// The public name.
    pub model_group: String,
    /// Its deployments, in the order in which they were given.
    pub deployments: Vec<Lossless<ModelRow>>,
}

impl ModelGroups<'_> {
    /// Groups that the key may call: `GET /model_group/info`.
    pub fn list(self) -> Call<Vec<Lossless<ModelGroup>>> {
        Call::data(self.0, Method::GET, &["model_group", "info"])
    }

    /// One group, as a list: `GET /model_group/info?model_group=…`. A server that does not know the question answers with
    /// all of them: see [`ModelGroups::get`].
    pub fn info(self, name: &str) -> Call<Vec<Lossless<ModelGroup>>> {
        self.list().query("model_group", name)
    }

    /// One group: `GET /model_group/info?model_group=…`.
    ///
    /// # Errors
    /// Those of the request; [`Error::Missing`] when there is none.
    pub async fn get(self, name: &str) -> Result<Lossless<ModelGroup>, Error> {
        let found = self.info(name).await?.into_iter().find(|group| group.model_group == name);
        found.ok_or_else(|| Error::Missing(format!("there is no model group named `{name}`")))
    }

    /// A group of deployments, to be made all or none of them, with a `POST /model/new` for each. Awaited, it makes them.
    ///
    /// Each model becomes a deployment of the group. Its own name is kept in its information as [`MEMBER_NAME`], and is the
    /// `model` that the provider is asked for where its parameters name none.
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

    /// Deletes a group: all of its deployments that the database holds. Those of the server's configuration file stay, and
    /// so does the group if there are any.
    ///
    /// # Errors
    /// Those of [`Models::delete_all_by_name`](crate::api::models::Models::delete_all_by_name).
    pub async fn delete(self, name: &str) -> Result<DeletedModels, Error> {
        self.0.models().delete_all_by_name(name).await
    }
}

/// A group that is ready to be made: look at its requests with [`CreateGroup::requests`], make it with `.await`.
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
        // Where the answer is lost, the id tells what to remove all the same.
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
    /// The requests that would add the deployments, without sending them.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] when there is nothing to make a group of, or one cannot be made.
    pub fn requests(&self) -> Result<Vec<Request>, Error> {
        self.check()?;
        self.members.iter().map(|member| self.client.models().add(&member.model).request()).collect()
    }

    /// Makes the group; `.await` on it does the same. Dropped before it is done, it leaves what it has added so far.
    ///
    /// # Errors
    /// Those of the requests; what had been added is removed again then. [`Error::Incomplete`] when it could not all be.
    /// [`Error::Exists`] when there is a model of this name already, or a deployment with an id that was given.
    pub async fn send(self) -> Result<CreatedGroup, Error> {
        self.check()?;
        let models = self.client.models();
        let existing = models.info().await?;
        if existing.iter().any(|deployment| deployment.model_name.as_deref() == Some(self.name.as_str())) {
            return Err(Error::Exists(format!("there is a model named `{}` already", self.name)));
        }
        // Servers answer an id that is taken as if they had failed; to remove what they may have stored would remove the
        // deployment that has it.
        if let Some(taken) = existing.iter().filter_map(|deployment| deployment.id()).find(|id| self.has_member(id)) {
            return Err(Error::Exists(format!("there is a deployment with the id `{taken}` already")));
        }
        let mut deployments = Vec::new();
        for (number, member) in self.members.iter().enumerate() {
            match models.add(&member.model).await {
                Ok(row) => deployments.push(row),
                Err(failure) => return Err(self.undo(number, failure).await),
            }
        }
        Ok(CreatedGroup { model_group: self.name, deployments })
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

    /// Removes what was added before the member of this number failed, and that member where it may be there all the same.
    async fn undo(&self, failed: usize, failure: Error) -> Error {
        let was_sent = !matches!(failure, Error::Unreachable { .. } | Error::NoKey(_) | Error::InvalidRequest(_));
        // What the database would not take is there under somebody else's hand, if it is there at all.
        let was_not_taken =
            |refusal: &Refusal| refusal.status.is_client_error() || refusal.means(Meaning::ModelNotStored);
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
