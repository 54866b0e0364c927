//! The database: one SQLite file with a write-ahead log. What was answered is in it, also after `kill -9`.
//!
//! Every request is one transaction, one after the other: none of them takes longer than some tens of microseconds.

mod days;
mod pages;

use std::cell::RefCell;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use anyhow::{Context as _, Result, bail};
use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior, params, params_from_iter};
use serde_json::Value;

use super::Database;
use super::row::Row;
pub(super) use days::{Amounts, DayFilter, DayLine, Entity};
use pages::Bookmarks;
pub(super) use pages::Search;

/// Each brings a database from the version before it to its own.
const MIGRATIONS: &[&str] = &[include_str!("1.sql")];

/// What there is a table of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Table {
    Keys,
    DeletedKeys,
    Users,
    Teams,
    DeletedTeams,
    /// Of users in teams, by [`membership`].
    Memberships,
    Budgets,
    Customers,
    /// Deployments that were added while it ran; those of the configuration are in the settings.
    Models,
    Credentials,
    Tags,
    Invitations,
    UnifiedGroups,
    /// The keys of logins, which are no virtual keys.
    Logins,
    /// The tokens that such keys are renewed with.
    Renewals,
    Requests,
    /// What is added up, and shown nowhere as it is.
    Sums,
}

impl Table {
    const fn name(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::DeletedKeys => "deleted_keys",
            Self::Users => "users",
            Self::Teams => "teams",
            Self::DeletedTeams => "deleted_teams",
            Self::Memberships => "memberships",
            Self::Budgets => "budgets",
            Self::Customers => "customers",
            Self::Models => "models",
            Self::Credentials => "credentials",
            Self::Tags => "tags",
            Self::Invitations => "invitations",
            Self::UnifiedGroups => "unified_groups",
            Self::Logins => "logins",
            Self::Renewals => "renewals",
            Self::Requests => "requests",
            Self::Sums => "sums",
        }
    }
}

/// The id of a membership.
pub(super) fn membership(team_id: &str, user_id: &str) -> String {
    format!("{team_id}\u{1f}{user_id}")
}

pub(super) struct Store {
    inner: Mutex<Inner>,
}

struct Inner {
    connection: Connection,
    bookmarks: RefCell<Bookmarks>,
}

impl Store {
    pub(super) fn open(database: &Database) -> Result<Self> {
        let connection = match database {
            Database::Memory => Connection::open_in_memory()?,
            Database::File(path) => open_file(path)?,
        };
        // A write-ahead log outlives the process without a sync for each answer; a power cut may take the last ones.
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.pragma_update(None, "busy_timeout", 5_000)?;
        connection.set_prepared_statement_cache_capacity(128);
        let mut store = Inner { connection, bookmarks: RefCell::default() };
        store.migrate().with_context(|| format!("cannot use the database {}", database.name()))?;
        Ok(Self { inner: Mutex::new(store) })
    }

    /// Runs something in a transaction that is kept when it succeeds.
    pub(super) fn transaction<T, E: From<rusqlite::Error>>(
        &self,
        run: impl FnOnce(&Tables<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut guard = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let Inner { connection, bookmarks } = &mut *guard;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let tables = Tables { transaction, bookmarks };
        let result = run(&tables)?;
        tables.transaction.commit()?;
        Ok(result)
    }
}

impl Inner {
    fn migrate(&mut self) -> Result<()> {
        let version: u32 = self.connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let known = u32::try_from(MIGRATIONS.len())?;
        if version > known {
            bail!("it was made by a newer version of this program");
        }
        for (next, migration) in (1..=known).zip(MIGRATIONS).filter(|(next, _)| *next > version) {
            let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            transaction.execute_batch(migration)?;
            transaction.pragma_update(None, "user_version", next)?;
            transaction.commit()?;
        }
        Ok(())
    }
}

/// A file that only its owner reads: it holds the secrets of models and credentials.
fn open_file(path: &Path) -> Result<Connection> {
    if let Some(directory) = path.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        create_private_directory(directory)?;
    }
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).with_context(|| format!("cannot open the database {}", path.display()))?;
    Connection::open(path).with_context(|| format!("cannot open the database {}", path.display()))
}

/// Creates a missing directory that only its owner may enter; an existing one keeps its mode.
fn create_private_directory(path: &Path) -> Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).with_context(|| format!("cannot create the directory {}", path.display()))
}

