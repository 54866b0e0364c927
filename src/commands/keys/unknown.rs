//! What a key is told to belong to, or to call, that the server does not know. It takes such names without a word; here
//! they are looked for while it does, and told of afterwards.

use std::time::Duration;

use super::access::strings;
use super::audit::{ADMIN, SETS};
use crate::context::Context;
use litellm_proxy_client::models::Deployment;
use litellm_proxy_client::{Client, Error, Lossless};

/// What may be unknown.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub(super) user_id: Option<&'a str>,
    pub(super) models: &'a [String],
}

/// How long the looks may take. They are a service, and nobody is to wait for them.
const LONGEST: Duration = Duration::from_secs(5);

/// Does the write and looks for the names at the same time; tells of unknown ones when the write is done.
///
/// # Errors
/// Those of the write. Looks that fail, as they do for those who may not look, have nothing to tell.
pub(super) async fn tell_of_unknown<T, E>(
    client: &Client,
    names: Names<'_>,
    write: impl Future<Output = Result<T, E>>,
) -> Result<(T, Vec<String>), E> {
    let look = async { tokio::time::timeout(LONGEST, unknown(client, names)).await.unwrap_or_default() };
    let (written, unknown) = tokio::join!(write, look);
    Ok((written?, unknown))
}

/// Writes a warning for each.
pub(super) fn warn(context: &mut Context, unknown: impl IntoIterator<Item = String>) {
    for what in unknown {
        context.output.warn(format_args!("there is no {what} on the server; the key names it all the same"));
    }
}

async fn unknown(client: &Client, names: Names<'_>) -> Vec<String> {
    let user = async {
        let id = names.user_id.filter(|id| !id.is_empty() && *id != ADMIN)?;
        let is_unknown = match client.users().get(id).await {
            Ok(user) => user.user_info.is_none(),
            Err(error) => error.is_not_found(),
        };
        is_unknown.then(|| format!("user `{id}`"))
    };
    let (user, models) = tokio::join!(user, unknown_models(client, names.models));
    let models = models.unwrap_or_default().into_iter().map(|model| format!("model or access group `{model}`"));
    user.into_iter().chain(models).collect()
}

async fn unknown_models(client: &Client, models: &[String]) -> Result<Vec<String>, Error> {
    // Which models a pattern matches only LiteLLM knows.
    let mut unknown: Vec<String> =
        models.iter().filter(|model| !SETS.contains(&model.as_str()) && !model.contains('*')).cloned().collect();
    if unknown.is_empty() {
        return Ok(unknown);
    }
    let listed = client.models().list().query("include_model_access_groups", "true").await?;
    unknown.retain(|name| !listed.iter().any(|model| is_meant(name, &model.id)));
    if !unknown.is_empty() {
        // By other names than those that requests use.
        let deployments = client.models().info().await?;
        unknown.retain(|name| !deployments.iter().any(|deployment| is_of(deployment, name)));
    }
    Ok(unknown)
}

/// True of a name that is listed, or that a pattern in the list may stand for.
fn is_meant(name: &str, listed: &str) -> bool {
    match listed.split_once('*') {
        Some((start, _)) => name.starts_with(start),
        None => name == listed,
    }
}

fn is_of(deployment: &Lossless<Deployment>, name: &str) -> bool {
    let names = [deployment.model_name.as_deref(), deployment.id(), deployment.upstream_model()];
    let public = deployment.model_info.get("team_public_model_name").and_then(serde_json::Value::as_str);
    names.into_iter().chain([public]).flatten().any(|known| is_meant(name, known))
        || strings(deployment.model_info.get("access_groups")).iter().any(|group| group == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_may_stand_for_what_begins_like_it() {
        for (name, listed, expected) in [
            ("gpt-4", "gpt-4", true),
            ("gpt-4", "gpt-4o", false),
            ("openai/gpt-4", "openai/*", true),
            ("azure/gpt-4", "openai/*", false),
            ("anything", "*", true),
        ] {
            assert_eq!(is_meant(name, listed), expected, "{name} {listed}");
        }
    }
}
