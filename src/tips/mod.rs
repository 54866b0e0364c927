//! Tips for command lines that do not parse: what the words of other tools, and of other commands, are called here. They
//! take precedence over clap's guess by similarity, which has none for `keys make`, and `--budget-id` for `--budget`.

mod commands;
mod options;
#[cfg(test)]
mod tests;
mod words;

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgMatches, Command, Error};

use crate::shell::quote_if_needed;

/// Adds what the user probably meant to a usage error, and shows the plain usage of the command.
pub(crate) fn improve(error: &mut Error, tree: &mut Command, arguments: &[OsString]) {
    if !error.use_stderr() || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return;
    }
    tree.build();
    let attempt = Attempt::new(tree, arguments);
    let guesses = guesses(error, attempt.command);
    let tip = match error.kind() {
        ErrorKind::InvalidSubcommand => word(error, ContextKind::InvalidSubcommand)
            .and_then(|word| commands::tip(&attempt, &word, !guesses.is_empty())),
        ErrorKind::UnknownArgument => {
            word(error, ContextKind::InvalidArg).and_then(|word| options::tip(&attempt, &word))
        }
        // `chat gpt-4o hello`: a message where a session takes none.
        ErrorKind::ArgumentConflict => commands::chat(&attempt, ""),
        ErrorKind::ValueValidation | ErrorKind::InvalidValue => {
            let option = word(error, ContextKind::InvalidArg).unwrap_or_default();
            word(error, ContextKind::InvalidValue).and_then(|value| options::value_tip(&attempt, &option, &value))
        }
        _ => None,
    };
    if error.get(ContextKind::Usage).is_some() {
        error.insert(ContextKind::Usage, ContextValue::StyledStr(attempt.command.clone().render_usage()));
    }
    let has_guess = !guesses.is_empty()
        || error.get(ContextKind::SuggestedArg).is_some()
        || error.get(ContextKind::SuggestedValue).is_some();
    error.remove(ContextKind::SuggestedSubcommand);
    if !guesses.is_empty() {
        error.insert(ContextKind::SuggestedSubcommand, ContextValue::Strings(guesses));
    }
    let is_listed = error.get(ContextKind::ValidValue).is_some();
    let tip = tip.or_else(|| attempt.example().filter(|_| !has_guess && !is_listed));
    if let Some(tip) = tip {
        for guess in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue] {
            error.remove(guess);
        }
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(tip)]));
    }
}

/// Finds an option that was written as `NAME=VALUE` where a command that creates something takes a name, as in
/// `keys create alias=ci`, and returns the error about it.
pub(crate) fn misplaced_option(matches: &ArgMatches, tree: &Command, arguments: &[OsString]) -> Option<Error> {
    let has_pair =
        |argument: &OsString| argument.to_str().is_some_and(|text| !text.starts_with('-') && text.contains('='));
    if !arguments.iter().any(has_pair) {
        return None;
    }
    let (mut command, mut matches) = (tree, matches);
    while let Some((name, submatches)) = matches.subcommand() {
        (command, matches) = (command.find_subcommand(name)?, submatches);
    }
    if !words::VERBS.first()?.contains(&command.get_name()) {
        return None;
    }
    for positional in command.get_positionals() {
        let values = matches.get_raw(positional.get_id().as_str()).into_iter().flatten();
        for value in values.filter_map(|value| value.to_str()) {
            let Some((name, _)) = value.split_once('=') else { continue };
            if options::meant(command, name).is_some() {
                let mut error = Error::new(ErrorKind::UnknownArgument).with_cmd(command);
                error.insert(ContextKind::InvalidArg, ContextValue::String(value.to_owned()));
                error.insert(ContextKind::Usage, ContextValue::StyledStr(StyledStr::new()));
                return Some(error);
            }
        }
    }
    None
}

/// A command line that does not parse.
struct Attempt<'a> {
    tree: &'a Command,
    /// The command that the words lead to.
    command: &'a Command,
    /// Its names, below the root.
    path: Vec<&'a str>,
    /// All words after the program.
    words: Vec<String>,
    /// The words after the program without those of the path.
    rest: Vec<String>,
}

impl<'a> Attempt<'a> {
    fn new(tree: &'a Command, arguments: &[OsString]) -> Self {
        let words: Vec<String> =
            arguments.iter().skip(1).map(|argument| argument.to_string_lossy().into_owned()).collect();
        let (mut command, mut path, mut rest) = (tree, Vec::new(), Vec::new());
        let mut remaining = words.iter();
        while let Some(word) = remaining.next() {
            if word == "help" && path.is_empty() {
                continue;
            }
            if word.starts_with('-') {
                rest.push(word.clone());
                if takes_value(tree, command, word) {
                    rest.extend(remaining.next().cloned());
                }
            } else if let Some(next) = command.find_subcommand(word) {
                path.push(next.get_name());
                command = next;
            } else {
                rest.push(word.clone());
                break;
            }
        }
        rest.extend(remaining.cloned());
        Self { tree, command, path, words, rest }
    }

    /// Returns the rest with the first occurrence of a word replaced.
    fn replacing(&self, word: &str, replacement: &[&str]) -> Vec<String> {
        let mut rest = self.rest.clone();
        if let Some(position) = rest.iter().position(|known| known == word) {
            rest.splice(position..=position, replacement.iter().map(|&word| word.to_owned()));
        }
        rest
    }

