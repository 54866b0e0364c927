//! [`Report`]: what an export left out, and what is not as on the server.

use std::collections::{BTreeMap, BTreeSet};

use crate::address::Address;
use crate::kind::Kind;
use crate::live::LeftOut;

/// How many names a sentence lists.
const LISTED: usize = 4;

/// What an export left out, and what is not as on the server.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The references that were put in place of secrets.
    pub secrets: Vec<SecretReference>,
    /// How many resources the server's own file defines, by kind, if they were left out.
    pub from_config: BTreeMap<Kind, usize>,
    /// How many keys were exported without their secrets, and without a place for new ones.
    pub keys: usize,
    /// How many resources belong to other owners than the one asked for, or to none.
    pub not_of_owner: usize,
    /// How many resources of kinds that carry no mark were left out, because one owner was asked for.
    pub without_mark: BTreeMap<Kind, usize>,
    /// Fields that were applied as something else than the server shows: references that it resolves, or changes by others.
    pub resolved: Vec<(Address, String)>,
    /// The owners of the exported resources.
    pub owners: BTreeSet<String>,
    /// How many of the exported resources could carry the mark of an owner and do not.
    pub without_owner: usize,
    /// What resources name and the server does not have, such as a deleted model.
    pub nowhere: Vec<Address>,
    /// Rows that are not resources of a file.
    pub left_out: Vec<LeftOut>,
    /// What could not be read, in sentences.
    pub unreadable: Vec<String>,
    pub(super) not_shown: BTreeMap<(Address, String), SecretKind>,
}

/// A reference in place of a secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretReference {
    /// The name of the variable.
    pub variable: String,
    /// The resource.
    pub address: Address,
    /// The path of the field.
    pub field: String,
    /// How much is known about the secret.
    pub kind: SecretKind,
}

/// How much is known about a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// It exists.
    Hidden,
    /// It may exist: the server does not show whether it does.
    Possible,
    /// It was applied as a reference that the server resolves (`os.environ/NAME`), whose name is not known.
    Reference,
}

