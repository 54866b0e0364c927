//! `logs get`: all that the server wrote down about one request.

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::bodies;
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
                if self.body
                    && !bodies::note_if_missing(context, std::slice::from_ref(&log))
                    && context.output.is_for_people()
                {
                    bodies::show(context, &log)?;
                }
                Ok(outcome)
            })
            .await
    }
}

fn answer(log: &Log) -> Answer {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
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
    Answer::new(query::title(log))
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
