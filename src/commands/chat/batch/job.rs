//! Sends the missing requests of a batch, some at a time, within a limit of cost, and writes their answers.

use std::cell::RefCell;
use std::time::{Duration, Instant};

use anyhow::Result;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use indicatif::{ProgressBar, ProgressStyle};
use litellm_proxy_client::chat::{BatchAnswer, BatchEvent, BatchRequest};
use litellm_proxy_client::{Client, Error};

use super::cap::Cap;
use super::input::{Input, Lines, Requests, State};
use super::journal::{AnswerLine, Journal};
use crate::commands::bulk;
use crate::context::Context;
use crate::failure::Failure;
use crate::outcome::Outcome;

/// How many failures are listed.
const MAX_LISTED: usize = 20;
/// How many answers allow one more request at a time, after a rate limit.
const ANSWERS_PER_STEP: usize = 20;
/// How long requests in flight are awaited after Ctrl-C.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longer pauses are reported.
const LONG_PAUSE: Duration = Duration::from_secs(5);

/// Where answers go.
pub(super) enum Sink {
    Journal(Journal),
    Stdout,
}

/// A batch that is being sent.
pub(super) struct Job<'a> {
    input: &'a Input,
    lines: &'a Lines,
    sink: Sink,
    flow: RefCell<Flow>,
    total: usize,
    done: usize,
    answered_now: usize,
    failed: usize,
    listed: Vec<String>,
    started: Instant,
    /// Why no more requests are started.
    end: Option<End>,
}

/// What requests in flight change.
struct Flow {
    cap: Cap,
    /// How many requests may be in flight, now and at most.
    width: usize,
    max_width: usize,
    /// Answers since the last step.
    answers: usize,
    /// A pause to report.
    pause: Option<Duration>,
    has_reported: bool,
}

/// Why a job ended before all requests were sent.
enum End {
    Interrupted,
    /// The limit of cost is reached.
    Capped,
    /// All other requests would fail too.
    Refused(anyhow::Error),
    /// Such as a full disk.
    Local(anyhow::Error),
}

/// A request and what became of it.
struct Finished {
    number: u64,
    request: BatchRequest,
    answer: BatchAnswer,
    /// What is reserved for it, in dollars.
    reserved: f64,
    worst: f64,
}

impl<'a> Job<'a> {
    pub(super) fn new(input: &'a Input, lines: &'a Lines, sink: Sink, cap: Cap, concurrency: usize) -> Self {
        let flow =
            Flow { cap, width: concurrency, max_width: concurrency, answers: 0, pause: None, has_reported: false };
        let total = lines.len();
        let done = total - lines.count(State::Missing);
        Self {
            input,
            lines,
            sink,
            flow: RefCell::new(flow),
            total,
            done,
            answered_now: 0,
            failed: lines.count(State::Failed),
            listed: Vec::new(),
            started: Instant::now(),
            end: None,
        }
    }

    /// Runs the job. Returns the sink with the outcome.
    pub(super) async fn run(mut self, context: &mut Context, client: &Client) -> (Sink, Result<Outcome>) {
        let bar = bulk::progress(context, self.total);
        if let Ok(style) = ProgressStyle::with_template("{msg}") {
            bar.set_style(style);
        }
        if let Err(error) = self.send_all(context, client, &bar).await {
            self.end = Some(End::Local(error));
        }
        bar.finish_and_clear();
        if let Sink::Journal(journal) = &mut self.sink
            && let Err(error) = journal.sync()
        {
            self.end.get_or_insert(End::Local(error));
        }
        let outcome = self.report(context);
        (self.sink, outcome)
    }

