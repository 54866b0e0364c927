//! `chat completions`: sends one request and prints the answer, streamed as text or complete as JSON.

use std::time::Instant;

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::answer::{Show, StreamFormat, print_completion, print_stream};
use super::input::Input;
use super::parameters::{Parameters, choices};
use super::usage::{self, Timing};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::chat::ChatRequest;

const AFTER_HELP: &str = "\
A message is ROLE:CONTENT, where ROLE is system, developer, user or assistant; without ROLE it is
the user's. CONTENT may contain colons. @FILE and @- read it from a file or stdin; @@ escapes a
leading @. TEXT is a message of the user.

Piped input is sent before TEXT, with an empty line between them, and alone if there is no message
of the user. It is not read next to -m user:…, since it may be the list of a loop: a warning names
it. Neither is a file that has been read in part. Arguments are visible to other users of this
machine (`ps`) and in the shell's history; @FILE is not.

--usage prints tokens, cost and times to stderr. The cost is what the server reports; ≈ marks one
that is computed from the prices of the model. Servers older than 1.106 report none for streams.

Examples:
  litellm-proxy chat completions gpt-4 \"Hello, how are you?\"
  litellm-proxy chat completions gpt-4 -m \"user:Hello, how are you?\"
  litellm-proxy chat completions gpt-4 -m \"system:You are helpful\" -m user:@question.txt
  litellm-proxy chat completions gpt-4 Hi --system Briefly -p seed=7 -p 'metadata.tags=[\"x\"]' --usage
  git diff | litellm-proxy chat completions gpt-4 \"Review this change\"
  git diff | litellm-proxy chat completions gpt-4 -m \"system:Review this change\"";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Completions {
    /// Model to call, such as gpt-4
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    /// What the user says, after the messages of -m
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    parameters: Parameters,
    /// Print the answer as it arrives (default on a terminal)
    #[arg(long, overrides_with = "no_stream")]
    stream: bool,
    /// Print the answer once it is complete
    #[arg(long)]
    no_stream: bool,
    /// Print tokens, cost, times and deployment to stderr
    #[arg(long)]
    usage: bool,
    /// Print the model's reasoning to stderr
    #[arg(long)]
    show_reasoning: bool,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Completions {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let messages = self.input.messages(context, self.text.as_deref())?;
        let mut request = ChatRequest::new(self.model.clone(), messages);
        self.parameters.set(context, &mut request)?;
        if self.streams(context) { self.stream(context, request).await } else { self.complete(context, &request).await }
    }

    fn streams(&self, context: &Context) -> bool {
        let is_on_terminal = context.output.is_for_people() && context.output.terminal().stdout_is_terminal;
        !self.no_stream && (self.stream || is_on_terminal)
    }

    fn show(&self, context: &Context, request: &ChatRequest) -> Show {
        Show {
            format: if context.output.is_line_by_line() {
                StreamFormat::Lines
            } else if context.output.is_for_people() {
                StreamFormat::Text
            } else {
                StreamFormat::Whole
            },
            has_several: choices(request) > 1,
            // Other formats have it in the data.
            has_reasoning: self.show_reasoning && context.output.is_for_people(),
            started: Instant::now(),
        }
    }

    async fn complete(&self, context: &mut Context, request: &ChatRequest) -> Result<Outcome> {
        let mut has_warned = self.input.warn_if_unread(context);
        let client = context.client()?;
        let call = client.chat().completions().create(request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let show = self.show(context, request);
                let completion = call.await?;
                let timing = Timing { first_token: None, total: show.started.elapsed() };
                // A slow writer may have begun by now.
                has_warned = has_warned || self.input.warn_if_unread(context);
                let outcome = print_completion(context, &completion, &show);
                if self.usage {
                    let answer = usage::Answered::of_completion(&completion, timing);
                    usage::report(context, &client, &request.model, &answer).await;
                }
                outcome
            })
            .await
    }

    async fn stream(&self, context: &mut Context, mut request: ChatRequest) -> Result<Outcome> {
        let mut has_warned = self.input.warn_if_unread(context);
        if self.usage {
            if request.extra.contains_key("stream_options") {
                return Err(Failure::usage("`stream_options` is given twice: by --usage and by -p"));
            }
            request.include_usage = Some(true);
        }
        let client = context.client()?;
        let call = client.chat().completions().stream(&request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let show = self.show(context, &request);
                let stream = call.await?;
                let headers = stream.headers().clone();
                let printed = print_stream(context, stream, &show).await;
                let timing = Timing { first_token: printed.first_token, total: show.started.elapsed() };
                if !has_warned {
                    has_warned = self.input.warn_if_unread(context);
                }
                if self.usage && (printed.outcome.is_ok() || printed.completion.usage.is_some()) {
                    let answer = usage::Answered::of_stream(&headers, &printed.completion, timing);
                    usage::report(context, &client, &request.model, &answer).await;
                }
                printed.outcome
            })
            .await
    }
}
