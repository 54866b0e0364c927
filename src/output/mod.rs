//! Everything that commands print: lists and values in the chosen format.
//!
//! stdout carries only data; notes, warnings and errors go to stderr.

mod amounts;
mod answer;
pub(crate) mod chart;
mod column;
mod details;
mod error;
mod escape;
mod fit;
mod hints;
mod json;
mod listing;
mod names;
mod object;
mod role;
mod rough;
mod selection;
mod spool;
mod table;
mod terminal;
pub(crate) mod times;
mod yaml;

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use serde::Serialize;
use serde_json::Value;

pub(crate) use self::amounts::{count, dollars, per_million, per_million_plain, percent, plural};
pub(crate) use self::answer::Answer;
pub(crate) use self::column::{Column, defaults, select};
pub(crate) use self::error::{report, report_usage};
pub(crate) use self::escape::{for_terminal, is_deceptive, paragraphs_for_terminal};
pub(crate) use self::fit::cut;
pub(crate) use self::hints::Known;
use self::json::{Layout, Layouter};
pub(crate) use self::listing::Listing;
pub(crate) use self::names::TeamNames;
pub(crate) use self::role::painted;
use self::role::painted_sign;
pub(crate) use self::rough::roughly;
pub(crate) use self::selection::Selection;
pub(crate) use self::terminal::{ColorChoice, ColorEnvironment, Terminal};
use crate::outcome::Outcome;
use litellm_proxy_client::json::{Shallow, parse_shallow};
use litellm_proxy_client::{is_key_hash, redact_text};

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

/// Writes warnings to stderr for code that cannot borrow the [`Output`].
pub(crate) type Warnings = Box<dyn Fn(&str) + Send + Sync>;

/// Room for a usual line of CSV.
const CSV_BUFFER: usize = 512;
/// The width of a terminal that does not report one.
const DEFAULT_WIDTH: u16 = 80;
/// How much is written to stdout at once.
const STDOUT_BUFFER: usize = 32 << 10;

