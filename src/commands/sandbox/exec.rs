//! `sandbox exec` and `sandbox shell`: a command with a temporary sandbox.

use std::ffi::OsString;

use anyhow::{Context as _, Result};
use clap::Args as ClapArgs;
use tokio::process::Command;

use super::environment::Environment;
use super::faults::fault_help;
use super::{Options, child};
use crate::context::Context;
use crate::env;
use crate::outcome::Outcome;

pub(super) const AFTER_HELP: &str = concat!(
    "\
The command runs with these set to the sandbox, and with this program in PATH:
  LITELLM_PROXY_URL, LITELLM_PROXY_API_KEY
  OPENAI_BASE_URL, OPENAI_API_KEY, ANTHROPIC_BASE_URL, ANTHROPIC_API_KEY

Its exit code becomes the exit code. The sandbox stops when the command ends. The master key
is random unless --master-key or the config sets it.

SIGTERM, SIGINT and SIGHUP are passed on to the command and its children, which are killed
after five seconds.

",
    fault_help!(),
    "
Examples:
  litellm-proxy sandbox exec -- ./test-keys.sh
  litellm-proxy sandbox exec --fault 'chat=slow:2s,500,cut:3' -- ./test-chat.sh
  litellm-proxy sandbox exec --config config.yaml -- sh -c 'litellm-proxy keys list'
  litellm-proxy sandbox exec -- python3 my_openai_program.py"
);

pub(super) const SHELL_AFTER_HELP: &str = concat!(
    "\
The shell has the same environment as the command of `sandbox exec`.

",
    fault_help!(),
    "
Examples:
  litellm-proxy sandbox shell
  litellm-proxy sandbox shell --fault 'chat=429*2'
  litellm-proxy sandbox shell --config config.yaml"
);

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    #[command(flatten)]
    options: Options,
    /// Command to run, with its arguments
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
        context.output.note("this shell has a temporary sandbox; `exit` stops both");
        with_sandbox(context, &self.options, Command::new(&shell), &shell).await
    }
}

async fn with_sandbox(context: &mut Context, options: &Options, mut command: Command, name: &str) -> Result<Outcome> {
    let mut config = options.config(context)?;
    if !config.has_master_key() {
        // The well-known one would let any process on this machine use the sandbox.
        config.set_master_key(random_key());
    }
    let sandbox = options.builder(config).start().await?;
    Environment { url: sandbox.url(), key: sandbox.master_key() }.apply(&mut command);
    // Scripts call this program by name, whether or not it is installed.
    if let Some(path) = path_with_this_program() {
        command.env(env::PATH, path);
    }
    let code = child::run(command, name).await?;
    for fault in sandbox.stop().await {
        context.output.warn(fault);
    }
    Ok(if code == 0 { Outcome::Done } else { Outcome::ExitCode(code) })
}

/// Returns a key that nobody can guess.
fn random_key() -> String {
    format!("sk-{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple())
}

/// Returns the search path with the directory of this program first.
fn path_with_this_program() -> Option<OsString> {
    let own = std::env::current_exe().ok()?.parent()?.to_owned();
    let others = std::env::var_os(env::PATH).unwrap_or_default();
    std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&others))).ok()
}
