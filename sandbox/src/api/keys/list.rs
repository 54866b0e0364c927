//! `/key/list` and `/key/aliases`.

use std::sync::LazyLock;

use hyper::StatusCode;
use serde_json::{Value, json};

use super::access::{self, Action};
use super::{as_object, check_readable, with_budget};
use crate::api::users::as_row;
use crate::fields::{Field, FieldType, optional};
use crate::object::JsonObject;
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::rules::teams::manages;
use crate::store::{Search, Table};
use crate::time;

pub(super) const LIST: &[Field] = &[
    optional("page", FieldType::IntegerIn { min: 1, max: i64::MAX }),
    optional("size", FieldType::IntegerIn { min: 1, max: 100 }),
    optional("user_id", FieldType::String),
    optional("team_id", FieldType::String),
    optional("organization_id", FieldType::String),
    optional("key_hash", FieldType::String),
    optional("key_alias", FieldType::String),
    optional("search", FieldType::String),
    optional("return_full_object", FieldType::Bool),
    optional("include_team_keys", FieldType::Bool),
    optional("include_created_by_keys", FieldType::Bool),
    optional("sort_by", FieldType::String),
    optional("sort_order", FieldType::String),
    optional("status", FieldType::String),
    optional("substring_matching", FieldType::Bool),
    optional("expand", FieldType::String),
];

pub(super) const ALIASES: &[Field] = &[
    optional("page", FieldType::IntegerIn { min: 1, max: i64::MAX }),
    optional("size", FieldType::IntegerIn { min: 1, max: 100 }),
    optional("search", FieldType::String),
    optional("team_id", FieldType::String),
];

/// The sort keys and their SQL expressions.
const ORDERS: [(&str, &str); 12] = [
    ("spend", "doc ->> 'spend'"),
    ("max_budget", "doc ->> 'max_budget'"),
    ("created_at", "doc ->> 'created_at'"),
    ("updated_at", "doc ->> 'updated_at'"),
    ("token", "id"),
    ("key_alias", "key_alias"),
    ("expires", "doc ->> 'expires'"),
    ("last_active", "doc ->> 'last_active'"),
    ("budget_reset_at", "doc ->> 'budget_reset_at'"),
    ("total_spend", "doc ->> 'total_spend'"),
    ("tpm_limit", "doc ->> 'tpm_limit'"),
    ("rpm_limit", "doc ->> 'rpm_limit'"),
];

fn invalid(message: &str) -> Refusal {
    Refusal::of_status(StatusCode::BAD_REQUEST, format!("{{'error': \"{message}\"}}"))
}

pub(super) fn list(request: &RequestContext<'_>) -> HandlerResult {
    let query = &request.query;
    let table = if query.get_str("status") == Some("deleted") { Table::DeletedKeys } else { Table::Keys };
    may_list(request)?;
    let mut search = visible(request, Search::of(table))?;
    for name in ["user_id", "team_id", "organization_id"] {
        if let Some(value) = query.get_str(name).filter(|value| !value.is_empty()) {
            search = search.equals(name, value);
        }
    }
    if let Some(alias) = query.get_str("key_alias") {
        search = if query.get_bool("substring_matching") {
            search.contains("key_alias", alias)
        } else {
            search.equals("key_alias", alias)
        };
    }
    if let Some(hash) = query.get_str("key_hash") {
        search = search.equals("id", hash);
    }
    if let Some(text) = query.get_str("search") {
        search = search
            .where_sql("(instr(lower(coalesce(key_alias, '')), lower(?)) > 0 OR id = ?)", &[text.into(), text.into()]);
    }
    let now = Value::from(time::format(request.now));
    search = match query.get_str("status") {
        None | Some("deleted") => search,
        Some("expired") => search.where_sql("doc ->> 'expires' < ?", &[now]),
        Some("active") => {
            search.where_sql("coalesce(doc ->> 'expires' >= ?, 1) AND coalesce(doc ->> 'blocked', 0) = 0", &[now])
        }
        Some("revoked") => search.where_sql("doc ->> 'blocked' = 1", &[]),
        Some(_) => return Err(invalid("Invalid status value. Supported: 'active', 'expired', 'revoked', 'deleted'.")),
    };
    let descending = match query.get_str("sort_order") {
        None | Some("desc") => true,
        Some("asc") => false,
        Some(_) => return Err(invalid("Invalid sort order. Must be 'asc' or 'desc'")),
    };
    if let Some(by) = query.get_str("sort_by") {
        let Some((_, expression)) = ORDERS.iter().find(|(name, _)| *name == by) else {
            let names: Vec<&str> = ORDERS.iter().map(|(name, _)| *name).collect();
            return Err(invalid(&format!("Invalid sort column. Must be one of: {}", names.join(", "))));
        };
        search = search.order(expression, descending);
    }
    let page = query.get_i64("page").unwrap_or(1);
    let found = request.tables.page(&search, page, query.get_i64("size").unwrap_or(10))?;
    let full = query.get_bool("return_full_object");
    if full {
        found.rows.iter().try_for_each(check_readable)?;
    }
    let expands_users = query.get_str("expand") == Some("user");
    let mut keys: Vec<Value> = Vec::new();
    for row in found.rows {
        keys.push(match (full, row.get("token")) {
            (true, _) | (false, None) if expands_users => with_user(request, listed(request, table, row)?)?,
            (true, _) | (false, None) => listed(request, table, row)?.into(),
            (false, Some(token)) => token.clone(),
        });
    }
    Ok(json!({ "keys": keys, "total_count": found.total, "current_page": page, "total_pages": found.pages }).into())
}

