//! The database: SQLite with a write-ahead log, so that confirmed writes survive `kill -9`.
//!
//! Requests are serialized, one transaction each but for model requests.

mod cache;
mod days;
mod pages;
mod requests;
mod transactions;
mod unwritten;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use rusqlite::types::Value as SqlValue;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior, params, params_from_iter};
use serde_json::Value;

use super::error::Error;
use super::object::JsonObject;
use super::private_file;
use cache::Cache;
pub(super) use days::{ActivityScope, Amounts, DayFilter, DayLine, SpendColumn};
use pages::Bookmarks;
pub(super) use pages::Search;
pub(super) use requests::{LogMetadata, LogRow, Object};
use unwritten::Unwritten;

/// The migrations, each from the previous schema version.
const MIGRATIONS: &[&str] = &[
    include_str!("1.sql"),
    include_str!("2.sql"),
    include_str!("3.sql"),
    include_str!("4.sql"),
    include_str!("5.sql"),
    include_str!("6.sql"),
];

/// Where a sandbox keeps its data.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Database {
    /// In memory; lost when the sandbox stops.
    #[default]
    Memory,
    /// In this SQLite file, which only its owner can read. A missing directory is created with mode 0700. A symbolic
    /// link and a file of another user are refused.
    File(PathBuf),
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The tables of the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Table {
    Keys,
    DeletedKeys,
    Users,
    Teams,
    DeletedTeams,
    /// Users in teams; the id is [`membership`].
    Memberships,
    Budgets,
    Customers,
    /// Stored deployments; those of the configuration are in `Config`.
    Models,
    Credentials,
    Tags,
    Invitations,
    UnifiedGroups,
    /// The keys of logins, which are not virtual keys.
    Logins,
    /// The refresh tokens of logins.
    Renewals,
    Requests,
    /// Fallbacks of models, set while the sandbox runs.
    Fallbacks,
    Guardrails,
    McpServers,
    SearchTools,
    VectorStores,
    Agents,
    Prompts,
    Policies,
    PolicyAttachments,
    HealthChecks,
    /// Pass-through endpoints.
    PassThrough,
    /// General settings.
    Settings,
    /// Internal counters.
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
            Self::Fallbacks => "fallbacks",
            Self::Guardrails => "guardrails",
            Self::McpServers => "mcp_servers",
            Self::SearchTools => "search_tools",
            Self::VectorStores => "vector_stores",
            Self::Agents => "agents",
            Self::Prompts => "prompts",
            Self::Policies => "policies",
            Self::PolicyAttachments => "policy_attachments",
            Self::HealthChecks => "health_checks",
            Self::PassThrough => "pass_through",
            Self::Settings => "settings",
            Self::Sums => "sums",
        }
    }
}

/// Returns the id of a membership.
pub(super) fn membership(team_id: &str, user_id: &str) -> String {
    format!("{team_id}\u{1f}{user_id}")
}

pub(super) struct Store {
    inner: Arc<Mutex<Inner>>,
}

struct Inner {
    connection: Connection,
    bookmarks: RefCell<Bookmarks>,
    cache: Cache,
    unwritten: Unwritten,
    /// Whether a transaction is open that commits soon.
    has_group: bool,
    /// Why the last group was not committed, if nobody was told yet.
    failure: Option<rusqlite::Error>,
}

impl Store {
    pub(super) fn open(database: &Database) -> Result<Self, Error> {
        let path = match database {
            Database::Memory => None,
            Database::File(path) => Some(path.clone()),
        };
        Self::open_path(path.as_deref()).map_err(|source| Error::Database { path, source })
    }

    fn open_path(path: Option<&Path>) -> Result<Self, Failure> {
        let connection = match path {
            None => Connection::open_in_memory()?,
            Some(path) => open_file(path)?,
        };
        // A write-ahead log survives a crash of the process without a sync per response; a power failure may lose the
        // last ones.
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.pragma_update(None, "synchronous", "normal")?;
        connection.pragma_update(None, "busy_timeout", 5_000)?;
        connection.set_prepared_statement_cache_capacity(128);
        let mut store = Inner {
            connection,
            bookmarks: RefCell::default(),
            cache: Cache::default(),
            unwritten: Unwritten::default(),
            has_group: false,
            failure: None,
        };
        store.migrate()?;
        // Nobody put them there while the database was opened.
        path.map_or(Ok(()), check_companions)?;
        Ok(Self { inner: Arc::new(Mutex::new(store)) })
    }
}

