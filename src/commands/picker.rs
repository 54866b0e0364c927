//! Choosing one of several on the terminal.

use dialoguer::Select;
use dialoguer::theme::SimpleTheme;

use crate::interrupt::Interrupt;
use crate::output::for_terminal;

/// Lets the user choose with the arrow keys; `None` when nothing was chosen. Only for a terminal that can ask.
pub(super) fn choose(interrupt: &Interrupt, prompt: &str, names: &[String]) -> Option<usize> {
    let shown: Vec<_> = names.iter().map(|name| for_terminal(name)).collect();
    interrupt.leave_to_prompt();
    let chosen = Select::with_theme(&SimpleTheme)
        .with_prompt(format!("{prompt} (arrow keys, Enter; q for none)"))
        .items(&shown)
        .default(0)
        .interact_opt();
    if chosen.is_err() {
        // Ctrl-C leaves the prompt without giving the cursor back; a terminal that is gone needs none.
        let _ = dialoguer::console::Term::stderr().show_cursor();
    }
    chosen.unwrap_or_default()
}
