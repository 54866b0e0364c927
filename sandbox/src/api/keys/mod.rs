//! Virtual keys. A key is kept as its SHA-256; the secret is in one answer, and nowhere else.

mod access;
mod change;
pub(in crate::api) mod generate;
mod list;

use hyper::StatusCode;
use serde_json::{Value, json};

use self::access::Action;
use crate::answer::{Answered, Refusal};
use crate::caller::{Who, token_of};
use crate::clock;
use crate::fields::{Field, Kind, optional, required};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    routes::post("/key/generate", Who::Users, generate::FIELDS, generate::generate),
    routes::post("/key/update", Who::Users, change::FIELDS, change::update),
    routes::post("/key/delete", Who::Users, DELETE, delete),
    routes::get("/key/info", Who::AnyKey, INFO, info),
    routes::post("/v2/key/info", Who::AnyKey, DELETE, infos),
    routes::get("/key/list", Who::AnyKey, list::LIST, list::list),
    routes::get("/key/aliases", Who::Users, list::ALIASES, list::aliases),
    routes::post("/key/block", Who::Users, KEY, block),
    routes::post("/key/unblock", Who::Users, KEY, unblock),
    routes::post("/key/{key}/reset_spend", Who::Users, RESET, change::reset_spend),
    routes::post("/key/regenerate", Who::Users, &[], regenerate),
    routes::post("/key/{key}/regenerate", Who::Users, &[], regenerate),
];

const KEY: &[Field] = &[required("key", Kind::Text)];
const INFO: &[Field] = &[optional("key", Kind::Text)];
const DELETE: &[Field] = &[optional("keys", Kind::Texts), optional("key_aliases", Kind::Texts)];
const RESET: &[Field] = &[required("reset_to", Kind::Number)];

/// The fields of a key, as they are kept.
pub(super) fn new_row() -> Row {
    Row::template(include_str!("row.json"))
}

/// A key with fewer fields, as the server answers it where it made an object of the row first.
fn as_object(mut row: Row) -> Row {
    let organization = row.take("organization_id").unwrap_or_default();
    row.set("org_id", organization);
    for name in ["policies", "litellm_organization_table", "litellm_project_table", "jwt_key_mappings"] {
        row.take(name);
    }
    row
}

/// A key with which the caller may do this.
fn owned(asked: &Asked<'_>, key: &str, action: Action) -> Result<Option<Row>, Refusal> {
    let Some(row) = asked.tables.get(Table::Keys, &token_of(key))? else { return Ok(None) };
    if access::may(asked, &row, action)? { Ok(Some(row)) } else { Err(access::refusal(asked, &row, action)) }
}

fn not_found(message: &str) -> Refusal {
    Refusal::error(StatusCode::NOT_FOUND, "not_found_error", Some("key"), message)
}

/// The row with what is known of it elsewhere, as it is shown.
fn shown(asked: &Asked<'_>, mut row: Row) -> Result<Row, Refusal> {
    row.take("token");
    if let Some(id) = row.text("budget_id").map(str::to_owned) {
        let budget = asked.tables.get(Table::Budgets, &id)?;
        row.set("litellm_budget_table", budget.map_or(Value::Null, Value::from));
    }
    Ok(row)
}

fn info(asked: &Asked<'_>) -> Answered {
    let token = match asked.query.text("key") {
        Some(key) => token_of(key),
        None => asked.caller.token().map(str::to_owned).ok_or_else(|| not_found("Key not found in database"))?,
    };
    if let Some(row) = owned(asked, &token, Action::See)? {
        let mut info = shown(asked, row)?;
        info.set("status", status(asked, &info));
        return Ok(json!({ "key": token, "info": Value::from(info) }).into());
    }
    let deleted = asked.tables.get(Table::DeletedKeys, &token)?.filter(|_| asked.caller.sees_all());
    let Some(row) = deleted else { return Err(not_found("Key not found in database")) };
    let mut info = shown(asked, row)?;
    info.set("status", "deleted");
    Ok(json!({ "key": token, "info": Value::from(info) }).into())
}

