//! Exports what a server has as a [`Desired`]: complete, without what the server adds by itself, and with references in place of
//! secrets. What cannot be exported is in the [`Report`].

mod external;
mod names;
mod references;
mod report;
mod secrets;
mod values;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::Value;

use self::external::External;
use self::names::Names;
pub use self::report::{Report, SecretKind, SecretReference, counted, listed};
use self::values::Exporter;
use crate::address::{Address, Selector};
use crate::desired::{Desired, Header, Resource};
use crate::kind::Kind;
use crate::live::{Live, LiveResource, Seen};
use crate::mark::Mark;
use crate::plan::owner_of;

/// The user that stands for the master key.
const DEFAULT_USER: &str = "default_user_id";
/// The team of the keys that the dashboard makes for itself.
const DASHBOARD_TEAM: &str = "litellm-dashboard";
/// Fields without which a deployment is not one.
const ALWAYS: [&str; 2] = ["model_name", "litellm_params.model"];

/// What to export.
#[derive(Debug, Clone, Default)]
pub struct ExportOptions {
    /// Only these kinds; all if empty.
    pub kinds: BTreeSet<Kind>,
    /// Only these resources and fields; all if empty.
    pub only: Vec<Selector>,
    /// Only resources that are marked with this owner.
    pub owner: Option<String>,
    /// Includes what the server's own configuration file defines.
    pub include_config: bool,
    /// Where the secrets of keys go that apply creates: a file per key in this directory.
    pub new_keys: Option<PathBuf>,
}

/// What was exported.
#[derive(Debug, Clone, Default)]
pub struct Export {
    /// The resources.
    pub desired: Desired,
    /// What was left out, and what is not as on the server.
    pub report: Report,
}

impl ExportOptions {
    /// Returns the kinds to read.
    pub fn kinds_to_read(&self) -> BTreeSet<Kind> {
        Kind::ALL.into_iter().filter(|kind| self.has_kind(*kind) && self.may_select(*kind)).collect()
    }

    /// Returns whether everything was asked for.
    pub fn is_whole(&self) -> bool {
        self.kinds.is_empty() && self.only.is_empty() && self.owner.is_none()
    }

    fn has_kind(&self, kind: Kind) -> bool {
        let has = |kind| self.kinds.is_empty() || self.kinds.contains(&kind);
        has(kind) || (kind == Kind::Member && has(Kind::Team)) || (kind == Kind::Team && has(Kind::Member))
    }

    fn may_select(&self, kind: Kind) -> bool {
        self.only.is_empty() || self.only.iter().any(|selector| selector.may_select(kind))
    }

    /// Returns whether a resource, or a field of it, was asked for.
    fn selects(&self, address: &Address, field: Option<&str>) -> bool {
        let is_of_field = |selector: &Selector, field: &str| {
            // A `*` in the name of a resource does not stand for fields.
            let first = field.split('.').next().unwrap_or(field);
            selector.to_string().contains(&format!(".{first}")) && selector.selects_field(address, field)
        };
        let is_selected = |selector: &Selector| {
            selector.selects(address)
                || field.is_some_and(|field| is_of_field(selector, field))
                || (address.kind == Kind::Member && selector.selects(&Address::new(Kind::Team, &address.name)))
        };
        self.only.is_empty() || self.only.iter().any(is_selected)
    }
}

/// Exports what a server has.
pub fn export(live: &Live, options: &ExportOptions) -> Export {
    let live = &without_shown_secrets(live);
    let mut exporter = Exporter { names: Names::of(live), report: Report::default() };
    let mut desired = Desired::default();
    let (mut owners, mut without_owner) = (BTreeSet::new(), 0);
    for resource in live.resources.values() {
        if !options.has_kind(resource.address.kind) || !is_for_export(resource, live, options, &mut exporter.report) {
            continue;
        }
        let exported = export_one(&mut exporter, resource, options);
        if exported.fields.is_empty() && resource.address.kind.is_single() {
            continue;
        }
        if resource.address.kind.mark_field().is_some() {
            match owner_of(resource) {
                "" => without_owner += 1,
                owner => {
                    owners.insert(owner.to_owned());
                }
            }
        }
        desired.kinds.insert(resource.address.kind);
        desired.resources.insert(resource.address.clone(), exported);
    }
    let only_owner = || owners.first().filter(|_| owners.len() == 1).cloned();
    let external = External::of(&desired, live);
    let owner = options.owner.clone().or_else(only_owner);
    desired.header = Header { owner, external: external.selectors, ..Header::default() };
    let mut report = exporter.report;
    report.nowhere = external.nowhere;
    (report.owners, report.without_owner) = (owners, without_owner);
    if options.only.is_empty() {
        report.left_out.extend(live.left_out.iter().cloned());
    }
    report.unreadable.clone_from(&live.unreadable);
    Export { desired, report }
}

