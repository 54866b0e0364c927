//! From YAML values to [`Wanted`]: references to secrets, literal secrets, masks and the escape `{$literal: …}`.

use std::collections::BTreeMap;

use litellm_proxy_yaml::{Data, Entry, Node};
use serde_json::Value;

use super::sections::Origin;
use crate::fields::near_miss;
use crate::place::Diagnostic;
use crate::server::is_mask;
use crate::value::{SecretValue, Template, Wanted};

/// The keys of a mapping that stands for a value.
const REFERENCES: [&str; 4] = ["$env", "$file", "$command", "$literal"];

/// Reads one value.
pub(super) struct ValueReader<'a> {
    /// The file.
    pub(super) origin: &'a Origin,
    /// What the value belongs to, such as ``credential `azure` ``.
    pub(super) owner: &'a str,
    /// The path of the value, such as `credential_values.api_key`.
    pub(super) path: &'a str,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
    version: Option<u64>,
    /// Whether stars are what is meant: in `{$literal: …}`, and in names of models, which may be patterns.
    allows_stars: bool,
}

impl<'a> ValueReader<'a> {
    pub(super) fn new(origin: &'a Origin, owner: &'a str, path: &'a str, diagnostics: &'a mut Vec<Diagnostic>) -> Self {
        Self { origin, owner, path, diagnostics, version: None, allows_stars: is_model_name(path) }
    }

    /// Reads a value; strings in it are secret if the field is.
    pub(super) fn read(mut self, node: &Node, is_secret: bool) -> Wanted {
        let template = self.template(node, is_secret);
        match template.plain() {
            Some(value) => Wanted::Value(value),
            None => Wanted::Secret(SecretValue { template, version: self.version }),
        }
    }

    fn template(&mut self, node: &Node, is_secret: bool) -> Template {
        match &node.data {
            Data::Scalar(Value::String(text)) => self.text(node, text, is_secret),
            // A secret of digits, which servers take as a string.
            Data::Scalar(Value::Number(number)) if is_secret && number.to_string().len() >= 4 => {
                self.text(node, &number.to_string(), true)
            }
            Data::Scalar(value) => Template::Plain(value.clone()),
            Data::Sequence(items) => Template::List(items.iter().map(|item| self.template(item, is_secret)).collect()),
            Data::Mapping(entries) => match entries.iter().find(|entry| entry.name.starts_with('$')) {
                Some(entry) => self.reference(node, entries, entry, is_secret),
                None => Template::Map(self.entries(entries, is_secret)),
            },
        }
    }

    fn entries(&mut self, entries: &[Entry], is_secret: bool) -> BTreeMap<String, Template> {
        let read = |entry: &Entry| {
            let is_secret = is_secret || litellm_proxy_redact::is_secret_name(&entry.name);
            (entry.name.clone(), self.template(&entry.value, is_secret))
        };
        entries.iter().map(read).collect()
    }

    fn text(&mut self, node: &Node, text: &str, is_secret: bool) -> Template {
        if !self.allows_stars && is_mask(text, is_secret) {
            let message = format!("{} is {}, not a value", self.subject(), describe_mask(text));
            let hint = "write {$env: NAME}, or {$literal: …} if the value really contains these characters";
            self.diagnostics.push(self.origin.error(node.position, "masked-value", message).hint(hint));
            return Template::Plain(Value::Null);
        }
        if text.starts_with("os.environ/") {
            return Template::Plain(text.into());
        }
        let holds_key = litellm_proxy_redact::holds_key(text);
        if text.is_empty() || self.is_path(text) || !(is_secret || holds_key) {
            return Template::Plain(text.into());
        }
        if let Some(name) = shell_variable(text) {
            let message = format!("{} is a literal `${name}`: nothing expands variables here", self.subject());
            let hint = format!("write {{$env: {name}}}");
            self.diagnostics.push(self.origin.warning(node.position, "literal-variable", message).hint(hint));
        } else {
            let message = format!("{} is a secret in clear", self.subject());
            let hint = "write {$env: NAME}, {$file: PATH} or {$command: […]}";
            self.diagnostics.push(self.origin.warning(node.position, "literal-secret", message).hint(hint));
        }
        Template::in_file(&self.origin.place(node.position), text)
    }

    /// Returns whether the value is the path of a file on the server, as `vertex_credentials` may be.
    fn is_path(&self, text: &str) -> bool {
        let is_file = std::path::Path::new(text).extension().is_some_and(|extension| extension == "json");
        self.path.ends_with("vertex_credentials") && is_file && !text.contains(['{', '\n'])
    }

