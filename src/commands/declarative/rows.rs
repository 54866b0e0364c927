//! Plans and their outcomes as lists: a row for each change in CSV and NDJSON. JSON and YAML stay one document.

use std::collections::BTreeMap;

use anyhow::Result;
use litellm_proxy_desired::plan::{Plan, PlannedChange};
use litellm_proxy_desired::{Address, Seen};
use serde::Serialize;

use super::show;
use crate::context::Context;
use crate::output::Column;

/// A row of a plan.
#[derive(Debug, Serialize)]
#[serde(untagged)]
enum Row<'a> {
    /// A change, as in the JSON of the plan.
    Change(&'a PlannedChange),
    /// What is not changed, and differs from the files.
    Other {
        address: &'a Address,
        /// `prunable` or `foreign`.
        action: &'static str,
        fields: BTreeMap<&'a str, Kept<'a>>,
    },
}

/// A field that others have changed, and that stays.
#[derive(Debug, Serialize)]
struct Kept<'a> {
    before: &'a Seen,
}

impl Row<'_> {
    fn address(&self) -> &Address {
        match self {
            Self::Change(change) => &change.address,
            Self::Other { address, .. } => address,
        }
    }

    fn action(&self) -> &'static str {
        match self {
            Self::Change(change) => change.action.name(),
            Self::Other { action, .. } => action,
        }
    }

    /// Returns the names of the fields.
    fn fields(&self) -> String {
        let names: Vec<&str> = match self {
            Self::Change(change) => change.fields.keys().map(String::as_str).collect(),
            Self::Other { fields, .. } => fields.keys().copied().collect(),
        };
        names.join(", ")
    }

    /// Returns the fields with their values before and after.
    fn changes(&self) -> String {
        let changes: Vec<String> = match self {
            Self::Change(change) => {
                change.fields.iter().map(|(path, field)| show::field_text(path, field, change.action)).collect()
            }
            Self::Other { fields, .. } => {
                fields.iter().map(|(path, kept)| format!("{path}: {}", show::seen(kept.before))).collect()
            }
        };
        changes.join("; ")
    }

    fn takes_along(&self) -> String {
        match self {
            Self::Change(change) => change.takes_along.join("; "),
            Self::Other { .. } => String::new(),
        }
    }
}

/// Prints a plan in a format for programs.
pub(super) fn print_plan(context: &mut Context, plan: &Plan) -> Result<()> {
    let other = |address, action, fields| Row::Other { address, action, fields };
    let prunable = plan.prunable.iter().map(|address| other(address, "prunable", BTreeMap::new()));
    let foreign = plan.foreign.iter().map(|change| {
        other(&change.address, "foreign", BTreeMap::from([(change.field.as_str(), Kept { before: &change.value })]))
    });
    let rows: Vec<Row<'_>> = plan.changes.iter().map(Row::Change).chain(prunable).chain(foreign).collect();
    let columns: [Column<Row<'_>>; 5] = [
        Column::new("address", "Address", |row| row.address().to_string()),
        Column::new("action", "Action", |row| row.action().to_owned()),
        Column::new("fields", "Fields", Row::fields),
        Column::new("changes", "Changes", Row::changes),
        Column::new("takes_along", "Takes along", Row::takes_along),
    ];
    context.output.list("change", &rows, &columns.iter().collect::<Vec<_>>(), plan).map(drop)
}
