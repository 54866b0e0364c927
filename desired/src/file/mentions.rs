//! The names of other resources in fields.

use litellm_proxy_yaml::{Data, Node, Position};
use serde_json::Value;

use super::reader::{Mention, Reader, Subject};
use crate::fields::Reference;

impl Reader {
    /// Notes the names in a field: as the table says, or as LiteLLM reads maps of models.
    pub(super) fn mentions(&mut self, subject: &Subject, path: &str, target: Option<Reference>, node: &Node) {
        match path {
            "fallbacks" | "context_window_fallbacks" | "content_policy_fallbacks" => {
                // A list of maps from a model to the models that are called after it.
                if let Data::Sequence(items) = &node.data {
                    for item in items {
                        self.keys(subject, path, item, false);
                        self.values(subject, path, item);
                    }
                }
            }
            "default_fallbacks" => self.names(subject, path, Reference::Models, node),
            "model_aliases" | "aliases" | "model_group_alias" => self.values(subject, path, node),
            "model_max_budget" | "model_rpm_limit" | "model_tpm_limit" => self.keys(subject, path, node, true),
            _ => {
                if let Some(target) = target {
                    self.names(subject, path, target, node);
                }
            }
        }
    }

    /// Notes the names in a string or in a list of strings.
    fn names(&mut self, subject: &Subject, path: &str, target: Reference, node: &Node) {
        match &node.data {
            Data::Scalar(Value::String(name)) if !name.is_empty() => {
                self.mention(subject, path, target, name, node.position, false);
            }
            Data::Scalar(Value::Number(number)) => {
                self.mention(subject, path, target, &number.to_string(), node.position, false);
            }
            Data::Sequence(items) => items.iter().for_each(|item| self.names(subject, path, target, item)),
            _ => {}
        }
    }

    /// Notes the models in the values of a map.
    fn values(&mut self, subject: &Subject, path: &str, node: &Node) {
        if let Data::Mapping(entries) = &node.data {
            for entry in entries {
                let hidden = entry.value.get("model").unwrap_or(&entry.value);
                self.names(subject, path, Reference::Models, hidden);
            }
        }
    }

    /// Notes the models in the keys of a map.
    fn keys(&mut self, subject: &Subject, path: &str, node: &Node, is_limit: bool) {
        if let Data::Mapping(entries) = &node.data {
            for entry in entries {
                self.mention(subject, path, Reference::Models, &entry.name, entry.position, is_limit);
            }
        }
    }

    fn mention(
        &mut self,
        subject: &Subject,
        path: &str,
        target: Reference,
        name: &str,
        position: Position,
        is_limit: bool,
    ) {
        // References to secrets and to variables of the server are not names.
        let is_name = !name.starts_with('$') && !name.starts_with("os.environ/");
        if is_name && !litellm_proxy_redact::holds_key(name) {
            self.mentions.push(Mention {
                from: subject.resource.address.clone(),
                path: path.to_owned(),
                place: subject.origin.place(position),
                target,
                name: name.to_owned(),
                is_limit,
            });
        }
    }
}
