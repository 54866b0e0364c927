//! Many calls of one kind: a few at a time, results in order, progress on a terminal, a clean stop on Ctrl-C.

use anyhow::Result;
use clap::Args;
use futures_util::StreamExt as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use serde::Serialize;

use crate::context::Context;
use litellm_proxy_client::Error;

/// Options of a bulk job.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct Bulk {
    /// How many requests are under way at a time
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) concurrency: u16,
    /// Stop at the first failure
    #[arg(long)]
    pub(super) fail_fast: bool,
}

/// What becomes of one item of a bulk job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ItemOutcome {
    /// Nothing yet.
    Waiting,
    /// What a dry run says.
    WouldBeImported,
    WouldBeUpdated,
    WouldBeSkipped,
    WouldFail,
    Imported,
    Updated,
    Blocked,
    Unblocked,
    Skipped,
    Failed,
    /// The job ended before its turn came.
    NotTried,
    /// Its request was under way when the job was given up: the server may have done it.
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
            Self::Updated => "updated",
            Self::Blocked => "blocked",
            Self::Unblocked => "unblocked",
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

/// What came of a bulk job.
#[derive(Default)]
pub(super) struct BulkResult {
    /// How many calls succeeded, and their results were taken.
    pub(super) done: usize,
    /// How many were begun, from the first on.
    begun: usize,
    /// Ctrl-C ended it early.
    pub(super) was_interrupted: bool,
    /// What went wrong on this side, such as a full disk; it ended the job.
    pub(super) broken: Option<anyhow::Error>,
}

impl BulkResult {
    /// What became of an item that no result came for, by the place of its call.
    pub(super) fn outcome_without_result(&self, place: usize) -> ItemOutcome {
        if place < self.begun { ItemOutcome::GivenUp } else { ItemOutcome::NotTried }
    }
}

/// Awaits the calls. `each` is told of every result as soon as it comes, with the call's place.
///
/// After Ctrl-C, a failure that all calls would share, or any failure where that is to be the end, no further call is
/// begun; those under way are waited for, so that what they did is known. A second Ctrl-C does not wait.
pub(super) async fn run<T, F: Future<Output = Result<T, Error>>>(
    context: &mut Context,
    bulk: Bulk,
    calls: Vec<F>,
    mut each: impl FnMut(usize, &Result<T, Error>) -> Result<()>,
) -> BulkResult {
    let progress = progress(context, calls.len());
    let mut outcome = BulkResult::default();
    let mut waiting = calls.into_iter().enumerate();
    let mut under_way = futures_util::stream::FuturesUnordered::new();
    let mut interrupt = Box::pin(context.interrupt.pressed());
    let mut stopped = false;
    loop {
        while !stopped && under_way.len() < usize::from(bulk.concurrency) {
            let Some((place, call)) = waiting.next() else { break };
            outcome.begun += 1;
            under_way.push(async move { (place, call.await) });
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
                    let count = under_way.len();
                    context.output.note(format_args!("stopping: waiting for {count} requests; Ctrl-C again to give them up"));
                });
            }
            done = under_way.next() => {
                let Some((place, result)) = done else { break };
                match each(place, &result) {
                    Ok(()) => outcome.done += usize::from(result.is_ok()),
                    Err(error) => {
                        stopped = true;
                        outcome.broken.get_or_insert(error);
                    }
                }
                // A key or a server that fails one call fails the others too.
                let is_hopeless = matches!(result, Err(Error::Unauthorized(_) | Error::Unreachable { .. }));
                stopped |= is_hopeless || (bulk.fail_fast && result.is_err());
                progress.inc(1);
            }
        }
    }
    progress.finish_and_clear();
    outcome
}

fn progress(context: &Context, length: usize) -> ProgressBar {
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
