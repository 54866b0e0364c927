//! The prompt: history, completion of commands, several lines, and the echo that is off while an answer arrives.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result};
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{
    Cmd, ConditionalEventHandler, Config, Editor, Event, EventContext, EventHandler, Helper, KeyCode, KeyEvent,
    Modifiers, RepeatCount,
};

use super::line::COMMANDS;
use super::store;

const HISTORY: usize = 1000;
/// Longer entries, such as pasted files, are not kept.
const MAX_ENTRY: usize = 4 << 10;

/// What the user did at the prompt.
pub(super) enum Typed {
    Line(String),
    /// Ctrl-X Ctrl-E: the line is to be changed in an editor.
    Edit(String),
    /// Ctrl-C.
    Interrupted,
    /// Ctrl-D.
    End,
}

pub(super) struct Prompt {
    editor: Editor<Commands, FileHistory>,
    history: Option<PathBuf>,
    wants_editor: Arc<AtomicBool>,
}

impl Prompt {
    /// Creates a prompt. Its history is kept in a file unless `is_kept` is false.
    pub(super) fn new(is_kept: bool) -> Result<Self> {
        let config = Config::builder()
            .max_history_size(HISTORY)
            .context("cannot set up the prompt")?
            .history_ignore_space(true)
            .auto_add_history(false)
            .bracketed_paste(true)
            .build();
        let mut editor = Editor::with_config(config).context("cannot set up the prompt")?;
        editor.set_helper(Some(Commands));
        let wants_editor = Arc::new(AtomicBool::new(false));
        editor.bind_sequence(KeyEvent(KeyCode::Enter, Modifiers::ALT), Cmd::Newline);
        let keys = Event::KeySeq(vec![KeyEvent::ctrl('X'), KeyEvent::ctrl('E')]);
        editor.bind_sequence(keys, EventHandler::Conditional(Box::new(OpenEditor(Arc::clone(&wants_editor)))));
        let history = if is_kept { Some(store::directory()?.join("history")) } else { None };
        if let Some(path) = &history {
            // Not there yet, or unreadable: a session works without it.
            let _ = editor.load_history(path);
        }
        Ok(Self { editor, history, wants_editor })
    }

    /// Reads a line, which begins as `draft`.
    pub(super) fn read(&mut self, prompt: &str, draft: &str) -> Result<Typed> {
        match self.editor.readline_with_initial(prompt, (draft, "")) {
            Ok(line) if self.wants_editor.swap(false, Ordering::Relaxed) => Ok(Typed::Edit(line)),
            Ok(line) => {
                if line.len() <= MAX_ENTRY {
                    let _ = self.editor.add_history_entry(line.as_str());
                }
                Ok(Typed::Line(line))
            }
            Err(ReadlineError::Interrupted) => Ok(Typed::Interrupted),
            Err(ReadlineError::Eof) => Ok(Typed::End),
            Err(error) => Err(error).context("cannot read from the terminal"),
        }
    }

    /// Writes the history. Returns why it could not be written.
    pub(super) fn save(&mut self) -> Result<()> {
        let Some(path) = &self.history else { return Ok(()) };
        if let Some(directory) = path.parent() {
            crate::files::create_private_dirs(directory)?;
        }
        self.editor.append_history(path).context("cannot write the history")
    }
}

/// Ends the line, and notes that an editor is to be opened on it.
struct OpenEditor(Arc<AtomicBool>);

impl ConditionalEventHandler for OpenEditor {
    fn handle(&self, _: &Event, _: RepeatCount, _: bool, _: &EventContext<'_>) -> Option<Cmd> {
        self.0.store(true, Ordering::Relaxed);
        Some(Cmd::AcceptLine)
    }
}

/// Completes commands, and asks for another line after a backslash.
struct Commands;

impl Helper for Commands {}

impl Highlighter for Commands {}

impl Hinter for Commands {
    type Hint = String;
}

impl Completer for Commands {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &rustyline::Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let typed = line.get(..position).unwrap_or_default();
        let matching =
            COMMANDS.iter().map(|(name, ..)| *name).filter(|name| typed.starts_with('/') && name.starts_with(typed));
        Ok((0, matching.map(str::to_owned).collect()))
    }
}

impl Validator for Commands {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let is_continued = context.input().ends_with('\\');
        Ok(if is_continued { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

/// Keeps what is typed while an answer arrives off the screen; the next prompt shows it.
pub(super) struct Silence {
    #[cfg(unix)]
    before: Option<rustix::termios::Termios>,
}

impl Silence {
    #[cfg(unix)]
    pub(super) fn begin() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let stdin = std::io::stdin();
        let before = tcgetattr(&stdin).ok();
        if let Some(mut modes) = before.clone() {
            modes.local_modes.remove(LocalModes::ECHO);
            let _ = tcsetattr(&stdin, OptionalActions::Now, &modes);
        }
        Self { before }
    }

    #[cfg(not(unix))]
    pub(super) fn begin() -> Self {
        Self {}
    }
}

#[cfg(unix)]
impl Drop for Silence {
    fn drop(&mut self) {
        if let Some(modes) = &self.before {
            let _ = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Now, modes);
        }
    }
}
