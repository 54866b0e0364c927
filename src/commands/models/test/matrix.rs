//! The matrix that people see: a row for each deployment, a column for each ability that one of them has.

use litellm_proxy_client::probes::Probe;
use unicode_width::UnicodeWidthStr as _;

use super::report::{Row, State};
use crate::commands::models::assertion::time;
use crate::output::{cut, dollars, short_hash, short_id};

/// The longest first column on a terminal.
const LONGEST_NAME: usize = 22;
const NOTHING: &str = "–";

/// Returns the state in words.
pub(super) fn state(row: &Row) -> &'static str {
    match row.state {
        State::Works => "works",
        State::Fails => "fails",
        State::NotTested => "not tested",
    }
}

/// Draws the matrix. Lines are cut to the width, if there is one.
pub(super) fn draw(rows: &[Row], width: Option<usize>) -> String {
    let abilities: Vec<Probe> = Probe::ALL
        .into_iter()
        .filter(|probe| {
            *probe == Probe::Chat || (probe.is_of_chat() && rows.iter().any(|row| row.check(probe.name()).is_some()))
        })
        .collect();
    let numbers = ["TTFT", "Total", "Tok/s", "Cost"];
    let mut header = vec!["Deployment".to_owned(), "Mode".to_owned()];
    header.extend(abilities.iter().map(|probe| title(*probe)));
    let abilities_end = header.len();
    header.extend(numbers.map(str::to_owned));
    let cells: Vec<Vec<String>> = rows.iter().map(|row| cells(row, &abilities, width.is_some())).collect();
    let widths: Vec<usize> = (0..header.len())
        .map(|column| {
            let of = |cells: &Vec<String>| cells.get(column).map_or(0, |cell| cell.width());
            // What spans columns does not widen them.
            let whole = cells.iter().filter(|cells| cells.len() == header.len() || column < 2);
            whole.map(of).chain([of(&header)]).max().unwrap_or_default()
        })
        .collect();
    let mut text = String::new();
    let reasons = std::iter::once(None).chain(rows.iter().map(Some));
    for (cells, row) in std::iter::once(&header).chain(&cells).zip(reasons) {
        let mut line = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let is_last = column + 1 == cells.len();
            let room = widths.get(column).copied().unwrap_or_default().saturating_sub(cell.width());
            let is_right = column >= abilities_end && cells.len() == header.len();
            let padding = " ".repeat(room);
            match (is_right, is_last) {
                (true, _) => line.extend([padding.as_str(), cell]),
                (false, true) => line.push_str(cell),
                (false, false) => line.extend([cell.as_str(), &padding]),
            }
            line.push_str(if is_last { "" } else { "  " });
        }
        let below = row.filter(|row| !is_sentence(row)).and_then(|row| row.error.as_ref());
        for line in std::iter::once(line).chain(below.map(|error| format!("  ✗ {error}"))) {
            text.push_str(&width.map_or_else(|| line.clone(), |width| cut(&line, width)));
            text.push('\n');
        }
    }
    text
}

/// Returns whether a sentence takes the place of all columns after the mode: nothing works.
fn is_sentence(row: &Row) -> bool {
    row.error.is_some() && !row.checks.iter().any(|check| check.ok)
}

/// Returns the cells of a row.
fn cells(row: &Row, abilities: &[Probe], is_fitted: bool) -> Vec<String> {
    let name = if is_fitted { cut(&short_id(&short_hash(row.name())), LONGEST_NAME) } else { row.name().to_owned() };
    let mut cells = vec![name, mode(&row.mode).to_owned()];
    let sentence = match (row.state, &row.error, &row.note) {
        (State::Fails, Some(error), Some(note)) => Some(format!("✗ {error} ({note})")),
        (State::Fails, Some(error), None) => Some(format!("✗ {error}")),
        (_, Some(error), _) => Some(format!("{NOTHING} not tested: {error}")),
        _ => None,
    };
    if let Some(sentence) = sentence.filter(|_| is_sentence(row)) {
        cells.push(sentence);
        return cells;
    }
    for (column, probe) in abilities.iter().enumerate() {
        let check = row.check(probe.name());
        // The first column is also that of models of other kinds.
        let check = check.or_else(|| row.checks.first().filter(|_| column == 0 && !is_of_chat(row)));
        let sign = check.map_or(NOTHING, |check| if check.ok { "✓" } else { "✗" });
        cells.push(if column == 0 { format!("{sign}{}", extra(row)) } else { sign.to_owned() });
    }
    let shown = |time: Option<String>| time.filter(|_| !row.mock).unwrap_or_else(|| NOTHING.to_owned());
    let numbers = [
        shown(row.first_content.map(time)),
        shown(row.total.map(time)),
        shown(row.tokens_per_second.map(|rate| format!("{rate:.0}"))),
        row.cost.map_or_else(|| NOTHING.to_owned(), dollars),
    ];
    cells.extend(numbers);
    cells
}

fn is_of_chat(row: &Row) -> bool {
    row.checks.iter().any(|check| Probe::ALL.iter().any(|probe| probe.is_of_chat() && probe.name() == check.name))
}

/// Returns what else is known about a row that works.
fn extra(row: &Row) -> String {
    let detail = row.checks.first().and_then(|check| check.detail.as_deref()).unwrap_or_default();
    let mark = if row.mock { "mock" } else { "" };
    let group = if row.note.is_some() { "(any)" } else { "" };
    let parts: Vec<&str> = [mark, group, detail].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { String::new() } else { format!(" {}", parts.join(", ")) }
}

fn title(probe: Probe) -> String {
    match probe {
        Probe::Json => "JSON".to_owned(),
        other => {
            let name = other.name();
            let (first, rest) = name.split_at_checked(1).unwrap_or((name, ""));
            format!("{}{rest}", first.to_uppercase())
        }
    }
}

/// Shortens the mode.
fn mode(mode: &str) -> &str {
    match mode {
        "embedding" => "embed",
        "image_generation" => "image",
        "audio_speech" => "speech",
        "audio_transcription" => "transcribe",
        other => other,
    }
}