    async fn send_all(&mut self, context: &mut Context, client: &Client, bar: &ProgressBar) -> Result<()> {
        let mut requests = self.input.requests()?;
        let mut pending: Option<(u64, BatchRequest)> = None;
        let flow = std::mem::replace(&mut self.flow, RefCell::new(Flow::none()));
        let flow = &flow;
        let mut in_flight = FuturesUnordered::new();
        let mut interrupt = Box::pin(context.interrupt.pressed());
        let mut deadline = Box::pin(tokio::time::sleep(Duration::MAX));
        let mut tick = tokio::time::interval(Duration::from_millis(500));
        loop {
            while self.end.is_none() && in_flight.len() < flow.borrow().width {
                if pending.is_none() {
                    pending = next_missing(&mut requests, self.lines)?;
                }
                let Some((number, request)) = pending.take() else { break };
                let Some(worst) = flow.borrow_mut().cap.reserve(&request) else {
                    // What is in flight may release enough.
                    pending = Some((number, request));
                    if in_flight.is_empty() {
                        self.end = Some(End::Capped);
                    }
                    break;
                };
                in_flight.push(send(client, flow, number, request, worst));
            }
            tokio::select! {
                () = &mut interrupt => {
                    if matches!(self.end, Some(End::Interrupted)) {
                        break;
                    }
                    interrupt = Box::pin(context.interrupt.pressed());
                    deadline = Box::pin(tokio::time::sleep(PATIENCE));
                    self.end = Some(End::Interrupted);
                    let count = crate::output::count(in_flight.len() as u64, "request");
                    bar.suspend(|| context.output.note(format_args!(
                        "stopping; waiting up to {} s for {count} in flight (press Ctrl-C again to abandon them)",
                        PATIENCE.as_secs()
                    )));
                }
                () = &mut deadline => break,
                _ = tick.tick() => {}
                finished = in_flight.next() => {
                    let Some(finished) = finished else { break };
                    self.take(context, flow, finished)?;
                }
            }
            self.show(context, flow, bar);
        }
        drop(in_flight);
        self.flow.replace(flow.replace(Flow::none()));
        Ok(())
    }

    /// Writes an answer, and learns from it.
    fn take(&mut self, context: &mut Context, flow: &RefCell<Flow>, finished: Finished) -> Result<()> {
        let Finished { number, request, answer, reserved, worst } = finished;
        let charge = flow.borrow_mut().cap.settle(&request, (reserved, worst), &answer);
        if let Err(error @ Error::Unreachable { .. }) = answer.result {
            // The line has not been sent, so it has no answer.
            self.end.get_or_insert(End::Refused(error.into()));
            return Ok(());
        }
        let line = AnswerLine::new(number, &request, &answer, charge);
        match &mut self.sink {
            Sink::Journal(journal) => journal.append(&line)?,
            Sink::Stdout => context.output.ndjson_line(&line)?,
        }
        self.done += 1;
        self.answered_now += 1;
        let reason = match &answer.result {
            Ok(response) if response.is_success() => {
                flow.borrow_mut().widen();
                return Ok(());
            }
            Ok(response) if response.ends_the_batch() => {
                let status = response.status.as_u16();
                let message = format!("{} (HTTP {status})", response.message());
                let failure =
                    if matches!(status, 401 | 403) { Failure::NoKey(message) } else { Failure::Refused(message) };
                if self.end.is_none() {
                    self.end = Some(End::Refused(failure.into()));
                }
                format!("HTTP {status}: {}", response.message())
            }
            Ok(response) => format!("HTTP {}: {}", response.status.as_u16(), response.message()),
            Err(error) => error.to_string(),
        };
        self.failed += 1;
        if self.listed.len() < MAX_LISTED {
            self.listed.push(format!("failed: {}: {reason}", request.custom_id));
        }
        Ok(())
    }

    /// Shows the progress, and reports a long pause once.
    fn show(&self, context: &mut Context, flow: &RefCell<Flow>, bar: &ProgressBar) {
        let mut flow = flow.borrow_mut();
        bar.set_message(self.describe(&flow));
        if let Some(pause) = flow.pause.take().filter(|pause| *pause > LONG_PAUSE && !flow.has_reported) {
            flow.has_reported = true;
            bar.suspend(|| {
                context.output.note(format_args!("the server asks to wait {} s before the next try", pause.as_secs()));
            });
        }
    }