impl Inner {
    fn migrate(&mut self) -> Result<(), Failure> {
        let version: u32 = self.connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let known = u32::try_from(MIGRATIONS.len())?;
        if version > known {
            return Err("it was created by a newer version of this program".into());
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

/// The ends of the names of the files that SQLite keeps next to a database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Opens a file that only its owner can read, since it holds the secrets of models and credentials.
fn open_file(path: &Path) -> Result<Connection, Failure> {
    let directory = path.parent().filter(|directory| !directory.as_os_str().is_empty());
    if let Some(directory) = directory {
        create_private_directory(directory)?;
    }
    // SQLite then refuses links in the place of the file; those that lead to its directory are fine.
    let directory = directory.unwrap_or(Path::new(".")).canonicalize()?;
    let path = directory.join(path.file_name().ok_or("it is not the name of a file")?);
    check_companions(&path)?;
    private_file::open(&path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    Ok(Connection::open_with_flags(path, flags)?)
}

/// Refuses a database next to which another user could place requests to be played back, or read those written.
fn check_companions(path: &Path) -> std::io::Result<()> {
    for end in COMPANIONS {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        private_file::check(Path::new(&name))?;
    }
    Ok(())
}

/// Creates a missing directory that only its owner may enter; an existing one keeps its mode.
fn create_private_directory(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The tables within a transaction.
pub(super) struct Tables<'a> {
    connection: &'a Connection,
    bookmarks: &'a RefCell<Bookmarks>,
    cache: &'a Cache,
    unwritten: &'a Unwritten,
}

type Sql<T> = rusqlite::Result<T>;

impl Tables<'_> {
    pub(super) fn get(&self, table: Table, id: &str) -> Sql<Option<JsonObject>> {
        let sql = format!("SELECT doc FROM {} WHERE id = ?", table.name());
        let mut row = self.connection.prepare_cached(&sql)?.query_row([id], read).optional()?;
        if let Some(row) = &mut row {
            self.unwritten.apply(table, id, row);
        }
        Ok(row)
    }

    /// Returns whether there is a row with this id.
    pub(super) fn contains(&self, table: Table, id: &str) -> Sql<bool> {
        let sql = format!("SELECT 1 FROM {} WHERE id = ?", table.name());
        self.connection.prepare_cached(&sql)?.exists([id])
    }

    /// Inserts a row; returns false and changes nothing if the id exists.
    pub(super) fn insert(&self, table: Table, id: &str, row: &JsonObject) -> Sql<bool> {
        self.cache.change(table);
        let sql = format!("INSERT INTO {} (id, doc) VALUES (?, ?) ON CONFLICT (id) DO NOTHING", table.name());
        Ok(self.connection.prepare_cached(&sql)?.execute(params![id, write(row)])? > 0)
    }

    /// Replaces a row; returns false if it does not exist.
    pub(super) fn update(&self, table: Table, id: &str, row: &JsonObject) -> Sql<bool> {
        self.cache.change(table);
        self.write_spend()?;
        let sql = format!("UPDATE {} SET doc = ? WHERE id = ?", table.name());
        Ok(self.connection.prepare_cached(&sql)?.execute(params![write(row), id])? > 0)
    }

    /// Deletes a row; returns whether it existed.
    pub(super) fn delete(&self, table: Table, id: &str) -> Sql<bool> {
        self.cache.change(table);
        self.write_spend()?;
        let sql = format!("DELETE FROM {} WHERE id = ?", table.name());
        Ok(self.connection.prepare_cached(&sql)?.execute([id])? > 0)
    }

    /// Resets the spend of the rows that share a budget.
    pub(super) fn reset_spend(&self, table: Table, budget_id: &str) -> Sql<()> {
        self.set_by_budget(table, "json_set(doc, '$.spend', 0.0)", budget_id)
    }

    /// Clears a deleted budget in the rows that share it.
    pub(super) fn clear_budget(&self, table: Table, budget_id: &str) -> Sql<()> {
        self.set_by_budget(table, "json_set(doc, '$.budget_id', json('null'))", budget_id)
    }

    fn set_by_budget(&self, table: Table, document: &str, budget_id: &str) -> Sql<()> {
        self.write_spend()?;
        let sql = format!("UPDATE {} SET doc = {document} WHERE budget_id = ?", table.name());
        self.connection.prepare_cached(&sql)?.execute([budget_id])?;
        Ok(())
    }

    /// Returns the rows whose column has this value, oldest first.
    pub(super) fn find(&self, table: Table, column: &'static str, value: &str) -> Sql<Vec<JsonObject>> {
        self.search(&Search::of(table).equals(column, value).oldest_first())
    }

    /// Returns all rows, oldest first.
    pub(super) fn all(&self, table: Table) -> Sql<Vec<JsonObject>> {
        self.search(&Search::of(table).oldest_first())
    }

    pub(super) fn search(&self, search: &Search) -> Sql<Vec<JsonObject>> {
        self.write_spend()?;
        self.create_indexes(search)?;
        let mut statement = self.connection.prepare_cached(&search.sql())?;
        let rows = statement.query_map(params_from_iter(search.values()), read)?;
        rows.collect()
    }

    /// Returns the number of rows that match.
    pub(super) fn count(&self, search: &Search) -> Sql<i64> {
        self.write_spend()?;
        self.connection
            .prepare_cached(&search.count_sql())?
            .query_row(params_from_iter(search.values()), |row| row.get(0))
    }
}

fn read(row: &rusqlite::Row<'_>) -> Sql<JsonObject> {
    let text = row.get_ref(0)?.as_str()?;
    serde_json::from_str(text)
        .map(JsonObject)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error)))
}

fn write(row: &JsonObject) -> String {
    // Serializing a JSON map cannot fail.
    serde_json::to_string(&row.0).unwrap_or_default()
}

/// Converts a JSON value to its SQL value.
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
