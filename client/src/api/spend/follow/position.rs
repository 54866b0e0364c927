//! Where a cursor stands, so that another process continues there.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{LogCursor, OVERLAP, Order, before};

/// The place of a [`LogCursor`] in the log, to be stored. A cursor that [continues](LogCursor::resume) there finds what this
/// one has not found, and nothing twice. It holds the ids of the requests of one minute.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
pub struct LogPosition {
    since: Timestamp,
    order: Option<Order>,
    newest_end: Option<Timestamp>,
    last_full: Option<Timestamp>,
    /// Requests that ended earlier have all been found.
    floor: Option<Timestamp>,
    found: BTreeMap<String, Timestamp>,
}

impl LogCursor {
    /// Returns where the cursor stands; `None` before its first look.
    pub fn position(&self) -> Option<LogPosition> {
        if self.looks == 0 {
            return None;
        }
        // Requests that were not in the log at the last look that could have found them ended at most a minute before it.
        let complete = match self.order {
            Some(Order::End) => self.newest_end,
            _ => self.newest_end.min(self.last_full),
        };
        let floor = complete.map(|time| before(time, OVERLAP)).max(self.floor);
        let is_above = |time: &Timestamp| floor.is_none_or(|floor| *time >= floor);
        let found = self.found.iter().filter(|(_, time)| is_above(time));
        Some(LogPosition {
            since: self.since,
            order: self.order,
            newest_end: self.newest_end,
            last_full: self.last_full,
            floor,
            found: found.map(|(id, time)| (id.clone(), *time)).collect(),
        })
    }

    /// Returns a cursor that continues at a position of another one.
    pub fn resume(position: LogPosition) -> Self {
        let LogPosition { since, order, newest_end, last_full, floor, found } = position;
        let found: HashMap<_, _> = found.into_iter().collect();
        Self { since, wanted: usize::MAX, order, newest_end, floor, last_full, found, looks: 0, is_resumed: true }
    }
}
