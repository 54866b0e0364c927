//! What the models of a file refer to in it: credentials of its `credential_list` by name, and variables of its
//! `environment_variables` as `os.environ/NAME`.

use anyhow::Result;
use litellm_proxy_desired::file::Sections;
use litellm_proxy_yaml::{Data, Node};
use serde::Serialize;
use serde_json::{Map, Value};

use super::config_file::error_at;
use super::{Item, OnConflict};
use crate::commands::bulk::ItemOutcome;
use crate::context::Context;
use litellm_proxy_client::credentials::{CredentialUpdate, NewCredential};
use litellm_proxy_client::{Client, Error};

const REFERENCE: &str = "os.environ/";

/// A credential of the file and its outcome.
#[derive(Debug, Serialize)]
pub(super) struct CredentialItem {
    credential_name: String,
    pub(super) outcome: ItemOutcome,
    reason: Option<String>,
    #[serde(skip)]
    pub(super) credential: NewCredential,
}

impl CredentialItem {
    pub(super) fn has_failed(&self) -> bool {
        self.outcome == ItemOutcome::Failed
    }
}

/// The credentials and variables of a file.
#[derive(Debug, Default)]
pub(super) struct References {
    credentials: Vec<NewCredential>,
    variables: Map<String, Value>,
}

impl References {
    pub(super) fn read(config: &Sections) -> Result<Self> {
        let mut found = Self::default();
        for piece in config.section("credential_list").unwrap_or_default() {
            let wrong = |node: &Node, message: &str| error_at(&piece.origin.file, node.position, message);
            let entries = match &piece.node.data {
                Data::Sequence(entries) => entries.as_slice(),
                Data::Scalar(Value::Null) => &[],
                _ => return Err(wrong(&piece.node, "`credential_list` must be a list of credentials")),
            };
            for entry in entries {
                let Some(name) = entry.get("credential_name").and_then(Node::as_str) else {
                    return Err(wrong(entry, "the credential has no `credential_name`"));
                };
                let fields = |name: &str| match entry.get(name).map(|node| (node, node.to_json())) {
                    Some((_, Value::Object(fields))) => Ok(fields),
                    None | Some((_, Value::Null)) => Ok(Map::new()),
                    Some((node, _)) => Err(wrong(node, &format!("`{name}` must be a mapping"))),
                };
                let mut credential = NewCredential::new(name);
                credential.credential_info = fields("credential_info")?;
                credential.credential_values = fields("credential_values")?;
                found.credentials.push(credential);
            }
        }
        for piece in config.section("environment_variables").unwrap_or_default() {
            match piece.node.to_json() {
                Value::Object(fields) => found.variables.extend(fields),
                Value::Null => {}
                _ => {
                    let message = "`environment_variables` must be a mapping";
                    return Err(error_at(&piece.origin.file, piece.node.position, message));
                }
            }
        }
        Ok(found)
    }

    /// Says what the models refer to and is not imported.
    pub(super) fn tell(&self, context: &mut Context, items: &[Item]) {
        for credential in self.used(items) {
            let name = &credential.credential_name;
            let users = names(items.iter().filter(|item| credential_of(item) == Some(name)));
            context.output.warn(format_args!(
                "the file's credential `{name}` (used by {users}) is not imported; import it with --with-credentials"
            ));
        }
        for name in self.variables.keys() {
            let refers = |item: &&Item| item.model.litellm_params.values().any(|value| refers_to(value, name));
            let users: Vec<_> = items.iter().filter(refers).collect();
            if !users.is_empty() {
                let users = names(users.into_iter());
                context.output.warn(format_args!(
                    "the variable {name} (used by {users}) is set in the file, not on the server; import its value with --with-credentials"
                ));
            }
        }
    }

    /// Puts the values of the file's variables in place of references to them, and returns the credentials that the
    /// models refer to.
    pub(super) fn resolve(&self, items: &mut [Item]) -> Vec<CredentialItem> {
        for item in items.iter_mut() {
            for value in item.model.litellm_params.values_mut() {
                self.put_in(value);
            }
        }
        let credentials = self.used(items).into_iter().map(|credential| {
            let mut credential = credential.clone();
            let mut reason = None;
            for (name, value) in &mut credential.credential_values {
                self.put_in(value);
                // Newer servers do not resolve references in credentials; the proxy does so when it reads its file.
                if let Some(variable) = value.as_str().and_then(|text| text.strip_prefix(REFERENCE)) {
                    match crate::env::get(variable) {
                        Some(found) => *value = found.into(),
                        None => {
                            reason = Some(format!("`{name}` refers to the variable {variable}, which is not set here"));
                        }
                    }
                }
            }
            let outcome = if reason.is_some() { ItemOutcome::Failed } else { ItemOutcome::Waiting };
            CredentialItem { credential_name: credential.credential_name.clone(), outcome, reason, credential }
        });
        credentials.collect()
    }

