//! `responses`: OpenAI's Responses API.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde_json::Value;

use super::chat::Attachments;
use super::other_fields::OtherFields;
use super::text_input;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::responses::{ModelResponse, ResponseEvent, ResponseRequest, ResponseStream};

const EXAMPLES: &str = "\
Examples:
  litellm-proxy responses create gpt-4o \"Hello, how are you?\"
  litellm-proxy responses create gpt-4o @question.txt --instructions Briefly -p reasoning.effort=low
  litellm-proxy responses create gpt-4o \"What is missing?\" -a question.txt
  litellm-proxy responses create gpt-4o Hello --jq .id
  litellm-proxy responses create gpt-4o \"And then?\" --previous resp_123";

/// Fields of a request that the command sets itself, and how.
const OWN: [(&str, &str); 1] = [("stream", "--stream sets it")];

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
    attachments: Attachments,
    /// Print the text as it arrives; not all models and servers can
    #[arg(long)]
    stream: bool,
    #[command(flatten)]
    others: OtherFields,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Create {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let text = text_input::read(context, self.text.as_deref(), "TEXT")?;
        let mut request = ResponseRequest::new(&self.model, text);
        let parts = self.attachments.parts(context)?;
        if !parts.is_empty() {
            request = request.parts(&parts);
        }
        request.instructions =
            self.instructions.as_deref().map(|instructions| context.arguments.string(instructions)).transpose()?;
        (request.previous_response_id, request.max_output_tokens) = (self.previous, self.max_output_tokens);
        let others = self.others.read(context, &request, &OWN)?;
        request.extra.extend(others);
        // LiteLLM 1.80 breaks the stream of most models, and newer ones that of mocks.
        if self.stream {
            let call = context.client()?.responses().stream(&request);
            return context
                .perform(self.dry_run, call, async |context, call| print_stream(context, call.await?).await)
                .await;
        }
        let call = context.client()?.responses().create(&request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let response = call.await?;
                if !context.output.is_for_people() {
                    context.output.value(&response)?;
                    return outcome(&response);
                }
                print(context, &response, false)
            })
            .await
    }
}

/// Prints the text as it arrives, and then what else the response has.
async fn print_stream(context: &mut Context, mut stream: ResponseStream) -> Result<Outcome> {
    let mut has_text = false;
    while let Some(event) = stream.next().await {
        match event {
            Ok(ResponseEvent::Text(text)) if context.output.is_for_people() => {
                has_text = true;
                context.output.prose(&text)?;
                context.output.flush()?;
            }
            Ok(ResponseEvent::Done(response)) if context.output.is_for_people() => {
                if has_text {
                    context.output.prose("\n")?;
                }
                return print(context, &response, has_text);
            }
            Ok(ResponseEvent::Done(response)) => {
                context.output.value(&response)?;
                return outcome(&response);
            }
            Ok(_) => {}
            Err(error) if has_text => {
                context.output.prose("\n")?;
                return Err(anyhow::Error::from(error).context("the response broke off"));
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Outcome::Done)
}

/// Prints what a response has; nothing in it is dropped silently.
fn print(context: &mut Context, response: &ModelResponse, has_text: bool) -> Result<Outcome> {
    let (text, refusal) = (response.text(), response.refusal());
    if !text.is_empty() && !has_text {
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
    if text.is_empty() && !has_text && refusal.is_empty() && response.other_items().next().is_none() {
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
