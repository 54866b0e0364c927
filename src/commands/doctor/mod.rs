//! `doctor`: finds out what is wrong with the way to the server, the server, the key, models and references.

mod checks;
mod facts;
mod finding;
mod fix;
mod gather;
mod render;
mod sources;

use std::time::Duration;

use anyhow::Result;
use clap::ValueEnum;
use clap::builder::NonEmptyStringValueParser;
use jiff::Timestamp;
use litellm_proxy_client::settings::proxy_variable;
use litellm_proxy_client::{Client, RefusalKind, RetryPolicy};

use self::checks::{CHECKS, Check};
use self::facts::{Facts, Layer, Target, Trouble};
use self::finding::Severity;
use self::gather::Asker;
use self::render::Report;
use self::sources::Source;
use super::confirm::Confirmation;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;

const AFTER_HELP: &str = "\
Reads only, with at most 40 GET requests that call no model. Works without a key, with any key, and
with that of an admin, which shows most. What fails first stops what depends on it, so that one
cause is named once. `--fix` asks, and repairs only keys that are broken by a null; for everything
else there is a command. `--format json` has the evidence and the state of every check.

Examples:
  litellm-proxy doctor
  litellm-proxy doctor --only net,srv.db --fail-on warning
  litellm-proxy doctor --skip model.price --format json
  litellm-proxy doctor --only key.null --fix --yes";

/// Keys that everybody knows, from the documentation and its examples.
const KNOWN_KEYS: [&str; 9] = [
    "sk-1234",
    "sk-12345",
    "sk-123456",
    "sk-12345678",
    "sk-admin",
    "sk-litellm",
    "sk-litellm-master-key",
    "sk-master-key",
    "sk-test",
];
/// How long a response may take, unless `--timeout` is given.
const TIMEOUT: Duration = Duration::from_secs(15);
/// The length of a key that cannot be read here.
const UNKNOWN_LENGTH: usize = 64;

#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Only these checks, such as net, srv.db or key.null (can be repeated)
    #[arg(long, value_name = "CHECK", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    only: Vec<String>,
    /// Leave out these checks (can be repeated)
    #[arg(long, value_name = "CHECK", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new())]
    skip: Vec<String>,
    /// Exit with 1 if there are findings this bad: error, warning or never
    #[arg(long, value_name = "SEVERITY", value_enum, default_value = "error", hide_possible_values = true)]
    fail_on: FailOn,
    /// Show notes too, and what could not be checked
    #[arg(long)]
    all: bool,
    /// Repair keys that are broken by a null, after asking for each
    #[arg(long)]
    fix: bool,
    #[command(flatten)]
    confirmation: Confirmation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    Error,
    Warning,
    Never,
}

impl FailOn {
    fn includes(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity == Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Never => false,
        }
    }
}