    /// Returns a command line with the user's words if it parses.
    fn whole(&self, path: &[&str], rest: &[String]) -> Option<String> {
        let words = path.iter().copied().chain(rest.iter().map(String::as_str));
        let words: Vec<String> = std::iter::once("litellm-proxy").chain(words).map(str::to_owned).collect();
        let words = if self.parses(&words) { words } else { self.translated(path, rest) };
        if !self.parses(&words) {
            return None;
        }
        let words: Vec<_> = words.iter().map(|word| quote_if_needed(word)).collect();
        Some(format!("`{}`", words.join(" ")))
    }

    fn parses(&self, words: &[String]) -> bool {
        self.tree.clone().try_get_matches_from(words).is_ok()
    }

    /// Returns a command line in which every option that the command does not have is the one that it means.
    fn translated(&self, path: &[&str], rest: &[String]) -> Vec<String> {
        let mut words: Vec<String> =
            std::iter::once("litellm-proxy").chain(path.iter().copied()).map(str::to_owned).collect();
        let command = find(self.tree, path).unwrap_or(self.command);
        for word in rest {
            let (name, value) = word.split_once('=').map_or((word.as_str(), None), |(name, value)| (name, Some(value)));
            let long = name.strip_prefix("--").and_then(|name| options::meant(command, name));
            match (long, value) {
                (Some(long), Some(value)) => words.push(format!("--{long}={value}")),
                (Some(long), None) => words.push(format!("--{long}")),
                (None, _) => words.push(word.clone()),
            }
        }
        words
    }

    /// Returns a command line with the user's words if it parses, else with placeholders for what the command needs.
    fn line(&self, path: &[&str], rest: &[String]) -> String {
        self.whole(path, rest).unwrap_or_else(|| {
            let words = std::iter::once("litellm-proxy").chain(path.iter().copied()).map(str::to_owned);
            let needed = find(self.tree, path).map(needed).unwrap_or_default();
            format!("`{}`", words.chain(needed).collect::<Vec<_>>().join(" "))
        })
    }

    /// Returns an example from the help of the command.
    fn example(&self) -> Option<String> {
        let help = self.command.get_after_help()?.to_string();
        let (_, examples) = help.split_once("Examples:\n").or_else(|| help.split_once("Example:\n"))?;
        // What looks like a key would be masked.
        let plain = |line: &&str| line.starts_with("litellm-proxy ") && !line.ends_with('\\') && !line.contains("sk-");
        let examples = examples.replace("\\\n      ", "");
        let examples = || examples.lines().map(str::trim).filter(plain);
        let own = format!("litellm-proxy {}", self.path.join(" "));
        Some(format!(
            "for example, `{}`",
            examples().find(|line| line.starts_with(&own)).or_else(|| examples().next())?
        ))
    }
}

/// Returns the command with these names.
fn find<'a>(tree: &'a Command, path: &[&str]) -> Option<&'a Command> {
    path.iter().try_fold(tree, |command, name| command.find_subcommand(name))
}

/// Returns the placeholders of the arguments that a command needs.
fn needed(command: &Command) -> Vec<String> {
    let shown = || command.get_positionals().filter(|arg| !arg.is_hide_set());
    let required: Vec<String> = shown().filter(|arg| arg.is_required_set()).map(value_name).collect();
    if required.is_empty() && command.get_groups().any(clap::ArgGroup::is_required_set) {
        return shown().take(1).map(value_name).collect();
    }
    required
}

fn value_name(arg: &Arg) -> String {
    let names = arg.get_value_names().unwrap_or_default();
    names.first().map_or_else(|| arg.get_id().as_str().to_uppercase(), ToString::to_string)
}

/// Returns whether an option takes the next word.
fn takes_value(tree: &Command, command: &Command, word: &str) -> bool {
    let is_it = |arg: &&Arg| match word.strip_prefix("--") {
        Some(long) => arg.get_long() == Some(long),
        None => word.len() == 2 && arg.get_short() == word.chars().nth(1),
    };
    let known = command.get_arguments().chain(tree.get_arguments()).find(is_it);
    known.is_some_and(|arg| arg.get_action().takes_values())
}

/// Returns clap's guesses, each command once, by its name.
fn guesses(error: &Error, command: &Command) -> Vec<String> {
    let guesses: &[String] = match error.get(ContextKind::SuggestedSubcommand) {
        Some(ContextValue::Strings(guesses)) => guesses,
        Some(ContextValue::String(guess)) => std::slice::from_ref(guess),
        _ => &[],
    };
    let mut names: Vec<String> = Vec::new();
    for guess in guesses {
        let name = command.find_subcommand(guess).map_or(guess.as_str(), Command::get_name);
        if name != "help" && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    let typed = word(error, ContextKind::InvalidSubcommand).unwrap_or_default();
    names.retain(|name| !words::DESTRUCTIVE.contains(&name.as_str()) || name.get(..2) == typed.get(..2));
    if names.len() > 1 {
        names.retain(|name| name != "regenerate");
    }
    names
}

fn word(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind) {
        Some(ContextValue::String(word)) => Some(word.clone()),
        _ => None,
    }
}