impl Database {
    fn name(&self) -> String {
        match self {
            Self::Memory => "in memory".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }
}

/// The tables, within a transaction.
pub(super) struct Tables<'a> {
    transaction: Transaction<'a>,
    bookmarks: &'a RefCell<Bookmarks>,
}

type Sql<T> = rusqlite::Result<T>;

impl Tables<'_> {
    pub(super) fn get(&self, table: Table, id: &str) -> Sql<Option<Row>> {
        let sql = format!("SELECT doc FROM {} WHERE id = ?", table.name());
        self.transaction.prepare_cached(&sql)?.query_row([id], read).optional()
    }

    /// Adds a row; false if there is one with that id, which stays as it is.
    pub(super) fn insert(&self, table: Table, id: &str, row: &Row) -> Sql<bool> {
        let sql = format!("INSERT INTO {} (id, doc) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", table.name());
        Ok(self.transaction.prepare_cached(&sql)?.execute(params![id, write(row)])? > 0)
    }

    /// Replaces a row; false if there is none.
    pub(super) fn update(&self, table: Table, id: &str, row: &Row) -> Sql<bool> {
        let sql = format!("UPDATE {} SET doc = ? WHERE id = ?", table.name());
        Ok(self.transaction.prepare_cached(&sql)?.execute(params![write(row), id])? > 0)
    }

    /// Whether there was one.
    pub(super) fn delete(&self, table: Table, id: &str) -> Sql<bool> {
        let sql = format!("DELETE FROM {} WHERE id = ?", table.name());
        Ok(self.transaction.prepare_cached(&sql)?.execute([id])? > 0)
    }

    /// Nothing is spent any more by those that share a budget.
    pub(super) fn spend_nothing(&self, table: Table, budget_id: &str) -> Sql<()> {
        self.set_by_budget(table, "json_set(doc, '$.spend', 0.0)", budget_id)
    }

    /// A budget is no longer there for those that share it.
    pub(super) fn leave_budget(&self, table: Table, budget_id: &str) -> Sql<()> {
        self.set_by_budget(table, "json_set(doc, '$.budget_id', json('null'))", budget_id)
    }

    fn set_by_budget(&self, table: Table, document: &str, budget_id: &str) -> Sql<()> {
        let sql = format!("UPDATE {} SET doc = {document} WHERE budget_id = ?", table.name());
        self.transaction.prepare_cached(&sql)?.execute([budget_id])?;
        Ok(())
    }

    /// The rows of which a column has a value, oldest first.
    pub(super) fn find(&self, table: Table, column: &'static str, value: &str) -> Sql<Vec<Row>> {
        self.search(&Search::of(table).equals(column, value).oldest_first())
    }

    /// All rows, oldest first.
    pub(super) fn all(&self, table: Table) -> Sql<Vec<Row>> {
        self.search(&Search::of(table).oldest_first())
    }

    pub(super) fn search(&self, search: &Search) -> Sql<Vec<Row>> {
        let mut statement = self.transaction.prepare_cached(&search.sql())?;
        let rows = statement.query_map(params_from_iter(search.values()), read)?;
        rows.collect()
    }

    /// One number that SQL makes of the rows that are searched for.
    pub(super) fn count(&self, search: &Search) -> Sql<i64> {
        self.transaction
            .prepare_cached(&search.count_sql())?
            .query_row(params_from_iter(search.values()), |row| row.get(0))
    }
}

fn read(row: &rusqlite::Row<'_>) -> Sql<Row> {
    let text = row.get_ref(0)?.as_str()?;
    serde_json::from_str(text)
        .map(Row)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
}

fn write(row: &Row) -> String {
    // A map of texts to values has nothing that could not be written.
    serde_json::to_string(&row.0).unwrap_or_default()
}

/// A JSON value as SQL compares it.
fn sql_value(value: &Value) -> SqlValue {
    match value {
        Value::Null => SqlValue::Null,
        Value::Bool(flag) => SqlValue::Integer((*flag).into()),
        Value::Number(number) => {
            number.as_i64().map_or_else(|| SqlValue::Real(number.as_f64().unwrap_or_default()), SqlValue::Integer)
        }
        Value::String(text) => SqlValue::Text(text.clone()),
        other => SqlValue::Text(other.to_string()),
    }
}
