//! `/key/update` and `/key/{key}/reset_spend`.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::access::{self, Action};
use super::fields::key_fields;
use super::generate::{IN_METADATA, ROTATION, STORED, check, check_budgets, expiry, no_organization, warn_at};
use super::{not_found, owned, touch};
use crate::fields::{BUDGET_WINDOWS, Field, FieldType, LIMIT, optional, required, value_error};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::rules::windows;
use crate::secrets::token_of;
use crate::store::Table;
use crate::time::{self, DurationSpec};

pub(super) const FIELDS: &[Field] = key_fields![
    required("key", FieldType::String),
    optional("temp_budget_increase", FieldType::Number),
    optional("temp_budget_expiry", FieldType::String),
    optional("auto_rotate", FieldType::Bool),
    optional("rotation_interval", FieldType::String),
];

/// The fields that the database stores without null.
const NOT_NULL: [&str; 5] = ["models", "allowed_routes", "allowed_cache_controls", "access_group_ids", "spend"];

/// Updates a key; null clears a field, and unnamed fields stay. Null for an object makes the key unusable.
pub(super) fn update(request: &RequestContext<'_>) -> HandlerResult {
    let key = request.body.get_str("key").unwrap_or_default();
    let increase = temporary_increase(&request.body)?;
    check_budgets(&request.body)?;
    let Some(mut row) = owned(request, key, Action::Update)? else { return Err(not_found("Key not found.")) };
    access::may_change(request, &row, &request.body)?;
    let mut input = request.body.clone();
    input.set("key", row.get_str("token").unwrap_or_default());
    check(request, &input).map_err(wrapped)?;
    if let Some(name) = NOT_NULL.iter().find(|name| input.contains(name) && input.get(name).is_none()) {
        let message = format!("`data.{name}`: A value is required but not set");
        return Err(Refusal::of_status(StatusCode::BAD_REQUEST, message));
    }
    if let Some(id) = input.get_str("organization_id").filter(|id| Some(*id) != row.get_str("organization_id")) {
        return Err(Refusal::of_status(StatusCode::BAD_REQUEST, no_organization(id)));
    }
    row.copy(&input, &STORED);
    row.copy(&input, &ROTATION);
    if input.contains("soft_budget") {
        warn_at(request, &mut row, &input.get("soft_budget").cloned().unwrap_or_default())?;
    }
    if row.get("metadata").is_none() && !input.contains("metadata") {
        row.set("metadata", json!({}));
    }
    if IN_METADATA.iter().any(|name| input.get(name).is_some()) {
        row.copy_into_metadata(&input, &IN_METADATA);
    }
    if let Some((increase, expiry)) = increase
        && let Some(metadata) = row.0.get_mut("metadata").and_then(Value::as_object_mut)
    {
        metadata.insert("temp_budget_increase".to_owned(), increase.into());
        metadata.insert("temp_budget_expiry".to_owned(), expiry.into());
    }
    windows::start(&mut row, request.now);
    match (input.contains("duration"), input.get_str("duration")) {
        (_, Some("-1")) | (true, None) => row.set("expires", Value::Null),
        (_, Some(duration)) => row.set("expires", expiry(request, duration).map_err(wrapped)?),
        (false, None) => {}
    }
    if input.contains("budget_duration") {
        let reset = input
            .get_str("budget_duration")
            .and_then(DurationSpec::parse)
            .and_then(|duration| duration.next_reset(request.now));
        row.set("budget_reset_at", reset.map_or(Value::Null, |time| time::format(time).into()));
    }
    touch(request, &mut row);
    let token = token_of(key);
    request.tables.update(Table::Keys, &token, &row)?;
    let mut answer = json!({ "key": key });
    if let (Some(fields), Value::Object(row)) = (answer.as_object_mut(), Value::from(row)) {
        fields.extend(row);
    }
    Ok(answer.into())
}

/// Returns the increase of a budget for some time, and its end. They are given together.
fn temporary_increase(input: &JsonObject) -> Result<Option<(f64, String)>, Refusal> {
    match (input.get_f64("temp_budget_increase"), input.get_str("temp_budget_expiry")) {
        (None, None) => Ok(None),
        (Some(increase), Some(expiry)) => {
            let expiry = if expiry.contains(['T', ' ']) { expiry.to_owned() } else { format!("{expiry}T00:00:00") };
            Ok(Some((increase, expiry)))
        }
        _ => Err(value_error(&[json!("body")], "temp_budget_increase and temp_budget_expiry must be set together")),
    }
}

/// Converts a refusal to an authentication error, as LiteLLM does for updates.
fn wrapped(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Error { status, message, param: None, .. } => {
            let status = if status == StatusCode::INTERNAL_SERVER_ERROR { StatusCode::BAD_REQUEST } else { status };
            Refusal::of_status(status, format!("Authentication Error, {message}"))
        }
        other => other,
    }
}

pub(super) fn reset_spend(request: &RequestContext<'_>) -> HandlerResult {
    let Some(mut row) = owned(request, request.segment("key"), Action::ResetSpend)? else {
        return Err(not_found("Key not found."));
    };
    let spent = row.get_f64("spend").unwrap_or_default();
    let to = request.body.get_f64("reset_to").unwrap_or_default();
    if to < 0.0 || to > spent {
        let message = format!("reset_to must be between 0 and the current spend ({spent:?})");
        return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
    }
    row.set("spend", to);
    touch(request, &mut row);
    let token = row.get_str("token").unwrap_or_default().to_owned();
    request.tables.update(Table::Keys, &token, &row)?;
    Ok(json!({
        "key_hash": token, "spend": to, "previous_spend": spent, "max_budget": row.get("max_budget"),
        "budget_reset_at": row.get("budget_reset_at"),
    })
    .into())
}
