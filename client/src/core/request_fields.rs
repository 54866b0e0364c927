//! Requests whose fields are written once, in a table: the structs, their setters, how they serialize and deserialize,
//! and what else is known of each field (how an update empties it, whether a copy of the resource carries it).
//!
//! [`request_fields!`] takes one table per resource and defines the requests that set its fields. [`request!`] defines a
//! single request. A new field is one row:
//!
//! ```text
//! /// Tokens per day.                                   documentation
//! tpd_limit: u64 [new update] unset null copy same;     name: type [requests] how it is emptied, how it is copied
//! ```
//!
//! | part | values |
//! |---|---|
//! | type | `String`, `Strings` (a list of strings), `Value` (any JSON), `ApiKey`, `Interval`, `Timestamp`, `f64`, `u64`, `u32`, `bool`, an enum of `string_enum!`, `(other T)` for a type that has no setter, or `any` for a field without a type of its own, which `extra` carries (then the requests are `[]`) |
//! | requests | `new`, `update`, both, or neither |
//! | `unset` | what the server takes for empty: `null`, `[]`, `{}`, or `(as other_field)` |
//! | `copy` | `same` (under its own name), `(from name)` (the server returns it under another name), `(from metadata)` (the server keeps it inside the metadata), `(lost "words")` (no request can set it) |

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};

use super::fields;
use super::interval::Interval;
use super::options::finite;
use super::secret::ApiKey;

/// A field of a resource: its name, how an update empties it and what becomes of it in a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Field {
    /// The name, as in the JSON of a request.
    pub name: &'static str,
    /// How an update empties it; `None` if the server cannot.
    pub empty: Option<Empty>,
    pub(crate) source: Option<Source>,
}

/// The value that the server takes for an empty field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Empty {
    /// `null`.
    Null,
    /// `[]`, for columns of the server's database that cannot be null.
    List,
    /// `{}`, for the same reason.
    Object,
    /// The field is emptied under another name.
    As(&'static str),
}

