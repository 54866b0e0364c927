//! Renames a model: its deployments, and all that refers to it by name. Those who name it get the new name in addition, then the
//! deployments are renamed, then the old name is taken away, so that the new name is allowed before it is there. What was done
//! already is not done again, so that the same rename finishes one that was interrupted.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use litellm_proxy_client::{Error, ServerVersion};
use serde_json::{Map, Value};

use crate::address::Address;
use crate::fields::{Reference, field};
use crate::kind::Kind;
use crate::live::{Live, LiveResource, Seen};
use crate::server::policies::ATTACHED;
use crate::server::{self, Change, Server};

/// How often a changed resource is looked at, and after which pause.
const LOOKS: u32 = 20;
const PAUSE: Duration = Duration::from_millis(300);

/// A rename of a model.
#[derive(Debug, Clone)]
pub struct Rename {
    /// The old name.
    pub from: String,
    /// The new name.
    pub to: String,
    /// The changes, in the order in which they are made.
    pub steps: Vec<RenameStep>,
    /// What keeps the old name, in sentences.
    pub notes: Vec<String>,
}

/// A change of one thing.
#[derive(Debug, Clone)]
pub struct RenameStep {
    /// When it is made.
    pub stage: RenameStage,
    /// What is changed.
    pub target: Address,
    /// Its name on the server.
    pub id: String,
    /// The fields that change.
    pub fields: BTreeSet<String>,
}

/// When a change is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RenameStage {
    /// The new name is added next to the old one.
    Add,
    /// A deployment gets the new name.
    Deployment,
    /// The old name is removed.
    Remove,
}

/// Why a model cannot be renamed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RenameError {
    /// No model has either name.
    #[error("no model is named `{0}`")]
    Missing(String),
    /// Deployments are defined in the server's own file.
    #[error("`{name}` is defined in the server's config file, and can only be renamed there: {}", ids.join(", "))]
    InServerFile {
        /// The name.
        name: String,
        /// The ids of the deployments.
        ids: Vec<String>,
    },
    /// A model has the new name already.
    #[error("a model is already named `{0}`")]
    Taken(String),
}

/// Plans a rename. With `joins`, the new name may have
/// deployments already, which share the requests from then on: so too after a rename that was interrupted.
///
/// # Errors
/// Fails if nothing can be renamed.
pub fn plan(
    live: &Live,
    version: &ServerVersion,
    (from, to): (&str, &str),
    joins: bool,
) -> Result<Rename, RenameError> {
    let named = |name: &str| -> Vec<&LiveResource> {
        let has_name = |live: &&LiveResource| {
            live.address.kind == Kind::Model && live.value("model_name") == Some(Seen::Value(name.into()))
        };
        live.resources.values().filter(has_name).collect()
    };
    let (old, new) = (named(from), named(to));
    let in_file = old.iter().filter(|deployment| deployment.is_from_config);
    let ids: Vec<String> = in_file.map(|deployment| deployment.id.clone()).collect();
    if !ids.is_empty() {
        return Err(RenameError::InServerFile { name: from.to_owned(), ids });
    }
    if old.is_empty() && new.is_empty() {
        return Err(RenameError::Missing(from.to_owned()));
    }
    if !old.is_empty() && !new.is_empty() && !joins {
        return Err(RenameError::Taken(to.to_owned()));
    }
    let mut rename = Rename { from: from.to_owned(), to: to.to_owned(), steps: Vec::new(), notes: Vec::new() };
    for resource in live.resources.values() {
        for stage in [RenameStage::Add, RenameStage::Deployment, RenameStage::Remove] {
            let mut fields: BTreeSet<String> = changes(resource, stage, from, to).into_keys().collect();
            if stage != RenameStage::Deployment {
                fields.retain(|path| match left_alone(resource, version, path) {
                    Some(reason) if stage == RenameStage::Remove => {
                        rename.notes.push(format!("{} keeps `{from}` in `{path}`: {reason}", resource.address));
                        false
                    }
                    reason => reason.is_none(),
                });
            }
            if !fields.is_empty() {
                let (target, id) = (resource.address.clone(), resource.id.clone());
                rename.steps.push(RenameStep { stage, target, id, fields });
            }
        }
    }
    rename.steps.sort_by_key(|step| step.stage);
    Ok(rename)
}

/// Returns why a field keeps the old name.
fn left_alone(resource: &LiveResource, version: &ServerVersion, path: &str) -> Option<&'static str> {
    if resource.is_from_config || resource.fields_from_config.contains(path) {
        return Some("it is set in the server's own file");
    }
    server::refusal_of(version, resource.address.kind)
}

