//! `self update`: puts a newer version in the place of this program, unless a package manager is responsible for it.

mod archive;
mod number;
mod releases;
mod replace;

use anyhow::Result;
use clap::{Args, Subcommand};
use semver::Version;

pub(super) use self::number::own;
pub(super) use self::releases::Releases;
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy self update
  litellm-proxy self update --dry-run
  litellm-proxy version --check")]
pub(crate) enum Command {
    /// Replace this program with the newest version
    Update(Update),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Update(args) => replace::run(args, context).await,
        }
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Where a package manager installed the program, nothing is changed: the error
names the command that updates it. Otherwise the archive of the release is
downloaded, compared with its checksum and started before it takes the place of
the program, at once. No key is sent, and nothing about the system.
LITELLM_PROXY_DOWNLOADS=URL names a mirror of the releases.

Examples:
  litellm-proxy self update
  litellm-proxy self update --to 0.1.0
  litellm-proxy self update --dry-run")]
pub(crate) struct Update {
    /// Version to change to, older ones too [default: the newest]
    #[arg(long, value_name = "VERSION", value_parser = parse_version)]
    to: Option<Version>,
    #[command(flatten)]
    dry_run: DryRun,
}

fn parse_version(text: &str) -> Result<Version, String> {
    number::parse(text).ok_or_else(|| "not a version such as 1.2.3".to_owned())
}
