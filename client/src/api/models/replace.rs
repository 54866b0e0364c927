//! Replacing a deployment by one with the same id, for what no update can do: removing parameters on older servers. In between,
//! another deployment of the same name stands in for it, so that no request for the name fails.

use std::time::Duration;

use serde_json::{Map, Value};

use super::identity::agrees;
use super::{Deployment, ModelUpdate, Models, NewModel, WrittenModel};
use crate::core::{Error, Lossless};

/// The name of the information of a deployment that stands in for another: the id of that one. A deployment that has it was
/// left by a replacement that was interrupted, which the next one finishes.
pub const REPLACES: &str = "litellm_proxy_cli_replaces";

/// How often, and after which pause, a new deployment is looked for.
const LOOKS: u32 = 90;
const PAUSE: Duration = Duration::from_millis(500);

/// How many looks in a row must find a deployment on servers that lose new ones.
const LOOKS_UNTIL_KEPT: u32 = 4;

/// The bytes of the nonce and of the check that are part of an encrypted string.
const ENCRYPTION: usize = 40;

/// Information about a row, which the server adds by itself.
const SERVERS_INFO: [&str; 6] = ["id", "db_model", "created_at", "created_by", "updated_at", "updated_by"];

/// How a deployment is replaced: by one that is the same but for these changes.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Replacement {
    /// What to set, and which parameters to remove.
    pub update: ModelUpdate,
    /// Which information to remove.
    pub model_info_to_remove: Vec<String>,
}

impl Replacement {
    /// Creates a replacement.
    pub fn new(update: ModelUpdate) -> Self {
        Self { update, model_info_to_remove: Vec::new() }
    }

    /// Removes information.
    #[must_use]
    pub fn without_info(mut self, names: Vec<String>) -> Self {
        self.model_info_to_remove = names;
        self
    }

    /// Returns whether the value of a parameter is given, or the parameter removed.
    fn knows(&self, name: &str) -> bool {
        self.update.litellm_params.contains_key(name) || self.removes(name)
    }

    fn removes(&self, name: &str) -> bool {
        self.update.litellm_params_to_remove.iter().any(|removed| removed == name)
    }
}

/// Returns the id of the deployment that stands in for one while that is replaced.
pub fn stand_in_id(id: &str) -> String {
    format!("{id}~new")
}

