//! The program that a watch runs: by its words, never by a shell.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use tokio::process::{Child, Command};

use crate::children::{self, Guard, Interrupts};
use crate::commands::health::parse_wait;
use crate::config::describe_io;
use crate::failure::Failure;

/// What the names of variables begin with.
const PREFIX: &str = "LITELLM_PROXY_WATCH_";

#[derive(Debug, Args)]
pub(super) struct Action {
    /// Program to run on a change, with its arguments
    #[arg(long, required = true, num_args = 1.., value_name = "PROGRAM", value_hint = clap::ValueHint::CommandName)]
    exec: Vec<OsString>,
    /// More arguments of the program, which may begin with a dash
    #[arg(last = true, value_name = "ARGUMENT")]
    arguments: Vec<OsString>,
    /// Pause between two looks, such as 60s or 5m
    #[arg(long, value_name = "DURATION", default_value = "60s", value_parser = parse_wait, conflicts_with = "once")]
    pub(super) every: Duration,
    /// Look once and exit, for cron
    #[arg(long)]
    pub(super) once: bool,
    /// File that keeps what was seen [default: one for each server and watch]
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub(super) state: Option<PathBuf>,
}

impl Action {
    /// Refuses a line for a shell, and placeholders, which nothing replaces.
    pub(super) fn check(&self) -> Result<()> {
        let words = self.exec.iter().chain(&self.arguments).map(|word| word.to_string_lossy());
        if let Some(word) = words.clone().find(|word| word.contains("{{")) {
            return Err(Failure::Usage {
                message: format!("`{word}` has a placeholder, which nothing replaces"),
                hint: Some(format!("the program gets its values in variables, such as {PREFIX}MESSAGE")),
            }
            .into());
        }
        let program = self.program();
        if program.contains(char::is_whitespace) && !Path::new(&program).exists() {
            return Err(Failure::Usage {
                message: format!("`{program}` is not a program: no shell splits it into words"),
                hint: Some(format!("write --exec {program}")),
            }
            .into());
        }
        if !is_there(Path::new(&program)) {
            return Err(Failure::usage(format!("cannot run {program}: there is no such program")));
        }
        Ok(())
    }

    /// Returns the name of the program.
    pub(super) fn program(&self) -> String {
        self.exec.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default()
    }

    /// Starts the program.
    pub(super) fn start(&self, variables: &[(&'static str, String)]) -> Result<Running> {
        let mut words = self.exec.iter().chain(&self.arguments);
        let mut command = Command::new(words.next().map(OsString::as_os_str).unwrap_or_default());
        command.args(words).stdin(Stdio::null()).kill_on_drop(true);
        for (name, value) in variables {
            // A variable cannot hold a NUL.
            command.env(format!("{PREFIX}{name}"), value.replace('\0', ""));
        }
        // It gets its signals from this program, which waits for it.
        children::give_own_group(command.as_std_mut());
        let (child, guard) = Guard::start(cfg!(unix), Interrupts::EndBoth, || command.spawn())
            .map_err(|error| Failure::usage(format!("cannot run {}: {}", self.program(), describe_io(&error))))?;
        Ok(Running { child, _guard: guard })
    }
}

/// The program while it runs.
pub(super) struct Running {
    child: Child,
    _guard: Guard,
}

/// Returns whether a program exists: at its path, or in a directory of `PATH`. Where names have endings, starting it tells.
fn is_there(program: &Path) -> bool {
    if program.components().count() > 1 || cfg!(windows) {
        return program.exists() || cfg!(windows);
    }
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|directory| directory.join(program).is_file())
}

/// Waits for the program, and returns its exit code; 128 if a signal ended it.
pub(super) async fn finish(mut running: Running) -> Result<u8> {
    let status = running.child.wait().await?;
    Ok(status.code().map_or(128, |code| u8::try_from(code).unwrap_or(1)))
}
