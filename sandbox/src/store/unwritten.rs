//! Spend that is not written yet. Model requests add to the same few rows, so what they add is kept in memory and written
//! once, before their group of transactions is committed. Every read includes it.

use std::cell::RefCell;
use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};
use serde_json::Value;

use super::{Sql, Table, Tables};
use crate::object::JsonObject;

/// The spend of rows that differs from what is written.
#[derive(Debug, Default)]
pub(super) struct Unwritten {
    rows: RefCell<HashMap<Table, HashMap<String, Spend>>>,
    /// What the current transaction replaced, the latest last.
    replaced: RefCell<Vec<(Table, String, Option<Spend>)>>,
}

/// The spend of a row, and when it was active. A row has only some of these fields.
#[derive(Debug, Clone, PartialEq)]
struct Spend {
    own: f64,
    total: f64,
    last_active: String,
}

impl Spend {
    /// Sets those of the fields that a row has.
    fn apply(self, row: &mut JsonObject) {
        let fields = [("spend", self.own.into()), ("total_spend", self.total.into())];
        for (name, value) in fields.into_iter().chain([("last_active", Value::from(self.last_active))]) {
            if let Some(field) = row.0.get_mut(name) {
                *field = value;
            }
        }
    }
}

impl Unwritten {
    /// Begins a transaction.
    pub(super) fn begin(&self) {
        self.replaced.borrow_mut().clear();
    }

    /// Forgets what the transaction added.
    pub(super) fn roll_back(&self) {
        let mut rows = self.rows.borrow_mut();
        for (table, id, before) in self.replaced.borrow_mut().drain(..).rev() {
            let rows = rows.entry(table).or_default();
            match before {
                Some(spend) => rows.insert(id, spend),
                None => rows.remove(&id),
            };
        }
    }

    fn get(&self, table: Table, id: &str) -> Option<Spend> {
        self.rows.borrow().get(&table)?.get(id).cloned()
    }

    fn set(&self, table: Table, id: &str, spend: Spend) {
        let before = self.rows.borrow_mut().entry(table).or_default().insert(id.to_owned(), spend);
        self.replaced.borrow_mut().push((table, id.to_owned(), before));
    }

    /// Sets the spend of a row that was read.
    pub(super) fn apply(&self, table: Table, id: &str, row: &mut JsonObject) {
        if let Some(spend) = self.get(table, id) {
            spend.apply(row);
        }
    }

    /// Writes the spend of all rows.
    pub(super) fn write(&self, connection: &Connection) -> Sql<()> {
        let rows = std::mem::take(&mut *self.rows.borrow_mut());
        for (table, id, spend) in
            rows.into_iter().flat_map(|(table, rows)| rows.into_iter().map(move |(id, spend)| (table, id, spend)))
        {
            let sql = format!(
                "UPDATE {} SET doc = json_replace(doc, '$.spend', json(?), '$.total_spend', json(?), '$.last_active', ?) WHERE id = ?",
                table.name()
            );
            let [own, total] = [spend.own, spend.total].map(|amount| Value::from(amount).to_string());
            connection.prepare_cached(&sql)?.execute(params![own, total, spend.last_active, id])?;
            self.replaced.borrow_mut().push((table, id, Some(spend)));
        }
        Ok(())
    }
}

