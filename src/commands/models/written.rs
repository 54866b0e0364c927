//! What is said about a deployment that was added or updated, when the server did not do all that was requested.

use anyhow::Result;

use crate::commands::models::spelling;
use crate::context::Context;
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::Answer;
use litellm_proxy_client::Error;
use litellm_proxy_client::models::{Difference, ModelUpdate, Unkept, WrittenModel};

/// Shows the row of a deployment. Fails if the server did not keep all of it, or does not serve it.
pub(super) fn show(
    context: &mut Context,
    written: &WrittenModel,
    name: &str,
    answer: impl FnOnce() -> Answer,
) -> Result<Outcome> {
    context.output.answer(&written.row, answer)?;
    let id = &written.row.model_id;
    if !written.is_served {
        return Err(Failure::NotKept {
            message: format!("`{name}` was saved, but is not served"),
            hint: Some(format!(
                "does its `model` name a provider, as in openai/gpt-4? Remove it with `litellm-proxy models delete {id}`"
            )),
        }
        .into());
    }
    check(&written.not_kept, id)
}

/// Fails if the server did not keep all fields of new deployments.
pub(in crate::commands) fn check_kept(not_kept: &[Difference]) -> Result<Outcome> {
    check(not_kept, "")
}

/// Fails if the server did not keep all fields.
fn check(not_kept: &[Difference], id: &str) -> Result<Outcome> {
    if not_kept.is_empty() {
        return Ok(Outcome::Done);
    }
    let first = |reason: Unkept| not_kept.iter().find(|field| field.reason == reason);
    let hint = first(Unkept::NotRemoved).map(|field| match field.field.strip_prefix("litellm_params.") {
        Some(name) => format!("null removes prices only; try `litellm-proxy models update {id} --unset {name}`"),
        None => "the server cannot remove it: delete the deployment and add it again without it".to_owned(),
    });
    let price = || {
        let dropped = not_kept.iter().find(|field| {
            field.reason != Unkept::NotRemoved && field.field.starts_with("model_info.") && field.field.contains("cost")
        })?;
        Some(format!("set prices with --param, as in --param {}=…", dropped.field.trim_start_matches("model_info.")))
    };
    Err(Failure::NotKept {
        message: format!("the server reports success, but {}", describe(not_kept)),
        hint: hint.or_else(price),
    }
    .into())
}

/// Describes what was not kept: "`litellm_params.rpm` was dropped, …".
pub(super) fn describe(not_kept: &[Difference]) -> String {
    not_kept.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Adds to an error of an addition what became of the deployment.
pub(super) fn explain(error: Error, name: &str) -> anyhow::Error {
    if !is_unserved(&error) {
        return error.into();
    }
    match &error {
        Error::Incomplete { left, .. } => {
            let message = format!(
                "`{name}` was saved, but is not served; remove it with `litellm-proxy models delete {}`",
                left.join(" ")
            );
            anyhow::Error::from(error).context(message)
        }
        _ => anyhow::Error::from(error)
            .context(format!("`{name}` was not added: the server cannot serve it, and its row was deleted again")),
    }
}

/// What is said after a deployment was replaced.
pub(super) const REPLACED: &str = "The server cannot remove parameters from a deployment, so the deployment was replaced: it has the \
                                   same id, and another of its name served requests meanwhile.";

/// Adds to an error of a replacement what to do about it.
pub(super) fn explain_replacement(error: Error, update: &ModelUpdate) -> anyhow::Error {
    let removed: Vec<String> = update.litellm_params_to_remove.iter().map(|name| format!("`{name}`")).collect();
    let removed = removed.join(", ");
    match error {
        Error::Hidden { names, .. } => Failure::NotKept {
            message: format!(
                "the server cannot remove {removed} from a deployment, and replacing the deployment would lose what the server \
                 does not show: {}",
                names.join(", ")
            ),
            hint: Some(format!(
                "repeat the command with {}",
                names.iter().map(|name| format!("-p {name}=@FILE")).collect::<Vec<_>>().join(" ")
            )),
        }
        .into(),
        Error::Incomplete { failure, left } => anyhow::Error::from(*failure).context(Failure::Partial(format!(
            "the replacement is not complete: for now, `{}` stands in for the deployment. Repeat the command to finish it",
            left.join(" ")
        ))),
        error => error.into(),
    }
}

/// Returns whether an error means that the server stored a deployment that it cannot serve.
pub(super) fn is_unserved(error: &Error) -> bool {
    error.refusal().is_some_and(|refusal| refusal.kind() == Some(litellm_proxy_client::RefusalKind::ModelNotServed))
}

/// Warns about names that were probably mistyped.
pub(in crate::commands) fn warn_about_names(
    context: &mut Context,
    params: &serde_json::Map<String, serde_json::Value>,
    info: &serde_json::Map<String, serde_json::Value>,
) {
    for warning in spelling::warnings(params, info) {
        context.output.warn(warning);
    }
}
