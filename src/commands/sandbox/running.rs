//! The sandboxes that are running: a file for each, with what is needed to reach it; `sandbox status` and `sandbox stop`.

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

/// How long to wait for one that does not answer, and for one to end.
const PATIENCE: Duration = Duration::from_secs(2);
const LONGEST_END: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(10);

/// Which of them.
#[derive(Debug, Args)]
pub(crate) struct Which {
    /// The one that listens on this port [default: the only one]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
}

/// A sandbox that is running.
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

    /// Lets others find it.
    pub(super) fn keep(&self) -> Result<()> {
        // Without a home directory it runs all the same, and is stopped by Ctrl-C.
        let Ok(path) = self.path() else { return Ok(()) };
        make_directory()?;
        files::replace(&path, &serde_json::to_string(self)?)
    }

    pub(super) fn forget(&self) {
        if let Ok(path) = self.path() {
            // One that took its place is not forgotten.
            let is_own = std::fs::read_to_string(&path)
                .is_ok_and(|text| serde_json::from_str::<Self>(&text).is_ok_and(|running| running.pid == self.pid));
            if is_own {
                let _ = files::remove(&path);
            }
        }
    }

    /// What people are told when it listens.
    pub(super) fn told(&self) -> String {
        format!(
            "A sandbox listens on {url}: for development and tests, not for others.\n\
             Database: {database}\n\n\
             export LITELLM_PROXY_URL={url}\n\
             export LITELLM_PROXY_API_KEY={key}\n",
            url = self.url,
            database = self.database,
            key = self.master_key,
        )
    }

    fn client(&self) -> Result<Client> {
        // A header that it looks at, whatever its configuration says.
        let client = Client::builder(&self.url).auth_header(HeaderName::from_static("x-api-key"));
        Ok(client.api_key(self.master_key.as_str()).no_proxy().timeout(PATIENCE).max_attempts(1).build()?)
    }

    /// Whether it is there, and is the one that the file is of.
    async fn answers(&self) -> bool {
        let Ok(client) = self.client() else { return false };
        let status = client.http().request("GET", "/sandbox/status").await;
        status.is_ok_and(|status| status.get("pid").and_then(Value::as_u64) == Some(self.pid.into()))
    }
}

/// The directory of this program's data, and the one in it, for the owner alone.
pub(super) fn make_directory() -> Result<()> {
    let directory = directory()?;
    if let Some(above) = directory.parent() {
        std::fs::create_dir_all(above).with_context(|| format!("cannot create {}", above.display()))?;
    }
    files::make_private_directory(&directory)
}

/// All that answer, by port. What is left of those that were killed is cleared away.
async fn all() -> Result<Vec<Running>> {
    let Ok(entries) = std::fs::read_dir(directory()?) else { return Ok(Vec::new()) };
    let mut running = Vec::new();
    for path in
        entries.flatten().map(|entry| entry.path()).filter(|path| path.extension().is_some_and(|end| end == "json"))
    {
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        match serde_json::from_str::<Running>(&text) {
            Ok(found) if found.answers().await => running.push(found),
            _ => drop(files::remove(&path)),
        }
    }
    running.sort_by_key(|running| running.port);
    Ok(running)
}

/// What is shown of one: all but the key.
#[derive(Debug, Serialize)]
struct Shown {
    url: String,
    port: u16,
    pid: u32,
    database: String,
    started: Option<Timestamp>,
}

impl Shown {
    fn of(running: &Running) -> Self {
        let Running { url, port, pid, database, started, .. } = running.clone();
        let started = i64::try_from(started).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        Self { url, port, pid, database, started }
    }
}

const COLUMNS: &[&Column<Shown>] = &[
    &Column::new("url", "URL", |running| running.url.clone()),
    &Column::right("pid", "PID", |running| running.pid.to_string()),
    &Column::new("database", "Database", |running| running.database.clone()),
];

impl Which {
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
        let shown: Vec<Shown> = running.iter().map(Shown::of).collect();
        context.output.list(&shown, COLUMNS, &shown)
    }

    pub(super) async fn stop(self, context: &mut Context) -> Result<Outcome> {
        let running = self.chosen().await?;
        let [one] = running.as_slice() else {
            let ports: Vec<String> = running.iter().map(|running| running.port.to_string()).collect();
            return Err(match ports.as_slice() {
                [] => Failure::NotFound("no sandbox is running".to_owned()).into(),
                _ => Failure::usage(format!(
                    "several sandboxes are running: name one with --port {}",
                    ports.join(", --port ")
                )),
            });
        };
        one.client()?.http().request("POST", "/sandbox/stop").await?;
        let end = tokio::time::Instant::now() + LONGEST_END;
        while one.answers().await {
            if tokio::time::Instant::now() >= end {
                return Err(Failure::Refused(format!("the sandbox on {} goes on", one.url)).into());
            }
            tokio::time::sleep(PAUSE).await;
        }
        one.forget();
        context.output.prose(&format!("Stopped the sandbox on {}\n", one.url)).map(Outcome::done)
    }
}
