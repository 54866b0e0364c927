//! Finds the resource on the server that each resource of the files stands for.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::Lossless;
use litellm_proxy_client::models::{Deployment, NewModel, find_existing};
use serde_json::{Map, Value};

use super::owner_of;
use crate::address::Address;
use crate::desired::{Desired, Resource};
use crate::kind::Kind;
use crate::live::{Live, LiveResource};
use crate::value::Wanted;

/// Returns the addresses on the server of the resources that are there, by their addresses in the files. They differ only for
/// deployments whose id the server chose.
pub(super) fn matches(desired: &Desired, live: &Live, owner: &str) -> BTreeMap<Address, Address> {
    let mut matches = BTreeMap::new();
    let mut unmatched = Vec::new();
    for (address, resource) in &desired.resources {
        if let Some(marked) = marked_with_name(resource, live, owner) {
            matches.insert(address.clone(), marked.address.clone());
        } else if live.resources.contains_key(address) {
            matches.insert(address.clone(), address.clone());
        } else if resource.has_derived_id {
            unmatched.push(resource);
        }
    }
    let taken: BTreeSet<&Address> = matches.values().collect();
    let is_free = |deployment: &&LiveResource| {
        deployment.address.kind == Kind::Model
            && !taken.contains(&deployment.address)
            && owner_of(deployment).is_empty()
            && deployment.mark.as_ref().is_none_or(|mark| mark.name.is_none())
    };
    let free: Vec<&LiveResource> = live.resources.values().filter(is_free).collect();
    let found = alike(&unmatched, &free);
    for (resource, found) in unmatched.iter().zip(found) {
        if let Some(deployment) = found.and_then(|index| free.get(index)) {
            matches.insert(resource.address.clone(), deployment.address.clone());
        }
    }
    matches
}

/// Finds the deployment whose mark has the name that the file's deployment is known by.
fn marked_with_name<'a>(resource: &Resource, live: &'a Live, owner: &str) -> Option<&'a LiveResource> {
    if !resource.has_derived_id {
        return None;
    }
    let is_it = |deployment: &&LiveResource| {
        deployment.address.kind == Kind::Model
            && owner_of(deployment) == owner
            && deployment.mark.as_ref().and_then(|mark| mark.name.as_deref()) == Some(&resource.address.name)
    };
    live.resources.values().find(is_it)
}

/// Finds deployments with the same name, model, address and credential.
fn alike(resources: &[&Resource], free: &[&LiveResource]) -> Vec<Option<usize>> {
    let new: Vec<NewModel> = resources.iter().map(|resource| as_new_model(resource)).collect();
    let rows = Value::Array(free.iter().map(|deployment| deployment.row.clone()).collect());
    let existing: Vec<Lossless<Deployment>> = serde_json::from_str(&rows.to_string()).unwrap_or_default();
    if existing.len() != free.len() {
        return vec![None; resources.len()];
    }
    find_existing(&new.iter().collect::<Vec<_>>(), &existing)
}

fn as_new_model(resource: &Resource) -> NewModel {
    let map = |name: &str| -> Map<String, Value> {
        let inside = resource.fields.iter().filter_map(|(path, wanted)| {
            let field = path.strip_prefix(name)?.strip_prefix('.')?;
            let value = match wanted {
                Wanted::Value(value) => value.clone(),
                // Compared like a reference that the server resolves: any value may be it.
                Wanted::Secret(_) => Value::from("os.environ/"),
            };
            Some((field.to_owned(), value))
        });
        inside.collect()
    };
    let name = match resource.fields.get("model_name") {
        Some(Wanted::Value(Value::String(name))) => name.clone(),
        _ => resource.address.name.clone(),
    };
    let mut model = NewModel::new(name);
    model.litellm_params = map("litellm_params");
    model.model_info = map("model_info");
    model
}
