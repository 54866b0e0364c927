//! Saved sessions: a private file each, to which events are appended, a line each. A message is written before it is sent.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use directories::ProjectDirs;
use litellm_proxy_client::chat::{Message, Part, Role, ToolCall, Usage};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::super::attach;
use crate::config::{self, describe_io};
use crate::context::Context;
use crate::failure::Failure;
use crate::files::{cannot, create_private_dirs};

const VERSION: u8 = 1;

/// A line of a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Event {
    Session {
        v: u8,
        id: String,
        server: String,
        model: String,
        created: String,
    },
    Message(Box<StoredMessage>),
    Name {
        name: String,
    },
    Set {
        model: String,
        system: Option<String>,
        params: Map<String, Value>,
    },
    /// A new conversation in the same session.
    Clear,
    /// The process that has the session open.
    Open {
        pid: u32,
    },
    /// An event of a newer version.
    #[serde(other)]
    Unknown,
}

/// A message, and what is known about an answer.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct StoredMessage {
    pub(super) id: u64,
    pub(super) parent: Option<u64>,
    pub(super) role: Role,
    pub(super) content: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) attachments: Vec<StoredFile>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) reasoning: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) tool_calls: Vec<ToolCall>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) finish_reason: Option<String>,
    /// Whether Ctrl-C or a lost connection ended the answer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) stopped: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) usage: Option<Usage>,
    /// In dollars.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cost: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) call_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) model_id: Option<String>,
}

/// A file that was attached. It stays where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredFile {
    pub(super) path: String,
    pub(super) sha256: String,
    pub(super) bytes: u64,
}

/// A conversation: its messages in all branches, and its settings.
#[derive(Debug, Clone, Default)]
pub(super) struct Conversation {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) server: String,
    pub(super) created: String,
    pub(super) model: String,
    pub(super) system: Option<String>,
    pub(super) params: Map<String, Value>,
    pub(super) messages: Vec<StoredMessage>,
    /// The last message of the branch that is continued.
    pub(super) head: Option<u64>,
    /// The process that opened it last.
    pub(super) pid: Option<u32>,
}

impl Conversation {
    /// Returns the messages of the branch that is continued, the first one first.
    pub(super) fn branch(&self) -> Vec<&StoredMessage> {
        let mut branch = Vec::new();
        let mut next = self.head;
        while let Some(message) = next.and_then(|id| self.messages.iter().find(|message| message.id == id)) {
            // A parent is older, so this ends.
            next = message.parent.filter(|parent| *parent < message.id);
            branch.push(message);
        }
        branch.reverse();
        branch
    }

    /// Returns the request's messages. Files that have changed are left out, with a warning.
    pub(super) fn request(&self, context: &mut Context) -> Vec<Message> {
        let system = self.system.iter().map(|system| Message::system(system.as_str()));
        let mut messages: Vec<Message> = system.collect();
        for stored in self.branch() {
            let mut message = Message::new(stored.role.clone(), stored.content.as_str());
            message.tool_calls.clone_from(&stored.tool_calls);
            if !stored.attachments.is_empty() {
                let mut parts = vec![Part::text(stored.content.as_str())];
                for file in &stored.attachments {
                    match attach::unchanged(&file.path, &file.sha256) {
                        Ok(part) => parts.push(part),
                        Err(reason) => {
                            context.output.warn(format_args!("`{}` is left out: {reason}", file.path));
                        }
                    }
                }
                message.content = Some(parts.into());
            }
            messages.push(message);
        }
        messages
    }

    /// Adds a message to the end of the branch, and returns its id.
    pub(super) fn add(&mut self, message: StoredMessage) -> u64 {
        let id = self.messages.iter().map(|message| message.id).max().unwrap_or_default() + 1;
        self.messages.push(StoredMessage { id, parent: self.head, ..message });
        self.head = Some(id);
        id
    }

    fn apply(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Session { v, .. } if v > VERSION => {
                anyhow::bail!("the session was saved by a newer version of this program")
            }
            Event::Session { id, server, model, created, .. } => {
                (self.id, self.server, self.model, self.created) = (id, server, model, created);
            }
            Event::Message(message) => {
                self.head = Some(message.id);
                self.messages.push(*message);
            }
            Event::Name { name } => self.name = Some(name),
            Event::Set { model, system, params } => (self.model, self.system, self.params) = (model, system, params),
            Event::Clear => self.head = None,
            Event::Open { pid } => self.pid = Some(pid),
            Event::Unknown => {}
        }
        Ok(())
    }
}

