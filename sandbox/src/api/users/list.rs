//! `/user/list`

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::api::user_rows::{as_object, in_team};
use crate::fields::{Field, FieldType, optional};
use crate::response::{HandlerResult, Refusal};
use crate::route::RequestContext;
use crate::store::{Search, Table};

pub(super) const LIST: &[Field] = &[
    optional("role", FieldType::String),
    optional("user_ids", FieldType::String),
    optional("sso_user_ids", FieldType::String),
    optional("user_email", FieldType::String),
    optional("search", FieldType::String),
    optional("team", FieldType::String),
    optional("page", FieldType::IntegerIn { min: 1, max: i64::MAX }),
    optional("page_size", FieldType::IntegerIn { min: 1, max: 100 }),
    optional("sort_by", FieldType::String),
    optional("sort_order", FieldType::String),
    optional("organization_ids", FieldType::String),
];

/// What a list can be ordered by: the name, and the expression up and down. Nothing comes after something.
const ORDERS: [(&str, &str, &str); 6] = [
    ("user_id", "id", "id"),
    ("user_email", "user_email IS NULL, user_email", "user_email IS NOT NULL, user_email"),
    ("created_at", "doc ->> 'created_at'", "doc ->> 'created_at'"),
    ("spend", "doc ->> 'spend'", "doc ->> 'spend'"),
    (
        "user_alias",
        "doc ->> 'user_alias' IS NULL, doc ->> 'user_alias'",
        "doc ->> 'user_alias' IS NOT NULL, doc ->> 'user_alias'",
    ),
    (
        "user_role",
        "doc ->> 'user_role' IS NULL, doc ->> 'user_role'",
        "doc ->> 'user_role' IS NOT NULL, doc ->> 'user_role'",
    ),
];

fn several(text: &str) -> Vec<Value> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(Value::from).collect()
}

fn invalid(message: &str) -> Refusal {
    Refusal::detailed_error(StatusCode::BAD_REQUEST, message)
}

pub(super) fn list(request: &RequestContext<'_>) -> HandlerResult {
    if !request.caller.sees_all() {
        let message = "Only proxy admins and organization admins can list users.";
        return Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message));
    }
    let query = &request.query;
    let mut search = Search::of(Table::Users);
    let input = |name: &str| query.get_str(name).filter(|text| !text.is_empty());
    if let Some(role) = input("role") {
        search = search.equals("doc ->> 'user_role'", role);
    }
    if let Some(ids) = input("user_ids").map(several) {
        // A single id matches a substring; several match exactly.
        search = match ids.as_slice() {
            [id] => search.contains("id", id.as_str().unwrap_or_default()),
            ids => search.one_of("id", ids),
        };
    }
    if let Some(email) = query.get_str("user_email") {
        search = search.contains("coalesce(user_email, '')", email);
    }
    if let Some(team) = query.get_str("team") {
        search = in_team(search, team);
    }
    if let Some(ids) = query.get_str("sso_user_ids").map(several) {
        search = search.one_of("sso_user_id", &ids);
    }
    if input("organization_ids").is_some_and(|ids| !several(ids).is_empty()) {
        // There are no organizations, so none has users.
        search = search.one_of("id", &[]);
    }
    if let Some(text) = input("search") {
        let text = Value::from(text);
        search = search.where_sql(
            "(instr(lower(id), lower(?)) > 0 OR instr(lower(coalesce(user_email, '')), lower(?)) > 0)",
            &[text.clone(), text],
        );
    }
    if let Some(by) = query.get_str("sort_by") {
        let Some((_, up, down)) = ORDERS.iter().find(|(name, _, _)| *name == by) else {
            let names: Vec<&str> = ORDERS.iter().map(|(name, _, _)| *name).collect();
            return Err(invalid(&format!("Invalid sort column. Must be one of: {}", names.join(", "))));
        };
        search = match query.get_str("sort_order").unwrap_or("asc").to_ascii_lowercase().as_str() {
            "asc" => search.order(up, false),
            "desc" => search.order(down, true),
            _ => return Err(invalid("Invalid sort order. Must be 'asc' or 'desc'")),
        };
    }
    let page = query.get_i64("page").unwrap_or(1);
    let size = query.get_i64("page_size").unwrap_or(25);
    let found = request.tables.page(&search, page, size)?;
    let mut users = Vec::new();
    for user in found.rows {
        let id = user.get_str("user_id").unwrap_or_default();
        let keys = request.tables.count(&Search::of(Table::Keys).equals("user_id", id))?;
        users.push(Value::from(as_object(user).with(json!({ "key_count": keys }))));
    }
    Ok(json!({
        "users": users, "total": found.total, "page": page, "page_size": size, "total_pages": found.pages,
    })
    .into())
}
