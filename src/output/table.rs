//! Lays out tables: fitted to the terminal, at full width elsewhere.

use anyhow::{Context as _, Result};
use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};
use unicode_width::UnicodeWidthStr as _;

use super::escape::for_terminal;
use super::spool::Spool;

/// How a column is laid out.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shape {
    pub(super) title: &'static str,
    pub(super) right_aligned: bool,
    pub(super) never_wrapped: bool,
}

/// The rows of a table. Only their cells are kept.
pub(super) struct Rows {
    columns: Vec<Shape>,
    /// The widest line of each column.
    widths: Vec<usize>,
    /// Whether a column has a cell that is not empty.
    used: Vec<bool>,
    cells: Spool,
}

impl Rows {
    pub(super) fn new(columns: Vec<Shape>) -> Self {
        let widths = columns.iter().map(|column| column.title.width().max(1)).collect();
        Self { used: vec![false; columns.len()], columns, widths, cells: Spool::default() }
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    /// Adds a row, with a cell per column.
    pub(super) fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        let mut row = Vec::new();
        for ((cell, width), used) in cells.into_iter().zip(&mut self.widths).zip(&mut self.used) {
            *width = cell.split('\n').map(str::width).max().unwrap_or(0).max(*width);
            *used |= !cell.is_empty();
            row.extend_from_slice(&cell.len().to_le_bytes());
            row.extend_from_slice(cell.as_bytes());
        }
        self.cells.push(&row);
    }

    /// Lays out the rows in the given order, in the `width` of the terminal or, if `None`, without wrapping. Columns
    /// without content are left out if `only_used`.
    pub(super) fn lay_out(
        mut self,
        order: impl Iterator<Item = usize>,
        only_used: bool,
        width: Option<u16>,
        write: impl FnMut(&str) -> Result<()>,
    ) -> Result<()> {
        let is_shown: Vec<bool> = self.used.iter().map(|used| *used || !only_used || self.len() == 0).collect();
        let shown = |columns: Vec<Shape>| columns.into_iter().zip(&is_shown).filter(|(_, is_shown)| **is_shown);
        let columns: Vec<Shape> = shown(std::mem::take(&mut self.columns)).map(|(column, _)| column).collect();
        let widths: Vec<usize> =
            self.widths.iter().zip(&is_shown).filter(|(_, is_shown)| **is_shown).map(|(width, _)| *width).collect();
        let rows = order.map(|index| {
            let row = self.cells.get(index).context("cannot read the temporary file of the list")?;
            Ok(cells(row).zip(&is_shown).filter(|(_, is_shown)| **is_shown).map(|(cell, _)| cell.to_owned()).collect())
        });
        match width {
            Some(width) => fitted(&columns, rows, width, write),
            None => at_full_width(&columns, &widths, rows, write),
        }
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

fn fitted(
    columns: &[Shape],
    rows: impl Iterator<Item = Result<Vec<String>>>,
    width: u16,
    mut write: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    table.set_header(columns.iter().map(|column| Cell::new(column.title)));
    for row in rows {
        table.add_row(row?.iter().zip(columns).map(|(text, column)| {
            let cell = Cell::new(for_terminal(text));
            if column.right_aligned { cell.set_alignment(CellAlignment::Right) } else { cell }
        }));
    }
    for (column, shape) in table.column_iter_mut().zip(columns) {
        if shape.never_wrapped {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    for line in table.lines() {
        write(&line)?;
        write("\n")?;
    }
    Ok(())
}

/// Lays out a table row by row, in the style of the fitted one.
fn at_full_width(
    columns: &[Shape],
    widths: &[usize],
    rows: impl Iterator<Item = Result<Vec<String>>>,
    mut write: impl FnMut(&str) -> Result<()>,
) -> Result<()> {
    let border = |[left, fill, middle, right]: [&str; 4]| {
        let parts: Vec<String> = widths.iter().map(|width| fill.repeat(width + 2)).collect();
        format!("{left}{}{right}\n", parts.join(middle))
    };
    let mut text = border(["┌", "─", "┬", "┐"]);
    let titles: Vec<&str> = columns.iter().map(|column| column.title).collect();
    add_row(&mut text, &titles, widths, |_| false);
    text.push_str(&border(["╞", "═", "╪", "╡"]));
    for row in rows {
        add_row(&mut text, &row?, widths, |index| columns.get(index).is_some_and(|column| column.right_aligned));
        write(&text)?;
        text.clear();
    }
    text.push_str(&border(["└", "─", "┴", "┘"]));
    write(&text)
}

/// Adds a row with a line for each line of its highest cell.
fn add_row(text: &mut String, cells: &[impl AsRef<str>], widths: &[usize], is_right_aligned: impl Fn(usize) -> bool) {
    let height = cells.iter().map(|cell| cell.as_ref().split('\n').count()).max().unwrap_or(0);
    for line in 0..height {
        text.push('│');
        for (index, (cell, width)) in cells.iter().zip(widths).enumerate() {
            let line = cell.as_ref().split('\n').nth(line).unwrap_or_default();
            let padding = width.saturating_sub(line.width());
            let (left, right) = if is_right_aligned(index) { (padding, 0) } else { (0, padding) };
            text.push_str(if index == 0 { " " } else { "┆ " });
            text.extend(std::iter::repeat_n(' ', left));
            text.push_str(line);
            text.extend(std::iter::repeat_n(' ', right + 1));
        }
        text.push_str("│\n");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn laid_out(columns: Vec<Shape>, rows: &[Vec<String>], only_used: bool, width: Option<u16>) -> String {
        let mut table = Rows::new(columns);
        for row in rows {
            table.push(row.iter().cloned());
        }
        let mut text = String::new();
        let write = |part: &str| {
            text.push_str(part);
            Ok(())
        };
        table.lay_out(0..rows.len(), only_used, width, write).expect("a table");
        text
    }

    #[test]
    fn unused_columns_are_left_out_only_if_there_are_rows() {
        let columns = || ["A", "B"].map(|title| Shape { title, ..Shape::default() }).to_vec();
        let row = vec!["x".to_owned(), String::new()];
        assert_eq!(laid_out(columns(), &[row], true, Some(40)), "┌───┐\n│ A │\n╞═══╡\n│ x │\n└───┘\n");
        assert_eq!(laid_out(columns(), &[], true, Some(40)), "┌───┬───┐\n│ A ┆ B │\n╞═══╪═══╡\n└───┴───┘\n");
    }

    proptest! {
        #[test]
        fn full_width_has_the_style_of_the_fitted_table(
            rows in prop::collection::vec(prop::collection::vec("[a-z é漢😀\u{200d}\n]{0,12}", 3), 0..6),
        ) {
            let shapes = [("A", false), ("Title", true), ("漢", false)];
            let columns = shapes.map(|(title, right_aligned)| Shape { title, right_aligned, never_wrapped: false });
            let mut table = Table::new();
            table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Disabled);
            table.set_header(columns.iter().map(|column| column.title));
            for row in &rows {
                table.add_row(row.iter().zip(columns).map(|(text, column)| {
                    let alignment = if column.right_aligned { CellAlignment::Right } else { CellAlignment::Left };
                    Cell::new(text).set_alignment(alignment)
                }));
            }
            prop_assert_eq!(laid_out(columns.to_vec(), &rows, false, None), format!("{table}\n"));
        }
    }
}
