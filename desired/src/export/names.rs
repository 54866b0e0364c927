//! Names of variables for secrets, made from address and field: the key of the credential `azure-eu` is `AZURE_EU_API_KEY`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::values::secrets_of;
use crate::address::Address;
use crate::kind::Kind;
use crate::live::{Live, LiveResource, Seen};
use crate::mark::hex_digest;

/// The names for all secrets of a server. They do not depend on which of its resources are exported.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<(Address, String), String>);

impl Names {
    pub(super) fn of(live: &Live) -> Self {
        let mut by_name: BTreeMap<String, Vec<(&LiveResource, String)>> = BTreeMap::new();
        for resource in live.resources.values() {
            for path in secrets_of(resource) {
                let name = short(resource, &path);
                by_name.entry(name).or_default().push((resource, path));
            }
        }
        let mut names = BTreeMap::new();
        let mut longer: BTreeMap<String, Vec<(&LiveResource, String)>> = BTreeMap::new();
        for (name, secrets) in by_name {
            // A variable of this program must not become the secret of a provider.
            let is_free = secrets.len() == 1 && !name.starts_with("LITELLM_") && !name.starts_with('_');
            for (resource, path) in secrets {
                if is_free {
                    names.insert((resource.address.clone(), path), name.clone());
                } else {
                    let name = format!("{}_{}", upper(resource.address.kind.name()), name.trim_start_matches('_'));
                    longer.entry(name).or_default().push((resource, path));
                }
            }
        }
        for (name, secrets) in longer {
            let is_free = secrets.len() == 1 && !names.values().any(|other| *other == name);
            for (resource, path) in secrets {
                let hash = || upper(&hex_digest(&format!("{}.{path}", resource.address), 4));
                let name = if is_free { name.clone() } else { format!("{name}_{}", hash()) };
                names.insert((resource.address.clone(), path), name);
            }
        }
        Self(names)
    }

    /// Returns the name for a secret.
    pub(super) fn get(&self, address: &Address, path: &str) -> String {
        let name = self.0.get(&(address.clone(), path.to_owned()));
        name.cloned().unwrap_or_else(|| upper(&format!("{address}_{path}")))
    }
}

/// Returns a name from the identity of a resource and a field.
fn short(resource: &LiveResource, path: &str) -> String {
    let Address { kind, name, member } = &resource.address;
    let identity = match resource.fields.get("model_name") {
        Some(Seen::Value(Value::String(model))) if *kind == Kind::Model && is_generated(name) => model,
        _ if *kind == Kind::RouterSettings => "router",
        _ if kind.is_single() => kind.name(),
        _ => member.as_ref().unwrap_or(name),
    };
    let field = path.split_once('.').filter(|(map, _)| kind.open_maps().contains(map)).map_or(path, |(_, name)| name);
    let (identity, field) = (upper(identity), upper(field));
    // The value of the key `prod-key` is `PROD_KEY`.
    let name = if *kind == Kind::Key && identity.ends_with(&format!("_{field}")) {
        identity
    } else {
        upper(&format!("{identity}_{field}"))
    };
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

/// Returns whether an id was generated: a UUID or a hash.
fn is_generated(id: &str) -> bool {
    id.len() >= 32 && id.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

fn upper(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => out.push(c.to_ascii_uppercase()),
            _ if out.ends_with('_') || out.is_empty() => {}
            _ => out.push('_'),
        }
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

/// Returns a name for the file with the secret of a key.
pub(super) fn file_name(alias: &str) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    let stem: String = alias.chars().map(|c| if is_safe(c) { c } else { '_' }).collect();
    // Two aliases must not share a file.
    let hash =
        if stem == alias && !stem.starts_with('.') { String::new() } else { format!("-{}", hex_digest(alias, 4)) };
    format!("{}{hash}.key", stem.trim_start_matches('.'))
}
