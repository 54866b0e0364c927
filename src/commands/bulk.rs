//! Many calls of one kind: a few at a time, results in order, progress on a terminal, a clean stop on Ctrl-C.

use anyhow::Result;
use clap::Args;
use futures_util::StreamExt as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::client::Error;
use crate::context::Context;

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

/// What came of a bulk job.
pub(super) struct Outcome<T> {
    /// One result for each call that was answered, in the order of the calls.
    pub(super) results: Vec<Result<T, Error>>,
    /// Ctrl-C ended it early.
    pub(super) was_interrupted: bool,
}

impl<T> Outcome<T> {
    pub(super) fn failures(&self) -> usize {
        self.results.iter().filter(|result| result.is_err()).count()
    }
}

/// Awaits the calls. `each` is told of every result as soon as it comes, with the call's place.
///
/// On Ctrl-C, after a failure that all others would share, or after any where that is to be the end, no further call is begun, and those under way are waited
/// for: what they did is known. A second Ctrl-C does not wait.
pub(super) async fn run<T, F: Future<Output = Result<T, Error>>>(
    context: &Context,
    bulk: Bulk,
    calls: Vec<F>,
    mut each: impl FnMut(usize, &Result<T, Error>) -> Result<()>,
) -> Result<Outcome<T>> {
    let progress = progress(context, calls.len());
    let mut slots: Vec<Option<Result<T, Error>>> = calls.iter().map(|_| None).collect();
    let mut waiting = calls.into_iter().enumerate();
    let mut under_way = futures_util::stream::FuturesUnordered::new();
    let mut interrupt = Box::pin(tokio::signal::ctrl_c());
    let (mut was_interrupted, mut stopped) = (false, false);
    loop {
        while !stopped && under_way.len() < usize::from(bulk.concurrency) {
            let Some((place, call)) = waiting.next() else { break };
            under_way.push(async move { (place, call.await) });
        }
        tokio::select! {
            _ = &mut interrupt => {
                if was_interrupted {
                    // Asked twice: what is under way is given up.
                    break;
                }
                interrupt = Box::pin(tokio::signal::ctrl_c());
                was_interrupted = true;
                stopped = true;
            }
            done = under_way.next() => {
                let Some((place, result)) = done else { break };
                each(place, &result)?;
                // A key or a server that fails one call fails the others too.
                let is_hopeless = matches!(result, Err(Error::Unauthorized(_) | Error::Unreachable { .. }));
                stopped |= is_hopeless || (bulk.fail_fast && result.is_err());
                progress.inc(1);
                if let Some(slot) = slots.get_mut(place) {
                    *slot = Some(result);
                }
            }
        }
    }
    progress.finish_and_clear();
    Ok(Outcome { results: slots.into_iter().flatten().collect(), was_interrupted })
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
