//! Masked values in a file, such as one that was written from what a server shows: importing them would replace secrets.

use litellm_proxy_client::guarded_fields;
use litellm_proxy_desired::file::Sections;
use litellm_proxy_yaml::{Data, Node, Position};
use reqwest::Method;
use serde_json::Value;

use super::config_file::place;

/// Returns the faults of the fields with these names, with their positions: what an endpoint must not be sent.
pub(super) fn faults(file: &str, entry: &Node, names: &[&str], endpoint: &str) -> Vec<String> {
    let field = |name: &&str| Some(((*name).to_owned(), entry.get(name)?.to_json()));
    in_json(file, entry, &Value::Object(names.iter().filter_map(field).collect()), endpoint)
}

/// Returns the faults of the credentials and variables of a file.
pub(super) fn of_references(config: &Sections) -> Vec<String> {
    let mut found = Vec::new();
    for piece in config.section("credential_list").unwrap_or_default() {
        let Data::Sequence(entries) = &piece.node.data else { continue };
        for entry in entries {
            found.extend(faults(&piece.origin.file, entry, &["credential_info", "credential_values"], "/credentials"));
        }
    }
    for piece in config.section("environment_variables").unwrap_or_default() {
        found.extend(in_json(&piece.origin.file, &piece.node, &piece.node.to_json(), "/config/update"));
    }
    found
}

fn in_json(file: &str, node: &Node, json: &Value, endpoint: &str) -> Vec<String> {
    let fields = guarded_fields(&Method::POST, endpoint, &json.to_string());
    fields.iter().map(|field| place(file, position(node, &field.path), &field.to_string())).collect()
}

/// Returns the position of a value, or of the last on the way to it that is in the file.
fn position(mut node: &Node, path: &[String]) -> Position {
    for step in path {
        let inner = match &node.data {
            Data::Sequence(items) => step.parse().ok().and_then(|index: usize| items.get(index)),
            _ => node.get(step),
        };
        let Some(inner) = inner else { break };
        node = inner;
    }
    node.position
}
