//! Budgets that keys, members, customers and tags share.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::fields::{Field, FieldType, LIMIT, optional, required};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::{self, Access, RequestContext, Route};
use crate::store::{Search, Table};
use crate::time::{self, DurationSpec};

/// The budget fields that members and customers show.
pub(super) const SHOWN_ELSEWHERE: [&str; 14] = [
    "budget_id",
    "soft_budget",
    "max_budget",
    "max_parallel_requests",
    "tpm_limit",
    "rpm_limit",
    "tpd_limit",
    "model_max_budget",
    "budget_duration",
    "allowed_models",
    "temp_budget_increase",
    "temp_budget_expiry",
    "budget_reset_at",
    "created_at",
];

pub(super) const ROUTES: &[Route] = &[
    route::post("/budget/new", Access::Admins, FIELDS, new),
    route::post("/budget/update", Access::Admins, FIELDS, update),
    route::post("/budget/info", Access::Admins, INFO, info),
    route::post("/budget/delete", Access::Admins, DELETE, delete),
    route::get("/budget/list", Access::Admins, &[], list),
    route::get("/budget/settings", Access::Admins, SETTINGS, settings),
];

const FIELDS: &[Field] = &[
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
];
const INFO: &[Field] = &[required("budgets", FieldType::Strings)];
const DELETE: &[Field] = &[required("id", FieldType::String)];
const SETTINGS: &[Field] = &[required("budget_id", FieldType::String)];

/// The fields of a budget with their type and description, for `/budget/settings`.
const PARTS: [(&str, &str, &str); 8] = [
    ("max_budget", "Float", "Maximum spend in dollars. Requests beyond it are refused."),
    ("soft_budget", "Float", "Spend in dollars that triggers an alert. Nothing is refused."),
    ("max_parallel_requests", "Integer", "Parallel requests."),
    ("tpm_limit", "Integer", "Tokens per minute."),
    ("rpm_limit", "Integer", "Requests per minute."),
    ("tpd_limit", "Integer", "Batch tokens per day."),
    ("budget_duration", "String", "Budget reset interval, such as 1h, 1d or 30d."),
    ("model_max_budget", "Object", "Budgets per model."),
];

/// The fields of a request that create or update a budget.
pub(super) const LIMITS: [&str; 9] = [
    "max_budget",
    "soft_budget",
    "max_parallel_requests",
    "tpm_limit",
    "rpm_limit",
    "tpd_limit",
    "budget_duration",
    "model_max_budget",
    "budget_reset_at",
];

/// Creates a budget from the fields of a request.
pub(super) fn create(
    request: &RequestContext<'_>,
    id: Option<&str>,
    input: &JsonObject,
) -> Result<JsonObject, Refusal> {
    let id = id.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
    let now = time::format(request.now);
    let mut row = JsonObject::template(include_str!("budgets.json"));
    row.copy(input, &LIMITS);
    row.set("budget_id", id.as_str());
    for (field, value) in [
        ("created_at", now.as_str()),
        ("updated_at", &now),
        ("created_by", request.author()),
        ("updated_by", request.author()),
    ] {
        row.set(field, value);
    }
    if request.tables.insert(Table::Budgets, &id, &row)? {
        return Ok(row);
    }
    Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, format!("Budget with id '{id}' already exists.")))
}

/// Updates a budget; returns `None` if it does not exist.
pub(super) fn change(
    request: &RequestContext<'_>,
    id: &str,
    input: &JsonObject,
) -> Result<Option<JsonObject>, Refusal> {
    let Some(mut row) = request.tables.get(Table::Budgets, id)? else { return Ok(None) };
    row.copy(input, &LIMITS);
    row.set("updated_at", time::format(request.now));
    row.set("updated_by", request.author());
    request.tables.update(Table::Budgets, id, &row)?;
    Ok(Some(row))
}

/// Returns the error message of an invalid `budget_duration`.
pub(super) fn invalid_duration(input: &JsonObject) -> Option<String> {
    let duration = input.get_str("budget_duration")?;
    let is_valid = DurationSpec::parse(duration).is_some_and(|parsed| {
        parsed.after(jiff::Timestamp::UNIX_EPOCH).is_some_and(|end| end > jiff::Timestamp::UNIX_EPOCH)
    });
    (!is_valid).then(|| format!("Invalid budget_duration '{duration}'. Use a format like '1h', '24h', '7d', or '30d'."))
}