/// The file of a session that is open. It is locked.
pub(super) struct SessionFile {
    file: File,
    path: PathBuf,
}

/// Returns the directory of sessions.
pub(super) fn directory() -> Result<PathBuf> {
    // `None` also with an empty `HOME`, which `ProjectDirs` would ignore.
    config::config_dir().context("there is no home directory to keep sessions in")?;
    let directories =
        ProjectDirs::from("", "", "litellm-proxy").context("there is no home directory to keep sessions in")?;
    Ok(directories.data_dir().join("chat"))
}

/// Returns the files of all sessions, the oldest first.
pub(super) fn paths() -> Result<Vec<PathBuf>> {
    let directory = directory()?;
    let entries = match std::fs::read_dir(&directory) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => anyhow::bail!("cannot read {}: {}", directory.display(), describe_io(&error)),
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "jsonl"));
    paths.sort();
    Ok(paths)
}

/// Finds a session by its name, its id, or the beginning of an id if only one has it.
pub(super) fn find(name: &str) -> Result<(PathBuf, Conversation)> {
    let mut by_start = Vec::new();
    let mut named = Vec::new();
    for path in paths()? {
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if id == name {
            return Ok((path.clone(), load(&path)?.0));
        }
        let Ok((conversation, _)) = load(&path) else { continue };
        if conversation.name.as_deref() == Some(name) {
            named.push((path, conversation));
        } else if id.starts_with(name) {
            by_start.push((path, conversation));
        }
    }
    let mut found = if named.is_empty() { by_start } else { named };
    match (found.pop(), found.len()) {
        (Some(one), 0) => Ok(one),
        (Some((_, one)), _) => {
            let others: Vec<_> = found.iter().map(|(_, other)| other.id.as_str()).chain([one.id.as_str()]).collect();
            let message = format!("`{name}` is the name of several sessions: {}", others.join(", "));
            Err(Failure::Usage { message, hint: Some("name one by its id".to_owned()) }.into())
        }
        (None, _) => Err(Failure::NotFound(format!("no session has the name or id `{name}`")).into()),
    }
}

/// Reads a session. Returns with it how much of the file is complete.
pub(super) fn load(path: &Path) -> Result<(Conversation, u64)> {
    let mut text = String::new();
    let read = File::open(path).and_then(|mut file| file.read_to_string(&mut text));
    read.map_err(|error| cannot("read", path, &error))?;
    parse(&text).with_context(|| format!("cannot read {}", path.display()))
}

fn parse(text: &str) -> Result<(Conversation, u64)> {
    let mut conversation = Conversation::default();
    let complete = text.rfind('\n').map_or(0, |end| end + 1);
    for line in text.get(..complete).unwrap_or_default().lines().filter(|line| !line.is_empty()) {
        let event: Event = serde_json::from_str(line).context("a line is not an event of a session")?;
        conversation.apply(event)?;
    }
    Ok((conversation, complete as u64))
}

