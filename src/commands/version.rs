//! `version`, `-v`, `--version`: the client's and the server's.

use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use crate::context::Context;
use crate::output::Format;

/// Whoever asks for a version does not want to wait for a server that is not there.
const PATIENCE: Duration = Duration::from_secs(5);

#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

impl Args {
    pub(crate) async fn run(self, context: &mut Context) -> Result<()> {
        let url = context.config()?.base_url.value;
        let mut builder = context.client_builder()?.max_attempts(1);
        if context.timeout().is_none() {
            builder = builder.timeout(PATIENCE);
        }
        let client = builder.build()?;
        if context.is_showing(crate::context::DryRun::default()) {
            return context.show([client.health().details().request()]);
        }
        let found = client.health().version().await;
        let url = url.as_str().trim_end_matches('/');
        let (version, problem) = match found {
            Ok(version) => (version.map(|version| version.to_string()), None),
            Err(error) => (None, Some(error.to_string())),
        };
        if !matches!(context.output.format(), None | Some(Format::Table)) {
            return context.output.value(&json!({
                "client_version": env!("CARGO_PKG_VERSION"), "server_url": url, "server_version": version, "problem": problem,
            }));
        }
        context.output.text(&format!(
            "LiteLLM Proxy CLI Version: {}\nLiteLLM Proxy Server URL: {url}\n",
            env!("CARGO_PKG_VERSION")
        ))?;
        match (version, problem) {
            (Some(version), _) => context.output.prose(&format!("LiteLLM Proxy Server Version: {version}\n")),
            (None, None) => context.output.text("LiteLLM Proxy Server Version: (unavailable)\n"),
            (None, Some(problem)) => context.output.prose(&format!("Could not retrieve server version: {problem}\n")),
        }
    }
}
