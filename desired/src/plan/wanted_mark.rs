//! The mark that a resource has after a plan is applied.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Inputs;
use crate::desired::Resource;
use crate::fields::{self, Shape};
use crate::live::{LiveResource, Seen};
use crate::mark::{Mark, value_fingerprint};
use crate::value::Wanted;

/// Returns the mark of a resource that is as the file says: its fields with the fingerprints of their values. Of the secrets it
/// has those that are there already and that the file still names; those that are written are added when they are.
pub(super) fn of(inputs: &Inputs<'_>, resource: &Resource, live: Option<&LiveResource>) -> Option<Mark> {
    resource.address.kind.mark_field()?;
    let before = live.and_then(|live| live.mark.as_ref());
    let mut mark = Mark {
        owner: inputs.owner().to_owned(),
        name: derived_name(resource, live),
        fields: BTreeMap::new(),
        secrets: BTreeMap::new(),
    };
    for (path, wanted) in &resource.fields {
        match wanted {
            Wanted::Secret(_) => {
                let entry = before.and_then(|before| before.secrets.get(path));
                entry.map(|entry| mark.secrets.insert(path.clone(), entry.clone()));
            }
            Wanted::Value(Value::Null) => {}
            Wanted::Value(value) => {
                if !inputs.desired.header.ignore.iter().any(|selector| selector.selects_field(&resource.address, path))
                {
                    mark.fields.insert(path.clone(), value_fingerprint(shape_of(resource, path), value));
                }
            }
        }
    }
    Some(mark)
}

/// Returns the mark of a resource that is adopted: the fields that are as the file says already, so that none changes.
pub(super) fn of_adopted(inputs: &Inputs<'_>, resource: &Resource, live: &LiveResource) -> Option<Mark> {
    let mut mark = of(inputs, resource, Some(live))?;
    mark.fields.retain(|path, _| {
        let shape = shape_of(resource, path);
        match (resource.fields.get(path), live.fields.get(path)) {
            (Some(Wanted::Value(wanted)), Some(Seen::Value(seen))) => fields::is_same(shape, wanted, seen),
            _ => false,
        }
    });
    Some(mark)
}

fn shape_of(resource: &Resource, path: &str) -> Shape {
    fields::field(resource.address.kind, path).map_or(Shape::Any, |field| field.shape)
}

/// Returns the name of a deployment whose id is not the one derived from the file. A new one gets another id if the name has a
/// slash, as in `openai/*`, because no update takes such an id.
fn derived_name(resource: &Resource, live: Option<&LiveResource>) -> Option<String> {
    let differs = live.map_or_else(|| resource.address.name.contains('/'), |live| live.address != resource.address);
    (resource.has_derived_id && differs).then(|| resource.address.name.clone())
}
