//! A JSON object with names for what is done with it: rows of the database, bodies and queries of requests.

use serde_json::{Map, Value};

use super::clock;

/// A JSON object. A field that is absent and one that is null read alike.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row(pub(super) Map<String, Value>);

impl Row {
    /// Of a value made with `json!({…})`; anything but an object gives an empty row.
    pub(super) fn of(value: Value) -> Self {
        match value {
            Value::Object(fields) => Self(fields),
            _ => Self::default(),
        }
    }

    /// Of a text that is part of this program; a test of its own reads each.
    pub(super) fn template(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// The field, unless it is absent or null.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// Whether the field is there, null or not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    pub(super) fn whole(&self, name: &str) -> Option<i64> {
        self.get(name)?.as_i64()
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// The texts of a list.
    pub(super) fn texts(&self, name: &str) -> Vec<&str> {
        let list = self.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    pub(super) fn object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.get(name)?.as_object()
    }

    pub(super) fn time(&self, name: &str) -> Option<jiff::Timestamp> {
        clock::read(self.text(name)?)
    }

    /// Sets a field, where it stands or at the end.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Takes a field out, leaving the order of the others.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.0.shift_remove(name)
    }

    /// Takes fields of a request that live in the metadata over into it.
    pub(super) fn keep_in_metadata(&mut self, given: &Self, names: &[&str]) {
        let mut metadata = self.object("metadata").cloned().unwrap_or_default();
        for name in names {
            if let Some(value) = given.get(name) {
                metadata.insert((*name).to_owned(), value.clone());
            }
        }
        self.set("metadata", metadata);
    }

    /// This row with other fields over it.
    pub(super) fn with(mut self, fields: Value) -> Self {
        self.0.extend(Self::of(fields).0);
        self
    }

    /// Of another row, the named fields that it has.
    pub(super) fn copy(&mut self, other: &Self, names: &[&str]) {
        for name in names {
            if let Some(value) = other.0.get(*name) {
                self.set(name, value.clone());
            }
        }
    }
}

impl From<Row> for Value {
    fn from(row: Row) -> Self {
        Self::Object(row.0)
    }
}
