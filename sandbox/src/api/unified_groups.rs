//! Unified access groups: models that are let through to the keys and teams that a group is assigned to.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::answer::{Answer, Answered, Refusal};
use crate::caller::Who;
use crate::clock;
use crate::fields::{Field, Kind, optional, required};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    routes::post("/v1/access_group", Who::Admins, NEW, new),
    routes::get("/v1/access_group", Who::Admins, &[], list),
    routes::get("/v1/access_group/{id}", Who::Admins, &[], info),
    routes::put("/v1/access_group/{id}", Who::Admins, CHANGE, update),
    routes::delete("/v1/access_group/{id}", Who::Admins, &[], delete),
];

const NEW: &[Field] = &[
    required("access_group_name", Kind::Text),
    optional("description", Kind::Text),
    optional("access_model_names", Kind::Texts),
    optional("access_mcp_server_ids", Kind::Texts),
    optional("access_agent_ids", Kind::Texts),
    optional("assigned_team_ids", Kind::Texts),
    optional("assigned_key_ids", Kind::Texts),
];
const CHANGE: &[Field] = &[
    optional("access_group_name", Kind::Text),
    optional("description", Kind::Text),
    optional("access_model_names", Kind::Texts),
    optional("access_mcp_server_ids", Kind::Texts),
    optional("access_agent_ids", Kind::Texts),
    optional("assigned_team_ids", Kind::Texts),
    optional("assigned_key_ids", Kind::Texts),
];
const LISTS: [&str; 5] =
    ["access_model_names", "access_mcp_server_ids", "access_agent_ids", "assigned_team_ids", "assigned_key_ids"];
/// The lists of those who carry a group, their tables, and the fields with their names.
const CARRIERS: [(&str, Table, &str); 2] =
    [("assigned_team_ids", Table::Teams, "team_alias"), ("assigned_key_ids", Table::Keys, "key_alias")];

fn found(asked: &Asked<'_>) -> Result<Row, Refusal> {
    let id = asked.segment("id");
    let row = asked.tables.get(Table::UnifiedGroups, id)?;
    row.ok_or_else(|| Refusal::detail(StatusCode::NOT_FOUND, format!("Access group '{id}' not found")))
}

/// With the names of those that it is assigned to.
fn shown(asked: &Asked<'_>, row: &Row) -> Result<Value, Refusal> {
    let mut shown = Row::default();
    for (name, value) in &row.0 {
        if name == "created_at" {
            shown.set("access_mcp_servers", json!([]));
            shown.set("access_agents", json!([]));
            for (list, table, alias) in CARRIERS {
                let carriers: Result<Vec<Value>, Refusal> = row
                    .texts(list)
                    .into_iter()
                    .map(|id| {
                        let carrier = asked.tables.get(table, id)?;
                        Ok(json!({ "id": id, "name": carrier.and_then(|carrier| carrier.get(alias).cloned()) }))
                    })
                    .collect();
                shown.set(list.replace("_ids", "s").as_str(), carriers?);
            }
        }
        shown.set(name, value.clone());
    }
    Ok(shown.into())
}

fn new(asked: &Asked<'_>) -> Answered {
    let name = asked.body.text("access_group_name").unwrap_or_default();
    if asked.tables.all(Table::UnifiedGroups)?.iter().any(|row| row.text("access_group_name") == Some(name)) {
        return Err(Refusal::detail(StatusCode::CONFLICT, format!("Access group '{name}' already exists")));
    }
    let id = uuid::Uuid::new_v4().to_string();
    let mut row = Row::of(json!({ "access_group_id": id, "access_group_name": name, "description": null }));
    for list in LISTS {
        row.set(list, json!([]));
    }
    row.0.extend(asked.body.clone().0.into_iter().filter(|(_, value)| !value.is_null()));
    let now = clock::write(asked.now);
    for (field, value) in [
        ("created_at", now.as_str()),
        ("created_by", asked.author()),
        ("updated_at", &now),
        ("updated_by", asked.author()),
    ] {
        row.set(field, value);
    }
    asked.tables.insert(Table::UnifiedGroups, &id, &row)?;
    assign(asked, &id, &Row::default(), &row)?;
    Ok(Answer { status: StatusCode::CREATED, ..Answer::from(shown(asked, &row)?) })
}

fn list(asked: &Asked<'_>) -> Answered {
    let rows = asked.tables.all(Table::UnifiedGroups)?;
    let shown: Result<Vec<Value>, Refusal> = rows.iter().rev().map(|row| shown(asked, row)).collect();
    Ok(Value::from(shown?).into())
}

fn info(asked: &Asked<'_>) -> Answered {
    Ok(shown(asked, &found(asked)?)?.into())
}

fn update(asked: &Asked<'_>) -> Answered {
    let before = found(asked)?;
    let mut row = before.clone();
    row.0.extend(asked.body.clone().0.into_iter().filter(|(name, value)| !value.is_null() || name == "description"));
    row.set("updated_at", clock::write(asked.now));
    row.set("updated_by", asked.author());
    let id = asked.segment("id");
    asked.tables.update(Table::UnifiedGroups, id, &row)?;
    assign(asked, id, &before, &row)?;
    Ok(shown(asked, &row)?.into())
}

fn delete(asked: &Asked<'_>) -> Answered {
    found(asked)?;
    let id = asked.segment("id");
    asked.tables.delete(Table::UnifiedGroups, id)?;
    // Also those that name it without being assigned to it.
    for (table, key) in [(Table::Teams, "team_id"), (Table::Keys, "token")] {
        for row in asked.tables.all(table)?.iter().filter(|row| row.texts("access_group_ids").contains(&id)) {
            carry(asked, table, row.text(key).unwrap_or_default(), id, false)?;
        }
    }
    Ok(Answer { status: StatusCode::NO_CONTENT, ..Answer::from(Value::Null) })
}

/// Teams and keys carry the groups that are assigned to them.
fn assign(asked: &Asked<'_>, group: &str, before: &Row, after: &Row) -> Result<(), Refusal> {
    for (list, table, _) in CARRIERS {
        let (old, new) = (before.texts(list), after.texts(list));
        for id in old.iter().filter(|id| !new.contains(id)) {
            carry(asked, table, id, group, false)?;
        }
        for id in &new {
            carry(asked, table, id, group, true)?;
        }
    }
    Ok(())
}

fn carry(asked: &Asked<'_>, table: Table, id: &str, group: &str, carries: bool) -> Result<(), Refusal> {
    let Some(mut row) = asked.tables.get(table, id)? else { return Ok(()) };
    let mut groups: Vec<Value> =
        row.texts("access_group_ids").into_iter().filter(|known| *known != group).map(Value::from).collect();
    groups.extend(carries.then(|| Value::from(group)));
    row.set("access_group_ids", groups);
    asked.tables.update(table, id, &row)?;
    Ok(())
}
