//! The output formats, and what commands may know about the chosen one.

use clap::ValueEnum;

use super::Output;

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Table for people
    Table,
    /// The server's JSON, indented
    Json,
    /// YAML
    Yaml,
    /// Comma-separated values with a header line
    Csv,
    /// One JSON object per line
    Ndjson,
}

impl Format {
    /// The help of `--format`.
    pub(crate) const HELP: &str =
        "Output format: table, json, yaml, csv or ndjson [default: table for lists, else json]";
}

impl Output {
    /// Returns the format: what `--jq` reads is JSON.
    pub(super) fn format(&self) -> Option<Format> {
        self.format.or_else(|| self.filter.as_ref().map(|_| Format::Json))
    }

    /// Returns whether the output is for people: no format was chosen, or `table`.
    pub(crate) fn is_for_people(&self) -> bool {
        matches!(self.format(), None | Some(Format::Table))
    }

    /// Returns whether lists are tables on a terminal.
    pub(crate) fn is_terminal_table(&self) -> bool {
        self.is_for_people() && self.terminal.width.is_some()
    }

    /// Returns whether the format has cells (table or CSV) rather than whole objects.
    pub(crate) fn wants_cells(&self) -> bool {
        matches!(self.format(), Some(Format::Table | Format::Csv))
    }

    /// Returns whether each item is a separate line, so that a list can be printed while it is fetched.
    pub(crate) fn is_line_by_line(&self) -> bool {
        self.format() == Some(Format::Ndjson)
    }

    /// Returns whether the format needs a closing part, so that it cannot be used for an endless list.
    pub(crate) fn needs_an_end(&self) -> bool {
        matches!(self.format(), Some(Format::Json | Format::Yaml))
    }

    /// Uses NDJSON for an endless list, unless a format was chosen: `--jq` reads either.
    pub(crate) fn prefer_lines(&mut self) {
        if self.filter.is_some() {
            self.format = self.format.or(Some(Format::Ndjson));
        }
    }

    /// Returns whether errors are printed as one JSON object, so that stderr must not contain other errors.
    pub(crate) fn has_error_object(&self) -> bool {
        self.format == Some(Format::Json)
    }

    /// Returns whether a format was chosen.
    pub(crate) fn is_chosen(&self) -> bool {
        self.format().is_some()
    }
}
