//! Commands that act on a sandbox that runs: `sandbox wait`, `spend` and `clock`.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use litellm_proxy_client::{Call, Client, Error};
use serde_json::{Value, json};

use super::running::Selection;
use crate::commands::{durations, health};
use crate::config::{ChosenBy, Source};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::dollars;

pub(super) const WAIT_AFTER_HELP: &str = "\
Without --port, waits for the server of LITELLM_PROXY_URL or --base-url, else for the sandbox
that runs, else for http://localhost:4000. Any LiteLLM server will do. The exit code is 0 if the
server is ready, and 5 if it was not in time.

Examples:
  litellm-proxy sandbox wait --port 4100
  litellm-proxy sandbox wait --timeout 2m --base-url http://litellm:4000
  litellm-proxy sandbox wait";

pub(super) const SPEND_AFTER_HELP: &str = "\
The spend counts as if requests had cost it: for the key, its user, team and membership, and in
the reports of `litellm-proxy spend`. Without AMOUNT, what is left of the budget is used up.
KEY is an alias, a hash, the beginning of one, or the key itself, also as @FILE or @-.

Without --port, acts on the sandbox of LITELLM_PROXY_URL or --base-url, else on the one that
runs. The master key is needed.

Examples:
  litellm-proxy sandbox spend ci 1.00
  litellm-proxy sandbox spend ci
  litellm-proxy sandbox spend --user ada@example.com 25
  litellm-proxy sandbox spend --team research 100";

pub(super) const CLOCK_AFTER_HELP: &str = "\
All that depends on the time follows: expiry of keys, resets of budgets, windows of rate limits,
logins. A sandbox that is started again has the time of the system, or that of its --clock. What was reset keeps its
next reset time, also with --reset.

Without --port, acts on the sandbox of LITELLM_PROXY_URL or --base-url, else on the one that
runs. The master key is needed.

Examples:
  litellm-proxy sandbox clock
  litellm-proxy sandbox clock +31d
  litellm-proxy sandbox clock 2027-01-01T00:00:00Z
  litellm-proxy sandbox clock --reset";

#[derive(Debug, Args)]
pub(crate) struct Wait {
    #[command(flatten)]
    selection: Selection,
    /// How long to wait at most, such as 60s or 5m
    #[arg(long, value_name = "DURATION", default_value = health::DEFAULT_WAIT, value_parser = health::parse_wait)]
    timeout: Duration,
}

#[derive(Debug, Args)]
pub(crate) struct Spend {
    /// Key to spend with, and dollars; only dollars with --user or --team
    #[arg(value_names = ["KEY", "AMOUNT"], num_args = 0..=2, required_unless_present_any = ["user", "team"])]
    words: Vec<String>,
    /// User that spends, by id, email address or alias
    #[arg(long, value_name = "USER", conflicts_with = "team")]
    user: Option<String>,
    /// Team that spends, by id or alias
    #[arg(long, value_name = "TEAM")]
    team: Option<String>,
    #[command(flatten)]
    selection: Selection,
}

#[derive(Debug, Args)]
pub(crate) struct Clock {
    /// How far to move the time, such as +31d, or the time to move to
    #[arg(value_name = "+DURATION|TIME", value_parser = parse_move)]
    to: Option<Move>,
    /// Return to the time of the system
    #[arg(long, conflicts_with = "to")]
    reset: bool,
    #[command(flatten)]
    selection: Selection,
}

/// Where the time moves.
#[derive(Debug, Clone)]
enum Move {
    By(String),
    To(String),
}

fn parse_move(text: &str) -> Result<Move, String> {
    if let Some(duration) = text.strip_prefix('+') {
        return durations::parse(duration).map(Move::By);
    }
    if durations::parse(text).is_ok() {
        return Err(format!("time moves only forward: +{text}"));
    }
    let is_time = text.parse::<jiff::Timestamp>().is_ok() || text.parse::<jiff::civil::DateTime>().is_ok();
    if is_time {
        return Ok(Move::To(text.to_owned()));
    }
    Err("expected a duration such as +31d, or a time such as 2027-01-01 or 2027-01-01T12:00:00Z".to_owned())
}

impl Wait {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let url = match self.selection.port {
            // It need not be one that was started here.
            Some(port) => format!("http://127.0.0.1:{port}"),
            None => match server_of_user(context)? {
                Some(url) => url,
                None => match self.selection.only() {
                    Ok(running) => running.url,
                    Err(_) => context.config()?.base_url.value.to_string(),
                },
            },
        };
        let client = context.unconfigured_builder(&url)?.build()?;
        health::wait(context, &client, self.timeout).await
    }
}

impl Spend {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let has_key = self.user.is_none() && self.team.is_none();
        let (key, amount) = match self.words.as_slice() {
            [] => (None, None),
            [key] if has_key => (Some(key), None),
            [key, amount] if has_key => (Some(key), Some(amount)),
            [amount] => (None, Some(amount)),
            _ => return Err(Failure::usage("with --user or --team, give only the amount")),
        };
        let amount = amount.map(|amount| parse_amount(amount)).transpose()?;
        let key = key.map(|key| context.arguments.string(key)).transpose()?;
        let key = key.map(|key| key.trim().to_owned());
        let client = sandbox(context, &self.selection)?;
        // What is sent as `key` is masked as a secret, in errors too.
        let name = if key.as_ref().is_some_and(|key| key.starts_with("sk-")) { "key" } else { "alias" };
        let body = json!({ name: key, "user": self.user, "team": self.team, "amount": amount });
        let call = client.http().request("POST", "/sandbox/spend").json(&body);
        act(context, &client, call, "spend", spend_sentence).await
    }
}

