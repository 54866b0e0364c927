//! Tips for unknown options, for arguments too many, and for values that are not valid.

use clap::Command;
use litellm_proxy_sandbox::Fault;

use super::words::{NAMES, NOTES, OPTIONS, ROLES, SHORTS};
use super::{Attempt, commands, takes_value, value_name};

/// The formats that other tools have an option for.
const FORMATS: [&str; 5] = ["json", "yaml", "csv", "ndjson", "table"];
/// The most commands that a tip names.
const MOST: usize = 3;

pub(super) fn tip(attempt: &Attempt<'_>, typed: &str) -> Option<String> {
    let Some(typed) = typed.strip_prefix('-') else { return extra(attempt, typed) };
    // The word as it was typed: clap names `-alias` by its first letter, and `--budget=5` without the value.
    let typed = format!("-{typed}");
    let word = attempt
        .words
        .iter()
        .find(|word| **word == typed)
        .or_else(|| attempt.words.iter().find(|word| word.starts_with(&format!("{typed}="))));
    let word = word.or_else(|| attempt.words.iter().find(|word| typed.len() == 2 && word.starts_with(&typed)))?;
    let (name, joined) = match word.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (word.as_str(), None),
    };
    let given = Given { word, name: name.trim_start_matches('-').to_lowercase().replace('_', "-"), joined };
    login(attempt, &given)
        .or_else(|| format(attempt, &given))
        .or_else(|| field(attempt, &given).filter(|_| typed.contains('_')))
        .or_else(|| own(attempt, &given))
        .or_else(|| note(attempt, &given))
        .or_else(|| without_option(attempt, &given))
        .or_else(|| of_subcommands(attempt, &given))
        .or_else(|| commands::chat(attempt, given.name.as_str()))
        .or_else(|| field(attempt, &given))
}

/// An unknown option.
struct Given<'a> {
    /// The word as it was typed.
    word: &'a str,
    /// The name, in lower case, without dashes at its beginning and with dashes in it.
    name: String,
    /// The value after `=`.
    joined: Option<&'a str>,
}

/// Returns the long option of a command that another name means.
pub(super) fn meant<'a>(command: &'a Command, name: &str) -> Option<&'a str> {
    let name = name.to_lowercase().replace('_', "-");
    let mut letters = name.chars();
    let letter = letters.next().filter(|_| letters.next().is_none());
    let by_letter = SHORTS.iter().filter(|(short, _)| Some(*short) == letter).flat_map(|(_, names)| names.iter());
    let mut names = std::iter::once(name.as_str()).chain(by_letter.copied());
    names.find_map(|name| {
        let synonyms = OPTIONS.iter().filter(|(words, _)| words.contains(&name)).flat_map(|(_, names)| names.iter());
        let mut names = std::iter::once(name).chain(synonyms.copied());
        names.find_map(|name| command.get_arguments().filter_map(clap::Arg::get_long).find(|long| *long == name))
    })
}

/// `login --key sk-…`: a key is not taken from the command line.
fn login(attempt: &Attempt<'_>, given: &Given<'_>) -> Option<String> {
    let is_key =
        ["key", "token", "api-token", "master-key", "password", "virtual-key", "k"].contains(&given.name.as_str());
    (attempt.path == ["login"] && is_key)
        .then(|| "use `litellm-proxy login --with-key`, which asks for the key or reads it from stdin".to_owned())
}

/// `--json`, `-o json`: the format of the output.
fn format(attempt: &Attempt<'_>, given: &Given<'_>) -> Option<String> {
    let name = given.name.as_str();
    let next = attempt.rest.iter().skip_while(|word| *word != given.word).nth(1).map(|word| word.to_lowercase());
    let rest = match (given.joined.map(str::to_lowercase), next) {
        _ if FORMATS.contains(&name) || name == "j" => {
            let name = if name == "j" { "json" } else { name };
            attempt.replacing(given.word, &["--format", name])
        }
        (Some(value), _) if FORMATS.contains(&value.as_str()) && meant(attempt.tree, name) == Some("format") => {
            attempt.replacing(given.word, &["--format", &value])
        }
        (None, Some(value)) if FORMATS.contains(&value.as_str()) && meant(attempt.tree, name) == Some("format") => {
            attempt.replacing(given.word, &["--format"])
        }
        _ => return None,
    };
    Some(match attempt.whole(&attempt.path, &rest) {
        Some(line) => format!("use {line}"),
        None => "use `--format`, such as `--format json`".to_owned(),
    })
}

