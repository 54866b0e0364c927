//! Completions for shells. A script of a few lines registers this program with the shell; at every TAB the shell runs it
//! with the variable `COMPLETE` set and the typed words, and it prints the candidates.
//!
//! Nothing here writes to stderr, asks a question or fails: a TAB that finds nothing offers nothing.

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
pub(crate) use self::shells::Shell;
use self::words::Word;
use crate::env;
use crate::output::is_deceptive;

const PROGRAM: &str = "litellm-proxy";

/// A word that may be typed, and a note about it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Value {
    text: String,
    help: Option<String>,
}

/// The shell that runs this program for its completions, if one does.
pub(crate) fn requested() -> Option<Shell> {
    Shell::named(&env::get(env::COMPLETE)?)
}

/// Prints the candidates for the typed words, or, without any, the script that registers the completions.
pub(crate) fn main(shell: Shell, command_tree: fn() -> Command) -> ExitCode {
    let arguments = std::env::args_os().skip_while(|argument| argument != "--").skip(1);
    let arguments: Vec<String> = arguments.map(|argument| argument.to_string_lossy().into_owned()).collect();
    let text =
        if arguments.is_empty() { shell.script().to_owned() } else { candidates(shell, arguments, command_tree) };
    // A shell that does not read is not waiting for anything.
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

/// Drops the words before the name of the program, such as assignments.
fn keep_own_words(words: &mut Vec<Word>) {
    let is_program = |word: &Word| Path::new(&word.text).file_stem().is_some_and(|name| name == PROGRAM);
    let typed_before_cursor = words.len().saturating_sub(1);
    if let Some(first) = words.iter().take(typed_before_cursor).position(is_program) {
        words.drain(..first);
    }
}

/// The candidates for the last of these words, the first of which is the program.
fn complete(words: &[Word], command_tree: fn() -> Command) -> Option<Vec<Value>> {
    let (current, before) = words.split_last()?;
    let mut tree = command_tree();
    // Makes the verbs too.
    tree.build();
    let path = CommandPath::of(&tree, before);
    let mut arguments: Vec<OsString> = before.iter().map(|word| word.text.as_str().into()).collect();
    arguments.push(current.text.as_str().into());
    for index in path.helps.iter().rev() {
        arguments.remove(*index);
    }
    let server = Arc::new(Server::of(before));
    let mut tree = arguments::attach(tree, &path.commands, &[], &server);
    let index = arguments.len().checked_sub(1)?;
    let mut found = engine::complete(&mut tree, arguments, index, std::env::current_dir().ok().as_deref()).ok()?;

    let has_id = |candidate: &CompletionCandidate, prefix| candidate.get_id().is_some_and(|id| id.starts_with(prefix));
    if !path.helps.is_empty() {
        found.retain(|candidate| has_id(candidate, "command::"));
    }
    // Options are offered to those who have typed a dash, and where there is nothing else.
    if current.text.is_empty() && found.iter().any(|candidate| !has_id(candidate, "arg::")) {
        found.retain(|candidate| !has_id(candidate, "arg::"));
    }
    Some(found.into_iter().filter_map(value).collect())
}

/// The commands that are named by the words of a line.
#[derive(Debug, Default, PartialEq, Eq)]
struct CommandPath {
    commands: Vec<String>,
    /// Where the words say `help`, as in `help keys rotate`: the rest of the words are those of a line without it.
    helps: Vec<usize>,
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
                path.helps.push(index);
            } else {
                path.commands.push(next.get_name().to_owned());
                command = next;
            }
        }
        path
    }
}

/// A candidate as text. One that could deceive, or take more than a line, is left out.
fn value(candidate: CompletionCandidate) -> Option<Value> {
    let text = candidate.get_value().to_str().filter(|text| !text.contains(is_deceptive))?.to_owned();
    let help = candidate.get_help().map(|help| help.to_string().lines().next().unwrap_or_default().to_owned());
    Some(Value { text, help: help.filter(|help| !help.contains(is_deceptive)) })
}
