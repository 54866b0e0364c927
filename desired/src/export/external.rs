//! What an export names and does not contain, such as models of the server's own file: the header of the file lists it.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::address::{Address, Selector};
use crate::desired::Desired;
use crate::kind::Kind;
use crate::live::{Live, LiveResource, Seen};
use crate::value::Wanted;

/// Returns the resources of the server that an export names and does not contain.
pub(super) fn external(live: &Live, desired: &Desired) -> Vec<Selector> {
    let named = named(desired);
    let exported = live.resources.values().filter(|resource| desired.resources.contains_key(&resource.address));
    let provided: BTreeSet<&str> =
        exported.filter(|resource| resource.address.kind == Kind::Model).flat_map(names_of).collect();
    let mut found = BTreeSet::new();
    for resource in live.resources.values() {
        let kind = resource.address.kind;
        let exported = desired.resources.get(&resource.address);
        match kind {
            Kind::Model if exported.is_none() => {
                // Any name may be one that a wildcard stands for.
                let names = names_of(resource).filter(|name| !provided.contains(*name));
                let names = names.filter(|name| named.contains(*name) || name.contains('*'));
                found.extend(names.map(|name| Address::new(kind, name)));
            }
            Kind::RouterSettings => {
                const ALIASES: &str = "model_group_alias";
                let is_left_out = exported.is_none_or(|exported| !exported.fields.contains_key(ALIASES));
                if let (true, Some(Seen::Value(Value::Object(aliases)))) = (is_left_out, resource.fields.get(ALIASES)) {
                    let aliases = aliases.keys().filter(|alias| named.contains(alias.as_str()));
                    found.extend(aliases.map(|alias| Address::new(Kind::Model, alias)));
                }
            }
            Kind::Member => {}
            _ if exported.is_none() && named.contains(resource.address.name.as_str()) => {
                found.insert(resource.address.clone());
            }
            _ => {}
        }
    }
    let is_managed = |address: &&Address| desired.kinds.contains(&address.kind);
    found.iter().filter(is_managed).filter_map(|address| Selector::new(address.to_string()).ok()).collect()
}

/// Returns the names that requests may use for a deployment.
fn names_of(resource: &LiveResource) -> impl Iterator<Item = &str> {
    let values =
        ["model_name", "model_info.access_groups"].into_iter().filter_map(|path| match resource.fields.get(path) {
            Some(Seen::Value(value)) => Some(value),
            _ => None,
        });
    let strings = values.flat_map(|value| match value {
        Value::Array(items) => items.iter().collect::<Vec<_>>(),
        other => vec![other],
    });
    strings.filter_map(Value::as_str)
}

/// Returns all strings in the fields of an export.
fn named(desired: &Desired) -> BTreeSet<&str> {
    fn add<'a>(value: &'a Value, names: &mut BTreeSet<&'a str>) {
        match value {
            Value::String(text) => {
                names.insert(text);
            }
            Value::Array(items) => items.iter().for_each(|item| add(item, names)),
            Value::Object(fields) => {
                for (name, field) in fields {
                    names.insert(name);
                    add(field, names);
                }
            }
            _ => {}
        }
    }
    let mut names = BTreeSet::new();
    for (address, resource) in &desired.resources {
        names.extend(address.member.as_deref());
        for wanted in resource.fields.values() {
            if let Wanted::Value(value) = wanted {
                add(value, &mut names);
            }
        }
    }
    names
}
