//! Customers: the end users that requests name. Naming an unknown one creates it.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::budgets;
use super::budgets::SHOWN_ELSEWHERE;
use crate::fields::{Field, FieldType, LIMIT, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::rules::customers::{ensure_exists, new_row};
use crate::store::{Search, Table};
use crate::time::{self, DurationSpec};

pub(super) const ROUTES: &[Route] = &[
    route::post("/customer/new", Access::Admins, NEW, new),
    route::post("/end_user/new", Access::Admins, NEW, new),
    route::post("/customer/update", Access::Admins, UPDATE, update),
    route::post("/end_user/update", Access::Admins, UPDATE, update),
    route::post("/customer/delete", Access::Admins, IDS, delete),
    route::post("/end_user/delete", Access::Admins, IDS, delete),
    route::post("/customer/block", Access::Admins, IDS, block),
    route::post("/end_user/block", Access::Admins, IDS, block),
    route::post("/customer/unblock", Access::Admins, IDS, unblock),
    route::post("/end_user/unblock", Access::Admins, IDS, unblock),
    route::get("/customer/info", Access::Admins, INFO, info),
    route::get("/end_user/info", Access::Admins, INFO, info),
    route::get("/customer/list", Access::Admins, PAGE, list),
    route::get("/end_user/list", Access::Admins, PAGE, list),
];

const REGION: FieldType = FieldType::OneOf(&["eu", "us"]);
const NEW: &[Field] = &[
    required("user_id", FieldType::String),
    optional("alias", FieldType::String),
    optional("blocked", FieldType::Bool),
    optional("spend", FieldType::Number),
    optional("budget_id", FieldType::String),
    optional("max_budget", FieldType::Number),
    optional("soft_budget", FieldType::Number),
    optional("max_parallel_requests", FieldType::Integer),
    optional("tpm_limit", LIMIT),
    optional("rpm_limit", LIMIT),
    optional("tpd_limit", FieldType::Integer),
    optional("budget_duration", FieldType::String),
    optional("model_max_budget", FieldType::Object),
    optional("budget_reset_at", FieldType::Time),
    optional("allowed_model_region", REGION),
    optional("default_model", FieldType::String),
    optional("models", FieldType::Strings),
    optional("object_permission", FieldType::Object),
];
const UPDATE: &[Field] = &[
    required("user_id", FieldType::String),
    optional("alias", FieldType::String),
    optional("blocked", FieldType::Bool),
    optional("max_budget", FieldType::Number),
    optional("budget_id", FieldType::String),
    optional("allowed_model_region", REGION),
    optional("default_model", FieldType::String),
    optional("models", FieldType::Strings),
    optional("object_permission", FieldType::Object),
];
const PAGE: &[Field] = &[
    optional("page", FieldType::IntegerIn { min: 1, max: i64::MAX }),
    optional("page_size", FieldType::IntegerIn { min: 1, max: 100 }),
];
/// The page size by default.
const PAGE_SIZE: i64 = 50;
const IDS: &[Field] = &[required("user_ids", FieldType::Strings)];
const INFO: &[Field] = &[required("end_user_id", FieldType::String)];

/// The request fields that are stored.
const STORED: [&str; 6] = ["alias", "blocked", "spend", "allowed_model_region", "default_model", "models"];

/// Returns the JSON of a customer with its budget.
fn to_json(request: &RequestContext<'_>, mut row: JsonObject) -> Result<Value, Refusal> {
    let budget = row.get_str("budget_id").map(|id| request.tables.get(Table::Budgets, id)).transpose()?.flatten();
    let mut visible = JsonObject::default();
    if let Some(budget) = &budget {
        visible.copy(budget, &SHOWN_ELSEWHERE);
    }
    row.set("litellm_budget_table", budget.map_or(Value::Null, |_| Value::from(visible)));
    row.set("object_permission", Value::Null);
    Ok(row.into())
}

fn unknown(message: String, param: &'static str) -> Refusal {
    Refusal::error(StatusCode::NOT_FOUND, "not_found", Some(param), message)
}

/// Refuses the id of a missing budget.
fn check_budget(request: &RequestContext<'_>, id: &str) -> Result<(), Refusal> {
    if request.tables.get(Table::Budgets, id)?.is_some() {
        return Ok(());
    }
    let message = "Foreign key constraint failed on the field: `LiteLLM_EndUserTable_budget_id_fkey (index)`";
    Err(Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR, message))
}

/// Returns the fields that are not null.
fn input(body: &JsonObject) -> JsonObject {
    JsonObject(
        body.0
            .iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect(),
    )
}

