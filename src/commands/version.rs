//! `version`, `-v`, `--version`: prints the client and server versions; `version --check` the newest version of the client.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use super::self_update::{Releases, own};
use crate::context::{Context, DryRun};
use crate::env;
use crate::installation::{self, Installation};
use crate::outcome::{DIFFERENCES, Outcome};
use litellm_proxy_client::{Error, RetryPolicy, ServerVersion};

/// Short, because printing the version must not wait for an unreachable server.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(5);

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Warns if PATH has other programs called litellm-proxy, such as the script of
LiteLLM's Python package. Nothing but --check looks for newer versions.

Examples:
  litellm-proxy version
  litellm-proxy version --format json
  litellm-proxy version --base-url https://litellm.example.com
  litellm-proxy version --check")]
pub(crate) struct Args {
    /// Print the newest version instead, and the command that updates to it
    #[arg(long)]
    check: bool,
    /// With --check, exit with code 9 if there is a newer version
    #[arg(long, requires = "check")]
    exit_code: bool,
    /// Whether this is `--version`, which does not look at PATH.
    #[arg(skip)]
    is_option: bool,
}

impl Args {
    /// Returns what `-v` and `--version` mean.
    pub(crate) fn of_option() -> Self {
        Self { check: false, exit_code: false, is_option: true }
    }

    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        if self.check {
            return self.check(context).await;
        }
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
                let outcome = show(context, url.as_str().trim_end_matches('/'), version);
                if !self.is_option {
                    warn_of_namesakes(context);
                }
                outcome
            })
            .await
    }

    /// Compares this version with the newest release.
    async fn check(self, context: &mut Context) -> Result<Outcome> {
        context.refuse_curl()?;
        let newest = Releases::find()?.newest(context).await?;
        let is_newer = own().is_none_or(|own| newest > own);
        let newest = newest.to_string();
        let this = This::find();
        let installation = this.installation.as_ref().filter(|_| is_newer);
        if context.output.is_for_people() {
            let mut text = format!(
                "LiteLLM Proxy CLI Version: {}\nNewest LiteLLM Proxy CLI Version: {newest}\n",
                env!("CARGO_PKG_VERSION")
            );
            if let Some(installation) = installation {
                text.push_str(&format!("To update: {}\n", installation.advice(Some(&newest))));
            }
            context.output.prose(&text)?;
        } else {
            context.output.value(&json!({
                "client_version": env!("CARGO_PKG_VERSION"), "newest_version": newest, "is_newest": !is_newer,
                "update_command": installation.and_then(|installation| installation.command(Some(&newest))),
                "program": this.path(), "installed_by": this.installed_by(),
            }))?;
        }
        warn_of_namesakes(context);
        Ok(if is_newer && self.exit_code { Outcome::ExitCode(DIFFERENCES) } else { Outcome::Done })
    }
}

/// This program's file, and what installed it.
struct This {
    program: Option<PathBuf>,
    installation: Option<Installation>,
}

impl This {
    fn find() -> Self {
        let program = installation::this_program();
        let installation = program.as_deref().map(Installation::of);
        Self { program, installation }
    }

    /// Returns the path of the program, for JSON.
    fn path(&self) -> Option<Cow<'_, str>> {
        self.program.as_deref().map(Path::to_string_lossy)
    }

    fn installed_by(&self) -> Option<&'static str> {
        self.installation.as_ref()?.installed_by
    }
}

/// Warns of other programs of this name.
fn warn_of_namesakes(context: &mut Context) {
    let path = std::env::var_os(env::PATH).unwrap_or_default();
    if let Some(warning) = installation::this_program().and_then(|program| installation::warning(&program, &path)) {
        context.output.warn(warning);
    }
}

fn show(context: &mut Context, url: &str, result: Result<Option<ServerVersion>, Error>) -> Result<Outcome> {
    let (version, problem) = match result {
        Ok(version) => (version.map(|version| version.to_string()), None),
        Err(error) => (None, Some(error.to_string())),
    };
    if !context.output.is_for_people() {
        let this = This::find();
        return context.output.value(&json!({
            "client_version": env!("CARGO_PKG_VERSION"), "server_url": url, "server_version": version, "problem": problem,
            "program": this.path(), "installed_by": this.installed_by(),
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
