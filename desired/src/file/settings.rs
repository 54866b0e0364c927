//! The header `litellm_proxy`, the settings of the router and of the server, and the sections that only the server's own file can set.

use std::borrow::Cow;

use litellm_proxy_yaml::{Data, Entry, Node};
use serde_json::Value;

use super::reader::{Reader, Subject};
use super::sections::{Origin, Piece};
use crate::address::{Address, Selector};
use crate::fields;
use crate::kind::Kind;

/// Sections of LiteLLM that only the server's own file can set, or that this program does not manage.
pub(crate) const ONLY_IN_SERVER_FILE: [&str; 17] = [
    "assistant_settings",
    "callback_settings",
    "custom_prompt_templates",
    "default_vertex_config",
    "endpoints",
    "environment_variables",
    "files_settings",
    "finetune_settings",
    "litellm_license",
    "mcp_aliases",
    "mcp_settings",
    "mcp_tools",
    "model_group_alias",
    "sandbox_tools",
    "skills",
    "vector_stores",
    "worker_config",
];

/// The list of pass-through endpoints in the general settings.
pub(super) const PASS_THROUGH: &str = "pass_through_endpoints";

/// The fields of the header.
const HEADER: [&str; 5] = ["version", "owner", "protect", "ignore", "external"];

impl Reader {
    pub(super) fn header(&mut self, pieces: &[Piece]) {
        for Piece { origin, node, .. } in pieces {
            for entry in self.mapping(origin, "`litellm_proxy`", node) {
                match entry.name.as_str() {
                    "version" if entry.value.to_json().as_i64() == Some(1) => {}
                    "version" => {
                        let message = "`litellm_proxy.version` must be 1, the only version of this format";
                        self.error(origin, entry.value.position, "invalid-value", message);
                    }
                    "owner" => self.owner(origin, &entry.value),
                    "protect" => {
                        let selectors = self.selectors(origin, "protect", &entry.value);
                        self.desired.header.protect.extend(selectors);
                    }
                    "ignore" => {
                        let selectors = self.selectors(origin, "ignore", &entry.value);
                        self.desired.header.ignore.extend(selectors);
                    }
                    "external" => {
                        let selectors = self.selectors(origin, "external", &entry.value);
                        self.desired.header.external.extend(selectors);
                    }
                    name if name.starts_with("x-") => {}
                    _ => self.unknown_field(origin, entry, "`litellm_proxy`", HEADER.map(Cow::Borrowed)),
                }
            }
        }
    }

    fn owner(&mut self, origin: &Origin, node: &Node) {
        match node.to_json() {
            Value::Null => {}
            Value::String(owner) if !owner.trim().is_empty() && !owner.contains(char::is_control) => {
                match &self.desired.header.owner {
                    Some(other) if *other != owner => {
                        let message = format!("`litellm_proxy.owner` is `{owner}` here and `{other}` in another file");
                        self.error(origin, node.position, "invalid-value", message);
                    }
                    _ => self.desired.header.owner = Some(owner),
                }
            }
            _ => {
                let message = "`litellm_proxy.owner` must be a name, such as acme/platform";
                self.error(origin, node.position, "invalid-value", message);
            }
        }
    }

    fn selectors(&mut self, origin: &Origin, name: &str, node: &Node) -> Vec<Selector> {
        let mut selectors = Vec::new();
        for item in self.list(origin, &format!("`litellm_proxy.{name}`"), node) {
            match item.as_str().map(|pattern| Selector::new(members_of(pattern))) {
                Some(Ok(selector)) => {
                    if name != "external" {
                        self.selectors.push((selector.clone(), origin.place(item.position), name == "protect"));
                    }
                    selectors.push(selector);
                }
                Some(Err(error)) => {
                    self.error(origin, item.position, "invalid-value", error.to_string());
                }
                None => {
                    let message = format!("`litellm_proxy.{name}` must be a list of addresses, such as team/research");
                    self.error(origin, item.position, "invalid-type", message);
                }
            }
        }
        selectors
    }