/// Writes data to stdout and messages to stderr.
pub(crate) struct Output {
    stdout: io::BufWriter<Box<dyn Write>>,
    stderr: Box<dyn Write>,
    format: Option<Format>,
    terminal: Terminal,
    selection: Selection,
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
        Self { stdout: io::BufWriter::new(stdout), stderr, format, terminal, selection, is_closed: false }
    }

    /// Sets the columns and the number of items of lists.
    pub(crate) fn select(&mut self, selection: Selection) {
        self.selection = selection;
    }

    /// Returns the chosen ones of the columns of a list, if columns were chosen.
    pub(crate) fn chosen<'a, T>(&self, columns: &[&'a Column<T>]) -> Option<Vec<&'a Column<T>>> {
        self.selection.columns.is_some().then(|| self.selection.of(columns))
    }

    pub(crate) fn terminal(&self) -> &Terminal {
        &self.terminal
    }

    /// Returns whether the output is for people: no format was chosen, or `table`.
    pub(crate) fn is_for_people(&self) -> bool {
        matches!(self.format, None | Some(Format::Table))
    }

    /// Returns whether lists are tables on a terminal.
    pub(crate) fn is_terminal_table(&self) -> bool {
        self.is_for_people() && self.terminal.width.is_some()
    }

    /// Returns whether the format has cells (table or CSV) rather than whole objects.
    pub(crate) fn wants_cells(&self) -> bool {
        matches!(self.format, Some(Format::Table | Format::Csv))
    }

    /// Returns whether each item is a separate line, so that a list can be printed while it is fetched.
    pub(crate) fn is_line_by_line(&self) -> bool {
        self.format == Some(Format::Ndjson)
    }

    /// Returns whether the format needs a closing part, so that it cannot be used for an endless list.
    pub(crate) fn needs_an_end(&self) -> bool {
        matches!(self.format, Some(Format::Json | Format::Yaml))
    }

    /// Returns whether errors are printed as one JSON object, so that stderr must not contain other errors.
    pub(crate) fn has_error_object(&self) -> bool {
        self.format == Some(Format::Json)
    }

    /// Returns whether a format was chosen.
    pub(crate) fn is_chosen(&self) -> bool {
        self.format.is_some()
    }

    /// Prints a list, as a table by default. `noun` is what an item is, such as `key`; `json` is the list for JSON and YAML.
    pub(crate) fn list<T: Serialize>(
        &mut self,
        noun: &'static str,
        items: &[T],
        columns: &[&Column<T>],
        json: &impl Serialize,
    ) -> Result<Outcome> {
        match self.format {
            Some(Format::Json) if self.selection.limit.is_none() => self.json(json)?,
            Some(Format::Json) => {
                let first = self.selection.cut(serde_json::to_string(json)?);
                self.json_text(&first)?;
            }
            Some(Format::Yaml) => {
                let first = self.selection.cut(serde_json::to_string(json)?);
                yaml::document(&first, |text| self.text(text))?;
            }
            _ => {
                let mut listing = Listing::new(self, noun, columns);
                listing.add(self, items)?;
                return listing.finish(self, &[]);
            }
        }
        Ok(Outcome::Done)
    }

    /// Prints one value, as JSON by default.
    pub(crate) fn value(&mut self, value: &impl Serialize) -> Result<Outcome> {
        match self.format.unwrap_or(Format::Json) {
            Format::Json => self.json(value)?,
            Format::Yaml => self.yaml(value)?,
            Format::Ndjson => self.ndjson(std::slice::from_ref(value))?,
            Format::Table => self.object(value, None)?,
            Format::Csv => {
                let (names, values): (Vec<_>, Vec<_>) = fields_of(value)?.into_iter().unzip();
                self.csv_records([names, values])?;
            }
        }
        Ok(Outcome::Done)
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
        self.format.is_none() && self.terminal.stdout_is_terminal
    }

    /// Prints one value for a program that reads line by line: JSON goes on one line.
    pub(crate) fn value_for_reader(&mut self, value: &impl Serialize) -> Result<Outcome> {
        if self.format == Some(Format::Json) {
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
        if self.format != Some(Format::Table) {
            return self.answer(value, answer);
        }
        self.object(value, Some(inner))?;
        Ok(Outcome::Done)
    }

    fn object(&mut self, value: &impl Serialize, inner: Option<&str>) -> Result<()> {
        let rows = object::rows(&serde_json::to_string(value)?, inner);
        let columns: [&Column<object::FieldRow>; 2] = [
            &Column::new("field", "Field", |row| row.0.clone()),
            &Column::new("value", "Value", |row: &object::FieldRow| row.1.clone()).words(),
        ];
        self.details(&rows, &columns)
    }

    /// Prints a few rows, such as the fields of an object, as a table, regardless of the format.
    pub(crate) fn details<T>(&mut self, items: &[T], columns: &[&Column<T>]) -> Result<()> {
        let width = self.terminal.width;
        let cell = |item: &T, column: &Column<T>| match width {
            Some(_) => for_terminal(&column.table_cell(item)).into_owned(),
            None => column.table_cell(item),
        };
        let rows: Vec<Vec<String>> =
            items.iter().map(|item| columns.iter().map(|column| cell(item, column)).collect()).collect();
        let shapes: Vec<_> = columns.iter().map(|column| column.shape(false)).collect();
        self.text(&details::lay_out(&shapes, &rows, width))
    }

    /// Prints rows as a table, regardless of the format.
    pub(crate) fn table<T>(&mut self, items: &[T], columns: &[&Column<T>]) -> Result<()> {
        let mut rows = listing::rows(self, columns, true);
        for item in items {
            rows.push(columns.iter().map(|column| column.table_cell(item)));
        }
        rows.lay_out(0..items.len(), |text| self.text(text))
    }

    /// Prints one line of JSON per item.
    pub(crate) fn ndjson<T: Serialize>(&mut self, items: &[T]) -> Result<()> {
        for item in items {
            let line = json::lay_out(&serde_json::to_string(item)?, Layout::Compact, self.terminal.stdout_is_terminal);
            self.text(&line)?;
            self.text("\n")?;
        }
        self.flush()
    }

    /// Prints one line of JSON, whatever the format.
    pub(crate) fn ndjson_line(&mut self, value: &impl Serialize) -> Result<()> {
        self.ndjson(std::slice::from_ref(value))
    }

    /// Begins a list whose rows follow later, as CSV or NDJSON.
    pub(crate) fn begin_rows<T>(&mut self, columns: &[&Column<T>]) -> Result<()> {
        if self.format == Some(Format::Csv) { self.csv_header(columns) } else { Ok(()) }
    }

    /// Adds rows to a list begun with [`Output::begin_rows`].
    pub(crate) fn add_rows<T: Serialize>(&mut self, items: &[T], columns: &[&Column<T>]) -> Result<()> {
        if self.format == Some(Format::Csv) { self.csv_rows(items, columns) } else { self.ndjson(items) }
    }

    fn csv_header<T>(&mut self, columns: &[&Column<T>]) -> Result<()> {
        self.csv_records([columns.iter().map(|column| column.name.to_owned()).collect()])
    }

    fn csv_rows<T>(&mut self, items: &[T], columns: &[&Column<T>]) -> Result<()> {
        self.csv_records(items.iter().map(|item| columns.iter().map(|column| column.csv_cell(item)).collect()))
    }

    fn csv_records(&mut self, records: impl IntoIterator<Item = Vec<String>>) -> Result<()> {
        let on_terminal = self.terminal.stdout_is_terminal;
        records.into_iter().try_for_each(|record| self.text(&csv_record(record, on_terminal)?))
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

    fn yaml(&mut self, value: &impl Serialize) -> Result<()> {
        yaml::document(&serde_json::to_string(value)?, |text| self.text(text))
    }

    /// Writes a state on a line of its own, in its color.
    pub(crate) fn state(&mut self, state: &str) -> Result<()> {
        let text = if self.terminal.stdout_color { painted(state, state) } else { state.to_owned() };
        self.text(&format!("{text}\n"))
    }

    /// Writes prose that may contain strings from the server; on a terminal, deceptive characters are escaped.
    pub(crate) fn prose(&mut self, text: &str) -> Result<()> {
        if self.terminal.stdout_is_terminal { self.text(&paragraphs_for_terminal(text)) } else { self.text(text) }
    }

    /// Writes a line of [`Output::prose`] after a sign such as `+`, in the color of what it stands for.
    pub(crate) fn signed(&mut self, sign: char, text: &str) -> Result<()> {
        let shown = if self.terminal.stdout_color { painted_sign(sign) } else { sign.to_string() };
        self.text(&format!("{shown} "))?;
        self.prose(&format!("{text}\n"))
    }

    /// [`Output::prose`] of a sentence on each line; on a terminal, they are wrapped between words.
    pub(crate) fn sentences(&mut self, text: &str) -> Result<()> {
        let Some(width) = self.terminal.width.filter(|_| self.terminal.stdout_is_terminal) else {
            return self.text(text);
        };
        text.lines().try_for_each(|line| self.text(&answer::wrapped(line, width)))
    }

    /// Writes a string unchanged.
    pub(crate) fn text(&mut self, text: &str) -> Result<()> {
        self.bytes(text.as_bytes())
    }

    /// Writes bytes unchanged. They are dropped if the reader has closed the pipe, which is not an error.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        let written = if self.is_closed { Ok(()) } else { self.stdout.write_all(bytes) };
        self.unless_closed(written)
    }

    /// Returns whether the reader of stdout has closed it, without waiting for the next write to fail.
    pub(crate) fn is_closed(&self) -> bool {
        #[cfg(unix)]
        {
            use rustix::event::{PollFd, PollFlags, Timespec, poll};
            let stdout = io::stdout();
            let mut descriptors = [PollFd::new(&stdout, PollFlags::empty())];
            let no_wait = Timespec { tv_sec: 0, tv_nsec: 0 };
            let is_polled = poll(&mut descriptors, Some(&no_wait)).is_ok();
            self.is_closed
                || is_polled && descriptors.iter().any(|fd| fd.revents().intersects(PollFlags::ERR | PollFlags::HUP))
        }
        #[cfg(not(unix))]
        self.is_closed
    }

    /// Flushes stdout.
    pub(crate) fn flush(&mut self) -> Result<()> {
        let flushed = if self.is_closed { Ok(()) } else { self.stdout.flush() };
        self.unless_closed(flushed)
    }

    fn unless_closed(&mut self, result: io::Result<()>) -> Result<()> {
        match result {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.is_closed = true;
                Ok(())
            }
            other => other.context("cannot write to standard output"),
        }
    }

    /// Prints a document whose format for people is YAML.
    pub(crate) fn document(&mut self, value: &impl Serialize, yaml: &str) -> Result<()> {
        match self.format {
            None | Some(Format::Table | Format::Yaml) => self.text(yaml),
            Some(Format::Json | Format::Ndjson | Format::Csv) => self.value(value).map(drop),
        }
    }

    /// Returns what a file gets for [`Output::document`].
    pub(crate) fn document_text(&self, value: &impl Serialize, yaml: String) -> Result<String> {
        match self.format {
            Some(Format::Json) => Ok(json::lay_out(&serde_json::to_string(value)?, Layout::Indented, false) + "\n"),
            _ => Ok(yaml),
        }
    }

    /// Writes a hint to stderr.
    pub(crate) fn hint(&mut self, message: impl Display) {
        let label = self.terminal.stderr_style("hint:", "36;1");
        self.stderr_line(&format!("{label} "), &message.to_string());
    }

    /// Writes a note about progress or results to stderr.
    pub(crate) fn note(&mut self, message: impl Display) {
        self.stderr_line("", &message.to_string());
    }

    /// Writes something about the result to stderr, dimmed. It may be one piece of a longer string.
    pub(crate) fn aside(&mut self, text: &str) {
        let is_terminal = self.terminal.stderr_is_terminal;
        let text = if is_terminal { paragraphs_for_terminal(text) } else { text.into() };
        let styled = self.terminal.stderr_style(&text, "2");
        self.stderr_text(&styled);
    }

    /// Writes a warning to stderr.
    pub(crate) fn warn(&mut self, message: impl Display) {
        let line = warning(&self.terminal, &message.to_string());
        self.stderr_text(&line);
    }

    /// Returns a writer of warnings that does not borrow `self`.
    pub(crate) fn warnings(&self) -> Warnings {
        let terminal = self.terminal.clone();
        Box::new(move |message| {
            let line = warning(&terminal, &redact_text(message));
            // A closed stderr must not end the command.
            let _ = io::stderr().write_all(line.as_bytes());
        })
    }

    fn stderr_line(&mut self, prefix: &str, message: &str) {
        let line = line_for_stderr(&self.terminal, prefix, message);
        self.stderr_text(&line);
    }

    /// Writes one line of JSON to stderr.
    fn stderr_json(&mut self, value: &serde_json::Value) {
        let line = json::lay_out(&value.to_string(), Layout::Compact, self.terminal.stderr_is_terminal);
        self.stderr_text(&format!("{line}\n"));
    }

    fn stderr_text(&mut self, text: &str) {
        // stdout first, so that both appear in order on a terminal; a closed stderr must not end the command.
        let _ = self.stdout.flush();
        let _ = self.stderr.write_all(text.as_bytes());
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

/// Returns a line of CSV.
fn csv_record(cells: impl IntoIterator<Item = String>, on_terminal: bool) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(CSV_BUFFER).from_writer(Vec::with_capacity(CSV_BUFFER));
    for cell in cells {
        writer.write_field(if on_terminal { for_terminal(&cell).into_owned() } else { cell })?;
    }
    writer.write_record(None::<&[u8]>)?;
    Ok(String::from_utf8(writer.into_inner().context("cannot write CSV")?)?)
}

