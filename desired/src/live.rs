//! [`Live`]: what a server has, in the terms of this crate: without what the server adds by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use crate::address::Address;
use crate::mark::{Mark, hex_digest};
use crate::server::rows;
use crate::value::Wanted;

/// What a server has.
#[derive(Debug, Clone, Default)]
pub struct Live {
    /// The resources.
    pub resources: BTreeMap<Address, LiveResource>,
    /// What could not be read, in sentences.
    pub unreadable: Vec<String>,
    /// What was read and is not a resource of a file.
    pub left_out: Vec<LeftOut>,
    /// What is deleted with a budget, team or user, or loses its limits: by noun, such as `key`, the names.
    pub dependents: BTreeMap<Address, BTreeMap<&'static str, BTreeSet<String>>>,
}

/// Rows of a server that are not resources of a file, such as keys without an alias.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct LeftOut {
    /// How many there are.
    pub count: usize,
    /// What they are, in singular and plural: `key has no alias`, `keys have no alias`.
    pub what: [&'static str; 2],
}

/// A resource on the server.
#[derive(Debug, Clone, Serialize)]
pub struct LiveResource {
    /// The address.
    pub address: Address,
    /// The fields that have a value, by path; without those that the server adds by itself, and without the mark.
    pub fields: BTreeMap<String, Seen>,
    /// The ownership mark.
    pub mark: Option<Mark>,
    /// Whether it comes from the server's own configuration file, so that it cannot be changed.
    #[serde(skip)]
    pub is_from_config: bool,
    /// The fields that the server's own configuration file sets, each so that it cannot be changed; for settings.
    #[serde(skip)]
    pub fields_from_config: BTreeSet<String>,
    /// Whether a replacement of it was interrupted: it is to be replaced again, whatever its fields are.
    #[serde(skip)]
    pub is_half_replaced: bool,
    /// Whether nobody named it: the server made it by itself for another resource, such as the budget of a single member, or it
    /// is a key without an alias. It is not exported.
    #[serde(skip)]
    pub is_implicit: bool,
    /// The name that the server's endpoints take: an id, or the hash of a key.
    #[serde(skip)]
    pub id: String,
    /// The row as the server returns it.
    #[serde(skip)]
    pub row: Value,
}

/// A value on the server.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// A value.
    Value(Value),
    /// A value that the server does not show, masked or omitted; `{"$hidden": true}` in JSON.
    Hidden,
}

impl Seen {
    /// Returns the value as it may be shown: hidden if it is a secret, or contains one, since some servers return those in clear.
    /// `wanted` is what the file gives to the field.
    pub(crate) fn shown(self, path: &str, wanted: &Wanted) -> Self {
        let name = path.rsplit('.').next().unwrap_or(path);
        let is_secret = |value: &Value| {
            let named = json!({name: value}).to_string();
            litellm_proxy_redact::redact_json(&named).is_some_and(|shown| shown != named)
        };
        match self {
            Self::Value(value) if matches!(wanted, Wanted::Secret(_)) || is_secret(&value) => Self::Hidden,
            seen => seen,
        }
    }
}

/// Reads `500`, `"a"`, `(hidden)`.
impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => canonical(value).fmt(f),
            Self::Hidden => f.write_str("(hidden)"),
        }
    }
}

impl Serialize for Seen {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Hidden => json!({"$hidden": true}).serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Seen {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(if value.get("$hidden").is_some() { Self::Hidden } else { Self::Value(value) })
    }
}

impl LiveResource {
    /// Creates a resource without fields.
    pub fn new(address: Address, id: impl Into<String>, row: Value) -> Self {
        Self {
            address,
            fields: BTreeMap::new(),
            mark: None,
            is_from_config: false,
            fields_from_config: BTreeSet::new(),
            is_half_replaced: false,
            is_implicit: false,
            id: id.into(),
            row,
        }
    }

    /// Returns the value of a field, also of one that is not among [`LiveResource::fields`] because the server may have
    /// added it by itself, such as `model_info.max_tokens`. `None` if it has none.
    pub fn value(&self, path: &str) -> Option<Seen> {
        self.fields.get(path).cloned().or_else(|| rows::value(&self.row, path))
    }

    /// Returns a fingerprint of all that can be read: the beginning of a SHA-256. It changes when somebody changes the
    /// resource.
    pub fn fingerprint(&self) -> String {
        hex_digest(&canonical(&serde_json::to_value(self).unwrap_or_default()).to_string(), 16)
    }
}

/// Returns a value with the fields of its objects in order, and with numbers that are equal spelled equally.
pub fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let sorted: BTreeMap<&String, Value> =
                fields.iter().map(|(name, value)| (name, canonical(value))).collect();
            sorted.into_iter().map(|(name, value)| (name.clone(), value)).collect::<serde_json::Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(canonical).collect(),
        Value::Number(number) => {
            let float = number.as_f64().unwrap_or_default();
            #[expect(clippy::cast_possible_truncation, reason = "checked to be integral and in range")]
            let integer = (float.fract() == 0.0 && float.abs() < 9.0e15).then_some(float as i64);
            integer.map_or_else(|| value.clone(), Value::from)
        }
        other => other.clone(),
    }
}
