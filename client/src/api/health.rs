//! Health and version of the server.

use reqwest::Method;
use serde::Deserialize;

use crate::core::{Call, Client, Error, Lossless};

/// The health resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Health<'a>(pub(super) &'a Client);

impl Client {
    /// Health and version.
    pub fn health(&self) -> Health<'_> {
        Health(self)
    }
}

/// Whether the server is ready.
#[derive(Debug, Clone, Deserialize)]
#[non_exhaustive]
pub struct Readiness {
    /// `healthy`, on older servers `connected`.
    #[serde(default)]
    pub status: Option<String>,
    /// `connected`, or what is wrong with the database.
    #[serde(default)]
    pub db: Option<String>,
    /// The version; newer servers tell it only with the details.
    #[serde(default)]
    pub litellm_version: Option<String>,
}

impl Health<'_> {
    /// Whether the server is ready, which it tells without a key too: `GET /health/readiness`.
    pub fn readiness(&self) -> Call<Lossless<Readiness>> {
        Call::new(self.0, Method::GET, &["health", "readiness"])
    }

    /// The same with version and settings (newer servers): `GET /health/readiness/details`.
    pub fn details(&self) -> Call<Lossless<Readiness>> {
        Call::new(self.0, Method::GET, &["health", "readiness", "details"])
    }

    /// The server's version, from wherever this server tells it: the readiness details, the API description, the
    /// `x-litellm-version` header of an answer, or the readiness of older servers. `None` when it tells nowhere.
    ///
    /// # Errors
    /// That of the last question, when the server answered none of them.
    pub async fn version(self) -> Result<Option<String>, Error> {
        #[derive(Deserialize)]
        struct ApiDescription {
            info: ApiInfo,
        }
        #[derive(Deserialize)]
        struct ApiInfo {
            version: String,
        }
        match self.details().await {
            Ok(details) => {
                if let Some(version) = details.into_inner().litellm_version {
                    return Ok(Some(version));
                }
            }
            Err(error @ (Error::Unreachable { .. } | Error::Timeout { .. })) => return Err(error),
            Err(_) => {}
        }
        let description: Call<ApiDescription> = Call::new(self.0, Method::GET, &["openapi.json"]);
        if let Ok(description) = description.await {
            return Ok(Some(description.info.version));
        }
        let answer = self.readiness().raw().await?;
        if let Some(version) = answer.headers.get("x-litellm-version").and_then(|version| version.to_str().ok()) {
            return Ok(Some(version.to_owned()));
        }
        Ok(serde_json::from_slice::<Readiness>(&answer.body).ok().and_then(|readiness| readiness.litellm_version))
    }
}
