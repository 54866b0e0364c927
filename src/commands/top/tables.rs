//! Tables of models, keys, teams and errors: rows in, sorted lines out.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::window::Row;

/// What the lines of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum By {
    #[default]
    Model,
    Key,
    Team,
    Error,
}

impl By {
    pub(super) const ALL: [Self; 4] = [Self::Model, Self::Key, Self::Team, Self::Error];

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Model => "MODEL",
            Self::Key => "KEY",
            Self::Team => "TEAM",
            Self::Error => "ERROR",
        }
    }

    fn name(self, row: &Row) -> Option<&Arc<str>> {
        match self {
            Self::Model => Some(&row.model),
            Self::Key => Some(&row.key),
            Self::Team => Some(&row.team),
            Self::Error => row.error.as_ref(),
        }
    }
}

/// The sums of the requests of one model, key, team or error.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) name: Arc<str>,
    pub(super) requests: usize,
    pub(super) failures: usize,
    pub(super) p50: Option<u32>,
    pub(super) p95: Option<u32>,
    pub(super) ttft: Option<u32>,
    pub(super) tokens: u64,
    pub(super) cost: f64,
    pub(super) last: Timestamp,
}

/// A column: its title, what it shows over this many minutes, and what it sorts by.
pub(super) struct Column {
    pub(super) title: &'static str,
    pub(super) cell: fn(&Line, f64) -> String,
    value: fn(&Line) -> f64,
}

/// The columns after the name. They fit 80 columns.
pub(super) const COLUMNS: [Column; 7] = [
    Column {
        title: "REQ/M",
        cell: |line, minutes| number(count(line.requests) / minutes),
        value: |line| count(line.requests),
    },
    Column { title: "ERR%", cell: |line, _| format!("{:.1}", line.error_share() * 100.0), value: Line::error_share },
    Column { title: "P50", cell: |line, _| time(line.p50), value: |line| length(line.p50) },
    Column { title: "P95", cell: |line, _| time(line.p95), value: |line| length(line.p95) },
    Column { title: "TTFT", cell: |line, _| time(line.ttft), value: |line| length(line.ttft) },
    Column {
        title: "TOK/M",
        cell: |line, minutes| number(count(line.tokens) / minutes),
        value: |line| count(line.tokens),
    },
    Column { title: "$/MIN", cell: |line, minutes| dollars(line.cost / minutes), value: |line| line.cost },
];

impl Line {
    fn error_share(&self) -> f64 {
        count(self.failures) / count(self.requests.max(1))
    }
}

/// How a table is sorted: by the name, or by the column of this number; ties by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) column: Option<usize>,
    pub(super) is_descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { column: Some(0), is_descending: true }
    }
}

impl Sort {
    /// Moves to the next column, or to the one before; numbers begin with the greatest.
    pub(super) fn moved(self, forward: bool) -> Self {
        let last = COLUMNS.len() - 1;
        let column = match (self.column, forward) {
            (None, true) => Some(0),
            (None, false) => Some(last),
            (Some(column), true) => (column < last).then_some(column + 1),
            (Some(column), false) => column.checked_sub(1),
        };
        Self { column, is_descending: column.is_some() }
    }

    pub(super) fn reversed(self) -> Self {
        Self { is_descending: !self.is_descending, ..self }
    }

    fn compare(self, one: &Line, other: &Line) -> Ordering {
        let column = self.column.and_then(|column| COLUMNS.get(column));
        let by_name = || one.name.cmp(&other.name);
        let order = column.map_or_else(by_name, |column| (column.value)(one).total_cmp(&(column.value)(other)));
        if self.is_descending { order.reverse() } else { order }.then_with(by_name)
    }
}

/// Returns the lines of a table.
pub(super) fn lines<'a>(rows: impl Iterator<Item = &'a Row>, by: By, sort: Sort) -> Vec<Line> {
    let mut groups: HashMap<&Arc<str>, Vec<&Row>> = HashMap::new();
    for row in rows {
        if let Some(name) = by.name(row) {
            groups.entry(name).or_default().push(row);
        }
    }
    let mut lines: Vec<Line> = groups.into_iter().map(|(name, rows)| line(name, &rows)).collect();
    lines.sort_by(|one, other| sort.compare(one, other));
    lines
}

fn line(name: &Arc<str>, rows: &[&Row]) -> Line {
    let mut latencies: Vec<u32> = rows.iter().filter_map(|row| row.latency_ms).collect();
    let mut first_tokens: Vec<u32> = rows.iter().filter_map(|row| row.ttft_ms).collect();
    latencies.sort_unstable();
    first_tokens.sort_unstable();
    Line {
        name: Arc::clone(name),
        requests: rows.len(),
        failures: rows.iter().filter(|row| row.error.is_some()).count(),
        p50: percentile(&latencies, 50),
        p95: percentile(&latencies, 95),
        ttft: percentile(&first_tokens, 50),
        tokens: rows.iter().map(|row| u64::from(row.tokens)).sum(),
        cost: rows.iter().map(|row| row.cost).sum(),
        last: rows.iter().map(|row| row.end).max().unwrap_or_default(),
    }
}

/// Returns the line of all rows.
pub(super) fn total<'a>(rows: impl Iterator<Item = &'a Row>) -> Line {
    line(&"".into(), &rows.collect::<Vec<_>>())
}

/// Returns the value that this share of the sorted values does not exceed.
fn percentile(sorted: &[u32], percent: usize) -> Option<u32> {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied()
}

#[expect(clippy::cast_precision_loss, reason = "shown in three digits")]
fn float(number: u64) -> f64 {
    number as f64
}

fn count(number: impl TryInto<u64>) -> f64 {
    float(number.try_into().unwrap_or(u64::MAX))
}

fn length(milliseconds: Option<u32>) -> f64 {
    milliseconds.map_or(-1.0, f64::from)
}

/// Formats milliseconds, in at most five characters.
pub(super) fn time(milliseconds: Option<u32>) -> String {
    let Some(milliseconds) = milliseconds else { return "–".to_owned() };
    let seconds = Duration::from_millis(milliseconds.into()).as_secs_f64();
    match milliseconds {
        0..1_000 => format!("{milliseconds}ms"),
        1_000..99_950 => format!("{seconds:.1}s"),
        _ => format!("{seconds:.0}s"),
    }
}

/// Formats a number, in at most five characters.
pub(super) fn number(value: f64) -> String {
    match value {
        0.0 => "0".to_owned(),
        ..9.95 => format!("{value:.1}"),
        ..9_999.5 => format!("{value:.0}"),
        ..999_500.0 => format!("{:.0}k", value / 1e3),
        _ => format!("{:.1}M", value / 1e6),
    }
}

pub(super) fn dollars(value: f64) -> String {
    match value {
        0.0 => "–".to_owned(),
        ..0.000_95 => "<.001".to_owned(),
        ..9.9995 => format!("{value:.3}"),
        _ => format!("{value:.2}"),
    }
}
