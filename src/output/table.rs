//! Lays out tables: fitted to the terminal, at full width elsewhere.

use std::borrow::Cow;

use anyhow::{Context as _, Result};
use unicode_width::UnicodeWidthStr as _;

use super::escape::for_terminal;
use super::fit::{self, Candidate, Fit};
use super::role::painted;
use super::spool::Spool;

/// How a column is laid out.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape<'a> {
    pub(super) title: &'a str,
    pub(super) right_aligned: bool,
    pub(super) fit: Fit,
    /// The turn in which the column is left out of a terminal that is too narrow, from 1; `None` for last.
    pub(super) optional: Option<u8>,
    /// The width down to which the column is narrowed before others are left out, if it is not the usual one.
    pub(super) at_least: Option<usize>,
    /// Whether cells are states, which have colors.
    pub(super) is_state: bool,
    /// Whether the column is shown on terminals even if it is empty.
    pub(super) is_kept: bool,
}

/// What a table is laid out for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Frame {
    /// The width of the terminal; `None` for no terminal, so that nothing is wrapped, cut or left out.
    pub(super) width: Option<u16>,
    /// Whether the user chose the columns: all are shown, and long cells continue on the next line.
    pub(super) is_chosen: bool,
    pub(super) has_color: bool,
    /// Whether the titles of columns are left out.
    pub(super) has_no_header: bool,
}

/// The rows of a table. Only their cells are kept.
pub(super) struct Rows<'a> {
    columns: Vec<Shape<'a>>,
    frame: Frame,
    /// The widest line of each column.
    widths: Vec<usize>,
    /// Whether a column has a cell that is not empty.
    used: Vec<bool>,
    cells: Spool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(columns: Vec<Shape<'a>>, frame: Frame) -> Self {
        let widths = columns.iter().map(|column| column.title.width().max(1)).collect();
        Self { used: vec![false; columns.len()], columns, frame, widths, cells: Spool::default() }
    }

    /// Adds a row, with a cell per column.
    pub(super) fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut row = Vec::new();
        for ((cell, width), used) in cells.into_iter().zip(&mut self.widths).zip(&mut self.used) {
            let cell = if self.frame.width.is_some() { for_terminal(&cell) } else { Cow::Borrowed(cell.as_str()) };
            *width = cell.split('\n').map(str::width).max().unwrap_or(0).max(*width);
            *used |= !cell.is_empty();
            row.extend_from_slice(&cell.len().to_le_bytes());
            row.extend_from_slice(cell.as_bytes());
        }
        self.cells.push(&row);
    }

    /// Lays out the rows in the given order. Returns how many columns there was no room for.
    pub(super) fn lay_out(
        mut self,
        order: impl Iterator<Item = usize>,
        write: impl FnMut(&str) -> Result<()>,
    ) -> Result<usize> {
        let widths = self.fitted();
        let left_out = widths.iter().zip(&self.used).filter(|(width, used)| width.is_none() && **used).count();
        let is_shown = |index: usize| widths.get(index).is_some_and(Option::is_some);
        let columns = self.columns.iter().enumerate().filter(|(index, _)| is_shown(*index));
        let columns: Vec<Shape> = columns.map(|(_, column)| *column).collect();
        let shown: Vec<usize> = widths.iter().flatten().copied().collect();
        let fits = |index: usize| {
            let fit = columns.get(index).map_or(Fit::Cut, |column| column.fit);
            if self.frame.is_chosen { Fit::Words } else { fit }
        };
        let rows = order.map(|index| {
            let row = self.cells.get(index).context("cannot read the temporary file of the list")?;
            let cells = cells(row).enumerate().filter(|(index, _)| is_shown(*index)).map(|(_, cell)| cell);
            if self.frame.width.is_none() {
                return Ok(cells.map(str::to_owned).collect());
            }
            let cells = cells.zip(&shown).enumerate();
            Ok(cells.map(|(index, (cell, width))| fit::cell(cell, *width, fits(index)).into_owned()).collect())
        });
        at_width(&columns, &shown, self.frame, rows, write)?;
        Ok(left_out)
    }

    /// Returns the widths of the columns, `None` for those that are left out.
    fn fitted(&self) -> Vec<Option<usize>> {
        let Some(width) = self.frame.width else { return self.widths.iter().copied().map(Some).collect() };
        let shows_all = self.frame.is_chosen || self.cells.len() == 0;
        let columns = self.columns.iter().zip(&self.widths).zip(&self.used).enumerate();
        let is_blank = !self.used.contains(&true);
        let shown = columns
            .filter(|(index, ((column, _), used))| **used || shows_all || column.is_kept || (is_blank && *index == 0));
        let (indices, candidates): (Vec<usize>, Vec<Candidate>) = shown
            .map(|(index, ((column, natural), _))| {
                let Shape { fit, optional, at_least, .. } = *column;
                (index, Candidate { fit, optional, at_least, natural: *natural, title: column.title.width() })
            })
            .unzip();
        let width = usize::from(width);
        let fitted =
            if self.frame.is_chosen { fit::wrapping(&candidates, width) } else { fit::fitted(&candidates, width) };
        let mut widths = vec![None; self.columns.len()];
        for (index, width) in indices.into_iter().zip(fitted) {
            widths.get_mut(index).into_iter().for_each(|shown| *shown = width);
        }
        widths
    }
}

