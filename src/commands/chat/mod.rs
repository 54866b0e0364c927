//! `chat completions`: sends one request and prints the answer, streamed as text or complete as JSON.

mod answer;

use anyhow::Result;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand};

use self::answer::{StreamFormat, print_completion, print_stream};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use crate::stdin;
use litellm_proxy_client::chat::{ChatRequest, Message, Role};

const ROLES: [&str; 4] = ["system", "developer", "user", "assistant"];

const AFTER_HELP: &str = "\
A message is ROLE:CONTENT, where ROLE is system, developer, user or assistant; without ROLE it is
the user's. CONTENT may contain colons. @FILE and @- read it from a file or stdin; @@ escapes a
leading @. TEXT is a message of the user. If there is none, piped input becomes one.

Examples:
  litellm-proxy chat completions gpt-4 \"Hello, how are you?\"
  litellm-proxy chat completions gpt-4 -m \"user:Hello, how are you?\"
  litellm-proxy chat completions gpt-4 -m \"system:You are helpful\" -m user:@question.txt
  git diff | litellm-proxy chat completions gpt-4 -m \"system:Review this change\"";

const UNREAD: &str = "standard input was not read, because there is a user message; send it with -m user:@-";

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  litellm-proxy chat completions gpt-4o -m \"Hello, how are you?\"
  litellm-proxy chat completions gpt-4o Hello --stream
  litellm-proxy chat completions gpt-4o Hello --format json")]
pub(crate) enum Command {
    /// Create a chat completion
    Completions(Box<Completions>),
}

impl Command {
    pub(crate) async fn run(self, context: &mut Context) -> Result<Outcome> {
        let Self::Completions(args) = self;
        args.run(context).await
    }
}

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Completions {
    /// Model to call, such as gpt-4
    #[arg(value_parser = NonEmptyStringValueParser::new())]
    model: String,
    /// What the user says, after the messages of -m
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    /// Message (repeat to build a conversation)
    #[arg(short, long, value_name = "ROLE:CONTENT")]
    message: Vec<String>,
    /// Sampling temperature, 0 to 2
    #[arg(short, long, value_name = "T", value_parser = between::<0, 2>)]
    temperature: Option<f64>,
    /// Nucleus sampling, 0 to 1
    #[arg(long, value_name = "P", value_parser = between::<0, 1>)]
    top_p: Option<f64>,
    /// Number of answers
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    n: Option<u64>,
    /// Maximum number of tokens to generate
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    max_tokens: Option<u64>,
    /// Presence penalty, -2 to 2
    #[arg(long, value_name = "P", value_parser = between::<-2, 2>)]
    presence_penalty: Option<f64>,
    /// Frequency penalty, -2 to 2
    #[arg(long, value_name = "P", value_parser = between::<-2, 2>)]
    frequency_penalty: Option<f64>,
    /// End user that the request is made for
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    /// Print the answer as it arrives (default on a terminal)
    #[arg(long, overrides_with = "no_stream")]
    stream: bool,
    /// Print the answer once it is complete
    #[arg(long)]
    no_stream: bool,
    #[command(flatten)]
    dry_run: DryRun,
}

fn between<const LOW: i8, const HIGH: i8>(text: &str) -> Result<f64, String> {
    let value: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if (f64::from(LOW)..=f64::from(HIGH)).contains(&value) {
        Ok(value)
    } else {
        Err(format!("must be between {LOW} and {HIGH}"))
    }
}

impl Completions {
    async fn run(self, context: &mut Context) -> Result<Outcome> {
        let is_text = context.output.is_for_people();
        let format = if context.output.is_line_by_line() {
            StreamFormat::Lines
        } else if is_text {
            StreamFormat::Text
        } else {
            StreamFormat::Whole
        };
        let streams = if self.no_stream {
            false
        } else {
            self.stream || (is_text && context.output.terminal().stdout_is_terminal)
        };
        let mut request = ChatRequest::new(self.model, messages(context, &self.message, self.text.as_deref())?);
        let mut has_warned = stdin::warn_if_unread(context, UNREAD);
        (request.temperature, request.top_p, request.n) = (self.temperature, self.top_p, self.n);
        (request.max_tokens, request.user) = (self.max_tokens, self.user);
        (request.presence_penalty, request.frequency_penalty) = (self.presence_penalty, self.frequency_penalty);
        let client = context.client()?;
        if streams {
            let call = client.chat().completions().stream(&request);
            return context
                .perform(self.dry_run, call, async |context, call| {
                    let outcome = print_stream(context, call.await?, self.n.unwrap_or(1) > 1, format).await;
                    has_warned = has_warned || stdin::warn_if_unread(context, UNREAD);
                    outcome
                })
                .await;
        }
        let call = client.chat().completions().create(&request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let completion = call.await?;
                // A slow writer may have begun by now.
                has_warned = has_warned || stdin::warn_if_unread(context, UNREAD);
                if is_text { print_completion(context, &completion) } else { context.output.value(&completion) }
            })
            .await
    }
}

/// Builds the conversation from the arguments, and from piped input if no argument is a user message.
fn messages(context: &mut Context, arguments: &[String], text: Option<&str>) -> Result<Vec<Message>> {
    let mut messages = arguments.iter().map(|argument| message(context, argument)).collect::<Result<Vec<_>>>()?;
    if let Some(text) = text {
        let has_role = text.split_once(':').is_some_and(|(role, _)| ROLES.contains(&role.trim()));
        messages.push(if has_role { message(context, text)? } else { Message::user(context.arguments.string(text)?) });
    }
    let is_piped = !context.output.terminal().stdin_is_terminal && !context.arguments.stdin_is_read();
    if is_piped && !messages.iter().any(|message| message.role == Role::User) {
        let piped = context.arguments.string("@-")?;
        if !piped.trim().is_empty() {
            messages.push(Message::user(piped));
        }
    }
    if messages.is_empty() {
        return Err(Failure::usage(
            "at least one message is required: TEXT, -m \"user:Hello\", or text on standard input",
        ));
    }
    Ok(messages)
}

fn message(context: &mut Context, argument: &str) -> Result<Message> {
    let usage = |message: String| Failure::Usage {
        message,
        hint: Some(format!(
            "a message is ROLE:CONTENT, where ROLE is one of {}; one without a role is the user's",
            ROLES.join(", ")
        )),
    };
    let (role, content) = match argument.split_once(':') {
        // The beginning of a sentence is not a role.
        Some((role, content)) if !role.trim().contains(char::is_whitespace) => (role.trim(), content.trim()),
        _ => ("user", argument.trim()),
    };
    if !ROLES.contains(&role) {
        return Err(usage(format!("unknown role `{role}`")).into());
    }
    Ok(Message::new(role, context.arguments.string(content)?))
}
