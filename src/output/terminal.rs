//! What is known of the terminal, decided once: is there one, how wide is it, does it show colours.

use std::io::IsTerminal as _;

use clap::ValueEnum;

/// When to use colours.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal that shows them, unless NO_COLOR is set
    #[default]
    Auto,
    /// Everywhere
    Always,
    /// Nowhere
    Never,
}

/// What stdin, stdout and stderr are.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, clippy::struct_field_names, reason = "the same fact of three streams")]
pub(crate) struct Terminal {
    pub(crate) stdin_is_terminal: bool,
    pub(crate) stdout_is_terminal: bool,
    pub(crate) stderr_is_terminal: bool,
    /// Columns of the terminal that stdout is.
    pub(crate) width: Option<u16>,
    stderr_color: bool,
}

/// What the environment says of colours.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ColorEnvironment {
    pub(crate) no_color: bool,
    pub(crate) force: bool,
    pub(crate) dumb: bool,
}

impl Terminal {
    pub(crate) fn detect(choice: ColorChoice, environment: ColorEnvironment) -> Self {
        let stdout_is_terminal = std::io::stdout().is_terminal();
        let stderr_is_terminal = std::io::stderr().is_terminal();
        let width = stdout_is_terminal.then(|| columns().map_or(80, |columns| columns.max(20)));
        Self {
            stdin_is_terminal: std::io::stdin().is_terminal(),
            stdout_is_terminal,
            stderr_is_terminal,
            width,
            stderr_color: uses_color(choice, environment, stderr_is_terminal),
        }
    }

    /// True when a person can be asked: both to be read and to be answered.
    pub(crate) fn can_ask(&self) -> bool {
        self.stdin_is_terminal && self.stderr_is_terminal
    }

    /// The text in a style (an SGR sequence's numbers), where stderr shows styles.
    pub(crate) fn stderr_style(&self, text: &str, style: &str) -> String {
        if self.stderr_color { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// How wide the terminal is that stdout is; some tell it and no height.
#[cfg(unix)]
fn columns() -> Option<u16> {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    (size.ws_col > 0).then_some(size.ws_col)
}

#[cfg(not(unix))]
fn columns() -> Option<u16> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(terminal_size::Width(width), _)| width)
}

fn uses_color(choice: ColorChoice, environment: ColorEnvironment, is_terminal: bool) -> bool {
    match choice {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if environment.no_color => false,
        ColorChoice::Auto => environment.force || (is_terminal && !environment.dumb),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_wins_over_the_environment_and_that_over_the_terminal() {
        let environment = |no_color, force, dumb| ColorEnvironment { no_color, force, dumb };
        for (choice, environment, is_terminal, expected) in [
            (ColorChoice::Auto, environment(false, false, false), true, true),
            (ColorChoice::Auto, environment(false, false, false), false, false),
            (ColorChoice::Auto, environment(true, false, false), true, false),
            (ColorChoice::Auto, environment(true, true, false), true, false),
            (ColorChoice::Auto, environment(false, true, false), false, true),
            (ColorChoice::Auto, environment(false, false, true), true, false),
            (ColorChoice::Always, environment(true, false, true), false, true),
            (ColorChoice::Never, environment(false, true, false), true, false),
        ] {
            assert_eq!(
                uses_color(choice, environment, is_terminal),
                expected,
                "{choice:?} {environment:?} {is_terminal}"
            );
        }
    }
}
