//! Access groups: names that deployments of the database carry. A group is there while a deployment carries it.

use hyper::StatusCode;
use serde_json::{Value, json};

use crate::answer::{Answer, Answered, Refusal};
use crate::caller::Who;
use crate::clock;
use crate::fields::{Field, Kind, optional, required};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::rules::access;
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    routes::post("/access_group/new", Who::Admins, NEW, new),
    routes::get("/access_group/list", Who::Admins, &[], list),
    routes::get("/access_group/{access_group}/info", Who::Admins, &[], info),
    routes::put("/access_group/{access_group}/update", Who::Admins, MEMBERS, update),
    routes::delete("/access_group/{access_group}/delete", Who::Admins, &[], delete),
];

const NEW: &[Field] =
    &[required("access_group", Kind::Text), optional("model_names", Kind::Texts), optional("model_ids", Kind::Texts)];
const MEMBERS: &[Field] = &[optional("model_names", Kind::Texts), optional("model_ids", Kind::Texts)];

fn wrong(message: impl Into<String>) -> Refusal {
    Refusal::detailed_error(StatusCode::BAD_REQUEST, message)
}

fn not_found(group: &str) -> Refusal {
    Refusal::detailed_error(StatusCode::NOT_FOUND, format!("Access group '{group}' not found"))
}

/// The group as it is shown, if any deployment carries it.
fn shown(group: &str, models: &[Row]) -> Option<Value> {
    let members: Vec<&Row> = models.iter().filter(|model| access::groups(model).contains(&group)).collect();
    let mut names: Vec<&str> = members.iter().filter_map(|model| model.text("model_name")).collect();
    names.sort_unstable();
    names.dedup();
    (!members.is_empty()).then(|| {
        json!({
            "access_group": group, "model_names": names, "deployment_count": members.len(), "spend": 0.0, "budget": null,
        })
    })
}

fn list(asked: &Asked<'_>) -> Answered {
    let models = asked.tables.all(Table::Models)?;
    let mut names: Vec<&str> = models.iter().flat_map(access::groups).collect();
    names.sort_unstable();
    names.dedup();
    let groups: Vec<Value> = names.iter().filter_map(|group| shown(group, &models)).collect();
    Ok(json!({ "access_groups": groups }).into())
}

fn info(asked: &Asked<'_>) -> Answered {
    let group = asked.segment("access_group");
    shown(group, &asked.tables.all(Table::Models)?).map(Answer::from).ok_or_else(|| not_found(group))
}

/// The deployments that are to carry the group: by id, or else all of each name.
fn members(asked: &Asked<'_>, models: &[Row]) -> Result<Vec<String>, Refusal> {
    let ids = asked.body.texts("model_ids");
    if !ids.is_empty() {
        for id in &ids {
            if !models.iter().any(|model| model.text("model_id") == Some(*id)) {
                return Err(wrong(format!("Deployment with model_id '{id}' not found in Database.")));
            }
        }
        return Ok(ids.into_iter().map(str::to_owned).collect());
    }
    let mut members = Vec::new();
    for name in asked.body.texts("model_names") {
        let ids = models.iter().filter(|model| model.text("model_name") == Some(name));
        let before = members.len();
        members.extend(ids.filter_map(|model| model.text("model_id")).map(str::to_owned));
        if members.len() == before {
            return Err(wrong(format!(
                "Can't find model '{name}' in Database. Access group management is only supported for database models."
            )));
        }
    }
    Ok(members)
}

fn names_something(asked: &Asked<'_>) -> Result<(), Refusal> {
    if asked.body.texts("model_names").is_empty() && asked.body.texts("model_ids").is_empty() {
        return Err(wrong("Either model_names or model_ids must be provided and non-empty"));
    }
    Ok(())
}

