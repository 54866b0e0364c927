//! `keys audit --delete`: deletes the keys that were found, each once.

use anyhow::Result;
use serde::Serialize;

use super::findings::Finding;
use crate::commands::confirm::{Confirmation, count, partly};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::dollars;
use litellm_proxy_client::Client;
use litellm_proxy_client::keys::OWN_KEYS;

/// Keys in one request.
const CHUNK: usize = 100;

/// Hashes of keys, by what became of them.
#[derive(Debug, Default, Serialize)]
struct Deletion {
    deleted_keys: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    not_deleted: Vec<String>,
}

/// Asks, and deletes the keys of the findings, except the one in use and the server's own. `checked` is the number of keys
/// that were looked at.
pub(super) async fn run(
    context: &mut Context,
    client: &Client,
    found: &[Finding],
    checked: usize,
    (dry_run, confirmation): (DryRun, Confirmation),
) -> Result<Outcome> {
    let own = context.own_key().await?.hash();
    let mut doomed: Vec<&Finding> = Vec::new();
    for finding in found {
        if finding.token == own {
            context.output.note("the key in use is among those found, and is not deleted");
        } else if !OWN_KEYS.contains(&finding.token.as_str())
            && !finding.token.is_empty()
            && !doomed.iter().any(|known| known.token == finding.token)
        {
            doomed.push(finding);
        }
    }
    let hashes: Vec<String> = doomed.iter().map(|finding| finding.token.clone()).collect();
    if hashes.is_empty() && context.output.is_for_people() {
        context.output.note(format_args!("checked {}: nothing to delete", count(checked, "key")));
        return Ok(Outcome::Done);
    }
    if !context.is_sending(dry_run) {
        return context.preview(hashes.chunks(CHUNK).map(|some| client.keys().delete(some)).collect::<Vec<_>>());
    }
    if context.output.is_for_people() && !found.is_empty() {
        super::show(context, found)?;
    }
    if !hashes.is_empty() {
        let spent: f64 = doomed.iter().map(|finding| finding.spend).sum();
        let question = format!("Delete {}? {} spent", count(hashes.len(), "key"), dollars(spent));
        confirmation.ask(context, dry_run, &question)?;
    }
    delete(context, client, &hashes, checked).await
}

async fn delete(context: &mut Context, client: &Client, hashes: &[String], checked: usize) -> Result<Outcome> {
    let mut deletion = Deletion::default();
    for some in hashes.chunks(CHUNK) {
        let result = client.keys().delete_and_check(some).await;
        if let Some(error) = result.error {
            if deletion.deleted_keys.is_empty() && result.remaining.len() == some.len() {
                return Err(error.into());
            }
            context.output.note(format_args!("the server refused some of the keys: {error}"));
        }
        let (left, gone): (Vec<_>, Vec<_>) = some.iter().cloned().partition(|hash| result.remaining.contains(hash));
        deletion.not_deleted.extend(left);
        deletion.deleted_keys.extend(gone);
    }
    if context.output.is_for_people() {
        let deleted = count(deletion.deleted_keys.len(), "key");
        context.output.note(format_args!("checked {}: deleted {deleted}", count(checked, "key")));
    } else {
        context.output.value(&deletion)?;
    }
    match deletion.not_deleted.len() {
        0 => Ok(Outcome::Done),
        failed => Err(partly(failed, hashes.len(), "key", "deleted").into()),
    }
}
