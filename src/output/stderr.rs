//! What goes to stderr: hints, notes and warnings.

use std::fmt::Display;
use std::io::{self, Write as _};

use super::json::{self, Layout};
use super::{Output, Terminal, Warnings, answer, count, paragraphs_for_terminal};
use litellm_proxy_client::redact_text;

impl Output {
    /// Writes a hint to stderr.
    pub(crate) fn hint(&mut self, message: impl Display) {
        self.stderr_line(("hint: ", "36;1"), &message.to_string());
    }

    /// Writes a note about progress or results to stderr.
    pub(crate) fn note(&mut self, message: impl Display) {
        self.stderr_line(("", ""), &message.to_string());
    }

    /// Writes something about the result to stderr, dimmed. It may be one piece of a longer string.
    pub(crate) fn dimmed(&mut self, text: &str) {
        let is_terminal = self.terminal.stderr_is_terminal;
        let text = if is_terminal { paragraphs_for_terminal(text) } else { text.into() };
        let styled = self.terminal.stderr_style(&text, "2");
        self.stderr_text(&styled);
    }

    /// Notes that there was no room for columns, in a list that can be asked for them.
    pub(crate) fn note_left_out(&mut self, columns: usize) {
        if columns > 0 && self.selection.takes_columns {
            self.note(format_args!("+{}: --columns all", count(columns as u64, "column")));
        }
    }

    /// Writes a warning to stderr.
    pub(crate) fn warn(&mut self, message: impl Display) {
        let line = warning(&self.terminal, &message.to_string());
        self.stderr_text(&line);
    }

    /// Returns a writer of warnings that does not borrow `self`.
    pub(crate) fn warnings(&self) -> Warnings {
        let terminal = self.terminal.clone();
        Box::new(move |message| {
            let line = warning(&terminal, &redact_text(message));
            // A closed stderr must not end the command.
            let _ = io::stderr().write_all(line.as_bytes());
        })
    }

    pub(super) fn stderr_line(&mut self, label: (&str, &str), message: &str) {
        let line = line_for_stderr(&self.terminal, label, message);
        self.stderr_text(&line);
    }

    /// Writes one line of JSON to stderr.
    pub(super) fn stderr_json(&mut self, value: &serde_json::Value) {
        let line = json::lay_out(&value.to_string(), Layout::Compact, self.terminal.stderr_is_terminal);
        self.stderr_text(&format!("{line}\n"));
    }

    pub(super) fn stderr_text(&mut self, text: &str) {
        // stdout first, so that both appear in order on a terminal; a closed stderr must not end the command.
        let _ = self.stdout.flush();
        let _ = self.stderr.write_all(text.as_bytes());
    }
}

fn warning(terminal: &Terminal, message: &str) -> String {
    line_for_stderr(terminal, ("warning: ", "33;1"), message)
}

/// Joins a label with its style, and `message`, which may quote the server. Further lines of the message are indented, so
/// that they cannot pass for our own. On a terminal, lines are wrapped between words.
fn line_for_stderr(terminal: &Terminal, (label, style): (&str, &str), message: &str) -> String {
    let message = message.replace('\n', "\n  ");
    let styled = match label.strip_suffix(' ').filter(|_| !style.is_empty()) {
        Some(word) => format!("{} ", terminal.stderr_style(word, style)),
        None => label.to_owned(),
    };
    match terminal.stderr_width {
        Some(width) => {
            let message = paragraphs_for_terminal(&message);
            format!("{styled}{}", answer::wrapped_lines(&message, width, label.len()))
        }
        None => format!("{styled}{message}\n"),
    }
}
