//! A proxy config file with the files that it includes, merged as the proxy merges them: lists are joined, any other value
//! of an included file replaces the one before it.

use std::collections::{HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};

use anyhow::Result;
use litellm_proxy_yaml::{Data, Node, Position};

use crate::context::Context;
use crate::failure::Failure;

/// A value and the file that it is in.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) file: String,
    pub(super) node: Node,
}

/// The sections of the files. The pieces of a section are lists to join, or one value.
#[derive(Debug, Default)]
pub(super) struct ConfigFile {
    sections: HashMap<String, Vec<Piece>>,
}

impl ConfigFile {
    /// Reads a file, or standard input for `-`, and all files that it includes.
    pub(super) fn read(context: &mut Context, path: &str) -> Result<Self> {
        let name = if path == "-" { "stdin" } else { path };
        let mut config = Self::default();
        let root_directory = directory_of(path);
        let mut loaded = HashSet::from([absolute(Path::new(path))]);
        let mut waiting = VecDeque::new();
        let root = parse(name, context.arguments.file(path)?)?;
        config.add(name, &root_directory, root, &mut waiting)?;
        while let Some(include) = waiting.pop_front() {
            let path = include.resolve(&root_directory);
            if !loaded.insert(absolute(&path)) {
                continue;
            }
            let name = path.display().to_string();
            let bytes = context.arguments.file(&name).map_err(|error| {
                let Include { declared_in, position, .. } = &include;
                Failure::usage(format!("{declared_in}, {position}: {error}"))
            })?;
            let node = parse(&name, bytes)?;
            if !matches!(node.data, Data::Mapping(_) | Data::Scalar(serde_json::Value::Null)) {
                return Err(error_at(&name, node.position, "an included file must be a mapping"));
            }
            let directory = path.parent().map(Path::to_owned).unwrap_or_default();
            config.add(&name, &directory, node, &mut waiting)?;
        }
        Ok(config)
    }

    /// Returns the pieces of a section, or nothing if no file has it.
    pub(super) fn section(&self, name: &str) -> Option<&[Piece]> {
        self.sections.get(name).map(Vec::as_slice)
    }

    /// Merges a file into the sections, and queues the files that it includes.
    fn add(&mut self, file: &str, directory: &Path, root: Node, waiting: &mut VecDeque<Include>) -> Result<()> {
        let Data::Mapping(entries) = root.data else { return Ok(()) };
        for entry in entries {
            if entry.name == "include" {
                waiting.extend(includes(file, directory, &entry.value)?);
                continue;
            }
            let is_list = |node: &Node| matches!(node.data, Data::Sequence(_));
            let pieces = self.sections.entry(entry.name).or_default();
            if !(is_list(&entry.value) && pieces.iter().all(|piece| is_list(&piece.node))) {
                pieces.clear();
            }
            pieces.push(Piece { file: file.to_owned(), node: entry.value });
        }
        Ok(())
    }
}

/// An included file, as it is written.
#[derive(Debug)]
struct Include {
    declared_in: String,
    directory: PathBuf,
    position: Position,
    path: String,
}

impl Include {
    /// Returns the path: next to the file that includes it, or else next to the first file.
    fn resolve(&self, root_directory: &Path) -> PathBuf {
        let beside = self.directory.join(&self.path);
        let at_root = root_directory.join(&self.path);
        if !beside.exists() && at_root.exists() { at_root } else { beside }
    }
}

fn includes(file: &str, directory: &Path, list: &Node) -> Result<Vec<Include>> {
    let wrong = |position| error_at(file, position, "`include` must be a list of file paths");
    let Data::Sequence(items) = &list.data else { return Err(wrong(list.position)) };
    let included = items.iter().map(|item| {
        let path = item.as_str().ok_or_else(|| wrong(item.position))?.to_owned();
        let (declared_in, directory) = (file.to_owned(), directory.to_owned());
        Ok(Include { declared_in, directory, position: item.position, path })
    });
    included.collect()
}

/// Returns the directory that the included paths of a file are relative to; for standard input, the current one.
fn directory_of(path: &str) -> PathBuf {
    Path::new(path).parent().map(Path::to_owned).unwrap_or_default()
}

fn absolute(path: &Path) -> PathBuf {
    std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn parse(file: &str, bytes: Vec<u8>) -> Result<Node> {
    let text = String::from_utf8(bytes).map_err(|_| Failure::usage(format!("{file} is not valid UTF-8")))?;
    litellm_proxy_yaml::read(&text).map_err(|error| error_at(file, error.position, &error.message))
}

/// Returns a usage error about a place in a file.
pub(super) fn error_at(file: &str, position: Position, message: &str) -> anyhow::Error {
    Failure::usage(place(file, position, message))
}

/// Returns a message about a place in a file.
pub(super) fn place(file: &str, position: Position, message: &str) -> String {
    format!("{file}, {position}: {message}")
}
