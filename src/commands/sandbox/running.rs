//! The running sandboxes, one file each with its address and key; `sandbox status` and `sandbox stop`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result};
use clap::Args;
use directories::ProjectDirs;
use jiff::Timestamp;
use reqwest::header::HeaderName;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::context::Context;
use crate::failure::Failure;
use crate::files;
use crate::outcome::Outcome;
use crate::output::Column;
use litellm_proxy_client::Client;
use litellm_proxy_sandbox::Database;

/// The timeout of a request to a sandbox.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(2);
/// How long `stop` waits for a sandbox to exit, and how often it checks.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// The options that select a sandbox.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Port of the sandbox [default: that of the only one]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

/// A running sandbox, as its file describes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Running {
    pub(super) url: String,
    pub(super) port: u16,
    pub(super) pid: u32,
    pub(super) master_key: String,
    /// The file, or `:memory:`.
    pub(super) database: String,
    /// Seconds since 1970.
    pub(super) started: u64,
}

/// Where databases are kept, and the files of those that run.
pub(super) fn directory() -> Result<PathBuf> {
    let directories = ProjectDirs::from("", "", "litellm-proxy");
    let directories = directories.context("there is no home directory to keep the data in: name a file with --db")?;
    Ok(directories.data_dir().join("sandbox"))
}

impl Running {
    pub(super) fn new(address: SocketAddr, database: &Database, master_key: &str) -> Self {
        let database = match database {
            Database::Memory => ":memory:".to_owned(),
            Database::File(path) => std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string(),
        };
        let started = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let (url, port) = (format!("http://{address}"), address.port());
        Self { url, port, pid: std::process::id(), master_key: master_key.to_owned(), database, started }
    }

    fn path(&self) -> Result<PathBuf> {
        Ok(directory()?.join(format!("{}.json", self.port)))
    }

    /// Writes the file by which other commands find it.
    pub(super) fn save(&self) -> Result<()> {
        // Without a home directory it still runs, and Ctrl-C stops it.
        let Ok(path) = self.path() else { return Ok(()) };
        make_directory()?;
        files::sweep(&directory()?);
        files::replace(&path, &serde_json::to_string(self)?)
    }

    /// Removes its file.
    pub(super) fn forget(&self) {
        if let Ok(path) = self.path() {
            // The port may belong to another sandbox by now.
            let is_own = std::fs::read_to_string(&path)
                .is_ok_and(|text| serde_json::from_str::<Self>(&text).is_ok_and(|running| running.pid == self.pid));
            if is_own {
                let _ = files::remove(&path);
            }
        }
    }

    /// Returns what `start` prints for people.
    pub(super) fn description(&self) -> String {
        format!(
            "A sandbox listens on {url}, for development and tests only.\n\
             Database: {database}\n\n\
             export LITELLM_PROXY_URL={url}\n\
             export LITELLM_PROXY_API_KEY={key}\n",
            url = self.url,
            database = self.database,
            key = self.master_key,
        )
    }

    fn client(&self) -> Result<Client> {
        // The sandbox reads this header whatever its configuration says.
        let client = Client::builder(&self.url).auth_header(HeaderName::from_static("x-api-key"));
        Ok(client.api_key(self.master_key.as_str()).no_proxy().timeout(REQUEST_TIMEOUT).max_attempts(1).build()?)
    }

    /// Returns whether it responds and is the process that the file describes.
    async fn is_alive(&self) -> bool {
        let Ok(client) = self.client() else { return false };
        let status = client.http().request("GET", "/sandbox/status").await;
        status.is_ok_and(|status| status.get("pid").and_then(Value::as_u64) == Some(self.pid.into()))
    }
}

/// Creates the data directory, private to its owner.
pub(super) fn make_directory() -> Result<()> {
    files::create_private_dirs(&directory()?)
}

/// Returns the running sandboxes by port, and removes the files of those that were killed.
async fn all() -> Result<Vec<Running>> {
    let directory = directory()?;
    files::sweep(&directory);
    let Ok(entries) = std::fs::read_dir(directory) else { return Ok(Vec::new()) };
    let mut running = Vec::new();
    for path in
        entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "json"))
    {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        match serde_json::from_str::<Running>(&text) {
            Ok(found) if found.is_alive().await => running.push(found),
            _ => drop(files::remove(&path)),
        }
    }
    running.sort_by_key(|running| running.port);
    Ok(running)
}

/// A running sandbox as `status` shows it, without its key.
#[derive(Debug, Serialize)]
struct StatusRow {
    url: String,
    port: u16,
    pid: u32,
    database: String,
    started: Option<Timestamp>,
}

impl StatusRow {
    fn new(running: &Running) -> Self {
        let Running { url, port, pid, database, started, .. } = running.clone();
        let started = i64::try_from(started).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        Self { url, port, pid, database, started }
    }
}

const COLUMNS: &[&Column<StatusRow>] = &[
    &Column::new("url", "URL", |running| running.url.clone()),
    &Column::right("pid", "PID", |running| running.pid.to_string()),
    &Column::new("database", "Database", |running| running.database.clone()),
];

impl Selection {
    async fn chosen(&self) -> Result<Vec<Running>> {
        let mut running = all().await?;
        if let Some(port) = self.port {
            running.retain(|running| running.port == port);
            if running.is_empty() {
                return Err(Failure::NotFound(format!("no sandbox listens on port {port}")).into());
            }
        }
        Ok(running)
    }

    pub(super) async fn status(self, context: &mut Context) -> Result<Outcome> {
        let running = self.chosen().await?;
        let rows: Vec<StatusRow> = running.iter().map(StatusRow::new).collect();
        context.output.list(&rows, COLUMNS, &rows)
    }

    pub(super) async fn stop(self, context: &mut Context) -> Result<Outcome> {
        let running = self.chosen().await?;
        let [one] = running.as_slice() else {
            let ports: Vec<String> = running.iter().map(|running| running.port.to_string()).collect();
            return Err(match ports.as_slice() {
                [] => Failure::NotFound("no sandbox is running".to_owned()).into(),
                _ => Failure::usage(format!(
                    "several sandboxes are running; select one with --port {}",
                    ports.join(", --port ")
                )),
            });
        };
        one.client()?.http().request("POST", "/sandbox/stop").await?;
        let end = tokio::time::Instant::now() + STOP_TIMEOUT;
        while one.is_alive().await {
            if tokio::time::Instant::now() >= end {
                return Err(Failure::Refused(format!("the sandbox on {} did not stop", one.url)).into());
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        one.forget();
        context.output.prose(&format!("Stopped the sandbox on {}\n", one.url)).map(Outcome::done)
    }
}
