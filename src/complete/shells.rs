//! How each shell passes the typed words, and how it takes the candidates.

use super::Value;
use super::words::{Line, Quote, Syntax, Word, quote_for_powershell, quote_rest};
use crate::shell::Shell;

/// The command line up to the cursor.
pub(super) struct Typed {
    pub(super) line: Line,
    /// The part of the last word that the shell replaces with a candidate.
    replaced: String,
}

impl Shell {
    /// Reads the arguments from the script: the line, and the part of its last word that a candidate replaces. elvish
    /// passes a list of words instead.
    pub(super) fn read(self, arguments: Vec<String>, variable: impl Fn(&str) -> Option<String>) -> Typed {
        let syntax = match self {
            Self::Bash | Self::Zsh => Syntax::Posix,
            Self::Fish => Syntax::Fish,
            Self::Powershell => Syntax::PowerShell,
            Self::Elvish => {
                let words = arguments.into_iter().map(|text| Word { text, is_opaque: false }).collect();
                return Typed { line: Line { words, open: Quote::Unquoted }, replaced: String::new() };
            }
        };
        let mut arguments = arguments.into_iter();
        let line = Line::split(&arguments.next().unwrap_or_default(), syntax, variable);
        Typed { line, replaced: arguments.next().unwrap_or_default() }
    }

    /// Returns a candidate in the form that the shell expects, or `None` if it does not continue the typed word. The typed
    /// text is kept, because it may contain quotes and variables.
    pub(super) fn write(self, typed: &Typed, candidate: &Value) -> Option<String> {
        let text = candidate.text.as_str();
        let help = candidate.help.as_deref().filter(|help| !help.is_empty());
        let current = typed.line.words.last().map(|word| word.text.as_str()).unwrap_or_default();
        let with_help = |line: String| match help {
            Some(help) => format!("{line}\t{help}"),
            None => line,
        };
        let inserted = || {
            let rest = text.strip_prefix(current)?;
            let is_whole_word = current.is_empty() && typed.line.open == Quote::Unquoted;
            Some(format!("{}{}", typed.replaced, quote_rest(rest, typed.line.open, is_whole_word)))
        };
        match self {
            Self::Bash => inserted(),
            Self::Zsh => {
                let escape = |text: &str| text.replace('\\', r"\\").replace(':', r"\:");
                let help = help.map(|help| format!(":{}", escape(help))).unwrap_or_default();
                Some(format!("{}\t{}{help}", escape(&inserted()?), escape(text)))
            }
            // fish and elvish quote candidates themselves.
            Self::Fish => Some(with_help(text.to_owned())),
            Self::Elvish => Some(text.to_owned()),
            Self::Powershell => Some(format!("{}\t{text}\t{}", quote_for_powershell(text), help.unwrap_or(text))),
        }
    }
}
