//! Changes a message in the user's editor.

use anyhow::{Context as _, Result};

use crate::children::{Guard, Interrupts};

/// Lets the user change a message in an editor.
pub(super) fn edited(text: &str) -> Result<String> {
    let editor =
        ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    let editor = editor.unwrap_or_else(|| "vi".to_owned());
    let words = shlex::split(&editor).filter(|words| !words.is_empty()).context("$EDITOR is not a command")?;
    let (program, arguments) = words.split_first().context("$EDITOR is not a command")?;
    let file = tempfile::Builder::new().prefix("message-").suffix(".md").tempfile()?;
    std::fs::write(file.path(), text)?;
    let run = || {
        let mut command = std::process::Command::new(program);
        command.args(arguments).arg(file.path());
        let (mut child, _guard) = Guard::start(false, Interrupts::AreItsOwn, || command.spawn())?;
        child.wait()
    };
    let status = run().with_context(|| format!("cannot start {program}"))?;
    anyhow::ensure!(status.success(), "{program} failed, so nothing is changed");
    Ok(std::fs::read_to_string(file.path())?.trim_end().to_owned())
}
