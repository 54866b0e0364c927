//! [`Listing`]: a list that is written item by item, while it is fetched where the format and the order allow it. What
//! has to wait is kept in a [`Spool`].

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use serde::Serialize;

use super::json::{Layout, Layouter};
use super::names::TeamNames;
use super::sorting::{self, SortKey};
use super::spool::Spool;
use super::table::{Frame, Rows};
use super::{Column, Format, Output, csv_record, markdown, paragraphs_for_terminal, plural, yaml};
use crate::outcome::Outcome;

/// A list being written.
pub(crate) struct Listing<T> {
    columns: Vec<Column<T>>,
    /// How many items are shown.
    limit: Option<usize>,
    /// The field of the object around the list in JSON and YAML; `None` for a bare list.
    field: Option<&'static str>,
    order: Option<Order<T>>,
    /// What the items are, such as `key`.
    noun: &'static str,
    /// Whether the columns are the user's choice.
    is_chosen: bool,
    names: TeamNames,
    writer: Writer,
    spool: Spool,
    /// What the items are sorted by, one after another.
    keys: Vec<Option<SortKey>>,
    /// How many items were added.
    count: u64,
    /// How many of them were written.
    written: u64,
    text: String,
}

/// An order of items. Those that are equal keep theirs.
enum Order<T> {
    NewestFirst(fn(&T) -> Option<Timestamp>),
    Columns(Vec<Column<T>>, bool),
}

impl<T> Order<T> {
    fn add_keys(&self, item: &T, keys: &mut Vec<Option<SortKey>>) {
        match self {
            Self::NewestFirst(time) => keys.push(time(item).map(SortKey::Time)),
            Self::Columns(columns, _) => keys.extend(columns.iter().map(|column| column.sort_key(item))),
        }
    }

    fn sorted(&self, keys: &[Option<SortKey>]) -> Vec<usize> {
        match self {
            Self::NewestFirst(_) => sorting::sorted(keys, 1, true),
            Self::Columns(columns, is_descending) => sorting::sorted(keys, columns.len(), *is_descending),
        }
    }
}

/// What writes the items.
enum Writer {
    Table(Rows<'static>),
    Csv,
    Json(Layouter),
    Yaml,
    Ndjson(Layouter),
    Markdown,
    Names,
}

impl<T: Serialize> Listing<T> {
    /// Begins a list in the chosen format, by default a table. `noun` is what an item is, such as `key`.
    pub(crate) fn new(output: &Output, noun: &'static str, columns: &[&Column<T>]) -> Self {
        let on_terminal = output.terminal.stdout_is_terminal;
        let order = output.selection.sorting(columns);
        let order = order.map(|(columns, is_descending)| Order::Columns(columns, is_descending));
        let columns = output.selection.of(columns);
        let is_chosen = output.selection.columns.is_some();
        let writer = match output.format().unwrap_or(Format::Table) {
            Format::Table => Writer::Table(rows(output, &columns, is_chosen)),
            Format::Csv => Writer::Csv,
            Format::Json | Format::Prometheus => Writer::Json(Layouter::new(Layout::Indented, on_terminal)),
            Format::Yaml => Writer::Yaml,
            Format::Ndjson => Writer::Ndjson(Layouter::new(Layout::Compact, on_terminal)),
            Format::Markdown => Writer::Markdown,
            Format::Name => Writer::Names,
        };
        Self {
            columns,
            limit: output.selection.limit,
            field: None,
            order,
            noun,
            is_chosen,
            names: TeamNames::default(),
            writer,
            spool: Spool::default(),
            keys: Vec::new(),
            count: 0,
            written: 0,
            text: String::new(),
        }
    }

    /// Makes the list a field of an object in JSON and YAML.
    pub(crate) fn in_field(self, name: &'static str) -> Self {
        Self { field: Some(name), ..self }
    }

    /// Sorts the items by time before they are written, unless another order was chosen.
    pub(crate) fn newest_first(self, time: fn(&T) -> Option<Timestamp>) -> Self {
        Self { order: self.order.or(Some(Order::NewestFirst(time))), ..self }
    }

    /// Returns whether the list is a table on a terminal with ids of teams, which would better be shown by their aliases.
    pub(crate) fn wants_team_names(&self, output: &Output) -> bool {
        output.is_terminal_table() && !self.is_chosen && self.columns.iter().any(|column| column.is_of_teams)
    }

