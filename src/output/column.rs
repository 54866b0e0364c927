//! Columns of lists: how a cell is formatted in a table, for people, and in CSV, for programs.

use serde::Serialize;

use super::fit::Fit;
use super::paths;
use super::sorting::SortKey;
use super::table::Shape;
use super::{Output, dollars, times};

/// A column of a list: its name in CSV, its title in tables, and the content of its cells.
#[expect(clippy::struct_excessive_bools, reason = "marks that do not depend on each other")]
pub(crate) struct Column<T: ?Sized> {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) right_aligned: bool,
    content: Content<T>,
    /// The content on terminals, unless the columns are chosen.
    short: Option<fn(&T) -> String>,
    /// Whether cells are ids of teams.
    pub(super) is_of_teams: bool,
    short_title: Option<&'static str>,
    fit: Fit,
    optional: Option<u8>,
    at_least: Option<usize>,
    pub(crate) is_state: bool,
    is_kept: bool,
    place: Place,
}

/// Where a column is shown unless the columns are chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Everywhere,
    /// In tables on terminals.
    Terminals,
    /// Everywhere else.
    Elsewhere,
    Nowhere,
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
    /// A value in the JSON of an item, which the function returns, by a path such as `metadata.team`.
    Path(&'static str, fn(&T) -> String),
}

impl<T: ?Sized> Clone for Content<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Content<T> {}

impl<T: ?Sized> Clone for Column<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: ?Sized> Copy for Column<T> {}

impl<T: Serialize> Column<T> {
    /// A value in the JSON of an item.
    pub(super) fn path(path: &'static str) -> Self {
        let json = |item: &T| serde_json::to_string(item).unwrap_or_default();
        Self::with_content(path, path, Fit::Cut, Content::Path(path, json))
    }
}

impl<T: ?Sized> Column<T> {
    pub(crate) const fn new(name: &'static str, title: &'static str, text: fn(&T) -> String) -> Self {
        Self::with_content(name, title, Fit::Cut, Content::Text(text))
    }

    /// Right-aligned numbers.
    pub(crate) const fn right(name: &'static str, title: &'static str, text: fn(&T) -> String) -> Self {
        Self { right_aligned: true, ..Self::with_content(name, title, Fit::Whole, Content::Text(text)) }
    }

    /// An amount of dollars.
    pub(crate) const fn money(name: &'static str, title: &'static str, amount: fn(&T) -> Option<f64>) -> Self {
        Self { right_aligned: true, ..Self::with_content(name, title, Fit::Whole, Content::Money(amount)) }
    }

    /// A time, in seconds or as an RFC 3339 string.
    pub(crate) const fn time(name: &'static str, title: &'static str, time: fn(&T) -> String) -> Self {
        Self::with_content(name, title, Fit::Whole, Content::Time(time))
    }

    /// A right-aligned column with different content in tables and CSV.
    pub(crate) const fn either(
        name: &'static str,
        title: &'static str,
        table_cell: fn(&T) -> String,
        csv_cell: fn(&T) -> String,
    ) -> Self {
        let content = Content::Either(table_cell, csv_cell);
        Self { right_aligned: true, ..Self::with_content(name, title, Fit::Whole, content) }
    }

    /// A state, colored on terminals if it is one that people look for.
    pub(crate) const fn state(name: &'static str, title: &'static str, state: fn(&T) -> String) -> Self {
        Self { is_state: true, ..Self::with_content(name, title, Fit::Whole, Content::Text(state)) }
    }

    /// A bar or sparkline, shown only in tables.
    pub(crate) const fn drawing(title: &'static str, text: fn(&T) -> String) -> Self {
        Self::with_content("", title, Fit::Whole, Content::Text(text))
    }

    /// Aligns cells to the left, as text that can be cut.
    pub(crate) const fn left_aligned(self) -> Self {
        Self { right_aligned: false, fit: Fit::Cut, ..self }
    }

    /// Marks the state of a column that differs between tables and CSV; see [`Column::state`].
    pub(crate) const fn colored(self) -> Self {
        Self { is_state: true, right_aligned: false, fit: Fit::Whole, ..self }
    }

    /// Generated ids, of which the beginning is enough on a narrow terminal.
    pub(crate) const fn id(self) -> Self {
        Self { fit: Fit::Id, ..self }
    }

    /// Lists separated by a comma and a space, shortened between items.
    pub(crate) const fn items(self) -> Self {
        Self { fit: Fit::Items, ..self }
    }

