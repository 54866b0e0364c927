//! `chat`: an interactive session, requests to models, and what is made of their answers.

mod answer;
mod attach;
mod batch;
mod compare;
mod completions;
mod input;
mod media;
mod parameters;
mod session;
mod structured;
mod templates;
mod usage;

use anyhow::Result;
use clap::{Args, Subcommand};

pub(super) use self::attach::Attachments;
use self::completions::Completions;
pub(super) use self::input::Input;
use self::session::{SessionOptions, saved};
pub(super) use self::structured::read_tools;
use crate::commands::tree::LazySubcommands;
use crate::context::Context;
use crate::outcome::Outcome;

/// A session, or one of the other commands.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Chat {
    #[command(subcommand)]
    command: Option<LazySubcommands<Command>>,
    #[command(flatten)]
    session: SessionOptions,
}

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Without a command, a session begins on the terminal: what you type is sent, answers are rendered
as they arrive, and /help lists commands. Enter sends, a backslash at the end of a line continues
it, and a paste stays whole. Ctrl-C stops an answer and keeps its part, Ctrl-D ends. Sessions and
the history of the prompt are private files, unless --no-save; lines that begin with a blank are
not in the history.

Examples:
  litellm-proxy chat gpt-4o
  litellm-proxy chat completions gpt-4o -m \"Hello, how are you?\"
  litellm-proxy chat completions gpt-4o Hello --stream
  litellm-proxy chat completions gpt-4o Hello --format json")]
pub(crate) enum Command {
    /// Create a chat completion
    Completions(Box<Completions>),
    /// Send a file of requests, and continue where a run before stopped
    Batch(Box<batch::Batch>),
    /// List saved sessions
    #[command(visible_alias = "ls")]
    List(saved::List),
    /// Print a saved session
    Show(saved::Show),
    /// Continue a saved session
    Resume(saved::Resume),
    /// Delete saved sessions
    #[command(visible_alias = "rm")]
    Delete(saved::Delete),
    /// Print a saved session as Markdown, or as JSON with --format json
    Export(saved::Export),
    /// List and show templates of requests
    #[command(subcommand, visible_alias = "template")]
    Templates(templates::Command),
}

impl Chat {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self.command {
            Some(command) => command.0.run(context).await,
            None => self.session.run(context).await,
        }
    }
}

impl Command {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Completions(args) => args.run(context).await,
            Self::Batch(args) => args.run(context).await,
            Self::List(saved::List {}) => saved::list(context),
            Self::Show(args) => args.run(context),
            Self::Resume(args) => args.run(context).await,
            Self::Delete(args) => args.run(context),
            Self::Export(args) => args.run(context),
            Self::Templates(command) => command.run(context),
        }
    }
}
