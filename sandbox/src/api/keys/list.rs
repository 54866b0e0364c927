//! `/key/list` and `/key/aliases`.

use hyper::StatusCode;
use serde_json::{Value, json};

use super::access::{self, Action};
use super::as_object;
use crate::answer::{Answered, Refusal};
use crate::clock;
use crate::fields::{Field, Kind, optional};
use crate::routes::Asked;
use crate::row::Row;
use crate::rules::teams::manages;
use crate::store::{Search, Table};

pub(super) const LIST: &[Field] = &[
    optional("page", Kind::Count { least: 1, most: i64::MAX }),
    optional("size", Kind::Count { least: 1, most: 100 }),
    optional("user_id", Kind::Text),
    optional("team_id", Kind::Text),
    optional("organization_id", Kind::Text),
    optional("key_hash", Kind::Text),
    optional("key_alias", Kind::Text),
    optional("search", Kind::Text),
    optional("return_full_object", Kind::Flag),
    optional("include_team_keys", Kind::Flag),
    optional("include_created_by_keys", Kind::Flag),
    optional("sort_by", Kind::Text),
    optional("sort_order", Kind::Text),
    optional("status", Kind::Text),
    optional("substring_matching", Kind::Flag),
];

pub(super) const ALIASES: &[Field] = &[
    optional("page", Kind::Count { least: 1, most: i64::MAX }),
    optional("size", Kind::Count { least: 1, most: 100 }),
    optional("search", Kind::Text),
    optional("team_id", Kind::Text),
];

/// What a list can be ordered by, as SQL says it.
const ORDERS: [(&str, &str); 6] = [
    ("spend", "doc ->> 'spend'"),
    ("max_budget", "doc ->> 'max_budget'"),
    ("created_at", "doc ->> 'created_at'"),
    ("updated_at", "doc ->> 'updated_at'"),
    ("token", "id"),
    ("key_alias", "key_alias"),
];

fn invalid(message: &str) -> Refusal {
    Refusal::error(
        StatusCode::BAD_REQUEST,
        "internal_server_error",
        Some("None"),
        format!("{{'error': \"{message}\"}}"),
    )
}

pub(super) fn list(asked: &Asked<'_>) -> Answered {
    let query = &asked.query;
    let table = if query.text("status") == Some("deleted") { Table::DeletedKeys } else { Table::Keys };
    may_list(asked)?;
    let mut search = visible(asked, Search::of(table))?;
    for name in ["user_id", "team_id", "organization_id"] {
        if let Some(value) = query.text(name).filter(|value| !value.is_empty()) {
            search = search.equals(name, value);
        }
    }
    if let Some(alias) = query.text("key_alias") {
        search = if query.flag("substring_matching") {
            search.contains("key_alias", alias)
        } else {
            search.equals("key_alias", alias)
        };
    }
    if let Some(hash) = query.text("key_hash") {
        search = search.equals("id", hash);
    }
    if let Some(text) = query.text("search") {
        search = search
            .where_sql("(instr(lower(coalesce(key_alias, '')), lower(?)) > 0 OR id = ?)", &[text.into(), text.into()]);
    }
    let now = Value::from(clock::write(asked.now));
    search = match query.text("status") {
        None | Some("deleted") => search,
        Some("expired") => search.where_sql("doc ->> 'expires' < ?", &[now]),
        Some("active") => {
            search.where_sql("coalesce(doc ->> 'expires' >= ?, 1) AND coalesce(doc ->> 'blocked', 0) = 0", &[now])
        }
        Some("revoked") => search.where_sql("doc ->> 'blocked' = 1", &[]),
        Some(_) => return Err(invalid("Invalid status value. Supported: 'active', 'expired', 'revoked', 'deleted'.")),
    };
    let descending = match query.text("sort_order") {
        None | Some("desc") => true,
        Some("asc") => false,
        Some(_) => return Err(invalid("Invalid sort order. Must be 'asc' or 'desc'")),
    };
    if let Some(by) = query.text("sort_by") {
        let Some((_, expression)) = ORDERS.iter().find(|(name, _)| *name == by) else {
            let names: Vec<&str> = ORDERS.iter().map(|(name, _)| *name).collect();
            return Err(invalid(&format!("Invalid sort column. Must be one of: {}", names.join(", "))));
        };
        search = search.order(expression, descending);
    }
    let page = query.whole("page").unwrap_or(1);
    let found = asked.tables.page(&search, page, query.whole("size").unwrap_or(10))?;
    let full = query.flag("return_full_object");
    let keys = found.rows.into_iter().map(|row| match (full, row.get("token")) {
        (true, _) | (false, None) => listed(table, row).into(),
        (false, Some(token)) => token.clone(),
    });
    let keys: Vec<Value> = keys.collect();
    Ok(json!({ "keys": keys, "total_count": found.total, "current_page": page, "total_pages": found.pages }).into())
}

