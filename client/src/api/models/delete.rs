//! Deleting the deployments of a public name.

use std::collections::VecDeque;
use std::pin::Pin;

use serde::Serialize;

use super::{Deployment, Models};
use crate::core::{Client, Error, Lossless, Request};

/// The result of deleting the deployments of a public name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct DeletedModels {
    /// Ids of the deleted deployments.
    pub deleted: Vec<String>,
    /// Ids of deployments that stay because they are defined in the server's config file.
    pub kept: Vec<String>,
}

impl Models<'_> {
    /// Deletes the only deployment of a public name in the database.
    ///
    /// # Errors
    /// Returns the errors of the requests, [`Error::Missing`] if no deployment has this name, and
    /// [`Error::InvalidRequest`] if several have (it lists them; see [`Models::delete_all_by_name`]) or if all are
    /// defined in the server's config file.
    pub async fn delete_by_name(self, model_name: impl AsRef<str>) -> Result<DeletedModels, Error> {
        let model_name = model_name.as_ref();
        let deletion = self.delete_deployments(&self.deployments_of(model_name).await?);
        let ids = &deletion.stored;
        if ids.len() > 1 {
            let message = format!("`{model_name}` names {} deployments: {}", ids.len(), ids.join(", "));
            return Err(Error::InvalidRequest(message));
        }
        deletion.send_some(model_name).await
    }

    /// Deletes all deployments of a public name from the database. Those defined in the server's config file stay.
    ///
    /// # Errors
    /// Returns the errors of the requests, or [`Error::Incomplete`] with the remaining ids if some were deleted before
    /// one failed. Returns [`Error::Missing`] if no deployment has this name, and [`Error::InvalidRequest`] if all are
    /// defined in the server's config file.
    pub async fn delete_all_by_name(self, model_name: impl AsRef<str>) -> Result<DeletedModels, Error> {
        let model_name = model_name.as_ref();
        self.delete_deployments(&self.deployments_of(model_name).await?).send_some(model_name).await
    }

    /// Deletes the deployment with this id, or else the only deployment of this name; with `all`, all deployments of the
    /// name, which is not taken for an id then.
    ///
    /// # Errors
    /// Those of [`Models::delete`], [`Models::delete_by_name`] and [`Models::delete_all_by_name`].
    pub async fn delete_named(self, name: impl AsRef<str>, all: bool) -> Result<DeletedModels, Error> {
        let name = name.as_ref();
        if all {
            return self.delete_all_by_name(name).await;
        }
        match self.delete(name).await {
            Ok(_) => Ok(DeletedModels { deleted: vec![name.to_owned()], kept: Vec::new() }),
            Err(refused @ (Error::NotFound(_) | Error::Missing(_))) => match self.delete_by_name(name).await {
                Err(Error::Missing(_)) => Err(refused),
                result => result,
            },
            Err(error) => Err(error),
        }
    }

    /// Returns a deletion of those of the deployments that are in the database, with a `POST /model/delete` for each.
    /// Awaiting it sends them. Take the deployments from [`Models::deployments_of`] or [`Models::deployments`]: rows of
    /// [`Models::info`] may be models that a wildcard stands for, with the wildcard's id.
    pub fn delete_deployments(self, deployments: &[Lossless<Deployment>]) -> DeleteModels {
        let (stored, others): (Vec<_>, Vec<_>) = deployments.iter().partition(|deployment| deployment.is_in_database());
        let ids = |deployments: Vec<&Lossless<Deployment>>| {
            let mut ids: Vec<String> = Vec::new();
            for id in deployments.iter().filter_map(|deployment| deployment.id()) {
                // Several rows may stand for one deployment.
                if !ids.iter().any(|known| known == id) {
                    ids.push(id.to_owned());
                }
            }
            ids
        };
        DeleteModels { client: self.0.clone(), stored: ids(stored), kept: ids(others) }
    }
}

/// Deployments to delete: [`DeleteModels::requests`] returns the requests, `.await` sends them.
#[must_use = "deployments are deleted when it is awaited"]
#[derive(Debug)]
pub struct DeleteModels {
    client: Client,
    stored: Vec<String>,
    kept: Vec<String>,
}

impl DeleteModels {
    /// Returns the ids of the deployments that will be deleted.
    pub fn ids(&self) -> &[String] {
        &self.stored
    }

    /// Returns the requests that would delete them, without sending them.
    ///
    /// # Errors
    /// Returns [`Error::InvalidRequest`] if a request cannot be built.
    pub fn requests(&self) -> Result<Vec<Request>, Error> {
        self.stored.iter().map(|id| self.client.models().delete(id).request()).collect()
    }

    /// Deletes them one after the other; `.await` does the same.
    ///
    /// # Errors
    /// Returns the error of the first request that failed, or [`Error::Incomplete`] with the remaining ids if others
    /// were deleted before it.
    pub async fn send(self) -> Result<DeletedModels, Error> {
        let mut left = VecDeque::from(self.stored);
        let mut deleted = Vec::new();
        while let Some(id) = left.front() {
            match self.client.models().delete(id).await {
                Ok(_) => deleted.extend(left.pop_front()),
                Err(failure) if deleted.is_empty() => return Err(failure),
                Err(failure) => return Err(Error::Incomplete { failure: Box::new(failure), left: left.into() }),
            }
        }
        Ok(DeletedModels { deleted, kept: self.kept })
    }

    async fn send_some(self, model_name: &str) -> Result<DeletedModels, Error> {
        if self.stored.is_empty() {
            return Err(Error::InvalidRequest(format!(
                "`{model_name}` is defined in the server's config file, and can only be removed there"
            )));
        }
        self.send().await
    }
}

impl IntoFuture for DeleteModels {
    type Output = Result<DeletedModels, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}
