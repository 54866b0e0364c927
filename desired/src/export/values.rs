//! The fields of a resource as the file has them: secrets by reference, numbers as numbers, sets in order.

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_redact::{holds_key, is_secret_name};
use serde_json::Value;

use super::names::Names;
use super::references;
use super::report::{Report, SecretKind, SecretReference};
use super::secrets;
use crate::desired::Resource;
use crate::fields::{self, Clear, Field, Shape};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen, canonical};
use crate::server::is_mask;
use crate::server::policies::ATTACHED;
use crate::value::{SecretValue, Template, Wanted};

/// Converts resources.
pub(super) struct Exporter {
    pub(super) names: Names,
    pub(super) report: Report,
}

/// Returns the secrets of a resource, by path: `credential_values.api_key`, `litellm_params.extra_headers.Authorization`.
pub(super) fn secrets_of(live: &LiveResource) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut collect = |path: &str| {
        found.insert(path.to_owned());
        String::new()
    };
    let _ = convert(live, &mut collect);
    found
}

/// Returns the fields of a resource. `name` names a variable for a secret by its path.
fn convert(live: &LiveResource, name: &mut dyn FnMut(&str) -> String) -> BTreeMap<String, Wanted> {
    let mut converted = BTreeMap::new();
    for (path, seen) in live.fields.iter().filter(|(path, seen)| !is_default(live, path, seen)) {
        converted.insert(path.clone(), field(live, path, seen, name));
    }
    for (path, _) in secrets::not_shown(live) {
        let wanted = match references::applied(live, &path) {
            Some(reference) => Wanted::Value(reference.into()),
            None => secret(Template::Env(name(&path))),
        };
        converted.entry(path).or_insert(wanted);
    }
    for path in references::resolved(live) {
        if let Some(reference) = references::applied(live, &path) {
            converted.insert(path, Wanted::Value(reference.into()));
        }
    }
    converted
}

/// Returns whether a field has the value that it has if it is not set. Parameters of models have defaults of the provider.
fn is_default(live: &LiveResource, path: &str, seen: &Seen) -> bool {
    let is_off = |field: &Field| field.clear == Clear::False || live.address.kind == Kind::RouterSettings;
    let is_flag =
        || fields::field(live.address.kind, path).is_some_and(|field| field.shape == Shape::Bool && is_off(field));
    let is_applied = || live.mark.as_ref().is_some_and(|mark| mark.fields.contains_key(path));
    *seen == Seen::Value(false.into()) && live.address.kind != Kind::Model && is_flag() && !is_applied()
}

fn secret(template: Template) -> Wanted {
    Wanted::Secret(SecretValue { template, version: None })
}

fn field(live: &LiveResource, path: &str, seen: &Seen, name: &mut dyn FnMut(&str) -> String) -> Wanted {
    let kind = live.address.kind;
    let row = fields::field(kind, path);
    let last = path.split_once('.').map_or(path, |(_, last)| last);
    let is_secret = match row {
        Some(row) if !row.path.ends_with(".*") => row.shape == Shape::Secret,
        _ => is_secret_name(last),
    };
    // The rest of a map with a masked string can be read.
    let shown = match seen {
        Seen::Value(value) => Some(value),
        Seen::Hidden => in_row(&live.row, path).filter(|value| value.is_object() || value.is_array()),
    };
    let Some(value) = shown else { return secret(Template::Env(name(path))) };
    // The keys of an attachment are aliases.
    if (kind, path) == (Kind::Policy, ATTACHED) && !holds_key(&value.to_string()) {
        return Wanted::Value(normal(Shape::Set, value));
    }
    let template = template(value, path, is_secret, name);
    match template.plain() {
        Some(value) => Wanted::Value(normal(row.map_or(Shape::Any, |row| row.shape), &value)),
        None => secret(template),
    }
}

/// Returns a value with references in place of the secrets in it, and of the strings that the server masks.
fn template(value: &Value, path: &str, is_secret: bool, name: &mut dyn FnMut(&str) -> String) -> Template {
    match value {
        Value::String(text) if text.starts_with("os.environ/") => Template::Plain(value.clone()),
        Value::String(text) if is_mask(text, is_secret) || (is_secret && !text.is_empty()) || holds_key(text) => {
            Template::Env(name(path))
        }
        Value::Array(items) => {
            let items = items.iter().enumerate();
            Template::List(
                items.map(|(at, item)| template(item, &format!("{path}.{}", at + 1), is_secret, name)).collect(),
            )
        }
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, field)| {
                let is_secret = is_secret || is_secret_name(key);
                (key.clone(), template(field, &format!("{path}.{key}"), is_secret, name))
            });
            Template::Map(fields.collect())
        }
        other => Template::Plain(other.clone()),
    }
}

/// Returns a value in the one spelling of all that mean the same.
fn normal(shape: Shape, value: &Value) -> Value {
    let value = match (shape, value) {
        (Shape::Number | Shape::Integer, Value::String(text)) => {
            let number = text.trim().parse().ok().and_then(serde_json::Number::from_f64);
            number.map_or_else(|| value.clone(), Value::Number)
        }
        (Shape::Set, Value::Array(items)) if items.iter().all(Value::is_string) => {
            let sorted: BTreeSet<&str> = items.iter().filter_map(Value::as_str).collect();
            sorted.into_iter().map(Value::from).collect()
        }
        _ => value.clone(),
    };
    canonical(&value)
}

fn in_row<'a>(row: &'a Value, path: &str) -> Option<&'a Value> {
    match path.split_once('.') {
        None => row.get(path),
        Some((map, name)) => row.get(map)?.get(name),
    }
}

impl Exporter {
    /// Returns the fields of a resource as the file has them.
    pub(super) fn fields(&mut self, live: &LiveResource) -> BTreeMap<String, Wanted> {
        let names = &self.names;
        let converted = convert(live, &mut |path| names.get(&live.address, path));
        for path in references::resolved(live) {
            let is_known = matches!(converted.get(&path), Some(wanted) if wanted.is_resolved_by_server());
            if !is_known {
                self.report.resolved.push((live.address.clone(), path));
            }
        }
        for (path, kind) in secrets::not_shown(live) {
            if matches!(converted.get(&path), Some(Wanted::Secret(_))) {
                self.report.not_shown.insert((live.address.clone(), path), kind);
            }
        }
        converted
    }

    /// Adds the references of an exported resource to the report.
    pub(super) fn count(&mut self, resource: &Resource) {
        for (path, wanted) in &resource.fields {
            let Wanted::Secret(secret) = wanted else { continue };
            let key = (resource.address.clone(), path.clone());
            let kind = self.report.not_shown.get(&key).copied().unwrap_or(SecretKind::Hidden);
            for variable in variables(&secret.template) {
                self.report.secrets.push(SecretReference {
                    variable: variable.to_owned(),
                    address: resource.address.clone(),
                    field: path.clone(),
                    kind,
                });
            }
        }
    }
}

/// Returns the variables that a template refers to.
fn variables(template: &Template) -> Vec<&str> {
    match template {
        Template::Env(name) => vec![name],
        Template::List(items) => items.iter().flat_map(variables).collect(),
        Template::Map(fields) => fields.values().flat_map(variables).collect(),
        _ => Vec::new(),
    }
}