/// The fields that lists add to a key.
static LISTED: LazyLock<JsonObject> = LazyLock::new(|| JsonObject::template(include_str!("listed.json")));

/// Returns the JSON of a key in lists.
fn listed(request: &RequestContext<'_>, table: Table, row: JsonObject) -> Result<JsonObject, Refusal> {
    if table == Table::DeletedKeys {
        return Ok(row);
    }
    let mut row = as_object(with_budget(request, row)?);
    row.0.extend(LISTED.0.iter().map(|(name, value)| (name.clone(), value.clone())));
    Ok(row)
}

/// Adds the user of a key.
fn with_user(request: &RequestContext<'_>, key: JsonObject) -> Result<Value, Refusal> {
    let id = key.get_str("user_id").filter(|id| !id.is_empty());
    let user = id.map(|id| request.tables.get(Table::Users, id)).transpose()?.flatten();
    Ok(key.with(json!({ "user": user.map(|user| Value::from(as_row(user))) })).into())
}

/// Limits a search to the keys that the caller may see: all, their own, or also those of their teams.
fn visible(request: &RequestContext<'_>, search: Search) -> Result<Search, Refusal> {
    if request.caller.sees_all() {
        return Ok(search);
    }
    let user = request.caller.user_id.as_deref().unwrap_or_default();
    if !request.query.get_bool("include_team_keys") {
        return Ok(search.equals("user_id", user));
    }
    // All keys of teams that the caller manages; of other teams only keys without a user.
    let (mut managed, mut others) = (Vec::new(), Vec::new());
    for id in request.caller.user.as_ref().map(|user| user.get_strings("teams")).unwrap_or_default() {
        if let Some(team) = request.tables.get(Table::Teams, id)? {
            if manages(request.caller, &team) { &mut managed } else { &mut others }.push(Value::from(id));
        }
    }
    let marks = |ids: &[Value]| vec!["?"; ids.len()].join(", ");
    let condition = format!(
        "(user_id = ? OR team_id IN ({}) OR team_id IN ({}) AND user_id IS NULL)",
        marks(&managed),
        marks(&others)
    );
    let values = [vec![Value::from(user)], managed, others].concat();
    Ok(search.where_sql(&condition, &values))
}

/// Refuses non-admins filters other than themselves and their teams.
fn may_list(request: &RequestContext<'_>) -> Result<(), Refusal> {
    let refused = |param: &'static str, message: &str| {
        Err(Refusal::error(StatusCode::FORBIDDEN, "bad_request_error", Some(param), message))
    };
    let input = |name: &str| request.query.get_str(name).filter(|text| !text.is_empty());
    if request.caller.sees_all() {
        return Ok(());
    }
    let Some(user) = request.caller.user.as_ref() else {
        let message = "You are not authorized to access this endpoint. No 'user_id' is associated with your API key.";
        return refused("user_id", message);
    };
    if input("user_id").is_some_and(|id| user.get_str("user_id") != Some(id)) {
        return refused("user_id", "You are not authorized to check another user's keys");
    }
    if input("team_id").is_some_and(|id| !user.get_strings("teams").contains(&id)) {
        return refused("team_id", "You are not authorized to check this team's keys");
    }
    if input("organization_id").is_some() {
        return refused("organization_id", "You are not authorized to check this organization's keys");
    }
    let Some(hash) = input("key_hash") else { return Ok(()) };
    let Some(key) = request.tables.get(Table::Keys, hash)? else { return refused("key_hash", "Key Hash not found.") };
    match access::refusal(request, &key, Action::See) {
        _ if access::may(request, &key, Action::See)? => Ok(()),
        Refusal::Error { status, message, kind, .. } => Err(Refusal::error(status, kind, None, message)),
        other => Err(other),
    }
}

pub(super) fn aliases(request: &RequestContext<'_>) -> HandlerResult {
    let mut search = visible(request, Search::of(Table::Keys))?
        .where_sql("coalesce(key_alias, '') <> ''", &[])
        .order("key_alias", false);
    if let Some(text) = request.query.get_str("search") {
        search = search.contains("key_alias", text);
    }
    if let Some(team) = request.query.get_str("team_id") {
        search = search.equals("team_id", team);
    }
    let (page, size) = (request.query.get_i64("page").unwrap_or(1), request.query.get_i64("size").unwrap_or(50));
    let found = request.tables.page(&search, page, size)?;
    let aliases: Vec<Value> = found.rows.iter().filter_map(|row: &JsonObject| row.get("key_alias").cloned()).collect();
    Ok(json!({
        "aliases": aliases, "total_count": found.total, "current_page": page, "total_pages": found.pages, "size": size,
    })
    .into())
}
