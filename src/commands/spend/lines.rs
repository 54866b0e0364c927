//! Rows of a table that has no end, under each other: on a terminal in columns that are set once and fitted to it, elsewhere
//! never cut.

use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use crate::context::Context;
use crate::output::Column;

/// Between two columns.
const GAP: usize = 2;
/// A column that is narrower than this tells nothing.
const NARROWEST: usize = 6;
/// What columns are at least as wide as where there is room, for rows that are not known yet: time, status, model, key,
/// user, team, tokens, spend.
const USUAL: [usize; 8] = [19, 7, 20, 20, 16, 12, 7, 9];

/// How the columns are set.
pub(super) struct Lines {
    widths: Vec<usize>,
    right_aligned: Vec<bool>,
    /// Of the terminal; elsewhere a cell that needs more room gets it.
    width: Option<usize>,
}

impl Lines {
    pub(super) fn new(context: &Context) -> Self {
        let width = context.output.terminal().width.map(usize::from);
        Self { widths: Vec::new(), right_aligned: Vec::new(), width }
    }

    /// Sets the columns by the first rows, and gives the line of titles.
    pub(super) fn header<T>(&mut self, columns: &[&Column<T>], first: &[Vec<String>]) -> String {
        let titles: Vec<String> = columns.iter().map(|column| column.title.to_owned()).collect();
        self.right_aligned = columns.iter().map(|column| column.right_aligned).collect();
        self.set(&titles, first);
        self.line(&titles)
    }

    fn set(&mut self, titles: &[String], first: &[Vec<String>]) {
        let needed = |at: usize, title: &String| {
            let cells = first.iter().filter_map(|cells| cells.get(at)).map(|cell| cell.width());
            cells.fold(title.width(), usize::max)
        };
        self.widths = titles.iter().enumerate().map(|(at, title)| needed(at, title)).collect();
        let Some(width) = self.width else {
            for (width, usual) in self.widths.iter_mut().zip(USUAL) {
                *width = usual.max(*width);
            }
            return;
        };
        let between = GAP * self.widths.len().saturating_sub(1);
        let room = width.saturating_sub(between);
        // The widest text gives way first; of times and numbers a part tells nothing.
        let right_aligned = &self.right_aligned;
        for is_last_resort in [false, true] {
            let may_give_way = |at: usize| is_last_resort || (at > 0 && right_aligned.get(at) == Some(&false));
            while self.widths.iter().sum::<usize>() > room {
                let columns = self.widths.iter_mut().enumerate().filter(|(at, _)| may_give_way(*at));
                let Some(widest) = columns.map(|(_, width)| width).max().filter(|widest| **widest > NARROWEST) else {
                    break;
                };
                *widest -= 1;
            }
        }
        // What is left over goes to columns that are narrower than usual.
        let mut left = room.saturating_sub(self.widths.iter().sum());
        for (width, usual) in self.widths.iter_mut().zip(USUAL) {
            let more = usual.saturating_sub(*width).min(left);
            *width += more;
            left -= more;
        }
    }

    /// A row.
    pub(super) fn line(&mut self, cells: &[String]) -> String {
        let mut line = String::new();
        for (at, (cell, column)) in cells.iter().zip(&mut self.widths).enumerate() {
            let cell = match self.width {
                Some(_) => clipped(cell, *column),
                None => cell.clone(),
            };
            // Elsewhere a wide cell widens its column from here on.
            *column = cell.width().max(*column);
            let blanks = " ".repeat(column.saturating_sub(cell.width()));
            let gap = if at == 0 { 0 } else { GAP };
            line.extend(std::iter::repeat_n(' ', gap));
            if self.right_aligned.get(at).is_some_and(|right| *right) {
                line.push_str(&blanks);
                line.push_str(&cell);
            } else {
                line.push_str(&cell);
                line.push_str(&blanks);
            }
        }
        format!("{}\n", line.trim_end())
    }
}

/// The text in so many columns of a terminal.
fn clipped(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut left = width.saturating_sub(1);
    let mut clipped = String::new();
    for c in text.chars() {
        match left.checked_sub(c.width().unwrap_or_default()) {
            Some(rest) => left = rest,
            None => break,
        }
        clipped.push(c);
    }
    clipped.push('…');
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [&Column<()>; 4] = [
        &Column::new("start_time", "Time", |()| String::new()),
        &Column::new("status", "Status", |()| String::new()),
        &Column::right("total_tokens", "Tokens", |()| String::new()),
        &Column::new("model", "Model", |()| String::new()),
    ];

    fn row(cells: [&str; 4]) -> Vec<String> {
        cells.map(str::to_owned).into()
    }

    #[test]
    fn elsewhere_nothing_is_cut_and_a_wide_cell_moves_those_below_it_too() {
        let mut lines = Lines { widths: Vec::new(), right_aligned: Vec::new(), width: None };
        let first = [row(["2026-11-21 10:00:00", "success", "12", "m"])];
        assert_eq!(lines.header(&COLUMNS, &first), format!("{:19}  {:7}  {:>20}  Model\n", "Time", "Status", "Tokens"));
        assert_eq!(lines.line(&first[0]), format!("{:19}  {:7}  {:>20}  m\n", "2026-11-21 10:00:00", "success", "12"));
        let wide = row(["2026-11-21 10:00:00", "a long status", "12", "a-model-with-a-very-long-name"]);
        let shown = lines.line(&wide);
        assert!(shown.contains("  a long status  ") && shown.ends_with("a-model-with-a-very-long-name\n"), "{shown}");
        assert_eq!(lines.line(&first[0]).find("12"), shown.find("12"));
    }

    #[test]
    fn on_a_terminal_lines_fit_and_columns_stay_where_they_are() {
        for width in [40, 60, 80, 200] {
            let mut lines = Lines { widths: Vec::new(), right_aligned: Vec::new(), width: Some(width) };
            let first = [row(["2026-11-21 10:00:00", "success", "12", "a-model-with-a-very-long-name"])];
            let header = lines.header(&COLUMNS, &first);
            let at = header.find("Model").expect("a title");
            for cells in
                [&first[0], &row(["now", "ein sehr langer Stand", "123456789012345678901", "模型模型模型模型模型模型"])]
            {
                let line = lines.line(cells);
                assert!(line.trim_end().width() <= width, "{width}: {line}");
                let before: String = line.chars().take(at).collect();
                assert!(before.ends_with("  "), "{width}: {line}");
                assert!(width < 60 || line.starts_with(&format!("{:19}  ", cells[0])), "{width}: {line}");
            }
        }
        assert_eq!(
            (clipped("abcdef", 4).as_str(), clipped("模型模型", 4).as_str(), clipped("ab", 2).as_str()),
            ("abc…", "模…", "ab")
        );
    }
}
