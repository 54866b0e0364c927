//! What a command shows of one thing on a terminal: a headline, labeled lines and the next command. In a pipe and in every
//! chosen format, the value itself is shown instead.

use unicode_width::UnicodeWidthStr as _;

use super::for_terminal;

/// The space between a label and its text.
const GAP: usize = 2;
/// How far the further lines of a sentence are indented.
const HANGING: usize = 2;
/// The label of the next command.
const LABEL_OF_COMMAND: &str = "next";

/// What is shown of one thing on a terminal.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    headline: String,
    lines: Vec<Line>,
}

#[derive(Debug)]
struct Line {
    label: &'static str,
    text: String,
    /// Whether the text is copied as a whole, so that it must not be wrapped.
    is_whole: bool,
}

impl Answer {
    /// Starts an answer: what happened to what, such as `Created key ci (1a2b3c4d)`.
    pub(crate) fn new(headline: impl Into<String>) -> Self {
        Self { headline: headline.into(), lines: Vec::new() }
    }

    /// Adds a line, unless its text is empty.
    #[must_use]
    pub(crate) fn line(self, label: &'static str, text: impl Into<String>) -> Self {
        self.with(label, text.into(), false)
    }

    /// Adds a text that is copied as a whole, such as a secret or a link, unless it is empty.
    #[must_use]
    pub(crate) fn whole(self, label: &'static str, text: impl Into<String>) -> Self {
        self.with(label, text.into(), true)
    }

    /// Adds the secret of a key, which the server does not show again.
    #[must_use]
    pub(crate) fn secret(mut self, secret: &str) -> Self {
        self.headline.push_str("; the secret is shown only this once");
        self.whole("key", secret)
    }

    /// Adds the command to run next. It comes last.
    #[must_use]
    pub(crate) fn next(self, command: impl Into<String>) -> Self {
        self.whole(LABEL_OF_COMMAND, command)
    }

    fn with(mut self, label: &'static str, text: String, is_whole: bool) -> Self {
        if !text.is_empty() {
            self.lines.push(Line { label, text, is_whole });
        }
        self
    }

    /// Lays the answer out for a terminal of this width. Strings of the server are escaped.
    pub(super) fn lay_out(&self, width: u16) -> String {
        let width = usize::from(width);
        let mut text = wrap(&for_terminal(&self.headline), width, 0);
        let column = self.lines.iter().map(|line| line.label.width()).max().unwrap_or(0) + GAP;
        for line in &self.lines {
            let padding = " ".repeat(column - line.label.width());
            let shown = for_terminal(&line.text);
            let shown = if line.is_whole { format!("{shown}\n") } else { wrap(&shown, width, column) };
            text.push_str(&format!("{}{padding}{shown}", line.label));
        }
        text
    }
}

/// Escapes a sentence and wraps it between words; further lines are indented.
pub(super) fn wrapped(sentence: &str, width: u16) -> String {
    wrapped_after(sentence, width, 0)
}

/// [`wrapped`] for a sentence that starts in column `start`.
pub(super) fn wrapped_after(sentence: &str, width: u16, start: usize) -> String {
    wrap_from(&for_terminal(sentence), usize::from(width), start, HANGING)
}

/// Wraps lines between words, the first from column `start`. Lines that are a command stay whole, to be copied.
pub(super) fn wrapped_lines(text: &str, width: u16, start: usize) -> String {
    let mut wrapped = String::new();
    let text = if text.is_empty() { "\n" } else { text };
    for (index, line) in text.lines().enumerate() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if line.trim_start().starts_with("litellm-proxy ") {
            wrapped.push_str(&format!("{line}\n"));
        } else {
            let start = if index == 0 { start } else { 0 };
            wrapped.push_str(&wrap_from(line, usize::from(width), start, indent + HANGING));
        }
    }
    wrapped
}