/// `--budget 5`: another name of an option.
fn own(attempt: &Attempt<'_>, given: &Given<'_>) -> Option<String> {
    // Before a command, there is no other key than that of the server.
    let name = if attempt.path.is_empty() && given.name == "key" { "token" } else { &given.name };
    let option = format!("--{}", meant(attempt.command, name)?);
    let replacement = match given.joined {
        Some(value) => vec![option.as_str(), value],
        None => vec![option.as_str()],
    };
    let line = attempt.whole(&attempt.path, &attempt.replacing(given.word, &replacement));
    Some(format!("use {}", line.unwrap_or_else(|| format!("`{option}`"))))
}

/// `--quiet`: nothing here, and why.
fn note(attempt: &Attempt<'_>, given: &Given<'_>) -> Option<String> {
    let has_option = |long: &str| attempt.command.get_arguments().any(|arg| arg.get_long() == Some(long));
    let mut notes = NOTES.iter().filter(|(words, _, _)| words.contains(&given.name.as_str()));
    notes.find(|(_, needed, _)| needed.is_none_or(has_option)).map(|(_, _, note)| (*note).to_owned())
}

/// `keys info --name ci`: the thing itself is an argument.
fn without_option(attempt: &Attempt<'_>, given: &Given<'_>) -> Option<String> {
    let positional = attempt.command.get_positionals().find(|arg| !arg.is_hide_set())?;
    if !NAMES.contains(&given.name.as_str()) {
        return None;
    }
    let replacement: Vec<&str> = given.joined.into_iter().collect();
    let line = attempt.whole(&attempt.path, &attempt.replacing(given.word, &replacement));
    if line.is_none() && has_param(attempt.command) {
        return None;
    }
    let placeholder = || format!("`litellm-proxy {} {}`", attempt.path.join(" "), value_name(positional));
    Some(format!("give it without an option: {}", line.unwrap_or_else(placeholder)))
}

/// `spend --since 1d`: an option of a command, without the command.
fn of_subcommands(attempt: &Attempt<'_>, given: &Given<'_>) -> Option<String> {
    let mut lines = Vec::new();
    for child in attempt.command.get_subcommands().filter(|child| child.get_name() != "help") {
        let Some(option) = meant(child, &given.name) else { continue };
        let option = if given.name.len() == 1 { given.word.to_owned() } else { format!("--{option}") };
        let replacement: Vec<&str> = std::iter::once(option.as_str()).chain(given.joined).collect();
        let path = [&attempt.path[..], &[child.get_name()]].concat();
        lines.extend(attempt.whole(&path, &attempt.replacing(given.word, &replacement)));
    }
    let more = if lines.len() > MOST { ", …" } else { "" };
    lines.truncate(MOST);
    (!lines.is_empty()).then(|| format!("name the command: {}{more}", lines.join(", ")))
}

fn has_param(command: &Command) -> bool {
    command.get_arguments().any(|arg| arg.get_long() == Some("param"))
}

/// `models add gpt-4 --api-base URL`: a field without an option of its own.
fn field(attempt: &Attempt<'_>, given: &Given<'_>) -> Option<String> {
    if attempt.path.first() != Some(&"models") || !has_param(attempt.command) {
        return None;
    }
    let name = given.name.replace('-', "_");
    let value = match given.joined {
        Some(value) => value,
        None => attempt.rest.iter().skip_while(|word| *word != given.word).nth(1)?,
    };
    let pair = format!("{name}={value}");
    let mut rest = attempt.replacing(given.word, &["--param", &pair]);
    if given.joined.is_none() {
        let position = rest.iter().position(|word| *word == pair)?;
        rest.remove(position + 1);
    }
    Some(format!("use {}", attempt.whole(&attempt.path, &rest)?))
}

/// Returns a tip for an argument that the command does not take.
fn extra(attempt: &Attempt<'_>, word: &str) -> Option<String> {
    after_dashes(attempt, word)
        .or_else(|| pair(attempt, word))
        .or_else(|| login_argument(attempt, word))
        .or_else(|| one_of_list(attempt))
        .or_else(|| separate(attempt, word))
        .or_else(|| second_argument(attempt, word))
        .or_else(|| Some(takes(attempt)))
}

/// `keys update ci max_budget=5`: an option without its dashes.
fn pair(attempt: &Attempt<'_>, word: &str) -> Option<String> {
    let (name, value) = word.split_once('=')?;
    let option = match meant(attempt.command, name) {
        Some(long) => attempt.whole(&attempt.path, &attempt.replacing(word, &[&format!("--{long}"), value])),
        None if has_param(attempt.command) => attempt
            .whole(&attempt.path, &attempt.replacing(word, &["-p", word]))
            .or_else(|| attempt.whole(&attempt.path, &attempt.replacing(word, &["--param", word]))),
        None => None,
    };
    option.map(|line| format!("use {line}"))
}

