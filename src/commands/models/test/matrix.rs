//! The matrix that people see: a row for each deployment, a column for each ability that one of them has.

use litellm_proxy_client::probes::Probe;
use unicode_width::UnicodeWidthStr as _;

use super::report::{Row, State};
use crate::commands::models::assertion::time;
use crate::output::{cut, dollars, short_hash, short_id};

/// Names are not cut further than this.
const SHORTEST_NAME: usize = 12;
/// Between two columns.
const GAP: usize = 2;
const NOTHING: &str = "–";

/// Returns the state in words.
pub(super) fn state(row: &Row) -> &'static str {
    match row.state {
        State::Works => "works",
        State::Fails => "fails",
        State::NotTested => "not tested",
    }
}

/// Draws the matrix. On a terminal it fits the width: `Tok/s` and then the mode are left out, and names are cut.
pub(super) fn draw(rows: &[Row], width: Option<usize>) -> String {
    let abilities: Vec<Probe> = Probe::ALL
        .into_iter()
        .filter(|probe| {
            *probe == Probe::Chat || (probe.is_of_chat() && rows.iter().any(|row| row.check(probe.name()).is_some()))
        })
        .collect();
    let mut lines = vec![Line {
        name: "Deployment".to_owned(),
        mode: "Mode".to_owned(),
        rest: Rest::Cells(
            abilities.iter().map(|probe| title(*probe)).collect(),
            ["TTFT", "Total", "Tok/s", "Cost"].map(str::to_owned),
        ),
        below: None,
    }];
    lines.extend(rows.iter().map(|row| line(row, label(row, rows, width.is_some()), &abilities)));
    let mut layout = Layout::of(&lines, abilities.len());
    if let Some(width) = width {
        layout.fit(width);
    }
    let mut text = String::new();
    for line in &lines {
        let below = line.below.as_ref().map(|error| format!("  ✗ {error}"));
        for drawn in std::iter::once(layout.draw(line)).chain(below) {
            let drawn = drawn.trim_end();
            text.push_str(&width.map_or_else(|| drawn.to_owned(), |width| cut(drawn, width)));
            text.push('\n');
        }
    }
    text
}

/// A line of the matrix.
struct Line {
    name: String,
    mode: String,
    rest: Rest,
    /// What is wrong with one of several abilities.
    below: Option<String>,
}

/// What follows the name and the mode.
enum Rest {
    /// In place of all columns.
    Sentence(String),
    /// In place of the abilities: models of other kinds have one.
    Spanning(String, [String; 4]),
    Cells(Vec<String>, [String; 4]),
}

/// The widths of the columns; a column of width 0 is left out.
struct Layout {
    name: usize,
    mode: usize,
    abilities: Vec<usize>,
    numbers: [usize; 4],
}

impl Layout {
    fn of(lines: &[Line], abilities: usize) -> Self {
        let mut layout = Self { name: 0, mode: 0, abilities: vec![0; abilities], numbers: [0; 4] };
        let widen = |width: &mut usize, cell: &String| *width = (*width).max(cell.width());
        for line in lines {
            widen(&mut layout.name, &line.name);
            widen(&mut layout.mode, &line.mode);
            if let Rest::Cells(cells, _) = &line.rest {
                layout.abilities.iter_mut().zip(cells).for_each(|(width, cell)| widen(width, cell));
            }
            if let Rest::Cells(_, numbers) | Rest::Spanning(_, numbers) = &line.rest {
                layout.numbers.iter_mut().zip(numbers).for_each(|(width, cell)| widen(width, cell));
            }
        }
        let spanning = lines.iter().filter_map(|line| match &line.rest {
            Rest::Spanning(text, _) => Some(text.width()),
            _ => None,
        });
        let missing = spanning.max().unwrap_or_default().saturating_sub(layout.span());
        if let Some(last) = layout.abilities.last_mut() {
            *last += missing;
        }
        layout
    }

    /// Returns the width of all abilities together.
    fn span(&self) -> usize {
        self.abilities.iter().sum::<usize>() + GAP * self.abilities.len().saturating_sub(1)
    }

    fn width(&self) -> usize {
        let columns = [self.name, self.mode, self.span()].into_iter().chain(self.numbers);
        columns.filter(|width| *width > 0).map(|width| width + GAP).sum::<usize>().saturating_sub(GAP)
    }

    fn fit(&mut self, width: usize) {
        let excess = |layout: &Self| layout.width().saturating_sub(width);
        let spare = self.name.saturating_sub(SHORTEST_NAME);
        if excess(self) > spare
            && let [_, _, rate, _] = &mut self.numbers
        {
            *rate = 0;
        }
        if excess(self) > spare {
            self.mode = 0;
        }
        self.name = self.name.saturating_sub(excess(self)).max(SHORTEST_NAME.min(self.name));
    }

    fn draw(&self, line: &Line) -> String {
        let mut cells = vec![left(&cut(&line.name, self.name), self.name)];
        if self.mode > 0 {
            cells.push(left(&line.mode, self.mode));
        }
        let numbers = match &line.rest {
            Rest::Sentence(text) => {
                cells.push(text.clone());
                None
            }
            Rest::Spanning(text, numbers) => {
                cells.push(left(text, self.span()));
                Some(numbers)
            }
            Rest::Cells(abilities, numbers) => {
                cells.extend(abilities.iter().zip(&self.abilities).map(|(cell, width)| left(cell, *width)));
                Some(numbers)
            }
        };
        let numbers = numbers.into_iter().flatten().zip(self.numbers).filter(|(_, width)| *width > 0);
        cells.extend(numbers.map(|(cell, width)| " ".repeat(width.saturating_sub(cell.width())) + cell));
        cells.join(&" ".repeat(GAP))
    }
}

