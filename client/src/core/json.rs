//! Parses JSON one level deep and keeps each part as written: duplicate names, key order and number spelling survive.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The fields of an object.
#[derive(Debug)]
struct Fields<'json>(Vec<(String, &'json RawValue)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FieldsVisitor;
        impl<'de> Visitor<'de> for FieldsVisitor {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(FieldsVisitor)
    }
}

/// A JSON value parsed one level deep.
#[derive(Debug)]
pub enum Shallow<'json> {
    /// The fields in order, including duplicate names.
    Object(Vec<(String, &'json RawValue)>),
    /// The items in order.
    Array(Vec<&'json RawValue>),
    /// A string, unescaped.
    String(String),
    /// A number, boolean or null, as written.
    Literal(&'json str),
}

/// Parses JSON one level deep; `None` if it is not valid at that level.
pub fn parse_shallow(json: &str) -> Option<Shallow<'_>> {
    let json = json.trim();
    Some(match json.bytes().next()? {
        b'{' => Shallow::Object(serde_json::from_str::<Fields<'_>>(json).ok()?.0),
        b'[' => Shallow::Array(serde_json::from_str(json).ok()?),
        b'"' => Shallow::String(serde_json::from_str(json).ok()?),
        _ => Shallow::Literal(serde_json::from_str::<&RawValue>(json).ok()?.get()),
    })
}
