//! Checks before the first change that the resources are still those that the plan was made for.

use std::collections::BTreeSet;

use futures_util::StreamExt as _;
use futures_util::stream;
use litellm_proxy_client::Error;

use super::write::Prepared;
use super::{ApplyError, ApplyOptions, current, read_back};
use crate::address::Address;
use crate::live::{LiveResource, Seen};
use crate::mark::Mark;
use crate::plan::{Action, FieldChange};
use crate::server::Server;

/// How a resource compares with the plan.
pub(super) enum State {
    /// It is as it was.
    AsPlanned,
    /// It is as the plan makes it.
    AlreadyDone,
    /// It has changed, in a sentence.
    Stale(String),
}

/// Reads the resources of a plan again. Returns those that are already as the plan makes them.
pub(super) async fn check(
    server: &Server,
    prepared: &[Prepared<'_>],
    options: &ApplyOptions,
) -> Result<BTreeSet<Address>, ApplyError> {
    let reads = prepared.iter().map(async |change| {
        let now = current::read(server, change).await?;
        Ok::<_, Error>((change, state(change, now.as_ref())))
    });
    let mut reads = stream::iter(reads).buffered(options.parallel.max(1));
    let (mut already, mut stale) = (BTreeSet::new(), Vec::new());
    while let Some(read) = reads.next().await {
        let (change, state) = read?;
        match state {
            State::AsPlanned => {}
            State::AlreadyDone => {
                already.insert(change.change.address.clone());
            }
            State::Stale(message) => stale.push(message),
        }
    }
    if stale.is_empty() { Ok(already) } else { Err(ApplyError::Stale(stale)) }
}

/// Compares a resource as it is now with the plan.
pub(super) fn state(prepared: &Prepared<'_>, now: Option<&LiveResource>) -> State {
    let change = prepared.change;
    let address = &change.address;
    match (change.action, now) {
        (Action::Create, None) => State::AsPlanned,
        (Action::Delete, None) => State::AlreadyDone,
        (_, None) => State::Stale(format!("{address} is no longer there")),
        (_, Some(now)) if change.fingerprint.as_deref() == Some(&now.fingerprint()) => State::AsPlanned,
        (Action::Delete, Some(_)) => State::Stale(format!("{address} was changed")),
        (_, Some(now)) if read_back::differing(prepared, now).is_empty() => State::AlreadyDone,
        (Action::Create, Some(_)) => State::Stale(format!("{address} was created by others")),
        (_, Some(now)) => State::Stale(changed(prepared, now)),
    }
}

/// Names what others have changed: `team/research was changed (max_budget 800 → 900)`.
fn changed(prepared: &Prepared<'_>, now: &LiveResource) -> String {
    let change = prepared.change;
    let value = |path: &String, field: &FieldChange| now.value(path).map(|seen| seen.shown(path, &field.after));
    let show = |seen: Option<&Seen>| seen.map_or_else(|| "(unset)".to_owned(), ToString::to_string);
    let fields = change.fields.iter().filter(|(path, field)| value(path, field) != field.before);
    let fields = fields
        .map(|(path, field)| format!("{path} {} → {}", show(field.before.as_ref()), show(value(path, field).as_ref())));
    let fields: Vec<String> = fields.collect();
    let mut message = format!("{} was changed", change.address);
    if !fields.is_empty() {
        message.push_str(&format!(" ({})", fields.join(", ")));
    }
    let owner = |mark: Option<&Mark>| mark.map(|mark| mark.owner.clone());
    if current::is_cached(change.address.kind)
        && now.mark.is_some()
        && owner(now.mark.as_ref()) == owner(change.mark.as_ref())
    {
        message.push_str(
            " by another run of the same owner; if there was none, the plan was made from a process of the server that had not yet \
             read the last change, which takes up to 30 s",
        );
    }
    message
}
