//! Models: the names that a caller may use and their deployments.

mod change;
mod info;
mod rows;
mod secrets;

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::fields::{Field, FieldType, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, Action, RequestContext, Route};
use crate::rules::access::{self, ListOptions};
use crate::rules::deployments;
use crate::rules::grants::Grants;
use crate::rules::prices;
use crate::store::Table;

pub(super) use secrets::{mask_credential_values, without_masks};

pub(super) const ROUTES: &[Route] = &[
    route::get("/models", Access::AnyKey, LIST, list),
    route::get("/v1/models", Access::AnyKey, LIST, list),
    route::get("/models/{model}", Access::Readers, ONE, one),
    route::get("/v1/models/{model}", Access::Readers, ONE, one),
    route::list("/model/info", Access::AnyKey, info::FIELDS, info::info_v1),
    route::list("/v1/model/info", Access::AnyKey, info::FIELDS, info::info_v1),
    route::list("/v2/model/info", Access::AnyKey, info::SEARCH, info::info_v2),
    route::list("/model_group/info", Access::AnyKey, info::GROUP, info::groups),
    Route { action: Action::PriceMap, ..route::get("/public/litellm_model_cost_map", Access::Anyone, &[], list) },
    Route { action: Action::CheckHealth(info::health), ..route::get("/health", Access::AnyKey, info::HEALTH, list) },
    Route {
        action: Action::CheckConnection(change::test),
        ..route::post("/health/test_connection", Access::Admins, change::ANY, change::test)
    },
    route::post("/model/new", Access::AnyKey, change::ANY, change::new),
    route::post("/model/update", Access::AnyKey, change::ANY, change::update),
    route::patch("/model/{model_id}/update", Access::AnyKey, change::ANY, change::patch),
    route::post("/model/delete", Access::AnyKey, ID, change::delete),
    route::post("/model/block", Access::Admins, MODEL_ID, change::block),
    route::post("/model/unblock", Access::Admins, MODEL_ID, change::unblock),
];

const ID: &[Field] = &[required("id", FieldType::String)];
const MODEL_ID: &[Field] = &[required("model_id", FieldType::String)];
const ONE: &[Field] = &[optional("team_id", FieldType::String)];
const LIST: &[Field] = &[
    optional("include_metadata", FieldType::Bool),
    optional("fallback_type", FieldType::String),
    optional("team_id", FieldType::String),
    optional("return_wildcard_routes", FieldType::Bool),
    optional("include_model_access_groups", FieldType::Bool),
    optional("only_model_access_groups", FieldType::Bool),
    optional("scope", FieldType::String),
    optional("healthy_only", FieldType::Bool),
];

/// The `created` that LiteLLM reports for every model.
const CREATED: i64 = 1_677_610_602;

/// Returns the team whose models are requested: the named one, else the key's own.
fn team(request: &RequestContext<'_>) -> Result<Option<JsonObject>, Refusal> {
    let Some(named) = request.query.get_str("team_id").filter(|id| !id.is_empty()) else {
        let own = request.caller.team_id().map(|id| request.tables.get(Table::Teams, id)).transpose()?;
        return Ok(own.flatten());
    };
    let Some(team) = request.tables.get(Table::Teams, named)? else {
        let message = format!("Team doesn't exist in db. Team={named}. Create team via `/team/new` call.");
        return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
    };
    let caller = request.caller;
    let is_member = || {
        let members = team.get("members_with_roles").and_then(Value::as_array);
        let ids = members.into_iter().flatten().filter_map(|member| member.get("user_id")?.as_str());
        ids.into_iter().any(|id| Some(id) == caller.user_id.as_deref())
    };
    if caller.sees_all() || caller.team_id() == Some(named) || is_member() {
        return Ok(Some(team));
    }
    let reason = match &caller.user_id {
        None if caller.team_id().is_none() => "No user_id or team_id associated with this key.",
        _ => "The key's user is not a member of it.",
    };
    let message = format!("API key not authorized to access this team={named}. {reason}");
    Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message))
}

fn list_rows(request: &RequestContext<'_>) -> Result<Vec<Value>, Refusal> {
    let team = team(request)?;
    let deployments = deployments::find(request.tables, request.config)?;
    let options = ListOptions {
        groups: request.query.get_bool("include_model_access_groups"),
        wildcards: request.query.get_bool("return_wildcard_routes"),
        aliases: true,
    };
    if request.query.get_bool("only_model_access_groups") {
        return Ok(Vec::new());
    }
    let names = access::visible(
        request.caller,
        team.as_ref(),
        &Grants::find(request.tables, request.caller, team.as_ref())?,
        &deployments,
        options,
    );
    let models = names.into_iter().map(|name| {
        let mut model =
            JsonObject::from_json(json!({ "id": name, "object": "model", "created": CREATED, "owned_by": "openai" }));
        if let Some(deployment) = deployments.first_serving(&name) {
            let known = prices::of(&deployments::filled_in(deployment, &name));
            let info = deployment.get_object("model_info");
            let mode =
                info.and_then(|info| info.get("mode")?.as_str()).or(known.as_ref().and_then(|known| known.mode()));
            if let Some(mode) = mode {
                model.set("mode", mode);
            }
            if let Some(known) = known {
                model.copy(&known.fields, &["max_input_tokens", "max_output_tokens"]);
            }
        }
        if request.query.get_bool("include_metadata") {
            let fallbacks = request.config.fallbacks.get(&name).cloned().unwrap_or_default();
            model.set("metadata", json!({ "fallbacks": fallbacks }));
        }
        model.into()
    });
    Ok(models.collect())
}

fn list(request: &RequestContext<'_>) -> HandlerResult {
    let invalid = |message: String| Err(Refusal::detail(StatusCode::BAD_REQUEST, message));
    if let Some(scope) = request.query.get_str("scope").filter(|scope| *scope != "expand") {
        return invalid(format!("Invalid scope parameter. Only 'expand' is currently supported. Received: {scope}"));
    }
    let kinds = ["general", "context_window", "content_policy"];
    let kind = request.query.get_str("fallback_type").filter(|_| request.query.get_bool("include_metadata"));
    if kind.is_some_and(|kind| !kinds.contains(&kind)) {
        return invalid(format!("Invalid fallback_type. Must be one of: ['{}']", kinds.join("', '")));
    }
    Ok(json!({ "data": list_rows(request)?, "object": "list" }).into())
}

fn one(request: &RequestContext<'_>) -> HandlerResult {
    let name = request.segment("model");
    if let Some(model) = list_rows(request)?.into_iter().find(|model| model["id"] == name) {
        return Ok(model.into());
    }
    let message = format!("The model `{name}` does not exist or is not accessible");
    Err(Refusal::detail(StatusCode::NOT_FOUND, message))
}
