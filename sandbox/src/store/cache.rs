//! What was computed from all rows of a table, kept until one of them changes.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;

use super::{Sql, Table, Tables};
use crate::object::JsonObject;

/// The kept values, each with the state of the database that it is of.
#[derive(Debug, Default)]
pub(super) struct Cache {
    values: RefCell<HashMap<Table, (State, Value)>>,
    /// The number of changes of each table by this process.
    changes: RefCell<HashMap<Table, u64>>,
    /// Whether the current transaction has changed a table; it may still be rolled back.
    is_changing: Cell<bool>,
}

/// The state of a table: changes by other processes, and by this one.
type State = (i64, u64);
/// What was computed.
type Value = Arc<dyn Any + Send + Sync>;

impl Cache {
    /// Begins a transaction.
    pub(super) fn begin(&self) {
        self.is_changing.set(false);
    }

    /// Counts a change of a table, if something is kept of it.
    pub(super) fn change(&self, table: Table) {
        if self.values.borrow().contains_key(&table) {
            *self.changes.borrow_mut().entry(table).or_default() += 1;
            self.is_changing.set(true);
        }
    }
}

impl Tables<'_> {
    /// Returns what `build` makes of all rows of a table, oldest first. It is called again only after a change.
    pub(crate) fn cached<T: Any + Send + Sync>(
        &self,
        table: Table,
        build: impl FnOnce(Vec<JsonObject>) -> T,
    ) -> Sql<Arc<T>> {
        let by_others = self.connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))?;
        let state: State = (by_others, self.cache.changes.borrow().get(&table).copied().unwrap_or_default());
        let known =
            self.cache.values.borrow().get(&table).filter(|(of, _)| *of == state).map(|(_, value)| Arc::clone(value));
        if let Some(value) = known.and_then(|value| value.downcast().ok()) {
            return Ok(value);
        }
        let value = Arc::new(build(self.all(table)?));
        if !self.cache.is_changing.get() {
            self.cache.values.borrow_mut().insert(table, (state, Arc::clone(&value) as Value));
        }
        Ok(value)
    }
}
