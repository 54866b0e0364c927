//! A table whose rows arrive over time. On a terminal the columns are fitted to its width once and cells are cut to them;
//! elsewhere no cell is cut.

use unicode_width::UnicodeWidthStr as _;

use crate::context::Context;
use crate::output::{Column, cut, painted};

/// Spaces between two columns.
const GAP: usize = 2;
/// Columns are not narrowed further than this.
const MIN_WIDTH: usize = 6;
/// Widths to reserve, if there is room, for rows still to come: time, status, model, key, user, team, tokens, spend.
const PREFERRED_WIDTHS: [usize; 8] = [19, 7, 20, 20, 16, 12, 7, 9];

/// The layout of the columns.
pub(super) struct StreamingTable {
    widths: Vec<usize>,
    right_aligned: Vec<bool>,
    /// Which cells have the color of a state.
    painted: Vec<bool>,
    /// `None` if stdout is not a terminal; then cells are never cut.
    terminal_width: Option<usize>,
}

impl StreamingTable {
    pub(super) fn new(context: &Context) -> Self {
        let terminal_width = context.output.terminal().width.map(usize::from);
        Self { widths: Vec::new(), right_aligned: Vec::new(), painted: Vec::new(), terminal_width }
    }

    /// Lays the columns out for the first rows and returns the header line.
    pub(super) fn header<T>(&mut self, columns: &[&Column<T>], first: &[Vec<String>], has_color: bool) -> String {
        let titles: Vec<String> = columns.iter().map(|column| column.title.to_owned()).collect();
        self.right_aligned = columns.iter().map(|column| column.right_aligned).collect();
        self.lay_out(&titles, first);
        let header = self.line(&titles);
        if has_color {
            self.painted = columns.iter().map(|column| column.is_state).collect();
        }
        header
    }

    fn lay_out(&mut self, titles: &[String], first: &[Vec<String>]) {
        let needed = |at: usize, title: &String| {
            let cells = first.iter().filter_map(|cells| cells.get(at)).map(|cell| cell.width());
            cells.fold(title.width(), usize::max)
        };
        self.widths = titles.iter().enumerate().map(|(at, title)| needed(at, title)).collect();
        let Some(width) = self.terminal_width else {
            for (width, preferred) in self.widths.iter_mut().zip(PREFERRED_WIDTHS) {
                *width = preferred.max(*width);
            }
            return;
        };
        let gaps = GAP * self.widths.len().saturating_sub(1);
        let room = width.saturating_sub(gaps);
        // Narrow the widest text columns first: a cut time or number is useless.
        let right_aligned = &self.right_aligned;
        for is_last_resort in [false, true] {
            let may_shrink = |at: usize| is_last_resort || (at > 0 && right_aligned.get(at) == Some(&false));
            while self.widths.iter().sum::<usize>() > room {
                let columns = self.widths.iter_mut().enumerate().filter(|(at, _)| may_shrink(*at));
                let Some(widest) = columns.map(|(_, width)| width).max().filter(|widest| **widest > MIN_WIDTH) else {
                    break;
                };
                *widest -= 1;
            }
        }
        // Give the room left over to columns narrower than preferred.
        let mut left = room.saturating_sub(self.widths.iter().sum());
        for (width, preferred) in self.widths.iter_mut().zip(PREFERRED_WIDTHS) {
            let more = preferred.saturating_sub(*width).min(left);
            *width += more;
            left -= more;
        }
    }

    /// Returns a row as a line.
    pub(super) fn line(&mut self, cells: &[String]) -> String {
        let mut line = String::new();
        for (at, (state, column)) in cells.iter().zip(&mut self.widths).enumerate() {
            let cell = match self.terminal_width {
                Some(_) => cut(state, *column),
                None => state.clone(),
            };
            let width = cell.width();
            // Without a terminal, a wide cell widens its column for the rows below.
            *column = width.max(*column);
            let blanks = " ".repeat(column.saturating_sub(width));
            let gap = if at == 0 { 0 } else { GAP };
            line.extend(std::iter::repeat_n(' ', gap));
            let is_painted = self.painted.get(at).is_some_and(|painted| *painted);
            let cell = if is_painted { painted(state, &cell) } else { cell };
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

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [&Column<()>; 4] = [
        &Column::new("start_time", "Time", |()| String::new()),
        &Column::new("status", "Status", |()| String::new()),
        &Column::right("total_tokens", "Tokens", |()| String::new()),
        &Column::new("model", "Model", |()| String::new()),
    ];

    fn empty(terminal_width: Option<usize>) -> StreamingTable {
        StreamingTable { widths: Vec::new(), right_aligned: Vec::new(), painted: Vec::new(), terminal_width }
    }

    fn row(cells: [&str; 4]) -> Vec<String> {
        cells.map(str::to_owned).into()
    }

    #[test]
    fn without_a_terminal_cells_are_not_cut_and_wide_cells_widen_their_column() {
        let mut table = empty(None);
        let first = [row(["2026-11-21 10:00:00", "success", "12", "m"])];
        assert_eq!(
            table.header(&COLUMNS, &first, false),
            format!("{:19}  {:7}  {:>20}  Model\n", "Time", "Status", "Tokens")
        );
        assert_eq!(table.line(&first[0]), format!("{:19}  {:7}  {:>20}  m\n", "2026-11-21 10:00:00", "success", "12"));
        let wide = row(["2026-11-21 10:00:00", "a long status", "12", "a-model-with-a-very-long-name"]);
        let wide_line = table.line(&wide);
        assert!(
            wide_line.contains("  a long status  ") && wide_line.ends_with("a-model-with-a-very-long-name\n"),
            "{wide_line}"
        );
        assert_eq!(table.line(&first[0]).find("12"), wide_line.find("12"));
    }

    #[test]
    fn on_a_terminal_lines_fit_and_columns_stay_aligned() {
        for width in [40, 60, 80, 200] {
            let mut table = empty(Some(width));
            let first = [row(["2026-11-21 10:00:00", "success", "12", "a-model-with-a-very-long-name"])];
            let header = table.header(&COLUMNS, &first, false);
            let at = header.find("Model").expect("a title");
            for cells in
                [&first[0], &row(["now", "ein sehr langer Stand", "123456789012345678901", "模型模型模型模型模型模型"])]
            {
                let line = table.line(cells);
                assert!(line.trim_end().width() <= width, "{width}: {line}");
                let before: String = line.chars().take(at).collect();
                assert!(before.ends_with("  "), "{width}: {line}");
                assert!(width < 60 || line.starts_with(&format!("{:19}  ", cells[0])), "{width}: {line}");
            }
        }
    }
}