    /// Reads `{$env: NAME}` and its siblings.
    fn reference(&mut self, node: &Node, entries: &[Entry], entry: &Entry, is_secret: bool) -> Template {
        let nothing = Template::Plain(Value::Null);
        if !REFERENCES.contains(&entry.name.as_str()) {
            let mut message = format!("{} has the unknown reference `{}`", self.subject(), entry.name);
            match near_miss(&entry.name, REFERENCES.map(Into::into)) {
                Some(meant) => message.push_str(&format!("; did you mean `{meant}`?")),
                None => message.push_str("; expected $env, $file, $command or $literal"),
            }
            self.diagnostics.push(self.origin.error(entry.position, "unknown-reference", message));
            return nothing;
        }
        let is_version = |other: &Entry| other.name == "version" && entry.name != "$literal";
        for other in entries {
            if other.name == entry.name {
                continue;
            }
            if is_version(other) {
                let version = other.value.to_json().as_u64();
                if version.is_none() {
                    let message = format!("{}: `version` must be a whole number", self.subject());
                    self.invalid(&other.value, message);
                }
                self.version = self.version.max(version);
            } else {
                let message = format!("{}: `{}` does not belong next to `{}`", self.subject(), other.name, entry.name);
                self.invalid(node, message);
            }
        }
        self.referred(entry, is_secret).unwrap_or_else(|expected| {
            let message = format!("{}: `{}` must be {expected}", self.subject(), entry.name);
            self.invalid(&entry.value, message);
            nothing
        })
    }

    /// Returns what a reference stands for, or what it must be.
    fn referred(&mut self, entry: &Entry, is_secret: bool) -> Result<Template, &'static str> {
        let text = entry.value.as_str().filter(|text| !text.is_empty());
        match entry.name.as_str() {
            "$env" => text
                .filter(|name| is_variable(name))
                .map(|name| Template::Env(name.to_owned()))
                .ok_or("the name of a variable, such as AZURE_KEY"),
            "$file" => text.map(|path| Template::File(self.origin.directory.join(path))).ok_or("the path of a file"),
            "$command" => match &entry.value.data {
                Data::Sequence(items) if !items.is_empty() => {
                    let arguments = items.iter().map(argument).collect::<Option<Vec<_>>>();
                    arguments.map(Template::Command).ok_or("a list of strings, such as [op, read, op://ai/azure/token]")
                }
                _ => Err("a list of strings, such as [op, read, op://ai/azure/token]"),
            },
            _ => {
                let before = std::mem::replace(&mut self.allows_stars, true);
                let template = match &entry.value.data {
                    // Nothing inside is a reference.
                    Data::Mapping(_) | Data::Sequence(_) if !is_secret => Template::Plain(entry.value.to_json()),
                    _ => self.template(&entry.value, is_secret),
                };
                self.allows_stars = before;
                Ok(template)
            }
        }
    }

    fn subject(&self) -> String {
        format!("{}: `{}`", self.owner, self.path)
    }

    fn invalid(&mut self, node: &Node, message: String) {
        self.diagnostics.push(self.origin.error(node.position, "invalid-reference", message));
    }
}

/// Returns whether a field names models, so that `*` and `**` are patterns.
fn is_model_name(path: &str) -> bool {
    matches!(path, "model_name" | "litellm_params.model" | "models")
}

fn argument(node: &Node) -> Option<String> {
    match node.to_json() {
        Value::String(text) => Some(text),
        number @ Value::Number(_) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns whether a string can be the name of a variable. It is not quoted otherwise: it may be the secret itself.
fn is_variable(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    name.starts_with(is_letter) && name.chars().all(|c| is_letter(c) || c.is_ascii_digit())
}

/// Returns the variable that `$NAME` or `${NAME}` stands for in a shell.
fn shell_variable(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    let name = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(name);
    let is_upper = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    (is_variable(name) && name.chars().all(is_upper)).then_some(name)
}

/// Describes a mask. Only one that hides most of a secret is quoted.
fn describe_mask(text: &str) -> String {
    let is_key = text.len() <= 12 && text.starts_with("sk-...");
    let hides_most = text.contains("****") && text.chars().filter(|character| *character != '*').count() <= 8;
    if is_key || (hides_most && text.len() <= 100) || ["REDACTED_BY_LITELM", "REDACTED_BY_LITELLM"].contains(&text) {
        format!("`{text}`, a mask")
    } else {
        "a mask, or contains `**`".to_owned()
    }
}
