//! `http`: requests to any endpoint, and what the server says of its endpoints.

mod describe;
mod fields;
mod large_file;
mod multipart;
mod request;
mod response;
mod routes;
mod unknown_fields;

use anyhow::Result;
use clap::Subcommand;

pub(super) use self::response::copy_body;
use crate::context::Context;
use crate::outcome::Outcome;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy http request /models
  litellm-proxy http request /key/generate -F max_budget=5 -f key_alias=ci
  litellm-proxy http describe /key/generate")]
pub(crate) enum Command {
    /// Send a request to any endpoint
    Request(Box<request::Request>),
    /// List the endpoints of the server
    Routes(routes::Routes),
    /// Show the parameters and fields of an endpoint
    Describe(describe::Describe),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        match self {
            Self::Request(args) => args.run(context).await,
            Self::Routes(args) => args.run(context).await,
            Self::Describe(args) => args.run(context).await,
        }
    }
}