fn left(cell: &str, width: usize) -> String {
    format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width())))
}

/// Returns whether a sentence takes the place of all columns after the mode: nothing works.
fn is_sentence(row: &Row) -> bool {
    row.error.is_some() && !row.checks.iter().any(|check| check.ok)
}

/// Returns what people call a deployment: its id, or its model where a server made the id up.
fn label(row: &Row, rows: &[Row], is_fitted: bool) -> String {
    let id = row.name();
    let short = short_id(&short_hash(id)).into_owned();
    let is_made_up = short != id && !row.model.is_empty();
    match (is_made_up, is_fitted) {
        (false, _) => id.to_owned(),
        (true, true) if rows.iter().filter(|other| other.model == row.model).count() == 1 => row.model.clone(),
        (true, true) => format!("{} {short}", row.model),
        (true, false) => format!("{} {id}", row.model),
    }
}

/// Returns the line of a row.
fn line(row: &Row, name: String, abilities: &[Probe]) -> Line {
    let sentence = match (row.state, &row.error, &row.note) {
        (State::Fails, Some(error), Some(note)) => Some(format!("✗ {error} ({note})")),
        (State::Fails, Some(error), None) => Some(format!("✗ {error}")),
        (_, Some(error), _) => Some(format!("{NOTHING} not tested: {error}")),
        _ => None,
    };
    let (rest, below) = match sentence.filter(|_| is_sentence(row)) {
        Some(sentence) => (Rest::Sentence(sentence), None),
        None if is_of_chat(row) => {
            let cell = |probe: &Probe| {
                let check = row.check(probe.name());
                let sign = check.map_or(NOTHING, |check| if check.ok { "✓" } else { "✗" });
                if *probe == Probe::Chat { format!("{sign}{}", extra(row)) } else { sign.to_owned() }
            };
            (Rest::Cells(abilities.iter().map(cell).collect(), numbers(row)), row.error.clone())
        }
        None => (Rest::Spanning(format!("✓{}", extra(row)), numbers(row)), None),
    };
    Line { name, mode: mode(&row.mode).to_owned(), rest, below }
}

fn numbers(row: &Row) -> [String; 4] {
    let shown = |time: Option<String>| time.filter(|_| !row.mock).unwrap_or_else(|| NOTHING.to_owned());
    let rate = row.tokens_per_second.filter(|rate| *rate > 0.0);
    [
        shown(row.first_content.map(time)),
        shown(row.total.map(time)),
        shown(rate.map(|rate| format!("{rate:.0}"))),
        row.cost.map_or_else(|| NOTHING.to_owned(), dollars),
    ]
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::report::Check;
    use super::*;

    fn row(id: &str, mode: &str, names: &[&'static str]) -> Row {
        let check = |name: &&'static str| Check {
            name,
            ok: true,
            detail: (*name == "embedding").then(|| "1536 dimensions".to_owned()),
            ..Check::default()
        };
        Row {
            id: Some(id.to_owned()),
            model: id.to_owned(),
            mode: mode.to_owned(),
            state: State::Works,
            mock: false,
            error: None,
            note: None,
            first_content: Some(Duration::from_millis(310)),
            total: Some(Duration::from_millis(1_240)),
            tokens_per_second: Some(71.0),
            cost: Some(0.000_22),
            checks: names.iter().map(check).collect(),
        }
    }

    #[test]
    fn deployments_without_a_name_of_their_own_are_called_after_their_model() {
        let mut rows = vec![row("eu", "chat", &["chat"]), row(&"ab".repeat(32), "chat", &["chat"])];
        for row in &mut rows {
            row.model = "gpt-4o".to_owned();
        }
        let labels = |rows: &[Row], is_fitted| rows.iter().map(|row| label(row, rows, is_fitted)).collect::<Vec<_>>();
        assert_eq!(labels(&rows, true), ["eu", "gpt-4o abababab"]);
        assert_eq!(labels(&rows[1..], true), ["gpt-4o"]);
        assert_eq!(labels(&rows, false), ["eu".to_owned(), format!("gpt-4o {}", "ab".repeat(32))]);
    }

    #[test]
    fn the_matrix_fits_a_terminal_and_is_whole_elsewhere() {
        let rows = [
            row("gpt-4o-in-a-far-away-region-of-the-world", "chat", &["chat", "stream", "tools", "json", "vision"]),
            row("embed", "embedding", &["embedding"]),
            row("speech", "audio_transcription", &["transcription"]),
        ];
        for width in [80, 100, 120] {
            let text = draw(&rows, Some(width));
            assert!(text.lines().all(|line| line.width() <= width), "{text}");
            assert!(text.lines().all(|line| line.ends_with("Cost") || line.ends_with("$0.00022")), "{text}");
        }
        let text = draw(&rows, None);
        assert!(text.contains("gpt-4o-in-a-far-away-region-of-the-world  chat"), "{text}");
        assert!(text.contains("✓ 1536 dimensions") && text.contains("Tok/s"), "{text}");
    }
}
