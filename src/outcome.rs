//! What a command came to when it did not fail, and the one place that decides the exit code.

use crate::failure;

/// The end of a command that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The command did what it was asked to do, or showed what it would send.
    Done,
    /// The answer is no, or a check found something: exit code 1, and nothing more to report.
    Negative,
    /// A program that the command ran ended with this exit code, and reported its own errors.
    ExitCode(u8),
}

impl Outcome {
    /// Turns the end of work without a result of its own into an outcome: `output.text(…).map(Outcome::done)`.
    pub(crate) fn done((): ()) -> Self {
        Self::Done
    }
}

/// The exit code of a command, by the table in the README.
pub(crate) fn exit_code(result: &anyhow::Result<Outcome>) -> u8 {
    match result {
        Ok(Outcome::Done) => 0,
        Ok(Outcome::Negative) => 1,
        Ok(Outcome::ExitCode(code)) => *code,
        Err(error) => failure::exit_code(error),
    }
}
