//! Transactions: one for each request, but one for all model requests within a few milliseconds, because what SQLite does
//! for a commit takes longer than a model request. LiteLLM writes its spend logs every ten seconds.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use rusqlite::Connection;

use super::cache::Cache;
use super::unwritten::Unwritten;
use super::{Inner, Sql, Store, Tables};

/// The longest time until a group of transactions is committed.
const GROUPED_FOR: Duration = Duration::from_millis(50);

/// When what a closure writes is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Commit {
    /// It writes nothing.
    Nothing,
    /// As soon as it has run, with the open group.
    Now,
    /// With a group, which it opens if there is none.
    WithGroup,
}

impl Store {
    /// Runs a closure that may write in a transaction, which commits if it succeeds.
    pub(crate) fn transaction<T, E: From<rusqlite::Error>>(
        &self,
        run: impl FnOnce(&Tables<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.run(Commit::Now, run)
    }

    /// Runs a closure that may write, as [`Self::transaction`] does, and commits it soon: what it wrote is seen by all later
    /// closures, and lost if the process is killed within 50 ms.
    pub(crate) fn grouped<T, E: From<rusqlite::Error>>(
        &self,
        run: impl FnOnce(&Tables<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.run(Commit::WithGroup, run)
    }

    /// Runs a closure that only reads.
    pub(crate) fn read<T, E: From<rusqlite::Error>>(
        &self,
        run: impl FnOnce(&Tables<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.run(Commit::Nothing, run)
    }

    fn run<T, E: From<rusqlite::Error>>(
        &self,
        commit: Commit,
        run: impl FnOnce(&Tables<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut inner = lock(&self.inner);
        if let Some(failure) = inner.failure.take() {
            return Err(failure.into());
        }
        inner.cache.begin();
        inner.unwritten.begin();
        let runtime = tokio::runtime::Handle::try_current().ok();
        // Without a runtime, nothing would commit a group.
        let commit = if commit == Commit::WithGroup && runtime.is_none() { Commit::Now } else { commit };
        if let (Commit::WithGroup, false, Some(runtime)) = (commit, inner.has_group, runtime) {
            execute(&inner.connection, "BEGIN IMMEDIATE")?;
            inner.has_group = true;
            runtime.spawn(commit_later(Arc::downgrade(&self.inner)));
        }
        let part = Part::begin(&inner, commit)?;
        let Inner { connection, bookmarks, cache, unwritten, .. } = &*inner;
        let result = run(&Tables { connection, bookmarks, cache, unwritten })?;
        if !inner.has_group {
            unwritten.write(connection)?;
        }
        part.commit()?;
        if commit == Commit::Now {
            inner.commit_group()?;
        }
        Ok(result)
    }
}

/// Commits a group when its time is over.
async fn commit_later(store: Weak<Mutex<Inner>>) {
    tokio::time::sleep(GROUPED_FOR).await;
    if let Some(store) = store.upgrade() {
        let mut inner = lock(&store);
        inner.failure = inner.commit_group().err();
    }
}

fn lock(inner: &Mutex<Inner>) -> MutexGuard<'_, Inner> {
    inner.lock().unwrap_or_else(PoisonError::into_inner)
}

fn execute(connection: &Connection, sql: &str) -> Sql<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

impl Inner {
    /// Commits the open group, if there is one. After a failure, nothing of it is kept.
    fn commit_group(&mut self) -> Sql<()> {
        if !std::mem::take(&mut self.has_group) {
            return Ok(());
        }
        let result = self.unwritten.write(&self.connection).and_then(|()| execute(&self.connection, "COMMIT"));
        if result.is_err() {
            if !self.connection.is_autocommit() {
                // The failure of the commit is the one to report.
                let _ = execute(&self.connection, "ROLLBACK");
            }
            self.cache = Cache::default();
            self.unwritten = Unwritten::default();
        }
        result
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // There is nobody to report a failure to.
        let _ = self.commit_group();
    }
}

/// What one closure writes; rolled back unless it is committed.
struct Part<'a> {
    connection: &'a Connection,
    unwritten: &'a Unwritten,
    commit: Option<&'static str>,
    roll_back: &'static [&'static str],
}

impl<'a> Part<'a> {
    fn begin(inner: &'a Inner, commit: Commit) -> Sql<Self> {
        let Inner { connection, unwritten, has_group, .. } = inner;
        // What only reads needs nothing of its own within a group.
        let (begin, commit, roll_back): (_, _, &[_]) = match (has_group, commit) {
            (true, Commit::Nothing) => (None, None, &[]),
            (true, _) => (Some("SAVEPOINT part"), Some("RELEASE part"), &["ROLLBACK TO part", "RELEASE part"]),
            (false, Commit::Nothing) => (Some("BEGIN"), Some("COMMIT"), &["ROLLBACK"]),
            (false, _) => (Some("BEGIN IMMEDIATE"), Some("COMMIT"), &["ROLLBACK"]),
        };
        begin.map_or(Ok(()), |sql| execute(connection, sql))?;
        Ok(Self { connection, unwritten, commit, roll_back })
    }

