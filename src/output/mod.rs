//! Everything that commands print: lists and values in the chosen format.
//!
//! stdout carries only data; notes, warnings and errors go to stderr.

mod amounts;
mod answer;
mod bare;
pub(crate) mod chart;
mod column;
mod error;
mod escape;
mod fit;
mod format;
mod hints;
mod ids;
mod jq;
mod json;
mod listing;
mod markdown;
mod names;
mod object;
mod paths;
mod role;
mod rough;
mod rounds;
mod rows;
mod selection;
mod sorting;
mod spool;
mod stderr;
mod stdout;
mod table;
mod terminal;
pub(crate) mod times;
mod view;
mod yaml;

use std::io::{self, Write};

use anyhow::Result;
use serde::Serialize;
use serde_json::Value;

pub(crate) use self::amounts::{count, dollars, per_million, per_million_plain, percent, plural};
pub(crate) use self::answer::Answer;
pub(crate) use self::column::{Column, defaults};
pub(crate) use self::error::{report, report_usage};
pub(crate) use self::escape::{for_terminal, is_deceptive, paragraphs_for_terminal};
pub(crate) use self::fit::cut;
pub(crate) use self::format::Format;
pub(crate) use self::hints::Known;
pub(crate) use self::ids::{short_hash, short_id};
use self::json::{Layout, Layouter};
pub(crate) use self::listing::Listing;
pub(crate) use self::names::TeamNames;
pub(crate) use self::role::painted;
use self::role::painted_sign;
pub(crate) use self::rough::roughly;
use self::rows::csv_record;
pub(crate) use self::selection::{Ids, Selection, Sort};
pub(crate) use self::terminal::{ColorChoice, ColorEnvironment, Terminal};
use crate::failure::Failure;
use crate::outcome::Outcome;
use litellm_proxy_client::json::{Shallow, parse_shallow};
use litellm_proxy_client::{ApiKey, redact_text};

/// Writes warnings to stderr for code that cannot borrow the [`Output`].
pub(crate) type Warnings = Box<dyn Fn(&str) + Send + Sync>;

/// Room for a usual line of CSV.
const CSV_BUFFER: usize = 512;
/// The width of a terminal that does not report one.
const DEFAULT_WIDTH: u16 = 80;
/// How the secret of a key begins, the hash of which is its id.
const SECRET: &str = "sk-";
/// How much is written to stdout at once.
const STDOUT_BUFFER: usize = 32 << 10;

/// Writes data to stdout and messages to stderr.
pub(crate) struct Output {
    stdout: io::BufWriter<Box<dyn Write>>,
    stderr: Box<dyn Write>,
    format: Option<Format>,
    terminal: Terminal,
    selection: Selection,
    /// Whether tables, CSV and Markdown begin with the names of columns.
    has_header: bool,
    /// The expression of `--jq`, through which all JSON on stdout goes.
    filter: Option<jq::Filter>,
    /// Whether the reader of stdout has closed it.
    is_closed: bool,
}

impl Output {
    pub(crate) fn standard(format: Option<Format>, terminal: Terminal) -> Self {
        Self {
            stdout: io::BufWriter::with_capacity(STDOUT_BUFFER, Box::new(io::stdout())),
            stderr: Box::new(io::stderr()),
            format,
            terminal,
            selection: Selection::default(),
            has_header: true,
            filter: None,
            is_closed: false,
        }
    }

    /// Creates an output over two writers, which are what `terminal` says.
    #[cfg(test)]
    pub(crate) fn over(
        stdout: Box<dyn Write>,
        stderr: Box<dyn Write>,
        format: Option<Format>,
        terminal: Terminal,
    ) -> Self {
        let selection = Selection::default();
        let stdout = io::BufWriter::new(stdout);
        Self { stdout, stderr, format, terminal, selection, has_header: true, filter: None, is_closed: false }
    }

    /// Sets the columns and the number of items of lists.
    pub(crate) fn select(&mut self, selection: Selection) {
        self.selection = selection;
    }

    /// Leaves out the names of columns.
    pub(crate) fn hide_header(&mut self) {
        self.has_header = false;
    }

