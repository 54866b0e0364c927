//! What was spent: request by request, day by day, and in all.

mod activity;
mod logs;

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::answer::{Answered, Refusal};
use crate::caller::{MASTER_KEY, Who};
use crate::fields::{Field, Kind, optional};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::rules::parties::EVERYBODY;
use crate::rules::{access, prices};
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    routes::get("/spend/logs/v2", Who::Readers, logs::PAGE, logs::page),
    routes::get("/spend/logs/ui", Who::Readers, logs::PAGE, logs::page_for_people),
    routes::get("/spend/logs", Who::Readers, logs::ALL, logs::all),
    routes::get("/user/daily/activity", Who::AnyKey, activity::USERS, activity::users),
    routes::get("/team/daily/activity", Who::AnyKey, activity::TEAMS, activity::teams),
    routes::get("/tag/daily/activity", Who::Readers, activity::TAGS, activity::tags),
    routes::get("/customer/daily/activity", Who::Admins, activity::CUSTOMERS, activity::customers),
    routes::get("/end_user/daily/activity", Who::Admins, activity::CUSTOMERS, activity::customers),
    routes::get("/organization/daily/activity", Who::AnyKey, &[], activity::organizations),
    routes::get("/user/daily/activity/aggregated", Who::AnyKey, activity::USERS, activity::users_in_all),
    routes::get("/team/daily/activity/aggregated", Who::AnyKey, activity::TEAMS, activity::teams_in_all),
    routes::get("/tag/daily/activity/aggregated", Who::Readers, activity::TAGS, activity::tags_in_all),
    routes::get("/customer/daily/activity/aggregated", Who::Admins, activity::CUSTOMERS, activity::customers_in_all),
    routes::get("/organization/daily/activity/aggregated", Who::AnyKey, &[], activity::organizations),
    routes::get("/global/spend", Who::Admins, &[], in_all),
    routes::get("/spend/tags", Who::Readers, DAYS, by_tag),
    routes::post("/spend/calculate", Who::AnyKey, CALCULATE, calculate),
];

const DAYS: &[Field] = &[optional("start_date", Kind::Text), optional("end_date", Kind::Text)];
const CALCULATE: &[Field] =
    &[optional("model", Kind::Text), optional("messages", Kind::List), optional("completion_response", Kind::Object)];

fn in_all(asked: &Asked<'_>) -> Answered {
    let most = asked.settings.max_budget.unwrap_or_default();
    // Where a budget bounds it, what counts is the spend since that began.
    let sum = asked.tables.get(Table::Sums, EVERYBODY)?.filter(|_| asked.settings.max_budget.is_some());
    let spend = match sum.and_then(|sum| sum.number("spend")) {
        Some(spend) => spend,
        None => asked.tables.spent_in_all()?,
    };
    Ok(json!({ "spend": spend, "max_budget": most }).into())
}

fn by_tag(asked: &Asked<'_>) -> Answered {
    let (first, last) =
        (asked.query.text("start_date").unwrap_or("0000"), asked.query.text("end_date").unwrap_or("9999"));
    let tags = asked.tables.spent_by_tag(first, last)?.into_iter().map(
        |spent| json!({ "individual_request_tag": spent.tag, "log_count": spent.requests, "total_spend": spent.spend }),
    );
    Ok(tags.collect::<Value>().into())
}

/// What an answer, or a question, costs.
fn calculate(asked: &Asked<'_>) -> Answered {
    let response = asked.body.object("completion_response").cloned().map(Row);
    let model = asked.body.text("model").or_else(|| response.as_ref()?.text("model"));
    let refused =
        |kind: &'static str, message: String| Err(Refusal::error(StatusCode::BAD_REQUEST, kind, Some("None"), message));
    let Some(model) = model else {
        return refused("None", "Bad Request - Either 'model' or 'completion_response' must be provided".to_owned());
    };
    let deployments = access::deployments(asked.tables, asked.settings)?;
    let deployment = deployments.into_iter().find(|deployment| access::serves(deployment, model));
    let bare = || Row::of(json!({ "litellm_params": { "model": model } }));
    let deployment = match deployment {
        Some(deployment) => deployment,
        None if prices::of(&bare()).is_some() => bare(),
        None => {
            let message = format!(
                "LLM Provider NOT provided. Pass in the LLM provider you are trying to call. You passed model={model}"
            );
            return Err(Refusal::error(StatusCode::BAD_REQUEST, "invalid_request_error", None, message));
        }
    };
    let (input, output) = prices::per_token(&deployment);
    let (asked_tokens, answered_tokens) = match response.as_ref().and_then(|response| response.object("usage")) {
        Some(usage) => {
            let tokens = |name: &str| usage.get(name).and_then(Value::as_f64).unwrap_or_default();
            (tokens("prompt_tokens"), tokens("completion_tokens"))
        }
        None => (f64::from(prices::question(&asked.body)), 0.0),
    };
    let cost = input.unwrap_or_default() * asked_tokens + output.unwrap_or_default() * answered_tokens;
    Ok(json!({ "cost": cost }).into())
}
