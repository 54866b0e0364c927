//! `model_list`, as the proxy reads it.

use std::collections::HashMap;

use litellm_proxy_client::models::telling_apart;
use litellm_proxy_yaml::{Data, Entry, Node, Position};
use serde_json::Value;

use super::reader::{Reader, Subject};
use super::sections::{Origin, Piece};
use crate::address::Address;
use crate::desired::Resource;
use crate::kind::Kind;
use crate::mark::hex_digest;
use crate::value::{Template, Wanted};

/// The keys of an entry of `model_list`.
const MODEL_KEYS: [&str; 10] =
    ["model_name", "litellm_params", "model_info", "tpm", "rpm", "weight", "itpm", "otpm", "blocked", "state"];

/// Prices that every server declares as parameters. The proxy takes them from `model_info` of its file too, but newer
/// servers drop them from the `model_info` that they are sent.
pub const PRICES: [&str; 14] = [
    "cache_creation_input_token_cost",
    "cache_read_input_token_cost",
    "input_cost_per_audio_token",
    "input_cost_per_character",
    "input_cost_per_image",
    "input_cost_per_pixel",
    "input_cost_per_query",
    "input_cost_per_second",
    "input_cost_per_token",
    "output_cost_per_character",
    "output_cost_per_image",
    "output_cost_per_reasoning_token",
    "output_cost_per_second",
    "output_cost_per_token",
];

/// A deployment whose identity is not known yet.
struct Deployment {
    subject: Subject,
    name: String,
    id: Option<String>,
    position: Position,
}

impl Reader {
    pub(super) fn models(&mut self, pieces: &[Piece]) {
        let mut deployments = Vec::new();
        for Piece { origin, node, .. } in pieces {
            for item in self.list(origin, "`model_list`", node) {
                deployments.extend(self.model(origin, item));
            }
        }
        self.identify(deployments);
    }

    /// Reads an entry: one deployment, or one for each of its organizations.
    fn model(&mut self, origin: &Origin, node: &Node) -> Vec<Deployment> {
        let Data::Mapping(entries) = &node.data else {
            let message = "a model must be a mapping with `model_name` and `litellm_params`";
            self.error(origin, node.position, "invalid-type", message);
            return Vec::new();
        };
        let Some(name) = self.required_name(origin, node, "model_name", "the model") else { return Vec::new() };
        let mut subject = Subject::new(Address::new(Kind::Model, &name), origin, node.position);
        self.model_keys(&subject, entries);
        for entry in entries {
            match entry.name.as_str() {
                "litellm_params" => self.open_map(&mut subject, entry, &[]),
                "model_info" => self.open_map(&mut subject, entry, &["id"]),
                "model_name" => {
                    let place = origin.place(entry.position);
                    subject.resource.places.insert(entry.name.clone(), place);
                    subject.resource.fields.insert(entry.name.clone(), Wanted::Value(name.clone().into()));
                }
                "blocked" => self.field(&mut subject, entry.name.clone(), entry),
                "state" => self.fields(&mut subject, std::slice::from_ref(entry), &[]),
                _ => {}
            }
        }
        self.limits_beside(&mut subject, node, entries);
        move_prices(&mut subject.resource);
        let is_named = |resource: &Resource| match resource.fields.get("litellm_params.model") {
            Some(Wanted::Value(value)) => value.as_str().is_some_and(|text| !text.is_empty()),
            Some(Wanted::Secret(_)) => true,
            None => false,
        };
        if !subject.resource.is_absent && !is_named(&subject.resource) {
            let position = node.get("litellm_params").map_or(node.position, |params| params.position);
            let message = format!("{} has no `litellm_params.model`", subject.label);
            self.error(origin, position, "missing-field", message);
        }
        let id = self.id(origin, &subject.label, node);
        by_organization(Deployment { subject, name, id, position: node.position })
    }

    /// Returns the name of an entry of a list.
    pub(super) fn required_name(&mut self, origin: &Origin, node: &Node, key: &str, what: &str) -> Option<String> {
        match node.get(key).map(|value| (value.position, value.to_json())) {
            Some((_, Value::String(name))) if !name.is_empty() => return Some(name),
            Some((_, Value::Number(number))) => return Some(number.to_string()),
            Some((position, _)) => {
                self.error(origin, position, "invalid-type", format!("`{key}` must be a non-empty string"));
            }
            None => {
                self.error(origin, node.position, "missing-field", format!("{what} has no `{key}`"));
            }
        }
        None
    }

