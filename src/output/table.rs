//! Tables: fitted to a terminal, whole everywhere else.

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use super::escape::for_terminal;

/// Lays out rows under titles. `width`: of the terminal, or `None` to cut and wrap nothing.
pub(crate) fn lay_out(titles: &[&str], right_aligned: &[bool], rows: &[Vec<String>], width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    match width {
        Some(width) => {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    table.set_header(titles.iter().map(Cell::new));
    for row in rows {
        table.add_row(row.iter().enumerate().map(|(column, text)| {
            let shown = if width.is_some() { for_terminal(text) } else { text.as_str().into() };
            let cell = Cell::new(shown);
            if right_aligned.get(column).copied().unwrap_or(false) {
                cell.set_alignment(CellAlignment::Right)
            } else {
                cell
            }
        }));
    }
    let mut text = table.to_string();
    text.push('\n');
    text
}
