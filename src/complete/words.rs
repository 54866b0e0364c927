//! Splits a command line into words by the quoting rules of a shell, and quotes candidates for insertion into it.

use std::iter::Peekable;
use std::str::Chars;

/// The quoting rules of a shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// bash and zsh.
    Posix,
    Fish,
    PowerShell,
}

/// The quotes that are open at a position in the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    Unquoted,
    Single,
    Double,
}

/// A word of the line, without its quotes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    /// Whether the shell inserts unknown text, such as the output of a command.
    pub(super) is_opaque: bool,
}

/// The words of a line that ends at the cursor. The last one is being typed, and may be empty.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) words: Vec<Word>,
    pub(super) open: Quote,
}

impl Line {
    /// Splits a line by the rules of a shell. `variable` returns the value of an environment variable.
    pub(super) fn split(text: &str, syntax: Syntax, variable: impl Fn(&str) -> Option<String>) -> Self {
        let mut reader = Reader { rest: text.chars().peekable(), syntax, open: Quote::Unquoted, word: Word::default() };
        let mut words = Vec::new();
        let mut has_begun = false;
        while let Some(c) = reader.rest.next() {
            if reader.open == Quote::Unquoted && c.is_whitespace() {
                if std::mem::take(&mut has_begun) {
                    words.push(std::mem::take(&mut reader.word));
                }
                continue;
            }
            has_begun = true;
            reader.take(c, &variable);
        }
        words.push(reader.word);
        Self { words, open: reader.open }
    }
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    syntax: Syntax,
    open: Quote,
    word: Word,
}

impl Reader<'_> {
    fn take(&mut self, c: char, variable: &impl Fn(&str) -> Option<String>) {
        let escape = if self.syntax == Syntax::PowerShell { '`' } else { '\\' };
        match (self.open, c) {
            (Quote::Single, '\'') | (Quote::Double, '"') => {
                // In PowerShell a doubled quote is a literal quote.
                if self.syntax == Syntax::PowerShell && self.rest.next_if_eq(&c).is_some() {
                    self.word.text.push(c);
                } else {
                    self.open = Quote::Unquoted;
                }
            }
            (Quote::Unquoted, '\'') => self.open = Quote::Single,
            (Quote::Unquoted, '"') => self.open = Quote::Double,
            (Quote::Single, '\\') if self.syntax == Syntax::Fish => self.take_escaped(c, &['\'', '\\']),
            (Quote::Double, c) if c == escape && self.syntax != Syntax::PowerShell => {
                self.take_escaped(c, &['"', '\\', '$', '`']);
            }
            (Quote::Unquoted | Quote::Double, c) if c == escape => self.word.text.extend(self.rest.next()),
            (Quote::Unquoted | Quote::Double, '$') => self.take_dollar(variable),
            (Quote::Unquoted | Quote::Double, '`') if self.syntax == Syntax::Posix => self.skip(c, '`', '`'),
            (Quote::Unquoted, '(') if self.syntax != Syntax::Posix => self.skip(c, '(', ')'),
            _ => self.word.text.push(c),
        }
    }

    /// Reads the character after an escape character, which is literal unless one of `escapable` follows.
    fn take_escaped(&mut self, escape: char, escapable: &[char]) {
        self.word.text.push(self.rest.next_if(|next| escapable.contains(next)).unwrap_or(escape));
    }

    /// Reads a variable or a command substitution after a `$`.
    fn take_dollar(&mut self, variable: &impl Fn(&str) -> Option<String>) {
        if self.rest.next_if_eq(&'(').is_some() {
            return self.skip('$', '(', ')');
        }
        let is_braced = self.syntax == Syntax::Posix && self.rest.next_if_eq(&'{').is_some();
        let mut name = String::new();
        while let Some(c) = self.rest.next_if(|c| c.is_ascii_alphanumeric() || *c == '_') {
            name.push(c);
        }
        let is_closed = !is_braced || self.rest.next_if_eq(&'}').is_some();
        if name.is_empty() && !is_braced {
            return self.word.text.push('$');
        }
        match variable(&name).filter(|_| is_closed && self.syntax != Syntax::PowerShell) {
            Some(value) => self.word.text.push_str(&value),
            None => self.word.is_opaque = true,
        }
    }

    /// Skips a command whose output becomes part of the word. Its opening character has been read.
    fn skip(&mut self, first: char, opening: char, closing: char) {
        self.word.is_opaque = true;
        self.word.text.push(first);
        let mut depth = 1_u32;
        for c in self.rest.by_ref() {
            if c == closing {
                depth -= 1;
            } else if c == opening {
                depth += 1;
            }
            if depth == 0 {
                return;
            }
        }
    }
}

