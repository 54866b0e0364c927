//! Makes the text after the options of a command fit narrow terminals.

use clap::Command;
use unicode_width::UnicodeWidthStr as _;

/// The columns of a narrow terminal.
const WIDTH: usize = 80;
/// What a continued example ends with.
const CONTINUED: &str = " \\";
const INDENT: &str = "      ";

/// Returns the text after the options of a command. It has no styles: to look for some would take half of the time before
/// a request.
pub(super) fn after(command: &Command) -> String {
    command.get_after_help().map(|help| help.ansi().to_string()).unwrap_or_default()
}

/// Joins the lines of each paragraph, which clap wraps to the width of the terminal, and continues long examples with a
/// backslash, so that they can be copied.
pub(super) fn fit(help: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut is_paragraph = false;
    let mut is_continued = false;
    for line in help.lines() {
        let is_prose = line.starts_with(|c: char| !c.is_whitespace());
        match lines.last_mut() {
            Some(last) if is_prose && is_paragraph && !is_labeled(line) => {
                last.push(' ');
                last.push_str(line);
            }
            _ if line.width() > WIDTH && line.starts_with("  litellm-proxy ") && !line.ends_with('\\') => {
                lines.push(continued(line));
            }
            _ => lines.push(line.to_owned()),
        }
        is_paragraph = is_prose && !line.ends_with(':') && !is_continued;
        is_continued = line.ends_with('\\');
    }
    lines.join("\n")
}

/// Returns whether a line begins with a label, such as `JSON: an array`.
fn is_labeled(line: &str) -> bool {
    line.split(' ').next().is_some_and(|word| word.ends_with(':'))
}

/// Breaks an example before options, where the lines fit.
fn continued(example: &str) -> String {
    let mut text = String::new();
    let mut used = 0;
    for part in parts(example) {
        if used > 0 && used + 1 + part.width() + CONTINUED.len() > WIDTH {
            text.push_str(CONTINUED);
            text.push('\n');
            text.push_str(INDENT);
            used = INDENT.len();
        } else if used > 0 {
            text.push(' ');
            used += 1;
        }
        text.push_str(&part);
        used += part.width();
    }
    text
}

/// Splits a command line at spaces outside quotes; an option keeps its value.
fn parts(example: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut quote = None;
    let mut is_new = false;
    let body = example.trim_start();
    let mut part = example.get(..example.len() - body.len()).unwrap_or_default().to_owned();
    let mut words = body.chars().peekable();
    while let Some(c) = words.next() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, ' ') => {
                let next = words.peek().copied();
                let is_option = part.starts_with('-') && part != "--" && !part.contains(' ');
                if !is_option || next == Some('-') {
                    parts.push(std::mem::take(&mut part));
                    is_new = true;
                    continue;
                }
            }
            _ => {}
        }
        is_new = false;
        part.push(c);
    }
    if !is_new {
        parts.push(part);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_are_joined_and_long_examples_continued() {
        assert_eq!(fit("One\ntwo.\nJSON: a\nlist"), "One two.\nJSON: a list");
        let help = "One\ntwo.\n\nColumns:\n  a, b\n\nExamples:\n  litellm-proxy keys create ci";
        assert_eq!(fit(help), "One two.\n\nColumns:\n  a, b\n\nExamples:\n  litellm-proxy keys create ci");
        let long = "  litellm-proxy keys generate --models gpt-4,gpt-3.5-turbo --max-budget 100 --duration 24h";
        let expected =
            "  litellm-proxy keys generate --models gpt-4,gpt-3.5-turbo --max-budget 100 \\\n      --duration 24h";
        assert_eq!(fit(long), expected);
    }

    #[test]
    fn quoted_words_stay_whole() {
        let line = "  litellm-proxy x -m 'a b -c' -- y \"d  e\"";
        assert_eq!(parts(line), ["  litellm-proxy", "x", "-m 'a b -c'", "--", "y", "\"d  e\""]);
    }
}
