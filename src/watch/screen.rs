//! The output of each round on a terminal, in the place of the one before. Lines that changed are bold for one round.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::Result;
use jiff::Timestamp;

use crate::output::{Output, times};

const HOME: &str = "\u{1b}[H";
const CLEAR: &str = "\u{1b}[2J";
const CLEAR_LINE: &str = "\u{1b}[K";
const CLEAR_REST: &str = "\u{1b}[J";

/// What is on the screen.
pub(super) struct Screen {
    interval: Duration,
    /// The lines of the last round; none before the first.
    shown: Option<HashSet<String>>,
}

impl Screen {
    pub(super) fn new(interval: Duration) -> Self {
        Self { interval, shown: None }
    }

    pub(super) fn show(&mut self, output: &mut Output, stdout: &str, stderr: &str) -> Result<()> {
        let time = times::clock(Timestamp::now());
        let first = format!("{time}, every {} s; Ctrl-C ends", self.interval.as_secs_f64());
        let lines: Vec<&str> = stdout.lines().chain(stderr.lines()).collect();
        // The last line of the terminal is where the cursor stays.
        let room = output.terminal().height().map_or(usize::MAX, |height| usize::from(height).saturating_sub(3));
        let mut text = if self.shown.is_some() { HOME.to_owned() } else { format!("{CLEAR}{HOME}") };
        text.push_str(&format!("{first}{CLEAR_LINE}\n"));
        for line in lines.iter().take(room) {
            let is_changed = self.shown.as_ref().is_some_and(|shown| !shown.contains(*line));
            let (bold, plain) = if is_changed { ("\u{1b}[1m", "\u{1b}[0m") } else { ("", "") };
            text.push_str(&format!("{bold}{line}{plain}{CLEAR_LINE}\n"));
        }
        if lines.len() > room {
            text.push_str(&format!("+{} lines{CLEAR_LINE}\n", lines.len() - room));
        }
        text.push_str(CLEAR_REST);
        self.shown = Some(lines.into_iter().map(str::to_owned).collect());
        output.text(&text)?;
        output.flush()
    }
}
