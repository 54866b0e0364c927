//! Prints a [`Desired`] in the format that [`read`](crate::file) reads: sections, resources and fields in a fixed order, so that
//! equal configurations are equal files.

mod block;
mod fields;

use std::collections::BTreeMap;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use self::block::Block;
use crate::address::{Address, Selector};
use crate::desired::{Desired, Header, Resource};
use crate::kind::Kind;
use crate::server::policies::ATTACHED;
use crate::value::Wanted;

/// The kinds that have a section, in the order of the file.
const SECTIONS: [Kind; 22] = [
    Kind::Model,
    Kind::Credential,
    Kind::Guardrail,
    Kind::McpServer,
    Kind::SearchTool,
    Kind::VectorStore,
    Kind::Prompt,
    Kind::Agent,
    Kind::Budget,
    Kind::AccessGroup,
    Kind::Organization,
    Kind::User,
    Kind::Team,
    Kind::Key,
    Kind::Customer,
    Kind::Tag,
    Kind::Policy,
    Kind::RouterSettings,
    Kind::GeneralSettings,
    Kind::LitellmSettings,
    Kind::UiSettings,
    Kind::SsoSettings,
];

/// A configuration as it is printed. As JSON it is the same document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    sections: Vec<(&'static str, Block)>,
}

impl Document {
    /// Converts a configuration.
    pub fn new(desired: &Desired) -> Self {
        let header = header(&desired.header);
        let has_header = !header.is_empty();
        let mut sections = Vec::new();
        if has_header {
            sections.push(("litellm_proxy", Block::Map(header)));
        }
        for kind in SECTIONS {
            let resources: Vec<&Resource> =
                desired.resources.values().filter(|resource| resource.address.kind == kind).collect();
            let has_members =
                kind == Kind::Team && desired.resources.keys().any(|address| address.kind == Kind::Member);
            let has_endpoints = kind == Kind::GeneralSettings && desired.kinds.contains(&Kind::PassThrough);
            if !resources.is_empty() || has_members || has_endpoints || desired.kinds.contains(&kind) {
                sections.push((kind.section(), section(kind, desired, &resources)));
            }
            let attached = (kind == Kind::Policy).then(|| attachments(&resources)).filter(|list| !list.is_empty());
            if let Some(list) = attached {
                sections.push((crate::file::ATTACHMENTS, Block::List(list)));
            }
        }
        Self { sections }
    }

    /// Returns the document as YAML.
    pub fn to_yaml(&self) -> String {
        let mut out = String::new();
        for (name, section) in &self.sections {
            if !out.is_empty() {
                out.push('\n');
            }
            section.write_field(&mut out, name, 0);
        }
        out
    }

    /// Returns a document per section, each with the name of the section.
    pub fn split(&self) -> Vec<(&'static str, Self)> {
        self.sections.iter().map(|section| (section.0, Self { sections: vec![section.clone()] })).collect()
    }

    /// Returns whether there is no section.
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }
}

impl Serialize for Document {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.sections.iter().map(|(name, section)| (name, section)))
    }
}