    /// Describes the progress, such as `6,120/10,000  3 failed  $2.31 of $5.00  41/s  eta 1 m 35 s`.
    fn describe(&self, flow: &Flow) -> String {
        let mut parts = vec![format!(" {}/{}", grouped(self.done), grouped(self.total))];
        if self.failed > 0 {
            parts.push(format!("{} failed", grouped(self.failed)));
        }
        parts.push(flow.cap.describe());
        let seconds = self.started.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "no file has 2^53 lines")]
        let (answered, left) = (self.answered_now as f64, (self.total - self.done) as f64);
        if answered > 0.0 && seconds > 0.0 {
            let rate = answered / seconds;
            parts.push(if rate >= 10.0 { format!("{rate:.0}/s") } else { format!("{rate:.1}/s") });
            parts.push(format!("eta {}", short(left / rate)));
        }
        parts.join("  ")
    }

    /// Reports what was done, and returns the outcome.
    fn report(&mut self, context: &mut Context) -> Result<Outcome> {
        // With JSON errors, stderr holds a single error object.
        if !context.output.has_error_object() {
            for line in std::mem::take(&mut self.listed) {
                context.output.note(line);
            }
            if self.failed > MAX_LISTED {
                context.output.note(format_args!("and {} more; the output has all of them", self.failed - MAX_LISTED));
            }
            let flow = self.flow.borrow();
            let unknown = match flow.cap.unknown {
                0 => String::new(),
                unknown => format!(" ({} of unknown cost)", grouped(usize::try_from(unknown).unwrap_or(usize::MAX))),
            };
            context.output.note(format_args!(
                "{} of {} answered · {}{unknown}",
                grouped(self.done - self.failed),
                grouped(self.total),
                flow.cap.describe()
            ));
        }
        let left = self.total - self.done;
        match self.end.take() {
            Some(End::Local(error)) => Err(error),
            Some(End::Interrupted) => {
                Err(Failure::Interrupted(format!("{} not sent; run the command again to continue", grouped(left)))
                    .into())
            }
            Some(End::Refused(error)) => Err(error.context(format!("stopped with {} not sent", grouped(left)))),
            Some(End::Capped) => {
                let spent = self.flow.borrow().cap.describe();
                Err(Failure::Partial(format!("stopped at {spent}; {} not sent", grouped(left))).into())
            }
            None if self.failed > 0 => {
                Err(Failure::Partial(format!("{} of {} requests failed", grouped(self.failed), grouped(self.total)))
                    .into())
            }
            None => Ok(Outcome::Done),
        }
    }
}

/// Returns the next request without an answer.
fn next_missing(requests: &mut Requests<'_>, lines: &Lines) -> Result<Option<(u64, BatchRequest)>> {
    while let Some((number, request)) = requests.next()? {
        let changed = || Failure::Refused("the input has changed while it was read".to_owned());
        let request = request.map_err(|_| changed())?;
        if lines.state(&request.custom_id) == State::Missing {
            return Ok(Some((number, request)));
        }
    }
    Ok(None)
}

async fn send(client: &Client, flow: &RefCell<Flow>, number: u64, request: BatchRequest, worst: f64) -> Finished {
    let mut reserved = worst;
    let observe = |event| match event {
        BatchEvent::RateLimited => {
            flow.borrow_mut().narrow();
            true
        }
        BatchEvent::Waiting(pause) => {
            flow.borrow_mut().pause = Some(pause);
            true
        }
        // The attempt may have been billed, and the next one will be.
        BatchEvent::Cut => {
            let more = flow.borrow_mut().cap.reserve(&request);
            reserved += more.unwrap_or_default();
            more.is_some()
        }
        _ => true,
    };
    let answer = client.chat().answer(&request, observe).await;
    Finished { number, request, answer, reserved, worst }
}

impl Flow {
    fn none() -> Self {
        Self { cap: Cap::unlimited(), width: 0, max_width: 0, answers: 0, pause: None, has_reported: false }
    }

    fn narrow(&mut self) {
        self.width = (self.width / 2).max(1);
        self.answers = 0;
    }

    fn widen(&mut self) {
        self.answers += 1;
        if self.answers >= ANSWERS_PER_STEP && self.width < self.max_width {
            self.width += 1;
            self.answers = 0;
        }
    }
}

/// Formats a number with commas, such as `10,000`.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Formats seconds, such as `1 m 35 s`.
fn short(seconds: f64) -> String {
    let seconds = Duration::try_from_secs_f64(seconds).unwrap_or_default().as_secs();
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => format!("{seconds} s"),
        (0, minutes, seconds) => format!("{minutes} m {seconds} s"),
        (hours, minutes, _) => format!("{hours} h {minutes} m"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_short() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([3.2, 95.0, 7_300.0, f64::INFINITY].map(short), ["3 s", "1 m 35 s", "2 h 1 m", "0 s"]);
    }
}
