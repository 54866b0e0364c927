//! Deployments added, changed, blocked and deleted: those of the database, and never those of the configuration.

use hyper::StatusCode;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::secrets::sealed;
use crate::answer::{Answer, Answered, Refusal};
use crate::caller::Role;
use crate::clock;
use crate::fields::{self, Field, Kind, optional, required};
use crate::routes::Asked;
use crate::row::Row;
use crate::rules::{prices, providers};
use crate::store::Table;

/// The body as it is: what is wrong with it is said in different ways.
pub(super) const ANY: &[Field] = &[
    optional("model_name", Kind::Any),
    optional("litellm_params", Kind::Any),
    optional("model_info", Kind::Any),
    optional("blocked", Kind::Flag),
];

const NAMES: &[Field] = &[required("model_name", Kind::Text), optional("blocked", Kind::Flag)];
const NEW_NAME: &[Field] = &[optional("model_name", Kind::Text), optional("blocked", Kind::Flag)];
const INFO: &[Field] =
    &[optional("id", Kind::Text), optional("team_id", Kind::Text), optional("base_model", Kind::Text)];

/// The parameters that have to be what they are; others may be anything.
const PARAMS: [Field; 17] = [
    optional("api_key", Kind::Text),
    optional("api_base", Kind::Text),
    optional("api_version", Kind::Text),
    optional("organization", Kind::Text),
    optional("region_name", Kind::Text),
    optional("custom_llm_provider", Kind::Text),
    optional("litellm_credential_name", Kind::Text),
    optional("budget_duration", Kind::Text),
    optional("tags", Kind::Texts),
    optional("rpm", Kind::Whole),
    optional("tpm", Kind::Whole),
    optional("max_retries", Kind::Whole),
    optional("max_budget", Kind::Number),
    optional("input_cost_per_token", Kind::Number),
    optional("output_cost_per_token", Kind::Number),
    optional("input_cost_per_second", Kind::Number),
    optional("output_cost_per_second", Kind::Number),
];
const MODEL: [Field; 1] = [required("model", Kind::Text)];
const OTHER_MODEL: [Field; 1] = [optional("model", Kind::Text)];

/// Kept with every deployment, as the server does it.
const FLAGS: [&str; 5] = [
    "use_xai_oauth",
    "use_litellm_proxy",
    "use_in_pass_through",
    "allow_client_keepalive_override",
    "merge_reasoning_content_in_choices",
];

fn refused(status: StatusCode, message: impl std::fmt::Display) -> Refusal {
    Refusal::error(status, "auth_error", Some("None"), format!("{{'error': '{message}'}}"))
}

fn bad_request(message: &str) -> Refusal {
    Refusal::error(StatusCode::BAD_REQUEST, "auth_error", Some("None"), format!("Authentication Error, {message}"))
}

const NO_LICENCE: &str =
    "You must be a LiteLLM Enterprise user to use this feature. The sandbox has no licence, like LiteLLM without one.";

/// Who only looks is told so before anything else.
fn not_a_viewer(asked: &Asked<'_>, route: &str) -> Result<(), Refusal> {
    if asked.caller.role != Role::AdminViewer {
        return Ok(());
    }
    let message = format!("user not allowed to access this route, role= proxy_admin_viewer. Trying to access: {route}");
    Err(Refusal::error(StatusCode::FORBIDDEN, "auth_error", Some("None"), message))
}

/// Why others than admins may not. Models of teams need a licence.
const NOT_ALLOWED: &str = "User does not have permission to make this model call. Your role=internal_user. You can only make \
                           model calls if you are a PROXY_ADMIN or if you are a team admin, by specifying a team_id in the model_info.";

fn by_admin(asked: &Asked<'_>) -> Result<(), Refusal> {
    if asked.caller.is_admin() { Ok(()) } else { Err(refused(StatusCode::FORBIDDEN, NOT_ALLOWED)) }
}

/// The parameters that were given, as they are meant.
fn params(asked: &Asked<'_>, model: [Field; 1]) -> Result<Option<Row>, Refusal> {
    let Some(given) = asked.body.get("litellm_params") else { return Ok(None) };
    let mut params = fields::within("litellm_params", given, &[&model, &PARAMS[..]].concat())?;
    for name in ["timeout", "stream_timeout"] {
        if let Some(seconds) = params.number(name) {
            params.set(name, seconds);
        }
    }
    Ok(Some(params))
}

fn info(asked: &Asked<'_>) -> Result<Row, Refusal> {
    match asked.body.get("model_info") {
        None => Ok(Row::default()),
        Some(given) if given.is_object() => fields::within("model_info", given, INFO),
        Some(_) => {
            let message = "Input should be a valid dictionary or instance of ModelInfo";
            let error = json!({ "type": "model_type", "loc": ["body", "model_info"], "msg": message });
            Err(Refusal::Invalid(vec![error]))
        }
    }
}

