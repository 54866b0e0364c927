//! Output that is kept rather than written, for commands that run again and again.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use anyhow::Result;

use super::selection::Ids;
use super::{Format, Output, Terminal, paths};
use crate::failure::Failure;

/// The output of a command that was run once of many times.
pub(crate) struct Round {
    pub(crate) output: Output,
    stdout: Kept,
    stderr: Kept,
}

impl Round {
    /// Returns what was written to stdout and to stderr.
    pub(crate) fn written(&mut self) -> Result<(String, String)> {
        self.output.flush()?;
        Ok((self.stdout.take(), self.stderr.take()))
    }
}

/// A writer whose clones share what was written.
#[derive(Clone, Default)]
struct Kept(Rc<RefCell<Vec<u8>>>);

impl Kept {
    fn take(&self) -> String {
        String::from_utf8_lossy(&self.0.take()).into_owned()
    }
}

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output {
    /// Returns an output with the same settings that keeps what is written; if `as_lines`, items as NDJSON.
    pub(crate) fn round(&self, as_lines: bool) -> Round {
        let (stdout, stderr) = (Kept::default(), Kept::default());
        let terminal = if as_lines { Terminal::default() } else { self.terminal.resized() };
        let output = Self {
            stdout: io::BufWriter::new(Box::new(stdout.clone())),
            stderr: Box::new(stderr.clone()),
            format: if as_lines { Some(Format::Ndjson) } else { self.format },
            terminal,
            selection: self.selection.clone(),
            has_header: self.has_header,
            filter: None,
            is_closed: false,
        };
        Round { output, stdout, stderr }
    }

    /// Returns whether a command that runs again and again replaces what it printed before, rather than printing what
    /// changed.
    ///
    /// # Errors
    /// Returns a usage error for a format that can do neither.
    pub(crate) fn redraws(&self) -> Result<bool> {
        match (self.format, &self.filter) {
            (Some(Format::Ndjson), _) | (None, Some(_)) => Ok(false),
            (None, None) => Ok(self.terminal.stdout_is_terminal),
            (Some(Format::Table | Format::Csv | Format::Markdown | Format::Name), _)
                if self.terminal.stdout_is_terminal =>
            {
                Ok(true)
            }
            _ => Err(Failure::Usage {
                message: "--watch redraws a table on a terminal, and prints changes as ndjson elsewhere".to_owned(),
                hint: Some("leave out --format, or use ndjson".to_owned()),
            }
            .into()),
        }
    }

    /// Returns the id of an item, or else the item.
    pub(crate) fn id_of(&self, json: &str) -> String {
        let fields = if let Ids::Fields(fields) = self.selection.ids { fields } else { &[] };
        paths::id(json, fields).filter(|id| !id.is_empty()).unwrap_or_else(|| json.to_owned())
    }
}
