//! Shell completions. A short script registers this program with the shell. At every TAB the shell runs the program with
//! `COMPLETE` set and the typed words as arguments, and the program prints the candidates.
//!
//! Nothing here writes to stderr, prompts or fails: after an error there are no candidates.

mod arguments;
mod cache;
mod server;
mod shells;
mod words;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Command;
use clap_complete::engine::{self, CompletionCandidate};

use self::server::Server;
use self::words::Word;
use crate::env;
use crate::output::is_deceptive;
use crate::shell::Shell;

const PROGRAM: &str = "litellm-proxy";

/// A completion candidate, with its description.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Value {
    text: String,
    help: Option<String>,
}

/// Returns the shell that runs this program for completions, if one does.
pub(crate) fn requested() -> Option<Shell> {
    Shell::named(&env::get(env::COMPLETE)?)
}

/// Prints the candidates for the typed words, or, without any, the script that registers the completions.
pub(crate) fn main(shell: Shell, command_tree: fn() -> Command) -> ExitCode {
    let arguments = std::env::args_os().skip_while(|argument| argument != "--").skip(1);
    let arguments: Vec<String> = arguments.map(|argument| argument.to_string_lossy().into_owned()).collect();
    let text =
        if arguments.is_empty() { shell.script().to_owned() } else { candidates(shell, arguments, command_tree) };
    // A shell that has closed the pipe needs no candidates.
    let _ = std::io::stdout().write_all(text.as_bytes());
    ExitCode::SUCCESS
}

fn candidates(shell: Shell, arguments: Vec<String>, command_tree: fn() -> Command) -> String {
    let mut typed = shell.read(arguments, env::get);
    keep_own_words(&mut typed.line.words);
    let found = complete(&typed.line.words, command_tree).unwrap_or_default();
    let lines = found.iter().filter_map(|candidate| shell.write(&typed, candidate));
    lines.map(|line| line + "\n").collect()
}

/// Drops the words before the program's name, such as assignments.
fn keep_own_words(words: &mut Vec<Word>) {
    let is_program = |word: &Word| Path::new(&word.text).file_stem().is_some_and(|name| name == PROGRAM);
    let typed_before_cursor = words.len().saturating_sub(1);
    if let Some(first) = words.iter().take(typed_before_cursor).position(is_program) {
        words.drain(..first);
    }
}

/// Returns the candidates for the last word. The first word is the program.
fn complete(words: &[Word], command_tree: fn() -> Command) -> Option<Vec<Value>> {
    let (current, before) = words.split_last()?;
    let mut tree = command_tree();
    // Builds the subcommands too.
    tree.build();
    let path = CommandPath::of(&tree, before);
    let mut arguments: Vec<OsString> = before.iter().map(|word| word.text.as_str().into()).collect();
    arguments.push(current.text.as_str().into());
    for index in path.help_words.iter().rev() {
        arguments.remove(*index);
    }
    let server = Arc::new(Server::of(before));
    let mut tree = arguments::attach(tree, &path.commands, &[], &server);
    let index = arguments.len().checked_sub(1)?;
    let mut found = engine::complete(&mut tree, arguments, index, std::env::current_dir().ok().as_deref()).ok()?;

    let has_id = |candidate: &CompletionCandidate, prefix| candidate.get_id().is_some_and(|id| id.starts_with(prefix));
    if !path.help_words.is_empty() {
        found.retain(|candidate| has_id(candidate, "command::"));
    }
    // Options are offered after a dash, or if there are no other candidates.
    if current.text.is_empty() && found.iter().any(|candidate| !has_id(candidate, "arg::")) {
        found.retain(|candidate| !has_id(candidate, "arg::"));
    }
    Some(found.iter().filter_map(value).collect())
}

/// The commands that a line names.
#[derive(Debug, Default, PartialEq, Eq)]
struct CommandPath {
    commands: Vec<String>,
    /// Indices of the word `help`, as in `help keys rotate`. The other words are completed as if it were not there.
    help_words: Vec<usize>,
}

impl CommandPath {
    fn of(tree: &Command, words: &[Word]) -> Self {
        let mut path = Self::default();
        let mut command = tree;
        for (index, word) in words.iter().enumerate().skip(1) {
            if word.text == "--" {
                break;
            }
            let Some(next) = command.find_subcommand(&word.text) else { continue };
            if next.get_name() == "help" {
                path.help_words.push(index);
            } else {
                path.commands.push(next.get_name().to_owned());
                command = next;
            }
        }
        path
    }
}

/// Returns a candidate as text; `None` if it has line breaks or deceptive characters.
fn value(candidate: &CompletionCandidate) -> Option<Value> {
    let text = candidate.get_value().to_str().filter(|text| !text.contains(is_deceptive))?.to_owned();
    let help = candidate.get_help().map(|help| help.to_string().lines().next().unwrap_or_default().to_owned());
    Some(Value { text, help: help.filter(|help| !help.contains(is_deceptive)) })
}
