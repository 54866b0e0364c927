//! `spend logs --follow`: new requests as they come.

use std::collections::HashMap;
use std::pin::pin;
use std::time::Duration;

use anyhow::Result;
use jiff::{SignedDuration, Timestamp};

use super::lines::Lines;
use super::logs::{Log, Wanted, begun, columns, in_order, newest};
use crate::commands::confirm::count;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::for_terminal;
use litellm_proxy_client::{Client, Error};

/// A request is recorded when it has ended, by the time at which it began: so far back new ones are looked for.
const LOOK_BACK: SignedDuration = SignedDuration::from_mins(10);
/// The clock of the server may be ahead.
const AHEAD: SignedDuration = SignedDuration::from_hours(24);
/// One look in so many goes back the whole way; the others end where they find nothing new.
const THOROUGH: u32 = 10;
const INTERVAL: Duration = Duration::from_secs(3);
/// How many requests are shown of those that were there before.
const BEFORE: usize = 10;
const PAGE_SIZE: u32 = 100;

/// How new requests are looked for.
pub(super) struct Follow {
    interval: Duration,
    before: usize,
}

impl Follow {
    pub(super) fn new(interval: Option<Duration>, limit: Option<usize>) -> Self {
        Self { interval: interval.unwrap_or(INTERVAL), before: limit.unwrap_or(BEFORE) }
    }

    /// Shows requests until Ctrl-C, a closed pipe, or a refusal that will not change.
    pub(super) async fn run(self, context: &mut Context, wanted: Wanted) -> Result<Outcome> {
        let now = Timestamp::now();
        let filter = wanted.filter(wanted.first, now).page(1).page_size(PAGE_SIZE);
        let client = context.client()?;
        let first = client.spend().logs(&filter);
        context
            .perform(DryRun::default(), first, async |context, _| {
                let mut interrupt = pin!(tokio::signal::ctrl_c());
                let mut watch = Watch::new(client, wanted);
                let mut shown: usize = 0;
                let mut lines = Lines::new(context);
                let mut failed = false;
                let mut is_first = true;
                loop {
                    let found = tokio::select! {
                        biased;
                        _ = &mut interrupt => return Err(interrupted(shown)),
                        found = watch.look() => found,
                    };
                    match found {
                        Ok(mut logs) => {
                            if is_first {
                                logs.retain(|log| begun(log).is_none_or(|time| watch.wanted.first <= time));
                                newest(&mut logs, self.before);
                                show_header(context, &mut lines, &logs)?;
                            }
                            if std::mem::take(&mut failed) {
                                context.output.note("the server answers again");
                            }
                            is_first = false;
                            shown = shown.saturating_add(logs.len());
                            show(context, &mut lines, &logs)?;
                        }
                        // What does not work at the start is no passing trouble.
                        Err(error) if is_first || !is_passing(&error) => return Err(error.into()),
                        Err(error) => {
                            if !std::mem::replace(&mut failed, true) {
                                context.output.warn(format_args!("{error}; trying on"));
                            }
                        }
                    }
                    if context.output.is_closed() {
                        return Ok(Outcome::Done);
                    }
                    tokio::select! {
                        biased;
                        _ = &mut interrupt => return Err(interrupted(shown)),
                        () = tokio::time::sleep(self.interval) => {}
                    }
                }
            })
            .await
    }
}

fn interrupted(shown: usize) -> anyhow::Error {
    Failure::Interrupted(format!("shown so far: {}", count(shown, "request"))).into()
}

/// True when the same question may be answered later.
fn is_passing(error: &Error) -> bool {
    matches!(error, Error::Server(_) | Error::UnexpectedResponse { .. }) || error.is_retryable()
}

/// What was seen, and from when on to look for more.
struct Watch {
    client: Client,
    wanted: Wanted,
    /// When each request began that was seen and may be found again.
    seen: HashMap<String, Timestamp>,
    /// From here on all was seen, but for what was under way.
    since: Timestamp,
    looks: u32,
}

impl Watch {
    fn new(client: Client, wanted: Wanted) -> Self {
        let since = wanted.first;
        Self { client, wanted, seen: HashMap::new(), since, looks: 0 }
    }

    /// The requests that were not seen before, the newest last.
    async fn look(&mut self) -> Result<Vec<Log>, Error> {
        let now = Timestamp::now();
        let back = |time: Timestamp| time.checked_sub(LOOK_BACK).unwrap_or(time);
        let first = back(self.since.min(now));
        let filter = self.wanted.filter(first, now.checked_add(AHEAD).unwrap_or(now)).page_size(PAGE_SIZE);
        let is_thorough = self.looks.is_multiple_of(THOROUGH);
        let mut found: Vec<Log> = Vec::new();
        let mut new: HashMap<String, Timestamp> = HashMap::new();
        let mut page = 1;
        loop {
            let logs = self.client.spend().logs(&filter.clone().page(page)).await?.into_inner();
            let is_last = logs.data.is_empty()
                || (logs.total_is_capped != Some(true) && logs.total_pages.is_none_or(|last| u64::from(page) >= last));
            let before = found.len();
            for log in logs.data {
                let identity = identity(&log);
                // While pages are read, what is new moves others on to the next.
                if !self.seen.contains_key(&identity) && !new.contains_key(&identity) {
                    new.insert(identity, begun(&log).unwrap_or(now));
                    found.push(log);
                }
            }
            let nothing_is_new = found.len() == before;
            if is_last || (nothing_is_new && !is_thorough) {
                break;
            }
            page += 1;
        }
        // Only now: of a look that failed half-way, what it found is found again.
        self.looks = self.looks.wrapping_add(1);
        self.seen.extend(new);
        if is_thorough {
            self.since = now;
            let first = back(now);
            self.seen.retain(|_, time| *time >= first);
        }
        found.retain(|log| self.wanted.is_of_model(log));
        in_order(&mut found);
        Ok(found)
    }
}

/// What tells a request from others.
fn identity(log: &Log) -> String {
    log.request_id.clone().unwrap_or_else(|| log.json().get().to_owned())
}

fn show_header(context: &mut Context, lines: &mut Lines, logs: &[Log]) -> Result<()> {
    if !context.output.is_for_people() {
        return context.output.begin_rows(columns(context));
    }
    let first: Vec<_> = logs.iter().map(|log| cells(context, log)).collect();
    let header = lines.header(columns(context), &first);
    context.output.text(&header)
}

fn show(context: &mut Context, lines: &mut Lines, logs: &[Log]) -> Result<()> {
    if context.output.is_for_people() {
        for log in logs {
            let line = lines.line(&cells(context, log));
            context.output.text(&line)?;
        }
    } else {
        context.output.add_rows(logs, columns(context))?;
    }
    context.output.flush()
}

fn cells(context: &Context, log: &Log) -> Vec<String> {
    let is_terminal = context.output.terminal().stdout_is_terminal;
    let cells = columns(context).iter().map(|column| column.shown(log));
    cells.map(|cell| if is_terminal { for_terminal(&cell).into_owned() } else { cell }).collect()
}
