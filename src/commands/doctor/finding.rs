//! [`Finding`]: something that is wrong, how bad it is, what shows it, and a command that helps.

use clap::ValueEnum;
use litellm_proxy_client::redact_text;
use serde::Serialize;

/// The longest excerpt of a response, in characters.
const LONGEST_EXCERPT: usize = 200;
/// The longest name of a thing in a sentence, in characters.
const LONGEST_NAME: usize = 80;
/// Names of a list that are shown before the rest is only counted.
const NAMES: usize = 3;
/// What begins the part of a message that is for the server's developers.
const INTERNALS: [&str; 3] = ["Traceback (most recent", "stack trace:", "\\nTraceback"];

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub(super) enum Severity {
    Info,
    Warning,
    Error,
}

/// The response that shows a finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Evidence {
    /// Such as `GET /key/info`.
    pub(super) request: String,
    pub(super) status: Option<u16>,
    pub(super) excerpt: String,
}

/// The fields of a key that are null, which must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repair {
    /// The hash of the key.
    pub(super) key: String,
    pub(super) fields: Vec<String>,
}

/// Something that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Finding {
    /// The check, such as `net.tls`.
    pub(super) id: &'static str,
    pub(super) severity: Severity,
    /// What it is about, such as a deployment.
    pub(super) subject: String,
    pub(super) message: String,
    pub(super) evidence: Option<Evidence>,
    /// A command that helps.
    pub(super) command: Option<String>,
    /// Whether `--fix` repairs it.
    pub(super) fixable: bool,
    #[serde(skip)]
    pub(super) repair: Option<Repair>,
}

impl Finding {
    pub(super) fn new(severity: Severity, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            id: "",
            severity,
            subject: subject.into(),
            message: message.into(),
            evidence: None,
            command: None,
            fixable: false,
            repair: None,
        }
    }

    pub(super) fn error(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, subject, message)
    }

    pub(super) fn warning(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, subject, message)
    }

    pub(super) fn info(subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Info, subject, message)
    }

    pub(super) fn command(self, command: impl Into<String>) -> Self {
        Self { command: Some(command.into()), ..self }
    }

    pub(super) fn evidence(self, evidence: Evidence) -> Self {
        Self { evidence: Some(evidence), ..self }
    }

    pub(super) fn repaired_by(self, repair: Repair) -> Self {
        Self { fixable: true, repair: Some(repair), ..self }
    }

    /// Names the check, and masks what looks like a secret: names and messages are the server's.
    pub(super) fn of_check(self, id: &'static str) -> Self {
        let line = |text: &str| redact_text(&one_line(text)).into_owned();
        Self {
            id,
            subject: line(&self.subject),
            message: line(&self.message),
            evidence: self.evidence.map(|evidence| Evidence { request: line(&evidence.request), ..evidence }),
            ..self
        }
    }
}

/// Returns the first line of a message, masked and without tracebacks and control characters, at most 200 characters.
pub(super) fn excerpt(text: &str) -> String {
    let end = INTERNALS.iter().filter_map(|words| text.find(words)).min().unwrap_or(text.len());
    let text = text.get(..end).unwrap_or_default().trim();
    let text = text.lines().next().unwrap_or_default();
    shortened(&redact_text(&one_line(text)), LONGEST_EXCERPT)
}

/// Returns a name of the server's for a sentence.
pub(super) fn name(text: &str) -> String {
    shortened(&one_line(text), LONGEST_NAME)
}

/// Joins the first names of a list, and counts the others: `a, b, c and 7 more`.
pub(super) fn names(names: &[String]) -> String {
    let shown: Vec<String> = names.iter().take(NAMES).map(|text| name(text)).collect();
    match names.len().saturating_sub(NAMES) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Returns a word for a shell. What looks like a secret is masked.
pub(super) fn word(text: &str) -> String {
    let text = redact_text(&one_line(text)).into_owned();
    shlex::try_quote(&text).map_or_else(|_| "NAME".to_owned(), std::borrow::Cow::into_owned)
}

fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || *c == '\n').map(|c| if c == '\n' { ' ' } else { c }).collect()
}

fn shortened(text: &str, length: usize) -> String {
    match text.char_indices().nth(length.saturating_sub(1)) {
        Some((end, _)) if text.chars().count() > length => format!("{}…", text.get(..end).unwrap_or_default()),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn excerpts_have_no_tracebacks_secrets_or_control_characters() {
        let text = "litellm.AuthenticationError: \u{1b}[31mIncorrect API key provided: sk-0123456789abcdef0123\n\
                    stack trace: Traceback (most recent call last):\n  File \"/app/x.py\"";
        let shown = excerpt(text);
        assert!(shown.starts_with("litellm.AuthenticationError: [31mIncorrect API key provided: "), "{shown}");
        assert!(!shown.contains("sk-0123456789") && !shown.contains("File") && !shown.contains('\u{1b}'), "{shown}");
        assert_eq!(excerpt("Traceback (most recent call last)"), "");
        assert_eq!(excerpt(&"é".repeat(300)).chars().count(), LONGEST_EXCERPT);
    }

    #[test]
    fn long_lists_are_counted() {
        let of = |count: usize| (0..count).map(|number| format!("m{number}")).collect::<Vec<_>>();
        assert_eq!(names(&of(3)), "m0, m1, m2");
        assert_eq!(names(&of(5)), "m0, m1, m2 and 2 more");
    }
}
