//! A JSON object as its fields in their own text: doubled names, order and the spelling of numbers stay.

use std::fmt;

use serde::de::{DeserializeOwned, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// The fields of an object.
#[derive(Debug)]
pub(crate) struct Fields<'json>(pub(crate) Vec<(String, &'json RawValue)>);

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

/// A piece of JSON, taken apart one level deep.
pub(crate) enum Piece<'json> {
    Object(Vec<(String, &'json RawValue)>),
    Array(Vec<&'json RawValue>),
    String(String),
    /// A number, boolean or null, as it is written.
    Literal(&'json str),
}

/// Takes JSON apart one level deep; `None` of what is no JSON.
pub(crate) fn take_apart(json: &str) -> Option<Piece<'_>> {
    let json = json.trim();
    Some(match json.bytes().next()? {
        b'{' => Piece::Object(serde_json::from_str::<Fields<'_>>(json).ok()?.0),
        b'[' => Piece::Array(serde_json::from_str(json).ok()?),
        b'"' => Piece::String(serde_json::from_str(json).ok()?),
        _ => Piece::Literal(serde_json::from_str::<&RawValue>(json).ok()?.get()),
    })
}

/// A field that is null as one that is missing, such as a list that the server leaves empty in more than one way.
pub(crate) fn null_as_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Default + Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A field of another shape than it should have as one that is missing: the rest is worth more than the field, and the
/// text beside the type keeps it.
pub(crate) fn lenient<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    Value::deserialize(deserializer).map(|value| serde_json::from_value(value).ok())
}
