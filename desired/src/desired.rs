//! [`Desired`]: what the files ask for, in the terms of this crate.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::address::{Address, Selector};
use crate::kind::Kind;
use crate::place::Place;
use crate::value::Wanted;

/// The configuration that the files describe.
#[derive(Debug, Clone, Default)]
pub struct Desired {
    /// The header.
    pub header: Header,
    /// The kinds that are managed: those whose section is in a file, also if it is empty.
    pub kinds: BTreeSet<Kind>,
    /// The resources.
    pub resources: BTreeMap<Address, Resource>,
    /// The teams whose members are exactly those of the file: others are removed.
    pub exact_members: BTreeSet<String>,
    /// Settings that only the server's own file can set, such as `litellm_settings.request_timeout`. They are never sent.
    pub only_in_server_file: Vec<(String, Place)>,
    /// The files that were read, each with the SHA-256 of its content.
    pub files: Vec<(String, String)>,
}

/// `litellm_proxy:` in the file.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// The owner, who is written into the ownership mark of each resource.
    pub owner: Option<String>,
    /// Resources that are never deleted or replaced.
    pub protect: Vec<Selector>,
    /// Resources or fields that others may change.
    pub ignore: Vec<Selector>,
    /// Resources that exist without the files, so that these may name them: of a model its public name.
    pub external: Vec<Selector>,
}

/// A resource that the file asks for.
#[derive(Debug, Clone)]
pub struct Resource {
    /// The address.
    pub address: Address,
    /// Where it is in the file.
    pub place: Place,
    /// The fields, by path: `max_budget`, `litellm_params.rpm`, `metadata.cost_center`.
    pub fields: BTreeMap<String, Wanted>,
    /// Where the fields are in the file.
    pub places: BTreeMap<String, Place>,
    /// `state: absent`: the resource is to be deleted.
    pub is_absent: bool,
    /// Whether the identity was derived from the name, because the file gives none. Such a deployment may exist already
    /// under an id of the server's choice.
    pub has_derived_id: bool,
    /// Where to write a secret that the server makes, such as that of a new key: `output: {$file: PATH}`.
    pub output: Option<PathBuf>,
}

impl Resource {
    /// Creates a resource without fields.
    pub fn new(address: Address, place: Place) -> Self {
        Self {
            address,
            place,
            fields: BTreeMap::new(),
            places: BTreeMap::new(),
            is_absent: false,
            has_derived_id: false,
            output: None,
        }
    }

    /// Returns where a field is, or else where the resource is.
    pub fn place_of(&self, field: &str) -> &Place {
        self.places.get(field).unwrap_or(&self.place)
    }
}
