//! Provider credentials that deployments refer to by name: `/credentials`.

use std::borrow::Borrow;

use reqwest::Method;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::api::models::{Confirmation, Difference, Strings, differences};
use crate::core::fields::{self, present};
use crate::core::{Call, Client, Error, Lossless};

/// The credentials resource of a [`Client`].
#[derive(Debug, Clone, Copy)]
pub struct Credentials<'a>(pub(super) &'a Client);

impl Client {
    /// Provider credentials: `/credentials`.
    pub fn credentials(&self) -> Credentials<'_> {
        Credentials(self)
    }
}

/// A credential; the server masks its values.
#[derive(Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct Credential {
    /// Name.
    pub credential_name: String,
    /// Information about it, such as `custom_llm_provider`.
    #[serde(default)]
    pub credential_info: Option<Map<String, Value>>,
}

crate::core::secret::masked_debug!(Credential, NewCredential, CredentialUpdate);

impl Credential {
    /// Returns the provider.
    pub fn provider(&self) -> Option<&str> {
        self.credential_info.as_ref()?.get("custom_llm_provider")?.as_str()
    }
}

/// The credentials.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[non_exhaustive]
pub struct CredentialList {
    /// In the server's order.
    pub credentials: Vec<Lossless<Credential>>,
}

/// A credential to create.
///
/// ```
/// use litellm_proxy_client::credentials::NewCredential;
///
/// let credential = NewCredential::new("azure1")
///     .info("custom_llm_provider", "azure")
///     .value("api_key", "your-azure-key")
///     .value("api_base", "https://example.azure.openai.com");
/// ```
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct NewCredential {
    /// Name, which cannot be changed later.
    pub credential_name: String,
    /// Information about it, such as `custom_llm_provider`.
    pub credential_info: Map<String, Value>,
    /// Secrets, such as `api_key`.
    pub credential_values: Map<String, Value>,
    /// Label for the server's web UI (newer servers).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Any other field of the endpoint, such as `model_id`.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

crate::core::options::setters! { NewCredential {
    ..extra [credential_name, credential_info, credential_values];
    String: display_name;
} }

crate::core::options::setters! { CredentialUpdate {
    ..extra [credential_info, credential_values];
    (other Option<String>): display_name;
} }

impl NewCredential {
    /// Returns a credential with this name.
    pub fn new(credential_name: impl Into<String>) -> Self {
        Self { credential_name: credential_name.into(), ..Self::default() }
    }

    /// Sets a piece of information.
    #[must_use]
    pub fn info(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.credential_info.insert(name.into(), value.into());
        self
    }

    /// Sets a secret.
    #[must_use]
    pub fn value(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.credential_values.insert(name.into(), value.into());
        self
    }
}

impl CredentialUpdate {
    /// Sets a piece of information.
    #[must_use]
    pub fn info(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.credential_info.insert(name.into(), value.into());
        self
    }

    /// Sets a secret.
    #[must_use]
    pub fn value(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.credential_values.insert(name.into(), value.into());
        self
    }

    /// Sets the label; `None` removes it (newer servers).
    #[must_use]
    pub fn display_name(mut self, name: Option<String>) -> Self {
        fields::remove(&mut self.extra, "display_name");
        self.display_name = Some(name);
        self
    }
}

/// A change of a credential: fields that are not set keep their values.
#[derive(Clone, Default, PartialEq, Deserialize, Serialize)]
#[non_exhaustive]
#[serde(default)]
pub struct CredentialUpdate {
    /// Information to set.
    pub credential_info: Map<String, Value>,
    /// Secrets to set.
    pub credential_values: Map<String, Value>,
    /// New label; `Some(None)` removes it (newer servers).
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub display_name: Option<Option<String>>,
    /// Any other field of the endpoint, such as `credential_values_to_delete` (newer servers).
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// A credential that was created or updated.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WrittenCredential {
    /// The server's confirmation.
    pub confirmation: Lossless<Confirmation>,
    /// The fields that the server did not store as requested, although it reports success.
    pub not_kept: Vec<Difference>,
}

/// Compares a stored credential with a request. Values are masked, so that only their presence counts.
fn of_credential(
    stored: &Lossless<Credential>,
    info: &Map<String, Value>,
    values: &Map<String, Value>,
    extra: &Map<String, Value>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    if let Some(stored) = &stored.credential_info {
        found.extend(differences("credential_info.", info, stored, Strings::Plain));
    }
    if let Some(Value::Object(stored)) = stored.field("credential_values") {
        found.extend(differences("credential_values.", values, &stored, Strings::Hidden));
    }
    let fields: Map<String, Value> = serde_json::from_str(stored.json().get()).unwrap_or_default();
    found.extend(differences("", extra, &fields, Strings::Plain));
    found
}

impl Credential {
    /// Returns the update that keeps all information of this credential that the update does not set.
    #[must_use]
    pub fn merged_with(&self, update: &CredentialUpdate) -> CredentialUpdate {
        let mut merged = update.clone();
        if !update.credential_info.is_empty() {
            merged.credential_info = self.credential_info.clone().unwrap_or_default();
            merged.credential_info.extend(update.credential_info.clone());
        }
        merged
    }
}

impl Credentials<'_> {
    /// Lists all credentials: `GET /credentials`.
    pub fn list(self) -> Call<Lossless<CredentialList>> {
        Call::new(self.0, Method::GET, &["credentials"])
    }

    /// Fetches a credential: `GET /credentials/by_name/{name}`.
    pub fn get(self, name: impl AsRef<str>) -> Call<Lossless<Credential>> {
        Call::new(self.0, Method::GET, &["credentials", "by_name", name.as_ref()])
    }

    /// Creates a credential: `POST /credentials`.
    pub fn create(self, credential: impl Borrow<NewCredential>) -> Call<Lossless<Confirmation>> {
        Call::new(self.0, Method::POST, &["credentials"]).json(credential.borrow())
    }

    /// Updates a credential: `PATCH /credentials/{name}`. Values are merged. Information replaces all previous
    /// information unless it is empty; see [`Credentials::merge`].
    pub fn update(self, name: impl AsRef<str>, update: impl Borrow<CredentialUpdate>) -> Call<Lossless<Confirmation>> {
        #[derive(Serialize)]
        struct Body<'a> {
            // Older servers require it.
            credential_name: &'a str,
            #[serde(flatten)]
            update: &'a CredentialUpdate,
        }
        let name = name.as_ref();
        let body = Body { credential_name: name, update: update.borrow() };
        Call::new(self.0, Method::PATCH, &["credentials", name]).json(&body)
    }

    /// Updates a credential and keeps all information that the update does not set, which it reads first. Older servers
    /// return the old information for another half a minute, so that a second merge within that time undoes the first.
    ///
    /// # Errors
    /// Returns the errors of the two requests.
    pub async fn merge(self, name: &str, update: &CredentialUpdate) -> Result<Lossless<Confirmation>, Error> {
        if update.credential_info.is_empty() {
            return self.update(name, update).await;
        }
        self.update(name, &self.get(name).await?.merged_with(update)).await
    }

    /// Creates a credential, as [`Credentials::create`] does, and reads it back.
    ///
    /// # Errors
    /// Returns the error of the creation.
    pub async fn create_checked(self, credential: &NewCredential) -> Result<WrittenCredential, Error> {
        let confirmation = self.create(credential).await?;
        // The response says that it was created; what cannot be read back is not known to be lost.
        let Ok(stored) = self.get(&credential.credential_name).await else {
            return Ok(WrittenCredential { confirmation, not_kept: Vec::new() });
        };
        let mut extra = Map::new();
        extra.extend(credential.display_name.as_ref().map(|name| ("display_name".to_owned(), name.as_str().into())));
        let values =
            if credential.extra.contains_key("model_id") { &Map::new() } else { &credential.credential_values };
        let not_kept = of_credential(&stored, &credential.credential_info, values, &extra);
        Ok(WrittenCredential { confirmation, not_kept })
    }

    /// Updates a credential, as [`Credentials::merge`] does, and reads it back. Older servers return the previous
    /// credential for another half a minute, so that it is not compared with theirs.
    ///
    /// # Errors
    /// Returns the errors of [`Credentials::merge`].
    pub async fn merge_checked(self, name: &str, update: &CredentialUpdate) -> Result<WrittenCredential, Error> {
        let confirmation = self.merge(name, update).await?;
        let Ok(stored) = self.get(name).await else {
            return Ok(WrittenCredential { confirmation, not_kept: Vec::new() });
        };
        let mut extra = Map::new();
        if let Some(name) = &update.display_name {
            extra.insert("display_name".to_owned(), name.clone().into());
        }
        // Older servers have neither.
        let is_current = ["\"source\"", "\"display_name\""].iter().any(|field| stored.json().get().contains(field));
        let not_kept = if is_current {
            of_credential(&stored, &update.credential_info, &update.credential_values, &extra)
        } else {
            extra.retain(|_, value| !value.is_null());
            differences("", &extra, &Map::new(), Strings::Plain)
        };
        Ok(WrittenCredential { confirmation, not_kept })
    }

    /// Deletes a credential: `DELETE /credentials/{name}`. Older servers report success for unknown names too.
    pub fn delete(self, name: impl AsRef<str>) -> Call<Lossless<Confirmation>> {
        Call::new(self.0, Method::DELETE, &["credentials", name.as_ref()])
    }
}
