//! Models. The server's reads are not its rows: it adds defaults, and what its price list says about the model, to
//! `model_info`. What may come from the price list is not among the fields of a model; [`LiveResource::value`] finds it in the row.

mod fields;
mod prices;

use std::collections::{BTreeMap, BTreeSet};

use litellm_proxy_client::models::{Deployment, ModelUpdate, NewModel, REPLACES, Replacement, stand_in_id};
use litellm_proxy_client::{Error, Lossless, ServerVersion};
use serde_json::{Map, Value};

pub(super) use self::fields::{FIELDS, clear_of};
pub use self::prices::add_information;
use super::{Change, Server, rows};
use crate::address::Address;
use crate::fields::{Clear, Shape, field, is_empty};
use crate::kind::Kind;
use crate::live::{LiveResource, Seen};
use crate::mark::{MARK, Mark};

/// Parameters that servers store as `false` by default.
const FLAGS: [&str; 5] = [
    "litellm_params.allow_client_keepalive_override",
    "litellm_params.merge_reasoning_content_in_choices",
    "litellm_params.use_in_pass_through",
    "litellm_params.use_litellm_proxy",
    "litellm_params.use_xai_oauth",
];

/// Information that the server adds by itself.
const SERVERS_INFO: [&str; 17] = [
    "access_via_team_ids",
    "blocked",
    "created_at",
    "created_by",
    "db_model",
    "direct_access",
    "id",
    "key",
    "member_auto_router",
    "pricing_overrides",
    "supported_openai_params",
    "team_public_model_name",
    "updated_at",
    "updated_by",
    "updated_in_db",
    MARK,
    REPLACES,
];

/// Reads all of them.
pub(super) async fn list(server: &Server) -> Result<Vec<LiveResource>, Error> {
    let mut found: BTreeMap<String, LiveResource> = BTreeMap::new();
    let mut replacements: BTreeMap<String, LiveResource> = BTreeMap::new();
    for deployment in deployments(server).await? {
        let deployment = deployment?;
        let Some(id) = deployment.id() else { continue };
        match replaces(&deployment) {
            // A replacement was interrupted: this deployment stands in for the one that is replaced.
            Some(replaced) => {
                let replaced = replaced.to_owned();
                replacements.insert(replaced.clone(), read(Address::new(Kind::Model, replaced), &deployment));
            }
            None => {
                found.insert(id.to_owned(), read(Address::new(Kind::Model, id), &deployment));
            }
        }
    }
    for (id, replacement) in replacements {
        found.entry(id).or_insert(replacement).is_half_replaced = true;
    }
    Ok(found.into_values().collect())
}

/// Returns all deployments. They are decoded one by one, because a row has some 170 fields.
async fn deployments(server: &Server) -> Result<Box<dyn Iterator<Item = Result<Lossless<Deployment>, Error>>>, Error> {
    let models = server.client.models();
    match models.unexpanded().items().await {
        Ok(items) => Ok(Box::new(items)),
        // There is another list for servers and keys that this one is not for.
        Err(_) => Ok(Box::new(models.deployments().await?.into_iter().map(Ok))),
    }
}

/// Reads one.
pub(super) async fn get(server: &Server, address: &Address, id: Option<&str>) -> Result<Option<LiveResource>, Error> {
    let derived = without_slash(&address.name);
    let ids = [id, Some(address.name.as_str()), Some(derived.as_str())];
    for (at, id) in ids.iter().enumerate() {
        let Some(id) = id.filter(|_| !ids.iter().take(at).any(|before| before == id)) else { continue };
        if let Some(deployment) = find(server, id).await? {
            return Ok(Some(read(address.clone(), &deployment)));
        }
    }
    let id = id.unwrap_or(&address.name);
    let stand_in = find(server, &stand_in_id(id)).await?.filter(|stand_in| replaces(stand_in) == Some(id));
    Ok(stand_in.map(|stand_in| LiveResource { is_half_replaced: true, ..read(address.clone(), &stand_in) }))
}

