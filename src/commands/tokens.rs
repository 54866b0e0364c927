//! `tokens`: counts tokens before they are sent to a model.

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};
use serde_json::Value;

use super::chat::{Attachments, Input, read_tools};
use crate::context::{Context, DryRun};
use crate::outcome::Outcome;
use crate::output::{Answer, count};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy tokens count gpt-4o \"How long is a string?\"
  litellm-proxy tokens count gpt-4o @prompt.txt --jq .total_tokens
  git diff | litellm-proxy tokens count gpt-4o \"Review this change\"")]
pub(crate) enum Command {
    /// Count the tokens of messages, as the server estimates them
    Count(Box<Count>),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self::Count(args) = self;
        args.run(context).await
    }
}

/// What a model is to be given: the options that `tokens count` and `cost estimate` have in common.
#[derive(Debug, Args)]
pub(super) struct Conversation {
    /// What the user says, or @FILE
    #[arg(value_name = "TEXT")]
    pub(super) text: Option<String>,
    #[command(flatten)]
    pub(super) input: Input,
    #[command(flatten)]
    attachments: Attachments,
    /// Tools that the model may call, as a JSON array, or @FILE
    #[arg(long, value_name = "JSON")]
    pub(super) tools: Option<String>,
}

impl Conversation {
    /// Returns messages and tools as a request for a completion has them.
    pub(super) fn read(&self, context: &mut Context) -> Result<(Value, Option<Value>)> {
        let messages = self.input.messages(context, self.text.as_deref(), None, &self.attachments)?;
        let tools = match &self.tools {
            Some(tools) => {
                Some(serde_json::to_value(read_tools("--tools", context.arguments.json("--tools", tools)?)?)?)
            }
            None => None,
        };
        Ok((serde_json::to_value(messages)?, tools))
    }
}

const COUNT_HELP: &str = "\
The text is counted as a message of a chat: messages cost some tokens of their own. Messages are
given as for `chat completions`; piped input comes before TEXT. Servers count on their own, without
asking the provider, and take OpenAI's tokenizer for a model that they do not know.

Examples:
  litellm-proxy tokens count gpt-4o \"How long is a string?\"
  litellm-proxy tokens count gpt-4o -m \"system:Be brief\" -m user:Hello
  litellm-proxy tokens count gpt-4o Hello --tools '[{\"name\": \"now\"}]'
  litellm-proxy tokens count gpt-4o @prompt.txt --jq .total_tokens
  git diff | litellm-proxy tokens count gpt-4o \"Review this change\"";

#[derive(Debug, Args)]
#[command(after_help = COUNT_HELP)]
pub(crate) struct Count {
    /// Model whose tokens are counted, such as gpt-4o
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    #[command(flatten)]
    conversation: Conversation,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Count {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let (messages, tools) = self.conversation.read(context)?;
        self.conversation.input.warn_if_unread(context);
        let has_tools = tools.is_some();
        let call = context.client()?.chat().count_tokens(&self.model, messages, tools);
        context
            .perform(self.dry_run, call, async |context, call| {
                let counted = call.await?;
                if has_tools && counted.field("count_source").is_none() {
                    context.output.warn("this server does not count the tokens of tools");
                }
                context.output.answer(&counted, || {
                    let tokenizer = counted.tokenizer_type.as_deref().unwrap_or_default().replace('_', " ");
                    Answer::new(format!("≈{} of {}", count(counted.total_tokens, "token"), self.model))
                        .line("counted", tokenizer)
                })
            })
            .await
    }
}
