//! Customers, the end users whom requests name. Who is named and not known becomes known.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::budgets;
use super::budgets::SHOWN_ELSEWHERE;
use crate::answer::{Answer, Answered, Refusal};
use crate::caller::Who;
use crate::clock::{self, Duration};
use crate::fields::{Field, Kind, optional, required};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::store::{Table, Tables};

pub(super) const ROUTES: &[Route] = &[
    routes::post("/customer/new", Who::Admins, NEW, new),
    routes::post("/end_user/new", Who::Admins, NEW, new),
    routes::post("/customer/update", Who::Admins, UPDATE, update),
    routes::post("/end_user/update", Who::Admins, UPDATE, update),
    routes::post("/customer/delete", Who::Admins, IDS, delete),
    routes::post("/end_user/delete", Who::Admins, IDS, delete),
    routes::post("/customer/block", Who::Admins, IDS, block),
    routes::post("/end_user/block", Who::Admins, IDS, block),
    routes::post("/customer/unblock", Who::Admins, IDS, unblock),
    routes::post("/end_user/unblock", Who::Admins, IDS, unblock),
    routes::get("/customer/info", Who::Admins, INFO, info),
    routes::get("/end_user/info", Who::Admins, INFO, info),
    routes::get("/customer/list", Who::Admins, &[], list),
    routes::get("/end_user/list", Who::Admins, &[], list),
];

const REGION: Kind = Kind::OneOf(&["eu", "us"]);
const NEW: &[Field] = &[
    required("user_id", Kind::Text),
    optional("alias", Kind::Text),
    optional("blocked", Kind::Flag),
    optional("spend", Kind::Number),
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
    optional("allowed_model_region", REGION),
    optional("default_model", Kind::Text),
    optional("models", Kind::Texts),
    optional("object_permission", Kind::Object),
];
const UPDATE: &[Field] = &[
    required("user_id", Kind::Text),
    optional("alias", Kind::Text),
    optional("blocked", Kind::Flag),
    optional("max_budget", Kind::Number),
    optional("budget_id", Kind::Text),
    optional("allowed_model_region", REGION),
    optional("default_model", Kind::Text),
    optional("models", Kind::Texts),
    optional("object_permission", Kind::Object),
];
const IDS: &[Field] = &[required("user_ids", Kind::Texts)];
const INFO: &[Field] = &[required("end_user_id", Kind::Text)];

/// What goes from a request into the row.
const KEPT: [&str; 6] = ["alias", "blocked", "spend", "allowed_model_region", "default_model", "models"];

fn new_row(id: &str) -> Row {
    Row::of(json!({
        "user_id": id, "blocked": false, "alias": null, "spend": 0.0, "allowed_model_region": null, "default_model": null,
        "models": [], "budget_id": null, "object_permission_id": null,
    }))
}

/// Whom a request names is known from then on.
pub(crate) fn meet(tables: &Tables<'_>, id: Option<&str>) -> Result<(), Refusal> {
    if let Some(id) = id {
        tables.insert(Table::Customers, id, &new_row(id))?;
    }
    Ok(())
}

/// The row with its budget, as it is shown.
fn shown(asked: &Asked<'_>, mut row: Row) -> Result<Value, Refusal> {
    let budget = row.text("budget_id").map(|id| asked.tables.get(Table::Budgets, id)).transpose()?.flatten();
    let mut told = Row::default();
    if let Some(budget) = &budget {
        told.copy(budget, &SHOWN_ELSEWHERE);
    }
    row.set("litellm_budget_table", budget.map_or(Value::Null, |_| Value::from(told)));
    row.set("object_permission", Value::Null);
    Ok(row.into())
}

fn unknown(message: String, param: &'static str) -> Refusal {
    Refusal::error(StatusCode::NOT_FOUND, "not_found", Some(param), message)
}

/// A budget that is named must be there.
fn check_budget(asked: &Asked<'_>, id: &str) -> Result<(), Refusal> {
    if asked.tables.get(Table::Budgets, id)?.is_some() {
        return Ok(());
    }
    let message = "Foreign key constraint failed on the field: `LiteLLM_EndUserTable_budget_id_fkey (index)`";
    Err(Refusal::error(StatusCode::INTERNAL_SERVER_ERROR, "internal_server_error", None, message))
}

/// The fields that are not null.
fn given(body: &Row) -> Row {
    Row(body
        .0
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect())
}

