//! Reads the files: YAML as the proxy reads it, in the format of `docs/declarative.md`, into [`Desired`]. Neither the file system
//! nor the environment is touched here but through a [`Loader`].

mod attachments;
mod lists;
mod loader;
mod maps;
mod mentions;
mod models;
#[cfg(test)]
mod properties;
mod reader;
mod sections;
mod settings;
mod shapes;
#[cfg(test)]
pub(crate) mod tests;
mod values;

use litellm_proxy_yaml::{Data, Node};

pub(crate) use self::attachments::SECTION as ATTACHMENTS;
pub use self::loader::{FileSystem, Loader, Source};
pub(crate) use self::maps::identity_field;
pub use self::models::PRICES;
use self::reader::Reader;
pub(crate) use self::reader::{Mention, label, sort};
pub use self::sections::{LoadError, Origin, Piece, STDIN, Sections, digest};
pub(crate) use self::settings::ONLY_IN_SERVER_FILE;
use crate::address::Selector;
use crate::desired::Desired;
use crate::kind::Kind;
use crate::place::{Diagnostic, Place, Severity};

/// What the files ask for, and what is wrong with them.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// What the files ask for, without what is wrong.
    pub desired: Desired,
    /// What is wrong, in the order of the files. Every diagnostic has a place.
    pub diagnostics: Vec<Diagnostic>,
    /// The names of other resources, for [`lint`](crate::lint).
    pub(crate) mentions: Vec<Mention>,
    /// The patterns of the header, and whether each protects.
    pub(crate) selectors: Vec<(Selector, Place, bool)>,
    /// The sections of kinds.
    pub(crate) sections: Vec<(Kind, Place)>,
    pub(crate) order: Vec<std::sync::Arc<str>>,
}

impl Reading {
    /// Returns whether the files cannot be applied.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }
}

/// Reads files, directories and standard input, with what they include. Everything that is wrong in them is in
/// [`Reading::diagnostics`].
///
/// # Errors
/// Fails if a source cannot be read at all.
pub fn read(sources: &[Source], loader: &mut dyn Loader) -> Result<Reading, LoadError> {
    let mut sections = Sections::read(sources, loader)?;
    let mut reader = Reader { diagnostics: std::mem::take(&mut sections.diagnostics), ..Reader::default() };
    for (name, pieces) in sections.take() {
        // Sections of LiteLLM in which only some settings can be sent have no kind of their own.
        let has_section = |kind: &Kind| !matches!(kind, Kind::Member | Kind::PassThrough) && kind.section() == name;
        let is_mixed = ["general_settings", "litellm_settings"].contains(&name.as_str());
        let kind = Kind::ALL.into_iter().find(has_section).filter(|_| !is_mixed);
        if let Some(kind) = kind {
            reader.desired.kinds.insert(kind);
            reader.sections.extend(pieces.iter().map(|piece| (kind, piece.origin.place(piece.position))));
        }
        match kind {
            Some(Kind::Model) => reader.models(&pieces),
            Some(kind) if kind.is_single() => reader.settings(kind, &pieces),
            Some(kind) if kind.name_in_list().is_some() => reader.named_lists(kind, &pieces),
            Some(kind) => reader.map(kind, &pieces),
            None if name == "general_settings" => reader.settings(Kind::GeneralSettings, &pieces),
            None if name == "litellm_settings" => reader.settings(Kind::LitellmSettings, &pieces),
            None if name == "litellm_proxy" => reader.header(&pieces),
            None if name == attachments::SECTION => reader.policy_attachments(&pieces),
            None if name.starts_with("x-") => {}
            None if settings::ONLY_IN_SERVER_FILE.contains(&name.as_str()) => {
                reader.only_in_server_file(&name, &pieces);
            }
            None => reader.unknown_section(&name, &pieces),
        }
    }
    reader.resolve_emails();
    reader.desired.files = sections.files;
    reader.sort(&sections.order);
    let Reader { desired, diagnostics, mentions, selectors, sections: places, emails: _ } = reader;
    Ok(Reading { desired, diagnostics, mentions, selectors, sections: places, order: sections.order })
}

/// Returns the string at a place of a YAML file, for [`SecretSource::in_file`](crate::value::SecretSource::in_file).
pub fn string_at(text: &str, line: usize, column: usize) -> Option<String> {
    fn find(node: &Node, line: usize, column: usize) -> Option<String> {
        let is_here = node.position.line == line && node.position.column == column;
        match &node.data {
            Data::Scalar(serde_json::Value::String(text)) => is_here.then(|| text.clone()),
            Data::Scalar(value @ serde_json::Value::Number(_)) => is_here.then(|| value.to_string()),
            Data::Scalar(_) => None,
            Data::Sequence(items) => items.iter().find_map(|item| find(item, line, column)),
            Data::Mapping(entries) => entries.iter().find_map(|entry| find(&entry.value, line, column)),
        }
    }
    find(&litellm_proxy_yaml::read(text).ok()?, line, column)
}
