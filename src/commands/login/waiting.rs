//! Shows the remaining time while the user logs in, on terminals that support it.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use tokio::time::Instant;

use crate::context::Context;
use crate::output::{Warnings, for_terminal};
use litellm_proxy_client::{Error, redact_text};

const TICK: Duration = Duration::from_millis(200);

/// A countdown line that is cleared on drop. Without a terminal, transient errors become warnings.
pub(super) struct WaitIndicator {
    bar: ProgressBar,
    warn: Option<Warnings>,
    last_message: String,
}

impl WaitIndicator {
    /// Starts the countdown. Without a terminal, prints the time limit once instead, if `is_first`.
    pub(super) fn start(context: &mut Context, deadline: Instant, is_first: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        // Also hidden on terminals that cannot rewrite a line.
        if bar.is_hidden() {
            if is_first {
                let seconds = (deadline - Instant::now()).as_secs_f64().ceil();
                context.output.note(format_args!("waiting up to {seconds} seconds for the login"));
            }
            return Self { bar, warn: Some(context.output.warnings()), last_message: String::new() };
        }
        let left = move |_: &ProgressState, line: &mut dyn std::fmt::Write| {
            let seconds = deadline.saturating_duration_since(Instant::now()).as_secs();
            // Writing to a string does not fail.
            let _ = write!(line, "{}:{:02}", seconds / 60, seconds % 60);
        };
        if let Ok(style) = ProgressStyle::with_template("{spinner} waiting for the login, {left} left{wide_msg}") {
            bar.set_style(style.with_key("left", left));
        }
        bar.enable_steady_tick(TICK);
        Self { bar, warn: None, last_message: String::new() }
    }

    /// Shows a transient error, or clears the last one.
    pub(super) fn update(&mut self, error: Option<&Error>) {
        let message = error.map(|error| format!("retrying: {}", redact_text(&error.to_string()))).unwrap_or_default();
        if message == self.last_message {
            return;
        }
        match &self.warn {
            Some(warn) if !message.is_empty() => warn(&message),
            Some(_) => {}
            None if message.is_empty() => self.bar.set_message(""),
            None => self.bar.set_message(format!(" ({})", for_terminal(&message))),
        }
        self.last_message = message;
    }
}

impl Drop for WaitIndicator {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
