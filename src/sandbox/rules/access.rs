//! Which models a key may use: those of the key and of its team, by name, access group, wildcard or alias.

use hyper::StatusCode;
use serde_json::Value;

use crate::sandbox::answer::Refusal;
use crate::sandbox::caller::Caller;
use crate::sandbox::row::Row;
use crate::sandbox::settings::Settings;
use crate::sandbox::store::{Table, Tables};

/// The deployments there are: those of the configuration, then the added ones, oldest first.
pub(in crate::sandbox) fn deployments(tables: &Tables<'_>, settings: &Settings) -> Result<Vec<Row>, Refusal> {
    let mut all = settings.models.clone();
    all.extend(tables.all(Table::Models)?);
    Ok(all)
}

/// The access groups of a deployment.
pub(in crate::sandbox) fn groups(deployment: &Row) -> Vec<&str> {
    let info = deployment.object("model_info");
    let groups = info.and_then(|info| info.get("access_groups")).and_then(Value::as_array);
    groups.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether a list of models lets this one through. An empty list lets all through.
pub(in crate::sandbox) fn lists(allowed: &[&str], model: &str, deployments: &[Row]) -> bool {
    allowed.is_empty()
        || allowed.iter().any(|name| {
            *name == model
                || matches!(*name, "*" | "all-proxy-models" | "all-team-models")
                || is_wildcard_for(name, model)
                || in_group(name, model, deployments)
        })
}

/// `openai/*` stands for all that begins like it.
fn is_wildcard_for(pattern: &str, model: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return false };
    model.strip_prefix(before).is_some_and(|rest| rest.ends_with(after))
}

fn in_group(group: &str, model: &str, deployments: &[Row]) -> bool {
    deployments.iter().any(|deployment| serves(deployment, model) && groups(deployment).contains(&group))
}

/// Whether requests for this model may go to this deployment.
pub(in crate::sandbox) fn serves(deployment: &Row, model: &str) -> bool {
    deployment.text("model_name").is_some_and(|name| name == model || is_wildcard_for(name, model))
}

/// The model that is meant: the alias of a key, or of its team, stands for another.
pub(in crate::sandbox) fn meant<'a>(caller: &'a Caller, team: Option<&'a Row>, model: &'a str) -> &'a str {
    let of_key = || caller.key.as_ref()?.object("aliases")?.get(model)?.as_str();
    let of_team = || team?.object("litellm_model_table")?.get("model_aliases")?.get(model)?.as_str();
    of_key().or_else(of_team).unwrap_or(model)
}

/// Whether the caller may use the model.
pub(in crate::sandbox) fn check(
    caller: &Caller,
    team: Option<&Row>,
    model: &str,
    deployments: &[Row],
) -> Result<(), Refusal> {
    let Some(key) = &caller.key else { return Ok(()) };
    let denied = |kind: &'static str| {
        let message = format!(
            "The requested model '{model}' is not available for this API key, or the model name is invalid. Check the models \
             available to you and try again."
        );
        Refusal::error(StatusCode::FORBIDDEN, kind, Some("model"), message)
    };
    if !lists(&key.texts("models"), model, deployments) {
        return Err(denied("key_model_access_denied"));
    }
    if team.is_some_and(|team| !lists(&team.texts("models"), model, deployments)) {
        return Err(denied("team_model_access_denied"));
    }
    // The list of a user is for the user's own keys.
    if team.is_none() && caller.user.as_ref().is_some_and(|user| !lists(&user.texts("models"), model, deployments)) {
        return Err(denied("user_model_access_denied"));
    }
    Ok(())
}

/// The names of the models that the caller may use.
pub(in crate::sandbox) fn visible(caller: &Caller, team: Option<&Row>, deployments: &[Row]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in deployments.iter().filter_map(|deployment| deployment.text("model_name")) {
        let key_lists = caller.key.as_ref().is_none_or(|key| {
            let allowed = key.texts("models");
            let of_team = allowed.is_empty() || allowed.contains(&"all-team-models");
            let team_lists =
                team.filter(|_| of_team).is_none_or(|team| lists(&team.texts("models"), name, deployments));
            lists(&allowed, name, deployments) && team_lists
        });
        if key_lists && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}