impl Tables<'_> {
    /// Adds to the spend of a row, and notes when it was active, in those of these fields that it has. The row is neither
    /// parsed nor written, since this happens at every model request.
    pub(crate) fn add_spend(&self, table: Table, id: &str, cost: f64, now: &str) -> Sql<()> {
        let before = match self.unwritten.get(table, id) {
            Some(spend) => Some((spend.own, spend.total)),
            None => self.written_spend(table, id)?,
        };
        let Some((own, total)) = before else { return Ok(()) };
        self.cache.change(table);
        self.unwritten.set(table, id, Spend { own: own + cost, total: total + cost, last_active: now.to_owned() });
        Ok(())
    }

    /// Reads the spend and the total spend of a row.
    fn written_spend(&self, table: Table, id: &str) -> Sql<Option<(f64, f64)>> {
        let sql = format!("SELECT doc -> '$.spend', doc -> '$.total_spend' FROM {} WHERE id = ?", table.name());
        let amounts = self.connection.prepare_cached(&sql)?.query_row([id], |row| {
            let number = |index| {
                let text = row.get::<_, Option<String>>(index)?;
                Ok::<_, rusqlite::Error>(text.and_then(|text| text.parse::<f64>().ok()).unwrap_or_default())
            };
            Ok((number(0)?, number(1)?))
        });
        amounts.optional()
    }

    /// Writes all spend, before SQL reads or replaces rows.
    pub(super) fn write_spend(&self) -> Sql<()> {
        self.unwritten.write(self.connection)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::store::{Database, Search, Store};

    const NOW: &str = "2026-11-29T00:00:00.000000Z";

    type Read<'a> = &'a dyn Fn(&Tables<'_>) -> Sql<Vec<JsonObject>>;

    /// Returns a store with a key and a tag, which has neither a total nor a time.
    fn store(directory: &tempfile::TempDir) -> Store {
        let store = Store::open(&Database::File(directory.path().join("db"))).unwrap();
        let key = json!({ "key_alias": "a", "spend": 0.1, "total_spend": 5.0, "last_active": null, "budget_id": "b" });
        store
            .transaction(|tables| {
                tables.insert(Table::Keys, "k", &JsonObject::from_json(key))?;
                tables.insert(Table::Tags, "t", &JsonObject::from_json(json!({ "spend": null, "budget_id": "b" })))
            })
            .unwrap();
        store
    }

    fn add(store: &Store, cost: f64) {
        store
            .grouped(|tables| {
                tables.add_spend(Table::Keys, "k", cost, NOW)?;
                tables.add_spend(Table::Tags, "t", cost, NOW)?;
                tables.add_spend(Table::Keys, "none", cost, NOW)
            })
            .unwrap();
    }

    /// Returns what another process reads.
    fn written(directory: &tempfile::TempDir) -> Value {
        let store = Store::open(&Database::File(directory.path().join("db"))).unwrap();
        store.read(|tables| tables.get(Table::Keys, "k")).unwrap().unwrap().0["spend"].clone()
    }

    fn spend(rows: &[JsonObject]) -> Vec<Option<f64>> {
        rows.iter().map(|row| row.get_f64("spend")).collect()
    }

    #[tokio::test]
    async fn every_read_includes_spend_that_is_not_written() {
        let sum = 0.1 + 0.2 + 0.2;
        let reads: [Read<'_>; 5] = [
            &|tables| Ok(Vec::from_iter(tables.get(Table::Keys, "k")?)),
            &|tables| tables.all(Table::Keys),
            &|tables| tables.find(Table::Keys, "key_alias", "a"),
            &|tables| Ok(tables.page(&Search::of(Table::Keys), 1, 10)?.rows),
            &|tables| {
                let spent = Search::of(Table::Keys).where_sql("doc ->> 'spend' > 0.4", &[]);
                assert_eq!(tables.count(&spent)?, 1);
                tables.search(&spent)
            },
        ];
        for read in reads {
            let directory = tempfile::tempdir().unwrap();
            let store = store(&directory);
            // What a page remembers is out of date then.
            store.read(|tables| tables.page(&Search::of(Table::Keys), 1, 10)).unwrap();
            add(&store, 0.2);
            add(&store, 0.2);
            assert_eq!(written(&directory), 0.1);
            let rows = store.read(read).unwrap();
            assert_eq!(spend(&rows), [Some(sum)]);
            assert_eq!((rows[0].get_f64("total_spend"), rows[0].get_str("last_active")), (Some(5.4), Some(NOW)));
            drop(store);
            assert_eq!(written(&directory), sum);
        }
    }

    #[tokio::test]
    async fn spend_is_written_with_the_group_and_rolled_back_with_its_part() {
        let directory = tempfile::tempdir().unwrap();
        let store = store(&directory);
        add(&store, 1.0);
        let failed: Sql<()> = store.grouped(|tables| {
            tables.add_spend(Table::Keys, "k", 1.0, NOW)?;
            // Writes it, and what was added before.
            tables.all(Table::Keys)?;
            tables.add_spend(Table::Keys, "k", 1.0, NOW)?;
            Err(rusqlite::Error::InvalidQuery)
        });
        assert!(failed.is_err());
        assert_eq!(written(&directory), 0.1);
        let read = || store.read(|tables| tables.get(Table::Keys, "k")).unwrap().unwrap().get_f64("spend");
        assert_eq!(read(), Some(1.1));
        // Another write commits the group.
        store.transaction(|tables| tables.insert(Table::Tags, "other", &JsonObject::default())).unwrap();
        assert_eq!(written(&directory), 1.1);
        let tag = store.read(|tables| tables.get(Table::Tags, "t")).unwrap().unwrap();
        assert_eq!(tag, JsonObject::from_json(json!({ "spend": 1.0, "budget_id": "b" })));
    }

    #[tokio::test]
    async fn changes_of_a_row_replace_spend_that_is_not_written() {
        let directory = tempfile::tempdir().unwrap();
        let store = store(&directory);
        let read = || store.read(|tables| tables.get(Table::Keys, "k")).unwrap().and_then(|row| row.get_f64("spend"));
        add(&store, 1.0);
        store.grouped(|tables| tables.reset_spend(Table::Keys, "b")).unwrap();
        assert_eq!(read(), Some(0.0));
        add(&store, 1.0);
        store
            .grouped(|tables| tables.update(Table::Keys, "k", &JsonObject::from_json(json!({ "spend": 7.0 }))))
            .unwrap();
        assert_eq!(read(), Some(7.0));
        add(&store, 1.0);
        store.grouped(|tables| tables.clear_budget(Table::Keys, "b")).unwrap();
        assert_eq!(read(), Some(8.0));
        add(&store, 1.0);
        store.grouped(|tables| tables.delete(Table::Keys, "k")).unwrap();
        add(&store, 1.0);
        assert_eq!(read(), None);
        drop(store);
        assert_eq!(
            Store::open(&Database::File(directory.path().join("db")))
                .unwrap()
                .read(|tables| tables.get(Table::Keys, "k"))
                .unwrap(),
            None
        );
    }

    #[test]
    fn without_a_runtime_spend_is_written_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let store = store(&directory);
        add(&store, 1.0);
        assert_eq!(written(&directory), 1.1);
    }
}