fn status(asked: &Asked<'_>, key: &Row) -> &'static str {
    let is_expired = key.time("expires").is_some_and(|expires| expires < asked.now);
    match (key.flag("blocked"), is_expired) {
        (true, _) => "revoked",
        (false, true) => "expired",
        (false, false) => "active",
    }
}

fn infos(asked: &Asked<'_>) -> Answered {
    let (mut infos, mut is_known) = (Vec::new(), false);
    for key in asked.body.texts("keys") {
        // What the caller may not see is left out.
        if let Some(row) = asked.tables.get(Table::Keys, &token_of(key))? {
            is_known = true;
            if access::may(asked, &row, Action::See)? {
                infos.push(Value::from(shown(asked, row)?));
            }
        }
    }
    if !is_known {
        return Err(Refusal::detail(StatusCode::NOT_FOUND, json!({ "message": "No keys found" })));
    }
    Ok(json!({ "key": asked.body.texts("keys"), "info": infos }).into())
}

fn delete(asked: &Asked<'_>) -> Answered {
    let keys = asked.body.texts("keys");
    let aliases = asked.body.texts("key_aliases");
    if keys.is_empty() && aliases.is_empty() {
        let message = "Value error, At least one of 'keys' or 'key_aliases' must be provided.";
        return Err(Refusal::Invalid(vec![json!({ "type": "value_error", "loc": ["body"], "msg": message })]));
    }
    let mut rows = Vec::new();
    for key in &keys {
        rows.extend(owned(asked, key, Action::Delete)?);
    }
    for alias in &aliases {
        for row in asked.tables.find(Table::Keys, "key_alias", alias)? {
            rows.extend(owned(asked, row.text("token").unwrap_or_default(), Action::Delete)?);
        }
    }
    if rows.is_empty() {
        return Err(Refusal::quoted(StatusCode::NOT_FOUND, "No keys found"));
    }
    for row in rows {
        forget(asked, row)?;
    }
    let named = if aliases.is_empty() { keys } else { aliases };
    Ok(json!({ "deleted_keys": named }).into())
}

/// Deletes a key. What it was is still known.
pub(super) fn forget(asked: &Asked<'_>, mut row: Row) -> Result<(), Refusal> {
    let Some(token) = row.text("token").map(str::to_owned) else { return Ok(()) };
    asked.tables.delete(Table::Keys, &token)?;
    let by = asked.caller.token().unwrap_or("litellm_proxy_master_key");
    let organization = row.get("organization_id").cloned();
    row = as_object(row).with(json!({
        "id": uuid::Uuid::new_v4().to_string(), "organization_id": organization,
        "deleted_at": clock::write(asked.now), "deleted_by": asked.author(), "deleted_by_api_key": by,
        "litellm_changed_by": asked.changed_by,
    }));
    asked.tables.delete(Table::DeletedKeys, &token)?;
    asked.tables.insert(Table::DeletedKeys, &token, &row)?;
    Ok(())
}

fn block(asked: &Asked<'_>) -> Answered {
    set_blocked(asked, true)
}

fn unblock(asked: &Asked<'_>) -> Answered {
    set_blocked(asked, false)
}

fn set_blocked(asked: &Asked<'_>, blocked: bool) -> Answered {
    let key = asked.body.text("key").unwrap_or_default();
    let is_hash = key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !key.starts_with("sk-") && !is_hash {
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "bad_request_error", Some("key"), "Invalid key format."));
    }
    let action = Action::Block(if blocked { "/key/block" } else { "/key/unblock" });
    let Some(mut row) = owned(asked, key, action)? else { return Err(not_found("Key not found.")) };
    row.set("blocked", blocked);
    touch(asked, &mut row);
    asked.tables.update(Table::Keys, &token_of(key), &row)?;
    Ok(Value::from(if blocked { as_object(row) } else { row }).into())
}

/// Writes down that a row was changed. By whom, only `/key/update` writes down.
fn touch(asked: &Asked<'_>, row: &mut Row) {
    let now = clock::write(asked.now);
    row.set("updated_at", now.as_str());
    row.set("settings_updated_at", now);
}

fn regenerate(_: &Asked<'_>) -> Answered {
    Err(Refusal::needs_licence("Regenerating Virtual Keys"))
}
