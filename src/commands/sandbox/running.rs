//! The running sandboxes, one file each; `sandbox status` and `sandbox stop`.
//!
//! A sandbox keeps its file locked while it lives. So neither command asks the server at its address, which may be
//! another by now, and the file holds no key.

use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use anyhow::{Context as _, Result};
use clap::Args;
use directories::ProjectDirs;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use self::process::{is_alive, is_own, terminate};
use super::environment::{Environment, Syntax, names_that_lead_to};
use crate::context::Context;
use crate::failure::Failure;
use crate::files;
use crate::outcome::Outcome;
use crate::output::{Column, defaults, times};
use litellm_proxy_client::key_in;
use litellm_proxy_sandbox::{DEFAULT_MASTER_KEY, Database};

/// How long `stop` waits for a sandbox to exit, and how often it checks.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);
const POLL_INTERVAL: Duration = Duration::from_millis(10);
/// Larger files are none of a sandbox.
const MAX_FILE: u64 = 64 << 10;

/// The options that select a sandbox.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Port of the sandbox [default: that of the only one]
    #[arg(long, value_name = "PORT")]
    pub(super) port: Option<u16>,
}

pub(super) const STATUS_AFTER_HELP: &str = "\
Examples:
  litellm-proxy sandbox status
  eval \"$(litellm-proxy sandbox status --print-env)\"
  litellm-proxy sandbox status --port 4100 --print-env --shell fish | source";

#[derive(Debug, Args)]
pub(crate) struct Status {
    #[command(flatten)]
    selection: Selection,
    /// Print the lines that point a shell at the sandbox, for `eval`
    #[arg(long)]
    print_env: bool,
    /// Shell that the lines are for
    #[arg(long, value_enum, value_name = "SHELL", requires = "print_env", default_value = "sh")]
    shell: Syntax,
    /// Master key, or @FILE or @- to read it, of a sandbox that was started with one
    #[arg(long, value_name = "KEY", requires = "print_env")]
    master_key: Option<String>,
}

/// A running sandbox, as its file describes it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Running {
    pub(super) url: String,
    pub(super) port: u16,
    pub(super) pid: u32,
    /// The file, or `:memory:`.
    pub(super) database: String,
    /// Seconds since 1970.
    pub(super) started: u64,
    /// The version of LiteLLM that it plays.
    #[serde(default)]
    pub(super) litellm_version: String,
    /// Whether its master key is the well-known one. Another key is not stored.
    #[serde(default)]
    pub(super) has_default_key: bool,
    /// The faults that were not used up, once it has stopped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) unused_faults: Vec<String>,
}

/// Where databases are kept, and the files of those that run.
pub(super) fn directory() -> Result<PathBuf> {
    let directories = ProjectDirs::from("", "", "litellm-proxy");
    let directories = directories.context("there is no home directory to keep the data in: name a file with --db")?;
    Ok(directories.data_dir().join("sandbox"))
}

/// Creates the data directory, private to its owner.
pub(super) fn make_directory() -> Result<()> {
    files::create_private_dirs(&directory()?)
}

impl Running {
    pub(super) fn new(address: SocketAddr, database: &Database, master_key: &str) -> Self {
        let database = match database {
            Database::Memory => ":memory:".to_owned(),
            Database::File(path) => std::path::absolute(path).unwrap_or_else(|_| path.clone()).display().to_string(),
        };
        let started = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
        let (url, port) = (format!("http://{address}"), address.port());
        let litellm_version = litellm_proxy_sandbox::SERVER_VERSION.to_owned();
        let has_default_key = master_key == DEFAULT_MASTER_KEY;
        let (pid, unused_faults) = (std::process::id(), Vec::new());
        Self { url, port, pid, database, started, litellm_version, has_default_key, unused_faults }
    }

    fn path(&self) -> Result<PathBuf> {
        Ok(directory()?.join(format!("{}.json", self.port)))
    }

    /// Returns the master key, which is stored only if it is the default one.
    pub(super) fn master_key(&self, given: Option<String>, option: &str) -> Result<String> {
        if let Some(key) = given.or_else(|| self.has_default_key.then(|| DEFAULT_MASTER_KEY.to_owned())) {
            return Ok(key);
        }
        let message = format!("the sandbox on {} has a master key of its own, which is not stored", self.url);
        Err(Failure::Usage { message, hint: Some(format!("pass it with {option} @FILE")) }.into())
    }

