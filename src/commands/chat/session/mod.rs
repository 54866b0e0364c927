//! `chat`: an interactive session on a terminal. What is typed is read in `line`, an answer is shown in `turn`, and `store`
//! keeps it.

mod clipboard;
mod editor;
mod inline;
mod line;
mod markdown;
mod prompt;
pub(super) mod saved;
mod store;
mod turn;

use anyhow::{Context as _, Result};
use clap::Args;
use litellm_proxy_client::Client;
use litellm_proxy_client::chat::{ChatRequest, Role};
use serde_json::{Map, Value};

use self::line::{COMMANDS, Command, Input};
use self::prompt::{Prompt, Typed};
use self::store::{Conversation, SessionFile, StoredFile, StoredMessage};
use super::attach;
use super::usage::Cost;
use crate::commands::{params, picker};
use crate::context::Context;
use crate::failure::{Failure, one_line};
use crate::outcome::Outcome;
use crate::output::dollars;

/// An interactive session.
#[derive(Debug, Args)]
pub(crate) struct SessionOptions {
    /// Model to talk to, in a session on a terminal
    #[arg(value_name = "MODEL")]
    model: Option<String>,
    /// Instructions for the model, or @FILE to read them
    #[arg(long, value_name = "TEXT")]
    system: Option<String>,
    /// Keep neither the session nor the history of the prompt
    #[arg(long)]
    no_save: bool,
    /// Print answers as they are, without rendering Markdown
    #[arg(long)]
    raw: bool,
}

impl SessionOptions {
    pub(super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        require_terminal(context, self.model.as_deref())?;
        let client = context.client()?;
        let server = context.config()?.base_url.value.to_string();
        let system = self.system.as_ref().map(|text| context.arguments.string(text)).transpose()?;
        let model = match self.model {
            Some(model) => model,
            None => match context.config()?.context.and_then(|selected| selected.context.model) {
                Some(model) => model,
                None => pick_model(context, &client).await?,
            },
        };
        let conversation = Conversation { server, model, system, ..Conversation::default() };
        Session::new(client, conversation, None, (!self.no_save, self.raw)).run(context).await
    }
}

/// Fails unless a session can be held here.
fn require_terminal(context: &Context, model: Option<&str>) -> Result<()> {
    let terminal = context.output.terminal();
    if terminal.stdin_is_terminal && terminal.stdout_is_terminal {
        return Ok(());
    }
    let model = model.unwrap_or("MODEL");
    let hint = Some(format!("for one answer, use litellm-proxy chat completions {model} TEXT"));
    Err(Failure::Usage { message: "an interactive session needs a terminal".to_owned(), hint }.into())
}

/// Lets the user choose among the models that chat.
async fn pick_model(context: &mut Context, client: &Client) -> Result<String> {
    let groups = client.model_groups().list().await?;
    let is_chat = |mode: Option<&str>| mode.is_none_or(|mode| matches!(mode, "chat" | "responses" | ""));
    let mut names: Vec<String> =
        groups.iter().filter(|group| is_chat(group.mode.as_deref())).map(|group| group.model_group.clone()).collect();
    names.sort();
    if let [only] = names.as_slice() {
        return Ok(only.clone());
    }
    if names.is_empty() {
        return Err(Failure::NotFound("the key may call no model that chats".to_owned()).into());
    }
    let chosen = picker::choose(&context.interrupt, "Model", &names).and_then(|index| names.get(index));
    chosen.cloned().ok_or_else(|| Failure::Cancelled("no model was chosen".to_owned()).into())
}

/// A session that runs.
struct Session {
    client: Client,
    conversation: Conversation,
    /// Where it is saved: created with the first message.
    file: Option<SessionFile>,
    is_saved: bool,
    is_raw: bool,
    /// Files for the next message.
    attached: Vec<StoredFile>,
    spent: f64,
    /// Answers without a known cost.
    unknown: u64,
}

impl Session {
    fn new(
        client: Client,
        conversation: Conversation,
        file: Option<SessionFile>,
        (is_saved, is_raw): (bool, bool),
    ) -> Self {
        let costs = conversation.messages.iter().filter(|message| message.role == Role::Assistant);
        let spent = costs.clone().filter_map(|message| message.cost).sum();
        let unknown = costs.filter(|message| message.cost.is_none()).count() as u64;
        Self { client, conversation, file, is_saved, is_raw, attached: Vec::new(), spent, unknown }
    }

