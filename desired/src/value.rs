//! [`Wanted`]: a value as the file gives it, and [`SecretValue`]: a value of which a part is a secret. A secret is resolved only to
//! be sent, and is never shown: neither `Debug`, `Display` nor a plan file contains it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::place::Place;

/// A value that the file gives to a field.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Wanted {
    /// A value with secrets in it.
    Secret(SecretValue),
    /// A value; null for a field that is to be empty.
    Value(Value),
}

impl Wanted {
    /// Returns whether the field is to be empty.
    pub fn is_unset(&self) -> bool {
        matches!(self, Self::Value(Value::Null))
    }

    /// Returns whether the value contains a reference that the server resolves: `os.environ/NAME`.
    pub fn is_resolved_by_server(&self) -> bool {
        fn refers(value: &Value) -> bool {
            match value {
                Value::String(text) => text.starts_with("os.environ/"),
                Value::Array(items) => items.iter().any(refers),
                Value::Object(fields) => fields.values().any(refers),
                _ => false,
            }
        }
        matches!(self, Self::Value(value) if refers(value))
    }
}

/// A value with secrets in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecretValue {
    /// How to make the value.
    #[serde(rename = "$secret")]
    pub template: Template,
    /// `version` in the file. The secret is written again when it changes.
    #[serde(rename = "$version", default, skip_serializing_if = "Option::is_none")]
    pub version: Option<u64>,
}

/// How to make a value with secrets in it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// The value of a variable of this program's environment: `{$env: NAME}`.
    Env(String),
    /// The content of a file, without the line end at its end: `{$file: PATH}`. The path is relative to the YAML file.
    File(PathBuf),
    /// What a command prints, without the line end at its end: `{$command: [op, read, …]}`.
    Command(Vec<String>),
    /// A secret in clear in the YAML file, by its place: a plan does not contain it.
    InFile {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The secret itself, unless this comes from a plan file.
        #[serde(skip)]
        value: Option<String>,
    },
    /// A part that is not secret.
    Plain(Value),
    /// A list with secrets in it.
    List(Vec<Self>),
    /// A map with secrets in it.
    Map(BTreeMap<String, Self>),
}

impl Template {
    /// Creates the template of a secret in clear.
    pub fn in_file(place: &Place, value: impl Into<String>) -> Self {
        let Place { file, line, column } = place;
        Self::InFile { file: file.to_string(), line: *line, column: *column, value: Some(value.into()) }
    }

    /// Returns the value if no part of it is secret.
    pub(crate) fn plain(&self) -> Option<Value> {
        match self {
            Self::Plain(value) => Some(value.clone()),
            Self::List(items) => items.iter().map(Self::plain).collect(),
            Self::Map(fields) => {
                let fields = fields.iter().map(|(name, field)| Some((name.clone(), field.plain()?)));
                fields.collect::<Option<Map<_, _>>>().map(Value::Object)
            }
            _ => None,
        }
    }

    /// Adds the files in which parts of it are in clear.
    pub(crate) fn files_in_clear<'a>(&'a self, files: &mut BTreeSet<&'a str>) {
        match self {
            Self::InFile { file, .. } => {
                files.insert(file);
            }
            Self::List(items) => items.iter().for_each(|item| item.files_in_clear(files)),
            Self::Map(fields) => fields.values().for_each(|field| field.files_in_clear(files)),
            Self::Env(_) | Self::File(_) | Self::Command(_) | Self::Plain(_) => {}
        }
    }

    /// Makes the value.
    ///
    /// # Errors
    /// Fails with the first secret that cannot be had.
    pub fn resolve(&self, source: &dyn SecretSource) -> Result<Value, MissingSecret> {
        let missing = |reason: String| MissingSecret { reference: self.to_string(), reason };
        let text = |result: Result<String, String>| result.map(Value::String).map_err(missing);
        match self {
            Self::Env(name) => text(source.environment(name).ok_or_else(|| format!("${name} is not set"))),
            Self::File(path) => text(source.file(path).map(without_line_end)),
            Self::Command(arguments) => text(source.command(arguments).map(without_line_end)),
            Self::InFile { value: Some(value), .. } => Ok(Value::String(value.clone())),
            Self::InFile { file, line, column, value: None } => text(source.in_file(file, *line, *column)),
            Self::Plain(value) => Ok(value.clone()),
            Self::List(items) => items.iter().map(|item| item.resolve(source)).collect(),
            Self::Map(fields) => {
                let resolve = |(name, field): (&String, &Self)| Ok((name.clone(), field.resolve(source)?));
                fields.iter().map(resolve).collect::<Result<Map<_, _>, _>>().map(Value::Object)
            }
        }
    }
}

