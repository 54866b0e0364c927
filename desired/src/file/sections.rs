//! [`Sections`]: the top level of the files, with the files that they include, merged. Included files are merged as the proxy
//! does it: lists are joined, any other value of an included file replaces the one before it. Sections that LiteLLM does not
//! know, such as `teams`, are joined too.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use litellm_proxy_yaml::{Data, Node, Position};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::loader::{Loader, Source, expand};
use crate::kind::Kind;
use crate::mark::hex;
use crate::place::{Diagnostic, Place};

/// The name of standard input.
pub const STDIN: &str = "stdin";

/// Returns the SHA-256 of the content of a file, as in [`Desired::files`](crate::Desired::files).
pub fn digest(content: &[u8]) -> String {
    hex(&Sha256::digest(content), 32)
}

/// The file that a value is in.
#[derive(Debug, Clone)]
pub struct Origin {
    /// The file as it was named; `stdin` for standard input.
    pub file: Arc<str>,
    /// The directory that its relative paths start from.
    pub directory: PathBuf,
}

impl Origin {
    /// Returns a place in the file.
    pub fn place(&self, position: Position) -> Place {
        Place::new(&self.file, position)
    }

    pub(super) fn error(&self, position: Position, rule: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(rule, Some(self.place(position)), message)
    }

    pub(super) fn warning(&self, position: Position, rule: &'static str, message: impl Into<String>) -> Diagnostic {
        Diagnostic::warning(rule, Some(self.place(position)), message)
    }
}

/// The value of a section in one file.
#[derive(Debug, Clone)]
pub struct Piece {
    /// The file.
    pub origin: Origin,
    /// The start of the section's name.
    pub position: Position,
    /// The value.
    pub node: Node,
}

/// The sections of the files. The pieces of a section are lists or maps to join, or one value.
#[derive(Debug, Default)]
pub struct Sections {
    pieces: BTreeMap<String, Vec<Piece>>,
    pub(super) files: Vec<(String, String)>,
    pub(super) order: Vec<Arc<str>>,
    loaded: HashSet<PathBuf>,
    /// What is wrong with the files.
    pub diagnostics: Vec<Diagnostic>,
}

impl Sections {
    /// Reads sources. What is wrong in a file is in [`diagnostics`](Self::diagnostics).
    ///
    /// # Errors
    /// Fails if a source cannot be read.
    pub fn read(sources: &[Source], loader: &mut dyn Loader) -> Result<Self, LoadError> {
        let mut sections = Self::default();
        for source in sources {
            for file in expand(source, loader).map_err(LoadError)? {
                sections.read_file(&file, loader)?;
            }
        }
        Ok(sections)
    }

    /// Returns the pieces of a section, or `None` if no file has it.
    pub fn section(&self, name: &str) -> Option<&[Piece]> {
        self.pieces.get(name).map(Vec::as_slice)
    }

    pub(super) fn take(&mut self) -> BTreeMap<String, Vec<Piece>> {
        std::mem::take(&mut self.pieces)
    }

    /// Reads a file and all files that it includes.
    fn read_file(&mut self, source: &Source, loader: &mut dyn Loader) -> Result<(), LoadError> {
        let (name, root_directory) = match source {
            Source::Stdin => (STDIN.to_owned(), PathBuf::new()),
            Source::Path(path) => {
                if !self.is_new(path, loader) {
                    return Ok(());
                }
                (path.display().to_string(), directory_of(path))
            }
        };
        let mut whole = Whole::default();
        let bytes = loader.content(source).map_err(LoadError)?;
        self.add(&mut whole, &name, root_directory.clone(), &bytes);
        whole.has_root = true;
        while let Some(include) = whole.waiting.pop_front() {
            let beside = include.origin.directory.join(&include.path);
            let at_root = root_directory.join(&include.path);
            let is_beside = loader.identity(&beside).is_some() || loader.identity(&at_root).is_none();
            let path = if is_beside { beside } else { at_root };
            if !self.is_new(&path, loader) {
                continue;
            }
            match loader.content(&Source::Path(path.clone())) {
                Ok(bytes) => self.add(&mut whole, &path.display().to_string(), directory_of(&path), &bytes),
                Err(message) => self.fault(&include.origin, include.position, "unreadable-file", message),
            }
        }
        for (name, pieces) in whole.pieces {
            self.pieces.entry(name).or_default().extend(pieces);
        }
        Ok(())
    }

