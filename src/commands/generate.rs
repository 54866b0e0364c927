//! Files for an installation: the scripts that register shell completions, and manual pages.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;

use crate::cli::without_globals;
use crate::context::Context;
use crate::outcome::Outcome;
use crate::shell::Shell;

#[derive(Debug, Args)]
#[command(after_help = "\
The script asks this program for candidates at every TAB: commands, options, and
the names that the configured server knows. Names are cached for a minute.

Examples:
  litellm-proxy completions bash > ~/.local/share/bash-completion/completions/litellm-proxy
  litellm-proxy completions zsh
  litellm-proxy completions fish")]
pub(crate) struct Completions {
    /// Shell to register completions in
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, context: &mut Context) -> Result<Outcome> {
        context.output.text(self.shell.script()).map(Outcome::done)
    }
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy man --dir ~/.local/share/man/man1
  litellm-proxy man
  litellm-proxy man --dir man1")]
pub(crate) struct Man {
    /// Write a page for each command into this directory
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(self, context: &mut Context) -> Result<Outcome> {
        let tree = context.command_tree().version(env!("CARGO_PKG_VERSION")).propagate_version(true);
        let mut page = Vec::new();
        clap_mangen::Man::new(tree.clone().disable_help_subcommand(true)).render(&mut page)?;
        let Some(directory) = self.dir else {
            return context.output.bytes(&page).map(Outcome::done);
        };
        std::fs::create_dir_all(&directory).with_context(|| format!("cannot create {}", directory.display()))?;
        let written = clap_mangen::generate_to(without_globals(tree), &directory);
        // The first page alone has the options of all commands.
        written
            .and_then(|()| std::fs::write(directory.join("litellm-proxy.1"), &page))
            .with_context(|| format!("cannot write into {}", directory.display()))?;
        Ok(Outcome::Done)
    }
}
