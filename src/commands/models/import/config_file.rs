//! A proxy config file with the files that it includes, merged as the proxy merges them.

use anyhow::Result;
use litellm_proxy_desired::file::{Sections, Source};
use litellm_proxy_desired::{Place, Severity};
use litellm_proxy_yaml::Position;

use crate::arguments::YamlFiles;
use crate::context::Context;
use crate::failure::Failure;

/// Reads a file, or standard input for `-`, and all files that it includes.
pub(super) fn read(context: &mut Context, path: &str) -> Result<Sections> {
    let sections = Sections::read(&[Source::new(path)], &mut YamlFiles(&mut context.arguments));
    let sections = sections.map_err(|error| Failure::usage(error.to_string()))?;
    match sections.diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error) {
        Some(error) => Err(Failure::usage(match &error.place {
            Some(Place { file, line, column }) => {
                place(file, Position { line: *line, column: *column }, &error.message)
            }
            None => error.message.clone(),
        })),
        None => Ok(sections),
    }
}

/// Returns a usage error about a place in a file.
pub(super) fn error_at(file: &str, position: Position, message: &str) -> anyhow::Error {
    Failure::usage(place(file, position, message))
}

/// Returns a message about a place in a file.
pub(super) fn place(file: &str, position: Position, message: &str) -> String {
    format!("{file}, {position}: {message}")
}