fn warning(terminal: &Terminal, message: &str) -> String {
    line_for_stderr(terminal, &format!("{} ", terminal.stderr_style("warning:", "33;1")), message)
}

/// Joins `prefix`, which may be styled, and `message`, which may quote the server. Further lines of the message are
/// indented, so that they cannot pass for our own.
fn line_for_stderr(terminal: &Terminal, prefix: &str, message: &str) -> String {
    let message = message.replace('\n', "\n  ");
    let message = if terminal.stderr_is_terminal { paragraphs_for_terminal(&message) } else { message.into() };
    format!("{prefix}{message}\n")
}

/// Returns the fields of an object as strings; any other value becomes one field without a name.
fn fields_of(value: &impl Serialize) -> Result<Vec<(String, String)>> {
    let json = serde_json::to_string(value)?;
    let text = |json: &str| match parse_shallow(json) {
        Some(Shallow::String(text)) => text,
        Some(Shallow::Literal("null")) | None => String::new(),
        Some(_) => json::lay_out(json, Layout::Compact, false),
    };
    Ok(match parse_shallow(&json) {
        Some(Shallow::Object(fields)) => fields.into_iter().map(|(name, value)| (name, text(value.get()))).collect(),
        _ => vec![(String::new(), text(&json))],
    })
}

/// How much of a key's hash is shown to people.
const HASH_PREFIX: usize = 8;

/// Shortens the hash of a key. Other strings are returned unchanged.
pub(crate) fn short_hash(text: &str) -> String {
    if is_key_hash(text) { text.chars().take(HASH_PREFIX).collect() } else { text.to_owned() }
}

const UUID_LENGTH: usize = 36;

/// Shortens a generated id (UUID). Ids that people chose are names and stay whole.
pub(crate) fn short_id(id: &str) -> Cow<'_, str> {
    let is_uuid = id.len() == UUID_LENGTH && id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    if is_uuid { Cow::Owned(id.chars().take(HASH_PREFIX).chain(['…']).collect()) } else { Cow::Borrowed(id) }
}

/// Formats a JSON value as a cell: empty for null, without quotes for a string.
pub(crate) fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
