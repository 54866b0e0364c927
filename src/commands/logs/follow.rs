//! `logs tail`: polls the server for new requests and shows them as they arrive. Which requests are new is decided
//! by the client's `LogCursor`.

use std::pin::pin;
use std::time::{Duration, Instant};

use anyhow::Result;

use super::bodies;
use super::place::Place;
use super::query::{Log, LogQuery, columns};
use super::streaming_table::StreamingTable;
use crate::commands::confirm::count;
use crate::commands::spend::clock::ServerTime;
use crate::commands::spend::period::TimeRange;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::for_terminal;
use litellm_proxy_client::Error;
use litellm_proxy_client::spend::LogCursor;

const INTERVAL: Duration = Duration::from_secs(3);
/// The longest pause between attempts while the server fails.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How many existing requests to show before new ones, unless `--limit` is given.
const DEFAULT_INITIAL_COUNT: usize = 10;

/// How to follow the log.
pub(super) struct Follow {
    pub(super) interval: Option<Duration>,
    /// How many existing requests to show before new ones.
    pub(super) initial_count: Option<usize>,
    /// Continues where the last follower of the same requests stood, and stores where this one stands.
    pub(super) continues: bool,
    /// Fails once the server has not responded for this long.
    pub(super) give_up: Option<Duration>,
    /// Shows what was asked and answered, too.
    pub(super) body: bool,
}

impl Follow {
    /// Shows requests until Ctrl-C, a closed pipe, or an error that retrying cannot fix.
    pub(super) async fn run(
        self,
        context: &mut Context,
        mut query: LogQuery,
        mut time: ServerTime,
        times: &TimeRange,
    ) -> Result<Outcome> {
        let client = context.client()?;
        let initial_count = self.initial_count.unwrap_or(DEFAULT_INITIAL_COUNT);
        let place = self.continues.then(|| Place::of(&client, &query)).transpose()?;
        let mut cursor = LogCursor::new(query.first, initial_count);
        let look = cursor.look(time.now());
        let first = client.spend().logs(&look.next_page(&query.filter).unwrap_or_else(|| query.filter.clone()));
        context
            .perform(DryRun::default(), first, async |context, _| {
                let mut interrupt = pin!(context.interrupt.pressed());
                let mut shown_count: usize = 0;
                let mut table = StreamingTable::new(context);
                let mut pace = Pace::new(self.interval.unwrap_or(INTERVAL), self.give_up);
                let mut is_first = true;
                // What was found and not yet shown.
                let mut found: Vec<Log> = Vec::new();
                let mut is_missing_noted = !self.body;
                let place = place.map(Place::lock).transpose()?;
                let stored = place.as_ref().map(|place| place.cursor(context)).transpose()?.flatten();
                let is_resumed = stored.is_some();
                cursor = stored.unwrap_or(cursor);
                let interrupted = |shown_count| interrupted(shown_count, place.is_some());
                loop {
                    let began = Instant::now();
                    let look = async {
                        let wants = |log: &Log| query.matches_filters(log);
                        found.extend(client.spend().new_logs(&mut cursor, &query.filter, time.now(), wants).await?);
                        if !self.body {
                            return Ok(std::mem::take(&mut found));
                        }
                        let logs = client.spend().with_bodies(found.clone()).await?;
                        found.clear();
                        Ok(logs)
                    };
                    let looked = tokio::select! {
                        biased;
                        () = &mut interrupt => return Err(interrupted(shown_count)),
                        looked = look => looked,
                    };
                    if let Some(now) = time.correction(context)
                        && is_first
                        && !is_resumed
                    {
                        // What was found is of another time.
                        (query.first, query.last) = times.resolve(false, now)?;
                        cursor = LogCursor::new(query.first, initial_count);
                        found.clear();
                        continue;
                    }
                    match looked {
                        Ok(logs) => {
                            if std::mem::take(&mut is_first) {
                                if logs.is_empty() && !is_resumed {
                                    query.warn_of_unknown_subject(context).await;
                                }
                                show_header(context, &mut table, &logs)?;
                            }
                            shown_count = shown_count.saturating_add(logs.len());
                            // Written before, so that it takes but a moment afterwards.
                            let position = place.as_ref().map(|place| place.prepare(&cursor)).transpose()?;
                            is_missing_noted = is_missing_noted || bodies::note_if_missing(context, &logs);
                            show(context, &mut table, &logs, self.body)?;
                            if let Some((place, position)) = place.as_ref().zip(position)
                                && !context.output.is_closed()
                            {
                                place.store(position)?;
                            }
                            if pace.succeeded() {
                                context.output.note("the server is responding again");
                            }
                            if let Some(interval) = pace.slow_down(began.elapsed()) {
                                context.output.note(format_args!(
                                    "the server takes long to list requests; checking every {:.0} s from now on",
                                    interval.as_secs_f64().ceil()
                                ));
                            }
                        }
                        // An error on the first poll is not treated as transient, unless the server has responded to another follower.
                        Err(error) if (is_first && !is_resumed) || !is_transient(&error) => return Err(error.into()),
                        Err(error) => {
                            if pace.failed() {
                                context.output.warn(format_args!("{error}; retrying"));
                            }
                            if pace.gives_up() {
                                return Err(error.into());
                            }
                        }
                    }
                    if context.output.is_closed() {
                        return Ok(Outcome::Done);
                    }
                    tokio::select! {
                        biased;
                        () = &mut interrupt => return Err(interrupted(shown_count)),
                        () = tokio::time::sleep(pace.pause()) => {}
                    }
                }
            })
            .await
    }
}