    /// Prose, which is wrapped.
    pub(crate) const fn words(self) -> Self {
        Self { fit: Fit::Words, ..self }
    }

    /// Cells that are never cut.
    pub(crate) const fn whole(self) -> Self {
        Self { fit: Fit::Whole, ..self }
    }

    /// Leaves the column out of narrow terminals, in this turn, from 1. Other columns are left out last.
    pub(crate) const fn optional(self, turn: u8) -> Self {
        Self { optional: Some(turn), ..self }
    }

    /// Leaves out other columns before this one is narrowed further.
    pub(crate) const fn at_least(self, width: usize) -> Self {
        Self { at_least: Some(width), ..self }
    }

    /// Sets another content for tables on terminals.
    pub(crate) const fn short(self, text: fn(&T) -> String) -> Self {
        Self { short: Some(text), ..self }
    }

    /// Sets another title for tables on terminals.
    pub(crate) const fn short_title(self, title: &'static str) -> Self {
        Self { short_title: Some(title), ..self }
    }

    /// Marks cells as ids of teams, which tables on terminals show by their aliases if these are known.
    pub(crate) const fn of_teams(self) -> Self {
        Self { is_of_teams: true, ..self }
    }

    /// Keeps the column on terminals even if none of its cells has content.
    pub(crate) const fn kept(self) -> Self {
        Self { is_kept: true, ..self }
    }

    /// Shows the column by default only in tables on terminals.
    pub(crate) const fn on_terminals(self) -> Self {
        Self { place: Place::Terminals, ..self }
    }

    /// Does not show the column by default on terminals.
    pub(crate) const fn elsewhere(self) -> Self {
        Self { place: Place::Elsewhere, ..self }
    }

    /// Shows the column only if it is chosen.
    pub(crate) const fn extra(self) -> Self {
        Self { place: Place::Nowhere, ..self }
    }

    const fn with_content(name: &'static str, title: &'static str, fit: Fit, content: Content<T>) -> Self {
        Self {
            name,
            title,
            right_aligned: false,
            content,
            short: None,
            is_of_teams: false,
            short_title: None,
            fit,
            optional: None,
            at_least: None,
            is_state: false,
            is_kept: false,
            place: Place::Everywhere,
        }
    }

    /// Returns how the column is laid out, in its short form on terminals unless the columns are chosen.
    pub(super) fn shape(&self, is_short: bool) -> Shape<'static> {
        let Self { right_aligned, fit, optional, at_least, is_state, is_kept, .. } = *self;
        let title = self.short_title.filter(|_| is_short).unwrap_or(self.title);
        Shape { title, right_aligned, fit, optional, at_least, is_state, is_kept }
    }

    /// Returns the cell of an item in a table on a terminal.
    pub(super) fn short_cell(&self, item: &T) -> String {
        self.short.map_or_else(|| self.table_cell(item), |text| text(item))
    }

    /// Returns the cell of an item in a table.
    pub(crate) fn table_cell(&self, item: &T) -> String {
        match self.content {
            Content::Text(text) | Content::Either(text, _) => text(item),
            Content::Money(amount) => amount(item).map(dollars).unwrap_or_default(),
            Content::Time(time) => times::local(&time(item)),
            Content::Path(path, json) => paths::cell(&json(item), path),
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
            Content::Path(path, json) => paths::cell(&json(item), path),
        }
    }

    /// Returns what the column sorts an item by.
    pub(super) fn sort_key(&self, item: &T) -> Option<SortKey> {
        match self.content {
            Content::Money(amount) => amount(item).filter(|amount| !amount.is_nan()).map(SortKey::Number),
            Content::Time(time) => {
                let time = time(item);
                times::parse(&time).map(SortKey::Time).or_else(|| SortKey::of(&time))
            }
            _ => SortKey::of(&self.csv_cell(item)),
        }
    }
}

/// Returns the columns to show, or to choose from.
pub(crate) fn defaults<T>(output: &Output, columns: &'static [Column<T>]) -> Vec<&'static Column<T>> {
    if output.selection.columns.is_some() {
        return columns.iter().collect();
    }
    let hidden = if output.is_terminal_table() { Place::Elsewhere } else { Place::Terminals };
    columns.iter().filter(|column| column.place != hidden && column.place != Place::Nowhere).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_differ_between_tables_and_csv() {
        let money: Column<Option<f64>> = Column::money("spend", "Spend", |amount| *amount);
        for (amount, table_cell, csv_cell) in [
            (Some(5.0), "$5.00", "5"),
            (Some(0.052), "$0.052", "0.052"),
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
