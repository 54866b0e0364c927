//! Setters for the public fields of requests, so that `NewKey::default().models(["gpt-4"]).duration("24h")` reads as
//! the request does.

use serde::ser::Error as _;
use serde::{Serialize as _, Serializer};

use super::secret::ApiKey;

/// Gives a type a setter for each field named, called like the field. The kind says what it takes: `text` and `strings`
/// for strings, `key` for a secret, `value` for any JSON, or the type of the field itself; `other` makes no setter.
/// `..extra` is the map of all other fields, and names in brackets after it are fields that are always there. Of a field
/// that is set both ways the last call counts.
macro_rules! setters {
    ($type:ident { $($kind:ident: $($field:ident),+;)+ }) => {
        impl $type {
            $($( $crate::core::options::setter!($kind $field []); )+)+
        }
    };
    ($type:ident { $($kind:ident: $($field:ident),+;)* ..$extra:ident $([$($own:ident),+])? }) => {
        $crate::core::options::setters!(@each $type $extra $($kind: $($field),+;)*);
        impl $type {
            /// Sets a field by name, as for those that have no setter of their own.
            #[must_use]
            pub fn $extra(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
                let (name, value) = (name.into(), value.into());
                $($( if name == stringify!($field) { self.$field = None; } )+)*
                $($(
                    if name == stringify!($own) && let Ok(own) = serde::Deserialize::deserialize(&value) {
                        self.$own = own;
                        return self;
                    }
                )+)?
                self.$extra.insert(name, value);
                self
            }
        }
    };
    (@each $type:ident $extra:ident $($kind:ident: $($field:ident),+;)*) => {
        $( $crate::core::options::setters!(@kind $type $extra $kind: $($field),+); )*
    };
    (@kind $type:ident $extra:ident $kind:ident: $($field:ident),+) => {
        impl $type {
            $( $crate::core::options::setter!($kind $field [$extra]); )+
        }
    };
}

macro_rules! setter {
    (string $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<String>) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = Some(value.into());
            self
        }
    };
    (strings $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = Some(values.into_iter().map(Into::into).collect());
            self
        }
    };
    (key $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<$crate::core::ApiKey>) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = Some(value.into());
            self
        }
    };
    (value $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<serde_json::Value>) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = Some(value.into());
            self
        }
    };
    (custom $field:ident [$extra:ident]) => {};
    ($kind:ident $field:ident [$($extra:ident)?]) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: $kind) -> Self {
            $( $crate::core::fields::remove(&mut self.$extra, stringify!($field)); )?
            self.$field = Some(value);
            self
        }
    };
}

pub(crate) use {setter, setters};

/// A number as it is sent. What is none would become a null, which takes a limit away.
#[expect(clippy::ref_option, reason = "serde gives it so")]
pub(crate) fn finite<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        Some(number) if !number.is_finite() => Err(S::Error::custom(format_args!("{number} is no amount"))),
        number => number.serialize(serializer),
    }
}

/// A key as it is sent.
#[expect(clippy::ref_option, reason = "serde gives it so")]
pub(crate) fn exposed<S: Serializer>(key: &Option<ApiKey>, serializer: S) -> Result<S::Ok, S::Error> {
    key.as_ref().map(ApiKey::expose).serialize(serializer)
}

/// The strings of a list of names, however its owner holds them.
pub(crate) fn strings(names: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    names.into_iter().map(|name| name.as_ref().to_owned()).collect()
}
