//! What installed this program, and the command that updates it. Nothing here changes anything or sends a request.

mod find;
mod namesakes;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

pub(crate) use self::namesakes::warning;

/// The name of the package, wherever the project is packaged.
const PACKAGE: &str = "litellm-proxy-cli";
/// Stands for a version in the name of a file that is to be downloaded.
const VERSION: &str = "VERSION";

/// What installed a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Installation {
    /// The package manager, in JSON too; `None` for `install.sh` and archives that were unpacked by hand.
    pub(crate) installed_by: Option<&'static str>,
    update: Update,
}

/// How an installation is updated. [`VERSION`] stands for the new version.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Update {
    /// By this program itself.
    Itself,
    /// With a command.
    Run(String),
    /// With a command that takes a file of the release.
    Download { file: String, command: String },
    /// In another way.
    Otherwise(&'static str),
}

impl Installation {
    /// Returns what installed the program at a path without links.
    pub(crate) fn of(program: &Path) -> Self {
        find::installation(program, std::env::home_dir().as_deref(), &find::System)
    }

    /// Returns whether the program may replace itself.
    pub(crate) fn updates_itself(&self) -> bool {
        self.update == Update::Itself && !cfg!(windows)
    }

    /// Returns the one command that updates the program, if it is a command.
    pub(crate) fn command(&self, version: Option<&str>) -> Option<String> {
        let command = match &self.update {
            Update::Itself if cfg!(windows) => return None,
            Update::Itself => "litellm-proxy self update",
            Update::Run(command) | Update::Download { command, .. } => command,
            Update::Otherwise(_) => return None,
        };
        Some(command.replace(VERSION, version.unwrap_or(VERSION)))
    }

    /// Returns what to do for an update, as an instruction.
    pub(crate) fn advice(&self, version: Option<&str>) -> String {
        let command = self.command(version).unwrap_or_default();
        match &self.update {
            Update::Itself if cfg!(windows) => "unpack the .zip of the release, or install with Scoop".to_owned(),
            Update::Itself | Update::Run(_) => format!("run `{command}`"),
            Update::Download { file, .. } => {
                let file = file.replace(VERSION, version.unwrap_or(VERSION));
                format!("download {file} of the release, then run `{command}`")
            }
            Update::Otherwise(advice) => (*advice).to_owned(),
        }
    }

    /// Returns where the program comes from, as the predicate of a sentence about it.
    pub(crate) fn origin(&self) -> String {
        match self.installed_by {
            // Windows keeps the file of a program that runs; elsewhere this program updates itself.
            None => "cannot be replaced while it runs".to_owned(),
            Some(find::DISTRIBUTION) => "belongs to the package manager of the system".to_owned(),
            Some(find::IMAGE) => "is part of a container image".to_owned(),
            Some(find::BUILD) => "is a build of the source code".to_owned(),
            Some(name) => format!("was installed by {name}"),
        }
    }
}

/// Returns the file that this process runs, without links; `None` where the system does not say.
pub(crate) fn this_program() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    Some(program.canonicalize().unwrap_or(program))
}
