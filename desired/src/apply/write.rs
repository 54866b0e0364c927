//! Makes one change.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::Error;
use serde_json::Value;

use super::check::{State, state};
use super::read_back::{self, Settled};
use super::{ApplyError, ApplyOptions, ItemOutcome, current};
use crate::address::Address;
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::{Mark, SecretFingerprints};
use crate::plan::{Action, Plan, PlannedChange};
use crate::server::{self, Change, Server};
use crate::value::{SecretSource, Wanted};

/// A change with its secrets in clear.
pub(super) struct Prepared<'a> {
    pub(super) change: &'a PlannedChange,
    /// The fields to set, as they are sent: all of them for a creation or a replacement.
    set: BTreeMap<String, Value>,
    /// The fields to empty.
    clear: BTreeSet<String>,
    /// The mark to write.
    pub(super) mark: Option<Mark>,
}

impl Prepared<'_> {
    /// Returns the address on the server, where the id of a deployment may be another than in the file.
    pub(super) fn server_address(&self) -> Address {
        match (&self.change.id, self.change.address.kind) {
            (Some(id), Kind::Model) => Address::new(Kind::Model, id),
            _ => self.change.address.clone(),
        }
    }

    /// Returns whether two changes are of the same row on the server: members of a team, and pass-through endpoints.
    pub(super) fn shares_row_with(&self, other: &Self) -> bool {
        let (one, other) = (&self.change.address, &other.change.address);
        one.kind == other.kind
            && (one.kind == Kind::PassThrough || (one.kind == Kind::Member && one.name == other.name))
    }
}

/// Resolves the secrets of all changes, so that none is missing halfway.
pub(super) fn prepare<'a>(
    plan: &'a Plan,
    secrets: &dyn SecretSource,
    fingerprints: &SecretFingerprints,
) -> Result<Vec<Prepared<'a>>, ApplyError> {
    let (mut prepared, mut missing, mut stale) = (Vec::new(), Vec::new(), Vec::new());
    for change in &plan.changes {
        let mut one = Prepared { change, set: BTreeMap::new(), clear: BTreeSet::new(), mark: change.mark.clone() };
        let whole = change.whole.iter().map(|(path, wanted)| (path, wanted, None));
        let changed = change.fields.iter().map(|(path, field)| (path, &field.after, field.secret.as_deref()));
        let fields: BTreeMap<&String, (&Wanted, Option<&str>)> =
            whole.chain(changed).map(|(path, wanted, secret)| (path, (wanted, secret))).collect();
        for (path, (wanted, planned)) in fields {
            match wanted {
                Wanted::Value(Value::Null) => {
                    one.clear.insert(path.clone());
                }
                Wanted::Value(value) => {
                    one.set.insert(path.clone(), value.clone());
                }
                Wanted::Secret(secret) => match secret.template.resolve(secrets) {
                    Err(reason) => missing.push((change.address.clone(), path.clone(), reason)),
                    Ok(value) => {
                        let entry = fingerprints.entry(&change.address, path, &value, secret.version);
                        if planned.is_some_and(|planned| planned != entry) {
                            stale.push(format!("the secret `{path}` of {} is another than planned", change.address));
                        }
                        if let Some(mark) = &mut one.mark {
                            mark.secrets.insert(path.clone(), entry);
                        }
                        one.set.insert(path.clone(), value);
                    }
                },
            }
        }
        prepared.push(one);
    }
    match (missing.is_empty(), stale.is_empty()) {
        (false, _) => Err(ApplyError::MissingSecrets(missing)),
        (true, false) => Err(ApplyError::Stale(stale)),
        (true, true) => Ok(prepared),
    }
}

/// Makes a change and reads it back.
pub(super) async fn make(
    server: &Server,
    prepared: &Prepared<'_>,
    secrets: &dyn SecretSource,
    options: &ApplyOptions,
) -> ItemOutcome {
    match try_to_make(server, prepared, secrets, options).await {
        Ok(outcome) => outcome,
        Err(error) => ItemOutcome::Failed(error),
    }
}

async fn try_to_make(
    server: &Server,
    prepared: &Prepared<'_>,
    secrets: &dyn SecretSource,
    options: &ApplyOptions,
) -> Result<ItemOutcome, Error> {
    if prepared.change.action == Action::Create {
        create(server, prepared, secrets, options).await
    } else {
        change(server, prepared, options).await
    }
}