/// Hides the values that were applied as secrets and that the server shows, because their names are not those of secrets.
fn without_shown_secrets(live: &Live) -> Cow<'_, Live> {
    let is_shown =
        |(path, seen): (&String, &Seen), mark: &Mark| *seen != Seen::Hidden && mark.secrets.contains_key(path);
    let shows = |resource: &LiveResource| {
        resource.mark.as_ref().is_some_and(|mark| resource.fields.iter().any(|field| is_shown(field, mark)))
    };
    if !live.resources.values().any(shows) {
        return Cow::Borrowed(live);
    }
    let mut live = live.clone();
    for LiveResource { mark, fields, .. } in live.resources.values_mut() {
        for path in mark.iter().flat_map(|mark| mark.secrets.keys()) {
            if let Some(seen) = fields.get_mut(path) {
                *seen = Seen::Hidden;
            }
        }
    }
    Cow::Owned(live)
}

/// Returns whether a resource is exported, and counts it if not, for another reason than that it was not asked for.
fn is_for_export(resource: &LiveResource, live: &Live, options: &ExportOptions, report: &mut Report) -> bool {
    let Address { kind, name, member } = &resource.address;
    let has_selected_field = || resource.fields.keys().any(|path| options.selects(&resource.address, Some(path)));
    if !options.selects(&resource.address, None) && !has_selected_field() {
        return false;
    }
    if member.as_deref() == Some(DEFAULT_USER) {
        return false;
    }
    if *kind == Kind::Budget && resource.is_implicit {
        report.leave_out([
            "budget is of a single key, customer, tag or team",
            "budgets are of single keys, customers, tags or teams",
        ]);
        return false;
    }
    if *kind == Kind::User && name == DEFAULT_USER {
        report.leave_out(["user stands for the master key", "users stand for the master key"]);
        return false;
    }
    // Counted when it was read.
    if *kind == Kind::Key && resource.is_implicit {
        return options.only.iter().any(|selector| selector.to_string() == resource.address.to_string());
    }
    if *kind == Kind::Key && resource.fields.get("team_id") == Some(&Seen::Value(Value::from(DASHBOARD_TEAM))) {
        report.leave_out(["key belongs to the dashboard", "keys belong to the dashboard"]);
        return false;
    }
    if resource.is_from_config && !options.include_config {
        *report.from_config.entry(*kind).or_default() += 1;
        return false;
    }
    let Some(owner) = &options.owner else { return true };
    let owned_row = match kind {
        Kind::Member => live.resources.get(&Address::new(Kind::Team, name)),
        _ => Some(resource),
    };
    match owned_row {
        Some(row) if row.address.kind.mark_field().is_some() => {
            let is_owned = row.mark.as_ref().is_some_and(|mark| mark.owner == *owner);
            report.not_of_owner += usize::from(!is_owned && *kind != Kind::Member);
            is_owned
        }
        _ => {
            *report.without_mark.entry(*kind).or_default() += 1;
            false
        }
    }
}

fn export_one(exporter: &mut Exporter, live: &LiveResource, options: &ExportOptions) -> Resource {
    let address = &live.address;
    let place = crate::place::Place { file: "server".into(), line: 1, column: 1 };
    let mut resource = Resource::new(address.clone(), place);
    resource.fields = exporter.fields(live);
    let is_whole = options.selects(address, None);
    resource
        .fields
        .retain(|path, _| is_whole || options.selects(address, Some(path)) || ALWAYS.contains(&path.as_str()));
    if !options.include_config {
        let before = resource.fields.len();
        resource.fields.retain(|path, _| !live.fields_from_config.contains(path));
        let left_out = before - resource.fields.len();
        if left_out > 0 {
            *exporter.report.from_config.entry(address.kind).or_default() += left_out;
        }
    }
    exporter.count(&resource);
    if address.kind == Kind::Key && !resource.fields.contains_key("key") {
        exporter.report.keys += usize::from(options.new_keys.is_none());
        resource.output = options.new_keys.as_ref().map(|directory| directory.join(names::file_name(&address.name)));
    }
    resource
}

#[cfg(test)]
mod tests;
