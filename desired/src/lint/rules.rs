//! Duplicates and probable mistakes.

use std::borrow::Cow;
use std::collections::HashMap;

use litellm_proxy_client::models::parameters::{meant_information, meant_parameter};

use super::known::wanted;
use crate::desired::Resource;
use crate::fields::misspelled;
use crate::file::{Reading, label};
use crate::kind::Kind;
use crate::live::Live;
use crate::place::{Diagnostic, Place, Severity};
use crate::value::{Template, Wanted};

pub(super) fn check(reading: &Reading) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let present = || reading.desired.resources.values().filter(|resource| !resource.is_absent);
    found.extend(duplicates(present(), Kind::User, "user_email", Severity::Error, str::to_lowercase));
    found.extend(duplicates(present(), Kind::Team, "team_alias", Severity::Warning, str::to_owned));
    found.extend(keys_of_one_secret(present()));
    for resource in present() {
        found.extend(misspelled_parameters(resource));
        found.extend(unresolved_references(resource));
    }
    found.extend(empty_sections(reading));
    found
}

/// Finds values that two resources share and that belong to one only.
fn duplicates<'a>(
    resources: impl Iterator<Item = &'a Resource>,
    kind: Kind,
    path: &str,
    severity: Severity,
    normalize: fn(&str) -> String,
) -> Vec<Diagnostic> {
    let mut first: HashMap<String, &Resource> = HashMap::new();
    let mut found = Vec::new();
    for resource in in_order(resources.filter(|resource| resource.address.kind == kind), path) {
        let Some(value) = wanted(resource, path).and_then(|value| value.as_str()).filter(|value| !value.is_empty())
        else {
            continue;
        };
        match first.get(&normalize(value)) {
            Some(other) => {
                let message = format!(
                    "{} and {} have the same `{path}`, `{value}`; first at {}",
                    label(&other.address),
                    label(&resource.address),
                    other.place_of(path)
                );
                let place = Some(resource.place_of(path).clone());
                found.push(Diagnostic { severity, ..Diagnostic::error("duplicate", place, message) });
            }
            None => {
                first.insert(normalize(value), resource);
            }
        }
    }
    found
}

/// Returns resources in the order of the places of a field.
fn in_order<'a>(resources: impl Iterator<Item = &'a Resource>, path: &str) -> Vec<&'a Resource> {
    let mut sorted: Vec<&Resource> = resources.collect();
    sorted.sort_by_key(|resource| {
        let Place { file, line, column } = resource.place_of(path);
        (file.to_string(), *line, *column)
    });
    sorted
}

/// Finds keys that would have the same secret, of which the server makes only the first.
fn keys_of_one_secret<'a>(resources: impl Iterator<Item = &'a Resource>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut before: Vec<(&Resource, &Template)> = Vec::new();
    for resource in in_order(resources.filter(|resource| resource.address.kind == Kind::Key), "key") {
        let Some(Wanted::Secret(secret)) = resource.fields.get("key") else { continue };
        let is_same = |other: &Template| match (other, &secret.template) {
            (Template::InFile { value: one, .. }, Template::InFile { value: other, .. }) => one == other,
            (one, other) => one == other,
        };
        if let Some((other, _)) = before.iter().find(|(_, other)| is_same(other)) {
            let message = format!(
                "{} and {} have the same secret; first at {}",
                label(&other.address),
                label(&resource.address),
                other.place_of("key")
            );
            found.push(Diagnostic::error("duplicate", Some(resource.place_of("key").clone()), message));
        }
        before.push((resource, &secret.template));
    }
    found
}

/// Finds parameters and information whose names are close to those that LiteLLM acts on.
fn misspelled_parameters(resource: &Resource) -> Vec<Diagnostic> {
    if resource.address.kind != Kind::Model {
        return Vec::new();
    }
    let warn = |path: &String| {
        let (map, name) = path.split_once('.')?;
        let (what, meant) = match map {
            "litellm_params" => ("parameter", meant_parameter(name)?),
            "model_info" => ("information", meant_information(name)?),
            _ => return None,
        };
        let message = format!("{}: LiteLLM knows no {what} `{name}`", label(&resource.address));
        let place = Some(resource.place_of(path).clone());
        Some(Diagnostic::warning("unknown-parameter", place, message).hint(format!("did you mean `{meant}`?")))
    };
    resource.fields.keys().filter_map(warn).collect()
}

/// Finds `os.environ/NAME` where servers do not resolve it.
fn unresolved_references(resource: &Resource) -> Vec<Diagnostic> {
    let kind = resource.address.kind;
    if kind == Kind::Model || kind == Kind::RouterSettings {
        return Vec::new();
    }
    let is_resolved = |path: &str| match kind {
        Kind::Guardrail => ["litellm_params.api_key", "litellm_params.api_base"].contains(&path),
        Kind::PassThrough => path == "headers",
        _ => false,
    };
    let references = resource.fields.iter().filter(|(path, value)| value.is_resolved_by_server() && !is_resolved(path));
    let warn = |(path, _): (&String, _)| {
        let label = label(&resource.address);
        let message = format!("{label}: `{path}` is an `os.environ/` reference, which servers do not resolve here");
        let place = Some(resource.place_of(path).clone());
        Diagnostic::warning("unresolved-reference", place, message).hint("write {$env: NAME}, which is resolved here")
    };
    references.map(warn).collect()
}

/// Finds empty sections of kinds that carry no ownership mark: nothing is deleted because of them.
fn empty_sections(reading: &Reading) -> Vec<Diagnostic> {
    let desired = &reading.desired;
    let is_empty = |kind: Kind| !desired.resources.keys().any(|address| address.kind == kind);
    let without_mark = reading.sections.iter().filter(|(kind, _)| {
        kind.mark_field().is_none() && !kind.is_single() && desired.header.owner.is_some() && is_empty(*kind)
    });
    let warn = |(kind, place): &(Kind, Place)| {
        let section = kind.section();
        let message = format!("`{section}` is empty, and deletes nothing: a {kind} carries no ownership mark");
        Diagnostic::warning("nothing-to-prune", Some(place.clone()), message)
            .hint(format!("{section}: {{NAME: {{state: absent}}}} deletes one"))
    };
    without_mark.map(warn).collect()
}

/// Finds patterns of the header that stand for nothing. What is protected may be on the server only.
pub(super) fn patterns(reading: &Reading, live: Option<&Live>) -> Vec<Diagnostic> {
    let desired = &reading.desired;
    let mut found = Vec::new();
    for (selector, place, is_protection) in &reading.selectors {
        let in_files = desired.resources.values().any(|resource| {
            let address = &resource.address;
            selector.selects(address) || resource.fields.keys().any(|path| selector.selects_field(address, path))
        });
        let on_server = live.iter().flat_map(|live| live.resources.values()).any(|resource| {
            let address = &resource.address;
            selector.selects(address) || resource.fields.keys().any(|path| selector.selects_field(address, path))
        });
        if in_files || on_server {
            continue;
        }
        let pattern = selector.to_string();
        let addresses = desired.resources.keys().map(|address| Cow::Owned(address.to_string()));
        let meant = misspelled(&pattern, addresses);
        if meant.is_none() && *is_protection && live.is_none() {
            continue;
        }
        let nowhere = if live.is_some() { "in the files or on the server" } else { "in the files" };
        let message = format!("`{pattern}` stands for nothing {nowhere}");
        let hint = meant.map(|meant| format!("did you mean `{meant}`?"));
        found.push(Diagnostic { hint, ..Diagnostic::warning("unmatched-pattern", Some(place.clone()), message) });
    }
    found
}
