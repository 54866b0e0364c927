//! Spend of the whole server: by key, day, team and model; and the keys and users with their spend.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::api::user_rows;
use crate::fields::{Field, FieldType, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::secrets::token_of;
use crate::store::{Search, SpendColumn, Table};
use crate::time;

pub(super) const LIMIT: &[Field] = &[optional("limit", FieldType::IntegerIn { min: 1, max: i64::MAX })];
pub(super) const KEY: &[Field] = &[optional("api_key", FieldType::String)];
pub(super) const USER: &[Field] = &[optional("user_id", FieldType::String)];
pub(super) const REPORT: &[Field] = &[
    optional("start_date", FieldType::String),
    optional("end_date", FieldType::String),
    optional("group_by", FieldType::OneOf(&["team", "customer", "api_key"])),
    optional("api_key", FieldType::String),
    optional("internal_user_id", FieldType::String),
    optional("team_id", FieldType::String),
    optional("customer_id", FieldType::String),
];

/// The days that these reports cover.
const DAYS: i64 = 30;

fn limit(request: &RequestContext<'_>) -> usize {
    request.query.get_i64("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(usize::MAX)
}

fn first_day(request: &RequestContext<'_>) -> String {
    let first = request.now.checked_sub(jiff::SignedDuration::from_hours(24 * DAYS)).unwrap_or(request.now);
    time::format(first).chars().take(10).collect()
}

/// Returns the keys that spent the most.
pub(super) fn keys(request: &RequestContext<'_>) -> HandlerResult {
    let mut rows = Vec::new();
    let sums = request.tables.spend_by(SpendColumn::Key, &first_day(request), None)?;
    for (token, spend) in sums.into_iter().take(limit(request)) {
        let key = request.tables.get(Table::Keys, &token)?;
        let key = match key {
            None => request.tables.get(Table::DeletedKeys, &token)?,
            found => found,
        };
        let field = |name: &str| key.as_ref().and_then(|key| key.get(name)).cloned();
        rows.push(json!({
            "api_key": token, "key_alias": field("key_alias"), "key_name": field("key_name"), "total_spend": spend,
        }));
    }
    Ok(Value::from(rows).into())
}

/// Returns the spend of each day, of one key or all.
pub(super) fn logs(request: &RequestContext<'_>) -> HandlerResult {
    let token = request.query.get_str("api_key").map(token_of);
    let mut days = request.tables.spend_by(SpendColumn::Day, &first_day(request), token.as_deref())?;
    days.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(days.into_iter().map(|(day, spend)| json!({ "date": day, "spend": spend })).collect::<Value>().into())
}

/// Returns the models that spent the most.
pub(super) fn models(request: &RequestContext<'_>) -> HandlerResult {
    let sums = request.tables.spend_by(SpendColumn::Model, &first_day(request), None)?;
    let rows = sums.into_iter().take(limit(request).min(10));
    Ok(rows.map(|(model, spend)| json!({ "model": model, "total_spend": spend })).collect::<Value>().into())
}

/// LiteLLM's reports require a license.
pub(super) fn report(request: &RequestContext<'_>) -> HandlerResult {
    if request.query.get("start_date").is_none() || request.query.get("end_date").is_none() {
        let message = "Please provide start_date and end_date";
        return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
    }
    let message = "/spend/report endpoint You must be a LiteLLM Enterprise user to use this feature. The sandbox has no license, \
                   like LiteLLM without one.";
    Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message))
}

/// Returns all keys, the newest first.
pub(super) fn key_rows(request: &RequestContext<'_>) -> HandlerResult {
    let mut rows = request.tables.search(&Search::of(Table::Keys))?;
    rows.truncate(limit(request));
    for row in &mut rows {
        let spend = row.get_f64("spend").unwrap_or_default();
        row.set("total_spend", spend);
    }
    Ok(rows.into_iter().map(Value::from).collect::<Value>().into())
}

/// Returns all users with the aliases of their keys, or one user.
pub(super) fn user_rows(request: &RequestContext<'_>) -> HandlerResult {
    if let Some(id) = request.query.get_str("user_id") {
        let user = request.tables.get(Table::Users, id)?.map(|user| Value::from(user_rows::as_object(user)));
        return Ok(json!([user]).into());
    }
    let mut rows = Vec::new();
    for mut user in request.tables.all(Table::Users)? {
        let keys = request.tables.find(Table::Keys, "user_id", user.get_str("user_id").unwrap_or_default())?;
        let aliases: Value = keys.iter().map(|key: &JsonObject| key.get("key_alias").cloned()).collect();
        user.set("key_aliases", aliases);
        rows.push(Value::from(user));
    }
    Ok(Value::from(rows).into())
}
