//! [`Reader`]: what all sections have in common: resources, their fields, and what is wrong with them.

use std::borrow::Cow;
use std::sync::Arc;

use litellm_proxy_yaml::{Data, Entry, Node, Position};
use serde_json::Value;

use super::sections::Origin;
use super::shapes;
use super::values::ValueReader;
use crate::address::{Address, Selector};
use crate::desired::{Desired, Resource};
use crate::fields::{self, Reference, Shape};
use crate::kind::Kind;
use crate::mark::MARK;
use crate::place::{Diagnostic, Place};
use crate::value::Wanted;

/// A name of something else in a field.
#[derive(Debug, Clone)]
pub(crate) struct Mention {
    /// The resource with the field.
    pub(crate) from: Address,
    /// The path of the field.
    pub(crate) path: String,
    /// Where the name is.
    pub(crate) place: Place,
    /// What it names.
    pub(crate) target: Reference,
    /// The name.
    pub(crate) name: String,
    /// Whether it is only the key of a limit.
    pub(crate) is_limit: bool,
}

/// Reads sections into [`Desired`].
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) desired: Desired,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) mentions: Vec<Mention>,
    /// The patterns of the header, and whether each protects.
    pub(super) selectors: Vec<(Selector, Place, bool)>,
    /// Members that are given by their e-mail address.
    pub(super) emails: Vec<(Address, Place)>,
    /// The sections of kinds.
    pub(super) sections: Vec<(Kind, Place)>,
}

/// The resource whose fields are read.
pub(super) struct Subject {
    pub(super) resource: Resource,
    /// What messages call it, such as ``team `research` ``.
    pub(super) label: String,
    pub(super) origin: Origin,
}

impl Subject {
    pub(super) fn new(address: Address, origin: &Origin, position: Position) -> Self {
        let label = label(&address);
        Self { resource: Resource::new(address, origin.place(position)), label, origin: origin.clone() }
    }

    pub(super) fn kind(&self) -> Kind {
        self.resource.address.kind
    }
}

/// Returns what messages call a resource.
pub(crate) fn label(address: &Address) -> String {
    match (address.kind, &address.member) {
        (kind, _) if kind.is_single() => format!("`{}`", kind.section()),
        (_, Some(member)) => format!("member `{member}` of team `{}`", address.name),
        (kind, None) => format!("{kind} `{}`", address.name),
    }
}

impl Reader {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(super) fn error(
        &mut self,
        origin: &Origin,
        position: Position,
        rule: &'static str,
        message: impl Into<String>,
    ) {
        self.report(origin.error(position, rule, message));
    }

