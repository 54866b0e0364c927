//! Models: the names that a caller may use, and the deployments behind them.

mod change;
mod info;
mod secrets;

use hyper::StatusCode;
use hyper::header::HeaderMap;
use serde_json::{Value, json};

use crate::answer::{Answered, Refusal};
use crate::caller::Who;
use crate::fields::{Field, Kind, optional, required};
use crate::routes::{self, Action, Asked, Route};
use crate::row::Row;
use crate::rules::access::{self, Shown};
use crate::rules::budgets;
use crate::rules::grants::Grants;
use crate::rules::parties::Parties;
use crate::rules::prices;
use crate::store::Table;

pub(super) use secrets::masked_shortly;

pub(super) const ROUTES: &[Route] = &[
    routes::get("/models", Who::AnyKey, LIST, list),
    routes::get("/v1/models", Who::AnyKey, LIST, list),
    routes::get("/models/{model}", Who::Admins, ONE, one),
    routes::get("/v1/models/{model}", Who::Admins, ONE, one),
    routes::get("/model/info", Who::AnyKey, info::FIELDS, info::first),
    routes::get("/v1/model/info", Who::AnyKey, info::FIELDS, info::first),
    routes::get("/v2/model/info", Who::AnyKey, info::SEARCH, info::second),
    routes::get("/model_group/info", Who::AnyKey, info::GROUP, info::groups),
    routes::get("/health", Who::AnyKey, info::HEALTH, info::health),
    Route {
        action: Action::Reach(change::test),
        ..routes::post("/health/test_connection", Who::Admins, change::ANY, change::test)
    },
    routes::post("/model/new", Who::AnyKey, change::ANY, change::new),
    routes::post("/model/update", Who::AnyKey, change::ANY, change::update),
    routes::patch("/model/{model_id}/update", Who::AnyKey, change::ANY, change::patch),
    routes::post("/model/delete", Who::AnyKey, ID, change::delete),
    routes::post("/model/block", Who::Admins, MODEL_ID, change::block),
    routes::post("/model/unblock", Who::Admins, MODEL_ID, change::unblock),
    routes::model("/chat/completions", routes::Kind::Chat),
    routes::model("/v1/chat/completions", routes::Kind::Chat),
    routes::model("/embeddings", routes::Kind::Embeddings),
    routes::model("/v1/embeddings", routes::Kind::Embeddings),
    routes::model("/completions", routes::Kind::Completions),
    routes::model("/v1/completions", routes::Kind::Completions),
];

const ID: &[Field] = &[required("id", Kind::Text)];
const MODEL_ID: &[Field] = &[required("model_id", Kind::Text)];
const ONE: &[Field] = &[optional("team_id", Kind::Text)];
const LIST: &[Field] = &[
    optional("include_metadata", Kind::Flag),
    optional("fallback_type", Kind::Text),
    optional("team_id", Kind::Text),
    optional("return_wildcard_routes", Kind::Flag),
    optional("include_model_access_groups", Kind::Flag),
    optional("only_model_access_groups", Kind::Flag),
    optional("scope", Kind::Text),
    optional("healthy_only", Kind::Flag),
];

/// When OpenAI made its first chat model, which the server says of every model.
const CREATED: i64 = 1_677_610_602;

/// The team whose models are asked for: the one that is named, or the key's own.
fn team(asked: &Asked<'_>) -> Result<Option<Row>, Refusal> {
    let Some(named) = asked.query.text("team_id").filter(|id| !id.is_empty()) else {
        let own = asked.caller.team_id().map(|id| asked.tables.get(Table::Teams, id)).transpose()?;
        return Ok(own.flatten());
    };
    let Some(team) = asked.tables.get(Table::Teams, named)? else {
        let message = format!("Team doesn't exist in db. Team={named}. Create team via `/team/new` call.");
        return Err(Refusal::detailed_error(StatusCode::NOT_FOUND, message));
    };
    let caller = asked.caller;
    let is_member = || {
        let members = team.get("members_with_roles").and_then(Value::as_array);
        let ids = members.into_iter().flatten().filter_map(|member| member.get("user_id")?.as_str());
        ids.into_iter().any(|id| Some(id) == caller.user_id.as_deref())
    };
    if caller.sees_all() || caller.team_id() == Some(named) || is_member() {
        return Ok(Some(team));
    }
    let whose = match &caller.user_id {
        None if caller.team_id().is_none() => "No user_id or team_id associated with this key.",
        _ => "The key's user is no member of it.",
    };
    let message = format!("API key not authorized to access this team={named}. {whose}");
    Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message))
}

fn listed(asked: &Asked<'_>) -> Result<Vec<Value>, Refusal> {
    let team = team(asked)?;
    // Whoever has spent all may not even look.
    let nothing = (&HeaderMap::new(), &Row::default());
    let parties = Parties::find(asked.tables, asked.settings, asked.caller, nothing, asked.now)?;
    budgets::check(&parties, asked.settings.max_budget)?;
    let deployments = access::deployments(asked.tables, asked.settings)?;
    let shown = Shown {
        groups: asked.query.flag("include_model_access_groups"),
        wildcards: asked.query.flag("return_wildcard_routes"),
        aliases: true,
    };
    if asked.query.flag("only_model_access_groups") {
        return Ok(Vec::new());
    }
    let names = access::visible(
        asked.caller,
        team.as_ref(),
        &Grants::find(asked.tables, asked.caller, team.as_ref())?,
        &deployments,
        shown,
    );
    let models = names.into_iter().map(|name| {
        let mut model = Row::of(json!({ "id": name, "object": "model", "created": CREATED, "owned_by": "openai" }));
        if let Some(deployment) = deployments.iter().find(|deployment| access::serves(deployment, &name)) {
            let known = prices::of(deployment);
            let info = deployment.object("model_info");
            let mode = info.and_then(|info| info.get("mode")?.as_str()).or(known.map(|known| known.mode));
            if let Some(mode) = mode {
                model.set("mode", mode);
            }
            if let Some(known) = known {
                model.set("max_input_tokens", known.max_input_tokens);
                model.set("max_output_tokens", known.max_output_tokens);
            }
        }
        if asked.query.flag("include_metadata") {
            let fallbacks = asked.settings.fallbacks.get(&name).cloned().unwrap_or_default();
            model.set("metadata", json!({ "fallbacks": fallbacks }));
        }
        model.into()
    });
    Ok(models.collect())
}

fn list(asked: &Asked<'_>) -> Answered {
    let invalid = |message: String| Err(Refusal::detail(StatusCode::BAD_REQUEST, message));
    if let Some(scope) = asked.query.text("scope").filter(|scope| *scope != "expand") {
        return invalid(format!("Invalid scope parameter. Only 'expand' is currently supported. Received: {scope}"));
    }
    let kinds = ["general", "context_window", "content_policy"];
    let kind = asked.query.text("fallback_type").filter(|_| asked.query.flag("include_metadata"));
    if kind.is_some_and(|kind| !kinds.contains(&kind)) {
        return invalid(format!("Invalid fallback_type. Must be one of: ['{}']", kinds.join("', '")));
    }
    Ok(json!({ "data": listed(asked)?, "object": "list" }).into())
}

fn one(asked: &Asked<'_>) -> Answered {
    let name = asked.segment("model");
    if let Some(model) = listed(asked)?.into_iter().find(|model| model["id"] == name) {
        return Ok(model.into());
    }
    let message = format!("The model `{name}` does not exist or is not accessible");
    Err(Refusal::detail(StatusCode::NOT_FOUND, message))
}
