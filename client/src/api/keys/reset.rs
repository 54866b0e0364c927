//! Resets of a key's spend, on servers with and without an endpoint for it.

use serde::Serialize;
use thiserror::Error;

use super::{Key, KeyUpdate, Keys, SpendReset};
use crate::core::{ApiKey, Error, Lossless, RefusalKind};

/// What a server responded to [`Keys::reset_spend_anywhere`]. Serializes as the response.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum SpendResetResponse {
    /// The server has the endpoint; the response has the previous spend.
    Reset(Lossless<SpendReset>),
    /// The spend was set by an update, and this is the key.
    Updated(Box<Lossless<Key>>),
}

/// Why a spend was not reset. Nothing was changed.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum SpendResetError {
    /// The key has spent less than the requested amount.
    #[error("the key has spent ${spent}, which cannot be reset to ${requested}; nothing was changed")]
    AboveSpend {
        /// Dollars spent.
        spent: f64,
        /// Dollars requested.
        requested: f64,
    },
    /// A request failed.
    #[error(transparent)]
    Request(#[from] Error),
}

impl Keys<'_> {
    /// Resets what a key has spent, given as the secret or its hash, to zero or to a lower amount in dollars, on a server
    /// of any version: `POST /key/{hash}/reset_spend`, or, if the server has no such endpoint, `POST /key/update`, after
    /// `GET /key/info` unless the amount is zero.
    ///
    /// # Errors
    /// [`SpendResetError::AboveSpend`] where the update would raise the spend; servers with the endpoint refuse that
    /// themselves.
    pub async fn reset_spend_anywhere(
        self,
        key: impl Into<ApiKey>,
        to: impl Into<f64>,
    ) -> Result<SpendResetResponse, SpendResetError> {
        let (key, to) = (key.into(), to.into());
        match self.reset_spend(&key, to).await {
            Ok(reset) => return Ok(SpendResetResponse::Reset(reset)),
            // Probing costs one request on old servers only, and is right behind gateways that hide the version.
            Err(Error::NotFound(refusal)) if refusal.kind() == Some(RefusalKind::NoSuchEndpoint) => {}
            Err(error) => return Err(error.into()),
        }
        if to > 0.0 {
            let spent = self.info(&key).await?.info.spend.unwrap_or_default();
            if to > spent {
                return Err(SpendResetError::AboveSpend { spent, requested: to });
            }
        }
        let update = KeyUpdate::default().spend(to);
        Ok(SpendResetResponse::Updated(Box::new(self.update(&key, &update).await?)))
    }
}