    /// Returns the entries of a mapping; nothing for null, and an error for anything else.
    pub(super) fn mapping<'a>(&mut self, origin: &Origin, what: &str, node: &'a Node) -> &'a [Entry] {
        match &node.data {
            Data::Mapping(entries) => entries,
            Data::Scalar(Value::Null) => &[],
            _ => {
                self.error(origin, node.position, "invalid-type", format!("{what} must be a mapping"));
                &[]
            }
        }
    }

    /// Returns the items of a list; nothing for null, and an error for anything else.
    pub(super) fn list<'a>(&mut self, origin: &Origin, what: &str, node: &'a Node) -> &'a [Node] {
        match &node.data {
            Data::Sequence(items) => items,
            Data::Scalar(Value::Null) => &[],
            _ => {
                self.error(origin, node.position, "invalid-type", format!("{what} must be a list"));
                &[]
            }
        }
    }

    /// Reports a field that does not exist.
    pub(super) fn unknown_field<'a>(
        &mut self,
        origin: &Origin,
        entry: &Entry,
        owner: &str,
        known: impl IntoIterator<Item = Cow<'a, str>>,
    ) {
        let message = format!("{owner} has the unknown field `{}`", litellm_proxy_redact::redact_text(&entry.name));
        let hint = fields::near_miss(&entry.name, known).map(|meant| format!("did you mean `{meant}`?"));
        self.report(Diagnostic { hint, ..origin.error(entry.position, "unknown-field", message) });
    }

    /// Reads all fields of a resource but those that `skip` names.
    pub(super) fn fields(&mut self, subject: &mut Subject, entries: &[Entry], skip: &[&str]) {
        for entry in entries.iter().filter(|entry| !skip.contains(&entry.name.as_str())) {
            if entry.name == "state" {
                self.state(subject, entry);
            } else if subject.kind().open_maps().contains(&entry.name.as_str()) {
                self.open_map(subject, entry, &[]);
            } else {
                self.field(subject, entry.name.clone(), entry);
            }
        }
    }

    /// Reads the entries of an open map, but those that `skip` names.
    pub(super) fn open_map(&mut self, subject: &mut Subject, map: &Entry, skip: &[&str]) {
        let origin = subject.origin.clone();
        let what = format!("{}: `{}`", subject.label, map.name);
        for entry in self.mapping(&origin, &what, &map.value) {
            if entry.name == MARK {
                let message = format!("{what} contains the ownership mark `{MARK}`, which only apply writes");
                self.error(&origin, entry.position, "reserved-field", message);
            } else if entry.name.starts_with('$') {
                let message = format!("{what} cannot be a reference as a whole; give each of its entries one");
                self.error(&origin, entry.position, "invalid-reference", message);
                return;
            } else if !skip.contains(&entry.name.as_str()) {
                self.field(subject, format!("{}.{}", map.name, entry.name), entry);
            }
        }
    }

    /// Reads a field.
    pub(super) fn field(&mut self, subject: &mut Subject, path: String, entry: &Entry) {
        let kind = subject.kind();
        let row = fields::field(kind, &path);
        let table = fields::fields(kind);
        if row.is_none() && !table.is_empty() {
            let map = path.strip_suffix(&entry.name).unwrap_or_default();
            let inside = table.iter().filter_map(|row| row.path.strip_prefix(map));
            let known = inside.map(|name| Cow::Borrowed(name.split('.').next().unwrap_or(name)));
            let own = ["state", "members", "members_mode", "output"].map(Cow::Borrowed);
            let owner = subject.label.clone();
            self.unknown_field(&subject.origin, entry, &owner, known.chain(own));
            return;
        }
        let is_secret = match row {
            Some(row) if row.shape == Shape::Secret => true,
            Some(row) if !row.path.ends_with(".*") => false,
            _ => litellm_proxy_redact::is_secret_name(&entry.name),
        };
        let reader = ValueReader::new(&subject.origin, &subject.label, &path, &mut self.diagnostics);
        let wanted = reader.read(&entry.value, is_secret);
        if let Some(row) = row {
            let what = format!("{}: `{path}`", subject.label);
            self.diagnostics.extend(match &wanted {
                // The proxy reads these in two ways.
                Wanted::Value(Value::Array(_)) if path == "litellm_params.organization" => None,
                Wanted::Value(Value::String(_)) if path == "model_info.access_groups" => None,
                Wanted::Value(value) => shapes::check(&what, row.shape, kind, value, &subject.origin, &entry.value),
                Wanted::Secret(_) => shapes::check_reference(&what, row.shape, &subject.origin, &entry.value),
            });
        }
        self.mentions(subject, &path, row.and_then(|row| row.refers_to), &entry.value);
        subject.resource.places.insert(path.clone(), subject.origin.place(entry.position));
        subject.resource.fields.insert(path, wanted);
    }

    fn state(&mut self, subject: &mut Subject, entry: &Entry) {
        match entry.value.as_str() {
            Some("absent") => subject.resource.is_absent = true,
            Some("present") => {}
            _ => {
                let message = format!("{}: `state` must be `absent` or `present`", subject.label);
                self.error(&subject.origin, entry.value.position, "invalid-value", message);
            }
        }
    }

    /// Adds a resource, or an error if there is one with the same address.
    pub(super) fn add(&mut self, subject: Subject) {
        let Subject { resource, label, origin: _ } = subject;
        match self.desired.resources.get(&resource.address) {
            Some(first) if resource.address.kind == Kind::Guardrail => {
                let message = format!(
                    "{label} is not sent: a server keeps one guardrail of a name, and the first is at {}; only the server's own file \
                     can give one name to several, among which it chooses",
                    first.place
                );
                self.report(Diagnostic::warning("duplicate", Some(resource.place), message));
            }
            Some(first) => {
                let message = format!("{label} is defined twice; first at {}", first.place);
                self.report(Diagnostic::error("duplicate", Some(resource.place), message));
            }
            None => {
                self.desired.resources.insert(resource.address.clone(), resource);
            }
        }
    }

    /// Sorts what was found by file and position.
    pub(super) fn sort(&mut self, order: &[Arc<str>]) {
        sort(&mut self.diagnostics, order);
    }
}

/// Sorts diagnostics by file, in the order in which the files were read, and by position.
/// A key that was put in the place of a name is not quoted.
pub(crate) fn sort(diagnostics: &mut [Diagnostic], order: &[Arc<str>]) {
    let redact = |text: &mut String| {
        if litellm_proxy_redact::holds_key(text) {
            *text = litellm_proxy_redact::redact_text(text).into_owned();
        }
    };
    for diagnostic in diagnostics.iter_mut() {
        redact(&mut diagnostic.message);
        diagnostic.hint.as_mut().map(redact);
    }
    diagnostics.sort_by_key(|diagnostic| {
        let place = diagnostic.place.as_ref();
        let file = place.map(|place| order.iter().position(|file| *file == place.file));
        (file, place.map(|place| (place.line, place.column)))
    });
}
