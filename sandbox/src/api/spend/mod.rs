//! Spend: by request, by day, and in total.

mod activity;
mod global;
mod logs;

use hyper::StatusCode;
use serde_json::{Value, json};

use super::inference;
use crate::caller::MASTER_KEY;
use crate::fields::{Field, FieldType, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::rules::budgets::SERVER_TOTAL;
use crate::rules::{deployments, prices};
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    route::get("/spend/logs/v2", Access::Readers, logs::PAGE, logs::page),
    route::get("/spend/logs/ui", Access::Readers, logs::PAGE, logs::page_for_people),
    route::get("/spend/logs", Access::Readers, logs::ALL, logs::all),
    route::get("/user/daily/activity", Access::AnyKey, activity::USERS, activity::users),
    route::get("/team/daily/activity", Access::AnyKey, activity::TEAMS, activity::teams),
    route::get("/tag/daily/activity", Access::Readers, activity::TAGS, activity::tags),
    route::get("/customer/daily/activity", Access::Admins, activity::CUSTOMERS, activity::customers),
    route::get("/end_user/daily/activity", Access::Admins, activity::CUSTOMERS, activity::customers),
    route::get("/organization/daily/activity", Access::AnyKey, &[], activity::organizations),
    route::get("/user/daily/activity/aggregated", Access::AnyKey, activity::USERS, activity::users_aggregated),
    route::get("/team/daily/activity/aggregated", Access::AnyKey, activity::TEAMS, activity::teams_aggregated),
    route::get("/tag/daily/activity/aggregated", Access::Readers, activity::TAGS, activity::tags_aggregated),
    route::get(
        "/customer/daily/activity/aggregated",
        Access::Admins,
        activity::CUSTOMERS,
        activity::customers_aggregated,
    ),
    route::get("/organization/daily/activity/aggregated", Access::AnyKey, &[], activity::organizations),
    route::get("/global/spend", Access::Admins, &[], total),
    route::get("/global/spend/keys", Access::Admins, global::LIMIT, global::keys),
    route::get("/global/spend/logs", Access::Admins, global::KEY, global::logs),
    route::get("/global/spend/models", Access::Admins, global::LIMIT, global::models),
    route::get("/global/spend/report", Access::Admins, global::REPORT, global::report),
    route::get("/spend/keys", Access::Admins, global::LIMIT, global::key_rows),
    route::get("/spend/users", Access::Admins, global::USER, global::user_rows),
    route::get("/spend/tags", Access::Readers, DAYS, by_tag),
    route::post("/spend/calculate", Access::Readers, CALCULATE, calculate),
];

const DAYS: &[Field] = &[optional("start_date", FieldType::String), optional("end_date", FieldType::String)];
const CALCULATE: &[Field] = &[
    optional("model", FieldType::String),
    optional("messages", FieldType::Array),
    optional("completion_response", FieldType::Object),
];

fn total(request: &RequestContext<'_>) -> HandlerResult {
    let most = request.config.max_budget.unwrap_or_default();
    // With a server budget, only the spend since its last reset counts.
    let sum = request.tables.get(Table::Sums, SERVER_TOTAL)?.filter(|_| request.config.max_budget.is_some());
    let spend = match sum.and_then(|sum| sum.get_f64("spend")) {
        Some(spend) => Some(spend),
        None => request.tables.total_spend()?,
    };
    Ok(json!({ "spend": spend, "max_budget": most }).into())
}

fn by_tag(request: &RequestContext<'_>) -> HandlerResult {
    let (first, last) =
        (request.query.get_str("start_date").unwrap_or("0000"), request.query.get_str("end_date").unwrap_or("9999"));
    let tags = request.tables.spend_by_tag(first, last)?.into_iter().map(
        |spent| json!({ "individual_request_tag": spent.tag, "log_count": spent.requests, "total_spend": spent.spend }),
    );
    Ok(tags.collect::<Value>().into())
}

/// Calculates the cost of a response, or of a prompt.
fn calculate(request: &RequestContext<'_>) -> HandlerResult {
    let response = request.body.get_object("completion_response").cloned().map(JsonObject);
    let model = request.body.get_str("model").or_else(|| response.as_ref()?.get_str("model"));
    let refused = |message: &str| Err(Refusal::of_status(StatusCode::BAD_REQUEST, message));
    let Some(model) = model else {
        return refused("Bad Request - Either 'model' or 'completion_response' must be provided");
    };
    if response.is_none() && request.body.get("messages").is_none() {
        return refused("Bad Request - messages must be provided if 'model' is provided");
    }
    inference::check_access(request, model)?;
    let deployments = deployments::find(request.tables, request.config)?;
    let deployment = deployments.first_serving(model).map(|row| deployments::filled_in(row, model).into_owned());
    let bare = || JsonObject::from_json(json!({ "litellm_params": { "model": model } }));
    let deployment = match deployment {
        Some(deployment) => deployment,
        None if prices::of(&bare()).is_some() => bare(),
        None => {
            let message = format!(
                "LLM Provider NOT provided. Pass in the LLM provider you are trying to call. You passed model={model}"
            );
            return refused(&message);
        }
    };
    let (input, output) = prices::per_token(&deployment);
    let (prompt_tokens, completion_tokens) = match response.as_ref().and_then(|response| response.get_object("usage")) {
        Some(usage) => {
            let tokens = |name: &str| usage.get(name).and_then(Value::as_f64).unwrap_or_default();
            (tokens("prompt_tokens"), tokens("completion_tokens"))
        }
        None => (f64::from(prices::prompt_tokens(&request.body)), 0.0),
    };
    let cost = input.unwrap_or_default() * prompt_tokens + output.unwrap_or_default() * completion_tokens;
    Ok(json!({ "cost": cost }).into())
}
