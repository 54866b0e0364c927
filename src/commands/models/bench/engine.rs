//! Sends requests on a schedule, or several at once, and collects what they took. Knows no terminal and no model.

use std::pin::pin;
use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;

use crate::commands::cost_cap::CostCap;

/// When requests are sent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Load {
    /// At a rate per second, whatever comes back: open loop. Times count from when a request was to be sent.
    Open { rate: f64, duration: Duration },
    /// So many at once, the next when one is done: closed loop. Ends after a number of requests or a time.
    Closed { concurrency: usize, requests: Option<u64>, duration: Option<Duration> },
}

impl Load {
    /// Returns the number of requests, if it does not depend on the answers.
    pub(super) fn requests(self) -> Option<u64> {
        match self {
            Self::Open { rate, duration } => Some(whole(rate * duration.as_secs_f64())),
            Self::Closed { requests, .. } => requests,
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of requests, not negative")]
fn whole(number: f64) -> u64 {
    // The product of a rate and a time may be a little more than the whole number that it means.
    (number - 1e-9).ceil().max(0.0) as u64
}

/// What a request that succeeded took.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Times {
    pub(super) first_content: Option<Duration>,
    pub(super) gaps: Vec<Duration>,
    pub(super) total: Duration,
    pub(super) output_tokens: Option<u64>,
    /// In dollars.
    pub(super) cost: Option<f64>,
}

/// A request that failed.
#[derive(Debug)]
pub(super) struct Failed {
    /// The reason, the same for errors of a kind.
    pub(super) class: String,
    /// Whether it may have cost something.
    pub(super) may_be_billed: bool,
    pub(super) error: Option<litellm_proxy_client::Error>,
}

/// What a request took, and how much later than intended it was sent.
pub(super) type Sample = (Duration, Result<Times, Failed>);

/// The end of a load.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct End {
    pub(super) wall: Duration,
    /// Requests that the limit of the cost did not allow.
    pub(super) not_sent: u64,
    pub(super) was_stopped: bool,
}

/// Runs a load. `send` gets the number of the request and the time that its own times count from; `on_sample` gets each
/// result. `worst` is the most that a request can cost. When `stop` ends, no further requests are sent, and those that are
/// under way are dropped.
pub(super) async fn run<F: Future<Output = Result<Times, Failed>>>(
    load: Load,
    (cap, worst): (&mut CostCap, f64),
    send: impl Fn(u64, Instant) -> F,
    stop: impl Future<Output = ()>,
    mut on_sample: impl FnMut(Sample),
) -> End {
    let begin = Instant::now();
    let mut stop = pin!(stop);
    let mut in_flight = FuturesUnordered::new();
    let (mut next, mut end) = (0_u64, End::default());
    let mut is_over = false;
    loop {
        let due = if is_over { None } else { due(load, begin, next, in_flight.len()) };
        if let Some(at) = due.filter(|at| *at <= Instant::now()) {
            if cap.reserve(worst) {
                let slip = at.elapsed();
                let sending = send(next, at);
                in_flight.push(async move { (slip, sending.await) });
                next += 1;
                continue;
            }
            if in_flight.is_empty() {
                // Nothing is under way that could turn out cheaper.
                end.not_sent += load.requests().map_or(1, |all| all.saturating_sub(next));
                is_over = true;
                continue;
            }
            // The schedule goes on without the request; a closed loop waits.
            if matches!(load, Load::Open { .. }) {
                end.not_sent += 1;
                next += 1;
                continue;
            }
        }
        if in_flight.is_empty() && due.is_none() {
            break;
        }
        let wait = async {
            match due.filter(|at| *at > Instant::now()) {
                Some(at) => tokio::time::sleep_until(at.into()).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = &mut stop => {
                end.was_stopped = true;
                break;
            }
            Some((slip, result)) = in_flight.next(), if !in_flight.is_empty() => {
                let cost = match &result {
                    // What is not known may have been all.
                    Ok(times) => times.cost.unwrap_or(worst),
                    Err(failed) if failed.may_be_billed => worst,
                    Err(_) => 0.0,
                };
                cap.settle(worst, cost);
                on_sample((slip, result));
            }
            () = wait => {}
        }
    }
    end.wall = begin.elapsed();
    end
}

/// Returns when a request is due; `None` if there is none, or not before another is done.
fn due(load: Load, begin: Instant, number: u64, in_flight: usize) -> Option<Instant> {
    match load {
        Load::Open { rate, .. } => {
            #[expect(clippy::cast_precision_loss, reason = "no run has 2^53 requests")]
            let after = Duration::try_from_secs_f64(number as f64 / rate).ok()?;
            (load.requests().is_some_and(|all| number < all)).then(|| begin + after)
        }
        Load::Closed { concurrency, requests, duration } => {
            let is_left = requests.is_none_or(|all| number < all)
                && duration.is_none_or(|duration| begin.elapsed() < duration)
                && (requests.is_some() || duration.is_some());
            (is_left && in_flight < concurrency).then(Instant::now)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that takes 20 ms, except for request 5, during which nothing is answered for 400 ms.
    async fn stalling(number: u64, start: Instant, begin: Instant) -> Result<Times, Failed> {
        let stall = begin + Duration::from_millis(50)..begin + Duration::from_millis(450);
        let now = Instant::now();
        let until = if number == 5 || stall.contains(&now) { stall.end } else { now + Duration::from_millis(20) };
        tokio::time::sleep_until(until.into()).await;
        Ok(Times { total: start.elapsed(), cost: Some(0.1), ..Times::default() })
    }

    fn totals(load: Load, cap: &mut CostCap, worst: f64) -> (Vec<Duration>, End) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
        let mut totals = Vec::new();
        let begin = Instant::now();
        let end = runtime.block_on(run(
            load,
            (cap, worst),
            |number, start| stalling(number, start, begin),
            std::future::pending(),
            |(_, result)| totals.extend(result.map(|times| times.total)),
        ));
        (totals, end)
    }

    #[test]
    fn an_open_loop_counts_the_wait_of_all_requests_behind_a_stall() {
        let slow = |totals: &[Duration]| totals.iter().filter(|total| **total > Duration::from_millis(100)).count();
        let open = Load::Open { rate: 100.0, duration: Duration::from_millis(600) };
        let (all, end) = totals(open, &mut CostCap::default(), 0.0);
        // A request each 10 ms, and the stall ends at 450 ms: those of the first 350 ms of it wait for more than 100 ms.
        assert_eq!((all.len(), end.not_sent), (60, 0));
        assert!((25..=40).contains(&slow(&all)), "{}", slow(&all));
        let closed = Load::Closed { concurrency: 1, requests: Some(20), duration: None };
        let (all, _) = totals(closed, &mut CostCap::default(), 0.0);
        assert_eq!((all.len(), slow(&all)), (20, 1));
    }

    #[test]
    fn the_limit_of_the_cost_holds_whatever_is_under_way() {
        for load in [
            Load::Open { rate: 200.0, duration: Duration::from_millis(200) },
            Load::Closed { concurrency: 8, requests: Some(40), duration: None },
        ] {
            let mut cap = CostCap::new(Some(1.0));
            let (all, end) = totals(load, &mut cap, 0.3);
            assert!(cap.spent <= 1.0 && all.len() <= 10 && !all.is_empty(), "{load:?}: {} {end:?}", cap.spent);
            assert!(end.not_sent > 0, "{load:?}: {end:?}");
            let (all, _) = totals(load, &mut CostCap::new(Some(0.0)), 0.3);
            assert_eq!(all.len(), 0, "{load:?}");
        }
    }

    #[test]
    fn a_load_has_as_many_requests_as_its_rate_and_time_say() {
        for (rate, seconds, expected) in [(5.0, 30.0, 150), (0.1, 30.0, 3), (0.3, 1.0, 1), (1000.0, 0.5, 500)] {
            let load = Load::Open { rate, duration: Duration::from_secs_f64(seconds) };
            assert_eq!(load.requests(), Some(expected), "{rate} {seconds}");
        }
    }
}