/// Quotes the rest of a value for insertion after the typed part of a word that leaves these quotes open.
pub(super) fn quote_rest(rest: &str, open: Quote, is_whole_word: bool) -> String {
    let mut quoted = String::with_capacity(rest.len());
    for (index, c) in rest.chars().enumerate() {
        match open {
            Quote::Unquoted => {
                let is_plain =
                    c.is_alphanumeric() || "_-./:@%+,".contains(c) || (c == '=' && (index > 0 || !is_whole_word));
                if !is_plain {
                    quoted.push('\\');
                }
                quoted.push(c);
            }
            Quote::Single if c == '\'' => quoted.push_str(r"'\''"),
            // A backslash does not disable history expansion with `!` inside double quotes.
            Quote::Double if c == '!' => quoted.push_str(r#""\!""#),
            Quote::Double if "\"\\$`".contains(c) => quoted.extend(['\\', c]),
            Quote::Single | Quote::Double => quoted.push(c),
        }
    }
    quoted
}

/// Quotes a value as a PowerShell word.
pub(super) fn quote_for_powershell(value: &str) -> String {
    let is_plain =
        |(index, c): (usize, char)| c.is_alphanumeric() || "_-./:\\=".contains(c) || (index > 0 && "@%+~".contains(c));
    if !value.is_empty() && value.chars().enumerate().all(is_plain) {
        return value.to_owned();
    }
    format!("'{}'", value.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str, syntax: Syntax) -> (Vec<String>, Quote) {
        let line = Line::split(text, syntax, |name| (name == "HOME").then(|| "/home/ada".to_owned()));
        let word = |word: Word| if word.is_opaque { format!("{}?", word.text) } else { word.text };
        (line.words.into_iter().map(word).collect(), line.open)
    }

    fn words(words: &[&str], open: Quote) -> (Vec<String>, Quote) {
        (words.iter().map(|word| (*word).to_owned()).collect(), open)
    }

    #[test]
    fn lines_are_split_by_the_rules_of_the_shell() {
        let posix = |text| split(text, Syntax::Posix);
        assert_eq!(posix("p keys "), words(&["p", "keys", ""], Quote::Unquoted));
        assert_eq!(
            posix("p --base-url http://h:1 a=b"),
            words(&["p", "--base-url", "http://h:1", "a=b"], Quote::Unquoted)
        );
        assert_eq!(
            posix(r#"p my\ key 'it'\''s' "a \" \x"#),
            words(&["p", "my key", "it's", r#"a " \x"#], Quote::Double)
        );
        assert_eq!(posix("p 'a $HOME"), words(&["p", "a $HOME"], Quote::Single));
        assert_eq!(posix("p $HOME/x ${HOME} $"), words(&["p", "/home/ada/x", "/home/ada", "$"], Quote::Unquoted));
        assert_eq!(posix("p $KEY \"$(cat a b)\" `c d` e"), words(&["p", "?", "$?", "`?", "e"], Quote::Unquoted));
        assert_eq!(posix("p '' "), words(&["p", "", ""], Quote::Unquoted));

        let fish = |text| split(text, Syntax::Fish);
        assert_eq!(fish(r"p 'it\'s' a\ b"), words(&["p", "it's", "a b"], Quote::Unquoted));
        assert_eq!(fish("p (cat a b) $HOME \"x"), words(&["p", "(?", "/home/ada", "x"], Quote::Double));

        let powershell = |text| split(text, Syntax::PowerShell);
        assert_eq!(powershell(r"p 'it''s' a` b c:\d"), words(&["p", "it's", "a b", r"c:\d"], Quote::Unquoted));
    }

    #[test]
    fn candidates_are_quoted_for_the_open_quotes() {
        assert_eq!(quote_rest("gpt-4:free", Quote::Unquoted, true), "gpt-4:free");
        assert_eq!(quote_rest("a b$c'd*~", Quote::Unquoted, true), r"a\ b\$c\'d\*\~");
        assert_eq!(quote_rest("=x=y", Quote::Unquoted, true), r"\=x=y");
        assert_eq!(quote_rest("it's $5", Quote::Single, false), r"it'\''s $5");
        assert_eq!(quote_rest(r#"a "b" $5!"#, Quote::Double, false), r#"a \"b\" \$5"\!""#);
        assert_eq!(quote_for_powershell("it's"), "'it''s'");
        assert_eq!(quote_for_powershell("openai/gpt-4:free"), "openai/gpt-4:free");
        assert_eq!(quote_for_powershell("@a"), "'@a'");
    }
}
