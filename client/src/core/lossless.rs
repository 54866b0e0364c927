//! [`Lossless`]: a typed view of a JSON object together with the server's own text, which keeps unknown fields, the order
//! of fields and the spelling of numbers.

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use serde::de::{DeserializeOwned, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::pages::Page;

/// A value deserialized from JSON, and that JSON. Dereferences to the value; [`Lossless::into_inner`] moves the value out.
/// Serializes as the original JSON.
#[derive(Clone)]
pub struct Lossless<T> {
    value: T,
    json: Box<RawValue>,
}

impl<T> Lossless<T> {
    /// Returns the server's own text.
    pub fn json(&self) -> &RawValue {
        &self.json
    }

    /// Returns any field by name, including those that the type does not have. `None` if absent or null.
    pub fn field(&self, name: &str) -> Option<Value> {
        let fields: serde_json::Map<String, Value> = serde_json::from_str(self.json.get()).ok()?;
        fields.get(name).filter(|value| !value.is_null()).cloned()
    }

    /// Returns a string field by name, as the server wrote it: for times, whose typed view has another spelling. `None` if
    /// it is absent or not a string.
    pub fn string(&self, name: &str) -> Option<String> {
        serde_json::Deserializer::from_str(self.json.get()).deserialize_map(FindString(name)).ok().flatten()
    }

    /// Returns the typed value.
    pub fn into_inner(self) -> T {
        self.value
    }
}

/// Finds one string field and ignores the rest.
struct FindString<'a>(&'a str);

impl<'de> Visitor<'de> for FindString<'_> {
    type Value = Option<String>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Option<String>, A::Error> {
        let mut found = None;
        while let Some(name) = fields.next_key::<Cow<'_, str>>()? {
            if name == self.0 {
                found = fields.next_value::<Value>()?.as_str().map(str::to_owned);
            } else {
                fields.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

impl<T> Deref for Lossless<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> AsRef<T> for Lossless<T> {
    fn as_ref(&self) -> &T {
        &self.value
    }
}

/// Compares the typed values, not the text.
impl<T: PartialEq> PartialEq for Lossless<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<P: Page> Lossless<P> {
    /// Returns an iterator over the items of a page.
    pub fn iter(&self) -> std::slice::Iter<'_, P::Item> {
        self.value.items().iter()
    }
}

/// The items of a page, as in `for key in client.keys().list(filter).await?`.
impl<P: Page> IntoIterator for Lossless<P> {
    type Item = P::Item;
    type IntoIter = std::vec::IntoIter<P::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.value.into_items().into_iter()
    }
}

/// The items of a page, as in `for key in &page`.
impl<'a, P: Page> IntoIterator for &'a Lossless<P> {
    type Item = &'a P::Item;
    type IntoIter = std::slice::Iter<'a, P::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: fmt::Debug> fmt::Debug for Lossless<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

impl<T> Serialize for Lossless<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lossless<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Box::<RawValue>::deserialize(deserializer)?;
        // A derived struct would also deserialize from a list, field by field.
        if !json.get().starts_with('{') {
            return Err(D::Error::custom(format_args!("expected an object, found {}", kind_of(json.get()))));
        }
        let value = serde_json::from_str(json.get()).map_err(D::Error::custom)?;
        Ok(Self { value, json })
    }
}

fn kind_of(json: &str) -> &'static str {
    match json.bytes().next() {
        Some(b'[') => "a list",
        Some(b'"') => "a string",
        Some(b'n') => "null",
        Some(b't' | b'f') => "a boolean",
        _ => "a number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Model {
        id: String,
    }

    #[test]
    fn only_objects_are_accepted() {
        for text in ["[]", r#"["m"]"#, "null", "1", "\"m\"", "true"] {
            assert!(serde_json::from_str::<Lossless<Model>>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn order_unknown_fields_and_number_text_survive() {
        let text = r#"[{"z":3e-05,"id":"m","big":123456789012345678901234567890,"a":100.0}]"#;
        let models: Vec<Lossless<Model>> = serde_json::from_str(text).expect("valid");
        assert_eq!(models[0].id, "m");
        assert_eq!(models[0].field("a"), Some(Value::from(100.0)));
        assert_eq!(serde_json::to_string(&models).expect("serializes"), text);
    }
}
