//! The fields of a resource in the order in which they are printed: that of the table of its kind, and by name in open maps.

use std::collections::BTreeMap;

use super::block::Block;
use crate::desired::Resource;
use crate::fields;
use crate::kind::Kind;

/// Fields that come first, in this order.
const FIRST: [&str; 5] = ["model_name", "vector_store_name", "litellm_params", "model_info", "litellm_params.model"];

/// The place of a field among others.
type Rank = (usize, String);

/// Fields with their names, in order.
type Ordered = BTreeMap<Rank, (String, Block)>;

/// Returns the fields of a resource as they are nested in the file.
pub(super) fn of(resource: &Resource) -> Vec<(String, Block)> {
    let kind = resource.address.kind;
    let mut top = Ordered::new();
    let mut inside: BTreeMap<Rank, (String, Ordered)> = BTreeMap::new();
    for (path, wanted) in &resource.fields {
        let block = Block::from(wanted);
        match path.split_once('.').filter(|(map, _)| kind.open_maps().contains(map)) {
            Some((map, name)) => {
                let (_, entries) = inside.entry(rank(kind, map)).or_insert_with(|| (map.to_owned(), Ordered::new()));
                entries.insert(rank_inside(path), (name.to_owned(), block));
            }
            None => {
                top.insert(rank(kind, path), (path.clone(), block));
            }
        }
    }
    for (rank, (map, entries)) in inside {
        top.insert(rank, (map, Block::Map(entries.into_values().collect())));
    }
    let mut found: Vec<(String, Block)> = top.into_values().collect();
    if let Some(path) = &resource.output {
        found.push(("output".to_owned(), Block::Reference(vec![("$file", path.to_string_lossy().into())])));
    }
    if resource.is_absent {
        found.push(("state".to_owned(), Block::Value("absent".into())));
    }
    found
}

fn rank(kind: Kind, name: &str) -> Rank {
    let first = FIRST.iter().position(|first| *first == name);
    let is_it = |path: &str| path == name || path.strip_prefix(name).is_some_and(|rest| rest.starts_with('.'));
    let rows = fields::fields(kind);
    let row = || rows.iter().position(|row| is_it(row.path)).unwrap_or(rows.len());
    (first.unwrap_or_else(|| FIRST.len() + row()), name.to_owned())
}

fn rank_inside(path: &str) -> Rank {
    (usize::from(!FIRST.contains(&path)), path.to_owned())
}
