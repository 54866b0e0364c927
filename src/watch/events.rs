//! What changed from round to round, an event a line: first everything is added.

use std::collections::{HashMap, HashSet};

use anyhow::Result;
use jiff::{Timestamp, Unit};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::output::Output;

/// The items of the last round, by their ids.
#[derive(Default)]
pub(super) struct Events {
    items: HashMap<String, String>,
    /// The notes and warnings of the last round, which are not repeated.
    notes: String,
}

/// A change of an item.
#[derive(Serialize)]
struct Event<'a> {
    #[serde(rename = "event")]
    kind: &'static str,
    at: Timestamp,
    item: &'a RawValue,
}

impl Events {
    pub(super) fn show(&mut self, output: &mut Output, stdout: &str, stderr: &str) -> Result<()> {
        if stderr != self.notes {
            stderr.lines().for_each(|line| output.note(line));
            stderr.clone_into(&mut self.notes);
        }
        let now = Timestamp::now();
        let at = now.round(Unit::Second).unwrap_or(now);
        let mut seen = HashSet::new();
        for item in stdout.lines() {
            let mut id = output.id_of(item);
            // Several rows of one thing.
            while !seen.insert(id.clone()) {
                id.push('\n');
            }
            let kind = match self.items.get(&id) {
                None => "added",
                Some(before) if before != item => "modified",
                Some(_) => continue,
            };
            print(output, kind, at, item)?;
            self.items.insert(id, item.to_owned());
        }
        let mut deleted: Vec<(String, String)> = self.items.extract_if(|id, _| !seen.contains(id)).collect();
        deleted.sort();
        deleted.iter().try_for_each(|(_, item)| print(output, "deleted", at, item))
    }
}

fn print(output: &mut Output, kind: &'static str, at: Timestamp, item: &str) -> Result<()> {
    output.ndjson(&[Event { kind, at, item: serde_json::from_str(item)? }])
}
