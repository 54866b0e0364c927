//! The output formats, and what commands may know about the chosen one.

use anyhow::Result;
use clap::ValueEnum;

use super::Output;
use super::selection::Ids;
use crate::failure::Failure;

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
    /// Markdown table
    Markdown,
    /// Only the ids, one per line
    Name,
    /// Metrics in the text format of Prometheus, for `health` alone
    #[value(hide = true)]
    Prometheus,
}

impl Format {
    /// The help of `--format`.
    pub(crate) const HELP: &str =
        "Output format: table, json, yaml, csv, ndjson, markdown or name [default: table for lists, else json]";
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

    /// Returns whether `--jq` reads what is printed without `--format`.
    pub(crate) fn filters_default_format(&self) -> bool {
        self.format.is_none() && self.filter.is_some()
    }

    /// Returns whether lists are tables on a terminal.
    pub(crate) fn is_terminal_table(&self) -> bool {
        self.is_for_people() && self.terminal.width.is_some()
    }

    /// Returns whether the format has cells (table, CSV or Markdown) rather than whole objects.
    pub(crate) fn wants_cells(&self) -> bool {
        matches!(self.format(), Some(Format::Table | Format::Csv | Format::Markdown))
    }

    /// Returns whether metrics are wanted.
    pub(crate) fn is_metrics(&self) -> bool {
        self.format() == Some(Format::Prometheus)
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

    /// Returns whether the chosen columns matter: the format has some.
    fn has_columns(&self) -> bool {
        matches!(self.format(), None | Some(Format::Table | Format::Csv | Format::Markdown))
    }

    /// Checks that what was chosen for the output goes together.
    ///
    /// # Errors
    /// Returns a usage error.
    pub(crate) fn check(&self) -> Result<()> {
        let format = self.format().and_then(|format| Some(format.to_possible_value()?.get_name().to_owned()));
        let format = format.unwrap_or_default();
        if self.is_metrics() && !self.selection.has_metrics {
            return Err(Failure::Usage {
                message: "--format prometheus is for `health` alone".to_owned(),
                hint: Some("use table, json, yaml, csv, ndjson, markdown or name".to_owned()),
            }
            .into());
        }
        if let Some(columns) = self.selection.columns.as_ref().filter(|_| !self.has_columns()) {
            return Err(Failure::Usage {
                message: format!("--columns is for tables, csv and markdown, not for {format}"),
                hint: Some(format!("use --format ndjson --jq '{{{}}}'", columns.join(","))),
            }
            .into());
        }
        if !self.has_header && !self.has_columns() {
            return Err(Failure::usage(format!("--no-header is for tables, csv and markdown, not for {format}")));
        }
        match &self.selection.ids {
            _ if self.format() != Some(Format::Name) => Ok(()),
            Ids::Fields(_) => Ok(()),
            Ids::None => Err(Failure::usage(
                "--format name is for lists, and for commands that create, show or change one thing with an id",
            )),
            Ids::WithSecret(remedy) => Err(Failure::Usage {
                message: "--format name would not print the new key, which cannot be read again".to_owned(),
                hint: Some((*remedy).to_owned()),
            }
            .into()),
        }
    }

    /// Returns whether `--jq` reads what is printed.
    pub(crate) fn is_filtered(&self) -> bool {
        self.filter.is_some()
    }

    /// Returns whether a format was chosen.
    pub(crate) fn is_chosen(&self) -> bool {
        self.format().is_some()
    }
}