    fn model_keys(&mut self, subject: &Subject, entries: &[Entry]) {
        for entry in entries.iter().filter(|entry| !MODEL_KEYS.contains(&entry.name.as_str())) {
            if entry.name.starts_with("x-") {
                continue;
            }
            let name = litellm_proxy_redact::redact_text(&entry.name);
            let message = format!("{}: the proxy does not read `{name}` here", subject.label);
            let hint = match crate::fields::misspelled(&entry.name, MODEL_KEYS.map(Into::into)) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "parameters of the model belong into litellm_params, information into model_info".to_owned(),
            };
            self.report(subject.origin.warning(entry.position, "misplaced-field", message).hint(hint));
        }
    }

    /// Puts limits that stand next to `litellm_params` where the server keeps them.
    fn limits_beside(&mut self, subject: &mut Subject, node: &Node, entries: &[Entry]) {
        for entry in entries {
            let map = match entry.name.as_str() {
                "tpm" | "rpm" | "weight" => "litellm_params",
                // As a parameter, servers that do not know it would send it to the provider.
                "itpm" | "otpm" => "model_info",
                _ => continue,
            };
            let path = format!("{map}.{}", entry.name);
            let inside = node.get("litellm_params").and_then(|params| params.get(&entry.name));
            match inside.filter(|inside| !matches!(inside.data, Data::Scalar(Value::Null))) {
                None if matches!(entry.value.data, Data::Scalar(Value::Null)) => {}
                None => self.field(subject, path, entry),
                Some(inside) if inside.to_json() != entry.value.to_json() => {
                    let name = &entry.name;
                    let message =
                        format!("{}: `{name}` also stands in litellm_params, whose value counts", subject.label);
                    self.report(subject.origin.warning(entry.position, "misplaced-field", message));
                }
                Some(_) => {}
            }
        }
    }

    fn id(&mut self, origin: &Origin, label: &str, node: &Node) -> Option<String> {
        let id = node.get("model_info")?.get("id")?;
        match id.to_json() {
            Value::Null => None,
            Value::String(text) if !text.is_empty() => Some(text),
            // The server treats a numeric id as a string too.
            Value::Number(number) => Some(number.to_string()),
            _ => {
                let message = format!("{label}: `model_info.id` must be a non-empty string");
                self.error(origin, id.position, "invalid-type", message);
                None
            }
        }
    }

    /// Gives each deployment its address: its id, its name if no other has it, or the name with a hash.
    fn identify(&mut self, deployments: Vec<Deployment>) {
        let mut names: HashMap<String, usize> = HashMap::new();
        for deployment in &deployments {
            *names.entry(deployment.name.clone()).or_default() += 1;
        }
        let (with_id, without): (Vec<_>, Vec<_>) =
            deployments.into_iter().partition(|deployment| deployment.id.is_some());
        for Deployment { mut subject, id, .. } in with_id {
            subject.resource.address.name = id.unwrap_or_default();
            subject.label = super::reader::label(&subject.resource.address);
            self.add(subject);
        }
        for Deployment { mut subject, name, position, .. } in without {
            let is_free =
                |reader: &Self, name: &str| !reader.desired.resources.contains_key(&Address::new(Kind::Model, name));
            let mut id = name.clone();
            if names.get(&name) != Some(&1) || !is_free(self, &id) {
                let stem = format!("{name}@{}", hash_telling_apart(&subject.resource));
                id.clone_from(&stem);
                let mut number = 2;
                while !is_free(self, &id) {
                    id = format!("{stem}-{number}");
                    number += 1;
                }
                if subject.resource.is_absent {
                    let message =
                        format!("{}: other deployments have this name; give it its `model_info.id`", subject.label);
                    self.error(&subject.origin.clone(), position, "ambiguous-name", message);
                }
            }
            subject.resource.address.name = id;
            subject.resource.has_derived_id = true;
            self.add(subject);
        }
    }
}

/// Moves prices to the parameters, and a single access group into a list.
fn move_prices(resource: &mut Resource) {
    for name in PRICES {
        let (from, to) = (format!("model_info.{name}"), format!("litellm_params.{name}"));
        if let Some(price) = resource.fields.remove(&from) {
            let place = resource.places.remove(&from);
            if !price.is_unset() && !resource.fields.contains_key(&to) {
                resource.fields.insert(to.clone(), price);
                resource.places.extend(place.map(|place| (to, place)));
            }
        }
    }
    if let Some(Wanted::Value(groups @ Value::String(_))) = resource.fields.get_mut("model_info.access_groups") {
        *groups = Value::Array(vec![groups.take()]);
    }
}

/// Returns a deployment for each organization of a list, as the proxy does.
fn by_organization(deployment: Deployment) -> Vec<Deployment> {
    const PATH: &str = "litellm_params.organization";
    let organizations = match deployment.subject.resource.fields.get(PATH) {
        Some(Wanted::Value(Value::Array(organizations))) if !organizations.is_empty() => organizations.clone(),
        _ => return vec![deployment],
    };
    let one = |(number, organization): (usize, Value)| {
        let Subject { resource, label, origin } = &deployment.subject;
        let mut subject = Subject { resource: resource.clone(), label: label.clone(), origin: origin.clone() };
        subject.resource.fields.insert(PATH.to_owned(), Wanted::Value(organization));
        // Two deployments of the database cannot share an id.
        let id = deployment.id.clone().filter(|_| number == 0);
        Deployment { subject, name: deployment.name.clone(), id, position: deployment.position }
    };
    organizations.into_iter().enumerate().map(one).collect()
}

/// Returns a hash of the parameters that tell a deployment apart from others of its name. Secrets in clear are not among them: an
/// id is public.
fn hash_telling_apart(resource: &Resource) -> String {
    let parts = telling_apart().filter_map(|name| {
        let value = match resource.fields.get(&format!("litellm_params.{name}"))? {
            Wanted::Value(Value::Null) => return None,
            Wanted::Value(Value::String(text)) => text.clone(),
            Wanted::Value(value) => value.to_string(),
            Wanted::Secret(secret) => match &secret.template {
                Template::Env(name) => format!("$env:{name}"),
                Template::Command(arguments) => format!("$command:{}", arguments.join(" ")),
                // Its path depends on where the command is called.
                Template::File(path) => format!("$file:{}", path.file_name()?.to_string_lossy()),
                _ => return None,
            },
        };
        Some(format!("{name}={value}\n"))
    });
    hex_digest(&parts.collect::<String>(), 4)
}
