//! `--watch`: runs a command again and again. On a terminal its output is redrawn; elsewhere what changed is printed, an event
//! a line.

mod events;
mod screen;

use std::pin::pin;
use std::time::Duration;

use anyhow::Result;
use clap::ArgMatches;

use self::events::Events;
use self::screen::Screen;
use crate::commands::{Command, WATCH};
use crate::context::{Context, DryRun};
use crate::failure::{exit_code, one_line};
use crate::outcome::Outcome;

/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// The exit code of a command that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

/// Returns the pause between two rounds, if the command is to be watched.
pub(crate) fn interval(matches: &ArgMatches) -> Option<Duration> {
    let mut command = matches;
    while let Some((_, next)) = command.subcommand() {
        command = next;
    }
    command.try_get_one::<Duration>(WATCH).ok().flatten().copied()
}

/// What shows the rounds.
enum View {
    Screen(Screen),
    Events(Events),
}

/// Runs a command until Ctrl-C, a closed pipe, or an error that waiting does not mend. `command` parses it for each
/// round.
pub(crate) async fn run(
    context: &mut Context,
    interval: Duration,
    command: impl Fn() -> Result<Command>,
) -> Result<Outcome> {
    if !context.is_sending(DryRun::default()) {
        return command()?.run(context).await;
    }
    let redraws = context.output.redraws()?;
    let mut view = if redraws { View::Screen(Screen::new(interval)) } else { View::Events(Events::default()) };
    let mut interrupted = pin!(context.interrupt.pressed());
    let mut pause = interval;
    loop {
        let round = async {
            let command = command()?;
            let mut round = context.output.round(!redraws);
            std::mem::swap(&mut context.output, &mut round.output);
            let result = command.run(context).await;
            std::mem::swap(&mut context.output, &mut round.output);
            anyhow::Ok((round.written()?, result))
        };
        let ((stdout, stderr), result) = tokio::select! {
            biased;
            () = &mut interrupted => return Ok(Outcome::ExitCode(INTERRUPTED)),
            round = round => round?,
        };
        match result {
            Ok(_) => {
                pause = interval;
                match &mut view {
                    View::Screen(screen) => screen.show(&mut context.output, &stdout, &stderr)?,
                    View::Events(events) => events.show(&mut context.output, &stdout, &stderr)?,
                }
            }
            // Usage, not found, not allowed.
            Err(error) if matches!(exit_code(&error), 2..=4) => return Err(error),
            Err(error) => {
                pause = pause.saturating_mul(2).min(LONGEST_PAUSE.max(interval));
                let message = format!("{}; trying again in {} s", one_line(&error), pause.as_secs());
                context.output.warn(message);
            }
        }
        if context.output.is_closed() {
            return Ok(Outcome::Done);
        }
        tokio::select! {
            biased;
            () = &mut interrupted => return Ok(Outcome::ExitCode(INTERRUPTED)),
            () = resized() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// Completes when the terminal changes its size.
async fn resized() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut signals) = signal(SignalKind::window_change()) {
            signals.recv().await;
            return;
        }
    }
    std::future::pending::<()>().await;
}
