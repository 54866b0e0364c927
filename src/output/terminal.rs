//! Properties of the terminal, detected once: which streams are one, its width, and whether to use color.

use std::io::IsTerminal as _;

use clap::ValueEnum;

use super::DEFAULT_WIDTH;

/// A terminal is not taken to be narrower.
const LEAST_WIDTH: u16 = 20;

/// When to use color.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On terminals with color, unless NO_COLOR is set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Which standard streams are terminals, and how to write to them.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, clippy::struct_field_names, reason = "the same property of three streams")]
pub(crate) struct Terminal {
    pub(crate) stdin_is_terminal: bool,
    pub(crate) stdout_is_terminal: bool,
    pub(crate) stderr_is_terminal: bool,
    /// Width in columns, if stdout is a terminal.
    pub(crate) width: Option<u16>,
    /// Width in columns, if stderr is a terminal.
    pub(super) stderr_width: Option<u16>,
    pub(crate) stdout_color: bool,
    stderr_color: bool,
}

/// The environment variables about color.
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
        let width = stdout_is_terminal.then(|| columns(std::io::stdout()).unwrap_or(DEFAULT_WIDTH));
        let stderr_width =
            stderr_is_terminal.then(|| width.or_else(|| columns(std::io::stderr())).unwrap_or(DEFAULT_WIDTH));
        Self {
            stdin_is_terminal: std::io::stdin().is_terminal(),
            stdout_is_terminal,
            stderr_is_terminal,
            width,
            stderr_width,
            stdout_color: uses_color(choice, environment, stdout_is_terminal),
            stderr_color: uses_color(choice, environment, stderr_is_terminal),
        }
    }

    /// Returns a terminal of this width to write to, without a keyboard, and with color if it is asked for.
    #[cfg(test)]
    pub(crate) fn of_width(width: u16, choice: ColorChoice) -> Self {
        let stdout_color = matches!(choice, ColorChoice::Always);
        let (width, stderr_width) = (Some(width), Some(width));
        Self {
            stdout_is_terminal: true,
            stderr_is_terminal: true,
            width,
            stderr_width,
            stdout_color,
            ..Self::default()
        }
    }

    /// Returns the terminal with its width of now.
    pub(crate) fn resized(&self) -> Self {
        let width = self.width.map(|before| columns(std::io::stdout()).unwrap_or(before));
        Self { width, ..self.clone() }
    }

    /// Returns how many lines the terminal has, if stdout is one that reports it.
    pub(crate) fn height(&self) -> Option<u16> {
        self.width.and_then(|_| lines()).filter(|lines| *lines > 0)
    }

    /// Returns whether the user can be prompted.
    pub(crate) fn can_ask(&self) -> bool {
        self.stdin_is_terminal && self.stderr_is_terminal
    }

    /// Returns whether stderr uses color.
    pub(crate) fn stderr_has_color(&self) -> bool {
        self.stderr_color
    }

    /// Applies a style (the parameters of an SGR sequence) if stderr uses color.
    pub(crate) fn stderr_style(&self, text: &str, style: &str) -> String {
        if self.stderr_color { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Returns the width of a terminal. Terminals that report no height are accepted.
#[cfg(unix)]
fn columns(terminal: impl std::os::fd::AsFd) -> Option<u16> {
    let size = rustix::termios::tcgetwinsize(terminal).ok().filter(|size| size.ws_col > 0);
    size.map(|size| size.ws_col.max(LEAST_WIDTH))
}

#[cfg(unix)]
fn lines() -> Option<u16> {
    rustix::termios::tcgetwinsize(std::io::stdout()).ok().map(|size| size.ws_row)
}

#[cfg(not(unix))]
fn lines() -> Option<u16> {
    terminal_size::terminal_size_of(std::io::stdout()).map(|(_, terminal_size::Height(height))| height)
}

#[cfg(not(unix))]
fn columns(terminal: impl std::os::windows::io::AsHandle) -> Option<u16> {
    terminal_size::terminal_size_of(terminal).map(|(terminal_size::Width(width), _)| width.max(LEAST_WIDTH))
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
    fn color_flag_overrides_environment_and_terminal() {
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