    async fn run(mut self, context: &mut Context) -> Result<Outcome> {
        let mut prompt = Prompt::new(self.is_saved)?;
        context.output.dimmed("/help lists commands; Ctrl-C stops an answer, Ctrl-D ends\n");
        let mut was_interrupted = false;
        let mut draft = String::new();
        loop {
            context.output.flush()?;
            let label = format!("{}> ", crate::output::for_terminal(&self.conversation.model));
            let line = match prompt.read(&label, &std::mem::take(&mut draft))? {
                Typed::End => break,
                Typed::Interrupted => {
                    if was_interrupted {
                        context.output.dimmed("Ctrl-D ends\n");
                    }
                    was_interrupted = true;
                    continue;
                }
                Typed::Edit(line) => {
                    draft = editor::edited(&line).unwrap_or_else(|error| {
                        context.output.note(format_args!("error: {}", one_line(&error)));
                        line
                    });
                    continue;
                }
                Typed::Line(line) => line,
            };
            was_interrupted = false;
            let result = match line::parse(&line) {
                Input::Nothing => Ok(true),
                Input::Wrong(reason) => {
                    context.output.warn(reason);
                    Ok(true)
                }
                Input::Message(text) => self.say(context, text).await.map(|()| true),
                Input::Command(command) => self.execute(context, command).await,
            };
            match result {
                Ok(true) => {}
                Ok(false) => break,
                // A failure does not end the session.
                Err(error) => context.output.note(format_args!("error: {}", one_line(&error))),
            }
        }
        if let Err(error) = prompt.save() {
            context.output.warn(one_line(&error));
        }
        if self.file.is_some() {
            let name = self.conversation.name.as_deref().unwrap_or(&self.conversation.id);
            context.output.dimmed(&format!("resume with: litellm-proxy chat resume {name}\n"));
        }
        Ok(Outcome::Done)
    }

    /// Adds a message of the user, saves it, and asks for the answer.
    async fn say(&mut self, context: &mut Context, text: String) -> Result<()> {
        // A message without an answer is replaced.
        if let Some(last) = self.conversation.branch().last().filter(|last| last.role == Role::User) {
            self.conversation.head = last.parent;
        }
        let attachments = std::mem::take(&mut self.attached);
        let message = StoredMessage { role: Role::User, content: text, attachments, ..StoredMessage::default() };
        self.conversation.add(message);
        self.save_last()?;
        self.answer(context).await
    }

    /// Appends the last message to the file, which is created with the first one.
    fn save_last(&mut self) -> Result<()> {
        if !self.is_saved {
            return Ok(());
        }
        match (&mut self.file, self.conversation.messages.last()) {
            (Some(file), Some(message)) => file.message(message),
            (Some(_), None) => Ok(()),
            (None, _) => {
                self.file = Some(SessionFile::create(&mut self.conversation)?);
                Ok(())
            }
        }
    }

    async fn answer(&mut self, context: &mut Context) -> Result<()> {
        let mut request = ChatRequest::new(self.conversation.model.as_str(), self.conversation.request(context));
        request.include_usage = Some(true);
        request.extra.clone_from(&self.conversation.params);
        let turn = turn::ask(context, &self.client, &request, self.is_raw).await?;
        if let Some(message) = turn.message {
            let has_text = !message.content.is_empty() || !message.tool_calls.is_empty();
            report_contents(context, &message);
            if has_text {
                self.conversation.add(message);
                self.save_last()?;
            }
        }
        match turn.cost {
            Cost::Reported(cost) | Cost::Estimated(cost) => self.spent += cost,
            Cost::Unknown => self.unknown += u64::from(turn.tokens.is_some()),
        }
        if let Some(error) = turn.error {
            return Err(error);
        }
        context.output.dimmed(&format!("{}\n", turn.note));
        Ok(())
    }

