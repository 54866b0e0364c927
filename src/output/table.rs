//! Lays out tables: fitted to the terminal, at full width elsewhere.

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, presets};

use super::escape::for_terminal;

/// How a column is laid out.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shape {
    pub(crate) right_aligned: bool,
    pub(crate) never_wrapped: bool,
}

/// Lays out rows under titles, in the `width` of the terminal or, if `None`, without wrapping.
pub(crate) fn lay_out(titles: &[&str], shapes: &[Shape], rows: &[Vec<String>], width: Option<u16>) -> String {
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
            let content = if width.is_some() { for_terminal(text) } else { text.as_str().into() };
            let cell = Cell::new(content);
            if shapes.get(column).is_some_and(|shape| shape.right_aligned) {
                cell.set_alignment(CellAlignment::Right)
            } else {
                cell
            }
        }));
    }
    for (column, shape) in table.column_iter_mut().zip(shapes) {
        if shape.never_wrapped {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
    }
    let mut text = table.to_string();
    text.push('\n');
    text
}