impl Clock {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = sandbox(context, &self.selection)?;
        let body = match self.to {
            Some(Move::By(duration)) => Some(json!({ "advance": duration })),
            Some(Move::To(time)) => Some(json!({ "advance_to": time })),
            None => self.reset.then(|| json!({ "reset": true })),
        };
        let call = match body {
            Some(body) => client.http().request("POST", "/sandbox/clock").json(&body),
            None => client.http().request("GET", "/sandbox/clock"),
        };
        act(context, &client, call, "now", clock_sentence).await
    }
}

fn parse_amount(text: &str) -> Result<f64> {
    let amount = text.trim_start_matches('$').parse().ok().filter(|amount: &f64| *amount > 0.0 && amount.is_finite());
    amount.ok_or_else(|| Failure::usage(format!("`{text}` is not an amount of dollars greater than zero")))
}

/// Returns the server that an option or a variable names.
fn server_of_user(context: &mut Context) -> Result<Option<String>> {
    let config = context.config()?;
    let is_of_file = config.context.is_none_or(|selected| selected.by == ChosenBy::File);
    let base_url = config.base_url;
    let is_named = match base_url.source {
        Source::Flag(_) | Source::Variable(_) => true,
        Source::Context(_) => !is_of_file,
        Source::File(_) | Source::Default => false,
    };
    Ok(is_named.then(|| base_url.value.to_string()))
}

/// Returns a client for the sandbox that a command acts on.
fn sandbox(context: &mut Context, selection: &Selection) -> Result<Client> {
    if selection.port.is_none() && server_of_user(context)?.is_some() {
        return context.client();
    }
    let running = selection.only()?;
    let named = context.config()?.api_key.filter(|key| matches!(key.source, Source::Flag(_)));
    let key = running.master_key(named.map(|key| key.value.expose().to_owned()), "--api-key")?;
    Ok(context.unconfigured_builder(&running.url)?.api_key(key).build()?)
}

/// Sends a call that only a sandbox understands, and shows the response.
async fn act(
    context: &mut Context,
    client: &Client,
    call: Call<Value>,
    field: &str,
    sentence: fn(&Value) -> String,
) -> Result<Outcome> {
    let not_a_sandbox = || Failure::Usage {
        message: format!("{} is not a sandbox", client.base_url().as_str().trim_end_matches('/')),
        hint: Some("start one with `litellm-proxy sandbox start`, or choose one that runs with --port".to_owned()),
    };
    context
        .perform(DryRun::default(), call, async |context, call| {
            let response = match call.await {
                Ok(response) if response.get(field).is_some() => response,
                Ok(_) => return Err(not_a_sandbox().into()),
                Err(error) if is_unknown_endpoint(&error) => return Err(not_a_sandbox().into()),
                Err(error) => return Err(error.into()),
            };
            if context.output.is_chosen() || !context.output.terminal().stdout_is_terminal {
                return context.output.value(&response);
            }
            context.output.prose(&format!("{}\n", sentence(&response))).map(Outcome::done)
        })
        .await
}

/// Returns whether the server has no such endpoint. A sandbox that does not know a key reports an error of its own.
fn is_unknown_endpoint(error: &Error) -> bool {
    let is_own = error.refusal().and_then(|refusal| refusal.error_type.as_deref()) == Some("sandbox_error");
    !is_own && (error.status().is_some_and(|status| matches!(status.as_u16(), 404 | 405)))
        || matches!(error, Error::UnexpectedResponse { .. })
}

fn spend_sentence(response: &Value) -> String {
    let text = |name: &str| response.get(name).and_then(Value::as_str);
    let amount = |name: &str| response.get(name).and_then(Value::as_f64).map(dollars);
    let whose = format!("{} {}", text("kind").unwrap_or("key"), text("name").or(text("id")).unwrap_or_default());
    let (added, spend) = (amount("amount").unwrap_or_default(), amount("spend").unwrap_or_default());
    match amount("max_budget") {
        Some(budget) => format!("{whose}: spent {added}, in all {spend} of {budget}"),
        None => format!("{whose}: spent {added}, in all {spend}, without a budget"),
    }
}

fn clock_sentence(response: &Value) -> String {
    let now = response.get("now").and_then(Value::as_str).unwrap_or_default();
    let now = format!("{} UTC", now.get(..19).unwrap_or(now).replace('T', " "));
    match response.get("seconds_ahead").and_then(Value::as_i64) {
        Some(0) | None => format!("{now}, the time of the system"),
        Some(seconds) => {
            let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
            let parts = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds % 60, "s")];
            let parts = parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count} {unit}"));
            format!("{now}, {} ahead of the system", parts.collect::<Vec<_>>().join(" "))
        }
    }
}
