//! `version`, `-v`, `--version`: prints the client and server versions.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use litellm_proxy_client::{Error, RetryPolicy, ServerVersion};

/// Short, because printing the version must not wait for an unreachable server.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  litellm-proxy version
  litellm-proxy version --format json
  litellm-proxy version --base-url https://litellm.example.com")]
pub(crate) struct Args {}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let url = context.config()?.base_url.value;
        let mut builder = context.client_builder()?.retry(RetryPolicy::never());
        if context.timeout().is_none() {
            builder = builder.timeout(DEFAULT_TIMEOUT);
        }
        let client = builder.build()?;
        let request = client.health().details().request();
        context
            .perform(DryRun::default(), request, async |context, _| {
                let version = client.health().version().await;
                show(context, url.as_str().trim_end_matches('/'), version)
            })
            .await
    }
}

fn show(context: &mut Context, url: &str, result: Result<Option<ServerVersion>, Error>) -> Result<Outcome> {
    let (version, problem) = match result {
        Ok(version) => (version.map(|version| version.to_string()), None),
        Err(error) => (None, Some(error.to_string())),
    };
    if !context.output.is_for_people() {
        return context.output.value(&json!({
                "client_version": env!("CARGO_PKG_VERSION"), "server_url": url, "server_version": version, "problem": problem,
            }));
    }
    context.output.text(&format!(
        "LiteLLM Proxy CLI Version: {}\nLiteLLM Proxy Server URL: {url}\n",
        env!("CARGO_PKG_VERSION")
    ))?;
    let line = match (version, problem) {
        (Some(version), _) => format!("LiteLLM Proxy Server Version: {version}\n"),
        (None, None) => "LiteLLM Proxy Server Version: (unavailable)\n".to_owned(),
        (None, Some(problem)) => format!("Could not retrieve server version: {problem}\n"),
    };
    context.output.prose(&line).map(Outcome::done)
}