async fn find(server: &Server, id: &str) -> Result<Option<Lossless<Deployment>>, Error> {
    match server.client.models().get(id).await {
        Ok(deployment) => Ok(Some(deployment)),
        Err(Error::Missing(_) | Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the id of the deployment that this one stands in for.
fn replaces(deployment: &Deployment) -> Option<&str> {
    deployment.model_info.get(REPLACES)?.as_str()
}

/// Reads a deployment.
fn read(address: Address, deployment: &Lossless<Deployment>) -> LiveResource {
    let id = replaces(deployment).or(deployment.id()).unwrap_or_default().to_owned();
    let row = row(deployment);
    let mut resource = LiveResource::new(address, id, Value::Null);
    resource.mark = rows::mark(Kind::Model, &row);
    resource.is_from_config = !deployment.is_in_database();
    let owned = |path: &str| resource.mark.as_ref().is_some_and(|mark| mark.fields.contains_key(path));
    let mut seen = rows::seen(FIELDS, &row);
    seen.retain(|path, value| match path.strip_prefix("model_info.") {
        Some(name) => !SERVERS_INFO.contains(&name) && (!is_of_price_list(name) || owned(path)),
        None => !(FLAGS.contains(&path.as_str()) && *value == Seen::Value(false.into())),
    });
    // Servers omit these secrets, also those that are there.
    let secrets = resource.mark.iter().flat_map(|mark| mark.secrets.keys());
    for path in secrets.filter(|path| path.starts_with("litellm_params.")) {
        seen.entry(path.clone()).or_insert(Seen::Hidden);
    }
    resource.fields = seen;
    resource.row = row;
    resource
}

/// Returns the row of a deployment with the names and types of the file: a team's model has its public name, and numbers are
/// numbers, which 1.80.11 returns as strings.
fn row(deployment: &Lossless<Deployment>) -> Value {
    let mut params = deployment.litellm_params.clone();
    for (name, value) in &mut params {
        let shape = field(Kind::Model, &format!("litellm_params.{name}")).map(|field| field.shape);
        if let (Some(Shape::Number | Shape::Integer), Value::String(text)) = (shape, &*value)
            && let Ok(number @ Value::Number(_)) = serde_json::from_str::<Value>(text)
        {
            *value = number;
        }
    }
    let info = &deployment.model_info;
    let public_name = info.get("team_public_model_name").and_then(Value::as_str);
    let name = public_name.or(deployment.model_name.as_deref()).unwrap_or_default();
    let mut row = Map::new();
    row.insert("model_name".to_owned(), name.into());
    if info.get("blocked") == Some(&Value::Bool(true)) {
        row.insert("blocked".to_owned(), true.into());
    }
    row.insert("litellm_params".to_owned(), params.into());
    // Most of the information is what the server's price list does not say.
    let known = info.iter().filter(|(_, value)| !is_empty(value));
    row.insert("model_info".to_owned(), known.map(|(name, value)| (name.clone(), value.clone())).collect());
    row.into()
}

/// Returns whether the server's price list may have added a piece of information.
fn is_of_price_list(name: &str) -> bool {
    let contains = ["cost_per_", "_cost", "pricing", "token_count", "_multiplier", "reasoning", "thinking", "search_"];
    let starts = ["supports_", "supported_endpoints", "supported_modalities", "supported_output_modalities", "max_"];
    let names = [
        "bedrock_output_config_effort_ceiling",
        "deprecation_date",
        "litellm_provider",
        "metadata",
        "mode",
        "output_vector_size",
        "prompt_cache_min_tokens",
        "provider_specific_entry",
        "rpd",
        "rpm",
        "source",
        "supported_audio_formats",
        "supported_regions",
        "tool_use_system_prompt_tokens",
        "tpm",
        "uses_embed_content",
        "vertex_ai_audio_api",
        "web_search_billing_unit",
    ];
    contains.iter().any(|part| name.contains(part))
        || starts.iter().any(|start| name.starts_with(start))
        || names.contains(&name)
}

/// Returns an id without a slash, which no update could take. A deployment gets it whose id the file does not give.
fn without_slash(name: &str) -> String {
    name.replace('/', ":")
}

/// Makes a change.
pub(super) async fn send(server: &Server, change: &Change<'_>) -> Result<(), Error> {
    let models = server.client.models();
    match change {
        Change::Create { address, fields, mark } => {
            let is_derived = mark.is_some_and(|mark| mark.name.is_some());
            let id = if is_derived { without_slash(&address.name) } else { address.name.clone() };
            models.create_unlooked(&new_model(&id, fields, *mark)).await?;
        }
        Change::Update { live, set, clear, mark } => {
            models.update(&live.id, update(&server.version, set, clear, *mark)).await?;
        }
        Change::Replace { live, fields, mark } => {
            models.replace(&live.id, &replacement(live, fields, *mark)).await?;
        }
        Change::Delete { live } => {
            delete(server, &live.id).await?;
            if live.is_half_replaced {
                delete(server, &stand_in_id(&live.id)).await?;
            }
        }
    }
    Ok(())
}

async fn delete(server: &Server, id: &str) -> Result<(), Error> {
    match server.client.models().delete(id).await {
        Ok(_) | Err(Error::NotFound(_) | Error::Missing(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

fn new_model(id: &str, fields: &BTreeMap<String, Value>, mark: Option<&Mark>) -> NewModel {
    let Parts { name, params, mut info, extra } = parts(fields.iter(), mark);
    info.insert("id".to_owned(), id.into());
    let mut model = NewModel::new(name.unwrap_or_default());
    (model.litellm_params, model.model_info, model.extra) = (params, info, extra);
    model
}

fn update(
    version: &ServerVersion,
    set: &BTreeMap<String, Value>,
    clear: &BTreeSet<String>,
    mark: Option<&Mark>,
) -> ModelUpdate {
    let mut update = of_parts(parts(set.iter(), mark));
    for path in clear {
        let how = super::clear_of(version, Kind::Model, path);
        let (map, name) = path.split_once('.').unwrap_or(("", path));
        match (rows::empty(how), map) {
            (None, "litellm_params") if how == Clear::Remove => update.litellm_params_to_remove.push(name.to_owned()),
            (Some(empty), "litellm_params") => drop(update.litellm_params.insert(name.to_owned(), empty)),
            (Some(empty), "model_info") => drop(update.model_info.insert(name.to_owned(), empty)),
            (Some(empty), "") => drop(update.extra.insert(name.to_owned(), empty)),
            _ => {}
        }
    }
    update
}

/// Returns how a deployment is replaced by one with exactly these fields, and with the information that the server's price list
/// may have added, which only the row tells apart.
fn replacement(live: &LiveResource, fields: &BTreeMap<String, Value>, mark: Option<&Mark>) -> Replacement {
    let was_applied = |mark: &Mark, path: &String| mark.fields.contains_key(path) || mark.secrets.contains_key(path);
    // What the server has already, and nobody gives, is taken from the row.
    let is_kept = |path: &String, value: &Value| {
        let is_given = mark.is_none_or(|mark| was_applied(mark, path));
        !is_given && !live.id.contains('/') && live.fields.get(path) == Some(&Seen::Value(value.clone()))
    };
    let given = fields.iter().filter(|(path, value)| !is_kept(path, value));
    let mut update = of_parts(parts(given, mark));
    let shown = live.fields.iter().filter(|(_, seen)| **seen != Seen::Hidden).map(|(path, _)| path);
    let applied = live.mark.iter().flat_map(|mark| mark.fields.keys().chain(mark.secrets.keys()));
    let gone: BTreeSet<&String> = shown.chain(applied).filter(|path| !fields.contains_key(*path)).collect();
    let inside = |map: &str| {
        let names = gone.iter().filter_map(|path| path.strip_prefix(map)?.strip_prefix('.'));
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    update.litellm_params_to_remove = inside("litellm_params");
    if gone.contains(&"blocked".to_owned()) {
        update.extra.insert("blocked".to_owned(), false.into());
    }
    Replacement::new(update).without_info(inside("model_info"))
}

/// The parts of a request.
#[derive(Default)]
struct Parts {
    name: Option<String>,
    params: Map<String, Value>,
    info: Map<String, Value>,
    extra: Map<String, Value>,
}

fn of_parts(parts: Parts) -> ModelUpdate {
    let mut update = ModelUpdate::default();
    update.model_name = parts.name;
    (update.litellm_params, update.model_info, update.extra) = (parts.params, parts.info, parts.extra);
    update
}

fn parts<'a>(fields: impl Iterator<Item = (&'a String, &'a Value)>, mark: Option<&Mark>) -> Parts {
    let mut parts = Parts::default();
    for (path, value) in fields {
        match (path.split_once('.'), value) {
            (Some(("litellm_params", name)), _) => drop(parts.params.insert(name.to_owned(), value.clone())),
            (Some(("model_info", name)), _) => drop(parts.info.insert(name.to_owned(), value.clone())),
            (None, Value::String(text)) if path == "model_name" => parts.name = Some(text.clone()),
            _ => drop(parts.extra.insert(path.clone(), value.clone())),
        }
    }
    if let Some(mark) = mark {
        parts.info.insert(MARK.to_owned(), mark.to_json());
    }
    parts
}