    /// Replaces references to the file's variables in a value.
    fn put_in(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                let variable = text.strip_prefix(REFERENCE).and_then(|name| self.variables.get(name));
                if let Some(variable) = variable {
                    *text = as_python(variable);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.put_in(item)),
            Value::Object(fields) => fields.values_mut().for_each(|field| self.put_in(field)),
            _ => {}
        }
    }

    /// Returns the credentials that models refer to.
    fn used(&self, items: &[Item]) -> Vec<&NewCredential> {
        let is_used = |credential: &&NewCredential| {
            items.iter().any(|item| credential_of(item) == Some(&credential.credential_name))
        };
        self.credentials.iter().filter(is_used).collect()
    }
}

/// Returns the text of a variable: the proxy sets it to what Python prints.
fn as_python(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::Null => "None".to_owned(),
        other => other.to_string(),
    }
}

fn refers_to(value: &Value, variable: &str) -> bool {
    match value {
        Value::String(text) => text.strip_prefix(REFERENCE) == Some(variable),
        Value::Array(items) => items.iter().any(|item| refers_to(item, variable)),
        Value::Object(fields) => fields.values().any(|field| refers_to(field, variable)),
        _ => false,
    }
}

fn credential_of(item: &Item) -> Option<&str> {
    item.model.litellm_params.get("litellm_credential_name").and_then(Value::as_str)
}

fn names<'a>(items: impl Iterator<Item = &'a Item>) -> String {
    let mut names: Vec<String> = Vec::new();
    for item in items {
        let name = format!("`{}`", item.model_name);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names.join(", ")
}

/// Imports the credentials one after the other. A model whose credential is not on the server is not imported.
pub(super) async fn import(
    context: &mut Context,
    client: &Client,
    on_conflict: OnConflict,
    credentials: &mut [CredentialItem],
    items: &mut [Item],
) {
    for item in credentials.iter_mut() {
        if item.outcome == ItemOutcome::Waiting {
            (item.outcome, item.reason) = save(client, on_conflict, &item.credential).await;
        }
        let name = &item.credential_name;
        let reason = item.reason.as_deref().unwrap_or_default();
        match item.outcome {
            ItemOutcome::Failed => {
                context.output.note(format_args!("failed: credential {name}: {reason}"));
                for model in items.iter_mut().filter(|model| credential_of(model) == Some(name)) {
                    model.outcome = ItemOutcome::Failed;
                    model.reason = Some(format!("its credential `{name}` was not imported"));
                }
            }
            ItemOutcome::Unchanged if on_conflict == OnConflict::Create => context.output.warn(format_args!(
                "the credential `{name}` exists already and stays as it is; --on-conflict update sets its values"
            )),
            outcome => context.output.note(format_args!("{}: credential {name}", outcome.as_str())),
        }
    }
}

/// Creates a credential, or updates the one that exists.
async fn save(client: &Client, on_conflict: OnConflict, credential: &NewCredential) -> (ItemOutcome, Option<String>) {
    let not_kept = match client.credentials().create_checked(credential).await {
        Ok(created) => Ok((ItemOutcome::Imported, created.not_kept)),
        Err(Error::Conflict(_)) if on_conflict == OnConflict::Update => {
            let mut update = CredentialUpdate::default();
            update.credential_info.clone_from(&credential.credential_info);
            update.credential_values.clone_from(&credential.credential_values);
            let updated = client.credentials().merge_checked(&credential.credential_name, &update).await;
            updated.map(|updated| (ItemOutcome::Updated, updated.not_kept))
        }
        Err(Error::Conflict(_)) => return (ItemOutcome::Unchanged, Some("exists already".to_owned())),
        Err(error) => Err(error),
    };
    match not_kept {
        Ok((outcome, not_kept)) if not_kept.is_empty() => (outcome, None),
        Ok((_, not_kept)) => (ItemOutcome::Failed, Some(crate::commands::models::written::describe(&not_kept))),
        Err(error) => (ItemOutcome::Failed, Some(error.to_string())),
    }
}

/// Marks the credentials as those of a dry run.
pub(super) fn preview(credentials: &mut [CredentialItem]) {
    for item in credentials {
        item.outcome =
            if item.outcome == ItemOutcome::Failed { ItemOutcome::WouldFail } else { ItemOutcome::WouldBeImported };
    }
}

/// Returns a line about a credential, for people.
pub(super) fn line(item: &CredentialItem) -> String {
    let reason = item.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
    format!("credential {}: {}{reason}", item.credential_name, item.outcome.as_str())
}
