//! Users and models that a key names and the server does not have. The server accepts such names silently.

use std::fmt;
use std::time::Duration;

use super::Keys;
use crate::api::models::Deployment;
use crate::core::{Client, Error};

/// The user behind the master key. Some servers list this user, others do not.
pub const ADMIN_USER_ID: &str = "default_user_id";

/// Names that stand for sets of models in every list of models.
pub const MODEL_SETS: &[&str] = &["all-team-models", "all-proxy-models", "no-default-models"];

/// The time after which lookups are given up, so that they do not delay a write much.
pub(super) const LOOKUP_TIMEOUT: Duration = Duration::from_secs(5);

/// A name that a key refers to and the server does not have. `Display` names it: ``user `u` ``.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownReference {
    /// A user, by id.
    User(String),
    /// A model or access group.
    Model(String),
}

impl fmt::Display for UnknownReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(id) => write!(f, "user `{id}`"),
            Self::Model(name) => write!(f, "model or access group `{name}`"),
        }
    }
}

impl Keys<'_> {
    /// Finds which of a user and some models and access groups the server does not have.
    ///
    /// Sends, at the same time, `GET /user/info` for the user, and `GET /models` followed, where that lacks a name, by
    /// `GET /v1/model/info`. A lookup that fails, as for callers that may not read, or that takes longer than five
    /// seconds finds nothing.
    pub async fn unknown_references(self, user_id: Option<&str>, models: &[String]) -> Vec<UnknownReference> {
        let lookup = async {
            let (user, models) =
                futures_util::future::join(unknown_user(self.0, user_id), unknown_models(self.0, models)).await;
            let models = models.unwrap_or_default().into_iter().map(UnknownReference::Model);
            user.map(UnknownReference::User).into_iter().chain(models).collect()
        };
        tokio::time::timeout(LOOKUP_TIMEOUT, lookup).await.unwrap_or_default()
    }
}

async fn unknown_user(client: &Client, user_id: Option<&str>) -> Option<String> {
    let id = user_id.filter(|id| !id.is_empty() && *id != ADMIN_USER_ID)?;
    let is_unknown = match client.users().get(id).await {
        // 1.80 responds with an empty user.
        Ok(user) => user.user_info.is_none(),
        Err(error) => error.is_not_found(),
    };
    is_unknown.then(|| id.to_owned())
}

async fn unknown_models(client: &Client, models: &[String]) -> Result<Vec<String>, Error> {
    // Only LiteLLM knows which models a pattern matches.
    let is_name = |model: &&String| !MODEL_SETS.contains(&model.as_str()) && !model.contains('*');
    let mut unknown: Vec<String> = models.iter().filter(is_name).cloned().collect();
    if unknown.is_empty() {
        return Ok(unknown);
    }
    let listed = client.models().list().query("include_model_access_groups", "true").await?;
    unknown.retain(|name| !listed.iter().any(|model| may_mean(&model.id, name)));
    if !unknown.is_empty() {
        // A key may also name a deployment by a name that requests do not use.
        let deployments = client.models().info().await?;
        unknown.retain(|name| !deployments.iter().any(|deployment| is_named(deployment, name)));
    }
    Ok(unknown)
}

/// Returns whether a listed name is `name`, or is a pattern that may match it.
fn may_mean(listed: &str, name: &str) -> bool {
    match listed.split_once('*') {
        Some((start, _)) => name.starts_with(start),
        None => name == listed,
    }
}

fn is_named(deployment: &Deployment, name: &str) -> bool {
    deployment.names().any(|known| may_mean(known, name)) || deployment.access_groups().any(|group| group == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_may_match_names_that_start_like_it() {
        for (name, listed, expected) in [
            ("gpt-4", "gpt-4", true),
            ("gpt-4", "gpt-4o", false),
            ("openai/gpt-4", "openai/*", true),
            ("azure/gpt-4", "openai/*", false),
            ("anything", "*", true),
        ] {
            assert_eq!(may_mean(listed, name), expected, "{name} {listed}");
        }
    }
}
