//! Searches and their pages: a page far down a list costs no more than the first.
//!
//! SQL scans all rows before a page. So the end of each page is remembered, and the next page starts there, as long as
//! nothing is written. Of a search with an order of its own, the places of all rows are remembered.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use rusqlite::types::Value as SqlValue;
use rusqlite::{OptionalExtension as _, params_from_iter};
use serde_json::Value;

use super::{Sql, Table, Tables, read, sql_value};
use crate::object::JsonObject;

/// The largest number of remembered searches.
const REMEMBERED: usize = 64;

/// A search: a table, conditions and an order.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    table: Table,
    conditions: Vec<String>,
    values: Vec<SqlValue>,
    /// An SQL expression and whether it descends; `None` for the order of creation.
    order: Option<(&'static str, bool)>,
    oldest_first: bool,
}

/// A page of a search.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) rows: Vec<JsonObject>,
    pub(crate) total: i64,
    pub(crate) pages: i64,
}

impl Page {
    fn new(rows: Vec<JsonObject>, total: i64, size: i64) -> Self {
        Self { rows, total, pages: total.saturating_add(size - 1) / size.max(1) }
    }
}

impl Search {
    /// Starts a search for all rows of a table, newest first.
    pub(crate) fn of(table: Table) -> Self {
        Self { table, conditions: Vec::new(), values: Vec::new(), order: None, oldest_first: false }
    }

    /// Adds a condition in SQL, with a value for each `?`.
    pub(crate) fn where_sql(mut self, condition: &str, values: &[Value]) -> Self {
        self.conditions.push(condition.to_owned());
        self.values.extend(values.iter().map(sql_value));
        self
    }

    pub(crate) fn equals(self, column: &'static str, value: &str) -> Self {
        self.where_sql(&format!("{column} = ?"), &[value.into()])
    }

    /// Matches a substring of a column, ignoring case.
    pub(crate) fn contains(self, column: &'static str, text: &str) -> Self {
        self.where_sql(&format!("instr(lower({column}), lower(?)) > 0"), &[text.into()])
    }

    /// Matches any of the values; an empty list matches nothing.
    pub(crate) fn one_of(self, column: &'static str, values: &[Value]) -> Self {
        let marks = vec!["?"; values.len()].join(", ");
        self.where_sql(&format!("{column} IN ({marks})"), values)
    }

    pub(crate) fn oldest_first(mut self) -> Self {
        self.oldest_first = true;
        self
    }

    /// Sorts by an SQL expression, and by age where that is equal.
    pub(crate) fn order(mut self, expression: &'static str, descending: bool) -> Self {
        self.order = Some((expression, descending));
        self
    }

    fn where_clause(&self, more: Option<&str>) -> String {
        let conditions: Vec<&str> = self.conditions.iter().map(String::as_str).chain(more).collect();
        if conditions.is_empty() { String::new() } else { format!(" WHERE {}", conditions.join(" AND ")) }
    }

    fn order_clause(&self) -> String {
        let by_age = if self.oldest_first { "seq" } else { "seq DESC" };
        match self.order {
            Some((expression, true)) => format!(" ORDER BY {expression} DESC, {by_age}"),
            Some((expression, false)) => format!(" ORDER BY {expression}, {by_age}"),
            None => format!(" ORDER BY {by_age}"),
        }
    }

    /// Returns whether this is a search of a table with exactly this condition.
    pub(super) fn has(&self, table: Table, condition: &str) -> bool {
        self.table == table && self.conditions.iter().any(|own| own == condition)
    }

    pub(super) fn sql(&self) -> String {
        format!("SELECT doc FROM {}{}{}", self.table.name(), self.where_clause(None), self.order_clause())
    }

    pub(super) fn count_sql(&self) -> String {
        format!("SELECT count(*) FROM {}{}", self.table.name(), self.where_clause(None))
    }

    pub(super) fn values(&self) -> &[SqlValue] {
        &self.values
    }
}

/// The ends of pages, valid for one state of the database.
#[derive(Debug, Default)]
pub(super) struct Bookmarks {
    changes: u64,
    lists: HashMap<String, List>,
    /// The last search with an order of its own, and the `seq` of all its rows.
    ordered: Option<(String, Arc<[i64]>)>,
}

