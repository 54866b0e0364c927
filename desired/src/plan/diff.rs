//! Compares a resource of the files with the server, field by field.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::is_key_hash;
use serde_json::Value;

use super::{
    Action, FieldChange, ForeignChange, Inputs, Note, NoteKind, Obstacle, ObstacleKind, Plan, PlannedChange, owner_of,
    wanted_mark,
};
use crate::address::Address;
use crate::desired::Resource;
use crate::fields::{self, Clear, Field, Reference, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::{Mark, value_fingerprint};
use crate::server::{clear_of, is_fixed, is_never_updated, is_written_whole, refusal_of};
use crate::value::{SecretValue, Wanted};

/// Adds what is to be done with a resource to the plan.
pub(super) fn compare(inputs: &Inputs<'_>, resource: &Resource, live: Option<&LiveResource>, plan: &mut Plan) {
    let Some(live) = live else {
        if !resource.is_absent && !inputs.options.adopts_only {
            match refusal_of(inputs.version, resource.address.kind) {
                Some(reason) => {
                    let message = format!("is not created: {reason}");
                    note(plan, &resource.address, NoteKind::InServerFile, message);
                }
                None => create(inputs, resource, plan),
            }
        }
        return;
    };
    let address = &resource.address;
    if let Some(reason) = refusal_of(inputs.version, address.kind).filter(|_| resource.is_absent) {
        note(plan, address, NoteKind::InServerFile, format!("is not deleted: {reason}"));
        return;
    }
    if live.is_from_config && !address.kind.is_single() {
        note(
            plan,
            address,
            NoteKind::InServerFile,
            "is defined in the server's own file, which this cannot change".to_owned(),
        );
        return;
    }
    let owner = owner_of(live);
    let is_others = !owner.is_empty() && owner != inputs.owner();
    if is_others && !inputs.options.take_over {
        let message = format!("belongs to {owner}");
        plan.obstacles.push(Obstacle { address: address.clone(), kind: ObstacleKind::OtherOwner, message });
        return;
    }
    if resource.is_absent {
        if !inputs.options.adopts_only {
            plan.changes.push(deletion(inputs, live, address));
        }
        return;
    }
    let taken_from = is_others.then(|| owner.to_owned());
    let mut comparison = Comparison { inputs, resource, live, plan, changes: BTreeMap::new(), replaces: false };
    if inputs.options.adopts_only {
        comparison.adopt(taken_from);
    } else {
        comparison.run();
        comparison.finish(taken_from);
    }
}

fn note(plan: &mut Plan, address: &Address, kind: NoteKind, message: String) {
    plan.notes.push(Note { address: Some(address.clone()), kind, message });
}

fn obstacle(plan: &mut Plan, address: &Address, kind: ObstacleKind, message: String) {
    plan.obstacles.push(Obstacle { address: address.clone(), kind, message });
}

/// Returns the deletion of a resource.
pub(super) fn deletion(inputs: &Inputs<'_>, live: &LiveResource, address: &Address) -> PlannedChange {
    PlannedChange {
        id: Some(live.id.clone()),
        fingerprint: Some(live.fingerprint()),
        takes_along: super::remove::takes_along(inputs.live, &live.address),
        ..change(address, Action::Delete)
    }
}

fn change(address: &Address, action: Action) -> PlannedChange {
    PlannedChange {
        address: address.clone(),
        action,
        fields: BTreeMap::new(),
        mark: None,
        taken_from: None,
        id: None,
        fingerprint: None,
        whole: BTreeMap::new(),
        output: None,
        takes_along: Vec::new(),
        depends_on: BTreeSet::new(),
    }
}

/// Returns why a key cannot be created under a name: it is a hash, not an alias.
fn not_an_alias(inputs: &Inputs<'_>, address: &Address) -> Option<&'static str> {
    let is_hex = address.name.len() >= 8 && address.name.chars().all(|digit| digit.is_ascii_hexdigit());
    if address.kind != Kind::Key || !is_hex {
        return None;
    }
    if is_key_hash(&address.name) {
        return Some("is a hash that no key has; a new key is given an alias in place of it");
    }
    let mut keys = inputs.live.resources.values().filter(|live| live.address.kind == Kind::Key && live.is_implicit);
    keys.any(|live| live.id.starts_with(&address.name)).then_some(
        "is the beginning of the hash of a key without an alias; write the whole hash, or give the key an alias with \
         `litellm-proxy keys update HASH --key-alias ALIAS`",
    )
}

/// Returns a warning if a new resource has the name of another one on the server. Files name teams, organizations and users by
/// id; people know them by alias and email address, and would get a second one.
fn namesake(inputs: &Inputs<'_>, resource: &Resource) -> Option<String> {
    let kind = resource.address.kind;
    let field = match kind {
        Kind::Team => "team_alias",
        Kind::Organization => "organization_alias",
        Kind::User => "user_email",
        _ => return None,
    };
    let wanted = match resource.fields.get(field) {
        Some(Wanted::Value(Value::String(wanted))) => Some(wanted.as_str()),
        _ => None,
    };
    let names = [Some(resource.address.name.as_str()), wanted];
    inputs.live.resources.values().find_map(|live| {
        let Some(Seen::Value(Value::String(name))) = live.value(field).filter(|_| live.address.kind == kind) else {
            return None;
        };
        let is_same = names.contains(&Some(name.as_str())) && !inputs.desired.resources.contains_key(&live.address);
        let id = &live.address.name;
        is_same.then(|| format!("is new, although `{id}` has the {field} `{name}`: write its id to manage that one"))
    })
}

fn create(inputs: &Inputs<'_>, resource: &Resource, plan: &mut Plan) {
    let address = &resource.address;
    if let Some(message) = namesake(inputs, resource) {
        note(plan, address, NoteKind::Namesake, message);
    }
    if let Some(reason) = not_an_alias(inputs, address) {
        obstacle(plan, address, ObstacleKind::Impossible, reason.to_owned());
        return;
    }
    let mut fields = BTreeMap::new();
    for (path, wanted) in &resource.fields {
        if wanted.is_unset() {
            continue;
        }
        let mut secret = None;
        if let Wanted::Secret(value) = wanted {
            let resolved = resolved(inputs, address, path).ok();
            secret = resolved.map(|resolved| inputs.fingerprints.entry(address, path, resolved, value.version));
        }
        let change = FieldChange { before: None, after: wanted.clone(), was_changed_by_others: false, secret };
        fields.insert(path.clone(), change);
    }
    if address.kind == Kind::Key && !resource.fields.contains_key("key") && resource.output.is_none() {
        let message = "is new, and nothing says where its secret goes: give `output: {$file: PATH}`, or the secret itself with \
                       `key: {$env: NAME}`";
        obstacle(plan, address, ObstacleKind::MissingSecret, message.to_owned());
    }
    plan.changes.push(PlannedChange {
        fields,
        mark: wanted_mark::of(inputs, resource, None),
        output: resource.output.clone(),
        depends_on: dependencies(resource),
        ..change(address, Action::Create)
    });
}

fn resolved<'a>(inputs: &'a Inputs<'_>, address: &Address, path: &str) -> Result<&'a Value, String> {
    match inputs.secrets.get(&(address.clone(), path.to_owned())) {
        Some(Ok(value)) => Ok(value),
        Some(Err(missing)) => Err(missing.reason.clone()),
        None => Err("it was not resolved".to_owned()),
    }
}

/// Returns the resources that a resource names, and that must be there before it.
fn dependencies(resource: &Resource) -> BTreeSet<Address> {
    let address = &resource.address;
    let mut found = BTreeSet::new();
    if let (Kind::Member, Some(member)) = (address.kind, &address.member) {
        found.insert(Address::new(Kind::Team, &address.name));
        found.insert(Address::new(Kind::User, member));
    }
    for (path, wanted) in &resource.fields {
        let refers_to = fields::field(address.kind, path).and_then(|field| field.refers_to);
        if let (Some(Reference::To(kind)), Wanted::Value(Value::String(name))) = (refers_to, wanted) {
            found.insert(Address::new(kind, name));
        }
    }
    found
}

/// The comparison of a resource that exists.
struct Comparison<'a, 'plan> {
    inputs: &'a Inputs<'a>,
    resource: &'a Resource,
    live: &'a LiveResource,
    plan: &'plan mut Plan,
    changes: BTreeMap<String, FieldChange>,
    /// Whether a field cannot be set or emptied in place.
    replaces: bool,
}

impl Comparison<'_, '_> {
    fn run(&mut self) {
        for (path, wanted) in &self.resource.fields {
            if self.is_ignored(path) || self.is_left_to_server_file(path, wanted) {
                continue;
            }
            match wanted {
                Wanted::Value(Value::Null) => self.empty(path),
                Wanted::Value(value) => self.compare(path, wanted, value),
                Wanted::Secret(secret) => self.compare_secret(path, wanted, secret),
            }
        }
        let Some(mark) = &self.live.mark else { return };
        let before = mark.fields.keys().chain(mark.secrets.keys());
        for path in before.filter(|path| !self.resource.fields.contains_key(*path)) {
            if !self.is_ignored(path) {
                self.drop_field(mark, path);
            }
        }
    }

    fn field(&self, path: &str) -> Option<&'static Field> {
        fields::field(self.resource.address.kind, path)
    }

    fn is_ignored(&self, path: &str) -> bool {
        self.inputs.desired.header.ignore.iter().any(|selector| selector.selects_field(&self.resource.address, path))
    }

    /// Returns whether only the server's own file can set a field. Says so if the file gives it another value.
    fn is_left_to_server_file(&mut self, path: &str, wanted: &Wanted) -> bool {
        let address = &self.resource.address;
        let reason = if self.live.fields_from_config.contains(path) {
            match address.kind {
                Kind::SsoSettings => "it is set in the server's environment, which this cannot change",
                _ => "it is set in the server's own file, which this cannot change",
            }
        } else if let Some(reason) = refusal_of(self.inputs.version, address.kind) {
            reason
        } else {
            return false;
        };
        let shape = self.field(path).map_or(Shape::Any, |field| field.shape);
        let seen = match self.live.value(path) {
            Some(Seen::Value(value)) => value,
            _ => Value::Null,
        };
        if !matches!(wanted, Wanted::Value(value) if fields::is_same(shape, value, &seen)) {
            note(self.plan, address, NoteKind::InServerFile, format!("`{path}` is not changed: {reason}"));
        }
        true
    }

    fn add(&mut self, path: &str, after: &Wanted, was_changed_by_others: bool, secret: Option<String>) {
        self.replaces |= is_fixed(self.resource.address.kind, path);
        let before = self.live.value(path).map(|seen| seen.shown(path, after));
        self.changes
            .insert(path.to_owned(), FieldChange { before, after: after.clone(), was_changed_by_others, secret });
    }

    /// Compares a value that is not secret.
    fn compare(&mut self, path: &str, wanted: &Wanted, value: &Value) {
        let shape = self.field(path).map_or(Shape::Any, |field| field.shape);
        let applied = self.live.mark.as_ref().and_then(|mark| mark.fields.get(path));
        let is_as_applied = applied == Some(&value_fingerprint(shape, value));
        let seen = self.live.value(path);
        let is_same = match &seen {
            Some(Seen::Value(seen)) if !wanted.is_resolved_by_server() => fields::is_same(shape, value, seen),
            // The server shows its own value in place of the reference, or nothing if there is none.
            Some(Seen::Value(seen)) => value == seen || is_as_applied,
            Some(Seen::Hidden) => is_as_applied,
            None if wanted.is_resolved_by_server() || shape == Shape::Secret => is_as_applied,
            None => fields::is_same(shape, value, &Value::Null),
        };
        if !is_same {
            let by_others = match (&seen, applied) {
                (Some(Seen::Value(seen)), Some(applied)) => *applied != value_fingerprint(shape, seen),
                (None, Some(_)) => true,
                _ => false,
            };
            self.add(path, wanted, by_others, None);
        }
    }

    fn compare_secret(&mut self, path: &str, wanted: &Wanted, secret: &SecretValue) {
        let address = &self.resource.address;
        let value = match resolved(self.inputs, address, path) {
            Ok(value) => value,
            Err(reason) => {
                note(self.plan, address, NoteKind::NotCompared, format!("`{path}` was not compared: {reason}"));
                return;
            }
        };
        if address.kind == Kind::Key && path == "key" {
            if !is_key_of(value, &self.live.id) {
                let message = "has another secret than the file says; keys keep theirs. Rotate it with `litellm-proxy keys rotate`, or \
                               give the new one another alias";
                obstacle(self.plan, address, ObstacleKind::Impossible, message.to_owned());
            }
            return;
        }
        let entry = self.inputs.fingerprints.entry(address, path, value, secret.version);
        let is_forced = self.inputs.options.write_secrets.iter().any(|selector| selector.selects_field(address, path));
        let before = self.live.mark.as_ref().and_then(|mark| mark.secrets.get(path));
        let is_readable_and_same = matches!(self.live.value(path), Some(Seen::Value(seen)) if seen == *value);
        let is_same = match before {
            Some(before) => is_same_entry(before, &entry),
            None if address.kind.mark_field().is_none() => is_readable_and_same || self.is_shown_as(path, value),
            None => is_readable_and_same,
        };
        if is_forced || !is_same {
            self.add(path, wanted, false, Some(entry));
        }
    }

    /// Returns whether the mask that the server shows of a secret is that of a value: of its length, with characters of it. This is
    /// all that can be known of a secret of a kind without a mark.
    fn is_shown_as(&self, path: &str, value: &Value) -> bool {
        let (Some(mask), Some(value)) = (self.live.row.get(path).and_then(Value::as_str), value.as_str()) else {
            return false;
        };
        let is_shown = |(shown, own): (char, char)| shown == '*' || shown == own;
        mask.chars().count() == value.chars().count() && mask.chars().zip(value.chars()).all(is_shown)
    }

    /// Empties a field that the file sets to null.
    fn empty(&mut self, path: &str) {
        // What the server's price list says cannot be emptied.
        if self.live.fields.contains_key(path)
            || self.live.mark.as_ref().is_some_and(|mark| mark.secrets.contains_key(path))
        {
            self.clear(path);
        }
    }

    /// Empties a field that was applied before and that the file no longer names, unless others have changed it since.
    fn drop_field(&mut self, mark: &Mark, path: &str) {
        let Some(seen) = self.live.value(path) else {
            if mark.secrets.contains_key(path) {
                self.clear(path);
            }
            return;
        };
        let is_ours = match (&seen, mark.fields.get(path)) {
            (Seen::Value(value), Some(applied)) => {
                let shape = self.field(path).map_or(Shape::Any, |field| field.shape);
                *applied == value_fingerprint(shape, value)
            }
            _ => true,
        };
        if is_ours {
            self.clear(path);
        } else {
            let address = self.resource.address.clone();
            self.plan.foreign.push(ForeignChange { address, field: path.to_owned(), value: seen });
        }
    }

    fn clear(&mut self, path: &str) {
        match clear_of(self.inputs.version, self.resource.address.kind, path) {
            Clear::Never(reason) => {
                let message = format!("`{path}` cannot be emptied: {reason}");
                note(self.plan, &self.resource.address, NoteKind::NotEmptied, message);
            }
            how => {
                self.replaces |= how == Clear::Replace;
                self.add(path, &Wanted::Value(Value::Null), false, None);
            }
        }
    }

    fn adopt(self, taken_from: Option<String>) {
        let mark = wanted_mark::of_adopted(self.inputs, self.resource, self.live);
        if mark.is_some() && mark != self.live.mark {
            self.push(Action::Adopt, mark, taken_from);
        } else {
            self.plan.unchanged += 1;
        }
    }

    fn finish(self, taken_from: Option<String>) {
        let mark = wanted_mark::of(self.inputs, self.resource, Some(self.live));
        let only_replaces = is_never_updated(self.live);
        let needs_mark = mark.is_some() && mark != self.live.mark && !only_replaces;
        let replaces = self.replaces || only_replaces || self.live.is_half_replaced;
        let action = match (self.changes.is_empty() && !self.live.is_half_replaced, replaces) {
            (true, _) if needs_mark => Action::Adopt,
            (true, _) => {
                self.plan.unchanged += 1;
                return;
            }
            (false, true) => Action::Replace,
            (false, false) => Action::Update,
        };
        self.push(action, mark, taken_from);
    }

    fn push(self, action: Action, mark: Option<Mark>, taken_from: Option<String>) {
        let mut change = change(&self.resource.address, action);
        let is_whole = action != Action::Delete && is_written_whole(self.resource.address.kind);
        if action == Action::Replace || is_whole {
            change.whole.clone_from(&self.resource.fields);
        }
        self.plan.changes.push(PlannedChange {
            fields: self.changes,
            mark,
            taken_from,
            id: Some(self.live.id.clone()),
            fingerprint: Some(self.live.fingerprint()),
            depends_on: dependencies(self.resource),
            ..change
        });
    }
}

/// Returns whether the mark's entry of a secret says that the same is there: the same fingerprint, or, for secrets without one,
/// the same version.
fn is_same_entry(before: &str, now: &str) -> bool {
    let version = |entry: &str| entry.split_once(':').map(|(version, _)| version.to_owned());
    let has_none = |entry: &str| entry.ends_with(":-");
    before == now || ((has_none(before) || has_none(now)) && version(before) == version(now))
}

/// Returns whether a secret is that of the key with this hash.
fn is_key_of(secret: &Value, hash: &str) -> bool {
    secret.as_str().is_some_and(|secret| litellm_proxy_client::key_hash(secret) == hash)
}