/// A key as lists show it.
fn listed(table: Table, row: Row) -> Row {
    if table == Table::DeletedKeys {
        return row;
    }
    let mut row = as_object(row);
    row.0.extend(Row::template(include_str!("listed.json")).0);
    row
}

/// Of the keys, those that the caller may see: all, the own ones, or those of the own teams as well.
fn visible(asked: &Asked<'_>, search: Search) -> Result<Search, Refusal> {
    if asked.caller.sees_all() {
        return Ok(search);
    }
    let user = asked.caller.user_id.as_deref().unwrap_or_default();
    if !asked.query.flag("include_team_keys") {
        return Ok(search.equals("user_id", user));
    }
    // Of teams that they manage, all; of others, those of nobody.
    let (mut managed, mut others) = (Vec::new(), Vec::new());
    for id in asked.caller.user.as_ref().map(|user| user.texts("teams")).unwrap_or_default() {
        if let Some(team) = asked.tables.get(Table::Teams, id)? {
            if manages(asked.caller, &team) { &mut managed } else { &mut others }.push(Value::from(id));
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

/// Others than admins ask for their own keys, and for those in teams that they are in.
fn may_list(asked: &Asked<'_>) -> Result<(), Refusal> {
    let refused = |param: &'static str, message: &str| {
        Err(Refusal::error(StatusCode::FORBIDDEN, "bad_request_error", Some(param), message))
    };
    let given = |name: &str| asked.query.text(name).filter(|text| !text.is_empty());
    if asked.caller.sees_all() {
        return Ok(());
    }
    let Some(user) = asked.caller.user.as_ref() else {
        let message = "You are not authorized to access this endpoint. No 'user_id' is associated with your API key.";
        return refused("user_id", message);
    };
    if given("user_id").is_some_and(|id| user.text("user_id") != Some(id)) {
        return refused("user_id", "You are not authorized to check another user's keys");
    }
    if given("team_id").is_some_and(|id| !user.texts("teams").contains(&id)) {
        return refused("team_id", "You are not authorized to check this team's keys");
    }
    if given("organization_id").is_some() {
        return refused("organization_id", "You are not authorized to check this organization's keys");
    }
    let Some(hash) = given("key_hash") else { return Ok(()) };
    let Some(key) = asked.tables.get(Table::Keys, hash)? else { return refused("key_hash", "Key Hash not found.") };
    match access::refusal(asked, &key, Action::See) {
        _ if access::may(asked, &key, Action::See)? => Ok(()),
        Refusal::Error { status, message, kind, .. } => Err(Refusal::error(status, kind, Some("None"), message)),
        other => Err(other),
    }
}

pub(super) fn aliases(asked: &Asked<'_>) -> Answered {
    let mut search = visible(asked, Search::of(Table::Keys))?
        .where_sql("coalesce(key_alias, '') <> ''", &[])
        .order("key_alias", false);
    if let Some(text) = asked.query.text("search") {
        search = search.contains("key_alias", text);
    }
    if let Some(team) = asked.query.text("team_id") {
        search = search.equals("team_id", team);
    }
    let (page, size) = (asked.query.whole("page").unwrap_or(1), asked.query.whole("size").unwrap_or(50));
    let found = asked.tables.page(&search, page, size)?;
    let aliases: Vec<Value> = found.rows.iter().filter_map(|row: &Row| row.get("key_alias").cloned()).collect();
    Ok(json!({
        "aliases": aliases, "total_count": found.total, "current_page": page, "total_pages": found.pages, "size": size,
    })
    .into())
}