/// `sandbox exec litellm-proxy keys list`: a command that stands after `--`.
fn after_dashes(attempt: &Attempt<'_>, word: &str) -> Option<String> {
    attempt.command.get_positionals().find(|arg| arg.is_last_set())?;
    attempt.whole(&attempt.path, &attempt.replacing(word, &["--", word])).map(|line| format!("use {line}"))
}

/// `login https://…`, `login sk-…`.
fn login_argument(attempt: &Attempt<'_>, word: &str) -> Option<String> {
    if attempt.path != ["login"] {
        return None;
    }
    let rest = attempt.replacing(word, &["--base-url", word]);
    if word.contains("://") || word.contains('.') || word.starts_with("localhost") {
        return attempt.whole(&attempt.path, &rest).map(|line| format!("use {line}"));
    }
    Some("use `litellm-proxy login --with-key`, which asks for a key, or `--base-url URL` to name a server".to_owned())
}

/// `keys list ci`: a list has no name, but one thing can be shown.
fn one_of_list(attempt: &Attempt<'_>) -> Option<String> {
    let (verb, path) = attempt.path.split_last()?;
    let is_list = *verb == "list" || attempt.path == ["models", "info"];
    let get = super::find(attempt.tree, path)?.find_subcommand("get").filter(|_| is_list)?;
    let line = attempt.whole(&[path, &[get.get_name()]].concat(), &attempt.rest)?;
    Some(format!("to show one, use {line}"))
}

/// `--models a b`, `--duration 30 days`: a value in two words.
fn separate(attempt: &Attempt<'_>, word: &str) -> Option<String> {
    let position = attempt.rest.iter().position(|known| known == word)?;
    let value = attempt.rest.get(position.checked_sub(1)?)?;
    let option = attempt.rest.get(position.checked_sub(2)?)?;
    if !option.starts_with('-') || !takes_value(attempt.tree, attempt.command, option) {
        return None;
    }
    if let Some(unit) = unit(word).filter(|_| value.bytes().all(|byte| byte.is_ascii_digit())) {
        let mut rest = attempt.rest.clone();
        rest.splice(position - 1..=position, [format!("{value}{unit}")]);
        return attempt.whole(&attempt.path, &rest).map(|line| format!("use {line}"));
    }
    for separator in [",", "=", " ", ""] {
        let mut rest = attempt.rest.clone();
        rest.splice(position - 1..=position, [format!("{value}{separator}{word}")]);
        let is_list = is_list(attempt.command, option);
        if (separator == ",") != is_list
            || (separator == "=" && !["-p", "--param", "-i", "--info"].contains(&option.as_str()))
        {
            continue;
        }
        if let Some(line) = attempt.whole(&attempt.path, &rest) {
            return Some(format!("use {line}"));
        }
    }
    None
}

/// Returns whether an option takes a list with commas.
fn is_list(command: &Command, option: &str) -> bool {
    let arg = command.get_arguments().find(|arg| arg.get_long() == option.strip_prefix("--"));
    arg.is_some_and(|arg| {
        arg.get_value_delimiter().is_some() || arg.get_help().is_some_and(|help| help.to_string().contains("comma"))
    })
}

/// `models add gpt-4 openai/gpt-4`, `chat completions gpt-4 hello`: what the second argument is.
fn second_argument(attempt: &Attempt<'_>, word: &str) -> Option<String> {
    let rest = match attempt.path.as_slice() {
        ["models", "add"] => attempt.replacing(word, &["-p", &format!("model={word}")]),
        ["chat", "completions"] => attempt.replacing(word, &["-m", word]),
        _ if attempt.command.get_arguments().any(|arg| arg.get_long() == Some("models")) => {
            attempt.replacing(word, &["--models", word])
        }
        _ => return None,
    };
    attempt.whole(&attempt.path, &rest).map(|line| format!("use {line}"))
}

/// Returns what a command takes.
fn takes(attempt: &Attempt<'_>) -> String {
    let names: Vec<String> =
        attempt.command.get_positionals().filter(|arg| !arg.is_hide_set()).map(value_name).collect();
    let command = format!("`litellm-proxy {}`", attempt.path.join(" "));
    match names.as_slice() {
        [] => format!("{command} takes only options"),
        [name] => format!("{command} takes one {name}; quote a value that has spaces"),
        names => format!("{command} takes {}; quote a value that has spaces", names.join(" ")),
    }
}