    /// Returns the order that was chosen, if the server can sort so, which is then not done here.
    pub(crate) fn take_server_sort(&mut self, columns: &[&'static str]) -> Option<Sort> {
        self.selection.sort.take_if(|sort| matches!(sort.columns.as_slice(), [only] if columns.contains(only)))
    }

    /// Fails if an order was chosen, for what is shown as it arrives.
    pub(crate) fn refuse_order(&self, option: &str) -> Result<()> {
        match &self.selection.sort {
            Some(_) => Err(Failure::usage(format!("{option} shows items as they arrive, without --sort-by"))),
            None => Ok(()),
        }
    }

    /// Runs an expression of the jq language on all JSON that is printed.
    pub(crate) fn filter(&mut self, expression: &str) -> Result<()> {
        if !matches!(self.format, None | Some(Format::Json | Format::Ndjson)) {
            return Err(Failure::usage("--jq needs JSON: leave out --format, or use json or ndjson"));
        }
        self.filter = Some(jq::Filter::new(expression)?);
        Ok(())
    }

    /// Prints JSON as it is from now on: that of an error is not what `--jq` expects.
    pub(crate) fn stop_filtering(&mut self) {
        self.filter = None;
    }

    /// Returns whether the columns of a list were chosen.
    pub(crate) fn has_chosen_columns(&self) -> bool {
        self.selection.columns.is_some()
    }

    /// Returns whether a report is to be a table: its columns or their order were chosen.
    pub(crate) fn is_tabular(&self) -> bool {
        self.has_chosen_columns() || self.selection.sort.is_some()
    }

    /// Returns the chosen ones of the columns of a list, or else these.
    pub(crate) fn chosen<T: Serialize>(&self, columns: &[&Column<T>]) -> Vec<Column<T>> {
        self.selection.of(columns)
    }

    pub(crate) fn terminal(&self) -> &Terminal {
        &self.terminal
    }

    /// Prints one value, as JSON by default.
    pub(crate) fn value(&mut self, value: &impl Serialize) -> Result<Outcome> {
        match self.format().unwrap_or(Format::Json) {
            // Metrics are text: see `Output::check`.
            Format::Json | Format::Prometheus => self.json(value)?,
            format => self.json_as(format, &serde_json::to_string(value)?)?,
        }
        Ok(Outcome::Done)
    }

    /// Prints serialized JSON in a format. Not generic, because there are many types of values.
    fn json_as(&mut self, format: Format, json: &str) -> Result<()> {
        match format {
            Format::Json | Format::Prometheus => self.json_text(json),
            Format::Yaml => yaml::document(json, |text| self.text(text)),
            Format::Ndjson => {
                self.ndjson_text(json)?;
                self.flush()
            }
            Format::Table => self.list_or_object(json),
            Format::Csv => {
                let (names, rows) = rows_of(json);
                self.csv_records(Some(names).filter(|_| self.has_header).into_iter().chain(rows))
            }
            Format::Markdown => self.markdown_object(json, None),
            Format::Name => self.names_of(json),
        }
    }

    /// Shows one value: on a terminal the answer, unless a format was chosen; else the value.
    pub(crate) fn answer(&mut self, value: &impl Serialize, answer: impl FnOnce() -> Answer) -> Result<Outcome> {
        if !self.shows_answers() {
            return self.value(value);
        }
        let width = self.terminal.width.unwrap_or(DEFAULT_WIDTH);
        self.text(&answer().lay_out(width)).map(Outcome::done)
    }

    /// Returns whether [`Output::answer`] shows the answer rather than the value, for commands that fetch something for it.
    pub(crate) fn shows_answers(&self) -> bool {
        self.format().is_none() && self.terminal.stdout_is_terminal
    }

    /// Prints one value for a program that reads line by line: JSON goes on one line.
    pub(crate) fn value_for_reader(&mut self, value: &impl Serialize) -> Result<Outcome> {
        if self.format() == Some(Format::Json) {
            self.ndjson(std::slice::from_ref(value))?;
            return Ok(Outcome::Done);
        }
        self.value(value)
    }

    /// [`Output::answer`]. In a table, the fields of the object under `inner` come first and without a prefix.
    pub(crate) fn answer_unwrapped(
        &mut self,
        value: &impl Serialize,
        inner: &str,
        answer: impl FnOnce() -> Answer,
    ) -> Result<Outcome> {
        match self.format() {
            Some(Format::Table) => self.object(&serde_json::to_string(value)?, Some(inner))?,
            Some(Format::Markdown) => self.markdown_object(&serde_json::to_string(value)?, Some(inner))?,
            _ => return self.answer(value, answer),
        }
        Ok(Outcome::Done)
    }

    fn object(&mut self, json: &str, inner: Option<&str>) -> Result<()> {
        self.text(&view::lay_out(json, inner, self.terminal.width, jiff::Timestamp::now()))
    }

    fn markdown_object(&mut self, json: &str, inner: Option<&str>) -> Result<()> {
        if let Some((names, rows)) = bare::records(json, |_, json| object::plain(json)) {
            let header = markdown::header(names.iter().map(|name| (name.as_str(), false)));
            let rows = rows.iter().map(markdown::row);
            let text: String = Some(header).filter(|_| self.has_header).into_iter().chain(rows).collect();
            return self.prose(&text);
        }
        let rows = object::rows(json, inner);
        let header = markdown::header([("name", false), ("value", false)].into_iter());
        let rows = rows.iter().map(|(name, value)| markdown::row([name, value]));
        let text: String = Some(header).filter(|_| self.has_header).into_iter().chain(rows).collect();
        self.prose(&text)
    }

    /// Prints the id of a value, or of each of several.
    fn names_of(&mut self, json: &str) -> Result<()> {
        match parse_shallow(json) {
            Some(Shallow::Array(items)) => items.iter().try_for_each(|item| self.name_of(item.get())),
            _ => self.name_of(json),
        }
    }

    fn name_of(&mut self, json: &str) -> Result<()> {
        let line = self.id_line(json)?;
        self.prose(&line)
    }

    /// Returns the id of an item on a line, nothing for a row about no item. A key's secret becomes its hash.
    fn id_line(&self, json: &str) -> Result<String> {
        let fields = if let Ids::Fields(fields) = self.selection.ids { fields } else { &[] };
        let id = paths::id(json, fields).ok_or_else(|| {
            let names = fields.join(" or ");
            Failure::Refused(format!("the server sent no {names}, so --format name has nothing to print"))
        })?;
        if id.is_empty() {
            return Ok(id);
        }
        let id = if id.starts_with(SECRET) { ApiKey::new(id).hash() } else { id };
        Ok(format!("{id}\n"))
    }

    fn json(&mut self, value: &impl Serialize) -> Result<()> {
        let layouter = Layouter::new(Layout::Indented, self.terminal.stdout_is_terminal);
        let mut writer = JsonWriter { output: self, layouter, text: String::new(), failure: None };
        let written = serde_json::to_writer(&mut writer, value);
        writer.failure.map_or(Ok(()), Err)?;
        written?;
        writer.layouter.end(&mut writer.text);
        writer.text.push('\n');
        writer.output.text(&writer.text)
    }

    /// Prints serialized JSON, indented.
    pub(crate) fn json_text(&mut self, json: &str) -> Result<()> {
        let text = json::lay_out(json, Layout::Indented, self.terminal.stdout_is_terminal);
        self.text(&text)?;
        self.text("\n")
    }

    /// Prints a document whose format for people is YAML.
    pub(crate) fn document(&mut self, value: &impl Serialize, yaml: &str) -> Result<()> {
        match self.format() {
            None | Some(Format::Table | Format::Yaml) => self.text(yaml),
            Some(
                Format::Json | Format::Ndjson | Format::Csv | Format::Markdown | Format::Name | Format::Prometheus,
            ) => self.value(value).map(drop),
        }
    }

    /// Returns what a file gets for [`Output::document`].
    pub(crate) fn document_text(&self, value: &impl Serialize, yaml: String) -> Result<String> {
        match self.format {
            Some(Format::Json) => Ok(json::lay_out(&serde_json::to_string(value)?, Layout::Indented, false) + "\n"),
            _ => Ok(yaml),
        }
    }
}

/// Lays out JSON while it is serialized, so that it is never in memory as a whole.
struct JsonWriter<'a> {
    output: &'a mut Output,
    layouter: Layouter,
    text: String,
    failure: Option<anyhow::Error>,
}

