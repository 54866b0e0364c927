//! What goes to stdout: strings and bytes, and how a reader that goes away is noticed.

use std::io::{self, Write as _};

use anyhow::{Context as _, Result};

use super::jq::Filter;
use super::{Output, answer, painted, painted_sign, paragraphs_for_terminal};

impl Output {
    /// Writes a state on a line of its own, in its color.
    pub(crate) fn state(&mut self, state: &str) -> Result<()> {
        let text = if self.terminal.stdout_color { painted(state, state) } else { state.to_owned() };
        self.text(&format!("{text}\n"))
    }

    /// Writes prose that may contain strings from the server; on a terminal, deceptive characters are escaped.
    pub(crate) fn prose(&mut self, text: &str) -> Result<()> {
        if self.terminal.stdout_is_terminal { self.text(&paragraphs_for_terminal(text)) } else { self.text(text) }
    }

    /// Writes a line of [`Output::prose`] after a sign such as `+`, in the color of what it stands for.
    pub(crate) fn signed(&mut self, sign: char, text: &str) -> Result<()> {
        let shown = if self.terminal.stdout_color { painted_sign(sign) } else { sign.to_string() };
        self.text(&format!("{shown} "))?;
        self.prose(&format!("{text}\n"))
    }

    /// [`Output::signed`] with a sentence; on a terminal, it is wrapped between words.
    pub(crate) fn signed_sentence(&mut self, sign: char, text: &str) -> Result<()> {
        let Some(width) = self.terminal.width.filter(|_| self.terminal.stdout_is_terminal) else {
            return self.signed(sign, text);
        };
        let shown = if self.terminal.stdout_color { painted_sign(sign) } else { sign.to_string() };
        self.text(&format!("{shown} {}", answer::wrapped_after(text, width, 2)))
    }

    /// [`Output::prose`] of a sentence on each line; on a terminal, they are wrapped between words.
    pub(crate) fn sentences(&mut self, text: &str) -> Result<()> {
        let Some(width) = self.terminal.width.filter(|_| self.terminal.stdout_is_terminal) else {
            return self.text(text);
        };
        text.lines().try_for_each(|line| self.text(&answer::wrapped(line, width)))
    }

    /// Writes a string unchanged.
    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        self.bytes(text.as_bytes())
    }

    /// Writes a string that is not data, such as a curl command, past the expression of `--jq`.
    pub(crate) fn aside(&mut self, text: &str) -> Result<()> {
        self.write(text.as_bytes())
    }

    /// [`Output::prose`], past the expression of `--jq`.
    pub(crate) fn prose_aside(&mut self, text: &str) -> Result<()> {
        if self.terminal.stdout_is_terminal { self.aside(&paragraphs_for_terminal(text)) } else { self.aside(text) }
    }

    /// Writes bytes: unchanged, or as the results of `--jq`. They are dropped if the reader has closed the pipe, which is not an error.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(mut filter) = self.filter.take() else { return self.write(bytes) };
        let on_terminal = self.terminal.stdout_is_terminal;
        let filtered = filter.feed(bytes, on_terminal, |line| {
            self.write(line.as_bytes())?;
            Ok(!self.is_closed)
        });
        self.filter = Some(filter);
        filtered
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let written = if self.is_closed { Ok(()) } else { self.stdout.write_all(bytes) };
        self.unless_closed(written)
    }

    /// Flushes stdout at the end of a command. Fails if `--jq` could not read all of it.
    pub(crate) fn finish(&mut self) -> Result<()> {
        let is_whole = self.filter.as_mut().map_or(Ok(()), Filter::finish);
        self.flush().and(is_whole)
    }

    /// Returns whether the reader of stdout has closed it, without waiting for the next write to fail.
    pub(crate) fn is_closed(&self) -> bool {
        #[cfg(unix)]
        {
            use rustix::event::{PollFd, PollFlags, Timespec, poll};
            let stdout = io::stdout();
            let mut descriptors = [PollFd::new(&stdout, PollFlags::empty())];
            let no_wait = Timespec { tv_sec: 0, tv_nsec: 0 };
            let is_polled = poll(&mut descriptors, Some(&no_wait)).is_ok();
            self.is_closed
                || is_polled && descriptors.iter().any(|fd| fd.revents().intersects(PollFlags::ERR | PollFlags::HUP))
        }
        #[cfg(not(unix))]
        self.is_closed
    }

    /// Flushes stdout.
    pub(crate) fn flush(&mut self) -> Result<()> {
        let flushed = if self.is_closed { Ok(()) } else { self.stdout.flush() };
        self.unless_closed(flushed)
    }

    fn unless_closed(&mut self, result: io::Result<()>) -> Result<()> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            other => other.context("cannot write to standard output"),
        }
    }
}