/// Returns a tip for a value that is not valid: `$5`, `--role admin`.
pub(super) fn value_tip(attempt: &Attempt<'_>, option: &str, value: &str) -> Option<String> {
    if attempt.path == ["config", "set"] {
        let pair =
            value.split_once('=').map(|(name, value)| attempt.replacing(&format!("{name}={value}"), &[name, value]));
        let line = pair.and_then(|rest| attempt.whole(&attempt.path, &rest)).map(|line| format!("use {line}"));
        let is_url = ["url", "server", "host", "base-url", "endpoint", "api_base", "proxy_url"].contains(&value);
        let url = attempt.whole(&attempt.path, &attempt.replacing(value, &["base_url"])).filter(|_| is_url);
        let is_key = value.to_lowercase().contains("key");
        return line
            .or_else(|| url.map(|line| format!("use {line}")))
            .or_else(|| is_key.then(|| "`litellm-proxy login --with-key` stores a key".to_owned()));
    }
    if value.is_empty() && option.contains("DOLLARS") {
        return Some("write dollars without `$`, which the shell expands: 5, not $5".to_owned());
    }
    let corrected = if option.contains("ROLE") {
        let value = value.to_lowercase();
        ROLES.iter().find(|(words, _)| words.contains(&value.as_str())).map(|(_, role)| (*role).to_owned())
    } else if option.contains("+DURATION") {
        Some(format!("+{value}"))
    } else if option.contains("<TIME>") && value.starts_with('+') {
        Some(value.trim_start_matches('+').to_owned())
    } else if option.contains("DURATION") {
        duration(attempt, value)
    } else if option.contains("FAULT") {
        fault(value)
    } else if option.contains("<N>") {
        number(value)
    } else {
        dollars(value)
    }?;
    let joined = attempt.rest.iter().find(|word| word.ends_with(&format!("={value}")));
    let mut rest = match joined {
        Some(word) => {
            attempt.replacing(word, &[&format!("{}={corrected}", word.split('=').next().unwrap_or_default())])
        }
        None => attempt.replacing(value, &[&corrected]),
    };
    if let Some(position) = rest.iter().position(|word| *word == corrected)
        && rest.get(position + 1).is_some_and(|word| unit(word).is_some())
    {
        rest.remove(position + 1);
    }
    attempt.whole(&attempt.path, &rest).map(|line| format!("use {line}"))
}

/// `$5`, `5 usd`, `5,5`: an amount in dollars.
fn dollars(value: &str) -> Option<String> {
    let lower = value.to_lowercase();
    let plain = lower.trim().trim_matches('$').trim_end_matches("usd").trim_end_matches("dollars").trim();
    let plain = plain.replace(',', if plain.contains('.') { "" } else { "." });
    (plain != value && plain.parse::<f64>().is_ok()).then_some(plain)
}

/// `1k`, `1_000`, `1,000`: a whole number.
fn number(value: &str) -> Option<String> {
    let plain = value.to_lowercase().replace([',', '_', ' '], "");
    let (digits, zeros) = match plain.strip_suffix('k') {
        Some(digits) => (digits, "000"),
        None => plain.strip_suffix('m').map_or((plain.as_str(), ""), |digits| (digits, "000000")),
    };
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("{digits}{zeros}")).filter(|corrected| corrected != value)
}

/// `chatt=500`, `chat 500`, `chat=fail`: what the sandbox names in its error, or else the plainest failure.
fn fault(value: &str) -> Option<String> {
    let is_fault = |text: &String| text.parse::<Fault>().is_ok();
    let error = value.parse::<Fault>().err()?.to_string();
    let meant = error.split_once("did you mean ").map(|(_, meant)| meant.trim_end_matches('?'));
    let wrong = error.split('\'').nth(1).or_else(|| error.split_once("no endpoint ")?.1.split(';').next());
    let corrected = wrong.zip(meant).map(|(wrong, meant)| value.replacen(wrong, meant, 1)).filter(is_fault);
    let pair = value.split_once('=').or_else(|| value.rsplit_once([' ', ':']));
    let joined = pair.map(|(target, steps)| format!("{target}={steps}")).filter(is_fault);
    let plainest = || pair.map(|(target, _)| format!("{target}=500")).filter(is_fault);
    corrected.or(joined).or_else(plainest)
}

/// `30 days`, `30days`: a duration with its unit in words, which may be the next word.
fn duration(attempt: &Attempt<'_>, value: &str) -> Option<String> {
    let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, word) = value.split_at_checked(digits).filter(|(number, _)| !number.is_empty())?;
    let next = || attempt.rest.iter().skip_while(|word| *word != value).nth(1).map(String::as_str);
    let word = if word.trim().is_empty() { next()? } else { word.trim() };
    Some(format!("{number}{}", unit(word)?))
}

/// Returns the unit that a word names.
fn unit(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    let units = [("seconds", "s"), ("minutes", "m"), ("hours", "h"), ("days", "d"), ("weeks", "w"), ("months", "mo")];
    units.into_iter().find(|(name, _)| *name == word || name.trim_end_matches('s') == word).map(|(_, unit)| unit)
}