fn new(asked: &Asked<'_>) -> Answered {
    let mut given = given(&asked.body);
    if given.has("max_budget") && given.has("budget_id") {
        let message = "Value error, Set either 'max_budget' or 'budget_id', not both.";
        return Err(Refusal::Invalid(vec![json!({ "type": "value_error", "loc": ["body"], "msg": message })]));
    }
    if let Some(message) = budgets::invalid_duration(&given) {
        let message = format!("{{'error': \"{message}\"}}");
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "internal_server_error", None, message));
    }
    let id = given.text("user_id").unwrap_or_default().to_owned();
    if asked.tables.get(Table::Customers, &id)?.is_some() {
        let message = format!("Customer already exists, passed user_id={id}. Please pass a new user_id.");
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "bad_request", Some("user_id"), message));
    }
    let mut row = new_row(&id);
    row.copy(&given, &KEPT);
    // Limits of its own make a budget, and one that is named does not count then.
    if budgets::LIMITS.iter().any(|name| given.has(name)) {
        let duration = given.text("budget_duration").and_then(Duration::parse);
        if let Some(reset) =
            duration.and_then(|duration| duration.after(asked.now)).filter(|_| !given.has("budget_reset_at"))
        {
            given.set("budget_reset_at", clock::write(reset));
        }
        let budget = budgets::make(asked, None, &given)?;
        row.copy(&budget, &["budget_id"]);
    } else if let Some(budget) = given.text("budget_id") {
        check_budget(asked, budget)?;
        row.set("budget_id", budget);
    }
    asked.tables.insert(Table::Customers, &id, &row)?;
    Ok(shown(asked, row)?.into())
}

fn update(asked: &Asked<'_>) -> Answered {
    let given = given(&asked.body);
    let id = given.text("user_id").unwrap_or_default();
    let Some(mut row) = asked.tables.get(Table::Customers, id)? else {
        return Err(unknown(format!("End User Id={id} does not exist in db"), "user_id"));
    };
    row.copy(&given, &KEPT);
    if let Some(budget) = given.text("budget_id") {
        check_budget(asked, budget)?;
        row.set("budget_id", budget);
    }
    if given.has("max_budget") {
        let mut limit = Row::default();
        limit.copy(&given, &["max_budget"]);
        let known = row.text("budget_id").map(|id| budgets::change(asked, id, &limit)).transpose()?.flatten();
        if known.is_none() {
            let budget = budgets::make(asked, None, &limit)?;
            row.copy(&budget, &["budget_id"]);
        }
    }
    asked.tables.update(Table::Customers, id, &row)?;
    Ok(shown(asked, row)?.into())
}

fn info(asked: &Asked<'_>) -> Answered {
    let id = asked.query.text("end_user_id").unwrap_or_default();
    match asked.tables.get(Table::Customers, id)? {
        Some(row) => Ok(shown(asked, row)?.into()),
        None => Err(unknown(format!("End User Id={id} does not exist in db"), "end_user_id")),
    }
}

fn list(asked: &Asked<'_>) -> Answered {
    let rows = asked.tables.all(Table::Customers)?.into_iter().map(|row| shown(asked, row));
    Ok(Value::from(rows.collect::<Result<Vec<Value>, Refusal>>()?).into())
}

/// All or none of them.
fn delete(asked: &Asked<'_>) -> Answered {
    let ids = asked.body.texts("user_ids");
    if ids.is_empty() {
        let message = "user_id is required, passed user_id = []";
        return Err(Refusal::error(StatusCode::INTERNAL_SERVER_ERROR, "internal_server_error", None, message));
    }
    let mut missing = Vec::new();
    let mut deleted = 0;
    for id in &ids {
        match asked.tables.get(Table::Customers, id)? {
            Some(_) => deleted += i64::from(asked.tables.delete(Table::Customers, id)?),
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

/// Sets the mark. The server then fails to answer, and so does this.
fn block(asked: &Asked<'_>) -> Answered {
    let ids = asked.body.texts("user_ids");
    if ids.is_empty() {
        return Ok(json!({ "blocked_users": [] }).into());
    }
    for id in ids {
        meet(asked.tables, Some(id))?;
        if let Some(mut row) = asked.tables.get(Table::Customers, id)? {
            row.set("blocked", true);
            asked.tables.update(Table::Customers, id, &row)?;
        }
    }
    let body = json!({ "error": { "message": "Internal server error", "type": "internal_server_error" } });
    Ok(Answer::new(StatusCode::INTERNAL_SERVER_ERROR, body))
}

/// The server keeps a list for this that only its Enterprise edition has.
fn unblock(_: &Asked<'_>) -> Answered {
    let message = "Blocked user check was never set. This call has no effect.";
    Err(Refusal::detailed_error(StatusCode::BAD_REQUEST, message))
}