    fn commit(mut self) -> Sql<()> {
        self.commit.map_or(Ok(()), |sql| execute(self.connection, sql))?;
        self.roll_back = &[];
        Ok(())
    }
}

impl Drop for Part<'_> {
    fn drop(&mut self) {
        if !self.roll_back.is_empty() {
            self.unwritten.roll_back();
        }
        for sql in self.roll_back {
            // SQLite rolls back by itself after some failures.
            let _ = execute(self.connection, sql);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::object::JsonObject;
    use crate::store::{Database, Table};

    fn insert(store: &Store, id: &str) -> Sql<bool> {
        store.grouped(|tables| tables.insert(Table::Tags, id, &JsonObject::from_json(json!({"tag": id}))))
    }

    /// Returns the ids that a store has.
    fn ids(store: &Store) -> Vec<String> {
        let rows = store.read(|tables| tables.all(Table::Tags)).unwrap();
        rows.iter().filter_map(|row| row.get_str("tag").map(str::to_owned)).collect()
    }

    fn opened(directory: &tempfile::TempDir) -> Store {
        Store::open(&Database::File(directory.path().join("db"))).unwrap()
    }

    #[tokio::test]
    async fn a_group_is_seen_at_once_and_by_others_soon() {
        let directory = tempfile::tempdir().unwrap();
        let store = opened(&directory);
        insert(&store, "a").unwrap();
        let failed: Sql<()> = store.grouped(|tables| {
            tables.insert(Table::Tags, "b", &JsonObject::default())?;
            Err(rusqlite::Error::InvalidQuery)
        });
        assert!(failed.is_err());
        insert(&store, "c").unwrap();
        assert_eq!((ids(&store), ids(&opened(&directory))), (vec!["a".to_owned(), "c".to_owned()], Vec::new()));
        let mut seen = Vec::new();
        for _ in 0..200 {
            tokio::time::sleep(Duration::from_millis(10)).await;
            seen = ids(&opened(&directory));
            if !seen.is_empty() {
                break;
            }
        }
        assert_eq!(seen, ["a", "c"]);
    }

    #[tokio::test]
    async fn a_group_is_committed_with_a_later_write_and_when_the_store_is_closed() {
        let directory = tempfile::tempdir().unwrap();
        let store = opened(&directory);
        insert(&store, "a").unwrap();
        store
            .transaction(|tables| tables.insert(Table::Tags, "b", &JsonObject::from_json(json!({"tag": "b"}))))
            .unwrap();
        assert_eq!(ids(&opened(&directory)), ["a", "b"]);
        insert(&store, "c").unwrap();
        drop(store);
        assert_eq!(ids(&opened(&directory)), ["a", "b", "c"]);
    }

    #[test]
    fn without_a_runtime_each_part_is_committed_at_once() {
        let directory = tempfile::tempdir().unwrap();
        let store = opened(&directory);
        insert(&store, "a").unwrap();
        insert(&store, "b").unwrap();
        assert_eq!(ids(&opened(&directory)), ["a", "b"]);
    }
}
