//! Picks one of several options on the terminal.

use dialoguer::Select;
use dialoguer::theme::SimpleTheme;

use crate::interrupt::Interrupt;
use crate::output::for_terminal;

/// Lets the user pick a name with the arrow keys and returns its index, or `None` if the prompt was canceled. Requires
/// a terminal that can prompt.
pub(super) fn choose(interrupt: &Interrupt, prompt: &str, names: &[String]) -> Option<usize> {
    let items: Vec<_> = names.iter().map(|name| for_terminal(name)).collect();
    interrupt.leave_to_prompt();
    let chosen = Select::with_theme(&SimpleTheme)
        .with_prompt(format!("{prompt} (arrow keys, Enter; q to cancel)"))
        .items(&items)
        .default(0)
        .interact_opt();
    if chosen.is_err() {
        // Ctrl-C at the prompt leaves the cursor hidden.
        let _ = dialoguer::console::Term::stderr().show_cursor();
    }
    chosen.unwrap_or_default()
}
