//! `logs get`: all that the server wrote down about one request.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use serde_json::Value;

use super::query::{self, Log};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::output::{Answer, dollars, times};

#[derive(Debug, Args)]
#[command(after_help = "\
An id is that of a response, or newer servers' x-litellm-call-id. Servers keep what was asked and
answered only with store_prompts_in_spend_logs; it is in the JSON, and shown with --body.

Examples:
  litellm-proxy logs get chatcmpl-123
  litellm-proxy logs get chatcmpl-123 --body
  litellm-proxy logs get chatcmpl-123 --format json")]
pub(crate) struct Get {
    /// Id of the request, as lists show it
    #[arg(value_name = "REQUEST_ID", value_parser = NonEmptyStringValueParser::new())]
    id: String,
    /// Show what was asked and answered too, where the server keeps it
    #[arg(long)]
    body: bool,
}

impl Get {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let client = context.client()?;
        let call = client.spend().logs_of_request(&self.id);
        context
            .perform(DryRun::default(), call, async |context, found| {
                let Some(log) = found.await?.into_iter().next() else {
                    let message =
                        format!("no request has the id `{}`; requests appear a few seconds after they end", self.id);
                    return Err(Failure::NotFound(message).into());
                };
                let outcome = context.output.answer(&log, || answer(&log))?;
                if self.body && context.output.is_for_people() {
                    bodies(context, &log)?;
                }
                Ok(outcome)
            })
            .await
    }
}

fn answer(log: &Log) -> Answer {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let status = log.status.as_ref().map(ToString::to_string).unwrap_or_default();
    let latency = log.latency().map(query::seconds);
    let first = log.time_to_first_token().map(|time| format!("first token after {}", query::seconds(time)));
    let took = [latency, first].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let tokens = match (log.prompt_tokens, log.completion_tokens) {
        (Some(prompt), Some(completion)) if prompt + completion > 0 => format!("{prompt} in, {completion} out"),
        _ => String::new(),
    };
    let model = [text(&log.model_group), text(&log.model)].into_iter().filter(|name| !name.is_empty());
    let model = model.collect::<Vec<_>>();
    let error = [query::error_class(log), query::error(log)].into_iter().flatten().collect::<Vec<_>>().join(": ");
    Answer::new(format!("Request {}: {status}", text(&log.request_id)))
        .line("error", error)
        .line("model", model.join(", upstream "))
        .line("deployment", text(&log.model_id))
        .line("began", log.string("startTime").map(|time| times::local(&time)).unwrap_or_default())
        .line("took", took)
        .line("tokens", tokens)
        .line("cost", log.spend.map(dollars).unwrap_or_default())
        .line("key", query::key(log))
        .line("user", text(&log.user))
        .line("team", query::team_alias(log).unwrap_or_else(|| text(&log.team_id)))
        .line("customer", text(&log.end_user))
        .line("session", text(&log.session_id))
}

/// Shows what was asked and answered.
fn bodies(context: &mut Context, log: &Log) -> Result<()> {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::String(text) => matches!(text.as_str(), "" | "{}" | "[]"),
        _ => false,
    };
    let mut is_kept = false;
    for (title, name) in [("request", "proxy_server_request"), ("messages", "messages"), ("response", "response")] {
        let Some(value) = log.field(name).filter(|value| !is_empty(value)) else { continue };
        is_kept = true;
        let value = match value {
            Value::String(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
            other => other,
        };
        context.output.prose_aside(&format!("\n{title}\n{}\n", serde_json::to_string_pretty(&value)?))?;
    }
    if !is_kept {
        context.output.note("the server keeps no bodies (store_prompts_in_spend_logs is off)");
    }
    Ok(())
}