/// One list of all that is wrong with the parts of a body.
fn all_wrong<T>(results: Vec<Result<T, Refusal>>) -> Result<Vec<T>, Refusal> {
    let mut errors = Vec::new();
    let mut found = Vec::new();
    for result in results {
        match result {
            Ok(value) => found.push(value),
            Err(Refusal::Invalid(wrong)) => errors.extend(wrong),
            Err(other) => return Err(other),
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(Refusal::Invalid(errors)) }
}

pub(super) fn new(asked: &Asked<'_>) -> Answered {
    not_a_viewer(asked, "/model/new")?;
    if asked.body.get("litellm_params").is_none() || asked.body.get("model_name").is_none() {
        return Err(Refusal::unexpected());
    }
    let params = params(asked, MODEL).map(Option::unwrap_or_default);
    let parts = all_wrong(vec![fields::body(&asked.body.clone().into(), NAMES), params, info(asked)])?;
    let [names, params, mut info] = <[Row; 3]>::try_from(parts).unwrap_or_default();
    if let Some(team) = info.text("team_id") {
        if asked.tables.get(Table::Teams, team)?.is_none() {
            return Err(refused(StatusCode::BAD_REQUEST, format_args!("Team id={team} does not exist in db")));
        }
        return Err(refused(StatusCode::FORBIDDEN, NO_LICENCE));
    }
    by_admin(asked)?;
    let id = info.text("id").map_or_else(|| Uuid::new_v4().to_string(), str::to_owned);
    info.set("id", id.as_str());
    info.set("db_model", false);
    info.set("member_auto_router", false);
    let mut kept = params;
    for name in FLAGS {
        if !kept.has(name) {
            kept.set(name, false);
        }
    }
    let now = clock::write(asked.now);
    let row = Row::of(json!({
        "model_id": id, "model_name": names.text("model_name"), "litellm_params": Value::from(kept),
        "model_info": Value::from(info), "blocked": names.flag("blocked"), "created_at": now, "created_by": asked.author(),
        "updated_at": now, "updated_by": asked.author(),
    }));
    if !asked.tables.insert(Table::Models, &id, &row)? {
        let message = "Failed to add model to db. Check your server logs for more details.";
        return Err(refused(StatusCode::INTERNAL_SERVER_ERROR, message));
    }
    if providers::of(&row).is_none() {
        return Ok(not_served(&id));
    }
    Ok(Value::from(sealed(row)).into())
}

/// It was written down all the same, which is why this is no refusal here.
fn not_served(id: &str) -> Answer {
    let message = format!(
        "Model create was saved to the database, but the model id(s) ['{id}'] are not live in this pod's router after the reload \
         and are not being served by this pod: no provider is known for the model."
    );
    Refusal::error(StatusCode::INTERNAL_SERVER_ERROR, "internal_server_error", None, message).into()
}

/// `/health/test_connection`, before anybody is asked: whether there is a provider to ask.
pub(super) fn test(asked: &Asked<'_>) -> Answered {
    let params = params(asked, OTHER_MODEL)?.unwrap_or_default();
    let deployment = Row::of(json!({ "litellm_params": Value::from(params) }));
    Ok(match providers::of(&deployment) {
        Some(provider) => json!({ "status": "success", "result": { "custom_llm_provider": provider } }),
        None => json!({ "status": "error", "result": { "error": "no provider is known for this model" } }),
    }
    .into())
}

fn in_config(asked: &Asked<'_>, id: &str) -> bool {
    asked.settings.models.iter().any(|deployment| crate::rules::access::id(deployment) == id)
}

/// What is sent takes the place of what was there, where it has a name that is known; other parameters that are not sent
/// are lost, and the information stays as it is.
pub(super) fn update(asked: &Asked<'_>) -> Answered {
    not_a_viewer(asked, "/model/update")?;
    let parts = all_wrong(vec![fields::body(&asked.body.clone().into(), NEW_NAME), info(asked)])?;
    let [names, info] = <[Row; 2]>::try_from(parts).unwrap_or_default();
    if asked.body.get("model_info").is_none() {
        return Err(bad_request("model_info not provided"));
    }
    let id = info.text("id").unwrap_or_default();
    let Some(mut row) = asked.tables.get(Table::Models, id)? else {
        if in_config(asked, id) {
            let message =
                "{'error': \"Can't edit model. Model in config. Store model in db via `/model/new`. to edit.\"}";
            return Err(Refusal::error(StatusCode::BAD_REQUEST, "auth_error", Some("None"), message));
        }
        return Err(bad_request("model not found"));
    };
    by_admin(asked)?;
    let Some(params) = params(asked, OTHER_MODEL)? else { return Err(bad_request("litellm_params not provided")) };
    let mut kept = Row(row.object("litellm_params").cloned().unwrap_or_default());
    let known = |name: &str| is_declared(name);
    kept.0.retain(|name, _| known(name));
    kept.0.extend(params.0);
    row.set("litellm_params", Value::from(kept));
    if let Some(name) = names.text("model_name") {
        row.set("model_name", name);
    }
    save(asked, row)
}

/// Parameters that every deployment may have; others are of single providers.
fn is_declared(name: &str) -> bool {
    name == "model"
        || PARAMS.iter().any(|field| field.name == name)
        || FLAGS.contains(&name)
        || prices::is_price(name)
        || ["timeout", "stream_timeout", "mock_response", "auto_router_config", "model_info"].contains(&name)
        || name.starts_with("aws_")
        || name.starts_with("vertex_")
        || name.starts_with("watsonx_")
}

/// What is sent is put over what was there. Null takes away a price, and nothing else.
pub(super) fn patch(asked: &Asked<'_>) -> Answered {
    let id = asked.segment("model_id");
    not_a_viewer(asked, &format!("/model/{id}/update"))?;
    let given = asked.body.get("litellm_params").and_then(Value::as_object).cloned().unwrap_or_default();
    let params = params(asked, OTHER_MODEL).map(Option::unwrap_or_default);
    let parts = all_wrong(vec![fields::body(&asked.body.clone().into(), NEW_NAME), params, info(asked)])?;
    let [names, params, info] = <[Row; 3]>::try_from(parts).unwrap_or_default();
    let Some(mut row) = asked.tables.get(Table::Models, id)? else {
        if in_config(asked, id) {
            let message = "Cannot edit config-based model. Store model in DB via /model/new first.";
            return Err(Refusal::error(StatusCode::BAD_REQUEST, "validation_error", None, message));
        }
        return Err(not_on_proxy(id));
    };
    if !asked.caller.is_admin() {
        return Err(Refusal::detailed_error(StatusCode::FORBIDDEN, NOT_ALLOWED));
    }
    let mut kept = Row(row.object("litellm_params").cloned().unwrap_or_default());
    for name in given.iter().filter(|(name, value)| value.is_null() && prices::is_price(name)).map(|(name, _)| name) {
        kept.take(name);
    }
    kept.0.extend(params.0);
    row.set("litellm_params", Value::from(kept));
    let mut told: Map<String, Value> = row.object("model_info").cloned().unwrap_or_default();
    told.extend(info.0);
    // The deployment is known by its id, whatever its information says.
    told.insert("id".to_owned(), id.into());
    row.set("model_info", Value::Object(told));
    if let Some(name) = names.text("model_name") {
        row.set("model_name", name);
    }
    if let Some(blocked) = names.get("blocked") {
        row.set("blocked", blocked.clone());
    }
    save(asked, row)
}

fn not_on_proxy(id: &str) -> Refusal {
    Refusal::error(StatusCode::NOT_FOUND, "not_found_error", None, format!("Model {id} not found on proxy."))
}

fn save(asked: &Asked<'_>, mut row: Row) -> Answered {
    row.set("updated_at", clock::write(asked.now));
    row.set("updated_by", asked.author());
    let id = row.text("model_id").unwrap_or_default().to_owned();
    asked.tables.update(Table::Models, &id, &row)?;
    if providers::of(&row).is_none() {
        return Ok(not_served(&id));
    }
    Ok(Value::from(sealed(row)).into())
}

pub(super) fn delete(asked: &Asked<'_>) -> Answered {
    not_a_viewer(asked, "/model/delete")?;
    let id = asked.body.text("id").unwrap_or_default();
    if asked.tables.get(Table::Models, id)?.is_none() {
        return Err(refused(StatusCode::BAD_REQUEST, format_args!("Model with id={id} not found in db")));
    }
    by_admin(asked)?;
    asked.tables.delete(Table::Models, id)?;
    Ok(json!({ "message": format!("Model: {id} deleted successfully") }).into())
}

pub(super) fn block(asked: &Asked<'_>) -> Answered {
    set_blocked(asked, true)
}

pub(super) fn unblock(asked: &Asked<'_>) -> Answered {
    set_blocked(asked, false)
}

fn set_blocked(asked: &Asked<'_>, blocked: bool) -> Answered {
    let id = asked.body.text("model_id").unwrap_or_default();
    let Some(mut row) = asked.tables.get(Table::Models, id)? else { return Err(not_on_proxy(id)) };
    row.set("blocked", blocked);
    save(asked, row)
}