    fn is_new(&mut self, path: &Path, loader: &mut dyn Loader) -> bool {
        self.loaded.insert(loader.identity(path).unwrap_or_else(|| path.to_owned()))
    }

    fn fault(&mut self, origin: &Origin, position: Position, rule: &'static str, message: impl Into<String>) {
        self.diagnostics.push(origin.error(position, rule, message));
    }

    /// Adds the sections of a file, and queues the files that it includes.
    fn add(&mut self, whole: &mut Whole, name: &str, directory: PathBuf, bytes: &[u8]) {
        let origin = Origin { file: name.into(), directory };
        self.files.push((name.to_owned(), digest(bytes)));
        self.order.push(Arc::clone(&origin.file));
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let last = valid.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
                let column = String::from_utf8_lossy(last).chars().count() + 1;
                let position = Position { line: valid.split(|byte| *byte == b'\n').count(), column };
                self.fault(&origin, position, "invalid-yaml", "the file is not valid UTF-8");
                return;
            }
        };
        let root = match litellm_proxy_yaml::read(text) {
            Ok(root) => root,
            Err(error) => {
                self.fault(&origin, error.position, "invalid-yaml", error.message);
                return;
            }
        };
        match root.data {
            Data::Mapping(entries) => {
                for entry in entries {
                    if entry.name == "include" {
                        self.includes(whole, &origin, &entry.value);
                    } else {
                        let piece = Piece { origin: origin.clone(), position: entry.position, node: entry.value };
                        self.diagnostics.extend(whole.merge(&entry.name, piece));
                    }
                }
            }
            Data::Scalar(Value::Null) => {}
            _ => {
                let subject = if whole.has_root { "an included file" } else { "the file" };
                self.fault(&origin, root.position, "invalid-file", format!("{subject} must be a mapping of sections"));
            }
        }
    }

    fn includes(&mut self, whole: &mut Whole, origin: &Origin, list: &Node) {
        let items = match &list.data {
            Data::Sequence(items) => items.as_slice(),
            _ => std::slice::from_ref(list),
        };
        for item in items {
            match item.as_str().filter(|_| matches!(list.data, Data::Sequence(_))) {
                Some(path) => {
                    let (origin, path) = (origin.clone(), path.to_owned());
                    whole.waiting.push_back(Include { origin, position: item.position, path });
                }
                None => {
                    self.fault(origin, item.position, "invalid-file", "`include` must be a list of file paths");
                }
            }
        }
    }
}

/// A file with what it includes.
#[derive(Debug, Default)]
struct Whole {
    pieces: BTreeMap<String, Vec<Piece>>,
    waiting: VecDeque<Include>,
    has_root: bool,
}

impl Whole {
    /// Merges a section, and returns a warning if it replaces an earlier one.
    fn merge(&mut self, name: &str, piece: Piece) -> Option<Diagnostic> {
        let is_list = |node: &Node| matches!(node.data, Data::Sequence(_));
        let is_ours = name == "litellm_proxy" || Kind::ALL.iter().any(|kind| kind.is_ours() && kind.section() == name);
        let pieces = self.pieces.entry(name.to_owned()).or_default();
        let is_joined = is_ours || (is_list(&piece.node) && pieces.iter().all(|piece| is_list(&piece.node)));
        let mut warning = None;
        if !is_joined && let Some(earlier) = pieces.first() {
            let message = format!(
                "this `{name}` replaces the one at {}, as in the proxy",
                earlier.origin.place(earlier.position)
            );
            let place = piece.origin.place(piece.position);
            warning = Some(Diagnostic::warning("replaced-section", Some(place), message));
            pieces.clear();
        }
        pieces.push(piece);
        warning
    }
}

/// An included file, as it is written.
#[derive(Debug)]
struct Include {
    origin: Origin,
    position: Position,
    path: String,
}

/// A file or directory that cannot be read. `Display` says which and why.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct LoadError(pub String);

/// Returns the directory that the relative paths of a file start from.
fn directory_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_owned).unwrap_or_default()
}
