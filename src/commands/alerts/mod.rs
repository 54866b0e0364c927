//! `watch`: looks at spend or health again and again, or once for cron, and runs a program when it changes. `--watch`, which shows
//! a list again and again, is in [`crate::watch`].

mod action;
mod health;
mod spend;
mod state;

use anyhow::Result;
use clap::Subcommand;
use serde::Serialize;

use self::action::Action;
use self::state::{StateFile, Stored};
use crate::children;
use crate::context::Context;
use crate::failure::{Failure, exit_code, one_line};
use crate::outcome::Outcome;

/// What the pages of all watches say.
macro_rules! about {
    () => {
        "\
The program runs once for each change, from good to bad and from bad to good, also over restarts:
what was seen is kept in a private file for each server. No shell reads its words; arguments that
begin with a dash come after --. A program that fails is not run again, and is exit code 1 of
--once. The next look waits for the program. Ctrl-C, SIGTERM and SIGHUP end the program, too, which
is killed after five seconds. A failed look is not a change.

The program gets these variables, in addition to those below:
  LITELLM_PROXY_WATCH_KIND, LITELLM_PROXY_WATCH_STATE (good or bad), LITELLM_PROXY_WATCH_URL
  LITELLM_PROXY_WATCH_MESSAGE, a sentence"
    };
}
use about;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
To see a list change on the terminal, add --watch to its own command.

Examples:
  litellm-proxy watch spend --over 100/day --exec ./page.sh
  litellm-proxy watch health --exec ./page.sh --every 60s
  litellm-proxy watch health --once --exec logger -- -t litellm")]
pub(crate) enum Command {
    /// Run a program when the server has spent more than a limit, and when no longer
    #[command(after_help = spend::AFTER_HELP)]
    Spend(spend::Spend),
    /// Run a program when a deployment or the database fails, and when it recovers
    #[command(after_help = health::AFTER_HELP)]
    Health(health::Health),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Spend(args) => args.run(context).await,
            Self::Health(args) => args.run(context).await,
        }
    }
}

/// What a look found.
#[derive(Debug, Clone)]
struct Look {
    /// What is bad; nothing if all is well. A change of it is acted upon.
    bad: Vec<String>,
    /// A sentence.
    message: String,
    /// More variables of the program.
    variables: Vec<(&'static str, String)>,
}

/// What a look found, and what was done.
#[derive(Debug, Serialize)]
struct Report<'a> {
    kind: &'static str,
    state: &'static str,
    previous: Option<&'static str>,
    is_change: bool,
    bad: &'a [String],
    message: &'a str,
    /// The exit code of the program, if it ran.
    exit_code: Option<u8>,
}

fn state(bad: &[String]) -> &'static str {
    if bad.is_empty() { "good" } else { "bad" }
}

/// Looks once, or until Ctrl-C, and acts upon changes. `name` tells one watch of a server from others.
async fn watch(
    context: &mut Context,
    action: Action,
    (kind, name): (&'static str, String),
    look: impl AsyncFn(&mut Context) -> Result<Look>,
) -> Result<Outcome> {
    action.check()?;
    children::prepare()?;
    let url = context.client()?.base_url().as_str().trim_end_matches('/').to_owned();
    let file = StateFile::open(action.state.as_deref(), &url, &name).await?;
    if action.once {
        let looked = look(context).await?;
        return act(context, &action, kind, &url, &file, &looked).await;
    }
    let mut has_failed = false;
    context.output.note(format!("looking every {} s; Ctrl-C ends", action.every.as_secs_f64()));
    loop {
        match look(context).await {
            Ok(looked) => {
                if std::mem::take(&mut has_failed) {
                    context.output.note("the server responds again");
                }
                act(context, &action, kind, &url, &file, &looked).await?;
            }
            // Usage, not found, not allowed.
            Err(error) if matches!(exit_code(&error), 2..=4) => return Err(error),
            Err(error) if !std::mem::replace(&mut has_failed, true) => {
                context.output.warn(format!("{}; looking again", one_line(&error)));
            }
            Err(_) => {}
        }
        tokio::time::sleep(action.every).await;
    }
}

/// Runs the program if what is bad has changed since the last look, and keeps what was seen.
async fn act(
    context: &mut Context,
    action: &Action,
    kind: &'static str,
    url: &str,
    file: &StateFile,
    look: &Look,
) -> Result<Outcome> {
    let before = file.read()?;
    let previous: &[String] = before.as_ref().map_or(&[], |stored| &stored.bad);
    let is_change = previous != look.bad.as_slice();
    let mut code = None;
    if is_change {
        let mut variables = vec![
            ("KIND", kind.to_owned()),
            ("STATE", state(&look.bad).to_owned()),
            ("URL", url.to_owned()),
            ("MESSAGE", look.message.clone()),
        ];
        variables.extend(look.variables.iter().cloned());
        let new = look.bad.iter().filter(|one| !previous.contains(one)).cloned().collect::<Vec<_>>();
        let gone = previous.iter().filter(|one| !look.bad.contains(one)).cloned().collect::<Vec<_>>();
        variables.extend([("NEW", new.join("\n")), ("RECOVERED", gone.join("\n"))]);
        // A program that runs without being noted would run again at each look.
        file.write(&Stored::new(url, &file.name, previous))?;
        let child = action.start(&variables)?;
        // It counts once it runs: a program that is killed with this one is not run again.
        file.write(&Stored::new(url, &file.name, &look.bad))?;
        code = Some(action::finish(child).await?);
    } else if before.is_none() {
        file.write(&Stored::new(url, &file.name, &look.bad))?;
    }
    if action.once && context.output.is_chosen() {
        let previous = before.as_ref().map(|stored| state(&stored.bad));
        let (state, message) = (state(&look.bad), look.message.as_str());
        context.output.value(&Report { kind, state, previous, is_change, bad: &look.bad, message, exit_code: code })?;
    } else if is_change || (action.once && context.output.shows_answers()) {
        context.output.note(&look.message);
    }
    match code {
        None | Some(0) => Ok(Outcome::Done),
        Some(code) => {
            let message = format!("{} failed with exit code {code}", action.program());
            if action.once {
                return Err(Failure::Refused(message).into());
            }
            context.output.warn(message);
            Ok(Outcome::Done)
        }
    }
}
