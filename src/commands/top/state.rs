//! What is on the screen, and what was chosen on it. No terminal: `keys` changes it, `view` draws it.

use jiff::tz::TimeZone;

use super::tables::{self, By, Line, Sort};
use super::window::{Entry, Window};
use jiff::SignedDuration;

/// The tables sum up the requests of this long.
pub(super) const TABLE_SPAN: SignedDuration = SignedDuration::from_mins(5);
/// Requests that arrive during a pause.
const MAX_PENDING: usize = 50_000;

/// The part of the screen that the keys move in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Pane {
    #[default]
    Table,
    Requests,
}

/// What the server says of itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Server {
    pub(super) address: String,
    pub(super) version: Option<String>,
    /// Whether its database is connected, as far as it says.
    pub(super) database: Option<bool>,
    pub(super) in_flight: Option<u64>,
    /// Why the last look failed.
    pub(super) trouble: Option<String>,
    pub(super) interval_seconds: u64,
    pub(super) is_slow: bool,
}

/// A line that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Prompt {
    Filter,
    /// The name of the key must be typed before it is blocked.
    Block {
        hash: String,
        name: String,
        typed: String,
    },
}

/// What the screen shows.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own")]
pub(super) struct Screen {
    pub(super) window: Window,
    pub(super) server: Server,
    pub(super) zone: TimeZone,
    pub(super) has_color: bool,
    pub(super) may_write: bool,
    pub(super) by: By,
    pub(super) sort: Sort,
    pub(super) pane: Pane,
    pub(super) selected_line: usize,
    /// The requests are shown up to this one, by its id; up to the newest if there is none.
    pub(super) selected_request: Option<String>,
    /// Only requests of this line of a table.
    pub(super) group: Option<(By, String)>,
    pub(super) filter: String,
    pub(super) prompt: Option<Prompt>,
    /// The request that is open.
    pub(super) open: Option<Entry>,
    pub(super) shows_help: bool,
    pub(super) wraps: bool,
    /// Requests that arrived since the pause began.
    pub(super) paused: Option<Vec<Entry>>,
    /// What came of the last key.
    pub(super) message: Option<String>,
}

impl Screen {
    pub(super) fn new(window: Window, server: Server, zone: TimeZone, has_color: bool, may_write: bool) -> Self {
        Self {
            window,
            server,
            zone,
            has_color,
            may_write,
            by: By::default(),
            sort: Sort::default(),
            pane: Pane::default(),
            selected_line: 0,
            selected_request: None,
            group: None,
            filter: String::new(),
            prompt: None,
            open: None,
            shows_help: false,
            wraps: false,
            paused: None,
            message: None,
        }
    }

    /// Adds requests; during a pause they are kept for its end.
    pub(super) fn add(&mut self, entries: Vec<Entry>, now: jiff::Timestamp) {
        match &mut self.paused {
            Some(pending) => {
                pending.extend(entries);
                pending.drain(..pending.len().saturating_sub(MAX_PENDING));
            }
            None => self.window.add(entries, now),
        }
    }

    pub(super) fn toggle_pause(&mut self, now: jiff::Timestamp) {
        match self.paused.take() {
            Some(pending) => self.window.add(pending, now),
            None => self.paused = Some(Vec::new()),
        }
    }

    /// Returns the lines of the table, and the minutes that they sum up.
    pub(super) fn lines(&self) -> (Vec<Line>, f64) {
        let (rows, known) = self.window.last(TABLE_SPAN);
        (tables::lines(rows, self.by, self.sort), known.as_secs_f64() / 60.0)
    }

    /// Returns the requests that the filters let through, oldest first.
    pub(super) fn requests(&self) -> Vec<&Entry> {
        let filter = self.filter.to_lowercase();
        let is_of_group = |entry: &Entry| {
            self.group.as_ref().is_none_or(|(by, name)| match by {
                By::Model => entry.model == *name,
                By::Key => entry.key == *name,
                By::Team => entry.team == *name,
                By::Error => entry.is_failure && entry.error == *name,
            })
        };
        let entries = self.window.entries().iter();
        entries.filter(|entry| is_of_group(entry) && (filter.is_empty() || entry.contains(&filter))).collect()
    }

    /// Returns the number of the selected one of these requests: the newest unless another was chosen.
    pub(super) fn selected_index(&self, requests: &[&Entry]) -> usize {
        let chosen = self.selected_request.as_ref();
        let chosen = chosen.and_then(|id| requests.iter().rposition(|entry| entry.id == *id));
        chosen.unwrap_or(requests.len().saturating_sub(1))
    }
}
