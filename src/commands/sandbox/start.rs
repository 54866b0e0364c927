//! `sandbox start`: in the foreground, or detached.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use clap::Args as ClapArgs;
use serde::{Deserialize, Serialize};

use super::environment::{Environment, Syntax};
use super::faults::fault_help;
use super::running::{self, Running};
use super::{Options, interrupted};
use crate::commands::existing::IfNotExists;
use crate::context::Context;
use crate::env;
use crate::failure::Failure;
use crate::files;
use crate::outcome::Outcome;
use litellm_proxy_client::key_in;
use litellm_proxy_sandbox::{DEFAULT_MASTER_KEY, Database};

pub(super) const AFTER_HELP: &str = concat!(
    "\
The sandbox responds like LiteLLM. It is for development and tests, not for production.
It prints the lines that point a shell at it; `sandbox status --print-env` prints them again.

",
    fault_help!(),
    "
Examples:
  litellm-proxy sandbox start
  eval \"$(litellm-proxy sandbox start --detach)\"
  litellm-proxy sandbox start --port 4100 --config config.yaml --db :memory: --detach"
);

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Port to listen on; 0 picks a free one
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    port: u16,
    /// Address to listen on; beyond this machine only with a custom master key
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Database file, or :memory: [default: a file per port in the data directory]
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::FilePath)]
    db: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
    /// Run in the background
    #[arg(long)]
    detach: bool,
    #[command(flatten)]
    if_not_exists: IfNotExists,
}

impl Args {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let config = self.options.config(context)?;
        if !self.host.is_loopback() && config.master_key() == DEFAULT_MASTER_KEY {
            return Err(Failure::Usage {
                message: format!(
                    "{} is reachable from other machines, and the default master key {DEFAULT_MASTER_KEY} is public",
                    self.host
                ),
                hint: Some("choose a key with --master-key".to_owned()),
            }
            .into());
        }
        if let Some(path) = self.db.as_deref().filter(|path| path.is_file() && files::is_open_to_others(path)) {
            let path = path.display();
            context.output.warn(format_args!("other users can read {path}, which holds keys; run `chmod 600` on it"));
        }
        if let Some(running) = running::on_port(self.port) {
            return self.refer_to(context, &running);
        }
        if self.detach {
            let started = self.detached(config.master_key())?;
            if !started.running.is_saved() {
                warn_unlisted(context, &started.running, None);
            }
            return show(context, &started);
        }
        let database = self.database()?;
        let address = SocketAddr::new(self.host, self.port);
        let sandbox = self.options.builder(config).database(database.clone()).bind(address).start().await?;
        let running = Running::new(sandbox.address(), &database, sandbox.master_key());
        // Without a home directory, or with one that is read-only, it still runs.
        let file = running.save().map_err(|error| warn_unlisted(context, &running, Some(&error))).ok();
        let started = Started { running, master_key: sandbox.master_key().to_owned() };
        show(context, &started)?;
        context.output.flush()?;
        let unused_faults = sandbox.run_until(interrupted()).await;
        for fault in &unused_faults {
            context.output.warn(fault);
        }
        if let Some(file) = file {
            // For `sandbox stop`, which shows them where this process is in the background.
            file.finish(&Running { unused_faults, ..started.running });
        }
        Ok(Outcome::Done)
    }

    /// Prints the lines of a sandbox that has the port already if the option allows it, or else refuses.
    fn refer_to(self, context: &mut Context, running: &Running) -> Result<Outcome> {
        let Running { url, port, .. } = running;
        if !self.if_not_exists.is_chosen() {
            return Err(Failure::Conflict {
                message: format!("a sandbox listens on {url} already"),
                hint: format!(
                    "--if-not-exists uses it as it is, and `litellm-proxy sandbox stop --port {port}` stops it"
                ),
            }
            .into());
        }
        let key = self.options.master_key.map(|key| context.arguments.string(&key)).transpose()?;
        let master_key = running.master_key(key.map(|key| key_in(&key)), "--master-key")?;
        let started = Started { running: running.clone(), master_key };
        show(context, &started)?;
        context.output.note(format_args!("the sandbox on {url} exists already and was not changed"));
        Ok(Outcome::Done)
    }

    fn database(&self) -> Result<Database> {
        match &self.db {
            Some(path) if path.as_os_str() == ":memory:" => Ok(Database::Memory),
            Some(path) => Ok(Database::File(path.clone())),
            None => {
                running::make_directory()?;
                Ok(Database::File(running::directory()?.join(format!("{}.db", self.port))))
            }
        }
    }

    /// Starts this program again in the background; returns once the sandbox listens.
    fn detached(&self, master_key: &str) -> Result<Started> {
        let mut command = Command::new(std::env::current_exe().context("cannot find this program itself")?);
        command.args(["sandbox", "start", "--format", "json", "--master-key", "@-"]);
        command.arg("--port").arg(self.port.to_string()).arg("--host").arg(self.host.to_string());
        for fault in &self.options.faults {
            command.arg("--fault").arg(fault.to_string());
        }
        if let Some(seconds) = self.options.log_delay {
            command.arg("--log-delay").arg(format!("{seconds}s"));
        }
        if let Some(seconds) = self.options.clock {
            command.arg("--clock").arg(format!("{seconds:+}s"));
        }
        let record = &self.options.record;
        for (name, path) in [("--db", &self.db), ("--config", &self.options.config), ("--record", record)] {
            command.args(path.iter().flat_map(|path| [name.as_ref(), path.as_os_str()]));
        }
        // It runs for long, and the key in this environment is for another server.
        command.env_remove(env::LITELLM_PROXY_API_KEY);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Ctrl-C in this terminal must not reach it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().context("cannot start this program again")?;
        if let Some(mut stdin) = child.stdin.take() {
            let _ = stdin.write_all(master_key.as_bytes());
        }
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut line)?;
        }
        if let Ok(started) = serde_json::from_str(&line) {
            return Ok(started);
        }
        let mut stderr_text = String::new();
        if let Some(mut stderr) = child.stderr.take() {
            stderr.read_to_string(&mut stderr_text)?;
        }
        let report: serde_json::Value = serde_json::from_str(&stderr_text).unwrap_or_default();
        bail!(
            "{}",
            report
                .pointer("/error/message")
                .and_then(serde_json::Value::as_str)
                .unwrap_or("the sandbox exited before it listened")
        );
    }
}

/// A sandbox that has just started.
#[derive(Debug, Serialize, Deserialize)]
struct Started {
    #[serde(flatten)]
    running: Running,
    master_key: String,
}

fn warn_unlisted(context: &mut Context, running: &Running, error: Option<&anyhow::Error>) {
    let pid = running.pid;
    let reason = error.map(|error| format!(": {error:#}")).unwrap_or_default();
    context.output.warn(format_args!("`sandbox status` and `stop` cannot find this sandbox (process {pid}){reason}"));
}

fn show(context: &mut Context, started: &Started) -> Result<Outcome> {
    if context.output.is_for_people() {
        let Started { running: Running { url, database, .. }, master_key } = started;
        // stdout holds only what a shell can evaluate.
        context.output.note(format_args!("A sandbox listens on {url}, for development and tests only."));
        context.output.note(format_args!("Database: {database}"));
        let script = Environment { url, key: master_key }.script(Syntax::default());
        return context.output.text(&script).map(Outcome::done);
    }
    context.output.value_for_reader(started)
}
