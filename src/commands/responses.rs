//! `responses`: OpenAI's Responses API.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde_json::Value;

use super::other_fields::OtherFields;
use super::text_input;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::responses::{ModelResponse, ResponseRequest};

const EXAMPLES: &str = "\
Examples:
  litellm-proxy responses create gpt-4o \"Hello, how are you?\"
  litellm-proxy responses create gpt-4o @question.txt --instructions Briefly -p reasoning.effort=low
  litellm-proxy responses create gpt-4o Hello --jq .id
  litellm-proxy responses create gpt-4o \"And then?\" --previous resp_123";

/// Fields of a request that the command sets itself, and how.
const OWN: [(&str, &str); 1] = [("stream", "the response is printed as a whole")];

#[derive(Debug, Subcommand)]
#[command(after_help = EXAMPLES)]
pub(crate) enum Command {
    /// Create a response of a model
    Create(Box<Create>),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self::Create(args) = self;
        args.run(context).await
    }
}

#[derive(Debug, Args)]
#[command(after_help = format!("\
Prints what the model says; --format json prints the response, whose id continues the conversation
with --previous. Tool calls are printed as JSON and not executed.

{EXAMPLES}"))]
pub(crate) struct Create {
    /// Model to call, such as gpt-4o
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    /// What the user says, @FILE, or - for standard input
    text: Option<String>,
    /// Instructions for the model, or @FILE
    #[arg(long, visible_alias = "system", value_name = "TEXT")]
    instructions: Option<String>,
    /// Response that this one continues
    #[arg(long, value_name = "ID")]
    previous: Option<String>,
    /// Maximum number of tokens to generate
    #[arg(long, visible_alias = "max-tokens", value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_output_tokens: Option<u64>,
    #[command(flatten)]
    others: OtherFields,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let text = text_input::read(context, self.text.as_deref(), "TEXT")?;
        let mut request = ResponseRequest::new(&self.model, text);
        request.instructions =
            self.instructions.as_deref().map(|instructions| context.arguments.string(instructions)).transpose()?;
        (request.previous_response_id, request.max_output_tokens) = (self.previous, self.max_output_tokens);
        let others = self.others.read(context, &request, &OWN)?;
        request.extra.extend(others);
        let call = context.client()?.responses().create(&request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let response = call.await?;
                if !context.output.is_for_people() {
                    context.output.value(&response)?;
                    return outcome(&response);
                }
                print(context, &response)
            })
            .await
    }
}

/// Prints what a response has; nothing in it is dropped silently.
fn print(context: &mut Context, response: &ModelResponse) -> Result<Outcome> {
    let (text, refusal) = (response.text(), response.refusal());
    if !text.is_empty() {
        context.output.prose(&text)?;
        context.output.prose("\n")?;
    }
    for item in response.other_items() {
        context.output.prose(&format!("{item}\n"))?;
    }
    if !refusal.is_empty() {
        context.output.warn(format_args!("the model refused: {refusal}"));
    }
    outcome(response)?;
    let reason = response.incomplete_details.as_ref().and_then(|details| details.get("reason")?.as_str());
    if let Some(reason) = reason {
        context.output.warn(format_args!("the response is not complete: {reason}"));
    }
    if text.is_empty() && refusal.is_empty() && response.other_items().next().is_none() {
        let status = response.status.as_deref().unwrap_or("unknown");
        return Err(Failure::EmptyAnswer(format!("the response is empty (status {status})")).into());
    }
    Ok(Outcome::Done)
}

/// Fails if the response is an error.
fn outcome(response: &ModelResponse) -> Result<Outcome> {
    match response.error.as_ref().filter(|error| !error.is_null()) {
        None => Ok(Outcome::Done),
        Some(error) => {
            let message = error.get("message").and_then(Value::as_str).map_or_else(|| error.to_string(), str::to_owned);
            Err(Failure::Refused(format!("the response failed: {message}")).into())
        }
    }
}
