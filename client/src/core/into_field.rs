//! [`IntoField`]: the values that the setters of requests take.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, Zoned};
use serde_json::{Map, Value};

use super::secret::ApiKey;

/// A value for an optional field of a request: the value, anything that converts to it without loss, or an `Option` of
/// either. `None` leaves the field to the server.
///
/// | field | values |
/// |---|---|
/// | `String` | `&str`, `String`, `&String`, `Cow<str>`, `Box<str>` |
/// | `f64` | floats, and integers of up to 32 bits |
/// | `u32`, `u64`, `i64`, `bool` | that type |
/// | `Vec<String>` | lists, sets and iterators of strings |
/// | JSON | `Value`, `Map`, `HashMap`, `BTreeMap`, and arrays of pairs |
/// | [`ApiKey`] | the same as `String` |
/// | [`Interval`](crate::Interval) | [`std::time::Duration`], and the same as `String` |
/// | [`Timestamp`] | [`Zoned`] too |
/// | an enum of names, such as [`UserRole`](crate::users::UserRole) | the enum, and the same as `String` |
///
/// ```
/// use std::collections::HashMap;
/// use std::time::Duration;
/// use litellm_proxy_client::keys::NewKey;
///
/// let team_id: Option<String> = None;
/// let key = NewKey::default()
///     .max_budget(10)
///     .duration(Duration::from_secs(3600))
///     .models(vec!["gpt-4".to_owned()])
///     .aliases(HashMap::from([("gpt4", "gpt-4")]))
///     .team_id(team_id);
/// ```
pub trait IntoField<T> {
    /// Returns the value of the field; `None` if it is not set.
    fn into_field(self) -> Option<T>;
}

/// Implements [`IntoField`] for types that convert to the type of a field, and for options of them.
macro_rules! into_field {
    ($target:ty: $($source:ty),+ $(,)?) => {
        $(
            impl $crate::core::IntoField<$target> for $source {
                fn into_field(self) -> Option<$target> {
                    Some(<$target>::from(self))
                }
            }

            impl $crate::core::IntoField<$target> for Option<$source> {
                fn into_field(self) -> Option<$target> {
                    self.map(<$target>::from)
                }
            }
        )+

        impl $crate::core::IntoField<$target> for &Option<$target> {
            fn into_field(self) -> Option<$target> {
                self.clone()
            }
        }
    };
}
pub(crate) use into_field;

