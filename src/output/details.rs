//! Tables of a few rows, such as the fields of an object, which are laid out as a whole. Lists are written row by row in the
//! same style; see [`table`](super::table).

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};

use super::table::Shape;

/// Lays out rows in the width of the terminal or, if `None`, without wrapping.
pub(super) fn lay_out(columns: &[Shape], rows: &[Vec<String>], width: Option<u16>) -> String {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    match width {
        Some(width) => table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width),
        None => table.set_content_arrangement(ContentArrangement::Disabled),
    };
    table.set_header(columns.iter().map(|column| Cell::new(column.title)));
    for row in rows {
        table.add_row(row.iter().zip(columns).map(|(text, column)| {
            let cell = Cell::new(text);
            if column.right_aligned { cell.set_alignment(CellAlignment::Right) } else { cell }
        }));
    }
    format!("{table}\n")
}