#[derive(Debug, Default)]
struct List {
    total: Option<i64>,
    /// The number of rows up to and including the row of a `seq`.
    ends: BTreeMap<i64, i64>,
}

impl Tables<'_> {
    /// Returns a page of a search; pages start at 1.
    pub(crate) fn page(&self, search: &Search, page: i64, size: i64) -> Sql<Page> {
        self.write_spend()?;
        self.create_indexes(search)?;
        let mut bookmarks = self.bookmarks.borrow_mut();
        let changes = self.connection.total_changes();
        if bookmarks.changes != changes || bookmarks.lists.len() >= REMEMBERED {
            *bookmarks = Bookmarks { changes, ..Bookmarks::default() };
        }
        let name = format!("{} {:?}", search.sql(), search.values);
        if search.order.is_some() {
            return self.ordered_page(&mut bookmarks, search, name, page, size);
        }
        let list = bookmarks.lists.entry(name).or_default();
        let total = match list.total {
            Some(total) => total,
            None => *list.total.insert(self.count(search)?),
        };
        let before = page.saturating_sub(1).saturating_mul(size);
        let rows = if before >= total { Vec::new() } else { self.rows(search, list, before, size)? };
        Ok(Page::new(rows, total, size))
    }

    fn ordered_page(
        &self,
        bookmarks: &mut Bookmarks,
        search: &Search,
        name: String,
        page: i64,
        size: i64,
    ) -> Sql<Page> {
        let known =
            bookmarks.ordered.as_ref().filter(|(known, _)| *known == name).map(|(_, places)| Arc::clone(places));
        let places = match known {
            Some(places) => places,
            None => Arc::clone(&bookmarks.ordered.insert((name, self.places(search)?)).1),
        };
        let before = usize::try_from(page.saturating_sub(1).saturating_mul(size)).unwrap_or(usize::MAX);
        let chosen = places.iter().skip(before).take(usize::try_from(size).unwrap_or_default());
        let sql = format!("SELECT doc FROM {} WHERE seq = ?", search.table.name());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = chosen.filter_map(|seq| statement.query_row([seq], read).optional().transpose());
        Ok(Page::new(rows.collect::<Sql<_>>()?, i64::try_from(places.len()).unwrap_or(i64::MAX), size))
    }

    /// Returns the `seq` of all rows, in the order of the search.
    fn places(&self, search: &Search) -> Sql<Arc<[i64]>> {
        let (conditions, order) = (search.where_clause(None), search.order_clause());
        let sql = format!("SELECT seq FROM {}{conditions}{order}", search.table.name());
        let mut statement = self.connection.prepare_cached(&sql)?;
        let places = statement.query_map(params_from_iter(&search.values), |row| row.get(0))?;
        places.collect()
    }

    fn rows(&self, search: &Search, list: &mut List, before: i64, size: i64) -> Sql<Vec<JsonObject>> {
        let known = list.ends.range(..=before).next_back();
        let (skipped, after) = known.map_or((0, None), |(count, seq)| (*count, Some(*seq)));
        let mut values = search.values.clone();
        let from = after.map(|seq| {
            values.push(SqlValue::Integer(seq));
            if search.oldest_first { "seq > ?" } else { "seq < ?" }
        });
        values.extend([SqlValue::Integer(size), SqlValue::Integer(before - skipped)]);
        let sql = format!(
            "SELECT doc, seq FROM {}{}{} LIMIT ? OFFSET ?",
            search.table.name(),
            search.where_clause(from),
            search.order_clause()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&values), |row| Ok((read(row)?, row.get::<_, i64>(1)?)))?;
        let rows: Vec<(JsonObject, i64)> = rows.collect::<Sql<_>>()?;
        if let Some((_, seq)) = rows.last() {
            let count = i64::try_from(rows.len()).unwrap_or_default();
            list.ends.insert(before.saturating_add(count), *seq);
        }
        Ok(rows.into_iter().map(|(row, _)| row).collect())
    }
}
