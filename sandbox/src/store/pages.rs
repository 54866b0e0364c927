//! Searches, and their pages: a page far down a list costs no more than the first.
//!
//! SQL counts all rows before a page one by one. So where a page ended is remembered, and the next one begins there, for
//! as long as nothing is written.

use std::collections::{BTreeMap, HashMap};

use rusqlite::params_from_iter;
use rusqlite::types::Value as SqlValue;
use serde_json::Value;

use super::{Sql, Table, Tables, read, sql_value};
use crate::row::Row;

/// More lists than this are not remembered at a time.
const REMEMBERED: usize = 64;

/// What is looked for, and in which order.
#[derive(Debug, Clone)]
pub(crate) struct Search {
    table: Table,
    conditions: Vec<String>,
    values: Vec<SqlValue>,
    /// An SQL expression and whether it goes down; otherwise the order in which things were made.
    order: Option<(&'static str, bool)>,
    oldest_first: bool,
}

/// One page of the rows that were searched for.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) rows: Vec<Row>,
    pub(crate) total: i64,
    pub(crate) pages: i64,
}

impl Search {
    /// All rows of a table, newest first.
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

    /// Those whose column holds the text, in any case of its letters.
    pub(crate) fn contains(self, column: &'static str, text: &str) -> Self {
        self.where_sql(&format!("instr(lower({column}), lower(?)) > 0"), &[text.into()])
    }

    /// One of several values; none of them is nothing.
    pub(crate) fn one_of(self, column: &'static str, values: &[Value]) -> Self {
        let marks = vec!["?"; values.len()].join(", ");
        self.where_sql(&format!("{column} IN ({marks})"), values)
    }

    pub(crate) fn oldest_first(mut self) -> Self {
        self.oldest_first = true;
        self
    }

    /// By an SQL expression, and by age where that is equal.
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

/// Where pages of lists ended, as of one state of the database.
#[derive(Debug, Default)]
pub(super) struct Bookmarks {
    changes: u64,
    lists: HashMap<String, List>,
}

#[derive(Debug, Default)]
struct List {
    total: Option<i64>,
    /// How many rows come up to and with the row of that `seq`.
    ends: BTreeMap<i64, i64>,
}

impl Tables<'_> {
    /// A page of a search, from 1.
    pub(crate) fn page(&self, search: &Search, page: i64, size: i64) -> Sql<Page> {
        let mut bookmarks = self.bookmarks.borrow_mut();
        let changes = self.transaction.total_changes();
        if bookmarks.changes != changes || bookmarks.lists.len() >= REMEMBERED {
            *bookmarks = Bookmarks { changes, lists: HashMap::new() };
        }
        let list = bookmarks.lists.entry(format!("{} {:?}", search.sql(), search.values)).or_default();
        let total = match list.total {
            Some(total) => total,
            None => *list.total.insert(self.count(search)?),
        };
        let before = page.saturating_sub(1).saturating_mul(size);
        let rows = if before >= total { Vec::new() } else { self.rows(search, list, before, size)? };
        Ok(Page { rows, total, pages: total.saturating_add(size - 1) / size.max(1) })
    }

    fn rows(&self, search: &Search, list: &mut List, before: i64, size: i64) -> Sql<Vec<Row>> {
        // Only by age is the place of a row one number.
        let known = list.ends.range(..=before).next_back().filter(|_| search.order.is_none());
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
        let mut statement = self.transaction.prepare_cached(&sql)?;
        let rows = statement.query_map(params_from_iter(&values), |row| Ok((read(row)?, row.get::<_, i64>(1)?)))?;
        let rows: Vec<(Row, i64)> = rows.collect::<Sql<_>>()?;
        if let Some((_, seq)) = rows.last() {
            let count = i64::try_from(rows.len()).unwrap_or_default();
            list.ends.insert(before.saturating_add(count), *seq);
        }
        Ok(rows.into_iter().map(|(row, _)| row).collect())
    }
}
