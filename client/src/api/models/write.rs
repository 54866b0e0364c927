//! Adding and updating deployments with a look at what came of it: what the server dropped, kept or cannot serve.

use std::time::Duration;

use serde_json::{Map, Value};

use super::differences::{Difference, Strings, Unkept, differences};
use super::{ModelRow, ModelUpdate, Models, NewModel, Replacement};
use crate::core::{Error, Lossless, RefusalKind};

/// The pauses before each look at whether an updated deployment is served.
const LOOKS: [Duration; 4] =
    [Duration::ZERO, Duration::from_millis(200), Duration::from_millis(800), Duration::from_millis(1500)];

/// A deployment that was added or updated.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WrittenModel {
    /// Its row in the server's database.
    pub row: Lossless<ModelRow>,
    /// The fields that the server did not store as requested, although it reports success.
    pub not_kept: Vec<Difference>,
    /// Whether the server serves it. Older servers report success for deployments that they cannot serve.
    pub is_served: bool,
    /// Whether the deployment was replaced by another with its id, because no update could do it.
    pub was_replaced: bool,
}

impl Models<'_> {
    /// Adds a deployment, as [`Models::add`] does, and checks the response. A deployment that the server stored but
    /// cannot serve is deleted again, because no list shows it. Older servers report success for it, so that it is looked
    /// for; there it stays, see [`WrittenModel::is_served`].
    ///
    /// # Errors
    /// Returns the error of the request, or [`Error::Incomplete`] with the id if a deployment that cannot be served could
    /// not be deleted.
    pub async fn create(self, model: &NewModel) -> Result<WrittenModel, Error> {
        let written = self.create_unlooked(model).await?;
        if !written.may_be_unserved() {
            return Ok(written);
        }
        let is_served = self.is_listed(&written.row.model_id).await?;
        Ok(WrittenModel { is_served, ..written })
    }

    /// Adds a deployment as [`Models::create`] does, without the request that looks for it on older servers; for several
    /// deployments, which [`Models::unserved`] looks for at once.
    ///
    /// # Errors
    /// See [`Models::create`].
    pub async fn create_unlooked(self, model: &NewModel) -> Result<WrittenModel, Error> {
        let row = match self.add(model).await {
            Ok(row) => row,
            Err(failure) => return Err(self.delete_unserved(model, failure).await),
        };
        Ok(self.checked(model, row).await)
    }

    /// Compares the row of a deployment that was added with the request.
    pub(crate) async fn checked(self, model: &NewModel, row: Lossless<ModelRow>) -> WrittenModel {
        let mut requested = model.litellm_params.clone();
        requested.entry("model").or_insert_with(|| model.model_name.as_str().into());
        let differing = of_row(&row, Some(&model.model_name), &requested, &model.model_info, &model.extra);
        let not_kept = self.confirmed(&row, &model.model_info, differing).await;
        WrittenModel { row, not_kept, is_served: true, was_replaced: false }
    }

    /// Updates a deployment, as [`Models::update`] does, and checks the response.
    ///
    /// Parameters to remove that the server keeps are set to null in another request: servers without
    /// `litellm_params_to_remove` remove some of them then, such as prices.
    ///
    /// # Errors
    /// Returns the error of a request.
    pub async fn change(self, id: &str, update: &ModelUpdate) -> Result<WrittenModel, Error> {
        let mut row = self.update(id, update).await?;
        let mut params = update.litellm_params.clone();
        let removed: Map<String, Value> =
            update.litellm_params_to_remove.iter().map(|name| (name.clone(), Value::Null)).collect();
        if !removed.is_empty() {
            let stored = match object(&row, "litellm_params") {
                Some(stored) => stored,
                None => self.get(id).await?.into_inner().litellm_params,
            };
            let left = differences("", &removed, &stored, Strings::Hidden);
            if !left.is_empty() && object(&row, "litellm_params").is_some() {
                let litellm_params = left.into_iter().map(|field| (field.field, Value::Null)).collect();
                let again = ModelUpdate { litellm_params, ..ModelUpdate::default() };
                row = self.update(id, &again).await?;
            } else {
                // The response does not show the parameters.
                params.extend(left.into_iter().map(|field| (field.field, Value::Null)));
            }
        }
        params.extend(removed);
        let name = update.model_name.as_deref();
        let mut differing = of_row(&row, name, &params, &update.model_info, &update.extra);
        differing = self.confirmed(&row, &update.model_info, differing).await;
        let written = WrittenModel { row, not_kept: differing, is_served: true, was_replaced: false };
        if object(&written.row, "litellm_params").is_none() {
            return Ok(written);
        }
        let changes_model = ["model", "custom_llm_provider"].iter().any(|name| params.contains_key(*name));
        let is_served = !changes_model || self.serves(id, params.get("model").and_then(Value::as_str)).await?;
        Ok(WrittenModel { is_served, ..written })
    }

    /// Updates a deployment, as [`Models::change`] does. If the server keeps parameters that are to be removed, the deployment
    /// is [replaced](Models::replace). A replacement that was interrupted is finished.
    ///
    /// # Errors
    /// Returns the errors of both. After [`Error::Hidden`], all is changed but what is to be removed.
    pub async fn change_or_replace(self, id: &str, update: &ModelUpdate) -> Result<WrittenModel, Error> {
        if update.litellm_params_to_remove.is_empty() {
            return self.change(id, update).await;
        }
        let (written, stand_in) = futures_util::future::join(self.change(id, update), self.stand_in_of(id)).await;
        let has_stand_in = stand_in?;
        let written = match written {
            Err(Error::NotFound(_) | Error::Missing(_)) if has_stand_in => None,
            written => Some(written?),
        };
        let not_removed = |name: &String| {
            let is_it = |field: &Difference| field.field.strip_prefix(PARAMS) == Some(name);
            let mut kept = written.iter().flat_map(|written| &written.not_kept);
            kept.any(|field| field.reason == Unkept::NotRemoved && is_it(field))
        };
        let is_left = update.litellm_params_to_remove.iter().any(not_removed);
        if let Some(written) = written
            && !is_left
            && !has_stand_in
        {
            return Ok(written);
        }
        let replaced = self.replace(id, &Replacement::new(update.clone())).await?;
        Ok(WrittenModel { was_replaced: true, ..replaced })
    }

    /// Returns those of the ids that the server does not list: deployments that it stored but cannot serve.
    ///
    /// # Errors
    /// Returns the error of the request.
    pub async fn unserved(self, ids: Vec<String>) -> Result<Vec<String>, Error> {
        let served = self.info().await?;
        Ok(ids.into_iter().filter(|id| served.iter().all(|deployment| deployment.id() != Some(id))).collect())
    }

    /// Returns whether the server serves a deployment with this model of a provider. A server that cannot serve it goes on
    /// with the previous one, and so does any other process of the server for a moment.
    async fn serves(self, id: &str, model: Option<&str>) -> Result<bool, Error> {
        // The server itself resolves references to its variables.
        let model = model.filter(|model| !model.starts_with("os.environ/"));
        for pause in LOOKS {
            tokio::time::sleep(pause).await;
            match self.get(id).await {
                Ok(deployment) if model.is_none() || deployment.upstream_model() == model => return Ok(true),
                Ok(_) | Err(Error::NotFound(_) | Error::Missing(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(false)
    }

    async fn is_listed(self, id: &str) -> Result<bool, Error> {
        match self.get(id).await {
            Ok(_) => Ok(true),
            Err(Error::NotFound(_) | Error::Missing(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Deletes a deployment that the server stored but does not serve. Returns the failure, with the id if it stays.
    async fn delete_unserved(self, model: &NewModel, failure: Error) -> Error {
        let Some(refusal) = failure.refusal().filter(|refusal| refusal.kind() == Some(RefusalKind::ModelNotServed))
        else {
            return failure;
        };
        let own_id = model.model_info.get("id").and_then(Value::as_str);
        let Some(id) = own_id.or_else(|| quoted(&refusal.message)).map(str::to_owned) else { return failure };
        match self.delete(&id).await {
            Ok(_) | Err(Error::NotFound(_)) => failure,
            Err(_) => Error::Incomplete { failure: Box::new(failure), left: vec![id] },
        }
    }

    /// Drops the differences in `model_info` that only concern where the server keeps a value: it does not store what its
    /// price list says already.
    async fn confirmed(
        self,
        row: &Lossless<ModelRow>,
        info: &Map<String, Value>,
        mut differing: Vec<Difference>,
    ) -> Vec<Difference> {
        let is_info = |field: &Difference| field.reason != Unkept::NotRemoved && field.field.starts_with(INFO);
        if !differing.iter().any(is_info) {
            return differing;
        }
        // Without the deployment, the response is the best that is known.
        let Ok(stored) = self.get(&row.model_id).await else { return differing };
        let still = differences(INFO, info, &stored.model_info, Strings::Plain);
        differing.retain(|field| !is_info(field) || still.contains(field));
        differing
    }
}

impl WrittenModel {
    /// Returns whether the server may have reported success for a deployment that it cannot serve: older servers, whose
    /// rows do not say whether a deployment is blocked.
    pub fn may_be_unserved(&self) -> bool {
        object(&self.row, "litellm_params").is_some() && !self.row.json().get().contains("\"blocked\"")
    }
}

const INFO: &str = "model_info.";
const PARAMS: &str = "litellm_params.";

/// Compares a row with a request. A row without parameters is a shorter response, which shows nothing.
fn of_row(
    row: &Lossless<ModelRow>,
    name: Option<&str>,
    params: &Map<String, Value>,
    info: &Map<String, Value>,
    extra: &Map<String, Value>,
) -> Vec<Difference> {
    let Some(stored) = object(row, "litellm_params") else { return Vec::new() };
    let mut found = differences(PARAMS, params, &stored, Strings::Hidden);
    if let Some(stored) = object(row, "model_info") {
        found.extend(differences(INFO, info, &stored, Strings::Plain));
    }
    let mut others = extra.clone();
    // The server gives a team's model a name of its own.
    if let Some(name) = name.filter(|_| !info.contains_key("team_id")) {
        others.insert("model_name".to_owned(), name.into());
    }
    let fields: Map<String, Value> = serde_json::from_str(row.json().get()).unwrap_or_default();
    found.extend(differences("", &others, &fields, Strings::Plain));
    found
}

/// Returns a field of a row that is an object.
fn object(row: &Lossless<ModelRow>, name: &str) -> Option<Map<String, Value>> {
    match row.field(name) {
        Some(Value::Object(fields)) => Some(fields),
        _ => None,
    }
}

/// Returns the first quoted id of a message: `the model id(s) ['id'] are not live`.
fn quoted(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("['")?;
    rest.split_once('\'').map(|(id, _)| id).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_is_found_in_the_servers_message() {
        let message = "saved, but the model id(s) ['a-1'] are not live in this pod's router";
        assert_eq!(quoted(message), Some("a-1"));
        assert_eq!(quoted("saved, but nothing is live"), None);
    }
}
