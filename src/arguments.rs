//! Reads argument values: literal, from a file (`@FILE`) or from standard input (`@-`).

use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use litellm_proxy_desired::file::{FileSystem, Loader, Source};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use crate::config::{describe_io, describe_json, without_bom};
use crate::failure::Failure;

/// Reads argument values. Standard input can be read only once.
#[derive(Debug, Default)]
pub(crate) struct Arguments {
    stdin_is_read: bool,
}

impl Arguments {
    /// Returns the argument itself, the content of a file for `@FILE`, or standard input for `@-`. Trailing newlines of
    /// a file are removed. `@@` escapes a leading `@`.
    pub(crate) fn string(&mut self, argument: &str) -> Result<String> {
        let Some(path) = argument.strip_prefix('@') else { return Ok(argument.to_owned()) };
        if path.starts_with('@') {
            return Ok(path.to_owned());
        }
        let mut text = self.text(path)?;
        let end = text.trim_end_matches(['\r', '\n']).len();
        text.truncate(end);
        Ok(text)
    }

    /// Returns whether an argument names a file, or standard input.
    pub(crate) fn names_file(argument: &str) -> bool {
        argument.starts_with('@') && !argument.starts_with("@@")
    }

    /// Returns whether standard input has been read.
    pub(crate) fn stdin_is_read(&self) -> bool {
        self.stdin_is_read
    }

    /// Returns the bytes of a file, or of standard input for `-`.
    pub(crate) fn file(&mut self, path: &str) -> Result<Vec<u8>> {
        if path != "-" {
            return std::fs::read(path)
                .map_err(|error| Failure::usage(format!("cannot read `{path}`: {}", describe_io(&error))));
        }
        if std::mem::replace(&mut self.stdin_is_read, true) {
            return Err(Failure::usage("standard input can be read only once"));
        }
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("cannot read standard input")?;
        Ok(bytes)
    }

    /// Copies standard input, which need not fit into memory.
    pub(crate) fn copy_stdin(&mut self, file: &mut impl Write) -> Result<()> {
        if std::mem::replace(&mut self.stdin_is_read, true) {
            return Err(Failure::usage("standard input can be read only once"));
        }
        std::io::copy(&mut std::io::stdin(), file).context("cannot read standard input")?;
        Ok(())
    }

    /// Returns the text of a file, or of standard input for `-`, without a byte order mark.
    pub(crate) fn text(&mut self, path: &str) -> Result<String> {
        let bytes = self.file(path)?;
        let text = String::from_utf8(without_bom(&bytes).to_vec());
        text.map_err(|_| Failure::usage(format!("{} is not UTF-8 text", describe_path(path))))
    }

    /// Parses the value of the option `name` as JSON; it may come from a file or standard input.
    pub(crate) fn json(&mut self, name: &str, argument: &str) -> Result<Value> {
        let text = self.json_text(name, argument)?;
        serde_json::from_str(&text).map_err(|error| invalid_json(name, &error))
    }

    /// Returns the JSON of the option `name` as written, after validating it.
    pub(crate) fn json_text(&mut self, name: &str, argument: &str) -> Result<String> {
        let text = self.string(argument)?;
        match serde_json::from_str::<&RawValue>(&text) {
            Ok(_) => Ok(text),
            Err(error) => Err(invalid_json(name, &error)),
        }
    }

    /// Parses the value of the option `name` as a JSON object.
    pub(crate) fn object(&mut self, name: &str, argument: &str) -> Result<Map<String, Value>> {
        match self.json(name, argument)? {
            Value::Object(fields) => Ok(fields),
            _ => Err(Failure::usage(format!("{name} must be a JSON object, such as '{{\"name\": \"value\"}}'"))),
        }
    }
}

/// Reads YAML files and standard input, in the words of the other errors.
#[derive(Debug)]
pub(crate) struct YamlFiles<'a>(pub(crate) &'a mut Arguments);

impl Loader for YamlFiles<'_> {
    fn content(&mut self, source: &Source) -> Result<Vec<u8>, String> {
        let path = match source {
            Source::Stdin => "-".into(),
            Source::Path(path) => path.to_string_lossy(),
        };
        self.0.file(&path).map_err(|error| format!("{error:#}"))
    }

    fn files(&mut self, path: &Path) -> Result<Option<Vec<PathBuf>>, String> {
        FileSystem.files(path)
    }

    fn identity(&mut self, path: &Path) -> Option<PathBuf> {
        FileSystem.identity(path)
    }
}

fn invalid_json(name: &str, error: &serde_json::Error) -> anyhow::Error {
    Failure::Usage {
        message: format!("invalid JSON in {name}: {}", describe_json(error)),
        hint: Some(format!("JSON has quotes inside the shell's, as in {name} '{{\"owner\": \"me\"}}'")),
    }
    .into()
}

/// Formats a path for messages, where `-` is standard input.
fn describe_path(path: &str) -> String {
    if path == "-" { "standard input".to_owned() } else { format!("`{path}`") }
}