impl Models<'_> {
    /// Replaces a deployment: creates one that stands in for it, deletes it, creates it again, and deletes the one that stood
    /// in for it. Each step looks at what is there, so that the same call finishes a replacement that was interrupted.
    ///
    /// Servers return some parameters masked, or not at all, so these have to be in the update, or removed. To learn which
    /// there are, it sends an update without changes first, whose response names all, encrypted: `PATCH /model/{id}/update`. No
    /// update takes an id with a slash, so the replacement of such a deployment has to have all of its parameters.
    ///
    /// Other processes of the server learn of each step only after a while, up to a minute. 1.80.11 serves no deployment of its
    /// database for some milliseconds whenever one of them is updated, and so at the beginning of a replacement too.
    ///
    /// # Errors
    /// Returns [`Error::Hidden`] with the parameters that would be lost, [`Error::InvalidRequest`] if the deployment is defined in
    /// the server's config file, and [`Error::Missing`] if there is no such deployment; nothing is changed then. Returns
    /// [`Error::Incomplete`] with the id of the deployment that stands in for it if it could not be created again.
    pub async fn replace(self, id: &str, replacement: &Replacement) -> Result<WrittenModel, Error> {
        let stand_in = stand_in_id(id);
        let (current, left) = self.both(id, &stand_in).await?;
        let Some(shown) = current.as_ref().or(left.as_ref()) else {
            return Err(Error::Missing(format!("no deployment has the id `{id}`")));
        };
        let model = self.replacing(shown, replacement).await?;
        let may_be_lost = self.loses_new_models().await;
        if current.is_some() {
            if left.is_some() {
                self.delete_if_there(&stand_in).await?;
            }
            let other = with_id(&model, &stand_in).info(REPLACES, id);
            self.create_unlooked(&other).await?;
            let exchanged = match self.until_served(&stand_in, may_be_lost).await {
                Ok(()) => self.delete_if_there(id).await,
                unserved => unserved,
            };
            if let Err(failure) = exchanged {
                return Err(self.undo(id, &stand_in, failure).await);
            }
        }
        let incomplete = |failure| Error::Incomplete { failure: Box::new(failure), left: vec![stand_in.clone()] };
        let written = self.create_unlooked(&with_id(&model, id)).await.map_err(incomplete)?;
        self.until_served(id, may_be_lost).await.map_err(incomplete)?;
        self.delete_if_there(&stand_in).await.map_err(incomplete)?;
        Ok(written)
    }

    /// Deletes the deployment that was to stand in for one, if that one is still there. Returns the failure.
    async fn undo(self, id: &str, stand_in: &str, failure: Error) -> Error {
        let is_there = self.get(id).await.is_ok();
        if is_there && self.delete_if_there(stand_in).await.is_ok() {
            return failure;
        }
        Error::Incomplete { failure: Box::new(failure), left: vec![stand_in.to_owned()] }
    }

    /// Returns the deployment that replaces one.
    async fn replacing(self, shown: &Lossless<Deployment>, replacement: &Replacement) -> Result<NewModel, Error> {
        let Replacement { update, model_info_to_remove } = replacement;
        let id = shown.id().unwrap_or_default();
        let of_team = shown.model_info.get("team_public_model_name").and_then(Value::as_str);
        let name = update.model_name.as_deref().or(of_team).or(shown.model_name.as_deref()).unwrap_or_default();
        let mut model = NewModel::new(name);
        if id.contains('/') {
            let lost = lost_of_shown(shown, replacement);
            if !lost.is_empty() {
                return Err(Error::Hidden { id: id.to_owned(), names: lost });
            }
        } else {
            let row = self.update(id, ModelUpdate::default()).await?;
            let stored = |field: &str| match row.field(field) {
                Some(Value::Object(fields)) => fields,
                _ => Map::new(),
            };
            model.litellm_params = kept_params(id, &stored("litellm_params"), shown, replacement)?;
            model.model_info = stored("model_info");
            model.model_info.retain(|name, value| !value.is_null() && !SERVERS_INFO.contains(&name.as_str()));
            model.model_info.remove("team_public_model_name");
            if row.field("blocked") == Some(Value::Bool(true)) {
                model.extra.insert("blocked".to_owned(), true.into());
            }
        }
        model.litellm_params.extend(update.litellm_params.clone());
        model.model_info.retain(|name, _| name != REPLACES && !model_info_to_remove.contains(name));
        model.model_info.extend(update.model_info.clone());
        model.extra.extend(update.extra.clone());
        Ok(model)
    }

    /// Fetches a deployment and the one that stands in for it.
    async fn both(self, id: &str, stand_in: &str) -> Result<(Option<Found>, Option<Found>), Error> {
        let (current, left) = futures_util::future::join(self.get(id), self.get(stand_in)).await;
        let (current, left) = (if_there(current)?, if_there(left)?);
        if current.as_ref().is_some_and(|deployment| !deployment.is_in_database()) {
            let message = format!("`{id}` is defined in the server's config file, and can only be changed there");
            return Err(Error::InvalidRequest(message));
        }
        let replaces = |other: &Found| other.model_info.get(REPLACES).and_then(Value::as_str) == Some(id);
        if left.as_ref().is_some_and(|other| !replaces(other)) {
            return Err(Error::Exists(format!(
                "the deployment `{stand_in}` exists already, and is not for replacing `{id}`"
            )));
        }
        Ok((current, left))
    }

    /// Returns whether a deployment stands in for this one: a replacement was interrupted.
    pub(super) async fn stand_in_of(self, id: &str) -> Result<bool, Error> {
        let found = if_there(self.get(stand_in_id(id)).await)?;
        Ok(found.is_some_and(|other| other.model_info.get(REPLACES).and_then(Value::as_str) == Some(id)))
    }

    /// Returns whether the server loses a new deployment for up to 30 s if it is added while the server synchronizes with its
    /// database: 1.80.11.
    async fn loses_new_models(self) -> bool {
        matches!(self.0.health().version().await, Ok(Some(version)) if !version.at_least(1, 90))
    }

    /// Waits until a deployment is served, and stays so.
    async fn until_served(self, id: &str, may_be_lost: bool) -> Result<(), Error> {
        let needed = if may_be_lost { LOOKS_UNTIL_KEPT } else { 1 };
        let mut seen = 0;
        for _ in 0..LOOKS {
            seen = if if_there(self.get(id).await)?.is_some() { seen + 1 } else { 0 };
            if seen >= needed {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(Error::Missing(format!("the server does not serve the deployment `{id}`")))
    }

    async fn delete_if_there(self, id: &str) -> Result<(), Error> {
        match self.delete(id).await {
            Ok(_) | Err(Error::NotFound(_) | Error::Missing(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

type Found = Lossless<Deployment>;

fn if_there(found: Result<Found, Error>) -> Result<Option<Found>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::Missing(_) | Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn with_id(model: &NewModel, id: &str) -> NewModel {
    model.clone().info("id", id)
}

/// Returns the stored parameters that a replacement keeps, in clear.
///
/// Strings are encrypted in the row, so they are taken from what the server shows: unless that is masked, or the value of a
/// variable in place of the reference to it.
fn kept_params(
    id: &str,
    stored: &Map<String, Value>,
    shown: &Deployment,
    replacement: &Replacement,
) -> Result<Map<String, Value>, Error> {
    let lengths_are_known = matches!((stored.get("model"), shown.upstream_model()), (Some(Value::String(stored)), Some(shown)) if has_length_of(stored, shown));
    let mut kept = Map::new();
    let mut lost = Vec::new();
    for (name, value) in stored.iter().filter(|(name, value)| !value.is_null() && !replacement.knows(name)) {
        let clear = match (value, shown.litellm_params.get(name)) {
            (Value::String(stored), Some(Value::String(text))) => {
                (!is_masked(text) && (!lengths_are_known || has_length_of(stored, text))).then(|| text.clone().into())
            }
            // Nested strings are in clear.
            (Value::Array(_) | Value::Object(_), Some(shown)) => agree(value, shown).then(|| value.clone()),
            (Value::Bool(_) | Value::Number(_), _) => Some(value.clone()),
            _ => None,
        };
        match clear {
            Some(clear) => {
                kept.insert(name.clone(), clear);
            }
            None => lost.push(name.clone()),
        }
    }
    if lost.is_empty() { Ok(kept) } else { Err(Error::Hidden { id: id.to_owned(), names: lost }) }
}

/// Returns the parameters that a replacement lacks, as far as the server shows them. If it shows none that authenticates, and
/// none is given, there may be a key.
fn lost_of_shown(shown: &Deployment, replacement: &Replacement) -> Vec<String> {
    let is_set = |value: &Value| !value.is_null() && *value != Value::Bool(false);
    let params = shown.litellm_params.iter().filter(|(_, value)| is_set(value));
    let mut lost: Vec<String> = params.map(|(name, _)| name).filter(|name| !replacement.knows(name)).cloned().collect();
    let authenticates = ["api_key", "litellm_credential_name", "vertex_credentials", "aws_secret_access_key"];
    if !authenticates.iter().any(|name| replacement.knows(name)) {
        lost.push("api_key".to_owned());
    }
    lost
}

fn is_masked(text: &str) -> bool {
    text.contains("**") || (!text.is_empty() && text.chars().all(|character| character == '*'))
}

/// Returns whether a value may be what is shown, some of its strings masked.
fn agree(value: &Value, shown: &Value) -> bool {
    match (value, shown) {
        (Value::String(text), Value::String(shown)) => agrees(text, shown),
        (Value::Array(items), Value::Array(shown)) => {
            items.len() == shown.len() && items.iter().zip(shown).all(|(item, shown)| agree(item, shown))
        }
        (Value::Object(fields), Value::Object(shown)) => {
            fields.iter().all(|(name, value)| shown.get(name).is_some_and(|shown| agree(value, shown)))
        }
        (value, shown) => value == shown || value.as_f64().is_some_and(|number| shown.as_f64() == Some(number)),
    }
}

/// Returns whether an encrypted string has the length of one in clear.
fn has_length_of(encrypted: &str, clear: &str) -> bool {
    let padding = encrypted.bytes().rev().take_while(|byte| *byte == b'=').count();
    (encrypted.len() / 4 * 3).checked_sub(padding) == Some(clear.len().saturating_add(ENCRYPTION))
}
