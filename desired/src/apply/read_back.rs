//! Reads a resource after a change, until it is as the change made it.

use std::time::{Duration, Instant};

use litellm_proxy_client::Error;
use serde_json::Value;

use super::current;
use super::write::Prepared;
use crate::fields::{self, Shape};
use crate::live::{LiveResource, Seen};
use crate::mark::Mark;
use crate::plan::Action;
use crate::server::{self, Server};
use crate::value::Wanted;

/// The pause before the second look; each further one is twice as long, up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// How long older servers list a credential, or a deployment, as it was: they read their database every 30 s.
const OLDER_SERVERS: Duration = Duration::from_secs(40);

/// How a resource is after a change.
#[derive(Debug)]
pub(super) enum Settled {
    /// As the change made it.
    Done,
    /// Not so, in sentences.
    Differs(Vec<String>),
    /// As another run has made it since.
    Overtaken,
}

/// Waits until a resource is as a change made it. `before` is the mark that it had before the change.
pub(super) async fn settled(
    server: &Server,
    prepared: &Prepared<'_>,
    before: Option<&Mark>,
    wait: Duration,
) -> Result<Settled, Error> {
    let is_cached = current::is_cached(prepared.change.address.kind);
    let wait = if is_cached && !server.version.at_least(1, 90) { wait.max(OLDER_SERVERS) } else { wait };
    let end = Instant::now() + wait;
    let mut pause = FIRST_PAUSE;
    loop {
        let now = read(server, prepared).await?;
        let differing = compared(prepared, now.as_ref());
        if differing.is_empty() {
            return Ok(Settled::Done);
        }
        if now.is_some_and(|now| has_mark_of_others(prepared, before, &now)) {
            return Ok(Settled::Overtaken);
        }
        if Instant::now() + pause > end {
            return Ok(Settled::Differs(differing));
        }
        tokio::time::sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Reads a resource once. Returns what is not as the change makes it, in sentences.
pub(super) async fn look(server: &Server, prepared: &Prepared<'_>) -> Result<Vec<String>, Error> {
    Ok(compared(prepared, read(server, prepared).await?.as_ref()))
}

async fn read(server: &Server, prepared: &Prepared<'_>) -> Result<Option<LiveResource>, Error> {
    let change = prepared.change;
    let id = change.id.as_deref().filter(|_| change.action != Action::Create);
    server::get(server, &prepared.server_address(), id).await
}

fn compared(prepared: &Prepared<'_>, now: Option<&LiveResource>) -> Vec<String> {
    match (prepared.change.action, now) {
        (Action::Delete, None) => Vec::new(),
        (Action::Delete, Some(_)) => vec!["it is still there".to_owned()],
        (_, None) => vec!["it is not there".to_owned()],
        (_, Some(now)) => differing(prepared, now),
    }
}

/// Returns whether a resource has a mark that is neither the one that was written nor the one before.
pub(super) fn has_mark_of_others(prepared: &Prepared<'_>, before: Option<&Mark>, now: &LiveResource) -> bool {
    let mark = now.mark.as_ref();
    mark.is_some() && prepared.mark.is_some() && mark != prepared.mark.as_ref() && mark != before
}

/// Returns the fields that are not as a change makes them, in sentences.
pub(super) fn differing(prepared: &Prepared<'_>, now: &LiveResource) -> Vec<String> {
    let change = prepared.change;
    let mut found = Vec::new();
    for (path, field) in &change.fields {
        let shape = fields::field(change.address.kind, path).map_or(Shape::Any, |field| field.shape);
        let is_kept = match (&field.after, now.value(path)) {
            // Not shown, or shown as the server resolves it.
            (Wanted::Secret(_), _) | (_, Some(Seen::Hidden)) => true,
            (wanted, _) if wanted.is_resolved_by_server() || shape == Shape::Secret => true,
            // The server's price list may say something now.
            (Wanted::Value(Value::Null), Some(_)) => !now.fields.contains_key(path),
            (Wanted::Value(wanted), Some(Seen::Value(seen))) => fields::is_same(shape, wanted, &seen),
            (Wanted::Value(wanted), None) => fields::is_same(shape, wanted, &Value::Null),
        };
        if !is_kept {
            let kept = match now.value(path).map(|seen| seen.shown(path, &field.after)) {
                Some(Seen::Value(seen)) => format!("keeps {seen}"),
                Some(Seen::Hidden) => "keeps another value".to_owned(),
                None => "keeps nothing".to_owned(),
            };
            found.push(format!("`{path}`: the server {kept}"));
        }
    }
    if let Some(mark) = &prepared.mark
        && now.mark.as_ref() != Some(mark)
    {
        found.push("the server did not keep the ownership mark".to_owned());
    }
    found
}
