//! Setters for the public fields of requests, so that `NewKey::default().models(["gpt-4"]).duration("24h")` reads as
//! the request does.

/// Gives a type a setter for each field named, called like the field. The kind says what it takes: `text` and `texts`
/// for strings, `value` for any JSON, `extra` for a map of other fields, or the type of the field itself.
macro_rules! setters {
    ($type:ident { $($kind:ident: $($field:ident),+;)+ }) => {
        impl $type {
            $($( $crate::client::options::setter!($kind $field); )+)+
        }
    };
}

macro_rules! setter {
    (text $field:ident) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<String>) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
    (texts $field:ident) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, values: impl IntoIterator<Item = impl Into<String>>) -> Self {
            self.$field = Some(values.into_iter().map(Into::into).collect());
            self
        }
    };
    (value $field:ident) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: impl Into<serde_json::Value>) -> Self {
            self.$field = Some(value.into());
            self
        }
    };
    (extra $field:ident) => {
        /// Sets a field that has no setter of its own.
        #[must_use]
        pub fn $field(mut self, name: impl Into<String>, value: impl Into<serde_json::Value>) -> Self {
            self.$field.insert(name.into(), value.into());
            self
        }
    };
    ($kind:ident $field:ident) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        #[must_use]
        pub fn $field(mut self, value: $kind) -> Self {
            self.$field = Some(value);
            self
        }
    };
}

pub(crate) use {setter, setters};

/// The texts of a list of names, however its owner holds them.
pub(crate) fn texts<T: AsRef<str>>(names: &[T]) -> Vec<&str> {
    names.iter().map(AsRef::as_ref).collect()
}
