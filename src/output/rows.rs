//! Lists and rows, in the chosen format. Lists that are fetched page by page are a [`Listing`].

use anyhow::{Context as _, Result};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};

use super::json::{self, Layout};
use super::table::{Rows, Shape};
use super::{CSV_BUFFER, Column, Format, Listing, Output, bare, for_terminal, listing, view, yaml};
use crate::outcome::Outcome;
use litellm_proxy_client::json::{Shallow, parse_shallow};

impl Output {
    /// Prints a list, as a table by default. `noun` is what an item is, such as `key`; `json` is the list for JSON and YAML.
    pub(crate) fn list<T: Serialize>(
        &mut self,
        noun: &'static str,
        items: &[T],
        columns: &[&Column<T>],
        json: &impl Serialize,
    ) -> Result<Outcome> {
        match self.format() {
            Some(Format::Json) if self.selection.limit.is_none() && self.selection.sort.is_none() => self.json(json)?,
            Some(Format::Json) => {
                let arranged = self.selection.arranged(serde_json::to_string(json)?, items, columns);
                self.json_text(&arranged)?;
            }
            Some(Format::Yaml) => {
                let first = self.selection.arranged(serde_json::to_string(json)?, items, columns);
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

    /// Prints named values for people, a line each, regardless of the format.
    pub(crate) fn fields(&mut self, fields: Vec<(&'static str, String)>) -> Result<()> {
        let fields: Map<String, Value> =
            fields.into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect();
        self.object(&serde_json::to_string(&fields)?, None)
    }

    /// Prints rows as a table, regardless of the format.
    pub(crate) fn table<T>(&mut self, items: &[T], columns: &[&Column<T>]) -> Result<()> {
        let owned: Vec<Column<T>> = columns.iter().map(|column| **column).collect();
        let mut rows = listing::rows(self, &owned, true);
        for item in items {
            rows.push(columns.iter().map(|column| column.table_cell(item)));
        }
        rows.lay_out(0..items.len(), |text| self.text(text)).map(drop)
    }

    /// Prints a bare list as a table with a column for each field that an item has a value for, and anything else as an object.
    pub(super) fn list_or_object(&mut self, json: &str) -> Result<()> {
        let now = Timestamp::now();
        let is_list = matches!(parse_shallow(json), Some(Shallow::Array(_)));
        let records = bare::records(json, |name, json| view::for_people(name, json, now)).filter(|_| is_list);
        let Some((names, records)) = records else { return self.object(json, None) };
        if records.is_empty() {
            self.note("no items");
            return Ok(());
        }
        let is_used = |index: usize| records.iter().any(|cells| cells.get(index).is_some_and(|cell| !cell.is_empty()));
        let used: Vec<bool> = (0..names.len()).map(|index| names.len() == 1 || is_used(index)).collect();
        let titles = names.iter().zip(&used).filter(|(_, used)| **used);
        let titles: Vec<_> = titles.map(|(title, _)| for_terminal(title)).collect();
        let shapes = titles.iter().map(|title| Shape { title, ..Shape::default() });
        let mut rows = Rows::new(shapes.collect(), listing::frame(self));
        let count = records.len();
        for cells in records {
            rows.push(cells.into_iter().zip(&used).filter(|(_, used)| **used).map(|(cell, _)| cell));
        }
        let left_out = rows.lay_out(0..count, |text| self.text(text))?;
        if left_out > 0 {
            let columns = super::count(left_out as u64, "column");
            self.note(format_args!("{columns} did not fit; --format markdown, csv and json have all"));
        }
        Ok(())
    }

    /// Prints one line of JSON per item.
    pub(crate) fn ndjson<T: Serialize>(&mut self, items: &[T]) -> Result<()> {
        items.iter().try_for_each(|item| self.ndjson_text(&serde_json::to_string(item)?))?;
        self.flush()
    }

    /// Prints serialized JSON on one line.
    pub(super) fn ndjson_text(&mut self, json: &str) -> Result<()> {
        let line = json::lay_out(json, Layout::Compact, self.terminal.stdout_is_terminal);
        self.text(&line)?;
        self.text("\n")
    }

    /// Prints one line of JSON, whatever the format.
    pub(crate) fn ndjson_line(&mut self, value: &impl Serialize) -> Result<()> {
        self.ndjson(std::slice::from_ref(value))
    }

    /// Begins a list whose rows follow later, in a format that has a line for each.
    pub(crate) fn begin_rows<T: Serialize>(&mut self, columns: &[&Column<T>]) -> Result<()> {
        let columns = self.chosen(columns);
        let text = listing::header(self, &columns)?;
        self.text(&text)
    }

    /// Adds rows to a list begun with [`Output::begin_rows`].
    pub(crate) fn add_rows<T: Serialize>(&mut self, items: &[T], columns: &[&Column<T>]) -> Result<()> {
        let columns = self.chosen(columns);
        for item in items {
            let line = match self.format() {
                Some(Format::Csv | Format::Markdown) => listing::row(self, &columns, item)?,
                Some(Format::Name) => self.id_line(&serde_json::to_string(item)?)?,
                _ => {
                    self.ndjson(std::slice::from_ref(item))?;
                    continue;
                }
            };
            self.text(&line)?;
        }
        self.flush()
    }

    pub(super) fn csv_records(&mut self, records: impl IntoIterator<Item = Vec<String>>) -> Result<()> {
        let on_terminal = self.terminal.stdout_is_terminal;
        records.into_iter().try_for_each(|record| self.text(&csv_record(record, on_terminal)?))
    }
}

/// Returns a line of CSV.
pub(super) fn csv_record(cells: impl IntoIterator<Item = String>, on_terminal: bool) -> Result<String> {
    let mut writer = csv::WriterBuilder::new().buffer_capacity(CSV_BUFFER).from_writer(Vec::with_capacity(CSV_BUFFER));
    for cell in cells {
        writer.write_field(if on_terminal { for_terminal(&cell).into_owned() } else { cell })?;
    }
    writer.write_record(None::<&[u8]>)?;
    Ok(String::from_utf8(writer.into_inner().context("cannot write CSV")?)?)
}
