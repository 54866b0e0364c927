//! What is made from the command tree: shell completions and manual pages.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Args;
use clap_complete::Shell;

use crate::context::Context;

const NAME: &str = "litellm-proxy";

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  litellm-proxy completions bash > ~/.local/share/bash-completion/completions/litellm-proxy"
)]
pub(crate) struct Completions {
    /// Shell to complete for
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(self, context: &mut Context) -> Result<()> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut context.command_tree(), NAME, &mut script);
        context.output.bytes(&script)
    }
}

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  litellm-proxy man --dir ~/.local/share/man/man1")]
pub(crate) struct Man {
    /// Write a page for each command into this directory
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(self, context: &mut Context) -> Result<()> {
        let Some(directory) = self.dir else {
            let mut page = Vec::new();
            clap_mangen::Man::new(context.command_tree().disable_help_subcommand(true)).render(&mut page)?;
            return context.output.bytes(&page);
        };
        std::fs::create_dir_all(&directory).with_context(|| format!("cannot create {}", directory.display()))?;
        clap_mangen::generate_to(context.command_tree(), &directory)
            .with_context(|| format!("cannot write into {}", directory.display()))
    }
}
