//! Credentials: the keys of providers by name, for deployments that say that name in the place of a key.

use hyper::StatusCode;
use serde_json::{Map, Value, json};

use super::models::masked_shortly;
use crate::answer::{Answered, Refusal};
use crate::caller::Who;
use crate::fields::{self, Field, Kind, optional, required};
use crate::routes::{self, Asked, Route};
use crate::row::Row;
use crate::rules::access;
use crate::store::Table;

pub(super) const ROUTES: &[Route] = &[
    routes::get("/credentials", Who::Admins, &[], list),
    routes::post("/credentials", Who::Admins, ANY, create),
    routes::get("/credentials/by_name/{*name}", Who::Admins, &[], by_name),
    routes::get("/credentials/by_model/{model_id}", Who::Admins, &[], by_model),
    routes::patch("/credentials/{*name}", Who::Admins, CHANGE, change),
    routes::delete("/credentials/{*name}", Who::Admins, &[], delete),
];

/// Whether there is a value at all is looked at before the fields.
const ANY: &[Field] = &[
    optional("credential_name", Kind::Any),
    optional("display_name", Kind::Any),
    optional("credential_info", Kind::Any),
    optional("credential_values", Kind::Any),
    optional("model_id", Kind::Any),
];
const NEW: &[Field] = &[
    required("credential_name", Kind::Text),
    optional("display_name", Kind::Text),
    required("credential_info", Kind::Object),
    optional("credential_values", Kind::Object),
    optional("model_id", Kind::Text),
];
const CHANGE: &[Field] = &[
    optional("credential_name", Kind::Text),
    optional("display_name", Kind::Text),
    required("credential_info", Kind::Object),
    optional("credential_values", Kind::Object),
    optional("credential_values_to_delete", Kind::Texts),
    optional("model_id", Kind::Text),
];

fn refused(status: StatusCode, message: impl Into<String>) -> Refusal {
    Refusal::error(status, "internal_server_error", None, message)
}

fn not_found(name: &str) -> Refusal {
    refused(StatusCode::NOT_FOUND, format!("Credential not found. Got credential name: {name}"))
}

fn shown(row: &Row) -> Value {
    let values = row.object("credential_values").map(masked_shortly).unwrap_or_default();
    json!({
        "credential_name": row.text("credential_name"), "display_name": row.text("display_name"),
        "credential_info": row.object("credential_info"), "credential_values": values, "source": "db",
    })
}

fn list(asked: &Asked<'_>) -> Answered {
    let all: Vec<Value> = asked.tables.all(Table::Credentials)?.iter().map(shown).collect();
    Ok(json!({ "success": true, "credentials": all }).into())
}

fn by_name(asked: &Asked<'_>) -> Answered {
    let name = asked.segment("name");
    match asked.tables.get(Table::Credentials, name)? {
        Some(row) => Ok(shown(&row).into()),
        None => Err(not_found(name)),
    }
}

/// What a deployment has for reaching its provider.
fn of_model(asked: &Asked<'_>, id: &str) -> Result<(Row, Map<String, Value>), Refusal> {
    let deployments = access::deployments(asked.tables, asked.settings)?;
    let Some(deployment) = deployments.into_iter().find(|deployment| access::id(deployment) == id) else {
        return Err(refused(StatusCode::NOT_FOUND, "Model not found"));
    };
    let params = deployment.object("litellm_params").into_iter().flatten();
    let is_credential = |name: &str| matches!(name, "api_key" | "api_base" | "api_version" | "region_name");
    let values =
        params.filter(|(name, _)| is_credential(name) || name.starts_with("aws_") || name.starts_with("vertex_"));
    let values = values.map(|(name, value)| (name.clone(), value.clone())).collect();
    Ok((deployment, values))
}

fn by_model(asked: &Asked<'_>) -> Answered {
    let id = asked.segment("model_id");
    let (deployment, values) = of_model(asked, id)?;
    let name = format!("{}-credential-{id}", deployment.text("model_name").unwrap_or_default());
    Ok(json!({
        "credential_name": name, "display_name": null, "credential_info": {}, "credential_values": masked_shortly(&values),
    })
    .into())
}

fn create(asked: &Asked<'_>) -> Answered {
    let has_values = asked.body.object("credential_values").is_some_and(|values| !values.is_empty());
    if !has_values && asked.body.get("model_id").is_none() {
        let message = "Value error, Either credential_values or model_id must be set";
        return Err(Refusal::Invalid(vec![json!({ "type": "value_error", "loc": ["body"], "msg": message })]));
    }
    let given = fields::body(&asked.body.clone().into(), NEW)?;
    let values = match given.text("model_id") {
        Some(id) => of_model(asked, id)?.1,
        None => given.object("credential_values").cloned().unwrap_or_default(),
    };
    let name = given.text("credential_name").unwrap_or_default();
    let values: Map<String, Value> = values.into_iter().filter(|(_, value)| !value.is_null()).collect();
    let row = json!({
        "credential_name": name, "display_name": given.text("display_name"), "credential_info": given.object("credential_info"),
        "credential_values": values,
    });
    if !asked.tables.insert(Table::Credentials, name, &Row::of(row))? {
        let message = format!(
            "Credential '{name}' already exists. Update it with PATCH /credentials/{name}, or delete it first."
        );
        return Err(refused(StatusCode::CONFLICT, message));
    }
    Ok(json!({ "success": true, "message": "Credential created successfully" }).into())
}

/// What is sent is put over what was there; the display name is what is sent.
fn change(asked: &Asked<'_>) -> Answered {
    let name = asked.segment("name");
    if asked.body.text("credential_name").is_some_and(|given| given != name) {
        let message = "credential_name is immutable. Set display_name to change how the credential is labeled.";
        return Err(Refusal::error(StatusCode::BAD_REQUEST, "validation_error", Some("credential_name"), message));
    }
    let Some(mut row) = asked.tables.get(Table::Credentials, name)? else {
        return Err(refused(StatusCode::NOT_FOUND, "Credential not found in DB."));
    };
    let mut info = row.object("credential_info").cloned().unwrap_or_default();
    info.extend(asked.body.object("credential_info").cloned().unwrap_or_default());
    let mut values = row.object("credential_values").cloned().unwrap_or_default();
    let given = asked.body.object("credential_values").cloned().unwrap_or_default();
    values.extend(given.into_iter().filter(|(_, value)| !value.is_null()));
    for gone in asked.body.texts("credential_values_to_delete") {
        values.shift_remove(gone);
    }
    row.set("credential_info", Value::Object(info));
    row.set("credential_values", Value::Object(values));
    row.copy(&asked.body, &["display_name"]);
    asked.tables.update(Table::Credentials, name, &row)?;
    Ok(json!({ "success": true, "message": "Credential updated successfully" }).into())
}

fn delete(asked: &Asked<'_>) -> Answered {
    let name = asked.segment("name");
    if !asked.tables.delete(Table::Credentials, name)? {
        return Err(not_found(name));
    }
    Ok(json!({ "success": true, "message": "Credential deleted successfully" }).into())
}
