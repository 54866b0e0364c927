//! A JSON object with typed accessors: database rows, request bodies and queries.

use serde_json::{Map, Value};

use super::time;

/// A JSON object. The accessors treat a null field like a missing one.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct JsonObject(pub(super) Map<String, Value>);

impl JsonObject {
    /// Converts a `json!({…})` value; anything but an object gives an empty one.
    pub(super) fn from_json(value: Value) -> Self {
        match value {
            Value::Object(fields) => Self(fields),
            _ => Self::default(),
        }
    }

    /// Parses a template that ships with this crate; each has a test that parses it.
    pub(super) fn template(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }

    /// Returns the field unless it is missing or null.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }

    /// Returns whether the field is present, null or not.
    pub(super) fn contains(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    pub(super) fn get_str(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    pub(super) fn get_f64(&self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    pub(super) fn get_i64(&self, name: &str) -> Option<i64> {
        self.get(name)?.as_i64()
    }

    /// Returns a boolean field; a missing one is false.
    pub(super) fn get_bool(&self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Returns the strings of a list; a missing list is empty.
    pub(super) fn get_strings(&self, name: &str) -> Vec<&str> {
        let list = self.get(name).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    pub(super) fn get_object(&self, name: &str) -> Option<&Map<String, Value>> {
        self.get(name)?.as_object()
    }

    pub(super) fn get_time(&self, name: &str) -> Option<jiff::Timestamp> {
        time::parse(self.get_str(name)?)
    }

    /// Sets a field in place, or appends it.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Removes a field and keeps the order of the others.
    pub(super) fn remove(&mut self, name: &str) -> Option<Value> {
        remove(&mut self.0, name)
    }

    /// Copies the named fields of a request into `metadata`.
    pub(super) fn copy_into_metadata(&mut self, request: &Self, names: &[&str]) {
        let mut metadata = self.get_object("metadata").cloned().unwrap_or_default();
        for name in names {
            if let Some(value) = request.get(name) {
                metadata.insert((*name).to_owned(), value.clone());
            }
        }
        self.set("metadata", metadata);
    }

    /// Returns this object with the given fields set over it.
    pub(super) fn with(mut self, fields: Value) -> Self {
        self.0.extend(Self::from_json(fields).0);
        self
    }

    /// Copies those of the named fields that the other object has, nulls included.
    pub(super) fn copy(&mut self, other: &Self, names: &[&str]) {
        for name in names {
            if let Some(value) = other.0.get(*name) {
                self.set(name, value.clone());
            }
        }
    }
}

impl From<JsonObject> for Value {
    fn from(object: JsonObject) -> Self {
        Self::Object(object.0)
    }
}

/// Removes a field and keeps the order of the others, whether or not `serde_json` preserves order.
pub(super) fn remove(map: &mut Map<String, Value>, name: &str) -> Option<Value> {
    let mut removed = None;
    map.retain(|field, value| {
        let is_other = field != name;
        if !is_other {
            removed = Some(value.take());
        }
        is_other
    });
    removed
}
