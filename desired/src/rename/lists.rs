//! Lists of models outside of files: those of organizations and of unified access groups.

use std::fmt;

use litellm_proxy_client::Error;
use serde_json::{Value, json};

use crate::server::Server;

/// What has a list of models.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Holder {
    /// An organization. Newer servers have them only with a license.
    Organization,
    /// A unified access group. Older servers have none.
    AccessGroup,
}

/// A list of models.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelList {
    /// What has it.
    pub holder: Holder,
    /// The id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The models.
    pub models: Vec<String>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Organization => "organization",
            Self::AccessGroup => "access_group",
        })
    }
}

impl Holder {
    const ALL: [Self; 2] = [Self::Organization, Self::AccessGroup];

    /// Returns the field that has the models.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Organization => "models",
            Self::AccessGroup => "access_model_names",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Organization => "/organization/list",
            Self::AccessGroup => "/v1/access_group",
        }
    }

    fn names(self) -> [&'static str; 2] {
        match self {
            Self::Organization => ["organization_id", "organization_alias"],
            Self::AccessGroup => ["access_group_id", "access_group_name"],
        }
    }

    fn read(self, row: &Value) -> Option<ModelList> {
        let text = |name: &str| row.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        let [id, name] = self.names();
        let id = text(id)?.to_owned();
        let name = text(name).unwrap_or(&id).to_owned();
        let models = row.get(self.field()).and_then(Value::as_array).into_iter().flatten();
        let models = models.filter_map(|model| model.as_str().map(str::to_owned)).collect();
        Some(ModelList { holder: self, id, name, models })
    }

    pub(super) async fn list(self, server: &Server) -> Result<Vec<ModelList>, Error> {
        match server.client.http().request("GET", self.path()).await {
            Ok(rows) => Ok(rows.as_array().into_iter().flatten().filter_map(|row| self.read(row)).collect()),
            // The server has none: they need a license, or are not known.
            Err(Error::Forbidden(_) | Error::NotFound(_)) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn set(self, server: &Server, id: &str, models: &Value) -> Result<(), Error> {
        let http = server.client.http();
        match self {
            Self::Organization => {
                let body = json!({"organization_id": id, "models": models});
                http.request("PATCH", "/organization/update").json(&body).await?;
            }
            Self::AccessGroup => {
                let path = format!("/v1/access_group/{id}");
                http.request("PUT", &path).json(&json!({"access_model_names": models})).await?;
            }
        }
        Ok(())
    }
}

/// Reads the lists of models that are not in files. What cannot be read is in the second list, in sentences.
pub async fn model_lists(server: &Server) -> (Vec<ModelList>, Vec<String>) {
    let (mut lists, mut unreadable) = (Vec::new(), Vec::new());
    let read = Holder::ALL.map(|holder| async move { (holder, holder.list(server).await) });
    for (holder, found) in futures_util::future::join_all(read).await {
        match found {
            Ok(found) => lists.extend(found),
            Err(error) => unreadable.push(format!("the list of the kind {holder} was not read: {error}")),
        }
    }
    (lists, unreadable)
}