/// All names have to be of models that there are, be it of the configuration.
fn names_are_known(asked: &Asked<'_>) -> Result<(), Refusal> {
    if !asked.body.texts("model_ids").is_empty() {
        return Ok(());
    }
    let deployments = access::deployments(asked.tables, asked.settings)?;
    let is_known = |name: &str| deployments.iter().any(|deployment| deployment.text("model_name") == Some(name));
    let unknown: Vec<&str> = asked.body.texts("model_names").into_iter().filter(|name| !is_known(name)).collect();
    if unknown.is_empty() { Ok(()) } else { Err(wrong(format!("Model(s) not found: {}", unknown.join(", ")))) }
}

/// Writes the group into its members, and counts them.
fn put(asked: &Asked<'_>, group: &str, members: &[String]) -> Result<usize, Refusal> {
    for id in members {
        if let Some(row) = asked.tables.get(Table::Models, id)? {
            let mut groups: Vec<String> = access::groups(&row).into_iter().map(str::to_owned).collect();
            if !groups.iter().any(|known| known == group) {
                groups.push(group.to_owned());
            }
            carry(asked, row, groups)?;
        }
    }
    Ok(members.len())
}

/// Takes the group out of all that carry it, and counts them.
fn take_out(asked: &Asked<'_>, group: &str) -> Result<usize, Refusal> {
    let mut count = 0;
    for row in asked.tables.all(Table::Models)? {
        let groups: Vec<String> = access::groups(&row).into_iter().map(str::to_owned).collect();
        if groups.iter().any(|known| known == group) {
            count += 1;
            carry(asked, row, groups.into_iter().filter(|known| known != group).collect())?;
        }
    }
    Ok(count)
}

fn carry(asked: &Asked<'_>, mut row: Row, groups: Vec<String>) -> Result<(), Refusal> {
    let mut info = row.object("model_info").cloned().unwrap_or_default();
    info.insert("access_groups".to_owned(), groups.into());
    row.set("model_info", Value::Object(info));
    row.set("updated_at", clock::write(asked.now));
    row.set("updated_by", asked.author());
    let id = row.text("model_id").unwrap_or_default().to_owned();
    asked.tables.update(Table::Models, &id, &row)?;
    Ok(())
}

fn told(asked: &Asked<'_>, group: &str, updated: usize) -> Answer {
    json!({
        "access_group": group, "model_names": asked.body.get("model_names"), "model_ids": asked.body.get("model_ids"),
        "models_updated": updated,
    })
    .into()
}

fn new(asked: &Asked<'_>) -> Answered {
    let group = asked.body.text("access_group").unwrap_or_default();
    if group.trim().is_empty() {
        return Err(wrong("access_group is required and cannot be empty"));
    }
    names_something(asked)?;
    names_are_known(asked)?;
    let models = asked.tables.all(Table::Models)?;
    if shown(group, &models).is_some() {
        let message =
            format!("Access group '{group}' already exists. Use PUT /access_group/{group}/update to modify it.");
        return Err(Refusal::detailed_error(StatusCode::CONFLICT, message));
    }
    let members = members(asked, &models)?;
    let updated = put(asked, group, &members)?;
    Ok(told(asked, group, updated))
}

fn update(asked: &Asked<'_>) -> Answered {
    let group = asked.segment("access_group");
    names_something(asked)?;
    let models = asked.tables.all(Table::Models)?;
    if shown(group, &models).is_none() {
        return Err(not_found(group));
    }
    names_are_known(asked)?;
    take_out(asked, group)?;
    match members(asked, &models) {
        Ok(members) => {
            let updated = put(asked, group, &members)?;
            Ok(told(asked, group, updated))
        }
        // By then the real server has emptied the group.
        Err(refusal) => Ok(refusal.into()),
    }
}

fn delete(asked: &Asked<'_>) -> Answered {
    let group = asked.segment("access_group");
    let updated = take_out(asked, group)?;
    if updated == 0 {
        return Err(not_found(group));
    }
    let message = format!("Access group '{group}' deleted successfully");
    Ok(json!({ "access_group": group, "models_updated": updated, "message": message }).into())
}