fn header(header: &Header) -> Vec<(String, Block)> {
    let Header { owner, protect, ignore, external } = header;
    if owner.is_none() && [protect, ignore, external].iter().all(|selectors| selectors.is_empty()) {
        return Vec::new();
    }
    let patterns = |selectors: &[Selector]| -> Option<Block> {
        let patterns = selectors.iter().map(|selector| Block::Value(selector.to_string().into()));
        (!selectors.is_empty()).then(|| Block::List(patterns.collect()))
    };
    let fields = [
        ("version", Some(Block::Value(json!(1)))),
        ("owner", owner.as_deref().map(|owner| Block::Value(owner.into()))),
        ("protect", patterns(protect)),
        ("ignore", patterns(ignore)),
        ("external", patterns(external)),
    ];
    fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn section(kind: Kind, desired: &Desired, resources: &[&Resource]) -> Block {
    match kind {
        Kind::Model => list(kind, resources),
        kind if kind.name_in_list().is_some() => list(kind, resources),
        kind if kind.is_single() => {
            let mut settings: Vec<(String, Block)> =
                resources.iter().flat_map(|resource| fields::of(resource)).collect();
            if kind == Kind::GeneralSettings && desired.kinds.contains(&Kind::PassThrough) {
                let endpoints = desired.resources.values();
                let endpoints: Vec<&Resource> =
                    endpoints.filter(|resource| resource.address.kind == Kind::PassThrough).collect();
                settings.push(("pass_through_endpoints".to_owned(), list(Kind::PassThrough, &endpoints)));
            }
            Block::Map(settings)
        }
        Kind::Team => teams(desired, resources),
        _ => Block::Map(
            resources.iter().map(|resource| (resource.address.name.clone(), Block::Map(of_entry(resource)))).collect(),
        ),
    }
}

/// Returns the fields of an entry of a map. Attachments have a section of their own.
fn of_entry(resource: &Resource) -> Vec<(String, Block)> {
    let mut fields = fields::of(resource);
    fields.retain(|(name, _)| resource.address.kind != Kind::Policy || name != ATTACHED);
    fields
}

/// Returns the attachments of policies, with the names of these.
fn attachments(policies: &[&Resource]) -> Vec<Block> {
    let of = |policy: &&Resource| {
        let Some(Wanted::Value(Value::Array(list))) = policy.fields.get(ATTACHED) else { return Vec::new() };
        let name = Block::Value(policy.address.name.as_str().into());
        let attachment = |attachment: &Value| {
            let fields = attachment.as_object().into_iter().flatten();
            let fields = fields.map(|(name, value)| (name.clone(), Block::Value(value.clone())));
            Block::Map(std::iter::once(("policy".to_owned(), name.clone())).chain(fields).collect())
        };
        list.iter().map(attachment).collect()
    };
    policies.iter().flat_map(of).collect()
}

fn list(kind: Kind, resources: &[&Resource]) -> Block {
    Block::List(resources.iter().map(|resource| Block::Map(listed(kind, resource))).collect())
}

/// Returns an item of a list, which contains its identity.
fn listed(kind: Kind, resource: &Resource) -> Vec<(String, Block)> {
    let name = &resource.address.name;
    let mut fields = fields::of(resource);
    match kind.name_in_list() {
        Some(path) => {
            let name = if kind == Kind::PassThrough { format!("/{name}") } else { name.clone() };
            let name = Block::Value(name.into());
            match path.split_once('.') {
                Some((map, key)) => put_first(&mut fields, map, (key.to_owned(), name), 0),
                None => fields.insert(0, (path.to_owned(), name)),
            }
        }
        None if !resource.has_derived_id => {
            let after_params = fields.iter().position(|(name, _)| name == "litellm_params").map_or(0, |at| at + 1);
            let id = ("id".to_owned(), Block::Value(name.as_str().into()));
            put_first(&mut fields, "model_info", id, after_params);
        }
        None => {}
    }
    fields
}

/// Puts an entry at the beginning of a map; a new one goes to a place of its own.
fn put_first(fields: &mut Vec<(String, Block)>, map: &str, entry: (String, Block), place: usize) {
    match fields.iter_mut().find(|(name, _)| name == map) {
        Some((_, Block::Map(entries))) => entries.insert(0, entry),
        _ => fields.insert(place, (map.to_owned(), Block::Map(vec![entry]))),
    }
}

fn teams(desired: &Desired, resources: &[&Resource]) -> Block {
    let mut teams: BTreeMap<&str, Vec<(String, Block)>> =
        resources.iter().map(|resource| (resource.address.name.as_str(), fields::of(resource))).collect();
    let mut members: BTreeMap<&str, Vec<(String, Block)>> = BTreeMap::new();
    for resource in desired.resources.values() {
        if let Address { kind: Kind::Member, name, member: Some(user) } = &resource.address {
            teams.entry(name).or_default();
            members.entry(name).or_default().push((user.clone(), Block::Map(fields::of(resource))));
        }
    }
    for team in &desired.exact_members {
        members.entry(team).or_default();
    }
    for (name, fields) in &mut teams {
        if let Some(members) = members.remove(name) {
            fields.push(("members".to_owned(), Block::Map(members)));
        }
        if desired.exact_members.contains(*name) {
            fields.push(("members_mode".to_owned(), Block::Value(Value::from("exact"))));
        }
    }
    Block::Map(teams.into_iter().map(|(name, fields)| (name.to_owned(), Block::Map(fields))).collect())
}

#[cfg(test)]
mod tests;
