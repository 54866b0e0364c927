//! Columns of lists: how a cell is formatted in a table, for people, and in CSV, for programs.

use anyhow::Result;

use super::table::Shape;
use super::{dollars, times};
use crate::failure::Failure;

/// A column of a list: its name in CSV, its title in tables, and the content of its cells.
pub(crate) struct Column<T: ?Sized> {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) right_aligned: bool,
    /// Whether cells must stay on one line.
    pub(crate) never_wrapped: bool,
    content: Content<T>,
}

/// Where the content of cells comes from.
enum Content<T: ?Sized> {
    /// The same string for tables and CSV.
    Text(fn(&T) -> String),
    /// Dollars: formatted in tables, a plain number in CSV.
    Money(fn(&T) -> Option<f64>),
    /// A time as sent by the server: local time in tables, RFC 3339 in CSV.
    Time(fn(&T) -> String),
    /// One string for tables and one for CSV.
    Either(fn(&T) -> String, fn(&T) -> String),
}

impl<T: ?Sized> Column<T> {
    pub(crate) const fn new(name: &'static str, title: &'static str, text: fn(&T) -> String) -> Self {
        Self::with_content(name, title, false, Content::Text(text))
    }

    pub(crate) const fn right(name: &'static str, title: &'static str, text: fn(&T) -> String) -> Self {
        Self::with_content(name, title, true, Content::Text(text))
    }

    /// An amount of dollars.
    pub(crate) const fn money(name: &'static str, title: &'static str, amount: fn(&T) -> Option<f64>) -> Self {
        Self::with_content(name, title, true, Content::Money(amount))
    }

    /// A time, in seconds or as an RFC 3339 string.
    pub(crate) const fn time(name: &'static str, title: &'static str, time: fn(&T) -> String) -> Self {
        Self::with_content(name, title, false, Content::Time(time))
    }

    /// A right-aligned column with different content in tables and CSV.
    pub(crate) const fn either(
        name: &'static str,
        title: &'static str,
        table_cell: fn(&T) -> String,
        csv_cell: fn(&T) -> String,
    ) -> Self {
        Self::with_content(name, title, true, Content::Either(table_cell, csv_cell))
    }

    /// Aligns cells to the left.
    pub(crate) const fn left_aligned(self) -> Self {
        Self { right_aligned: false, ..self }
    }

    /// A bar or sparkline, shown only in tables.
    pub(crate) const fn drawing(title: &'static str, text: fn(&T) -> String) -> Self {
        Self { never_wrapped: true, ..Self::with_content("", title, false, Content::Text(text)) }
    }

    /// Sets whether cells must stay on one line.
    pub(crate) const fn on_one_line(self, never_wrapped: bool) -> Self {
        Self { never_wrapped, ..self }
    }

    const fn with_content(name: &'static str, title: &'static str, right_aligned: bool, content: Content<T>) -> Self {
        Self { name, title, right_aligned, never_wrapped: false, content }
    }

    pub(super) fn shape(&self) -> Shape {
        Shape { title: self.title, right_aligned: self.right_aligned, never_wrapped: self.never_wrapped }
    }

    /// Returns the cell of an item in a table.
    pub(crate) fn table_cell(&self, item: &T) -> String {
        match self.content {
            Content::Text(text) | Content::Either(text, _) => text(item),
            Content::Money(amount) => amount(item).map(dollars).unwrap_or_default(),
            Content::Time(time) => times::local(&time(item)),
        }
    }

    /// Returns the cell of an item in CSV.
    pub(crate) fn csv_cell(&self, item: &T) -> String {
        match self.content {
            Content::Text(text) | Content::Either(_, text) => text(item),
            Content::Money(amount) => {
                amount(item).filter(|amount| amount.is_finite()).map(|amount| amount.to_string()).unwrap_or_default()
            }
            Content::Time(time) => times::rfc_3339(time(item)),
        }
    }
}

/// Returns the columns named in a comma-separated list.
pub(crate) fn select<T>(columns: &'static [Column<T>], names: &str) -> Result<Vec<&'static Column<T>>> {
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let known = || columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    let chosen: Vec<_> = names
        .map(|name| {
            columns.iter().find(|column| column.name == name).ok_or_else(|| Failure::Usage {
                message: format!("unknown column `{name}`"),
                hint: Some(format!("columns: {}", known())),
            })
        })
        .collect::<Result<_, _>>()?;
    if chosen.is_empty() { Err(Failure::usage("--columns needs at least one column")) } else { Ok(chosen) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_differ_between_tables_and_csv() {
        let money: Column<Option<f64>> = Column::money("spend", "Spend", |amount| *amount);
        for (amount, table_cell, csv_cell) in [
            (Some(5.0), "$5.0000", "5"),
            (Some(0.052), "$0.0520", "0.052"),
            (Some(1234.567), "$1234.57", "1234.567"),
            (Some(f64::NAN), "", ""),
            (None, "", ""),
        ] {
            assert_eq!((money.table_cell(&amount).as_str(), money.csv_cell(&amount).as_str()), (table_cell, csv_cell));
        }
        let time: Column<&str> = Column::time("created", "Created", |time| (*time).to_owned());
        assert_eq!(time.csv_cell(&"1677610602"), "2023-02-28T18:56:42Z");
        assert_eq!((time.table_cell(&"soon").as_str(), time.csv_cell(&"soon").as_str()), ("soon", "soon"));
        let either: Column<f64> = Column::either("share", "Share", |share| format!("{share}%"), f64::to_string);
        assert_eq!((either.table_cell(&1.5).as_str(), either.csv_cell(&1.5).as_str()), ("1.5%", "1.5"));
    }
}
