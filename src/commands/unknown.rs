//! Owners and models that a write names and the server does not have. The server accepts such names silently. Models, and
//! the user of a new key, are looked up during the write and reported after it; other owners are looked up before it.

use anyhow::Result;

use crate::context::{Context, DryRun};
use crate::failure::Failure;
use litellm_proxy_client::Client;
use litellm_proxy_client::keys::NewKey;

/// Names that may be unknown.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    pub(super) user_id: Option<&'a str>,
    pub(super) models: &'a [String],
}

/// Does the write, and looks up the names at the same time. Returns the unknown ones once the write is done.
///
/// # Errors
/// Those of the write.
pub(super) async fn look_up_during<T, E>(
    client: &Client,
    names: Names<'_>,
    write: impl Future<Output = Result<T, E>>,
) -> Result<(T, Vec<String>), E> {
    let (written, unknown) = tokio::join!(write, client.keys().unknown_references(names.user_id, names.models));
    Ok((written?, unknown.iter().map(ToString::to_string).collect()))
}

/// Warns about each. `noun` is what was written, such as `key`.
pub(super) fn warn(context: &mut Context, noun: &str, unknown: impl IntoIterator<Item = String>) {
    for reference in unknown {
        context.output.warn(format_args!("the server has no {reference}; the {noun} refers to it anyway"));
    }
}

/// Fails if a team, user, budget or organization does not exist. The owners are given as those of keys: a key whose owner
/// is missing has none of the limits that the owner was to set.
///
/// # Errors
/// [`Failure::NotFound`], which names each; errors of the lookups.
pub(super) async fn ensure_owners_exist(context: &mut Context, dry_run: DryRun, owners: &[NewKey]) -> Result<()> {
    if !context.is_sending(dry_run) {
        return Ok(());
    }
    let missing = context.client()?.keys().missing_owners(owners).await?;
    let missing: Vec<String> = owners.iter().flat_map(|owner| missing.of(owner)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Failure::NotFound(format!("the server has no {}; nothing was changed", missing.join(", and no "))).into())
}
