//! Tips for unknown commands.

use clap::Command;

use super::words::{AFTER_NOUNS, COMMANDS, VERBS};
use super::{Attempt, find};
use crate::shell::quote_if_needed;

/// The most commands that a tip names.
const MOST: usize = 4;
/// The nouns that a tip names first.
const FIRST: [&str; MOST] = ["keys", "models", "users", "teams"];

pub(super) fn tip(attempt: &Attempt<'_>, typed: &str, has_guess: bool) -> Option<String> {
    if attempt.words.first().is_some_and(|word| word == "help") {
        return None;
    }
    let word = &typed.to_lowercase().replace('_', "-");
    let rest = attempt.replacing(typed, &[]);
    if attempt.path.is_empty() {
        verb_first(attempt, word, &rest)
            .or_else(|| request(attempt, typed, &rest))
            .or_else(|| top(attempt, word, &rest))
            .or_else(|| compound(attempt, word, &rest))
            .or_else(|| others(attempt, word, &rest))
    } else {
        request(attempt, typed, &rest)
            .or_else(|| synonym(attempt, word, &rest))
            .or_else(|| after_noun(attempt, word, &rest))
            .or_else(|| compound(attempt, word, &rest))
            .or_else(|| chat(attempt, typed))
            .or_else(|| url(attempt, typed))
            .or_else(|| spender(attempt, typed).filter(|_| !has_guess))
            .or_else(|| name(attempt, word).filter(|_| !has_guess))
            .or_else(|| top(attempt, word, &rest))
            .or_else(|| others(attempt, word, &rest))
    }
}

/// Returns the words that mean the same as a verb, itself first.
fn synonyms(word: &str) -> impl Iterator<Item = &str> {
    let groups = VERBS.iter().filter(move |verbs| verbs.contains(&word));
    std::iter::once(word).chain(groups.flat_map(|verbs| verbs.iter().copied()))
}

/// Returns the subcommand that a verb means.
fn subcommand<'a>(command: &'a Command, verb: &str) -> Option<&'a str> {
    synonyms(verb).find_map(|verb| command.find_subcommand(verb)).map(Command::get_name)
}

/// Returns the path of the noun that a word means, at the top or in the command of the attempt.
fn noun<'a>(attempt: &Attempt<'a>, word: &str) -> Option<Vec<&'a str>> {
    let plural = format!("{word}s");
    let children = [word, &plural].into_iter().find_map(|word| attempt.command.find_subcommand(word));
    if let Some(child) = children.filter(|child| child.has_subcommands()) {
        return Some(attempt.path.iter().copied().chain([child.get_name()]).collect());
    }
    if !attempt.path.is_empty() {
        return None;
    }
    let (_, command) = COMMANDS.iter().find(|(words, _)| words.contains(&word))?;
    let path: Vec<&str> = command.split(' ').collect();
    find(attempt.tree, &path).filter(|command| command.has_subcommands()).map(|_| path)
}

/// `create key ci`: the noun comes first.
fn verb_first(attempt: &Attempt<'_>, verb: &str, rest: &[String]) -> Option<String> {
    let position = rest.iter().position(|word| !word.starts_with('-'))?;
    let word = rest.get(position)?.to_lowercase();
    let path = noun(attempt, &word)?;
    let mut rest = rest.to_vec();
    rest.remove(position);
    let command = find(attempt.tree, &path)?;
    let has_name = rest.iter().any(|word| !word.starts_with('-'));
    let is_list = VERBS.iter().any(|verbs| verbs.first() == Some(&"get") && verbs.contains(&verb))
        && !has_name
        && word.ends_with('s');
    let verb = subcommand(command, if is_list { "list" } else { verb })?;
    Some(format!("the noun comes first: {}", attempt.line(&[&path[..], &[verb]].concat(), &rest)))
}

/// `logs`: another name of a command.
fn top(attempt: &Attempt<'_>, word: &str, rest: &[String]) -> Option<String> {
    let (_, command) = COMMANDS.iter().find(|(words, _)| words.contains(&word))?;
    let path: Vec<&str> = command.split(' ').collect();
    Some(match find(attempt.tree, &path) {
        Some(_) => format!("use {}", attempt.line(&path, rest)),
        None => format!("use `litellm-proxy {command}`"),
    })
}

/// `keys make`: another name of a verb. What the words fit decides: `teams add research ada@example.com` adds a member.
fn synonym(attempt: &Attempt<'_>, word: &str, rest: &[String]) -> Option<String> {
    let own = subcommand(attempt.command, word).map(|verb| [&attempt.path[..], &[verb]].concat());
    let nested = attempt.command.get_subcommands().filter(|child| child.get_name() != "help").filter_map(|child| {
        let verb = subcommand(child, word)?;
        Some([&attempt.path[..], &[child.get_name(), verb]].concat())
    });
    let candidates: Vec<Vec<&str>> = own.into_iter().chain(nested).collect();
    let whole = candidates.iter().find_map(|path| attempt.whole(path, rest));
    let line = whole.or_else(|| candidates.first().map(|path| attempt.line(path, rest)))?;
    Some(format!("use {line}"))
}

/// `teams add-member`, `create-key`: a verb and a noun in one word.
fn compound(attempt: &Attempt<'_>, word: &str, rest: &[String]) -> Option<String> {
    let (first, second) = word.split_once('-')?;
    for (verb, object) in [(first, second), (second, first)] {
        let object =
            if attempt.path.last() == Some(&"teams") && object.starts_with("user") { "member" } else { object };
        let Some(path) = noun(attempt, object) else { continue };
        if let Some(verb) = find(attempt.tree, &path).and_then(|command| subcommand(command, verb)) {
            return Some(format!("use {}", attempt.line(&[&path[..], &[verb]].concat(), rest)));
        }
    }
    None
}

