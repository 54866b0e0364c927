//! Applies a [`Plan`]: checks that nothing has changed since it was made, then makes its changes stage by stage, several at once
//! within a stage. Each change is read back. A run that ends early, for whatever reason, is continued by the next one.

mod check;
mod current;
mod read_back;
mod write;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream;
use litellm_proxy_client::Error;
use thiserror::Error as ThisError;

use self::write::Prepared;
use crate::address::Address;
use crate::mark::SecretFingerprints;
use crate::plan::{Action, Obstacle, Plan, PlannedChange, stage};
use crate::server::Server;
use crate::value::{MissingSecret, SecretSource};

/// How a plan is applied.
#[derive(Debug, Clone)]
pub struct ApplyOptions {
    /// How many changes of a stage are under way at once.
    pub parallel: usize,
    /// How long to wait for a change to show on the server.
    pub wait: Duration,
    /// Whether the plan was made from what the server has just returned, so that it needs no check before the first change.
    pub is_fresh: bool,
}

impl Default for ApplyOptions {
    fn default() -> Self {
        Self { parallel: 8, wait: Duration::from_secs(10), is_fresh: false }
    }
}

/// Why nothing was sent.
#[derive(Debug, ThisError)]
#[non_exhaustive]
pub enum ApplyError {
    /// Something stands in the way.
    #[error("{}", list(.0.iter().map(|obstacle| format!("{} {}", obstacle.address, obstacle.message))))]
    Obstacles(Vec<Obstacle>),
    /// Resources have changed since the plan was made.
    #[error("the plan is stale: {}", list(.0.iter().cloned()))]
    Stale(Vec<String>),
    /// Secrets that are to be written cannot be had.
    #[error("{}", list(.0.iter().map(|(address, path, missing)| format!("{address} needs `{path}`, but {missing}"))))]
    MissingSecrets(Vec<(Address, String, MissingSecret)>),
    /// The server could not be read.
    #[error(transparent)]
    Server(#[from] Error),
}

fn list(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("; ")
}

/// The outcome of a change.
#[derive(Debug)]
pub enum ItemOutcome {
    /// It was made, and read back.
    Done,
    /// It was there already.
    AlreadyDone,
    /// The server reported success and did not keep these fields, in sentences.
    NotKept(Vec<String>),
    /// The server refused it.
    Failed(Error),
    /// It could not be made, for a reason of this program.
    Impossible(String),
    /// Others have changed the resource since the plan was made; it was left alone, and no further change was made.
    Stale(String),
    /// A resource that it needs failed.
    NotTried(Address),
    /// Others have changed this resource since the plan was made, so that the plan is no longer good.
    Overtaken(Address),
    /// The run was stopped before.
    Stopped,
}

impl ItemOutcome {
    /// Returns whether the resource is as the file says now.
    pub fn is_success(&self) -> bool {
        matches!(self, Self::Done | Self::AlreadyDone)
    }
}

/// A change and its outcome.
#[derive(Debug)]
pub struct ItemResult {
    /// The resource.
    pub address: Address,
    /// The planned action.
    pub action: Action,
    /// The outcome.
    pub outcome: ItemOutcome,
}

/// Follows the changes.
pub trait Progress {
    /// Is called after each change.
    fn finished(&mut self, result: &ItemResult);
    /// Returns whether to make no further changes.
    fn is_stopped(&self) -> bool;
}

/// Applies a plan. Results are in the order of the plan.
///
/// # Errors
/// Fails if nothing was sent: because of an obstacle, a missing secret, or a resource that has changed since.
pub async fn apply(
    server: &Server,
    plan: &Plan,
    secrets: &dyn SecretSource,
    fingerprints: &SecretFingerprints,
    options: &ApplyOptions,
    progress: &mut dyn Progress,
) -> Result<Vec<ItemResult>, ApplyError> {
    if !plan.obstacles.is_empty() {
        return Err(ApplyError::Obstacles(plan.obstacles.clone()));
    }
    let prepared = write::prepare(plan, secrets, fingerprints)?;
    let already = if options.is_fresh { BTreeSet::new() } else { check::check(server, &prepared, options).await? };
    let run = Run { server, secrets, options, already, lost: RefCell::default(), overtaken: RefCell::default() };
    let mut results = Vec::new();
    let mut stages: Vec<Vec<&Prepared<'_>>> = Vec::new();
    for change in &prepared {
        match stages.last_mut() {
            Some(last) if last.first().is_some_and(|first| stage(first.change) == stage(change.change)) => {
                last.push(change);
            }
            _ => stages.push(vec![change]),
        }
    }
    for changes in stages {
        results.append(&mut run.stage(changes, progress).await);
    }
    let order = |address: &Address| plan.changes.iter().position(|change| change.address == *address);
    results.sort_by_key(|result| order(&result.address));
    Ok(results)
}

/// What the changes of a plan are made with, and what has become of those before.
struct Run<'a> {
    server: &'a Server,
    secrets: &'a dyn SecretSource,
    options: &'a ApplyOptions,
    /// Resources that are as the plan makes them.
    already: BTreeSet<Address>,
    /// Resources whose change failed.
    lost: RefCell<BTreeSet<Address>>,
    /// The first resource that others have changed since the plan was made.
    overtaken: RefCell<Option<Address>>,
}

