//! [`Place`]: where something is in the files, and [`Diagnostic`]: what is wrong there.

use std::fmt;
use std::sync::Arc;

use litellm_proxy_yaml::Position;
use serde::{Serialize, Serializer};

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file as it was named; `stdin` for standard input.
    #[serde(serialize_with = "name")]
    pub file: Arc<str>,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
}

fn name<S: Serializer>(file: &Arc<str>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(file)
}

impl Place {
    /// Creates a place.
    pub fn new(file: &Arc<str>, position: Position) -> Self {
        Self { file: Arc::clone(file), line: position.line, column: position.column }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// How serious a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be applied.
    Error,
    /// The file can be applied, and may not do what was meant.
    Warning,
}

/// Something that is wrong with a file. `Display` reads `proxy.yaml:31:5: team `research` names …`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How serious it is.
    pub severity: Severity,
    /// A name of its kind for programs, such as `unknown-field`.
    pub rule: &'static str,
    /// Where it is.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// What it is, in a sentence without secrets.
    pub message: String,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Diagnostic {
    /// Creates an error.
    pub fn error(rule: &'static str, place: Option<Place>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Error, rule, place, message: message.into(), hint: None }
    }

    /// Creates a warning.
    pub fn warning(rule: &'static str, place: Option<Place>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(rule, place, message) }
    }

    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{place}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}