impl Write for JsonWriter<'_> {
    fn write(&mut self, json: &[u8]) -> io::Result<usize> {
        // A serializer writes whole strings.
        self.layouter.feed(std::str::from_utf8(json).map_err(io::Error::other)?, &mut self.text);
        if self.text.len() >= STDOUT_BUFFER {
            if let Err(error) = self.output.text(&self.text) {
                self.failure = Some(error);
                return Err(io::ErrorKind::Other.into());
            }
            self.text.clear();
        }
        Ok(json.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the fields of an object as strings; any other value becomes one field without a name.
fn rows_of(json: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let text = |json: &str| match parse_shallow(json) {
        Some(Shallow::String(text)) => text,
        Some(Shallow::Literal("null")) | None => String::new(),
        Some(_) => json::lay_out(json, Layout::Compact, false),
    };
    match (bare::records(json, |_, json| text(json)), parse_shallow(json)) {
        (Some(rows), _) => rows,
        (None, Some(Shallow::Object(fields))) => {
            let (names, values) = fields.into_iter().map(|(name, value)| (name, text(value.get()))).unzip();
            (names, vec![values])
        }
        (None, _) => (Vec::new(), Vec::new()),
    }
}

/// Formats a JSON value as a cell: empty for null, without quotes for a string.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