impl SessionFile {
    /// Creates the file of a conversation, with all that is in it.
    pub(super) fn create(conversation: &mut Conversation) -> Result<Self> {
        let directory = directory()?;
        create_private_dirs(&directory)?;
        let time = jiff::Zoned::now().strftime("%Y%m%d-%H%M%S").to_string();
        let letters: String = uuid::Uuid::new_v4().simple().to_string().chars().take(6).collect();
        conversation.id = format!("{time}-{letters}");
        conversation.created = jiff::Timestamp::now().to_string();
        let path = directory.join(format!("{}.jsonl", conversation.id));
        let mut options = OpenOptions::new();
        options.append(true).read(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(|error| cannot("create", &path, &error))?;
        let mut session = Self { file, path };
        session.lock(conversation)?;
        session.append(&Event::Session {
            v: VERSION,
            id: conversation.id.clone(),
            server: conversation.server.clone(),
            model: conversation.model.clone(),
            created: conversation.created.clone(),
        })?;
        session.append(&Event::Open { pid: std::process::id() })?;
        session.settings(conversation)?;
        if let Some(name) = &conversation.name {
            session.name(name)?;
        }
        for message in &conversation.messages {
            session.message(message)?;
        }
        Ok(session)
    }

    /// Opens the file of a session, and drops a last line that is incomplete.
    pub(super) fn open(context: &mut Context, path: &Path) -> Result<(Self, Conversation)> {
        let file =
            OpenOptions::new().append(true).read(true).open(path).map_err(|error| cannot("open", path, &error))?;
        let mut session = Self { file, path: path.to_owned() };
        let (conversation, _) = load(path)?;
        session.lock(&conversation)?;
        // Read again: now nobody else writes.
        let (conversation, complete) = load(path)?;
        let length = session.file.metadata().map_err(|error| cannot("read", path, &error))?.len();
        if length > complete {
            session.file.set_len(complete).map_err(|error| cannot("write", path, &error))?;
            context.output.warn("the last line of the session was incomplete, and is dropped");
        }
        session.file.seek(std::io::SeekFrom::End(0)).map_err(|error| cannot("read", path, &error))?;
        session.append(&Event::Open { pid: std::process::id() })?;
        Ok((session, conversation))
    }

    fn lock(&self, conversation: &Conversation) -> Result<()> {
        match self.file.try_lock() {
            Err(std::fs::TryLockError::WouldBlock) => {
                let by = conversation.pid.map_or_else(String::new, |pid| format!(" in process {pid}"));
                Err(Failure::Refused(format!("the session is open{by}")).into())
            }
            // Some network file systems have no locks.
            _ => Ok(()),
        }
    }

    pub(super) fn message(&mut self, message: &StoredMessage) -> Result<()> {
        self.append(&Event::Message(Box::new(message.clone())))
    }

    pub(super) fn name(&mut self, name: &str) -> Result<()> {
        self.append(&Event::Name { name: name.to_owned() })
    }

    pub(super) fn clear(&mut self) -> Result<()> {
        self.append(&Event::Clear)
    }

    pub(super) fn settings(&mut self, conversation: &Conversation) -> Result<()> {
        self.append(&Event::Set {
            model: conversation.model.clone(),
            system: conversation.system.clone(),
            params: conversation.params.clone(),
        })
    }

    /// Appends a line with one write, and waits until it is stored.
    fn append(&mut self, event: &Event) -> Result<()> {
        let mut line = serde_json::to_vec(event)?;
        line.push(b'\n');
        let written = self.file.write_all(&line).and_then(|()| self.file.sync_data());
        written.map_err(|error| cannot("write", &self.path, &error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_end_at_the_last_message_and_torn_lines_are_dropped() {
        let message = |id: u64, parent: &str, text: &str| {
            format!(
                "{{\"type\":\"message\",\"id\":{id},\"parent\":{parent},\"role\":\"user\",\"content\":\"{text}\"}}\n"
            )
        };
        let start =
            "{\"type\":\"session\",\"v\":1,\"id\":\"s\",\"server\":\"u\",\"model\":\"m\",\"created\":\"now\"}\n";
        let events = [
            start.to_owned(),
            message(1, "null", "a"),
            message(2, "1", "b"),
            "{\"type\":\"of the future\",\"x\":1}\n".to_owned(),
            // Another answer to the first message.
            message(3, "1", "c"),
            "{\"type\":\"name\",\"name\":\"n\"}\n".to_owned(),
            "{\"type\":\"mess".to_owned(),
        ];
        let text = events.concat();
        let (conversation, complete) = parse(&text).expect("a session");
        let branch: Vec<_> = conversation.branch().iter().map(|message| message.content.as_str()).collect();
        assert_eq!((branch, conversation.name.as_deref()), (vec!["a", "c"], Some("n")));
        assert_eq!(text.len() as u64 - complete, 13);
        assert!(
            parse("{\"type\":\"session\",\"v\":2,\"id\":\"s\",\"server\":\"u\",\"model\":\"m\",\"created\":\"now\"}\n")
                .is_err()
        );
        assert!(parse("not JSON\n").is_err());
    }
}