/// Wraps a text between words. Its first line starts, and further lines are indented, at `column`. A word longer than a line
/// stays whole, so that it can be copied.
fn wrap(text: &str, width: usize, column: usize) -> String {
    wrap_from(text, width, column, column)
}

/// [`wrap`] with a first line that starts at `start`. What stands between backticks is a word.
fn wrap_from(text: &str, width: usize, start: usize, column: usize) -> String {
    let mut wrapped = String::new();
    let mut used = start;
    for (index, word) in words(text).enumerate() {
        let needed = visible_width(word);
        if index > 0 && used + 1 + needed > width {
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(column));
            used = column;
        } else if index > 0 {
            wrapped.push(' ');
            used += 1;
        }
        wrapped.push_str(word);
        used += needed;
    }
    wrapped.push('\n');
    wrapped
}

/// Splits a text at its spaces, except those between backticks: a command stays whole, so that it can be copied.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut from = 0;
        let end = loop {
            let (head, tail) = (text.get(from..)?.find(' '), text.get(from..)?.find('`'));
            let (Some(space), Some(tick)) = (head, tail.filter(|tick| head.is_some_and(|space| *tick < space))) else {
                break head.map(|space| from + space);
            };
            match text.get(from + tick + 1..)?.find('`') {
                Some(closing) => from += tick + closing + 2,
                None => break Some(from + space),
            }
        };
        rest = end.and_then(|end| text.get(end + 1..));
        end.map_or(Some(text), |end| text.get(..end))
    })
}

/// Returns the columns that a word takes, without its colors.
fn visible_width(word: &str) -> usize {
    let mut parts = word.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().width();
    first + parts.map(|part| part.split_once('m').map_or(part, |(_, text)| text).width()).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_aligned_and_texts_are_wrapped_between_words() {
        let answer = Answer::new("Created key ci (1a2b3c4d)")
            .line("team", "research")
            .line("user", "")
            .line("models", "gpt-4o, gpt-4o-mini, claude-3-5-sonnet")
            .whole("key", "sk-0123456789 0123456789 0123456789")
            .next("litellm-proxy keys info ci");
        let expected = "\
Created key ci (1a2b3c4d)
team    research
models  gpt-4o, gpt-4o-mini,
        claude-3-5-sonnet
key     sk-0123456789 0123456789 0123456789
next    litellm-proxy keys info ci
";
        assert_eq!(answer.lay_out(30), expected);
    }

    #[test]
    fn further_lines_of_a_sentence_are_indented() {
        assert_eq!(wrapped("one two three\u{1b}", 9), "one two\n  three\\x1b\n");
        assert_eq!(wrapped("", 9), "\n");
    }

    #[test]
    fn commands_stay_whole() {
        let text = "use `litellm-proxy keys list` or `x y` now";
        assert_eq!(words(text).collect::<Vec<_>>(), ["use", "`litellm-proxy keys list`", "or", "`x y`", "now"]);
        assert_eq!(words("it's ` alone").collect::<Vec<_>>(), ["it's", "`", "alone"]);
        assert_eq!(words(" a ").collect::<Vec<_>>(), ["", "a", ""]);
        let expected = "use\n  `litellm-proxy keys list`\n  or `x y` now\n";
        assert_eq!(wrapped_lines(text, 20, 6), expected);
        assert_eq!(wrapped_lines("one two\n  litellm-proxy a b c", 6, 0), "one\n  two\n  litellm-proxy a b c\n");
        assert_eq!(wrapped_lines("\u{1b}[31mone\u{1b}[0m two", 7, 0), "\u{1b}[31mone\u{1b}[0m two\n");
    }

    #[test]
    fn strings_of_the_server_are_escaped_and_long_words_stay_whole() {
        let answer = Answer::new("Key \u{1b}[31m").line("team", "a\nb 0123456789012345678901234567890123456789");
        assert_eq!(answer.lay_out(20), "Key \\x1b[31m\nteam  a\\nb\n      0123456789012345678901234567890123456789\n");
    }
}
