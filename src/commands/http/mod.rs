//! `http`: requests to any endpoint.

mod fields;
mod multipart;
mod request;
mod response;

use anyhow::Result;
use clap::Subcommand;

use crate::context::Context;
use crate::outcome::Outcome;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy http request /models
  litellm-proxy http request /key/generate -F max_budget=5 -f key_alias=ci
  litellm-proxy http request GET /key/list --curl")]
pub(crate) enum Command {
    /// Send a request to any endpoint
    Request(request::Request),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self::Request(args) = self;
        args.run(context).await
    }
}