/// Splits a row into its cells.
fn cells(mut row: &[u8]) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (length, rest) = row.split_first_chunk()?;
        let (cell, rest) = rest.split_at_checked(usize::from_le_bytes(*length))?;
        row = rest;
        std::str::from_utf8(cell).ok()
    })
}

/// Lays out a table row by row, with columns of these widths.
fn at_width(
    columns: &[Shape],
    widths: &[usize],
    frame: Frame,
    rows: impl Iterator<Item = Result<Vec<String>>>,
    mut write: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let border = |[left, fill, middle, right]: [&str; 4]| {
        let parts: Vec<String> = widths.iter().map(|width| fill.repeat(width + 2)).collect();
        format!("{left}{}{right}\n", parts.join(middle))
    };
    let mut text = border(["┌", "─", "┬", "┐"]);
    let titles: Vec<Cow<'_, str>> =
        columns.iter().zip(widths).map(|(column, width)| fit::cell(column.title, *width, Fit::Words)).collect();
    let header = columns.iter().map(|column| Shape { title: column.title, ..Shape::default() }).collect::<Vec<_>>();
    if !frame.has_no_header {
        add_row(&mut text, &titles, widths, &header, false);
        text.push_str(&border(["╞", "═", "╪", "╡"]));
    }
    for row in rows {
        add_row(&mut text, &row?, widths, columns, frame.has_color);
        write(&text)?;
        text.clear();
    }
    text.push_str(&border(["└", "─", "┴", "┘"]));
    write(&text)
}

