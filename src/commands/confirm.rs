//! Confirmation prompts before something is deleted.

use anyhow::Result;
use clap::Args;
use dialoguer::Confirm;
use dialoguer::theme::SimpleTheme;

use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::output::{self, paragraphs_for_terminal};

/// The `--yes` option of every command that deletes.
#[derive(Debug, Clone, Copy, Default, Args)]
pub(super) struct Confirmation {
    /// Skip the confirmation prompt, which is shown only on a terminal
    #[arg(long, short = 'y')]
    yes: bool,
}

impl Confirmation {
    /// Returns whether `--yes` was given.
    pub(super) fn is_given(self) -> bool {
        self.yes
    }

    /// Returns whether a question would be asked.
    pub(super) fn will_ask(self, context: &Context, dry_run: DryRun) -> bool {
        !self.yes && context.is_sending(dry_run) && context.output.terminal().can_ask()
    }

    /// Asks a question such as `Delete 2 keys?` on a terminal, after the lines before it. Fails unless the user confirms.
    pub(super) fn ask(self, context: &mut Context, dry_run: DryRun, question: &str) -> Result<()> {
        self.ask_to(context, dry_run, question, "nothing was deleted")
    }

    /// [`Confirmation::ask`] about something other than a deletion; `otherwise` says what an answer of no leaves.
    pub(super) fn ask_to(self, context: &mut Context, dry_run: DryRun, question: &str, otherwise: &str) -> Result<()> {
        if !self.will_ask(context, dry_run) {
            return Ok(());
        }
        let (lines, question) = question.rsplit_once('\n').unwrap_or(("", question));
        for line in lines.lines() {
            context.output.note(line);
        }
        context.interrupt.leave_to_prompt();
        let answer = Confirm::with_theme(&SimpleTheme)
            .with_prompt(paragraphs_for_terminal(question))
            .default(false)
            .interact_opt();
        if answer.is_err() {
            // Ctrl-C at the prompt leaves the cursor hidden.
            let _ = dialoguer::console::Term::stderr().show_cursor();
        }
        match answer.unwrap_or_default() {
            Some(true) => Ok(()),
            Some(false) => Err(Failure::Cancelled(otherwise.to_owned()).into()),
            None => Err(Failure::Interrupted(otherwise.to_owned()).into()),
        }
    }
}

/// Says how many things were not done: `1 of 3 keys was not deleted`.
pub(super) fn partly(failed: usize, total: usize, noun: &str, done: &str) -> Failure {
    let verb = if failed == 1 { "was" } else { "were" };
    Failure::Partial(format!("{failed} of {} {verb} not {done}", count(total, noun)))
}

/// Formats a count, such as `1 key` or `3 keys`.
pub(super) fn count(count: usize, noun: &str) -> String {
    output::count(u64::try_from(count).unwrap_or(u64::MAX), noun)
}