    /// Executes a command. Returns false if it ends the session.
    async fn execute(&mut self, context: &mut Context, command: Command) -> Result<bool> {
        match command {
            Command::Quit => return Ok(false),
            Command::Help => {
                for (name, takes, what) in COMMANDS {
                    context.output.note(format_args!("{:<19} {what}", format!("{name} {takes}")));
                }
                context.output.note(line::KEYS);
            }
            Command::Attach(name) => {
                let (_, sha256, bytes) = attach::load(context, &name)?;
                let path = std::path::absolute(&name).map_or(name, |path| path.to_string_lossy().into_owned());
                context.output.note(format_args!("attached to the next message: {path} ({bytes} bytes)"));
                self.attached.push(StoredFile { path, sha256, bytes });
            }
            Command::Clear => {
                self.conversation.head = None;
                if let Some(file) = &mut self.file {
                    file.clear()?;
                }
            }
            Command::Copy => self.copy(context)?,
            Command::Cost => {
                let unknown = match self.unknown {
                    0 => String::new(),
                    unknown => format!(", and {} of unknown cost", crate::output::count(unknown, "answer")),
                };
                context.output.note(format_args!("{}{unknown}", dollars(self.spent)));
            }
            Command::Model(None) => context.output.note(&self.conversation.model),
            Command::Model(Some(model)) => {
                self.conversation.model = model;
                self.save_settings()?;
            }
            Command::System(None) => {
                context.output.note(self.conversation.system.as_deref().unwrap_or("no instructions"));
            }
            Command::System(text) => {
                self.conversation.system = text;
                self.save_settings()?;
            }
            Command::Set(None) => context.output.note(Value::Object(self.conversation.params.clone())),
            Command::Set(Some((name, value))) => self.set(&name, &value)?,
            Command::Retry => self.retry(context).await?,
            Command::Edit => self.edit(context).await?,
            Command::Save(name) => self.save(context, name)?,
            Command::Tokens => {
                let messages = serde_json::to_value(self.conversation.request(context))?;
                let count = self.client.chat().count_tokens(&self.conversation.model, messages, None).await?;
                context.output.note(format_args!("≈{} tokens", count.total_tokens));
            }
        }
        Ok(true)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<()> {
        if ["model", "messages", "stream", "stream_options"].contains(&name) {
            return Err(Failure::usage(format!("`{name}` cannot be set here")));
        }
        let mut set = Map::new();
        params::insert(&mut set, name, value).map_err(|message| Failure::usage(format!("/set {name}: {message}")))?;
        // `KEY=` removes a parameter.
        if value.is_empty() {
            self.conversation.params.retain(|known, _| known != name);
        } else {
            self.conversation.params.extend(set);
        }
        self.save_settings()
    }

    fn save_settings(&mut self) -> Result<()> {
        match &mut self.file {
            Some(file) => file.settings(&self.conversation),
            None => Ok(()),
        }
    }

    /// Returns the last message of the user, and makes the one before it the last.
    fn take_back(&mut self) -> Result<StoredMessage> {
        let last = self.conversation.branch().into_iter().rfind(|message| message.role == Role::User).cloned();
        last.context("there is no message yet")
    }

    async fn retry(&mut self, context: &mut Context) -> Result<()> {
        let last = self.take_back()?;
        self.conversation.head = Some(last.id);
        self.answer(context).await
    }

    async fn edit(&mut self, context: &mut Context) -> Result<()> {
        let last = self.take_back()?;
        let text = editor::edited(&last.content)?;
        if text.trim().is_empty() {
            context.output.note("nothing is sent: the message is empty");
            return Ok(());
        }
        self.conversation.head = last.parent;
        self.attached = last.attachments;
        self.say(context, text).await
    }

    /// Copies the last answer.
    fn copy(&self, context: &mut Context) -> Result<()> {
        let branch = self.conversation.branch();
        let last = branch.into_iter().rfind(|message| message.role == Role::Assistant);
        clipboard::copy(context, &last.context("there is no answer yet")?.content)
    }

    fn save(&mut self, context: &mut Context, name: Option<String>) -> Result<()> {
        self.is_saved = true;
        if self.file.is_none() {
            self.file = Some(SessionFile::create(&mut self.conversation)?);
        }
        if let (Some(file), Some(name)) = (&mut self.file, name) {
            file.name(&name)?;
            self.conversation.name = Some(name);
        }
        let name = self.conversation.name.as_deref().unwrap_or(&self.conversation.id);
        context.output.note(format_args!("saved as {name}"));
        Ok(())
    }
}

/// Names what an answer has that was not printed.
fn report_contents(context: &mut Context, message: &StoredMessage) {
    for call in &message.tool_calls {
        let (name, input) = call.name_and_input();
        context.output.note(format_args!("[tool call] {name}({input})"));
    }
    if message.content.is_empty() && message.tool_calls.is_empty() {
        context.output.warn(match &message.reasoning {
            Some(_) => "the model reasoned, but gave no answer",
            None => "the answer is empty",
        });
    }
}
