//! `sandbox start`: in the foreground, or detached.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};
use clap::Args as ClapArgs;

use super::running::{self, Running};
use super::{Options, interrupted};
use crate::context::Context;
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_sandbox::{DEFAULT_MASTER_KEY, Database, Sandbox};

pub(super) const AFTER_HELP: &str = "\
It answers as LiteLLM does, for development and tests: nobody should run it for others.

Examples:
  litellm-proxy sandbox start
  litellm-proxy sandbox start --port 4100 --config config.yaml --db :memory: --detach";

#[derive(Debug, ClapArgs)]
pub(crate) struct Args {
    /// Port to listen on; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 4000)]
    port: u16,
    /// Address to listen on; beyond this machine only with a master key of your own
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Database file, or :memory: to keep nothing [default: in your data directory, one for each port]
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::FilePath)]
    db: Option<PathBuf>,
    #[command(flatten)]
    options: Options,
    /// Leave it running in the background
    #[arg(long)]
    detach: bool,
}

impl Args {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let settings = self.options.settings(context)?;
        if !self.host.is_loopback() && settings.master_key == DEFAULT_MASTER_KEY {
            return Err(Failure::Usage {
                message: format!(
                    "{} can be reached from other machines, and {DEFAULT_MASTER_KEY} is known to all",
                    self.host
                ),
                hint: Some("choose a key with --master-key".to_owned()),
            }
            .into());
        }
        let running = if self.detach {
            self.detached(&settings.master_key)?
        } else {
            let database = self.database()?;
            let master_key = settings.master_key.clone();
            let sandbox = {
                let setup = self.options.setup(settings, database.clone())?;
                Sandbox::bind(SocketAddr::new(self.host, self.port), setup).await?
            };
            let running = Running::new(sandbox.address()?, &database, &master_key);
            running.keep()?;
            tell(context, &running)?;
            context.output.flush()?;
            sandbox.run(interrupted()).await;
            running.forget();
            return Ok(Outcome::Done);
        };
        tell(context, &running)
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

    /// The same again in the background; comes back when it listens.
    fn detached(&self, master_key: &str) -> Result<Running> {
        let mut command = Command::new(std::env::current_exe().context("cannot find this program itself")?);
        command.args(["sandbox", "start", "--format", "json", "--master-key", "@-"]);
        command.arg("--port").arg(self.port.to_string()).arg("--host").arg(self.host.to_string());
        for fault in &self.options.faults {
            command.arg("--fault").arg(fault.to_string());
        }
        let record = &self.options.record;
        for (name, path) in [("--db", &self.db), ("--config", &self.options.config), ("--record", record)] {
            command.args(path.iter().flat_map(|path| [name.as_ref(), path.as_os_str()]));
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        // Ctrl-C in this terminal is not meant for it.
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
        if let Ok(running) = serde_json::from_str(&line) {
            return Ok(running);
        }
        let mut said = String::new();
        if let Some(mut stderr) = child.stderr.take() {
            stderr.read_to_string(&mut said)?;
        }
        let said: serde_json::Value = serde_json::from_str(&said).unwrap_or_default();
        bail!(
            "{}",
            said.pointer("/error/message")
                .and_then(serde_json::Value::as_str)
                .unwrap_or("the sandbox ended before it listened")
        );
    }
}

fn tell(context: &mut Context, running: &Running) -> Result<Outcome> {
    if context.output.is_for_people() {
        return context.output.prose(&running.told()).map(Outcome::done);
    }
    context.output.value_for_reader(running)
}