/// Makes one change, from what the server has now. Waits until it shows.
///
/// # Errors
/// Returns the error of a request, or [`Error::NotServed`] if the server reports success and does not keep the change.
pub async fn make(server: &Server, rename: &Rename, step: &RenameStep) -> Result<(), Error> {
    let mut is_sent = false;
    for _ in 0..LOOKS {
        let Some(live) = server::get(server, &step.target, Some(&step.id)).await? else { return Ok(()) };
        let mut set = changes(&live, step.stage, &rename.from, &rename.to);
        set.retain(|path, _| step.fields.contains(path));
        if set.is_empty() {
            return Ok(());
        }
        if is_sent {
            tokio::time::sleep(PAUSE).await;
            continue;
        }
        let change = Change::Update { live: &live, set: &set, clear: &BTreeSet::new(), mark: None };
        server::send(server, &change).await?;
        is_sent = true;
    }
    Err(not_kept(step))
}

fn not_kept(step: &RenameStep) -> Error {
    Error::NotServed(format!("the server reports success, but {} is as before", step.target))
}

/// Returns the fields of a resource that a stage changes, with their values.
fn changes(resource: &LiveResource, stage: RenameStage, from: &str, to: &str) -> BTreeMap<String, Value> {
    let kind = resource.address.kind;
    let renames = Renames { from, to, keeps: stage == RenameStage::Add };
    let fields = resource.fields.iter().filter_map(|(path, seen)| match seen {
        Seen::Value(value) => Some((path, value)),
        Seen::Hidden => None,
    });
    let changed = fields.filter_map(|(path, value)| {
        let new = match (kind, stage) {
            (Kind::Model, RenameStage::Deployment) if path == "model_name" && value == from => Value::from(to),
            (Kind::Model, _) | (_, RenameStage::Deployment) => return None,
            _ => renames.field(kind, path, value),
        };
        (new != *value).then(|| (path.clone(), new))
    });
    changed.collect()
}

/// Rewrites values that name a model.
struct Renames<'a> {
    from: &'a str,
    to: &'a str,
    /// Whether the old name stays next to the new one.
    keeps: bool,
}

