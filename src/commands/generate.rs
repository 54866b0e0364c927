//! What is made from the command tree: shell completions and manual pages.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};

use crate::context::Context;
use crate::outcome::Outcome;

#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  litellm-proxy completions bash > ~/.local/share/bash-completion/completions/litellm-proxy"
)]
pub(crate) struct Completions {
    /// Shell to complete for
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

impl Shell {
    /// The script. Made from the command tree beforehand: shells ask for it whenever they start.
    const fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../../completions/litellm-proxy.bash"),
            Self::Elvish => include_str!("../../completions/litellm-proxy.elv"),
            Self::Fish => include_str!("../../completions/litellm-proxy.fish"),
            Self::Powershell => include_str!("../../completions/_litellm-proxy.ps1"),
            Self::Zsh => include_str!("../../completions/_litellm-proxy"),
        }
    }
}

impl Completions {
    pub(crate) fn run(self, context: &mut Context) -> Result<Outcome> {
        context.output.text(self.shell.script()).map(Outcome::done)
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
    pub(crate) fn run(self, context: &mut Context) -> Result<Outcome> {
        let Some(directory) = self.dir else {
            let mut page = Vec::new();
            clap_mangen::Man::new(context.command_tree().disable_help_subcommand(true)).render(&mut page)?;
            return context.output.bytes(&page).map(Outcome::done);
        };
        std::fs::create_dir_all(&directory).with_context(|| format!("cannot create {}", directory.display()))?;
        clap_mangen::generate_to(context.command_tree(), &directory)
            .with_context(|| format!("cannot write into {}", directory.display()))?;
        Ok(Outcome::Done)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clap_complete::Shell as Generator;

    use super::*;

    /// `UPDATE_GENERATED=1 cargo test generated` writes the scripts anew; the next build takes them in.
    #[test]
    fn generated_completions_are_current() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions");
        for (shell, generator) in [
            (Shell::Bash, Generator::Bash),
            (Shell::Elvish, Generator::Elvish),
            (Shell::Fish, Generator::Fish),
            (Shell::Powershell, Generator::PowerShell),
            (Shell::Zsh, Generator::Zsh),
        ] {
            let mut script = Vec::new();
            clap_complete::generate(generator, &mut crate::cli::command_tree(), "litellm-proxy", &mut script);
            if shell == Shell::Bash {
                // The generator spells a name that holds a dash in two ways, and then finds no command below it.
                script = String::from_utf8(script)
                    .expect("UTF-8")
                    .replace("litellm__subcmd__proxy", "litellm__proxy")
                    .into();
            }
            if std::env::var_os("UPDATE_GENERATED").is_some() {
                let name = clap_complete::Generator::file_name(&generator, "litellm-proxy");
                std::fs::write(folder.join(name), &script).expect("a file");
            } else {
                assert!(shell.script().as_bytes() == script, "{shell:?}: UPDATE_GENERATED=1 cargo test generated");
            }
        }
    }
}