/// Adds a row with a line for each line of its highest cell.
fn add_row(text: &mut String, cells: &[impl AsRef<str>], widths: &[usize], columns: &[Shape], has_color: bool) {
    let height = cells.iter().map(|cell| cell.as_ref().split('\n').count()).max().unwrap_or(0);
    for line in 0..height {
        text.push('│');
        for (index, ((cell, width), column)) in cells.iter().zip(widths).zip(columns).enumerate() {
            let state = cell.as_ref();
            let line = state.split('\n').nth(line).unwrap_or_default();
            let padding = width.saturating_sub(line.width());
            let (left, right) = if column.right_aligned { (padding, 0) } else { (0, padding) };
            text.push_str(if index == 0 { " " } else { "┆ " });
            text.extend(std::iter::repeat_n(' ', left));
            text.push_str(&if has_color && column.is_state { painted(state, line) } else { line.to_owned() });
            text.extend(std::iter::repeat_n(' ', right + 1));
        }
        text.push_str("│\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Lays out rows with a crate that keeps all of them in memory.
    fn by_comfy_table(columns: &[Shape], rows: &[Vec<String>]) -> String {
        use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
        let mut table = Table::new();
        table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(columns.iter().map(|column| Cell::new(column.title)));
        for row in rows {
            table.add_row(row.iter().zip(columns).map(|(text, column)| {
                let cell = Cell::new(text);
                if column.right_aligned { cell.set_alignment(CellAlignment::Right) } else { cell }
            }));
        }
        format!("{table}\n")
    }

    fn laid_out(columns: &[Shape], rows: &[&[&str]], frame: Frame) -> String {
        let mut table = Rows::new(columns.to_vec(), frame);
        for row in rows {
            table.push(row.iter().map(|cell| (*cell).to_owned()));
        }
        let mut text = String::new();
        let write = |part: &str| {
            text.push_str(part);
            Ok(())
        };
        table.lay_out(0..rows.len(), write).expect("a table");
        text
    }

    fn terminal(width: u16) -> Frame {
        Frame { width: Some(width), ..Frame::default() }
    }

    #[test]
    fn unused_columns_are_left_out_of_terminals_only_if_there_are_rows() {
        let columns = ["A", "B"].map(|title| Shape { title, ..Shape::default() });
        assert_eq!(laid_out(&columns, &[&["x", ""]], terminal(40)), "┌───┐\n│ A │\n╞═══╡\n│ x │\n└───┘\n");
        let both = "┌───┬───┐\n│ A ┆ B │\n╞═══╪═══╡\n";
        assert_eq!(laid_out(&columns, &[], terminal(40)), format!("{both}└───┴───┘\n"));
        for frame in [Frame { is_chosen: true, ..terminal(40) }, Frame::default()] {
            assert_eq!(laid_out(&columns, &[&["x", ""]], frame), format!("{both}│ x ┆   │\n└───┴───┘\n"));
        }
    }

    #[test]
    fn cells_have_a_line_for_each_of_theirs_and_are_aligned_by_width() {
        let columns = [("A", false), ("Title", true)].map(|(title, right_aligned)| Shape {
            title,
            right_aligned,
            ..Shape::default()
        });
        let expected = "\
┌────┬───────┐
│ A  ┆ Title │
╞════╪═══════╡
│ 漢 ┆     1 │
│ b  ┆       │
└────┴───────┘
";
        assert_eq!(laid_out(&columns, &[&["漢\nb", "1"]], Frame::default()), expected);
    }

    #[test]
    fn states_are_painted_without_changing_the_layout() {
        let columns = [Shape { title: "Status", is_state: true, fit: Fit::Whole, ..Shape::default() }];
        let plain = laid_out(&columns, &[&["blocked"], &["active"]], terminal(40));
        let painted = laid_out(&columns, &[&["blocked"], &["active"]], Frame { has_color: true, ..terminal(40) });
        assert!(plain.contains("│ blocked │\n│ active  │\n"), "{plain}");
        assert_eq!(painted, plain.replace("blocked", "\u{1b}[31mblocked\u{1b}[0m"));
    }

    proptest! {
        #[test]
        fn tables_have_the_usual_style(
            rows in prop::collection::vec(prop::collection::vec("[a-z é漢😀\u{200d}\n]{0,12}", 3), 0..6),
        ) {
            let columns = [("A", false), ("Title", true), ("漢", false)]
                .map(|(title, right_aligned)| Shape { title, right_aligned, ..Shape::default() });
            let borrowed: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
            let borrowed: Vec<&[&str]> = borrowed.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(laid_out(&columns, &borrowed, Frame::default()), by_comfy_table(&columns, &rows));
        }
    }

    #[test]
    fn chosen_columns_are_all_shown_and_wrapped() {
        let columns = ["Name", "Models"].map(|title| Shape { title, fit: Fit::Items, ..Shape::default() });
        let rows: &[&[&str]] = &[&["ci", "gpt-4o, claude-sonnet, mistral"]];
        let text = laid_out(&columns, rows, Frame { is_chosen: true, ..terminal(28) });
        for part in ["gpt-4o,", "claude-sonnet,", "mistral"] {
            assert!(text.contains(part), "{text}");
        }
        assert!(laid_out(&columns, rows, terminal(28)).contains("│ ci   ┆ gpt-4o, +2"));
    }
}