    /// Writes the file by which other commands find it.
    pub(super) fn save(&self) -> Result<RunFile> {
        let path = self.path()?;
        make_directory()?;
        files::sweep(&directory()?);
        let file = files::replace_and_lock(&path, &serde_json::to_string(self)?)?;
        Ok(RunFile { path, file: Some(file) })
    }

    /// Returns whether other commands find it.
    pub(super) fn is_saved(&self) -> bool {
        self.path().ok().and_then(|path| Found::read(&path)).is_some_and(|found| found.running.pid == self.pid)
    }
}

/// The file of a sandbox that runs in this process; dropping it removes the file.
pub(super) struct RunFile {
    path: PathBuf,
    file: Option<File>,
}

impl RunFile {
    /// Leaves a last message to those that have the file open. The file itself is removed.
    pub(super) fn finish(mut self, running: &Running) {
        if let (Some(file), Ok(text)) = (&mut self.file, serde_json::to_string(running)) {
            let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(text.as_bytes()));
        }
    }
}

impl Drop for RunFile {
    fn drop(&mut self) {
        // Another sandbox may have taken the port, and with it the name.
        if self.file.as_ref().is_some_and(|file| is_at(file, &self.path)) {
            let _ = files::remove(&self.path);
        }
    }
}

/// A file of a sandbox, opened.
struct Found {
    running: Running,
    path: PathBuf,
    file: File,
}

impl Found {
    /// Reads a file; `None` if it is not of a sandbox of this user.
    fn read(path: &Path) -> Option<Self> {
        let file = files::open_no_follow(path).ok()?;
        if !is_own(&file.metadata().ok()?) {
            return None;
        }
        Some(Self { running: read(&file)?, path: path.to_owned(), file })
    }

    /// Removes the file of a sandbox that no longer runs.
    fn remove(&self) {
        if is_at(&self.file, &self.path) {
            let _ = files::remove(&self.path);
        }
    }
}

fn read(mut file: &File) -> Option<Running> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(MAX_FILE).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// Returns whether a file still has its name, which another may have taken.
fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(own), Ok(named)) = (file.metadata(), path.symlink_metadata()) else { return false };
    process::is_same_file(&own, &named)
}

/// Returns the running sandbox on a port. Without a home directory none is known.
pub(super) fn on_port(port: u16) -> Option<Running> {
    all().ok()?.into_iter().map(|found| found.running).find(|running| running.port == port)
}

/// Returns the running sandboxes by port, and removes the files of those that were killed.
fn all() -> Result<Vec<Found>> {
    let directory = directory()?;
    files::sweep(&directory);
    let Ok(entries) = std::fs::read_dir(directory) else { return Ok(Vec::new()) };
    let paths = entries.flatten().map(|entry| entry.path());
    let mut running = Vec::new();
    for found in
        paths.filter(|path| path.extension().is_some_and(|end| end == "json")).filter_map(|path| Found::read(&path))
    {
        if is_alive(&found.file, found.running.pid) {
            running.push(found);
        } else {
            found.remove();
        }
    }
    running.sort_by_key(|found| found.running.port);
    Ok(running)
}

/// A running sandbox as `status` shows it.
#[derive(Debug, Serialize)]
struct StatusRow {
    url: String,
    port: u16,
    pid: u32,
    database: String,
    started: Option<Timestamp>,
    litellm_version: String,
}

impl StatusRow {
    fn new(running: &Running) -> Self {
        let Running { url, port, pid, database, started, litellm_version, .. } = running.clone();
        let started = i64::try_from(started).ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
        Self { url, port, pid, database, started, litellm_version }
    }
}

const COLUMNS: &[Column<StatusRow>] = &[
    Column::new("url", "URL", |running| running.url.clone()),
    Column::right("pid", "PID", |running: &StatusRow| running.pid.to_string()).optional(2),
    Column::new("litellm_version", "LiteLLM", |running: &StatusRow| running.litellm_version.clone())
        .whole()
        .optional(3),
    Column::new("database", "Database", |running| running.database.clone()),
    Column::time("started", "Started", started)
        .short(|running| times::short(&started(running)))
        .on_terminals()
        .optional(1),
];

impl Status {
    pub(super) fn run(self, context: &mut Context) -> Result<Outcome> {
        if self.print_env {
            return self.print_environment(context);
        }
        let rows: Vec<StatusRow> =
            self.selection.chosen()?.iter().map(|found| StatusRow::new(&found.running)).collect();
        let columns = defaults(&context.output, COLUMNS);
        context.output.list("running sandbox", &rows, &columns, &rows)
    }