/// `chat hello`: a message in place of the command.
pub(super) fn chat(attempt: &Attempt<'_>, typed: &str) -> Option<String> {
    if attempt.path != ["chat"] {
        return None;
    }
    let mut words: Vec<&str> = attempt.rest.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let message = if words.is_empty() { typed } else { words.pop().unwrap_or_default() };
    let model = words.first().copied().unwrap_or("MODEL");
    let words = [model, "-m", message].map(str::to_owned);
    Some(format!("use {}", attempt.line(&["chat", "completions"], &words)))
}

/// `config http://…`: the server to use.
fn url(attempt: &Attempt<'_>, typed: &str) -> Option<String> {
    let is_url = attempt.path == ["config"] && typed.contains("://");
    let words = ["base_url", typed].map(str::to_owned);
    Some(format!("use {}", attempt.whole(&["config", "set"], &words).filter(|_| is_url)?))
}

/// `spend ci`: whose requests to list.
fn spender(attempt: &Attempt<'_>, typed: &str) -> Option<String> {
    if attempt.path != ["spend"] {
        return None;
    }
    let option = if typed.contains('@') { "--user" } else { "--key" };
    let words = [option, typed].map(str::to_owned);
    Some(format!("for the requests of one, use {}", attempt.whole(&["logs", "list"], &words)?))
}

/// `keys usage ci`: about a noun, but a command of another.
fn after_noun(attempt: &Attempt<'_>, word: &str, rest: &[String]) -> Option<String> {
    let noun = attempt.path.last()?;
    if let Some((_, _, line)) = AFTER_NOUNS.iter().find(|(known, words, _)| known == noun && words.contains(&word)) {
        let name = rest.iter().find(|word| !word.starts_with('-')).map(|name| quote_if_needed(name));
        return Some(format!("use `litellm-proxy {}`", line.replace("NAME", name.as_deref().unwrap_or("NAME"))));
    }
    let other = attempt.tree.find_subcommand(word).filter(|other| !other.has_subcommands() && word != "help")?;
    Some(format!("use {}", attempt.line(&[other.get_name()], rest)))
}

/// `http GET /health`, `get /health`: a raw request.
fn request(attempt: &Attempt<'_>, typed: &str, rest: &[String]) -> Option<String> {
    let is_path = |word: &str| word.starts_with('/');
    let method = typed.to_uppercase();
    let is_method = ["GET", "POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str());
    let words = if is_path(typed) {
        [vec!["GET".to_owned(), typed.to_owned()], rest.to_vec()].concat()
    } else if is_method && rest.first().is_some_and(|word| is_path(word)) {
        [vec![method], rest.to_vec()].concat()
    } else if rest.first().is_some_and(|word| is_path(word)) && ["curl", "request", "fetch", "api"].contains(&typed) {
        [vec!["GET".to_owned()], rest.to_vec()].concat()
    } else {
        return None;
    };
    attempt.whole(&["http", "request"], &words).map(|line| format!("use {line}"))
}

/// `keys ci`: a name without a verb. Only of commands that change nothing, and of the only one.
fn name(attempt: &Attempt<'_>, word: &str) -> Option<String> {
    let is_verb = VERBS.iter().any(|verbs| verbs.contains(&word))
        || attempt.tree.get_subcommands().any(|noun| noun.find_subcommand(word).is_some());
    if is_verb {
        return None;
    }
    let children = || attempt.command.get_subcommands().map(Command::get_name).filter(|name| *name != "help");
    let only = children().next().filter(|_| children().count() == 1);
    let reading = ["get", "list", "set"].into_iter().filter_map(|verb| attempt.command.find_subcommand(verb));
    let mut candidates = reading.map(Command::get_name).filter(|name| *name != "set" || attempt.path == ["config"]);
    let line = candidates
        .by_ref()
        .chain(only)
        .find_map(|verb| attempt.whole(&[&attempt.path[..], &[verb]].concat(), &attempt.rest))?;
    Some(format!("name the command: {line}"))
}

/// `rotate ci`: a verb without its noun.
fn others(attempt: &Attempt<'_>, word: &str, rest: &[String]) -> Option<String> {
    let nouns = attempt.tree.get_subcommands().filter(|noun| noun.get_name() != "help");
    let mut found: Vec<(&str, &str)> = nouns
        .filter_map(|noun| {
            let exact = noun.find_subcommand(word).map(Command::get_name);
            let verb = if attempt.path.is_empty() { exact.or_else(|| subcommand(noun, word)) } else { exact };
            verb.map(|verb| (noun.get_name(), verb))
        })
        .collect();
    let exact: Vec<_> = found.iter().copied().filter(|(_, verb)| *verb == word).collect();
    if let [(noun, verb)] = exact.as_slice() {
        return Some(format!("there is {}", attempt.line(&[noun, verb], rest)));
    }
    if let [(noun, verb)] = found.as_slice() {
        return Some(format!("there is {}", attempt.line(&[noun, verb], rest)));
    }
    found.sort_by_key(|(noun, _)| FIRST.iter().position(|first| first == noun).unwrap_or(MOST));
    let count = found.len();
    let lines: Vec<String> =
        found.iter().take(MOST).map(|(noun, verb)| format!("`litellm-proxy {noun} {verb}`")).collect();
    let more = if count > MOST { ", …" } else { "" };
    (count > 0).then(|| format!("name the noun: {}{more}", lines.join(", ")))
}
