//! Columns of lists: what a cell says in a table, for people, and in CSV, for programs.

use anyhow::Result;

use super::{dollars, times};
use crate::failure::Failure;

/// A column of a list: its name in CSV, its title in tables, and its text for one item.
pub(crate) struct Column<T: ?Sized> {
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    pub(crate) right_aligned: bool,
    /// It would make no sense on two lines.
    pub(crate) never_wrapped: bool,
    content: Content<T>,
}

/// Where the texts of cells come from.
enum Content<T: ?Sized> {
    /// One for both.
    Text(fn(&T) -> String),
    /// Dollars: an amount in tables, the number in CSV.
    Money(fn(&T) -> Option<f64>),
    /// A time as the server tells it: of the local clock in tables, RFC 3339 in CSV.
    Time(fn(&T) -> String),
    /// One for tables and one for CSV.
    Either(fn(&T) -> String, fn(&T) -> String),
}

impl<T: ?Sized> Column<T> {
    pub(crate) const fn new(name: &'static str, title: &'static str, text: fn(&T) -> String) -> Self {
        Self::of(name, title, false, Content::Text(text))
    }

    pub(crate) const fn right(name: &'static str, title: &'static str, text: fn(&T) -> String) -> Self {
        Self::of(name, title, true, Content::Text(text))
    }

    /// An amount of dollars.
    pub(crate) const fn money(name: &'static str, title: &'static str, amount: fn(&T) -> Option<f64>) -> Self {
        Self::of(name, title, true, Content::Money(amount))
    }

    /// A time, in seconds or as RFC 3339 text.
    pub(crate) const fn time(name: &'static str, title: &'static str, time: fn(&T) -> String) -> Self {
        Self::of(name, title, false, Content::Time(time))
    }

    /// Numbers that tables show in a way of their own.
    pub(crate) const fn either(
        name: &'static str,
        title: &'static str,
        shown: fn(&T) -> String,
        data: fn(&T) -> String,
    ) -> Self {
        Self::of(name, title, true, Content::Either(shown, data))
    }

    /// A drawing, for tables alone.
    pub(crate) const fn drawing(title: &'static str, text: fn(&T) -> String) -> Self {
        Self { never_wrapped: true, ..Self::of("", title, false, Content::Text(text)) }
    }

    /// The same, whose cells stay on one line, or not.
    pub(crate) const fn on_one_line(self, never_wrapped: bool) -> Self {
        Self { never_wrapped, ..self }
    }

    const fn of(name: &'static str, title: &'static str, right_aligned: bool, content: Content<T>) -> Self {
        Self { name, title, right_aligned, never_wrapped: false, content }
    }

    /// The cell of an item in a table.
    pub(crate) fn shown(&self, item: &T) -> String {
        match self.content {
            Content::Text(text) | Content::Either(text, _) => text(item),
            Content::Money(amount) => amount(item).map(dollars).unwrap_or_default(),
            Content::Time(time) => times::local(&time(item)),
        }
    }

    /// The cell of an item in CSV.
    pub(crate) fn data(&self, item: &T) -> String {
        match self.content {
            Content::Text(text) | Content::Either(_, text) => text(item),
            Content::Money(amount) => {
                amount(item).filter(|amount| amount.is_finite()).map(|amount| amount.to_string()).unwrap_or_default()
            }
            Content::Time(time) => times::rfc_3339(time(item)),
        }
    }
}

/// The columns of these names, with commas between them.
pub(crate) fn select<T>(columns: &'static [Column<T>], names: &str) -> Result<Vec<&'static Column<T>>> {
    let names = names.split(',').map(str::trim).filter(|name| !name.is_empty());
    let known = || columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    let chosen: Vec<_> = names
        .map(|name| {
            columns.iter().find(|column| column.name == name).ok_or_else(|| Failure::Usage {
                message: format!("there is no column `{name}`"),
                hint: Some(format!("columns: {}", known())),
            })
        })
        .collect::<Result<_, _>>()?;
    if chosen.is_empty() { Err(Failure::usage("--columns names no column")) } else { Ok(chosen) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_for_people_or_for_programs() {
        let money: Column<Option<f64>> = Column::money("spend", "Spend", |amount| *amount);
        for (amount, shown, data) in [
            (Some(5.0), "$5.0000", "5"),
            (Some(0.052), "$0.0520", "0.052"),
            (Some(1234.567), "$1234.57", "1234.567"),
            (Some(f64::NAN), "", ""),
            (None, "", ""),
        ] {
            assert_eq!((money.shown(&amount).as_str(), money.data(&amount).as_str()), (shown, data));
        }
        let time: Column<&str> = Column::time("created", "Created", |time| (*time).to_owned());
        assert_eq!(time.data(&"1677610602"), "2023-02-28T18:56:42Z");
        assert_eq!((time.shown(&"soon").as_str(), time.data(&"soon").as_str()), ("soon", "soon"));
        let either: Column<f64> = Column::either("share", "Share", |share| format!("{share}%"), f64::to_string);
        assert_eq!((either.shown(&1.5).as_str(), either.data(&1.5).as_str()), ("1.5%", "1.5"));
    }
}
