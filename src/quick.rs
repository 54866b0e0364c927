//! What can be printed without building the command tree: the help of the program, and the scripts of shells. Only for
//! the plainest command lines; everything else is parsed.

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use crate::env;
use crate::shell::Shell;

/// The help of the program at its full width, without color.
pub(crate) const HELP: &str = include_str!("help.txt");
/// The columns that it takes.
pub(crate) const HELP_WIDTH: u16 = 100;

/// Parts of the help of the program that `help WORD` prints alone, with their headings.
const TOPICS: [(&str, &str); 3] =
    [("options", "Global options:"), ("environment", "Environment:"), ("exit-codes", "Exit codes:")];

/// Returns the heading of the part of the help that `help WORD` asks for.
pub(crate) fn topic(arguments: &[OsString]) -> Option<&'static str> {
    let [help, word] = arguments else { return None };
    let (_, heading) = TOPICS.iter().find(|(topic, _)| word == topic).filter(|_| help == "help")?;
    Some(heading)
}

/// Returns the part of a help with a heading, which ends at an empty line.
pub(crate) fn section<'a>(help: &'a str, heading: &str) -> Option<&'a str> {
    let rest = help.get(help.find(heading)?..)?;
    let end = rest.find("\n\n").map_or(rest.len(), |end| end + 1);
    rest.get(..end)
}

/// Prints the output of a command line that needs no parsing. Returns whether it did.
pub(crate) fn answer() -> bool {
    let Some(text) = text() else { return false };
    let mut stdout = io::stdout();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => true,
        // A closed pipe is not an error. Others are reported by the command.
        Err(error) => error.kind() == io::ErrorKind::BrokenPipe,
    }
}

fn text() -> Option<&'static str> {
    let mut arguments = std::env::args_os();
    let program = arguments.next()?;
    let first = arguments.next()?;
    match (first.to_str()?, arguments.next(), arguments.next()) {
        ("--help" | "-h", None, None) if is_named(&program) && is_wide_and_plain() => Some(HELP),
        ("help", Some(word), None) if is_wide_and_plain() => section(HELP, topic(&["help".into(), word])?),
        ("completions", Some(shell), None) => Shell::named(shell.to_str()?).map(Shell::script),
        _ => None,
    }
}

/// Returns whether the program has its own name, which help repeats.
fn is_named(program: &OsStr) -> bool {
    Path::new(program).file_name().is_some_and(|name| name == "litellm-proxy")
}

/// Returns whether help is neither colored nor wrapped.
fn is_wide_and_plain() -> bool {
    let is_plain = !io::stdout().is_terminal() && env::get(env::CLICOLOR_FORCE).is_none();
    is_plain && env::get(env::COLUMNS).is_none() && is_wide(&io::stderr()) && is_wide(&io::stdin())
}

/// Returns whether a stream is not a narrow terminal.
#[cfg(unix)]
fn is_wide(stream: &(impl io::IsTerminal + std::os::fd::AsFd)) -> bool {
    !stream.is_terminal() || rustix::termios::tcgetwinsize(stream).is_ok_and(|size| size.ws_col >= HELP_WIDTH)
}

#[cfg(not(unix))]
fn is_wide(stream: &impl io::IsTerminal) -> bool {
    !stream.is_terminal()
}