/// How long to wait between two looks: longer while the server fails, and while looking takes longer than waiting.
struct Pace {
    /// The interval while the server is fast.
    usual: Duration,
    interval: Duration,
    /// Looks that have failed in a row.
    failures: u32,
    failing_since: Option<Instant>,
    give_up: Option<Duration>,
}

impl Pace {
    fn new(interval: Duration, give_up: Option<Duration>) -> Self {
        Self { usual: interval, interval, failures: 0, failing_since: None, give_up }
    }

    /// Notes a failure. Returns whether it is the first in a row.
    fn failed(&mut self) -> bool {
        self.failures = self.failures.saturating_add(1);
        self.failing_since.get_or_insert_with(Instant::now);
        self.failures == 1
    }

    /// Returns whether the server has failed for too long.
    fn gives_up(&self) -> bool {
        self.failing_since.zip(self.give_up).is_some_and(|(since, most)| since.elapsed() >= most)
    }

    /// Notes a success. Returns whether there were failures before.
    fn succeeded(&mut self) -> bool {
        self.failing_since = None;
        std::mem::take(&mut self.failures) > 0
    }

    /// Adapts the interval to how long looking has taken. Returns it if looks are slow from now on.
    fn slow_down(&mut self, taken: Duration) -> Option<Duration> {
        let was_usual = self.interval == self.usual;
        if taken < Duration::from_secs(1) {
            self.interval = self.usual;
        } else if taken > self.interval || !was_usual {
            self.interval = taken.saturating_mul(2).min(LONGEST_PAUSE).max(self.usual);
        }
        (was_usual && self.interval > self.usual).then_some(self.interval)
    }

    fn pause(&self) -> Duration {
        let factor = 1_u32.checked_shl(self.failures).unwrap_or(u32::MAX);
        self.interval.saturating_mul(factor).min(LONGEST_PAUSE.max(self.interval))
    }
}

fn interrupted(shown_count: usize, continues: bool) -> anyhow::Error {
    let hint = if continues { "; the same command continues here" } else { "" };
    Failure::Interrupted(format!("shown so far: {}{hint}", count(shown_count, "request"))).into()
}

/// Returns whether the same request may succeed later.
fn is_transient(error: &Error) -> bool {
    matches!(error, Error::Server(_) | Error::UnexpectedResponse { .. }) || error.is_retryable()
}

fn show_header(context: &mut Context, table: &mut StreamingTable, logs: &[Log]) -> Result<()> {
    if !context.output.is_for_people() {
        return context.output.begin_rows(&columns(context));
    }
    let first: Vec<_> = logs.iter().map(|log| cells(context, log)).collect();
    let shown = context.output.chosen(&columns(context));
    let header = table.header(&shown.iter().collect::<Vec<_>>(), &first, context.output.terminal().stdout_color);
    context.output.text(&header)
}

fn show(context: &mut Context, table: &mut StreamingTable, logs: &[Log], body: bool) -> Result<()> {
    if context.output.is_for_people() {
        for log in logs {
            let line = table.line(&cells(context, log));
            context.output.text(&line)?;
            if body {
                bodies::show(context, log)?;
            }
        }
    } else {
        context.output.add_rows(logs, &columns(context))?;
    }
    context.output.flush()
}

fn cells(context: &Context, log: &Log) -> Vec<String> {
    let is_terminal = context.output.terminal().stdout_is_terminal;
    let columns = context.output.chosen(&columns(context));
    let cells = columns.iter().map(|column| column.table_cell(log));
    cells.map(|cell| if is_terminal { for_terminal(&cell).into_owned() } else { cell }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_and_slow_looks_lengthen_the_pause() {
        let seconds = |pace: &Pace| pace.pause().as_secs();
        let mut pace = Pace::new(Duration::from_secs(3), None);
        let pauses: Vec<_> = (0..40)
            .map(|count| {
                assert_eq!(pace.failed(), count == 0);
                seconds(&pace)
            })
            .collect();
        assert_eq!((&pauses[..5], pauses[39]), (&[6, 12, 24, 30, 30][..], 30));
        assert!(pace.succeeded() && !pace.succeeded());
        assert_eq!((seconds(&pace), pace.slow_down(Duration::from_secs(3))), (3, None));
        assert_eq!(pace.slow_down(Duration::from_secs(10)), Some(Duration::from_secs(20)));
        // It is said once, however slow looks become, and a fast server is asked as often as before.
        assert_eq!((pace.slow_down(Duration::from_secs(40)), seconds(&pace)), (None, 30));
        assert_eq!((pace.slow_down(Duration::from_secs(2)), seconds(&pace)), (None, 4));
        assert!(pace.failed());
        assert_eq!((seconds(&pace), pace.succeeded()), (8, true));
        assert_eq!((pace.slow_down(Duration::from_millis(300)), seconds(&pace)), (None, 3));
        // A server that failed for this long is given up, unless it responds in between.
        let mut pace = Pace::new(Duration::from_secs(3), Some(Duration::ZERO));
        assert!(!pace.gives_up() && pace.failed() && pace.gives_up());
        assert!(pace.succeeded() && !pace.gives_up());
        // Less than a second costs the server nothing.
        assert_eq!(Pace::new(Duration::from_millis(10), None).slow_down(Duration::from_millis(900)), None);
    }
}
