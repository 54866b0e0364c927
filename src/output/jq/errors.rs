//! What is wrong with an expression, in the words of the other errors.

use anyhow::Error;
use jaq_core::{compile, load};

use crate::failure::Failure;
use crate::output::{cut, redact_text};

/// How much of an error at run time is shown. It may quote all that the server sent.
const LENGTH: usize = 60;
/// How much of that is from its end.
const END: usize = 18;

/// Returns what cannot be read of an expression.
pub(super) fn of_syntax(expression: &str, found: &load::Errors<&str, ()>) -> Error {
    let first = found.iter().find_map(|(file, error)| match error {
        load::Error::Io(modules) => {
            let (name, _) = modules.first()?;
            Some(at(expression, file.code, name, "there are no modules to include or import"))
        }
        load::Error::Lex(errors) => {
            let (expected, rest) = errors.first()?;
            let message = match rest.chars().next() {
                Some(_) if matches!(expected, load::lex::Expect::Delim(_)) => {
                    format!("`{}` without its {}", start(rest), expected.as_str())
                }
                Some(c) if matches!(expected, load::lex::Expect::Token) => format!("unexpected `{c}`"),
                Some(c) => format!("expected a {} instead of `{c}`", expected.as_str()),
                None => format!("expected a {} at the end", expected.as_str()),
            };
            Some(at(expression, file.code, rest, &message))
        }
        load::Error::Parse(errors) => {
            let (expected, token) = errors.first()?;
            let before = before(file.code, token);
            let expected = expected.as_str();
            let message = match (token.is_empty(), before) {
                (true, "") => "the expression is empty".to_owned(),
                (true, before) => format!("expected {} after `{before}`", with_article(expected)),
                (false, "") => format!("unexpected `{}`", start(token)),
                (false, before) => format!("unexpected `{}` after `{before}`", start(token)),
            };
            Some(at(expression, file.code, token, &message))
        }
    });
    first.unwrap_or_else(|| usage("the expression cannot be read"))
}

/// Returns which name of an expression does not exist.
pub(super) fn of_names(expression: &str, found: &compile::Errors<&str, ()>) -> Error {
    let first = found.iter().find_map(|(file, errors)| {
        let (name, kind) = errors.first()?;
        let message = match kind {
            compile::Undefined::Filter(0) => format!("no function `{name}`"),
            compile::Undefined::Filter(1) => format!("no function `{name}` with one argument"),
            compile::Undefined::Filter(count) => format!("no function `{name}` with {count} arguments"),
            other => format!("no {} `{name}`", other.as_str()),
        };
        Some(at(expression, file.code, name, &message))
    });
    first.unwrap_or_else(|| usage("the expression has a name that does not exist"))
}

/// Returns an error at run time, with secrets masked and without the middle of a long one: it may quote the whole input.
pub(super) fn while_running(message: &str) -> String {
    let masked = redact_text(message).replace(['\n', '\r'], " ");
    let length = masked.chars().count();
    if length <= LENGTH {
        return masked;
    }
    let end: String = masked.chars().skip(length - END).collect();
    format!("{}{end}", cut(&masked, LENGTH - END))
}

/// Points to a part of the expression.
fn at(expression: &str, code: &str, part: &str, message: &str) -> Error {
    let offset = (part.as_ptr() as usize).wrapping_sub(code.as_ptr() as usize);
    let Some(before) = code.get(..offset.min(code.len())).filter(|_| code == expression) else {
        return usage(message);
    };
    let (line, column) = before.rsplit_once('\n').map_or((0, before), |(lines, last)| (lines.lines().count(), last));
    let shown = expression.lines().nth(line).unwrap_or_default();
    usage(&format!("{message}\n{shown}\n{}^", " ".repeat(unicode_width::UnicodeWidthStr::width(column))))
}

fn usage(message: &str) -> Error {
    Failure::Usage { message: format!("--jq: {message}"), hint: Some("the language is that of jq".to_owned()) }.into()
}

/// Returns the word before a part of the code.
fn before<'a>(code: &'a str, part: &str) -> &'a str {
    let offset = (part.as_ptr() as usize).wrapping_sub(code.as_ptr() as usize);
    let before = if part.is_empty() { code } else { code.get(..offset).unwrap_or_default() };
    before.split_whitespace().next_back().unwrap_or_default()
}

/// Returns the first word of a part.
fn start(part: &str) -> &str {
    let word = part.split_whitespace().next().unwrap_or(part);
    word.char_indices().nth(20).and_then(|(end, _)| word.get(..end)).unwrap_or(word)
}

fn with_article(expected: &str) -> String {
    match expected.chars().next() {
        _ if expected == "nothing" => "nothing more".to_owned(),
        Some('a' | 'e' | 'i' | 'o' | 'u') => format!("an {expected}"),
        Some(c) if c.is_alphabetic() => format!("a {expected}"),
        _ => format!("`{expected}`"),
    }
}
