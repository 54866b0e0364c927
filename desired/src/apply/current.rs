//! Reads a resource as it is now. Each process of a server keeps models and credentials in memory, and reads those of the others
//! every 30 s only, so that behind one address a resource may be new in one response and old in the next.

use std::time::{Duration, Instant};

use litellm_proxy_client::Error;

use super::check::{State, state};
use super::write::Prepared;
use crate::kind::Kind;
use crate::live::LiveResource;
use crate::plan::Action;
use crate::server::{self, Server};

/// How many responses in a row are to be equal, and the pause between two of them.
const EQUAL: u32 = 5;
const PAUSE: Duration = Duration::from_millis(100);

/// The pause once two responses were different, and how long they may stay so.
const LONG_PAUSE: Duration = Duration::from_millis(500);
const LIMIT: Duration = Duration::from_secs(40);

/// Reads a resource that is to be changed. If it is not as the plan was made for, it is read until several responses agree.
pub(super) async fn read(server: &Server, prepared: &Prepared<'_>) -> Result<Option<LiveResource>, Error> {
    let planned = prepared.change;
    let get = async || server::get(server, &prepared.server_address(), planned.id.as_deref()).await;
    let mut now = get().await?;
    if !is_cached(planned.address.kind) || matches!(planned.action, Action::Create | Action::Delete) {
        return Ok(now);
    }
    let (mut equal, mut pause) = (1, PAUSE);
    let end = Instant::now() + LIMIT;
    let is_settled = |now: &Option<LiveResource>, equal: u32, differed: bool| {
        equal >= EQUAL || (!differed && !matches!(state(prepared, now.as_ref()), State::Stale(_)))
    };
    while !is_settled(&now, equal, pause == LONG_PAUSE) && Instant::now() < end {
        tokio::time::sleep(pause).await;
        let next = get().await?;
        if fingerprint(next.as_ref()) == fingerprint(now.as_ref()) {
            equal += 1;
        } else {
            (equal, pause) = (1, LONG_PAUSE);
        }
        now = next;
    }
    Ok(now)
}

/// Returns whether each process of a server keeps resources of a kind in memory.
pub(super) fn is_cached(kind: Kind) -> bool {
    matches!(kind, Kind::Credential | Kind::Model)
}

fn fingerprint(resource: Option<&LiveResource>) -> Option<String> {
    resource.map(LiveResource::fingerprint)
}