impl Report {
    /// Counts a row that is not a resource of a file.
    pub(super) fn leave_out(&mut self, what: [&'static str; 2]) {
        match self.left_out.iter_mut().find(|rows| rows.what == what) {
            Some(rows) => rows.count += 1,
            None => self.left_out.push(LeftOut { count: 1, what }),
        }
    }

    /// Returns what to know about the export, in sentences.
    pub fn hints(&self) -> Vec<String> {
        let mut hints = Vec::new();
        hints.extend(self.hidden());
        hints.extend(self.possible());
        hints.extend(self.references());
        hints.extend(self.resolved());
        hints.extend(self.keys());
        hints.extend(self.nowhere());
        hints.extend(self.omissions());
        hints
    }

    /// Returns what is not in the export, in sentences.
    pub fn omissions(&self) -> Vec<String> {
        let mut hints = Vec::new();
        for (kind, count) in &self.from_config {
            let [verb, are] = if *count == 1 { ["comes", "is"] } else { ["come", "are"] };
            let origin = match kind {
                Kind::SsoSettings => "environment",
                _ => "own configuration file",
            };
            hints.push(format!(
                "{} {verb} from the server's {origin} and {are} left out (--include-config lists them)",
                counted(*count, kind.noun())
            ));
        }
        hints.extend(self.owners());
        for LeftOut { count, what: [one, many] } in &self.left_out {
            hints.push(format!("left out: {count} {}", if *count == 1 { one } else { many }));
        }
        hints.extend(self.unreadable.iter().cloned());
        hints
    }

    fn variables(&self, kind: SecretKind) -> Vec<&str> {
        let of_kind = self.secrets.iter().filter(|secret| secret.kind == kind);
        of_kind.map(|secret| secret.variable.as_str()).collect()
    }

    fn hidden(&self) -> Option<String> {
        let variables = self.variables(SecretKind::Hidden);
        let [are, cannot] = if variables.len() == 1 { ["it is", "secret"] } else { ["they are", "secrets"] };
        let count = variables.len();
        (count > 0).then(|| {
            format!(
                "{count} {cannot} cannot be read from a server; {are} {{$env: …}} in the file: {}",
                listed(&variables)
            )
        })
    }

    fn possible(&self) -> Option<String> {
        let variables = self.variables(SecretKind::Possible);
        let count = counted(variables.len(), ["model", "models"]);
        (!variables.is_empty()).then(|| {
            format!(
                "servers do not show whether a model has an api_key: {count} without a credential may have one, and have {{$env: …}} in the file: {}; remove it where the server uses a key of its own environment",
                listed(&variables)
            )
        })
    }

    fn references(&self) -> Option<String> {
        let variables = self.variables(SecretKind::Reference);
        let [count, are] = match variables.len() {
            1 => ["1 secret of a model is".to_owned(), "it is".to_owned()],
            count => [format!("{count} secrets of models are"), "they are".to_owned()],
        };
        (!variables.is_empty()).then(|| {
            format!(
                "{count} os.environ/… references, whose names servers do not show; {are} {{$env: …}} in the file: {}",
                listed(&variables)
            )
        })
    }

    fn resolved(&self) -> Option<String> {
        let fields: Vec<String> = self.resolved.iter().map(|(address, field)| format!("{address}.{field}")).collect();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let count = counted(fields.len(), ["field is", "fields are"]);
        (!fields.is_empty()).then(|| {
            format!(
                "{count} not as applied: an os.environ/… reference that the server resolves, or a change by others; the file has what the server shows: {}",
                listed(&fields)
            )
        })
    }

    fn nowhere(&self) -> Option<String> {
        let names: Vec<String> = self.nowhere.iter().map(ToString::to_string).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let count = counted(names.len(), ["name in the file is", "names in the file are"]);
        (!names.is_empty())
            .then(|| format!("{count} of nothing on the server: {} (`lint --server` shows the places)", listed(&names)))
    }

    fn keys(&self) -> Option<String> {
        let count = counted(self.keys, ["key is", "keys are"]);
        (self.keys > 0).then(|| {
            format!(
                "{count} exported without the secret, which never leaves a server; to create them on another one, add `key: {{$env: NAME}}` or `output: {{$file: PATH}}` to each (--new-keys DIR does the latter)"
            )
        })
    }

    fn owners(&self) -> Vec<String> {
        let mut hints = Vec::new();
        if self.not_of_owner > 0 {
            let count = counted(self.not_of_owner, ["resource", "resources"]);
            hints.push(format!("left out: {count} of other owners or of none"));
        }
        if !self.without_mark.is_empty() {
            let counts = self.without_mark.iter().map(|(kind, count)| counted(*count, kind.noun()));
            let counts = counts.collect::<Vec<_>>().join(", ");
            hints.push(format!(
                "left out: {counts}, which cannot carry the mark of an owner (export them without --owner)"
            ));
        }
        if let (Some(owner), 1, 1..) = (self.owners.first(), self.owners.len(), self.without_owner) {
            let [count, them] = match self.without_owner {
                1 => ["1 resource belongs".to_owned(), "it".to_owned()],
                count => [format!("{count} resources belong"), "them".to_owned()],
            };
            hints.push(format!("{count} to nobody, and applying the file makes {them} resources of {owner} (--owner {owner} leaves {them} out)"));
        }
        if self.owners.len() > 1 {
            let owners: Vec<&str> = self.owners.iter().map(String::as_str).collect();
            hints.push(format!(
                "the resources belong to {} owners ({}), and a file has one: use --owner",
                owners.len(),
                listed(&owners)
            ));
        }
        hints
    }
}

/// Formats a count: `1 key`, `2 keys`.
pub fn counted(count: usize, [one, many]: [&str; 2]) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Lists the first names: `a, b, c, d, …`.
pub fn listed(names: &[&str]) -> String {
    let mut distinct: Vec<&str> = Vec::new();
    for name in names {
        if !distinct.contains(name) {
            distinct.push(name);
        }
    }
    let more = if distinct.len() > LISTED { ", …" } else { "" };
    format!("{}{more}", distinct.into_iter().take(LISTED).collect::<Vec<_>>().join(", "))
}
