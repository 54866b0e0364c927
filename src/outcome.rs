//! The outcome of a command that did not fail, and the exit code of every command.

use crate::failure;

/// The exit code of differences, where a command was asked to report them by exit code.
pub(crate) const DIFFERENCES: u8 = 9;

/// The outcome of a command that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The command succeeded, or showed the requests it would send.
    Done,
    /// A check came out negative: exit code 1, without an error message.
    Negative,
    /// A child program exited with this code and reported its own errors.
    ExitCode(u8),
}

impl Outcome {
    /// Converts a unit result: `output.text(…).map(Outcome::done)`.
    pub(crate) fn done((): ()) -> Self {
        Self::Done
    }
}

/// Returns the exit code of a command, following the table in docs/exit-codes.md.
pub(crate) fn exit_code(result: &anyhow::Result<Outcome>) -> u8 {
    match result {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Negative) => 1,
        Ok(Outcome::ExitCode(code)) => *code,
        Err(error) => failure::exit_code(error),
    }
}
