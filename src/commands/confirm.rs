//! Asking before something is deleted.

use anyhow::Result;
use clap::Args;
use dialoguer::Confirm;
use dialoguer::theme::SimpleTheme;

use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::output::paragraphs_for_terminal;

/// The option of every command that deletes.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct Confirmation {
    /// Do not ask; without a terminal nothing is asked anyway
    #[arg(long, short = 'y')]
    yes: bool,
}

impl Confirmation {
    /// Asks on a terminal, as in `Delete 2 keys?`; anything but a yes ends the command, and nothing is sent.
    pub(super) fn ask(self, context: &mut Context, dry_run: DryRun, question: &str) -> Result<()> {
        if self.yes || !context.is_sending(dry_run) || !context.output.terminal().can_ask() {
            return Ok(());
        }
        context.interrupt.leave_to_prompt();
        let answer = Confirm::with_theme(&SimpleTheme)
            .with_prompt(paragraphs_for_terminal(question))
            .default(false)
            .interact_opt();
        if answer.is_err() {
            // Ctrl-C leaves the prompt without giving the cursor back; a terminal that is gone needs none.
            let _ = dialoguer::console::Term::stderr().show_cursor();
        }
        match answer.unwrap_or_default() {
            Some(true) => Ok(()),
            _ => Err(Failure::Interrupted("nothing was deleted".to_owned()).into()),
        }
    }
}

/// `one thing`, or `3 things`.
pub(super) fn count(count: usize, what: &str) -> String {
    if count == 1 { format!("one {what}") } else { format!("{count} {what}s") }
}
