//! `object_permission` of teams and keys: an update merges its lists, so that those that are not in the file are emptied
//! one by one.

use serde_json::{Map, Value};

use crate::fields::is_empty;
use crate::live::LiveResource;

const FIELD: &str = "object_permission";

/// Takes its id and its empty lists out of a row.
pub(super) fn simplify(row: &mut Value) {
    if let Some(Value::Object(lists)) = row.get_mut(FIELD) {
        lists.retain(|name, value| name != "object_permission_id" && !is_empty(value));
    }
}

/// Adds what empties the lists that a resource has and an update does not.
pub(super) fn replace(body: &mut Map<String, Value>, live: &LiveResource) {
    let (Some(Value::Object(lists)), Some(Value::Object(present))) = (body.get_mut(FIELD), live.row.get(FIELD)) else {
        return;
    };
    for (name, value) in present.iter().filter(|(name, value)| *name != "object_permission_id" && !is_empty(value)) {
        let empty = match value {
            Value::Array(_) => Value::Array(Vec::new()),
            Value::Object(_) => Value::Object(Map::new()),
            _ => Value::Null,
        };
        lists.entry(name.clone()).or_insert(empty);
    }
}