fn without_line_end(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

/// Reads `from $NAME`, `from the file PATH`, `from the command op …`, `from proxy.yaml:12:5`.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "from ${name}"),
            Self::File(path) => write!(f, "from the file {}", path.display()),
            Self::Command(arguments) => {
                // Its arguments may be secrets.
                write!(f, "from the command {}", arguments.first().map_or("", String::as_str))
            }
            Self::InFile { file, line, column, .. } => write!(f, "from {file}:{line}:{column}"),
            Self::Plain(_) => f.write_str("in clear"),
            Self::List(items) => references(items.iter(), f),
            Self::Map(fields) => references(fields.values(), f),
        }
    }
}

fn references<'a>(parts: impl Iterator<Item = &'a Template>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut names: Vec<String> =
        parts.filter(|part| !matches!(part, Template::Plain(_))).map(ToString::to_string).collect();
    names.dedup();
    f.write_str(&names.join(", "))
}

impl fmt::Debug for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Template({self})")
    }
}

/// A secret that cannot be had. `Display` reads `from $AZURE_KEY: $AZURE_KEY is not set`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct MissingSecret {
    /// The reference to it.
    pub reference: String,
    /// Why it cannot be had.
    pub reason: String,
}

/// Where secrets come from. Errors are sentences without secrets.
pub trait SecretSource: Send + Sync {
    /// Returns the value of a variable, or `None` if it is not set or empty.
    fn environment(&self, name: &str) -> Option<String>;
    /// Returns the content of a file.
    ///
    /// # Errors
    /// Returns why it cannot be read.
    fn file(&self, path: &std::path::Path) -> Result<String, String>;
    /// Returns what a command prints.
    ///
    /// # Errors
    /// Returns why it failed.
    fn command(&self, arguments: &[String]) -> Result<String, String>;
    /// Returns the string at a place of a YAML file.
    ///
    /// # Errors
    /// Returns the reason if the file has no such string.
    fn in_file(&self, file: &str, line: usize, column: usize) -> Result<String, String>;
    /// Returns the secret in a file. If there is none, chooses one, such as `sk-…`, and saves it there before it returns it, so
    /// that it is not lost if the program ends.
    ///
    /// # Errors
    /// Returns why it cannot be read or saved.
    fn made(&self, path: &std::path::Path) -> Result<String, String>;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn plans_contain_references_in_place_of_secrets() {
        let place = Place { file: "proxy.yaml".into(), line: 3, column: 9 };
        let template = Template::Map(BTreeMap::from([
            ("a".to_owned(), Template::in_file(&place, "sk-secret")),
            ("b".to_owned(), Template::Plain(json!(1))),
            ("c".to_owned(), Template::Env("KEY".to_owned())),
        ]));
        let wanted = Wanted::Secret(SecretValue { template, version: Some(2) });
        let json = serde_json::to_string(&wanted).expect("JSON");
        assert!(!json.contains("sk-secret") && !format!("{wanted:?}").contains("sk-secret"), "{json}");
        let Ok(Wanted::Secret(read)) = serde_json::from_str(&json) else { panic!("{json}") };
        assert_eq!(read.template.to_string(), "from proxy.yaml:3:9, from $KEY");
        assert_eq!(read.version, Some(2));
    }

    #[test]
    fn plain_values_stay_what_they_are() {
        for value in [json!(null), json!("x"), json!({"$x": 1}), json!([1, 2])] {
            let json = serde_json::to_string(&Wanted::Value(value.clone())).expect("JSON");
            assert_eq!(serde_json::from_str::<Wanted>(&json).expect(&json), Wanted::Value(value));
        }
    }
}