fn new(request: &RequestContext<'_>) -> HandlerResult {
    let mut input = input(&request.body);
    if input.contains("max_budget") && input.contains("budget_id") {
        let message = "Value error, Set either 'max_budget' or 'budget_id', not both.";
        return Err(Refusal::Invalid(vec![json!({ "type": "value_error", "loc": ["body"], "msg": message })]));
    }
    if let Some(message) = budgets::invalid_duration(&input) {
        let message = format!("{{'error': \"{message}\"}}");
        return Err(Refusal::of_status(StatusCode::BAD_REQUEST, message));
    }
    let id = input.get_str("user_id").unwrap_or_default().to_owned();
    if request.tables.get(Table::Customers, &id)?.is_some() {
        let message = format!("Customer already exists, passed user_id={id}. Please pass a new user_id.");
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "bad_request", Some("user_id"), message));
    }
    let mut row = new_row(&id);
    row.copy(&input, &STORED);
    // Limits in the request create a budget, which takes precedence over `budget_id`.
    if budgets::LIMITS.iter().any(|name| input.contains(name)) {
        let duration = input.get_str("budget_duration").and_then(DurationSpec::parse);
        if let Some(reset) =
            duration.and_then(|duration| duration.after(request.now)).filter(|_| !input.contains("budget_reset_at"))
        {
            input.set("budget_reset_at", time::format(reset));
        }
        let budget = budgets::create(request, None, &input)?;
        row.copy(&budget, &["budget_id"]);
    } else if let Some(budget) = input.get_str("budget_id") {
        check_budget(request, budget)?;
        row.set("budget_id", budget);
    }
    request.tables.insert(Table::Customers, &id, &row)?;
    Ok(to_json(request, row)?.into())
}

fn update(request: &RequestContext<'_>) -> HandlerResult {
    let input = input(&request.body);
    let id = input.get_str("user_id").unwrap_or_default();
    let Some(mut row) = request.tables.get(Table::Customers, id)? else {
        return Err(unknown(format!("End User Id={id} does not exist in db"), "user_id"));
    };
    row.copy(&input, &STORED);
    if let Some(budget) = input.get_str("budget_id") {
        check_budget(request, budget)?;
        row.set("budget_id", budget);
    }
    if input.contains("max_budget") {
        let mut limit = JsonObject::default();
        limit.copy(&input, &["max_budget"]);
        let known = row.get_str("budget_id").map(|id| budgets::change(request, id, &limit)).transpose()?.flatten();
        if known.is_none() {
            let budget = budgets::create(request, None, &limit)?;
            row.copy(&budget, &["budget_id"]);
        }
    }
    request.tables.update(Table::Customers, id, &row)?;
    Ok(to_json(request, row)?.into())
}

fn info(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.query.get_str("end_user_id").unwrap_or_default();
    match request.tables.get(Table::Customers, id)? {
        Some(row) => Ok(to_json(request, row)?.into()),
        None => Err(unknown(format!("End User Id={id} does not exist in db"), "end_user_id")),
    }
}

fn list(request: &RequestContext<'_>) -> HandlerResult {
    let (page, size) = (request.query.get_i64("page"), request.query.get_i64("page_size"));
    let search = Search::of(Table::Customers).oldest_first();
    let found = request.tables.page(&search, page.unwrap_or(1), size.unwrap_or(PAGE_SIZE))?;
    let rows = found.rows.into_iter().map(|row| to_json(request, row));
    Ok(Value::from(rows.collect::<Result<Vec<Value>, Refusal>>()?).into())
}

/// Deletes all of the customers, or none if one is missing.
fn delete(request: &RequestContext<'_>) -> HandlerResult {
    let ids = request.body.get_strings("user_ids");
    if ids.is_empty() {
        let message = "user_id is required, passed user_id = []";
        return Err(Refusal::of_status(StatusCode::INTERNAL_SERVER_ERROR, message));
    }
    let mut missing = Vec::new();
    let mut deleted = 0;
    for id in &ids {
        match request.tables.get(Table::Customers, id)? {
            Some(_) => deleted += i64::from(request.tables.delete(Table::Customers, id)?),
            None => missing.push(*id),
        }
    }
    if !missing.is_empty() {
        let message = format!("End User Id(s)={} do not exist in db", missing.join(", "));
        return Err(unknown(message, "user_ids"));
    }
    let listed: Vec<String> = ids.iter().map(|id| format!("'{id}'")).collect();
    let message = format!("Successfully deleted customers with ids: [{}]", listed.join(", "));
    Ok(json!({ "deleted_customers": deleted, "message": message }).into())
}

fn block(request: &RequestContext<'_>) -> HandlerResult {
    let ids = request.body.get_strings("user_ids");
    if ids.is_empty() {
        return Ok(json!({ "blocked_users": [] }).into());
    }
    let mut blocked = Vec::new();
    for id in ids {
        ensure_exists(request.tables, Some(id))?;
        if let Some(mut row) = request.tables.get(Table::Customers, id)? {
            row.set("blocked", true);
            request.tables.update(Table::Customers, id, &row)?;
            blocked.push(Value::from(row.with(json!({ "litellm_budget_table": null, "object_permission": null }))));
        }
    }
    Ok(json!({ "blocked_users": blocked }).into())
}

/// Unblocking works only in LiteLLM's Enterprise edition.
fn unblock(_: &RequestContext<'_>) -> HandlerResult {
    let message = "Blocked user check was never set. This call has no effect.";
    Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message))
}