    /// Reads settings of which there is one set; of several files, each sets other ones. Those that cannot be sent are noted.
    pub(super) fn settings(&mut self, kind: Kind, pieces: &[Piece]) {
        let section = kind.section();
        let mut whole: Option<Subject> = None;
        for Piece { origin, position, node } in pieces {
            let entries = self.mapping(origin, &format!("`{section}`"), node);
            let subject = whole.get_or_insert_with(|| Subject::new(Address::single(kind), origin, *position));
            subject.origin = origin.clone();
            for entry in entries {
                if let Some(first) = subject.resource.places.get(&entry.name) {
                    let message = format!("`{section}.{}` is set twice; first at {first}", entry.name);
                    self.error(origin, entry.position, "duplicate", message);
                } else if kind == Kind::GeneralSettings && entry.name == PASS_THROUGH {
                    self.desired.kinds.insert(Kind::PassThrough);
                    self.named_list(Kind::PassThrough, origin, &format!("`{section}.{PASS_THROUGH}`"), &entry.value);
                } else if kind.open_maps().contains(&entry.name.as_str()) {
                    let names = self.only_in_server_file_of(kind, origin, entry);
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    self.open_map(subject, entry, &names);
                } else if is_settable(kind, &entry.name) {
                    self.field(subject, entry.name.clone(), entry);
                } else if kind.is_ours() {
                    if !entry.name.starts_with("x-") {
                        let known = fields::fields(kind).iter().map(|row| Cow::Borrowed(row.path));
                        self.unknown_field(origin, entry, &format!("`{section}`"), known);
                    }
                } else {
                    let place = origin.place(entry.position);
                    self.desired.only_in_server_file.push((format!("{section}.{}", entry.name), place));
                }
            }
        }
        let is_managed =
            |subject: &Subject| kind == Kind::RouterSettings || kind.is_ours() || !subject.resource.fields.is_empty();
        if let Some(subject) = whole.filter(is_managed) {
            self.desired.kinds.insert(kind);
            self.add(subject);
        }
    }

    /// Notes the entries of a map of settings that cannot be sent, and returns their names.
    fn only_in_server_file_of(&mut self, kind: Kind, origin: &Origin, map: &Entry) -> Vec<String> {
        let Data::Mapping(entries) = &map.value.data else { return Vec::new() };
        let rows = fields::fields(kind).iter();
        let known: Vec<&str> = rows.filter_map(|row| row.path.strip_prefix(&map.name)?.strip_prefix('.')).collect();
        let is_known = |name: &str| {
            known.contains(&"*")
                || known.contains(&name)
                || fields::misspelled(name, known.iter().copied().map(Cow::Borrowed)).is_some()
        };
        let others = entries.iter().filter(|entry| !is_known(&entry.name));
        let others: Vec<(String, _)> = others.map(|entry| (entry.name.clone(), origin.place(entry.position))).collect();
        for (name, place) in &others {
            let path = format!("{}.{}.{name}", kind.section(), map.name);
            self.desired.only_in_server_file.push((path, place.clone()));
        }
        others.into_iter().map(|(name, _)| name).collect()
    }

    /// Notes what a section contains that only the server's own file can set.
    pub(super) fn only_in_server_file(&mut self, section: &str, pieces: &[Piece]) {
        for Piece { origin, position, node } in pieces {
            let found = &mut self.desired.only_in_server_file;
            match &node.data {
                Data::Mapping(entries) => found.extend(
                    entries.iter().map(|entry| (format!("{section}.{}", entry.name), origin.place(entry.position))),
                ),
                Data::Scalar(Value::Null) => {}
                Data::Sequence(items) if items.is_empty() => {}
                _ => found.push((section.to_owned(), origin.place(*position))),
            }
        }
    }

    /// Reports a section that neither LiteLLM nor this program knows. It may hold anchors.
    pub(super) fn unknown_section(&mut self, section: &str, pieces: &[Piece]) {
        let known = Kind::ALL.map(|kind| Cow::Borrowed(kind.section())).into_iter();
        let known = known
            .chain(ONLY_IN_SERVER_FILE.map(Cow::Borrowed))
            .chain(["litellm_proxy", "include", super::attachments::SECTION].map(Cow::Borrowed));
        let meant = fields::misspelled(section, known);
        let name = litellm_proxy_redact::redact_text(section);
        for Piece { origin, position, .. } in pieces {
            self.report(if let Some(meant) = &meant {
                let message = format!("unknown section `{name}`");
                origin.error(*position, "unknown-section", message).hint(format!("did you mean `{meant}`?"))
            } else {
                let message = format!("`{name}` is not a section that LiteLLM or this program knows; it is ignored");
                let hint = "sections whose names begin with x- are ignored without a warning";
                origin.warning(*position, "unknown-section", message).hint(hint)
            });
        }
    }
}

/// Returns the pattern of the members of a team, which are resources, for their section: `team/*.members`.
fn members_of(pattern: &str) -> String {
    match pattern.strip_suffix(".members") {
        Some(team) if team.starts_with("team") => format!("{team}/member/*"),
        _ => pattern.to_owned(),
    }
}

/// Returns whether a setting can be sent, or is the misspelling of one that can.
fn is_settable(kind: Kind, name: &str) -> bool {
    let names = fields::fields(kind).iter().map(|row| row.path.strip_suffix(".*").unwrap_or(row.path));
    fields::field(kind, name).is_some() || fields::misspelled(name, names.map(Cow::Borrowed)).is_some()
}
