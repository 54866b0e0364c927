//! `top`: a full-screen live view of the log: requests, errors, cost and latency, by model, key and team.

mod keys;
mod poll;
mod state;
mod tables;
mod terminal;
#[cfg(test)]
mod tests;
mod view;
mod window;

use std::pin::Pin;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Args as ClapArgs;
use litellm_proxy_client::spend::{LogCursor, LogFilter};
use litellm_proxy_client::{ApiKey, Client};
use ratatui_crossterm::crossterm::event::{Event, KeyEventKind};

use self::keys::Action;
use self::poll::{Poll, Polled};
use self::state::Screen;
use self::terminal::{FullScreen, Signals, Told};
use self::window::Window;
use crate::context::{Context, DryRun, parse_seconds};
use crate::env;
use crate::failure::{Failure, one_line};
use crate::outcome::Outcome;
use crate::output::times;

const INTERVAL: Duration = Duration::from_secs(3);
/// The requests that the view begins with, at most: their rows are large.
const INITIAL_COUNT: usize = 1_000;
/// The exit code of a program that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Reads the log that the server writes some seconds after requests end, every 3 seconds, and sends
nothing else. 1 models, 2 keys, 3 teams, 4 errors, / filter, Enter open, ? all keys, q quit. The
first screen is of the last 15 minutes, at most 1,000 requests. Prompts are never shown.

Examples:
  litellm-proxy top
  litellm-proxy top --interval 10
  litellm-proxy top --write")]
pub(crate) struct Args {
    /// Seconds between polls [default: 3]
    #[arg(long, value_name = "SECONDS", value_parser = parse_seconds)]
    interval: Option<Duration>,
    /// Allow to block keys, with b, once their alias was typed
    #[arg(long)]
    write: bool,
}

impl Args {
    pub(in crate::commands) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let filter = LogFilter::between("", "");
        let begin = client.server_now().checked_sub(window::SPAN).unwrap_or_default();
        let cursor = LogCursor::new(begin, INITIAL_COUNT);
        let look = cursor.look(client.server_now());
        let first = client.spend().logs(&look.next_page(&filter).unwrap_or_else(|| filter.clone()));
        if context.is_sending(DryRun::default()) {
            require_terminal(context)?;
        }
        context
            .perform(DryRun::default(), first, async |context, _| {
                let poll = Poll::new(&client, cursor, self.interval.unwrap_or(INTERVAL));
                self.show(context, poll, client.clone()).await
            })
            .await
    }

    async fn show(&self, context: &Context, poll: Poll, client: Client) -> Result<Outcome> {
        // Errors of the first look are those of any command.
        let mut polled = poll.first().await?;
        let now = client.server_now();
        let mut window = Window::new(now.checked_sub(window::SPAN).unwrap_or_default(), now);
        let entries = polled.entries()?;
        if entries.len() >= INITIAL_COUNT
            && let Some(oldest) = entries.first()
        {
            window.begin_at(oldest.end);
        }
        window.add(entries, now);
        let has_color = context.output.terminal().stdout_color;
        let mut screen = Screen::new(window, polled.server().clone(), times::zone(), has_color, self.write);
        let mut signals = Signals::new()?;
        crate::children::leave_signals_to_command();
        let mut full = FullScreen::enter().context("cannot use the terminal")?;
        let mut events = terminal::events();
        let mut next: Pin<Box<dyn Future<Output = Polled>>> = Box::pin(polled.next());
        let mut blocking: Option<Pin<Box<dyn Future<Output = String>>>> = None;
        loop {
            full.draw(&screen)?;
            let action = loop {
                tokio::select! {
                    told = signals.next() => match told {
                        Told::End(code) => return Ok(Outcome::ExitCode(code)),
                        #[cfg(unix)]
                        Told::Stop => break Action::Stop,
                        #[cfg(unix)]
                        Told::Continue => {
                            full.take_again()?;
                            break Action::Redraw;
                        }
                    },
                    event = events.recv() => match event {
                        Some(Event::Key(key)) if key.kind != KeyEventKind::Release => {
                            let action = keys::press(&mut screen, key, client.server_now());
                            if action != Action::Ignore {
                                break action;
                            }
                        }
                        Some(Event::Resize(..)) => break Action::Redraw,
                        Some(_) => {}
                        // The terminal is gone.
                        None => return Ok(Outcome::ExitCode(129)),
                    },
                    mut polled = &mut next => {
                        match polled.entries() {
                            Ok(entries) => screen.add(entries, client.server_now()),
                            Err(error) if !poll::is_transient(&error) => return Err(error.into()),
                            Err(_) => {}
                        }
                        screen.server = polled.server().clone();
                        next = Box::pin(polled.next());
                        break Action::Redraw;
                    }
                    message = finished(&mut blocking) => {
                        blocking = None;
                        screen.message = Some(message);
                        break Action::Redraw;
                    }
                }
            };
            match action {
                Action::Redraw | Action::Ignore => {}
                Action::Quit => return Ok(Outcome::Done),
                Action::Interrupt => return Ok(Outcome::ExitCode(INTERRUPTED)),
                #[cfg(unix)]
                Action::Stop => full.stop()?,
                #[cfg(not(unix))]
                Action::Stop => {}
                Action::Block { hash, name } => {
                    screen.message = Some(format!("blocking `{name}`…"));
                    blocking = Some(Box::pin(block(client.clone(), hash, name)));
                }
            }
        }
    }
}

/// Completes when there is work and it is done.
async fn finished(work: &mut Option<Pin<Box<dyn Future<Output = String>>>>) -> String {
    match work {
        Some(work) => work.await,
        None => std::future::pending().await,
    }
}

async fn block(client: Client, hash: String, name: String) -> String {
    match client.keys().block(ApiKey::new(hash)).await {
        Ok(_) => format!("blocked `{name}`; `litellm-proxy keys unblock {name}` takes it back"),
        Err(error) => format!("cannot block `{name}`: {}", one_line(&error.into())),
    }
}

/// Fails if there is no terminal that can be drawn on.
fn require_terminal(context: &Context) -> Result<()> {
    let terminal = context.output.terminal();
    let is_dumb = env::get(env::TERM).is_none_or(|value| value == "dumb");
    let is_terminal = terminal.stdin_is_terminal && terminal.stdout_is_terminal;
    if is_terminal && !is_dumb && context.output.is_for_people() {
        return Ok(());
    }
    let message = match (is_terminal, is_dumb) {
        (false, _) => "top needs a terminal for its keys and its screen",
        (true, true) => "top cannot draw on this terminal: TERM is dumb or not set",
        (true, false) => "top has no other format than its screen",
    };
    Err(Failure::Usage {
        message: message.to_owned(),
        hint: Some("`litellm-proxy logs stats --by model --since 1h` prints the numbers once".to_owned()),
    }
    .into())
}
