//! Models: the names that a caller may use, and the deployments behind them.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::sandbox::answer::{Answered, Refusal};
use crate::sandbox::caller::Who;
use crate::sandbox::fields::{Field, Kind, optional};
use crate::sandbox::routes::{self, Asked, Route};
use crate::sandbox::row::Row;
use crate::sandbox::rules::{access, prices};
use crate::sandbox::store::Table;

pub(super) const ROUTES: &[Route] = &[
    routes::get("/models", Who::AnyKey, LIST, list),
    routes::get("/v1/models", Who::AnyKey, LIST, list),
    routes::get("/models/{model}", Who::AnyKey, &[], one),
    routes::get("/v1/models/{model}", Who::AnyKey, &[], one),
    routes::model("/chat/completions", routes::Kind::Chat),
    routes::model("/v1/chat/completions", routes::Kind::Chat),
];

const LIST: &[Field] = &[optional("include_metadata", Kind::Flag), optional("team_id", Kind::Text)];

/// When OpenAI made its first chat model, which the server says of every model.
const CREATED: i64 = 1_677_610_602;

fn listed(asked: &Asked<'_>) -> Result<Vec<Value>, Refusal> {
    let deployments = access::deployments(asked.tables, asked.settings)?;
    let team = asked.caller.team_id().map(|id| asked.tables.get(Table::Teams, id)).transpose()?.flatten();
    let names = access::visible(asked.caller, team.as_ref(), &deployments);
    let models = names.into_iter().map(|name| {
        let mut model = Row::of(json!({ "id": name, "object": "model", "created": CREATED, "owned_by": "openai" }));
        let deployment = deployments.iter().find(|deployment| deployment.text("model_name") == Some(&name));
        if let Some(known) = deployment.and_then(prices::of) {
            model.set("mode", known.mode);
            model.set("max_input_tokens", known.max_input_tokens);
            model.set("max_output_tokens", known.max_output_tokens);
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
    Ok(json!({ "data": listed(asked)?, "object": "list" }).into())
}

fn one(asked: &Asked<'_>) -> Answered {
    let name = asked.segment("model");
    match listed(asked)?.into_iter().find(|model| model["id"] == name) {
        Some(model) => Ok(model.into()),
        None => {
            let message = format!("The model `{name}` does not exist or is not accessible");
            Err(Refusal::detail(StatusCode::NOT_FOUND, message))
        }
    }
}