    fn print_environment(self, context: &mut Context) -> Result<Outcome> {
        let running = self.selection.only()?;
        let key = self.master_key.map(|key| context.arguments.string(&key)).transpose()?;
        let key = running.master_key(key.map(|key| key_in(&key)), "--master-key")?;
        let script = Environment { url: &running.url, key: &key }.script(self.shell);
        context.output.text(&script).map(Outcome::done)
    }
}

fn started(running: &StatusRow) -> String {
    running.started.map(|time| time.to_string()).unwrap_or_default()
}

impl Selection {
    fn chosen(&self) -> Result<Vec<Found>> {
        let mut running = all()?;
        if let Some(port) = self.port {
            running.retain(|found| found.running.port == port);
            if running.is_empty() {
                return Err(Failure::NotFound(format!("no sandbox listens on port {port}")).into());
            }
        }
        Ok(running)
    }

    /// Returns the selected sandbox, which must be one.
    pub(super) fn only(&self) -> Result<Running> {
        self.found().map(|found| found.running)
    }

    fn found(&self) -> Result<Found> {
        let mut running = self.chosen()?;
        if let (Some(found), true) = (running.pop(), running.is_empty()) {
            return Ok(found);
        }
        let ports: Vec<String> = self.chosen()?.iter().map(|found| found.running.port.to_string()).collect();
        Err(match ports.as_slice() {
            [] => Failure::NotFound("no sandbox is running".to_owned()).into(),
            _ => Failure::usage(format!(
                "several sandboxes are running; select one with --port {}",
                ports.join(", --port ")
            )),
        })
    }

    pub(super) async fn stop(self, context: &mut Context) -> Result<Outcome> {
        let found = self.found()?;
        let Running { url, pid, .. } = &found.running;
        let refused = |why: &str| Failure::Refused(format!("the sandbox on {url} (process {pid}) {why}"));
        terminate(*pid).map_err(|error| refused(&format!("cannot be stopped: {error}")))?;
        let end = tokio::time::Instant::now() + STOP_TIMEOUT;
        while is_alive(&found.file, *pid) {
            if tokio::time::Instant::now() >= end {
                return Err(refused("did not stop").into());
            }
            tokio::time::sleep(POLL_INTERVAL).await;
        }
        for fault in read(&found.file).map(|running| running.unused_faults).unwrap_or_default() {
            context.output.warn(fault);
        }
        found.remove();
        context.output.prose(&format!("Stopped the sandbox on {url}\n"))?;
        let names = names_that_lead_to(url);
        if !names.is_empty() {
            let names = names.join(" ");
            context.output.hint(format_args!("this shell still uses it; `unset {names}` ends that"));
        }
        Ok(Outcome::Done)
    }
}

#[cfg(unix)]
mod process {
    use std::fs::{File, Metadata, TryLockError};
    use std::io;
    use std::os::unix::fs::MetadataExt as _;

    use rustix::process::{Pid, Signal, geteuid, kill_process, test_kill_process};

    fn pid(pid: u32) -> Option<Pid> {
        Pid::from_raw(i32::try_from(pid).ok()?)
    }

    /// Returns whether the sandbox that wrote a file lives. Only its own process can hold the lock.
    pub(super) fn is_alive(file: &File, writer: u32) -> bool {
        // Shared, so that two commands that look at once do not take each other for a sandbox.
        match file.try_lock_shared() {
            Ok(()) => file.unlock().is_err(),
            Err(TryLockError::WouldBlock) => true,
            // Some network file systems have no locks.
            Err(TryLockError::Error(_)) => pid(writer).is_some_and(|pid| test_kill_process(pid).is_ok()),
        }
    }

    /// Returns whether a file belongs to this user. One of another could name any process to be stopped.
    pub(super) fn is_own(metadata: &Metadata) -> bool {
        metadata.is_file() && metadata.uid() == geteuid().as_raw()
    }

    pub(super) fn is_same_file(one: &Metadata, other: &Metadata) -> bool {
        (one.dev(), one.ino()) == (other.dev(), other.ino())
    }

    pub(super) fn terminate(process: u32) -> io::Result<()> {
        let pid = pid(process).ok_or(io::ErrorKind::InvalidInput)?;
        Ok(kill_process(pid, Signal::TERM)?)
    }
}

#[cfg(not(unix))]
mod process {
    use std::fs::{File, Metadata};
    use std::io;

    pub(super) fn is_alive(_: &File, _: u32) -> bool {
        true
    }

    pub(super) fn is_own(metadata: &Metadata) -> bool {
        metadata.is_file()
    }

    pub(super) fn is_same_file(_: &Metadata, _: &Metadata) -> bool {
        true
    }

    pub(super) fn terminate(_: u32) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
