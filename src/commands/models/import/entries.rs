//! The entries of `model_list`, read as the proxy reads them.

use anyhow::Result;
use litellm_proxy_desired::fields::misspelled;
use litellm_proxy_desired::file::{PRICES, Sections};
use litellm_proxy_yaml::{Data, Entry, Node, Position};
use serde_json::{Map, Value};

use super::Item;
use super::config_file::{error_at, place};
use super::masked;
use crate::commands::bulk::ItemOutcome;
use crate::commands::models::spelling;
use crate::failure::Failure;
use litellm_proxy_client::models::{NewModel, parameters};

/// The keys of an entry that are imported.
const KEYS: [&str; 8] = ["model_name", "litellm_params", "model_info", "tpm", "rpm", "itpm", "otpm", "blocked"];

/// Reads the models of a file, and what to warn about. Fails with the position of each invalid model, after `faults` that
/// were found in what else is imported.
pub(super) fn read(file: &str, config: &Sections, mut faults: Vec<String>) -> Result<(Vec<Item>, Vec<String>)> {
    let Some(pieces) = config.section("model_list") else {
        return Err(Failure::usage(format!("{file} must contain a `model_list` key with a list of models")));
    };
    let mut items: Vec<Item> = Vec::new();
    let mut warnings = Vec::new();
    let noun = if faults.is_empty() { "models" } else { "entries" };
    for piece in pieces {
        let Data::Sequence(entries) = &piece.node.data else {
            return Err(error_at(&piece.origin.file, piece.node.position, "`model_list` must be a list of models"));
        };
        for entry in entries {
            faults.extend(masked::faults(&piece.origin.file, entry, &KEYS, "/model/new"));
            let models = read_entry(entry).unwrap_or_else(|(position, message)| {
                faults.push(place(&piece.origin.file, position, &message));
                Vec::new()
            });
            for item in models {
                let id = item.model.model_info.get("id");
                if id.is_some() && items.iter().any(|other| other.model.model_info.get("id") == id) {
                    let message = "another model has the same `model_info.id`";
                    faults.push(place(&piece.origin.file, entry.position, message));
                }
                items.push(item);
            }
            warnings.extend(questions(entry).into_iter().map(|(position, message)| {
                let file = &piece.origin.file;
                format!("{file}, {position}: {message}")
            }));
        }
    }
    match faults.as_slice() {
        [] => Ok((items, warnings)),
        [fault] => Err(Failure::usage(fault)),
        faults => {
            let list = faults.join("\n");
            Err(Failure::usage(format!("{} {noun} of {file} are invalid:\n{list}", faults.len())))
        }
    }
}

type Wrong = (Position, String);

fn string(node: &Node, what: &str) -> Result<String, Wrong> {
    match node.as_str() {
        Some(value) if !value.is_empty() => Ok(value.to_owned()),
        _ => Err((node.position, format!("`{what}` must be a non-empty string"))),
    }
}

fn mapping(node: &Node, what: &str) -> Result<Map<String, Value>, Wrong> {
    match node.to_json() {
        Value::Object(fields) => Ok(fields),
        Value::Null => Ok(Map::new()),
        _ => Err((node.position, format!("`{what}` must be a mapping"))),
    }
}

/// Reads an entry: one model, or one for each of its organizations.
fn read_entry(entry: &Node) -> Result<Vec<Item>, Wrong> {
    let here = |message: &str| (entry.position, message.to_owned());
    if !matches!(entry.data, Data::Mapping(_)) {
        return Err(here("a model must be a mapping with `model_name` and `litellm_params`"));
    }
    let name = entry.get("model_name").ok_or_else(|| here("the model has no `model_name`"))?;
    let params = entry.get("litellm_params").ok_or_else(|| here("the model has no `litellm_params`"))?;
    let upstream =
        params.get("model").ok_or_else(|| (params.position, "`litellm_params` has no `model`".to_owned()))?;
    let info = entry.get("model_info");
    let model_name = string(name, "model_name")?;
    let mut model = NewModel::new(&model_name);
    model.model_info = info.map_or_else(|| Ok(Map::new()), |info| mapping(info, "model_info"))?;
    if let Some(id @ Value::Number(_)) = model.model_info.get_mut("id") {
        // The server treats a numeric id as a string too.
        *id = Value::from(id.to_string());
    }
    model.litellm_params = mapping(params, "litellm_params")?;
    move_fields(entry, &mut model);
    let item = Item {
        upstream_model: string(upstream, "litellm_params.model")?,
        access_groups: access_groups(info)?,
        outcome: ItemOutcome::Waiting,
        reason: None,
        model_name,
        model,
        is_update: false,
        is_incomplete: false,
    };
    Ok(by_organization(item))
}

