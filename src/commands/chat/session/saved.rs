//! `chat list|show|resume|delete|export`: saved sessions.

use anyhow::Result;
use clap::Args;
use litellm_proxy_client::chat::Role;
use serde::Serialize;

use super::store::{self, Conversation, SessionFile, StoredMessage};
use super::{Session, require_terminal};
use crate::commands::confirm::Confirmation;
use crate::commands::picker;
use crate::context::{Context, DryRun};
use crate::failure::Failure;
use crate::files;
use crate::outcome::Outcome;
use crate::output::Column;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy chat list
  litellm-proxy chat list --format json
  litellm-proxy chat list --columns id,name")]
pub(crate) struct List {}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy chat show plans
  litellm-proxy chat show 20261130-101500-1a2b3c
  litellm-proxy chat show plans --format json")]
pub(crate) struct Show {
    /// Name or id of the session
    #[arg(value_name = "SESSION")]
    session: String,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy chat resume
  litellm-proxy chat resume plans
  litellm-proxy chat resume plans --raw")]
pub(crate) struct Resume {
    /// Name or id of the session; without it, you choose one
    #[arg(value_name = "SESSION")]
    session: Option<String>,
    /// Print answers as they are, without rendering Markdown
    #[arg(long)]
    raw: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy chat delete plans
  litellm-proxy chat delete plans 20261130-101500-1a2b3c
  litellm-proxy chat delete --all")]
pub(crate) struct Delete {
    /// Names or ids of sessions
    #[arg(value_name = "SESSION", required_unless_present = "all")]
    sessions: Vec<String>,
    /// Delete all sessions, and the history of the prompt
    #[arg(long, conflicts_with = "sessions")]
    all: bool,
    #[command(flatten)]
    confirmation: Confirmation,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  litellm-proxy chat export plans
  litellm-proxy chat export plans > plans.md
  litellm-proxy chat export plans --format json")]
pub(crate) struct Export {
    /// Name or id of the session
    #[arg(value_name = "SESSION")]
    session: String,
}

/// A row of the list.
#[derive(Serialize)]
struct Row {
    id: String,
    name: Option<String>,
    model: String,
    messages: usize,
    created: String,
    server: String,
}

/// A session as JSON.
#[derive(Serialize)]
struct Exported<'a> {
    id: &'a str,
    name: Option<&'a str>,
    server: &'a str,
    model: &'a str,
    system: Option<&'a str>,
    created: &'a str,
    messages: Vec<&'a StoredMessage>,
}

pub(in super::super) fn list(context: &mut Context) -> Result<Outcome> {
    let mut rows = Vec::new();
    for path in store::paths()?.into_iter().rev() {
        match store::load(&path) {
            Ok((conversation, _)) => rows.push(Row {
                messages: conversation.branch().len(),
                id: conversation.id,
                name: conversation.name,
                model: conversation.model,
                created: conversation.created,
                server: conversation.server,
            }),
            Err(error) => context.output.warn(format_args!("{error:#}")),
        }
    }
    let columns: [&Column<Row>; 5] = [
        &Column::new("id", "Id", |row| row.id.clone()),
        &Column::new("name", "Name", |row| row.name.clone().unwrap_or_default()),
        &Column::new("model", "Model", |row| row.model.clone()),
        &Column::new("messages", "Messages", |row| row.messages.to_string()),
        &Column::new("created", "Created", |row| row.created.clone()),
    ];
    context.output.list("session", &rows, &columns, &rows)
}

impl Show {
    pub(in super::super) fn run(self, context: &mut Context) -> Result<Outcome> {
        print(context, &self.session, |message| match message.role {
            Role::User => format!("> {}", message.content.replace('\n', "\n> ")),
            _ => message.content.clone(),
        })
    }
}

impl Export {
    pub(in super::super) fn run(self, context: &mut Context) -> Result<Outcome> {
        print(context, &self.session, |message| format!("## {}\n\n{}", message.role, message.content))
    }
}

/// Prints a session: for people as `text` writes each message.
fn print(context: &mut Context, name: &str, text: impl Fn(&StoredMessage) -> String) -> Result<Outcome> {
    let (_, conversation) = store::find(name)?;
    if !context.output.is_for_people() {
        return context.output.value(&exported(&conversation));
    }
    let system = conversation
        .system
        .iter()
        .map(|system| text(&StoredMessage { role: Role::System, content: system.clone(), ..StoredMessage::default() }));
    let messages = conversation.branch().into_iter().map(|message| {
        let files: String = message.attachments.iter().map(|file| format!("\n[attached {}]", file.path)).collect();
        let stopped = if message.stopped { "\n[stopped]" } else { "" };
        format!("{}{files}{stopped}", text(message))
    });
    let all: Vec<String> = system.chain(messages).collect();
    context.output.prose(&format!("{}\n", all.join("\n\n"))).map(Outcome::done)
}

fn exported(conversation: &Conversation) -> Exported<'_> {
    Exported {
        id: &conversation.id,
        name: conversation.name.as_deref(),
        server: &conversation.server,
        model: &conversation.model,
        system: conversation.system.as_deref(),
        created: &conversation.created,
        messages: conversation.branch(),
    }
}

impl Resume {
    pub(in super::super) async fn run(self, context: &mut Context) -> Result<Outcome> {
        require_terminal(context, None)?;
        let path = match &self.session {
            Some(name) => store::find(name)?.0,
            None => pick(context)?,
        };
        let (file, conversation) = SessionFile::open(context, &path)?;
        let server = context.config()?.base_url.value.to_string();
        if conversation.server != server {
            context
                .output
                .warn(format_args!("the session was held with {}, and continues with {server}", conversation.server));
        }
        for message in conversation.branch() {
            let shown = match message.role {
                Role::User => format!("{}> {}\n", conversation.model, message.content),
                _ => format!("{}\n", message.content),
            };
            context.output.prose(&shown)?;
        }
        let client = context.client()?;
        Session::new(client, conversation, Some(file), (true, self.raw)).run(context).await
    }
}

/// Lets the user choose a session, the latest first.
fn pick(context: &mut Context) -> Result<std::path::PathBuf> {
    let mut paths = store::paths()?;
    paths.reverse();
    let named = |path: &std::path::PathBuf| match store::load(path) {
        Ok((conversation, _)) => {
            let first = conversation.branch().first().map(|message| message.content.clone()).unwrap_or_default();
            let first: String = first.lines().next().unwrap_or_default().chars().take(40).collect();
            format!("{}  {}  {first}", conversation.name.as_deref().unwrap_or(&conversation.id), conversation.model)
        }
        Err(_) => path.display().to_string(),
    };
    let names: Vec<String> = paths.iter().map(named).collect();
    if names.is_empty() {
        return Err(Failure::NotFound("there are no saved sessions".to_owned()).into());
    }
    let chosen = picker::choose(&context.interrupt, "Session", &names).and_then(|index| paths.get(index));
    chosen.cloned().ok_or_else(|| Failure::Cancelled("no session was chosen".to_owned()).into())
}

impl Delete {
    pub(in super::super) fn run(self, context: &mut Context) -> Result<Outcome> {
        let paths = if self.all {
            store::paths()?
        } else {
            let find = |name: &String| store::find(name).map(|(path, _)| path);
            self.sessions.iter().map(find).collect::<Result<_>>()?
        };
        let count = crate::output::count(paths.len() as u64, "session");
        self.confirmation.ask(context, DryRun::default(), &format!("Delete {count}?"))?;
        if self.all {
            files::remove(&store::directory()?.join("history"))?;
        }
        for path in &paths {
            files::remove(path)?;
        }
        context.output.note(format_args!("deleted {count}"));
        Ok(Outcome::Done)
    }
}
