//! `sandbox`: an embedded LiteLLM proxy for trying things out and testing scripts.

mod child;
mod control;
mod environment;
mod exec;
mod faults;
mod running;
mod start;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use clap::{Args as ClapArgs, Subcommand};
use jiff::SignedDuration;

use crate::commands::durations;
use crate::context::Context;
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::key_in;
use litellm_proxy_sandbox::{Builder, Clock, Config, Fault, Sandbox};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy sandbox exec -- litellm-proxy models list
  litellm-proxy sandbox start --detach
  litellm-proxy sandbox stop")]
pub(crate) enum Command {
    /// Start a sandbox and keep it running until it is stopped
    #[command(after_help = start::AFTER_HELP)]
    Start(start::Args),
    /// Stop a sandbox
    #[command(after_help = "\
Examples:
  litellm-proxy sandbox stop --port 4100
  litellm-proxy sandbox stop
  litellm-proxy sandbox stop --format json")]
    Stop(running::Selection),
    /// List the running sandboxes, or print the variables that select one
    #[command(after_help = running::STATUS_AFTER_HELP)]
    Status(running::Status),
    /// Wait until a sandbox, or another server, is ready
    #[command(after_help = control::WAIT_AFTER_HELP)]
    Wait(control::Wait),
    /// Add spend to a key, user or team of a sandbox without running a model
    #[command(after_help = control::SPEND_AFTER_HELP)]
    Spend(control::Spend),
    /// Show the time of a sandbox, or move it forward
    #[command(after_help = control::CLOCK_AFTER_HELP)]
    Clock(control::Clock),
    /// Run a command with a temporary sandbox
    #[command(after_help = exec::AFTER_HELP)]
    Exec(exec::Args),
    /// Open a shell with a temporary sandbox
    #[command(after_help = exec::SHELL_AFTER_HELP)]
    Shell(exec::Shell),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Start(args) => args.run(context).await,
            Self::Stop(selection) => selection.stop(context).await,
            Self::Status(args) => args.run(context),
            Self::Wait(args) => args.run(context).await,
            Self::Spend(args) => args.run(context).await,
            Self::Clock(args) => args.run(context).await,
            Self::Exec(args) => args.run(context).await,
            Self::Shell(args) => args.run(context).await,
        }
    }
}

/// The options of every sandbox.
#[derive(Debug, Clone, ClapArgs)]
pub(super) struct Options {
    /// LiteLLM config.yaml with models, master key and limits for keys
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    config: Option<PathBuf>,
    /// Master key, or @FILE or @- to read it [default: from the config; else sk-1234 for start, random for exec and shell]
    #[arg(long, value_name = "KEY")]
    master_key: Option<String>,
    /// Make requests fail: 'POST /key/generate=500:1', 'chat=slow:2s,500*2,cut:3', '* /team/*=drop'
    #[arg(long = "fault", value_name = "FAULT")]
    faults: Vec<Fault>,
    /// Append each request to this file, one JSON object per line
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    record: Option<PathBuf>,
    /// How long after a request ends the log shows it, at most, such as 10s [default: at once]
    #[arg(long, value_name = "DURATION", value_parser = durations::parse_nonzero_seconds)]
    log_delay: Option<i64>,
    /// How far its clock is off, such as +1h or -1h
    #[arg(long, value_name = "+DURATION|-DURATION", value_parser = parse_shift, allow_hyphen_values = true)]
    clock: Option<i64>,
}

/// Parses a signed duration to seconds.
fn parse_shift(text: &str) -> Result<i64, String> {
    match text.split_at_checked(1) {
        Some(("+", duration)) => durations::parse_nonzero_seconds(duration),
        Some(("-", duration)) => durations::parse_nonzero_seconds(duration).map(|seconds| -seconds),
        _ => Err("expected a duration with its sign, such as +1h or -1h".to_owned()),
    }
}

impl Options {
    /// Returns a builder with the faults and the recording of the options.
    fn builder(&self, config: Config) -> Builder {
        let mut builder = Sandbox::builder().config(config).forget_requests();
        for fault in &self.faults {
            builder = builder.fault(fault.clone());
        }
        if let Some(seconds) = self.log_delay {
            builder = builder.log_delay(Duration::from_secs(seconds.unsigned_abs()));
        }
        if let Some(seconds) = self.clock {
            builder = builder.clock(Clock::shifted(SignedDuration::from_secs(seconds)));
        }
        match &self.record {
            Some(path) => builder.record(path),
            None => builder,
        }
    }

    /// Reads the configuration and warns about settings that the sandbox ignores.
    fn config(&self, context: &mut Context) -> Result<Config> {
        let mut config = match &self.config {
            None => Config::default(),
            Some(path) => {
                let config =
                    Config::read(path).map_err(|error| Failure::usage(format!("{:#}", anyhow::Error::from(error))))?;
                for name in config.ignored_settings() {
                    context.output.warn(format_args!("{}: the sandbox ignores {name}", path.display()));
                }
                config
            }
        };
        if let Some(key) = &self.master_key {
            config.set_master_key(key_in(&context.arguments.string(key)?));
        }
        if !config.master_key().starts_with("sk-") {
            return Err(Failure::usage("the master key must begin with sk-"));
        }
        Ok(config)
    }
}

/// Completes on Ctrl-C or a signal to terminate.
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
