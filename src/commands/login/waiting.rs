//! What is seen while somebody logs in: the time that is left, on a terminal that can show it.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use tokio::time::Instant;

use crate::context::Context;
use crate::output::{Warner, for_terminal};
use litellm_proxy_client::{Error, redact_text};

const TICK: Duration = Duration::from_millis(200);

/// A line that counts down, and is gone when it is dropped; without a terminal, a line for each thing that goes wrong.
pub(super) struct Waiting {
    bar: ProgressBar,
    warn: Option<Warner>,
    said: String,
}

impl Waiting {
    /// Where nothing can count down, a line says how long it may take, unless one has said so already.
    pub(super) fn until(context: &mut Context, end: Instant, is_first: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        // Also on a terminal that cannot go back in its line.
        if bar.is_hidden() {
            if is_first {
                let seconds = (end - Instant::now()).as_secs_f64().ceil();
                context.output.note(format_args!("waiting up to {seconds} seconds for the login"));
            }
            return Self { bar, warn: Some(context.output.warner()), said: String::new() };
        }
        let left = move |_: &ProgressState, line: &mut dyn std::fmt::Write| {
            let seconds = end.saturating_duration_since(Instant::now()).as_secs();
            // A line that cannot be written is not shown.
            let _ = write!(line, "{}:{:02}", seconds / 60, seconds % 60);
        };
        if let Ok(style) = ProgressStyle::with_template("{spinner} waiting for the login, {left} left{wide_msg}") {
            bar.set_style(style.with_key("left", left));
        }
        bar.enable_steady_tick(TICK);
        Self { bar, warn: None, said: String::new() }
    }

    /// Shows what goes wrong, or that nothing does any more.
    pub(super) fn trouble(&mut self, error: Option<&Error>) {
        let message =
            error.map(|error| format!("trying again: {}", redact_text(&error.to_string()))).unwrap_or_default();
        if message == self.said {
            return;
        }
        match &self.warn {
            Some(warn) if !message.is_empty() => warn(&message),
            Some(_) => {}
            None if message.is_empty() => self.bar.set_message(""),
            None => self.bar.set_message(format!(" ({})", for_terminal(&message))),
        }
        self.said = message;
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