    /// Sets the aliases of teams.
    pub(crate) fn set_team_names(&mut self, names: TeamNames) {
        self.names = names;
    }

    /// Returns whether one of the items has a team whose alias was not set and may exist.
    pub(crate) fn may_lack_team_names(&self, output: &Output, items: &[T]) -> bool {
        if !self.wants_team_names(output) {
            return false;
        }
        let columns = || self.columns.iter().filter(|column| column.is_of_teams);
        let mut cells = items.iter().flat_map(|item| columns().map(|column| column.short_cell(item)));
        cells.any(|cell| self.names.may_lack_any(cell.split(", ")))
    }

    /// Returns how many items are shown of those that were added.
    pub(crate) fn count(&self) -> u64 {
        self.limit.and_then(|limit| u64::try_from(limit).ok()).map_or(self.count, |limit| self.count.min(limit))
    }

    /// Returns whether there are as many items as will be shown, so that no others need to be added.
    pub(crate) fn is_full(&self) -> bool {
        self.order.is_none() && self.limit.is_some_and(|limit| self.room(limit) == 0)
    }

    /// Returns how many items may still be added.
    fn room(&self, limit: usize) -> usize {
        limit.saturating_sub(usize::try_from(self.count).unwrap_or(usize::MAX))
    }

    /// Returns how many items were written to stdout.
    pub(crate) fn written(&self) -> u64 {
        self.written
    }

    /// Adds items, and writes them unless they have to wait for the others.
    pub(crate) fn add(&mut self, output: &mut Output, items: &[T]) -> Result<()> {
        // What is sorted is cut afterwards.
        let limit = self.limit.filter(|_| self.order.is_none());
        let room = limit.map_or(usize::MAX, |limit| self.room(limit));
        for item in items.iter().take(room) {
            self.count += 1;
            if let Some(order) = &self.order {
                order.add_keys(item, &mut self.keys);
            }
            let piece = match &mut self.writer {
                Writer::Table(rows) => {
                    let is_short = output.is_terminal_table() && !self.is_chosen;
                    rows.push(self.columns.iter().map(|column| match (is_short, column.is_of_teams) {
                        (false, _) => column.table_cell(item),
                        (true, false) => column.short_cell(item),
                        (true, true) => self.names.in_cell(&column.short_cell(item)),
                    }));
                    continue;
                }
                Writer::Csv | Writer::Markdown => row(output, &self.columns, item)?,
                Writer::Names => output.id_line(&serde_json::to_string(item)?)?,
                Writer::Json(_) | Writer::Yaml | Writer::Ndjson(_) => serde_json::to_string(item)?,
            };
            if self.order.is_some() {
                self.spool.push(piece.as_bytes());
            } else {
                self.write(output, &piece)?;
            }
        }
        // A reader of lines gets each page as it arrives.
        if matches!(self.writer, Writer::Ndjson(_)) { output.flush() } else { Ok(()) }
    }

    /// Writes what is left and ends the list. `counts` follow it in the object around it.
    pub(crate) fn finish(mut self, output: &mut Output, counts: &[(&str, u64)]) -> Result<Outcome> {
        let order = self.sorted().take(self.limit.unwrap_or(usize::MAX));
        if let Writer::Table(rows) = self.writer {
            if self.count == 0 && output.is_terminal_table() {
                output.note(format_args!("no {}", plural(self.noun)));
            } else {
                let left_out = rows.lay_out(order, |text| output.text(text))?;
                output.note_left_out(left_out);
            }
            return Ok(Outcome::Done);
        }
        if self.order.is_some() {
            let mut spool = std::mem::take(&mut self.spool);
            for index in order {
                let piece = spool.get(index).context("cannot read the temporary file of the list")?;
                self.write(output, std::str::from_utf8(piece)?)?;
            }
        }
        if self.written == 0 {
            self.begin(output, true)?;
        }
        self.end(counts)?;
        output.text(&self.text)?;
        output.flush()?;
        Ok(Outcome::Done)
    }

    /// Returns the indices of the items in the order in which they are written.
    fn sorted(&mut self) -> std::vec::IntoIter<usize> {
        let keys = std::mem::take(&mut self.keys);
        let indices = match &self.order {
            Some(order) => order.sorted(&keys),
            None => (0..usize::try_from(self.count).unwrap_or(usize::MAX)).collect(),
        };
        indices.into_iter()
    }

