//! `chat`: requests to models, and what is made of their answers.

mod answer;
mod attach;
mod batch;
mod compare;
mod completions;
mod input;
mod media;
mod parameters;
mod structured;
mod templates;
mod usage;

use anyhow::Result;
use clap::Subcommand;

use self::completions::Completions;
use crate::context::Context;
use crate::outcome::Outcome;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy chat completions gpt-4o -m \"Hello, how are you?\"
  litellm-proxy chat completions gpt-4o Hello --stream
  litellm-proxy chat completions gpt-4o Hello --format json")]
pub(crate) enum Command {
    /// Create a chat completion
    Completions(Box<Completions>),
    /// Send a file of requests, and continue where a run before stopped
    Batch(Box<batch::Batch>),
    /// List and show templates of requests
    #[command(subcommand, visible_alias = "template")]
    Templates(templates::Command),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Completions(args) => args.run(context).await,
            Self::Batch(args) => args.run(context).await,
            Self::Templates(command) => command.run(context),
        }
    }
}
