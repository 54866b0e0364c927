//! The shells that completions can be registered in, each with its script; and words quoted for a POSIX shell.

use clap::ValueEnum;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

impl Shell {
    /// Returns the shell with the name that its script sets in `COMPLETE`.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::from_str(name, false).ok()
    }

    /// Returns the script that registers the completions.
    pub(crate) const fn script(self) -> &'static str {
        match self {
            Self::Bash => include_str!("../completions/litellm-proxy.bash"),
            Self::Elvish => include_str!("../completions/litellm-proxy.elv"),
            Self::Fish => include_str!("../completions/litellm-proxy.fish"),
            Self::Powershell => include_str!("../completions/_litellm-proxy.ps1"),
            Self::Zsh => include_str!("../completions/_litellm-proxy"),
        }
    }
}

/// Quotes a word for a POSIX shell.
pub(crate) fn quote(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// Quotes a word for a POSIX shell if it needs quotes.
pub(crate) fn quote_if_needed(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_.:@/,+=".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) { word.to_owned() } else { quote(word) }
}