impl Renames<'_> {
    fn field(&self, kind: Kind, path: &str, value: &Value) -> Value {
        match path {
            "model_aliases" | "aliases" | "model_group_alias" => self.values(value),
            "model_max_budget"
            | "model_rpm_limit"
            | "model_tpm_limit"
            | "team_member_model_max_budget"
            | "default_estimated_output_tokens_per_model" => self.keys(value),
            "fallbacks" | "context_window_fallbacks" | "content_policy_fallbacks" => self.fallbacks(value),
            // A policy is for one model, or for those that match.
            "condition.model" | "default_fallbacks" => self.names(value),
            ATTACHED => self.attachments(value),
            "budget_fallbacks" => self.keys(&self.lists(value)),
            "router_settings" => match value {
                Value::Object(fields) => fields
                    .iter()
                    .map(|(name, value)| (name.clone(), self.field(Kind::RouterSettings, name, value)))
                    .collect::<Map<_, _>>()
                    .into(),
                other => other.clone(),
            },
            _ if field(kind, path).and_then(|field| field.refers_to) == Some(Reference::Models) => self.names(value),
            _ => value.clone(),
        }
    }

    /// A list of maps in which `models` is a list of names.
    fn attachments(&self, value: &Value) -> Value {
        let Value::Array(items) = value else { return value.clone() };
        let renamed = items.iter().map(|item| {
            let mut item = item.clone();
            if let Some(models) = item.get_mut("models") {
                *models = self.names(models);
            }
            item
        });
        renamed.collect()
    }

    /// A name, or a list of names.
    fn names(&self, value: &Value) -> Value {
        match value {
            Value::String(name) if name == self.from && !self.keeps => self.to.into(),
            Value::Array(items) => {
                let mut found = Vec::new();
                for item in items {
                    let is_it = item.as_str() == Some(self.from);
                    let names = [(!is_it || self.keeps).then(|| item.clone()), is_it.then(|| self.to.into())];
                    for name in names.into_iter().flatten() {
                        if !found.contains(&name) {
                            found.push(name);
                        }
                    }
                }
                // A list with both may have the new name first.
                if self.keeps && items.iter().any(|item| item.as_str() == Some(self.to)) {
                    return value.clone();
                }
                found.into()
            }
            other => other.clone(),
        }
    }

    /// A map whose keys are names. An entry of the new name that is there stays as it is.
    fn keys(&self, value: &Value) -> Value {
        let Value::Object(entries) = value else { return value.clone() };
        let mut entries = entries.clone();
        let old = if self.keeps { entries.get(self.from).cloned() } else { entries.remove(self.from) };
        if let Some(old) = old {
            entries.entry(self.to).or_insert(old);
        }
        entries.into()
    }

    /// A map whose values are names, or objects with the name as `model`. One name has room there, so it is exchanged at last.
    fn values(&self, value: &Value) -> Value {
        let Value::Object(entries) = value else { return value.clone() };
        if self.keeps {
            return value.clone();
        }
        let exchanged = entries.iter().map(|(name, hidden)| {
            let mut hidden = hidden.clone();
            match hidden.get_mut("model") {
                Some(model) => *model = self.names(model),
                None => hidden = self.names(&hidden),
            }
            (name.clone(), hidden)
        });
        exchanged.collect::<Map<_, _>>().into()
    }

    /// A map whose values are lists of names.
    fn lists(&self, value: &Value) -> Value {
        let Value::Object(entries) = value else { return value.clone() };
        entries.iter().map(|(name, list)| (name.clone(), self.names(list))).collect::<Map<_, _>>().into()
    }

    /// A list of maps from a model to the models that are called after it.
    fn fallbacks(&self, value: &Value) -> Value {
        let Value::Array(items) = value else { return value.clone() };
        let has = |items: &[Value], name: &str| items.iter().any(|item| item.get(name).is_some());
        let has_new = has(items, self.to);
        let mut found = Vec::new();
        for item in items.iter().map(|item| self.lists(item)) {
            match item.get(self.from) {
                Some(list) if self.keeps && !has_new => {
                    found.push(Value::Object(Map::from_iter([(self.to.to_owned(), list.clone())])));
                    found.push(item);
                }
                Some(_) if !self.keeps && has_new => {}
                Some(_) if !self.keeps => found.push(self.keys(&item)),
                _ => found.push(item),
            }
        }
        found.into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_are_added_before_they_are_removed() {
        for (kind, path, before, added, removed) in [
            (Kind::Team, "models", json!(["a", "old"]), json!(["a", "old", "new"]), json!(["a", "new"])),
            (Kind::Team, "models", json!(["new", "old"]), json!(["new", "old"]), json!(["new"])),
            (Kind::Team, "models", json!(["older"]), json!(["older"]), json!(["older"])),
            (Kind::Team, "model_aliases", json!({"x": "old"}), json!({"x": "old"}), json!({"x": "new"})),
            (Kind::Budget, "model_max_budget", json!({"old": 1}), json!({"old": 1, "new": 1}), json!({"new": 1})),
            (
                Kind::Policy,
                "attachments",
                json!([{"models": ["old"]}, {"keys": ["old"]}]),
                json!([{"models": ["old", "new"]}, {"keys": ["old"]}]),
                json!([{"models": ["new"]}, {"keys": ["old"]}]),
            ),
            (Kind::Policy, "condition.model", json!("old"), json!("old"), json!("new")),
            (Kind::Customer, "default_model", json!("old"), json!("old"), json!("new")),
            (
                Kind::RouterSettings,
                "fallbacks",
                json!([{"old": ["b"]}, {"c": ["old", "d"]}]),
                json!([{"new": ["b"]}, {"old": ["b"]}, {"c": ["old", "new", "d"]}]),
                json!([{"new": ["b"]}, {"c": ["new", "d"]}]),
            ),
            (
                Kind::RouterSettings,
                "model_group_alias",
                json!({"x": {"model": "old", "hidden": true}}),
                json!({"x": {"model": "old", "hidden": true}}),
                json!({"x": {"model": "new", "hidden": true}}),
            ),
            (
                Kind::Key,
                "router_settings",
                json!({"fallbacks": [{"b": ["old"]}], "num_retries": 2}),
                json!({"fallbacks": [{"b": ["old", "new"]}], "num_retries": 2}),
                json!({"fallbacks": [{"b": ["new"]}], "num_retries": 2}),
            ),
        ] {
            let renames = |keeps| Renames { from: "old", to: "new", keeps };
            let first = renames(true).field(kind, path, &before);
            assert_eq!(first, added, "{path}");
            assert_eq!(renames(true).field(kind, path, &first), added, "{path} again");
            assert_eq!(renames(false).field(kind, path, &first), removed, "{path}");
            assert_eq!(renames(false).field(kind, path, &removed), removed, "{path} again");
        }
    }
}
