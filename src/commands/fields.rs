//! Options that are fields of a request. A group of options serializes into the request: each option has the name of its
//! field, and no line maps one to the other.

use std::ffi::OsStr;

use anyhow::Result;
use clap::builder::{PossibleValue, PossibleValuesParser, StringValueParser, TypedValueParser};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::commands::keys::split_list;
use crate::context::Context;
use crate::failure::Failure;
use litellm_proxy_client::names::is_key_alias;
use litellm_proxy_client::{Field, key_in};

/// The value of an option that is read when the request is built: it may be in a file or on stdin, or need an error
/// message that does not repeat it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Unread {
    /// A JSON object, @FILE or @-.
    Object(String),
    /// A secret, @FILE or @-.
    Secret(String),
    /// Models, separated by commas: at least one, because an empty list would allow all.
    Models(String),
    /// Strings, separated by commas.
    List(String),
}

/// Value parsers of such options. They accept any string.
impl Unread {
    pub(super) fn object() -> impl TypedValueParser<Value = Self> {
        StringValueParser::new().map(Self::Object)
    }

    pub(super) fn secret() -> impl TypedValueParser<Value = Self> {
        StringValueParser::new().map(Self::Secret)
    }

    pub(super) fn models() -> impl TypedValueParser<Value = Self> {
        StringValueParser::new().map(Self::Models)
    }

    pub(super) fn list() -> impl TypedValueParser<Value = Self> {
        StringValueParser::new().map(Self::List)
    }

    /// Reads the value of the option that sets `field`.
    fn read(self, context: &mut Context, field: &str) -> Result<Value> {
        let option = format!("--{}", field.replace('_', "-"));
        Ok(match self {
            Self::Object(text) => Value::Object(context.arguments.object(&option, &text)?),
            Self::Secret(text) => {
                let secret = context.arguments.string(&text)?;
                if secret.trim().is_empty() {
                    return Err(Failure::usage(format!("{option} is empty")));
                }
                Value::from(if is_key_alias(&secret) { secret } else { key_in(&secret) })
            }
            Self::Models(text) => {
                let models = split_list(&text);
                if models.is_empty() {
                    return Err(Failure::usage(format!("{option} names no model")));
                }
                Value::from(models)
            }
            Self::List(text) => Value::from(split_list(&text)),
        })
    }
}

/// Builds a request from the options that were given. Options that were not given serialize as `null`, flags as `false`.
pub(super) fn request<T: DeserializeOwned>(context: &mut Context, options: &impl Serialize) -> Result<T> {
    let mut fields = Map::new();
    if let Value::Object(options) = serde_json::to_value(options)? {
        for (name, value) in options {
            let value = match value {
                Value::Null | Value::Bool(false) => continue,
                Value::Object(_) => serde_json::from_value::<Unread>(value)?.read(context, &name)?,
                value => value,
            };
            fields.insert(name, value);
        }
    }
    Ok(serde_json::from_value(Value::Object(fields))?)
}

/// The value parser of `--unset`: a field that the server can empty, `max_budget` or `max-budget`.
#[derive(Debug, Clone, Copy)]
pub(super) struct UnsetField(pub(super) &'static [Field]);

impl UnsetField {
    fn names(self) -> impl Iterator<Item = &'static str> {
        self.0.iter().filter(|field| field.empty.is_some()).map(|field| field.name)
    }
}

impl TypedValueParser for UnsetField {
    type Value = &'static Field;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<&'static Field, clap::Error> {
        let name = value.to_string_lossy().trim().replace('-', "_");
        let name = PossibleValuesParser::new(self.names()).parse_ref(command, argument, OsStr::new(&name))?;
        let field = self.0.iter().find(|field| field.name == name);
        field.ok_or_else(|| clap::Error::new(clap::error::ErrorKind::InvalidValue))
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.names().map(PossibleValue::new)))
    }
}

/// Returns the fields of an option `--unset` with the values that empty them. None of them may be set too.
pub(super) fn unset(names: &[&Field], request: &impl Serialize) -> Result<Map<String, Value>> {
    let set = serde_json::to_value(request)?;
    let mut fields = Map::new();
    for (name, empty) in names.iter().filter_map(|field| field.emptied()) {
        if set.get(name).is_some() {
            return Err(Failure::usage(format!("`{name}` is set and unset at once")));
        }
        fields.insert(name.to_owned(), empty);
    }
    Ok(fields)
}

/// Returns the paragraph of a command's help that lists what `--unset` accepts.
pub(super) fn unset_help(fields: &'static [Field]) -> String {
    let names: Vec<_> = UnsetField(fields).names().collect();
    format!("Fields that --unset can empty: {}.", names.join(", "))
}