/// Where a copy of a resource finds the value of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    /// In the field of this name.
    Field(&'static str),
    /// In the metadata, under its own name.
    Metadata,
    /// Nowhere: no request can set it. In words, what is lost.
    Lost(&'static str),
}

impl Field {
    /// Returns the name and the value that empty the field in a request; `None` if the server cannot empty it.
    pub fn emptied(&self) -> Option<(&'static str, Value)> {
        Some(match self.empty? {
            Empty::Null => (self.name, Value::Null),
            Empty::List => (self.name, Value::Array(Vec::new())),
            Empty::Object => (self.name, Value::Object(Map::new())),
            Empty::As(other) => (other, Value::Null),
        })
    }
}

/// Returns the name and the value that empty a field; a field without a row is set to `null`.
pub(crate) fn emptied(fields: &[Field], name: &str) -> (String, Value) {
    let known = fields.iter().find(|field| field.name == name).and_then(Field::emptied);
    known.map_or_else(|| (name.to_owned(), Value::Null), |(name, value)| (name.to_owned(), value))
}

/// Defines the requests of a resource from the table of its fields; see the [module](self).
macro_rules! request_fields {
    (
        $(#[$new_doc:meta])*
        new $new:ident { $($new_own:tt)* }
        $(#[$update_doc:meta])*
        update $update:ident { $($update_own:tt)* }
        $($rows:tt)*
    ) => {
        $crate::core::request_fields::request_fields! {
            @rows
            [$(#[$new_doc])* $new { $($new_own)* }] []
            [$(#[$update_doc])* $update { $($update_own)* }] []
            []
            $($rows)*
        }
    };
    (
        @rows $new:tt [$($of_new:tt)*] $update:tt [$($of_update:tt)*] [$($table:tt)*]
        $(#[$doc:meta])* $name:ident: $type:tt [new update] $(unset $empty:tt)? $(copy $source:tt)?;
        $($rest:tt)*
    ) => {
        $crate::core::request_fields::request_fields! {
            @rows
            $new [$($of_new)* $(#[$doc])* $name: $type,]
            $update [$($of_update)* $(#[$doc])* $name: $type,]
            [$($table)* $crate::core::request_fields::field!($name $(unset $empty)? $(copy $source)?),]
            $($rest)*
        }
    };
    (
        @rows $new:tt [$($of_new:tt)*] $update:tt $of_update:tt [$($table:tt)*]
        $(#[$doc:meta])* $name:ident: $type:tt [new] $(unset $empty:tt)? $(copy $source:tt)?;
        $($rest:tt)*
    ) => {
        $crate::core::request_fields::request_fields! {
            @rows
            $new [$($of_new)* $(#[$doc])* $name: $type,]
            $update $of_update
            [$($table)* $crate::core::request_fields::field!($name $(unset $empty)? $(copy $source)?),]
            $($rest)*
        }
    };
    (
        @rows $new:tt $of_new:tt $update:tt [$($of_update:tt)*] [$($table:tt)*]
        $(#[$doc:meta])* $name:ident: $type:tt [update] $(unset $empty:tt)? $(copy $source:tt)?;
        $($rest:tt)*
    ) => {
        $crate::core::request_fields::request_fields! {
            @rows
            $new $of_new
            $update [$($of_update)* $(#[$doc])* $name: $type,]
            [$($table)* $crate::core::request_fields::field!($name $(unset $empty)? $(copy $source)?),]
            $($rest)*
        }
    };
    (
        @rows $new:tt $of_new:tt $update:tt $of_update:tt [$($table:tt)*]
        $name:ident: any [] $(unset $empty:tt)? $(copy $source:tt)?;
        $($rest:tt)*
    ) => {
        $crate::core::request_fields::request_fields! {
            @rows
            $new $of_new
            $update $of_update
            [$($table)* $crate::core::request_fields::field!($name $(unset $empty)? $(copy $source)?),]
            $($rest)*
        }
    };
    (
        @rows
        [$(#[$new_doc:meta])* $new:ident { $($new_own:tt)* }] [$($of_new:tt)*]
        [$(#[$update_doc:meta])* $update:ident { $($update_own:tt)* }] [$($of_update:tt)*]
        [$($table:tt)*]
    ) => {
        $crate::core::request_fields::request! { $(#[$new_doc])* $new { $($new_own)* } $($of_new)* }
        $crate::core::request_fields::request! { $(#[$update_doc])* $update { $($update_own)* } $($of_update)* }

        impl $update {
            /// The fields of the resource, those without a setter among them.
            pub const FIELDS: &'static [$crate::core::request_fields::Field] = &[$($table)*];
        }
    };
}

/// Defines `clear` for updates whose server can empty fields.
macro_rules! clear {
    ($update:ident) => {
        impl $update {
            /// Empties a field, such as `max_budget`, with the value that the server takes for empty.
            #[must_use]
            pub fn clear(self, field: impl AsRef<str>) -> Self {
                let (name, empty) = $crate::core::request_fields::emptied(Self::FIELDS, field.as_ref());
                self.extra(name, empty)
            }
        }
    };
}

/// Defines a request: strings that it always carries in the braces, then its optional fields. It gets setters (the last
/// call wins, that of `extra` included), serializes without the fields that are `None`, and deserializes from any
/// object: fields that it does not know, or whose values have another type, go to `extra`.
macro_rules! request {
    (
        $(#[$doc:meta])*
        $request:ident { $($(#[$own_doc:meta])* $own:ident),* }
        $($(#[$field_doc:meta])* $field:ident: $type:tt,)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $request {
            $($(#[$own_doc])* pub $own: String,)*
            $($(#[$field_doc])* pub $field: Option<$crate::core::request_fields::field_type!($type)>,)*
            /// Any other field of the endpoint.
            pub extra: serde_json::Map<String, serde_json::Value>,
        }

        $crate::core::secret::masked_debug!($request);
        $crate::core::options::setters! { $request { ..extra [$($own),*]; $($type: $field;)* } }

        impl serde::Serialize for $request {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut fields = serializer.serialize_map(None)?;
                $(fields.serialize_entry(stringify!($own), &self.$own)?;)*
                $(if let Some(value) = &self.$field {
                    fields.serialize_entry(stringify!($field), &$crate::core::request_fields::Sent(value))?;
                })*
                for (name, value) in &self.extra {
                    fields.serialize_entry(name, value)?;
                }
                fields.end()
            }
        }

        impl<'de> serde::Deserialize<'de> for $request {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut extra = serde_json::Map::<String, serde_json::Value>::deserialize(deserializer)?;
                Ok(Self {
                    $($own: $crate::core::request_fields::take(&mut extra, stringify!($own))
                        .ok_or_else(|| <D::Error as serde::de::Error>::missing_field(stringify!($own)))?,)*
                    $($field: $crate::core::request_fields::take(&mut extra, stringify!($field)),)*
                    extra,
                })
            }
        }
    };
}

macro_rules! field {
    ($name:ident $(unset $empty:tt)? $(copy $source:tt)?) => {
        $crate::core::request_fields::Field {
            name: stringify!($name),
            empty: $crate::core::request_fields::empty!($($empty)?),
            source: $crate::core::request_fields::source!($name $($source)?),
        }
    };
}

macro_rules! empty {
    () => {
        None
    };
    (null) => {
        Some($crate::core::request_fields::Empty::Null)
    };
    ([]) => {
        Some($crate::core::request_fields::Empty::List)
    };
    ({}) => {
        Some($crate::core::request_fields::Empty::Object)
    };
    ((as $other:ident)) => {
        Some($crate::core::request_fields::Empty::As(stringify!($other)))
    };
}

macro_rules! source {
    ($name:ident) => {
        None
    };
    ($name:ident same) => {
        Some($crate::core::request_fields::Source::Field(stringify!($name)))
    };
    ($name:ident (from metadata)) => {
        Some($crate::core::request_fields::Source::Metadata)
    };
    ($name:ident (from $other:ident)) => {
        Some($crate::core::request_fields::Source::Field(stringify!($other)))
    };
    ($name:ident (lost $words:literal)) => {
        Some($crate::core::request_fields::Source::Lost($words))
    };
}

/// The Rust type of a field.
macro_rules! field_type {
    (Strings) => { Vec<String> };
    (Value) => { serde_json::Value };
    (ApiKey) => { $crate::core::ApiKey };
    (Interval) => { $crate::core::Interval };
    (Timestamp) => { jiff::Timestamp };
    ((other $type:ty)) => { $type };
    ($type:ident) => { $type };
}

pub(crate) use {clear, empty, field, field_type, request, request_fields, source};

/// Takes a field out of a request's JSON. A value of another type stays, and `extra` carries it.
pub(crate) fn take<T: DeserializeOwned>(fields: &mut Map<String, Value>, name: &str) -> Option<T> {
    let value = T::deserialize(fields.get(name)?).ok()?;
    fields::remove(fields, name);
    Some(value)
}

/// A value as a request sends it.
pub(crate) struct Sent<'a, T>(pub(crate) &'a T);

/// Types of fields. Secrets are exposed, and amounts that JSON does not know are refused: they would become `null`, which
/// removes a limit.
pub(crate) trait FieldValue: Serialize {
    fn send<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.serialize(serializer)
    }
}

impl FieldValue for String {}
impl FieldValue for Vec<String> {}
impl FieldValue for Value {}
impl FieldValue for bool {}
impl FieldValue for u32 {}
impl FieldValue for u64 {}
impl FieldValue for Interval {}
impl FieldValue for Timestamp {}

impl FieldValue for f64 {
    fn send<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        finite(&Some(*self), serializer)
    }
}

impl<T: FieldValue> Serialize for Sent<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.send(serializer)
    }
}

impl Serialize for Sent<'_, ApiKey> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.expose().serialize(serializer)
    }
}