fn access_groups(info: Option<&Node>) -> Result<Vec<String>, Wrong> {
    let Some(groups) = info.and_then(|info| info.get("access_groups")) else { return Ok(Vec::new()) };
    match &groups.data {
        Data::Scalar(Value::Null) => Ok(Vec::new()),
        Data::Scalar(Value::String(group)) => Ok(vec![group.clone()]),
        Data::Sequence(items) => items.iter().map(|item| string(item, "access_groups")).collect(),
        _ => Err((groups.position, "`access_groups` must be a list of strings".to_owned())),
    }
}

/// Puts what stands beside `litellm_params` in the file where the server keeps it.
fn move_fields(entry: &Node, model: &mut NewModel) {
    let beside = |name: &str| entry.get(name).map(Node::to_json).filter(|value| !value.is_null());
    let is_unset = |fields: &Map<String, Value>, name: &str| fields.get(name).is_none_or(Value::is_null);
    for name in ["tpm", "rpm"] {
        if let Some(limit) = beside(name).filter(|_| is_unset(&model.litellm_params, name)) {
            model.litellm_params.insert(name.to_owned(), limit);
        }
    }
    for name in ["itpm", "otpm"] {
        // As a parameter, servers that do not know it would send it to the provider.
        if let Some(limit) = beside(name).filter(|_| is_unset(&model.litellm_params, name)) {
            model.model_info.entry(name).or_insert(limit);
        }
    }
    if let Some(blocked) = beside("blocked") {
        model.extra.insert("blocked".to_owned(), blocked);
    }
    for name in PRICES {
        if let Some(price) = model.model_info.get(name).filter(|price| !price.is_null()) {
            model.litellm_params.entry(name).or_insert_with(|| price.clone());
        }
    }
}

/// Returns a model for each organization of a list, as the proxy does.
fn by_organization(item: Item) -> Vec<Item> {
    let Some(Value::Array(organizations)) = item.model.litellm_params.get("organization") else { return vec![item] };
    let models = organizations.iter().enumerate().map(|(number, organization)| {
        let mut item = item.clone();
        item.model.litellm_params.insert("organization".to_owned(), organization.clone());
        if number > 0 {
            // Two deployments of the database cannot share an id.
            item.model.model_info.shift_remove("id");
        }
        item
    });
    models.collect()
}

/// Returns what to ask about an entry: keys that the proxy does not read, and names that were probably mistyped.
fn questions(entry: &Node) -> Vec<Wrong> {
    let mut found = Vec::new();
    for field in fields(Some(entry)) {
        let name = field.name.as_str();
        if !KEYS.contains(&name) {
            found.push((field.position, unknown(name)));
        }
        let both = |name| entry.get(name).zip(entry.get("litellm_params").and_then(|params| params.get(name)));
        if let Some((beside, inside)) = both(name).filter(|_| name == "tpm" || name == "rpm")
            && beside.to_json() != inside.to_json()
        {
            found.push((
                field.position,
                format!("`{name}` also stands in litellm_params, with another value, which is the one imported"),
            ));
        }
    }
    for field in fields(entry.get("litellm_params")) {
        if let Some(meant) = parameters::meant_parameter(&field.name) {
            found.push((field.position, spelling::warning("parameter", &field.name, meant)));
        }
    }
    for field in fields(entry.get("model_info")) {
        if let Some(meant) = parameters::meant_information(&field.name) {
            found.push((field.position, spelling::warning("information", &field.name, meant)));
        }
    }
    found
}

fn fields(node: Option<&Node>) -> &[Entry] {
    match node.map(|node| &node.data) {
        Some(Data::Mapping(entries)) => entries,
        _ => &[],
    }
}

fn unknown(name: &str) -> String {
    let place = if parameters::is_own_parameter(name) {
        "; did you mean to put it into litellm_params?".to_owned()
    } else if parameters::is_own_information(name) {
        "; did you mean to put it into model_info?".to_owned()
    } else {
        match misspelled(name, KEYS.map(Into::into)) {
            Some(meant) => format!("; did you mean `{meant}`?"),
            None => String::new(),
        }
    };
    format!("the proxy does not read `{name}` here, so it is not imported{place}")
}
