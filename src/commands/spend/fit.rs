//! Fits tables with bars and sparklines to the width of a terminal.

use crate::output::{Column, chart};

/// The name of the column with the owners of keys.
pub(super) const OWNER: &str = "owner";
/// Names of the columns to drop if a table is too wide, first to last.
const OPTIONAL_COLUMNS: [&str; 5] = ["failed_requests", "tokens", "requests", "share_percent", OWNER];

/// Drops columns until the table fits into `width`, and returns the widths of the rest. Names may be cut, so that a
/// long one leaves room for the other columns.
pub(super) fn fit_columns<T>(columns: &mut Vec<&Column<T>>, rows: &[T], width: usize) -> Vec<usize> {
    let mut optional = OPTIONAL_COLUMNS.into_iter();
    loop {
        let widths: Vec<usize> =
            columns.iter().enumerate().map(|(at, column)| width_of(column, at, rows, width)).collect();
        if chart::table_width(&widths) <= width {
            return widths;
        }
        let Some(name) = optional.next() else { return widths };
        columns.retain(|column| column.name != name);
    }
}

fn width_of<T>(column: &Column<T>, at: usize, rows: &[T], width: usize) -> usize {
    let cells: Vec<String> = rows.iter().map(|row| column.table_cell(row)).collect();
    let natural = chart::column_width(column.title, cells.iter().map(String::as_str));
    if at == 0 || column.name == OWNER { natural.min((width / 4).max(12)) } else { natural }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: Column<&str> = Column::new("id", "Key", |name| (*name).to_owned());
    const NUMBERS: [&Column<&str>; 3] = [
        &Column::right("requests", "Requests", |_| "12".to_owned()),
        &Column::right("failed_requests", "Failed", |_| "1".to_owned()),
        &Column::right("spend", "Spend", |_| "$0.0500".to_owned()),
    ];

    #[test]
    fn columns_are_dropped_in_order_until_the_table_fits() {
        let long = "a name that is much longer than a quarter of any terminal's width, but for very wide ones";
        for (width, titles, widths) in [
            (200, &["Key", "Requests", "Failed", "Spend"][..], &[50, 8, 6, 7][..]),
            (46, &["Key", "Requests", "Failed", "Spend"], &[12, 8, 6, 7]),
            (45, &["Key", "Requests", "Spend"], &[12, 8, 7]),
            (30, &["Key", "Spend"], &[12, 7]),
            (20, &["Key", "Spend"], &[12, 7]),
        ] {
            let mut columns = vec![&NAME];
            columns.extend(NUMBERS);
            assert_eq!(fit_columns(&mut columns, &[long], width), widths, "{width}");
            assert!(columns.iter().map(|column| column.title).eq(titles.iter().copied()), "{width}");
        }
    }
}