impl Run<'_> {
    /// Makes the changes of a stage. Those of one team's members are made one after another, and so are those of pass-through
    /// endpoints: servers read and write the whole list.
    async fn stage(&self, changes: Vec<&Prepared<'_>>, progress: &mut dyn Progress) -> Vec<ItemResult> {
        let mut groups: Vec<Vec<&Prepared<'_>>> = Vec::new();
        for change in changes {
            let is_next = |last: &Vec<&Prepared<'_>>| last.first().is_some_and(|first| first.shares_row_with(change));
            match groups.last_mut().filter(|last| is_next(last)) {
                Some(last) => last.push(change),
                None => groups.push(vec![change]),
            }
        }
        let is_stopped = Cell::new(progress.is_stopped());
        let stopped = &is_stopped;
        let make_group = async |group: Vec<&Prepared<'_>>| {
            let mut results = Vec::new();
            for prepared in group {
                let outcome = self.make(prepared, stopped.get()).await;
                results.push(result_of(prepared.change, outcome));
            }
            results
        };
        let parallel = self.options.parallel.max(1);
        let mut under_way = stream::iter(groups.into_iter().map(make_group)).buffer_unordered(parallel);
        let mut results = Vec::new();
        while let Some(finished) = under_way.next().await {
            for result in finished {
                progress.finished(&result);
                results.push(result);
            }
            stopped.set(progress.is_stopped());
        }
        let lost = results.iter().filter(|result| !result.outcome.is_success()).map(|result| result.address.clone());
        self.lost.borrow_mut().extend(lost);
        results
    }

    /// Makes a change, unless something before it prevents that.
    async fn make(&self, prepared: &Prepared<'_>, is_stopped: bool) -> ItemOutcome {
        let PlannedChange { address, depends_on, .. } = prepared.change;
        if is_stopped {
            return ItemOutcome::Stopped;
        }
        if self.already.contains(address) {
            return ItemOutcome::AlreadyDone;
        }
        // Nothing else of the plan is good then. So of two runs for the same resources one stops soon.
        if let Some(overtaken) = self.overtaken.borrow().clone() {
            return ItemOutcome::Overtaken(overtaken);
        }
        if let Some(missing) = depends_on.iter().find(|needed| self.lost.borrow().contains(*needed)) {
            return ItemOutcome::NotTried(missing.clone());
        }
        let outcome = write::make(self.server, prepared, self.secrets, self.options).await;
        if matches!(outcome, ItemOutcome::Stale(_)) {
            self.overtaken.borrow_mut().get_or_insert_with(|| address.clone());
        }
        outcome
    }
}

fn result_of(change: &PlannedChange, outcome: ItemOutcome) -> ItemResult {
    ItemResult { address: change.address.clone(), action: change.action, outcome }
}