/// Creates a resource. If that fails, but it is there as it was to be, then the request was not lost, or somebody else applies the
/// same file.
async fn create(
    server: &Server,
    prepared: &Prepared<'_>,
    secrets: &dyn SecretSource,
    options: &ApplyOptions,
) -> Result<ItemOutcome, Error> {
    let address = prepared.server_address();
    let mut fields = prepared.set.clone();
    if let Some(path) = &prepared.change.output {
        match secrets.made(path) {
            Ok(secret) => fields.insert("key".to_owned(), secret.into()),
            Err(reason) => return Ok(ItemOutcome::Impossible(reason)),
        };
    }
    let mark = prepared.mark.as_ref();
    match server::send(server, &Change::Create { address: &address, fields: &fields, mark }).await {
        Ok(()) => settle(server, prepared, None, options).await,
        Err(error) => {
            let secret = fields.get("key").filter(|_| address.kind == Kind::Key).and_then(Value::as_str);
            let hash = secret.map(litellm_proxy_client::key_hash);
            let now = server::get(server, &address, None).await.unwrap_or_default();
            let is_it = |now: &LiveResource| hash.as_ref().is_none_or(|hash| *hash == now.id);
            let Some(now) = now else { return Err(error) };
            if is_it(&now) && read_back::differing(prepared, &now).is_empty() {
                return Ok(ItemOutcome::Done);
            }
            let is_others = matches!(error, Error::Conflict(_)) || read_back::has_mark_of_others(prepared, None, &now);
            match state(prepared, Some(&now)) {
                State::Stale(message) if is_others => Ok(ItemOutcome::Stale(message)),
                _ => Err(error),
            }
        }
    }
}

/// Changes, replaces or deletes a resource, unless it has changed since the plan was made.
async fn change(server: &Server, prepared: &Prepared<'_>, options: &ApplyOptions) -> Result<ItemOutcome, Error> {
    let planned = prepared.change;
    // No endpoint takes a condition, so the time between this look and the write is kept short.
    let now = current::read(server, prepared).await?;
    let live = match (state(prepared, now.as_ref()), now) {
        (State::AsPlanned, Some(live)) => live,
        (State::Stale(message), _) => return Ok(ItemOutcome::Stale(message)),
        (State::AlreadyDone | State::AsPlanned, _) => return Ok(ItemOutcome::AlreadyDone),
    };
    let mark = prepared.mark.as_ref();
    let fields;
    let request = match planned.action {
        Action::Delete => Change::Delete { live: &live },
        Action::Replace => {
            fields = whole(&live, prepared);
            Change::Replace { live: &live, fields: &fields, mark }
        }
        _ => Change::Update { live: &live, set: &prepared.set, clear: &prepared.clear, mark },
    };
    match server::send(server, &request).await {
        Ok(()) => settle(server, prepared, live.mark.as_ref(), options).await,
        Err(error) if is_ambiguous(&error) => {
            // The server may have acted; sending it again could do it twice.
            let differing = read_back::look(server, prepared).await.unwrap_or_else(|_| vec![String::new()]);
            if differing.is_empty() { Ok(ItemOutcome::Done) } else { Err(error) }
        }
        Err(error) => Err(error),
    }
}

/// Waits until a change shows on the server.
async fn settle(
    server: &Server,
    prepared: &Prepared<'_>,
    before: Option<&Mark>,
    options: &ApplyOptions,
) -> Result<ItemOutcome, Error> {
    Ok(match read_back::settled(server, prepared, before, options.wait).await? {
        Settled::Done => ItemOutcome::Done,
        Settled::Differs(fields) => ItemOutcome::NotKept(fields),
        Settled::Overtaken => {
            ItemOutcome::Stale(format!("{} was changed by others at the same time", prepared.change.address))
        }
    })
}

/// Returns all fields of the resource that takes the place of another: those on the server that stay, and those of the file.
fn whole(live: &LiveResource, prepared: &Prepared<'_>) -> BTreeMap<String, Value> {
    let stays = |(path, seen): (&String, &Seen)| match seen {
        Seen::Value(value) if !prepared.clear.contains(path) => Some((path.clone(), value.clone())),
        _ => None,
    };
    let mut whole: BTreeMap<String, Value> = live.fields.iter().filter_map(stays).collect();
    whole.extend(prepared.set.iter().map(|(path, value)| (path.clone(), value.clone())));
    whole
}

/// Returns whether a server may have acted on a request that failed.
fn is_ambiguous(error: &Error) -> bool {
    matches!(
        error,
        Error::Server(_) | Error::Timeout { .. } | Error::Interrupted { .. } | Error::UnexpectedResponse { .. }
    )
}
