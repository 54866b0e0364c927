//! Bulk jobs: runs calls concurrently, shows progress on a terminal and stops cleanly on Ctrl-C.

use anyhow::Result;
use clap::Args;
use futures_util::StreamExt as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use serde::Serialize;

use crate::commands::confirm::count;
use crate::context::Context;
use litellm_proxy_client::Error;

/// Options of a bulk job.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Bulk {
    /// Maximum number of concurrent requests
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) concurrency: u16,
    /// Stop at the first failure
    #[arg(long)]
    pub(super) fail_fast: bool,
}

/// The outcome of one item of a bulk job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemOutcome {
    /// Not processed yet.
    Waiting,
    /// Outcomes of a dry run.
    WouldBeImported,
    WouldBeUpdated,
    WouldBeSkipped,
    WouldFail,
    Imported,
    Unchanged,
    Updated,
    Blocked,
    Unblocked,
    Moved,
    Skipped,
    Failed,
    /// The job ended before the item was processed.
    NotTried,
    /// The job was aborted while its request was in flight; the server may have processed it.
    GivenUp,
}

impl ItemOutcome {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::WouldBeImported => "would be imported",
            Self::WouldBeUpdated => "would be updated",
            Self::WouldBeSkipped => "would be skipped",
            Self::WouldFail => "would fail",
            Self::Imported => "imported",
            Self::Unchanged => "unchanged",
            Self::Updated => "updated",
            Self::Blocked => "blocked",
            Self::Unblocked => "unblocked",
            Self::Moved => "moved",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::NotTried => "not tried",
            Self::GivenUp => "given up",
        }
    }
}

impl Serialize for ItemOutcome {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The result of a bulk job.
#[derive(Default)]
pub(super) struct BulkResult {
    /// The number of calls that succeeded and whose results were processed.
    pub(super) done: usize,
    /// The number of calls that were started, in order.
    started: usize,
    /// Whether Ctrl-C ended the job early.
    pub(super) was_interrupted: bool,
    /// The local error, such as a full disk, that ended the job.
    pub(super) local_error: Option<anyhow::Error>,
}

impl BulkResult {
    /// Returns the outcome of an item without a result, by the index of its call.
    pub(super) fn outcome_without_result(&self, index: usize) -> ItemOutcome {
        if index < self.started { ItemOutcome::GivenUp } else { ItemOutcome::NotTried }
    }
}

/// Runs the calls and passes each result, with the index of its call, to `on_result` as soon as it arrives.
///
/// After Ctrl-C, after an error that all calls would share, or with `fail_fast` after any error, no further calls are
/// started, but those in flight are awaited, so that their outcome is known. A second Ctrl-C abandons them.
pub(super) async fn run<T, F: Future<Output = Result<T, Error>>>(
    context: &mut Context,
    bulk: Bulk,
    calls: Vec<F>,
    mut on_result: impl FnMut(usize, &Result<T, Error>) -> Result<()>,
) -> BulkResult {
    let progress = progress(context, calls.len());
    let mut outcome = BulkResult::default();
    let mut waiting = calls.into_iter().enumerate();
    let mut in_flight = futures_util::stream::FuturesUnordered::new();
    let mut interrupt = Box::pin(context.interrupt.pressed());
    let mut stopped = false;
    loop {
        while !stopped && in_flight.len() < usize::from(bulk.concurrency) {
            let Some((index, call)) = waiting.next() else { break };
            outcome.started += 1;
            in_flight.push(async move { (index, call.await) });
        }
        tokio::select! {
            () = &mut interrupt => {
                if outcome.was_interrupted {
                    break;
                }
                interrupt = Box::pin(context.interrupt.pressed());
                outcome.was_interrupted = true;
                stopped = true;
                progress.suspend(|| {
                    let requests = count(in_flight.len(), "request");
                    context.output.note(format_args!(
                        "stopping; waiting for {requests} in flight (press Ctrl-C again to abandon them)"
                    ));
                });
            }
            finished = in_flight.next() => {
                let Some((index, result)) = finished else { break };
                match on_result(index, &result) {
                    Ok(()) => outcome.done += usize::from(result.is_ok()),
                    Err(error) => {
                        stopped = true;
                        outcome.local_error.get_or_insert(error);
                    }
                }
                // A rejected key or an unreachable server fails all other calls too.
                let fails_all = matches!(result, Err(Error::Unauthorized(_) | Error::Unreachable { .. }));
                stopped |= fails_all || (bulk.fail_fast && result.is_err());
                progress.inc(1);
            }
        }
    }
    progress.finish_and_clear();
    outcome
}

/// Returns a progress bar, which is shown on a terminal.
pub(super) fn progress(context: &Context, length: usize) -> ProgressBar {
    let target = if context.output.terminal().stderr_is_terminal {
        ProgressDrawTarget::stderr()
    } else {
        ProgressDrawTarget::hidden()
    };
    let bar = ProgressBar::with_draw_target(Some(length as u64), target);
    match ProgressStyle::with_template("{bar:30} {pos}/{len}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
