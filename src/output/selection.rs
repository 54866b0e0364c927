//! What the options of all lists choose: columns, an order, and how many items.

use serde::Serialize;
use serde_json::value::RawValue;

use litellm_proxy_client::json::{Shallow, parse_shallow};

use super::Column;
use super::sorting;

/// The columns, the order and the number of items that were chosen for a list, and what its items are called by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Selection {
    /// The names of the columns, or paths into the items, in the order in which they are shown.
    pub(crate) columns: Option<Vec<&'static str>>,
    /// The names of the columns to sort by.
    pub(crate) sort: Option<Sort>,
    /// Show only the first items.
    pub(crate) limit: Option<usize>,
    pub(crate) ids: Ids,
    /// Whether the list has an option for its columns.
    pub(crate) takes_columns: bool,
    /// Whether the command prints metrics.
    pub(crate) has_metrics: bool,
}

/// An order by columns.
#[derive(Debug, Clone)]
pub(crate) struct Sort {
    pub(crate) columns: Vec<&'static str>,
    /// `None` for the usual one, which is ascending unless the server sorts.
    pub(crate) is_descending: Option<bool>,
}

/// Where the ids of `--format name` are.
#[derive(Debug, Clone, Default)]
pub(crate) enum Ids {
    /// The command shows nothing that has an id.
    #[default]
    None,
    /// The paths of the fields that may have it; empty for items that are strings themselves.
    Fields(&'static [&'static str]),
    /// The command prints a secret, which must not be left out. The remedy is a hint.
    WithSecret(&'static str),
}

impl Selection {
    /// Returns the chosen ones of the columns of a list.
    pub(super) fn of<T: Serialize>(&self, columns: &[&Column<T>]) -> Vec<Column<T>> {
        match &self.columns {
            Some(names) => named(names, columns),
            None => columns.iter().map(|column| **column).collect(),
        }
    }

    /// Returns the columns to sort by.
    pub(super) fn sorting<T: Serialize>(&self, columns: &[&Column<T>]) -> Option<(Vec<Column<T>>, bool)> {
        let sort = self.sort.as_ref()?;
        Some((named(&sort.columns, columns), sort.is_descending == Some(true)))
    }

    /// Returns the JSON of a list, or of an object around it, with its items in the chosen order, and only the first.
    pub(super) fn arranged<T: Serialize>(&self, json: String, items: &[T], columns: &[&Column<T>]) -> String {
        let order =
            self.sorting(columns).map(|(columns, is_descending)| sorting::order(items, &columns, is_descending));
        self.cut(json, order.as_deref())
    }

    fn cut(&self, json: String, order: Option<&[usize]>) -> String {
        if self.limit.is_none() && order.is_none() {
            return json;
        }
        let limit = self.limit.unwrap_or(usize::MAX);
        let first = |items: &[&RawValue]| {
            let sorted = order.filter(|order| order.len() == items.len());
            let sorted = sorted.map(|order| order.iter().filter_map(|index| items.get(*index).copied()).collect());
            let items: Vec<&RawValue> = sorted.unwrap_or_else(|| items.to_vec());
            let items: Vec<&str> = items.iter().take(limit).map(|item| item.get()).collect();
            format!("[{}]", items.join(","))
        };
        match parse_shallow(&json) {
            Some(Shallow::Array(items)) => first(&items),
            Some(Shallow::Object(fields)) => {
                let fields = fields.iter().map(|(name, value)| {
                    let value = match parse_shallow(value.get()) {
                        Some(Shallow::Array(items)) => first(&items),
                        _ => value.get().to_owned(),
                    };
                    format!("{}:{value}", serde_json::Value::from(name.as_str()))
                });
                format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
            }
            _ => json,
        }
    }
}

/// Returns columns by their names. A name that no column has is a path into the items.
fn named<T: Serialize>(names: &[&'static str], columns: &[&Column<T>]) -> Vec<Column<T>> {
    let column = |name: &&'static str| columns.iter().find(|column| column.name == *name).map(|column| **column);
    names.iter().map(|name| column(name).unwrap_or_else(|| Column::path(name))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_cut_and_what_is_around_them_stays_as_written() {
        let selection = Selection { limit: Some(2), ..Selection::default() };
        for (json, expected) in [
            ("[1.0, 2, 3]", "[1.0,2]"),
            ("[1]", "[1]"),
            (r#"{"b": true, "a": [{"x": [1, 2, 3]}, 2, 3]}"#, r#"{"b":true,"a":[{"x": [1, 2, 3]},2]}"#),
        ] {
            assert_eq!(selection.cut(json.to_owned(), None), expected);
        }
    }

    #[test]
    fn arrays_of_the_items_are_sorted_and_others_are_not() {
        let selection = Selection::default();
        let json = r#"{"a": [{"x": 1}, 2.0, "c"], "other": [1, 2]}"#;
        let sorted = r#"{"a":["c",{"x": 1},2.0],"other":[1,2]}"#;
        assert_eq!(selection.cut(json.to_owned(), Some(&[2, 0, 1])), sorted);
    }
}