    /// Writes an item: its JSON, or its record of CSV.
    fn write(&mut self, output: &mut Output, piece: &str) -> Result<()> {
        if self.written == 0 {
            self.begin(output, false)?;
        }
        let text = &mut self.text;
        match &mut self.writer {
            Writer::Json(layouter) => {
                if self.written > 0 {
                    layouter.feed(",", text);
                }
                layouter.feed(piece, text);
            }
            Writer::Yaml => yaml::item(text, piece, usize::from(self.field.is_some())),
            Writer::Csv | Writer::Markdown | Writer::Names => text.push_str(piece),
            Writer::Ndjson(layouter) => {
                layouter.feed(piece, text);
                layouter.end(text);
                text.push('\n');
            }
            Writer::Table(_) => {}
        }
        self.written += 1;
        output.text(&self.text)?;
        self.text.clear();
        Ok(())
    }

    fn begin(&mut self, output: &Output, is_empty: bool) -> Result<()> {
        let text = &mut self.text;
        match (&mut self.writer, self.field) {
            (Writer::Json(layouter), Some(name)) => layouter.feed(&format!("{{\"{name}\":["), text),
            (Writer::Json(layouter), None) => layouter.feed("[", text),
            (Writer::Yaml, Some(name)) => yaml::list_field(text, name, is_empty),
            (Writer::Yaml, None) if is_empty => text.push_str("[]\n"),
            (Writer::Csv | Writer::Markdown, _) => text.push_str(&header(output, &self.columns)?),
            (Writer::Table(_) | Writer::Yaml | Writer::Ndjson(_) | Writer::Names, _) => {}
        }
        Ok(())
    }

    fn end(&mut self, counts: &[(&str, u64)]) -> Result<()> {
        let text = &mut self.text;
        match (&mut self.writer, self.field) {
            (Writer::Json(layouter), Some(_)) => {
                layouter.feed("]", text);
                for (name, count) in counts {
                    layouter.feed(&format!(",{}:{count}", serde_json::to_string(name)?), text);
                }
                layouter.feed("}", text);
                text.push('\n');
            }
            (Writer::Json(layouter), None) => {
                layouter.feed("]", text);
                text.push('\n');
            }
            (Writer::Yaml, Some(_)) => {
                for (name, count) in counts {
                    yaml::field(text, name, &count.to_string(), 0);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Begins a table.
pub(super) fn rows<T: ?Sized>(output: &Output, columns: &[Column<T>], is_chosen: bool) -> Rows<'static> {
    let frame = Frame { is_chosen, ..frame(output) };
    let is_short = frame.width.is_some() && !is_chosen;
    Rows::new(columns.iter().map(|column| column.shape(is_short)).collect(), frame)
}

/// Returns what tables are laid out for.
pub(super) fn frame(output: &Output) -> Frame {
    let (width, has_color) = (output.terminal.width, output.terminal.stdout_color);
    Frame { width, is_chosen: false, has_color, has_no_header: !output.has_header }
}

/// Returns the names of the columns, in a format that has a line for each item: for programs in CSV, for people in Markdown.
pub(super) fn header<T>(output: &Output, columns: &[Column<T>]) -> Result<String> {
    match output.format() {
        _ if !output.has_header => Ok(String::new()),
        // The names of columns need no escapes.
        Some(Format::Csv) => csv_record(columns.iter().map(|column| column.name.to_owned()), false),
        Some(Format::Markdown) => {
            Ok(markdown::header(columns.iter().map(|column| (column.title, column.right_aligned))))
        }
        _ => Ok(String::new()),
    }
}

/// Returns the line of an item.
pub(super) fn row<T>(output: &Output, columns: &[Column<T>], item: &T) -> Result<String> {
    let on_terminal = output.terminal.stdout_is_terminal;
    if output.format() == Some(Format::Csv) {
        return csv_record(columns.iter().map(|column| column.csv_cell(item)), on_terminal);
    }
    let row = markdown::row(columns.iter().map(|column| column.table_cell(item)));
    Ok(if on_terminal { paragraphs_for_terminal(&row).into_owned() } else { row })
}