into_field!(String: String, &str, &String, Cow<'_, str>, Box<str>);
into_field!(ApiKey: ApiKey, &ApiKey, String, &str, &String, Cow<'_, str>, Box<str>);
into_field!(f64: f64, f32, i8, i16, i32, u8, u16, u32);
into_field!(u32: u32);
into_field!(u64: u64);
into_field!(i64: i64);
into_field!(bool: bool);
into_field!(Timestamp: Timestamp, Zoned);

/// What a list of strings is iterated over as: a string, or, for an optional list, a list of strings.
pub trait IntoTexts {
    /// Whether it is a list, so that nothing to iterate over is a list that is not set.
    const IS_LIST: bool;

    /// Adds the strings to a list.
    fn add_to(self, list: &mut Vec<String>);
}

macro_rules! into_text {
    ($($source:ty),+) => {$(
        impl IntoTexts for $source {
            const IS_LIST: bool = false;

            fn add_to(self, list: &mut Vec<String>) {
                list.push(self.into());
            }
        }
    )+};
}
into_text!(String, &str, &String, Cow<'_, str>, Box<str>);

impl IntoTexts for &&str {
    const IS_LIST: bool = false;

    fn add_to(self, list: &mut Vec<String>) {
        list.push((*self).to_owned());
    }
}

macro_rules! into_texts {
    ($([$($generics:tt)*] $source:ty: $item:ty;)+) => {$(
        impl<$($generics)*> IntoTexts for $source
        where
            $item: IntoTexts,
        {
            const IS_LIST: bool = true;

            fn add_to(self, list: &mut Vec<String>) {
                for item in self {
                    item.add_to(list);
                }
            }
        }
    )+};
}
into_texts! {
    [T] Vec<T>: T;
    [T, const N: usize] [T; N]: T;
    ['a, T] &'a Vec<T>: &'a T;
    ['a, T] &'a [T]: &'a T;
    ['a, T, const N: usize] &'a [T; N]: &'a T;
}

impl<I: IntoIterator<Item: IntoTexts>> IntoField<Vec<String>> for I {
    fn into_field(self) -> Option<Vec<String>> {
        let mut items = self.into_iter().peekable();
        if I::Item::IS_LIST && items.peek().is_none() {
            return None;
        }
        let mut list = Vec::new();
        for item in items {
            item.add_to(&mut list);
        }
        Some(list)
    }
}

/// Implements [`IntoField`] for lists of a type.
macro_rules! into_list {
    ($($item:ty),+) => {$(
        $crate::core::into_field::into_field!(Vec<$item>: Vec<$item>, &[$item]);

        impl<const N: usize> $crate::core::IntoField<Vec<$item>> for [$item; N] {
            fn into_field(self) -> Option<Vec<$item>> {
                Some(self.into())
            }
        }

        impl<const N: usize> $crate::core::IntoField<Vec<$item>> for &[$item; N] {
            fn into_field(self) -> Option<Vec<$item>> {
                Some(self.to_vec())
            }
        }

        impl $crate::core::IntoField<Vec<$item>> for &Vec<$item> {
            fn into_field(self) -> Option<Vec<$item>> {
                Some(self.clone())
            }
        }
    )+};
}
pub(crate) use into_list;

into_field!(Value: Value, Map<String, Value>);

impl IntoField<Value> for &Value {
    fn into_field(self) -> Option<Value> {
        Some(self.clone())
    }
}

impl IntoField<Value> for &Map<String, Value> {
    fn into_field(self) -> Option<Value> {
        Some(self.clone().into())
    }
}

fn object(fields: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>) -> Value {
    Value::Object(fields.into_iter().map(|(name, value)| (name.into(), value.into())).collect())
}

/// Implements [`IntoField`] for what is iterated over in pairs.
macro_rules! into_object {
    ($([$($generics:tt)*] $source:ty;)+) => {$(
        impl<K: Into<String>, V: Into<Value>, $($generics)*> IntoField<Value> for $source {
            fn into_field(self) -> Option<Value> {
                Some(object(self))
            }
        }

        impl<K: Into<String>, V: Into<Value>, $($generics)*> IntoField<Value> for Option<$source> {
            fn into_field(self) -> Option<Value> {
                self.map(object)
            }
        }
    )+};
}
into_object! {
    [S] HashMap<K, V, S>;
    [] BTreeMap<K, V>;
    [] Vec<(K, V)>;
    [const N: usize] [(K, V); N];
}

impl<K: Clone + Into<String>, V: Clone + Into<Value>, S> IntoField<Value> for &HashMap<K, V, S> {
    fn into_field(self) -> Option<Value> {
        Some(object(self.iter().map(|(name, value)| (name.clone(), value.clone()))))
    }
}

impl<K: Clone + Into<String>, V: Clone + Into<Value>> IntoField<Value> for &BTreeMap<K, V> {
    fn into_field(self) -> Option<Value> {
        Some(object(self.iter().map(|(name, value)| (name.clone(), value.clone()))))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    fn list(value: impl IntoField<Vec<String>>) -> Option<Vec<String>> {
        value.into_field()
    }

    fn json(value: impl IntoField<Value>) -> Option<Value> {
        value.into_field()
    }

    #[test]
    fn lists_of_any_kind_are_taken_and_an_absent_one_is_not_set() {
        let (owned, borrowed) = (vec!["a".to_owned(), "b".to_owned()], ["a", "b"]);
        let expected = Some(owned.clone());
        for taken in [
            list(owned.clone()),
            list(&owned),
            list(owned.as_slice()),
            list(Some(owned.clone())),
            list(&Some(owned.clone())),
            list(Some(&owned)),
            list(Some(owned.as_slice())),
            list(borrowed),
            list(&borrowed),
            list(Some(borrowed)),
            list(borrowed.iter().map(|name| (*name).to_owned())),
            list(BTreeSet::from(borrowed)),
            list([Cow::from("a"), Cow::from("b")]),
        ] {
            assert_eq!(taken, expected);
        }
        assert_eq!(list(None::<Vec<String>>), None);
        assert_eq!(list(&None::<Vec<String>>), None);
        assert_eq!(list(None::<&[&str]>), None);
        assert_eq!((list(Some(Vec::<&str>::new())), list(Vec::<String>::new())), (Some(vec![]), Some(vec![])));
    }

    #[test]
    fn objects_are_taken_from_maps_and_pairs() {
        let map = HashMap::from([("a", "m")]);
        let expected = Some(json!({"a": "m"}));
        for taken in [
            json(json!({"a": "m"})),
            json(&json!({"a": "m"})),
            json(&map),
            json(map.clone()),
            json(Some(map)),
            json(BTreeMap::from([("a".to_owned(), "m".to_owned())])),
            json([("a", "m")]),
            json(vec![("a", "m")]),
        ] {
            assert_eq!(taken, expected);
        }
        assert_eq!(json(None::<Value>), None);
        assert_eq!(json(None::<HashMap<String, String>>), None);
    }
}