impl Args {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let mut checks = self.checks()?;
        let target = target(context)?;
        let timeout = context.timeout().unwrap_or(TIMEOUT);
        let client = context.client_builder()?.retry(RetryPolicy::never()).timeout(timeout).build()?;
        let wanted = wanted(&checks);
        if !context.is_sending(DryRun::default()) {
            let now = Timestamp::now();
            let requests = wanted.iter().map(|source| client.http().request("GET", source.path(now)));
            return context.preview(requests.collect::<Vec<_>>());
        }
        let asker = Asker::new(&client);
        let mut facts = gather::facts(target, &asker, &wanted).await;
        facts.connection.speaks_other = speaks_other(context, &facts).await?;
        self.add_cause(&mut checks, &facts);
        let mut report = Report::new(&facts, &checks);
        if self.fix {
            fix::run(context, &client, &mut report, self.confirmation).await?;
        }
        render::show(context, &report, &facts, self.all)?;
        let fails = report.findings.iter().any(|finding| self.fail_on.includes(finding.severity));
        let fails = fails || (report.is_unchecked() && self.fail_on != FailOn::Never);
        Ok(if fails { Outcome::Negative } else { Outcome::Done })
    }

    /// Adds the checks that report why others cannot be made, unless they are left out on purpose.
    fn add_cause(&self, checks: &mut Vec<&'static Check>, facts: &Facts) {
        let Some((layer, _)) = facts.stop() else { return };
        let is_missing = |check: &&Check| checks.iter().all(|chosen| chosen.id != check.id);
        let is_cause = |check: &&Check| checks::reports(check.id, layer) && !self.leaves_out(check);
        let causes: Vec<_> = CHECKS.iter().filter(is_cause).filter(is_missing).collect();
        checks.splice(0..0, causes);
    }

    fn leaves_out(&self, check: &Check) -> bool {
        self.skip.iter().any(|name| is_called(check, name))
    }

    /// Returns the chosen checks.
    fn checks(&self) -> Result<Vec<&'static Check>> {
        for name in self.only.iter().chain(&self.skip) {
            if !CHECKS.iter().any(|check| is_called(check, name)) {
                let ids: Vec<_> = CHECKS.iter().map(|check| check.id).collect();
                return Err(Failure::usage(format!("no check is called `{name}`; the checks are {}", ids.join(", "))));
            }
        }
        let is_chosen = |check: &&Check| {
            (self.only.is_empty() || self.only.iter().any(|name| is_called(check, name))) && !self.leaves_out(check)
        };
        let chosen: Vec<_> = CHECKS.iter().filter(is_chosen).collect();
        if chosen.is_empty() {
            return Err(Failure::usage("--only and --skip leave no check"));
        }
        Ok(chosen)
    }
}

/// Returns whether a check has a name, or is of the group with that name.
fn is_called(check: &Check, name: &str) -> bool {
    check.id == name || check.id.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'))
}

/// Returns what the checks read, and what shows how far requests get.
fn wanted(checks: &[&Check]) -> Vec<Source> {
    let mut wanted: Vec<Source> =
        Source::FIRST.into_iter().chain(checks.iter().flat_map(|check| check.reads).copied()).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted
}

fn target(context: &mut Context) -> Result<Target> {
    let config = context.config()?;
    let url = &config.base_url.value;
    let is_https = url.scheme() == "https";
    let host = url.host_str().unwrap_or_default().to_owned();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let is_loopback =
        bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    let key = config.api_key.as_ref().map(|key| &key.value);
    Ok(Target {
        url: url.as_str().trim_end_matches('/').to_owned(),
        url_from: config.base_url.source.to_string(),
        port: url.port_or_known_default().unwrap_or_default(),
        is_https,
        is_loopback,
        proxy: proxy_variable(url),
        is_insecure: context.globals().tls.insecure,
        has_key: config.has_key(),
        key_from: config.key_from().unwrap_or_default(),
        key_hash: key.map(litellm_proxy_client::ApiKey::hash).unwrap_or_default(),
        key_length: key.map_or(UNKNOWN_LENGTH, |key| key.expose().chars().count()),
        key_is_known: key.is_some_and(|key| KNOWN_KEYS.contains(&key.expose().to_ascii_lowercase().as_str())),
        auth_header: config.auth_header.to_string(),
        host,
    })
}

/// Returns whether a server that does not respond speaks the other one of http and https. No key is sent.
async fn speaks_other(context: &Context, facts: &Facts) -> Result<bool> {
    let Some(readiness) = facts.reply(Source::Readiness) else { return Ok(false) };
    let is_stopped = facts.stop().is_some_and(|(layer, _)| matches!(layer, Layer::Tls | Layer::Litellm));
    let is_lost = matches!(readiness.trouble(), Some(Trouble::Lost | Trouble::Unreachable));
    if !is_stopped || !(is_lost || readiness.kind() == Some(RefusalKind::HttpsExpected)) {
        return Ok(false);
    }
    let url = &facts.target.url;
    let other = match url.strip_prefix("https://") {
        Some(_) if readiness.message().contains("certificate") => return Ok(false),
        Some(rest) => format!("http://{rest}"),
        None => url.replacen("http://", "https://", 1),
    };
    let builder = context.unconfigured_builder(&other)?.retry(RetryPolicy::never()).timeout(TIMEOUT);
    let client: Client = builder.danger_accept_any_certificate().build()?;
    Ok(gather::responds(&client).await)
}
