//! Generates setters for the public fields of requests, as in `NewKey::default().models(["gpt-4"]).duration("24h")`, and
//! serializers for their values.

use std::borrow::Borrow;

use serde::ser::Error as _;
use serde::{Serialize as _, Serializer};

use super::secret::ApiKey;

/// Defines a setter for each of the fields, named like the field, which takes an [`IntoField`](super::IntoField). The type
/// is that of the field; `Strings` is a list of strings, `Value` any JSON, and `(other T)` defines no setter. `..extra` is the map of all other fields; names in brackets after it are
/// fields that the request always carries. If a field is set both ways, the last call wins.
macro_rules! setters {
    ($type:ident { ..$extra:ident $([$($own:ident),*])?; $($kind:tt: $($field:ident),+;)* }) => {
        $crate::core::options::setters!(@each $type $extra $($kind: $($field),+;)*);
        impl $type {
            /// Sets any field by name, including fields without a setter.
            #[must_use]
            pub fn $extra(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
                let (name, value) = (name.into(), value.into());
                $($( if name == stringify!($field) { self.$field = None; } )+)*
                $($(
                    if name == stringify!($own) && let Ok(own) = serde::Deserialize::deserialize(&value) {
                        self.$own = own;
                        return self;
                    }
                )*)?
                self.$extra.insert(name, value);
                self
            }
        }
    };
    ($type:ident { $($kind:tt: $($field:ident),+;)+ }) => {
        impl $type {
            $($( $crate::core::options::setter!($kind $field []); )+)+
        }
    };
    (@each $type:ident $extra:ident $($kind:tt: $($field:ident),+;)*) => {
        $( $crate::core::options::setters!(@kind $type $extra $kind: $($field),+); )*
    };
    (@kind $type:ident $extra:ident $kind:tt: $($field:ident),+) => {
        impl $type {
            $( $crate::core::options::setter!($kind $field [$extra]); )+
        }
    };
}

macro_rules! setter {
    ((other $type:ty) $field:ident [$($extra:ident)?]) => {};
    ($kind:tt $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`; `None` leaves it to the server.")]
        #[must_use]
        pub fn $field(
            mut self,
            value: impl $crate::core::IntoField<$crate::core::request_fields::field_type!($kind)>,
        ) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = value.into_field();
            self
        }
    };
}

pub(crate) use {setter, setters};

/// Serializes a number, and refuses NaN and infinity: they would become null, which removes a limit.
#[expect(clippy::ref_option, reason = "the signature that serde calls")]
pub(crate) fn finite<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) if !number.is_finite() => Err(S::Error::custom(format_args!("{number} is not a finite number"))),
        number => number.serialize(serializer),
    }
}

/// Serializes a key's secret.
#[expect(clippy::ref_option, reason = "the signature that serde calls")]
pub(crate) fn exposed<S: Serializer>(key: &Option<ApiKey>, serializer: S) -> Result<S::Ok, S::Error> {
    key.as_ref().map(ApiKey::expose).serialize(serializer)
}

/// Collects values, given by value or by reference.
pub(crate) fn owned<T: Clone>(values: impl IntoIterator<Item = impl Borrow<T>>) -> Vec<T> {
    values.into_iter().map(|value| value.borrow().clone()).collect()
}

/// Collects names into a vector of strings.
pub(crate) fn strings(names: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    names.into_iter().map(|name| name.as_ref().to_owned()).collect()
}
