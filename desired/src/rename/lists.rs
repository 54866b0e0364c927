//! Lists of models outside of files: those of organizations, which newer servers have only with a license.

use litellm_proxy_client::Error;
use serde_json::{Value, json};

use crate::server::Server;

/// The models of an organization.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelList {
    /// The id of the organization.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The models.
    pub models: Vec<String>,
}

fn read(row: &Value) -> Option<ModelList> {
    let text = |name: &str| row.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let id = text("organization_id")?.to_owned();
    let name = text("organization_alias").unwrap_or(&id).to_owned();
    let models = row.get("models").and_then(Value::as_array).into_iter().flatten();
    let models = models.filter_map(|model| model.as_str().map(str::to_owned)).collect();
    Some(ModelList { id, name, models })
}

pub(super) async fn list(server: &Server) -> Result<Vec<ModelList>, Error> {
    match server.client.http().request("GET", "/organization/list").await {
        Ok(rows) => Ok(rows.as_array().into_iter().flatten().filter_map(read).collect()),
        // The server has none: they need a license, or are not known.
        Err(Error::Forbidden(_) | Error::NotFound(_)) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

pub(super) async fn set(server: &Server, id: &str, models: &Value) -> Result<(), Error> {
    let body = json!({"organization_id": id, "models": models});
    server.client.http().request("PATCH", "/organization/update").json(&body).await?;
    Ok(())
}

/// Reads the lists of models that are not in files. If they cannot be read, the sentence says why.
pub async fn model_lists(server: &Server) -> (Vec<ModelList>, Vec<String>) {
    match list(server).await {
        Ok(found) => (found, Vec::new()),
        Err(error) => (Vec::new(), vec![format!("the organizations were not read: {error}")]),
    }
}
