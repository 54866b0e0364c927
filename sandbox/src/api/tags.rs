//! Tags of requests: those that were made, with a budget, and those that requests have named.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::budgets;
use crate::answer::{Answer, Answered, Refusal};
use crate::caller::Who;
use crate::clock;
use crate::fields::{Field, Kind, optional, required};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    routes::post("/tag/new", Who::Admins, FIELDS, new),
    routes::post("/tag/update", Who::Admins, FIELDS, update),
    routes::post("/tag/info", Who::Admins, INFO, info),
    routes::post("/tag/delete", Who::Admins, DELETE, delete),
    routes::get("/tag/list", Who::Admins, LIST, list),
];

const FIELDS: &[Field] = &[
    required("name", Kind::Text),
    optional("description", Kind::Text),
    optional("models", Kind::Texts),
    optional("model_info", Kind::Object),
    optional("budget_id", Kind::Text),
    optional("max_budget", Kind::Number),
    optional("soft_budget", Kind::Number),
    optional("max_parallel_requests", Kind::Whole),
    optional("tpm_limit", Kind::Whole),
    optional("rpm_limit", Kind::Whole),
    optional("model_max_budget", Kind::Object),
    optional("budget_duration", Kind::Text),
];
const INFO: &[Field] = &[required("names", Kind::Texts)];
const DELETE: &[Field] = &[required("name", Kind::Text)];
const LIST: &[Field] = &[optional("start_date", Kind::Text), optional("end_date", Kind::Text)];

/// What the server says of tags that nobody made.
const DYNAMIC: &str =
    "This is just a spend tag that was passed dynamically in a request. It does not control any LLM models.";
/// What begins so are the programs that asked, which are no tags of anybody.
const AGENT: &str = "User-Agent: ";

/// Refusals of tags are all of one form, with the status that was meant in their words.
fn refused(status: u16, message: &str) -> Refusal {
    Refusal::detail(StatusCode::INTERNAL_SERVER_ERROR, format!("{status}: {message}"))
}

/// The row as it is shown; with its budget, or as it is answered to a change.
fn shown(asked: &Asked<'_>, mut row: Row, with_budget: bool) -> Result<Value, Refusal> {
    row.take("spend");
    let budget = row.take("budget_id").and_then(|id| id.as_str().map(str::to_owned));
    let budget = budget.map(|id| asked.tables.get(Table::Budgets, &id)).transpose()?.flatten();
    if let Some(budget) = budget.filter(|_| with_budget) {
        row.set("litellm_budget_table", budget);
    }
    Ok(row.into())
}

/// Gives the tag the budget that is named, or one of its own with the limits that are given.
fn set_budget(asked: &Asked<'_>, row: &mut Row) -> Result<(), Refusal> {
    let body = &asked.body;
    if let Some(id) = body.text("budget_id") {
        if asked.tables.get(Table::Budgets, id)?.is_none() {
            let message = "Foreign key constraint failed on the field: `LiteLLM_TagTable_budget_id_fkey (index)`";
            return Err(Refusal::detail(StatusCode::INTERNAL_SERVER_ERROR, message));
        }
        row.set("budget_id", id);
        return Ok(());
    }
    if !budgets::LIMITS.iter().any(|name| body.has(name)) {
        return Ok(());
    }
    let known = row.text("budget_id").map(|id| budgets::change(asked, id, body)).transpose()?.flatten();
    if known.is_none() && budgets::LIMITS.iter().any(|name| body.get(name).is_some()) {
        let budget = budgets::make(asked, None, body)?;
        row.copy(&budget, &["budget_id"]);
    }
    Ok(())
}

/// The server cannot write a tag to a model of its configuration, and says so when the tag is made already.
fn configured_model(asked: &Asked<'_>) -> Option<Answer> {
    for model in asked.body.texts("models") {
        let configured = asked.settings.models.iter().find(|deployment| deployment.text("model_name") == Some(model));
        if let Some(info) = configured.and_then(|deployment| deployment.object("model_info")) {
            let id = info.get("id").and_then(Value::as_str).unwrap_or_default();
            return Some(refused(500, &format!("404: Model {id} not found in database")).into());
        }
    }
    None
}

fn new(asked: &Asked<'_>) -> Answered {
    let name = asked.body.text("name").unwrap_or_default();
    if asked.tables.get(Table::Tags, name)?.is_some() {
        return Err(refused(400, &format!("Tag {name} already exists")));
    }
    let now = clock::write(asked.now);
    let mut row = Row::of(json!({
        "name": name, "description": asked.body.get("description"), "models": asked.body.texts("models"), "model_info": {},
        "created_at": now, "updated_at": now, "created_by": asked.author(), "spend": 0.0, "budget_id": null,
    }));
    set_budget(asked, &mut row)?;
    asked.tables.insert(Table::Tags, name, &row)?;
    if let Some(answer) = configured_model(asked) {
        return Ok(answer);
    }
    let tag = shown(asked, row, false)?;
    Ok(json!({ "message": format!("Tag {name} created successfully"), "tag": tag }).into())
}

fn update(asked: &Asked<'_>) -> Answered {
    let name = asked.body.text("name").unwrap_or_default();
    let Some(mut row) = asked.tables.get(Table::Tags, name)? else {
        return Err(refused(404, &format!("Tag {name} not found")));
    };
    // What is not named is emptied.
    row.set("description", asked.body.get("description").cloned().unwrap_or_default());
    row.set("models", asked.body.texts("models"));
    row.set("updated_at", clock::write(asked.now));
    set_budget(asked, &mut row)?;
    asked.tables.update(Table::Tags, name, &row)?;
    if let Some(answer) = configured_model(asked) {
        return Ok(answer);
    }
    let tag = shown(asked, row, false)?;
    Ok(json!({ "message": format!("Tag {name} updated successfully"), "tag": tag }).into())
}

fn info(asked: &Asked<'_>) -> Answered {
    let mut tags = Map::new();
    let mut missing = Vec::new();
    for name in asked.body.texts("names") {
        match asked.tables.get(Table::Tags, name)? {
            Some(row) => {
                tags.insert(name.to_owned(), shown(asked, row, true)?);
            }
            None => missing.push(format!("'{name}'")),
        }
    }
    if missing.is_empty() {
        return Ok(Value::from(tags).into());
    }
    Err(refused(404, &format!("Tags not found: [{}]", missing.join(", "))))
}

fn list(asked: &Asked<'_>) -> Answered {
    let made = asked.tables.all(Table::Tags)?;
    let names: Vec<String> = made.iter().filter_map(|row| row.text("name").map(str::to_owned)).collect();
    let mut tags = made.into_iter().map(|row| shown(asked, row, true)).collect::<Result<Vec<Value>, Refusal>>()?;
    let first = asked.query.text("start_date").unwrap_or("0000");
    let last = asked.query.text("end_date").unwrap_or("9999");
    for spent in asked.tables.spent_by_tag(first, last)? {
        if !spent.tag.starts_with(AGENT) && !names.contains(&spent.tag) {
            tags.push(json!({
                "name": spent.tag, "description": DYNAMIC, "models": null, "created_at": spent.first_day,
                "updated_at": spent.last_day,
            }));
        }
    }
    Ok(tags.into_iter().collect::<Value>().into())
}

fn delete(asked: &Asked<'_>) -> Answered {
    let name = asked.body.text("name").unwrap_or_default();
    if !asked.tables.delete(Table::Tags, name)? {
        return Err(refused(404, &format!("Tag {name} not found")));
    }
    Ok(json!({ "message": format!("Tag {name} deleted successfully") }).into())
}
