//! `sandbox`: a LiteLLM proxy of one's own, to try things and to test scripts against.

mod exec;
mod running;
mod start;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Args as ClapArgs, Subcommand};

use crate::context::Context;
use crate::env;
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_sandbox::{Database, Fault, Record, Settings, Setup};

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start a sandbox that listens until it is stopped
    #[command(after_help = start::AFTER_HELP)]
    Start(start::Args),
    /// Stop a sandbox
    Stop(running::Which),
    /// Show the sandboxes that are running
    Status(running::Which),
    /// Run a command with a sandbox of its own, which is gone when the command ends
    #[command(after_help = exec::AFTER_HELP)]
    Exec(exec::Args),
    /// Open a shell with a sandbox of its own, which is gone when the shell ends
    Shell(exec::Shell),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Start(args) => args.run(context).await,
            Self::Stop(which) => which.stop(context).await,
            Self::Status(which) => which.status(context).await,
            Self::Exec(args) => args.run(context).await,
            Self::Shell(args) => args.run(context).await,
        }
    }
}

/// What every sandbox can be told.
#[derive(Debug, Clone, ClapArgs)]
pub(super) struct Options {
    /// A LiteLLM config.yaml: its models, master key and rules for keys
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    config: Option<PathBuf>,
    /// Master key, or @FILE or @- to read it [default: of the config, else sk-1234]
    #[arg(long, value_name = "KEY")]
    master_key: Option<String>,
    /// Let requests fail: 'POST /key/generate=500:1', '* /team/*=drop', 'GET /models=200ms'
    #[arg(long = "fault", value_name = "FAULT")]
    faults: Vec<Fault>,
    /// Write each request to this file, a JSON object on each line
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    record: Option<PathBuf>,
}

impl Options {
    /// What the sandbox is made of, over a database.
    fn setup(&self, settings: Settings, database: Database) -> Result<Setup> {
        let record = self.record.as_deref().map(Record::open).transpose()?;
        Ok(Setup { settings, database, faults: self.faults.clone(), record })
    }

    /// The settings; what the sandbox does not go by is said.
    fn settings(&self, context: &mut Context) -> Result<Settings> {
        let mut settings = match &self.config {
            None => Settings::without_config(),
            Some(path) => {
                let (settings, unknown) =
                    Settings::read(path, &env::get).map_err(|error| Failure::usage(format!("{error:#}")))?;
                for name in unknown {
                    context.output.warn(format_args!("{}: the sandbox does not go by {name}", path.display()));
                }
                settings
            }
        };
        if let Some(key) = &self.master_key {
            settings.master_key = context.arguments.string(key)?;
        }
        if !settings.master_key.starts_with("sk-") {
            return Err(Failure::usage("the master key must begin with sk-"));
        }
        Ok(settings)
    }
}

/// Comes back when it is to end.
async fn interrupted() {
    tokio::select! {
        () = ctrl_c() => {}
        () = terminated() => {}
    }
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// From now on Ctrl-C does not end this program.
fn ignore_interrupts() {
    tokio::spawn(async {
        loop {
            ctrl_c().await;
        }
    });
}

#[cfg(unix)]
async fn terminated() {
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending::<()>().await;
}
