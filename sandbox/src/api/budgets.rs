//! Budgets that several keys, members, customers and tags share.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::answer::{Answered, Refusal};
use crate::caller::Who;
use crate::clock::{self, Duration};
use crate::fields::{Field, Kind, optional, required};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::store::{Search, Table};

/// What members and customers show of their budget.
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
    routes::post("/budget/new", Who::Admins, FIELDS, new),
    routes::post("/budget/update", Who::Admins, FIELDS, update),
    routes::post("/budget/info", Who::Admins, INFO, info),
    routes::post("/budget/delete", Who::Admins, DELETE, delete),
    routes::get("/budget/list", Who::Admins, &[], list),
    routes::get("/budget/settings", Who::Admins, SETTINGS, settings),
];

const FIELDS: &[Field] = &[
    optional("budget_id", Kind::Text),
    optional("max_budget", Kind::Number),
    optional("soft_budget", Kind::Number),
    optional("max_parallel_requests", Kind::Whole),
    optional("tpm_limit", Kind::Whole),
    optional("rpm_limit", Kind::Whole),
    optional("tpd_limit", Kind::Whole),
    optional("budget_duration", Kind::Text),
    optional("model_max_budget", Kind::Object),
    optional("budget_reset_at", Kind::Time),
];
const INFO: &[Field] = &[required("budgets", Kind::Texts)];
const DELETE: &[Field] = &[required("id", Kind::Text)];
const SETTINGS: &[Field] = &[required("budget_id", Kind::Text)];

/// What a budget is made of, with its type and what it is for, as its settings are told.
const PARTS: [(&str, &str, &str); 8] = [
    ("max_budget", "Float", "Dollars that may be spent. More is refused."),
    ("soft_budget", "Float", "Dollars after which somebody is told. Nothing is refused."),
    ("max_parallel_requests", "Integer", "Requests at a time."),
    ("tpm_limit", "Integer", "Tokens in a minute."),
    ("rpm_limit", "Integer", "Requests in a minute."),
    ("tpd_limit", "Integer", "Tokens of batches in a day."),
    ("budget_duration", "String", "After what time nothing is spent any more, such as 1h, 1d or 30d."),
    ("model_max_budget", "Object", "Budgets for single models."),
];

/// The fields of a request that make a budget.
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

/// Makes a budget of the fields that are given; its id.
pub(super) fn make(asked: &Asked<'_>, id: Option<&str>, given: &Row) -> Result<Row, Refusal> {
    let id = id.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
    let now = clock::write(asked.now);
    let mut row = Row::template(include_str!("budgets.json"));
    row.copy(given, &LIMITS);
    row.set("budget_id", id.as_str());
    for (field, value) in [
        ("created_at", now.as_str()),
        ("updated_at", &now),
        ("created_by", asked.author()),
        ("updated_by", asked.author()),
    ] {
        row.set(field, value);
    }
    if asked.tables.insert(Table::Budgets, &id, &row)? {
        return Ok(row);
    }
    Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, format!("Budget with id '{id}' already exists.")))
}

/// Puts fields of a budget in the place of the ones that it has; none if there is no such budget.
pub(super) fn change(asked: &Asked<'_>, id: &str, given: &Row) -> Result<Option<Row>, Refusal> {
    let Some(mut row) = asked.tables.get(Table::Budgets, id)? else { return Ok(None) };
    row.copy(given, &LIMITS);
    row.set("updated_at", clock::write(asked.now));
    row.set("updated_by", asked.author());
    asked.tables.update(Table::Budgets, id, &row)?;
    Ok(Some(row))
}

/// What is wrong with a duration.
pub(super) fn invalid_duration(given: &Row) -> Option<String> {
    let duration = given.text("budget_duration")?;
    let is_valid = Duration::parse(duration).is_some_and(|parsed| {
        parsed.after(jiff::Timestamp::UNIX_EPOCH).is_some_and(|end| end > jiff::Timestamp::UNIX_EPOCH)
    });
    (!is_valid).then(|| format!("Invalid budget_duration '{duration}'. Use a format like '1h', '24h', '7d', or '30d'."))
}

fn check(given: &Row) -> Result<(), Refusal> {
    let refused = |message: String| Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
    for name in ["max_budget", "soft_budget"] {
        if let Some(budget) = given.number(name).filter(|budget| *budget < 0.0) {
            return refused(format!("{name} must be a non-negative finite number. Received: {budget:?}"));
        }
    }
    if let Some(message) = invalid_duration(given) {
        return refused(message);
    }
    let budgets = given.object("model_max_budget");
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

/// When a budget of the given duration begins anew, where that is not said.
fn with_reset(asked: &Asked<'_>) -> Row {
    let mut given = asked.body.clone();
    if given.has("budget_duration") && !given.has("budget_reset_at") {
        let duration = given.text("budget_duration").and_then(Duration::parse);
        let reset = duration.and_then(|duration| duration.next_reset(asked.now));
        given.set("budget_reset_at", reset.map_or(Value::Null, |time| clock::write(time).into()));
    }
    given
}

fn new(asked: &Asked<'_>) -> Answered {
    check(&asked.body)?;
    let row = make(asked, asked.body.text("budget_id"), &with_reset(asked))?;
    Ok(Value::from(row).into())
}

fn update(asked: &Asked<'_>) -> Answered {
    let Some(id) = asked.body.text("budget_id") else {
        return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, "budget_id is required"));
    };
    check(&asked.body)?;
    let row = change(asked, id, &with_reset(asked))?;
    Ok(row.map_or(Value::Null, Value::from).into())
}

fn info(asked: &Asked<'_>) -> Answered {
    let ids = asked.body.get("budgets").and_then(Value::as_array).cloned().unwrap_or_default();
    if ids.is_empty() {
        let message = "Specify list of budget id's to query. Passed in=[]";
        return Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message));
    }
    let rows = asked.tables.search(&Search::of(Table::Budgets).one_of("id", &ids).oldest_first())?;
    Ok(Value::from_iter(rows).into())
}

fn list(asked: &Asked<'_>) -> Answered {
    Ok(Value::from_iter(asked.tables.all(Table::Budgets)?).into())
}

fn settings(asked: &Asked<'_>) -> Answered {
    let id = asked.query.text("budget_id").unwrap_or_default();
    let row = asked.tables.get(Table::Budgets, id)?.unwrap_or_default();
    let parts = PARTS.map(|(name, kind, description)| {
        json!({
            "field_name": name, "field_type": kind, "field_description": description, "field_value": row.get(name),
            "stored_in_db": true, "field_default_value": null, "premium_field": false, "nested_fields": null,
            "field_options": null, "field_tab": null, "source": "unset", "editable": true,
        })
    });
    Ok(json!(parts).into())
}

fn delete(asked: &Asked<'_>) -> Answered {
    let id = asked.body.text("id").unwrap_or_default();
    let row = asked.tables.get(Table::Budgets, id)?;
    asked.tables.delete(Table::Budgets, id)?;
    for table in [Table::Keys, Table::Memberships, Table::Customers, Table::Tags] {
        asked.tables.leave_budget(table, id)?;
    }
    Ok(row.map_or(Value::Null, Value::from).into())
}
