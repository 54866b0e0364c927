//! `chat completions`: sends one request and prints the answer, streamed as text or complete as JSON.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::answer::{Show, StreamFormat, print_completion, print_stream};
use super::attach::Attachments;
use super::input::Input;
use super::parameters::{self, Parameters, choices};
use super::structured::{self, Structure};
use super::templates::Template;
use super::usage::{self, Timing};
use super::{compare, media};
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::chat::{AnswerSchema, ChatCompletion, ChatRequest};

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

The type of an attachment is found from its content. A file may have 20 MB, all of them 50 MB.
Tool calls are printed and not executed. With --schema, the answer is printed, then checked, and
--jq reads the JSON that the model wrote; with --format json, it reads the whole completion.

Examples:
  litellm-proxy chat completions gpt-4 \"Hello, how are you?\"
  litellm-proxy chat completions gpt-4 -m \"user:Hello, how are you?\"
  litellm-proxy chat completions gpt-4 -m \"system:You are helpful\" -m user:@question.txt
  litellm-proxy chat completions gpt-4 Hi --system Briefly -p seed=7 --usage
  litellm-proxy chat completions gpt-4 Hi -p 'metadata.tags=[\"x\"]'
  litellm-proxy chat completions gpt-4 \"What is in it?\" -a question.txt
  litellm-proxy chat completions gpt-4 \"Two names\" --schema '{\"type\": \"array\"}' --jq '.[]'
  litellm-proxy chat completions --compare gpt-4,gpt-4o \"Hello, how are you?\"
  git diff | litellm-proxy chat completions gpt-4 \"Review this change\"
  git diff | litellm-proxy chat completions gpt-4 -m \"system:Review this change\"";

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
pub(crate) struct Completions {
    /// Model to call, such as gpt-4; may be left out if --template names one
    #[arg(value_parser = NonEmptyStringValueParser::new(), required_unless_present_any = ["compare", "template"])]
    model: Option<String>,
    /// What the user says, after the messages of -m
    #[arg(value_name = "TEXT")]
    text: Option<String>,
    #[command(flatten)]
    input: Input,
    #[command(flatten)]
    attachments: Attachments,
    #[command(flatten)]
    parameters: Parameters,
    #[command(flatten)]
    structure: Structure,
    /// Template to start from (see chat templates); options and arguments win over it
    #[arg(long, value_name = "NAME")]
    template: Option<String>,
    /// Value of a variable of the template (repeatable)
    #[arg(long, value_name = "NAME=VALUE", requires = "template")]
    var: Vec<String>,
    /// Send the request to these models instead, and compare their answers
    #[arg(
        long,
        value_name = "MODEL",
        value_delimiter = ',',
        value_parser = NonEmptyStringValueParser::new(),
        conflicts_with_all = ["stream", "schema", "save_media"]
    )]
    compare: Vec<String>,
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
    /// Save images and audio of the answer in this directory
    #[arg(long, value_name = "DIR")]
    save_media: Option<PathBuf>,
    #[command(flatten)]
    dry_run: DryRun,
}

impl Completions {
    pub(super) async fn run(mut self, context: &mut Context) -> Result<Outcome> {
        if !self.compare.is_empty() {
            if self.text.is_some() {
                return Err(Failure::usage("--compare names the models, so it takes one TEXT and no MODEL"));
            }
            self.text = self.model.take();
        }
        let template = match &self.template {
            Some(name) => Some(Template::load(context, name, &self.var)?),
            None => None,
        };
        let (request, schema) = self.request(context, template.as_ref())?;
        if !self.compare.is_empty() {
            let show = self.show(context, &request, false);
            return compare::run(context, self.dry_run, &self.compare, &request, show).await;
        }
        if self.streams(context) {
            self.stream(context, request, schema).await
        } else {
            self.complete(context, &request, schema).await
        }
    }

