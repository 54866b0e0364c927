//! `/user/list`

use hyper::StatusCode;
use serde_json::{Value, json};

use super::{as_object, in_team};
use crate::answer::{Answered, Refusal};
use crate::fields::{Field, Kind, optional};
use crate::routes::Asked;
use crate::store::{Search, Table};

pub(super) const LIST: &[Field] = &[
    optional("role", Kind::Text),
    optional("user_ids", Kind::Text),
    optional("sso_user_ids", Kind::Text),
    optional("user_email", Kind::Text),
    optional("search", Kind::Text),
    optional("team", Kind::Text),
    optional("page", Kind::Count { least: 1, most: i64::MAX }),
    optional("page_size", Kind::Count { least: 1, most: 100 }),
    optional("sort_by", Kind::Text),
    optional("sort_order", Kind::Text),
    optional("organization_ids", Kind::Text),
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

pub(super) fn list(asked: &Asked<'_>) -> Answered {
    if !asked.caller.sees_all() {
        let message = "Only proxy admins and organization admins can list users.";
        return Err(Refusal::detailed_error(StatusCode::FORBIDDEN, message));
    }
    let query = &asked.query;
    let mut search = Search::of(Table::Users);
    let given = |name: &str| query.text(name).filter(|text| !text.is_empty());
    if let Some(role) = given("role") {
        search = search.equals("doc ->> 'user_role'", role);
    }
    if let Some(ids) = given("user_ids").map(several) {
        // One is looked for as a part of ids, several are whole ones.
        search = match ids.as_slice() {
            [id] => search.contains("id", id.as_str().unwrap_or_default()),
            ids => search.one_of("id", ids),
        };
    }
    if let Some(email) = query.text("user_email") {
        search = search.contains("coalesce(user_email, '')", email);
    }
    if let Some(team) = query.text("team") {
        search = in_team(search, team);
    }
    if let Some(ids) = query.text("sso_user_ids").map(several) {
        search = search.one_of("sso_user_id", &ids);
    }
    if given("organization_ids").is_some_and(|ids| !several(ids).is_empty()) {
        // There are no organizations, so nobody is in one.
        search = search.one_of("id", &[]);
    }
    if let Some(text) = given("search") {
        let text = Value::from(text);
        search = search.where_sql(
            "(instr(lower(id), lower(?)) > 0 OR instr(lower(coalesce(user_email, '')), lower(?)) > 0)",
            &[text.clone(), text],
        );
    }
    if let Some(by) = query.text("sort_by") {
        let Some((_, up, down)) = ORDERS.iter().find(|(name, _, _)| *name == by) else {
            let names: Vec<&str> = ORDERS.iter().map(|(name, _, _)| *name).collect();
            return Err(invalid(&format!("Invalid sort column. Must be one of: {}", names.join(", "))));
        };
        search = match query.text("sort_order").unwrap_or("asc").to_ascii_lowercase().as_str() {
            "asc" => search.order(up, false),
            "desc" => search.order(down, true),
            _ => return Err(invalid("Invalid sort order. Must be 'asc' or 'desc'")),
        };
    }
    let page = query.whole("page").unwrap_or(1);
    let size = query.whole("page_size").unwrap_or(25);
    let found = asked.tables.page(&search, page, size)?;
    let mut users = Vec::new();
    for user in found.rows {
        let id = user.text("user_id").unwrap_or_default();
        let keys = asked.tables.count(&Search::of(Table::Keys).equals("user_id", id))?;
        users.push(Value::from(as_object(user).with(json!({ "key_count": keys }))));
    }
    Ok(json!({
        "users": users, "total": found.total, "page": page, "page_size": size, "total_pages": found.pages,
    })
    .into())
}