fn check(input: &JsonObject) -> Result<(), Refusal> {
    let refused = |message: String| Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
    for name in ["max_budget", "soft_budget"] {
        if let Some(budget) = input.get_f64(name).filter(|budget| *budget < 0.0) {
            return refused(format!("{name} must be a non-negative finite number. Received: {budget:?}"));
        }
    }
    if let Some(message) = invalid_duration(input) {
        return refused(message);
    }
    let budgets = input.get_object("model_max_budget");
    let wrong = budgets.into_iter().flatten().filter(|(_, budget)| !budget.is_object()).map(|(model, _)| {
        json!({
            "type": "model_attributes_type", "loc": ["body", "model_max_budget", model],
            "msg": "Input should be a valid dictionary or object to extract fields from",
        })
    });
    let wrong: Vec<Value> = wrong.collect();
    if !wrong.is_empty() {
        return Err(Refusal::Invalid(wrong));
    }
    if budgets.is_some_and(|budgets| !budgets.is_empty()) {
        return refused(
            "Invalid model_max_budget: You must have an enterprise license to set model_max_budget. You must be a LiteLLM \
             Enterprise user to use this feature."
                .to_owned(),
        );
    }
    Ok(())
}

/// Returns the body with the reset time of its `budget_duration`, unless it sets one.
fn with_reset(request: &RequestContext<'_>) -> JsonObject {
    let mut input = request.body.clone();
    if input.contains("budget_duration") && !input.contains("budget_reset_at") {
        let duration = input.get_str("budget_duration").and_then(DurationSpec::parse);
        let reset = duration.and_then(|duration| duration.next_reset(request.now));
        input.set("budget_reset_at", reset.map_or(Value::Null, |time| time::format(time).into()));
    }
    input
}

fn new(request: &RequestContext<'_>) -> HandlerResult {
    check(&request.body)?;
    let row = create(request, request.body.get_str("budget_id"), &with_reset(request))?;
    Ok(Value::from(row).into())
}

fn update(request: &RequestContext<'_>) -> HandlerResult {
    let Some(id) = request.body.get_str("budget_id") else {
        return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, "budget_id is required"));
    };
    check(&request.body)?;
    let row = change(request, id, &with_reset(request))?;
    Ok(row.map_or(Value::Null, Value::from).into())
}

fn info(request: &RequestContext<'_>) -> HandlerResult {
    let ids = request.body.get("budgets").and_then(Value::as_array).cloned().unwrap_or_default();
    if ids.is_empty() {
        let message = "Specify list of budget id's to query. Passed in=[]";
        return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
    }
    let rows = request.tables.search(&Search::of(Table::Budgets).one_of("id", &ids).oldest_first())?;
    Ok(Value::from_iter(rows).into())
}

fn list(request: &RequestContext<'_>) -> HandlerResult {
    Ok(Value::from_iter(request.tables.all(Table::Budgets)?).into())
}

fn settings(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.query.get_str("budget_id").unwrap_or_default();
    let row = request.tables.get(Table::Budgets, id)?.unwrap_or_default();
    let parts = PARTS.map(|(name, kind, description)| {
        json!({
            "field_name": name, "field_type": kind, "field_description": description, "field_value": row.get(name),
            "stored_in_db": true, "field_default_value": null, "premium_field": false, "nested_fields": null,
            "field_options": null, "field_tab": null, "source": "unset", "editable": true,
        })
    });
    Ok(json!(parts).into())
}

fn delete(request: &RequestContext<'_>) -> HandlerResult {
    let id = request.body.get_str("id").unwrap_or_default();
    let row = request.tables.get(Table::Budgets, id)?;
    request.tables.delete(Table::Budgets, id)?;
    for table in [Table::Keys, Table::Memberships, Table::Customers, Table::Tags] {
        request.tables.clear_budget(table, id)?;
    }
    Ok(row.map_or(Value::Null, Value::from).into())
}