    /// Builds the request, and returns it with the schema of its answer.
    fn request(
        &mut self,
        context: &mut Context,
        template: Option<&Template>,
    ) -> Result<(ChatRequest, Option<AnswerSchema>)> {
        if let Some(template) = template {
            self.attachments.extend(template.attachments()?);
        }
        let model = self.model.as_deref().or_else(|| template?.model());
        let model = match (model, template) {
            (Some(model), _) => model.to_owned(),
            (None, Some(template)) if self.compare.is_empty() => {
                return Err(Failure::usage(format!("a MODEL is required: {} names none", template.path())));
            }
            _ => String::new(),
        };
        let messages = self.input.messages(context, self.text.as_deref(), template, &self.attachments)?;
        let mut request = ChatRequest::new(model, messages);
        self.parameters.set(&mut request);
        self.structure.set_tools(context, &mut request)?;
        let mut schema = self.structure.set_schema(context, &mut request)?;
        self.parameters.set_others(context, &mut request)?;
        if let Some(template) = template {
            let set = serde_json::to_value(&request)?;
            let is_set = |name: &str| set.get(name).is_some();
            if let Some(tools) = template.tools().filter(|_| !is_set("tools")) {
                request.tools = Some(structured::read_tools(&template.path(), tools)?);
            }
            if let Some(found) = template.schema().filter(|_| !is_set("response_format")) {
                schema = Some(structured::request_schema(context, &template.path(), found, &mut request)?);
            }
            parameters::set_defaults(&mut request, template.params())?;
        }
        Ok((request, schema))
    }

    fn streams(&self, context: &Context) -> bool {
        let is_on_terminal = context.output.is_for_people() && context.output.terminal().stdout_is_terminal;
        !self.no_stream && (self.stream || is_on_terminal)
    }

    fn show(&self, context: &Context, request: &ChatRequest, has_schema: bool) -> Show {
        Show {
            format: if context.output.is_line_by_line() {
                StreamFormat::Lines
            } else if has_schema && context.output.filters_default_format() {
                StreamFormat::Parsed
            } else if context.output.is_for_people() {
                StreamFormat::Text
            } else {
                StreamFormat::Whole
            },
            has_several: choices(request) > 1,
            // Other formats have it in the data.
            has_reasoning: self.show_reasoning && context.output.is_for_people(),
            saves_media: self.save_media.is_some(),
            is_kept: has_schema || self.save_media.is_some(),
            started: Instant::now(),
        }
    }

    async fn complete(
        &self,
        context: &mut Context,
        request: &ChatRequest,
        schema: Option<AnswerSchema>,
    ) -> Result<Outcome> {
        let mut has_warned = self.input.warn_if_unread(context);
        let client = context.client()?;
        let call = client.chat().completions().create(request);
        context
            .perform(self.dry_run, call, async |context, call| {
                let show = self.show(context, request, schema.is_some());
                let completion = call.await?;
                let timing = Timing { first_token: None, total: show.started.elapsed() };
                // A slow writer may have begun by now.
                has_warned = has_warned || self.input.warn_if_unread(context);
                let outcome = print_completion(context, &completion, &show);
                if self.usage {
                    let answer = usage::Answered::of_completion(&completion, timing);
                    usage::report(context, &client, &request.model, &answer).await;
                }
                outcome?;
                self.use_answer(context, &completion, completion.call_info().call_id, schema.as_ref())
            })
            .await
    }

    async fn stream(
        &self,
        context: &mut Context,
        mut request: ChatRequest,
        schema: Option<AnswerSchema>,
    ) -> Result<Outcome> {
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
                let show = self.show(context, &request, schema.is_some());
                let stream = call.await?;
                let headers = stream.headers().clone();
                let printed = print_stream(context, stream, &show).await;
                let timing = Timing { first_token: printed.first_token, total: show.started.elapsed() };
                if !has_warned {
                    has_warned = self.input.warn_if_unread(context);
                }
                let answer = usage::Answered::of_stream(&headers, &printed.completion, timing);
                if self.usage && (printed.outcome.is_ok() || printed.completion.usage.is_some()) {
                    usage::report(context, &client, &request.model, &answer).await;
                }
                printed.outcome?;
                self.use_answer(context, &printed.completion, answer.call_id(), schema.as_ref())
            })
            .await
    }

    /// Saves what an answer has, and checks it.
    fn use_answer(
        &self,
        context: &mut Context,
        completion: &ChatCompletion,
        call_id: Option<String>,
        schema: Option<&AnswerSchema>,
    ) -> Result<Outcome> {
        if let Some(directory) = &self.save_media {
            let id = call_id.or_else(|| completion.id.clone()).unwrap_or_else(|| "answer".to_owned());
            media::save(context, directory, &id, completion)?;
        }
        if let Some(schema) = schema {
            if context.output.filters_default_format() {
                structured::print(context, schema, completion)?;
            } else {
                structured::check(schema, completion)?;
            }
        }
        Ok(Outcome::Done)
    }
}
