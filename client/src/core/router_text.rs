//! The text of errors that servers record: what LiteLLM's router appends to the error of a provider, tracebacks, pages of
//! gateways, and keys.

use super::html;
use super::secret::redact_text;

/// The longest line, in characters.
const LONGEST: usize = 200;
/// What the router's own text begins with, in newer versions and in older ones.
const BEGINNINGS: [&str; 2] = ["\n\nLiteLLM:", ". Received Model Group="];
/// What tracebacks begin with: they name files of the server.
const TRACEBACKS: [&str; 2] = ["stack trace:", "Traceback (most recent call last)"];
/// The beginnings of pages.
const PAGES: [&str; 2] = ["<!doctype html", "<html"];

/// Returns the error alone.
pub(crate) fn without_router(text: &str) -> &str {
    before(text, &BEGINNINGS)
}

/// Returns the error alone, and without a traceback.
pub(crate) fn without_traceback(text: &str) -> &str {
    without_router(before(text, &TRACEBACKS)).trim()
}

fn before<'a>(text: &'a str, ends: &[&str]) -> &'a str {
    let end = ends.iter().filter_map(|end| text.find(end)).min();
    text.get(..end.unwrap_or(text.len())).unwrap_or(text)
}

/// Returns the error in one line of at most 200 characters: its first, with a page described by its title, without control
/// characters and terminal sequences, and with keys masked. Empty if there is nothing else.
pub(crate) fn error_line(text: &str) -> String {
    let own = without_traceback(text);
    let lower = own.to_ascii_lowercase();
    let page = PAGES.iter().filter_map(|start| lower.find(start)).min();
    let described = page.and_then(|at| Some(format!("{}{}", own.get(..at)?, html::describe(own.get(at..)?)?)));
    let line = described.as_deref().unwrap_or(own).lines().find(|line| !line.trim().is_empty());
    let clean = without_sequences(line.unwrap_or_default());
    let words: Vec<&str> = clean.split_whitespace().collect();
    let line = redact_text(&words.join(" ")).into_owned();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

/// Drops terminal sequences such as colors, and other control characters.
fn without_sequences(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            if characters.next_if_eq(&'[').is_some() {
                while characters.next().is_some_and(|next| !('@'..='~').contains(&next)) {}
            }
            continue;
        }
        clean.push(if character.is_control() { ' ' } else { character });
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_become_one_line_without_the_files_of_the_server() {
        for (text, expected) in [
            ("", ""),
            ("\n  Traceback (most recent call last):\n  File \"/srv/x.py\"", ""),
            (
                "litellm.Timeout: slow\nstack trace: Traceback (most recent call last):\n  File x",
                "litellm.Timeout: slow",
            ),
            ("\u{1b}[91mred\u{1b}[0m\u{7}", "red"),
            ("bad  \t key\nmore. Received Model Group=m", "bad key"),
            ("bad\n\nLiteLLM: model group 'm' failed with the error above.", "bad"),
            (
                "litellm.BadGatewayError: <HTML><head><title>502 Bad\nGateway</title></head><body>nginx</body>",
                "litellm.BadGatewayError: an HTML page titled \"502 Bad Gateway\": nginx",
            ),
        ] {
            assert_eq!(error_line(text), expected, "{text}");
        }
        let masked = error_line("Incorrect API key provided: sk-0123456789abcdefghij");
        assert!(masked.starts_with("Incorrect API key") && !masked.contains("0123456789"), "{masked}");
    }
}
