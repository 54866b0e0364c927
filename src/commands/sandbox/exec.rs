//! `sandbox exec` and `sandbox shell`: a command with a sandbox of its own.

use std::ffi::OsString;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitStatus;

use anyhow::{Context as _, Result};
use clap::Args as ClapArgs;
use tokio::process::Command;

use super::{Options, ignore_interrupts, terminated};
use crate::context::Context;
use crate::env;
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_sandbox::{Database, Sandbox};

pub(super) const AFTER_HELP: &str = "\
The command finds the sandbox in LITELLM_PROXY_URL and LITELLM_PROXY_API_KEY, and this program by
its name. Its exit code is the exit code.

Examples:
  litellm-proxy sandbox exec -- ./test-keys.sh
  litellm-proxy sandbox exec --config config.yaml -- sh -c 'litellm-proxy keys list'";

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    options: Options,
    /// The command, and what it is given
    #[arg(required = true, last = true, value_name = "COMMAND", num_args = 1.., value_hint = clap::ValueHint::CommandWithArguments)]
    command: Vec<OsString>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Shell {
    #[command(flatten)]
    options: Options,
}

impl Args {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (program, arguments) = self.command.split_first().context("no command")?;
        let mut command = Command::new(program);
        command.args(arguments);
        with_sandbox(context, &self.options, command, &program.to_string_lossy()).await
    }
}

impl Shell {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let shell = env::get(env::SHELL).unwrap_or_else(|| "/bin/sh".to_owned());
        context.output.note("a sandbox of its own for this shell: `exit` ends both");
        with_sandbox(context, &self.options, Command::new(&shell), &shell).await
    }
}

async fn with_sandbox(context: &mut Context, options: &Options, mut command: Command, name: &str) -> Result<Outcome> {
    let settings = options.settings(context)?;
    let master_key = settings.master_key.clone();
    let sandbox =
        Sandbox::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), options.setup(settings, Database::Memory)?).await?;
    command.env(env::LITELLM_PROXY_URL, format!("http://{}", sandbox.address()?));
    command.env(env::LITELLM_PROXY_API_KEY, master_key);
    command.env_remove(env::LITELLM_PROXY_AUTH_HEADER);
    // Scripts call this program by its name, installed or not.
    if let Some(path) = path_with_this_program() {
        command.env(env::PATH, path);
    }
    // What the terminal interrupts is the command; this waits for what it says to that.
    ignore_interrupts();
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(sandbox.run(async {
        let _ = ended.await;
    }));
    let mut child =
        command.kill_on_drop(true).spawn().map_err(|error| Failure::usage(format!("cannot run {name}: {error}")))?;
    let status = tokio::select! {
        status = child.wait() => status?,
        () = terminated() => {
            child.kill().await?;
            child.wait().await?
        }
    };
    drop(end);
    serving.await?;
    Ok(match exit_code(status) {
        0 => Outcome::Done,
        code => Outcome::ExitCode(code),
    })
}

/// The search path, this program's own directory before all others.
fn path_with_this_program() -> Option<OsString> {
    let own = std::env::current_exe().ok()?.parent()?.to_owned();
    let others = std::env::var_os(env::PATH).unwrap_or_default();
    std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&others))).ok()
}

/// As shells have it: 128 and the signal for what a signal has ended.
fn exit_code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(signal).unwrap_or_default().saturating_add(128);
    }
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}
